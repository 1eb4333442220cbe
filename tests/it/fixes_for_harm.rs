//! Fixes of the most difficult values: what a fix may change without review, and what it must not change.
//!
//! Each file `tests/fixes-for-harm/*.yaml` is a list of tables, one item per table:
//!
//! ```yaml
//! - rule: text/not-nfc            # the rule whose fix is tested
//!   file: "@article{a, title = {@@}, year = {2020}}"   # the whole file; `@@` is replaced with each value
//!   syntax: bibtex                # json (the default), ndjson, yaml, xml, bibtex, ris or page
//!   values:
//!     - value: "Pan\u0301stwo"    # as in the file, including escapes and entities of the format
//!       safe: "Państwo"           # the value after all safe fixes of all rules, or `same`
//!       unsafe: "Państwo"         # optional: the value after all fixes of only this rule, including unsafe ones;
//!                                 # `same` if it has no fix
//!       found: false              # optional: whether the rule reports anything in the file
//!       why: two characters for one letter   # optional
//! ```
//!
//! Every offered fix is also applied, and none may fail its verification. The second test applies the safe fixes of all rules
//! to real files and compares the changes with `tests/fixes-on-corpora.txt`, in which every line must be correct.

use crate::support;

use recordlint::diagnostic::{Diagnostic, Edit, ResolvedFix, show};
use recordlint::fix::{Fixed, Fixer, RecordLayout, Trust};
use recordlint::lint::{Policy, Scratch};
use recordlint::rules::catalogue;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::{Chunk, Source};
use recordlint::tree::{Arena, NodeId, Tree};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A value, and the allowed results of fixes.
struct Value {
    line: usize,
    text: String,
    safe: Option<String>,
    with_unsafe: Option<String>,
    found: Option<bool>,
}

/// Values that are inserted into one file and tested with one rule.
struct Table {
    name: String,
    rule: String,
    file: String,
    syntax: Syntax,
    values: Vec<Value>,
}

const TABLE: &[&str] = &["rule", "file", "syntax", "values"];
const VALUE: &[&str] = &["value", "safe", "unsafe", "found", "why"];

impl Table {
    fn read(tree: Tree<'_>, name: &str) -> Self {
        let root = tree.root();
        known(tree, root, TABLE, name);
        let text = |key: &str| member(tree, root, key);
        let rule = text("rule").unwrap_or_else(|| panic!("{name}: a table has no rule"));
        let syntax = text("syntax").unwrap_or_else(|| "json".to_owned());
        let values = tree.get_named(root, "values").unwrap_or_else(|| panic!("{name}: {rule} has no values")).value;
        Self {
            name: name.to_owned(),
            file: text("file").unwrap_or_else(|| panic!("{name}: {rule} has no file")),
            syntax: Syntax::named(&syntax).unwrap_or_else(|| panic!("{name}: {syntax} is no syntax")),
            values: tree.items(values).map(|item| Value::read(tree, item, name)).collect(),
            rule,
        }
    }
}

impl Value {
    fn read(tree: Tree<'_>, item: NodeId, name: &str) -> Self {
        known(tree, item, VALUE, name);
        let text = |key: &str| member(tree, item, key);
        let before = &tree.chunk().text[..tree.span(item).start as usize];
        Self {
            line: before.lines().count(),
            text: text("value").unwrap_or_else(|| panic!("{name}: a value is missing")),
            safe: text("safe"),
            with_unsafe: text("unsafe"),
            found: text("found").map(|found| found == "true"),
        }
    }
}

fn member(tree: Tree<'_>, node: NodeId, key: &str) -> Option<String> {
    let value = tree.get_named(node, key)?.value;
    Some(tree.text(value).unwrap_or_else(|| tree.raw(value)).to_owned())
}

/// Rejects unknown keys, because a misspelt key would not be checked.
fn known(tree: Tree<'_>, node: NodeId, names: &[&str], file: &str) {
    let keys = tree.children(node).filter_map(|child| child.key).map(|key| tree.key_name(key));
    keys.for_each(|key| assert!(names.contains(&key), "{file}: `{key}` is not one of {names:?}"));
}

fn tables() -> Vec<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes-for-harm");
    let mut found = Vec::new();
    for path in support::files(&folder) {
        let text = fs::read_to_string(&path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let chunk = Chunk::new(&text, 0);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let mut reader = Reader::new(chunk, Syntax::Yaml, JsonMode::DetectLines, |_| true);
        while reader.next(&mut arena, &mut findings).is_some() {
            found.push(Table::read(Tree::new(chunk, &arena).expect("a table"), &name));
        }
        let broken: Vec<_> = findings.iter().map(|finding| &finding.message).collect();
        assert!(broken.is_empty(), "{name}: {broken:?}");
    }
    found
}

/// A policy with only this rule.
fn alone(rule: &str) -> Policy {
    let selection = Selection { select: vec![rule.to_owned()], ..Selection::default() };
    let profile = Profile::bundled("core").expect("the profile is bundled");
    let rules = RuleSet::new(catalogue(), profile, &selection).expect("the rule exists");
    Policy { rules, ..support::policy("core", &[]) }
}

fn fixed(path: &str, text: &str, syntax: Syntax, policy: &Policy, trust: Trust) -> Fixed {
    let source = Source::of_text(path, text).expect("a text");
    let layout = RecordLayout::Document { syntax, json_mode: JsonMode::DetectLines };
    Fixer { layout, policy, trust, encoding: None }.run(source, &mut Scratch::default())
}

/// Returns what is wrong with a value of a table.
fn wrong_with(table: &Table, value: &Value, all: &Policy, own: &Policy) -> Vec<String> {
    let file = |text: &str| table.file.replace("@@", text);
    let text = file(&value.text);
    let mut wrong = Vec::new();
    let outcome = support::lint("record", &text, table.syntax, JsonMode::DetectLines, own);
    let is_found = outcome.diagnostics.iter().any(|one| one.rule == table.rule);
    if value.found.is_some_and(|found| found != is_found) {
        wrong.push(format!("found: {is_found}"));
    }
    if let Some(broken) = outcome.diagnostics.iter().find(|one| one.rule.starts_with("syntax/")) {
        wrong.push(format!("the file cannot be read: {}", broken.message));
    }
    let mut compare = |policy: &Policy, trust: Trust, expected: Option<&str>| {
        let result = fixed("record", &text, table.syntax, policy, trust);
        let kind = if trust == Trust::SAFE { "safe" } else { "unsafe" };
        if !result.faulty.is_empty() {
            wrong.push(format!("{kind}: fixes that failed: {:?}", result.faulty));
        }
        let after = result.text.unwrap_or_else(|| text.clone());
        let Some(expected) = expected else { return };
        if after != file(if expected == "same" { &value.text } else { expected }) {
            wrong.push(format!("{kind}: {}", show::visible(&after)));
        }
    };
    compare(all, Trust::SAFE, value.safe.as_deref());
    compare(own, Trust::UNSAFE, value.with_unsafe.as_deref());
    let place = |wrong: String| {
        let shown = show::visible(&value.text);
        format!("{}:{}: {} in `{shown}`\n    {wrong}", table.name, value.line, table.rule)
    };
    wrong.into_iter().map(place).collect()
}

#[test]
fn fixes_destroy_no_meaning() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for table in tables() {
        let (all, own) = (support::policy("core", &[&table.rule]), alone(&table.rule));
        for value in &table.values {
            tried += 1;
            wrong.extend(wrong_with(&table, value, &all, &own));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} wrong of {tried}", wrong.join("\n"), wrong.len());
    eprintln!("{tried} values");
}

/// Values of which each fix alone leaves something visible, but all fixes together might leave nothing.
#[test]
fn all_fixes_together_leave_visible_text() {
    let values =
        ["<i>\u{200b}</i>", "\u{200b}</p>", "<b>\u{200b}</b>", "[[bwmeta-x]]\u{200b}", "<sup>\u{ad}</sup>\u{feff}"];
    let files = [
        (Syntax::Json, r#"{"type":"article","title":{"text":"@@","lang":"en"}}"#),
        (Syntax::Json, r#"{"type":"article","title":"T","keywords":[{"lang":"en","terms":["@@","b"]}]}"#),
        (Syntax::Json, r#"{"type":"article","title":"T","languages":["@@"]}"#),
        (Syntax::Yaml, "type: article\ntitle: \"@@\"\n"),
        (Syntax::Ris, "TY  - JOUR\nTI  - @@\nER  - \n"),
        (Syntax::Bibtex, "@article{a,\n title = {@@},\n}\n"),
    ];
    let policy = support::policy("core", &[]);
    let mut wrong = Vec::new();
    for (syntax, file) in files {
        for value in values {
            let text = file.replace("@@", value);
            let result = fixed("record", &text, syntax, &policy, Trust::UNSAFE);
            let after = result.text.unwrap_or_else(|| text.clone());
            // The value is between the two ends of the file.
            let (head, tail) = file.split_once("@@").expect("a place for the value");
            let left = after.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
            let is_seen = left.is_some_and(|left| !recordlint::text::is_unseen(left));
            if !is_seen || !result.faulty.is_empty() {
                wrong.push(format!("{}: {:?}", show::visible(&after), result.faulty));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same if the words of one element are in several text nodes.
#[test]
fn all_fixes_together_leave_visible_text_in_an_element() {
    let file = |title: &str| {
        format!(
            "<article><front><article-meta><title-group><article-title>{title}</article-title></title-group></article-meta></front></article>"
        )
    };
    let policy = support::policy("core", &[]);
    for title in ["&lt;i&gt;<b>\u{200b}</b>&lt;/i&gt;", "<b>[[bwmeta-x]]</b><i>\u{ad}</i>"] {
        let result = fixed("record", &file(title), Syntax::Xml, &policy, Trust::UNSAFE);
        assert!(result.faulty.is_empty(), "{title}: {:?}", result.faulty);
        let after = result.text.unwrap_or_else(|| file(title));
        let words = after.split("article-title>").nth(1).expect("a title").split('<');
        let left: String = words.map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        assert!(!recordlint::text::is_unseen(&left), "{}", show::visible(&after));
    }
}

/// The changes by safe fixes of a rule in real files.
#[derive(Default)]
struct Changed {
    count: u64,
    /// The position, and the text before and after, of the first example of each change.
    examples: BTreeMap<(String, String), String>,
}

/// The maximum number of listed examples of a rule.
const EXAMPLES: usize = 3;

/// The number of characters that are shown around a change.
const AROUND: usize = 16;

/// Returns the deleted and inserted text of the first edit, or of each edit if a fix belongs to several findings.
fn changes(text: &str, fix: &ResolvedFix) -> Vec<((String, String), String)> {
    let edits = fix.edits.as_deref().unwrap_or_default();
    let (shown, more) = match edits {
        [] => return Vec::new(),
        _ if fix.repairs > 1 => (edits, 0),
        [first, rest @ ..] => (std::slice::from_ref(first), rest.len()),
    };
    shown.iter().map(|edit| change(text, &edit.edit, more)).collect()
}

/// Returns the deleted and inserted text of an edit, and both with some of the text around.
fn change(text: &str, edit: &Edit, more: usize) -> ((String, String), String) {
    let (start, end) = (edit.span.start as usize, edit.span.end as usize);
    let from = text[..start].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
    let shown = |text: &str| {
        let lines = text.replace("\r\n", "⏎").replace('\n', "⏎").replace('\t', "⇥").replace('`', "'");
        show::visible(&lines)
    };
    let (old, new) = (&text[start..end], &edit.text);
    let after = [&text[from..start], new, &text[end..to]].concat();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let listed = format!("`{}` → `{}`{more}", shown(&text[from..to]), shown(&after));
    ((old.to_owned(), new.clone()), listed)
}

/// Applies the safe fixes of a file, and records the changes by rule.
fn note(path: &Path, folder: &Path, policy: &Policy, found: &mut BTreeMap<String, Changed>) -> Vec<String> {
    let bytes = fs::read(path).expect("a file can be read");
    let Some(source) = support::utf8("file", &bytes) else { return Vec::new() };
    let name = path.strip_prefix(folder).expect("it was found there").to_string_lossy().into_owned();
    let Ok(syntax) = recordlint::syntax::detect(&name, source.chunk.text) else { return Vec::new() };
    let text = source.chunk.text;
    let outcome = support::lint(&name, text, syntax, JsonMode::DetectLines, policy);
    let safe = |one: &Diagnostic| one.fix.clone().filter(|fix| Trust::SAFE.allows(fix));
    let mut is_fixable = false;
    for (one, fix) in outcome.diagnostics.iter().filter_map(|one| Some((one, safe(one)?))) {
        for (kind, shown) in changes(text, &fix) {
            is_fixable = true;
            let place = format!("{name}:{} {shown}", one.start().line);
            found.entry(one.rule.to_string()).or_default().examples.entry(kind).or_insert(place);
        }
    }
    if !is_fixable {
        return Vec::new();
    }
    let fixed = fixed(&name, text, syntax, policy, Trust::SAFE);
    for (rule, count) in fixed.fixed {
        found.entry(rule.to_string()).or_default().count += count;
    }
    fixed.faulty.into_iter().map(|rule| format!("{name}: a fix of {rule} failed its proof")).collect()
}

/// The changes by safe fixes in real files. Each line of the list was reviewed by a person.
#[test]
fn safe_fixes_in_real_files_were_reviewed() {
    let Some(folder) = support::shared("corpora") else { return };
    let policy = support::policy("core", &[]);
    let paths: Vec<PathBuf> = support::files(&folder);
    let next = AtomicUsize::new(0);
    let part = || {
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut one = BTreeMap::new();
            wrong.extend(note(path, &folder, &policy, &mut one));
            found.push((path, one));
        }
        (found, wrong)
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let parts: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..workers).map(|_| scope.spawn(part)).collect();
        all.into_iter().map(|one| one.join().expect("it ends")).collect()
    });
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (some, faults) in parts {
        found.extend(some);
        wrong.extend(faults);
    }
    found.sort_by_key(|(path, _)| *path);
    wrong.sort();
    let mut all: BTreeMap<String, Changed> = BTreeMap::new();
    for (rule, changed) in found.into_iter().flat_map(|(_, one)| one) {
        let total = all.entry(rule).or_default();
        total.count += changed.count;
        for (kind, shown) in changed.examples {
            total.examples.entry(kind).or_insert(shown);
        }
    }
    let limit = if std::env::var_os("RECORDLINT_ALL_FIXES").is_some() { usize::MAX } else { EXAMPLES };
    let mut listed = String::new();
    for (rule, Changed { count, examples }) in &all {
        let _ = writeln!(listed, "{rule} {count}, {} different", examples.len());
        for shown in examples.values().take(limit) {
            let _ = writeln!(listed, "  {shown}");
        }
    }
    if limit == usize::MAX {
        println!("{listed}");
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes-on-corpora.txt");
    if support::bless() {
        fs::write(&path, &listed).expect("the list can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(listed, expected, "RECORDLINT_BLESS=1 rewrites it; look at every line that changed");
}
