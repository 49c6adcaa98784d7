#!/usr/bin/env bash
# Measures the router model and writes the tables of docs/router.md and the plots under docs/router/. Paths are taken from the root of the
# checkout. Up to 20 minutes on two cores; the figures but for the decision's time are the same for the same data, seed and build.
# usage: bench/router.sh [--shared DIR] [--seed N] [--resamples N] [--out FILE] [--plots DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/AutoClaw.RouterReport -c Release -v quiet -nologo >&2
exec dotnet artifacts/bin/AutoClaw.RouterReport/release/AutoClaw.RouterReport.dll --shared "${AUTOCLAW_SHARED:-../shared}" "$@"
