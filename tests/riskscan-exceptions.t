# Exceptions: a named subject of one indicator, approved by someone, for at most 12 months.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

a_pack
tables <<'X'
t,unit,id,yes,
t,month,month,,
t,kind,text,,
t,n,decimal,,
X
indicators id,name,table,where,by,period,value,op,yellow,for,status <<'X'
A,over,t,,unit,month,sum(n),>,10,2,
B,over again,t,,unit kind,,max(n),>,10,,
C,each row,t,n > 0,,,n,>,10,,
D,off,t,,unit,,count(),>,0,,off
X
cat >"$work/t.csv" <<'X'
unit,month,kind,n
U1,2024-01,a,11
U1,2024-02,a,12
U1,2024-03,b,13
U2,2024-01,a,11
U2,2024-02,a,12
U2,2024-03,b,1
U3,2024-01,a,1
U3,2024-02,a,1
U3,2024-03,a,1
U4,2024-01,a,11
U4,2024-03,a,11
X
exceptions() { # <<rows
    { echo indicator,subject,reason,approved_by,expires; cat; } >"$pack/exceptions.csv"
}
outcomes() { # NAME: the outcomes of subjects and periods, and that they add up
    cells indicator subjects triggered insufficient clear not_applicable periods periods_triggered \
        periods_insufficient periods_clear periods_not_applicable <"$work/outcomes.csv" >"$work/got"
    ok "$1: they add up" awk -F'|' '
        $2 != $3 + $4 + $5 + $6 || $7 != $8 + $9 + $10 + $11 { bad = 1 } END { exit bad }' "$work/got"
}

# --- Mistakes.
: >"$work/told"
printf 'unit\n"' >"$work/bad.csv"
while IFS=: read -r name row; do
    [ -n "$name" ] || continue
    printf '%s\n' "$row" | exceptions
    scan "$work/bad.csv"
    is "$rc" 2 "$name: status 2" || tap_show
    { echo "# $name"; sed "s|$work|WORK|g" "$work/err"; } >>"$work/told"
done <<'X'
unknown indicator:a,U1,moved,县纪委监委,2025-06-30
no subject:A,,moved,县纪委监委,2025-06-30
no reason:A,U1,,县纪委监委,2025-06-30
nobody approved:A,U1,moved,,2025-06-30
no end:A,U1,moved,县纪委监委,
no day:A,U1,moved,县纪委监委,2025-06
a day too far:A,U1,moved,县纪委监委,2026-02-01
X
printf 'indicator,subject,reason,expires\n' >"$pack/exceptions.csv"
scan "$work/bad.csv"
exits 2 'a column is missing: status 2'
sed "s|$work|WORK|g" "$work/err" >>"$work/told"
cp "$work/told" "$work/out"
: >"$work/err"
rc=0
is_output riskscan-exceptions

echo 'A,U1,moved,县纪委监委,2026-01-31' | exceptions
scan "$work/t.csv"
exits 0 'to the day 12 months from today'
echo 'A,U1,moved,县纪委监委,2025/2/28' | exceptions
run riskscan -p "$pack" --today 2024-02-29 "$work/t.csv"
exits 0 'from a leap day to the last of February'
echo 'A,U1,moved,县纪委监委,2025-03-01' | exceptions
run riskscan -p "$pack" --today 2024-02-29 "$work/t.csv"
says "exceptions.csv:2:5: '2025-03-01' is more than 12 months away: an exception may hold until 2025-02-28 at most" \
    'and no further'

# --- What it does. Without:
rm "$pack/exceptions.csv"
scan --outcomes "$work/outcomes.csv" "$work/t.csv"
cp "$work/out" "$work/without.csv"
cells indicator subject period level <"$work/out" >"$work/all"
is "$(sed 7q "$work/all" | tr '\n' ' ')" \
    'A|U1|2024-02|yellow A|U1|2024-03|yellow A|U2|2024-02|yellow B|U1|a||yellow B|U1|b||yellow B|U2|a||yellow B|U4|a||yellow ' \
    'without exceptions'
outcomes 'without exceptions'
cp "$work/got" "$work/before"
record=$(cells indicator subject evidence <"$work/out" | grep '^C|.*:4$' | cut -d '|' -f 2)

exceptions <<X
A,U1,"moved into one office, $work",县纪委监委,2025-06-30
A,U3,never warned of,县纪委监委,2025-06-30
A,U4,has a gap,县纪委监委,2025-06-30
B,U1|b,seasonal,县纪委监委,2025-01-31
C,$record,checked by hand,县纪委监委,2025-02-01
B,U2|a,long over,县纪委监委,2025-01-30
A,U9,never seen,县纪委监委,2025-03-01
X
scan --outcomes "$work/outcomes.csv" "$work/t.csv"
exits 0 'with exceptions: status 0'
says "riskscan: alerts held back by exceptions: 4, of 3 subjects ($pack/exceptions.csv:2, $pack/exceptions.csv:5, $pack/exceptions.csv:6)" \
    'how many are held back, and where it says so'
says "riskscan: warning: $pack/exceptions.csv:7: the exception of 'U2|a' from B has expired (2025-01-30) and no longer holds" \
    'an expired one is told'
cells indicator subject period level <"$work/out" >"$work/got"
grep -v -e '^A|U1|' -e '^B|U1|b|' -e "^C|$record|" "$work/all" >"$work/want"
ok 'all other alerts are there' cmp "$work/want" "$work/got" || diff "$work/want" "$work/got"
is "$(wc -l <"$work/want" | tr -d ' ')" "$(($(wc -l <"$work/all") - 4))" 'and four are not'
outcomes 'with exceptions'
is "$(cat "$work/got")" "$(printf '%s\n' \
    'A|4|1|0|0|3|12|1|0|1|10' 'B|6|3|0|2|1|6|3|0|2|1' 'C|11|6|0|4|1|11|6|0|4|1')" \
    'excepted subjects are not applicable, and so are their periods' || cat "$work/before"
cp "$work/out" "$work/with.csv"
scan --memory 1K "$work/t.csv"
ok 'the same in little memory' cmp "$work/with.csv" "$work/out"
says 'alerts held back by exceptions: 4, of 3 subjects' 'counted once in little memory'
# A subject that has been calm passes without a look, but not an excepted one.
awk 'BEGIN { print "unit,month,kind,n"
    for (k = 1; k <= 60; k++) for (u = 1; u <= 9; u++)
        printf "U%d,%d-%02d,a,1\n", u, 2019 + int((k - 1) / 12), (k - 1) % 12 + 1 }' >"$work/long.csv"
scan --only A --memory 1 --outcomes "$work/outcomes.csv" "$work/long.csv"
outcomes 'periods let go one after the other'
is "$(cat "$work/got")" 'A|9|0|0|5|4|540|0|0|295|245' 'and are all not applicable'
sort -r "$work/t.csv" | { echo unit,month,kind,n; grep -v ^unit; } >"$work/reversed.csv"
scan --memory 1K "$work/reversed.csv"
says 'alerts held back by exceptions: 4, of 3 subjects' 'and once where rows come late'
scan --stream "$work/t.csv"
cells indicator subject period level <"$work/out" | sort >"$work/got"
sort "$work/want" >"$work/sorted"
ok 'nor are they told by --stream' cmp "$work/sorted" "$work/got"
run riskscan -p "$pack" --today 2025-01-31 --only A --exit-code "$work/t.csv"
exits 1 'U2 alerts still'
sed -n '1p;/U1/p' "$work/t.csv" >"$work/u1.csv"
run riskscan -p "$pack" --today 2025-01-31 --only A --exit-code "$work/u1.csv"
exits 0 '--exit-code: what is held back is no alert'

# --- Of two for one subject, the one that holds longer.
exceptions <<'X'
A,U1,old,县纪委监委,2024-06-30
A,U1,new,县纪委监委,2025-02-28
A,U1,between,县纪委监委,2025-02-01
X
scan --only A "$work/t.csv"
says "held back by exceptions: 2, of 1 subject ($pack/exceptions.csv:3)" 'the longest holds'
says 'exceptions.csv:2' 'the first has expired'

# --- Who looks at the indicator's subjects does not find an excepted one.
echo 'E,looks at A,t,,unit,,"any(exists(A, unit))",,yes,,' >>"$pack/indicators.csv"
sed -i.bak '/^[BCD],/d' "$pack/indicators.csv"
exceptions <<'X'
A,U1,moved,县纪委监委,2025-02-28
X
scan --only E --outcomes "$work/outcomes.csv" "$work/t.csv"
is "$(cells indicator subject level <"$work/out")" 'E|U2|yellow' 'exists(A, unit) without an excepted subject'
ok 'what is held back of an indicator that is only looked at is not told' \
    sh -c "! grep -q 'held back' '$work/err'"
mv "$pack/indicators.csv.bak" "$pack/indicators.csv"
sed -i.bak '/^E,/d' "$pack/indicators.csv"

# --- --why of what is held back.
: >"$work/told"
for subject in "A|U1|2024-03" "C|$record|"; do
    id=$(cells indicator subject period alert_id <"$work/without.csv" | grep -F "$subject" | cut -d '|' -f 4)
    exceptions <<X
A,U1,moved into one office,县纪委监委,2025-06-30
C,$record,checked by hand,县纪委监委,2025-02-01
X
    scan --why "$id" "$work/t.csv"
    exits 0 "--why of $subject"
    sed "s|$work|WORK|g" "$work/out" >>"$work/told"
done
cp "$work/told" "$work/out"
is_output riskscan-exceptions-why

# --- In the pack's own tests.
mkdir "$pack/tests"
cp "$work/t.csv" "$pack/tests/t.csv"
cat >"$pack/tests/cases.csv" <<'X'
case,indicator,file,today,subject,outcome,level,value,run,period
excepted,A,t=t.csv,,U1,not applicable,,,,
not excepted,A,t=t.csv,,U2,triggered,yellow,12,2,2024-02
calm,A,t=t.csv,,U3,clear,,,,
a gap,A,t=t.csv,,U4,insufficient,,,,
later it has expired,A,t=t.csv,2025-07-01,U1,triggered,yellow,12,2,2024-02
and again,A,t=t.csv,2025-07-01,U1,triggered,yellow,13,3,2024-03
not excepted,A,t=t.csv,2025-07-01,U2,triggered,yellow,12,2,2024-02
calm,A,t=t.csv,2025-07-01,U3,clear,,,,
a gap,A,t=t.csv,2025-07-01,U4,insufficient,,,,
X
run riskscan -p "$pack" --today 2025-01-31 --test
exits 0 '--test: by the day of the case' || tap_show

done_testing
