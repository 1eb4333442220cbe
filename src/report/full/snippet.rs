//! The few short lines that are drawn for one finding, and what miette may ask about them.
//!
//! The lines are copies, cut and made harmless; the labels' places are translated into them here, once, and the
//! numbers shown beside them are the file's. Labels that cannot share a picture (far apart in the file or in a line,
//! or one over the other, which miette draws at the wrong columns) get a part of their own.

use super::window::{boundary, cut, fits, harmless, mark};
use crate::diagnostic::ResolvedLabel;
use crate::report::sanitise::inert;
use crate::report::{FileReport, Style};
use crate::text::{LineIndex, Position};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// Labels drawn for a finding; more would bury the first.
pub const LABELS: usize = 8;

/// The same for a finding that represents several of one cause.
pub const LABELS_OF_REPEATED: usize = 3;

/// Lines between two labels up to which they share a part: a part of its own would be no shorter.
const BETWEEN: u64 = 5;

/// A label in terms of the snippet.
#[derive(Debug)]
pub struct Mark {
    /// Bytes of the snippet.
    pub range: Range<usize>,
    /// What is there, harmless; empty for nothing.
    pub text: String,
    /// Whether it is the place of the finding itself.
    pub primary: bool,
    /// Where it begins in the file.
    start: Position,
}

/// What is drawn for one finding.
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

/// Labels of one line that one window shows; their ranges count the line's bytes.
struct Anchor {
    line: u64,
    range: Range<usize>,
    marks: Vec<Mark>,
}

impl Snippet {
    /// The lines around the labels, the first of which is the finding's own place. `heading` words a part's place,
    /// given where its leading label begins and whether that is the finding's own.
    pub fn new(
        file: &FileReport<'_>,
        labels: &[ResolvedLabel],
        style: Style,
        heading: &dyn Fn(Position, bool) -> String,
    ) -> Self {
        let index = file.index;
        let columns = columns(labels, style);
        let anchors = anchors(index, &labels[..labels.len().min(LABELS)], columns);
        let lines = Lines { index, columns, mark: mark(style), around: !file.record_a_line };
        let mut groups = lines.groups(anchors);
        // The finding's own place stands directly below its message, wherever in the file the others are.
        groups.sort_by_key(|group| !group.primary());
        let mut snippet = Self::default();
        for group in groups {
            snippet.part(&lines, group, heading);
        }
        snippet
    }

    /// The same without control characters. Normally there are none any more, so the offsets of the labels stay valid.
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

    /// The labels, in the order of the text.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Adds the lines of a group, those between its labels and its neighbours.
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
        if group.line_behind {
            self.neighbour(lines, last + 1);
        }
        let marks = &self.marks[marks_before..];
        let leading = marks.iter().find(|mark| mark.primary).or(marks.first());
        let heading = leading.map(|mark| heading(mark.start, mark.primary)).unwrap_or_default();
        let first_line = if with_line_before { first - 1 } else { first };
        self.parts.push(Part { range: begin..self.text.len(), first_line, heading });
    }

    /// Adds a line that has no label, if it says anything.
    fn neighbour(&mut self, lines: &Lines<'_>, number: u64) -> bool {
        let text = lines.text(number);
        let wanted = lines.around && !text[cut(text, &(0..0), lines.columns)].trim().is_empty();
        if wanted {
            self.line(lines, number, &(0..0), Vec::new());
        }
        wanted
    }

    /// Adds what is seen of a line, and its marks with their places translated.
    fn line(&mut self, lines: &Lines<'_>, number: u64, anchor: &Range<usize>, marks: Vec<Mark>) {
        let text = lines.text(number);
        let window = cut(text, anchor, lines.columns);
        if window.start > 0 {
            self.text.push_str(lines.mark);
        }
        let begin = self.text.len();
        let place = |at: usize| begin + harmless(&text[window.start..at.clamp(window.start, window.end)]).len();
        let moved = |mark: Mark| Mark { range: place(mark.range.start)..place(mark.range.end), ..mark };
        self.marks.extend(marks.into_iter().map(moved));
        self.text.push_str(&harmless(&text[window.clone()]));
        if window.end < text.len() {
            self.text.push_str(lines.mark);
        }
        self.text.push('\n');
    }
}

/// How lines are taken from the file.
struct Lines<'a> {
    index: &'a LineIndex<'a>,
    columns: usize,
    mark: &'static str,
    /// Whether a line's neighbours say something about it.
    around: bool,
}

impl<'a> Lines<'a> {
    /// The text of a line; empty where there is none.
    fn text(&self, number: u64) -> &'a str {
        if number == 0 { "" } else { self.index.chunk().slice(self.index.line(number)) }
    }

    /// The anchors by the part that will show them, in the order of the file.
    fn groups(&self, anchors: Vec<Anchor>) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for anchor in anchors {
            let line = anchor.line;
            let Some(last) = groups.last_mut() else {
                groups.push(Group { anchors: vec![anchor], line_before: true, line_behind: true });
                continue;
            };
            let distance = line - last.last();
            if distance > 0 && distance <= if self.around { BETWEEN + 1 } else { 1 } {
                last.anchors.push(anchor);
            } else {
                // No line is shown twice without need.
                last.line_behind = distance > 0;
                groups.push(Group { anchors: vec![anchor], line_before: distance > 0, line_behind: true });
            }
        }
        groups
    }
}

/// Anchors on lines close enough to be drawn together; never empty, each on a line behind the one before.
struct Group {
    anchors: Vec<Anchor>,
    /// Whether the line before may be shown.
    line_before: bool,
    /// Whether the line behind may be.
    line_behind: bool,
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

/// Columns that remain for text beside the line numbers and the marks of a cut.
fn columns(labels: &[ResolvedLabel], style: Style) -> usize {
    let greatest = labels.iter().map(|label| label.start.line).max().unwrap_or_default();
    let margin = greatest.to_string().len() + " │ ".chars().count() + 2 * mark(style).chars().count() + 1;
    style.width.clamp(40, 400).saturating_sub(margin)
}

/// The labels, gathered by the window that can show them, in the order of the file.
fn anchors(index: &LineIndex<'_>, labels: &[ResolvedLabel], columns: usize) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let line = index.position(label.span.start).line;
        let span = index.line(line);
        let text = index.chunk().slice(span);
        // A label of several lines is drawn to the end of its first.
        let within = |offset: u32| boundary(text, offset.saturating_sub(span.start) as usize);
        let start = within(label.span.start);
        let range = start..within(label.span.end).max(start);
        let mark = Mark { range, text: harmless(&label.text), primary: at == 0, start: label.start };
        let mut here = anchors.iter_mut().filter(|anchor| anchor.line == line);
        if let Some(left) = here.find_map(|anchor| anchor.takes(&mark, text, columns).then_some(anchor)) {
            left.add(mark);
        } else {
            anchors.push(Anchor { line, range: mark.range.clone(), marks: vec![mark] });
        }
    }
    anchors.sort_by_key(|anchor| (anchor.line, anchor.range.start));
    anchors
}

impl Anchor {
    /// Whether a window can show this label with those that are here.
    fn takes(&self, mark: &Mark, line: &str, columns: usize) -> bool {
        let together = self.with(mark);
        let apart = |other: &Mark| other.range == mark.range || !overlap(&other.range, &mark.range);
        fits(&line[together], columns * 2 / 3) && self.marks.iter().all(apart)
    }

    fn with(&self, mark: &Mark) -> Range<usize> {
        self.range.start.min(mark.range.start)..self.range.end.max(mark.range.end)
    }

    /// Adds a label, in the order of the line; at the very place of another its words join the other's.
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

/// Whether two labels would be drawn over each other; an empty one is drawn as a caret.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    let end = |range: &Range<usize>| range.end.max(range.start + 1);
    one.start < end(other) && other.start < end(one)
}

impl SourceCode for Snippet {
    /// The whole part around the span, or the span alone where no lines around it are asked for. A span over two
    /// parts is refused, which keeps miette from joining them.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let asked = span.offset()..span.offset() + span.len();
        let holds = |part: &&Part| part.range.start <= asked.start && asked.end < part.range.end;
        let part = self.parts.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let begins = Position { line: part.first_line, column: 1, offset: 0 };
        let (range, start) = if before == 0 && after == 0 {
            let mark = self.marks.iter().find(|mark| mark.range == asked);
            (asked, mark.map_or(begins, |mark| mark.start))
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
