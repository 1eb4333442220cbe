//! The year is not a valid year.
//!
//! ## Why
//!
//! Works are sorted, filtered and cited by the year of publication, which is impossible with `98` or `2023-01-03`. A
//! year has four digits, or is two consecutive years for a double volume (`1998/1999`). Years in roman numerals
//! (`MCMLXXXV`) and in the digits of other scripts (`१९८७`) are years, but are not sorted as such; biber reads the
//! latter. Printing in Europe began before 1600, but journals did not. A year later than the next one is in the
//! future. In citation formats, which also describe books, only articles can be too old; conference papers and
//! reports are a warning. A year in brackets or after a copyright sign is correct, but programs cannot read it. The
//! fix loses the information that the year was found elsewhere or is that of the copyright. In citation formats,
//! words such as `n.d.` are a note: styles print them if there is no date.
//!
//! In RIS a date begins with the year, as in `2020/08/04/other` (RIS Format Specifications): some programs take the
//! first four characters of `4-8 Aug. 2020` for the year. That is a warning.
//!
//! In BibTeX, styles print the value as it is, so an invalid year is a warning there. The year of a reprint in
//! addition to that of the original (`1996 [1985]`), a year before the common era and what a command prints
//! (`\bibstring{nodate}`) are valid in BibTeX.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "98"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 9999
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "[1998]"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "2023-01-03"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 1066
//! }
//! ```
//!
//! ```ris
//! TY  - CONF
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! Y1  - 4-8 Aug. 2020
//! ER  -
//! ```
//!
//! ```ris
//! TY  - CONF
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! PY  - 2020/08/4-8
//! ER  -
//! ```
//!
//! ## Report
//!
//! ```text
//! error[date/year-invalid]: `98` is not a year of four digits
//!    ╭─[record.json:3:11   record Czytelnictwo w małych miastach · /year]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "year": "98"
//!    ·           ──┬─
//!    ·             ╰── not a year
//!  4 │ }
//!    ╰────
//!   help: write the year as four digits
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2023
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "1998/1999"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "1998/99"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "1999-2000"
//! }
//! ```
//!
//! ```bibtex
//! @book{copernicus1543,
//!   title  = {De revolutionibus orbium coelestium},
//!   author = {Copernicus, Nicolaus},
//!   year   = {1543},
//! }
//! ```
//!
//! ```bibtex
//! @book{bringhurst1996,
//!   title  = {Elements of Style},
//!   author = {Bringhurst, Robert},
//!   year   = {1996 [1985]},
//! }
//!
//! @book{heraclitus,
//!   title  = {Fragments},
//!   author = {Heraclitus},
//!   year   = {500 BCE},
//! }
//! ```
//!
//! ```ris
//! TY  - CONF
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! Y1  - 2020/08/04/4-8 Aug.
//! ER  -
//! ```
//!
//! ```ris
//! TY  - JOUR
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! T2  - Library Notes
//! PY  - 2020///Spring
//! ER  -
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::year::{self, Year};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::shape;
use crate::tree::{NodeId, Pointer, Symbol};

pub const RULE: Rule = Rule {
    id: "date/year-invalid",
    severity: Severity::Error,
    reads: &[Symbol::YEAR],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The first journals appeared in 1665; a few series of acts are older.
const EARLIEST: i32 = 1600;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::YEAR) else { return };
    let latest = context.year + 1;
    let year = Year::parse(raw);
    let (Year::Plain(number) | Year::Decorated(number, _)) = year else {
        if let Some(number) = year::roman(raw.trim()).filter(|number| i32::from(*number) <= latest) {
            let message = format!("{} is a year in roman numerals", show::quoted(raw));
            let finding = findings.at(Place::Value(node), message);
            finding.severity(Severity::Warning).caption("roman numerals").value(raw).suggestion(number.to_string());
            finding.expected("four digits").help(format!("write `{number}`"));
            return;
        }
        if let Some(digits) = year::in_other_digits(raw.trim()) {
            let message = format!("{} is a year in the digits of another script", show::quoted(raw));
            let finding = findings.at(Place::Value(node), message);
            finding.caption("other digits").value(raw).suggestion(&*digits).expected("four digits");
            finding.help(format!("write `{digits}`"));
            // biber reads them (Biber::Date::Format), BibTeX prints them.
            finding.severity(if record.is_tex() { Severity::Note } else { Severity::Warning });
            return;
        }
        let is_number = raw.trim().bytes().all(|byte| byte.is_ascii_digit());
        let what = if is_number { "a year of four digits" } else { "a year" };
        let finding = findings.at(Place::Value(node), format!("{} is not {what}", show::quoted(raw)));
        finding.caption("not a year").value(raw).expected("four digits").help(advice(record, context, node));
        // Styles print these words themselves if there is no year.
        if context.shape.is_citation_format && shape::is_undated(raw) {
            finding.severity(Severity::Note).help("leave the date out; styles write `n.d.` themselves");
        } else if record.is_tex() {
            // Styles of BibTeX print the value as it is, and biblatex accepts it with a warning.
            finding.severity(Severity::Warning);
        }
        return;
    };
    let number = i32::from(number);
    check_slashed_dates(record, context, findings);
    // Bibliographies also contain books and manuscripts.
    let may_be_old = context.shape.is_citation_format && record.has_type(&["other", "chapter"]);
    if number < EARLIEST && may_be_old {
        return;
    }
    if number < EARLIEST || number > latest {
        let is_early = number < EARLIEST;
        let early_for = [
            ("conference-paper", "is too early for a conference paper"),
            ("report", "is too early for a report"),
            ("other", "is too early for such a work"),
            ("chapter", "is too early for such a work"),
        ];
        let early_for = early_for.into_iter().find(|(kind, _)| is_early && record.has_type(&[kind]));
        let reason = match early_for {
            Some((_, reason)) => reason,
            None if is_early => "is too early for a journal article",
            None => "is in the future",
        };
        let finding = findings.at(Place::Value(node), format!("the year {number} {reason}"));
        finding.caption(if is_early { "too early" } else { "too late" }).value(raw);
        if early_for.is_some() {
            finding.severity(Severity::Warning);
        }
        finding.expected(format!("a year from {EARLIEST} to {latest}"));
        finding.help(format!("compare the year with {}", record.original()));
    } else if let Year::Decorated(_, range) = year {
        let plain = &raw[range];
        let finding =
            findings.at(Place::Value(node), format!("the year {} is more than four digits", show::quoted(raw)));
        finding.severity(Severity::Note).caption("more than the year").value(raw).suggestion(plain);
        finding.help(format!("keep only {}", show::quoted(plain)));
        let change = Change::Replace { node, range: None, text: plain.to_owned() };
        finding.fix(format!("write {}", show::quoted(plain)), Applicability::Unsafe, vec![change]);
    }
}

/// Reports dates that do not begin with their year, or that have an invalid day, in a format in which a date is
/// `2020/08/04`, optionally with other text after a third slash. Programs read the year from the first four
/// characters, and the day from the third part.
fn check_slashed_dates(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(source) = record.source().filter(|_| !context.shape.slashed_dates.is_empty()) else { return };
    for child in source.children(source.root()) {
        let name = child.key.map_or("", |key| source.key_name(key));
        if !context.shape.slashed_dates.contains(&name) {
            continue;
        }
        let text = source.text(child.value).map_or("", str::trim);
        let place = Place::Bytes(source.span(child.value));
        let finding = if let Some(year) = misplaced_year(text) {
            let finding = findings.at(place, format!("the date {} does not begin with the year", show::quoted(text)));
            finding.caption("the year is not first").expected("a date such as `2020`, `2020/08` or `2020/08/04`");
            finding.help(format!(
                "write `{name}` as `{year}`, or with month and day in digits, as in `2020/08/04`; \
                 put other text after a third slash"
            ))
        } else if let Some(day) = invalid_day(text) {
            let finding = findings.at(place, format!("{} is not a day", show::quoted(day)));
            finding.caption("not a day").expected("a date such as `2020/08/04`");
            finding.help("write the first day, and put other text after a third slash, as in `2020/08/04/4-8 Aug.`")
        } else {
            continue;
        };
        finding.value(text).severity(Severity::Warning);
        finding.source_pointer = Some(Pointer::of(source, child.value).into_text());
    }
}

/// Returns the year of a date if a word or a number precedes it. Symbols and single letters, as in `c2020`, belong to
/// the year.
fn misplaced_year(text: &str) -> Option<&str> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let mut runs = text.split(|letter: char| !is_digit(letter)).filter(|run| !run.is_empty());
    let year = runs.find(|run| run.len() == 4 && run.starts_with(['1', '2']))?;
    let before = &text[..year.as_ptr() as usize - text.as_ptr() as usize];
    let is_word = |word: &str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
    let has_word = before.split(|letter: char| !letter.is_alphabetic()).any(is_word);
    (has_word || before.contains(is_digit)).then_some(year)
}

/// Returns the third part of a date if it has digits and is not a day: `4-8` in `2020/08/4-8`.
fn invalid_day(text: &str) -> Option<&str> {
    let mut parts = text.split('/');
    let is_year = parts.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let day = parts.nth(1).map(str::trim).filter(|_| is_year)?;
    let is_number = day.bytes().all(|byte| byte.is_ascii_digit());
    // Some programs write a time after the day.
    let is_day = is_number || day.contains([':', 'T']);
    (day.contains(|letter: char| letter.is_ascii_digit()) && !is_day).then_some(day)
}

/// Returns the advice on how to write the year. In RIS the same line may contain a complete date.
fn advice(record: &Record<'_>, context: &RuleContext<'_>, node: NodeId) -> String {
    let Some(written) = record.written(node).filter(|_| context.shape.id == "ris") else {
        return "write the year as four digits".to_owned();
    };
    let source = record.source().zip(record.source_of(node)).and_then(|(tree, source)| tree.text(source));
    let is_digits = |word: &&str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    match source.unwrap_or_default().split_whitespace().find(is_digits) {
        Some(digits) => {
            let (year, month, day) = (&digits[..4], &digits[4..6], &digits[6..]);
            format!("write {written} as `{year}` or `{year}/{month}/{day}`")
        }
        None => format!("write {written} as four digits, or as a date such as `2019/03/15`"),
    }
}
