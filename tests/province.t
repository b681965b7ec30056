# bench/make-province: the same bytes every time, tables that the dictionary of kit/jiangsu reads to
# the last cell, and a truth whose subjects are there. What the pack finds in it is not looked at.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

maker=$top_builddir/bench/make-province
[ -x "$maker" ] || skip_all 'bench/make-province is not built'

# make NAME OPTION...: a province in $work/NAME.
make() {
    made=$1
    mkdir -p "$work/$made"
    shift
    run "$maker" -d "$work/$made" "$@"
    exits 0 "made: ${*:-as it is}"
}
cases() { sed 1d "$work/$1/$2.csv" | cut -d, -f1 | sort -u; }
count() { grep -c "$@" || true; }

make one
make again --seed 320000 --scale 1 --rate all=2 --rate lookalikes=1
ok 'the same bytes again; what is said are the defaults' diff -r "$work/one" "$work/again"
make other --seed 7
ok 'another seed: another province' test "$(cksum <"$work/one/bids.csv")" != \
    "$(cksum <"$work/other/bids.csv")"
is "$(cases other truth | wc -l)" "$(cases one truth | wc -l)" 'another seed: as many cases'

# --- the dictionary
awk -F, 'NR > 1 { if (!($1 in head)) head[$1] = $3; else head[$1] = head[$1] "," $3 }
    END { for (t in head) print t ": " head[t] }' kit/jiangsu/tables.csv | sort >"$work/want"
for file in "$work"/one/*.csv; do
    table=$(basename "$file" .csv)
    case $table in truth | lookalikes) continue ;; esac
    echo "$table: $(head -n 1 "$file")"
done | sort >"$work/got"
ok 'every table of the dictionary, its columns and no others' diff "$work/want" "$work/got"
is "$(for file in "$work"/one/*.csv; do [ "$(wc -l <"$file")" -gt 20 ] || echo "$file"; done)" '' \
    'no table is all but empty'

# An indicator for each column makes riskscan read each cell; one more asks for days off.
pack=$work/pack
mkdir "$pack"
cp kit/jiangsu/tables.csv kit/jiangsu/calendar.csv "$pack"
{
    echo id,table,by,value,op,blue
    awk -F, 'NR > 1 { print "C" NR "," $1 ",'\''x'\'',count(where blank(" $3 ")),>,999999999" }' \
        kit/jiangsu/tables.csv
    echo 'off,payments,payment_id,count(where not is_workday(paid_on)),>,0'
} >"$pack/indicators.csv"
tables() { # DIRECTORY
    for file in "$work/$1"/*.csv; do
        case $file in */truth.csv | */lookalikes.csv) ;; *) echo "$(basename "$file" .csv)=$file" ;; esac
    done
}
for province in one other; do
    # shellcheck disable=SC2046 # no blanks in there
    run riskscan -p "$pack" --today 2026-01-31 -o "$work/alerts.csv" $(tables $province)
    exits 0 "$province: riskscan reads every cell: dates, amounts, check characters"
    cells subject <"$work/alerts.csv" | sort -u >"$work/got"
    sed 1d "$work/$province/truth.csv" "$work/$province/lookalikes.csv" |
        awk -F, '$5 == "payment_id" && ($3 == "days_off" || $3 == "direct_debit") { print $6 }' |
        sort -u >"$work/want"
    ok "$province: nothing else is paid on days off" diff "$work/want" "$work/got"
done
cut -d, -f1 kit/jiangsu/regions.csv | sort >"$work/regions"
is "$(grep -l '^[^ ]*,region,' "$work"/one/*.csv | while read -r file; do
    cells region <"$file"
done | sort -u | comm -23 - "$work/regions")" '' 'regions: all in regions.csv'

# --- what refers to what: FILE COLUMN in FILE COLUMN, blanks left out
refers() {
    cells "$2" <"$work/one/$1.csv" | grep . | sort -u >"$work/from"
    cells "$4" <"$work/one/$3.csv" | sort -u >"$work/to"
    ok "$1.$2 stands in $3.$4" test -s "$work/from" -a -z "$(comm -23 "$work/from" "$work/to")"
}
refers bids tender_id tenders tender_id
refers bids bidder_id companies uscc
refers bids bidder_id suppliers supplier_id
refers awards tender_id tenders tender_id
refers awards supplier_id bids bidder_id
refers evaluations tender_id tenders tender_id
refers evaluations bidder_id bids bidder_id
refers contracts tender_id awards tender_id
refers addenda contract_id contracts contract_id
refers payments contract_id contracts contract_id
refers payments original_id payments payment_id
refers purchases original_id purchases purchase_id
refers purchases supplier_id companies uscc
refers card_charges original_id card_charges charge_id
refers invoices seller_id companies uscc
refers company_roles uscc companies uscc
refers tax_returns uscc companies uscc
refers remit official_id officials official_id
refers positions official_id officials official_id
refers kin_business official_id officials official_id
refers beneficiaries approver_id officials official_id
refers housing_repairs approver_id officials official_id
refers permits approver_id officials official_id
refers permits power_code power_list power_code
refers permit_steps permit_id permits permit_id
refers power_steps power_code power_list power_code
refers inspections penalty_id penalties penalty_id
refers penalties inspection_id inspections inspection_id
refers land_reductions parcel_id land_parcels parcel_id
refers soe_deals enterprise_id soe_staff enterprise_id
refers related_parties enterprise_id soe_deals enterprise_id

# --- truth: a row for each subject that an alert of the case may name, the main one first
for list in truth lookalikes; do
    is "$(head -n 1 "$work/one/$list.csv")" \
        case_id,scenario,kind,tables,subject_kind,subject,period,note,also "$list: its columns"
    awk -F, -v dir="$work/one" '
        function load(table,    file, line, n, i, c) {
            file = dir "/" table ".csv"
            while ((getline line <file) > 0) {
                n = split(line, c, ",")
                for (i = 1; i <= n; i++) cell[table, c[i]] = 1
            }
            close(file)
            loaded[table] = 1
        }
        function there(key, tables,    t, n, i) {
            n = split(tables "|officials|kin", t, "|")
            for (i = 1; i <= n; i++) {
                if (!(t[i] in loaded)) load(t[i])
                if ((t[i], key) in cell) return 1
            }
            return 0
        }
        FNR == 1 { next }
        {
            n = split($6, key, "|")
            if (split($5, kind, " ") < n || n == 0) print "kinds: " $0
            for (i = 1; i <= n; i++)
                if (!there(key[i], $4)) print "not in its tables: " $0
            if ($7 !~ /^(202[0-9](-[01][0-9])?)?$/) print "period: " $0
            if ($8 == "") print "no note: " $0
        }' "$work/one/$list.csv" >"$work/lost"
    ok "$list: every subject stands in the tables named" test ! -s "$work/lost" ||
        sed -n '1,10s/^/#   /p' "$work/lost"
    cells scenario <"$work/one/$list.csv" | sort -u >"$work/got"
    cells scenario <kit/jiangsu/taxonomy.csv | sort -u >"$work/want"
    ok "$list: all scenarios" diff "$work/want" "$work/got"
    cells also <"$work/one/$list.csv" | tr '|' '\n' | grep . | sort -u >"$work/got"
    is "$(comm -13 "$work/want" "$work/got")" '' "$list: no other scenarios"
done
is "$(sed 1d "$work/one/truth.csv" | cut -d, -f2,3 | sort -u | cut -d, -f1 | uniq -c |
    awk '$1 < 2')" '' 'truth: several kinds of each scenario'
is "$(sed 1d "$work/one/truth.csv" | cut -d, -f1-3 | sort -u | cut -d, -f2,3 | sort | uniq -c |
    awk '$1 != 2')" '' 'truth: two cases of each kind'
is "$({ cases one truth; cases one lookalikes; } | sort | uniq -d)" '' 'no case in both'

# --- rates
make half --rate all=1
is "$(($(cases half truth | wc -l) * 2))" "$(cases one truth | wc -l)" 'half the rate, half the cases'
is "$(cases half lookalikes | wc -l)" "$(cases one lookalikes | wc -l)" 'and as many look-alikes'
make less --rate GC03=0 --rate ZF02=0.5 --rate lookalikes=0
is "$(cases less truth | count ^GC03)" 0 'a scenario that is left out'
is "$(cases less truth | count ^ZF02)" 0 'half a case is none'
is "$(cases less truth | count ^GC01)" "$(cases one truth | count ^GC01)" 'the others as they were'
is "$(cases less lookalikes | count .)" 0 'no look-alikes'
make twice --scale 2 --rate ZF02=0.5
is "$(cases twice truth | count ^ZF02)" "$(($(cases one truth | count ^ZF02) / 2))" \
    'half a case for each unit of a scale of 2 is one'
is "$(cases twice truth | count ^GC01)" "$(($(cases one truth | count ^GC01) * 2))" \
    'at twice the scale twice the cases'
make none --rate all=0 --rate lookalikes=0
make none2 --rate all=0 --rate lookalikes=0 --scale 2
for table in tenders payments beneficiaries permits; do
    is "$(sed 1d "$work/none2/$table.csv" | wc -l)" \
        "$(($(sed 1d "$work/none/$table.csv" | wc -l) * 2))" "$table: twice the scale, twice the rows" ||
        break
done

# --- refused
for wrong in '' '-d' "--scale 0 -d $work" "--scale 1001 -d $work" "--scale x -d $work" \
    "--rate GC01 -d $work" "--rate GC09=1 -d $work" "--rate GC01=5.01 -d $work" \
    "--rate GC01=1.005 -d $work" "--rate GC01=-1 -d $work" "--rate GC01= -d $work" "--more 1 -d $work"; do
    # shellcheck disable=SC2086 # options
    run "$maker" $wrong
    is "$rc $(head -n 1 "$work/err" | cut -c 1-20)" '2 usage: make-province' "refused: '$wrong'"
done
run "$maker" -d "$work/nowhere"
exits 4 'no such directory: status'
says "$work/nowhere/spending.csv" 'no such directory: named'

done_testing
