//! JSONTestSuite: valid files are accepted, invalid files are rejected with a position inside the file, and our decisions
//! where the standard leaves a choice are listed here.

use crate::support;

use recordlint::diagnostic::Diagnostic;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::Decoded;
use std::fs;

/// The result for a file.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Accepted,
    Refused { inside: bool },
    NotChecked,
}

/// Files for which the standard leaves a choice and that are not accepted, and why.
const NOT_ACCEPTED: &[&str] = &[
    // Not UTF-8 and without a byte order mark: a finding at the byte.
    "i_string_UTF-8_invalid_sequence.json",
    "i_string_UTF8_surrogate_U+D800.json",
    "i_string_invalid_utf-8.json",
    "i_string_iso_latin_1.json",
    "i_string_lone_utf8_continuation_byte.json",
    "i_string_not_in_unicode_range.json",
    "i_string_overlong_sequence_2_bytes.json",
    "i_string_overlong_sequence_6_bytes.json",
    "i_string_overlong_sequence_6_bytes_null.json",
    "i_string_truncated-utf-8.json",
    // UTF-16: with a byte order mark not checked yet, without one not readable.
    "i_string_UTF-16LE_with_BOM.json",
    "i_string_utf16BE_no_BOM.json",
    "i_string_utf16LE_no_BOM.json",
    // Deeper than 128 levels.
    "i_structure_500_nested_arrays.json",
];

fn fate(bytes: &[u8]) -> Fate {
    let decoded = Decoded::new(bytes, 0, None).expect("it is short");
    if decoded.encoding.is_some() {
        return Fate::NotChecked;
    }
    if let Some(wrong) = decoded.wrong.first() {
        return Fate::Refused { inside: (wrong.at as usize) < bytes.len() };
    }
    let policy = support::policy("core", &[]);
    let found = support::lint("test.json", &decoded.text, Syntax::Json, JsonMode::Single, &policy).diagnostics;
    let refusal = found.iter().find(|diagnostic| diagnostic.rule == "syntax/json");
    refusal.map_or(Fate::Accepted, |diagnostic| Fate::Refused { inside: is_inside(diagnostic, bytes.len()) })
}

fn is_inside(diagnostic: &Diagnostic, length: usize) -> bool {
    let (start, end) = (diagnostic.start().offset, diagnostic.end().offset);
    start <= end && end <= length as u64
}

#[test]
fn json_test_suite_is_parsed_as_required() {
    let Some(folder) = support::shared("suites/JSONTestSuite/test_parsing") else { return };
    let mut wrong = Vec::new();
    let mut counts = [0; 3];
    for path in support::files(&folder) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let fate = fate(&fs::read(&path).expect("a file of the suite can be read"));
        let (kind, right) = match &name[..2] {
            "y_" => (0, fate == Fate::Accepted),
            "n_" => (1, fate == Fate::Refused { inside: true }),
            _ => (2, (fate == Fate::Accepted) != NOT_ACCEPTED.contains(&name.as_str())),
        };
        counts[kind] += 1;
        if !right {
            wrong.push(format!("{name}: {fate:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(counts, [95, 188, 35]);
}

#[test]
fn a_million_brackets_on_a_small_stack_are_a_finding() {
    let run = || {
        let text = "[".repeat(1_000_000);
        let policy = support::policy("core", &[]);
        support::lint("deep.json", &text, Syntax::Json, JsonMode::Single, &policy).diagnostics.len()
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).expect("a thread");
    assert!(thread.join().is_ok_and(|found| found > 0));
}
