//! Shows the progress of a long run on a terminal.

use super::console;
use crate::engine::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// The time after which the progress is shown.
const DELAY: Duration = Duration::from_secs(1);

/// A progress bar.
pub(super) struct Bar {
    /// `None` if standard error is not a terminal.
    line: Option<ProgressBar>,
    begun: Instant,
    is_drawn: bool,
    files: u64,
    /// The size of all files in bytes, if it is known.
    total: Option<u64>,
}

impl Bar {
    /// Creates a bar for a run over this number of files and bytes. `total` is only called if the bar can be shown.
    pub(super) fn new(files: usize, total: impl FnOnce() -> Option<u64>) -> Self {
        let total = if console::is_terminal_aside() { Some(total()) } else { None };
        let line = total.map(|total| ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden()));
        let total = total.flatten();
        Self { line, begun: Instant::now(), is_drawn: false, files: files as u64, total }
    }

    /// Draws the current progress.
    pub(super) fn show(&mut self, progress: Progress) {
        let Some(bar) = &self.line else { return };
        if self.begun.elapsed() < DELAY {
            return;
        }
        if !self.is_drawn {
            self.is_drawn = true;
            let has_total = self.total.is_some_and(|total| total > 0);
            let template =
                if has_total { "{wide_bar} {percent:>3} % {msg}, {eta} left" } else { "{spinner} {msg}, {elapsed}" };
            // The template is a constant and always valid. Otherwise the default style would do.
            if let Ok(style) = ProgressStyle::with_template(template) {
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

    /// Hides the bar while something is written.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.line {
            Some(bar) if self.is_drawn => bar.suspend(write),
            _ => write(),
        }
    }

    /// Whether the bar is on the screen.
    pub(super) fn is_drawn(&self) -> bool {
        self.is_drawn
    }

    /// Removes the bar from the screen.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.line {
            bar.finish_and_clear();
        }
    }
}

/// Formats a number with commas as thousands separators.
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
