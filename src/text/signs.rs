//! Where the signs stand that readers and rules look for, found in one pass over a text, 64 bytes at once.
//!
//! The reader of JSON goes from one end of a text to the next by a bit for each byte, and of most texts no rule needs to look
//! at a byte: where no bit is set among theirs, none is interested in them.

// Of what compares many bytes at once, all has to become one function, for which the processor's instructions are chosen.
#![expect(clippy::inline_always)]

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x32};

/// So many bytes make a block: one bit each of a number.
const BLOCK: usize = 64;

/// The bits of the first half of a block.
const HALF: u64 = u64::MAX >> (BLOCK / 2);

/// A block, with one byte before it and two behind it.
const AROUND: usize = BLOCK + 3;

/// So many blocks are looked at together, since choosing the instructions of the processor takes as much as one of them.
const TOGETHER: usize = 16;

/// What stands where in a text, from some place on, as far as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// Whether it is looked for more than where texts end.
    is_looking: bool,
    /// Where the first block begins.
    base: usize,
    blocks: Vec<Block>,
}

/// What 64 bytes are, the first of them in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Block {
    /// At which a text of JSON ends, or is interrupted: quotation marks, backslashes and control characters.
    ends: u64,
    /// What a rule on texts may be interested in, by itself or with the byte behind it.
    odd: u64,
    /// The first byte of a character that is not ASCII, behind another such.
    beside: u64,
    /// The first byte of a character of two bytes between signs of ASCII.
    lone: u64,
}

impl Block {
    /// Adds what stands in another block among the bytes of a set and before the first end there, and tells where that is.
    fn add(&mut self, block: &Block, among: u64) -> Option<usize> {
        let ends = block.ends & among;
        // The bits below the lowest one; all, where there is none.
        let before = among & ends.wrapping_sub(1) & !ends;
        self.odd |= block.odd & before;
        self.beside |= block.beside & before;
        self.lone |= block.lone & before;
        (ends != 0).then(|| ends.trailing_zeros() as usize)
    }
}

/// What a text has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nobody looked.
    Unknown,
    /// Nothing that any rule on texts looks at. Characters side by side that are not ASCII are only of interest where none
    /// stands alone: pairs of them may be what is left of single ones.
    Plain,
    /// The same, but something at its ends may be of interest.
    Ends,
    /// Characters side by side that are not ASCII, none of two bytes alone, and nothing else of interest.
    Beside,
    /// Something that has to be looked at.
    Odd,
}

impl Signs {
    /// Looks from now on for what rules on texts may be interested in, or no longer.
    pub fn look_for_rules(&mut self, is_looking: bool) {
        self.is_looking = is_looking;
        self.forget();
    }

    /// What is asked for next begins at `base`. What is known of it already is kept: the text must be the same.
    pub fn begin(&mut self, base: usize) {
        let passed = base.checked_sub(self.base).map(|bytes| bytes / BLOCK);
        if let Some(passed) = passed.filter(|passed| *passed < self.blocks.len()) {
            self.blocks.drain(..passed);
            self.base += passed * BLOCK;
        } else {
            self.forget();
            self.base = base;
        }
    }

    /// Forgets what is known, of another text.
    pub fn forget(&mut self) {
        self.blocks.clear();
    }

    /// Where a text of JSON that begins at `at`, which is not before the beginning, ends or is interrupted, and what it has
    /// in it up to there, whatever is at its ends, if it is looked for that. Less than what rules are interested in is never
    /// told, and now and then more.
    pub fn text(&mut self, text: &[u8], at: usize) -> Option<(usize, Look)> {
        let mut number = (at - self.base) / BLOCK;
        let mut among = u64::MAX << ((at - self.base) % BLOCK);
        let mut seen = Block::default();
        loop {
            let start = self.base + number * BLOCK;
            if start >= text.len() {
                return None;
            }
            while number >= self.blocks.len() {
                self.look(text);
            }
            if let Some(end) = seen.add(self.blocks.get(number)?, among) {
                return (start + end < text.len()).then_some((start + end, self.look_of(&seen)));
            }
            number += 1;
            among = u64::MAX;
        }
    }

    /// What a text has in it of which this was seen.
    fn look_of(&self, seen: &Block) -> Look {
        if !self.is_looking {
            Look::Unknown
        } else if seen.odd != 0 {
            Look::Odd
        } else if seen.beside != 0 && seen.lone == 0 {
            Look::Beside
        } else {
            Look::Plain
        }
    }

    /// Looks at the next blocks.
    #[inline(never)]
    fn look(&mut self, text: &[u8]) {
        let known = self.blocks.len();
        let start = self.base + known * BLOCK;
        // Before the first byte of the text stands nothing.
        let around = start.checked_sub(1).and_then(|before| text.get(before..)).unwrap_or_default();
        let whole = ((around.len() + BLOCK).saturating_sub(AROUND) / BLOCK).min(TOGETHER);
        if whole > 0 {
            self.blocks.resize(known + whole, Block::default());
            look(around, &mut self.blocks[known..], self.is_looking);
        } else {
            // What stands behind the end of the text is not asked for.
            let (from, skipped) = start.checked_sub(1).map_or((start, 1), |before| (before, 0));
            let part = &text[from..text.len().min(from + AROUND - skipped)];
            let mut padded = [0; AROUND];
            padded[skipped..skipped + part.len()].copy_from_slice(part);
            self.blocks.push(Block::default());
            look(&padded, &mut self.blocks[known..], self.is_looking);
        }
    }
}

/// Looks at the blocks of a text with a byte before the first of them and two behind the last.
fn look(text: &[u8], blocks: &mut [Block], is_looking: bool) {
    if is_looking { with_best(Looking { text, blocks }) } else { with_best(Ending { text, blocks }) }
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

/// Tells where texts end, of a text with a byte before the first block and two behind the last.
struct Ending<'t> {
    text: &'t [u8],
    blocks: &'t mut [Block],
}

impl Kernel for Ending<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (around, block) in self.text.windows(AROUND).step_by(BLOCK).zip(self.blocks) {
            block.ends = ends(simd, &around[1..]) | ends(simd, &around[1 + BLOCK / 2..]) << (BLOCK / 2);
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
            let both = |low: u64, high: u64| low | high << (BLOCK / 2);
            *block = Block {
                ends: both(low.ends, high.ends),
                odd: both(low.odd, high.odd),
                beside: both(low.beside, high.beside),
                lone: 0,
            };
        }
        for (around, block) in self.text.windows(AROUND).step_by(BLOCK).zip(self.blocks) {
            for from in [0, BLOCK / 2] {
                if block.beside >> from & HALF != 0 {
                    let found = foreign(simd, around, from);
                    block.odd |= found.odd << from;
                    block.beside = block.beside & !(HALF << from) | found.beside << from;
                    block.lone |= found.lone << from;
                }
            }
        }
    }
}

// The classes of the signs of ASCII that are of interest: a sign is of those that both halves of its byte may be of.
const CONTROL: u8 = 1;
const QUOTE: u8 = 1 << 1;
const BACKSLASH: u8 = 1 << 2;
/// `$`, `&`
const DOLLAR: u8 = 1 << 3;
/// `[`, `{`
const BRACKET: u8 = 1 << 4;
/// `<`
const LESS: u8 = 1 << 5;
/// A blank, or a hyphen: of interest before a blank.
const BLANK: u8 = 1 << 6;
/// `%`: of interest before another one.
const PERCENT: u8 = 1 << 7;

/// The classes that the lower half of a byte may be of, twice: instructions look sixteen of them up at once.
const LOWER: [u8; 32] = twice([
    CONTROL | BLANK,
    CONTROL,
    CONTROL | QUOTE,
    CONTROL,
    CONTROL | DOLLAR,
    CONTROL | PERCENT,
    CONTROL | DOLLAR,
    CONTROL,
    CONTROL,
    CONTROL,
    CONTROL,
    CONTROL | BRACKET,
    CONTROL | BACKSLASH | LESS,
    CONTROL | BLANK,
    CONTROL,
    CONTROL,
]);

/// The classes that the upper half may be of; of what is not ASCII there are none.
const UPPER: [u8; 32] = twice([
    CONTROL,
    CONTROL,
    QUOTE | DOLLAR | BLANK | PERCENT,
    LESS,
    0,
    BACKSLASH | BRACKET,
    0,
    BRACKET,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
]);

const fn twice(half: [u8; 16]) -> [u8; 32] {
    let mut both = [0; 32];
    let mut at = 0;
    while at < both.len() {
        both[at] = half[at % half.len()];
        at += 1;
    }
    both
}

/// Of 32 bytes: where texts end.
#[inline(always)]
fn ends<S: Simd>(simd: S, bytes: &[u8]) -> u64 {
    let here = u8x32::from_slice(simd, &bytes[..BLOCK / 2]);
    let is = |byte: u8| here.simd_eq(u8x32::splat(simd, byte));
    (is(b'"') | is(b'\\') | here.simd_le(u8x32::splat(simd, 0x1F))).to_bitmask()
}

/// Of 32 bytes: where texts end, what is of interest, and what is not ASCII.
#[inline(always)]
fn ascii<S: Simd>(simd: S, around: &[u8], from: usize) -> Block {
    let part = |at: usize| u8x32::from_slice(simd, &around[from + at..from + at + BLOCK / 2]);
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (here, next) = (part(1), part(2));
    let lower = u8x32::from_slice(simd, &LOWER).swizzle_dyn_within_blocks(here & all(0x0F));
    let classes = lower & u8x32::from_slice(simd, &UPPER).swizzle_dyn_within_blocks(here >> 4);
    let is_none = |of: u8| (classes & all(of)).simd_eq(all(0));
    let blanks = !is_none(BLANK) & next.simd_eq(all(b' '));
    let percents = !is_none(PERCENT) & next.simd_eq(all(b'%'));
    let questions = here.simd_eq(all(b'?')) & next.simd_ge(all(b'A'));
    let alone = !is_none(CONTROL | BACKSLASH | DOLLAR | BRACKET | LESS);
    Block {
        ends: !is_none(CONTROL | QUOTE | BACKSLASH).to_bitmask() & HALF,
        odd: (alone | blanks | percents | questions).to_bitmask(),
        beside: here.simd_ge(all(0x80)).to_bitmask(),
        lone: 0,
    }
}

/// Of 32 bytes that are not all ASCII: what else is of interest, what stands beside another character, and what alone.
#[inline(always)]
fn foreign<S: Simd>(simd: S, around: &[u8], from: usize) -> Block {
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
    let (begins, follows) = (here.simd_ge(all(0xC0)), before.simd_ge(all(0x80)));
    let is_short = among(here, 0xC0, 0x20);
    let is_alone = is_short & !follows & third.simd_le(all(0x7F));
    Block { ends: 0, odd: odd.to_bitmask(), beside: (begins & follows).to_bitmask(), lone: is_alone.to_bitmask() }
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

    fn is_end(byte: u8) -> bool {
        matches!(byte, b'"' | b'\\' | ..=0x1F)
    }

    fn is_lone(bytes: &[u8], at: usize) -> bool {
        let is_ascii = |at: usize| bytes.get(at).is_none_or(u8::is_ascii);
        matches!(bytes[at], 0xC0..0xE0) && (at == 0 || is_ascii(at - 1)) && is_ascii(at + 2)
    }

    /// The text that begins at a place, looked at sign by sign.
    fn text_at(bytes: &[u8], at: usize) -> Option<(usize, Look)> {
        let end = at + bytes[at..].iter().position(|byte| is_end(*byte))?;
        let look = match at..end {
            range if range.clone().any(|at| is_odd(bytes, at)) => Look::Odd,
            range if range.clone().any(|at| is_beside(bytes, at)) && !range.clone().any(|at| is_lone(bytes, at)) => {
                Look::Beside
            }
            _ => Look::Plain,
        };
        Some((end, look))
    }

    proptest! {
        #[test]
        fn bits_tell_what_single_bytes_do(text in texts(), from in 0..8_usize, step in 1..90_usize) {
            let bytes = text.as_bytes();
            let base = from.min(bytes.len());
            let (mut signs, mut ends) = (Signs::default(), Signs::default());
            signs.look_for_rules(true);
            signs.begin(base);
            ends.begin(base);
            let mut at = base;
            loop {
                let expected = text_at(bytes, at);
                prop_assert_eq!(signs.text(bytes, at), expected);
                prop_assert_eq!(ends.text(bytes, at), expected.map(|(end, _)| (end, Look::Unknown)));
                let Some((end, _)) = expected else { break };
                at = end + 1;
            }
            // What is known is kept where another text begins.
            let base = base + (bytes.len() - base) / 3;
            signs.begin(base);
            for at in (base..bytes.len()).step_by(step) {
                let expected = text_at(bytes, at);
                prop_assert_eq!(signs.text(bytes, at), expected);
            }
        }

        #[test]
        fn every_processor_tells_the_same(text in texts()) {
            let padded = format!(" {text}{}", " ".repeat(AROUND));
            let text = padded.as_bytes();
            let count = (text.len() + BLOCK - AROUND) / BLOCK;
            let mut expected = vec![Block::default(); count];
            with_best(Looking { text, blocks: &mut expected });
            for level in [Level::new(), Level::baseline()] {
                let mut found = vec![Block::default(); count];
                dispatch!(level, simd => Looking { text, blocks: &mut found }.run(simd));
                prop_assert_eq!(&found, &expected);
            }
        }
    }

    #[test]
    fn what_is_known_of_another_text_is_forgotten() {
        let mut signs = Signs::default();
        signs.look_for_rules(true);
        signs.begin(3);
        assert_eq!(signs.text(b"abc\"abc\"abc", 4), Some((7, Look::Plain)));
        signs.forget();
        signs.begin(3);
        assert_eq!(signs.text(b"abc\"<abcd\"bc", 4), Some((9, Look::Odd)));
        assert_eq!(Signs::default().text(b"", 0), None);
    }
}
