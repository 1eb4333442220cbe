//! The command line: arguments in, exit status out. One file a command.

mod check;
mod config;
mod desk;
mod explain;
mod fix;
mod outputs;
mod progress;
mod records;
mod rules;
mod schema;
mod test;
mod timings;

use crate::engine;
use crate::report::Style;
use clap::{Parser, Subcommand, ValueEnum};
use desk::Refusal;
use std::io::Write;
use std::process::ExitCode;

/// Nothing at or above the threshold was found.
const CLEAN: u8 = 0;
/// Something was.
const FOUND: u8 = 1;
/// The job could not be done. It wins over [`FOUND`].
const FAILED: u8 = 2;

/// Checks bibliographic records and reports every problem at its exact place.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Exit status: 0 nothing found, 1 findings, 2 the job could not be done.")]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: check::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check files, folders or standard input (the default).
    Check(check::Arguments),
    /// Repair files, asking about every fix on the terminal.
    Fix(fix::Arguments),
    /// Explain a rule, one of its options, or a field of the record.
    Explain(explain::Arguments),
    /// List the rules: which of them run here, and why.
    Rules(rules::Arguments),
    /// Print each record in the native form, a line of JSON each, from whatever format it is kept in.
    Records(records::Arguments),
    /// Show what holds for a file, each value with the line that set it.
    Config(config::Arguments),
    /// List or print the schemas, or say which one a file gets.
    Schema(schema::Arguments),
    /// Put rules of your own to the test of their examples.
    Test(test::Arguments),
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless the environment says otherwise (`NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`).
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    engine::remember_panics();
    let arguments = CommandLine::parse();
    // Each file has a guard of its own; this one is for what is done for none of them.
    let status = engine::guarded(|| run(arguments)).unwrap_or_else(|reason| complain(&reason));
    ExitCode::from(status)
}

fn run(arguments: CommandLine) -> u8 {
    match arguments.command {
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Fix(arguments)) => fix::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Rules(arguments)) => rules::run(&arguments),
        Some(Command::Records(arguments)) => records::run(&arguments),
        Some(Command::Config(arguments)) => config::run(&arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Test(arguments)) => test::run(&arguments),
        None => check::run(&arguments.check),
    }
}

/// How a terminal, or what stands in for one, is written to.
fn style(color: Color) -> Style {
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    };
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    Style { color, unicode: speaks_unicode(), width }
}

/// Whether the locale is one of UTF-8; where none is set, as in most containers and in CI, it is taken to be.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_none_or(|locale| locale.to_ascii_uppercase().replace('-', "").contains("UTF8"))
}

/// Writes to standard output. Whoever reads no further has seen enough.
fn print(text: &str) -> u8 {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => CLEAN,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => complain(&format!("cannot write: {error}")),
    }
}

/// Says on standard error why the job could not be done.
fn complain(message: &str) -> u8 {
    // A standard error that is closed leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "recordlint: {message}");
    FAILED
}
