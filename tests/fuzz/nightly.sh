#!/usr/bin/env bash
# Five minutes of spoilt bytes for each reader of requests, answers and event streams; other bytes each night. Says which input broke what.
# usage: tests/fuzz/nightly.sh [SEED]      the seed of the first of three runs a reader, today's number unless given
set -euo pipefail
cd "$(dirname "$0")/../.."
seed=${1:-$(date +%Y%m%d)}
dotnet build AutoClaw.slnx -c Release --nologo -v quiet
failed=0
# A test ends after two minutes whatever it does, so five minutes are three runs.
for run in 0 1 2; do
    AUTOCLAW_FUZZ_SEED=$((seed + run)) AUTOCLAW_FUZZ_SECONDS=100 \
        artifacts/bin/AutoClaw.Tests/release/AutoClaw.Tests -noColor -class '*FuzzTests' || failed=1
done
exit $failed
