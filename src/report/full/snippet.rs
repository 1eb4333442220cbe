//! The short lines that are drawn for one finding, as source code for miette.
//!
//! The lines are truncated and sanitised copies. The ranges of the labels are translated to the copies here, and the
//! line numbers are those of the file. Labels that cannot be drawn together get separate parts: those that are far
//! apart in the file or in a line, and overlapping ones, which miette draws at the wrong columns.

use super::window::{boundary, cut, ellipsis, fits, harmless};
use crate::diagnostic::ResolvedLabel;
use crate::report::sanitise::inert;
use crate::report::{FileReport, Style};
use crate::text::{LineIndex, Position};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// The maximum number of labels that are drawn for a finding. With more labels, the first would be hard to see.
pub const LABELS: usize = 8;

/// The maximum number of labels for a finding that represents several with the same cause.
pub const LABELS_OF_REPEATED: usize = 3;

/// Labels with at most this many lines between them share a part. Separate parts would not be shorter.
const MAX_GAP: u64 = 5;

/// A label in the snippet.
#[derive(Debug)]
pub struct Mark {
    /// The byte range in the snippet.
    pub range: Range<usize>,
    /// The text of the label, sanitised. May be empty.
    pub text: String,
    /// Whether it is the primary label of the finding.
    pub primary: bool,
    /// The start of the label in the file.
    start: Position,
}

/// The lines that are drawn for one finding.
#[derive(Debug, Default)]
pub struct Snippet {
    text: String,
    parts: Vec<Part>,
    marks: Vec<Mark>,
}

/// Consecutive lines that are drawn together.
#[derive(Debug)]
struct Part {
    range: Range<usize>,
    first_line: u64,
    heading: String,
}

/// The labels of a line that are shown in one window. Ranges are relative to the line.
struct Anchor {
    line: u64,
    range: Range<usize>,
    marks: Vec<Mark>,
}

impl Snippet {
    /// Creates the snippet of the lines around the labels, of which the first is the primary one. `heading` formats the
    /// heading of a part from the start of its main label, and whether that is the primary one.
    pub fn new(
        file: &FileReport<'_>,
        labels: &[ResolvedLabel],
        style: Style,
        heading: &dyn Fn(Position, bool) -> String,
    ) -> Self {
        let index = file.index;
        let columns = columns(labels, style);
        let anchors = anchors(index, &labels[..labels.len().min(LABELS)], columns);
        let lines = Lines { index, columns, ellipsis: ellipsis(style), has_context: !file.record_a_line };
        let mut groups = lines.groups(anchors);
        // The primary label is drawn first, directly below the message.
        groups.sort_by_key(|group| !group.primary());
        let mut snippet = Self::default();
        for group in groups {
            snippet.part(&lines, group, heading);
        }
        snippet
    }

    /// Removes control characters. Normally there are none, so the ranges of the labels stay valid.
    pub fn inert(mut self) -> Self {
        let headings = self.parts.iter_mut().map(|part| &mut part.heading);
        let words = self.marks.iter_mut().map(|mark| &mut mark.text);
        for text in headings.chain(words).chain([&mut self.text]) {
            *text = inert(text).into_owned();
        }
        self
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Returns the labels in the order of the text.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Adds a group: the lines with labels, the lines between them, and the neighbouring lines.
    fn part(&mut self, lines: &Lines<'_>, group: Group, heading: &dyn Fn(Position, bool) -> String) {
        let (first, last) = (group.first(), group.last());
        let begin = self.text.len();
        let marks_before = self.marks.len();
        let with_line_before = group.line_before && self.neighbour(lines, first - 1);
        let mut number = first;
        for anchor in group.anchors {
            for between in number..anchor.line {
                self.line(lines, between, &(0..0), Vec::new());
            }
            number = anchor.line + 1;
            self.line(lines, anchor.line, &anchor.range, anchor.marks);
        }
        if group.line_after {
            self.neighbour(lines, last + 1);
        }
        let marks = &self.marks[marks_before..];
        let leading = marks.iter().find(|mark| mark.primary).or(marks.first());
        let heading = leading.map(|mark| heading(mark.start, mark.primary)).unwrap_or_default();
        let first_line = if with_line_before { first - 1 } else { first };
        self.parts.push(Part { range: begin..self.text.len(), first_line, heading });
    }

    /// Adds a line without a label, unless it is empty.
    fn neighbour(&mut self, lines: &Lines<'_>, number: u64) -> bool {
        let text = lines.text(number);
        let wanted = lines.has_context && !text[cut(text, &(0..0), lines.columns)].trim().is_empty();
        if wanted {
            self.line(lines, number, &(0..0), Vec::new());
        }
        wanted
    }

    /// Adds the visible part of a line, and its labels with translated ranges.
    fn line(&mut self, lines: &Lines<'_>, number: u64, anchor: &Range<usize>, marks: Vec<Mark>) {
        let text = lines.text(number);
        let window = cut(text, anchor, lines.columns);
        if window.start > 0 {
            self.text.push_str(lines.ellipsis);
        }
        let begin = self.text.len();
        let place = |at: usize| begin + harmless(&text[window.start..at.clamp(window.start, window.end)]).len();
        let moved = |mark: Mark| Mark { range: place(mark.range.start)..place(mark.range.end), ..mark };
        self.marks.extend(marks.into_iter().map(moved));
        self.text.push_str(&harmless(&text[window.clone()]));
        if window.end < text.len() {
            self.text.push_str(lines.ellipsis);
        }
        self.text.push('\n');
    }
}

/// Provides the lines of the file.
struct Lines<'a> {
    index: &'a LineIndex<'a>,
    columns: usize,
    ellipsis: &'static str,
    /// Whether neighbouring lines are shown as context.
    has_context: bool,
}

impl<'a> Lines<'a> {
    /// Returns the text of a line, or an empty string if there is no such line.
    fn text(&self, number: u64) -> &'a str {
        if number == 0 { "" } else { self.index.chunk().slice(self.index.line(number)) }
    }

    /// Groups the anchors by the part that shows them, in the order of the file.
    fn groups(&self, anchors: Vec<Anchor>) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for anchor in anchors {
            let line = anchor.line;
            let Some(last) = groups.last_mut() else {
                groups.push(Group { anchors: vec![anchor], line_before: true, line_after: true });
                continue;
            };
            let distance = line - last.last();
            if distance > 0 && distance <= if self.has_context { MAX_GAP + 1 } else { 1 } {
                last.anchors.push(anchor);
            } else {
                // Avoid showing a line twice.
                last.line_after = distance > 0;
                groups.push(Group { anchors: vec![anchor], line_before: distance > 0, line_after: true });
            }
        }
        groups
    }
}

/// Anchors on lines that are drawn together. Never empty, and the line numbers increase.
struct Group {
    anchors: Vec<Anchor>,
    /// Whether the line before may be shown.
    line_before: bool,
    /// Whether the line after may be shown.
    line_after: bool,
}

impl Group {
    fn first(&self) -> u64 {
        self.anchors.first().map_or(1, |anchor| anchor.line)
    }

    fn last(&self) -> u64 {
        self.anchors.last().map_or(1, |anchor| anchor.line)
    }

    fn primary(&self) -> bool {
        self.anchors.iter().flat_map(|anchor| &anchor.marks).any(|mark| mark.primary)
    }
}

/// Returns the columns that remain for text beside the line numbers and the ellipses.
fn columns(labels: &[ResolvedLabel], style: Style) -> usize {
    let greatest = labels.iter().map(|label| label.start.line).max().unwrap_or_default();
    let margin = greatest.to_string().len() + " │ ".chars().count() + 2 * ellipsis(style).chars().count() + 1;
    style.width.clamp(40, 400).saturating_sub(margin)
}

/// Groups the labels by the window that can show them, in the order of the file.
fn anchors(index: &LineIndex<'_>, labels: &[ResolvedLabel], columns: usize) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let line = index.position(label.span.start).line;
        let span = index.line(line);
        let text = index.chunk().slice(span);
        // A label of several lines is drawn to the end of its first line.
        let within = |offset: u32| boundary(text, offset.saturating_sub(span.start) as usize);
        let start = within(label.span.start);
        let range = start..within(label.span.end).max(start);
        let mark = Mark { range, text: harmless(&label.text), primary: at == 0, start: label.start };
        let mut here = anchors.iter_mut().filter(|anchor| anchor.line == line);
        if let Some(left) = here.find_map(|anchor| anchor.can_add(&mark, text, columns).then_some(anchor)) {
            left.add(mark);
        } else {
            anchors.push(Anchor { line, range: mark.range.clone(), marks: vec![mark] });
        }
    }
    anchors.sort_by_key(|anchor| (anchor.line, anchor.range.start));
    anchors
}

impl Anchor {
    /// Whether one window can show this label together with the others.
    fn can_add(&self, mark: &Mark, line: &str, columns: usize) -> bool {
        let together = self.with(mark);
        let apart = |other: &Mark| other.range == mark.range || !overlap(&other.range, &mark.range);
        fits(&line[together], columns * 2 / 3) && self.marks.iter().all(apart)
    }

    fn with(&self, mark: &Mark) -> Range<usize> {
        self.range.start.min(mark.range.start)..self.range.end.max(mark.range.end)
    }

    /// Adds a label in the order of the line. If another label has the same range, their texts are joined.
    fn add(&mut self, mark: Mark) {
        self.range = self.with(&mark);
        if let Some(same) = self.marks.iter_mut().find(|other| other.range == mark.range) {
            if !same.text.is_empty() && !mark.text.is_empty() {
                same.text.push_str("; ");
            }
            same.text.push_str(&mark.text);
            return;
        }
        let at = self.marks.partition_point(|other| other.range.start < mark.range.start);
        self.marks.insert(at, mark);
    }
}

/// Whether two labels would overlap. An empty label is drawn as a caret.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    let end = |range: &Range<usize>| range.end.max(range.start + 1);
    one.start < end(other) && other.start < end(one)
}

impl SourceCode for Snippet {
    /// Returns the whole part that contains the span, or only the span if no context lines are requested. A span over
    /// two parts is refused, so that miette does not join them.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let requested = span.offset()..span.offset() + span.len();
        let contains = |part: &&Part| part.range.start <= requested.start && requested.end < part.range.end;
        let part = self.parts.iter().find(contains).ok_or(MietteError::OutOfBounds)?;
        let begins = Position { line: part.first_line, column: 1, offset: 0 };
        let (range, start) = if before == 0 && after == 0 {
            let mark = self.marks.iter().find(|mark| mark.range == requested);
            (requested, mark.map_or(begins, |mark| mark.start))
        } else {
            (part.range.clone(), begins)
        };
        let data = self.text.get(range.clone()).unwrap_or_default();
        Ok(Box::new(MietteSpanContents::new_named(
            part.heading.clone(),
            data.as_bytes(),
            (range.start, range.len()).into(),
            start.line.saturating_sub(1) as usize,
            start.column.saturating_sub(1) as usize,
            data.matches('\n').count(),
        )))
    }
}
