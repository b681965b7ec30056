# Views, and indicators as tables: what they give, held against awk and against small tables that
# can be worked out by hand.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

# --- Some hundred rows, worked out again.
# The bids of a few tenders and bidders; whatever may be blank is blank now and then.
bids() { # SEED ROWS TENDERS
    awk -v s="$1" -v rows="$2" -v tenders="$3" '
        function chance(n) { s = s * 16807 % 2147483647; return int(s / 7) % n }
        BEGIN {
            print "tender,bidder,price,phone,day,valid"
            for (i = 0; i < rows; i++)
                printf "T%03d,%s,%s,%s,%s,%s\n", chance(tenders),
                    chance(40) ? sprintf("B%02d", chance(25)) : "", chance(60) ? chance(1000) : "",
                    chance(8) ? chance(3) : "",
                    chance(80) ? sprintf("2024-%02d-%02d", 1 + chance(4), 1 + chance(28)) : "",
                    chance(100) ? (chance(5) ? "yes" : "no") : ""
        }'
}
awk 'BEGIN { print "tender,buyer"
    for (t = 0; t < 190; t++) printf "T%03d,%s\n", t, t % 9 == 4 ? "" : "U" t % 31 }' \
    >"$work/tenders.csv"

# again <BIDS: the alerts that some indicators of the pack should give, `indicator|subject|value`,
# and how many subjects end how, `indicator: triggered insufficient clear not-applicable`.
again() {
    awk -F, -v tenders="$work/tenders.csv" '
    function settle(name, subject, unknown, counts, value, least) {
        if (unknown) out[name, "i"]++
        else if (!counts) out[name, "n"]++
        else if (value < least) out[name, "c"]++
        else { out[name, "t"]++; print name "|" subject "|" value }
    }
    function tell(name) {
        print name ": " out[name, "t"] + 0 " " out[name, "i"] + 0 " " out[name, "c"] + 0 " " \
            out[name, "n"] + 0
    }
    function pair(i, k,    key, unknown, x) {
        if (b[i] > b[k]) { x = i; i = k; k = x }
        unknown = v[i] == "" || v[k] == ""
        met[t[i]] = 1
        key = b[i] "|" b[k]
        if (b[i] != "" && b[k] != "") oft[key] = 1
        if (b[i] == b[k]) {
            out["OFTEN", "n"] += b[i] == ""
            return
        }
        if (unknown) gap_bad[t[i]] = 1
        else {
            gap_n[t[i]]++
            if (p[i] == "" || p[k] == "") gap_bad[t[i]] = 1
            gap[t[i]] += p[i] > p[k] ? p[i] - p[k] : p[k] - p[i]
        }
        if (b[i] == "") out["OFTEN", "i"]++
        else if (unknown) oft_bad[key] = 1
        else oft_n[key]++
    }
    BEGIN {
        least = -9999999
        while ((getline line <tenders) > 0) { split(line, f, ","); buyer[f[1]] = f[2] }
    }
    NR > 1 {
        t[++n] = $1; b[n] = $2; p[n] = $3 == "" ? "" : $3 + 0; phone[n] = $4; v[n] = $6
        seen_t[$1] = 1
        if ($2 != "") seen_b[$2] = 1
        if ($6 == "") doubt_t[$1] = 1
        if ($6 != "yes") next
        count_t[$1]++
        if ($3 == "") { blank_t[$1] = 1; next }
        sum_t[$1] += $3
        if (!($1 in low) || $3 + 0 < low[$1]) low[$1] = $3 + 0
        if (!($1 in high) || $3 + 0 > high[$1]) high[$1] = $3 + 0
    }
    END {
        for (x in seen_t)
            settle("SPREAD", x, x in doubt_t || x in blank_t, count_t[x] + 0, high[x] - low[x], least)
        tell("SPREAD")

        for (x in seen_t) {
            dropped = !(x in doubt_t) && !count_t[x]
            u = buyer[x]
            if (u == "") { out["MARKET", dropped ? "n" : "i"]++; continue }
            seen_u[u] = 1
            if (x in doubt_t || (!dropped && x in blank_t)) bad_u[u] = 1
            count_u[u] += !dropped
            sum_u[u] += high[x] - low[x]
        }
        for (u in seen_u) settle("MARKET", u, u in bad_u, count_u[u] + 0, sum_u[u], least)
        tell("MARKET")

        for (i = 1; i <= n; i++) {
            if (b[i] == "") { out["ABOVE", v[i] == "no" ? "n" : "i"]++; continue }
            if (v[i] == "no") continue
            if (v[i] == "" || t[i] in doubt_t || t[i] in blank_t) bad_b[b[i]] = 1
            count_b[b[i]]++
            above[b[i]] += p[i] * count_t[t[i]] - sum_t[t[i]]
        }
        for (x in seen_b) settle("ABOVE", x, x in bad_b, count_b[x] + 0, above[x], least)
        tell("ABOVE")

        for (i = 1; i <= n; i++)
            for (k = 1; k < i; k++)
                if (t[i] == t[k] && phone[i] == phone[k] && phone[i] != "" && v[i] != "no" &&
                    v[k] != "no")
                    pair(i, k)
        for (x in met) settle("GAP", x, x in gap_bad, gap_n[x] + 0, gap[x], least)
        tell("GAP")
        for (x in oft) {
            settle("OFTEN", x, x in oft_bad, oft_n[x] + 0, oft_n[x] + 0, 2)
            split(x, pairs, "|")
            if (x in oft_bad) friend_bad[pairs[1]] = 1
            else if (oft_n[x] >= 2) friend[pairs[1]] = 1
        }
        tell("OFTEN")

        for (i = 1; i <= n; i++) {
            if (b[i] == "") { out["FRIEND", v[i] == "no" ? "n" : "i"]++; continue }
            if (v[i] == "") doubt_b[b[i]] = 1
            valid_b[b[i]] += v[i] == "yes"
        }
        for (x in seen_b)
            if (x in doubt_b || (valid_b[x] && !(x in friend) && x in friend_bad)) out["FRIEND", "i"]++
            else if (valid_b[x] && !(x in friend)) out["FRIEND", "c"]++
            else settle("FRIEND", x, 0, valid_b[x] + 0, "yes", "")
        tell("FRIEND")
    }' "$@"
}

pack=tests/packs/views
for seed in 1 2 3; do
    bids $seed 300 $((40 + seed * 10)) >"$work/bids.csv"
    scan --outcomes "$work/outcomes" "$work/bids.csv" "$work/tenders.csv"
    exits 0 "seed $seed: status 0"
    again <"$work/bids.csv" | sort >"$work/want"
    for indicator in SPREAD MARKET ABOVE GAP OFTEN FRIEND; do
        cells indicator subject value <"$work/out" | grep "^$indicator|" >"$work/got"
        cells indicator triggered insufficient clear not_applicable <"$work/outcomes" |
            grep "^$indicator|" | tr '|' ' ' | sed 's/ /: /' >>"$work/got"
        grep "^$indicator[|:]" "$work/want" >"$work/want-one"
        sort "$work/got" >"$work/got-one"
        ok "seed $seed: $indicator as awk has it" cmp "$work/want-one" "$work/got-one" ||
            diff "$work/want-one" "$work/got-one" | sed -n '1,9s/^/#   /p'
    done
done

# --- Whatever the order of the rows, the size of a read, the memory, the packing.
same() { # NAME ARGUMENTS...
    same_name=$1
    shift
    rm -f "$work/outcomes"
    scan --outcomes "$work/outcomes" "$@"
    exits 0 "$same_name: status 0"
    facts <"$work/out" >"$work/got"
    ok "$same_name: the same alerts" cmp "$work/facts" "$work/got"
    ok "$same_name: the same outcomes" cmp "$work/first-outcomes" "$work/outcomes"
}
bids 4 900 200 >"$work/any.csv" # by day, so that months are closed
{ sed 1q "$work/any.csv"; sed 1d "$work/any.csv" | sort -t, -k5,5; } >"$work/bids.csv"
scan --outcomes "$work/first-outcomes" "$work/bids.csv" "$work/tenders.csv"
cp "$work/out" "$work/all"
facts <"$work/out" >"$work/facts"
sed '1d; s/,.*//' "$pack/indicators.csv" >"$work/indicators"
while read -r indicator; do
    ok "$indicator triggers" grep -q "|$indicator|" "$work/facts"
done <"$work/indicators"
for seed in 1 2; do
    shuffled $seed <"$work/bids.csv" >"$work/shuffled.csv"
    same "shuffled, seed $seed" "bids=$work/shuffled.csv" "$work/tenders.csv"
    same "shuffled, seed $seed, in 1K" --memory 1K "bids=$work/shuffled.csv" "$work/tenders.csv"
done
awk 'NR > 1 && NR % 97 == 0 { late = late $0 "\n"; next } { print } END { printf "%s", late }' \
    "$work/bids.csv" >"$work/late.csv"
for memory in 1K 1M; do
    same "late rows, in $memory" --memory $memory "bids=$work/late.csv" "$work/tenders.csv"
    same "in $memory" --memory $memory "$work/bids.csv" "$work/tenders.csv"
    ok "in $memory: the same bytes" cmp "$work/all" "$work/out"
done
for chunk in 1 7 4096; do
    same "chunks of $chunk" --chunk $chunk "$work/bids.csv" "$work/tenders.csv"
    ok "chunks of $chunk: the same bytes" cmp "$work/all" "$work/out"
done
same 'without vector instructions' --scalar "$work/bids.csv" "$work/tenders.csv"
sed 400q "$work/bids.csv" >"$work/one.csv"
{ sed 1q "$work/bids.csv"; sed 1,400d "$work/bids.csv"; } >"$work/two.csv"
same 'two files' "bids=$work/one.csv" "$work/tenders.csv" "bids=$work/two.csv"
same 'two files, the later first' "bids=$work/two.csv" "bids=$work/one.csv" "$work/tenders.csv"

# FRIEND makes bids be read twice.
piped() { # NAME FILE ARGUMENTS
    piped_name=$1 piped_file=$2
    shift 2
    rm -f "$work/outcomes"
    rc=0
    cat "$piped_file" | riskscan -p "$pack" --today "$today" --outcomes "$work/outcomes" "$@" \
        bids=- "$work/tenders.csv" >"$work/out" 2>"$work/err" || rc=$?
    exits 0 "$piped_name: status 0"
    facts <"$work/out" >"$work/got"
    ok "$piped_name: the same alerts" cmp "$work/facts" "$work/got"
    ok "$piped_name: the same outcomes" cmp "$work/first-outcomes" "$work/outcomes"
}
piped 'from a pipe' "$work/bids.csv"
piped 'from a pipe, in 1K' "$work/bids.csv" --memory 1K
piped 'late rows from a pipe, in 1K' "$work/late.csv" --memory 1K
gzip -c "$work/bids.csv" >"$work/bids.csv.gz"
same 'gzip' "$work/bids.csv.gz" "$work/tenders.csv"
piped 'gzip from a pipe' "$work/bids.csv.gz"
mkfifo "$work/fifo"
cat "$work/bids.csv" >"$work/fifo" &
same 'a named pipe' "bids=$work/fifo" "$work/tenders.csv"

# One indicator alone finds what it finds among the others; what it only looks at stays silent.
while read -r indicator; do
    scan --only "$indicator" --outcomes "$work/outcomes" "$work/bids.csv" "$work/tenders.csv"
    facts <"$work/out" >"$work/got"
    grep "^[^|]*|$indicator|" "$work/facts" >"$work/want"
    ok "--only $indicator: the same alerts" cmp "$work/want" "$work/got"
    cells indicator <"$work/outcomes" >"$work/got"
    is "$(cat "$work/got")" "$indicator" "--only $indicator: its outcomes alone"
    grep "^$indicator," "$work/outcomes" >"$work/got"
    grep "^$indicator," "$work/first-outcomes" >"$work/want"
    ok "--only $indicator: the same outcomes" cmp "$work/want" "$work/got"
    scan --only "$indicator" --stream "$work/bids.csv" "$work/tenders.csv"
    facts <"$work/out" | sort >"$work/got"
    grep "^[^|]*|$indicator|" "$work/facts" | sort >"$work/want"
    ok "--only $indicator --stream: the same alerts" cmp "$work/want" "$work/got"
done <"$work/indicators"
done_testing
