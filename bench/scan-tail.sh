#!/usr/bin/env bash
# How long the content scan takes over 4 KB, each scan timed alone: prose, code, identifiers one after the other, and numbers that are nearly
# one; as a text, and as a request whose texts are found first. Prints a Markdown table. A minute, on an idle machine.
# usage: bench/scan-tail.sh
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/AutoClaw.Benchmarks -c Release -v quiet -nologo >&2
exec dotnet artifacts/bin/AutoClaw.Benchmarks/release/AutoClaw.Benchmarks.dll scan-tail
