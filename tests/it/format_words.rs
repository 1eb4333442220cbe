//! Messages use the words of the record format: no message, help or label contains the native name of a field in a file of
//! another format.

use crate::support;

use recordlint::diagnostic::Diagnostic;
use recordlint::shape::{self, Shape};
use recordlint::syntax::{self, JsonMode};
use recordlint::text::Source;
use recordlint::tree::{Arena, Symbol, Tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Returns the format of the first record of a text.
fn shape_of(source: Source<'_>, syntax: syntax::Syntax) -> Option<&'static Shape> {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let mut reader = shape::reader(source.chunk, syntax, JsonMode::DetectLines);
    reader.next(&mut arena, &mut findings)?;
    shape::detect(syntax, Tree::new(source.chunk, &arena)?)
}

/// Returns the texts in backticks in all messages of a diagnostic.
fn quoted(one: &Diagnostic) -> Vec<String> {
    let labels = one.labels.iter().map(|label| label.text.clone());
    let fix = one.fix.as_ref().map(|fix| fix.title.clone());
    let texts = [Some(one.message.clone()), one.help.clone(), one.expected.clone(), fix].into_iter().flatten();
    texts
        .chain(labels)
        .flat_map(|text| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_message_uses_native_names_for_another_format() {
    let mut files = support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity"));
    files.extend(support::shared("corpora").iter().flat_map(|folder| support::files(folder)));
    files.extend(support::shared("cases").iter().flat_map(|folder| support::files(folder)));
    let policy = support::policy("strict", &["all"]);
    let native: Vec<&str> = Symbol::all().map(Symbol::name).collect();
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    for path in files {
        let name = path.to_string_lossy().into_owned();
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Ok(syntax) = syntax::detect(&name, &text) else { continue };
        let Ok(source) = Source::of_text(&name, &text) else { continue };
        let Some(shape) = shape_of(source, syntax).filter(|shape| !shape.is_native()) else { continue };
        for one in support::lint(&name, &text, syntax, JsonMode::DetectLines, &policy).diagnostics {
            *formats.entry(shape.id).or_default() += 1;
            let words: Vec<String> = Symbol::all().filter_map(|field| shape.word(field)).collect();
            // Some words are also those of other formats: `type` in CSL, `name` in Crossref.
            let parts = shape.name_parts().map(|(family, given)| format!("{family} {given}"));
            let advice = [shape.organization_advice().into(), shape.type_advice().into(), parts.unwrap_or_default()];
            let is_own = |word: &str| {
                let shown = format!("`{word}`");
                text.contains(word)
                    || one.value.as_deref() == Some(word)
                    || words.contains(&shown)
                    || advice.iter().any(|advice: &String| advice.contains(&shown))
            };
            let is_foreign = |word: &&String| native.contains(&word.as_str()) && !is_own(word);
            for word in quoted(&one).iter().filter(is_foreign) {
                wrong.entry(format!("{} {} `{word}`", shape.id, one.rule)).or_insert_with(|| {
                    format!("{} / {} ({name})", one.message, one.help.as_deref().unwrap_or_default())
                });
            }
        }
    }
    assert!(formats.len() >= 12, "{formats:?}");
    let wrong: Vec<String> = wrong.iter().map(|(what, example)| format!("{what}: {example}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A record of a format, with a placeholder for its type. Without the type, `type/missing` reports it.
const TYPED: &[(&str, &str, &str)] = &[
    (
        "a.xml",
        r"<article{}><front><article-meta><title-group><article-title>Reading</article-title></title-group></article-meta></front></article>",
        r#" article-type="{}""#,
    ),
    (
        "a.json",
        r#"[{"id": "a", "title": "Reading", "DOI": "10.1000/a1", "container-title": "Notes"{}}]"#,
        r#", "type": "{}""#,
    ),
    (
        "a.json",
        r#"{"DOI": "10.1000/a1", "title": ["Reading"], "container-title": ["Notes"], "publisher": "N"{}}"#,
        r#", "type": "{}""#,
    ),
    (
        "a.json",
        // Without the member, it is not recognised as a DataCite record.
        r#"{"data": {"id": "a1", "type": "dois", "attributes": {"doi": "10.1000/a1", "types": {"resourceTypeGeneral": "{}"}, "titles": [{"title": "Reading"}], "creators": [{"name": "Roe, Ann"}], "publisher": "P", "publicationYear": 2020}}}"#,
        "{}",
    ),
    (
        "a.xml",
        r#"<resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">10.1000/a1</identifier><titles><title>Reading</title></titles><publicationYear>2020</publicationYear>{}</resource>"#,
        r#"<resourceType resourceTypeGeneral="{}"/>"#,
    ),
    (
        "a.xml",
        r"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Reading</ArticleTitle>{}</Article></MedlineCitation></PubmedArticle>",
        "<PublicationTypeList><PublicationType>{}</PublicationType></PublicationTypeList>",
    ),
    (
        "a.xml",
        r#"<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Reading</dc:title><dc:creator>Roe, Ann</dc:creator>{}</oai_dc:dc>"#,
        "<dc:type>{}</dc:type>",
    ),
    ("a.json", r#"{"title": {"text": "Reading", "lang": "en"}, "contributors": []{}}"#, r#", "type": "{}""#),
];

#[test]
fn the_help_for_a_missing_type_names_a_type() {
    let policy = support::policy("strict", &["all"]);
    let found = |name: &str, text: &str| {
        let syntax = syntax::detect(name, text).expect("a syntax");
        support::lint(name, text, syntax, JsonMode::DetectLines, &policy).diagnostics
    };
    for (name, record, own) in TYPED {
        let without = record.replacen("{}", "", 1);
        let missing = found(name, &without);
        let help = missing.iter().find(|one| one.rule == "type/missing").and_then(|one| one.help.clone());
        let help = help.unwrap_or_else(|| panic!("type/missing says nothing of {without}"));
        let (_, examples) = help.split_once("for example").expect("examples");
        let types: Vec<&str> = examples.split('`').skip(1).step_by(2).collect();
        assert!(!types.is_empty(), "{help}");
        for kind in types {
            let text = record.replacen("{}", &own.replacen("{}", kind, 1), 1);
            let wrong = found(name, &text);
            let wrong = wrong.iter().find(|one| one.rule == "type/unknown" || one.rule == "type/missing");
            assert!(wrong.is_none(), "{kind} of `{help}`: {:?}", wrong.map(|one| &one.message));
        }
    }
}
