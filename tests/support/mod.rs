//! What the tests share: one function that knows the library, the rest is input and expectation.
#![allow(clippy::expect_used, clippy::print_stderr, missing_docs)] // A test that cannot go on says so.
#![allow(dead_code)] // Each test binary uses a part of it.

use recordlint::lint::{self, Outcome, Policy, Scratch};
use recordlint::rules::catalogue;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::syntax::Syntax;
use recordlint::text::Source;
use std::path::{Path, PathBuf};

/// The year in which all tests run.
pub const YEAR: i32 = 2026;

/// A policy of a profile, with some rules on that it has switched off.
pub fn policy(profile: &str, extend: &[&str]) -> Policy {
    let selection =
        Selection { extend_select: extend.iter().map(|id| (*id).to_owned()).collect(), ..Selection::default() };
    let profile = Profile::bundled(profile).expect("the profile is bundled");
    Policy {
        rules: RuleSet::new(catalogue(), profile, &selection).expect("the selectors match"),
        record_schema: Some(Schema::bundled().expect("the bundled schema is sound")),
        own_schema: None,
        shape: None,
        languages: recordlint::record::Recogniser::usual().clone(),
        id: None,
        year: YEAR,
    }
}

/// Checks a text as a file called `path`.
pub fn lint<'a>(path: &'a str, text: &'a str, syntax: Syntax, insist: bool, policy: &'a Policy) -> Outcome<'a> {
    let source = Source::new(path, text.as_bytes()).expect("a test's text is UTF-8");
    lint::lint(source, syntax, insist, policy, &mut Scratch::default())
}

/// A folder of the material beside the project; nothing, and a word about it, where it is absent.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: ../shared/{folder} is absent, and what it would show is not shown");
    None
}

/// All files below a folder, by name.
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

/// Whether expectations are to be rewritten from what is printed now (`RECORDLINT_BLESS=1`).
pub fn bless() -> bool {
    std::env::var_os("RECORDLINT_BLESS").is_some()
}

/// A schema as a person's own, from its text.
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
