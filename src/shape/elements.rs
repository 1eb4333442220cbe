//! The XML elements that are records.

/// Names that mean a record in any context: JATS and NISO STS, MARCXML, SRU, OAI-PMH and DOAJ, PubMed, MODS, EndNote.
/// If such elements are nested, the outermost is the record.
const ANYWHERE: &[&str] = &["article", "record", "PubmedArticle", "PubmedBookArticle", "journal_article", "mods", "dc"];

/// Names that mean a record only inside the specified element.
const WITHIN: &[(&str, &str)] = &[
    // BWMETA.
    ("element", "bwmeta"),
    // Crossref deposits other than articles.
    ("conference_paper", "conference"),
    ("content_item", "book"),
    ("posted_content", "body"),
    ("dissertation", "body"),
    ("peer_review", "body"),
    ("pending_publication", "body"),
    // The book, the report or the standard itself, whether or not it is followed by parts.
    ("book_metadata", "book"),
    ("book_series_metadata", "book"),
    ("book_set_metadata", "book"),
    ("report-paper_metadata", "report-paper"),
    ("report-paper_series_metadata", "report-paper"),
    ("content_item", "report-paper"),
    ("standard_metadata", "standard"),
    ("content_item", "standard"),
    ("dataset", "database"),
    // The same in a query result, where a book may have no chapter.
    ("book", "crossref"),
    ("report-paper", "crossref"),
    ("standard", "crossref"),
    ("database", "crossref"),
    ("posted_content", "crossref"),
    ("dissertation", "crossref"),
    ("peer_review", "crossref"),
    ("pending_publication", "crossref"),
    // DataCite.
    ("resource", "resources"),
    ("resource", "payload"),
];

/// Whether an element is a record, by its name and that of its parent, both without prefix.
pub fn is_record_element(name: &str, parent: Option<&str>) -> bool {
    ANYWHERE.contains(&name) || parent.is_some_and(|parent| WITHIN.contains(&(name, parent)))
}

/// Whether an element applies to all following records in its parent: the journal, the issue, the conference or the
/// book of a Crossref deposit. A book is also a record itself.
pub fn is_context_element(name: &str, _parent: Option<&str>) -> bool {
    const NAMES: &[&str] = &[
        "book_metadata",
        "book_series_metadata",
        "book_set_metadata",
        "database_metadata",
        "event_metadata",
        "journal_issue",
        "journal_metadata",
        "proceedings_metadata",
        "proceedings_series_metadata",
        "report-paper_metadata",
        "report-paper_series_metadata",
        "standard_metadata",
    ];
    NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_detected_by_name_and_parent() {
        assert!(is_record_element("article", None));
        assert!(is_record_element("element", Some("bwmeta")));
        assert!(!is_record_element("element", Some("schema")));
        assert!(!is_record_element("Article", Some("MedlineCitation")));
    }
}
