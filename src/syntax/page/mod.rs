//! The text of a record page of a YADDA repository, as saved from a browser or an e-mail.
//!
//! The tree is one object: a member for each heading, named as on the page, with the list of the lines below it;
//! `Header` for the first line. An empty heading has an empty list, whose span is the heading. Long paragraphs and
//! bullets without a heading become `Abstracts` and `Affiliations`; nothing else is moved.

mod edit;
mod headings;

pub(super) use edit::edits;
pub use headings::Heading;

use super::{Problem, RecordAt, Syntax};
use crate::diagnostic::{Finding, Severity, show};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind};
use headings::HEADER;

/// The number of blank lines that may precede a value after a heading or another value.
const BLANK_LINES: usize = 1;

/// The number of characters from which a paragraph without a heading is an abstract.
const ABSTRACT: usize = 200;

/// The largest number of characters in a name or code of a language, or in two of them in one line.
const LANGUAGE: usize = 40;

const BULLETS: [char; 6] = ['•', '◦', '▪', '·', '*', '-'];

/// The number of lines that are searched for headings when a page is detected.
const PROBE_LINES: usize = 400;

/// Whether a text has the headings of a record page.
pub(super) fn looks_like_page(text: &str) -> bool {
    let mut found: Vec<Heading> = text.lines().take(PROBE_LINES).filter_map(|line| Heading::of(line.trim())).collect();
    found.sort_unstable();
    found.dedup();
    found.len() >= 3 && found.iter().any(|heading| heading.is_distinctive())
}

/// Reads the only record of a page.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    chunk: Chunk<'a>,
    is_done: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(chunk: Chunk<'a>) -> Self {
        Self { chunk, is_done: false }
    }

    /// Reads the record. `None` after it was read.
    pub(super) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        let begin = self.chunk.text.find(|letter: char| !is_whitespace(letter))?;
        if std::mem::replace(&mut self.is_done, true) {
            return None;
        }
        let page = Page::read(self.chunk, findings);
        let readable = !page.sections.is_empty();
        if readable {
            page.write(arena, begin as u32);
        } else {
            let message = "this text has no heading of a record page";
            let help = "the headings are, for example, `Article title` and `YADDA identifier`";
            findings.clear();
            findings.push(Problem::new(begin, begin, message, help).finding(Syntax::Page));
        }
        Some(RecordAt { index: 0, pointer: String::new(), readable })
    }
}

/// Whitespace, or the byte order mark that some programs write in the middle of a text.
fn is_whitespace(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

/// A heading with its lines.
#[derive(Debug)]
struct Section {
    heading: Heading,
    /// The heading text; without a heading, the first value.
    key: Span,
    /// The name, if it is not on the page.
    name: Option<&'static str>,
    values: Vec<Span>,
}

/// The sections of a page.
#[derive(Debug)]
struct Page<'a> {
    chunk: Chunk<'a>,
    sections: Vec<Section>,
    abstracts: Vec<Span>,
    affiliations: Vec<Span>,
}

impl<'a> Page<'a> {
    fn read(chunk: Chunk<'a>, findings: &mut Vec<Finding>) -> Self {
        let mut page = Self { chunk, sections: Vec::new(), abstracts: Vec::new(), affiliations: Vec::new() };
        let mut blank_lines = 0;
        let mut is_detached = false;
        let mut stray: Vec<Span> = Vec::new();
        for line in lines(chunk.text) {
            if line.start == line.end {
                blank_lines += 1;
                continue;
            }
            let text = chunk.slice(line);
            if page.sections.is_empty() && text.contains('|') {
                page.header(line);
            } else if let Some(heading) = Heading::of(text).filter(|heading| *heading != Heading::Header) {
                report(chunk, &mut stray, findings);
                let key = Span::new(line.start, line.start + text.trim_end_matches(':').len() as u32);
                page.sections.push(Section { heading, key, name: None, values: Vec::new() });
                is_detached = false;
            } else {
                is_detached |= blank_lines > BLANK_LINES;
                let placed = page.value(line, is_detached, blank_lines > 0);
                if !placed {
                    stray.push(line);
                    is_detached = true;
                }
            }
            blank_lines = 0;
        }
        report(chunk, &mut stray, findings);
        page
    }

    /// Reads the line `YEAR | VOLUME | ISSUE | PAGES`.
    fn header(&mut self, line: Span) {
        let mut values = Vec::new();
        let mut start = line.start;
        for part in self.chunk.slice(line).split('|') {
            values.push(trimmed(self.chunk.text, Span::new(start, start + part.len() as u32)));
            start += part.len() as u32 + 1;
        }
        self.sections.push(Section { heading: Heading::Header, key: line, name: Some(HEADER), values });
    }

    /// Adds a line that is not a heading to its section. Returns false if the section cannot be determined.
    fn value(&mut self, line: Span, is_detached: bool, is_apart: bool) -> bool {
        let text = self.chunk.slice(line);
        let inner = without_bullet(self.chunk.text, line);
        let has_bullet = inner != line;
        let heading = self.sections.last().map(|section| section.heading);
        let belongs = match heading {
            None | Some(Heading::Header) => false,
            Some(Heading::Abstracts) => !has_bullet,
            Some(Heading::Contributors) if has_bullet => false,
            Some(
                Heading::TitleVariants
                | Heading::Keywords
                | Heading::Contributors
                | Heading::References
                | Heading::Identifiers,
            ) => !is_detached,
            // For other headings, a second block is rare; it is more likely below an unknown heading.
            Some(heading) => {
                let is_full = is_apart || heading.is_single();
                let is_language = heading != Heading::Languages || text.chars().count() <= LANGUAGE;
                !is_detached && is_language && !(is_full && self.sections.last().is_some_and(|s| !s.values.is_empty()))
            }
        };
        let values = match self.sections.last_mut() {
            Some(section) if belongs => &mut section.values,
            _ if has_bullet => &mut self.affiliations,
            _ if text.chars().count() >= ABSTRACT => &mut self.abstracts,
            _ => return false,
        };
        values.push(inner);
        true
    }

    fn write(mut self, arena: &mut Arena, begin: u32) {
        let loose = [
            (Heading::Abstracts, self.abstracts, "Abstracts"),
            (Heading::Affiliations, self.affiliations, "Affiliations"),
        ];
        for (heading, values, name) in loose {
            let Some(first) = values.first().copied() else { continue };
            match self.sections.iter_mut().find(|section| section.heading == heading) {
                Some(section) => {
                    section.values.extend(values);
                    // Values may be above the heading: a list extends from its first to its last value.
                    section.values.sort_by_key(|value| value.start);
                }
                None => self.sections.push(Section { heading, key: first, name: Some(name), values }),
            }
        }
        self.sections.sort_by_key(|section| section.key.start);
        let end = self.chunk.text.trim_end_matches(is_whitespace).len() as u32;
        let root = arena.open(Kind::Object, begin);
        for section in &self.sections {
            match section.name {
                Some(name) => arena.decoded_key(section.key, name),
                None => arena.bare_key(section.key, self.chunk.slice(section.key)),
            };
            let (first, last) = (section.values.first(), section.values.last());
            let values = arena.open(Kind::Array, first.map_or(section.key.start, |value| value.start));
            for value in &section.values {
                arena.bare(*value);
            }
            arena.close(values, last.map_or(section.key.end, |value| value.end));
        }
        arena.close(root, end);
        let name = |section: &Section| section.name.unwrap_or_else(|| self.chunk.slice(section.key));
        let mut names: Vec<&str> = self.sections.iter().map(name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        if names.len() < count {
            arena.mark_duplicates(root);
        }
    }
}

/// Returns the trimmed lines of a text.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let span = Span::new(start, start + line.len() as u32);
        start = span.end;
        // The second half of CRLF is not a line.
        let is_half = line == "\n" && text[..span.start as usize].ends_with('\r');
        (!is_half).then(|| trimmed(text, span))
    })
}

fn trimmed(text: &str, span: Span) -> Span {
    let whole = &text[span.range()];
    let start = span.start + (whole.len() - whole.trim_start_matches(is_whitespace).len()) as u32;
    Span::new(start, start + whole.trim_matches(is_whitespace).len() as u32)
}

/// Returns the line without its bullet, which must be followed by whitespace.
fn without_bullet(text: &str, line: Span) -> Span {
    let whole = &text[line.range()];
    match whole.strip_prefix(BULLETS) {
        Some(rest) if rest.starts_with(is_whitespace) => {
            trimmed(text, Span::new(line.end - rest.len() as u32, line.end))
        }
        _ => line,
    }
}

/// Reports consecutive lines that belong to no section.
fn report(chunk: Chunk<'_>, stray: &mut Vec<Span>, findings: &mut Vec<Finding>) {
    let (Some(first), Some(last)) = (stray.first(), stray.last()) else { return };
    let message = match stray.len() {
        1 => format!("{} belongs to no heading", show::quoted(chunk.slice(*first))),
        count => format!("{count} lines belong to no heading"),
    };
    let help = "write a value below its heading with at most one empty line between: these lines are not checked";
    let problem = Problem::new(first.start as usize, last.end as usize, message, help);
    let mut finding = problem.finding(Syntax::Page);
    finding.severity(Severity::Warning);
    finding.add_to(findings);
    stray.clear();
}
