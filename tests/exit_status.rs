//! What the exit status says: 0 nothing at or above the threshold, 1 findings, 2 the job could not be done. 2 wins.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

mod support;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with files for every situation, gone when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const CLEAN: &str = r#"{ "title": { "text": "Reading in small towns", "lang": "en" }, "type": "article", "languages": ["en"],
  "contributors": [{ "family": "Nowicka", "affiliations": ["a1"] }], "affiliations": [{ "id": "a1", "name": "Silesia" }],
  "abstracts": [{ "text": "Readers in twelve small towns were asked what they had borrowed, what they had bought and what they had read in the course of a year.", "lang": "en" }] }"#;
const WARNING: &str = r#"{ "title": { "text": "Reading in small towns", "lang": "en" }, "type": "article", "languages": ["en"],
  "abstracts": [{ "text": "Readers in twelve small towns were asked what they had borrowed, what they had bought and what they had read in the course of a year.", "lang": "en" }] }"#;
const NOTE: &str = r#"{ "title": { "text": "Reading in small towns", "lang": "en" }, "type": "article", "languages": ["en"],
  "contributors": [{ "family": "Nowicka" }], "abstracts": [{ "text": "Readers in twelve small towns were asked what they had borrowed, what they had bought and what they had read in the course of a year.", "lang": "en" }] }"#;
const RULE: &str = "id: own/a\nsummary: A.\nwhy: Because.\nmessage: no volume\nthen: { required: [volume] }\nexamples:\n  \
                    - bad: { title: a }\n  - good: { title: a, volume: b }\n";

const FILES: &[(&str, &str)] = &[
    ("clean.json", CLEAN),
    ("warning.json", WARNING),
    ("note.json", NOTE),
    ("error.json", r#"{ "title": "a", "pages": "9-1", "type": "article" }"#),
    ("broken.json", "{ \"title\": "),
    ("empty.json", ""),
    ("text.md", "# Not a record"),
    ("a name with blanks.json", CLEAN),
    ("-dash.json", CLEAN),
    ("schema.json", r#"{ "required": ["volume"] }"#),
    ("bad-schema.json", r#"{ "type": "objekt" }"#),
    ("configured/recordlint.yaml", "files: { exclude: ['old/**'] }\nfail-on: warning\n"),
    ("configured/warning.json", WARNING),
    ("configured/old/error.json", "{ \"title\": \"a\" }"),
    ("misconfigured/recordlint.yaml", "profil: core\n"),
    ("misconfigured/clean.json", CLEAN),
    ("encoded/recordlint.yaml", "sources: [{ files: '*.json', encoding: iso-8859-2 }]\n"),
    ("misencoded/recordlint.yaml", "sources: [{ files: '*.json', encoding: klingon }]\n"),
    ("misencoded/clean.json", CLEAN),
    ("ruled/recordlint.yaml", "rules: { files: ['rules/*.yaml'], select: [own] }\n"),
    ("ruled/rules/a.yaml", RULE),
    ("ruled/clean.json", CLEAN),
    ("misruled/recordlint.yaml", "rules: { files: ['rules/*.yaml'] }\n"),
    ("misruled/rules/a.yaml", "id: own/a\nmessage: m\n"),
    ("misruled/clean.json", CLEAN),
    ("failing/recordlint.yaml", "rules: { files: ['rules/*.yaml'], select: [own] }\n"),
    (
        "failing/rules/a.yaml",
        "id: own/a\nsummary: A.\nwhy: Because.\nmessage: m\nassert: record.keywords[0].lang == 'en'\nexamples:\n  \
         - bad: { title: a, keywords: [{ lang: pl }] }\n  - good: { title: a, keywords: [{ lang: en }] }\n",
    ),
    ("failing/clean.json", CLEAN),
    (
        "faulty/a.yaml",
        "id: own/b\nsummary: A.\nwhy: Because.\nmessage: m\nthen: { required: [volume] }\nexamples:\n  \
                       - bad: { title: a, volume: b }\n  - good: { title: a, volume: b }\n",
    ),
];

/// Where it is run, what is given, what stands on standard input, the status, and words that are said on either output.
type Situation = (&'static str, &'static [&'static str], Option<&'static str>, i32, &'static str);

const SITUATIONS: &[Situation] = &[
    (".", &["clean.json"], None, 0, "No problem found"),
    (".", &["error.json"], None, 1, "pages/descending"),
    (".", &["warning.json"], None, 0, "1 warning"),
    (".", &["warning.json", "--fail-on", "warning"], None, 1, "1 warning"),
    (".", &["note.json", "--fail-on", "warning"], None, 0, "1 note"),
    (".", &["note.json", "--fail-on", "note"], None, 1, "1 note"),
    (".", &["error.json", "--exit-zero"], None, 0, "pages/descending"),
    (".", &["error.json", "--fail-on", "never"], None, 0, "pages/descending"),
    (".", &["error.json", "--fail-on", "never", "--exit-zero"], None, 2, "cannot be used with"),
    (".", &["warning.json", "--max-warnings", "0"], None, 1, "1 warning is more than the 0 that are allowed"),
    (".", &["warning.json", "--max-warnings", "1"], None, 0, "1 warning"),
    (".", &["warning.json", "--max-warnings", "0", "--exit-zero"], None, 0, "1 warning"),
    (".", &["warning.json", "--max-warnings", "many"], None, 2, "invalid value"),
    (".", &["nowhere.json"], None, 2, "nowhere.json: no such file or folder"),
    (".", &["nowhere.json", "error.json"], None, 2, "pages/descending"),
    (".", &["nothing"], None, 2, "nothing: there is no file in this folder"),
    (".", &["*.bib"], None, 2, "*.bib: no file matches"),
    (".", &["empty.json"], None, 0, "Not checked: empty.json (the file is empty)"),
    (".", &["text.md"], None, 0, "Not checked: text.md"),
    (".", &["binary.json"], None, 0, "Not checked: binary.json (a binary file)"),
    (".", &["latin.json"], None, 1, "syntax/encoding"),
    (".", &["broken.json"], None, 1, "syntax/json"),
    (".", &["broken.json", "--ignore", "syntax"], None, 1, "syntax/json"),
    (".", &["clean.json", "--select", "page"], None, 2, "did you mean `pages`?"),
    (".", &["clean.json", "--ignore", "own/rule"], None, 2, "there is no rule `own/rule`"),
    (".", &["clean.json", "--profile", "doja"], None, 2, "did you mean `doaj`?"),
    (".", &["clean.json", "--syntax", "marc"], None, 2, "known are `json`"),
    (".", &["clean.json", "--format", "html"], None, 2, "known are `full`"),
    (".", &["clean.json", "--format", "json", "--format", "sarif"], None, 2, "cannot both be written"),
    (".", &["clean.json", "--format", "json=nowhere/report.json"], None, 2, "cannot write the report"),
    (".", &["clean.json", "--format", "json="], None, 2, "a file's name must follow"),
    (".", &["error.json", "--format", "concise", "--format", "json=report.json"], None, 1, "pages/descending"),
    (".", &["clean.json", "-j", "0"], None, 2, "invalid value"),
    (".", &["clean.json", "--encoding", "klingon"], None, 2, "klingon"),
    (".", &["latin.json", "--encoding", "iso-8859-2", "--select", "syntax"], None, 0, "No problem found"),
    (".", &["-", "--encoding", "latin1"], Some(CLEAN), 0, "No problem found"),
    (".", &["clean.json", "--max-record", "1"], None, 2, "--max-record"),
    (".", &["clean.json", "--max-record", "lots"], None, 2, "--max-record"),
    (".", &["clean.json", "--timings"], None, 0, "parse"),
    ("encoded", &["latin.json", "--select", "syntax"], None, 0, "No problem found"),
    ("misencoded", &["clean.json"], None, 2, "klingon"),
    ("ruled", &["recordlint.yaml"], None, 0, "own/a"),
    ("ruled", &["rules/a.yaml"], None, 0, "own/a"),
    ("configured", &["recordlint.yaml"], None, 1, "1 warning"),
    (".", &["clean.json", "--colour", "never"], None, 2, "--color"),
    (".", &["clean.json", "--schema", "schema.json"], None, 1, "`volume` is missing"),
    (".", &["clean.json", "--schema", "bad-schema.json"], None, 2, "cannot be used"),
    (".", &["clean.json", "--schema", "nowhere.json"], None, 2, "cannot be read"),
    (".", &["clean.json", "--schema", "empty.json"], None, 2, "not JSON"),
    (".", &["clean.json", "--config", "nowhere.yaml"], None, 2, "cannot be read"),
    (".", &["clean.json", "--config", "configured"], None, 2, "configuration"),
    (".", &["clean.json", "--config", "a", "--isolated"], None, 2, "cannot be used with"),
    ("misconfigured", &["clean.json"], None, 2, "did you mean `profile`?"),
    ("misconfigured", &["clean.json", "--isolated"], None, 0, "No problem found"),
    (".", &["misconfigured"], None, 2, "did you mean `profile`?"),
    ("configured", &["."], None, 1, "1 warning"),
    ("configured", &["old/error.json"], None, 0, "No problem found"),
    ("ruled", &["clean.json"], None, 0, "own/a"),
    ("misruled", &["clean.json"], None, 2, "`summary` is missing"),
    ("failing", &["clean.json"], None, 2, "rule/failed"),
    ("failing", &["clean.json", "--exit-zero"], None, 2, "rule/failed"),
    (".", &["-"], Some(CLEAN), 0, "No problem found"),
    (".", &["-"], Some("{ \"title\": \"a\" }"), 1, "<stdin>:1:1"),
    (".", &["-", "--stdin-path", "a.json"], Some("{ \"title\": \"a\" }"), 1, "a.json:1:1"),
    (".", &["-"], Some(""), 0, "Not checked: <stdin> (the file is empty)"),
    (".", &["-", "error.json"], Some(CLEAN), 1, "2 records in 2 files"),
    (".", &["a name with blanks.json"], None, 0, "No problem found"),
    (".", &["--", "-dash.json"], None, 0, "No problem found"),
    (".", &["clean.json", "clean.json"], None, 0, "1 file checked"),
    (".", &["explain", "pages/descending"], None, 0, "## Why"),
    (".", &["explain", "pages/descendin"], None, 2, "did you mean `pages/descending`?"),
    (".", &["rules", "pages"], None, 0, "pages/zero"),
    (".", &["rules", "page"], None, 2, "did you mean `pages`?"),
    (".", &["schema", "record"], None, 0, "\"$id\": \"record.schema.json\""),
    (".", &["schema", "recrod"], None, 2, "known are"),
    (".", &["schema", "--for", "nowhere.json"], None, 2, "no such file"),
    (".", &["config", "nowhere.json"], None, 2, "no such file"),
    ("misconfigured", &["config"], None, 2, "did you mean `profile`?"),
    ("ruled", &["test"], None, 0, "all as they should be"),
    (".", &["test"], None, 2, "name the rule files to test"),
    (".", &["test", "faulty"], None, 1, "the rule is silent on this bad example"),
    (".", &["test", "misruled/rules"], None, 2, "`summary` is missing"),
    (".", &["--help"], None, 0, "Exit status"),
    (".", &["--version"], None, 0, "recordlint"),
];

fn folder(name: &str) -> Folder {
    let folder = Folder(std::env::temp_dir().join(format!("recordlint-{name}-{}", std::process::id())));
    for (name, text) in FILES {
        let path = folder.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    fs::write(folder.0.join("binary.json"), b"\0\xFF\0\xFE\0\x01").expect("a file can be written");
    fs::write(folder.0.join("latin.json"), b"{ \"title\": \"za\xBF\xF3\xB3\xE6\" }").expect("a file can be written");
    fs::copy(folder.0.join("latin.json"), folder.0.join("encoded/latin.json")).expect("a file can be copied");
    fs::create_dir_all(folder.0.join("nothing")).expect("a folder can be made");
    // No configuration above the folder must hold for it.
    fs::create_dir_all(folder.0.join(".git")).expect("a folder can be made");
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(support::program());
    command.args(arguments).current_dir(folder).env_clear().env("LANG", "C.UTF-8");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn every_situation_has_its_status() {
    let folder = folder("status");
    assert!(SITUATIONS.len() >= 40);
    let mut wrong = Vec::new();
    for (place, arguments, input, status, words) in SITUATIONS {
        let mut child = command(&folder.0.join(place), arguments).spawn().expect("the program runs");
        // Whoever does not read its input may be gone.
        let _ = child.stdin.take().expect("an input").write_all(input.unwrap_or_default().as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        if output.status.code() != Some(*status) || !said.contains(words) {
            wrong.push(format!(
                "{place}: {arguments:?}: status {:?} instead of {status}, {words:?}\n{said}",
                output.status.code()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder("pipe");
    let many = "{ \"title\": \"a\" }\n".repeat(20_000);
    fs::write(folder.0.join("many.ndjson"), many).expect("a file can be written");
    let mut child = command(&folder.0, &["many.ndjson"]).spawn().expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told() {
    let folder = folder("disk");
    for arguments in
        [&["error.json", "--format", "json=/dev/full"][..], &["many.ndjson", "--format", "sarif=/dev/full"]]
    {
        fs::write(folder.0.join("many.ndjson"), "{ \"title\": \"a\" }\n".repeat(2000)).expect("a file can be written");
        let output = command(&folder.0, arguments).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains("cannot write the report `/dev/full`"), "{said}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_tells_what_it_found() {
    let folder = folder("interrupt");
    let mut child = command(&folder.0, &["-", "--format", "concise", "-j", "1"]).spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("an input");
    // More than a piece, and its end stays open: whoever waits for the end waits for ever.
    let writer = std::thread::spawn(move || {
        let _ = input.write_all("{ \"title\": \"a\", \"pages\": \"9-1\" }\n".repeat(200_000).as_bytes());
        input
    });
    let mut first = [0; 1];
    child.stdout.as_mut().expect("an output").read_exact(&mut first).expect("something is found");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("`kill` runs");
    assert!(killed.success());
    let output = child.wait_with_output().expect("the program ends");
    drop(writer.join());
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("pages/descending"), "{:?}", output.status);
    assert!(said.contains("stopped before the end"), "{}", &said[said.len().saturating_sub(400)..]);
}
