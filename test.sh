#!/usr/bin/env bash
# Builds everything and runs all tests. The last line is 'N passed, N failed, N skipped'.
#
# usage: ./test.sh [--filter PATTERN]     only tests whose full name contains PATTERN
set -euo pipefail
cd "$(dirname "$0")"

pattern=
while [ $# -gt 0 ]; do
    case $1 in
        --filter) [ $# -ge 2 ] || { echo "test.sh: --filter needs a PATTERN" >&2; exit 2; }; pattern=$2; shift 2 ;;
        --filter=*) pattern=${1#--filter=}; shift ;;
        *) echo "test.sh: unknown option '$1'. usage: ./test.sh [--filter PATTERN]" >&2; exit 2 ;;
    esac
done

# Without it the tests that talk to a real llama-server are skipped and say so.
if [ -z "${AUTOCLAW_LLAMA_SERVER:-}" ]; then
    scripts/install-llama-server.sh .local/llama-server || echo "test.sh: no llama-server; its tests will be skipped." >&2
fi

# Without it the tests that open pages in a browser are skipped and say so.
if [ -z "${AUTOCLAW_CHROMIUM:-}" ]; then
    scripts/install-chromium.sh .local/chromium || echo "test.sh: no chromium; its tests will be skipped." >&2
fi

# Without them the tests of npm's clients are skipped and say so.
scripts/install-clients.sh || echo "test.sh: no npm clients; their tests will be skipped." >&2
scripts/install-clients.sh clients/agents || echo "test.sh: no coding agents; their tests will be skipped." >&2

dotnet build AutoClaw.slnx -c Release --nologo -v quiet

passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in AutoClaw.Tests AutoClaw.FunctionalTests; do
    status=0
    # Into a file that is shown as it grows, not through a pipe: a process that a broken test leaves behind would keep a pipe open for ever.
    : >"$log"
    tail -f "$log" &
    shown=$!
    "artifacts/bin/$project/release/$project" -noColor ${pattern:+-method "*$pattern*"} >"$log" 2>&1 || status=$?
    sleep 1
    kill "$shown" && wait "$shown" 2>/dev/null || true
    if [[ $(grep -E '^ +AutoClaw\.[A-Za-z]+ +Total: ' "$log" | tail -1) =~ Total:\ ([0-9]+)(,\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+),\ Not\ Run:\ ([0-9]+))? ]]; then
        total=${BASH_REMATCH[1]} errors=${BASH_REMATCH[3]:-0} bad=${BASH_REMATCH[4]:-0} left=${BASH_REMATCH[5]:-0} idle=${BASH_REMATCH[6]:-0}
        passed=$((passed + total - bad - left - idle))
        failed=$((failed + errors + bad))
        skipped=$((skipped + left))
        # A runner that says all is well and exits with an error has broken down after its last test.
        if [ "$status" -ne 0 ] && [ $((errors + bad)) -eq 0 ] && [ "$total" -gt 0 ]; then
            failed=$((failed + 1))
        fi
    else
        echo "test.sh: $project ended without a summary (exit code $status)." >&2
        failed=$((failed + 1))
    fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
