#!/usr/bin/env bash
# The scan of a request, the router's decision, and translation between APIs, by BenchmarkDotNet. About seven minutes on an idle machine.
# usage: bench/micro.sh [BenchmarkDotNet options]
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- --filter '*'
exec dotnet run -c Release --project bench/AutoClaw.Benchmarks -- "$@"
