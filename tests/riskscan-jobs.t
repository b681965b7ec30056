# Tables read at the same time give what they give one after the other: alerts, outcomes, warnings,
# the error that ends the run.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

maker=$top_builddir/bench/make-province
[ -x "$maker" ] || skip_all 'bench/make-province is not built'
pack=kit/jiangsu
mkdir "$work/p"
"$maker" --seed 11 -d "$work/p" 2>"$work/made"
rm "$work/p/truth.csv" "$work/p/lookalikes.csv"

# province JOBS [ARGUMENTS...]
province() {
    jobs=$1
    shift
    rm -f "$work/outcomes"
    scan -j "$jobs" --outcomes "$work/outcomes" "$@" "$work"/p/*.csv
}

province 1
exits 0 'one at a time'
cp "$work/out" "$work/alerts"
cp "$work/err" "$work/told"
cp "$work/outcomes" "$work/first"
ok 'there are alerts' test "$(wc -l <"$work/alerts")" -gt 100
for jobs in 2 4 64; do
    province $jobs
    exits 0 "-j $jobs"
    ok "-j $jobs: the same alerts" cmp "$work/alerts" "$work/out"
    ok "-j $jobs: the same outcomes" cmp "$work/first" "$work/outcomes"
    ok "-j $jobs: the same is told" cmp "$work/told" "$work/err"
done
province 3 --memory 1K
ok '-j 3, little memory: the same alerts' cmp "$work/alerts" "$work/out"
ok '-j 3, little memory: the same outcomes' cmp "$work/first" "$work/outcomes"
province 2 --stream
exits 0 '-j 2 --stream'
is "$(sort "$work/out" | cksum)" "$(sort "$work/alerts" | cksum)" '-j 2 --stream: the same alerts'
mv "$work/p/bids.csv" "$work/bids"
cat "$work/bids" | scan -j 2 "$work"/p/*.csv bids=-
sed "s|$work/p/bids.csv|-|g" "$work/alerts" >"$work/want"
ok '-j 2, a table from a pipe that is read several times' cmp "$work/want" "$work/out"
mv "$work/bids" "$work/p/bids.csv"

# Groups of views stay between readings of their table, unless each row is to be told of: the same
# comes of both, rows without a key included.
for table in payments bids contracts purchases; do
    cp "$work/p/$table.csv" "$work/$table.whole"
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) key[i] = $i ~ /_id$/ }
        NR > 1 && NR % 7 == 0 { k = 1 + int(NR / 7) % NF; if (key[k] && $k !~ /"/) $k = "" }
        { print }' "$work/$table.whole" >"$work/p/$table.csv"
done
rm "$work/outcomes"
scan --outcomes "$work/outcomes" --stream "$work"/p/*.csv
exits 0 'rows without a key, each told of'
cp "$work/outcomes" "$work/first"
sort "$work/out" >"$work/alerts"
sed '/^riskscan: rows: /!d' "$work/err" >"$work/told"
ok 'there are rows without a key' grep -q 'blank key' "$work/first"
for jobs in 1 3; do
    province $jobs
    exits 0 "-j $jobs, rows without a key"
    sort "$work/out" >"$work/got"
    ok "-j $jobs, rows without a key: the same alerts" cmp "$work/alerts" "$work/got"
    ok "-j $jobs, rows without a key: the same outcomes" cmp "$work/first" "$work/outcomes"
    sed '/^riskscan: rows: /!d' "$work/err" >"$work/got"
    ok "-j $jobs, rows without a key: as many rows" cmp "$work/told" "$work/got"
done
for table in payments bids contracts purchases; do
    cp "$work/$table.whole" "$work/p/$table.csv"
done

# A file that lacks columns is warned of; warnings come in the order of tables.
for table in payments bids awards; do
    cp "$work/p/$table.csv" "$work/$table.whole"
done
head -n 1 "$work/p/payments.csv" | tr , '\n' >"$work/columns"
ok 'payments have a purpose' grep -qx purpose "$work/columns"
for table in payments bids; do
    sed '1s/,region,/,place,/' "$work/$table.whole" >"$work/p/$table.csv"
done
province 1
cp "$work/err" "$work/told"
ok 'missing columns are told' grep -q region "$work/told"
for jobs in 2 4; do
    province $jobs
    ok "-j $jobs: missing columns are told in the same order" cmp "$work/told" "$work/err"
done

# Of several tables that are refused the first one ends the run, whichever is seen first.
for table in payments bids awards; do
    head -n 1 "$work/$table.whole" >"$work/p/$table.csv"
done
for table in payments bids; do
    sed 1d "$work/$table.whole" >>"$work/p/$table.csv"
    echo '"x' >>"$work/p/$table.csv"
done
echo 'a"b' >>"$work/p/awards.csv"
province 1
exits 3 'three refused tables'
cp "$work/err" "$work/told"
for jobs in 2 4; do
    for again in 1 2 3; do
        province $jobs -o "$work/written"
        exits 3 "-j $jobs, refused tables, again $again"
        ok "-j $jobs, refused tables, again $again: the same error" cmp "$work/told" "$work/err"
        ok "-j $jobs, refused tables, again $again: nothing written" test ! -e "$work/written"
    done
done
for table in payments bids awards; do
    cp "$work/$table.whole" "$work/p/$table.csv"
done

# What may be held is asked of each table.
province 1 --hold 100K
exits 4 'little to hold'
cp "$work/err" "$work/told"
province 2 --hold 100K
exits 4 '-j 2, little to hold'
ok '-j 2, little to hold: the same indicator is named' cmp "$work/told" "$work/err"

province 1 --rejects "$work/rejects"
cp "$work/err" "$work/told"
province 2 --rejects "$work/rejects"
ok '-j 2 --rejects: the same is told' cmp "$work/told" "$work/err"

for bad in 0 65 x 2x; do
    scan -j "$bad" "$work/p/awards.csv"
    exits 2 "-j '$bad'"
    says "--jobs: not a number from 1 to 64: '$bad'" "-j '$bad': what is wrong"
done
done_testing
