#!/usr/bin/env bash
# Puts a real llama-server into a folder: unpacks llama.cpp's packages, and every library that they
# need, from Debian's newer suite. The system stays untouched and no root is needed. Does nothing when the folder has a working one.
#
# usage: scripts/install-llama-server.sh DIR          leaves DIR/llama-server
# autoclaw engine install carries this script inside and runs it for its users.
# AUTOCLAW_DEBIAN_SUITE  the suite to take it from (default: forky)
# AUTOCLAW_DEBIAN_URI    the archive to take it from (default: the one in this system's apt sources)
set -euo pipefail

suite=${AUTOCLAW_DEBIAN_SUITE:-forky}
package=llama.cpp-tools

fail() { printf 'install-llama-server: %s\n' "$*" >&2; exit 1; }

[ $# -eq 1 ] || fail "usage: scripts/install-llama-server.sh DIR"
mkdir -p "$1"
dir=$(cd "$1" && pwd)

works() { [ -x "$dir/llama-server" ] && "$dir/llama-server" --version >"$dir/version" 2>&1; }

# Two test runs may start together: the second waits here and then finds the work done.
if command -v flock >/dev/null; then
    exec 9>"$dir/.lock"
    flock 9
fi

if works; then
    echo "llama-server is ready: $dir/llama-server ($(grep -m1 '^version' "$dir/version"))"
    exit 0
fi

os=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${ID_LIKE:-}") || os=
case " $os " in
    *" debian "*|*" ubuntu "*) ;;
    *) fail "this unpacks Debian packages, and this is not Debian or Ubuntu. Install llama.cpp yourself and set AUTOCLAW_LLAMA_SERVER to its llama-server." ;;
esac
for tool in apt-get dpkg dpkg-deb; do
    command -v "$tool" >/dev/null || fail "$tool is missing. Install llama.cpp yourself and set AUTOCLAW_LLAMA_SERVER to its llama-server."
done
arch=$(dpkg --print-architecture)
[ "$arch" = amd64 ] || fail "the packages are for amd64 and this is $arch. Build llama.cpp yourself and set AUTOCLAW_LLAMA_SERVER to its llama-server."

uri=${AUTOCLAW_DEBIAN_URI:-}
if [ -z "$uri" ]; then
    # Apt's own reading of its sources, so that every format of them works. Other vendors' archives do not carry the release's name,
    # or not in a path that says debian; security archives carry no whole suite.
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}") || codename=
    uri=$(apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>/dev/null \
        | awk -v name="$codename" '$1 !~ /ubuntu|security/ && ($2 == name || $1 ~ /debian\/?$/) { print $1; exit }') || true
fi
[ -n "$uri" ] || fail "no Debian archive in this system's apt sources: set AUTOCLAW_DEBIAN_URI to one."

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || keyring=/usr/share/keyrings/debian-archive-keyring.pgp
[ -r "$keyring" ] || fail "the archive's keys are missing: install the package debian-archive-keyring."

stage=$dir/.stage
rm -rf "$stage"
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage"/{lists/partial,cache/archives/partial,files}
echo "deb [signed-by=$keyring arch=amd64] $uri $suite main" >"$stage/sources.list"
# An empty status file makes apt name every dependency, libc included: the suite's binaries need the suite's libraries.
: >"$stage/status"
# The hooks are cleared because a container's own would empty the system's package cache.
cat >"$stage/apt.conf" <<CONF
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::SourceList "$stage/sources.list";
Dir::Etc::SourceParts "-";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "-";
Dir::State::Lists "$stage/lists";
Dir::State::Status "$stage/status";
Dir::State::Extended_States "$stage/extended";
Dir::Cache "$stage/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Debug::NoLocking "true";
CONF
apt=(apt-get -qq -c "$stage/apt.conf")

echo "llama-server: downloading $package from the $suite suite" >&2
"${apt[@]}" update || fail "apt could not read the $suite suite (see above)."
"${apt[@]}" --download-only --yes install "$package" >"$stage/log" 2>&1 || { cat "$stage/log" >&2; fail "apt could not download $package (see above)."; }

for deb in "$stage"/cache/archives/*.deb; do
    # No tar of its own: dpkg-deb would set owners, which only root can.
    dpkg-deb --fsys-tarfile "$deb" | tar -x --no-same-owner -C "$stage/files"
done

lib=usr/lib/x86_64-linux-gnu
[ -x "$stage/files/usr/bin/llama-server" ] || fail "$package holds no llama-server any more: it changed in the $suite suite."
# The compiled-in folder of back ends does not exist here; the loader then looks beside the executable, which is the dynamic linker.
find "$stage/files/$lib/ggml" -name 'libggml-cpu*.so' -exec ln -srf -t "$stage/files/$lib" {} +

cat >"$stage/llama-server" <<'LAUNCHER'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
lib=$here/files/usr/lib/x86_64-linux-gnu
exec "$lib/ld-linux-x86-64.so.2" --library-path "$lib:$lib/llama" "$here/files/usr/bin/llama-server" "$@"
LAUNCHER
chmod +x "$stage/llama-server"

rm -rf "$dir/files"
mv "$stage/files" "$dir/files"
mv "$stage/llama-server" "$dir/llama-server"
works || { cat "$dir/version" >&2; fail "it was unpacked but does not start (see above)."; }
echo "llama-server is ready: $dir/llama-server ($(grep -m1 '^version' "$dir/version"))"
