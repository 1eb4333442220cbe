//! Words by which an institution is told from a person.

use std::ops::Range;

/// Words that are no part of a person's name, in languages of Europe.
const SURE: &[&str] = &[
    "uniwersytet",
    "university",
    "université",
    "universität",
    "universidad",
    "universidade",
    "università",
    "universitat",
    "univerzita",
    "univerzitet",
    "universitet",
    "universiteit",
    "univerza",
    "університет",
    "университет",
    "politechnika",
    "polytechnic",
    "instytut",
    "institute",
    "institut",
    "instituto",
    "istituto",
    "inštitút",
    "институт",
    "інститут",
    "akademia",
    "academy",
    "académie",
    "akademie",
    "accademia",
    "академия",
    "wydział",
    "faculty",
    "fakultät",
    "fakulta",
    "faculté",
    "facultad",
    "department",
    "département",
    "departamento",
    "komitet",
    "committee",
    "comité",
    "komitee",
    "komisja",
    "commission",
    "kommission",
    "towarzystwo",
    "society",
    "société",
    "gesellschaft",
    "stowarzyszenie",
    "association",
    "asociación",
    "fundacja",
    "foundation",
    "stiftung",
    "fondation",
    "fundación",
    "muzeum",
    "museum",
    "musée",
    "archiwum",
    "ministerstwo",
    "ministry",
    "ministerium",
    "ministère",
    "conference",
    "konferencja",
    "consortium",
    "konsorcjum",
    "collaboration",
    "laboratory",
    "laboratoire",
    "wydawnictwo",
    "collaborators",
    "community",
    "contributors",
    "developers",
    "federación",
    "federation",
    "fédération",
    "initiative",
    "investigators",
    "laboratorium",
    "network",
    "organisation",
    "organización",
    "organization",
    "organizacja",
    "taskforce",
    "corporation",
    "incorporated",
    "gmbh",
    "inc",
    "llc",
    "ltd",
];

/// Words that are surnames too, and mean an institution only where no given name stands.
const UNSURE: &[&str] = &[
    "academia",
    "agence",
    "agencia",
    "agencja",
    "agency",
    "archives",
    "biblioteka",
    "bibliothek",
    "bibliothèque",
    "biblioteca",
    "library",
    "centrum",
    "centre",
    "center",
    "centro",
    "alliance",
    "college",
    "company",
    "corp",
    "council",
    "group",
    "hospital",
    "szpital",
    "katedra",
    "zakład",
    "museo",
    "office",
    "press",
    "program",
    "project",
    "school",
    "szkoła",
    "senat",
    "sekcja",
    "zespół",
    "team",
    "verein",
    "verlag",
    "zoo",
];

/// Endings of the names of companies. With the full stop they are no surname: `Doe Co.`, `Doe & Co.`
const COMPANIES: &[&str] = &["co.", "corp.", "cie.", "cos.", "bros."];

/// The shortest of them.
const SHORTEST: usize = 4;

/// The word in a name that means an institution. Where the name is `alone`, without a given name, and has other words
/// beside it, words that are also surnames count.
pub fn institution(text: &str, alone: bool) -> Option<Range<usize>> {
    // Most names are one word; that is looked at below as any.
    let is_long = alone && text.len() > SHORTEST && text.trim().contains(char::is_whitespace);
    text.split_whitespace().find_map(|word| {
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        let start = bare.as_ptr().addr() - text.as_ptr().addr();
        // No surname is written in small letters: `Wikimedia project`.
        let may_be_surname = !is_long && !bare.starts_with(char::is_lowercase);
        let known = is_ending_of_company(word)
            || is_in(bare, SURE, &SURE_HEADS)
            || !may_be_surname && is_in(bare, UNSURE, &UNSURE_HEADS);
        known.then_some(start..start + bare.len())
    })
}

/// Whether a name ends as that of a company does, in whatever case: `Doe & Co.`
pub fn is_company(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(is_ending_of_company)
}

fn is_ending_of_company(word: &str) -> bool {
    word.ends_with('.') && COMPANIES.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a name of one word has the length and the first letter of a word that is no part of a person's name, or a sign at
/// an end.
pub fn may_be_institution(name: &str) -> bool {
    let is_bare = name.starts_with(char::is_alphanumeric) && name.ends_with(char::is_alphanumeric);
    !is_bare || may_be_in(name, &SURE_HEADS)
}

fn may_be_in(word: &str, heads: &Heads) -> bool {
    heads.get(word.len()).is_some_and(|heads| heads & head(word.as_bytes()) != 0)
}

fn is_in(word: &str, list: &[&str], heads: &Heads) -> bool {
    let is_same =
        |known: &&str| known.len() == word.len() && word.chars().flat_map(char::to_lowercase).eq(known.chars());
    may_be_in(word, heads) && list.iter().any(is_same)
}

/// For each length in bytes, the first letters of the words that are so long: nearly no name has length and letter of one.
type Heads = [u32; 24];

const SURE_HEADS: Heads = heads(SURE);
const UNSURE_HEADS: Heads = heads(UNSURE);

const fn heads(list: &[&str]) -> Heads {
    let mut heads = [0; 24];
    let mut at = 0;
    while at < list.len() {
        heads[list[at].len()] |= head(list[at].as_bytes());
        at += 1;
    }
    heads
}

/// A bit for the first letter, whatever its case; one for all letters that are not ASCII.
const fn head(word: &[u8]) -> u32 {
    match word {
        [first, ..] if first.is_ascii() => 1 << (*first & 31),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_are_told_from_people() {
        for (text, alone, found) in [
            ("University", false, Some("University")),
            ("UNIWERSYTET Warszawski", true, Some("UNIWERSYTET")),
            ("ATLAS Collaboration", true, Some("Collaboration")),
            ("Wydział Historii", true, Some("Wydział")),
            ("Biblioteka Narodowa", true, Some("Biblioteka")),
            ("(Institute)", true, Some("Institute")),
            ("Center", false, None),
            ("Council", true, None),
            ("project", false, Some("project")),
            ("Contributors", false, Some("Contributors")),
            ("Zakład", false, None),
            ("World Health Organization", true, Some("Organization")),
            ("National Institute for Health and Clinical Excellence", true, Some("Institute")),
            ("Doe Co.", true, Some("Co")),
            ("Doe & Co.", true, Some("Co")),
            ("Co.", false, Some("Co")),
            ("Acme Corp.", true, Some("Corp")),
            ("Acme Corp", true, Some("Corp")),
            ("Acme Company", true, Some("Company")),
            // Surnames.
            ("Co", false, None),
            ("Corp", false, None),
            ("Li Co", true, None),
            ("Kowalski", true, None),
            ("Institutska", true, None),
            ("", true, None),
        ] {
            assert_eq!(institution(text, alone).map(|range| &text[range]), found, "{text}");
        }
    }
}
