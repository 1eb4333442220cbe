//! What the first and the last sign of a text and its length tell of it.

/// `microsoft word - `, with which the name of a file begins that became a title.
const PROGRAM: &[u8] = b"microsoft word";

/// The longest of the words that stand for no value.
const LONGEST_WORD: usize = 14;

/// For each length in bytes the first signs of the words that are so long and stand for no value (those of
/// `text/placeholder`), a bit each, whatever their case.
const FIRSTS: [u128; LONGEST_WORD + 1] = {
    const fn bits(signs: &[u8]) -> u128 {
        let (mut bits, mut at) = (0, 0);
        while at < signs.len() {
            bits |= 1 << signs[at] | 1 << signs[at].to_ascii_uppercase();
            at += 1;
        }
        bits
    }
    let mut firsts = [0; LONGEST_WORD + 1];
    firsts[1] = bits(b"-.");
    firsts[3] = bits(b"nxt");
    firsts[4] = bits(b"nb:(");
    (firsts[5], firsts[6], firsts[7]) = (bits(b":("), bits(b":("), bits(b":("));
    (firsts[8], firsts[9]) = (bits(b"u"), bits(b"u"));
    firsts[11] = bits(b"l");
    firsts
};

/// Whether a text may be one of the words that stand for no value, as nearly none is: it is as long as one and begins so.
/// Blanks around it make it longer.
pub fn may_be_no_value(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if bytes.len() > LONGEST_WORD {
        return matches!(first, b'm' | b'M')
            && bytes.get(..PROGRAM.len()).is_some_and(|head| head.eq_ignore_ascii_case(PROGRAM));
    }
    // A blank of ASCII, or the second byte of U+00A0.
    if *first <= b' ' || *last <= b' ' || *last == 0xA0 {
        return true;
    }
    // The first byte of `无`.
    if first.is_ascii() { FIRSTS[bytes.len()] >> first & 1 != 0 } else { *first == 0xE6 && bytes.len() == 3 }
}

/// Whether a text has visible signs of ASCII at both ends, as nearly every text has: then no white space is there.
pub fn are_visible(bytes: &[u8]) -> bool {
    matches!((bytes.first(), bytes.last()), (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic())
}

/// Whether a text says something, and nothing is remarkable at its ends: it is a text with visible signs there, and none of
/// the words that stand for no value.
pub fn are_plain(bytes: &[u8]) -> bool {
    are_visible(bytes) && !may_be_no_value(bytes)
}
