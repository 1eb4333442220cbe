//! Files checked in pieces and by several workers say the same as one that is checked as a whole.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

mod support;

use recordlint::diagnostic::Diagnostic;
use recordlint::engine::{self, Job, Summary};
use recordlint::syntax::Syntax;
use recordlint::text::Span;
use std::convert::Infallible;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// A folder that is gone when the test is over.
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

/// What a run over a folder finds.
fn found(folder: &Scratch, workers: usize) -> (Vec<Diagnostic>, Summary) {
    let policy = Arc::new(support::policy("core", &[]));
    let (inputs, missing) = engine::find(std::slice::from_ref(&folder.0), None);
    assert!(missing.is_empty());
    let jobs: Vec<Job> =
        inputs.into_iter().map(|input| Job { input, policy: Arc::clone(&policy), syntax: None }).collect();
    let mut all = Vec::new();
    let summary = engine::run(&jobs, workers, |file| {
        // The lines of the file are where the findings say.
        for one in file.diagnostics {
            let line = file.source.chunk.slice(file.index.line(one.start().line));
            assert!(!line.is_empty() || one.start().column == 1, "{one:?}");
        }
        all.extend(file.diagnostics.iter().cloned());
        Ok::<(), Infallible>(())
    });
    (all, summary.expect("nothing stands in the way"))
}

/// Without the offsets within the piece; lines, columns and offsets in the file stay.
fn placeless(one: &Diagnostic) -> Diagnostic {
    let mut one = one.clone();
    one.labels.iter_mut().for_each(|label| label.span = Span::default());
    for edit in one.fix.iter_mut().filter_map(|fix| fix.edits.as_mut()).flatten() {
        edit.edit.span = Span::default();
    }
    one
}

/// Records of four megabytes: some without a name, over several lines, broken, behind blank lines, not UTF-8 clean.
fn long_file(line_end: &str) -> String {
    let mut text = String::from("\u{feff}");
    let filler = "Readers in twelve small towns were asked what they had borrowed. ".repeat(30);
    for number in 0..4000 {
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
fn pieces_and_workers_change_nothing() {
    for line_end in ["\n", "\r\n"] {
        let folder = Scratch::new(if line_end == "\n" { "pieces" } else { "pieces-crlf" });
        let text = long_file(line_end);
        assert!(text.len() > 2 << 20, "{}", text.len());
        fs::write(folder.0.join("long.ndjson"), &text).expect("a file can be written");
        for number in 0..20 {
            fs::write(folder.0.join(format!("small-{number}.json")), "{ \"title\": \"a\" }")
                .expect("a file can be written");
        }
        let policy = support::policy("core", &[]);
        let path = folder.0.join("long.ndjson").to_string_lossy().into_owned();
        let whole = support::lint(&path, &text, Syntax::Ndjson, false, &policy);
        let (one, summary) = found(&folder, 1);
        let long: Vec<&Diagnostic> = one.iter().filter(|one| *one.path == *path).collect();
        assert_eq!(long.len(), whole.diagnostics.len());
        for (piece, whole) in long.iter().zip(&whole.diagnostics) {
            assert_eq!(placeless(piece), placeless(whole));
        }
        assert_eq!(summary.records, whole.records + 20);
        for workers in [2, 5] {
            let (several, counts) = found(&folder, workers);
            assert_eq!(several, one, "{workers} workers");
            assert_eq!(format!("{counts:?}"), format!("{summary:?}"));
        }
    }
}

#[test]
fn whoever_wants_no_more_ends_the_run() {
    let folder = Scratch::new("ends");
    fs::write(folder.0.join("long.ndjson"), long_file("\n")).expect("a file can be written");
    let policy = Arc::new(support::policy("core", &[]));
    let (inputs, _) = engine::find(std::slice::from_ref(&folder.0), None);
    let jobs: Vec<Job> =
        inputs.into_iter().map(|input| Job { input, policy: Arc::clone(&policy), syntax: None }).collect();
    for workers in [1, 4] {
        let mut told = 0;
        let result = engine::run(&jobs, workers, |_| {
            told += 1;
            Err("enough")
        });
        assert_eq!((result.err(), told), (Some("enough"), 1));
    }
}

#[test]
fn packed_files_say_the_same() {
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
    // A packed file may be several, one behind the other.
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
fn what_unpacks_out_of_proportion_or_not_at_all_is_told() {
    let folder = Scratch::new("bombs");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..64 {
        std::io::Write::write_all(&mut packer, &blanks).expect("memory can be written to");
    }
    let bomb = packer.finish().expect("memory can be written to");
    fs::write(folder.0.join("bomb.json.gz"), &bomb).expect("a file can be written");
    fs::write(folder.0.join("cut.json.gz"), &bomb[..bomb.len() / 2]).expect("a file can be written");
    fs::write(folder.0.join("none.json.zst"), "{ \"title\": \"a\" }").expect("a file can be written");
    let (all, summary) = found(&folder, 2);
    assert!(all.is_empty());
    let reasons: Vec<&str> = summary.unreadable.iter().map(|file| file.reason.as_str()).collect();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(reasons[0].contains("200 times"), "{reasons:?}");
    assert!(reasons[1..].iter().all(|reason| !reason.is_empty()), "{reasons:?}");
}
