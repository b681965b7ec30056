# Bad input is refused with its place and a remedy, and nothing is lost; odd input that means the
# same gives the same.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
pack=tests/packs/spending

# --- Refused: message, status, no alert.
for file in testdata/bad-*; do
    name=$(basename "$file")
    scan "spending=$file"
    is_output "riskscan-${name%%.*}"
    ok "${name%%.*}: no alert" test ! -s "$work/out"
    is "$rc" 3 "${name%%.*}: status 3"
done
for file in testdata/encoded-*; do
    name=$(basename "$file" .csv)
    scan "spending=$file"
    is_output "riskscan-$name"
done

# refused TEXT NAME: the last run was refused because of its data.
refused() {
    is "$rc" 3 "$2: status 3"
    says "$1" "$2: message"
    ok "$2: no alert" test ! -s "$work/out"
}

header=unit_id,month,budget,spent
row=A001,2024-01,1000.00,1200.00
head -c 20000000 /dev/zero | tr '\0' x >"$work/20MB"
{ echo "$header,explanation"; echo "$row,"; printf 'A001,2024-02,1.00,1.00,'; cat "$work/20MB"; } \
    >"$work/spending.csv"
scan "$work/spending.csv"
refused "$work/spending.csv:3:" 'a cell of 20 MB'
says 'record of more than 16 MiB' 'a cell of 20 MB: remedy'
{ echo "$header,explanation"; printf 'A001,2024-02,1.00,1.00,"'; cat "$work/20MB"; echo '"'; } \
    >"$work/spending.csv"
scan "$work/spending.csv"
refused "$work/spending.csv:2:5: record of more than 16 MiB" 'a quoted cell of 20 MB'
says 'is the quote that opens here ever closed?' 'a quoted cell of 20 MB: remedy'
rm -f "$work/20MB"

# A hundred thousand columns of which four are known.
awk -v header="$header" -v row="$row" 'BEGIN {
    printf "%s", header; for (i = 1; i <= 100000; i++) printf ",c%d", i
    printf "\n%s", row; for (i = 1; i <= 100000; i++) printf ",%d", i
    print ""; printf "%s", row; for (i = 1; i <= 99999; i++) printf ","
    print "" }' >"$work/spending.csv"
scan "$work/spending.csv"
refused "$work/spending.csv:3:100003: 100003 fields where the header has 100004" \
    'a hundred thousand columns'

printf '%s\nA001,2024-01,1000.00,\0331200.00\n' "$header" >"$work/spending.csv"
scan "$work/spending.csv"
refused "2:4: spent: not a number: '\\x1b1200.00'" 'control bytes are shown, not sent'

# Lines count as an editor counts them, also behind a cell that holds line ends.
printf '%s,explanation\n%s,"one\ntwo\n\nfour"\n%s,\nA001,2024-13,1,1,\n' "$header" "$row" "$row" \
    >"$work/spending.csv"
scan "$work/spending.csv"
refused "$work/spending.csv:7:2: month: not a month: '2024-13'" 'the line behind a cell of four'

# The first of several mistakes is told, whatever the chunk.
for chunk in 1 7 64 65536; do
    scan --chunk $chunk spending=testdata/bad-unclosed-quote.csv
    says "bad-unclosed-quote.csv:5:2: quote opened here is never closed: '\"示例单位1'" \
        "an unclosed quote in chunks of $chunk"
done

# Required columns, and columns that go by two names.
printf 'unit_id,month,budgett,spent\n' >"$work/spending.csv"
scan "$work/spending.csv"
refused "1: missing column 'budget' (nearest: 'budgett'; the header has unit_id, month, budgett, spent)" \
    'a column misspelt'
printf '%s,unit_id\n' "$header" >"$work/spending.csv"
scan "$work/spending.csv"
refused "1:5: column name stands twice, in fields 1 and 5: 'unit_id'" 'a column twice'

# --- What cannot be read at all: status 4.
unreadable() { # NAME TEXT
    is "$rc" 4 "$1: status 4"
    says "$2" "$1: message"
    ok "$1: no alert" test ! -s "$work/out"
}
scan spending=testdata
unreadable 'a directory' 'riskscan: testdata: cannot read: Is a directory'
scan spending=testdata/no-such-file.csv
unreadable 'no such file' 'riskscan: testdata/no-such-file.csv: cannot open: No such file or directory'
rc=0
riskscan -p "$pack" <&- >"$work/out" 2>"$work/err" || rc=$?
unreadable 'standard input closed' 'riskscan: -: cannot read: Bad file descriptor'

# As an ordinary user: root reads everything.
cp testdata/good-plain.csv "$work/secret.csv"
chmod 0 "$work/secret.csv"
chmod 755 "$work"
ordinary=
if [ "$(id -u)" != 0 ]; then
    ordinary=env
elif has setpriv && setpriv --reuid=65534 --regid=65534 --clear-groups riskscan --version \
    >/dev/null 2>&1; then
    ordinary='setpriv --reuid=65534 --regid=65534 --clear-groups'
elif has runuser && runuser -u nobody -- riskscan --version >/dev/null 2>&1; then
    ordinary='runuser -u nobody --'
fi
# An ordinary user may not be able to read the source tree, so the pack goes with the secret.
cp -r "$pack" "$work/readable"
chmod -R a+rX "$work/readable"
if [ -n "$ordinary" ]; then
    # shellcheck disable=SC2086 # a command and its arguments
    run $ordinary riskscan -p "$work/readable" "spending=$work/secret.csv"
    unreadable 'an unreadable file' "riskscan: $work/secret.csv: cannot open: Permission denied"
else
    skip 'an unreadable file' 'root reads everything, and neither setpriv nor runuser works'
fi

# --- Read as if nothing were odd.
scan spending=testdata/good-plain.csv
exits 0 'good-plain'
alerts 'good-plain' indicator subject level period since value run evidence <<'X'
S1|A001|yellow|2024-03|2024-01|0.3|3|testdata/good-plain.csv:2,5,8
X
is_output riskscan-good-plain
facts <"$work/out" >"$work/facts"
for file in good-bom.csv good-crlf.csv good-no-final-newline.csv good-quoted.csv \
    good-newline-in-quotes.csv good-plain.csv.gz good-two-members.csv.gz good-chinese-header.csv \
    good-shuffled.csv; do
    scan "spending=testdata/$file"
    exits 0 "$file: status 0"
    facts <"$work/out" >"$work/got"
    ok "$file: the alerts of good-plain" diff "$work/facts" "$work/got"
done
scan spending=testdata/good-newline-in-quotes.csv
prints '.csv:2,7,10' 'evidence names the line on which a record begins'
for way in 'tsv good-tabs' 'tsv-escaped good-escaped'; do
    # shellcheck disable=SC2086 # an option and a name
    set -- $way
    scan "--$1" "spending=testdata/$2.tsv"
    exits 0 "--$1: status 0"
    is "$(sed -n 1p "$work/out" | cut -f2,10,14)" "$(printf 'indicator\tsubject\tsince')" \
        "--$1: a header"
    is "$(sed 1d "$work/out" | cut -f2,10,14)" "$(printf 'S1\tA001\t2024-01')" "--$1: the alert"
done
scan spending=testdata/good-columns-moved.csv
exits 0 'columns moved'
says "no column 'unit_name': it reads as blank" 'a column that is not there is told'
alerts 'columns moved' indicator subject level <<'X'
S1|A001|yellow
X
scan spending=testdata/good-header-only.csv --exit-code
exits 0 'header only: status 0'
says 'riskscan: rows: 0, ' 'header only: an empty table'
is "$(wc -l <"$work/out")" 1 'header only: no alert'
for file in good-missing-month good-blank-budget good-zero-budget good-blank-unit; do
    scan --outcomes "$work/outcomes.csv" "spending=testdata/$file.csv"
    exits 0 "$file: status 0"
    is "$(wc -l <"$work/out")" 1 "$file: no alert"
    cp "$work/outcomes.csv" "$work/out"
    is_output "riskscan-outcomes-$file"
done

# --- A packed or piped table is the same table.
gzip -c testdata/good-plain.csv | riskscan -p "$pack" >"$work/out" 2>"$work/err"
facts <"$work/out" >"$work/got"
ok 'gzip through a pipe' diff "$work/facts" "$work/got"
(sleep 0.1; cat testdata/good-plain.csv) | riskscan -p "$pack" >"$work/out" 2>"$work/err"
facts <"$work/out" >"$work/got"
ok 'a slow pipe' diff "$work/facts" "$work/got"
riskscan -p "$pack" - <testdata/good-plain.csv >"$work/out" 2>"$work/err"
prints '"-:2,5,8"' '- is standard input, and so evidence calls it'
gzip -c testdata/good-plain.csv | head -c 150 | riskscan -p "$pack" >"$work/out" 2>"$work/err"
says 'riskscan: -: gzip data ends early: the file was cut short' 'gzip cut short in a pipe'

# --- --header, --no-header
sed 1d testdata/good-plain.csv >"$work/bare.csv"
scan --no-header --header unit_id,unit_name,region,month,category,budget,spent,explanation \
    "spending=$work/bare.csv"
exits 0 '--no-header --header'
facts <"$work/out" >"$work/got"
ok '--no-header --header: the same alerts' diff "$work/facts" "$work/got"
is "$(cells evidence <"$work/out")" "$work/bare.csv:1,4,7" '--no-header: lines from the first'
scan --header unit_id,unit_name,region,month,category,budget,spent,explanation \
    spending=testdata/good-chinese-header.csv
is "$(cells subject evidence <"$work/out")" 'A001|testdata/good-chinese-header.csv:2,5,8' \
    '--header in place of the first line'
scan --header unit_id,month spending=testdata/good-plain.csv
refused "1: the header has 8 columns, and the header given in its place 2: 'unit_id,month'" '--header too short'
scan --no-header "spending=$work/bare.csv"
is "$rc" 2 '--no-header alone: status 2'

# --- Which table a file is.
cp testdata/good-plain.csv "$work/spending.csv"
scan "$work/spending.csv"
exits 0 'the file is named as a table'
cp testdata/good-plain.csv "$work/export (1).csv"
scan "$work/export (1).csv"
exits 0 'the header fits one table'
a_pack
cp tests/packs/spending/indicators.csv "$pack"
sed 's/^spending/budgets/' tests/packs/spending/tables.csv | sed 1d |
    cat tests/packs/spending/tables.csv - >"$pack/tables.csv"
scan "$work/export (1).csv"
refused "export (1).csv:1: its header fits both tables spending and budgets: say which with spending=$work/export (1).csv" \
    'an ambiguous header'
scan "spending=$work/export (1).csv"
exits 0 'NAME=FILE settles it'
scan "$work/spending.csv"
exits 0 'a name goes before the header'
printf 'a,b\n1,2\n' >"$work/other.csv"
scan "$work/other.csv"
refused "other.csv:1: its header fits no table of the pack: say which with NAME=$work/other.csv (there are spending, budgets)" \
    'a header that fits nothing'
cp "$work/spending.csv" "$work/a=b.csv"
scan "$work/a=b.csv"
refused 'fits both tables' 'a = in a file name is no table name'

# A column _source, and a bad record before any row was read.
printf 'unit_id,month,budget,spent,_source\nA,2024-01,1,2,x"y\n' >"$work/places.csv"
run riskscan -p tests/packs/spending "spending=$work/places.csv"
exits 3 'a bad first record beside _source'
says "$work/places.csv:2:5: " 'a bad first record beside _source: its place'

done_testing
