"""JATS, with lxml.

Documentation: https://jats.nlm.nih.gov/publishing/tag-library/1.3/ (article-meta and its content). The record is the
article. A sub-article that is a translation belongs to it and adds its abstract; any other sub-article is a separate text
that is not part of the record. PMC wraps several articles in <pmc-articleset>.
"""

from common import NotRead, collapse_spaces, child, children, content, language, name, pages, record, xml

LIBRARY = "lxml"
# Elements that are not part of a text: notes, their marks, and TeX versions of formulas.
BESIDE = ("xref", "fn", "tex-math", "annotation")


def claims(root, path):
    # Articles of Copernicus and OJS have the same name, but no front.
    return name(root) == "pmc-articleset" or name(root) == "article" and child(root, "front") is not None


def records(path):
    root = xml(path)
    return [entry(article) for article in (root.iter("{*}article") if name(root) != "article" else [root])]


def contributor(meta):
    """Returns the first author: the family name of a person, or the name of a group."""
    for contrib in children(meta, "contrib-group", "contrib"):
        if contrib.get("contrib-type", "author") != "author":
            continue
        # A name with separate parts is preferred to a single text, because the parts identify the surname.
        for path in (("name",), ("name-alternatives", "name"), ("string-name",), ("name-alternatives", "string-name")):
            person = child(contrib, *path)
            if person is not None:
                return content(child(person, "surname")) or content(child(person, "given-names")) or content(person)
        group = child(contrib, "collab")
        if group is None:
            group = child(contrib, "collab-alternatives", "collab")
        return content(group, skip=BESIDE + ("contrib-group", "aff", "address", "email"))
    return None


def abstracts(front):
    # A heading over a picture is not an abstract.
    found = [text for text in front if name(text) in ("abstract", "trans-abstract")]
    return [text for text in found if content(text, skip=("title", "xref", "label"))]


def entry(article):
    meta = child(article, "front", "article-meta")
    if meta is None:
        raise NotRead("no article-meta")
    found = abstracts(meta)
    for sub in children(article, "sub-article"):
        if sub.get("article-type") == "translation":
            front = child(sub, "front-stub")
            found += abstracts(front if front is not None else child(sub, "front", "article-meta") or ())
    doi = next((collapse_spaces(part.text) for part in children(meta, "article-id") if part.get("pub-id-type") == "doi"), None)
    first, last = content(child(meta, "fpage")), content(child(meta, "lpage"))
    years = {content(child(date, "year")) for date in children(meta, "pub-date")} - {None}
    return record(
        title=content(child(meta, "title-group", "article-title"), skip=BESIDE),
        doi=doi,
        first_author=contributor(meta),
        # page-range is for pages that are not contiguous, in addition to fpage and lpage.
        pages={text for text in (pages(first, last), content(child(meta, "page-range"))) if text} or None,
        # Several dates of publication are common, and the format does not define which year to cite.
        year=years or None,
        abstract_languages=[language(text) for text in found],
    )
