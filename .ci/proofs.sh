# The proofs that take hours when they are complete; sourced by `.ci/run` and `.ci/long`.
#
# Each is a function `proof_NAME` that takes `short` or `long`. `.ci/run` runs the short form of all of them,
# `.ci/long` the long one, and `.ci/long NAME` a single one. A new proof is a new function here.
# They run in the root of the repository with `$program`, the release build.

# The argument that belongs to this form: `pick "$1" 200 1000`.
pick() { # FORM SHORT LONG
  if [ "$1" = long ]; then printf '%s' "$3"; else printf '%s' "$2"; fi
}

# A folder in memory, where there is one: a killed run should not wait for a disk.
memory() {
  if [ -w /dev/shm ]; then printf /dev/shm; else printf '%s' "${TMPDIR:-/tmp}"; fi
}

# `--fix` is killed at a random moment; every file is the old one or the new one.
proof_kills() {
  TMPDIR=$(memory) RECORDLINT_PROGRAM=$program RECORDLINT_KILLED=$(pick "$1" 200 1000) RECORDLINT_KILLED_FILES=1000 \
    cargo test --locked --test it killed_runs -- --nocapture
}

# Very many small files: every one is counted, within bounded memory and few open files.
proof_files() {
  python3 .ci/many_files.py "$program" "$(memory)" "$(pick "$1" 20000 1000000)"
}

# Twice the input is at most about twice the work, counted in instructions.
proof_doubling() {
  if ! command -v valgrind >/dev/null; then
    echo 'SKIPPED: valgrind is absent, and nothing is counted'
    return
  fi
  if [ "$1" = long ]; then benches/doubling --count "$program"; else benches/doubling --count --short "$program"; fi
}

# Coverage-guided fuzzing of each target, with what an earlier run has found as a beginning.
proof_fuzz() {
  if [ "$1" = long ]; then
    fuzz/run 3600
  else
    fuzz/short
  fi
}

# Damaged real files: no panic, no signal, no end without a status, and a second fix changes nothing.
proof_mutate() {
  python3 .ci/mutate.py "$program" "$(pick "$1" 3000 1000000)"
}
