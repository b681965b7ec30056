# What the tests with failing calls share. Sourced after init.sh.

# preload COMMAND: builds tests/faults/inject.c as $inject; skips all where COMMAND cannot have a
# library preloaded.
preload() {
    cc=${CC:-cc}
    has "${cc%% *}" || skip_all 'no compiler for the library to preload'
    inject=$work/inject.so
    # shellcheck disable=SC2086 # a command and its arguments
    $cc -std=c11 -O1 -shared -fPIC -o "$inject" tests/faults/inject.c -ldl 2>"$work/err" ||
        skip_all 'the library to preload does not build here'
    case $(LD_PRELOAD=$inject FAULT='' "$1" --version 2>&1) in
    *probity*) ;;
    *) skip_all 'nothing can be preloaded here (static, or with sanitizers)' ;;
    esac
}
