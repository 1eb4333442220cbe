//! Classification of 32 bytes at a time with SIMD instructions.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x32};

/// The number of bytes per step. Results are bit masks with the first byte in the lowest bit.
pub(super) const WIDTH: usize = 32;

/// The mask of all bytes of a step.
const ALL: u64 = u64::MAX >> (u64::BITS as usize - WIDTH);

/// The bytes of a step, with one before and two after them.
pub(super) const WINDOW: usize = WIDTH + 3;

/// Code that is compiled for several instruction sets. Every function in it that compares bytes must be inlined.
pub trait Kernel {
    /// The result.
    type Output;

    /// Runs the code with the instruction set of `simd`.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// Runs a kernel with the fastest instruction set of this processor. AVX2 is preferred to AVX-512, which takes a third
/// longer here.
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

/// Classes of bytes. A byte is in the classes that both its nibbles are in.
struct Classes {
    lower: [u8; WIDTH],
    upper: [u8; WIDTH],
}

impl Classes {
    /// Builds the table from the bit of each class and the sets of its lower and upper nibbles, a bit per nibble.
    const fn of(classes: &[(u8, u16, u16)]) -> Self {
        let (mut lower, mut upper) = ([0; WIDTH], [0; WIDTH]);
        let mut number = 0;
        while number < classes.len() {
            let (class, lowers, uppers) = classes[number];
            let mut at = 0;
            // The table is repeated, since a lookup works on blocks of 16 bytes.
            while at < WIDTH {
                lower[at] |= if lowers >> (at % 16) & 1 != 0 { class } else { 0 };
                upper[at] |= if uppers >> (at % 16) & 1 != 0 { class } else { 0 };
                at += 1;
            }
            number += 1;
        }
        Self { lower, upper }
    }

    /// Returns the classes of each byte.
    #[inline(always)]
    fn find<S: Simd>(&self, simd: S, bytes: u8x32<S>) -> u8x32<S> {
        let lower = u8x32::from_slice(simd, &self.lower).swizzle_dyn_within_blocks(bytes & u8x32::splat(simd, 0x0F));
        lower & u8x32::from_slice(simd, &self.upper).swizzle_dyn_within_blocks(bytes >> 4)
    }
}

/// The set of nibbles from `first` to `last`, a bit per nibble.
const fn nibbles(first: u32, last: u32) -> u16 {
    (u16::MAX << first) & (u16::MAX >> (15 - last))
}

/// All nibbles.
const ANY: u16 = u16::MAX;

// Bytes that stop the search for the end of a string: ends, characters of interest, and non-ASCII bytes.

/// Control characters, and the first bytes of Cyrillic, Hebrew and Arabic (`0xD_`) and of characters of four bytes
/// (`0xF_`).
const CONTROL: u8 = 1;
/// `"`, `$`, `%`, `&`
const QUOTE: u8 = 1 << 1;
/// `[`, `{`, `\`; also `|`, which is a false positive.
const BRACKET: u8 = 1 << 2;
/// `<`, `?`
const LESS: u8 = 1 << 3;
/// A space or a hyphen, both only before a space.
const SPACE: u8 = 1 << 4;
/// Non-ASCII bytes, except those in [`CONTROL`].
const NON_ASCII: u8 = 1 << 5;
/// The first bytes of Latin-1 symbols, of Latin letters outside European languages, of modifiers and of Greek.
const FAR: u8 = 1 << 6;
/// The first bytes of characters of three bytes, except that of dashes and quotation marks.
const THREE: u8 = 1 << 7;

const STOPS: Classes = Classes::of(&[
    (CONTROL, ANY, 0b11 | 1 << 0xD | 1 << 0xF),
    (QUOTE, 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6, 1 << 2),
    (BRACKET, 1 << 0xB | 1 << 0xC, 1 << 5 | 1 << 7),
    (LESS, 1 << 0xC | 1 << 0xF, 1 << 3),
    (SPACE, 1 | 1 << 0xD, 1 << 2),
    (NON_ASCII, ANY, nibbles(0x8, 0xC) | 1 << 0xE),
    (FAR, 1 << 2 | nibbles(0x6, 0xF), 1 << 0xC),
    (THREE, ANY & !(1 << 2), 1 << 0xE),
]);

// Letters of two bytes that are of interest: classes of their first and of their second bytes.
const FIRSTS: Classes =
    Classes::of(&[(0b0000_0011, 1 << 3, 1 << 0xC), (0b0000_1100, 1 << 5, 1 << 0xC), (0b1111_0000, 1 << 4, 1 << 0xC)]);
const SECONDS: Classes = Classes::of(&[
    // æ and ê, ñ
    (1, 1 << 6 | 1 << 0xA, 1 << 0xA),
    (1 << 1, 1 << 1, 1 << 0xB),
    // œ, Ÿ
    (1 << 2, 1 << 3, 1 << 9),
    (1 << 3, 1 << 8, 1 << 0xB),
    // Ċ and ċ, which are remnants of old fonts; the Dutch ligatures, and the letters from Ğ on before them.
    (1 << 4, 1 << 0xA | 1 << 0xB, 1 << 8),
    (1 << 5, 1 << 0xE | 1 << 0xF, 1 << 9),
    (1 << 6, ANY, 1 << 0xA),
    (1 << 7, nibbles(0, 3), 1 << 0xB),
]);

/// Loads the bytes from offset `at`.
#[inline(always)]
fn load<S: Simd>(simd: S, window: &[u8; WINDOW], at: usize) -> u8x32<S> {
    u8x32::from_slice(simd, &window[at..at + WIDTH])
}

/// Finds the ends and interruptions of strings: quotation marks, backslashes and control characters.
#[inline(always)]
pub(super) fn ends<S: Simd>(simd: S, window: &[u8; WINDOW]) -> u64 {
    let here = load(simd, window, 1);
    let is = |byte: u8| here.simd_eq(u8x32::splat(simd, byte));
    (is(b'"') | is(b'\\') | here.simd_le(u8x32::splat(simd, 0x1F))).to_bitmask()
}

/// The bytes that stop the search for the end of a string.
#[derive(Clone, Copy)]
pub(super) struct Stops<S: Simd> {
    classes: u8x32<S>,
    /// Ends, and ASCII characters that may be of interest.
    pub(super) ascii: u64,
    /// Non-ASCII bytes.
    pub(super) non_ascii: u64,
}

/// Finds the bytes that stop the search for the end of a string.
#[inline(always)]
pub(super) fn stops<S: Simd>(simd: S, window: &[u8; WINDOW]) -> Stops<S> {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let here = load(simd, window, 1);
    let classes = STOPS.find(simd, here);
    // Bytes that are only in the class of spaces are of interest before a space.
    let is_before_space = load(simd, window, 2).simd_eq(all(b' '));
    let stops = is_before_space.select(classes, classes & all(!SPACE));
    let stops = !stops.simd_eq(all(0)).to_bitmask() & ALL;
    let non_ascii = here.simd_ge(all(0x80)).to_bitmask();
    Stops { classes, ascii: stops & !non_ascii, non_ascii }
}

/// ASCII characters of interest, by themselves or with the byte after them.
#[derive(Clone, Copy)]
pub(super) struct Odd {
    /// The character `<`.
    pub(super) less_than: u64,
    /// All others.
    pub(super) others: u64,
}

/// Finds the ASCII characters of interest.
#[inline(always)]
pub(super) fn odd<S: Simd>(simd: S, window: &[u8; WINDOW]) -> Odd {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (here, next) = (load(simd, window, 1), load(simd, window, 2));
    let is = |byte: u8| here.simd_eq(all(byte));
    let alone = here.simd_le(all(0x1F)) | is(b'&') | is(b'$') | is(b'\\') | is(b'{') | is(b'[');
    let before_space = (is(b' ') | is(b'-')) & next.simd_eq(all(b' '));
    let before_itself = is(b'%') & next.simd_eq(all(b'%'));
    let before_letter = is(b'?') & next.simd_ge(all(b'A'));
    let others = (alone | before_space | before_itself | before_letter).to_bitmask();
    Odd { less_than: is(b'<').to_bitmask(), others }
}

/// Finds the non-ASCII characters of interest.
#[inline(always)]
pub(super) fn odd_non_ascii<S: Simd>(simd: S, window: &[u8; WINDOW], stops: Stops<S>) -> u64 {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let here = load(simd, window, 1);
    let (next, third) = (load(simd, window, 2), load(simd, window, 3));
    let in_range = |bytes: u8x32<S>, first: u8, count: u8| (bytes - all(first)).simd_le(all(count - 1));
    // Dashes and quotation marks.
    let is_common = next.simd_eq(all(0x80)) & (in_range(third, 0x90, 0x18) | in_range(third, 0xB0, 0x0F));
    let symbols = here.simd_eq(all(0xE2)) & !is_common;
    let letters = FIRSTS.find(simd, here) & SECONDS.find(simd, next);
    let others = (letters | stops.classes & all(CONTROL | FAR | THREE)).simd_eq(all(0));
    (symbols | !others).to_bitmask()
}

/// The neighbours of non-ASCII characters.
#[derive(Clone, Copy)]
pub(super) struct Neighbours {
    /// The first byte of a non-ASCII character that follows another one.
    pub(super) adjacent: u64,
    /// The first byte of a character of two bytes between ASCII characters.
    pub(super) isolated: u64,
}

/// Finds adjacent and isolated non-ASCII characters.
#[inline(always)]
pub(super) fn neighbours<S: Simd>(simd: S, window: &[u8; WINDOW]) -> Neighbours {
    let all = |byte: u8| u8x32::splat(simd, byte);
    let (before, here, third) = (load(simd, window, 0), load(simd, window, 1), load(simd, window, 3));
    let (begins, follows) = (here.simd_ge(all(0xC0)), before.simd_ge(all(0x80)));
    let is_short = (here & all(0xE0)).simd_eq(all(0xC0));
    let is_isolated = is_short & !follows & third.simd_le(all(0x7F));
    Neighbours { adjacent: (begins & follows).to_bitmask(), isolated: is_isolated.to_bitmask() }
}
