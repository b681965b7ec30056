# Each aggregate and function of the language on small tables whose figures can be checked by hand.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

# measures NAME <<lines "EXPRESSION => VALUE": with $pack's tables, $given as the tables and
# $by as the subject, the measure of subject A. VALUE unknown: A is insufficient.
measures() {
    measures_name=$1
    sed 's/ *#.*//; /^ *$/d' >"$work/lines"
    awk -v by="$by" -v table="${table:-t}" -F' => ' 'BEGIN { print "id,table,by,value,op,red" }
        { gsub(/"/, "\"\"", $1)
          printf "%d,%s,%s,\"%s\",>=,-99999999999999999999\n", NR, table, by, $1 }' \
        "$work/lines" >"$pack/indicators.csv"
    # shellcheck disable=SC2086 # the files
    scan --outcomes "$work/outcomes" $given
    is "$rc" 0 "$measures_name: status 0" || { tap_show; return 1; }
    cells indicator subject value <"$work/out" | grep '|A|' >"$work/values"
    cells indicator insufficient <"$work/outcomes" | sed 's/|0$/|known/' >"$work/unknown"
    number=0
    while IFS= read -r line; do
        number=$((number + 1))
        value=$(sed -n "s/^$number|A|//p" "$work/values")
        [ -n "$value" ] || ! grep -q "^$number|[1-9]" "$work/unknown" || value=unknown
        is "$value" "${line##* => }" "$measures_name: ${line% => *}"
    done <"$work/lines"
}

a_pack
given=$work/t.csv by=u
tables <<'X'
t,u,id,yes,
t,n,decimal,,
t,m,decimal,,
t,kind,text,,
t,key,id,,
t,day,date,,
t,year,year,,
t,rate,percent,,
t,mark,flag,,
t,金额,decimal,,
t,odd name,decimal,,
X
cat >"$work/t.csv" <<'X'
u,n,m,kind,key,day,year,rate,mark,金额,odd name
A,1,10,a,1,2024-01-31,2024,15%,yes,1.5,1
A,10,20,b,1.0,2024-02-29,2024,0.2,no,2.5,2
A,2,30,a,01,2023-12-31,2023,0,yes,0,3
A,4,,c,,2024-03-01,2024,100%,no,-3,4
A,3,-5,,2,2024-02-01,2024,1%,yes,0.1,5
B,7,1,a,1,2024-01-01,2024,0,no,0,1
B,9,1,a,3,2024-01-02,2024,0,no,0,2
C,6,0,b,4,2024-01-01,2024,0,no,0,1
X
measures 'aggregates' <<'X'
count() => 5
sum(n) => 20
mean(n) => 4
median(n) => 3
min(n) => 1
max(n) => 10
quantile(n, 25%) => ~1.666667
quantile(n, 0.75) => 6
quantile(n, 0) => 1
quantile(n, 1) => 10
quantile(n, 0.5) => 3
iqr(n) => ~4.333333
stddev(n) => ~3.535534
pstdev(n) => ~3.162278
cv(n) => ~0.883883
share(n >= 3) => 0.6
share(kind = 'a') => 0.4
share(n < 0) => 0
if(any(n > 9), 1, 0) => 1
if(any(n > 10), 1, 0) => 0
if(all(n >= 1), 1, 0) => 1
if(all(n > 1), 1, 0) => 0
if(none(n > 10), 1, 0) => 1
if(none(n > 9), 1, 0) => 0
distinct(kind) => unknown # a blank text has no name to count by
distinct(kind where kind != '') => 3
distinct(n) => 5
distinct(year) => 2
nth_smallest(n, 1) => 1
nth_smallest(n, 2) => 2
nth_smallest(n, 5) => 10
nth_smallest(n, 6) => unknown
fence_low(n) => ~-4.833333
fence_high(n) => 12.5
mean(steps(n)) => 2.25
pstdev(steps(n)) => ~2.165064
max(steps(n)) => 6
count() - 1 => 4
benford_mad2(n) => ~0.020277
benford_chi(n) => ~2.457872
benford_chi2(n) => ~56.460315
benford_chi(n where n > 100) => unknown
skew(n) => ~1.697056
kurt(n) => ~3.152000
skew(n where n < 3) => unknown # too few
skew(n where n < 4) => ~0.000000
kurt(n where n < 4) => unknown
kurt(n where n < 5) => ~-1.200000
skew(n * 0) => unknown # no spread
ks_uniform(n) => ~0.466667
ks_uniform(n where n < 3) => 0.5
ks_uniform(n * 0) => unknown
ks_uniform(n where n > 100) => unknown
gaps(n) => 5
gaps(n where n = 4) => 0
gaps(n / 2) => unknown # halves
gaps(n where n > 100) => unknown
gaps(number(key) where key != '') => 0
gaps(number(key)) => unknown
repeats(year) => 3
repeats(number(key) where key != '') => 2
repeats(key where key != '') => 0
repeats(key) => unknown
repeats(day) => 0
repeats(kind where kind != '') => 1
repeats(kind where kind = 'z') => 0
repeats(m) => unknown
repeats(steps(n)) => 2
mean(ratios(n)) => ~1.833333
max(ratios(n)) => 2.5
min(ratios(n)) => ~1.333333
first(n) => 2
last(n) => 4
days(min(day), max(day)) => 61
sum(rate) => 1.36
sum(金额) => 1.1
sum(`odd name`) => 15
sum(n * 2 + 1) => 45
sum(if(mark, n, 0)) => 6
count(where mark) => 3
sum(n where kind = 'a') => 3
sum(n where kind in ('b', 'c')) => 14
mean(n where kind = 'z') => unknown
sum(n where kind = 'z') => 0
count(where kind = 'z') => 0
distinct(kind where n > 3) => 2
if(all(n > 5 where kind = 'z'), 1, 0) => 1
if(none(n > 5 where kind = 'z'), 1, 0) => 1
if(any(n > 5 where kind = 'z'), 1, 0) => 0
min(n where kind = 'z') => unknown
max(n where kind = 'z') => unknown
stddev(n where n = 1) => unknown
pstdev(n where n = 1) => 0
cv(n where n > 100) => unknown
share(n > 1 where kind = 'z') => unknown
# a blank is not zero
sum(m) => unknown
mean(m) => unknown
min(m) => unknown
distinct(m) => unknown
sum(m where not blank(m)) => 55
sum(coalesce(m, 0)) => 55
count(where m > 0) => unknown
count(where m > 0 or blank(m)) => 4
count(where blank(m)) => 1
if(any(m > 25), 1, 0) => 1
if(any(m > 30), 1, 0) => unknown
if(all(m > 0), 1, 0) => 0
if(all(m > -6), 1, 0) => unknown
share(m > 0) => unknown
1 / (sum(n) - 20) => unknown
if(1 / (sum(n) - 20) > 1, 1, 0) => unknown
coalesce(1 / (sum(n) - 20), -1) => -1
X
echo min_peers,3 >>"$pack/pack.csv"
measures 'over all' <<'X'
mean(n) over all => 5.25
sum(n) over all => 42
count() over all => 8
max(n) over all => 10
sum(n) / (sum(n) over all) => ~0.476190
median(n) over all => 5
X

# Spellings.
measures 'Chinese spellings' <<'X'
计数() => 5
求和(n) => 20
合计(n) => 20
平均(n) => 4
中位数(n) => 3
最小(n) => 1
最大(n) => 10
分位数(n, 0.75) => 6
四分位距(n) => ~4.333333
标准差(n) => ~3.535534
总体标准差(n) => ~3.162278
变异系数(n) => ~0.883883
占比(n >= 3) => 0.6
去重计数(n) => 5
第几小(n, 2) => 2
异常上限(n) => 12.5
平均(逐差(n)) => 2.25
如果(任一(n > 9), 1, 0) => 1
绝对值(-计数()) => 5
四舍五入(合计(n) / 3, 2) => 6.67
SUM(n) => 20
Count() => 5
X

# --- Of a single row: text, dates, logic.
by=u
tables <<'X'
t,u,id,yes,
t,txt,text,,
t,other,text,,
t,d,date,,
t,e,date,,
t,none,date,,
t,mo,month,,
t,at,time,,
t,till,time,,
t,n,decimal,,
t,zero,decimal,,
t,x,decimal,,
t,id,id,,
X
cat >"$work/t.csv" <<'X'
u,txt,other,d,e,none,mo,at,till,n,zero,x,id
A,ＡＢ中 文１２号-3,,2024-02-28,2024-03-01,,2024-02,2024-02-28 10:00:00,2024-03-01 09:59:59,-7.25,0,,007
X
measures 'one row' <<'X'
length(txt) => 10
length(other) => 0
if(left(txt, 2) = 'ＡＢ', 1, 0) => 1
if(right(txt, 2) = '-3', 1, 0) => 1
if(left(txt, 100) = txt, 1, 0) => 1
if(normal(txt) = 'ab中文12号-3', 1, 0) => 1
if(digits(txt) = '123', 1, 0) => 1
if(txt ~ '中.文', 1, 0) => 1
number(id) => 7
number(digits(txt)) / 2 => 61.5
number(txt) => unknown
number(other) => unknown
distance(txt, right(txt, 4)) => 6
distance(id, '070') => 1
distance(other, id) => 3
month_number(d) => 2
month_number(mo) => 2
month_number(none) => unknown
least(n, zero, 1) => -7.25
greatest(n, zero, 1) => 1
greatest(n, x) => unknown
least(x, n) => unknown
days(least(d, e), greatest(d, e)) => 2
if(least(txt, 'zz') = 'zz', 1, 0) => 1
if(txt ~ '^中', 1, 0) => 0
if(txt ~ '号-\d$', 1, 0) => 1
if(other = '', 1, 0) => 1
if(blank(other), 1, 0) => 1
if(other != 'z', 1, 0) => 1
if('it''s' = 'it''s', 1, 0) => 1
abs(n) => 7.25
round(n, 1) => -7.3
round(n) => -7
round(n, -1) => -10
mod(n, 2) => -1.25
mod(7.5, 2) => 1.5
mod(n, zero) => unknown
n / zero => unknown
-n => 7.25
n - -1 => -6.25
1 + 2 * 3 => 7
(1 + 2) * 3 => 9
7 - 2 - 1 => 4
8 / 4 / 2 => 1
15% + 1 => 1.15
days(d, e) => 2
days(e, d) => -2
days(at, till) => 1
days(d, none) => unknown
weekday(d) => 3
if(month(d) = 2024-02, 1, 0) => 1
if(month(d) = mo, 1, 0) => 1
if(month(e) > mo, 1, 0) => 1
if(quarter(d) = quarter(e), 1, 0) => 1
if(year(d) = year(mo), 1, 0) => 1
if(d < e, 1, 0) => 1
if(d = 2024-02-28, 1, 0) => 1
if(d between 2024-02-28 and 2024-02-28, 1, 0) => 1
if(none < e, 1, 0) => unknown
if(n between -8 and -7.25, 1, 0) => 1
if(n between -7 and 0, 1, 0) => 0
if(n in (1, -7.25), 1, 0) => 1
if(n not in (1, 2), 1, 0) => 1
if(txt in ('a', 'b'), 1, 0) => 0
if(txt not in ('a', 'b'), 1, 0) => 1
if(id = '007', 1, 0) => 1
if(id = '7', 1, 0) => 0
if(n < 0 and zero = 0, 1, 0) => 1
if(n > 0 or zero = 0, 1, 0) => 1
if(not n > 0, 1, 0) => 1
if(n <> -7.25, 1, 0) => 0
# Kleene
if(x > 0 and n > 0, 1, 0) => 0
if(x > 0 and n < 0, 1, 0) => unknown
if(x > 0 or n < 0, 1, 0) => 1
if(x > 0 or n > 0, 1, 0) => unknown
if(not x > 0, 1, 0) => unknown
if(x in (1, 2), 1, 0) => unknown
if(x between 1 and 2, 1, 0) => unknown
if(blank(x), 1, 0) => 1
coalesce(x, n, 1) => -7.25
coalesce(x, x) => unknown
if(x > 0, 1, 1) => unknown
if(n < 0, 1, 1 / zero) => 1
# Chinese
if(n < 0 且 非 zero = 1, 1, 0) => 1
天数(d, e) => 2
长度(txt) => 10
如果(为空(x), 1, 0) => 1
X

# --- Workdays by the pack's calendar; beyond its end a day is unknown.
cat >"$pack/calendar.csv" <<'X'
date,name,day
2024-02-09,Spring Festival,off
2024-02-12,Spring Festival,off
2024-02-13,Spring Festival,off
2024-02-18,worked,work
2024-12-31,,work
X
tables <<'X'
t,u,id,yes,
t,d,date,,
t,e,date,,
t,far,date,,
X
cat >"$work/t.csv" <<'X'
u,d,e,far
A,2024-02-08,2024-02-19,2031-01-01
X
measures 'workdays' <<'X'
if(is_workday(d), 1, 0) => 1
if(is_workday(2024-02-09), 1, 0) => 0
if(is_workday(2024-02-10), 1, 0) => 0
if(is_workday(2024-02-18), 1, 0) => 1
weekday(2024-02-18) => 7
workdays(d, d) => 0
workdays(d, 2024-02-09) => 0
workdays(d, 2024-02-14) => 1
workdays(d, e) => 5
workdays(e, d) => -5
workdays(d, far) => unknown
if(是工作日(d), 1, 0) => 1
X
rm "$pack/calendar.csv"

# --- Identifiers with check characters, flags, times: cells that are none are refused.
tables <<'X'
t,u,id,yes,
t,company,uscc,,
t,person,idno,,
t,mark,flag,,
t,at,time,,
t,day,date,,
t,year,year,,
t,rate,percent,,
X
printf 'id,table,by,value,op,red\n' >"$pack/indicators.csv"
echo 'x,t,u,count(where not blank(company) and not blank(person) and mark and not blank(at) and not blank(day) and not blank(year) and not blank(rate)),>,0' >>"$pack/indicators.csv"
typed() { # STATUS TEXT CELLS: company,person,mark,at,day,year,rate
    printf 'u,company,person,mark,at,day,year,rate\nA,%s\n' "$3" >"$work/t.csv"
    scan "$work/t.csv"
    is "$rc" "$1" "cells $3: status $1"
    [ -z "$2" ] || says "t.csv:2:$2" "cells $3: message"
}
# Codes made up to fit GB 32100 and GB 11643; they are nobody's.
typed 0 '' ',,,,,,'
typed 0 '' '91350100M000100Y43,11010519491231002X,yes,2024-02-28 10:00,2024-02-29,2024,15%'
typed 3 '3: person: ' ',11010519491231002x,,,,,'
typed 0 '' '91350100M000100Y43,11010519491231002X,是,2024-02-28T10:00:00+08:00,2024-02-29,2024,1'
typed 3 '2: company: ' '91350100M000100Y44,,,,,,'
typed 3 '2: company: ' '91350100M000100Y4,,,,,,'
typed 3 '3: person: ' ',110105194912310021,,,,,'
typed 3 '3: person: ' ',11010519491331002X,,,,,'
typed 3 '4: mark: ' ',,perhaps,,,,'
typed 3 '5: at: ' ',,,2024-02-28 25:00,,,'
typed 3 '6: day: ' ',,,,2023-02-29,,'
typed 3 '6: day: ' ',,,,2024-2-9,,'
typed 3 '7: year: ' ',,,,,24,'
typed 3 '8: rate: ' ',,,,,,15%%'

# --- Over another group of rows, over time, other tables.
tables <<'X'
t,u,id,yes,
t,g,text,,
t,month,month,,
t,n,decimal,,
X
cat >"$work/t.csv" <<'X'
u,g,month,n
A,x,2024-01,1
A,x,2024-01,3
B,x,2024-01,5
C,x,2024-01,7
D,y,2024-01,100
E,y,2024-01,200
F,,2024-01,1000
A,y,2024-02,40
B,y,2024-02,60
X
# over QUESTION => subject|period|value ...: of every subject and period.
over() { # NAME VALUE PERIOD [MIN_PEERS] <<rows subject|period|value
    cat >"$work/want"
    printf 'key,value\nname,test\nversion,1\nlanguage,en\nmin_peers,%s\n' "${4:-2}" >"$pack/pack.csv"
    indicators id,table,by,period,value,op,red <<X
x,t,u,$3,"$2",>=,-99999999
X
    scan "$work/t.csv"
    is "$rc" 0 "$1: status 0" || { tap_show; return 1; }
    cells subject period value <"$work/out" >"$work/got"
    ok "$1" diff "$work/want" "$work/got" || diff "$work/want" "$work/got" | sed 's/^/#   /'
}
over 'over a column' 'sum(n) / (mean(n) over g)' month <<'X'
A|2024-01|1
A|2024-02|0.8
B|2024-01|1.25
B|2024-02|1.2
C|2024-01|1.75
D|2024-01|~0.666667
E|2024-01|~1.333333
X
over 'over all' 'sum(n) over all' month <<'X'
A|2024-01|1316
A|2024-02|100
B|2024-01|1316
B|2024-02|100
C|2024-01|1316
D|2024-01|1316
E|2024-01|1316
F|2024-01|1316
X
over 'over all, too few peers in February' 'sum(n) over all' month 3 <<'X'
A|2024-01|1316
B|2024-01|1316
C|2024-01|1316
D|2024-01|1316
E|2024-01|1316
F|2024-01|1316
X
over 'over others' 'sum(n) over others(g)' month 1 <<'X'
A|2024-01|12
A|2024-02|60
B|2024-01|11
B|2024-02|40
C|2024-01|9
D|2024-01|200
E|2024-01|100
X
over 'over others, mean' 'mean(n) over others(g)' month <<'X'
A|2024-01|6
B|2024-01|~3.666667
C|2024-01|3
X
over 'over all with where' 'sum(n where n < 100) over all' month <<'X'
A|2024-01|16
A|2024-02|100
B|2024-01|16
B|2024-02|100
C|2024-01|16
D|2024-01|16
E|2024-01|16
F|2024-01|16
X

# A row alone against others.
indicators id,table,value,op,red,label <<'X'
x,t,n / (max(n) over month),>=,20%,u
X
scan "$work/t.csv"
is "$(cells subject_name value subject_kind <"$work/out" | sort | tr '\n' ';')" \
    'A|~0.666667|record;B|1|record;E|0.2|record;F|1|record;' 'a row against its month'

# --- A plain column must be one.
indicators id,table,by,value,op,red <<'X'
x,t,u,n,>,1
X
scan "$work/t.csv"
exits 3 'a column that differs within a subject: status 3'
says "$work/t.csv:9: x: subject 'A': a column differs among the rows of one subject: n" \
    'a column that differs: message'

# --- Other tables.
tables <<'X'
t,u,id,yes,
t,d,text,,
t,n,decimal,,
t,boss,id,,
r,u,id,yes,
r,d,text,,
r,limit,decimal,,
r,since,date,,
X
cat >"$work/t.csv" <<'X'
u,d,n,boss
A,road,5,B
A,bridge,6,B
B,road,7,
C,,8,C
,road,9,A
D,road,10,Z
X
cat >"$work/r.csv" <<'X'
u,d,limit,since
A,road,5,2024-01-01
B,,100,2024-01-01
C,road,1,
C,bridge,1,
X
facts_of() { # NAME WHERE VALUE OP RED <<rows
    cat >"$work/want"
    indicators id,table,where,by,value,op,red,label <<X
x,t,"$2",,"$3",$4,$5,u
X
    scan --outcomes "$work/outcomes" "$work/t.csv" "$work/r.csv"
    is "$rc" 0 "$1: status 0" || { tap_show; return 1; }
    { cells subject_name evidence <"$work/out" | sed "s|$work/t.csv:||" | sort -t'|' -k2n
      cells triggered insufficient clear not_applicable <"$work/outcomes"; } >"$work/got"
    ok "$1" diff "$work/want" "$work/got" || diff "$work/want" "$work/got" | sed 's/^/#   /'
}
facts_of 'exists, one key' '' 'exists(r, u)' '' yes <<'X'
A|2
A|3
B|4
C|5
4|0|2|0
X
facts_of 'exists, two keys: a blank is nobody' '' 'exists(r, u, d)' '' yes <<'X'
A|2
1|0|5|0
X
facts_of 'exists, a key by its expression' '' 'exists(r, u = boss)' '' yes <<'X'
A|2
A|3
C|5
|6
4|0|2|0
X
facts_of 'exists in where' 'exists(r, u)' 'n > 6' '' yes <<'X'
B|4
C|5
2|0|2|2
X
facts_of 'exists in its own table' '' 'exists(t, u = boss)' '' yes <<'X'
A|2
A|3
C|5
|6
4|0|2|0
X
facts_of 'lookup' '' "n >= lookup(r.limit, u)" '' yes <<'X'
A|2
A|3
C|5
3|2|1|0
X
facts_of 'lookup, a default' '' "n > coalesce(lookup(r.limit, u), 8)" '' yes <<'X'
A|3
C|5
|6
D|7
4|0|2|0
X
facts_of 'lookup of what is blank' '' "lookup(r.since, u) < 2024-02-01" '' yes <<'X'
A|2
A|3
B|4
3|3|0|0
X
indicators id,table,value,red <<'X'
x,t,"lookup(r.d, u) = 'road'",yes
X
scan "$work/t.csv" "$work/r.csv"
exits 3 'lookup that finds different things: status 3'
says "$work/t.csv:5: x: different matches" 'lookup that finds different things: message'

# A table that looks at itself, from a pipe.
indicators id,table,value,red,label <<'X'
x,t,"exists(t, u = boss)",yes,u
X
rc=0
cat "$work/t.csv" | riskscan -p "$pack" --today "$today" t=- >"$work/out" 2>"$work/err" || rc=$?
is "$(cells subject_name evidence <"$work/out" | sort | tr '\n' ';')" 'A|-:2;A|-:3;C|-:5;|-:6;' \
    'a table that looks at itself, from standard input'

# A table that is not there, and one that is empty.
indicators id,table,value,red <<'X'
x,t,"not exists(r, u)",yes
X
scan --outcomes "$work/outcomes" "$work/t.csv"
exits 0 'another table is not there: status 0'
is "$(cells triggered insufficient clear <"$work/outcomes")" '0|0|0' 'not there: nothing is judged'
says 'without their table: 1' 'not there: told'
# Those that are left out share a subject with one that runs, or have their own, of columns that
# nobody else reads; and the same with a view between.
t_runs() { # TABLE
    indicators id,table,by,value,op,red,label <<X
x,$1,u,count(),>=,2,u
y,$1,u,"sum(n) - lookup(r.limit, u)",>,0,u
z,$1,boss,"sum(n) - lookup(r.limit, u = boss)",>,0,boss
X
    scan --outcomes "$work/outcomes" "$work/t.csv"
    exits 0 "$1: others run without the table that is not there: status 0"
    says 'without their table: 2' "$1: told"
    is "$(cells subject indicator value <"$work/out")" 'A|x|2' "$1: what was found"
}
t_runs t
printf 'view,table,where,by,column,expr\nv,t,,,twice,n * 2\n' >"$pack/views.csv"
t_runs v
rm "$pack/views.csv"
indicators id,table,value,red <<'X'
x,t,"not exists(r, u)",yes
X
sed -n 1p "$work/r.csv" >"$work/r0.csv"
scan --outcomes "$work/outcomes" "$work/t.csv" "r=$work/r0.csv"
is "$(cells triggered insufficient clear <"$work/outcomes")" '6|0|0' 'empty: nobody is there'

# --- Benford: first digits of 1 to 9, each as often as the next.
tables <<'X'
t,u,id,yes,
t,n,decimal,,
X
awk 'BEGIN { print "u,n"; for (i = 1; i <= 9; i++) for (k = 0; k < 50; k++) print "A," i "." k
    for (i = 1; i <= 9; i++) for (k = 0; k < int(1000 * log(1 + 1 / i) / log(10) + .5); k++)
        print "B,-0.00" i k }' >"$work/t.csv"
indicators id,table,by,value,op,red <<'X'
x,t,u,benford_mad(n),>=,0
X
scan "$work/t.csv"
# Mean of |1/9 - log10(1 + 1/d)|, d = 1 to 9.
want=$(awk 'BEGIN { for (d = 1; d <= 9; d++) { x = 1 / 9 - log(1 + 1 / d) / log(10)
    sum += x < 0 ? -x : x } printf "~%.6f", sum / 9 }')
is "$(cells value <"$work/out" | sed -n 1p)" "$want" 'benford_mad of equal digits'
ok 'benford_mad of Benford digits is near 0' test \
    "$(cells value <"$work/out" | sed -n 2p | cut -c1-7)" = '~0.0000' -o \
    "$(cells value <"$work/out" | sed -n 2p | cut -c1-7)" = '~0.0001' -o \
    "$(cells value <"$work/out" | sed -n 2p | cut -c1-7)" = '~0.0002'

done_testing
