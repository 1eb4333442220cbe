//! Where reports go: standard output and files, each with its own kind.

use super::{Refusal, console};
use crate::diagnostic::show;
use crate::engine::{self, FileId};
use crate::report::placed::Placed;
use crate::report::{Ending, FileReport, Kind, Reporter, Style};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What was asked for with `--format KIND[=FILE]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    kind: Kind,
    /// The file; standard output if absent.
    file: Option<PathBuf>,
    /// Whether what is in the file stays there.
    append: bool,
}

impl Output {
    /// The output that an argument spells.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let kind = Kind::named(name).ok_or_else(|| {
            let known = Kind::ALL.map(Kind::name).join("`, `");
            format!("known are `{known}`; a file may follow, as in `sarif=report.sarif`")
        })?;
        match file {
            Some("") => Err("a file's name must follow `=`".to_owned()),
            file => Ok(Self { kind, file: file.map(PathBuf::from), append: false }),
        }
    }

    fn printed(kind: Kind) -> Self {
        Self { kind, file: None, append: false }
    }
}

/// What is written where nothing was asked for: to a terminal with the lines of the file, else one line a finding; in
/// the jobs of GitHub and GitLab also what they show beside their logs.
fn usual() -> Vec<Output> {
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

/// In a job of GitHub or GitLab the root of the checkout, and the folder of the run, where that is below it.
fn checkout() -> Option<(PathBuf, PathBuf)> {
    let root =
        |host: &str, root: &str| std::env::var_os(host).filter(|value| value == "true").and(std::env::var_os(root));
    let root = root("GITHUB_ACTIONS", "GITHUB_WORKSPACE").or_else(|| root("GITLAB_CI", "CI_PROJECT_DIR"))?;
    let root = PathBuf::from(root).canonicalize().ok()?;
    let here = PathBuf::from(".").canonicalize().ok()?;
    (here != root && here.starts_with(&root)).then_some((root, here))
}

/// The reports of a run, as they are being written.
pub(super) struct Outputs {
    reports: Vec<(Box<dyn Reporter>, Sink)>,
    /// Whether people read the counts on standard output.
    pub(super) counts: bool,
}

/// Where a report goes.
enum Sink {
    Printed(BufWriter<Box<dyn Write>>),
    /// Behind another report on standard output.
    Behind,
    File(PathBuf, BufWriter<Box<dyn Write>>),
}

/// Why a report could not be written.
pub(super) enum Broken {
    /// Whoever read standard output reads no further.
    Pipe,
    /// Any other reason, in words.
    Because(String),
}

impl Broken {
    /// Standard output could not be written to.
    pub(super) fn printing(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Broken::Pipe;
        }
        Broken::Because(format!("cannot write: {error}"))
    }
}

/// Writes a part of a report in one piece, so that a panic on the way leaves no half of it.
fn whole(out: &mut dyn Write, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
    let mut text = Vec::new();
    write(&mut text)?;
    out.write_all(&text)
}

/// Makes sure, before anything is opened, that no report overwrites what the run reads, or another report.
fn free(outputs: &[Output], reads: &dyn Fn(&Path) -> Option<&'static str>) -> Result<(), Refusal> {
    let mut taken: Vec<(FileId, &Path)> = Vec::new();
    for path in outputs.iter().filter_map(|output| output.file.as_deref()) {
        let shown = show::visible(&path.display().to_string());
        if let Some(reason) = reads(path) {
            return Err(Refusal::Because(format!(
                "the report is not written into `{shown}`: {reason}, and would be overwritten; give another file"
            )));
        }
        let Some(id) = FileId::of(path) else { continue };
        if let Some((_, other)) = taken.iter().find(|(own, _)| *own == id) {
            let other = show::visible(&other.display().to_string());
            return Err(Refusal::Because(format!(
                "two reports cannot both be written into `{shown}` (also given as `{other}`); give each its own file"
            )));
        }
        taken.push((id, path));
    }
    Ok(())
}

impl Outputs {
    /// No report at all.
    pub(super) fn none() -> Self {
        Self { reports: Vec::new(), counts: false }
    }

    /// Opens what was asked for. What is printed goes to standard error where standard output `is_taken`. `reads` says
    /// why a file must not be written: the run reads it.
    pub(super) fn open(
        asked: &[Output],
        style: Style,
        is_taken: bool,
        reads: &dyn Fn(&Path) -> Option<&'static str>,
    ) -> Result<Self, Refusal> {
        // Annotations are made to stand between the lines of a log.
        let stands_alone = |output: &&Output| output.file.is_none() && output.kind != Kind::Github;
        let printed: Vec<&Output> = asked.iter().filter(stands_alone).collect();
        if let [first, second, ..] = printed.as_slice() {
            return Err(Refusal::Because(format!(
                "`{}` and `{}` cannot both be written to standard output; give one a file, as in `--format {}=FILE`",
                first.kind.name(),
                second.kind.name(),
                second.kind.name()
            )));
        }
        let outputs = if asked.is_empty() { usual() } else { asked.to_vec() };
        free(&outputs, reads)?;
        let mut reports: Vec<(Box<dyn Reporter>, Sink)> = Vec::new();
        let mut is_printed = false;
        let checkout = checkout();
        for output in &outputs {
            let sink = match &output.file {
                None if std::mem::replace(&mut is_printed, true) => Sink::Behind,
                None if is_taken => Sink::Printed(BufWriter::new(Box::new(console::bytes_aside()))),
                None => Sink::Printed(BufWriter::new(Box::new(console::bytes().lock()))),
                Some(path) => {
                    let shown = show::visible(&path.display().to_string());
                    let file = engine::create(path, output.append);
                    let file = file.map_err(|reason| format!("cannot write the report `{shown}`: {reason}"))?;
                    Sink::File(path.clone(), BufWriter::new(file))
                }
            };
            let mut report = output.kind.reporter(style);
            if let Some((root, here)) = checkout.clone().filter(|_| output.kind.is_placed()) {
                report = Box::new(Placed::new(report, root, here));
            }
            reports.push((report, sink));
        }
        let counts = outputs.iter().any(|output| output.file.is_none() && output.kind.counts());
        let mut opened = Self { reports, counts };
        opened.each(|reporter, out| reporter.begin(out)).map_err(|broken| match broken {
            Broken::Pipe => Refusal::Said,
            Broken::Because(reason) => Refusal::Because(reason),
        })?;
        Ok(opened)
    }

    /// Writes the findings of a file into every report.
    pub(super) fn file(&mut self, file: &FileReport<'_>) -> Result<(), Broken> {
        self.each(|reporter, out| whole(out, |text| reporter.file(text, file)))
    }

    /// Writes what is held back, so that it is on the screen before anything else.
    pub(super) fn flush(&mut self) -> Result<(), Broken> {
        self.each(|_, out| out.flush())
    }

    /// Ends every report.
    pub(super) fn end(&mut self, ending: &Ending<'_>) -> Result<(), Broken> {
        self.each(|reporter, out| whole(out, |text| reporter.end(text, ending)).and_then(|()| out.flush()))
    }

    fn each(
        &mut self,
        mut write: impl FnMut(&mut Box<dyn Reporter>, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Broken> {
        let first = self.reports.iter().position(|(_, sink)| matches!(sink, Sink::Printed(_)));
        for at in 0..self.reports.len() {
            let behind = matches!(self.reports[at].1, Sink::Behind);
            let (before, rest) = self.reports.split_at_mut(at);
            let (reporter, sink) = &mut rest[0];
            let mut file = None;
            let result = match (sink, first.filter(|_| behind).and_then(|first| before.get_mut(first))) {
                (Sink::Behind, Some((_, Sink::Printed(out)))) | (Sink::Printed(out), _) => write(reporter, out),
                (Sink::File(path, out), _) => {
                    file = Some(format!("`{}`", show::visible(&path.display().to_string())));
                    write(reporter, out)
                }
                (Sink::Behind, _) => Ok(()),
            };
            result.map_err(|error| match file {
                Some(file) => Broken::Because(format!("cannot write the report {file}: {error}")),
                None if error.kind() == io::ErrorKind::BrokenPipe => Broken::Pipe,
                None => Broken::Because(format!("cannot write the report: {error}")),
            })?;
        }
        Ok(())
    }
}
