"""Works as the REST interface of Crossref gives them, with the json of Python.

Documentation: https://api.crossref.org/swagger-ui/ and CrossRef/rest-api-doc, api_format.md: `title` is a list, `author`
holds family, given or name, `page` is a range, `issued` the earliest of the dates of publication, `abstract` one text.
"""

import json
from xml.sax.saxutils import unescape

from common import NotRead, blanks, record, text_of_bytes

LIBRARY = "json"


def claims(path):
    if path.suffix.lower() != ".json":
        return False
    try:
        works = works_of(path)
    except NotRead:
        return False
    # `title` is a list, and nobody else tells who deposited a work and when.
    return bool(works) and all(isinstance(work, dict) and {"deposited", "member", "indexed"} & set(work) for work in works) and any(
        isinstance(work.get("title"), list) for work in works
    )


def works_of(path):
    try:
        value = json.loads(text_of_bytes(path.read_bytes()))
    except ValueError as error:
        raise NotRead(f"json: {error}") from error
    if isinstance(value, dict):
        value = value.get("message", value)
    if isinstance(value, dict):
        value = value.get("items", value)
    return value if isinstance(value, list) else [value]


def records(path):
    return [entry(work) for work in works_of(path)]


def entry(work):
    author = (work.get("author") or [{}])[0]
    issued = ((work.get("issued") or {}).get("date-parts") or [[None]])[0]
    return record(
        # A title may hold the face markup of the deposit, so that the signs of XML are escaped in it.
        title=blanks(unescape((work.get("title") or [None])[0] or "")),
        doi=blanks(work.get("DOI")),
        first_author=blanks(author.get("family")) or blanks(author.get("name")),
        pages=blanks(work.get("page")),
        year=str(issued[0]) if issued and issued[0] is not None else None,
        # Its language would be that of the JATS inside of the text; the work's `language` is not the abstract's.
        abstract_languages=[None] if blanks(work.get("abstract")) else [],
    )
