# What the tests of rectify-track share: alerts to open issues from, a ledger. Sourced after init.sh.

case " ${COMMANDS:-riskscan rectify-track} " in
*' rectify-track '*) ;;
*) skip_all 'rectify-track is not built' ;;
esac
. "${top_srcdir:-.}/tests/riskscan.sh"

ledger=$work/ledger.csv
day=2025-02-10

# track ACTION ARGUMENTS...: run rectify-track on $ledger at $day.
track() {
    track_action=$1
    shift
    run rectify-track "$track_action" -l "$ledger" --today "$day" "$@"
}

# A pack whose indicator S warns in blue of what is above 0, in red of what is above 5.
a_pack
tables <<'X'
t,u,id,yes,
t,month,month,,
t,v,decimal,,
X
indicators id,name,table,by,period,value,op,blue,red,for,region,label <<'X'
S,an indicator,t,u,month,sum(v),>,0,5,1,'320500',u
X

# found FILE <<lines "SUBJECT PERIODS": graded alerts as of a riskscan over these months, a digit
# for each from 2024-01 on, - for none. handler, score, copies and case are columns of them all.
handler=ZY1 score=1 copies='' case=''
found() {
    awk 'BEGIN { print "u,month,v" }
        { for (k = 1; k <= length($2); k++) {
            c = substr($2, k, 1)
            if (c != "-") printf "%s,2024-%02d,%s\n", $1, k, c
        } }' >"$work/t.csv"
    riskscan -p "$pack" --today "$today" "$work/t.csv" 2>"$work/err" | grade >"$1"
}

# grade <ALERTS: with what riskgrade appends; the grade is the level. No cell of these alerts before
# `level` holds a comma.
grade() {
    awk -F, -v with="$score,made for a test,talk,$handler,$copies,$case,2025-03-12" '
        NR == 1 { print $0 ",grade,score,reasons,action,handler,copies,case_id,plan_due"; next }
        { print $0 "," $8 "," with }'
}

# events [COLUMN...]: of the ledger, those columns, with | between.
events() { cells "${@:-event}" <"$ledger"; }
# issues [COLUMN...]: of the table of issues.
issues() {
    rectify-track status -l "$ledger" --today "$day" 2>"$work/err" | cells "$@"
}
# id_of SUBJECT: of its first issue.
id_of() { issues subject issue | sed -n "s/^$1|//p" | sed -n 1p; }
# same NAME <<lines COMMAND...: what COMMAND prints is these lines.
same() {
    same_name=$1
    shift
    cat >"$work/want"
    "$@" >"$work/got"
    ok "$same_name" diff "$work/want" "$work/got" || {
        diff "$work/want" "$work/got" | sed 's/^/#   /'
        return 1
    }
}
# unchanged NAME: the ledger is as it was when `remember` was called.
remember() { cp "$ledger" "$work/remembered"; }
unchanged() { ok "$1" cmp "$work/remembered" "$ledger"; }
