//! `recordlint schema`: lists and prints the bundled schemas, and shows which one applies to a file.

use super::session::{Choice, CommandError, Session, location, relative_to_here};
use super::{Color, complain, print};
use crate::diagnostic::show;
use crate::engine::{self, FirstRecord};
use crate::ruleset::schema::DOCUMENTS;
use std::fmt::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The schema to print, such as `record.schema.json`. By default all schemas are listed.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Show which schema applies to a file, and why.
    #[arg(long = "for", value_name = "FILE", conflicts_with = "name")]
    file: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    if let Some(name) = &arguments.name {
        let wanted = name.strip_suffix(".schema.json").unwrap_or(name);
        let found = DOCUMENTS.iter().find(|(known, _)| known.strip_suffix(".schema.json") == Some(wanted));
        let Some((_, text)) = found else {
            let known = DOCUMENTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("`, `");
            return complain(&format!("there is no schema {}; known are `{known}`", show::quoted(name)));
        };
        return print(text);
    }
    match arguments.file.as_ref().map(|file| chosen(file, arguments)) {
        Some(Ok(text)) => print(&text),
        Some(Err(error)) => error.report(),
        None => print(&list()),
    }
}

fn list() -> String {
    let mut text = String::new();
    for (name, document) in DOCUMENTS {
        let value: serde_json::Value = serde_json::from_str(document).unwrap_or_default();
        let word = |key: &str| value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let _ = writeln!(text, "{name:<21}  {}. {}", word("title"), word("description"));
    }
    text
}

/// Describes the schema that the records of a file are validated with.
fn chosen(file: &PathBuf, arguments: &Arguments) -> Result<String, CommandError> {
    let mut session = Session::new(&arguments.choice, None, Color::Auto)?;
    let (inputs, missing) = engine::find(std::slice::from_ref(file), None);
    if let Some(missing) = missing.first() {
        return Err(CommandError::Message(format!("{}: {}", show::visible(&missing.path), missing.reason)));
    }
    let Some(input) = inputs.first() else { return Ok(String::new()) };
    let location = location(input);
    let config = session.config_of(location.as_deref())?;
    let source = location.as_deref().and_then(|at| session.configs[config].source(at)).map(|(_, source)| source);
    let shown = show::visible(&input.display_path);
    if let Some((source, schema)) = source.and_then(|source| Some((source, source.schema.as_deref()?))) {
        let (path, line) = &source.place;
        let (schema, path) = (show::visible(&relative_to_here(schema)), show::visible(path));
        return Ok(format!("{shown}: {schema} (set by {path}:{line})\n"));
    }
    let syntax = source.and_then(|source| source.syntax);
    let shape = source.and_then(|source| source.shape);
    let encoding = source.and_then(|source| source.encoding);
    let first = engine::first_record(input, syntax, encoding).map_err(|reason| format!("{shown}: {reason}"))?;
    Ok(match (first, shape) {
        (FirstRecord::Missing(reason), _) => format!("{shown}: none ({reason})\n"),
        (FirstRecord::Found { syntax, shape: found }, forced) => match forced.or(found) {
            Some(shape) if shape.is_native() => {
                format!(
                    "{shown}: record.schema.json (the first record is in the native format, in {})\n",
                    syntax.name()
                )
            }
            Some(shape) => {
                format!("{shown}: none (the first record is in the format {}, which only rules check)\n", shape.id)
            }
            None => format!("{shown}: none (the first record is in an unknown record format)\n"),
        },
    })
}
