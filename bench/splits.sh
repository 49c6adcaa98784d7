#!/usr/bin/env bash
# Answers with placeholders, streamed by an engine of each API, each cut in two at every byte: how many cuts there were, and that the client
# read the same each time as if nothing had been cut. Ends with 1 where it did not. With 200 answers, the tests' own, about an hour.
# usage: bench/splits.sh [ANSWERS]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/AutoClaw.Tests -c Release -v quiet -nologo >&2
count=$(mktemp)
trap 'rm -f "$count"' EXIT
AUTOCLAW_SPLIT_ANSWERS=${1:-200} AUTOCLAW_SPLIT_COUNT=$count artifacts/bin/AutoClaw.Tests/release/AutoClaw.Tests -noColor -method '*EverySplitTests.Streamed_CutAtEachByte_IsTheWholeAnswer' >&2
awk '{ answers[$1]++; cuts[$1] += $2 } END { for (wire in cuts) printf "%s: %d answers, %d cuts, all read as the whole\n", wire, answers[wire], cuts[wire] }' "$count" | sort
