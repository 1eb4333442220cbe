//! Accents of TeX, and the letters that they make.

use unicode_normalization::char::compose;

/// Accents whose command is a letter, and the character that combines.
pub(crate) const fn letter_accent(name: &[u8]) -> Option<char> {
    Some(match name {
        b"u" => '\u{306}',
        b"v" => '\u{30C}',
        b"H" => '\u{30B}',
        b"c" => '\u{327}',
        b"d" => '\u{323}',
        b"b" => '\u{331}',
        b"r" => '\u{30A}',
        b"k" => '\u{328}',
        b"t" => '\u{361}',
        _ => return None,
    })
}

/// Accents whose command is a sign: the character that combines, and the sign that stands alone.
pub(crate) const fn sign_accent(sign: u8) -> Option<(char, &'static str)> {
    Some(match sign {
        b'\'' => ('\u{301}', "´"),
        b'`' => ('\u{300}', "`"),
        b'^' => ('\u{302}', "^"),
        b'"' => ('\u{308}', "¨"),
        b'~' => ('\u{303}', "~"),
        b'=' => ('\u{304}', "¯"),
        b'.' => ('\u{307}', "˙"),
        _ => return None,
    })
}

/// A letter with its accent: one character where Unicode has it.
pub(crate) fn accented(letter: char, accent: char) -> String {
    compose(letter, accent).map_or_else(|| format!("{letter}{accent}"), String::from)
}
