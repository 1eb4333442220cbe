//! All targets in one program, which builds faster than separate programs. `FUZZ_TARGET` names the target to run.
#![no_main]

use std::sync::OnceLock;

type Target = fn(&[u8]);

const TARGETS: &[(&str, Target)] = &[
    ("json", recordlint_fuzz::json),
    ("ndjson", recordlint_fuzz::ndjson),
    ("yaml", recordlint_fuzz::yaml),
    ("xml", recordlint_fuzz::xml),
    ("bibtex", recordlint_fuzz::bibtex),
    ("ris", recordlint_fuzz::ris),
    ("page", recordlint_fuzz::page),
    ("check", recordlint_fuzz::check),
    ("encoded", recordlint_fuzz::encoded),
    ("fix", recordlint_fuzz::fix),
    ("config", recordlint_fuzz::config),
    ("rule", recordlint_fuzz::rule),
    ("schema", recordlint_fuzz::schema),
];

fn target() -> Target {
    let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
    TARGETS.iter().find(|(known, _)| *known == name).expect("FUZZ_TARGET names an existing target").1
}

static CHOSEN: OnceLock<Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| CHOSEN.get_or_init(target)(bytes));
