//! What 64 bytes are, compared at once by the instructions that the processor has.

// All that compares bytes has to become one function, for which these instructions are chosen.
#![expect(clippy::inline_always)]

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x32};

/// So many bytes make a block: one bit each of a number.
pub(super) const BLOCK: usize = 64;

/// The bits of the first half of a block.
const HALF: u64 = u64::MAX >> (BLOCK / 2);

/// A block, with one byte before it and two behind it.
pub(super) const AROUND: usize = BLOCK + 3;

/// What 64 bytes are, the first of them in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// At which a text of JSON ends, or is interrupted: quotation marks, backslashes and control characters.
    pub(super) ends: u64,
    /// What a rule on texts may be interested in, by itself or with the byte behind it.
    pub(super) odd: u64,
    /// The first byte of a character that is not ASCII, behind another such.
    pub(super) beside: u64,
    /// The first byte of a character of two bytes between signs of ASCII.
    pub(super) lone: u64,
}

impl Block {
    /// Adds what stands in another block among the bytes of a set and before the first end there, and tells where that is.
    pub(super) fn add(&mut self, block: &Block, among: u64) -> Option<usize> {
        let ends = block.ends & among;
        // The bits below the lowest one; all, where there is none.
        let before = among & ends.wrapping_sub(1) & !ends;
        self.odd |= block.odd & before;
        self.beside |= block.beside & before;
        self.lone |= block.lone & before;
        (ends != 0).then(|| ends.trailing_zeros() as usize)
    }
}

/// Looks at the blocks of a text with a byte before the first of them and two behind the last.
pub(super) fn look(text: &[u8], blocks: &mut [Block], is_looking: bool) {
    if is_looking { with_best(Looking { text, blocks }) } else { with_best(Ending { text, blocks }) }
}

/// Work that is done for as many blocks as there is room for.
pub(super) trait Kernel {
    fn run<S: Simd>(self, simd: S);
}

/// With the instructions of this processor that are quickest: those of AVX-512 take a third longer here than of AVX2.
pub(super) fn with_best(kernel: impl Kernel) {
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
pub(super) struct Looking<'t> {
    pub(super) text: &'t [u8],
    pub(super) blocks: &'t mut [Block],
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
