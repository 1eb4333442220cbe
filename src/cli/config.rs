//! `recordlint config [FILE]`: shows the settings that apply to a file, each with the line that sets it.

use super::session::{Choice, CommandError, Session, location};
use super::{Color, print};
use crate::config::Setting;
use crate::diagnostic::show;
use crate::engine;
use std::fmt::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to show the settings for. The default is the current folder.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    match effective(arguments) {
        Ok(text) => print(&text),
        Err(error) => error.report(),
    }
}

/// An effective value, and what set it.
struct Row {
    key: String,
    value: String,
    by: String,
}

fn effective(arguments: &Arguments) -> Result<String, CommandError> {
    let mut session = Session::new(&arguments.choice, None, Color::Auto)?;
    let location = match &arguments.file {
        Some(file) => {
            let (inputs, missing) = engine::find(std::slice::from_ref(file), None);
            if let Some(missing) = missing.first() {
                return Err(CommandError::Message(format!("{}: {}", show::visible(&missing.path), missing.reason)));
            }
            inputs.first().and_then(location)
        }
        None => std::path::Path::new(".").canonicalize().map(|here| here.join("-")).ok(),
    };
    let number = session.config_of(location.as_deref())?;
    // Errors in the selection of rules are reported here as well.
    session.rules(number)?;
    let config = &session.configs[number];
    let mut rows = Vec::new();
    let choice = &arguments.choice;
    let profile = choice.profile.clone().map(|name| (name, "--profile".to_owned()));
    let profile = profile.or_else(|| last(&config.trail, &["profile", "extends"]));
    rows.push(row("profile", profile, "core"));
    rows.push(row("fail-on", last(&config.trail, &["fail-on"]), "error"));
    if let Some(set) = last(&config.trail, &["max-warnings"]) {
        rows.push(row("max-warnings", Some(set), ""));
    }
    for key in ["files.include", "files.exclude"] {
        if let Some(set) = last(&config.trail, &[key]) {
            rows.push(row(key, Some(set), ""));
        }
    }
    if let Some((_, source)) = location.as_deref().filter(|_| arguments.file.is_some()).and_then(|at| config.source(at))
    {
        let by = format!("{}:{}", source.place.0, source.place.1);
        let mut add = |key: &str, value: Option<String>| {
            rows.extend(value.map(|value| Row { key: format!("source {key}"), value, by: by.clone() }));
        };
        add("syntax", source.syntax.map(|syntax| syntax.name().to_owned()));
        add("encoding", source.encoding.map(|encoding| encoding.name().to_owned()));
        add("format", source.shape.map(|shape| shape.id.to_owned()));
        add("schema", source.schema.as_deref().map(super::session::relative_to_here));
        add("id", source.id.clone());
    }
    for set in config.trail.iter().filter(|set| set.key.starts_with("rules.")) {
        rows.push(row(&set.key, Some((set.value.clone(), place(set))), ""));
    }
    for (option, selectors) in
        [("--select", &choice.select), ("--extend-select", &choice.extend_select), ("--ignore", &choice.ignore)]
    {
        let key = option.replace("--", "rules.");
        rows.extend(selectors.iter().map(|value| row(&key, Some((value.clone(), option.to_owned())), "")));
    }
    let mut text = String::new();
    let file = arguments.file.as_ref().map(|file| show::visible(&file.display().to_string()));
    let of = file.as_deref().unwrap_or("this folder");
    match &session.paths[number] {
        Some(path) => {
            let _ = writeln!(text, "{of}: configured by {}{}", show::visible(path), session.revision_suffix());
        }
        None => {
            let _ = writeln!(text, "{of}: no configuration applies");
        }
    }
    if let (Some(at), Some(of)) = (location.as_deref(), &file)
        && !config.includes(at, false)
    {
        let how = if config.includes(at, true) { "only if it is named" } else { "never" };
        let _ = writeln!(text, "{of} is checked {how}: `files` excludes it");
    }
    text.push('\n');
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or_default();
    let (keys, values) = (width(|row| &row.key), width(|row| &row.value).min(60));
    for Row { key, value, by } in &rows {
        let [key, value, by] = [key, value, by].map(|words| show::visible(words));
        let _ = writeln!(text, "{key:<keys$}  {value:<values$}  {by}");
    }
    Ok(text)
}

/// Returns the last value of any of the keys, and what set it.
fn last(trail: &[Setting], keys: &[&str]) -> Option<(String, String)> {
    let set = trail.iter().rev().find(|set| keys.contains(&set.key.as_str()))?;
    Some((set.value.clone(), place(set)))
}

fn place(set: &Setting) -> String {
    format!("{}:{}", set.path, set.line)
}

fn row(key: &str, set: Option<(String, String)>, default: &str) -> Row {
    let (value, by) = set.unwrap_or_else(|| (default.to_owned(), "default".to_owned()));
    Row { key: key.to_owned(), value, by }
}
