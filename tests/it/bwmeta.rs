//! BWMETA: the ancestors of an article are found in its own file and in other files of a run, independent of the options
//! of the run.

use crate::support::{Folder, printed, status};
use recordlint::shape::Hierarchy;
use recordlint::syntax::Syntax;
use recordlint::text::Chunk;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Reads a file of a case.
fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(path);
    std::fs::read_to_string(path).expect("a file of a case")
}

/// Creates a folder with the journal in one file, and a folder with it in three files.
fn folders(name: &str) -> (Folder, Folder) {
    let (one, three) = (Folder::new(&format!("{name}-one")), Folder::new(&format!("{name}-three")));
    one.write("journal.xml", file("bwmeta-journal/journal.xml"));
    for part in ["1-articles.xml", "2-journal.xml", "3-numbers.xml"] {
        three.write(part, file(&format!("bwmeta-files/{part}")));
    }
    (one, three)
}

/// Returns the records in a folder, by their ids.
fn records(folder: &Folder, arguments: &[&str]) -> BTreeMap<String, Value> {
    let output = folder.run(&[&["records"], arguments].concat());
    assert_eq!(status(&output), 0, "{}", printed(&output));
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let record = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a record per line");
        (value["id"].as_str().expect("an id").to_owned(), value)
    };
    text.lines().map(record).collect()
}

/// Returns the rule, message and record of each finding.
fn found(folder: &Folder, arguments: &[&str], input: &[u8]) -> Vec<(Value, Value, Value)> {
    let output = folder.run_with(&[&["check", "--output-format", "jsonl"], arguments].concat(), input);
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a finding per line"));
    lines.map(|one| (one["rule"].clone(), one["message"].clone(), one["record"]["id"].clone())).collect()
}

#[test]
fn an_article_is_the_same_with_its_journal_in_another_file() {
    let (one, three) = folders("bwmeta-same");
    let together = records(&one, &["."]);
    assert_eq!(together.len(), 21);
    assert_eq!(together, records(&three, &["."]));
    let article = &together["bwmeta1.element.a09-5b0e"];
    assert_eq!(
        [&article["year"], &article["volume"], &article["issue"], &article["journal"]["title"]],
        ["2015", "9", "1-2", "Roczniki Czytelnictwa"]
    );
    // Its file alone has no data about them, and nothing is required.
    let alone = records(&three, &["1-articles.xml"]);
    assert_eq!(alone["bwmeta1.element.a09-5b0e"].get("year"), None);
    let select = ["--profile", "openaire4", "--extend-select", "all", "--isolated"];
    let findings = found(&three, &[&["1-articles.xml"][..], &select].concat(), b"");
    let required: Vec<_> = findings.iter().filter(|(rule, ..)| *rule == "field/required-missing").collect();
    assert!(!required.iter().any(|(_, message, _)| message.to_string().contains("year")), "{required:?}");
    assert!(!required.iter().any(|(_, message, _)| message.to_string().contains("journal")), "{required:?}");
}

#[test]
fn both_versions_of_the_format_give_the_same_records() {
    let (one, _) = folders("bwmeta-versions");
    let two = Folder::new("bwmeta-versions-two");
    two.write("journal.xml", file("bwmeta-2/journal.xml"));
    let (older, newer) = (records(&one, &["."]), records(&two, &["."]));
    for (id, record) in &older {
        for field in ["year", "volume", "issue", "issueTitle", "pages", "type", "identifiers", "links"] {
            assert_eq!(record.get(field), newer[id].get(field), "{field} of {id}");
        }
        assert_eq!(record["title"]["text"], newer[id]["title"]["text"]);
        for member in ["title", "publisher", "issn"] {
            assert_eq!(record["journal"][member], newer[id]["journal"][member], "{member} of the journal of {id}");
        }
    }
    for (id, state) in [("a13-5b0e", "deleted"), ("a14-5b0e", "merged")] {
        let id = format!("bwmeta1.element.{id}");
        assert_eq!(newer[&id], json!({ "id": id, "status": state }));
    }
}

#[test]
fn the_findings_do_not_depend_on_the_options() {
    let (one, three) = folders("bwmeta-ways");
    let expected = found(&three, &[".", "--jobs", "1"], b"");
    assert!(expected.len() > 4, "{expected:?}");
    for jobs in ["2", "7"] {
        assert_eq!(found(&three, &[".", "--jobs", jobs], b""), expected);
    }
    let mut whole = found(&one, &["journal.xml"], b"");
    assert_eq!(whole, expected);
    // Standard input is read only once, and uses its own hierarchy.
    whole = found(&one, &["-"], file("bwmeta-journal/journal.xml").as_bytes());
    assert_eq!(whole, expected);
    // The same applies to a file in another encoding, whatever its name.
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(file("bwmeta-files/3-numbers.xml").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    std::fs::remove_file(three.0.join("3-numbers.xml")).expect("it was there");
    let text =
        String::from_utf16(&wide.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect::<Vec<_>>());
    assert!(text.expect("it is UTF-16").contains("hierarchy_Journal_Number"));
    three.write("3-numbers.xml", wide);
    assert_eq!(records(&three, &["."])["bwmeta1.element.a09-5b0e"]["volume"], "9");
}

#[test]
fn a_mistake_in_an_ancestor_is_reported_once_at_its_position() {
    let folder = Folder::new("bwmeta-once");
    let text = file("bwmeta-journal/journal.xml")
        .replace("<name>9</name>", "<name>vol. 9</name>")
        .replace("2391-5501", "2391-5502")
        .replace("Roczniki Czytelnictwa<", "Roczniki  Czytelnictwa<");
    folder.write("journal.xml", &text);
    let rules = ["--select", "volume,issn,text", "journal.xml"];
    let findings: Vec<_> = found(&folder, &rules, b"").into_iter().map(|(rule, _, record)| (rule, record)).collect();
    assert_eq!(
        findings,
        [
            (json!("volume/label"), json!("bwmeta1.element.3f0c7a52-vol-9")),
            (json!("text/whitespace"), json!("bwmeta1.element.cejsh-rcz")),
            (json!("issn/checksum"), json!("bwmeta1.element.cejsh-rcz")),
        ]
    );
    // Contradictions between an article and its journal are reported at the article, and no reference is changed.
    let dated = text.replace("    <categories", "    <date type=\"published\">1999-05-01</date>\n    <categories");
    folder.write("journal.xml", &dated);
    let output =
        folder.run(&["check", "--select", "date/year-vs-issue-year", "--output-format", "jsonl", "journal.xml"]);
    let lines = String::from_utf8(output.stdout).expect("it is UTF-8");
    let first: Value = serde_json::from_str(lines.lines().next().expect("a finding")).expect("a finding per line");
    assert_eq!(lines.lines().count(), 12);
    assert!(
        first["pointer"].as_str().is_some_and(|pointer| pointer.ends_with("/hierarchy/element-ref/@ref")),
        "{first}"
    );
    let fixed = folder.run(&["check", "--fix", "--unsafe-fixes", "journal.xml"]);
    assert!(!printed(&fixed).contains("did not change what it should"), "{}", printed(&fixed));
    let after = String::from_utf8(folder.read("journal.xml")).expect("it is UTF-8");
    assert!(after.contains("<name>9</name>") && after.contains("Roczniki Czytelnictwa<"));
    let references =
        |text: &str| text.lines().filter(|line| line.contains("element-ref")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(references(&after), references(&text));
}

#[test]
fn ancestors_of_articles_need_no_fields_of_publications() {
    let (one, _) = folders("bwmeta-levels");
    for profile in ["core", "cejsh", "doaj", "openaire4", "crossref", "datacite", "strict"] {
        let findings = found(&one, &["journal.xml", "--profile", profile], b"");
        let missing = findings.iter().filter(|(rule, _, record)| {
            rule.as_str().is_some_and(|rule| rule.ends_with("missing")) && !record.to_string().contains("5b0e")
        });
        let missing: Vec<_> = missing.collect();
        assert!(missing.is_empty(), "{profile}: {missing:?}");
    }
}

#[test]
fn a_journal_without_an_issn_is_reported_once() {
    let folder = Folder::new("bwmeta-issn");
    let text = file("bwmeta-journal/journal.xml").replace("<id class=\"bwmeta1.id-class.ISSN\">2391-5501</id>", "");
    folder.write("journal.xml", text);
    let findings = found(&folder, &["journal.xml", "--profile", "doaj", "--select", "field/required-missing"], b"");
    let records: Vec<&Value> = findings.iter().map(|(_, _, record)| record).collect();
    assert_eq!(records, ["bwmeta1.element.cejsh-rcz"], "{findings:?}");
}

#[test]
fn a_hundred_thousand_elements_are_collected_one_by_one() {
    let mut text = String::from("<bwmeta xmlns=\"http://yadda.icm.edu.pl/bwmeta-1.0.5.xsd\">\n");
    for number in 0..100_000 {
        let _ = writeln!(
            text,
            "<element id=\"bwmeta1.element.dl-catalog-{number:032}\"><name lang=\"PL\">{number}</name><hierarchy \
             level=\"bwmeta1.level.hierarchy_Journal_Number\"><element-ref ref=\"bwmeta1.element.dl-catalog-{:032}\"/>\
             </hierarchy></element>",
            number + 1
        );
    }
    text.push_str("</bwmeta>\n");
    let begun = std::time::Instant::now();
    let known = Hierarchy::known(None, Syntax::Xml, Chunk::new(&text, 0)).expect("a hierarchy");
    assert_eq!(known.len(), 100_000);
    println!("{} bytes in {:?}", text.len(), begun.elapsed());
}
