//! Maps offsets to lines and columns, in constant time for lines of any length.

use super::{Chunk, Span, Units};
use std::cell::{OnceCell, Ref, RefCell};

/// A line and column as shown to the user, and the offset in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Line, from 1. A line ends with LF, as for git, grep and editors; a CR before it belongs to the line end.
    pub line: u64,
    /// Column, from 1, in Unicode scalar values.
    pub column: u64,
    /// Offset from 0, in the file's own bytes.
    pub offset: u64,
}

/// Block size in bytes. In a long line, the characters before each block are counted once, and a lookup only counts
/// within its block. A file of one line with a thousand findings would otherwise be read a thousand times.
const BLOCK: usize = 512;

/// Cumulative character counts at the block ends of one line, as far as they were needed.
#[derive(Debug, Default)]
struct Blocks {
    start: u32,
    before: Vec<u32>,
}

/// Line starts in the part of a chunk that has been scanned.
#[derive(Debug, Default)]
struct Lines {
    /// Without the start of the first line.
    starts: Vec<u32>,
    /// The number of bytes that have been scanned.
    read: usize,
}

impl Lines {
    /// Scans up to `end`.
    fn read_to(&mut self, text: &str, end: usize) {
        let bytes = text.as_bytes();
        let ends = memchr::memchr_iter(b'\n', &bytes[self.read..end.max(self.read)]);
        self.starts.extend(ends.map(|at| (self.read + at) as u32 + 1));
        self.read = self.read.max(end);
    }

    /// Returns the start of the line with this number, from 0.
    fn start(&self, number: usize) -> Option<u32> {
        number.checked_sub(1).map_or(Some(0), |before| self.starts.get(before).copied())
    }

    /// Returns the number and the start of the line that contains `offset`, which must have been scanned.
    fn line_of(&self, offset: u32) -> (usize, u32) {
        let number = self.starts.partition_point(|start| *start <= offset);
        (number, self.start(number).unwrap_or_default())
    }
}

/// An index of the line starts of a chunk and of the characters before its blocks.
#[derive(Debug)]
pub struct LineIndex<'a> {
    chunk: Chunk<'a>,
    /// The number of lines before the chunk in the file.
    before: u64,
    /// Built lazily: not every report needs lines, and there may be few findings.
    lines: RefCell<Lines>,
    /// For the most recently requested line: findings come line by line.
    blocks: RefCell<Blocks>,
    /// The number of the file's bytes before each block of the text. Only used if the file is not UTF-8.
    sizes: OnceCell<Vec<u64>>,
}

impl<'a> LineIndex<'a> {
    /// Indexes a chunk at the start of its file.
    pub fn new(chunk: Chunk<'a>) -> Self {
        Self::after(chunk, 0)
    }

    /// Indexes a chunk with `before` lines of the file before it.
    pub fn after(chunk: Chunk<'a>, before: u64) -> Self {
        Self { chunk, before, lines: RefCell::default(), blocks: RefCell::default(), sizes: OnceCell::new() }
    }

    /// Returns the lines of the whole chunk.
    fn all(&self) -> Ref<'_, Lines> {
        self.to(self.chunk.text.len())
    }

    /// Returns the lines up to `end` at least.
    fn to(&self, end: usize) -> Ref<'_, Lines> {
        self.lines.borrow_mut().read_to(self.chunk.text, end);
        self.lines.borrow()
    }

    /// Returns the number of line ends in the chunk.
    pub fn ends(&self) -> u64 {
        self.all().starts.len() as u64
    }

    /// Returns the indexed chunk.
    pub fn chunk(&self) -> Chunk<'a> {
        self.chunk
    }

    /// Returns the position of `offset`, in bytes from the start of the chunk, clamped to its end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.chunk.text.len() as u32);
        let (line, start) = self.to(offset as usize).line_of(offset);
        Position {
            line: self.before + line as u64 + 1,
            column: u64::from(self.characters(start, offset)) + 1,
            offset: self.chunk.base + self.bytes_before(offset),
        }
    }

    /// Returns the number of the file's bytes before `offset`.
    fn bytes_before(&self, offset: u32) -> u64 {
        let Chunk { text, units, widths, .. } = self.chunk;
        if units == Units::Utf8 {
            return u64::from(offset);
        }
        if let Some(widths) = widths {
            return widths.offset(offset);
        }
        // Counted once per block, so that a lookup does not read the text from its start.
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

    /// Returns the line with this number (from 1), without its line end. Empty beyond the last line.
    pub fn line(&self, number: u64) -> Span {
        let length = self.chunk.text.len() as u32;
        let index = number.saturating_sub(self.before + 1) as usize;
        let lines = self.all();
        let start = lines.start(index).unwrap_or(length);
        let next = lines.start(index + 1).unwrap_or(length);
        let line = self.chunk.slice(Span::new(start, next));
        let body = line.strip_suffix('\n').map_or(line, |body| body.strip_suffix('\r').unwrap_or(body));
        Span::new(start, start + body.len() as u32)
    }

    /// Counts the characters from `start`, the start of a line, to `end`.
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

/// Returns the last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Counts the Unicode scalar values in UTF-8: the bytes that are not continuation bytes.
fn count_characters(bytes: &[u8]) -> u32 {
    // Few enough bytes for a counter of type `u8`, so that the loop is vectorised.
    const GROUP: usize = 128;
    let count = |group: &[u8]| group.iter().fold(0, |count, byte| count + u8::from(byte & 0xC0 != 0x80));
    bytes.chunks(GROUP).map(|group| u32::from(count(group))).sum()
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
        // Other characters that end a line in Unicode or Python do not count.
        assert_eq!(at("a\u{85}b\u{2028}c\u{2029}d\x0Ce\x0Bf\x1Eg", 99), (1, 14));
        assert_eq!(at("a\r\r\nb\n\rc", 5), (2, 2));
        assert_eq!(at("a\r\r\nb\n\rc", 7), (3, 2));
    }

    #[test]
    fn lines_are_scanned_on_demand() {
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
    fn columns_in_long_lines() {
        let text = format!("\n{}x", "ż".repeat(100_000));
        assert_eq!(at(&text, 200_001), (2, 100_001));
        let full = "ż".repeat(BLOCK);
        assert_eq!(at(&full, 2 * BLOCK as u32), (1, BLOCK as u64 + 1));
        // Alternating between two lines.
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
