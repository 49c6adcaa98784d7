#!/usr/bin/env bash
# Five minutes of spoilt bytes for each reader of requests, answers and event streams, guided by which branches they reach (SharpFuzz);
# other bytes each night. Says which input broke what, and keeps it in tests/fuzz/corpus. 45 minutes.
# usage: tests/fuzz/nightly.sh [SEED] [SECONDS] [TARGET]      the day's number, 300 and all of them unless given
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build tests/fuzz/AutoClaw.Fuzz -c Release --nologo -v quiet
exec artifacts/bin/AutoClaw.Fuzz/release/AutoClaw.Fuzz "${2:-300}" "${1:-$(date +%Y%m%d)}" ${3:+"$3"}
