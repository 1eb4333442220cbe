//! What was found, written down: one file an output.
//!
//! A reporter is told of each file with findings as the run goes on, and of the end; what it writes for one file does not
//! depend on the next, so that nothing but counts is kept.

mod absences;
pub mod checkstyle;
pub mod concise;
pub mod diff;
pub mod full;
pub mod github;
pub mod gitlab;
mod groups;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod placed;
pub mod rdjson;
pub mod sanitise;
pub mod sarif;
pub mod summary;
mod xml;

use crate::diagnostic::show;
use crate::engine::Summary;
pub use crate::lint::FileReport;
use crate::ruleset::Catalogue;
use sanitise::Sanitiser;
use std::fmt::Write as _;
use std::io::{self, Write};

/// How a report for people may look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours are understood.
    pub color: bool,
    /// Whether line-drawing characters are.
    pub unicode: bool,
    /// Columns of the screen.
    pub width: usize,
}

/// The end of a run.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// What it came to.
    pub summary: &'a Summary,
    /// All rules there are, for reports that explain them.
    pub rules: &'a Catalogue,
    /// Whether the person wants to know also what does not concern the records: rules that a format leaves no room for.
    pub is_verbose: bool,
}

/// Writes a report as the run goes on.
pub trait Reporter {
    /// What stands before the first finding.
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// The findings of a file.
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()>;

    /// What stands behind the last finding.
    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()>;
}

/// An output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For people: with the lines of the file.
    Full,
    /// For people: one line a finding.
    Concise,
    /// For people: one line for all findings of a rule in a field.
    Grouped,
    /// For people: counts by rule.
    Summary,
    /// One JSON object a finding.
    Jsonl,
    /// One JSON object.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// A summary of a job, in Markdown.
    Markdown,
    /// SARIF 2.1.0.
    Sarif,
    /// GitLab's report of code quality.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// reviewdog's JSON.
    Rdjson,
}

impl Kind {
    /// Every output, in the order in which help texts name them.
    pub const ALL: [Kind; 13] = [
        Kind::Full,
        Kind::Concise,
        Kind::Grouped,
        Kind::Summary,
        Kind::Json,
        Kind::Jsonl,
        Kind::Github,
        Kind::Markdown,
        Kind::Sarif,
        Kind::Gitlab,
        Kind::Junit,
        Kind::Checkstyle,
        Kind::Rdjson,
    ];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Full => "full",
            Kind::Concise => "concise",
            Kind::Grouped => "grouped",
            Kind::Summary => "summary",
            Kind::Json => "json",
            Kind::Jsonl => "jsonl",
            Kind::Github => "github",
            Kind::Markdown => "markdown",
            Kind::Sarif => "sarif",
            Kind::Gitlab => "gitlab",
            Kind::Junit => "junit",
            Kind::Checkstyle => "checkstyle",
            Kind::Rdjson => "rdjson",
        }
    }

    /// The output with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it ends with the counts of the run, so that nobody needs them beside it.
    pub const fn counts(self) -> bool {
        matches!(self, Kind::Full | Kind::Concise | Kind::Grouped | Kind::Summary)
    }

    /// Whether a CI host resolves its paths at the root of the checkout.
    pub const fn is_placed(self) -> bool {
        matches!(self, Kind::Github | Kind::Markdown | Kind::Sarif | Kind::Gitlab)
    }

    /// Whoever writes it.
    pub fn reporter(self, style: Style) -> Box<dyn Reporter> {
        match self {
            Kind::Full => Box::new(full::Full::new(style)),
            Kind::Concise => Box::new(Sanitised(concise::Concise::default())),
            Kind::Grouped => Box::new(Sanitised(groups::Grouped::default())),
            Kind::Summary => Box::new(Sanitised(summary::Counts::default())),
            Kind::Json => Box::new(json::Json::default()),
            Kind::Jsonl => Box::new(jsonl::Jsonl),
            Kind::Github => Box::new(github::Github::default()),
            Kind::Markdown => Box::new(markdown::Markdown::default()),
            Kind::Sarif => Box::new(sarif::Sarif::default()),
            Kind::Gitlab => Box::new(gitlab::Gitlab::default()),
            Kind::Junit => Box::new(junit::Junit),
            Kind::Checkstyle => Box::new(checkstyle::Checkstyle),
            Kind::Rdjson => Box::new(rdjson::Rdjson::default()),
        }
    }
}

/// A report of plain text. (`full` has colours and sanitises itself; the other formats have their own escapes.)
#[derive(Debug)]
struct Sanitised<R>(R);

impl<R: Reporter> Reporter for Sanitised<R> {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut out = Sanitiser::new(out);
        self.0.begin(&mut out).and_then(|()| out.finish())
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let mut out = Sanitiser::new(out);
        self.0.file(&mut out, file).and_then(|()| out.finish())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        let mut out = Sanitiser::new(out);
        self.0.end(&mut out, ending).and_then(|()| out.finish())
    }
}

/// A path as a relative reference (RFC 3986): each byte that is no unreserved character or slash as `%XX`.
fn uri(path: &str) -> String {
    let mut found = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            found.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(found, "%{byte:02X}");
        }
    }
    found
}

/// Writes `value`, and before it a comma unless it is the first.
fn item(out: &mut dyn Write, is_first: &mut bool, value: &serde_json::Value) -> io::Result<()> {
    if !std::mem::replace(is_first, false) {
        out.write_all(b",\n")?;
    }
    out.write_all(show::json(&value.to_string()).as_bytes())
}
