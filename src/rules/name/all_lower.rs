//! A surname is written in lower case.
//!
//! ## Why
//!
//! A surname without a capital comes from a hastily filled form, or from a program that converted all letters to
//! lower case. Particles alone, such as `de la`, are not reported, and neither are scripts without capitals. A single
//! word such as `townbot` is the name of a user or a program, and BibTeX braces mark the lower case as intended. The
//! few people known to spell their names this way are exempt; add others to the exceptions of a configuration.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "kowalski" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "kazuhiro", "family": "jo" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/all-lower]: the surname `kowalski` has no capital
//!    ╭─[record.json:4:51   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "Jan", "family": "kowalski" }
//!    ·                                                   ─────┬────
//!    ·                                                        ╰── small letters
//!  5 │   ]
//!    ╰────
//!   help: write `Kowalski`, if that is how the name is spelled
//!   fix to be confirmed: write it with a capital
//!     - "kowalski"
//!     + "Kowalski"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "María", "family": "de la Cruz" },
//!     { "role": "author", "given": "Jan", "family": "van der Berg" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "bell", "family": "hooks" },
//!     { "role": "author", "given": "danah", "family": "boyd" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "伟", "family": "王" },
//!     { "role": "author", "family": "townbot" },
//!     { "role": "author", "given": "Leo", "family": "d’Alembert" }
//!   ]
//! }
//! ```
//!
//! ```bibtex
//! @article{roe2019,
//!   title  = {Reading in small towns},
//!   author = {{roe}, Jane},
//!   year   = {2019},
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{
    NameMarks, Part, Person, is_in_small_letters, is_no_name, meant_case, meant_case_of_given,
};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "name/all-lower",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::CONTRIBUTORS],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// People who write their own names in lower case: given names, surname.
const ON_PURPOSE: &[(&str, &str)] =
    &[("bell", "hooks"), ("danah", "boyd"), ("e. e.", "cummings"), ("e.e.", "cummings")];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().families(NameMarks::LOWER) {
        if part.marks.intersects(NameMarks::UPPER)
            || !is_in_small_letters(part.text)
            || is_intended(record, person, part)
        {
            continue;
        }
        let message = format!("the surname {} has no capital", show::quoted(part.text));
        let finding = findings.at(Place::Value(part.node), message);
        finding.caption("small letters").value(part.text);
        let small =
            person.given.filter(|given| is_in_small_letters(given.text) && !record.tree().is_protected(given.node));
        let given = small.map(|given| Some((given, meant_case_of_given(given.text)?)));
        let (Some(meant), Some(given)) = (meant_case(part.text), given.map_or(Some(None), |given| given.map(Some)))
        else {
            finding.help("write it with capitals, if the name has them");
            continue;
        };
        finding.suggestion(&*meant);
        let whole = context.shape.whole_name(given.as_ref().map(|(_, given)| given.as_str()), &meant);
        finding.help(format!("write {}, if that is how the name is spelled", show::quoted(&record.spelled(&whole))));
        let change = |(part, text): (Part<'_>, String)| Change::Replace { node: part.node, range: None, text };
        let changes = given.into_iter().chain([(part, meant)]).map(change).collect();
        finding.fix("write it with a capital", Applicability::Unsafe, changes);
    }
}

/// Whether the lower case is intended: people who write their own names this way, names in BibTeX braces, names of
/// users and programs such as `townbot` or `@user`, and words that are not names, such as `et al.`
fn is_intended(record: &Record<'_>, person: &Person<'_>, part: Part<'_>) -> bool {
    let given = person.given.map_or("", |given| given.text);
    let is_one_word = person.given.is_none() && part.text.split_whitespace().nth(1).is_none();
    is_one_word
        || is_no_name(part.text)
        || part.marks.intersects(NameMarks::ADDRESS.or(NameMarks::DIGIT))
        || part.text.contains('_')
        || record.tree().is_protected(part.node)
        || ON_PURPOSE.contains(&(given, part.text))
}
