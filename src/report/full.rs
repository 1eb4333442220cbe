//! Findings drawn for people: the fact, the place, the lines themselves with the wrong thing underlined, and what
//! to do.
//!
//! The drawing of lines is miette's; which text it gets to see is ours. It is handed a small snippet with a few short
//! lines (`snippet`), cut from the file around the labels and made harmless (`window`), so that neither the
//! file's size nor the length of its lines matters, and nothing in a record reaches a terminal as it is.

mod difference;
mod snippet;
mod window;

use super::absences::{Absences, Turn};
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

/// Longest pointer in a heading, in characters; of a longer one the end is kept, which tells more.
const POINTER: usize = 80;

/// Draws every finding of the file, each followed by a blank line.
///
/// Fails only where `out` does.
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

/// So many findings of a rule are drawn; the others are counted.
const OF_A_RULE: u32 = 3;

/// So many findings are drawn in all.
const IN_ALL: u32 = 50;

/// The report for people: a few findings of each rule drawn, the rest in groups, the counts at the end. What the records of a
/// file lack is one line, and of notes that say the same in one file the first is drawn.
#[derive(Debug)]
pub struct Full {
    style: Style,
    drawn: HashMap<String, u32>,
    all: u32,
    groups: Groups,
    cut: u64,
    absences: Absences,
    /// How many files have a line about what their records lack.
    lines: u32,
    /// The file that was reported last, and rule and message of each note in it.
    path: String,
    notes: HashSet<(String, String)>,
}

impl Full {
    /// A report on a screen.
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

    /// Whether one more finding of this rule is drawn.
    fn is_drawn(&mut self, one: &Diagnostic) -> bool {
        let is_again =
            one.severity == Severity::Note && !self.notes.insert((one.rule.to_string(), one.message.clone()));
        let of_rule = self.drawn.entry(one.rule.to_string()).or_default();
        let is_drawn = *of_rule < OF_A_RULE && self.all < IN_ALL && !is_again;
        if is_drawn {
            *of_rule += 1;
            self.all += 1;
        } else {
            self.count(one);
        }
        is_drawn
    }

    /// Counts a finding instead of drawing it.
    fn count(&mut self, one: &Diagnostic) {
        self.groups.add(one);
        self.cut += one.count();
    }

    /// Writes what the records of a file lack.
    fn absences(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut absences = std::mem::take(&mut self.absences);
        let Some(first) = absences.first.take() else { return Ok(()) };
        let (rules, facts) = absences.words();
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
        for (one, turn) in file.diagnostics.iter().zip(self.absences.turns(file)) {
            match turn {
                Turn::Now if self.is_drawn(one) => shown.push(one.clone()),
                Turn::Now => {}
                Turn::Summed if self.absences.first.is_some() || self.lines < OF_A_RULE => {
                    self.lines += u32::from(self.absences.first.is_none());
                    self.absences.add(one);
                }
                Turn::Summed => self.count(one),
            }
        }
        render(out, &FileReport { diagnostics: &shown, ..*file }, self.style)
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        self.absences(out)?;
        let mut out = Sanitiser::new(out);
        if self.cut > 0 {
            let what = if self.cut == 1 { "1 more finding".to_owned() } else { format!("{} more findings", self.cut) };
            writeln!(out, "{what} of the same kinds, by rule and field (`--format concise` lists each):")?;
            self.groups.write(&mut out)?;
            writeln!(out)?;
        }
        summary::write(&mut out, ending)?;
        out.finish()
    }
}

/// What is the same for every finding of a run.
struct Pen {
    style: Style,
    /// The colours without those of the labels, which depend on the finding.
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
            // The heading has the place already, and as the file counts it.
            .without_primary_span_start()
            .without_cause_chain()
            .without_syntax_highlighting();
        Self { style, theme, handler }
    }

    fn draw(&self, out: &mut Page<'_>, file: &FileReport<'_>, diagnostic: &Diagnostic) -> io::Result<()> {
        self.first_line(out, diagnostic)?;
        let heading = |start: Position, primary: bool| self.heading(diagnostic, start, primary);
        // Of many findings of one cause, a few further places show what they have in common.
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
        // miette opens with a line for the message; it got none, so that the line is empty.
        out.picture(drawn.strip_prefix('\n').unwrap_or(&drawn))?;
        if left_out > 0 {
            writeln!(out, "  places not drawn: {left_out}")?;
        }
        match &diagnostic.fix {
            Some(fix) => self.fix(out, file, diagnostic, fix),
            None => Ok(()),
        }
    }

    /// What the repair would change; of one that is not safe also what it does, which a person is to agree to.
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
            for (sign, words, style) in [('-', old, &styles[0]), ('+', new, &styles[1])] {
                if let Some(words) = words {
                    write!(out, "    ")?;
                    out.painted(&style.style(HOLE), &format!("{sign} {words}"))?;
                    writeln!(out)?;
                }
            }
        }
        if more > 0 {
            writeln!(out, "    and {more} more")?;
        }
        Ok(())
    }

    /// `severity[rule]: message`, and `[*]` where the repair is safe.
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

    /// `path:line:column   record NAME · pointer`; of a place that is not the finding's own only where it is.
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
        match pointer.char_indices().rev().nth(POINTER - 1) {
            Some((start, _)) if start > 0 => format!("{}{}", window::mark(self.style), visible(&pointer[start..])),
            _ => visible(pointer),
        }
    }

    /// miette gives its label colours out in the order of the text; the finding's own place is to have the colour
    /// of the severity, the others a quiet one.
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

    /// The colours with `error` in that of this severity: miette does not export the type of a single one.
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
    // A heading with a record's name in it is no link.
    styles.link = ThemeStyles::none().link;
    let ascii = || ThemeCharacters { underbar: '^', ..ThemeCharacters::ascii() };
    let characters = if style.unicode { ThemeCharacters::unicode() } else { ascii() };
    GraphicalTheme { characters, styles }
}

/// What to do, else what a repair would do that cannot be shown. Its lines stay lines: the renderer indents them.
fn help(diagnostic: &Diagnostic) -> Option<String> {
    let hidden = diagnostic.fix.as_ref().filter(|fix| fix.edits.is_none());
    let words = diagnostic.help.as_ref().or(hidden.map(|fix| &fix.title))?;
    Some(words.lines().map(visible).collect::<Vec<_>>().join("\n"))
}

/// A finding as miette wants it: without its message, which stands above.
#[derive(Debug)]
struct Drawing {
    snippet: Snippet,
    help: Option<String>,
}

impl Drawing {
    /// The renderer gets only sanitised text: afterwards its own colours could not be distinguished from those in a text.
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
