//! DOIs and PMIDs that several different works of one file have.

use super::view::View;
use crate::diagnostic::{Finding, Place, Severity, show};
use crate::record::doi;
use crate::shape::{Canonical, Origin, Shape};
use crate::text::Span;
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// The identifiers of the records so far, as hashes, each with its place and the title of the record that had it first.
#[derive(Debug, Default)]
pub(super) struct Works {
    known: HashMap<u64, (Span, Box<str>)>,
}

/// Types of parts of works, in the words of the formats: they may have the DOI of the whole.
const PARTS: &[&str] =
    &["dict", "encyc", "entry", "entry-dictionary", "entry-encyclopedia", "figure", "inreference", "reference-entry"];

/// An identifier of a record.
struct Name<'a> {
    node: NodeId,
    /// "DOI" or "PMID".
    kind: &'static str,
    /// As it is written.
    written: &'a str,
    hash: u64,
}

impl Works {
    /// What is wrong with an identifier of a record, if an earlier record with another title has the same. The record is
    /// remembered.
    pub(super) fn repeated(&mut self, view: View<'_>, canonical: &Canonical, shape: &Shape) -> Option<Finding> {
        let tree = view.canonical;
        let root = tree.root();
        let title = title(tree).filter(|title| !title.trim().is_empty())?;
        let own_type = tree.get(root, Symbol::TYPE).and_then(|own| tree.text(own.value)).unwrap_or_default().trim();
        if shape.native_type(own_type) == Some("chapter")
            || PARTS.iter().any(|part| part.eq_ignore_ascii_case(own_type))
        {
            return None;
        }
        let span = |node: NodeId| match (view.built, canonical.origins.get(node.index())) {
            (None, _) => Some(tree.span(node)),
            (Some(_), Some(Origin::Node(source) | Origin::Part(source, _))) => Some(view.source.span(*source)),
            _ => None,
        };
        let mut found = None;
        let mut own: Vec<(u64, Span)> = Vec::new();
        for name in names(tree) {
            let Some(span) = span(name.node) else { continue };
            match self.known.get(&name.hash) {
                Some((first, other)) if found.is_none() && are_different(title, other) => {
                    found = Some(finding(&name, span, *first, other));
                }
                Some(_) => {}
                None => own.push((name.hash, span)),
            }
        }
        self.known.extend(own.into_iter().map(|(hash, span)| (hash, (span, title.into()))));
        found
    }
}

fn finding(name: &Name<'_>, span: Span, first: Span, other: &str) -> Finding {
    let message = format!("another record of this file has the {} {}", name.kind, show::quoted(name.written.trim()));
    let mut finding = Finding::new("identifier/duplicate", Severity::Warning, Place::Bytes(span), message);
    finding.caption("used again").label(Place::Bytes(first), "first used here").value(name.written);
    finding.help(format!("look up which of the two works has it: the other record is {}", show::quoted(other.trim())));
    finding
}

/// The title of a record, which may be a text or hold it.
fn title(tree: Tree<'_>) -> Option<&str> {
    let title = tree.get(tree.root(), Symbol::TITLE)?.value;
    tree.text(title).or_else(|| tree.text(tree.get(title, Symbol::TEXT)?.value))
}

/// The DOIs and PMIDs of a record; none that were never filled in.
fn names(tree: Tree<'_>) -> impl Iterator<Item = Name<'_>> {
    let list = tree.get(tree.root(), Symbol::IDENTIFIERS).map(|list| list.value);
    list.into_iter().flat_map(move |list| tree.items(list)).filter_map(move |item| {
        let member = |field| tree.get(item, field).and_then(|child| Some((child.value, tree.text(child.value)?)));
        let ((_, scheme), (node, written)) = (member(Symbol::SCHEME)?, member(Symbol::VALUE)?);
        let kind = ["DOI", "PMID"].into_iter().find(|kind| kind.eq_ignore_ascii_case(scheme.trim()))?;
        let value = written.trim();
        let bare = if kind == "DOI" { value[doi::prefix(value)..].to_ascii_lowercase() } else { value.to_owned() };
        let is_filled = if kind == "DOI" {
            doi::is_doi(&bare) && doi::reserved_for(&bare).is_none() && !doi::is_placeholder(&bare)
        } else {
            bare.bytes().all(|byte| byte.is_ascii_digit()) && bare.bytes().any(|byte| byte != b'0')
        };
        is_filled.then(|| Name { node, kind, written, hash: xxh3_64(bare.as_bytes()) ^ kind.len() as u64 })
    })
}

/// Whether two titles share fewer than half of the words of the shorter one. A translation or another edition may share none
/// as well: it has a DOI of its own.
fn are_different(one: &str, other: &str) -> bool {
    let words = |title: &str| -> Vec<String> {
        let small = title.to_lowercase();
        let mut words: Vec<String> = small
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    let shorter = one.len().min(other.len());
    shorter > 0 && shared * 2 < shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_different_if_they_share_few_words() {
        for (one, other, expected) in [
            ("Reading in small towns", "Maps of the northern sea", true),
            ("Reading in small towns", "Reading in Small Towns.", false),
            ("Reading in small towns", "Reading in small towns: a study of 1951", false),
            ("Erratum: Reading in small towns", "Reading in small towns", false),
            ("", "Reading", false),
        ] {
            assert_eq!(are_different(one, other), expected, "{one} / {other}");
        }
    }
}
