"""Checks a tree with many small files: `many_files.py PROGRAM FOLDER COUNT`.

Every hundredth record has a mistake. The counts must be exact, at most 256 files may be open, and the memory must stay
below 64 MiB plus 2 KiB per file.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

program, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
OPEN_FILES = 256
MEMORY = (64 << 20) + count * 2048

root = tempfile.mkdtemp(prefix="recordlint-files-", dir=folder)
try:
    wrong = 0
    for number in range(count):
        below = f"{root}/records/{number // 1000:04}"
        if number % 1000 == 0:
            os.makedirs(below)
        is_wrong = number % 100 == 99
        wrong += is_wrong
        pages = "9-1" if is_wrong else "1-9"
        with open(f"{below}/{number % 1000:03}.json", "w") as file:
            file.write('{"title": "Reading rooms of small towns", "type": "article", "pages": "%s"}\n' % pages)
    limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    report = f"{root}/report.json"
    command = [program, "check", "--isolated", "--select", "pages/descending", "--output-format", "json"]
    with open(report, "w") as out:
        status = subprocess.run([*command, f"{root}/records"], stdout=out, preexec_fn=limit).returncode
    with open(report) as file:
        found = json.load(file)
    taken = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    seen = (status, found["files"], found["records"], len(found["diagnostics"]))
    print(f"{count} files: status, files, records, findings {seen}; {taken >> 20} MiB")
    assert seen == (1, count, count, wrong), seen
    assert taken <= MEMORY, f"{taken} bytes of memory, more than {MEMORY}"
finally:
    shutil.rmtree(root)
