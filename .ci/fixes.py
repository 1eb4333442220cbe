"""Applies each fix alone, all fixes of each rule, and all fixes together. Other parsers read the files before and after, and
the counts in the report are verified."""
import json, pathlib, re, subprocess, sys
from ruamel.yaml import YAML

program, root, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
MOST_FILES, MOST_FIXES = 300, 40
# Fixes that change more than the reported value and its surroundings: a pattern for the path below the record.
ALSO = {
    "abstract/contains-keywords": "",  # The record gets keywords.
    "abstract/lang-mismatch": "abstracts/[0-9]+/lang",  # Two languages that were swapped.
    "affiliation/duplicate": "contributors/[0-9]+/affiliations/[0-9]+",  # Contributors of the copy get the other affiliation.
    "affiliation/empty": "(contributors/[0-9]+)?",  # A list without other items is removed as well.
    "affiliation/multiple-in-one": "contributors/[0-9]+/affiliations",  # Contributors of the one affiliation get all of them.
    "doi/only-in-url": "",  # The record gets an identifier.
    "name/all-caps": "contributors/[0-9]+/(family|given)",
    "name/all-lower": "contributors/[0-9]+/(family|given)",
    "title/lang-mismatch": "(title|titleVariants/[0-9]+)/lang",
}

def members(pairs):
    """Returns an object. Other parsers only see the last of several members with the same name, so duplicates are rejected."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("duplicate member name")
    return dict(pairs)

def parse(suffix, data):
    text = data.decode("utf-8-sig")
    if suffix == ".json":
        return json.loads(text, object_pairs_hook=members)
    if suffix in (".ndjson", ".jsonl"):
        return [json.loads(line, object_pairs_hook=members) for line in text.splitlines() if line.strip()]
    documents = list(YAML(typ="safe", pure=True).load_all(text))
    return documents[0] if len(documents) == 1 else documents

def differing(old, new, path=()):
    """Returns the paths at which two values differ: to values, and to objects and lists with different members or items."""
    if isinstance(old, dict) and isinstance(new, dict):
        if list(old) != list(new):
            return {path}
        return set().union(*(differing(old[key], new[key], path + (str(key),)) for key in old), set())
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new))
        return set().union(*(differing(one, other, path + (str(at),)) for at, (one, other) in pairs), set())
    return set() if type(old) is type(new) and old == new else {path}

def bases(line):
    """Returns the possible paths of the record in its file: from the pointer of the record, or from its index."""
    above = tuple((line["record"] or {}).get("pointer", "").split("/")[1:])
    number = (str((line["record"] or {}).get("index", 0)),)
    return {(), above, number, number + above}

def pointer_of(line):
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in line["pointer"].split("/")[1:])

def is_expected(line, path):
    """Whether a path is that of the finding, of an object or list around it, or directly below it."""
    place = pointer_of(line)
    also = ALSO.get(line["rule"])
    for before in bases(line):
        if also is not None and path[: len(before)] == before and re.fullmatch(also, "/".join(path[len(before) :])):
            return True
        whole = before + place
        if path == whole[: len(path)] and len(path) >= max(len(before), len(whole) - 2):
            return True
        if path[: len(whole)] == whole and len(path) <= len(whole) + 2:
            return True
    return False

def run(*arguments, select="all"):
    chosen = ["--extend-select", "all"] if select == "all" else ["--select", select]
    done = subprocess.run([program, "check", "--isolated", *chosen, *arguments], capture_output=True, cwd=folder)
    assert done.returncode != 2, (arguments, done.stderr.decode())
    return done.stdout

known = (".json", ".ndjson", ".jsonl", ".yaml", ".yml")

def files(paths):
    return sorted(path for path in paths if path.is_file() and path.suffix in known and path.stat().st_size < 1 << 20)

own = files([*root.glob("examples/*"), *root.glob("tests/fix/*/input.*"), *root.glob("tests/cases/*/*")])
others = files((root / "../shared/corpora").rglob("*"))
room = MOST_FILES - len(own)
sources = own[:MOST_FILES] + (others[:: -(-len(others) // room)] if others and room > 0 else [])

def examples():
    """Yields the records in the examples of the rules, as written in the comments."""
    for page in sorted(root.glob("src/rules/*/*.rs")):
        text = "".join(line[4:] or "\n" for line in page.read_text().splitlines(True) if line.startswith("//!"))
        bad = text.partition("## Bad\n")[2].partition("\n## ")[0]
        for kind, example in re.findall(r"^```(json|yaml)[^\n]*\n(.*?)^```", bad, re.M | re.S):
            yield pathlib.Path(f"{page.with_suffix('')}.{kind}"), example.encode()

before = {}
for source, data in [*examples(), *((source, source.read_bytes()) for source in sources)]:
    try:
        value = parse(source.suffix, data)
    except Exception:  # Files that other parsers reject are skipped.
        continue
    name = f"{len(before):03}{source.suffix}"
    (folder / name).write_bytes(data)
    before[name] = (source, data, value)

made, wrong = {}, []
for text in run("--output-format", "jsonl", ".").splitlines():
    line = json.loads(text)
    fix, name = line["fix"], line["path"]
    if not fix or not fix["edits"] or fix["applicability"] == "display-only" or made.get(name, 0) >= MOST_FIXES:
        continue
    made[name] = made.get(name, 0) + 1
    source, data, value = before[name]
    after, done = b"", 0
    for edit in fix["edits"]:
        after += data[done : edit["start"]["offset"]] + edit["text"].encode()
        done = edit["end"]["offset"]
    try:
        paths = differing(value, parse(source.suffix, after + data[done:]))
    except Exception as error:
        wrong.append(f"{source}: {line['rule']}: {error}")
        continue
    if not paths or not all(is_expected(line, path) for path in paths):
        wrong.append(f"{source}: {line['rule']} at {line['pointer']} changes {sorted(paths)}")

# Verifies the counts of the report for each rule: all files are fixed with the rule, and the changes that other parsers see are
# counted.
listed = subprocess.run([program, "rules", "--isolated", "--output-format", "json"], capture_output=True, check=True).stdout
by_value, by_entry, values = [], [], 0
for rule in json.loads(listed):
    if rule["fix"] not in ("safe", "unsafe"):
        continue
    name_of_rule = rule["id"]
    for name, (_, data, _) in before.items():
        (folder / name).write_bytes(data)
    report = json.loads(run("--output-format", "json", ".", select=name_of_rule))
    allowed = [one for one in report["diagnostics"] if one["fix"] and one["fix"]["applicability"] != "display-only"]
    # Findings of a schema are reported even if another rule is selected.
    allowed = [one for one in allowed if one["rule"] == name_of_rule]
    if not allowed:
        continue
    after = json.loads(run("--fix", "--unsafe-fixes", "--output-format", "json", ".", select=name_of_rule))
    again = json.loads(run("--output-format", "json", ".", select=name_of_rule))
    fixed, touched, entries, places = after["fixed"], 0, False, set()
    for name, (source, data, value) in before.items():
        now = (folder / name).read_bytes()
        touched += now != data
        if now == data:
            continue
        paths = differing(value, parse(source.suffix, now))
        lines = [one for one in allowed if one["path"] == name and one["fix"]["edits"]]
        # A YAML alias changes with the value that it refers to, and is reported once.
        shares = source.suffix in (".yaml", ".yml") and re.search(rb"[&*]\w", data)
        if shares:
            paths = {path for path in paths if any(is_expected(line, path) for line in lines)}
        for path in paths:
            if not any(is_expected(line, path) for line in lines):
                wrong.append(f"{source}: {name_of_rule} changes {path}, of which it did not speak")
        for line in lines:
            if not any(is_expected(line, path) for path in paths):
                wrong.append(f"{source}: {name_of_rule} at {line['pointer']} changes nothing")
        exact = {path for path in paths for line in lines for base in bases(line) if path == base + pointer_of(line)}
        entries |= exact != paths
        places |= {(name, path) for path in paths}
    # Two findings that are fixed by the same edits are one problem.
    edits = lambda one: (one["path"], tuple((edit["start"]["offset"], edit["end"]["offset"], edit["text"]) for edit in one["fix"]["edits"] or []))
    made_now = len({edits(one) for one in allowed if one["fix"]["edits"]})
    refused = sum(one["count"] for one in fixed["refused"])
    distinct = len({(one["path"], (one["record"] or {}).get("index"), one["pointer"]) for one in allowed if one["fix"]["edits"]})
    for what, reported, counted in (
        ("files", fixed["files"], touched),
        ("problems", fixed["problems"], made_now),
        ("refused", refused, sum(1 for one in allowed if not one["fix"]["edits"])),
        ("findings that remain", after["counts"], again["counts"]),
        ("places that remain", [one["fingerprint"] for one in after["diagnostics"]], [one["fingerprint"] for one in again["diagnostics"]]),
    ):
        if reported != counted:
            wrong.append(f"{name_of_rule}: {reported} {what} in the report, {counted} counted")
    # If a fix only replaces texts, the number of changed values is the number of reported values.
    if not entries and distinct != len(places):
        wrong.append(f"{name_of_rule}: {distinct} values are reported, {len(places)} changed")
    (by_entry if entries else by_value).append(name_of_rule)
    values += len(places)
print(f"consumers: {len(by_value)} rules change {values} values as counted; {len(by_entry)} more change lists and objects")
for name, (_, data, _) in before.items():
    (folder / name).write_bytes(data)

run("--fix-only", "--unsafe-fixes", ".")
changed = {}
for name, (source, data, _) in before.items():
    changed[name] = (folder / name).read_bytes()
    try:
        parse(source.suffix, changed[name])
    except Exception as error:
        wrong.append(f"{source}: the fixed file does not parse: {error}")
run("--fix-only", "--unsafe-fixes", ".")
wrong += [f"{before[name][0]}: a second fix changes it" for name, data in changed.items() if (folder / name).read_bytes() != data]
touched = sum(changed[name] != before[name][1] for name in before)
print(f"consumers: {len(before)} files, {sum(made.values())} fixes applied alone, {touched} files fixed, {len(wrong)} wrong")
assert not wrong, "\n" + "\n".join(wrong[:40])
assert len(before) > 20 and touched > 10, "too few files were tested"
