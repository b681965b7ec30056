# riskingest: rows of exports to tables; what is skipped, refused, told; receipts.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
. "${top_srcdir:-.}/tests/riskingest.sh"
cd "$work" || exit 99
ln -s "$top_srcdir/tests"

cat >report.csv <<'T'
2024年三公经费统计表,,,,
单位：万元,,,,
单位编码,月份,预算数,支出数,说明
001,2024年1月,"1,234.50",12万元,
002,2024/2,100,"200.5",a=b
,,,,
小计,,1334.50,212.5,
单位编码,月份,预算数,支出数,说明
003,2024年3月,1,-2.25,"=1+1, ""x"""
合计,,1335.5,210.25,
制表人：某某,,,,
T
cat >plain.csv <<'T'
unit_id,spent,budget,month,地区
007,1,2,2024-01,南
008,,3.10,2024-02,北
T

# --- One file.
ingest report.csv
exits 0 'a report'
cp "$out" "$work/out"
is_output riskingest-report
adds_up 'a report'
is "$(cells of column sum total difference <"$receipt" | grep '^total')" \
    "$(printf '%s\n' 'total|budget|13345000|13345000|0' 'total|spent|2125000|2125000|0' \
        'total|budget|13355000|13355000|0' 'total|spent|2102500|2102500|0')" \
    'a report: part and whole are held to their rows'
run riskingest -p "$ipack" report.csv
ok 'standard output' cmp "$out" "$work/out"
run riskingest -p "$ipack" <report.csv
sed 's/,report.csv:/,-:/' "$out" >want
ok 'standard input' cmp want "$work/out"
run sh -c "gzip -c report.csv | riskingest -p $ipack"
ok 'gzip from a pipe' cmp want "$work/out"
run riskingest -p "$ipack" --no-source report.csv
cells unit_id month budget spent note <"$out" >want
cells unit_id month budget spent note <"$work/out" >got
ok '--no-source' cmp want got
run riskingest -p "$ipack" -v report.csv
sed -n 's/.*report.csv:\([0-9]*\): skipped: .*/\1/p' "$work/err" | tr '\n' ' ' >got
is "$(cat got)" '1 2 3 6 7 8 10 11 ' '--verbose tells of each row that is skipped'
run riskingest -p "$ipack" --tsv report.csv
is "$(sed -n 4p "$work/out")" "$(printf '003\t2024-03\t10000\t-22500\t"=1+1, ""x"""\treport.csv:9')" --tsv
run riskingest -p "$ipack" --tsv-escaped report.csv
is "$(sed -n 4p "$work/out")" "$(printf '003\t2024-03\t10000\t-22500\t=1+1, "x"\treport.csv:9')" \
    --tsv-escaped
ingest -o again.csv report.csv
run riskingest -p "$ipack" again.csv
ok 'what was written is read as it stands, _source too' cmp again.csv "$work/out"
says 'spending, UTF-8, header in row 1; rows read: 4, written: 3, rejected: 0, skipped: 1 (header 1)' \
    'and it is said what was read'

# --- Several.
ingest report.csv plain.csv
exits 0 'two files of one table'
is "$(head -n 1 "$out")" 'unit_id,month,budget,spent,note,地区,_source' \
    'columns of the dictionary in its order, then others'
is "$(cells unit_id budget spent note 地区 _source <"$out" | sed 1,3d)" \
    "$(printf '%s\n' '007|2|1||南|plain.csv:2' '008|3.10|||北|plain.csv:3')" \
    'a column that a file has not is blank'
adds_up 'two files of one table'
says "does not know: '地区'" 'an unknown column is told'
says 'kept as they stand' 'and what becomes of it'
cat report.csv | ingest plain.csv -
exits 0 'a file and a pipe'
is "$(cells _source <"$out" | tail -n 1)" -:9 'the pipe is read again after its header'
ingest --unknown drop plain.csv
is "$(head -n 1 "$out")" 'unit_id,month,budget,spent,_source' '--unknown drop'
says 'left out' '--unknown drop is told'
adds_up '--unknown drop'

cat >people.csv <<'T'
姓名,身份证号,起始日期,比例,金额
甲,11010519491231002X,2024/3/5,15%,1.5万
乙,11010519491231002X,20240306,0.2,"2,000.00"
T
ingest report.csv people.csv
exits 2 'two tables'
says 'report.csv is spending, people.csv is people' 'two tables: which is which'
ok 'two tables: nothing is written' test ! -e "$out" -a ! -e "$receipt"
mkdir d
run riskingest -p "$ipack" --receipt "$receipt" -d d report.csv people.csv plain.csv
exits 0 '-d'
is "$(ls d)" "$(printf '%s\n' people.csv spending.csv)" '-d: a file for each table'
adds_up '-d' d/people.csv d/spending.csv
is "$(cells person_id name since rate amount <d/people.csv)" \
    "$(printf '%s\n' '11010519491231002X|甲|2024-03-05|15%|15000' '11010519491231002X|乙|2024-03-06|0.2|2000.00')" \
    '-d: values of all types'
is "$(cells of file table written <"$receipt" | grep ^output)" \
    "$(printf '%s\n' 'output|d/spending.csv|spending|5' 'output|d/people.csv|people|2')" \
    '-d: the receipt names them'
rm -r d && mkdir d
echo '001,2024-13,1,1,' | cat plain.csv - >bad.csv
run riskingest -p "$ipack" --receipt "$receipt" -d d people.csv bad.csv
exits 3 '-d with a bad file'
is "$(ls -A d)" '' '-d with a bad file: none'
run riskingest -p "$ipack" -d no-such-folder people.csv
exits 4 '-d: no such folder'
cp people.csv some.csv
run riskingest -p "$ipack" --table spending some.csv
exits 3 '--table: a file that is another one'
run riskingest -p "$ipack" --table spendin some.csv
exits 2 '--table: no such'
says "nearest: 'spending'; there are spending, people" '--table: no such: message'
run riskingest -p "$ipack" spending=some.csv
exits 3 'TABLE=FILE: a file that is another one'
cp people.csv spending.csv
run riskingest -p "$ipack" spending.csv
exits 3 'a file named as a table is that table'
run riskingest -p "$ipack" people=spending.csv
exits 0 'TABLE=FILE goes before the name'

# --- Refused.
cat >bad.csv <<'T'
单位编码,月份,预算数,支出数,说明
003,2024-03,5,6,x
004,2024-13,7,8,y
005,2024-03,9,ten,z
006,2024-03,1
007,2024-04,1,1,u,more
"008,2024-04,1,1,
小计,,21,14,
009,2024-04,1,"1",v"w
T
sed '/^"008/d' bad.csv >most.csv
sed 4q most.csv >cell.csv
ingest cell.csv
exits 3 'a bad cell'
says "riskingest: cell.csv:3:2: month: '2024-13'" 'a bad cell: its place, its column, what it holds'
ok 'a bad cell: nothing is written' test ! -e "$out" -a ! -e "$receipt"
# Of those that the reader refuses some come while the header is looked for, most do not.
awk 'BEGIN { print "单位编码,月份,预算数,支出数,说明"
    for (i = 2; i <= 900; i++)
        print i ",2024-" (i % 100 == 50 ? 13 : "03") ",1,2," (i == 3 || i % 100 == 0 ? "v\"w" : "") }' >far.csv
ingest --rejects rejects.csv far.csv
exits 0 '--rejects far down'
is "$(cells line <rejects.csv | tr '\n' ' ')" \
    '3 50 100 150 200 250 300 350 400 450 500 550 600 650 700 750 800 850 900 ' \
    '--rejects far down: in the order of the file, whoever refuses'
adds_up '--rejects far down'
ingest --rejects rejects.csv most.csv
exits 0 --rejects
is "$(cells file line column record <rejects.csv)" \
    "$(printf '%s\n' 'most.csv|3|2|004,2024-13,7,8,y' \
        'most.csv|4|4|005,2024-03,9,ten,z' 'most.csv|5|0|006,2024-03,1' \
        'most.csv|6|6|007,2024-04,1,1,u,more' 'most.csv|8|5|009,2024-04,1,"1",v"w')" \
    '--rejects: the records as they stood, in order'
adds_up --rejects
is "$(cells read written rejected skipped totals <"$receipt" | sed -n 1p)" '8|1|5|2|1' \
    '--rejects: all rows are accounted for'
is "$(cells of column sum rejected_sum total difference <"$receipt" | sed '1d; $d')" \
    "$(printf '%s\n' 'column|budget|5|16||' 'column|spent|6|8||' 'total|budget|21||21|0' \
        'total|spent|14||14|0')" \
    '--rejects: amounts that can be read are in the sheet'\''s total'
says 'records rejected: 5, see rejects.csv' '--rejects: told'
sed 's/"1",v"w/1,v/' bad.csv >unclosed.csv
ingest --rejects rejects.csv unclosed.csv
exits 0 'an unclosed quote with --rejects'
adds_up 'an unclosed quote with --rejects'
is "$(grep -c '^unclosed.csv,7,1,"quote opened' rejects.csv)" 1 'what an unclosed quote takes with it is there'

# --- Totals.
totals() { # WANT NAME <rows
    { echo 单位编码,月份,预算数,支出数; sed 's/$/,/'; } >totals.csv
    ingest totals.csv
    exits 0 "$2"
    adds_up "$2"
    is "$(cells of row sum total difference <"$receipt" | sed -n 's/^total|//p' | tr '\n' ' ')" "$1" "$2"
}
totals '2|3|3|0 6|4|4|0 9|7|7|0 ' 'totals above their rows' <<'T'
小计,,3
001,2024-01,1
002,2024-01,2
X,,
小计,,4
003,2024-01,4
小计,,
总计,,7
T
totals '3|1.1|1.1|0 5|2.2|2.2|0 6|3.3|3.3|0 ' 'parts and the whole' <<'T'
001,2024-01,1.10
小计,,1.10
002,2024-01,2.20
小计,,2.20
合计,,3.3
T
ok 'totals that agree are no warning' sh -c "! grep -q 'rows add up' '$work/err'"
totals '4|3|4|1 ' 'a total that is not' <<'T'
001,2024-01,1
002,2024-01,2
合计,,4
T
says "totals.csv:4: budget: the sheet's total is 4, its rows add up to 3 (difference 1)" \
    'a total that is not: told'

# --- Other options.
printf 'a;b\n1;2\n' >semicolon.csv
run riskingest semicolon.csv
is "$(cat "$work/out")" "$(printf 'a,b,_source\n1,2,semicolon.csv:2')" 'without a pack: as it stands'
run riskingest --separator , --no-source semicolon.csv
is "$(cat "$work/out")" "$(printf 'a;b\n1;2')" '--separator'
printf 'a,b\n5,6\n' >other.csv
printf 'b,c\n5,6\n' >third.csv
run riskingest --no-source semicolon.csv other.csv
is "$(cat "$work/out")" "$(printf 'a,b\n1,2\n5,6')" 'without a pack: files of the same columns'
run riskingest other.csv third.csv
exits 3 'without a pack: files of others'
run riskingest -p "$ipack" --header-row 3 report.csv
exits 0 --header-row
run riskingest -p "$ipack" --header-row 4 report.csv
exits 3 '--header-row: no header'
run riskingest -l -p "$ipack" report.csv people.csv semicolon.csv
exits 0 --list-sheets
is "$(cat "$work/out")" "$(printf '%s\n' file,sheet,name,hidden,table,header_row \
    report.csv,1,,no,spending,3 people.csv,1,,no,people,1 semicolon.csv,1,,no,,)" '--list-sheets: a row each'
printf '身份证号,起始日期,姓名\n110105194912310021,3/5/24,丙\n' >dates.csv
printf '单位编码,月份,预算数,支出数\n1,2024-01,-,0\n' >dash.csv
ingest dash.csv
exits 3 'a dash'
ingest --dash zero dash.csv
is "$(cells budget <"$out" | tail -n 1)" 0 '--dash zero'
ingest --dash blank dash.csv
is "$(cells budget <"$out" | tail -n 1)" '' '--dash blank'
ingest dates.csv
exits 3 'a date of two readings'
ingest --date-order dmy dates.csv
is "$(cells since <"$out" | tail -n 1)" 2024-05-03 '--date-order dmy'
says 'person_id: ' 'a wrong check digit is told'
says "(dates.csv:2:1 '110105194912310021')" 'a wrong check digit: where'
is "$(cells of column values remark <"$receipt" | grep ^note)" 'note|person_id|1|check-digit' \
    'a wrong check digit: in the receipt'
ingest --sm3 plain.csv
ok '--sm3' test "$(cells digest <"$receipt" | sed -n 1p | cut -c 1-4)" = sm3:
if has iconv; then
    for encoding in GB18030 UTF-16 UTF-16LE; do
        iconv -f UTF-8 -t $encoding report.csv >encoded.csv
        ingest --no-source encoded.csv
        exits 0 "$encoding"
        adds_up "$encoding"
        riskingest -p "$ipack" --no-source report.csv >want 2>err
        ok "$encoding: the same table" cmp want "$out"
    done
    iconv -f UTF-8 -t BIG5 people.csv >encoded.csv 2>err && {
        ingest --no-source --from BIG5 encoded.csv
        exits 0 '--from BIG5'
    }
else
    skip encodings 'no iconv'
fi

# --- A cut table is never taken for a whole one.
awk 'BEGIN { print "单位编码,月份,预算数,支出数"
    for (i = 1; i <= 20000; i++) print "U" i ",2024-01,1,2"
    print "U,2024-01,x,2" }' >long.csv
for format in '' --tsv-escaped; do
    run riskingest -p "$ipack" $format long.csv
    exits 3 "a bad row after much ($format)"
    ok "and rows have gone out ($format)" test "$(wc -l <"$work/out")" -gt 1000
    cp "$work/out" cut.csv
    run riskscan -p "$ipack" $format spending=cut.csv
    exits 3 "what reads them refuses it ($format)"
done
run riskscan -p "$ipack" spending=cut.csv
exits 3 'so it does as a table of another form'

# --- Down the pipe.
run sh -c "riskingest -p $ipack report.csv plain.csv 2>err | riskscan -p $ipack --today 2025-01-31"
exits 0 'riskingest | riskscan'
is "$(cells indicator subject value evidence <"$work/out")" \
    'OVER|002|1005000|report.csv:5' 'evidence is where the row came from'

# --- Usage.
for wrong in '--dash one' '--date-order ydm' '--unknown both' '--separator |' '--header-row 0' \
    '--header-row x' '--pseudonymise a' '--key f' '-o a -d b' '--table x' '-d b' '-l --receipt r'; do
    # shellcheck disable=SC2086
    run riskingest $wrong plain.csv
    exits 2 "usage: $wrong"
    says "try 'riskingest --help'" "usage: $wrong: says so"
done
cd "$top_srcdir" || exit 99
done_testing
