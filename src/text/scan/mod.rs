//! Where the signs stand that readers and rules summary for, told of 32 bytes at once.
//!
//! The reader of JSON looks for the end of a text, and of most texts it is told on the way there that no rule needs to summary
//! at a byte of them.

// All that compares bytes has to become one function, for which the instructions of the processor are chosen.
#![expect(clippy::inline_always)]

mod bytes;

#[cfg(test)]
mod tests;

pub use bytes::{Kernel, with_best};
pub use fearless_simd::Simd;

use bytes::{AROUND, WIDTH, company, foreign, odd, stops};

/// What a text has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringSummary {
    /// Nobody looked.
    Unknown,
    /// Nothing that any rule on texts looks at. Characters side by side that are not ASCII are only of interest where none
    /// stands alone: pairs of them may be what is left of single ones.
    Plain,
    /// The same, but something at its ends may be of interest.
    Ends,
    /// Characters side by side that are not ASCII, none of two bytes alone, and nothing else of interest.
    Adjacent,
    /// `<`, as before a number, and nothing else of interest, whatever is at its ends.
    LessThan,
    /// Something that has to be looked at.
    Odd,
}

/// Where a text of JSON that begins at `at`, behind a quotation mark or an escape, ends or is interrupted, and what it has in
/// it up to there, whatever is at its ends. Less than what rules are interested in is never told, and now and then more.
///
/// Whoever calls it is a [`Kernel`].
#[inline(always)]
pub fn scan_string<S: Simd>(simd: S, text: &[u8], mut at: usize) -> Option<(usize, StringSummary)> {
    let (mut is_odd, mut is_less, mut is_beside, mut is_lone) = (false, false, false, false);
    loop {
        let padded;
        let around = if let Some(around) = around(text, at) {
            around
        } else {
            padded = pad(text, at);
            &padded
        };
        let stops = stops(simd, around);
        let mut ends = stops.ascii;
        // Most texts have nothing of interest before their end.
        if ends != 0 && around[1 + ends.trailing_zeros() as usize] != b'"' {
            ends = bytes::ends(simd, around);
            let odd = odd(simd, around);
            is_odd |= odd.others & before(ends) != 0;
            is_less |= odd.less & before(ends) != 0;
        }
        if stops.foreign & before(ends) != 0 {
            is_odd |= foreign(simd, around, stops) & before(ends) != 0;
            // Where one stands alone, it is of no interest whether others stand side by side.
            if !is_lone {
                let company = company(simd, around);
                is_beside |= company.beside & before(ends) != 0;
                is_lone = company.lone & before(ends) != 0;
            }
        }
        if ends != 0 {
            let end = at + ends.trailing_zeros() as usize;
            let summary = match (is_beside && !is_lone, is_less) {
                _ if is_odd => StringSummary::Odd,
                (true, true) => StringSummary::Odd,
                (true, false) => StringSummary::Adjacent,
                (false, true) => StringSummary::LessThan,
                (false, false) => StringSummary::Plain,
            };
            return (end < text.len()).then_some((end, summary));
        }
        at += WIDTH;
    }
}

/// The bits below the lowest one; all, where there is none.
#[inline(always)]
fn before(bits: u64) -> u64 {
    bits.wrapping_sub(1) & !bits
}

/// The same, if nobody wants to know what the text has in it.
#[inline(always)]
pub fn string_end<S: Simd>(simd: S, text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let ends = match around(text, at) {
            Some(around) => bytes::ends(simd, around),
            None => bytes::ends(simd, &pad(text, at)),
        };
        if ends != 0 {
            let end = at + ends.trailing_zeros() as usize;
            return (end < text.len()).then_some(end);
        }
        at += WIDTH;
    }
}

/// What is looked at together from `at` on, if the text goes on for so long.
#[inline(always)]
fn around(text: &[u8], at: usize) -> Option<&[u8; AROUND]> {
    text.get(at.wrapping_sub(1)..)?.first_chunk()
}

/// The same at the ends of the text, where nothing stands before it, and control characters behind it.
#[cold]
fn pad(text: &[u8], at: usize) -> [u8; AROUND] {
    let mut padded = [0; AROUND];
    let (from, skipped) = at.checked_sub(1).map_or((at, 1), |before| (before, 0));
    let part = text.get(from..text.len().min(from + AROUND - skipped)).unwrap_or_default();
    padded[skipped..skipped + part.len()].copy_from_slice(part);
    padded
}
