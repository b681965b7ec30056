# Real tables, where they are there: what is to be found in them was worked out apart from this code
# (tests/packs/README).
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
data=../shared/data

counted() { # INDICATOR WANT: subjects|triggered|insufficient|clear|not applicable
    is "$(cells indicator subjects triggered insufficient clear not_applicable <"$work/outcomes" |
        sed -n "s/^$1|//p")" "$2" "$1"
}
judge() { # PACK TABLE=FILE
    pack=tests/packs/$1
    scan --outcomes "$work/outcomes" "$2"
    exits 0 "$1: $2"
}

if [ ! -r "$data/gbk/lishui-tenders.gbk.csv" ]; then
    skip lishui "no $data/gbk"
elif ! has iconv; then
    skip lishui 'no iconv'
else
    iconv -f GB18030 -t UTF-8 "$data/gbk/lishui-tenders.gbk.csv" >"$work/tenders.csv"
    judge lishui "tenders=$work/tenders.csv"
    says 'rows: 665,' 'lishui: all rows are judged'
    counted LS-01 '665|21|0|644|0'
    counted LS-02 '665|0|0|665|0'
    # The row at exactly half a cent is no departure of more; above it all are.
    ok 'lishui: the row at exactly 0.005 is clear' awk -v want=643 -F'|' \
        '{ sub(/.*:/, ""); if ($0 == want) exit 1 }' <<X
$(cells evidence <"$work/out")
X
    sed 's/,>,0.005,/,>=,0.005,/' tests/packs/lishui/indicators.csv >"$work/at-least.csv"
    cp -r tests/packs/lishui "$work/at-least"
    cp "$work/at-least.csv" "$work/at-least/indicators.csv"
    run riskscan -p "$work/at-least" --today "$today" --outcomes "$work/outcomes" \
        --only LS-01 "tenders=$work/tenders.csv"
    counted LS-01 '665|22|0|643|0'
    is "$(cells value evidence <"$work/out" | sed -n 's/^0.005|.*:\([0-9]*\)$/\1/p')" 643 \
        'lishui: it is record 642, on line 643'
    is "$(cells indicator value <"$work/out" | awk -F'|' '$2 > 0.09' | wc -l | tr -d ' ')" 0 \
        'lishui: none departs by 0.09'
    scan "tenders=$data/gbk/lishui-tenders.gbk.csv"
    exits 3 'lishui in GBK: refused'
    says 'is not UTF-8' 'lishui in GBK: message'
fi

# same_column INDICATOR COLUMN WANT: for each tender of two bids or more in $bids the alert's value
# is the file's COLUMN, both at 4 places; where there is no alert the file has 0. WANT:
# tenders|alerts|different
same_column() {
    cells indicator subject value <"$work/out" | sed -n "s/^$1|//p" >"$work/values"
    cells Tender "$2" <"$bids" >"$work/column"
    is "$(awk -F'|' '
        function places(x) {
            sub(/^~/, "", x)
            x = sprintf("%.4f", x)
            return x == 0 ? "0.0000" : x
        }
        FNR == NR { value[$1] = $2; next }
        { bids[$1]++; column[$1] = $2 }
        END {
            for (t in bids) if (bids[t] > 1) {
                tenders++
                alerts += t in value
                different += places(t in value ? value[t] : 0) != places(column[t])
            }
            print tenders "|" alerts + 0 "|" different + 0
        }' "$work/values" "$work/column")" "$3" "$1 is the column $2: ${bids##*/}"
}
# The screen against the labels: judged|flagged|precision|recall
screened() { # INDICATOR WANT
    cells indicator subject <"$work/out" | sed -n "s/^$1|//p" >"$work/flagged"
    cells Tender Collusive_competitor <"$bids" >"$work/labels"
    is "$(awk -F'|' '
        FNR == NR { flagged[$1] = 1; next }
        { bids[$1]++; if ($2 > 0) collusive[$1] = 1 }
        END {
            for (t in bids) if (bids[t] > 2) {
                n++
                found += t in flagged
                right += t in flagged && t in collusive
                all += t in collusive
            }
            printf "%d|%d|%.3f|%.3f\n", n, found, right / found, right / all
        }' "$work/flagged" "$work/labels")" "$2" "$1 against the labels: ${bids##*/}"
}

if [ -r "$data/auctions/brazil.csv" ] && [ -r "$data/auctions/ticino.csv" ]; then
    judge auctions "bids=$data/auctions/brazil.csv"
    counted AU-01 '101|21|0|79|1'
    counted AU-02 '101|17|0|83|1'
    is "$(cells indicator triggered <"$work/outcomes" | sed -n 's/^AU-03|//p')" 105 AU-03
    bids=$data/auctions/brazil.csv
    same_column AU-04 CV '101|101|0'
    same_column AU-05 SPD '101|101|0'
    same_column AU-06 KURT '101|78|0'
    same_column AU-07 SKEW '101|100|0'
    same_column AU-08 KSTEST '101|101|0'
    counted AU-06 '101|78|23|0|0' # undefined is unknown
    counted AU-07 '101|100|1|0|0'
    counted AU-09 '101|17|0|83|1'
    screened AU-09 '100|17|0.824|0.438'
    judge auctions "bids=$data/auctions/ticino.csv"
    counted AU-01 '224|190|0|30|4'
    counted AU-02 '224|105|9|106|4'
    bids=$data/auctions/ticino.csv
    same_column AU-04 CV '223|223|0'
    same_column AU-05 SPD '223|223|0'
    same_column AU-06 KURT '223|213|0'
    same_column AU-07 SKEW '223|220|0'
    same_column AU-08 KSTEST '223|223|0'
    counted AU-06 '224|213|10|0|1'
    counted AU-07 '224|220|3|0|1'
    counted AU-09 '224|106|0|114|4'
    screened AU-09 '220|106|0.981|0.575'
else
    skip auctions "no $data/auctions"
fi

if [ -r "$data/payments/corporate-payment.csv.gz" ]; then
    judge payments "payments=$data/payments/corporate-payment.csv.gz"
    says 'rows: 189470,' 'payments: all rows'
    is "$(cells indicator subjects triggered <"$work/outcomes" | sed -n 's/^PY-01|//p')" '67247|3' PY-01
    is "$(cells indicator subject value level <"$work/out" | grep PY-01 | sort | tr '\n' ';')" \
        'PY-01|1083.45|1185|blue;PY-01|1153.35|2264|yellow;PY-01|50|6022|red;' \
        'payments: the most frequent amounts' || cells indicator subject value level <"$work/out" | head -5
    is "$(cells indicator value level <"$work/out" | grep PY-02)" 'PY-02|~0.014642|yellow' \
        'payments: first digits'
    is "$(cells indicator value <"$work/out" | grep -E 'PY-0[3-7]' | tr '\n' ';')" \
        'PY-03|185083;PY-04|~2.336614;PY-05|~32100.901094;PY-06|~2.429906;PY-07|~4087.772435;' \
        'payments: two digits and chi-square'
else
    skip payments "no $data/payments"
fi

done_testing
