# What the tests of riskscan share. Sourced after init.sh.

case " ${COMMANDS:-riskscan} " in *' riskscan '*) ;; *) skip_all 'riskscan is not built' ;; esac

today=2025-01-31
pack=$work/pack
tsv=$work/alerts.tsv

# scan ARGUMENTS...: run riskscan with $pack at $today.
scan() {
    run riskscan -p "$pack" --today "$today" "$@"
}

# a_pack [LANGUAGE]: makes $pack a new one without tables and indicators.
a_pack() {
    pack=$work/pack
    rm -rf "$pack"
    mkdir "$pack"
    printf 'key,value\nname,test\nversion,1\nlanguage,%s\n' "${1:-en}" >"$pack/pack.csv"
}

# tables <<rows: table,column,type,required,aliases.
tables() {
    { echo table,column,type,required,aliases; cat; } >"$pack/tables.csv"
}

# indicators COLUMNS <<rows
indicators() {
    { echo "$1"; cat; } >"$pack/indicators.csv"
}

# cells [NAME...] <CSV: those columns (all without names), with `|` between them and without
# quotes. No cell of these tests holds a line end.
cells() {
    awk -v want="$*" '
    # Pieces between quotes are by turns outside and inside of them; a quote that stands double
    # leaves a piece without text outside.
    function split_csv(line, cell,    pieces, piece, i, k, some, part, n) {
        n = 1
        cell[1] = ""
        pieces = split(line, piece, "\"")
        for (i = 1; i <= pieces; i++)
            if (i % 2 == 0) cell[n] = cell[n] piece[i]
            else if (piece[i] == "" && i > 1 && i < pieces) cell[n] = cell[n] "\""
            else {
                some = split(piece[i], part, ",")
                cell[n] = cell[n] part[1]
                for (k = 2; k <= some; k++) cell[++n] = part[k]
            }
        return n
    }
    {
        n = split_csv($0, cell)
        if (NR == 1) {
            wanted = split(want, name, " ")
            for (i = 1; i <= n; i++) at[cell[i]] = i
            for (i = 1; i <= wanted; i++)
                if (!(name[i] in at)) { print "no column " name[i]; exit 1 }
            if (wanted == 0)
                for (wanted = 1; wanted <= n; wanted++) name[wanted] = cell[wanted]
            next
        }
        line = cell[at[name[1]]]
        for (i = 2; i <= wanted; i++) line = line "|" cell[at[name[i]]]
        print line
    }'
}

# alerts NAME [COLUMN...] <<rows: the last run's alerts, those columns of them (indicator,
# subject, period, level without any), in order, are these.
alerts() {
    alerts_name=$1
    shift
    [ $# -gt 0 ] || set -- indicator subject period level
    cat >"$work/want"
    cells "$@" <"$work/out" >"$work/got"
    ok "$alerts_name" diff "$work/want" "$work/got" || {
        diff "$work/want" "$work/got" | sed 's/^/#   /'
        return 1
    }
}

# facts <ALERTS: all but where they stand.
facts() {
    cells alert_id indicator indicator_name status department field scenario level subject_kind \
        subject subject_name region period since value threshold run pack message
}

# shuffled SEED <TABLE: the header, then the rows in another order.
shuffled() {
    awk -v seed="$1" 'NR == 1 { print 0 "\t" $0; next }
        { seed = seed * 16807 % 2147483647; print seed "\t" $0 }' | sort -n | cut -f2-
}
