#!/usr/bin/env bash
# Direct, a plain YARP and AutoClaw (router and ledger on) in front of one simulator, in one run on the loopback; prints a Markdown table.
# The gateway under test has core 0 to itself; simulator and load share core 1. Needs two idle cores, about two minutes.
# usage: bench/relay.sh [--seconds N] [--rounds N] [--connections N] [--warmup N] [--json FILE]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build AutoClaw.slnx -c Release -v quiet -nologo >&2
exec dotnet artifacts/bin/AutoClaw.RelayLoad/release/AutoClaw.RelayLoad.dll \
  run artifacts/bin/AutoClaw.Cli/release/autoclaw.dll "$@"
