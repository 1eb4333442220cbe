//! A text contains TeX commands.
//!
//! ## Why
//!
//! `\emph{Pan Tadeusz}` and `Cinkov\'{a}` come from BibTeX files, where they are right. Everywhere else they are
//! printed with their backslash, and searches do not find the name. Formulas between dollar signs are only a note,
//! since a platform may render them.
//!
//! Accents, letters, symbols and emphasis can be converted automatically. There is no fix for a text that contains
//! anything else: an unknown command, a formula, an unmatched brace, or a backslash that may belong to a path or an
//! apostrophe. The fix needs review, because emphasis is lost.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "On \\emph{Pan Tadeusz} and its readers", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Eva", "family": "Cinkov\\'{a}" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "R\\&D in G{\\'o}ra and stra{\\ss}e", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/latex]: `\emph{` is a TeX command, not text
//!    ╭─[record.json:2:26   record On \emph{Pan Tadeusz} and its readers · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "On \\emph{Pan Tadeusz} and its readers", "lang": "e…
//!    ·                          ───┬───
//!    ·                             ╰── TeX
//!  3 │ }
//!    ╰────
//!   help: write the characters that the command prints
//!   fix to be confirmed: write the characters that the commands print
//!     - "On \\emph{Pan Tadeusz} and its readers"
//!     + "On Pan Tadeusz and its readers"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "On Pan Tadeusz and its readers", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "What US$5 and $10 buy in a village", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Eva", "family": "Cinková" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Why C:\\new is no line and \\ no word", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "What $5 and $7 buy, and what \\d+ and \\w* find", "lang": "en" }
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title  = {On \textcolor{red}{Pan Tadeusz} and $x^{2}$},
//!   author = {Nowicka, Anna},
//!   year   = {2019},
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::text::tex;
use crate::tree::NodeId;

pub const RULE: Rule = Rule {
    id: "text/latex",
    severity: Severity::Warning,
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::TEX, check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    // TeX is right in a BibTeX file.
    if record.is_tex() {
        return;
    }
    // A formula in a JATS text with escaped markup: `text/html-tag` reports the markup.
    if text.contains("<tex-math") {
        return;
    }
    if let Some(at) = tex::escaped_apostrophe(text).filter(|at| command(text).is_some_and(|found| found.start == *at)) {
        // Measured from the beginning of the word, since the space before it may take several bytes.
        let start = at - text[..at].rsplit(char::is_whitespace).next().map_or(0, str::len);
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
        let word = text[start..end].trim().replacen("\\'", "'", 1);
        let message = "there is a backslash before the apostrophe";
        let finding = findings.at(Place::Within(node, at..at + 2), message);
        finding
            .caption("a backslash")
            .value(show::clipped(text))
            .help(format!("write {}", show::quoted(&record.spelled(&word))));
        let change = Change::Replace { node, range: Some(at..at + 1), text: String::new() };
        finding.fix("remove the backslash", Applicability::Unsafe, vec![change]);
        return;
    }
    if let Some(range) = command(text) {
        let shown = show::quoted(&text[range.clone()]);
        let finding = findings.at(Place::Within(node, range), format!("{shown} is a TeX command, not text"));
        finding.caption("TeX").value(show::clipped(text));
        if is_citation(&shown) {
            finding.help("name the work, or leave the citation out");
            return;
        }
        finding.help("write the characters that the command prints");
        // A result that still looks like TeX was not fully converted.
        let plain = tex::plain(text).filter(|plain| command(plain).is_none() && formula(plain).is_none());
        if let Some(plain) = plain {
            finding.suggestion(show::clipped(&plain)).fix(
                "write the characters that the commands print",
                Applicability::Unsafe,
                vec![Change::Replace { node, range: None, text: plain }],
            );
        }
    } else if let Some(range) = formula(text) {
        let finding = findings.at(Place::Within(node, range), "the text contains a TeX formula");
        finding.severity(Severity::Note).caption("TeX").value(show::clipped(text));
        finding.help("write it in words or in characters, if it is to be read everywhere");
    }
}

/// Whether the output of a command depends on the whole document: a citation mark, the number of a figure.
fn is_citation(command: &str) -> bool {
    let name = command.trim_matches(['`', '\\', '{', '*']);
    name.contains("cite") || matches!(name, "ref" | "eqref" | "autoref" | "cref" | "Cref" | "pageref")
}

/// Finds `\emph{`, `\'{a}`, `\"o` or `\&`, but not a file path, in which no brace follows.
fn command(text: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices('\\').find_map(|(at, _)| {
        let after = &text[at + 1..];
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let rest = &after[letters..];
        let end = if letters > 0 {
            rest.starts_with('{').then_some(letters + 1)
        } else {
            let is_accent = after.starts_with(['\'', '`', '^', '"', '~', '=', '.']);
            let follows =
                after.get(1..).is_some_and(|next| next.starts_with('{') || next.starts_with(char::is_alphabetic));
            (is_accent && follows || after.starts_with(['&', '%', '_', '#', '{'])).then_some(1)
        };
        end.map(|end| at..at + 1 + end)
    })
}

/// Returns a text between two dollar signs that contains a mathematical symbol.
fn formula(text: &str) -> Option<std::ops::Range<usize>> {
    let mut dollars = text.match_indices('$').map(|(at, _)| at);
    while let Some(open) = dollars.next() {
        let close = dollars.next()?;
        if text[open + 1..close].contains(['\\', '^', '_']) {
            return Some(open..close + 1);
        }
    }
    None
}
