# rectify-track: alerts become issues, verdicts are recorded, the table of issues tells it all.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/rectify.sh"

# --- open
found "$work/first.csv" <<'X'
A 011-6
B 1
X
track open "$work/first.csv"
exits 0 'open: status 0'
ok 'open: nothing on standard output' test ! -s "$work/out"
is "$(cat "$work/err")" 'rectify-track: alerts: 4, new issues: 3, added to an issue: 1, graded otherwise: 0, known: 0' \
    'open: what was done'
same 'open: an issue for each subject and run' events seq on event subject period since grade <<'X'
1|2025-02-10|open|A|2024-02|2024-02|blue
2|2025-02-10|alert|A|2024-03|2024-02|blue
3|2025-02-10|open|A|2024-05|2024-05|red
4|2025-02-10|open|B|2024-01|2024-01|blue
X
is "$(events issue | sed -n 1p)" "$(events issue | sed -n 2p)" 'open: alerts of one run are one issue'
is "$(events issue | sort -u | wc -l)" 3 'open: the others are others'
is "$(events alert_id)" "$(cells alert_id <"$work/first.csv")" 'open: each alert by its id'
is "$(events indicator_name region level value threshold evidence pack score action handler | sed -n 3p)" \
    "$(cells indicator_name region level value threshold evidence pack score action handler \
        <"$work/first.csv" | sed -n 3p)" 'open: what the alert says is kept'
is "$(ls -l "$ledger" | cut -c1-10)" '-rw-------' 'open: a ledger holds names, mode 0600'

# --- Twice is once.
remember
track open "$work/first.csv"
exits 0 'open again: status 0'
unchanged 'open again: nothing changes'
says 'alerts: 4, new issues: 0, added to an issue: 0, graded otherwise: 0, known: 4' 'open again: told'
track open "$work/first.csv" "$work/first.csv"
unchanged 'open, a file given twice: nothing changes'
says 'known: 8' 'open, a file given twice: told'
run rectify-track open -l "$ledger" --today "$day" <"$work/first.csv"
unchanged 'open from standard input'

# --- The order of rows decides nothing.
first_ledger=$work/remembered
for order in 'sort' 'sort -r' 'sort -k 2.3'; do
    ledger=$work/shuffled.csv
    rm -f "$ledger"
    { sed -n 1p "$work/first.csv"; sed 1d "$work/first.csv" | $order; } >"$work/shuffled-alerts.csv"
    track open "$work/shuffled-alerts.csv"
    ok "rows by $order: the same ledger" cmp "$first_ledger" "$ledger"
done
ledger=$work/split.csv
{ sed -n 1p "$work/first.csv"; sed -n 4,5p "$work/first.csv"; } >"$work/half.csv"
sed 4,5d "$work/first.csv" >"$work/other-half.csv"
track open "$work/half.csv" "$work/other-half.csv"
ok 'two files: the same ledger' cmp "$first_ledger" "$ledger"
ledger=$work/ledger.csv

# --- Tomorrow's alert of the same run is an event of the same issue.
found "$work/second.csv" <<'X'
A 011-61
B 1-1
X
day=2025-02-11
track open "$work/second.csv"
says 'alerts: 6, new issues: 1, added to an issue: 1, graded otherwise: 0, known: 4' 'the next day: told'
same 'the next day' sh -c "tail -n 2 '$ledger' | cut -d, -f1-3,14,17" <<'X'
5,2025-02-11,alert,A,2024-06
6,2025-02-11,open,B,2024-03
X
same 'its issues' issues subject since period state alerts unreviewed opened_on grade last_seq <<'X'
A|2024-02|2024-03|to review|2|2|2025-02-10|blue|2
A|2024-05|2024-06|to review|2|2|2025-02-10|blue|5
B|2024-01|2024-01|to review|1|1|2025-02-10|blue|4
B|2024-03|2024-03|to review|1|1|2025-02-11|blue|6
X

# --- Graded or routed otherwise.
handler=ZY2
found "$work/third.csv" <<'X'
B 1-1
X
track open "$work/third.csv"
says 'new issues: 0, added to an issue: 0, graded otherwise: 2, known: 0' 'regrade: told'
same 'regrade: in the ledger' sh -c "tail -n 2 '$ledger' | cut -d, -f1,3,27" <<'X'
7,regrade,ZY2
8,regrade,ZY2
X
is "$(issues handler | tr '\n' ' ')" 'ZY1 ZY1 ZY2 ZY2 ' 'regrade: the table'
remember
track open "$work/third.csv"
unchanged 'regrade again: nothing changes'
for change in 'score=2' 'copies=ZY9' 'case=c1'; do
    handler=ZY2 score=1 copies='' case=''
    eval "$change"
    found "$work/changed.csv" <<'X'
B 1-1
X
    track open "$work/changed.csv"
    says 'graded otherwise: 2, known: 0' "regrade: $change"
done
handler=ZY1 score=1 copies='' case=''

# --- Rows that come late move the beginning of a run: it goes on as the issue that it is.
ledger=$work/late.csv
found "$work/early.csv" <<'X'
A -011
X
found "$work/late-alerts.csv" <<'X'
A 1111
X
track open "$work/early.csv"
found "$work/late-alerts.csv" <<'X'
A -1111
X
track open "$work/late-alerts.csv"
is "$(events event | tr '\n' ' ')" 'open alert alert alert ' 'a run that begins earlier now: no new issue'
is "$(events issue | sort -u | wc -l)" 1 'a run that begins earlier now: one issue'

# --- One alert twice and not the same.
sed '2s/,ZY1,/,ZY7,/' "$work/early.csv" >"$work/other.csv"
remember
track open "$work/early.csv" "$work/other.csv"
exits 3 'an alert twice, not the same: status 3'
says "$work/other.csv:2: the alert of $work/early.csv:2 again, with another handler: give one of them" \
    'an alert twice, not the same: message'
unchanged 'an alert twice, not the same: nothing is recorded'

found "$work/two-days.csv" <<'X'
0 1
A -011
X
track open "$work/early.csv" "$work/two-days.csv"
exits 0 'an alert twice, of rows that stand elsewhere now: status 0'
says 'new issues: 1, added to an issue: 0, graded otherwise: 0, known: 4' \
    'an alert twice, of rows that stand elsewhere now: told'

# --- Formats.
ledger=$work/tabs.csv
found "$work/g.csv" <<'X'
A -1111
X
# No cell of these alerts holds a comma or tab but the message, which is quoted.
riskscan -p "$pack" --today "$today" --tsv-escaped "$work/t.csv" -o "$work/x.tsv" 2>/dev/null || :
awk -F, -v OFS='\t' 'NR == 1 { print "u", "month", "v"; next } { print $1, $2, $3 }' "$work/t.csv" \
    >"$work/t.tsv"
riskscan -p "$pack" --today "$today" --tsv "$work/t.tsv" -o "$work/x.tsv" 2>/dev/null
awk -F'\t' -v OFS='\t' '
    NR == 1 { print $0, "grade", "score", "reasons", "action", "handler", "copies", "case_id", "plan_due"; next }
    { print $0, $8, 1, "made for a test", "talk", "ZY1", "", "", "2025-03-12" }' "$work/x.tsv" >"$work/g.tsv"
track open --tsv "$work/g.tsv"
exits 0 '--tsv in: status 0'
is "$(events event | tr '\n' ' ')" 'open alert alert alert ' '--tsv in'
track status --tsv
is "$(awk -F'\t' '{ print NF }' "$work/out" | sort -u)" 28 '--tsv out'
cp "$work/out" "$work/shown"
track status --tsv-escaped -o "$work/status.tsv"
ok '-o: nothing on standard output' test ! -s "$work/out"
ok '--tsv-escaped out, into a file' cmp "$work/shown" "$work/status.tsv"
is "$(ls -l "$work/status.tsv" | cut -c1-10)" '-rw-------' 'a table of issues holds names, mode 0600'

# --- Header only.
ledger=$work/empty.csv
sed -n 1p "$work/first.csv" >"$work/none.csv"
track open "$work/none.csv"
exits 0 'no alert: status 0'
says 'alerts: 0, new issues: 0' 'no alert: told'
track status
is "$(wc -l <"$work/out")" 1 'no issue: the header'
is "$(cat "$work/err")" 'rectify-track: issues: 0, overdue: 0' 'no issue: told'

done_testing
