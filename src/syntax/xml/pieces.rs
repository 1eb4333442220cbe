//! An XML text piece by piece: its spelling and its meaning.
//!
//! The same code decodes a text for the tree and locates a range of it in the file.

use super::cursor::{Cursor, Reference};
use super::entities::{Entities, Meaning, Within};
use std::borrow::Cow;
use std::ops::Range;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Its range in the file's text.
    pub(super) raw: Range<usize>,
    /// Its decoded text.
    pub(super) text: Cow<'t, str>,
    /// Whether the decoded text equals the source, byte by byte.
    pub(super) is_literal: bool,
    /// Whether it is in a `<![CDATA[` section, where nothing is escaped.
    pub(super) is_cdata: bool,
}

/// Reads the pieces of a part of a text that begins and ends between two pieces.
pub(super) struct Pieces<'t, 'e> {
    cursor: Cursor<'t>,
    within: Within,
    entities: &'e mut Entities,
    is_cdata: bool,
}

impl<'t, 'e> Pieces<'t, 'e> {
    pub(super) fn new(text: &'t str, part: Range<usize>, within: Within, entities: &'e mut Entities) -> Self {
        let cursor = Cursor::new(text.get(..part.end).unwrap_or(text), part.start);
        Self { cursor, within, entities, is_cdata: false }
    }

    fn piece(&self, start: usize, text: impl Into<Cow<'t, str>>) -> Piece<'t> {
        Piece { raw: start..self.cursor.at, text: text.into(), is_literal: false, is_cdata: self.is_cdata }
    }

    fn literal(&mut self, length: usize) -> Piece<'t> {
        let start = self.cursor.at;
        self.cursor.at += length;
        let text = Cow::Borrowed(&self.cursor.text[start..self.cursor.at]);
        Piece { raw: start..self.cursor.at, text, is_literal: true, is_cdata: self.is_cdata }
    }

    /// A line end is decoded as a line feed, and in an attribute as a space (sections 2.11 and 3.3.3).
    fn whitespace(&mut self) -> Piece<'t> {
        let start = self.cursor.at;
        if !self.cursor.eat("\r\n") {
            self.cursor.at += 1;
        }
        self.piece(start, if self.within == Within::Attribute { " " } else { "\n" })
    }

    fn reference(&mut self) -> Piece<'t> {
        let start = self.cursor.at;
        match self.cursor.reference() {
            Some(Reference::Character(letter)) => self.piece(start, letter.to_string()),
            Some(Reference::Entity(name)) => match self.entities.meaning(&self.cursor.text[name], self.within) {
                Meaning::Text(text) => self.piece(start, text.to_string()),
                Meaning::Undeclared(text) => self.piece(start, text),
                Meaning::External => self.piece(start, ""),
                Meaning::Unknown { .. } | Meaning::Wrong(_) => {
                    let length = self.cursor.at - start;
                    self.cursor.at = start;
                    self.literal(length)
                }
            },
            None => self.literal(1),
        }
    }

    fn markup(&mut self) -> Piece<'t> {
        let start = self.cursor.at;
        if self.cursor.eat("<![CDATA[") {
            self.is_cdata = true;
            return self.piece(start, "");
        }
        let end = if self.cursor.sees("<!--") { "-->" } else { "?>" };
        if self.cursor.until(end).is_none() {
            self.cursor.at = self.cursor.text.len();
        }
        self.piece(start, "")
    }
}

impl<'t> Iterator for Pieces<'t, '_> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let first = self.cursor.peek()?;
        if self.is_cdata && self.cursor.eat("]]>") {
            self.is_cdata = false;
            return Some(self.piece(self.cursor.at - 3, ""));
        }
        let is_attribute = self.within == Within::Attribute;
        let is_special = |byte: &u8| match byte {
            b'\r' => true,
            b'&' => !self.is_cdata,
            b'<' => !self.is_cdata && !is_attribute,
            b']' => self.is_cdata,
            b'\n' | b'\t' => is_attribute,
            _ => false,
        };
        if !is_special(&first) {
            let rest = self.cursor.rest().as_bytes();
            let length = rest.iter().position(is_special).unwrap_or(rest.len());
            return Some(self.literal(length));
        }
        Some(match first {
            b'&' => self.reference(),
            b'<' => self.markup(),
            b']' => self.literal(1),
            _ => self.whitespace(),
        })
    }
}
