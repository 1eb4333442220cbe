//! Classifies strings by their length and their first and last byte.

// Called by readers for each string. A call would spill the vector registers that are in use there.
#![expect(clippy::inline_always)]

/// The prefix of a title that is in fact a file name: `microsoft word - `.
const WORD_PREFIX: &[u8] = b"microsoft word";

/// The beginning of filler text.
const FILLER: &[u8] = b"lorem ipsum";

/// The length in bytes of the longest placeholder.
const LONGEST_WORD: usize = 14;

/// For each ASCII character, a set of the lengths in bytes of the placeholders of rule `text/placeholder` that begin
/// with it in either case. The highest bit represents all greater lengths.
const LENGTHS: [u16; 128] = {
    const fn add(lengths: &mut [u16; 128], length: usize, firsts: &[u8]) {
        let mut at = 0;
        while at < firsts.len() {
            lengths[firsts[at].to_ascii_lowercase() as usize] |= 1 << length;
            lengths[firsts[at].to_ascii_uppercase() as usize] |= 1 << length;
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

/// Whether `bytes` may be a placeholder, judged by its length and first character. True for almost no string. Also true
/// for strings of at most the greatest length with surrounding whitespace.
pub fn may_be_placeholder(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    // ASCII whitespace, or the second byte of U+00A0.
    if bytes.len() <= LONGEST_WORD && (*first <= b' ' || *last <= b' ' || *last == 0xA0) {
        return true;
    }
    // The first byte of `无`.
    may_begin_placeholder(*first, bytes) || (*first == 0xE6 && bytes.len() == 3)
}

/// Whether a string with this first byte may be an ASCII placeholder without surrounding whitespace.
#[inline(always)]
fn may_begin_placeholder(first: u8, bytes: &[u8]) -> bool {
    let lengths = LENGTHS.get(usize::from(first)).copied().unwrap_or_default();
    lengths >> bytes.len().min(LONGEST_WORD + 1) & 1 != 0 && (bytes.len() <= LONGEST_WORD || has_long_prefix(bytes))
}

#[cold]
fn has_long_prefix(bytes: &[u8]) -> bool {
    let begins = |prefix: &[u8]| bytes.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    begins(WORD_PREFIX) || begins(FILLER)
}

/// Whether the first and the last byte are visible ASCII characters, and hence no whitespace. True for most strings.
pub fn has_visible_ends(bytes: &[u8]) -> bool {
    matches!((bytes.first(), bytes.last()), (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic())
}

/// Whether the first and the last byte are visible ASCII characters and the string cannot be a placeholder.
#[inline(always)]
pub fn has_plain_ends(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    first.is_ascii_graphic() && last.is_ascii_graphic() && !may_begin_placeholder(*first, bytes)
}
