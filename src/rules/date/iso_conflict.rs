//! A date and its ISO 8601 form differ.
//!
//! ## Why
//!
//! In JATS a date is written in elements (`<day>`, `<month>`, `<year>`) and again as a whole in the attribute
//! `iso-8601-date`. Some programs read the elements, others the attribute: if they differ, the article gets two
//! dates. JATS4R recommends both for every date, so they are often typed by hand.
//!
//! ## Bad
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front><article-meta>
//!   <title-group><article-title>Reading in small towns</article-title></title-group>
//!   <pub-date date-type="pub" iso-8601-date="2019-03-05"><day>3</day><month>5</month><year>2019</year></pub-date>
//! </article-meta></front></article>
//! ```
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front><article-meta>
//!   <title-group><article-title>Reading in small towns</article-title></title-group>
//!   <pub-date date-type="pub"><year>2019</year></pub-date>
//!   <history><date date-type="received" iso-8601-date="2018"><month>11</month><year>2017</year></date></history>
//! </article-meta></front></article>
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[date/iso-conflict]: `iso-8601-date` is `2019-03-05`, but the elements say `2019-05-03`
//!    ╭─[record.xml:3:43   record Reading in small towns · /article/front/article-meta/pub-date/@iso-8601-date]
//!  2 │   <title-group><article-title>Reading in small towns</article-title></tit…
//!  3 │   <pub-date date-type="pub" iso-8601-date="2019-03-05"><day>3</day><month…
//!    ·                                           ──────┬─────
//!    ·                                                 ╰── another date
//!    ╰────
//!    ╭─[record.xml:3:61]
//!  3 │ …-date="2019-03-05"><day>3</day><month>5</month><year>2019</year></pub-dat…
//!    ·                          ────────────────┬────────────────
//!    ·                                          ╰── the elements
//!  4 │ </article-meta></front></article>
//!    ╰────
//!   help: compare both with the article, and correct the wrong one
//! ```
//!
//! ## Good
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front><article-meta>
//!   <title-group><article-title>Reading in small towns</article-title></title-group>
//!   <pub-date date-type="pub" iso-8601-date="2019-03-05"><day>05</day><month>March</month><year>2019</year></pub-date>
//! </article-meta></front></article>
//! ```
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front><article-meta>
//!   <title-group><article-title>Reading in small towns</article-title></title-group>
//!   <pub-date date-type="pub" iso-8601-date="2019-03"><day>5</day><month>3</month><year>2019</year></pub-date>
//! </article-meta></front></article>
//! ```
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front><article-meta>
//!   <title-group><article-title>Reading in small towns</article-title></title-group>
//!   <pub-date date-type="pub" iso-8601-date="20190305T10:00:00Z"><season>Spring</season><year>2019</year></pub-date>
//! </article-meta></front></article>
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "date/iso-conflict",
    severity: Severity::Warning,
    reads: &[Symbol::X_ISO_DATES],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for date in record.items(Symbol::X_ISO_DATES) {
        let [written, iso] = record.texts_of(date, [Symbol::TEXT, Symbol::VALUE]);
        let (Some((written_node, written)), Some((node, iso))) = (written, iso) else { continue };
        if !are_different(&parts(written), &parts(iso)) {
            continue;
        }
        let message =
            format!("`iso-8601-date` is {}, but the elements say {}", show::quoted(iso.trim()), show::quoted(written));
        let finding = findings.at(Place::Value(node), message);
        finding.caption("another date").label(Place::Value(written_node), "the elements").value(iso);
        finding.help("compare both with the article, and correct the wrong one");
    }
}

/// Returns year, month and day of a date, as far as they are written in digits.
fn parts(text: &str) -> Vec<u16> {
    let day = text.trim().split('T').next().unwrap_or_default();
    // The basic form of ISO 8601 has no hyphens.
    let is_basic = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    let pieces = if is_basic { vec![&day[..4], &day[4..6], &day[6..]] } else { day.split('-').collect() };
    let is_number = |piece: &&str| !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit());
    pieces.into_iter().take_while(is_number).map_while(|piece| piece.parse().ok()).collect()
}

/// Whether two dates differ in a part that both have. A year of two digits or a month that does not exist is a
/// different mistake.
fn are_different(left: &[u16], right: &[u16]) -> bool {
    let has_full_year = |parts: &[u16]| parts.first().is_some_and(|year| *year >= 1000);
    let is_month = |parts: &[u16]| parts.get(1).is_none_or(|month| (1..=12).contains(month));
    let differs = left.iter().zip(right).any(|(left, right)| left != right);
    has_full_year(left) && has_full_year(right) && is_month(left) && is_month(right) && differs
}
