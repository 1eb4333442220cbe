//! Record formats: how they are detected, how records are converted, and that every canonical record matches
//! `schemas/record.schema.json`.

use crate::support;

use recordlint::lint::canonise;
use recordlint::ruleset::schema::Schema;
use recordlint::syntax::{self, JsonMode, Syntax};
use recordlint::text::Source;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Returns the id of the format, and the native form, of each record in a text.
fn records(text: &str) -> Vec<(Option<&'static str>, Option<Value>)> {
    let policy = support::policy("core", &[]);
    let source = Source::of_text("file", text).expect("a test's text is UTF-8");
    let mut found = Vec::new();
    canonise(source, Syntax::Json, JsonMode::DetectLines, &policy, &mut |record| {
        found.push((record.shape.map(|shape| shape.id), record.value()));
    });
    found
}

fn canonical(text: &str) -> Value {
    records(text).pop().and_then(|(_, value)| value).expect("a record of a known shape")
}

#[test]
fn formats_are_detected_by_their_content() {
    let cases = [
        ("csl", r#"{ "id": "a", "type": "article-journal", "title": "Reading" }"#),
        ("csl", r#"{ "id": 1, "type": "book" }"#),
        ("csl", r#"{ "type": "book", "title": "Reading" }"#),
        ("csl", r#"{ "id": "a", "type": "book", "part-title": "Reading" }"#),
        ("csl", r#"{ "id": "a", "type": "report", "reviewed-title": "Reading" }"#),
        ("csl", r#"{ "id": "a", "type": "book", "volume-title": "Reading", "language": "de" }"#),
        ("csl", r#"{ "id": "a", "title": "Reading", "author": [{ "family": "Nowicka", "given": "Anna" }] }"#),
        ("csl", r#"{ "title": "Reading", "issued": { "date-parts": [[2020]] } }"#),
        (
            "csl",
            r#"{ "id": "a", "type": "journal-article", "title": "Reading", "container-title": "Books", "DOI": "10.1000/1" }"#,
        ),
        ("csl", r#"{ "id": "a", "type": "article-journal", "title": ["Reading"], "issued": { "raw": "2020" } }"#),
        (
            "crossref",
            r#"{ "DOI": "10.1000/1", "title": ["Reading"], "author": [{ "family": "Nowicka", "given": "Anna" }] }"#,
        ),
        ("crossref", r#"{ "type": "journal-article", "title": ["Reading"] }"#),
        ("crossref", r#"{ "status": "ok", "message": { "DOI": "10.1000/1", "title": ["Reading"], "type": "book" } }"#),
        ("crossref", r#"{ "message": { "items": [{ "DOI": "10.1000/1", "title": ["Reading"], "member": "1" }] } }"#),
        (
            "crossref",
            r#"{ "DOI": "10.1000/1", "member": "1", "prefix": "10.1000", "reference-count": null, "title": [] }"#,
        ),
        (
            "datacite",
            r#"{ "doi": "10.1000/1", "titles": [{ "title": "Loans" }], "types": { "resourceTypeGeneral": "Dataset" } }"#,
        ),
        (
            "datacite",
            r#"{ "id": "1", "type": "dois", "attributes": { "titles": [{ "title": "Loans" }], "publicationYear": 2020, "descriptions": [] } }"#,
        ),
        (
            "datacite",
            r#"{ "data": { "type": "dois", "attributes": { "creators": [{ "name": "A" }], "schemaVersion": "http://datacite.org/schema/kernel-4" } } }"#,
        ),
        ("native", r#"{ "title": "Reading" }"#),
        // With an id, a plain title and a CSL type, it is a CSL item.
        ("csl", r#"{ "id": "a", "title": "Reading", "type": "article" }"#),
        ("csl", r#"{ "id": "a", "title": "Reading", "type": "chapter", "volume": "2" }"#),
        ("native", r#"{ "id": "a", "title": "Reading", "type": "article", "languages": ["en"] }"#),
        ("native", r#"{ "id": "a", "title": { "text": "Reading" }, "type": "article" }"#),
        ("native", r#"{ "id": "a", "title": "Reading", "type": "article", "references": [] }"#),
        ("native", r#"{ "id": "a", "title": { "text": "Reading" }, "type": "book", "year": 2020 }"#),
        ("native", r#"{ "titel": "x", "titleVariants": [] }"#),
        ("native", r#"{ "id": "a", "title": "Reading", "contributors": [{ "family": "Nowicka" }] }"#),
        (
            "",
            r#"{ "name": "reading", "version": "1.0.0", "author": { "name": "A" }, "license": "MIT", "dependencies": {} }"#,
        ),
        ("", r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Reading", "type": "object" }"#),
        (
            "",
            r#"{ "@context": "https://schema.org", "@type": "Article", "title": "Reading", "author": [{ "family": "A" }] }"#,
        ),
        ("", r#"{ "type": "labs-post", "id": "1", "title": "Reading", "published": "2020", "image": {} }"#),
        ("", r#"{ "title": "Reading", "item": { "type": "collection" } }"#),
        ("", r#"{ "id": "a", "type": "person", "name": {}, "affiliations": [], "competingInterests": "none" }"#),
        ("", r#"{ "type": "software", "name": "reading", "issued": "yes" }"#),
        ("", r#"{ "message": { "title": ["Reading"] } }"#),
        ("", r#"{ "titles": [{ "title": "Loans" }], "creators": [], "provider": "x" }"#),
    ];
    for (expected, text) in cases {
        let found = records(text).first().and_then(|(shape, _)| *shape).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn csl_values_are_mapped() {
    let text = r#"{ "id": 5, "type": "article-journal", "title": "T", "ISSN": "0033-202X 2451-1226", "ISBN": "9788301000001, 8301000001",
        "keyword": "a; b", "number-of-pages": "12", "issued": "2021-05~", "page": 7, "language": "en",
        "author": [{ "family": "Berg", "dropping-particle": "van", "non-dropping-particle": "den" }, { "literal": "UNESCO" }] }"#;
    let expected = json!({
        "id": "5", "type": "article-journal", "title": { "text": "T" }, "languages": ["en"],
        "journal": { "issn": { "print": "0033-202X", "electronic": "2451-1226" } },
        "identifiers": [{ "scheme": "isbn", "value": "9788301000001" }, { "scheme": "isbn", "value": "8301000001" }],
        "keywords": [{ "terms": ["a", "b"] }], "pageCount": 12, "pages": 7, "year": "2021", "dates": { "published": "2021-05~" },
        "contributors": [{ "role": "author", "family": "Berg", "particle": "van den" }, { "role": "author", "organization": "UNESCO" }]
    });
    assert_eq!(canonical(text), expected);
}

/// Replaces every value of a record with `odd`, one at a time.
fn with_each_replaced(value: &Value, odd: &Value, then: &mut dyn FnMut(&str, Value)) {
    fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, inner)| pointers(inner, format!("{at}/{name}"), found));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(place, inner)| pointers(inner, format!("{at}/{place}"), found));
            }
            _ => {}
        }
        found.push(at);
    }
    let mut found = Vec::new();
    pointers(value, String::new(), &mut found);
    for pointer in found {
        let mut changed = value.clone();
        *changed.pointer_mut(&pointer).expect("it was found there") = odd.clone();
        then(&pointer, changed);
    }
}

#[test]
fn unexpected_values_become_records_that_match_the_schema() {
    let schema = Schema::bundled().expect("the bundled schema is sound");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity");
    let mut tried = 0;
    for name in ["csl", "crossref", "datacite"] {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("the article");
        let article: Value = serde_json::from_str(&text).expect("it is JSON");
        let mut policy = support::policy("core", &["all"]);
        policy.shape = recordlint::shape::named(name);
        for odd in [
            json!(null),
            json!(true),
            json!(-1.5),
            json!(""),
            json!("a, b; <i>c &amp; d"),
            json!([]),
            json!([[]]),
            json!({}),
            json!([{}, 1, "x"]),
        ] {
            with_each_replaced(&article, &odd, &mut |_, changed| {
                tried += 1;
                let text = changed.to_string();
                support::lint("file.json", &text, Syntax::Json, JsonMode::DetectLines, &policy);
                let source = Source::of_text("file", &text).expect("it is UTF-8");
                canonise(source, Syntax::Json, JsonMode::DetectLines, &policy, &mut |record| {
                    let Some(tree) = record.tree() else { return };
                    let mut findings = Vec::new();
                    schema.check(tree, true, &mut findings);
                    findings.retain(|finding| finding.rule != "schema/required" && finding.rule != "title/missing");
                    assert!(findings.is_empty(), "{text}\n{:?}\n{:?}", record.value(), findings[0].message);
                    assert!(
                        record.spans().iter().all(|(_, places)| places.iter().all(|place| place.start <= place.end))
                    );
                });
            });
        }
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn every_value_is_mapped_or_reported() {
    // Members that only describe another value.
    const SWITCHES: [&str; 10] = [
        "attributes",
        "data",
        "message",
        "type",
        "identifierType",
        "dateType",
        "descriptionType",
        "nameIdentifierScheme",
        "nameType",
        "status",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity");
    let mut unmapped = Vec::new();
    for name in ["csl", "crossref", "datacite"] {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("the article");
        let article: Value = serde_json::from_str(&text).expect("it is JSON");
        let mut policy = support::policy("core", &["all"]);
        policy.shape = recordlint::shape::named(name);
        let read = |value: &Value| {
            let text = value.to_string();
            let source = Source::of_text("file", &text).expect("it is UTF-8");
            let mut found = Vec::new();
            canonise(source, Syntax::Json, JsonMode::DetectLines, &policy, &mut |record| found.push(record.value()));
            found
        };
        let whole = read(&article);
        let mut absent = Vec::new();
        with_each_replaced(&article, &Value::Null, &mut |pointer, changed| {
            absent.push((pointer.to_owned(), read(&changed) != whole));
        });
        with_each_replaced(&article, &Value::Bool(true), &mut |pointer, changed| {
            let matters = absent.iter().any(|(known, matters)| known == pointer && *matters);
            let last = pointer.rsplit('/').next().unwrap_or_default();
            if !matters || pointer.len() < 3 || SWITCHES.contains(&last) {
                return;
            }
            let text = changed.to_string();
            let outcome = support::lint("file.json", &text, Syntax::Json, JsonMode::DetectLines, &policy);
            if !outcome.diagnostics.iter().any(|one| one.rule == "schema/type") {
                unmapped.push(format!("{name} {pointer}"));
            }
        });
    }
    assert_eq!(unmapped, Vec::<String>::new());
}

/// Returns the texts under the first labels of a rule's diagnostics, and the text after all fixes.
fn findings_of(text: &str, rule: &str) -> (Vec<String>, Vec<String>) {
    support::findings_of("file.json", text, Syntax::Json, rule)
}

#[test]
fn a_finding_points_at_the_wrong_part() {
    let date = r#"{ "id": "a", "type": "book", "title": "T", "issued": { "date-parts": [[2021, 17]] } }"#;
    // In a value of several parts only the wrong part is marked, and nothing is changed automatically.
    assert_eq!(findings_of(date, "date/invalid"), (vec!["17".to_owned()], vec![]));
    let work = |inner: &str| format!(r#"{{ "DOI": "10.1000/1", "title": ["T"], "abstract": "{inner}" }}"#);
    let soft = work("<p>One &amp; tw\\u00ado <b>three</b>.</p>");
    let (places, fixed) = findings_of(&soft, "text/invisible");
    assert_eq!(places, ["\\u00ad"]);
    assert!(fixed.iter().all(|text| text.contains("<p>One &amp; ")), "{fixed:?}");
    // Markup in a text that is XML by definition is not part of the text; escaped markup is.
    assert_eq!(findings_of(&soft, "text/html-tag").0, Vec::<String>::new());
    assert_eq!(findings_of(&work("<p>One &lt;b&gt; two</p>"), "text/html-tag").0, ["&lt;b&gt;"]);
    let pages = r#"{ "doi": "10.1000/1", "titles": [{ "title": "T" }], "types": { "resourceTypeGeneral": "Text" },
        "container": { "title": "C", "firstPage": "155", "lastPage": "143" } }"#;
    assert_eq!(findings_of(pages, "pages/descending").0, ["143"]);
    // A keyword is part of a text: a fix changes only that part.
    let keywords = r#"{ "id": "a", "type": "book", "title": "T", "keyword": "caf&eacute;s, b" }"#;
    let (places, fixed) = findings_of(keywords, "text/html-entity");
    assert_eq!(places, ["&eacute;"]);
    assert_eq!(fixed, [keywords.replace("&eacute;", "é")]);
}

#[test]
fn values_that_cannot_be_mapped_are_reported() {
    let text = r#"{ "id": "a", "type": "book", "title": { "en": "T" }, "author": "Nowicka, Anna", "issued": { "date-parts": [2021] } }"#;
    let (places, _) = findings_of(text, "schema/type");
    assert_eq!(places, [r#"{ "en": "T" }"#, r#""Nowicka, Anna""#, "[2021]"]);
    // A field with a wrong value is not reported as missing.
    for rule in ["title/missing", "contributor/missing"] {
        assert_eq!(findings_of(text, rule).0, Vec::<String>::new());
    }
}

#[test]
fn an_own_schema_validates_the_original_file() {
    let mut policy = support::policy("core", &[]);
    policy.own_schema = Some(support::schema(
        r#"{ "properties": { "note": { "type": "string" }, "issued": { "properties": { "date-parts":
        { "items": { "items": { "type": "integer" } } } } } }, "required": ["language"] }"#,
    ));
    let text = r#"{ "id": "a", "type": "book", "title": "T", "note": 5, "issued": { "date-parts": [[2021, "5"]] } }"#;
    let outcome = support::lint("file.json", text, Syntax::Json, JsonMode::DetectLines, &policy);
    let found: Vec<(&str, &str)> = outcome
        .diagnostics
        .iter()
        .filter(|one| one.rule.starts_with("schema/"))
        .map(|one| (one.pointer.as_str(), &text[one.labels[0].span.range()]))
        .collect();
    assert_eq!(found, [("", "{"), ("/note", "5"), ("/issued/date-parts/0/1", "\"5\"")]);
}

#[test]
fn fields_that_citations_do_not_need_are_missing_only_if_required() {
    let severity_with = |profile: &str, extend: &[&str], text: &str| {
        let policy = support::policy(profile, extend);
        let outcome = support::lint("file.json", text, Syntax::Json, JsonMode::DetectLines, &policy);
        let found = outcome.diagnostics.iter().find(|one| one.rule == "language/missing");
        found.map(|one| one.severity.name())
    };
    let severity = |profile: &str, text: &str| severity_with(profile, &[], text);
    let csl = r#"{ "id": "a", "type": "book", "title": "T" }"#;
    assert_eq!(severity("core", csl), None);
    assert_eq!(severity_with("core", &["language/missing"], csl), Some("note"));
    assert_eq!(severity("cejsh", csl), Some("error"));
    assert_eq!(severity("core", r#"{ "title": "T" }"#), Some("warning"));
}

#[test]
fn types_use_the_words_of_the_format() {
    let policy = support::policy("core", &["abstract/missing"]);
    let missing = |text: &str| {
        let outcome = support::lint("file.json", text, Syntax::Json, JsonMode::DetectLines, &policy);
        outcome.diagnostics.iter().any(|one| one.rule == "abstract/missing")
    };
    assert!(missing(r#"{ "id": "a", "type": "article-journal", "title": "T" }"#));
    assert!(!missing(r#"{ "id": "a", "type": "review-book", "title": "T" }"#));
    assert!(missing(r#"{ "DOI": "10.1000/1", "type": "journal-article", "title": ["T"] }"#));
    let unknown = |text: &str| findings_of(text, "type/unknown");
    let (places, fixed) = unknown(r#"{ "id": "a", "type": "journal-article", "title": "T", "publisher-place": "X" }"#);
    assert_eq!(places, [r#""journal-article""#]);
    assert!(fixed[0].contains(r#""article-journal""#));
    assert_eq!(unknown(r#"{ "id": "a", "type": "legal_case", "title": "T" }"#).0, Vec::<String>::new());
}

#[test]
fn every_canonical_record_matches_the_schema() {
    let Some(folder) = support::shared("corpora") else { return };
    let schema = Schema::bundled().expect("the bundled schema is sound");
    let policy = support::policy("core", &[]);
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::<&str, u32>::new());
    for path in support::files(&folder) {
        let bytes = fs::read(&path).expect("a file can be read");
        let name = path.to_string_lossy();
        let Some(source) = support::utf8(&name, &bytes) else { continue };
        let Ok(syntax) = syntax::detect(&name, source.chunk.text) else { continue };
        canonise(source, syntax, JsonMode::DetectLines, &policy, &mut |record| {
            // Native records may contain anything.
            let Some(shape) = record.shape.filter(|shape| shape.id != "native") else { return };
            let Some(tree) = record.tree() else { return };
            *counts.entry(shape.id).or_default() += 1;
            let mut findings = Vec::new();
            schema.check(tree, true, &mut findings);
            // Missing fields are reported by rules.
            findings.retain(|finding| finding.rule != "schema/required" && finding.rule != "title/missing");
            wrong.extend(
                findings
                    .iter()
                    .map(|finding| format!("{name} {}: {} {}", record.number, finding.rule, finding.message)),
            );
        });
    }
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(40)].join("\n"));
    eprintln!("{counts:?}");
    for shape in ["csl", "crossref", "datacite", "bibtex", "ris", "jats", "pubmed"] {
        assert!(counts.get(shape).is_some_and(|count| *count > 4), "{shape}: {counts:?}");
    }
}
