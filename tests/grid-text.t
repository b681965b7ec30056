# Rows of text as others' tests have them: csv-spectrum and papaparse's cases, and the tenders of a
# city in GBK.
. "${top_srcdir:-.}/tests/init.sh"

dump=$top_builddir/tests/griddump
data=../shared/data
[ -d "$data/csv" ] || skip_all "no $data/csv"
has python3 || skip_all 'no python3 to read JSON with'

# case_files PROGRAM-OUTPUT...: writes to $work/cases NAME.csv, NAME.want (as griddump --json prints
# it), NAME.title, NAME.args, and NAME.refused where the file is to be refused.
cat >"$work/cases.py" <<'EOF'
import json, os, sys
data, out = sys.argv[1:]
os.makedirs(out)
number = 0

def write(ending, text):
    with open(f"{out}/{number:03d}.{ending}", "w", encoding="utf-8", newline="") as f:
        f.write(text)

def case(title, text, rows, args="", refused=False):
    global number
    number += 1
    write("csv", text)
    write("title", title.replace("\\", ""))
    write("args", args)
    if refused:
        write("refused", "")
    else:
        write("want", "".join(show(r) + "\n" for r in rows))

def show(row):
    def cell(s):
        s = "".join(f"\\u{ord(c):04x}" if c < " " else "\\" + c if c in '"\\' else c for c in s)
        return f'"{s}"'
    return "[" + ", ".join(cell(s) for s in row) + "]"

# csv-spectrum has objects, whose keys are the header. All of it is read but what RFC 4180 has not.
for name in sorted(os.listdir(data + "/csv-spectrum/csvs")):
    stem = name[:-4]
    with open(f"{data}/csv-spectrum/csvs/{name}", encoding="utf-8", newline="") as f:
        text = f.read()
    with open(f"{data}/csv-spectrum/json/{stem}.json", encoding="utf-8") as f:
        objects = json.load(f)
    if isinstance(objects, dict):
        objects = [objects]
    case(f"csv-spectrum: {stem}", text, [list(objects[0])] + [list(o.values()) for o in objects],
         refused=stem == "location_coordinates")  # a quote within a cell without quotes

# Left out of papaparse's: what its options change (comments, header, types, escape and quote
# characters, lines skipped, rows counted), separators of none or several characters, the file of
# zero bytes (refused on purpose: source.c). Refused here, since RFC 4180 has them not, and read
# there: quotes within cells that do not begin with one, text behind a closing quote, a carriage
# return alone where lines end in line feeds.
lenient = {
    "Unquoted field with quotes at end of field",
    "Quoted field with whitespace around quotes",
    "Misplaced quotes in data, not as opening quotes",
    "Misplaced quotes in data twice, not as opening quotes",
    "Quoted fields with spaces between closing quote and next delimiter",
    "Quoted fields with spaces between closing quote and next new line",
    "Quoted fields with spaces after closing quote",
    "Quoted fields with spaces between closing quote and next delimiter and contains delimiter",
    "Quoted fields with spaces between closing quote and newline and contains newline",
    "Mixed slash n and slash r should choose first as precident",
}
for file in ["CORE_PARSER_TESTS", "PARSE_TESTS"]:
    with open(f"{data}/papaparse-{file}.json", encoding="utf-8") as f:
        cases = json.load(f)
    for c in cases:
        config = c.get("config") or {}
        separator = config.get("delimiter", "")
        title, text, expected = c["description"], c["input"], c["expected"]
        if set(config) - {"delimiter", "newline", "fastMode", "preview"} or text == "":
            continue
        if config.get("preview", 0) > 0 or len(separator) > 1 or separator == "\n":
            continue
        faults = [e for e in expected.get("errors", []) if e["type"] == "Quotes"]
        rows = expected["data"]
        if text[-1] in "\r\n":
            rows = rows[:-1]  # there, a line end begins one more row
        rows = [[] if r == [""] else r for r in rows]
        case(f"papaparse: {title}", text, rows, separator, bool(faults) or title in lenient)
EOF
python3 "$work/cases.py" "$data/csv" "$work/cases" || exit 99

n=0
for file in "$work"/cases/*.csv; do
    stem=${file%.csv}
    title=$(cat "$stem.title")
    separator=$(cat "$stem.args")
    set -- --json
    [ -z "$separator" ] || set -- "$@" --separator "$separator"
    run "$dump" "$@" "$file"
    n=$((n + 1))
    if [ -e "$stem.refused" ]; then
        exits 3 "$title: refused"
    else
        ok "$title" cmp -s "$stem.want" "$work/out" || { diff "$stem.want" "$work/out" | sed 's/^/# /'; tap_show; }
    fi
done
ok "at least 90 cases are there ($n)" test "$n" -ge 90

tenders=$data/gbk/lishui-tenders.gbk.csv
if [ -r "$tenders" ] && has iconv; then
    iconv -f GB18030 -t UTF-8 "$tenders" >"$work/tenders.csv"
    run "$dump" --json --lines "$work/tenders.csv"
    cp "$work/out" "$work/want"
    run "$dump" --json --lines "$tenders"
    ok 'tenders in GBK: the same rows as iconv makes of them' cmp -s "$work/want" "$work/out"
    says 'encoding GB18030' 'and it is told that they are GB18030'
    is "$(wc -l <"$work/out")" 666 'all of them, and the header'
    run "$dump" --json --lines - <"$tenders"
    ok 'the same from standard input' cmp -s "$work/want" "$work/out"
    gzip -c "$tenders" >"$work/tenders.gz"
    run "$dump" --json --lines - <"$work/tenders.gz"
    ok 'and packed' cmp -s "$work/want" "$work/out"
    iconv -f GB18030 -t UTF-16 "$tenders" >"$work/tenders16.csv"
    run "$dump" --json --lines "$work/tenders16.csv"
    ok 'and in UTF-16' cmp -s "$work/want" "$work/out"
else
    skip 'tenders in GBK' 'no such file, or no iconv'
fi

done_testing
