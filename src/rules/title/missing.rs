//! The record has no title.
//!
//! ## Why
//!
//! Every record is found, cited and distinguished by its title. A title without a letter or a digit does not count. A
//! title of digits may be right (`2666`, `1989`), but if it repeats the record's own year, volume, issue or page, it
//! was probably put into the wrong field.
//!
//! In BibTeX it is a note for `@misc`, which requires nothing, for an unknown type, which is printed as `@misc`, and
//! for an entry without an author that has only a journal or a book title, which others inherit with `crossref`. In
//! CSL it is a note for a letter, an interview, a speech and a performance, which may have no title, and a warning
//! for the review of a work that is named.
//!
//! ## Bad
//!
//! ```json
//! { "title": "—", "year": 2023 }
//! ```
//!
//! ```json
//! { "year": 2023, "contributors": [{ "family": "Nowicka" }] }
//! ```
//!
//! ```json
//! { "title": { "text": " ", "lang": "pl" } }
//! ```
//!
//! ```json
//! { "title": { "text": "155", "lang": "en" }, "pages": "155-166" }
//! ```
//!
//! ```json
//! { "title": {} }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[title/missing]: `—` is not a title: it has neither letters nor digits
//!    ╭─[record.json:1:12   record — · /title]
//!  1 │ { "title": "—", "year": 2023 }
//!    ·            ─┬─
//!    ·             ╰── not a title
//!    ╰────
//!   help: write the title of the work
//! ```
//!
//! ## Good
//!
//! ```json
//! { "title": { "text": "1984", "lang": "en" }, "year": 2023 }
//! ```
//!
//! ```json
//! { "title": { "text": "2666", "lang": "es" } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "2666", "lang": "es" },
//!   "year": 2004
//! }
//! ```

use crate::diagnostic::{Finding, Place, Severity, ids, show};
use crate::record::pages::Pages;
use crate::record::{Record, State, label};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: ids::TITLE_MISSING,
    severity: Severity::Error,
    reads: &[Symbol::TITLE],
    instead_of: &[
        "text/placeholder",
        "field/required-missing",
        "field/empty",
        "schema/required",
        "schema/enum",
        "schema/other",
        "title/equals-other-field",
    ],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() {
        return;
    }
    let is_absent = matches!(record.state(Symbol::TITLE), State::Absent);
    if let Some(finding) = findings.missing(record, Symbol::TITLE, "the title") {
        finding.help("write the title of the work");
        if is_optional(record, context) {
            finding.severity(Severity::Note);
        }
        if is_absent {
            describe_other_title(record, context, finding);
        }
        return;
    }
    let State::Present(field) = record.state(Symbol::TITLE) else { return };
    let text_node = record.member(field, Symbol::TEXT);
    let Some(title) = record.title() else {
        // A value of another type is reported by the schema.
        if record.tree().is_object(field) && text_node.is_none_or(|node| record.is_blank(node)) {
            let finding = findings.at(text_node.map_or(Place::Opening(field), Place::Value), "the title is empty");
            finding.caption("nothing here").help("write the title of the work");
        }
        return;
    };
    if !title.text.chars().any(char::is_alphanumeric) {
        let message = format!("{} is not a title: it has neither letters nor digits", show::quoted(title.text));
        let finding = findings.at(Place::Value(title.text_node), message);
        finding.caption("not a title").value(title.text).help("write the title of the work");
    } else if let Some((place, field)) = repeated(record, title.text.trim()) {
        let message = format!("the title {} is the record's {}", show::quoted(title.text), label(field));
        let finding = findings.at(Place::Value(title.text_node), message);
        finding
            .severity(Severity::Warning)
            .caption("not a title")
            .value(title.text)
            .label(Place::Value(place), "the same here");
        finding.help(format!("compare the title with {}", record.original()));
    }
}

/// Mentions another title of the record, such as a book title or a short title.
fn describe_other_title(record: &Record<'_>, context: &RuleContext<'_>, finding: &mut Finding) {
    let has = |role: &str| {
        let roles = record.items(Symbol::TITLE_VARIANTS).filter_map(|variant| record.text(variant, Symbol::ROLE));
        roles.map(|(_, own)| own).any(|own| own == role)
    };
    match context.shape.id {
        "bibtex" if has("alternative") => {
            finding.severity(Severity::Warning).message = "`booktitle` is given, `title` is not".into();
            finding.help("write the title of the whole book in `title`; `booktitle` is only for parts of a book");
        }
        "bibtex" if has("short") => {
            finding.help("write the title of the work in `title`; `shorttitle` is only its short form");
        }
        "csl" if has("alternative") => {
            finding.severity(Severity::Warning).message = "`title` is missing, and `reviewed-title` is given".into();
            finding.help("write the title of the review in `title`, or repeat that of the reviewed work");
        }
        "csl" if has("short") => {
            finding.help("write the title of the work in `title`; `title-short` is only its short form");
        }
        _ => {}
    }
}

/// Whether an item may have no title. BibTeX requires none for `@misc` and similar types (btxdoc, "Entry types"), and
/// prints unknown types as `@misc`; an entry from which others inherit their journal or book with `crossref` has no
/// author either. In CSL letters, interviews, speeches and performances are often cited by people and dates.
fn is_optional(record: &Record<'_>, context: &RuleContext<'_>) -> bool {
    const TYPES: [&str; 11] = [
        "misc",
        "comment",
        "online",
        "electronic",
        "www",
        "customa",
        "customb",
        "customc",
        "customd",
        "custome",
        "customf",
    ];
    const OF_CSL: [&str; 4] = ["personal_communication", "interview", "speech", "performance"];
    let kind = record.text(record.root(), Symbol::TYPE).map_or("", |(_, kind)| kind);
    if context.shape.id == "csl" {
        return OF_CSL.contains(&kind);
    }
    if !context.shape.is_tex {
        return false;
    }
    if context.shape.native_type(kind).is_none() {
        return true;
    }
    let holder = record.field(Symbol::JOURNAL).and_then(|journal| record.member(journal, Symbol::TITLE));
    TYPES.contains(&kind) || holder.is_some() && record.field(Symbol::CONTRIBUTORS).is_none()
}

/// Returns the field whose number is repeated by a title of digits.
fn repeated(record: &Record<'_>, title: &str) -> Option<(NodeId, Symbol)> {
    if !title.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    [Symbol::YEAR, Symbol::VOLUME, Symbol::ISSUE, Symbol::PAGES].into_iter().find_map(|field| {
        let (node, text) = record.text(record.root(), field)?;
        let is_page = || {
            let parts = Pages::parse(text).parts;
            let mut numbers = parts.iter().flat_map(|part| std::iter::once(&part.first).chain(&part.last));
            numbers.any(|page| page.number.to_string() == title)
        };
        (text.trim() == title || field == Symbol::PAGES && is_page()).then_some((node, field))
    })
}
