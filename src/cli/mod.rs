//! The command line. Each command has a file of its own.

mod check;
mod config;
mod console;
mod coverage;
mod explain;
mod fix;
mod outputs;
mod progress;
mod records;
mod rules;
mod schema;
mod session;
mod test;
mod timings;

use crate::engine;
use crate::report::Style;
use crate::text::nearest;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use console::{complain, print};
use session::CommandError;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The exit status without findings at or above the threshold.
const CLEAN: u8 = 0;
/// The exit status with such findings.
const FOUND: u8 = 1;
/// The exit status if the run failed. It takes precedence over [`FOUND`].
const FAILED: u8 = 2;

/// Checks bibliographic records, and shows exactly where each problem is.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Exit status: 0 nothing found, 1 findings, 2 the run failed.")]
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
    /// Fix files interactively. Nothing is written without asking.
    Fix(fix::Arguments),
    /// Explain a rule, an option of a rule, or a field of the record.
    Explain(explain::Arguments),
    /// List all rules, which of them run here, and why.
    Rules(rules::Arguments),
    /// Print records of any format in the native format, one line of JSON per record.
    Records(records::Arguments),
    /// Show the settings that apply to a file, each with the line that sets it.
    Config(config::Arguments),
    /// List or print the schemas, or show which one applies to a file.
    Schema(schema::Arguments),
    /// Test your own rules against their examples.
    Test(test::Arguments),
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless the environment overrides it (`NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`).
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    console::sanitise_panics();
    engine::install_panic_hook();
    let arguments = match CommandLine::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(refuse(&error)),
    };
    // Panics are caught for each file. This catches panics outside of the work on a file.
    let status = engine::catch_panic(|| run(arguments)).unwrap_or_else(|reason| complain(&reason));
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
        None => match no_command(arguments.check.paths.first().map(PathBuf::as_path)) {
            Some(message) => complain(&message),
            None => check::run(&arguments.check),
        },
    }
}

/// Prints the error of `clap`. If a folder has the name of the command, the folder may have been meant.
fn refuse(error: &clap::Error) -> u8 {
    let status = console::refuse_arguments(error);
    let argument = std::env::args_os().nth(1).unwrap_or_default();
    let command = argument.to_str().unwrap_or_default();
    let is_command = CommandLine::command().get_subcommands().any(|known| known.get_name() == command);
    let hint = if is_command && error.use_stderr() { folder_hint(command) } else { String::new() };
    if !hint.is_empty() {
        complain(&format!("`{command}` is a command{hint}"));
    }
    status
}

/// Returns the error for a first argument that looks like a command but is neither a command nor a path.
fn no_command(first: Option<&Path>) -> Option<String> {
    let word = first?.to_str()?;
    let is_word = word.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '-') && word != "-";
    if !is_word || Path::new(word).symlink_metadata().is_ok() {
        return None;
    }
    let command = CommandLine::command();
    let near = nearest(word, command.get_subcommands().map(clap::Command::get_name));
    let hint = near.map_or_else(
        || "`recordlint --help` lists the commands".to_owned(),
        |near| format!("did you mean `recordlint {near}`?"),
    );
    Some(format!("{word}: no such command, file or folder; {hint}"))
}

/// Reports that a command needs a path. If a folder has the name of the command, a hint is added.
fn needs_path(command: &str, does: &str) -> u8 {
    let hint = folder_hint(command);
    complain(&format!("`recordlint {command}` {does}, and needs a file, a folder or a pattern{hint}"))
}

/// Returns a hint how to check the folder with the name of a command, if there is one.
fn folder_hint(command: &str) -> String {
    if Path::new(command).is_dir() {
        format!("; to check the folder: `recordlint check {command}`")
    } else {
        String::new()
    }
}

/// Returns the style for text output.
fn style(color: Color) -> Style {
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => console::has_colours(),
    };
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    Style { color, unicode: has_unicode_locale(), width }
}

/// Whether the locale uses UTF-8. This is assumed if no locale is set, as in most containers and in CI.
fn has_unicode_locale() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_none_or(|locale| locale.to_ascii_uppercase().replace('-', "").contains("UTF8"))
}
