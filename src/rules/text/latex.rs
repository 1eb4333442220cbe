//! A text holds commands of TeX.
//!
//! ## Why
//!
//! `\emph{Pan Tadeusz}` and `Cinkov\'{a}` come from bibliographies in BibTeX, where they are right. Everywhere else
//! they are printed with their backslash, and the name is not found. Formulas between dollars are only a note: a
//! platform may show them.
//!
//! Accents, letters, signs and emphasis can be written as they are meant. A text in which anything else stands is left
//! to you: a command that is not known, a formula, a brace without its other half, or what may be a path or an
//! apostrophe behind a backslash. The fix is to be confirmed, for emphasis is lost.
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
//! warning[text/latex]: `\emph{` is a command of TeX, not text
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

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/latex",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::TEX, check),
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    // A bibliography for TeX is written in it.
    if record.is_tex() {
        return;
    }
    // The formula of a JATS text whose markup was escaped: `text/html-tag` reports the markup.
    if text.contains("<tex-math") {
        return;
    }
    if let Some(at) = tex::escaped_apostrophe(text).filter(|at| command(text).is_some_and(|found| found.start == *at)) {
        // By the length of the word's beginning, since a blank before it may take several bytes.
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
        finding.fix("take the backslash out", Applicability::Unsafe, vec![change]);
        return;
    }
    if let Some(range) = command(text) {
        let shown = show::quoted(&text[range.clone()]);
        let finding = findings.at(Place::Within(node, range), format!("{shown} is a command of TeX, not text"));
        finding.caption("TeX").value(show::clipped(text));
        if is_citation(&shown) {
            finding.help("name the work, or leave the citation out");
            return;
        }
        finding.help("write the characters that the command prints");
        // What still looks like TeX afterwards was not understood.
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

/// Whether a command prints something that only the whole document knows: the mark of a work, the number of a figure.
fn is_citation(command: &str) -> bool {
    let name = command.trim_matches(['`', '\\', '{', '*']);
    name.contains("cite") || matches!(name, "ref" | "eqref" | "autoref" | "cref" | "Cref" | "pageref")
}

/// `\emph{`, `\'{a}`, `\"o`, `\&`: not the path of a file, in which no brace follows.
fn command(text: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices('\\').find_map(|(at, _)| {
        let behind = &text[at + 1..];
        let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let rest = &behind[letters..];
        let end = if letters > 0 {
            rest.starts_with('{').then_some(letters + 1)
        } else {
            let is_accent = behind.starts_with(['\'', '`', '^', '"', '~', '=', '.']);
            let follows =
                behind.get(1..).is_some_and(|next| next.starts_with('{') || next.starts_with(char::is_alphabetic));
            (is_accent && follows || behind.starts_with(['&', '%', '_', '#', '{'])).then_some(1)
        };
        end.map(|end| at..at + 1 + end)
    })
}

/// What stands between two dollars and has a sign of mathematics in it.
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
