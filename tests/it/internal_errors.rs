//! A panic during the check of a file is an internal error for that file. The others are checked, fixed and reported, and
//! each report is complete.

use crate::support;

use crate::support::Folder;
use recordlint::diagnostic::Severity;
use recordlint::engine::{self, Event, Fixing, Job, RunOptions, Threads};
use recordlint::fix::Trust;
use recordlint::lint::Policy;
use recordlint::lint::Summary;
use recordlint::record::Record;
use recordlint::report::{Ending, FORMATS, Style};
use recordlint::rules::catalogue;
use recordlint::ruleset::{
    BuiltIn, Catalogue, Check, Cost, Entry, Findings, Profile, Rule, RuleContext, RuleSet, Selection,
};
use recordlint::tree::Symbol;
use serde_json::Value;
use std::convert::Infallible;
use std::fs;
use std::sync::Arc;

/// A rule with a bug: it panics at one title.
static BROKEN: Rule = Rule {
    id: "test/broken",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::TITLE],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(panic_at_title),
};

fn panic_at_title(record: &Record<'_>, _: &RuleContext<'_>, _: &mut Findings<'_>) {
    let tree = record.tree();
    let is_meant = |text: Option<&str>| text == Some("the title that breaks the rule");
    assert!(!tree.strings().any(|node| is_meant(tree.string(node))), "a mistake of\u{1b}[31m a rule");
}

fn policy() -> Policy {
    let built_in = catalogue().entries().iter().filter_map(|entry| match entry {
        Entry::BuiltIn(built_in) => Some(*built_in),
        Entry::Declared(_) => None,
    });
    let all: Vec<BuiltIn> = built_in.chain([BuiltIn { rule: &BROKEN, source: "//! Breaks.\n" }]).collect();
    let profile = Profile::bundled("core").expect("the profile is bundled");
    let catalogue = Arc::new(Catalogue::bundled(&all));
    let rules = RuleSet::new(&catalogue, profile, &Selection::default()).expect("the selectors match");
    Policy { rules, ..support::policy("core", &[]) }
}

const GOOD: &str = r#"{"title":{"text":"A  title with two spaces","lang":"en"},"type":"article","pages":"9-1"}"#;
const BAD: &str = r#"{"title":"the title that breaks the rule"}"#;

/// Checks seven files, of which the fourth makes the rule panic. A long file makes it panic in its middle.
fn run(name: &str, workers: usize, fixing: Option<Fixing>) -> (Folder, Summary, Vec<(&'static str, String)>) {
    run_with(name, RunOptions { workers, fixing, ..RunOptions::default() })
}

/// The same with other options.
fn run_with(name: &str, options: RunOptions) -> (Folder, Summary, Vec<(&'static str, String)>) {
    let folder = Folder::new(name);
    for number in 0..7 {
        let text = match number {
            3 => BAD.to_owned(),
            5 => [GOOD, BAD, GOOD].join("\n").repeat(300),
            _ => GOOD.to_owned(),
        };
        folder.write(&format!("{number}.ndjson"), text + "\n");
    }
    let policy = Arc::new(policy());
    let (inputs, _) = engine::find(std::slice::from_ref(&folder.0), None);
    let jobs: Arc<[Job]> = inputs
        .into_iter()
        .map(|input| Job { input, policy: Arc::clone(&policy), syntax: None, encoding: None, is_expected: false })
        .collect();
    let style = Style { color: false, unicode: true, width: 80 };
    let mut reports: Vec<_> =
        FORMATS.iter().map(|format| (format.name, (format.reporter)(style), Vec::new())).collect();
    for (_, reporter, out) in &mut reports {
        reporter.begin(out).expect("written");
    }
    let options = RunOptions { segment_size: 1 << 12, ..options };
    let summary = engine::run(&jobs, &options, &mut |event| {
        if let Event::Findings(file) = event {
            for (_, reporter, out) in &mut reports {
                reporter.file(out, file).expect("written");
            }
        }
        Ok::<(), Infallible>(())
    });
    let summary = summary.expect("the run succeeds");
    let written = reports.into_iter().map(|(kind, mut reporter, mut out)| {
        reporter.end(&mut out, &Ending { summary: &summary, rules: catalogue(), is_verbose: true }).expect("written");
        (kind, String::from_utf8(out).expect("UTF-8"))
    });
    let written = written.collect();
    (folder, summary, written)
}

#[test]
fn all_other_files_are_checked_and_each_report_is_complete() {
    for workers in [1, 3] {
        let (folder, summary, reports) = run(&format!("broken-{workers}"), workers, None);
        let broken: Vec<_> = summary.unreadable.iter().map(|file| &file.path).collect();
        let expected: Vec<_> =
            [3, 5].map(|number| folder.0.join(format!("{number}.ndjson")).display().to_string()).into();
        assert_eq!(broken, expected.iter().collect::<Vec<_>>());
        let reason = &summary.unreadable[0].reason;
        assert!(reason.contains("internal error") && reason.contains("a mistake of"), "{reason}");
        assert!(!reason.contains('\u{1b}'), "{reason}");
        assert_eq!(summary.files, 5);
        for (kind, text) in reports {
            for number in [0, 1, 2, 4, 6] {
                let is_listed = !matches!(kind, "full" | "grouped" | "summary" | "markdown");
                assert!(!is_listed || text.contains(&format!("{number}.ndjson")), "{kind}: {number}");
            }
            match kind {
                "json" | "sarif" | "gitlab" | "rdjson" => {
                    serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{kind}: {error}"));
                }
                "junit" | "checkstyle" => {
                    roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{kind}: {error}"));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn fixes_of_other_files_are_written_and_the_broken_file_is_unchanged() {
    for workers in [1, 3] {
        let fixing = Some(Fixing { trust: Trust::SAFE, writes: true });
        let (folder, summary, _) = run(&format!("broken-fix-{workers}"), workers, fixing);
        assert_eq!(summary.unreadable.len(), 2);
        let text = |number: u32| fs::read_to_string(folder.0.join(format!("{number}.ndjson"))).expect("it is there");
        for number in [0, 1, 2, 4, 6] {
            assert!(text(number).contains("A title with"), "{number}: {}", text(number));
        }
        assert_eq!(text(3), format!("{BAD}\n"));
        assert!(text(5).contains("A  title") && !text(5).contains("A title"), "a file is not fixed in part");
        assert_eq!(fs::read_dir(&folder.0).expect("a folder").count(), 7, "nothing is left behind");
        assert_eq!(summary.fixes.map(|fixes| (fixes.problems, fixes.files)), Some((5, 5)));
    }
}

/// If the system starts only some of four workers and a reader, the reports are the same as with one thread.
#[test]
fn fewer_threads_than_requested_are_enough() {
    // The names of the folders differ, and so do the seconds in the summary.
    let reports = |(folder, _, reports): (Folder, Summary, Vec<(&'static str, String)>)| -> Vec<String> {
        let own = folder.0.display().to_string();
        let machine = reports.into_iter().filter(|(kind, _)| matches!(*kind, "concise" | "jsonl" | "junit"));
        machine.map(|(_, text)| text.replace(&own, "folder")).collect()
    };
    let expected = reports(run("threads-alone", 1, None));
    assert!(expected.iter().all(|report| report.contains("6.ndjson")), "{expected:?}");
    for count in 0..=5 {
        let options = RunOptions { workers: 4, threads: Threads::at_most(count), ..RunOptions::default() };
        let found = reports(run_with(&format!("threads-{count}"), options));
        assert_eq!(found, expected, "{count} threads");
    }
}
