# riskingest: pseudonyms that join, and that nothing else tells whose they are; cells that a
# spreadsheet would run.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"
. "${top_srcdir:-.}/tests/riskingest.sh"
cd "$work" || exit 99
ln -s "$top_srcdir/tests"
echo 'correct horse battery staple' >key
echo 'correct horse battery stable' >other

cat >people.csv <<'T'
身份证号,姓名,起始日期,金额,备注
11010519491231002X,甲,2024-03-05,1,见 11010519491231002X
１１０１０５１９４９１２３１００２ｘ,甲,2024-03-06,2,
,乙,2024-03-07,3,
T
cat >spending.csv <<'T'
unit_id,month,budget,spent
11010519491231002x,2024-01,1,2
T
id=$(printf 11010519491231002X | openssl dgst -sha256 -hmac 'correct horse battery staple' 2>/dev/null |
    sed 's/.*= *//' | cut -c 1-32)
ingest --pseudonymise 身份证号,name --key key --unknown drop people.csv
exits 0 --pseudonymise
adds_up --pseudonymise
cells person_id <"$out" >ids
if [ -n "$id" ]; then
    is "$(sed -n 1p ids)" "p-$id" 'it is HMAC-SHA256 of the value'
else
    skip 'it is HMAC-SHA256 of the value' 'no openssl'
fi
is "$(sed -n 1p ids)" "$(sed -n 2p ids)" 'an identity number has one, however it is written'
is "$(sed -n 3p ids)" '' 'blank stays blank'
is "$(cells name <"$out" | sort -u | grep -c '^p-[0-9a-f]\{32\}$')" 2 'a name has one'
is "$(cells amount since <"$out" | tr '\n' ' ')" '1|2024-03-05 2|2024-03-06 3|2024-03-07 ' \
    'other columns stay'
ok 'nothing tells whose they are' sh -c "! cat '$out' '$receipt' '$work/err' | grep -q '1949\|甲\|乙'"
riskingest -p "$ipack" --pseudonymise unit_id --key key spending.csv 2>err | cells unit_id >other-table
is "$(cat other-table)" "$(sed -n 1p ids)" 'and has it in other tables, in a column of ids too'
riskingest -p "$ipack" --pseudonymise unit_id --key other spending.csv 2>err | cells unit_id >other-key
ok 'another key, another' test "$(cat other-key)" != "$(cat other-table)"
riskingest -p "$ipack" --pseudonymise unit_id --key key --sm3 spending.csv 2>err | cells unit_id >sm3
ok '--sm3, another' test "$(cat sm3)" != "$(cat other-table)"
run riskscan -p "$ipack" --today 2025-01-31 people="$out"
exits 0 'riskscan takes them for identity numbers'
is "$(cells subject value <"$work/out")" "$(sed -n 1p ids)|2" 'and finds who was paid twice'

sed '2s/02X,/020,/; s/2024-03-07/2024-13-07/' people.csv >bad.csv
ingest --pseudonymise person_id,since --key key bad.csv
exits 3 'a bad cell in such a column'
says 'bad.csv:4:3: since: no value of type date' 'its place is told'
ok 'but not what it holds' sh -c "! grep -q '1949\|2024-13' '$work/err'"
sed 's/2024-13/2024-12/' bad.csv >worse.csv
ingest -v --pseudonymise person_id --key key worse.csv
says 'check digit' 'a reservation is told'
ok 'but not of whom' sh -c "! grep -q '1949' '$work/err'"

printf '身份证号,姓名\n11010519491231002X,甲,乙\n' >wide.csv
ingest --pseudonymise person_id --key key wide.csv
exits 3 'a cell under no header'
ok 'it is not shown' sh -c "! grep -q '乙' '$work/err'"
printf '身份证号,姓名\n11010519491231002X,甲"乙\n' >stray.csv
ingest --pseudonymise person_id --key key stray.csv
exits 3 'a stray quote'
ok 'what stands around it is not shown' sh -c "! grep -q '1949\|甲' '$work/err'"

ingest --pseudonymise person --key key people.csv
exits 2 'a column that is not there'
says "no table has a column 'person' (there are person_id, name" 'it is said which there are'
ok 'and nothing is written' test ! -e "$out"
ingest --pseudonymise name --key no-such-file people.csv
exits 4 'no file with a key'
echo short >short
ingest --pseudonymise name --key short people.csv
exits 2 'a key that is too short'
ok 'the key is not told' sh -c "! grep -q 'key has.*short' '$work/err'"

cat >formulas.csv <<'T'
=name,note
"=HYPERLINK(""http://x"",""y"")",-5
+1,@x
-1.50,"	=1"
-x,=
T
run riskingest --safe-cells --no-source formulas.csv
exits 0 --safe-cells
cat >want <<'T'
'=name,note
"'=HYPERLINK(""http://x"",""y"")",-5
+1,'@x
-1.50,'=1
'-x,'=
T
ok 'formulas get an apostrophe, numbers none' cmp want "$work/out"
cd "$top_srcdir" || exit 99
done_testing
