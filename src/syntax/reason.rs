//! Reasons why a file is not checked, with the words for a count of such files and with advice.

use super::Syntax;

/// A reason why a file is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The reason for one file: `a spreadsheet (Excel)`.
    pub fact: &'static str,
    /// The words after the count `1`.
    pub one: &'static str,
    /// The words after a greater count.
    pub many: &'static str,
    /// Advice, which may be empty.
    pub advice: &'static str,
}

/// Advice for documents that are not supported.
const EXPORT: &str = "export the records as RIS, BibTeX, CSL-JSON or XML from the program they come from";
/// Advice for records in an unknown format.
const NAME_IT: &str =
    "see docs/formats.md for the formats that are read; a JSON Schema can be given with `--schema FILE`";
/// Advice for compressed files that are not supported.
const DECOMPRESS: &str = "decompress it first, or use gzip or Zstandard, which are read as they are";

impl Reason {
    /// Only whitespace.
    pub const EMPTY: Reason = same("the file is empty", "empty", "write the records into it, or remove it");
    /// Empty standard input.
    pub const EMPTY_INPUT: Reason =
        same("standard input is empty", "empty", "check the command before the `|`, and that standard input is open");
    /// The configuration is invalid or cannot be loaded.
    pub const NO_CONFIGURATION: Reason = same(
        "its configuration cannot be used",
        "with a configuration that cannot be used",
        "correct the configuration",
    );
    /// The schema in the configuration is invalid or cannot be loaded.
    pub const NO_SCHEMA: Reason =
        same("its schema cannot be used", "with a schema that cannot be used", "correct the schema");
    /// Excel, old or new.
    pub const EXCEL: Reason = Reason {
        fact: "an Excel spreadsheet; spreadsheets and CSV are not read yet",
        one: "spreadsheet",
        many: "spreadsheets",
        advice: EXPORT,
    };
    /// OpenDocument spreadsheet.
    pub const CALC: Reason =
        Reason { fact: "an OpenDocument spreadsheet; spreadsheets and CSV are not read yet", ..Reason::EXCEL };
    /// Comma or tab separated values.
    pub const TABLE: Reason = Reason {
        fact: "a CSV table; spreadsheets and CSV are not read yet",
        one: "CSV table",
        many: "CSV tables",
        advice: EXPORT,
    };
    /// Word, old or new.
    pub const WORD: Reason =
        Reason { fact: "a Word document", one: "Word document", many: "Word documents", advice: EXPORT };
    /// Any other office document.
    pub const DOCUMENT: Reason =
        Reason { fact: "an office document", one: "office document", many: "office documents", advice: EXPORT };
    /// Rich Text Format.
    pub const RTF: Reason =
        Reason { fact: "an RTF document", one: "RTF document", many: "RTF documents", advice: EXPORT };
    /// Portable Document Format.
    pub const PDF: Reason =
        Reason { fact: "a PDF document", one: "PDF document", many: "PDF documents", advice: EXPORT };
    /// HTML.
    pub const WEB_PAGE: Reason = Reason { fact: "an HTML page", one: "HTML page", many: "HTML pages", advice: EXPORT };
    /// PNG, JPEG, GIF.
    pub const IMAGE: Reason = Reason { fact: "an image", one: "image", many: "images", advice: EXPORT };
    /// Any ZIP archive.
    pub const ZIP: Reason = archive("a ZIP archive");
    /// 7-Zip.
    pub const SEVEN_ZIP: Reason = archive("a 7-Zip archive");
    /// RAR.
    pub const RAR: Reason = archive("a RAR archive");
    /// tar, perhaps within gzip or Zstandard.
    pub const TAR: Reason = archive("a tar archive");
    /// bzip2.
    pub const BZIP2: Reason = compressed("compressed with bzip2, which is not read");
    /// xz.
    pub const XZ: Reason = compressed("compressed with xz, which is not read");
    /// An `SQLite` database.
    pub const DATABASE: Reason =
        Reason { fact: "an SQLite database", one: "database", many: "databases", advice: EXPORT };
    /// A NUL byte near the start, and unknown first bytes.
    pub const BINARY: Reason =
        Reason { fact: "a binary file", one: "binary file", many: "binary files", advice: EXPORT };
    /// `EndNote`'s tagged format.
    pub const ENDNOTE: Reason = Reason {
        fact: "the tagged format of EndNote, which is not read yet",
        one: "in the tagged format of EndNote",
        many: "in the tagged format of EndNote",
        advice: "export the records as RIS or BibTeX instead",
    };
    /// Web of Science.
    pub const ISI: Reason = Reason {
        fact: "the tagged format of ISI, which is not read yet",
        one: "in the tagged format of ISI",
        many: "in the tagged format of ISI",
        advice: "export the records as RIS or BibTeX instead",
    };
    /// MEDLINE.
    pub const MEDLINE: Reason = Reason {
        fact: "the tagged format of MEDLINE, which is not read yet",
        one: "in the tagged format of MEDLINE",
        many: "in the tagged format of MEDLINE",
        advice: "download the same records from PubMed as XML instead",
    };
    /// `CITATION.cff`.
    pub const CFF: Reason = Reason {
        fact: "the Citation File Format, which is not read yet",
        one: "in the Citation File Format",
        many: "in the Citation File Format",
        advice: "convert it to BibTeX or CSL-JSON to check it",
    };
    /// The native XML export of Open Journal Systems.
    pub const OJS: Reason = Reason {
        fact: "the native export of OJS, which is not read yet",
        one: "native export of OJS",
        many: "native exports of OJS",
        advice: "export the articles from OJS with the plugin for Crossref, DOAJ or PubMed instead",
    };
    /// MARC 21 and related formats in XML.
    pub const MARCXML: Reason = same(
        "MARCXML, which is not read yet",
        "in MARCXML",
        "export the records as Dublin Core (`oai_dc`), RIS or BibTeX instead",
    );
    /// MARC in the exchange format (ISO 2709) or in lines.
    pub const MARC: Reason = same(
        "MARC, which is not read yet",
        "in MARC",
        "export the records as Dublin Core (`oai_dc`), RIS or BibTeX instead",
    );
    /// The Metadata Object Description Schema.
    pub const MODS: Reason = same(
        "MODS, which is not read yet",
        "in MODS",
        "export the records as Dublin Core (`oai_dc`), RIS or BibTeX instead",
    );
    /// The XML of `EndNote`.
    pub const ENDNOTE_XML: Reason = same(
        "the XML of EndNote, which is not read yet",
        "in the XML of EndNote",
        "export the records as RIS or BibTeX instead",
    );
    /// dblp's own XML.
    pub const DBLP: Reason = same(
        "the XML of dblp, which is not read yet",
        "in the XML of dblp",
        "download the same records from dblp as BibTeX or RIS instead",
    );
    /// arXiv's own formats in OAI-PMH, and responses of its API.
    pub const ARXIV: Reason = same(
        "the XML of arXiv, which is not read yet",
        "in the XML of arXiv",
        "harvest the same records with `metadataPrefix=oai_dc` instead",
    );
    /// The Text Encoding Initiative.
    pub const TEI: Reason =
        same("TEI, which is not read yet", "in TEI", "export the bibliography as BibTeX, RIS or CSL-JSON instead");
    /// ONIX for Books.
    pub const ONIX: Reason = same(
        "ONIX, which is not read yet",
        "in ONIX",
        "check the records as they are deposited at Crossref or DataCite instead",
    );
    /// The sources of a Word document.
    pub const WORD_SOURCES: Reason = same(
        "the sources of Microsoft Word, which are not read yet",
        "with sources of Microsoft Word",
        "export the records as RIS, BibTeX or CSL-JSON from the program they come from",
    );
    /// Zotero's RDF.
    pub const ZOTERO_RDF: Reason = same(
        "the RDF of Zotero, which is not read yet",
        "in the RDF of Zotero",
        "export the items from Zotero as CSL JSON, BibTeX or RIS instead",
    );
    /// Elsevier, Wiley, Springer.
    pub const PUBLISHER: Reason = same(
        "a publisher's own XML, which is not read",
        "in a publisher's own XML",
        "check the articles as JATS, or as they are deposited at Crossref",
    );
    /// `OpenAlex`.
    pub const OPENALEX: Reason = same(
        "the JSON of OpenAlex, which is not read yet",
        "in the JSON of OpenAlex",
        "look up the DOIs in the API of Crossref or DataCite, whose JSON is read",
    );
    /// Items of Zotero: its API, Better BibTeX, translators.
    pub const ZOTERO: Reason = same(
        "the JSON of Zotero, which is not read yet",
        "in the JSON of Zotero",
        "export the items from Zotero as CSL JSON, BibTeX or RIS instead",
    );
    /// schema.org.
    pub const SCHEMA_ORG: Reason = same(
        "JSON-LD of schema.org, which is not read yet",
        "in JSON-LD of schema.org",
        "export the records as CSL-JSON, DataCite JSON or BibTeX instead",
    );
    /// JSON-LD with any other vocabulary.
    pub const JSON_LD: Reason = same(
        "JSON-LD, which is not read yet",
        "in JSON-LD",
        "export the records as CSL-JSON, DataCite JSON or BibTeX instead",
    );
    /// The JSON of DOAJ.
    pub const DOAJ_JSON: Reason = same(
        "the JSON of DOAJ (bibjson), which is not read yet",
        "in the JSON of DOAJ",
        "use the XML that is uploaded to DOAJ, which is read",
    );
    /// CDS/ISIS records of `SciELO` in JSON.
    pub const SCIELO: Reason = same(
        "the ISIS-JSON of SciELO, which is not read yet",
        "in the ISIS-JSON of SciELO",
        "use the XML (JATS) of the same articles, which is read",
    );
    /// Other JSON with member names of a bibliography.
    pub const OWN_JSON: Reason = same(
        "JSON with field names of its own",
        "in JSON with field names of its own",
        "name the fields as CSL-JSON or `schemas/record.schema.json` does, or check against a JSON Schema of your own \
         with `--schema FILE`",
    );
    /// Typst's format.
    pub const HAYAGRIVA: Reason =
        same("Hayagriva, which is not read yet", "in Hayagriva", "keep the records in BibTeX, which Typst reads too");
    /// A web page source with a publication in its front matter.
    pub const FRONT_MATTER: Reason = same(
        "front matter of Markdown (Hugo, Jekyll, Quarto), which is not read yet",
        "with front matter of Markdown",
        "check the BibTeX or CSL-JSON that the page was made from",
    );
    /// A pandoc document with references in it.
    pub const PANDOC: Reason = same(
        "Markdown with the references in it, which are not read there",
        "in Markdown with references",
        "move `references:` into a YAML file of its own, and name that under `bibliography:`",
    );
    /// `RefWorks`'s tagged format.
    pub const REFWORKS: Reason = same(
        "the tagged format of RefWorks, which is not read yet",
        "in the tagged format of RefWorks",
        "export the records as RIS or BibTeX instead",
    );
    /// An array of strings or numbers.
    pub const NO_OBJECTS: Reason = same(
        "it holds texts, numbers or lists, and no records",
        "with texts, numbers or lists and no records",
        NAME_IT,
    );
    /// A text in an unknown syntax.
    pub const UNKNOWN: Reason = same("its format is not known", "in no known format", NAME_IT);
    /// A known syntax without content.
    pub const NO_RECORD: Reason = same("there is no record in it", "without a record", NAME_IT);
    /// Data without objects, in a file without evidence of records.
    pub const NO_EVIDENCE: Reason = same("it has no sign of a record", "without any sign of a record", NAME_IT);
    /// A known syntax with records in an unknown format.
    pub const NO_FORMAT: Reason = same(
        "its records are in no known format: only the syntax was checked",
        "with records in no known format",
        NAME_IT,
    );
    /// A known syntax with some records in an unknown format.
    pub const SOME_NO_FORMAT: Reason = same(
        "some of its records are in no known format: of those, only the syntax was checked",
        "with some records in no known format",
        NAME_IT,
    );
    /// Records in an unknown format that were validated against the user's own schema.
    pub const VALIDATED: Reason = same(
        "its records are in no known format: only validated with the schema",
        "with records in no known format, only validated with the schema",
        "",
    );
    /// Some records in an unknown format that were validated against the user's own schema.
    pub const SOME_VALIDATED: Reason = same(
        "some of its records are in no known format: those were only validated with the schema",
        "with some records in no known format, only validated with the schema",
        "",
    );
    /// More bytes than offsets can represent.
    pub const TOO_LARGE: Reason = same("larger than 4 GiB", "larger than 4 GiB", "divide it into smaller files");
    /// A link in a folder to something outside the folder.
    pub const LINK: Reason = Reason {
        fact: "a link that leads out of the folder",
        one: "link that leads out of the folder",
        many: "links that lead out of the folder",
        advice: "name the file itself",
    };
    /// A pipe, a socket or a device in a folder.
    pub const SPECIAL: Reason = Reason {
        fact: "not a regular file",
        one: "that is not a regular file",
        many: "that are not regular files",
        advice: "",
    };

    /// Returns the reason for a file that is not well-formed in this syntax and has no evidence of records.
    pub const fn not_well_formed(syntax: Syntax) -> &'static Reason {
        match syntax {
            Syntax::Yaml => &NOT_YAML,
            Syntax::Xml => &NOT_XML,
            _ => &NOT_JSON,
        }
    }

    /// Returns the reason and the advice as one sentence.
    pub fn sentence(&self) -> String {
        if self.advice.is_empty() { self.fact.to_owned() } else { format!("{}; {}", self.fact, self.advice) }
    }
}

const NOT_JSON: Reason = Reason {
    fact: "it is not JSON and has no sign of a record",
    one: "that is not JSON and has no sign of a record",
    many: "that are not JSON and have no sign of a record",
    advice: "",
};
const NOT_YAML: Reason = Reason {
    fact: "it is not YAML and has no sign of a record",
    one: "that is not YAML and has no sign of a record",
    many: "that are not YAML and have no sign of a record",
    advice: "",
};
const NOT_XML: Reason = Reason {
    fact: "it is not XML and has no sign of a record",
    one: "that is not XML and has no sign of a record",
    many: "that are not XML and have no sign of a record",
    advice: "",
};

/// Creates a reason with the same words for one and for several files.
const fn same(fact: &'static str, counted: &'static str, advice: &'static str) -> Reason {
    Reason { fact, one: counted, many: counted, advice }
}

const fn archive(fact: &'static str) -> Reason {
    Reason { fact, one: "archive", many: "archives", advice: "unpack it, and check the files in it" }
}

const fn compressed(fact: &'static str) -> Reason {
    Reason { fact, one: "compressed file", many: "compressed files", advice: DECOMPRESS }
}
