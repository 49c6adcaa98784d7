#!/usr/bin/env bash
# Four times the load that an engine can take, a thousand clients that read a byte a second, and clients that leave at every stage of their
# request: what others notice, what stays in the gateway, and how long it takes until it has let go. Ends with 1 if a promise of
# docs/reliability.md was broken. Five minutes, on two idle cores. Linux.
# usage: bench/overload.sh [DROPS]
set -euo pipefail
cd "$(dirname "$0")/.."
drops=${1:-10000}
dotnet build src/AutoClaw.Cli -c Release -v quiet -nologo >&2
dotnet build bench/AutoClaw.Overload -c Release -v quiet -nologo >&2
dotnet build tests/AutoClaw.FunctionalTests -c Release -v quiet -nologo >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
dotnet artifacts/bin/AutoClaw.Overload/release/AutoClaw.Overload.dll artifacts/bin/AutoClaw.Cli/release/autoclaw.dll || failed=1
AUTOCLAW_DROPS=$drops AUTOCLAW_DROPS_REPORT=$work/report artifacts/bin/AutoClaw.FunctionalTests/release/AutoClaw.FunctionalTests \
    -noColor -class AutoClaw.FunctionalTests.Gone.GoneClientTests >"$work/log" 2>&1 || { cat "$work/log" >&2; failed=1; }
cat "$work/report"
exit $failed
