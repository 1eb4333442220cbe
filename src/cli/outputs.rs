//! Writes reports to standard output and to files.

use super::{CommandError, console};
use crate::diagnostic::show;
use crate::engine::{self, FileId};
use crate::report::placed::Placed;
use crate::report::{Ending, FileReport, Kind, Reporter, Style};
use crate::shape;
use crate::syntax::Syntax;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The value of `--output-format KIND[=FILE]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    kind: Kind,
    /// The file. `None` for standard output.
    file: Option<PathBuf>,
    /// Whether the report is appended to the file.
    append: bool,
}

impl Output {
    /// Parses the value of the argument.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let kind = Kind::named(name).ok_or_else(|| {
            let known = Kind::ALL.map(Kind::name).join("`, `");
            record_format_hint(name)
                .unwrap_or_else(|| format!("known are `{known}`; a file may follow, as in `sarif=report.sarif`"))
        })?;
        match file {
            Some("") => Err("`=` must be followed by the name of a file".to_owned()),
            file => Ok(Self { kind, file: file.map(PathBuf::from), append: false }),
        }
    }

    fn printed(kind: Kind) -> Self {
        Self { kind, file: None, append: false }
    }
}

/// Returns the error if a record format or a syntax was given as the format of the report.
fn record_format_hint(name: &str) -> Option<String> {
    let syntax = Syntax::named(name).map(|_| format!("`--syntax {name}` sets the syntax of the files"));
    let format = shape::named(name)
        .map(|_| "the record format is detected, or set by `sources[].format` in the configuration".to_owned());
    let kind = if format.is_some() { "record format" } else { "syntax of records" };
    let hints: Vec<String> = format.into_iter().chain(syntax).collect();
    let hints = hints.join("; ");
    (!hints.is_empty())
        .then(|| format!("`{name}` is a {kind}, and this option chooses the format of the report; {hints}"))
}

/// Returns the default outputs: `full` on a terminal, otherwise `concise`. In jobs of GitHub and GitLab, the reports
/// that these services display are added.
fn default_outputs() -> Vec<Output> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| value == "true");
    if console::is_terminal() {
        return vec![Output::printed(Kind::Full)];
    }
    let mut outputs = vec![Output::printed(Kind::Concise)];
    if is_set("GITHUB_ACTIONS") {
        outputs.push(Output::printed(Kind::Github));
        let summary = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        outputs.extend(summary.map(|path| Output { kind: Kind::Markdown, file: Some(path.into()), append: true }));
    } else if is_set("GITLAB_CI") {
        outputs.push(Output { kind: Kind::Gitlab, file: Some("gl-code-quality-report.json".into()), append: false });
    }
    outputs
}

/// Returns the root of the checkout and the current folder, in a job of GitHub or GitLab that runs below the root.
fn checkout() -> Option<(PathBuf, PathBuf)> {
    let root =
        |host: &str, root: &str| std::env::var_os(host).filter(|value| value == "true").and(std::env::var_os(root));
    let root = root("GITHUB_ACTIONS", "GITHUB_WORKSPACE").or_else(|| root("GITLAB_CI", "CI_PROJECT_DIR"))?;
    let root = PathBuf::from(root).canonicalize().ok()?;
    let here = PathBuf::from(".").canonicalize().ok()?;
    (here != root && here.starts_with(&root)).then_some((root, here))
}

/// The open reports of a run.
pub(super) struct Outputs {
    reports: Vec<(Box<dyn Reporter>, Sink)>,
    /// Whether a report on standard output contains the summary for the user.
    pub(super) shows_counts: bool,
}

/// Where a report goes.
enum Sink {
    Stdout(BufWriter<Box<dyn Write>>),
    /// After another report on standard output.
    AfterFirst,
    File(PathBuf, BufWriter<Box<dyn Write>>),
}

/// Why a report could not be written.
pub(super) enum OutputError {
    /// The reader of standard output closed the pipe.
    ClosedPipe,
    /// Any other reason.
    Message(String),
}

impl OutputError {
    /// Converts an error of standard output.
    pub(super) fn of_stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return OutputError::ClosedPipe;
        }
        OutputError::Message(format!("cannot write: {error}"))
    }
}

/// Writes a part of a report at once, so that a panic does not leave it incomplete.
fn write_at_once(out: &mut dyn Write, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
    let mut text = Vec::new();
    write(&mut text)?;
    out.write_all(&text)
}

/// Verifies, before anything is opened, that no report overwrites a file that the run reads, or another report.
fn check_targets(outputs: &[Output], reads: &dyn Fn(&Path) -> Option<&'static str>) -> Result<(), CommandError> {
    let mut taken: Vec<(FileId, &Path)> = Vec::new();
    for path in outputs.iter().filter_map(|output| output.file.as_deref()) {
        let shown = show::visible(&path.display().to_string());
        if let Some(reason) = reads(path) {
            return Err(CommandError::Message(format!(
                "the report is not written to `{shown}`: {reason}, and would be overwritten; choose another file"
            )));
        }
        let Some(id) = FileId::of(path) else { continue };
        if let Some((_, other)) = taken.iter().find(|(own, _)| *own == id) {
            let other = show::visible(&other.display().to_string());
            return Err(CommandError::Message(format!(
                "two reports cannot both be written to `{shown}` (also given as `{other}`); choose a file for each"
            )));
        }
        taken.push((id, path));
    }
    Ok(())
}

impl Outputs {
    /// Creates no report.
    pub(super) fn none() -> Self {
        Self { reports: Vec::new(), shows_counts: false }
    }

    /// Opens the requested outputs. If `is_taken`, standard output is in use, and reports go to standard error. `reads`
    /// returns why a file must not be written: the run reads it.
    pub(super) fn open(
        requested: &[Output],
        style: Style,
        is_taken: bool,
        reads: &dyn Fn(&Path) -> Option<&'static str>,
    ) -> Result<Self, CommandError> {
        // Annotations of GitHub may be mixed with other lines of a log.
        let is_exclusive = |output: &&Output| output.file.is_none() && output.kind != Kind::Github;
        let printed: Vec<&Output> = requested.iter().filter(is_exclusive).collect();
        if let [first, second, ..] = printed.as_slice() {
            return Err(CommandError::Message(format!(
                "`{}` and `{}` cannot both be written to standard output; write one to a file, as in `--output-format {}=FILE`",
                first.kind.name(),
                second.kind.name(),
                second.kind.name()
            )));
        }
        let outputs = if requested.is_empty() { default_outputs() } else { requested.to_vec() };
        check_targets(&outputs, reads)?;
        let mut reports: Vec<(Box<dyn Reporter>, Sink)> = Vec::new();
        let mut is_printed = false;
        let checkout = checkout();
        for output in &outputs {
            let sink = match &output.file {
                None if std::mem::replace(&mut is_printed, true) => Sink::AfterFirst,
                None if is_taken => Sink::Stdout(BufWriter::new(Box::new(console::bytes_aside()))),
                None => Sink::Stdout(BufWriter::new(Box::new(console::bytes().lock()))),
                Some(path) => {
                    let shown = show::visible(&path.display().to_string());
                    let file = engine::create(path, output.append);
                    let file = file.map_err(|reason| format!("cannot write the report `{shown}`: {reason}"))?;
                    Sink::File(path.clone(), BufWriter::new(file))
                }
            };
            let mut report = output.kind.reporter(style);
            if let Some((root, here)) = checkout.clone().filter(|_| output.kind.uses_checkout_paths()) {
                report = Box::new(Placed::new(report, root, here));
            }
            reports.push((report, sink));
        }
        let shows_counts = outputs.iter().any(|output| output.file.is_none() && output.kind.has_summary());
        let mut opened = Self { reports, shows_counts };
        opened.each(|reporter, out| reporter.begin(out)).map_err(|broken| match broken {
            OutputError::ClosedPipe => CommandError::Reported,
            OutputError::Message(reason) => CommandError::Message(reason),
        })?;
        Ok(opened)
    }

    /// Writes the findings of a file to every report.
    pub(super) fn file(&mut self, file: &FileReport<'_>) -> Result<(), OutputError> {
        self.each(|reporter, out| write_at_once(out, |text| reporter.file(text, file)))
    }

    /// Flushes all buffers, so that their content is on the screen before anything else.
    pub(super) fn flush(&mut self) -> Result<(), OutputError> {
        self.each(|_, out| out.flush())
    }

    /// Ends every report.
    pub(super) fn end(&mut self, ending: &Ending<'_>) -> Result<(), OutputError> {
        self.each(|reporter, out| write_at_once(out, |text| reporter.end(text, ending)).and_then(|()| out.flush()))
    }

    fn each(
        &mut self,
        mut write: impl FnMut(&mut Box<dyn Reporter>, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        let first = self.reports.iter().position(|(_, sink)| matches!(sink, Sink::Stdout(_)));
        for at in 0..self.reports.len() {
            let is_after_first = matches!(self.reports[at].1, Sink::AfterFirst);
            let (before, rest) = self.reports.split_at_mut(at);
            let (reporter, sink) = &mut rest[0];
            let mut file = None;
            let result = match (sink, first.filter(|_| is_after_first).and_then(|first| before.get_mut(first))) {
                (Sink::AfterFirst, Some((_, Sink::Stdout(out)))) | (Sink::Stdout(out), _) => write(reporter, out),
                (Sink::File(path, out), _) => {
                    file = Some(format!("`{}`", show::visible(&path.display().to_string())));
                    write(reporter, out)
                }
                (Sink::AfterFirst, _) => Ok(()),
            };
            result.map_err(|error| match file {
                Some(file) => OutputError::Message(format!("cannot write the report {file}: {error}")),
                None if error.kind() == io::ErrorKind::BrokenPipe => OutputError::ClosedPipe,
                None => OutputError::Message(format!("cannot write the report: {error}")),
            })?;
        }
        Ok(())
    }
}
