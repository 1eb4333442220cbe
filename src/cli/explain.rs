//! `recordlint explain NAME`: prints the page of a rule, of one of its options, or of a field of the record.

use super::session::{Choice, Session};
use super::{Color, complain, print};
use crate::record::{FieldKind, Outline, outline};
use crate::ruleset::{Catalogue, Entry, UnknownSelector, page};
use std::fmt::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule (`pages/descending`), an option (`pages/too-many.max`), or a field (`abstracts`, `/abstracts/*/lang`).
    name: String,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let mut session = match Session::new(&arguments.choice, None, Color::Auto) {
        Ok(session) => session,
        Err(error) => return error.report(),
    };
    let config = match session.config_here() {
        Ok(config) => config,
        Err(error) => return error.report(),
    };
    let all = &session.configs[config].catalogue;
    match explained(all, &arguments.name) {
        Some(text) => print(&text),
        None => {
            complain(&format!("{}; it is not a field of a record either", UnknownSelector::of(all, &arguments.name)))
        }
    }
}

fn explained(all: &Catalogue, name: &str) -> Option<String> {
    if let Some(entry) = all.find(name) {
        return Some(rule(entry));
    }
    if let Some((id, option)) = name.rsplit_once('.')
        && let Some(entry) = all.find(id)
        && let Some(option) = entry.options().iter().find(|known| known.name() == option)
    {
        return Some(format!("{id}.{}\n\n{}\n", option.name(), page::described(*option)));
    }
    let path = name.trim_start_matches('/').replace('.', "/");
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    outline().at(segments).map(|found| field(&path, found))
}

fn rule(entry: &Entry) -> String {
    let mut text = format!("{} ({}", entry.id(), entry.severity().name());
    if !entry.since().is_empty() {
        let _ = write!(text, ", since {}", entry.since());
    }
    if let Some(fix) = entry.fix() {
        let _ = write!(text, ", with a fix: {}", fix.name());
    }
    let _ = write!(text, ")\n\n{}", page::page(entry));
    text
}

fn field(path: &str, field: &Outline) -> String {
    let holds = match field.kind {
        FieldKind::Object => "an object",
        FieldKind::List => "a list",
        FieldKind::Text => "a text",
        FieldKind::Number => "a number",
        FieldKind::Flag => "true or false",
    };
    let mut text = format!("/{path} ({holds})\n\n{}. {}\n", field.title, field.description);
    let inner = field.item().unwrap_or(field);
    if inner.names().next().is_some() {
        text.push_str(if field.kind == FieldKind::List { "\nEach item has:\n\n" } else { "\nIt has:\n\n" });
    }
    for member in inner.children.iter().filter(|member| !member.name.is_empty()) {
        let _ = writeln!(text, "  {:<16} {}", member.name, member.description);
    }
    text
}
