//! Shared by the tests: functions that call the library. The tests consist of inputs and expectations.
#![allow(clippy::expect_used, clippy::print_stderr, missing_docs)] // A test that cannot go on says so.
#![allow(dead_code)] // Each test binary uses a part of it.

use recordlint::diagnostic::{Diagnostic, Edit};
use recordlint::lint::{self, Outcome, Policy, Scratch};
use recordlint::rules::catalogue;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::{Encoding, Source};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The year in which all tests run.
pub const YEAR: i32 = 2026;

/// Returns the policy of a profile, with additional rules.
pub fn policy(profile: &str, extend: &[&str]) -> Policy {
    let selection =
        Selection { extend_select: extend.iter().map(|id| (*id).to_owned()).collect(), ..Selection::default() };
    let profile = Profile::bundled(profile).expect("the profile is bundled");
    let rules = RuleSet::new(catalogue(), profile, &selection).expect("the selectors match");
    Policy { record_schema: Some(Schema::bundled().expect("the bundled schema is sound")), ..Policy::new(rules, YEAR) }
}

/// Checks a text as a file called `path`.
pub fn lint<'a>(path: &'a str, text: &'a str, syntax: Syntax, json_mode: JsonMode, policy: &'a Policy) -> Outcome<'a> {
    let source = Source::of_text(path, text).expect("a test's text is UTF-8");
    lint::lint(source, syntax, json_mode, policy, &mut Scratch::default())
}

/// Returns the text of a file as a source, if it is UTF-8 and declares no other encoding.
pub fn utf8<'a>(path: &'a str, bytes: &'a [u8]) -> Option<Source<'a>> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| Encoding::detected(bytes).is_none())?;
    Source::of_text(path, text).ok()
}

/// Returns the texts under the first labels of a rule's diagnostics, and the text after each fix.
pub fn findings_of(path: &str, text: &str, syntax: Syntax, rule: &str) -> (Vec<String>, Vec<String>) {
    let policy = policy("core", &["all"]);
    let outcome = lint(path, text, syntax, JsonMode::DetectLines, &policy);
    let found: Vec<_> = outcome.diagnostics.iter().filter(|one| one.rule == rule).collect();
    let places = found.iter().map(|one| text[one.labels[0].span.range()].to_owned()).collect();
    let fixed = |one: &&Diagnostic| {
        let edits: Vec<Edit> = one.fix.as_ref()?.edits.as_ref()?.iter().map(|edit| edit.edit.clone()).collect();
        Some(Edit::apply(text, &edits))
    };
    (places, found.iter().filter_map(fixed).collect())
}

/// Returns a folder of the shared files next to the project. If it does not exist, reports this and returns `None`.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: ../shared/{folder} is absent, and what it would show is not shown");
    None
}

/// Returns all files below a folder, by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether expectations are replaced with the current output (`RECORDLINT_BLESS=1`).
pub fn bless() -> bool {
    std::env::var_os("RECORDLINT_BLESS").is_some()
}

/// Loads a user's schema from its text.
pub fn schema(text: &str) -> std::sync::Arc<Schema> {
    struct Only<'t>(&'t str);
    impl recordlint::text::Files for Only<'_> {
        fn read(&self, _: &Path) -> Result<String, recordlint::text::FilesError> {
            Ok(self.0.to_owned())
        }
    }
    let path = Path::new("schema.json");
    std::sync::Arc::new(Schema::load(path, "schema.json", &Only(text)).expect("the example's schema is sound"))
}

/// A sequence of numbers that is the same in every run (Marsaglia's xorshift), from a seed that is not 0.
pub struct Numbers(pub u64);

impl Numbers {
    /// Returns the next number, below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Returns the path of the program. The environment may name another build.
pub fn program() -> PathBuf {
    std::env::var_os("RECORDLINT_PROGRAM").map_or_else(|| env!("CARGO_BIN_EXE_recordlint").into(), PathBuf::from)
}

/// A temporary folder that is removed at the end of the test.
pub struct Folder(pub PathBuf);

impl Folder {
    /// Creates a folder whose path contains `name`. Two folders with the same name have different paths.
    pub fn new(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("recordlint-fix-{name}-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder can be made");
        Self(path.canonicalize().expect("it is there"))
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(&path, bytes).expect("a file can be written");
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).expect("a file can be read")
    }

    /// Returns all names below it.
    pub fn names(&self) -> Vec<String> {
        let name = |path: PathBuf| path.strip_prefix(&self.0).expect("below").to_string_lossy().into_owned();
        files(&self.0).into_iter().map(name).collect()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, b"")
    }

    /// Runs the program in the folder, with bytes on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(&self.0).env_clear().env("LANG", "C.UTF-8");
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("the program starts");
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        child.wait_with_output().expect("the program ends")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns the findings in many files in one run, by the index of the file. Each file is in its own folder.
pub fn findings<B: AsRef<[u8]>>(profile: &str, files: &[(usize, &str, B)]) -> BTreeMap<usize, Vec<Value>> {
    // The tests of a binary run at the same time.
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("many-{profile}-{}", RUNS.fetch_add(1, Ordering::Relaxed)));
    for (number, name, bytes) in files {
        folder.write(&format!("{number}/{name}"), bytes);
    }
    let output =
        folder.run(&["check", "--isolated", "--profile", profile, "--year", "2026", "--output-format", "jsonl", "."]);
    let report = String::from_utf8(output.stdout).expect("a report is UTF-8");
    let mut found: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for line in report.lines() {
        let finding: Value = serde_json::from_str(line).expect("JSON lines");
        let path = finding["path"].as_str().unwrap_or_default();
        let number = path.split('/').next().and_then(|number| number.parse().ok()).expect("a number");
        found.entry(number).or_default().push(finding);
    }
    found
}

/// Returns the exit status.
pub fn status(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

/// Returns all output.
pub fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// An example on a page: the words after its fence, and its text.
pub struct Example {
    pub info: String,
    pub text: String,
    /// The schema that precedes it.
    pub schema: Option<String>,
}

impl Example {
    /// Returns the profile with which it is checked.
    pub fn profile(&self) -> &str {
        let mut words = self.info.split_whitespace();
        words.find_map(|word| word.strip_prefix("profile-")).unwrap_or("core")
    }

    /// Returns the syntax and the name of the file, or `None` if the example is not checked.
    pub fn file(&self, rule: &str) -> Option<(Syntax, &'static str)> {
        match (self.info.split_whitespace().next(), rule) {
            // Not a record: these are checked by the tests of configurations and declared rules.
            (_, "config/invalid" | "rule/invalid" | "rule/failed") => None,
            (Some("json"), _) | (Some("text"), "syntax/json" | "record/not-an-object") => {
                Some((Syntax::Json, "record.json"))
            }
            (Some("ndjson"), _) | (Some("text"), "syntax/ndjson") => Some((Syntax::Ndjson, "records.ndjson")),
            (Some("yaml"), _) => Some((Syntax::Yaml, "record.yaml")),
            (Some("xml"), _) => Some((Syntax::Xml, "record.xml")),
            (Some("bibtex"), _) => Some((Syntax::Bibtex, "records.bib")),
            (Some("ris"), _) => Some((Syntax::Ris, "records.ris")),
            (Some("page"), _) => Some((Syntax::Page, "page.txt")),
            _ => None,
        }
    }

    /// Checks it with a rule that the profile may have switched off.
    pub fn check(&self, rule: &str) -> Option<Vec<Diagnostic>> {
        let (syntax, path) = self.file(rule)?;
        let mut policy = policy(self.profile(), &[rule]);
        policy.own_schema = self.schema.as_deref().map(schema);
        Some(lint(path, &self.text, syntax, JsonMode::DetectLines, &policy).diagnostics)
    }
}

/// Returns the examples in a section of a page.
pub fn examples(page: &str, section: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let (mut inside, mut open) = (false, false);
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ").filter(|_| !open) {
            inside = name.trim() == section;
        } else if let Some(info) = line.strip_prefix("```") {
            if inside && !open {
                found.push(Example { info: info.to_owned(), text: String::new(), schema: None });
            }
            open = !open;
        } else if let Some(example) = found.last_mut().filter(|_| inside && open) {
            example.text.push_str(line);
            example.text.push('\n');
        }
    }
    let mut schema = None;
    found.retain_mut(|example| {
        if example.info == "json schema" {
            schema = Some(example.text.clone());
            return false;
        }
        example.schema.clone_from(&schema);
        true
    });
    found
}
