//! Compiles a schema with the files it refers to, and no other files.
//!
//! The crate requests documents during compilation and cannot wait. It therefore gets the answer "not yet", the
//! document is read through the caller's files, and the compilation is repeated with one more document.

use super::documents::{Documents, without_fragment};
use super::patterns::Pattern;
use super::plain::Plain;
use super::{BUNDLED_NAME, DOCUMENTS, Schema, SchemaError, faults, growth, patterns};
use crate::diagnostic::{Place, show};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::{Chunk, Files, LineIndex};
use crate::tree::schema::{SpannedJson, Values};
use crate::tree::{Arena, Pointer, Tree};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, ReferencingError, Retrieve, Uri, ValidationError, ValidationOptions, Validator};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The virtual folder of the schema. A reference may go up as many levels as it has segments; [`Files`] decides whether
/// the file there may be read.
const FOLDER: &str = "local:///~/~/~/~/~/~/~/~/";
const LEVELS: usize = 8;

/// The limit for documents referenced by one schema.
const MAX_DOCUMENTS: usize = 100;

/// Documents by URI, and failed requests.
#[derive(Debug, Default)]
struct Shelf {
    known: HashMap<String, Value>,
    wanted: Vec<String>,
}

/// Answers the crate's requests for documents.
#[derive(Clone, Debug, Default)]
struct Library(Arc<Mutex<Shelf>>);

impl Library {
    fn with<T>(&self, f: impl FnOnce(&mut Shelf) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Retrieve for Library {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let uri = without_fragment(uri.as_str()).to_owned();
        self.with(|shelf| {
            let known = shelf.known.get(&uri).cloned();
            if known.is_none() {
                shelf.wanted.push(uri);
            }
            known.ok_or_else(|| "not read yet".into())
        })
    }
}

/// Compiles the schema in `text`, located at `path` and displayed as `shown`.
pub(super) fn compile(text: &str, path: &Path, shown: &str, files: &dyn Files) -> Result<Schema, SchemaError> {
    let text = text.trim_start_matches('\u{feff}');
    let root = parse(text)?;
    let library = Library::default();
    let home = Home::new(path, &root);
    for _ in 0..=MAX_DOCUMENTS {
        check_growth(text, &root, &home, &library)?;
        let error = match build(&root, &home, &library) {
            Ok((validator, values)) => {
                let others = library.with(|shelf| std::mem::take(&mut shelf.known));
                let (own, plain) = (home.names(), Plain::of(&root));
                let has_patterns_on_names = values == Values::Outermost
                    && std::iter::once(&root).chain(others.values()).any(patterns::on_names);
                let documents = Documents::new(root, own, others);
                let path = shown.to_owned();
                return Ok(Schema { plain, validator, path, documents, values, has_patterns_on_names });
            }
            Err(error) => error,
        };
        let wanted = library.with(|shelf| std::mem::take(&mut shelf.wanted));
        if wanted.is_empty() {
            return Err(in_words(&error, text, &root, &library));
        }
        for uri in wanted {
            let document = home.read(&uri, files)?;
            library.with(|shelf| shelf.known.insert(uri, document));
        }
    }
    Err(SchemaError::new(format!("it refers to more than {MAX_DOCUMENTS} other files")))
}

/// Rejects a schema that is applied to one value too often.
fn check_growth(text: &str, root: &Value, home: &Home<'_>, library: &Library) -> Result<(), SchemaError> {
    library.with(|shelf| {
        let others = shelf.known.iter().map(|(uri, document)| (uri.as_str(), document));
        let documents: Vec<(&str, &Value)> = std::iter::once((home.uri.as_str(), root)).chain(others).collect();
        growth::check(&documents).map_err(|excess| match excess.document {
            0 => SchemaError { message: excess.message(), place: place_of(text, &excess.pointer) },
            number => {
                let file = link(short(documents[number].0));
                SchemaError::new(format!("in {file}, to which it refers: {}", excess.message()))
            }
        })
    })
}

/// Returns the line and column of the value at a JSON Pointer in a text.
fn place_of(text: &str, pointer: &str) -> Option<(u64, u64)> {
    let mut arena = Arena::default();
    let chunk = Chunk::new(text, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    let tree = Tree::new(chunk, &arena)?;
    let mut node = tree.root();
    for segment in Pointer::segments(pointer) {
        node = match tree.get_named(node, &segment) {
            Some(child) => child.value,
            None => tree.items(node).nth(segment.parse().ok()?)?,
        };
    }
    let position = LineIndex::new(chunk).position(tree.span(node).start);
    Some((position.line, position.column))
}

/// Builds the validator. Also returns which values must be searched for texts on which a pattern did not finish: none
/// if every pattern always finishes.
fn build(
    root: &Value,
    home: &Home<'_>,
    library: &Library,
) -> Result<(Validator<SpannedJson>, Values), ValidationError<'static>> {
    let options = || -> ValidationOptions<'static, _, SpannedJson> {
        jsonschema::options_for::<SpannedJson>()
            .with_retriever(library.clone())
            .with_base_uri(home.uri.clone())
            .should_validate_formats(true)
    };
    let linear = options().with_pattern_options(PatternOptions::regex()).build(root);
    let is_pattern = |error: &ValidationError<'_>| matches!(error.kind(), ValidationErrorKind::Format { .. });
    match linear {
        Err(error) if is_pattern(&error) => {
            let limited = PatternOptions::fancy_regex().backtrack_limit(patterns::STEPS_ON_NAMES);
            let options = options().with_pattern_options(limited).with_keyword("pattern", Pattern::keyword);
            Ok((options.build(root)?, Values::Outermost))
        }
        result => Ok((result?, Values::None)),
    }
}

/// The location of a schema, as path and URI.
struct Home<'a> {
    folder: &'a Path,
    uri: String,
    /// The folder of the schema's own `$id`. References into it are resolved next to the schema's file.
    id_folder: Option<&'a str>,
    id: Option<&'a str>,
    dialect: Option<&'a str>,
}

impl<'a> Home<'a> {
    fn new(path: &'a Path, root: &'a Value) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let id = root.get("$id").or_else(|| root.get("id")).and_then(Value::as_str);
        let id_folder = id.filter(|id| id.contains("://")).and_then(|id| id.rfind('/').map(|at| &id[..=at]));
        Self {
            folder: path.parent().unwrap_or(Path::new("")),
            uri: format!("{FOLDER}{}", encoded(&name)),
            id_folder,
            id,
            dialect: root.get("$schema").and_then(Value::as_str).map(without_fragment),
        }
    }

    /// Returns the URIs of the schema.
    fn names(&self) -> Vec<String> {
        let id = self.id.map(without_fragment);
        let id = id.map(|id| if id.contains("://") { id.to_owned() } else { format!("{FOLDER}{id}") });
        std::iter::once(self.uri.clone()).chain(id).collect()
    }

    /// Reads the document at `uri`.
    fn read(&self, uri: &str, files: &dyn Files) -> Result<Value, SchemaError> {
        let path = self.relative(uri).ok_or_else(|| self.refused(uri))?;
        if let Some((_, text)) = DOCUMENTS.iter().find(|(name, _)| path == Path::new(name)) {
            return parse(text);
        }
        let text = files.read(&self.folder.join(&path)).map_err(|error| {
            SchemaError::new(format!("the `$ref` to `{}` fails: {}", path.display(), error.message))
        })?;
        parse(text.trim_start_matches('\u{feff}'))
            .map_err(|error| SchemaError::new(format!("in `{}`, to which it refers: {error}", path.display())))
    }

    /// Returns the path of `uri` relative to the schema's folder. `None` if it points outside.
    fn relative(&self, uri: &str) -> Option<PathBuf> {
        let local = match self.id_folder.and_then(|folder| uri.strip_prefix(folder)) {
            Some(rest) => format!("{FOLDER}{rest}"),
            None => uri.to_owned(),
        };
        let segments: Vec<&str> = local.strip_prefix("local:///")?.split('/').collect();
        let shared = segments.iter().take_while(|segment| **segment == "~").count();
        if shared == 0 {
            return None;
        }
        let mut path: PathBuf = std::iter::repeat_n("..", LEVELS.saturating_sub(shared)).collect();
        for segment in &segments[shared..] {
            let segment = decoded(segment)?;
            // A segment that decodes to a path would point outside.
            if segment.contains(['/', '\\', '\0']) || segment.contains(':') {
                return None;
            }
            path.push(segment);
        }
        Some(path)
    }

    fn refused(&self, uri: &str) -> SchemaError {
        if self.dialect == Some(uri) {
            return SchemaError::new(format!("`$schema` names {}, which is not known here", link(uri)));
        }
        let shown = link(short(uri));
        SchemaError::new(format!(
            "the `$ref` to {shown} is not followed: only files beside the schema and `{BUNDLED_NAME}` are"
        ))
    }
}

/// Formats a URI for a message. It may be longer than a value, since its end matters.
fn link(uri: &str) -> String {
    format!("`{}`", show::visible(uri))
}

/// Encodes a file name as a segment of a URI (RFC 3986, section 2.3).
fn encoded(name: &str) -> String {
    let mut segment = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Parses the JSON in `text`, which must be an object or a boolean.
fn parse(text: &str) -> Result<Value, SchemaError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
        let place = (error.line() as u64, before.chars().count() as u64 + 1);
        SchemaError { message: format!("it is not JSON: {message}"), place: Some(place) }
    })?;
    match value {
        Value::Object(_) | Value::Bool(_) => Ok(value),
        _ => Err(SchemaError::new("it is not a schema: a schema is an object")),
    }
}

/// Describes an error of the crate about a schema in words.
fn in_words(error: &ValidationError<'_>, text: &str, root: &Value, library: &Library) -> SchemaError {
    match error.kind() {
        ValidationErrorKind::Referencing(error) => SchemaError::new(match error {
            ReferencingError::PointerToNowhere { pointer } => {
                format!("a `$ref` leads nowhere: there is no {}", link(pointer))
            }
            ReferencingError::NoSuchAnchor { anchor } | ReferencingError::InvalidAnchor { anchor } => {
                format!("a `$ref` leads nowhere: there is no anchor {}", link(anchor))
            }
            ReferencingError::UnknownSpecification { specification } => {
                format!("`$schema` names {}, which is not known here", link(specification))
            }
            ReferencingError::Unretrievable { uri, .. } => format!("the `$ref` to {} cannot be followed", link(uri)),
            ReferencingError::InvalidUri(_) => "a `$ref` or `$id` in it is not a valid address".to_owned(),
            _ => "a `$ref` in it cannot be followed".to_owned(),
        }),
        _ if is_elsewhere(error, root, library) => {
            // The text of the other file is not available, and a position in this one would be wrong.
            let names = library.with(|shelf| shelf.known.keys().map(|uri| link(short(uri))).collect::<Vec<_>>());
            match names.as_slice() {
                [only] => SchemaError::new(format!("{only}, to which it refers, is not a valid schema")),
                _ => SchemaError::new("one of the files to which it refers is not a valid schema"),
            }
        }
        _ => not_a_schema(error, text),
    }
}

/// Whether an error is in another document than the schema itself.
fn is_elsewhere(error: &ValidationError<'_>, root: &Value, library: &Library) -> bool {
    let uri = error.absolute_keyword_location().map(|uri| without_fragment(uri.as_str()));
    let is_here = root.pointer(error.instance_path().as_str()).is_some();
    library.with(|shelf| uri.is_some_and(|uri| shelf.known.contains_key(uri)) || (!is_here && !shelf.known.is_empty()))
}

/// Returns a URI relative to the schema's folder.
fn short(uri: &str) -> &str {
    uri.strip_prefix(FOLDER).or_else(|| uri.strip_prefix("local://")).unwrap_or(uri)
}

/// Describes why a schema is not valid. It is checked by its meta-schema, so that its errors are worded like those of a
/// record.
fn not_a_schema(error: &ValidationError<'_>, text: &str) -> SchemaError {
    let mut arena = Arena::default();
    let chunk = Chunk::new(text, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    let invalid = || SchemaError::new("it is not a valid schema");
    let Some(tree) = Tree::new(chunk, &arena) else { return invalid() };
    let findings = faults::findings(tree, tree.root(), &Documents::default(), std::slice::from_ref(error), false);
    let Some(finding) = findings.into_iter().next() else { return invalid() };
    let node = match finding.place {
        Place::Key(value) => tree.key_of(value).or(Some(value)),
        ref place => place.node(),
    };
    let place = node.map(|node| {
        let position = LineIndex::new(chunk).position(tree.span(node).start);
        (position.line, position.column)
    });
    SchemaError { message: format!("it is not a valid schema: {}", finding.message), place }
}
