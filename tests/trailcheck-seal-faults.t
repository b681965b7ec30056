# The n-th malloc, read, write, open ... of trailcheck's sealing fails, for n = 1, 2, ... until a run
# is clean. Each failure gives status 4 with a message; the same again then leaves all as if nothing
# had failed. And killed while it writes, it is sealed on.
. "${top_srcdir:-.}/tests/init.sh"
case " ${COMMANDS:-trailcheck} " in *' trailcheck '*) ;; *) skip_all 'trailcheck is not built' ;; esac
. "${top_srcdir:-.}/tests/faults.sh"
preload trailcheck

steps() {
    awk -v to="$1" 'BEGIN { print "case,step,note"
        for (i = 1; i <= to; i++) printf "C%d,s%d,\"a \"\"note\"\"\nof %d\"\n", i / 3, i % 3, i }'
}
log=$work/log.csv sealed=$work/sealed.csv out=$work/out.csv
steps 30 >"$log"
steps 11 >"$work/part.csv"
trailcheck seal --batch 4 -o "$work/part.sealed" "$work/part.csv" 2>"$work/err"
head -c 1500 "$work/part.sealed" >"$work/torn.sealed"
trailcheck seal --batch 4 -o "$work/whole.sealed" "$log" 2>"$work/err"
root=$(trailcheck root --csv "$work/whole.sealed" | sed -n '2s/.*,//p')
trailcheck prove --line 5 -o "$work/proof" "$work/whole.sealed" 2>"$work/err"

sealing() { "$@" trailcheck seal --batch 4 -o "$out" "$log"; }
sealing_pipe() { cat "$log" | "$@" trailcheck seal --batch 4; }
starting() { "$@" trailcheck seal --batch 4 --append "$sealed" "$log"; }
going_on() { "$@" trailcheck seal --append "$sealed" "$log"; }
torn() { "$@" trailcheck seal --append "$sealed" "$log"; }
verifying() { "$@" trailcheck verify --count 30 --root "$root" "$work/whole.sealed"; }
noting() { "$@" trailcheck root -o "$out" --today 2025-01-31 "$work/whole.sealed"; }
proving() { "$@" trailcheck prove --line 5 -o "$out" "$work/whole.sealed"; }
checking() { "$@" trailcheck check-proof --root "$root" -o "$out" "$work/proof"; }

start_over() { # JOB
    rm -f "$work/mark" "$sealed" "$sealed.torn"
    case $1 in
    going_on) cp "$work/part.sealed" "$sealed" ;;
    torn) cp "$work/torn.sealed" "$sealed" ;;
    *) ;;
    esac
    echo old >"$out"
}
# What is there after JOB.
state() { for f in "$sealed" "$out"; do [ ! -e "$f" ] || { echo "$f"; cat "$f"; }; done; }

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
            ! grep -q 'sealed now' "$work/err" || bad="$bad $n:told-as-done"
            [ "$(cat "$out")" = old ] || cmp -s "$out" "$work/clean.out" || bad="$bad $n:half-written"
            # What stands in the sealed log is a beginning of what is to be.
            [ ! -e "$sealed" ] || head -c "$(wc -c <"$sealed")" "$work/whole.sealed" |
                cmp -s - "$sealed" || bad="$bad $n:other-seals"
            run "$2" env
            [ "$rc" = 0 ] || bad="$bad $n:not-again-$rc"
        elif [ "$rc" != 0 ]; then
            bad="$bad $n:status-$rc"
        fi
        state >"$work/now"
        cmp -s "$work/clean" "$work/now" || bad="$bad $n:another-end"
    done
    is "$bad" '' "$2: each of $((n - 1)) failures of $1"
    ok "$2: an end to failures of $1" test $n -lt 5000
    ok "$2: there were failures of $1" test $n -gt "${3:-1}"
}

for job in sealing sealing_pipe starting going_on torn verifying noting proving checking; do
    start_over $job
    run $job env
    exits 0 "$job: runs" || continue
    state >"$work/clean"
    cp "$out" "$work/clean.out"
    for kind in memory read; do faults $kind $job; done
    for kind in open write mkstemp rename fsync close lseek fstat dup; do faults $kind $job 0; done
    for kind in short signal; do
        start_over $job
        run $job env LD_PRELOAD="$inject" FAULT="$kind:1"
        state >"$work/now"
        ok "$job: the same with every read and write ${kind}ed" cmp "$work/clean" "$work/now"
    done
done
for job in starting going_on torn; do
    start_over $job
    run $job env
    ok "$job: sealed as at once" cmp "$work/whole.sealed" "$sealed"
done

# --- Killed while it writes byte by byte, again and again.
steps 4000 >"$log"
trailcheck seal -o "$work/whole.sealed" "$log" 2>"$work/err"
rm -f "$sealed" "$sealed.torn"
bad=
killed=0
partial=0
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    env LD_PRELOAD="$inject" FAULT=short:1 trailcheck seal --append "$sealed" "$log" \
        2>"$work/left.err" &
    writer=$!
    # It is killed when it has begun to write, at another place each time.
    before=$(wc -c 2>/dev/null <"$sealed" || echo 0)
    i=0
    while [ $i -lt 400 ] && kill -0 "$writer" 2>/dev/null; do
        now=$(wc -c 2>/dev/null <"$sealed" || echo 0)
        [ "$now" -le "$((before + round * 1097))" ] || break
        i=$((i + 1))
        sleep 0.005
    done
    kill -9 "$writer" 2>/dev/null || :
    rc=0
    wait "$writer" 2>/dev/null || rc=$?
    [ "$rc" != 137 ] || killed=$((killed + 1))
    [ -s "$sealed" ] || continue
    size=$(wc -c <"$sealed")
    [ "$size" -ge "$(wc -c <"$work/whole.sealed")" ] || partial=$((partial + 1))
    head -c "$size" "$work/whole.sealed" | cmp -s - "$sealed" || bad="$bad $round"
done
is "$bad" '' 'killed while it writes: what stands there is a beginning of what is to be'
ok "killed while it writes: $killed times, $partial of them in the middle" test $partial -gt 3
run trailcheck seal --append "$sealed" "$log"
exits 0 'after all that: status 0'
ok 'after all that: sealed as at once' cmp "$work/whole.sealed" "$sealed"

done_testing
