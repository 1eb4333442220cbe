//! What the first and the last sign of a text and its length tell of it.

// A reader asks of each text, amid registers that a call would empty.
#![expect(clippy::inline_always)]

/// `microsoft word - `, with which the name of a file begins that became a title.
const PROGRAM: &[u8] = b"microsoft word";

/// With which a text begins that fills a place.
const FILLER: &[u8] = b"lorem ipsum";

/// The longest of the words that stand for no value.
const LONGEST_WORD: usize = 14;

/// For each sign of ASCII how long the words are, in bytes, that begin with it and stand for no value (those of
/// `text/placeholder`), a bit each, whatever their case; the highest bit for whatever is longer.
const LENGTHS: [u16; 128] = {
    const fn add(lengths: &mut [u16; 128], length: usize, signs: &[u8]) {
        let mut at = 0;
        while at < signs.len() {
            lengths[signs[at].to_ascii_lowercase() as usize] |= 1 << length;
            lengths[signs[at].to_ascii_uppercase() as usize] |= 1 << length;
            at += 1;
        }
    }
    let mut lengths = [0; 128];
    add(&mut lengths, 1, b"-.");
    add(&mut lengths, 2, b"%");
    add(&mut lengths, 3, b"ntxyz");
    add(&mut lengths, 4, b"nb:(");
    add(&mut lengths, 5, b":(");
    add(&mut lengths, 6, b":(");
    add(&mut lengths, 7, b":([u");
    add(&mut lengths, 8, b"u[");
    add(&mut lengths, 9, b"ur");
    add(&mut lengths, 10, b"r[");
    add(&mut lengths, 11, b"l");
    add(&mut lengths, LONGEST_WORD + 1, b"lm");
    lengths
};

/// Whether a text may be one of the words that stand for no value, as nearly none is: it is as long as one and begins so.
/// Blanks around it make it longer.
pub fn may_be_no_value(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    // A blank of ASCII, or the second byte of U+00A0.
    if bytes.len() <= LONGEST_WORD && (*first <= b' ' || *last <= b' ' || *last == 0xA0) {
        return true;
    }
    // The first byte of `无`.
    may_begin_no_value(*first, bytes) || (*first == 0xE6 && bytes.len() == 3)
}

/// Whether a text that begins with this sign may be such a word of ASCII, with no blanks around it.
#[inline(always)]
fn may_begin_no_value(first: u8, bytes: &[u8]) -> bool {
    let lengths = LENGTHS.get(usize::from(first)).copied().unwrap_or_default();
    lengths >> bytes.len().min(LONGEST_WORD + 1) & 1 != 0 && (bytes.len() <= LONGEST_WORD || is_of_program(bytes))
}

#[cold]
fn is_of_program(bytes: &[u8]) -> bool {
    let begins = |words: &[u8]| bytes.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
    begins(PROGRAM) || begins(FILLER)
}

/// Whether a text has visible signs of ASCII at both ends, as nearly every text has: then no white space is there.
pub fn are_visible(bytes: &[u8]) -> bool {
    matches!((bytes.first(), bytes.last()), (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic())
}

/// Whether a text says something, and nothing is remarkable at its ends: it is a text with visible signs there, and none of
/// the words that stand for no value.
#[inline(always)]
pub fn are_plain(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    first.is_ascii_graphic() && last.is_ascii_graphic() && !may_begin_no_value(*first, bytes)
}
