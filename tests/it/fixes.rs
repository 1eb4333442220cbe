//! Fixes: what they change, and what they leave unchanged. `write_safety.rs` tests that no file is ever damaged.
//!
//! Each folder in `tests/fix` is a case: a file `input.*`, `arguments` (one per line), and `expected.*`, the exact content of
//! the file afterwards. The file `printed` may contain texts that must be printed, one per line. For each case it is also tested
//! that a second fix changes nothing, that `--diff` changes nothing and prints a patch with the same result, and that standard
//! input gives the same result on standard output.

use crate::support;

use crate::support::{Folder, printed, status};
use recordlint::diagnostic::{Change, Diagnostic, Edit};
use recordlint::engine::{self, Event, Fixing, Job, RunOptions};
use recordlint::fix::{Fixed, Fixer, RecordLayout, Trust};
use recordlint::lint::Summary;
use recordlint::lint::{Policy, Scratch as Memory};
use recordlint::shape;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::Source;
use std::convert::Infallible;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Returns the file of a case whose name begins with `stem`.
fn file_of(case: &Path, stem: &str) -> PathBuf {
    let files = support::files(case);
    let found = files.into_iter().find(|path| path.file_stem().is_some_and(|name| name == stem));
    found.unwrap_or_else(|| panic!("{} has no {stem}", case.display()))
}

/// Returns what is wrong with a case.
fn wrong_with(case: &Path) -> Vec<String> {
    let name = case.file_name().expect("a name").to_string_lossy().into_owned();
    let input = file_of(case, "input");
    let file = input.file_name().expect("a name").to_string_lossy().into_owned();
    let (before, expected) = (fs::read(&input).expect("the input"), fs::read(file_of(case, "expected")).expect("it"));
    let arguments = fs::read_to_string(case.join("arguments")).expect("a case has arguments");
    let arguments: Vec<&str> = arguments.lines().collect();
    let folder = Folder::new(&format!("case-{name}"));
    folder.write(&file, &before);
    let with = |more: &[&'static str]| [&["check", "--isolated"], arguments.as_slice(), more].concat();
    let mut wrong = Vec::new();

    let patch = folder.run(&[with(&["--diff"]), vec![&file]].concat());
    if folder.read(&file) != before {
        wrong.push(format!("{name}: --diff changes the file"));
    }
    let is_changed = before != expected;
    if (status(&patch) == 1) != is_changed {
        wrong.push(format!("{name}: --diff ends with {}: {}", status(&patch), printed(&patch)));
    }
    let given = folder.run_with(&[with(&["--fix", "--stdin-path"]), vec![&file, "-"]].concat(), &before);
    if given.stdout != expected {
        let text = String::from_utf8_lossy(&given.stdout);
        wrong.push(format!("{name}: standard input becomes\n{text}"));
    }
    let fixed = folder.run(&[with(&["--fix"]), vec![&file]].concat());
    let after = folder.read(&file);
    if after != expected {
        let (text, expected) = (String::from_utf8_lossy(&after), String::from_utf8_lossy(&expected));
        wrong.push(format!("{name}: becomes\n{text}\ninstead of\n{expected}\n{}", printed(&fixed)));
    }
    if status(&fixed) == 2 {
        wrong.push(format!("{name}: ends with 2: {}", printed(&fixed)));
    }
    let output = printed(&fixed);
    for words in fs::read_to_string(case.join("output")).unwrap_or_default().lines() {
        if !output.contains(words) {
            wrong.push(format!("{name}: does not print `{words}` but\n{output}"));
        }
    }
    let again = folder.run(&[with(&["--fix"]), vec![&file]].concat());
    if folder.read(&file) != after || printed(&again).contains("Fixed 1") {
        wrong.push(format!("{name}: a second fix changes it"));
    }
    if folder.names() != [file.clone()] {
        wrong.push(format!("{name}: leaves {:?}", folder.names()));
    }
    if is_changed && !before.contains(&0) && wrong.is_empty() {
        wrong.extend(applied(&name, &file, &before, &patch.stdout, &expected));
    }
    wrong
}

/// Applies the patch with git, and returns what is wrong with the result.
fn applied(name: &str, file: &str, before: &[u8], patch: &[u8], expected: &[u8]) -> Option<String> {
    let folder = Folder::new(&format!("patch-{name}"));
    folder.write(file, before);
    let mut git = Command::new("git");
    let pipes = git.args(["apply", "--whitespace=nowarn", "-"]).current_dir(&folder.0).stdin(Stdio::piped());
    let Ok(mut child) = pipes.stderr(Stdio::piped()).spawn() else {
        eprintln!("SKIPPED: git is absent, and no patch was applied");
        return None;
    };
    child.stdin.take().expect("a pipe").write_all(patch).expect("git reads");
    let output = child.wait_with_output().expect("git ends");
    let is_same = output.status.success() && folder.read(file) == expected;
    let shown = || format!("{name}: git does not apply\n{}\n{}", String::from_utf8_lossy(patch), printed(&output));
    (!is_same).then(shown)
}

#[test]
fn cases_have_the_expected_result() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fix");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).expect("the cases").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    let wrong: Vec<String> = cases.iter().flat_map(|case| wrong_with(case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() > 20, "only {} cases", cases.len());
}

/// All rules, with every record treated as a native one.
fn everything() -> Policy {
    Policy { shape: shape::named("native"), record_schema: None, ..support::policy("cejsh", &["all"]) }
}

fn fixed(path: &str, text: &str, syntax: Syntax, policy: &Policy, trust: Trust) -> Fixed {
    let source = Source::of_text(path, text).expect("it was read before");
    let layout = RecordLayout::Document { syntax, json_mode: JsonMode::DetectLines };
    Fixer { layout, policy, trust, encoding: None }.run(source, &mut Memory::default())
}

/// Returns the files of the corpora that are text in a syntax that can be fixed.
fn corpora() -> Vec<(String, String, Syntax)> {
    let Some(folder) = support::shared("corpora") else { return Vec::new() };
    let mut found = Vec::new();
    for path in support::files(&folder) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.to_string_lossy().into_owned();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned();
        let syntax = recordlint::syntax::detect(&name, &text).ok();
        // Records in other syntaxes have their own record formats, which cannot be replaced.
        if let Some(syntax @ (Syntax::Json | Syntax::Ndjson | Syntax::Yaml)) = syntax {
            found.push((name, text, syntax));
        }
    }
    found
}

#[test]
fn a_second_fix_of_real_files_changes_nothing() {
    let policy = everything();
    let (mut files, mut problems) = (0, 0);
    let mut wrong = Vec::new();
    for (name, text, syntax) in corpora() {
        for trust in [Trust::SAFE, Trust::UNSAFE] {
            let first = fixed(&name, &text, syntax, &policy, trust);
            // Every pass verifies that only the intended values changed, and names fixes that changed others.
            if !first.faulty.is_empty() {
                wrong.push(format!("{name} ({trust:?}): at fault: {:?}", first.faulty));
            }
            let Some(after) = first.text else { continue };
            files += 1;
            problems += first.fixed.values().sum::<u64>();
            let second = fixed(&name, &after, syntax, &policy, trust);
            if let Some(again) = &second.text {
                let rules: Vec<_> = second.fixed.keys().collect();
                let at = after.bytes().zip(again.bytes()).take_while(|(a, b)| a == b).count();
                wrong.push(format!("{name} ({trust:?}): fixed again near byte {at} by {rules:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} files", wrong.join("\n"), wrong.len());
    eprintln!("{files} texts with {problems} problems fixed");
}

#[test]
fn another_parser_sees_only_the_fixed_value_change() {
    /// The maximum number of fixes that are tested in a file.
    const MAX_FIXES: usize = 20;
    let policy = everything();
    let mut seen = 0;
    for (name, text, syntax) in corpora() {
        let Ok(before) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
        if syntax != Syntax::Json {
            continue;
        }
        let outcome = support::lint(&name, &text, syntax, JsonMode::DetectLines, &policy);
        let replaces = |one: &&Diagnostic| {
            let changes = one.fix.as_ref().map(|fix| fix.changes.as_slice()).unwrap_or_default();
            let first = changes.first().map(Change::node);
            changes.iter().all(|change| matches!(change, Change::Replace { .. }) && Some(change.node()) == first)
        };
        for one in outcome.diagnostics.iter().filter(|one| one.fix.is_some()).filter(replaces).take(MAX_FIXES) {
            let Some(edits) = one.fix.as_ref().and_then(|fix| fix.edits.as_ref()) else { continue };
            let edits: Vec<Edit> = edits.iter().map(|edit| edit.edit.clone()).collect();
            let after = Edit::apply(&text, &edits);
            let mut after: serde_json::Value = serde_json::from_str(&after).expect("a fixed text is JSON");
            let mut before = before.clone();
            assert_ne!(before, after, "{name}: {}", one.rule);
            let record = one.record.as_ref().map(|record| record.pointer.as_str()).unwrap_or_default();
            let pointer = format!("{record}{}", one.pointer);
            for value in [&mut before, &mut after] {
                *value.pointer_mut(&pointer).unwrap_or_else(|| panic!("{name}: {pointer}")) = serde_json::Value::Null;
            }
            assert!(before == after, "{name}: {} changes more than {pointer}", one.rule);
            seen += 1;
        }
    }
    eprintln!("{seen} fixes looked at");
}

/// Applies the safe fixes in a folder, and calls `on_replace` before each file is written.
fn written(folder: &Folder, options: RunOptions, mut on_replace: impl FnMut(&str)) -> Summary {
    let policy = Arc::new(support::policy("core", &[]));
    let (inputs, missing) = engine::find(std::slice::from_ref(&folder.0), None);
    assert!(missing.is_empty());
    let job = |input| Job { input, policy: Arc::clone(&policy), syntax: None, encoding: None, is_expected: true };
    let jobs: Arc<[Job]> = inputs.into_iter().map(job).collect();
    let options = RunOptions { fixing: Some(Fixing { trust: Trust::SAFE, writes: true }), ..options };
    let summary = engine::run(&jobs, &options, &mut |event| {
        if let Event::BeforeReplace(path) = event {
            on_replace(path);
        }
        Ok::<(), Infallible>(())
    });
    summary.expect("the run succeeds")
}

const BEFORE: &str = r#"{"title": "A  b", "type": "article"}"#;

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    // Another program saves another text, replaces the file, or writes the same number of bytes at the same time.
    let ways: [&dyn Fn(&Path); 4] = [
        &|path| fs::write(path, "mine").expect("written"),
        &|path| {
            fs::write(path.with_extension("new"), "mine").expect("written");
            fs::rename(path.with_extension("new"), path).expect("renamed");
        },
        &|path| {
            let time = fs::metadata(path).and_then(|known| known.modified()).expect("a time");
            fs::write(path, BEFORE.replace('A', "Z")).expect("written");
            let file = fs::File::options().write(true).open(path).expect("opened");
            file.set_modified(time).expect("a time can be set");
        },
        &|path| fs::remove_file(path).expect("removed"),
    ];
    for (number, way) in ways.into_iter().enumerate() {
        let folder = Folder::new(&format!("meanwhile-{number}"));
        let path = folder.write("a.json", BEFORE);
        let mut now = None;
        let summary = written(&folder, RunOptions::default(), |_| {
            way(&path);
            now = Some(fs::read(&path).ok());
        });
        let fixes = summary.fixes.expect("it was to fix");
        assert_eq!(now, Some(fs::read(&path).ok()), "way {number}");
        assert_eq!((fixes.problems, fixes.unwritten.len()), (0, 1), "way {number}");
        assert!(folder.names().iter().all(|name| name == "a.json"), "{:?}", folder.names());
    }
}

#[test]
fn a_long_file_is_fixed_in_segments() {
    let line = |number: usize, spaces: &str| {
        let filler = "Readers-in-twelve-towns.".repeat(20);
        format!("{{\"title\":\"A{spaces}b {number}\",\"volume\":\"{filler}\",\"pages\":\"9-{number}\"}}\n")
    };
    // There are records without fixes before, between and after those with fixes.
    let text = |spaces: &str| -> String {
        (0..2000).map(|number| line(number, if number % 100 == 50 { spaces } else { " " })).collect()
    };
    let list =
        |spaces: &str| format!("[\n{}]", text(spaces).replace("}\n", "},\n").trim_end_matches(",\n").to_owned() + "\n");
    for workers in [1, 3] {
        let folder = Folder::new(&format!("pieces-{workers}"));
        folder.write("a.ndjson", text("  "));
        folder.write("b.json", list("  "));
        let options = RunOptions { workers, segment_size: 1 << 14, ..RunOptions::default() };
        let summary = written(&folder, options, |_| {});
        let fixes = summary.fixes.expect("it was to fix");
        assert_eq!((fixes.problems, fixes.files), (40, 2));
        assert_eq!(folder.read("a.ndjson"), text(" ").into_bytes());
        assert_eq!(folder.read("b.json"), list(" ").into_bytes());
    }
}

/// The positions of the remaining findings refer to the fixed file.
#[test]
fn remaining_findings_have_positions_in_the_fixed_file() {
    let folder = Folder::new("places");
    let text: String = (0..400).map(|_| "{\"title\":\"A  b\",\"type\":\"article\",\"pages\":\"9-1\"}\n").collect();
    folder.write("a.ndjson", &text);
    let fixed = folder.run(&["check", "--isolated", "--fix", "--output-format", "jsonl", "a.ndjson"]);
    let checked = folder.run(&["check", "--isolated", "--output-format", "jsonl", "a.ndjson"]);
    assert!(fixed.stdout.len() > 1000);
    assert_eq!(String::from_utf8_lossy(&fixed.stdout), String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn the_exit_status_depends_on_the_remaining_findings() {
    const FINDING: &str = r#"{"title": "A  b", "type": "article", "pages": "9-1"}"#;
    const PLAIN: &str = r#"{"title": "A b", "type": "article"}"#;
    let cases: [(&str, &[&str], i32); 15] = [
        (BEFORE, &["--fix"], 0),
        (BEFORE, &["--fix", "--exit-non-zero-on-fix"], 1),
        (PLAIN, &["--fix", "--exit-non-zero-on-fix"], 0),
        (FINDING, &["--fix"], 1),
        (FINDING, &["--fix", "--exit-zero"], 0),
        (FINDING, &["--fix-only"], 0),
        (FINDING, &["--fix-only", "--exit-non-zero-on-fix"], 1),
        (FINDING, &["--diff"], 1),
        (BEFORE, &["--diff"], 1),
        (PLAIN, &["--diff"], 0),
        (r#"{"title": "A b", "type": "article", "pages": "9-1"}"#, &["--diff"], 0),
        (BEFORE, &["--unsafe-fixes"], 2),
        (BEFORE, &["--exit-non-zero-on-fix"], 2),
        (BEFORE, &["--fix", "--unfixable", "txet"], 2),
        (BEFORE, &["--fix", "--unfixable", "all", "--exit-non-zero-on-fix"], 0),
    ];
    for (text, arguments, expected) in cases {
        let folder = Folder::new("status");
        folder.write("a.json", text);
        let run = folder.run(&[&["check", "--isolated"], arguments, &["a.json"]].concat());
        assert_eq!(status(&run), expected, "{text} {arguments:?}: {}", printed(&run));
    }
}

#[test]
fn a_configuration_selects_the_fixes() {
    let folder = Folder::new("configured");
    folder.write("recordlint.yaml", "rules:\n  unfixable: [text]\n");
    folder.write("a.json", r#"{"title": "A  b", "type": "article", "pages": "s. 1-2"}"#);
    let run = folder.run(&["check", "--fix", "a.json"]);
    assert_eq!(folder.read("a.json"), br#"{"title": "A  b", "type": "article", "pages": "1-2"}"#, "{}", printed(&run));
    assert_eq!(status(&folder.run(&["check", "--fix", "--fixable", "text", "a.json"])), 0);
    assert_eq!(folder.read("a.json"), br#"{"title": "A b", "type": "article", "pages": "1-2"}"#);
    folder.write("recordlint.yaml", "rules:\n  fixable: [txt]\n");
    assert!(printed(&folder.run(&["check", "a.json"])).contains("there is no rule `txt`"));
}

/// Rules whose safe fix leads to findings of another rule, and why that is correct.
const FOLLOWED: &[(&str, &str, &str)] = &[
    (
        "affiliation/empty",
        "affiliation/missing",
        "what is taken out said nothing, and now it is seen that nothing is left",
    ),
    (
        "language/code-form",
        "title/original-language",
        "once the code can be read, it is seen that the title has another",
    ),
    (
        "language/code-invalid",
        "title/original-language",
        "once the code can be read, it is seen that the title has another",
    ),
    (
        "language/list-joined",
        "title/original-language",
        "once the codes can be read, it is seen that the title has another",
    ),
    ("orcid/format", "orcid/fake", "the rule speaks instead of the other, which has its turn behind it"),
    (
        "text/ligature",
        "abstract/length",
        "the abstract of the example is short, which is reported once its letters are in order",
    ),
];

/// Whether a pair of rules is listed. The other rule may report findings, but not fix them.
fn is_followed(rule: &str, other: &str, acts: bool) -> bool {
    !acts && FOLLOWED.iter().any(|(first, second, why)| *first == rule && *second == other && !why.is_empty())
}

/// Returns the rules with new findings after the safe fixes of a rule, and whether they have a fix.
fn new_after(rule: &str, text: &str, syntax: Syntax, policy: &Policy) -> Vec<(String, bool)> {
    let before = support::lint("a", text, syntax, JsonMode::DetectLines, policy).diagnostics;
    let is_safe = |one: &&Diagnostic| {
        one.rule == rule && one.fix.as_ref().is_some_and(|fix| Trust::SAFE.allows(fix) && fix.edits.is_some())
    };
    let safe: Vec<&Diagnostic> = before.iter().filter(is_safe).collect();
    let Some(after) = recordlint::rule_examples::apply_fixes(text, &safe) else { return Vec::new() };
    let after = support::lint("a", &after, syntax, JsonMode::DetectLines, policy).diagnostics;
    let count = |all: &[Diagnostic], other: &str| all.iter().filter(|one| one.rule == other).count();
    let acts = |one: &Diagnostic| one.fix.as_ref().is_some_and(|fix| Trust::UNSAFE.allows(fix));
    let mut found: Vec<(String, bool)> = after
        .iter()
        .filter(|one| one.rule != rule && count(&after, &one.rule) > count(&before, &one.rule))
        .map(|one| (one.rule.to_string(), acts(one)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The result of a safe fix must not have findings or fixes of another rule.
#[test]
fn a_safe_fix_causes_no_finding_of_another_rule() {
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for entry in recordlint::rules::RULES {
        let rule = entry.rule.id;
        for example in support::examples(&entry.page(), "Bad") {
            let Some((syntax, _)) = example.file(rule) else { continue };
            looked_at += 1;
            let policy = support::policy(example.profile(), &["all"]);
            for (other, acts) in new_after(rule, &example.text, syntax, &policy) {
                if !is_followed(rule, &other, acts) {
                    wrong.push(format!("{rule} lets {other} {}: {}", if acts { "act" } else { "speak" }, example.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(looked_at > 100, "only {looked_at} examples");
}
