//! A name contains a title or a degree.
//!
//! ## Why
//!
//! `dr hab. Jan Kowalski` is found under D, and as a different person from Jan Kowalski. Titles change during a
//! career, so authors' names are kept without them. Words that may be names or initials are not reported:
//! `Md. Rahman`, `Dr` or `M.D.` among given names. Degrees after a second comma are not a suffix.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "dr hab. Jan", "family": "Kowalski" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Prof. Dr. Phil. Alberto", "family": "de Campo" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka, PhD" }
//!   ]
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title   = {Reading in small towns},
//!   author  = {Nowicka, Anna MD, PhD and Vale, Dr. Mo},
//!   journal = {Town Studies},
//!   year    = {2019},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/title-or-degree]: the title `dr hab.` is part of a name
//!    ╭─[record.json:4:35   record Reading in small towns · /contributors/0/given]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "dr hab. Jan", "family": "Kowalski" }
//!    ·                                   ───┬───
//!    ·                                      ╰── title
//!  5 │   ]
//!    ╰────
//!   help: remove `dr hab.`
//!   fix to be confirmed: remove the title
//!     - "dr hab. Jan"
//!     + "Jan"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Drury" },
//!     { "role": "author", "given": "Md.", "family": "Rahman" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "M.D.", "family": "Nowak" },
//!     { "role": "author", "given": "Ing", "family": "Wei" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Ks.", "family": "Zając" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{NameMarks, Part, is_degree, leading_titles, trailing_degree};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/title-or-degree",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[
        "name/suffix-in-surname",
        "name/affil-marker",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
    ],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

const MARKS: NameMarks = NameMarks::DOT.or(NameMarks::COMMA).or(NameMarks::WHITESPACE);

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // In these formats the text between two commas is always read as the suffix.
    if context.shape.writes_whole_names() {
        check_suffixes(record, findings);
    }
    for (_, part) in record.people().parts(MARKS) {
        let found = leading_titles(part.text).map(|range| (range, "title"));
        let Some((range, what)) = found.or_else(|| trailing_degree(part.text).map(|range| (range, "degree"))) else {
            continue;
        };
        let Part { node, text, .. } = part;
        let shown = show::quoted(text[range.clone()].trim_matches([' ', ',', '\u{a0}']));
        let message = format!("the {what} {shown} is part of a name");
        let rest = format!("{}{}", &text[..range.start], &text[range.end..]);
        let inner = trimmed(text, &range);
        let finding = findings.at(Place::Within(node, inner), message);
        finding.caption(what).value(text).suggestion(rest.trim());
        if rest.trim().is_empty() {
            finding.help("write the name itself");
            continue;
        }
        finding.help(format!("remove {shown}"));
        let change = Change::Replace { node, range: Some(range), text: String::new() };
        finding.fix(format!("remove the {what}"), Applicability::Unsafe, vec![change]);
    }
}

/// Reports degrees in the place of a suffix: `van Vugt, Arie, PhD`.
fn check_suffixes(record: &Record<'_>, findings: &mut Findings<'_>) {
    for person in record.people().all() {
        let Some((node, text)) = record.text(person.node, Symbol::SUFFIX) else { continue };
        if !is_degree(text) {
            continue;
        }
        let shown = show::quoted(text.trim());
        // Beside a degree, `MD` is another degree and not initials.
        let last = person.given.and_then(|given| given.text.rsplit_once(' ')).map(|(_, last)| last);
        let (message, shown) = match last.filter(|last| is_degree(last)) {
            Some(last) => {
                let both = format!("{} and {shown}", show::quoted(last));
                (format!("the degrees {both} are part of a name"), both)
            }
            None => (format!("the degree {shown} is part of a name"), shown),
        };
        let finding = findings.at(Place::Value(node), message);
        finding.caption("degree").value(text).help(format!("remove {shown}"));
    }
}

/// Removes whitespace and commas from both ends of a range.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let is_separator = |character: char| character == ',' || character.is_whitespace();
    let found = &text[range.clone()];
    let start = range.start + found.len() - found.trim_start_matches(is_separator).len();
    start..start + found.trim_matches(is_separator).len()
}
