#!/bin/sh
# check.sh DIR: runs `make check` in a build directory and sums it up: the tests that failed, then
# a last line "N passed, N failed, N skipped". Anything that stops make short of a result counts
# as a failure.
set -u
cd "$(dirname "$0")/../$1" || exit 4
find tests -name '*.trs' -exec rm -f {} +
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
make -j"$jobs" check >check.log 2>&1
status=$?
trs=$(find tests -name '*.trs')
# shellcheck disable=SC2086 # file names of our own, without blanks
set -- $(awk '
    # After a failure an error only repeats that the script exited with 1.
    function close_file() { failed += fails > 0 ? fails : errors; fails = errors = 0 }
    FNR == 1 { close_file() }
    /^:test-result: X?PASS|^:test-result: XFAIL/ { if ($2 == "XPASS") fails++; else passed++ }
    /^:test-result: FAIL/ { fails++ }
    /^:test-result: ERROR/ { errors++ }
    /^:test-result: SKIP/ { skipped++ }
    END { close_file(); print passed + 0, failed + 0, skipped + 0 }' $trs /dev/null)
passed=$1 failed=$2 skipped=$3
if [ "$failed" -gt 0 ]; then
    find tests -name '*.log' | sort | xargs awk '
        /^not ok/ { print FILENAME ": " $0; shown = 1; next }
        /^ok/ { shown = 0 }
        /^#/ && shown { print "    " $0 }
        /^ERROR/ { print FILENAME ": " $0 }'
elif [ "$status" -ne 0 ] || [ "$passed" -eq 0 ]; then
    tail -n 40 check.log
    failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
