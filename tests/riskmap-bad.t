# riskmap refuses what it cannot map, with place and remedy, and writes nothing then; with --rejects
# it goes on and tells what the map lacks.
. "${top_srcdir:-.}/tests/init.sh"
case " ${COMMANDS:-riskmap} " in *' riskmap '*) ;; *) skip_all 'riskmap is not built' ;; esac

today=2025-01-31
pack=kit/jiangsu
map() { run riskmap -p "$pack" --today "$today" "$@"; }
# refused STATUS NAME: the last run.
refused() {
    is "$rc" "$1" "$2: status $1"
    ok "$2: nothing is written" test ! -s "$work/out"
    is_output "riskmap-bad-$2"
}

# --- Past cases.
for file in testdata/cases-bad-*.csv; do
    name=${file##*/cases-bad-}
    map "$file"
    refused 3 "${name%.csv}"
done
map --cases testdata/good-plain.csv
refused 3 'not-cases'
map --by scenario testdata/cases-counts.csv
refused 3 'no-scenario'
printf 'field,region,closed_on,grade,count\nGC,320100,2024-01-31,red,1000000000\n' \
    >"$work/cases.csv"
map "$work/cases.csv"
refused 3 'count-too-large'
awk 'BEGIN { print "field,region,closed_on,grade,count"
    for (i = 0; i <= 1001; i++) print "GC,320100,2024-01-31,red,999999999" }' >"$work/cases.csv"
map "$work/cases.csv"
refused 3 'too-many'

# --- Alerts.
riskscan -p kit/jiangsu --today $today --only TD-01 -o "$work/alerts.csv" \
    testdata/province/land.csv 2>"$work/err"
map "$work/alerts.csv" testdata/cases-counts.csv
refused 3 'alerts-and-cases'
map --cases testdata/cases-counts.csv "$work/alerts.csv"
refused 3 'cases-and-alerts'
map --cases "$work/alerts.csv"
refused 3 'alerts-for-cases'
cut -d, -f 1-11,13- "$work/alerts.csv" >"$work/cut.csv"
map "$work/cut.csv"
refused 3 'alerts-missing-column'
sed 's/,TD01,/,TX01,/' "$work/alerts.csv" >"$work/other.csv"
map "$work/other.csv"
refused 3 'alerts-scenario'
sed '1s/$/,grade/; 2,$s/$/,green/' "$work/alerts.csv" >"$work/graded.csv"
map "$work/graded.csv"
refused 3 'alerts-grade'
today=2021-12-31
map "$work/alerts.csv"
is "$rc" 0 'what does not fade may be of any day'
map --half-life 12 "$work/alerts.csv"
refused 3 'alerts-future'
today=2022-01-01
awk -F, 'NR == 1 || $13 == 2022' "$work/alerts.csv" >"$work/begun.csv"
map --half-life 12 "$work/begun.csv"
is "$rc" 0 'a period that has begun is not after today'
is "$(grep -c '^TD,.*,320400,.*,9,,,,,,9,few$' "$work/out")" 1 'and has not faded'
today=2025-01-31

# --- Exposure.
exposure() { # NAME ROWS
    printf "$2" >"$work/exposure.csv"
    map --exposure "$work/exposure.csv" testdata/cases-counts.csv
    refused 2 "exposure-$1"
}
exposure negative 'region,exposure\n320100,10\n320200,-1\n'
exposure blank 'region,exposure\n320100,\n'
exposure number 'region,exposure\n320100,12万\n'
exposure twice 'region,exposure\n320100,1\n320200,1\n320100,1\n'
exposure part 'region,exposure\n320100,1\n320102,1\n'
exposure region 'region,exposure\n990000,1\n'
exposure field 'region,exposure,field\n320100,1,GG\n'
exposure unit 'region,exposure,unit\n320100,1,万元\n320200,1,亿元\n'
exposure column 'region,budget\n320100,1\n'
map --exposure "$work/no-such.csv" testdata/cases-counts.csv
is "$rc" 4 'an exposure that is not there: status 4'

# --- Packs.
mkdir "$work/pack"
cp kit/jiangsu/*.csv "$work/pack"
pack=$work/pack
for file in taxonomy regions; do
    mv "$work/pack/$file.csv" "$work/$file"
    map testdata/cases-counts.csv
    refused 2 "no-$file"
    sed 1q "$work/$file" >"$work/pack/$file.csv"
    map testdata/cases-counts.csv
    is "$rc" 2 "an empty $file.csv: status 2"
    mv "$work/$file" "$work/pack/$file.csv"
done
pack=kit/jiangsu
run riskmap testdata/cases-counts.csv
is "$rc" 2 'no pack: status 2'

# --- Options.
wrong() { # TEXT ARGUMENTS...
    wrong_text=$1
    shift
    map "$@" testdata/cases-counts.csv
    is "$rc" 2 "$*: status 2"
    says "riskmap: $wrong_text; try 'riskmap --help'" "$*: message"
    ok "$*: nothing is written" test ! -s "$work/out"
}
number='0 or more, at most 6 digits on either side of the point'
nothing='0 months would leave nothing of anything (write none for weights that do not fade)'
wrong "--half-life: $nothing" --half-life 0
wrong "--half-life: no such number: '-1' ($number)" --half-life -1
wrong "--half-life: no such number: 'never' ($number)" --half-life never
wrong "--half-life: no such number: '1000000' ($number)" --half-life 1000000
wrong '--weights: three are needed, of blue, yellow and red: 1,3,9' --weights 1,2
wrong 'the list has more than 3 items' --weights 1,2,3,4
wrong "--weights: no such number: '1e3' ($number)" --weights 1,3,1e3
wrong "--weights: no such number: '0.1234567' ($number)" --weights 1,3,0.1234567
wrong "--by: none of field, scenario: 'region'" --by region
wrong "--level: none of province, city, county: 'town'" --level town
wrong "--min: no such number: 'x' ($number)" --min x
wrong '--smooth draws ratios towards 1, which only --exposure gives' --smooth 2
wrong 'give one of --long, --matrix and --draw' --matrix --draw
wrong '--width is of a drawing: add --draw' --width 80
wrong "--width: not from 30 to 1000 columns: '29'" --draw --width 29
wrong "--width: not from 30 to 1000 columns: '80x'" --draw --width 80x
wrong "--width: not from 30 to 1000 columns: '99999999999999999999'" --draw \
    --width 99999999999999999999

# --- Rejects.
{ cat testdata/cases-plain.csv
    printf '11,GC99,320100,2024-01-01,red\n12,GC01,320100,2024-01-01\n'
    printf '13,GC01,320100,2025-03-01,red\n'
    printf '14,GC01,"320100,2024-01-01,red\n'; } >"$work/cases.csv"
map testdata/cases-plain.csv
cp "$work/out" "$work/plain"
map --rejects "$work/rejects" "$work/cases.csv"
ok 'what is not rejected is mapped' cmp "$work/plain" "$work/out"
says "records rejected: 4, see $work/rejects; the map lacks what they tell of" 'and told'
cp "$work/rejects" "$work/out"
is_output riskmap-rejects
{ cat "$work/alerts.csv"; sed -n 2p "$work/alerts.csv" | sed 's/,TD01,/,TD09,/'; } >"$work/bad.csv"
map --rejects "$work/rejects" "$work/bad.csv"
says 'rows: 4, ' 'of alerts, too'
is "$(grep -c ':\|TD09' "$work/rejects")" 1 'one of them is rejected'
gzip -c testdata/cases-plain.csv | head -c 150 >"$work/cut.csv.gz"
map --rejects "$work/rejects" "$work/cut.csv.gz"
is "$rc" 3 'a truncated file is refused with --rejects as without'

done_testing
