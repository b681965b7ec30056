# riskingest on workbooks: which sheets are read, hidden ones, cells that a program damaged.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
. "${top_srcdir:-.}/tests/riskingest.sh"
book=testdata/book.xlsx

run riskingest -l "$book"
grep -q 'this build cannot read' "$work/err" && skip_all 'built without libzip and expat'
is "$(cells sheet name hidden <"$work/out")" \
    "$(printf '%s\n' '1|封面|no' '2|一月|no' '3|二月|no' '4|备查|yes' '5|人员|no')" --list-sheets
run riskingest -p "$ipack" -l "$book"
is "$(cells name table header_row <"$work/out")" \
    "$(printf '%s\n' '封面||' '一月|spending|3' '二月|spending|1' '备查|spending|1' '人员|people|1')" \
    '--list-sheets with a pack'
silent '--list-sheets: nothing else is said'

ingest "$book"
exits 2 'a workbook of two tables'
says "$book!一月 is spending, $book!二月 is spending, $book!人员 is people" 'which is which'
ingest -t spending "$book"
exits 0 '--table'
adds_up '--table'
is "$(cells unit_id month budget spent note _source <"$out")" "$(printf '%s\n' \
    "001|2024-01|125000|122500||$book!一月!4" "002|2024-01|1000|3000|=1+1|$book!一月!5" \
    "7|2024-02|1000.00|900||$book!二月!2" "008|2024-02|2000|1200||$book!二月!3")" \
    'units, dates, full width, merged titles'
says "$book!封面: not read: " 'the cover is told'
says "$book!人员: not read: " 'the other table too'
says "$book!备查: hidden, and not read: 1 record of table spending" \
    'a hidden sheet is told with what it holds'
is "$(cells of sheet remark <"$receipt" | grep '|un\|hidden')" \
    "$(printf '%s\n' 'sheet|封面|unfit' 'sheet|备查|hidden' 'sheet|人员|unfit')" \
    'sheets that are not read stand in the receipt'
is "$(cells of sheet column sum total difference <"$receipt" | grep ^total)" \
    "$(printf '%s\n' 'total|一月|budget|126000|126000|0' 'total|一月|spent|125500|125500|0')" \
    'totals in the unit of the sheet'
is "$(grep -c 'amounts are in units' "$work/err")" 1 'what is told of a header is told once'
ingest --hidden -t spending "$book"
is "$(cells unit_id <"$out" | tr '\n' ' ')" '001 002 7 008 099 ' --hidden
adds_up --hidden
ingest -s 备查 -s 2 "$book"
is "$(cells unit_id <"$out" | tr '\n' ' ')" '001 002 099 ' '--sheet by name and number'
adds_up '--sheet by name and number'
is "$(cells of sheet remark <"$receipt" | grep 'unasked' | wc -l | tr -d ' ')" 3 \
    'sheets that were not asked for stand in the receipt'
ingest -s 6 "$book"
exits 2 '--sheet: no such number'
ingest -s 一 "$book"
exits 2 '--sheet: no such name'
says "no sheet '一' (there are 1 '封面', 2 '一月', 3 '二月', 4 '备查', 5 '人员')" '--sheet: which there are'
ingest -s 封面 "$book"
exits 3 '--sheet: no table'
ingest -s 人员 "$book"
exits 0 'people'
says "15, the others are lost: 1 ($book!人员:3:1 '320102199003070000')" \
    'an identity number that was a number is told by cell'
is "$(cells person_id since rate amount <"$out")" "$(printf '%s\n' \
    '11010519491231002X|2024-03-05|15%|1000' '320102199003070000|2024-03-06|20%|2000.5')" \
    'dates and percentages of cells'
is "$(cells of column remark values <"$receipt" | grep ^note)" 'note|person_id|damaged|1' \
    'the receipt counts it'

run riskingest -p "$ipack" -t spending <"$book"
sed "s|$book!|-!|" "$out" >"$work/x" # people
riskingest -p "$ipack" -t spending "$book" 2>"$work/x" | sed "s|,$book!|,-!|" >"$work/want"
ok 'a workbook from standard input' cmp "$work/want" "$work/out"
gzip -c "$book" >"$work/book.gz"
run riskingest -p "$ipack" -t spending --no-source "$work/book.gz"
riskingest -p "$ipack" -t spending --no-source "$book" >"$work/want" 2>"$work/x"
ok 'gzip of a workbook' cmp "$work/want" "$work/out"
printf '单位编码,月份,预算数,支出数\n100,2024-03,1,1\n' >"$work/march.csv"
ingest -t spending "$book" "$work/march.csv" "$book"
exits 0 'a workbook, a text and a workbook'
is "$(cells unit_id <"$out" | tr '\n' ' ')" '001 002 7 008 100 001 002 7 008 ' 'all in order'
adds_up 'a workbook, a text and a workbook'
# The data of a sheet behind a cover: damage is no reason to leave a sheet.
at=$(grep -abo 'xl/worksheets/sheet2.xml' "$book" 2>"$work/x" | head -n 1 | cut -d: -f1)
if [ -n "$at" ]; then
    cp "$book" "$work/damaged.xlsx" && chmod u+w "$work/damaged.xlsx"
    printf 'XXXXXXXX' | dd of="$work/damaged.xlsx" bs=1 seek=$((at + 60)) conv=notrunc 2>"$work/x"
    ingest -t spending "$work/damaged.xlsx"
    exits 3 'a damaged sheet ends the run'
    says damaged.xlsx 'and is named'
else
    skip 'a damaged sheet' 'grep does not tell where'
fi
head -c 3000 "$book" >"$work/cut.xlsx"
ingest -t spending "$work/cut.xlsx"
exits 3 'half a workbook'
sed 's/spent,decimal,yes/spent,decimal,yes/; s/budget,decimal,yes,预算数/budget,decimal,yes,年预算/' \
    "$ipack/tables.csv" >"$work/tables.csv"
mkdir "$work/near" && mv "$work/tables.csv" "$work/near" && cp "$ipack/indicators.csv" "$work/near"
run riskingest -p "$work/near" -d "$work" "$book"
exits 3 'a sheet that comes near a table ends the run'
says "$book!一月:3: no header: this row comes nearest, of table 'spending', but lacks budget" 'and it is said what it lacks'
run riskingest -p "$ipack" --rejects "$work/rejects.csv" -s 2 --date-order ymd "$book"
exits 0 '--rejects'
mkdir "$work/wide" && cp "$ipack/indicators.csv" "$work/wide" &&
    sed 's/note,text,,说明/note,decimal,,说明/' "$ipack/tables.csv" >"$work/wide/tables.csv"
run riskingest -p "$work/wide" --rejects "$work/rejects.csv" --receipt "$receipt" -o "$out" -s 一月 \
    "$book"
exits 0 'a cell of a workbook that is refused'
is "$(cells file line column record <"$work/rejects.csv")" \
    "$book!一月|5|5|002,2024-01-01,0.1,0.3,=1+1" 'its place, and its row as a record'
adds_up 'a cell of a workbook that is refused'
run sh -c "riskingest -p $ipack -t spending $book 2>'$work/x' | riskscan -p $ipack --today 2025-01-31"
is "$(cells subject evidence <"$work/out")" "002|$book!一月!5" 'evidence names the sheet and its row'

# --- A table of HTML under the name of a workbook.
cat >"$work/report.xls" <<'T'
<html><head><meta charset="utf-8"></head><body><table>
<tr><td colspan="4">2024年三公经费统计表</td></tr>
<tr><td>单位编码</td><td>月份</td><td>预算数(万元)</td><td>支出数(万元)</td></tr>
<tr><td>001</td><td>2024年1月</td><td>1,200.50</td><td>1100</td></tr>
</table></body></html>
T
ingest --no-source "$work/report.xls"
if grep -q 'this build cannot read' "$work/err"; then
    skip 'HTML' 'built without libxml2'
else
    is "$(cells <"$out")" '001|2024-01|12005000|11000000|' 'a table of HTML under the name of a workbook'
    adds_up 'HTML'
fi
done_testing
