//! `recordlint check`: checks files and reports findings.

use super::console::{self, note};
use super::coverage::Coverage;
use super::outputs::{Output, OutputError, Outputs};
use super::progress::Bar;
use super::session::{Choice, CommandError, Session, location, relative_to_here};
use super::timings;
use super::{CLEAN, Color, FAILED, FOUND, complain, style};
use crate::config::{Config, SourceSettings, is_configuration};
use crate::diagnostic::{Severity, show};
use crate::engine::{self, Event, FileId, Fixing, Input, Job, RunOptions};
use crate::fix::Trust;
use crate::lint::Policy;
use crate::lint::{NotChecked, Summary};
use crate::report::diff::Patch;
use crate::report::{Ending, summary};
use crate::ruleset::Catalogue;
use crate::syntax::Syntax;
use crate::text::Encoding;
use clap::ValueEnum;
use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

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

/// How files are read and checked.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// Read every file in this syntax: `json` (a single value), `ndjson`, `yaml`, `xml`, `bibtex`, `ris` or `page` (the text
    /// of a YADDA record page). By default the syntax is detected.
    #[arg(long, value_name = "SYNTAX", value_parser = parse_syntax)]
    syntax: Option<Syntax>,
    /// Read every file in this encoding, such as `windows-1250`, unless the file declares another one.
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    encoding: Option<Encoding>,
    /// Validate each record with this JSON Schema.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Do not fail if a named file cannot be checked, or if nothing is checked.
    #[arg(long)]
    pub(super) allow_unchecked: bool,
    #[command(flatten)]
    choice: Choice,
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("fixing").args(["fix", "fix_only", "diff"]).multiple(true)))]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of the command line.
pub(super) struct Arguments {
    /// Files, folders or globs; `-` is standard input. The default is the current folder.
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    /// The paths were chosen by a program, such as the changed files: the configuration's `files` apply to them, and files
    /// without records are skipped.
    #[arg(long)]
    listed_files: bool,
    /// The path of standard input in reports.
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<String>,
    #[command(flatten)]
    reading: Reading,
    /// Apply the safe fixes, and report what remains. For standard input, the fixed text goes to standard output, and the
    /// report to standard error.
    #[arg(long, help_heading = "Fixes")]
    fix: bool,
    /// Also apply fixes that need review.
    #[arg(long, requires = "fixing", help_heading = "Fixes")]
    unsafe_fixes: bool,
    /// Apply fixes, and do not report what remains.
    #[arg(long, help_heading = "Fixes")]
    fix_only: bool,
    /// Change nothing, and print the fixes as a patch for `git apply`. Fails if there is a fix.
    #[arg(long, help_heading = "Fixes")]
    diff: bool,
    /// Fail if something was fixed, even if nothing remains.
    #[arg(long, requires = "fixing", help_heading = "Fixes")]
    exit_non_zero_on_fix: bool,
    /// The lowest severity that fails the run. The default is `error`, or the value in the configuration.
    #[arg(long, value_name = "SEVERITY", conflicts_with = "exit_zero")]
    fail_on: Option<FailOn>,
    /// Never fail because of findings. The same as `--fail-on never`.
    #[arg(long)]
    exit_zero: bool,
    /// Also fail if there are more than N warnings.
    #[arg(long, value_name = "N")]
    max_warnings: Option<u64>,
    /// The format of the report, optionally with a file to write it to, as in `sarif=report.sarif`. Can be repeated.
    /// The default is `full` on a terminal, otherwise `concise`. Others are `grouped`, `summary`, `json`, `jsonl`,
    /// `github`, `markdown`, `sarif`, `gitlab`, `junit`, `checkstyle` and `rdjson`. `--format` is a synonym.
    #[arg(long, alias = "format", value_name = "KIND[=FILE]", value_parser = Output::parse)]
    output_format: Vec<Output>,
    /// The number of worker threads. The default is the number of cores.
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// The maximum length of a record, as in `64M`. A longer record is reported and not checked.
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_record: Option<usize>,
    /// Show timings by stage and rule.
    #[arg(long)]
    timings: bool,
    /// Also list the rules that did not run because the format does not have the fields they check.
    #[arg(short, long)]
    verbose: bool,
    /// When to use colours.
    #[arg(long, default_value = "auto")]
    color: Color,
}

pub(super) fn parse_syntax(name: &str) -> Result<Syntax, String> {
    Syntax::named(name).ok_or_else(|| {
        let known = Syntax::ALL.map(Syntax::name).join("`, `");
        format!("known are `{known}`")
    })
}

pub(super) fn parse_encoding(label: &str) -> Result<Encoding, String> {
    Encoding::named(label)
        .ok_or_else(|| "unknown encoding; use a name such as `windows-1250`, `iso-8859-2` or `gb18030`".to_owned())
}

/// Parses a number of bytes with an optional suffix `K`, `M` or `G`. The minimum is the size of a segment.
fn parse_size(text: &str) -> Result<usize, String> {
    let letter = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let shift = match text[letter..].to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return Err("a size is a number of bytes, as in `64M`".to_owned()),
    };
    let size = text[..letter].parse::<usize>().ok().and_then(|number| number.checked_mul(1 << shift));
    match size {
        Some(size) if size < 1 << 20 => Err("the least is `1M`".to_owned()),
        Some(size) if size > 2 << 30 => Err("the most is `2G`".to_owned()),
        Some(size) => Ok(size),
        None => Err("a size is a number of bytes, as in `64M`".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    if arguments.listed_files && arguments.paths.is_empty() {
        return note("no file was listed: nothing to check");
    }
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
    let (mut inputs, mut missing) = engine::find(paths, arguments.stdin_path.as_deref());
    if arguments.reading.choice.config_from.is_some() {
        // With `--config-from`, a commit cannot loosen the configuration. It must not be able to hide files either.
        inputs = engine::with_tracked(paths, inputs);
        missing.retain(|missing| !inputs.iter().any(|input| input.identity().starts_with(&missing.path)));
    }
    for path in &missing {
        complain(&format!("{}: {}", show::visible(&path.path), path.reason));
    }
    if arguments.listed_files {
        let here = Path::new(".").canonicalize().unwrap_or_default();
        inputs.iter_mut().for_each(|input| input.set_listed(&here));
    }
    match plan(&arguments.reading, arguments.color, inputs).map(|plan| arguments.apply_to(plan)) {
        Ok(plan) if plan.jobs.is_empty() && !plan.has_files => FAILED,
        Ok(plan) => check(arguments, &plan, !missing.is_empty()),
        Err(error) => error.report(),
    }
}

/// The jobs of a run, and how its exit status is determined.
pub(super) struct Plan {
    pub(super) jobs: Arc<[Job]>,
    /// The lowest severity that fails the run.
    pub(super) threshold: Option<Severity>,
    max_warnings: Option<u64>,
    /// All rules, for reports that explain them.
    pub(super) rules: Arc<Catalogue>,
    /// Whether files were found, including those that a configuration excludes.
    pub(super) has_files: bool,
    /// What the configurations exclude.
    pub(super) coverage: Coverage,
    /// The configuration that sets `fail-on: never`.
    never_fails: Option<String>,
    /// The configurations of the files.
    configs: Vec<Config>,
    /// The configurations, schemas and rule files that were read or named.
    read: Vec<PathBuf>,
    /// Files that were found and are not checked.
    excluded: Vec<PathBuf>,
}

/// Creates the jobs: each file with the policy that results from its configuration and the arguments.
pub(super) fn plan(reading: &Reading, color: Color, inputs: Vec<Input>) -> Result<Plan, CommandError> {
    let mut session = Session::new(&reading.choice, reading.schema.as_deref(), color)?;
    let has_files = !inputs.is_empty();
    let mut coverage = Coverage::default();
    let (mut jobs, mut excluded) = (Vec::new(), Vec::new());
    for input in with_dependents(inputs, &mut session)? {
        match file_settings(&input, reading, &mut session, &mut coverage) {
            Ok(Some(FileSettings { policy, syntax, encoding, is_expected })) => {
                jobs.push(Job { input, policy, syntax, encoding, is_expected });
            }
            Ok(None) => excluded.push(input.identity().to_owned()),
            Err(CommandError::Unusable(reason)) => {
                coverage.add_unusable(&input.display_path, reason);
                excluded.push(input.identity().to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    // The thresholds apply to the whole run, so they are taken from the configuration of the current folder.
    let here = match session.config_here() {
        Ok(config) => config,
        Err(CommandError::Unusable(_)) => {
            coverage.mark_unusable();
            0
        }
        Err(error) => return Err(error),
    };
    coverage.finish(&session);
    let config = &session.configs[here];
    let threshold = config.fail_on.unwrap_or(Some(Severity::Error));
    let never_fails = session.paths[here].clone().filter(|_| threshold.is_none());
    let max_warnings = config.max_warnings;
    let rules = Arc::clone(&config.catalogue);
    let configs = std::mem::take(&mut session.configs);
    let named = reading.schema.iter().chain(&reading.choice.config).cloned();
    let read = session.files_read().into_iter().chain(named).collect();
    let jobs = jobs.into();
    Ok(Plan { jobs, threshold, max_warnings, rules, has_files, coverage, never_fails, configs, read, excluded })
}

/// The settings with which a file is checked.
struct FileSettings {
    policy: Arc<Policy>,
    syntax: Option<Syntax>,
    encoding: Option<Encoding>,
    is_expected: bool,
}

/// Returns the settings with which a file is checked. `None` if it is not checked.
fn file_settings(
    input: &Input,
    reading: &Reading,
    session: &mut Session<'_>,
    coverage: &mut Coverage,
) -> Result<Option<FileSettings>, CommandError> {
    let location = location(input);
    let at = location.as_deref();
    if at.and_then(Path::file_name).is_some_and(is_configuration) && !input.is_standard() {
        return Ok(None);
    }
    let config = session.config_of(at)?;
    let is_closed = input.is_unreadable_folder();
    let takes = |config: &Config, path| {
        if is_closed { config.may_include_below(path) } else { config.includes(path, input.is_named) }
    };
    if at.is_some_and(|path| !takes(&session.configs[config], path)) {
        if at.is_some_and(|path| !session.configs[config].uses(path)) {
            coverage.add_excluded(config);
        }
        return Ok(None);
    }
    let source = at.and_then(|path| session.configs[config].source(path));
    let number = source.map(|(number, _)| number);
    let source = source.map(|(_, source)| source);
    let syntax = reading.syntax.or(source.and_then(|source| source.syntax));
    let encoding = reading.encoding.or(source.and_then(|source| source.encoding));
    let is_expected = input.is_named || source.is_some_and(SourceSettings::expects_records);
    let policy = session.policy(config, number)?;
    coverage.add_included(config, &policy, session);
    Ok(Some(FileSettings { policy, syntax, encoding, is_expected }))
}

impl Plan {
    /// Returns why a report must not be written to this file: it would overwrite a file that the run reads.
    fn uses(&self, report: &Path) -> Option<&'static str> {
        if engine::is_link_out_of_checkout(report) {
            return Some("it is a link that leads out of this folder and its repository");
        }
        let id = FileId::of(report)?;
        let is_same = |path: &PathBuf| FileId::of(path).as_ref() == Some(&id);
        if self.jobs.iter().any(|job| FileId::of_input(&job.input).as_ref() == Some(&id)) {
            return Some("it is one of the files that are checked");
        }
        if self.excluded.iter().any(is_same) {
            return Some("it is a file of this run that is not checked");
        }
        let real = report.canonicalize().ok();
        let is_used = |config: &Config| real.as_deref().is_some_and(|report| config.uses(report));
        let is_in_use = self.read.iter().any(is_same) || self.configs.iter().any(is_used);
        is_in_use.then_some("it is a configuration, a schema or a rule that is in use")
    }
}

impl Arguments {
    /// Overrides the thresholds of a plan with those of the arguments.
    fn apply_to(&self, mut plan: Plan) -> Plan {
        plan.threshold = match (self.exit_zero, self.fail_on) {
            (true, _) => None,
            (false, Some(fail_on)) => fail_on.threshold(),
            (false, None) => plan.threshold,
        };
        plan.max_warnings = self.max_warnings.or(plan.max_warnings).filter(|_| !self.exit_zero);
        if let Some(name) = plan.never_fails.take().filter(|_| self.fail_on.is_none() && !self.exit_zero)
            && !plan.jobs.is_empty()
        {
            let name = show::visible(&name);
            plan.coverage.remark(format!("Findings do not fail this run: `fail-on: never` in `{name}`."));
        }
        plan
    }

    /// Returns which fixes are made, and whether files are written.
    fn fixing(&self) -> Option<Fixing> {
        let trust = if self.unsafe_fixes { Trust::UNSAFE } else { Trust::SAFE };
        (self.fix || self.fix_only || self.diff).then_some(Fixing { trust, writes: !self.diff })
    }

    /// Whether the remaining findings are not reported.
    fn hides_findings(&self) -> bool {
        self.fix_only || self.diff
    }

    /// Opens the reports, if there are any.
    fn outputs(&self, plan: &Plan) -> Result<Outputs, CommandError> {
        if self.hides_findings() {
            return Ok(Outputs::none());
        }
        // If standard input is fixed, the fixed text goes to standard output.
        let is_taken = self.fixing().is_some() && plan.jobs.iter().any(|job| job.input.is_standard());
        Outputs::open(&self.output_format, style(self.color), is_taken, &|report| plan.uses(report))
    }
}

fn check(arguments: &Arguments, plan: &Plan, is_missing: bool) -> u8 {
    let mut outputs = match arguments.outputs(plan) {
        Ok(outputs) => outputs,
        Err(error) => return error.report(),
    };
    let mut patch = Patch::new(arguments.diff, console::reader());
    let begun = Instant::now();
    let mut bar = Bar::new(plan.jobs.len(), || plan.jobs.iter().map(|job| job.input.size()).sum());
    let options = RunOptions {
        workers: workers(arguments.jobs, &plan.jobs),
        longest_record: arguments.max_record.unwrap_or(engine::LONGEST_RECORD),
        fixing: arguments.fixing(),
        is_timed: arguments.timings,
        stop: stop_flag(),
        ..RunOptions::default()
    };
    let run = engine::run(&plan.jobs, &options, &mut |event| match event {
        Event::Findings(file) => {
            let is_drawn = bar.is_drawn();
            bar.aside(|| outputs.file(file).and_then(|()| if is_drawn { outputs.flush() } else { Ok(()) }))
        }
        Event::Rewritten(part) => bar
            .aside(|| patch.part(&mut console::bytes().lock(), &part).map_err(|error| OutputError::of_stdout(&error))),
        Event::BeforeReplace(_) => Ok(()),
        Event::Progress(progress) => {
            bar.show(progress);
            Ok(())
        }
    });
    bar.clear();
    let ended = run.and_then(|mut summary| {
        plan.coverage.add_to(&mut summary);
        let ending = Ending { summary: &summary, rules: &plan.rules, is_verbose: arguments.verbose };
        outputs.end(&ending).map(|()| summary)
    });
    match ended {
        Ok(summary) => {
            // If standard output has a report for programs, the summary for the user goes to standard error.
            if !outputs.shows_counts {
                let _ = summary::fixes(&mut console::err(), &summary);
                let ending = Ending { summary: &summary, rules: &plan.rules, is_verbose: arguments.verbose };
                let _ = summary::not_checked(&mut console::err(), &ending);
            }
            if arguments.timings {
                let _ = timings::write(&mut console::err(), &summary.timings, begun.elapsed());
            }
            status(arguments, plan, &summary, is_missing)
        }
        // The pipe was closed while findings were being written.
        Err(OutputError::ClosedPipe) => FOUND,
        Err(OutputError::Message(reason)) => complain(&reason),
    }
}

/// The time in which an interrupted run may report the findings so far.
const GRACE_PERIOD: Duration = Duration::from_millis(800);

/// Returns a flag that is set when the user interrupts the run. A second interruption ends the process at once. The
/// process also ends if the run does not stop in time. Files are replaced in one step, so none is left incomplete.
pub(super) fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    // If no handler can be set, an interruption ends the process as usual.
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(FAILED));
        }
        // If no thread can be started, a second interruption still ends the run.
        let _ = thread::Builder::new().spawn(|| {
            thread::sleep(GRACE_PERIOD);
            complain("interrupted: the report is incomplete");
            std::process::exit(i32::from(FAILED));
        });
    });
    stop
}

/// Replaces each file that determines how others are checked (a configuration, a rule, a schema that a configuration
/// names) with the files that depend on it, so that the effect of a change is checked.
fn with_dependents(inputs: Vec<Input>, session: &mut Session<'_>) -> Result<Vec<Input>, CommandError> {
    let mut seen: HashSet<PathBuf> = inputs.iter().map(|input| input.identity().to_owned()).collect();
    let mut found = Vec::new();
    for input in inputs {
        let location = if input.is_named || input.is_listed { location(&input) } else { None };
        let config = match session.config_of(location.as_deref()) {
            Ok(config) => config,
            // It is reported later as a file that cannot be checked.
            Err(CommandError::Unusable(_)) => {
                found.push(input);
                continue;
            }
            Err(error) => return Err(error),
        };
        let read = location.filter(|path| session.configs[config].uses(path));
        let folder = session.configs[config].folder().map(Path::to_owned);
        let (Some(read), Some(folder)) = (read, folder) else {
            found.push(input);
            continue;
        };
        let below = PathBuf::from(relative_to_here(&folder));
        let below = if below.as_os_str().is_empty() { PathBuf::from(".") } else { below };
        for other in engine::find(&[below], None).0 {
            let Some(at) = other.location() else { continue };
            let depends = match session.config_of(Some(&at)) {
                Ok(config) => session.configs[config].depends_on(&at, &read),
                Err(_) => true,
            };
            if depends && seen.insert(other.identity().to_owned()) {
                found.push(other);
            }
        }
    }
    Ok(found)
}

/// Returns the number of workers: as requested, or the number of threads that the machine runs in parallel.
fn workers(requested: Option<NonZeroUsize>, jobs: &[Job]) -> usize {
    let requested = requested.or_else(|| std::thread::available_parallelism().ok());
    let workers = requested.map_or(1, NonZeroUsize::get);
    // A single small file is checked in less time than a thread takes to start.
    if jobs.len() == 1 && jobs[0].input.is_small() { 1 } else { workers }
}

/// Reports what made the run fail. Returns whether there was anything.
pub(super) fn has_failed(summary: &Summary) -> bool {
    let mut failed = summary.is_stopped || summary.has_failed || !summary.unreadable.is_empty();
    for file in &summary.unreadable {
        complain(&format!("{}: {}", show::visible(&file.path), file.reason));
    }
    if summary.has_failed {
        complain("a rule failed, so not everything was checked");
    }
    if summary.is_stopped {
        complain("interrupted: the report is incomplete");
    }
    for file in summary.fixes.iter().flat_map(|fixes| &fixes.unwritten) {
        failed = true;
        complain(&format!("{}: {}", show::visible(&file.path), file.reason));
    }
    for rule in summary.fixes.iter().flat_map(|fixes| &fixes.faulty) {
        failed = true;
        complain(&format!(
            "a fix of the rule `{rule}` did not change what it should, and was not written; this is a bug in the rule, \
             please report it"
        ));
    }
    failed
}

/// Reports files that were expected to be checked and were not, or that nothing was checked. Returns whether there was
/// anything.
pub(super) fn is_unchecked(summary: &Summary, reading: &Reading, plan: &Plan, is_listed: bool) -> bool {
    /// The number of files that are named. The others are only counted.
    const NAMED: usize = 10;
    if reading.allow_unchecked {
        return false;
    }
    let expected: Vec<&NotChecked> = summary.not_checked.iter().filter(|file| file.is_expected).collect();
    if !expected.is_empty() {
        for file in expected.iter().take(NAMED) {
            complain(&format!("{}: not checked: {}", show::visible(&file.path), file.reason.sentence()));
        }
        let counted = match expected.len() {
            1 => "1 file could not be checked".to_owned(),
            count => format!("{count} files could not be checked: {}", summary::kinds(expected.iter().copied())),
        };
        complain(&format!("{counted}; `--allow-unchecked` accepts this"));
        return true;
    }
    let is_nothing = summary.is_empty() && !plan.jobs.is_empty();
    if is_nothing && is_listed {
        note("none of the listed files contains records: nothing to check");
    } else if is_nothing {
        complain("nothing was checked: no file contains readable records; `--allow-unchecked` accepts this");
    }
    is_nothing && !is_listed
}

fn status(arguments: &Arguments, plan: &Plan, summary: &Summary, is_missing: bool) -> u8 {
    let is_unchecked = is_unchecked(summary, &arguments.reading, plan, arguments.listed_files);
    let is_empty = plan.coverage.fails(arguments.listed_files || arguments.reading.allow_unchecked);
    if has_failed(summary) || is_missing || is_unchecked || is_empty {
        return FAILED;
    }
    let is_fixed = summary.fixes.as_ref().is_some_and(|fixes| fixes.problems > 0);
    if is_fixed && (arguments.diff || arguments.exit_non_zero_on_fix) {
        return FOUND;
    }
    if arguments.hides_findings() {
        return CLEAN;
    }
    let warnings = summary.counts[Severity::Warning as usize];
    if let Some(most) = plan.max_warnings.filter(|most| warnings > *most) {
        let warnings = if warnings == 1 { "1 warning".to_owned() } else { format!("{warnings} warnings") };
        complain(&format!("{warnings}, but at most {most} allowed"));
        return FOUND;
    }
    let fails = plan.threshold.is_some_and(|threshold| summary.at_least(threshold) > 0);
    if fails { FOUND } else { CLEAN }
}
