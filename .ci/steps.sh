# Sourced by run and nightly.

passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# step <name> <command...>: prints the seconds it took, and its last lines: all that is needed where it failed.
step() {
  local name=$1 started=$SECONDS log="$work/log"
  shift
  if "$@" >"$log" 2>&1 </dev/null; then
    passed=$((passed + 1))
    echo "ok      $name ($((SECONDS - started)) s)"
    tail -n 12 "$log" | cut -c 1-200 | sed 's/^/        /'
  else
    failed=$((failed + 1))
    echo "FAILED  $name ($((SECONDS - started)) s)"
    tail -n 120 "$log" | sed 's/^/        /'
  fi
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

screenshots() {
  ls -l .headgate/artefacts/*.png
}

# The test cases are counted one by one, out of jest's own report.
tests() {
  local report="$work/jest.json" counts
  step "test" npm test --silent -- --ci --json --outputFile="$report"
  counts=$(node -p "const r = JSON.parse(require('fs').readFileSync('$report', 'utf8')); r.numPassedTests + ' ' + r.numFailedTests" 2>/dev/null) || counts="0 0"
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}
