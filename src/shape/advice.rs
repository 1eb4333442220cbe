//! Advice in the terms of a record's format: texts as its files spell them, and the fields to which a value belongs.

use super::{LanguageCodes, Shape};
use crate::diagnostic::show;
use crate::syntax::Syntax;
use crate::tree::Symbol;

/// How a format writes the first and the last page in two fields.
struct Pages {
    shape: &'static str,
    /// The text before, between and after the two pages.
    around: [&'static str; 3],
    /// The field of the last page.
    last: &'static str,
}

const PAGES: &[Pages] = &[
    Pages { shape: "jats", around: ["<fpage>", "</fpage><lpage>", "</lpage>"], last: "<lpage>" },
    Pages {
        shape: "crossref-xml",
        around: ["<first_page>", "</first_page><last_page>", "</last_page>"],
        last: "<last_page>",
    },
    Pages {
        shape: "datacite-xml",
        around: ["<firstPage>", "</firstPage><lastPage>", "</lastPage>"],
        last: "<lastPage>",
    },
    Pages { shape: "doaj", around: ["<startPage>", "</startPage><endPage>", "</endPage>"], last: "<endPage>" },
    Pages { shape: "datacite", around: ["\"firstPage\": \"", "\", \"lastPage\": \"", "\""], last: "lastPage" },
    Pages { shape: "ris", around: ["SP  - ", "` and `EP  - ", ""], last: "EP" },
];

/// Fields for which [`Shape::word`] has no name because they need more than one name: [`Symbol::SCHEME`] is used for a
/// preprint number, [`Symbol::IDENTIFIERS`] for a PubMed Central number.
const PLACES: &[(&str, &[(Symbol, &str)])] = &[
    (
        "native",
        &[
            (Symbol::DOI, "`identifiers`, with the scheme `doi`"),
            (Symbol::IDENTIFIERS, "`identifiers`, with the scheme `pmcid`"),
            (Symbol::ISSN, "`journal/issn`"),
            (Symbol::ORCID, "`orcid`"),
            (Symbol::SCHEME, "`identifiers`, with the scheme `arxiv`"),
        ],
    ),
    ("bibtex", &[(Symbol::IDENTIFIERS, "`pmcid`"), (Symbol::SCHEME, "`eprint`, with `archiveprefix = {arXiv}`")]),
    ("csl", &[(Symbol::IDENTIFIERS, "`PMCID`")]),
    ("crossref", &[(Symbol::ORCID, "`ORCID`")]),
    (
        "datacite",
        &[
            (Symbol::IDENTIFIERS, "`alternateIdentifiers`"),
            (Symbol::ORCID, "`nameIdentifiers`"),
            (Symbol::SCHEME, "`alternateIdentifiers`"),
        ],
    ),
    (
        "datacite-xml",
        &[
            (Symbol::IDENTIFIERS, "`<alternateIdentifier>`"),
            (Symbol::ORCID, "`<nameIdentifier>`"),
            (Symbol::SCHEME, "`<alternateIdentifier>`"),
        ],
    ),
    (
        "jats",
        &[
            (Symbol::IDENTIFIERS, "`<article-id pub-id-type=\"pmcid\">`"),
            (Symbol::ORCID, "`<contrib-id contrib-id-type=\"orcid\">`"),
            (Symbol::SCHEME, "`<article-id pub-id-type=\"arxiv\">`"),
        ],
    ),
    (
        "pubmed",
        &[(Symbol::IDENTIFIERS, "`<ArticleId IdType=\"pmc\">`"), (Symbol::ORCID, "`<Identifier Source=\"ORCID\">`")],
    ),
    ("oai-dc", &[(Symbol::IDENTIFIERS, "`<dc:identifier>`"), (Symbol::SCHEME, "`<dc:identifier>`")]),
    (
        "bwmeta",
        &[
            (Symbol::DOI, "`<id scheme=\"bwmeta1.id-class.DOI\" value=\"...\"/>`"),
            (Symbol::EMAIL, "`<attribute key=\"contact-email\">`"),
            (Symbol::ISSN, "`<id scheme=\"bwmeta1.id-class.ISSN\" value=\"...\"/>`"),
            (Symbol::KEYWORDS, "`<tags type=\"keyword\">`"),
            (Symbol::LINKS, "`<contents>`"),
            (Symbol::ORCID, "`<attribute key=\"orcid\">`"),
        ],
    ),
    (
        "yadda-page",
        &[(Symbol::AFFILIATIONS, "`Affiliations`"), (Symbol::DOI, "`Identifiers`"), (Symbol::KEYWORDS, "`Keywords`")],
    ),
];

/// Special characters of TeX that need a backslash in text.
const TEX: [char; 4] = ['&', '%', '#', '_'];

impl Shape {
    /// Returns a text as a file of the format spells it: with `&amp;` in XML, and with `\&` in TeX.
    pub fn spelled(&self, text: &str) -> String {
        if self.syntaxes.contains(&Syntax::Xml) {
            return text.replace('&', "&amp;").replace('<', "&lt;");
        }
        if !self.is_tex {
            return text.to_owned();
        }
        let mut spelled = String::with_capacity(text.len());
        for letter in text.chars() {
            if TEX.contains(&letter) && !spelled.ends_with('\\') {
                spelled.push('\\');
            }
            spelled.push(letter);
        }
        spelled
    }

    /// Returns two pages as the format writes them, in backticks: `` `155-166` ``, or each in its own field.
    pub fn pages_of(&self, first: &str, last: &str) -> String {
        match PAGES.iter().find(|pages| pages.shape == self.id) {
            Some(Pages { around: [before, between, after], .. }) => {
                format!("`{before}{first}{between}{last}{after}`")
            }
            None if self.is_tex => format!("`{first}--{last}`"),
            None => format!("`{first}-{last}`"),
        }
    }

    /// Returns pages in the format's notation, with the first and the last page separated if the format has two fields
    /// for them. Anything other than a single range is returned unchanged.
    pub fn pages_apart(&self, pages: &str) -> String {
        let is_apart = PAGES.iter().any(|known| known.shape == self.id);
        let mut parts = pages.split(['-', '–', '—']).filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(last), None) if is_apart && !pages.contains([',', ';']) => {
                self.pages_of(first.trim(), last.trim())
            }
            _ => show::quoted(pages),
        }
    }

    /// Returns the field of the last page, if it differs from that of the first.
    pub fn last_page(&self) -> Option<&'static str> {
        PAGES.iter().find(|pages| pages.shape == self.id).map(|pages| pages.last)
    }

    /// Returns the field to which a value belongs: "`DO`". `None` if the format has no field for it.
    pub fn place_of(&self, field: Symbol) -> Option<String> {
        let places = PLACES.iter().find(|(id, _)| *id == self.id).map(|(_, places)| *places).unwrap_or_default();
        if let Some((_, place)) = places.iter().find(|(known, _)| *known == field) {
            return Some((*place).to_owned());
        }
        // These two symbols are used for identifiers of any kind.
        let is_given = !matches!(field, Symbol::SCHEME | Symbol::IDENTIFIERS);
        self.word(field).filter(|_| is_given)
    }

    /// Returns the field to which the ISBN of the work belongs. `None` if the format has no field for it.
    pub fn isbn_place(&self) -> Option<&'static str> {
        match self.id {
            "native" => Some("`identifiers`, with the scheme `isbn`"),
            "bibtex" => Some("`isbn`"),
            "csl" | "crossref" => Some("`ISBN`"),
            "jats" | "crossref-xml" => Some("`<isbn>`"),
            _ => None,
        }
    }

    /// Returns what to do with a value in the wrong field: "move it to `DO`", or "remove it" if the format has no field
    /// for it.
    pub fn move_advice(&self, what: &str, field: Symbol) -> String {
        match (self.place_of(field), self.word(Symbol::LINKS).filter(|_| field == Symbol::SCHEME)) {
            (Some(place), _) => format!("move {what} to {place}"),
            (None, Some(links)) => {
                format!("write its address in {links} instead, such as `https://arxiv.org/abs/1706.06083`")
            }
            (None, None) => format!("remove {what}"),
        }
    }

    /// Returns the language code that the format uses, of the two given.
    pub fn language_code<'c>(&self, shortest: &'c str, bibliographic: &'c str) -> &'c str {
        if self.takes_long_codes() { bibliographic } else { shortest }
    }

    /// Whether the format uses three-letter language codes.
    pub fn takes_long_codes(&self) -> bool {
        self.language_codes == LanguageCodes::Bibliographic
    }

    /// Returns what to do with a placeholder among the contributors, depending on whether it is the only contributor.
    pub fn placeholder_advice(&self, is_only: bool) -> &'static str {
        match self.id {
            "native" => "name the author, say `anonymous: true`, or name the body under `organization`",
            "jats" => "name the author, or write `<anonymous/>` instead of the name",
            "crossref-xml" => {
                "name the author, or write `<anonymous sequence=\"first\" contributor_role=\"author\"/>` for the whole `<person_name>`"
            }
            _ if is_only && self.needs_authors() => "name the author",
            _ => "name the author, or leave the name out if nobody is known",
        }
    }

    /// Returns the same for the text that a program wrote for a missing name.
    pub fn leftover_advice(&self, is_only: bool) -> &'static str {
        match self.id {
            "jats" if is_only => "write the name, or `<anonymous/>` instead of it",
            "crossref-xml" if is_only => {
                "write the name, or `<anonymous sequence=\"first\" contributor_role=\"author\"/>` for the whole `<person_name>`"
            }
            _ if is_only && self.needs_authors() => "write the name",
            _ => "write the name, or leave it out",
        }
    }

    /// Whether a record without an author is reported, because the format cannot declare that there is none.
    fn needs_authors(&self) -> bool {
        matches!(self.id, "crossref" | "datacite" | "datacite-xml" | "pubmed" | "bwmeta" | "doaj" | "yadda-page")
    }

    /// Whether the format writes an institution among the contributors in another way than a person.
    pub fn marks_institutions(&self) -> bool {
        !matches!(self.id, "doaj" | "yadda-page")
    }

    /// Returns how to add an institution to a contributor whose reference is dangling.
    pub fn institution_advice(&self) -> &'static str {
        match self.id {
            "jats" => "give an `<aff>` this `id`, or write the institution in an `<aff>` within the `<contrib>`",
            "bwmeta" => "give an `<affiliation>` this `id`, or remove the `<affiliation-ref>`",
            "doaj" => "give an `<affiliationName>` this `affiliationId`, or remove the `<affiliationId>`",
            _ => "give an affiliation this id, or put an object with the `name` of the institution here",
        }
    }

    /// Returns how to correct an abstract in two languages.
    pub fn two_languages_advice(&self) -> &'static str {
        match self.id {
            "bibtex" | "ris" | "csl" | "crossref" => "keep the abstract in one language",
            _ => "keep each language as an abstract of its own",
        }
    }

    /// Whether a work has a single language in this format.
    pub fn has_one_language(&self) -> bool {
        matches!(self.id, "datacite" | "datacite-xml" | "csl" | "crossref" | "crossref-xml" | "jats")
    }

    /// Returns how to write several languages of a work.
    pub fn languages_advice(&self) -> &'static str {
        match self.id {
            "bibtex" => "join the names with `and`, as in `polish and english`",
            _ if self.has_one_language() => "write the one language of the work",
            _ => "list each language by itself",
        }
    }

    /// Returns where a translation of the title can be added: "as a variant" and the like. `None` if the format has no
    /// field for it.
    pub fn translation_advice(&self) -> Option<&'static str> {
        match self.id {
            "bibtex" | "csl" | "crossref" | "crossref-xml" => None,
            _ => Some("keep the translation as a variant"),
        }
    }

    /// Returns how to specify the licence.
    pub fn license_advice(&self) -> &'static str {
        match self.id {
            "datacite" => "add the address of the licence in `rightsUri`",
            "datacite-xml" => "add the address of the licence in the attribute `rightsURI` of `<rights>`",
            "oai-dc" => "add the address of the licence in `<dc:rights>`",
            _ => "say under which licence the text may be used",
        }
    }

    /// Returns what to do with a PubMed Central number that is given as a PMID.
    pub fn pmcid_advice(&self) -> &'static str {
        match self.id {
            "native" => "it is of PubMed Central: give it the scheme `pmcid`",
            "bibtex" => "it is of PubMed Central: move it to `pmcid`",
            "csl" => "it is of PubMed Central: move it to `PMCID`",
            "jats" => "it is of PubMed Central: write `pub-id-type=\"pmcid\"`",
            "pubmed" => "it is of PubMed Central: write it in `<ArticleId IdType=\"pmc\">`, and the PMID here",
            _ => "it is of PubMed Central: write the PMID here",
        }
    }
}
