//! Tests with RIS files: the trees, the errors, the places and the edits.

use crate::diagnostic::{Change, Edit, Finding, Place};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, NodeId, Pointer, Tree};

fn shown(tree: Tree<'_>) -> String {
    let members = tree.children(tree.root()).map(|child| {
        format!("{}={}", child.key.map_or("", |key| tree.key_name(key)), tree.string(child.value).unwrap_or_default())
    });
    members.collect::<Vec<_>>().join("|")
}

fn read(text: &str) -> (Vec<String>, Vec<Finding>) {
    let chunk = Chunk::new(text, 0);
    let mut reader = Reader::new(chunk, Syntax::Ris, JsonMode::DetectLines, |_| true);
    let (mut arena, mut findings, mut records) = (Arena::default(), Vec::new(), Vec::new());
    while reader.next(&mut arena, &mut findings).is_some() {
        records.push(shown(Tree::new(chunk, &arena).expect("a record")));
    }
    for finding in &findings {
        let Place::Bytes(span) = finding.place else { panic!("bytes") };
        assert!(text.get(span.range()).is_some(), "{}", finding.message);
    }
    (records, findings)
}

/// Returns the records of a valid text.
fn records(text: &str) -> Vec<String> {
    let (records, findings) = read(text);
    assert!(findings.is_empty(), "{text}: {findings:?}");
    records
}

#[test]
fn a_record_is_an_object_in_the_order_of_the_file() {
    assert_eq!(records("TY  - JOUR\nAU  - A, B\nTI  -  x - y \nAU  - C\nER  - \n"), ["TY=JOUR|AU=A, B|TI=x - y|AU=C"]);
    assert_eq!(records("TY  - A\r\nER  -\r\n\r\nTY  - B\r\nAB  - \r\nER  -"), ["TY=A", "TY=B|AB="]);
    assert_eq!(records("\u{feff}TY  - A\rAB  - 1\r2\rER  - \r"), ["TY=A|AB=1 2"]);
    assert_eq!(records("TY  -JOUR\nER  -\n\u{feff}TY  - B\nER  - "), ["TY=JOUR", "TY=B"]);
}

#[test]
fn values_go_on_over_lines() {
    let text = "TY  - A\nAB  - one\n  two\nthree-AB - x\n\n\nfour\nKW  - k\nER  - \n";
    assert_eq!(records(text), ["TY=A|AB=one two three-AB - x\n\nfour|KW=k"]);
}

#[test]
fn metadata_of_an_export_is_skipped() {
    assert_eq!(records("Provider: X\nContent: text\n\nTY  - A\nER  - \n\n"), ["TY=A"]);
    assert_eq!(records("1.\nTY  - A\nER  - \n\n2.\nProvider: X\nTY  - B\nER  - \n"), ["TY=A", "TY=B"]);
    assert_eq!(records(""), [""; 0]);
}

#[test]
fn faults_leave_the_records_readable() {
    for (text, message, expected) in [
        ("TY - A\nER - \n", "there is one space between `TY` and its hyphen", vec!["TY=A"]),
        ("TY  - A\nAB  - x\nTY  - B\nER  - \n", "this record does not end with `ER`", vec!["TY=A|AB=x", "TY=B"]),
        ("TY  - A\nER  - x\n", "`x` is after the end of the record, and is not read", vec!["TY=A"]),
        (
            "TY  - A\nAB  - x\nPMID  - 1\n 2\nER  - \n",
            "`PMID` is not a RIS tag: tags have two characters",
            vec!["TY=A|AB=x"],
        ),
        (
            "TY  - A\nPY  - 1\nPY  - 2\nER  - \n",
            "`PY` is given twice with different values, and only the first one is read",
            vec!["TY=A|PY=1|PY=2"],
        ),
        ("AU  - A\nER  - \n", "this record does not begin with `TY`", vec!["AU=A"]),
        ("ER  - \nTY  - A\nER  - \n", "this `ER` ends no record", vec!["TY=A"]),
        ("TY  - A\nER  - \nx\nTY  - B\nER  - \n", "`x` belongs to no record", vec!["TY=A", "TY=B"]),
        ("TY  - A\nER  - \nx\n\ny\n", "2 lines belong to no record", vec!["TY=A"]),
    ] {
        let (records, findings) = read(text);
        assert_eq!(records, expected, "{text}");
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, [message], "{text}");
    }
}

#[test]
fn a_type_without_a_record_is_one_mistake() {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let mut reader = Reader::new(Chunk::new("TY  - A\nTY  - B\n", 0), Syntax::Ris, JsonMode::Single, |_| true);
    while let Some(record) = reader.next(&mut arena, &mut findings) {
        assert!(!record.readable);
    }
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, ["this record is only a `TY` line"; 2]);
}

fn with<T>(text: &str, each: impl FnOnce(Tree<'_>) -> T) -> T {
    let mut arena = Arena::default();
    let chunk = Chunk::new(text, 0);
    Reader::new(chunk, Syntax::Ris, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    each(Tree::new(chunk, &arena).expect("a record"))
}

#[test]
fn a_range_of_a_text_is_found_in_the_file() {
    let text = "TY  - A\nAB  - one\r\n  two\n\nthree\nAU  - x\nAU  - y\nER  - \n";
    let found = |address: &str, range| {
        with(text, |tree| {
            let node = Pointer::find(address, tree).expect(address);
            assert_eq!(Pointer::of(tree, node).as_str(), address);
            text[Syntax::Ris.locate(tree, node, range).range()].to_owned()
        })
    };
    assert_eq!(found("/AB", 0..3), "one");
    assert_eq!(found("/AB", 3..4), "\r\n  ");
    assert_eq!(found("/AB", 2..5), "e\r\n  t");
    assert_eq!(found("/AB", 9..14), "three");
    assert_eq!(found("/AU[2]", 0..1), "y");
}

fn edited(text: &str, changes: impl FnOnce(&dyn Fn(&str) -> NodeId) -> Vec<Change>) -> Option<String> {
    with(text, |tree| {
        let changes = changes(&|address| Pointer::find(address, tree).expect(address));
        Syntax::Ris.edits(tree, &changes).map(|edits| Edit::apply(text, &edits))
    })
}

#[test]
fn fields_are_changed() {
    let text = "TY  - A\r\nKW  - a; b\r\nAB  -\r\nN1  - x\r\n y\r\nER  - \r\n";
    let replace = |address: &str, range, new: &str| {
        edited(text, |at| vec![Change::Replace { node: at(address), range, text: new.to_owned() }])
    };
    assert_eq!(replace("/KW", None, "c"), Some(text.replace("a; b", "c")));
    assert_eq!(replace("/KW", Some(1..3), ","), Some(text.replace("a; b", "a,b")));
    assert_eq!(replace("/AB", None, "c"), Some(text.replace("AB  -", "AB  - c")));
    assert_eq!(replace("/N1", Some(0..2), ""), Some(text.replace("x\r\n y", "y")));
    assert_eq!(replace("/KW", None, "a\nb"), None);
    let remove = |address: &str| edited(text, |at| vec![Change::Remove { node: at(address) }]);
    assert_eq!(remove("/N1"), Some(text.replace("N1  - x\r\n y\r\n", "")));
    assert_eq!(remove("/TY"), None);
    let insert = edited(text, |at| vec![Change::Insert { node: at(""), name: "LA".into(), text: "pl".into() }]);
    assert_eq!(insert, Some(text.replace(" y\r\n", " y\r\nLA  - pl\r\n")));
    let split = edited(text, |at| vec![Change::Split { node: at("/KW"), texts: vec!["a".into(), "b".into()] }]);
    assert_eq!(split, Some(text.replace("a; b", "a\r\nKW  - b")));
    let rename = edited(text, |at| vec![Change::Rename { node: at("/KW"), name: "AU".into() }]);
    assert_eq!(rename, Some(text.replace("KW", "AU")));
}
