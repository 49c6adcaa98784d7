#!/usr/bin/env bash
# The scan of a request and the router's decision, by BenchmarkDotNet. About three minutes on an idle machine.
# usage: bench/micro.sh [BenchmarkDotNet options]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project bench/AutoClaw.Benchmarks -- --filter '*' "$@"
