//! The volume field also contains the issue.
//!
//! ## Why
//!
//! `16(2)` in the volume field hides the issue: references that name both do not match, and a list of volumes has an
//! entry for each issue. The issue field may contain `2 (30)`, the number in the year and in the whole series.
//!
//! `107 6` and `107, 6` are reported for articles if the second number is smaller than the first and there is no
//! other issue: a list of two volumes is ascending, and a number such as `1 234` has three digits after the space.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16(2)"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16 (2-3)"
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author  = {Nowicka, Anna},
//!   title   = {Reading in small towns},
//!   journal = {Library Notes},
//!   year    = 2019,
//!   volume  = {107 6},
//!   pages   = {155--166},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author  = {Nowicka, Anna},
//!   title   = {Reading in small towns},
//!   journal = {Library Notes},
//!   year    = 2019,
//!   volume  = {Vol. 16, No. 2},
//!   pages   = {155--166},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[volume/issue-combined]: `16(2)` is a volume and an issue
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /volume]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "volume": "16(2)"
//!    ·             ───┬───
//!    ·                ╰── two numbers
//!  4 │ }
//!    ╰────
//!   help: write the volume as `16` and the issue as `2`
//!   fix to be confirmed: separate the volume and the issue
//!     - "16(2)"
//!     + "16", "issue": "2"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "2"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16/17"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "2 (30)"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "article",
//!   "volume": "16, 17"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "chapter",
//!   "volume": "12 3"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use regex::Regex;
use std::sync::LazyLock;

pub const RULE: Rule = Rule {
    id: "volume/issue-combined",
    severity: Severity::Warning,
    reads: &[Symbol::VOLUME],
    instead_of: &["volume/label", "issue/number-form"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.numbers_are_plain() {
        return;
    }
    let Some((node, raw)) = record.text(record.root(), Symbol::VOLUME) else { return };
    let Some((volume, issue)) = parts(raw).or_else(|| labelled(raw)).or_else(|| bare(record, raw)) else { return };
    let finding = findings.at(Place::Value(node), format!("{} is a volume and an issue", show::quoted(raw)));
    finding
        .caption("two numbers")
        .value(raw)
        .help(format!("write the volume as `{volume}` and the issue as `{issue}`"));
    let keep = Change::Replace { node, range: None, text: volume.to_owned() };
    let add = match record.field(Symbol::ISSUE) {
        None => Change::Insert { node: record.root(), name: "issue".to_owned(), text: issue.to_owned() },
        Some(empty) if record.is_blank(empty) => Change::Replace { node: empty, range: None, text: issue.to_owned() },
        Some(_) => return,
    };
    finding.fix("separate the volume and the issue", Applicability::Unsafe, vec![keep, add]);
}

/// Returns the two numbers of `16(2)`.
fn parts(raw: &str) -> Option<(&str, &str)> {
    let (volume, rest) = raw.trim().split_once('(')?;
    let (volume, issue) = (volume.trim(), rest.strip_suffix(')')?.trim());
    let mut numbers = issue.split(['-', '/']);
    let is_issue = numbers.clone().count() <= 2 && numbers.all(is_number);
    // A year in brackets is not an issue.
    (is_number(volume) && is_issue && issue.len() != 4).then_some((volume, issue))
}

/// A number, and a second one after a word for an issue, in English, Polish, Czech, German, French, Italian, Spanish
/// and Russian; a word for the volume may precede them.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let volume = r"(?:(?:vol|volume|bd|band|jg|jahrgang|tom|tome|roč|ročník|том)\.?|[tvт]\.)?";
    let issue = r"(?:(?:no|nr|num|núm|number|numer|numero|numéro|número|issue|iss|heft|zeszyt|zesz|číslo|вып|выпуск)\.?|[nzhč]\.|n[°º]|№)";
    let number = r"([0-9]+)";
    Regex::new(&format!(r"(?i)^\s*{volume}\s*{number}\s*[,;]?\s*{issue}\s*([0-9]+(?:[-/–][0-9]+)?)\s*$")).ok()
});

/// Returns the two numbers of `16, no. 2` and `Vol. 16, No. 2`.
fn labelled(raw: &str) -> Option<(&str, &str)> {
    let found = LABELLED.as_ref()?.captures(raw)?;
    Some((found.get(1)?.as_str(), found.get(2)?.as_str()))
}

/// Returns the two numbers of `107 6` and `107, 6`, if the second can only be the issue of a journal.
fn bare<'a>(record: &Record<'_>, raw: &'a str) -> Option<(&'a str, &'a str)> {
    const LONGEST: usize = 2;
    let (volume, issue) = raw.trim().split_once([',', ' '])?;
    let (volume, issue) = (volume.trim(), issue.trim());
    let is_smaller = volume.parse::<u32>().ok()? > issue.parse::<u32>().ok()?;
    let is_issue = issue.len() <= LONGEST && !issue.starts_with('0') && is_number(issue);
    let is_only = record.text(record.root(), Symbol::ISSUE).is_none_or(|(_, own)| own.trim() == issue);
    (is_number(volume) && is_issue && is_smaller && is_only && record.is_of_journal()).then_some((volume, issue))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
