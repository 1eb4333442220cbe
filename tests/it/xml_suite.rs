//! The XML conformance suite of the W3C: well-formed documents are read without an error, others are rejected with a position
//! inside the file. Exceptions are listed here by name. Real documents are compared with another parser.

use crate::support;

use recordlint::diagnostic::{Finding, Place, Severity};
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::{Chunk, Decoded};
use recordlint::tree::{Arena, Child, NodeId, Tree};
use std::fs;
use std::path::{Path, PathBuf};

/// The lists of cases, and the folders of their files.
const CATALOGUES: &[(&str, &str)] = &[
    ("xmltest/xmltest.xml", "xmltest"),
    ("japanese/japanese.xml", "japanese"),
    ("sun/sun-valid.xml", "sun"),
    ("sun/sun-invalid.xml", "sun"),
    ("sun/sun-not-wf.xml", "sun"),
    ("oasis/oasis.xml", "oasis"),
    ("ibm/ibm_oasis_invalid.xml", "ibm"),
    ("ibm/ibm_oasis_not-wf.xml", "ibm"),
    ("ibm/ibm_oasis_valid.xml", "ibm"),
    ("eduni/errata-2e/errata2e.xml", "eduni/errata-2e"),
    ("eduni/errata-3e/errata3e.xml", "eduni/errata-3e"),
    ("eduni/errata-4e/errata4e.xml", "eduni/errata-4e"),
    ("eduni/namespaces/1.0/rmt-ns10.xml", "eduni/namespaces/1.0"),
    ("eduni/namespaces/errata-1e/errata1e.xml", "eduni/namespaces/errata-1e"),
    ("eduni/misc/ht-bh.xml", "eduni/misc"),
];

/// Files that are not well-formed but accepted, and why.
const ACCEPTED: &[(&str, &str)] = &[
    ("eduni/namespaces/1.0/010.xml", SAME),
    ("eduni/namespaces/1.0/011.xml", SAME),
    ("eduni/namespaces/1.0/012.xml", SAME),
    ("eduni/namespaces/1.0/013.xml", COLON),
    ("eduni/namespaces/1.0/014.xml", COLON),
    ("eduni/namespaces/1.0/015.xml", COLON),
    ("eduni/namespaces/1.0/016.xml", COLON),
    ("eduni/namespaces/1.0/025.xml", PREFIX),
    ("eduni/namespaces/1.0/026.xml", PREFIX),
    ("eduni/namespaces/1.0/042.xml", COLON),
    ("eduni/namespaces/1.0/043.xml", COLON),
    ("eduni/namespaces/1.0/044.xml", COLON),
];

const SAME: &str =
    "spellings of a namespace that only differ by references, or by whitespace rules of a DTD, are not compared";
const COLON: &str = "colons have no meaning in a document that declares no prefix; a warning, or nothing";
const PREFIX: &str = "an undeclared prefix is a warning: real fragments of harvested records have them";

/// Files that are well-formed but rejected, and why.
const REJECTED: &[(&str, &str)] =
    &[("eduni/errata-2e/E50.xml", "it is a document of XML 1.1, in which U+0085 is a line end")];

#[derive(Debug)]
struct Case {
    path: PathBuf,
    name: String,
    kind: String,
}

/// Returns the cases for a non-validating parser of XML 1.0, fifth edition, that reads no other files.
fn cases(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for (catalogue, base) in CATALOGUES {
        let bytes = fs::read(folder.join(catalogue)).expect("a catalogue can be read");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let chunk = Chunk::new(&text, 0);
        let mut reader = Reader::new(chunk, Syntax::Xml, JsonMode::DetectLines, |_| true)
            .elements(|name, _| name == "TEST", |_, _| false);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        while reader.next(&mut arena, &mut findings).is_some() {
            let tree = Tree::new(chunk, &arena).expect("a record");
            let Some(case) = tree.get_named(tree.root(), "TEST") else { continue };
            let value = |name: &str| {
                tree.get_named(case.value, name)
                    .and_then(|child| tree.string(child.value))
                    .unwrap_or_default()
                    .to_owned()
            };
            let applies = matches!(value("@ENTITIES").as_str(), "" | "none")
                && !value("@RECOMMENDATION").ends_with("1.1")
                && matches!(value("@EDITION").as_str(), "" | "5");
            if applies {
                let name = format!("{base}/{}", value("@URI"));
                cases.push(Case { path: folder.join(&name), name, kind: value("@TYPE") });
            }
        }
    }
    cases
}

/// Returns the first error in a text, if there is one.
fn error(chunk: Chunk<'_>) -> Option<Finding> {
    let mut reader = Reader::new(chunk, Syntax::Xml, JsonMode::Single, |_| true);
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    while reader.next(&mut arena, &mut findings).is_some() {}
    for finding in &findings {
        let Place::Bytes(span) = finding.place else { panic!("a syntax speaks of bytes") };
        assert!(chunk.text.get(span.range()).is_some(), "{}: outside of the text", finding.message);
    }
    findings.into_iter().find(|finding| finding.severity == Severity::Error)
}

/// Returns why a file is rejected, or `None` if it is read.
fn rejection(bytes: &[u8]) -> Option<String> {
    let decoded = Decoded::new(bytes, 0, None).expect("it is short");
    let wrong = decoded.wrong.first().map(|_| "invalid bytes".to_owned());
    wrong.or_else(|| error(decoded.source("case.xml").chunk).map(|finding| finding.message))
}

/// Returns the local part of a name. `roxmltree` resolves prefixes, so only the local part is compared.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Compares an element with the one that `roxmltree` found at the same position.
fn compare(tree: Tree<'_>, ours: NodeId, theirs: roxmltree::Node<'_, '_>, wrong: &mut Vec<String>) {
    let is = |child: &Child, prefix| child.key.is_some_and(|key| tree.key_name(key).starts_with(prefix));
    let mut attributes: Vec<(&str, &str)> = tree
        .children(ours)
        .filter(|child| is(child, '@') && !tree.key_name(child.key.expect("a name")).starts_with("@xmlns"))
        .map(|child| {
            (local(&tree.key_name(child.key.expect("a name"))[1..]), tree.string(child.value).expect("a text"))
        })
        .collect();
    let mut others: Vec<(&str, &str)> = theirs.attributes().map(|one| (one.name(), one.value())).collect();
    attributes.sort_unstable();
    others.sort_unstable();
    let texts: String =
        tree.children(ours).filter(|child| is(child, '#')).filter_map(|child| tree.string(child.value)).collect();
    let other_texts: String =
        theirs.children().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    let is_blank = other_texts.trim_matches([' ', '\t', '\n', '\r']).is_empty();
    if attributes != others || (texts != other_texts && !(texts.is_empty() && is_blank)) {
        wrong.push(format!("{attributes:?} {texts:?} is not {others:?} {other_texts:?}"));
    }
    let elements: Vec<Child> = tree.children(ours).filter(|child| !is(child, '@') && !is(child, '#')).collect();
    let other_elements: Vec<_> = theirs.children().filter(roxmltree::Node::is_element).collect();
    if elements.len() != other_elements.len() {
        wrong.push(format!("{} elements instead of {}", elements.len(), other_elements.len()));
        return;
    }
    for (child, other) in elements.into_iter().zip(other_elements) {
        if local(tree.key_name(child.key.expect("a name"))) != other.tag_name().name() {
            wrong.push(format!("{:?} is not {:?}", tree.key_name(child.key.expect("a name")), other.tag_name()));
        }
        if tree.span(child.value).range() != other.range() {
            wrong.push(format!("{:?} at {:?} is at {:?}", other.tag_name(), tree.span(child.value), other.range()));
        }
        compare(tree, child.value, other, wrong);
    }
}

/// Compares positions: every character of a text must be found where it is written.
fn compare_places(tree: Tree<'_>, wrong: &mut Vec<String>) {
    for node in tree.strings() {
        let text = tree.string(node).unwrap_or_default();
        let whole = Syntax::Xml.locate(tree, node, 0..text.len());
        let outer = tree.span(node);
        if whole.start < outer.start || whole.end > outer.end {
            wrong.push(format!("{text:?} is found outside of its place"));
        }
        for (at, letter) in text.char_indices().take(60) {
            let span = Syntax::Xml.locate(tree, node, at..at + letter.len_utf8());
            let Some(raw) = tree.chunk().text.get(span.range()) else {
                wrong.push(format!("{text:?}: a place between two characters"));
                continue;
            };
            let is_blank = letter == ' ' || letter == '\n';
            let is_found = raw.starts_with(letter) || raw.starts_with('&') || is_blank && raw.trim().is_empty();
            if !is_found {
                wrong.push(format!("{letter:?} of {text:?} is not {raw:?}"));
            }
        }
    }
}

/// Compares the documents that both parsers read, by node and position. The other parser does not know names that only an
/// external DTD declares.
#[test]
fn real_documents_are_read_like_by_another_parser() {
    let Some(folder) = support::shared("corpora") else { return };
    let (mut files, mut compared, mut unread, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for path in support::files(&folder) {
        if path.extension().is_none_or(|ending| ending != "xml") {
            continue;
        }
        files += 1;
        let bytes = fs::read(&path).expect("a file of the corpora can be read");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let decoded = Decoded::new(&bytes, 0, None).expect("it is short");
        if decoded.encoding.is_none() && !decoded.wrong.is_empty() {
            continue;
        }
        let chunk = decoded.source(&name).chunk;
        let mut reader = Reader::new(chunk, Syntax::Xml, JsonMode::Single, |_| true);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let is_readable = reader.next(&mut arena, &mut findings).is_some_and(|record| record.readable);
        let mut here = Vec::new();
        let tree = Tree::new(chunk, &arena);
        if let Some(tree) = tree {
            compare_places(tree, &mut here);
        }
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        match roxmltree::Document::parse_with_options(chunk.text, options) {
            Ok(document) if is_readable => {
                compared += 1;
                let tree = tree.expect("what can be read has a tree");
                let root = tree.children(tree.root()).next().expect("the root");
                compare(tree, root.value, document.root_element(), &mut here);
            }
            Ok(_) => here.push(format!("is not read: {}", findings[0].message)),
            Err(_) if is_readable => {}
            Err(error) => unread.push(format!("{name}: {error}")),
        }
        wrong.extend(here.into_iter().take(3).map(|what| format!("{name}: {what}")));
    }
    println!("{files} files, {compared} of them compared; neither reads\n{}", unread.join("\n"));
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 290, "only {compared} of {files} were compared");
}

#[test]
fn deep_documents_and_entity_bombs_are_findings() {
    let run = || {
        let level = |level: usize| format!("<!ENTITY e{level} '{}'>", format!("&e{};", level + 1).repeat(10));
        let laughs = (0..10).map(level).collect::<Vec<_>>().concat();
        let squared = "x".repeat(100_000);
        let texts = [
            "<a>".repeat(1_000_000),
            "<record>".repeat(1_000_000),
            format!("<!DOCTYPE a [{laughs}<!ENTITY e10 'ha'>]><a>&e0;</a>"),
            format!("<!DOCTYPE a [{laughs}<!ENTITY e10 ''>]><a b='&e0;'/>"),
            format!("<!DOCTYPE a [<!ENTITY e '{squared}'>]><a>{}</a>", "&e;".repeat(100_000)),
            format!("<!DOCTYPE a [<!ELEMENT a {}", "(".repeat(1_000_000)),
            format!("<!DOCTYPE a [<!ENTITY % a '{}'>%a;%a;", "%a;".repeat(1000)),
            format!("<!DOCTYPE a [{}", "<!ENTITY % a '<!ELEMENT b ANY>'>%a;".repeat(100_000)),
        ];
        texts.iter().all(|text| error(Chunk::new(text, 0)).is_some())
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).expect("a thread");
    assert!(thread.join().is_ok_and(|all| all));
}

#[test]
fn the_suite_of_the_w3c() {
    let Some(folder) = support::shared("suites/w3c-xml") else { return };
    let (mut wrong, mut counts) = (Vec::new(), std::collections::BTreeMap::<String, [usize; 2]>::new());
    for case in cases(&folder) {
        let Ok(bytes) = fs::read(&case.path) else {
            wrong.push(format!("{}: is not there", case.name));
            continue;
        };
        let rejection = rejection(&bytes);
        let count = counts.entry(case.kind.clone()).or_default();
        count[usize::from(rejection.is_some())] += 1;
        let is_known = |list: &[(&str, &str)]| list.iter().any(|(name, _)| *name == case.name);
        match (case.kind.as_str(), rejection) {
            ("not-wf", None) if !is_known(ACCEPTED) => wrong.push(format!("{}: accepted", case.name)),
            ("not-wf", Some(_)) if is_known(ACCEPTED) => wrong.push(format!("{}: rejected by now", case.name)),
            ("valid" | "invalid", Some(why)) if !is_known(REJECTED) => {
                wrong.push(format!("{}: refused: {why}", case.name));
            }
            _ => {}
        }
    }
    for (kind, [read, refused]) in &counts {
        println!("{kind}: {read} read, {refused} refused");
    }
    assert!(wrong.is_empty(), "{} wrong of {counts:?}\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(counts.values().flatten().sum::<usize>(), 1736);
}
