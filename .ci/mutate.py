#!/usr/bin/env python3
"""Tests whether damaged files crash the program: real files are changed at random, checked and fixed.

Usage: mutate.py RECORDLINT FILES [--seed N] [--corpora FOLDER] [--keep FOLDER] [--jobs N]

FILES is the number of damaged files to create, in folders of 300. The program checks all files of a folder with all rules,
fixes them with `--fix --unsafe-fixes`, and fixes them again. The same seed creates the same files.

The script counts panics and internal errors, runs ended by a signal, runs longer than 60 seconds, exit statuses, fixes that were
rejected as faulty, and files that a second fix changes again. Failures and rejected fixes are copied to --keep. The exit status
is 1 if there was a panic, a signal, a run that did not end, or a second change.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
# The number of files in a folder, which is checked in one run.
BATCH = 300
# The time limit of a run in seconds. A folder takes about one second.
LONGEST = 60
# The maximum size of a file. Larger files would only take longer.
LARGEST = 64 << 10
ENDINGS = {".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".xml", ".nxml", ".bib", ".ris", ".txt", ".nbib", ".cff", ".isi"}
CHECK = ("check", "--isolated", "--select", "all", "--output-format", "json", ".")
FIX = ("check", "--isolated", "--select", "all", "--fix", "--unsafe-fixes", "--output-format", "concise", ".")
# Tokens of the syntaxes, and characters that are difficult for parsers.
TOKENS = [
    b"{", b"}", b"[", b"]", b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b"&amp;", b"&#0;", b"&#x110000;", b"\"", b"'",
    b"\\", b"\\u0000", b"\\ud800", b",", b":", b"#", b"@", b"%", b"- ", b"? ", b"| ", b"> ", b"&a ", b"*a ", b"!!binary ", b"---\n", b"...\n",
    b"TY  - JOUR\n", b"ER  - \n", b"@article{", b"@string{", b"@comment{", b"\n", b"\r", b"\r\n", b"\r\r\n", b"\t", b"\0", b"\x1b", b"\x80", b"\xff",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"null", b"1e999", b"-0",
    b"99999999999999999999", b"::error::", b"xml:lang=\"pl\"", b"<?xml version='1.0' encoding='latin1'?>",
]

# Multi-byte characters that people and programs write instead of ASCII characters. Code that assumes a length of one byte only
# fails with these.
WIDER = {
    b" ": "\u00a0\u0085\u2003\u2028\u3000\u200b", b",": "，、", b";": "；", b":": "：", b".": "。…", b"-": "–‐−", b"'": "’", b'"': "“”",
    b"(": "（", b")": "）", b"/": "／", b"&": "＆", b"~": "\u00a0",
}
LETTERS, DIGITS = "éßİıſŁ\u0301Ж中ﬁ😀", "１٣²😀"


def truncate(data, _, chance):
    return data[: chance.randrange(len(data) + 1)]


def flip(data, _, chance):
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def splice(data, other, chance):
    """Returns the beginning of one file and the end of another."""
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def insert(data, _, chance):
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 200)) + data[at:]


def widen(data, _, chance):
    """Replaces ASCII characters with multi-byte ones."""
    changed, places = [], sorted(chance.randrange(len(data)) for _ in range(chance.choice((1, 4, 16, 64))))
    done = 0
    for at in places:
        byte = data[at : at + 1]
        wider = WIDER.get(byte) or (LETTERS if byte.isalpha() else DIGITS if byte.isdigit() else None)
        if wider and at >= done:
            changed += [data[done:at], chance.choice(wider).encode()]
            done = at + 1
    return b"".join([*changed, data[done:]])


def repeat(data, _, chance):
    """Repeats a part of the file somewhere else."""
    start = chance.randrange(len(data))
    part = data[start : start + chance.choice((1, 8, 64, 1024))]
    at = chance.randrange(len(data) + 1)
    return data[:at] + part + data[at:]


def remove(data, _, chance):
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 4, 64, 1024)) :]


def lines(change):
    def changed(data, _, chance):
        parts = data.splitlines(keepends=True)
        change(parts, chance)
        return b"".join(parts)

    return changed


def line_removed(parts, chance):
    del parts[chance.randrange(len(parts))]


def line_repeated(parts, chance):
    at = chance.randrange(len(parts))
    parts.insert(chance.randrange(len(parts) + 1), parts[at])


def lines_swapped(parts, chance):
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]


WAYS = (truncate, flip, splice, insert, widen, widen, repeat, remove, lines(line_removed), lines(line_repeated), lines(lines_swapped))


def mutated(seeds, chance):
    """Returns the file extension and the bytes of a damaged file."""
    path, data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if data:
            data = chance.choice(WAYS)(data, chance.choice(seeds)[1], chance)
    return path.suffix.lower(), data


def run(program, folder, arguments):
    """Returns the exit status and the output. The status is None if the run did not end."""
    try:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=LONGEST, env={**os.environ, "RUST_BACKTRACE": "0"})
    except subprocess.TimeoutExpired as error:
        return None, (error.stdout or b"")[-2000:], (error.stderr or b"")[-2000:]
    return done.returncode, done.stdout, done.stderr


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def faults(status, errors):
    """Yields what is wrong with the end of a run."""
    if status is None:
        yield "without end"
    elif status < 0:
        yield f"signal {-status}"
    elif status not in (0, 1, 2):
        yield f"exit status {status}"
    if b"panicked at" in errors or b"internal error" in errors:
        yield "panic"


def batch(program, seeds, seed, number, size, keep):
    """Creates, checks and fixes one folder."""
    chance = random.Random(f"{seed}/{number}")
    counts = collections.Counter()
    wrong = []
    folder = pathlib.Path(tempfile.mkdtemp(prefix="recordlint-mutated-"))
    try:
        for at in range(size):
            ending, data = mutated(seeds, chance)
            (folder / f"{at:03}{ending}").write_bytes(data)
        before = contents(folder)
        for step, arguments in (("check", CHECK), ("fix", FIX), ("fix again", FIX)):
            status, _, errors = run(program, folder, arguments)
            counts[step, "status", status] += 1
            refused = [line for line in errors.splitlines() if b"please report it" in line] if step == "fix" else []
            counts["fixes refused as faulty"] += len(refused)
            if keep and refused:
                shutil.copytree(folder, keep / f"{seed}-{number}-refused", dirs_exist_ok=True)
                (keep / f"{seed}-{number}-refused" / "errors").write_bytes(errors)
            for fault in faults(status, errors):
                wrong.append((step, fault))
                counts[fault] += 1
                if keep:
                    place = keep / f"{seed}-{number}-{step}".replace(" ", "-")
                    shutil.copytree(folder, place, dirs_exist_ok=True)
                    (place / "errors").write_bytes(errors)
            if step == "check":
                after = contents(folder)
                if after != before:
                    wrong.append((step, "a check changes files"))
            if step == "fix":
                fixed = contents(folder)
                counts["files fixed"] += sum(fixed[name] != data for name, data in before.items())
            if step == "fix again":
                again = contents(folder)
                changed = [name for name, data in fixed.items() if again.get(name) != data]
                counts["changed by a second fix"] += len(changed)
                wrong += [(step, f"changes {name} once more") for name in changed]
                if changed and keep:
                    place = keep / f"{seed}-{number}-twice"
                    place.mkdir(parents=True, exist_ok=True)
                    for name in changed:
                        (place / name).write_bytes(before[name])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return number, counts, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recordlint", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("files", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--corpora", type=pathlib.Path, default=HERE / "../../shared/corpora")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"mutate: no corpora at {options.corpora}: nothing is tested")
        return 0
    files = sorted(path for path in options.corpora.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    seeds = [(path, path.read_bytes()) for path in files if 0 < path.stat().st_size <= LARGEST]
    total, wrong = collections.Counter(), []
    sizes = [BATCH] * (options.files // BATCH) + [options.files % BATCH] * (options.files % BATCH > 0)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        jobs = [pool.submit(batch, options.recordlint, seeds, options.seed, number, size, options.keep) for number, size in enumerate(sizes)]
        for job in concurrent.futures.as_completed(jobs):
            number, counts, found = job.result()
            total += counts
            for step, fault in found:
                wrong.append(fault)
                print(f"mutate: seed {options.seed}, folder {number}, {step}: {fault}", flush=True)
    print(f"mutate: {options.files} files of {len(seeds)} seeds, seed {options.seed}")
    for what, count in sorted(total.items(), key=str):
        print(f"  {' '.join(map(str, what)) if isinstance(what, tuple) else what}: {count}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
