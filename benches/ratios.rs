//! Compares the stages of a check with `serde_json::from_slice::<Value>` for the same lines, as ratios within one run.
//!
//! usage: `cargo bench --bench ratios -- CORPUS.ndjson [DIRTY.ndjson]`, files written by the shared `bench/gen.py`.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss, missing_docs)]

use recordlint::diagnostic::Finding;
use recordlint::lint::{self, Policy, Scratch};
use recordlint::report::{FileReport, jsonl};
use recordlint::rules::catalogue;
use recordlint::ruleset::declared;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Decoded;
use recordlint::tree::{Arena, Tree};
use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The number of rounds. All stages run in each round, so that other load on the machine affects all of them.
const ROUNDS: usize = 7;

type Stage<'a> = (&'a str, Box<dyn FnMut() -> usize + 'a>);

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let Some(clean) = paths.first() else {
        println!("usage: cargo bench --bench ratios -- CORPUS.ndjson [DIRTY.ndjson]; nothing measured");
        return;
    };
    let clean = fs::read(clean).expect("the corpus can be read");
    let dirty = paths.get(1).map(|path| fs::read(path).expect("the corpus can be read"));
    let policy = policy(None);
    let with_schema = self::policy(Some(BY_SCHEMA));
    let with_expression = self::policy(Some(BY_EXPRESSION));
    let schema = Schema::bundled().expect("the bundled schema is valid");
    let mut stages: Vec<Stage> = vec![
        ("serde_json::Value", Box::new(|| values(&clean))),
        ("read + tree", Box::new(|| trees(&clean, None))),
        ("read + tree + schema", Box::new(|| trees(&clean, Some(&schema)))),
        ("whole run, clean", Box::new(|| whole(&clean, &policy))),
        ("with an own rule: a schema", Box::new(|| whole(&clean, &with_schema))),
        ("with an own rule: CEL", Box::new(|| whole(&clean, &with_expression))),
    ];
    let dirty_from = stages.len();
    if let Some(dirty) = &dirty {
        stages.push(("serde_json::Value, broken", Box::new(|| values(dirty))));
        stages.push(("whole run, broken, as JSON lines", Box::new(|| whole(dirty, &policy))));
    }
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); stages.len()];
    let mut results = vec![0; stages.len()];
    for _ in 0..ROUNDS {
        for (place, (_, stage)) in stages.iter_mut().enumerate() {
            let start = Instant::now();
            results[place] = black_box(stage());
            times[place].push(start.elapsed());
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    println!("{:36} {:>8} {:>8} {:>10}", "stage", "ratio", "MB/s", "result");
    for (place, (name, _)) in stages.iter().enumerate() {
        let (base, bytes) = match (&dirty, place) {
            (Some(dirty), _) if place >= dirty_from => (medians[dirty_from], dirty.len()),
            _ => (medians[0], clean.len()),
        };
        let megabytes = bytes as f64 / 1e6 / medians[place];
        println!("{name:36} {:8.3} {megabytes:8.0} {:>10}", medians[place] / base, results[place]);
    }
    let records = clean.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() as f64;
    for (place, kind) in [(4, "a schema"), (5, "an expression")] {
        let nanoseconds = (medians[place] - medians[3]) / records * 1e9;
        println!("one more rule, {kind}: {nanoseconds:.0} ns per record");
    }
}

/// A user's rule of the most common kind.
const BY_SCHEMA: &str = "
id: own/journal-without-issn
summary: A journal has no ISSN.
why: Libraries order by it.
when: { required: [journal] }
given: /journal
then: { required: [issn] }
message: the journal has no ISSN
examples: [{ bad: { journal: { title: x } } }, { good: { journal: { title: x, issn: { print: 2049-3630 } } } }]
";

/// A rule with an expression over a list.
const BY_EXPRESSION: &str = "
id: own/variant-in-language-of-title
summary: A variant of the title is in the language of the title.
why: It is no translation then.
assert: record.titleVariants.all(v, v.lang == '' || v.lang != record.title.lang)
message: a variant is in the language of the title
examples:
  - bad: { title: { text: a, lang: pl }, titleVariants: [{ text: b, lang: pl }] }
  - good: { title: { text: a, lang: pl }, titleVariants: [{ text: b, lang: en }] }
";

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

fn policy(own: Option<&str>) -> Policy {
    let profile = Profile::bundled("core").expect("the profile is bundled");
    let mut all = (**catalogue()).clone();
    if let Some(text) = own {
        let loaded = declared::load(text, "own.yaml", false);
        all.add(Arc::new(loaded.rule.expect("the rule is valid"))).expect("its id is unique");
    }
    let rules = RuleSet::new(&Arc::new(all), profile, &Selection::default()).expect("no selector");
    Policy { record_schema: Some(Schema::bundled().expect("the bundled schema is valid")), ..Policy::new(rules, 2026) }
}

fn values(bytes: &[u8]) -> usize {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines
        .filter(|line| {
            serde_json::from_slice::<serde_json::Value>(line).is_ok_and(|value| black_box(value).is_object())
        })
        .count()
}

/// Parses records to trees and, if there is a schema, validates them. Returns the number of valid records.
fn trees(bytes: &[u8], schema: Option<&Arc<Schema>>) -> usize {
    let decoded = Decoded::new(bytes, 0, None).expect("it is short");
    let source = decoded.source("corpus");
    let mut reader = Reader::new(source.chunk, Syntax::Ndjson, JsonMode::DetectLines, |_| true);
    let mut arena = Arena::default();
    let mut findings: Vec<Finding> = Vec::new();
    let mut records = 0;
    while reader.next(&mut arena, &mut findings).is_some() {
        if let Some(schema) = schema {
            schema.check(Tree::new(source.chunk, &arena).expect("a record"), true, &mut findings);
        }
        records += usize::from(findings.is_empty());
        findings.clear();
    }
    records
}

/// Checks the records and writes the findings, in segments, as the program reads a long file. Returns the number of
/// findings.
fn whole(bytes: &[u8], policy: &Policy) -> usize {
    const SEGMENT: usize = 1 << 20;
    let mut scratch = Scratch::default();
    let (mut rest, mut count) = (bytes, 0);
    while !rest.is_empty() {
        let head = &rest[..rest.len().min(SEGMENT)];
        let end = head.iter().rposition(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let (segment, after) = rest.split_at(end);
        rest = after;
        let decoded = Decoded::new(segment, 0, None).expect("it is short");
        let source = decoded.source("corpus");
        let outcome = lint::lint(source, Syntax::Ndjson, JsonMode::DetectLines, policy, &mut scratch);
        let mut out = Vec::new();
        // A segment without findings has no line index, and nothing is written.
        if let Some(index) = &outcome.index {
            let report = FileReport { source, index, diagnostics: &outcome.diagnostics, record_a_line: true };
            jsonl::write(&mut out, &report).expect("memory can be written to");
        }
        black_box(out);
        count += outcome.diagnostics.len();
    }
    count
}
