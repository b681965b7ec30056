/* --help: what it does, how it is called, options by purpose, examples. */
#include <stdio.h>

#include "front_int.h"
#include "text.h"

/* "  -p, --pack DIR" or "      --tsv"; returns its width. */
static size_t option_head(const struct front_option *row, char *out, size_t size)
{
    char letter[5] = "    ";
    if (row->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    int n = snprintf(out, size, "  %s--%s%s%s", letter, row->name, row->argument != NULL ? " " : "",
                     row->argument != NULL ? row->argument : "");
    return n > 0 ? (size_t)n : 0;
}

static size_t head_width(const struct front *f)
{
    enum { WIDEST = 30 };
    char head[80];
    size_t width = 0;
    for (size_t i = 0; i < f->row_count; i++) {
        if (f->rows[i].name == NULL || f->rows[i].help == NULL)
            continue;
        size_t n = option_head(&f->rows[i], head, sizeof head);
        if (n > width && n <= WIDEST)
            width = n;
    }
    return width;
}

static void show_options(const struct front *f)
{
    char head[80];
    size_t width = head_width(f);
    for (size_t i = 0; i < f->row_count; i++) {
        const struct front_option *row = &f->rows[i];
        if (row->help == NULL)
            continue;
        if (row->name == NULL) {
            printf(_("\n%s:\n"), _(row->help));
            continue;
        }
        size_t n = option_head(row, head, sizeof head);
        if (n > width)
            printf("%s\n%*s  %s\n", head, (int)width, "", _(row->help));
        else
            printf("%-*s  %s\n", (int)width, head, _(row->help));
    }
}

static void show_lines(const char *text, const char *indent, const char *name)
{
    struct slice rest = slice_of(text);
    while (rest.p != NULL) {
        struct slice line = slice_split(&rest, '\n');
        bool apart = *name != '\0' && line.n > 0;
        printf("%s%s%s%.*s\n", indent, name, apart ? " " : "", (int)line.n, line.p);
        if (rest.n == 0)
            break;
    }
}

void front_help(const struct front *f)
{
    const struct front_command *c = f->command;
    printf("%s\n\n%s\n", _(c->summary), _("Usage:"));
    show_lines(c->usage, "  ", c->name);
    show_options(f);
    if (c->examples != NULL) {
        printf("\n%s\n", _("Examples:"));
        show_lines(_(c->examples), "  ", "");
    }
}
