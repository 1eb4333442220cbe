//! One contributor contains several names.
//!
//! ## Why
//!
//! Each author is a separate contributor. Names joined by `;`, *and* or commas are found only under the first one,
//! and all but one lose their affiliation and ORCID iD. Two halves of one surname, as in `Ramón y Cajal` or
//! `Ortega i Gasset`, are one name. Only a person can decide which affiliation and which iD belongs to whom, so a fix
//! is offered only where there are none. In BibTeX `Doe, père, Jean` is one name: the part between two commas is a
//! suffix.
//!
//! In BibTeX and RIS, where a name is a single text, the fix writes ` and ` between the names, or one line for each.
//! `Michael E. Hohn, Donald W. Neal` is read there as a surname and given names, but the initials show that it is two
//! people. Without initials, well-known given names that are hardly ever surnames show it, as in
//! `Eleonora Susanna, Raul Masu`; then it is a warning. BibTeX does not read `und`, `et` or `y` as `and`, but takes
//! such a word for a particle like `von`. More than thirty editors in one field are the authors of cited works, which
//! Ovid exports this way.
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
//! ```bibtex
//! @article{a, author = {Norah Lorway, Kiran Bhumber & Nancy Lee}, title = {Reading}, year = 2019}
//! ```
//!
//! ```bibtex
//! @article{a, author = {Michael E. Hohn, Donald W. Neal}, title = {Reading}, year = 2019}
//! ```
//!
//! ```bibtex
//! @article{a, author = {Eleonora Susanna, Raul Masu}, title = {Reading}, year = 2019}
//! ```
//!
//! ```bibtex
//! @article{a, author = {Karin Author und Steven Secondauthor}, title = {Reading}, year = 2019}
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
//!     { "role": "author", "organization": "Doe, Roe & Co." },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ```bibtex
//! @article{a,
//!   author = {Juan Ortega y Gasset and Cadavid Hinojosa, Laddy Patricia and Karl von und zu Berg and Ana María, Sofía Elena},
//!   title  = {Reading},
//!   year   = 2019,
//! }
//! ```

use crate::diagnostic::{Applicability, Change, New, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{
    NameMarks, Part, Person, institution, is_addition, is_company, is_given_name, is_initials, is_whole_spoken,
    may_be_whole_name, names_in, words,
};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::shape::Unread;
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/multiple-in-one",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
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
    check: Check::Present(check),
    ..Rule::PLAIN
};

const MARKS: NameMarks = NameMarks::SEPARATOR.or(NameMarks::COMMA).or(NameMarks::WHITESPACE);

/// Words that join two people, and never two halves of a surname.
const ALWAYS: &[&str] = &[" and ", " AND ", " & "];

/// Words that also join two halves of one surname: Polish, German, Spanish, French, Portuguese, Czech.
const BETWEEN_NAMES: &[&str] = &[" i ", " oraz ", " und ", " y ", " et ", " e ", " a "];

/// Words for "and" at which names are split if each of them is certainly a full name: those above; Russian,
/// Ukrainian, Swedish, Danish, Dutch, Hungarian, Turkish, Finnish, Romanian.
const JOINERS: &[&str] =
    &["i", "oraz", "und", "y", "et", "e", "a", "и", "та", "і", "och", "og", "en", "és", "ve", "ja", "și", "and", "&"];

/// Those of them that occur in surnames: `Ortega y Gasset`, `Puig i Cadafalch`, `Silva e Souza`.
const WITHIN_SURNAMES: &[&str] = &["i", "y", "e", "a"];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let mut last = None;
    for (person, part) in record.people().parts(MARKS) {
        // Both parts of a name may contain a separator.
        if last == Some(person.node) {
            continue;
        }
        // In BibTeX and RIS a name is a single text, which was split at a comma.
        let whole =
            record.written_text(person.node).filter(|_| context.shape.writes_whole_names()).unwrap_or(part.text);
        let within = separator(part).or_else(|| end_of_whole_name(person, part));
        let within = within.map(|(at, length)| (part.node, part.text, at..at + length));
        let Some((node, text, range)) = within.or_else(|| word_between(record, person, part, whole)) else { continue };
        // The name of an organisation may contain `and`, a comma or a slash: `Ministry of Culture and Education`.
        let separator = &text[range.clone()];
        let is_list = separator.contains([';', '；']);
        if !is_list && (is_body(person) || record.is_marked_as_institution(person.node)) {
            continue;
        }
        last = Some(person.node);
        let count = names_in_list(whole);
        let finding =
            findings.at(Place::Within(node, range), format!("{} contains several names", show::quoted(whole)));
        finding.caption("between two names").value(whole);
        if needs_given_names(whole) {
            finding.severity(Severity::Warning);
        }
        let is_author = record.text(person.node, Symbol::ROLE).is_none_or(|(_, role)| role == "author");
        if context.shape.writes_whole_names() && !is_author && count > MOST {
            let line = context.shape.field_word();
            // The count is approximate: the text between two commas may not be a name.
            let tens = (count - 1) / 10 * 10;
            finding.message =
                format!("this {line} has more than {tens} names: these look like the authors of cited works");
            finding.help(format!("remove the {line}"));
            continue;
        }
        let names = divided_names(whole);
        finding.help(advice(record, context, person, names.as_deref()));
        if let Some(change) = divided(record, person, separator).filter(|_| context.shape.is_native()) {
            finding.fix("make a contributor of each", Applicability::Unsafe, vec![change]);
        } else if let Some((title, change)) = names.and_then(|names| rewritten(context, person, &names)) {
            finding.fix(title, Applicability::Unsafe, vec![change]);
        }
    }
}

/// In RIS and BibTeX, a field of people other than the authors with more names than this lists the authors of cited
/// works. Ovid exports them this way.
const MOST: usize = 30;

/// Returns the number of names in a list, without initials after a comma and `et al.`
fn names_in_list(text: &str) -> usize {
    let is_others = |piece: &str| piece.trim_end_matches('.').eq_ignore_ascii_case("et al");
    let pieces = text.split([',', ';']).map(str::trim);
    pieces.filter(|piece| has_letter(piece) && !is_initials(piece) && !is_others(piece)).count()
}

/// Returns the names in a text if each is certain: names between semicolons, or full names between commas, `and` and
/// `&`.
fn divided_names(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = if text.contains(';') {
        let names: Vec<&str> = text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
        let is_name = |name: &&str| has_letter(name) && name.matches(',').count() <= 1;
        names.iter().all(is_name).then_some(names)?
    } else if let Some(names) = joined_names(text) {
        names
    } else {
        let pieces = text.split(',').flat_map(|piece| piece.split(" and ")).flat_map(|piece| piece.split(" & "));
        let names: Vec<&str> = pieces.map(without_joiner).filter(|name| !name.is_empty()).collect();
        let is_whole = |name: &&str| names_in(name) >= 2 && !is_initials(name) && !is_addition(name);
        names.iter().all(is_whole).then_some(names)?
    };
    (names.len() > 1).then_some(names)
}

/// Removes the word that joins a name to the previous one.
fn without_joiner(piece: &str) -> &str {
    let name = piece.trim();
    name.strip_prefix("and ").or(name.strip_prefix("& ")).unwrap_or(name).trim()
}

/// Returns the names of a text in which words for "and" but no commas join them, if each is certainly a full name. If
/// one of these words also occurs in surnames, every name must begin with a given name or an initial; otherwise one
/// of them must.
fn joined_names(text: &str) -> Option<Vec<&str>> {
    if text.contains([',', ';', '<']) {
        return None;
    }
    let (mut names, mut start, mut is_doubtful) = (Vec::new(), 0, false);
    for (range, word) in words(text).filter(|(_, word)| JOINERS.contains(word)) {
        names.push(text[start..range.start].trim());
        start = range.end;
        is_doubtful |= WITHIN_SURNAMES.contains(&word);
    }
    names.push(text[start..].trim());
    let mut spoken = names.iter().map(|name| is_whole_spoken(name));
    let is_certain = if is_doubtful { spoken.all(|is_spoken| is_spoken) } else { spoken.any(|is_spoken| is_spoken) };
    (names.len() > 1 && is_certain && names.iter().all(|name| may_be_whole_name(name))).then_some(names)
}

/// Returns the word for "and" between two full names, and its place: in the text, or in the part that BibTeX takes
/// for a particle.
fn word_between<'a>(
    record: &Record<'a>,
    person: &Person<'_>,
    part: Part<'a>,
    whole: &'a str,
) -> Option<(NodeId, &'a str, Range<usize>)> {
    let is_family = person.family.is_some_and(|family| family.node == part.node);
    let (node, text) = match record.text(person.node, Symbol::PARTICLE) {
        Some(particle) if is_family => particle,
        None if is_family && person.given.is_none() => (part.node, part.text),
        _ => return None,
    };
    let (range, _) = words(text).find(|(_, word)| JOINERS.contains(word))?;
    joined_names(whole).map(|_| (node, text, range))
}

/// Whether the given names are the only evidence that a text with one comma is two names.
fn needs_given_names(whole: &str) -> bool {
    let names = whole.split_once(',').filter(|(_, second)| !second.contains(','));
    names.is_some_and(|(first, second)| !(is_spoken(first) && is_spoken(second)) && is_named(first) && is_named(second))
}

/// Whether a text is a full name with the given names first, according to initials before the last word or to a given
/// name that is hardly ever a surname.
fn is_named(name: &str) -> bool {
    let begins_with_given = name.split_whitespace().next().is_some_and(is_given_name);
    is_spoken(name) || begins_with_given && is_whole_spoken(name)
}

/// Returns the advice in terms of the format.
fn advice(record: &Record<'_>, context: &RuleContext<'_>, person: &Person<'_>, names: Option<&[&str]>) -> String {
    let two = match names {
        Some([first, second, ..]) => Some((*first, *second)),
        _ => None,
    };
    context.shape.names_advice(record.written_name(person.node).unwrap_or_default(), two)
}

/// Rewrites the names the way the format separates several: with `and` in BibTeX, one per line in RIS.
fn rewritten(context: &RuleContext<'_>, person: &Person<'_>, names: &[&str]) -> Option<(&'static str, Change)> {
    let node = person.node;
    if !context.shape.writes_whole_names() {
        return None;
    }
    if context.shape.unread == Unread::Lines {
        let texts = names.iter().map(|name| (*name).to_owned()).collect();
        return Some(("write a line for each", Change::Split { node, texts }));
    }
    Some(("put `and` between them", Change::Replace { node, range: None, text: names.join(" and ") }))
}

/// Whether a name is that of an organisation, and not a list of people that contains a word for an organisation.
fn is_body(person: &Person<'_>) -> bool {
    const MOST_COMMAS: usize = 3;
    let full = person.full();
    person.organization.is_some()
        || is_company(&full)
        || institution(&full, true).is_some()
            && full.matches(',').count() <= MOST_COMMAS
            && !full.split([' ', ',']).any(|word| word.ends_with('.') && is_initials(word))
}

/// Makes a contributor of each name. Only possible if the person has no further fields: an affiliation or an iD
/// cannot be assigned to one of the names automatically.
fn divided(record: &Record<'_>, person: &Person<'_>, separator: &str) -> Option<Change> {
    let tree = record.tree();
    let is_known = |symbol| matches!(symbol, Symbol::ROLE | Symbol::FAMILY);
    let is_bare = tree.children(person.node).all(|child| child.key.is_some_and(|key| is_known(tree.symbol(key))));
    let whole = person.family.filter(|_| is_bare && separator != ",")?.text;
    let is_word = separator.chars().all(char::is_alphabetic) || separator == "&";
    let between = if is_word { format!(" {separator} ") } else { separator.to_owned() };
    let role = record.text(person.node, Symbol::ROLE).map_or("", |(_, role)| role);
    let names: Option<Vec<New>> = whole.split(&*between).map(|name| contributor(name.trim(), role)).collect();
    names.filter(|names| names.len() > 1).map(|values| Change::Divide { node: person.node, values })
}

/// Converts `Smith, W.`, `W. Smith` or `Smith` to a contributor. `None` if the parts cannot be determined.
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

/// Returns the position and the length of the text between two names.
fn separator(part: Part<'_>) -> Option<(usize, usize)> {
    let Part { text, marks, .. } = part;
    // Markup is reported by `text/html-tag`.
    if text.contains('<') {
        return None;
    }
    let mut between = None;
    let mut is_inner = |at: usize, length: usize| {
        let between = between.get_or_insert_with(|| between_letters(text));
        between.start <= at && at + length <= between.end
    };
    if marks.intersects(NameMarks::SEPARATOR) {
        let separators = [';', '；', '/', '／', '、'];
        let found = text
            .match_indices(separators)
            .find(|(at, separator)| is_inner(*at, separator.len()) && !is_descent(text, *at, separator));
        if let Some((at, separator)) = found {
            return Some((at, separator.len()));
        }
    }
    let comma = comma_of_list(part);
    let mut word = None;
    if marks.intersects(NameMarks::WHITESPACE) {
        let find = |joined: &str| text.find(joined).map(|at| (at + 1, joined.len() - 2));
        word = ALWAYS.iter().filter_map(|joined| find(joined)).min().filter(|(at, length)| is_inner(*at, *length));
        let two = |(at, length): &(usize, usize)| names_in(&text[..*at]) >= 2 && names_in(&text[at + length..]) >= 2;
        word = word.or_else(|| BETWEEN_NAMES.iter().find_map(|joined| find(joined).filter(two)));
    }
    // The first of both: a later word may be in the name of an organisation, or belong to `et al.`
    comma.into_iter().chain(word).min()
}

/// Returns the range that has two letters before it and two after it. It is computed once, since a name may consist
/// of separators. If a text has fewer letters, no position is inside the range.
fn between_letters(text: &str) -> Range<usize> {
    let letters = || text.char_indices().filter(|(_, letter)| letter.is_alphabetic());
    let start = letters().nth(1).map_or(usize::MAX, |(at, letter)| at + letter.len_utf8());
    start..letters().rev().nth(1).map_or(0, |(at, _)| at)
}

/// Returns the first comma between two names, if there are three names or more, or two full ones.
fn comma_of_list(part: Part<'_>) -> Option<(usize, usize)> {
    let Part { text, marks, .. } = part;
    if !marks.intersects(NameMarks::COMMA) {
        return None;
    }
    let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at).collect();
    // `King, Martin Luther, Jr.` is one name.
    let is_name = |piece: &&str| has_letter(piece) && !is_addition(piece);
    let is_many = text.split(',').filter(is_name).count() >= 3;
    let first = commas.first().copied()?;
    let is_whole = |piece: &str| names_in(piece) >= 2 && !is_initials(piece);
    let (head, after) = (&text[..first], &text[first + 1..]);
    let second_piece = after.split(',').next().unwrap_or_default();
    if is_many {
        // `Aboitiz, F., Morales, D.`: the first comma is inside a name.
        let is_between = is_whole(head) && is_whole(second_piece);
        return if is_between { Some(first) } else { commas.get(1).copied() }.map(|at| (at, 1));
    }
    let is_two = commas.len() == 1 && is_named(head) && is_named(after);
    is_two.then_some((first, 1))
}

/// Finds two full names with a comma between them, which BibTeX and RIS read as the surname and the given names of
/// one person: `Michael E. Hohn, Donald W. Neal`. A surname has no initial in its middle, and hardly ever begins with
/// a given name.
fn end_of_whole_name(person: &Person<'_>, part: Part<'_>) -> Option<(usize, usize)> {
    let (family, given) = (person.family?, person.given?);
    let is_one = part.node == family.node && is_named(family.text) && is_named(given.text);
    let begins_with_word = family.text.split_whitespace().next().is_some_and(|word| !is_initials(word));
    let name = family.text.trim_end();
    // Measured from the last word, since the space before it may take several bytes.
    let (_, last) = name.rsplit_once(char::is_whitespace)?;
    (is_one && begins_with_word).then_some((name.len() - last.len(), last.len()))
}

/// Whether a name is certainly written with the given names first: initials before a last word that is not
/// abbreviated.
fn is_spoken(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((last, before)) = words.split_last() else { return false };
    let is_initial = |word: &str| word.chars().count() == 2 && word.ends_with('.') && is_initials(word);
    let is_written_out = !last.contains('.') && last.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    is_written_out && !is_addition(last) && before.iter().any(|word| is_initial(word))
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether a slash belongs to `a/l`, `a/p`, `s/o` or `d/o`, which name a person's parent.
fn is_descent(text: &str, at: usize, separator: &str) -> bool {
    // Full-width separators such as `；` take several bytes.
    is_single(text[..at].chars().rev()) && is_single(text[at + separator.len()..].chars())
}

/// Whether there is a single ASCII character, followed by whitespace or the end.
fn is_single(mut characters: impl Iterator<Item = char>) -> bool {
    characters.next().is_some_and(|letter| letter.is_ascii() && !letter.is_whitespace())
        && characters.next().is_none_or(char::is_whitespace)
}
