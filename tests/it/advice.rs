//! Advice that works: the edit that the help of a finding names is made in the file, and the finding must be gone.
//!
//! Each line of `tests/advice/*.ndjson` is an advice:
//!
//! ```json
//! {"rule": "doi/url-form", "record": "ris-pl.ris", "fault": [["DO  - 10", "DO  - doi:10"]], "help": "write only `10…`", "obeyed": [["doi:10", "10"]]}
//! ```
//!
//! `record` is a file in `tests/advice/records`, which is valid except for the requirements of a stricter profile. `fault`
//! replaces parts of it, each of which occurs once: then the rule must report a finding with this help. `obeyed` replaces
//! parts of the faulty file as the help says: then the rule must not report anything, and no other rule may report a new
//! error or warning. The default of `profile` is `core`. `RECORDLINT_BLESS=1` rewrites `help`: check that the edit still
//! matches the new text.
//!
//! `tests/advice/silent/*.ndjson` contains mistakes that are not reported, because the format does not have the field that
//! an advice would name (see `why`). With a `message`, only findings with this text in their message are meant.

use crate::support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// An advice, with the file before and after it was followed.
struct Advice {
    line: Value,
    name: String,
    faulty: String,
    obeyed: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/advice")
}

fn text<'v>(line: &'v Value, key: &str) -> &'v str {
    line[key].as_str().unwrap_or_else(|| panic!("no `{key}` in {line}"))
}

/// Replaces parts of a text, each of which occurs once.
fn replaced(text: &str, pairs: &Value, line: &Value) -> String {
    let mut places: Vec<(usize, &str, &str)> = Vec::new();
    for pair in pairs.as_array().unwrap_or_else(|| panic!("a list of pairs in {line}")) {
        let (old, new) = (pair[0].as_str().expect("a text"), pair[1].as_str().expect("a text"));
        assert_eq!(text.matches(old).count(), 1, "{old:?} is not once in the file of {line}");
        places.push((text.find(old).expect("it is there"), old, new));
    }
    places.sort_unstable();
    let (mut out, mut at) = (String::new(), 0);
    for (start, old, new) in places {
        out.push_str(&text[at..start]);
        out.push_str(new);
        at = start + old.len();
    }
    out + &text[at..]
}

/// Reads all advice in a table.
fn read(table: &str) -> Vec<Advice> {
    let advice = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let record = text(&line, "record");
        let sound = fs::read_to_string(folder().join("records").join(record)).expect("a record");
        let faulty = replaced(&sound, &line["fault"], &line);
        let obeyed = replaced(&faulty, &line["obeyed"], &line);
        Advice { name: format!("a.{}", record.rsplit('.').next().expect("an ending")), faulty, obeyed, line }
    };
    table.lines().map(advice).collect()
}

/// Returns what is wrong with an advice, given the findings before and after it was followed.
fn faults(advice: &Advice, before: &[Value], after: &[Value]) -> Vec<String> {
    let (rule, help) = (text(&advice.line, "rule"), text(&advice.line, "help"));
    let shown = |one: &Value| format!("{} {} {}: {}", one["severity"], one["rule"], one["message"], one["help"]);
    let of_rule = |one: &&Value| one["rule"] == rule;
    let mut faults = Vec::new();
    if !before.iter().filter(of_rule).any(|one| one["help"] == help) {
        faults.push("nothing gives this advice".to_owned());
        faults.extend(before.iter().map(|one| format!("  (reported: {})", shown(one))));
    }
    faults.extend(after.iter().filter(of_rule).map(|one| format!("obeyed, and still there: {}", shown(one))));
    let is_new = |one: &&Value| {
        let is_grave = one["severity"] != "note" && one["rule"] != rule;
        is_grave && !before.iter().any(|old| old["rule"] == one["rule"] && old["severity"] != "note")
    };
    faults.extend(after.iter().filter(is_new).map(|one| format!("obeyed, and new: {}", shown(one))));
    faults
}

#[test]
fn following_the_advice_removes_the_finding() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in support::files(&folder()).into_iter().filter(|path| path.parent() == Some(&*folder())) {
        let mut all = read(&fs::read_to_string(&path).expect("a table"));
        let table = path.file_stem().expect("a name").to_string_lossy().into_owned();
        count += all.len();
        let profiles: BTreeSet<String> =
            all.iter().map(|one| one.line["profile"].as_str().unwrap_or("core").to_owned()).collect();
        for profile in profiles {
            let is_of = |one: &Advice| one.line["profile"].as_str().unwrap_or("core") == profile;
            let own = || all.iter().enumerate().filter(|(_, one)| is_of(one));
            let faulty: Vec<_> = own().map(|(at, one)| (at, &*one.name, &*one.faulty)).collect();
            let obeyed: Vec<_> = own().map(|(at, one)| (at, &*one.name, &*one.obeyed)).collect();
            let (before, after) = (support::findings(&profile, &faulty), support::findings(&profile, &obeyed));
            let places: Vec<usize> = own().map(|(at, _)| at).collect();
            for at in places {
                let none = Vec::new();
                let (before, after) = (before.get(&at).unwrap_or(&none), after.get(&at).unwrap_or(&none));
                let given = before.iter().find(|one| one["rule"] == all[at].line["rule"]);
                if let Some(given) = given.filter(|_| support::bless()) {
                    all[at].line["help"] = given["help"].clone();
                }
                let found = faults(&all[at], before, after);
                if !found.is_empty() {
                    wrong.push(format!("{table}, line {}: {}\n{}", at + 1, all[at].line, found.join("\n")));
                }
            }
        }
        if support::bless() {
            let lines: Vec<String> = all.iter().map(|one| one.line.to_string()).collect();
            fs::write(&path, lines.join("\n") + "\n").expect("a table can be written");
        }
    }
    assert!(count > 1000, "only {count}");
    assert!(wrong.is_empty(), "{} of {count}:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn mistakes_that_no_edit_can_fix_are_not_reported() {
    let mut by_profile: BTreeMap<String, Vec<(Value, String, String)>> = BTreeMap::new();
    for path in support::files(&folder().join("silent")) {
        for line in fs::read_to_string(&path).expect("a table").lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            let record = text(&line, "record");
            let sound = fs::read_to_string(folder().join("records").join(record)).expect("a record");
            let name = format!("a.{}", record.rsplit('.').next().expect("an ending"));
            let file = replaced(&sound, &line["fault"], &line);
            let profile = line["profile"].as_str().unwrap_or("core").to_owned();
            by_profile.entry(profile).or_default().push((line, name, file));
        }
    }
    let mut wrong = Vec::new();
    for (profile, all) in &by_profile {
        let files: Vec<_> = all.iter().enumerate().map(|(at, (_, name, file))| (at, &**name, &**file)).collect();
        for (at, found) in support::findings(profile, &files) {
            let line = &all[at].0;
            let part = line["message"].as_str().unwrap_or_default();
            let is_it = |one: &&Value| one["rule"] == line["rule"] && text(one, "message").contains(part);
            wrong.extend(found.iter().filter(is_it).map(|one| format!("{line}\n  {}", one["message"])));
        }
    }
    assert!(by_profile.len() > 2, "the profiles of the table");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
