//! UTF-16, told by the mark at its beginning (RFC 2781, section 3.2).

/// Bytes of the mark.
const MARK: usize = 2;

/// Whether a file begins with the mark of UTF-16, of either order.
pub(super) fn is_marked(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

/// A text that was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text behind the mark, up to what is wrong, if anything is.
    pub text: String,
    /// Where it begins in the file.
    pub base: u64,
    /// The byte of the file at which the text ends because what follows is no UTF-16; nothing where all of it was read.
    pub wrong: Option<u64>,
}

/// Decodes a file that is marked as UTF-16.
pub fn decode(bytes: &[u8]) -> Decoded {
    let is_little = bytes.starts_with(b"\xFF\xFE");
    let body = bytes.get(MARK..).unwrap_or_default();
    let pairs = body.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| {
        let pair = [pair[0], pair[1]];
        if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let mut text = String::with_capacity(body.len() / 2);
    let mut at = MARK as u64;
    for letter in char::decode_utf16(units) {
        // Half of a pair alone stands for no character.
        let Ok(letter) = letter else { return Decoded { text, base: MARK as u64, wrong: Some(at) } };
        text.push(letter);
        at += 2 * letter.len_utf16() as u64;
    }
    Decoded { text, base: MARK as u64, wrong: odd.then_some(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_are_read() {
        let little = decode(b"\xFF\xFEa\0\x42\x01\x3D\xD8\x00\xDE");
        assert_eq!((little.text.as_str(), little.base, little.wrong), ("ał😀", 2, None));
        let big = decode(b"\xFE\xFF\0a\x01\x42");
        assert_eq!((big.text.as_str(), big.wrong), ("ał", None));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let half = decode(b"\xFF\xFEa\0\x3D\xD8b\0");
        assert_eq!((half.text.as_str(), half.wrong), ("a", Some(4)));
        let odd = decode(b"\xFE\xFF\0ab");
        assert_eq!((odd.text.as_str(), odd.wrong), ("a", Some(4)));
        assert_eq!(decode(b"\xFF\xFE").text, "");
    }
}
