#!/bin/sh
# build.sh DIR [CONFIGURE-OPTION]...: configures and builds in DIR (below the root), says little
# unless it fails.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
dir=$1
shift
mkdir -p "$dir"
log=$dir/build.log

step() {
    "$@" >>"$root/$log" 2>&1 || {
        status=$?
        tail -n 40 "$root/$log" >&2
        echo "build.sh: '$*' failed ($log)" >&2
        exit "$status"
    }
}

: >"$log"
# What po/ keeps between builds would hide new messages.
if [ po/zh_CN.po -nt po/zh_CN.gmo ]; then
    rm -f po/*.pot po/*.gmo po/stamp-po "$dir"/po/stamp-po
fi
if [ ! -x configure ] || [ configure.ac -nt configure ] || [ Makefile.am -nt Makefile.in ]; then
    step ./bootstrap
fi
cd "$dir"
if [ ! -f config.status ] || [ "$root/configure" -nt config.status ]; then
    step "$root/configure" --quiet "$@"
fi
step make -j"$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" all
