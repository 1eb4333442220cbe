//! What 32 bytes are, compared at once by the instructions that the processor has.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x32};

/// So many bytes are looked at together: one bit each of a number, the first of them in the lowest bit.
pub(super) const WIDTH: usize = 32;

/// The bits of that many bytes.
const ALL: u64 = u64::MAX >> (u64::BITS as usize - WIDTH);

/// These bytes, with one before them and two behind.
pub(super) const AROUND: usize = WIDTH + 3;

/// Work that is done with the instructions of one kind of processor. All that compares bytes within has to be inlined.
pub trait Kernel {
    /// What comes of it.
    type Output;

    /// Does it.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// Works with the instructions of this processor that are quickest: those of AVX-512 take a third longer here than of AVX2.
pub fn with_best<K: Kernel>(kernel: K) -> K::Output {
    let level = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = level.as_avx2() {
        return simd.vectorize(
            #[inline(always)]
            || kernel.run(simd),
        );
    }
    dispatch!(level, simd => kernel.run(simd))
}

/// Classes of bytes: a byte is of those that both its halves may be of.
struct Classes {
    lower: [u8; WIDTH],
    upper: [u8; WIDTH],
}

impl Classes {
    /// Of each class the lower halves of its bytes, a bit each, and the upper halves.
    const fn of(classes: &[(u8, u16, u16)]) -> Self {
        let (mut lower, mut upper) = ([0; WIDTH], [0; WIDTH]);
        let mut number = 0;
        while number < classes.len() {
            let (class, lowers, uppers) = classes[number];
            let mut at = 0;
            // Twice, since instructions summary sixteen of them up at once.
            while at < WIDTH {
                lower[at] |= if lowers >> (at % 16) & 1 != 0 { class } else { 0 };
                upper[at] |= if uppers >> (at % 16) & 1 != 0 { class } else { 0 };
                at += 1;
            }
            number += 1;
        }
        Self { lower, upper }
    }

    #[inline(always)]
    fn find<S: Simd>(&self, simd: S, bytes: u8x32<S>) -> u8x32<S> {
        let lower = u8x32::from_slice(simd, &self.lower).swizzle_dyn_within_blocks(bytes & u8x32::splat(simd, 0x0F));
        lower & u8x32::from_slice(simd, &self.upper).swizzle_dyn_within_blocks(bytes >> 4)
    }
}

/// The halves from one to another, a bit each.
const fn halves(first: u32, last: u32) -> u16 {
    (u16::MAX << first) & (u16::MAX >> (15 - last))
}

const ANY: u16 = u16::MAX;

// What stops the search for the end of a text: ends, what may be of interest, and whatever is not ASCII.
/// Control characters, and the first bytes of Cyrillic, Hebrew, Arabic (D) and of what takes four bytes (F).
const CONTROL: u8 = 1;
/// `"`, `$`, `%`, `&`
const QUOTE: u8 = 1 << 1;
/// `[`, `{`, `\`, and `|`, which is of no interest.
const BRACKET: u8 = 1 << 2;
/// `<`, `?`
const LESS: u8 = 1 << 3;
/// A blank, or a hyphen: both only before a blank.
const BLANK: u8 = 1 << 4;
/// Bytes that are not ASCII, except those of [`CONTROL`].
const FOREIGN: u8 = 1 << 5;
/// The first bytes of signs as they stand alone, of letters beyond those of Europe, of Greek.
const FAR: u8 = 1 << 6;
/// The first bytes of three but that of dashes and quotation marks.
const THREE: u8 = 1 << 7;

const STOPS: Classes = Classes::of(&[
    (CONTROL, ANY, 0b11 | 1 << 0xD | 1 << 0xF),
    (QUOTE, 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6, 1 << 2),
    (BRACKET, 1 << 0xB | 1 << 0xC, 1 << 5 | 1 << 7),
    (LESS, 1 << 0xC | 1 << 0xF, 1 << 3),
    (BLANK, 1 | 1 << 0xD, 1 << 2),
    (FOREIGN, ANY, halves(0x8, 0xC) | 1 << 0xE),
    (FAR, 1 << 2 | halves(0x6, 0xF), 1 << 0xC),
    (THREE, ANY & !(1 << 2), 1 << 0xE),
]);

// Letters of two bytes that are of interest: their first bytes, and their second ones.
const FIRSTS: Classes =
    Classes::of(&[(0b0000_0011, 1 << 3, 1 << 0xC), (0b0000_1100, 1 << 5, 1 << 0xC), (0b1111_0000, 1 << 4, 1 << 0xC)]);
const SECONDS: Classes = Classes::of(&[
    // æ and ê, ñ
    (1, 1 << 6 | 1 << 0xA, 1 << 0xA),
    (1 << 1, 1 << 1, 1 << 0xB),
    // œ, Ÿ
    (1 << 2, 1 << 3, 1 << 9),
    (1 << 3, 1 << 8, 1 << 0xB),
    // What old fonts leave (Ċ, ċ), the ligatures of Dutch, and those from Ğ on that stand before them.
    (1 << 4, 1 << 0xA | 1 << 0xB, 1 << 8),
    (1 << 5, 1 << 0xE | 1 << 0xF, 1 << 9),
    (1 << 6, ANY, 1 << 0xA),
    (1 << 7, halves(0, 3), 1 << 0xB),
]);

/// The bytes from a place on.
#[inline(always)]
fn part<S: Simd>(simd: S, around: &[u8; AROUND], at: usize) -> u8x32<S> {
    u8x32::from_slice(simd, &around[at..at + WIDTH])
}

/// Where texts end, or are interrupted: quotation marks, backslashes and control characters.
#[inline(always)]
pub(super) fn ends<S: Simd>(simd: S, around: &[u8; AROUND]) -> u64 {
    let here = part(simd, around, 1);
    let is = |byte: u8| here.simd_eq(u8x32::splat(simd, byte));
    (is(b'"') | is(b'\\') | here.simd_le(u8x32::splat(simd, 0x1F))).to_bitmask()
}

/// What stops the search for the end of a text.
#[derive(Clone, Copy)]
pub(super) struct Stops<S: Simd> {
    classes: u8x32<S>,
    /// Ends, and what may be of interest.
    pub(super) ascii: u64,
    /// What is not ASCII.
    pub(super) foreign: u64,
}

#[inline(always)]
pub(super) fn stops<S: Simd>(simd: S, around: &[u8; AROUND]) -> Stops<S> {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let here = part(simd, around, 1);
    let classes = STOPS.find(simd, here);
    // What is of no other class than the blanks is of interest before a blank.
    let is_before_blank = part(simd, around, 2).simd_eq(all(b' '));
    let stops = is_before_blank.select(classes, classes & all(!BLANK));
    let stops = !stops.simd_eq(all(0)).to_bitmask() & ALL;
    let foreign = here.simd_ge(all(0x80)).to_bitmask();
    Stops { classes, ascii: stops & !foreign, foreign }
}

/// What a rule on texts may be interested in among the signs of ASCII, by itself or with the byte behind it.
#[derive(Clone, Copy)]
pub(super) struct Odd {
    /// `<`
    pub(super) less: u64,
    pub(super) others: u64,
}

#[inline(always)]
pub(super) fn odd<S: Simd>(simd: S, around: &[u8; AROUND]) -> Odd {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (here, next) = (part(simd, around, 1), part(simd, around, 2));
    let is = |byte: u8| here.simd_eq(all(byte));
    let alone = here.simd_le(all(0x1F)) | is(b'&') | is(b'$') | is(b'\\') | is(b'{') | is(b'[');
    let before_blank = (is(b' ') | is(b'-')) & next.simd_eq(all(b' '));
    let before_itself = is(b'%') & next.simd_eq(all(b'%'));
    let before_letter = is(b'?') & next.simd_ge(all(b'A'));
    let others = (alone | before_blank | before_itself | before_letter).to_bitmask();
    Odd { less: is(b'<').to_bitmask(), others }
}

/// What a rule on texts may be interested in among the characters that are not ASCII.
#[inline(always)]
pub(super) fn foreign<S: Simd>(simd: S, around: &[u8; AROUND], stops: Stops<S>) -> u64 {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let here = part(simd, around, 1);
    let (next, third) = (part(simd, around, 2), part(simd, around, 3));
    let among = |bytes: u8x32<S>, first: u8, count: u8| (bytes - all(first)).simd_le(all(count - 1));
    // Dashes and quotation marks.
    let is_usual = next.simd_eq(all(0x80)) & (among(third, 0x90, 0x18) | among(third, 0xB0, 0x0F));
    let signs = here.simd_eq(all(0xE2)) & !is_usual;
    let letters = FIRSTS.find(simd, here) & SECONDS.find(simd, next);
    let others = (letters | stops.classes & all(CONTROL | FAR | THREE)).simd_eq(all(0));
    (signs | !others).to_bitmask()
}

/// How characters that are not ASCII stand.
#[derive(Clone, Copy)]
pub(super) struct Company {
    /// The first byte of a character, behind another such.
    pub(super) beside: u64,
    /// The first byte of a character of two bytes between signs of ASCII.
    pub(super) lone: u64,
}

#[inline(always)]
pub(super) fn company<S: Simd>(simd: S, around: &[u8; AROUND]) -> Company {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (before, here, third) = (part(simd, around, 0), part(simd, around, 1), part(simd, around, 3));
    let (begins, follows) = (here.simd_ge(all(0xC0)), before.simd_ge(all(0x80)));
    let is_short = (here & all(0xE0)).simd_eq(all(0xC0));
    let is_alone = is_short & !follows & third.simd_le(all(0x7F));
    Company { beside: (begins & follows).to_bitmask(), lone: is_alone.to_bitmask() }
}
