//! The layers: a module uses only those below it, and some crates only one module.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first. Modules in the same row do not use each other.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["tree"],
    &["diagnostic"],
    &["syntax"],
    &["shape"],
    &["record"],
    &["ruleset"],
    &["rules"],
    &["lint"],
    &["fix", "config"],
    &["linter"],
    &["engine", "report", "rule_examples"],
    &["cli", "lsp"],
];

/// Crates, and the only modules that may use them.
const CRATES: &[(&str, &[&str])] = &[
    ("miette", &["report/full"]),
    ("encoding_rs", &["text/encoding", "text/widths"]),
    ("indicatif", &["cli/progress"]),
    ("ctrlc", &["cli"]),
    ("clap", &["cli"]),
    ("jsonschema", &["tree/schema", "ruleset/schema"]),
    ("cel", &["ruleset/declared/expression"]),
    ("isolang", &["record/language"]),
    ("whatlang", &["record/language"]),
];

/// Only this file writes to standard output and standard error, so that all text for people is sanitised.
const CONSOLE: &str = "cli/console.rs";

/// The only modules that open files.
const DISK: &[&str] = &["engine/"];

/// Texts are never read without a limit, and only git is run, to read a revision.
const NEVER: &[(&str, &[&str])] = &[
    ("fs::read_to_string", &[]),
    ("fs::read(", &[]),
    ("Command::new", &["engine/revision.rs"]),
    ("impl Files for", &["engine/files.rs", "engine/revision.rs", "ruleset/schema/mod.rs", "linter/builder.rs"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn level(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Returns the modules of this crate that a line names.
fn used(line: &str) -> Vec<&str> {
    line.split("crate::")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
        .collect()
}

#[test]
fn modules_only_use_lower_layers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        let module = path.split(['/', '.']).next().unwrap_or_default().to_owned();
        let text = fs::read_to_string(file).expect("a source");
        let own = level(&module);
        assert!(own.is_some() || ["main", "lib"].contains(&module.as_str()), "{path} is in no layer");
        // Unit tests may use higher layers: they parse texts to create trees.
        let is_of_tests = path.ends_with("/tests.rs");
        let program = text.split("#[cfg(test)]\nmod tests {").next().filter(|_| !is_of_tests).unwrap_or_default();
        for line in program.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for name in used(line).into_iter().filter(|name| *name != module) {
                if level(name).is_some_and(|other| own.is_some_and(|own| other >= own)) {
                    wrong.push(format!("{path} uses {name}"));
                }
            }
            for (name, places) in CRATES {
                let names_crate = line.contains(&format!("{name}::")) || line.contains(&format!("use {name}"));
                if names_crate && !places.iter().any(|place| path.starts_with(place)) {
                    wrong.push(format!("{path} names the crate {name}"));
                }
            }
            let prints = ["io::stdout", "io::stderr", "print!(", "println!("].iter().any(|word| line.contains(word));
            if prints && path != CONSOLE {
                wrong.push(format!("{path} writes past {CONSOLE}"));
            }
            for (word, places) in NEVER {
                if line.contains(word) && !places.iter().any(|place| path.starts_with(place)) {
                    wrong.push(format!("{path} has {word}"));
                }
            }
            let opens = ["std::fs", "File::open", "fs::read"].iter().any(|word| line.contains(word));
            if opens && !DISK.iter().any(|place| path.starts_with(place)) {
                wrong.push(format!("{path} opens files"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files.len() > 30, "only {} sources were read", files.len());
}
