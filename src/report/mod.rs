//! Writes findings in each output format, one module per format.
//!
//! A reporter receives each file with findings during the run, and the end of the run. The output for one file does not
//! depend on the next, so only counts are kept.

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
pub use crate::lint::FileReport;
use crate::lint::Summary;
use crate::ruleset::Catalogue;
use sanitise::Sanitiser;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The style of a report for people.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// Whether line-drawing characters are used.
    pub unicode: bool,
    /// The width of the screen in columns.
    pub width: usize,
}

/// The end of a run.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// The totals of the run.
    pub summary: &'a Summary,
    /// All rules, for reports that explain them.
    pub rules: &'a Catalogue,
    /// Whether rules that did not run are listed, because a format has no place for what they check.
    pub is_verbose: bool,
}

/// Writes a report during the run.
pub trait Reporter {
    /// Writes what precedes the first finding.
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes the findings of a file.
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()>;

    /// Writes what follows the last finding.
    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()>;
}

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For people: with the lines of the file.
    Full,
    /// For people: one line per finding.
    Concise,
    /// For people: one line for all findings of a rule in a field.
    Grouped,
    /// For people: counts by rule.
    Summary,
    /// One JSON object per finding.
    Jsonl,
    /// One JSON object.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// A job summary in Markdown.
    Markdown,
    /// SARIF 2.1.0.
    Sarif,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// reviewdog's JSON.
    Rdjson,
}

impl Kind {
    /// All formats, in the order in which help texts name them.
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

    /// Returns the name used on the command line.
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

    /// Returns the format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the report ends with the totals of the run, so that they need not be printed separately.
    pub const fn has_summary(self) -> bool {
        matches!(self, Kind::Full | Kind::Concise | Kind::Grouped | Kind::Summary)
    }

    /// Whether a CI host resolves its paths at the root of the checkout.
    pub const fn uses_checkout_paths(self) -> bool {
        matches!(self, Kind::Github | Kind::Markdown | Kind::Sarif | Kind::Gitlab)
    }

    /// Returns the reporter that writes this format.
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

/// Converts a path to a relative reference (RFC 3986): each byte except unreserved characters and slashes becomes
/// `%XX`.
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

/// Writes `value`, preceded by a comma unless it is the first.
fn item(out: &mut dyn Write, is_first: &mut bool, value: &serde_json::Value) -> io::Result<()> {
    if !std::mem::replace(is_first, false) {
        out.write_all(b",\n")?;
    }
    out.write_all(show::json(&value.to_string()).as_bytes())
}
