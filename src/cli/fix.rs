//! `recordlint fix`: repairs files, and asks about every fix.
//!
//! Whoever answers sits at a terminal: where there is none, nothing is asked and nothing is changed. Answers are read by
//! a thread of their own, so that an interruption is noticed while the program waits for one.

use super::check::{self, Plan, Reading, has_failed};
use super::{CLEAN, Color, FAILED, FOUND, complain, console, needs_path, style};
use crate::diagnostic::{Applicability, show};
use crate::engine::{self, Fixing, RunOptions, Summary};
use crate::fix::{Answer, Interview, Offer, Person, Trust};
use crate::report::{Ending, Style, full, summary};
use std::convert::Infallible;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// After each answer the whole file is checked again; one of more bytes than this would keep the person waiting.
const LONGEST_FILE: usize = 16 << 20;

/// After so long it is looked whether the person interrupts.
const PATIENCE: Duration = Duration::from_millis(50);

/// A terminal hands on no longer line, and cuts what is behind.
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
        return needs_path("fix", "repairs files");
    }
    if !io::stdin().is_terminal() || !console::is_terminal() {
        return complain(
            "there is nobody to ask, since standard input or output is no terminal; `recordlint check --fix` repairs \
             what is certain without asking",
        );
    }
    let (inputs, missing) = engine::find(&arguments.paths, None);
    for path in &missing {
        complain(&format!("{}: {}", show::visible(&path.path), path.reason));
    }
    if let Some(input) = inputs.iter().find(|input| input.is_named && input.size().is_none()) {
        return complain(&format!(
            "{}: it is no file of the disk, and cannot be fixed",
            show::visible(&input.display_path)
        ));
    }
    match check::plan(&arguments.reading, arguments.color, inputs) {
        Ok(plan) if plan.jobs.is_empty() && !plan.is_settled => FAILED,
        Ok(plan) => ask(arguments, &plan, !missing.is_empty()),
        Err(refusal) => refusal.say(),
    }
}

fn ask(arguments: &Arguments, plan: &Plan, is_missing: bool) -> u8 {
    let stop = check::stopper();
    let terminal = Terminal::new(style(arguments.color), Arc::clone(&stop));
    let interview = Interview::new(Box::new(terminal));
    let options = RunOptions {
        segment_size: LONGEST_FILE,
        fixing: Some(Fixing { trust: Trust::UNSAFE, writes: true }),
        interview: Some(Arc::new(Mutex::new(interview))),
        stop: Arc::clone(&stop),
        ..RunOptions::default()
    };
    let Ok(mut summary) = engine::run(&plan.jobs, &options, &mut |_| Ok::<(), Infallible>(()));
    plan.coverage.add_to(&mut summary);
    // The last answer is parted from the counts. Whoever reads no further has seen enough.
    say("");
    let ending = Ending { summary: &summary, rules: &plan.rules, is_verbose: false };
    let _ = summary::write(&mut console::out(), &ending);
    let is_interrupted = stop.load(Ordering::Relaxed);
    status(&arguments.reading, plan, summary, is_interrupted, is_missing)
}

fn status(reading: &Reading, plan: &Plan, mut summary: Summary, is_interrupted: bool, is_missing: bool) -> u8 {
    // Whoever quits may have done so before anything was checked.
    let is_unchecked = !summary.is_stopped && check::is_unchecked(&summary, reading, plan, false);
    // Whoever quits has decided so; whoever interrupts may wonder what became of the rest.
    summary.is_stopped &= is_interrupted;
    let is_empty = plan.coverage.fails(reading.allow_unchecked);
    if has_failed(&summary) || is_missing || is_unchecked || is_empty {
        return FAILED;
    }
    let fails = plan.threshold.is_some_and(|threshold| summary.at_least(threshold) > 0);
    if fails { FOUND } else { CLEAN }
}

/// The person at the terminal.
struct Terminal {
    style: Style,
    /// Becomes true when the person interrupts.
    stop: Arc<AtomicBool>,
    /// Asks for a line to be read.
    wants: Sender<()>,
    /// The lines that were read; nothing behind the last one.
    lines: Receiver<Option<Vec<u8>>>,
    /// Whether something was asked, so that a blank line parts the next finding from it.
    has_asked: bool,
}

impl Terminal {
    fn new(style: Style, stop: Arc<AtomicBool>) -> Self {
        let (wants, wanted) = channel();
        let (to_person, lines) = channel();
        // It waits for the terminal, and is left behind when the program ends.
        thread::spawn(move || {
            while wanted.recv().is_ok() {
                let mut line = Vec::new();
                let read = io::stdin().lock().read_until(b'\n', &mut line);
                let line = Some(line).filter(|_| read.is_ok_and(|length| length > 0));
                if to_person.send(line).is_err() {
                    break;
                }
            }
        });
        Self { style, stop, wants, lines, has_asked: false }
    }

    /// What the person types behind `words`; nothing where no more comes.
    fn line(&self, words: &str) -> Option<Vec<u8>> {
        let mut out = console::out();
        let said = write!(out, "{words} ").and_then(|()| out.flush());
        if said.is_err() || self.wants.send(()).is_err() {
            return None;
        }
        loop {
            let line = match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) if !self.stop.load(Ordering::Relaxed) => continue,
                Err(_) => None,
            };
            if line.is_none() {
                // The question stands at the end of an open line.
                say("");
            }
            return line;
        }
    }

    /// The text that the person types in the place of the suggested one; nothing where it is none, or goes back.
    fn instead(&self, suggestion: &str) -> Option<String> {
        say(&format!("suggested: {suggestion}"));
        let line = self.line("instead (Enter goes back):")?;
        if line.len() >= LONGEST_LINE {
            say("this is too long to be typed here");
            return None;
        }
        let Ok(text) = String::from_utf8(line) else {
            say("this is no UTF-8");
            return None;
        };
        let text = text.trim_end_matches(['\n', '\r']);
        (!text.is_empty()).then(|| text.to_owned())
    }
}

impl Person for Terminal {
    fn answer(&mut self, offer: &Offer<'_>) -> Answer {
        if std::mem::replace(&mut self.has_asked, true) {
            say("");
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
                (b"e", None) => say("this fix is not one text that could be typed over"),
                _ => say(&help(offer)),
            }
        }
    }

    fn hear(&mut self, words: &str) {
        say(&format!("Not made: {words}."));
    }
}

/// A line for the person. Whoever does not read it hears nothing of the next one either.
fn say(words: &str) {
    let _ = writeln!(console::out(), "{words}");
}

/// What is asked about a fix.
fn question(offer: &Offer<'_>) -> String {
    let Offer { fix, number, total, .. } = offer;
    let trust = if fix.applicability == Applicability::Safe { "safe" } else { "unsafe" };
    let answers = if offer.suggestion.is_some() { "y,n,a,e,s,q,?" } else { "y,n,a,s,q,?" };
    format!("{number} of {total}, {trust}: {}? [{answers}]", show::visible(&fix.title))
}

/// What each answer means.
fn help(offer: &Offer<'_>) -> String {
    let rule = show::visible(&offer.finding.rule);
    let edit = if offer.suggestion.is_some() { "e  type another text than the suggested one\n" } else { "" };
    format!(
        "y  make this fix\nn  leave it; Enter does the same\na  make it, and every other fix of {rule}\n{edit}s  leave \
         it, and every other fix of {rule}\nq  quit: what was agreed to is written, the rest stays as it is\n?  this help"
    )
}
