//! Tests with XML documents: the tree, the errors, the places and the edits.

use crate::diagnostic::{Change, Edit, Finding, Place, Severity};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, Kind, NodeId, Pointer, Tree};

fn is_record(name: &str, _: Option<&str>) -> bool {
    name == "record"
}

/// Formats a node briefly: an element as `name(...)`, an attribute as `@name=...`, a text in quotes.
fn shown(tree: Tree<'_>, node: NodeId) -> String {
    let members = tree.children(node).map(|child| {
        let name = child.key.map_or("", |key| tree.key_name(key));
        match (tree.kind(child.value), name) {
            (Kind::Object, name) => format!("{name}({})", shown(tree, child.value)),
            (_, "#text") => format!("{:?}", tree.string(child.value).unwrap_or_default()),
            (_, name) => format!("{name}={:?}", tree.string(child.value).unwrap_or_default()),
        }
    });
    members.collect::<Vec<_>>().join(" ")
}

struct Read {
    /// Each record: its pointer, and its tree if it parsed.
    records: Vec<(String, Option<String>)>,
    findings: Vec<Finding>,
}

fn read(text: &str) -> Read {
    let chunk = Chunk::new(text, 0);
    let mut reader = Reader::new(chunk, Syntax::Xml, JsonMode::DetectLines, |_| true)
        .elements(is_record, |name, _| name == "around");
    let (mut arena, mut findings, mut records) = (Arena::default(), Vec::new(), Vec::new());
    while let Some(at) = reader.next(&mut arena, &mut findings) {
        let tree = Tree::new(chunk, &arena);
        assert_eq!(tree.is_some(), at.readable);
        let shown = tree.map(|tree| shown(tree, tree.root()));
        assert_eq!(at.index, records.len() as u64);
        records.push((at.pointer, shown));
    }
    for finding in &findings {
        let Place::Bytes(span) = finding.place else { panic!("bytes") };
        assert!(text.get(span.range()).is_some(), "{}", finding.message);
    }
    Read { records, findings }
}

/// Returns the tree of the only record of a valid text.
fn tree(text: &str) -> String {
    let read = read(text);
    assert!(read.findings.is_empty(), "{text}: {:?}", read.findings);
    assert_eq!(read.records.len(), 1, "{text}");
    read.records[0].1.clone().expect("a record")
}

fn messages(text: &str) -> Vec<String> {
    read(text).findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn an_element_is_an_object_in_the_order_of_the_document() {
    assert_eq!(tree("<a/>"), "a()");
    assert_eq!(tree("<a b='1' c = \"2\" >x</a >"), "a(@b=\"1\" @c=\"2\" \"x\")");
    assert_eq!(tree("<a>\n <b>1</b>\n <c/>\n <b>2</b>\n</a>"), "a(b(\"1\") c() b(\"2\"))");
    assert_eq!(tree("<a>x <b>y</b> <i>z</i>.</a>"), "a(\"x \" b(\"y\") \" \" i(\"z\") \".\")");
    assert_eq!(tree("<a> <b>y</b> <i>z</i> u</a>"), "a(\" \" b(\"y\") \" \" i(\"z\") \" u\")");
    // A comment does not turn the whitespace around it into text.
    assert_eq!(tree("<a>\n <!-- c -->\n <b/> <?p?> <c/>\n</a>"), "a(b() c())");
    assert_eq!(tree("<a>x <!-- c --> <b/></a>"), "a(\"x  \" b())");
    assert_eq!(tree("<a> &#32;<b/></a>"), "a(\"  \" b())");
    assert_eq!(tree("<x:a xmlns:x='u'><x:b/></x:a>"), "x:a(@xmlns:x=\"u\" x:b())");
}

#[test]
fn texts_are_decoded() {
    assert_eq!(tree("<a>x &amp; &#322;&#x142;<![CDATA[<&amp;>]]><!-- c -->y<?p q?></a>"), "a(\"x & łł<&amp;>y\")");
    assert_eq!(tree("<a b='1\t2\r\n3&#10;&lt;&quot;'>x\r\ny\rz</a>"), "a(@b=\"1 2 3\\n<\\\"\" \"x\\ny\\nz\")");
    assert_eq!(tree("<!DOCTYPE a [<!ENTITY e 'ł&f;'><!ENTITY f '<i>!</i>'>]><a>&e;</a>"), "a(\"ł!\")");
    assert_eq!(tree("<!DOCTYPE a PUBLIC '-//NLM//DTD' 'a.dtd'><a b='&copy;'>&aacute;&agr;</a>"), "a(@b=\"©\" \"áα\")");
}

#[test]
fn content_around_records_is_skipped() {
    assert_eq!(tree("\n\n <a/>\n"), "a()");
    assert_eq!(tree("<?xml version='1.0' standalone='yes'?><!-- x --><?p?><a/><!-- y -->"), "a()");
}

#[test]
fn records_are_the_elements_that_are_named() {
    let found = read("<l><h/><record>1</record><m><record><record/></record></m><m><record/></m></l>");
    let addresses: Vec<&str> = found.records.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(addresses, ["/l/record[1]", "/l/m/record[1]", "/l/m[2]/record[1]"]);
    assert_eq!(found.records[1].1.as_deref(), Some("record(record())"));
    assert!(found.findings.is_empty());
    assert_eq!(read("<record><l/></record>").records[0].0, "/record");
    assert_eq!(read("<l><m/></l>").records[0].0, "/l");
}

#[test]
fn context_precedes_each_record() {
    let text = "<l><j><around>1</around><record>2</record><record>3</record></j><j><record>4</record></j><around/></l>";
    let trees: Vec<Option<String>> = read(text).records.into_iter().map(|(_, tree)| tree).collect();
    let expected = ["around(\"1\") record(\"2\")", "around(\"1\") record(\"3\")", "record(\"4\")"];
    assert_eq!(trees, expected.map(|tree| Some(tree.to_owned())));
    assert_eq!(tree("<l><around>1</around></l>"), "l(around(\"1\"))");
}

#[test]
fn a_broken_record_does_not_hide_its_neighbours() {
    let is_valid = |text: &str| -> Vec<bool> { read(text).records.iter().map(|(_, tree)| tree.is_some()).collect() };
    assert_eq!(is_valid("<l><record><a></record><record/></l>"), [false, true]);
    assert_eq!(is_valid("<l><record a=1/><record/></l>"), [false, true]);
    assert_eq!(is_valid("<l><record/><record><a b='></a></record><record/></l>"), [true, false, true]);
    assert_eq!(is_valid("<l></m><record/></l>"), [true]);
    assert_eq!(is_valid("<l><record><record></record><a></record></l>"), [false]);
    assert_eq!(is_valid("<record/><record/>"), [true, true]);
    assert_eq!(is_valid("<l><record>"), [false]);
    assert_eq!(messages("<l><record><a></record><record/><record></a></record></l>").len(), 2);
}

#[test]
fn small_faults_leave_the_record_readable() {
    for (text, message, value) in [
        ("<a>x & y</a>", "a bare `&` in a text", "x & y"),
        ("<a>x &oacute;</a>", "`&oacute;` is not declared: XML itself has five such names", "x ó"),
        ("<a>x &none;</a>", "`&none;` is not declared", "x &none;"),
        ("<a>x &#xFFFE;</a>", "`&#xFFFE;` is a character that XML does not allow", "x &#xFFFE;"),
        ("<a>x &#0;</a>", "`&#0;` is a character that XML does not allow", "x &#0;"),
        ("<a>x &#x;</a>", "a bare `&` in a text", "x &#x;"),
        ("<a>]]></a>", "`]]>` in a text, where it closes nothing", "]]>"),
        ("<a>x\u{1}</a>", "XML does not allow the character U+0001", "x\u{1}"),
    ] {
        let read = read(text);
        assert_eq!(read.records[0].1.as_deref(), Some(&*format!("a({value:?})")), "{text}");
        let messages: Vec<&str> = read.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, [message], "{text}");
        assert_eq!(read.findings[0].severity, Severity::Error);
    }
}

#[test]
fn possibly_valid_input_is_a_warning() {
    let severities =
        |text: &str| -> Vec<Severity> { read(text).findings.iter().map(|finding| finding.severity).collect() };
    assert_eq!(severities("<x:a><x:b y:c='1'/></x:a>"), [Severity::Warning, Severity::Warning]);
    assert_eq!(severities("<!DOCTYPE a SYSTEM 'a'><a>&none;&none;</a>"), [Severity::Warning]);
    assert_eq!(severities("<!DOCTYPE a [<!ENTITY e SYSTEM '/etc/passwd'>]><a>&e;</a>"), [Severity::Warning]);
}

#[test]
fn faults_explain_the_error() {
    for (text, message) in [
        ("plain text", "`plain text` is outside of every element"),
        ("", "there is no element in this file"),
        ("<a><b></a>", "expected `</b>`, found `</a>`"),
        ("<a>", "`<a>` is not closed: its end tag is missing"),
        ("<a b='1' b='2'/>", "this tag has the attribute `b` twice"),
        ("<a b=1/>", "expected the value of an attribute in quotes here"),
        ("<a>1 < 2</a>", "a bare `<`: no tag follows it"),
        (" <?xml version='1.0'?><a/>", "an XML declaration must be at the very beginning of the file"),
        ("<a><!-- x -- y --></a>", "two hyphens inside of a comment"),
        ("<a/>b", "`b` is outside of every element"),
        ("<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>", "`&e;` cannot be used here: the entity `e` contains itself"),
    ] {
        assert_eq!(messages(text).first().map(String::as_str), Some(message), "{text}");
    }
}

#[test]
fn many_attributes_are_compared_through_a_table() {
    let many: Vec<String> = (0..10_000).map(|number| format!(" a{number}=''")).collect();
    let many = many.concat();
    assert!(messages(&format!("<a{many}/>")).is_empty());
    assert_eq!(messages(&format!("<a{many} a7=''/>")), ["this tag has the attribute `a7` twice"]);
}

/// Calls `each` with the tree of a text.
fn with<T>(text: &str, each: impl FnOnce(Tree<'_>) -> T) -> T {
    let mut arena = Arena::default();
    let chunk = Chunk::new(text, 0);
    Reader::new(chunk, Syntax::Xml, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    each(Tree::new(chunk, &arena).expect("a record"))
}

#[test]
fn comments_are_outside_texts() {
    let text = "<!-- 1 --><a><![CDATA[<!-- no -->]]><?p <!-- no -->?><b/><!-- ł --></a><!-- open";
    let found: Vec<&str> =
        Syntax::Xml.comments(Chunk::new(text, 0)).into_iter().map(|span| &text[span.range()]).collect();
    assert_eq!(found, ["<!-- 1 -->", "<!-- ł -->"]);
}

#[test]
fn pointers_are_paths() {
    with("<a><f>1</f><g b='2'/><f>3 <i>4</i></f></a>", |tree| {
        for (address, text) in
            [("/a/f[1]/#text", "1"), ("/a/g/@b", "2"), ("/a/f[2]/#text", "3 "), ("/a/f[2]/i/#text", "4")]
        {
            let node = Pointer::find(address, tree).expect(address);
            assert_eq!(tree.string(node), Some(text));
            assert_eq!(Pointer::of(tree, node).as_str(), address.trim_end_matches("/#text"));
        }
        assert_eq!(Pointer::find("/a/f[3]", tree), None);
        let f = |name| tree.all_named(Pointer::find("/a", tree).expect("the root"), name).count();
        assert_eq!((f("f"), f("g"), f("h")), (2, 1, 0));
    });
}

#[test]
fn a_range_of_a_text_is_found_in_the_file() {
    let found = |text: &str, address: &str, range| {
        with(text, |tree| {
            let node = Pointer::find(address, tree).expect(address);
            text[Syntax::Xml.locate(tree, node, range).range()].to_owned()
        })
    };
    assert_eq!(found("<a>x &amp; yz</a>", "/a/#text", 2..3), "&amp;");
    assert_eq!(found("<a>x &amp; yz</a>", "/a/#text", 4..5), "y");
    assert_eq!(found("<a>&#322;<![CDATA[b<]]>c</a>", "/a/#text", 2..4), "b<");
    assert_eq!(found("<a b='&lt;x'/>", "/a/@b", 1..2), "x");
    assert_eq!(found("<a b='&lt;x'/>", "/a/@b", 0..1), "&lt;");
    assert_eq!(found("<!DOCTYPE a [<!ENTITY e 'xyz'>]><a>1&e;2</a>", "/a/#text", 4..5), "2");
    assert_eq!(found("<!DOCTYPE a [<!ENTITY e 'xyz'>]><a>1&e;2</a>", "/a/#text", 2..3), "&e;");
    assert_eq!(found("<a>x&amp;</a>", "/a/#text", 2..2), "");
}

fn edited(text: &str, changes: impl FnOnce(&dyn Fn(&str) -> NodeId) -> Vec<Change>) -> Option<String> {
    with(text, |tree| {
        let changes = changes(&|address| Pointer::find(address, tree).expect(address));
        Syntax::Xml.edits(tree, &changes).map(|edits| Edit::apply(text, &edits))
    })
}

fn replaced(text: &str, address: &str, range: Option<std::ops::Range<usize>>, new: &str) -> Option<String> {
    edited(text, |at| vec![Change::Replace { node: at(address), range, text: new.to_owned() }])
}

#[test]
fn texts_are_replaced_and_escaped() {
    assert_eq!(replaced("<a>x</a>", "/a/#text", None, "<&>\"").as_deref(), Some("<a>&lt;&amp;&gt;\"</a>"));
    assert_eq!(replaced("<a>x</a>", "/a", None, "y").as_deref(), Some("<a>y</a>"));
    assert_eq!(replaced("<a b='1'/>", "/a", None, "y").as_deref(), Some("<a b='1'>y</a>"));
    assert_eq!(replaced("<a> </a>", "/a", None, "y").as_deref(), Some("<a>y</a>"));
    assert_eq!(replaced("<a b='x'/>", "/a/@b", None, "'\"\n").as_deref(), Some("<a b='&apos;\"&#10;'/>"));
    assert_eq!(replaced("<a>x<b/></a>", "/a", None, "y"), None);
    assert_eq!(replaced("<a>x<!-- c -->y</a>", "/a/#text", None, "y"), None);
}

#[test]
fn of_a_text_only_the_range_is_written() {
    let text = "<a>&#322; s. 1 &amp; <![CDATA[x<]]></a>";
    assert_eq!(replaced(text, "/a/#text", Some(3..6), "").as_deref(), Some("<a>&#322; 1 &amp; <![CDATA[x<]]></a>"));
    assert_eq!(
        replaced(text, "/a/#text", Some(10..11), "<").as_deref(),
        Some("<a>&#322; s. 1 &amp; <![CDATA[<<]]></a>")
    );
    assert_eq!(replaced(text, "/a/#text", Some(9..11), "y"), None);
    assert_eq!(replaced(text, "/a/#text", Some(10..11), "]]>"), None);
    assert_eq!(
        replaced("<!DOCTYPE a [<!ENTITY e 'xyz'>]><a>1&e;2</a>", "/a/#text", Some(2..3), ""),
        None,
        "half of what a reference stands for"
    );
}

#[test]
fn elements_and_attributes_are_taken_out() {
    let removed = |text: &str, address: &str| edited(text, |at| vec![Change::Remove { node: at(address) }]);
    assert_eq!(removed("<a>\r\n  <b/>\r\n  <c>\r\n  </c>\r\n</a>", "/a/c").as_deref(), Some("<a>\r\n  <b/>\r\n</a>"));
    assert_eq!(removed("<a><b/><c/></a>", "/a/b").as_deref(), Some("<a><c/></a>"));
    assert_eq!(removed("<a\n  b='1' c='2'/>", "/a/@b").as_deref(), Some("<a c='2'/>"));
    assert_eq!(removed("<a>x</a>", "/a"), None);
}

#[test]
fn names_are_changed_at_both_ends() {
    let renamed = |text: &str, address: &str, name: &str| {
        edited(text, |at| vec![Change::Rename { node: at(address), name: name.into() }])
    };
    assert_eq!(renamed("<a><b x='1'>y</b ></a>", "/a/b", "cc").as_deref(), Some("<a><cc x='1'>y</cc ></a>"));
    assert_eq!(renamed("<a><b/></a>", "/a/b", "cc").as_deref(), Some("<a><cc/></a>"));
    assert_eq!(renamed("<a b='1'/>", "/a/@b", "@c").as_deref(), Some("<a c='1'/>"));
    assert_eq!(renamed("<a b='1'/>", "/a/@b", "@c d"), None);
}

#[test]
fn elements_and_attributes_are_added() {
    let inserted = |text: &str, address: &str, name: &str| {
        edited(text, |at| vec![Change::Insert { node: at(address), name: name.into(), text: "<1>".into() }])
    };
    assert_eq!(inserted("<a>\n  <b/>\n</a>", "/a", "c").as_deref(), Some("<a>\n  <b/>\n  <c>&lt;1&gt;</c>\n</a>"));
    assert_eq!(inserted("<a/>", "/a", "c").as_deref(), Some("<a><c>&lt;1&gt;</c></a>"));
    assert_eq!(inserted("<a />", "/a", "@c").as_deref(), Some("<a c=\"&lt;1&gt;\" />"));
    assert_eq!(inserted("<a b=''>x</a>", "/a", "@c").as_deref(), Some("<a b='' c=\"&lt;1&gt;\">x</a>"));
    assert_eq!(inserted("<a></a>", "/a", "#text").as_deref(), Some("<a>&lt;1&gt;</a>"));
    assert_eq!(inserted("<a>x</a>", "/a", "c"), None);
}

#[test]
fn one_element_becomes_several() {
    let split = |text: &str, address: &str| {
        edited(text, |at| vec![Change::Split { node: at(address), texts: vec!["x".into(), "y&".into()] }])
    };
    let text = "<l>\n <k a='1'>x; y&amp;</k>\n</l>";
    assert_eq!(split(text, "/l/k").as_deref(), Some("<l>\n <k a='1'>x</k>\n <k a='1'>y&amp;</k>\n</l>"));
    assert_eq!(split(text, "/l/k/#text").as_deref(), Some("<l>\n <k a='1'>x</k>\n <k a='1'>y&amp;</k>\n</l>"));
    assert_eq!(split("<l><k id='1'>x; y</k></l>", "/l/k"), None);
}
