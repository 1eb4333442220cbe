//! The tokens of a record, and the construction of its tree.

use super::tag::Attribute;
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind, NodeId};
use std::ops::Range;

/// The name of the member for a text node.
pub(super) const TEXT: &str = "#text";

/// A tag, or the text between two tags.
#[derive(Clone, Debug)]
pub(super) enum Token {
    /// A start tag.
    Start {
        /// The start of the tag.
        start: u32,
        /// Its name.
        name: Span,
        /// The indices of its attributes.
        attributes: Range<u32>,
        /// Whether its content is mixed, so that whitespace between its elements is text, too.
        is_mixed: bool,
    },
    /// The end of the innermost open element, after its last byte.
    End(u32),
    /// A text node, and whether it is only whitespace.
    Text(Span, Spelling, bool),
}

/// The spelling of a text.
#[derive(Clone, Debug)]
pub(super) enum Spelling {
    /// Verbatim.
    Verbatim,
    /// In another way; this is the span of its decoded text.
    Decoded(Span),
}

/// The tokens of one record. Cleared and reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
    pub(super) attributes: Vec<Attribute>,
    /// The spelling of each attribute value.
    pub(super) values: Vec<Spelling>,
    pub(super) decoded: String,
    open: Vec<usize>,
}

impl Tokens {
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.attributes.clear();
        self.values.clear();
        self.decoded.clear();
        self.open.clear();
    }

    /// Returns the start of the first tag.
    fn begin(&self) -> u32 {
        self.all.first().map_or(0, |token| if let Token::Start { start, .. } = token { *start } else { 0 })
    }

    /// Returns the end of the last element.
    fn end_of_last(&self) -> u32 {
        self.all.last().map_or(0, |token| if let Token::End(end) = token { *end } else { 0 })
    }

    /// Adds a start tag, whose attributes are the last ones from `first`.
    pub(super) fn start(&mut self, start: u32, name: Span, first: usize) {
        self.open.push(self.all.len());
        let attributes = first as u32..self.attributes.len() as u32;
        self.all.push(Token::Start { start, name, attributes, is_mixed: false });
    }

    /// Adds the end of an element.
    pub(super) fn end(&mut self, end: u32) {
        self.open.pop();
        self.all.push(Token::End(end));
    }

    /// Adds a text node.
    pub(super) fn text(&mut self, span: Span, spelling: Spelling, is_whitespace: bool) {
        if !is_whitespace
            && let Some(Token::Start { is_mixed, .. }) = self.open.last().and_then(|at| self.all.get_mut(*at))
        {
            *is_mixed = true;
        }
        self.all.push(Token::Text(span, spelling, is_whitespace));
    }
}

/// An element that is being written.
struct Frame {
    node: NodeId,
    /// The number of names before its own.
    names: usize,
    is_mixed: bool,
}

/// Writes the tree of one record: an object whose last member is the record's element, after the elements that apply to
/// it.
pub(super) fn write<'t>(
    chunk: Chunk<'_>,
    contexts: impl Iterator<Item = &'t Tokens>,
    record: &Tokens,
    arena: &mut Arena,
) {
    arena.allow_repeated_names();
    let root = arena.open(Kind::Object, record.begin());
    contexts.for_each(|context| element(chunk, context, arena));
    element(chunk, record, arena);
    arena.close(root, record.end_of_last());
}

fn element(chunk: Chunk<'_>, record: &Tokens, arena: &mut Arena) {
    let mut frames: Vec<Frame> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for token in &record.all {
        match token {
            Token::Start { start, name, attributes, is_mixed } => {
                let own = chunk.slice(*name);
                names.push(own);
                arena.bare_key(*name, own);
                let node = arena.open(Kind::Object, *start);
                frames.push(Frame { node, names: names.len(), is_mixed: *is_mixed });
                for at in attributes.start as usize..attributes.end as usize {
                    attribute(chunk, record, at, arena);
                }
            }
            Token::Text(span, spelling, is_whitespace) => {
                let is_kept = frames.last().is_some_and(|frame| frame.is_mixed);
                if is_kept || !is_whitespace {
                    names.push(TEXT);
                    arena.decoded_key(Span::new(span.start, span.start), TEXT);
                    match spelling {
                        Spelling::Verbatim => arena.bare(*span),
                        Spelling::Decoded(part) => arena.decoded(*span, &record.decoded[part.range()]),
                    };
                }
            }
            Token::End(end) => {
                let Some(frame) = frames.pop() else { continue };
                arena.close(frame.node, *end);
                let own = &mut names[frame.names..];
                own.sort_unstable();
                if own.windows(2).any(|pair| pair[0] == pair[1]) {
                    arena.mark_duplicates(frame.node);
                }
                names.truncate(frame.names);
            }
        }
    }
}

fn attribute(chunk: Chunk<'_>, record: &Tokens, at: usize, arena: &mut Arena) {
    let Attribute { name, value } = record.attributes[at];
    arena.decoded_key(name, &format!("@{}", chunk.slice(name)));
    match &record.values[at] {
        Spelling::Verbatim => arena.quoted(value),
        Spelling::Decoded(part) => arena.decoded(value, &record.decoded[part.range()]),
    };
}
