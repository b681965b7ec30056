# The n-th malloc, read, lseek ... fails while rows of text are read, for n = 1, 2, ... until a run is
# clean: each failure gives status 4 with a message, or what is read is what is read without it.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/faults.sh"
preload riskscan

dump=$top_builddir/tests/griddump
# GBK with its euro and a damaged byte, quotes, ="..."; packed; the ends of lines of an old Macintosh;
# UTF-16; Big5, which is iconv's.
printf '\325\305,\200;1\n=\"001\",\"a\nb\"\"c\"\nx,\377\n\n' >"$work/gbk.csv"
gzip -c "$work/gbk.csv" >"$work/packed.csv"
printf 'a,b\r"c\rd",e\r' >"$work/returns.csv"
printf 'a\0,\0b\0\n\0' >"$work/wide.csv"
printf '\261\151\244\124,1\n' >"$work/big5.csv"

gbk() { "$@" "$dump" --json --rejects --from gbk "$work/gbk.csv"; }
packed() { "$@" "$dump" --json --rejects --from gbk "$work/packed.csv"; }
returns() { "$@" "$dump" --json "$work/returns.csv"; }
wide() { "$@" "$dump" --json - <"$work/wide.csv"; }
big5() { "$@" "$dump" --json --from big5 "$work/big5.csv"; }

# Without the memory to load a converter, glibc says that there is none (EINVAL), as of a name that
# nobody knows: status 2, where a name was given that is not among those that every system has.
may_be_usage() { [ "$1" = memory ] && [ "$2" = big5 ] && [ "$rc" = 2 ]; }

# faults KIND JOB: fails the first, second ... call of KIND in JOB.
faults() {
    n=0
    bad=
    limit=2000
    while [ $n -lt $limit ]; do
        n=$((n + 1))
        rm -f "$work/mark"
        run "$2" env LD_PRELOAD="$inject" FAULT="$1:$n" FAULT_MARK="$work/mark"
        [ -e "$work/mark" ] || break
        if [ "$rc" = 4 ] || may_be_usage "$1" "$2"; then
            [ -s "$work/err" ] || bad="$bad $n:no-message"
        elif [ "$rc" != 0 ]; then
            bad="$bad $n:status-$rc"
        else
            cmp -s "$work/out" "$work/clean" || bad="$bad $n:other-rows"
        fi
    done
    is "$bad" '' "$2: each of $((n - 1)) failures of $1"
    ok "$2: an end to the failures of $1, and the same rows then" \
        cmp "$work/out" "$work/clean"
}

for job in gbk packed returns wide big5; do
    run "$job" env
    exits 0 "$job: runs"
    cp "$work/out" "$work/clean"
    for kind in memory read open fstat; do
        faults "$kind" "$job"
    done
    for kind in short signal; do
        run "$job" env LD_PRELOAD="$inject" FAULT="$kind:1"
        ok "$job: the same with every read ${kind}ed" cmp "$work/out" "$work/clean"
    done
done

done_testing
