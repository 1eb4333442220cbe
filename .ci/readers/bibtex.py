"""BibTeX and biblatex, with bibtexparser 2 and, where it does not read an entry, the parser of pybtex.

Documentation: BibTeXing (Patashnik, 1988) for fields and names; The biblatex Package, sections 2.2 (fields) and 2.3
(names). An entry is a record by itself: nothing is inherited by way of `crossref`.
Names are divided by pybtex.database.Person; TeX is made text by pylatexenc.
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

from common import NotRead, blanks, only_year, record, text_of_bytes

EXTENSIONS = (".bib",)
LIBRARY = "bibtexparser"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

# Commands of biblatex (section 4.10 of its manual), and the two that xampl.bib, the example that comes with BibTeX, defines
# in its preamble: the first only sorts, the second exchanges what follows it.
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
        # Two entries of one key, or two fields of one name, are entries all the same.
        if isinstance(block, (model.DuplicateBlockKeyBlock, model.DuplicateFieldKeyBlock)):
            block = block.ignore_error_block
        if isinstance(block, model.ParsingFailedBlock) and not isinstance(block, model.MiddlewareErrorBlock):
            return second(text, block.error)
        if isinstance(block, model.Entry):
            found.append({})
            for field in block.fields:
                # BibTeX takes the first of two fields of one name.
                found[-1].setdefault(field.key.lower(), field.value)
    strings = macros(text)
    return [entry({key: value_of(value, strings) for key, value in fields.items()}) for fields in found]


def second(text, why):
    """The entries as pybtex sees them, for a file that has one which bibtexparser does not read."""
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
    """The values of @string, in the order of the file; a month that nobody defines is its own name."""
    strings = {month: month for month in MONTHS}
    for block in bibtexparser.parse_string(text, parse_stack=[]).strings:
        strings[block.key.lower()] = value_of(block.value, strings)
    return strings


def value_of(raw, strings):
    """The value of `{...}`, `"..."`, a number or a macro, or several of them joined by #."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(raw):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"' and depth == 0:
            quoted = not quoted
        elif sign == "#" and depth == 0 and not quoted:
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
    """TeX as text: its accents, dashes and quotation marks as signs, its groups without their braces."""
    if tex is None:
        return None
    if re.search(r"[\\{}$~%`']|--", tex):
        # A percent sign is part of the value: BibTeX knows no comments inside of it.
        tex = re.sub(r"(?<!\\)%", r"\\%", tex)
        tex = FORMULAS[formulas].latex_to_text(tex, latex_context=COMMANDS)
    return blanks(tex)


def title(tex):
    """A title; a formula in it has no one form as text: as signs, or as its commands."""
    if tex is None or not re.search(r"\$|\\\(", tex):
        return plain(tex)
    return {plain(tex), plain(tex, "verbatim").replace("$", "")}


def year(fields):
    """What may be the year.

    A date is one of ISO 8601-2, and goes before a year. What is none says nothing, so that the year holds, or where there
    is none anything that a reader makes of the date. A year in words, such as `forthcoming`, is one or none.
    """
    written, date = plain(fields.get("year")), plain(fields.get("date"))
    iso = re.match(r"-?[0-9]{4}(?![0-9])", date or "")
    if iso:
        return {iso.group(), written} - {None}
    if written:
        return {written} if re.search(r"[0-9]", written) else {written, ""}
    return {date, only_year(date) or "", ""} if date else None


def family(names):
    """The family name of the first of several names, with its particle; an organization stands in braces as a whole."""
    names = normalize_whitespace(names or "")
    if not names:
        return None
    # A list may begin with options of biblatex, such as nosortothers=false, and with a reference to a container of data.
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
    # A name with too many commas is no error here.
    with capture():
        person = Person(first)
    # Of a person with one name, written with a comma before it, that is a given name.
    return plain(" ".join(person.prelast_names + person.last_names or person.first_names))


def top_braces(text):
    """How many groups there are at the top."""
    depth = groups = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        groups += sign == "}" and depth == 0
    return groups


def entry(fields):
    return record(
        title=title(fields.get("title")),
        doi=plain(fields.get("doi")),
        first_author=family(fields.get("author")),
        pages=plain(fields.get("pages")),
        year=year(fields),
        # The language of an entry is that of the work, not that of its abstract.
        abstract_languages=[None] if blanks(fields.get("abstract")) else [],
    )
