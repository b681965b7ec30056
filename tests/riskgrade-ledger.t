# riskgrade -l: what a ledger knows of earlier issues, and of days that are due.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskgrade.sh"

graded_pack
one_handler
grades first,repeat,grade,score <<'X'
often,>=2,red,12
again,1,yellow,3
new,0,blue,1
X

# issue DAY SUBJECT PERIOD [VERDICT [INDICATOR]]: opens an issue of A1, and says the verdict.
issue() {
    issue_of=$(digest issue "${5:-A1}" unit_id "$2" "$3")
    event "$1" open "$issue_of" "alert_id=$(digest "${5:-A1}" unit_id "$2" "$3")" \
        "indicator=${5:-A1}" subject_kind=unit_id "subject=$2" "period=$3" "since=$3" status=on \
        level=red grade=red
    [ -z "${4:-}" ] || event "$1" review "$issue_of" by=reviewer "result=$4" reason=seen
}

issue 2024-06-01 U1 2023-01 confirmed
issue 2024-06-02 U2 2023-01 confirmed
issue 2024-06-02 U2 2023-05 confirmed
issue 2024-06-03 U3 2023-01 false
issue 2024-06-03 U3 2023-05 explained
issue 2024-06-03 U3 2023-07
issue 2024-06-04 U4 2024-01 confirmed
issue 2024-06-05 U5 2023-01 confirmed A2
alert_table <<'X'
subject=U1 period=2024-03 since=2024-01
subject=U2 period=2024-03 since=2024-01
subject=U3 period=2024-03 since=2024-01
subject=U4 period=2024-03 since=2024-01
subject=U5 period=2024-03 since=2024-01
subject=U6 period=2024-03 since=2024-01
subject=U1 period=2024-03 since=2024-01 kind=official_id
X
grade -l "$ledger" "$alerts"
exits 0 'repeats: status 0'
is "$(rules <"$work/out" | tr '\n' ' ')" 'again often new new new new new ' 'confirmed issues of another run repeat'
cells reasons <"$work/out" >"$work/cells"
ok 'the reasons say how often' grep -q "^rule 'often' .*, repeat 2, " "$work/cells"
grade "$alerts"
is "$(rules <"$work/out" | sort -u)" new 'without a ledger nothing repeats'
ok 'and the reasons say so' grep -q ', repeat 0 (no ledger), ' "$work/out"

# Whatever became of it; of several ledgers.
mv "$ledger" "$work/one.csv"
issue 2024-06-01 U6 2023-01 confirmed
event 2024-06-02 plan "$issue_of" by=unit due=2024-09-01 text=plan
event 2024-07-02 complete "$issue_of" by=unit text=done
event 2024-07-03 evaluate "$issue_of" by=third result=effective text=seen
event 2024-07-04 close "$issue_of" by=office reason=done
grade -l "$work/one.csv" --ledger "$ledger" "$alerts"
exits 0 'two ledgers: status 0'
is "$(rules <"$work/out" | tr '\n' ' ')" 'again often new new new again new ' 'two ledgers'

# --- Days.
due() { # NAME WANT: of the alert of the run that begins in 2024-01
    grade -l "$ledger" "$alerts"
    is "$(cells plan_due <"$work/out")" "$2" "due: $1"
}
alert_table <<'X'
subject=U7 period=2024-03 since=2024-01 run=3
X
rm "$ledger"
issue 2024-06-01 U7 2024-01
due 'to be reviewed: 30 days from today' 2025-03-02
event 2024-06-05 review "$issue_of" by=reviewer result=confirmed
due 'confirmed: 30 days from then' 2024-07-05
cells reasons <"$work/out" >"$work/cells"
ok 'and the reasons say so' grep -qF '; confirmed: the day is the ledger' "$work/cells"
is "$(rules <"$work/out")" new 'the run itself is no repeat'
event 2024-06-06 extend "$issue_of" by=office due=2024-07-20 reason=large
due 'extended' 2024-07-20
event 2024-06-07 plan "$issue_of" by=unit due=2024-12-31 text=plan
due 'planned: the rectification' 2024-12-31
event 2024-06-08 complete "$issue_of" by=unit text=done
due 'completed: nothing is' ''
event 2024-06-09 evaluate "$issue_of" by=third result=effective text=seen
event 2024-06-10 close "$issue_of" by=office reason=done
due 'closed: as if new' 2025-03-02
rm "$ledger"
issue 2024-06-01 U7 2024-01 explained
due 'explained: as if new' 2025-03-02
# Where an alert bears no period it is a run by itself.
alert_table <<'X'
subject=U8
X
rm "$ledger"
event 2024-06-01 open "$(digest issue A1 unit_id U8 '')" "alert_id=$(digest A1 unit_id U8 '')" \
    indicator=A1 subject_kind=unit_id subject=U8 status=on level=red grade=red
event 2024-06-05 review "$(digest issue A1 unit_id U8 '')" by=reviewer result=confirmed
due 'without a period' 2024-07-05

# --- Refused.
refused() { # NAME STATUS TEXT ARGUMENTS...
    refused_name=$1 refused_status=$2 refused_text=$3
    shift 3
    rm -f "$work/never"
    grade -o "$work/never" "$@" "$alerts"
    is "$rc" "$refused_status" "$refused_name: status $refused_status"
    says "riskgrade: $refused_text" "$refused_name: message"
    ok "$refused_name: nothing is written" test ! -e "$work/never"
}
run riskgrade -p "$pack" --today 2024-06-04 -l "$ledger" "$alerts"
exits 3 'a clock before the last event: status 3'
is "$(cat "$work/err")" "riskgrade: $ledger: its last event is of 2024-06-05, and today is 2024-06-04: is the clock right? (or say the day with --today)" \
    'a clock before the last event: message'
run riskgrade -p "$pack" --today 2024-06-05 -l "$ledger" "$alerts"
exits 0 'the day of the last event will do'
refused 'no such ledger' 4 "$work/none.csv: " -l "$work/none.csv"
sed '2s/U8/U9/' "$ledger" >"$work/bad.csv"
refused 'a record that was changed' 3 "$work/bad.csv:2:" -l "$work/bad.csv"
sed 2d "$ledger" >"$work/bad.csv"
refused 'a record that was taken out' 3 "$work/bad.csv:2:" -l "$work/bad.csv"
refused 'the same ledger twice' 3 "$ledger:2" -l "$ledger" -l "$ledger"
# The last record was being written when the machine failed.
cp "$ledger" "$work/torn.csv"
printf '3,2024-06-06,note,01' >>"$work/torn.csv"
grade -l "$ledger" "$alerts"
cp "$work/out" "$work/whole"
grade -l "$work/torn.csv" "$alerts"
exits 0 'a torn record: status 0'
ok 'a torn record: the rest counts' cmp "$work/whole" "$work/out"
says "riskgrade: warning: $work/torn.csv" 'a torn record: a warning'

# --- Lists.
printf 'official_id,unit_id,grade\n1,U1,x\n' >"$work/bad.csv"
grade --officials "$work/bad.csv" "$alerts"
exits 2 'a list of officials of another shape'
says "riskgrade: $work/bad.csv:1:3: " 'has a place'
printf 'handler,subject_kind,subject,reason\nH9,unit_id,U8,kin\n' >"$work/bad.csv"
grade --recusals "$work/bad.csv" "$alerts"
exits 2 'a recusal of a handler that there is not'
says "riskgrade: $work/bad.csv:2:1: " 'has a place'
printf 'handler,subject_kind,subject,reason\nH1,unit_id,U8,kin\n' >"$work/recusals.csv"
grade --recusals "$work/recusals.csv" "$alerts"
is "$(cells handler <"$work/out")" '' 'a recusal'

done_testing
