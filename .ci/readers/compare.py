#!/usr/bin/env python3
"""Whether recordlint reads each format as other programs do: real files, read by it and by the readers beside this file.

Usage: compare.py RECORDLINT [CORPORA] [--may-lack FORMAT,FORMAT] [--only FORMAT] [--show]

Each file of the corpora, whatever its folder, that a reader claims is read by that reader and by `recordlint records`. The records are put side
by side in their order, or, where their numbers differ, by their titles, DOIs and first authors; then each field is
compared. A field agrees where both sides are the same after `normal` below. What differs must stand in explained.txt.

Ends with 1 where a format agrees in a field in less than 99.5 %, where a difference is not explained, and where an
explanation explains nothing any more, and where recordlint reads records of a file that no reader claims. A share is of those records that have the field on one side at least. The table
shows the bare shares; for the least share an explained difference counts as agreement, unless the reader is the one that
is right. --show prints what the readers read, without recordlint.
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
# Explained differences that are no fault of recordlint.
COUNTED = ("recordlint", "open", "chosen")
SHORT = {"first_author": "author", "abstract_languages": "abstracts"}


def claim(path):
    """The format of a file and its reader; for a file of none of them what it is instead."""
    found = next(((key, module) for key, module in OTHERS.items() if module.claims(path)), None)
    if found:
        return found
    if path.suffix.lower() == ".xml" or path.read_bytes()[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        # Which format it would be is told even of a file that is not well-formed.
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
    """The records of `recordlint records`, with the fields that are compared."""
    done = subprocess.run([program, "records", "--isolated", str(path)], capture_output=True, timeout=120)
    # Line ends inside of a value are escaped; other signs that Python takes for line ends are not.
    return [canonical(json.loads(line)) for line in done.stdout.decode().split("\n") if line]


def canonical(record):
    author = next((one for one in record.get("contributors", []) if one.get("role") == "author"), {})
    family = " ".join(filter(None, (author.get("particle"), author.get("family"))))
    first, last = record.get("firstPage"), record.get("lastPage")
    return {
        "title": record.get("title", {}).get("text"),
        "doi": next((one.get("value") for one in record.get("identifiers", []) if one.get("scheme", "").lower() == "doi"), None),
        # A person may have one name and no more.
        "first_author": family or author.get("organization") or author.get("given"),
        "pages": record.get("pages") or ("-".join(str(page) for page in (first, last) if page is not None) or None),
        "year": record.get("year"),
        "abstract_languages": [one.get("lang") for one in record.get("abstracts", []) if (one.get("text") or "").strip()],
    }


def normal(field, value):
    """The light normalisation, the same for both sides.

    Everywhere: Unicode NFC, a run of blanks is one blank, nothing is the same as an empty text. A DOI: small letters,
    without the address of its resolver, `doi:` or `info:doi/`. Pages: each kind of dash is a hyphen, without blanks around it, and a
    range of one page is that page. A year: between two there is a slash, as in the records of recordlint. A title: each
    kind of dash, and hyphens in a row, which are a dash in TeX, are a hyphen. Languages: small letters, sorted, since the
    order of abstracts says nothing.
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


def admitted(field, value):
    """The readings that the reader admits."""
    return {normal(field, one) for one in value} if isinstance(value, (set, frozenset)) else {normal(field, value)}


def pairs(ours, theirs):
    """The records side by side; None on one side where the other has a record more."""
    if len(ours) == len(theirs):
        return list(zip(ours, theirs))

    def key(record, field):
        return min(admitted(field, record[field]))

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
                    sys.exit(f"explained.txt:{number}: not of the form that its head tells")
                self.lines.append((number, parts))
        self.used = set()

    def of(self, file, record, field):
        """Who is right, where it is explained."""
        for number, (glob, which, what, right, _) in self.lines:
            if what == field and which in ("*", str(record)) and fnmatch.fnmatchcase(file, glob):
                self.used.add(number)
                return right
        return None


def share(agreed, of):
    return f"{100 * agreed / of:.1f}" if of else "-"


class Comparison:
    """One format: the rows of its folders, and what differs."""

    def __init__(self, format, explanations):
        self.format, self.explanations = format, explanations
        self.rows = collections.defaultdict(collections.Counter)
        self.differences, self.notes = [], collections.defaultdict(list)

    def file(self, folder, file, ours, theirs):
        """Count the file in; ours are recordlint's records, theirs the reader's."""
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
                wanted, got = admitted(field, their[field]), normal(field, our[field])
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
        """The fields in which too little agrees."""
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
    parser.add_argument("--may-lack", default="", help="formats that recordlint may not read at all")
    parser.add_argument("--only", default="", help="these formats alone")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"readers: no corpora at {options.corpora}: nothing is compared")
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
    """For each folder the files that no reader claims, by what they are instead, and how many of them recordlint reads."""
    folders = collections.defaultdict(list)
    for (format, module, _, file), ours in zip(found, read):
        folders[str(file.parent)].append((format is None, module, bool(ours)))
    print("claimed by no reader:")
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
                wrong.append(f"{format}: recordlint reads no record")
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
    wrong += [f"read by recordlint alone, and not explained: {file}" for file in alone]
    if not partial:
        stale = [(number, parts) for number, parts in explanations.lines if number not in explanations.used]
        absent = {format for format, comparison in comparisons.items() if not comparison.total()["ours"]}
        stale = [] if absent and stale and absent <= lacking else stale
        wrong += [f"explained.txt:{number}: explains nothing any more: {' | '.join(parts[:3])}" for number, parts in stale]
    if differences:
        wrong.append(f"{len(differences)} differences are not explained")
    print(*(f"wrong: {line}" for line in wrong), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
