# The front end: options, messages, help, completion, closed and full streams; then what every
# command owes to it.
. "${top_srcdir:-.}/tests/init.sh"
PATH=$top_builddir/tests:$PATH # for probe

run probe --today 2024-03-05
prints 'today 2024-03-05' '--today is the clock'
silent 'nothing is said when all is well'
exits 0 'status 0'

run probe a -p one --pack=two -o out.csv --tsv --rejects r.csv --exit-code -l5 \
    --today=2024-02-29 -- -b -
is_output front-options

SOURCE_DATE_EPOCH=86399
export SOURCE_DATE_EPOCH
run probe
prints 'today 1970-01-01' 'SOURCE_DATE_EPOCH is the clock without --today'
run probe --today 2024-03-05
prints 'today 2024-03-05' '--today goes before SOURCE_DATE_EPOCH'
SOURCE_DATE_EPOCH=12x
run probe
exits 2 'a SOURCE_DATE_EPOCH that is no number is refused'
says "SOURCE_DATE_EPOCH is no number of seconds: '12x'" 'and named'
unset SOURCE_DATE_EPOCH
run probe
prints "today $(date +%Y-%m-%d)" 'else the machine tells the date'

refused() { # NAME TEXT ARGUMENTS...: a usage error that says TEXT, with nothing on standard output
    refused_name=$1
    refused_text=$2
    shift 2
    run probe "$@"
    exits 2 "$refused_name: status 2"
    says "probe: $refused_text; try 'probe --help'" "$refused_name: message"
    ok "$refused_name: nothing written" test ! -s "$work/out"
}
refused 'unknown option' "unknown option '--tvs' (nearest: '--tsv')" --tvs
refused 'unknown option with a value' "unknown option '--outptu' (nearest: '--output')" --outptu=x
refused 'unknown option, nothing near' "unknown option '--qqqqqqqqq'" --qqqqqqqqq
refused 'hidden option is not proposed' "unknown option '--completoin'" --completoin=bash
refused 'ambiguous beginning' "option '--t' could be several: write it out" --t
refused 'unknown letter' "unknown option '-z'" -z
refused 'unknown letter in a cluster' "unknown option '-z'" -zl3
refused 'missing argument' "option '--pack' needs an argument: DIR" --pack
refused 'missing argument of a letter' "option '--limit' needs an argument: N" -l
refused 'empty argument' "option '--output' needs an argument: FILE" -o ''
refused 'unasked argument' "option '--tsv' takes no argument" --tsv=yes
refused 'both formats' 'give either --tsv or --tsv-escaped, not both' --tsv --tsv-escaped
refused 'no date' "--today: no such date: '2023-02-29' (write YYYY-MM-DD)" --today 2023-02-29
refused 'control bytes in a word' "unknown option '--\\x1b[31m'" "--$(printf '\033')[31m"
refused 'too many packs' 'too many packs: at most 16 layers' -pa -pa -pa -pa -pa -pa -pa -pa \
    -pa -pa -pa -pa -pa -pa -pa -pa -pa

refused 'a blank item' "an item of the list is blank: 'a,,b'" --list a,,b
refused 'a list too long' 'the list has more than 3 items' --list a,b,c,d
for size in 0 -1 12x 1KB 1.5M 18446744073709551616 17179869184G; do
    refused "size $size" "--size: no size: '$size' (bytes, or with K, M, G: 64M)" --size "$size"
done
run probe --list a --list one,two,three --size 3K
prints 'item three' 'a list'
is "$(grep -c item "$work/out")" 3 'the last list counts'
prints 'size 3072' 'a size'

run probe --tsv-esc
prints 'format 2' 'the beginning of an option is enough if it is the only one'
run probe --help
is_output front-help
run probe --completion bash
is_output front-completion
run probe --completion tcsh
exits 2 'no completion for an unknown shell'

run probe --shout warn note
says 'probe: warning: a limit is near' 'front_warn'
says 'probe: 3 rows read' 'front_note'
exits 0 'a warning is no failure'
run probe --shout 12x
says "probe: a.csv:3:2: no number: '12x'" 'front_fail tells program, place, text'
exits 3 'front_fail gives the status'
run probe --shout meter
silent 'no meter where standard error is no terminal'
if has script && script -qec true /dev/null >/dev/null 2>&1; then
    run script -qec 'probe --shout meter' /dev/null
    prints ' rows' 'a meter on a terminal after a second'
    # Between the last two returns of the carriage stand blanks only.
    is "$(tr '\r' '\n' <"$work/out" | tail -n 1 | tr -d ' \n')" '' 'the meter is erased at the end'
else
    skip 'a meter on a terminal' 'no script(1), or no terminal to be had'
fi

# What cannot be written is an error.
full() {
    rc=0
    "$@" >/dev/full 2>"$work/err" || rc=$?
}
if [ -w /dev/full ]; then
    full probe
    exits 4 'full disk: status 4'
    says 'probe: cannot write to standard output: No space left on device' 'full disk: message'
    full probe --help
    exits 4 'full disk under --help'
    rc=0
    probe --shout warn 2>/dev/full >"$work/out" || rc=$?
    exits 4 'a warning that cannot be written'
else
    skip 'full disk' 'no /dev/full'
fi
rc=0
probe >&- 2>"$work/err" || rc=$?
exits 4 'standard output closed'
says 'probe: cannot write to standard output' 'standard output closed: message'
rc=0
probe --shout note >&- 2>"$work/err" || rc=$?
exits 0 'standard output closed and not needed'

# Chinese, with and without a locale.
if [ -s "$TEXTDOMAINDIR/zh_CN/LC_MESSAGES/probity.mo" ]; then
    in_chinese() { # NAME ENVIRONMENT-AND-COMMAND...
        chinese_name=$1
        shift
        run env "$@"
        says '未知选项' "$chinese_name"
    }
    in_chinese '--lang zh_CN' probe --lang zh_CN --tvs
    in_chinese '--lang=zh_CN behind the mistake' probe --tvs --lang=zh_CN
    in_chinese '--lang zh_CN in the C locale' LC_ALL=C probe --lang zh_CN --tvs
    in_chinese 'LANGUAGE' LANGUAGE=zh_CN probe --tvs
    in_chinese 'LC_ALL that may never have been generated' LC_ALL=zh_CN.UTF-8 probe --tvs
    run env LANGUAGE=zh_CN probe --lang en --tvs
    says 'unknown option' '--lang en goes before LANGUAGE'
else
    skip 'messages in Chinese' 'built without translations'
fi

# Every command.
long_options() { grep -oE '^ +(-., )?--[a-z][a-z0-9-]*' | grep -oE -- '--[a-z][a-z0-9-]*' | sort -u; }
# Long options that mdoc's list items name: `Fl Fl name`, `Fl -name`, `Fl \-name`.
page_options() {
    awk '/^\.It Fl / { for (i = 2; i < NF; i++) {
            if ($i == "Fl" && $(i + 1) == "Fl") { print "--" $(i + 2); i += 2 }
            else if ($i == "Fl" && sub(/^\\?-/, "--", $(i + 1))) { print $(i + 1); i++ }
        } }' "$1" | sort -u
}
synopsis_options() {
    sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$1" | grep -oE 'Fl (Fl |\\?-)?[A-Za-z][a-z0-9-]*' |
        sed -E 's/Fl (Fl |\\?-)/--/; s/^Fl /-/' | sort -u
}
# A Chinese character is 3 bytes, two of them 80..bf, and 2 columns.
fits_80_columns() {
    LC_ALL=C awk '{ n = length($0) - gsub(/[\200-\277]/, "") / 2 }
        n > 80 { print; bad = 1 } END { exit bad }' "$1"
}
for command in ${COMMANDS:-}; do
    run "$command" --help
    exits 0 "$command --help"
    ok "$command --help ends with examples" grep -q '^Examples:' "$work/out"
    ok "$command --help fits 80 columns" fits_80_columns "$work/out"
    ok "$command --help fits a screen" test "$(wc -l <"$work/out")" -le 48
    long_options <"$work/out" >"$work/help-options"
    page=$top_srcdir/man/$command.1
    page_options "$page" >"$work/page-options"
    ok "man/$command.1 has the options of --help" diff "$work/help-options" "$work/page-options"
    lost=
    for option in $(synopsis_options "$page"); do
        grep -qE -- "(^|[ ,])$option([ ,]|\$)" "$work/out" || lost="$lost $option"
    done
    is "$lost" '' "the SYNOPSIS of man/$command.1 names known options"
    run "$command" --lang zh_CN --help
    ok "$command --help in Chinese fits 80 columns" fits_80_columns "$work/out"
    run "$command" --version
    prints "$command (probity) " "$command --version"
    run "$command" --no-such-thing
    exits 2 "$command: unknown option"
    run "$command" --completion bash
    ok "$command --completion bash parses" bash -n "$work/out"
done

done_testing
