//! The keys of a file, and references between entries: `crossref`, `xref`, `xdata`, `related` and `entryset`.
//!
//! BibTeX compares keys case-insensitively (bibtex.web, "hash table of cite keys"), and so does biber: a key that
//! differs only in case is reported with a warning, and is found as the target of a reference.

use super::parser::Part;
use crate::diagnostic::{Finding, Severity, show};
use crate::syntax::{Problem, Syntax};
use crate::text::{Chunk, LineIndex};
use std::collections::HashMap;
use std::ops::Range;

/// Fields that contain keys of other entries.
const FIELDS: &[&str] = &["crossref", "xref", "xdata", "related", "entryset"];

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Pointers<'a> {
    /// The keys as written, by their lower-case form.
    keys: HashMap<String, &'a str>,
    /// The references: the place of the key, and the name of the field.
    targets: Vec<(Range<usize>, &'static str)>,
}

impl<'a> Pointers<'a> {
    /// Adds the key of an entry. Returns a finding if another entry has it.
    pub(super) fn add(&mut self, key: &'a str, place: Range<usize>, chunk: Chunk<'a>) -> Option<Finding> {
        let known = *self.keys.entry(key.to_lowercase()).or_insert(key);
        if std::ptr::eq(known, key) {
            return None;
        }
        let shown = show::quoted(key);
        let message = if known == key {
            let start = known.as_ptr() as usize - chunk.text.as_ptr() as usize;
            let line = LineIndex::new(chunk).position(start as u32).line;
            format!("the key {shown} is already used in line {line}")
        } else {
            format!(
                "the key {shown} differs from {} only by upper and lower case: to BibTeX they are one",
                show::quoted(known)
            )
        };
        let help = "give one of the two another key, or remove it if both are the same work";
        let mut finding = Problem::new(place.start, place.end, message, help).finding(Syntax::Bibtex);
        finding.severity(Severity::Warning);
        Some(finding)
    }

    /// Adds the references in a field, and the further keys of an entry (`ids` of biblatex).
    pub(super) fn field(&mut self, name: &str, text: &'a str, parts: &[Part]) {
        let [Part::Delimited(inside) | Part::Word(inside)] = parts else { return };
        if name.eq_ignore_ascii_case("ids") {
            for key in text[inside.clone()].split(',') {
                self.keys.entry(key.trim().to_lowercase()).or_insert(key);
            }
            return;
        }
        let Some(field) = FIELDS.iter().find(|field| field.eq_ignore_ascii_case(name)) else { return };
        let mut start = inside.start;
        for key in text[inside.clone()].split(',') {
            let at = start + key.len() - key.trim_start().len();
            let place = at..at + key.trim().len();
            if !place.is_empty() {
                self.targets.push((place, field));
            }
            start += key.len() + 1;
        }
    }

    /// Returns the findings about references to keys that do not exist.
    pub(super) fn dangling(&mut self, text: &str) -> Vec<Finding> {
        let is_missing = |place: &Range<usize>| !self.keys.contains_key(&text[place.clone()].to_lowercase());
        let missing = std::mem::take(&mut self.targets).into_iter().filter(|(place, _)| is_missing(place));
        missing.map(|(place, field)| dangling(text, place, field)).collect()
    }
}

fn dangling(text: &str, place: Range<usize>, field: &str) -> Finding {
    let message =
        format!("`{field}` names {}, and no entry of this file has that key", show::quoted(&text[place.clone()]));
    let problem = Problem::new(place.start, place.end, message, "correct the key, or add the entry");
    let mut finding = problem.finding(Syntax::Bibtex);
    finding.severity(Severity::Warning);
    finding
}
