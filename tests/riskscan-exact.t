# Exact: at a threshold and one cent from it, whatever the size of the sum and the shape of the
# fraction. What does not fit is an error with its place, never a wrong alert.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

# --- 115.00 on 100.00 is not over by more than 15%.
a_pack
tables <<'X'
t,u,id,yes,
t,month,month,,
t,budget,decimal,yes,
t,spent,decimal,yes,
X
indicators id,table,by,value,op,red <<'X'
more,t,u,sum(spent) / sum(budget) - 1,>,15%
product,t,,spent > budget * 1.15,,yes
at least,t,u,sum(spent) / sum(budget),>=,115%
less,t,u,sum(spent) / sum(budget),<,1.15
at most,t,u,sum(spent) / sum(budget),<=,1.15
outside,t,u,sum(spent) / sum(budget),outside,0.9..1.15
inside,t,u,sum(spent) / sum(budget),inside,1.15..1.2
X
cat >"$work/t.csv" <<'X'
u,budget,spent
below,100.00,114.99
at,100.00,115.00
above,100.00,115.01
low,100.00,90.00
lower,100.00,89.99
high,100.00,120.00
higher,100.00,120.01
X
scan "$work/t.csv"
exits 0 'boundaries'
cp "$work/out" "$work/all"
grep -v ',product,' "$work/all" >"$work/out"
alerts 'each operator at its very boundary' indicator subject value <<'X'
more|above|0.1501
more|high|0.2
more|higher|0.2001
at least|above|1.1501
at least|at|1.15
at least|high|1.2
at least|higher|1.2001
less|below|1.1499
less|low|0.9
less|lower|0.8999
at most|at|1.15
at most|below|1.1499
at most|low|0.9
at most|lower|0.8999
outside|above|1.1501
outside|high|1.2
outside|higher|1.2001
outside|lower|0.8999
inside|above|1.1501
inside|at|1.15
inside|high|1.2
X
cp "$work/all" "$work/out"
is "$(cells indicator evidence <"$work/out" | grep product | sort)" "product|$work/t.csv:4
product|$work/t.csv:7
product|$work/t.csv:8" 'a product of decimals'

# --- Sums of a million rows, exactly on the threshold and a cent above: units 1 and 2 are over by
# exactly 15%, unit 2 but for one cent in its last row. Whole cents in awk.
indicators id,table,by,period,value,op,blue,yellow,red <<'X'
over,t,u,month,sum(spent) / sum(budget) - 1,>,,,15%
apart,t,u,month,sum(spent) - sum(budget) * 1.15,>,,,0
X
millions() { # ROWS
    awk -v rows="$1" 'BEGIN {
        print "u,month,budget,spent"
        half = rows / 2
        for (i = 1; i <= half; i++) {
            budget = 20 * (1 + i * 7919 % 104729)
            spent = budget / 20 * 23 + (i % 2 ? 7 : -7)
            more = spent + (i == half)
            month = 1 + i % 3
            printf "U1,2024-%02d,%d.%02d,%d.%02d\n", 1, budget / 100, budget % 100, spent / 100, spent % 100
            printf "U2,2024-%02d,%d.%02d,%d.%02d\n", 1, budget / 100, budget % 100, more / 100, more % 100
        } }'
}
millions 1000000 >"$work/t.csv"
scan "$work/t.csv"
exits 0 'a million rows'
alerts 'a million rows: a cent over the threshold and no other' indicator subject value <<'X'
over|U2|~0.150000000002
apart|U2|0.01
X

# --- Fractions stay fractions.
tables <<'X'
t,u,id,yes,
t,a,decimal,yes,
t,b,decimal,yes,
t,c,decimal,,
X
indicators id,table,by,value,op,red <<'X'
thirds more,t,u,a / b,>,1 / 3
thirds at least,t,u,a / b,>=,1 / 3
third,t,u,a / b,>,0.333333333333333333
thirder,t,u,a / b,<,0.333333333333333334
of three,t,u,a / b + a / b + a / b,>=,1
of three more,t,u,a / b + a / b + a / b,>,1
seventh,t,u,(a / b) * 7 / 3,>,7 / 9
X
cat >"$work/t.csv" <<'X'
u,a,b,c
third,1,3,
third of cents,333333.33,999999.99,
a little more,333333.34,999999.99,
a little less,333333.32,999999.99,
huge,123456789012345678901234567890,370370367037037036703703703670,
X
scan "$work/t.csv"
exits 0 'thirds'
alerts 'thirds' indicator subject <<'X'
thirds more|a little more
thirds at least|a little more
thirds at least|huge
thirds at least|third
thirds at least|third of cents
third|a little more
third|huge
third|third
third|third of cents
thirder|a little less
thirder|huge
thirder|third
thirder|third of cents
of three|a little more
of three|huge
of three|third
of three|third of cents
of three more|a little more
seventh|a little more
X

# A sum of fractions is exact, too, in any order, and with decimals among them.
indicators id,table,by,value,op,red <<'X'
sum,t,u,sum(a / b + c),>=,1
more,t,u,sum(a / b + c),>,1
X
cat >"$work/t.csv" <<'X'
u,a,b,c
thirds,1,3,0
thirds,1,3,0
thirds,1,3,0
sevenths,1,7,0.000000000000000001
sevenths,2,7,0
sevenths,4,7,-0.000000000000000001
mixed,1,3,0.25
mixed,1,4,0
mixed,1,6,0
less,1,3,0
less,1,3,0
less,333333333333333333,1000000000000000000,0
over,1,3,0
over,1,3,0
over,333333333333333334,1000000000000000000,0
X
scan "$work/t.csv"
exits 0 'sums of fractions'
alerts 'sums of fractions' indicator subject value <<'X'
sum|mixed|1
sum|over|~1.000000000000000001
sum|sevenths|1
sum|thirds|1
more|over|~1.000000000000000001
X

# --- 18 digits behind the point, 38 in all.
indicators id,table,by,value,op,red <<'X'
sum,t,u,sum(a),>,b
same,t,u,sum(a) = b,,yes
least,t,u,abs(sum(a) - b),>,0
X
cat >"$work/t.csv" <<'X'
u,a,b
fine,0.000000000000000001,0.000000000000000001
finer,0.000000000000000001,0.000000000000000002
finer,0.000000000000000001,0.000000000000000002
over,0.100000000000000001,0.1
wide,99999999999999999999.999999999999999999,99999999999999999999.999999999999999999
wider,99999999999999999999.999999999999999998,99999999999999999999.999999999999999999
wider,0.000000000000000001,99999999999999999999.999999999999999999
long,99999999999999999999999999999999999999,99999999999999999999999999999999999998
longer,-49999999999999999999999999999999999999,-99999999999999999999999999999999999998
longer,-49999999999999999999999999999999999999,-99999999999999999999999999999999999998
mixed,12345678901234567890,12345678901234567890.000000000000000001
mixed,0.000000000000000001,12345678901234567890.000000000000000001
tenth,0.1,0.3
tenth,0.1,0.3
tenth,0.1,0.3
X
scan "$work/t.csv"
exits 0 'fine and wide numbers'
alerts 'fine and wide numbers' indicator subject value threshold <<'X'
sum|long|99999999999999999999999999999999999999|99999999999999999999999999999999999998
sum|over|0.100000000000000001|0.1
same|fine|yes|yes
same|finer|yes|yes
same|longer|yes|yes
same|mixed|yes|yes
same|tenth|yes|yes
same|wide|yes|yes
same|wider|yes|yes
least|long|1|0
least|over|0.000000000000000001|0
X

# A product goes to 18 digits, half-even; a mean is a fraction.
indicators id,table,by,value,op,red <<'X'
half even,t,u,a * b = c,,yes
mean,t,u,mean(a) = c,,yes
X
cat >"$work/t.csv" <<'X'
u,a,b,c
to even below,0.0000000005,0.000000001,0
to even above,0.0000000015,0.000000001,0.000000000000000002
down,0.00000000049,0.000000001,0
up,0.00000000051,0.000000001,0.000000000000000001
negative,-0.0000000025,0.000000001,-0.000000000000000002
X
scan --only 'half even' "$work/t.csv"
is "$(cells subject <"$work/out" | tr '\n' ';')" 'down;negative;to even above;to even below;up;' \
    'a product beyond 18 digits rounds half-even'
printf 'mean,0.1,9,0.15\nmean,0.2,9,0.15\n' >>"$work/t.csv"
scan --only mean "$work/t.csv"
is "$(cells subject <"$work/out" | tr '\n' ';')" 'mean;' 'a mean is exact'

# --- What does not fit: an error with its place, and no alert.
too_large() { # NAME INDICATOR <<ROWS
    { echo u,a,b,c; cat; } >"$work/t.csv"
    indicators id,table,by,value,op,red <<X
x,t,u,$2,>,0
X
    scan "$work/t.csv"
    is "$rc" 3 "$1: status 3"
    says "$work/t.csv:" "$1: place"
    ok "$1: no alert" test ! -s "$work/out"
}
too_large 'a sum' 'sum(a)' <<'X'
1,99999999999999999999999999999999999999,0,0
1,99999999999999999999999999999999999999,0,0
X
too_large 'a product' 'a * b' <<'X'
1,99999999999999999999999999999999999999,99999999999999999999999999999999999999,0
X
too_large 'a difference' 'a - b' <<'X'
1,99999999999999999999999999999999999999,-99999999999999999999999999999999999999,0
X
too_large 'a mean' 'mean(a)' <<'X'
1,99999999999999999999999999999999999999,0,0
1,99999999999999999999999999999999999999,0,0
X
for chunk in 1 64; do
    printf 'u,a,b,c\n1,1,1,1\n2,100000000000000000000000000000000000000,1,1\n' >"$work/t.csv"
    scan --chunk $chunk "$work/t.csv"
    is "$rc" 3 "39 digits, chunk $chunk"
    says "t.csv:3:2: a: a number of more than 38 digits" "39 digits, chunk $chunk: place"
done

# --- A value is never rounded across its threshold.
indicators id,table,by,value,op,red <<'X'
x,t,u,a / b,>,0.15
X
cat >"$work/t.csv" <<'X'
u,a,b
near,15000000001,99999999999
X
scan "$work/t.csv"
alerts 'not rounded across' subject value <<'X'
near|~0.15000000001
X

# --- Percent columns: 15% is 0.15, a bare number stays.
tables <<'X'
t,u,id,yes,
t,rate,percent,yes,
X
indicators id,table,by,value,op,red <<'X'
x,t,u,rate,>=,15%
X
cat >"$work/t.csv" <<'X'
u,rate
fifteen,15%
less,14.999999%
bare,0.15
X
scan "$work/t.csv"
exits 0 'percent'
alerts 'percent' subject value <<'X'
bare|0.15
fifteen|0.15
X
silent_but_summary() { ok "$1" test "$(grep -vcE 'rows:|discriminate' "$work/err")" = 0; }
silent_but_summary 'nothing is warned of'
echo 'large,15' >>"$work/t.csv"
scan "$work/t.csv"
exits 0 'a bare 15 in a percent column'
says 'warning: ' 'a bare 15 in a percent column is warned of'

# --- A fence of exactly what a subject measures is met, decimal or not.
tables <<'X'
awards,buyer_id,id,yes,
awards,supplier_id,id,,
awards,amount,decimal,,
X
indicators id,table,by,value,op,red <<'X'
at,awards,buyer_id,share(supplier_id = 'S1'),>=,fence_high(value)
above,awards,buyer_id,share(supplier_id = 'S1'),>,fence_high(value)
money,awards,buyer_id,sum(amount where supplier_id = 'S1') / sum(amount),>=,fence_high(value)
money above,awards,buyer_id,sum(amount where supplier_id = 'S1') / sum(amount),>,fence_high(value)
X
# awards ROWS CENTS SHARES: a buyer for each share, with so many of its ROWS from S1, every one of
# as many yuan as the buyer's number, and CENTS.
awards() {
    awk -v rows="$1" -v cents="$2" -v shares="$3" 'BEGIN {
        print "buyer_id,supplier_id,amount"
        n = split(shares, share, " ")
        for (b = 1; b <= n; b++)
            for (i = 1; i <= rows; i++)
                printf "B%d,S%d,%d%s\n", b, i <= share[b] ? 1 : 2, b, cents }' >"$work/awards.csv"
}
fence() { # NAME THRESHOLD
    scan "$work/awards.csv"
    exits 0 "$1"
    alerts "$1: the fifth buyer is at the fence, not above" indicator subject value threshold <<X
at|B5|$2|$2
money|B5|$2|$2
X
}
awards 5 .01 '0 1 1 1 4'
fence 'buyers with 0, 20, 20, 20, 80%' 0.8
awards 12 234567890123.45 '0 1 1 1 4'
fence 'a fence of a third' '~0.333333'
awards 21 8765432109876.54 '0 2 2 2 8'
fence 'a fence of eight parts in 21' '~0.380952'

done_testing
