//! Files that are checked in segments and by several workers have the same findings as files that are checked as a whole.

use crate::support;

use recordlint::diagnostic::Diagnostic;
use recordlint::engine::{self, Event, Job, RunOptions};
use recordlint::lint::Summary;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::{Encoding, Span};
use std::convert::Infallible;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// The size of a segment in bytes. It is smaller than usual, so that short files have several segments.
const SEGMENT_SIZE: usize = 1 << 14;

/// A temporary folder that is removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("recordlint-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Checks a folder, and returns the findings.
fn found(folder: &Scratch, workers: usize) -> (Vec<Diagnostic>, Summary) {
    found_with(folder, &RunOptions { workers, segment_size: SEGMENT_SIZE, ..RunOptions::default() }, None)
}

fn found_with(folder: &Scratch, options: &RunOptions, encoding: Option<Encoding>) -> (Vec<Diagnostic>, Summary) {
    let mut all = Vec::new();
    let summary = engine::run(&jobs(folder, encoding), options, &mut |event| {
        if let Event::Findings(file) = event {
            all.extend(file.diagnostics.iter().cloned());
        }
        Ok::<(), Infallible>(())
    });
    (all, summary.expect("the run succeeds"))
}

fn jobs(folder: &Scratch, encoding: Option<Encoding>) -> Arc<[Job]> {
    let policy = Arc::new(support::policy("core", &[]));
    let (inputs, missing) = engine::find(std::slice::from_ref(&folder.0), None);
    assert!(missing.is_empty());
    inputs
        .into_iter()
        .map(|input| Job { input, policy: Arc::clone(&policy), syntax: None, encoding, is_expected: true })
        .collect()
}

/// Removes the offsets within the segment. Lines, columns and offsets in the file are kept.
fn without_offsets(one: &Diagnostic) -> Diagnostic {
    let mut one = one.clone();
    one.labels.iter_mut().for_each(|label| label.span = Span::default());
    for edit in one.fix.iter_mut().filter_map(|fix| fix.edits.as_mut()).flatten() {
        edit.edit.span = Span::default();
    }
    one
}

/// Many records: some without an id, over several lines, broken, after empty lines, not valid UTF-8.
fn long_file(line_end: &str) -> String {
    let mut text = String::from("\u{feff}");
    let filler = "Readers in twelve small towns were asked what they had borrowed. ".repeat(30);
    for number in 0..700 {
        let record = match number % 7 {
            0 => format!("{{\"title\":\"a {number}\",\"abstracts\":[{{\"text\":\"{filler}\",\"lang\":\"en\"}}]}}"),
            1 => format!("{{\"pages\":\"9-{}\",\"titleVariants\":[]}}", number % 5),
            2 => format!("{{\"title\":{line_end}  \"zażółć\",{line_end}  \"pages\": \"s. 1-2\"{line_end}}}"),
            3 => format!("{{\"title\":\"broken {number}"),
            4 => format!("{{\"id\":\"r{number}\",\"title\":\"b\",\"type\":\"\"}}{line_end}"),
            5 => format!("{{\"title\":{{\"text\":\"{filler}\"}},\"x\":1}}"),
            _ => "[1, 2]".to_owned(),
        };
        let _ = write!(text, "{record}{line_end}");
    }
    text
}

#[test]
fn segments_and_workers_do_not_change_the_findings() {
    for line_end in ["\n", "\r\n"] {
        let folder = Scratch::new(if line_end == "\n" { "pieces" } else { "pieces-crlf" });
        let text = long_file(line_end);
        assert!(text.len() > 6 * SEGMENT_SIZE, "{}", text.len());
        fs::write(folder.0.join("long.ndjson"), &text).expect("a file can be written");
        for number in 0..20 {
            fs::write(folder.0.join(format!("small-{number}.json")), "{ \"title\": \"a\" }")
                .expect("a file can be written");
        }
        let policy = support::policy("core", &[]);
        let path = folder.0.join("long.ndjson").to_string_lossy().into_owned();
        let whole = support::lint(&path, &text, Syntax::Ndjson, JsonMode::DetectLines, &policy);
        let (one, summary) = found(&folder, 1);
        let long: Vec<&Diagnostic> = one.iter().filter(|one| *one.path == *path).collect();
        assert_eq!(long.len(), whole.diagnostics.len());
        for (piece, whole) in long.iter().zip(&whole.diagnostics) {
            assert_eq!(without_offsets(piece), without_offsets(whole));
        }
        assert_eq!(summary.records, whole.records + 20);
        for workers in [2, 5] {
            let (several, counts) = found(&folder, workers);
            assert_eq!(several, one, "{workers} workers");
            assert_eq!(format!("{counts:?}"), format!("{summary:?}"));
        }
    }
}

/// Records are checked in batches. The findings of each must be the same as if it was checked alone.
#[test]
fn a_record_has_the_same_findings_alone_and_in_a_batch() {
    let policy = support::policy("core", &[]);
    let text = long_file("\n");
    let text = text.trim_start_matches('\u{feff}');
    let findings = |text: &str| -> Vec<(String, String, String)> {
        let outcome = support::lint("a.ndjson", text, Syntax::Ndjson, JsonMode::DetectLines, &policy);
        let findings = outcome.diagnostics.iter();
        findings.map(|one| (one.rule.to_string(), one.message.clone(), one.pointer.clone())).collect()
    };
    let alone: Vec<_> = text.lines().flat_map(findings).collect();
    assert!(alone.len() > 100, "{}", alone.len());
    assert_eq!(findings(text), alone);
}

/// Many records as the items of a list: some over several lines, with escapes, or with syntax errors.
fn items() -> Vec<String> {
    let filler = "Readers in twelve small towns, [asked] what {they} had \\\"borrowed\\\". ".repeat(20);
    let item = |number: usize| match number % 5 {
        0 => format!("{{\"title\":\"a {number}\",\"abstracts\":[{{\"text\":\"{filler}\",\"lang\":\"en\"}}]}}"),
        1 => format!("{{\"pages\":\"9-{}\",\"titleVariants\":[]}}", number % 7),
        2 => "{\n    \"title\":\n \"zażółć\",\"pages\": \"s. 1-2\"}".to_owned(),
        3 => format!("{{\"id\":\"r{number}\",\"title\": broken, \"x\": [{{}}]}}"),
        _ => format!("{{\"title\":{{\"text\":\"{filler}\"}},\"x\":1}}"),
    };
    (0..400).map(item).collect()
}

#[test]
fn long_lists_have_the_same_findings_in_segments() {
    let items = items();
    let forms = [
        ("lines", format!("\u{feff}[\n  {}\n]\n", items.join(",\n  "))),
        ("one-line", format!("[{}]", items.join(",").replace('\n', " "))),
        ("crlf", format!("[{}]", items.join(" ,\r\n"))),
        ("wrapped", format!("{{\"n\": [1], \"message\": {{\"items\": [{}], \"z\": {{}}}}}}", items.join(",\n"))),
        ("hits", format!("{{\"hits\": {{\"hits\": [{{\"_source\": {}}}]}}}}", items.join("},{\"_source\":"))),
        ("values", items.join("\n").replace("broken", "1").replace("\n{", "\n{\n").replacen('{', "{\n", 1)),
    ];
    for (name, text) in forms {
        let folder = Scratch::new(&format!("lists-{name}"));
        let path = folder.0.join("long.json");
        fs::write(&path, &text).expect("a file can be written");
        let path = path.to_string_lossy().into_owned();
        let policy = support::policy("core", &[]);
        let whole = support::lint(&path, &text, Syntax::Json, JsonMode::DetectLines, &policy);
        assert_eq!(whole.records, 400, "{name}");
        for workers in [1, 3] {
            let (pieces, summary) = found(&folder, workers);
            assert_eq!(summary.records, 400, "{name}");
            assert_eq!(pieces.len(), whole.diagnostics.len(), "{name}");
            for (piece, whole) in pieces.iter().zip(&whole.diagnostics) {
                assert_eq!(without_offsets(piece), without_offsets(whole), "{name}");
            }
        }
    }
}

#[test]
fn an_unclosed_record_does_not_hide_others() {
    let folder = Scratch::new("endless");
    let mut items = items();
    items[10] = "{\"id\": \"open\", \"title\": [\"a\"}".to_owned();
    let broken = "{\"id\": \"open\", \"title\": \"a";
    fs::write(folder.0.join("list.json"), format!("[\n{}\n]", items.join(",\n"))).expect("a file can be written");
    items[10] = broken.repeat(10_000);
    fs::write(folder.0.join("long.json"), format!("[{}]", items.join(","))).expect("a file can be written");
    let lines: Vec<String> = items.iter().map(|item| item.replace('\n', " ")).collect();
    fs::write(folder.0.join("long.ndjson"), lines.join("\n")).expect("a file can be written");
    let options =
        RunOptions { workers: 2, longest_record: SEGMENT_SIZE, segment_size: SEGMENT_SIZE, ..RunOptions::default() };
    let (all, summary) = found_with(&folder, &options, None);
    let count = |name: &str, rule: &str| all.iter().filter(|one| one.path.ends_with(name) && one.rule == rule).count();
    // The list continues with the next line that begins like the lines around it.
    assert_eq!(count("list.json", "syntax/json"), 81);
    let too_long: Vec<_> = all.iter().filter(|one| one.rule == "record/too-long").collect();
    let place = |one: &Diagnostic| (one.path.rsplit_once('.').map(|(_, end)| end.to_owned()), one.start().line);
    assert_eq!(
        too_long.iter().map(|one| place(one)).collect::<Vec<_>>(),
        [(Some("json".to_owned()), 5), (Some("ndjson".to_owned()), 11)]
    );
    assert_eq!(count("long.ndjson", "syntax/ndjson"), 80);
    // If the list is on one line, the beginning of the next record is unknown.
    assert_eq!(summary.records, 400 + 400 + 11);
}

#[test]
fn encodings_are_set_or_detected() {
    let folder = Scratch::new("encodings");
    let text = "[{\"title\": \"zażółć\",\n \"pages\": \"9-1\"}]";
    let expected = {
        fs::write(folder.0.join("a.json"), text).expect("a file can be written");
        found(&folder, 1).0
    };
    assert!(!expected.is_empty());
    let polish = Encoding::named("windows-1250");
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| match letter {
            'ż' => 0xBF,
            'ó' => 0xF3,
            'ł' => 0xB3,
            'ć' => 0xE6,
            other => u8::try_from(u32::from(other)).expect("ASCII"),
        })
        .collect();
    let both: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding, size) in [(bytes, polish, 1), (both, None, 2)] {
        fs::write(folder.0.join("a.json"), &bytes).expect("a file can be written");
        let (found, _) = found_with(&folder, &RunOptions::default(), encoding);
        let places = |all: &[Diagnostic]| -> Vec<_> {
            all.iter().map(|one| (one.rule.clone(), one.start().line, one.start().column)).collect()
        };
        assert_eq!(places(&found), places(&expected));
        // The exact byte of the file.
        let last = found.last().expect("a finding").start();
        let before: String = text.split_inclusive('\n').take(last.line as usize - 1).collect();
        let offset = (before.chars().count() as u64 + last.column - 1) * size;
        assert_eq!(last.offset, offset);
    }
}

#[test]
fn undecodable_bytes_only_affect_their_record() {
    let folder = Scratch::new("bytes");
    let bytes = b"{\"title\":\"a\",\"pages\":\"9-1\"}\n{\"pages\":\"9-1\",\"title\":\"za\xBF\xF3\"}\n{\"title\":\"a\",\"pages\":\"9-1\"}\n\xFF\n";
    fs::write(folder.0.join("a.ndjson"), bytes).expect("a file can be written");
    let (all, _) = found(&folder, 1);
    let of = |line: u64| all.iter().filter(|one| one.start().line == line).map(|one| &*one.rule).collect::<Vec<_>>();
    assert!(of(1).contains(&"pages/descending") && of(3) == of(1), "{all:?}");
    assert_eq!(of(2), ["syntax/encoding"]);
    assert!(of(4).contains(&"syntax/encoding"));
    let offsets: Vec<u64> =
        all.iter().filter(|one| one.rule == "syntax/encoding").map(|one| one.start().offset).collect();
    assert_eq!(offsets.first(), bytes.iter().position(|byte| *byte == 0xBF).map(|at| at as u64).as_ref());
}

#[test]
fn an_error_of_the_caller_ends_the_run() {
    let folder = Scratch::new("ends");
    fs::write(folder.0.join("long.ndjson"), long_file("\n")).expect("a file can be written");
    let jobs = jobs(&folder, None);
    for workers in [1, 4] {
        let mut count = 0;
        let options = RunOptions { workers, segment_size: SEGMENT_SIZE, ..RunOptions::default() };
        let result = engine::run(&jobs, &options, &mut |_| {
            count += 1;
            Err("enough")
        });
        assert_eq!((result.err(), count), (Some("enough"), 1));
    }
}

#[test]
fn compressed_files_have_the_same_findings() {
    let folder = Scratch::new("packed");
    let text = "{ \"title\": \"a\", \"pages\": \"9-1\" }\n{ \"title\": \"b\", \"pages\": \"s. 1\" }\n";
    let pack = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packer, text.as_bytes()).expect("memory can be written to");
        packer.finish().expect("memory can be written to")
    };
    let zstd =
        |text: &str| ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let (first, second) = text.split_at(text.find('\n').expect("two lines") + 1);
    // A compressed file may consist of several members.
    let files = [
        ("plain.ndjson", text.as_bytes().to_vec()),
        ("one.ndjson.gz", pack(text)),
        ("two.ndjson.gz", [pack(first), pack(second)].concat()),
        ("one.ndjson.zst", zstd(text)),
        ("two.ndjson.zst", [zstd(first), zstd(second)].concat()),
    ];
    for (name, bytes) in &files {
        fs::write(folder.0.join(name), bytes).expect("a file can be written");
    }
    let (all, summary) = found(&folder, 2);
    assert_eq!((summary.files, summary.records), (5, 10));
    let of = |name: &str| -> Vec<(u64, String)> {
        let own = all.iter().filter(|one| one.path.ends_with(name));
        own.map(|one| (one.start().offset, one.message.clone())).collect()
    };
    assert!(of("plain.ndjson").len() > 4);
    for (name, _) in &files {
        assert_eq!(of(name), of("plain.ndjson"), "{name}");
    }
}

#[test]
fn files_that_cannot_be_decompressed_or_are_too_large_are_reported() {
    let folder = Scratch::new("bombs");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..64 {
        std::io::Write::write_all(&mut packer, &spaces).expect("memory can be written to");
    }
    let bomb = packer.finish().expect("memory can be written to");
    fs::write(folder.0.join("bomb.json.gz"), &bomb).expect("a file can be written");
    fs::write(folder.0.join("cut.json.gz"), &bomb[..bomb.len() / 2]).expect("a file can be written");
    fs::write(folder.0.join("none.json.zst"), b"\0\x01\x02\x03").expect("a file can be written");
    let (all, summary) = found(&folder, 2);
    assert!(all.is_empty());
    let reasons: Vec<&str> = summary.unreadable.iter().map(|file| file.reason.as_str()).collect();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(reasons[0].contains("200 times"), "{reasons:?}");
    assert!(reasons[1..].iter().all(|reason| !reason.is_empty()), "{reasons:?}");
}

#[test]
fn a_removed_file_is_reported() {
    let folder = Scratch::new("gone");
    for name in ["a.json", "b.json", "c.json"] {
        fs::write(folder.0.join(name), "{ \"title\": \"a\" }").expect("a file can be written");
    }
    let jobs = jobs(&folder, None);
    fs::remove_file(folder.0.join("b.json")).expect("a file can be removed");
    for workers in [1, 2] {
        let options = RunOptions { workers, ..RunOptions::default() };
        let summary = engine::run(&jobs, &options, &mut |_| Ok::<(), Infallible>(())).expect("the run succeeds");
        let [gone] = summary.unreadable.as_slice() else { panic!("{:?}", summary.unreadable) };
        assert!(gone.path.ends_with("b.json") && gone.reason.contains("removed during the run"), "{gone:?}");
        assert_eq!(summary.files, 2);
    }
}

/// The events for the reporters, and their order, do not depend on the number of workers.
#[test]
fn the_events_do_not_depend_on_the_number_of_workers() {
    let folder = Scratch::new("determinism");
    fs::write(folder.0.join("long.ndjson"), long_file("\n")).expect("a file can be written");
    // Enough files that a worker takes several at once; some are empty, some broken, some long.
    for number in 0..300 {
        let text = match (number, number % 50) {
            (_, 7) => String::new(),
            (_, 8) => "{\"title\":".to_owned(),
            (109, _) => long_file("\n"),
            _ => format!("{{\"title\":\"a {number}\",\"pages\":\"9-{}\"}}", number % 5),
        };
        fs::write(folder.0.join(format!("{number}.json")), text).expect("a file can be written");
    }
    let events = |workers| {
        let (diagnostics, summary) = found(&folder, workers);
        let Summary { files, records, counts, not_checked, .. } = summary;
        format!("{diagnostics:?} {files} {records} {counts:?} {not_checked:?}")
    };
    let expected = events(1);
    for round in 0..10 {
        for workers in [1, 2, 8] {
            assert!(events(workers) == expected, "{workers} workers, round {round}");
        }
    }
}
