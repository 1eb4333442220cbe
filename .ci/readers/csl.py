"""CSL-JSON with Python's json, and CSL in YAML with PyYAML.

Documentation: the schema csl-data.json of the Citation Style Language, and appendix IV of its specification (variables):
`author` contains names with family, given, suffix, dropping-particle, non-dropping-particle or literal; `issued` is a
date with date-parts, raw or literal, or a text in EDTF. In YAML (the manual of pandoc, "Specifying bibliographic data") the
items are a list under `references`, and a date is an object with a year, or a list of two of them for a range.
"""

import json
import re

import yaml

from common import NotRead, collapse_spaces, only_year, record, text_of_bytes

LIBRARY = "json or PyYAML"
YAML = (".yaml", ".yml")
# Members that only occur in the other formats of these corpora.
OTHERS = {"titles", "creators", "types", "@context", "@type", "attributes", "message", "schemaVersion"}
OWN = {"issued", "container-title", "author", "page", "DOI", "publisher-place", "title-short", "categories"}


def claims(path):
    """Whether a file is CSL: it is in a folder with CSL, or has a CSL type, a title that is a string, and a member of CSL.

    In YAML it has a list of references, which no other format has at its root.
    """
    if path.suffix.lower() in YAML:
        return re.search(rb"^references:\s*$", path.read_bytes(), re.M) is not None
    if path.suffix.lower() != ".json":
        return False
    if "csl-json" in path.parts:
        return True
    try:
        items = items_of(path)
    except NotRead:
        return False
    return bool(items) and all(
        isinstance(item, dict)
        and isinstance(item.get("title"), str)
        and isinstance(item.get("type"), str)
        and not OTHERS & set(item)
        and bool(OWN & set(item))
        and ("DOI" in item or "issued" in item)
        for item in items
    )


def items_of(path):
    if path.suffix.lower() in YAML:
        try:
            # Without a type for dates: 2016-12-20 is a string.
            return yaml.load(path.read_bytes(), yaml.BaseLoader)["references"]
        except yaml.YAMLError as error:
            raise NotRead(f"PyYAML: {error}") from error
    try:
        value = json.loads(text_of_bytes(path.read_bytes()))
    except ValueError as error:
        raise NotRead(f"json: {error}") from error
    return value if isinstance(value, list) else [value]


def records(path):
    return [entry(item) for item in items_of(path)]


def person(name):
    """Returns the family name with its particles, an undivided name, or the only name of a person."""
    parts = [name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family")]
    return collapse_spaces(" ".join(filter(None, parts))) if name.get("family") else collapse_spaces(name.get("literal") or name.get("given"))


def year(date):
    """Returns the year of a date, or the first year of a range. Text counts as a year if it contains one."""
    if isinstance(date, str):
        return only_year(date)
    if isinstance(date, list):
        dates = [one for one in date if isinstance(one, dict)]
        years = [str(one["year"]) for one in dates if one.get("year")]
        date = dates[0] if dates else {}
    elif isinstance(date, dict):
        parts = date.get("date-parts") or []
        years = [str(part[0]) for part in parts if part and str(part[0])]
        years = years or [str(date["year"])] if date.get("year") else years
    else:
        return None
    # A range of dates has both years.
    if len(set(years)) > 1:
        return {years[0], "/".join(years), "-".join(years)}
    if years:
        return years[0]
    return only_year(date.get("raw") or date.get("literal"))


def entry(item):
    authors = item.get("author") or []
    title, page = item.get("title"), item.get("page")
    return record(
        title=collapse_spaces(title) if isinstance(title, str) else None,
        doi=collapse_spaces(item.get("DOI")),
        first_author=person(authors[0]) if authors else None,
        pages=collapse_spaces(str(page)) if page is not None else None,
        year=year(item.get("issued")),
        abstract_languages=[None] if collapse_spaces(item.get("abstract")) else [],
    )
