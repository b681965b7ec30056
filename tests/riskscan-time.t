# within: the window that goes furthest, and its rows as evidence. prev, growth, monthly: the
# subject's period before. What they may hold in memory.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

# rows HEADER <<ROWS: into $work/t.csv
rows() { { echo "$1"; cat; } >"$work/t.csv"; }
# missing INDICATOR: the last column of its outcomes.
missing() { awk -F, -v id="$1" '$1 == id { sub(/.*,/, ""); print }' "$work/outcomes"; }
# outcome: per indicator the subjects triggered, insufficient, clear, not applicable.
outcome() { cells indicator triggered insufficient clear not_applicable <"$work/outcomes"; }
over_time() {
    rm -f "$work/outcomes"
    scan --outcomes "$work/outcomes" "$@" "t=$work/t.csv"
}

# --- Windows.
a_pack
tables <<'X'
t,buyer,id,yes,
t,supplier,id,,
t,signed_on,date,,
t,paid_at,time,,
t,amount,decimal,,
t,open,flag,,
X
indicators id,table,where,by,having,value,op,yellow,red <<'X'
most,t,open,buyer,count() within 30 days >= 2,sum(amount) within 30 days,>=,900,1000
least,t,open,buyer,,sum(amount) within 30 days,<=,0,
days,t,open,buyer,,count() within 1 days of paid_at,>=,2,
part,t,,buyer,,share(open) within 30 days,<=,50%,
names,t,,buyer,,distinct(supplier) within 31 days,>=,3,
middle,t,open,buyer,,median(amount) within 30 days,>=,300,
union,t,open,buyer,,max(amount) within 0 days >= 500 and min(amount) within 0 days <= 400,,yes,
group,t,open,buyer,sum(amount) within 30 days >= 900,count(),>,2,
X
rows buyer,supplier,signed_on,paid_at,amount,open <<'X'
both,S1,2024-01-30,2024-02-01T23:59,400,yes
both,S1,2024-02-01,2024-02-02T00:00,500,yes
both,S2,2024-03-01,2024-02-03T00:01,500,yes
both,S3,2024-03-03,2024-02-03T23:59:59,400,no
one,S1,2024-05-01,2024-05-01 08:00,1000,yes
tie,S1,2024-06-01,2024-06-01 08:00,500,yes
tie,S2,2024-06-30,2024-06-03 08:00,500,yes
tie,S1,2024-09-01,2024-09-01 08:00,500,yes
tie,S3,2024-10-01,2024-10-03 08:00,500,yes
back,S1,2024-01-01,2024-01-01 08:00,300,yes
back,S1,2024-01-02,2024-01-02 08:00,-310,yes
back,S2,2024-01-02,2024-01-02 08:00,310,yes
blank,S1,2024-01-01,2024-01-01 08:00,600,yes
blank,S1,,2024-01-01 08:00,600,yes
blank,S2,2024-01-01,,,no
X
over_time
exits 0 'windows'
alerts 'windows: both ends in, ties to the earliest, the rows are the evidence' \
    indicator subject level value evidence <<X
most|both|red|1000|$work/t.csv:3-4
most|tie|red|1000|$work/t.csv:7-8
least|back|yellow|0|$work/t.csv:12-13
days|back|yellow|3|$work/t.csv:11-13
days|blank|yellow|2|$work/t.csv:14-15
days|both|yellow|2|$work/t.csv:2-3
part|both|yellow|0|$work/t.csv:5
names|both|yellow|3|$work/t.csv:3-5
middle|back|yellow|300|$work/t.csv:11-13
middle|both|yellow|500|$work/t.csv:3-4
middle|one|yellow|1000|$work/t.csv:6
middle|tie|yellow|500|$work/t.csv:7-8
union|both|yellow|yes|$work/t.csv:2-3
group|both|yellow|3|$work/t.csv:2-4
group|tie|yellow|4|$work/t.csv:7-10
X
is "$(outcome)" "most|2|1|1|1
least|1|1|3|0
days|3|0|2|0
part|1|1|3|0
names|1|1|3|0
middle|4|1|0|0
union|1|1|3|0
group|2|1|1|1" 'windows: a blank date makes unknown what slides by it, and nothing else'
is "$(missing most)" 'blank signed_on (1)' 'windows: the reason'

# What cannot be told of one window could be the one that counts; too few rows are passed over.
indicators id,table,where,by,value,op,yellow <<'X'
spread,t,,buyer,stddev(amount) within 3 days,<=,10
relative,t,,buyer,cv(amount) within 3 days,<=,10
amount,t,open,buyer,sum(amount where supplier = 'S1') within 3 days,>=,1
X
rows buyer,supplier,signed_on,paid_at,amount,open <<'X'
calm,S2,2024-01-01,,100,yes
calm,S1,2024-01-02,,110,yes
calm,S1,2024-02-02,,500,yes
zero,S2,2024-01-01,,-5,yes
zero,S2,2024-01-01,,5,yes
zero,S2,2024-02-01,,10,yes
zero,S2,2024-02-01,,10,yes
lone,S1,2024-01-01,,,no
lone,S2,2024-02-01,,7,yes
alone,S2,2024-02-01,,7,yes
doubt,S1,2024-02-01,,7,
X
over_time
exits 0 'unknown windows'
alerts 'unknown windows: alerts' indicator subject value evidence <<X
spread|calm|~7.071068|$work/t.csv:2-3
spread|zero|0|$work/t.csv:7-8
relative|calm|~0.067344|$work/t.csv:2-3
amount|calm|500|$work/t.csv:4
X
is "$(cells indicator insufficient missing <"$work/outcomes")" \
    "spread|3|too few values for stddev (2); blank amount (1)
relative|4|too few values for cv (2); blank amount (1); zero divisor (1)
amount|1|blank open (1)" 'unknown windows: reasons'

# --- By period and over a run: the windows of its periods, and the rows that a sheet tells.
indicators id,table,by,period,value,op,yellow,for <<'X'
run,t,buyer,month(signed_on),sum(amount) within 2 days,>=,300,2
X
rows buyer,supplier,signed_on,_source,amount,open <<'X'
run,S1,2024-01-01,jan.xlsx!1!2,100,yes
run,S1,2024-01-10,jan.xlsx!1!3,100,yes
run,S1,2024-01-12,jan.xlsx!1!4,200,yes
run,S1,2024-02-20,feb.xlsx!1!9,300,yes
run,S1,2024-02-25,feb.xlsx!1!10,10,yes
run,S1,2024-03-01,mar.xlsx!1!1,299.99,yes
X
over_time
alerts 'a run of windows' indicator subject period value run evidence <<X
run|run|2024-02|300|2|jan.xlsx!1!3;jan.xlsx!1!4;feb.xlsx!1!9
X
sed 's/,_source,/,paid_at,/; s/[a-z]*.xlsx![0-9]*![0-9]*//' "$work/t.csv" >"$work/lines.csv"
scan "t=$work/lines.csv"
alerts 'a run of windows, by lines' subject evidence <<X
run|$work/lines.csv:3-5
X
# More rows than evidence names.
awk 'BEGIN { print "buyer,supplier,signed_on,paid_at,amount,open"
    for (i = 0; i < 240; i++) printf "run,S1,2024-0%d-%02d,,10,yes\n", i < 20 ? 1 : 2, 1 + i % 4 }' \
    >"$work/t.csv"
indicators id,table,by,value,op,yellow <<'X'
many,t,buyer,count() within 1 days,>=,100
X
over_time
alerts 'a hundred lines and the total' subject value evidence <<X
run|110|$work/t.csv:22-23,26-27,30-31,34-35,38-39,42-43,46-47,50-51,54-55,58-59,62-63,66-67,70-71,74-75,78-79,82-83,86-87,90-91,94-95,98-99,102-103,106-107,110-111,114-115,118-119,122-123,126-127,130-131,134-135,138-139,142-143,146-147,150-151,154-155,158-159,162-163,166-167,170-171,174-175,178-179,182-183,186-187,190-191,194-195,198-199,202-203,206-207,210-211,214-215,218-219 (110)
X

# --- The period before.
tables <<'X'
t,u,id,yes,
t,month,month,yes,
t,amount,decimal,,
t,kind,text,,
t,open,flag,,
X
indicators id,table,where,by,period,value,op,yellow,for,gap <<'X'
growth,t,,u,month,growth(sum(amount)),>=,50%,,
twice,t,,u,month,growth(sum(amount)),>=,50%,2,break
own,t,,u,month,monthly(max(amount)),>=,100,,
two back,t,,u,month,sum(amount) - prev(prev(sum(amount))),>=,100,,skip
begun,t,,u,month,"sum(amount) - coalesce(prev(sum(amount)), 0)",>=,100,,
kind,t,,u,month,last(kind) <> prev(first(kind)),,yes,,
part,t,open,u,month,count() - prev(count()),>=,1,,
quarter,t,,u,quarter(month),growth(sum(amount)),>=,50%,,
year,t,,u,year(month),growth(sum(amount)),>=,50%,,
plain,t,,u,month,prev(amount) * 2,>=,100,,
X
rows u,month,amount,kind,open <<'X'
A,2023-11,100,x,yes
A,2023-12,150,x,no
A,2024-01,225,y,yes
A,2024-03,900,y,yes
A,2024-04,1000,y,yes
B,2024-01,0,x,
B,2024-02,50,x,yes
B,2024-03,,x,yes
B,2024-04,60,x,yes
C,2024-04,200,x,yes
X
over_time
exits 0 'the period before'
alerts 'the period before: values, and its rows are evidence' \
    indicator subject period value run evidence <<X
growth|A|2023-12|0.5|1|$work/t.csv:2-3
growth|A|2024-01|0.5|2|$work/t.csv:2-4
twice|A|2024-01|0.5|2|$work/t.csv:2-4
own|A|2024-01|225|1|$work/t.csv:4
own|A|2024-04|100|1|$work/t.csv:5-6
two back|A|2024-01|125|1|$work/t.csv:2-4
begun|A|2023-11|100|1|$work/t.csv:2
begun|A|2024-03|900|1|$work/t.csv:5
begun|A|2024-04|100|2|$work/t.csv:5-6
begun|C|2024-04|200|1|$work/t.csv:11
kind|A|2024-01|yes|1|$work/t.csv:3-4
part|A|2024-01|1|1|$work/t.csv:4
quarter|A|2024Q1|3.5|1|$work/t.csv:2-5
year|A|2024|7.5|1|$work/t.csv:2-6
plain|A|2023-12|200|1|$work/t.csv:2-3
plain|A|2024-01|300|2|$work/t.csv:2-4
plain|A|2024-04|1800|1|$work/t.csv:5-6
plain|B|2024-03|100|1|$work/t.csv:8-9
X
# A first period is no more than a beginning; a subject that has nothing else is insufficient.
is "$(cells indicator triggered insufficient clear not_applicable missing <"$work/outcomes")" \
    'growth|1|2|0|0|blank amount (1); the period before is missing (1)
twice|1|2|0|0|blank amount (1); the period before is missing (1)
own|1|2|0|0|blank amount (1); the period before is missing (1)
two back|1|2|0|0|blank amount (1); the period before is missing (1)
begun|2|1|0|0|blank amount (1)
kind|1|1|1|0|the period before is missing (1)
part|1|2|0|0|blank open (1); the period before is missing (1)
quarter|1|2|0|0|blank amount (1); the period before is missing (1)
year|1|2|0|0|blank amount (1); the period before is missing (1)
plain|2|1|0|0|the period before is missing (1)' 'the period before: outcomes'
is "$(cells indicator periods_triggered periods_insufficient periods_clear periods_not_applicable \
    <"$work/outcomes" | sed -n '1,2p;5p')" 'growth|2|5|1|3
twice|1|4|0|6
begun|4|2|5|0' 'the period before: outcomes of periods'

# Nothing changes if groups are closed early, rows come late, or from a pipe.
cp "$work/outcomes" "$work/want-outcomes"
facts <"$work/out" >"$work/want-facts"
{ sed -n 1p "$work/t.csv"; sed 1d "$work/t.csv" | sort -t, -k2,2 -k1,1; } >"$work/by-month.csv"
{ sed -n 1p "$work/t.csv"; sed 1d "$work/t.csv" | sort -r; } >"$work/late.csv"
for file in t by-month late; do
    for way in '' '--memory 1' '--memory 1 --chunk 5'; do
        # shellcheck disable=SC2086 # options
        run sh -c "cat $work/$file.csv | riskscan -p $pack --today $today $way \
            --outcomes $work/outcomes t=-"
        facts <"$work/out" >"$work/got"
        ok "$file $way: the same alerts" cmp "$work/want-facts" "$work/got"
        ok "$file $way: the same outcomes" cmp "$work/want-outcomes" "$work/outcomes"
    done
done

# Thresholds over the measures of all: every measure has its own period before.
printf 'key,value\nmin_peers,3\n' >"$pack/pack.csv"
indicators id,table,by,period,value,op,yellow <<'X'
far,t,u,month,growth(sum(amount)),>,max(value) - 1%
mean,t,u,month,sum(amount) - prev(sum(amount)),>=,mean(value)
X
rows u,month,amount,kind,open <<'X'
A,2024-01,100,,
A,2024-02,110,,
A,2024-03,220,,
B,2024-01,100,,
B,2024-02,120,,
B,2024-03,120,,
C,2024-01,100,,
C,2024-02,130,,
C,2024-03,,,
D,2024-01,200,,
D,2024-02,210,,
D,2024-03,260,,
X
over_time
exits 0 'measures of all'
alerts 'measures of all' indicator subject period value threshold evidence <<X
far|A|2024-03|1|0.99|$work/t.csv:3-4
far|C|2024-02|0.3|0.29|$work/t.csv:8-9
mean|A|2024-03|110|~53.333333|$work/t.csv:3-4
mean|B|2024-02|20|17.5|$work/t.csv:5-6
mean|C|2024-02|30|17.5|$work/t.csv:8-9
X

# A rejected row makes its period unknown, and the one that looks back at it.
printf 'A,2024-02,x,,\nA,2024-04,500,,\n' >>"$work/t.csv"
indicators id,table,by,period,value,op,yellow <<'X'
growth,t,u,month,growth(sum(amount)),>=,90%
X
over_time --rejects "$work/rejects"
exits 0 'a rejected row before'
is "$(cells subject period <"$work/out" | grep A)" 'A|2024-04' 'a rejected row before'
is "$(outcome)" 'growth|1|3|0|0' 'a rejected row before: outcomes'

# --- Where they cannot stand.
refused() { # COLUMNS CELLS MESSAGE
    printf 'id,table,%s\nx,t,%s\n' "$1" "$2" >"$pack/indicators.csv"
    scan "$work/t.csv"
    is "$rc" 2 "status 2: $2"
    says "$pack/indicators.csv:2:$3" "message: $2" || cat "$work/err"
}
tables <<'X'
t,u,id,yes,
t,day,date,,
t,month,month,,
t,amount,decimal,,
X
rows u,day,month,amount <<'X'
A,2024-01-01,2024-01,1
X
refused value,op,yellow 'sum(amount) within 30 days,>,5' \
    '3: within, prev, growth and monthly look at several rows of a subject: '"'by' must say which"
refused by,having,value,op,yellow 'u,count() within 30 days = 3,sum(amount),>,5' \
    '4: at character 1: which window counts follows from > >= < or <=, and here it does not: '
refused by,value,op,yellow 'u,sum(amount) within 30 days,outside,3..5' \
    "5: which window counts follows from > >= < or <=, not from 'outside'"
refused by,value,op,yellow 'u,sum(amount),>,sum(amount) within 30 days' \
    '6: at character 13: within finds the window that goes furthest; it belongs in having or value'
refused by,value,op,yellow,label 'u,sum(amount),>,5,count() within 30 days' \
    '7: at character 9: within finds the window that goes furthest; it belongs in having or value'
refused by,where,value,op,yellow 'u,prev(amount) > 1,sum(amount),>,5' \
    "4: at character 1: prev looks at the subject's period before; it belongs in having or value"
refused by,value,op,yellow 'u,prev(sum(amount)),>,5' \
    '4: prev, growth and monthly need a period that is a month, quarter or year'
refused by,period,value,op,yellow 'u,day,growth(sum(amount)),>,5' \
    '5: prev, growth and monthly need a period that is a month, quarter or year'
refused by,period,value,op,yellow 'u,quarter(day),monthly(sum(amount)),>,5' \
    '5: monthly needs a period that is a month, not a quarter'
refused by,period,having,value,op,yellow 'u,month,prev(count()),sum(amount),>,5' \
    '5: this is a number, where a condition is needed'

# --- What they hold in memory is bounded, and told with the remedy.
printf 'id,table,by,value,op,red\nW,t,u,sum(amount) within 30 days,>,5\nM,t,u,median(amount),>,5
D,t,u,distinct(amount),>,5\nO,t,u,sum(amount) - (median(amount) over all),>,5
V,t,u,sum(amount),>,fence_high(value)\n' >"$pack/indicators.csv"
awk 'BEGIN { print "u,day,month,amount"
    for (i = 0; i < 5000; i++) printf "%d,2024-01-%02d,,%d\n", i % 1000, 1 + i % 28, i }' >"$work/t.csv"
while read -r id what; do
    scan --only "$id" --hold 16K "$work/t.csv"
    is "$rc" 4 "--hold, $id: status 4"
    says "riskscan: $id: '$what' holds every value that it looks at, and what all such aggregates \
hold together would take more than 16384 bytes: give --hold more, let where keep fewer rows, or \
run fewer indicators at a time (--only)" "--hold, $id: message"
    ok "--hold, $id: no alerts" test ! -s "$work/out"
    scan --only "$id" --hold 1M "$work/t.csv"
    is "$rc" 0 "--hold, $id: with more"
done <<'X'
W sum(amount) within 30 days
M median(amount)
D distinct(amount)
O median(amount) over all
V value
X
scan --hold x "$work/t.csv"
is "$rc" 2 '--hold x: status 2'
says "--hold: no size: 'x'" '--hold x: message'

# --- On views: a row there rests on several lines, and a line on which several rest is told once.
tables <<'X'
bids,tender,id,,
bids,bidder,id,,
bids,day,date,,
bids,price,decimal,,
X
cat >"$pack/views.csv" <<'X'
view,table,where,by,column,expr
daily,bids,,bidder day,total,sum(price)
met,bids,,pairs of tender,gap,abs(a.price - b.price)
X
indicators id,table,by,period,value,op,red <<'X'
days,daily,bidder,,sum(total) within 2 days,>=,60
pairs,met,a.bidder b.bidder,,count() within 10 days of a.day,>=,2
month,daily,bidder,month(day),growth(sum(total)),>=,1
X
rows tender,bidder,day,price <<'X'
T1,A,2024-01-01,10
T1,B,2024-01-01,11
T1,A,2024-01-01,12
T2,A,2024-01-03,20
T2,B,2024-01-03,21
T3,A,2024-01-03,30
T3,B,2024-02-20,130
X
scan "bids=$work/t.csv"
exits 0 'windows on views'
alerts 'windows on views' indicator subject period value evidence <<X
days|A||72|$work/t.csv:2,4-5,7
days|B||130|$work/t.csv:8
pairs|A|B||4|$work/t.csv:2-8
month|B|2024-02|3.0625|$work/t.csv:3,6,8
X
scan --only days --hold 100 "bids=$work/t.csv"
is "$rc" 4 'windows on views: --hold'

# --- A pack that uses them: cases, sentences, arithmetic.
pack=tests/packs/time
run riskscan -p "$pack" --today "$today" --test
is_output riskscan-time-test
for id in ZB-01 ZB-02 CZ-01 CZ-02; do
    run riskscan -p "$pack" --today "$today" --explain $id
    is_output "riskscan-time-explain-$id"
done
scan "$pack/tests/contracts.csv" "$pack/tests/revenue.csv"
cells alert_id indicator <"$work/out" | sort -u -t'|' -k2,2 >"$work/ids"
while IFS='|' read -r alert id; do
    scan --why "$alert" "$pack/tests/contracts.csv" "$pack/tests/revenue.csv"
    is_output "riskscan-time-why-$id"
done <"$work/ids"

done_testing
