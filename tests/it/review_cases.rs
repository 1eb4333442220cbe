//! Requirements by reviewers of real data: inputs in `../shared/cases`, with what must and what must not be reported.
//!
//! Each file `tests/reviewed/*.yaml` is a list:
//!
//! ```yaml
//! - input: precision/jats-default-lang.xml    # below ../shared/cases
//!   profile: core                              # optional
//!   must: [pages/descending, "type/unknown: `research`"]  # a rule (globs), or a rule and a part of its message or help
//!   must-not: [language/missing, "*/placeholder"]          # the same
//!   severity: { type/missing: warning }        # optional: the severity of all findings of a rule
//!   says: ["MARCXML"]                          # optional: text that is printed to standard error
//!   safe: { has: ["doi = {10.1/a}"], lacks: ["%3C"] }      # optional: the file after all safe fixes
//!   unsafe: { has: [], lacks: [] }             # optional: after the unsafe fixes, too
//!   obeyed: "@misc{a, author = {{SciPy Team}}}"   # optional: the file after the help was followed: nothing in
//!                                              # `must` is reported any more
//!   why: the DTD gives `xml:lang` the value `en`
//! ```
//!
//! Instead of `input`, `name` and `text` may describe an own file, which is similar to a reviewed one.

use crate::support;

use crate::support::Folder;
use globset::Glob;
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Chunk;
use recordlint::tree::{Arena, Kind, NodeId, Tree};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const KEYS: &[&str] =
    &["input", "name", "text", "profile", "must", "must-not", "severity", "says", "safe", "unsafe", "obeyed", "why"];

/// Converts a YAML value to JSON. Texts are as in the file.
fn value(tree: Tree<'_>, node: NodeId) -> Value {
    match tree.kind(node) {
        Kind::Object => {
            let member =
                |child: recordlint::tree::Child| Some((tree.key_name(child.key?).to_owned(), value(tree, child.value)));
            Value::Object(tree.children(node).filter_map(member).collect::<Map<_, _>>())
        }
        Kind::Array => Value::Array(tree.items(node).map(|item| value(tree, item)).collect()),
        _ => Value::String(tree.text(node).unwrap_or_else(|| tree.raw(node)).to_owned()),
    }
}

/// Returns all expectations, with the names of their files.
fn expectations() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for path in support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reviewed")) {
        let text = fs::read_to_string(&path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let chunk = Chunk::new(&text, 0);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let mut reader = Reader::new(chunk, Syntax::Yaml, JsonMode::DetectLines, |_| true);
        while reader.next(&mut arena, &mut findings).is_some() {
            let tree = Tree::new(chunk, &arena).expect("an expectation");
            found.push((name.clone(), value(tree, tree.root())));
        }
        let broken: Vec<_> = findings.iter().map(|finding| &finding.message).collect();
        assert!(broken.is_empty(), "{name}: {broken:?}");
    }
    found
}

fn texts<'v>(object: &'v Value, key: &str) -> Vec<&'v str> {
    object[key].as_array().into_iter().flatten().map(|text| text.as_str().expect("a text")).collect()
}

/// Whether a finding matches an expectation: a rule, or a rule and a part of its message.
fn is_match(expectation: &str, finding: &Value) -> bool {
    let (rule, part) = expectation.split_once(": ").unwrap_or((expectation, ""));
    let glob = Glob::new(rule).expect("a glob").compile_matcher();
    let words = |key: &str| finding[key].as_str().unwrap_or_default().contains(part);
    glob.is_match(finding["rule"].as_str().unwrap_or_default()) && (words("message") || words("help"))
}

/// A reviewed input.
struct Input<'e> {
    /// The name of its table.
    table: &'e str,
    expectation: &'e Value,
    name: &'e str,
    bytes: Vec<u8>,
}

impl Input<'_> {
    fn profile(&self) -> &str {
        self.expectation["profile"].as_str().unwrap_or("core")
    }
}

/// Returns the findings in inputs, by their index. There is one run for each profile.
fn findings<'i>(
    inputs: &'i [Input<'_>],
    bytes: impl Fn(&'i Input<'_>) -> Option<&'i [u8]>,
) -> BTreeMap<usize, Vec<Value>> {
    let profiles: BTreeSet<&str> = inputs.iter().map(Input::profile).collect();
    let mut found = BTreeMap::new();
    for profile in profiles {
        let of_profile = inputs.iter().enumerate().filter(|(_, input)| input.profile() == profile);
        let files: Vec<_> = of_profile.filter_map(|(at, input)| Some((at, input.name, bytes(input)?))).collect();
        found.extend(support::findings(profile, &files));
    }
    found
}

/// Returns the fixed inputs that have expectations about it, by their index, and the status of the run.
fn fixed(inputs: &[Input<'_>], key: &str, arguments: &[&str]) -> (BTreeMap<usize, String>, i32) {
    let folder = Folder::new(&format!("reviewed-{key}"));
    let own = || inputs.iter().enumerate().filter(|(_, input)| !input.expectation[key].is_null());
    let path = |at: usize, input: &Input<'_>| format!("{at}/{}", input.name);
    own().for_each(|(at, input)| _ = folder.write(&path(at, input), &input.bytes));
    let output =
        folder.run(&[&["check", "--fix-only"][..], arguments, &["--isolated", "--year", "2026", "."]].concat());
    let text =
        |(at, input): (usize, &Input<'_>)| (at, String::from_utf8_lossy(&folder.read(&path(at, input))).into_owned());
    (own().map(text).collect(), support::status(&output))
}

/// Checks an input, and returns the output on standard error.
fn stderr_of(input: &Input<'_>) -> String {
    let folder = Folder::new("reviewed-says");
    folder.write(input.name, &input.bytes);
    let output = folder.run(&[
        "check",
        "--isolated",
        "--profile",
        input.profile(),
        "--year",
        "2026",
        "--output-format",
        "jsonl",
        input.name,
    ]);
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns what is wrong with the findings in an input, and with those that remain after the help was followed.
fn faults(input: &Input<'_>, findings: &[Value], left: &[Value]) -> Vec<String> {
    let expectation = input.expectation;
    let shown = |one: &Value| format!("{} {} {}: {}", one["severity"], one["rule"], one["message"], one["help"]);
    let mut faults = Vec::new();
    let is_left = |one: &&Value| {
        texts(expectation, "must").iter().any(|must| is_match(must.split(": ").next().unwrap_or_default(), one))
    };
    faults.extend(left.iter().filter(is_left).map(|one| format!("obeyed, and still there: {}", shown(one))));
    for must in texts(expectation, "must") {
        if !findings.iter().any(|one| is_match(must, one)) {
            faults.push(format!("nothing reports {must}"));
        }
    }
    for must_not in texts(expectation, "must-not") {
        let unwanted = findings.iter().filter(|one| is_match(must_not, one));
        faults.extend(unwanted.map(|one| format!("unwanted: {}", shown(one))));
    }
    for (rule, severity) in expectation["severity"].as_object().into_iter().flatten() {
        let of_rule = findings.iter().filter(|one| one["rule"] == rule.as_str() && one["severity"] != *severity);
        faults.extend(of_rule.map(|one| format!("of another severity: {}", shown(one))));
    }
    let says = texts(expectation, "says");
    if !says.is_empty() {
        let errors = stderr_of(input);
        let missing = says.iter().filter(|says| !errors.contains(**says));
        faults.extend(missing.map(|says| format!("the output does not contain {says}, but:\n{errors}")));
    }
    if !faults.is_empty() {
        faults.extend(findings.iter().map(|one| format!("  (reported: {})", shown(one))));
    }
    faults
}

/// Returns what is wrong with a file after its fixes.
fn faults_of_fix(key: &str, expected: &Value, text: &str) -> Vec<String> {
    let (has, lacks) = (texts(expected, "has"), texts(expected, "lacks"));
    let lost = has.iter().filter(|part| !text.contains(**part)).map(|part| format!("{key}: no {part} in\n{text}"));
    let left = lacks.iter().filter(|part| text.contains(**part)).map(|part| format!("{key}: {part} in\n{text}"));
    lost.chain(left).collect()
}

#[test]
fn reviewed_inputs_meet_the_requirements() {
    let all = expectations();
    let shared = support::shared("cases");
    let mut inputs = Vec::new();
    for (table, expectation) in &all {
        let keys = expectation.as_object().expect("an expectation is a mapping").keys();
        keys.for_each(|key| assert!(KEYS.contains(&key.as_str()), "{table}: `{key}` is not one of {KEYS:?}"));
        assert!(expectation["why"].is_string(), "{table}: {expectation} has no `why`");
        let (name, bytes) = match (&expectation["input"], &shared) {
            (Value::String(input), Some(shared)) => {
                let name = input.rsplit('/').next().expect("a name");
                (name, fs::read(shared.join(input)).unwrap_or_else(|error| panic!("{table}: {input}: {error}")))
            }
            (Value::String(_), None) => continue,
            _ => {
                let name = expectation["name"].as_str().unwrap_or_else(|| panic!("{table}: no input and no name"));
                (name, expectation["text"].as_str().expect("a text").as_bytes().to_vec())
            }
        };
        inputs.push(Input { table, expectation, name, bytes });
    }
    let found = findings(&inputs, |input| Some(&input.bytes));
    let left = findings(&inputs, |input| input.expectation["obeyed"].as_str().map(str::as_bytes));
    let runs = [("safe", &[][..]), ("unsafe", &["--unsafe-fixes"])];
    let fixed = runs.map(|(key, arguments)| (key, fixed(&inputs, key, arguments)));
    let mut wrong = Vec::new();
    for (key, (_, status)) in &fixed {
        if *status == 2 {
            wrong.push(format!("{key}: the run that fixes ends with status 2"));
        }
    }
    for (at, input) in inputs.iter().enumerate() {
        let of = |found: &BTreeMap<usize, Vec<Value>>| found.get(&at).cloned().unwrap_or_default();
        let mut faults = faults(input, &of(&found), &of(&left));
        for (key, (texts, _)) in &fixed {
            if let Some(text) = texts.get(&at) {
                faults.extend(faults_of_fix(key, &input.expectation[*key], text));
            }
        }
        if !faults.is_empty() {
            wrong.push(format!(
                "{}: {} ({})\n{}",
                input.table,
                input.name,
                input.expectation["why"],
                faults.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} inputs:\n\n{}", wrong.len(), all.len(), wrong.join("\n\n"));
}
