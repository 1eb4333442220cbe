//! Measures the speed of parsing, of converting to the native form and of checking for each record format, compared with
//! another parser.
//!
//! usage: `cargo bench --bench formats -- FOLDER...`, folders of real records. A file counts for the format of its first
//! record.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss, missing_docs)]

use recordlint::lint::{self, Policy, Scratch};
use recordlint::rules::catalogue;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::shape::{self, Builder, Canonical};
use recordlint::syntax::{self, JsonMode, Syntax};
use recordlint::text::Source;
use recordlint::tree::{Arena, Tree};
use saphyr_parser::Parser;
use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// The number of rounds. All stages run in each round, so that other load on the machine affects all of them.
const ROUNDS: usize = 5;

/// The minimum number of bytes of a round. Groups with fewer bytes are read repeatedly.
const BYTES: usize = 8 << 20;

/// The files of one format.
struct Group {
    syntax: Syntax,
    files: Vec<String>,
    records: u64,
}

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if folders.is_empty() {
        println!("usage: cargo bench --bench formats -- FOLDER...; nothing measured");
        return;
    }
    let policy = policy();
    let mut groups: BTreeMap<(&str, &str), Group> = BTreeMap::new();
    for folder in &folders {
        collect(Path::new(folder), &mut groups);
    }
    println!("| format | syntax | files | records | MB | other parser, MB/s | tree | with native form | with rules |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for ((shape, syntax), group) in &groups {
        let bytes: usize = group.files.iter().map(String::len).sum();
        let times = BYTES.div_ceil(bytes.max(1)).max(1);
        let stages: [&dyn Fn(&str) -> usize; 4] = [
            &|text| with_other_parser(text, group.syntax),
            &|text| trees(text, group.syntax, false),
            &|text| trees(text, group.syntax, true),
            &|text| whole(text, group.syntax, &policy),
        ];
        let mut measured: [Vec<f64>; 4] = Default::default();
        for _ in 0..ROUNDS {
            for (stage, seconds) in stages.iter().zip(&mut measured) {
                let start = Instant::now();
                for _ in 0..times {
                    black_box(group.files.iter().map(|text| stage(text)).sum::<usize>());
                }
                seconds.push(start.elapsed().as_secs_f64());
            }
        }
        let speeds = measured.map(|mut seconds| {
            seconds.sort_by(f64::total_cmp);
            (bytes * times) as f64 / 1e6 / seconds[ROUNDS / 2]
        });
        let other = if other_parser(group.syntax).is_empty() {
            String::new()
        } else {
            format!("{} {:.0}", other_parser(group.syntax), speeds[0])
        };
        println!(
            "| {shape} | {syntax} | {} | {} | {:.1} | {other} | {:.0} | {:.0} | {:.0} |",
            group.files.len(),
            group.records,
            bytes as f64 / 1e6,
            speeds[1],
            speeds[2],
            speeds[3],
        );
    }
}

fn collect(path: &Path, groups: &mut BTreeMap<(&'static str, &'static str), Group>) {
    if path.is_dir() {
        let mut inside: Vec<_> =
            fs::read_dir(path).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
        inside.sort();
        inside.iter().for_each(|path| collect(path, groups));
        return;
    }
    let bytes = fs::read(path).expect("the file can be read");
    // Files in encodings other than UTF-8 are skipped.
    let Ok(text) = String::from_utf8(bytes) else { return };
    let Ok(syntax) = syntax::detect(&path.to_string_lossy(), &text) else { return };
    let source = Source::of_text("file", &text).expect("UTF-8");
    let (mut arena, mut findings, mut records) = (Arena::default(), Vec::new(), 0);
    let mut reader = shape::reader(source.chunk, syntax, JsonMode::DetectLines);
    let mut first = None;
    while let Some(record) = reader.next(&mut arena, &mut findings) {
        records += 1;
        if record.readable && first.is_none() {
            first = shape::detect(syntax, Tree::new(source.chunk, &arena).expect("a record")).map(|shape| shape.id);
        }
    }
    let Some(shape) = first else { return };
    let group = groups.entry((shape, syntax.name())).or_insert(Group { syntax, files: Vec::new(), records: 0 });
    group.records += records;
    group.files.push(text);
}

fn policy() -> Policy {
    let profile = Profile::bundled("core").expect("the profile is bundled");
    let rules = RuleSet::new(catalogue(), profile, &Selection::default()).expect("no selector");
    Policy { record_schema: Some(Schema::bundled().expect("the bundled schema is valid")), ..Policy::new(rules, 2026) }
}

/// Returns the name of the other parser for a syntax. It does not record positions.
fn other_parser(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Json | Syntax::Ndjson => "serde_json",
        Syntax::Yaml => "saphyr",
        Syntax::Xml => "roxmltree",
        Syntax::Bibtex | Syntax::Ris | Syntax::Page => "",
    }
}

fn with_other_parser(text: &str, syntax: Syntax) -> usize {
    match syntax {
        Syntax::Json => usize::from(serde_json::from_str::<serde_json::Value>(text).is_ok()),
        Syntax::Ndjson => text.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count(),
        Syntax::Yaml => Parser::new_from_str(text).map_while(Result::ok).count(),
        Syntax::Xml => {
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            usize::from(roxmltree::Document::parse_with_options(text, options).is_ok())
        }
        Syntax::Bibtex | Syntax::Ris | Syntax::Page => 0,
    }
}

/// Parses records to trees and, with `converts`, converts them to the native form. Returns the number of records.
fn trees(text: &str, syntax: Syntax, converts: bool) -> usize {
    let source = Source::of_text("file", text).expect("UTF-8");
    let mut reader = shape::reader(source.chunk, syntax, JsonMode::DetectLines);
    let (mut arena, mut canonical, mut findings, mut records) = (Arena::default(), Canonical::default(), Vec::new(), 0);
    while reader.next(&mut arena, &mut findings).is_some() {
        if converts
            && let Some(tree) = Tree::new(source.chunk, &arena)
            && let Some(shape) = shape::detect(syntax, tree)
        {
            black_box((shape.read)(&mut Builder::new(tree, &mut canonical)));
        }
        records += 1;
        findings.clear();
    }
    records
}

/// Runs all rules. Returns the number of findings.
fn whole(text: &str, syntax: Syntax, policy: &Policy) -> usize {
    let source = Source::of_text("file", &text).expect("UTF-8");
    lint::lint(source, syntax, JsonMode::DetectLines, policy, &mut Scratch::default()).diagnostics.len()
}
