"""RIS, with rispy.

Documentation: the RIS format specification of Reference Manager (tags TY to ER; T1 and TI are the title, A1 and AU the
authors, Y1 and PY the year, N2 and AB the abstract, SP and EP the pages, DO the DOI).
"""

import logging

import rispy

from common import NotRead, collapse_spaces, only_year, pages, record, text_of_bytes

EXTENSIONS = (".ris", ".txt")
LIBRARY = "rispy"
logging.getLogger("rispy").disabled = True


def claims(path):
    """Recognises files by their name, and text files also by their first line, because any text may have that name."""
    is_named = path.suffix.lower() in EXTENSIONS
    return is_named and (path.suffix.lower() == ".ris" or path.read_bytes().lstrip().startswith(b"TY  - "))


def records(path):
    text = text_of_bytes(path.read_bytes())
    try:
        found = rispy.loads(text)
    except Exception as error:  # rispy raises exceptions of several types.
        raise NotRead(f"rispy: {type(error).__name__}: {error}") from error
    return [entry(fields) for fields in found]


def first(fields, *keys):
    for key in keys:
        value = fields.get(key)
        if isinstance(value, list):
            value = next((part for part in value if collapse_spaces(part)), None)
        if collapse_spaces(value):
            return collapse_spaces(value)
    return None


def years(fields):
    said = [first(fields, key) for key in ("year", "publication_year", "date")]
    return {value for text in said if text for value in (text.split("/")[0], only_year(text) or text)}


def entry(fields):
    # A name is `Family, Given, Suffix`; without a comma it is an organization, or an undivided name.
    author = first(fields, "authors", "first_authors")
    start, end = first(fields, "start_page"), first(fields, "end_page")
    whole = start and "-" in start.strip("-")
    return record(
        title=first(fields, "title", "primary_title"),
        doi=first(fields, "doi"),
        first_author=author.split(",")[0].strip() if author else None,
        # Some programs write the whole range to SP.
        pages=start if whole else pages(start, end),
        # A year is `YYYY/MM/DD/other`. Anything else may be kept unchanged.
        year=years(fields) or None,
        abstract_languages=[None] if first(fields, "abstract", "notes_abstract") else [],
    )
