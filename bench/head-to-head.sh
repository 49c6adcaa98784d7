#!/usr/bin/env bash
# Whether autoclaw bench finds what is there: simulators whose pace is known, a real llama-server that tells its own, and in how many of
# RUNS seeded runs the intervals hold the truth. Ends with 1 where a promise of docs/benchmark.md is broken. A quarter of an hour, on two
# idle cores.
# usage: bench/head-to-head.sh [RUNS [AT_ONCE]]
set -euo pipefail
cd "$(dirname "$0")/.."
server=${AUTOCLAW_LLAMA_SERVER:-}
if [ -z "$server" ]; then
    scripts/install-llama-server.sh .local/llama-server >&2
    server=$PWD/.local/llama-server/llama-server
fi
dotnet build src/AutoClaw.Cli -c Release -v quiet -nologo >&2
dotnet build bench/AutoClaw.HeadToHead -c Release -v quiet -nologo >&2
exec dotnet artifacts/bin/AutoClaw.HeadToHead/release/AutoClaw.HeadToHead.dll artifacts/bin/AutoClaw.Cli/release/autoclaw.dll examples/simulated.yaml "$server" "$@"
