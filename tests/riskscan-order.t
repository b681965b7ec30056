# Alerts and outcomes are the same, but for the lines in `evidence`, whatever the order of the rows,
# the size of a read, the packing, the memory, the locale, the number of files.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

# same NAME ARGUMENTS...: a scan gives the alerts and outcomes that the first one gave.
same() {
    same_name=$1
    shift
    rm -f "$work/outcomes"
    scan --outcomes "$work/outcomes" "$@"
    exits 0 "$same_name: status 0"
    facts <"$work/out" >"$work/got"
    ok "$same_name: the same alerts" cmp "$work/facts" "$work/got"
    ok "$same_name: the same outcomes" cmp "$work/first-outcomes" "$work/outcomes"
}

# the_same_bytes NAME ARGUMENTS...: evidence as well.
the_same_bytes() {
    same "$@"
    ok "$1: the same bytes" cmp "$work/alerts" "$work/out"
}

first() { # ARGUMENTS
    scan --outcomes "$work/first-outcomes" "$@"
    exits 0 'the table as it is'
    cp "$work/out" "$work/alerts"
    facts <"$work/out" >"$work/facts"
    ok 'there are alerts' test "$(wc -l <"$work/facts")" -gt 10
    ok 'and outcomes' test "$(wc -l <"$work/first-outcomes")" -gt 1
}

# --- A table with every kind of state: units x months with gaps, blanks and several rows a month.
pack=tests/packs/order
awk 'function chance(n) { s = s * 16807 % 2147483647; return int(s / 7) % n }
    BEGIN {
        s = 12345
        print "u,month,kind,budget,spent,day,huge"
        for (k = 0; k < 40; k++) for (u = 1; u <= 60; u++) {
            m = sprintf("%d-%02d", 2021 + int(k / 12), k % 12 + 1)
            rows = u % 3 ? 1 + chance(3) : chance(4)
            for (i = 0; i < rows; i++) {
                budget = chance(400) ? 100 + chance(900) "." chance(10) : ""
                printf "U%02d,%s,%s,%s,%d.%02d,%s-%02d,%d%024d.%03d\n", u, m,
                    substr("abc", chance(3) + 1, 1), budget, chance(1000), chance(100), m,
                    1 + chance(28), chance(9999), chance(1000000), chance(1000)
            }
        } }' >"$work/t.csv"
first "$work/t.csv"
sed '1,2d; s/,.*//' "$pack/indicators.csv" >"$work/indicators"
while read -r indicator; do
    ok "$indicator triggers" grep -q ",$indicator," "$work/alerts"
done <"$work/indicators"
shuffles() {
    for seed in 1 2 3; do
        shuffled $seed <"$work/t.csv" >"$work/shuffled.csv"
        same "shuffled, seed $seed" "t=$work/shuffled.csv"
        same "shuffled, seed $seed, in 64K" --memory 64K "t=$work/shuffled.csv"
    done
    # Months in order but for a few rows that come late: periods are closed and must be taken up
    # again.
    awk 'NR > 1 && NR % 997 == 0 { late = late $0 "\n"; next }
        { print } END { printf "%s", late }' "$work/t.csv" >"$work/late.csv"
    is "$(sort "$work/late.csv" | cksum)" "$(sort "$work/t.csv" | cksum)" 'late rows: none is lost'
    same 'late rows' "t=$work/late.csv"
    same 'late rows, in 64K' --memory 64K "t=$work/late.csv"
    { sed -n 1p "$work/t.csv"; sed 1d "$work/t.csv" | sort -r; } >"$work/reverse.csv"
    same 'last month first, in 64K' --memory 64K "t=$work/reverse.csv"
    { sed -n 1p "$work/t.csv"; sed 1d "$work/t.csv" | sort; } >"$work/units.csv"
    same 'by unit, in 64K' --memory 64K "t=$work/units.csv"
    the_same_bytes 'in 64K' --memory 64K "$work/t.csv"
    the_same_bytes 'in 1K' --memory 1K "$work/t.csv"
    for chunk in 1 7 64 65536; do
        the_same_bytes "chunks of $chunk" --chunk $chunk "$work/t.csv"
    done
    the_same_bytes 'without vector instructions' --scalar "$work/t.csv"
    the_same_bytes 'without vector instructions, chunks of 7, in 64K' --scalar --chunk 7 \
        --memory 64K "$work/t.csv"

    # From a pipe, which cannot be read again, what was closed is taken up from where it was put
    # away.
    for file in shuffled late reverse units t; do
        for memory in 1K 64K; do
            rm -f "$work/outcomes"
            rc=0
            cat "$work/$file.csv" | riskscan -p "$pack" --today "$today" \
                --outcomes "$work/outcomes" --memory $memory t=- >"$work/out" 2>"$work/err" || rc=$?
            exits 0 "$file rows from a pipe, in $memory"
            facts <"$work/out" >"$work/got"
            ok "$file rows from a pipe, in $memory: the same alerts" cmp "$work/facts" "$work/got"
            ok "$file rows from a pipe, in $memory: the same outcomes" \
                cmp "$work/first-outcomes" "$work/outcomes"
        done
    done
}
shuffles
# Without those that need everybody, groups are closed early.
cp -r "$pack" "$work/closing"
grep -v 'over all)\|over others(\|fence_high(value)' "$pack/indicators.csv" \
    >"$work/closing/indicators.csv"
ok 'some are left out' test "$(grep -c . "$work/closing/indicators.csv")" -lt \
    "$(grep -c . "$pack/indicators.csv")"
pack=$work/closing
first "$work/t.csv"
shuffles
pack=tests/packs/order
first "$work/t.csv"

half=$(($(wc -l <"$work/t.csv") / 2))
sed "${half}q" "$work/t.csv" >"$work/a.csv"
{ sed -n 1p "$work/t.csv"; sed "1,${half}d" "$work/t.csv"; } >"$work/b.csv"
same 'in two files' "t=$work/a.csv" "t=$work/b.csv"
same 'in two files, the later first' "t=$work/b.csv" "t=$work/a.csv"
same 'in two files, in 64K' --memory 64K "t=$work/b.csv" "t=$work/a.csv"
awk -F, '{ print $7 "," $6 ",other," $5 "," $4 "," $3 "," $2 "," $1 }' "$work/b.csv" |
    sed '1s/,other,/,nothing,/' >"$work/b-turned.csv"
scan "t=$work/a.csv" "t=$work/b-turned.csv" # a row's digest depends on its cells
grep -v '|rows|' "$work/facts" >"$work/want"
facts <"$work/out" | grep -v '|rows|' >"$work/got"
ok 'in two files with other columns' cmp "$work/want" "$work/got"

# --- The province, with several tables.
pack=kit/jiangsu
set --
for table in spending awards kin_business remit land; do
    set -- "$@" "$table=testdata/province/$table.csv"
done
first "$@"
for seed in 4 5; do
    set --
    for table in land remit kin_business awards spending; do
        shuffled $seed <"testdata/province/$table.csv" >"$work/$table.csv"
        set -- "$@" "$work/$table.csv"
    done
    same "the province shuffled, seed $seed" "$@"
    same "the province shuffled, seed $seed, in 1K" --memory 1K "$@"
done

# --- Packed, piped.
pack=tests/packs/spending
scan --outcomes "$work/first-outcomes" spending=testdata/province/spending.csv
facts <"$work/out" >"$work/facts"
gzip -c testdata/province/spending.csv >"$work/spending.csv.gz"
for chunk in 1 7 64 65536; do
    same "gzip, chunks of $chunk" --chunk $chunk "$work/spending.csv.gz"
    rc=0
    cat testdata/province/spending.csv | riskscan -p "$pack" --today "$today" --chunk $chunk \
        >"$work/out" 2>"$work/err" || rc=$?
    exits 0 "a pipe, chunks of $chunk"
    facts <"$work/out" >"$work/got"
    ok "a pipe, chunks of $chunk: the same alerts" cmp "$work/facts" "$work/got"
done
{ gzip -c testdata/province/spending.csv; } | riskscan -p "$pack" --today "$today" >"$work/out" \
    2>"$work/err"
facts <"$work/out" >"$work/got"
ok 'gzip in a pipe: the same alerts' cmp "$work/facts" "$work/got"

# --- In another locale. They are made here where localedef can make them.
pack=tests/packs/order
first "$work/t.csv"
mkdir "$work/locales"
for locale in de_DE.UTF-8 zh_CN.UTF-8 zh_CN.GB18030; do
    language=${locale%.*} charset=${locale#*.}
    if has localedef && localedef -i "$language" -f "$charset" "$work/locales/$locale" \
        >/dev/null 2>&1; then
        LC_ALL=$locale LOCPATH=$work/locales
        export LC_ALL LOCPATH
        is "$(locale charmap 2>/dev/null)" "$charset" "locale $locale is there"
        the_same_bytes "locale $locale" "$work/t.csv"
        LC_ALL=C.UTF-8
        unset LOCPATH
    else
        skip "locale $locale" 'localedef cannot make it'
    fi
done
for locale in C POSIX xx_XX; do
    LC_ALL=$locale
    the_same_bytes "locale $locale" "$work/t.csv"
    LC_ALL=C.UTF-8
done
TZ=Asia/Shanghai
the_same_bytes 'in another time zone' "$work/t.csv"

done_testing
