//! Checks segments with several workers, and reports the results in file order.

use super::check_segment::{self, SegmentResult};
use super::collector::Collector;
use super::gate::{Gate, weight};
use super::segments::{self, Segment};
use super::turn::Turn;
use super::{Event, Job, RunOptions, hierarchy};
use crate::lint::Summary;
use crate::lint::{Scratch, Stage, Timings};
use crate::shape::Hierarchy;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The maximum number of small files, and of their bytes, that a worker receives at a time. Passing them one by one
/// would take long compared with checking them.
const MAX_FILES: usize = 32;
const MAX_BYTES: u64 = 1 << 17;

/// The interval at which it is checked whether the run should stop.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Runs all jobs and reports findings in file order, for a long file segment by segment. An error of `emit` ends the
/// run.
pub fn run<E>(
    jobs: &Arc<[Job]>,
    options: &RunOptions,
    emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
) -> Result<Summary, E> {
    let mut collector = Collector::new(jobs, options);
    let begun = Instant::now();
    let (hierarchy, failed) = hierarchy::collect_for_jobs(jobs, &options.stop);
    collector.summary.unreadable = failed;
    collector.summary.timings.spend(Stage::Parse, begun);
    // Reading from a pipe can block, and a blocked thread cannot be stopped.
    let is_single_threaded = options.workers <= 1 && jobs.iter().all(|job| job.input.is_regular_file());
    let result = if is_single_threaded {
        run_single_threaded(jobs, options, &hierarchy, &mut collector, emit)
    } else {
        run_threads(jobs, options, &hierarchy, &mut collector, emit)
    };
    if collector.summary.is_stopped {
        collector.finish_interrupted_file();
    }
    result.map(|()| collector.summary)
}

/// Does everything in the current thread.
fn run_single_threaded<E>(
    jobs: &[Job],
    options: &RunOptions,
    hierarchy: &Arc<Hierarchy>,
    collector: &mut Collector<'_>,
    emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut scratch = Scratch::timed(options.is_timed).with_hierarchy(hierarchy);
    let mut reading = Timings::new(options.is_timed);
    let mut result = Ok(());
    for (number, job) in jobs.iter().enumerate() {
        reading.begin();
        let go_on = segments::read(number, job, options, &mut |segment| {
            reading.lap(Stage::Read);
            let mut report = |checked| {
                if result.is_ok() {
                    result = collector.add(checked, emit);
                }
                result.is_ok()
            };
            let checked = check_segment::check(segment, job, options, &mut scratch, &mut report);
            report(checked);
            let is_over = options.interview.as_ref().is_some_and(|interview| lock(interview).is_over());
            collector.summary.is_stopped = is_over || options.stop.load(Ordering::Relaxed);
            reading.begin();
            result.is_ok() && !collector.summary.is_stopped
        });
        reading.lap(Stage::Read);
        if !go_on {
            break;
        }
    }
    collector.summary.timings.add(&reading);
    collector.summary.timings.add(&scratch.timings);
    result
}

/// What a worker receives at a time.
enum Task {
    /// A segment that was read.
    Segment(Segment),
    /// The numbers of jobs with small files. The worker reads them itself: several readers wait less for a disk, and
    /// the content is in the cache of the core that checks it.
    Files(Range<usize>),
}

/// A task on its way to a worker.
struct NumberedTask {
    /// Its position in the order of reports.
    number: u64,
    /// Its weight at the gate.
    weight: usize,
    task: Task,
}

/// The result of a task, or of its first files and records.
struct TaskResult {
    /// The number of the task.
    number: u64,
    /// The weight to give back to the gate. `None` before the end of the task.
    freed: Option<usize>,
    results: Vec<SegmentResult>,
}

/// The data that the threads of a run share.
#[derive(Clone)]
struct Shared {
    jobs: Arc<[Job]>,
    options: RunOptions,
    gate: Arc<Gate>,
    turn: Arc<Turn>,
    timings: Arc<Mutex<Timings>>,
}

/// One thread reads, several check, and this one reports. A reader that is blocked by a pipe is not joined. If the
/// system cannot start all threads, fewer check. If it cannot start any, this thread does everything.
fn run_threads<E>(
    jobs: &Arc<[Job]>,
    options: &RunOptions,
    hierarchy: &Arc<Hierarchy>,
    collector: &mut Collector<'_>,
    emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = options.workers.max(1);
    let shared = Shared {
        jobs: Arc::clone(jobs),
        options: options.clone(),
        gate: Arc::new(Gate::new(workers)),
        turn: Arc::new(Turn::new()),
        timings: Arc::new(Mutex::new(Timings::new(options.is_timed))),
    };
    let (to_workers, from_reader) = channel::<NumberedTask>();
    let (to_collector, from_workers) = channel::<TaskResult>();
    let from_reader = Arc::new(Mutex::new(from_reader));
    let mut threads = Vec::new();
    for _ in 0..workers {
        let (shared, from_reader, to_collector) = (shared.clone(), Arc::clone(&from_reader), to_collector.clone());
        let scratch = Scratch::timed(options.is_timed).with_hierarchy(hierarchy);
        let spawned = options.threads.spawn(move || check_tasks(&shared, scratch, &from_reader, &to_collector));
        let Ok(thread) = spawned else { break };
        threads.push(thread);
    }
    // Only the threads own senders, so that the receiver is disconnected when they end.
    drop((to_collector, from_reader));
    let reading = shared.clone();
    // Without a worker nothing may be read either: what was taken from a pipe cannot be read a second time.
    if threads.is_empty() || options.threads.spawn(move || read_files(&reading, &to_workers)).is_err() {
        return run_single_threaded(jobs, options, hierarchy, collector, emit);
    }
    let result = collect_in_order(collector, &from_workers, &shared, emit);
    // Stop the threads that still read or check.
    shared.gate.close();
    shared.turn.close();
    drop(from_workers);
    if result.is_ok() && !collector.summary.is_stopped {
        for thread in threads {
            // The result of the task in which a thread panicked is missing, so the run has failed.
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    }
    collector.summary.timings.add(&lock(&shared.timings));
    result
}

/// Reads the files and sends their segments to the workers as the gate permits. Small files are not read; only their
/// numbers are sent.
fn read_files(shared: &Shared, to_workers: &Sender<NumberedTask>) {
    let Shared { jobs, options, gate, timings, .. } = shared;
    let mut number = 0;
    let mut send = |task: Task, length: u64| {
        let weight = weight(length, options.segment_size);
        let is_wanted = gate.enter(weight) && to_workers.send(NumberedTask { number, weight, task }).is_ok();
        number += 1;
        is_wanted
    };
    let mut reading = Timings::new(options.is_timed);
    let mut next = 0;
    let mut go_on = true;
    while go_on && next < jobs.len() {
        reading.begin();
        let (count, length) = small_files(&jobs[next..], jobs.len(), options);
        if count > 0 {
            reading.lap(Stage::Read);
            go_on = send(Task::Files(next..next + count), length);
            next += count;
            continue;
        }
        go_on = segments::read(next, &jobs[next], options, &mut |segment| {
            reading.lap(Stage::Read);
            let length = segment.bytes.len() as u64;
            let is_wanted = send(Task::Segment(segment), length);
            reading.begin();
            is_wanted
        });
        reading.lap(Stage::Read);
        next += 1;
    }
    lock(timings).add(&reading);
}

/// Returns how many of these jobs make up one task, and the size of their files in bytes. `all` is the number of jobs
/// in the run. Files that are to be fixed are not combined, so that only one at a time is kept until it is written.
fn small_files(jobs: &[Job], all: usize, options: &RunOptions) -> (usize, u64) {
    if options.fixing.is_some() {
        return (0, 0);
    }
    // Few files are distributed over all workers.
    let most = (all / (4 * options.workers.max(1))).clamp(1, MAX_FILES);
    let mut length = 0;
    let sizes = jobs.iter().take(most).map_while(|job| {
        let size = job.input.small_size().filter(|_| length < MAX_BYTES)?;
        length += size;
        Some(size)
    });
    (sizes.count(), length)
}

/// Checks one task after the other.
fn check_tasks(
    shared: &Shared,
    mut scratch: Scratch,
    from_reader: &Mutex<Receiver<NumberedTask>>,
    to_collector: &Sender<TaskResult>,
) {
    let mut reading = Timings::new(shared.options.is_timed);
    loop {
        let next = lock(from_reader).recv();
        let Ok(NumberedTask { number, weight, task }) = next else { break };
        let mut outbox = Outbox { number, to_collector, turn: &shared.turn, results: Vec::new() };
        match task {
            Task::Segment(segment) => outbox.check(segment, shared, &mut scratch),
            Task::Files(numbers) => outbox.files(numbers, shared, &mut scratch, &mut reading),
        }
        if to_collector.send(TaskResult { number, freed: Some(weight), results: outbox.results }).is_err() {
            break;
        }
    }
    scratch.timings.add(&reading);
    lock(&shared.timings).add(&scratch.timings);
}

/// Collects the results of a task, and sends them before the end of the task if they are too large to keep.
struct Outbox<'o> {
    number: u64,
    to_collector: &'o Sender<TaskResult>,
    turn: &'o Turn,
    results: Vec<SegmentResult>,
}

impl Outbox<'_> {
    fn check(&mut self, segment: Segment, shared: &Shared, scratch: &mut Scratch) {
        let job = &shared.jobs[segment.job];
        let checked = check_segment::check(segment, job, &shared.options, scratch, &mut |batch| self.send_batch(batch));
        self.results.push(checked);
    }

    /// Sends a batch and the results before it.
    fn send_batch(&mut self, batch: SegmentResult) -> bool {
        self.results.push(batch);
        let (number, results) = (self.number, std::mem::take(&mut self.results));
        self.turn.send(number, || self.to_collector.send(TaskResult { number, freed: None, results }).is_ok())
    }

    /// Reads and checks small files.
    fn files(&mut self, numbers: Range<usize>, shared: &Shared, scratch: &mut Scratch, reading: &mut Timings) {
        for number in numbers {
            reading.begin();
            segments::read(number, &shared.jobs[number], &shared.options, &mut |segment| {
                reading.lap(Stage::Read);
                self.check(segment, shared, scratch);
                reading.begin();
                true
            });
            reading.lap(Stage::Read);
        }
    }
}

/// Passes the results of the workers to the collector in the order of the tasks.
fn collect_in_order<E>(
    collector: &mut Collector<'_>,
    from_workers: &Receiver<TaskResult>,
    shared: &Shared,
    emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        if shared.options.stop.load(Ordering::Relaxed) {
            collector.summary.is_stopped = true;
            return Ok(());
        }
        let answer = match from_workers.recv_timeout(POLL_INTERVAL) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        let Some(weight) = answer.freed else {
            // A worker sends a batch only when it is the turn of its task.
            answer.results.into_iter().try_for_each(|one| collector.add(one, emit))?;
            shared.turn.batch_reported();
            continue;
        };
        waiting.insert(answer.number, (weight, answer.results));
        while let Some((weight, results)) = waiting.remove(&next) {
            next += 1;
            results.into_iter().try_for_each(|one| collector.add(one, emit))?;
            shared.gate.leave(weight);
            shared.turn.advance_to(next);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
