//! The fields of a record, under the names that people use.

use super::{Record, State};
use crate::diagnostic::Severity;
use crate::tree::Symbol;

/// A set of fields, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldSet(u128);

const _: () = assert!(Symbol::COUNT <= u128::BITS as usize);

impl FieldSet {
    /// Creates a set of these fields.
    pub const fn of(fields: &[Symbol]) -> Self {
        let mut set = Self(0);
        let mut at = 0;
        while at < fields.len() {
            set = set.with(fields[at]);
            at += 1;
        }
        set
    }

    /// Returns the set with another field added.
    #[must_use]
    pub const fn with(self, field: Symbol) -> Self {
        Self(self.0 | 1 << field.index())
    }

    /// Returns the indices of the fields in tables indexed by symbol.
    pub fn each(self) -> impl Iterator<Item = usize> {
        // In halves, because a 128-bit number is two machine words.
        let places = |mut half: u64| {
            std::iter::from_fn(move || {
                let place = (half != 0).then(|| half.trailing_zeros() as usize)?;
                half &= half - 1;
                Some(place)
            })
        };
        places(self.0 as u64).chain(places((self.0 >> 64) as u64).map(|place| 64 + place))
    }
}

/// A field of the record and its name in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The field.
    pub symbol: Symbol,
    /// Its name in a sentence: "document type is missing".
    pub label: &'static str,
}

/// The top-level fields that a profile may require.
pub const FIELDS: &[Field] = &[
    Field { symbol: Symbol::ABSTRACTS, label: "abstract" },
    Field { symbol: Symbol::AFFILIATIONS, label: "affiliation" },
    Field { symbol: Symbol::ARTICLE_NUMBER, label: "article number" },
    Field { symbol: Symbol::CONTRIBUTORS, label: "contributor" },
    Field { symbol: Symbol::DATES, label: "dates" },
    Field { symbol: Symbol::FUNDING, label: "funding" },
    Field { symbol: Symbol::ID, label: "id" },
    Field { symbol: Symbol::IDENTIFIERS, label: "identifier" },
    Field { symbol: Symbol::ISSUE, label: "issue" },
    Field { symbol: Symbol::JOURNAL, label: "journal" },
    Field { symbol: Symbol::KEYWORDS, label: "keywords" },
    Field { symbol: Symbol::LANGUAGES, label: "language of publication" },
    Field { symbol: Symbol::LICENSES, label: "licence" },
    Field { symbol: Symbol::LINKS, label: "link" },
    Field { symbol: Symbol::ORDER_REFERENCE, label: "publication order reference" },
    Field { symbol: Symbol::PAGES, label: "pages" },
    Field { symbol: Symbol::PHYSICAL_DESCRIPTION, label: "physical description" },
    Field { symbol: Symbol::REFERENCES, label: "references" },
    Field { symbol: Symbol::TITLE, label: "title" },
    Field { symbol: Symbol::TITLE_VARIANTS, label: "title variants" },
    Field { symbol: Symbol::TYPE, label: "document type" },
    Field { symbol: Symbol::VOLUME, label: "volume" },
    Field { symbol: Symbol::YEAR, label: "year" },
];

/// A requirement of a profile: a field, a member of the journal, or an identifier of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// The field.
    pub field: Symbol,
    /// For `journal`, the required member.
    pub member: Option<Symbol>,
    /// For `identifiers`, the required scheme.
    pub scheme: Option<String>,
    /// The severity if it is missing.
    pub severity: Severity,
    /// The record types to which the requirement applies, in the terms of their format; all types if the list is empty.
    pub types: Vec<String>,
    /// Its name in a sentence, if these records use a term of their own.
    pub own_label: Option<String>,
}

impl Required {
    /// Parses a requirement as a profile writes it: `languages`, `journal/title`, or `identifiers/doi` for a scheme.
    pub fn named(text: &str) -> Option<Self> {
        let (name, below) = text.split_once('/').map_or((text, None), |(name, below)| (name, Some(below)));
        let field = FIELDS.iter().find(|field| field.symbol.name() == name)?.symbol;
        let mut required =
            Self { field, member: None, scheme: None, severity: Severity::Error, types: Vec::new(), own_label: None };
        match (field, below) {
            (_, None) => {}
            (Symbol::IDENTIFIERS, Some(scheme)) => required.scheme = Some(scheme.to_owned()),
            (Symbol::JOURNAL, Some("title")) => required.member = Some(Symbol::TITLE),
            (Symbol::JOURNAL, Some("issn")) => required.member = Some(Symbol::ISSN),
            (Symbol::JOURNAL, Some("publisher")) => required.member = Some(Symbol::PUBLISHER),
            _ => return None,
        }
        Some(required)
    }

    /// Returns the name of the required field in a sentence.
    pub fn label(&self) -> String {
        if let Some(label) = &self.own_label {
            return label.clone();
        }
        match (&self.scheme, self.member) {
            (Some(scheme), _) => format!("{} identifier", scheme.to_uppercase()),
            (None, Some(Symbol::ISSN)) => "journal's ISSN".to_owned(),
            (None, Some(member)) => format!("journal's {}", member.name()),
            (None, None) => label(self.field).to_owned(),
        }
    }

    /// Whether the requirement applies to this record.
    pub fn is_of(&self, record: &Record<'_>) -> bool {
        let own = || record.text(record.root(), Symbol::TYPE).map_or("", |(_, own)| own.trim());
        self.types.is_empty() || self.types.iter().any(|kind| kind.eq_ignore_ascii_case(own()))
    }

    /// Whether the record has the field, and whether it has a value.
    pub fn state(&self, record: &Record<'_>) -> State {
        if let Some(member) = self.member {
            let found = record.field(self.field).and_then(|object| record.member(object, member));
            return found.map_or(State::Absent, |node| {
                if record.is_blank(node) { State::Empty(node) } else { State::Present(node) }
            });
        }
        let Some(scheme) = &self.scheme else { return record.state(self.field) };
        let mut state = State::Absent;
        for identifier in record.identifiers(scheme) {
            if !record.is_blank(identifier.node) {
                return State::Present(identifier.node);
            }
            state = State::Empty(identifier.node);
        }
        state
    }

    /// Returns the rule that reports this absence more specifically than `field/required-missing`.
    pub fn own_rule(&self) -> Option<&'static str> {
        if self.member.is_some() {
            return None;
        }
        match (self.field, self.scheme.as_deref()) {
            (Symbol::ABSTRACTS, None) => Some("abstract/missing"),
            (Symbol::AFFILIATIONS, None) => Some("affiliation/missing"),
            (Symbol::CONTRIBUTORS, None) => Some("contributor/missing"),
            (Symbol::IDENTIFIERS, Some(scheme)) if scheme.eq_ignore_ascii_case("doi") => Some("doi/missing"),
            (Symbol::KEYWORDS, None) => Some("keyword/missing"),
            (Symbol::LANGUAGES, None) => Some("language/missing"),
            (Symbol::PAGES, None) => Some("pages/missing"),
            (Symbol::TITLE, None) => Some("title/missing"),
            (Symbol::TYPE, None) => Some("type/missing"),
            _ => None,
        }
    }
}

/// Names in a sentence for parts of records that have no name of their own in most formats.
const PARTS: &[(Symbol, &str)] = &[
    (Symbol::ACCEPTED, "date of acceptance"),
    (Symbol::ACCESS, "access right"),
    (Symbol::AWARD, "award number"),
    (Symbol::CODE, "code"),
    (Symbol::COUNTRY, "country"),
    (Symbol::DOI, "DOI"),
    (Symbol::EMAIL, "e-mail address"),
    (Symbol::FAMILY, "surname"),
    (Symbol::FUNDER, "name of the funder"),
    (Symbol::FUNDER_ID, "identifier of the funder"),
    (Symbol::GIVEN, "given name"),
    (Symbol::HOLDER, "holder of the copyright"),
    (Symbol::ISSN, "ISSN"),
    (Symbol::LANG, "language"),
    (Symbol::NAME, "name"),
    (Symbol::ORCID, "ORCID iD"),
    (Symbol::ORGANIZATION, "name of the organisation"),
    (Symbol::PUBLISHED, "date of publication"),
    (Symbol::PUBLISHER, "publisher"),
    (Symbol::RECEIVED, "date of receipt"),
    (Symbol::RELATIONS, "related works"),
    (Symbol::RIGHTS, "rights"),
    (Symbol::ROR, "ROR id"),
    (Symbol::SCHEME, "kind of identifier"),
    (Symbol::SUBJECTS, "subjects"),
    (Symbol::SUFFIX, "suffix of the name"),
    (Symbol::URL, "address"),
    (Symbol::VALUE, "identifier"),
];

/// Returns the name of a field or a part of a field in a sentence, or its key if it has no other name.
pub fn label(symbol: Symbol) -> &'static str {
    let field = FIELDS.iter().find(|field| field.symbol == symbol).map(|field| field.label);
    let part = || PARTS.iter().find(|(part, _)| *part == symbol).map(|(_, name)| *name);
    field.or_else(part).unwrap_or(symbol.name())
}

impl Record<'_> {
    /// Returns the name that the record's format uses for a field, in backticks. `None` for a native record, whose
    /// fields are easier to read in words.
    pub fn format_name(&self, field: Symbol) -> Option<String> {
        self.shape.filter(|shape| !shape.is_native()).and_then(|shape| shape.word(field))
    }

    /// Returns the name of a field in a sentence: the name in the record's format, in backticks, or else a description.
    pub fn named(&self, field: Symbol) -> String {
        self.shape.and_then(|shape| shape.word(field)).unwrap_or_else(|| format!("the {}", label(field)))
    }
}

/// Returns the verb for a subject: "the title is", "the keywords are".
pub fn verb(subject: &str) -> &'static str {
    if subject.ends_with('s') && !subject.ends_with("ss") { "are" } else { "is" }
}
