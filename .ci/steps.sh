# Named steps and their times. Sourced by `.ci/run` and `.ci/long`.

step_names=()
step_seconds=()
step_current=

# Runs a command as the step NAME. The first step that fails ends the script.
step() { # NAME COMMAND [ARGUMENTS...]
  step_current=$1
  step_begun=$SECONDS
  printf '\n== %s ==\n' "$1"
  # A subshell, so that no step changes the folder or the options of the next one.
  (
    set -euo pipefail
    "${@:2}"
  )
  step_names+=("$1")
  step_seconds+=($((SECONDS - step_begun)))
  step_current=
}

# Prints the seconds of each step, including one that failed.
step_table() {
  local at
  printf '\n%8s  %s\n' seconds step
  for at in "${!step_names[@]}"; do
    printf '%8d  %s\n' "${step_seconds[at]}" "${step_names[at]}"
  done
  if [ -n "$step_current" ]; then
    printf '%8d  %s: FAILED\n' $((SECONDS - step_begun)) "$step_current"
  fi
  printf '%8d  total\n' "$SECONDS"
}

trap step_table EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
