# Shell side of the tests: Test Anything Protocol, commands run with their output kept, golden
# files. Sourced by tests/*.t, which begin with
#     . "${top_srcdir:-.}/tests/init.sh"
# and end with done_testing. A test runs in the source tree's root (so that messages name
# testdata/x.csv whatever the build directory) and writes to $work only.

set -u
: "${top_srcdir:=$(pwd)}" "${top_builddir:=$top_srcdir}"
case $top_srcdir in /*) ;; *) top_srcdir=$(cd "$top_srcdir" && pwd) ;; esac
case $top_builddir in /*) ;; *) top_builddir=$(cd "$top_builddir" && pwd) ;; esac
PATH=$top_builddir/cmd:$PATH
LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
TEXTDOMAINDIR=$top_builddir/tests/locale
LSAN_OPTIONS=suppressions=$top_srcdir/tests/lsan.supp:print_suppressions=0
export PATH LC_ALL TZ TERM TEXTDOMAINDIR LSAN_OPTIONS
unset LANGUAGE SOURCE_DATE_EPOCH NO_COLOR
cd "$top_srcdir" || exit 99
exec </dev/null

golden=$top_srcdir/tests/golden
tap_run=0
tap_failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/probity-test.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

# run COMMAND...: standard output, standard error and exit status go to $work/out, $work/err, $rc.
# Standard input is empty unless it is redirected: run cat <file.
run() {
    rc=0
    "$@" >"$work/out" 2>"$work/err" || rc=$?
}

tap_result() { # good|bad NAME
    tap_run=$((tap_run + 1))
    if [ "$1" = good ]; then
        echo "ok $tap_run - $2"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_run - $2"
    fi
}

# What the last command said, as diagnostics.
tap_show() {
    for tap_file in out err; do
        [ -s "$work/$tap_file" ] && sed -n "1,20s/^/#   std$tap_file: /p" "$work/$tap_file"
    done
    echo "#   exit status: ${rc:-none}"
}

# ok NAME COMMAND...: COMMAND succeeds.
ok() {
    tap_what=$1
    shift
    if "$@"; then
        tap_result good "$tap_what"
    else
        tap_result bad "$tap_what"
        echo "#   failed: $*"
        tap_show
        return 1
    fi
}

# is GOT WANT NAME
is() {
    if [ "$1" = "$2" ]; then
        tap_result good "$3"
    else
        tap_result bad "$3"
        printf '%s\n' "got: $1" "want: $2" | sed 's/^/#   /'
        return 1
    fi
}

# exits STATUS NAME: of the last run.
exits() {
    is "$rc" "$1" "$2" || { tap_show; return 1; }
}

# prints TEXT NAME, says TEXT NAME: the last run's standard output, standard error, holds TEXT.
prints() { ok "$2" grep -qF -e "$1" "$work/out"; }
says() { ok "$2" grep -qF -e "$1" "$work/err"; }
silent() { ok "$1" test ! -s "$work/err"; }

# is_output NAME: the last run left what tests/golden/NAME.out, .err, .rc hold. No .err: nothing
# was said; no .rc: status 0. UPDATE_GOLDEN=1 writes them (make update-golden); read the change
# before you commit it.
is_output() {
    for tap_file in out err; do
        sed "s|$work|WORK|g" "$work/$tap_file" >"$work/$tap_file.plain"
    done
    if [ -n "${UPDATE_GOLDEN:-}" ]; then
        mkdir -p "$golden"
        rm -f "$golden/$1.out" "$golden/$1.err" "$golden/$1.rc"
        cp "$work/out.plain" "$golden/$1.out"
        [ ! -s "$work/err.plain" ] || cp "$work/err.plain" "$golden/$1.err"
        [ "$rc" = 0 ] || echo "$rc" >"$golden/$1.rc"
        skip "$1" "golden files written"
        return
    fi
    : >"$work/none"
    tap_want_err=$golden/$1.err
    [ -e "$tap_want_err" ] || tap_want_err=$work/none
    tap_want_rc=0
    [ ! -e "$golden/$1.rc" ] || read -r tap_want_rc <"$golden/$1.rc"
    if cmp -s "$golden/$1.out" "$work/out.plain" && cmp -s "$tap_want_err" "$work/err.plain" &&
        [ "$rc" = "$tap_want_rc" ]; then
        tap_result good "$1"
        return
    fi
    tap_result bad "$1"
    {
        diff -u "$golden/$1.out" "$work/out.plain"
        diff -u "$tap_want_err" "$work/err.plain"
        [ "$rc" = "$tap_want_rc" ] || echo "exit status $rc, not $tap_want_rc"
    } 2>&1 | sed -n '1,60s/^/#   /p'
    return 1
}

# skip NAME REASON
skip() {
    tap_run=$((tap_run + 1))
    echo "ok $tap_run - $1 # SKIP $2"
}

# skip_all REASON: the whole script.
skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

has() { command -v "$1" >/dev/null 2>&1; }

done_testing() {
    echo "1..$tap_run"
    [ "$tap_failed" = 0 ]
    exit
}
