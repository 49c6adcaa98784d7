#!/usr/bin/env bash
# Takes the disk away from a ledger under load for 30 seconds: full, read-only, silent; with on_failure refuse and serve. Prints a row for each;
# ends with 1 if a call is missing in the ledger, is there twice, or a request ended otherwise than it should. Some minutes. Linux, as root.
# usage: bench/outage.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/AutoClaw.FunctionalTests -c Release -v quiet -nologo >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
AUTOCLAW_OUTAGE_SECONDS=${1:-30} AUTOCLAW_OUTAGE_REPORT=$work/report artifacts/bin/AutoClaw.FunctionalTests/release/AutoClaw.FunctionalTests \
    -noColor -class AutoClaw.FunctionalTests.Ledger.GatewayOutageTests >"$work/log" 2>&1 || { cat "$work/log" >&2; failed=1; }
if [ -s "$work/report" ]; then cat "$work/report"; else cat "$work/log"; failed=1; fi
exit $failed
