//! Writes findings in each output format, one module per format.
//!
//! A reporter receives each file with findings during the run, and the end of the run. The output for one file does not
//! depend on the next, so only counts are kept.

mod absences;
pub mod checkstyle;
pub mod concise;
pub mod diff;
#[cfg(feature = "pretty")]
pub mod full;
pub mod github;
pub mod gitlab;
pub mod groups;
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
#[derive(Debug)]
pub struct Format {
    /// The name used on the command line.
    pub name: &'static str,
    /// Whether the report ends with the totals of the run, so that they need not be printed separately.
    pub has_summary: bool,
    /// Whether a CI host resolves its paths at the root of the checkout.
    pub uses_checkout_paths: bool,
    /// Creates the reporter that writes this format.
    pub reporter: fn(Style) -> Box<dyn Reporter>,
}

impl Format {
    /// The defaults of a format that programs read; it has no name.
    const MACHINE: Format =
        Format { name: "", has_summary: false, uses_checkout_paths: false, reporter: |_| Box::new(jsonl::Jsonl) };

    /// Returns the format with this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

/// All formats, in the order in which help texts name them.
pub const FORMATS: &[&Format] = &[
    #[cfg(feature = "pretty")]
    &full::FORMAT,
    &concise::FORMAT,
    &groups::FORMAT,
    &summary::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &github::FORMAT,
    &markdown::FORMAT,
    &sarif::FORMAT,
    &gitlab::FORMAT,
    &junit::FORMAT,
    &checkstyle::FORMAT,
    &rdjson::FORMAT,
];

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
