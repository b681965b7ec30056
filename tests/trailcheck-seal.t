# trailcheck's seals: sealed, sealed on, verified; roots, proofs, signatures.
. "${top_srcdir:-.}/tests/init.sh"

case " ${COMMANDS:-trailcheck} " in *' trailcheck '*) ;; *) skip_all 'trailcheck is not built' ;; esac

log=$work/log.csv
sealed=$work/sealed.csv
# steps FROM TO: records of a log, some of them over two lines.
steps() {
    awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i <= to; i++)
        printf "C%04d,%s,示例人员%02d,2024-03-05T10:%02d:00,%s\n", int(i / 3), i % 3 ? "review" : "apply",
            i % 7, i % 60, i % 5 ? "" : "\"a \"\"note\"\"\nof two lines\"" }'
}
header='case,step,actor,time,"note, if any"'
whole_log() { echo "$header"; steps 1 "$1"; }
root_of() { trailcheck root --csv "$@" | sed -n '2s/.*,//p'; }
trail() { run trailcheck "$@"; }
# unchanged NAME FILE: as `remember FILE` found it.
remember() { cp "$1" "$work/remembered"; }
unchanged() { ok "$1" cmp "$work/remembered" "$2"; }

# --- A whole log.
whole_log 40 >"$log"
trail seal "$log"
exits 0 'seal: status 0'
cp "$work/out" "$sealed"
is "$(sed -n 1p "$sealed")" "$header,seal_no,seal_sha256,root_1024" 'seal: its header'
sed -E 's/,(seal_no,seal_sha256,root_1024|[0-9]+,[0-9a-f]{64},([0-9a-f]{64})?)$//' "$sealed" >"$work/cells"
ok 'seal: what stood in the log stands there byte for byte' cmp "$log" "$work/cells"
says 'records: 40, sealed now: 40, root: ' 'seal: what was done'
trail seal <"$log"
ok 'seal: the same of standard input' cmp "$sealed" "$work/out"
gzip -c "$log" >"$work/log.gz"
trail seal "$work/log.gz"
ok 'seal: the same of gzip' cmp "$sealed" "$work/out"
sed "s/\$/$(printf '\r')/" "$log" >"$work/crlf.csv"
printf '\357\273\277' | cat - "$log" >"$work/bom.csv"
trail seal "$work/bom.csv"
ok 'seal: the same behind a BOM' cmp "$sealed" "$work/out"
trail seal -o "$work/o.csv" "$log"
ok 'seal: the same with -o' cmp "$sealed" "$work/o.csv"
is "$(stat -c %a "$work/o.csv" 2>/dev/null || stat -f %Lp "$work/o.csv")" 600 'seal: for its owner only'
trail verify "$sealed"
exits 0 'verify: status 0'
says "records: 40, root: $(root_of "$sealed")" 'verify: what there is'
says 'only a root noted elsewhere shows' 'verify: what it cannot know'
gzip -c "$sealed" | trailcheck verify 2>"$work/err" || rc=1
is "$rc" 0 'verify: of gzip, from a pipe'

# The seals by hand, where there is a tool that knows SHA-256.
if has sha256sum && has xxd; then
    sum() { sha256sum | cut -c 1-64; }
    h=$(sed -n 1p "$sealed")
    zero=$({ printf '\003'; printf %s "$h"; } | sum)
    one=$({ printf '\002'; echo "$zero" | xxd -r -p; printf %s "$(sed -n 2p "$log")"; } | sum)
    is "$(sed -n 2p "$sealed" | cut -d, -f 7)" "$one" 'seal: as the page says'
    leaf=$({ printf '\000'; echo "$zero$one" | xxd -r -p; } | sum)
    is "$(root_of --count 1 "$sealed")" "$leaf" 'root: as the page says'
else
    skip 'the seals by hand' 'no sha256sum or xxd'
fi

# --- With SM3, and roots in between.
trail seal --sm3 --batch 10 "$log"
cp "$work/out" "$work/sm3.csv"
is "$(sed -n 1p "$work/sm3.csv")" "$header,seal_no,seal_sm3,root_10" 'SM3: its header'
trail verify "$work/sm3.csv"
exits 0 'SM3: it holds'
grep -E ',(10|20|30|40),[0-9a-f]{64},[0-9a-f]{64}$' "$work/sm3.csv" |
    sed -E 's/.*,([0-9]+),[0-9a-f]*,/\1 /' >"$work/roots"
for n in 10 20 30 40; do echo "$n $(root_of --count $n "$work/sm3.csv")"; done >"$work/want"
ok 'SM3: a root in each tenth record, that of the records so far' cmp "$work/want" "$work/roots"

# --- Sealed on, in pieces of any size: the same as at once.
rm -f "$work/on.csv"
for n in 0 1 2 8 9 30 40 40; do
    whole_log $n >"$work/part.csv"
    trail seal --sm3 --batch 10 --append "$work/on.csv" "$work/part.csv"
    [ "$rc" = 0 ] || tap_show
    is "$(sed -n 's/.*sealed now: \([0-9]*\),.*/\1/p' "$work/err")" \
        "$((n - ${before:-0}))" "sealed on to $n: only what is new"
    before=$n
    trail verify "$work/on.csv"
    exits 0 "sealed on to $n: it holds"
done
ok 'sealed on: the same as at once' cmp "$work/sm3.csv" "$work/on.csv"
cat "$log" | trailcheck seal --append "$work/on.csv" 2>"$work/err"
says 'sealed now: 0' 'sealed on from a pipe, and how it is sealed need not be said again'
remember "$work/on.csv"
trail seal --append "$work/on.csv" "$work/crlf.csv"
exits 3 'sealed on: cells over two lines that end otherwise: status 3'

# A log is sealed on while someone reads the sealed one further up the pipe.
rc=0
sh -c 'trailcheck verify "$1" 2>"$1.err" && cat "$2"' sh "$work/on.csv" "$log" |
    timeout 60 trailcheck seal --append "$work/on.csv" 2>"$work/err" || rc=$?
exits 0 'sealed on: the sealed log is read further up the pipe'

# --- What is refused, and changes nothing.
cp "$sealed" "$work/on.csv"
remember "$work/on.csv"
refused() { # STATUS TEXT NAME [OPTION]... LOG
    refused_status=$1 refused_text=$2 refused_name=$3
    shift 3
    trail seal --append "$work/on.csv" "$@"
    exits "$refused_status" "$refused_name: status $refused_status"
    says "$refused_text" "$refused_name: message"
    unchanged "$refused_name: nothing is changed" "$work/on.csv"
}
refused 2 'this log is sealed with sha256' 'SM3 behind SHA-256' --sm3 "$log"
refused 2 'has a root every 1024 records' 'another batch' --batch 7 "$log"
refused 3 'this log is sealed: to add what is new' 'a sealed log' "$sealed"
sed '30s/review/REVIEW/;30s/apply/APPLY/' "$log" >"$work/changed.csv"
refused 3 "$work/changed.csv:30: this record is not what was sealed as '$work/on.csv:30'" \
    'a record that was changed in the log' "$work/changed.csv"
sed '2d' "$log" >"$work/changed.csv"
refused 3 "$work/changed.csv:2: this record is not what was sealed" 'a record taken out of the log' \
    "$work/changed.csv"
whole_log 39 >"$work/changed.csv"
refused 3 ': the log ends here, and ' 'a log that became shorter' "$work/changed.csv"
{ cat "$log"; echo 'C9,"a"b,,,'; } >"$work/bad.csv"
refused 3 "$work/bad.csv:$(($(wc -l <"$log") + 1)):2: " 'a record that is none' "$work/bad.csv"
{ cat "$log"; steps 41 50; echo 'C9,a'; } >"$work/bad.csv"
refused 3 "$work/bad.csv:" 'a record with too few cells behind good ones' "$work/bad.csv"
sed '9s/,[0-9a-f]*,$/,0000000000000000000000000000000000000000000000000000000000000000,/' \
    "$sealed" >"$work/on.csv"
remember "$work/on.csv"
refused 1 "$work/on.csv:9: the seal does not follow" 'a sealed log that does not hold' "$log"
sed '3s/,2024/,"2024/' "$work/sm3.csv" | sed '4,$s/"//g' >"$work/on.csv"
remember "$work/on.csv"
refused 1 "$work/on.csv:3: this record does not end with a seal" \
    'a sealed log with a quote put in, that takes all behind it' "$log"
ok 'and nothing is set aside' test ! -e "$work/on.csv.torn"
echo 'a,b' >"$work/on.csv"
remember "$work/on.csv"
refused 3 "$work/on.csv:1: not a sealed log" 'a file that is no sealed log' "$log"
gzip -c "$sealed" >"$work/on.csv"
remember "$work/on.csv"
refused 3 'unpack it with gunzip' 'a packed one' "$log"
trail seal --append "$work/none/on.csv" "$log"
exits 4 'a folder that is not there: status 4'
trail seal --append "$work/new.csv" "$work/bad.csv"
exits 3 'a bad log, and no sealed one yet: status 3'
ok 'a bad log, and no sealed one yet: none is made' test ! -e "$work/new.csv"
echo 'a,seal_no' >"$work/bad.csv"
trail seal "$work/bad.csv"
exits 3 'a column of seals in a log: status 3'
says "$work/bad.csv:1:2: a column that seals bear: 'seal_no'" 'a column of seals in a log: message'

# --- A log that is cut anywhere is sealed up to its last whole record, and on when it is whole
# again.
{ echo "$header"; steps 4 12; } >"$work/short.csv"
size=$(wc -c <"$work/short.csv")
trailcheck seal -o "$work/want.csv" "$work/short.csv" 2>"$work/err"
bad=
n=$(($(echo "$header" | wc -c)))
while [ $n -lt "$size" ]; do
    rm -f "$work/on.csv"
    head -c $n "$work/short.csv" >"$work/cut.csv"
    trail seal --append "$work/on.csv" "$work/cut.csv"
    [ "$rc" = 0 ] || bad="$bad $n:status-$rc"
    # What was sealed is a beginning of what is to be sealed.
    cmp -s "$work/on.csv" "$work/want.csv" && bad="$bad $n:too-much"
    head -c "$(wc -c <"$work/on.csv")" "$work/want.csv" | cmp -s - "$work/on.csv" || bad="$bad $n:other"
    trailcheck seal --append "$work/on.csv" "$work/short.csv" 2>"$work/err2" || bad="$bad $n:not-on"
    cmp -s "$work/want.csv" "$work/on.csv" || bad="$bad $n:other-in-the-end"
    case $n in 60 | 100)
        says 'the last record is not whole: it is still being written' "a log cut at $n: told"
        ;;
    esac
    n=$((n + 3))
done
is "$bad" '' "a log cut at any of $size places is sealed to its last whole record"

# --- A sealed log that is cut anywhere (the machine died) is sealed on.
bad=
n=0
size=$(wc -c <"$work/want.csv")
while [ $n -lt "$size" ]; do
    head -c $n "$work/want.csv" >"$work/on.csv"
    rm -f "$work/on.csv.torn"
    trail seal --append "$work/on.csv" "$work/short.csv"
    [ "$rc" = 0 ] || bad="$bad $n:status-$rc"
    cmp -s "$work/want.csv" "$work/on.csv" || bad="$bad $n:other"
    # Nothing of what stood there is lost.
    if [ -e "$work/on.csv.torn" ]; then
        grep -q 'a torn record: its writing was broken off' "$work/err" || bad="$bad $n:untold"
    fi
    n=$((n + 7))
done
is "$bad" '' "a sealed log cut at any of $size places is sealed on"
head -c $((size - 20)) "$work/want.csv" >"$work/on.csv"
trail verify "$work/on.csv"
exits 1 'a sealed log with a torn record: verify fails'
says 'the last record is not whole' 'a sealed log with a torn record: message'
rm -f "$work/on.csv.torn"
trail seal --append "$work/on.csv" "$work/short.csv"
ok 'the torn record is set aside' grep -q '^C0004,' "$work/on.csv.torn"

# --- What verify finds (tests/unit/seal.c tries every byte).
damaged() { # LINE TEXT NAME, of $work/damaged.csv
    trail verify "$work/damaged.csv"
    exits 1 "$3: status 1"
    says "$work/damaged.csv:$1: $2" "$3: named"
}
sed '4s/示例/别人/' "$sealed" >"$work/damaged.csv"
damaged 4 'the seal does not follow from this record' 'a record changed'
sed 3d "$sealed" >"$work/damaged.csv"
damaged 3 'seal_no 3 stands where 2 must follow' 'a record taken out'
sed '3{h;d;};4{G;}' "$sealed" >"$work/damaged.csv"
damaged 3 'seal_no 3 stands where 2 must follow' 'two swapped'
sed '3{h;G;}' "$sealed" >"$work/damaged.csv"
damaged 4 'seal_no 2 stands where 3 must follow' 'a record put in'
sed "3s/\$/$(printf '\r')/" "$sealed" >"$work/damaged.csv"
damaged 3 'this record does not end with a seal' 'a line end changed'
sed '1s/step/stop/' "$sealed" >"$work/damaged.csv"
damaged 2 'the seal does not follow' 'the header changed'
sed '3s/,2024/,"2024/' "$sealed" >"$work/damaged.csv"
damaged 3-6 'this record does not end with a seal' 'a quote put in, and what follows in it'
line=$(grep -nE ',20,[0-9a-f]{64},[0-9a-f]{64}$' "$work/sm3.csv" | cut -d: -f 1)
sed -E "${line}s/[0-9a-f]{64}\$//" "$work/sm3.csv" >"$work/damaged.csv"
damaged "$((line - 1))-$line" 'the root of the records so far must stand here' 'a root taken away'

# --- Truncation, and sealed anew: what was noted shows it.
noted=$(root_of "$sealed")
head -n 20 "$sealed" >"$work/cut.csv"
n=$(tail -n 1 "$work/cut.csv" | sed -E 's/.*,([0-9]+),[0-9a-f]{64},$/\1/')
trail verify "$work/cut.csv"
exits 0 'cut off between records: seen by no seal'
trail verify --root "$noted" "$work/cut.csv"
exits 1 'cut off: the root shows it'
says "the $n records have another root than was noted" 'cut off: message'
trail verify --count 40 "$work/cut.csv"
exits 1 'cut off: the count shows it'
says "$n records, and 40 were noted: records were cut off at the end" 'cut off: message of the count'
sed 's/review/Review/' "$log" | trailcheck seal >"$work/anew.csv" 2>"$work/err"
trail verify "$work/anew.csv"
exits 0 'sealed anew: seen by no seal'
trail verify --count 40 --root "$noted" "$work/anew.csv"
exits 1 'sealed anew: the root shows it'
says 'the first 40 records have another root than was noted' 'sealed anew: message'
trail verify --count 40 --root "$noted" "$sealed"
exits 0 'as it was noted'
trail verify --root "$noted" --count 41 "$sealed"
exits 1 'one more was noted'
# What was noted earlier holds of what has grown since.
trail verify --count 12 --root "$(root_of --count 12 "$sealed")" "$sealed"
exits 0 'noted earlier: the log has grown, and holds'
sed '30s/,2024/,2023/' "$sealed" >"$work/damaged.csv"
trail verify --count 12 --root "$(root_of --count 12 "$sealed")" "$work/damaged.csv"
exits 1 'noted earlier: what came later is verified too'

# --- A root for a paper register.
trail root --today 2024-12-31 "$sealed"
exits 0 'root: status 0'
sed 's/[0-9a-f]\{4\} /xxxx /g;s/2024/xxxx/; s/- [0-9]*$/- nn/' "$work/out" >"$work/shape"
is "$(cat "$work/shape")" "date       xxxx-12-31
records    40
seal       sha256
root       xxxx xxxx xxxx xxxx - nn
           xxxx xxxx xxxx xxxx - nn
           xxxx xxxx xxxx xxxx - nn
           xxxx xxxx xxxx xxxx - nn" 'root: to be written down' || cat "$work/out"
paper=$(sed -n '4,$p' "$work/out" | sed 's/^root//')
trail verify --root "$paper" "$sealed"
exits 0 'root: typed from paper'
trail verify --root "$(echo "$paper" | tr 'a-f' 'A-F')" "$sealed"
exits 0 'root: typed in capitals'
wrong=$(echo "$paper" | sed '2s/^\( *\)\(.\)/\1x\2/;2s/x[0-9a-e]/f/;2s/xf/0/')
trail verify --root "$wrong" "$sealed"
exits 2 'root: a slip of the pen: status 2'
says '--root: line 2 of the root was not copied right' 'root: a slip of the pen: message'
trail verify --root abc "$sealed"
exits 2 'root: too short: status 2'
trail root --count 41 "$sealed"
exits 1 'root: of more records than there are'

# --- Proofs.
proof=$work/proof.csv
bad=
for n in 1 2 7 8 9 16 17 33 39 40; do
    line=$(grep -nE ",$n,[0-9a-f]{64},\$" "$sealed" | cut -d: -f 1)
    trailcheck prove --line "$line" -o "$proof" "$sealed" 2>"$work/err" || bad="$bad $n:prove"
    trail check-proof --root "$noted" --count 40 "$proof"
    [ "$rc" = 0 ] || bad="$bad $n:check-$rc"
    { echo "$header"; steps "$n" "$n"; } | cmp -s - "$work/out" || bad="$bad $n:another-record"
    [ "$(wc -l <"$proof")" -lt 20 ] || bad="$bad $n:long"
done
is "$bad" '' 'proofs: of first, last and others; short; what is proved is shown'
whole_log 0 >"$work/one.csv"
steps 5 5 >>"$work/one.csv"
trailcheck seal --sm3 -o "$work/one.sealed" "$work/one.csv" 2>"$work/err"
trailcheck prove C0001 -o "$work/one.proof" "$work/one.sealed" 2>"$work/err"
trail check-proof --root "$(root_of "$work/one.sealed")" "$work/one.proof"
exits 0 'proofs: of the only record, over two lines, with SM3'
ok 'proofs: it is shown as it stood' cmp "$work/one.csv" "$work/out"

# Every byte of a proof matters, but those that only say the same otherwise.
trailcheck prove --line 3 -o "$proof" "$sealed" 2>"$work/err"
size=$(wc -c <"$proof")
bad=
n=0
while [ $n -lt "$size" ]; do
    byte=$(tail -c +$((n + 1)) "$proof" | head -c 1 | tr '0-8a-eg-y9f\nzA-Z' '1-9b-fh-z0ga')
    { head -c $n "$proof"; printf %s "$byte"; tail -c +$((n + 2)) "$proof"; } >"$work/p"
    if ! cmp -s "$proof" "$work/p"; then
        trail check-proof --root "$noted" --count 40 "$work/p"
        case $rc in 1 | 3) ;; *) bad="$bad $n:$rc" ;; esac
        [ ! -s "$work/out" ] || bad="$bad $n:shown"
    fi
    n=$((n + 3))
done
is "$bad" '' "proofs: a byte changed at any of $size places is found"
trail check-proof --root "$(root_of "$work/sm3.csv")" "$proof"
exits 1 'proofs: with another root'
says 'this does not prove' 'proofs: with another root: message'
trail check-proof --root "$noted" --count 39 "$proof"
exits 1 'proofs: with another count'
sed '$d' "$proof" >"$work/p"
trail check-proof --root "$noted" "$work/p"
exits 1 'proofs: the end is missing'
head -n 6 "$proof" >"$work/p"
trail check-proof --root "$noted" "$work/p"
exits 3 'proofs: more is missing'
trail check-proof "$proof"
exits 2 'proofs: no root'
trail prove C0005 "$sealed"
exits 3 'proofs: several records: status 3'
says "3 records have 'C0005', on lines " 'proofs: several records: their lines'
trail prove C9999 "$sealed"
exits 3 'proofs: no such record'
says "no record has 'C9999'" 'proofs: no such record: message'
trail prove x --column actr "$sealed"
exits 3 'proofs: no such column'
says "no column 'actr'; there are case, step, actor, time, note, if any" 'proofs: which there are'
trail prove 'a "note"
of two lines' --column 'note, if any' "$sealed"
exits 3 'proofs: a cell with quotes and lines'
says "8 records have 'a \"note\"" 'proofs: a cell with quotes and lines: found'
trail prove --line 99999 "$sealed"
exits 3 'proofs: no such line'
trail prove --line 5 "$work/damaged.csv"
exits 1 'proofs: of a log that does not hold'

# --- The command line.
usage() { # TEXT ARGUMENT...
    usage_text=$1
    shift
    trail "$@"
    exits 2 "usage: $*: status 2"
    says "$usage_text" "usage: $*: message"
}
usage "unknown action 'verfy' (nearest: 'verify'" verfy
usage "option '--sm3' does not belong to 'verify'" verify --sm3
usage "no number from 1 on: '0'" seal --batch 0
usage "no number from 0 on: '-1'" verify --count -1
usage "one file at a time: 'b'" verify a b
usage 'give one of them' seal --append a -o b c
usage 'which record?' prove
usage 'no key' sign "$sealed"
usage 'no certificate' check-signature x
usage 'no signature' check-signature --cert x

# --- Signatures.
signed() { # SCHEME DIGEST KEY CERT
    trail sign --key "$3" -o "$work/sig" "$sealed"
    exits 0 "$1: signs" || return
    trail check-signature --cert "$4" --today 2026-06-01 "$work/sig" "$sealed"
    exits 0 "$1: the signature holds"
    says "signed by 'CN=示例单位': records: 40, root: $noted" "$1: who signed what"
    trail check-signature --cert "$4" "$work/sig" "$work/cut.csv"
    exits 1 "$1: of a log that was cut"
    trail check-signature --cert "$4" "$work/sig" "$work/sm3.csv"
    exits 1 "$1: of another log"
    sed '2s/,40,/,41,/' "$work/sig" >"$work/sig2"
    trail check-signature --cert "$4" "$work/sig2"
    exits 1 "$1: another count"
    says 'the signature is not one of' "$1: another count: message"
    sed "2s/$noted/$(root_of --count 39 "$sealed")/" "$work/sig" >"$work/sig2"
    trail check-signature --cert "$4" "$work/sig2"
    exits 1 "$1: another root"
    sed '2s/.$//' "$work/sig" >"$work/sig2"
    trail check-signature --cert "$4" "$work/sig2"
    exits 3 "$1: half a byte is missing"
    sed '2s/..$//' "$work/sig" >"$work/sig2"
    trail check-signature --cert "$4" "$work/sig2"
    exits 1 "$1: a byte is missing"
    # openssl itself agrees.
    printf 'probity sealed log\nseal: sha256\nrecords: 40\nroot: %s\n' "$noted" >"$work/text"
    sed -n '2s/.*,//p' "$work/sig" | xxd -r -p >"$work/sig.bin"
    openssl x509 -in "$4" -noout -pubkey >"$work/pub"
    # shellcheck disable=SC2086 # words
    run openssl pkeyutl -verify -pubin -inkey "$work/pub" -rawin $2 -in "$work/text" \
        -sigfile "$work/sig.bin"
    exits 0 "$1: openssl holds it for good" || cat "$work/err"
}
make_cert() { # KEY CERT
    openssl req -new -x509 -key "$1" -out "$2" -utf8 -subj /CN=示例单位 -days 3650 2>"$work/err"
}
trail sign --key "$work/none" "$sealed"
if grep -q 'built without libcrypto' "$work/err"; then
    exits 4 'without libcrypto: status 4'
    skip 'signatures' 'built without libcrypto'
elif ! has openssl || ! has xxd; then
    skip 'signatures' 'no openssl or xxd'
else
    exits 4 'no such key: status 4'
    says 'No such file' 'no such key: message'
    openssl genpkey -algorithm ED25519 -out "$work/ed.pem" 2>"$work/err"
    make_cert "$work/ed.pem" "$work/ed.crt"
    signed ed25519 '' "$work/ed.pem" "$work/ed.crt"
    if openssl genpkey -algorithm SM2 -out "$work/sm2.pem" 2>"$work/err"; then
        make_cert "$work/sm2.pem" "$work/sm2.crt"
        signed sm2 '-digest sm3 -pkeyopt distid:1234567812345678' "$work/sm2.pem" "$work/sm2.crt"
        trail check-signature --cert "$work/ed.crt" "$work/sig"
        exits 1 'a certificate of another kind'
        says 'the signature is of sm2' 'a certificate of another kind: message'
    else
        skip 'SM2' 'openssl here does not know it'
    fi
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$work/rsa.pem" 2>"$work/err"
    trail sign --key "$work/rsa.pem" "$sealed"
    exits 3 'a key of another kind'
    says "a key of kind 'RSA'" 'a key of another kind: message'
    openssl pkey -in "$work/ed.pem" -aes256 -passout pass:x -out "$work/locked.pem" 2>"$work/err"
    trail sign --key "$work/locked.pem" "$sealed"
    exits 3 'a key that is locked'
    says 'locked with a passphrase' 'a key that is locked: message'
    trail sign --key "$log" "$sealed"
    exits 3 'no key at all'
    trail check-signature --cert "$work/ed.pem" "$work/sig"
    exits 3 'no certificate at all'
    trail check-signature --cert "$work/ed.crt" --today 2050-01-01 "$work/sig"
    openssl genpkey -algorithm ED25519 -out "$work/ed2.pem" 2>"$work/err"
    make_cert "$work/ed2.pem" "$work/ed2.crt"
    trailcheck sign --key "$work/ed.pem" -o "$work/sig" "$sealed"
    trail check-signature --cert "$work/ed2.crt" "$work/sig"
    exits 1 'a certificate of someone else'
    trail check-signature --cert "$work/ed.crt" --today 2050-01-01 "$work/sig"
    exits 0 'long after'
    says 'warning: the certificate holds from ' 'long after: told'
fi

# --- Two who seal at once, and one who is killed at any moment.
whole_log 20000 >"$log"
trailcheck seal -o "$work/want.csv" "$log" 2>"$work/err"
whole_log 15000 >"$work/part.csv"
for round in 1 2 3; do
    rm -f "$work/on.csv"
    trailcheck seal --append "$work/on.csv" "$log" 2>"$work/left.err" &
    left=$!
    trailcheck seal --append "$work/on.csv" "$log" 2>"$work/right.err" &
    right=$!
    left_rc=0 right_rc=0
    wait "$left" || left_rc=$?
    wait "$right" || right_rc=$?
    is "$left_rc $right_rc" '0 0' "two at once, round $round: status 0"
    is "$(cat "$work/left.err" "$work/right.err" | sed -n "s/.*sealed now: \\([0-9]*\\),.*/\\1/p" | sort -n |
        tr '\n' ' ')" '0 20000 ' "two at once, round $round: one seals, the other finds nothing to do"
    ok "two at once, round $round: sealed once" cmp "$work/want.csv" "$work/on.csv"
done
killed=0
partial=0
bad=
rm -f "$work/on.csv"
for pause in 0.002 0.004 0.006 0.008 0.01 0.012 0.014 0.016 0.018 0.02 0.022 0.025 0.03 0.035 0.04 0.05; do
    [ $((killed % 3)) != 0 ] || rm -f "$work/on.csv" "$work/on.csv.torn"
    trailcheck seal --append "$work/on.csv" "$log" 2>"$work/left.err" &
    writer=$!
    sleep "$pause"
    kill -9 "$writer" 2>/dev/null || :
    rc=0
    wait "$writer" 2>/dev/null || rc=$?
    [ "$rc" != 137 ] || killed=$((killed + 1))
    [ -s "$work/on.csv" ] || continue
    size=$(wc -c <"$work/on.csv")
    head -c "$size" "$work/want.csv" | cmp -s - "$work/on.csv" || bad="$bad $pause"
    [ "$size" -ge "$(wc -c <"$work/want.csv")" ] || partial=$((partial + 1))
done
is "$bad" '' 'killed at any moment: what stands there is a beginning of what is to be'
echo "# killed: $killed times, of them with part of it written: $partial"
trail seal --append "$work/on.csv" "$log"
exits 0 'after all that: status 0'
ok 'after all that: as if undisturbed' cmp "$work/want.csv" "$work/on.csv"

# --- Full disk.
if [ -w /dev/full ]; then
    rc=0
    trailcheck seal "$log" >/dev/full 2>"$work/err" || rc=$?
    is "$rc" 4 'full disk: status 4'
    says 'No space left on device' 'full disk: message'
    ok 'full disk: nothing is told as done' sh -c "! grep -q 'sealed now' '$work/err'"
else
    skip 'full disk' 'no /dev/full'
fi
# A limit of size fails a write in the middle: what was written is taken back.
cp "$work/want.csv" "$work/on.csv"
whole_log 15000 | trailcheck seal -o "$work/on.csv" 2>"$work/err"
remember "$work/on.csv"
rc=0
sh -c 'trap "" XFSZ; ulimit -f 3500; trailcheck seal --append "$1" "$2"' sh "$work/on.csv" "$log" \
    >"$work/out" 2>"$work/err" || rc=$?
if [ "$rc" = 0 ]; then
    skip 'a file that may not grow' 'no limit here'
else
    exits 4 'a file that may not grow: status 4'
    says 'File too large' 'a file that may not grow: message'
    unchanged 'a file that may not grow: as it was' "$work/on.csv"
    trail seal --append "$work/on.csv" "$log"
    ok 'a file that may grow again' cmp "$work/want.csv" "$work/on.csv"
fi

done_testing
