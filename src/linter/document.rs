//! A file that is checked again after each edit.

use super::{FileOptions, Fixed, Linter, Report, scratch};
use crate::diagnostic::{Diagnostic, Edit};
use crate::fix::Trust;
use crate::lint::{RecordCache, RecordSummary};
use crate::syntax::Reason;
use crate::text::Decoded;
use std::fmt;

/// A file that is being edited, with its findings.
///
/// After an edit, the schema and the rules only look at the records that changed; what depends on several records, such
/// as an id that is used twice, is determined for all.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let linter = recordlint::Linter::builder().year(2026).build()?;
/// let mut document = linter.open("a.json", r#"[{"type": "article", "title": {"text": "On towns"}, "pages": "31-29"}]"#);
/// assert_eq!(document.records().len(), 1);
/// let wrong = document.text().find("31-29").ok_or("it is there")? as u32;
/// document.apply(&[recordlint::Edit { span: recordlint::Span::new(wrong, wrong + 5), text: "29-31".to_owned() }])?;
/// assert!(document.diagnostics().iter().all(|one| one.rule() != "pages/descending"));
/// assert!(document.text().contains("29-31"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Document {
    linter: Linter,
    name: String,
    options: FileOptions,
    bytes: Vec<u8>,
    text: String,
    /// The length of the byte order mark.
    mark: usize,
    report: Report,
    cache: RecordCache,
}

/// Why edits were not applied. The document is unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// The edit with this index is not within the text, does not begin and end between two characters, or overlaps with
    /// another one.
    Span(usize),
    /// The new text cannot be encoded without loss, and why: the encoding of the file lacks a character of it, or the file
    /// has bytes that are not characters.
    Encoding(&'static str),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Span(index) => write!(f, "edit {index} is outside of the text or overlaps with another edit"),
            EditError::Encoding(reason) => write!(f, "the text cannot be encoded: {reason}"),
        }
    }
}

impl std::error::Error for EditError {}

impl Document {
    pub(super) fn new(linter: Linter, name: String, bytes: Vec<u8>, options: FileOptions) -> Self {
        let report = Report::not_checked(&name, &Reason::EMPTY);
        let (text, cache) = (String::new(), RecordCache::default());
        let mut document = Self { linter, name, options, bytes, text, mark: 0, report, cache };
        document.check();
        document
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the bytes of the file, with all edits.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the text of the file without a byte order mark. Spans of edits and labels count its bytes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the result of the last check.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Returns the findings, in file order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.report.diagnostics()
    }

    /// Returns the records, in file order.
    pub fn records(&self) -> &[RecordSummary] {
        &self.cache.records
    }

    /// Returns the number of records that the last check took over unchanged from the one before.
    pub fn reused_records(&self) -> u64 {
        self.cache.reused
    }

    /// Applies edits of the text, which must not overlap, and checks the records that changed. If that is not possible,
    /// nothing changes.
    pub fn apply(&mut self, edits: &[Edit]) -> Result<(), EditError> {
        let mut order: Vec<usize> = (0..edits.len()).collect();
        order.sort_by_key(|index| (edits[*index].span.start, edits[*index].span.end));
        let mut end = 0;
        for index in &order {
            let span = edits[*index].span;
            if span.start < end || self.text.get(span.range()).is_none() {
                return Err(EditError::Span(*index));
            }
            end = span.end;
        }
        let sorted: Vec<Edit> = order.into_iter().map(|index| edits[index].clone()).collect();
        let text = Edit::apply(&self.text, &sorted);
        let decoded = self.linter.text_of(&self.name, &self.bytes, &self.options);
        let decoded = decoded.map_err(|_| EditError::Encoding(Reason::TOO_LARGE.fact))?;
        self.bytes = decoded.encode(&text, &self.bytes, self.mark).map_err(EditError::Encoding)?;
        self.check();
        Ok(())
    }

    /// Replaces all bytes of the file, as after it was saved by another program.
    pub fn replace(&mut self, bytes: impl Into<Vec<u8>>) {
        self.bytes = bytes.into();
        self.check();
    }

    /// Sets what other files say about the records, and checks those that this changes.
    pub fn set_others(&mut self, others: super::OtherFiles) {
        self.options.others = Some(others);
        self.check();
    }

    /// Returns what the fixes that `trust` allows would make of the file: see [`Linter::fix`].
    pub fn fix(&self, trust: Trust) -> Fixed {
        self.linter.fix_with(&self.name, &self.bytes, trust, &self.options)
    }

    /// Decodes and checks the bytes. The text is theirs even if an edit changed the declaration of their encoding.
    fn check(&mut self) {
        (self.text, self.mark) = match self.linter.text_of(&self.name, &self.bytes, &self.options) {
            Ok(Decoded { text, base, .. }) => (text.into_owned(), base as usize),
            Err(_) => (String::new(), 0),
        };
        let mut scratch = scratch(&self.options);
        scratch.cache = Some(std::mem::take(&mut self.cache));
        self.report = match self.linter.decode(&self.name, &self.bytes, &self.options) {
            Ok(opened) => opened.check(&self.name, &mut scratch),
            Err(reason) => Report::not_checked(&self.name, reason),
        };
        self.cache = scratch.cache.take().unwrap_or_default();
        if self.report.syntax().is_none() {
            self.cache.records.clear();
        }
    }
}
