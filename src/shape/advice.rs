//! What helps say in the words of a format: how it writes what native records have a field for.

use super::Shape;
use crate::tree::Symbol;

impl Shape {
    /// How an organisation is written among the contributors.
    pub fn organization_advice(&self) -> &'static str {
        match self.id {
            "native" => "write its whole name under `organization`",
            "bibtex" => "write its whole name in double braces, as in `{{World Health Organization}}`",
            "jats" => "write its whole name in `<collab>`",
            "crossref" => "write its whole name under `name`",
            "csl" => "write its whole name under `literal`",
            "crossref-xml" => "write its whole name in `<organization>`",
            "pubmed" => "write its whole name in `<CollectiveName>`",
            "datacite" => "set `nameType` to `Organizational`",
            "datacite-xml" => "set the attribute `nameType` to `Organizational`",
            _ => "write its whole name as that of an organisation",
        }
    }

    /// How a suffix of a name, such as `Jr.`, is written.
    pub fn suffix_advice(&self) -> &'static str {
        match self.id {
            "native" | "crossref" | "csl" => "write it under `suffix`",
            "bibtex" => "write it between two commas, as in `King, Jr., Martin`",
            "ris" => "write it behind a second comma, as in `King, Martin, Jr.`",
            "jats" | "crossref-xml" => "write it in `<suffix>`",
            "pubmed" => "write it in `<Suffix>`",
            _ => "write it apart from the surname",
        }
    }

    /// Where a DOI ([`Symbol::IDENTIFIERS`]), the number of a preprint ([`Symbol::SCHEME`]), an address
    /// ([`Symbol::LINKS`]), an ISSN or keywords belong.
    pub fn place_of(&self, what: Symbol) -> &'static str {
        let [doi, link, issn, keywords] = match self.id {
            "native" => ["`identifiers`, with the scheme `doi`", "`links`", "`journal/issn`", "`keywords`"],
            "bibtex" => ["`doi`", "`url`", "`issn`", "`keywords`"],
            "crossref" => ["`DOI`", "`URL`", "`ISSN`", "its own field"],
            "csl" => ["`DOI`", "`URL`", "`ISSN`", "`keyword`"],
            "ris" => ["`DO`", "`UR`", "`SN`", "`KW`"],
            "jats" => ["`<article-id pub-id-type=\"doi\">`", "`<self-uri>`", "`<issn>`", "`<kwd-group>`"],
            _ => ["its own field"; 4],
        };
        // The number of a preprint.
        if what == Symbol::SCHEME {
            return match self.id {
                "native" => "`identifiers`, with the scheme `arxiv`",
                "bibtex" => "`eprint`, with `archiveprefix = {arXiv}`",
                _ => "the field for identifiers",
            };
        }
        match what {
            Symbol::IDENTIFIERS => doi,
            Symbol::LINKS => link,
            Symbol::ISSN => issn,
            _ => keywords,
        }
    }

    /// What to do where no author is named.
    pub fn author_advice(&self) -> &'static str {
        match self.id {
            "native" => "name the author, or say `anonymous: true` if the work has none",
            "jats" => "name the author, or write `<anonymous/>` if the work has none",
            _ => "name the author, if the work has one",
        }
    }
}
