# What the tests of riskingest share. Sourced after init.sh and riskscan.sh.

case " ${COMMANDS:-riskingest} " in *' riskingest '*) ;; *) skip_all 'riskingest is not built' ;; esac

ipack=tests/packs/ingest
receipt=$work/receipt.csv
out=$work/table.csv

# ingest ARGUMENTS...: run riskingest into $out with the pack and a receipt.
ingest() {
    rm -f "$out" "$receipt"
    run riskingest -p "$ipack" --receipt "$receipt" -o "$out" "$@"
}

# exact_sum <decimals, one a line: their sum. Binary floating point would not do for real amounts;
# whole parts and millionths apart are whole numbers, which awk adds exactly.
exact_sum() {
    awk '$1 != "" {
        sign = $1 ~ /^-/ ? -1 : 1
        sub(/^[-+]/, "", $1)
        split($1, part, ".")
        whole += sign * part[1]
        fine += sign * substr(part[2] "000000", 1, 6)
        if (length(part[2]) > 6) print "more than 6 places: " $1
    }
    END {
        carry = int(fine / 1000000)
        printf "%d and %d/1000000\n", whole + carry, fine - carry * 1000000
    }'
}

# adds_up NAME [TABLE...]: the last receipt does. The tables written are $out where none is given.
adds_up() {
    adds_name=$1
    shift
    [ $# -gt 0 ] || set -- "$out"
    is "$(cells of read written rejected skipped titles units headers blanks totals notes <"$receipt" |
        awk -F'|' '$1 == "sheet" && $2 != "" && ($2 != $3 + $4 + $5 ||
            $5 != $6 + $7 + $8 + $9 + $10 + $11)')" '' \
        "$adds_name: read = written + rejected + skipped"
    adds_rows=0
    for adds_table; do
        adds_rows=$((adds_rows + $(cells <"$adds_table" | wc -l)))
    done
    is "$(cells of written <"$receipt" | awk -F'|' '$1 == "sheet" { n += $2 } END { print n + 0 }')" \
        "$adds_rows" "$adds_name: the rows written are there"
    is "$(cells of written <"$receipt" | awk -F'|' '$1 == "output" { n += $2 } END { print n + 0 }')" \
        "$adds_rows" "$adds_name: the outputs' rows too"
    for adds_column in $(cells of column <"$receipt" | sed -n 's/^column|//p' | sort -u); do
        is "$(cells of column sum <"$receipt" | sed -n "s/^column|$adds_column|//p" | exact_sum)" \
            "$(for adds_table; do
                head -n 1 "$adds_table" | tr ',' '\n' | grep -qx "$adds_column" &&
                    cells "$adds_column" <"$adds_table"
            done | exact_sum)" \
            "$adds_name: $adds_column adds up to what was written"
    done
    lost=
    for adds_file in $(cells of file <"$receipt" |
        sed -n 's/^sheet|//p; s/^output|//p' | sort -u); do
        [ -f "$adds_file" ] || continue
        adds_digest=$(cells of file digest <"$receipt" | sed -n "s|^[a-z]*.$adds_file.||p" | head -n 1)
        [ "$adds_digest" = "sha256:$(sha256sum <"$adds_file" | cut -d ' ' -f 1)" ] ||
            lost="$lost $adds_file"
    done
    is "$lost" '' "$adds_name: digests are those of the files"
}
