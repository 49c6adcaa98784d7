#!/usr/bin/env bash
# Private requests of clients of all four APIs to local engines that break in every way, with fallback, verify-after, shadow copies and spill to a
# cloud switched on: how many there were, and that none of them reached the cloud's socket. Ends with 1 where one did. Some ten minutes.
# usage: bench/private-faults.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/AutoClaw.FunctionalTests -c Release -v quiet -nologo >&2
count=$(mktemp)
trap 'rm -f "$count"' EXIT
AUTOCLAW_FAULT_ROUNDS=${1:-5} AUTOCLAW_FAULT_COUNT=$count artifacts/bin/AutoClaw.FunctionalTests/release/AutoClaw.FunctionalTests -noColor \
    -method '*EgressTests.Ask_PrivateAndTheEngineBreaks_LeavesNothing' >&2
echo "$(wc -l <"$count") ways to break, $(awk '{ sum += $1 } END { print sum }' "$count") private requests, none of them at the cloud's socket"
