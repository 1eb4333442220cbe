"""Works from the Crossref REST API, with Python's json.

Documentation: https://api.crossref.org/swagger-ui/ and CrossRef/rest-api-doc, api_format.md: `title` is a list, `author`
contains family, given or name, `page` is a range, `issued` the earliest of the dates of publication, `abstract` one text.
"""

import json
from xml.sax.saxutils import unescape

from common import NotRead, collapse_spaces, record, text_of_bytes

LIBRARY = "json"


def claims(path):
    if path.suffix.lower() != ".json":
        return False
    try:
        works = works_of(path)
    except NotRead:
        return False
    # `title` is a list, and only Crossref names the depositor and the date of a deposit.
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
        # A title may contain the face markup of the deposit, so XML characters are escaped in it.
        title=collapse_spaces(unescape((work.get("title") or [None])[0] or "")),
        doi=collapse_spaces(work.get("DOI")),
        first_author=collapse_spaces(author.get("family")) or collapse_spaces(author.get("name")),
        pages=collapse_spaces(work.get("page")),
        year=str(issued[0]) if issued and issued[0] is not None else None,
        # Its language would be that of the JATS in the text; the `language` of the work is not that of the abstract.
        abstract_languages=[None] if collapse_spaces(work.get("abstract")) else [],
    )
