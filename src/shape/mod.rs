//! Record formats ("shapes"): the mapping from the fields of a file to the canonical record.
//!
//! The canonical tree is one form for all formats, defined by `schemas/record.schema.json`. Each of its nodes knows its
//! [`Origin`] in the source tree, so that one set of rules serves every format and every finding points into the
//! original file.

mod advice;
mod help;
mod bibtex;
mod institutions;
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

pub use builder::{Builder, Canonical, Joined, Origin, Part, Unmapped};
pub use bwmeta::Hierarchy;
pub use dates::is_undated;
pub use elements::{is_context_element, is_record_element};
pub use evidence::has_evidence_of_record;
pub use institutions::{institution, is_company, may_be_institution};
pub use jats::creative_commons_kind;
pub use native::is_native;

use crate::diagnostic::Severity;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Symbol, Tree};

/// The language codes that a format uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageCodes {
    /// The shortest code, as BCP 47 requires.
    Shortest,
    /// The three-letter bibliographic codes of ISO 639-2.
    Bibliographic,
}

/// A record format: how it is detected and read, and which fields it has.
#[allow(clippy::struct_excessive_bools)] // Each is a fact about the format, and no two exclude each other.
#[derive(Debug)]
pub struct Shape {
    /// The name used on the command line: `native`, `yadda-page`.
    pub id: &'static str,
    /// The syntaxes in which it is written.
    pub syntaxes: &'static [Syntax],
    /// Whether this tree is a record of the format.
    pub detect: fn(Tree<'_>) -> bool,
    /// Builds the canonical record. Returns false if the source tree is already canonical, so that nothing was built.
    pub read: fn(&mut Builder<'_>) -> bool,
    /// Fields of the canonical record that the format does not have; [`Symbol::LANG`] if titles and abstracts have no
    /// language tag. They are not reported as missing.
    pub lacks: &'static [Symbol],
    /// The format's document types, each with the nearest native type. A record keeps its own type. Empty if the types
    /// are the native ones.
    pub types: &'static [(&'static str, &'static str)],
    /// Whether any other word is also a valid type.
    pub takes_any_type: bool,
    /// Fields whose texts may contain markup by definition. Not needed if the reader drops the markup.
    pub markup: &'static [Symbol],
    /// The only tags allowed in these fields; empty if all are allowed.
    pub tags: &'static [&'static str],
    /// Fields in which not every text has a language tag, though the format has such tags elsewhere.
    pub untagged: &'static [Symbol],
    /// The format's codes for unknown values. They are not reported as placeholders.
    pub codes: &'static [&'static str],
    /// Whether its texts are written in TeX, so that its notation is correct there: `--` for a dash, or an unknown
    /// command.
    pub is_tex: bool,
    /// Rules that do not apply to its records, since they would report the format's own notation.
    pub allows: &'static [&'static str],
    /// The format's names for members that a fix may add: the top-level field that contains them ([`Symbol::OTHER`] for
    /// the record itself), the canonical member, and the format's own member.
    pub writes: &'static [(Symbol, Symbol, &'static str)],
    /// The language codes that it uses.
    pub language_codes: LanguageCodes,
    /// Whether it is mainly used for citations: fields that a citation does not need are only reported as missing if a
    /// profile or the user requires them, and other missing fields are notes.
    pub is_citation_format: bool,
    /// The language of a record without a declared language, if the format defines one.
    pub default_language: Option<&'static str>,
    /// Rules that are less severe in this format, each with its highest severity there. A profile or a configuration that
    /// sets the severity of such a rule overrides it.
    pub at_most: &'static [(&'static str, Severity)],
    /// Whether each of its records is a work with identifiers of its own. In other formats a record may be part of a
    /// work or contain the identifiers of its container.
    pub is_of_works: bool,
    /// The id by which its records are cited or matched, which must be unique in a file.
    pub own_id: Option<OwnId>,
    /// The source values that are searched for empty fields, in addition to the canonical record.
    pub unread: Unread,
    /// Whether the language of a work is given in words, `English`, or as any code.
    pub names_languages: bool,
    /// Its fields for a date in the form year/month/day.
    pub slashed_dates: &'static [&'static str],
    /// Its fields for the place of publication.
    pub places: &'static [&'static str],
}

/// The id of a record, unique in its file.
#[derive(Clone, Copy, Debug)]
pub struct OwnId {
    /// The member with the id.
    pub name: &'static str,
    /// Its name in a sentence.
    pub shown: &'static str,
    /// The severity of a duplicate.
    pub severity: Severity,
    /// The advice for a duplicate.
    pub advice: &'static str,
}

/// Which fields outside the canonical record are checked for empty values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// None.
    Nothing,
    /// Lines with tags. Many exports write them from a template, so that only important ones are reported.
    Lines,
    /// Child elements of the record.
    Elements,
}

/// All formats, the more specific ones first.
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

/// Creates a reader for the records of a text, with the record elements and wrappers of all formats.
pub fn reader(chunk: Chunk<'_>, syntax: Syntax, json_mode: JsonMode) -> Reader<'_> {
    Reader::new(chunk, syntax, json_mode, is_native).elements(is_record_element, is_context_element)
}

/// Detects the format of a record.
pub fn detect(syntax: Syntax, tree: Tree<'_>) -> Option<&'static Shape> {
    // Most records are native, which the first check shows.
    if native::SHAPE.syntaxes.contains(&syntax)
        && let Some(names) = native::OwnNames::of(tree).filter(|names| is_unambiguous(tree, names))
    {
        return Some(&native::SHAPE).filter(|_| names.are_native);
    }
    SHAPES.iter().copied().find(|shape| shape.syntaxes.contains(&syntax) && (shape.detect)(tree))
}

/// Whether a record with these names, which are those of native records, cannot be in another format: its title is not
/// a list, and its type does not make it a CSL item.
fn is_unambiguous(tree: Tree<'_>, names: &native::OwnNames) -> bool {
    !names.title.is_some_and(|title| tree.is_array(title))
        && !names.own_type.and_then(|own| tree.text(own)).is_some_and(csl::is_own_type)
        && !names.title.zip(names.own_type).is_some_and(|(title, own)| csl::may_be_item(tree, title, own))
}

/// Returns the format with this name.
pub fn named(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().copied().find(|shape| shape.id == name)
}

impl Shape {
    /// Default values for most formats, used as `..Shape::PLAIN`.
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

    /// Returns the native type for a type of this format, compared case-insensitively.
    pub fn native_type(&self, own: &str) -> Option<&'static str> {
        let own = own.trim();
        self.types.iter().find(|(word, _)| word.eq_ignore_ascii_case(own)).map(|(_, native)| *native)
    }

    /// Returns the format's type for a native type. `None` if there is none or if several types share a catch-all.
    pub fn word_for(&self, native: &'static str) -> Option<&'static str> {
        if self.types.is_empty() {
            return Some(native);
        }
        self.types.iter().find(|(_, known)| *known == native && native != "other").map(|(word, _)| *word)
    }

    /// Returns the highest severity of a rule in this format.
    pub fn highest_severity(&self, rule: &str) -> Severity {
        let found = self.at_most.iter().find(|(known, _)| *known == rule);
        found.map_or(Severity::Error, |(_, severity)| *severity)
    }

    /// Whether the format has this field of the canonical record.
    pub fn holds(&self, field: Symbol) -> bool {
        !self.lacks.contains(&field)
    }
}
