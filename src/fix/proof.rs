//! The verification of fixes: both texts are read record by record, and the content of the old one with the changes
//! applied must equal the content of the new one.

use super::model::{Shared, Value, collect_shared, with_changes};
use super::{RecordLayout, Selected};
use crate::diagnostic::{Change, Finding};
use crate::shape;
use crate::syntax::{Reader, RecordAt, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, Tree};
use std::collections::BTreeMap;

/// The changes of each record, by the index of the record.
pub(super) type ByRecord<'d> = BTreeMap<u64, Vec<&'d [Change]>>;

/// Groups the changes of some fixes by record.
pub(super) fn by_record<'d>(fixes: &[Selected<'d>]) -> ByRecord<'d> {
    let mut found = ByRecord::new();
    for fix in fixes {
        found.entry(fix.record).or_default().push(&fix.fix.changes);
    }
    found
}

/// Whether the text `after` has the content of `before` with `changes` applied.
pub(super) fn verify(before: Chunk<'_>, after: Chunk<'_>, layout: &RecordLayout<'_>, changes: &ByRecord<'_>) -> bool {
    let Some(shared) = shared_texts(before, layout, changes) else { return false };
    let (mut old, mut new) = (Side::new(before, layout), Side::new(after, layout));
    let none = Shared::new();
    loop {
        match (old.next(), new.next()) {
            // Parse errors may be in a part that was removed.
            (None, None) => return new.findings.len() <= old.findings.len(),
            (Some(was), Some(is)) => {
                let changes = changes.get(&was.index).map(|all| all.concat()).unwrap_or_default();
                let is_untouched = changes.is_empty() && shared.is_empty();
                let is_equal = was == is
                    && (!was.readable
                        || is_untouched && old.has_same_source(&new, layout)
                        || old
                            .value(&changes, &shared)
                            .is_some_and(|expected| Some(expected) == new.value(&[], &none)));
                if !is_equal {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Calls `read` with the tree of one record of a text. `None` if there is no such record.
pub(super) fn in_record<T>(
    chunk: Chunk<'_>,
    layout: &RecordLayout<'_>,
    index: u64,
    read: impl FnOnce(Tree<'_>) -> Option<T>,
) -> Option<T> {
    let mut side = Side::new(chunk, layout);
    while let Some(record) = side.next() {
        if record.index == index {
            return if record.readable { side.tree().and_then(read) } else { None };
        }
    }
    None
}

/// Returns the new texts of values with aliases. `None` if they cannot be determined.
fn shared_texts(before: Chunk<'_>, layout: &RecordLayout<'_>, changes: &ByRecord<'_>) -> Option<Shared> {
    let mut found = Shared::new();
    if layout.syntax() != Syntax::Yaml {
        return Some(found);
    }
    let mut side = Side::new(before, layout);
    while let Some(record) = side.next() {
        if let Some(changes) = changes.get(&record.index).filter(|_| record.readable) {
            collect_shared(side.tree()?, &changes.concat(), &mut found)?;
        }
    }
    Some(found)
}

/// A reader of one of the two texts.
pub(super) struct Side<'a> {
    chunk: Chunk<'a>,
    syntax: Syntax,
    reader: Reader<'a>,
    arena: Arena,
    findings: Vec<Finding>,
}

impl<'a> Side<'a> {
    pub(super) fn new(chunk: Chunk<'a>, layout: &RecordLayout<'_>) -> Self {
        let reader = match layout {
            RecordLayout::Document { syntax, json_mode } => shape::reader(chunk, *syntax, *json_mode),
            RecordLayout::Items(items) => Reader::items(chunk, items, shape::is_native),
        };
        Self { chunk, syntax: layout.syntax(), reader, arena: Arena::default(), findings: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Option<RecordAt> {
        self.reader.next(&mut self.arena, &mut self.findings)
    }

    pub(super) fn tree(&self) -> Option<Tree<'_>> {
        Tree::new(self.chunk, &self.arena)
    }

    fn value(&self, changes: &[Change], shared: &Shared) -> Option<Value> {
        with_changes(self.tree()?, self.syntax, changes, shared)
    }

    /// Whether both records have the same source, so that they need not be compared value by value. Always false in
    /// YAML, where the value of an alias is outside the record's own source.
    fn has_same_source(&self, other: &Side<'_>, layout: &RecordLayout<'_>) -> bool {
        let raw = |side: &Side<'_>| side.tree().map(|tree| tree.raw(tree.root()).to_owned());
        layout.syntax() != Syntax::Yaml && raw(self) == raw(other)
    }
}
