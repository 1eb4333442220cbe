//! The exit status: 0 if nothing is at or above the threshold, 1 if there are findings, 2 if the run failed. 2 takes
//! precedence.

use crate::support;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with files for every situation. It is removed at the end of the test.
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
    ("blank.json", " \r\n\t"),
    ("own.ndjson", "{\"TITEL\": \"a\"}\n{\"TITEL\": \"b\"}\n"),
    ("mixed.ndjson", "{\"TITEL\": \"a\"}\n{\"title\": \"b\", \"type\": \"article\"}\n"),
    ("none.json", "[]"),
    ("any.json", "{}"),
    ("table.csv", "title,year\nA,2001\n"),
    ("records.xlsx", "PK\u{3}\u{4}[Content_Types].xml xl/workbook.xml"),
    ("article.docx", "PK\u{3}\u{4}[Content_Types].xml word/document.xml"),
    ("archive.zip", "PK\u{3}\u{4}records.json"),
    ("article.pdf", "%PDF-1.7\n"),
    ("records.bz2", "BZh91AY&SY"),
    ("ojs.xml", "<articles xmlns=\"http://pkp.sfu.ca\"><article><id>1</id></article></articles>"),
    ("CITATION.cff", "cff-version: 1.2.0\ntitle: A\n"),
    ("unread/a.xlsx", "PK\u{3}\u{4}xl/workbook.xml"),
    ("unread/b.xlsx", "PK\u{3}\u{4}xl/workbook.xml"),
    ("unread/c.json", ""),
    ("others/clean.json", CLEAN),
    (
        "others/package.json",
        r#"{ "name": "a", "version": "1.0.0", "contributors": [{ "name": "B" }], "license": "MIT" }"#,
    ),
    ("others/tsconfig.json", "{\n  // a comment\n  \"compilerOptions\": { \"target\": \"es5\" }\n}"),
    (
        "others/tpl.yaml",
        "apiVersion: v1\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.a }}\n  a: b\n{{- end }}\n",
    ),
    ("others/numbers.json", "[1, 2, 3]"),
    ("broken/a.json", "{ \"title\": \"A\" \"pages\": \"1-9\" }"),
    ("broken/b.json", "{ \"title\": "),
    ("broken/c.xml", "<article><front></article>"),
    ("promised/recordlint.yaml", "sources: [{ files: '*.txt', syntax: ndjson }]\n"),
    ("promised/promised.txt", ""),
    ("promised/broken.txt", "{ \"TITEL\": "),
    ("included/recordlint.yaml", "files: { include: ['in/**'] }\n"),
    ("included/in/error.json", r#"{ "title": "a", "pages": "9-1", "type": "article" }"#),
    ("included/other/error.json", r#"{ "title": "a", "pages": "9-1", "type": "article" }"#),
    ("named/records/error.json", r#"{ "title": "a", "pages": "9-1", "type": "article" }"#),
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
    ("former-key/recordlint.yaml", "sources: [{ files: '*.json', shape: native }]\n"),
    ("former-key/clean.json", CLEAN),
    ("both-keys/recordlint.yaml", "sources: [{ files: '*.json', shape: native, format: native }]\n"),
    ("both-keys/clean.json", CLEAN),
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

/// The folder, the arguments, standard input, the expected status, and text that one of the outputs must contain.
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
    (".", &["warning.json", "--max-warnings", "0"], None, 1, "1 warning, but at most 0 allowed"),
    (".", &["warning.json", "--max-warnings", "1"], None, 0, "1 warning"),
    (".", &["warning.json", "--max-warnings", "0", "--exit-zero"], None, 0, "1 warning"),
    (".", &["warning.json", "--max-warnings", "many"], None, 2, "invalid value"),
    (".", &["nowhere.json"], None, 2, "nowhere.json: no such file or folder"),
    (".", &["nowhere.json", "error.json"], None, 2, "pages/descending"),
    (".", &["nothing"], None, 2, "nothing: this folder contains no files"),
    (".", &["*.bib"], None, 2, "*.bib: no file matches"),
    // A named file cannot be checked, so the run fails.
    (".", &["empty.json"], None, 2, "empty.json: not checked: the file is empty"),
    (".", &["blank.json"], None, 2, "blank.json: not checked: the file is empty"),
    (".", &["empty.json", "--allow-unchecked"], None, 0, "Not checked: empty.json (the file is empty)"),
    (".", &["empty.json", "--syntax", "json"], None, 2, "syntax/json"),
    (".", &["empty.json", "--syntax", "xml"], None, 2, "syntax/xml"),
    (".", &["empty.json", "--syntax", "ris"], None, 2, "the file is empty"),
    (".", &["empty.json", "error.json"], None, 2, "pages/descending"),
    (".", &["empty.json", "--exit-zero"], None, 2, "--allow-unchecked"),
    (".", &["empty.json", "--diff"], None, 2, "--allow-unchecked"),
    (".", &["empty.json", "--fix"], None, 2, "--allow-unchecked"),
    (".", &["empty.json", "--format", "json"], None, 2, "--allow-unchecked"),
    (".", &["text.md"], None, 2, "its format is not known"),
    (".", &["binary.json"], None, 2, "a binary file"),
    (".", &["records.xlsx"], None, 2, "an Excel spreadsheet"),
    (".", &["article.docx"], None, 2, "a Word document"),
    (".", &["article.pdf"], None, 2, "a PDF document"),
    (".", &["table.csv"], None, 2, "a CSV table"),
    (".", &["archive.zip"], None, 2, "unpack it"),
    (".", &["records.bz2"], None, 2, "decompress it first"),
    (".", &["own.ndjson"], None, 2, "in no known format"),
    (".", &["own.ndjson", "--schema", "schema.json"], None, 1, "`volume` is missing"),
    (".", &["own.ndjson", "--schema", "any.json"], None, 0, "only validated with the schema"),
    (".", &["mixed.ndjson"], None, 0, "some of its records are in no known format"),
    (".", &["none.json"], None, 2, "there is no record in it"),
    (".", &["ojs.xml"], None, 2, "the native export of OJS"),
    (".", &["CITATION.cff"], None, 2, "Citation File Format"),
    // Other files in a folder are expected, but a run that checks nothing fails.
    (".", &["unread"], None, 2, "3 files not checked: 2 spreadsheets, 1 empty"),
    (".", &["unread/*"], None, 2, "nothing was checked"),
    (".", &["unread", "--allow-unchecked"], None, 0, "2 spreadsheets, 1 empty"),
    (".", &["unread", "clean.json"], None, 0, "3 files not checked: 2 spreadsheets, 1 empty"),
    (".", &["unread", "clean.json", "unread/a.xlsx"], None, 2, "unread/a.xlsx: not checked"),
    ("others", &[], None, 0, "1 that is not JSON and has no sign of a record"),
    ("others", &["tsconfig.json"], None, 1, "syntax/json"),
    ("others", &["package.json"], None, 2, "in no known format"),
    ("others", &[".", "--syntax", "json"], None, 1, "tsconfig.json:2:3"),
    ("broken", &[], None, 1, "Found 3 errors"),
    ("promised", &[], None, 2, "promised.txt: not checked: the file is empty"),
    ("promised", &["--listed-files", "promised.txt"], None, 2, "promised.txt: not checked: the file is empty"),
    ("promised", &["--listed-files", "broken.txt"], None, 1, "syntax/ndjson"),
    // A program lists all changed files, whatever they contain.
    ("others", &["--listed-files", "package.json", "tsconfig.json", "tpl.yaml"], None, 0, "nothing to check"),
    ("others", &["--listed-files", "package.json", "clean.json"], None, 0, "No problem found"),
    (".", &["--listed-files", "empty.json", "records.xlsx"], None, 0, "nothing to check"),
    (".", &["--listed-files", "error.json", "records.xlsx"], None, 1, "pages/descending"),
    (".", &["--listed-files", "broken.json"], None, 1, "syntax/json"),
    (".", &["--listed-files", "nowhere.json"], None, 2, "no such file or folder"),
    (".", &["--listed-files"], None, 0, "nothing to check"),
    ("configured", &["--listed-files", "old/error.json"], None, 0, ""),
    ("configured", &["--listed-files", "old/error.json", "warning.json"], None, 1, "1 record in 1 file"),
    ("configured", &["--listed-files", "recordlint.yaml"], None, 1, "1 warning"),
    ("included", &["--listed-files", "other/error.json"], None, 0, ""),
    ("included", &["other/error.json"], None, 1, "pages/descending"),
    ("included", &["--listed-files", "in/error.json"], None, 1, "pages/descending"),
    // Compression and encoding are detected from the content.
    (".", &["packed"], None, 1, "pages/descending"),
    (".", &["packed.json.gz"], None, 1, "pages/descending"),
    (".", &["cut.json.gz"], None, 2, "cannot be decompressed"),
    (".", &["wide.json"], None, 1, "pages/descending"),
    (".", &["wide-big.json"], None, 1, "pages/descending"),
    // A report does not overwrite a file that is read, or another report.
    (".", &["error.json", "--format", "json=error.json"], None, 2, "would be overwritten"),
    (".", &["error.json", "--format", "json=./nothing/../error.json"], None, 2, "would be overwritten"),
    (".", &["others", "--format", "json=others/package.json"], None, 2, "would be overwritten"),
    (".", &["error.json", "--format", "json=b.out", "--format", "sarif=./b.out"], None, 2, "two reports"),
    (".", &["error.json", "--schema", "any.json", "--format", "json=any.json"], None, 2, "would be overwritten"),
    ("configured", &["warning.json", "--format", "json=recordlint.yaml"], None, 2, "would be overwritten"),
    ("ruled", &["clean.json", "--format", "json=rules/a.yaml"], None, 2, "would be overwritten"),
    (".", &["error.json", "--format", "json=/dev/null", "--format", "sarif=/dev/null"], None, 1, ""),
    // Commands are not paths, and paths are not commands.
    (".", &["chek", "error.json"], None, 2, "did you mean `recordlint check`?"),
    (".", &["init"], None, 2, "no such command, file or folder"),
    (".", &["baseline", "clean.json"], None, 2, "no such command, file or folder"),
    (".", &["records"], None, 2, "needs a file, a folder or a pattern"),
    (".", &["fix"], None, 2, "needs a file, a folder or a pattern"),
    ("named", &["records"], None, 2, "to check the folder: `recordlint check records`"),
    ("named", &["records", "--format", "summary"], None, 2, "to check the folder: `recordlint check records`"),
    ("named", &["check", "records"], None, 1, "pages/descending"),
    ("named", &["records", "records"], None, 0, "9-1"),
    (".", &["records", "empty.json"], None, 2, "the file is empty"),
    (".", &["records", "records.xlsx"], None, 2, "an Excel spreadsheet"),
    (".", &["records", "-"], Some(""), 2, "standard input is empty"),
    (".", &["latin.json"], None, 1, "syntax/encoding"),
    (".", &["broken.json"], None, 1, "syntax/json"),
    (".", &["broken.json", "--ignore", "syntax"], None, 1, "syntax/json"),
    (".", &["clean.json", "--select", "page"], None, 2, "did you mean `pages`?"),
    (".", &["clean.json", "--ignore", "own/rule"], None, 2, "there is no rule `own/rule`"),
    (".", &["clean.json", "--profile", "doja"], None, 2, "did you mean `doaj`?"),
    (".", &["clean.json", "--syntax", "marc"], None, 2, "known are `json`"),
    (".", &["clean.json", "--format", "html"], None, 2, "known are `full`"),
    (".", &["clean.json", "--output-format", "html"], None, 2, "known are `full`"),
    (".", &["clean.json", "--output-format", "bibtex"], None, 2, "set by `sources[].format` in the configuration"),
    (".", &["clean.json", "--output-format", "bibtex=a.bib"], None, 2, "`--syntax bibtex` sets the syntax"),
    (".", &["clean.json", "--format", "jats"], None, 2, "`jats` is a record format"),
    (".", &["clean.json", "--format", "yaml"], None, 2, "`--syntax yaml` sets the syntax"),
    (".", &["error.json", "--output-format", "summary", "--format", "json=a.out"], None, 1, "pages/descending"),
    ("former-key", &["clean.json"], None, 0, "recordlint.yaml:1: the key `shape` is now called `format`"),
    ("both-keys", &["clean.json"], None, 2, "`format` and `shape` set the same thing"),
    (".", &["clean.json", "--format", "json", "--format", "sarif"], None, 2, "cannot both be written"),
    (".", &["clean.json", "--format", "json=nowhere/report.json"], None, 2, "cannot write the report"),
    (".", &["clean.json", "--format", "json="], None, 2, "must be followed by the name of a file"),
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
    ("configured", &["old/error.json"], None, 2, "`files` in `recordlint.yaml` excludes the only file"),
    ("ruled", &["clean.json"], None, 0, "own/a"),
    ("misruled", &["clean.json"], None, 2, "`summary` is missing"),
    ("failing", &["clean.json"], None, 2, "rule/failed"),
    ("failing", &["clean.json", "--exit-zero"], None, 2, "rule/failed"),
    (".", &["-"], Some(CLEAN), 0, "No problem found"),
    (".", &["-"], Some("{ \"title\": \"a\" }"), 1, "<stdin>:1:1"),
    (".", &["-", "--stdin-path", "a.json"], Some("{ \"title\": \"a\" }"), 1, "a.json:1:1"),
    (".", &["-"], Some(""), 2, "<stdin>: not checked: standard input is empty"),
    (".", &["-"], Some(" \n\n"), 2, "<stdin>: not checked: standard input is empty"),
    (".", &["-", "--allow-unchecked"], Some(""), 0, "standard input is empty"),
    (".", &["-"], Some("PK\u{3}\u{4}xl/"), 2, "an Excel spreadsheet"),
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
    ("ruled", &["test"], None, 0, "all passed"),
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
    let error = r#"{ "title": "a", "pages": "9-1", "type": "article" }"#;
    let packed = gzip(error.as_bytes());
    let wide = |mark: &[u8], bytes: fn(u32) -> [u8; 4]| {
        [mark.to_vec(), error.chars().flat_map(|letter| bytes(u32::from(letter))).collect()].concat()
    };
    for (name, bytes) in [
        ("packed", packed.clone()),
        ("packed.json.gz", packed.clone()),
        ("cut.json.gz", packed[..packed.len() / 2].to_vec()),
        ("wide.json", wide(b"\xFF\xFE\0\0", u32::to_le_bytes)),
        ("wide-big.json", wide(b"\0\0\xFE\xFF", u32::to_be_bytes)),
    ] {
        fs::write(folder.0.join(name), bytes).expect("a file can be written");
    }
    fs::copy(folder.0.join("latin.json"), folder.0.join("encoded/latin.json")).expect("a file can be copied");
    fs::create_dir_all(folder.0.join("nothing")).expect("a folder can be made");
    // Configurations above the folder must not apply to it.
    fs::create_dir_all(folder.0.join(".git")).expect("a folder can be made");
    folder
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("a list of bytes takes all");
    encoder.finish().expect("a list of bytes takes all")
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
        // A program that does not read its input may have ended.
        let _ = child.stdin.take().expect("an input").write_all(input.unwrap_or_default().as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let messages = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        if output.status.code() != Some(*status) || !messages.contains(words) {
            wrong.push(format!(
                "{place}: {arguments:?}: status {:?} instead of {status}, {words:?}\n{messages}",
                output.status.code()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
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
fn a_full_disk_is_reported() {
    let folder = folder("disk");
    for arguments in
        [&["error.json", "--format", "json=/dev/full"][..], &["many.ndjson", "--format", "sarif=/dev/full"]]
    {
        fs::write(folder.0.join("many.ndjson"), "{ \"title\": \"a\" }\n".repeat(2000)).expect("a file can be written");
        let output = command(&folder.0, arguments).output().expect("the program runs");
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.code() == Some(2) && messages.contains("cannot write the report `/dev/full`"),
            "{messages}"
        );
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_reports_its_findings() {
    let folder = folder("interrupt");
    let mut child = command(&folder.0, &["-", "--format", "concise", "-j", "1"]).spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("an input");
    // More than a segment, and the pipe stays open: a run that waits for its end never finishes.
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
    let messages = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && messages.contains("pages/descending"), "{:?}", output.status);
    assert!(
        messages.contains("interrupted: the report is incomplete"),
        "{}",
        &messages[messages.len().saturating_sub(400)..]
    );
}

/// Runs the program in a folder. Returns the status and the output.
fn run(folder: &Path, arguments: &[&std::ffi::OsStr]) -> (Option<i32>, String) {
    let mut command = command(folder, &[]);
    let output = command.args(arguments).stdin(Stdio::null()).output().expect("the program runs");
    let messages = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code(), messages.into_owned())
}

fn words<'w>(words: &[&'w str]) -> Vec<&'w std::ffi::OsStr> {
    words.iter().copied().map(std::ffi::OsStr::new).collect()
}

#[test]
#[cfg(unix)]
fn a_report_never_overwrites_an_input_through_a_link() {
    let folder = folder("links");
    let error = folder.0.join("error.json");
    let before = fs::read(&error).expect("a file");
    std::os::unix::fs::symlink("error.json", folder.0.join("link.out")).expect("a link can be made");
    std::os::unix::fs::symlink("link.out", folder.0.join("link-to-link.out")).expect("a link can be made");
    std::os::unix::fs::symlink("new.out", folder.0.join("link-to-new.out")).expect("a link can be made");
    fs::hard_link(&error, folder.0.join("hard.out")).expect("a link can be made");
    for name in ["link.out", "link-to-link.out", "hard.out"] {
        let report = format!("json={name}");
        let (status, messages) = run(&folder.0, &words(&["error.json", "--format", &report]));
        assert!(status == Some(2) && messages.contains("would be overwritten"), "{name}: {status:?} {messages}");
        assert_eq!(fs::read(&error).expect("a file"), before, "{name}");
    }
    let reports = ["error.json", "--format", "json=new.out", "--format", "sarif=link-to-new.out"];
    let (status, messages) = run(&folder.0, &words(&reports));
    assert!(status == Some(2) && messages.contains("two reports"), "{status:?} {messages}");
    let (status, messages) = run(&folder.0, &words(&["link.out", "--format", "json=error.json"]));
    assert!(status == Some(2) && messages.contains("would be overwritten"), "{status:?} {messages}");
    // A file that the shell opened.
    let mut command = command(&folder.0, &["-", "--format", "json=error.json"]);
    let status = command.stdin(fs::File::open(&error).expect("a file")).status().expect("the program runs");
    assert_eq!((status.code(), fs::read(&error).expect("a file")), (Some(2), before));
}

#[test]
#[cfg(target_os = "linux")]
fn every_file_of_a_folder_is_checked_or_reported() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("unseen");
    let place = folder.0.join("unseen");
    fs::create_dir_all(place.join("elsewhere")).expect("a folder can be made");
    fs::write(place.join("clean.json"), CLEAN).expect("a file can be written");
    let shown = |messages: &str, words: &[&str]| words.iter().all(|word| messages.contains(word));

    // Two names that look the same if their invalid bytes are replaced.
    for (name, text) in [(&b"a\xFF.json"[..], CLEAN), (b"a\xFE.json", "{ \"title\": \"a\", \"pages\": \"9-1\" }")] {
        fs::write(place.join(std::ffi::OsStr::from_bytes(name)), text).expect("a file can be written");
    }
    let (status, messages) = run(&place, &words(&["."]));
    assert!(
        status == Some(1) && shown(&messages, &["a\\xFE.json:1:", "3 records in 3 files"]),
        "{status:?} {messages}"
    );
    let names = [std::ffi::OsStr::from_bytes(b"a\xFF.json"), std::ffi::OsStr::from_bytes(b"a\xFE.json")];
    let (status, messages) = run(&place, &names);
    assert!(
        status == Some(1) && shown(&messages, &["a\\xFE.json:1:", "2 records in 2 files"]),
        "{status:?} {messages}"
    );

    // Links.
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, place.join(name)).expect("a link can be made");
    };
    link("clean.json", "inside.json");
    link("../error.json", "outside.json");
    let (status, messages) = run(&place, &words(&["."]));
    assert!(
        status == Some(1) && shown(&messages, &["Not checked: outside.json", "in 3 files"]),
        "{status:?} {messages}"
    );
    for target in ["nowhere.json", "loop.json"] {
        link(target, "loop.json");
        for arguments in [&["."][..], &["*.json"], &["loop.json"], &["--listed-files", "loop.json"]] {
            let (status, messages) = run(&place, &words(arguments));
            assert!(
                status == Some(2) && messages.contains("loop.json: a link "),
                "{arguments:?}: {status:?} {messages}"
            );
        }
        let (status, messages) = run(&place, &words(&["elsewhere/*.json", "clean.json"]));
        assert!(
            status == Some(2) && messages.contains("no file matches") && !messages.contains("a link"),
            "{messages}"
        );
        fs::remove_file(place.join("loop.json")).expect("a link can be removed");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn unreadable_folders_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("closed");
    let place = folder.0.join("closed");
    let secret = place.join("records/secret");
    fs::create_dir_all(&secret).expect("a folder can be made");
    fs::write(place.join("records/clean.json"), CLEAN).expect("a file can be written");
    fs::write(secret.join("error.json"), "{ \"title\": \"a\", \"pages\": \"9-1\" }").expect("a file can be written");
    let run = |arguments: &[&str]| run(&place, &words(arguments));
    let expect_status = |status: Option<i32>, messages: &str, expected: i32, words: &str| {
        assert!(status == Some(expected) && messages.contains(words), "{status:?} instead of {expected}: {messages}");
    };

    // A path that is longer than the system allows. It is created step by step, because a single call cannot name it.
    let steps =
        "name=$(printf 'd%.0s' $(seq 200)); for i in $(seq 25); do mkdir $name && cd $name; done; echo '{' >a.json";
    let made = Command::new("bash").args(["-c", steps]).current_dir(place.join("records")).status();
    assert!(made.expect("`bash` runs").success());
    let (status, messages) = run(&["."]);
    expect_status(status, &messages, 2, "its path is too long");
    // Folders that no pattern can match do not matter.
    let (status, messages) = run(&["records/*.json"]);
    expect_status(status, &messages, 0, "1 record in 1 file");
    let (status, messages) = run(&["records/**/*.json"]);
    expect_status(status, &messages, 2, "its path is too long");
    fs::write(place.join("recordlint.yaml"), "files: { exclude: ['records/d*/**'] }\n").expect("a file can be written");
    // Folders that a configuration excludes, at any depth, do not matter either.
    let (status, messages) = run(&["."]);
    expect_status(status, &messages, 1, "secret/error.json");
    let removed = Command::new("rm").args(["-rf", "--"]).arg(place.join("records").join("d".repeat(200))).status();
    assert!(removed.expect("`rm` runs").success());
    fs::remove_file(place.join("recordlint.yaml")).expect("a file can be removed");

    fs::set_permissions(&secret, PermissionsExt::from_mode(0o000)).expect("a mode can be set");
    if fs::read_dir(&secret).is_err() {
        let (status, messages) = run(&["."]);
        expect_status(status, &messages, 2, "records/secret: permission denied");
        let (status, messages) = run(&["--listed-files", "records/secret/error.json"]);
        expect_status(status, &messages, 2, "permission denied");
    } else {
        eprintln!("skipped: this user may read every folder");
    }
    fs::set_permissions(&secret, PermissionsExt::from_mode(0o755)).expect("a mode can be set");
}

#[test]
fn unusual_names_are_accepted_as_arguments() {
    let folder = folder("names");
    let names = ["a name.json", "a\nname.json", "--fix", "#a.json", "@a.json", "a'\"$(b).json", "%41.json", "a:b.json"];
    let place = folder.0.join("names");
    fs::create_dir_all(&place).expect("a folder can be made");
    for name in names {
        fs::write(place.join(name), CLEAN).expect("a file can be written");
        let (status, messages) = run(&place, &words(&["--", name]));
        assert!(status == Some(0) && messages.contains("1 record in 1 file"), "{name}: {status:?} {messages}");
    }
    let all: Vec<&str> = std::iter::once("--").chain(names).collect();
    let (status, messages) = run(&place, &words(&all));
    assert!(status == Some(0) && messages.contains("8 records in 8 files"), "{status:?} {messages}");
}

#[test]
fn many_names_are_accepted_as_arguments() {
    let folder = folder("many");
    // More names would not test more.
    let names: Vec<String> = (0..10_000).map(|number| format!("{number:x}")).collect();
    let place = folder.0.join("many");
    fs::create_dir_all(&place).expect("a folder can be made");
    for name in &names {
        fs::write(place.join(name), "@misc{a, title = {A}}\n").expect("a file can be written");
    }
    let mut command = command(&place, &["--select", "pages", "--format", "summary"]);
    match command.args(&names).stdin(Stdio::null()).output() {
        Ok(output) => {
            let messages = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && messages.contains("10000 records in 10000 files"), "{messages}");
        }
        Err(error) => eprintln!("skipped: the system does not take so many arguments: {error}"),
    }
}

#[test]
fn two_processes_may_check_and_fix_one_file() {
    let folder = folder("two");
    let file = folder.0.join("two.json");
    let text = CLEAN.replace("Reading in", "Reading  in");
    fs::write(&file, &text).expect("a file can be written");
    let start = || command(&folder.0, &["two.json", "--fix", "--select", "text/whitespace"]).spawn().expect("it runs");
    let processes = [start(), start()];
    for process in processes {
        let output = process.wait_with_output().expect("the program ends");
        let messages = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        // The second process finds nothing to fix, or a changed file.
        assert!(matches!(output.status.code(), Some(0 | 2)), "{:?} {messages}", output.status);
        let is_changed = messages.contains("changed");
        assert_eq!(output.status.code() == Some(2), is_changed, "{messages}");
    }
    assert_eq!(fs::read_to_string(&file).expect("a file"), CLEAN);
}
