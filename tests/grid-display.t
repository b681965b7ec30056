# Workbooks as they are displayed, against what a desktop Excel saved of them as CSV.
. "${top_srcdir:-.}/tests/init.sh"

grep -q 'define HAVE_WORKBOOKS 1' "$top_builddir/config.h" || skip_all 'built without libzip, expat'
has python3 || skip_all 'no python3 to make workbooks and compare'
griddump=$top_builddir/tests/griddump

cat >"$work/make.py" <<'PYTHON'
"""make.py BOOK FROM-1904 [STYLES]: a workbook of one sheet; STYLES are cellXfs and numFmts."""
import sys, zipfile

SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
CELLS = [
    ('', 0, '<v>1234567890123</v>'),
    ('', 1, '<v>-1234.5</v>'),
    ('', 2, '<v>41923.5</v>'),
    ('', 3, '<v>0.15</v>'),
    ('', 4, '<v>123456</v>'),
    ('', 5, '<v>41923</v>'),
    ('', 99, '<v>0.50</v>'),
    ('str', 1, '<v>text</v>'),
    ('b', 1, '<v>1</v>'),
    ('e', 1, '<v>#N/A</v>'),
    ('d', 2, '<v>2014-10-11T12:00:00Z</v>'),
    ('', 6, '<v>NaN</v>'),
    ('', 1, '<f>A1</f>'),
]
XFS = [0, 164, 14, 10, 165, 166, 2]
CODES = ['#,##0.00_);[Red](#,##0.00);0;"&lt;"@"&gt;"', '0!.0,"万元"', '[$-419]d mmm yyyy']
book, from_1904, *styles = sys.argv[1:]
cells = ''.join(f'<c r="{chr(65 + i)}1" s="{s}"' + (f' t="{t}"' if t else '') + f'>{inner}</c>'
                for i, (t, s, inner) in enumerate(CELLS))
parts = {
    '_rels/.rels': f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}'
                   '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><workbookPr date1904='
                       f'"{from_1904}"/><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets>'
                       '</workbook>',
    'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="{PACKAGE}"><Relationship Id="s" Type='
                                  f'"{OFFICE}/worksheet" Target="worksheets/s.xml"/>' +
                                  (f'<Relationship Id="t" Type="{OFFICE}/styles" '
                                   'Target="styles.xml"/>' if styles else '') + '</Relationships>',
    'xl/worksheets/s.xml': f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">{cells}</row>'
                           '</sheetData></worksheet>',
}
if styles:
    parts['xl/styles.xml'] = (
        f'<styleSheet xmlns="{SHEET}"><numFmts>' + ''.join(
            f"""<numFmt numFmtId="{164 + i}" formatCode='{code.replace("'", "&apos;")}'/>"""
            for i, code in enumerate(CODES)) + '</numFmts><cellXfs>' + ''.join(
            f'<xf numFmtId="{x}"/>' for x in XFS) + '</cellXfs></styleSheet>')
with zipfile.ZipFile(book, 'w') as z:
    for name, content in parts.items():
        z.writestr(name, content)
PYTHON
python3 "$work/make.py" "$work/own.xlsx" 0 styles
run "$griddump" --display "$work/own.xlsx"
exits 0 'a workbook is displayed'
is "$(cat "$work/out")" '1.23457E+12,"(1,234.50)",10/11/14,15.00%,12.3万元,11 Oct 2014,0.5,<text>,<TRUE>,#N/A,10/11/14,NaN,' \
    'by own formats, built-in ones, and none'
says "1 cell is displayed otherwise than a spreadsheet program does: what its number format '[\$-419]d mmm yyyy' asks for is not done here" \
    'what differs is told'
run "$griddump" "$work/own.xlsx"
is "$(cat "$work/out")" '1234567890123,-1234.5,2014-10-11T12:00:00,0.15,123456,2014-10-11,0.5,text,true,#N/A,2014-10-11T12:00:00Z,NaN,' \
    'without --display: as stored'
python3 "$work/make.py" "$work/own-1904.xlsx" 1 styles
run "$griddump" --display "$work/own-1904.xlsx"
prints ',10/12/18,15.00%,12.3万元,12 Oct 2018,' 'days from 1904'
python3 "$work/make.py" "$work/plain.xlsx" 0
run "$griddump" --display "$work/plain.xlsx"
is "$(cat "$work/out")" '1.23457E+12,-1234.5,41923.5,0.15,123456,41923,0.5,text,TRUE,#N/A,41923.5,NaN,' \
    'without styles: as General'

books=../shared/data/xlsx/excel
[ -d "$books" ] || {
    skip 'workbooks as Excel displays them' "there are none at $books"
    done_testing
}

cat >"$work/compare.py" <<'PYTHON'
"""compare.py BOOK SHEET ROWS CSV: cell by cell; ROWS as griddump --display --json --lines --kinds
prints them. Says which cells differ; those named on standard input, one a line, are left out:
    BOOK SHEET CELL REASON
where BOOK may end in * and CELL may be A1, A1:B2 or *."""
import csv, fnmatch, json, re, sys

book, sheet, rows, reference = sys.argv[1:]


def place(cell):
    letters, digits = re.fullmatch(r'([A-Z]+)(\d+)', cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def name(row, column):
    letters = ''
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f'{letters}{row}'


left_out = []
for line in sys.stdin:
    a_book, a_sheet, cell, _ = line.rstrip('\n').split(' ', 3)
    if fnmatch.fnmatchcase(book, a_book) and a_sheet in (sheet, '*'):
        first, _, last = ('A1:XFD1048576' if cell == '*' else cell).partition(':')
        left_out.append((place(first), place(last or first)))

got, want = {}, {}
with open(rows, encoding='utf-8') as f:
    for line in f:
        number, *cells = json.loads(line)
        for column, cell in enumerate(cells, 1):
            kind, _, shown = cell.partition(':')
            # What a merged cell covers is repeated here and blank there.
            if 'across' not in kind and 'down' not in kind and shown != '':
                got[int(number), column] = shown
with open(reference, encoding='cp1252', newline='') as f:
    for row, cells in enumerate(csv.reader(f.read().splitlines(keepends=True)), 1):
        for column, cell in enumerate(cells, 1):
            if cell != '':
                want[row, column] = cell.replace('\r', '\n')


def plain(s):
    """As it was saved: a UTF-16 unit that Windows-1252 does not have became a _."""
    saved = ''
    for c in s:
        try:
            c.encode('cp1252')
            saved += c
        except UnicodeEncodeError:
            saved += '_' * (len(c.encode('utf-16-le')) // 2)
    return saved


# A CSV begins where its sheet does: what is empty before the first cell is not in it.
first_got, first_want = (
    [min((p[i] for p in cells), default=1) for i in (0, 1)] for cells in (got, want))
want = {(row - first_want[0] + first_got[0], column - first_want[1] + first_got[1]): cell
        for (row, column), cell in want.items()}
compared = differ = 0
for row, column in sorted(set(got) | set(want)):
    if any(a[0] <= row <= b[0] and a[1] <= column <= b[1] for a, b in left_out):
        continue
    compared += 1
    here, there = got.get((row, column), ''), want.get((row, column), '')
    if plain(here) != there:
        differ += 1
        print(f'{book} {sheet} {name(row, column)}: {here[:60]!r}, not {there[:60]!r}')
print(f'{compared} cells', file=sys.stderr)
sys.exit(differ > 0)
PYTHON

# What cannot be compared, and why.
cat >"$work/left-out" <<'LIST'
formula_stress_test.xls* 1 B6:B7 NOW and TODAY: computed anew when the CSV was saved
formula_stress_test.xls* 4 B3 INFO: the release of the system on which the CSV was saved
formula_stress_test.xls* 7 B46:B47 RAND and RANDBETWEEN: computed anew
LONumbers.xlsx 0 C38:J38 the file holds empty texts as the results of these formulas
BlankSheetTypes.xls 0 * the sheet is empty, to other readers too: the CSV is of another one
NumberFormatCondition.xls 0 B1:D9 ssconvert loses these conditions; tests/unit/numfmt.c has them
formula_stress_test.xls 9 C38 ssconvert drops the control characters (CHAR(7))
formula_stress_test.xls 9 B48 ssconvert drops the error of a function that it does not know
numfmt_1_russian.xls 0 D2:F14 results of the workbook's own macros, which ssconvert drops
LIST

for book in "$books"/*.xlsx "$books"/*.xls; do
    name=$(basename "$book")
    file=$book
    case $name in
    *.xls)
        has ssconvert || {
            skip "$name" 'no ssconvert to convert it'
            continue
        }
        file=$work/$name.xlsx
        ssconvert --export-type=Gnumeric_Excel:xlsx2 "$book" "$file" 2>/dev/null ;;
    esac
    i=-1
    while IFS= read -r sheet <&3; do
        i=$((i + 1))
        [ -f "$book.$i.csv" ] || continue
        run "$griddump" --display --json --lines --kinds --sheet "$sheet" "$file"
        exits 0 "$name $i ($sheet) is read" || continue
        cp "$work/out" "$work/rows"
        run python3 "$work/compare.py" "$name" "$i" "$work/rows" "$book.$i.csv" <"$work/left-out"
        exits 0 "$name $i ($sheet) is shown as in Excel: $(cat "$work/err")"
    done 3<"$book.sheetnames"
done

done_testing
