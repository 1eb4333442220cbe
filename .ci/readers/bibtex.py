"""BibTeX and biblatex, with bibtexparser 2, or with the parser of pybtex if bibtexparser cannot read an entry.

Documentation: BibTeXing (Patashnik, 1988) for fields and names; The biblatex Package, sections 2.2 (fields) and 2.3
(names). Each entry is a record; nothing is inherited through `crossref`. Names
are split by pybtex.database.Person, and TeX is converted to text by pylatexenc.
"""

import logging
import re

import bibtexparser
from bibtexparser import model
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser
from pybtex.errors import capture
from pybtex.textutils import normalize_whitespace
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec
from pylatexenc.latex2text import get_default_latex_context_db as texts
from pylatexenc.latexwalker import get_default_latex_context_db as commands
from pylatexenc.macrospec import MacroSpec

from common import NotRead, collapse_spaces, only_year, record, text_of_bytes

EXTENSIONS = (".bib",)
LIBRARY = "bibtexparser"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

# Commands of biblatex (section 4.10 of its manual), and two commands that xampl.bib, the example of BibTeX, defines in its
# preamble: the first one is only for sorting, the second one swaps its arguments.
TEXTS = texts()
TEXTS.add_context_category(
    "bibliography",
    prepend=True,
    macros=[
        MacroTextSpec("TeX", "TeX"),
        MacroTextSpec("hyphen", "-"),
        MacroTextSpec("psqq", " sqq."),
        MacroTextSpec("psq", " sq."),
        MacroTextSpec("mkbibquote", "\u201c%s\u201d"),
        MacroTextSpec("enquote", "\u201c%s\u201d"),
        MacroTextSpec("mbox", "%s"),
        MacroTextSpec("slash", "/"),
        MacroTextSpec("textbar", "|"),
        MacroTextSpec("noopsort", ""),
        MacroTextSpec("switchargs", "%(2)s%(1)s"),
    ],
)
COMMANDS = commands()
ARGUMENTS = {"mbox": "{", "mkbibquote": "{", "enquote": "{", "noopsort": "{", "switchargs": "{{"}
COMMANDS.add_context_category("bibliography", prepend=True, macros=[MacroSpec(name, args) for name, args in ARGUMENTS.items()])
FORMULAS = {
    mode: LatexNodes2Text(math_mode=mode, latex_context=TEXTS, keep_comments=True, strict_latex_spaces=False)
    for mode in ("text", "verbatim")
}


def claims(path):
    return path.suffix.lower() in EXTENSIONS


def records(path):
    text = text_of_bytes(path.read_bytes())
    found = []
    for block in bibtexparser.parse_string(text, parse_stack=[]).blocks:
        # Two entries with one key, and entries with two fields of one name, are still entries.
        if isinstance(block, (model.DuplicateBlockKeyBlock, model.DuplicateFieldKeyBlock)):
            block = block.ignore_error_block
        if isinstance(block, model.ParsingFailedBlock) and not isinstance(block, model.MiddlewareErrorBlock):
            return second(text, block.error)
        if isinstance(block, model.Entry):
            found.append({})
            for field in block.fields:
                # BibTeX uses the first of two fields with the same name.
                found[-1].setdefault(field.key.lower(), field.value)
    strings = macros(text)
    return [entry({key: value_of(value, strings) for key, value in fields.items()}) for fields in found]


def second(text, why):
    """Returns the entries as read by pybtex, for a file with an entry that bibtexparser cannot read."""
    errors = []
    found = []
    for command, body in LowLevelParser(text, keyless_entries=False, handle_error=errors.append):
        if command.lower() not in ("string", "preamble", "comment"):
            fields = {}
            for key, parts in body[1]:
                fields.setdefault(key.lower(), "".join(parts))
            found.append(fields)
    if errors:
        raise NotRead(f"bibtexparser: {type(why).__name__}; pybtex: {errors[0]}")
    return [entry(fields) for fields in found]


def macros(text):
    """Returns the values of @string, in file order. An undefined month is its own name."""
    strings = {month: month for month in MONTHS}
    for block in bibtexparser.parse_string(text, parse_stack=[]).strings:
        strings[block.key.lower()] = value_of(block.value, strings)
    return strings


def value_of(raw, strings):
    """Returns the value of `{...}`, `"..."`, a number or a macro, or several of them joined by #."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, letter in enumerate(raw):
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
        elif letter == '"' and depth == 0:
            quoted = not quoted
        elif letter == "#" and depth == 0 and not quoted:
            parts.append(raw[start:at])
            start = at + 1
    parts.append(raw[start:])
    out = ""
    for part in map(str.strip, parts):
        if part[:1] + part[-1:] in ("{}", '""') and len(part) > 1:
            out += part[1:-1]
        else:
            out += strings.get(part.lower(), part)
    return out


def plain(tex, formulas="text"):
    """Converts TeX to text: accents, dashes and quotation marks to characters, groups without their braces."""
    if tex is None:
        return None
    if re.search(r"[\\{}$~%`']|--", tex):
        # A percent sign is part of the value: BibTeX has no comments in values.
        tex = re.sub(r"(?<!\\)%", r"\\%", tex)
        tex = FORMULAS[formulas].latex_to_text(tex, latex_context=COMMANDS)
    return collapse_spaces(tex)


def title(tex):
    """Returns the forms of a title. A formula has several forms as text: with characters, or with commands."""
    if tex is None or not re.search(r"\$|\\\(", tex):
        return plain(tex)
    return {plain(tex), plain(tex, "verbatim").replace("$", "")}


def year(fields):
    """Returns the possible years.

    A date follows ISO 8601-2 and takes precedence over a year. An invalid date is ignored, so that the year applies, or any
    reading of the date if there is no year. A year in words, such as `forthcoming`, may be read as a year or not.
    """
    written, date = plain(fields.get("year")), plain(fields.get("date"))
    iso = re.match(r"-?[0-9]{4}(?![0-9])", date or "")
    if iso:
        return {iso.group(), written} - {None}
    if written:
        return {written} if re.search(r"[0-9]", written) else {written, ""}
    return {date, only_year(date) or "", ""} if date else None


def family(names):
    """Returns the family name of the first name, with its particle. An organization is in braces as a whole."""
    names = normalize_whitespace(names or "")
    if not names:
        return None
    # A list may begin with biblatex options, such as nosortothers=false, and with a reference to a data container.
    parts = [part.strip() for part in split_name_list(names)]
    while parts and re.match(r"[a-z]+=(?!.*,)", parts[0]) and not re.match(r"(family|given)", parts[0]):
        if parts.pop(0).startswith("xdata="):
            return None
    if not parts:
        return None
    first = parts[0]
    if re.match(r"\{.*\}$", first) and first.count("{") == first.count("}") and top_braces(first) == 1:
        return plain(first)
    # The extended format of biblatex: family=Kumar, given=Anand.
    if re.match(r"[a-z]+\s*=", first):
        parts = dict((key.strip(), value.strip(' "')) for key, _, value in (part.partition("=") for part in first.split(",")))
        return plain(" ".join(filter(None, (parts.get("prefix"), parts.get("family")))))
    # A name with too many commas is not an error here.
    with capture():
        person = Person(first)
    # If a comma precedes the only name of a person, it is a given name.
    return plain(" ".join(person.prelast_names + person.last_names or person.first_names))


def top_braces(text):
    """Returns the number of top-level groups."""
    depth = groups = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        groups += letter == "}" and depth == 0
    return groups


def entry(fields):
    return record(
        title=title(fields.get("title")),
        doi=plain(fields.get("doi")),
        first_author=family(fields.get("author")),
        pages=plain(fields.get("pages")),
        year=year(fields),
        # The language of an entry is that of the work, not of its abstract.
        abstract_languages=[None] if collapse_spaces(fields.get("abstract")) else [],
    )
