//! Checks records against a JSON Schema and words the errors for the user.
//!
//! The `jsonschema` crate validates the tree in place; only the kind of each error is used. `faults` and `union` select
//! the errors to report, `wording` formulates them.

mod documents;
mod faults;
mod growth;
mod load;
mod patterns;
mod plain;
#[cfg(test)]
mod tests;
mod union;
mod wording;

use crate::diagnostic::{Finding, MAX_PER_RULE, Place};
use crate::text::Files;
use crate::tree::schema::{Exhausted, SpannedJson, Values, View};
use crate::tree::{NodeId, Symbol, Tree};
use documents::Documents;
use jsonschema::{ValidationError, Validator};
use plain::Plain;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The name by which other schemas refer to the bundled one.
const BUNDLED_NAME: &str = "record.schema.json";
const BUNDLED_TEXT: &str = include_str!("../../../schemas/record.schema.json");

/// The number of errors against one keyword of the schema that are reported for a record. Further ones are only
/// counted.
const MAX_PER_KEYWORD: u32 = MAX_PER_RULE + 1;

/// The bundled schemas: name, text.
pub const DOCUMENTS: &[(&str, &str)] = &[
    ("config.schema.json", include_str!("../../../schemas/config.schema.json")),
    ("options.schema.json", include_str!("../../../schemas/options.schema.json")),
    ("profile.schema.json", include_str!("../../../schemas/profile.schema.json")),
    (BUNDLED_NAME, BUNDLED_TEXT),
    ("report.schema.json", include_str!("../../../schemas/report.schema.json")),
    ("rule.schema.json", include_str!("../../../schemas/rule.schema.json")),
];

/// A compiled schema.
#[derive(Debug)]
pub struct Schema {
    plain: Option<Plain>,
    validator: Validator<SpannedJson>,
    path: String,
    documents: Documents,
    values: Values,
    /// Whether member names are checked by patterns with look-around.
    has_patterns_on_names: bool,
}

/// The result of validating a value.
struct Validation {
    is_accepted: bool,
    /// The texts that could not be checked, with the keywords of the schema.
    unchecked: Vec<(NodeId, Arc<str>)>,
}

/// Why a schema cannot be used, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The error.
    pub message: String,
    /// The line and column in the schema's file, from 1, if known.
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
    /// Returns the schema of native records, compiled once.
    pub fn bundled() -> Result<Arc<Schema>, SchemaError> {
        static BUNDLED: OnceLock<Result<Arc<Schema>, SchemaError>> = OnceLock::new();
        let compile = || load::compile(BUNDLED_TEXT, Path::new(BUNDLED_NAME), BUNDLED_NAME, &NoFiles).map(Arc::new);
        BUNDLED.get_or_init(compile).clone()
    }

    /// Compiles one of [`DOCUMENTS`], which only refer to each other.
    pub fn document(name: &str) -> Result<Schema, SchemaError> {
        let (_, text) = DOCUMENTS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| SchemaError::new(format!("there is no schema `{name}`")))?;
        load::compile(text, Path::new(name), name, &NoFiles)
    }

    /// Compiles the user's own schema at `path`, of any version from draft 4 to 2020-12.
    ///
    /// It may refer to the bundled schema as `record.schema.json` and, relative to its own location, to files available
    /// in `files`. Patterns run on a linear-time engine; only patterns with look-around use backtracking, up to a
    /// limit.
    pub fn load(path: &Path, shown: &str, files: &dyn Files) -> Result<Schema, SchemaError> {
        let text = files.read(path).map_err(|error| SchemaError::new(error.message))?;
        load::compile(&text, path, shown, files)
    }

    /// Returns the schema's path as given by the user, or the name of the bundled schema.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Adds the errors of the record in `tree` to `findings`, in the order of the file.
    ///
    /// If `native`, the schema is the bundled one: an unknown name is a warning of `field/unknown`, and a missing title
    /// is reported by its rule.
    pub fn check(&self, tree: Tree<'_>, native: bool, findings: &mut Vec<Finding>) {
        // Most records are accepted by a simpler validator, which is five times faster and never accepts an invalid
        // record.
        if !self
            .plain
            .as_ref()
            .is_some_and(|plain| plain.accepts(if native { tree } else { tree.with_final_line_ends() }))
        {
            self.check_in_full(tree, native, findings);
        }
    }

    /// The same as [`Schema::check`], without the simpler validator.
    pub fn check_in_full(&self, tree: Tree<'_>, native: bool, findings: &mut Vec<Finding>) {
        // The user's own schema must give the same result as in other programs.
        let tree = if native { tree } else { tree.with_final_line_ends() };
        // A yes-or-no validation is a fifth faster than a list of errors.
        let Ok(validate) = self.validate(tree, tree.root()) else {
            findings.push(wording::unfinished(tree.root()));
            return;
        };
        if !validate.is_accepted {
            self.report(tree, native, findings);
        }
        findings.extend(validate.unchecked.into_iter().map(|(node, keyword)| wording::unchecked(tree, node, &keyword)));
    }

    /// Adds the errors of an invalid record.
    fn report(&self, tree: Tree<'_>, native: bool, findings: &mut Vec<Finding>) {
        let view = View::new(tree, self.values);
        let Ok((errors, more)) = view.run(tree.root(), |root| first_of_each(self.validator.iter_errors(root))) else {
            findings.push(wording::invalid(tree.root()));
            return;
        };
        findings.extend(faults::findings(tree, tree.root(), &self.documents, &errors, native));
        if let Some(last) = findings.last_mut() {
            last.more += more;
        }
    }

    /// Validates the value at `node`, and returns the texts that could not be checked.
    fn validate(&self, tree: Tree<'_>, node: NodeId) -> Result<Validation, Exhausted> {
        let too_long = if self.has_patterns_on_names { tree.longest_name() > patterns::LONGEST_NAME } else { false };
        if too_long {
            return Err(Exhausted);
        }
        let view = View::new(tree, self.values);
        let is_accepted = view.run(node, |value| self.validator.is_valid(value))?;
        let unchecked = view.unchecked();
        if is_accepted || unchecked.is_empty() {
            return Ok(Validation { is_accepted, unchecked });
        }
        // An error that only occurs because an unchecked text is treated as valid is not certain.
        let view = View::new(tree, self.values).reject_unchecked();
        let is_accepted = view.run(node, |value| self.validator.is_valid(value))?;
        Ok(Validation { is_accepted, unchecked })
    }

    fn of_rule(value: &serde_json::Value) -> Result<Schema, SchemaError> {
        let text = value.to_string();
        load::compile(&text, Path::new("rule.json"), "", &NoFiles)
    }

    /// Whether the schema accepts the value at `node`.
    pub fn accepts(&self, tree: Tree<'_>, node: NodeId) -> Result<bool, Exhausted> {
        let validate = self.validate(tree, node)?;
        if validate.unchecked.is_empty() { Ok(validate.is_accepted) } else { Err(Exhausted) }
    }

    /// Returns the deepest invalid place in the value at `node`, and the member that is missing there.
    pub fn deepest_fault(&self, tree: Tree<'_>, node: NodeId) -> Result<Option<(Place, Option<Symbol>)>, Exhausted> {
        if self.accepts(tree, node)? {
            return Ok(None);
        }
        let view = View::new(tree, self.values);
        let errors = view.run(node, |value| self.validator.iter_errors(value).collect::<Vec<_>>())?;
        let found = faults::findings(tree, node, &self.documents, &errors, false);
        let depth = |finding: &Finding| finding.place.node().map_or(0, |node| tree.ancestors(node).len());
        // Of several with the same depth, the first.
        let deepest = found.into_iter().rev().max_by_key(depth);
        Ok(Some(deepest.map_or((Place::Value(node), None), |finding| (finding.place, finding.subject))))
    }
}

/// A schema in a rule. It may only refer to the bundled schema as `record.schema.json`.
///
/// Compilation is deferred: compiling the schemas of all bundled rules takes longer than checking a record, and most
/// records need few of them.
#[derive(Debug)]
pub struct Fragment {
    value: serde_json::Value,
    schema: OnceLock<Option<Schema>>,
}

impl Fragment {
    /// Compiles it.
    pub fn new(value: serde_json::Value) -> Result<Self, SchemaError> {
        let schema = Schema::of_rule(&value)?;
        Ok(Self { value, schema: OnceLock::from(Some(schema)) })
    }

    /// Creates the schema of a bundled rule, which is known to compile. It is compiled on first use.
    pub fn trusted(value: serde_json::Value) -> Self {
        Self { value, schema: OnceLock::new() }
    }

    fn schema(&self) -> Option<&Schema> {
        self.schema.get_or_init(|| Schema::of_rule(&self.value).ok()).as_ref()
    }

    /// See [`Schema::accepts`].
    pub fn accepts(&self, tree: Tree<'_>, node: NodeId) -> Result<bool, Exhausted> {
        self.schema().map_or(Ok(true), |schema| schema.accepts(tree, node))
    }

    /// See [`Schema::deepest_fault`].
    pub fn deepest_fault(&self, tree: Tree<'_>, node: NodeId) -> Result<Option<(Place, Option<Symbol>)>, Exhausted> {
        self.schema().map_or(Ok(None), |schema| schema.deepest_fault(tree, node))
    }
}

/// Returns the first errors against each keyword of a schema, and the number of further ones.
fn first_of_each<'e>(errors: impl Iterator<Item = ValidationError<'e>>) -> (Vec<ValidationError<'e>>, u64) {
    let (mut kept, mut more, mut counts) = (Vec::new(), 0, HashMap::new());
    for error in errors {
        let count = counts.entry(error.schema_path().as_str().to_owned()).or_insert(0_u32);
        *count += 1;
        if *count <= MAX_PER_KEYWORD {
            kept.push(error);
        } else {
            more += 1;
        }
    }
    (kept, more)
}

/// The bundled schemas only refer to each other.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &Path) -> Result<String, crate::text::FilesError> {
        Err(crate::text::FilesError {
            message: format!("`{}` is not followed: only `{BUNDLED_NAME}` is", path.display()),
        })
    }
}
