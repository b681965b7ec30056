# riskgrade: what the rules are decided by, scores, joint cases, handlers, days.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskgrade.sh"

# --- The whole, from tables on.
pack=tests/packs/grading
(cd $pack/tables && riskscan -p .. --today "$today" -o "$alerts" \
    spending.csv contracts.csv posts.csv 2>"$work/err")
grade --officials $pack/officials.csv --recusals $pack/recusals.csv "$alerts"
is_output riskgrade
cp "$work/out" "$work/whole"

ok 'each record passes as it stood' is_prefix "$alerts" "$work/whole" ,

# --- Conditions at their bounds.
graded_pack
one_handler
grades first,level,run,families,repeat,amount,status,grade <<'X'
trial,,,,,,trial,blue
run,,3..4,,,,,blue
amount,,,,,>=1000.01,,blue
families,,,>2,,,,blue
red,red,,,,,,red
rest,,,,,,,yellow
X
alert_table <<'X'
subject=U1 run=2
subject=U2 run=3
subject=U3 run=4
subject=U4 run=5
subject=V1 value=1000
subject=V2 value=1000.01
subject=V3 value=1000.010000000000000001
subject=V4 value=1000.009999999999999999
subject=V5 value=-1000.01
subject=V6 value=~1000.010000
subject=V7 value=-~5
subject=V8 value=yes
subject=V9 indicator=A2 value=5000
subject=W1 indicator=B1 value=5000
subject=W2 indicator=B2 value=5000
subject=X1 level=red
subject=X2 status=trial
X
grade "$alerts"
exits 0 'bounds: status 0'
is "$(rules <"$work/out" | tr '\n' ' ')" \
    'rest run run rest rest amount amount rest amount amount rest rest rest amount rest red trial ' \
    'bounds'
# A1 in yuan, B1 in 元; where there is no amount the rule that asks for one is in doubt.
is "$(cells subject reasons <"$work/out" | grep -c "|.*in doubt: amount .* rule 'amount'")" 4 \
    'an unknown amount leaves a rule in doubt'
cells subject reasons <"$work/out" >"$work/cells"
ok 'and is named' grep -qF "V8|rule 'rest' (grades.csv:7): level yellow, run 1, families 1, \
repeat 0 (no ledger), amount unknown; points 3; in doubt: amount is not known; if it were, \
rule 'amount' (grades.csv:4) might hold first;" "$work/cells"
ok 'what is no amount is not called unknown' grep -q '^V9|.*(no ledger); points' "$work/cells"
ok 'where there can be no amount none is told of' grep -qF "V9|rule 'rest' (grades.csv:7): level \
yellow, run 1, families 1, repeat 0 (no ledger); points 3;" "$work/cells"
ok 'a rounded amount is shown as one' grep -q '^V6|.* amount ~1000.01' "$work/cells"
says 'alerts whose grade is in doubt: 4; their reasons name what is not known' 'doubts are counted'
sed '/^amount/s/blue/yellow/' "$pack/grades.csv" >"$work/grades" && cp "$work/grades" "$pack/grades.csv"
grade "$alerts"
is "$(cells reasons <"$work/out" | grep -c "in doubt: amount .* rule 'amount'")" 4 'a doubt that changes no grade is told'
is "$(grep -c 'in doubt' "$work/err")" 0 'and not counted'

# --- Families of a subject.
grades first,families,grade <<'X'
one,1,blue
two,2,yellow
three,>=3,red
X
families() { # NAME WANT <<alerts: the rules of the alerts in order
    alert_table
    grade "$alerts"
    is "$(rules <"$work/out" | tr '\n' ' ')" "$2 " "families: $1"
}
families 'two indicators of one family are one' 'one one' <<'X'
indicator=A1
indicator=A2
X
families 'an alert of another period is none more' 'two two two' <<'X'
indicator=A1 period=2024-01
indicator=A1 period=2024-02
indicator=B1
X
families 'indicators without a family are one each' 'three three three' <<'X'
indicator=A1
indicator=B1
indicator=B2
X
families 'one that the pack does not know is one by itself' 'two two' <<'X'
indicator=A1
indicator=Z9
X
families 'another kind of subject is another subject' 'one one' <<'X'
indicator=A1 kind=unit_id
indicator=B1 kind=official_id
X
families 'kind and subject are not run together' 'one one' <<'X'
indicator=A1 kind=unit_id subject=d_1
indicator=B1 kind=unit_i subject=dd_1
X
families 'on trial: for itself only' 'one two' <<'X'
indicator=A1
indicator=T1 status=trial
X
families 'on trial, of a family that warns already' 'one one' <<'X'
indicator=A1
indicator=T2 status=trial
X

# --- Scores: the most of each family, then the sum; exact.
grades first,level,indicator,grade,score,action <<'X'
a,blue,,blue,0.1,talk
b,yellow,A2,yellow,0.2,look
c,yellow,B1,yellow,0.3,look
default,yellow,B2,yellow,,look
d,red,,red,10000000000000000000.000000000000000001,verify
X
alert_table <<'X'
subject=U1 level=blue
subject=U1 indicator=A2
subject=U2 indicator=A2
subject=U2 indicator=B1
subject=U2 indicator=B2
subject=U3 level=red
subject=U3 level=red indicator=B1
subject=U4 level=red indicator=T1 status=trial
subject=U5 indicator=T1 status=trial level=blue
subject=U5 level=blue
X
grade "$alerts"
alerts 'scores' subject grade score action <<'X'
U1|blue|0.2|talk
U1|yellow|0.2|look
U2|yellow|3.5|look
U2|yellow|3.5|look
U2|yellow|3.5|look
U3|red|20000000000000000000.000000000000000002|verify
U3|red|20000000000000000000.000000000000000002|verify
U4|blue|0|
U5|blue|0.1|talk
U5|blue|0.1|talk
X
cells reasons <"$work/out" >"$work/cells"
ok 'a score shows what it is made of' grep -qF \
    '; score of the subject 3.5 = B1 0.3 + B2 3 + over 0.2;' "$work/cells"
ok 'one of a subject on trial says so' grep -qF \
    '; points 10000000000000000000.000000000000000001 (not counted: on trial); on trial: no higher than blue, and no action; score of the subject 0: all its indicators are on trial;' \
    "$work/cells"
grades first,grade,score <<'X'
all,red,99999999999999999999999999999999999999
X
alert_table <<'X'
indicator=A1
indicator=B1
X
grade "$alerts"
exits 2 'a score beyond 38 digits is refused'
says 'riskgrade: a score does not fit 38 digits: lower the scores in grades.csv' 'and says so'
ok 'nothing is written' test ! -s "$work/out"

# --- No rule.
grades first,level,grade,score <<'X'
r,red,red,12
X
alert_table <<'X'
subject=U1 level=blue
subject=U1 indicator=B1 level=red
subject=U2 level=yellow
subject=U3 level=yellow status=trial indicator=T1
X
grade "$alerts"
alerts 'without a rule: the own level and the points of such rules' grade score action <<'X'
blue|13|
red|13|
yellow|3|
blue|0|
X
is "$(rules <"$work/out" | tr '\n' ' ')" '- r - - ' 'no rule: the reasons say so'
says 'riskgrade: warning: alerts for which no rule of grades.csv holds: 3; they keep their own level (add a rule)' \
    'and it is warned of'
says "$pack/grades.csv" 'the gap is told with the pack'

# --- Joint cases.
grades first,level,indicator,grade,score <<'X'
blue,blue,,blue,1
a2,yellow,A2,yellow,5
yellow,yellow,,yellow,3
red,red,,red,9
X
routes <<'X'
,FA,,,HA,,UA,KA|HB
,FB,,,HB,,UB,KB
,,,,KA,,,
,,,,KB,,,
X
case_of() { digest case "$1" "$2"; }
joint() { # NAME "HANDLER COPIES" <<alerts: all of one joint case, in any order
    joint_name=$1
    joint_want=$2
    alert_table
    for joint_way in '' -r; do
        # shellcheck disable=SC2086 # an option or none
        { echo "$alert_header"; sed 1d "$alerts" | sort $joint_way; } >"$work/sorted.csv"
        grade "$work/sorted.csv"
        is "$(cells handler copies case_id <"$work/out" | sort -u)" \
            "$(echo "$joint_want" | tr ' ' '|')|$(case_of unit_id U1)" \
            "joint case${joint_way:+, in reverse}: $joint_name"
    done
}
joint 'the highest grade leads' 'HB HA|KB|KA' <<'X'
department=finance indicator=A1 field=FA level=yellow
department=audit indicator=B1 field=FB level=red
X
joint 'then more points' 'HA HB|KA|KB' <<'X'
department=finance indicator=A2 field=FA level=yellow
department=audit indicator=A1 field=FB level=yellow
X
joint 'then the first indicator' 'HB HA|KB|KA' <<'X'
department=finance indicator=B2 field=FA
department=audit indicator=B1 field=FB
X
# Which of the two has the smaller id?
first=$(printf '%s FA\n%s FB\n' "$(digest A1 unit_id U1 2024-01)" "$(digest A1 unit_id U1 2024-02)" |
    LC_ALL=C sort | sed 's/.* //;q')
[ "$first" = FA ] && leads='HA HB|KA|KB' || leads='HB HA|KB|KA'
joint 'then the first id' "$leads" <<'X'
department=finance period=2024-01 field=FA
department=audit period=2024-02 field=FB
X
joint 'a department that is blank is none, but part of the case' 'HA KA|HB' <<'X'
department=finance period=2024-01
department= period=2024-02
department=audit period=2024-03
X
is "$(cells reasons <"$work/out" | grep -c 'joint case of 3 alerts (audit, finance), led')" 3 \
    'the reasons name the departments that there are'
joint 'on trial too' 'HA HB|KA|KB' <<'X'
department=finance period=2024-01 level=red
department=audit indicator=T1 status=trial field=FB level=red
X
alert_table <<'X'
department=finance period=2024-01
department=finance period=2024-02
department= period=2024-03
department=finance subject=U2
department=audit subject=U2 kind=official_id
X
grade "$alerts"
is "$(cells case_id handler <"$work/out" | sort -u)" '|HA' 'no joint case: one department, two kinds'

alert_table <<'X'
department=finance indicator=A1 field=FA level=red subject=UA
department=audit indicator=B1 field=FB level=blue subject=UA
department=finance indicator=A1 field=FA subject=U2
X
grade "$alerts"
alerts 'a leader in the unit concerned steps aside, and gets no copy' handler copies case_id <<X
KA|HB|KB|$(case_of unit_id UA)
KA|HB|KB|$(case_of unit_id UA)
HA|KA|HB|
X
cells reasons <"$work/out" >"$work/cells"
ok 'the reasons say who' grep -q '^rule .*HA steps aside: its own unit is concerned (unit_id UA); joint case of 2 alerts (audit, finance), led by the handler of A1 ' \
    "$work/cells"
ok 'and who would have it alone' grep -qF '(alone this one would be handled by HB)' "$work/cells"
says 'joint cases: 1' 'joint cases are counted'

routes <<'X'
,FA,,,HA,,UA,
,FB,red,,HB,,,
X
alert_table <<'X'
department=finance indicator=A1 field=FA level=red subject=UA
department=audit indicator=B1 field=FB level=red subject=UA
department=finance indicator=A1 field=FA level=red subject=U2
department=finance indicator=B2 field=FB level=yellow subject=U3
department=finance indicator=B1 field=FB level=yellow subject=U4
department=audit indicator=B2 field=FB level=yellow subject=U4
X
grade "$alerts"
alerts 'who has no handler does not lead; nobody is told' handler copies case_id <<X
HB||$(case_of unit_id UA)
HB||$(case_of unit_id UA)
HA||
||
||$(case_of unit_id U4)
||$(case_of unit_id U4)
X
says 'riskgrade: warning: alerts without a handler: 3; their reasons say why (add a route to routes.csv)' \
    'alerts without a handler are warned of'
cells reasons <"$work/out" >"$work/cells"
is "$(grep -c '; no handler; ' "$work/cells")" 4 'and their reasons say so'
is "$(grep -c ', nobody is left to lead it' "$work/cells")" 2 'and that a case has no leader'

# --- Routes see the grade, not the level.
grades first,level,grade <<'X'
up,blue,red
down,red,blue
rest,yellow,yellow
X
routes <<'X'
,,red,,HR,,,
,,blue,,HB,,,
X
alert_table <<'X'
subject=U1 level=blue
subject=U2 level=red
subject=U3 level=blue status=trial
X
grade "$alerts"
alerts 'routes go by the grade' grade handler <<'X'
red|HR
blue|HB
blue|HB
X
grade --exit-code "$alerts"
exits 1 '--exit-code: 1 where an alert is graded red'
sed 2d "$alerts" >"$work/blue.csv"
grade --exit-code "$work/blue.csv"
exits 0 '--exit-code: 0 where none is, though its level was'

# --- Days.
for day in 2024-01-30:2024-02-29 2023-01-30:2023-03-01 2024-12-02:2025-01-01; do
    run riskgrade -p "$pack" --today "${day%:*}" "$alerts"
    is "$(cells plan_due <"$work/out" | sort -u)" "${day#*:}" "30 days after ${day%:*}"
done
run riskgrade -p "$pack" --today 9999-12-31 "$alerts"
exits 2 'a day beyond the year 9999'
says 'riskgrade: today is too late: the day by which plans are due is beyond the year 9999' \
    'is refused'

# --- The pack's language, whatever the locale.
graded_pack zh_CN
routes <<'X'
,,blue|yellow,,H1,,,H2
,FB,red,,H2,,,
X
grades 首个,indicator,level,run,amount,grade <<'X'
大额,A1|B2,,,>=100,red
黄,,黄,,,yellow
长,,红,>=3,,red
X
alert_table <<'X'
subject=U1 department=财政 value=~5
subject=U1 department=审计 indicator=B2 field=FB scenario=FB1
subject=U2 level=red run=4 status=trial indicator=T1 scenario=FA2
subject=U3 level=red
subject=U4 level=red run=3
X
grade "$alerts"
cp "$work/out" "$work/plain"
is_output riskgrade-language
run env LC_ALL=C LANGUAGE=zh_CN riskgrade -p "$pack" --today "$today" "$alerts"
ok 'the same in any locale' cmp "$work/plain" "$work/out"

done_testing
