"""Shared by the readers: the representation of a record, and functions for XML and text.

A record is a dict with the keys of FIELDS. A value is a text, None if the file has no value, or a set of texts if the
documentation of the format allows several (for example a PubMed page range, which may be abbreviated). The languages of
abstracts are a list with one item per abstract, which is None if the language is not given, or a set of tuples if several
lists are allowed.
"""

import html.entities
import re

from lxml import etree

FIELDS = ("title", "doi", "first_author", "pages", "year", "abstract_languages")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class NotRead(Exception):
    """The library cannot read this file. The message names the library and the reason."""


def record(**values):
    assert set(values) <= set(FIELDS), values
    return {field: values.get(field, [] if field == "abstract_languages" else None) for field in FIELDS}


def collapse_spaces(text):
    """Returns the text with each run of whitespace replaced by a space, or None if nothing is left."""
    text = " ".join((text or "").split())
    return text or None


def text_of_bytes(data):
    """Decodes a file that declares no encoding: by its byte order mark, otherwise as UTF-8 or Windows-1252, as in old files."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    # UTF-16 without a mark: every other byte of plain Latin text is zero.
    if data[1:20:2].count(0) > 5:
        return data.decode("utf-16-le")
    if data[0:20:2].count(0) > 5:
        return data.decode("utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def only_year(text):
    """Returns the year of a date that begins or ends with it, as in 2016-12-20 or May 2016."""
    found = re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", text or "")
    return found[0] if found else None


# --- XML -----------------------------------------------------------------------------------------------------------

# The names of Greek letters in ISO 8879 (ISOgrk1), which HTML does not have, in alphabetical order.
GREEK = "agr bgr ggr dgr egr zgr eegr thgr igr kgr lgr mgr ngr xgr ogr pgr rgr sfgr sgr tgr ugr phgr khgr psgr ohgr".split()
ISO = {name: chr(0x3B1 + at) for at, name in enumerate(GREEK)}
CAPITALS = {"eegr": "EEgr", "thgr": "THgr", "phgr": "PHgr", "khgr": "KHgr", "psgr": "PSgr", "ohgr": "OHgr"}
ISO |= {CAPITALS.get(name, name.capitalize()): chr(0x391 + at) for at, name in enumerate(GREEK) if name != "sfgr"}
PREDEFINED = {"amp", "lt", "gt", "quot", "apos"}
DOCTYPE = re.compile(rb"<!DOCTYPE\s+([^\s\[>]+)[^\[>]*(\[[^\]]*\]\s*)?>")


def with_entities(data):
    """Returns the document with the named characters of its DTD declared in an internal subset. No DTD is fetched.

    JATS and PubMed use the sets of ISO and MathML, most of which are also in HTML 5. A name that is in none of them, because
    only a publisher's own DTD declares it, is not expanded.
    """
    names = {name.decode() for name in re.findall(rb"&([A-Za-z][A-Za-z0-9.]*);", data)} - PREDEFINED
    found = DOCTYPE.search(data[:4096])
    declared = {name.decode() for name in re.findall(rb"<!ENTITY\s+(\S+)", found.group(2) or b"")} if found else set()
    if not names - declared:
        return data
    known = {name: html.entities.html5.get(name + ";") or ISO.get(name) for name in sorted(names - declared)}
    values = {name: "".join(f"&#{ord(letter)};" for letter in text) if text else f"&#38;#38;{name};" for name, text in known.items()}
    subset = "".join(f'<!ENTITY {name} "{value}">' for name, value in values.items()).encode()
    if found:
        inner = (found.group(2) or b"").strip().strip(b"[]")
        return data[: found.start()] + b"<!DOCTYPE %s [%s%s]>" % (found.group(1), inner, subset) + data[found.end() :]
    # After the declaration, before the root.
    at = data.index(b"?>") + 2 if data.lstrip().startswith(b"<?xml") else 0
    root = re.search(rb"<([A-Za-z_][^\s/>]*)", data[at:])
    return data[:at] + b"<!DOCTYPE %s [%s]>" % (root.group(1) if root else b"x", subset) + data[at:]


def xml(path):
    """Returns the root of an XML file, read without network access.

    The file must be well-formed XML 1.0. Errors in namespaces are ignored: records that were cut out of an OAI-PMH response
    lack the declarations of their prefixes.
    """
    parser = etree.XMLParser(recover=True, load_dtd=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(with_entities(path.read_bytes()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotRead(f"lxml: {error}") from error
    for error in parser.error_log:
        if error.domain_name != "NAMESPACE":
            raise NotRead(f"lxml: {error.message}, line {error.line}")
    return root


def name(element):
    """Returns the name of an element without its namespace or undeclared prefix. It is empty for a comment."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def child(element, *path):
    """Returns the first element at a path of local names, in any namespace."""
    found = children(element, *path)
    return found[0] if found else None


def children(element, *path):
    found = [element] if element is not None else []
    for step in path:
        found = [below for above in found for below in above if name(below) == step]
    return found


def content(element, skip=()):
    """Returns the text of an element and its descendants, except those to skip. A line break becomes a space."""
    if element is None:
        return None
    parts, stack = [], [element]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            parts.append(here)
            continue
        inner = [] if here is not element and name(here) in skip else [here.text or ""]
        if inner:
            inner += [part for below in here for part in (below, below.tail or "")]
        if name(here) == "break":
            inner.append(" ")
        stack.extend(reversed(inner))
    return collapse_spaces("".join(parts))


def language(element):
    """Returns the language of an element: xml:lang applies to all descendants (XML 1.0, 2.12)."""
    while element is not None:
        if element.get(XML_LANG) is not None:
            return element.get(XML_LANG) or None
        element = element.getparent()
    return None


def pages(first, last):
    """Returns the range from the first to the last page."""
    return f"{first}-{last}" if first and last else first or last
