//! Files found and read, one after the other, and handed to `lint`; what is not checked is counted, with the reason.

mod files;
mod find;

pub use files::{Disk, create};
pub use find::{Input, NothingFound, find, nearest_above};

use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::lint::{self, FileReport, Outcome, Policy, Scratch};
use crate::shape::{self, Shape};
use crate::syntax::{self, Reader, Syntax};
use crate::text::{LineIndex, NotText, Source};
use crate::tree::{Arena, Tree};
use std::io::Read;
use std::sync::Arc;

/// A file and how it is checked.
#[derive(Clone, Debug)]
pub struct Job {
    /// The file.
    pub input: Input,
    /// What decides what is said of it.
    pub policy: Arc<Policy>,
    /// Its syntax, where the person named one.
    pub syntax: Option<Syntax>,
}

/// A file of which not everything was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    /// The file, as given.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A file that could not be read: the job could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file, as given.
    pub path: String,
    /// What the system said.
    pub reason: String,
}

/// What a whole run came to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files whose records were checked.
    pub files: u64,
    /// Files with findings.
    pub files_with_findings: u64,
    /// Records met.
    pub records: u64,
    /// Findings by severity: notes, warnings, errors.
    pub counts: [u64; 3],
    /// Findings with a safe fix.
    pub safe_fixes: u64,
    /// Findings with a fix that a person must agree to.
    pub unsafe_fixes: u64,
    /// What was not checked.
    pub not_checked: Vec<NotChecked>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Whether a rule failed on some record.
    pub has_failed: bool,
    /// Rules that did not run on records of a shape, since that cannot hold what they look for: rule, shape.
    pub not_held: Vec<(RuleId, &'static str)>,
}

impl Summary {
    /// How many findings there are at or above `threshold`.
    pub fn at_least(&self, threshold: Severity) -> u64 {
        self.counts[threshold as usize..].iter().sum()
    }

    fn count(&mut self, diagnostics: &[Diagnostic]) {
        use crate::diagnostic::Applicability::{Safe, Unsafe};
        self.files_with_findings += u64::from(!diagnostics.is_empty());
        for diagnostic in diagnostics {
            self.counts[diagnostic.severity as usize] += 1;
            let applicability = diagnostic.fix.as_ref().map(|fix| fix.applicability);
            self.safe_fixes += u64::from(applicability == Some(Safe));
            self.unsafe_fixes += u64::from(applicability == Some(Unsafe));
        }
    }

    fn skip(&mut self, path: &str, reason: impl Into<String>) {
        self.not_checked.push(NotChecked { path: path.to_owned(), reason: reason.into() });
    }
}

/// Does every job in order and calls `report` with the findings of each file that has some. An error of `report`
/// ends the run.
pub fn run<E>(jobs: &[Job], mut report: impl FnMut(&FileReport<'_>) -> Result<(), E>) -> Result<Summary, E> {
    let mut summary = Summary::default();
    let mut scratch = Scratch::default();
    let mut bytes = Vec::new();
    for job in jobs {
        let input = &job.input;
        bytes.clear();
        if let Err(error) = input.open().and_then(|mut file| file.read_to_end(&mut bytes)) {
            summary.unreadable.push(Unreadable { path: input.shown.clone(), reason: files::in_words(&error) });
            continue;
        }
        check_file(job, &bytes, &mut scratch, &mut summary, &mut report)?;
    }
    Ok(summary)
}

fn check_file<E>(
    job: &Job,
    bytes: &[u8],
    scratch: &mut Scratch,
    summary: &mut Summary,
    report: &mut impl FnMut(&FileReport<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let Job { input, policy, syntax: wanted } = job;
    let path = input.shown.as_str();
    let source = match Source::new(path, bytes) {
        Ok(source) => source,
        Err(NotText::InvalidUtf8(offset)) if wanted.is_some() || looks_like_text(bytes) => {
            return encoding_finding(input, bytes, offset, policy, summary, report);
        }
        Err(NotText::InvalidUtf8(_)) => {
            summary.skip(path, "a binary file");
            return Ok(());
        }
        Err(NotText::Encoding(name)) => {
            summary.skip(path, format!("written in {name}: save it as UTF-8 to have it checked"));
            return Ok(());
        }
        Err(NotText::TooLarge) => {
            summary.skip(path, "larger than 4 GiB");
            return Ok(());
        }
    };
    let detected = match *wanted {
        Some(_) if source.chunk.text.trim().is_empty() => Err(syntax::NoSyntax::Empty),
        Some(syntax) => Ok(syntax),
        None => syntax::detect(path, source.chunk.text),
    };
    let syntax = match detected {
        Ok(syntax) => syntax,
        Err(why) => {
            summary.skip(path, why.reason());
            return Ok(());
        }
    };
    let outcome = lint::lint(source, syntax, wanted.is_some(), policy, scratch);
    account(path, &outcome, summary);
    let Some(index) = outcome.index.as_ref().filter(|_| !outcome.diagnostics.is_empty()) else { return Ok(()) };
    let diagnostics = &outcome.diagnostics;
    summary.count(diagnostics);
    report(&FileReport { source, index, diagnostics, record_a_line: syntax == Syntax::Ndjson })
}

/// Books what a file came to, and what was left out.
fn account(path: &str, outcome: &Outcome<'_>, summary: &mut Summary) {
    summary.files += 1;
    summary.records += outcome.records;
    summary.has_failed |= !outcome.failed.is_empty();
    for pair in &outcome.not_held {
        if !summary.not_held.contains(pair) {
            summary.not_held.push(pair.clone());
        }
    }
    if outcome.shapeless > 0 {
        let validated = if outcome.unchecked == 0 { "validated only" } else { "parsed only" };
        let reason = match outcome.shapeless {
            all if all == outcome.records => format!("records of no shape that is known: {validated}"),
            _ => format!("some records of no shape that is known: {validated}"),
        };
        summary.skip(path, reason);
    } else if outcome.records == 0 && outcome.diagnostics.is_empty() {
        summary.skip(path, "there is no record in it");
    }
}

/// What a file looks like from its first record.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    /// There is no record in it, and why.
    Nothing(&'static str),
    /// How its first record is written, and what shape it has.
    Record {
        /// The syntax of the file.
        syntax: Syntax,
        /// The shape, if it is a known one.
        shape: Option<&'static Shape>,
    },
}

/// Reads the first record of a file.
pub fn look(input: &Input, wanted: Option<Syntax>) -> Result<Look, String> {
    let mut bytes = Vec::new();
    let read = input.open().and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(|error| files::in_words(&error))?;
    let Ok(source) = Source::new(&input.shown, &bytes) else { return Ok(Look::Nothing("it is not UTF-8")) };
    let syntax = match wanted.map_or_else(|| syntax::detect(&input.shown, source.chunk.text), Ok) {
        Ok(syntax) => syntax,
        Err(why) => return Ok(Look::Nothing(why.reason())),
    };
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let first = Reader::new(source.chunk, syntax, false, shape::is_native).next(&mut arena, &mut findings);
    if !first.is_some_and(|record| record.readable) {
        return Ok(Look::Nothing("its first record cannot be read"));
    }
    Ok(Look::Record { syntax, shape: shape::detect(syntax, Tree::new(source.chunk, &arena)) })
}

/// A NUL byte near the beginning marks a binary file, as for git.
fn looks_like_text(bytes: &[u8]) -> bool {
    const PROBE: usize = 8000;
    memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_none()
}

/// The finding for a file that is not UTF-8 and marks itself as nothing else: at the first byte that is wrong.
fn encoding_finding<E>(
    input: &Input,
    bytes: &[u8],
    offset: u64,
    policy: &Policy,
    summary: &mut Summary,
    report: &mut impl FnMut(&FileReport<'_>) -> Result<(), E>,
) -> Result<(), E> {
    // Everything before the byte is sound, and shows where it stands.
    let Ok(source) = Source::new(&input.shown, &bytes[..offset as usize]) else { return Ok(()) };
    let byte = bytes.get(offset as usize).copied().unwrap_or_default();
    let diagnostics: Vec<_> = lint::encoding(source, byte, policy).into_iter().collect();
    summary.files += 1;
    summary.count(&diagnostics);
    let index = LineIndex::new(source.chunk);
    report(&FileReport { source, index: &index, diagnostics: &diagnostics, record_a_line: false })
}
