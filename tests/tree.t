# The tree agrees with itself: what stands in it is built, run, shipped.
. "${top_srcdir:-.}/tests/init.sh"

# named NAME FILE...: each FILE that exists stands in Makefile.am; one in tests/unit and
# tests/fuzz without its .c.
named() {
    named_what=$1
    lost=
    shift
    for file; do
        [ -f "$file" ] || continue
        case $file in tests/unit/*.c | tests/fuzz/*.c) file=${file%.c} ;; esac
        grep -qE "(^|[[:space:]])$file(\$|[[:space:]])" Makefile.am || lost="$lost $file"
    done
    is "$lost" '' "$named_what: all in Makefile.am"
}
named 'modules' lib/*.c lib/*.h
named 'commands' cmd/*.c cmd/*.h
named 'unit tests' tests/unit/*.c
named 'fuzz targets' tests/fuzz/*.c
named 'the made-up province' bench/province/*.c bench/province/*.h
named 'test scripts' tests/*.t tests/*.sh
named 'manual pages' man/*.[15] man/zh_CN/*.[15]

lost=
for command in cmd/*.c; do
    case $command in cmd/front*) continue ;; esac
    grep -q '^int main(' "$command" || continue
    name=$(basename "$command" .c)
    [ -f "man/$name.1" ] || lost="$lost $name"
done
is "$lost" '' 'every command has its page'

is "$(grep -nE '\b(atoi|atof|strtod|sprintf|strtok|strcpy|strcat|gets)[[:space:]]*\(' lib/*.[ch] cmd/*.[ch])" '' \
    'no call that does not belong on data'
is "$(grep -nE '\b(printf|puts|perror|exit|abort)[[:space:]]*\(|fprintf *\( *std(err|out)' lib/*.c)" '' \
    'lib/ does not print and does not exit'

done_testing
