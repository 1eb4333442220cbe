# Checks whose complete form takes hours. Sourced by `.ci/run` and `.ci/long`.
#
# Each is a function `proof_NAME` with the argument `short` or `long`. `.ci/run` runs the short form of all of them, `.ci/long`
# the long form, and `.ci/long NAME` only one. To add a check, add a function here.
# They run in the root of the repository with `$program`, the release build.

# Prints the argument for this form: `pick "$1" 200 1000`.
pick() { # FORM SHORT LONG
  if [ "$1" = long ]; then printf '%s' "$3"; else printf '%s' "$2"; fi
}

# Prints a folder in memory, if there is one, so that a killed run does not wait for a disk.
memory() {
  if [ -w /dev/shm ]; then printf /dev/shm; else printf '%s' "${TMPDIR:-/tmp}"; fi
}

# Kills `--fix` at random moments. Every file must be the old one or the new one.
proof_kills() {
  TMPDIR=$(memory) RECORDLINT_PROGRAM=$program RECORDLINT_KILLED=$(pick "$1" 200 1000) RECORDLINT_KILLED_FILES=1000 \
    cargo test --locked --test it killed_runs -- --nocapture
}

# Checks a very large number of small files: all are counted, with bounded memory and few open files.
proof_files() {
  python3 .ci/many_files.py "$program" "$(memory)" "$(pick "$1" 20000 1000000)"
}

# Checks that twice the input takes at most about twice the instructions.
proof_doubling() {
  if ! command -v valgrind >/dev/null; then
    echo 'SKIPPED: valgrind is not installed, so nothing is counted'
    return
  fi
  if [ "$1" = long ]; then benches/doubling --count "$program"; else benches/doubling --count --short "$program"; fi
}

# Coverage-guided fuzzing of each target, starting from the inputs that earlier runs found.
proof_fuzz() {
  if [ "$1" = long ]; then
    fuzz/run 3600
  else
    fuzz/short
  fi
}

# Checks damaged real files: no panic, no signal, always an exit status, and a second fix changes nothing.
proof_mutate() {
  python3 .ci/mutate.py "$program" "$(pick "$1" 3000 1000000)"
}
