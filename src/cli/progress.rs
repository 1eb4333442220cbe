//! How far a long run has come, on a terminal alone.

use super::console;
use crate::engine::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// A run that takes no longer than this shows nothing.
const QUIET: Duration = Duration::from_secs(1);

/// See the module.
pub(super) struct Bar {
    /// Nothing where standard error is no terminal.
    line: Option<ProgressBar>,
    begun: Instant,
    is_drawn: bool,
    files: u64,
    /// The bytes of all files, where they are known.
    total: Option<u64>,
}

impl Bar {
    /// For a run over so many files, and so many bytes, if that is known; it is asked only where something is shown.
    pub(super) fn new(files: usize, total: impl FnOnce() -> Option<u64>) -> Self {
        let total = if console::is_terminal_aside() { Some(total()) } else { None };
        let line = total.map(|total| ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden()));
        let total = total.flatten();
        Self { line, begun: Instant::now(), is_drawn: false, files: files as u64, total }
    }

    /// Draws how far it is now.
    pub(super) fn show(&mut self, progress: Progress) {
        let Some(bar) = &self.line else { return };
        if self.begun.elapsed() < QUIET {
            return;
        }
        if !self.is_drawn {
            self.is_drawn = true;
            let known = self.total.is_some_and(|total| total > 0);
            let form = if known { "{wide_bar} {percent:>3} % {msg}, {eta} left" } else { "{spinner} {msg}, {elapsed}" };
            // The form is ours, so that it can be read; if it were not, the usual one would do.
            if let Ok(style) = ProgressStyle::with_template(form) {
                bar.set_style(style.progress_chars("━╸ "));
            }
            bar.reset_eta();
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        bar.set_position(progress.bytes);
        let counted =
            |count: u64, what: &str| format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" });
        let mut message = format!("{}, {}", counted(progress.records, "record"), counted(progress.findings, "finding"));
        if self.files > 1 {
            message = format!("{} of {}, {message}", grouped(progress.files), counted(self.files, "file"));
        }
        bar.set_message(message);
    }

    /// Clears the line while something is written.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.line {
            Some(bar) if self.is_drawn => bar.suspend(write),
            _ => write(),
        }
    }

    /// Whether it is on the screen.
    pub(super) fn is_drawn(&self) -> bool {
        self.is_drawn
    }

    /// Takes it off the screen.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.line {
            bar.finish_and_clear();
        }
    }
}

/// A number with a comma before each three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut found = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            found.push(',');
        }
        found.push(digit);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
