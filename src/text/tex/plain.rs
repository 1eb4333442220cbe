//! The plain text of a text in which each command is certain.

use super::{letter, letter_accent, sign_accent};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Commands that print a letter or a sign within text; those of mathematics are not among them.
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

/// Commands that only say how the group behind them looks.
const STYLES: &[&str] =
    &["emph", "textbf", "textit", "textmd", "textnormal", "textrm", "textsc", "textsf", "textsl", "texttt", "textup"];

/// Commands that only say how the rest of the group looks which they begin.
const DECLARATIONS: &[&str] = &["bf", "bfseries", "em", "it", "itshape", "sc", "scshape", "sl"];

/// What a text says without its TeX, in normalization form C; nothing where any of it is not certain.
pub(crate) fn plain(text: &str) -> Option<String> {
    if text.contains(['$', '~']) || text.contains("://") {
        return None;
    }
    let (mut found, mut depth, mut rest) = (String::with_capacity(text.len()), 0_usize, text);
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let (before, special) = rest.split_at(at);
        found.push_str(before);
        if let Some(behind) = special.strip_prefix('{') {
            depth += 1;
            rest = declared(behind);
        } else if let Some(behind) = special.strip_prefix('}') {
            depth = depth.checked_sub(1)?;
            rest = behind;
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

/// What follows the command of style with which a group may begin.
fn declared(text: &str) -> &str {
    text.strip_prefix('\\')
        .and_then(|behind| {
            let (name, behind) = name(behind);
            DECLARATIONS.contains(&name).then_some(behind)?.strip_prefix(' ')
        })
        .unwrap_or(text)
}

/// The letters with which a text begins, and what follows them.
fn name(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count())
}

/// Writes what the command behind a backslash prints; gives what follows it.
fn command<'t>(text: &'t str, is_group: bool, found: &mut String) -> Option<&'t str> {
    let (name, behind) = name(text);
    if name.is_empty() {
        let sign = text.chars().next()?;
        let behind = &text[sign.len_utf8()..];
        if matches!(sign, '&' | '%' | '#' | '_') {
            found.push(sign);
            return Some(behind);
        }
        let (accent, _) = sign_accent(u8::try_from(sign).ok()?)?;
        let is_bare = !is_group && !behind.starts_with(['{', '\\']);
        if is_bare && (sign == '\'' && is_apostrophe(found, behind)) {
            return None;
        }
        return accent_on(behind, accent, found);
    }
    if STYLES.contains(&name) {
        return behind.starts_with('{').then_some(behind);
    }
    if let Some(accent) = letter_accent(name.as_bytes()) {
        return if behind.starts_with('{') {
            accent_on(behind, accent, found)
        } else {
            is_group.then(|| behind.strip_prefix(' '))?.and_then(|behind| accent_on(behind, accent, found))
        };
    }
    let sign = CERTAIN.contains(&name).then(|| letter(name))??;
    found.push_str(sign);
    // The brace is that of the group, if it began with the command.
    if let Some(behind) = behind.strip_prefix("{}").or_else(|| behind.strip_prefix(' ')) {
        return Some(behind);
    }
    (is_group && behind.starts_with('}')).then_some(behind)
}

/// Writes one letter, in braces or not, with its accent, if Unicode has both as one character.
fn accent_on<'t>(text: &'t str, accent: char, found: &mut String) -> Option<&'t str> {
    let inner = text.strip_prefix('{');
    let base = inner.unwrap_or(text);
    let (base, behind) = match base.strip_prefix('\\').map(name) {
        Some(("i", behind)) => ('i', behind),
        Some(("j", behind)) => ('j', behind),
        Some(_) => return None,
        None => {
            let letter = base.chars().next()?;
            (letter, &base[letter.len_utf8()..])
        }
    };
    found.push(compose(base, accent)?);
    if inner.is_some() { behind.strip_prefix('}') } else { Some(behind) }
}

/// Whether `\'` is an apostrophe that a program escaped: `l\'an`, `it\'s`, `O\'Neill`, `dell\'arte`.
fn is_apostrophe(before: &str, behind: &str) -> bool {
    // No word that is asked for has more letters than two.
    const ENOUGH: usize = 3;
    let is_letter = |sign: &char| sign.is_alphabetic();
    let length = |letters: &mut dyn Iterator<Item = char>| -> usize { letters.take(ENOUGH).map(char::len_utf8).sum() };
    let word = &before[before.len() - length(&mut before.chars().rev().take_while(is_letter))..];
    let end = length(&mut behind.chars().take_while(is_letter));
    let word = word.to_lowercase();
    let is_elided =
        ["l", "d", "n", "c", "j", "m", "t", "s", "o", "qu"].contains(&word.as_str()) || word.ends_with("ll");
    let is_capital = !word.is_empty() && behind.starts_with(char::is_uppercase);
    // `Iva\'kov`: an apostrophe that stands for a soft sign of Cyrillic, on letters that no usual word has an acute on.
    let is_soft_sign =
        !word.is_empty() && behind.starts_with(['b', 'd', 'f', 'g', 'h', 'j', 'k', 'm', 'p', 'q', 't', 'v', 'x']);
    is_elided || is_capital || is_soft_sign || ["s", "m", "d", "t", "re", "ll", "ve"].contains(&&behind[..end])
}

/// The backslash of the first `\'` in a text that is an apostrophe and no acute.
pub(crate) fn escaped_apostrophe(text: &str) -> Option<usize> {
    text.match_indices("\\'").map(|(at, _)| at).find(|at| escapes_apostrophe(text, *at))
}

/// Whether the `\'` at `at` is within a word, and an apostrophe and no acute: `Gus\'kov`. The letters before which it is one
/// bear no acute in any language, and `k` bears one behind a vowel only.
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
    fn what_is_certain() {
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
    fn what_is_not() {
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
