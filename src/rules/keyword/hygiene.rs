//! A keyword contains more than a keyword.
//!
//! ## Why
//!
//! `security.` and `Keywords: security` are not found under `security`, and are counted separately. A keyword of a
//! hundred characters is a sentence, and a code such as `05C10` belongs to a classification, which has its own field.
//!
//! The fix needs confirmation for a full stop that is not at the end of a list, because it may belong to an
//! abbreviation. There is no fix for `...`, which shows that something was cut off.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["Keywords: security", "Lithuania"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["security.", "Lithuania"] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[keyword/hygiene]: the label `Keywords` is part of a keyword [*]
//!    ╭─[record.json:3:43   record Reading in small towns · /keywords/0/terms/0]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "keywords": [{ "lang": "en", "terms": ["Keywords: security", "Lithuania…
//!    ·                                           ────┬────
//!    ·                                               ╰── label
//!  4 │ }
//!    ╰────
//!   help: keep only `security`
//!     - "Keywords: security"
//!     + "security"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["security", "U.S."] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["Washington, D.C.", "C++"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", "Inc."] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{LONGEST_KEYWORD, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "keyword/hygiene",
    severity: Severity::Note,
    reads: &[Symbol::KEYWORDS],
    instead_of: &["keyword/duplicate"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Words that introduce a list of keywords.
const LABELS: &[&str] = &[
    "keywords",
    "key words",
    "keyword",
    "słowa kluczowe",
    "schlüsselwörter",
    "mots-clés",
    "palabras clave",
    "palavras-chave",
    "klíčová slova",
    "ключевые слова",
    "ключові слова",
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.keywords_are_plain() {
        return;
    }
    for group in record.keywords() {
        report_numbers(&group.terms, findings);
        for (at, (node, term)) in group.terms.iter().enumerate() {
            // If the list ended with a full stop, the last keyword has kept it.
            let is_last = at > 0 && at + 1 == group.terms.len() && !group.terms[at - 1].1.ends_with('.');
            check_term(*node, term, is_last, context, findings);
        }
    }
}

/// Reports several keywords of a group that are bare numbers and not all years: numbers of concepts in a thesaurus,
/// without their words. A single number may be a name.
fn report_numbers(terms: &[(NodeId, &str)], findings: &mut Findings<'_>) {
    let is_number = |term: &str| !term.is_empty() && term.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |term: &str| term.len() == 4 && matches!(term.as_bytes()[0], b'1' | b'2');
    let numbers: Vec<&(NodeId, &str)> = terms.iter().filter(|(_, term)| is_number(term.trim())).collect();
    let Some((node, first)) = numbers.first() else { return };
    if numbers.len() < 2 || numbers.iter().all(|(_, term)| is_year(term.trim())) {
        return;
    }
    let message = format!("{} keywords are bare numbers, such as {}", numbers.len(), show::quoted(first));
    let finding = findings.at(Place::Value(*node), message);
    finding.caption("a number").value(*first).help("write the words that the numbers stand for");
}

fn check_term(node: NodeId, term: &str, is_last: bool, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let label = term
        .contains(':')
        .then(|| term.split_once(':'))
        .flatten()
        .filter(|(label, rest)| !rest.trim().is_empty() && LABELS.contains(&label.trim().to_lowercase().as_str()));
    let last = term.bytes().next_back();
    if let Some((label, rest)) = label {
        let kept = rest.trim();
        let finding = findings.at(
            Place::Within(node, 0..label.len() + 1),
            format!("the label {} is part of a keyword", show::quoted(label)),
        );
        finding
            .caption("label")
            .value(term)
            .suggestion(kept)
            .help(format!("keep only {}", show::quoted(&context.shape.spelled(kept))));
        let change = Change::Replace { node, range: None, text: kept.to_owned() };
        finding.fix("remove the label", Applicability::Safe, vec![change]);
    } else if matches!(last, Some(b'.' | b',' | b';')) && !is_abbreviation(term) {
        let kept = term.trim_end_matches(['.', ',', ';', ' ']);
        if kept.is_empty() || ends_with_entity(term) {
            return;
        }
        let ending = &term[kept.len()..];
        let finding = findings
            .at(Place::Within(node, kept.len()..term.len()), format!("the keyword ends with {}", show::quoted(ending)));
        finding
            .caption("remove")
            .value(term)
            .suggestion(kept)
            .help(format!("write {}", show::quoted(&context.shape.spelled(kept))));
        // An ellipsis is the only trace of the part that was cut off; a full stop may belong to an abbreviation.
        if ending.matches('.').count() > 1 || ending.contains("...") {
            return;
        }
        let is_safe = !ending.contains('.') || is_last;
        let applicability = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
        let change = Change::Replace { node, range: None, text: kept.to_owned() };
        finding.fix(format!("remove {}", show::quoted(ending)), applicability, vec![change]);
    } else if term.len() > LONGEST_KEYWORD && term.chars().count() > LONGEST_KEYWORD {
        let finding = findings.at(Place::Value(node), format!("the keyword has {} characters", term.chars().count()));
        finding.caption("a sentence?").value(show::clipped(term)).help("keep keywords to a few words");
    } else if is_classification_code(term) {
        let finding =
            findings.at(Place::Value(node), format!("{} is a classification code, not a keyword", show::quoted(term)));
        finding.caption("a code").value(term).help(match context.shape.word(Symbol::SUBJECTS) {
            Some(word) if context.shape.is_native() => {
                format!("move it to {word}, as `{{\"code\": \"{}\"}}`", term.trim())
            }
            _ => "write the subject in words, or remove the code from the keywords".to_owned(),
        });
    }
}

/// Whether a term ends with an HTML entity, as in `caf&eacute;`. The semicolon is part of it.
pub(super) fn ends_with_entity(term: &str) -> bool {
    let Some(rest) = term.strip_suffix(';') else { return false };
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let length = rest.bytes().rev().take(10).take_while(is_part).count();
    length >= 2 && rest[..rest.len() - length].ends_with('&')
}

/// Whether the full stop belongs to an abbreviation: `U.S.`, `D.C.`, `Inc.` A word without another full stop is an
/// abbreviation only if it is short.
fn is_abbreviation(term: &str) -> bool {
    let Some(stem) = term.strip_suffix('.') else { return false };
    let word = stem.rsplit(|character: char| character.is_whitespace() || character == ',').next().unwrap_or_default();
    stem.contains('.') || word.chars().count() <= 4
}

/// Whether a term is a code of the Mathematics Subject Classification, such as `05C10` or `68Txx`.
fn is_classification_code(term: &str) -> bool {
    let [first, second, letter, third, fourth] = term.as_bytes() else { return false };
    first.is_ascii_digit()
        && second.is_ascii_digit()
        && letter.is_ascii_uppercase()
        && (third.is_ascii_digit() && fourth.is_ascii_digit() || *third == b'x' && *fourth == b'x')
}
