//! Pieces checked by several workers, and told in the order of the files.

use super::piece::{self, Done};
use super::pieces::{self, Piece};
use super::{Job, Summary, Unreadable};
use crate::lint::{FileReport, Scratch};
use crate::text::{Chunk, LineIndex, Source};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// So many pieces for each worker may be under way: being read, checked, or waiting for their turn to be told.
const PIECES_A_WORKER: usize = 4;

/// Does every job and calls `report` with the findings of each file that has some, in order; of a long file piece by
/// piece. An error of `report` ends the run.
pub fn run<E>(
    jobs: &[Job],
    workers: usize,
    mut report: impl FnMut(&FileReport<'_>) -> Result<(), E>,
) -> Result<Summary, E> {
    let mut teller = Teller { jobs, summary: Summary::default(), file: InFile::default() };
    if workers <= 1 {
        let mut scratch = Scratch::default();
        let mut result = Ok(());
        for (number, job) in jobs.iter().enumerate() {
            let go_on = pieces::read(number, job, &mut |piece| {
                result = teller.tell(piece::check(piece, job, &mut scratch), &mut report);
                result.is_ok()
            });
            if !go_on {
                break;
            }
        }
        return result.map(|()| teller.summary);
    }
    let gate = Gate::new(workers * PIECES_A_WORKER);
    let (to_workers, from_reader) = channel::<(u64, Piece)>();
    let (to_teller, from_workers) = channel::<(u64, Done)>();
    let from_reader = Mutex::new(from_reader);
    let (gate, from_reader) = (&gate, &from_reader);
    let result = std::thread::scope(|scope| {
        // Whoever sends owns its end, so that the other side learns when there is no more.
        scope.spawn(move || read(jobs, gate, &to_workers));
        for _ in 0..workers {
            let to_teller = to_teller.clone();
            scope.spawn(move || work(jobs, from_reader, &to_teller));
        }
        drop(to_teller);
        let result = teller.in_order(&from_workers, gate, &mut report);
        // Whoever still reads need not.
        gate.close();
        result
    });
    result.map(|()| teller.summary)
}

/// Reads the files and hands their pieces to the workers, as far as there is room.
fn read(jobs: &[Job], gate: &Gate, to_workers: &Sender<(u64, Piece)>) {
    let mut number = 0;
    for (job_number, job) in jobs.iter().enumerate() {
        let go_on = pieces::read(job_number, job, &mut |piece| {
            let is_wanted = gate.enter() && to_workers.send((number, piece)).is_ok();
            number += 1;
            is_wanted
        });
        if !go_on {
            return;
        }
    }
}

/// Checks one piece after the other.
fn work(jobs: &[Job], from_reader: &Mutex<Receiver<(u64, Piece)>>, to_teller: &Sender<(u64, Done)>) {
    let mut scratch = Scratch::default();
    loop {
        let next = lock(from_reader).recv();
        let Ok((number, piece)) = next else { return };
        let job = &jobs[piece.job];
        if to_teller.send((number, piece::check(piece, job, &mut scratch))).is_err() {
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many pieces may still be taken up.
struct Gate {
    /// The room that is left, and whether anything is wanted at all.
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    fn new(room: usize) -> Self {
        Self { state: Mutex::new((room, true)), changed: Condvar::new() }
    }

    /// Waits for room, and takes it. False if nothing more is wanted.
    fn enter(&self) -> bool {
        let state = lock(&self.state);
        let waiting = self.changed.wait_while(state, |(room, is_open)| *room == 0 && *is_open);
        let mut state = waiting.unwrap_or_else(PoisonError::into_inner);
        state.0 = state.0.saturating_sub(1);
        state.1
    }

    fn leave(&self) {
        lock(&self.state).0 += 1;
        self.changed.notify_one();
    }

    fn close(&self) {
        lock(&self.state).1 = false;
        self.changed.notify_all();
    }
}

/// Tells what was found, in order, and counts it.
struct Teller<'a> {
    jobs: &'a [Job],
    summary: Summary,
    file: InFile,
}

/// What came before in the file that is being told.
#[derive(Default)]
struct InFile {
    lines: u64,
    records: u64,
    shapeless: u64,
    unchecked: u64,
    findings: u64,
    is_skipped: bool,
}

impl Teller<'_> {
    fn in_order<E>(
        &mut self,
        from_workers: &Receiver<(u64, Done)>,
        gate: &Gate,
        report: &mut impl FnMut(&FileReport<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let mut next = 0;
        while let Ok((number, done)) = from_workers.recv() {
            waiting.insert(number, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                self.tell(done, report)?;
                gate.leave();
            }
        }
        Ok(())
    }

    fn tell<E>(&mut self, mut done: Done, report: &mut impl FnMut(&FileReport<'_>) -> Result<(), E>) -> Result<(), E> {
        let path = self.jobs[done.job].input.shown.as_str();
        if let Some(reason) = done.unreadable.take() {
            self.summary.unreadable.push(Unreadable { path: path.to_owned(), reason });
        }
        if let Some(reason) = done.skipped.take() {
            self.summary.skip(path, reason);
            self.file.is_skipped = true;
        }
        self.place(&mut done);
        self.summary.count(&done.diagnostics);
        self.summary.has_failed |= done.has_failed;
        for pair in &done.not_held {
            if !self.summary.not_held.contains(pair) {
                self.summary.not_held.push(pair.clone());
            }
        }
        let told = if done.diagnostics.is_empty() { Ok(()) } else { self.report(path, &done, report) };
        self.file.lines += done.lines;
        self.file.records += done.records;
        self.file.shapeless += done.shapeless;
        self.file.unchecked += done.unchecked;
        self.file.findings += done.diagnostics.len() as u64;
        if done.is_last {
            self.end_of_file(path);
        }
        told
    }

    /// Lines and numbers of records that count from the beginning of the file.
    fn place(&self, done: &mut Done) {
        let InFile { lines, records, .. } = self.file;
        if lines == 0 && records == 0 {
            return;
        }
        for one in &mut done.diagnostics {
            for label in &mut one.labels {
                label.start.line += lines;
                label.end.line += lines;
            }
            for edit in one.fix.iter_mut().filter_map(|fix| fix.edits.as_mut()).flatten() {
                edit.start.line += lines;
                edit.end.line += lines;
            }
            if let Some(record) = &mut one.record {
                // A record without a name of its own is called by its number.
                let is_numbered = record.id == format!("#{}", record.index + 1);
                record.index += records;
                if is_numbered {
                    record.id = format!("#{}", record.index + 1);
                }
            }
        }
    }

    fn report<E>(
        &self,
        path: &str,
        done: &Done,
        report: &mut impl FnMut(&FileReport<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Ok(text) = simdutf8::basic::from_utf8(&done.bytes[done.text.clone()]) else { return Ok(()) };
        let source = Source { path, chunk: Chunk { text, base: done.base, units: done.units } };
        let index = LineIndex::after(source.chunk, self.file.lines);
        let record_a_line = done.record_a_line;
        report(&FileReport { source, index: &index, diagnostics: &done.diagnostics, record_a_line })
    }

    /// Books what a file came to, and what was left out.
    fn end_of_file(&mut self, path: &str) {
        let file = std::mem::take(&mut self.file);
        if file.is_skipped || self.summary.unreadable.last().is_some_and(|last| last.path == path) {
            return;
        }
        self.summary.files += 1;
        self.summary.records += file.records;
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
