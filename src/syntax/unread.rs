//! Detection of known formats of records that are not supported yet.
//!
//! A file in one of them is reported with advice, instead of as one in an unknown format. The table is only used if no
//! record of a supported format was found. So its evidence only needs to distinguish these formats from each other and
//! from files of other programs.

use super::{Reason, Syntax, ris};

/// The number of bytes that are searched.
const PROBE: usize = 1 << 16;

/// Evidence at the beginning of a file.
enum Evidence {
    /// An XML element with this name and any prefix.
    Element(&'static str),
    /// A member with this name, in JSON or YAML.
    Name(&'static str),
    /// This text anywhere, as part of a namespace.
    Text(&'static str),
    /// Anything else.
    Other(fn(&str) -> bool),
}

use Evidence::{Element, Name, Other, Text};

/// A format and its evidence: all items of one of the lists.
struct Format {
    syntaxes: &'static [Syntax],
    evidence: &'static [&'static [Evidence]],
    reason: &'static Reason,
}

const XML: &[Syntax] = &[Syntax::Xml];
const JSON: &[Syntax] = &[Syntax::Json, Syntax::Ndjson];
const YAML: &[Syntax] = &[Syntax::Yaml];
const DATA: &[Syntax] = &[Syntax::Json, Syntax::Ndjson, Syntax::Yaml];

/// The formats, the more specific first.
const FORMATS: &[Format] = &[
    Format { syntaxes: XML, evidence: &[&[Text("pkp.sfu.ca")]], reason: &Reason::OJS },
    Format {
        syntaxes: XML,
        evidence: &[
            &[Text("loc.gov/MARC21/slim")],
            &[Text("info:lc/xmlns/marcxchange")],
            &[Element("leader"), Element("datafield")],
            &[Element("datafield"), Element("subfield")],
        ],
        reason: &Reason::MARCXML,
    },
    Format {
        syntaxes: XML,
        evidence: &[&[Text("loc.gov/mods/")], &[Element("mods")], &[Element("modsCollection")]],
        reason: &Reason::MODS,
    },
    Format {
        syntaxes: XML,
        evidence: &[&[Element("records"), Element("ref-type")], &[Element("ref-type"), Element("contributors")]],
        reason: &Reason::ENDNOTE_XML,
    },
    Format { syntaxes: XML, evidence: &[&[Element("dblp")], &[Element("dblpperson")]], reason: &Reason::DBLP },
    Format {
        syntaxes: XML,
        evidence: &[&[Text("arxiv.org/OAI/")], &[Text("arxiv.org/schemas/atom")]],
        reason: &Reason::ARXIV,
    },
    Format { syntaxes: XML, evidence: &[&[Text("www.tei-c.org/ns/")]], reason: &Reason::TEI },
    Format {
        syntaxes: XML,
        evidence: &[&[Text("editeur.org/onix")], &[Element("ONIXMessage")]],
        reason: &Reason::ONIX,
    },
    Format { syntaxes: XML, evidence: &[&[Text("officeDocument/2006/bibliography")]], reason: &Reason::WORD_SOURCES },
    Format { syntaxes: XML, evidence: &[&[Text("zotero.org/namespaces/export")]], reason: &Reason::ZOTERO_RDF },
    Format {
        syntaxes: XML,
        evidence: &[
            &[Text("www.elsevier.com/xml/")],
            &[Text("wiley.com/namespaces/")],
            &[Element("PublisherInfo"), Element("JournalInfo")],
        ],
        reason: &Reason::PUBLISHER,
    },
    Format { syntaxes: DATA, evidence: &[&[Name("itemType")]], reason: &Reason::ZOTERO },
    Format {
        syntaxes: JSON,
        evidence: &[
            &[Name("authorships"), Text("openalex.org/")],
            &[Name("authorships"), Name("publication_year")],
            &[Name("abstract_inverted_index")],
        ],
        reason: &Reason::OPENALEX,
    },
    Format { syntaxes: JSON, evidence: &[&[Name("bibjson")]], reason: &Reason::DOAJ_JSON },
    Format { syntaxes: JSON, evidence: &[&[Name("@context"), Text("schema.org")]], reason: &Reason::SCHEMA_ORG },
    Format { syntaxes: JSON, evidence: &[&[Name("@context")], &[Name("@graph")]], reason: &Reason::JSON_LD },
    Format {
        syntaxes: JSON,
        evidence: &[&[Name("v12"), Name("v30")], &[Name("v880")], &[Name("v12"), Name("v65")]],
        reason: &Reason::SCIELO,
    },
    Format { syntaxes: JSON, evidence: &[&[Name("leader"), Name("fields")]], reason: &Reason::MARC },
    Format { syntaxes: YAML, evidence: &[&[Name("cff-version")]], reason: &Reason::CFF },
    Format { syntaxes: YAML, evidence: &[&[Other(is_hayagriva)]], reason: &Reason::HAYAGRIVA },
    Format {
        syntaxes: JSON,
        evidence: &[
            &[Name("title"), Name("author"), Name("year")],
            &[Name("title"), Name("authors"), Name("year")],
            &[Name("title"), Name("author"), Name("doi")],
            &[Name("title"), Name("authors"), Name("doi")],
        ],
        reason: &Reason::OWN_JSON,
    },
];

/// Detects the format of a text in a supported syntax without records of a supported format.
pub fn known_export(syntax: Syntax, text: &str) -> Option<&'static Reason> {
    let head = beginning(text);
    let is_there = |evidence: &Evidence| match evidence {
        Element(name) => has_element(head, name),
        Name(name) if syntax == Syntax::Yaml => has_name_in_yaml(head, name),
        Name(name) => has_name(head, name),
        Text(text) => head.contains(text),
        Other(is_there) => is_there(head),
    };
    let is_in = |format: &&Format| {
        format.syntaxes.contains(&syntax) && format.evidence.iter().any(|all| all.iter().all(is_there))
    };
    FORMATS.iter().find(is_in).map(|format| format.reason)
}

/// Detects the format of a text in no supported syntax: a tagged format, a table, a page.
pub(super) fn known_text(extension: &str, text: &str) -> Option<&'static Reason> {
    let head = beginning(text).trim_start();
    if let Some(format) = ris::other_format(text) {
        return Some(format);
    }
    if is_marc(head) {
        return Some(&Reason::MARC);
    }
    if has_name_in_yaml(head, "cff-version") {
        return Some(&Reason::CFF);
    }
    if let Some(front) = front_matter(head) {
        return in_front_matter(front);
    }
    (matches!(extension, "csv" | "tsv" | "tab") || is_table(head)).then_some(&Reason::TABLE)
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(PROBE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether there is a start tag with this name, with or without a prefix.
fn has_element(head: &str, name: &str) -> bool {
    memchr::memmem::find_iter(head.as_bytes(), name).any(|at| {
        let (before, after) = (&head[..at], &head[at + name.len()..]);
        let is_ended = after.starts_with(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/'));
        let prefix = before.rsplit(['<', '>', ' ']).next().unwrap_or_default();
        let is_prefix = prefix.is_empty() || prefix.ends_with(':') && !prefix.starts_with('/');
        is_ended && is_prefix && before[..at - prefix.len()].ends_with('<')
    })
}

/// Whether there is a name in double quotes, followed by a colon.
fn has_name(head: &str, name: &str) -> bool {
    memchr::memmem::find_iter(head.as_bytes(), name).any(|at| {
        let after = head[at + name.len()..].strip_prefix('"');
        head[..at].ends_with('"') && after.is_some_and(|after| after.trim_start().starts_with(':'))
    })
}

/// Whether a line begins with this name, at any depth, also at the start of an item.
fn has_name_in_yaml(head: &str, name: &str) -> bool {
    head.lines().any(|line| name_in_line(line) == name)
}

/// Returns the name at the start of a line of YAML or TOML, or an empty string.
fn name_in_line(line: &str) -> &str {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    let name = line.split_once([':', '=']).map_or("", |(name, _)| name);
    name.trim().trim_matches(['"', '\''])
}

/// The entry types of Hayagriva in lower case (section "Entry types" of its file format).
const HAYAGRIVA: &[&str] = &[
    "anthology",
    "anthos",
    "article",
    "artwork",
    "audio",
    "blog",
    "book",
    "case",
    "chapter",
    "conference",
    "entry",
    "exhibition",
    "legislation",
    "manuscript",
    "misc",
    "newspaper",
    "original",
    "patent",
    "performance",
    "periodical",
    "post",
    "proceedings",
    "reference",
    "report",
    "repository",
    "scene",
    "thesis",
    "thread",
    "video",
    "web",
];

/// Whether there is a key at the start of a line with a `type` of Hayagriva and a `title` in it.
fn is_hayagriva(head: &str) -> bool {
    let (mut is_entry, mut has_type, mut has_title) = (false, false, false);
    for line in head.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if line.starts_with(|letter: char| !letter.is_whitespace() && letter != '-') {
            is_entry = line.trim_end().ends_with(':');
            (has_type, has_title) = (false, false);
        } else if is_entry {
            let value = line.split_once(':').map_or("", |(_, value)| value).trim().trim_matches(['"', '\'']);
            let name = name_in_line(line);
            has_type |= name == "type" && HAYAGRIVA.iter().any(|known| value.eq_ignore_ascii_case(known));
            has_title |= name == "title";
            if has_type && has_title {
                return true;
            }
        }
    }
    false
}

/// Whether a text is MARC: in ISO 2709, with a leader of 24 characters that ends with `4500`, or in the lines of
/// `MarcEdit` and `yaz-marcdump`.
fn is_marc(head: &str) -> bool {
    let bytes = head.as_bytes();
    let is_leader = bytes.get(20..24) == Some(b"4500") && bytes[..5].iter().all(u8::is_ascii_digit);
    let first = head.lines().next().unwrap_or_default();
    let is_line = first.starts_with("=LDR ") || first.starts_with("LDR ") || first.starts_with("000 ");
    let has_fields = || head.lines().any(|line| line.starts_with("245 ") || line.starts_with("=245 "));
    is_leader || is_line && has_fields() || bytes.get(20..24) == Some(b"4500") && has_fields()
}

/// Returns the front matter of a page: the lines between `---` or `+++` at its start.
fn front_matter(head: &str) -> Option<&str> {
    let fence =
        ["---", "+++"].into_iter().find(|fence| head.lines().next().is_some_and(|line| line.trim_end() == *fence))?;
    let inside = head.split_once('\n')?.1;
    let end = format!("\n{fence}");
    inside.split_once(&*end).map(|(front, _)| front)
}

/// Detects front matter about a publication. Other pages have titles and authors as well.
fn in_front_matter(front: &str) -> Option<&'static Reason> {
    const OF_PUBLICATIONS: &[&str] =
        &["publication_types", "publication", "publication_short", "doi", "journal", "venue"];
    if has_name_in_yaml(front, "references") && has_name_in_yaml(front, "id") {
        return Some(&Reason::PANDOC);
    }
    let is_there = |name: &&str| has_name_in_yaml(front, name);
    (has_name_in_yaml(front, "title") && OF_PUBLICATIONS.iter().any(is_there)).then_some(&Reason::FRONT_MATTER)
}

/// Column names in the tables of databases and reference managers, in lower case.
const COLUMNS: &[&str] = &[
    "abstract",
    "article title",
    "author",
    "authors",
    "author(s)",
    "authors full names",
    "doi",
    "document title",
    "document type",
    "issn",
    "issue",
    "item type",
    "journal",
    "journal/book",
    "keywords",
    "pages",
    "pmid",
    "publication title",
    "publication type",
    "publication year",
    "source",
    "source title",
    "start page",
    "title",
    "volume",
    "year",
];

/// Whether the first line has the names of three columns of records, separated by commas, semicolons or tabs.
fn is_table(head: &str) -> bool {
    let Some(first) = head.lines().next() else { return false };
    let is_column = |name: &str| COLUMNS.contains(&&*name.trim().trim_matches('"').trim().to_lowercase());
    ['\t', ',', ';'].into_iter().any(|separator| first.split(separator).filter(|name| is_column(name)).count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_detected_from_the_content() {
        let cases: &[(Syntax, &str, Option<&Reason>)] = &[
            (Syntax::Xml, "<marc:record xmlns:marc='http://www.loc.gov/MARC21/slim'/>", Some(&Reason::MARCXML)),
            (Syntax::Xml, "<record><leader>0</leader><datafield tag='1'/></record>", Some(&Reason::MARCXML)),
            (Syntax::Xml, "<m:modsCollection xmlns:m='x'><m:mods/></m:modsCollection>", Some(&Reason::MODS)),
            (Syntax::Xml, "<xml><records><record><ref-type name='Book'>6</ref-type>", Some(&Reason::ENDNOTE_XML)),
            (Syntax::Xml, "<dblp><article key='a'/></dblp>", Some(&Reason::DBLP)),
            (Syntax::Xml, "<project><modules/></project>", None),
            (Syntax::Xml, "<a>mods </a>", None),
            (Syntax::Json, "[{\"key\": \"A\", \"data\": {\"itemType\": \"book\"}}]", Some(&Reason::ZOTERO)),
            (Syntax::Json, "{\"@context\" : \"http://schema.org/\", \"name\": \"A\"}", Some(&Reason::SCHEMA_ORG)),
            (Syntax::Json, "{\"@context\": \"http://lobid.org/resources/context.jsonld\"}", Some(&Reason::JSON_LD)),
            (Syntax::Json, "{\"title\": \"A\", \"author\": [\"B C\"], \"year\": \"2019\"}", Some(&Reason::OWN_JSON)),
            (Syntax::Json, "{\"name\": \"a\", \"version\": \"1.0.0\", \"author\": \"B\"}", None),
            (Syntax::Json, "{\"text\": \"the itemType: book\"}", None),
            (Syntax::Yaml, "a:\n  title: B\n  type: Article\n", Some(&Reason::HAYAGRIVA)),
            (Syntax::Yaml, "services:\n  web:\n    type: article\n", None),
            (Syntax::Yaml, "cff-version: 1.2.0\ntitle: A\n", Some(&Reason::CFF)),
            (Syntax::Yaml, "jobs:\n  build:\n    type: book\n    name: title\n", None),
        ];
        for (syntax, text, expected) in cases {
            assert_eq!(known_export(*syntax, text), *expected, "{text}");
        }
    }

    #[test]
    fn formats_of_texts_are_detected() {
        let cases: &[(&str, Option<&Reason>)] = &[
            ("00714cam a2200205 a 4500001001300000\u{1e}", Some(&Reason::MARC)),
            ("=LDR  00714cam a2200205 a 4500\n=245  10$aA\n", Some(&Reason::MARC)),
            ("Title\tAuthors\tYear\tDOI\nA\tB\t2001\t\n", Some(&Reason::TABLE)),
            ("\"Authors\",\"Title\",\"Year\"\n", Some(&Reason::TABLE)),
            ("Title, author and year are needed\n", None),
            ("---\ntitle: A\npublication_types: [\"2\"]\n---\nText\n", Some(&Reason::FRONT_MATTER)),
            ("+++\ntitle = \"A\"\ndoi = \"10.1/a\"\n+++\n", Some(&Reason::FRONT_MATTER)),
            ("---\ntitle: A post\ndate: 2020-01-01\n---\nText\n", None),
            ("---\ntitle: A\nreferences:\n- id: a\n  title: B\n---\nText [@a]\n", Some(&Reason::PANDOC)),
            ("RT Journal Article\nA1 Doe, A\n", Some(&Reason::REFWORKS)),
            ("%0 Journal Article\n%T A\n", Some(&Reason::ENDNOTE)),
        ];
        for (text, expected) in cases {
            assert_eq!(known_text("", text), *expected, "{text}");
        }
    }
}
