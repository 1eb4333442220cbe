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
mod paths;
mod pool;
mod revision;
mod segments;
mod threads;
mod turn;
mod walk;
mod write;

pub use configurations::{configurations_in, ignored_configurations_in};
pub use files::{Disk, create};
pub use find::{Input, NothingFound, find, with_tracked};
pub use hierarchy::collect_hierarchy;
pub use identity::{FileId, is_link_out_of_checkout};
pub use panics::{catch_panic, install_panic_hook};
pub use paths::is_repository;
pub use pool::run;
pub use revision::{Revision, Revisions};
pub use threads::Threads;

use crate::fix::{InteractiveSession, Rewritten, Trust};
use crate::lint::{FileReport, Policy};
use crate::shape::{self, Shape};
use crate::syntax::{self, JsonMode, Reason, Syntax};
use crate::text::{Encoding, Source};
use crate::tree::{Arena, Tree};
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
    read.map_err(|error| ReadError::Unreadable(paths::describe_error(&error)))?;
    let name = decompress::uncompressed_name(&input.display_path);
    let opened = syntax::open(name, &bytes, wanted, encoding).map_err(|reason| {
        let is_empty_input = input.is_standard() && *reason == Reason::EMPTY;
        ReadError::NoRecord(if is_empty_input { &Reason::EMPTY_INPUT } else { reason })
    })?;
    then(opened.decoded.source(&input.display_path), opened.syntax, opened.json_mode);
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
