//! The command line: arguments in, exit status out. One file a command.

mod check;
mod explain;
mod rules;

use clap::{Parser, Subcommand, ValueEnum};
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
    /// Explain a rule: what it finds and why, with examples.
    Explain(explain::Arguments),
    /// List the rules, and which of them a profile runs.
    Rules(rules::Arguments),
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
    let arguments = CommandLine::parse();
    let status = match arguments.command {
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Rules(arguments)) => rules::run(&arguments),
        None => check::run(&arguments.check),
    };
    ExitCode::from(status)
}

/// Says on standard error why the job could not be done.
fn complain(message: &str) -> u8 {
    // A standard error that is closed leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "recordlint: {message}");
    FAILED
}
