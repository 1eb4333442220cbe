//! From offsets to lines and columns, in constant time however long a line is.

use super::{Chunk, Span, Units};
use std::cell::{OnceCell, Ref, RefCell};

/// A place in a file as a person counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Line, from 1. A line ends with LF, as for git, grep and editors; a CR before it belongs to the line end.
    pub line: u64,
    /// Column, from 1, in Unicode scalar values.
    pub column: u64,
    /// Offset from 0, in the file's own bytes.
    pub offset: u64,
}

/// In a long line, characters are counted once for each block of so many bytes, and a look-up counts within one block
/// only. A file of one line with a thousand findings would otherwise be read a thousand times.
const BLOCK: usize = 512;

/// How many characters of a line stand before the end of each of its blocks, as far as they were asked for.
#[derive(Debug, Default)]
struct Blocks {
    start: u32,
    before: Vec<u32>,
}

/// Where lines begin, of the first bytes of a chunk.
#[derive(Debug, Default)]
struct Lines {
    /// The first line is not among them.
    starts: Vec<u32>,
    /// So many bytes are known.
    read: usize,
}

impl Lines {
    /// Reads as far as `end`.
    fn read_to(&mut self, text: &str, end: usize) {
        let bytes = text.as_bytes();
        let ends = memchr::memchr_iter(b'\n', &bytes[self.read..end.max(self.read)]);
        self.starts.extend(ends.map(|at| (self.read + at) as u32 + 1));
        self.read = self.read.max(end);
    }

    /// Where the line with this number, from 0, begins.
    fn start(&self, number: usize) -> Option<u32> {
        number.checked_sub(1).map_or(Some(0), |before| self.starts.get(before).copied())
    }

    /// The number of the line in which a byte stands that is known, and where it begins.
    fn line_of(&self, offset: u32) -> (usize, u32) {
        let number = self.starts.partition_point(|start| *start <= offset);
        (number, self.start(number).unwrap_or_default())
    }
}

/// Where the lines of a chunk begin, and how many characters stand before each block of it.
#[derive(Debug)]
pub struct LineIndex<'a> {
    chunk: Chunk<'a>,
    /// How many lines of the file stand before the chunk.
    before: u64,
    /// Where each line begins, as far as somebody asked: not every report asks, and findings may be few.
    lines: RefCell<Lines>,
    /// Of the line that was last asked about: findings come line by line.
    blocks: RefCell<Blocks>,
    /// The file's own bytes before each block of the text, where they are others than those of the text.
    sizes: OnceCell<Vec<u64>>,
}

impl<'a> LineIndex<'a> {
    /// The lines of a chunk that is the first of its file.
    pub fn new(chunk: Chunk<'a>) -> Self {
        Self::after(chunk, 0)
    }

    /// The lines of a chunk before which so many lines of the file stand.
    pub fn after(chunk: Chunk<'a>, before: u64) -> Self {
        Self { chunk, before, lines: RefCell::default(), blocks: RefCell::default(), sizes: OnceCell::new() }
    }

    /// The lines of the whole chunk.
    fn all(&self) -> Ref<'_, Lines> {
        self.to(self.chunk.text.len())
    }

    /// The lines as far as `end` at least.
    fn to(&self, end: usize) -> Ref<'_, Lines> {
        self.lines.borrow_mut().read_to(self.chunk.text, end);
        self.lines.borrow()
    }

    /// How many lines end in the chunk.
    pub fn ends(&self) -> u64 {
        self.all().starts.len() as u64
    }

    /// The text that is indexed.
    pub fn chunk(&self) -> Chunk<'a> {
        self.chunk
    }

    /// The place of `offset`, a number of bytes into the chunk; beyond the end it is the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.chunk.text.len() as u32);
        let (line, start) = self.to(offset as usize).line_of(offset);
        Position {
            line: self.before + line as u64 + 1,
            column: u64::from(self.characters(start, offset)) + 1,
            offset: self.chunk.base + self.bytes_before(offset),
        }
    }

    /// The file's own bytes before `offset`.
    fn bytes_before(&self, offset: u32) -> u64 {
        let Chunk { text, units, widths, .. } = self.chunk;
        if units == Units::Utf8 {
            return u64::from(offset);
        }
        if let Some(widths) = widths {
            return widths.offset(offset);
        }
        // Counted once for each block, so that many findings do not each read the text from its beginning.
        let sizes = self.sizes.get_or_init(|| {
            let mut total = 0;
            let starts = (0..=text.len() / BLOCK).map(|block| boundary(text, block * BLOCK));
            let mut last = 0;
            starts
                .map(|start| {
                    total += units.length(&text[last..start]);
                    last = start;
                    total
                })
                .collect()
        });
        let offset = boundary(text, offset as usize);
        let block = offset / BLOCK;
        sizes[block] + units.length(&text[boundary(text, block * BLOCK)..offset])
    }

    /// The line with this number (from 1), without its end; nothing beyond the last.
    pub fn line(&self, number: u64) -> Span {
        let length = self.chunk.text.len() as u32;
        let index = number.saturating_sub(self.before + 1) as usize;
        let lines = self.all();
        let start = lines.start(index).unwrap_or(length);
        let next = lines.start(index + 1).unwrap_or(length);
        let line = self.chunk.slice(Span::new(start, next));
        let kept = line.strip_suffix('\n').map_or(line, |kept| kept.strip_suffix('\r').unwrap_or(kept));
        Span::new(start, start + kept.len() as u32)
    }

    /// The characters of the line that begins at `start`, up to `end`.
    fn characters(&self, start: u32, end: u32) -> u32 {
        let line = &self.chunk.text.as_bytes()[start as usize..end as usize];
        let blocks = &mut *self.blocks.borrow_mut();
        if blocks.start != start {
            blocks.start = start;
            blocks.before.clear();
        }
        let whole = line.chunks_exact(BLOCK);
        let rest = whole.remainder();
        for block in whole.skip(blocks.before.len()) {
            let before = blocks.before.last().copied().unwrap_or_default();
            blocks.before.push(before + count_characters(block));
        }
        let last = (line.len() / BLOCK).checked_sub(1).map_or(0, |last| blocks.before[last]);
        last + count_characters(rest)
    }
}

/// The last place at or before `at` that is not inside of a character.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Unicode scalar values of a run of UTF-8: the bytes that are no continuation.
fn count_characters(bytes: &[u8]) -> u32 {
    // So few at a time that a byte counts them, of which the processor adds many at once.
    const FEW: usize = 128;
    let count = |few: &[u8]| few.iter().fold(0, |count, byte| count + u8::from(byte & 0xC0 != 0x80));
    bytes.chunks(FEW).map(|few| u32::from(count(few))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (u64, u64) {
        let position = LineIndex::new(Chunk::new(text, 0)).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn only_a_line_feed_ends_a_line() {
        let text = "ab\ncd\r\nef\rgh";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 3), (2, 1));
        assert_eq!(at(text, 5), (2, 3));
        assert_eq!(at(text, 7), (3, 1));
        assert_eq!(at(text, 10), (3, 4));
        assert_eq!(at(text, 99), (3, 6));
        // Nor do the characters at which Unicode or Python ends a line.
        assert_eq!(at("a\u{85}b\u{2028}c\u{2029}d\x0Ce\x0Bf\x1Eg", 99), (1, 14));
        assert_eq!(at("a\r\r\nb\n\rc", 5), (2, 2));
        assert_eq!(at("a\r\r\nb\n\rc", 7), (3, 2));
    }

    #[test]
    fn lines_are_read_as_far_as_somebody_asks() {
        let text = "ab\ncd\r\nef\r\r\ngh\r\n";
        for step in 1..text.len() as u32 {
            let index = LineIndex::new(Chunk::new(text, 0));
            for offset in (0..=text.len() as u32).step_by(step as usize) {
                let found = index.position(offset);
                assert_eq!((found.line, found.column), at(text, offset), "{step} {offset}");
            }
            assert_eq!((index.ends(), index.line(3)), (4, Span::new(7, 10)), "{step}");
        }
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(at("Łódź x", "Łódź ".len() as u32), (1, 6));
    }

    #[test]
    fn columns_are_right_far_into_a_line() {
        let text = format!("\n{}x", "ż".repeat(100_000));
        assert_eq!(at(&text, 200_001), (2, 100_001));
        let full = "ż".repeat(BLOCK);
        assert_eq!(at(&full, 2 * BLOCK as u32), (1, BLOCK as u64 + 1));
        // One line after the other, and back to the first.
        let text = format!("{full}y\nx{full}z");
        let index = LineIndex::new(Chunk::new(&text, 0));
        let column = |offset: usize| index.position(offset as u32).column;
        let (first, second) = (2 * BLOCK, 4 * BLOCK + 3);
        for _ in 0..2 {
            assert_eq!((column(first), column(first + 1), column(10)), (BLOCK as u64 + 1, BLOCK as u64 + 2, 6));
            assert_eq!((column(second), column(second - 2 * BLOCK)), (BLOCK as u64 + 2, 2));
        }
    }

    #[test]
    fn a_line_is_returned_without_its_end() {
        let text = "ab\r\ncd";
        let index = LineIndex::new(Chunk::new(text, 0));
        assert_eq!(index.chunk().slice(index.line(1)), "ab");
        assert_eq!(index.chunk().slice(index.line(2)), "cd");
        assert!(index.line(3).is_empty());
        let index = LineIndex::new(Chunk::new("a\rb\r\r\nc\r", 0));
        assert_eq!(index.chunk().slice(index.line(1)), "a\rb\r");
        assert_eq!(index.chunk().slice(index.line(2)), "c\r");
    }
}
