//! Volume and issue stand in one field.
//!
//! ## Why
//!
//! `16(2)` in the field of the volume hides the issue: references that name both do not match, and a list of volumes
//! has an entry for each issue. The field of the issue may well hold `2 (30)`, its number in the year and in the whole
//! run.
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
//!   fix to be confirmed: keep the volume and the issue apart
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

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "volume/issue-combined",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::VOLUME],
    options: &[],
    instead_of: &["volume/label", "issue/number-form"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.numbers_are_plain() {
        return;
    }
    let Some((node, raw)) = record.text(record.root(), Symbol::VOLUME) else { return };
    let Some((volume, issue)) = parts(raw) else { return };
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
    finding.fix("keep the volume and the issue apart", Applicability::Unsafe, vec![keep, add]);
}

/// The two numbers of `16(2)`.
fn parts(raw: &str) -> Option<(&str, &str)> {
    let (volume, rest) = raw.trim().split_once('(')?;
    let (volume, issue) = (volume.trim(), rest.strip_suffix(')')?.trim());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers = issue.split(['-', '/']);
    let is_issue = numbers.clone().count() <= 2 && numbers.all(is_number);
    // A year in brackets is no issue.
    (is_number(volume) && is_issue && issue.len() != 4).then_some((volume, issue))
}
