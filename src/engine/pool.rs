//! Pieces checked by several workers, and told in the order of the files.

use super::gate::{Gate, weight};
use super::piece::{self, Done};
use super::pieces::{self, Errand, Piece};
use super::write::{Rewriting, Target, Unwritten, Writer};
use super::{Fixes, Job, Manner, NotChecked, Progress, Rewritten, Summary, Told, Unreadable, above};
use crate::fix::Trust;
use crate::lint::{FileReport, Scratch, Stage, Timings};
use crate::shape::Hierarchy;
use crate::text::{Chunk, LineIndex, Position, Source, Units};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// So many small files are handed to a worker at one time, at most, and so many bytes of them: what handing them on one by
/// one would take is then little beside checking them.
const MOST_FILES: usize = 32;
const MOST_BYTES: u64 = 1 << 17;

/// After so long it is looked whether the person wants no more.
const PATIENCE: Duration = Duration::from_millis(50);

/// Does every job and tells of the findings of each file that has some, in order; of a long file piece by piece. An error
/// of whoever is told ends the run.
pub fn run<E>(
    jobs: &Arc<[Job]>,
    manner: &Manner,
    tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
) -> Result<Summary, E> {
    let mut teller = Teller {
        jobs,
        summary: Summary::default(),
        file: InFile::default(),
        progress: Progress::default(),
        writer: Writer::default(),
        trust: manner.fixing.map(|fixing| fixing.trust),
    };
    teller.summary.fixes = manner.fixing.map(|fixing| Fixes { writes: fixing.writes, ..Fixes::default() });
    teller.summary.timings = Timings::new(manner.is_timed);
    let begun = Instant::now();
    let hierarchy = above::of_jobs(jobs, &manner.stop);
    teller.summary.timings.spend(Stage::Parse, begun);
    // A pipe keeps whoever reads it waiting, who could not be told to stop.
    let is_direct = manner.workers <= 1 && jobs.iter().all(|job| job.input.is_plain());
    let result = if is_direct {
        alone(jobs, manner, &hierarchy, &mut teller, tell)
    } else {
        together(jobs, manner, &hierarchy, &mut teller, tell)
    };
    if teller.summary.is_stopped {
        teller.end_of_begun();
    }
    result.map(|()| teller.summary)
}

/// All in one thread.
fn alone<E>(
    jobs: &[Job],
    manner: &Manner,
    hierarchy: &Arc<Hierarchy>,
    teller: &mut Teller<'_>,
    tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut scratch = Scratch::timed(manner.is_timed).among(hierarchy);
    let mut reading = Timings::new(manner.is_timed);
    let mut result = Ok(());
    for (number, job) in jobs.iter().enumerate() {
        reading.begin();
        let go_on = pieces::read(number, job, manner, &mut |piece| {
            reading.lap(Stage::Read);
            result = teller.tell(piece::check(piece, job, manner, &mut scratch), tell);
            let is_over = manner.interview.as_ref().is_some_and(|interview| lock(interview).is_over());
            teller.summary.is_stopped = is_over || manner.stop.load(Ordering::Relaxed);
            reading.begin();
            result.is_ok() && !teller.summary.is_stopped
        });
        reading.lap(Stage::Read);
        if !go_on {
            break;
        }
    }
    teller.summary.timings.add(&reading);
    teller.summary.timings.add(&scratch.timings);
    result
}

/// What a worker is given at one time.
enum Load {
    /// What was read.
    Piece(Piece),
    /// The numbers of jobs whose files are small. It reads them itself: several readers wait less for a disk, and what
    /// was read is at hand for whoever checks it.
    Files(Range<usize>),
}

/// A load on its way to a worker and back as what came of it.
struct Numbered<T> {
    /// Its turn to be told.
    number: u64,
    /// The room that it takes.
    weight: usize,
    load: T,
}

/// One thread reads, several check, this one tells. A reader that waits for a pipe is left behind.
fn together<E>(
    jobs: &Arc<[Job]>,
    manner: &Manner,
    hierarchy: &Arc<Hierarchy>,
    teller: &mut Teller<'_>,
    tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = manner.workers.max(1);
    let gate = Arc::new(Gate::new(workers));
    let spent = Arc::new(Mutex::new(Timings::new(manner.is_timed)));
    let (to_workers, from_reader) = channel::<Numbered<Load>>();
    let (to_teller, from_workers) = channel::<Numbered<Vec<Done>>>();
    let from_reader = Arc::new(Mutex::new(from_reader));
    {
        let (jobs, gate, manner, spent) = (Arc::clone(jobs), Arc::clone(&gate), manner.clone(), Arc::clone(&spent));
        thread::spawn(move || read(&jobs, &gate, &manner, &spent, &to_workers));
    }
    let mut threads = Vec::new();
    for _ in 0..workers {
        let (jobs, manner, spent) = (Arc::clone(jobs), manner.clone(), Arc::clone(&spent));
        let (from_reader, to_teller) = (Arc::clone(&from_reader), to_teller.clone());
        let scratch = Scratch::timed(manner.is_timed).among(hierarchy);
        threads.push(thread::spawn(move || work(&jobs, &manner, scratch, &spent, &from_reader, &to_teller)));
    }
    // Whoever sends owns its end, so that the other side learns when there is no more.
    drop((to_teller, from_reader));
    let result = teller.in_order(&from_workers, &gate, manner, tell);
    // Whoever still reads need not.
    gate.close();
    drop(from_workers);
    if result.is_ok() && !teller.summary.is_stopped {
        for thread in threads {
            // What a thread was to check when it panicked is missing: the run has not succeeded.
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    }
    teller.summary.timings.add(&lock(&spent));
    result
}

/// Reads the files and hands their pieces to the workers, as far as there is room; of small files only their numbers.
fn read(jobs: &[Job], gate: &Gate, manner: &Manner, spent: &Mutex<Timings>, to_workers: &Sender<Numbered<Load>>) {
    let mut number = 0;
    let mut hand_on = |load: Load, length: u64| {
        let weight = weight(length, manner.piece);
        let is_wanted = gate.enter(weight) && to_workers.send(Numbered { number, weight, load }).is_ok();
        number += 1;
        is_wanted
    };
    let mut reading = Timings::new(manner.is_timed);
    let mut next = 0;
    let mut go_on = true;
    while go_on && next < jobs.len() {
        reading.begin();
        let (count, length) = small_files(&jobs[next..], jobs.len(), manner);
        if count > 0 {
            reading.lap(Stage::Read);
            go_on = hand_on(Load::Files(next..next + count), length);
            next += count;
            continue;
        }
        go_on = pieces::read(next, &jobs[next], manner, &mut |piece| {
            reading.lap(Stage::Read);
            let length = piece.bytes.len() as u64;
            let is_wanted = hand_on(Load::Piece(piece), length);
            reading.begin();
            is_wanted
        });
        reading.lap(Stage::Read);
        next += 1;
    }
    lock(spent).add(&reading);
}

/// How many of these jobs, of `all` there are, make one load, and how many bytes their files have. What a file that is
/// to be fixed needs until it is written is held for one at a time.
fn small_files(jobs: &[Job], all: usize, manner: &Manner) -> (usize, u64) {
    if manner.fixing.is_some() {
        return (0, 0);
    }
    // Few files go to all workers.
    let most = (all / (4 * manner.workers.max(1))).clamp(1, MOST_FILES);
    let mut length = 0;
    let sizes = jobs.iter().take(most).map_while(|job| {
        let size = job.input.small_size().filter(|_| length < MOST_BYTES)?;
        length += size;
        Some(size)
    });
    (sizes.count(), length)
}

/// Checks one load after the other.
fn work(
    jobs: &[Job],
    manner: &Manner,
    mut scratch: Scratch,
    spent: &Mutex<Timings>,
    from_reader: &Mutex<Receiver<Numbered<Load>>>,
    to_teller: &Sender<Numbered<Vec<Done>>>,
) {
    let mut reading = Timings::new(manner.is_timed);
    loop {
        let next = lock(from_reader).recv();
        let Ok(Numbered { number, weight, load }) = next else { break };
        let done = match load {
            Load::Piece(piece) => {
                let job = &jobs[piece.job];
                vec![piece::check(piece, job, manner, &mut scratch)]
            }
            Load::Files(numbers) => files(numbers, jobs, manner, &mut scratch, &mut reading),
        };
        if to_teller.send(Numbered { number, weight, load: done }).is_err() {
            break;
        }
    }
    scratch.timings.add(&reading);
    lock(spent).add(&scratch.timings);
}

/// Reads and checks small files.
fn files(
    numbers: Range<usize>,
    jobs: &[Job],
    manner: &Manner,
    scratch: &mut Scratch,
    reading: &mut Timings,
) -> Vec<Done> {
    let mut done = Vec::with_capacity(numbers.len());
    for number in numbers {
        let job = &jobs[number];
        reading.begin();
        pieces::read(number, job, manner, &mut |piece| {
            reading.lap(Stage::Read);
            done.push(piece::check(piece, job, manner, scratch));
            reading.begin();
            true
        });
        reading.lap(Stage::Read);
    }
    done
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells what was found, in order, and counts it.
struct Teller<'a> {
    jobs: &'a [Job],
    summary: Summary,
    file: InFile,
    progress: Progress,
    writer: Writer,
    /// Which fixes are made.
    trust: Option<Trust>,
}

/// What came before in the file that is being told.
#[derive(Default)]
struct InFile {
    /// The number of its job.
    job: usize,
    lines: u64,
    /// Characters on the line at whose end, or within which, the next piece begins.
    columns: u64,
    records: u64,
    shapeless: u64,
    unchecked: u64,
    findings: u64,
    is_skipped: bool,
    /// How many bytes longer, or shorter, fixes made what was told.
    grown: i64,
    /// How many findings were fixed.
    fixed: u64,
    /// The file that it becomes, from the first fix on.
    rewriting: Option<Rewriting>,
    /// Why it is not written.
    unwritten: Option<Unwritten>,
    /// Why it is not to be fixed, until that is said.
    kept: Option<String>,
}

impl Teller<'_> {
    fn in_order<E>(
        &mut self,
        from_workers: &Receiver<Numbered<Vec<Done>>>,
        gate: &Gate,
        manner: &Manner,
        tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        loop {
            if manner.stop.load(Ordering::Relaxed) {
                self.summary.is_stopped = true;
                return Ok(());
            }
            match from_workers.recv_timeout(PATIENCE) {
                Ok(done) => waiting.insert(done.number, done),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            while let Some(Numbered { weight, load, .. }) = waiting.remove(&next) {
                next += 1;
                for done in load {
                    self.tell(done, tell)?;
                }
                gate.leave(weight);
            }
        }
    }

    fn tell<E>(&mut self, mut done: Done, tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>) -> Result<(), E> {
        let path = self.jobs[done.job].input.shown.as_str();
        if let Some(reason) = done.unreadable.take() {
            self.summary.unreadable.push(Unreadable { path: path.to_owned(), reason });
        }
        if let Some(reason) = done.skipped.take() {
            self.summary.skip(path, reason);
            self.file.is_skipped = true;
        }
        self.place(&mut done);
        self.fixed(&mut done, path, tell)?;
        self.summary.count(&done.diagnostics);
        self.summary.has_failed |= done.has_failed;
        for pair in &done.not_held {
            if !self.summary.not_held.contains(pair) {
                self.summary.not_held.push(pair.clone());
            }
        }
        let begun = Instant::now();
        let told = if done.diagnostics.is_empty() { Ok(()) } else { self.report(path, &done, tell) };
        self.summary.timings.spend(Stage::Report, begun);
        if done.lines > 0 {
            self.file.columns = 0;
        }
        self.file.lines += done.lines;
        self.file.columns += done.columns;
        self.file.records += done.records;
        self.file.shapeless += done.shapeless;
        self.file.unchecked += done.unchecked;
        self.file.findings += done.diagnostics.len() as u64;
        self.progress.bytes += done.length;
        self.progress.records += done.records;
        self.progress.findings += done.diagnostics.len() as u64;
        self.file.job = done.job;
        if done.is_last {
            self.end_of_file(path);
            self.progress.files += 1;
        }
        told.and_then(|()| tell(Told::Progress(self.progress)))
    }

    /// Writes or tells what became of a piece, and books what was fixed.
    fn fixed<E>(
        &mut self,
        done: &mut Done,
        path: &str,
        tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(fixes) = &mut self.summary.fixes else { return Ok(()) };
        if let (Errand::Check(reason), Some(trust)) = (&mut done.errand, self.trust) {
            self.file.kept = self.file.kept.take().or(reason.take());
            // Of a file in which nothing would be fixed, it need not be said.
            let fixes = done.diagnostics.iter().filter_map(|one| one.fix.as_ref());
            if fixes.filter(|fix| fix.edits.is_some()).any(|fix| trust.allows(fix)) {
                done.not_fixed = self.file.kept.take();
            }
        }
        if let Some(reason) = done.not_fixed.take() {
            let is_new = fixes.not_fixed.last().is_none_or(|last| last.path != path || last.reason != reason);
            if is_new {
                fixes.not_fixed.push(NotChecked { path: path.to_owned(), reason });
            }
        }
        for (reason, count) in done.refused.drain() {
            *fixes.refused.entry(reason).or_default() += count;
        }
        for rule in done.faulty.drain(..) {
            if !fixes.faulty.contains(&rule) {
                fixes.faulty.push(rule);
            }
        }
        self.file.fixed += done.fixed;
        match &done.errand {
            Errand::Check(_) => {}
            Errand::Tell => {
                let before = done.original.as_deref().unwrap_or(&done.bytes);
                let after = done.rewritten.as_deref().unwrap_or(before);
                let is_wide = done.units == Units::Utf16;
                tell(Told::Rewritten(Rewritten { path, before, after, is_wide, is_last: done.is_last }))?;
            }
            Errand::Write(target, seal) => {
                let result = self.file.write(&mut self.writer, target, done);
                let result = result.and_then(|()| match (seal, &mut self.file.rewriting) {
                    (Some(_), Some(rewriting)) => rewriting.complete(),
                    _ => Ok(()),
                });
                if let Err(error) = result {
                    self.file.unwritten.get_or_insert(error);
                    self.file.rewriting = None;
                }
                let complete = self.file.rewriting.take_if(|_| seal.is_some());
                if let (Some(seal), Some(rewriting)) = (seal, complete) {
                    tell(Told::Writes(path))?;
                    if let Err(error) = rewriting.replace(*seal) {
                        self.file.unwritten = Some(error);
                    }
                }
            }
        }
        let written = done.rewritten.as_ref().map_or(done.length, |bytes| bytes.len() as u64);
        self.file.grown += written.cast_signed() - done.length.cast_signed();
        Ok(())
    }

    /// Lines and numbers of records that count from the beginning of the file.
    fn place(&self, done: &mut Done) {
        let InFile { lines, columns, records, grown, .. } = self.file;
        if lines == 0 && columns == 0 && records == 0 {
            return;
        }
        done.base = done.base.saturating_add_signed(grown);
        let move_on = |position: &mut Position| {
            position.offset = position.offset.saturating_add_signed(grown);
            position.column += if position.line == 1 { columns } else { 0 };
            position.line += lines;
        };
        for one in &mut done.diagnostics {
            for label in &mut one.labels {
                move_on(&mut label.start);
                move_on(&mut label.end);
            }
            for edit in one.fix.iter_mut().filter_map(|fix| fix.edits.as_mut()).flatten() {
                move_on(&mut edit.start);
                move_on(&mut edit.end);
            }
            if let Some(record) = &mut one.record {
                // A record without a name of its own is called by its number.
                let is_numbered = record.id == format!("#{}", record.index + 1);
                record.index += records;
                if is_numbered {
                    record.id = format!("#{}", record.index + 1);
                }
                if let Some(list) = &done.list {
                    record.pointer = further(&record.pointer, list, records);
                }
            }
        }
    }

    fn report<E>(&self, path: &str, done: &Done, tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>) -> Result<(), E> {
        let Ok(text) = simdutf8::basic::from_utf8(&done.bytes[done.text.clone()]) else { return Ok(()) };
        let source = Source { path, chunk: Chunk { text, base: done.base, units: done.units }, wrong: &[] };
        let index = LineIndex::after(source.chunk, self.file.lines);
        let record_a_line = done.record_a_line;
        tell(Told::Found(&FileReport { source, index: &index, diagnostics: &done.diagnostics, record_a_line }))
    }

    /// Books a file of which not all was told.
    fn end_of_begun(&mut self) {
        if self.file.records > 0 {
            self.end_of_file(&self.jobs[self.file.job].input.shown);
        }
    }

    /// Books what a file came to, and what was left out.
    fn end_of_file(&mut self, path: &str) {
        let file = std::mem::take(&mut self.file);
        if let Some(fixes) = &mut self.summary.fixes {
            if let Some(error) = &file.unwritten {
                fixes.unwritten.push(Unreadable { path: path.to_owned(), reason: error.reason() });
            } else if file.rewriting.is_none() {
                // One that was begun and not ended is as it was.
                fixes.problems += file.fixed;
                fixes.files += u64::from(file.fixed > 0);
            }
        }
        if file.is_skipped || self.summary.unreadable.last().is_some_and(|last| last.path == path) {
            return;
        }
        // What was only parsed is told below, and counts for nothing here.
        let is_checked = file.records == 0 || file.unchecked < file.records;
        self.summary.files += u64::from(is_checked);
        self.summary.records += file.records - file.unchecked;
        self.summary.files_with_findings += u64::from(file.findings > 0);
        if file.shapeless > 0 {
            let validated = if file.unchecked == 0 { "validated only" } else { "parsed only" };
            let reason = match file.shapeless {
                all if all == file.records => format!("records of no shape that is known: {validated}"),
                _ => format!("some records of no shape that is known: {validated}"),
            };
            self.summary.skip(path, reason);
        } else if file.records == 0 && file.findings == 0 {
            self.summary.skip(path, "there is no record in it");
        }
    }
}

impl InFile {
    /// Puts what became of a piece into the file that is being written.
    fn write(&mut self, writer: &mut Writer, target: &Target, done: &Done) -> Result<(), Unwritten> {
        let Some(bytes) = done.rewritten.as_ref().filter(|_| self.unwritten.is_none()) else { return Ok(()) };
        let rewriting = match &mut self.rewriting {
            Some(rewriting) => rewriting,
            none => none.insert(writer.begin(target)?),
        };
        rewriting.put(done.at, done.length, bytes)
    }
}

/// The pointer to an item of a list, so many items further on.
fn further(pointer: &str, list: &str, items: u64) -> String {
    let moved = pointer.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).and_then(|rest| {
        let (number, behind) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(format!("{list}/{}{behind}", number.parse::<u64>().ok()? + items))
    });
    moved.unwrap_or_else(|| pointer.to_owned())
}
