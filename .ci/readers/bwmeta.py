"""BWMETA 1.0.5 to 2.x, with lxml.

Documentation: the description of the format at http://yadda.icm.edu.pl and its schemas: each <element> is a record, an
article as well as the journal, year, volume or number that it belongs to. A name or description without a type, or with the type
canonical or abstract, is the title or the abstract.
"""

from common import child, children, content, name, record, xml

LIBRARY = "lxml"
ARTICLE = "_Article"
# The name of these elements is a year or a number, not a title.
NUMBERED = ("_Year", "_Volume", "_Number", "_Issue")


def claims(root, path):
    return name(root) == "bwmeta"


def records(path):
    return [entry(item) for item in children(xml(path), "element")]


def attribute(holder, *keys):
    """Returns the value at a path of nested attributes, in an XML attribute (1.x) or an element (2.x)."""
    for key in keys:
        holder = next((part for part in children(holder, "attribute") if part.get("key") == key), None)
    if holder is None:
        return None
    return holder.get("value") or content(child(holder, "value"))


def contributor(item):
    author = next((one for one in children(item, "contributor") if one.get("role") == "author"), None)
    if author is None:
        return None
    names = {part.get("type"): content(part) for part in children(author, "name")}
    whole = names.get("canonical") or names.get(None) or author.get("title")
    known = (
        names.get("surname")
        or attribute(author, "person", "person.surname")
        or attribute(author, "institution", "institution.name")
    )
    # In an undivided name, the beginning of the family name is unknown.
    return known or ({whole, whole.split()[-1]} if whole else None)


def place(item):
    """Returns the element of its position in the hierarchy, and the position."""
    for hierarchy in children(item, "hierarchy"):
        return hierarchy.get("level", ""), (child(hierarchy, "position").get("value") if child(hierarchy, "position") is not None else None)
    for structure in children(item, "structure"):
        current = child(structure, "current")
        holder = current if current is not None else structure
        return holder.get("level", ""), holder.get("position")
    return "", None


def year(item, level):
    if level.endswith("_Year"):
        return content(child(item, "name"))
    years = {(date.get("value") or content(date) or "")[:4] for date in children(item, "date") if date.get("type") == "published"}
    for ancestor in children(item, "structure", "ancestor"):
        if ancestor.get("level", "").endswith("_Year"):
            years.add(content(child(ancestor, "name")))
    return years - {None, ""} or None


def entry(item):
    level, position = place(item)
    titles = [part for part in children(item, "name") if part.get("type", "canonical") == "canonical"]
    texts = [part for part in children(item, "description") if part.get("type", "abstract") == "abstract" and content(part)]
    doi = next((part.get("value") for part in children(item, "id") if part.get("scheme", "").upper().endswith("DOI")), None)
    return record(
        title=content(titles[0]) if titles and not level.endswith(NUMBERED) else None,
        doi=doi,
        first_author=contributor(item),
        pages=position if level.endswith(ARTICLE) else None,
        year=year(item, level),
        abstract_languages=[part.get("lang") or None for part in texts],
    )
