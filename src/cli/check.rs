//! `recordlint check`: reads, checks, reports.

use super::desk::{Choice, Desk, Refusal};
use super::outputs::{Broken, Output, Outputs};
use super::{CLEAN, Color, FAILED, FOUND, complain, style};
use crate::config;
use crate::diagnostic::{Severity, show};
use crate::engine::{self, Input, Job, Summary};
use crate::report::{Ending, summary};
use crate::ruleset::Catalogue;
use crate::syntax::Syntax;
use clap::ValueEnum;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    #[command(flatten)]
    choice: Choice,
    /// The lowest severity that fails the run: `error`, unless a configuration says otherwise.
    #[arg(long, value_name = "SEVERITY", conflicts_with = "exit_zero")]
    fail_on: Option<FailOn>,
    /// Never fail because of findings: the same as `--fail-on never`.
    #[arg(long)]
    exit_zero: bool,
    /// Fail as well if there are more warnings than this.
    #[arg(long, value_name = "N")]
    max_warnings: Option<u64>,
    /// How findings are written, and into which file, as in `sarif=report.sarif`; may be given several times. `full` on a
    /// terminal, else `concise`; also `grouped`, `summary`, `json`, `jsonl`, `github`, `markdown`, `sarif`, `gitlab`,
    /// `junit`, `checkstyle` and `rdjson`.
    #[arg(long, value_name = "KIND[=FILE]", value_parser = Output::parse)]
    format: Vec<Output>,
    /// How many workers check at the same time; as many as the machine has cores, unless said otherwise.
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
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
        Err(refusal) => refusal.say(),
    }
}

/// What is to be done.
struct Plan {
    jobs: Vec<Job>,
    threshold: Option<Severity>,
    max_warnings: Option<u64>,
    /// All rules there are, for reports that explain them.
    rules: Arc<Catalogue>,
    /// Files were found, and a configuration left them all out.
    is_settled: bool,
}

/// Each file with the policy that its configuration and the arguments make.
fn plan(arguments: &Arguments, inputs: Vec<Input>) -> Result<Plan, Refusal> {
    let mut desk = Desk::new(&arguments.choice, arguments.schema.as_deref(), arguments.color)?;
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
        let (number, syntax) = source.map_or((None, None), |(number, source)| (Some(number), source.syntax));
        let policy = desk.policy(config, number, location.as_deref())?;
        jobs.push(Job { input, policy, syntax: arguments.syntax.or(syntax) });
    }
    // The thresholds are the run's, so that they are the configuration's of the place where the run is.
    let config = desk.config_here()?;
    let config = &desk.configs[config];
    let threshold = match (arguments.exit_zero, arguments.fail_on, config.fail_on) {
        (true, ..) => None,
        (_, Some(fail_on), _) => fail_on.threshold(),
        (_, None, Some(asked)) => asked,
        (_, None, None) => Some(Severity::Error),
    };
    let max_warnings = arguments.max_warnings.or(config.max_warnings).filter(|_| !arguments.exit_zero);
    let rules = Arc::clone(&config.catalogue);
    Ok(Plan { jobs, threshold, max_warnings, rules, is_settled })
}

fn check(arguments: &Arguments, plan: &Plan, is_missing: bool) -> u8 {
    let mut outputs = match Outputs::open(&arguments.format, style(arguments.color)) {
        Ok(outputs) => outputs,
        Err(refusal) => return refusal.say(),
    };
    let run = engine::run(&plan.jobs, workers(arguments.jobs, &plan.jobs), |file| outputs.file(file));
    let ended = run.and_then(|summary| {
        let ending = Ending { summary: &summary, rules: &plan.rules };
        outputs.end(&ending).map(|()| summary)
    });
    match ended {
        Ok(summary) => {
            // Machines get their report alone; what was not checked is for people.
            if !outputs.counts {
                let _ = summary::not_checked(&mut io::stderr(), &summary);
            }
            status(plan, &summary, is_missing)
        }
        // Whoever reads no further has seen enough: findings were being written.
        Err(Broken::Pipe) => FOUND,
        Err(Broken::Because(reason)) => complain(&reason),
    }
}

/// How many workers there are: as asked for, else as many as the machine runs at one time.
fn workers(asked: Option<NonZeroUsize>, jobs: &[Job]) -> usize {
    let asked = asked.or_else(|| std::thread::available_parallelism().ok());
    let workers = asked.map_or(1, NonZeroUsize::get);
    // One small file is checked before a thread has begun.
    if jobs.len() == 1 && jobs[0].input.is_small() { 1 } else { workers }
}

fn status(plan: &Plan, summary: &Summary, failed: bool) -> u8 {
    for file in &summary.unreadable {
        complain(&format!("{}: {}", show::visible(&file.path), file.reason));
    }
    if summary.has_failed {
        complain("a rule failed, so that not everything was checked");
    }
    if failed || summary.has_failed || !summary.unreadable.is_empty() {
        return FAILED;
    }
    let warnings = summary.counts[Severity::Warning as usize];
    if let Some(most) = plan.max_warnings.filter(|most| warnings > *most) {
        let warnings = if warnings == 1 { "1 warning is".to_owned() } else { format!("{warnings} warnings are") };
        complain(&format!("{warnings} more than the {most} that are allowed"));
        return FOUND;
    }
    let fails = plan.threshold.is_some_and(|threshold| summary.at_least(threshold) > 0);
    if fails { FOUND } else { CLEAN }
}
