"""The article XML of DOAJ, with lxml.

Documentation: https://doaj.org/docs/xml/ and doajArticles.xsd: <records> of <record>; `title` and `abstract` have a
language (ISO 639-2/B); `authors/author/name` is an undivided name in any order; the DOI is in `doi`.
"""

from common import child, children, content, name, only_year, pages, record, xml

LIBRARY = "lxml"


def claims(root, path):
    return name(root) == "records" and child(root, "record") is not None


def records(path):
    return [entry(item) for item in children(xml(path), "record")]


def family(whole):
    """Returns the possible family names: the text before a comma; without a comma, the last word or the whole name."""
    if whole is None:
        return None
    return whole.split(",")[0].strip() if "," in whole else {whole, whole.split()[-1]}


def entry(item):
    texts = [text for text in children(item, "abstract") if content(text)]
    return record(
        title=content(child(item, "title")),
        doi=content(child(item, "doi")),
        first_author=family(content(child(item, "authors", "author", "name"))),
        pages=pages(content(child(item, "startPage")), content(child(item, "endPage"))),
        year=only_year(content(child(item, "publicationDate"))),
        abstract_languages=[text.get("language") for text in texts],
    )
