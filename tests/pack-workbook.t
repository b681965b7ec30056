# A pack as a workbook: written by riskingest --export-pack, read by every command as its folder is.
. "${top_srcdir:-.}/tests/init.sh"

has riskingest || skip_all 'riskingest is not built'
run riskingest --version
grep -q libxlsxwriter "$work/out" || skip_all 'this build writes no workbooks (no libxlsxwriter)'

book=$work/jiangsu.xlsx
run riskingest --export-pack kit/jiangsu --today 2026-01-31 -o "$book"
exits 0 'a pack is written as a workbook' || exit 1
run riskingest --export-pack kit/jiangsu --today 2026-01-31 -o "$work/again.xlsx"
ok 'the same pack is the same bytes' cmp "$book" "$work/again.xlsx"

run riskscan --test -p "$book"
exits 0 'all cases of the pack hold in the workbook'
is "$(tail -n 1 "$work/out")" "$(riskscan --test -p kit/jiangsu | tail -n 1)" 'as many as in the folder'

# Alerts are the same but for the digest of the pack's files.
plain() { cut -d, -f 1-18 "$1"; }
tables='testdata/province/spending.csv testdata/province/land.csv'
# shellcheck disable=SC2086 # two words
riskscan -p kit/jiangsu --today 2024-03-08 -o "$work/folder.csv" $tables 2>"$work/folder.err"
# shellcheck disable=SC2086
run riskscan -p "$book" --today 2024-03-08 -o "$work/book.csv" $tables
exits 0 'riskscan takes the workbook'
is "$(plain "$work/book.csv")" "$(plain "$work/folder.csv")" 'and finds what it finds by the folder'
ok 'in as many rows' test "$(wc -l <"$work/book.csv")" -eq "$(wc -l <"$work/folder.csv")"

for command in 'riskgrade' 'riskmap --long'; do
    $command -p kit/jiangsu --any-pack --today 2024-03-08 "$work/folder.csv" >"$work/want" 2>/dev/null ||
        $command -p kit/jiangsu --today 2024-03-08 "$work/folder.csv" >"$work/want" 2>/dev/null
    run $command -p "$book" --today 2024-03-08 "$work/book.csv"
    exits 0 "$command takes the workbook"
    is "$(awk -F, '{ print $NF }' "$work/out")" "$(awk -F, '{ print $NF }' "$work/want")" \
        "$command does by it what it does by the folder"
done

run riskscan -p "$book" -p kit/county-example --coverage testdata/province/spending.csv
exits 0 'a folder lies upon a workbook'
run riskingest --export-pack kit/county-example --today 2026-01-31 -o "$work/county.xlsx"
exits 0 'a county’s layer is written too'
run riskscan -p "$book" -p "$work/county.xlsx" --coverage testdata/province/spending.csv
exits 0 'and lies upon a workbook'
prints XJ-01 'with its indicator'

# What an auditor's program did to it, made with a small writer of workbooks.
make_pack() { # ROWS-OF-indicators: XML of its cells from the second row on
    cat >"$work/make.py" <<'EOF'
import sys, zipfile
rows, out = sys.argv[1], sys.argv[2]
head = '<?xml version="1.0" encoding="UTF-8"?>'
main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
def text(r, c, t):
    return '<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (c, r, t)
def row(r, cells):
    return '<row r="%d">%s</row>' % (r, ''.join(text(r, 'ABCDEFGHI'[i], t) for i, t in enumerate(cells)))
sheets = {
    'tables': row(1, ['table', 'column', 'type', 'required']) + row(2, ['t', 'unit', 'id', 'yes'])
        + row(4, ['t', 'spent', 'decimal', 'yes']),
    'indicators': row(1, ['id', 'table', 'by', 'value', 'op', 'red']) + rows,
}
with zipfile.ZipFile(out, 'w') as z:
    z.writestr('[Content_Types].xml', head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    z.writestr('_rels/.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % rel)
    names = list(sheets)
    z.writestr('xl/workbook.xml', head + '<workbook %s xmlns:r="%s"><sheets>%s</sheets></workbook>' % (main, rel,
        ''.join('<sheet name="%s" sheetId="%d" r:id="r%d"/>' % (n, i + 1, i + 1) for i, n in enumerate(names))))
    z.writestr('xl/_rels/workbook.xml.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s'
        '<Relationship Id="s" Type="%s/styles" Target="styles.xml"/></Relationships>' % (''.join(
        '<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/s%d.xml"/>' % (i + 1, rel, i + 1)
        for i in range(len(names))), rel))
    z.writestr('xl/styles.xml', head + '<styleSheet %s><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>' % main)
    for i, n in enumerate(names):
        z.writestr('xl/worksheets/s%d.xml' % (i + 1), head + '<worksheet %s><sheetData>%s</sheetData></worksheet>' % (main, sheets[n]))
EOF
    python3 "$work/make.py" "$1" "$work/made.xlsx"
}
if command -v python3 >/dev/null; then
    printf 'unit,spent\na,0.15\nb,0.16\n' >"$work/t.csv"
    row='<row r="5"><c r="A5" t="inlineStr"><is><t>X-1</t></is></c><c r="B5" t="inlineStr"><is><t>t</t></is></c><c r="C5" t="inlineStr"><is><t>unit</t></is></c>'
    value='<c r="D5" t="inlineStr"><is><t>sum(spent)</t></is></c>'
    more='<c r="E5" t="inlineStr"><is><t>&gt;</t></is></c>'
    make_pack "$row$value$more<c r=\"F5\" s=\"1\"><v>0.15</v></c></row>"
    run riskscan -p "$work/made.xlsx" --today 2026-01-31 "t=$work/t.csv"
    exits 0 'a threshold that a program holds as a number shown as 15%'
    is "$(cut -d, -f 10,15,16 "$work/out")" 'subject,value,threshold
b,0.16,0.15' 'is 15%, to the boundary'
    make_pack "$row$value$more<c r=\"F5\" t=\"inlineStr\"><is><t>lots</t></is></c></row>"
    run riskscan -p "$work/made.xlsx" --today 2026-01-31 "t=$work/t.csv"
    exits 2 'a threshold that is no number'
    says 'made.xlsx!indicators:5:6:' 'is named with sheet, row and column'
    make_pack "$row<c r=\"D5\"><f>-sum(spent)</f></c>$more</row>"
    run riskscan -p "$work/made.xlsx" --today 2026-01-31 "t=$work/t.csv"
    exits 2 'an expression that a program took for a formula'
    says 'made.xlsx!indicators:5:4: a formula' 'is named'
    says 'formatted as text' 'with the remedy'
    make_pack "$row<c r=\"D5\" t=\"e\"><f>sum(spent)</f><v>#NAME?</v></c>$more</row>"
    run riskscan -p "$work/made.xlsx" --today 2026-01-31 "t=$work/t.csv"
    exits 2 'a formula that failed'
    says "'#NAME?'" 'shows what the program made of it'
else
    skip 'a pack that a program has changed' 'there is no python3'
fi

run riskscan -p testdata/province/spending.csv testdata/province/land.csv
exits 2 'a table is no pack'
says 'this is text; here it must be a folder or a workbook' 'and it is told'
run riskingest --export-pack testdata/province -o "$work/none.xlsx"
exits 2 'a folder without a pack'
ok 'leaves no file' test ! -e "$work/none.xlsx"
if [ -w /dev/full ]; then
    run riskingest --export-pack kit/county-example -o /dev/full
    exits 4 'a full disk is an error'
fi

done_testing
