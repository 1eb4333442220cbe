//! Tests with valid expressions on a record, and with rejected ones.

use super::*;
use crate::record::outline;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::Arena;

const RECORD: &str = r#"{
  "title": { "text": "Czytelnictwo", "lang": "pl" },
  "titleVariants": [{ "text": "Reading", "lang": "en" }, { "text": "Lesen", "lang": "de" }],
  "year": "1998/1999", "pageCount": 12, "anonymous": true, "volume": 7,
  "contributors": [{ "family": "Nowak", "affiliations": ["a1"] }, { "family": "Kowal" }],
  "identifiers": [{ "scheme": "doi", "value": "10.1000/x" }]
}"#;

fn run<T>(text: &str, run: impl FnOnce(&Expression, &Subject<'_>) -> T) -> Result<T, ExpressionError> {
    let mut arena = Arena::default();
    let chunk = Chunk::new(RECORD, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    let tree = Tree::new(chunk, &arena).expect("a record");
    let expression = Expression::compile(text, Some(outline()))?;
    Ok(run(&expression, &Subject { tree, this: tree.root(), outline: Some(outline()), year: 2026 }))
}

#[test]
fn every_field_is_present() {
    let holds = [
        "this.title.lang == 'pl'",
        "record.titleVariants.all(v, v.lang != record.title.lang)",
        "record.titleVariants.exists(v, v.lang == 'de')",
        "record.titleVariants.filter(v, v.lang == 'de').size() == 1",
        "record.titleVariants.map(v, v.lang).size() == 2",
        "size(record.abstracts) == 0 && !has(record.abstracts)",
        "record.issue == ''",
        "!has(record.issue)",
        "has(record.title.text) && has(record.title)",
        "record.journal.issn.print == '' && !has(record.journal.issn.print)",
        "record.year == 1998 && record.pageCount == 12 && record.anonymous && record.volume == '7'",
        "record.contributors[0].family.startsWith('Now')",
        "record.contributors.all(c, c.affiliations.all(a, a != ''))",
        "record.contributors.exists(c, c.family.matches('^K'))",
        "matches(record.title.text, 'Czy')",
        "record.identifiers.all(i, isDoi(i.value))",
        "language('pol') == language('pl') && language('xx') == ''",
        "year == 2026",
        "'Nowak' in record.contributors.map(c, c.family)",
        "record['title'].lang == 'pl'",
        "record.title.text.lowerAscii().trim() == 'czytelnictwo'",
    ];
    for text in holds {
        assert_eq!(run(text, Expression::holds), Ok(Ok(true)), "{text}");
    }
}

#[test]
fn values_become_texts() {
    let cases =
        [("record.title.lang", "pl"), ("record.contributors.size()", "2"), ("record.title.lang == 'pl'", "true")];
    for (text, expected) in cases {
        assert_eq!(run(text, Expression::text), Ok(Ok(expected.to_owned())), "{text}");
    }
}

#[test]
fn failures_are_explained() {
    let cases = [
        ("record.abstracts[0].text == ''", "no item"),
        ("record.pageCount / 0 == 1", "zero"),
        ("record.title.text", "neither true nor false"),
        ("int(record.title.text) == 1", ""),
    ];
    for (text, part) in cases {
        let found = run(text, Expression::holds);
        assert!(matches!(&found, Ok(Err(message)) if message.contains(part)), "{text}: {found:?}");
    }
}

#[test]
fn slow_or_misspelt_expressions_are_rejected() {
    let three = "record.contributors.all(a, record.contributors.all(b, record.contributors.all(c, true)))";
    let cases: &[(&str, &str, Option<&str>)] = &[
        (three, "2 deep", None),
        ("[1, 2, 3].all(x, x > 0)", "field of the record", None),
        ("record.title.text.split(' ').all(x, x != '')", "field of the record", None),
        ("record.titel == ''", "no field `titel`", Some("title")),
        ("record.titleVariants.all(v, v.language == '')", "no field `language`", None),
        ("record.titleVariants.lang == ''", "is a list", None),
        ("recrd.title.text == ''", "no `recrd`", Some("record")),
        ("record.title.text.matches('(')", "pattern", None),
        ("record.title.text.matches(record.title.lang)", "written out", None),
        ("record.title.text.matches('\\\\w{1000}{1000}')", "pattern", None),
        ("record.title.text.startWith('x')", "no function", Some("startsWith")),
        ("record.title == record.journal", "cannot", None),
        ("{'a': 1}.a == 1", "objects", None),
        ("record.title.text ==", "not an expression", None),
        ("", "not an expression", None),
    ];
    for (text, part, near) in cases {
        let rejected = run(text, |_, _| ()).expect_err(text);
        assert!(rejected.message.contains(part), "{text}: {rejected:?}");
        assert_eq!(rejected.suggestion.as_deref(), *near, "{text}");
    }
    let brackets = format!("{}1{} == 1", "(".repeat(300), ")".repeat(300));
    // Short but deeply nested input is parsed without harm, whether allowed or not.
    let _ = run(&brackets, |_, _| ());
    let long = format!("'{}' == ''", "x".repeat(3000));
    assert!(run(&long, |_, _| ()).is_err_and(|rejected| rejected.message.contains("longer")));
}

#[test]
fn a_large_record_ends_the_run() {
    let items = vec![r#"{"family":"a"}"#; 2000].join(",");
    let record = format!("{{\"contributors\":[{items}]}}");
    let mut arena = Arena::default();
    let chunk = Chunk::new(&record, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    let tree = Tree::new(chunk, &arena).expect("a record");
    let text = "record.contributors.all(a, record.contributors.all(b, a.family == b.family))";
    let expression = Expression::compile(text, Some(outline())).expect("two loops are allowed");
    let subject = Subject { tree, this: tree.root(), outline: Some(outline()), year: 2026 };
    assert!(expression.holds(&subject).is_err_and(|message| message.contains("1000000 items")));
}
