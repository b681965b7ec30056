# The n-th malloc, read, write, open ... of rectify-track fails, for n = 1, 2, ... until a run is
# clean. Each failure gives status 4 with a message; the same again then leaves the ledger as if
# nothing had failed.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/rectify.sh"
. "${top_srcdir:-.}/tests/faults.sh"
preload rectify-track

handler='"ZY,1"' # quoted
found "$work/g.csv" <<'X'
A 11-6
B 1
X
found "$work/next.csv" <<'X'
A 11-66
B 11
X
track open "$work/g.csv"
before=$work/before.csv
cp "$ledger" "$before"
cat >"$work/v.csv" <<X
issue,verdict,by,reason
$(id_of A),confirmed,reviewer 1,
$(id_of B),false,reviewer 1,"a typing
error"
X
cut -c1-8 "$work/v.csv" >"$work/short"
short=$(sed -n 2p "$work/short")

opening() { "$@" rectify-track open -l "$ledger" --today "$day" "$work/g.csv" "$work/next.csv"; }
starting() { "$@" rectify-track open -l "$ledger" --today "$day" "$work/next.csv"; }
reviewing() { "$@" rectify-track review -l "$ledger" --today "$day" "$work/v.csv"; }
one() {
    "$@" rectify-track review -l "$ledger" --today "$day" --issue "$short" --verdict confirmed --by x
}
showing() { "$@" rectify-track status -l "$ledger" --today "$day" -o "$work/status.csv"; }

start_over() { # JOB
    rm -f "$work/mark" "$ledger" "$ledger.torn"
    [ "$1" = starting ] || cp "$before" "$ledger"
    echo old >"$work/status.csv"
}

faults() { # KIND JOB
    n=0
    bad=
    while [ $n -lt 5000 ]; do
        n=$((n + 1))
        start_over "$2"
        run "$2" env LD_PRELOAD="$inject" FAULT="$1:$n" FAULT_MARK="$work/mark"
        [ -e "$work/mark" ] || break
        if [ "$rc" = 4 ]; then
            [ -s "$work/err" ] || bad="$bad $n:no-message"
            [ ! -s "$work/out" ] || bad="$bad $n:output"
            [ "$(cat "$work/status.csv")" = old ] ||
                cmp -s "$work/clean-status.csv" "$work/status.csv" || bad="$bad $n:half-written"
            run "$2" env
            [ "$rc" = 0 ] || bad="$bad $n:not-again-$rc"
        elif [ "$rc" != 0 ]; then
            bad="$bad $n:status-$rc"
        fi
        cmp -s "$work/clean.csv" "$ledger" || bad="$bad $n:another-ledger"
        cmp -s "$work/clean-status.csv" "$work/status.csv" || bad="$bad $n:another-table"
    done
    is "$bad" '' "$2: each of $((n - 1)) failures of $1"
    ok "$2: an end to failures of $1" test $n -lt 5000
    ok "$2: there were failures of $1" test $n -gt "${3:-1}"
}

for job in opening starting reviewing one showing; do
    start_over $job
    run $job env
    exits 0 "$job: runs" || continue
    cp "$ledger" "$work/clean.csv"
    cp "$work/status.csv" "$work/clean-status.csv"
    for kind in memory read write open; do
        [ "$kind-$job" != write-showing ] || continue
        faults $kind $job
    done
    for kind in fsync close lseek fstat; do
        faults $kind $job 0
    done
    for kind in short signal; do
        start_over $job
        run $job env LD_PRELOAD="$inject" FAULT="$kind:1"
        ok "$job: the same with every read and write ${kind}ed" cmp "$work/clean.csv" "$ledger"
    done
done
for kind in write mkstemp rename; do faults $kind showing; done

done_testing
