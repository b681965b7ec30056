# Runs over periods, gaps, and the four outcomes: what triggers, what is insufficient, what is clear,
# what does not apply; and that they add up.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

a_pack
tables <<'X'
t,u,id,yes,
t,month,month,,
t,kind,text,,
t,v,decimal,,
X

# rows <<lines "SUBJECT PERIODS": a letter for each month of 2024 on: 1 to 9 that value, 0 holds not,
# ? a blank value, x left out by where, h left out by having, - no row.
rows() {
    awk 'BEGIN { print "u,month,kind,v" }
        { for (k = 1; k <= length($2); k++) {
            c = substr($2, k, 1)
            if (c == "-") continue
            v = c == "?" ? "" : c == "x" || c == "h" ? 9 : c
            printf "%s,%d-%02d,%s,%s\n", $1, 2024 + int((k - 1) / 12), (k - 1) % 12 + 1,
                c == "x" || c == "h" ? c : "", v
        } }'
}

# judged FOR GAP <<lines "SUBJECT PERIODS OUTCOME [MONTH/RUN/LEVEL...]"
judged() {
    indicators id,table,where,by,having,period,value,op,blue,red,for,gap <<X
x,t,kind != 'x',u,count(where kind = 'h') = 0,month,sum(v),>,0,5,$1,$2
X
    sed '/^ *$/d' >"$work/cases"
    rows <"$work/cases" >"$work/t.csv"
    scan --outcomes "$work/outcomes" "$work/t.csv"
    exits 0 "for $1, gap '$2': status 0"
    cells subject period run level <"$work/out" >"$work/found"
    for outcome in triggered insufficient clear 'not applicable'; do
        grep -c " $outcome" "$work/cases" | tr '\n' ' '
    done >"$work/want"
    cells triggered insufficient clear not_applicable <"$work/outcomes" | tr '|\n' '  ' >"$work/got"
    is "$(cat "$work/got")" "$(cat "$work/want")" "for $1, gap '$2': outcomes"
    is "$(cells subjects triggered insufficient clear not_applicable periods periods_triggered \
        periods_insufficient periods_clear periods_not_applicable <"$work/outcomes" |
        awk -F'|' '{ print $1 - $2 - $3 - $4 - $5, $6 - $7 - $8 - $9 - $10 }')" '0 0' \
        "for $1, gap '$2': they add up"
    while read -r subject periods outcome alerts_wanted; do
        alerts_wanted=${alerts_wanted#applicable}
        is "$(awk -F'|' -v s="$subject" '$1 == s { printf " %s/%s/%s", substr($2, 6), $3, $4 }' \
            "$work/found")" "${alerts_wanted:+ }$alerts_wanted" "for $1, gap '$2': $periods"
    done <"$work/cases"
    # Alone, each has the outcome that it has here (where the table ends with it).
    while read -r subject periods outcome alerts_wanted; do
        case $periods in *-) continue ;; esac
        printf '%s %s\n' "$subject" "$periods" | rows >"$work/one.csv"
        run riskscan -p "$pack" --today "$today" --outcomes "$work/outcomes" "t=$work/one.csv"
        [ "$outcome" != not ] || outcome=not_applicable
        is "$(cells "$outcome" <"$work/outcomes")" 1 "for $1, gap '$2': $periods is $outcome"
    done <"$work/cases"
}

judged 1 '' <<'X'
A 1 triggered 01/1/blue
B 0 clear
C 6 triggered 01/1/red
D ? insufficient
E x not applicable
F h not applicable
X
judged 1 '' <<'X'
A 1010 triggered 01/1/blue 03/1/blue
B 6110 triggered 01/1/red 02/2/blue 03/3/blue
C 0000 clear
D 0x0x clear
E xxhx not applicable
F x0xx clear
G 1??? triggered 01/1/blue
H 0??? insufficient
I 0-00 insufficient
J 1-00 triggered 01/1/blue
K 0--- insufficient
L ---0 clear
M x--- not applicable
X
judged 2 '' <<'X'
A 111111 triggered 02/2/blue 03/3/blue 04/4/blue 05/5/blue 06/6/blue
B 010101 clear
C 11-111 triggered 02/2/blue 05/2/blue 06/3/blue
D 1-1-11 triggered 06/2/blue
E 1-1-1- insufficient
F 0-0000 insufficient
G 000000 clear
H 1----- insufficient
I -----1 insufficient
J xxxxxx not applicable
K 1x1x11 triggered 06/2/blue
L 1x1x1x clear
M 1?1?1? insufficient
N ?11111 triggered 03/2/blue 04/3/blue 05/4/blue 06/5/blue
O 0?0000 insufficient
P hhhhhh not applicable
Q 1h1111 triggered 04/2/blue 05/3/blue 06/4/blue
R 116611 triggered 02/2/blue 03/3/blue 04/4/red 05/5/blue 06/6/blue
S ----00 clear
T ----11 triggered 06/2/blue
X
judged 2 unknown <<'X'
A 11-11 triggered 02/2/blue 05/2/blue
B 1-1-1 insufficient
X
judged 2 break <<'X'
A 111111 triggered 02/2/blue 03/3/blue 04/4/blue 05/5/blue 06/6/blue
C 11-111 triggered 02/2/blue 05/2/blue 06/3/blue
D 1-1-11 triggered 06/2/blue
E 1-1-1- clear
F 0-0000 clear
H 1----- insufficient
I -----1 insufficient
M 1?1?1? insufficient
S 0----0 clear
X
judged 2 skip <<'X'
A 111111 triggered 02/2/blue 03/3/blue 04/4/blue 05/5/blue 06/6/blue
C 11-111 triggered 02/2/blue 04/3/blue 05/4/blue 06/5/blue
D 1-1-11 triggered 03/2/blue 05/3/blue 06/4/blue
E 1-1-1- triggered 03/2/blue 05/3/blue
F 0-0000 clear
H 1----- insufficient
I -----1 insufficient
S 1----1 triggered 06/2/blue
U 1-0-1- clear
X
judged 3 '' <<'X'
A 11111111111111 triggered 03/3/blue 04/4/blue 05/5/blue 06/6/blue 07/7/blue 08/8/blue 09/9/blue 10/10/blue 11/11/blue 12/12/blue 01/13/blue 02/14/blue
B 11011011011011 clear
C 66166666666611 triggered 03/3/blue 04/4/blue 05/5/blue 06/6/red 07/7/red 08/8/red 09/9/red 10/10/red 11/11/red 12/12/red 01/13/blue 02/14/blue
D ------------11 insufficient
E -----------111 triggered 02/3/blue
X

# --- since, and a run across the turn of a year.
indicators id,table,by,period,value,op,red,for <<'X'
x,t,u,month,sum(v),>,0,3
X
cat >"$work/t.csv" <<'X'
u,month,kind,v
A,2023-11,,1
A,2023-12,,1
A,2024-01,,1
A,2024-02,,1
X
scan "$work/t.csv"
alerts 'a run across the turn of the year' period since run evidence <<X
2024-01|2023-11|3|$work/t.csv:2-4
2024-02|2023-11|4|$work/t.csv:2-5
X

# --- What is missing: the reasons are told.
missing() { # NAME WHERE VALUE WANT: want "triggered|insufficient|clear|not applicable|missing"
    indicators id,table,where,by,period,value,op,red <<X
x,t,"$2",u,month,$3,>,0
X
    scan --outcomes "$work/outcomes" "$work/t.csv"
    is "$rc" 0 "$1: status 0"
    is "$(cells triggered insufficient clear not_applicable missing <"$work/outcomes")" "$4" "$1"
}
printf 'u,month,kind,v\nA,2024-01,,\n' >"$work/t.csv"
missing 'a blank number' '' 'sum(v)' '0|1|0|0|blank v (1)'
missing 'a blank number that where leaves out' 'not blank(v)' 'sum(v)' '0|0|0|1|'
missing 'a blank number in where' 'v > 1' 'count()' '0|1|0|0|blank v (1)'
printf 'u,month,kind,v\nA,2024-01,,0\n' >"$work/t.csv"
missing 'a zero divisor' '' '1 / sum(v)' '0|1|0|0|zero divisor (1)'
printf 'u,month,kind,v\nA,,,1\n' >"$work/t.csv"
missing 'no period' '' 'sum(v)' '0|1|0|0|blank month (1)'
printf 'u,month,kind,v\nA,,,1\nA,2024-01,,0\n' >"$work/t.csv"
missing 'no period in one row of it' '' 'sum(v)' '0|1|0|0|blank month (1)'
printf 'u,month,kind,v\n,2024-01,,1\n,2024-01,,2\n' >"$work/t.csv"
missing 'a blank key is nobody' '' 'sum(v)' '0|2|0|0|blank key (2)'
printf 'u,month,kind,v\nA,2024-01,,0\nA,2024-03,,0\n' >"$work/t.csv"
missing 'a missing month' '' 'sum(v)' '0|1|0|0|missing period (1)'
printf 'u,month,kind,v\nA,2024-01,x,1\n' >"$work/t.csv"
missing 'all rows left out' "kind != 'x'" 'sum(v)' '0|0|0|1|'
missing 'no number' '' 'sum(number(kind))' '0|1|0|0|a text that is no number (1)'
missing 'too few' '' 'kurt(v)' '0|1|0|0|too few values for kurt (1)'
long=$(awk 'BEGIN { for (i = 0; i < 1001; i++) printf "长" }')
printf 'u,month,kind,v\nA,2024-01,%s,2.5\nA,2024-01,x,2.5\nA,2024-01,,2.50\n' "$long" >"$work/t.csv"
missing 'a long text' '' "\"max(distance(kind, 'x'))\"" \
    '0|1|0|0|a text of more than 1000 characters (1)'
missing 'no spread: skew' '' 'skew(v)' '0|1|0|0|all values are equal (1)'
missing 'no spread: ks_uniform' '' 'ks_uniform(v)' '0|1|0|0|all values are equal (1)'
missing 'no whole number' '' 'gaps(v)' '0|1|0|0|a number that is not whole (1)'
missing 'a blank among repeats' '' 'repeats(kind)' '0|1|0|0|blank kind (1)'
printf 'u,month,kind,v\nA,2024-01,x,1\n' >"$work/t.csv"
missing 'a value of no rows' '' "min(v where kind = 'z')" '0|1|0|0|no rows (1)'

# --- `having` unknown, a threshold unknown.
indicators id,table,by,having,value,op,red <<'X'
x,t,u,sum(v) > 0,count(),>,0
X
printf 'u,month,kind,v\nA,2024-01,,\nB,2024-01,,1\nC,2024-01,,0\n' >"$work/t.csv"
scan --outcomes "$work/outcomes" "$work/t.csv"
is "$(cells triggered insufficient clear not_applicable <"$work/outcomes")" '1|1|0|1' 'having unknown'
indicators id,table,by,value,op,red <<'X'
x,t,u,count(),>,sum(v)
X
scan --outcomes "$work/outcomes" "$work/t.csv"
is "$(cells triggered insufficient clear not_applicable <"$work/outcomes")" '0|3|0|0' \
    'a threshold over all rows, unknown'
echo min_peers,3 >>"$pack/pack.csv"
indicators id,table,by,value,op,red <<'X'
x,t,u,count(),>=,sum(v where not blank(v))
X
scan --outcomes "$work/outcomes" "$work/t.csv"
is "$(cells triggered insufficient clear not_applicable <"$work/outcomes")" '3|0|0|0' \
    'a threshold over those rows that are known'

# --- Of equal rows each is a subject; they bear one digest, and one alert names both lines.
indicators id,table,value,op,red <<'X'
x,t,v,>,0
X
printf 'u,month,kind,v\nA,2024-01,,1\nB,2024-01,,1\nA,2024-01,,1\n' >"$work/t.csv"
scan --outcomes "$work/outcomes" "$work/t.csv"
is "$(cells evidence <"$work/out" | sed "s|$work/||g" | sort)" 't.csv:2;t.csv:4
t.csv:3' 'equal rows are one alert that names both'

# --- 1 and 1.0 are one decimal and two ids.
tables <<'X'
t,u,id,yes,
t,n,decimal,,
X
printf 'u,n\n1,1\n1.0,1.0\n01,1.00\n' >"$work/t.csv"
indicators id,table,by,value,op,red <<'X'
ids,t,u,count(),>,0
decimals,t,n,count(),>,0
X
scan "$work/t.csv"
alerts 'keys compare as their type does' indicator subject value <<'X'
ids|01|1
ids|1|1
ids|1.0|1
decimals|1|3
X

# --- Several columns make a subject; `|` and `\` in them are escaped.
tables <<'X'
t,a,id,yes,
t,b,text,,
X
cat >"$work/t.csv" <<'X'
a,b
x|y,z
x,y|z
x\,y
x,
X
indicators id,table,by,value,op,red <<'X'
x,t,a b,count(),>,0
X
scan --outcomes "$work/outcomes" "$work/t.csv"
is "$(cells subject_kind subject <"$work/out" | sort | tr '\n' ';')" \
    'a b|x\\|y;a b|x\|y|z;a b|x|y\|z;' 'subjects of two columns' ||
    cells subject_kind subject <"$work/out" | sed 's/^/#   /'
is "$(cells triggered insufficient <"$work/outcomes")" '3|1' 'half a key is no key'

done_testing
