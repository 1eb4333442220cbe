//! What is kept of a document between two checks, so that after an edit only the records that changed are checked.

use super::view::View;
use super::{PendingRecord, name};
use crate::diagnostic::{Finding, Label, Place};
use crate::shape::Shape;
use crate::syntax::RecordAt;
use crate::text::{Chunk, Span};
use crate::tree::{Kind, NodeId, Tree};
use std::collections::HashMap;
use xxhash_rust::xxh3::Xxh3;

/// A record of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSummary {
    /// Its index in the document, from 0.
    pub index: u64,
    /// The JSON Pointer from the document to the record.
    pub pointer: String,
    /// Its id, else its DOI, else its title, else `#n`.
    pub id: String,
    /// Its span in the text. `None` if it could not be read.
    pub span: Option<Span>,
    /// The id of its format, if it is known.
    pub format: Option<&'static str>,
}

/// The records of a document and the findings of the schema and the rules in each of them.
///
/// Findings refer to nodes, and the same record has the same nodes wherever it is, so that its findings are the same.
/// Only what depends on other records is determined again: places, repeated ids, and which findings others explain.
#[derive(Debug, Default)]
pub struct RecordCache {
    /// The records of the last check, in order.
    pub records: Vec<RecordSummary>,
    /// The number of records whose findings were taken over by the last check.
    pub reused: u64,
    known: HashMap<u128, Vec<Finding>>,
    /// The same for the check that is going on.
    current: HashMap<u128, Vec<Finding>>,
}

impl RecordCache {
    /// Starts a check.
    pub(super) fn begin(&mut self) {
        self.records.clear();
        self.reused = 0;
    }

    /// Ends a check, and forgets the records that no longer exist.
    pub(super) fn end(&mut self) {
        self.known = std::mem::take(&mut self.current);
    }

    /// Adds the findings that are known of a record. Returns whether there are any, even if they are none.
    pub(super) fn restore(&mut self, pending: &mut PendingRecord, chunk: Chunk<'_>) -> bool {
        pending.cache_key = pending.view(chunk).filter(|_| !pending.is_garbled).and_then(|view| key(view, pending));
        let Some(key) = pending.cache_key else { return false };
        let known = match self.known.remove(&key) {
            Some(known) => self.current.entry(key).or_insert(known),
            None => match self.current.get_mut(&key) {
                Some(known) => known,
                None => return false,
            },
        };
        pending.findings.extend(known.iter().cloned());
        self.reused += 1;
        true
    }

    /// Stores the findings of a record that was checked: those from `from` on.
    pub(super) fn store(&mut self, pending: &PendingRecord, from: usize) {
        let findings = &pending.findings[from..];
        let refers_to_bytes = |finding: &Finding| {
            let places = finding.labels.iter().map(|Label { place, .. }| place).chain([&finding.place]);
            places.into_iter().any(|place| matches!(place, Place::Bytes(_)))
        };
        if let Some(key) = pending.cache_key.filter(|_| !findings.iter().any(refers_to_bytes)) {
            self.current.insert(key, findings.to_vec());
        }
    }

    /// Adds a record to the list.
    pub(super) fn add(&mut self, pending: &PendingRecord, chunk: Chunk<'_>, configured: Option<&str>) {
        let PendingRecord { at, shape, .. } = pending;
        let view = pending.view(chunk);
        let id = view.map(|view| name::of(view.canonical, at, configured.map(|id| (id, view.source))).0.id);
        self.records.push(RecordSummary {
            index: at.index,
            pointer: at.pointer.clone(),
            id: id.unwrap_or_else(|| format!("#{}", at.index + 1)),
            span: view.map(|view| view.source.span(view.source.root())),
            format: shape.map(|shape| shape.id),
        });
    }

    /// Adds a record that could not be read to the list.
    pub(super) fn add_unreadable(&mut self, at: &RecordAt) {
        let RecordAt { index, pointer, .. } = at;
        let id = format!("#{}", index + 1);
        self.records.push(RecordSummary { index: *index, pointer: pointer.clone(), id, span: None, format: None });
    }
}

/// Returns a hash of all that the findings of a record depend on, apart from the policy. `None` if the record refers to
/// other parts of the file. With 128 bits, collisions are negligible.
fn key(view: View<'_>, pending: &PendingRecord) -> Option<u128> {
    let mut hash = Xxh3::new();
    hash.update(pending.shape.map_or("", |shape: &Shape| shape.id).as_bytes());
    let whole = view.source.span(view.source.root());
    hash.update(view.source.raw(view.source.root()).as_bytes());
    for node in nodes(view.source) {
        let span = view.source.span(node);
        if span.start < whole.start || span.end > whole.end {
            return None;
        }
        hash.update(&[view.source.kind(node) as u8]);
        hash.update(&(span.start - whole.start).to_le_bytes());
        hash.update(&(span.end - whole.start).to_le_bytes());
        hash_text(&mut hash, view.source, node);
    }
    if let Some(built) = view.built {
        for node in nodes(view.canonical) {
            hash.update(&[view.canonical.kind(node) as u8]);
            hash.update(&view.canonical.after(node).index().to_le_bytes());
            hash_text(&mut hash, view.canonical, node);
        }
        for unmapped in &built.unmapped {
            hash.update(&unmapped.node.index().to_le_bytes());
            hash.update(unmapped.expected.as_bytes());
        }
        for field in &built.lacks {
            hash.update(&field.index().to_le_bytes());
        }
    }
    Some(hash.digest128())
}

fn nodes(tree: Tree<'_>) -> impl Iterator<Item = NodeId> {
    (0..tree.node_count() as u32).map(NodeId::new)
}

fn hash_text(hash: &mut Xxh3, tree: Tree<'_>, node: NodeId) {
    let text = match tree.kind(node) {
        Kind::Key => tree.key_name(node),
        _ => tree.text(node).unwrap_or_default(),
    };
    hash.update(&(text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}
