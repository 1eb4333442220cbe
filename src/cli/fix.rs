//! `recordlint fix`: fixes files interactively, with a prompt for every fix.
//!
//! Without a terminal, nothing is changed. Answers are read in a separate thread, so that an interruption is noticed
//! while the program waits for one.

use super::check::{self, Plan, Reading, has_failed};
use super::{CLEAN, Color, FAILED, FOUND, complain, console, needs_path, style};
use crate::diagnostic::{Applicability, show};
use crate::engine::{self, Fixing, RunOptions};
use crate::fix::{Answer, InteractiveSession, Offer, Prompt, Trust};
use crate::lint::Summary;
use crate::report::{Ending, Style, full, summary};
use std::convert::Infallible;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The maximum size of a file in bytes. The whole file is checked again after each answer, so the user would have to
/// wait if it was longer.
const LONGEST_FILE: usize = 16 << 20;

/// The interval at which it is checked whether the user interrupted the run.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// The maximum length of a line from a terminal, which truncates longer lines.
const LONGEST_LINE: usize = 4095;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders or globs.
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// When to use colours.
    #[arg(long, default_value = "auto")]
    color: Color,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    if arguments.paths.is_empty() {
        return needs_path("fix", "fixes files");
    }
    if !io::stdin().is_terminal() || !console::is_terminal() {
        return complain(
            "standard input and output must be a terminal, because `recordlint fix` asks about each fix; `recordlint \
             check --fix` applies the safe fixes without asking",
        );
    }
    let (inputs, missing) = engine::find(&arguments.paths, None);
    for path in &missing {
        complain(&format!("{}: {}", show::visible(&path.path), path.reason));
    }
    if let Some(input) = inputs.iter().find(|input| input.is_named && input.size().is_none()) {
        return complain(&format!(
            "{}: it is not a regular file, and cannot be fixed",
            show::visible(&input.display_path)
        ));
    }
    match check::plan(&arguments.reading, arguments.color, inputs) {
        Ok(plan) if plan.jobs.is_empty() && !plan.has_files => FAILED,
        Ok(plan) => run_interview(arguments, &plan, !missing.is_empty()),
        Err(error) => error.report(),
    }
}

fn run_interview(arguments: &Arguments, plan: &Plan, is_missing: bool) -> u8 {
    let stop = check::stop_flag();
    let terminal = Terminal::new(style(arguments.color), Arc::clone(&stop));
    let interview = InteractiveSession::new(Box::new(terminal));
    let options = RunOptions {
        segment_size: LONGEST_FILE,
        fixing: Some(Fixing { trust: Trust::UNSAFE, writes: true }),
        interview: Some(Arc::new(Mutex::new(interview))),
        stop: Arc::clone(&stop),
        ..RunOptions::default()
    };
    let Ok(mut summary) = engine::run(&plan.jobs, &options, &mut |_| Ok::<(), Infallible>(()));
    plan.coverage.add_to(&mut summary);
    // Separate the last answer from the summary. An error of standard output is ignored.
    print_line("");
    let ending = Ending { summary: &summary, rules: &plan.rules, is_verbose: false };
    let _ = summary::write(&mut console::out(), &ending);
    let is_interrupted = stop.load(Ordering::Relaxed);
    status(&arguments.reading, plan, summary, is_interrupted, is_missing)
}

fn status(reading: &Reading, plan: &Plan, mut summary: Summary, is_interrupted: bool, is_missing: bool) -> u8 {
    // The user may have quit before anything was checked.
    let is_unchecked = !summary.is_stopped && check::is_unchecked(&summary, reading, plan, false);
    // Quitting is a regular end of the run, an interruption is not.
    summary.is_stopped &= is_interrupted;
    let is_empty = plan.coverage.fails(reading.allow_unchecked);
    if has_failed(&summary) || is_missing || is_unchecked || is_empty {
        return FAILED;
    }
    let fails = plan.threshold.is_some_and(|threshold| summary.at_least(threshold) > 0);
    if fails { FOUND } else { CLEAN }
}

/// The terminal of the user.
struct Terminal {
    style: Style,
    /// Set to true when the user interrupts the run.
    stop: Arc<AtomicBool>,
    /// Requests a line.
    requests: Sender<()>,
    /// The lines that were read, and `None` at the end of the input.
    lines: Receiver<Option<Vec<u8>>>,
    /// Whether a question was printed, so that an empty line separates the next finding from it.
    has_asked: bool,
}

impl Terminal {
    fn new(style: Style, stop: Arc<AtomicBool>) -> Self {
        let (requests, requested) = channel();
        let (sender, lines) = channel();
        // The thread blocks on the terminal. It is not joined at the end of the program.
        thread::spawn(move || {
            while requested.recv().is_ok() {
                let mut line = Vec::new();
                let read = io::stdin().lock().read_until(b'\n', &mut line);
                let line = Some(line).filter(|_| read.is_ok_and(|length| length > 0));
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { style, stop, requests, lines, has_asked: false }
    }

    /// Prints a prompt and reads a line. `None` at the end of the input.
    fn line(&self, prompt: &str) -> Option<Vec<u8>> {
        let mut out = console::out();
        let printed = write!(out, "{prompt} ").and_then(|()| out.flush());
        if printed.is_err() || self.requests.send(()).is_err() {
            return None;
        }
        loop {
            let line = match self.lines.recv_timeout(POLL_INTERVAL) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) if !self.stop.load(Ordering::Relaxed) => continue,
                Err(_) => None,
            };
            if line.is_none() {
                // End the line with the prompt.
                print_line("");
            }
            return line;
        }
    }

    /// Reads a text to use instead of the suggested one. `None` if the text is not valid or the user goes back.
    fn instead(&self, suggestion: &str) -> Option<String> {
        print_line(&format!("suggested: {suggestion}"));
        let line = self.line("instead (Enter goes back):")?;
        if line.len() >= LONGEST_LINE {
            print_line("this is too long for a line of input");
            return None;
        }
        let Ok(text) = String::from_utf8(line) else {
            print_line("this is not UTF-8");
            return None;
        };
        let text = text.trim_end_matches(['\n', '\r']);
        (!text.is_empty()).then(|| text.to_owned())
    }
}

impl Prompt for Terminal {
    fn answer(&mut self, offer: &Offer<'_>) -> Answer {
        if std::mem::replace(&mut self.has_asked, true) {
            print_line("");
        }
        let drawn = full::render(&mut console::bytes(), &offer.report, self.style);
        let question = question(offer);
        loop {
            let line = if drawn.is_ok() { self.line(&question) } else { None };
            let Some(line) = line else { return Answer::Quit };
            match (line.trim_ascii(), offer.suggestion) {
                (b"y", _) => return Answer::Yes,
                (b"n" | b"", _) => return Answer::No,
                (b"a", _) => return Answer::YesToRule,
                (b"s", _) => return Answer::NoToRule,
                (b"q", _) => return Answer::Quit,
                (b"e", Some(suggestion)) => {
                    if let Some(text) = self.instead(suggestion) {
                        return Answer::Instead(text);
                    }
                }
                (b"e", None) => print_line("this fix is not a single text that can be replaced"),
                _ => print_line(&help(offer)),
            }
        }
    }

    fn show_message(&mut self, words: &str) {
        print_line(&format!("Not applied: {words}."));
    }
}

/// Prints a line. Errors are ignored, because every later output would fail as well.
fn print_line(words: &str) {
    let _ = writeln!(console::out(), "{words}");
}

/// Returns the question about a fix.
fn question(offer: &Offer<'_>) -> String {
    let Offer { fix, number, total, .. } = offer;
    let trust = if fix.applicability == Applicability::Safe { "safe" } else { "unsafe" };
    let answers = if offer.suggestion.is_some() { "y,n,a,e,s,q,?" } else { "y,n,a,s,q,?" };
    format!("{number} of {total}, {trust}: {}? [{answers}]", show::visible(&fix.title))
}

/// Returns the explanation of the answers.
fn help(offer: &Offer<'_>) -> String {
    let rule = show::visible(&offer.finding.rule);
    let edit = if offer.suggestion.is_some() { "e  type another text instead of the suggestion\n" } else { "" };
    format!(
        "y  apply this fix\nn  skip it; the same as Enter\na  apply it, and all other fixes of {rule}\n{edit}s  skip it, and \
         all other fixes of {rule}\nq  quit; the accepted fixes are saved, the rest is unchanged\n?  this help"
    )
}
