# The n-th malloc, read, write, open ... fails, for n = 1, 2, ... until a run is clean. Each failure
# gives status 4 with a message and leaves the old -o file as it was, or changes nothing at all.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/faults.sh"
preload riskscan

results=$work/results
mkdir "$results"
gzip -c testdata/province/kin_business.csv >"$work/kin_business.csv.gz"
sed -n '1,200p' testdata/province/spending.csv >"$work/spending.csv"
{ sed -n '1,30p' testdata/province/land.csv; echo 'Z99,bad,,2024,"a,b"'; } >"$work/land.csv"
awk 'BEGIN { print "u,month,kind,budget,spent,day"
    for (k = 1; k <= 6; k++) for (u = 1; u <= 8; u++)
        printf "U%d,2024-%02d,a,100,%d,2024-%02d-01\n", u, (u == 3 ? 7 - k : k), 80 + (u * k) % 50, k
    print "U1,2024-01,b,1,1,2024-01-31" }' >"$work/t.csv"

# The kit with five indicators alone: the calls of all of them would be too many.
kit=$work/kit
five='CZ-0[12],\|GC-02,\|LZ-01,\|TD-01,'
mkdir "$kit" "$kit/tests"
for file in pack taxonomy regions calendar grades routes; do
    cp "kit/jiangsu/$file.csv" "$kit"
done
grep '^table,\|^spending,\|^awards,\|^kin_business,\|^remit,\|^land,' kit/jiangsu/tables.csv \
    >"$kit/tables.csv"
grep "^id,\|^\($five\)" kit/jiangsu/indicators.csv >"$kit/indicators.csv"
grep "^case,\|,\($five\)" kit/jiangsu/tests/cases.csv >"$kit/tests/cases.csv"
for file in cz-01 cz-02 gc-02 lz-01 lz-01-remit td-01; do
    cp "kit/jiangsu/tests/$file.csv" "$kit/tests"
done

mkdir "$work/upper"
grep '^table,\|^spending,\|^land,' kit/jiangsu/tables.csv >"$work/upper/tables.csv"
grep '^id,\|^CZ-0[12],\|^TD-01,' kit/jiangsu/indicators.csv >"$work/upper/indicators.csv"
echo 'single_month_cap,因公出国（境）费,,,"30,000",' |
    { echo name,key,region,valid_from,value,tighten; cat; } >"$work/upper/params.csv"
awk 'BEGIN { print "tender,bidder,price,phone,day,valid"
    for (i = 0; i < 40; i++)
        printf "T%d,B%d,%s,%d,2024-%02d-01,%s\n", i % 7, i * 5 % 9, i % 13 ? i * i % 17 : "",
            i % 3, i % 4 + 1, i % 5 ? "yes" : "no"
    print "T1,B1,x,1,2024-01-01,yes" }' >"$work/bids.csv"
awk 'BEGIN { print "tender,buyer"; for (i = 0; i < 7; i++) printf "T%d,U%d\n", i, i % 2 }' \
    >"$work/tenders.csv"

# What is run: several tables, gzip, quotes, a rejected record, runs; then every kind of state with
# closed periods and late rows.
province() {
    "$@" riskscan -p "$kit" --today 2025-01-31 -o "$results/alerts.csv" \
        --outcomes "$results/outcomes.csv" --rejects "$results/rejects.csv" \
        "$work/kin_business.csv.gz" "$work/spending.csv" "$work/land.csv" \
        remit=testdata/province/remit.csv
}
states() {
    "$@" riskscan -p tests/packs/order --today 2025-01-31 -o "$results/alerts.csv" --memory 1K \
        --outcomes "$results/outcomes.csv" "$work/t.csv"
}
# Views of every kind, an indicator as a table, a table that is read twice.
views() {
    "$@" riskscan -p tests/packs/views --today 2025-01-31 -o "$results/alerts.csv" --memory 1K \
        --outcomes "$results/outcomes.csv" --rejects "$results/rejects.csv" "$work/bids.csv" \
        "$work/tenders.csv"
}
# Tables at the same time: which call is the n-th is not the same each time.
together() {
    "$@" riskscan -p "$kit" --today 2025-01-31 -j 3 -o "$results/alerts.csv" \
        --outcomes "$results/outcomes.csv" "$work/kin_business.csv.gz" "$work/spending.csv" \
        remit=testdata/province/remit.csv awards=testdata/province/awards.csv
}
streaming() { "$@" riskscan -p tests/packs/order --today 2025-01-31 --stream <"$work/t.csv"; }
# The upper pack is small, so that most calls are those of parameters, exceptions and layers.
layered() {
    "$@" riskscan -p "$work/upper" -p kit/county-example --today 2024-06-30 \
        -o "$results/alerts.csv" --outcomes "$results/outcomes.csv" \
        kit/county-example/tests/spending.csv
}
cases() { "$@" riskscan -p "$kit" --test; }
grading() {
    "$@" riskgrade -p "$kit" --today 2025-01-31 -o "$results/alerts.csv" -l "$work/ledger.csv" \
        --officials testdata/province/officials.csv --recusals testdata/province/recusals.csv \
        --rejects "$results/rejects.csv" "$work/found.csv"
}
grading_pipe() { "$@" riskgrade -p "$kit" --today 2025-01-31 <"$work/found.csv"; }
mapping() {
    "$@" riskmap -p "$kit" --today 2025-01-31 --exposure testdata/province/exposure.csv \
        -o "$results/alerts.csv" testdata/province/cases.csv
}
why() { "$@" riskscan -p tests/packs/why --today 2025-01-31 --why "$alert" $bids; }
bids='tests/packs/why/tests/bids.csv tests/packs/why/tests/bidders.csv tests/packs/why/tests/payments.csv'

start_over() {
    rm -rf "$results" "$work/mark"
    mkdir "$results"
    echo old >"$results/alerts.csv"
}
# Files as the clean run left them, and standard output.
remember() {
    (cd "$results" && for f in *; do echo "$f"; cat "$f"; done) >"$1"
    cat "$work/out" >>"$1"
}
left_behind() { ls -A "$results" | grep -v '^alerts.csv$\|^outcomes.csv$\|^rejects.csv$'; }

# faults KIND JOB: fails the first, second ... call of KIND in JOB.
faults() {
    n=0
    bad=
    limit=5000
    while [ $n -lt $limit ]; do
        n=$((n + 1))
        start_over
        run "$2" env LD_PRELOAD="$inject" FAULT="$1:$n" FAULT_MARK="$work/mark"
        [ -e "$work/mark" ] || break
        if [ "$rc" = 4 ]; then
            [ -s "$work/err" ] || bad="$bad $n:no-message"
            [ "$(cat "$results/alerts.csv" 2>/dev/null)" = old ] ||
                cmp -s "$results/alerts.csv" "$work/alerts.whole" || bad="$bad $n:half-written"
        elif [ "$rc" = "$clean_rc" ]; then
            remember "$work/now"
            cmp -s "$work/now" "$work/clean" || bad="$bad $n:other-results"
        else
            bad="$bad $n:status-$rc"
        fi
        [ -z "$(left_behind)" ] || bad="$bad $n:left-behind"
    done
    is "$bad" '' "$2: each of $((n - 1)) failures of $1"
    ok "$2: there were failures of $1, and an end to them" test $n -gt "${3:-1}" -a $n -lt $limit
    remember "$work/now"
    ok "$2: clean in the end" cmp "$work/now" "$work/clean"
}

clean_run() { # JOB
    start_over
    run "$1" env
    clean_rc=$rc
    remember "$work/clean"
    cp "$results/alerts.csv" "$work/alerts.whole"
}

clean_run together
is "$clean_rc" 0 'together: runs'
for kind in memory read open; do
    faults $kind together
done

for job in province states views; do
    clean_run $job
    is "$clean_rc" 0 "$job: runs"
    for kind in memory read write open mkstemp rename fsync; do
        faults $kind $job
    done
    for kind in close lseek fstat dup; do
        faults $kind $job 0
    done
    for kind in short signal; do
        start_over
        run $job env LD_PRELOAD="$inject" FAULT="$kind:1"
        remember "$work/now"
        ok "$job: the same with every read and write ${kind}ed" cmp "$work/now" "$work/clean"
    done
done
clean_run streaming
is "$clean_rc" 0 'streaming: runs'
for kind in read write; do
    faults $kind streaming
done
# What takes long: memory of the rest.
long=
[ -z "${PROBITY_LONG:-}" ] || long=memory
clean_run layered
is "$clean_rc" 0 'layered: runs'
for kind in $long read; do
    faults $kind layered
done
clean_run cases
is "$clean_rc" 0 'cases: run'
for kind in $long read; do
    faults $kind cases
done
# An alert on views on views that look into another table.
alert=$(riskscan -p tests/packs/why --today 2025-01-31 $bids 2>/dev/null | sed -n 's/,V3,.*//p')
clean_run why
is "$clean_rc" 0 'why: runs'
for kind in $long read; do
    faults $kind why
done

# Before them: a report in GBK, a table that has it all, a workbook.
ingesting() {
    "$@" riskingest -p tests/packs/ingest -o "$results/alerts.csv" \
        --receipt "$results/outcomes.csv" --rejects "$results/rejects.csv" \
        --pseudonymise unit_id --key "$work/key" --safe-cells "$work/report.csv.gz" "$work/more.csv"
}
ingesting_book() {
    "$@" riskingest -p tests/packs/ingest -o "$results/alerts.csv" \
        --receipt "$results/outcomes.csv" -t spending --hidden testdata/book.xlsx
}
ingesting_pipe() { "$@" riskingest -p tests/packs/ingest <"$work/more.csv"; }
case " $COMMANDS " in
*' riskingest '*)
    echo 0123456789abcdef >"$work/key"
    printf '%s\n' 报表,,, 单位：万元,,, 单位编码,月份,预算数,支出数 '1,2024年1月,"1,000",2' 2,2024-13,1,1 \
        '"3",202402,1' 合计,,1000,3 制表人：某某,,, | iconv -f UTF-8 -t GB18030 | gzip -c >"$work/report.csv.gz"
    printf '%s\n' unit_id,month,budget,spent,x 1,2024-01,1,2,=1+1 3,2024-02,,1.5, >"$work/more.csv"
    jobs='ingesting ingesting_pipe'
    riskingest -l testdata/book.xlsx >"$work/list" 2>&1 && jobs="$jobs ingesting_book"
    for job in $jobs; do
        clean_run $job
        is "$clean_rc" 0 "$job: runs"
        # What libzip lacks memory for it may tell as damage: another status, but a failure.
        case $job in
        ingesting) faults memory $job ;;
        ingesting_pipe) faults memory $job ;;
        esac
        for kind in read write open mkstemp rename fsync; do
            case $job in ingesting_pipe) least=0 ;; *) least=1 ;; esac
            faults $kind $job $least
        done
        for kind in close lseek fstat; do
            faults $kind $job 0
        done
        for kind in short signal; do
            start_over
            run $job env LD_PRELOAD="$inject" FAULT="$kind:1"
            remember "$work/now"
            ok "$job: the same with every read and write ${kind}ed" cmp "$work/now" "$work/clean"
        done
    done
    ;;
*) skip riskingest 'not built' ;;
esac

# The commands behind it, where they are built; a ledger is rectify-faults.t's.
case " $COMMANDS " in *' riskgrade '*) ;; *) skip 'riskgrade, riskmap' 'not built'; done_testing ;; esac
riskscan -p "$kit" --today 2025-01-31 spending=testdata/province/spending.csv \
    land=testdata/province/land.csv >"$work/found.csv" 2>/dev/null
{
    cat "$work/found.csv"
    sed -n '$s/,on,/,perhaps,/p' "$work/found.csv"
} >"$work/with-a-bad-one.csv"
riskgrade -p "$kit" --today 2025-01-30 "$work/found.csv" >"$work/graded.csv" 2>/dev/null
rectify-track open -l "$work/ledger.csv" --today 2025-01-30 "$work/graded.csv" 2>/dev/null
mv "$work/with-a-bad-one.csv" "$work/found.csv"
for job in grading mapping; do
    clean_run $job
    is "$clean_rc" 0 "$job: runs"
    for kind in memory read write open mkstemp rename fsync; do
        faults $kind $job
    done
    for kind in close lseek fstat; do
        faults $kind $job 0
    done
    for kind in short signal; do
        start_over
        run $job env LD_PRELOAD="$inject" FAULT="$kind:1"
        remember "$work/now"
        ok "$job: the same with every read and write ${kind}ed" cmp "$work/now" "$work/clean"
    done
done
sed '$d' "$work/found.csv" >"$work/good.csv" && mv "$work/good.csv" "$work/found.csv"
clean_run grading_pipe
is "$clean_rc" 0 'grading_pipe: runs'
for kind in read write; do
    faults $kind grading_pipe
done

done_testing
