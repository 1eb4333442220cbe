//! The public library: `Linter` and `Document`, which report the same as the program.

use crate::support::{self, Numbers};
use recordlint::{BuildError, Document, Edit, EditError, FileOptions, Linter, OtherFiles, Span, TextFiles, Trust};
use std::fs;

fn linter() -> Linter {
    Linter::builder().profile("cejsh").year(support::YEAR).build().expect("the profile exists")
}

/// Returns the findings as text for comparison.
fn listed(document: &[recordlint::Diagnostic]) -> Vec<String> {
    document.iter().map(|one| format!("{one:?}")).collect()
}

#[test]
fn one_linter_serves_many_threads() {
    fn is_shared<T: Send + Sync + Clone>(_: &T) {}
    let linter = linter();
    is_shared(&linter);
    let text = br#"{"type": "article", "title": {"text": "On towns"}, "pages": "31-29"}"#;
    let alone = listed(linter.check("a.json", text).diagnostics());
    assert!(!alone.is_empty());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let linter = linter.clone();
            let alone = &alone;
            scope.spawn(move || assert_eq!(&listed(linter.check("a.json", text).diagnostics()), alone));
        }
    });
}

#[test]
fn the_library_reports_the_same_as_the_program() {
    let linter = Linter::builder().year(support::YEAR).build().expect("the defaults are valid");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity");
    let mut compared = 0;
    for path in support::files(&folder) {
        let bytes = fs::read(&path).expect("a file can be read");
        let output = std::process::Command::new(support::program())
            .args(["check", "--isolated", "--allow-unchecked", "--year", "2026", "--output-format", "jsonl"])
            .arg(&path)
            .output()
            .expect("the program runs");
        let of_program: Vec<(String, u64, String)> = String::from_utf8(output.stdout)
            .expect("UTF-8")
            .lines()
            .map(|line| {
                let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
                let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
                (text("rule"), value["start"]["line"].as_u64().unwrap_or_default(), text("message"))
            })
            .collect();
        let name = path.to_string_lossy();
        let report = linter.check(&name, &bytes);
        let own = report.diagnostics().iter();
        let own: Vec<_> = own.map(|one| (one.rule().to_owned(), one.start().line, one.message().to_owned())).collect();
        assert_eq!(own, of_program, "{name}");
        compared += own.len();
    }
    assert!(compared > 20, "{compared} findings compared");
}

/// Changes a document at random, and compares its findings with those of a document that was never changed.
fn edit(name: &str, bytes: &[u8], linter: &Linter, numbers: &mut Numbers) -> Option<(u64, u64)> {
    const TIMES: usize = 6;
    let mut document: Document = linter.open(name, bytes);
    document.report().syntax()?;
    let (mut reused, mut records) = (0, 0);
    for _ in 0..TIMES {
        let text = document.text();
        let mut starts = text.char_indices().map(|(at, _)| at as u32);
        let start = starts.nth(numbers.below(text.chars().count().max(1)))?;
        let length = numbers.below(3) as u32;
        let mut end = (start + length).min(text.len() as u32);
        while !text.is_char_boundary(end as usize) {
            end += 1;
        }
        let new = ["x", "\"", "\n", "1", "", "ż", "{", "<a>", "&amp;"][numbers.below(9)];
        let before = document.bytes().to_vec();
        let edit = Edit { span: Span::new(start, end), text: new.to_owned() };
        match document.apply(&[edit]) {
            Err(EditError::Encoding(_)) => assert_eq!(document.bytes(), before, "nothing changed"),
            Err(other) => panic!("{name}: {other}"),
            Ok(()) => {}
        }
        let anew = linter.open(name, document.bytes());
        assert_eq!(anew.text(), document.text(), "{name}");
        assert_eq!(listed(document.diagnostics()), listed(anew.diagnostics()), "{name}:\n{}", document.text());
        assert_eq!(document.records(), anew.records(), "{name}");
        reused += document.reused_records();
        records += document.records().len() as u64;
    }
    Some((reused, records))
}

#[test]
fn an_edited_document_has_the_findings_of_a_new_one() {
    const LONGEST: usize = 40_000;
    let Some(folder) = support::shared("corpora") else { return };
    let linter = linter();
    let numbers = &mut Numbers(7);
    let (mut files, mut reused, mut records) = (0, 0, 0);
    for (number, path) in support::files(&folder).into_iter().enumerate() {
        let bytes = fs::read(&path).expect("a file can be read");
        // Every fourth file, which covers all formats.
        if bytes.len() > LONGEST || number % 4 != 0 {
            continue;
        }
        if let Some(found) = edit(&path.to_string_lossy(), &bytes, &linter, numbers) {
            (files, reused, records) = (files + 1, reused + found.0, records + found.1);
        }
    }
    assert!(files > 100, "{files} files");
    // Most files have one record, which an edit changes.
    assert!(reused > 0 && reused < records, "{reused} of {records} records were taken over");
}

#[test]
fn only_the_record_that_changed_is_checked() {
    let record = |number: u32| {
        format!("{{\"type\": \"article\", \"title\": {{\"text\": \"On towns {number}\"}}, \"pages\": \"9-3\"}}\n")
    };
    let text: String = (0..50).map(record).collect();
    let mut document = linter().open("a.ndjson", text.clone());
    assert_eq!((document.records().len(), document.reused_records()), (50, 0));
    assert_eq!(document.records()[7].id, "On towns 7");
    let span = document.records()[7].span.expect("it can be read");
    let at = text[span.range()].find("9-3").expect("it is there") as u32 + span.start;
    let before = document.diagnostics().len();
    document.apply(&[Edit { span: Span::new(at, at + 3), text: "3-9".to_owned() }]).expect("it is in the text");
    assert_eq!(document.reused_records(), 49);
    assert_eq!(document.diagnostics().len(), before - 1);
    // A line is added before all others: every record moves, but no record is checked again.
    document.apply(&[Edit { span: Span::new(0, 0), text: "\n".to_owned() }]).expect("it is in the text");
    assert_eq!(document.reused_records(), 50);
    assert_eq!(document.diagnostics()[0].start().line, 2);
}

#[test]
fn findings_across_records_are_updated_for_all_records() {
    let text = "@book{a, title = {One}}\n@book{b, title = {Two}}\n";
    let mut document = linter().open("a.bib", text);
    let repeated = |document: &Document| {
        document.diagnostics().iter().filter(|one| one.message().contains("already used")).count()
    };
    assert_eq!(repeated(&document), 0);
    let at = text.find("a,").expect("it is there") as u32;
    document.apply(&[Edit { span: Span::new(at, at + 1), text: "b".to_owned() }]).expect("it is in the text");
    assert_eq!((repeated(&document), document.reused_records()), (1, 1));
}

#[test]
fn edits_that_cannot_be_applied_change_nothing() {
    let text = "@book{a, title = {Über}}";
    let mut document = linter().open("a.bib", text);
    let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.to_owned() };
    let inside = text.find('Ü').expect("it is there") as u32 + 1;
    for (edits, index) in [
        (vec![edit(0, 1000, "")], 0),
        (vec![edit(inside, inside, "x")], 0),
        (vec![edit(3, 8, ""), edit(5, 9, "")], 1),
        (vec![edit(9, 3, "")], 0),
    ] {
        assert_eq!(document.apply(&edits), Err(EditError::Span(index)), "{edits:?}");
        assert_eq!(document.bytes(), text.as_bytes());
    }
    // They can be given in any order.
    document.apply(&[edit(6, 7, "z"), edit(0, 5, "@misc")]).expect("they are apart");
    assert_eq!(document.text(), "@misc{z, title = {Über}}");
}

#[test]
fn a_document_keeps_its_encoding_and_byte_order_mark() {
    let latin = FileOptions::new().encoding(recordlint::Encoding::named("latin1").expect("it is known"));
    let mut document = linter().open_with("a.bib", b"@book{a, title = {\xDCber}}".to_vec(), latin);
    assert_eq!(document.text(), "@book{a, title = {Über}}");
    let at = document.text().find('Ü').expect("it is there") as u32;
    let edit = |text: &str| [Edit { span: Span::new(at, at + 2), text: text.to_owned() }];
    let lacking = document.apply(&edit("ż"));
    assert!(matches!(lacking, Err(EditError::Encoding(why)) if why.contains("lacks")), "Latin-1 has no ż: {lacking:?}");
    document.apply(&edit("Ö")).expect("Latin-1 has it");
    assert_eq!(document.bytes(), b"@book{a, title = {\xD6ber}}");
    let mut marked = linter().open("a.bib", b"\xEF\xBB\xBF@book{a}".to_vec());
    marked.apply(&[Edit { span: Span::new(1, 5), text: "misc".to_owned() }]).expect("it is in the text");
    assert_eq!(marked.bytes(), b"\xEF\xBB\xBF@misc{a}");
}

#[test]
fn fixes_are_the_same_as_in_the_program() {
    let text = br#"{"type": "article", "title": {"text": "On towns "}, "identifiers": [{"scheme": "doi", "value": "https://doi.org/10.1000/182"}]}"#;
    let fixed = linter().fix("a.json", text, Trust::SAFE);
    let bytes = fixed.bytes.expect("something is fixed");
    assert!(fixed.count > 0 && String::from_utf8_lossy(&bytes).contains("\"10.1000/182\""));
    let again = linter().fix("a.json", &bytes, Trust::SAFE);
    assert_eq!((again.bytes, again.count), (None, 0));
    let invalid = linter().fix("a.json", b"{\"type\": \"article\", \"title\": {\"text\": \"On \xFF\"}}", Trust::UNSAFE);
    assert_eq!(invalid.bytes, None);
}

#[test]
fn configurations_rules_and_schemas_are_loaded_from_texts() {
    let rule = "id: towns/missing\nseverity: warning\nmessage: no town\nabout: The title names a town.\n";
    let files = |extra: &str| {
        TextFiles::new([
            (
                "/r/recordlint.yaml",
                format!("profile: core\nsources:\n  - {{ files: 'own/*.json', schema: own.json }}\n{extra}"),
            ),
            ("/r/own.json", r#"{"required": ["town"]}"#.to_owned()),
            ("/r/rules/towns.yaml", rule.to_owned()),
        ])
    };
    let linter = Linter::builder().configuration("/r/recordlint.yaml", files("")).build().expect("it is sound");
    let rules = |name: &str| -> Vec<String> {
        let report = linter.check(name, br#"{"a": 1}"#);
        report.diagnostics().iter().map(|one| one.rule().to_owned()).collect()
    };
    assert_eq!(rules("own/a.json"), ["schema/required"]);
    assert!(rules("other/a.json").is_empty());
    match Linter::builder().configuration_text("profil: core\n").build() {
        Err(BuildError::Invalid { diagnostics, .. }) => assert_eq!(diagnostics[0].start().line, 1),
        other => panic!("{other:?}"),
    }
    assert!(
        matches!(Linter::builder().profile("cejs").build(), Err(BuildError::Request(why)) if why.contains("cejsh"))
    );
    assert!(matches!(Linter::builder().select(["page"]).build(), Err(BuildError::Request(_))));
    let wrong = Linter::builder().configuration("/r/recordlint.yaml", files("rules:\n  own: [rules/*.yaml]\n")).build();
    assert!(wrong.is_err(), "the rule file is incomplete");
}

#[test]
fn texts_without_records_are_reported() {
    let linter = linter();
    let why = |name: &str, bytes: &[u8]| linter.check(name, bytes).reason_not_checked().map(|reason| reason.fact);
    assert_eq!(why("a.json", b" \n"), Some("the file is empty"));
    assert!(why("a.pdf", b"%PDF-1.7").is_some());
    assert!(why("package.json", br#"{"name": "x", "version": "1.0.0", "scripts": {}}"#).is_some());
    assert!(why("a.bib", b"@book{a, title = {One}}").is_none());
    assert!(why("a.csv", b"title,year\nA,2001\n").is_some());
}

#[test]
fn records_and_rule_pages_are_available() {
    let linter = linter();
    let records = linter.records("a.bib", b"@book{a, title = {One}}\n@book{b, title = {Two}}").expect("it has records");
    assert_eq!(records.len(), 2);
    assert!(records[1].as_ref().is_some_and(|record| record.contains("Two")));
    assert!(linter.explain("pages/descending").is_some_and(|page| page.contains("Bad")));
    assert_eq!(linter.explain("pages/unheard-of"), None);
    assert!(linter.rules().any(|rule| rule.id == "pages/descending" && rule.is_selected));
}

#[test]
fn data_in_other_files_completes_a_record() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/bwmeta-files");
    let files: Vec<(String, Vec<u8>)> = support::files(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "xml"))
        .map(|path| (path.to_string_lossy().into_owned(), fs::read(&path).expect("a file can be read")))
        .collect();
    assert!(files.len() > 1, "the case has several files");
    let others = OtherFiles::collect(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let options = FileOptions::new().others(others);
    let linter = linter();
    let differs = files
        .iter()
        .any(|(name, bytes)| linter.records(name, bytes).ok() != linter.records_with(name, bytes, &options).ok());
    assert!(differs, "some record is completed by another file");
}

#[test]
fn invalid_bytes_are_never_replaced() {
    let bytes = b"@book{a, title = {One \xFF}}";
    let mut document = linter().open("a.bib", bytes.to_vec());
    let edit = Edit { span: Span::new(6, 7), text: "b".to_owned() };
    assert!(matches!(document.apply(&[edit]), Err(EditError::Encoding(_))));
    assert_eq!(document.bytes(), bytes);
}

#[test]
fn the_configuration_sets_the_encoding_of_a_document() {
    let text = "sources:\n  - { files: '*.bib', encoding: windows-1250 }\n";
    let linter = Linter::builder().configuration_text(text).build().expect("it is sound");
    let mut document = linter.open("a.bib", b"@book{a, title = {\xB9}}".to_vec());
    assert_eq!(document.text(), "@book{a, title = {ą}}");
    document.apply(&[Edit { span: Span::new(6, 7), text: "b".to_owned() }]).expect("it is in the text");
    assert_eq!(document.bytes(), b"@book{b, title = {\xB9}}");
}
