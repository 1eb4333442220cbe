//! Whether a text that was changed says what it was to say: both texts are read, record by record, and what the one
//! says with the changes made must be what the other says, to the last member.

use super::model::{Shared, Value, changed, shared};
use super::{Chosen, Written};
use crate::diagnostic::{Change, Finding};
use crate::shape;
use crate::syntax::{Reader, RecordAt, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, Tree};
use std::collections::BTreeMap;

/// The changes of each record, by its number.
pub(super) type ByRecord<'d> = BTreeMap<u64, Vec<&'d [Change]>>;

/// The changes that some fixes make, record by record.
pub(super) fn by_record<'d>(fixes: &[Chosen<'d>]) -> ByRecord<'d> {
    let mut found = ByRecord::new();
    for fix in fixes {
        found.entry(fix.record).or_default().push(&fix.fix.changes);
    }
    found
}

/// Whether the text `after` says what `before` says with `changes` made.
pub(super) fn holds(before: Chunk<'_>, after: Chunk<'_>, written: &Written<'_>, changes: &ByRecord<'_>) -> bool {
    let Some(shared) = shared_texts(before, written, changes) else { return false };
    let (mut old, mut new) = (Side::new(before, written), Side::new(after, written));
    let none = Shared::new();
    loop {
        match (old.next(), new.next()) {
            // What did not parse may be part of what was removed.
            (None, None) => return new.findings.len() <= old.findings.len(),
            (Some(was), Some(is)) => {
                let changes = changes.get(&was.index).map(|all| all.concat()).unwrap_or_default();
                let is_untouched = changes.is_empty() && shared.is_empty();
                let fits = was == is
                    && (!was.readable
                        || is_untouched && old.spells_the_same(&new, written)
                        || old.value(&changes, &shared).is_some_and(|wanted| Some(wanted) == new.value(&[], &none)));
                if !fits {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Looks at the tree of one record of a text; nothing where there is none.
pub(super) fn in_record<T>(
    chunk: Chunk<'_>,
    written: &Written<'_>,
    index: u64,
    look: impl FnOnce(Tree<'_>) -> Option<T>,
) -> Option<T> {
    let mut side = Side::new(chunk, written);
    while let Some(record) = side.next() {
        if record.index == index {
            return if record.readable { side.tree().and_then(look) } else { None };
        }
    }
    None
}

/// What becomes of the values that aliases read; nothing where that cannot be told.
fn shared_texts(before: Chunk<'_>, written: &Written<'_>, changes: &ByRecord<'_>) -> Option<Shared> {
    let mut found = Shared::new();
    if written.syntax() != Syntax::Yaml {
        return Some(found);
    }
    let mut side = Side::new(before, written);
    while let Some(record) = side.next() {
        if let Some(changes) = changes.get(&record.index).filter(|_| record.readable) {
            shared(side.tree()?, &changes.concat(), &mut found)?;
        }
    }
    Some(found)
}

/// One of the two texts, being read.
pub(super) struct Side<'a> {
    chunk: Chunk<'a>,
    syntax: Syntax,
    reader: Reader<'a>,
    arena: Arena,
    findings: Vec<Finding>,
}

impl<'a> Side<'a> {
    pub(super) fn new(chunk: Chunk<'a>, written: &Written<'_>) -> Self {
        let reader = match written {
            Written::Document { syntax, insist } => shape::reader(chunk, *syntax, *insist),
            Written::Items(items) => Reader::items(chunk, items, shape::is_native),
        };
        Self { chunk, syntax: written.syntax(), reader, arena: Arena::default(), findings: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Option<RecordAt> {
        self.reader.next(&mut self.arena, &mut self.findings)
    }

    pub(super) fn tree(&self) -> Option<Tree<'_>> {
        Tree::new(self.chunk, &self.arena)
    }

    fn value(&self, changes: &[Change], shared: &Shared) -> Option<Value> {
        changed(self.tree()?, self.syntax, changes, shared)
    }

    /// Whether both records have the same letters, so that they need not be compared value by value. In YAML an alias
    /// may read other letters than these.
    fn spells_the_same(&self, other: &Side<'_>, written: &Written<'_>) -> bool {
        let raw = |side: &Side<'_>| side.tree().map(|tree| tree.raw(tree.root()).to_owned());
        written.syntax() != Syntax::Yaml && raw(self) == raw(other)
    }
}
