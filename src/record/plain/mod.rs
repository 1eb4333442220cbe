//! Fields in the plain form, which nearly all records use.
//!
//! A rule requests plain forms in the first lines of its check and returns if it cannot find anything. Several rules
//! share each answer, which is computed once per record. Each form is narrow: a correct field may be written in another
//! way, and the rule then does its full check. With shortcuts off ([`Record::without_shortcuts`]) nothing is plain, so
//! that a test can compare both ways.

mod fields;
mod people;
mod texts;

#[cfg(test)]
mod tests;

use super::Record;
use std::cell::Cell;

/// The answers that were computed for a record, one bit each.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: Cell<u32>,
    plain: Cell<u32>,
    /// Set if nothing should count as plain.
    are_off: bool,
}

impl Answers {
    /// Creates the answers of a record without shortcuts.
    pub(super) fn off() -> Self {
        Self { are_off: true, ..Self::default() }
    }

    /// Whether nothing counts as plain.
    pub(super) const fn are_off(&self) -> bool {
        self.are_off
    }
}

/// The bit of each form.
#[derive(Clone, Copy)]
enum Form {
    Numbers,
    Doi,
    Issns,
    Codes,
    Names,
    Orcids,
    Abstracts,
    Filled,
    Titles,
    Tagged,
    Keywords,
    References,
    Affiliations,
}

impl Record<'_> {
    /// Several rules request each form; all but the first only read two bits.
    #[inline]
    fn is_plain(&self, form: Form, is_so: fn(&Self) -> bool) -> bool {
        let bit = 1 << form as u32;
        if self.plain.known.get() & bit == 0 {
            self.look_for(bit, is_so);
        }
        self.plain.plain.get() & bit != 0
    }

    #[inline(never)]
    fn look_for(&self, bit: u32, is_so: fn(&Self) -> bool) {
        let answers = &self.plain;
        answers.known.set(answers.known.get() | bit);
        if !answers.are_off && is_so(self) {
            answers.plain.set(answers.plain.get() | bit);
        }
    }

    /// Returns the first and last page of `12-34`: two numbers of at most five digits without leading zeros, the second
    /// greater. `None` if the pages are written in another way or also given by other fields.
    #[inline]
    pub fn plain_pages(&self) -> Option<(u32, u32)> {
        if self.plain.are_off { None } else { *self.plain_pages.get_or_init(|| fields::pages(self)) }
    }

    /// Whether the volume and the issue, if present, are numbers without leading zeros.
    #[inline]
    pub fn numbers_are_plain(&self) -> bool {
        self.is_plain(Form::Numbers, fields::numbers)
    }

    /// Whether the only identifier is a DOI of digits, lower-case letters, full stops, hyphens and underscores.
    #[inline]
    pub fn has_plain_doi_alone(&self) -> bool {
        self.is_plain(Form::Doi, fields::doi)
    }

    /// Whether the ISSNs of the journal are valid, and the print and electronic ISSNs differ.
    #[inline]
    pub fn issns_are_plain(&self) -> bool {
        self.is_plain(Form::Issns, fields::issns)
    }

    /// Whether every language code consists of two lower-case letters and is not also a country code.
    #[inline]
    pub fn codes_are_plain(&self) -> bool {
        self.is_plain(Form::Codes, texts::codes)
    }

    /// Whether all contributors have one given and one family name without spaces and full stops, no family name can be
    /// that of an institution, and no two contributors are equal.
    #[inline]
    pub fn names_are_plain(&self) -> bool {
        self.is_plain(Form::Names, people::names)
    }

    /// Whether the ORCID iDs are bare numbers or addresses, valid, and different.
    #[inline]
    pub fn orcids_are_plain(&self) -> bool {
        self.is_plain(Form::Orcids, people::orcids)
    }

    /// Whether all abstracts are one paragraph that begins with a letter but not a label, and ends with a word and a
    /// full stop.
    #[inline]
    pub fn abstracts_are_plain(&self) -> bool {
        self.is_plain(Form::Abstracts, texts::abstracts)
    }

    /// Whether there are a type, a title, abstracts, languages and contributors.
    #[inline]
    pub fn is_filled(&self) -> bool {
        self.is_plain(Form::Filled, fields::filled)
    }

    /// Whether the titles consist of several words of letters and digits, begin with a capital, do not break off, and
    /// are each in another language, the first in that of the work.
    #[inline]
    pub fn titles_are_plain(&self) -> bool {
        self.is_plain(Form::Titles, texts::titles)
    }

    /// Whether every title, abstract and group of keywords has a language.
    #[inline]
    pub fn texts_are_tagged(&self) -> bool {
        self.is_plain(Form::Tagged, texts::tagged)
    }

    /// Whether the keywords consist of letters, spaces, hyphens and apostrophes, none too long and none twice in its group.
    #[inline]
    pub fn keywords_are_plain(&self) -> bool {
        self.is_plain(Form::Keywords, texts::keywords)
    }

    /// Whether the references begin with a letter, have a DOI each, and no two are equal.
    #[inline]
    pub fn references_are_plain(&self) -> bool {
        self.is_plain(Form::References, texts::references)
    }

    /// Whether each affiliation has a name, an id and a contributor, and each contributor has an affiliation.
    #[inline]
    pub fn affiliations_are_plain(&self) -> bool {
        self.is_plain(Form::Affiliations, people::affiliations)
    }
}
