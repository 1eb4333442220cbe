//! The number of an issue is written in an unusual way.
//!
//! ## Why
//!
//! `02` and `2.` are issue 2 to a reader, but three different issues with `2` to a program. Double issues are `1-2`
//! or `3/4`; supplements and seasons are written in words, which is correct.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "02"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "1--2"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[issue/number-form]: the number `02` is written in an unusual way [*]
//!    ╭─[record.json:4:12   record Czytelnictwo w małych miastach · /issue]
//!  3 │   "volume": "16",
//!  4 │   "issue": "02"
//!    ·            ──┬─
//!    ·              ╰── unusual
//!  5 │ }
//!    ╰────
//!   help: write `2`
//!     - "02"
//!     + "2"
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
//!   "volume": "16",
//!   "issue": "1-2"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "Suppl. 1"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "issue/number-form",
    severity: Severity::Note,
    reads: &[Symbol::ISSUE],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.numbers_are_plain() {
        return;
    }
    let Some((node, raw)) = record.text(record.root(), Symbol::ISSUE) else { return };
    let text = raw.trim();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare = text.trim_end_matches(['.', ',', ';', ':']);
    let parts: Vec<&str> = bare.split(['-', '/', '–']).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() || parts.len() > 2 || !parts.iter().all(|part| is_number(part)) {
        return;
    }
    let without_zeros = |part: &str| part.trim_start_matches('0').to_owned();
    let separator = if bare.contains('/') { "/" } else { "-" };
    let usual_form = parts.iter().map(|part| without_zeros(part)).collect::<Vec<_>>().join(separator);
    // Issue `0` may precede the first one. A dash in a range is as good as a hyphen, and so are two hyphens in TeX.
    let is_usual = usual_form == text.replace('–', "-") || record.is_tex() && usual_form == text.replace("--", "-");
    if parts.iter().any(|part| without_zeros(part).is_empty()) || is_usual {
        return;
    }
    let finding =
        findings.at(Place::Value(node), format!("the number {} is written in an unusual way", show::quoted(raw)));
    finding.caption("unusual").value(raw).suggestion(&*usual_form).help(format!("write {}", show::quoted(&usual_form)));
    let change = Change::Replace { node, range: None, text: usual_form };
    // `1/02` may be the first issue of 2002, and `2010-02` that of a month.
    let has_zero = parts.iter().any(|part| part.starts_with('0'));
    let applicability = if parts.len() > 1 && has_zero { Applicability::Unsafe } else { Applicability::Safe };
    finding.fix("write only the number", applicability, vec![change]);
}
