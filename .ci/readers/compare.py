#!/usr/bin/env python3
"""Compares how recordlint and other parsers read real files of each format. The parsers are called by the readers in this
folder.

Usage: compare.py RECORDLINT [CORPORA] [--may-lack FORMAT,FORMAT] [--only FORMAT] [--show]

Each file in the corpora that a reader recognises, in any folder, is read by that reader and by `recordlint records`. The records
are paired in their order or, if their numbers differ, by their titles, DOIs and first authors; then each field is compared. A
field agrees if both values are the same after `normal` below. Differences must be listed in explained.txt.

The exit status is 1 if a field of a format agrees in less than 99.5 % of the records, if a difference is not explained, if an
explanation is no longer needed, or if recordlint reads records in a file that no reader recognises. A percentage refers to the
records that have the field on at least one side. The table shows the percentages before explanations. For the minimum, an
explained difference counts as agreement, unless the reader is right. --show prints what the readers read, without recordlint.
"""

import argparse
import collections
import concurrent.futures
import difflib
import fnmatch
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

from lxml import etree

sys.dont_write_bytecode = True
import bibtex, bwmeta, crossref, crossref_xml, csl, datacite, datacite_xml, doaj, jats, oai_dc, pubmed, ris
from common import FIELDS, NotRead, name

HERE = pathlib.Path(__file__).parent
LEAST = 99.5
XML = {"jats": jats, "doaj-xml": doaj, "crossref-xml": crossref_xml, "datacite-xml": datacite_xml, "oai-dc": oai_dc, "pubmed": pubmed, "bwmeta": bwmeta}
OTHERS = {"bibtex": bibtex, "ris": ris, "crossref": crossref, "datacite": datacite, "csl": csl}
# Explained differences that are not errors in recordlint.
COUNTED = ("recordlint", "open", "chosen")
SHORT = {"first_author": "author", "abstract_languages": "abstracts"}


def claim(path):
    """Returns the format of a file and its reader. If no reader recognises the file, returns None and a description of the file."""
    found = next(((key, module) for key, module in OTHERS.items() if module.claims(path)), None)
    if found:
        return found
    if path.suffix.lower() == ".xml" or path.read_bytes()[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        # The format is detected even if the file is not well-formed.
        try:
            root = etree.parse(str(path), etree.XMLParser(recover=True, load_dtd=False, no_network=True, huge_tree=True)).getroot()
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            return None, "not XML"
        found = next(((key, module) for key, module in XML.items() if module.claims(root, path)), None)
        namespace = root.tag.rpartition("}")[0].rstrip("/").split("/")[-1]
        return found or (None, f"{name(root)} {namespace}".strip())
    return None, path.suffix


def read_by_recordlint(program, path):
    """Returns the records of `recordlint records`, with the fields to compare."""
    done = subprocess.run([program, "records", "--isolated", str(path)], capture_output=True, timeout=120)
    # Line endings in a value are escaped, but not the other characters that Python treats as line endings.
    return [canonical(json.loads(line)) for line in done.stdout.decode().split("\n") if line]


def canonical(record):
    author = next((one for one in record.get("contributors", []) if one.get("role") == "author"), {})
    family = " ".join(filter(None, (author.get("particle"), author.get("family"))))
    first, last = record.get("firstPage"), record.get("lastPage")
    return {
        "title": record.get("title", {}).get("text"),
        "doi": next((one.get("value") for one in record.get("identifiers", []) if one.get("scheme", "").lower() == "doi"), None),
        # A person may have only one name.
        "first_author": family or author.get("organization") or author.get("given"),
        "pages": record.get("pages") or ("-".join(str(page) for page in (first, last) if page is not None) or None),
        "year": record.get("year"),
        "abstract_languages": [one.get("lang") for one in record.get("abstracts", []) if (one.get("text") or "").strip()],
    }


def normal(field, value):
    """Normalises a value slightly, in the same way on both sides.

    All fields: Unicode NFC, whitespace is collapsed, a missing value equals an empty text. DOI: lower case, without the address
    of its resolver, `doi:` or `info:doi/`. Pages: all dashes become hyphens without spaces around them, and a range of one page
    becomes that page. Year: two years are separated by a slash, as in recordlint. Title: all dashes, and several hyphens, which
    are a dash in TeX, become a hyphen. Languages: lower case, sorted, because the order of abstracts has no meaning.
    """
    if field == "abstract_languages":
        return tuple(sorted((one or "").strip().lower().replace("_", "-") for one in value))
    text = " ".join(unicodedata.normalize("NFC", str(value)).split()) if value is not None else ""
    if field == "doi":
        text = re.sub(r"^(https?://(dx\.)?doi\.org/|(info:)?doi[:/]\s*)", "", text.lower())
    if field == "year":
        text = re.sub(r"^(\d{4})\s*(?:--+|[-\u2010-\u2015])\s*(\d{4})$", r"\1/\2", text)
    if field == "title":
        text = re.sub(r"--+|[\u2010-\u2015\u2212]", "-", text)
    if field == "pages":
        text = re.sub(r"\s*(?:--+|[-\u2010-\u2015\u2212])\s*", "-", text)
        first, dash, last = text.partition("-")
        text = first if dash and first == last else text
    return text


def accepted(field, value):
    """Returns the values that the reader accepts."""
    return {normal(field, one) for one in value} if isinstance(value, (set, frozenset)) else {normal(field, value)}


def pairs(ours, theirs):
    """Pairs the records. One side is None if the other side has an additional record."""
    if len(ours) == len(theirs):
        return list(zip(ours, theirs))

    def key(record, field):
        return min(accepted(field, record[field]))

    keys = [[tuple(key(record, field) for field in ("title", "doi", "first_author")) for record in side] for side in (ours, theirs)]
    out = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        both = min(b - a, d - c) if kind in ("equal", "replace") else 0
        out += [(ours[a + at], theirs[c + at]) for at in range(both)]
        out += [(one, None) for one in ours[a + both : b]] + [(None, one) for one in theirs[c + both : d]]
    return out


class Explanations:
    """The lines of explained.txt: file | record | field | right | why."""

    def __init__(self, path):
        self.lines = []
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                parts = [part.strip() for part in line.split(" | ")]
                if len(parts) != 5 or parts[3] not in COUNTED + ("reader",) or parts[2] not in FIELDS + ("records",):
                    sys.exit(f"explained.txt:{number}: invalid; see the comment at the beginning")
                self.lines.append((number, parts))
        self.used = set()

    def of(self, file, record, field):
        """Returns which side is right, if the difference is explained."""
        for number, (glob, which, what, right, _) in self.lines:
            if what == field and which in ("*", str(record)) and fnmatch.fnmatchcase(file, glob):
                self.used.add(number)
                return right
        return None


def share(agreed, of):
    return f"{100 * agreed / of:.1f}" if of else "-"


class Comparison:
    """A format: the rows of its folders, and the differences."""

    def __init__(self, format, explanations):
        self.format, self.explanations = format, explanations
        self.rows = collections.defaultdict(collections.Counter)
        self.differences, self.notes = [], collections.defaultdict(list)

    def file(self, folder, file, ours, theirs):
        """Adds a file. `ours` are the records of recordlint, `theirs` those of the reader."""
        row = self.rows[folder]
        row["files"] += 1
        row["theirs"] += len(theirs)
        row["ours"] += len(ours)
        for number, (our, their) in enumerate(pairs(ours, theirs), 1):
            if our is None or their is None:
                had = their or our
                self.count(row, file, number, "records", "one" if our else "none", "one" if their else f"none: {had['title']!r:.60}", False)
                continue
            self.count(row, file, number, "records", "", "", True)
            for field in FIELDS:
                wanted, got = accepted(field, their[field]), normal(field, our[field])
                if wanted | {got} > {""} or got or wanted not in ({""}, {()}):
                    self.count(row, file, number, field, our[field], their[field], got in wanted)

    def count(self, row, file, number, field, our, their, agree):
        row[field, "of"] += 1
        row[field, "raw"] += agree
        right = None if agree else self.explanations.of(file, number, field)
        row[field, "agreed"] += agree or right in COUNTED
        if not agree and right is None:
            self.differences.append(f"{file}, record {number}, {field}: recordlint {our!r}, {self.format}'s reader {their!r}")

    def total(self):
        return sum(self.rows.values(), collections.Counter())

    def short(self):
        """Returns the fields that agree in too few records."""
        total = self.total()
        return [f for f in ("records", *FIELDS) if total[f, "of"] and 100 * total[f, "agreed"] / total[f, "of"] < LEAST]

    def table(self):
        rows = sorted(self.rows.items())
        if len(rows) > 1:
            rows.append(("together", self.total()))
        for folder, row in rows:
            cells = [share(row[f, "raw"], row[f, "of"]) for f in ("records", *FIELDS)]
            yield [self.format, folder, row["files"], row["ours"], row["theirs"], *cells]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recordlint")
    parser.add_argument("corpora", nargs="?", type=pathlib.Path, default=HERE / "../../../shared/corpora")
    parser.add_argument("--may-lack", default="", help="formats that recordlint need not read")
    parser.add_argument("--only", default="", help="only these formats")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"readers: no corpora at {options.corpora}, so nothing is compared")
        return 0
    explanations = Explanations(HERE / "explained.txt")
    lacking, only = (set(filter(None, names.split(","))) for names in (options.may_lack, options.only))
    found = []
    paths = [(options.corpora, path) for path in sorted(options.corpora.glob("*/**/*"))]
    paths += [(HERE, path) for path in sorted((HERE / "samples").iterdir())]
    for root, path in paths:
        if path.is_file():
            format, module = claim(path)
            if not only or format in only:
                found.append((format, module, path, path.relative_to(root)))
    if options.show:
        for format, module, path, file in found:
            try:
                for record in module.records(path) if format else ():
                    print(json.dumps({"file": str(file), "format": format, **record}, ensure_ascii=False, default=lambda values: sorted(values, key=str)))
            except NotRead as error:
                print(f"{file}: {error}", file=sys.stderr)
        return 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        read = list(pool.map(lambda one: read_by_recordlint(options.recordlint, one[2]), found))
    return report(found, read, explanations, lacking, partial=bool(only))


def unclaimed(found, read):
    """Prints for each folder the files that no reader recognises, by kind, and how many of them recordlint reads."""
    folders = collections.defaultdict(list)
    for (format, module, _, file), ours in zip(found, read):
        folders[str(file.parent)].append((format is None, module, bool(ours)))
    print("recognised by no reader:")
    for folder, files in sorted(folders.items()):
        kinds = collections.Counter(kind for is_free, kind, _ in files if is_free)
        if kinds:
            names = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common(6)) + (", ..." if len(kinds) > 6 else "")
            ours = sum(is_read for is_free, _, is_read in files if is_free)
            print(f"  {folder}: {sum(kinds.values())} of {len(files)} files ({names}); recordlint reads {ours or 'none'} of them")


def report(found, read, explanations, lacking, partial):
    comparisons, unread, alone = {}, collections.defaultdict(list), []
    for (format, module, path, file), ours in zip(found, read):
        if format is None:
            alone += [str(file)] if ours and explanations.of(str(file), 0, "records") is None else []
            continue
        comparison = comparisons.setdefault(format, Comparison(format, explanations))
        try:
            comparison.file(str(file.parent), str(file), ours, module.records(path))
        except NotRead as error:
            unread[format, module.LIBRARY].append(f"{file}: {error}; recordlint: {len(ours)} records")
    head = ["format", "folder", "files", "recordlint", "reader", *(SHORT.get(field, field) + " %" for field in ("records", *FIELDS))]
    rows, wrong, differences = [head], [], []
    for format, comparison in sorted(comparisons.items()):
        total = comparison.total()
        if not total["ours"] and total["theirs"]:
            rows += [[format, folder, row["files"], 0, row["theirs"]] for folder, row in sorted(comparison.rows.items())]
            if format not in lacking:
                wrong.append(f"{format}: recordlint reads no records")
            continue
        rows += comparison.table()
        wrong += [f"{format}: {field}: less than {LEAST} % agree" for field in comparison.short()]
        differences += comparison.differences
    widths = [max(len(str(row[at])) for row in rows if at < len(row)) for at in range(len(head))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) if at < 2 else str(cell).rjust(width) for at, (cell, width) in enumerate(zip(row, widths))).rstrip())
    for (format, library), files in sorted(unread.items()):
        print(f"{format}: not read by {library}: {len(files)} files", *files, sep="\n  ")
    unclaimed(found, read)
    used = len(explanations.used)
    print(f"explained differences: {used} lines of explained.txt; not explained: {len(differences)}", *differences, sep="\n  ")
    wrong += [f"read only by recordlint, and not explained: {file}" for file in alone]
    if not partial:
        stale = [(number, parts) for number, parts in explanations.lines if number not in explanations.used]
        absent = {format for format, comparison in comparisons.items() if not comparison.total()["ours"]}
        stale = [] if absent and stale and absent <= lacking else stale
        wrong += [f"explained.txt:{number}: no longer needed: {' | '.join(parts[:3])}" for number, parts in stale]
    if differences:
        wrong.append(f"{len(differences)} differences are not explained")
    print(*(f"wrong: {line}" for line in wrong), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
