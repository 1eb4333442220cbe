//! A scanner for strings that processes 32 bytes at a time.
//!
//! The JSON reader scans for the end of a string. The scan also computes a [`StringSummary`], a summary of the
//! character classes that occur in the string. Most strings are plain, and need not be examined again.

// Everything that compares bytes must be inlined into the function that is compiled for the chosen instruction set.
#![expect(clippy::inline_always)]

mod bytes;

#[cfg(test)]
mod tests;

pub use bytes::{Kernel, with_best};
pub use fearless_simd::Simd;

use bytes::{WIDTH, WINDOW, neighbours, odd, odd_non_ascii, stops};

/// A summary of the characters of a string. May give false positives, never false negatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringSummary {
    /// The string has not been scanned.
    Unknown,
    /// Nothing of interest. Adjacent non-ASCII characters are only of interest if none is isolated: pairs of them may
    /// be single characters that were decoded wrongly.
    Plain,
    /// As `Plain`, except that the ends of the string may be of interest.
    Ends,
    /// Adjacent non-ASCII characters, none of two bytes that is isolated, and nothing else of interest.
    Adjacent,
    /// The character `<`, as before a number, and nothing else of interest except at the ends.
    LessThan,
    /// Something else of interest.
    Odd,
}

/// Finds where a JSON string ends or is interrupted by an escape or a control character, and summarises it up to there,
/// except for its ends. `at` is the offset after the opening quotation mark or after an escape. The summary may give
/// false positives, never false negatives.
///
/// Must be called from a [`Kernel`].
#[inline(always)]
pub fn scan_string<S: Simd>(simd: S, text: &[u8], mut at: usize) -> Option<(usize, StringSummary)> {
    let (mut is_odd, mut is_less_than, mut is_adjacent, mut is_isolated) = (false, false, false, false);
    loop {
        let padded;
        let window = if let Some(window) = window(text, at) {
            window
        } else {
            padded = pad(text, at);
            &padded
        };
        let stops = stops(simd, window);
        let mut ends = stops.ascii;
        // Most strings have nothing of interest before their end.
        if ends != 0 && window[1 + ends.trailing_zeros() as usize] != b'"' {
            ends = bytes::ends(simd, window);
            let odd = odd(simd, window);
            is_odd |= odd.others & before(ends) != 0;
            is_less_than |= odd.less_than & before(ends) != 0;
        }
        if stops.non_ascii & before(ends) != 0 {
            is_odd |= odd_non_ascii(simd, window, stops) & before(ends) != 0;
            // If one is isolated, adjacent ones are not of interest.
            if !is_isolated {
                let neighbours = neighbours(simd, window);
                is_adjacent |= neighbours.adjacent & before(ends) != 0;
                is_isolated = neighbours.isolated & before(ends) != 0;
            }
        }
        if ends != 0 {
            let end = at + ends.trailing_zeros() as usize;
            let summary = match (is_adjacent && !is_isolated, is_less_than) {
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

/// The mask of the bits below the lowest one bit, or all bits if there is none.
#[inline(always)]
fn before(bits: u64) -> u64 {
    bits.wrapping_sub(1) & !bits
}

/// Finds the same offset as [`scan_string`], without a summary.
#[inline(always)]
pub fn string_end<S: Simd>(simd: S, text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let ends = match window(text, at) {
            Some(window) => bytes::ends(simd, window),
            None => bytes::ends(simd, &pad(text, at)),
        };
        if ends != 0 {
            let end = at + ends.trailing_zeros() as usize;
            return (end < text.len()).then_some(end);
        }
        at += WIDTH;
    }
}

/// Returns the window of the step at `at`, unless it exceeds the text.
#[inline(always)]
fn window(text: &[u8], at: usize) -> Option<&[u8; WINDOW]> {
    text.get(at.wrapping_sub(1)..)?.first_chunk()
}

/// Returns the window of a step at the start or the end of the text, padded with NUL.
#[cold]
fn pad(text: &[u8], at: usize) -> [u8; WINDOW] {
    let mut padded = [0; WINDOW];
    let (from, skipped) = at.checked_sub(1).map_or((at, 1), |before| (before, 0));
    let part = text.get(from..text.len().min(from + WINDOW - skipped)).unwrap_or_default();
    padded[skipped..skipped + part.len()].copy_from_slice(part);
    padded
}
