"""Metadata from the DataCite REST API, with Python's json.

Documentation: https://support.datacite.org/docs/api and the DataCite Metadata Schema 4.6: a title without a titleType is
the main one; `name` of a person is `Family, Given`; `container` contains the pages of a part; descriptions with the
descriptionType Abstract are the abstracts.
"""

import json

from common import NotRead, collapse_spaces, pages, record, text_of_bytes

LIBRARY = "json"


def claims(path):
    if path.suffix.lower() != ".json":
        return False
    try:
        works = works_of(path)
    except NotRead:
        return False
    # The spellings of an earlier API (resource-type-general) do not belong to this format.
    return bool(works) and all(
        isinstance(work, dict)
        and isinstance(work.get("titles"), list)
        and "creators" in work
        and "resourceTypeGeneral" in (work.get("types") or {})
        for work in works
    )


def works_of(path):
    try:
        value = json.loads(text_of_bytes(path.read_bytes()))
    except ValueError as error:
        raise NotRead(f"json: {error}") from error
    if isinstance(value, dict):
        value = value.get("data", value)
    works = value if isinstance(value, list) else [value]
    return [work.get("attributes", work) if isinstance(work, dict) else work for work in works]


def records(path):
    return [entry(work) for work in works_of(path)]


def creator(name):
    """Returns the family name of a person, or the whole name of an organization."""
    if collapse_spaces(name.get("familyName")):
        return collapse_spaces(name["familyName"])
    whole = collapse_spaces(name.get("name"))
    if whole and name.get("nameType") == "Organizational":
        return whole
    # If the type of name is not given, a comma may separate its parts, or be part of the name of an organization.
    return {whole, whole.split(",")[0]} if whole and "," in whole else whole


def entry(work):
    title = next((title.get("title") for title in work["titles"] if not title.get("titleType")), None)
    creators = work.get("creators") or []
    container = work.get("container") or {}
    abstracts = [text for text in work.get("descriptions") or [] if text.get("descriptionType") == "Abstract" and collapse_spaces(text.get("description"))]
    return record(
        title=collapse_spaces(title),
        doi=collapse_spaces(work.get("doi")),
        first_author=creator(creators[0]) if creators else None,
        pages=pages(collapse_spaces(container.get("firstPage")), collapse_spaces(container.get("lastPage"))),
        year=str(work["publicationYear"]) if work.get("publicationYear") else None,
        abstract_languages=[text.get("lang") for text in abstracts],
    )
