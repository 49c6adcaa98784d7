#!/usr/bin/env bash
# llama-server asked directly and through AutoClaw (router and ledger on), in turn, in one run on the loopback: the tiny model and one with
# the layers of a 1B model and random weights. Prints Markdown tables. About seven minutes; needs a quiet machine.
# usage: bench/local.sh [--seconds N] [--rounds N] [--model tiny|1b|both] [--tokens N] [--json FILE]
set -euo pipefail
cd "$(dirname "$0")/.."
server=${AUTOCLAW_LLAMA_SERVER:-}
if [ -z "$server" ]; then
    scripts/install-llama-server.sh .local/llama-server >&2
    server=$PWD/.local/llama-server/llama-server
fi
dotnet build src/AutoClaw.Cli -c Release -v quiet -nologo >&2
dotnet build bench/AutoClaw.LocalLoad -c Release -v quiet -nologo >&2
exec dotnet artifacts/bin/AutoClaw.LocalLoad/release/AutoClaw.LocalLoad.dll artifacts/bin/AutoClaw.Cli/release/autoclaw.dll "$server" "$@"
