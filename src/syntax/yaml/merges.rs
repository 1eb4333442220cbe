//! Merge keys: members that `<<` merges from other objects (YAML 1.1, "Merge Key Language-Independent Type").

use super::document::{Document, Event};
use crate::diagnostic::{Finding, Place, Severity, ids};
use crate::text::Chunk;
use crate::tree::Kind;
use saphyr_parser::ScalarStyle;

const MERGE: &str = "<<";

impl Document {
    /// Returns the keys and values of an object, by their events.
    pub(super) fn members(&self, object: usize) -> Vec<(usize, usize)> {
        let Event::Open { kind: Kind::Object, end } = self.events[object].event else { return Vec::new() };
        let mut members = Vec::new();
        let mut at = object + 1;
        while at < end {
            let value = self.after(at);
            members.push((at, value));
            at = self.after(value);
        }
        members
    }

    /// Whether a key is a merge key. In quotes it is an ordinary name.
    pub(super) fn is_merge(&self, chunk: Chunk<'_>, key: usize) -> bool {
        let placed = &self.events[key];
        let is_plain = matches!(placed.event, Event::Scalar { style: ScalarStyle::Plain, .. });
        is_plain && chunk.slice(placed.span) == MERGE
    }

    /// Returns the objects in the value of a merge key: one, or those of a list, the first of which wins.
    pub(super) fn merged(&self, value: usize) -> Vec<usize> {
        let value = self.target(value);
        match self.events[value].event {
            Event::Open { kind: Kind::Object, .. } => vec![value],
            Event::Open { .. } => {
                let targets = self.items(value).map(|item| self.target(item));
                targets.filter(|target| self.kind(*target) == Kind::Object).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Reports objects with a second merge key. All of them are merged, as most programs do; others keep the last one.
    pub(super) fn repeated_merges(&self, chunk: Chunk<'_>, findings: &mut Vec<Finding>) {
        let span = self.events.first().map(|placed| placed.span);
        if !span.is_some_and(|span| chunk.slice(span).contains(MERGE)) {
            return;
        }
        for object in 0..self.events.len() {
            let members = self.members(object).into_iter();
            let mut merges = members.map(|(key, _)| key).filter(|key| self.is_merge(chunk, *key));
            if let (Some(first), Some(again)) = (merges.next(), merges.next()) {
                let place = |key: usize| Place::Bytes(self.events[key].span);
                let message = format!("`{MERGE}` is written twice");
                let mut finding = Finding::new(ids::FIELD_DUPLICATE_KEY, Severity::Error, place(again), message);
                finding
                    .caption("again here")
                    .label(place(first), "first here")
                    .value(MERGE)
                    .help("write one merge key with a list, as in `<<: [*first, *second]`");
                findings.push(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::yaml::Reader;
    use crate::text::Chunk;
    use crate::tree::{Arena, Tree};

    /// Returns the members of the last record, each as `name=value`, and the findings: line and message.
    fn read(text: &str) -> (String, Vec<String>) {
        let chunk = Chunk::new(text, 0);
        let (mut reader, mut arena, mut findings) = (Reader::new(chunk), Arena::default(), Vec::new());
        let mut last = String::new();
        while reader.next(&mut arena, &mut findings).is_some() {
            let Some(tree) = Tree::new(chunk, &arena) else { continue };
            let member = |child: crate::tree::Child| {
                let name = child.key.map_or("", |key| tree.key_name(key));
                format!("{name}={}", tree.text(child.value).unwrap_or("…"))
            };
            last = tree.children(tree.root()).map(member).collect::<Vec<_>>().join(" ");
        }
        (last, findings.iter().map(|finding| finding.message.clone()).collect())
    }

    #[test]
    fn merges_are_nested() {
        let base = "- &a { x: 1, y: 1, z: 1, w: 1 }\n- &b { <<: *a, x: 2, y: 2, z: 2 }\n";
        for (record, expected) in [
            ("- { <<: *b }\n", "x=2 y=2 z=2 w=1"),
            ("- { <<: *b, x: 3 }\n", "x=3 y=2 z=2 w=1"),
            ("- { x: 3, <<: [{ y: 4 }, *b] }\n", "x=3 y=4 z=2 w=1"),
            ("- { <<: { <<: { <<: *b, z: 5 } } }\n", "z=5 x=2 y=2 w=1"),
            ("- { <<: [*a, *b] }\n", "x=1 y=1 z=1 w=1"),
            ("- { <<: [*b, text, [u, 9]], v: 6 }\n", "v=6 x=2 y=2 z=2 w=1"),
            ("- { '<<': text }\n", "<<=text"),
            ("- { <<: text, v: 1 }\n", "v=1"),
        ] {
            let (members, findings) = read(&format!("{base}{record}"));
            assert_eq!((members.as_str(), findings.len()), (expected, 0), "{record}");
        }
    }

    #[test]
    fn a_second_merge_key_is_reported_and_merged() {
        let base = "- &a { x: 1, y: 1 }\n- &b { y: 2, z: 2 }\n";
        let twice = vec!["`<<` is written twice".to_owned()];
        for record in ["- { <<: *a, <<: *b }\n", "- <<: *a\n  <<: *b\n", "- { <<: *a, <<: *b, <<: *a }\n"] {
            assert_eq!(read(&format!("{base}{record}")), ("x=1 y=1 z=2".to_owned(), twice.clone()), "{record}");
        }
        let (_, findings) = read(&format!("{base}- {{ v: {{ <<: *a, <<: *b }} }}\n"));
        assert_eq!(findings, twice, "within a record");
        for record in ["- { <<: *a, v: { <<: *b } }\n", "- { <<: [*a, *b] }\n", "- { '<<': 1, <<: *b }\n"] {
            assert!(read(&format!("{base}{record}")).1.is_empty(), "{record}");
        }
    }
}
