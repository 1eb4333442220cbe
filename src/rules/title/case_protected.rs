//! Braces around a whole title protect its capitals.
//!
//! ## Why
//!
//! In BibTeX a second pair of braces, as in `title = {{Reading in Small Towns}}`, prevents a style from converting
//! the title to lower case, so this entry of a bibliography has capitals where all others have none. Braces are for
//! words that are always capitalised: names and acronyms (btxdoc, section 4; biblatex manual, on `\MakeSentenceCase`,
//! which also recommends braces around whole words).
//!
//! Only English titles of articles and papers that capitalise every word are reported. In German the capitals must be
//! kept, and BibTeX has no other way to do so; and the title of a book or of proceedings may be a name. It is a note,
//! since programs write such braces around every title.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {{The Reading Habits of Young People in Small Towns}},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[title/case-protected]: braces around the whole title keep its capitals in every style
//!    ╭─[records.bib:5:11   record nowicka2019 · /title]
//!  4 │   year = 2019,
//!  5 │   title = {{The Reading Habits of Young People in Small Towns}},
//!    ·           ──────────────────────────┬──────────────────────────
//!    ·                                     ╰── in braces
//!  6 │ }
//!    ╰────
//!   help: write the title in one pair of braces, and a pair around each name and acronym in it
//! ```
//!
//! ## Good
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {The Reading Habits of Young People in {Poland}},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {{Das Lesen in kleinen Orten und die Bibliotheken der Stadt}},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {{Library Association of Small Towns}},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {{The reading habits of young people in small towns}},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {{OpenStreetMap and the GNU C Library}},
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/case-protected",
    severity: Severity::Note,
    reads: &[Symbol::TITLE],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Works whose titles are not names, as native types.
const PARTS: &[&str] = &["article", "chapter", "conference-paper"];

/// Function words of English, or of languages that capitalise hardly any word of a title.
const ENGLISH: &[&str] = &[
    "and", "as", "at", "between", "by", "for", "from", "into", "of", "on", "over", "than", "that", "the", "their",
    "through", "to", "toward", "towards", "using", "when", "with", "without",
];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(title) = record.title().filter(|title| record.tree().is_protected(title.text_node)) else { return };
    if record.has_type(PARTS) && is_english_in_title_case(title.text) {
        let message = "braces around the whole title keep its capitals in every style";
        let finding = findings.at(Place::Value(title.text_node), message);
        finding
            .caption("in braces")
            .help("write the title in one pair of braces, and a pair around each name and acronym in it");
    }
}

/// Whether each longer word of an English title is capitalised, including at least three after the first word.
fn is_english_in_title_case(title: &str) -> bool {
    const FEWEST: usize = 3;
    const LONG: usize = 4;
    let words = || {
        let words = title.split(|letter: char| letter.is_whitespace() || letter == '-');
        words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
    };
    let is_small = |word: &str| ENGLISH.iter().any(|known| known.eq_ignore_ascii_case(word));
    let is_long = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() >= LONG && !is_small(word);
    let is_capital = |word: &str| word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
    words().any(is_small)
        && words().filter(is_long).all(|word| word.starts_with(char::is_uppercase))
        && words().skip(1).filter(is_long).filter(|word| is_capital(word)).count() >= FEWEST
}
