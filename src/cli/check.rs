//! `recordlint check`: reads, checks, reports.

use super::{CLEAN, Color, FAILED, FOUND, complain};
use crate::config::{self, Config, ConfigError};
use crate::diagnostic::{Diagnostic, Severity, show};
use crate::engine::{self, Disk, Input, Job, Summary};
use crate::lint::Policy;
use crate::report::{FileReport, Style, concise, full, jsonl, summary};
use crate::rules::RULES;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Profile, RuleSet, Selection, UnknownSelector};
use crate::syntax::Syntax;
use crate::text::{LineIndex, Source};
use clap::ValueEnum;
use std::collections::HashMap;
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
    /// The set of demands: `core` (unless a configuration says otherwise) or `cejsh`.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// This configuration for every file, instead of the nearest `recordlint.yaml` above each.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// No configuration at all.
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
    /// Only these rules: an id, a group, a glob of ids, or `all`.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// These rules too.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    extend_select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The lowest severity that fails the run: `error`, unless a configuration says otherwise.
    #[arg(long, value_name = "SEVERITY", conflicts_with = "exit_zero")]
    fail_on: Option<FailOn>,
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
    let (inputs, missing) = engine::find(&arguments.paths, arguments.stdin_path.as_deref());
    for path in &missing {
        complain(&format!("{}: {}", show::visible(&path.path), path.reason));
    }
    match plan(arguments, inputs) {
        Ok(plan) if plan.jobs.is_empty() && !plan.is_settled => FAILED,
        Ok(plan) => check(arguments, &plan, !missing.is_empty()),
        Err(Refusal::Said) => FAILED,
        Err(Refusal::Because(message)) => complain(&message),
    }
}

/// What is to be done.
struct Plan {
    jobs: Vec<Job>,
    threshold: Option<Severity>,
    /// Files were found, and a configuration left them all out.
    is_settled: bool,
}

/// Why nothing is done.
enum Refusal {
    /// It was said already.
    Said,
    Because(String),
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Refusal::Because(message)
    }
}

/// Each file with the policy that its configuration and the arguments make.
fn plan(arguments: &Arguments, inputs: Vec<Input>) -> Result<Plan, Refusal> {
    let mut desk = Desk::new(arguments)?;
    let is_settled = !inputs.is_empty();
    let mut jobs = Vec::new();
    for input in inputs {
        let location = input.location();
        let is_configuration = location.as_deref().and_then(Path::file_name).is_some_and(|name| name == config::NAME);
        if is_configuration && !input.is_named {
            continue;
        }
        let config = desk.config_of(location.as_deref())?;
        let is_taken = location.as_deref().is_none_or(|path| desk.configs[config].takes(path, input.is_named));
        if !is_taken {
            continue;
        }
        let source = location.as_deref().and_then(|path| desk.configs[config].source(path));
        let (number, schema, syntax) = match source {
            Some((number, source)) => (Some(number), source.schema.clone(), source.syntax),
            None => (None, None, None),
        };
        let policy = desk.policy(config, number, schema.as_deref())?;
        jobs.push(Job { input, policy, syntax: arguments.syntax.or(syntax) });
    }
    // The threshold is the run's, so that it is the configuration's of the place where the run is.
    let here = std::path::absolute("-").ok();
    let config = desk.config_of(here.as_deref())?;
    let threshold = match (arguments.exit_zero, arguments.fail_on, desk.configs[config].fail_on) {
        (true, ..) => None,
        (_, Some(fail_on), _) => fail_on.threshold(),
        (_, None, Some(asked)) => asked,
        (_, None, None) => Some(Severity::Error),
    };
    Ok(Plan { jobs, threshold, is_settled })
}

/// Configurations and policies, each made once.
struct Desk<'a> {
    arguments: &'a Arguments,
    configs: Vec<Config>,
    /// The number of the configuration of each folder that was asked about, and of each file of one.
    numbers: HashMap<PathBuf, usize>,
    policies: HashMap<(usize, Option<usize>), Arc<Policy>>,
    own_schema: Option<Arc<Schema>>,
    record_schema: Arc<Schema>,
}

impl<'a> Desk<'a> {
    fn new(arguments: &'a Arguments) -> Result<Self, Refusal> {
        let own_schema = arguments.schema.as_deref().map(load_schema).transpose()?.map(Arc::new);
        let record_schema = Schema::bundled().map_err(|error| error.to_string())?;
        let mut desk = Self {
            arguments,
            configs: vec![Config::default()],
            numbers: HashMap::new(),
            policies: HashMap::new(),
            own_schema,
            record_schema,
        };
        if let Some(path) = &arguments.config {
            let shown = path.display().to_string();
            let absolute = path.canonicalize();
            let absolute = absolute.map_err(|_| format!("the configuration `{shown}` cannot be read: no such file"))?;
            desk.load(&absolute, &shown)?;
        }
        Ok(desk)
    }

    /// The number of the configuration that holds for a file.
    fn config_of(&mut self, file: Option<&Path>) -> Result<usize, Refusal> {
        if self.arguments.isolated || self.arguments.config.is_some() {
            return Ok(self.configs.len() - 1);
        }
        let Some(folder) = file.and_then(Path::parent) else { return Ok(0) };
        if let Some(number) = self.numbers.get(folder) {
            return Ok(*number);
        }
        let number = match file.and_then(|file| engine::nearest_above(file, config::NAME)) {
            Some(path) => self.load(&path, &shown_from_here(&path))?,
            None => 0,
        };
        self.numbers.insert(folder.to_owned(), number);
        Ok(number)
    }

    fn load(&mut self, path: &Path, shown: &str) -> Result<usize, Refusal> {
        if let Some(number) = self.numbers.get(path) {
            return Ok(*number);
        }
        let disk = Disk::around(path).map_err(|error| format!("the configuration `{shown}`: {error}"))?;
        match Config::load(path, shown, &disk, RULES) {
            Ok(config) => self.configs.push(config),
            Err(ConfigError::Unreadable(reason)) => return Err(Refusal::Because(reason)),
            Err(ConfigError::Wrong { path, text, diagnostics }) => {
                say(&path, &text, &diagnostics, self.arguments.color);
                return Err(Refusal::Said);
            }
        }
        let number = self.configs.len() - 1;
        self.numbers.insert(path.to_owned(), number);
        Ok(number)
    }

    fn policy(&mut self, config: usize, source: Option<usize>, schema: Option<&Path>) -> Result<Arc<Policy>, Refusal> {
        if let Some(policy) = self.policies.get(&(config, source)) {
            return Ok(Arc::clone(policy));
        }
        let Config { profile, selection: asked, .. } = &self.configs[config];
        let name = self.arguments.profile.as_deref().or(profile.as_deref()).unwrap_or("core");
        let profile = Profile::bundled(name).map_err(|error| error.to_string())?;
        let rules = RuleSet::new(RULES, profile, &selection(self.arguments, asked)).map_err(|error| unknown(&error))?;
        let own_schema = match (&self.own_schema, schema) {
            (Some(own), _) => Some(Arc::clone(own)),
            (None, Some(path)) => Some(Arc::new(load_schema(path)?)),
            (None, None) => None,
        };
        let record_schema = Some(Arc::clone(&self.record_schema));
        let policy = Arc::new(Policy { rules, record_schema, own_schema, year: this_year() });
        self.policies.insert((config, source), Arc::clone(&policy));
        Ok(policy)
    }
}

/// What the arguments ask for, over what the configuration asks for.
fn selection(arguments: &Arguments, asked: &Selection) -> Selection {
    let mut selection = asked.clone();
    if !arguments.select.is_empty() {
        selection.select.clone_from(&arguments.select);
    }
    // What the command line names, the configuration cannot take back.
    let named = |text: &String| arguments.select.contains(text) || arguments.extend_select.contains(text);
    selection.ignore.retain(|text| !named(text));
    selection.severity.retain(|(text, severity)| severity.is_some() || !named(text));
    selection.extend_select.retain(|text| !arguments.ignore.contains(text));
    selection.extend_select.extend(arguments.extend_select.iter().cloned());
    selection.ignore.extend(arguments.ignore.iter().cloned());
    selection
}

/// A path as a person would write it where the run is.
fn shown_from_here(path: &Path) -> String {
    let here = Path::new(".").canonicalize().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}

/// Says on standard error what is wrong with a configuration.
fn say(path: &str, text: &str, diagnostics: &[Diagnostic], color: Color) {
    let Ok(source) = Source::new(path, text.as_bytes()) else { return };
    let index = LineIndex::new(source.chunk);
    let report = FileReport { source, index: &index, diagnostics, record_a_line: false };
    // A standard error that is closed leaves nobody to tell.
    let _ = full::render(&mut io::stderr(), &report, style(color));
    complain("the configuration cannot be used");
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

fn check(arguments: &Arguments, plan: &Plan, is_missing: bool) -> u8 {
    let terminal = io::stdout().is_terminal();
    let format = arguments.format.unwrap_or(if terminal { Format::Full } else { Format::Concise });
    let style = style(arguments.color);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = |file: &FileReport<'_>| match format {
        Format::Full => full::render(&mut out, file, style),
        Format::Concise => concise::write(&mut out, file),
        Format::Jsonl => jsonl::write(&mut out, file),
    };
    let result =
        engine::run(&plan.jobs, &mut write).and_then(|summary| finish(&mut out, format, &summary).map(|()| summary));
    match result {
        Ok(summary) => status(plan.threshold, &summary, is_missing),
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

fn status(threshold: Option<Severity>, summary: &Summary, failed: bool) -> u8 {
    for file in &summary.unreadable {
        complain(&format!("{}: {}", show::visible(&file.path), file.reason));
    }
    if failed || !summary.unreadable.is_empty() {
        return FAILED;
    }
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
