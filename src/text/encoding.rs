//! Decoding of other encodings than UTF-8, and of invalid bytes, such that positions refer to the file's own bytes.

use super::utf32::{self, Order};
use super::{Decoded, REPLACEMENT, Units, Widths, WrongByte};
use encoding_rs::{DecoderResult, EncoderResult};
use std::borrow::Cow;

/// An encoding of the WHATWG Encoding Standard, in which `iso-8859-1` is a label of `windows-1252`; or UTF-32, which is
/// not part of the standard. For UTF-32, the first field is the standard's `replacement` encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding, Option<Order>);

impl Encoding {
    /// Windows encoding for Western Europe.
    pub const WINDOWS_1252: Encoding = Encoding(&encoding_rs::WINDOWS_1252_INIT, None);
    /// Windows encoding for Central Europe.
    pub const WINDOWS_1250: Encoding = Encoding(&encoding_rs::WINDOWS_1250_INIT, None);
    /// ISO encoding for Central Europe.
    pub const ISO_8859_2: Encoding = Encoding(&encoding_rs::ISO_8859_2_INIT, None);

    /// Returns the encoding with this label. `None` for an unknown label, and for ISO-2022-JP, in which the bytes of a
    /// character depend on the text before it.
    pub fn named(label: &str) -> Option<Self> {
        let found = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        (found != encoding_rs::ISO_2022_JP).then_some(Self(found, None))
    }

    /// Returns its name in the standard.
    pub fn name(self) -> &'static str {
        self.1.map_or_else(|| self.0.name(), Order::name)
    }

    /// Detects the encoding of a file that begins with `bytes`: by the byte order mark of UTF-16 or UTF-32; by the
    /// position of the zero bytes, since JSON (RFC 4627, section 3) and BibTeX begin with two ASCII characters; or by
    /// an XML declaration. Returns `None` for UTF-8.
    pub fn detected(bytes: &[u8]) -> Option<Self> {
        if let Some(order) = Order::of(bytes) {
            return Some(Self(encoding_rs::REPLACEMENT, Some(order)));
        }
        match bytes {
            [0xFF, 0xFE, ..] | [b'{' | b'[' | b'"' | b'@' | b'%', 0, 1..=0x7F, 0, ..] | [b'<', 0, b'?', 0, ..] => {
                Some(Self(encoding_rs::UTF_16LE, None))
            }
            [0xFE, 0xFF, ..] | [0, b'{' | b'[' | b'"' | b'@' | b'%', 0, 1..=0x7F, ..] | [0, b'<', 0, b'?', ..] => {
                Some(Self(encoding_rs::UTF_16BE, None))
            }
            [b'<', b'?', b'x', b'm', b'l', rest @ ..] => Self::declared(rest),
            [b'%' | b'T', ..] => Self::in_comment(bytes),
            _ => None,
        }
    }

    /// Returns the encoding named in an XML declaration, given the bytes after `<?xml`. A declared UTF-16 is ignored:
    /// if the declaration could be read as ASCII, the file is not UTF-16.
    fn declared(bytes: &[u8]) -> Option<Self> {
        const LONGEST: usize = 200;
        let head = &bytes[..bytes.len().min(LONGEST)];
        let head = &head[..memchr::memmem::find(head, b"?>")?];
        let rest = head[memchr::memmem::find(head, b"encoding")? + 8..].trim_ascii_start();
        let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
        let (quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let label = std::str::from_utf8(&rest[..memchr::memchr(*quote, rest)?]).ok()?;
        Self::named(label).filter(|found| !found.is_utf8() && !found.is_utf16())
    }

    /// Returns the encoding that a comment in the first lines of a BibTeX file declares: JabRef's `% Encoding: Cp1252` with
    /// a Java name, Emacs' `% -*- coding: latin-1-unix -*-` with an Emacs name, or `% !TeX encoding = latin1` of TeX
    /// editors. If the file is valid UTF-8 nevertheless, another program saved it, and the comment is ignored.
    fn in_comment(bytes: &[u8]) -> Option<Self> {
        const MAX_LINES: usize = 5;
        let mut lines =
            bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty()).take(MAX_LINES);
        let name = lines.find_map(|line| label_in_comment(std::str::from_utf8(line).ok()?))?;
        let found = Self::named(&standard_label(&name)).filter(|found| !found.is_utf8() && !found.is_utf16())?;
        simdutf8::basic::from_utf8(bytes).is_err().then_some(found)
    }

    /// Whether every byte below 128 is an ASCII character at any position.
    pub fn keeps_ascii(self) -> bool {
        self.0.is_single_byte() || self.is_utf8()
    }

    /// Whether the bytes of a line end occur in no other character.
    pub fn keeps_lines(self) -> bool {
        !self.is_utf16() && self.1.is_none()
    }

    /// Whether it is UTF-8.
    pub fn is_utf8(self) -> bool {
        self.0 == encoding_rs::UTF_8
    }

    fn is_utf16(self) -> bool {
        self.0 == encoding_rs::UTF_16LE || self.0 == encoding_rs::UTF_16BE
    }

    fn units(self) -> Units {
        match self.0 {
            _ if self.1.is_some() => Units::Utf32,
            _ if self.is_utf8() => Units::Utf8,
            _ if self.is_utf16() => Units::Utf16,
            encoding if encoding.is_single_byte() => Units::Single,
            _ => Units::Multiple(self),
        }
    }

    /// Decodes `bytes`, which begin at offset `base` of their file.
    pub fn decode(self, bytes: &[u8], base: u64) -> Decoded<'static> {
        if let Some(order) = self.1 {
            let mark = order.mark(bytes);
            let (text, wrong) = order.decode(&bytes[mark..]);
            let text = Cow::Owned(text);
            let (encoding, base, units) = (Some(self), base + mark as u64, self.units());
            return Decoded { text, encoding, base, units, widths: None, wrong };
        }
        let is_marked = self.is_utf16() && matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
        let mark = if is_marked { 2 } else { 0 };
        let mut rest = &bytes[mark..];
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(rest.len() + rest.len() / 2);
        let mut wrong = Vec::new();
        let mut done = mark;
        loop {
            let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
            rest = &rest[read..];
            done += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => text.reserve(rest.len().max(16) * 3),
                DecoderResult::Malformed(length, after) => {
                    let from = done - usize::from(length) - usize::from(after);
                    let byte = bytes.get(from).copied().unwrap_or_default();
                    wrong.push(WrongByte { at: text.len() as u32, byte });
                    // An incomplete unit at the end of UTF-16 is too short for a replacement.
                    let units = if self.is_utf16() { length / 2 } else { length };
                    text.extend(std::iter::repeat_n(REPLACEMENT, usize::from(units)));
                }
            }
        }
        let units = self.units();
        let widths = matches!(units, Units::Multiple(_)).then(|| Widths::of(self, &bytes[mark..], &text));
        let (encoding, base) = (Some(self), base + mark as u64);
        Decoded { text: Cow::Owned(text), encoding, base, units, widths, wrong }
    }

    /// Decodes `bytes`. `None` if any of them is invalid.
    pub fn text_of(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        if let Some(order) = self.1 {
            let (text, wrong) = order.decode(bytes);
            return wrong.is_empty().then_some(Cow::Owned(text));
        }
        self.0.decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// Encodes `text`. `None` if the encoding lacks one of its characters.
    pub fn bytes_of(self, text: &str) -> Option<Vec<u8>> {
        if let Some(order) = self.1 {
            return Some(order.encode(text));
        }
        if self.is_utf16() {
            // The encoder of the standard would write UTF-8 instead.
            let is_little = self.0 == encoding_rs::UTF_16LE;
            let bytes = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            return Some(text.encode_utf16().flat_map(bytes).collect());
        }
        let (bytes, _, is_lossy) = self.0.encode(text);
        // The encoder writes missing characters as HTML entities, and reports that.
        (!is_lossy).then(|| bytes.into_owned())
    }

    /// Returns a decoder for input that starts at the first byte of a character.
    pub(super) fn decoder(self) -> encoding_rs::Decoder {
        self.0.new_decoder_without_bom_handling()
    }

    /// Returns the number of bytes that the encoder writes for `text`. A file may have longer or shorter spellings; see
    /// [`Widths`].
    pub(super) fn length(self, text: &str) -> u64 {
        if self.1.is_some() {
            return (utf32::WIDTH * text.chars().count()) as u64;
        }
        let mut encoder = self.0.new_encoder();
        let (mut total, mut rest, mut buffer) = (0, text, [0; 1024]);
        loop {
            let (result, read, written) = encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
            total += written as u64;
            rest = &rest[read..];
            match result {
                EncoderResult::InputEmpty => return total,
                EncoderResult::OutputFull => {}
                // JIS X 0212: EUC-JP decodes these characters, of three bytes, but does not encode them.
                EncoderResult::Unmappable(_) => total += 3,
            }
        }
    }
}

/// Returns the encoding named in a comment line, in lower case.
fn label_in_comment(line: &str) -> Option<String> {
    let line = line.trim_start().trim_start_matches('%').trim().to_ascii_lowercase();
    let of_tex = || line.strip_prefix("!tex")?.trim_start().strip_prefix("encoding")?.trim_start().strip_prefix('=');
    // GNU Emacs Manual, "Specifying File Variables": pairs between two `-*-`, separated by semicolons.
    let of_emacs = || {
        let (pairs, _) = line.split_once("-*-")?.1.split_once("-*-")?;
        pairs.split(';').find_map(|pair| pair.trim_start().strip_prefix("coding:"))
    };
    let name = line.strip_prefix("encoding:").or_else(of_tex).or_else(of_emacs)?;
    Some(name.trim().to_owned())
}

/// Returns the Encoding Standard's label for an encoding name of Java or Emacs, in lower case.
fn standard_label(name: &str) -> String {
    /// The parts of ISO 8859 by the numbers of their Latin alphabets.
    const LATIN: [(&str, u8); 11] = [
        ("0", 15),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 4),
        ("5", 9),
        ("6", 10),
        ("7", 13),
        ("8", 14),
        ("9", 15),
        ("10", 16),
    ];
    // Emacs' suffixes for line ends.
    let name = ["-unix", "-dos", "-mac"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let latin = name.strip_prefix("iso-latin-").or_else(|| name.strip_prefix("latin-"));
    let part = latin.and_then(|number| LATIN.iter().find(|(known, _)| *known == number));
    match (part, name.strip_prefix("cp"), name.strip_prefix("iso8859_")) {
        (Some((_, part)), ..) => format!("iso-8859-{part}"),
        (_, Some(number), _) => format!("windows-{number}"),
        (.., Some(part)) => format!("iso-8859-{part}"),
        _ if matches!(name, "macroman" | "mac-roman") => "macintosh".to_owned(),
        _ => name.replace('_', "-"),
    }
}

/// Decodes `bytes` as UTF-8, with `?` for each invalid byte.
pub fn decode_lossy(bytes: &[u8], base: u64) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len());
    let mut wrong = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            wrong.push(WrongByte { at: text.len() as u32, byte: *byte });
            text.push(REPLACEMENT);
        }
    }
    Decoded { text: Cow::Owned(text), encoding: None, base, units: Units::Utf8, widths: None, wrong }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;

    fn read(label: &str, bytes: &[u8]) -> Decoded<'static> {
        Encoding::named(label).expect("an encoding").decode(bytes, 0)
    }

    #[test]
    fn a_comment_in_bibtex_names_the_encoding() {
        let name = |bytes: &[u8]| Encoding::detected(bytes).map(Encoding::name);
        for (head, expected) in [
            ("% Encoding: Cp1252", Some("windows-1252")),
            ("% Encoding: ISO8859_1", Some("windows-1252")),
            ("% Encoding: ISO8859_2", Some("ISO-8859-2")),
            ("% This file was created with JabRef 2.9.\r\n% Encoding: windows-1250", Some("windows-1250")),
            ("This file was created with JabRef 2.6.\nEncoding: Cp1250", Some("windows-1250")),
            ("% Encoding: MacRoman", Some("macintosh")),
            ("% -*- coding: latin-1 -*-", Some("windows-1252")),
            ("% -*- coding: latin-9-unix -*-", Some("ISO-8859-15")),
            ("%% -*- mode: bibtex; coding: iso-latin-2-dos; -*-", Some("ISO-8859-2")),
            ("% -*- mode: BibTeX; Coding: cp1250 -*-", Some("windows-1250")),
            ("% !TeX encoding = latin1", Some("windows-1252")),
            ("% -*- coding: utf-8-unix -*-", None),
            ("% -*- mode: bibtex -*-", None),
            ("% coding: latin-1", None),
            ("% Encoding: UTF-8", None),
            ("% Encoding: none", None),
            ("% encoded by hand", None),
        ] {
            let mut bytes = format!("{head}\n@book{{a, title = {{").into_bytes();
            assert_eq!(name(&bytes), None, "only ASCII: {head}");
            bytes.extend(b"\xFCber}}");
            assert_eq!(name(&bytes), expected, "{head}");
        }
        assert_eq!(name("% Encoding: Cp1252\n@book{a, title = {über}}".as_bytes()), None, "it is UTF-8");
    }

    #[test]
    fn utf_16_is_detected_by_its_mark_or_as_json() {
        let name = |bytes: &[u8]| Encoding::detected(bytes).map(Encoding::name);
        assert_eq!(name(b"\xFF\xFEa\0"), Some("UTF-16LE"));
        assert_eq!(name(b"\xFE\xFF\0a"), Some("UTF-16BE"));
        assert_eq!(name(b"{\0\"\0a\0"), Some("UTF-16LE"));
        assert_eq!(name(b"\0[\0{"), Some("UTF-16BE"));
        assert_eq!(name(b"{\"a\":1}"), None);
        assert_eq!(name(b"{\0\0\0\"\0\0\0"), Some("UTF-32LE"));
        assert_eq!(name(b"\0\0\0[\0\0\0{"), Some("UTF-32BE"));
        assert_eq!(name(b"\xFF\xFE\0\0a\0\0\0"), Some("UTF-32LE"));
        assert_eq!(name(b"\0\0\xFE\xFF\0\0\0a"), Some("UTF-32BE"));
        assert_eq!(name(b"\xFF\xFE\0\0"), Some("UTF-32LE"));
        assert_eq!(name(b"\xFF\xFE\0a"), Some("UTF-16LE"));
    }

    #[test]
    fn xml_declares_its_encoding() {
        let name = |bytes: &[u8]| Encoding::detected(bytes).map(Encoding::name);
        assert_eq!(name(b"<?xml version='1.0' encoding = \"ISO-8859-2\"?><a/>"), Some("ISO-8859-2"));
        assert_eq!(name(b"<?xml version='1.0' encoding='us-ascii'?>"), Some("windows-1252"));
        assert_eq!(name(b"<?xml version='1.0' encoding='utf-8'?>"), None);
        assert_eq!(name(b"<?xml version='1.0' encoding='utf-16'?>"), None);
        assert_eq!(name(b"<?xml version='1.0'?><a encoding='latin1'/>"), None);
        assert_eq!(name(b"<\0?\0x\0m\0l\0"), Some("UTF-16LE"));
        assert_eq!(name(b"<?xml encoding='latin1"), None);
    }

    #[test]
    fn both_orders_of_utf_16_are_read() {
        let little = read("utf-16le", b"\xFF\xFEa\0\x42\x01\x3D\xD8\x00\xDE");
        assert_eq!((little.text.as_ref(), little.base, little.wrong.len()), ("ał😀", 2, 0));
        let big = read("utf-16be", b"\0a\x01\x42");
        assert_eq!((big.text.as_ref(), big.base), ("ał", 0));
    }

    #[test]
    fn errors_in_utf_16_have_a_position() {
        let half = read("utf-16le", b"\xFF\xFEa\0\x3D\xD8b\0");
        assert_eq!((half.text.as_ref(), half.wrong), ("a?b", vec![WrongByte { at: 1, byte: 0x3D }]));
        let odd = read("utf-16be", b"\xFE\xFF\0ab");
        assert_eq!((odd.text.as_ref(), odd.wrong), ("a", vec![WrongByte { at: 1, byte: b'b' }]));
    }

    /// Returns the offset in the file of each character of its text.
    fn offsets(decoded: &Decoded<'_>) -> Vec<u64> {
        let index = LineIndex::new(decoded.source("").chunk);
        decoded.text.char_indices().map(|(at, _)| index.position(at as u32).offset).collect()
    }

    #[test]
    fn offsets_are_those_of_the_file() {
        let latin = read("latin1", b"caf\xE9 \xFCber");
        assert_eq!(latin.text, "café über");
        assert_eq!(offsets(&latin), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        let polish = read("windows-1250", b"\xB9\xEA\n\x9Cz");
        assert_eq!(polish.text, "ąę\nśz");
        assert_eq!(offsets(&polish), [0, 1, 2, 3, 4]);
        let japanese = read("shift_jis", b"\x93\xFA\x96{x\xB1");
        assert_eq!(japanese.text, "日本xｱ");
        assert_eq!(offsets(&japanese), [0, 2, 4, 5]);
        let chinese = read("gb18030", b"\xD6\xD0\x81\x30\x84\x36a");
        assert_eq!(offsets(&chinese), [0, 2, 6]);
        let rare = read("euc-jp", b"a\x8F\xB0\xA1b");
        assert_eq!((offsets(&rare), rare.wrong.len()), (vec![0, 1, 4], 0));
    }

    #[test]
    fn utf_32_is_read_and_written() {
        let little = Encoding::detected(b"\xFF\xFE\0\0").expect("a mark");
        let read = little.decode(b"\xFF\xFE\0\0a\0\0\0\x42\x01\0\0\0\xF6\x01\0", 0);
        assert_eq!((read.text.as_ref(), read.base, read.wrong.len()), ("a\u{142}\u{1F600}", 4, 0));
        assert_eq!(offsets(&read), [4, 8, 12]);
        assert_eq!(little.bytes_of("\u{142}"), Some(vec![0x42, 1, 0, 0]));
        let big = Encoding::detected(b"\0\0\xFE\xFF").expect("a mark");
        // A surrogate, a value beyond the last character, and an incomplete character.
        let wrong = big.decode(b"\0\0\xFE\xFF\0\0\xD8\0\0\0\0a\0\x11\0\0\0\0", 0);
        assert_eq!(wrong.text, "?a?");
        let places: Vec<_> = wrong.wrong.iter().map(|one| one.at).collect();
        assert_eq!(places, [0, 2, 3]);
        assert_eq!(Encoding::named("utf-32"), None);
    }

    #[test]
    fn invalid_utf_8_is_replaced_byte_by_byte() {
        let decoded = decode_lossy(b"za\xBF\xF3 \xC4\x85 \xE2\x82", 7);
        assert_eq!((decoded.text.as_ref(), decoded.base), ("za?? ą ??", 7));
        let wrong: Vec<_> = decoded.wrong.iter().map(|one| (one.at, one.byte)).collect();
        assert_eq!(wrong, [(2, 0xBF), (3, 0xF3), (8, 0xE2), (9, 0x82)]);
    }

    #[test]
    fn encodings_without_positions_are_unknown() {
        assert_eq!(Encoding::named("iso-2022-jp"), None);
        assert_eq!(Encoding::named("utf-7"), None);
        assert_eq!(Encoding::named(" Latin1 ").map(Encoding::name), Some("windows-1252"));
    }
}
