//! The parser of one JSON value, which works in one pass without recursion.

// Everything that compares bytes must be inlined into the function that is compiled for the chosen instruction set.
#![expect(clippy::inline_always)]

use super::strings::{decode_escape, string_ends, widen};
use crate::syntax::Fault;
use crate::text::scan::{self, Kernel, Simd, with_best};
use crate::text::{Chunk, Span, StringSummary, ends};
use crate::tree::{Arena, Kind, NodeId, Symbol, Tree};
use std::collections::HashSet;

/// The maximum nesting depth. Real records reach 14 and real schemas 36. Validation is recursive, and 128 levels,
/// which is also the limit of `serde_json`, fit the smallest stack of a thread.
pub(super) const MAX_DEPTH: usize = 128;

/// The container that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) container: Container,
    /// The node of the container.
    node: NodeId,
    /// The number of keys without a symbol.
    others: u32,
    /// The set of symbols so far, one bit per symbol.
    seen: [u64; 2],
}

/// The kind of the container that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// No container.
    Outside,
    /// An object.
    Object,
    /// An array.
    List,
}

impl Frame {
    const OUTSIDE: Frame = Frame::new(Container::Outside, NodeId::ROOT);

    const fn new(container: Container, node: NodeId) -> Self {
        Self { container, node, others: 0, seen: [0; 2] }
    }

    /// Adds a symbol. Returns whether it was already in the set.
    #[inline]
    fn add_symbol(&mut self, symbol: Symbol) -> bool {
        let (word, bit) = (&mut self.seen[symbol.index() / 64 % 2], 1 << (symbol.index() % 64));
        let is_known = *word & bit != 0;
        *word |= bit;
        is_known
    }
}

const _: () = assert!(Symbol::COUNT <= 128, "the set of symbols is two numbers of 64 bits");

/// A position in a text, and the open containers.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    pub(super) chunk: Chunk<'a>,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// The containers around the current one, the outermost first.
    frames: Vec<Frame>,
    /// The text of the most recent string with escapes.
    decoded: String,
    /// Whether a summary of each string is computed.
    summarises_strings: bool,
    /// Whether a line end has been skipped.
    has_skipped_line_end: bool,
}

/// The kernel that reads a value.
struct Value<'p, 'a> {
    parser: &'p mut Parser<'a>,
    arena: &'p mut Arena,
}

impl Kernel for Value<'_, '_> {
    type Output = Result<(), Fault>;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Self::Output {
        self.parser.read(simd, self.arena)
    }
}

impl<'a> Parser<'a> {
    /// Creates a parser at the start of `chunk`.
    pub(super) fn new(chunk: Chunk<'a>) -> Self {
        Self {
            chunk,
            bytes: chunk.text.as_bytes(),
            at: 0,
            frames: Vec::new(),
            decoded: String::new(),
            summarises_strings: false,
            has_skipped_line_end: false,
        }
    }

    /// Sets whether a summary of each string is computed.
    pub(super) fn summarise_strings(&mut self, is_enabled: bool) {
        self.summarises_strings = is_enabled;
    }

    /// Treats `end` as the end of the text.
    pub(super) fn limit(&mut self, end: usize) {
        self.bytes = &self.chunk.text.as_bytes()[..end];
    }

    /// Skips whitespace and returns the next byte without consuming it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let (at, byte) = self.next_byte(self.bytes, self.at);
        self.at = at;
        byte
    }

    /// Returns the position of the next byte that is not whitespace, and the byte, or `None` at the end.
    #[inline(always)]
    fn next_byte(&mut self, bytes: &[u8], at: usize) -> (usize, Option<u8>) {
        match bytes.get(at) {
            Some(byte) if *byte > b' ' => (at, Some(*byte)),
            _ => self.skip_whitespace(at),
        }
    }

    fn skip_whitespace(&mut self, mut at: usize) -> (usize, Option<u8>) {
        while let Some(byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.bytes.get(at) {
            self.has_skipped_line_end |= matches!(byte, b'\n' | b'\r');
            at += 1;
        }
        (at, self.bytes.get(at).copied())
    }

    /// Consumes `byte` if it comes next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Reads one value of any kind. After an error, the arena has the part that was read.
    pub(super) fn value(&mut self, arena: &mut Arena) -> Result<(), Fault> {
        with_best(Value { parser: self, arena })
    }

    /// Reads one value. Returns true if it is valid, ends on the line on which it begins, and is only followed by
    /// another value on that line. Otherwise, the contents of the arena and the position are meaningless.
    pub(super) fn value_on_its_line(&mut self, arena: &mut Arena) -> bool {
        self.has_skipped_line_end = false;
        let is_read = self.value(arena).is_ok() && !self.has_skipped_line_end;
        let mut rest = self.bytes.get(self.at..).unwrap_or_default().iter();
        is_read && matches!(rest.find(|byte| !matches!(byte, b' ' | b'\t')), None | Some(b'\n' | b'\r' | b'{' | b'['))
    }

    /// Reads one value. The position is kept in a local variable, so that it is in a register.
    #[inline(always)]
    fn read<S: Simd>(&mut self, simd: S, arena: &mut Arena) -> Result<(), Fault> {
        self.frames.clear();
        let bytes = self.bytes;
        let mut within = Frame::OUTSIDE;
        let (mut at, mut byte) = self.next_byte(bytes, self.at);
        loop {
            if within.container == Container::Object {
                if byte != Some(b'"') {
                    return Err(self.missing_name(at, within));
                }
                at = self.key(simd, arena, at, &mut within)?;
                (at, byte) = self.next_byte(bytes, at);
            }
            match byte {
                Some(b'"') => at = self.string(simd, arena, at)?,
                Some(bracket @ (b'{' | b'[')) => {
                    self.open(arena, at, bracket, &mut within)?;
                    (at, byte) = self.next_byte(bytes, at + 1);
                    if byte != Some(if bracket == b'{' { b'}' } else { b']' }) {
                        continue;
                    }
                    at += 1;
                    self.close(arena, at, &mut within);
                }
                Some(b'-' | b'0'..=b'9') => at = self.number(arena, at)?,
                Some(_) => at = self.word(arena, at)?,
                None => return Err(self.missing_value(at)),
            }
            // After a value: a comma, or the ends of containers.
            loop {
                if within.container == Container::Outside {
                    self.at = at;
                    return Ok(());
                }
                (at, byte) = self.next_byte(bytes, at);
                match (byte, within.container) {
                    (Some(b','), _) => {
                        let comma = at;
                        (at, byte) = self.next_byte(bytes, at + 1);
                        if matches!(byte, Some(b'}' | b']')) {
                            return Err(self.trailing_comma(comma, at));
                        }
                        break;
                    }
                    (Some(b'}'), Container::Object) | (Some(b']'), Container::List) => {
                        at += 1;
                        self.close(arena, at, &mut within);
                    }
                    _ => return Err(self.missing_comma(at, within)),
                }
            }
        }
    }

    /// Reads a string from its opening quote. Returns the position after it.
    #[inline(always)]
    fn string<S: Simd>(&mut self, simd: S, arena: &mut Arena, start: usize) -> Result<usize, Fault> {
        let bytes = self.bytes;
        let found = if self.summarises_strings {
            scan::scan_string(simd, bytes, start + 1)
        } else {
            scan::string_end(simd, bytes, start + 1).map(|end| (end, StringSummary::Unknown))
        };
        let Some((end, summary)) = found else { return Err(self.unclosed_string(start, start)) };
        if bytes[end] != b'"' {
            let end = self.escaped_string(start, end)?;
            arena.decoded(Span::new(start as u32, end as u32), &self.decoded);
            return Ok(end);
        }
        let has_odd_ends = summary == StringSummary::Plain && !ends::has_plain_ends(&bytes[start + 1..end]);
        let span = Span::new(start as u32, end as u32 + 1);
        arena.quoted_with_summary(span, if has_odd_ends { StringSummary::Ends } else { summary });
        Ok(end + 1)
    }

    #[inline]
    fn open(&mut self, arena: &mut Arena, at: usize, bracket: u8, within: &mut Frame) -> Result<(), Fault> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(self.too_deep(at));
        }
        self.frames.push(*within);
        let (kind, container) =
            if bracket == b'{' { (Kind::Object, Container::Object) } else { (Kind::Array, Container::List) };
        *within = Frame::new(container, arena.open(kind, at as u32));
        Ok(())
    }

    /// Closes the innermost container. `at` is the position after it.
    #[inline]
    fn close(&mut self, arena: &mut Arena, at: usize, within: &mut Frame) {
        arena.close(within.node, at as u32);
        let has_duplicates = |tree| has_equal_names(tree, within.node, within.others);
        if within.others > 1 && Tree::new(self.chunk, arena).is_some_and(has_duplicates) {
            arena.mark_duplicates(within.node);
        }
        *within = self.frames.pop().unwrap_or(Frame::OUTSIDE);
    }

    /// Reads a name and the colon after it. Returns the position after the colon.
    #[inline(always)]
    fn key<S: Simd>(&mut self, simd: S, arena: &mut Arena, start: usize, within: &mut Frame) -> Result<usize, Fault> {
        let bytes = self.bytes;
        let (end, symbol) = if let Some((length, symbol)) = short_name(bytes, start) {
            let end = start + length + 2;
            arena.quoted_key_of(Span::new(start as u32, end as u32), symbol);
            (end, symbol)
        } else {
            self.long_name(simd, arena, start)?
        };
        if symbol == Symbol::OTHER {
            within.others += 1;
        } else if within.add_symbol(symbol) {
            arena.mark_duplicates(within.node);
        }
        if bytes.get(end) == Some(&b':') {
            return Ok(end + 1);
        }
        match self.skip_whitespace(end) {
            (at, Some(b':')) => Ok(at + 1),
            (at, _) => Err(self.missing_colon(at)),
        }
    }

    /// Reads a name that is long or has an escape, from its opening quote.
    #[inline(always)]
    fn long_name<S: Simd>(&mut self, simd: S, arena: &mut Arena, start: usize) -> Result<(usize, Symbol), Fault> {
        let Some(end) = scan::string_end(simd, self.bytes, start + 1) else {
            return Err(self.unclosed_string(start, start));
        };
        if self.bytes[end] == b'"' {
            let symbol = Symbol::of(&self.chunk.text[start + 1..end]);
            arena.quoted_key_of(Span::new(start as u32, end as u32 + 1), symbol);
            return Ok((end + 1, symbol));
        }
        let end = self.escaped_string(start, end)?;
        arena.decoded_key(Span::new(start as u32, end as u32), &self.decoded);
        Ok((end, Symbol::of(&self.decoded)))
    }

    /// Reads the rest of a string from the interruption at `at` on. Its text is in `self.decoded` then.
    #[cold]
    fn escaped_string(&mut self, start: usize, mut at: usize) -> Result<usize, Fault> {
        self.decoded.clear();
        self.decoded.push_str(&self.chunk.text[start + 1..at]);
        loop {
            match self.bytes.get(at) {
                Some(b'"') => return Ok(at + 1),
                Some(b'\\') => {
                    let Some((letter, length)) = decode_escape(self.bytes, at) else {
                        return Err(self.invalid_escape(at));
                    };
                    self.decoded.push(letter);
                    at += length;
                }
                Some(byte) if *byte < b' ' => return Err(self.control_in_string(start, at)),
                _ => {
                    let Some(end) = with_best(End { text: self.bytes, at }) else {
                        return Err(self.unclosed_string(start, at));
                    };
                    self.decoded.push_str(&self.chunk.text[at..end]);
                    at = end;
                }
            }
        }
    }

    #[inline]
    fn number(&mut self, arena: &mut Arena, start: usize) -> Result<usize, Fault> {
        let mut at = start + usize::from(self.bytes[start] == b'-');
        let whole = self.digits(at);
        let leading_zero = whole > 1 && self.bytes[at] == b'0';
        at += whole;
        let mut well_formed = whole > 0 && !leading_zero;
        if well_formed && self.bytes.get(at) == Some(&b'.') {
            let part = self.digits(at + 1);
            at += 1 + part;
            well_formed = part > 0;
        }
        if well_formed && matches!(self.bytes.get(at), Some(b'e' | b'E')) {
            at += 1 + usize::from(matches!(self.bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = self.digits(at);
            at += exponent;
            well_formed = exponent > 0;
        }
        if !well_formed {
            return Err(self.invalid_number(start, at, leading_zero));
        }
        arena.scalar(Kind::Number, Span::new(start as u32, at as u32));
        Ok(at)
    }

    /// Returns the number of digits from `at` on.
    fn digits(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn word(&mut self, arena: &mut Arena, start: usize) -> Result<usize, Fault> {
        let rest = &self.bytes[start..];
        for (word, kind) in [("null", Kind::Null), ("true", Kind::True), ("false", Kind::False)] {
            if rest.starts_with(word.as_bytes()) {
                let end = start + word.len();
                arena.scalar(kind, Span::new(start as u32, end as u32));
                return Ok(end);
            }
        }
        Err(self.invalid_value(start))
    }

    /// Returns the text of the string that is the root of the arena.
    pub(super) fn text_of_root(&self, arena: &Arena) -> String {
        let text = Tree::new(self.chunk, arena).and_then(|tree| tree.string(NodeId::ROOT));
        text.unwrap_or_default().to_owned()
    }

    /// Returns the range of the character at the current position.
    pub(super) fn here(&self) -> (usize, usize) {
        widen(self.chunk.text, self.at.min(self.bytes.len()))
    }
}

/// The kernel that finds the end of a string or an interruption of it.
struct End<'a> {
    text: &'a [u8],
    at: usize,
}

impl Kernel for End<'_> {
    type Output = Option<usize>;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Self::Output {
        scan::string_end(simd, self.text, self.at)
    }
}

/// Returns the length and the symbol of the name after a quote, if it is short and has no escape.
#[inline(always)]
fn short_name(bytes: &[u8], quote: usize) -> Option<(usize, Symbol)> {
    let first_bytes = bytes.get(quote + 1..)?.first_chunk::<8>()?;
    let word = u64::from_le_bytes(*first_bytes);
    let ends = string_ends(word);
    let length = ends.trailing_zeros() as usize / 8;
    (ends != 0 && first_bytes[length] == b'"').then(|| {
        let name = word & ((1 << (8 * length)) - 1);
        (length, Symbol::of_short(name))
    })
}

/// Whether two of the keys without a symbol have the same name.
fn has_equal_names(tree: Tree<'_>, object: NodeId, others: u32) -> bool {
    /// Up to this number, comparing every pair of names is faster than hashing.
    const MAX_PAIRWISE: u32 = 8;
    let names = || {
        tree.children(object)
            .filter_map(|child| child.key)
            .filter(|key| tree.symbol(*key) == Symbol::OTHER)
            .map(|key| tree.key_name(key))
    };
    if others <= MAX_PAIRWISE {
        return names().enumerate().any(|(place, name)| names().take(place).any(|earlier| earlier == name));
    }
    let mut seen = HashSet::new();
    !names().all(|name| seen.insert(name))
}
