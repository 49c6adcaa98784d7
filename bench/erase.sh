#!/usr/bin/env bash
# How long it takes to erase a person from a ledger of a million entries, each about somebody: one of 1,000 entries and one of 100,000, with
# the search through the files' bytes. Ends with 1 if it takes a minute, anything is left, or a sum has changed. Two minutes.
# usage: bench/erase.sh [ENTRIES]
set -euo pipefail
cd "$(dirname "$0")/.."
entries=${1:-1000000}
dotnet build src/AutoClaw.Cli -c Release -v quiet -nologo >&2
dotnet build tests/AutoClaw.LedgerProbe -c Release -v quiet -nologo >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AUTOCLAW_HOME=$work
cli=(dotnet artifacts/bin/AutoClaw.Cli/release/autoclaw.dll)
failed=0
for every in 1000 10; do
    ledger=$work/$every.db
    artifacts/bin/AutoClaw.LedgerProbe/release/AutoClaw.LedgerProbe people "$ledger" "$entries" "Ann Example, 1970" "$every"
    before=$("${cli[@]}" usage --json --ledger "$ledger")
    began=$(date +%s%N)
    "${cli[@]}" privacy erase --subject "Ann Example, 1970" --ledger "$ledger" || failed=1
    took=$((($(date +%s%N) - began) / 1000000))
    echo "one request of $every among $entries entries: $took ms"
    [ "$took" -lt 60000 ] || { echo "that is a minute or more"; failed=1; }
    [ "$before" = "$("${cli[@]}" usage --json --ledger "$ledger")" ] || { echo "a sum has changed"; failed=1; }
    rm -f "$work"/"$every".*
done
exit $failed
