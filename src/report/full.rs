//! Draws findings for people: the message, the location, the source lines with the error underlined, and the advice.
//!
//! miette draws the lines, but only sees a small snippet of a few short lines (`snippet`). They are cut from the file
//! around the labels and sanitised (`window`). Thus the cost depends neither on the size of the file nor on the
//! length of its lines, and no text of a record reaches a terminal unchanged.

mod difference;
mod snippet;
mod window;

use super::absences::{Absences, Placement};
use super::groups::Groups;
use super::sanitise::{HOLE, Sanitiser, inert};
use super::{Ending, FileReport, Reporter, Style, summary};
use crate::diagnostic::show::{clipped, visible};
use crate::diagnostic::{Applicability, Diagnostic, ResolvedFix, Severity};
use crate::text::Position;
use difference::{Difference, differences};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};
use snippet::{Mark, Snippet};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{self, Write};

/// The maximum length of a pointer in a heading, in characters. A longer pointer is truncated at the beginning, because
/// its end is more specific.
const MAX_POINTER: usize = 80;

/// Draws every finding of the file, each followed by an empty line.
///
/// Fails only if `out` fails.
pub fn render(out: &mut dyn Write, file: &FileReport<'_>, style: Style) -> io::Result<()> {
    let pen = Pen::new(style);
    let mut out = Sanitiser::new(out);
    for diagnostic in file.diagnostics {
        pen.draw(&mut out, file, diagnostic)?;
        writeln!(out)?;
    }
    out.finish()
}

/// The output that findings are drawn on.
type Page<'a> = Sanitiser<&'a mut dyn Write>;

/// The number of findings that are drawn for each rule. The others are counted.
const MAX_PER_RULE: u32 = 3;

/// The number of findings that are drawn in all.
const MAX_DRAWN: u32 = 50;

/// The report for people: a few findings of each rule are drawn, the rest is grouped, and the totals follow at the end.
/// Missing fields are one line per file. Of the same notes in one file, only the first is drawn.
#[derive(Debug)]
pub struct Full {
    style: Style,
    drawn: HashMap<String, u32>,
    all: u32,
    groups: Groups,
    cut: u64,
    absences: Absences,
    /// The number of files with a line about missing fields.
    lines: u32,
    /// The current file, and the rule and message of each note in it.
    path: String,
    notes: HashSet<(String, String)>,
}

impl Full {
    /// Creates a report with this style.
    pub fn new(style: Style) -> Self {
        Self {
            style,
            drawn: HashMap::new(),
            all: 0,
            groups: Groups::default(),
            cut: 0,
            absences: Absences::default(),
            lines: 0,
            path: String::new(),
            notes: HashSet::new(),
        }
    }

    /// Whether this finding is drawn. Otherwise it is counted.
    fn is_drawn(&mut self, one: &Diagnostic) -> bool {
        let is_again =
            one.severity == Severity::Note && !self.notes.insert((one.rule.to_string(), one.message.clone()));
        let of_rule = self.drawn.entry(one.rule.to_string()).or_default();
        let is_drawn = *of_rule < MAX_PER_RULE && self.all < MAX_DRAWN && !is_again;
        if is_drawn {
            *of_rule += 1;
            self.all += 1;
        } else {
            self.count(one);
        }
        is_drawn
    }

    /// Counts a finding that is not drawn.
    fn count(&mut self, one: &Diagnostic) {
        self.groups.add(one);
        self.cut += one.count();
    }

    /// Writes the line about missing fields in the records of a file.
    fn absences(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut absences = std::mem::take(&mut self.absences);
        let Some(first) = absences.first.take() else { return Ok(()) };
        let (rules, facts) = absences.describe();
        let pen = Pen::new(self.style);
        let mut out = Sanitiser::new(out);
        out.painted(&pen.styles(first.severity).error.style(HOLE), &format!("{}[{rules}]", first.severity.name()))?;
        writeln!(out, ": {facts}")?;
        let start = first.start();
        writeln!(out, "  --> {}:{}:{}\n", visible(&first.path), start.line, start.column)?;
        out.finish()
    }
}

impl Reporter for Full {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        if self.absences.is_before(file) {
            self.absences(out)?;
        }
        if self.path != file.source.path {
            file.source.path.clone_into(&mut self.path);
            self.notes.clear();
        }
        let mut shown: Vec<Diagnostic> = Vec::new();
        for (one, placement) in file.diagnostics.iter().zip(self.absences.placements(file)) {
            match placement {
                Placement::Single if self.is_drawn(one) => shown.push(one.clone()),
                Placement::Single => {}
                Placement::Combined if self.absences.first.is_some() || self.lines < MAX_PER_RULE => {
                    self.lines += u32::from(self.absences.first.is_none());
                    self.absences.add(one);
                }
                Placement::Combined => self.count(one),
            }
        }
        render(out, &FileReport { diagnostics: &shown, ..*file }, self.style)
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        self.absences(out)?;
        let mut out = Sanitiser::new(out);
        if self.cut > 0 {
            let what = if self.cut == 1 { "1 more finding".to_owned() } else { format!("{} more findings", self.cut) };
            writeln!(out, "{what} of the same kinds, by rule and field (`--output-format concise` lists each):")?;
            self.groups.write(&mut out)?;
            writeln!(out)?;
        }
        summary::write(&mut out, ending)?;
        out.finish()
    }
}

/// Draws findings with the settings that all findings of a run share.
struct Pen {
    style: Style,
    /// The colours, except those of the labels, which depend on the finding.
    theme: GraphicalTheme,
    handler: GraphicalReportHandler,
}

impl Pen {
    fn new(style: Style) -> Self {
        let theme = theme(style);
        let handler = GraphicalReportHandler::new_themed(theme.clone())
            .with_links(false)
            .with_context_lines(1)
            .with_wrap_lines(false)
            // The heading already contains the position in the file.
            .without_primary_span_start()
            .without_cause_chain()
            .without_syntax_highlighting();
        Self { style, theme, handler }
    }

    fn draw(&self, out: &mut Page<'_>, file: &FileReport<'_>, diagnostic: &Diagnostic) -> io::Result<()> {
        self.first_line(out, diagnostic)?;
        let heading = |start: Position, primary: bool| self.heading(diagnostic, start, primary);
        // For many findings with the same cause, a few places are enough to show what they have in common.
        let shown = if diagnostic.more > 0 { snippet::LABELS_OF_REPEATED } else { snippet::LABELS };
        let labels = &diagnostic.labels[..diagnostic.labels.len().min(shown)];
        let snippet = Snippet::new(file, labels, self.style, &heading);
        if snippet.is_empty() {
            writeln!(out, "  --> {}", self.heading(diagnostic, Position::default(), true))?;
        }
        let left_out = if diagnostic.more > 0 { 0 } else { diagnostic.labels.len() - labels.len() };
        let drawing = Drawing::new(snippet, help(diagnostic));
        let mut drawn = String::new();
        self.handler_for(diagnostic.severity, &drawing.snippet)
            .render_report(&mut drawn, &drawing)
            .map_err(io::Error::other)?;
        // miette begins with a line for the message. The line is empty, because there is no message.
        out.picture(drawn.strip_prefix('\n').unwrap_or(&drawn))?;
        if left_out > 0 {
            writeln!(out, "  places not shown: {left_out}")?;
        }
        match &diagnostic.fix {
            Some(fix) => self.fix(out, file, diagnostic, fix),
            None => Ok(()),
        }
    }

    /// Writes what a fix would change. For an unsafe fix, which the user must confirm, its title is added.
    fn fix(
        &self,
        out: &mut Page<'_>,
        file: &FileReport<'_>,
        diagnostic: &Diagnostic,
        fix: &ResolvedFix,
    ) -> io::Result<()> {
        let Some(edits) = &fix.edits else { return Ok(()) };
        if fix.applicability < Applicability::Safe {
            write!(out, "  ")?;
            out.painted(&self.theme.styles.help.style(HOLE), "fix to be confirmed: ")?;
            writeln!(out, "{}", visible(&fix.title))?;
        } else if diagnostic.help.is_none() {
            write!(out, "  ")?;
            out.painted(&self.theme.styles.help.style(HOLE), "fix: ")?;
            writeln!(out, "{}", visible(&fix.title))?;
        }
        let (shown, more) = differences(file.source.chunk, edits, self.style);
        let styles = [self.styles(Severity::Error).error, self.theme.styles.help];
        for Difference { old, new } in shown {
            for (symbol, text, style) in [('-', old, &styles[0]), ('+', new, &styles[1])] {
                if let Some(text) = text {
                    write!(out, "    ")?;
                    out.painted(&style.style(HOLE), &format!("{symbol} {text}"))?;
                    writeln!(out)?;
                }
            }
        }
        if more > 0 {
            writeln!(out, "    and {more} more")?;
        }
        Ok(())
    }

    /// Writes `severity[rule]: message`, and `[*]` if there is a safe fix.
    fn first_line(&self, out: &mut Page<'_>, diagnostic: &Diagnostic) -> io::Result<()> {
        let Diagnostic { severity, rule, message, fix, .. } = diagnostic;
        let head = format!("{}[{}]", severity.name(), visible(rule));
        out.painted(&self.styles(*severity).error.style(HOLE), &head)?;
        write!(out, ": {}", visible(message))?;
        if fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe && fix.edits.is_some()) {
            write!(out, " ")?;
            out.painted(&self.theme.styles.help.style(HOLE), "[*]")?;
        }
        writeln!(out)
    }

    /// Returns `path:line:column   record NAME · pointer`. For a secondary label, only the position.
    fn heading(&self, diagnostic: &Diagnostic, start: Position, primary: bool) -> String {
        let mut heading = visible(&diagnostic.path);
        if start.line > 0 {
            heading = format!("{heading}:{}:{}", start.line, start.column);
        }
        if !primary {
            return heading;
        }
        let record = diagnostic.record.as_ref().map(|record| format!("record {}", clipped(&record.id)));
        let pointer = Some(self.pointer(&diagnostic.pointer)).filter(|pointer| !pointer.is_empty());
        let parts: Vec<String> = record.into_iter().chain(pointer).collect();
        if !parts.is_empty() {
            heading.push_str("   ");
            heading.push_str(&parts.join(if self.style.unicode { " · " } else { ", " }));
        }
        heading
    }

    fn pointer(&self, pointer: &str) -> String {
        match pointer.char_indices().rev().nth(MAX_POINTER - 1) {
            Some((start, _)) if start > 0 => format!("{}{}", window::ellipsis(self.style), visible(&pointer[start..])),
            _ => visible(pointer),
        }
    }

    /// Returns the handler with the colours of the labels. miette assigns them in the order of the text. The primary
    /// label has the colour of the severity; the others are blue.
    fn handler_for(&self, severity: Severity, snippet: &Snippet) -> GraphicalReportHandler {
        if !self.style.color {
            return self.handler.clone();
        }
        let own = self.styles(severity).error;
        let other = ThemeStyles::none().error.blue();
        let mut theme = self.theme.clone();
        theme.styles.highlights = snippet.marks().iter().map(|mark| if mark.primary { own } else { other }).collect();
        self.handler.clone().with_theme(theme)
    }

    /// Returns the styles with that of this severity as `error`, because miette does not export the type of a style.
    fn styles(&self, severity: Severity) -> ThemeStyles {
        let mut styles = self.theme.styles.clone();
        styles.error = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Note => styles.advice,
        };
        if self.style.color {
            styles.error = styles.error.bold();
        }
        styles
    }
}

fn theme(style: Style) -> GraphicalTheme {
    let mut styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    // A heading is not a link.
    styles.link = ThemeStyles::none().link;
    let ascii = || ThemeCharacters { underbar: '^', ..ThemeCharacters::ascii() };
    let characters = if style.unicode { ThemeCharacters::unicode() } else { ascii() };
    GraphicalTheme { characters, styles }
}

/// Returns the advice, or the title of a fix whose edits cannot be shown. Line breaks are kept, because the renderer
/// indents the lines.
fn help(diagnostic: &Diagnostic) -> Option<String> {
    let hidden = diagnostic.fix.as_ref().filter(|fix| fix.edits.is_none());
    let words = diagnostic.help.as_ref().or(hidden.map(|fix| &fix.title))?;
    Some(words.lines().map(visible).collect::<Vec<_>>().join("\n"))
}

/// A finding as a diagnostic of miette, without its message, which is already printed.
#[derive(Debug)]
struct Drawing {
    snippet: Snippet,
    help: Option<String>,
}

impl Drawing {
    /// Sanitises the text. After rendering, the renderer's own colours could not be distinguished from those in a text.
    fn new(snippet: Snippet, help: Option<String>) -> Self {
        Self { snippet: snippet.inert(), help: help.map(|help| inert(&help).into_owned()) }
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.snippet.is_empty()).then_some(&self.snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippet.marks().iter().map(labelled)))
    }
}

fn labelled(mark: &Mark) -> LabeledSpan {
    let words = Some(mark.text.clone()).filter(|text| !text.is_empty());
    if mark.primary {
        LabeledSpan::new_primary_with_span(words, mark.range.clone())
    } else {
        LabeledSpan::new_with_span(words, mark.range.clone())
    }
}

#[cfg(test)]
mod tests;
