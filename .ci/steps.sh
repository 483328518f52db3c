# Sourced by run and nightly.

passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# step <name> <command...>: prints the seconds it took, and its last lines: all that is needed where it failed.
step() {
  local name=$1 started=$SECONDS log="$work/log" code=0
  shift
  "$@" >"$log" 2>&1 </dev/null || code=$?
  report "$name" "$code" "$((SECONDS - started))" "$log"
}

# report <name> <exit code> <seconds> <log>
report() {
  if [ "$2" -eq 0 ]; then
    passed=$((passed + 1))
    echo "ok      $1 ($3 s)"
    tail -n "${shown_lines:-12}" "$4" | cut -c 1-200 | sed 's/^/        /'
  else
    failed=$((failed + 1))
    echo "FAILED  $1 ($3 s)"
    tail -n 120 "$4" | sed 's/^/        /'
  fi
}

# begin <name> <command...>: the same beside whatever comes next; `await` prints it when it is done.
begun=()
begin() {
  local name=$1 of="$work/beside-${#begun[@]}" started=$SECONDS
  shift
  begun+=("$name")
  {
    "$@" >"$of.log" 2>&1 </dev/null
    echo "$? $((SECONDS - started))" >"$of.end"
  } &
}

# Waits for everything that was begun, and prints each as `step` does.
await() {
  local nth name code seconds
  wait
  for nth in "${!begun[@]}"; do
    name=${begun[$nth]}
    read -r code seconds <"$work/beside-$nth.end"
    report "$name" "$code" "$seconds" "$work/beside-$nth.log"
  done
  begun=()
}

# Nothing else can run where this fails.
install() {
  step "install" node stack/setup.mjs
  if [ "$failed" -gt 0 ]; then finish; fi
}

# A real nginx, for the suites that put one in front of real servers; the package alone, without its service.
nginx_package() {
  command -v nginx || { apt-get update -q && RUNLEVEL=1 apt-get install -q -y --no-install-recommends nginx && nginx -v; }
}

# A real browser, for the suites that open the reports; its screenshots are kept as artefacts.
chromium_package() {
  command -v chromium || command -v chromium-browser || command -v google-chrome ||
    { apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core && chromium --version; }
}

# Real shells, for the suites that ask them for their completion.
shell_packages() {
  { command -v zsh && command -v fish; } ||
    { apt-get update -q && apt-get install -q -y --no-install-recommends zsh fish && fish --version; }
}

# A real PostgreSQL, for the suite that compares the simulator with one; its own cluster is not needed.
postgres_package() {
  ls /usr/lib/postgresql/*/bin/postgres ||
    { apt-get update -q && RUNLEVEL=1 apt-get install -q -y --no-install-recommends postgresql && ls /usr/lib/postgresql/*/bin/postgres; }
}

# For the emulators and the template's linters, which get virtual environments of their own.
python_package() {
  python3 -c "import ensurepip" ||
    { apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv && python3 -c "import ensurepip"; }
}

screenshots() {
  ls -l .headgate/artefacts/*.png
}

# The test cases are counted one by one, out of jest's own report, which is kept; printed is only what failed.
tests() {
  local report=.headgate/artefacts/jest.json counts
  mkdir -p .headgate/artefacts
  step "test" npm test --silent -- --ci --reporters=summary --json --outputFile="$report"
  counts=$(node -p "const r = JSON.parse(require('fs').readFileSync('$report', 'utf8')); r.numPassedTests + ' ' + r.numFailedTests" 2>/dev/null) || counts="0 0"
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}
