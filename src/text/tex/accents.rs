//! TeX accents and the letters that they form.

use unicode_normalization::char::compose;

/// Returns the combining character of an accent command whose name is a letter.
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

/// Returns the combining character and the spacing character of an accent command whose name is a symbol.
pub(crate) const fn symbol_accent(symbol: u8) -> Option<(char, &'static str)> {
    Some(match symbol {
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

/// Returns a letter with an accent, as one character if Unicode has it.
pub(crate) fn accented(letter: char, accent: char) -> String {
    compose(letter, accent).map_or_else(|| format!("{letter}{accent}"), String::from)
}
