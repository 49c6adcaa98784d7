#!/usr/bin/env bash
# What AutoClaw is made of: fails where a package has a known vulnerability, and writes a bill of materials (CycloneDX, JSON) of what is shipped.
#
# usage: scripts/supply-chain.sh [FOLDER]      artifacts/sbom unless given
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-artifacts/sbom}
mkdir -p "$folder"

report=$(dotnet list src/AutoClaw.Cli/AutoClaw.Cli.csproj package --vulnerable --include-transitive --format json)
if grep -q '"advisoryurl"' <<<"$report"; then
    printf '%s\n' "$report" >&2
    echo "supply-chain: packages with known vulnerabilities, see above." >&2
    exit 1
fi

dotnet tool restore --verbosity quiet
dotnet tool run dotnet-CycloneDX -- src/AutoClaw.Cli/AutoClaw.Cli.csproj --output "$folder" --filename autoclaw.cdx.json --output-format Json \
    --set-name AutoClaw --set-version "$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)" --set-type Application >/dev/null
echo "no known vulnerabilities; the bill of materials is $folder/autoclaw.cdx.json"
