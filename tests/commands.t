# Every command on every odd stream. A command that is not in reads() and rows() below fails here:
# say how it is run.
. "${top_srcdir:-.}/tests/init.sh"

# reads COMMAND INPUT: run COMMAND on a table of the kind it takes; - is standard input. Standard
# output and error are the caller's. A command that keeps a ledger shows what has come into it.
reads() {
    case $1 in
    riskscan)
        case $2 in
        -) riskscan -p tests/packs/spending ;;
        *) riskscan -p tests/packs/spending "spending=$2" ;;
        esac
        ;;
    riskgrade) riskgrade -p tests/packs/grading --any-pack --today 2025-01-31 "$2" ;;
    riskingest) riskingest -p tests/packs/spending "$2" ;;
    riskmap) riskmap -p kit/jiangsu --today 2025-01-31 --cases "$2" ;;
    rectify-track)
        rm -f "$work/ledger"
        rectify-track open -l "$work/ledger" --today 2025-01-31 "$2" &&
            rectify-track status -l "$work/ledger" --today 2025-01-31
        ;;
    trailcheck) trailcheck seal "$2" ;;
    *) return 99 ;;
    esac
}
alert=alert_id,indicator,indicator_name,status,department,field,scenario,level,subject_kind,subject
alert=$alert,subject_name,region,period,since,value,threshold,run,evidence,pack,message
# header COMMAND, row COMMAND: such a table. The fifth cell of the row is x, and there is no other x.
header() {
    case $1 in
    riskscan | riskingest) echo unit_id,month,budget,spent,explanation ;;
    riskmap) echo scenario,region,closed_on,grade,note ;;
    riskgrade) echo "$alert" ;;
    trailcheck) echo case,step,actor,time,note ;;
    rectify-track) echo "$alert,grade,score,reasons,action,handler,copies,case_id,plan_due" ;;
    esac
}
row() {
    case $1 in
    riskscan | riskingest) echo A001,2024-01,100,200,x ;;
    riskmap) echo CZ01,320100,2024-01-05,red,x ;;
    riskgrade) echo "$fact" ;;
    trailcheck) echo C1,apply,U1,2024-03-05T10:00:00,x ;;
    rectify-track) echo "$fact,red,9,r,a,JW-1,,,2025-03-02" ;;
    esac
}
# The first 128 bits of SHA-256 over CZ-01, unit_id, D03 and 2023-07, each behind its length.
fact=$(printf '\0\0\0\0\0\0\0\005CZ-01\0\0\0\0\0\0\0\007unit_id\0\0\0\0\0\0\0\003D03\0\0\0\0\0\0\0\0072023-07' |
    sha256sum | cut -c 1-32)
fact=$fact,CZ-01,n,on,x,CZ,CZ01,red,unit_id,D03,,320100,2023-07,2023-05,0.35,0.3,3,s.csv:2,p@1:0,m

# on NAME STATUS TEXT INPUT: the status, and TEXT on standard error ('' for nothing in particular).
on() {
    run reads "$command" "$4"
    is "$rc" "$2" "$command, $1: status $2" || tap_show
    [ -z "$3" ] || says "$3" "$command, $1: message"
    if [ "$2" -ge 2 ]; then
        ok "$command, $1: nothing is written" test ! -s "$work/out"
        ok "$command, $1: the message names the command" grep -q "^$command: " "$work/err"
    fi
    # Nothing that a terminal would obey.
    ok "$command, $1: no control bytes are said" test \
        "$(tr -d '\n' <"$work/err" | LC_ALL=C tr -d '\040-\176\200-\377' | wc -c)" -eq 0
}

table=$work/table.csv
for command in ${COMMANDS:-riskscan}; do
    { header "$command"; row "$command"; } >"$work/good.csv"
    run reads "$command" "$work/good.csv"
    exits 0 "$command reads its table" || continue
    cp "$work/out" "$work/plain"

    # What riskingest takes, and knows, that others do not.
    latin="$table:2:5: byte 0xe9 is not UTF-8"
    cr_only=3 cr_said=': carriage return without a line feed'
    utf16=UTF-16
    program="$table:1:"
    twice="fields 1 and 100001: 'c1'"
    case $command in
    riskingest)
        latin="$table:2: neither UTF-8 nor GB18030"
        cr_only=0 cr_said=
        utf16='is a header of a table'
        program='this is a program and no table'
        twice='is a header of a table'
        ;;
    esac

    # --- Streams.
    on 'a directory' 4 'Is a directory' "$work"
    on 'no such file' 4 'No such file or directory' "$work/no-such-file"
    rc=0
    reads "$command" - <&- >"$work/out" 2>"$work/err" || rc=$?
    is "$rc" 4 "$command, standard input closed: status 4"
    rc=0
    reads "$command" - <. >"$work/out" 2>"$work/err" || rc=$?
    is "$rc" 4 "$command, standard input is a directory: status 4"
    rc=0
    reads "$command" - </dev/null >"$work/out" 2>"$work/err" || rc=$?
    is "$rc" 3 "$command, standard input empty: status 3"
    says 'did the command before it fail?' "$command, standard input empty: message"
    rc=0
    reads "$command" "$work/good.csv" >&- 2>"$work/err" || rc=$?
    is "$rc" 4 "$command, standard output closed: status 4"
    says 'cannot write to standard output' "$command, standard output closed: message"
    rc=0
    reads "$command" "$work/good.csv" >"$work/out" 2>&- || rc=$?
    ok "$command, standard error closed: status 0 or 4" test "$rc" = 0 -o "$rc" = 4
    ok "$command, standard error closed: no message among the results" \
        sh -c "! grep -q '^$command: ' '$work/out'"
    if [ -w /dev/full ]; then
        rc=0
        reads "$command" "$work/good.csv" >/dev/full 2>"$work/err" || rc=$?
        is "$rc" 4 "$command, full disk: status 4"
        says 'cannot write to standard output: No space left on device' "$command, full disk: message"
        # What stands in a ledger by then is told with right.
        ok "$command, full disk: nothing is told as done" \
            sh -c "! grep -v ', new issues: ' '$work/err' | grep -qE ': (alerts|rows): [0-9]'"
        rc=0
        reads "$command" "$work/good.csv" >"$work/out" 2>/dev/full || rc=$?
        ok "$command, full disk for messages: status 0 or 4" test "$rc" = 0 -o "$rc" = 4
    else
        skip "$command, full disk" 'no /dev/full'
    fi
    # A reader that goes away ends it quietly, as it ends other filters.
    {
        { reads "$command" "$work/good.csv" 2>"$work/err"; echo $? >"$work/rc"; } | true
    }
    read -r rc <"$work/rc"
    ok "$command, closed pipe: by SIGPIPE, or done before" test "$rc" = 141 -o "$rc" = 0
    ok "$command, closed pipe: no error is told" sh -c "! grep -qi 'pipe\|cannot' '$work/err'"

    # --- Bytes.
    : >"$table"
    on 'an empty file' 3 'file is empty' "$table"
    header "$command" >"$table"
    on 'header only' 0 '' "$table"
    header "$command" | tr -d '\n' >"$table"
    on 'header only, no line end' 0 '' "$table"
    { header "$command"; row "$command" | tr x '\000'; } >"$table"
    on 'NUL' 3 "$table:2:5: NUL byte" "$table"
    { header "$command"; row "$command" | tr x '\351'; } >"$table"
    on 'Latin-1' 3 "$latin" "$table"
    { header "$command"; row "$command" | sed 's/,x/,"x"/' | tr x '\r'; } >"$table"
    on 'a CR in a quoted cell' 0 '' "$table"
    { header "$command"; row "$command"; row "$command"; } | tr '\n' '\r' >"$table"
    on 'CR only' "$cr_only" "$cr_said" "$table"
    { header "$command"; row "$command"; row "$command"; } | tr '\n' '\000' >"$table"
    on 'NUL for line ends' 3 "$table:1:" "$table"
    printf '\377\376u\000n\000' >"$table"
    on 'UTF-16' 3 "$utf16" "$table"
    { header "$command"; row "$command" | tr x '"'; } >"$table"
    on 'an unclosed quote' 3 "$table:2:5: quote opened here is never closed" "$table"
    printf '"' >"$table"
    on 'a quote alone' 3 "$table:1:1: " "$table"
    printf '\n' >"$table"
    on 'a blank line alone' 3 "$table" "$table"
    printf '\037\213\010' >"$table"
    on 'the beginning of gzip' 3 'gzip' "$table"
    head -c 100000 "$(command -v "$command")" >"$table"
    on 'a program' 3 "$program" "$table"
    same_as_plain() { # NAME
        on "$1" 0 '' "$table"
        sed "s|$table|$work/good.csv|" "$work/out" >"$work/same"
        ok "$command, $1: the same results" cmp "$work/plain" "$work/same"
    }
    { printf '\357\273\277'; cat "$work/good.csv"; } >"$table"
    same_as_plain BOM
    sed "s/\$/$(printf '\r')/" "$work/good.csv" >"$table"
    same_as_plain CRLF
    { header "$command"; row "$command" | tr -d '\n'; } >"$table"
    same_as_plain 'no line end'
    gzip -c "$work/good.csv" >"$table"
    same_as_plain 'gzip, whatever its name'
    { header "$command"; row "$command" | tr -d '\nx'; head -c 10000000 /dev/zero | tr '\0' y; echo; } \
        >"$table"
    on 'a cell of 10 MB' 0 '' "$table"
    awk -v header="$(header "$command")" -v row="$(row "$command")" 'BEGIN {
        printf "%s", header; for (i = 1; i <= 100000; i++) printf ",c%d", i
        printf "\n%s", row; for (i = 1; i <= 100000; i++) printf ",%d", i
        print "" }' >"$table"
    on '100,000 columns' 0 '' "$table"
    awk 'BEGIN { for (i = 1; i <= 100000; i++) printf "c%d,", i; print "c1" }' >"$table"
    on '100,001 columns, two of one name' 3 "$twice" "$table"
done

done_testing
