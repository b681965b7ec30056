# Several who write a ledger at once, and one who is killed at any moment: nothing is lost, nothing
# stands twice.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/rectify.sh"

# many FILE FROM TO: graded alerts of that many subjects, two months each.
many() {
    awk -v from="$2" -v to="$3" 'BEGIN { print "u,month,v"
        for (i = from; i <= to; i++) printf "U%06d,2024-01,1\nU%06d,2024-02,6\n", i, i }' >"$work/t.csv"
    riskscan -p "$pack" --today "$today" "$work/t.csv" 2>"$work/err" | grade >"$1"
}
# whole NAME NUMBER: the ledger reads, NUMBER issues with two alerts each, each alert once.
whole() {
    track status
    exits 0 "$1: the ledger reads"
    is "$(cells alerts <"$work/out" | sort | uniq -c | tr -s ' ')" " $2 2" "$1: $2 issues, two alerts each"
    is "$(events event | sort | uniq -c | tr -s ' ')" " $2 alert
 $2 open" "$1: each event once"
    is "$(events seq | tail -n 1)" "$(($2 * 2))" "$1: numbered without a gap"
}

# --- Two at once, of alerts that overlap.
many "$work/left.csv" 1 300
many "$work/right.csv" 151 450
for round in 1 2 3 4 5; do
    rm -f "$ledger"
    rectify-track open -l "$ledger" --today "$day" "$work/left.csv" 2>"$work/left.err" &
    left=$!
    rectify-track open -l "$ledger" --today "$day" "$work/right.csv" 2>"$work/right.err" &
    right=$!
    left_rc=0 right_rc=0
    wait "$left" || left_rc=$?
    wait "$right" || right_rc=$?
    is "$left_rc $right_rc" '0 0' "two at once, round $round: status 0"
    is "$(cat "$work/left.err" "$work/right.err" | sed 's/.*new issues: \([0-9]*\),.*known: \([0-9]*\)/\1 \2/' |
        awk '{ new += $1; known += $2 } END { print new, known }')" '450 300' \
        "two at once, round $round: what the two told adds up"
    whole "two at once, round $round" 450
done

# --- Status while another writes: it shows what stood there at some moment.
rm -f "$ledger"
many "$work/many.csv" 1 4000
rectify-track open -l "$ledger" --today "$day" "$work/left.csv" 2>"$work/left.err"
rectify-track open -l "$ledger" --today "$day" "$work/many.csv" 2>"$work/left.err" &
writer=$!
bad=0
for round in 1 2 3 4 5 6 7 8; do
    rectify-track status -l "$ledger" --today "$day" >"$work/out" 2>"$work/err" || bad=1
    [ "$(wc -l <"$work/out")" -gt 300 ] || bad=1
done
wait "$writer"
is "$bad" 0 'status while another writes'
whole 'after that' 4000

# --- A command further up the pipe may read the ledger: it is not locked before all has come.
cat >"$work/upstream" <<'X'
rectify-track status -l "$1" --today "$2" >"$3/upstream.out" 2>"$3/upstream.err" || exit
cat "$4"
X
rc=0
sh "$work/upstream" "$ledger" "$day" "$work" "$work/right.csv" |
    timeout 60 rectify-track open -l "$ledger" --today "$day" 2>"$work/err" || rc=$?
exits 0 'the ledger is read further up the pipe'
says 'known: 600' 'and written at its end'

# --- Killed at any moment, and done again.
cp "$ledger" "$work/undisturbed.csv"
rm -f "$ledger"
killed=0
partial=0
bad=0
for pause in 0.01 0.02 0.03 0.04 0.05 0.06 0.08 0.1 0.12 0.15; do
    rectify-track open -l "$ledger" --today "$day" "$work/many.csv" 2>"$work/left.err" &
    writer=$!
    sleep "$pause"
    kill -9 "$writer" 2>/dev/null || :
    rc=0
    wait "$writer" 2>/dev/null || rc=$?
    [ "$rc" != 137 ] || killed=$((killed + 1))
    [ -e "$ledger" ] || continue
    run rectify-track status -l "$ledger" --today "$day"
    # A ledger of no bytes yet is one of no issues.
    [ "$rc" = 0 ] || [ ! -s "$ledger" ] || bad=1
    n=$(wc -l <"$work/out")
    [ "$n" -le 1 ] || [ "$n" -gt 4000 ] || partial=$((partial + 1))
done
is "$bad" 0 'killed at any moment: the ledger reads'
echo "# killed: $killed times, of them with part of the events written: $partial"
track open "$work/many.csv"
exits 0 'after all that: status 0'
whole 'after all that' 4000
cut -d, -f 4,3 "$ledger" | sort >"$work/got"
cut -d, -f 4,3 "$work/undisturbed.csv" | sort >"$work/want"
ok 'after all that: the same events as undisturbed' cmp "$work/want" "$work/got"
is "$(cut -d, -f 4 "$ledger" | uniq | sort | uniq -d | wc -l)" 0 'after all that: the issues in their order'
remember
track open "$work/many.csv"
unchanged 'and once more: nothing changes'

# --- Among so many ids some begin alike.
track status
cells issue <"$work/out" >"$work/ids"
[ "$(cut -c1-6 "$work/ids" | sort | uniq -d | wc -l)" -gt 0 ] || {
    many "$work/more.csv" 4001 20000
    track open "$work/more.csv"
    track status
    cells issue <"$work/out" >"$work/ids"
}
alike=$(cut -c1-6 "$work/ids" | sort | uniq -d | sed -n 1p)
remember
track review --issue "$alike" --verdict confirmed --by X
exits 3 'an id that could be several: status 3'
says "2 ids begin with '$alike', give more of it: " 'an id that could be several: message'
for id in $(grep "^$alike" "$work/ids"); do says "$id (S U0" "an id that could be several: lists $id"; done
unchanged 'an id that could be several: nothing is recorded'
track review --issue "$(grep "^$alike" "$work/ids" | sed -n 1p)" --verdict confirmed --by X
exits 0 'the whole id says which'

done_testing
