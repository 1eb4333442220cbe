//! Reads the records of a file one by one.

use super::line::{Tag, lines, pieces};
use crate::diagnostic::{Finding, Place, Severity, show};
use crate::syntax::{Problem, RecordAt, Syntax};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind};
use std::collections::HashSet;
use std::ops::Range;

/// A field that is being read.
struct Field {
    tag: Tag,
    /// The end of its last non-empty line.
    end: usize,
    /// Whether it has more than one line.
    goes_on: bool,
}

/// See the module.
#[derive(Debug)]
pub(in crate::syntax) struct Reader<'a> {
    chunk: Chunk<'a>,
    at: usize,
    /// Whether a tag with other spacing was already reported.
    is_width_reported: bool,
    records: u64,
}

impl<'a> Reader<'a> {
    pub(in crate::syntax) fn new(chunk: Chunk<'a>) -> Self {
        Self { chunk, at: 0, is_width_reported: false, records: 0 }
    }

    /// Reads the next record. `None` at the end.
    pub(in crate::syntax) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        let text = self.chunk.text;
        let mut fields: Vec<Field> = Vec::new();
        let mut is_closed = false;
        let mut stray: Option<Range<usize>> = None;
        let mut next = text.len();
        // Lines after one with an unknown tag belong to it.
        let mut is_skipped = false;
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
                        finding_at(tag.at..tag.at + 2, "this `ER` ends no record", help).add_to(findings);
                        continue;
                    }
                    after_end(text, &tag, findings);
                    is_closed = true;
                    next = line.end;
                    break;
                }
                Some(tag) => {
                    is_skipped = false;
                    self.width(&tag, findings);
                    for tag in tag.divided(text) {
                        if tag.at > line.start && fields.last().is_some_and(|last| last.end > line.start) {
                            let message = format!("the field `{}` does not begin a line of its own", tag.name(text));
                            let mut finding = finding_at(tag.at..tag.at + 2, &message, "begin a new line before it");
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
                    if let Some(name) = long_tag(inside).filter(|_| !fields.is_empty()) {
                        is_skipped = true;
                        unknown(start, name, findings);
                    }
                    if is_skipped {
                        continue;
                    }
                    match fields.last_mut() {
                        Some(field) => {
                            field.goes_on = true;
                            field.end = start + inside.len();
                        }
                        // Metadata of an export precedes the first record.
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
            let mut finding = finding_at(place, &message, help);
            finding.severity(Severity::Warning);
            finding.add_to(findings);
        }
        let first = fields.first()?;
        let opening = first.tag.at..first.tag.at + 2;
        if first.tag.name(text) != "TY" {
            let help = "add the type before it, as in `TY  - JOUR`";
            findings.push(finding_at(opening.clone(), "this record does not begin with `TY`", help));
        }
        let is_only_type = !is_closed && fields.len() == 1 && first.tag.name(text) == "TY";
        if is_only_type {
            let help = "remove the line, or write the record and end it with `ER`";
            findings.push(finding_at(opening, "this record is only a `TY` line", help));
        } else if !is_closed {
            let help = "add the line `ER  - ` at the end of the record";
            findings.push(finding_at(opening, "this record does not end with `ER`", help));
        }
        repeated(text, &fields, findings);
        self.write(&fields, arena);
        let index = self.records;
        self.records += 1;
        // Nothing else is reported for a record that only has a type.
        Some(RecordAt { index, pointer: String::new(), readable: !is_only_type })
    }

    fn width(&mut self, tag: &Tag, findings: &mut Vec<Finding>) {
        if tag.is_regular || std::mem::replace(&mut self.is_width_reported, true) {
            return;
        }
        let text = self.chunk.text;
        let name = tag.name(text);
        let hyphen = text[tag.at + 2..].find('-').unwrap_or_default();
        let spaces = if hyphen == 1 { "one space".to_owned() } else { format!("{hyphen} spaces") };
        let message =
            format!("there {} {spaces} between `{name}` and its hyphen", if hyphen == 1 { "is" } else { "are" });
        let line = format!("{name}  - {}", &text[tag.value.clone()]);
        let help = format!("write two, as some programs read nothing else: {}", show::quoted(line.trim_end()));
        let mut finding = finding_at(tag.at..tag.at + 2, &message, "");
        finding.help(help);
        finding.severity(Severity::Warning);
        finding.add_to(findings);
    }

    fn write(&self, fields: &[Field], arena: &mut Arena) {
        let text = self.chunk.text;
        arena.allow_repeated_names();
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

/// Reports text after the end of a record on the same line, which no program reads.
fn after_end(text: &str, tag: &Tag, findings: &mut Vec<Finding>) {
    let value = tag.value.clone();
    if value.is_empty() {
        return;
    }
    let message = format!("{} is after the end of the record, and is not read", show::quoted(&text[value.clone()]));
    let mut finding = finding_at(value, &message, "remove it, or write it before `ER` with a tag of its own");
    finding.severity(Severity::Warning);
    finding.add_to(findings);
}

/// Names of identifiers that programs and people write instead of a tag.
const IDENTIFIERS: [&str; 7] = ["PMID", "PMCID", "DOI", "ISSN", "EISSN", "ISBN", "URL"];

/// Returns a name of three to five letters that is used like a tag at the beginning of a line: with two spaces before
/// the hyphen, or one of the known names. An abstract may have a line such as `SARS - a disease`.
fn long_tag(line: &str) -> Option<&str> {
    let length = line.bytes().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
    let (name, after) = line.split_at(length);
    let is_name = (3..=5).contains(&length) && name.starts_with(|first: char| first.is_ascii_uppercase());
    let dash = after.trim_start_matches(' ');
    let spaces = after.len() - dash.len();
    let is_dash = dash.starts_with("- ") || dash == "-";
    let is_tag = spaces == 2 || spaces < 2 && IDENTIFIERS.contains(&name);
    (is_name && is_dash && is_tag).then_some(name)
}

fn unknown(start: usize, name: &str, findings: &mut Vec<Finding>) {
    let message = format!("`{name}` is not a RIS tag: tags have two characters");
    let help = "write the value under a tag of RIS, such as `AN` for an accession number, or remove the line";
    let mut finding = finding_at(start..start + name.len(), &message, help);
    finding.severity(Severity::Warning);
    finding.add_to(findings);
}

/// Tags of which programs read only one value, grouped by meaning; the tag that is read comes first. The RIS
/// specification allows them once per record, as it does all tags except people, keywords, notes, and links.
const ONCE: [&[&str]; 3] = [&["TI", "T1"], &["PY", "Y1"], &["JF"]];

/// Whether only one value of a tag is read.
pub(super) fn is_once(tag: &str) -> bool {
    ONCE.iter().any(|tags| tags.contains(&tag))
}

/// Reports a second title or year: programs read one of them.
fn repeated(text: &str, fields: &[Field], findings: &mut Vec<Finding>) {
    let value = |field: &Field| text[field.tag.value.start..field.end].trim();
    for tags in ONCE {
        // `TI` is preferred to `T1`, in any order.
        let given: Vec<&Field> =
            fields.iter().filter(|field| tags.contains(&field.tag.name(text)) && !value(field).is_empty()).collect();
        let Some(read) = tags.iter().find_map(|tag| given.iter().find(|field| field.tag.name(text) == *tag)) else {
            continue;
        };
        let place = |field: &Field| field.tag.at..field.tag.at + 2;
        // The other tag may have another meaning: the date of an event, a second title. Only a repetition is lost.
        let is_lost = |field: &&&Field| {
            let is_of_tag = field.tag.name(text) == read.tag.name(text);
            is_of_tag && field.tag.at != read.tag.at && value(field) != value(read)
        };
        let lost: Vec<&Field> = given.iter().filter(is_lost).copied().collect();
        let [first, others @ ..] = lost.as_slice() else { continue };
        let (name, count) = (read.tag.name(text), show::times(lost.len() + 1));
        let message = format!("`{name}` is given {count} with different values, and only the first one is read");
        let mut finding = finding_at(place(first), &message, "keep one of them");
        let label = |field: &Field| Place::Bytes(Span::new(place(field).start as u32, place(field).end as u32));
        finding.label(label(read), "this one is read");
        others.iter().for_each(|other| _ = finding.label(label(other), "given again"));
        finding.severity(Severity::Warning);
        finding.add_to(findings);
    }
    unread_titles(text, fields, findings);
}

/// Reports several different titles in `T1` next to a `TI`, which is read instead.
fn unread_titles(text: &str, fields: &[Field], findings: &mut Vec<Finding>) {
    let value = |field: &Field| text[field.tag.value.start..field.end].trim();
    let of = |name: &str| {
        let is_one = move |field: &&Field| field.tag.name(text) == name && !value(field).is_empty();
        fields.iter().filter(is_one).collect::<Vec<_>>()
    };
    let (read, others) = (of("TI"), of("T1"));
    let (Some(read), Some(first)) = (read.first(), others.first()) else { return };
    let Some(second) = others.iter().find(|other| value(other) != value(first)) else { return };
    let place = |field: &Field| field.tag.at..field.tag.at + 2;
    let message = format!("`T1` is given {} beside `TI`, with different values", show::times(others.len()));
    let mut finding = finding_at(place(second), &message, "keep one title, in `TI`");
    let label = |field: &Field| Place::Bytes(Span::new(place(field).start as u32, place(field).end as u32));
    finding.label(label(read), "this one is read");
    finding.severity(Severity::Warning);
    finding.add_to(findings);
}

/// Whether a line is text that database exports write around records: a number (`12.`, `<2>`), a rule (`-----`), a name
/// of a few words and a colon (`Provider: Example`), or the number of the record in words (`Record #2 of 18`).
fn is_notice(line: &str) -> bool {
    const MAX_WORDS: usize = 3;
    let has_no_word = !line.contains(char::is_alphabetic);
    let name = line.split_once(':').map_or("", |(name, _)| name);
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '/' | '#'))
        && name.split_whitespace().count() <= MAX_WORDS;
    let mut words = line.split_whitespace().map(str::to_ascii_lowercase);
    let is_counted =
        words.next().is_some_and(|first| matches!(&*first, "record" | "reference" | "citation" | "result"))
            && words.next().is_some_and(|second| {
                second.trim_start_matches('#').starts_with(|character: char| character.is_ascii_digit())
            });
    has_no_word || is_name || is_counted
}

fn finding_at(place: Range<usize>, message: &str, help: &'static str) -> Finding {
    Problem::new(place.start, place.end, message, help).finding(Syntax::Ris)
}
