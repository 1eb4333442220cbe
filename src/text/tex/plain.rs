//! Conversion of TeX to plain text, if the meaning of each command is certain.

use super::{letter, letter_accent, symbol_accent};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Commands that print a letter or a symbol in text mode.
const CERTAIN: &[&str] = &[
    "AA",
    "AE",
    "DH",
    "DJ",
    "L",
    "NG",
    "O",
    "OE",
    "SS",
    "TH",
    "aa",
    "ae",
    "dh",
    "dj",
    "dots",
    "i",
    "j",
    "l",
    "ldots",
    "ng",
    "o",
    "oe",
    "ss",
    "th",
    "textellipsis",
    "textemdash",
    "textendash",
    "textquotedblleft",
    "textquotedblright",
    "textquoteleft",
    "textquoteright",
];

/// Commands that format the group after them.
const STYLES: &[&str] =
    &["emph", "textbf", "textit", "textmd", "textnormal", "textrm", "textsc", "textsf", "textsl", "texttt", "textup"];

/// Commands that format the rest of the group at whose start they are.
const DECLARATIONS: &[&str] = &["bf", "bfseries", "em", "it", "itshape", "sc", "scshape", "sl"];

/// Converts TeX to plain text in normalization form C. `None` if the meaning of a command is not certain.
pub(crate) fn plain(text: &str) -> Option<String> {
    if text.contains(['$', '~']) || text.contains("://") {
        return None;
    }
    let (mut found, mut depth, mut rest) = (String::with_capacity(text.len()), 0_usize, text);
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let (before, special) = rest.split_at(at);
        found.push_str(before);
        if let Some(after) = special.strip_prefix('{') {
            depth += 1;
            rest = skip_declaration(after);
        } else if let Some(after) = special.strip_prefix('}') {
            depth = depth.checked_sub(1)?;
            rest = after;
        } else {
            // `C:\o`
            if found.ends_with(':') {
                return None;
            }
            let is_group = before.is_empty() && text[..text.len() - special.len()].ends_with('{');
            rest = command(special.strip_prefix('\\')?, is_group, &mut found)?;
        }
    }
    found.push_str(rest);
    (depth == 0).then(|| found.nfc().collect())
}

/// Skips a formatting declaration at the start of a group.
fn skip_declaration(text: &str) -> &str {
    text.strip_prefix('\\')
        .and_then(|after| {
            let (name, after) = name(after);
            DECLARATIONS.contains(&name).then_some(after)?.strip_prefix(' ')
        })
        .unwrap_or(text)
}

/// Splits `text` after its leading ASCII letters.
fn name(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count())
}

/// Writes the output of the command after a backslash. Returns the text after the command.
fn command<'t>(text: &'t str, is_group: bool, found: &mut String) -> Option<&'t str> {
    let (name, after) = name(text);
    if name.is_empty() {
        let symbol = text.chars().next()?;
        let after = &text[symbol.len_utf8()..];
        if matches!(symbol, '&' | '%' | '#' | '_') {
            found.push(symbol);
            return Some(after);
        }
        let (accent, _) = symbol_accent(u8::try_from(symbol).ok()?)?;
        let is_bare = !is_group && !after.starts_with(['{', '\\']);
        if is_bare && (symbol == '\'' && is_apostrophe(found, after)) {
            return None;
        }
        return accent_on(after, accent, found);
    }
    if STYLES.contains(&name) {
        return after.starts_with('{').then_some(after);
    }
    if let Some(accent) = letter_accent(name.as_bytes()) {
        return if after.starts_with('{') {
            accent_on(after, accent, found)
        } else {
            is_group.then(|| after.strip_prefix(' '))?.and_then(|after| accent_on(after, accent, found))
        };
    }
    found.push_str(CERTAIN.contains(&name).then(|| letter(name))??);
    if let Some(after) = after.strip_prefix("{}").or_else(|| after.strip_prefix(' ')) {
        return Some(after);
    }
    // The closing brace of a group that begins with the command.
    (is_group && after.starts_with('}')).then_some(after)
}

/// Writes one letter, with or without braces, with an accent. `None` unless Unicode has both as one character. Returns
/// the text after the letter.
fn accent_on<'t>(text: &'t str, accent: char, found: &mut String) -> Option<&'t str> {
    let inner = text.strip_prefix('{');
    let base = inner.unwrap_or(text);
    let (base, after) = match base.strip_prefix('\\').map(name) {
        Some(("i", after)) => ('i', after),
        Some(("j", after)) => ('j', after),
        Some(_) => return None,
        None => {
            let letter = base.chars().next()?;
            (letter, &base[letter.len_utf8()..])
        }
    };
    found.push(compose(base, accent)?);
    if inner.is_some() { after.strip_prefix('}') } else { Some(after) }
}

/// Whether `\'` between `before` and `after` is an escaped apostrophe, as in `l\'an`, `it\'s`, `O\'Neill`,
/// `dell\'arte`.
fn is_apostrophe(before: &str, after: &str) -> bool {
    // No word in the lists has more than two letters.
    const ENOUGH: usize = 3;
    let is_letter = |letter: &char| letter.is_alphabetic();
    let length = |letters: &mut dyn Iterator<Item = char>| -> usize { letters.take(ENOUGH).map(char::len_utf8).sum() };
    let word = &before[before.len() - length(&mut before.chars().rev().take_while(is_letter))..];
    let end = length(&mut after.chars().take_while(is_letter));
    let word = word.to_lowercase();
    let is_elided =
        ["l", "d", "n", "c", "j", "m", "t", "s", "o", "qu"].contains(&word.as_str()) || word.ends_with("ll");
    let is_capital = !word.is_empty() && after.starts_with(char::is_uppercase);
    // `Iva\'kov`: an apostrophe for the Cyrillic soft sign, before letters that rarely have an acute accent.
    let is_soft_sign =
        !word.is_empty() && after.starts_with(['b', 'd', 'f', 'g', 'h', 'j', 'k', 'm', 'p', 'q', 't', 'v', 'x']);
    is_elided || is_capital || is_soft_sign || ["s", "m", "d", "t", "re", "ll", "ve"].contains(&&after[..end])
}

/// Returns the position of the first `\'` in a text that is an apostrophe and not an acute accent.
pub(crate) fn escaped_apostrophe(text: &str) -> Option<usize> {
    text.match_indices("\\'").map(|(at, _)| at).find(|at| escapes_apostrophe(text, *at))
}

/// Whether the `\'` at `at` is within a word, and an apostrophe and not an acute accent, as in `Gus\'kov`. It is one before
/// letters that have no acute accent in any language, and before `k`, which has one only after a vowel.
pub(crate) fn escapes_apostrophe(text: &str, at: usize) -> bool {
    let is_consonant = |letter: char| letter.is_alphabetic() && !"aeiouyAEIOUY".contains(letter);
    let before = text[..at].chars().next_back();
    match text[at + 2..].chars().next() {
        Some('k') => before.is_some_and(is_consonant),
        Some(letter) => before.is_some_and(char::is_alphabetic) && "bdfhjqtvx".contains(letter),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_commands_are_converted() {
        for (text, expected) in [
            (r"G{\'o}ra G\'{o}ra G\'ora Jos\'e", "Góra Góra Góra José"),
            (r#"M\"{u}ller {\"U}bung \'{\i} {\v c} \v{s}"#, "Müller Übung í č š"),
            (r"stra{\ss}e stra\ss e \L{}ask {\o}", "straße straße Łask ø"),
            (r"R\&D 5\% \emph{Pan {T}adeusz} {\em x}", "R&D 5% Pan Tadeusz x"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn uncertain_commands_are_not_converted() {
        for text in [
            r"C:\new R\&D",
            r"C:\o R\&D",
            r"R\&D \",
            r"R\&D $x$",
            r"\emph{x",
            r"x} \&",
            r"\d{3}",
            r"\u{e9}",
            r"it\'s l\'an",
            r"l\'an",
            r"we\'re",
            r"o\'clock",
            r"O\'Neill",
            r"dell\'arte",
            r#"\"Otto\" said"#,
            r"\textcolor{red}{x} \&",
            r"\alpha{} \&",
            r"http://x.org/a\_b",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
