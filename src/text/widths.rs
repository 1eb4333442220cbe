//! Maps offsets in decoded text to offsets in a file with characters of one to four bytes.
//!
//! The legacy encodings of East Asia have several spellings of a character, which may differ in length: in GB18030, the
//! euro sign is `A2 E3` or the single byte `80`. Encoding the text again would be slow and would not give the same
//! offsets, so the widths are recorded while the bytes are decoded.

use super::encoding::Encoding;
use encoding_rs::DecoderResult;

/// The widths of the characters of decoded text, as runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Widths(Vec<Run>);

/// Consecutive characters of equal width in the text and of equal width in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The offset of the first character in the text.
    text: u32,
    /// The offset of the first character in the file.
    file: u32,
    /// Bytes per character in the text.
    text_width: u8,
    /// Bytes per character in the file.
    file_width: u8,
}

impl Widths {
    /// Computes the widths of the characters of `text`, which was decoded from `bytes`.
    pub(super) fn of(encoding: Encoding, bytes: &[u8], text: &str) -> Self {
        let mut found = Self::default();
        let (mut at, mut file) = (0, 0);
        while let Some(step) = step(encoding, &bytes[file..], &text[at..]) {
            let letters = &text[at..at + step.written];
            // A byte that cannot be decoded is a character by itself. If a sequence decodes to two characters, both
            // have the offset of the sequence.
            let sole = if letters.is_ascii() { step.length / step.written } else { 0 };
            for (number, letter) in letters.char_indices() {
                let is_last = number + letter.len_utf8() == letters.len();
                let width = if is_last && sole == 0 { step.length } else { sole };
                found.push(at, file, letter.len_utf8(), width);
                at += letter.len_utf8();
                file += width;
            }
        }
        found
    }

    fn push(&mut self, text: usize, file: usize, text_width: usize, file_width: usize) {
        let (text_width, file_width) = (text_width as u8, file_width as u8);
        if self.0.last().is_none_or(|run| (run.text_width, run.file_width) != (text_width, file_width)) {
            self.0.push(Run { text: text as u32, file: file as u32, text_width, file_width });
        }
    }

    /// Converts an offset in the text to an offset in the file.
    pub(super) fn offset(&self, at: u32) -> u64 {
        let known = self.0.partition_point(|run| run.text <= at);
        let Some(run) = known.checked_sub(1).map(|last| self.0[last]) else { return 0 };
        let characters = (at - run.text) / u32::from(run.text_width);
        u64::from(run.file) + u64::from(characters) * u64::from(run.file_width)
    }
}

/// The lengths of a byte sequence and of its decoded text.
struct Step {
    /// Bytes in the file.
    length: usize,
    /// Bytes in the text.
    written: usize,
}

/// Decodes the byte sequence at the start of `bytes`; its text is at the start of `text`. `None` at the end.
/// ISO-2022-JP, whose sequences depend on the previous ones, is not supported.
fn step(encoding: Encoding, bytes: &[u8], text: &str) -> Option<Step> {
    if bytes.first()?.is_ascii() {
        return Some(Step { length: 1, written: 1 });
    }
    let mut decoder = encoding.decoder();
    // Large enough for the output of any sequence, so that the decoder never stops for lack of space.
    let mut buffer = [0; 32];
    // Feed bytes one by one until the decoder produces output.
    for (at, byte) in bytes.iter().enumerate() {
        let is_last = at + 1 == bytes.len();
        let (result, _, written) =
            decoder.decode_to_utf8_without_replacement(std::slice::from_ref(byte), &mut buffer, is_last);
        if written > 0 {
            return Some(Step { length: at + 1, written });
        }
        if let DecoderResult::Malformed(length, _) = result {
            // Each invalid byte is one ASCII character in the text.
            let length = usize::from(length);
            return Some(Step { length, written: length }).filter(|_| text.is_char_boundary(length));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::text::{Encoding, LineIndex};

    /// One label for each encoding of the Encoding Standard.
    const LABELS: [&str; 39] = [
        "utf-8",
        "ibm866",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "koi8-r",
        "koi8-u",
        "macintosh",
        "windows-874",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "x-mac-cyrillic",
        "gbk",
        "gb18030",
        "big5",
        "euc-jp",
        "shift_jis",
        "euc-kr",
        "utf-16be",
        "utf-16le",
        "x-user-defined",
        "iso-2022-jp",
    ];

    /// Returns the characters of a text with their offsets in `bytes`, computed sequence by sequence: the output for
    /// the shortest prefix that decodes begins at the offset of that prefix. Each invalid unit is `?`.
    fn one_by_one(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Vec<(char, u64)> {
        let unit = if encoding.name().starts_with("UTF-16") { 2 } else { 1 };
        let mut found = Vec::new();
        let mut start = 0;
        while start < bytes.len() {
            let mut length = 1;
            start += loop {
                let mut decoder = encoding.new_decoder_without_bom_handling();
                let mut text = String::with_capacity(64);
                let end = start + length;
                let is_last = end == bytes.len();
                let (result, _) = decoder.decode_to_string_without_replacement(&bytes[start..end], &mut text, is_last);
                if !text.is_empty() {
                    found.extend(text.chars().map(|letter| (letter, start as u64)));
                    break length;
                }
                if let encoding_rs::DecoderResult::Malformed(wrong, _) = result {
                    let places = (0..wrong / unit).map(|at| ('?', start as u64 + u64::from(at * unit)));
                    found.extend(places);
                    break usize::from(wrong);
                }
                length += 1;
            };
        }
        found
    }

    /// Decodes `bytes` and compares each character and its offset.
    fn check(label: &str, bytes: &[u8]) {
        let Some(encoding) = Encoding::named(label) else { return assert_eq!(label, "iso-2022-jp") };
        let decoded = encoding.decode(bytes, 0);
        let index = LineIndex::new(decoded.source("").chunk);
        let at = |(at, letter): (usize, char)| (letter, index.position(at as u32).offset);
        let found: Vec<(char, u64)> = decoded.text.char_indices().map(at).collect();
        let expected = one_by_one(encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label"), bytes);
        if found != expected {
            let differs = found.iter().zip(&expected).find(|(one, other)| one != other);
            panic!("{label}: {differs:?} in {:02X?}", &bytes[..bytes.len().min(40)]);
        }
        let end = index.position(decoded.text.len() as u32).offset;
        let is_odd = label.starts_with("utf-16") && bytes.len() % 2 == 1;
        assert!(is_odd || end == bytes.len() as u64, "{label}: ends at {end} of {}", bytes.len());
    }

    fn is_long(label: &str) -> bool {
        ["gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"].contains(&label)
    }

    #[test]
    fn offsets_of_single_bytes() {
        for label in LABELS.iter().filter(|label| **label != "utf-8") {
            for byte in 0..=u8::MAX {
                check(label, &[byte]);
                check(label, &[b'a', byte, b'b', byte]);
            }
            let all: Vec<u8> = (0..=u8::MAX).collect();
            check(label, &all);
        }
    }

    #[test]
    fn offsets_of_pairs_of_bytes() {
        for label in LABELS.iter().filter(|label| is_long(label) || label.starts_with("utf-16")) {
            for lead in 0..=u8::MAX {
                // All pairs on one line, where a sequence may run into the next, and each pair on its own line.
                let joined: Vec<u8> = (0..=u8::MAX).flat_map(|trail| [lead, trail]).collect();
                check(label, &joined);
                let apart: Vec<u8> = (0..=u8::MAX).flat_map(|trail| [lead, trail, b'\n', b'x']).collect();
                check(label, &apart);
            }
        }
    }

    #[test]
    fn offsets_of_longer_sequences() {
        // A linear congruential generator (Numerical Recipes), so that each run uses the same bytes.
        let mut state = 1_u32;
        let mut random = |from: u8, to: u8| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            from + ((state >> 16) % (u32::from(to - from) + 1)) as u8
        };
        for label in LABELS.iter().filter(|label| is_long(label) || label.starts_with("utf-16")) {
            for _ in 0..200 {
                let any: Vec<u8> = (0..200).map(|_| random(0, 0xFF)).collect();
                check(label, &any);
                let high: Vec<u8> = (0..200).map(|_| random(0x80, 0xFF)).collect();
                check(label, &high);
                let three: Vec<u8> = (0..60).flat_map(|_| [0x8F, random(0xA0, 0xFF), random(0xA0, 0xFF)]).collect();
                check(label, &three);
                let four = |_| [random(0x80, 0xFF), random(0x2F, 0x3A), random(0x80, 0xFF), random(0x2F, 0x3A)];
                let four: Vec<u8> = (0..50).flat_map(four).collect();
                check(label, &four);
                let cut = usize::from(random(0, 199));
                check(label, &four[..cut]);
            }
        }
    }

    #[test]
    fn offsets_of_characters_with_several_spellings() {
        let offsets = |label: &str, bytes: &[u8]| {
            check(label, bytes);
            let decoded = Encoding::named(label).expect("an encoding").decode(bytes, 0);
            let index = LineIndex::new(decoded.source("").chunk);
            decoded.text.char_indices().map(|(at, _)| index.position(at as u32).offset).collect::<Vec<_>>()
        };
        // The euro sign in one byte and in two.
        assert_eq!(offsets("gb18030", b"\x80a\xA2\xE3b\x80"), [0, 1, 2, 4, 5]);
        assert_eq!(offsets("gbk", b"\x80a\xA2\xE3b\n\xA2\xE3c"), [0, 1, 2, 4, 5, 6, 8]);
        // Two characters in one sequence.
        assert_eq!(offsets("big5", b"\x88\x62a\x88\xA3b"), [0, 0, 2, 3, 3, 5]);
        assert_eq!(offsets("euc-jp", b"\x8F\xB0\xA1\x8E\xB1a"), [0, 3, 5]);
    }

    #[test]
    fn offsets_far_into_a_line_are_fast() {
        let bytes = b"\x80a".repeat(200_000);
        let decoded = Encoding::named("gb18030").expect("an encoding").decode(&bytes, 7);
        let index = LineIndex::new(decoded.source("").chunk);
        for at in 0..200_000 {
            assert_eq!(index.position(4 * at).offset, 7 + 2 * u64::from(at));
        }
    }
}
