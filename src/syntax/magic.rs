//! Detection of files that are not text, by their first bytes, as in `file`.

use super::Reason;

/// The number of bytes of a container that are searched for the names of its parts.
const PROBE: usize = 1 << 16;

/// First bytes of files and their meaning. For containers of several kinds, see [`by_content`].
const SIGNATURES: &[(&[u8], &Reason)] = &[
    (b"%PDF-", &Reason::PDF),
    (b"{\\rtf", &Reason::RTF),
    (b"BZh", &Reason::BZIP2),
    (b"\xFD7zXZ\0", &Reason::XZ),
    (b"7z\xBC\xAF\x27\x1C", &Reason::SEVEN_ZIP),
    (b"Rar!\x1A\x07", &Reason::RAR),
    (b"SQLite format 3\0", &Reason::DATABASE),
    (b"\x89PNG\r\n\x1A\n", &Reason::IMAGE),
    (b"\xFF\xD8\xFF", &Reason::IMAGE),
    (b"GIF87a", &Reason::IMAGE),
    (b"GIF89a", &Reason::IMAGE),
];

/// A ZIP archive, an empty one, and a split one.
const ZIP: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
/// A Microsoft compound file: the Office formats before 2007.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// bzip2: the digit of the block size is followed by the digits of pi.
const BZIP2_BLOCK: &[u8] = b"1AY&SY";
/// The offset and the bytes of the signature of a tar archive.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// Returns the reason why a file that begins with `bytes` is not read. `None` if it may be text.
pub fn by_content(name: &str, bytes: &[u8]) -> Option<&'static Reason> {
    let head = &bytes[..bytes.len().min(PROBE)];
    if ZIP.iter().any(|signature| head.starts_with(signature)) {
        return Some(in_zip(name, head));
    }
    if head.starts_with(COMPOUND) {
        return Some(in_compound(name, head));
    }
    if head.get(TAR.0..).is_some_and(|rest| rest.starts_with(TAR.1)) {
        return Some(&Reason::TAR);
    }
    let (_, reason) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature))?;
    let is_bzip2 = || head.get(4..).is_some_and(|rest| rest.starts_with(BZIP2_BLOCK));
    Some(*reason).filter(|reason| **reason != Reason::BZIP2 || is_bzip2())
}

/// Determines the kind of a ZIP archive by the names of its first parts.
fn in_zip(name: &str, head: &[u8]) -> &'static Reason {
    const PARTS: &[(&[u8], &Reason)] = &[
        (b"opendocument.spreadsheet", &Reason::CALC),
        (b"mimetypeapplication/", &Reason::DOCUMENT),
        (b"xl/", &Reason::EXCEL),
        (b"word/", &Reason::WORD),
        (b"ppt/", &Reason::DOCUMENT),
    ];
    let found = PARTS.iter().find(|(part, _)| memchr::memmem::find(head, part).is_some());
    found.map(|(_, reason)| *reason).or_else(|| by_extension(name)).unwrap_or(&Reason::ZIP)
}

/// Determines the kind of a compound file by the names of its streams, in UTF-16.
fn in_compound(name: &str, head: &[u8]) -> &'static Reason {
    const STREAMS: &[(&[u8], &Reason)] =
        &[(b"W\0o\0r\0k\0b\0o\0o\0k\0", &Reason::EXCEL), (b"W\0o\0r\0d\0D\0o\0c\0", &Reason::WORD)];
    let found = STREAMS.iter().find(|(stream, _)| memchr::memmem::find(head, stream).is_some());
    found.map(|(_, reason)| *reason).or_else(|| by_extension(name)).unwrap_or(&Reason::DOCUMENT)
}

/// Determines the kind of a container by the extension of the file.
fn by_extension(name: &str) -> Option<&'static Reason> {
    match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "xlsx" | "xlsm" | "xlsb" | "xls" => Some(&Reason::EXCEL),
        "ods" => Some(&Reason::CALC),
        "docx" | "docm" | "doc" => Some(&Reason::WORD),
        "odt" | "pptx" | "ppt" | "odp" | "epub" => Some(&Reason::DOCUMENT),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_are_recognised() {
        let cases: &[(&str, &[u8], Option<&Reason>)] = &[
            ("a", b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", Some(&Reason::EXCEL)),
            ("a", b"PK\x03\x04....[Content_Types].xml....word/document.xml", Some(&Reason::WORD)),
            ("a", b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Some(&Reason::CALC)),
            ("a", b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", Some(&Reason::DOCUMENT)),
            ("a.zip", b"PK\x03\x04....a.json", Some(&Reason::ZIP)),
            ("A.XLSX", b"PK\x03\x04....", Some(&Reason::EXCEL)),
            ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", Some(&Reason::EXCEL)),
            ("a", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0d\0D\0o\0c\0", Some(&Reason::WORD)),
            ("a", b"BZh91AY&SY..", Some(&Reason::BZIP2)),
            ("a.txt", b"BZh is a word", None),
            ("a", b"\xFD7zXZ\0..", Some(&Reason::XZ)),
            ("a", b"%PDF-1.7", Some(&Reason::PDF)),
            ("a.json", b"{\"a\": 1}", None),
            ("a", b"", None),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(by_content(name, bytes), *expected, "{name}: {}", String::from_utf8_lossy(bytes));
        }
    }
}
