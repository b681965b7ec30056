# Mistakes in a pack: status 2 before any data is read, the place, the nearest known name.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

a_pack
tables <<'X'
t,unit_id,id,yes,
t,month,month,,
t,spent,decimal,,
t,budget,decimal,,
t,kind,text,,
t,day,date,,
X
cp "$pack/tables.csv" "$work/tables.csv"
# Data that would be refused: whoever reads them before the pack is right gives status 3.
printf 'unit_id,month,spent,budget,kind,day\nA,never\n' >"$work/t.csv"
columns=id,table,by,where,having,period,value,op,blue,yellow,red,for,gap,status,valid_from,valid_to

: >"$work/told"
told() { # NAME: what was said goes into one golden file
    is "$rc" 2 "$1: status 2" || tap_show
    ok "$1: no alert" test ! -s "$work/out"
    { echo "# $1"; sed "s|$work|WORK|g" "$work/err"; } >>"$work/told"
}
while IFS=: read -r name row; do
    [ -n "$name" ] || continue
    printf '%s\n' "$row" | indicators "$columns"
    scan "$work/t.csv"
    told "$name"
done <<'X'
unknown column:x,t,unit_id,,,,sum(spend),>,,,1,,,,,
unknown function:x,t,unit_id,,,,sun(spent),>,,,1,,,,,
function of a spreadsheet:x,t,unit_id,,,,average(spent),>,,,1,,,,,
unknown table:x,tt,unit_id,,,,sum(spent),>,,,1,,,,,
unknown column in by:x,t,unitid,,,,sum(spent),>,,,1,,,,,
unknown column in where:x,t,unit_id,kinds = 'a',,,sum(spent),>,,,1,,,,,
unknown column in having:x,t,unit_id,,count(where kinds = 'a') > 0,,sum(spent),>,,,1,,,,,
unknown column in period:x,t,unit_id,,,monht,sum(spent),>,,,1,,,,,
unknown column in a threshold:x,t,unit_id,,,,sum(spent),>,,,mean(spend),,,,,
unknown table in exists:x,t,unit_id,,,,"exists(s, unit_id)",,,,yes,,,,,
unknown column in exists:x,t,unit_id,,,,"exists(t, nit_id)",,,,yes,,,,,
thresholds in the wrong order:x,t,unit_id,,,,sum(spent),>,3,2,1,,,,,
thresholds in the wrong order downwards:x,t,unit_id,,,,sum(spent),<,1,2,3,,,,,
thresholds in the wrong order around a blank:x,t,unit_id,,,,sum(spent),>=,3,,1,,,,,
ranges in the wrong order:x,t,unit_id,,,,sum(spent),outside,,5..6,1..2,,,,,
ranges in the wrong order inwards:x,t,unit_id,,,,sum(spent),inside,,5..6,4..6,,,,,
no threshold:x,t,unit_id,,,,sum(spent),>,,,,,,,,
no op:x,t,unit_id,,,,sum(spent),,,,1,,,,,
a number for a condition:x,t,unit_id,,,,sum(spent) > 1,,,,1,,,,,
unknown op:x,t,unit_id,,,,sum(spent),=>,,,1,,,,,
an aggregate in where:x,t,unit_id,sum(spent) > 1,,,sum(spent),>,,,1,,,,,
having is no condition:x,t,unit_id,,spent,,sum(spent),>,,,1,,,,,
a sum of text:x,t,unit_id,,,,sum(kind),>,,,1,,,,,
no closing parenthesis:x,t,unit_id,,,,sum(spent,>,,,1,,,,,
no operand:x,t,unit_id,,,,sum(spent) +,>,,,1,,,,,
no closing quote:x,t,unit_id,kind = 'a,,,sum(spent),>,,,1,,,,,
a period that is text:x,t,unit_id,,,kind,sum(spent),>,,,1,,,,,
a run over dates:x,t,unit_id,,,day,sum(spent),>,,,1,2,,,,
a run without a period:x,t,unit_id,,,,sum(spent),>,,,1,2,,,,
for 0:x,t,unit_id,,,month,sum(spent),>,,,1,0,,,,
for two:x,t,unit_id,,,month,sum(spent),>,,,1,two,,,,
unknown gap:x,t,unit_id,,,month,sum(spent),>,,,1,,perhaps,,,
unknown status:x,t,unit_id,,,month,sum(spent),>,,,1,,,maybe,,
no such date:x,t,unit_id,,,month,sum(spent),>,,,1,,,,2024-02-30,
a range without its op:x,t,unit_id,,,,sum(spent),>,,,3..5,,,,,
a range that is none:x,t,unit_id,,,,sum(spent),outside,,,5,,,,,
a range upside down:x,t,unit_id,,,,sum(spent),outside,,,5..3,,,,,
a pattern that is none:x,t,unit_id,,,,first(kind) ~ '(',,,,yes,,,,,
a quantile over 1:x,t,unit_id,,,,"quantile(spent, 2)",>,,,1,,,,,
number against text:x,t,unit_id,,,,spent = kind,,,,yes,,,,,
unknown parameter:x,t,unit_id,,,,sum(spent),>,,,$limit,,,,,
too few arguments:x,t,unit_id,,,,round(),>,,,1,,,,,
too many arguments:x,t,unit_id,,,,"sum(spent, 1)",>,,,1,,,,,
an aggregate of an aggregate:x,t,unit_id,,,,sum(sum(spent)),>,,,1,,,,,
no id:,t,unit_id,,,,sum(spent),>,,,1,,,,,
no table:x,,unit_id,,,,sum(spent),>,,,1,,,,,
no value:x,t,unit_id,,,,,>,,,1,,,,,
X
printf 'x,t,spent,>,1\nx,t,spent,>,2\n' | indicators id,table,value,op,red
scan "$work/t.csv"
told 'an id twice'
printf 'x,t,spent,>,1,blue\n' | indicators id,table,value,op,red,colour
scan "$work/t.csv"
told 'a column that is none'
printf 'x,t,spent\n' | indicators id,table,value,op,red
scan "$work/t.csv"
[ "$rc" = 2 ] || ok 'a ragged row: not in silence' test -s "$work/err"
printf 'x,t,spent,>,1\n' | indicators id,table,value,op,red
for wrong in 'an unknown type:t,other,idd,yes,' 'a column twice:t,spent,id,,' \
    'a name and an alias:t,other,id,,spent'; do
    { cat "$work/tables.csv"; echo "${wrong#*:}"; } >"$pack/tables.csv"
    scan "$work/t.csv"
    told "${wrong%%:*}"
done
cp "$work/tables.csv" "$pack/tables.csv"
cp "$work/told" "$work/out"
: >"$work/err"
rc=0
is_output riskscan-pack

# --- Files of it that are not there, or not to be read.
run riskscan "$work/t.csv"
exits 2 'no pack: status 2'
says 'no pack: say which rules with -p DIR' 'no pack: message'
run riskscan -p "$work/no-such-pack" "$work/t.csv"
says "$work/no-such-pack: cannot open the pack: No such file or directory" 'a pack that is not there'
exits 4 'a pack that is not there: status 4'
run riskscan -p testdata/good-plain.csv "$work/t.csv"
ok 'a file that is no pack' test "$rc" = 2 -o "$rc" = 4
rm "$pack/tables.csv"
scan "$work/t.csv"
says "tables.csv" 'no tables.csv: named'
ok 'no tables.csv: status' test "$rc" = 2 -o "$rc" = 4

# --- As a spreadsheet program saves it: BOM, CRLF, GB18030, comment rows, trailing blanks.
a_pack
tables <<'X'
支出,单位,id,yes,
支出,金额,decimal,yes,
支出,日期,date,,
X
indicators id,name,table,by,value,op,red,valid_from <<'X'
甲,超过,支出,单位,求和(金额),≥,50.00%,2024/3/5
X
printf '单位,金额,日期\nA,0.5,2024-03-05\n' >"$work/支出.csv"
scan "$work/支出.csv"
exits 0 'a Chinese pack'
facts <"$work/out" | sed 's/test@1:[0-9a-f]*/test/' >"$work/want"
is "$(cells indicator subject value threshold <"$work/out")" '甲|A|0.5|0.5' 'a Chinese pack: the alert'
saved() { # NAME
    scan "$work/支出.csv"
    exits 0 "$1: status 0"
    facts <"$work/out" | sed 's/test@1:[0-9a-f]*/test/' >"$work/got"
    ok "$1: the same alert" cmp "$work/want" "$work/got"
}
for file in tables indicators; do
    { printf '\357\273\277'; sed 's/$/\r/' "$pack/$file.csv"; printf ',,,\r\n,,\r\n'; } >"$work/new"
    mv "$work/new" "$pack/$file.csv"
done
saved 'BOM, CRLF, empty rows'
sed -i.bak '2i# a remark, that is none of the rules' "$pack/indicators.csv"
saved 'a comment row'
if has iconv; then
    for file in tables indicators; do
        tr -d '\r' <"$pack/$file.csv" | sed '1s/^\xef\xbb\xbf//' | iconv -f UTF-8 -t GB18030 >"$work/new"
        mv "$work/new" "$pack/$file.csv"
    done
    saved 'in GB18030'
fi

done_testing
