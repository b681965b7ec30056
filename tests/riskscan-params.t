# Parameters: what params.csv may hold, where $name may stand, and which row of it holds.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

a_pack
tables <<'X'
buys,supplier,id,yes,
buys,region,id,,
buys,kind,text,,
buys,method,text,,
buys,year,year,,
buys,paid_on,date,,
buys,amount,decimal,,
X
cat >"$work/regions.csv" <<'X'
code,name,parent
32,Jiangsu,
3201,Nanjing,32
320102,Xuanwu,3201
3202,Wuxi,32
X
cp "$work/regions.csv" "$pack/regions.csv"
params() { # COLUMNS <<rows
    { echo "$1"; cat; } >"$pack/params.csv"
}
columns=id,table,where,by,having,period,value,op,blue,yellow,red,for,region
all=name,key,region,valid_from,valid_to,value,tighten,source

# --- Mistakes in params.csv, and in expressions: one golden file.
printf 'supplier,amount\nA,never\n' >"$work/buys.csv"
: >"$work/told"
told() { # NAME
    is "$rc" 2 "$1: status 2" || tap_show
    ok "$1: no alert" test ! -s "$work/out"
    { echo "# $1"; sed "s|$work|WORK|g" "$work/err"; } >>"$work/told"
}
echo 'a,buys,,supplier,,,count(),>,,,0,,' | indicators "$columns"
bad() { # NAME <<rows of params.csv, with all columns
    params "$all"
    scan "$work/buys.csv"
    told "$1"
}
bad 'no name' <<'X'
,,,,,1,,
X
bad 'a name with the sign' <<'X'
$limit,,,,,1,,
X
bad 'a name that begins with a digit' <<'X'
3limit,,,,,1,,
X
bad 'no value' <<'X'
limit,,,,,,,
X
bad 'a blank in a list' <<'X'
open,,,,,a||b,,
X
bad 'a region that is not there' <<'X'
limit,,3203,,,1,,
X
bad 'a day that is none' <<'X'
limit,,,2024-02-30,,1,,
X
bad 'to before from' <<'X'
limit,,,2024-03-01,2024-02-29,1,,
X
bad 'a direction that is none' <<'X'
limit,,,,,1,down,
X
bad 'a direction for text' <<'X'
name,,,,,abc,min,
X
bad 'a direction for a list' <<'X'
days,,,,,1|2,max,
X
bad 'a number too large' <<'X'
limit,,,,,123456789012345678901234567890123456789,,
X
bad 'a number too fine' <<'X'
limit,,,,,0.1234567890123456789%,,
X
bad 'twice' <<'X'
limit,a,,,,1,,
limit,b,,,,2,,
limit,a,,,,3,,
X
bad 'twice on one day' <<'X'
limit,,3201,,2024-03,1,,
limit,,3201,2024-03-31,,2,,
X
bad 'a key in one row only' <<'X'
limit,a,,,,1,,
limit,,,,,2,,
X
bad 'no key in one row only' <<'X'
limit,,,,,1,,
limit,a,,,,2,,
X
params name,value,amount <<'X'
limit,1,2
X
scan "$work/buys.csv"
told 'an unknown column'
params name,key <<'X'
limit,a
X
scan "$work/buys.csv"
told 'no column value'
rm "$pack/regions.csv"
bad 'a region without regions.csv' <<'X'
limit,,32,,,1,,
X
cp "$work/regions.csv" "$pack/regions.csv"

params "$all" <<'X'
limit,,,,,500000,,
low,,,,,100,,
by_kind,goods,,,,1,,
by_kind,works,,,,2,,
by_region,,32,,,1,,
by_day,,,2024-01-01,,1,,
open,,,,,public|invited,,
amount_text,,,,,50万,,
word,,,,,abc,,
X
while IFS=: read -r name row; do
    [ -n "$name" ] || continue
    printf '%s\n' "$row" | indicators "$columns"
    scan "$work/buys.csv"
    told "$name"
done <<'X'
an unknown parameter:x,buys,,supplier,,,sum(amount),>,,,$limt,,
a lone sign:x,buys,,supplier,,,sum(amount),>,,,$ limit,,
a yuan sign:x,buys,,supplier,,,sum(amount),>,,,￥limit,,
a key that is not wanted:x,buys,,supplier,,,sum(amount),>,,,$limit('goods'),,
a key that is missing:x,buys,,supplier,,,sum(amount),>,,,$by_kind,,
a key that no row has:x,buys,,supplier,,,sum(amount),>,,,$by_kind('good'),,
a key that is a number:x,buys,,supplier,,,sum(amount),>,,,$by_kind(amount),,
an open key:x,buys,,supplier,,,sum(amount),>,,,$by_kind('goods',,
a list alone:x,buys,,supplier,,,sum(amount),>,,,$open,,
a list in parentheses:x,buys,method in ($open),supplier,,,sum(amount),>,,,0,,
a list of another type:x,buys,amount in $open,supplier,,,sum(amount),>,,,0,,
text for a threshold:x,buys,,supplier,,,sum(amount),>,,,$amount_text,,
text in a range:x,buys,,supplier,,,sum(amount),outside,,,1..$amount_text,,
text against a number:x,buys,amount > $amount_text,supplier,,,sum(amount),>,,,0,,
text times 2:x,buys,,supplier,,,sum(amount),>,,,2 * $word,,
no region:x,buys,,supplier,,,sum(amount),>,,,$by_region,,
a region that is a number:x,buys,,supplier,,,sum(amount),>,,,$by_region,,amount
a region of all rows for one:x,buys,amount > $by_region,supplier,,,sum(amount),>,,,1,,first(region)
a region of all rows in an aggregate:x,buys,,supplier,,,count(where amount > $by_region),>,,,1,,first(region)
a region by a region:x,buys,,supplier,,,count(),>,,,1,,"if($by_region > 1, region, '')"
a period by its own date:x,buys,,supplier,,"if($by_day > 1, month(paid_on), month(paid_on))",count(),>,,,1,,
thresholds in the wrong order:x,buys,,supplier,,,sum(amount),>,,$limit,$low,,
a range that begins above its end:x,buys,,supplier,,,sum(amount),outside,,,$limit..$low,,
two parameters side by side:x,buys,,supplier,,,sum(amount),>,,,$limit $low,,
X
cp "$work/told" "$work/out"
: >"$work/err"
rc=0
is_output riskscan-params

# --- Which row holds.
cat >"$work/buys.csv" <<'X'
supplier,region,kind,method,year,paid_on,amount
S1,3201,goods,private,2024,2024-01-31,300001
S1,3201,goods,public,2024,2024-01-05,1
S2,3202,goods,private,2023,2023-12-31,500000
S3,3202,goods,private,2023,2023-12-31,500001
S4,3202,goods,private,2024,2024-01-01,400001
S5,320102,goods,private,2024,2024-01-01,300001
S6,32,works,invited,2024,2024-01-01,1000001
S7,3202,services,private,2024,2024-01-01,9999999
S8,3303,goods,private,2024,2024-01-01,9999999
S9,,goods,private,2024,2024-01-01,9999999
T1,32,goods,private,2024,,9999999
T2,32,old,private,2024,2024-02-01,9999999
X
params "$all" <<'X'
limit,goods,,,2023-12-31,"500,000",min,the law of then
limit,goods,,2024/1/1,,400000,min,the law of now
limit,goods,3201,2024-01,,300000,,the city
limit,works,,,,1000000,,
limit,old,,,2023,1,,
open,,,,,public|invited,,
share,,,,,15.00%,,
codes,,,,,01|3201|3202,,
years,,,,,2023|2025,,
first_day,,,,,2024/1/1,,
days,,,,,2024-01-01|2024-01-05,,
two,,,,,2,,
X
indicators "$columns" <<'X'
ROW,buys,amount > $limit(kind),,,,amount,>,,0,,1,region
X
rows='supplier level value threshold'
scan --outcomes "$work/outcomes.csv" "$work/buys.csv"
exits 0 'a limit by kind, region and day: status 0'
cells evidence <"$work/out" | sed 's/.*://' | sort -n | tr '\n' ' ' >"$work/got"
is "$(cat "$work/got")" '2 5 6 7 8 ' 'the nearest region above, to the first and the last day'
is "$(cells triggered insufficient clear not_applicable missing <"$work/outcomes.csv")" \
    '5|5|0|2|no region of $limit fits (2); no key of $limit fits (1); no date of $limit fits (1); blank paid_on (1)' \
    'where no row fits, it is unknown and says why' || cat "$work/outcomes.csv"

indicators "$columns" <<'X'
G1,buys,,supplier,,month(paid_on),sum(amount),>,,$limit('goods'),,1,region
G2,buys,,supplier kind,,month(paid_on),sum(amount) / $limit(kind),>,,1,,1,region
G3,buys,,supplier,,month(paid_on),count(where amount > $limit(kind)),>=,,$two - 1,$two,1,region
G4,buys,method not in $open,supplier,,,sum(amount),>,,0,,1,
G5,buys,,supplier,,month(paid_on),share(method not in $open),>,,$share,$two * $share,1,
G6,buys,,supplier,region in $codes and year in $years,,sum(amount),outside,,0..$two,,1,
G7,buys,,supplier,,,sum(amount where paid_on in $days and paid_on >= $first_day),<,,$two,,1,
G8,buys,,month(paid_on),,,"if(month(paid_on) = 2023-12, sum(amount), -$two)",>,,1000000,,1,
X
for file in plain shuffled; do
    [ $file = plain ] || { head -n 1 "$work/buys.csv"; sed 1d "$work/buys.csv" | sort -r; } >"$work/new"
    [ $file = plain ] || mv "$work/new" "$work/buys.csv"
    for memory in 8M 1K; do
        scan --memory $memory --outcomes "$work/outcomes.csv" "$work/buys.csv"
        exits 0 "over groups, $file, $memory: status 0"
        alerts "over groups, $file, $memory: alerts" indicator subject period level value threshold <<'X'
G1|S1|2024-01|yellow|300002|300000
G1|S3|2023-12|yellow|500001|500000
G1|S4|2024-01|yellow|400001|400000
G1|S5|2024-01|yellow|300001|300000
G1|S6|2024-01|yellow|1000001|400000
G1|S7|2024-01|yellow|9999999|400000
G1|T2|2024-02|yellow|9999999|400000
G2|S1|goods|2024-01|yellow|~1.000007|1
G2|S3|goods|2023-12|yellow|1.000002|1
G2|S4|goods|2024-01|yellow|1.0000025|1
G2|S5|goods|2024-01|yellow|~1.000003|1
G2|S6|works|2024-01|yellow|1.000001|1
G3|S1|2024-01|yellow|1|1
G3|S3|2023-12|yellow|1|1
G3|S4|2024-01|yellow|1|1
G3|S5|2024-01|yellow|1|1
G3|S6|2024-01|yellow|1|1
G4|S1||yellow|300001|0
G4|S2||yellow|500000|0
G4|S3||yellow|500001|0
G4|S4||yellow|400001|0
G4|S5||yellow|300001|0
G4|S7||yellow|9999999|0
G4|S8||yellow|9999999|0
G4|S9||yellow|9999999|0
G4|T1||yellow|9999999|0
G4|T2||yellow|9999999|0
G5|S1|2024-01|red|0.5|0.3
G5|S2|2023-12|red|1|0.3
G5|S3|2023-12|red|1|0.3
G5|S4|2024-01|red|1|0.3
G5|S5|2024-01|red|1|0.3
G5|S7|2024-01|red|1|0.3
G5|S8|2024-01|red|1|0.3
G5|S9|2024-01|red|1|0.3
G5|T2|2024-02|red|1|0.3
G6|S2||yellow|500000|0..2
G6|S3||yellow|500001|0..2
G7|S1||yellow|1|2
G7|S2||yellow|0|2
G7|S3||yellow|0|2
G7|T2||yellow|0|2
G8|2023-12||yellow|1000001|1000000
X
    done
done
is "$(cells indicator insufficient <"$work/outcomes.csv" | sed -n 1,3p | tr '\n' ' ')" \
    'G1|4 G2|6 G3|6 ' 'and the rest is insufficient' || cat "$work/outcomes.csv"

# --- Indicators that share their groups, and are of different regions, do not share what they find.
indicators "$columns" <<'X'
R1,buys,,supplier,,month(paid_on),sum(amount) / $limit('goods'),>=,,1,,1,region
R2,buys,,supplier,,month(paid_on),sum(amount) / $limit('goods'),>=,,1,,1,'32'
X
scan "$work/buys.csv"
is "$(cells indicator subject value <"$work/out" | grep '|S[15]|' | tr '\n' ' ')" \
    'R1|S1|~1.000007 R1|S5|~1.000003 ' 'the limit of the city, and of the province'

# --- Without a period a subject has many days; which row holds must not depend on which.
indicators "$columns" <<'X'
D,buys,,kind,,,max(amount),>,,$limit('goods'),,1,'3202'
X
scan --outcomes "$work/outcomes.csv" "$work/buys.csv"
is "$(cells indicator triggered insufficient missing <"$work/outcomes.csv")" \
    'D|3|1|$limit differs among the rows of one subject (1)' \
    'rows under different rows of params.csv: unknown, not an error' || tap_show

# --- Where nothing has a date, that of the run.
sed '/^buys,paid_on/d' "$pack/tables.csv" >"$work/new"
cp "$pack/tables.csv" "$work/tables.csv"
mv "$work/new" "$pack/tables.csv"
indicators "$columns" <<'X'
N,buys,,supplier,,,sum(amount),>=,,$limit('goods'),,1,'32'
X
for today in 2023-12-31 2024-01-01; do
    scan "$work/buys.csv"
    is "$(cells threshold <"$work/out" | sort -u | head -n 1)" \
        "$([ $today = 2023-12-31 ] && echo 500000 || echo 400000)" "--today $today"
done
params "$all" <<'X'
limit,goods,,,2023-12-31,1,,
X
scan --outcomes "$work/outcomes.csv" "$work/buys.csv"
is "$(cells insufficient missing <"$work/outcomes.csv")" '11|no date of $limit fits (11)' \
    'and where no row holds today, all is unknown'
today=2025-01-31
cp "$work/tables.csv" "$pack/tables.csv"

# --- By its key an expression of `by` may stand among aggregates, and equals itself only.
indicators "$columns" <<'X'
W,buys,,month(paid_on),,,"if(month(paid_on) = 2024-02, sum(amount), 0)",>,,1,,1,
X
scan "$work/buys.csv"
is "$(cells subject value <"$work/out")" '2024-02|9999999' 'by month(paid_on): in value too'
indicators "$columns" <<'X'
W,buys,,month(paid_on),,,"if(year(paid_on) = 2024, sum(amount), 0)",>,,1,,1,
X
scan "$work/buys.csv"
exits 3 'another expression of its column: refused'
says 'a column differs among the rows of one subject: paid_on' 'and told'

# --- The days of a window.
params "$all" <<'X'
days,,,,,30,,
half,,,,,0.5,,
dated,,,2024,,30,,
X
window() { # DAYS
    echo "T,buys,,region,,,sum(amount where kind = 'goods') within $1 days,>,,800000,,1," | indicators "$columns"
    scan "$work/buys.csv"
}
window '$days'
alerts 'within $days days' subject value evidence <<X
3202|1400002|$work/buys.csv:9-11
3303|9999999|$work/buys.csv:5
X
scan --explain T
prints "value: sum(amount where kind = 'goods') within \$days days" '--explain: the parameter in its place'
prints "parameter: \$days = 30 ($pack/params.csv:2)" '--explain: and its value'
scan "$work/buys.csv"
scan --why "$(cells alert_id <"$work/out" | head -n 1)" "$work/buys.csv"
prints "    \$days = 30 ($pack/params.csv:2)" '--why: its value'
window '$half'
says "'\$half' must be that, without key, region and dates" 'half a day'
window '$dated'
says "'\$dated' must be that, without key, region and dates" 'days that differ by date'
window '$hours'
says "unknown parameter '\$hours' (the pack has " 'days of no known parameter'

# --- In views: by the day of the row, or of the run.
cat >"$pack/views.csv" <<'X'
view,table,where,by,column,expr
rows,buys,amount > $limit(kind),,excess,amount - $limit(kind)
groups,buys,,kind,most,max(amount / $limit(kind))
pairs,buys,,pairs of kind,gap,abs(a.amount - b.amount)
X
params "$all" <<'X'
limit,goods,,,2023-12-31,"500,000",,
limit,goods,,2024/1/1,,400000,,
limit,works,,,,1000000,,
limit,services,,,,1,,
limit,old,,,,2,,
X
indicators "$columns" <<'X'
V1,rows,,supplier,,,sum(excess),>,,0,,1,
V2,groups,,kind,,,max(most),>=,,1,,1,
X
scan "$work/buys.csv"
alerts 'in views' indicator subject value <<'X'
V1|S3|1
V1|S4|1
V1|S6|1
V1|S7|9999998
V1|S8|9599999
V1|S9|9599999
V1|T2|9999997
V2|old|4999999.5
V2|services|9999999
V2|works|1.000001
X
scan --explain V1
prints "parameter: \$limit(...), key 'goods', to 2023-12-31 = 500000 ($pack/params.csv:2)" \
    'which --explain shows with the indicator'
params "$all" <<'X'
limit,goods,3201,,,500000,,
X
scan "$work/buys.csv"
exits 2 'in views nothing says the region: status 2'
says "views.csv:2:3: at character 10: '\$limit' differs by region, and nothing says the region here" \
    'and that is told'
sed -i.bak '2,3d; s/abs(a.amount - b.amount)/$limit/' "$pack/views.csv"
params "$all" <<'X'
limit,,,2024,,500000,,
X
echo 'V3,pairs,,,,,gap,>,,0,,1,' | indicators "$columns"
scan "$work/buys.csv"
says "at character 1: '\$limit' differs by date, and nothing says the date here" 'nor the day of two rows'
rm "$pack/views.csv" "$pack/views.csv.bak"

# --- What --explain and --why show.
params "$all" <<'X'
limit,goods,,,2023-12-31,"500,000",min,the law of then
limit,goods,,2024/1/1,,400000,min,the law of now
limit,goods,3201,2024-01,,300000,,the city
limit,works,,,,1000000,,
open,,,,,public|invited,,
share,,,,,15.00%,,
X
indicators "$columns" <<'X'
E1,buys,method not in $open,supplier,,month(paid_on),share(amount > $limit(kind)),>=,,$share,$limit('goods') / 1000000,1,region
E2,buys,,supplier kind,,month(paid_on),sum(amount) / $limit(kind),>,,1,,1,region
E3,buys,amount > $limit(kind),,,,amount,>,,0,,1,region
E4,buys,,supplier method,method in $open,,sum(amount),>,,1,,1,region
X
: >"$work/told"
for id in E1 E2 E3 E4; do
    scan --explain $id
    sed "s|$work|WORK|g" "$work/out" >>"$work/told"
    scan --only $id "$work/buys.csv"
    scan --why "$(cells alert_id <"$work/out" | head -n 1)" "$work/buys.csv"
    exits 0 "--why of $id"
    sed "s|$work|WORK|g" "$work/out" >>"$work/told"
done
cp "$work/told" "$work/out"
is_output riskscan-params-shown

# --- As a spreadsheet program saves it.
facts_now() {
    scan "$work/buys.csv"
    facts <"$work/out" | sed 's/test@1:[0-9a-f]*/test/'
}
facts_now >"$work/want"
sed 's/"500,000"/500000/; s/15.00%/0.15/; s|2024/1/1|2024年1月1日|' "$pack/params.csv" >"$work/new"
mv "$work/new" "$pack/params.csv"
facts_now >"$work/got"
ok 'plain cells mean the same' cmp "$work/want" "$work/got"
if has iconv; then
    sed 's/$/\r/; s/the law of then/当时的规定/' "$pack/params.csv" | iconv -f UTF-8 -t GB18030 >"$work/new"
    printf ',,,,\r\n' >>"$work/new"
    mv "$work/new" "$pack/params.csv"
    facts_now >"$work/got"
    ok 'in GB18030 with CRLF the same' cmp "$work/want" "$work/got"
    scan --explain E1
    prints '当时的规定' 'and its texts are read'
fi
before=$(scan "$work/buys.csv"; cells pack <"$work/out" | sort -u)
echo 'other,,,,,1,,' >>"$pack/params.csv"
after=$(scan "$work/buys.csv"; cells pack <"$work/out" | sort -u)
ok 'params.csv is in the digest of the pack' test "$before" != "$after"

done_testing
