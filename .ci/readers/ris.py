"""RIS, with rispy.

Documentation: the RIS format specification of Reference Manager (tags TY to ER; T1 and TI are the title, A1 and AU the
authors, Y1 and PY the year, N2 and AB the abstract, SP and EP the pages, DO the DOI).
"""

import logging

import rispy

from common import NotRead, blanks, only_year, pages, record, text_of_bytes

EXTENSIONS = (".ris", ".txt")
LIBRARY = "rispy"
logging.getLogger("rispy").disabled = True


def claims(path):
    """By its name, and a text by its first line as well: any text may have that name."""
    is_named = path.suffix.lower() in EXTENSIONS
    return is_named and (path.suffix.lower() == ".ris" or path.read_bytes().lstrip().startswith(b"TY  - "))


def records(path):
    text = text_of_bytes(path.read_bytes())
    try:
        found = rispy.loads(text)
    except Exception as error:  # It has several kinds.
        raise NotRead(f"rispy: {type(error).__name__}: {error}") from error
    return [entry(fields) for fields in found]


def first(fields, *keys):
    for key in keys:
        value = fields.get(key)
        if isinstance(value, list):
            value = next((part for part in value if blanks(part)), None)
        if blanks(value):
            return blanks(value)
    return None


def years(fields):
    said = [first(fields, key) for key in ("year", "publication_year", "date")]
    return {value for text in said if text for value in (text.split("/")[0], only_year(text) or text)}


def entry(fields):
    # A name is `Family, Given, Suffix`; without a comma it is an organization, or one that nobody divided.
    author = first(fields, "authors", "first_authors")
    start, end = first(fields, "start_page"), first(fields, "end_page")
    whole = start and "-" in start.strip("-")
    return record(
        title=first(fields, "title", "primary_title"),
        doi=first(fields, "doi"),
        first_author=author.split(",")[0].strip() if author else None,
        # Some programs write the whole range into SP.
        pages=start if whole else pages(start, end),
        # A year is `YYYY/MM/DD/other`; what is none may be left as it is.
        year=years(fields) or None,
        abstract_languages=[None] if first(fields, "abstract", "notes_abstract") else [],
    )
