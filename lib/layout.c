/* Rows of a sheet in order: those read to find the header first, then the rest as it comes. */
#include "layout.h"

#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "layout_int.h"

void laying_warn(struct laying *y, uint64_t line, uint64_t column, const char *format, ...)
{
    struct error told = {0};
    char text[sizeof told.text], whole[sizeof told.text + sizeof told.file + 64];
    if (y->options.warn == NULL)
        return;
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    error_at(&told, ST_DATA, y->feed.name, line, column, "%s", text);
    error_render(&told, whole, sizeof whole);
    y->options.warn(y->options.context, whole);
}

static bool copy_row(struct laying *y, const struct grid_row *row, struct grid_row *out)
{
    *out = *row;
    out->cells = arena_alloc(&y->arena, (row->n + 1) * sizeof *out->cells);
    bool good = out->cells != NULL;
    if (row->raw.p != NULL) {
        out->raw = arena_copy(&y->arena, row->raw);
        good = good && out->raw.p != NULL;
    }
    for (size_t k = 0; k < row->n && good; k++) {
        struct cell *c = &out->cells[k];
        *c = row->cells[k];
        c->text = arena_copy(&y->arena, row->cells[k].text);
        c->shown = arena_copy(&y->arena, row->cells[k].shown);
        good = c->text.p != NULL && c->shown.p != NULL;
        y->kept_bytes += sizeof *c + c->text.n + c->shown.n;
    }
    y->kept_bytes += out->raw.n;
    return good;
}

enum status laying_keep(struct laying *y, struct error *e)
{
    struct grid_row row;
    bool got = false;
    enum status s = y->ended ? ST_OK : y->feed.next(y->feed.context, &row, &got, e);
    if (s != ST_OK)
        return s;
    y->ended = !got;
    if (!got)
        return ST_OK;
    if (!grow(&y->kept, &y->kept_size, y->kept_n + 1, sizeof *y->kept))
        return error_memory(e);
    y->kept[y->kept_n] = (struct kept_row){.kind = ROW_RECORD};
    if (!copy_row(y, &row, &y->kept[y->kept_n].row))
        return error_memory(e);
    y->kept_n++;
    return ST_OK;
}

static enum status refuse_table(const struct laying *y, struct error *e)
{
    struct buffer all = {0};
    const struct pack *p = y->options.pack;
    char a[QUOTE_SIZE];
    for (size_t i = 0; i < p->table_count && i < 60; i++)
        buffer_printf(&all, "%s%s", i > 0 ? ", " : "", p->tables[i].name);
    enum status s = error_set(e, ST_USAGE, _("unknown table '%s' (the pack has %.*s)"),
                              quote(a, slice_of(y->options.table)), (int)all.n,
                              buffer_view(&all).p);
    if (all.failed)
        s = error_memory(e);
    buffer_free(&all);
    return s;
}

/* With a dictionary: the table, then what its columns are. */
static enum status lay_known(struct laying *y, struct error *e)
{
    const struct pack *p = y->options.pack;
    const struct table *only = NULL;
    struct names n = {0};
    struct fitting f;
    struct choice c;
    if (y->options.table != NULL) {
        only = pack_table(p, slice_of(y->options.table));
        if (only == NULL)
            return refuse_table(y, e);
    }
    enum status s = ST_OK;
    if (!names_build(p, only, &n) || !fitting_make(p, &n, &n.arena, &f))
        s = error_memory(e);
    if (s == ST_OK)
        s = layout_find(y, &n, &f, &c, e);
    if (s == ST_OK) {
        y->header_at = c.row;
        y->header_rows = c.rows;
        y->layout.table = &p->tables[c.table];
        if (!choice_head(y, &c, &y->arena, &y->head))
            s = error_memory(e);
    }
    if (s == ST_OK) {
        fitting_do(p, &n, &y->head, &f);
        s = layout_columns(y, &n, &f, e);
    }
    names_free(&n);
    return s;
}

static enum status lay_unknown(struct laying *y, struct error *e)
{
    struct choice c;
    enum status s = layout_first(y, &c, e);
    if (s != ST_OK)
        return s;
    y->header_at = c.row;
    y->header_rows = c.rows;
    if (!choice_head(y, &c, &y->arena, &y->head))
        return error_memory(e);
    return layout_columns(y, NULL, NULL, e);
}

static enum status lay(struct laying *y, struct error *e)
{
    enum status s = y->options.pack != NULL ? lay_known(y, e) : lay_unknown(y, e);
    if (s == ST_OK)
        s = layout_above(y, e);
    if (s == ST_OK)
        s = layout_units(y, e);
    if (s == ST_OK)
        s = layout_prepare(y, e);
    if (s == ST_OK && (y->fold.failed || y->line.failed))
        s = error_memory(e);
    y->layout.header_line = y->head.line;
    return s;
}

enum status laying_open(struct row_feed feed, const struct layout_options *options,
                        struct laying **out, const struct layout **l, struct error *e)
{
    struct laying *y = calloc(1, sizeof *y);
    *out = NULL;
    *l = NULL;
    if (options->cover != NULL)
        *options->cover = false;
    if (y == NULL)
        return error_memory(e);
    y->feed = feed;
    y->options = *options;
    enum status s = lay(y, e);
    if (s != ST_OK) {
        layout_close(y);
        return s;
    }
    *out = y;
    *l = &y->layout;
    return ST_OK;
}

static enum status grid_feed(void *context, struct grid_row *row, bool *got, struct error *e)
{
    return grid_next(context, row, got, e);
}

enum status layout_open(struct grid *g, const struct layout_options *options, struct laying **out,
                        const struct layout **l, struct error *e)
{
    struct row_feed feed = {grid_feed, g, grid_name(g)};
    return laying_open(feed, options, out, l, e);
}

/* Rows up to the header's last are settled; those behind it are judged as they go by. */
static enum status take_row(struct laying *y, struct grid_row *row, enum row_kind *kind,
                            const char **why, bool *got, struct error *e)
{
    size_t at = y->kept_next;
    if (at >= y->kept_n) {
        *got = false;
        enum status s = y->ended ? ST_OK : y->feed.next(y->feed.context, row, got, e);
        y->ended = y->ended || (s == ST_OK && !*got);
        return s != ST_OK || !*got ? s : layout_judge(y, row, kind, why, e);
    }
    *row = y->kept[at].row;
    *got = true;
    y->kept_next++;
    if (at >= y->header_at + y->header_rows)
        return layout_judge(y, row, kind, why, e);
    *kind = y->kept[at].kind;
    *why = y->kept[at].why;
    y->after_header = *kind == ROW_HEADER;
    return layout_cover(y, row, false, e);
}

enum status layout_next(struct laying *y, struct grid_row *row, enum row_kind *kind,
                        const char **why, bool *got, struct error *e)
{
    *kind = ROW_RECORD;
    *why = "";
    enum status s = take_row(y, row, kind, why, got, e);
    if (*got && (s == ST_OK || s == ST_DATA))
        y->counts.rows[*kind]++;
    return s;
}

enum total_kind layout_total(const struct laying *y)
{
    return y->total;
}

bool layout_ahead(const struct laying *y)
{
    return y->kept_next < y->kept_n;
}

const struct layout_counts *layout_counts(const struct laying *y)
{
    return &y->counts;
}

void layout_close(struct laying *y)
{
    if (y == NULL)
        return;
    arena_free(&y->arena);
    free(y->kept);
    free(y->cells);
    buffer_free(&y->fold);
    buffer_free(&y->first);
    buffer_free(&y->line);
    free(y);
}
