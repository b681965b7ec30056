# What views, and indicators as tables, do not take: each with its place and what to do.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

a_pack
tables <<'X'
bids,tender,id,yes,
bids,bidder,id,yes,
bids,price,decimal,,
bids,phone,text,,
bids,day,date,,
tenders,tender,id,yes,
X
b=$work/b.csv
printf 'tender,bidder,price,phone,day\n1,A,1,x,2024-01-01\n1,B,2,x,2024-01-01\n' >"$b"
judged=id,name,table,where,by,having,period,value,op,blue,yellow,red,status
one='Z,z,bids,,bidder,,,sum(price),>=,,,99,'

# refused NAME PLACE MESSAGE VIEWS [INDICATORS]: rows of both tables; MESSAGE with the first `:` of
# what is said at PLACE.
refused() {
    { echo view,table,where,by,column,expr; echo "$4"; } >"$pack/views.csv"
    { echo "$judged"; echo "${5:-$one}"; } >"$pack/indicators.csv"
    scan bids="$b"
    exits 2 "$1: status 2"
    is "$(cat "$work/err")" "riskscan: $pack/$2: $3" "$1: message"
    ok "$1: nothing written" test ! -s "$work/out"
}
good() { # NAME VIEWS [INDICATORS]
    { echo view,table,where,by,column,expr; echo "$2"; } >"$pack/views.csv"
    { echo "$judged"; echo "${3:-$one}"; } >"$pack/indicators.csv"
    scan bids="$b"
    exits 0 "$1: read"
}
circle='refers to itself, directly or by way of other views and indicators'
columns='this table has tender, bidder, price, phone, day'
date='is a date, such as a spreadsheet makes of what is typed: format the column as text and type the expression again (what is meant so stands in brackets)'

# --- Circles.
refused 'a view on itself' views.csv:2:2 "'v' $circle" 'v,v,,,x,1'
refused 'two views on each other' views.csv:3:2 "'v' $circle" 'v,w,,,x,1
w,v,,,x,1'
refused 'a view that looks into itself' views.csv:2:3 "at character 8: 'v' $circle" \
    'v,bids,"exists(v, tender)",,x,1'
refused 'a column that looks into what stands on it' views.csv:3:6 "at character 15: 'v' $circle" \
    'v,bids,,,x,"if(exists(w, tender), 1, 0)"
w,bids,,,y,"if(1 = exists(v, tender), 1, 0)"'
refused 'a view by way of an indicator on it' indicators.csv:2:3 "'v' $circle" \
    'v,bids,"exists(Z, bidder)",,x,1' 'Z,z,v,,bidder,,,count(),>=,,,1,'
refused 'an indicator at itself' indicators.csv:2:1 \
    "indicator 'Z' looks, by way of others, at its own outcome" 'v,bids,,,x,1' \
    'Z,z,bids,,bidder,,,"any(exists(Z, bidder))",,,,yes,'
refused 'two indicators at each other' indicators.csv:2:1 \
    "indicator 'Z' looks, by way of others, at its own outcome" 'v,bids,,,x,1' \
    'Z,z,bids,,bidder,,,"any(exists(O, bidder))",,,,yes,
O,o,bids,,bidder,,,"any(exists(Z, bidder))",,,,yes,'

# --- Names.
refused 'the name of a table' views.csv:2:1 "view 'bids' has the name of a table ($work/pack/tables.csv:2)" 'bids,bids,,,x,1'
refused 'the name of an indicator' indicators.csv:2:1 \
    "id 'Z' is the name of a view ($work/pack/views.csv:2); both may stand in expressions" 'Z,bids,,,x,1'
refused 'a view in two places' views.csv:4:1 \
    "view 'v' begins again here; its rows stand together, from line 2" 'v,bids,,,x,1
w,bids,,,x,1
v,,,,y,1'
refused 'no name' views.csv:2:1 'view is blank: fill it' ',bids,,,x,1'
refused 'no table' views.csv:2:2 'table is blank: fill it' 'v,,,,x,1'
refused 'no column' views.csv:2:5 'column is blank: fill it' 'v,bids,,,,1'
refused 'no expression' views.csv:2:6 'expr is blank: fill it' 'v,bids,,,x,'
refused 'an unknown table' views.csv:2:2 \
    "unknown table 'bidz' (nearest: 'bids'; known: bids, tenders, v)" 'v,bidz,,,x,1'
refused 'another table below' views.csv:3:2 \
    "'tenders' differs from the view's first row, which has 'bids': a view has one table" \
    'v,bids,,,x,1
v,tenders,,,y,1'
refused 'a column twice' views.csv:3:5 "column 'x' stands twice, here and in line 2" 'v,bids,,,x,1
,,,,x,2'
refused 'a column of the source' views.csv:2:5 \
    "column 'price' is one of the view's already: give it another name" 'v,bids,,,price,1'
refused 'a column of by' views.csv:2:5 \
    "column 'tender' is one of the view's already: give it another name" 'v,bids,,tender,tender,1'
refused 'an unknown column in where' views.csv:2:3 \
    "at character 1: unknown column 'prize' (nearest: 'price'; $columns)" 'v,bids,prize > 0,,x,1'
refused 'an unknown column in by' views.csv:2:4 \
    "at character 8: unknown column 'bider' (nearest: 'bidder'; $columns)" 'v,bids,,tender bider,x,1'
refused 'an unknown column behind pairs of' views.csv:2:4 \
    "at character 10: unknown column 'tendr' (nearest: 'tender'; $columns)" \
    'v,bids,,pairs of tendr,x,1'
refused 'an unknown column behind 两两' views.csv:2:4 \
    "at character 4: unknown column 'tendr' (nearest: 'tender'; $columns)" 'v,bids,,两两 tendr,x,1'
refused 'which of two' views.csv:2:6 \
    "at character 1: unknown column 'price' (nearest: 'a.price'; this table has tender, a.tender, \
b.tender, a.bidder, b.bidder, a.price, b.price, a.phone, b.phone, a.day, b.day)" \
    'v,bids,,pairs of tender,x,price'
refused 'a column that only comes below' views.csv:2:6 \
    "at character 1: unknown column 'y' (nearest: 'day'; $columns)" 'v,bids,,,x,y
,,,,y,1'

refused 'a key with the name of a column of one of two' views.csv:3:4 \
    "column 'a.tender' would be there twice, in the key and of one of the two rows: give it another \
name in a view between" 'v,bids,,pairs of tender,x,1
w,v,,pairs of a.tender,y,1'
# --- Aggregates.
refused 'an aggregate in where' views.csv:2:3 \
    'at character 1: sum is an aggregate; aggregates belong in having or value' \
    'v,bids,sum(price) > 0,,x,1'
refused 'an aggregate in an aggregate' views.csv:2:6 \
    'at character 5: max stands inside sum; an aggregate cannot stand inside another' \
    'v,bids,,tender,x,sum(max(price))'
refused 'an aggregate without over of a row' views.csv:2:6 \
    'the view keeps its rows, so an aggregate must say over which rows: mean(x) over column, or over all' \
    'v,bids,,,x,sum(price)'
refused 'a column of the group in an aggregate' views.csv:3:6 \
    "at character 5: 'x' is worked out for the group; inside sum stand columns of its rows" \
    'v,bids,,tender,x,sum(price)
,,,,y,sum(x)'
refused 'an aggregate of two' views.csv:2:6 \
    'a pair is two rows: aggregates belong in a view that stands on this one' \
    'v,bids,,pairs of tender,x,sum(a.price)'
refused 'what looks at others below' views.csv:3:6 \
    'it uses a column that looks at other rows: do that in a view that stands on this one' \
    'v,bids,,,x,sum(price) over tender
,,,,y,x + 1'
refused 'first() without an order' views.csv:2:1 \
    'v: first() needs a period or a column of type date to order the rows by' \
    'v,tenders,,,y,first(tender) over all' 'Z,z,v,,tender,,,any(y = tender),,,,yes,'

# --- Pairs, conditions.
what='pairs of what? Name the columns in which the two rows are equal: pairs of tender_id'
refused 'pairs of nothing' views.csv:2:4 "$what" 'v,bids,,pairs of,x,1'
refused '两两 and nothing' views.csv:2:4 "$what" 'v,bids,,两两,x,1'
refused 'a by that is no expression' views.csv:2:4 \
    'at character 9: a value expected, but the expression ends here' 'v,bids,,tender +,x,1'
refused 'where is no condition' views.csv:2:3 'where is a condition: compare something' \
    'v,bids,price,,x,1'

# --- What a spreadsheet made of it.
for cell in 2024/3/5 2024-3-5 2024-03-05 3/5 1-2 2024年3月5日 3月5日 2024年3月 5-Mar Mar-24; do
    refused "$cell as an expression" views.csv:2:6 "'$cell' $date" "v,bids,,,x,$cell"
done
refused 'a date as a condition' views.csv:2:3 "'2024/3/5' $date" 'v,bids,2024/3/5,,x,1'
refused 'a date as by' views.csv:2:4 "'1-2' $date" 'v,bids,,1-2,x,1'
refused 'a date as pairs of' views.csv:2:4 "'1-2' $date" 'v,bids,,pairs of 1-2,x,1'
refused "an indicator's value" indicators.csv:2:8 "'3/5' $date" 'v,bids,,,x,1' \
    'Z,z,bids,,bidder,,,3/5,>=,,,99,'
refused "an indicator's by" indicators.csv:2:5 "'3/5' $date" 'v,bids,,,x,1' \
    'Z,z,bids,,3/5,,,1,>=,,,99,'
refused 'a formula' views.csv:2:6 \
    "at character 1: a value expected, but '=' stands here; a spreadsheet takes a cell that begins \
with = for a formula" 'v,bids,,,x,=SUM(price)'
refused 'a broken formula' views.csv:2:6 \
    "at character 1: '#' cannot stand here; a spreadsheet writes such as #NAME? where it took text \
for a formula: format the column as text and type the expression again" 'v,bids,,,x,#NAME?'
refused 'a threshold that is a date' indicators.csv:2:12 "a threshold is a number, not '2024-03-05'" \
    'v,bids,,,x,1' 'Z,z,bids,,bidder,,,sum(price),>=,,,2024/3/5,'
refused 'a threshold that is a text' indicators.csv:2:12 "a threshold is a number, not 'phone'" \
    'v,bids,,,x,1' 'Z,z,bids,,,,,price,>=,,,phone,'
refused 'a threshold that is no expression' indicators.csv:2:12 \
    "at character 1: unknown column 'high' ($columns)" \
    'v,bids,,,x,1' 'Z,z,bids,,bidder,,,sum(price),>=,,,high,'
good 'what is meant so stands in brackets' 'v,bids,day > (2024-03-05),,x,(3/5)
,,,,y,price * 3/5
,,,,z,3-1 + price'

# --- Indicators as tables.
refused 'one that is off' indicators.csv:2:8 \
    "at character 8: indicator 'O' is off, so nobody is known to be among its subjects" 'v,bids,,,x,1' \
    'Z,z,bids,,,,,"exists(O, bidder)",,,,yes,
O,o,bids,,bidder,,,count(),>=,,,1,off'
refused 'one without by' indicators.csv:2:8 \
    "at character 8: indicator 'O' has no by: its subjects are rows, for which no other table has a name" \
    'v,bids,,,x,1' 'Z,z,bids,,,,,"exists(O, bidder)",,,,yes,
O,o,bids,,,,,price,>=,,,1,'
refused 'a column that it has not' indicators.csv:2:8 \
    "at character 10: unknown column 'price' (table O has bidder, level)" \
    'v,bids,,,x,1' 'Z,z,bids,,,,,"lookup(O.price, bidder)",>=,,,1,
O,o,bids,,bidder,,,count(),>=,,,1,'

# --- Written by hand, typed at full width, in other cases.
good 'pairs  of' 'v,bids,,pairs  of tender,x,a.price'
good 'a column twice in by' 'v,bids,,tender tender,x,count()'
good 'PAIRS OF' 'v,bids,,PAIRS OF tender,x,a.price'
good '两两tender' 'v,bids,,两两tender,x,a.price'
good 'full-width blanks' 'v,bids,,两两　tender　phone,x,abs（a.price － b.price）' \
    'Z,z,v,,tender,,,sum(x),>=,,,1,'
good 'names that are words' 'v,bids,,,and,price
,,,,count,`and` + 1
,,,,金额 元,`count`' 'Z,z,v,,bidder,,,sum(`金额 元`),>=,,,99,'

# --- A regular expression that explodes names who has it.
refused_late() { # NAME MESSAGE VIEWS INDICATORS
    { echo view,table,where,by,column,expr; echo "$3"; } >"$pack/views.csv"
    { echo "$judged"; echo "$4"; } >"$pack/indicators.csv"
    scan bids="$b"
    exits 3 "$1: status 3"
    is "$(cat "$work/err")" "riskscan: $2" "$1: message"
}
{ cat "$b"; echo "2,C,3,$(printf '%060d' 0)x,"; } >"$work/long.csv"
mv "$work/long.csv" "$b"
zeros=000000000000000000000000000000000000000000000000000000000000
gave_up="pattern '^(0+)+\$' has too many ways to match '$zeros...' and was given up; a repeat inside \
a repeat, such as (a+)+, is often the cause"
sum='Z,z,v,,tender,,,sum(x),>=,,,1,'
refused_late 'where that explodes' "$b:4: v: $gave_up" 'v,bids,phone ~ '"'^(0+)+\$'"',,x,1' "$sum"
refused_late 'a column that explodes' "$b:4: v: $gave_up" 'v,bids,,,x,phone ~ '"'^(0+)+\$'" \
    'Z,z,v,,bidder,,,any(x),,,,yes,'
refused_late 'where of pairs that explodes' "$b:4: v: $gave_up" \
    'v,bids,phone !~ '"'^(0+)+\$'"',pairs of tender,x,1' "$sum"
refused_late 'a condition in a group that explodes' "$b:4: v: $gave_up" \
    'v,bids,,tender,x,count(where phone ~ '"'^(0+)+\$')" "$sum"
refused_late 'where of an indicator that explodes' "$b:4: Z: $gave_up" 'v,bids,,tender,x,1' \
    'Z,z,bids,phone ~ '"'^(0+)+\$'"',bidder,,,sum(price),>=,,,1,'
sed '1!s/^2,/1,/' "$b" >"$work/one.csv" && mv "$work/one.csv" "$b"
refused_late 'a column of a pair that explodes' "$b:2: v: $gave_up" \
    'v,bids,,pairs of tender,x,b.phone ~ '"'^(0+)+\$'" 'Z,z,v,,tender,,,any(x),,,,yes,'
done_testing
