#!/usr/bin/env bash
# Kills the gateway with SIGKILL, again and again, while clients load it, and cuts the power of a recorded disk at random moments; tells what
# clients and engines were told and the ledger does not have. Ends with 1 if that is anything. Results: docs/reliability.md. Some minutes. Linux.
# usage: bench/crash.sh [KILLS] [CUTS]     kills in tens
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-100} cuts=${2:-1000}
dotnet build tests/AutoClaw.FunctionalTests -c Release -v quiet -nologo >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
# Ten on one ledger: a test is not let go on for longer than two minutes.
for ((round = 1; round * 10 <= kills; round++)); do
    AUTOCLAW_KILLS=10 AUTOCLAW_SEED=$round AUTOCLAW_CRASH_REPORT=$work/report artifacts/bin/AutoClaw.FunctionalTests/release/AutoClaw.FunctionalTests \
        -noColor -class AutoClaw.FunctionalTests.Ledger.GatewayCrashTests >"$work/log" 2>&1 || { cat "$work/log" >&2; failed=1; }
done
cat "$work/report"
for promise in always interval; do
    artifacts/bin/AutoClaw.LedgerProbe/release/AutoClaw.LedgerProbe cuts "$work" "$cuts" "$promise" 1 || failed=1
done
exit $failed
