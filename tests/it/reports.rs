//! Reports for programs: JSON matches its schema, and all formats report the same findings.

use crate::support;

use recordlint::ruleset::schema::Schema;
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Chunk;
use recordlint::tree::{Arena, Tree};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Returns the report about the examples.
fn printed(format: &str) -> String {
    let output = Command::new(support::program())
        .args(["check", "examples", "tests/cases/escape-sequences", "--isolated", "--output-format", format])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env_clear()
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).expect("a report is UTF-8")
}

fn json(format: &str) -> Value {
    serde_json::from_str(&printed(format)).expect("JSON")
}

/// Position, rule and severity of each finding, from any format.
type Reported = Vec<(u64, u64, String, String)>;

#[test]
fn the_json_report_matches_its_schema() {
    let text = printed("json");
    let schema = Schema::document("report.schema.json").expect("a schema");
    let chunk = Chunk::new(&text, 0);
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut findings);
    schema.check(Tree::new(chunk, &arena).expect("a record"), false, &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let lines = printed("jsonl");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(report["diagnostics"].as_array(), Some(&lines));
    assert!(lines.len() > 10);
}

#[test]
fn all_formats_report_the_same_findings() {
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let number = |value: &Value| value.as_u64().expect("a number");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let reported: Reported = list(&json("json")["diagnostics"])
        .iter()
        .map(|one| {
            let start = &one["start"];
            (number(&start["line"]), number(&start["column"]), word(&one["rule"]), word(&one["severity"]))
        })
        .collect();
    let sarif: Reported = list(&json("sarif")["runs"][0]["results"])
        .iter()
        .map(|one| {
            let region = &one["locations"][0]["physicalLocation"]["region"];
            (number(&region["startLine"]), number(&region["startColumn"]), word(&one["ruleId"]), word(&one["level"]))
        })
        .collect();
    assert_eq!(sarif, reported);
    let gitlab: Reported = list(&json("gitlab"))
        .iter()
        .map(|one| {
            let begin = &one["location"]["positions"]["begin"];
            let severity = match one["severity"].as_str() {
                Some("critical") => "error",
                Some("minor") => "warning",
                _ => "note",
            };
            (number(&begin["line"]), number(&begin["column"]), word(&one["check_name"]), severity.to_owned())
        })
        .collect();
    assert_eq!(gitlab, reported);
    let rdjson: Vec<(u64, String)> = list(&json("rdjson")["diagnostics"])
        .iter()
        .map(|one| (number(&one["location"]["range"]["start"]["line"]), word(&one["code"]["value"])))
        .collect();
    assert_eq!(rdjson, reported.iter().map(|(line, _, rule, _)| (*line, rule.clone())).collect::<Vec<_>>());
    // Columns in rdjson count bytes, of which there are never fewer than characters.
    let count = |format: &str, word: &str| printed(format).matches(word).count();
    assert_eq!(count("checkstyle", "<error "), reported.len());
    assert_eq!(count("junit", "<testcase "), reported.len());
    let notes = reported.iter().filter(|(.., severity)| severity == "note").count();
    assert_eq!(count("junit", "<failure "), reported.len() - notes);
}
