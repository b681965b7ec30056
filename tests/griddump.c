/* Prints the rows of a grid, for the tests of its readers:
 *     griddump [--display] [--sheet NAME|NUMBER] [--from ENCODING] [--separator C] [--escaped]
 *              [--json] [--kinds] [--lines] [--raw] [--rejects] [--list] FILE
 * One row a line, as CSV (but a cell may hold line ends) or as arrays of JSON; --kinds puts each
 * cell's kind before it, --lines the row's line, --raw shows records and not cells. --rejects goes
 * on after a record that is refused; --list names sheets. Messages go to standard error; the exit
 * status is that of librisk. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grid.h"

struct dump {
    const char *sheet;
    int json, kinds, lines, raw, list;
    const char *before; /* the next cell */
};

static void tell(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "griddump: %s\n", text);
}

static enum status tell_reject(void *context, struct slice raw, const struct error *why,
                               struct error *e)
{
    (void)context;
    (void)e;
    char text[2500], shown[QUOTE_SIZE];
    error_render(why, text, sizeof text);
    fprintf(stderr, "griddump: rejected: %s: '%s'\n", text, quote(shown, raw));
    return ST_OK;
}

static void put_json(struct slice s)
{
    putchar('"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < ' ')
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void put_csv(struct slice s)
{
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++)
        quoted |= strchr(",\"\r\n", s.p[i]) != NULL && s.p[i] != '\0';
    if (quoted)
        putchar('"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            putchar('"');
        putchar(s.p[i]);
    }
    if (quoted)
        putchar('"');
}

static void put(struct dump *d, struct slice s)
{
    fputs(d->before, stdout);
    d->before = d->json ? ", " : ",";
    if (d->json)
        put_json(s);
    else
        put_csv(s);
}

static void put_cell(struct dump *d, const struct cell *c, bool display)
{
    static const char *const kinds[] = {"blank", "text", "number", "day", "flag", "error"};
    struct slice s = display ? c->shown : c->text;
    if (!d->kinds) {
        put(d, s);
        return;
    }
    static char *copy;
    copy = realloc(copy, s.n + 100);
    if (copy == NULL)
        exit(ST_SYSTEM);
    int n = snprintf(copy, 100, "%s%s%s%s%s%s:", kinds[c->kind], c->percent ? "+percent" : "",
                     c->rounded ? "+rounded" : "", c->uncomputed ? "+uncomputed" : "",
                     c->cover == COVER_ACROSS ? "+across" : "",
                     c->cover == COVER_DOWN ? "+down" : "");
    memcpy(copy + n, s.p, s.n);
    put(d, (struct slice){copy, (size_t)n + s.n});
}

static void put_row(struct dump *d, const struct grid_row *row, bool display)
{
    char line[64];
    d->before = d->json ? "[" : "";
    if (d->lines) {
        int n = row->line_end > row->line
                    ? snprintf(line, sizeof line, "%" PRIu64 "-%" PRIu64, row->line, row->line_end)
                    : snprintf(line, sizeof line, "%" PRIu64, row->line);
        put(d, (struct slice){line, (size_t)n});
    }
    if (d->raw)
        put(d, row->raw);
    for (size_t i = 0; !d->raw && i < row->n; i++)
        put_cell(d, &row->cells[i], display);
    puts(!d->json ? "" : *d->before == '[' ? "[]" : "]");
}

static size_t find_sheet(const struct grid *g, const char *wanted)
{
    for (size_t i = 0; i < grid_sheet_count(g); i++)
        if (slice_eq(grid_sheet(g, i)->name, slice_of(wanted)))
            return i;
    return (size_t)strtoul(wanted, NULL, 10) - 1;
}

static enum status dump(struct dump *d, struct grid *g, bool display, struct error *e)
{
    if (d->list) {
        for (size_t i = 0; i < grid_sheet_count(g); i++) {
            struct slice name = grid_sheet(g, i)->name;
            printf("%.*s%s\n", (int)name.n, name.p, grid_sheet(g, i)->hidden ? " (hidden)" : "");
        }
        return ST_OK;
    }
    struct grid_row row;
    bool got = true;
    enum status st = d->sheet == NULL ? ST_OK : grid_select(g, find_sheet(g, d->sheet), e);
    while (st == ST_OK && (st = grid_next(g, &row, &got, e)) == ST_OK && got)
        put_row(d, &row, display);
    return st;
}

int main(int argc, char **argv)
{
    static struct dump d;
    static int display, escaped, rejects;
    static const struct option options[] = {
        {"display", no_argument, &display, 1},   {"json", no_argument, &d.json, 1},
        {"kinds", no_argument, &d.kinds, 1},     {"lines", no_argument, &d.lines, 1},
        {"raw", no_argument, &d.raw, 1},         {"list", no_argument, &d.list, 1},
        {"escaped", no_argument, &escaped, 1},   {"rejects", no_argument, &rejects, 1},
        {"sheet", required_argument, NULL, 's'}, {"from", required_argument, NULL, 'f'},
        {"separator", required_argument, NULL, 'c'}, {NULL, 0, NULL, 0}};
    struct grid_options o = {.warn = tell};
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;)
        switch (c) {
        case 0: break;
        case 's': d.sheet = optarg; break;
        case 'f': o.encoding = optarg; break;
        case 'c': o.separator = optarg[0]; break;
        default: return ST_USAGE;
        }
    if (optind != argc - 1)
        return ST_USAGE;
    o.display = display;
    o.escaped = escaped;
    o.reject = rejects ? tell_reject : NULL;
    struct grid *g;
    struct error e = {0};
    enum status st = grid_open(argv[optind], &o, &g, &e);
    if (st == ST_OK) {
        st = dump(&d, g, display, &e);
        fprintf(stderr, "griddump: encoding %s\n", grid_encoding(g));
        grid_close(g);
    }
    if (st != ST_OK) {
        char text[2500];
        error_render(&e, text, sizeof text);
        fprintf(stderr, "griddump: %s\n", text);
    }
    return (int)st;
}
