//! Which node of a file is which field of a record: from a source tree to the canonical tree.
//!
//! The canonical tree is one form for all formats, the one that `schemas/record.schema.json` defines; each of its
//! nodes knows its [`Origin`] in the source tree, so that one set of rules serves every format and every finding
//! points into the file the person has open.

mod advice;
mod help;
mod bibtex;
mod bodies;
mod builder;
mod bwmeta;
mod crossref;
mod crossref_xml;
mod csl;
mod datacite;
mod datacite_xml;
mod dates;
mod doaj;
mod elements;
mod evidence;
mod fields;
mod jats;
mod native;
mod oai_dc;
mod pubmed;
mod ris;
mod words;
mod xml;
mod yadda_page;

pub use bodies::{institution, is_company, may_be_institution};
pub use builder::{Builder, Canonical, Joined, Origin, Part, Unmapped};
pub use bwmeta::Hierarchy;
pub use dates::is_undated;
pub use elements::{is_context_element, is_record_element};
pub use evidence::has_sign_of_record;
pub use jats::creative_commons_kind;
pub use native::is_native;

use crate::diagnostic::Severity;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Symbol, Tree};

/// The codes of languages that a format is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageCodes {
    /// The shortest there is, as BCP 47 asks.
    Shortest,
    /// Those of three letters of ISO 639-2, the bibliographic ones.
    Bibliographic,
}

/// A format of records: how it is told, how it is read, and what it can say at all.
#[allow(clippy::struct_excessive_bools)] // Each is a fact about the format, and no two exclude each other.
#[derive(Debug)]
pub struct Shape {
    /// The name used on the command line: `native`, `yadda-page`.
    pub id: &'static str,
    /// The syntaxes it is written in.
    pub syntaxes: &'static [Syntax],
    /// Whether this tree is a record of the format.
    pub detect: fn(Tree<'_>) -> bool,
    /// Builds the canonical record; false where the source tree is itself canonical, and nothing was built.
    pub read: fn(&mut Builder<'_>) -> bool,
    /// Fields of the canonical record that the format cannot hold, [`Symbol::LANG`] where it does not say in which
    /// language a title or an abstract is. What cannot be said is not missing.
    pub lacks: &'static [Symbol],
    /// The format's own words for the types of documents, each with the word of a native record that it comes nearest
    /// to. A record keeps its format's word; empty where the words are those of native records.
    pub types: &'static [(&'static str, &'static str)],
    /// Whether any other word is a type as well.
    pub takes_any_type: bool,
    /// Fields whose texts may hold markup, since the format says so. A shape that takes the words over without it needs
    /// to name none.
    pub markup: &'static [Symbol],
    /// The only tags that these fields may hold; empty where they may hold any.
    pub tags: &'static [&'static str],
    /// Fields in which the format does not say of every text in which language it is, though it does elsewhere.
    pub untagged: &'static [Symbol],
    /// Codes with which the format says that a value is not known. They are no words that stand in the place of one.
    pub codes: &'static [&'static str],
    /// Whether its texts are written for TeX: what it makes something else of is right there, `--` for a dash and a
    /// command that is not known here alike.
    pub is_tex: bool,
    /// Rules that say nothing about its records, since what they would find is how the format is to be written.
    pub allows: &'static [&'static str],
    /// How it names members that a fix may add: the top-level field below which they stand, [`Symbol::OTHER`] for the
    /// record itself, the member of the canonical object, and the member of the format's own.
    pub writes: &'static [(Symbol, Symbol, &'static str)],
    /// Which codes of languages it is written with.
    pub language_codes: LanguageCodes,
    /// Whether people keep in it as much as they need for a citation: what a citation does not need is missing only where a
    /// profile or the person asks for it, and anything else that is missing is worth a note.
    pub is_citation_format: bool,
    /// The language of a record that names none, where the format defines one.
    pub default_language: Option<&'static str>,
    /// Rules that are less severe in this format, each with its highest severity there. A profile or a configuration that
    /// sets the severity of such a rule overrides it.
    pub at_most: &'static [(&'static str, Severity)],
    /// Whether each of its records is a work, which has identifiers of its own; in others a record may be part of one, or
    /// name the identifiers of what it is in.
    pub is_of_works: bool,
    /// The id by which its records are cited or matched, so that no two of one file may have the same.
    pub own_id: Option<OwnId>,
    /// What of a record is looked through for fields that are empty, besides those that the canonical record has.
    pub unread: Unread,
    /// Whether the language of a work is named in words there, `English`, or with whatever code there is.
    pub names_languages: bool,
    /// Its fields for a date that begins with the year and has slashes before the month and the day.
    pub slashed_dates: &'static [&'static str],
    /// Its fields for the place of publication.
    pub places: &'static [&'static str],
}

/// The id of a record that no other record of the file may have.
#[derive(Clone, Copy, Debug)]
pub struct OwnId {
    /// The member that holds it.
    pub name: &'static str,
    /// How a sentence names it.
    pub shown: &'static str,
    /// How bad it is that two records have the same.
    pub severity: Severity,
    /// What to do then.
    pub advice: &'static str,
}

/// Which fields a format has beyond those that the canonical record takes over, as far as empty ones are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// None.
    Nothing,
    /// Lines, each with a tag. Many exports write them from a template, and only those that say much are missed.
    Lines,
    /// Elements directly in the record.
    Elements,
}

/// All shapes, the more particular first.
pub const SHAPES: &[&Shape] = &[
    &yadda_page::SHAPE,
    &crossref::SHAPE,
    &datacite::SHAPE,
    &csl::SHAPE,
    &bwmeta::SHAPE,
    &crossref_xml::SHAPE,
    &datacite_xml::SHAPE,
    &doaj::SHAPE,
    &jats::SHAPE,
    &pubmed::SHAPE,
    &oai_dc::SHAPE,
    &native::SHAPE,
    &bibtex::SHAPE,
    &ris::SHAPE,
];

/// Creates a reader of the records of a text, with the record elements and wrappers of all shapes.
pub fn reader(chunk: Chunk<'_>, syntax: Syntax, json_mode: JsonMode) -> Reader<'_> {
    Reader::new(chunk, syntax, json_mode, is_native).elements(is_record_element, is_context_element)
}

/// The shape of a record, where it has a known one.
pub fn detect(syntax: Syntax, tree: Tree<'_>) -> Option<&'static Shape> {
    // Most records are native, and tell so at the first look.
    if native::SHAPE.syntaxes.contains(&syntax)
        && let Some(names) = native::OwnNames::of(tree).filter(|names| is_of_no_other(tree, names))
    {
        return Some(&native::SHAPE).filter(|_| names.are_native);
    }
    SHAPES.iter().copied().find(|shape| shape.syntaxes.contains(&syntax) && (shape.detect)(tree))
}

/// Whether a record with these names, which are those of native records, can be none of another format: its title is no
/// list, and its type no word of CSL that makes it an item of that.
fn is_of_no_other(tree: Tree<'_>, names: &native::OwnNames) -> bool {
    !names.title.is_some_and(|title| tree.is_array(title))
        && !names.own_type.and_then(|own| tree.text(own)).is_some_and(csl::is_own_type)
        && !names.title.zip(names.own_type).is_some_and(|(title, own)| csl::may_be_item(tree, title, own))
}

/// The shape with this name.
pub fn named(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().copied().find(|shape| shape.id == name)
}

impl Shape {
    /// What most shapes have in common, for `..Shape::PLAIN`.
    pub const PLAIN: Shape = Shape {
        id: "",
        syntaxes: &[],
        detect: |_| false,
        read: |_| false,
        lacks: &[],
        types: &[],
        takes_any_type: false,
        markup: &[],
        tags: &[],
        untagged: &[],
        codes: &[],
        is_tex: false,
        allows: &[],
        writes: &[],
        language_codes: LanguageCodes::Shortest,
        is_citation_format: false,
        default_language: None,
        at_most: &[],
        is_of_works: true,
        own_id: None,
        unread: Unread::Nothing,
        names_languages: false,
        slashed_dates: &[],
        places: &[],
    };

    /// The word of native records for a type in the words of this format, compared without case.
    pub fn native_type(&self, own: &str) -> Option<&'static str> {
        let own = own.trim();
        self.types.iter().find(|(word, _)| word.eq_ignore_ascii_case(own)).map(|(_, native)| *native)
    }

    /// The format's own word for a type of native records; nothing where it has none, or several for what is none of
    /// the others.
    pub fn word_for(&self, native: &'static str) -> Option<&'static str> {
        if self.types.is_empty() {
            return Some(native);
        }
        self.types.iter().find(|(_, known)| *known == native && native != "other").map(|(word, _)| *word)
    }

    /// The highest severity of a rule in this format.
    pub fn highest_severity(&self, rule: &str) -> Severity {
        let found = self.at_most.iter().find(|(known, _)| *known == rule);
        found.map_or(Severity::Error, |(_, severity)| *severity)
    }

    /// Whether the format can hold this field of the canonical record.
    pub fn holds(&self, field: Symbol) -> bool {
        !self.lacks.contains(&field)
    }
}
