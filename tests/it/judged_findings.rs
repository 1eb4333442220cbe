//! Findings in real files that were sampled with a seed (`.ci/draw.py`) and judged one by one by people who did not write the
//! rule.
//!
//! A table in `tests/judged` is named after a kind of file and a severity. Its columns are the verdict, the rule, the file
//! below `../shared/corpora`, line and column, and the reason for the verdict if it is not obvious. The verdicts are `right`;
//! `disputable`: the message is true, but many would not call it a mistake of this severity; `wrong`: the message is not true,
//! or its help or its fix does harm; `repaired`: it was wrong or disputable when it was sampled, and is no longer reported.

use crate::support;

use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Returns the maximum percentage of wrong findings of a severity.
fn wrong_at_most(severity: &str) -> usize {
    if severity == "error" { 1 } else { 3 }
}

/// The percentage of disputable findings must be lower than this.
const DISPUTABLE: usize = 8;

/// Returns the severity, rule, file and position of the findings in all real files.
fn reported(corpora: &Path) -> HashSet<[String; 4]> {
    let output = Command::new(support::program())
        .args(["check", "--isolated", "--year", "2026", "--output-format", "jsonl", "."])
        .current_dir(corpora)
        .output()
        .expect("the program runs");
    let lines = String::from_utf8(output.stdout).expect("a report is UTF-8");
    let row = |line: &str| {
        let finding: Value = serde_json::from_str(line).expect("JSON lines");
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let place = format!("{}:{}", finding["start"]["line"], finding["start"]["column"]);
        [text("severity"), text("rule"), text("path"), place]
    };
    lines.lines().map(row).collect()
}

#[test]
fn judged_findings_are_mostly_right() {
    let Some(corpora) = support::shared("corpora") else { return };
    let reported = reported(&corpora);
    let mut faults = Vec::new();
    for path in support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judged")) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let (_, severity) = name.rsplit_once('-').expect("KIND-SEVERITY");
        let table = fs::read_to_string(&path).expect("a text");
        let (mut all, mut wrong, mut disputable) = (0, 0, 0);
        for line in table.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [verdict, rule, file, place, reason] = columns[..] else { panic!("{name}: five columns in {line}") };
            let row = [severity, rule, file, place].map(str::to_owned);
            if (verdict != "repaired") != reported.contains(&row) {
                faults.push(format!("{name}: {verdict}, and the other way round in the report: {line}"));
            }
            assert!(verdict == "right" || !reason.is_empty(), "{name}: a reason for {line}");
            match verdict {
                "right" => {}
                "wrong" => wrong += 1,
                "disputable" => disputable += 1,
                "repaired" => continue,
                other => panic!("{name}: {other} is not a verdict"),
            }
            all += 1;
        }
        if wrong * 100 > wrong_at_most(severity) * all {
            faults.push(format!("{name}: {wrong} of {all} are wrong"));
        }
        if disputable * 100 >= DISPUTABLE * all {
            faults.push(format!("{name}: {disputable} of {all} are disputable"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
