//! Spells a text as a scalar that every reader understands, both of YAML 1.2 and of YAML 1.1, in which `no` is a
//! boolean, `12:30` a number and `2001-12-14` a date.

use std::fmt::Write;

/// The style of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// A block scalar below a `|` or a `>`.
    Block,
}

/// Returns a text in this style, or in the next one that can represent it: plain, in single quotes, in double quotes.
pub(super) fn spelled(text: &str, style: Style, is_flow: bool) -> String {
    match style {
        Style::Plain | Style::Block if is_plain(text, is_flow) => text.to_owned(),
        Style::Double => double(text),
        _ if is_printable(text) => single(text),
        _ => double(text),
    }
}

/// Returns a text in single quotes. It must be printable.
fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    format!("\"{}\"", inside_double(text))
}

/// Returns the escaped text within double quotes.
pub(super) fn inside_double(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => found.push_str("\\\""),
            '\\' => found.push_str("\\\\"),
            '\n' => found.push_str("\\n"),
            '\r' => found.push_str("\\r"),
            '\t' => found.push_str("\\t"),
            // Writing to a String cannot fail.
            letter if is_special(letter) && u32::from(letter) < 0x100 => {
                let _ = write!(found, "\\x{:02X}", u32::from(letter));
            }
            letter if is_special(letter) => {
                let _ = write!(found, "\\u{:04X}", u32::from(letter));
            }
            letter => found.push(letter),
        }
    }
    found
}

/// Whether a text can be written on one line without escapes.
pub(super) fn is_printable(text: &str) -> bool {
    !text.chars().any(is_special)
}

/// Control characters, line ends, and code points that are not characters (YAML 1.2, section 5.1).
fn is_special(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether an unquoted text is a text to every reader.
pub(super) fn is_plain(text: &str, is_flow: bool) -> bool {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return false };
    let second = letters.next();
    let begins = match first {
        '-' | '?' | ':' => second.is_some_and(|next| !next.is_whitespace() && !",[]{}".contains(next)),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' | '=' | '<' => {
            false
        }
        _ => true,
    };
    begins
        && is_printable(text)
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !["---", "..."].iter().any(|mark| text.starts_with(mark))
        && !(is_flow && (text.contains([',', '[', ']', '{', '}']) || text.contains(':')))
        && !means_something(text)
}

/// Whether a plain scalar is a number, a date, a boolean or null to some reader.
fn means_something(text: &str) -> bool {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "="];
    let lower = text.to_ascii_lowercase();
    if WORDS.contains(&&*lower) {
        return true;
    }
    let unsigned = lower.trim_start_matches(['-', '+']);
    let looks_like_number = unsigned.starts_with(|first: char| first.is_ascii_digit())
        || unsigned.strip_prefix('.').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        || matches!(unsigned, ".inf" | ".nan");
    // Digits and characters that may occur among them, also in dates and times: `1_000`, `0x1F`, `1e5`, `12:30`,
    // `2001-12-14`.
    let rest = unsigned.strip_prefix("0x").or(unsigned.strip_prefix("0o")).or(unsigned.strip_prefix("0b"));
    let may = |letter: char| letter.is_ascii_digit() || "_.:eE+-tTzZ ".contains(letter);
    let is_hexadecimal =
        rest.is_some_and(|rest| rest.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '_'));
    let is_range = is_range(unsigned);
    looks_like_number && !is_range && (is_hexadecimal || unsigned.chars().all(may))
        || matches!(unsigned, ".inf" | ".nan")
}

/// Whether it is two numbers with a hyphen between them, as in pages, which is not a date.
fn is_range(text: &str) -> bool {
    let Some((first, last)) = text.split_once('-') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(first) && digits(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_one_for_every_reader() {
        for text in [
            "a",
            "Rola małych państw",
            "9-12",
            "a:b",
            "C#",
            "it's",
            "-x",
            "10.1000/xyz",
            "s. 1",
            "1st",
            "x: y".trim_end_matches(": y"),
        ] {
            assert!(is_plain(text, false), "{text}");
        }
        for text in [
            "",
            " a",
            "a ",
            "no",
            "Yes",
            "ON",
            "~",
            "null",
            "true",
            "12",
            "-12",
            "1_000",
            "0x1F",
            "1e5",
            ".5",
            "12:30",
            "2001-12-14",
            "2001-12-14 21:59:43",
            ".inf",
            "- a",
            "a: b",
            "a #b",
            "a:",
            "#a",
            "&a",
            "*a",
            "!a",
            "|",
            ">a",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            "[a",
            "{a",
            "a\nb",
            "---",
            "... a",
            "? a",
            "=",
            "<<",
            "a\u{85}b",
            "007",
            "1.50",
            "y",
        ] {
            assert!(!is_plain(text, false), "{text}");
        }
        assert!(is_plain("a, b", false) && !is_plain("a, b", true));
        assert!(!is_plain("http://a", true));
    }

    #[test]
    fn a_text_is_spelled_in_the_simplest_way_that_holds_it() {
        assert_eq!(spelled("a", Style::Plain, false), "a");
        assert_eq!(spelled("12", Style::Plain, false), "'12'");
        assert_eq!(spelled("it's: x", Style::Plain, false), "'it''s: x'");
        assert_eq!(spelled("a\nb", Style::Single, false), "\"a\\nb\"");
        assert_eq!(spelled("a\u{85}\"\\", Style::Plain, false), "\"a\\x85\\\"\\\\\"");
        assert_eq!(spelled("a", Style::Double, false), "\"a\"");
    }
}
