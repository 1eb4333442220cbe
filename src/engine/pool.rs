//! Pieces checked by several workers, and told in the order of the files.

use super::gate::{Gate, weight};
use super::piece::{self, Done};
use super::pieces::{self, Piece};
use super::teller::Teller;
use super::{Job, Manner, Summary, Told, above};
use crate::lint::{Scratch, Stage, Timings};
use crate::shape::Hierarchy;
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
    let mut teller = Teller::new(jobs, manner);
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
    let result = in_order(teller, &from_workers, &gate, manner, tell);
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

/// Tells of the loads that come from the workers, each in its turn.
fn in_order<E>(
    teller: &mut Teller<'_>,
    from_workers: &Receiver<Numbered<Vec<Done>>>,
    gate: &Gate,
    manner: &Manner,
    tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        if manner.stop.load(Ordering::Relaxed) {
            teller.summary.is_stopped = true;
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
                teller.tell(done, tell)?;
            }
            gate.leave(weight);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
