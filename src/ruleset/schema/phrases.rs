//! Phrases for values, types and parts of schemas.

use super::documents::text;
use crate::diagnostic::show::{clipped, quoted};
use crate::tree::Symbol;
use jsonschema::{JsonType, JsonTypeSet};
use serde_json::Value;
use std::fmt::Write;

/// The length limit of a message, in characters.
pub(super) const MAX_LENGTH: usize = 100;
/// The limit for allowed values in a message.
pub(super) const MAX_OPTIONS: usize = 5;
/// The limit for allowed values that a finding lists and compares with the wrong one.
pub(super) const MAX_LISTED: usize = 1_000;
/// The limit for alternatives in a message.
pub(super) const MAX_FORMS: usize = 3;

/// Returns the allowed values, up to the limit for a finding.
pub(super) fn listed(options: &[&Value]) -> String {
    let mut listed = options.iter().take(MAX_LISTED).map(|option| plain(option)).collect::<Vec<_>>().join(", ");
    if options.len() > MAX_LISTED {
        // Writing to a String cannot fail.
        let _ = write!(listed, " or {} more", options.len() - MAX_LISTED);
    }
    listed
}

/// Returns `start` with as many of the allowed values as fit into the line, at most five.
pub(super) fn within(start: &str, options: &[&Value]) -> String {
    let shown: Vec<String> = options.iter().take(MAX_OPTIONS).map(|option| quoted(&plain(option))).collect();
    if let ([only], 1) = (shown.as_slice(), options.len()) {
        return format!("{start}{only}");
    }
    let mut message = start.to_owned();
    for most in (1..=shown.len()).rev() {
        let more = options.len() - most;
        let list = shown[..most].join(", ");
        message =
            if more == 0 { format!("{start}one of {list}") } else { format!("{start}one of {list} or {more} more") };
        if message.chars().count() <= MAX_LENGTH {
            break;
        }
    }
    message
}

/// Returns a value of a schema; texts without quotes.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Describes what a schema requires, in plain words. `None` if that takes more than a few words.
pub(super) fn form(schema: &Value) -> Option<String> {
    if let Some(title) = text(schema, "title").or_else(|| text(schema, "description")) {
        return Some(clipped(title.trim_end_matches('.')));
    }
    if let Some(only) = schema.get("const") {
        return Some(quoted(&plain(only)));
    }
    if let Some(options) = schema.get("enum").and_then(Value::as_array) {
        let shown: Vec<String> = options.iter().map(|option| quoted(&plain(option))).collect();
        return Some(join(&shown, MAX_FORMS));
    }
    let kind = match schema.get("type") {
        Some(Value::String(name)) => type_named(name).map(|one| type_words(JsonTypeSet::from(one))),
        Some(Value::Array(names)) => {
            let types = names.iter().filter_map(Value::as_str).filter_map(type_named);
            Some(type_words(types.fold(JsonTypeSet::empty(), JsonTypeSet::insert)))
        }
        _ => None,
    };
    let names = schema.get("required").and_then(Value::as_array);
    let names: Vec<String> = names.into_iter().flatten().filter_map(Value::as_str).map(quoted).collect();
    match (kind, names.is_empty()) {
        (kind, true) => kind,
        (kind, false) => Some(format!("{} with {}", kind.as_deref().unwrap_or("an object"), names.join(" and "))),
    }
}

pub(super) fn type_named(name: &str) -> Option<JsonType> {
    JsonTypeSet::all().iter().find(|one| one.as_str() == name)
}

/// Returns "text, a number or a list".
pub(super) fn type_words(types: JsonTypeSet) -> String {
    const WORDS: [(JsonType, &str); 7] = [
        (JsonType::String, "text"),
        (JsonType::Number, "a number"),
        (JsonType::Integer, "a whole number"),
        (JsonType::Boolean, "`true` or `false`"),
        (JsonType::Array, "a list"),
        (JsonType::Object, "an object"),
        (JsonType::Null, "`null`"),
    ];
    // Every integer is a number.
    let types = if types.contains(JsonType::Number) { types.remove(JsonType::Integer) } else { types };
    let words: Vec<String> =
        WORDS.iter().filter(|(one, _)| types.contains(*one)).map(|(_, words)| (*words).to_owned()).collect();
    join(&words, words.len())
}

/// Returns "a, b or c"; of more than `most` words, the first ones.
pub(super) fn join(words: &[String], most: usize) -> String {
    let shown = &words[..words.len().min(most)];
    match shown {
        _ if words.len() > most => format!("{} or others", shown.join(", ")),
        [start @ .., last] if !start.is_empty() => format!("{} or {last}", start.join(", ")),
        _ => shown.concat(),
    }
}

pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

pub(super) fn symbol(name: &str) -> Option<Symbol> {
    Some(Symbol::of(name)).filter(|symbol| *symbol != Symbol::OTHER)
}

/// Truncates a message at the first line end and at the length limit.
pub(super) fn fit(message: String) -> String {
    if message.chars().count() <= MAX_LENGTH {
        return message;
    }
    let mut cut: String = message.chars().take(MAX_LENGTH - 2).collect();
    cut.push('…');
    // A truncated value must still be closed.
    if cut.matches('`').count() % 2 == 1 {
        cut.push('`');
    }
    cut
}
