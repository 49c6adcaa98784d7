#!/usr/bin/env bash
# All of what docs/reliability.md promises, for as long as it takes: half an hour of half the load with an eye on memory and handles, then kills
# of the gateway and power cuts, kills of its engine, too many clients and slow ones and ones that leave, and a ledger whose disk fails. Each part
# prints what it found; ends with 1 if one of them broke a promise. About an hour, on two idle cores. Linux; the last part as root.
# usage: bench/soak.sh [SECONDS]     of the load; 1800 without it
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-1800}
dotnet build AutoClaw.slnx -c Release -v quiet -nologo >&2
failed=0
echo "## Load"
dotnet artifacts/bin/AutoClaw.Soak/release/AutoClaw.Soak.dll artifacts/bin/AutoClaw.Cli/release/autoclaw.dll --seconds "$seconds" --warmup $((seconds / 3)) || failed=1
for part in crash engine-kills overload outage; do
    echo "## $part"
    bench/$part.sh || failed=1
done
exit $failed
