use super::*;
use crate::syntax::yaml::Reader;
use crate::text::Chunk;
use crate::tree::{Arena, Pointer};

type At<'a> = &'a dyn Fn(&str) -> NodeId;

fn edited(text: &str, changes: impl FnOnce(At<'_>) -> Vec<Change>) -> Option<String> {
    let mut arena = Arena::default();
    let chunk = Chunk::new(text, 0);
    let mut findings = Vec::new();
    Reader::new(chunk).next(&mut arena, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let tree = Tree::new(chunk, &arena).expect("a record");
    let changes = changes(&|pointer| Pointer::find(pointer, tree).expect(pointer));
    edits(tree, &changes).map(|edits| Edit::apply(text, &edits))
}

fn replaced(text: &str, new: &str) -> Option<String> {
    edited(text, |at| vec![Change::Replace { node: at("/t"), range: None, text: new.into() }])
}

fn removed(text: &str, pointers: &[&str]) -> Option<String> {
    edited(text, |at| pointers.iter().map(|pointer| Change::Remove { node: at(pointer) }).collect())
}

fn inserted(text: &str, pointer: &str, new: &str) -> Option<String> {
    edited(text, |at| vec![Change::Insert { node: at(pointer), name: "m".into(), text: new.into() }])
}

/// Checks texts and their expected results.
fn check(cases: &[(&str, Option<&str>)], change: impl Fn(&str) -> Option<String>) {
    for (text, expected) in cases {
        assert_eq!(change(text).as_deref(), *expected, "{text}");
    }
}

#[test]
fn a_value_keeps_its_quotes() {
    assert_eq!(replaced("t: s. 9-12 # c\n", "9-12").as_deref(), Some("t: 9-12 # c\n"));
    assert_eq!(replaced("t: s. 9\n", "9").as_deref(), Some("t: '9'\n"));
    assert_eq!(replaced("t: a\n", "no").as_deref(), Some("t: 'no'\n"));
    assert_eq!(replaced("t: a b\n", "a: b").as_deref(), Some("t: 'a: b'\n"));
    assert_eq!(replaced("t: 's. 9'\n", "9").as_deref(), Some("t: '9'\n"));
    assert_eq!(replaced("t: 'its x'\n", "it's x").as_deref(), Some("t: 'it''s x'\n"));
    assert_eq!(replaced("t: 'it''s  x'\n", "it's x").as_deref(), Some("t: 'it''s x'\n"));
    assert_eq!(replaced("t: \"\\u0142  \\x41\"\n", "ł A").as_deref(), Some("t: \"\\u0142 \\x41\"\n"));
    assert_eq!(replaced("t: \"a\"\n", "a\"\n").as_deref(), Some("t: \"a\\\"\\n\"\n"));
    assert_eq!(replaced("t: [a]\n", "b"), None);
    assert_eq!(
        edited("t: [x  y, z]", |at| { vec![Change::Replace { node: at("/t/0"), range: None, text: "x, y".into() }] })
            .as_deref(),
        Some("t: ['x, y', z]")
    );
}

#[test]
fn other_values_become_texts() {
    assert_eq!(replaced("t: 12\n", "13").as_deref(), Some("t: 13\n"));
    assert_eq!(replaced("t: 12\n", "12a").as_deref(), Some("t: 12a\n"));
    assert_eq!(replaced("t: 012\n", "012").as_deref(), Some("t: '012'\n"));
    assert_eq!(replaced("t: # c\nu: 1\n", "x").as_deref(), Some("t: x # c\nu: 1\n"));
    assert_eq!(replaced("t:\n", "x").as_deref(), Some("t: x\n"));
    assert_eq!(replaced("{t: , u: 1}\n", "x").as_deref(), Some("{t: x , u: 1}\n"));
    assert_eq!(replaced("t: ~\n", "x").as_deref(), Some("t: x\n"));
}

#[test]
fn a_block_is_changed_on_its_lines() {
    let literal = "t: |\r\n  one  two\r\n  three\r\nu: 1\r\n";
    assert_eq!(replaced(literal, "one two\nthree").as_deref(), Some("t: |\r\n  one two\r\n  three\r\nu: 1\r\n"));
    assert_eq!(
        replaced(literal, "one  two\nx\nthree").as_deref(),
        Some("t: |\r\n  one  two\r\n  x\r\n  three\r\nu: 1\r\n")
    );
    let folded = "t: >- # c\n  one  two\n  three\n\n  four\n";
    assert_eq!(replaced(folded, "one two three\nfour").as_deref(), Some("t: >- # c\n  one two\n  three\n\n  four\n"));
    assert_eq!(replaced(folded, "one  two three\nfive").as_deref(), Some("t: >- # c\n  one  two\n  three\n\n  five\n"));
    // The line end below a `|` is not part of the text; below a `|+` it is.
    assert_eq!(replaced("t: |\n  a  b\n", "a b").as_deref(), Some("t: |\n  a b\n"));
    assert_eq!(replaced("t: >\n  a  b\n\n", "a b").as_deref(), Some("t: >\n  a b\n\n"));
    assert_eq!(replaced("t: |\n  a  b", "a b").as_deref(), Some("t: |\n  a b"));
    assert_eq!(replaced("t: |+\n  a  b\n", "a b\n").as_deref(), Some("t: |+\n  a b\n"));
    assert_eq!(replaced("t: |\n  a\n", "a\n"), None);
    // Its text may begin like an anchor or a tag.
    assert_eq!(replaced("t: &x |\n  !b  c\n", "!b c").as_deref(), Some("t: &x |\n  !b c\n"));
    assert_eq!(replaced("t: !!str >-\n  &b  c\n", "&b c").as_deref(), Some("t: !!str >-\n  &b c\n"));
    // A space at the beginning of a block scalar would count as indentation.
    assert_eq!(replaced("t: |\n  one\n", " one"), None);
    assert_eq!(replaced("t: one\n  two  three\n", "one two three").as_deref(), Some("t: one\n  two three\n"));
}

#[test]
fn an_entry_goes_with_its_lines() {
    check(
        &[
            ("a: 1\nx: 2\n# d\nb: 3\n", Some("a: 1\n# d\nb: 3\n")),
            ("a: 1\nx: 2 # c\n# d\nb: 3\n", None),
            ("x: 2\nb: 3", Some("b: 3")),
            ("b: 3\nx: 2", Some("b: 3")),
            ("b: 3\r\nx: 2\r\n", Some("b: 3\r\n")),
            ("x:\nb: 3\n", Some("b: 3\n")),
            ("b: 3\nx:\n  - 1\n  - c: 2\n    d:\nc: 1\n", Some("b: 3\nc: 1\n")),
            ("b: 3\nx: |\n  one\n\n  two\nc: 1\n", Some("b: 3\nc: 1\n")),
            ("x: 2\n", Some("{}\n")),
            ("{x: 2, b: 3}", Some("{b: 3}")),
            ("{b: 3, x: }", Some("{b: 3 }")),
            ("{ x: 2 }", Some("{}")),
            ("{\n  b: 3,\n  x: 2,\n}", Some("{\n  b: 3,\n}")),
            ("{\n  b: 3, # c\n  x: 2\n}", None),
            ("b: 3\nx:\n  # c\n  - 1\n", None),
            ("? x\n: 1\n", None),
            ("b: &b 1\nx: *b\n", None),
            ("x: &b 1\nb: *b\n", None),
        ],
        |text| removed(text, &["/x"]),
    );
}

#[test]
fn an_item_goes_with_its_dash() {
    check(
        &[
            ("l:\n  - a\n  - b\n  # d\n  - e\n", Some("l:\n  - a\n  # d\n  - e\n")),
            ("l:\n  - a\n  - b # c\n  # d\n  - e\n", None),
            ("l:\n- a\n- b\n", Some("l:\n- a\n")),
            ("l: [a, b, c]\n", Some("l: [a, c]\n")),
            ("l:\n  - a: 1\n  - a: 2\n    b: 3\n", Some("l:\n  - a: 1\n")),
            ("l: [a: 1, b]\n", Some("l: [a: 1]\n")),
        ],
        |text| removed(text, &["/l/1"]),
    );
    assert_eq!(removed("l:\n  - a: 1\n    b: 2\n", &["/l/0/a"]).as_deref(), Some("l:\n  - b: 2\n"));
    assert_eq!(removed("l:\n  - a: 1 # c\n    b: 2\n", &["/l/0/a"]), None);
    assert_eq!(removed("l:\n  - - a\n    - b\n", &["/l/0/0"]).as_deref(), Some("l:\n  - - b\n"));
    assert_eq!(removed("l:\n  - a\n  - b\nc: 1\n", &["/l/0", "/l/1"]).as_deref(), Some("l: []\nc: 1\n"));
    assert_eq!(removed("l:\n  - a: 1\n", &["/l/0/a"]).as_deref(), Some("l:\n  - {}\n"));
    assert_eq!(removed("l: # c\n- a\n", &["/l/0"]), None);
    assert_eq!(removed("l: # c\n  - a\n", &["/l/0"]).as_deref(), Some("l: # c\n  []\n"));
    assert_eq!(removed("o:\n  p:\n    q: 1\n", &["/o/p/q"]).as_deref(), Some("o:\n  p: {}\n"));
    assert_eq!(removed("l: [a: 1, b]\n", &["/l/0/a"]), None);
}

#[test]
fn a_member_is_added_in_the_style_of_the_last_one() {
    check(
        &[
            ("a: 1\n", Some("a: 1\nm: x\n")),
            ("a: 1", Some("a: 1\nm: x")),
            ("a: 'b' # c\n\n# d\n", Some("a: 'b' # c\nm: 'x'\n\n# d\n")),
            ("a:\r\n  - 1\r\n", Some("a:\r\n  - 1\r\nm: x\r\n")),
            ("{a: 1}", Some("{a: 1, m: x}")),
            ("{\"a\": \"b\"}", Some("{\"a\": \"b\", \"m\": \"x\"}")),
            ("a: |\n  one\n", Some("a: |\n  one\nm: x\n")),
            ("a: |\n  one", None),
            ("a: |+\n  one\n\n", None),
            ("a: |-\n  one", Some("a: |-\n  one\nm: x")),
            ("a:\n", Some("a:\nm: x\n")),
        ],
        |text| inserted(text, "", "x"),
    );
    assert_eq!(inserted("l:\n  - a: 1\n  - b\n", "/l/0", "12").as_deref(), Some("l:\n  - a: 1\n    m: '12'\n  - b\n"));
    assert_eq!(inserted("o: {}\n", "/o", "x").as_deref(), Some("o: {m: x}\n"));
    assert_eq!(inserted("b: &b {x: 1}\no:\n  <<: *b\n  y: 2\n", "/o", "x"), None);
    assert_eq!(inserted("b: &b {x: 1}\no: *b\n", "/b", "x"), None);
}

#[test]
fn an_item_becomes_several() {
    let split =
        |text: &str| edited(text, |at| vec![Change::Split { node: at("/l/0"), texts: vec!["a".into(), "12".into()] }]);
    assert_eq!(split("l:\n  - a; b # c\n  - d\n").as_deref(), Some("l:\n  - a # c\n  - '12'\n  - d\n"));
    assert_eq!(split("l:\n  - \"a; b\"").as_deref(), Some("l:\n  - \"a\"\n  - \"12\""));
    assert_eq!(split("l: [a; b, d]").as_deref(), Some("l: [a, '12', d]"));
    assert_eq!(split("l: [\n  a; b,\n  d\n]").as_deref(), Some("l: [\n  a,\n  '12',\n  d\n]"));
}

#[test]
fn a_name_keeps_its_quotes() {
    let renamed =
        |text: &str, name: &str| edited(text, |at| vec![Change::Rename { node: at("/t"), name: name.into() }]);
    assert_eq!(renamed("t : 1\n", "title").as_deref(), Some("title : 1\n"));
    assert_eq!(renamed("\"t\": 1\n", "title").as_deref(), Some("\"title\": 1\n"));
    assert_eq!(renamed("{t: 1}\n", "no").as_deref(), Some("{'no': 1}\n"));
}

#[test]
fn the_target_of_an_alias_is_changed_at_its_anchor() {
    assert_eq!(replaced("a: &a b  c\nt: *a\n", "b c").as_deref(), Some("a: &a b c\nt: *a\n"));
}

/// A keyword group as inserted by rules.
fn group() -> New {
    let items = New::List(vec![New::text("towns"), New::text("12")]);
    New::List(vec![New::Object(vec![("lang".to_owned(), New::text("en")), ("items".to_owned(), items)])])
}

fn put(text: &str, pointer: &str, value: New) -> Option<String> {
    edited(text, |at| vec![Change::Put { node: at(pointer), name: "m".into(), value }])
}

#[test]
fn a_list_is_added_in_the_style_of_other_lists() {
    check(
        &[
            ("a: 1\n", Some("a: 1\nm:\n  - lang: en\n    items:\n      - towns\n      - '12'\n")),
            ("a: 1", Some("a: 1\nm:\n  - lang: en\n    items:\n      - towns\n      - '12'")),
            ("l:\n- x\n", Some("l:\n- x\nm:\n- lang: en\n  items:\n  - towns\n  - '12'\n")),
            (
                "l:\n    - x\n",
                Some("l:\n    - x\nm:\n    - lang: en\n      items:\n          - towns\n          - '12'\n"),
            ),
            (
                "\"a\": \"b\" # c\r\n",
                Some(
                    "\"a\": \"b\" # c\r\n\"m\":\r\n  - \"lang\": \"en\"\r\n    \"items\":\r\n      - \"towns\"\r\n      - \"12\"\r\n",
                ),
            ),
            ("{a: 1}\n", Some("{a: 1, m: [{lang: en, items: [towns, '12']}]}\n")),
            (
                "{ \"a\": \"b\" }\n",
                Some("{ \"a\": \"b\", \"m\": [{ \"lang\": \"en\", \"items\": [\"towns\", \"12\"] }] }\n"),
            ),
            ("{}\n", Some("{m: [{lang: en, items: [towns, '12']}]}\n")),
            ("a: |+\n  one\n\n", None),
        ],
        |text| put(text, "", group()),
    );
    assert_eq!(
        put("- a: b\n- a: c\n", "", New::object([("x", "z")])).as_deref(),
        Some("- a: b\n  m:\n    x: z\n- a: c\n")
    );
    assert_eq!(
        put("a:\n    b: c\n", "", New::object([("x", "y: z")])).as_deref(),
        Some("a:\n    b: c\nm:\n    x: 'y: z'\n")
    );
    assert_eq!(put("a: b\n", "", New::List(Vec::new())).as_deref(), Some("a: b\nm: []\n"));
    assert_eq!(put("b: &b {x: 1}\no: *b\n", "/b", group()), None);
}

fn divided(text: &str) -> Option<String> {
    let name = |name: &str| New::object([("name", name), ("lang", "en")]);
    edited(text, |at| vec![Change::Divide { node: at("/l/1"), values: vec![name("a"), name("no")] }])
}

#[test]
fn an_item_becomes_several_of_several_parts() {
    check(
        &[
            (
                "l:\n  - x\n  - name: a; no\n    lang: en\n  - z\n",
                Some("l:\n  - x\n  - name: a\n    lang: en\n  - name: 'no'\n    lang: en\n  - z\n"),
            ),
            (
                "l:\n-   x\n-   \"name\": 'a; no'\n",
                Some("l:\n-   x\n-   \"name\": 'a'\n    \"lang\": 'en'\n-   \"name\": 'no'\n    \"lang\": 'en'\n"),
            ),
            ("l:\n- x\n-\n  name: a", Some("l:\n- x\n- name: a\n  lang: en\n- name: 'no'\n  lang: en")),
            ("l:\n- x\n- a; no\n", Some("l:\n- x\n- name: a\n  lang: en\n- name: 'no'\n  lang: en\n")),
            ("l:\n- x\n- {name: a; no}\n", Some("l:\n- x\n- {name: a, lang: en}\n- {name: 'no', lang: en}\n")),
            ("l: [x, {name: a; no}, z]\n", Some("l: [x, {name: a, lang: en}, {name: 'no', lang: en}, z]\n")),
            (
                "l: [\n  x,\n  { \"name\": \"a; no\" }\n]\n",
                Some(
                    "l: [\n  x,\n  { \"name\": \"a\", \"lang\": \"en\" },\n  { \"name\": \"no\", \"lang\": \"en\" }\n]\n",
                ),
            ),
            (
                "l:\n- x\n- name: |\n    a\n    no\n- z\n",
                Some("l:\n- x\n- name: |-\n    a\n  lang: en\n- name: |-\n    no\n  lang: en\n- z\n"),
            ),
            ("l:\n- x\n- name: a # c\n  lang: en\n", None),
            ("l:\n- x\n- name: a\n  # c\n  lang: en\n", None),
            ("l:\n- x\n- name: a # c\n", None),
            ("l:\n- x\n- name: |  # c\n    a\n", None),
            ("l:\n- x\n- &a\n  name: a\nb: *a\n", None),
        ],
        divided,
    );
}

#[test]
fn a_member_takes_the_place_of_the_last() {
    let moved = |text: &str| {
        edited(text, |at| {
            vec![
                Change::Remove { node: at("/x") },
                Change::Put { node: at(""), name: "m".into(), value: New::List(vec![New::text("b")]) },
            ]
        })
    };
    check(
        &[
            ("a: 1\nx: b\n", Some("a: 1\nm:\n  - b\n")),
            ("a: 1\nx: b", Some("a: 1\nm:\n  - b")),
            ("a: |\n  one\n\nx: b\n", Some("a: |\n  one\nm:\n  - b\n\n")),
            ("{a: 1, x: b}", Some("{a: 1, m: [b]}")),
            ("{x: b, a: 1}", Some("{a: 1, m: [b]}")),
            ("x: b\n", None),
        ],
        moved,
    );
}
