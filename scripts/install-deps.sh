#!/bin/sh
# install-deps.sh [test]: installs what building needs (with `test`: what the tests need too), on
# Debian and its kin. Only what is missing is installed; on a machine that has it all, nothing is
# asked of the network.
set -eu
packages="gcc libc6-dev make autoconf automake pkg-config gettext autopoint
    libcsv-dev libpcre2-dev zlib1g-dev nettle-dev libunistring-dev libzip-dev libexpat1-dev
    libxml2-dev libxlsxwriter-dev libssl-dev"
[ "${1:-}" = test ] && packages="$packages gawk gzip diffutils bash mandoc gnumeric openssl python3"

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "install-deps.sh: no apt here. Install by hand: a C11 compiler, make, autoconf," \
        "automake, pkg-config, gettext; libcsv, pcre2, zlib, nettle (3.8 or later), libunistring, with" \
        "headers${1:+; gawk, mandoc}" >&2
    # Whether it is all there is for configure to say.
    exit 0
fi

missing=
for package in $packages; do
    state=$(dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | sed -n 1p) || state=
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null || {
        echo "install-deps.sh: run as root: apt-get install$missing" >&2
        exit 4
    }
fi
echo "installing:$missing" >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install $missing >&2
