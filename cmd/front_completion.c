/* Shell completion, written from the same table of options as the help. */
#include <stdio.h>
#include <string.h>

#include "front_int.h"

/* The options that take such an argument, as the pattern of a case branch. */
static void show_branch(const struct front *f, const char *argument, const char *action)
{
    const char *separator = "    ";
    for (size_t i = 0; i < f->row_count; i++) {
        const struct front_option *row = &f->rows[i];
        if (row->help == NULL || row->argument == NULL || strcmp(row->argument, argument) != 0)
            continue;
        printf("%s--%s", separator, row->name);
        separator = "|";
        if (row->letter != 0)
            printf("|-%c", row->letter);
    }
    if (strcmp(separator, "|") == 0)
        printf(") %s; return ;;\n", action);
}

/* Options whose argument only the user can know. */
static void show_free_branches(const struct front *f)
{
    for (size_t i = 0; i < f->row_count; i++) {
        const struct front_option *row = &f->rows[i];
        if (row->help == NULL || row->argument == NULL || row->id == FRONT_LANG ||
            strcmp(row->argument, "FILE") == 0 || strcmp(row->argument, "DIR") == 0)
            continue;
        printf("    --%s", row->name);
        if (row->letter != 0)
            printf("|-%c", row->letter);
        printf(") return ;;\n");
    }
}

bool front_completion(const struct front *f, const char *shell)
{
    const char *name = f->command->name;
    if (strcmp(shell, "bash") != 0)
        return false;
    /* A function's name in a portable script has no '-'. */
    char function[64];
    size_t n = 0;
    for (; name[n] != '\0' && n + 1 < sizeof function; n++)
        function[n] = name[n] == '-' ? '_' : name[n];
    function[n] = '\0';

    printf("# bash completion for %s, written by '%s --completion bash'\n", name, name);
    printf("_%s()\n{\n", function);
    printf("    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n");
    printf("    COMPREPLY=()\n    case $prev in\n");
    show_branch(f, "FILE", "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")");
    show_branch(f, "DIR", "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")");
    printf("    --lang) mapfile -t COMPREPLY < <(compgen -W 'en zh_CN' -- \"$cur\"); return ;;\n");
    show_free_branches(f);
    printf("    esac\n    case $cur in\n    -*) mapfile -t COMPREPLY < <(compgen -W '");
    for (size_t i = 0; i < f->row_count; i++)
        if (f->rows[i].name != NULL && f->rows[i].help != NULL)
            printf("--%s ", f->rows[i].name);
    printf("' -- \"$cur\") ;;\n");
    printf("    *) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n    esac\n}\n");
    printf("complete -o filenames -F _%s %s\n", function, name);
    return true;
}
