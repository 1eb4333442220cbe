//! Files found, read and handed to `lint`, several at a time; what is not checked is counted, with the reason.
//!
//! A thread reads (`pieces`), workers check (`piece`), and whoever called is told of the findings in the order of the
//! files. What is in memory at one time is bounded by how many pieces may be under way.

mod above;
mod files;
mod find;
mod gate;
mod guard;
mod identity;
mod nearest;
mod piece;
mod pieces;
mod pool;
mod revision;
mod teller;
mod threads;
mod turn;
mod unpack;
mod walk;
mod write;

pub use above::hierarchy;
pub use files::{Disk, create, is_repository};
pub use find::{Input, NothingFound, find, with_tracked};
pub use guard::{guarded, remember_panics};
pub use identity::FileId;
pub use nearest::{configurations_in, unread_in};
pub use pool::run;
pub use revision::{Revision, Revisions};
pub use threads::Threads;

use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::fix::{Interview, Trust};
use crate::lint::{FileReport, Policy, Timings};
use crate::shape::{self, Shape};
use crate::syntax::{self, Reason, Syntax};
use crate::text::{Encoding, Source, mend};
use crate::tree::{Arena, Tree};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// A file and how it is checked.
#[derive(Clone, Debug)]
pub struct Job {
    /// The file.
    pub input: Input,
    /// What decides what is said of it.
    pub policy: Arc<Policy>,
    /// Its syntax, where the person named one.
    pub syntax: Option<Syntax>,
    /// Its encoding, where the person named one; what the file tells of itself goes before.
    pub encoding: Option<Encoding>,
    /// Whether somebody says that it holds records: the person who named it, or a configuration.
    pub is_expected: bool,
}

/// A record of more bytes than this is not read, unless the person says otherwise.
pub const LONGEST_RECORD: usize = 64 << 20;

/// A few hundred records: much more than handing them on costs.
const PIECE: usize = 1 << 20;

/// How a run goes about its work; what it finds does not depend on it.
#[derive(Clone, Debug)]
pub struct Manner {
    /// How many pieces are checked at the same time.
    pub workers: usize,
    /// Records of more bytes than this are not read, and a finding says so.
    pub longest_record: usize,
    /// So many bytes of a file are read before it is cut.
    pub piece: usize,
    /// Which fixes are made, and what becomes of them; nothing where files are only checked.
    pub fixing: Option<Fixing>,
    /// Who says of each fix whether it is made; then a file is one piece, and one of more bytes than that is not fixed.
    pub interview: Option<Arc<Mutex<Interview>>>,
    /// Whether the time is measured that each stage and rule takes.
    pub is_timed: bool,
    /// Becomes true when the person wants no more.
    pub stop: Arc<AtomicBool>,
    /// Starts the threads of the run.
    pub threads: Threads,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            workers: 1,
            longest_record: LONGEST_RECORD,
            piece: PIECE,
            fixing: None,
            interview: None,
            is_timed: false,
            stop: Arc::default(),
            threads: Threads::default(),
        }
    }
}

/// What is done with the fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixing {
    /// Which are made.
    pub trust: Trust,
    /// Whether files are written; else what would be written is only told.
    pub writes: bool,
}

/// Part of a file, before and after fixes were made. The parts of a file are told one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    /// The file, as given.
    pub path: &'a str,
    /// Its own bytes, as they are.
    pub before: &'a [u8],
    /// As they are to be.
    pub after: &'a [u8],
    /// Whether the bytes are those of UTF-16, which nobody reads as they are.
    pub is_wide: bool,
    /// Whether it is the last part of its file.
    pub is_last: bool,
}

/// What whoever started a run is told.
#[derive(Debug)]
pub enum Told<'a> {
    /// The findings of a file, or of a part of one.
    Found(&'a FileReport<'a>),
    /// What a part of standard input becomes, or, where nothing is to be written, of any file.
    Rewritten(Rewritten<'a>),
    /// The file of this name is about to be written: what is to take its place is complete.
    Writes(&'a str),
    /// How far the run has come.
    Progress(Progress),
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that are done.
    pub files: u64,
    /// Bytes, of packed files unpacked.
    pub bytes: u64,
    /// Records.
    pub records: u64,
    /// Findings.
    pub findings: u64,
}

/// A file of which not everything was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    /// The file, as given.
    pub path: String,
    /// Why.
    pub reason: &'static Reason,
    /// Whether somebody expects it to be checked, so that the job could not be done.
    pub is_expected: bool,
}

/// A file in which nothing was fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFixed {
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
    /// What else a person should know of the run, a sentence each.
    pub remarks: Vec<String>,
    /// Whether a rule failed on some record.
    pub has_failed: bool,
    /// What fixes were made; nothing where files were only checked.
    pub fixes: Option<Fixes>,
    /// Rules that did not run on records of a shape, since that cannot hold what they look for: rule, shape.
    pub not_held: Vec<(RuleId, &'static str)>,
    /// Whether the person wanted no more before all was done.
    pub is_stopped: bool,
    /// Where the time went, if it was measured.
    pub timings: Timings,
}

/// What fixes a run made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// Findings that are no more.
    pub problems: u64,
    /// Files with such findings.
    pub files: u64,
    /// Findings of which the fix was allowed and could not be made, by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// Files in which nothing was fixed, and why.
    pub not_fixed: Vec<NotFixed>,
    /// Files that could not be written: the job could not be done.
    pub unwritten: Vec<Unreadable>,
    /// Rules whose fix did not do what it should, and was left out: the program is at fault.
    pub faulty: Vec<RuleId>,
    /// Whether files were written; else it is what would be done.
    pub writes: bool,
}

impl Summary {
    /// How many findings there are at or above `threshold`.
    pub fn at_least(&self, threshold: Severity) -> u64 {
        self.counts[threshold as usize..].iter().sum()
    }

    /// Counts findings, and those with a fix unless their file cannot be fixed.
    fn count(&mut self, diagnostics: &[Diagnostic], is_kept: bool) {
        use crate::diagnostic::Applicability::{Safe, Unsafe};
        for diagnostic in diagnostics {
            self.counts[diagnostic.severity as usize] += diagnostic.count();
            let fix = diagnostic.fix.as_ref().filter(|fix| fix.edits.is_some() && !is_kept);
            match fix.map(|fix| (fix.applicability, fix.repairs)) {
                Some((Safe, repairs)) => self.safe_fixes += repairs,
                Some((Unsafe, repairs)) => self.unsafe_fixes += repairs,
                _ => {}
            }
        }
    }

    /// Whether nothing at all was checked.
    pub fn is_empty(&self) -> bool {
        self.files == 0 && self.counts == [0; 3]
    }

    fn skip(&mut self, input: &Input, is_expected: bool, reason: &'static Reason) {
        // Records that were validated were checked, if not by rules; and entries that are no records, such as the
        // settings of a program in BibTeX, do not make a file one that could not be checked.
        let is_checked = [&Reason::VALIDATED, &Reason::SOME_VALIDATED, &Reason::SOME_NO_FORMAT].contains(&reason);
        let is_expected = is_expected && !is_checked;
        let is_input = input.is_standard() && *reason == Reason::EMPTY;
        let reason = if is_input { &Reason::EMPTY_INPUT } else { reason };
        self.not_checked.push(NotChecked { path: input.shown.clone(), reason, is_expected });
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
pub fn look(input: &Input, wanted: Option<Syntax>, encoding: Option<Encoding>) -> Result<Look, String> {
    let mut look = Look::Nothing("");
    let read = with_text(input, wanted, encoding, |source, syntax, _| look = first(source, syntax));
    match read {
        Err(Unread::Nothing(reason)) => Ok(Look::Nothing(reason.fact)),
        Err(Unread::Because(reason) | Unread::Failed(reason)) => Err(reason),
        Ok(()) => Ok(look),
    }
}

/// Why there is nothing to be seen of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is no record in it.
    Nothing(&'static Reason),
    /// It cannot be read.
    Because(String),
    /// An internal error ended it.
    Failed(String),
}

impl Unread {
    /// Why, in words.
    pub fn reason(self) -> String {
        match self {
            Unread::Nothing(reason) => reason.sentence(),
            Unread::Because(reason) | Unread::Failed(reason) => reason,
        }
    }
}

/// Reads a file as a whole, and hands on its text, its syntax and whether the person insists on that. A panic on the way
/// is an internal error of that file.
pub fn with_text(
    input: &Input,
    wanted: Option<Syntax>,
    encoding: Option<Encoding>,
    then: impl FnOnce(Source<'_>, Syntax, bool),
) -> Result<(), Unread> {
    guarded(|| with_whole_text(input, wanted, encoding, then)).unwrap_or_else(|reason| Err(Unread::Failed(reason)))
}

fn with_whole_text(
    input: &Input,
    wanted: Option<Syntax>,
    encoding: Option<Encoding>,
    then: impl FnOnce(Source<'_>, Syntax, bool),
) -> Result<(), Unread> {
    if let Some(reason) = input.passed() {
        return Err(Unread::Nothing(reason));
    }
    let mut bytes = Vec::new();
    let read = input.open().and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(|error| Unread::Because(files::in_words(&error)))?;
    let name = unpack::plain_name(&input.shown);
    if let Some(reason) = syntax::by_content(name, &bytes) {
        return Err(Unread::Nothing(reason));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Unread::Nothing(if input.is_standard() { &Reason::EMPTY_INPUT } else { &Reason::EMPTY }));
    }
    let decoded;
    let source = if let Ok(source) = Source::new(&input.shown, &bytes) {
        source
    } else {
        let encoding = Encoding::told(&bytes).or(encoding);
        decoded = encoding.map_or_else(|| mend(&bytes, 0), |encoding| encoding.decode(&bytes, 0));
        decoded.source(&input.shown)
    };
    let found = wanted.map_or_else(|| syntax::detect(name, source.chunk.text), Ok);
    let syntax = found.map_err(Unread::Nothing)?;
    then(source, syntax, wanted.is_some());
    Ok(())
}

fn first(source: Source<'_>, syntax: Syntax) -> Look {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let mut reader = shape::reader(source.chunk, syntax, false);
    let first = reader.next(&mut arena, &mut findings);
    let tree = Tree::new(source.chunk, &arena).filter(|_| first.is_some_and(|record| record.readable));
    let Some(tree) = tree else { return Look::Nothing("its first record cannot be read") };
    Look::Record { syntax, shape: shape::detect(syntax, tree) }
}
