//! What was found, written down: one file an output.

pub mod concise;
pub mod full;
pub mod jsonl;
pub mod summary;

pub use crate::lint::FileReport;

/// How a report for people may look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours are understood.
    pub color: bool,
    /// Whether line-drawing characters are.
    pub unicode: bool,
    /// Columns of the screen.
    pub width: usize,
}
