#!/usr/bin/env python3
"""Samples findings in real files for people to judge, one by one.

Usage: draw.py RECORDLINT CORPORA FOLDER [--seed WORD] [--most N]

The program checks CORPORA without a configuration. For each kind of file (JATS, BibTeX, RIS, others) N errors and N warnings
(150) are sampled, or all if there are fewer. The same seed selects the same findings. For each kind and severity, a page to read
is written to FOLDER (KIND-SEVERITY.md: the finding, and the lines around it), and a table to fill in (KIND-SEVERITY.tsv: the
columns of `tests/judged`, with `?` instead of a verdict).
"""

import argparse
import json
import pathlib
import random
import re
import subprocess

# The number of lines shown before and after a finding, and of characters in a line.
AROUND = 4
WIDTH = 200


def kind(path):
    """Returns the kind of a file, as people call it."""
    data = path.read_bytes()
    if re.search(rb"(?m)^(\xef\xbb\xbf)?TY  ?-", data):
        return "ris"
    if path.suffix in (".bib", ".bibtex"):
        return "bibtex"
    if re.search(rb"<(article|front|article-meta)[ >]", data) and re.search(rb"<journal-meta|<article-meta|<front", data):
        return "jats"
    return "other"


def excerpt(lines, start):
    """Yields the lines around a position. Of a long line, only the part with the position is shown."""
    at = start["line"] - 1
    for number in range(max(0, at - AROUND), min(len(lines), at + AROUND + 1)):
        line = lines[number]
        if number == at and len(line) > 3 * WIDTH:
            column = start["column"]
            line = "…" + line[max(0, column - WIDTH) : column + 2 * WIDTH] + "…"
        elif len(line) > WIDTH:
            line = line[:WIDTH] + "…"
        yield f"{number + 1}{'>' if number == at else ' '} {line}"


def page(number, finding, lines):
    """Yields the lines of a section about a finding."""
    start = finding["start"]
    yield f"## {number}: {finding['severity']} {finding['rule']}"
    yield f"at {finding['path']}:{start['line']}:{start['column']}, record {(finding['record'] or {}).get('id')}, field {finding['field']}"
    yield f"message: {finding['message']}"
    for key in ("help", "value", "suggestion"):
        if finding[key] is not None:
            yield f"{key}: {str(finding[key])[:300]}"
    for label in finding["labels"]:
        if label["text"]:
            yield f"label at {label['path']}:{label['start']['line']}: {label['text']}"
    if finding["fix"]:
        yield f"fix: {json.dumps(finding['fix'], ensure_ascii=False)[:500]}"
    yield "```"
    yield from excerpt(lines, start)
    yield "```"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--most", type=int, default=150)
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    arguments = [program, "check", "--isolated", "--year", "2026", "--output-format", "json", "."]
    report = subprocess.run(arguments, cwd=options.corpora, capture_output=True, check=False)
    groups, kinds = {}, {}
    for finding in json.loads(report.stdout)["diagnostics"]:
        path = finding["path"]
        kinds.setdefault(path, kind(options.corpora / path))
        if finding["severity"] != "note":
            groups.setdefault((kinds[path], finding["severity"]), []).append(finding)
    options.folder.mkdir(parents=True, exist_ok=True)
    for (name, severity), findings in sorted(groups.items()):
        order = lambda one: (one["path"], one["start"]["offset"], one["rule"], one["message"])
        findings.sort(key=order)
        chance = random.Random(f"{options.seed}-{name}-{severity}")
        drawn = chance.sample(findings, min(options.most, len(findings)))
        drawn.sort(key=lambda one: (one["rule"], *order(one)))
        pages, rows = [], []
        for number, finding in enumerate(drawn, 1):
            lines = (options.corpora / finding["path"]).read_bytes().decode("utf-8", "replace").splitlines()
            pages.extend(page(number, finding, lines))
            start = finding["start"]
            rows.append("\t".join(("?", finding["rule"], finding["path"], f"{start['line']}:{start['column']}", "")))
        (options.folder / f"{name}-{severity}.md").write_text("\n".join(pages) + "\n")
        (options.folder / f"{name}-{severity}.tsv").write_text("\n".join(rows) + "\n")
        print(f"{name} {severity}: {len(drawn)} of {len(findings)}")


main()
