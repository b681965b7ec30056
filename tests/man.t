# Every example of the manual and of README is run. In a page a literal display behind
#     .\" file NAME   is put into a file,
#     .\" run         holds commands (`$ ...`) and what they print, errors too; a last line `...`
#                     stands for the rest.
# A `.Dl "..."` of probity-pack(5) is a statement that is true of its sample table, with each
# Chinese spelling of its functions as well; one that looks at the period before is so in a month.
# In README, indented lines that begin with `$ ` and what follows are the same. UPDATE_GOLDEN=1
# (make update-golden, which looks for the word is_output) writes what the commands print now into
# the pages: read the change.
. "${top_srcdir:-.}/tests/init.sh"

has riskscan || skip_all 'riskscan is not built'

# Texts of the displays: in $2 a file of commands and expected lines for each, and an index that
# says in which order files are made and commands run.
take_page() { # PAGE DIRECTORY
    awk -v to="$2" -v readme="$([ "${1##*/}" = README ] && echo yes)" '
        function plain(s) {
            if (readme != "") { sub(/^    /, "", s); return s }
            gsub(/\\&/, "", s); gsub(/\\-/, "-", s); gsub(/\\\(aq/, "\047", s)
            gsub(/\\\(ga/, "`", s); gsub(/\\\(ha/, "^", s); gsub(/\\\(ti/, "~", s)
            gsub(/\\e/, "\\", s)
            return s
        }
        function file(name) {
            n++
            print "file", n, name >(to "/index")
            out = to "/" n ".text"
            printf "" >out
        }
        function command(line) {
            n++
            print "run", n, NR >(to "/index")
            printf "%s\n", substr(line, 3) >(to "/" n ".sh")
            out = to "/" n ".want"
            printf "" >out
        }
        readme != "" {
            if ($0 ~ /^    \$ /) command(plain($0))
            else if ($0 ~ /^    / && out != "") print plain($0) >out
            else out = ""
            next
        }
        /^\.\\" (file|run)/ { mark = $2; name = $3; next }
        /^\.Bd -literal/ && mark != "" { inside = 1; if (mark == "file") file(name); next }
        /^\.Ed/ { inside = 0; mark = out = ""; next }
        inside && mark == "run" && /^\$ / { command(plain($0)); next }
        inside && out != "" { print plain($0) >out }
    ' "$1"
}

# as_wanted WANT GOT: the same, or the same up to the line `...`.
as_wanted() {
    awk 'NR == FNR { want[NR] = $0; n = NR; next }
        want[FNR] == "..." && FNR == n { more = 1; exit }
        $0 != want[FNR] { bad = 1; exit }
        { read = FNR }
        END { exit bad || (!more && read != n) }' "$1" "$2"
}

# Puts what was printed into PAGE in place of what stood there.
update_page() { # PAGE DIRECTORY
    awk -v from="$2" -v readme="$([ "${1##*/}" = README ] && echo yes)" '
        function cooked(s) {
            if (readme != "") return "    " s
            gsub(/\\/, "\\e", s); gsub(/-/, "\\-", s); gsub(/\047/, "\\(aq", s)
            gsub(/`/, "\\(ga", s); gsub(/\^/, "\\(ha", s); gsub(/~/, "\\(ti", s)
            return (s ~ /^\./ ? "\\&" : "") s
        }
        function put(i,   line, rest, want, got) {
            rest = ""
            while ((getline line <(from "/" i ".want")) > 0) { want++; rest = line }
            while ((getline line <(from "/" i ".got")) > 0) {
                got++
                if (rest == "..." && got == want) {
                    print (readme != "" ? "    " : "\\&") "..."
                    break
                }
                print cooked(line)
            }
        }
        BEGIN { while ((getline line <(from "/index")) > 0) {
            split(line, f, " "); if (f[1] == "run") at[f[3]] = f[2] } }
        NR in at { print; put(at[NR]); skip = 1; next }
        skip && (readme != "" ? !/^    / : /^\.Ed/) { skip = 0 }
        !skip { print }
    ' "$1" >"$2/page" && cat "$2/page" >"$1"
}

run_page() { # PAGE NAME
    take=$work/take.$2
    place=$work/place.$2
    mkdir -p "$take" "$place"
    cp testdata/province/*.csv "$place"
    ln -s "$top_srcdir/kit" "$top_srcdir/testdata" "$place"
    take_page "$1" "$take"
    [ -s "$take/index" ] || { ok "$2 has examples" false; return; }
    while read -r what i at; do
        case $what in
        file)
            mkdir -p "$place/$(dirname "$at")"
            cp "$take/$i.text" "$place/$at"
            ;;
        run)
            (cd "$place" && sh "$take/$i.sh") </dev/null >"$take/$i.got" 2>&1
            read -r shown <"$take/$i.sh"
            [ -n "${UPDATE_GOLDEN:-}" ] && continue
            if ! ok "$2: $shown" as_wanted "$take/$i.want" "$take/$i.got"; then
                diff "$take/$i.want" "$take/$i.got" | sed -n '1,20s/^/#   /p'
            fi
            ;;
        esac
    done <"$take/index"
    [ -z "${UPDATE_GOLDEN:-}" ] || update_page "$1" "$take"
}

# The statements of PAGE, a row of indicators.csv each, as they stand and with each spelling that
# the page gives for a function in them.
statements() { # PAGE
    awk '
        function row(s) {
            if (s in seen) return
            seen[s] = 1
            gsub(/"/, "\"\"", s)
            printf "E%d,payments,vendor_id,%s,\"%s\",yes\n", ++n,
                s ~ /(prev|growth|monthly|上期|增长率|当月数)\(/ ? "month(paid_on)" : "", s
        }
        function plain(s) {
            gsub(/\\-/, "-", s); gsub(/\\\(aq/, "\047", s); gsub(/\\\(ga/, "`", s)
            gsub(/\\\(ti/, "~", s); gsub(/\\\(ha/, "^", s); gsub(/\\e/, "\\", s)
            return s
        }
        # NAME( in S becomes SPELLING(; NAME may not be the end of a longer word.
        function respelt(s, name, spelling,   out, i, before) {
            out = ""
            while ((i = index(s, name "(")) > 0) {
                before = substr(out substr(s, 1, i - 1), length(out) + i - 1, 1)
                out = out substr(s, 1, i - 1) (before ~ /[a-z_]/ ? name : spelling) "("
                s = substr(s, i + length(name) + 1)
            }
            return out s
        }
        BEGIN { print "id,table,by,period,value,red" }
        /^\.(It )?Fn .* Aq / {
            line = $0
            sub(/^\.(It )?Fn /, "", line)
            name = line
            sub(/ .*/, "", name)
            sub(/.* Aq /, "", line)
            spellings[name] = line
        }
        /^\.Dl "/ {
            s = $0
            sub(/^\.Dl "/, "", s)
            sub(/"$/, "", s)
            given[++m] = plain(s)
        }
        END {
            for (i = 1; i <= m; i++) {
                row(given[i])
                for (name in spellings) {
                    k = split(spellings[name], list, ", ")
                    for (j = 1; j <= k; j++)
                        row(respelt(given[i], name, list[j]))
                }
            }
        }' "$1"
}

sample_tables='table,column,type,required
payments,vendor_id,id,yes
payments,region,id,
payments,unit_id,id,
payments,paid_on,date,yes
payments,amount,decimal,yes
payments,approved,flag,
payments,rate,percent,
payments,note,text,
vendors,vendor_id,id,yes
vendors,region,id,
vendors,limit,decimal,yes'

run_statements() { # PAGE NAME
    sample=$work/place.$2/example
    echo "$sample_tables" >"$sample/tables.csv"
    printf 'key,value\nmin_peers,1\n' >"$sample/pack.csv"
    {
        statements "$1"
        echo 'OFTEN-PAID,payments,vendor_id,,count() >= 4,yes'
    } >"$sample/indicators.csv"
    run riskscan -p "$sample" -o "$work/alerts" "$sample/payments.csv" "$sample/vendors.csv"
    exits 0 "$2: its statements are read" || return
    cut -d, -f 2,10 "$work/alerts" | sed -n 's/,V1$//p' | sort >"$work/true"
    sed 1d "$sample/indicators.csv" >"$work/statements"
    : >"$work/err" # else it is shown with each that fails
    while IFS= read -r row; do
        shown=${row#*,vendor_id,*,}
        ok "$2: ${shown%,yes}" grep -qx "${row%%,*}" "$work/true"
    done <"$work/statements"
}

# What the program knows stands in the page: words of a message that lists them.
tells() { # PAGE NAME WORDS...
    page=$1
    name=$2
    shift 2
    lost=
    for word; do
        grep -qE "(^|[ ,(\"])$word([ ,.;:)\"]|\$)" "$page" || lost="$lost $word"
    done
    is "$lost" '' "$name"
}
listed() { # BEGINNING: the names in the last run's message behind it, up to a parenthesis
    sed -n "s/.*$1 \([^)]*\)).*/\1/p" "$work/err" | tr -d ','
}

known_words() { # PAGE NAME
    sample=$work/place.$2/example
    mkdir -p "$sample"
    echo "$sample_tables" >"$sample/tables.csv"
    printf 'id,table,value,op,red\nE,payments,nothing_of_that_name(1),>,1\n' \
        >"$sample/indicators.csv"
    run riskscan -p "$sample" --explain E
    says 'unknown function' "$2: an unknown function"
    # shellcheck disable=SC2046 # words
    tells "$1" "$2 tells of every function" $(listed 'functions are')
    printf 'nothing_of_that_name\n1\n' >"$sample/indicators.csv"
    run riskscan -p "$sample" --explain E
    # shellcheck disable=SC2046
    tells "$1" "$2 tells of every column of indicators.csv" $(listed 'known:')
}

for page in man/*.[15] man/zh_CN/*.[15] README; do
    [ -e "$page" ] || continue
    name=${page#man/}
    case $page in
    man/zh_CN/*)
        [ -s "$TEXTDOMAINDIR/zh_CN/LC_MESSAGES/probity.mo" ] || {
            skip "$name" 'built without translations'
            continue
        }
        LANGUAGE=zh_CN
        export LANGUAGE
        ;;
    *) unset LANGUAGE ;;
    esac
    name=$(echo "$name" | tr / -)
    run_page "$page" "$name"
    unset LANGUAGE
    case $page in
    */probity-pack.5)
        [ -n "${UPDATE_GOLDEN:-}" ] || {
            run_statements "$page" "$name"
            known_words "$page" "$name"
        }
        ;;
    */probity-alerts.5)
        # shellcheck disable=SC2046
        tells "$page" "$name tells of every column" \
            $(head -n 1 "$work/place.$name/alerts.csv" | tr ',' ' ')
        ;;
    esac
done
done_testing
