//! Fields in the form that nearly all records give them: told at a glance, and then most rules need not be asked.
//!
//! Each form is narrow. A field that is right and written in another way is none, and its rules look for themselves.

mod fields;
mod people;
mod texts;

#[cfg(test)]
mod tests;

use super::Record;

/// A set of forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usual(u32);

impl Usual {
    /// No form: a rule that is silent where none is asks every record.
    pub const NONE: Usual = Usual(0);
    /// `12-34`: two numbers without a zero before them, the second greater by less than what `pages/too-many` lets
    /// pass, and no other field that says where the work stands.
    pub const PAGES: Usual = Usual(1);
    /// The volume and the issue are numbers without a zero before them, as far as they are there.
    pub const NUMBERS: Usual = Usual(1 << 1);
    /// One identifier alone, a DOI of digits and other plain signs.
    pub const DOI: Usual = Usual(1 << 2);
    /// The ISSNs of the journal, right and different.
    pub const ISSNS: Usual = Usual(1 << 3);
    /// Every code of a language is of two small letters, and that of no country.
    pub const CODES: Usual = Usual(1 << 4);
    /// Contributors of one given name and one family name, without a blank and without a full stop, each family name with
    /// a capital and no institution's, and no two of them alike.
    pub const NAMES: Usual = Usual(1 << 5);
    /// The iDs of contributors, bare or as an address, right, different and of the numbers that ORCID began with.
    pub const ORCIDS: Usual = Usual(1 << 6);
    /// The addresses of the licences of Creative Commons, as it writes them.
    pub const LICENSES: Usual = Usual(1 << 7);
    /// Abstracts that begin with a letter and no label, are of one paragraph, and end with a full stop behind a word.
    pub const ABSTRACTS: Usual = Usual(1 << 8);
    /// What every record should have is there and says something: a type, a title, an abstract, a language, a contributor.
    pub const FILLED: Usual = Usual(1 << 9);
    /// Titles of plain signs in several words that begin with a capital and are whole, each in a language of its own, the
    /// first in that of the work.
    pub const TITLES: Usual = Usual(1 << 10);
    /// Every title, abstract and group of keywords says its language.
    pub const TAGGED: Usual = Usual(1 << 11);
    /// Keywords of letters, blanks and hyphens, none too long and none twice in its group.
    pub const KEYWORDS: Usual = Usual(1 << 12);
    /// References in words that begin with a letter, each with a DOI, and no two of them alike.
    pub const REFERENCES: Usual = Usual(1 << 13);
    /// Affiliations that have a name and an id, at which contributors point, as each of these does at one of them at least.
    pub const AFFILIATIONS: Usual = Usual(1 << 14);
    /// The year is four digits, those of some year of printed journals before this program was written, and the only one
    /// that is told.
    pub const YEAR: Usual = Usual(1 << 15);
    /// The pages, the numbers and the titles, of the journal too, are what they should be and nothing else.
    pub const PLACED: Usual = Usual(1 << 16);

    /// How many forms there are.
    pub const COUNT: usize = Usual::PLACED.0.trailing_zeros() as usize + 1;

    /// The numbers of the forms in the set.
    pub fn each(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let number = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(number)
        })
    }
}

/// One form, and how it is told.
#[derive(Debug)]
pub struct Form {
    set: Usual,
    /// Without these it is not asked for.
    needs: Usual,
    is_so: fn(&Record<'_>) -> bool,
}

impl Form {
    /// Its number, below [`Usual::COUNT`].
    pub const fn number(&self) -> usize {
        self.set.0.trailing_zeros() as usize
    }

    /// The forms without which it is not asked for.
    pub const fn needs(&self) -> Usual {
        self.needs
    }

    /// Whether a record that has its fields in the forms that this one needs has them in this one.
    pub fn is_so(&self, record: &Record<'_>) -> bool {
        (self.is_so)(record)
    }

    /// All of them, in an order in which each stands behind those that it needs.
    pub const ALL: &[Form] = &[
        Self::new(Usual::PAGES, fields::pages),
        Self::new(Usual::NUMBERS, fields::numbers),
        Self::new(Usual::DOI, fields::doi),
        Self::new(Usual::ISSNS, fields::issns),
        Self::new(Usual::CODES, texts::codes),
        Self::new(Usual::NAMES, people::names),
        Self::new(Usual::ORCIDS, people::orcids),
        Self::new(Usual::LICENSES, fields::licenses),
        Self::new(Usual::ABSTRACTS, texts::abstracts),
        Self::new(Usual::FILLED, fields::filled),
        Self::new(Usual::TITLES, texts::titles),
        Self::new(Usual::TAGGED, texts::tagged),
        Self::new(Usual::KEYWORDS, texts::keywords),
        Self::new(Usual::REFERENCES, texts::references),
        Self::new(Usual::AFFILIATIONS, people::affiliations),
        Self::new(Usual::YEAR, fields::year),
        Form {
            set: Usual::PLACED,
            needs: Usual(Usual::PAGES.0 | Usual::NUMBERS.0 | Usual::TITLES.0),
            is_so: fields::journal,
        },
    ];

    const fn new(set: Usual, is_so: fn(&Record<'_>) -> bool) -> Self {
        Self { set, needs: Usual::NONE, is_so }
    }
}
