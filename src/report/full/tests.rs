//! The drawings of findings that are hard to draw.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use super::*;
use crate::diagnostic::{RecordName, ResolvedFix, ResolvedLabel};
use crate::text::{Chunk, LineIndex, Source, Span};

const PLAIN: Style = Style { color: false, unicode: true, width: 80 };
const ASCII: Style = Style { unicode: false, ..PLAIN };

/// A text whose first occurrence is labelled, and the text of the label.
type Places<'a> = &'a [(&'a str, &'a str)];

fn labels(text: &str, places: Places<'_>) -> Vec<ResolvedLabel> {
    let index = LineIndex::new(Chunk::new(text, 0));
    let span = |what: &str| text.find(what).map(|at| Span::new(at as u32, (at + what.len()) as u32)).unwrap();
    let label = |(at, (what, words)): (usize, &(&str, &str))| label(&index, span(what), words, at == 0);
    places.iter().enumerate().map(label).collect()
}

fn label(index: &LineIndex<'_>, span: Span, words: &str, primary: bool) -> ResolvedLabel {
    let (start, end) = (index.position(span.start), index.position(span.end));
    ResolvedLabel { span, start, end, text: words.into(), primary }
}

fn finding(labels: Vec<ResolvedLabel>) -> Diagnostic {
    Diagnostic {
        rule: "doi/url-form".into(),
        severity: Severity::Warning,
        message: "`DOI` holds a URL, not a DOI".into(),
        help: Some("keep only the DOI".into()),
        value: None,
        expected: None,
        suggestion: None,
        path: "records/a.json".into(),
        record: Some(RecordName { id: "smith2021".into(), index: 0, pointer: String::new() }),
        pointer: "/0/DOI".into(),
        field: "/doi".into(),
        labels,
        schema: None,
        fix: None,
        more: 0,
        fingerprint: String::new(),
    }
}

fn drawn(text: &str, diagnostics: &[Diagnostic], style: Style, record_a_line: bool) -> String {
    let chunk = Chunk::new(text, 0);
    let index = LineIndex::new(chunk);
    let file =
        FileReport { source: Source { path: "x", chunk, wrong: &[] }, index: &index, diagnostics, record_a_line };
    let mut out = Vec::new();
    render(&mut out, &file, style).unwrap();
    let shown = String::from_utf8(out).unwrap();
    // For `--nocapture`: a passing test means that a drawing is unchanged, not that it is good.
    println!("{shown}");
    shown
}

fn check(text: &str, places: Places<'_>, style: Style, expected: &str) {
    assert_eq!(drawn(text, &[finding(labels(text, places))], style, false), expected);
}

const SMALL: &str = r#"[
  {
    "id": "smith2021",
    "type": "article-journal",
    "title": "On things",
    "DOI": "https://doi.org/10.1000/xyz.",
    "volume": "4"
  }
]
"#;

/// A line that is longer than the columns of a terminal.
fn long_line() -> String {
    let (before, after) = ("zażółć ".repeat(10_000), "b ".repeat(40_000));
    format!(r#"{{"a":"{before}","DOI":"https://doi.org/10.1000/xyz.","b":"{after}","note":"LAST"}}"#)
}

fn at(text: &str, start: usize, end: usize, words: &str) -> ResolvedLabel {
    label(&LineIndex::new(Chunk::new(text, 0)), Span::new(start as u32, end as u32), words, true)
}

#[test]
fn a_finding_in_a_small_file() {
    let expected = "\
warning[doi/url-form]: `DOI` holds a URL, not a DOI
   ╭─[records/a.json:6:13   record smith2021 · /0/DOI]
 5 │     \"title\": \"On things\",
 6 │     \"DOI\": \"https://doi.org/10.1000/xyz.\",
   ·             ────────┬───────
   ·                     ╰── resolver prefix
 7 │     \"volume\": \"4\"
   ╰────
  help: keep only the DOI

";
    check(SMALL, &[("https://doi.org/", "resolver prefix")], PLAIN, expected);
}

#[test]
fn two_labels_share_a_part_when_they_are_near() {
    let expected = "\
warning[doi/url-form]: `DOI` holds a URL, not a DOI
   ,-[records/a.json:6:6   record smith2021, /0/DOI]
 3 |     \"id\": \"smith2021\",
 4 |     \"type\": \"article-journal\",
   :     ^^^^^^
   :        `-- is a type here
 5 |     \"title\": \"On things\",
 6 |     \"DOI\": \"https://doi.org/10.1000/xyz.\",
   :      ^^^
   :       `-- not of a type
 7 |     \"volume\": \"4\"
   `----
  help: keep only the DOI

";
    check(SMALL, &[("DOI", "not of a type"), ("\"type\"", "is a type here")], ASCII, expected);
}

#[test]
fn a_distant_label_has_its_own_part_below() {
    let text = SMALL.repeat(12) + "\"LAST\"";
    let expected = "\
warning[doi/url-form]: `DOI` holds a URL, not a DOI
     ╭─[records/a.json:109:2   record smith2021 · /0/DOI]
 108 │ ]
 109 │ \"LAST\"
     ·  ──┬─
     ·    ╰── used again
     ╰────
   ╭─[records/a.json:3:12]
 2 │   {
 3 │     \"id\": \"smith2021\",
   ·            ────┬────
   ·                ╰── first used here
 4 │     \"type\": \"article-journal\",
   ╰────
  help: keep only the DOI

";
    check(&text, &[("LAST", "used again"), ("smith2021", "first used here")], PLAIN, expected);
}

#[test]
fn a_long_line_is_drawn_in_a_window() {
    let expected = "\
warning[doi/url-form]: `DOI` holds a URL, not a DOI
   ╭─[records/a.json:1:70016   record smith2021 · /0/DOI]
 1 │ … zażółć zażółć \",\"DOI\":\"https://doi.org/10.1000/xyz.\",\"b\":\"b b b b b b b …
   ·                          ────────┬───────
   ·                                  ╰── resolver prefix
   ╰────
   ╭─[records/a.json:1:150061]
 1 │ …b b b b b b b b b b b b b b b b \",\"note\":\"LAST\"}
   ·                                            ──┬─
   ·                                              ╰── another
   ╰────
  help: keep only the DOI

";
    check(&long_line(), &[("https://doi.org/", "resolver prefix"), ("LAST", "another")], PLAIN, expected);
}

#[test]
fn a_label_within_another_is_underlined_at_its_own_columns() {
    let places = labels(SMALL, &[("https://doi.org/10.1000/xyz.", "all"), ("10.1000", "part")]);
    let shown = drawn(SMALL, &[finding(places)], PLAIN, true);
    assert!(shown.contains("\n   ·                             ───┬───\n"), "{shown}");
    let places = labels(SMALL, &[("smith2021", "one"), ("smith2021", "other")]);
    let twice = drawn(SMALL, &[finding(places)], PLAIN, true);
    assert!(twice.contains("one; other"));
}

#[test]
fn lines_that_are_records_have_no_context() {
    let shown = drawn(SMALL, &[finding(labels(SMALL, &[("DOI", "")]))], PLAIN, true);
    assert_eq!(shown.matches(" │ ").count(), 1);
}

#[test]
fn the_size_of_a_drawing_depends_on_neither_file_nor_line() {
    let text = long_line();
    let label = at(&text, 100_000, 100_400, "x");
    let chunk = Chunk::new(&text, 0);
    let index = LineIndex::new(chunk);
    let source = Source { path: "x", chunk, wrong: &[] };
    let file = FileReport { source, index: &index, diagnostics: &[], record_a_line: false };
    let snippet = Snippet::new(&file, std::slice::from_ref(&label), PLAIN, &|_, _| String::new());
    let whole = snippet.read_span(&(0, 0).into(), 1, 1).unwrap();
    assert!(whole.data().len() < 300);
    let shown = drawn(&text, &vec![finding(vec![label]); 2000], PLAIN, true);
    assert!(shown.len() < 2000 * 1000);
}

#[test]
fn without_context_the_span_alone_is_read() {
    let chunk = Chunk::new(SMALL, 0);
    let index = LineIndex::new(chunk);
    let source = Source { path: "x", chunk, wrong: &[] };
    let file = FileReport { source, index: &index, diagnostics: &[], record_a_line: false };
    let snippet = Snippet::new(&file, &labels(SMALL, &[("DOI", "")]), PLAIN, &|_, _| String::new());
    let mark = snippet.marks().first().unwrap().range.clone();
    let read = snippet.read_span(&mark.clone().into(), 0, 0).unwrap();
    assert_eq!((read.data(), read.line(), read.column()), (&b"DOI"[..], 5, 5));
    assert_eq!((read.span().offset(), read.span().len()), (mark.start, 3));
}

#[test]
fn no_control_character_reaches_the_terminal() {
    let text = "{\"a\": \"x\u{1b}[31m\u{a0}\t日本語 e\u{301} BAD\u{202e}\"\r\n";
    let mut diagnostic = finding(labels(text, &[("BAD", "bad\u{1b}]8;;\n")]));
    diagnostic.message.push('\u{1b}');
    diagnostic.path = "a\n\u{1b}".into();
    diagnostic.pointer = "/\r\u{7f}".into();
    diagnostic.help = Some("one\u{9b}\ntwo".into());
    diagnostic.record = Some(RecordName { id: "\u{202e}".into(), index: 0, pointer: String::new() });
    let expected = "\
warning[doi/url-form]: `DOI` holds a URL, not a DOI<U+001B>
   ╭─[a<U+000A><U+001B>:1:23   record <U+202E> · /<U+000D><U+007F>]
 1 │ {\"a\": \"x<U+001B>[31m<U+00A0> 日本語 e\u{301} BAD<U+202E>\"
   ·                                       ─┬─
   ·                                        ╰── bad<U+001B>]8;;<U+000A>
   ╰────
  help: one<U+009B>
        two

";
    assert_eq!(drawn(text, &[diagnostic], PLAIN, false), expected);
}

#[test]
fn an_empty_place_is_a_caret() {
    let shown = drawn("[1\n", &[finding(vec![at("[1\n", 2, 2, "ends here")])], PLAIN, false);
    assert!(shown.contains(" 1 │ [1\n   ·   ▲\n   ·   ╰── ends here\n"), "{shown}");
    for text in ["", "[1\n", "\r\n"] {
        assert!(drawn(text, &[finding(vec![at(text, 99, 99, "end")])], PLAIN, false).contains("▲"));
    }
}

#[test]
fn several_lines_are_drawn_as_the_first() {
    let shown = drawn(SMALL, &[finding(vec![at(SMALL, 12, 100, "all")])], PLAIN, true);
    assert!(shown.contains("·       ────────┬───────\n"), "{shown}");
}

#[test]
fn unusual_positions_and_widths_do_not_panic() {
    let text = "żół\tć\r日本\n".repeat(3);
    for width in [0, 1, 80, usize::MAX] {
        for start in 0..=text.len() + 1 {
            let places = vec![at(&text, start, start + 3, "x"), at(&text, start + 1, start + 20, "y")];
            drawn(&text, &[finding(places)], Style { width, ..PLAIN }, false);
        }
    }
    let heap = format!("e{}", "\u{301}".repeat(100_000));
    assert!(drawn(&heap, &[finding(vec![at(&heap, 0, 1, "")])], PLAIN, false).len() < 1000);
}

#[test]
fn a_finding_without_position_names_the_file() {
    let shown = drawn("", &[finding(Vec::new())], PLAIN, false);
    assert!(shown.contains("\n  --> records/a.json   record smith2021 · /0/DOI\n  help: "), "{shown}");
}

#[test]
fn many_labels_are_cut_and_the_cut_is_stated() {
    let many = (0..20).map(|place| at(SMALL, place, place + 1, "here")).collect();
    assert!(drawn(SMALL, &[finding(many)], PLAIN, false).contains("\n  places not shown: 12\n"));
}

#[test]
fn only_a_safe_fix_is_marked() {
    let first_line = |applicability| {
        let fix = Some(ResolvedFix {
            title: "cut".into(),
            applicability,
            edits: Some(Vec::new()),
            changes: Vec::new(),
            repairs: 1,
        });
        let shown = drawn(SMALL, &[Diagnostic { fix, help: None, ..finding(Vec::new()) }], PLAIN, false);
        assert!(shown.contains("fix: cut") || shown.contains("fix to be confirmed: cut"), "{shown}");
        shown.lines().next().unwrap().to_owned()
    };
    assert!(first_line(Applicability::Safe).ends_with("not a DOI [*]"));
    assert!(first_line(Applicability::Unsafe).ends_with("not a DOI"));
}

#[test]
fn colours_only_if_enabled() {
    let findings = [Severity::Note, Severity::Warning, Severity::Error]
        .map(|severity| Diagnostic { severity, ..finding(labels(SMALL, &[("DOI", "one"), ("\"type\"", "other")])) });
    assert!(!drawn(SMALL, &findings, PLAIN, false).contains('\u{1b}'));
    let shown = drawn(SMALL, &findings, Style { color: true, ..PLAIN }, false);
    for head in ["\u{1b}[36;1mnote[", "\u{1b}[33;1mwarning[", "\u{1b}[31;1merror["] {
        assert!(shown.contains(head), "{head:?}");
    }
    let plain_shape = drawn(SMALL, &findings, ASCII, false);
    assert!(plain_shape.is_ascii());
}
