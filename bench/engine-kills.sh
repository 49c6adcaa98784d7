#!/usr/bin/env bash
# Kills the llama-server that the gateway owns with SIGKILL, again and again, while clients load it, and tells how every request ended, how
# long recovery took and whether the ledger agrees. Ends with 1 if a promise of docs/local.md was broken. About two minutes. Linux.
# usage: bench/engine-kills.sh [--kills N] [--clients N] [--seed N]
set -euo pipefail
cd "$(dirname "$0")/.."
server=${AUTOCLAW_LLAMA_SERVER:-}
if [ -z "$server" ]; then
    scripts/install-llama-server.sh .local/llama-server >&2
    server=$PWD/.local/llama-server/llama-server
fi
dotnet build src/AutoClaw.Cli -c Release -v quiet -nologo >&2
dotnet build bench/AutoClaw.EngineKills -c Release -v quiet -nologo >&2
exec dotnet artifacts/bin/AutoClaw.EngineKills/release/AutoClaw.EngineKills.dll artifacts/bin/AutoClaw.Cli/release/autoclaw.dll "$server" "$@"
