#!/usr/bin/env bash
# Puts a Chromium without windows into a folder: unpacks Debian's chromium-headless-shell, and the libraries and fonts that it needs, from a
# Debian suite. The system stays untouched and no root is needed. Does nothing when the folder has a working one.
#
# usage: scripts/install-chromium.sh DIR              leaves DIR/chromium
# AUTOCLAW_CHROMIUM_SUITE  the suite to take it from (default: bookworm, whose packages also run on newer systems)
# AUTOCLAW_DEBIAN_URI      the archive to take it from (default: the one in this system's apt sources)
set -euo pipefail

suite=${AUTOCLAW_CHROMIUM_SUITE:-bookworm}
package=chromium-headless-shell

fail() { printf 'install-chromium: %s\n' "$*" >&2; exit 1; }
own() { fail "$* Install a Chromium yourself and set AUTOCLAW_CHROMIUM to its program."; }

[ $# -eq 1 ] || fail "usage: scripts/install-chromium.sh DIR"
mkdir -p "$1"
dir=$(cd "$1" && pwd)

# Its own word that it starts, and a page that it renders: libraries that are loaded late would be missed by the first alone.
works() {
    [ -x "$dir/chromium" ] && "$dir/chromium" --version >"$dir/version" 2>"$dir/log" || return 1
    timeout 60 "$dir/chromium" --no-sandbox --disable-gpu --dump-dom 'data:text/html,<p>it renders</p>' >"$dir/page" 2>"$dir/log" </dev/null || return 1
    grep -q '<p>it renders</p>' "$dir/page"
}

# Two test runs may start together: the second waits here and then finds the work done.
if command -v flock >/dev/null; then
    exec 9>"$dir/.lock"
    flock 9
fi

if works; then
    echo "chromium is ready: $dir/chromium ($(head -1 "$dir/version"))"
    exit 0
fi

os=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${ID_LIKE:-}") || os=
case " $os " in
    *" debian "*|*" ubuntu "*) ;;
    *) own "this unpacks Debian packages, and this is not Debian or Ubuntu." ;;
esac
for tool in apt-get dpkg dpkg-deb; do
    command -v "$tool" >/dev/null || own "$tool is missing."
done
arch=$(dpkg --print-architecture)
[ "$arch" = amd64 ] || own "the packages are for amd64 and this is $arch."

uri=${AUTOCLAW_DEBIAN_URI:-}
if [ -z "$uri" ]; then
    # As in install-llama-server.sh: apt's own reading of its sources; security archives carry no whole suite.
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
# An empty status file makes apt name every dependency, so that what is installed here makes no difference.
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

echo "chromium: downloading $package from the $suite suite" >&2
"${apt[@]}" update || fail "apt could not read the $suite suite (see above)."
"${apt[@]}" --download-only --yes install "$package" fonts-dejavu-core >"$stage/log" 2>&1 || { cat "$stage/log" >&2; fail "apt could not download $package (see above)."; }

mkdir -p "$stage/tree"
for deb in "$stage"/cache/archives/*.deb; do
    # The C library stays out: the browser starts itself anew, by the system's dynamic linker, which goes with the system's own.
    case ${deb##*/} in libc6_*|libc-bin_*) continue ;; esac
    dpkg-deb --fsys-tarfile "$deb" | tar -x --no-same-owner -C "$stage/tree"
done

lib=usr/lib/x86_64-linux-gnu
[ -x "$stage/tree/usr/lib/chromium/$package" ] || fail "$package holds no browser any more: it changed in the $suite suite."
# Of a whole system's files only those that the browser reads; drivers of graphics cards are half of the rest.
mkdir -p "$stage/files/usr/lib" "$stage/files/usr/share"
mv "$stage/tree/usr/lib/chromium" "$stage/files/usr/lib/"
mv "$stage/tree/$lib" "$stage/files/usr/lib/"
cp -a "$stage/tree/lib/x86_64-linux-gnu/." "$stage/files/$lib/" 2>/dev/null || true
mv "$stage/tree/usr/share/fonts" "$stage/files/usr/share/"
rm -rf "$stage/files/$lib"/{dri,libLLVM*,libz3.so*,gconv,perl*} "$stage/files/usr/lib/chromium"/libVkLayer_*

cat >"$stage/fonts.conf" <<FONTS
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$dir/files/usr/share/fonts</dir><cachedir>$dir/fontcache</cachedir></fontconfig>
FONTS

cat >"$stage/chromium" <<LAUNCHER
#!/bin/sh
here=\$(dirname "\$(readlink -f "\$0")")
export LD_LIBRARY_PATH="\$here/files/$lib:\$here/files/$lib/pulseaudio:\$here/files/$lib/nss"
export FONTCONFIG_FILE="\$here/fonts.conf"
exec "\$here/files/usr/lib/chromium/$package" "\$@"
LAUNCHER
chmod +x "$stage/chromium"

rm -rf "$dir/files"
mv "$stage/files" "$dir/files"
mv "$stage/fonts.conf" "$stage/chromium" "$dir/"
works || { cat "$dir/log" >&2; own "it was unpacked but does not work here (see above)."; }
echo "chromium is ready: $dir/chromium ($(head -1 "$dir/version"))"
