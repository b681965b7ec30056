# What kit/jiangsu finds in a made-up province, held to what was planted there: every case is found,
# every alarm is on a case or on a look-alike, and each scenario is seen by two indicators or more.
# The report is printed: precision and recall of each scenario, each look-alike that was taken for a
# case. First the judge is judged.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

compare=bench/compare-truth

# --- the judge
mkdir "$work/small"
columns=case_id,scenario,kind,tables,subject_kind,subject,period,note,also
cat >"$work/small/truth.csv" <<X
$columns
GC01-1,GC01,pair,bids,bidder_id bidder_id,AAAA0001|AAAA0002,,总是同一家中标,GC05
GC01-1,GC01,pair,bids,tender_id,TTTT0001,,总是同一家中标,GC05
CZ04-1,CZ04,twice,payments,invoice_no,1001,,同一发票付两次,
CZ04-2,CZ04,twice,payments,unit_id payee_id,UUUU0001|PPPP0001,,付两次,
MS02-1,MS02,withheld,subsidy_funds,unit_id programme,UUUU0002|危房改造,2024,没有发完,
X
cat >"$work/small/lookalikes.csv" <<X
$columns
CZ04-L1,CZ04,reversed,payments,payment_id,FFFF0001,,已冲销,CZ02
X
alerts() { # <<lines: indicator, scenario, subject_kind, subject
    {
        echo alert_id,indicator,indicator_name,scenario,subject_kind,subject,period,value,threshold
        sed 's/\([^,]*\),\(.*\)/0,\1,"甲, ""乙""",\2,2024-03,5,4/'
    } >"$work/small/alerts.csv"
}
judge() { run $compare "$@" "$work/small" "$work/small/alerts.csv"; }
row() { # SCENARIO: its figures
    awk -v s="$1" '$1 == s { for (i = 2; i <= NF; i++) printf "%s ", $i }' "$work/out"
}
alerts <<'X'
GC-1,GC05,b.bidder_id a.bidder_id,AAAA0002|AAAA0001
CZ-1,CZ04,payee_id digits(invoice_no) abs(amount),PPPP0009|1001|500
CZ-2,CZ04,unit_id payee_id paid_on,UUUU0001|PPPP0001|2024-03-04
CZ-3,CZ04,unit_id payee_id,UUUU0001|PPPP0001
MS-1,MS02,"if(region, 1, 2) unit_id programme",x|UUUU0002|危房改造
X
judge -v
exits 0 'all found, nothing else'
is "$(row CZ04)" '2 2 0 3 3 3 0 0 0 0 1.000 1.000 ' 'a scenario: all found, by three indicators'
is "$(row GC01)$(row GC05)" '1 1 0 1 0 0 0 0 0 0 - 1.000 0 0 0 0 1 1 0 0 0 0 1.000 - ' \
    'seen by another scenario that may'
is "$(row all)" '4 4 0 5 5 5 0 0 0 0 1.000 1.000 ' 'all together'
prints 'found: CZ04-2 twice UUUU0001|PPPP0001: 付两次 by CZ-2 CZ-3' 'who found what'
alerts <<'X'
GC-1,GC01,a.bidder_id b.bidder_id,AAAA0001|AAAA0003
CZ-1,CZ04,payee_id amount,PPPP0009|1001
CZ-2,CZ04,unit_id,UUUU0001
CZ-2,CZ04,payment_id,FFFF0001
CZ-2,CZ03,payment_id,FFFF0001
CZ-3,CZ03,unit_id payee_id,UUUU0001|PPPP0001
MS-1,MS02,unit_id programme,UUUU0002|低保
X
judge
exits 1 'cases are missed, alarms elsewhere'
is "$(row GC01)" '1 0 1 0 1 0 0 0 0 1 0.000 0.000 ' 'half of a pair is not the pair'
is "$(row CZ04)" '2 0 2 0 3 0 0 1 0 2 0.000 0.000 ' 'an amount is no invoice, a part no subject'
is "$(row MS02)" '1 0 1 0 1 0 0 0 0 1 0.000 0.000 ' 'another programme of the unit'
is "$(row CZ03)" '0 0 0 0 2 0 1 0 0 1 0.500 - ' 'another scenario: a case is one, a look-alike not'
for line in 'missed: GC01-1 pair AAAA0001|AAAA0002: 总是同一家中标' \
    'other: CZ-3 (CZ03) UUUU0001|PPPP0001: CZ04-2 twice UUUU0001|PPPP0001: 付两次' \
    'look-alike: CZ-2 (CZ04) FFFF0001: CZ04-L1 reversed FFFF0001: 已冲销' \
    'elsewhere: CZ-1 (CZ04) PPPP0009|1001: 2024-03 5 (4)'; do
    prints "$line" "named: ${line%%:*}"
done
printf '%s\n' indicator,subject,reason 'GC-1,AAAA0001|AAAA0003,"偶然, 已核"' 'CZ-1,PPPP0009|1001,偶然' \
    CZ-2,UUUU0001,偶然 MS-1,'UUUU0002|低保,偶然' CZ-2,FFFF0001,偶然 >"$work/known.csv"
judge -k "$work/known.csv"
is "$(row all)" '4 0 4 0 7 0 1 1 5 0 0.143 0.000 ' 'what is known to be chance'
prints 'known: GC-1 (GC01) AAAA0001|AAAA0003: 偶然, 已核' 'and why'
run $compare "$work/small"
exits 2 'no alerts: usage'
run $compare "$work/small" "$work/nothing"
exits 2 'no such file'

# --- the kit has the known indicators of the field, and watches each scenario
cells id status <kit/jiangsu/indicators.csv | grep -v '|off$' | cut -d '|' -f 1 >"$work/ids"
while read -r number ids; do
    for id in $ids; do
        grep -qx "$id" "$work/ids" || echo "$number: $id"
    done
done >"$work/lacking" <<'X'
1 GC-49
2 GC-10
3 GC-13
4 GC-14
5 GC-15
6 GC-12
7 GC-16
8 GC-17
9 GC-18
10 GC-19 GC-20
11 GC-21
12 GC-22
13 GC-23
14 GC-24
15 GC-25
16 GC-26
17 GC-27
18 GC-28
19 GC-29
20 GC-31
21 GC-32
22 GC-33
23 GC-34
24 GC-35
25 GC-36
26 GC-84
27 GC-80 GC-81
28 GC-40 GC-41
29 GC-43
30 GC-44 GC-45
31 GC-46
32 GC-02 GC-48
33 GC-51 GC-52 GC-53 GC-54 GC-55 GC-56 GC-57
34 CZ-19 CZ-20 CZ-21
35 LZ-01
36 CZ-25 CZ-26
37 CZ-35 CZ-36
38 CZ-18 CZ-41
39 CZ-34
40 CZ-32 CZ-33
41 CZ-40
42 CZ-01
43 MS-10 MS-12 MS-15 MS-30
44 CZ-37 CZ-38 CZ-39
45 CZ-22
46 CZ-31
X
is "$(cat "$work/lacking")" '' 'the 46 known indicators'
is "$(cells scenario <kit/jiangsu/indicators.csv | sort | uniq -c | awk '$1 < 2')" '' \
    'two indicators or more in each scenario'
is "$(cells scenario <kit/jiangsu/indicators.csv | sort -u | grep -c .)" 23 'all 23 scenarios'

# --- the province
maker=$top_builddir/bench/make-province
[ -x "$maker" ] || { skip 'the province' 'bench/make-province is not built'; done_testing; }

# make NAME OPTION...: a province in $work/NAME, scanned: $work/NAME.alerts.
make() {
    name=$1
    shift
    mkdir "$work/$name"
    run "$maker" -d "$work/$name" "$@"
    exits 0 "$name: made"
    set --
    for file in "$work/$name"/*.csv; do
        table=$(basename "$file" .csv)
        case $table in truth | lookalikes) ;; *) set -- "$@" "$table=$file" ;; esac
    done
    run riskscan -p kit/jiangsu --today 2026-01-31 -o "$work/$name.alerts" \
        --outcomes "$work/$name.outcomes" "$@"
    exits 0 "$name: scanned"
}
holds() { # NAME
    is "$(cells subjects triggered insufficient clear not_applicable <"$work/$1.outcomes" |
        awk -F'|' '$1 != $2 + $3 + $4 + $5')" '' "$1: the outcomes add up"
    run $compare "$work/$1" "$work/$1.alerts"
    exits 0 "$1: every case is found, every alarm is on a case or a look-alike"
    sed 's/^/# /' "$work/out"
    grep '^[A-Z][A-Z][0-9][0-9] ' "$work/out" >"$work/scenarios"
    is "$(awk '$5 < 2 { print $1 }' "$work/scenarios")" '' \
        "$1: two indicators or more find cases of each scenario"
    is "$(grep -c . "$work/scenarios")" 23 "$1: 23 scenarios"
    is "$(cells alert_id <"$work/$1.alerts" | sort | uniq -d)" '' "$1: no alert twice"
}
make first && holds first
make second --seed 7 && holds second
[ -z "${PROBITY_LONG:-}" ] || { make large --scale 3 && holds large; }
make calm --rate all=0 --rate lookalikes=0
is "$(cells indicator subject <"$work/calm.alerts")" '' 'calm: nothing is planted, nothing is found'

done_testing
