//! The records of a file, one after the other.

use super::line::{Tag, lines, pieces};
use crate::diagnostic::{Finding, Severity, show};
use crate::syntax::{Problem, RecordAt, Syntax};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind};
use std::collections::HashSet;
use std::ops::Range;

/// A field that is being read.
struct Field {
    tag: Tag,
    /// Where its last line ends that is not empty.
    end: usize,
    /// Whether it goes on behind its first line.
    goes_on: bool,
}

/// See the module.
#[derive(Debug)]
pub(in crate::syntax) struct Reader<'a> {
    chunk: Chunk<'a>,
    at: usize,
    /// Whether a tag of another width was spoken of.
    is_width_told: bool,
    records: u64,
}

impl<'a> Reader<'a> {
    pub(in crate::syntax) fn new(chunk: Chunk<'a>) -> Self {
        Self { chunk, at: 0, is_width_told: false, records: 0 }
    }

    /// The next record; nothing at the end.
    pub(in crate::syntax) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        let text = self.chunk.text;
        let mut fields: Vec<Field> = Vec::new();
        let mut is_closed = false;
        let mut stray: Option<Range<usize>> = None;
        let mut next = text.len();
        for line in lines(text, self.at) {
            let tag = Tag::of(text, &line);
            let name = tag.as_ref().map_or("", |tag| tag.name(text));
            if name == "TY" && !fields.is_empty() {
                next = line.start;
                break;
            }
            match tag {
                Some(tag) if name == "ER" => {
                    self.width(&tag, findings);
                    if fields.is_empty() {
                        let help = "remove it, or begin a record with `TY` before it";
                        said(tag.at..tag.at + 2, "this `ER` ends no record", help).add_to(findings);
                        continue;
                    }
                    is_closed = true;
                    next = line.end;
                    break;
                }
                Some(tag) => {
                    self.width(&tag, findings);
                    for tag in tag.divided(text) {
                        if tag.at > line.start && fields.last().is_some_and(|last| last.end > line.start) {
                            let message = format!("the field `{}` does not begin a line of its own", tag.name(text));
                            let mut finding = said(tag.at..tag.at + 2, &message, "begin a new line before it");
                            finding.severity(Severity::Warning);
                            finding.add_to(findings);
                        }
                        let end = tag.value.end;
                        fields.push(Field { tag, end, goes_on: false });
                    }
                }
                None => {
                    let inside = text[line.clone()].trim();
                    let start = line.end - text[line.clone()].trim_start().len();
                    if inside.is_empty() || inside == "\u{feff}" {
                        continue;
                    }
                    match fields.last_mut() {
                        Some(field) => {
                            field.goes_on = true;
                            field.end = start + inside.len();
                        }
                        // What an export says of itself stands before its first record.
                        None if self.records == 0 || is_notice(inside) => {}
                        None => {
                            let place = stray.get_or_insert(start..start);
                            place.end = start + inside.len();
                        }
                    }
                }
            }
        }
        self.at = next;
        if let Some(place) = stray {
            let count =
                lines(&text[..place.end], place.start).filter(|line| !text[line.clone()].trim().is_empty()).count();
            let message = match count {
                1 => format!("{} belongs to no record", show::quoted(&text[place.clone()])),
                count => format!("{count} lines belong to no record"),
            };
            let help = "begin each record with `TY` and end it with `ER`, or remove this: it is not checked";
            let mut finding = said(place, &message, help);
            finding.severity(Severity::Warning);
            finding.add_to(findings);
        }
        let first = fields.first()?;
        let opening = first.tag.at..first.tag.at + 2;
        if first.tag.name(text) != "TY" {
            let help = "add the type before it, as in `TY  - JOUR`";
            findings.push(said(opening.clone(), "this record does not begin with `TY`", help));
        }
        if !is_closed {
            findings.push(said(opening, "this record does not end with `ER`", "add `ER  - ` on a line after its last"));
        }
        self.write(&fields, arena);
        let index = self.records;
        self.records += 1;
        Some(RecordAt { index, pointer: String::new(), readable: true })
    }

    fn width(&mut self, tag: &Tag, findings: &mut Vec<Finding>) {
        if tag.is_regular || std::mem::replace(&mut self.is_width_told, true) {
            return;
        }
        let message = "there must be two spaces between a tag and its hyphen";
        let mut finding = said(tag.at..tag.at + 2, message, "write `TY  - JOUR`: some programs read nothing else");
        finding.severity(Severity::Warning);
        finding.add_to(findings);
    }

    fn write(&self, fields: &[Field], arena: &mut Arena) {
        let text = self.chunk.text;
        arena.number_repeats();
        let root = arena.open(Kind::Object, fields.first().map_or(0, |field| field.tag.at as u32));
        let mut names = HashSet::new();
        let mut has_duplicates = false;
        for Field { tag, end, goes_on } in fields {
            let name = tag.name(text);
            has_duplicates |= !names.insert(name);
            arena.bare_key(Span::new(tag.at as u32, tag.at as u32 + 2), name);
            let span = Span::new(tag.value.start as u32, *end as u32);
            if *goes_on {
                let meaning: String = pieces(text, span.range()).into_iter().map(|piece| piece.text).collect();
                arena.decoded(span, &meaning);
            } else {
                arena.bare(span);
            }
        }
        if has_duplicates {
            arena.mark_duplicates(root);
        }
        arena.close(root, fields.last().map_or(0, |field| field.end as u32));
    }
}

/// Whether a line is what exports of databases write around records: a number (`12.`, `<2>`), a rule (`-----`), a name of a
/// few words and a colon (`Provider: Example`), or the number of the record in words (`Record #2 of 18`).
fn is_notice(line: &str) -> bool {
    const MOST_WORDS: usize = 3;
    let has_no_word = !line.contains(char::is_alphabetic);
    let name = line.split_once(':').map_or("", |(name, _)| name);
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '/' | '#'))
        && name.split_whitespace().count() <= MOST_WORDS;
    let mut words = line.split_whitespace().map(str::to_ascii_lowercase);
    let is_counted =
        words.next().is_some_and(|first| matches!(&*first, "record" | "reference" | "citation" | "result"))
            && words
                .next()
                .is_some_and(|second| second.trim_start_matches('#').starts_with(|sign: char| sign.is_ascii_digit()));
    has_no_word || is_name || is_counted
}

fn said(place: Range<usize>, message: &str, help: &'static str) -> Finding {
    Problem::new(place.start, place.end, message, help).finding(Syntax::Ris)
}
