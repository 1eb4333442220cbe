//! Tests with BibTeX files: the trees, the errors, the places and the edits.

use crate::diagnostic::{Change, Edit, Finding, Place, Severity};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, NodeId, Pointer, Tree};

/// Formats an entry briefly.
fn shown(tree: Tree<'_>) -> String {
    let members = tree.children(tree.root()).map(|child| {
        format!("{}={}", child.key.map_or("", |key| tree.key_name(key)), tree.string(child.value).unwrap_or_default())
    });
    members.collect::<Vec<_>>().join("|")
}

fn read(text: &str) -> (Vec<Option<String>>, Vec<Finding>) {
    let chunk = Chunk::new(text, 0);
    let mut reader = Reader::new(chunk, Syntax::Bibtex, JsonMode::DetectLines, |_| true);
    let (mut arena, mut findings, mut records) = (Arena::default(), Vec::new(), Vec::new());
    while let Some(at) = reader.next(&mut arena, &mut findings) {
        records.push(at.readable.then(|| shown(Tree::new(chunk, &arena).expect("a record"))));
    }
    for finding in &findings {
        let Place::Bytes(span) = finding.place else { panic!("bytes") };
        assert!(text.get(span.range()).is_some(), "{}", finding.message);
    }
    (records, findings)
}

/// Returns the entry of a valid text.
fn entry(text: &str) -> String {
    let (mut records, findings) = read(text);
    assert!(findings.is_empty(), "{text}: {findings:?}");
    assert_eq!(records.len(), 1, "{text}");
    records.pop().flatten().expect("an entry")
}

/// Returns the findings about a text: severity and message.
fn finding_messages(text: &str) -> Vec<(Severity, String)> {
    read(text).1.into_iter().map(|finding| (finding.severity, finding.message)).collect()
}

#[test]
fn an_entry_is_an_object() {
    assert_eq!(
        entry("@Article{key2020,\n  Title = {A},\n  year=2020\n}"),
        "@type=article|@key=key2020|title=A|year=2020"
    );
    assert_eq!(entry("@book(k, title = \"A {B} {\\\"o}\",)"), "@type=book|@key=k|title=A B ö");
    assert_eq!(entry("@misc { k }"), "@type=misc|@key=k");
    assert_eq!(entry("@misc{Łódź:2020/1, a = {x}, a = {y}}"), "@type=misc|@key=Łódź:2020/1|a=x|a=y");
    assert_eq!(entry("junk @ here\n%@not\n@misc{k,}\njunk"), "@type=misc|@key=k");
}

#[test]
fn values_are_the_printed_text() {
    assert_eq!(entry("@misc{k, a = {  {\\'A}b\n\t c }, url = {x/~y\\_z}}"), "@type=misc|@key=k|a=Áb c|url=x/~y_z");
    assert_eq!(
        entry("@string{j = \"J. of \" # {X}}@misc{k, a = J # { B} # 12, month = jan}"),
        "@type=misc|@key=k|a=J. of X B12|month=jan"
    );
    // Spaces at the edges of parts count. Adjacent ones are collapsed, and those at the ends of the whole are dropped.
    for (parts, expected) in [
        ("{ Fifteenth } # stoc", "Fifteenth Annual Symposium of"),
        ("stoc # { Computing }", "Annual Symposium of Computing"),
        ("{15} # stoc # stoc # {}", "15 Annual Symposium of Annual Symposium of"),
        ("{a } # {} # { } # { b}", "a b"),
        ("{a} # {b}", "ab"),
        ("{} # stoc # { }", "Annual Symposium of"),
    ] {
        let text = format!("@string{{stoc = {{ Annual }} # \" Symposium\n of \"}}@misc{{k, a = {parts}}}");
        assert_eq!(entry(&text), format!("@type=misc|@key=k|a={expected}"), "{parts}");
    }
    assert_eq!(entry("@misc{k, a = {}}"), "@type=misc|@key=k|a=");
}

#[test]
fn text_outside_entries_is_skipped() {
    let text = "@comment{jabref-meta: {a} @misc{no,}}\n@Preamble{\"x\" # {y}}\n@comment no, @misc{yes,}\n";
    assert_eq!(entry(text), "@type=misc|@key=yes");
    assert_eq!(read("").0.len(), 0);
    assert_eq!(read("@string{a = {b}}").0.len(), 0);
}

#[test]
fn a_broken_entry_does_not_hide_its_neighbours() {
    for broken in [
        "@misc{a, x = {never closed,\n}",
        "@misc{a, x = \"never closed,\n}",
        "@misc{a, x {y}}",
        "@misc{a, x = {y",
        "@misc{a, x = y",
        "@misc{a, = {y}}",
        "@misc{a, x = {y} ) z}",
        "@misc(a, x = {y}} )",
    ] {
        let (records, findings) = read(&format!("@misc{{first,}}\n{broken}\n@misc{{last,}}"));
        assert_eq!(
            records,
            [Some("@type=misc|@key=first".to_owned()), None, Some("@type=misc|@key=last".to_owned())],
            "{broken}"
        );
        assert!(findings.iter().any(|finding| finding.severity == Severity::Error), "{broken}");
    }
    let (records, findings) = read("@string{a = \n@misc{last,}");
    assert_eq!((records.len(), findings.len()), (1, 1));
}

#[test]
fn small_faults_leave_the_entry_readable() {
    for (text, severity, message, expected) in [
        ("@misc{a = {x}}", Severity::Warning, "this entry has no key: it cannot be cited", "@type=misc|a=x"),
        ("@misc{, a = {x}}", Severity::Warning, "this entry has no key: it cannot be cited", "@type=misc|a=x"),
        ("@misc{}", Severity::Warning, "this entry has no key: it cannot be cited", "@type=misc"),
        (
            "@misc{a b, c = 1}",
            Severity::Warning,
            "there is a space in this key: BibTeX ends a key there",
            "@type=misc|@key=a b|c=1",
        ),
        ("@misc{a\n b = 1}", Severity::Error, "a comma is missing after the key", "@type=misc|@key=a|b=1"),
        (
            "@misc{a, b = {1} c = 2}",
            Severity::Error,
            "a comma is missing before this field",
            "@type=misc|@key=a|b=1|c=2",
        ),
        ("@misc{a, b = , c = 2}", Severity::Error, "the field `b` has no value", "@type=misc|@key=a|b=|c=2"),
        (
            "@misc{a, b = foo}",
            Severity::Warning,
            "the abbreviation `foo` is not defined in this file",
            "@type=misc|@key=a|b=foo",
        ),
        ("@misc{a, b = {1}}\n, c = 2}", Severity::Error, "text after the end of an entry", "@type=misc|@key=a|b=1"),
    ] {
        let (records, _) = read(text);
        assert_eq!(records, [Some(expected.to_owned())], "{text}");
        assert_eq!(finding_messages(text), [(severity, message.to_owned())], "{text}");
    }
    assert_eq!(finding_messages("@misc{a,}@misc{a,}")[0].1, "the key `a` is already used in line 1");
}

#[test]
fn abbreviations_do_not_explode() {
    let twice = |number: usize| format!("@string{{a{number} = a{0} # a{0}}}\n", number - 1);
    let text = "@string{a0 = {xxxxxxxxxx}}\n".to_owned() + &(1..60).map(twice).collect::<Vec<_>>().concat();
    assert!(finding_messages(&text).iter().any(|(_, message)| message.contains("many times larger")));
}

#[test]
fn a_million_braces_are_read_in_a_loop() {
    let many = 1_000_000;
    assert_eq!(finding_messages(&format!("@misc{{k, a = {}", "{".repeat(many))).len(), 1);
    assert_eq!(entry(&format!("@misc{{k, a = {}x{}}}", "{".repeat(many), "}".repeat(many))), "@type=misc|@key=k|a=x");
}

fn with<T>(text: &str, each: impl FnOnce(Tree<'_>) -> T) -> T {
    let mut arena = Arena::default();
    let chunk = Chunk::new(text, 0);
    Reader::new(chunk, Syntax::Bibtex, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    each(Tree::new(chunk, &arena).expect("a record"))
}

#[test]
fn a_range_of_a_text_is_found_in_the_file() {
    let found = |text: &str, address: &str, range| {
        with(text, |tree| {
            let node = Pointer::find(address, tree).expect(address);
            text[Syntax::Bibtex.locate(tree, node, range).range()].to_owned()
        })
    };
    let text = "@string{j = {Journal}}\n@ARTICLE{key, a = {  {\\'O}s \\L{}x--y}, b = j # { z}, c = {plain}}";
    assert_eq!(found(text, "/a", 0..2), "\\'O");
    assert_eq!(found(text, "/a", 2..3), "s");
    assert_eq!(found(text, "/a", 4..6), "\\L");
    assert_eq!(found(text, "/a", 7..9), "--");
    assert_eq!(found(text, "/b", 0..3), "j");
    assert_eq!(found(text, "/b", 8..9), "z");
    assert_eq!(found(text, "/c", 1..3), "la");
    assert_eq!(found(text, "/@type", 0..3), "ART");
}

#[test]
fn a_span_with_one_brace_of_a_pair_is_widened_to_both() {
    let text = "@misc{k, a = {{\\L}ukasz}, b = {x {Y}z}}";
    let found = |address: &str, range| {
        with(text, |tree| {
            let node = Pointer::find(address, tree).expect(address);
            text[Syntax::Bibtex.locate(tree, node, range).range()].to_owned()
        })
    };
    assert_eq!(found("/a", 0..7), "{\\L}ukasz");
    assert_eq!(found("/a", 0..2), "\\L");
    assert_eq!(found("/b", 2..4), "{Y}z");
    assert_eq!(found("/b", 0..3), "x {Y}");
}

#[test]
fn ranges_in_braces_are_returned() {
    let found = |value: &str| {
        with(&format!("@misc{{k, a = {value}}}"), |tree| {
            let node = Pointer::find("/a", tree).expect("the value");
            let own = tree.string(node).expect("a text");
            let ranges = crate::syntax::protected(tree, node);
            ranges.into_iter().map(|range| own[range].to_owned()).collect::<Vec<_>>()
        })
    };
    assert_eq!(found("{plain}"), [""; 0]);
    assert_eq!(found("{{World Health Organization}}"), ["World Health Organization"]);
    assert_eq!(found("{{A} and {{B, C}}}"), ["A", "B, C"]);
    assert_eq!(found("\"{A} b\" # { {C}}"), ["A", "C"]);
    // Accented letters are ordinary letters; a command may contain more.
    assert_eq!(found("{{\\'E}t{\\'{e}} {\\L}o\\'{o}d}"), [""; 0]);
    assert_eq!(found("{{\\em A, B} c}"), ["A, B"]);
    assert_eq!(found("{a \\{b\\} {}}"), [""; 0]);
    // The text of an abbreviation has lost its braces.
    assert_eq!(found("{{A}} # jan"), [""; 0]);
}

fn edited(text: &str, changes: impl FnOnce(&dyn Fn(&str) -> NodeId) -> Vec<Change>) -> Option<String> {
    with(text, |tree| {
        let changes = changes(&|address| Pointer::find(address, tree).expect(address));
        Syntax::Bibtex.edits(tree, &changes).map(|edits| Edit::apply(text, &edits))
    })
}

fn replaced(text: &str, address: &str, range: Option<std::ops::Range<usize>>, new: &str) -> Option<String> {
    edited(text, |at| vec![Change::Replace { node: at(address), range, text: new.to_owned() }])
}

#[test]
fn values_are_replaced() {
    assert_eq!(replaced("@misc{k, a = {x}}", "/a", None, "y & z").as_deref(), Some("@misc{k, a = {y \\& z}}"));
    assert_eq!(replaced("@misc{k, a = \"x\"}", "/a", None, "\"").as_deref(), Some("@misc{k, a = \"{\"}\"}"));
    assert_eq!(replaced("@misc{k, a = 1}", "/a", None, "2").as_deref(), Some("@misc{k, a = 2}"));
    assert_eq!(replaced("@misc{k, a = 1}", "/a", None, "x").as_deref(), Some("@misc{k, a = {x}}"));
    assert_eq!(replaced("@misc{k, a = 12}", "/a", Some(1..2), "3").as_deref(), Some("@misc{k, a = 13}"));
    assert_eq!(replaced("@misc{k, a = j # {x}}", "/a", None, "y").as_deref(), Some("@misc{k, a = {y}}"));
    assert_eq!(replaced("@misc{k, url = {x}}", "/url", None, "a_b").as_deref(), Some("@misc{k, url = {a_b}}"));
    assert_eq!(replaced("@misc{k, url = {x}}", "/url", None, "a{b"), None);
    assert_eq!(replaced("@misc{k,}", "/@key", None, "l").as_deref(), Some("@misc{l,}"));
    assert_eq!(replaced("@misc{k,}", "/@key", None, "l m"), None);
}

#[test]
fn of_a_value_only_the_range_is_written() {
    let text = "@misc{k, a = {{\\'O}s s. 5--7.}}";
    assert_eq!(replaced(text, "/a", Some(4..7), "").as_deref(), Some("@misc{k, a = {{\\'O}s 5--7.}}"));
    assert_eq!(replaced(text, "/a", Some(0..2), "Ó").as_deref(), Some("@misc{k, a = {{Ó}s s. 5--7.}}"));
    assert_eq!(replaced("@misc{k, a = {{X}yz}}", "/a", Some(0..2), "x"), None, "a brace without its partner");
    assert_eq!(replaced("@misc{k, a = {\\TeX}}", "/a", Some(0..2), "x"), None, "half of what a command prints");
    let unknown = "@misc{k, a = {s. 5 \\foo{x}}}";
    assert_eq!(replaced(unknown, "/a", Some(0..3), "").as_deref(), Some("@misc{k, a = {5 \\foo{x}}}"));
    assert_eq!(replaced(unknown, "/a", Some(3..9), "6"), None, "a command that is not known");
    assert_eq!(replaced(unknown, "/a", None, "5 \\foo{x}"), None, "a command that is not known");
    let ampersand = replaced("@misc{k, a = {A &amp; B}}", "/a", Some(3..7), "");
    assert_eq!(ampersand.as_deref(), Some("@misc{k, a = {A \\& B}}"), "the sign that remains is one of TeX's");
    assert_eq!(
        replaced("@misc{k, a = {A \\&amp; B}}", "/a", Some(3..7), "").as_deref(),
        Some("@misc{k, a = {A \\& B}}")
    );
    assert_eq!(replaced("@misc{k, a = {x}}", "/a", Some(0..1), "a\nb"), None, "a line end is a blank to TeX");
    assert_eq!(replaced("@misc{k, a = {x}}", "/a", Some(0..1), "\"").as_deref(), Some("@misc{k, a = {\"}}"));
    assert_eq!(replaced("@misc{k, a = \"x\"}", "/a", Some(0..1), "\"").as_deref(), Some("@misc{k, a = \"{\"}\"}"));
}

#[test]
fn fields_are_taken_out_added_and_renamed() {
    let removed = |text: &str, address: &str| edited(text, |at| vec![Change::Remove { node: at(address) }]);
    assert_eq!(removed("@misc{k,\n  a = {x},\n  b = {y}\n}", "/a").as_deref(), Some("@misc{k,\n  b = {y}\n}"));
    assert_eq!(removed("@misc{k,\n  a = {x},\n  b = {y}\n}", "/b").as_deref(), Some("@misc{k,\n  a = {x},\n}"));
    assert_eq!(removed("@misc{k, a = 1, b = 2}", "/a").as_deref(), Some("@misc{k, b = 2}"));
    assert_eq!(removed("@misc{k,}", "/@key"), None);
    let insert =
        |text: &str| edited(text, |at| vec![Change::Insert { node: at(""), name: "b".into(), text: "5 %".into() }]);
    assert_eq!(insert("@misc{k,\n\ta={x}\n}").as_deref(), Some("@misc{k,\n\ta={x},\n\tb={5 \\%}\n}"));
    assert_eq!(insert("@misc{k,\r\n  a = {x},\r\n}").as_deref(), Some("@misc{k,\r\n  a = {x},\r\n  b = {5 \\%},\r\n}"));
    assert_eq!(insert("@misc{k}").as_deref(), Some("@misc{k,\n  b = {5 \\%}}"));
    let renamed =
        edited("@misc{k, Journl = {x}}", |at| vec![Change::Rename { node: at("/journl"), name: "journal".into() }]);
    assert_eq!(renamed.as_deref(), Some("@misc{k, journal = {x}}"));
}
