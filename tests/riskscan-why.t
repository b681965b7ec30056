# riskscan --why: the rows and the arithmetic of alerts of every form, so complete that the arithmetic
# is done again here, by awk, of what is printed.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
pack=tests/packs/why
tables=$(for name in bids bidders payments awards revenue; do
    echo "$pack/tests/$name.csv"
done)

# --- Each form: its first alert.
scan $tables
cells indicator alert_id <"$work/out" >"$work/ids"
why() { # INDICATOR
    scan --why "$(sed -n "s/^$1|//p" "$work/ids" | sed -n 1p)" $tables
}
for indicator in $(cut -d'|' -f1 "$work/ids" | uniq); do
    why "$indicator"
    is_output "riskscan-why-$indicator"
done

# --- The arithmetic, from what is printed alone.

# value TEXT: of the line `TEXT = value`, whatever stands before and behind.
value() {
    awk -v text="$1 = " 'i = index($0, text) { split(substr($0, i + length(text)), w, /[ ;]/); sub(/^~/, "", w[1]); print w[1]; exit }' "$work/out"
}
# sorted: the first list of values.
sorted() { sed -n 's/^ *values, sorted ([0-9]*): //p' "$work/out" | sed -n 1p; }
# quantile P: of a list on standard input, Hyndman and Fan's type 8.
quantile() {
    awk -v p="$1" -F', ' '{ at = (NF + 1 / 3) * p + 1 / 3; low = int(at)
        print low < 1 ? $1 : low >= NF ? $NF : $low + (at - low) * ($(low + 1) - $low) }'
}
# same GOT WANT NAME: as far as 6 places tell.
same() {
    ok "$3" awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit !(a != "" && b != "" && d < 1e-5 && d > -1e-5) }'
}

why V1
set -- $(sorted | tr -d ,)
same "$(echo "$1 $2" | awk '{ print ($2 - $1) / $1 }')" "$(value '(second - low) / low')" \
    'V1: the distance of the two lowest of the values shown'
why V3
is "$(grep -c '^  tender_id = .* same_phone = a.phone = b.phone = yes' "$work/out")" \
    "$(value '    alike')" 'V3: pairs of one phone are counted'
why V4
same "$(awk 'match($0, /[(][0-9.]* [/] [0-9]*;/) {
        split(substr($0, RSTART + 1, RLENGTH - 2), w, " ")
        mean = w[1] / w[3] } /amount = / { split($0, v, /amount = |;/); amount = v[2] }
        END { print amount / mean - 1 }' "$work/out")" "$(value '- 1')" \
    'V4: the amount over the mean of its category'
same "$(awk -F, '$5 == "road" && $4 == "yes" { n++; s += $3 } END { printf "%.9f", s / n }' \
    "$pack/tests/bids.csv")" "$(value 'mean(amount) over category')" 'V4: the mean is that of the lines named'
prints "6 subjects, 6 rows: $pack/tests/bids.csv:2-4,6-8" 'V4: which lines they are'
why O1
same "$(sorted | quantile 0.5)" "$(value 'median(amount) over others(category)')" \
    'O1: the median of the values shown'
why O2
same "$(sorted | quantile 0.75)" "$(value 'quantile(amount, 0.75) over all')" \
    'O2: the quantile of the values shown'
why F1
same "$(sorted | quantile 0.25)" "$(value Q1)" 'F1: the first quartile of the values shown'
same "$(echo "$(sorted | quantile 0.25) $(sorted | quantile 0.75)" |
    awk '{ print $2 + 1.5 * ($2 - $1) }')" "$(value 'fence_high(value)')" 'F1: the fence of them'
why S1
same "$(sed -n 's/^ *differences of neighbours, sorted ([0-9]*): //p' "$work/out" | sed -n 1p |
    awk -F', ' '{ for (i = 1; i <= NF; i++) s += $i; m = s / NF
        for (i = 1; i <= NF; i++) q += ($i - m) ^ 2; print sqrt(q / NF) / m }')" \
    "$(value 'mean(steps(paid))' >/dev/null; value 'pstdev(steps(paid)) / mean(steps(paid))')" \
    'S1: the spread of the differences shown over their mean'
why S2
same "$(sed -n 's/^ *first digits [^:]*: //p' "$work/out" | awk -F', |: ' '{
        for (d = 1; d <= 9; d++) n += $(2 * d)
        for (d = 1; d <= 9; d++) { x = $(2 * d) / n - log(1 + 1 / d) / log(10); s += x < 0 ? -x : x }
        print s / 9 }')" "$(value 'benford_mad(paid)')" 'S2: the distance of the digits shown from Benford'
why L1
same "$(awk "BEGIN { print $(value '    amount') / $(value 'lookup(bidders.capital, bidder_id)') }")" \
    "$(value 'amount / lookup(bidders.capital, bidder_id)')" 'L1: what was looked up divides'
prints "  $pack/tests/bidders.csv:2: B1,555-1,900" 'L1: the row that was looked up is shown'
why L2
same "$(awk -F, '/payments.csv:[0-9]+: / { s += $3 } END { print s }' "$work/out")" \
    "$(value 'total = sum(paid)')" 'L2: the rows of the view that was looked into add up'
why T2
same "$(awk 'BEGIN { print (700 - 250) / (250 - 100) }')" \
    "$(value 'monthly(year_to_date) / prev(monthly(year_to_date))')" 'T2: months over months'

# --- Nothing depends on where rows stand, but for line numbers.
shuffled=
for table in $tables; do
    name=${table##*/}
    { sed -n 1p "$table"; sed 1d "$table" | sort -t, -k3; } >"$work/$name"
    shuffled="$shuffled $work/$name"
done
plain() { # what is shown, without the records and lines
    sed -E 's/(;|: |\(|)[^ ]*\.csv(:[0-9,-]+)?//g' "$1" | grep -v '^: ' | sort
}
for indicator in V1 O1 F1 S1 L2; do
    why "$indicator"
    plain "$work/out" >"$work/want"
    scan --why "$(sed -n "s/^$indicator|//p" "$work/ids" | sed -n 1p)" $shuffled
    plain "$work/out" >"$work/got"
    ok "$indicator: rows in another order" cmp "$work/want" "$work/got"
done

# --- From standard input, with rejects, by _source.
id=$(sed -n 's/^V1|//p' "$work/ids")
why V1
cp "$work/out" "$work/whole"
cat "$pack/tests/bids.csv" >"$work/bids.csv"
run sh -c 'riskscan -p "$1" --today "$2" --why "$3" bids=- <"$4"' sh "$pack" "$today" "$id" \
    "$work/bids.csv"
exits 0 'from standard input'
prints '  -:5: T1,B4,90,no,road,2024-03-02,no   (left out by where)' 'from standard input: the rows'
{ cat "$pack/tests/bids.csv"; echo T9,B9,lots,yes,road,2024-03-01,no; } >"$work/bids.csv"
scan --why "$id" "$work/bids.csv"
exits 3 'a bad cell is refused'
sed "1s/\$/,_source/; 2,\$s|\$|,book.xlsx!bids!7|" "$pack/tests/bids.csv" |
    awk -F, -v OFS=, 'NR > 1 { $NF = "book.xlsx!bids!" NR } 1' >"$work/bids.csv"
scan --why "$id" "$work/bids.csv"
prints 'evidence: book.xlsx!bids!2;book.xlsx!bids!3;book.xlsx!bids!4' '_source: the evidence'
prints "  $work/bids.csv:2: T1,B1,100,yes,road,2024-03-01,yes,book.xlsx!bids!2" '_source: the rows'
prints '  tender_id = T1 (book.xlsx!bids!2;book.xlsx!bids!3;book.xlsx!bids!4): low' \
    '_source: the row of the view'

# --- Many rows: those that the alert names, and how many there are.
a_pack
tables <<'X'
pay,unit,id,,
pay,month,month,,
pay,sum,decimal,,
pay,kind,text,,
X
printf 'view,table,where,by,column,expr\nmonths,pay,kind = 0,unit month,total,sum(sum)\n' |
    sed "s/kind = 0/kind = 'a'/" >"$pack/views.csv"
indicators id,table,where,by,having,period,value,op,red <<'X'
M,months,,unit,,,sum(total),>,0
P,pay,kind = 'a',unit,,month,count(),>,0
Q,pay,kind = 'a',unit,,,quantile(sum\, 0.5),>,0
X
sed -i.bak 's/quantile(sum\\, 0.5)/"quantile(sum, 0.5)"/' "$pack/indicators.csv"
awk 'BEGIN { print "unit,month,sum,kind"
    for (i = 1; i <= 300; i++) printf "U%d,2024-%02d,%d,%s\n", i % 2, (300 - i) % 3 + 1, i, i % 3 ? "a" : "b" }' \
    >"$work/pay.csv"
scan "$work/pay.csv"
cells indicator subject period alert_id <"$work/out" >"$work/ids"
of() { sed -n "s/^$1|//p" "$work/ids"; }
scan --why "$(of 'M|U1|')" "$work/pay.csv"
prints 'rows of pay (150):' 'many rows: how many'
is "$(grep -c "^  $work/pay.csv:[0-9]*: " "$work/out")" 100 'many rows: 100 are shown'
prints '  ... the rest is not shown' 'many rows: it says so'
prints "view months (3): of pay, by unit month, where kind = 'a'" 'many rows: the rows of the view'
is "$(awk '/^  unit month = U1/ { s += $NF } END { print s }' "$work/out")" \
    "$(awk -F, '$1 == "U1" && $4 == "a" { s += $3 } END { print s }' "$work/pay.csv")" \
    'many rows: the view adds up to the value'
{ cat "$work/pay.csv"; echo U2,2024-03,lots,a; } >"$work/bad.csv"
scan --rejects "$work/rejects.csv" --why "$(of 'M|U1|')" pay="$work/bad.csv"
exits 0 '--rejects: the rest is shown'
prints 'rows of pay (150):' '--rejects: the rest'
is "$(grep -c lots "$work/rejects.csv")" 1 '--rejects: each record once, however often it is read'
scan --why "$(of 'P|U1|2024-03')" "$work/pay.csv"
awk -F'[ ,]' '/^evidence: / { sub(/^evidence: .*csv:/, ""); sub(/ .*/, ""); n = split($0, w, /[,]/)
    for (i = 1; i <= n; i++) print w[i] }' "$work/out" >"$work/named"
ok 'every line that is named is shown' sh -c 'test -s "$3/named" && while read -r line; do
    grep -q "pay.csv:$line: " "$1" || exit 1; done <"$2"' sh "$work/out" "$work/named" "$work"
scan --why "$(of 'Q|U1|')" "$work/pay.csv"
prints 'values, sorted (100): ' 'a hundred values are shown'
sed 's/,b$/,a/' "$work/pay.csv" >"$work/more.csv"
id=$(riskscan -p "$pack" --today "$today" --only Q pay="$work/more.csv" 2>/dev/null | cells alert_id | sed -n 2p)
scan --why "$id" pay="$work/more.csv"
prints 'values, sorted (150): 1, 3, 5,' 'of more values the first'
prints ' ... and 50 more' 'of more values: how many'

# --- What is not known says why; what is not found says so.
a_pack
tables <<'X'
a,id,id,yes,
a,k,id,,
a,x,decimal,,
b,k,id,,
b,y,decimal,,
X
indicators id,table,where,by,value,op,red <<'X'
N,a,"not exists(b, k)",id,"coalesce(sum(x) - min(x where x > 9), 1)",>,0
X
printf 'id,k,x\nI1,K1,2\nI1,,3\nI1,K3,4\n' >"$work/a.csv"
printf 'k,y\nK3,1\nK3,1\n' >"$work/b.csv"
id=$(riskscan -p "$pack" --today "$today" "$work/a.csv" "$work/b.csv" 2>/dev/null | cells alert_id)
scan --why "$id" "$work/a.csv" "$work/b.csv"
is_output riskscan-why-unknown

# --- A table that is read more than once: what each reading worked out of a row.
a_pack
tables <<'X'
p,unit,id,yes,
p,x,decimal,,
p,y,decimal,,
X
cat >"$pack/views.csv" <<'X'
view,table,where,by,column,expr
g,p,,unit,tx,sum(x)
r,p,,,dx,x * 2
,,,,dy,y * 2
X
indicators id,table,by,value,op,red <<'X'
B,r,unit,"sum(dy) / max(lookup(g.tx, unit))",>,0
C,r,unit,"count(where exists(r, dx = dy))",>=,2
X
printf 'unit,x,y\nU1,1,2\nU1,3,4\nU2,2,9\nU2,4,1\n' >"$work/p.csv"
scan "$work/p.csv"
cells alert_id indicator <"$work/out" >"$work/ids"
for indicator in B C; do
    scan --why "$(sed -n "s/|$indicator\$//p" "$work/ids" | sed -n 1p)" "$work/p.csv"
    is_output "riskscan-why-readings-$indicator"
done

# --- The same forms told by --explain and tested by --test.
pack=tests/packs/why
for indicator in V1 V2 V3 L2 L3; do
    scan --explain "$indicator"
    is_output "riskscan-why-explain-$indicator"
done
run riskscan --test -p "$pack"
is_output riskscan-why-test

# cases <<rows: the outcome of testing $work/pack with these.
cases() {
    { echo case,indicator,file,today,subject,outcome,level,value,run,period; cat; } \
        >"$work/pack/tests/cases.csv"
    run riskscan --test -p "$work/pack"
}
rm -rf "$work/pack"
cp -r "$pack" "$work/pack"
rest='x,V2,bids=bids.csv bidders=bidders.csv,,"bids.csv:2,4",not applicable,,,,
x,V2,bids=bids.csv bidders=bidders.csv,,bids.csv:3-4,not applicable,,,,
x,V2,bids=bids.csv bidders=bidders.csv,,bids.csv:6-7,not applicable,,,,
x,V2,bids=bids.csv bidders=bidders.csv,,"bids.csv:6,8",not applicable,,,,
x,V2,bids=bids.csv bidders=bidders.csv,,bids.csv:7-8,not applicable,,,,
x,V2,bids=bids.csv bidders=bidders.csv,,bids.csv:11-12,clear,,,,'
cases <<X
x,V2,bids=bids.csv bidders=bidders.csv,,bids.csv:2-3,triggered,red,yes,1,
$rest
X
exits 1 '--test of a pair: another level'
prints "not ok 1 - V2 bids.csv:2-3: level: expected 'red', found 'yellow'" '--test of a pair: which'
cases <<X
x,V2,bids=bids.csv bidders=bidders.csv,,bids.csv:2-3,clear,,,,
$rest
X
prints "not ok 1 - V2 bids.csv:2-3: expected 'clear', found 'triggered'" '--test of a pair: another outcome'
prints 'not ok 8 - V2 bids.csv:2-3: 0 alerts are listed, 1 were found' '--test of a pair: its alert'
cases <<X
$rest
X
prints "subject 'bids.csv:2-3' of the file is in no case" '--test of a pair: one in no case'
# Equal records are one alert and two rows, whether or not they look at others.
sed -n 6p "$pack/tests/bids.csv" >>"$work/pack/tests/bids.csv"
sed -i.bak 's/^L1,/R1,dear,bids,,,,,amount,>,,190,\nL1,/; s/,150%/,120%/' "$work/pack/indicators.csv"
for id in R1 O2; do
    { sed -n "s/^,O2,bids=bids.csv,2025-01-31,/x,$id,bids=bids.csv,,/p" "$pack/tests/cases.csv" |
        sed "s/not applicable/$([ $id = O2 ] && echo not applicable || echo clear)/"
        echo "x,$id,bids=bids.csv,,bids.csv:13,triggered,yellow,,,"; } >"$work/cases"
    cases <"$work/cases"
    exits 0 "--test: equal records of $id"
    is "$(grep -c ': yellow ' "$work/out")" 2 "--test: equal records of $id: both"
done

# --- Rows that are only looked up do not crowd out those that were counted.
rm -rf "$work/pack"
mkdir "$work/pack"
cat >"$work/pack/tables.csv" <<'X'
table,column,type,required
t,g,id,yes
t,k,id,yes
t,x,decimal,yes
o,k,id,yes
o,v,decimal,yes
X
cat >"$work/pack/indicators.csv" <<'X'
id,name,table,by,value,op,yellow
L,looked up,t,g,count(where lookup(o.v; k) > 0),>=,1
X
sed -i.bak 's/;/,/; s/count(.*0)/"&"/' "$work/pack/indicators.csv"
awk 'BEGIN { print "g,k,x"; for (i = 1; i <= 130; i++) print "G,K" i ",1" }' >"$work/t.csv"
awk 'BEGIN { print "k,v"; for (i = 1; i <= 130; i++) print "K" i ",1" }' >"$work/o.csv"
run riskscan -p "$work/pack" "$work/t.csv" "$work/o.csv"
run riskscan -p "$work/pack" --why "$(cells alert_id <"$work/out")" "$work/t.csv" "$work/o.csv"
exits 0 '--why of many lookups'
is "$(grep -c 't\.csv:[0-9]*: G,K' "$work/out")" 100 '--why of many lookups: rows that count'
is "$(grep -c 'o\.csv:[0-9]*: K' "$work/out")" 20 '--why of many lookups: fewer of the others'
is "$(grep -c 'the rest is not shown' "$work/out")" 2 '--why of many lookups: which is told'

done_testing
