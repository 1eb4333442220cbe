//! `recordlint check`: reads, checks, reports.

use super::{CLEAN, Color, FAILED, FOUND, complain};
use crate::diagnostic::{Severity, show};
use crate::engine::{self, Disk, Reading, Summary};
use crate::lint::Policy;
use crate::report::{FileReport, Style, concise, full, jsonl, summary};
use crate::rules::RULES;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Profile, RuleSet, Selection, UnknownSelector};
use crate::syntax::Syntax;
use clap::ValueEnum;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the file.
    Full,
    /// One line a finding.
    Concise,
    /// One JSON object a finding.
    Jsonl,
}

/// The lowest severity that fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn threshold(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders or globs; `-` is standard input.
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// What standard input is called in reports.
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<String>,
    /// Read every file in this syntax: `json` (one value), `ndjson`, `yaml` or `page`.
    #[arg(long, value_name = "SYNTAX", value_parser = parse_syntax)]
    syntax: Option<Syntax>,
    /// Validate each record with this JSON Schema.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// The set of demands: `core` or `cejsh`.
    #[arg(long, value_name = "NAME", default_value = "core")]
    profile: String,
    /// Only these rules: an id, a group, a glob of ids, or `all`.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// These rules too.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    extend_select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The lowest severity that fails the run.
    #[arg(long, value_name = "SEVERITY", default_value = "error", conflicts_with = "exit_zero")]
    fail_on: FailOn,
    /// Never fail because of findings: the same as `--fail-on never`.
    #[arg(long)]
    exit_zero: bool,
    /// How findings are written; `full` on a terminal, else `concise`.
    #[arg(long)]
    format: Option<Format>,
    /// When to use colours.
    #[arg(long, default_value = "auto")]
    color: Color,
}

fn parse_syntax(name: &str) -> Result<Syntax, String> {
    Syntax::named(name).ok_or_else(|| {
        let known = Syntax::ALL.map(Syntax::name).join("`, `");
        format!("known are `{known}`")
    })
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    match prepare(arguments) {
        Ok(policy) => check(arguments, &policy),
        Err(message) => complain(&message),
    }
}

/// The policy that the arguments ask for.
fn prepare(arguments: &Arguments) -> Result<Policy, String> {
    let profile = Profile::bundled(&arguments.profile).map_err(|error| error.to_string())?;
    let selection = Selection {
        select: arguments.select.clone(),
        extend_select: arguments.extend_select.clone(),
        ignore: arguments.ignore.clone(),
    };
    let rules = RuleSet::new(RULES, profile, &selection).map_err(|error| unknown(&error))?;
    let own_schema = arguments.schema.as_deref().map(load_schema).transpose()?.map(Arc::new);
    let record_schema = Schema::bundled().map_err(|error| error.to_string())?;
    Ok(Policy { rules, record_schema: Some(record_schema), own_schema, year: this_year() })
}

fn load_schema(path: &Path) -> Result<Schema, String> {
    let shown = path.display().to_string();
    let disk = Disk::around(path).map_err(|_| format!("the schema `{shown}` cannot be read: no such file"))?;
    Schema::load(path, &shown, &disk).map_err(|error| format!("the schema `{shown}` cannot be used: {error}"))
}

/// The complaint about a selector that matches nothing.
pub(super) fn unknown(error: &UnknownSelector) -> String {
    let name = show::quoted(&error.selector);
    match &error.nearest {
        Some(nearest) => format!("there is no rule {name}; did you mean `{nearest}`?"),
        None => format!("there is no rule {name}"),
    }
}

fn check(arguments: &Arguments, policy: &Policy) -> u8 {
    let (inputs, missing) = engine::find(&arguments.paths, arguments.stdin_path.as_deref());
    for path in &missing {
        complain(&format!("{}: {}", show::visible(&path.path), path.reason));
    }
    if inputs.is_empty() {
        return FAILED;
    }
    let terminal = io::stdout().is_terminal();
    let format = arguments.format.unwrap_or(if terminal { Format::Full } else { Format::Concise });
    let style = style(arguments.color);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = |file: &FileReport<'_>| match format {
        Format::Full => full::render(&mut out, file, style),
        Format::Concise => concise::write(&mut out, file),
        Format::Jsonl => jsonl::write(&mut out, file),
    };
    let result = engine::run(&inputs, Reading { syntax: arguments.syntax }, policy, &mut write)
        .and_then(|summary| finish(&mut out, format, &summary).map(|()| summary));
    match result {
        Ok(summary) => status(arguments, &summary, !missing.is_empty()),
        // Whoever reads no further has seen enough: findings were being written.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => FOUND,
        Err(error) => complain(&format!("cannot write the report: {error}")),
    }
}

/// The last lines. Machines get theirs on standard error, where they disturb no reader.
fn finish(out: &mut dyn Write, format: Format, run: &Summary) -> io::Result<()> {
    if format == Format::Jsonl {
        let _ = summary::not_checked(&mut io::stderr(), run);
    } else {
        summary::write(out, run)?;
    }
    out.flush()
}

fn status(arguments: &Arguments, summary: &Summary, failed: bool) -> u8 {
    for file in &summary.unreadable {
        complain(&format!("{}: {}", show::visible(&file.path), file.reason));
    }
    if failed || !summary.unreadable.is_empty() {
        return FAILED;
    }
    let threshold = if arguments.exit_zero { None } else { arguments.fail_on.threshold() };
    let fails = threshold.is_some_and(|threshold| summary.at_least(threshold) > 0);
    if fails { FOUND } else { CLEAN }
}

fn style(color: Color) -> Style {
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
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

/// The year of the calendar, by days since 1970 (the mean Gregorian year; off by hours at New Year, which the rule
/// about dates allows for).
fn this_year() -> i32 {
    const SECONDS_PER_YEAR: u64 = 31_556_952;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    1970 + i32::try_from(seconds / SECONDS_PER_YEAR).unwrap_or_default()
}
