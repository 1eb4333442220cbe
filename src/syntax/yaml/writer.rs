//! Builds a tree from the events of a document.

use super::document::{Document, Event};
use super::layout;
use crate::syntax::{Fault, Problem};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind, NodeId};
use saphyr_parser::ScalarStyle;
use std::borrow::Cow;
use std::collections::HashSet;

/// Writes the value of a document that begins at `event`.
pub(super) fn write(document: &Document, chunk: Chunk<'_>, event: usize, arena: &mut Arena) -> Result<(), Fault> {
    arena.clear();
    Writer::new(document, chunk).value(event, arena)
}

/// Writes events as nodes. The recursion is bounded by the depth limit.
struct Writer<'d> {
    document: &'d Document,
    chunk: Chunk<'d>,
}

impl<'d> Writer<'d> {
    fn new(document: &'d Document, chunk: Chunk<'d>) -> Self {
        Self { document, chunk }
    }

    fn target(&self, event: usize) -> usize {
        self.document.target(event)
    }

    fn value(&self, event: usize, arena: &mut Arena) -> Result<(), Fault> {
        let event = self.target(event);
        let from = NodeId::new(arena.len() as u32);
        self.written(event, arena)?;
        if self.document.named.contains(&event) {
            arena.mark_shared(from);
        }
        Ok(())
    }

    fn written(&self, event: usize, arena: &mut Arena) -> Result<(), Fault> {
        let placed = &self.document.events[event];
        match &placed.event {
            Event::Scalar { kind: Kind::String, style, is_quoted, text } => {
                match text {
                    Some(text) if self.is_ended(placed.span, *style, text) => {
                        arena.decoded_with_line_end(placed.span, text)
                    }
                    Some(text) => arena.decoded(placed.span, text),
                    None if *is_quoted => arena.quoted(placed.span),
                    None => arena.bare(placed.span),
                };
            }
            Event::Scalar { kind, .. } => {
                arena.scalar(*kind, placed.span);
            }
            Event::Open { kind: Kind::Array, end } => {
                let node = arena.open(Kind::Array, placed.span.start);
                let mut at = event + 1;
                while at < *end {
                    self.value(at, arena)?;
                    at = self.document.after(at);
                }
                arena.close(node, placed.span.end);
            }
            Event::Open { .. } => self.object(event, arena)?,
            Event::Close | Event::Alias(_) => {}
        }
        Ok(())
    }

    /// Whether a text ends with a line end that only comes from its `|` or `>`. With a `+` the line ends are part of
    /// the text, and in a text of only line ends this cannot be determined.
    fn is_ended(&self, span: Span, style: ScalarStyle, text: &str) -> bool {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        is_block
            && text.ends_with('\n')
            && !text.trim_matches('\n').is_empty()
            && layout::header(self.chunk.text, span.start as usize).is_some_and(|(header, _)| !header.contains('+'))
    }

    fn object(&self, event: usize, arena: &mut Arena) -> Result<(), Fault> {
        let span = self.document.events[event].span;
        let node = arena.open(Kind::Object, span.start);
        let own = self.document.members(event);
        let mut names: HashSet<Cow<'d, str>> = HashSet::new();
        let mut merged = Vec::new();
        let mut has_duplicates = false;
        for (key, value) in own {
            if self.is_merge(key) {
                merged.push(value);
                continue;
            }
            let name = self.name(key)?;
            has_duplicates |= !names.insert(name);
            self.member(key, value, arena)?;
        }
        let from = NodeId::new(arena.len() as u32);
        for value in merged {
            self.merge(value, &mut names, arena)?;
        }
        arena.mark_shared(from);
        if has_duplicates {
            arena.mark_duplicates(node);
        }
        arena.close(node, span.end);
        Ok(())
    }

    /// Writes merged members, including nested merges. The members of an object win over merged ones, and the first
    /// merged object over the next. Aliases only refer to complete values before them, so that there are no cycles.
    fn merge(&self, value: usize, names: &mut HashSet<Cow<'d, str>>, arena: &mut Arena) -> Result<(), Fault> {
        for source in self.document.merged(value) {
            let (merges, own): (Vec<_>, Vec<_>) =
                self.document.members(source).into_iter().partition(|(key, _)| self.is_merge(*key));
            for (key, value) in own {
                let name = self.name(key)?;
                if names.insert(name) {
                    self.member(key, value, arena)?;
                }
            }
            for (_, value) in merges {
                self.merge(value, names, arena)?;
            }
        }
        Ok(())
    }

    fn is_merge(&self, key: usize) -> bool {
        self.document.is_merge(self.chunk, key)
    }

    fn name(&self, key: usize) -> Result<Cow<'d, str>, Fault> {
        let placed = &self.document.events[self.target(key)];
        match &placed.event {
            Event::Scalar { text: Some(text), .. } => Ok(Cow::Borrowed(text)),
            Event::Scalar { is_quoted, .. } => {
                let raw = self.chunk.slice(placed.span);
                Ok(Cow::Owned(if *is_quoted { raw[1..raw.len() - 1].to_owned() } else { raw.to_owned() }))
            }
            _ => {
                let (start, end) = (placed.span.start as usize, placed.span.end as usize);
                let message = "the name of a member is a list or an object";
                Err(Problem::new(start, end, message, "write a text as the name"))
            }
        }
    }

    fn member(&self, key: usize, value: usize, arena: &mut Arena) -> Result<(), Fault> {
        let placed = &self.document.events[self.target(key)];
        let name = self.name(key)?;
        match &placed.event {
            Event::Scalar { text: None, is_quoted: true, .. } => arena.quoted_key(placed.span, &name),
            Event::Scalar { text: None, .. } => arena.bare_key(placed.span, &name),
            _ => arena.decoded_key(placed.span, &name),
        };
        self.value(value, arena)
    }
}
