# The kit's pack: its own cases hold, and in a made-up province it finds what was put there and no more.
. "${top_srcdir:-.}/tests/init.sh"

case " ${COMMANDS:-riskscan} " in *' riskscan '*) ;; *) skip_all 'riskscan is not built' ;; esac

run riskscan --test -p kit/jiangsu
exits 0 'riskscan --test -p kit/jiangsu'
cases=$(sed 1d kit/jiangsu/tests/cases.csv | grep -c .)
is "$(grep -c '^ok ' "$work/out")" "$cases" 'every case of the pack was run'

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

done_testing
