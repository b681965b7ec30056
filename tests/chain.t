# The whole chain, rows to ledger and map: every number on the way can be followed back. On the
# made-up province, and on real tenders where they are there.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
for command in riskgrade rectify-track riskmap; do
    case " ${COMMANDS:-} " in *" $command "*) ;; *) skip_all "$command is not built" ;; esac
done
province=testdata/province
data=../shared/data

written='alert_id indicator indicator_name status department field scenario level subject_kind
    subject subject_name region period since value threshold run evidence pack message'
told='alert_id indicator indicator_name status department field scenario subject_kind subject
    subject_name region period since level value threshold evidence pack grade score action handler
    copies case_id'

# count FILE [COLUMN VALUE]: rows, or those with VALUE in COLUMN.
count() {
    if [ $# -eq 1 ]; then
        echo $(($(wc -l <"$1") - 1))
    else
        cells "$2" <"$1" | grep -cxF -e "$3"
    fi
}

# --- From an alert back to the rows it names.

# pointed ALERTS: a line `alert_id indicator subject period value FILE LINE run` for each row that
# an alert names; tabs between.
pointed() {
    cells alert_id indicator subject period value evidence run <"$1" | awk -F'|' '{
        places = split($6, place, ";")
        for (i = 1; i <= places; i++) {
            sub(/ \([0-9]+\)$/, "", place[i])
            n = split(place[i], at, ":")
            ranges = split(at[n], range, ",")
            for (k = 1; k <= ranges; k++) {
                ends = split(range[k], end, "-")
                for (line = end[1] + 0; line <= end[ends] + 0; line++)
                    printf "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\n", $1, $2, $3, $4, $5, at[1], line, $7
            }
        }
    }'
}

# traced NAME ALERTS: the value of each alert of the province, worked out again from nothing but
# the rows that it names (those of its own period; its run is how many periods they have). For LZ-01
# remit.csv says what is in whose remit, for GC-02 awards.csv the price of the others. None of these
# cells is quoted.
traced() {
    pointed "$2" >"$work/pointed"
    ok "$1: each alert's value follows from the rows it names" awk -F'\t' -v dir="$province" '
    function close_to(a, b) { return a - b < 0.0000006 && b - a < 0.0000006 }
    function load(name,   file, line, n, c, i) { # at[name, column], cell[name, line, i]
        file = dir "/" name ".csv"
        while ((getline line <file) > 0) {
            rows[name]++
            n = split(line, c, ",")
            for (i = 1; i <= n; i++)
                if (rows[name] == 1) at[name, c[i]] = i
                else cell[name, rows[name], i] = c[i]
        }
    }
    function get(name, line, column) { return cell[name, line, at[name, column]] }
    function wrong(text) { print "# " $1 " " $2 " " $3 ": " text; bad++ }
    BEGIN {
        split("spending awards kin_business remit land", t, " ")
        for (i = 1; i <= 5; i++) load(t[i])
        key["CZ-01"] = key["CZ-02"] = "unit_id"; key["TD-01"] = "zone_id"
        key["GC-02"] = "project_id"; key["LZ-01"] = "official_id"
        for (i = 2; i <= rows["remit"]; i++)
            remit[get("remit", i, "official_id"), get("remit", i, "domain")] = 1
        for (i = 2; i <= rows["awards"]; i++) {
            price[get("awards", i, "category")] += get("awards", i, "price")
            peers[get("awards", i, "category")]++
        }
    }
    {
        name = $6
        sub(/.*\//, "", name); sub(/\.csv$/, "", name)
        line = $7
        if (line < 2 || line > rows[name]) { wrong($6 ":" line " is no row"); next }
        if (get(name, line, key[$2]) != $3) { wrong("line " line " is not about it"); next }
        alert[$1] = $2; said[$1] = $5; run[$1] = $8; sub(/^~/, "", said[$1])
        period = get(name, line, $2 == "TD-01" ? "year" : "month")
        if (!(($1, period) in seen_period)) periods[$1]++
        seen_period[$1, period] = 1
        if ($2 ~ /^CZ/ && get(name, line, "month") == $4) {
            a[$1] += get(name, line, "spent"); b[$1] += get(name, line, "budget")
        } else if ($2 == "TD-01" && get(name, line, "year") == $4) {
            a[$1] += get(name, line, "collected"); b[$1] += get(name, line, "due")
        } else if ($2 == "LZ-01") {
            a[$1] += ($3, get(name, line, "domain")) in remit; b[$1]++
        } else if ($2 == "GC-02") {
            a[$1] = get(name, line, "price")
            category = get(name, line, "category"); b[$1] = price[category] / peers[category]
        }
    }
    END {
        for (id in alert) {
            seen++
            v = alert[id] == "CZ-02" ? a[id] - b[id] : alert[id] ~ /^(CZ-01|GC-02)$/ ? \
                a[id] / b[id] - 1 : a[id] / b[id]
            if (periods[id] != run[id]) { print "# " id ": not " run[id] " periods"; bad++ }
            if (!close_to(v, said[id])) { print "# " id ": " v " is not " said[id]; bad++ }
        }
        exit bad > 0 || seen == 0
    }' "$work/pointed"
    is "$(cut -f 1 "$work/pointed" | sort -u | wc -l | tr -d ' ')" "$(count "$2")" \
        "$1: each alert names rows"
}

# --- From a graded alert back to the alert, from the ledger back to that.

graded() { # NAME ALERTS GRADED
    is "$(count "$3")" "$(count "$2")" "$1: as many graded as found"
    ok "$1: what riskscan wrote stands there as it was" awk '
        NR == FNR { line[FNR] = $0; next }
        substr($0, 1, length(line[FNR]) + 1) != line[FNR] "," { exit 1 }' "$2" "$3"
    sum=0
    for level in blue yellow red; do
        n=$(count "$3" grade $level)
        sum=$((sum + n))
    done
    is $sum "$(count "$2")" "$1: the grades add up"
}

in_ledger() { # NAME GRADED LEDGER
    opened=$(count "$3" event open)
    again=$(count "$3" event alert)
    is $((opened + again)) "$(count "$2")" "$1: issues and further alerts of theirs add up"
    is "$(cells indicator subject_kind subject since <"$2" | sort -u | wc -l | tr -d ' ')" \
        "$opened" "$1: an issue for each indicator, subject and run"
    # shellcheck disable=SC2086 # words
    cells $told <"$2" | sort >"$work/told"
    # shellcheck disable=SC2086
    cells $told <"$3" | sort >"$work/kept"
    ok "$1: the ledger says what the graded alerts say" diff "$work/told" "$work/kept"
    is "$(cells seq <"$3" | tr '\n' ' ')" "$(seq $((opened + again)) | tr '\n' ' ')" \
        "$1: events are numbered"
}

# How many issues of a status are in which state.
states() { cells state | sort | uniq -c | sed 's/^ *//' | tr '\n' ';'; }

# --- The province.

for table in spending awards kin_business remit land; do
    set -- "$@" "$table=$province/$table.csv"
done
alerts=$work/alerts.csv
graded=$work/graded.csv
ledger=$work/ledger.csv
run riskscan -p kit/jiangsu --today 2025-01-31 -o "$alerts" "$@"
exits 0 'province: riskscan'
traced province "$alerts"

grade() { # ARGUMENTS...
    run riskgrade -p kit/jiangsu --officials "$province/officials.csv" \
        --recusals "$province/recusals.csv" "$@"
}
grade --today 2025-01-31 -o "$graded" "$alerts"
exits 0 'province: riskgrade'
graded province "$alerts" "$graded"
# Who handles what: K02 serves in the commission of 320200 and K05 is above that of 320500, D15 is
# recused from 320200; the rest stays in its city. Two alerts of one family count once (D15).
cells indicator subject period level grade score handler copies plan_due <"$graded" >"$work/out"
: >"$work/err"
rc=0
is_output chain-province

run rectify-track open -l "$ledger" --today 2025-02-03 "$graded"
exits 0 'province: rectify-track open'
in_ledger province "$graded" "$ledger"
# CZ-01 of D03, CZ-02 of D15, TD-01 of Z13 run on.
is "$(count "$ledger" event open)" 14 'province: 17 alerts are 14 issues'
cp "$ledger" "$work/before"
run rectify-track open -l "$ledger" --today 2025-02-04 "$graded"
exits 0 'province: open again'
ok 'province: the same alerts change nothing' cmp "$work/before" "$ledger"

# id INDICATOR SUBJECT PERIOD: an alert's
id() { cells indicator subject period alert_id <"$alerts" | sed -n "s/^$1|$2|$3|//p"; }
run rectify-track review -l "$ledger" --today 2025-02-05 --alert "$(id CZ-01 D03 2023-08)" \
    --verdict confirmed --by 复核01
exits 0 'province: a verdict'
cat >"$work/verdicts.csv" <<X
alert_id,verdict,by,reason
$(id GC-02 P007 ''),false,复核02,品目划分有误
$(id CZ-02 D11 2024-03),explained,复核02,说明已另行报送
X
run rectify-track review -l "$ledger" --today 2025-02-05 "$work/verdicts.csv"
exits 0 'province: verdicts from a table'
run rectify-track status -l "$ledger" --today 2025-02-05
exits 0 'province: status'
cp "$work/out" "$work/status.csv"
is "$(count "$work/status.csv")" 14 'province: status of each issue'
is "$(states <"$work/status.csv")" '1 confirmed;1 explained;1 false;11 to review;' \
    'province: what became of them'
is "$(cells indicator subject state due <"$work/status.csv" | grep '|confirmed|')" \
    'CZ-01|D03|confirmed|2025-03-07' 'province: 30 days from confirmation'
run rectify-track status -l "$ledger" --today 2025-03-07 --overdue --exit-code
exits 0 'province: nothing is late on the day'
run rectify-track status -l "$ledger" --today 2025-03-08 --overdue --exit-code
exits 1 'province: a day after it is'
is "$(cells indicator subject <"$work/out")" 'CZ-01|D03' 'province: and which'

# Graded again with the ledger: a confirmed issue keeps its day.
grade --today 2025-02-10 -l "$ledger" -o "$work/later.csv" "$alerts"
exits 0 'province: riskgrade with the ledger'
is "$(cells indicator subject period plan_due <"$work/later.csv" | grep '|2025-03-07$' |
    tr '\n' ' ')" 'CZ-01|D03|2023-07|2025-03-07 CZ-01|D03|2023-08|2025-03-07 ' \
    'province: a confirmed issue keeps its day'
# D03 begins again in July: confirmed once, it is red now.
cp "$province/spending.csv" "$work/spending.csv"
for month in 07 08 09; do
    echo "D03,示例单位03,320300,2024-$month,公务接待费,1000.00,1200.00,培训"
done >>"$work/spending.csv"
run riskscan -p kit/jiangsu --today 2025-01-31 --only CZ-01 -o "$work/new.csv" \
    "spending=$work/spending.csv"
grade --today 2025-02-10 -l "$ledger" -o "$work/again.csv" "$work/new.csv"
is "$(cells subject period since level grade <"$work/again.csv" | grep '^D03|')" \
    'D03|2023-07|2023-05|yellow|yellow
D03|2023-08|2023-05|yellow|yellow
D03|2024-09|2024-07|yellow|red' 'province: what comes back weighs more'
run rectify-track open -l "$ledger" --today 2025-02-10 "$work/again.csv"
exits 0 'province: the new run'
run rectify-track status -l "$ledger" --today 2025-02-10
is "$(count "$work/out")" 15 'province: is an issue of its own'
is "$(cells subject since state alerts <"$work/out" | grep '^D03|' | tr '\n' ' ')" \
    'D03|2023-05|confirmed|2 D03|2024-07|to review|1 ' 'province: beside the old one'

# A row that comes late moves the beginning of a confirmed run: it is the same issue, and no repeat.
echo 'D03,示例单位03,320300,2023-04,公务接待费,1000.00,900000.00,' >>"$work/spending.csv"
run riskscan -p kit/jiangsu --today 2025-01-31 --only CZ-01 -o "$work/new.csv" \
    "spending=$work/spending.csv"
grade --today 2025-02-10 -l "$ledger" -o "$work/late.csv" "$work/new.csv"
is "$(cells subject period since grade <"$work/late.csv" | grep '^D03|2023-08')" \
    'D03|2023-08|2023-04|yellow' 'province: a run that began earlier than thought is no repeat'
{ sed 1q "$work/late.csv"; grep ',2023-08,' "$work/late.csv"; } >"$work/one.csv"
run rectify-track open -l "$ledger" --today 2025-02-10 "$work/one.csv"
says 'new issues: 0' 'province: and no new issue'

# The map counts what there is.
mapped() { # NAME: the last run's counts are those of $work/counts (field|region|n)
    cells field region count <"$work/out" | grep -v '|0$' | sort >"$work/mapped"
    ok "$1" diff "$work/counts" "$work/mapped"
}
tally() { sort | uniq -c | awk '{ print $2 "|" $1 }' | sort; }
run riskmap -p kit/jiangsu --today 2025-01-31 "$graded"
exits 0 'province: riskmap'
cells field region indicator subject_kind subject since period <"$graded" |
    awk -F'|' '!seen[$3 "|" $4 "|" $5 "|" ($6 == "" ? $7 : $6)]++ { print $1 "|" $2 }' |
    tally >"$work/counts"
mapped 'province: the map has each run of alerts once'
run riskmap -p kit/jiangsu --today 2025-01-31 --exposure "$province/exposure.csv" \
    --cases "$province/cases.csv"
exits 0 'province: the map of past cases'
# The first four digits of a county are its city's.
cells scenario region <"$province/cases.csv" |
    sed 's/^\(..\)..|\(....\).*/\1|\200/' | tally >"$work/counts"
mapped 'province: the map has each case once'

# --- What the README shows: one pipe.
mkfifo "$work/pipe"
riskmap -p kit/jiangsu --today 2025-01-31 <"$work/pipe" >"$work/map" 2>"$work/map.err" &
(riskscan -p kit/jiangsu --today 2025-01-31 "$@" |
    riskgrade -p kit/jiangsu --officials "$province/officials.csv" \
        --recusals "$province/recusals.csv" --today 2025-01-31 |
    tee "$work/piped.csv" >"$work/pipe") 2>"$work/pipe.err"
rc=0
wait $! || rc=$?
exits 0 'a pipe'
ok 'a pipe: the same graded alerts' cmp "$graded" "$work/piped.csv"
run riskmap -p kit/jiangsu --today 2025-01-31 "$graded"
ok 'a pipe: the same map' cmp "$work/out" "$work/map"

# --- Real tenders.

lishui() {
    iconv -f GB18030 -t UTF-8 "$data/gbk/lishui-tenders.gbk.csv" >"$work/tenders.csv"
    rm -f "$ledger"
    run riskscan -p tests/packs/lishui --today 2025-01-31 -o "$alerts" "tenders=$work/tenders.csv"
    exits 0 'lishui: riskscan'
    # Each alert names one row (none of the 21 is there twice), which bears the name it gives, and
    # its value is what that row's own figures make.
    cells subject_name value evidence <"$alerts" | sed 's/|[^|]*:\([0-9]*\)$/|\1/' >"$work/named"
    cells 项目名称 zbkzj 下浮率 kbjj <"$work/tenders.csv" >"$work/rows"
    ok 'lishui: each value follows from the row that the alert names' awk -F'|' '
        NR == FNR { v = $4 - $2 * (1 - $3 / 100); value[FNR + 1] = v < 0 ? -v : v
                    name[FNR + 1] = $1; next }
        { seen++; d = value[$3] - $2 }
        name[$3] != $1 || d > 0.000001 || d < -0.000001 { print "# " $0; bad++ }
        END { exit bad > 0 || seen != 21 }' "$work/rows" "$work/named"
    run riskgrade -p tests/packs/lishui --today 2025-01-31 -o "$graded" "$alerts"
    exits 0 'lishui: riskgrade'
    graded lishui "$alerts" "$graded"
    is "$(cells level grade score handler case_id <"$graded" | uniq -c | sed 's/^ *//')" \
        '21 blue|blue|1|JY|' 'lishui: all are blue'
    run rectify-track open -l "$ledger" --today 2025-02-03 "$graded"
    exits 0 'lishui: rectify-track open'
    in_ledger lishui "$graded" "$ledger"
    run rectify-track review -l "$ledger" --today 2025-02-05 --verdict explained --by 复核01 \
        --reason 开标时取整 --alert "$(cells alert_id <"$graded" | head -n 1)"
    exits 0 'lishui: a verdict'
    run rectify-track status -l "$ledger" --today 2025-02-05
    is "$(states <"$work/out")" '1 explained;20 to review;' 'lishui: status'
}
if [ ! -r "$data/gbk/lishui-tenders.gbk.csv" ]; then
    skip lishui "no $data/gbk"
elif ! has iconv; then
    skip lishui 'no iconv'
else
    lishui
fi
done_testing
