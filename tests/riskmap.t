# riskmap: what is put into which cell, what becomes of it, how it is shown.
. "${top_srcdir:-.}/tests/init.sh"
case " ${COMMANDS:-riskmap} " in *' riskmap '*) ;; *) skip_all 'riskmap is not built' ;; esac

today=2025-01-31
map() { run riskmap -p kit/jiangsu --today "$today" "$@"; }
# cell FIELD REGION [COLUMN...]: of the last run's long table; without COLUMN weight, heat, state.
cell() {
    cell_field=$1
    cell_region=$2
    shift 2
    [ $# -gt 0 ] || set -- weight heat state
    awk -F, -v f="$cell_field" -v r="$cell_region" -v want="$*" '
        NR == 1 { n = split(want, name, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
        $1 == f && $at["region"] == r {
            line = $at[name[1]]
            for (i = 2; i <= n; i++) line = line " " $at[name[i]]
            print line
        }' "$work/out"
}

# --- Past cases: the three forms.
map testdata/cases-plain.csv
is_output riskmap-cases
map --by scenario testdata/cases-plain.csv
is_output riskmap-scenario
map --matrix testdata/cases-plain.csv
is_output riskmap-matrix
map --draw testdata/cases-plain.csv
is_output riskmap-draw
map --draw --width 40 --by scenario --level province testdata/cases-plain.csv
is_output riskmap-draw-narrow
map --draw --width 100 --level county testdata/cases-plain.csv
is_output riskmap-draw-county
map --tsv --long testdata/cases-counts.csv
is "$rc" 3 'CSV is no TSV'
tr , '\t' <testdata/cases-counts.csv >"$work/cases.tsv"
map --tsv "$work/cases.tsv"
is "$(grep -c "$(printf '\t')known$" "$work/out")" 2 'TSV in and out'

# --- Every finding is in exactly one cell, at each level and by each kind of row.
for by in field scenario; do
    for level in county city province; do
        map --by $by --level $level testdata/province/cases.csv testdata/cases-plain.csv
        is "$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
            { n += $at["count"]; g += $at["blue"] + $at["yellow"] + $at["red"] }
            END { print n, g }' "$work/out")" '210 210' \
            "by $by and $level: none is lost, none doubled"
    done
done
map testdata/cases-counts.csv
is "$(cell GC 320100)" '12 12 known' 'three and more are known'
is "$(cell GC 320300)" '9 9 few' 'one is few, whatever its weight'
is "$(cell MS 320200)" '0 0 few' 'a count of 0: someone looked'
is "$(cell MS 320300)" '0  none' 'nothing found is blank, not 0'
map --min 13 testdata/cases-counts.csv
is "$(cell GC 320100)" '12 12 few' '--min 13: 12 are few'
map --min 12 testdata/cases-counts.csv
is "$(cell GC 320100)" '12 12 known' '--min 12: 12 are known'

# --- Weights and what fades.
map --weights 0.1,1.5,2 testdata/cases-counts.csv
is "$(cell GC 320100) $(cell MS 320100) $(cell GC 320300)" '1.2 1.2 known 3 3 few 2 2 few' \
    '--weights are exact decimals'
printf 'field,region,closed_on,grade\nGC,320100,2024-01-01,red\nGC,320200,2023-01-31,red
GC,320300,2024-12-31,red\nGC,320400,2025-01-01,red\n' >"$work/cases.csv"
map --half-life 12 "$work/cases.csv"
is "$(cell GC 320100 weight) $(cell GC 320200 weight)" '4.5 2.25' \
    'half after 12 months, a quarter after 24'
is "$(cell GC 320300 weight) $(cell GC 320400 weight)" \
    '~8.494869 9' 'months of the calendar count'
map "$work/cases.csv"
is "$(cell GC 320200 weight)" 4.5 'past cases: half after 24 months'
map --half-life none "$work/cases.csv"
is "$(cell GC 320200 weight)" 9 '--half-life none: nothing fades'
today=2024-12-31
map "$work/cases.csv"
is "$rc" 3 '--today: what is after it is refused'
today=2025-01-31

# --- The same bytes for other orders of rows, another locale, gzip, a pipe, several files.
map testdata/province/cases.csv
cp "$work/out" "$work/plain"
sed 1d testdata/province/cases.csv | LC_ALL=C sort -t, -k 4,4 -k 1,1r >"$work/rows"
{ sed 1q testdata/province/cases.csv; cat "$work/rows"; } >"$work/cases.csv"
map "$work/cases.csv"
ok 'rows in another order' cmp "$work/plain" "$work/out"
{ sed 1q testdata/province/cases.csv; sed -n '1,90p' "$work/rows"; } >"$work/one.csv"
{ sed 1q testdata/province/cases.csv; sed -n '91,$p' "$work/rows"; } >"$work/two.csv"
map "$work/two.csv" --cases "$work/one.csv"
ok 'in two files, one under --cases' cmp "$work/plain" "$work/out"
run env LC_ALL=zh_CN.UTF-8 riskmap -p kit/jiangsu --today $today testdata/province/cases.csv
ok 'in another locale' cmp "$work/plain" "$work/out"
gzip -c testdata/province/cases.csv | run riskmap -p kit/jiangsu --today $today
ok 'gzip from a pipe' cmp "$work/plain" "$work/out"
map -o "$work/map.csv" testdata/province/cases.csv
ok '-o FILE' cmp "$work/plain" "$work/map.csv"

# --- Exposure.
exposure() { cat >"$work/exposure.csv"; }
exposure <<'E'
region,exposure,unit
320100,300,亿元
320200,100,亿元
320300,0,亿元
E
map --exposure "$work/exposure.csv" testdata/cases-counts.csv
# 15 of GC where exposures are: 11.25 and 3.75 expected; (12 + 1) / 12.25, (3 + 1) / 4.75.
is "$(cell GC 320100 exposure unit expected_count expected smooth heat state)" \
    '300 亿元 11.25 11.25 1 ~1.061224 known' 'exposure: expected weight, and heat'
is "$(cell GC 320200 expected heat state)" '3.75 ~0.842105 known' 'exposure: the other share'
is "$(cell GC 320300 weight exposure heat state)" '9 0  unknown' 'an exposure of 0: unknown'
is "$(cell GC 320400 weight exposure heat state)" '0   unknown' 'no exposure: unknown'
is "$(cell MS 320100 expected_count expected heat state)" '1.5 4.5 ~1.272727 few' \
    'fewer than three, found or expected: few'
is "$(cell TD 320100 heat state)" ' none' 'nothing found in all of the row: none'
map --exposure "$work/exposure.csv" --smooth 0 testdata/cases-counts.csv
is "$(cell GC 320100 heat) $(cell GC 320200 heat)" '~1.066667 0.8' '--smooth 0: the plain ratio'
map --exposure "$work/exposure.csv" --min 1.5 testdata/cases-counts.csv
is "$(cell MS 320100 state)" known '--min 1.5: as many expected are enough'
map --exposure "$work/exposure.csv" --draw testdata/cases-counts.csv
is_output riskmap-draw-exposure
map --exposure testdata/province/exposure.csv --matrix testdata/province/cases.csv
is_output riskmap-matrix-exposure
printf 'field,region,closed_on,grade,count\nGC,320300,2025-01-31,blue,25\n' >"$work/more.csv"
exposure <<'E'
region,exposure
320100,99
320300,1
E
map --exposure "$work/exposure.csv" "$work/more.csv"
is "$(cell GC 320300 expected_count heat state)" '0.25 20.8 known' 'many found, few expected: known'
is "$(cell GC 320100 expected_count heat state)" '24.75 ~0.038835 known' 'none found, many expected'
exposure <<'E'
region,exposure,field
320100,1,
320200,3,
320100,3,GC
320200,1,GC
E
map --exposure "$work/exposure.csv" testdata/cases-counts.csv
is "$(cell GC 320100 exposure) $(cell MS 320100 exposure)" '3 1' \
    'a field may have its own exposures'

# --- Alerts.
riskscan -p kit/jiangsu --today $today -o "$work/alerts.csv" testdata/province/spending.csv \
    testdata/province/land.csv testdata/province/kin_business.csv testdata/province/remit.csv \
    testdata/province/awards.csv 2>"$work/err"
map "$work/alerts.csv"
is_output riskmap-alerts
is "$(awk -F, 'NR > 1 { n += $5 } END { print n }' "$work/out")" \
    "$(sed 1d "$work/alerts.csv" | awk -F, '!seen[$2 $9 $10 ($14 == "" ? $13 : $14)]++' | wc -l |
        tr -d ' ')" 'each run of alerts is counted once'
says 'alerts: 17, runs of them: 14 (a run counts once)' 'and told'
cp "$work/out" "$work/once"
{ sed 1q "$work/alerts.csv"; sed 1d "$work/alerts.csv" | sort -r; } >"$work/turned.csv"
map "$work/turned.csv" "$work/alerts.csv"
ok 'the same in another order, and twice' cmp "$work/once" "$work/out"
# D03 alerts in July and August: were July red, August would still be what the run is now.
sed '/,D03,.*,2023-07,/s/,yellow,/,red,/' "$work/alerts.csv" >"$work/july.csv"
map "$work/july.csv"
is "$(cell CZ 320300 weight)" 3 'the latest alert of a run speaks for it'
{ sed 1q "$work/july.csv"; sed 1d "$work/july.csv" | sort -t, -k 13,13r; } >"$work/turned.csv"
map "$work/turned.csv"
is "$(cell CZ 320300 weight)" 3 'in whatever order they come'
map --draw "$work/alerts.csv"
is_output riskmap-draw-alerts
map --half-life 6 "$work/alerts.csv"
says 'alerts without a period, counted as of today: 5' 'alerts without period fade not'
is "$(cell TD 320900 weight)" '~2.004522' 'an alert of a year is as old as its last month'
sed '1s/$/,grade/; 2,$s/$/,blue/' "$work/alerts.csv" >"$work/graded.csv"
map "$work/graded.csv"
is "$(cell CZ 320200 count) $(cell CZ 320200 weight)" '2 2' 'a grade goes before the level'
sed 's/,on,/,trial,/' "$work/alerts.csv" >"$work/trial.csv"
map "$work/trial.csv"
is "$(cell CZ 320200 count) $(cell CZ 320200 weight)" '2 2' 'on trial: blue'
says 'alerts on trial, counted as blue: 14' 'and told'
sed -e 's/,CZ,CZ01,/,,,/' -e 's/,TD,TD01,/,TD,,/' "$work/alerts.csv" >"$work/blank.csv"
map "$work/blank.csv"
is "$(cell '?' 320200 count) $(cell TD 320400 count)" '2 1' 'without field: the row ?'
says "without field and scenario: 6, in the row '?'" 'and told'
map --by scenario "$work/blank.csv"
is "$(awk -F, '$1 == "TD" && $3 == "?" { n += $7 } END { print n }' "$work/out")" 3 \
    'without scenario: a row ? of the field'
says "without scenario: 3, in a row '?' of their field" 'and told'
sed 1q "$work/alerts.csv" >"$work/none.csv"
map "$work/none.csv"
is "$rc $(grep -c ',none$' "$work/out")" '0 104' 'no alert at all: none, which is not calm'

# --- A drawing on a terminal.
if has script && script -qec true /dev/null >/dev/null 2>&1; then
    on_terminal() { # VARIABLES ARGUMENTS
        run script -qec "stty cols $columns rows 24; env $1 riskmap -p kit/jiangsu \
            --today $today $2 testdata/province/cases.csv" /dev/null
        tr -d '\r' <"$work/out" >"$work/drawn"
    }
    columns=120
    on_terminal TERM=xterm-256color ''
    ok 'a terminal: drawn in colours' grep -q "$(printf '\033\\[48;5;')" "$work/drawn"
    on_terminal TERM=xterm-256color '--by scenario'
    ok 'names whole where there is room' grep -q '^GC03 化整为零规避招标 ' "$work/drawn"
    columns=80
    on_terminal 'NO_COLOR=1 TERM=xterm-256color' ''
    ok 'NO_COLOR: without' sh -c "! grep -q '$(printf '\033')' '$work/drawn'"
    ok 'NO_COLOR: drawn all the same' grep -q '^GC 工程建设 ' "$work/drawn"
    on_terminal TERM=xterm-256color --long
    ok '--long: a table' grep -q '^field,field_name,region' "$work/drawn"
else
    skip 'a drawing on a terminal' 'no script(1), or no terminal to be had'
fi
# A Chinese character is 3 bytes, two of them 80..bf, and 2 columns; the dot is 2 bytes and 1.
fits() { # COLUMNS
    LC_ALL=C awk -v most="$1" '{ gsub(/\302\267/, "."); n = length($0) }
        { n -= gsub(/[\200-\277]/, "") / 2 }
        n > most { print; bad = 1 } END { exit bad }' "$work/out"
}
map --draw --by scenario testdata/province/cases.csv
ok 'drawn in 80 columns' fits 80
is "$(grep -c '^ .* 宿迁$' "$work/out") $(grep -c '^ .* 南京 .* 宿迁$' "$work/out")" '1 1' \
    '13 cities side by side'
map --draw --width 60 testdata/province/cases.csv
ok 'drawn in 60 columns' fits 60
is "$(grep -c '^GC' "$work/out")" 2 'in two blocks'
mkdir "$work/pack"
cp kit/jiangsu/*.csv "$work/pack"
printf 'code,name,parent\n1,a\033[31mb,\n2,市,1\n3,a very long name of a region,1\n' \
    >"$work/pack/regions.csv"
printf 'field,region,closed_on,grade\nGC,2,2025-01-01,red\n' >"$work/cases.csv"
run riskmap -p "$work/pack" --today $today --draw --level province "$work/cases.csv"
ok 'names send nothing to a terminal' sh -c "! grep -q '$(printf '\033')' '$work/out'"
run riskmap -p "$work/pack" --today $today --draw "$work/cases.csv"
prints ' 市 a very lon..' 'a long name is cut, a short one is not'
run riskmap -p "$work/pack" --today $today --matrix "$work/cases.csv"
prints 'field,field_name,2 市,3 a very long name of a region' 'a matrix names codes, too'

done_testing
