# OpenDocument workbooks: what is packed here, what ssconvert makes of real xlsx, from files, pipes
# and gzip; and what is broken.
. "${top_srcdir:-.}/tests/init.sh"

data=../shared/data/xlsx
dump=$top_builddir/tests/griddump
grep -q 'define HAVE_WORKBOOKS 1' "$top_builddir/config.h" || skip_all 'built without libzip, expat'
has python3 || skip_all 'python3 is not installed'

# pack FILE NAME=PATH...: an archive.
pack() {
    python3 - "$@" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for part in sys.argv[2:]:
        name, path = part.split("=", 1)
        archive.write(path, name)
PYTHON
}

cat >"$work/content.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
 <office:automatic-styles>
  <style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>
 </office:automatic-styles>
 <office:body><office:spreadsheet>
  <table:table table:name="支出">
   <table:table-row>
    <table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>三公经费</text:p></table:table-cell>
    <table:covered-table-cell table:number-columns-repeated="2"/>
    <table:table-cell table:number-columns-repeated="16381"/>
   </table:table-row>
   <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
   <table:table-row table:visibility="collapse">
    <table:table-cell office:value-type="string"><text:p>a</text:p><text:p>b</text:p></table:table-cell>
    <table:table-cell office:value-type="currency" office:value="1234.5"><text:p>￥1,234.50</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="2024-03-05"><text:p>2024年3月5日</text:p></table:table-cell>
   </table:table-row>
   <table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
  </table:table>
  <table:table table:name="底稿" table:style-name="h"><table:table-row><table:table-cell office:value-type="percentage" office:value="0.15"><text:p>15%</text:p></table:table-cell></table:table-row></table:table>
 </office:spreadsheet></office:body>
</office:document-content>
XML
printf 'application/vnd.oasis.opendocument.spreadsheet' >"$work/mimetype"
pack "$work/a.ods" mimetype="$work/mimetype" content.xml="$work/content.xml"

run "$dump" --list "$work/a.ods"
is "$(cat "$work/out")" '支出
底稿 (hidden)' 'its sheets'
cat >"$work/want" <<'CSV'
1,text:三公经费,text+across:三公经费,text+across:三公经费
4,"text:a
b",number:1234.5,day:2024-03-05
CSV
run "$dump" --kinds --lines "$work/a.ods"
ok 'rows of the first' cmp "$work/out" "$work/want"
says '1 row is hidden' 'hidden rows are told'
run "$dump" --kinds --lines - <"$work/a.ods"
ok 'from standard input' cmp "$work/out" "$work/want"
gzip -c "$work/a.ods" >"$work/a.ods.gz"
run "$dump" --kinds --lines "$work/a.ods.gz"
ok 'from gzip' cmp "$work/out" "$work/want"
run "$dump" --display "$work/a.ods"
prints '"￥1,234.50",2024年3月5日' 'as displayed'
run "$dump" --kinds --sheet 底稿 "$work/a.ods"
is "$(cat "$work/out")" 'number+percent:0.15' 'the other sheet'
pack "$work/plain.zip" content.xml="$work/content.xml"
run "$dump" --kinds --lines "$work/plain.zip"
ok 'without a type' cmp "$work/out" "$work/want"

# refused WHAT: the last run was refused, and said WHAT.
refused() {
    exits 3 "refused: $1"
    says "$1" 'and it is told'
    ok 'nothing is printed' test ! -s "$work/out"
}
printf 'application/vnd.oasis.opendocument.text' >"$work/text"
pack "$work/text.odt" mimetype="$work/text" content.xml="$work/content.xml"
run "$dump" "$work/text.odt"
refused "its type is 'application/vnd.oasis.opendocument.text'"
cat >"$work/manifest" <<'XML'
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
 <manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>
</manifest:manifest>
XML
pack "$work/locked.ods" mimetype="$work/mimetype" META-INF/manifest.xml="$work/manifest" \
    content.xml="$work/manifest"
run "$dump" "$work/locked.ods"
refused 'encrypted'
{ echo '<!DOCTYPE a [<!ENTITY b "c">]>'; sed 1d "$work/content.xml"; } >"$work/dtd.xml"
pack "$work/dtd.ods" mimetype="$work/mimetype" content.xml="$work/dtd.xml"
run "$dump" "$work/dtd.ods"
refused 'document type (DTD)'
head -c 1800 "$work/content.xml" >"$work/cut.xml"
pack "$work/cut-part.ods" mimetype="$work/mimetype" content.xml="$work/cut.xml"
run "$dump" "$work/cut-part.ods"
refused 'content.xml'
head -c 600 "$work/a.ods" >"$work/cut.ods"
run "$dump" "$work/cut.ods"
refused 'cut.ods'
python3 - "$work/a.ods" "$work/flipped.ods" <<'PYTHON'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[500] ^= 255
open(sys.argv[2], "wb").write(data)
PYTHON
run "$dump" "$work/flipped.ods"
refused 'flipped.ods'

# What ssconvert writes of real workbooks holds what they hold.
if ! has ssconvert || [ ! -r $data/datasets.xlsx ]; then
    skip 'real workbooks' "ssconvert (gnumeric) or $data is not there"
    done_testing
fi
for name in clippy datasets deaths geometry type-me excel/ErrorTypes excel/sushi; do
    ssconvert -T Gnumeric_OpenCalc:odf "$data/$name.xlsx" "$work/real.ods" >"$work/err" 2>&1
    : >"$work/ods"
    : >"$work/xlsx"
    sheets=$("$dump" --list "$data/$name.xlsx" 2>>"$work/err" | awk 'END { print NR }')
    i=0
    while [ $((i += 1)) -le "$sheets" ]; do
        "$dump" --kinds --lines --sheet $i "$work/real.ods" >>"$work/ods" 2>>"$work/err"
        "$dump" --kinds --lines --sheet $i "$data/$name.xlsx" >>"$work/xlsx" 2>>"$work/err"
    done
    ok "$name.ods is $name.xlsx ($sheets sheets)" cmp "$work/ods" "$work/xlsx"
    ok 'and not empty' test -s "$work/ods"
done

done_testing
