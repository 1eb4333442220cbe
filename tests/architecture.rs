//! The layers: a module uses only those below it, and some crates only one module.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

use std::collections::BTreeMap;
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

/// Returns the code of a source file without comments and unit tests.
fn program_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source");
    let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the modules of a folder: its files and subfolders.
fn modules_in(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(folder)
        .expect("a folder of the sources")
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let module = if entry.path().is_dir() { Some(name.as_str()) } else { name.strip_suffix(".rs") };
            module.filter(|module| !["mod", "lib", "main", "tests"].contains(module)).map(str::to_owned)
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Whether the code names `module` by a path that begins with `prefix`: `super::module`, or `super::{module::…}`.
fn names_module(code: &str, prefix: &str, module: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    code.match_indices(prefix).any(|(at, _)| {
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == ':' || before == '_') {
            return false;
        }
        let rest = &code[at + prefix.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            return group.split([',', '{']).any(|item| {
                item.trim().strip_prefix(module).is_some_and(|rest| rest.starts_with("::") || rest.is_empty())
            });
        }
        rest.strip_prefix(module).is_some_and(is_end)
    })
}

/// Returns the modules of the same folder that each module of a folder uses.
fn uses_within(root: &Path, folder: &Path) -> BTreeMap<String, Vec<String>> {
    let modules = modules_in(folder);
    let own = folder.strip_prefix(root).expect("below src").to_string_lossy().replace(['/', '\\'], "::");
    let mut uses = BTreeMap::new();
    for module in &modules {
        let mut files = Vec::new();
        let below = folder.join(module);
        if below.is_dir() {
            sources(&below, &mut files);
        }
        files.extend(Some(folder.join(format!("{module}.rs"))).filter(|file| file.exists()));
        let mut neighbours: Vec<String> = Vec::new();
        for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
            let depth = file.strip_prefix(folder).expect("below the folder").components().count();
            let is_root = file.file_name().is_some_and(|name| name == "mod.rs");
            let up = "super::".repeat(depth - usize::from(is_root));
            let code = program_of(file);
            let named = |other: &&String| {
                *other != module
                    && (names_module(&code, &up, other) || names_module(&code, &format!("crate::{own}::"), other))
            };
            neighbours.extend(modules.iter().filter(named).cloned());
        }
        uses.insert(module.clone(), neighbours);
    }
    uses
}

#[test]
fn files_of_a_folder_do_not_use_each_other_in_circles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut folders: Vec<PathBuf> = files.iter().filter_map(|file| file.parent().map(Path::to_owned)).collect();
    folders.sort();
    folders.dedup();
    let (mut wrong, mut arrows) = (Vec::new(), 0);
    for folder in folders.iter().filter(|folder| **folder != root) {
        let mut uses = uses_within(&root, folder);
        arrows += uses.values().map(Vec::len).sum::<usize>();
        // Modules that use none of the others are removed until only circles, and what uses them, are left.
        loop {
            let left: Vec<String> = uses.keys().cloned().collect();
            uses.retain(|_, used| used.iter().any(|other| left.contains(other)));
            if uses.len() == left.len() {
                break;
            }
        }
        wrong.extend((!uses.is_empty()).then(|| format!("{}: {uses:?}", folder.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(arrows > 100, "only {arrows} uses were found");
}

#[test]
fn rule_ids_are_only_named_in_rules_and_in_the_list_of_ids() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let rules = files.iter().filter_map(|file| file.strip_prefix(root.join("rules")).ok());
    // `pages/too_many.rs` is the rule `pages/too-many`.
    let ids: Vec<String> = rules
        .filter(|file| file.components().count() == 2)
        .map(|file| file.with_extension("").to_string_lossy().replace('\\', "/").replace('_', "-"))
        .collect();
    let mut wrong = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        // A format may lower the severity of a rule, which is data about the format.
        let may_name = path.starts_with("rules/") || path.starts_with("shape/") || path == "diagnostic/ids.rs";
        if !may_name && !path.ends_with("/tests.rs") {
            let code = program_of(file);
            let named = code.split('"').filter(|text| ids.iter().any(|id| id == text));
            wrong.extend(named.map(|id| format!("{path}: {id}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ids.len() > 150, "only {} rules were found", ids.len());
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
