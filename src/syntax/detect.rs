//! Detection of the syntax of a file from its content, and from its extension where the content is inconclusive.

use super::{JsonMode, Reader, Reason, Syntax, bibtex, page, ris, unread};
use crate::text::{Chunk, looks_like_text};
use crate::tree::Arena;

/// Detects the syntax of a file by its name and text. Fails with the reason why it is not read.
pub fn detect(path: &str, text: &str) -> Result<Syntax, &'static Reason> {
    let head = text.trim_start();
    if head.is_empty() {
        return Err(&Reason::EMPTY);
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "json" => return Ok(if has_value_per_line(head) { Syntax::Ndjson } else { Syntax::Json }),
        "ndjson" | "jsonl" | "jsonlines" => {
            return Ok(if spans_lines(head) { Syntax::Json } else { Syntax::Ndjson });
        }
        _ => {}
    }
    if !looks_like_text(text.as_bytes()) {
        return Err(&Reason::BINARY);
    }
    let is_yaml = matches!(extension.as_str(), "yaml" | "yml");
    if begins_as_json(head) {
        if has_value_per_line(head) {
            return Ok(Syntax::Ndjson);
        }
        // YAML in brackets looks like JSON up to the first unquoted name or comment.
        return Ok(if is_yaml && !is_json(text) { Syntax::Yaml } else { Syntax::Json });
    }
    if extension == "xml" || begins_as_xml(head) {
        return Ok(Syntax::Xml);
    }
    if is_yaml || head.starts_with("%YAML") {
        return Ok(Syntax::Yaml);
    }
    // Prose may quote an entry, but it does not begin with one.
    let may_hold_entries = matches!(extension.as_str(), "txt" | "text" | "bibtex") || head.starts_with(['@', '%']);
    if extension == "bib" || may_hold_entries && has_entries(text) {
        return Ok(Syntax::Bibtex);
    }
    if ris::looks_like_ris(text) {
        return Ok(Syntax::Ris);
    }
    if extension == "ris" && ris::other_format(text).is_none() {
        return Ok(Syntax::Ris);
    }
    if page::looks_like_page(text) { Ok(Syntax::Page) } else { Err(other(&extension, head)) }
}

/// Returns the reason for a text in no supported syntax.
fn other(extension: &str, head: &str) -> &'static Reason {
    if let Some(known) = unread::known_text(extension, head) {
        return known;
    }
    let is_html = matches!(extension, "html" | "htm") || is_html(head);
    if is_html { &Reason::WEB_PAGE } else { &Reason::UNKNOWN }
}

/// Whether a text begins like a complete HTML page.
fn is_html(head: &str) -> bool {
    let begins = |word: &str| head.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word));
    begins("<!doctype html") || begins("<html")
}

/// Whether the first two lines begin with a brace and at least one of them ends with one, so that a single broken line
/// does not matter.
fn has_value_per_line(head: &str) -> bool {
    let bytes = head.as_bytes();
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    let mut start = 0;
    let lines = ends.map(|end| bytes[std::mem::replace(&mut start, end + 1)..end].trim_ascii());
    let mut lines = lines.filter(|line| !line.is_empty()).take_while(|line| line.starts_with(b"{"));
    match (lines.next(), lines.next()) {
        (Some(first), Some(second)) => first.ends_with(b"}") || second.ends_with(b"}"),
        _ => false,
    }
}

/// Whether the first value continues on the next line, or is an array.
fn spans_lines(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default().trim();
    first == "{" || first.starts_with('[')
}

fn begins_as_json(head: &str) -> bool {
    let mut letters = head.chars().filter(|letter| !letter.is_whitespace());
    match letters.next() {
        Some('{') => matches!(letters.next(), Some('"' | '}')),
        Some('[') => matches!(letters.next(), Some('{' | ']')),
        _ => false,
    }
}

fn is_json(text: &str) -> bool {
    let mut findings = Vec::new();
    let mut reader = Reader::new(Chunk::new(text, 0), Syntax::Json, JsonMode::Single, |_| true);
    let mut arena = Arena::default();
    while findings.is_empty() && reader.next(&mut arena, &mut findings).is_some() {}
    findings.is_empty()
}

/// The number of lines that are searched for evidence of a syntax.
const PROBE_LINES: usize = 400;

/// Whether a line begins with a BibTeX entry.
fn has_entries(text: &str) -> bool {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).take(PROBE_LINES).any(|line| {
        let entry = at + line.len() - line.trim_start().len();
        at += line.len();
        line.trim_start().starts_with('@') && bibtex::begins_entry(text, entry)
    })
}

/// HTML elements that prose in Markdown or HTML may begin with. None of them contains records.
const HTML: &[&str] = &[
    "a", "b", "body", "br", "center", "details", "div", "h1", "h2", "h3", "head", "html", "i", "img", "p", "picture",
    "pre", "script", "span", "style", "svg", "table", "ul",
];

/// Whether a text begins with an XML declaration, or with a document type or an element that is not HTML.
fn begins_as_xml(head: &str) -> bool {
    if head.starts_with("<?xml") {
        return true;
    }
    let is_type = head.strip_prefix("<!DOCTYPE").map(str::trim_start);
    let Some(rest) = is_type.or_else(|| head.strip_prefix('<')) else { return false };
    let name =
        rest.split(|letter: char| !letter.is_alphanumeric() && !"-_:.".contains(letter)).next().unwrap_or_default();
    name.starts_with(char::is_alphabetic) && !HTML.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_takes_precedence_over_the_extension() {
        let cases = [
            ("a.json", "{\"title\": 1}", Ok(Syntax::Json)),
            ("a.json", "{\"title\": 1}\n{\"title\": 2}\n", Ok(Syntax::Ndjson)),
            ("a.jsonl", "{\n  \"title\": 1\n}", Ok(Syntax::Json)),
            ("a.ndjson", "{\"title\": 1}", Ok(Syntax::Ndjson)),
            ("a.ndjson", "[{\"title\": 1}]", Ok(Syntax::Json)),
            ("a", " [ {}]", Ok(Syntax::Json)),
            ("a.yaml", "title: A", Ok(Syntax::Yaml)),
            ("a.yml", "[{\"title\": 1}]", Ok(Syntax::Json)),
            ("a.yml", "[{title: 1}]", Ok(Syntax::Yaml)),
            ("a.yaml", "{\"title\": A town}", Ok(Syntax::Yaml)),
            ("a.yaml", "{} # nothing yet", Ok(Syntax::Yaml)),
            ("a.YAML", "{\"title\": \"\\ud83d\\ude00\"}", Ok(Syntax::Json)),
            ("a.yaml", "{\"title\": 1}\n{\"title\": 2}\n", Ok(Syntax::Ndjson)),
            ("a", "[{title: 1}]", Ok(Syntax::Json)),
            ("a.json", "not json", Ok(Syntax::Json)),
            ("a.json", " \n", Err(&Reason::EMPTY)),
            ("README.md", "# Records", Err(&Reason::UNKNOWN)),
            ("a.dat", "ab\0", Err(&Reason::BINARY)),
            ("a.xml", "not xml", Ok(Syntax::Xml)),
            ("a.txt", "\n <record/>", Ok(Syntax::Xml)),
            ("a", "<?xml version='1.0'?><html/>", Ok(Syntax::Xml)),
            ("a", "<!DOCTYPE article SYSTEM 'a'>", Ok(Syntax::Xml)),
            ("a", "<!DOCTYPE html>", Err(&Reason::WEB_PAGE)),
            ("t.csv", "title,year\nA,2001\n", Err(&Reason::TABLE)),
            ("CITATION.cff", "cff-version: 1.2.0\ntitle: A\n", Err(&Reason::CFF)),
            ("a.txt", "% from a catalogue\n  @Article{key,\n}", Ok(Syntax::Bibtex)),
            ("a.bib", "nothing yet", Ok(Syntax::Bibtex)),
            ("a.txt", "Provider: X\nTY - JOUR\n", Ok(Syntax::Ris)),
            ("a.ris", "nothing yet", Ok(Syntax::Ris)),
            ("a.nbib", "\nPMID- 1\nOWN - NLM\n", Err(&Reason::MEDLINE)),
            ("a.txt", "FN ISI Export Format\nPT J\n", Err(&Reason::ISI)),
            ("README.md", "# Cite\n@article{key,\n}", Err(&Reason::UNKNOWN)),
            ("a.css", "@media (min-width: 3em) {\n}", Err(&Reason::UNKNOWN)),
            ("a.txt", "write to\n@me{or you}", Err(&Reason::UNKNOWN)),
            ("README.md", "<p align='center'>", Err(&Reason::UNKNOWN)),
            ("a.txt", "<- this way", Err(&Reason::UNKNOWN)),
        ];
        for (path, text, expected) in cases {
            assert_eq!(detect(path, text), expected, "{path}: {text}");
        }
    }
}
