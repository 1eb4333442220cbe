//! Checks the source text of values for input that TeX and BibTeX interpret differently than the author intended.
//!
//! Only fields that the usual styles print are checked: a `%` in an abstract that no style prints does no harm.

use super::parser::Part;
use super::tex::{ReadingMode, is_not_accent};
use crate::diagnostic::{Finding, Place, Severity, ids, show};
use crate::text::Span;
use crate::text::tex::escapes_apostrophe;
use std::ops::Range;

/// Lists of names.
const NAMES: &[&str] = &[
    "afterword",
    "annotator",
    "author",
    "bookauthor",
    "commentator",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "foreword",
    "holder",
    "introduction",
    "translator",
];

/// Texts that the standard styles of BibTeX (btxbst.doc) and biblatex print unchanged.
const PRINTED: &[&str] = &[
    "address",
    "booksubtitle",
    "booktitle",
    "chapter",
    "edition",
    "institution",
    "issuetitle",
    "journal",
    "journalsubtitle",
    "journaltitle",
    "location",
    "maintitle",
    "number",
    "organization",
    "publisher",
    "school",
    "series",
    "subtitle",
    "title",
    "type",
    "volume",
];

/// Returns the findings about a field of an entry.
pub(super) fn findings(name: &str, text: &str, parts: &[Part]) -> Vec<Finding> {
    let name = name.to_ascii_lowercase();
    let is_list = NAMES.contains(&name.as_str());
    if !is_list && !PRINTED.contains(&name.as_str()) || ReadingMode::of(&name) == ReadingMode::Verbatim {
        return Vec::new();
    }
    let mut found = Vec::new();
    // An `&` between names is reported by the rules about names.
    for part in parts.iter().filter(|_| !is_list) {
        let Part::Delimited(inside) = part else { continue };
        found.extend(unescaped(text, inside.clone()));
    }
    for part in parts {
        let Part::Delimited(inside) = part else { continue };
        found.extend(accents(text, inside.clone()));
    }
    // A list that contains abbreviations is not complete here.
    if let ([Part::Delimited(inside)], true) = (parts, is_list) {
        names(text, inside.clone(), &mut found);
    }
    found
}

/// Reports a character that TeX does not print. Only the first one, since one text has one error.
fn unescaped(text: &str, inside: Range<usize>) -> Option<Finding> {
    let bytes = text.as_bytes();
    let mut dollars: Vec<usize> = Vec::new();
    let mut words = Words::default();
    let mut at = inside.start;
    while at < inside.end {
        match bytes[at] {
            b'\\' => {
                // The argument of such a command is not printed, or printed verbatim.
                if let Some(end) = address_command_length(&text[at..inside.end]) {
                    at += end;
                    continue;
                }
                if let Some(character @ (b'&' | b'%' | b'#')) = doubled(&bytes[at..inside.end])
                    && dollars.len().is_multiple_of(2)
                    && !words.belongs_to_other_rule(text, &inside, at + 2)
                {
                    return Some(doubly_escaped(at, character));
                }
                at += 1;
            }
            b'$' => dollars.push(at),
            character @ (b'&' | b'%' | b'#')
                if dollars.len().is_multiple_of(2) && !words.belongs_to_other_rule(text, &inside, at) =>
            {
                return Some(report(text, at, character));
            }
            _ => {}
        }
        at += 1;
    }
    // `$$` does not open or close anything in a title.
    let [only] = dollars.as_slice() else { return None };
    let before = &text[inside.start..*only];
    let is_price = text[only + 1..inside.end].trim_start().starts_with(|character: char| character.is_ascii_digit());
    let message = "this `$` has no partner: TeX takes the rest for mathematics";
    let mut finding = Finding::new(ids::TEXT_UNESCAPED, Severity::Warning, bytes_at(*only..only + 1), message);
    finding.caption("not closed").help(if is_price || before.ends_with(char::is_alphabetic) {
        "write `\\$`"
    } else {
        "close the formula with a second `$`, or write `\\$`"
    });
    Some(finding)
}

/// Reports backslashes with apostrophes that are not accents: two apostrophes before a letter, and one within a word
/// before a letter that has no acute accent in any language. `k` after a consonant, as in `Gus\'kov`, follows a
/// transliterated soft sign.
fn accents(text: &str, inside: Range<usize>) -> Option<Finding> {
    let body = &text[inside.clone()];
    body.match_indices("\\'").find_map(|(at, _)| {
        let place = inside.start + at;
        if is_not_accent(&body[at..]) {
            let message = "`\\''` is no accent of TeX".to_owned();
            return Some(stumble(place..place + 3, message, "write `\\\"` for two dots, or `\\'` for an acute"));
        }
        escapes_apostrophe(body, at).then(|| {
            let message = "there is a backslash before the apostrophe".to_owned();
            let mut finding = stumble(place..place + 2, message, "");
            finding.help(format!("write {}", show::quoted(&word_without_backslash(body, at))));
            finding
        })
    })
}

/// Returns the word around the backslash at `at`, without that backslash.
fn word_without_backslash(body: &str, at: usize) -> String {
    let is_between = |letter: char| letter.is_whitespace() || ",;{}".contains(letter);
    let after = &body[at + 1..];
    let before = body[..at].rsplit(is_between).next().unwrap_or_default();
    let after = after.split(is_between).next().unwrap_or_default();
    [before, after].concat()
}

fn report(text: &str, at: usize, character: u8) -> Finding {
    let (what, shown) = match character {
        b'%' => ("does not print the rest of the line", "%"),
        b'&' => ("takes it for the end of a column, and stops", "&"),
        _ => ("takes it for a parameter, and stops", "#"),
    };
    let message = format!("`{shown}` is not escaped: TeX {what}");
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    let mut finding = Finding::new(ids::TEXT_UNESCAPED, Severity::Warning, bytes_at(at..end), message);
    finding.caption("not escaped").help(format!("write `\\{shown}`"));
    finding
}

/// Returns the character after two backslashes, of which one was intended: a program escaped the text twice.
fn doubled(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [b'\\', b'\\', character, ..] => Some(*character),
        _ => None,
    }
}

fn doubly_escaped(at: usize, character: u8) -> Finding {
    let shown = char::from(character);
    let what = if character == b'%' { "the rest of the line is not printed" } else { "TeX stops at it" };
    let message = format!("`\\\\{shown}` is a line break and a `{shown}` that is not escaped: {what}");
    let mut finding = Finding::new(ids::TEXT_UNESCAPED, Severity::Warning, bytes_at(at..at + 3), message);
    finding.caption("two backslashes").help(format!("write `\\{shown}`"));
    finding
}

/// The last word that was examined. Each word is examined once, however many special characters it has.
#[derive(Default)]
struct Words {
    /// The end of that word.
    end: usize,
    /// Whether it is an address.
    is_address: bool,
}

impl Words {
    /// Whether the character at `at` belongs to an address or to an HTML entity, which other rules report. Calls must
    /// be in ascending order of `at`.
    fn belongs_to_other_rule(&mut self, text: &str, inside: &Range<usize>, at: usize) -> bool {
        if at >= self.end {
            // Computed from the length of the word's beginning, since the space before it may take several bytes.
            let start = at - text[inside.start..at].rsplit(char::is_whitespace).next().map_or(0, str::len);
            self.end = text[at..inside.end].find(char::is_whitespace).map_or(inside.end, |space| at + space);
            let word = text.get(start..self.end).unwrap_or_default();
            self.is_address = word.contains("://") || word.contains("www.");
        }
        self.is_address || begins_entity(&text[at..inside.end]) || {
            text.as_bytes()[at] == b'#' && text[inside.start..at].ends_with('&')
        }
    }
}

/// Whether the text begins with an HTML entity and its semicolon.
fn begins_entity(text: &str) -> bool {
    // The longest entity name of HTML is `CounterClockwiseContourIntegral`.
    const LONGEST: usize = 32;
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = text.bytes().skip(1).take(LONGEST).take_while(is_of_name).count();
    name > 0 && text[1 + name..].starts_with(';')
}

/// Returns the length of a command with an address at the beginning of a text: `\url{...}`.
fn address_command_length(text: &str) -> Option<usize> {
    const COMMANDS: [&str; 5] = ["\\url", "\\href", "\\path", "\\nolinkurl", "\\verb"];
    let command = COMMANDS.iter().find(|command| text.starts_with(**command))?;
    let open = text.len() - text[command.len()..].trim_start().len();
    text[open..].starts_with('{').then_some(())?;
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn bytes_at(range: Range<usize>) -> Place {
    Place::Bytes(Span::new(range.start as u32, range.end as u32))
}

/// Reports parts of a list of names that BibTeX rejects or misinterprets: a comma at an end of a name, or an `and`
/// without a name next to it.
fn names(text: &str, inside: Range<usize>, found: &mut Vec<Finding>) {
    let words = words(text, inside);
    let is_and = |word: &Range<usize>| text[word.clone()].eq_ignore_ascii_case("and");
    if words.iter().all(is_and) {
        return;
    }
    for (at, word) in words.iter().enumerate().filter(|(_, word)| is_and(word)) {
        let is_first = at == 0;
        let is_last = at + 1 == words.len();
        if is_first || is_last || is_and(&words[at + 1]) {
            let side = if is_first { "before" } else { "after" };
            let message = format!("there is no name {side} this `and`");
            found.push(stumble(word.clone(), message, "take the `and` out, or add the name"));
        }
    }
    for name in words.split(|word| is_and(word)).filter(|name| !name.is_empty()) {
        if let [only] = name
            && text[only.clone()].bytes().all(|byte| matches!(byte, b'{' | b'}'))
        {
            found.push(stumble(
                only.clone(),
                "there is no name in these braces".to_owned(),
                "write the name, or take them out",
            ));
            continue;
        }
        name_with_commas(text, name, found);
    }
}

/// Checks a name with commas. A name with many commas is left to the rules: it is several names.
fn name_with_commas(text: &str, name: &[Range<usize>], found: &mut Vec<Finding>) {
    let (Some(first), Some(last)) = (name.first(), name.last()) else { return };
    let whole = &text[first.start..last.end];
    // Names separated by semicolons are a single error, which the rules report.
    if whole.contains(';') {
        return;
    }
    let commas = commas(whole);
    let shown = show::quoted(whole);
    match commas.as_slice() {
        [.., comma] if comma + 1 == whole.len() && commas.len() <= 2 => {
            let place = first.start + comma..first.start + comma + 1;
            let message = format!("a comma ends the name {shown}");
            found.push(stumble(place, message, "take the comma out: BibTeX stops at it"));
        }
        [0, ..] if commas.len() == 1 => {
            let message = format!("a comma begins the name {shown}");
            found.push(stumble(
                first.start..first.start + 1,
                message,
                "write the family name before the comma, or take the comma out",
            ));
        }
        [one, two] => {
            let middle = whole[one + 1..*two].trim();
            let end = whole[two + 1..].trim();
            let place = first.start + two..first.start + two + 1;
            if is_suffix(end) && !is_degree(end) && !is_suffix(middle) {
                let message = format!("the suffix `{end}` comes after the given names");
                let help =
                    "write it between two commas, as in `King, Jr., Martin`: BibTeX takes the second part for it";
                let mut finding = stumble(place, message, help);
                finding.rule = ids::NAME_SUFFIX_IN_SURNAME.into();
                found.push(finding);
            } else if middle.is_empty() {
                let message = format!("there is nothing between two commas of the name {shown}");
                found.push(stumble(place, message, "take one of the commas out"));
            } else if !is_suffix(middle) && (is_initials(middle) || is_initials(end)) {
                let message = format!("a comma divides the given names of {shown}");
                let help = "take the second comma out: BibTeX takes what is before it for a suffix such as `Jr.`";
                found.push(stumble(place, message, help));
            }
        }
        _ => {}
    }
}

fn stumble(place: Range<usize>, message: String, help: &'static str) -> Finding {
    let mut finding = Finding::new(ids::SYNTAX_BIBTEX, Severity::Warning, bytes_at(place), message);
    finding.help(help);
    finding
}

fn is_suffix(part: &str) -> bool {
    matches!(
        part.trim_end_matches('.'),
        "Jr" | "jr"
            | "JR"
            | "Jnr"
            | "Sr"
            | "sr"
            | "SR"
            | "II"
            | "III"
            | "IV"
            | "2nd"
            | "3rd"
            | "Esq"
            | "MD"
            | "PhD"
            | "Ph.D"
    )
}

/// Whether a part is a degree, which other rules report.
fn is_degree(part: &str) -> bool {
    matches!(part.trim_end_matches('.'), "Esq" | "MD" | "PhD" | "Ph.D")
}

/// `J.`, `J. C.`, `J.-P.`
fn is_initials(part: &str) -> bool {
    let mut pieces = part.split(|character: char| character.is_whitespace() || matches!(character, '.' | '-'));
    pieces.all(|piece| piece.chars().count() <= 1 && !piece.starts_with(char::is_lowercase))
        && part.chars().any(char::is_alphabetic)
}

/// Returns the words of a text outside braces. Braces and their content belong to the adjacent word.
fn words(text: &str, inside: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_i32, None);
    for (at, character) in text[inside.clone()].char_indices() {
        let at = inside.start + at;
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && character.is_whitespace() {
            found.extend(start.take().map(|start| start..at));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    found.extend(start.map(|start| start..inside.end));
    found
}

/// Returns the commas of a name outside braces.
fn commas(name: &str) -> Vec<usize> {
    let mut depth = 0_i32;
    let mut found = Vec::new();
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b',' if depth == 0 => found.push(at),
            _ => {}
        }
    }
    found
}

/// Fields of the standard styles that are misspelt most often, in lower case; shorter names are too similar to others.
const FIELDS: &[&str] = &[
    "abstract",
    "address",
    "author",
    "booktitle",
    "chapter",
    "edition",
    "editor",
    "howpublished",
    "institution",
    "journal",
    "journaltitle",
    "keywords",
    "location",
    "month",
    "number",
    "organization",
    "pages",
    "publisher",
    "school",
    "series",
    "title",
    "volume",
    "year",
];

/// Terms of other programs and conventions for such a field.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("pp", "pages"),
    ("pp.", "pages"),
    ("page", "pages"),
    ("vol", "volume"),
    ("vol.", "volume"),
    ("authors", "author"),
];

/// Field names that resemble one of these but are not misspellings: of biblatex, JabRef, BibDesk, Zotero and Mendeley.
const OWN: &[&str] = &[
    "addendum",
    "editora",
    "editorb",
    "editorc",
    "editors",
    "editortype",
    "journals",
    "keyword",
    "keywordset",
    "locations",
    "numbers",
    "pagination",
    "published",
    "titleaddon",
    "titles",
    "volumes",
    "volumetitle",
    "sertitle",
    "page-first",
    "numpages",
    "pagetotal",
    "bookpages",
    "series-title",
    "subtitle",
    "maintitle",
    "abstracts",
    "keywordsa",
    "chapters",
    "editions",
    "organizations",
    "publishers",
    "schools",
    "institutions",
    "addresses",
    "images",
    "authora",
    "authorb",
    "authorc",
    "ctitle",
    "etitle",
    "jtitle",
    "stitle",
    "ttitle",
    "eauthor",
    "months",
];

/// Reports a field whose name is a misspelling of another one, so that its value is lost.
pub(super) fn misspelt(name: &str, place: Range<usize>) -> Option<Finding> {
    let lower = name.to_ascii_lowercase();
    let word = OTHER_WORDS.iter().find(|(word, _)| *word == lower).map(|(_, field)| *field);
    let is_word = lower.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_known = || FIELDS.contains(&lower.as_str()) || OWN.contains(&lower.as_str());
    // `mrnumber` and `titles` consist of a field name and something else.
    let is_longer = |field: &&str| lower.starts_with(field) || lower.ends_with(field);
    let near = || crate::text::nearest(&lower, FIELDS.iter().copied()).filter(|field| !is_longer(field));
    let meant = word.or_else(|| if is_word && !is_known() { near() } else { None })?;
    let shown = show::quoted(name);
    let message = format!("{shown} is not a field of BibTeX; did you mean `{meant}`?");
    let mut finding = Finding::new(ids::FIELD_UNKNOWN, Severity::Warning, bytes_at(place), message);
    finding.caption("unknown").value(name).suggestion(meant).help(format!("rename it to `{meant}`"));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apostrophe_that_is_meant_loses_its_backslash() {
        let text = r"{by \'Swier\'k, A}";
        let finding = accents(text, 0..text.len()).expect("a finding");
        assert_eq!(finding.help.as_deref(), Some(r"write `\'Swier'k`"));
    }

    #[test]
    fn each_word_is_examined_once_and_each_character_reported() {
        let is_reported = |text: &str| unescaped(text, 0..text.len()).is_some();
        for text in ["see http://a.b/c%20d#e&f here", "www.a.b#c", "A &amp; B &#38; C", "a &#; b"] {
            assert!(!is_reported(text), "{text}");
        }
        for text in ["http://a.b/c%20d & more", "A &amp; 5 % of B", "#1", r"\url{a#b} #1", r"\url {a#b}#", "&a b;"] {
            assert!(is_reported(text), "{text}");
        }
    }
}
