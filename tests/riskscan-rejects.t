# --rejects: the run goes on, each refused record is kept whole with its place and reason, is
# counted, and makes its subject insufficient where that could be read.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
pack=tests/packs/spending

rejected() { # NAME ARGUMENTS...
    rejected_name=$1
    shift
    rm -f "$work/rejects" "$work/outcomes"
    scan --rejects "$work/rejects" --outcomes "$work/outcomes" "$@"
}

# --- A record of each kind of mistake, all in one table.
mixed=$work/spending.csv
{
    cat testdata/good-plain.csv
    printf 'B001,x,320100,2024-01,y,1000.00,1200.00\n'            # 11: too short
    printf 'B002,x,320100,2024-01,y,1000.00,1200.00,z,z\n'        # 12: too long
    printf 'B003,a"b,320100,2024-01,y,1000.00,1200.00,z\n'        # 13: stray quote
    printf 'B004,"a"b,320100,2024-01,y,1000.00,1200.00,z\n'       # 14: behind a quote
    printf 'B005,a\000b,320100,2024-01,y,1000.00,1200.00,z\n'     # 15: NUL
    printf 'B006,\377,320100,2024-01,y,1000.00,1200.00,z\n'       # 16: no UTF-8
    printf 'B007,a\rb,320100,2024-01,y,1000.00,1200.00,z\n'       # 17: CR
    printf 'A003,x,320100,2024-02,y,"1,000.00",1200.00,z\n'       # 18: no number
    printf 'B008,x,320100,2024-13,y,1000.00,1200.00,z\n'          # 19: no month
    printf 'A002,"x\nx",320100,2024-02,y,1000.00,n/a,"z\n\nz"\n'  # 20-23: no number
    printf '\n'                                                   # 24: blank
    printf 'A001,,,2024-01,"a,b",0.00,0.00,"say ""so"""\n'        # 25: good
    printf 'B009,"x,320100,2024-01,y,1000.00,1200.00,z\n'         # 26: unclosed
    printf 'B010,x,320100,2024-01,y,1000.00,1200.00,z\n'
} >"$mixed"
rejected mixed "$mixed"
exits 0 'bad records, --rejects: status 0'
alerts 'the alert of the good records' indicator subject period evidence <<X
S1|A001|2024-03|$mixed:2,5,8,25
X
cp "$work/rejects" "$work/out"
sed "s|$work|WORK|" "$work/err" >"$work/err.plain"
is_output riskscan-rejects
is "$(grep -c "$work/spending.csv" "$work/rejects")" 12 'twelve are rejected'
says "records rejected: 12, see $work/rejects" 'and counted'
says 'rejected records whose subject could not be read: 9; clear means clear among the rest' \
    'and what clear is worth is told'
is "$(stat -c %a "$work/rejects" 2>/dev/null || echo 600)" 600 'a file with names is for its owner'

cp "$work/outcomes" "$work/out"
is "$(cells indicator subjects triggered insufficient clear not_applicable missing <"$work/out")" \
    'S1|4|1|3|0|0|a row was rejected (3)
S2|4|0|3|0|1|a row was rejected (3)' 'A002, A003 and B008 are insufficient'

# Nothing is lost: what is told as rows is what is neither rejected nor unreadable.
says 'rows: 13, ' 'rows that could be placed are counted'

# --- The same without --rejects: refused at the first.
scan "$mixed"
exits 3 'without --rejects: status 3'
says "$mixed:11:7: 7 fields" 'without --rejects: the first'

# --- Whole: byte for byte, with NUL, CR, quotes.
for bad in 15 16 17 18; do
    sed -n "${bad}p" "$mixed" >"$work/record"
    { sed -n 1p "$mixed"; cat "$work/record"; } >"$work/one.csv"
    rejected "line $bad" "spending=$work/one.csv"
    sed 1d "$work/rejects" >"$work/kept"
    # The cell's own quotes away: the record as it stood.
    LC_ALL=C sed -e 's/.*)"\{0,1\},"\(.*\)"$/\1/' -e 's/""/"/g' "$work/kept" >"$work/raw"
    ok "line $bad: kept byte for byte" cmp "$work/record" "$work/raw"
done

# --- Many, in every chunk: accepted and rejected are all.
awk 'BEGIN {
    print "unit_id,month,budget,spent"
    for (i = 1; i <= 9000; i++) {
        spent = i % 7 ? 120 : "?" i
        printf "U%d,2024-%02d,100,%s%s\n", i % 30, i % 12 + 1, spent, i % 11 ? "" : ",more"
    } }' >"$work/spending.csv"
bad=$(sed 1d "$work/spending.csv" | grep -c '?\|more')
for chunk in 7 64 65536; do
    rejected "chunk $chunk" --chunk $chunk "$work/spending.csv"
    exits 0 "chunk $chunk: status 0"
    is "$(sed 1d "$work/rejects" | wc -l)" "$bad" "chunk $chunk: each bad record is rejected once"
    says "records rejected: $bad" "chunk $chunk: and counted"
    sed 1d "$work/rejects" | sed 's/^[^,]*,\([0-9]*\),.*/\1/' >"$work/lines"
    sed 1d "$work/spending.csv" | grep -n '?\|more' | awk -F: '{ print $1 + 1 }' >"$work/want"
    sort -n "$work/lines" >"$work/sorted"
    ok "chunk $chunk: by their lines" cmp "$work/want" "$work/sorted"
    ok "chunk $chunk: in their order" cmp "$work/want" "$work/lines"
    is "$(cells indicator triggered insufficient clear not_applicable <"$work/outcomes")" 'S1|0|30|0|0
S2|0|30|0|0' "chunk $chunk: no subject is called clear"
done

# --- Files that cannot be read on are refused as ever.
for file in bad-truncated.csv.gz bad-checksum.csv.gz bad-cr-only.csv bad-empty.csv bad-missing-column.csv; do
    rejected "$file" "spending=testdata/$file"
    exits 3 "$file: refused, --rejects or not"
    ok "$file: no alert" test ! -s "$work/out"
done
rejected 'a blank line' spending=testdata/bad-blank-line.csv
facts <"$work/out" >"$work/got"
scan spending=testdata/good-plain.csv
facts <"$work/out" >"$work/want"
ok 'a blank line changes no alert' cmp "$work/want" "$work/got"

# --- A record of 20 MB goes there in pieces, all of it.
{ printf 'unit_id,month,budget,spent,explanation\nA001,2024-01,1,1,'
    head -c 20000000 /dev/zero | tr '\0' '~'; printf '\nA001,2024-01,1,1,\n'; } >"$work/spending.csv"
rejected '20 MB' "$work/spending.csv"
exits 0 '20 MB, --rejects: status 0'
says 'rows: 1, ' '20 MB: the record behind it is read'
is "$(tr -cd '~' <"$work/rejects" | wc -c | tr -d ' ')" 20000000 '20 MB: every byte of it is kept'

# --- The rejects' file fails.
if [ -w /dev/full ]; then
    run riskscan -p "$pack" --rejects /dev/full spending=testdata/bad-nul.csv
    exits 4 'rejects on a full disk: status 4'
    says '/dev/full: cannot write: No space left on device' 'rejects on a full disk: message'
fi
run riskscan -p "$pack" --rejects "$work/no-such/rejects" spending=testdata/bad-nul.csv
exits 4 'rejects cannot be made: status 4'
is "$(head -c 9 "$work/out")" '' 'rejects cannot be made: no alert'

# --- a table that is read more than once: what one reading needs is refused in all of them
{
    cat tests/packs/why/tests/bids.csv
    echo T9,B9,lots,yes,road,2024-03-01,no
} >"$work/bids.csv"
run riskscan -p tests/packs/why --today 2025-01-31 --rejects "$work/rej.csv" "$work/bids.csv"
exits 0 'a table that is read twice'
is "$(cut -d, -f2,3 "$work/rej.csv" | sed 1d)" 13,3 'a table that is read twice: its rejects are kept'

done_testing
