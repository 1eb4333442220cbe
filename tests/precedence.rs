//! One mistake, one finding: of two rules that speak at one value, the one that explains it. One row a pair.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

mod support;

use recordlint::lint::Policy;
use recordlint::rules::catalogue;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::syntax::Syntax;
use std::collections::HashSet;

/// Winner, loser, profile, record. The loser speaks of the record where it is alone, and is silent beside the winner,
/// whether or not the winner is shown.
const PAIRS: &[(&str, &str, &str, &str)] = &[
    ("schema/type", "title/missing", "core", r#"{ "title": [], "abstracts": [] }"#),
    ("schema/type", "type/missing", "core", r#"{ "title": "a", "type": [] }"#),
    ("field/unknown", "title/missing", "core", r#"{ "titel": { "text": "a" }, "abstracts": [] }"#),
    ("field/unknown", "type/missing", "core", r#"{ "title": "a", "typ": "article" }"#),
    ("title/missing", "text/placeholder", "core", r#"{ "title": { "text": "-" } }"#),
    ("title/missing", "field/empty", "core", r#"{ "title": { "text": "" } }"#),
    ("type/missing", "field/empty", "core", r#"{ "title": "a", "type": "" }"#),
    ("language/missing", "field/empty", "core", r#"{ "title": "a", "languages": [] }"#),
    ("contributor/missing", "field/empty", "core", r#"{ "title": "a", "contributors": [] }"#),
    ("abstract/missing", "field/empty", "core", r#"{ "title": "a", "abstracts": [] }"#),
    ("keyword/missing", "field/empty", "cejsh", r#"{ "title": "a", "keywords": [] }"#),
    ("text/placeholder", "pages/unparsable", "core", r#"{ "title": "a", "pages": "n/a" }"#),
    ("text/placeholder", "date/year-invalid", "core", r#"{ "title": "a", "year": "brak" }"#),
    ("text/placeholder", "type/unknown", "core", r#"{ "title": "a", "type": "none" }"#),
    ("text/placeholder", "text/whitespace", "core", r#"{ "title": "a", "volume": " n/a" }"#),
    ("text/placeholder", "language/code-invalid", "core", r#"{ "title": "a", "languages": ["n/a"] }"#),
    (
        "affiliation/empty",
        "text/placeholder",
        "core",
        r#"{ "title": "a", "affiliations": [{ "id": "a1", "name": "n/a" }] }"#,
    ),
    ("affiliation/empty", "field/empty", "core", r#"{ "title": "a", "affiliations": [{ "id": "a1", "name": "" }] }"#),
    (
        "affiliation/missing",
        "field/empty",
        "core",
        r#"{ "title": "a", "contributors": [{ "family": "b", "affiliations": [] }] }"#,
    ),
    (
        "doi/placeholder",
        "doi/url-form",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "https://doi.org/10.5072/x" }] }"#,
    ),
    (
        "doi/placeholder",
        "doi/junk",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "10.5072/x." }] }"#,
    ),
    (
        "doi/placeholder",
        "doi/syntax",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "10.XXXX" }] }"#,
    ),
    (
        "doi/url-form",
        "doi/syntax",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "https://doi.org/10.1000/x" }] }"#,
    ),
    (
        "doi/junk",
        "doi/syntax",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "10.1000/x y" }] }"#,
    ),
    (
        "doi/junk",
        "text/whitespace",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "10.1000/x " }] }"#,
    ),
    (
        "doi/syntax",
        "text/whitespace",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": " 1O.1000/x" }] }"#,
    ),
    (
        "orcid/checksum",
        "orcid/fake",
        "core",
        r#"{ "title": "a", "contributors": [{ "family": "b", "orcid": "0000-0001-2345-6780" }] }"#,
    ),
    (
        "orcid/format",
        "orcid/fake",
        "crossref",
        r#"{ "title": "a", "contributors": [{ "family": "b", "orcid": "0000-0001-2345-6789" }] }"#,
    ),
    ("language/list-joined", "language/code-invalid", "core", r#"{ "title": "a", "languages": ["pl; en"] }"#),
    ("language/code-country", "language/code-invalid", "core", r#"{ "title": "a", "languages": ["cz"] }"#),
    ("language/code-country", "language/code-form", "core", r#"{ "title": "a", "languages": ["TW"] }"#),
    ("language/code-invalid", "text/whitespace", "core", r#"{ "title": "a", "languages": [" xx"] }"#),
    ("language/code-form", "text/whitespace", "core", r#"{ "title": "a", "languages": [" en"] }"#),
    ("schema/type", "field/empty", "core", r#"{ "title": "a", "volume": [] }"#),
    ("pages/label", "pages/unparsable", "core", r#"{ "title": "a", "pages": "s. 12?" }"#),
    ("pages/zero", "pages/descending", "core", r#"{ "title": "a", "pages": "5-0" }"#),
];

/// Pairs of which the loser itself sees that the other one speaks.
const ASIDE: &[(&str, &str, &str, &str)] = &[
    (
        "affiliation/unreferenced",
        "contributor/missing",
        "core",
        r#"{ "title": "a", "affiliations": [{ "name": "b" }] }"#,
    ),
    (
        "affiliation/dangling-ref",
        "affiliation/unreferenced",
        "core",
        r#"{ "title": "a", "contributors": [{ "family": "b", "affiliations": ["a2"] }], "affiliations": [{ "id": "a1", "name": "c" }] }"#,
    ),
    (
        "issn/format",
        "issn/checksum",
        "core",
        r#"{ "title": "a", "journal": { "title": "b", "issn": { "print": "2049 363" } } }"#,
    ),
];

/// The rules that speak of a record.
fn speaking(record: &str, profile: &str, selection: &Selection) -> HashSet<String> {
    let profile = Profile::bundled(profile).expect("the profile is bundled");
    let policy = Policy {
        rules: RuleSet::new(catalogue(), profile, selection).expect("the selectors match"),
        record_schema: Some(Schema::bundled().expect("the bundled schema is sound")),
        own_schema: None,
        shape: recordlint::shape::named("native"),
        id: None,
        year: support::YEAR,
    };
    let outcome = support::lint("record.json", record, Syntax::Json, true, &policy);
    outcome.diagnostics.into_iter().map(|one| one.rule.into_owned()).collect()
}

fn list(rules: &[&str]) -> Vec<String> {
    rules.iter().map(|rule| (*rule).to_owned()).collect()
}

/// What is wrong with a row.
fn wrong_with((winner, loser, profile, record): (&str, &str, &str, &str), alone: bool) -> Vec<String> {
    let both = Selection { extend_select: list(&[winner, loser]), ..Selection::default() };
    let without = Selection { ignore: list(&[winner]), extend_select: list(&[loser]), ..Selection::default() };
    let only = Selection { select: list(&[loser]), ..Selection::default() };
    let mut wrong = Vec::new();
    let mut expect = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{winner} > {loser}: {what}, on {record}"));
        }
    };
    let heard = speaking(record, profile, &both);
    expect(heard.contains(winner), "the winner is silent");
    expect(!heard.contains(loser), "the loser speaks beside it");
    expect(!speaking(record, profile, &without).contains(loser), "ignoring the winner brings the loser back");
    expect(!alone || speaking(record, profile, &only).contains(loser), "the loser has nothing to say by itself");
    wrong
}

#[test]
fn of_two_rules_one_speaks() {
    let settled = PAIRS.iter().flat_map(|row| wrong_with(*row, true));
    let aside = ASIDE.iter().flat_map(|row| wrong_with(*row, false));
    let wrong: Vec<String> = settled.chain(aside).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
