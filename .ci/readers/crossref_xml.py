"""Deposits to Crossref, and what its query service hands out of them, with lxml.

Documentation: https://www.crossref.org/documentation/schema-library/ (schemas 4.3 to 5.4, and unixref 1.1): each
element below with its own titles and DOI is a work. `pages` has first_page and last_page; a person_name has a surname.
"""

from common import child, children, content, language, name, pages, record, xml

LIBRARY = "lxml"
# Elements that are works by themselves. A book's or a proceedings' own metadata is one too.
WORKS = (
    "journal_article",
    "conference_paper",
    "content_item",
    "book_metadata",
    "book_series_metadata",
    "book_set_metadata",
    "dissertation",
    "report-paper_metadata",
    "posted_content",
    "peer_review",
    "dataset",
    "standard_metadata",
    "pending_publication",
)
BESIDE = ("fn", "xref", "annotation")


def claims(root, path):
    return name(root) in ("doi_batch", "crossref_result", "doi_records", "doi_record")


def records(path):
    return [entry(work) for work in xml(path).iter(*("{*}" + element for element in WORKS))]


def contributor(work):
    """The first of the authors: of those with the role, the one whose sequence is first."""
    authors = [one for one in children(work, "contributors")[:1] for one in one]
    authors = [one for one in authors if one.get("contributor_role") == "author" and name(one) in ("person_name", "organization")]
    authors.sort(key=lambda one: one.get("sequence") != "first")
    if not authors:
        return None
    return content(child(authors[0], "surname")) if name(authors[0]) == "person_name" else content(authors[0])


def only_language(text):
    """The one language of all paragraphs of an abstract that does not say its own."""
    found = {language(part) for part in text if name(part) in ("p", "sec")}
    return found.pop() if len(found) == 1 else None


def entry(work):
    years = {content(child(date, "year")) for tag in ("publication_date", "posted_date", "approval_date") for date in children(work, tag)}
    texts = [text for text in work if name(text) == "abstract" and content(text)]
    return record(
        title=content(child(work, "titles", "title"), skip=BESIDE),
        doi=content(child(work, "doi_data", "doi")),
        first_author=contributor(work),
        pages=pages(content(child(work, "pages", "first_page")), content(child(work, "pages", "last_page"))),
        # Print and online have a date each; either is the year.
        year=years - {None} or None,
        # jats:abstract has xml:lang; the `language` of an article is that of its text.
        abstract_languages=[language(text) or only_language(text) for text in texts],
    )
