//! Names in messages, in the terms of a record's format, which its editors know.

use super::Shape;
use crate::tree::Symbol;

/// A format's names for fields of the canonical record, as written in its files; [`Symbol::DOI`] is the DOI of the
/// work. Fields that are not listed have no name of their own in the format, or one that is not clearer than ours.
type Words = &'static [(Symbol, &'static str)];

/// The names in each format, by its id.
const WORDS: &[(&str, Words)] = &[
    (
        "bibtex",
        &[
            (Symbol::ABSTRACTS, "abstract"),
            (Symbol::ARTICLE_NUMBER, "eid"),
            (Symbol::CONTRIBUTORS, "author"),
            (Symbol::DOI, "doi"),
            (Symbol::ISSN, "issn"),
            (Symbol::ISSUE, "number"),
            (Symbol::JOURNAL, "journal"),
            (Symbol::KEYWORDS, "keywords"),
            (Symbol::LANGUAGES, "language"),
            (Symbol::LINKS, "url"),
            (Symbol::PAGES, "pages"),
            (Symbol::PUBLISHER, "publisher"),
            (Symbol::TITLE, "title"),
            (Symbol::VOLUME, "volume"),
            (Symbol::YEAR, "year"),
        ],
    ),
    (
        "ris",
        &[
            (Symbol::ABSTRACTS, "AB"),
            (Symbol::AFFILIATIONS, "AD"),
            (Symbol::ARTICLE_NUMBER, "C7"),
            (Symbol::CONTRIBUTORS, "AU"),
            (Symbol::DOI, "DO"),
            (Symbol::ID, "ID"),
            (Symbol::ISSN, "SN"),
            (Symbol::ISSUE, "IS"),
            (Symbol::JOURNAL, "JO"),
            (Symbol::KEYWORDS, "KW"),
            (Symbol::LANGUAGES, "LA"),
            (Symbol::LINKS, "UR"),
            (Symbol::PAGES, "SP"),
            (Symbol::PUBLISHER, "PB"),
            (Symbol::TITLE, "TI"),
            (Symbol::TYPE, "TY"),
            (Symbol::VOLUME, "VL"),
            (Symbol::YEAR, "PY"),
        ],
    ),
    (
        "csl",
        &[
            (Symbol::ABSTRACTS, "abstract"),
            (Symbol::CONTRIBUTORS, "author"),
            (Symbol::DOI, "DOI"),
            (Symbol::ISSN, "ISSN"),
            (Symbol::JOURNAL, "container-title"),
            (Symbol::KEYWORDS, "keyword"),
            (Symbol::LANGUAGES, "language"),
            (Symbol::LINKS, "URL"),
            (Symbol::PAGES, "page"),
            (Symbol::TITLE, "title"),
            (Symbol::TYPE, "type"),
            (Symbol::YEAR, "issued"),
        ],
    ),
    (
        "crossref",
        &[
            (Symbol::ABSTRACTS, "abstract"),
            (Symbol::AFFILIATIONS, "affiliation"),
            (Symbol::ARTICLE_NUMBER, "article-number"),
            (Symbol::CONTRIBUTORS, "author"),
            (Symbol::DOI, "DOI"),
            (Symbol::FUNDING, "funder"),
            (Symbol::ISSN, "ISSN"),
            (Symbol::JOURNAL, "container-title"),
            (Symbol::LANGUAGES, "language"),
            (Symbol::LICENSES, "license"),
            (Symbol::LINKS, "URL"),
            (Symbol::PAGES, "page"),
            (Symbol::REFERENCES, "reference"),
            (Symbol::TITLE, "title"),
            (Symbol::TYPE, "type"),
            (Symbol::YEAR, "issued"),
        ],
    ),
    (
        "datacite",
        &[
            (Symbol::ABSTRACTS, "descriptions"),
            (Symbol::AFFILIATIONS, "affiliation"),
            (Symbol::CONTRIBUTORS, "creators"),
            (Symbol::DOI, "doi"),
            (Symbol::FUNDING, "fundingReferences"),
            (Symbol::KEYWORDS, "subjects"),
            (Symbol::LANGUAGES, "language"),
            (Symbol::LICENSES, "rightsList"),
            (Symbol::LINKS, "url"),
            (Symbol::RIGHTS, "rightsList"),
            (Symbol::SUBJECTS, "subjects"),
            (Symbol::TITLE, "titles"),
            (Symbol::TYPE, "resourceTypeGeneral"),
            (Symbol::YEAR, "publicationYear"),
        ],
    ),
    (
        "datacite-xml",
        &[
            (Symbol::ABSTRACTS, "<description>"),
            (Symbol::AFFILIATIONS, "<affiliation>"),
            (Symbol::CONTRIBUTORS, "<creator>"),
            (Symbol::DOI, "<identifier identifierType=\"DOI\">"),
            (Symbol::FUNDING, "<fundingReference>"),
            (Symbol::KEYWORDS, "<subject>"),
            (Symbol::LANGUAGES, "<language>"),
            (Symbol::LICENSES, "<rights>"),
            (Symbol::RIGHTS, "<rights>"),
            (Symbol::SUBJECTS, "<subject>"),
            (Symbol::TITLE, "<title>"),
            (Symbol::TYPE, "resourceTypeGeneral"),
            (Symbol::YEAR, "<publicationYear>"),
        ],
    ),
    (
        "jats",
        &[
            (Symbol::ABSTRACTS, "<abstract>"),
            (Symbol::AFFILIATIONS, "<aff>"),
            (Symbol::ARTICLE_NUMBER, "<elocation-id>"),
            (Symbol::AWARD, "<award-id>"),
            (Symbol::CONTRIBUTORS, "<contrib>"),
            (Symbol::DOI, "<article-id pub-id-type=\"doi\">"),
            (Symbol::EMAIL, "<email>"),
            (Symbol::FUNDER, "<funding-source>"),
            (Symbol::FUNDING, "<award-group>"),
            (Symbol::HOLDER, "<copyright-holder>"),
            (Symbol::ISSN, "<issn>"),
            (Symbol::ISSUE, "<issue>"),
            (Symbol::KEYWORDS, "<kwd>"),
            (Symbol::LICENSES, "<license>"),
            (Symbol::LINKS, "<self-uri>"),
            (Symbol::ORCID, "<contrib-id>"),
            (Symbol::PAGES, "<fpage>"),
            (Symbol::PUBLISHER, "<publisher-name>"),
            (Symbol::REFERENCES, "<ref>"),
            (Symbol::RELATIONS, "<related-article>"),
            (Symbol::RIGHTS, "<permissions>"),
            (Symbol::SUBJECTS, "<subject>"),
            (Symbol::TITLE, "<article-title>"),
            (Symbol::TITLE_VARIANTS, "<trans-title>"),
            (Symbol::TYPE, "article-type"),
            (Symbol::VOLUME, "<volume>"),
            (Symbol::YEAR, "<pub-date>"),
        ],
    ),
    (
        "crossref-xml",
        &[
            (Symbol::ABSTRACTS, "<jats:abstract>"),
            (Symbol::AFFILIATIONS, "<institution>"),
            (Symbol::ARTICLE_NUMBER, "<item_number item_number_type=\"article_number\">"),
            (Symbol::AWARD, "<fr:assertion name=\"award_number\">"),
            (Symbol::CONTRIBUTORS, "<person_name>"),
            (Symbol::DOI, "<doi>"),
            (Symbol::FUNDER, "<fr:assertion name=\"funder_name\">"),
            (Symbol::ISSN, "<issn>"),
            (Symbol::ISSUE, "<issue>"),
            (Symbol::JOURNAL, "<full_title>"),
            (Symbol::LANGUAGES, "language"),
            (Symbol::LICENSES, "<ai:license_ref>"),
            (Symbol::LINKS, "<resource>"),
            (Symbol::ORCID, "<ORCID>"),
            (Symbol::PAGES, "<first_page>"),
            (Symbol::REFERENCES, "<citation>"),
            (Symbol::TITLE, "<title>"),
            (Symbol::VOLUME, "<volume>"),
            (Symbol::YEAR, "<publication_date>"),
        ],
    ),
    (
        "pubmed",
        &[
            (Symbol::ABSTRACTS, "<AbstractText>"),
            (Symbol::AFFILIATIONS, "<Affiliation>"),
            (Symbol::AWARD, "<GrantID>"),
            (Symbol::CONTRIBUTORS, "<Author>"),
            (Symbol::DOI, "<ArticleId IdType=\"doi\">"),
            (Symbol::FUNDER, "<Agency>"),
            (Symbol::ISSN, "<ISSN>"),
            (Symbol::ISSUE, "<Issue>"),
            (Symbol::KEYWORDS, "<Keyword>"),
            (Symbol::LANGUAGES, "<Language>"),
            (Symbol::PAGES, "<MedlinePgn>"),
            (Symbol::REFERENCES, "<Reference>"),
            (Symbol::RELATIONS, "<CommentsCorrections>"),
            (Symbol::RIGHTS, "<CopyrightInformation>"),
            (Symbol::TITLE, "<ArticleTitle>"),
            (Symbol::TYPE, "<PublicationType>"),
            (Symbol::VOLUME, "<Volume>"),
            (Symbol::YEAR, "<PubDate>"),
        ],
    ),
    (
        "oai-dc",
        &[
            (Symbol::ABSTRACTS, "<dc:description>"),
            (Symbol::CONTRIBUTORS, "<dc:creator>"),
            (Symbol::DOI, "<dc:identifier>"),
            (Symbol::KEYWORDS, "<dc:subject>"),
            (Symbol::LANGUAGES, "<dc:language>"),
            (Symbol::LICENSES, "<dc:rights>"),
            (Symbol::LINKS, "<dc:identifier>"),
            (Symbol::PUBLISHER, "<dc:publisher>"),
            (Symbol::RIGHTS, "<dc:rights>"),
            (Symbol::SUBJECTS, "<dc:subject>"),
            (Symbol::TITLE, "<dc:title>"),
            (Symbol::TYPE, "<dc:type>"),
            (Symbol::YEAR, "<dc:date>"),
        ],
    ),
    (
        "doaj",
        &[
            (Symbol::ABSTRACTS, "<abstract>"),
            (Symbol::AFFILIATIONS, "<affiliationName>"),
            (Symbol::CONTRIBUTORS, "<author>"),
            (Symbol::DOI, "<doi>"),
            (Symbol::EMAIL, "<email>"),
            (Symbol::ISSN, "<issn>"),
            (Symbol::ISSUE, "<issue>"),
            (Symbol::JOURNAL, "<journalTitle>"),
            (Symbol::KEYWORDS, "<keyword>"),
            (Symbol::LANGUAGES, "<language>"),
            (Symbol::LINKS, "<fullTextUrl>"),
            (Symbol::ORCID, "<orcid_id>"),
            (Symbol::PAGES, "<startPage>"),
            (Symbol::PUBLISHER, "<publisher>"),
            (Symbol::TITLE, "<title>"),
            (Symbol::TYPE, "<documentType>"),
            (Symbol::VOLUME, "<volume>"),
            (Symbol::YEAR, "<publicationDate>"),
        ],
    ),
];

/// What each format requires, by its id: elements, keys, and attributes with a leading `@`. If one is empty, it cannot
/// be removed. DataCite Metadata Schema 4.5, section 2.2; doajArticles.xsd; JATS 1.3 (`article-id`); CSL-JSON schema;
/// RIS specification.
const REQUIRED: &[(&str, &[&str])] = &[
    (
        "datacite-xml",
        &[
            "identifier",
            "creatorName",
            "contributorName",
            "title",
            "publisher",
            "publicationYear",
            "resourceType",
            "@resourceTypeGeneral",
            "@identifierType",
            "@alternateIdentifierType",
            "@nameIdentifierScheme",
            "@contributorType",
            "@descriptionType",
            "@dateType",
            "@funderIdentifierType",
            "@relatedIdentifierType",
            "@relationType",
        ],
    ),
    (
        "datacite",
        &["doi", "titles", "creators", "publisher", "publicationYear", "resourceTypeGeneral", "identifierType"],
    ),
    ("jats", &["@pub-id-type"]),
    ("doaj", &["journalTitle", "publicationDate", "title"]),
    ("csl", &["id", "type"]),
    ("ris", &["TY"]),
];

impl Shape {
    /// Whether the format requires an element, a key, or an attribute (with a leading `@`), so that it cannot be
    /// removed.
    pub fn requires(&self, name: &str) -> bool {
        REQUIRED.iter().any(|(id, names)| *id == self.id && names.contains(&name))
    }

    /// Returns the format's name for a field, in backticks: `` `DO` `` for a DOI in RIS. `None` if the format has no
    /// name for it.
    pub fn word(&self, field: Symbol) -> Option<String> {
        if self.is_native() {
            let name = if field == Symbol::DOI { Symbol::IDENTIFIERS } else { field };
            return Some(format!("`{}`", name.name()));
        }
        let (_, words) = WORDS.iter().find(|(id, _)| *id == self.id)?;
        words.iter().find(|(known, _)| *known == field).map(|(_, word)| format!("`{word}`"))
    }

    /// Whether its records use the names of the canonical record.
    pub fn is_native(&self) -> bool {
        self.id == "native"
    }

    /// Whether a contributor can have an ORCID iD in the format.
    pub fn has_orcid(&self) -> bool {
        !matches!(self.id, "bibtex" | "ris" | "csl" | "oai-dc" | "bwmeta" | "yadda-page")
    }

    /// Returns the names of the fields for the family name and the given names. `None` if the format writes both in one
    /// text, separated by a comma.
    pub fn name_parts(&self) -> Option<(&'static str, &'static str)> {
        match self.id {
            "native" | "crossref" | "csl" => Some(("`family`", "`given`")),
            "jats" => Some(("`<surname>`", "`<given-names>`")),
            "crossref-xml" => Some(("`<surname>`", "`<given_name>`")),
            "pubmed" => Some(("`<LastName>`", "`<ForeName>`")),
            "datacite" => Some(("`familyName`", "`givenName`")),
            "datacite-xml" => Some(("`<familyName>`", "`<givenName>`")),
            "bwmeta" => Some(("`<name type=\"surname\">`", "`<name type=\"forenames\">`")),
            _ => None,
        }
    }

    /// Returns a name as the format writes it in one text: RIS has the surname first.
    pub fn whole_name(&self, given: Option<&str>, family: &str) -> String {
        match given {
            Some(given) if self.id == "ris" => format!("{family}, {given}"),
            Some(given) => format!("{given} {family}"),
            None => family.to_owned(),
        }
    }

    /// Returns how to write an organisation among the contributors.
    pub fn organization_advice(&self) -> &'static str {
        match self.id {
            "native" => "write its whole name under `organization`",
            "bibtex" => "write its whole name in double braces, as in `{{World Health Organization}}`",
            "ris" => "end its whole name with a comma, as in `World Health Organization,`",
            "jats" => "write its whole name in `<collab>`",
            "crossref" => "write its whole name under `name`",
            "csl" => "write its whole name under `literal`",
            "crossref-xml" => "write its whole name in `<organization>`",
            "pubmed" => "write its whole name in `<CollectiveName>`",
            "datacite" => "set `nameType` to `Organizational`",
            "datacite-xml" => "set the attribute `nameType` to `Organizational`",
            "bwmeta" => {
                "add `institution=\"true\"` to `<contributor>`, and write the whole name in `<name type=\"canonical\">`"
            }
            _ => "write its whole name as that of an organisation",
        }
    }

    /// Returns how to write a suffix of a name, such as `Jr.`
    pub fn suffix_advice(&self) -> &'static str {
        match self.id {
            "native" | "crossref" | "csl" => "write it under `suffix`",
            "bibtex" => "write it between two commas, as in `King, Jr., Martin`",
            "ris" => "write it behind a second comma, as in `King, Martin, Jr.`",
            "jats" | "crossref-xml" => "write it in `<suffix>`",
            "pubmed" => "write it in `<Suffix>`",
            _ => "remove it",
        }
    }

    /// Returns how to mark a second abstract in one language.
    pub fn second_abstract_advice(&self) -> &'static str {
        match self.id {
            "native" => "say what the second one is by its `role`, such as `teaser` or `plain`",
            "jats" => "say what the second one is by its `abstract-type`, such as `summary` or `teaser`",
            _ => "keep one abstract in each language",
        }
    }

    /// Returns what to do if no author is named.
    pub fn author_advice(&self) -> &'static str {
        match self.id {
            "native" => "name the author, or say `anonymous: true` if the work has none",
            "jats" => {
                "name the author, or write `<contrib contrib-type=\"author\"><anonymous/></contrib>` if the work has none"
            }
            _ => "name the author, if the work has one",
        }
    }

    /// Returns what to do if the document type is missing, with types of the format.
    pub fn type_advice(&self) -> &'static str {
        match self.id {
            "jats" => {
                "say what this is in `article-type`, for example `research-article`, `review-article` or `editorial`"
            }
            "csl" => "say what this is in `type`, for example `article-journal` or `chapter`",
            "crossref" => "say what this is in `type`, for example `journal-article` or `book-chapter`",
            "crossref-xml" => "say what this is, for example `preprint` or `report`",
            "datacite" => "say what this is in `resourceTypeGeneral`, for example `JournalArticle` or `Dataset`",
            "datacite-xml" => {
                "say what this is in `<resourceType resourceTypeGeneral=\"...\">`, for example `JournalArticle` or `Dataset`"
            }
            "pubmed" => "say what this is in `<PublicationType>`, for example `Journal Article` or `Review`",
            "oai-dc" => "say what this is in `<dc:type>`, for example `info:eu-repo/semantics/article`",
            "doaj" => "say what this is in `<documentType>`, for example `article`",
            "ris" => "say what this is in `TY`, for example `JOUR` for an article or `CHAP` for a chapter",
            "bibtex" => "say what this is, for example `article` or `incollection`",
            _ => "say what this is, for example `article` or `review-article`",
        }
    }

    /// Returns where and how to write the language of publication.
    pub fn language_advice(&self) -> &'static str {
        match self.id {
            "jats" => "write the code of the language on `<article>`, for example `xml:lang=\"en\"`",
            "crossref-xml" => {
                "write the code of the language on `<journal_article>` or its like, for example `language=\"en\"`"
            }
            "datacite" | "crossref" | "csl" => "write the code of the language in `language`, for example `en`",
            "datacite-xml" => "write the code of the language, for example `<language>en</language>`",
            "oai-dc" => "write the code of the language, for example `<dc:language>en</dc:language>`",
            "doaj" => "write the code of the language, for example `<language>eng</language>`",
            "pubmed" => "write the code of the language, for example `<Language>eng</Language>`",
            "bibtex" => "write the language, for example `language = {english}`",
            "ris" => "write the language in `LA`, for example `LA  - en`",
            _ => "name the language of the work by its code, such as `pl` or `en`",
        }
    }

    /// Returns how to add a language tag to a title or an abstract: "add `xml:lang="en"` to `<title>`".
    pub fn text_language_advice(&self, field: Symbol, code: &str) -> Option<String> {
        let attribute = match self.id {
            "jats" | "datacite-xml" | "crossref-xml" | "oai-dc" => "xml:lang",
            "bwmeta" => "lang",
            "doaj" => "language",
            _ => return None,
        };
        let element = match (self.id, field) {
            ("datacite-xml", Symbol::TITLE | Symbol::TITLE_VARIANTS) => "`<title>`".to_owned(),
            ("bwmeta", Symbol::TITLE | Symbol::TITLE_VARIANTS) => "`<name>`".to_owned(),
            ("jats" | "oai-dc" | "doaj" | "crossref-xml" | "datacite-xml", _) => self.word(field)?,
            _ => return None,
        };
        Some(format!("add `{attribute}=\"{code}\"` to {element}"))
    }

    /// Returns how to link a contributor with an institution.
    pub fn belonging_advice(&self, id: Option<&str>) -> String {
        match (self.id, id) {
            ("jats", Some(id)) if id.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>&`".contains(&byte)) => {
                format!(
                    "add `<xref ref-type=\"aff\" rid=\"{id}\"/>` to the `<contrib>` that belongs to it, or remove it"
                )
            }
            ("jats", _) => {
                "give the `<aff>` an `id`, and add an `<xref ref-type=\"aff\">` with it to its `<contrib>`".to_owned()
            }
            _ => "say which contributor belongs to it, or remove it".to_owned(),
        }
    }
}
