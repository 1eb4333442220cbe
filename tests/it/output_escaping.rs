//! Nothing in a record, a file name or a user's rule affects a terminal, a log, a job or a page.

use crate::support;

use recordlint::lint::Policy;
use recordlint::lint::Summary;
use recordlint::report::{Ending, FORMATS, FileReport, Format, Style};
use recordlint::rules::catalogue;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::Source;
use std::fs;

/// Texts that end a string, a cell, a line or a command somewhere.
const PAYLOADS: &[&str] = &[
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://example.org\u{1b}\\link",
    "\u{9b}31m",
    "a\u{0}b",
    "a\rb",
    "a\n::error::b",
    "::error file=a::b",
    "a%0A::error::b",
    "##[error]b",
    "##vso[task.setvariable]b",
    "::set-output name=a::b",
    "]]>",
    "<!--",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "&lt;&#0;&amp;",
    "a|b|c",
    "[click](javascript:alert(1))",
    "@everyone",
    "=1+1",
    "\u{202e}txt.exe",
    "\u{2066}a\u{2069}",
    "secu\u{ad}rity",
    "\u{feff}",
    "\u{2028}a\u{2029}",
    "\u{e0041}",
    "\u{fffe}\u{ffff}",
    "'; DROP TABLE a; --",
];

/// Returns a file of records with the text in all positions where it could break out.
fn records(text: &str) -> String {
    let value = |value: serde_json::Value| value.to_string();
    let text_value = serde_json::Value::from(text);
    [
        value(serde_json::json!({ "title": text_value, "type": text_value, "pages": text_value, "year": text_value })),
        value(serde_json::json!({ "id": text_value, "title": "a", "languages": [text_value], "type": "article" })),
        value(serde_json::json!({ "title": "a", "identifiers": [{ "scheme": "doi", "value": text_value }] })),
        value(serde_json::json!({ "title": "a", text: text_value, "contributors": [{ "orcid": text_value }] })),
        format!("{{ \"title\": {} x", serde_json::Value::from(text)),
    ]
    .join("\n")
}

/// Returns each report about the records in a file of this name.
fn written(name: &str, text: &str, policy: &Policy) -> Vec<(&'static str, String)> {
    let outcome = support::lint(name, text, Syntax::Ndjson, JsonMode::DetectLines, policy);
    let source = Source::of_text(name, text).expect("UTF-8");
    let index = outcome.index.as_ref().expect("there are findings");
    let file = FileReport { source, index, diagnostics: &outcome.diagnostics, record_a_line: true };
    let mut summary = Summary::default();
    let reason = &recordlint::syntax::Reason::UNKNOWN;
    summary.not_checked.push(recordlint::lint::NotChecked { path: name.to_owned(), reason, is_expected: true });
    let report = |format: &&'static Format| {
        let mut reporter = (format.reporter)(Style { color: false, unicode: true, width: 80 });
        let mut out = Vec::new();
        reporter.begin(&mut out).expect("memory can be written to");
        reporter.file(&mut out, &file).expect("memory can be written to");
        reporter
            .end(&mut out, &Ending { summary: &summary, rules: catalogue(), is_verbose: true })
            .expect("memory can be written to");
        (format.name, String::from_utf8(out).expect("a report is UTF-8"))
    };
    FORMATS.iter().map(report).collect()
}

/// Whether a character has an effect: controls except the line feed, and marks that turn, hide or break text.
fn acts(letter: char) -> bool {
    letter != '\n' && recordlint::diagnostic::show::is_invisible(letter)
}

fn wrong_with(payload: &str, policy: &Policy) -> Vec<String> {
    // Names with a line break or a NUL are not possible on all systems. The others are.
    let name: String = payload.chars().filter(|letter| *letter != '\0').collect();
    let written = written(&format!("{name}.ndjson"), &records(payload), policy);
    written.iter().flat_map(|(kind, text)| wrong_in(kind, payload, text)).collect()
}

fn wrong_in(kind: &str, payload: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |is_true: bool, what: &str| {
        if !is_true {
            wrong.push(format!("{kind}: {what}: {payload:?}"));
        }
    };
    if let Some(letter) = text.chars().find(|letter| acts(*letter)) {
        expect(false, &format!("{letter:?} gets out"));
    }
    let commands = text.lines().filter(|line| line.trim_start().starts_with("::"));
    let ours = ["::error file=", "::warning file=", "::notice file="];
    expect(commands.clone().all(|line| kind == "github" && ours.iter().any(|our| line.starts_with(our))), "a command");
    expect(!text.contains("##[") && !text.contains("##vso["), "an old command");
    match kind {
        "json" | "sarif" | "gitlab" | "rdjson" => {
            expect(serde_json::from_str::<serde_json::Value>(text).is_ok(), "no JSON");
        }
        "jsonl" => {
            let is_json = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
            expect(text.lines().all(is_json), "no JSON");
        }
        "junit" | "checkstyle" => {
            expect(
                !text.contains("<script") && !text.contains("<img") && !text.contains("]]>") && !text.contains("<!--"),
                "markup",
            );
            let opened = text.matches('<').count();
            expect(opened == text.matches('>').count(), "markup that is not closed");
        }
        "markdown" => expect(!text.contains('<') && !text.contains("](") && !text.contains('@'), "markup"),
        _ => {}
    }
    wrong
}

#[test]
fn nothing_breaks_out() {
    let mut payloads: Vec<String> = PAYLOADS.iter().map(|text| (*text).to_owned()).collect();
    if let Some(folder) = support::shared("suites/blns") {
        let text = fs::read_to_string(folder.join("blns.json")).expect("the naughty strings");
        let naughty: Vec<String> = serde_json::from_str(&text).expect("a list of texts");
        assert!(naughty.len() > 500, "{}", naughty.len());
        payloads.extend(naughty);
    }
    let policy = support::policy("core", &[]);
    let mut wrong: Vec<String> = payloads.iter().flat_map(|payload| wrong_with(payload, &policy)).collect();
    wrong.truncate(30);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
