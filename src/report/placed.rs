//! Paths relative to the root of the checkout, for reports that a CI host resolves there wherever the step ran.

use super::{Ending, FileReport, Reporter};
use crate::diagnostic::Diagnostic;
use crate::text::Source;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A report whose paths are relative to the root of the checkout.
pub struct Placed {
    report: Box<dyn Reporter>,
    root: PathBuf,
    here: PathBuf,
}

impl Placed {
    /// Makes the paths of `report` relative to `root`, for a run in the folder `here`. Both are absolute and without
    /// links.
    pub fn new(report: Box<dyn Reporter>, root: PathBuf, here: PathBuf) -> Self {
        Self { report, root, here }
    }

    /// The path relative to the root; unchanged if it is outside.
    fn path(&self, given: &str) -> Arc<str> {
        let mut whole = PathBuf::new();
        for part in self.here.join(given).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => _ = whole.pop(),
                part => whole.push(part),
            }
        }
        match whole.strip_prefix(&self.root).ok().and_then(Path::to_str) {
            Some(below) => Arc::from(below),
            None => Arc::from(given),
        }
    }
}

impl Reporter for Placed {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.report.begin(out)
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let path = self.path(file.source.path);
        let placed = |one: &Diagnostic| Diagnostic { path: Arc::clone(&path), ..one.clone() };
        let diagnostics: Vec<Diagnostic> = file.diagnostics.iter().map(placed).collect();
        let source = Source { path: &path, ..file.source };
        self.report.file(out, &FileReport { source, diagnostics: &diagnostics, ..*file })
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        self.report.end(out, ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_root() {
        let style = crate::report::Style { color: false, unicode: true, width: 80 };
        let placed = Placed::new(
            (crate::report::sarif::FORMAT.reporter)(style),
            "/checkout/repo".into(),
            "/checkout/repo/pkg".into(),
        );
        let cases = [
            ("records/b.json", "pkg/records/b.json"),
            ("./b.json", "pkg/b.json"),
            ("../other/b.json", "other/b.json"),
            ("/checkout/repo/c.json", "c.json"),
            ("/elsewhere/c.json", "/elsewhere/c.json"),
            ("../../c.json", "../../c.json"),
        ];
        for (given, expected) in cases {
            assert_eq!(&*placed.path(given), expected);
        }
    }
}
