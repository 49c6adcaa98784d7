#!/usr/bin/env bash
# Installs the npm clients that the tests run, as their folder's package-lock.json names them. Does nothing when they are there.
#
# usage: scripts/install-clients.sh [FOLDER]      clients unless given; clients/agents: Codex and Claude Code, 790 MB
set -euo pipefail
cd "$(dirname "$0")/../${1:-clients}"

fail() { printf 'install-clients: %s\n' "$*" >&2; exit 1; }

command -v node >/dev/null || fail "node is missing: install Node.js 20 or newer."
command -v npm >/dev/null || fail "npm is missing: install it beside node."
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "node is $(node --version), and the clients need 20 or newer."

# Two test runs may start together: the second waits here and then finds the work done.
if command -v flock >/dev/null; then
    exec 9>.install.lock
    flock 9
fi

# npm removes the folder before it installs, so the copy is only there when all went well.
installed=node_modules/.installed-lock.json
if [ -f "$installed" ] && cmp -s package-lock.json "$installed"; then
    echo "the npm clients are ready"
    exit 0
fi

# No scripts: none of the packages needs its own. By itself npm tries for many minutes where nothing answers.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-timeout=60000 --fetch-retries=2 --fetch-retry-maxtimeout=10000 || fail "npm ci failed (see above)."
cp package-lock.json "$installed"
echo "the npm clients are ready"
