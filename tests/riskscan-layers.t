# Layers: what a lower pack may do to a higher one, and what it may not; both places are named.
. "${top_srcdir:-.}/tests/init.sh"
. "${top_srcdir:-.}/tests/riskscan.sh"

top=$work/top
low=$work/low
lowest=$work/lowest
layers() { # ARGUMENTS...: riskscan over the two layers
    run riskscan -p "$top" -p "$low" --today "$today" "$@"
}
mkdir "$top"
cat >"$top/pack.csv" <<'X'
key,value
name,jiangsu
version,1.0
language,en
min_peers,3
X
cat >"$top/tables.csv" <<'X'
table,department,column,type,required,aliases
t,finance,unit,id,yes,单位
t,,region,id,,
t,,kind,text,,
t,,n,decimal,,数量
t,,day,date,,
X
cat >"$top/taxonomy.csv" <<'X'
field,field_name,scenario,name
CZ,public funds,CZ1,one
X
cat >"$top/regions.csv" <<'X'
code,name,parent
32,Jiangsu,
3201,Nanjing,32
X
cat >"$top/calendar.csv" <<'X'
date,day
2024-01-01,off
2024-02-10,off
X
cat >"$top/params.csv" <<'X'
name,key,region,valid_from,valid_to,value,tighten
limit,goods,,,2023,500,min
limit,goods,,2024,,400,min
limit,works,,,,900,
floor,,,,,10,max
first_day,,,,,2024-01-01,max
open,,,,,public|invited,
kinds,,,,,a|b,
place,,,,,100,min
place,,3201,,,200,min
X
cat >"$top/indicators.csv" <<'X'
id,name,field,scenario,table,where,by,value,op,blue,yellow,red,source,region
M,more,CZ,CZ1,t,,unit,sum(n),>,,30%,"1,000",a law,
L,less,CZ,CZ1,t,,unit,sum(n),<=,,20,10,,
O,outside,CZ,CZ1,t,,unit,sum(n),outside,,3..120,,,
I,inside,CZ,CZ1,t,,unit,sum(n),inside,,3..120,4..100,,
C,condition,CZ,CZ1,t,,unit,sum(n) > 1,,,yes,,,
E,expression,CZ,CZ1,t,,unit,sum(n),>,,2 * 3,,,
P,parameters,CZ,CZ1,t,,unit,sum(n),>=,,$limit('goods'),$limit('works'),,
F,floor,CZ,CZ1,t,,unit,sum(n),<,,$floor,,,
W,where,CZ,CZ1,t,kind in $kinds and n > $place,unit,sum(n),>,,1,,,'32'
X
cat >"$work/t.csv" <<'X'
单位,region,kind,n,day
U1,3201,a,350,2024-05-01
U2,3201,a,450,2024-05-01
U3,32,b,2,2024-05-01
U4,32,c,500,2023-05-01
X
printf 'unit\n"' >"$work/bad.csv"
: >"$work/told"
fresh() { # a lower layer without anything but its name
    rm -rf "$low"
    mkdir "$low"
    printf 'key,value\nname,xian\nversion,2\n' >"$low/pack.csv"
}
refused() { # NAME
    layers "$work/bad.csv"
    is "$rc" 2 "$1: status 2" || tap_show
    { echo "# $1"; sed "s|$work/||g" "$work/err"; } >>"$work/told"
}
taken() { # NAME
    layers "$work/t.csv"
    is "$rc" 0 "$1: taken" || tap_show
}

fresh
layers "$work/t.csv"
exits 0 'a layer that says nothing'
cells pack <"$work/out" | sort -u >"$work/got"
ok 'alerts name both' grep -qx 'jiangsu@1.0+xian@2:[0-9a-f]\{32\}' "$work/got"
facts <"$work/out" | sed 's/@[^|]*//' >"$work/want"
run riskscan -p "$top" --today "$today" "$work/t.csv"
facts <"$work/out" | sed 's/@[^|]*//' >"$work/got"
sed 's/jiangsu+xian/jiangsu/' "$work/want" | cmp -s - "$work/got"
ok 'and are the same as without it' test -s "$work/got"

# --- indicators.csv
while IFS='~' read -r name verdict header row; do
    [ -n "$name" ] || continue
    fresh
    printf '%s\n%s\n' "$header" "$row" >"$low/indicators.csv"
    $verdict "$name"
done <<'X'
a percentage lower~taken~id,yellow~M,25%
a percentage as it is~taken~id,yellow~M,30.00%
the same as a number~taken~id,yellow~M,0.3
a percentage higher~refused~id,yellow~M,40%
one of two higher~refused~id,yellow,red~M,25%,"1,001"
grouped digits as they are~taken~id,red~M,1000
a level that was blank~taken~id,blue~M,10%
a level in the wrong order~refused~id,blue~M,50%
less: higher~taken~id,yellow,red~L,20.5,15
less: lower~refused~id,yellow~L,19.999
less: out of order~refused~id,red~L,20.5
outside: narrower~taken~id,yellow~O,3.5..119
outside: as it is~taken~id,yellow~O,3 .. 120
outside: wider below~refused~id,yellow~O,2..119
outside: wider above~refused~id,yellow~O,4..121
inside: wider~taken~id,yellow~I,2..121
inside: narrower below~refused~id,yellow~I,3.1..121
inside: narrower above~refused~id,red~I,4..99
a condition: red too~taken~id,red~C,yes
a condition: as it is~taken~id,yellow~C,是
a condition: a number~refused~id,red~C,5
a number: yes~refused~id,red~M,yes
an expression: as it is~taken~id,yellow~E,2 * 3
an expression: a number~refused~id,yellow~E,5
a number: an expression~refused~id,yellow~M,10% * 2
a parameter: a number~refused~id,yellow~P,100
a source with it~taken~id,yellow,source~M,25%,a circular
another source only~refused~id,source~M,a circular
nothing~refused~id~M
status~refused~id,yellow,status~M,25%,off
where~refused~id,yellow,where~M,25%,n > 1
value~refused~id,yellow,value~M,25%,sum(n)
op~refused~id,yellow,op~M,25%,>
for~refused~id,yellow,for~M,25%,1
name~refused~id,yellow,name~M,25%,mine
valid_to~refused~id,yellow,valid_to~M,25%,2023
a new one~taken~id,table,by,value,op,red~N,t,unit,count(),>,0
a new one without a table~refused~id,yellow~N,25%
the name of a table~refused~id,yellow~t,25%
twice in the lower~refused~id,table,by,value,op,red~"N",t,unit,count(),>,x
X
fresh
printf 'id,yellow\nM,25%%\nM,20%%\n' >"$low/indicators.csv"
taken 'tightened twice'
printf 'id,yellow\nM,20%%\nM,25%%\n' >"$low/indicators.csv"
refused 'tightened and loosened'
printf 'id,table,by,value,op,red\nN,t,unit,count(),>,0\nN,t,unit,count(),>,0\n' >"$low/indicators.csv"
refused 'a new one twice'
fresh
printf 'id,yellow,source\nM,40,a circular\n' >"$low/indicators.csv"
sed -i.bak 's/30%/50/' "$top/indicators.csv"
layers --only M "$work/t.csv"
is "$(cells threshold level <"$work/out" | sort -u)" '40|yellow' 'the lower threshold holds'
layers --explain M
prints "yellow: if the value is > 40 ($low/indicators.csv:2)" '--explain: where it is set'
prints 'source of the thresholds: a law; a circular' '--explain: both sources'
mv "$top/indicators.csv.bak" "$top/indicators.csv"

# --- params.csv
set_params() { # NAME taken|refused <<rows
    fresh
    { echo name,key,region,valid_from,valid_to,value,tighten; cat; } >"$low/params.csv"
    "$2" "$1"
}
set_params 'lower where min' taken <<'X'
limit,goods,,2024-06-01,,300,
X
set_params 'the same value' taken <<'X'
limit,goods,,,,400,
limit,works,,,,900,
X
set_params 'the same value of one time, more than of the other' refused <<'X'
limit,goods,,,,500,
X
set_params 'higher where min' refused <<'X'
limit,goods,,2024-06-01,,401,
X
set_params 'higher in one region' refused <<'X'
limit,goods,3201,2024-06-01,,401,
X
set_params 'before it was lowered' taken <<'X'
limit,goods,,,2023,450,
X
set_params 'a day longer' refused <<'X'
limit,goods,,,2024-01-01,450,
X
set_params 'fixed' refused <<'X'
limit,works,,,,800,
X
set_params 'higher where max' taken <<'X'
floor,,,,,10.5,
X
set_params 'lower where max' refused <<'X'
floor,,,,,9.99,
X
set_params 'a later day where max' taken <<'X'
first_day,,,,,2024/1/2,
X
set_params 'an earlier day where max' refused <<'X'
first_day,,,,,2023-12-31,
X
set_params 'another key' taken <<'X'
limit,services,,,,100000,
X
set_params 'a list' refused <<'X'
open,,,,,public,
X
set_params 'a list for one value' refused <<'X'
limit,services,,,,1|2,
X
set_params 'text for a number' refused <<'X'
limit,services,,,,5万,
X
set_params 'no key for one with keys' refused <<'X'
limit,,,,,5,
X
set_params 'a new one' taken <<'X'
mine,,,,,5,
X
set_params 'used in where, whatever the direction' refused <<'X'
place,,,,,99,
X
set_params 'the region of a nearer row counts' refused <<'X'
place,,3201,,,150,
X
set_params 'less than what holds everywhere, more than nothing nearer' refused <<'X'
place,,32,,,101,
X
fresh
printf 'id,table,by,where,value,op,red\nN,t,unit,n > $limit(kind),count(),>,0\n' >"$low/indicators.csv"
printf 'name,key,value\nlimit,goods,399\n' >"$low/params.csv"
printf 'name,key,valid_from,value\nlimit,goods,2024,399\n' >"$low/params.csv"
refused 'used in where by the layer that sets it'
rm "$low/indicators.csv"
layers --only P "$work/t.csv"
is "$(cells subject level threshold <"$work/out")" 'U2|yellow|399
U4|yellow|500' 'the value of the lower layer holds, in its time'
layers --explain P
prints "parameter: \$limit('goods'), from 2024-01-01 = 399 ($low/params.csv:2)" '--explain tells of it'

# --- tables.csv, taxonomy.csv, regions.csv, calendar.csv, pack.csv
put() { # NAME FILE taken|refused <<what it holds
    fresh
    cat >"$low/$2"
    "$3" "$1"
}
put 'a new table and a new column' tables.csv taken <<'X'
table,column,type,required,aliases
u,x,id,yes,
t,more,decimal,,
X
put 'another alias' tables.csv taken <<'X'
table,column,type,aliases
t,n,,amount|数目
X
put 'another alias, its type said' tables.csv taken <<'X'
table,column,type,required,aliases
t,unit,id,yes,户
X
put 'another type' tables.csv refused <<'X'
table,column,type
t,n,text
X
put 'no longer required' tables.csv refused <<'X'
table,column,type,required
t,unit,id,no
X
put 'required' tables.csv refused <<'X'
table,column,type,required
t,n,decimal,yes
X
put 'a required column more' tables.csv refused <<'X'
table,column,type,required
t,m,decimal,yes
X
put 'an alias that another column has' tables.csv refused <<'X'
table,column,type,aliases
t,kind,text,数量
X
put 'a column whose name is an alias' tables.csv refused <<'X'
table,column,type
t,数量,decimal
X
put 'another department' tables.csv refused <<'X'
table,department,column,type
t,tax,more,decimal
X
put 'a table that bears an indicator'"'"'s name' tables.csv refused <<'X'
table,column,type
M,x,id
X
put 'a new scenario' taxonomy.csv taken <<'X'
field,scenario,name
CZ,CZ2,two
X
put 'a scenario again' taxonomy.csv refused <<'X'
field,scenario,name
CZ,CZ1,mine
X
put 'a field by another name' taxonomy.csv refused <<'X'
field,field_name,scenario
CZ,money,CZ2
X
put 'a region below' regions.csv taken <<'X'
code,name,parent
320102,Xuanwu,3201
X
put 'a region again' regions.csv refused <<'X'
code,name,parent
3201,Nanjing,
X
put 'a region of no parent' regions.csv refused <<'X'
code,name,parent
320102,Xuanwu,3209
X
put 'another day off' calendar.csv taken <<'X'
date,day
2024-05-01,off
X
put 'a day off again' calendar.csv refused <<'X'
date,day
2024/2/10,work
X
put 'another language' pack.csv refused <<'X'
key,value
language,zh_CN
X
put 'the same language and as many peers' pack.csv taken <<'X'
key,value
language,en
min_peers,3
X
put 'more peers' pack.csv refused <<'X'
key,value
min_peers,4
X
put 'an exception' exceptions.csv taken <<'X'
indicator,subject,reason,approved_by,expires
M,U1,moved,县纪委监委,2025-06-30
X
sed '/^min_peers/d;/^language/d' "$top/pack.csv" >"$work/new"
cp "$top/pack.csv" "$work/pack.csv"
cp "$work/new" "$top/pack.csv"
put 'other peers than by default' pack.csv refused <<'X'
key,value
min_peers,4
X
put 'a language that no higher one sets' pack.csv taken <<'X'
key,value
language,zh_CN
X
cells message <"$work/out" >"$work/got"
ok 'which then holds' grep -q 待人工核对 "$work/got"
cp "$work/pack.csv" "$top/pack.csv"

# --- views.csv
fresh
cat >"$low/views.csv" <<'X'
view,table,where,by,column,expr
mine,grouped,,,twice,2 * total
X
printf 'view,table,where,by,column,expr\ngrouped,t,,unit,total,sum(n)\n,,,,most,max(n)\n' >"$top/views.csv"
printf 'id,table,by,value,op,red\nV,mine,unit,max(twice),>,899\n' >"$low/indicators.csv"
taken 'a new view, on one of the higher'
is "$(cells indicator subject value <"$work/out" | grep '^V')" 'V|U2|900
V|U4|1000' 'and an indicator on it'
put 'a view again' views.csv refused <<'X'
view,table,where,by,column,expr
grouped,t,,unit,total,max(n)
X
put 'a column more of a view' views.csv refused <<'X'
view,table,where,by,column,expr
grouped,,,,least,min(n)
X
put 'a table of a view'"'"'s name' tables.csv refused <<'X'
table,column,type
grouped,x,id
X
put 'a view of a table'"'"'s name' views.csv refused <<'X'
view,table,where,by,column,expr
t,t,,unit,total,sum(n)
X
put 'an indicator of a view'"'"'s name' indicators.csv refused <<'X'
id,table,by,value,op,red
grouped,t,unit,sum(n),>,1
X
printf 'view,table,where,by,column,expr\ngrouped,t,n > $floor,unit,total,sum(n)\n' >"$top/views.csv"
set_params 'used in a view' refused <<'X'
floor,,,,,10.5,
X
rm "$top/views.csv"

# --- Three of them; a directory of nothing; the digest.
fresh
printf 'id,yellow\nM,25%%\n' >"$low/indicators.csv"
mkdir "$lowest"
printf 'id,yellow\nM,26%%\n' >"$lowest/indicators.csv"
run riskscan -p "$top" -p "$low" -p "$lowest" "$work/bad.csv"
exits 2 'looser than the layer between'
{ echo '# looser than the layer between'; sed "s|$work/||g" "$work/err"; } >>"$work/told"
printf 'id,yellow\nM,24%%\n' >"$lowest/indicators.csv"
run riskscan -p "$top" -p "$low" -p "$lowest" --today "$today" "$work/t.csv"
exits 0 'tighter than the layer between'
cells pack <"$work/out" | sort -u >"$work/digest"
ok 'three names' grep -q '^jiangsu@1.0+xian@2+lowest@0:' "$work/digest"
printf 'id,yellow\nM,23%%\n' >"$lowest/indicators.csv"
run riskscan -p "$top" -p "$low" -p "$lowest" --today "$today" "$work/t.csv"
cells pack <"$work/out" | sort -u >"$work/got"
ok 'the digest is of all' sh -c "! cmp -s '$work/digest' '$work/got'"
rm "$lowest/indicators.csv"
run riskscan -p "$top" -p "$lowest" "$work/bad.csv"
exits 2 'a layer of no file'
{ echo '# a layer of no file'; sed "s|$work/||g" "$work/err"; } >>"$work/told"
run riskscan -p "$top" -p "$work/nowhere" "$work/bad.csv"
exits 4 'a layer that is not there'
run riskscan -p "$top" -p "$top" "$work/bad.csv"
exits 2 'a layer upon itself'
run riskscan -p "$low" -p "$top" "$work/bad.csv"
exits 4 'in the wrong order: the first has no tables'

# --- --test runs the cases of the lowest, over all.
mkdir "$low/tests"
cp "$work/t.csv" "$low/tests/t.csv"
printf '%s\n' case,indicator,file,today,subject,outcome,level,value,run,period \
    'over,M,t=t.csv,,U1,triggered,yellow,350,1,' 'over,M,t=t.csv,,U2,triggered,yellow,450,1,' \
    'over,M,t=t.csv,,U3,triggered,yellow,2,1,' 'over,M,t=t.csv,,U4,triggered,yellow,500,1,' \
    >"$low/tests/cases.csv"
run riskscan -p "$top" -p "$low" --test
exits 0 '--test over two layers' || tap_show

# --- The commands that come after.
fresh
printf 'id,yellow\nM,25%%\n' >"$low/indicators.csv"
printf 'region,handler\n32,A\n,B\n' >"$low/routes.csv"
printf '%s\n' first,level,grade,action 'one,yellow,yellow,look' 'two,red,red,look' \
    'three,blue,blue,look' >"$top/grades.csv"
layers --only M "$work/t.csv"
cp "$work/out" "$work/alerts.csv"
if has riskgrade; then
    run riskgrade -p "$top" -p "$low" --today "$today" "$work/alerts.csv"
    exits 0 'riskgrade over two layers'
    is "$(cells subject grade handler <"$work/out" | sort | head -n 1)" 'U1|yellow|B' \
        'grades of the one, routes of the other'
    run riskgrade -p "$top" --today "$today" "$work/alerts.csv"
    says 'jiangsu@1.0' 'of the higher alone: it is told that alerts are of another pack'
    cp "$top/grades.csv" "$low/grades.csv"
    run riskgrade -p "$top" -p "$low" --today "$today" "$work/alerts.csv"
    exits 2 'two tables of grades'
    { echo '# two tables of grades'; sed "s|$work/||g" "$work/err"; } >>"$work/told"
    rm "$low/grades.csv"
    cp "$low/routes.csv" "$top/routes.csv"
    run riskgrade -p "$top" -p "$low" --today "$today" "$work/alerts.csv"
    exits 2 'two tables of routes'
    { echo '# two tables of routes'; sed "s|$work/||g" "$work/err"; } >>"$work/told"
    rm "$top/routes.csv"
fi
if has riskmap; then
    printf 'code,name,parent\n320102,Xuanwu,3201\n' >"$low/regions.csv"
    sed -i.bak 's/U3,32,/U3,320102,/' "$work/t.csv"
    layers --only M "$work/t.csv"
    cp "$work/out" "$work/alerts.csv"
    run riskmap -p "$top" -p "$low" --today "$today" "$work/alerts.csv"
    exits 0 'riskmap over two layers' || tap_show
fi

cp "$work/told" "$work/out"
: >"$work/err"
rc=0
is_output riskscan-layers
done_testing
