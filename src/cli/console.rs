//! Standard output and standard error. No other file of the program writes to them, so everything written there is
//! sanitised, or explicitly written as bytes.

use super::{CLEAN, CommandLine, FAILED};
use crate::diagnostic::show;
use crate::report::diff::Reader;
use crate::report::sanitise::Sanitiser;
use anstream::ColorChoice;
use clap::Parser;
use std::io::{self, IsTerminal, Stderr, Stdout, Write};

/// Standard output for text, which is sanitised.
pub(super) fn out() -> Sanitiser<Stdout> {
    Sanitiser::new(io::stdout())
}

/// Standard error for text, which is sanitised.
pub(super) fn err() -> Sanitiser<Stderr> {
    Sanitiser::new(io::stderr())
}

/// Standard output for bytes: a patch, a fixed file, and reports that have their own escapes.
pub(super) fn bytes() -> Stdout {
    io::stdout()
}

/// Standard error for reports, when standard output is used for a fixed file or another result.
pub(super) fn bytes_aside() -> Stderr {
    io::stderr()
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
pub(super) fn is_terminal_aside() -> bool {
    io::stderr().is_terminal()
}

/// The reader of a patch or a fixed file on standard output.
pub(super) fn reader() -> Reader {
    match is_terminal() {
        true => Reader::Terminal,
        false if std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true") => Reader::Job,
        false => Reader::Program,
    }
}

/// Whether standard output shows colours.
pub(super) fn has_colours() -> bool {
    choice(&io::stdout()) != ColorChoice::Never
}

/// Writes to standard output. A closed pipe is not an error.
pub(super) fn print(text: &str) -> u8 {
    let mut out = out();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => CLEAN,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => complain(&format!("cannot write: {error}")),
    }
}

/// Prints clap's help or error message, and returns the exit status.
pub(super) fn refuse_arguments(error: &clap::Error) -> u8 {
    // Given sanitised arguments, clap produces the same message, and all colours in it are clap's own.
    let harmless = std::env::args_os().map(|argument| show::visible(&argument.to_string_lossy()));
    let again = CommandLine::try_parse_from(harmless).err().filter(|again| again.kind() == error.kind());
    let is_refusal = error.use_stderr();
    let colours = if is_refusal { choice(&io::stderr()) } else { choice(&io::stdout()) };
    let text = match again {
        Some(again) if colours != ColorChoice::Never => again.render().ansi().to_string(),
        again => again.as_ref().unwrap_or(error).render().to_string(),
    };
    let written = if is_refusal { picture(err(), &text) } else { picture(out(), &text) };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => complain(&format!("cannot write: {error}")),
        _ if is_refusal => FAILED,
        _ => CLEAN,
    }
}

fn picture<W: Write>(mut out: Sanitiser<W>, text: &str) -> io::Result<()> {
    out.picture(text).and_then(|()| out.flush())
}

/// Sanitises the messages of panics, which may quote a record.
pub(super) fn sanitise_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let mut err = err();
        // If standard error is closed, there is nowhere to report to.
        let _ = writeln!(err, "recordlint: internal error, please report it: {panic}");
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            let _ = writeln!(err, "{trace}");
        }
    }));
}

/// Writes JSON to standard output.
pub(super) fn print_json(text: &str) -> u8 {
    print(&show::json(text))
}

/// Writes a note for the user to standard error. It is not an error.
pub(super) fn note(message: &str) -> u8 {
    // If standard error is closed, there is nowhere to report to.
    let _ = writeln!(err(), "recordlint: {}", show::visible(message));
    CLEAN
}

/// Writes to standard error why the run failed.
pub(super) fn complain(message: &str) -> u8 {
    note(message);
    FAILED
}

fn choice(stream: &impl anstream::stream::RawStream) -> ColorChoice {
    anstream::AutoStream::choice(stream)
}
