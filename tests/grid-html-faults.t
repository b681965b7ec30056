# A table of HTML while calls fail: the run ends with status 4, or it gives what it gives otherwise
# (libxml2 can do without some memory), never less, and it ends.
. "${top_srcdir:-.}/tests/init.sh"
. tests/faults.sh

dump=$top_builddir/tests/griddump
grep -q 'define HAVE_HTML 1' "$top_builddir/config.h" || skip_all 'built without libxml2'
preload riskscan
cat >"$work/a.html" <<'HTML'
<html><body><p>单位：万元</p><p>x</p><table id=t><caption>c</caption><tr><th colspan=2>a<th rowspan=3>b
<tr><td rowspan=2 x:num="1.5">1.50<td>c<tr><td>d<br>e</table></html>
HTML
mkdir "$work/tmp"
TMPDIR=$work/tmp
export TMPDIR
"$dump" "$work/a.html" >"$work/want" 2>"$work/err"

for kind in memory read write open fstat; do
    n=0
    wrong=
    while [ $((n += 1)) -le 2000 ]; do
        rm -f "$work/mark"
        rc=0
        LD_PRELOAD=$inject FAULT=$kind:$n FAULT_MARK=$work/mark timeout 30 "$dump" "$work/a.html" \
            >"$work/out" 2>"$work/err" || rc=$?
        [ -e "$work/mark" ] || break
        [ "$rc" = 4 ] || { [ "$rc" = 0 ] && cmp -s "$work/out" "$work/want"; } ||
            wrong="$wrong $n"
    done
    is "$wrong" '' "$kind: $((n - 1)) calls that fail"
    ok 'and then it is clean' cmp -s "$work/out" "$work/want"
done
ok 'nothing is left behind' rmdir "$work/tmp"

done_testing
