"""DataCite records in XML, with lxml.

Documentation: the DataCite Metadata Schema, 2.2 to 4.6 (https://schema.datacite.org/): a title without a titleType is the
main one, or the first one if all have a titleType; `creatorName` of a person is `Family, Given`; descriptions with the
descriptionType Abstract are the abstracts; the pages are in the relatedItem in which the work was published.
"""

from common import collapse_spaces, child, children, content, language, name, pages, record, xml

LIBRARY = "lxml"


def claims(root, path):
    return bool(resources(root))


def resources(root):
    """Returns the record, or those in an OAI-PMH response, which only DataCite puts into a payload."""
    found = [root] if name(root) == "resource" else root.iter("{*}resource")
    # The namespace of a preview of the schema has the same elements.
    return [one for one in found if one.tag.startswith("{http://datacite.org/schema/kernel-") or child(one, "creators") is not None]


def records(path):
    return [entry(one) for one in resources(xml(path))]


def creator(creator):
    """Returns the family name of a person, or the whole name of an organization."""
    whole = child(creator, "creatorName")
    kind = whole.get("nameType") if whole is not None else None
    family, whole = content(child(creator, "familyName")), content(whole)
    if family and kind != "Organizational":
        return family
    if whole and kind != "Organizational" and "," in whole:
        # If the type of name is not given, a comma may separate its parts, or be part of the name of an organization.
        parted = collapse_spaces(whole.split(",")[0])
        return parted if kind == "Personal" else {whole, parted}
    return whole


def entry(work):
    titles = children(work, "titles", "title")
    title = next((title for title in titles if not title.get("titleType")), titles[0] if titles else None)
    creators = children(work, "creators", "creator")
    identifier = child(work, "identifier")
    is_doi = identifier is not None and (identifier.get("identifierType") or "").upper() == "DOI"
    holder = next((item for item in children(work, "relatedItems", "relatedItem") if item.get("relationType") == "IsPublishedIn"), None)
    abstracts = [text for text in children(work, "descriptions", "description") if text.get("descriptionType") == "Abstract" and content(text)]
    return record(
        title=content(title),
        doi=content(identifier) if is_doi else None,
        first_author=creator(creators[0]) if creators else None,
        pages=pages(content(child(holder, "firstPage")), content(child(holder, "lastPage"))),
        year=content(child(work, "publicationYear")),
        abstract_languages=[language(text) for text in abstracts],
    )
