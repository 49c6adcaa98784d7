#!/usr/bin/env bash
# How long the first turn of privacy.retention takes in a ledger of a million entries of 90 days, each about somebody, two thirds of them too
# old, and how long requests take meanwhile and afterwards. Ends with 1 if a request fails or a sum has changed.
# What is counted as left at the end has come of age since.
# usage: bench/retention.sh [ENTRIES]
set -euo pipefail
cd "$(dirname "$0")/.."
entries=${1:-1000000}
dotnet build src/AutoClaw.Cli -c Release -v quiet -nologo >&2
dotnet build tests/AutoClaw.LedgerProbe -c Release -v quiet -nologo >&2
work=$(mktemp -d)
gateway=
trap 'kill "$gateway" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
export AUTOCLAW_HOME=$work/home
cli=(dotnet artifacts/bin/AutoClaw.Cli/release/autoclaw.dll)
artifacts/bin/AutoClaw.LedgerProbe/release/AutoClaw.LedgerProbe people "$work/ledger.db" "$entries" "Ann Example, 1970" 1000
cat > "$work/autoclaw.yaml" <<END
auth: {allow_anonymous_loopback: true}
engines:
  home: {kind: simulator, place: local, model: sim, simulator: {ttft: 0ms, tokens_per_second: 0, output_tokens: 1}}
ledger: {path: $work/ledger.db}
privacy: {retention: 30d}
END
until=$(date -u +%Y-%m-%dT%H:%M:%SZ)
before=$("${cli[@]}" usage --json --until "$until" --ledger "$work/ledger.db")
"${cli[@]}" up --config "$work/autoclaw.yaml" --port 0 > "$work/log" 2>&1 &
gateway=$!
until grep -q '^base URL' "$work/log"; do sleep 0.1; done
began=$(date +%s%N)
url=$(sed -n 's/^base URL *//p' "$work/log")
failed=0

# One client, request after request, while "$@" holds: how many, and the median, 99th percentile and longest in milliseconds.
ask() {
    : > "$work/times"
    while "$@"; do
        curl -sS -o "$work/answer" -w '%{http_code} %{time_total}\n' "$url/chat/completions" -H 'content-type: application/json' \
            -d '{"model":"home","messages":[{"role":"user","content":"hi"}]}' >> "$work/times" || failed=1
    done
    grep -qv '^200 ' "$work/times" && failed=1
    cut -d' ' -f2 "$work/times" | sort -n | awk '{ t[NR] = $1 * 1000 } END { printf "%d requests, ms: median %.1f, 99th percentile %.1f, longest %.1f\n", NR, t[int(NR / 2) + 1], t[int(NR * 0.99) + 1], t[NR] }'
}
working() { ! grep -q 'Retention: ' "$work/log"; }
soon() { [ $(($(date +%s%N) - rested)) -lt 10000000000 ]; }
ask working
echo "it took $((($(date +%s%N) - began) / 1000000)) ms: $(grep -o 'Retention: .*' "$work/log")"
rested=$(date +%s%N)
ask soon
[ "$before" = "$("${cli[@]}" usage --json --until "$until" --ledger "$work/ledger.db")" ] || { echo "a sum has changed"; failed=1; }
"${cli[@]}" privacy erase --older-than 30d --dry-run --ledger "$work/ledger.db"
exit $failed
