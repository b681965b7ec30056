# Every fuzz target over its seeds and over the tables of the tree, cut short at places too: none
# may fail.
. "${top_srcdir:-.}/tests/init.sh"

[ -n "${FUZZ_TARGETS:-}" ] || skip_all 'no fuzz targets are named'
mkdir "$work/cut"
for table in testdata/* kit/*/*.csv; do
    [ -f "$table" ] || continue
    for bytes in 1 100 1001; do
        head -c "$bytes" "$table" >"$work/cut/$(basename "$table").$bytes"
    done
done
for target in $FUZZ_TARGETS; do
    name=$(basename "$target")
    set --
    for input in "tests/fuzz/seeds/$name"/* testdata/* kit/*/*.csv "$work/cut"/*; do
        [ -f "$input" ] && set -- "$@" "$input"
    done
    run "$top_builddir/$target" "$@"
    exits 0 "$name over $# inputs"
done

done_testing
