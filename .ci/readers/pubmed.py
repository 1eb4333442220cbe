"""PubMed, with lxml.

Documentation: MEDLINE/PubMed XML data elements, https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html. The
record is a PubmedArticle. MedlinePgn leaves out the digits of the last page that repeat the first (`155-66`); the Abstract
is in English; an OtherAbstract has its Language, English where none is stated.
"""

import re

from common import child, children, content, name, only_year, pages, record, xml

LIBRARY = "lxml"


def claims(root, path):
    return name(root) in ("PubmedArticleSet", "PubmedArticle", "MedlineCitationSet")


def records(path):
    root = xml(path)
    return [entry(item) for item in root.iter("PubmedArticle")] or [entry_of(item, None) for item in root.iter("MedlineCitation")]


def entry(item):
    return entry_of(child(item, "MedlineCitation"), child(item, "PubmedData"))


def written_out(medline):
    """155-66 as 155-166: the last page takes the digits before from the first."""
    found = re.fullmatch(r"(\D*)(\d+)-(\d+)", medline or "")
    if found and len(found.group(3)) < len(found.group(2)):
        prefix, first, last = found.groups()
        return f"{prefix}{first}-{prefix}{first[: len(first) - len(last)]}{last}"
    return None


def title(article):
    """A title in brackets is a translation into English; the brackets and the full stop after them are the format's."""
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
    english = [None] * len([text for text in children(article, "Abstract") if content(text)])
    others = [text.get("Language", "eng") for text in children(citation, "OtherAbstract") if content(text)]
    return record(
        title=title(article),
        doi=next(filter(None, ids), None),
        first_author=(content(child(author, "LastName")) or content(child(author, "CollectiveName"))) if author is not None else None,
        pages={text for text in (medline, written_out(medline), apart) if text} or None,
        year=years - {None} or None,
        abstract_languages={tuple(word for _ in english) + tuple(others) for word in (None, "en", "eng")} if english else others,
    )
