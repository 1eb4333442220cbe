//! Pieces checked by several workers, and told in the order of the files.

use super::gate::{Gate, weight};
use super::piece::{self, Done};
use super::pieces::{self, Piece};
use super::teller::Teller;
use super::turn::Turn;
use super::{Job, Manner, Summary, Told, above};
use crate::lint::{Scratch, Stage, Timings};
use crate::shape::Hierarchy;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    let (hierarchy, failed) = above::of_jobs(jobs, &manner.stop);
    teller.summary.unreadable = failed;
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
            let mut report = |done| {
                if result.is_ok() {
                    result = teller.tell(done, tell);
                }
                result.is_ok()
            };
            let done = piece::check(piece, job, manner, &mut scratch, &mut report);
            report(done);
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

/// A load on its way to a worker.
struct Numbered {
    /// Its turn to be reported.
    number: u64,
    /// The room that it takes.
    weight: usize,
    load: Load,
}

/// What came of a load, or of its first files and records.
struct Answer {
    /// The number of the load.
    number: u64,
    /// The room that is free again, at the end of the load.
    end: Option<usize>,
    done: Vec<Done>,
}

/// What the threads of a run share.
#[derive(Clone)]
struct Shared {
    jobs: Arc<[Job]>,
    manner: Manner,
    gate: Arc<Gate>,
    turn: Arc<Turn>,
    spent: Arc<Mutex<Timings>>,
}

/// One thread reads, several check, this one reports. A reader that waits for a pipe is left behind. Where the system
/// has no more threads, fewer check; where it has none at all, this one does everything.
fn together<E>(
    jobs: &Arc<[Job]>,
    manner: &Manner,
    hierarchy: &Arc<Hierarchy>,
    teller: &mut Teller<'_>,
    tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = manner.workers.max(1);
    let shared = Shared {
        jobs: Arc::clone(jobs),
        manner: manner.clone(),
        gate: Arc::new(Gate::new(workers)),
        turn: Arc::new(Turn::new()),
        spent: Arc::new(Mutex::new(Timings::new(manner.is_timed))),
    };
    let (to_workers, from_reader) = channel::<Numbered>();
    let (to_teller, from_workers) = channel::<Answer>();
    let from_reader = Arc::new(Mutex::new(from_reader));
    let mut threads = Vec::new();
    for _ in 0..workers {
        let (shared, from_reader, to_teller) = (shared.clone(), Arc::clone(&from_reader), to_teller.clone());
        let scratch = Scratch::timed(manner.is_timed).among(hierarchy);
        let spawned = manner.threads.spawn(move || work(&shared, scratch, &from_reader, &to_teller));
        let Ok(thread) = spawned else { break };
        threads.push(thread);
    }
    // Each sender owns its end, so that the receiver notices when there is no more.
    drop((to_teller, from_reader));
    let reading = shared.clone();
    // Without a worker nothing may be read either: what was taken from a pipe is not there a second time.
    if threads.is_empty() || manner.threads.spawn(move || read(&reading, &to_workers)).is_err() {
        return alone(jobs, manner, hierarchy, teller, tell);
    }
    let result = in_order(teller, &from_workers, &shared, tell);
    // Threads that still read or check may stop.
    shared.gate.close();
    shared.turn.close();
    drop(from_workers);
    if result.is_ok() && !teller.summary.is_stopped {
        for thread in threads {
            // What a thread was to check when it panicked is missing: the run has not succeeded.
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    }
    teller.summary.timings.add(&lock(&shared.spent));
    result
}

/// Reads the files and hands their pieces to the workers, as far as there is room; of small files only their numbers.
fn read(shared: &Shared, to_workers: &Sender<Numbered>) {
    let Shared { jobs, manner, gate, spent, .. } = shared;
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
fn work(shared: &Shared, mut scratch: Scratch, from_reader: &Mutex<Receiver<Numbered>>, to_teller: &Sender<Answer>) {
    let mut reading = Timings::new(shared.manner.is_timed);
    loop {
        let next = lock(from_reader).recv();
        let Ok(Numbered { number, weight, load }) = next else { break };
        let mut outbox = Outbox { number, to_teller, turn: &shared.turn, done: Vec::new() };
        match load {
            Load::Piece(piece) => outbox.check(piece, shared, &mut scratch),
            Load::Files(numbers) => outbox.files(numbers, shared, &mut scratch, &mut reading),
        }
        if to_teller.send(Answer { number, end: Some(weight), done: outbox.done }).is_err() {
            break;
        }
    }
    scratch.timings.add(&reading);
    lock(&shared.spent).add(&scratch.timings);
}

/// Collects what comes of a load, and hands it on before the end of the load where it is too much to be kept.
struct Outbox<'o> {
    number: u64,
    to_teller: &'o Sender<Answer>,
    turn: &'o Turn,
    done: Vec<Done>,
}

impl Outbox<'_> {
    fn check(&mut self, piece: Piece, shared: &Shared, scratch: &mut Scratch) {
        let job = &shared.jobs[piece.job];
        let done = piece::check(piece, job, &shared.manner, scratch, &mut |batch| self.hand_on(batch));
        self.done.push(done);
    }

    /// Hands on a batch, and what came before it.
    fn hand_on(&mut self, batch: Done) -> bool {
        self.done.push(batch);
        let (number, done) = (self.number, std::mem::take(&mut self.done));
        self.turn.hand_on(number, || self.to_teller.send(Answer { number, end: None, done }).is_ok())
    }

    /// Reads and checks small files.
    fn files(&mut self, numbers: Range<usize>, shared: &Shared, scratch: &mut Scratch, reading: &mut Timings) {
        for number in numbers {
            reading.begin();
            pieces::read(number, &shared.jobs[number], &shared.manner, &mut |piece| {
                reading.lap(Stage::Read);
                self.check(piece, shared, scratch);
                reading.begin();
                true
            });
            reading.lap(Stage::Read);
        }
    }
}

/// Reports the loads that come from the workers, each in its turn.
fn in_order<E>(
    teller: &mut Teller<'_>,
    from_workers: &Receiver<Answer>,
    shared: &Shared,
    tell: &mut dyn FnMut(Told<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        if shared.manner.stop.load(Ordering::Relaxed) {
            teller.summary.is_stopped = true;
            return Ok(());
        }
        let answer = match from_workers.recv_timeout(PATIENCE) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        let Some(weight) = answer.end else {
            // A batch comes only in the turn of its load.
            answer.done.into_iter().try_for_each(|done| teller.tell(done, tell))?;
            shared.turn.batch_reported();
            continue;
        };
        waiting.insert(answer.number, (weight, answer.done));
        while let Some((weight, done)) = waiting.remove(&next) {
            next += 1;
            done.into_iter().try_for_each(|done| teller.tell(done, tell))?;
            shared.gate.leave(weight);
            shared.turn.advance_to(next);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
