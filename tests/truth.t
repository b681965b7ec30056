# bench/compare-truth: alerts held to what was planted.
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

done_testing
