# The kit's pack: its own cases hold, and in a made-up province it finds what was put there and no
# more. Each rule of grades.csv holds where it should, and just below it another; each region has
# its handlers.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

run riskscan --test -p kit/jiangsu
exits 0 'riskscan --test -p kit/jiangsu'
cases=$(sed 1d kit/jiangsu/tests/cases.csv | grep -c .)
is "$(grep -c '^ok ' "$work/out")" "$cases" 'every case of the pack was run'

kit/make-readme kit/jiangsu >"$work/README"
ok 'kit/jiangsu/README is what kit/make-readme says of the pack' \
    diff kit/jiangsu/README "$work/README"

# The example of a county upon it: more is found, nothing less.
run riskscan --test -p kit/jiangsu -p kit/county-example
exits 0 'riskscan --test over both'
cases=$(sed 1d kit/county-example/tests/cases.csv | grep -c .)
is "$(grep -c '^ok ' "$work/out")" "$cases" 'every case of the county was run'
for layer in '' '-p kit/county-example'; do
    # shellcheck disable=SC2086
    run riskscan -p kit/jiangsu $layer --today 2025-01-31 --only CZ-01,CZ-02,TD-01 \
        testdata/province/spending.csv testdata/province/land.csv
    exits 0 "the province${layer:+, with the county}"
    cut -d , -f 1 "$work/out" | sort >"$work/ids$(echo $layer | wc -w | tr -d ' ')"
done
is "$(comm -23 "$work/ids0" "$work/ids2")" '' 'what is tightened warns of all that it warned of before'

# field NAME...: those columns of a CSV whose cells hold no comma as far as the last of them.
field() {
    awk -F, -v want="$*" 'BEGIN { n = split(want, w, " ") }
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { line = $at[w[1]]; for (i = 2; i <= n; i++) line = line "," $at[w[i]]; print line }'
}
set -- spending awards kin_business remit land
for table; do
    shift
    set -- "$@" "$table=testdata/province/$table.csv"
done
run riskscan -p kit/jiangsu --today 2025-01-31 --outcomes "$work/outcomes.csv" "$@"
exits 0 'the province is read'
field indicator subject period level <"$work/out" | LC_ALL=C sort >"$work/found"
sed 1d testdata/province/truth.csv | LC_ALL=C sort >"$work/truth"
ok 'the alerts of testdata/province/truth.csv' diff "$work/truth" "$work/found"

for indicator in CZ-01 CZ-02 GC-02 LZ-01 TD-01; do
    counts=$(field indicator insufficient not_applicable <"$work/outcomes.csv" | grep "^$indicator,")
    want=$indicator
    for outcome in insufficient 'not applicable'; do
        want=$want,$(grep -c "^$indicator,.*,$outcome\$" testdata/province/outcomes.csv)
    done
    is "$counts" "$want" "$indicator: insufficient, not applicable"
    sums=$(field indicator subjects triggered insufficient clear not_applicable <"$work/outcomes.csv" |
        awk -F, -v i="$indicator" '$1 == i { print $2 - $3 - $4 - $5 - $6 }')
    is "$sums" 0 "$indicator: the outcomes add up"
done

# What must not matter.
cp "$work/out" "$work/alerts"
for way in '--scalar' '--chunk 7' '--memory 64K' '--lang zh_CN'; do
    # shellcheck disable=SC2086 # an option and its argument
    run riskscan -p kit/jiangsu --today 2025-01-31 $way "$@"
    ok "the same bytes with $way" cmp "$work/alerts" "$work/out"
done

# What lies in testdata/province can be made again.
for maker in make-province make-cases; do
    ok "testdata/$maker" sh "testdata/$maker" "$work/made"
done
for table in testdata/province/*.csv; do
    ok "$table comes out the same" cmp "$table" "$work/made/${table##*/}"
done
is "$(ls "$work/made")" "$(ls testdata/province)" 'and nothing else'

# listed NAME FILE COLUMN IN COLUMN: what stands in the first stands in the second.
listed() {
    for side in "$2:$3" "$4:$5"; do
        grep -v '^#' "${side%:*}" | cells "${side##*:}" | sort -u >"$work/${side##*:}.list"
    done
    ok "$1" sh -c '[ -s "$1" ] && [ -z "$(comm -23 "$1" "$2")" ]' - "$work/$3.list" "$work/$5.list"
}
cases=testdata/province/cases.csv
listed 'cases: scenarios' $cases scenario kit/jiangsu/taxonomy.csv scenario
listed 'cases: regions' $cases region kit/jiangsu/regions.csv code
listed 'exposure: regions' testdata/province/exposure.csv region kit/jiangsu/regions.csv code
listed 'recusals: handlers' testdata/province/recusals.csv handler kit/jiangsu/routes.csv handler
listed 'remit: officials' testdata/province/remit.csv official_id \
    testdata/province/officials.csv official_id
is "$(cells scenario <$cases | sort -u | wc -l | tr -d ' ')" 23 'cases: of every scenario'
is "$(cells closed_on grade <$cases | grep -cvE \
    '^202[0-4]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])\|(blue|yellow|red)$')" 0 \
    'cases: days and grades'

for command in riskgrade rectify-track; do
    case " ${COMMANDS:-} " in *" $command "*) continue ;; esac
    skip 'grades and routes' "$command is not built"
    done_testing
done

# a_line INDICATOR STATUS FIELD SCENARIO LEVEL KIND SUBJECT REGION PERIOD VALUE RUN: an alert, with
# the id that probity-alerts(5) gives it. All of it ASCII.
pack_says=$(cells pack <"$work/alerts" | head -n 1)
a_line() {
    id=$(for part in "$1" "$6" "$7" "$9"; do
        # shellcheck disable=SC2059 # the length is a byte
        printf "\\0\\0\\0\\0\\0\\0\\0\\$(printf %03o ${#part})%s" "$part"
    done | sha256sum | cut -c 1-32)
    echo "$id,$1,,$2,,$3,$4,$5,$6,$7,,$8,$9,$9,${10},0,${11},x.csv:2,$pack_says,"
}
made=$work/made.csv
made() { { head -n 1 "$work/alerts"; cat; } >"$made"; }
grade() { # ARGUMENTS...
    run riskgrade -p kit/jiangsu --today 2025-01-31 -o "$work/graded.csv" "$@" "$made"
}
# ruled NAME <<lines: subject, level, grade and rule of each alert graded last are these.
ruled() {
    cat >"$work/want"
    cells subject level grade reasons <"$work/graded.csv" |
        awk -F'|' '{ split($4, a, "“"); split(a[2], b, "”"); print $1, $2, $3, b[1] }' |
        tee -a "$work/rules" >"$work/got"
    ok "$1" diff "$work/want" "$work/got" || diff "$work/want" "$work/got" | sed 's/^/#   /'
}

{
    a_line CZ-01 trial CZ CZ01 red unit_id T1 320100 2024-01 0.4 3
    a_line CZ-01 on CZ CZ01 red unit_id R1 320100 2024-01 0.4 3
    a_line CZ-01 on CZ CZ01 yellow unit_id Y1 320100 2024-01 0.2 5
    a_line CZ-01 on CZ CZ01 yellow unit_id Y2 320100 2024-01 0.2 6
    a_line TD-01 on TD TD01 yellow zone_id Y3 320100 2024 0.2 6
    a_line CZ-02 on CZ CZ01 yellow unit_id A1 320100 2024-01 99999.99 2
    a_line CZ-02 on CZ CZ01 yellow unit_id A2 320100 2024-01 100000 2
    a_line CZ-02 on CZ CZ01 blue unit_id A3 320100 2024-01 100000 2
    a_line CZ-01 on CZ CZ01 yellow unit_id F1 320100 2024-01 0.2 3
    a_line CZ-02 on CZ CZ01 yellow unit_id F1 320100 2024-01 1 2
    a_line GC-02 on GC GC02 yellow unit_id F1 320100 '' 0.3 1
    a_line CZ-01 on CZ CZ01 yellow unit_id F2 320100 2024-01 0.2 3
    a_line GC-02 on GC GC02 yellow unit_id F2 320100 '' 0.3 1
    a_line TD-01 on TD TD01 blue unit_id F2 320100 2024 0.3 1
    a_line GC-02 on GC GC02 blue unit_id B1 320100 '' 0.3 1
    a_line GC-02 on GC GC02 blue unit_id B2 320100 '' 0.3 1
    a_line TD-01 on TD TD01 blue unit_id B2 320100 2024 0.3 1
} | made
grade
exits 0 'alerts of every kind are graded'
is "$(wc -l <"$work/err" | tr -d ' ')" 1 'grades.csv has no gap' # nothing but the summary
ruled 'grades.csv: each rule, and just below it' <<'X'
T1 red blue 试行指标
R1 red red 红色预警
Y1 yellow yellow 黄色预警
Y2 yellow red 长期超支
Y3 yellow yellow 黄色预警
A1 yellow yellow 黄色预警
A2 yellow red 大额超支
A3 blue blue 蓝色预警
F1 yellow yellow 黄色预警
F1 yellow yellow 黄色预警
F1 yellow yellow 黄色预警
F2 yellow red 多方面异常
F2 yellow red 多方面异常
F2 blue yellow 蓝色多方面
B1 blue blue 蓝色预警
B2 blue yellow 蓝色多方面
B2 blue yellow 蓝色多方面
X

# Confirmed before: once (E1, E2), twice (E3), and found to be wrong (E4).
ledger=$work/ledger
past() { # SUBJECT PERIOD VERDICT
    a_line CZ-01 on CZ CZ01 yellow unit_id "$1" 320100 "$2" 0.2 3 | made
    grade
    rectify-track open -l "$ledger" --today 2025-01-31 "$work/graded.csv" 2>>"$work/said" &&
        rectify-track review -l "$ledger" --today 2025-01-31 --by 01 --reason 01 --verdict "$3" \
            --alert "$(cells alert_id <"$made")" 2>>"$work/said"
}
ok 'confirmed once' past E1 2023-01 confirmed
ok 'confirmed once, seen twice' past E2 2023-01 confirmed
ok 'confirmed' past E3 2023-01 confirmed
ok 'and again' past E3 2023-07 confirmed
ok 'a false alarm' past E4 2023-01 false
{
    a_line CZ-01 on CZ CZ01 yellow unit_id E1 320100 2024-06 0.2 3
    a_line CZ-01 on CZ CZ01 blue unit_id E2 320100 2024-06 0.2 3
    a_line CZ-01 on CZ CZ01 blue unit_id E3 320100 2024-06 0.2 3
    a_line CZ-01 on CZ CZ01 yellow unit_id E4 320100 2024-06 0.2 3
    a_line CZ-01 on CZ CZ01 yellow unit_id E5 320100 2024-06 0.2 3
} | made
grade -l "$ledger"
exits 0 'graded with a ledger'
ruled 'grades.csv: what was confirmed before' <<'X'
E1 yellow red 整改后再发
E2 blue yellow 蓝色再发
E3 blue red 屡纠屡犯
E4 yellow yellow 黄色预警
E5 yellow yellow 黄色预警
X
is "$(cut -d ' ' -f 4 "$work/rules" | sort -u)" \
    "$(grep -v '^#' kit/jiangsu/grades.csv | cells 首个 | sort -u)" 'each rule has had its turn'

# Who handles what: with each region a field and a level by turns, so that all come.
cells code <kit/jiangsu/regions.csv >"$work/codes"
cells field <kit/jiangsu/taxonomy.csv | sort -u >"$work/fields"
turns() { # lines: region, field, level
    awk -v fields="$work/fields" 'BEGIN { while ((getline line <fields) > 0) field[n++] = line
        split("blue yellow red", level, " ") }
        { for (i = 0; i < 2; i++) print $1, field[(NR * 2 + i) % n], level[(NR + i) % 3 + 1] }' \
        "$work/codes"
}
turns | while read -r region of level; do
    a_line "X-$of" on "$of" "" "$level" thing "$region$of" "$region" '' 1 1
done | made
grade
exits 0 'alerts of every region are routed'
turns | awk '
    function office(kind) { return kind "-" (code ~ /^320000/ ? code : substr(code, 1, 4) "00") }
    { code = $1; other = $2 ~ /CZ|TD/ ? "CZJ" : $2 ~ /GC|GQ/ ? "SJJ" : $2 ~ /SP|ZF/ ? "SFJ" : ""
      if (other == "") print office("JW") "|"
      else if ($3 != "blue")
          print office("JW") "|" office(other) (other == "CZJ" ? "|" office("SJJ") : "")
      else print office(other) "|" office("JW") (other == "CZJ" ? "|" office("SJJ") : "") }' \
    >"$work/want"
cells handler copies <"$work/graded.csv" >"$work/got"
ok 'routes.csv: each alert goes to its city, copies by its field' diff "$work/want" "$work/got" ||
    diff "$work/want" "$work/got" | sed -n '1,10s/^/#   /p'
is "$(cells handler <"$work/graded.csv" | sed 's/-.*//' | sort -u | tr '\n' ' ')" \
    'CZJ JW SFJ SJJ ' 'routes.csv: all four kinds of office have work'
for region in '' 999999; do
    a_line CZ-01 on CZ CZ01 red unit_id N1 "$region" 2024-01 0.4 3 | made
    grade
    is "$(cells handler <"$work/graded.csv")" JW-320000 \
        "routes.csv: the region '$region' goes to the province"
done

done_testing
