#!/usr/bin/env bash
# Clients that leave, at every stage of their request: whether anything of them stays in the gateway, and how long it takes until it has let go
# of each. Results: docs/reliability.md. Two minutes, on an idle machine. Linux.
# usage: bench/overload.sh [DROPS]
set -euo pipefail
cd "$(dirname "$0")/.."
drops=${1:-10000}
dotnet build tests/AutoClaw.FunctionalTests -c Release -v quiet -nologo >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
AUTOCLAW_DROPS=$drops AUTOCLAW_DROPS_REPORT=$work/report artifacts/bin/AutoClaw.FunctionalTests/release/AutoClaw.FunctionalTests \
    -noColor -class AutoClaw.FunctionalTests.Gone.GoneClientTests >"$work/log" 2>&1 || { cat "$work/log" >&2; failed=1; }
cat "$work/report"
exit $failed
