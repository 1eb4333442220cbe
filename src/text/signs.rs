//! Where the signs stand that readers and rules look for, found in one pass over a text, 64 bytes at once.
//!
//! The reader of JSON goes from one end of a text to the next by a bit for each byte, and of most texts no rule needs to look
//! at a byte: where no bit is set among theirs, none is interested in them.

// Of what compares many bytes at once, all has to become one function, for which the processor's instructions are chosen.
#![expect(clippy::inline_always)]

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x32};
use std::ops::Range;

/// So many bytes make a block: one bit each of a number.
const BLOCK: usize = 64;

/// The bits of the first half of a block.
const HALF: u64 = u64::MAX >> (BLOCK / 2);

/// A block, with one byte before it and two behind it.
const AROUND: usize = BLOCK + 3;

/// So many blocks are looked at together, since choosing the instructions of the processor takes as much as one of them.
const TOGETHER: usize = 16;

/// Where texts of JSON end, or are interrupted: at quotation marks, backslashes and control characters; from some place
/// on, as far as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    /// Where the first block begins.
    base: usize,
    /// A bit for each byte, the first of a block in the lowest.
    blocks: Vec<u64>,
}

impl Ends {
    /// Forgets everything; what is asked for next begins at `base`.
    pub fn begin(&mut self, base: usize) {
        self.base = base;
        self.blocks.clear();
    }

    /// Where the first of these signs stands, from `at` on, which is not before `base`.
    pub fn next(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let mut number = (at - self.base) / BLOCK;
        let mut behind = u64::MAX << ((at - self.base) % BLOCK);
        loop {
            let start = self.base + number * BLOCK;
            if start >= text.len() {
                return None;
            }
            while number >= self.blocks.len() {
                self.look(text);
            }
            let found = self.blocks.get(number)? & behind;
            if found != 0 {
                let found = start + found.trailing_zeros() as usize;
                return (found < text.len()).then_some(found);
            }
            number += 1;
            behind = u64::MAX;
        }
    }

    /// Looks at the next blocks.
    #[inline(never)]
    fn look(&mut self, text: &[u8]) {
        let known = self.blocks.len();
        let rest = &text[self.base + known * BLOCK..];
        let whole = (rest.len() / BLOCK).min(TOGETHER);
        if whole > 0 {
            self.blocks.resize(known + whole, 0);
            with_best(Ending { text: rest, blocks: &mut self.blocks[known..] });
        } else {
            // What stands behind the end of the text is not asked for.
            let mut padded = [0; BLOCK];
            padded[..rest.len()].copy_from_slice(rest);
            self.blocks.push(0);
            with_best(Ending { text: &padded, blocks: &mut self.blocks[known..] });
        }
    }
}

/// What rules on texts may be interested in, in a part of a text.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// Where the first block begins.
    base: usize,
    blocks: Vec<Block>,
}

/// What 64 bytes are, the first of them in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Block {
    /// What a rule may be interested in, by itself or with the byte behind it.
    odd: u64,
    /// The first byte of a character that is not ASCII, behind another such.
    beside: u64,
}

/// What a text has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing that any rule on texts looks at.
    Plain,
    /// Characters side by side that are not ASCII, and nothing else of interest.
    Beside,
    /// Something that has to be looked at.
    Odd,
}

impl Signs {
    /// Those in `range` of a text.
    pub fn of(text: &[u8], range: Range<usize>) -> Self {
        let range = range.start.min(text.len())..range.end.min(text.len());
        let mut blocks = vec![Block::default(); range.len().div_ceil(BLOCK)];
        // Before the first byte of the text stands nothing.
        let mut known = usize::from(range.start == 0).min(blocks.len());
        if let Some(around) = (range.start + known * BLOCK).checked_sub(1).and_then(|before| text.get(before..)) {
            let whole = ((around.len() + BLOCK).saturating_sub(AROUND) / BLOCK).min(blocks.len() - known);
            with_best(Looking { text: around, blocks: &mut blocks[known..known + whole] });
            known += whole;
        }
        let at_ends = (0..usize::from(range.start == 0).min(blocks.len())).chain(known..blocks.len());
        for number in at_ends {
            let start = range.start + number * BLOCK;
            let (from, skipped) = start.checked_sub(1).map_or((start, 1), |before| (before, 0));
            let part = &text[from..text.len().min(from + AROUND - skipped)];
            let mut padded = [0; AROUND];
            padded[skipped..skipped + part.len()].copy_from_slice(part);
            with_best(Looking { text: &padded, blocks: &mut blocks[number..=number] });
        }
        Self { base: range.start, blocks }
    }

    /// What the bytes of a range have in them; nothing where not all of it was looked at. Less than what rules are
    /// interested in is never told, and now and then more.
    pub fn look_of(&self, range: Range<usize>) -> Option<Look> {
        if range.is_empty() {
            return None;
        }
        let first = range.start.checked_sub(self.base)?;
        let last = range.end - 1 - self.base;
        let blocks = self.blocks.get(first / BLOCK..=last / BLOCK)?;
        let (from, to) = (u64::MAX << (first % BLOCK), u64::MAX >> (BLOCK - 1 - last % BLOCK));
        let (mut odd, mut beside) = (0, 0);
        if let [block] = blocks {
            (odd, beside) = (block.odd & from & to, block.beside & from & to);
        } else if let [first, between @ .., last] = blocks {
            (odd, beside) = (first.odd & from | last.odd & to, first.beside & from | last.beside & to);
            for block in between {
                odd |= block.odd;
                beside |= block.beside;
            }
        }
        Some(match (odd, beside) {
            (0, 0) => Look::Plain,
            (0, _) => Look::Beside,
            _ => Look::Odd,
        })
    }
}

/// Work that is done for as many blocks as there is room for.
trait Kernel {
    fn run<S: Simd>(self, simd: S);
}

/// With the instructions of this processor that are quickest: those of AVX-512 take a third longer here than of AVX2.
fn with_best(kernel: impl Kernel) {
    let level = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = level.as_avx2() {
        return simd.vectorize(
            #[inline(always)]
            || kernel.run(simd),
        );
    }
    dispatch!(level, simd => kernel.run(simd));
}

/// Tells where texts end, of a text that begins with the first block.
struct Ending<'t> {
    text: &'t [u8],
    blocks: &'t mut [u64],
}

impl Kernel for Ending<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (bytes, block) in self.text.chunks_exact(BLOCK).zip(self.blocks) {
            let (low, high) = bytes.split_at(BLOCK / 2);
            *block = ends(simd, low) | ends(simd, high) << (BLOCK / 2);
        }
    }
}

/// Tells what is of interest, of a text with a byte before the first block and two behind the last.
struct Looking<'t> {
    text: &'t [u8],
    blocks: &'t mut [Block],
}

impl Kernel for Looking<'_> {
    /// First what is of ASCII is told, then what is to be added where there is more: in one go, the compiler takes the bits
    /// one by one.
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (around, block) in self.text.windows(AROUND).step_by(BLOCK).zip(self.blocks.iter_mut()) {
            let (low, high) = (ascii(simd, around, 0), ascii(simd, around, BLOCK / 2));
            block.odd = low.0 | high.0 << (BLOCK / 2);
            block.beside = low.1 | high.1 << (BLOCK / 2);
        }
        for (around, block) in self.text.windows(AROUND).step_by(BLOCK).zip(self.blocks) {
            for from in [0, BLOCK / 2] {
                if block.beside >> from & HALF != 0 {
                    let (odd, beside) = foreign(simd, around, from);
                    block.odd |= odd << from;
                    block.beside = block.beside & !(HALF << from) | beside << from;
                }
            }
        }
    }
}

/// Of 32 bytes: where a text may end.
#[inline(always)]
fn ends<S: Simd>(simd: S, bytes: &[u8]) -> u64 {
    let here = u8x32::from_slice(simd, bytes);
    let is = |byte: u8| here.simd_eq(u8x32::splat(simd, byte));
    (is(b'"') | is(b'\\') | here.simd_le(u8x32::splat(simd, 0x1F))).to_bitmask()
}

/// Of 32 bytes: what is of interest, and what is not ASCII. Signs are compared as rules need them, where a range takes less,
/// with their neighbours.
#[inline(always)]
fn ascii<S: Simd>(simd: S, around: &[u8], from: usize) -> (u64, u64) {
    let part = |at: usize| u8x32::from_slice(simd, &around[from + at..from + at + BLOCK / 2]);
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (here, next) = (part(1), part(2));
    let is = |byte: u8| here.simd_eq(all(byte));
    // `[` and `{` differ in one bit.
    let brackets = (here | all(0x20)).simd_eq(all(b'{'));
    let alone = is(b'&') | is(b'<') | is(b'$') | is(b'\\') | brackets | here.simd_le(all(0x1F));
    let blanks = (is(b' ') | is(b'-')) & next.simd_eq(all(b' '));
    let percents = is(b'%') & next.simd_eq(all(b'%'));
    let questions = is(b'?') & next.simd_ge(all(b'A'));
    ((alone | blanks | percents | questions).to_bitmask(), here.simd_ge(all(0x80)).to_bitmask())
}

/// Of 32 bytes that are not all ASCII: what else is of interest, and what stands beside another character.
#[inline(always)]
fn foreign<S: Simd>(simd: S, around: &[u8], from: usize) -> (u64, u64) {
    let part = |at: usize| u8x32::from_slice(simd, &around[from + at..from + at + BLOCK / 2]);
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (before, here, next, third) = (part(0), part(1), part(2), part(3));
    let is = |byte: u8| here.simd_eq(all(byte));
    let among = |bytes: u8x32<S>, first: u8, count: u8| (bytes - all(first)).simd_le(all(count - 1));
    let is_sign = is(0xE2);
    // Dashes and quotation marks.
    let is_usual = next.simd_eq(all(0x80)) & (among(third, 0x90, 0x18) | among(third, 0xB0, 0x0F));
    let odd = is_sign & !is_usual
        | is(0xC2)
        | among(here, 0xC6, 0x3A) & !is_sign
        // æ, ê, ñ
        | is(0xC3) & (next.simd_eq(all(0xA6)) | next.simd_eq(all(0xAA)) | next.simd_eq(all(0xB1)))
        // What old fonts leave, the ligatures of Dutch, and a few that stand between them.
        | is(0xC4) & (among(next, 0x8A, 2) | among(next, 0x9E, 0x16))
        // œ, Ÿ
        | is(0xC5) & (next.simd_eq(all(0x93)) | next.simd_eq(all(0xB8)));
    let beside = here.simd_ge(all(0xC0)) & before.simd_ge(all(0x80));
    (odd.to_bitmask(), beside.to_bitmask())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of texts of which each is of interest or next to something that is.
    const PIECES: &[&str] = &[
        "plain words",
        "a",
        " ",
        "-",
        "\"",
        "\\\\",
        "&",
        "<",
        ">",
        "$",
        "%",
        "{",
        "[",
        "?",
        "A",
        "@",
        "z",
        "\n",
        "\u{1}",
        "ł",
        "ść",
        "é",
        "ê",
        "æ",
        "ñ",
        "œ",
        "Ÿ",
        "Ċ",
        "ĳ",
        "ħ",
        "Ħ",
        "\u{a0}",
        "\u{ad}",
        "–",
        "“",
        "‧",
        "\u{2028}",
        "\u{2060}",
        "†",
        "о",
        "α",
        "中",
        "𝒜",
        "\u{301}",
    ];

    fn texts() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|pieces| pieces.concat())
    }

    /// What is of interest at a place, sign by sign.
    fn is_odd(bytes: &[u8], at: usize) -> bool {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let (here, next) = (byte(at), byte(at + 1));
        match here {
            ..=0x1F | b'&' | b'<' | b'$' | b'\\' | b'{' | b'[' | 0xC2 | 0xC6..=0xE1 | 0xE3.. => true,
            b' ' | b'-' => next == b' ',
            b'%' => next == b'%',
            b'?' => next > b'@',
            0xC3 => matches!(next, 0xA6 | 0xAA | 0xB1),
            0xC4 => matches!(next, 0x8A | 0x8B | 0x9E..=0xB3),
            0xC5 => matches!(next, 0x93 | 0xB8),
            0xE2 => next != 0x80 || !matches!(byte(at + 2), 0x90..=0xA7 | 0xB0..=0xBE),
            _ => false,
        }
    }

    fn is_beside(bytes: &[u8], at: usize) -> bool {
        bytes[at] >= 0xC0 && at > 0 && bytes[at - 1] >= 0x80
    }

    proptest! {
        #[test]
        fn bits_tell_what_single_bytes_do(text in texts(), from in 0..8_usize, length in 0..200_usize) {
            let bytes = text.as_bytes();
            let base = from.min(bytes.len());
            let mut ends = Ends::default();
            ends.begin(base);
            let is_end = |byte: &u8| matches!(byte, b'"' | b'\\' | ..=0x1F);
            let mut at = base;
            loop {
                let expected = bytes[at..].iter().position(is_end).map(|found| at + found);
                prop_assert_eq!(ends.next(bytes, at), expected);
                let Some(end) = expected else { break };
                at = end + 1;
            }
            let signs = Signs::of(bytes, base..bytes.len());
            for start in base..bytes.len() {
                let range = start..(start + length).min(bytes.len());
                let expected = if range.clone().any(|at| is_odd(bytes, at)) {
                    Look::Odd
                } else if range.clone().any(|at| is_beside(bytes, at)) {
                    Look::Beside
                } else {
                    Look::Plain
                };
                prop_assert_eq!(signs.look_of(range.clone()), (!range.is_empty()).then_some(expected));
            }
        }

        #[test]
        fn every_processor_tells_the_same(text in texts()) {
            let padded = format!(" {text}{}", " ".repeat(AROUND));
            let text = padded.as_bytes();
            let count = (text.len() + BLOCK - AROUND) / BLOCK;
            let mut expected = (vec![0; count], vec![Block::default(); count]);
            with_best(Ending { text, blocks: &mut expected.0 });
            with_best(Looking { text, blocks: &mut expected.1 });
            for level in [Level::new(), Level::baseline()] {
                let mut found = (vec![0; count], vec![Block::default(); count]);
                dispatch!(level, simd => Ending { text, blocks: &mut found.0 }.run(simd));
                dispatch!(level, simd => Looking { text, blocks: &mut found.1 }.run(simd));
                prop_assert_eq!(&found, &expected);
            }
        }
    }

    #[test]
    fn what_was_not_looked_at_is_not_told() {
        let text = b"abc\"abc\"abc";
        assert_eq!(Signs::default().look_of(0..1), None);
        let signs = Signs::of(text, 3..9);
        assert_eq!((signs.look_of(2..5), signs.look_of(3..5), signs.look_of(3..3)), (None, Some(Look::Plain), None));
        assert_eq!(Signs::of(text, 3..900).look_of(3..800), None);
        assert_eq!(Signs::of(b"", 0..0).look_of(0..1), None);
    }

    #[test]
    fn ends_are_found_far_behind_what_was_asked_for_last() {
        let mut ends = Ends::default();
        ends.begin(3);
        assert_eq!(ends.next("abc\"".repeat(10).as_bytes(), 4), Some(7));
        ends.begin(0);
        let text = format!("{}\"a\"", " ".repeat(5000));
        assert_eq!(ends.next(text.as_bytes(), 5001), Some(5002));
        assert_eq!(ends.next(text.as_bytes(), 5003), None);
    }
}
