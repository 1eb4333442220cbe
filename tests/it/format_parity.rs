//! The same article in every record format has the same findings, if the format has the fields, with labels under the text
//! of its own file.

use crate::support;

use recordlint::syntax::{self, JsonMode};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns the rules that report findings in a file, with the canonical field.
fn found(name: &str) -> BTreeSet<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity").join(name);
    let text = fs::read_to_string(path).expect("the article");
    let syntax = syntax::detect(name, &text).expect("a file of records");
    let policy = support::policy("core", &[]);
    let outcome = support::lint(name, &text, syntax, JsonMode::DetectLines, &policy);
    assert_eq!((outcome.records, outcome.shapeless), (1, 0), "{name}");
    let diagnostics = outcome.diagnostics.iter();
    diagnostics
        .inspect(|one| {
            let pointed = &text[one.labels[0].span.range()];
            assert!(!pointed.is_empty() && !one.pointer.is_empty(), "{name}: {}", one.rule);
        })
        .map(|one| (one.rule.to_string(), one.field.clone()))
        .collect()
}

/// Returns the changes by the fixes of each rule: the deleted words, and the inserted ones.
fn fixed(name: &str) -> BTreeSet<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity").join(name);
    let text = fs::read_to_string(path).expect("the article");
    let syntax = syntax::detect(name, &text).expect("a file of records");
    let policy = support::policy("core", &[]);
    let outcome = support::lint(name, &text, syntax, JsonMode::DetectLines, &policy);
    let mut found = BTreeSet::new();
    for one in &outcome.diagnostics {
        let Some(edits) = one.fix.as_ref().and_then(|fix| fix.edits.as_ref()) else { continue };
        for edit in edits {
            // Each format spells a soft hyphen differently.
            let spelled = ["\\u00ad", "&#xAD;", "&#173;", "&shy;", "\\-"];
            let was =
                spelled.iter().fold(text[edit.edit.span.range()].to_owned(), |was, one| was.replace(one, "\u{ad}"));
            found.insert((one.rule.to_string(), format!("{:?} for {was:?}", edit.edit.text)));
        }
    }
    found
}

#[test]
fn one_article_gets_the_same_fixes_in_every_format() {
    let native = fixed("native.json");
    assert!(native.len() >= 5, "{native:?}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        let (own, rules) = (fixed(&name), found(&name));
        let found_too = |(rule, _): &&(String, String)| rules.iter().any(|(known, _)| known == rule);
        let mut expected: BTreeSet<_> = native.iter().filter(found_too).cloned().collect();
        if name == "csl.yaml" {
            // A text of digits needs quotes there.
            expected.retain(|(rule, _)| rule != "volume/label");
            expected.insert(("volume/label".to_owned(), r#""'87'" for "vol. 87""#.to_owned()));
        }
        assert_eq!(own, expected, "{name}");
    }
}

/// A file, the rules that do not apply to its format, and the rules that report another field: rule, field of a native
/// record, field.
type Case = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str, &'static str)]);

#[test]
fn one_article_gets_the_same_findings_in_every_format() {
    let native = found("native.json");
    let rules: Vec<&str> = native.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "date/invalid",
            "doi/url-form",
            "issn/checksum",
            "name/all-caps",
            "name/title-or-degree",
            "orcid/checksum",
            "pages/descending",
            "text/invisible",
            "text/whitespace",
            "volume/label",
        ]
    );
    // Fields that a format does not have, or has in another place.
    let cases: &[Case] = &[
        ("csl.json", &["orcid/checksum"], &[]),
        ("csl.yaml", &["orcid/checksum"], &[]),
        ("bwmeta.xml", &[], &[("doi/url-form", "/identifiers/0/value", "/identifiers/1/value")]),
        ("crossref.json", &[], &[]),
        // TeX handles spaces itself.
        ("bibtex.bib", &["orcid/checksum", "text/whitespace"], &[]),
        ("biblatex.bib", &["orcid/checksum", "text/whitespace"], &[]),
        ("article.ris", &["orcid/checksum"], &[]),
        ("doaj.xml", &[], &[]),
        ("jats.xml", &[], &[]),
        ("pubmed.xml", &[], &[("doi/url-form", "/identifiers/0/value", "/identifiers/1/value")]),
        ("crossref.xml", &[], &[("date/invalid", "/dates/published", "/dates/publishedPrint")]),
        // Labels of volumes are part of the line format, and a DOI may be a URL.
        ("oai-dc.xml", &["doi/url-form", "orcid/checksum", "volume/label"], &[]),
        ("datacite.json", &[], &[("issn/checksum", "/journal/issn/electronic", "/journal/issn/print")]),
        ("datacite.xml", &[], &[("issn/checksum", "/journal/issn/electronic", "/journal/issn/print")]),
    ];
    for (name, not_held, moved) in cases {
        let mut expected = native.clone();
        expected.retain(|(rule, _)| !not_held.contains(&rule.as_str()));
        for (rule, from, to) in *moved {
            assert!(expected.remove(&((*rule).to_owned(), (*from).to_owned())), "{rule}");
            expected.insert(((*rule).to_owned(), (*to).to_owned()));
        }
        assert_eq!(found(name), expected, "{name}");
    }
}
