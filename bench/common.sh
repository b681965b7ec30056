# shellcheck shell=sh
# What the benchmarks share. The caller has set `here` (this folder), `work` (where tables and
# findings go), `runs` (the fastest by wall clock counts), `failed`.

have() { command -v "$1" >/dev/null 2>&1; }

find_riskscan() {
    for scan in "${RISKSCAN:-}" "$here/../bin/riskscan" ./bin/riskscan ./riskscan riskscan; do
        if [ -n "$scan" ] && have "$scan"; then
            return
        fi
    done
    echo "$0: no riskscan found: build it first, or set RISKSCAN" >&2
    exit 2
}

# Makes $work and in it what generates and what measures.
make_tools() {
    umask 077
    mkdir -p "$work"
    for tool in generate measure; do
        ${CC:-cc} -std=c11 -D_XOPEN_SOURCE=700 -O2 -o "$work/$tool" "$here/$tool.c"
    done
}

# $duck: how to run a script of SQL on standard input, its rows coming as CSV without a header; empty
# if there is no DuckDB. PYTHON is tried where the command is not there.
find_duck() {
    duck=
    if have duckdb; then
        duck='duckdb -csv -noheader'
    elif "${PYTHON:-python3}" -c 'import duckdb' 2>/dev/null; then
        duck="${PYTHON:-python3} $here/duck.py"
    fi
}

# A table is kept between runs; one made by another generator is made again.
make_table() {
    digest=$(cksum <"$here/generate.c")
    if [ ! -f "$3" ] || [ "$(cat "$3.made-by" 2>/dev/null)" != "$digest" ]; then
        "$work/generate" "$1" "$2" "$3.part"
        mv "$3.part" "$3"
        echo "$digest" >"$3.made-by"
    fi
}

# measured NAME COMMAND...: its output goes to NAME.out, the fastest run's figures to NAME.took.
# INPUT, if set, is piped into it; QUIET, if set, keeps them from being shown.
measured() {
    name=$1
    shift
    rm -f "$work/$name.took"
    i=0
    while [ "$i" -lt "$runs" ]; do
        i=$((i + 1))
        status=0
        if [ -n "${input:-}" ]; then
            cat "$input" | "$work/measure" "$work/took" "$@" >"$work/$name.out" || status=$?
        else
            "$work/measure" "$work/took" "$@" >"$work/$name.out" || status=$?
        fi
        if [ "$status" -ne 0 ]; then
            echo "$0: $name ended with status $status" >&2
            exit 1
        fi
        cat "$work/took" >>"$work/$name.took"
    done
    sort -n "$work/$name.took" | head -n 1 >"$work/took" && mv "$work/took" "$work/$name.took"
    [ -n "${quiet:-}" ] || show "$name"
}

header() {
    printf '%-22s %8s %8s %9s %9s   %6s %6s %6s\n' "${1:-}" 'wall s' 'CPU s' 'peak MiB' 'disk MiB' \
        wall CPU peak
}

# A line of the table: figures of NAME and how many times riskscan's (of BASE) they are.
show() {
    cat "$work/$1.took" "$work/${base:-$1}.took" | awk -v name="$1" '
        NR == 1 { wall = $1; cpu = $2; peak = $3; disk = $4 }
        NR == 2 {
            printf "%-22s %8.2f %8.2f %9.1f %9.1f", name, wall, cpu, peak / 1024, disk / 1024
            printf "   %6.2f %6.2f %6.2f\n", $1 ? wall / $1 : 0, $2 ? cpu / $2 : 0, peak / $3
        }'
}

# columns NAME,...: those cells of alerts, sorted, without the header. What stands in alerts before
# them holds no comma with these packs.
columns() {
    awk -F , -v names="$1" '
        NR == 1 {
            n = split(names, want, ",")
            for (i = 1; i <= NF; i++)
                at[$i] = i
            for (i = 1; i <= n; i++)
                if (!(want[i] in at)) {
                    print "bench: alerts have no column " want[i] >"/dev/stderr"
                    exit 1
                }
            next
        }
        {
            for (i = 1; i <= n; i++)
                printf "%s%s", $at[want[i]], i < n ? "," : "\n"
        }' | sort
}

# agree NAME OTHER: both findings, sorted, are the same and not empty.
agree() {
    if [ ! -s "$work/$1.found" ] || ! cmp -s "$work/$1.found" "$work/$2.found"; then
        echo "$0: $1 and $2 differ: see $work/$1.found, $work/$2.found" >&2
        failed=1
    fi
}
