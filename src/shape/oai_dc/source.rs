//! The line in which OJS and others write the publication: `Journal; Vol. 16 No. 2 (2023): Maps; 155-166`.

use super::super::Builder;
use super::super::fields::pieces;
use super::{Line, words};
use crate::tree::{NodeId, Symbol, Tree};
use std::ops::Range;

/// Words before the number of a volume, in lower case and without a full stop: English, Polish, Czech, German, Russian and
/// Ukrainian, and the languages of Romance countries.
const VOLUMES: &[&str] = &[
    "vol", "volume", "v", "tom", "t", "rocznik", "ročník", "roč", "bd", "band", "jg", "jahrgang", "том", "т", "tome",
    "tomo", "volumen", "год",
];

/// Words before the number of an issue.
const ISSUES: &[&str] = &[
    "no",
    "nr",
    "n",
    "n°",
    "nº",
    "num",
    "núm",
    "número",
    "numéro",
    "number",
    "numer",
    "issue",
    "iss",
    "zeszyt",
    "z",
    "heft",
    "h",
    "č",
    "číslo",
    "№",
    "вып",
    "выпуск",
    "номер",
    "випуск",
];

/// The length of the longest year with its closing bracket: `1998/1999)`.
const LONGEST_YEAR: usize = 16;

/// No journal has more languages.
pub(super) const MAX_SOURCES: usize = 16;

/// A parsed source, with the range of each of its parts.
pub(super) struct Source<'a> {
    pub(super) line: Line<'a>,
    pub(super) title: Range<usize>,
    issue: Issue,
    pages: Option<Range<usize>>,
}

/// The parsed description of an issue.
#[derive(Debug, Default, PartialEq, Eq)]
struct Issue {
    volume: Option<Range<usize>>,
    number: Option<Range<usize>>,
    year: Option<Range<usize>>,
    title: Option<Range<usize>>,
}

impl<'a> Source<'a> {
    pub(super) fn read(tree: Tree<'a>, element: NodeId) -> Option<Self> {
        let line = Line::of(tree, element)?;
        let found = pieces(line.text, |character| character == ';');
        // The title of a journal may also contain a semicolon.
        let read = |(at, piece)| Some((at, issue(line.text, piece)?));
        let (at, mut issue) = found.iter().enumerate().skip(1).find_map(read)?;
        let title = found.first()?.start..found.get(at - 1)?.end;
        let after = found.get(at + 1..)?;
        let pages = after.last().filter(|last| is_pages(&line.text[(*last).clone()])).cloned();
        // The title of an issue may, too.
        let rest = after.len() - usize::from(pages.is_some());
        if let (Some(title), Some(last)) = (&mut issue.title, after.get(..rest).and_then(<[_]>::last)) {
            title.end = last.end;
        }
        Some(Self { line, title, issue, pages })
    }

    /// Returns the title of the journal.
    pub(super) fn title(&self) -> &'a str {
        self.line.text.get(self.title.clone()).unwrap_or_default()
    }
}

/// Parses the description of an issue. `None` if the piece is something else.
fn issue(text: &str, piece: &Range<usize>) -> Option<Issue> {
    let own = &text[piece.clone()];
    let mut found = Issue::default();
    let shifted = |range: Range<usize>| piece.start + range.start..piece.start + range.end;
    // The year is in brackets after the numbers, or alone.
    let opening = own.match_indices('(').find_map(|(at, _)| {
        let length = own.bytes().skip(at + 1).take(LONGEST_YEAR).position(|byte| byte == b')')?;
        let inside = &own[at + 1..at + 1 + length];
        let is_year = words::year(inside).is_some_and(|year| year.start == 0) && !inside.contains(char::is_alphabetic);
        is_year.then_some((at, length))
    });
    let (numbers, after) = if let Some((at, length)) = opening {
        found.year = Some(shifted(at + 1..at + 1 + length));
        (&own[..at], at + length + 2)
    } else {
        let colon = own.find(':').unwrap_or(own.len());
        let year = words::year(own).filter(|year| *year == (0..own[..colon].trim_end().len()));
        found.year = year.clone().map(shifted);
        (if year.is_some() { "" } else { &own[..colon] }, colon)
    };
    let mut label = "";
    for token in pieces(numbers, |character| character.is_whitespace() || character == ',') {
        let word = &numbers[token.clone()];
        // `Vol.5` is `Vol. 5`.
        let glued =
            word.split_once('.').filter(|(_, number)| number.starts_with(|character: char| character.is_ascii_digit()));
        let (before, number) = glued.unwrap_or((label, word));
        let range = token.end - number.len()..token.end;
        let before = before.trim_end_matches(['.', ':']).to_lowercase();
        let is_in = |words: &[&str]| words.contains(&before.as_str());
        if is_number(number) && found.volume.is_none() && is_in(VOLUMES) {
            found.volume = Some(shifted(range));
        } else if is_number(number) && found.number.is_none() && is_in(ISSUES) {
            found.number = Some(shifted(range));
        }
        label = word;
    }
    // OJS writes a colon between the numbers and the title of an issue.
    let title = own.get(after..).and_then(|rest| rest.trim_start().strip_prefix(':')).map(str::trim);
    found.title = title.filter(|title| !title.is_empty()).map(|title| {
        let start = title.as_ptr().addr() - text.as_ptr().addr();
        start..start + title.len()
    });
    (found.year.is_some() || found.volume.is_some() || found.number.is_some()).then_some(found)
}

/// Whether a word is a number: it contains a digit or is a Roman numeral.
fn is_number(word: &str) -> bool {
    word.contains(|character: char| character.is_ascii_digit()) || is_roman(word)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| "IVXLCDMivxlcdm".contains(character))
}

/// Whether a piece consists of pages: digits or Roman numerals, with hardly a letter before them.
fn is_pages(piece: &str) -> bool {
    const LONGEST: usize = 24;
    const LETTERS: usize = 4;
    let is_word = |word: &str| word.chars().count() > LETTERS && !is_roman(word);
    let has_words = piece.split(|character: char| !character.is_alphabetic()).any(is_word);
    !has_words && piece.len() <= LONGEST && piece.split(['-', '–', '—']).all(|page| is_number(page.trim()))
}

/// Writes volume, issue and pages from the first source that has them.
pub(super) fn numbers(builder: &mut Builder<'_>, sources: &[Source<'_>]) {
    let Some(Source { line, issue, pages, .. }) = sources.first() else { return };
    let members = [
        (Symbol::ISSUE_TITLE, &issue.title),
        (Symbol::ISSUE_YEAR, &issue.year),
        (Symbol::VOLUME, &issue.volume),
        (Symbol::ISSUE, &issue.number),
        (Symbol::PAGES, pages),
    ];
    for (field, range) in members {
        if let Some(range) = range {
            line.part(builder, field, range.clone());
        }
    }
}
