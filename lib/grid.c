#include "grid.h"

#include <stdio.h>
#include <stdlib.h>

#include "grid_int.h"
#include "i18n.h"

/* Who reads what; NULL: nobody in this build. */
static enum status refuse(const struct source *s, enum container c, struct error *e)
{
    static const char *const what[CONTAINERS] = {
        [CONTAINER_TEXT] = N_("this is text"),
        [CONTAINER_ZIP] = N_("this is a workbook (xlsx or ods), or another zip archive"),
        [CONTAINER_OLE2] = N_("this is a workbook of Excel 97-2003 (xls), or another OLE2 file"),
        [CONTAINER_HTML] = N_("this is a table of HTML"),
        [CONTAINER_SPREADSHEETML] = N_("this is a workbook in the XML of Excel 2003"),
    };
    return error_at(e, ST_DATA, source_name(s), 0, 0,
                    c == CONTAINER_TEXT
                        ? _("%s; here it must be a folder or a workbook (xlsx, ods)")
                        : _("%s, which this build cannot read (save it as CSV)"),
                    _(what[c]));
}

enum status grid_open_by(grid_opener *const *openers, const char *path,
                         const struct grid_options *options, struct grid **out, struct error *e)
{
    *out = NULL;
    struct source *s;
    enum container c;
    struct source_watch watch = {options->watch, options->context};
    enum status st = source_open_watched(path, &watch, &s, e);
    if (st != ST_OK)
        return st;
    st = container_of(s, &c, e);
    if (st == ST_OK && openers[c] == NULL)
        st = refuse(s, c, e);
    if (st == ST_OK)
        return openers[c](s, options, out, e);
    source_close(s);
    return st;
}

void *grid_new(size_t size, const struct grid_methods *methods, enum grid_kind kind,
               struct source *source, const struct grid_options *options, struct error *e)
{
    struct grid *g = calloc(1, size);
    if (g == NULL) {
        source_close(source);
        error_memory(e);
        return NULL;
    }
    g->methods = methods;
    g->kind = kind;
    g->source = source;
    g->options = *options;
    g->encoding = "";
    return g;
}

enum status grid_add_sheet(struct grid *g, struct slice name, bool hidden, struct error *e)
{
    if (!grow(&g->sheets, &g->sheet_size, g->sheet_count + 1, sizeof *g->sheets))
        return error_memory(e);
    struct grid_sheet *sheet = &g->sheets[g->sheet_count];
    *sheet = (struct grid_sheet){arena_copy(&g->arena, name), hidden};
    if (sheet->name.p == NULL)
        return error_memory(e);
    g->sheet_count++;
    return ST_OK;
}

enum status grid_opened(struct grid *g, enum status st, struct grid **out)
{
    if (st == ST_OK)
        *out = g;
    else
        grid_close(g);
    return st;
}

void grid_warn(const struct grid *g, uint64_t line, const char *format, ...)
{
    if (g->options.warn == NULL)
        return;
    struct error e = {0};
    va_list ap;
    va_start(ap, format);
    vsnprintf(e.text, sizeof e.text, format, ap);
    va_end(ap);
    error_place(&e, grid_name(g), line, 0);
    char text[sizeof e.text + sizeof e.file + 64];
    error_render(&e, text, sizeof text);
    g->options.warn(g->options.context, text);
}

enum grid_kind grid_kind(const struct grid *g)
{
    return g->kind;
}

const char *grid_encoding(const struct grid *g)
{
    return g->encoding;
}

size_t grid_sheet_count(const struct grid *g)
{
    return g->sheet_count;
}

const struct grid_sheet *grid_sheet(const struct grid *g, size_t i)
{
    return &g->sheets[i];
}

static bool set_name(struct grid *g)
{
    struct slice sheet = g->sheets[g->sheet].name;
    g->name.n = 0;
    buffer_text(&g->name, source_name(g->source));
    if (sheet.n > 0)
        buffer_char(&g->name, '!');
    buffer_slice(&g->name, sheet);
    return buffer_char(&g->name, '\0') && !g->name.failed;
}

enum status grid_select(struct grid *g, size_t i, struct error *e)
{
    if (i >= g->sheet_count)
        return error_at(e, ST_USAGE, source_name(g->source), 0, 0, _("no sheet %zu: there are %zu"),
                        i + 1, g->sheet_count);
    if (g->begun && !g->again)
        return error_at(e, ST_USAGE, source_name(g->source), 0, 0, "%s",
                        _("this can be read only once"));
    g->sheet = i;
    g->begun = true;
    return set_name(g) ? g->methods->begin(g, e) : error_memory(e);
}

bool grid_again(const struct grid *g)
{
    return g->again;
}

enum status grid_next(struct grid *g, struct grid_row *row, bool *got, struct error *e)
{
    *got = false;
    enum status st = g->begun ? ST_OK : grid_select(g, 0, e);
    return st == ST_OK ? g->methods->next(g, row, got, e) : st;
}

const char *grid_name(const struct grid *g)
{
    return g->name.n > 0 ? g->name.p : source_name(g->source);
}

bool grid_from_1904(const struct grid *g)
{
    return g->from_1904;
}

double grid_progress(const struct grid *g)
{
    return g->methods->progress != NULL ? g->methods->progress(g) : source_progress(g->source);
}

void grid_close(struct grid *g)
{
    if (g == NULL)
        return;
    g->methods->close(g);
    source_close(g->source);
    free(g->sheets);
    buffer_free(&g->name);
    arena_free(&g->arena);
    free(g);
}
