# Workbooks (xlsx): what real files hold, what hostile ones do.
. "${top_srcdir:-.}/tests/init.sh"

dump=$top_builddir/tests/griddump
[ -x "$dump" ] || skip_all 'griddump is not built'
has python3 || skip_all 'python3 is missing: the workbooks are made with it'
make=$top_srcdir/bench/make-xlsx

python3 "$make" 3 "$work/three.xlsx"
run "$dump" "$work/three.xlsx"
case $(cat "$work/err") in
*'this build cannot read'*) skip_all 'built without libzip and expat' ;;
esac

# --- ways in

run "$dump" --kinds "$work/three.xlsx"
exits 0 'a workbook'
prints 'number:1,text:000919,text:单位919,text:用途1,number:10000.03,number:11000.033,day:2024-01-02,number+percent:0.001,text:收款人1,text:说明1' \
    'its cells'
cp "$work/out" "$work/three"
run "$dump" --kinds - <"$work/three.xlsx"
ok 'from standard input' cmp -s "$work/out" "$work/three"
cat "$work/three.xlsx" | "$dump" --kinds - >"$work/out" 2>"$work/err"
ok 'from a pipe' cmp -s "$work/out" "$work/three"
gzip -c "$work/three.xlsx" >"$work/three.gz"
run "$dump" --kinds "$work/three.gz"
ok 'packed once more' cmp -s "$work/out" "$work/three"
size=$(wc -c <"$work/three.xlsx")
for cut in 4 100 1000 $((size / 2)) $((size - 1)); do
    head -c "$cut" "$work/three.xlsx" >"$work/cut.xlsx"
    run "$dump" "$work/cut.xlsx"
    exits 3 "cut after $cut of $size bytes"
    says 'cut short' 'and told'
done

# --- what is made to do harm

# hostile NAME SHEET: a workbook whose sheet is what the Python expression SHEET gives, piece by
# piece.
hostile() {
    python3 - "$work/$1.xlsx" "$2" <<'END'
import sys, zipfile
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
head = "<worksheet><sheetData>"
tail = "</sheetData></worksheet>"
strings = "<sst><si><t>x</t></si></sst>"
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("xl/workbook.xml", f'<workbook xmlns:r="{office}"><sheets>'
               '<sheet name="S" r:id="a"/></sheets></workbook>')
    z.writestr("xl/_rels/workbook.xml.rels",
               f'<Relationships><Relationship Id="a" Type="{office}/worksheet" Target="s.xml"/>'
               f'<Relationship Id="b" Type="{office}/sharedStrings" Target="t.xml"/></Relationships>')
    with z.open("xl/s.xml", "w", force_zip64=True) as sheet:
        for piece in eval(sys.argv[2]):
            sheet.write(piece.encode())
    z.writestr("xl/t.xml", strings)
END
    # 300 MB of address space would do for all of it; more than that is too much.
    run sh -c "$limit"'exec "$@"' sh "$dump" --lines "$work/$1.xlsx"
}
limit='ulimit -v 300000; '
case $(sh -c "$limit"'exec "$@"' sh "$dump" --kinds "$work/three.xlsx" 2>&1) in
*number:1*) ;;
*)
    limit=
    skip 'hostile workbooks in 300 MB of memory' 'it cannot be limited here (sanitizers)'
    ;;
esac

hostile bomb '(" " * 1000000 for i in range(400))'
exits 3 'a sheet of 400 MB of blanks'
says 'refused as a zip bomb' 'is a zip bomb'
hostile nested '["<a>" * 1000000]'
exits 3 'a million open elements'
says 'nest deeper' 'and why'
hostile dtd '["<!DOCTYPE a [<!ENTITY b \"bb\">]>", head, tail]'
exits 3 'a document type'
says '(DTD)' 'and why'
hostile entities '["<!DOCTYPE a [<!ENTITY b0 \"bb\">", *(f"<!ENTITY b{i} \"&b{i-1};&b{i-1};\">" for i in range(1, 40)), "]><a>&b39;</a>"]'
exits 3 'entities that grow'
hostile cell '[head, "<row><c t=\"str\"><v>", *("x" * 1000 for i in range(20000)), "</v></c></row>", tail]'
exits 3 'a cell of 20 MB'
says 'a cell of more than 16 MiB' 'and why'
hostile empty '[head, *(f"<row r=\"{i}\"/>" for i in range(1, 1048577)), tail]'
exits 0 '1048576 empty rows'
is "$(wc -c <"$work/out")" 0 'are no rows'
hostile styled '[head, *(f"<row r=\"{i}\"><c r=\"A{i}\" s=\"1\"/></row>" for i in range(1, 1048576)), "<row r=\"1048576\"><c r=\"XFD1048576\"><v>7</v></c></row>", tail]'
exits 0 'empty cells, and one in the last corner'
is "$(sed 's/,,*/,/g' "$work/out")" '1048576,7' 'which is found'
hostile merged '[head, *(f"<row r=\"{i}\"><c r=\"A{i}\"><v>{i}</v></c></row>" for i in range(1, 100001)), "</sheetData><mergeCells>", *(f"<mergeCell ref=\"A{i}:B{i}\"/>" for i in range(1, 100001)), "</mergeCells></worksheet>"]'
exits 0 '100000 merged cells'
is "$(sed -n '$p' "$work/out")" '100000,100000,100000' 'the last of them'
hostile upon '[head, "<row><c><v>1</v></c></row>", "</sheetData><mergeCells>", "<mergeCell ref=\"A1:XFD1048576\"/>" * 20000, "</mergeCells></worksheet>"]'
exits 3 'merged cells upon one another'
says 'lie upon one another' 'and why'

# --- real files

data=$top_srcdir/../shared/data
if [ ! -d "$data/xlsx" ]; then
    skip 'real workbooks' 'there are none beside the project'
    done_testing
fi

# What is refused, and why; all else is read.
refused='odd/pass_protected.xlsx the workbook has a password'
count=0
for file in "$data"/xlsx/*.xlsx "$data"/xlsx/odd/*.xlsx "$data"/xlsx/excel/*.xlsx; do
    name=${file#"$data/xlsx/"}
    count=$((count + 1))
    why=$(printf '%s\n' "$refused" | sed -n "s|^$name ||p")
    run "$dump" --list "$file"
    if [ -n "$why" ]; then
        exits 3 "$name is refused"
        says "$why" "$name: and why"
        continue
    fi
    exits 0 "$name is opened"
    cp "$work/out" "$work/sheets"
    if [ -f "$file.sheetnames" ]; then
        tr -d '\r' <"$file.sheetnames" | sed '$a\' >"$work/names"
        sed 's/ (hidden)$//' "$work/sheets" >"$work/out"
        ok "$name: sheets" cmp -s "$work/out" "$work/names"
    fi
    sheets=$(wc -l <"$work/sheets")
    for sheet in $(seq "$sheets"); do
        run "$dump" --kinds --lines --sheet "$sheet" "$file"
        exits 0 "$name: sheet $sheet"
    done
done
ok 'there were some' test "$count" -gt 20

# cells FILE SHEET LINE WANT
cells() {
    run "$dump" --kinds --lines --sheet "$2" "$data/$1"
    is "$(sed -n "s/^$3,//p" "$work/out")" "$4" "$1, sheet $2, row $3"
}
cells xlsx/odd/date.xlsx 1 1 'day:2021-01-01,number:15'
cells xlsx/odd/date.xlsx 1 3 'day:255:10:10,number:17'
cells xlsx/odd/date_1904.xlsx 1 1 'day:2021-01-01,number:15'
cells xlsx/odd/date_iso.xlsx 1 2 'day:2021-01-01T10:10:10'
cells xlsx/odd/errors.xlsx 1 1 'error:#DIV/0!'
cells xlsx/odd/rph.xlsx 1 1 'text:課きく　毛こ'
cells xlsx/odd/inlineStr_cdata.xlsx 1 2 'text:12345,text:NormalText'
cells xlsx/odd/string-ref.xlsx 1 2 'text:-8086931554011838357'
cells xlsx/odd/merged_range.xlsx 1 1 \
    'text:A1,text:B1,text:C1,text+across:C1,text:E1,text:F1,text:G1,text:H1'
cells xlsx/datasets.xlsx mtcars 3 'number:21,number:6,number:160,number:110,number:3.9,number:2.875,number:17.02,number:0,number:1,number:4,number:4'
cells xlsx/type-me.xlsx 3 4 'day:2016-04-28T11:30:00,text:date and time format'
run "$dump" "$data/gbk/lishui-tenders.xlsx"
is "$(wc -l <"$work/out")" 666 'tenders: a header and 665 rows'

done_testing
