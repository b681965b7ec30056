# Views, and indicators as tables: what they give, held against awk and against small tables that
# can be worked out by hand.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

# --- Some hundred rows, worked out again.
# The bids of a few tenders and bidders; whatever may be blank is blank now and then.
bids() { # SEED ROWS TENDERS
    awk -v s="$1" -v rows="$2" -v tenders="$3" '
        function chance(n) { s = s * 16807 % 2147483647; return int(s / 7) % n }
        BEGIN {
            print "tender,bidder,price,phone,day,valid"
            for (i = 0; i < rows; i++)
                printf "T%03d,%s,%s,%s,%s,%s\n", chance(tenders),
                    chance(40) ? sprintf("B%02d", chance(25)) : "", chance(60) ? chance(1000) : "",
                    chance(8) ? chance(3) : "",
                    chance(80) ? sprintf("2024-%02d-%02d", 1 + chance(4), 1 + chance(28)) : "",
                    chance(100) ? (chance(5) ? "yes" : "no") : ""
        }'
}
awk 'BEGIN { print "tender,buyer"
    for (t = 0; t < 190; t++) printf "T%03d,%s\n", t, t % 9 == 4 ? "" : "U" t % 31 }' \
    >"$work/tenders.csv"

# again <BIDS: the alerts that some indicators of the pack should give, `indicator|subject|value`,
# and how many subjects end how, `indicator: triggered insufficient clear not-applicable`.
again() {
    awk -F, -v tenders="$work/tenders.csv" '
    function settle(name, subject, unknown, counts, value, least) {
        if (unknown) out[name, "i"]++
        else if (!counts) out[name, "n"]++
        else if (value < least) out[name, "c"]++
        else { out[name, "t"]++; print name "|" subject "|" value }
    }
    function tell(name) {
        print name ": " out[name, "t"] + 0 " " out[name, "i"] + 0 " " out[name, "c"] + 0 " " \
            out[name, "n"] + 0
    }
    function pair(i, k,    key, unknown, x) {
        if (b[i] > b[k]) { x = i; i = k; k = x }
        unknown = v[i] == "" || v[k] == ""
        met[t[i]] = 1
        key = b[i] "|" b[k]
        if (b[i] != "" && b[k] != "") oft[key] = 1
        if (b[i] == b[k]) {
            out["OFTEN", "n"] += b[i] == ""
            return
        }
        if (unknown) gap_bad[t[i]] = 1
        else {
            gap_n[t[i]]++
            if (p[i] == "" || p[k] == "") gap_bad[t[i]] = 1
            gap[t[i]] += p[i] > p[k] ? p[i] - p[k] : p[k] - p[i]
        }
        if (b[i] == "") out["OFTEN", "i"]++
        else if (unknown) oft_bad[key] = 1
        else oft_n[key]++
    }
    BEGIN {
        least = -9999999
        while ((getline line <tenders) > 0) { split(line, f, ","); buyer[f[1]] = f[2] }
    }
    NR > 1 {
        t[++n] = $1; b[n] = $2; p[n] = $3 == "" ? "" : $3 + 0; phone[n] = $4; v[n] = $6
        seen_t[$1] = 1
        if ($2 != "") seen_b[$2] = 1
        if ($6 == "") doubt_t[$1] = 1
        if ($6 != "yes") next
        count_t[$1]++
        if ($3 == "") { blank_t[$1] = 1; next }
        sum_t[$1] += $3
        if (!($1 in low) || $3 + 0 < low[$1]) low[$1] = $3 + 0
        if (!($1 in high) || $3 + 0 > high[$1]) high[$1] = $3 + 0
    }
    END {
        for (x in seen_t)
            settle("SPREAD", x, x in doubt_t || x in blank_t, count_t[x] + 0, high[x] - low[x], least)
        tell("SPREAD")

        for (x in seen_t) {
            dropped = !(x in doubt_t) && !count_t[x]
            u = buyer[x]
            if (u == "") { out["MARKET", dropped ? "n" : "i"]++; continue }
            seen_u[u] = 1
            if (x in doubt_t || (!dropped && x in blank_t)) bad_u[u] = 1
            count_u[u] += !dropped
            sum_u[u] += high[x] - low[x]
        }
        for (u in seen_u) settle("MARKET", u, u in bad_u, count_u[u] + 0, sum_u[u], least)
        tell("MARKET")

        for (i = 1; i <= n; i++) {
            if (b[i] == "") { out["ABOVE", v[i] == "no" ? "n" : "i"]++; continue }
            if (v[i] == "no") continue
            if (v[i] == "" || t[i] in doubt_t || t[i] in blank_t) bad_b[b[i]] = 1
            count_b[b[i]]++
            above[b[i]] += p[i] * count_t[t[i]] - sum_t[t[i]]
        }
        for (x in seen_b) settle("ABOVE", x, x in bad_b, count_b[x] + 0, above[x], least)
        tell("ABOVE")

        for (i = 1; i <= n; i++)
            for (k = 1; k < i; k++)
                if (t[i] == t[k] && phone[i] == phone[k] && phone[i] != "" && v[i] != "no" &&
                    v[k] != "no")
                    pair(i, k)
        for (x in met) settle("GAP", x, x in gap_bad, gap_n[x] + 0, gap[x], least)
        tell("GAP")
        for (x in oft) {
            settle("OFTEN", x, x in oft_bad, oft_n[x] + 0, oft_n[x] + 0, 2)
            split(x, pairs, "|")
            if (x in oft_bad) friend_bad[pairs[1]] = 1
            else if (oft_n[x] >= 2) friend[pairs[1]] = 1
        }
        tell("OFTEN")

        for (i = 1; i <= n; i++) {
            if (b[i] == "") { out["FRIEND", v[i] == "no" ? "n" : "i"]++; continue }
            if (v[i] == "") doubt_b[b[i]] = 1
            valid_b[b[i]] += v[i] == "yes"
        }
        for (x in seen_b)
            if (x in doubt_b || (valid_b[x] && !(x in friend) && x in friend_bad)) out["FRIEND", "i"]++
            else if (valid_b[x] && !(x in friend)) out["FRIEND", "c"]++
            else settle("FRIEND", x, 0, valid_b[x] + 0, "yes", "")
        tell("FRIEND")
    }' "$@"
}

pack=tests/packs/views
for seed in 1 2 3; do
    bids $seed 300 $((40 + seed * 10)) >"$work/bids.csv"
    scan --outcomes "$work/outcomes" "$work/bids.csv" "$work/tenders.csv"
    exits 0 "seed $seed: status 0"
    again <"$work/bids.csv" | sort >"$work/want"
    for indicator in SPREAD MARKET ABOVE GAP OFTEN FRIEND; do
        cells indicator subject value <"$work/out" | grep "^$indicator|" >"$work/got"
        cells indicator triggered insufficient clear not_applicable <"$work/outcomes" |
            grep "^$indicator|" | tr '|' ' ' | sed 's/ /: /' >>"$work/got"
        grep "^$indicator[|:]" "$work/want" >"$work/want-one"
        sort "$work/got" >"$work/got-one"
        ok "seed $seed: $indicator as awk has it" cmp "$work/want-one" "$work/got-one" ||
            diff "$work/want-one" "$work/got-one" | sed -n '1,9s/^/#   /p'
    done
done

# --- Whatever the order of the rows, the size of a read, the memory, the packing.
same() { # NAME ARGUMENTS...
    same_name=$1
    shift
    rm -f "$work/outcomes"
    scan --outcomes "$work/outcomes" "$@"
    exits 0 "$same_name: status 0"
    facts <"$work/out" >"$work/got"
    ok "$same_name: the same alerts" cmp "$work/facts" "$work/got"
    ok "$same_name: the same outcomes" cmp "$work/first-outcomes" "$work/outcomes"
}
bids 4 900 200 >"$work/any.csv" # by day, so that months are closed
{ sed 1q "$work/any.csv"; sed 1d "$work/any.csv" | sort -t, -k5,5; } >"$work/bids.csv"
scan --outcomes "$work/first-outcomes" "$work/bids.csv" "$work/tenders.csv"
cp "$work/out" "$work/all"
facts <"$work/out" >"$work/facts"
sed '1d; s/,.*//' "$pack/indicators.csv" >"$work/indicators"
while read -r indicator; do
    ok "$indicator triggers" grep -q "|$indicator|" "$work/facts"
done <"$work/indicators"
for seed in 1 2; do
    shuffled $seed <"$work/bids.csv" >"$work/shuffled.csv"
    same "shuffled, seed $seed" "bids=$work/shuffled.csv" "$work/tenders.csv"
    same "shuffled, seed $seed, in 1K" --memory 1K "bids=$work/shuffled.csv" "$work/tenders.csv"
done
awk 'NR > 1 && NR % 97 == 0 { late = late $0 "\n"; next } { print } END { printf "%s", late }' \
    "$work/bids.csv" >"$work/late.csv"
for memory in 1K 1M; do
    same "late rows, in $memory" --memory $memory "bids=$work/late.csv" "$work/tenders.csv"
    same "in $memory" --memory $memory "$work/bids.csv" "$work/tenders.csv"
    ok "in $memory: the same bytes" cmp "$work/all" "$work/out"
done
for chunk in 1 7 4096; do
    same "chunks of $chunk" --chunk $chunk "$work/bids.csv" "$work/tenders.csv"
    ok "chunks of $chunk: the same bytes" cmp "$work/all" "$work/out"
done
same 'without vector instructions' --scalar "$work/bids.csv" "$work/tenders.csv"
sed 400q "$work/bids.csv" >"$work/one.csv"
{ sed 1q "$work/bids.csv"; sed 1,400d "$work/bids.csv"; } >"$work/two.csv"
same 'two files' "bids=$work/one.csv" "$work/tenders.csv" "bids=$work/two.csv"
same 'two files, the later first' "bids=$work/two.csv" "bids=$work/one.csv" "$work/tenders.csv"

# FRIEND makes bids be read twice.
piped() { # NAME FILE ARGUMENTS
    piped_name=$1 piped_file=$2
    shift 2
    rm -f "$work/outcomes"
    rc=0
    cat "$piped_file" | riskscan -p "$pack" --today "$today" --outcomes "$work/outcomes" "$@" \
        bids=- "$work/tenders.csv" >"$work/out" 2>"$work/err" || rc=$?
    exits 0 "$piped_name: status 0"
    facts <"$work/out" >"$work/got"
    ok "$piped_name: the same alerts" cmp "$work/facts" "$work/got"
    ok "$piped_name: the same outcomes" cmp "$work/first-outcomes" "$work/outcomes"
}
piped 'from a pipe' "$work/bids.csv"
piped 'from a pipe, in 1K' "$work/bids.csv" --memory 1K
piped 'late rows from a pipe, in 1K' "$work/late.csv" --memory 1K
gzip -c "$work/bids.csv" >"$work/bids.csv.gz"
same 'gzip' "$work/bids.csv.gz" "$work/tenders.csv"
piped 'gzip from a pipe' "$work/bids.csv.gz"
mkfifo "$work/fifo"
cat "$work/bids.csv" >"$work/fifo" &
same 'a named pipe' "bids=$work/fifo" "$work/tenders.csv"

# One indicator alone finds what it finds among the others; what it only looks at stays silent.
while read -r indicator; do
    scan --only "$indicator" --outcomes "$work/outcomes" "$work/bids.csv" "$work/tenders.csv"
    facts <"$work/out" >"$work/got"
    grep "^[^|]*|$indicator|" "$work/facts" >"$work/want"
    ok "--only $indicator: the same alerts" cmp "$work/want" "$work/got"
    cells indicator <"$work/outcomes" >"$work/got"
    is "$(cat "$work/got")" "$indicator" "--only $indicator: its outcomes alone"
    grep "^$indicator," "$work/outcomes" >"$work/got"
    grep "^$indicator," "$work/first-outcomes" >"$work/want"
    ok "--only $indicator: the same outcomes" cmp "$work/want" "$work/got"
    scan --only "$indicator" --stream "$work/bids.csv" "$work/tenders.csv"
    facts <"$work/out" | sort >"$work/got"
    grep "^[^|]*|$indicator|" "$work/facts" | sort >"$work/want"
    ok "--only $indicator --stream: the same alerts" cmp "$work/want" "$work/got"
done <"$work/indicators"

# --- By hand.
# views <<rows: view,table,where,by,column,expr
views() {
    { echo view,table,where,by,column,expr; cat; } >"$pack/views.csv"
}
judged=id,name,table,where,by,having,period,value,op,blue,yellow,red,for,label
a_pack
tables <<'X'
bids,tender,id,yes,
bids,bidder,id,yes,
bids,price,decimal,,
bids,phone,text,,
bids,day,date,,
bids,valid,flag,,
bids,金额（元）,decimal,,
tenders,tender,id,yes,
tenders,buyer,id,,
X
b=$work/b.csv

# A pair is there once, the smaller id first; who has no key pairs with nobody; somebody's two rows
# pair, too; numbers are exact whatever their scale, and unknown where a cell is blank.
views <<'X'
met,bids,,pairs of tender phone,gap,a.price - b.price
,,,,same,gap = 0
,,,,yuan,`a.金额（元）` + `b.金额（元）`
X
indicators "$judged" <<'X'
gap,g,met,,tender a.bidder b.bidder,,,sum(gap),>=,,,-9999,,
same,s,met,,tender,,,any(same),,,,yes,,
yuan,y,met,,tender,,,sum(yuan),>=,,,0,,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,B,3,x,2024-01-01,yes,0.5
1,A,10.50,x,2024-01-02,yes,1
1,C,10.500000000000000001,x,2024-01-03,yes,2
1,D,1,,2024-01-03,yes,7
2,A,7.0,x,2024-02-01,yes,1
2,A,7,x,2024-02-02,yes,1
2,B,,y,2024-02-02,yes,1
3,B,,y,2024-02-02,yes,1
3,E,1,y,2024-02-02,yes,1
4,F,1,y,2024-02-02,yes,1
4,F,1,x,2024-02-02,yes,1
X
scan --outcomes "$work/outcomes" bids="$b"
alerts 'pairs' indicator subject value evidence <<X
gap|1|A|B|7.5|$b:2-3
gap|1|A|C|-0.000000000000000001|$b:3-4
gap|1|B|C|-7.500000000000000001|$b:2,4
gap|2|A|A|0|$b:6-7
same|2|yes|$b:6-7
yuan|1|7|$b:2-4
yuan|2|2|$b:6-7
yuan|3|2|$b:9-10
X
cells indicator subjects triggered insufficient clear not_applicable missing <"$work/outcomes" \
    >"$work/got"
cat >"$work/want" <<'X'
gap|5|4|1|0|0|blank price (1)
same|3|1|1|1|0|blank price (1)
yuan|3|3|0|0|0|
X
ok 'pairs: outcomes' diff "$work/want" "$work/got"

# Rows as subjects: a row that a view keeps, or sees among others, is its record; a group is its
# key; a pair is its two rows, so that somebody's two bids make two pairs with another's.
views <<'X'
kept,bids,valid,,double,price * 2
seen,bids,valid,,of_all,price / (sum(price) over tender)
size,bids,,tender,n,count()
met,bids,,pairs of tender,gap,a.price - b.price
X
indicators "$judged" <<'X'
ROW,r,bids,,,,,price,>=,,,0,,
KEPT,k,kept,,,,,double,>=,,,0,,
SEEN,s,seen,,,,,of_all,>=,,,0,,
AGAIN,a,seen,,,,,of_all,>=,,,0,,
SIZE,n,size,,,,,n,>=,,,0,,
MET,p,met,,,,,gap,>=,,,-99,,a.bidder
X
printf 'key,value\nmin_peers,1\n' >"$pack/pack.csv"
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,1,,,yes,
1,A,3,,,yes,
1,B,4,,,yes,
1,B,4,,,yes,
1,C,7,,,no,
X
scan --outcomes "$work/outcomes" bids="$b"
cells indicator subject_kind value evidence <"$work/out" | sort >"$work/got"
sort >"$work/want" <<X
ROW|record|4|$b:4;$b:5
ROW|record|7|$b:6
ROW|record|3|$b:3
ROW|record|1|$b:2
KEPT|record|8|$b:4;$b:5
KEPT|record|6|$b:3
KEPT|record|2|$b:2
SEEN|record|~0.333333|$b:4;$b:5
SEEN|record|0.25|$b:3
SEEN|record|~0.083333|$b:2
AGAIN|record|~0.333333|$b:4;$b:5
AGAIN|record|0.25|$b:3
AGAIN|record|~0.083333|$b:2
SIZE|record|5|$b:2-6
MET|record|0|$b:4-5
MET|record|-1|$b:3,5;$b:3-4
MET|record|-3|$b:2,4;$b:2,5
MET|record|-3|$b:4,6;$b:5-6
MET|record|-4|$b:3,6
MET|record|-6|$b:2,6
X
# Which of A's bids comes first is told by their digests.
grep -v '^MET|record|-\{0,1\}2|' "$work/got" >"$work/got-sure"
ok 'rows as subjects: values and lines' diff "$work/want" "$work/got-sure"
is "$(grep -c "^MET|record|-\{0,1\}2|$b:2-3\$" "$work/got")" 1 'rows as subjects: two bids of one'
for indicator in KEPT SEEN AGAIN; do
    cells indicator evidence subject <"$work/out" | sed -n "s/^$indicator|//p" >"$work/got"
    cells indicator evidence subject <"$work/out" | sed -n "s/^ROW|//p" | grep -v ":6|" >"$work/want"
    ok "$indicator: named by its record" cmp "$work/want" "$work/got"
done
cells alert_id <"$work/out" | sort | uniq -d >"$work/got"
ok 'rows as subjects: each alert has its own id' test ! -s "$work/got"

# What `where` drops, at any level, is not applicable; what it leaves open is insufficient, and so is
# a row without a key.
views <<'X'
v1,bids,valid,tender bidder,total,sum(price)
v2,v1,total > 1,tender,bidders,count()
,,,,sum,sum(total)
v3,v2,bidders > 1,,mean,sum / bidders
X
indicators "$judged" <<'X'
V1,a,v1,,bidder,,,sum(total),>=,,,0,,
V2,b,v2,,tender,,,sum(bidders),>=,,,0,,
V3,c,v3,,tender,,,sum(mean),>=,,,0,,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,2,,,yes,
1,A,3,,,yes,
1,B,4,,,yes,
2,A,2,,,yes,
2,C,1,,,no,
3,A,2,,,yes,
3,D,1,,,,
4,E,,,,yes,
5,F,1,,,yes,
6,,9,,,yes,
7,,9,,,no,
X
# v1: 1A 5, 1B 4, 2A 2, 2C dropped, 3A 2, 3D open, 4E unknown, 5F 1; 6 without a key, 7 dropped.
# v2: 1 has 2 of 9; 2 has 1 of 2; 3 open, 4 open (is the total above 1?), 5 dropped.
scan --outcomes "$work/outcomes" bids="$b"
alerts 'where at several levels' indicator subject value evidence <<X
V1|A|9|$b:2-3,5,7
V1|B|4|$b:4
V1|F|1|$b:10
V2|1|2|$b:2-4
V2|2|1|$b:5
V3|1|4.5|$b:2-4
X
cells indicator subjects triggered insufficient clear not_applicable missing <"$work/outcomes" \
    >"$work/got"
cat >"$work/want" <<'X'
V1|8|3|3|0|2|blank price (1); blank valid (1); blank key (1)
V2|7|2|3|0|2|blank price (1); blank valid (1); blank key (1)
V3|7|1|3|0|3|blank price (1); blank valid (1); blank key (1)
X
ok 'where at several levels: outcomes' diff "$work/want" "$work/got"

# A row's others: those that count; one that may count makes them unknown; too few of them.
printf 'key,value\nmin_peers,3\n' >"$pack/pack.csv"
views <<'X'
seen,bids,valid,,of_all,price / (sum(price) over tender)
,,,,others,sum(price) over others(tender)
sums,bids,valid,bidder,total,sum(price)
,,,,of_all,total / (mean(price) over all)
X
indicators "$judged" <<'X'
SEEN,s,seen,,tender bidder,,,max(of_all),>=,,,0,,
OTHERS,o,seen,,tender bidder,,,max(others),>=,,,0,,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,1,,,yes,
1,B,2,,,yes,
1,C,5,,,yes,
1,D,9,,,no,
2,A,1,,,yes,
2,B,2,,,yes,
3,A,1,,,yes,
3,B,2,,,yes,
3,C,2,,,yes,
3,D,2,,,,
4,A,1,,,yes,
4,B,,,,yes,
4,C,2,,,yes,
5,A,1,,,yes,
5,B,1,,,yes,
5,C,1,,,yes,
5,D,1,,,yes,
X
scan --outcomes "$work/outcomes" bids="$b"
alerts 'a row among others' indicator subject value evidence <<X
SEEN|1|A|0.125|$b:2
SEEN|1|B|0.25|$b:3
SEEN|1|C|0.625|$b:4
SEEN|5|A|0.25|$b:15
SEEN|5|B|0.25|$b:16
SEEN|5|C|0.25|$b:17
SEEN|5|D|0.25|$b:18
OTHERS|5|A|3|$b:15
OTHERS|5|B|3|$b:16
OTHERS|5|C|3|$b:17
OTHERS|5|D|3|$b:18
X
cells indicator subjects triggered insufficient clear not_applicable missing <"$work/outcomes" \
    >"$work/got"
cat >"$work/want" <<'X'
SEEN|17|7|9|0|1|blank valid (4); blank price (3); too few peers (2)
OTHERS|17|4|12|0|1|too few peers (8); blank valid (4)
X
ok 'a row among others: outcomes' diff "$work/want" "$work/got"
indicators "$judged" <<'X'
OPEN,o,bids,valid,bidder,,,sum(price) over tender,>=,,,0,,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,1,,,yes,
1,B,1,,,yes,
1,C,1,,,yes,
1,D,1,,,,
2,E,1,,,yes,
2,F,1,,,yes,
2,G,1,,,yes,
X
scan --outcomes "$work/outcomes" bids="$b"
alerts 'a subject that may count makes the others unknown' indicator subject value <<'X'
OPEN|E|3
OPEN|F|3
OPEN|G|3
X
is "$(cells triggered insufficient missing <"$work/outcomes")" '3|4|blank valid (4)' \
    'a subject that may count: outcomes'

# Looking into views: what they drop is not there, what they leave open may be; two rows that differ
# are an error.
views <<'X'
v,bids,valid,tender,n,count()
by_bidder,v,,,bidder,"lookup(bids.bidder, tender)"
X
indicators "$judged" <<'X'
N,n,tenders,,tender,,,"sum(lookup(v.n, tender))",>=,,,0,,
IN,i,tenders,,tender,,,"any(exists(v, tender, n = 2))",,,,yes,,
X
cat >"$work/tenders.csv" <<'X'
tender,buyer
1,X
2,X
3,X
4,X
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,1,,,yes,
1,A,1,,,yes,
2,B,1,,,no,
3,C,1,,,,
X
scan --outcomes "$work/outcomes" bids="$b" tenders="$work/tenders.csv"
alerts 'looking into a view' indicator subject value <<'X'
N|1|2
IN|1|yes
X
cells indicator subjects triggered insufficient clear not_applicable missing <"$work/outcomes" \
    >"$work/got"
cat >"$work/want" <<'X'
N|4|1|3|0|0|no match in v (2); blank valid (1)
IN|4|1|1|2|0|blank valid (1)
X
ok 'looking into a view: outcomes' diff "$work/want" "$work/got"
indicators "$judged" <<'X'
TWO,t,by_bidder,,tender,,,any(bidder = 'A'),,,,yes,,
X
echo 1,Z,1,,,yes, >>"$b"
scan bids="$b" tenders="$work/tenders.csv"
exits 3 'two matches in a view: status 3'
is "$(cat "$work/err")" "riskscan: $b:6: TWO: subject '1': different matches in bids" \
    'two matches in a view: message'

# Indicators as tables: the triggered are there, of those that could not be judged nobody knows, all
# others are not; by period, by level; an id needs no backquotes.
views <<'X'
ours,bids,"not exists(GC-02, bidder)",,mine,price
X
indicators "$judged" <<'X'
GC-02,sum,bids,valid,bidder,,month(day),sum(price),>,10,20,30,,
BARE,b,bids,,bidder,,,"any(exists(GC-02, bidder))",,,,yes,,
QUOTED,q,bids,,bidder,,,"any(exists(`GC-02`, bidder))",,,,yes,,
MONTH,m,bids,,bidder,,month(day),"any(exists(GC-02, bidder, period = month(day)))",,,,yes,,
LEVEL,l,bids,,bidder,,,"any(lookup(GC-02.level, bidder, period = month(day)) = 'red')",,,,yes,,
RED,r,bids,,bidder,,,"any(exists(GC-02, bidder, level = 'red'))",,,,yes,,
VIEW,v,ours,,bidder,,,sum(mine),>=,,,0,,
AGAIN,a,bids,,bidder,,,"any(exists(BARE, bidder))",,,,yes,,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,15,,2024-01-31,yes,
2,A,31,,2024-02-01,yes,
3,B,5,,2024-01-31,yes,
3,B,5,,2024-02-28,yes,
4,C,,,2024-01-31,yes,
4,C,50,,2024-02-28,no,
5,D,11,,2024-01-01,yes,
5,D,,,2024-02-01,yes,
6,E,50,,2024-01-01,no,
6,,50,,2024-01-01,yes,
X
# GC-02: A blue in January and red in February, B clear, C unknown, D blue and then unknown, E not
# applicable; E has no February.
scan --outcomes "$work/outcomes" bids="$b"
alerts 'indicators as tables' indicator subject period value level <<'X'
GC-02|A|2024-01|15|blue
GC-02|A|2024-02|31|red
GC-02|D|2024-01|11|blue
BARE|A||yes|red
BARE|D||yes|red
QUOTED|A||yes|red
QUOTED|D||yes|red
MONTH|A|2024-01|yes|red
MONTH|A|2024-02|yes|red
MONTH|D|2024-01|yes|red
LEVEL|A||yes|red
RED|A||yes|red
VIEW|B||10|red
VIEW|E||50|red
AGAIN|A||yes|red
AGAIN|D||yes|red
X
cells indicator subjects triggered insufficient clear not_applicable <"$work/outcomes" >"$work/got"
cat >"$work/want" <<'X'
GC-02|6|2|2|1|1
BARE|6|2|2|2|0
QUOTED|6|2|2|2|0
MONTH|6|2|3|1|0
LEVEL|6|1|5|0|0
RED|6|1|3|2|0
VIEW|6|2|2|0|2
AGAIN|6|2|2|2|0
X
ok 'indicators as tables: outcomes' diff "$work/want" "$work/got"

# --- Lines: each once, at most 100 of them, and no number where nobody knows it.
views <<'X'
met,bids,,pairs of tender,gap,a.price - b.price
each,bids,,tender bidder,n,count()
other,each,,pairs of tender,both,a.n + b.n
twice,met,,tender,pairs,count()
thrice,twice,,pairs of pairs,least,"least(a.pairs, b.pairs)"
X
indicators "$judged" <<'X'
PAIRS,p,met,,tender,,,count(),>=,,,0,,
ROWS,r,each,,tender,,,sum(n),>=,,,0,,
OTHER,o,other,,tender,,,sum(both),>=,,,0,,
THRICE,t,thrice,,pairs,,,count(),>=,,,0,,
X
lines() { # HOW MANY of tender 1; tender 2 has as many, if that is below 10
    awk -v n="$1" 'BEGIN { print "tender,bidder,price,phone,day,valid,金额（元）"
        for (i = 1; i <= n; i++) printf "1,B%03d,1,,,,\n", i
        for (i = 1; i <= n && n < 10; i++) printf "2,B%03d,1,,,,\n", i }' >"$b"
}
lines 3
scan bids="$b"
alerts 'lines of pairs' indicator subject value evidence <<X
PAIRS|1|3|$b:2-4
PAIRS|2|3|$b:5-7
ROWS|1|3|$b:2-4
ROWS|2|3|$b:5-7
OTHER|1|6|$b:2-4
OTHER|2|6|$b:5-7
THRICE|3|1|$b:2-7
X
lines 100
scan bids="$b"
alerts '100 lines' indicator subject value evidence <<X
PAIRS|1|4950|$b:2-101
ROWS|1|100|$b:2-101
OTHER|1|9900|$b:2-101
X
lines 101
scan bids="$b"
alerts '101 lines' indicator subject value evidence <<X
PAIRS|1|5050|$b:2-101 (more)
ROWS|1|101|$b:2-101 (more)
OTHER|1|10100|$b:2-101 (more)
X
# A state of a file's rows knows its number.
views <<'X'
one,bids,,tender,n,count()
X
indicators "$judged" <<'X'
ONE,o,one,,,,,n,>=,,,0,,
AGAIN,o,one,,tender,,,sum(n),>=,,,0,,
X
scan bids="$b"
alerts '101 lines of a group' indicator value evidence <<X
ONE|101|$b:2-101 (101)
AGAIN|101|$b:2-101 (101)
X
# A run counts a line that two of its periods share once.
views <<'X'
met,bids,,pairs of tender,gap,a.price - b.price
X
indicators "$judged" <<'X'
RUN,r,met,,tender,,month(b.day),count(),>=,,,1,2,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,1,,2024-01-01,,
1,B,1,,2024-01-02,,
1,C,1,,2024-02-01,,
X
scan bids="$b"
alerts 'a run of pairs' period value run evidence <<X
2024-02|2|2|$b:2-4
X
# _source takes the place of lines.
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）,_source
1,A,1,,2024-01-01,,,book.xlsx!a!2
1,B,1,,2024-01-02,,,book.xlsx!a!3
1,C,1,,2024-02-01,,,book.xlsx!b!2
X
scan bids="$b"
alerts '_source' period evidence <<'X'
2024-02|book.xlsx!a!2;book.xlsx!a!3;book.xlsx!b!2
X

# --- Pairs of at most 10000 rows of a key.
indicators "$judged" <<'X'
LAST,l,met,a.bidder = '09998' and b.bidder = '09999',,,,gap,>=,,,-9,,
X
many() { # ROWS of a tender, and one of another
    awk -v n="$1" 'BEGIN { print "tender,bidder,price,phone,day,valid,金额（元）"; print "0,X,1,,,,"
        for (i = 0; i < n; i++) printf "1,%05d,%d,,,,\n", i, i % 7 }' >"$b"
}
many 10000
scan --outcomes "$work/outcomes" bids="$b"
alerts '10000 rows of a key' value evidence <<X
-1|$b:10001-10002
X
is "$(cells subjects triggered insufficient clear not_applicable <"$work/outcomes")" \
    '49995000|1|0|0|49994999' '10000 rows of a key: each pair once'
many 10001
scan bids="$b"
exits 3 '10001 rows of a key: status 3'
is "$(cat "$work/err")" "riskscan: $b:3: view met: 10001 rows share the key '1': pairs are made of \
at most 10000; give more columns behind 'pairs of', or keep fewer rows by where" \
    '10001 rows of a key: message'
ok '10001 rows of a key: no alert' test ! -s "$work/out"
many 100000
before=$(date +%s)
scan bids="$b"
exits 3 '100000 rows of a key: status 3'
ok '100000 rows of a key: at once' test $(($(date +%s) - before)) -lt 10

# Subjects are found whatever the type of what they are known by.
indicators "$judged" <<'X'
KEYS,k,bids,,valid price / 3 day bidder,,,count(),>=,,,1,1,
FOUND,f,bids,,bidder,,,"any(exists(KEYS, valid, day, bidder))",,,,yes,1,
VALUE,v,bids,,bidder,,,"any(lookup(KEYS.valid, bidder, day))",,,,yes,1,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A|\,1,x,2024-01-05,yes,x
1,B,3,x,2024-01-04,no,x
X
scan bids="$b"
alerts 'subjects of any type' indicator subject value <<'X'
KEYS|no|1|2024-01-04|B|1
KEYS|yes|1/3|2024-01-05|A\|\\|1
FOUND|A\|\\|yes
FOUND|B|yes
VALUE|A\|\\|yes
X
# --- Which columns are needed: those that lead to an indicator, and no others.
views <<'X'
months,bids,,bidder month(day),month,month(day)
,,,,first,first(price)
,,,,last,last(price)
,,,,phones,distinct(phone)
sized,months,,,grown,last - first
met,bids,,pairs of tender,gap,a.price - b.price
,,,,days,"days(a.day, b.day)"
X
indicators "$judged" <<'X'
GROWN,g,sized,,bidder,,month,sum(grown),>=,,,0,1,
LATEST,l,bids,,bidder,,,last(price),>=,,,0,1,
PAIRED,p,met,,tender,,,count(),>=,,,0,1,
MARK,m,bids,,valid,,,count(),>=,,,0,1,
X
cat >"$b" <<'X'
tender,bidder,price,phone,day,valid,金额（元）
1,A,1,x,2024-01-05,yes,x
1,A,2,x,2024-01-04,yes,x
1,A,3,x,2024-01-06,no,x
1,A,4,x,2024-02-06,no,x
1,B,4,x,2024-02-01,no,x
X
scan bids="$b"
alerts 'first and last of the rows of a group' indicator subject period value <<'X'
GROWN|A|2024-01|1
GROWN|A|2024-02|0
GROWN|B|2024-02|0
LATEST|A||4
LATEST|B||4
PAIRED|1||10
MARK|no||3
MARK|yes||2
X
# shellcheck disable=SC2016 # names in backquotes
for column in price day valid; do
    awk -F, -v name=$column 'BEGIN { OFS = "," } NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
        NR == 3 { $at = "?" } { print }' "$b" >"$work/bad.csv"
    for indicator in GROWN LATEST PAIRED MARK; do
        case $column$indicator in
            priceGROWN | dayGROWN | priceLATEST | dayLATEST | validMARK) want=3 ;;
            *) want=0 ;;
        esac
        scan --only $indicator bids="$work/bad.csv"
        is "$rc" $want "a bad $column is refused only where it is needed: $indicator"
    done
done

# What the inputs lack for an indicator is told by the tables and columns of the dictionary.
views <<'X'
kept,bids,valid,,buyer,"lookup(tenders.buyer, tender)"
sums,kept,price > 0,buyer,total,sum(price)
met,sums,,pairs of total,one,1
X
indicators "$judged" <<'X'
SUM,s,sums,,buyer,,,sum(total),>=,,,0,1,
PAIR,p,met,,,,,one,>=,,,0,1,
ASK,a,tenders,,buyer,,,"any(exists(SUM, buyer))",,,,yes,1,
X
cut -d, -f1-3 "$b" >"$work/few.csv"
scan --coverage bids="$work/few.csv"
exits 0 'coverage: status 0'
cells indicator can_run missing <"$work/out" >"$work/got"
cat >"$work/want" <<'X'
SUM|no|bids.valid tenders
PAIR|no|bids.valid tenders
ASK|no|bids.valid tenders
X
ok 'coverage: what is missing' diff "$work/want" "$work/got"
scan --coverage bids="$b" tenders="$work/tenders.csv"
cells indicator can_run missing <"$work/out" >"$work/got"
cat >"$work/want" <<'X'
SUM|yes|
PAIR|yes|
ASK|yes|
X
ok 'coverage: everything is there' diff "$work/want" "$work/got"
scan bids="$b"
exits 0 'without a table that is looked into: status 0'
says 'indicators: 3 (without their table: 3)' 'without a table that is looked into: told'

# --- A rejected record leaves open whatever it might have been part of, by its key where that can be
# read; it is told of once.
tables <<'X'
bids,month,month,yes,
bids,bidder,id,yes,
bids,price,decimal,,
X
views <<'X'
kept,bids,price < 100,,double,price * 2
seen,bids,price < 100,,others,sum(price) over month
size,bids,price < 100,month,n,count()
,,,,sum,sum(price)
sizes,size,,n,groups,count()
met,bids,price < 100,pairs of month,gap,abs(a.price - b.price)
X
printf 'key,value\nmin_peers,1\n' >"$pack/pack.csv"
indicators "$judged" <<'X'
KEPT,k,kept,,month,,,sum(double),>=,,,0,,
SEEN,s,seen,,month,,,max(others),>=,,,0,,
SIZE,n,size,,month,,,sum(sum),>=,,,0,,
SIZES,m,sizes,,n,,,sum(groups),>=,,,0,,
MET,p,met,,month,,,sum(gap),>=,,,0,,
WHO,w,bids,,bidder,,,sum(price),>=,,,5,,
OF,o,bids,price < 100,month,,,"any(exists(WHO, bidder))",,,,yes,,
X
cat >"$b" <<'X'
month,bidder,price
2024-01,A,1
2024-01,B,2
2024-02,B,x
2024-03,C,9
2024-03,C,8
2024-04,D,1
2024-04,A,
X
scan bids="$b"
exits 3 'a bad cell: status 3'
is "$(cat "$work/err")" "riskscan: $b:4:3: price: not a number: 'x' (a number is written 1234.50, \
without thousands separators or units)" 'a bad cell: message'
rejecting() {
    rm -f "$work/rejects"
    scan --rejects "$work/rejects" --outcomes "$work/outcomes" bids="$b"
    exits 0 "$1: status 0"
    cells indicator subjects triggered insufficient clear not_applicable <"$work/outcomes" \
        >"$work/got"
    ok "$1: outcomes" diff "$work/want" "$work/got"
    is "$(sed 1d "$work/rejects" | wc -l)" 1 "$1: told of once"
}
# Bidder A has a blank price; B a rejected row.
cat >"$work/want" <<'X'
KEPT|4|2|2|0|0
SEEN|4|2|2|0|0
SIZE|4|2|2|0|0
SIZES|3|1|2|0|0
MET|3|2|1|0|0
WHO|4|1|2|1|0
OF|4|1|3|0|0
X
rejecting 'a rejected record'
alerts 'a rejected record' indicator subject value <<'X'
KEPT|2024-01|6
KEPT|2024-03|34
SEEN|2024-01|3
SEEN|2024-03|17
SIZE|2024-01|3
SIZE|2024-03|17
SIZES|2|2
MET|2024-01|1
MET|2024-03|1
WHO|C|17
OF|2024-03|yes
X
# Nobody knows whose row it was.
sed -i 's/^2024-02,B,x$/y,B,5/' "$b"
cat >"$work/want" <<'X'
KEPT|3|2|1|0|0
SEEN|4|2|2|0|0
SIZE|3|2|1|0|0
SIZES|2|1|1|0|0
MET|3|2|1|0|0
WHO|4|1|2|1|0
OF|3|1|2|0|0
X
rejecting 'a rejected key'
says 'rejected records whose subject could not be read: 1' 'a rejected key: the summary tells'
printf '2024-05,B,5,6\n' >>"$b"
sed -i '/^y,/d' "$b"
sed -i 's/^SEEN|.*/SEEN|3|2|1|0|0/; s/^WHO|.*/WHO|4|1|1|2|0/' "$work/want"
rejecting 'a malformed record'
says 'rejected records whose subject could not be read: 1' 'a malformed record: the summary tells'

# --- A pack that Excel in China has opened and saved is the same pack: GBK, other dates, shares and
# thousands, blank rows and columns at the end.
excel() { # PACK: into $work/excel
    rm -rf "$work/excel"
    mkdir "$work/excel"
    for file in "$1"/*.csv; do
        table=${file##*/}
        columns=$(sed -n 1p "$file" | tr -cd , | wc -c)
        thousands=
        [ "$table" != indicators.csv ] || thousands='s/,([0-9]{2,3})([0-9]{3}),/,"\1,\2",/'
        sed -E 's/(^|,)([0-9]{4})-0?([0-9]+)-0?([0-9]+)(,|$)/\1\2\/\3\/\4\5/g
            s/(^|,)([0-9]+)%(,|$)/\1\2.00%\3/g; s/(^|,)([0-9]+)%(,|$)/\1\2.00%\3/g
            '"$thousands"'
            s/$/,,/' "$file" >"$work/saved"
        for row in 1 2; do printf "%*s,,\n" "$columns" '' | tr ' ' ,; done >>"$work/saved"
        sed "s/\$/$(printf '\r')/" "$work/saved" | iconv -f UTF-8 -t GB18030 >"$work/excel/$table"
    done
}
read_alike() { # NAME TABLES...: $pack and what Excel made of it
    alike_name=$1
    shift
    scan --outcomes "$work/first-outcomes" "$@"
    exits 0 "$alike_name: status 0"
    cells alert_id indicator indicator_name field subject region period value threshold run \
        evidence message <"$work/out" >"$work/want"
    ok "$alike_name: there are alerts" test -s "$work/want"
    excel "$pack"
    pack=$work/excel
    scan --outcomes "$work/outcomes" "$@"
    exits 0 "$alike_name, saved by Excel: status 0"
    cells alert_id indicator indicator_name field subject region period value threshold run \
        evidence message <"$work/out" >"$work/got"
    ok "$alike_name, saved by Excel: the same alerts" cmp "$work/want" "$work/got"
    ok "$alike_name, saved by Excel: the same outcomes" cmp "$work/first-outcomes" "$work/outcomes"
}
if has iconv; then
    pack=tests/packs/views
    bids 6 300 60 >"$work/bids.csv"
    awk 'BEGIN { print "tender,buyer"; for (t = 0; t < 60; t++) printf "T%03d,U%d\n", t, t % 7 }' \
        >"$work/tenders.csv"
    read_alike 'a pack with views' "$work/bids.csv" "$work/tenders.csv"
    set --
    for table in spending awards kin_business remit land; do
        set -- "$@" "$table=testdata/province/$table.csv"
    done
    pack=kit/jiangsu
    read_alike 'the province' "$@"
    a_pack zh_CN
    tables <<'X'
投标,项目,id,yes,招标项目
投标,投标人,id,yes,
投标,报价,decimal,,
投标,开标日,date,,
X
    cat >"$pack/views.csv" <<'X'
view,table,where,by,column,expr
同场,投标,开标日 >= 2024-03-05,两两 项目,价差,绝对值（a.报价 － b.报价） ÷ 较小者（a.报价，b.报价）
X
    cat >"$pack/indicators.csv" <<'X'
id,name,table,by,value,op,yellow,red,valid_from,valid_to
同场同价,报价接近,同场,项目,min(价差),<=,15%,1%,2024-03-05,2025-12-31
大额,高额报价,投标,投标人,sum(报价),>=,50000,500000,2024-01-01,
X
    cat >"$b" <<'X'
招标项目,投标人,报价,开标日
一,甲,500000,2024-03-05
一,乙,490000,2024-03-05
二,甲,60000,2024-03-06
二,丙,60000,2024-03-06
三,乙,1,2024-03-04
三,丙,1,2024-03-04
X
    scan 投标="$b"
    alerts 'a pack in Chinese' indicator subject value level evidence <<X
同场同价|一|~0.020408|yellow|$b:2-3
同场同价|二|0|red|$b:4-5
大额|丙|60001|yellow|$b:5,7
大额|乙|490001|yellow|$b:3,6
大额|甲|560000|red|$b:2,4
X
    read_alike 'a pack in Chinese' 投标="$b"
else
    skip 'saved by Excel' 'no iconv'
fi

# A view that is read twice, since an indicator on it looks at the outcome of another: each reading has
# the columns that are asked for in it.
a_pack
tables <<'X'
t,k,id,yes,
t,x,decimal,yes,
t,y,decimal,yes,
X
cat >"$pack/views.csv" <<'X'
view,table,where,by,column,expr
v,t,,k,a,max(x)
,,,,b,max(y where x > 2)
X
indicators id,table,where,by,value,op,red <<'X'
I-1,v,,k,max(a),>,5
I-2,v,"not exists(I-1, k)",k,max(b),>,5
X
printf '%s\n' k,x,y 1,9,9 2,3,9 3,3,3 4,2,9 >"$work/t.csv"
scan "$work/t.csv"
alerts 'a view that is read twice, for two columns' indicator subject value <<'X'
I-1|1|9
I-2|2|9
X

done_testing
