# What riskscan is asked for beside alerts: --explain, --why, --coverage, --test, --exit-code, --only,
# --stream, -o; how an alert is named.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
pack=tests/packs/spending
table=spending=testdata/good-plain.csv

# --- alert_id: SHA-256 over indicator, subject kind, subject, period, each behind its length in 8
# bytes; the first 128 bits.
piece() { # TEXT of less than 256 bytes
    printf '\0\0\0\0\0\0\0'
    printf '%b' "\\0$(printf '%03o' "$(printf %s "$1" | wc -c)")"
    printf %s "$1"
}
fact() { for part; do piece "$part"; done | sha256sum | cut -c1-32; }
scan "$table"
alerts_of_plain=$(cells alert_id <"$work/out")
if has sha256sum; then
    is "$alerts_of_plain" "$(fact S1 unit_id A001 2024-03)" 'alert_id: a subject in a month'
    run riskscan -p kit/jiangsu --today "$today" awards=testdata/province/awards.csv
    id=$(cells alert_id subject <"$work/out" | sed -n 1p)
    is "${id%|*}" "$(fact GC-02 project_id "${id#*|}" '')" 'alert_id: without a period'
    a_pack zh_CN
    printf 'table,column,type\n支出,单位,id\n支出,类别,text\n支出,日期,date\n支出,金额,decimal\n' \
        >"$pack/tables.csv"
    indicators id,table,by,period,value,op,red <<'X'
甲-1,支出,单位 类别,日期,sum(金额),>,0
甲-2,支出,,,金额,>,0
X
    printf '单位,类别,日期,金额\nA,公|私,2024-02-29,1\n' >"$work/支出.csv"
    scan "$work/支出.csv"
    is "$(cells alert_id <"$work/out" | sed -n 1p)" "$(fact 甲-1 '单位 类别' 'A|公\|私' 2024-02-29)" \
        'alert_id: several columns, Chinese, a date'
    record=$(for part in A '公|私' 2024-02-29 1; do piece "$part"; done | sha256sum | cut -c1-32)
    is "$(cells subject alert_id <"$work/out" | sed -n 2p)" "$record|$(fact 甲-2 record "$record" '')" \
        'alert_id: a row, named by its digest'
else
    skip 'alert_id' 'no sha256sum'
fi
pack=tests/packs/spending

# --- --exit-code, --only
scan --exit-code "$table"
exits 1 '--exit-code: an alert'
ok '--exit-code: the alerts are written' test "$(wc -l <"$work/out")" = 2
scan --exit-code --only S2 "$table"
exits 0 '--exit-code: no alert'
says 'indicators: 1 ' '--only S2: one'
scan --only S2,S1 "$table"
is "$(cells indicator <"$work/out")" S1 '--only S2,S1'
scan --only S1,S3 "$table"
exits 2 '--only, unknown: status 2'
says "riskscan: unknown indicator 'S3' (nearest: 'S" '--only, unknown: message'
says 'the pack has S1, S2)' '--only, unknown: the rest'

# --- --explain
scan --explain S1
is_output riskscan-explain
scan --explain S2
is_output riskscan-explain-having
scan --explain nothing
exits 2 '--explain, unknown'
run riskscan -p kit/jiangsu --lang zh_CN --explain GC-02
exits 0 '--explain in Chinese'

# --- --why
id=$(riskscan -p "$pack" "$table" 2>/dev/null | cells alert_id)
scan --why "$id" "$table"
is_output riskscan-why
cp "$work/out" "$work/whole"
scan --why "$(printf %s "$id" | cut -c1-6)" "$table"
ok '--why: six characters are enough' cmp "$work/whole" "$work/out"
scan --why "$(printf %s "$id" | cut -c1-5)" "$table"
exits 2 '--why: five are not'
scan --why 000000000000 "$table"
exits 3 '--why: no such alert: status 3'
says "no alert '000000000000' in these tables" '--why: no such alert: message'
cp tests/packs/spending/tables.csv "$work/tables.csv"
a_pack
cp "$work/tables.csv" "$pack"
indicators id,table,where,value,op,red,label <<'X'
row,spending,spent > 1000,spent / budget - 1,>=,40%,unit_name
X
id=$(riskscan -p "$pack" --today "$today" "$table" 2>/dev/null | cells alert_id)
scan --why "$id" "$table"
exits 0 '--why of a row'
prints 'testdata/good-plain.csv:6' '--why of a row: the line'
prints '0.4' '--why of a row: the value'
prints 'A002,示例单位2,320100,2024-02,公务接待费,1000.00,1400.00,' '--why of a row: the record'
indicators id,table,by,period,value,op,red <<'X'
peers,spending,unit_id,month,sum(spent) / (mean(spent) over all),>,1.1
X
sed -i.bak 's/^language,en/language,en\nmin_peers,2/' "$pack/pack.csv" 2>/dev/null
id=$(riskscan -p "$pack" --today "$today" "$table" 2>/dev/null | cells alert_id | sed -n 1p)
scan --why "$id" "$table"
exits 0 '--why against peers'
prints 'mean(spent) over all' '--why against peers: the mean'
pack=tests/packs/spending

# --- --coverage
scan --coverage "$table"
is_output riskscan-coverage
run riskscan -p kit/jiangsu --today "$today" --only CZ-01,CZ-02,GC-02,LZ-01,TD-01 --coverage \
    "$table" testdata/province/kin_business.csv
exits 0 '--coverage of several tables'
is "$(cells indicator can_run missing <"$work/out" | sed 5q | tr '\n' ';')" \
    'CZ-01|yes|;CZ-02|yes|;GC-02|no|awards;LZ-01|no|remit;TD-01|no|land;' \
    '--coverage of several tables: what lacks'
# What looks into a table that is not there is told by that table, whatever columns others lack.
run riskscan -p kit/jiangsu --today "$today" --only GC-13 --outcomes "$work/outcomes.csv" \
    testdata/province/awards.csv
is "$(cells missing <"$work/outcomes.csv")" 'table not given: tenders bids' \
    'a table that is not given is told by its name'
printf 'unit_id,month,budget,spent\nA,broken\n' >"$work/spending.csv"
scan --coverage "$work/spending.csv"
exits 0 '--coverage reads headers only'
is "$(cells indicator can_run missing <"$work/out" | tr '\n' ';')" \
    'S1|no|spending.unit_name spending.region;S2|no|spending.unit_name spending.region spending.explanation;' \
    '--coverage: columns that lack' || cells indicator can_run missing <"$work/out"

# --- --test: cases that hold, and each way not to hold.
a_pack
cp "$work/tables.csv" "$pack"
cp tests/packs/spending/indicators.csv "$pack"
mkdir "$pack/tests"
cp testdata/good-plain.csv "$pack/tests/plain.csv"
cases() {
    { echo case,indicator,file,today,subject,outcome,level,value,run,period; cat; } \
        >"$pack/tests/cases.csv"
    run riskscan --test -p "$pack"
}
rest='twice over,S1,spending=plain.csv,2024-12-31,A002,clear,,,,
exactly at it,S1,spending=plain.csv,2024-12-31,A003,clear,,,,'
cases <<X
three months over,S1,spending=plain.csv,2024-12-31,A001,triggered,yellow,0.3,3,2024-03
$rest
X
exits 0 '--test: all hold'
is "$(grep -c '^ok ' "$work/out")" 3 '--test: three cases'
fails() { # NAME TEXT CASE
    cases <<X
x,S1,spending=plain.csv,2024-12-31,$3
$rest
X
    exits 1 "--test, $1: status 1"
    ok "--test, $1: not ok" grep -q "^not ok .*$2" "$work/out"
}
fails 'another outcome' "expected 'insufficient', found 'triggered'" A001,insufficient,,,,
fails 'an alert in no case' '0 alerts are listed, 1 were found' A001,clear,,,,
fails 'another level' "level: expected 'red', found 'yellow'" A001,triggered,red,,,
fails 'another value' "value: expected '0.31', found '0.3'" A001,triggered,yellow,0.31,,
fails 'another run' "run: expected '4', found '3'" A001,triggered,yellow,0.3,4,
fails 'another period' "expected an alert in '2024-02', found none" A001,triggered,,,,2024-02
fails 'nobody of that name' 'no such subject in the file' A009,clear,,,,
fails 'a subject in no case' "subject 'A001' of the file is in no case" A002,clear,,,,
cases <<'X'
x,S9,spending=plain.csv,2024-12-31,A001,clear,,,,
X
exits 2 '--test, unknown indicator: status 2'
says 'cases.csv:2' '--test, unknown indicator: place'
cases <<'X'
x,S1,spending=none.csv,2024-12-31,A001,clear,,,,
X
ok '--test, no such table: fails' test "$rc" -gt 0
pack=tests/packs/spending

# --- --stream: the same alerts, as they are found.
scan "$table"
cp "$work/out" "$work/whole"
scan --stream "$table"
exits 0 '--stream'
ok '--stream: the same alerts' cmp "$work/whole" "$work/out"
pack=tests/packs/order
awk 'BEGIN { print "u,month,kind,budget,spent,day"
    for (k = 1; k <= 12; k++) for (u = 1; u <= 50; u++)
        printf "U%d,2024-%02d,a,100,%d,2024-%02d-01\n", u, k, 90 + (u * k) % 50, k }' >"$work/t.csv"
scan "$work/t.csv"
cells alert_id level value run evidence <"$work/out" | sort >"$work/whole"
scan --stream --memory 1K "$work/t.csv"
exits 0 '--stream in 1K'
cells alert_id level value run evidence <"$work/out" | sort >"$work/got"
ok '--stream in 1K: the same alerts in another order' cmp "$work/whole" "$work/got"
# A row that comes late for a closed period must not make an alert twice, nor leave a wrong one.
{ cat "$work/t.csv"; echo 'U1,2024-02,a,100000,0,2024-02-28'; } >"$work/late.csv"
scan "t=$work/late.csv"
cells alert_id level value run evidence <"$work/out" | sort >"$work/whole"
scan --stream --memory 1K "t=$work/late.csv"
if [ "$rc" = 0 ]; then
    cells alert_id level value run evidence <"$work/out" | sort >"$work/got"
    ok '--stream and a late row: the same alerts' cmp "$work/whole" "$work/got"
else
    ok '--stream and a late row: refused with a message' test -s "$work/err"
fi

# Alerts come while the input is still open. A row alone can be judged at once.
a_pack
tables <<'X'
t,u,id,yes,
t,n,decimal,yes,
X
indicators id,table,value,op,red,label <<'X'
x,t,n,>,5,u
X
mkfifo "$work/in" && {
    riskscan -p "$pack" --today "$today" --stream t=- <"$work/in" >"$work/out" 2>"$work/err" &
    exec 7>"$work/in"
    awk 'BEGIN { print "u,n"; for (i = 0; i < 200000; i++) print i ",1"; print "found,6"
        for (i = 0; i < 200000; i++) print i ",1" }' >&7
    for second in 1 2 3 4 5 6 7 8 9 10; do
        grep -q found "$work/out" && break
        sleep 0.2
    done
    ok '--stream: an alert before the end of the input' grep -q found "$work/out"
    exec 7>&-
    wait $!
}
pack=tests/packs/spending

# --- A reader that goes away ends it by SIGPIPE, quietly, as it ends other filters.
awk 'BEGIN { print "unit_id,month,budget,spent"
    for (i = 1; i <= 3000; i++) for (k = 1; k <= 3; k++)
        printf "U%d,2024-%02d,1,2\n", i, k }' >"$work/spending.csv"
{
    riskscan -p "$pack" --today "$today" "$work/spending.csv" 2>"$work/err"
    echo $? >"$work/rc"
} | head -n 1 >"$work/out"
read -r rc <"$work/rc"
exits 141 'closed pipe: ended by SIGPIPE'
ok 'closed pipe: a header' grep -q ^alert_id, "$work/out"
ok 'closed pipe: nothing is told of it' sh -c "! grep -qi 'pipe\|cannot' '$work/err'"

# --- -o is all or nothing.
echo 'what was there' >"$work/alerts.csv"
scan -o "$work/alerts.csv" spending=testdata/bad-nul.csv
exits 3 '-o, input refused: status 3'
is "$(cat "$work/alerts.csv")" 'what was there' '-o, input refused: the old file stands'
is "$(ls "$work" | grep -c alerts.csv)" 1 '-o, input refused: nothing is left beside it'
scan -o "$work/alerts.csv" "$table"
exits 0 '-o'
ok '-o: nothing on standard output' test ! -s "$work/out"
is "$(cells indicator <"$work/alerts.csv")" S1 '-o: the alerts'
is "$(ls -l "$work/alerts.csv" | cut -c1-10)" '-rw-------' '-o: a new file is for its owner'
rm -f "$work/alerts.csv"
scan -o "$work/alerts.csv" spending=testdata/bad-nul.csv
ok '-o, input refused: no file' test ! -e "$work/alerts.csv"
scan -o "$work/no-such/alerts.csv" "$table"
exits 4 '-o where no directory is'
mkdir "$work/old"
scan -o "$work/old" "$table"
exits 4 '-o on a directory'

# --- status, valid_from, valid_to, off
a_pack
cp "$work/tables.csv" "$pack"
indicators id,table,by,value,op,red,status,valid_from,valid_to <<'X'
on,spending,unit_id,sum(spent),>,0,on,,
blank,spending,unit_id,sum(spent),>,0,,,
trial,spending,unit_id,sum(spent),>,0,trial,,
off,spending,unit_id,sum(spent),>,0,off,,
from,spending,unit_id,sum(spent),>,0,on,2025-01-31,
later,spending,unit_id,sum(spent),>,0,on,2025-02-01,
to,spending,unit_id,sum(spent),>,0,on,,2025-01-31
past,spending,unit_id,sum(spent),>,0,on,,2025-01-30
X
scan "$table"
is "$(cells indicator status <"$work/out" | sort -u | tr '\n' ';')" \
    'blank|on;from|on;on|on;to|on;trial|trial;' 'in force on the day itself'
indicators id,table,by,period,value,op,red,status,valid_from,valid_to <<'X'
months,spending,unit_id,month,sum(spent),>,0,on,2024-02-29,2024-03-30
X
scan "$table"
is "$(cells period <"$work/out" | sort -u | tr '\n' ';')" '2024-02;' \
    'in force by the last day of the period'

cat >"$pack/tables.csv" <<'X'
table,column,type
t,u,id
t,d,date
X
indicators id,table,value,op,red,label,valid_from,valid_to <<'X'
rows,t,1,>,0,u,2024-02-01,2024-02-29
X
printf 'u,d\nbefore,2024-01-31\nfirst,2024-02-01\nlast,2024-02-29\nafter,2024-03-01\n' >"$work/t.csv"
scan "$work/t.csv"
is "$(cells subject_name <"$work/out" | sort | tr '\n' ';')" 'first;last;' 'in force by the date of the row'

# --- A fence of exactly 80% is met by 80%; a fence of 0 sets no level; peers.
a_pack
tables <<'X'
t,buyer,id,yes,
t,bad,decimal,yes,
t,all,decimal,yes,
X
indicators id,table,by,value,op,red <<'X'
x,t,buyer,sum(bad) / sum(all),>=,fence_high(value)
X
cat >"$work/t.csv" <<'X'
buyer,bad,all
A,0,10
B,2,10
C,1,5
D,4,20
E,4,5
X
scan "$work/t.csv"
exits 0 'five buyers: status 0'
alerts 'five buyers: the fence stands at 80%' subject value threshold <<'X'
E|0.8|0.8
X
sed 's/^E,4,5/E,3,5/' "$work/t.csv" >"$work/t2.csv"
scan "t=$work/t2.csv"
# Type 8 with n = 5: Q3 stands at 4 + 1/3, a third of the way from D to E.
alerts 'five buyers: 60% against its own fence' subject value threshold <<'X'
X
sed '2,5s/,.*/,0,10/' "$work/t.csv" | sed 's/^E,4,5/E,0,5/' >"$work/t3.csv"
scan "t=$work/t3.csv" --outcomes "$work/outcomes"
is "$(cells triggered <"$work/outcomes")" 0 'a fence of 0 sets no level'
sed 5d "$work/t.csv" >"$work/t4.csv"
scan --outcomes "$work/outcomes" "t=$work/t4.csv"
is "$(cells insufficient missing <"$work/outcomes")" '4|too few peers (4)' 'four are too few peers'

done_testing
