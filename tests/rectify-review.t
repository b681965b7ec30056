# rectify-track review: what verdicts do, one by one and from a table; when a plan is due; what is
# told a second time.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/rectify.sh"

found "$work/g.csv" <<'X'
A 11
B 1
C 1
D 1
E 1
X
track open "$work/g.csv"
for subject in A B C D E; do eval "$subject=\$(id_of $subject)"; done
cp "$ledger" "$work/opened.csv"
again() { cp "$work/opened.csv" "$ledger"; }
last() { events "$@" | tail -n 1; }

# --- One verdict.
track review --issue "$A" --verdict confirmed --by 'reviewer 1'
exits 0 'confirmed: status 0'
ok 'confirmed: nothing on standard output' test ! -s "$work/out"
is "$(cat "$work/err")" \
    'rectify-track: verdicts: 1 (confirmed: 1, false: 0, explained: 0, recorded before: 0)' 'confirmed: told'
is "$(last seq on event issue by result due reason text)" \
    "7|2025-02-10|review|$A|reviewer 1|confirmed|2025-03-12||" 'confirmed: the event, a plan due in 30 days'
same 'confirmed: the table' sh -c "rectify-track status -l '$ledger' --today 2025-02-20 2>/dev/null |
    cut -d, -f 2,7,20-26 | sed -n 2,3p" <<'X'
confirmed,A,2,0,2025-02-10,reviewer 1,2025-03-12,20,no
to review,B,1,1,,,,,no
X
remember
track review --issue "$A" --verdict confirmed --by 'reviewer 1'
exits 0 'confirmed twice: status 0'
unchanged 'confirmed twice: nothing changes'
says "issue $A: that it is 'confirmed' was recorded before" 'confirmed twice: told'
day=2025-02-15
track review --issue "$A" --verdict confirmed --by 'reviewer 1'
unchanged 'confirmed again later: gives no more time'
track review --issue "$A" --verdict confirmed --by 'reviewer 2'
says "issue $A: 'confirmed' by 'reviewer 1' already, now seconded" 'seconded: told'
is "$(last event by result due text)" 'note|reviewer 2|confirmed||2025-02-15' 'seconded: the event'
is "$(issues due verdict_by verdict_on | sed -n 1p)" '2025-03-12|reviewer 1|2025-02-10' 'seconded: what stood stands'
remember
track review --issue "$A" --verdict confirmed --by 'reviewer 2'
unchanged 'seconded twice: nothing changes'
track review --issue "$A" --verdict confirmed --by 'reviewer 2' --reason 'read the vouchers'
is "$(last event reason)" 'note|read the vouchers' 'with a reason that is new'
remember
track review --issue "$A" --verdict confirmed --by 'reviewer 2' --reason 'read the vouchers'
unchanged 'with a reason that is known'

# --- People correct themselves.
track review --issue "$A" --verdict false --by 'reviewer 2' --reason 'booked twice'
exits 0 'another verdict: status 0'
says "issue $A: 'false' now, in place of 'confirmed' by 'reviewer 1'" 'another verdict: told'
same 'another verdict: what stood is taken back' sh -c "tail -n 2 '$ledger' | cut -d, -f 3,5,30-32" <<'X'
reopen,reviewer 2,,,confirmed -> false
review,reviewer 2,false,,booked twice
X
is "$(issues state due days_left verdict_by | sed -n 1p)" 'false|||reviewer 2' 'another verdict: the table'
remember
track review --issue "$A" --verdict false --by 'reviewer 2' --reason 'booked twice'
unchanged 'another verdict, twice: nothing changes'
track review --issue "$A" --verdict confirmed --by 'reviewer 1'
is "$(last event result due)" 'review|confirmed|2025-03-17' 'back again: a verdict as before, from that day on'
day=2025-02-10

# --- By the alert, by the first characters.
again
alert=$(cells subject alert_id <"$work/g.csv" | sed -n 's/^C|//p')
track review --alert "$alert" --verdict explained --by 'reviewer 1' --reason 'a one-off'
is "$(last issue result reason)" "$C|explained|a one-off" '--alert'
track review --alert "$(echo "$alert" | cut -c1-6)" --verdict explained --by 'reviewer 1' --reason 'a one-off'
says "issue $C: that it is 'explained'" '--alert, its first 6 characters'
track review --issue "$(echo "$B" | cut -c1-8)" --verdict false --by 'reviewer 1' --reason 'a typing error'
is "$(last issue result)" "$B|false" '--issue, its first 8 characters'

# --- Chinese words, and what is recorded.
again
for word in '属实 confirmed' '误报 false' '不属实 false' '已说明 explained'; do
    again
    track review --issue "$A" --verdict "${word% *}" --by 示例人员01 --reason 已核对
    is "$(last result by reason)" "${word#* }|示例人员01|已核对" "${word% *}"
done

# --- --plan-days
again
track review --issue "$A" --verdict confirmed --by 'reviewer 1' --plan-days 10
is "$(last due)" 2025-02-20 '--plan-days 10'
track review --issue "$B" --verdict false --by 'reviewer 1' --reason x --plan-days 10
is "$(last due)" '' 'nothing is due where nothing is confirmed'

# --- New alerts.
again
track review --issue "$A" --verdict explained --by 'reviewer 1' --reason 'a one-off'
track review --issue "$B" --verdict confirmed --by 'reviewer 1'
found "$work/next.csv" <<'X'
A 111
B 11
X
day=2025-02-12
track open "$work/next.csv"
says 'issues to review again, for they have new alerts: 1, of them closed before: 0' 'an alert after a verdict: told'
same 'an alert after a verdict' issues subject state unreviewed verdict_on <<'X'
A|to review|1|2025-02-10
B|confirmed|1|2025-02-10
C|to review|1|
D|to review|1|
E|to review|1|
X
track review --issue "$A" --verdict explained --by 'reviewer 1' --reason 'a one-off'
is "$(last on event result)" '2025-02-12|review|explained' 'the same verdict after a new alert is a new one'
track review --issue "$B" --verdict confirmed --by 'reviewer 1'
is "$(last event result due)" 'review|confirmed|2025-03-12' 'confirmed again after a new alert: due as before'
is "$(issues unreviewed | head -n 2 | tr '\n' ' ')" '0 0 ' 'and the alert is reviewed'

# --- A table of verdicts.
again
day=2025-02-12
cat >"$work/verdicts.csv" <<X
subject,issue,alert_id,verdict,by,reason,on
A,$A,,confirmed,reviewer 1,,
B,$(echo "$B" | cut -c1-6),,误报,reviewer 1,"a typing
error",2025-02-11
C,,$alert,explained,reviewer 2,a one-off,2025-02-10
D,$D,,,,,
X
track review "$work/verdicts.csv"
exits 0 'a table: status 0'
is "$(cat "$work/err")" "rectify-track: rows without a verdict, passed over: 1
rectify-track: verdicts: 3 (confirmed: 1, false: 1, explained: 1, recorded before: 0)" 'a table: told'
same 'a table: the table of issues' issues subject state verdict_on verdict_by due <<'X'
A|confirmed|2025-02-12|reviewer 1|2025-03-14
B|false|2025-02-11|reviewer 1|
C|explained|2025-02-10|reviewer 2|
D|to review|||
E|to review|||
X
is "$(tail -n 1 "$ledger" | cut -d, -f 2,3,30,32,35)" '2025-02-12,review,explained,a one-off,2025-02-10' \
    'a table: the day of the verdict, where it is another'
remember
track review "$work/verdicts.csv"
unchanged 'a table twice: nothing changes'
says 'recorded before: 3)' 'a table twice: told'
cp "$ledger" "$work/by-rows.csv"
for order in 'sort' 'sort -r'; do
    again
    { sed -n 1p "$work/verdicts.csv"; sed -e '1d; 3d; 4d' "$work/verdicts.csv"; } >"$work/flat.csv"
    { sed -n 1p "$work/flat.csv"; sed 1d "$work/flat.csv" | $order; } >"$work/rows.csv"
    run rectify-track review -l "$ledger" --today "$day" <"$work/rows.csv"
    exits 0 "rows by $order"
    cp "$ledger" "$work/rows-by-$(echo "$order" | tr -d ' ')"
done
ok 'the order of rows decides nothing' cmp "$work/rows-by-sort" "$work/rows-by-sort-r"

# A table that grows: what is dated stands for its day, whatever came since.
again
cat >"$work/verdicts.csv" <<X
issue,verdict,by,reason,on
$A,explained,reviewer 1,a one-off,2025-02-11
X
day=2025-02-11
track review "$work/verdicts.csv"
day=2025-02-12
track open "$work/next.csv"
is "$(issues state | sed -n 1p)" 'to review' 'a table that grows: a new alert'
remember
track review "$work/verdicts.csv"
exits 0 'a table that grows: given again'
unchanged 'a table that grows: an old verdict says nothing of a new alert'
echo "$A,confirmed,reviewer 2,,2025-02-12" >>"$work/verdicts.csv"
track review "$work/verdicts.csv"
is "$(issues state verdict_on | sed -n 1p)" 'confirmed|2025-02-12' 'a table that grows: a new verdict'
remember
track review "$work/verdicts.csv"
unchanged 'a table that grows: all of it known'

# Two who say the same.
again
printf 'issue,verdict,by\n%s,confirmed,reviewer 1\n%s,confirmed,reviewer 2\n' "$A" "$A" >"$work/two.csv"
track review "$work/two.csv"
is "$(events event by | tail -n 2 | tr '\n' ' ')" 'review|reviewer 1 note|reviewer 2 ' 'two who say the same'
remember
track review "$work/two.csv"
unchanged 'two who say the same, twice'

# --- Refused: all or nothing, with the place.
again
remember
refused() { # NAME STATUS MESSAGE [FILE-LINES...]
    refused_name=$1
    refused_status=$2
    refused_text=$3
    shift 3
    printf '%s\n' "$@" >"$work/v.csv"
    track review "$work/v.csv"
    exits "$refused_status" "$refused_name: status $refused_status"
    is "$(cat "$work/err")" "rectify-track: $work/v.csv$refused_text" "$refused_name: message"
    unchanged "$refused_name: nothing is recorded"
}
good="$A,confirmed,reviewer 1,"
refused 'an unknown verdict' 3 \
    ":3:2: verdict: no verdict: 'yes' (known: confirmed (属实), false (误报, 不属实), explained (已说明))" \
    issue,verdict,by,reason "$good" "$B,yes,reviewer 1,"
refused 'a verdict with a name only' 3 \
    ":2:2: verdict: no verdict: '' (known: confirmed (属实), false (误报, 不属实), explained (已说明))" \
    issue,verdict,by,reason "$B,,reviewer 1,"
refused 'no name' 3 ':3:3: by: a verdict needs the name of the person who gives it' \
    issue,verdict,by,reason "$good" "$B,confirmed, ,"
refused 'a name of wide blanks' 3 ':3:3: by: a verdict needs the name of the person who gives it' \
    issue,verdict,by,reason "$good" "$B,confirmed,　,"
refused 'false without a reason' 3 ":3:4: reason: the verdicts 'false' and 'explained' need a reason" \
    issue,verdict,by,reason "$good" "$B,false,reviewer 1,　"
refused 'explained without a column of reasons' 3 \
    ":2:2: verdict: the verdicts 'false' and 'explained' need a reason" issue,verdict,by "$B,explained,reviewer 1"
refused 'an unknown issue' 3 \
    ":3:1: no issue '123456' in this ledger ('rectify-track status' lists them)" \
    issue,verdict,by,reason "$good" "123456,confirmed,reviewer 1,"
refused 'an unknown alert' 3 \
    ":2:1: no alert '123456' in this ledger ('rectify-track open' takes it in)" \
    alert_id,verdict,by,reason "123456,confirmed,reviewer 1,"
refused 'an alert for an issue' 3 ":2:1: '$alert' is the id of an alert, not of an issue" \
    issue,verdict,by,reason "$alert,confirmed,reviewer 1,"
refused 'an issue for an alert' 3 ":2:1: '$A' is the id of an issue, not of an alert" \
    alert_id,verdict,by,reason "$A,confirmed,reviewer 1,"
refused 'too short an id' 3 ":2:1: too short for an id: '12345' (give 6 characters or more)" \
    issue,verdict,by,reason "12345,confirmed,reviewer 1,"
refused 'no id' 3 ':2:1: issue: this row does not say which issue it is about' \
    issue,verdict,by,reason ",confirmed,reviewer 1,"
refused 'issue and alert that are not one' 3 ":2:2: this alert belongs to another issue: '$C'" \
    issue,alert_id,verdict,by "$A,$alert,confirmed,reviewer 1"
refused 'no day' 3 ":2:4: on: no such date: '2025/2/11' (write YYYY-MM-DD)" \
    issue,verdict,by,on "$A,confirmed,reviewer 1,2025/2/11"
refused 'a day to come' 3 ":2:4: on: '2025-02-13' is still to come" \
    issue,verdict,by,on "$A,confirmed,reviewer 1,2025-02-13"
refused 'a day before the alert' 3 \
    ':2:4: a verdict of 2025-02-09, but the issue has an alert that came in on 2025-02-10: it must be reviewed again' \
    issue,verdict,by,on "$A,confirmed,reviewer 1,2025-02-09"
refused 'two verdicts on one issue' 3 \
    ":4: issue '$A' is 'confirmed' here and 'false' in $work/v.csv:2: give one verdict for each" \
    issue,verdict,by,reason "$A,false,reviewer 1,x" "$B,confirmed,reviewer 1," "$A,confirmed,reviewer 2,"
refused 'no column of verdicts' 3 \
    ":1: missing column 'verdict' (nearest: 'verdikt'; the header has issue, verdikt, by)" \
    issue,verdikt,by "$A,confirmed,reviewer 1"
refused 'no column of issues' 3 ":1: missing column 'issue' (nearest: 'isue'; the header has isue, verdict, by)" \
    isue,verdict,by "$A,confirmed,reviewer 1"
: >"$work/v.csv"
track review "$work/v.csv"
exits 3 'an empty table: status 3'
{ echo issue,verdict,by,reason; awk -v row="$good" 'BEGIN { for (i = 0; i < 900; i++) print row }'; echo "$B,no,x,"; } \
    >"$work/v.csv"
track review "$work/v.csv"
says ":902:2: verdict: no verdict: 'no'" 'a bad row on line 902'
unchanged 'a bad row on line 902 leaves no event'

# --- By options.
refuse() { # NAME STATUS MESSAGE ARGUMENTS...
    refuse_name=$1
    refuse_status=$2
    refuse_text=$3
    shift 3
    track review "$@"
    exits "$refuse_status" "$refuse_name: status $refuse_status"
    is "$(cat "$work/err")" "rectify-track: $refuse_text" "$refuse_name: message"
    unchanged "$refuse_name: nothing is recorded"
}
help="; try 'rectify-track --help'"
words='(known: confirmed (属实), false (误报, 不属实), explained (已说明))'
refuse 'no verdict' 2 "no verdict: say --verdict WORD $words$help" --issue "$A" --by X
refuse 'unknown verdict' 2 "no verdict: 'perhaps' $words$help" --issue "$A" --by X --verdict perhaps
refuse 'nobody' 2 "--by: a verdict needs the name of the person who gives it$help" --issue "$A" --verdict confirmed
refuse 'a blank name' 2 "--by: a verdict needs the name of the person who gives it$help" --issue "$A" \
    --verdict confirmed --by ' '
refuse 'no reason' 2 "--reason: the verdicts 'false' and 'explained' need a reason$help" --issue "$A" \
    --verdict false --by X
refuse 'about nothing' 2 "say what the verdict is about: --issue ID or --alert ID$help" --verdict confirmed --by X
refuse 'about two' 2 "say what the verdict is about: --issue ID or --alert ID$help" --issue "$A" --alert "$A" \
    --verdict confirmed --by X
refuse 'one and many' 2 "give one verdict by options, or many in a file, not both$help" --issue "$A" \
    --verdict confirmed --by X "$work/v.csv"
refuse 'a name that is not UTF-8' 2 "--by: not UTF-8: '\\xff'$help" --issue "$A" --verdict confirmed \
    --by "$(printf '\377')"
refuse 'an unknown issue' 3 "no issue '1234567' in this ledger ('rectify-track status' lists them)" \
    --issue 1234567 --verdict confirmed --by X
for days in 0 3651 -1 1.5 30x ''; do
    [ -n "$days" ] || continue
    refuse "--plan-days $days" 2 "--plan-days: no number of days from 1 to 3650: '$days'$help" \
        --issue "$A" --verdict confirmed --by X --plan-days="$days"
done
day=9999-12-30
refuse 'due beyond the calendar' 3 'a plan would be due after the year 9999' --issue "$A" \
    --verdict confirmed --by X

done_testing
