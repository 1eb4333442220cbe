//! Minimal replacements of strings: only the parts that differ are changed, so that the rest keeps its bytes.

use crate::diagnostic::Change;
use crate::tree::{Kind, NodeId, Tree};
use similar::{Algorithm, DiffOp};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longer strings are replaced from the first to the last difference. A comparison takes time proportional to the
/// product of the lengths.
const MAX_COMPARED: usize = 4096;

/// Differences with fewer characters between them are merged.
const MIN_GAP: usize = 8;

/// The replacement of the text of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rewrite {
    pub(super) node: NodeId,
    /// The whole new text.
    pub(super) text: String,
    /// The parts that differ, in order: ranges of the old text and their replacements. `None` if the old value is not a
    /// string and is replaced as a whole.
    pub(super) parts: Option<Vec<(Range<usize>, String)>>,
}

/// Collects the replacements in `changes`, one per value. `None` if a range does not fit the text, or if a value is a
/// container.
pub(super) fn rewrites(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Rewrite>> {
    replacements(changes).into_iter().map(|(node, own)| rewrite(tree, node, own)).collect()
}

/// The maximum length in bytes of a value that is parsed again after an edit, which happens for each finding. Longer values
/// get no fix.
pub(super) const LONGEST_READ_BACK: usize = 1 << 16;

/// Groups the replacements in `changes` by value.
pub(crate) fn replacements(changes: &[Change]) -> BTreeMap<NodeId, Vec<&Change>> {
    let mut found: BTreeMap<NodeId, Vec<&Change>> = BTreeMap::new();
    for change in changes.iter().filter(|change| is_replacement(change)) {
        found.entry(change.node()).or_default().push(change);
    }
    found
}

/// Narrows replacements to the parts that differ, so that several rules can change the same string.
pub(crate) fn narrowed(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Change>> {
    let mut found: Vec<Change> = changes.iter().filter(|change| !is_replacement(change)).cloned().collect();
    for Rewrite { node, text, parts } in rewrites(tree, changes)? {
        match parts {
            Some(parts) => {
                let part = |(range, text)| Change::Replace { node, range: Some(range), text };
                found.extend(parts.into_iter().map(part));
            }
            None => found.push(Change::Replace { node, range: None, text }),
        }
    }
    Some(found)
}

fn is_replacement(change: &Change) -> bool {
    matches!(change, Change::Replace { .. })
}

fn rewrite(tree: Tree<'_>, node: NodeId, changes: Vec<&Change>) -> Option<Rewrite> {
    if matches!(tree.kind(node), Kind::Array | Kind::Object) {
        return None;
    }
    let text = replaced(tree, node, changes)?;
    let parts = tree.string(node).map(|old| differences(old, &text, tree.is_verbatim(node)));
    Some(Rewrite { node, text, parts })
}

/// Returns the text of a value after all its replacements. `None` if they overlap or do not fit the text.
pub(crate) fn replaced<'c>(
    tree: Tree<'_>,
    node: NodeId,
    changes: impl IntoIterator<Item = &'c Change>,
) -> Option<String> {
    let old = tree.text(node).unwrap_or_default();
    let mut parts: Vec<(Range<usize>, &str)> = Vec::new();
    for change in changes {
        match change {
            Change::Replace { node: at, range, text } if *at == node => {
                parts.push((range.clone().unwrap_or(0..old.len()), text));
            }
            _ => {}
        }
    }
    parts.sort_by_key(|(range, _)| (range.start, range.end));
    if parts.windows(2).any(|pair| pair[0].0.end > pair[1].0.start || pair[0].0 == pair[1].0) {
        return None;
    }
    let mut text = String::with_capacity(old.len());
    let mut done = 0;
    for (range, new) in parts {
        text.push_str(old.get(done..range.start)?);
        text.push_str(new);
        done = range.end;
    }
    text.push_str(old.get(done..)?);
    Some(text)
}

/// Returns the parts in which two strings differ. In a verbatim string, differences that are close to each other are
/// merged: the text between them is written unchanged, and the user sees changes of words rather than of letters.
pub(crate) fn differences(old: &str, new: &str, is_verbatim: bool) -> Vec<(Range<usize>, String)> {
    let mut front = common_prefix(old.as_bytes(), new.as_bytes());
    while !old.is_char_boundary(front) {
        front -= 1;
    }
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let mut back = common_suffix(old_rest.as_bytes(), new_rest.as_bytes());
    while !old_rest.is_char_boundary(old_rest.len() - back) {
        back -= 1;
    }
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - back], &new_rest[..new_rest.len() - back]);
    if old_rest.is_empty() && new_rest.is_empty() {
        return Vec::new();
    }
    if old_rest.is_empty() || new_rest.is_empty() || old_rest.len() + new_rest.len() > MAX_COMPARED {
        return vec![(front..front + old_rest.len(), new_rest.to_owned())];
    }
    let (before, after): (Vec<char>, Vec<char>) = (old_rest.chars().collect(), new_rest.chars().collect());
    let min_gap = if is_verbatim { MIN_GAP } else { 0 };
    let mut parts: Vec<(Range<usize>, String)> = Vec::new();
    let mut gap = String::new();
    let mut at = front;
    for op in similar::capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (was, is): (String, String) =
            (before[op.old_range()].iter().collect(), after[op.new_range()].iter().collect());
        let end = at + was.len();
        match parts.last_mut() {
            _ if matches!(op, DiffOp::Equal { .. }) => gap = was,
            Some((range, text)) if gap.is_empty() || gap.chars().count() < min_gap => {
                text.extend([&*gap, &*is]);
                range.end = end;
                gap.clear();
            }
            _ => {
                parts.push((at..end, is));
                gap.clear();
            }
        }
        at = end;
    }
    parts
}

/// The number of bytes that are compared per step, since most of a long string is unchanged.
const STEP: usize = 64;

/// Returns the length in bytes of the common prefix.
fn common_prefix(one: &[u8], other: &[u8]) -> usize {
    let steps = one.chunks_exact(STEP).zip(other.chunks_exact(STEP)).take_while(|(one, other)| one == other).count();
    let rest = one[steps * STEP..].iter().zip(&other[steps * STEP..]);
    steps * STEP + rest.take_while(|(one, other)| one == other).count()
}

/// Returns the length in bytes of the common suffix.
fn common_suffix(one: &[u8], other: &[u8]) -> usize {
    let steps = one.rchunks_exact(STEP).zip(other.rchunks_exact(STEP)).take_while(|(one, other)| one == other).count();
    let rest = |text: &'_ [u8]| text.len() - steps * STEP;
    let rest = one[..rest(one)].iter().rev().zip(other[..rest(other)].iter().rev());
    steps * STEP + rest.take_while(|(one, other)| one == other).count()
}

/// Whether a number remains a number with this text: the text must be a plain integer.
pub(crate) fn stays_number(kind: Kind, text: &str) -> bool {
    kind == Kind::Number && text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differences_are_written() {
        let part = |range: Range<usize>, text: &str| (range, text.to_owned());
        assert_eq!(differences("s. 1-2", "1-2", true), [part(0..3, "")]);
        assert_eq!(differences("żaż", "żbż", true), [part(2..3, "b")]);
        assert_eq!(differences("<b>łan</b> x", "łan x", false), [part(0..3, ""), part(7..11, "")]);
        assert_eq!(differences("<b>łan</b> x", "łan x", true), [part(0..11, "łan")]);
        let (old, new) = ("<b>a long word</b> x", "a long word x");
        assert_eq!(differences(old, new, true), [part(0..3, ""), part(14..18, "")]);
        assert_eq!(differences("Polish", "pl", true), [part(0..6, "pl")]);
        assert_eq!(differences("a", "a", true), []);
        assert_eq!(differences("aa", "a", true), [part(1..2, "")]);
        let (front, back) = ("ż".repeat(100), "ść".repeat(70));
        let long = |between: &str| format!("{front}{between}{back}");
        assert_eq!(differences(&long("x"), &long("yz"), true), [part(200..201, "yz")]);
        assert_eq!(differences(&long("ą"), &long("ć"), true), [part(200..202, "ć")]);
        assert_eq!(differences(&long("ż"), &long(""), true), [part(200..202, "")]);
    }
}
