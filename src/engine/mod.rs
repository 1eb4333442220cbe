//! Finds files, reads them and lints several at a time. Files that are not checked are counted, with the reason.
//!
//! One thread reads (`segments`), workers check (`check_segment`), and the caller receives the findings in file order
//! (`collector`). The number of segments in flight is limited, which bounds the memory in use.

mod check_segment;
mod collector;
mod configurations;
mod decompress;
mod files;
mod find;
mod gate;
mod hierarchy;
mod identity;
mod panics;
mod pool;
mod revision;
mod segments;
mod threads;
mod turn;
mod walk;
mod write;

pub use configurations::{configurations_in, ignored_configurations_in};
pub use files::{Disk, create, is_repository};
pub use find::{Input, NothingFound, find, with_tracked};
pub use hierarchy::collect_hierarchy;
pub use identity::{FileId, is_link_out_of_checkout};
pub use panics::{catch_panic, install_panic_hook};
pub use pool::run;
pub use revision::{Revision, Revisions};
pub use threads::Threads;

use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::fix::{InteractiveSession, Trust};
use crate::lint::{FileReport, Policy, Timings};
use crate::shape::{self, Shape};
use crate::syntax::{self, JsonMode, Reason, Syntax};
use crate::text::{Decoded, Encoding, Source};
use crate::tree::{Arena, Tree};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// A file and how to check it.
#[derive(Clone, Debug)]
pub struct Job {
    /// The file.
    pub input: Input,
    /// The rules and settings that apply to the file.
    pub policy: Arc<Policy>,
    /// The syntax of the file, if the user named one.
    pub syntax: Option<Syntax>,
    /// The encoding of the file, if the user named one. An encoding that the file itself declares takes precedence.
    pub encoding: Option<Encoding>,
    /// Whether the user or a configuration says that the file contains records.
    pub is_expected: bool,
}

/// The default limit for the size of a record, in bytes. Longer records are not read.
pub const LONGEST_RECORD: usize = 64 << 20;

/// The default size of a segment, in bytes: a few hundred records, which take much longer to check than to pass to a
/// worker.
const SEGMENT_SIZE: usize = 1 << 20;

/// Options of a run. They do not affect the findings.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The number of segments that are checked at the same time.
    pub workers: usize,
    /// The maximum size of a record, in bytes. A longer record is reported and not read.
    pub longest_record: usize,
    /// The number of bytes that are read from a file before it is split.
    pub segment_size: usize,
    /// Which fixes are made, and whether they are written. `None` if files are only checked.
    pub fixing: Option<Fixing>,
    /// Confirms or rejects each fix. Each file is then one segment, and a file longer than a segment is not fixed.
    pub interview: Option<Arc<Mutex<InteractiveSession>>>,
    /// Whether the time of each stage and rule is measured.
    pub is_timed: bool,
    /// Set to true to stop the run.
    pub stop: Arc<AtomicBool>,
    /// Starts the threads of the run.
    pub threads: Threads,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            workers: 1,
            longest_record: LONGEST_RECORD,
            segment_size: SEGMENT_SIZE,
            fixing: None,
            interview: None,
            is_timed: false,
            stop: Arc::default(),
            threads: Threads::default(),
        }
    }
}

/// Which fixes are made, and whether they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixing {
    /// Which fixes are made.
    pub trust: Trust,
    /// Whether files are written. Otherwise the changes are only reported to the caller.
    pub writes: bool,
}

/// Part of a file, before and after fixes were made. The parts of a file are reported in order.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    /// The path of the file, as given.
    pub path: &'a str,
    /// The original bytes.
    pub before: &'a [u8],
    /// The bytes after the fixes.
    pub after: &'a [u8],
    /// Whether the bytes are UTF-16 or UTF-32, and must be decoded to be readable.
    pub is_wide: bool,
    /// Whether it is the last part of its file.
    pub is_last: bool,
}

/// What a run reports to its caller.
#[derive(Debug)]
pub enum Event<'a> {
    /// The findings of a file, or of a part of one.
    Findings(&'a FileReport<'a>),
    /// The fixed bytes of a part of standard input, or of any file if files are not written.
    Rewritten(Rewritten<'a>),
    /// The file with this path is about to be replaced. The new file is complete.
    BeforeReplace(&'a str),
    /// The progress of the run.
    Progress(Progress),
}

/// The progress of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of finished files.
    pub files: u64,
    /// The number of bytes. Compressed files count with their decompressed size.
    pub bytes: u64,
    /// The number of records.
    pub records: u64,
    /// The number of findings.
    pub findings: u64,
}

/// A file that was not checked, or only in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    /// The path of the file, as given.
    pub path: String,
    /// Why it was not checked.
    pub reason: &'static Reason,
    /// Whether the user or a configuration expects the file to be checked, so that the run fails.
    pub is_expected: bool,
}

/// A file in which nothing was fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFixed {
    /// The path of the file, as given.
    pub path: String,
    /// Why it was not fixed.
    pub reason: String,
}

/// A file that could not be read or written, so that the run fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The path of the file, as given.
    pub path: String,
    /// The error of the system.
    pub reason: String,
}

/// The totals of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The number of files whose records were checked.
    pub files: u64,
    /// The number of files with findings.
    pub files_with_findings: u64,
    /// The number of records that were checked.
    pub records: u64,
    /// The number of findings by severity: notes, warnings, errors.
    pub counts: [u64; 3],
    /// The number of findings with a safe fix.
    pub safe_fixes: u64,
    /// The number of findings with a fix that the user must confirm.
    pub unsafe_fixes: u64,
    /// The files that were not checked.
    pub not_checked: Vec<NotChecked>,
    /// The files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Other remarks for the user, one sentence each.
    pub remarks: Vec<String>,
    /// Whether a rule failed on some record.
    pub has_failed: bool,
    /// The fixes that were made. `None` if files were only checked.
    pub fixes: Option<Fixes>,
    /// Rules that did not run on records of a shape, because that shape has no place for what they check: rule, shape.
    pub not_held: Vec<(RuleId, &'static str)>,
    /// Whether the run was stopped before its end.
    pub is_stopped: bool,
    /// The time of each stage and rule, if it was measured.
    pub timings: Timings,
}

/// The fixes of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// The number of findings that were fixed.
    pub problems: u64,
    /// The number of files with such findings.
    pub files: u64,
    /// The number of findings whose fix was allowed but could not be made, by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// The files in which nothing was fixed, and why.
    pub not_fixed: Vec<NotFixed>,
    /// The files that could not be written, so that the run fails.
    pub unwritten: Vec<Unreadable>,
    /// Rules whose fix was left out because it did not have the intended effect, which is a bug in the program.
    pub faulty: Vec<RuleId>,
    /// Whether files were written. Otherwise the fixes were only proposed.
    pub writes: bool,
}

impl Summary {
    /// Returns the number of findings at or above `threshold`.
    pub fn at_least(&self, threshold: Severity) -> u64 {
        self.counts[threshold as usize..].iter().sum()
    }

    /// Counts findings. Fixes are counted unless the file cannot be fixed (`is_left_unfixed`).
    fn count(&mut self, diagnostics: &[Diagnostic], is_left_unfixed: bool) {
        use crate::diagnostic::Applicability::{Safe, Unsafe};
        for diagnostic in diagnostics {
            self.counts[diagnostic.severity as usize] += diagnostic.count();
            let fix = diagnostic.fix.as_ref().filter(|fix| fix.edits.is_some() && !is_left_unfixed);
            match fix.map(|fix| (fix.applicability, fix.repairs)) {
                Some((Safe, repairs)) => self.safe_fixes += repairs,
                Some((Unsafe, repairs)) => self.unsafe_fixes += repairs,
                _ => {}
            }
        }
    }

    /// Whether nothing was checked.
    pub fn is_empty(&self) -> bool {
        self.files == 0 && self.counts == [0; 3]
    }

    fn skip(&mut self, input: &Input, is_expected: bool, reason: &'static Reason) {
        // Records that were validated against a schema were checked, though not by rules. Entries that are not records,
        // such as the settings of a program in BibTeX, do not count as unchecked either.
        let is_checked = [&Reason::VALIDATED, &Reason::SOME_VALIDATED, &Reason::SOME_NO_FORMAT].contains(&reason);
        let is_expected = is_expected && !is_checked;
        let is_input = input.is_standard() && *reason == Reason::EMPTY;
        let reason = if is_input { &Reason::EMPTY_INPUT } else { reason };
        self.not_checked.push(NotChecked { path: input.display_path.clone(), reason, is_expected });
    }
}

/// What the first record of a file shows about it.
#[derive(Clone, Copy, Debug)]
pub enum FirstRecord {
    /// There is no readable record, and why.
    Missing(&'static str),
    /// The first record was read.
    Found {
        /// The syntax of the file.
        syntax: Syntax,
        /// The shape of the record, if it is a known one.
        shape: Option<&'static Shape>,
    },
}

/// Reads the first record of a file.
pub fn first_record(input: &Input, wanted: Option<Syntax>, encoding: Option<Encoding>) -> Result<FirstRecord, String> {
    let mut first = FirstRecord::Missing("");
    let read = with_text(input, wanted, encoding, |source, syntax, _| first = first_record_of(source, syntax));
    match read {
        Err(ReadError::NoRecord(reason)) => Ok(FirstRecord::Missing(reason.fact)),
        Err(ReadError::Unreadable(reason) | ReadError::Internal(reason)) => Err(reason),
        Ok(()) => Ok(first),
    }
}

/// Why the text of a file is not available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The file contains no record.
    NoRecord(&'static Reason),
    /// The file cannot be read.
    Unreadable(String),
    /// An internal error occurred while the file was read or used.
    Internal(String),
}

impl ReadError {
    /// The reason as a sentence.
    pub fn reason(self) -> String {
        match self {
            ReadError::NoRecord(reason) => reason.sentence(),
            ReadError::Unreadable(reason) | ReadError::Internal(reason) => reason,
        }
    }
}

/// Reads a whole file and passes its text to `then`, with its syntax and its JSON mode. A panic on the
/// way is an internal error of that file.
pub fn with_text(
    input: &Input,
    wanted: Option<Syntax>,
    encoding: Option<Encoding>,
    then: impl FnOnce(Source<'_>, Syntax, JsonMode),
) -> Result<(), ReadError> {
    catch_panic(|| with_whole_text(input, wanted, encoding, then))
        .unwrap_or_else(|reason| Err(ReadError::Internal(reason)))
}

fn with_whole_text(
    input: &Input,
    wanted: Option<Syntax>,
    encoding: Option<Encoding>,
    then: impl FnOnce(Source<'_>, Syntax, JsonMode),
) -> Result<(), ReadError> {
    if let Some(reason) = input.excluded() {
        return Err(ReadError::NoRecord(reason));
    }
    let mut bytes = Vec::new();
    let read = input.open().and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(|error| ReadError::Unreadable(files::describe_error(&error)))?;
    let name = decompress::uncompressed_name(&input.display_path);
    if let Some(reason) = syntax::by_content(name, &bytes) {
        return Err(ReadError::NoRecord(reason));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ReadError::NoRecord(if input.is_standard() { &Reason::EMPTY_INPUT } else { &Reason::EMPTY }));
    }
    let decoded = Decoded::new(&bytes, 0, encoding).map_err(|_| ReadError::NoRecord(&Reason::TOO_LARGE))?;
    let source = decoded.source(&input.display_path);
    let detected = wanted.map_or_else(|| syntax::detect(name, source.chunk.text), Ok);
    let syntax = detected.map_err(ReadError::NoRecord)?;
    then(source, syntax, JsonMode::for_request(wanted));
    Ok(())
}

fn first_record_of(source: Source<'_>, syntax: Syntax) -> FirstRecord {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let mut reader = shape::reader(source.chunk, syntax, JsonMode::DetectLines);
    let first = reader.next(&mut arena, &mut findings);
    let tree = Tree::new(source.chunk, &arena).filter(|_| first.is_some_and(|record| record.readable));
    let Some(tree) = tree else { return FirstRecord::Missing("its first record cannot be read") };
    FirstRecord::Found { syntax, shape: shape::detect(syntax, tree) }
}
