//! One mistake, one finding: if two rules match a value, only the one that explains the mistake reports it. One row per pair.

use crate::support;

use recordlint::lint::Policy;
use recordlint::rules::catalogue;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::syntax::{JsonMode, Syntax};
use std::collections::HashSet;

/// Winner, loser, profile, record. The loser reports the record if it runs alone, and does not report it together with the
/// winner, even if the winner is hidden.
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
    (
        "doi/percent-encoded",
        "text/html-entity",
        "core",
        r#"{ "title": "a", "identifiers": [{ "scheme": "doi", "value": "10.1002/1097%3C2074&gt;3" }] }"#,
    ),
    (
        "journal/title-missing",
        "field/empty",
        "core",
        r#"{ "title": "a", "type": "article", "journal": { "title": " ", "issn": { "print": "0378-5955" } } }"#,
    ),
    ("text/placeholder", "pages/unparsable", "core", r#"{ "title": "a", "pages": "n/a" }"#),
    ("text/placeholder", "abstract/length", "core", r#"{ "title": "a", "abstracts": [{ "text": "none" }] }"#),
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
        "orcid/format",
        "orcid/fake",
        "crossref",
        r#"{ "title": "a", "contributors": [{ "family": "b", "orcid": "0000-0001-2345-6789" }] }"#,
    ),
    ("language/list-joined", "language/code-invalid", "core", r#"{ "title": "a", "languages": ["pl; en"] }"#),
    ("language/code-country", "language/code-invalid", "core", r#"{ "title": "a", "languages": ["cz"] }"#),
    (
        "language/code-country",
        "language/code-form",
        "core",
        r#"{ "title": "a", "abstracts": [{ "lang": "UK", "text": "Readers in twelve small towns were asked which books they had borrowed from the public library during the past year, and how they had learned of them." }] }"#,
    ),
    ("language/code-invalid", "text/whitespace", "core", r#"{ "title": "a", "languages": [" xx"] }"#),
    ("language/code-form", "text/whitespace", "core", r#"{ "title": "a", "languages": [" en"] }"#),
    ("schema/type", "field/empty", "core", r#"{ "title": "a", "volume": [] }"#),
    ("pages/label", "pages/unparsable", "core", r#"{ "title": "a", "pages": "s. 12?" }"#),
    ("pages/zero", "pages/descending", "core", r#"{ "title": "a", "pages": "5-0" }"#),
    ("field/duplicate-key", "pages/descending", "core", r#"{ "title": "a", "pages": "1-9", "pages": "9-1" }"#),
    (
        "field/misplaced-value",
        "pages/unparsable",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "doi.org/10.1609/aaai.v32i1.12057"}"#,
    ),
    (
        "name/is-institution",
        "field/empty",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "", "family": "Doe & Co."}]}"#,
    ),
    (
        "orcid/shared-in-record",
        "orcid/fake",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0001-2345-6789"}, {"role": "author", "given": "Jan", "family": "Zając", "orcid": "0000-0001-2345-6789"}]}"#,
    ),
    (
        "abstract/languages-concatenated",
        "abstract/lang-mismatch",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "abstracts": [{"text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki publiczne w ostatnich latach.\nThe article discusses how reading has changed in small towns and which part the public libraries have played in it during the last years.", "lang": "de"}]}"#,
    ),
    (
        "abstract/contains-keywords",
        "abstract/truncated",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "abstracts": [{"text": "The article discusses how reading has changed in small towns and which part the public libraries have played in it during the last years. Keywords: reading, libraries, small towns", "lang": "en"}]}"#,
    ),
    (
        "abstract/length",
        "abstract/length-ratio",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "titleVariants": [{"text": "Czytelnictwo w małych miastach", "lang": "pl"}], "abstracts": [{"text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki publiczne w ostatnich latach.W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki publiczne w ostatnich latach.W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki publiczne w ostatnich latach.", "lang": "pl"}, {"text": "Readers were asked about their habits.", "lang": "en"}]}"#,
    ),
    ("title/missing", "title/equals-other-field", "core", r#"{"title":{"text":"—"},"journal":{"title":"—"}}"#),
    (
        "journal/missing",
        "field/required-missing",
        "bibtex",
        "@article{a, title = {Reading in small towns}, author = {Nowicka, Anna}, year = 2019}",
    ),
    (
        "date/year-missing",
        "field/required-missing",
        "bibtex",
        "@article{a, title = {Reading in small towns}, author = {Nowicka, Anna}, journal = {Town Studies}}",
    ),
    (
        "date/year-vs-date",
        "date/year-vs-issue-year",
        "bibtex",
        "@article{a, title = {Reading in small towns}, author = {Nowicka, Anna}, year = 2019, date = {2016}}",
    ),
    (
        "field/misplaced-value",
        "pages/unparsable",
        "bibtex",
        "@article{a, title = {Reading in small towns}, author = {Nowicka, Anna}, year = 2019, pages = {1706.06083}}",
    ),
    ("title/unbalanced", "title/truncated", "core", r#"{"title":{"text":"Reading in (small towns and","lang":"en"}}"#),
    (
        "pages/descending",
        "pages/leading-zero",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "0166-0155"}"#,
    ),
    (
        "pages/roman",
        "pages/dash",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "xiix–xv"}"#,
    ),
    (
        "pages/prefix-mismatch",
        "pages/dash",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "S12–R18"}"#,
    ),
    (
        "pages/too-many",
        "pages/dash",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "7–328", "type": "article"}"#,
    ),
    (
        "pages/equal",
        "pages/dash",
        "strict",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "42–42"}"#,
    ),
    (
        "name/et-al",
        "name/unsplit",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "Anna", "family": "Nowicka"}, {"role": "author", "family": "Jan Kowalski et al."}]}"#,
    ),
    (
        "name/contains-contact",
        "name/unsplit",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "Jan Kowalski jk@uni.pl"}]}"#,
    ),
    (
        "name/multiple-in-one",
        "name/unsplit",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "Smith, W.; Thompson, U."}]}"#,
    ),
    (
        "name/multiple-in-one",
        "name/is-institution",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "University of Warsaw; Instytut Historii"}]}"#,
    ),
    (
        "name/unsplit",
        "name/title-or-degree",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "dr hab. Jan Kowalski"}]}"#,
    ),
    (
        "name/unsplit",
        "name/suffix-in-surname",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "", "family": "Kowalski, John Jr."}]}"#,
    ),
    (
        "name/unsplit",
        "name/affil-marker",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "Jan Kowalski1"}]}"#,
    ),
    (
        "name/unsplit",
        "name/all-caps",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "JAN KOWALSKI"}]}"#,
    ),
    (
        "name/unsplit",
        "name/all-lower",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "jan kowalski"}]}"#,
    ),
    (
        "name/unsplit",
        "field/empty",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "", "family": "Jan Kowalski"}]}"#,
    ),
    (
        "name/is-institution",
        "name/all-caps",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "Koszalin", "family": "UNIWERSYTET"}]}"#,
    ),
    (
        "name/title-or-degree",
        "name/all-caps",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "Jan", "family": "DR HAB. KOWALSKI"}]}"#,
    ),
    (
        "name/suffix-in-surname",
        "name/all-caps",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "John", "family": "SMITH JR."}]}"#,
    ),
    (
        "name/affil-marker",
        "name/all-caps",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "Jan", "family": "KOWALSKI1"}]}"#,
    ),
    (
        "name/affil-marker",
        "name/all-lower",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "given": "Jan", "family": "kowalski*"}]}"#,
    ),
    (
        "name/placeholder",
        "name/unsplit",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "brak autora"}]}"#,
    ),
    (
        "name/placeholder",
        "name/all-lower",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "contributors": [{"role": "author", "family": "brak autora"}]}"#,
    ),
    ("text/mojibake", "text/c1-control", "core", r#"{"title":{"text":"ÅÃ³dÅº","lang":"pl"}}"#),
    (
        "text/platform-marker",
        "text/html-tag",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "abstracts": [{"text": "[[bwmeta-rich-text-start]]<i>CO</i> in towns", "lang": "en"}]}"#,
    ),
    ("text/invisible", "text/whitespace", "core", r#"{"title":{"text":"Reading  in\u200b towns","lang":"en"}}"#),
    (
        "keyword/joined",
        "keyword/hygiene",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "keywords": [{"lang": "en", "terms": ["reading; libraries; towns."]}]}"#,
    ),
    (
        "keyword/hygiene",
        "keyword/duplicate",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "keywords": [{"lang": "en", "terms": ["reading.", "reading."]}]}"#,
    ),
    (
        "title/truncated",
        "title/trailing-period",
        "core",
        r#"{"title":{"text":"Reading in small towns and between.","lang":"en"}}"#,
    ),
    (
        "title/all-caps",
        "title/garbled-case",
        "core",
        r#"{"title":{"text":"O zALeŻNOŚCIACH MIęDZY BIBLIoMETRIĄ I CZYTELNICTWEM","lang":"pl"}}"#,
    ),
];

/// Pairs in which the loser itself detects that the other rule applies.
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
    (
        "abstract/lang-missing",
        "language/code-form",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "languages": ["en"], "abstracts": [{"text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki publiczne w ostatnich latach.", "lang": ""}, {"text": "The article discusses how reading has changed in small towns and which part the public libraries have played in it during the last years.", "lang": "en"}]}"#,
    ),
    (
        "title/variant-lang-missing",
        "language/code-form",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "titleVariants": [{"text": "Czytelnictwo w małych miastach", "lang": ""}]}"#,
    ),
    (
        "pages/total-count",
        "pages/label",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "12 s."}"#,
    ),
    (
        "pages/total-count",
        "pages/unparsable",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "12 s."}"#,
    ),
    (
        "pages/zero",
        "pages/unparsable",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "0000"}"#,
    ),
    (
        "pages/range-in-first-page",
        "pages/unparsable",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "firstPage": "155_166", "lastPage": ""}"#,
    ),
    (
        "pages/unparsable",
        "pages/roman",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "pages": "xiix?"}"#,
    ),
    ("type/missing", "type/title-conflict", "core", r#"{"title":{"text":"Errata do nr 2","lang":"pl"},"type":""}"#),
    (
        "language/variants-identical",
        "abstract/lang-mismatch",
        "core",
        r#"{"title": {"text": "Reading in small towns", "lang": "en"}, "abstracts": [{"text": "The article discusses how reading has changed in small towns and which part the public libraries have played in it during the last years.", "lang": "en"}, {"text": "The article discusses how reading has changed in small towns and which part the public libraries have played in it during the last years.", "lang": "pl"}]}"#,
    ),
    (
        "language/variants-identical",
        "title/lang-mismatch",
        "core",
        r#"{"title":{"text":"Reading in the small towns of the river valley","lang":"en"},"titleVariants":[{"text":"Reading in the small towns of the river valley","lang":"pl"}]}"#,
    ),
    (
        "language/variants-identical",
        "title/variant-lang-duplicate",
        "core",
        r#"{"title":{"text":"Reading in the small towns","lang":"en"},"titleVariants":[{"text":"Reading in the small towns","lang":"pl"},{"text":"Reading in the small towns","lang":"pl"}]}"#,
    ),
];

/// Returns the rules that report a record.
fn reporting(record: &str, profile: &str, selection: &Selection) -> HashSet<String> {
    let is_bibtex = record.starts_with('@');
    let profile = Profile::bundled(profile).expect("the profile is bundled");
    let rules = RuleSet::new(catalogue(), profile, selection).expect("the selectors match");
    let policy = Policy {
        record_schema: Some(Schema::bundled().expect("the bundled schema is sound")),
        shape: recordlint::shape::named(if is_bibtex { "bibtex" } else { "native" }),
        ..Policy::new(rules, support::YEAR)
    };
    let (name, syntax) = if is_bibtex { ("record.bib", Syntax::Bibtex) } else { ("record.json", Syntax::Json) };
    let outcome = support::lint(name, record, syntax, JsonMode::Single, &policy);
    outcome.diagnostics.into_iter().map(|one| one.rule.into_owned()).collect()
}

fn list(rules: &[&str]) -> Vec<String> {
    rules.iter().map(|rule| (*rule).to_owned()).collect()
}

/// Returns what is wrong with a row.
fn wrong_with((winner, loser, profile, record): (&str, &str, &str, &str), alone: bool) -> Vec<String> {
    let both = Selection { extend_select: list(&[winner, loser]), ..Selection::default() };
    let without = Selection { ignore: list(&[winner]), extend_select: list(&[loser]), ..Selection::default() };
    let only = Selection { select: list(&[loser]), ..Selection::default() };
    let mut wrong = Vec::new();
    let mut expect = |is_true: bool, what: &str| {
        if !is_true {
            wrong.push(format!("{winner} > {loser}: {what}, on {record}"));
        }
    };
    let reported = reporting(record, profile, &both);
    expect(reported.contains(winner), "the winner does not report it");
    expect(!reported.contains(loser), "the loser reports it too");
    expect(!reporting(record, profile, &without).contains(loser), "ignoring the winner brings the loser back");
    expect(!alone || reporting(record, profile, &only).contains(loser), "the loser has nothing to say by itself");
    wrong
}

#[test]
fn only_one_of_two_rules_reports() {
    let settled = PAIRS.iter().flat_map(|row| wrong_with(*row, true));
    let aside = ASIDE.iter().flat_map(|row| wrong_with(*row, false));
    let wrong: Vec<String> = settled.chain(aside).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
