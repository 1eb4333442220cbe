//! Findings of the linter itself: failed rules, records that are too long, undecodable bytes.

use super::{Policy, resolve};
use crate::diagnostic::{Diagnostic, Finding, Place, Severity, ids, show};
use crate::ruleset::declared::{Declared, Failure};
use crate::shape::Unmapped;
use crate::text::{LineIndex, Source, Span, Units, WrongByte};
use crate::tree::{Kind, NodeId, Tree};

/// Creates the finding about a rule that failed.
pub(super) fn failed(rule: &Declared, failure: Failure) -> Finding {
    let name = show::quoted(&rule.id);
    let message = format!("the rule {name} failed here: {}", failure.reason);
    let mut finding = Finding::new(ids::RULE_FAILED, Severity::Error, failure.place, message);
    finding.value(&*rule.id).help(format!("fix the expression in `{}`", show::visible(&rule.path)));
    finding
}

/// Creates the finding about a record that is longer than `max` bytes and whose beginning is in `source`.
pub fn too_long(source: Source<'_>, max: u64, policy: &Policy) -> Option<Diagnostic> {
    let index = LineIndex::new(source.chunk);
    let start = source.chunk.text.len() - source.chunk.text.trim_start().len();
    let place = Place::Bytes(Span::new(start as u32, start as u32));
    let message = format!("this record is longer than {}, and was not read", show::size(max));
    let mut finding = Finding::new(ids::RECORD_TOO_LONG, Severity::Error, place, message);
    finding.help("look for a bracket or a quotation mark that is missing; `--max-record` allows longer ones");
    resolve::of_file(&finding, source, &index, &policy.rules)
}

/// Creates the finding about a value of the source whose type does not fit its field.
pub(super) fn type_mismatch(tree: Tree<'_>, unmapped: Unmapped) -> Finding {
    let Unmapped { node, expected, .. } = unmapped;
    let what = match tree.kind(node) {
        Kind::Null => "nothing",
        Kind::False | Kind::True => "true or false",
        Kind::Number => "a number",
        Kind::String | Kind::Key => "text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    };
    let path = tree.ancestors(node);
    let key = std::iter::once(node).chain(path.into_iter().rev()).find_map(|at| Some((at, tree.key_of(at)?)));
    let subject = match key {
        Some((at, key)) if at == node => show::quoted(tree.key_name(key)),
        Some((_, key)) => format!("an item of {}", show::quoted(tree.key_name(key))),
        None => "this".to_owned(),
    };
    let message = format!("{subject} is {what}; expected {expected}");
    let mut finding = Finding::new(ids::SCHEMA_TYPE, Severity::Error, Place::Value(node), message);
    finding.caption(what).expected(expected);
    match text_inside(tree, node).filter(|_| expected == "text") {
        Some((name, text)) => {
            finding.help(format!("write the {name} alone: {}", show::quoted(&format!("\"{text}\""))));
        }
        // Programs write an empty list for a missing value.
        None if expected.starts_with("text") && tree.kind(node) == Kind::Array && tree.items(node).next().is_none() => {
            finding.severity(Severity::Note).help("leave it out");
        }
        None => {
            let name = tree.key_of(node).map_or("", |key| tree.key_name(key));
            finding.help(match example(name, expected) {
                Some(example) => format!("write {expected} here, such as `{example}`"),
                None => format!("write {expected} here"),
            });
        }
    }
    finding
}

/// Returns an example value for a name in CSL-JSON or Crossref JSON.
fn example(name: &str, expected: &str) -> Option<&'static str> {
    match (name, expected) {
        ("issued" | "accessed" | "published" | "published-print" | "published-online", "an object" | "a date") => {
            Some("{\"date-parts\": [[2019]]}")
        }
        ("author" | "editor" | "translator", "a list") => Some("[{\"family\": \"Nowicka\", \"given\": \"Anna\"}]"),
        _ => None,
    }
}

/// Returns the text in an object that should be a plain string, as in `{"name": "DataCite"}`, and its role.
fn text_inside(tree: Tree<'_>, node: NodeId) -> Option<(&'static str, &str)> {
    const NAMES: [(&str, &str); 5] =
        [("name", "name"), ("title", "title"), ("literal", "name"), ("text", "text"), ("value", "value")];
    if !tree.is_object(node) {
        return None;
    }
    NAMES.iter().find_map(|(key, what)| {
        let text = tree.string(tree.get_named(node, key)?.value)?.trim();
        (!text.is_empty() && !text.contains(['"', '`'])).then_some((*what, text))
    })
}

/// Creates the finding about an undecodable byte.
pub(super) fn encoding(source: Source<'_>, wrong: WrongByte) -> Finding {
    let WrongByte { at, byte } = wrong;
    let end = (at + 1).min(source.chunk.text.len() as u32);
    let (message, help) = match source.chunk.units {
        Units::Utf8 => (
            format!("byte {byte:02X} is not UTF-8: the file is in another encoding, or damaged"),
            "save the file as UTF-8, or name its encoding, as in `--encoding windows-1250`",
        ),
        Units::Utf16 => {
            (format!("what begins with byte {byte:02X} is not UTF-16: the file is damaged"), "save the file as UTF-8")
        }
        Units::Utf32 => {
            (format!("what begins with byte {byte:02X} is not UTF-32: the file is damaged"), "save the file as UTF-8")
        }
        Units::Single | Units::Multiple(_) => (
            format!("byte {byte:02X} is not a character in the encoding that was named"),
            "name the file's true encoding, or save it as UTF-8",
        ),
    };
    let mut finding = Finding::new(ids::SYNTAX_ENCODING, Severity::Error, Place::Bytes(Span::new(at, end)), message);
    finding.help(help);
    finding
}
