//! Rule files and configurations with errors. Each names the expected findings at its end.
//!
//! `# expect LINE: WORDS` is a finding at that line whose message contains these words. The findings must be in this order,
//! and there must be no others.

use crate::support;

use recordlint::config::{Config, ConfigError, own_rules};
use recordlint::engine::Disk;
use recordlint::rules::catalogue;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/config-errors").join(name)
}

/// Returns the line and the words of each expected finding.
fn expected(text: &str) -> Vec<(u64, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# expect "));
    lines
        .map(|line| {
            let (number, words) = line.split_once(':').expect("a line and words");
            (number.parse().expect("a number"), words.trim().to_owned())
        })
        .collect()
}

/// Returns the difference between the expected and the reported findings.
fn difference(path: &Path, expected: &[(u64, String)], found: &[(u64, String)]) -> Option<String> {
    let agrees =
        |((line, words), (at, message)): (&(u64, String), &(u64, String))| line == at && message.contains(words);
    let same = expected.len() == found.len() && expected.iter().zip(found).all(agrees) && !expected.is_empty();
    (!same).then(|| format!("{}:\n  found {found:?}\n  instead of {expected:?}", path.display()))
}

#[test]
fn broken_rules_are_rejected() {
    let mut wrong = Vec::new();
    let files = support::files(&folder("rules"));
    assert!(files.len() > 40, "only {} files", files.len());
    for path in files {
        let text = fs::read_to_string(&path).expect("a rule file");
        let file = own_rules::read(&text, "rule.yaml", catalogue());
        let diagnostics = file.invalid.map(|wrong| wrong.diagnostics).unwrap_or_default();
        let found: Vec<_> = diagnostics.into_iter().map(|one| (one.start().line, one.message)).collect();
        if file.rule.is_some() {
            wrong.push(format!("{}: was loaded", path.display()));
        }
        wrong.extend(difference(&path, &expected(&text), &found));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each folder contains a `recordlint.yaml` and the files that it names. The expectations are in the file with the error.
#[test]
fn broken_configurations_are_rejected() {
    let mut wrong = Vec::new();
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder("configs")).expect("the folder").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    assert!(cases.len() > 15, "only {} cases", cases.len());
    for case in cases {
        let expected_findings: Vec<(u64, String)> = support::files(&case)
            .into_iter()
            .flat_map(|path| expected(&fs::read_to_string(path).expect("a text")))
            .collect();
        let path = case.join("recordlint.yaml").canonicalize().expect("a configuration");
        let disk = Disk::new(&case).expect("a folder");
        let found = match Config::load(&path, "recordlint.yaml", &disk, catalogue()) {
            Ok(_) => Vec::new(),
            Err(ConfigError::Unreadable(reason)) => vec![(0, reason)],
            Err(ConfigError::Invalid(files)) => {
                let all = files.into_iter().flat_map(|file| file.diagnostics);
                all.map(|one| (one.start().line, one.message)).collect()
            }
        };
        wrong.extend(difference(&case, &expected_findings, &found));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
