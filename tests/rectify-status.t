# rectify-track status: the table, what it leaves out, what is late; and what every action refuses.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/rectify.sh"

found "$work/g.csv" <<'X'
A 11-6
B 1
C 9
D 1
X
track open "$work/g.csv"
track review --issue "$(id_of A)" --verdict confirmed --by 'reviewer 1'
track review --issue "$(id_of B)" --verdict false --by 'reviewer 1' --reason 'booked twice'
track review --issue "$(id_of C)" --verdict confirmed --by 'reviewer 1' --plan-days 10
track status
exits 0 'status: status 0'
is_output rectify-status

# --- What is late: from the day after.
late() { # DAY NUMBER
    day=$1
    track status --overdue
    exits 0 "overdue on $1: status 0"
    is "$(sed 1d "$work/out" | wc -l)" "$2" "overdue on $1: $2"
    track status --exit-code
    exits "$([ "$2" = 0 ]; echo $?)" "--exit-code on $1"
}
late 2025-02-20 0
late 2025-02-21 1
late 2025-03-12 1
late 2025-03-13 2
day=2025-03-13
track status --overdue --exit-code
exits 1 '--overdue --exit-code: status 1'
shown() { cells "$@" <"$work/out"; }
same '--overdue: days left below 0' shown subject due days_left <<'X'
A|2025-03-12|-1
C|2025-02-20|-21
X
track status --state false --exit-code
exits 0 '--exit-code: of those that are shown'

# --- --state
same_states() { # STATES SUBJECTS
    track status --state "$1"
    is "$(cells subject <"$work/out" | tr '\n' ' ')" "$2" "--state $1"
}
same_states 'to review' 'A D '
same_states to-review 'A D '
same_states 'confirmed,false' 'A B C '
same_states closed ''
track status --state false
says 'issues shown: 1 of 5' '--state: how many of how many'
says 'issues: 5 (to review: 2, false: 1, confirmed: 2), overdue: 2' '--state: the summary is of all'

# --- Repeats: confirmed issues of the same indicator and subject.
is "$(issues subject state repeats | tr '\n' ' ')" \
    'A|confirmed|0 A|to review|1 B|false|0 C|confirmed|0 D|to review|0 ' 'repeats'

# --- A clock that went back.
remember
clock="WORK/ledger.csv: the last event is of 2025-02-10, and today is said to be 2025-02-09"
day=2025-02-09
for action in status open 'review --issue 123456 --verdict confirmed --by X'; do
    [ "$action" != open ] || action="open $work/g.csv"
    # shellcheck disable=SC2086 # words
    track $action
    exits 3 "the clock went back, ${action%% *}: status 3"
    ok "the clock went back, ${action%% *}: nothing is written" test ! -s "$work/out"
    is "$(sed "s|$work|WORK|g" "$work/err")" \
        "rectify-track: $clock: set the clock, or give --today" "the clock went back, ${action%% *}: message"
    unchanged "the clock went back, ${action%% *}: nothing is recorded"
done
day=2025-02-10

# --- Usage.
usage() { # NAME MESSAGE ARGUMENTS...
    usage_name=$1
    usage_text=$2
    shift 2
    run rectify-track "$@"
    exits 2 "$usage_name: status 2"
    is "$(sed "s|$work|WORK|g" "$work/err")" "rectify-track: $usage_text; try 'rectify-track --help'" \
        "$usage_name: message"
    unchanged "$usage_name: nothing is recorded"
}
usage 'no action' 'no action: say open, review or status' -l "$ledger"
usage 'an unknown action' "unknown action 'opne' (nearest: 'open'; known: open, review, status)" \
    opne -l "$ledger"
usage 'an unknown action, nothing near' "unknown action 'abcdefghi' (known: open, review, status)" \
    abcdefghi -l "$ledger"
usage 'two actions' "two actions, 'open' and 'status': give one (a file of that name is ./status)" \
    open status -l "$ledger"
usage 'no ledger' 'no ledger: say which with -l FILE' status
usage 'a pipe for a ledger' '-l: a ledger is a file, not a pipe' status -l -
usage 'a table for status' "'status' reads the ledger only, no 'WORK/g.csv'" status -l "$ledger" "$work/g.csv"
usage 'an unknown state' \
    "unknown state 'confirmd' (nearest: 'confirmed'; known: to review, false, explained, confirmed, planned, completed, evaluated, closed)" \
    status -l "$ledger" --state false,confirmd
usage 'a verdict for open' "option '--verdict' belongs to 'review', not to 'open'" open -l "$ledger" \
    --verdict confirmed "$work/g.csv"
usage 'a filter for review' "option '--overdue' belongs to 'status', not to 'review'" review -l "$ledger" --overdue
usage '-o for open' "option '--output' belongs to 'status', not to 'open'" open -l "$ledger" -o x "$work/g.csv"

# --- Input: refused before the ledger is touched.
golden() { # NAME ARGUMENTS...
    golden_name=$1
    shift
    run rectify-track "$@" --today "$day"
    is_output "rectify-$golden_name"
    unchanged "$golden_name: nothing is recorded"
}
cut -d, -f 1-20 "$work/g.csv" >"$work/ungraded.csv"
golden ungraded open -l "$ledger" "$work/ungraded.csv"
golden no-such-ledger status -l "$work/none.csv"
golden no-such-ledger-review review -l "$work/none.csv" --issue 123456 --verdict confirmed --by X
ok 'a review makes no ledger' test ! -e "$work/none.csv"
sed '3s/,A,/,B,/' "$work/g.csv" >"$work/changed.csv"
golden changed-alert open -l "$ledger" "$work/changed.csv"
run rectify-track open -l "$work/none.csv" --today "$day" "$work/changed.csv"
ok 'refused alerts make no ledger' test ! -e "$work/none.csv"
sed '3s/,blue,1,made/,green,1,made/' "$work/g.csv" >"$work/green.csv"
golden bad-grade open -l "$ledger" "$work/green.csv"
golden alerts-as-ledger status -l "$work/g.csv"

# --- A damaged ledger. In the middle it ends all; a torn end was never told as done.
sed '3s/,A,/,X,/' "$ledger" >"$work/damaged.csv"
cp "$work/damaged.csv" "$work/damaged-before.csv"
for action in status open; do
    [ "$action" = status ] || action="open $work/g.csv"
    # shellcheck disable=SC2086
    run rectify-track $action -l "$work/damaged.csv" --today "$day"
    exits 3 "a damaged ledger, ${action%% *}: status 3"
    says "$work/damaged.csv:3" "a damaged ledger, ${action%% *}: the line"
    ok "a damaged ledger, ${action%% *}: left as it is" cmp "$work/damaged-before.csv" "$work/damaged.csv"
done
head -c $(($(wc -c <"$ledger") - 40)) "$ledger" >"$work/torn.csv"
cp "$work/torn.csv" "$work/torn-before.csv"
run rectify-track status -l "$work/torn.csv" --today "$day"
exits 0 'a torn ledger, status: status 0'
says 'warning: ' 'a torn ledger, status: a warning'
is "$(cells subject state <"$work/out" | tr '\n' ' ')" 'A|confirmed A|to review B|false C|to review D|to review ' \
    'a torn ledger, status: what was told as done'
ok 'a torn ledger, status: left as it is' cmp "$work/torn-before.csv" "$work/torn.csv"
run rectify-track open -l "$work/torn.csv" --today "$day" "$work/g.csv"
exits 0 'a torn ledger, open: status 0'
says 'warning: ' 'a torn ledger, open: a warning'
says 'known: 6' 'a torn ledger, open: goes on'
ok 'a torn ledger, open: what was torn is kept' test -s "$work/torn.csv.torn"
run rectify-track review -l "$work/torn.csv" --today "$day" --issue "$(id_of C)" --verdict confirmed --by X
run rectify-track status -l "$work/torn.csv" --today "$day"
is "$(grep -c warning "$work/err")" 0 'a torn ledger, mended: no warning'
is "$(cells subject state <"$work/out" | sed -n 4p)" 'C|confirmed' 'a torn ledger, mended: goes on'

# --- A ledger that may not be written to; root may write everywhere, and puts itself aside.
as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid 65534 --regid 65534 --clear-groups'
chmod 755 "$work"
chmod 444 "$ledger" "$work/g.csv"
run $as rectify-track --version
if [ "$rc" = 0 ]; then
    run $as rectify-track open -l "$ledger" --today "$day" "$work/g.csv"
    exits 4 'a ledger that may not be written to: status 4'
    is "$(cat "$work/err")" \
        "rectify-track: $ledger: cannot open for writing: Permission denied" \
        'a ledger that may not be written to: message'
    run $as rectify-track status -l "$ledger" --today "$day"
    exits 0 'a ledger that may not be written to can be read'
else
    skip 'a ledger that may not be written to' 'root may write everywhere'
fi
chmod 600 "$ledger" "$work/g.csv"
run rectify-track open -l "$work/no-such-dir/l.csv" --today "$day" "$work/g.csv"
exits 4 'no such directory: status 4'
run rectify-track open -l "$work" --today "$day" "$work/g.csv"
exits 4 'a directory for a ledger: status 4'
run rectify-track open -l "$ledger" --today "$day" "$work/no-such-file"
exits 4 'no such table: status 4'
: >"$work/empty"
run rectify-track open -l "$ledger" --today "$day" "$work/empty"
exits 3 'an empty table: status 3'
says 'did the command before it fail?' 'an empty table: message'
unchanged 'and nothing is recorded'

if [ -w /dev/full ]; then
    rc=0
    rectify-track status -l "$ledger" --today "$day" >/dev/full 2>"$work/err" || rc=$?
    is "$rc" 4 'a full disk: status 4'
    ok 'a full disk: nothing is told as done' sh -c "! grep -q 'issues: ' '$work/err'"
else
    skip 'a full disk' 'no /dev/full'
fi
track status -o "$work/kept.csv"
cp "$work/kept.csv" "$work/kept-before.csv"
run rectify-track status -l "$work/damaged.csv" --today "$day" -o "$work/kept.csv"
ok '-o: refused input leaves the file as it was' cmp "$work/kept-before.csv" "$work/kept.csv"

done_testing
