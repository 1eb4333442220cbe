"""Dublin Core from OAI-PMH, with lxml.

Documentation: http://www.openarchives.org/OAI/2.0/oai_dc.xsd and the DCMI terms: any of the 15 elements, each any
number of times, with xml:lang. A DOI in dc:identifier is recognised by its form. There is no element for pages: some
repositories write them at the end of dc:source.
"""

import re

from common import children, content, language, name, only_year, record, xml

LIBRARY = "lxml"
DOI = re.compile(r"(?:(?:info:)?doi[:/]|https?://(?:dx\.)?doi\.org/)?\s*(10\.\d{4,9}/\S+)$", re.I)


def claims(root, path):
    return next(root.iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"), None) is not None


def records(path):
    """Returns each dc element, and each deleted record, which only has a header."""
    found = xml(path).iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc", "{http://www.openarchives.org/OAI/2.0/}header")
    return [entry(one) for one in found if name(one) == "dc" or one.get("status") == "deleted"]


def entry(item):
    identifiers = [DOI.match(content(part) or "") for part in children(item, "identifier")]
    creator = next(filter(None, map(content, children(item, "creator"))), None)
    dates = {only_year(content(part)) for part in children(item, "date")} - {None}
    return record(
        title=next(filter(None, map(content, children(item, "title"))), None),
        doi=next((found.group(1) for found in identifiers if found), None),
        first_author=creator.split(",")[0].strip() if creator else None,
        pages=source_pages(children(item, "source")),
        year=dates or None,
        abstract_languages=[language(text) for text in children(item, "description") if is_abstract(content(text))],
    )


def is_abstract(text):
    """Whether it is an abstract: arXiv writes comments of the authors into a second description, which begins with this word."""
    return bool(text) and not text.startswith("Comment:")


def source_pages(sources):
    """Returns the pages at the end of a source such as `Journal; Vol. 16 No. 2 (2023); 155-166`. Reading them is optional."""
    for source in sources:
        found = re.search(r";\s*(\d+(?:\s*[-\u2013]\s*\d+)?)$", content(source) or "")
        if found:
            return {found.group(1), ""}
    return None
