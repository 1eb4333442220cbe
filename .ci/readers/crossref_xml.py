"""Crossref deposits, and results of its query service, with lxml.

Documentation: https://www.crossref.org/documentation/schema-library/ (schemas 4.3 to 5.5, and unixref 1.1): each
element below with its own titles and DOI is a work. `pages` has first_page and last_page; a person_name has a surname.
Each `crossref` in a result is about the work that was queried; a book or a journal around it belongs to it.
"""

from common import child, children, content, language, name, pages, record, xml

LIBRARY = "lxml"
# Elements that are works. The metadata of a book or of proceedings is a work too.
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
BOOKS = ("book_metadata", "book_series_metadata", "book_set_metadata")
# If these were queried, a result only has their metadata.
HOLDERS = ("proceedings_metadata", "proceedings_series_metadata", "journal_metadata", "database_metadata")
TITLES = (("titles", "title"), ("proceedings_title",), ("full_title",))
DATES = ("publication_date", "posted_date", "approval_date", "review_date")
BESIDE = ("fn", "xref", "annotation")


def claims(root, path):
    return name(root) in ("doi_batch", "crossref_result", "doi_records", "doi_record") or bool(answers(root))


def answers(root):
    return list(root.iter("{*}crossref"))


def within(element, names):
    return list(element.iter(*("{*}" + one for one in names)))


def records(path):
    root = xml(path)
    if not answers(root):
        return [entry(work) for work in within(root, WORKS)]
    # The data that belongs to the work precedes it.
    asked = [within(answer, WORKS)[-1:] or within(answer, HOLDERS)[:1] for answer in answers(root)]
    return [entry(work) for found in asked for work in found]


def before(work, names):
    """Returns what precedes a work in the same journal, conference or book, and belongs to it."""
    return [one for one in work.itersiblings(preceding=True) if name(one) in names]


def roles(one):
    """Returns the roles of a contributor: an attribute, or from schema 5.5 on elements. CRediT roles are something else."""
    said = [role.get("type") for role in children(one, "role") if role.get("vocab") == "crossref"]
    return [*said, one.get("contributor_role")]


def contributor(work):
    """Returns the first author: the contributor with this role whose sequence is first. A chapter may have those of its book."""
    groups = children(work, "contributors")[:1] or [group for book in before(work, BOOKS) for group in children(book, "contributors")]
    authors = [one for group in groups for one in group]
    authors = [one for one in authors if "author" in roles(one) and name(one) in ("person_name", "organization")]
    authors.sort(key=lambda one: one.get("sequence") != "first")
    if not authors:
        return None
    return content(child(authors[0], "surname")) if name(authors[0]) == "person_name" else content(authors[0])


def only_language(text):
    """Returns the common language of all paragraphs of an abstract without a language."""
    found = {language(part) for part in text if name(part) in ("p", "sec")}
    return found.pop() if len(found) == 1 else None


def entry(work):
    # A work without a date has the date of its issue or book.
    dated = [work, *before(work, (*BOOKS, *HOLDERS, "journal_issue"))]
    years = next(filter(None, ({content(child(date, "year")) for tag in DATES for date in children(one, tag)} for one in dated)), set())
    texts = [text for text in work if name(text) == "abstract" and content(text)]
    return record(
        title=content(next((one for path in TITLES if (one := child(work, *path)) is not None), None), skip=BESIDE),
        # A work that is accepted but not yet published has a DOI and no address.
        doi=content(child(work, "doi_data", "doi")) or content(child(work, "doi")),
        first_author=contributor(work),
        pages=pages(content(child(work, "pages", "first_page")), content(child(work, "pages", "last_page"))),
        # Print and online have separate dates; both are accepted as the year.
        year=years - {None} or None,
        # jats:abstract has xml:lang; the `language` of an article is that of its text.
        abstract_languages=[language(text) or only_language(text) for text in texts],
    )
