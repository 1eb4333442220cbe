//! A placeholder is used as a value.
//!
//! ## Why
//!
//! `n/a`, `brak`, `null` or `-` look like values to every program: they are counted, searched for and printed. An
//! unknown value must be left out. Some of these words are also names and titles, so each field has its own list. The
//! texts of templates are also reported: `%s`, `[TITLE]`, `REPLACEME`, and a text that begins with `Lorem ipsum`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "n/a"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "None", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "brak"
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "Microsoft Word - artykul_3.doc", "lang": "pl" } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "undefined"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "issue": ":unav"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/placeholder]: `n/a` is a placeholder, not a value [*]
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /volume]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "volume": "n/a"
//!    ·             ──┬──
//!    ·               ╰── no value
//!  4 │ }
//!    ╰────
//!   help: write the value, or remove the field
//!     - "volume": "n/a"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Brak", "given": "Anna", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "Uniwersytet Śląski" }]
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "None", "lang": "en" } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["null"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::person::is_leftover;
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "text/placeholder",
    severity: Severity::Error,
    instead_of: &[
        "field/required-missing",
        "field/empty",
        "text/whitespace",
        "date/year-invalid",
        "doi/syntax",
        "issn/format",
        "language/code-invalid",
        "orcid/format",
        "pages/unparsable",
        "pages/zero",
        "abstract/length",
        "type/unknown",
        "schema/required",
        "schema/enum",
        "schema/other",
    ],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::WORD, check),
    ..Rule::PLAIN
};

/// Words that are placeholders wherever they are the whole value.
const ALWAYS: &[&str] = &[
    "n/a",
    "-",
    ".",
    "undefined",
    "(brak)",
    "xxx",
    "yyy",
    "zzz",
    "replaceme",
    "replace me",
    "%s",
    "[title]",
    "[author]",
    "[redacted]",
];

/// Words that are placeholders, but also names, titles and search terms.
const MOSTLY: &[&str] = &["n.a.", "null", "none", "nan", "brak", "b.d.", "tbd", "tba", "无"];

/// Codes of DataCite for unknown values (DataCite Metadata Schema 4, appendix 3).
const CODES: &[&str] =
    &[":unav", ":unas", ":unal", ":unap", ":unkn", ":tba", ":none", ":null", ":etal", ":(unav)", "(:unav)"];

/// Template texts that were never replaced.
const TEMPLATES: &[&str] = &["untitled", "lorem ipsum"];

/// A placeholder for an unknown number or journal; elsewhere it is an ordinary word.
const UNKNOWN: &str = "unknown";

/// Values that can be removed from any field without loss.
const REMOVABLE: &[&str] = &["n/a", "undefined", "-", "."];

/// Words that can be removed from a field for a number.
const REMOVABLE_NUMBERS: &[&str] = &["brak", "null", "none", "nan"];

/// The kind of a field, as far as placeholders are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// A person's or an institution's name, or a code of letters.
    Name,
    /// A title, a keyword, the name of a publisher: any word is possible.
    Words,
    /// A value without which its entry is useless.
    Essential,
    /// Any other field.
    Other,
}

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let lower = text.trim().to_lowercase();
    let word = lower.as_str();
    let is_template =
        TEMPLATES.contains(&word) || word.starts_with("microsoft word - ") || word.starts_with("lorem ipsum");
    let is_unknown = word == UNKNOWN && (is_number(record, node) || is_title_of_journal(record, node));
    let is_word = is_unknown || ALWAYS.contains(&word) || MOSTLY.contains(&word) || CODES.contains(&word);
    if !(is_template || is_word) || record.is_code(text) {
        return;
    }
    let field = field(record, node);
    let is_reported = match field {
        Field::Name => ALWAYS.contains(&word),
        Field::Words => {
            !MOSTLY.contains(&word) || record.is_tex() && is_only_keyword(record, node) && is_leftover(text)
        }
        Field::Essential | Field::Other => true,
    };
    if !is_reported {
        return;
    }
    let finding = findings.at(Place::Value(node), format!("{} is a placeholder, not a value", show::quoted(text)));
    finding.caption("no value").value(text).help(match person(record, node) {
        Some(list) => format!("write the name, or remove it from {list}"),
        None if word.starts_with("lorem ipsum") => "write the text itself, or leave it out".to_owned(),
        None if word == "[redacted]" => format!("write the text, or remove the {}", record.noun()),
        None if is_main_title(record, node) => "write the title".to_owned(),
        None => format!("write the value, or remove the {}", record.noun()),
    });
    let key = record.tree().key_of(node).map(|key| record.tree().key_name(key));
    if let Some(key) = key.filter(|_| field == Field::Other) {
        // `Nan` and `Brak` are towns, and `b.d.` means that there is no date, but none of these is a number. The text
        // after `lorem ipsum` may be intended.
        if !is_word && !TEMPLATES.contains(&word) {
            return;
        }
        let is_removable = REMOVABLE.contains(&word) || REMOVABLE_NUMBERS.contains(&word) && is_number(record, node);
        let applicability = if is_removable { Applicability::Safe } else { Applicability::Unsafe };
        finding.fix(
            format!("remove {}", show::quoted(record.written_name(node).unwrap_or(key))),
            applicability,
            vec![Change::Remove { node }],
        );
    }
}

/// Returns what the list is called that contains a part of a personal name.
fn person(record: &Record<'_>, node: NodeId) -> Option<String> {
    let tree = record.tree();
    let symbol = |node: NodeId| tree.key_of(node).map(|key| tree.symbol(key));
    if !matches!(symbol(node), Some(Symbol::FAMILY | Symbol::GIVEN | Symbol::ORGANIZATION)) {
        return None;
    }
    let holder = *tree.ancestors(node).iter().rev().find(|holder| tree.is_object(**holder))?;
    let role = record.text(holder, Symbol::ROLE).map_or("", |(_, role)| role);
    Some(match role {
        "author" | "editor" | "translator" if record.is_tex() => format!("`{role}`"),
        _ => "the list".to_owned(),
    })
}

/// Whether a text is the title of the work, which cannot be omitted.
fn is_main_title(record: &Record<'_>, node: NodeId) -> bool {
    record.title().is_some_and(|title| title.text_node == node)
}

/// Whether a text is the only keyword of the record.
fn is_only_keyword(record: &Record<'_>, node: NodeId) -> bool {
    let mut terms = record.field(Symbol::KEYWORDS).into_iter().flat_map(|groups| {
        let items = record.tree().items(groups);
        items.filter_map(|group| record.member(group, Symbol::TERMS)).flat_map(|terms| record.tree().items(terms))
    });
    terms.next() == Some(node) && terms.next().is_none()
}

/// Whether a text is the title of the journal.
fn is_title_of_journal(record: &Record<'_>, node: NodeId) -> bool {
    let journal = record.field(Symbol::JOURNAL);
    journal.and_then(|journal| record.member(journal, Symbol::TITLE)) == Some(node)
}

/// Whether a field is for a number, so a word in it is not a name.
fn is_number(record: &Record<'_>, node: NodeId) -> bool {
    const NUMBERS: [Symbol; 5] = [Symbol::VOLUME, Symbol::ISSUE, Symbol::PAGES, Symbol::YEAR, Symbol::ARTICLE_NUMBER];
    let tree = record.tree();
    tree.key_of(node).is_some_and(|key| NUMBERS.contains(&tree.symbol(key)))
}

fn field(record: &Record<'_>, node: NodeId) -> Field {
    let tree = record.tree();
    let ancestors = tree.ancestors(node);
    let symbol = |key: Option<NodeId>| key.map_or(Symbol::OTHER, |key| tree.symbol(key));
    let is_title =
        ancestors.iter().any(|holder| matches!(symbol(tree.key_of(*holder)), Symbol::TITLE | Symbol::TITLE_VARIANTS));
    match symbol(tree.key_of(node)) {
        Symbol::FAMILY | Symbol::GIVEN | Symbol::ORGANIZATION | Symbol::PARTICLE | Symbol::SUFFIX | Symbol::NAME => {
            Field::Name
        }
        // These contain codes: `na` is Nauruan and Namibia.
        Symbol::LANG | Symbol::COUNTRY | Symbol::ROLE | Symbol::SCHEME => Field::Name,
        Symbol::PUBLISHER | Symbol::ISSUE_TITLE | Symbol::FUNDER | Symbol::TITLE => Field::Words,
        Symbol::TEXT if is_title => Field::Words,
        Symbol::TEXT | Symbol::VALUE | Symbol::URL | Symbol::ID | Symbol::TERMS | Symbol::TYPE => Field::Essential,
        // An item of a list: a keyword, a language, the id of an affiliation.
        _ if tree.key_of(node).is_none() => Field::Words,
        _ => Field::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_checked() {
        for word in ALWAYS.iter().chain(MOSTLY).chain(CODES).chain(TEMPLATES) {
            for text in [(*word).to_owned(), word.to_uppercase(), format!(" {word}"), format!("{word}\u{a0}")] {
                assert!(Marks::of(&text).intersects(Marks::WORD), "{text:?}");
            }
        }
        assert!(Marks::of("Microsoft Word - paper3.docx").intersects(Marks::WORD));
        assert!(Marks::of("Lorem ipsum dolor sit amet, consectetur").intersects(Marks::WORD));
        assert!(Marks::of(UNKNOWN).intersects(Marks::WORD));
    }
}
