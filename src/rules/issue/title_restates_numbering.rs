//! The title of an issue only repeats its number.
//!
//! ## Why
//!
//! An issue has a title if it has a theme: `Women in Science`. `Vol. 39, No. 2 (2010)` repeats the fields for volume,
//! issue and year, and is printed in addition to them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "39",
//!   "issue": "2",
//!   "issueTitle": "Vol. 39, No. 2 (2010)",
//!   "year": 2010
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "39",
//!   "issueTitle": "Tom XXXIX, nr 2"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[issue/title-restates-numbering]: the title of the issue only repeats its number
//!    ╭─[record.json:5:17   record Czytelnictwo w małych miastach · /issueTitle]
//!  4 │   "issue": "2",
//!  5 │   "issueTitle": "Vol. 39, No. 2 (2010)",
//!    ·                 ───────────┬───────────
//!    ·                            ╰── no title
//!  6 │   "year": 2010
//!    ╰────
//!   help: leave the title out, if the issue has none
//!   fix to be confirmed: remove the title
//!     - "issueTitle": "Vol. 39, No. 2 (2010)"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "39",
//!   "issueTitle": "Women in Science"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "39",
//!   "issueTitle": "Rok 1968"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "issueTitle": "Vol. 39"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "issue/title-restates-numbering",
    severity: Severity::Note,
    reads: &[Symbol::ISSUE_TITLE],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Words for numbering issues, in English, Polish, German, French and Spanish, and seasons in English.
const NUMBERING_WORDS: &[&str] = &[
    "vol", "volume", "tom", "t", "bd", "band", "tome", "no", "nr", "number", "issue", "numer", "zeszyt", "z", "heft",
    "numéro", "número", "spring", "summer", "autumn", "fall", "winter",
];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::ISSUE_TITLE) else { return };
    // If the record has neither a volume nor an issue, only the title contains the numbers.
    if record.field(Symbol::VOLUME).is_none() && record.field(Symbol::ISSUE).is_none() {
        return;
    }
    let mut is_numbered = false;
    for word in raw.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || b"IVXLC".contains(&byte));
        let lower = word.to_lowercase();
        let is_numbering_word = NUMBERING_WORDS.contains(&lower.as_str());
        if !is_number && !is_numbering_word {
            return;
        }
        is_numbered |= is_numbering_word;
    }
    if !is_numbered {
        return;
    }
    let finding = findings.at(Place::Value(node), "the title of the issue only repeats its number");
    finding.caption("no title").value(raw).help("leave the title out, if the issue has none");
    finding.fix("remove the title", Applicability::Unsafe, vec![Change::Remove { node }]);
}
