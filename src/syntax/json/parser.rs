//! One JSON value into the arena, without recursion, in one pass.

use super::strings::{decode_escape, ends_of_text, widen};
use crate::syntax::{Fault, Problem};
use crate::text::{Chunk, Look, Signs, Span, ends};
use crate::tree::{Arena, Kind, NodeId, Symbol, Tree};
use std::collections::HashSet;

/// Deepest nesting that is read. Real records reach 14 and real schemas 36; validation walks the tree by recursion,
/// and 128 levels (the limit of `serde_json` too) fit the smallest stack that threads have.
const MAX_DEPTH: usize = 128;

/// A container that is being read.
#[derive(Debug)]
struct Frame {
    node: NodeId,
    is_object: bool,
    /// The symbols met so far, a bit each.
    seen: u128,
    /// How many keys have no symbol.
    others: u32,
}

const _: () = assert!(Symbol::COUNT <= 128, "the set of symbols met is one u128");

/// A position in a text and the containers open there.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    chunk: Chunk<'a>,
    bytes: &'a [u8],
    pub(super) at: usize,
    frames: Vec<Frame>,
    decoded: String,
    signs: Signs,
    /// Whether white space that was passed had a line end in it.
    passed_line: bool,
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
            signs: Signs::default(),
            passed_line: false,
        }
    }

    /// Looks from now on at each text for what rules may be interested in, or no longer.
    pub(super) fn look_for_rules(&mut self, is_looking: bool) {
        self.signs.look_for_rules(is_looking);
    }

    /// Takes the text as ending at `end`, or at its own end.
    pub(super) fn limit(&mut self, end: usize) {
        if self.bytes.len() != end {
            self.signs.forget();
            self.bytes = &self.chunk.text.as_bytes()[..end];
        }
    }

    /// The next byte that is no white space, without consuming it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.passed_line |= matches!(byte, b'\n' | b'\r');
            self.at += 1;
        }
        None
    }

    /// Consumes `byte` if it comes next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Reads one value, whatever it is. What was read of a broken one is left in the arena.
    pub(super) fn value(&mut self, arena: &mut Arena) -> Result<(), Fault> {
        self.frames.clear();
        self.signs.begin(self.at);
        loop {
            let opened = self.begin_value(arena)?;
            if opened && self.first_inside(arena)? {
                continue;
            }
            if !self.next_inside(arena)? {
                return Ok(());
            }
        }
    }

    /// Reads one value, if nothing is wrong with it, and if on the line on which it begins it ends, and nothing stands behind
    /// it but another value. Where that is not so, what was read means nothing.
    pub(super) fn value_on_its_line(&mut self, arena: &mut Arena) -> bool {
        self.passed_line = false;
        let is_read = self.value(arena).is_ok() && !self.passed_line;
        let mut behind = self.bytes.get(self.at..).unwrap_or_default().iter();
        is_read && matches!(behind.find(|byte| !matches!(byte, b' ' | b'\t')), None | Some(b'\n' | b'\r' | b'{' | b'['))
    }

    /// Reads a scalar, or the bracket that opens a container: true for the latter.
    fn begin_value(&mut self, arena: &mut Arena) -> Result<bool, Fault> {
        let start = self.at_value()?;
        match self.bytes[start] {
            b'{' => return self.open(arena, true).map(|()| true),
            b'[' => return self.open(arena, false).map(|()| true),
            b'"' => {
                let seen = self.string()?;
                let span = Span::new(start as u32, self.at as u32);
                match seen {
                    Some(look) => {
                        let is_odd_at_ends =
                            look == Look::Plain && !ends::are_plain(&self.bytes[start + 1..self.at - 1]);
                        arena.quoted_and_seen(span, if is_odd_at_ends { Look::Ends } else { look });
                    }
                    None => {
                        arena.decoded(span, &self.decoded);
                    }
                }
            }
            b'-' | b'0'..=b'9' => {
                self.number()?;
                arena.scalar(Kind::Number, Span::new(start as u32, self.at as u32));
            }
            _ => {
                let kind = self.word()?;
                arena.scalar(kind, Span::new(start as u32, self.at as u32));
            }
        }
        Ok(false)
    }

    fn at_value(&mut self) -> Result<usize, Fault> {
        match self.peek() {
            Some(_) => Ok(self.at),
            None => Err(self.ended("the file ends where a value is expected")),
        }
    }

    fn open(&mut self, arena: &mut Arena, is_object: bool) -> Result<(), Fault> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(Problem::new(self.at, self.at + 1, format!("nested deeper than {MAX_DEPTH} levels"))
                .help("no record needs so many levels: look for brackets that were never closed"));
        }
        let kind = if is_object { Kind::Object } else { Kind::Array };
        let node = arena.open(kind, self.at as u32);
        self.frames.push(Frame { node, is_object, seen: 0, others: 0 });
        self.at += 1;
        Ok(())
    }

    /// Behind an opening bracket: true if a value follows, false if the container was empty and is closed.
    fn first_inside(&mut self, arena: &mut Arena) -> Result<bool, Fault> {
        let is_object = self.frames.last().is_some_and(|frame| frame.is_object);
        if self.peek() == Some(if is_object { b'}' } else { b']' }) {
            self.close(arena);
            return Ok(false);
        }
        if is_object {
            self.key(arena)?;
        }
        Ok(true)
    }

    /// Behind a value: true if another value of an open container follows, false if none is open any more.
    fn next_inside(&mut self, arena: &mut Arena) -> Result<bool, Fault> {
        while let Some(frame) = self.frames.last() {
            let is_object = frame.is_object;
            match self.peek() {
                Some(b',') => {
                    let comma = self.at;
                    self.at += 1;
                    if matches!(self.peek(), Some(b'}' | b']')) {
                        return Err(
                            Problem::new(comma, comma + 1, "a comma with nothing behind it").help("remove the comma")
                        );
                    }
                    if is_object {
                        self.key(arena)?;
                    }
                    return Ok(true);
                }
                Some(b'}') if is_object => self.close(arena),
                Some(b']') if !is_object => self.close(arena),
                Some(b'"') => {
                    let (start, end) = self.here();
                    return Err(Problem::new(start, end, "a comma is missing before this text")
                        .help("put a comma behind the value before it"));
                }
                Some(_) => {
                    let bracket = if is_object { "`}`" } else { "`]`" };
                    let (start, end) = self.here();
                    return Err(Problem::new(start, end, format!("expected a comma or {bracket} here")));
                }
                None => return Err(self.unclosed()),
            }
        }
        Ok(false)
    }

    fn unclosed(&self) -> Fault {
        let Some(frame) = self.frames.last() else { return self.ended("the file ends too early") };
        let what = if frame.is_object { "object is not closed: `}`" } else { "list is not closed: `]`" };
        self.ended(&format!("this {what} is missing at the end"))
    }

    fn close(&mut self, arena: &mut Arena) {
        self.at += 1;
        let Some(frame) = self.frames.pop() else { return };
        arena.close(frame.node, self.at as u32);
        if frame.others > 1 && has_equal_names(Tree::new(self.chunk, arena), frame.node, frame.others) {
            arena.mark_duplicates(frame.node);
        }
    }

    fn key(&mut self, arena: &mut Arena) -> Result<(), Fault> {
        if self.peek() != Some(b'"') {
            if self.at >= self.bytes.len() {
                return Err(self.unclosed());
            }
            let (start, end) = self.here();
            return Err(Problem::new(start, end, "expected a name in double quotes")
                .help("names of members stand in double quotes: \"title\""));
        }
        let start = self.at;
        let symbol = if let Some((length, symbol)) = self.short_name() {
            self.at += length + 2;
            arena.quoted_key_of(Span::new(start as u32, self.at as u32), symbol);
            symbol
        } else {
            let seen = self.string()?;
            let span = Span::new(start as u32, self.at as u32);
            let key = if seen.is_some() {
                arena.quoted_key(span, &self.chunk.text[start + 1..self.at - 1])
            } else {
                arena.decoded_key(span, &self.decoded)
            };
            Tree::new(self.chunk, arena).symbol(key)
        };
        if let Some(frame) = self.frames.last_mut() {
            if symbol == Symbol::OTHER {
                frame.others += 1;
            } else {
                let bit = 1u128 << symbol.index();
                if frame.seen & bit != 0 {
                    arena.mark_duplicates(frame.node);
                }
                frame.seen |= bit;
            }
        }
        if !self.eat(b':') {
            let (start, end) = self.here();
            return Err(Problem::new(start, end, "a colon is missing between the name and its value"));
        }
        Ok(())
    }

    /// The length and the symbol of the name that follows the quote here, if it is short and holds no escape.
    fn short_name(&self) -> Option<(usize, Symbol)> {
        let eight = self.bytes.get(self.at + 1..)?.first_chunk::<8>()?;
        let word = u64::from_le_bytes(*eight);
        let ends = ends_of_text(word);
        let length = ends.trailing_zeros() as usize / 8;
        (ends != 0 && eight[length] == b'"').then(|| {
            let name = word & ((1 << (8 * length)) - 1);
            (length, Symbol::of_short(name))
        })
    }

    /// Reads a string from its opening quote, and tells what it has in it; nothing if it holds an escape: then its text is in
    /// `self.decoded`.
    fn string(&mut self) -> Result<Option<Look>, Fault> {
        let start = self.at;
        let body = start + 1;
        let Some((end, look)) = self.signs.text(self.bytes, body) else { return Err(Self::unclosed_string(start)) };
        self.at = end;
        match self.bytes[self.at] {
            b'"' => {
                self.at += 1;
                Ok(Some(look))
            }
            b'\\' => {
                self.decoded.clear();
                self.decoded.push_str(&self.chunk.text[body..self.at]);
                self.escaped_string(start).map(|()| None)
            }
            _ => Err(self.control_in_string(start)),
        }
    }

    fn escaped_string(&mut self, start: usize) -> Result<(), Fault> {
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    let letter = self.escape()?;
                    self.decoded.push(letter);
                }
                Some(byte) if *byte < b' ' => return Err(self.control_in_string(start)),
                _ => {
                    let Some((end, _)) = self.signs.text(self.bytes, self.at) else {
                        return Err(Self::unclosed_string(start));
                    };
                    self.decoded.push_str(&self.chunk.text[self.at..end]);
                    self.at = end;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        if let Some((letter, length)) = decode_escape(self.bytes, start) {
            self.at += length;
            return Ok(letter);
        }
        let length = self.bytes.len();
        let (_, end) = widen(self.chunk.text, (start + 1).min(length));
        let end = end.max(start + 1).min(length);
        Err(Problem::new(start, end, "a backslash that begins no escape").help("write a backslash itself as two: \\\\"))
    }

    fn unclosed_string(start: usize) -> Fault {
        Problem::new(start, start + 1, "this text is not closed: its second quote is missing")
    }

    fn control_in_string(&self, start: usize) -> Fault {
        let byte = self.bytes[self.at];
        if matches!(byte, b'\n' | b'\r') {
            return Problem::new(start, start + 1, "this text is not closed on its line")
                .help("close it with a quote, or write a line break as \\n");
        }
        Problem::new(self.at, self.at + 1, format!("control character U+{byte:04X} inside a text"))
            .help("write it as an escape, such as \\t, or remove it")
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let negative = self.bytes[start] == b'-';
        self.at += usize::from(negative);
        let whole = self.digits();
        let leading_zero = whole > 1 && self.bytes[self.at - whole] == b'0';
        let mut well_formed = whole > 0 && !leading_zero;
        if well_formed && self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            well_formed = self.digits() > 0;
        }
        if well_formed && matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            well_formed = self.digits() > 0;
        }
        if well_formed {
            return Ok(());
        }
        let message = if leading_zero { "a number may not begin with 0" } else { "not a complete number" };
        Err(Problem::new(start, self.at.max(start + 1), message).help("put quotes around it if it is a text"))
    }

    fn digits(&mut self) -> usize {
        let count = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    fn word(&mut self) -> Result<Kind, Fault> {
        let rest = &self.bytes[self.at..];
        for (word, kind) in [("null", Kind::Null), ("true", Kind::True), ("false", Kind::False)] {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        let (start, end) = self.here();
        let message = match rest[0] {
            b',' => "a comma where a value is expected".to_owned(),
            b']' | b'}' => "a bracket where a value is expected".to_owned(),
            b'\'' => "a single quote where a value is expected".to_owned(),
            _ => "expected a value: a text in double quotes, a number, a list or an object".to_owned(),
        };
        let problem = Problem::new(start, end, message);
        Err(if rest[0] == b'\'' { problem.help("texts stand in double quotes") } else { problem })
    }

    /// The text of the string that is all the arena holds.
    pub(super) fn text_of_root(&self, arena: &Arena) -> String {
        Tree::new(self.chunk, arena).string(NodeId::ROOT).unwrap_or_default().to_owned()
    }

    /// The character at the present place, as a range.
    pub(super) fn here(&self) -> (usize, usize) {
        widen(self.chunk.text, self.at.min(self.bytes.len()))
    }

    /// A problem at the end of the text: its last character is pointed at.
    fn ended(&self, message: &str) -> Fault {
        let end = self.bytes.len();
        let kept = self.chunk.text[..end].trim_end().len();
        let start = self.chunk.text[..kept].char_indices().next_back().map_or(0, |(at, _)| at);
        Problem::new(start, kept.max(start), message)
    }
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
