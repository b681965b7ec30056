# What the tests of riskgrade share. Sourced after init.sh; takes a_pack, cells and others from
# riskscan.sh.
. "${top_srcdir:-.}/tests/riskscan.sh"

case " ${COMMANDS:-riskgrade} " in *' riskgrade '*) ;; *) skip_all 'riskgrade is not built' ;; esac

alerts=$work/alerts.csv
ledger=$work/ledger.csv

# digest TEXT...: the first 128 bits of SHA-256 over them, each preceded by its length in 8 bytes.
# For ASCII of less than 256 characters.
digest() {
    for digest_text; do
        printf "\\0\\0\\0\\0\\0\\0\\0\\$(printf %03o "${#digest_text}")"
        printf '%s' "$digest_text"
    done | sha256sum | cut -c 1-32
}

# graded_pack [LANGUAGE]: makes $pack one with indicators of every kind, and without grades.csv and
# routes.csv. A1, A2: one family; A1, B1: amounts of money; T1, T2: on trial.
graded_pack() {
    a_pack "${1:-en}"
    tables <<'TABLES'
t,u,id,yes,
t,v,decimal,,
TABLES
    indicators id,name,field,scenario,family,status,table,by,value,op,red,unit <<'INDICATORS'
A1,a one,FA,FA1,over,on,t,u,sum(v),>,0,yuan
A2,a two,FA,FA1,over,on,t,u,sum(v),>,0,
B1,b one,FB,FB1,,on,t,u,sum(v),>,0,元
B2,b two,FB,FB1,,on,t,u,sum(v),>,0,t
T1,t one,FA,FA2,,trial,t,u,sum(v),>,0,
T2,t two,FA,FA2,over,trial,t,u,sum(v),>,0,
INDICATORS
    cat >"$pack/taxonomy.csv" <<'TAXONOMY'
field,field_name,field_name_en,scenario,name,name_en
FA,a,a,FA1,a1,a1
FA,a,a,FA2,a2,a2
FB,b,b,FB1,b1,b1
TAXONOMY
    cat >"$pack/regions.csv" <<'REGIONS'
code,name,parent
1,top,
11,one,1
12,two,1
REGIONS
    says=test@1:$(printf 'u,v\nx,1\n' | riskscan -p "$pack" --only A1 t=- 2>"$work/err" |
        cells pack | sed 's/.*://')
}

# grades HEADER <<rows; routes <<rows: region,field,grade,rank,handler,name,unit,copies.
grades() {
    { echo "$1"; cat; } >"$pack/grades.csv"
}
routes() {
    { echo region,field,grade,rank,handler,name,unit,copies; cat; } >"$pack/routes.csv"
}

# one_handler: routes.csv of one row, for what is not about routes.
one_handler() {
    routes <<'ROUTES'
,,,,H1,,,
ROUTES
}

# alert [NAME=VALUE...]: a row of alerts, its id as it must be, or as said.
alert() {
    indicator=A1 status=on department=finance field=FA scenario=FA1 level=yellow kind=unit_id
    subject=U1 region=11 period= since= value=1 run=1 from=$says id=
    for alert_cell; do
        eval "${alert_cell%%=*}=\${alert_cell#*=}"
    done
    : "${id:=$(digest "$indicator" "$kind" "$subject" "$period")}"
    echo "$id,$indicator,its name,$status,$department,$field,$scenario,$level,$kind,$subject,,$region,\
$period,$since,$value,0,$run,t.csv:2,$from,its message"
}
alert_header=alert_id,indicator,indicator_name,status,department,field,scenario,level,subject_kind,\
subject,subject_name,region,period,since,value,threshold,run,evidence,pack,message

# alert_table <<lines "NAME=VALUE...": makes $alerts of them.
alert_table() {
    {
        echo "$alert_header"
        while read -r line; do
            # shellcheck disable=SC2086 # words
            alert $line
        done
    } >"$alerts"
}

# grade ARGUMENTS...: run riskgrade with $pack at $today.
grade() {
    run riskgrade -p "$pack" --today "$today" "$@"
}

# rules <ALERTS: the name of each one's rule, - where none holds.
rules() {
    cells reasons | sed "s/^rule '\([^']*\)'.*/\1/; s/^no rule.*/-/"
}

# is_prefix FILE OF [SEPARATOR]: what came in FILE passed byte for byte into OF, line by line.
is_prefix() {
    awk -v s="${3:-,}" 'NR == FNR { a[FNR] = $0; n = FNR; next }
        substr($0, 1, length(a[FNR]) + 1) != a[FNR] s { bad = 1 }
        END { exit bad || FNR != n }' "$1" "$2"
}

# event DAY KIND ISSUE [NAME=VALUE...]: puts a record behind $ledger, as probity-ledger(5) has it.
event_columns='seq on event issue by alert_id indicator indicator_name status department field
scenario subject_kind subject subject_name region period since level value threshold evidence pack
grade score action handler copies case_id result due reason file digest text'
event() {
    [ -s "$ledger" ] || {
        # shellcheck disable=SC2086 # words
        echo $event_columns chain | tr ' ' ,
    } >"$ledger"
    for event_name in $event_columns; do
        eval "e_$event_name="
    done
    e_seq=$(wc -l <"$ledger" | tr -d ' ') e_on=$1 e_event=$2 e_issue=$3
    shift 3
    for event_cell; do
        eval "e_${event_cell%%=*}=\${event_cell#*=}"
    done
    event_before=$(sed -n '$s/.*,//p' "$ledger")
    [ "$e_seq" != 1 ] || event_before=
    set -- "$event_before"
    for event_name in $event_columns; do
        eval "set -- \"\$@\" \"\$e_$event_name\""
    done
    event_chain=$(digest "$@")
    shift
    (IFS=,; echo "$*,$event_chain") >>"$ledger"
}
