"""PubMed, with lxml.

Documentation: MEDLINE/PubMed XML data elements, https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html. The
record is a PubmedArticle, or the PubmedBookArticle of a book or of a chapter (which has an ArticleTitle). MedlinePgn leaves out the digits of the last page that repeat the first (`155-66`); the Abstract
is in English; an OtherAbstract has a Language, by default English.
"""

import re

from common import child, children, content, name, only_year, pages, record, xml

LIBRARY = "lxml"


def claims(root, path):
    return name(root) in ("PubmedArticleSet", "PubmedArticle", "MedlineCitationSet", "PubmedBookArticleSet", "PubmedBookArticle")


def records(path):
    root = xml(path)
    found = [entry(item) if item.tag == "PubmedArticle" else book(item) for item in root.iter("PubmedArticle", "PubmedBookArticle")]
    return found or [entry_of(item, None) for item in root.iter("MedlineCitation")]


def entry(item):
    return entry_of(child(item, "MedlineCitation"), child(item, "PubmedData"))


def book(item):
    """Returns the record of a book, or of a chapter."""
    document = child(item, "BookDocument")
    whole = child(document, "Book")
    ids = [part for part in children(document, "ArticleIdList", "ArticleId") if part.get("IdType") == "doi"]
    ids += [part for part in children(document, "ELocationID") + children(whole, "ELocationID") if part.get("EIdType") == "doi"]
    lists = [part for part in children(document, "AuthorList") + children(whole, "AuthorList") if part.get("Type", "authors") == "authors"]
    author = child(lists[0], "Author") if lists else None
    return record(
        title=content(child(document, "ArticleTitle")) or content(child(whole, "BookTitle")),
        doi=next(filter(None, map(content, ids)), None),
        first_author=family(author),
        pages=content(child(document, "Pagination", "MedlinePgn")),
        year=content(child(whole, "PubDate", "Year")),
        abstract_languages=abstract_languages(document),
    )


def family(author):
    return content(child(author, "LastName")) or content(child(author, "CollectiveName"))


def abstract_languages(holder, others=()):
    """Returns the languages. An Abstract has no language, and is in English."""
    english = [text for text in children(holder, "Abstract") if content(text)]
    said = tuple(text.get("Language", "eng") for text in others if content(text))
    return {tuple(word for _ in english) + said for word in (None, "en", "eng")}


def written_out(medline):
    """Expands 155-66 to 155-166: the missing digits of the last page are those of the first page."""
    found = re.fullmatch(r"(\D*)(\d+)-(\d+)", medline or "")
    if found and len(found.group(3)) < len(found.group(2)):
        prefix, first, last = found.groups()
        return f"{prefix}{first}-{prefix}{first[: len(first) - len(last)]}{last}"
    return None


def title(article):
    """Returns the title. Brackets mark a translation into English; the brackets and the full stop after them are not part of it."""
    whole = content(child(article, "ArticleTitle"))
    bare = re.fullmatch(r"\[(.*?)\.?\]\.?", whole or "")
    other = content(child(article, "VernacularTitle"))
    return {whole, bare.group(1), other, bare.group(1) + "."} - {None} if bare else whole


def entry_of(citation, data):
    article = child(citation, "Article")
    ids = [content(part) for part in children(data, "ArticleIdList", "ArticleId") if part.get("IdType") == "doi"]
    ids += [content(part) for part in children(article, "ELocationID") if part.get("EIdType") == "doi" and part.get("ValidYN", "Y") == "Y"]
    author = child(article, "AuthorList", "Author")
    medline = content(child(article, "Pagination", "MedlinePgn"))
    apart = pages(content(child(article, "Pagination", "StartPage")), content(child(article, "Pagination", "EndPage")))
    date = child(article, "Journal", "JournalIssue", "PubDate")
    years = {only_year(content(part)) for part in (child(date, "Year"), child(date, "MedlineDate"))}
    return record(
        title=title(article),
        doi=next(filter(None, ids), None),
        first_author=family(author),
        pages={text for text in (medline, written_out(medline), apart) if text} or None,
        year=years - {None} or None,
        abstract_languages=abstract_languages(article, children(citation, "OtherAbstract")),
    )
