//! A JSON Schema as a check: what it demands, and its complaints in a person's words.
//!
//! The `jsonschema` crate judges the tree as it stands; the kind of each of its errors is all that is taken from
//! it. Which of many errors are said is decided in `faults` and `union`, how they are said in `wording`.

mod documents;
mod faults;
mod load;
#[cfg(test)]
mod tests;
mod union;
mod wording;

use crate::diagnostic::Finding;
use crate::text::Files;
use crate::tree::Tree;
use crate::tree::schema::{SpannedJson, SpannedNode, Values};
use documents::Documents;
use jsonschema::Validator;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The name of the bundled schema, by which other schemas refer to it.
const BUNDLED_NAME: &str = "record.schema.json";
const BUNDLED_TEXT: &str = include_str!("../../../schemas/record.schema.json");

/// A compiled schema.
#[derive(Debug)]
pub struct Schema {
    validator: Validator<SpannedJson>,
    path: String,
    documents: Documents,
    values: Values,
}

/// Why a schema cannot be used: its own fault, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// What is wrong.
    pub message: String,
    /// Where in the schema's file, from 1, if it is known: line and column.
    pub place: Option<(u64, u64)>,
}

impl SchemaError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(formatter, "line {line}, column {column}: {}", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

impl std::error::Error for SchemaError {}

impl Schema {
    /// The schema of native records, compiled once.
    pub fn bundled() -> Result<Arc<Schema>, SchemaError> {
        static BUNDLED: OnceLock<Result<Arc<Schema>, SchemaError>> = OnceLock::new();
        let compile = || {
            let (validator, documents) = load::compile(BUNDLED_TEXT, Path::new(BUNDLED_NAME), &NoFiles)?;
            // Its one pattern is a prefix, which always comes to an end.
            Ok(Arc::new(Schema { validator, path: BUNDLED_NAME.to_owned(), documents, values: Values::None }))
        };
        BUNDLED.get_or_init(compile).clone()
    }

    /// A bundled schema of another kind, which refers to nothing but itself.
    pub fn of_text(text: &str, name: &str) -> Result<Schema, SchemaError> {
        let (validator, documents) = load::compile(text, Path::new(name), &NoFiles)?;
        Ok(Schema { validator, path: name.to_owned(), documents, values: Values::Outermost })
    }

    /// The person's own schema at `path`, of any version from draft 4 to 2020-12.
    ///
    /// It may refer to the bundled schema as `record.schema.json` and, relative to its own place, to what `files`
    /// gives; to nothing else. Patterns run on an engine that takes linear time; only a schema with look-around
    /// gets one that goes back and forth, up to a limit.
    pub fn load(path: &Path, shown: &str, files: &dyn Files) -> Result<Schema, SchemaError> {
        let text = files.read(path).map_err(|error| SchemaError::new(error.message))?;
        let (validator, documents) = load::compile(&text, path, files)?;
        let values = if documents.have_patterns() { Values::Outermost } else { Values::None };
        Ok(Schema { validator, path: shown.to_owned(), documents, values })
    }

    /// The schema's file as the person named it; of the bundled one its name.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Adds what is wrong with the record in `tree` to `findings`, in the order of the file.
    ///
    /// With `native`, the schema is our own: an unknown name is a warning of `field/unknown`, and a missing title
    /// is left to the rule that says it.
    pub fn check(&self, tree: Tree<'_>, native: bool, findings: &mut Vec<Finding>) {
        if tree.is_empty() {
            return;
        }
        // Most records are fine, and a plain answer is a fifth faster than a list of errors.
        let root = SpannedNode::root(&tree, self.values);
        if self.validator.is_valid(root) {
            return;
        }
        let errors: Vec<_> = self.validator.iter_errors(root).collect();
        findings.extend(faults::findings(tree, &self.documents, &errors, native));
    }
}

/// The bundled schema refers to nothing but itself.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &Path) -> Result<String, crate::text::FilesError> {
        Err(crate::text::FilesError { message: format!("`{}` is not read", path.display()) })
    }
}
