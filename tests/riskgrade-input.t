# riskgrade: formats, several files, order; what is refused, and where refused alerts go.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskgrade.sh"

graded_pack
routes <<'X'
,FA,,,HA,,,HB
,FB,,,HB,,,
X
grades first,level,families,grade,score,action <<'X'
several,,>=2,red,9,"look; then ""verify"""
red,red,,red,,verify
rest,,,yellow,2,"look, talk"
X
alert_table <<'X'
subject=U1 period=2024-01
subject=U1 period=2024-02 run=2
subject=U1 indicator=B1 department=audit field=FB scenario=FB1
subject=U2 level=red
subject=U3 level=blue
subject=U3 level=blue indicator=T1 status=trial scenario=FA2
subject=U4 level=blue indicator=A2
X
grade "$alerts"
exits 0 'the table of these tests'
cp "$work/out" "$work/plain"
sort "$work/plain" >"$work/sorted"
same() { # NAME: the last run printed what the plain one did
    ok "$1" cmp "$work/plain" "$work/out"
}

# --- Where it comes from and goes to.
run riskgrade -p "$pack" --today "$today" <"$alerts"
same 'standard input'
grade - <"$alerts"
same 'standard input as -'
run sh -c "cat '$alerts' | riskgrade -p '$pack' --today $today"
same 'a pipe'
gzip -c "$alerts" >"$work/alerts.csv.gz"
grade "$work/alerts.csv.gz"
same 'gzip'
mkfifo "$work/fifo" && {
    cat "$alerts" >"$work/fifo" &
    grade "$work/fifo"
    same 'a named pipe'
}
{ printf '\357\273\277'; sed "s/\$/$(printf '\r')/" "$alerts"; } >"$work/crlf.csv"
grade "$work/crlf.csv"
same 'a byte order mark and CRLF'
head -n 3 "$alerts" >"$work/a.csv"
{ head -n 1 "$alerts"; sed 1,3d "$alerts"; } >"$work/b.csv"
head -n 1 "$alerts" >"$work/none.csv"
grade "$work/a.csv" "$work/none.csv" "$work/b.csv"
same 'several files are one table'
grade -o "$work/file.csv" "$alerts"
ok '-o' cmp "$work/plain" "$work/file.csv"
ok '-o: nothing on standard output' test ! -s "$work/out"
is "$(stat -c %a "$work/file.csv" 2>/dev/null || echo 600)" 600 'a file with names is for its owner'
for chunk in 1 7 100 4096; do
    grade --chunk $chunk "$alerts"
    same "reads of $chunk bytes"
done
grade "$work/none.csv"
exits 0 'header only: status 0'
is "$(cat "$work/out")" "$(head -n 1 "$work/plain")" 'header only: a header only'
says 'riskgrade: alerts: 0 (red: 0, yellow: 0, blue: 0), joint cases: 0' 'and it is told'

# --- Order: what is found of an alert does not depend on it; it is kept.
for seed in 1 2 3 4 5; do
    { head -n 1 "$alerts"; sed 1d "$alerts" | awk -v s=$seed 'BEGIN { srand(s) } { print rand() "\t" $0 }' |
        sort | cut -f 2-; } >"$work/shuffled.csv"
    grade "$work/shuffled.csv"
    ok "order $seed is kept" is_prefix "$work/shuffled.csv" "$work/out"
    ok "order $seed changes nothing" sh -c "sort '$work/out' | cmp - '$work/sorted'"
done

# --- Formats, and columns that are not known.
to_tsv() { # CSV without quotes
    tr , '\t'
}
to_tsv <"$alerts" >"$work/alerts.tsv"
grade --tsv "$work/alerts.tsv"
ok '--tsv: records pass' is_prefix "$work/alerts.tsv" "$work/out" '	'
is "$(cut -f 21,22,24- "$work/out" | sed -n 4p)" \
    "red	18	\"look; then \"\"verify\"\"\"	HA	HB	$(digest case unit_id U1)	2025-03-02" '--tsv'
sed 's/its message/a\\tb\\\\c\\n"/' "$work/alerts.tsv" >"$work/escaped.tsv"
grade --tsv-escaped "$work/escaped.tsv"
ok '--tsv-escaped: records pass' is_prefix "$work/escaped.tsv" "$work/out" '	'
is "$(cut -f 21,22,24- "$work/out" | sed -n 4p)" \
    "red	18	look; then \"verify\"	HA	HB	$(digest case unit_id U1)	2025-03-02" '--tsv-escaped'
awk -F, -v OFS=, '{ print "\"more, \"\"" (NR == 1 ? "" : NR) "\"\"\"", $20, $18, $19, $1, $2, $3, $4, $5, $6, $7, $8, $9,
    $10, $11, $12, $13, $14, $15, $16, $17, NR == 1 ? "last" : "\"" $3 "\"" }' "$alerts" >"$work/moved.csv"
grade "$work/moved.csv"
exits 0 'columns may stand anywhere'
ok 'columns that are not known pass' sh -c "sed 1d '$work/moved.csv' >'$work/a'
    sed 1d '$work/out' >'$work/b'"
ok 'and quotes as they stood' is_prefix "$work/a" "$work/b" ,
cells grade score reasons handler case_id <"$work/out" >"$work/a"
cells grade score reasons handler case_id <"$work/plain" >"$work/b"
ok 'and nothing else changes' cmp "$work/a" "$work/b"

# More than memory takes: the rest of the records lies in a temporary file.
{
    head -n 1 "$alerts" | sed 's/$/,more/'
    sed 1d "$alerts" | awk -v OFS=, 'BEGIN { for (s = "x"; length(s) < 5000000; ) s = s s }
        { print $0, s NR }'
} >"$work/large.csv"
grade "$work/large.csv"
ok 'large records pass' sh -c "cut -d, -f 1-21 '$work/out' | cmp - '$work/large.csv'"
cells grade score reasons handler case_id <"$work/out" >"$work/a"
ok 'and are graded' cmp "$work/a" "$work/b"
run env TMPDIR="$work/no-such-folder" riskgrade -p "$pack" --today "$today" "$work/large.csv"
exits 4 'no room for a temporary file: status 4'
says "cannot make a temporary file" 'and a message'
ok 'nothing is written' test ! -s "$work/out"
rm -f "$work/large.csv"

# --- Refused.
bad() { # NAME STATUS TEXT ARGUMENTS...: TEXT is all that is said
    bad_name=$1 bad_status=$2 bad_text=$3
    shift 3
    rm -f "$work/never"
    grade -o "$work/never" "$@"
    is "$rc" "$bad_status" "$bad_name: status $bad_status"
    is "$(cat "$work/err")" "riskgrade: $bad_text" "$bad_name: message"
    ok "$bad_name: nothing is written" test ! -e "$work/never"
}
bad 'graded already' 3 "$work/plain:1:21: these alerts have been graded: they have a column 'grade' (give those that riskscan wrote)" \
    "$work/plain"
sed '1s/$/,handler/; 2,$s/$/,/' "$alerts" >"$work/bad.csv"
bad 'some of it' 3 "$work/bad.csv:1:21: these alerts have been graded: they have a column 'handler' (give those that riskscan wrote)" \
    "$work/bad.csv"
sed '1s/,run,/,runs,/' "$alerts" >"$work/bad.csv"
grade "$work/bad.csv"
exits 3 'a missing column: status 3'
says "riskgrade: $work/bad.csv:1: missing column 'run' (nearest: 'runs'; the header has alert_id, " \
    'a missing column: message'
sed '1s/value,threshold/threshold,value/' "$alerts" >"$work/bad.csv"
bad 'files with different columns' 3 \
    "$work/bad.csv:1:15: the columns are not those of '$alerts', which come out here: 'threshold' where that has 'value' (all files need the same columns in the same order)" \
    "$alerts" "$work/bad.csv"
sed '1s/$/,more/; 2,$s/$/,/' "$work/none.csv" >"$work/bad.csv"
bad 'a file with more columns' 3 \
    "$work/bad.csv:1:21: the columns are not those of '$alerts', which come out here: 'more' where that has '' (all files need the same columns in the same order)" \
    "$alerts" "$work/bad.csv"
bad 'the same alert twice, in two files' 3 \
    "$work/a.csv:2:1: alert_id: the same alert stands in $alerts:2 already (give each alert once: it would count twice)" \
    "$alerts" "$work/a.csv"
sed -n '1,3p; 3p' "$alerts" >"$work/bad.csv"
bad 'the same alert twice' 3 \
    "$work/bad.csv:4:1: alert_id: the same alert stands in $work/bad.csv:3 already (give each alert once: it would count twice)" \
    "$work/bad.csv"
sed 's/,U2,/,U7,/' "$alerts" >"$work/bad.csv"
bad 'an alert that was changed' 3 \
    "$work/bad.csv:5:1: alert_id: not the id of this indicator, subject and period: the alert was changed: '$(digest A1 unit_id U2 '')'" \
    "$work/bad.csv"
sed '6s/blue/green/' "$alerts" >"$work/bad.csv"
bad 'a level that is none' 3 "$work/bad.csv:6:8: level: not blue, yellow or red: 'green'" "$work/bad.csv"
: >"$work/bad.csv"
bad 'an empty file' 3 "$work/bad.csv: file is empty: not even a header; did the command before it fail?" \
    "$work/bad.csv"

# Another pack.
alert_table <<'X'
subject=U1
subject=U1 indicator=Q1 from=other@2:0123 department=audit
subject=U2 indicator=B1 value=5 from=other@2:0124
X
bad 'another pack' 3 "$alerts:3:19: pack: judged by 'other@2:0123', but -p is '$says': grade with the pack that judged, or take alerts of others too with --any-pack" \
    "$alerts"
grade --any-pack "$alerts"
exits 0 '--any-pack: status 0'
says "riskgrade: warning: 2 alerts were judged by other packs than '$says', for example 'other@2:0123'" \
    '--any-pack: a warning'
alerts '--any-pack: all are graded' indicator grade score handler <<'X'
A1|red|18|HA
Q1|red|18|HA
B1|yellow|2|HA
X

# The pack.
grades unique,level,run,grade <<'X'
one,red,>=2,red
two,,3..4,yellow
X
grade "$work/none.csv"
exits 2 'an overlap under unique: status 2'
sed "s|$work|WORK|g" "$work/err" >"$work/err.plain"
is_output riskgrade-overlap
grades unique,indicator,field,grade <<'X'
one,A1,,red
two,,FB,yellow
X
alert_table <<'X'
subject=U1
subject=U2 field=FB
X
grade "$alerts"
exits 2 'an overlap that only an odd alert shows: status 2'
says "riskgrade: $pack/grades.csv:2: rules 'one' and 'two' (line 3) both hold for the alert of $alerts:3: with hit policy unique only one may" \
    'and both rules are named'
ok 'and nothing is written' test ! -s "$work/out"
rm "$pack/grades.csv"
grade "$alerts"
exits 2 'no grades.csv: status 2'
sed "s|$work|WORK|g" "$work/err" >"$work/err.plain"
is_output riskgrade-no-grades
run riskgrade "$alerts"
exits 2 'no pack: status 2'
says 'riskgrade: no pack: say which rules with -p DIR (for example -p kit/jiangsu)' 'no pack: message'
grade -p "$pack" "$alerts"
exits 2 'a pack upon itself: status 2'
says "scenario 'FA1' stands twice, here and in $pack/taxonomy.csv:2" 'a pack upon itself: message'

# --- --rejects: all refused go there, in order; the rest is graded.
grades first,families,grade <<'X'
two,2,red
one,,yellow
X
{
    alert_table <<'X'
subject=U1
subject=U1 indicator=B1 level=green
subject=U2
subject=U2 indicator=B1 run=0
subject=U3
subject=U3 indicator=B1 from=other@1:00
subject=U3
subject=U4 indicator=B1 id=0123456789abcdef0123456789abcdef
subject=U5
X
    printf 'cut,\n"a\nb"x\n' >>"$alerts"
    alert subject=U5 indicator=B1 >>"$alerts"
}
for chunk in 1 1000 65536; do
    grade --chunk $chunk --rejects "$work/rejects" "$alerts"
    exits 0 "--rejects, reads of $chunk: status 0"
    cat "$work/rejects" >>"$work/out"
    is_output riskgrade-rejects
done
is "$(stat -c %a "$work/rejects" 2>/dev/null || echo 600)" 600 'rejects are for their owner'
run env LANGUAGE=zh_CN riskgrade -p "$pack" --today "$today" --rejects "$work/again" "$alerts"
ok 'the same rejects in any language' cmp "$work/rejects" "$work/again"
{ sed -n 1,2p "$alerts"; printf cut,; } >"$work/bad.csv"
grade --rejects "$work/again" "$work/bad.csv" "$work/bad.csv"
is "$(cells file line reason <"$work/again" | sed 's/ (.*//' | tr '\n' ' ')" \
    "$work/bad.csv|3|2 fields where the header has 20 $work/bad.csv|2|alert_id: the same alert stands in $work/bad.csv:2 already $work/bad.csv|3|2 fields where the header has 20 " \
    'a record at the end of a file, of each file'
says 'records rejected: 3, ' 'and counted'
sed '1s/,run,/,runs,/' "$alerts" >"$work/bad.csv"
grade --rejects "$work/again" "$work/bad.csv"
exits 3 'a header is never passed over'
grade --rejects "$work/no/such/folder" "$alerts"
exits 4 'rejects that cannot be written: status 4'
ok 'and nothing is written' test ! -s "$work/out"

done_testing
