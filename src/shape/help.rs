//! Advice of rules whose wording depends on the format of the record.

use super::{Shape, Unread};
use crate::diagnostic::show;
use crate::tree::Symbol;

impl Shape {
    /// Returns the format's word for a field: a line in RIS.
    pub fn field_word(&self) -> &'static str {
        if self.unread == Unread::Lines { "line" } else { "field" }
    }

    /// Whether the format writes a name as one text, which is only split when it is read.
    pub fn writes_whole_names(&self) -> bool {
        matches!(self.id, "bibtex" | "ris")
    }

    /// Returns how to write several names that are one value in the field `written`; `two` are the first of them, if
    /// certain.
    pub fn names_advice(&self, written: &str, two: Option<(&str, &str)>) -> String {
        match (self.id, two) {
            ("bibtex", Some((first, second))) => {
                let both = show::quoted_around(&format!("{first} and {second}"), first.len());
                format!("put ` and ` between the names: {both}")
            }
            ("bibtex", None) => "put ` and ` between the names".to_owned(),
            ("ris", _) => format!("write one `{written}` line for each name"),
            ("oai-dc", _) => format!("write a `<{written}>` for each name"),
            ("native", _) => "make a contributor of each, with their own affiliation and ORCID iD".to_owned(),
            ("csl", _) => "make an entry of the list of each".to_owned(),
            ("crossref" | "datacite", _) => {
                "make an entry of the list of each, with their own affiliation and ORCID iD".to_owned()
            }
            _ if written.is_empty() => "write each name apart".to_owned(),
            _ => format!("write a `<{written}>` for each name, with its own affiliation and ORCID iD"),
        }
    }

    /// Returns how to write several ISSNs that are one value.
    pub fn issns_advice(&self, all: &[String]) -> String {
        match (self.id, all) {
            ("ris", _) => {
                let lines: Vec<String> = all.iter().map(|issn| format!("`SN  - {issn}`")).collect();
                format!("write an `SN` line for each: {}", lines.join(" and "))
            }
            // biblatex and BibTeX styles print the text unchanged; the biblatex manual has one number in the field.
            ("bibtex", [first, ..]) => format!("keep the one of the edition that was used, such as `{first}`"),
            ("native", _) => "write one under `print` and one under `electronic`".to_owned(),
            ("csl" | "crossref" | "datacite", _) => "write each as an entry of a list, or keep one".to_owned(),
            _ => "write each in an element of its own".to_owned(),
        }
    }

    /// Returns where to write the number of pages that is given as pages, for a whole work or a part of one.
    pub fn extent_advice(&self, is_whole: bool) -> String {
        let both = || format!("write the first and the last page, such as {}", self.pages_of("155", "166"));
        let field = match self.id {
            "bibtex" => "`pagetotal`",
            "csl" => "`number-of-pages`",
            "native" => "`physicalDescription`",
            "ris" if is_whole => return "keep only the number".to_owned(),
            _ if is_whole => return "leave it out: a whole work has no first and last page".to_owned(),
            _ => return both(),
        };
        if is_whole { format!("move it to {field}") } else { format!("{}, and the number in {field}", both()) }
    }

    /// Returns what to do with words for the kind of work among the pages.
    pub fn carrier_advice(&self) -> &'static str {
        if self.is_tex { "move it to `note`, or remove it" } else { "remove it" }
    }

    /// Returns how to add a title in this language.
    pub fn title_advice(&self, language: &str) -> String {
        match self.id {
            "crossref" => format!("add the title in {language} as a second one in `title`, or in `original-title`"),
            _ => format!("add the title in {language} as a variant"),
        }
    }

    /// Returns how to add a link to the text of a work that has none.
    pub fn link_advice(&self) -> &'static str {
        match self.id {
            // The address is registered with the DOI, or has no field.
            "crossref-xml" | "pubmed" => "add the DOI",
            _ => "add the DOI, or the address of the text",
        }
    }

    /// Returns the format's word for types, and what to write for a type without a word of its own.
    pub fn types_advice(&self) -> (&'static str, &'static str) {
        match self.id {
            "ris" => ("a RIS type", "use `GEN` for other kinds of work, or one of the RIS types"),
            "bibtex" => (
                "an entry type of BibTeX or biblatex",
                "use a usual type such as `@misc`, unless your style defines this one",
            ),
            "csl" => ("a CSL type", "use a CSL type, such as `article-journal` or `document`"),
            "crossref" => ("a Crossref type", "use a Crossref type, such as `journal-article` or `other`"),
            "datacite" | "datacite-xml" => {
                ("a DataCite resource type", "use a value of `resourceTypeGeneral`, such as `Text` or `Other`")
            }
            "pubmed" => ("a publication type of PubMed", "use a publication type of MeSH, such as `Journal Article`"),
            _ => ("a document type of this format", "use one of the types of the format"),
        }
    }

    /// Returns the field that links a retracted work with its notice, or the notice with the work, and the word for
    /// this relation.
    pub fn retraction_place(&self, is_of_work: bool) -> String {
        let place = match (self.id, is_of_work) {
            ("datacite", true) => "`relatedIdentifiers`, with the `relationType` `IsObsoletedBy`",
            ("datacite", false) => "`relatedIdentifiers`, with the `relationType` `Obsoletes`",
            ("datacite-xml", true) => "`<relatedIdentifier relationType=\"IsObsoletedBy\">`",
            ("datacite-xml", false) => "`<relatedIdentifier relationType=\"Obsoletes\">`",
            ("crossref", _) => "`update-to`",
            ("crossref-xml", true) => "`<crossmark><updates><update type=\"retraction\">`",
            ("crossref-xml", false) => "`<crossmark><updates><update>`",
            _ => return self.word(Symbol::RELATIONS).unwrap_or_else(|| "the related works".to_owned()),
        };
        place.to_owned()
    }
}
