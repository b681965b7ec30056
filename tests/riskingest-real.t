# riskingest on files that nobody here wrote, where they are there.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
. "${top_srcdir:-.}/tests/riskingest.sh"
data=../shared/data
lishui=$data/gbk/lishui-tenders

if [ -r "$lishui.gbk.csv" ]; then
    ipack=tests/packs/lishui
    ingest "$lishui.gbk.csv"
    exits 0 'tenders in GBK'
    adds_up 'tenders in GBK'
    is "$(cells of read written rejected skipped encoding <"$receipt" | head -n 1)" \
        'sheet|666|665|0|1|GB18030' 'tenders in GBK: all rows'
    run sh -c "riskingest -p $ipack $lishui.gbk.csv 2>'$work/x' |
        riskscan -p $ipack --today 2025-01-31 --outcomes '$work/outcomes'"
    exits 0 'riskingest | riskscan'
    is "$(cells indicator subjects triggered clear <"$work/outcomes" | tr '\n' ' ')" \
        'LS-01|665|21|644 LS-02|665|0|665 ' 'riskingest | riskscan: in one line'
    ok 'riskingest | riskscan: evidence is the file and its lines' sh -c \
        "sed 1d '$work/out' | grep -vq '$lishui.gbk.csv:[0-9]' && exit 1; exit 0"
    # Of the other columns one differs in the files themselves.
    ingest --unknown drop --no-source "$lishui.gbk.csv"
    cp "$out" "$work/text.csv"
    ingest --unknown drop --no-source "$lishui.xlsx"
    if grep -q 'this build cannot read' "$work/err"; then
        skip 'tenders as a workbook' 'built without libzip and expat'
    else
        ok 'tenders as a workbook: the same table' cmp "$work/text.csv" "$out"
        adds_up 'tenders as a workbook'
    fi
    if has iconv; then
        iconv -f GB18030 -t UTF-16 "$lishui.gbk.csv" | gzip -c >"$work/tenders.gz"
        ingest --unknown drop --no-source "$work/tenders.gz"
        ok 'tenders in UTF-16, compressed: the same table' cmp "$work/text.csv" "$out"
    fi
else
    skip tenders "no $data/gbk"
fi

# Whatever it is, it is read or refused: no crash, no hang, nothing half.
lost=
n=0
for file in "$data"/xlsx/*.xls* "$data"/xlsx/odd/* "$data"/xlsx/excel/*; do
    case $file in *.csv | *.sheetnames | *README* | *LICENSE*) continue ;; esac
    [ -f "$file" ] || continue
    n=$((n + 1))
    rm -f "$work/o"
    run timeout 60 riskingest -o "$work/o" "$file"
    case $rc in
    0) [ -s "$work/o" ] || lost="$lost $file:nothing" ;;
    3) [ ! -e "$work/o" ] && grep -q '^riskingest: ' "$work/err" || lost="$lost $file:half" ;;
    *) lost="$lost $file:$rc" ;;
    esac
    run timeout 60 riskingest --list-sheets "$file"
    case $rc in 0 | 3) ;; *) lost="$lost $file:list-$rc" ;; esac
done
if [ $n -gt 0 ]; then
    is "$lost" '' "each of $n workbooks is read or refused"
else
    skip workbooks "no $data/xlsx"
fi
done_testing
