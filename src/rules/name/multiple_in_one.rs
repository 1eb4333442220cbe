//! One contributor holds the names of several.
//!
//! ## Why
//!
//! Each author is a contributor of their own. Names that are joined by `;`, *and* or commas are found under the first one
//! alone, and all but one lose their affiliation and ORCID iD. Two halves of one surname, as in `Ramón y Cajal` or
//! `Ortega i Gasset`, are one name. Which affiliation and which iD belongs to whom only a person can tell, so that a fix is
//! offered only where there are none. In BibTeX `Doe, père, Jean` is one name: the part between two commas is an addition.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Smith, W.; Thompson, U." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna and Piotr", "family": "Nowak" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Jan Kowalski i Anna Nowak" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[name/multiple-in-one]: `Smith, W.; Thompson, U.` contains several names
//!    ╭─[record.json:4:45   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "family": "Smith, W.; Thompson, U." }
//!    ·                                             ┬
//!    ·                                             ╰── between two names
//!  5 │   ]
//!    ╰────
//!   help: make a contributor of each, with their own affiliation and ORCID iD
//!   fix to be confirmed: make a contributor of each
//!     - { "role": "author", "family": "Smith, W.; Thompson, U." }
//!     + { "role": "author", "given": "W.", "family": "Smith" }, { "role": "autho…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Santiago", "family": "Ramón y Cajal" },
//!     { "role": "author", "given": "José", "family": "Ortega i Gasset" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Ahmad a/l", "family": "Raju" },
//!     { "role": "author", "given": "Jean", "family": "Saint-Exupéry et Fils" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "organization": "Marks & Spencer" },
//!     { "role": "author", "organization": "Institute for Health and Clinical Excellence" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, New, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{NameMarks, Part, Person, institution, is_addition, is_initials, names_in};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "name/multiple-in-one",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::CONTRIBUTORS],
    options: &[],
    instead_of: &[
        "name/unsplit",
        "name/is-institution",
        "name/title-or-degree",
        "name/suffix-in-surname",
        "name/affil-marker",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
    ],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

const MARKS: NameMarks = NameMarks::SEPARATOR.or(NameMarks::COMMA).or(NameMarks::BLANK);

/// Words that join two people; two halves of one surname never.
const ALWAYS: &[&str] = &[" and ", " AND ", " & "];

/// Words that also join two halves of one surname: Polish, German, Spanish, French, Portuguese, Czech.
const BETWEEN_NAMES: &[&str] = &[" i ", " oraz ", " und ", " y ", " et ", " e ", " a "];

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().parts(MARKS) {
        let Some((at, length)) = separator(part) else { continue };
        // A body may have `and`, a comma or a stroke in its name: `Ministry of Culture and Education`.
        let sign = &part.text[at..at + length];
        let is_list = sign.contains([';', '；']);
        if !is_list && is_body(person) {
            continue;
        }
        let message = format!("{} contains several names", show::quoted(part.text));
        let finding = findings.at(Place::Within(part.node, at..at + length), message);
        finding.caption("between two names").value(part.text);
        finding.help("make a contributor of each, with their own affiliation and ORCID iD");
        if let Some(change) = divided(record, person, sign) {
            finding.fix("make a contributor of each", Applicability::Unsafe, vec![change]);
        }
    }
}

/// Whether a name is that of a body, and no list of people that has the word for one in it.
fn is_body(person: &Person<'_>) -> bool {
    const MOST_COMMAS: usize = 3;
    let full = person.full();
    person.organization.is_some()
        || institution(&full, true).is_some()
            && full.matches(',').count() <= MOST_COMMAS
            && !full.split([' ', ',']).any(|word| word.ends_with('.') && is_initials(word))
}

/// A contributor for each name, where nothing else is said that would have to be divided, too: which affiliation and which
/// iD belongs to whom only a person can tell.
fn divided(record: &Record<'_>, person: &Person<'_>, sign: &str) -> Option<Change> {
    let tree = record.tree();
    let is_known = |symbol| matches!(symbol, Symbol::ROLE | Symbol::FAMILY);
    let is_bare = tree.children(person.node).all(|child| child.key.is_some_and(|key| is_known(tree.symbol(key))));
    let whole = person.family.filter(|_| is_bare && sign != ",")?.text;
    let is_word = sign.chars().all(char::is_alphabetic) || sign == "&";
    let between = if is_word { format!(" {sign} ") } else { sign.to_owned() };
    let role = record.text(person.node, Symbol::ROLE).map_or("", |(_, role)| role);
    let names: Option<Vec<New>> = whole.split(&*between).map(|name| contributor(name.trim(), role)).collect();
    names.filter(|names| names.len() > 1).map(|values| Change::Divide { node: person.node, values })
}

/// `Smith, W.`, `W. Smith` or `Smith` as a contributor; nothing where it cannot be told what is what.
fn contributor(name: &str, role: &str) -> Option<New> {
    let (given, family) = match name.split_once(',') {
        Some((family, given)) => (given.trim(), family.trim()),
        None => name.rsplit_once(' ').unwrap_or(("", name)),
    };
    let is_name = |text: &str| text.chars().any(char::is_alphabetic) && !text.contains([',', ';']);
    let fits = is_name(family) && (given.is_empty() || is_name(given)) && names_in(family) == 1;
    let members = [("role", role), ("given", given), ("family", family)];
    fits.then(|| New::object(members.into_iter().filter(|(_, text)| !text.is_empty())))
}

/// What stands between two names, and its length.
fn separator(part: Part<'_>) -> Option<(usize, usize)> {
    let Part { text, marks, .. } = part;
    // What stands in markup is told by `text/html-tag`.
    if text.contains('<') {
        return None;
    }
    let has_letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
    let both = |at: usize, length: usize| has_letters(&text[..at]) && has_letters(&text[at + length..]);
    if marks.meets(NameMarks::SEPARATOR) {
        let signs = [';', '；', '/', '／', '、'];
        let found = text.match_indices(signs).find(|(at, sign)| both(*at, sign.len()) && !is_descent(text, *at));
        if let Some((at, sign)) = found {
            return Some((at, sign.len()));
        }
    }
    if marks.meets(NameMarks::BLANK) {
        let word = |joined: &str| text.find(joined).map(|at| (at + 1, joined.len() - 2));
        let found = ALWAYS.iter().find_map(|joined| word(joined)).filter(|(at, length)| both(*at, *length));
        let two = |(at, length): &(usize, usize)| names_in(&text[..*at]) >= 2 && names_in(&text[at + length..]) >= 2;
        let found = found.or_else(|| BETWEEN_NAMES.iter().find_map(|joined| word(joined).filter(two)));
        if found.is_some() {
            return found;
        }
    }
    // `King, Martin Luther, Jr.` is one name.
    let is_name = |piece: &&str| has_letter(piece) && !is_addition(piece);
    let is_many = marks.meets(NameMarks::COMMA) && text.split(',').filter(is_name).count() >= 3;
    let second = || text.match_indices(',').nth(1).map(|(at, sign)| (at, sign.len()));
    if is_many { second() } else { None }
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether a stroke belongs to `a/l`, `a/p`, `s/o` or `d/o`, which say whose child somebody is.
fn is_descent(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let behind = text[at + 1..].split(char::is_whitespace).next().unwrap_or_default();
    before.len() == 1 && behind.len() == 1
}
