//! A full name is in one field.
//!
//! ## Why
//!
//! People are sorted by family name. With the full name in one field, `Jan Kowalski` is sorted under J, and no
//! citation style can abbreviate it. A name of one word is complete, and organisations are not split. Dublin Core has
//! no separate fields; there `Kowalski, Jan` is the usual order, and the other order is a note.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Kowalski, Jan" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Jan Kowalski" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "", "family": "Anna Nowicka" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/unsplit]: the surname `Kowalski, Jan` is a full name
//!    ╭─[record.json:4:35   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "family": "Kowalski, Jan" }
//!    ·                                   ───────┬───────
//!    ·                                          ╰── a full name
//!  5 │   ]
//!    ╰────
//!   help: write `Kowalski` as the surname, and `Jan` as the given name
//!   fix to be confirmed: divide the name at the comma
//!     - "Kowalski, Jan" }
//!     + "Kowalski", "given": "Jan" }
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Suharto" },
//!     { "role": "author", "family": "Plato" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "van der Berg" },
//!     { "role": "author", "family": "Jan Paweł II" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "organization": "Komisja Historyczna" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{NameMarks, Part, Person, institution, is_addition, is_initials, names_in};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "name/unsplit",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[
        "name/is-institution",
        "name/title-or-degree",
        "name/suffix-in-surname",
        "name/affil-marker",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
        "field/empty",
    ],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

const MARKS: NameMarks = NameMarks::COMMA.or(NameMarks::WHITESPACE);

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().families(MARKS) {
        let comma = comma(part);
        // Years after a name, as libraries write them, do not count as words of it.
        let is_whole = comma.is_none() && person.given.is_none() && names_in(part.text) >= 2;
        let is_organization = person.organization.is_some()
            || institution(part.text, person.given.is_none()).is_some()
            || record.is_marked_as_institution(person.node);
        if comma.is_none() && !is_whole || is_organization {
            continue;
        }
        // In RIS, a line with only initials belongs to the name on the line above.
        if context.shape.id == "ris" && comma.is_none() && is_initials(part.text) {
            let finding = findings.at(Place::Value(part.node), format!("{} is only initials", show::quoted(part.text)));
            finding.caption("no surname").value(part.text);
            finding.help(match surname_above(record, person) {
                Some(surname) => {
                    let whole = format!("{}, {}", surname.trim(), part.text.trim());
                    format!("join it to the surname in the line above, with a comma: {}", show::quoted(&whole))
                }
                None => "write it after its surname and a comma".to_owned(),
            });
            continue;
        }
        let message = if context.shape.id == "ris" && comma.is_none() {
            format!("{} has no comma after the surname", show::quoted(part.text))
        } else if is_datacite(context) && comma.is_none() {
            format!("the name {} is not divided", show::quoted(part.text))
        } else {
            format!("the surname {} is a full name", show::quoted(part.text))
        };
        let finding = findings.at(Place::Value(part.node), message);
        finding.caption("a full name").value(part.text);
        let empty = record.member(person.node, Symbol::GIVEN).filter(|_| person.given.is_none());
        if let Some(node) = empty {
            finding.label(Place::Value(node), "nothing here");
        }
        match comma.filter(|_| person.given.is_none()) {
            Some(at) => {
                let (family, given) = (part.text[..at].trim(), part.text[at + 1..].trim());
                finding.suggestion(family);
                finding.help(divide(context, family, given));
                finding.fix("divide the name at the comma", Applicability::Unsafe, divided(person, part, at, empty));
            }
            None => {
                finding.help(if is_datacite(context) {
                    datacite_advice(record, context, person, part.text)
                } else {
                    advice(context, part.text)
                });
            }
        }
    }
}

/// Returns the surname on the previous line of a RIS file, if it has no given names.
fn surname_above<'a>(record: &Record<'a>, person: &Person<'_>) -> Option<&'a str> {
    let people = record.people().all();
    // People are in file order.
    let at = people.partition_point(|other| other.node < person.node);
    let above = people.get(at.checked_sub(1)?)?.alone()?;
    (names_in(above.text) == 1 || !is_initials(above.text) && !above.text.contains('.')).then_some(above.text)
}

/// Whether the format is DataCite, which has the full name in one field, surname first, and optionally its parts
/// beside it.
fn is_datacite(context: &RuleContext<'_>) -> bool {
    matches!(context.shape.id, "datacite" | "datacite-xml")
}

/// Returns how to split a DataCite name. If `nameType` marks it as personal, it is not an organisation.
fn datacite_advice(record: &Record<'_>, context: &RuleContext<'_>, person: &Person<'_>, name: &str) -> String {
    let whole = match by_initials(name) {
        Some((family, given)) => Some(format!("{family}, {given}")),
        None => ends(name).map(|(_, last)| last),
    };
    let parts =
        context.shape.name_parts().map(|(family, given)| format!(", with {given} and {family}")).unwrap_or_default();
    let divided = match whole {
        Some(whole) => format!("write the surname first, as in {}{parts}", show::quoted(&whole)),
        None => format!("write the surname first{parts}"),
    };
    if is_personal(record, person) {
        return divided;
    }
    format!("{divided}; if it is an organisation, {}", context.shape.organization_advice())
}

/// Whether `nameType` marks a personal name.
fn is_personal(record: &Record<'_>, person: &Person<'_>) -> bool {
    let Some((tree, source)) = record.source().zip(record.source_of(person.node)) else { return false };
    let is_personal = |object: NodeId| {
        let name = if tree.get_named(object, "@nameType").is_some() { "@nameType" } else { "nameType" };
        let kind = tree.get_named(object, name).and_then(|kind| tree.text(kind.value));
        kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("Personal"))
    };
    tree.is_object(source)
        && (is_personal(source)
            || tree.children(source).any(|child| tree.is_object(child.value) && is_personal(child.value)))
}

/// Returns the advice to write the surname and the given names separately.
fn divide(context: &RuleContext<'_>, family: &str, given: &str) -> String {
    let words = (show::quoted(family), show::quoted(given));
    match context.shape.name_parts() {
        Some((surname, first)) if context.shape.id != "native" => {
            format!("write {} under {surname} and {} under {first}", words.0, words.1)
        }
        _ => format!("write {} as the surname, and {} as the given name", words.0, words.1),
    }
}

/// Returns the advice for a full name without a comma. Initials show which word is the surname; without them it may
/// also be the name of an organisation.
fn advice(context: &RuleContext<'_>, name: &str) -> String {
    let parts = context.shape.name_parts();
    if let Some((family, given)) = by_initials(name) {
        return match parts {
            Some(_) => divide(context, &family, &given),
            None => format!("write the surname first, then a comma: {}", show::quoted(&format!("{family}, {given}"))),
        };
    }
    let organisation = if context.shape.id == "oai-dc" || !context.shape.marks_institutions() {
        String::new()
    } else {
        format!("; if it is an organisation, {}", context.shape.organization_advice())
    };
    match (parts, ends(name)) {
        // `UN DESA` is more likely an organisation than a person in capitals.
        (Some((family, given)), _) if !organisation.is_empty() && is_acronym(name) => format!(
            "if it is an organisation, {}; a person's surname belongs under {family}, the given names under {given}",
            context.shape.organization_advice()
        ),
        (Some((family, given)), _) => {
            format!("write the surname under {family} and the given names under {given}{organisation}")
        }
        (None, Some((one, other))) => {
            let (one, other) = (show::quoted(&one), show::quoted(&other));
            format!("write the surname first, then a comma: {one} or {other}{organisation}")
        }
        (None, None) => format!("write the surname first, then a comma{organisation}"),
    }
}

/// Splits a name with initials into the surname and the given names: `David G. Morse`, `Brownstein C D`. Initials
/// after the surname get full stops.
fn by_initials(name: &str) -> Option<(String, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_initial = |word: &&str| (word.chars().count() == 1 || word.contains('.')) && is_initials(word);
    let first = words.iter().position(&is_initial)?;
    let (last, before) = words.split_last()?;
    if !is_initial(last) {
        // A single letter before other words may be a word: `A kasernes fællesvirke` is Danish.
        if !words[first].ends_with('.') {
            return None;
        }
        return Some(((*last).to_owned(), before.join(" ")));
    }
    let (family, given) = words.split_at(first);
    let are_initials = !family.is_empty() && given.iter().all(is_initial);
    let dotted = |word: &&str| if word.ends_with('.') { (*word).to_owned() } else { format!("{word}.") };
    are_initials.then(|| (family.join(" "), given.iter().map(dotted).collect::<Vec<_>>().join(" ")))
}

/// Whether all words of a name are short and in capitals: `UN DESA`.
fn is_acronym(name: &str) -> bool {
    /// In letters.
    const LONGEST: usize = 5;
    let is_short = |word: &str| word.chars().count() <= LONGEST && word.chars().all(char::is_uppercase);
    name.split_whitespace().all(is_short)
}

/// Returns a name with its first, and with its last word as the surname.
fn ends(name: &str) -> Option<(String, String)> {
    let (first, after) = name.trim().split_once(char::is_whitespace)?;
    let (before, last) = name.trim().rsplit_once(char::is_whitespace)?;
    Some((format!("{first}, {}", after.trim()), format!("{last}, {}", before.trim())))
}

/// Returns the position of the comma if it separates a surname from given names.
fn comma(part: Part<'_>) -> Option<usize> {
    let at = part.text.find(',').filter(|_| part.marks.intersects(NameMarks::COMMA))?;
    let (family, given) = (&part.text[..at], &part.text[at + 1..]);
    let has_letter = |text: &str| text.chars().any(char::is_alphabetic);
    (has_letter(family) && has_letter(given) && !is_addition(given)).then_some(at)
}

fn divided(person: &Person<'_>, part: Part<'_>, at: usize, empty: Option<NodeId>) -> Vec<Change> {
    let given = part.text[at + 1..].trim().to_owned();
    let cut = part.text[..at].trim_end().len()..part.text.len();
    let family = Change::Replace { node: part.node, range: Some(cut), text: String::new() };
    let given = match empty {
        Some(node) => Change::Replace { node, range: None, text: given },
        None => Change::Insert { node: person.node, name: Symbol::GIVEN.name().to_owned(), text: given },
    };
    vec![family, given]
}
