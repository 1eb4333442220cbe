//! One JSON value into the arena, without recursion, in one pass.

// All that compares bytes has to become one function, for which the instructions of the processor are chosen.
#![expect(clippy::inline_always)]

use super::strings::{decode_escape, ends_of_text, widen};
use crate::syntax::Fault;
use crate::text::scan::{self, Kernel, Simd, with_best};
use crate::text::{Chunk, Span, StringSummary, ends};
use crate::tree::{Arena, Kind, NodeId, Symbol, Tree};
use std::collections::HashSet;

/// Deepest nesting that is read. Real records reach 14 and real schemas 36; validation walks the tree by recursion,
/// and 128 levels (the limit of `serde_json` too) fit the smallest stack that threads have.
pub(super) const MAX_DEPTH: usize = 128;

/// What the values that are read next stand in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) container: Container,
    /// The node of the container.
    node: NodeId,
    /// How many keys have no symbol.
    others: u32,
    /// The symbols met so far, a bit each.
    seen: [u64; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// None: the value that is wanted is read.
    Outside,
    /// Members follow, or `}`.
    Object,
    /// Values follow, or `]`.
    List,
}

impl Frame {
    const OUTSIDE: Frame = Frame::new(Container::Outside, NodeId::ROOT);

    const fn new(container: Container, node: NodeId) -> Self {
        Self { container, node, others: 0, seen: [0; 2] }
    }

    /// Whether a symbol was met before, which it is now.
    #[inline]
    fn meet(&mut self, symbol: Symbol) -> bool {
        let (word, bit) = (&mut self.seen[symbol.index() / 64 % 2], 1 << (symbol.index() % 64));
        let was_met = *word & bit != 0;
        *word |= bit;
        was_met
    }
}

const _: () = assert!(Symbol::COUNT <= 128, "the set of symbols met is two numbers of 64 bits");

/// A position in a text and the containers open there.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    pub(super) chunk: Chunk<'a>,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// What the container that is being read stands in, the outermost first.
    frames: Vec<Frame>,
    decoded: String,
    /// Whether each text is looked at for what rules may be interested in.
    is_looking: bool,
    /// Whether white space that was passed had a line end in it.
    passed_line: bool,
}

/// Reading a value with the instructions of the processor.
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
    /// Reads `chunk` from its beginning.
    pub(super) fn new(chunk: Chunk<'a>) -> Self {
        Self {
            chunk,
            bytes: chunk.text.as_bytes(),
            at: 0,
            frames: Vec::new(),
            decoded: String::new(),
            is_looking: false,
            passed_line: false,
        }
    }

    /// Looks from now on at each text for what rules may be interested in, or no longer.
    pub(super) fn summarise_strings(&mut self, is_looking: bool) {
        self.is_looking = is_looking;
    }

    /// Takes the text as ending at `end`, or at its own end.
    pub(super) fn limit(&mut self, end: usize) {
        self.bytes = &self.chunk.text.as_bytes()[..end];
    }

    /// The next byte that is no white space, without consuming it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let (at, sign) = self.sign(self.bytes, self.at);
        self.at = at;
        sign
    }

    /// Where the next byte is that is no white space, and that byte; nothing at the end.
    #[inline(always)]
    fn sign(&mut self, bytes: &[u8], at: usize) -> (usize, Option<u8>) {
        match bytes.get(at) {
            Some(byte) if *byte > b' ' => (at, Some(*byte)),
            _ => self.behind_white_space(at),
        }
    }

    fn behind_white_space(&mut self, mut at: usize) -> (usize, Option<u8>) {
        while let Some(byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.bytes.get(at) {
            self.passed_line |= matches!(byte, b'\n' | b'\r');
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

    /// Reads one value, whatever it is. What was read of a broken one is left in the arena.
    pub(super) fn value(&mut self, arena: &mut Arena) -> Result<(), Fault> {
        with_best(Value { parser: self, arena })
    }

    /// Reads one value, if nothing is wrong with it, and if on the line on which it begins it ends, and nothing stands behind
    /// it but another value. Where that is not so, what was read means nothing.
    pub(super) fn value_on_its_line(&mut self, arena: &mut Arena) -> bool {
        self.passed_line = false;
        let is_read = self.value(arena).is_ok() && !self.passed_line;
        let mut behind = self.bytes.get(self.at..).unwrap_or_default().iter();
        is_read && matches!(behind.find(|byte| !matches!(byte, b' ' | b'\t')), None | Some(b'\n' | b'\r' | b'{' | b'['))
    }

    /// The same. Where the parser stands is kept beside it, in a register.
    #[inline(always)]
    fn read<S: Simd>(&mut self, simd: S, arena: &mut Arena) -> Result<(), Fault> {
        self.frames.clear();
        let bytes = self.bytes;
        let mut within = Frame::OUTSIDE;
        let (mut at, mut sign) = self.sign(bytes, self.at);
        loop {
            if within.container == Container::Object {
                if sign != Some(b'"') {
                    return Err(self.without_name(at, within));
                }
                at = self.key(simd, arena, at, &mut within)?;
                (at, sign) = self.sign(bytes, at);
            }
            match sign {
                Some(b'"') => at = self.text(simd, arena, at)?,
                Some(bracket @ (b'{' | b'[')) => {
                    self.open(arena, at, bracket, &mut within)?;
                    (at, sign) = self.sign(bytes, at + 1);
                    if sign != Some(if bracket == b'{' { b'}' } else { b']' }) {
                        continue;
                    }
                    at += 1;
                    self.close(arena, at, &mut within);
                }
                Some(b'-' | b'0'..=b'9') => at = self.number(arena, at)?,
                Some(_) => at = self.word(arena, at)?,
                None => return Err(self.without_value(at)),
            }
            // Behind a value: further ones, or the ends of what they stand in.
            loop {
                if within.container == Container::Outside {
                    self.at = at;
                    return Ok(());
                }
                (at, sign) = self.sign(bytes, at);
                match (sign, within.container) {
                    (Some(b','), _) => {
                        let comma = at;
                        (at, sign) = self.sign(bytes, at + 1);
                        if matches!(sign, Some(b'}' | b']')) {
                            return Err(self.nothing_behind(comma, at));
                        }
                        break;
                    }
                    (Some(b'}'), Container::Object) | (Some(b']'), Container::List) => {
                        at += 1;
                        self.close(arena, at, &mut within);
                    }
                    _ => return Err(self.without_comma(at, within)),
                }
            }
        }
    }

    /// Reads a text from its opening quote, and tells where it ends.
    #[inline(always)]
    fn text<S: Simd>(&mut self, simd: S, arena: &mut Arena, start: usize) -> Result<usize, Fault> {
        let bytes = self.bytes;
        let found = if self.is_looking {
            scan::scan_string(simd, bytes, start + 1)
        } else {
            scan::string_end(simd, bytes, start + 1).map(|end| (end, StringSummary::Unknown))
        };
        let Some((end, summary)) = found else { return Err(self.unclosed_text(start, start)) };
        if bytes[end] != b'"' {
            let end = self.escaped_text(start, end)?;
            arena.decoded(Span::new(start as u32, end as u32), &self.decoded);
            return Ok(end);
        }
        let is_odd_at_ends = summary == StringSummary::Plain && !ends::has_plain_ends(&bytes[start + 1..end]);
        let span = Span::new(start as u32, end as u32 + 1);
        arena.quoted_with_summary(span, if is_odd_at_ends { StringSummary::Ends } else { summary });
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

    /// Closes the innermost container, which ends before `at`.
    #[inline]
    fn close(&mut self, arena: &mut Arena, at: usize, within: &mut Frame) {
        arena.close(within.node, at as u32);
        let has_equal = |tree| has_equal_names(tree, within.node, within.others);
        if within.others > 1 && Tree::new(self.chunk, arena).is_some_and(has_equal) {
            arena.mark_duplicates(within.node);
        }
        *within = self.frames.pop().unwrap_or(Frame::OUTSIDE);
    }

    /// Reads a name and the colon behind it, and tells where that ends.
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
        } else if within.meet(symbol) {
            arena.mark_duplicates(within.node);
        }
        if bytes.get(end) == Some(&b':') {
            return Ok(end + 1);
        }
        match self.behind_white_space(end) {
            (at, Some(b':')) => Ok(at + 1),
            (at, _) => Err(self.without_colon(at)),
        }
    }

    /// Reads a name from its opening quote that is long or holds an escape.
    #[inline(always)]
    fn long_name<S: Simd>(&mut self, simd: S, arena: &mut Arena, start: usize) -> Result<(usize, Symbol), Fault> {
        let Some(end) = scan::string_end(simd, self.bytes, start + 1) else {
            return Err(self.unclosed_text(start, start));
        };
        if self.bytes[end] == b'"' {
            let symbol = Symbol::of(&self.chunk.text[start + 1..end]);
            arena.quoted_key_of(Span::new(start as u32, end as u32 + 1), symbol);
            return Ok((end + 1, symbol));
        }
        let end = self.escaped_text(start, end)?;
        arena.decoded_key(Span::new(start as u32, end as u32), &self.decoded);
        Ok((end, Symbol::of(&self.decoded)))
    }

    /// Reads the rest of a text that is interrupted at `at`: what it says is then in `self.decoded`.
    #[cold]
    fn escaped_text(&mut self, start: usize, mut at: usize) -> Result<usize, Fault> {
        self.decoded.clear();
        self.decoded.push_str(&self.chunk.text[start + 1..at]);
        loop {
            match self.bytes.get(at) {
                Some(b'"') => return Ok(at + 1),
                Some(b'\\') => {
                    let Some((letter, length)) = decode_escape(self.bytes, at) else {
                        return Err(self.no_escape(at));
                    };
                    self.decoded.push(letter);
                    at += length;
                }
                Some(byte) if *byte < b' ' => return Err(self.control_in_text(start, at)),
                _ => {
                    let Some(end) = with_best(End { text: self.bytes, at }) else {
                        return Err(self.unclosed_text(start, at));
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
            return Err(self.no_number(start, at, leading_zero));
        }
        arena.scalar(Kind::Number, Span::new(start as u32, at as u32));
        Ok(at)
    }

    /// How many digits begin at `at`.
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
        Err(self.no_value(start))
    }

    /// The text of the string that is all the arena holds.
    pub(super) fn text_of_root(&self, arena: &Arena) -> String {
        let text = Tree::new(self.chunk, arena).and_then(|tree| tree.string(NodeId::ROOT));
        text.unwrap_or_default().to_owned()
    }

    /// The character at the present place, as a range.
    pub(super) fn here(&self) -> (usize, usize) {
        widen(self.chunk.text, self.at.min(self.bytes.len()))
    }
}

/// Where a text ends or is interrupted, with the instructions of the processor.
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

/// The length and the symbol of the name that follows a quote, if it is short and holds no escape.
#[inline(always)]
fn short_name(bytes: &[u8], quote: usize) -> Option<(usize, Symbol)> {
    let eight = bytes.get(quote + 1..)?.first_chunk::<8>()?;
    let word = u64::from_le_bytes(*eight);
    let ends = ends_of_text(word);
    let length = ends.trailing_zeros() as usize / 8;
    (ends != 0 && eight[length] == b'"').then(|| {
        let name = word & ((1 << (8 * length)) - 1);
        (length, Symbol::of_short(name))
    })
}

/// Whether two of the members without a symbol have the same name.
fn has_equal_names(tree: Tree<'_>, object: NodeId, others: u32) -> bool {
    /// Comparing every pair of so few names is quicker than hashing them.
    const FEW: u32 = 8;
    let names = || {
        tree.children(object)
            .filter_map(|child| child.key)
            .filter(|key| tree.symbol(*key) == Symbol::OTHER)
            .map(|key| tree.key_name(key))
    };
    if others <= FEW {
        return names().enumerate().any(|(place, name)| names().take(place).any(|earlier| earlier == name));
    }
    let mut seen = HashSet::new();
    !names().all(|name| seen.insert(name))
}
