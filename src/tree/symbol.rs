//! Interned keys: a table, built at compile time, of all names that shapes and schemas use.
//!
//! A key in the table is compared by its number, any other by its text. The table does not grow at run time.

/// The number of a key. Names outside the table are [`Symbol::OTHER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(super) u16);

macro_rules! symbols {
    ($($constant:ident $name:literal)*) => {
        const NAMES: &[&str] = &["", $($name),*];
        symbols!(@ 1u16; $($constant $name)*);
    };
    (@ $number:expr; $constant:ident $name:literal $($rest:tt)*) => {
        impl Symbol {
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Symbol = Symbol($number);
        }
        symbols!(@ $number + 1; $($rest)*);
    };
    (@ $number:expr;) => {};
}

symbols! {
    ABBREVIATION "abbreviation"
    ABSTRACTS "abstracts"
    ACCEPTED "accepted"
    ACCESS "access"
    AFFILIATIONS "affiliations"
    ANONYMOUS "anonymous"
    APPLIES_TO "appliesTo"
    ARTICLE_NUMBER "articleNumber"
    AWARD "award"
    CODE "code"
    CONTRIBUTORS "contributors"
    CORRESPONDING "corresponding"
    COUNTRY "country"
    DATES "dates"
    DOI "doi"
    ELECTRONIC "electronic"
    EMAIL "email"
    FAMILY "family"
    FIRST_PAGE "firstPage"
    FORMAT "format"
    FUNDER "funder"
    FUNDER_ID "funderId"
    FUNDING "funding"
    GIVEN "given"
    HOLDER "holder"
    ID "id"
    IDENTIFIERS "identifiers"
    ISSN "issn"
    ISSUE "issue"
    ISSUE_TITLE "issueTitle"
    ISSUE_YEAR "issueYear"
    JOURNAL "journal"
    KEYWORDS "keywords"
    LANG "lang"
    LANGUAGES "languages"
    LAST_PAGE "lastPage"
    LICENSES "licenses"
    LINKING "linking"
    LINKS "links"
    NAME "name"
    NAME_VARIANTS "nameVariants"
    ORCID "orcid"
    ORDER_REFERENCE "orderReference"
    ORGANIZATION "organization"
    PAGE_COUNT "pageCount"
    PAGES "pages"
    PARTICLE "particle"
    PHYSICAL_DESCRIPTION "physicalDescription"
    POSITION "position"
    PRINT "print"
    PUBLISHED "published"
    PUBLISHED_ONLINE "publishedOnline"
    PUBLISHED_PRINT "publishedPrint"
    PUBLISHER "publisher"
    RECEIVED "received"
    REFERENCES "references"
    RELATIONS "relations"
    REVISED "revised"
    RIGHTS "rights"
    ROLE "role"
    ROR "ror"
    SCHEME "scheme"
    START "start"
    STATUS "status"
    SUBJECTS "subjects"
    SUFFIX "suffix"
    TERMS "terms"
    TEXT "text"
    TITLE "title"
    TITLE_VARIANTS "titleVariants"
    TYPE "type"
    URL "url"
    VALUE "value"
    VARIANTS "variants"
    VOLUME "volume"
    X_BIBDATE "x-bibdate"
    X_EVENTDATE "x-eventdate"
    X_ISNI "x-isni"
    X_ISO_DATES "x-iso-dates"
    X_KIND "x-kind"
    X_LIST "x-list"
    X_ORGNAME "x-orgname"
    X_ORIGDATE "x-origdate"
    X_STATUS "x-status"
    X_URLDATE "x-urldate"
    YEAR "year"
}

/// A power of two well above the number of names, so that most lookups compare one name.
const SLOTS: usize = 512;

const TABLE: [u16; SLOTS] = table();

const fn table() -> [u16; SLOTS] {
    let mut slots = [0; SLOTS];
    let mut number = 1;
    while number < NAMES.len() {
        let mut slot = slot_of(NAMES[number].as_bytes());
        while slots[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = number as u16;
        number += 1;
    }
    slots
}

/// A hash of the length and of the first, middle and last byte, which has few collisions among the names.
const fn slot_of(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    (length * 5 + name[0] as usize * 31 + name[length / 2] as usize * 17 + name[length - 1] as usize * 7) % SLOTS
}

/// The length of a name and its first and last eight bytes; or all bytes and zero if it has at most seven.
type Ends = (usize, u64, u64);

/// Names of at most this length are equal if their [`Ends`] are.
const MAX_IN_ENDS: usize = 16;

const ENDS: [Ends; NAMES.len()] = {
    let mut ends = [(0, 0, 0); NAMES.len()];
    let mut number = 1;
    while number < NAMES.len() {
        ends[number] = ends_of(NAMES[number].as_bytes());
        number += 1;
    }
    ends
};

const fn ends_of(name: &[u8]) -> Ends {
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        return (name.len(), u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    let (mut word, mut at) = (0, 0);
    while at < name.len() {
        word |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    (name.len(), word, 0)
}

/// The names of up to seven bytes, each as one number. Most keys of a record are that short, and are compared in one
/// step.
const SHORT: [(u64, u16); SHORT_SLOTS] = short_table();

const SHORT_SLOTS: usize = 256;

const fn short_table() -> [(u64, u16); SHORT_SLOTS] {
    let mut slots = [(0, 0); SHORT_SLOTS];
    let mut number = 1;
    while number < NAMES.len() {
        let name = NAMES[number].as_bytes();
        if name.len() <= Symbol::MAX_SHORT {
            let (_, word, _) = ends_of(name);
            let mut slot = short_slot(word);
            while slots[slot].1 != 0 {
                slot = (slot + 1) % SHORT_SLOTS;
            }
            slots[slot] = (word, number as u16);
        }
        number += 1;
    }
    slots
}

/// Fibonacci hashing: the top bits of the product with an odd number without a pattern.
const fn short_slot(word: u64) -> usize {
    (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize
}

/// Whether `name` is the name with this number, given that their ends are equal, which decides for most names.
#[inline]
fn is_name(number: u16, name: &str) -> bool {
    name.len() <= MAX_IN_ENDS || NAMES[number as usize] == name
}

impl Symbol {
    /// The maximum length in bytes of a name for [`Symbol::of_short`].
    pub const MAX_SHORT: usize = 7;

    /// The symbol of every name that is not in the table.
    pub const OTHER: Symbol = Symbol(0);

    /// The number of symbols, including [`Symbol::OTHER`].
    pub const COUNT: usize = NAMES.len();

    /// Returns the symbol of `name`.
    #[inline]
    pub fn of(name: &str) -> Symbol {
        let ends = ends_of(name.as_bytes());
        let mut slot = slot_of(name.as_bytes());
        loop {
            let number = TABLE[slot];
            if number == 0 || ENDS[number as usize] == ends && is_name(number, name) {
                return Symbol(number);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// Returns the symbol of a name of at most seven bytes, given as a little-endian number.
    pub fn of_short(word: u64) -> Symbol {
        let mut slot = short_slot(word);
        loop {
            let (known, number) = SHORT[slot];
            if number == 0 || known == word {
                return Symbol(number);
            }
            slot = (slot + 1) % SHORT_SLOTS;
        }
    }

    /// Iterates over all symbols except [`Symbol::OTHER`].
    pub fn all() -> impl Iterator<Item = Symbol> {
        (1..Self::COUNT as u16).map(Symbol)
    }

    /// Returns the name, which is empty for [`Symbol::OTHER`].
    pub const fn name(self) -> &'static str {
        NAMES[self.0 as usize]
    }

    /// Returns the index for tables indexed by symbol.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_own_symbol() {
        for (number, name) in NAMES.iter().enumerate().skip(1) {
            assert_eq!(Symbol::of(name).index(), number, "{name}");
            assert_eq!(Symbol::of(name).name(), *name);
            if name.len() <= Symbol::MAX_SHORT {
                let mut bytes = [0; 8];
                bytes[..name.len()].copy_from_slice(name.as_bytes());
                assert_eq!(Symbol::of_short(u64::from_le_bytes(bytes)).index(), number, "{name}");
            }
        }
        assert_eq!(Symbol::TITLE.name(), "title");
        assert_eq!(Symbol::of("titel"), Symbol::OTHER);
        assert_eq!(Symbol::of(""), Symbol::OTHER);
        assert_eq!(Symbol::of_short(u64::from_le_bytes(*b"titel\0\0\0")), Symbol::OTHER);
        assert_eq!(Symbol::of_short(0), Symbol::OTHER);
    }
}
