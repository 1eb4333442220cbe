//! Words that distinguish an institution from a person.

use std::ops::Range;

/// Words in European languages that never occur in a person's name.
const CERTAIN: &[&str] = &[
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

/// Words that are also surnames, and mean an institution only if there is no given name.
const AMBIGUOUS: &[&str] = &[
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

/// Endings of company names. With the full stop they are not surnames: `Doe Co.`, `Doe & Co.`
const COMPANIES: &[&str] = &["co.", "corp.", "cie.", "cos.", "bros."];

/// The length of the shortest ending.
const SHORTEST: usize = 4;

/// Returns the word in a name that means an institution. If the name is `alone`, without a given name, and has other
/// words, words that are also surnames count.
pub fn institution(text: &str, alone: bool) -> Option<Range<usize>> {
    // Most names have one word, which is handled below.
    let is_long = alone && text.len() > SHORTEST && text.trim().contains(char::is_whitespace);
    text.split_whitespace().find_map(|word| {
        let bare = word.trim_matches(|character: char| !character.is_alphanumeric());
        let start = bare.as_ptr().addr() - text.as_ptr().addr();
        // Surnames are not in lower case: `Wikimedia project`.
        let may_be_surname = !is_long && !bare.starts_with(char::is_lowercase);
        let known = is_ending_of_company(word)
            || is_in(bare, CERTAIN, &CERTAIN_HEADS)
            || !may_be_surname && is_in(bare, AMBIGUOUS, &AMBIGUOUS_HEADS);
        known.then_some(start..start + bare.len())
    })
}

/// Whether a name ends like a company name, in any case: `Doe & Co.`
pub fn is_company(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(is_ending_of_company)
}

fn is_ending_of_company(word: &str) -> bool {
    word.ends_with('.') && COMPANIES.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a name of one word has the length and the first letter of an institution word, or a symbol at either end.
pub fn may_be_institution(name: &str) -> bool {
    let is_bare = name.starts_with(char::is_alphanumeric) && name.ends_with(char::is_alphanumeric);
    !is_bare || may_be_in(name, &CERTAIN_HEADS)
}

fn may_be_in(word: &str, heads: &Heads) -> bool {
    heads.get(word.len()).is_some_and(|heads| heads & head(word.as_bytes()) != 0)
}

fn is_in(word: &str, list: &[&str], heads: &Heads) -> bool {
    let is_same =
        |known: &&str| known.len() == word.len() && word.chars().flat_map(char::to_lowercase).eq(known.chars());
    may_be_in(word, heads) && list.iter().any(is_same)
}

/// For each length in bytes, the first letters of the words of that length. Hardly any name has the length and the
/// letter of one.
type Heads = [u32; 24];

const CERTAIN_HEADS: Heads = heads(CERTAIN);
const AMBIGUOUS_HEADS: Heads = heads(AMBIGUOUS);

const fn heads(list: &[&str]) -> Heads {
    let mut heads = [0; 24];
    let mut at = 0;
    while at < list.len() {
        heads[list[at].len()] |= head(list[at].as_bytes());
        at += 1;
    }
    heads
}

/// Returns a bit for the first letter, regardless of case; one bit for all non-ASCII letters.
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
    fn institutions_are_distinguished_from_people() {
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
