/* What the readers of a pack share, and what is asked of one. */
#include "pack.h"

#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "pack_int.h"
#include "region.h"

const char *level_name(enum level l)
{
    static const char *const names[] = {"", "blue", "yellow", "red"};
    return (unsigned)l <= LEVEL_RED ? names[l] : "";
}

const char *pack_string(const struct sheet *s, size_t row, int column)
{
    return sheet_cell(s, row, column).p;
}

enum status pack_filled(const struct sheet *s, size_t row, int column, const char *what,
                        struct error *e)
{
    return sheet_cell(s, row, column).n > 0 ? ST_OK
                                            : sheet_error(s, row, column, e,
                                                          _("%s is blank: fill it"), what);
}

enum status pack_choose(const struct sheet *s, size_t row, int column, const char *what,
                        const char *const *names, size_t n, int blank, int *out, struct error *e)
{
    struct slice v = sheet_cell(s, row, column);
    *out = blank;
    if (v.n == 0 && blank != -1)
        return ST_OK;
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(v, slice_of(names[i]))) {
            *out = (int)i;
            return ST_OK;
        }
    }
    return sheet_unknown(s, row, column, what, names, n, e);
}

enum status pack_validity(const struct sheet *s, size_t row, int from, int to, int64_t *first,
                          int64_t *last, struct error *e)
{
    enum status r = ST_OK;
    *first = INT64_MIN;
    *last = INT64_MAX;
    if (sheet_cell(s, row, from).n > 0)
        r = sheet_day(s, row, from, DAY_FIRST, first, e);
    if (r == ST_OK && sheet_cell(s, row, to).n > 0)
        r = sheet_day(s, row, to, DAY_LAST, last, e);
    char begins[QUOTE_SIZE], ends[QUOTE_SIZE];
    if (r == ST_OK && *first > *last)
        return sheet_error(s, row, to, e, _("valid_to '%s' is before valid_from '%s'"),
                           quote(ends, sheet_cell(s, row, to)),
                           quote(begins, sheet_cell(s, row, from)));
    return r;
}

const struct table *pack_table(const struct pack *p, struct slice name)
{
    for (size_t i = 0; i < p->table_count; i++)
        if (slice_eq(slice_of(p->tables[i].name), name))
            return &p->tables[i];
    return NULL;
}

const struct view *pack_view(const struct pack *p, struct slice name)
{
    for (size_t i = 0; i < p->view_count; i++)
        if (slice_eq(slice_of(p->views[i].name), name))
            return &p->views[i];
    return NULL;
}

const struct column *table_column(const struct table *t, struct slice name)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (slice_eq(slice_of(t->columns[i].name), name))
            return &t->columns[i];
    return NULL;
}

enum status pack_error(const struct pack *p, const struct indicator *i, enum indicator_part part,
                       struct error *e, const char *format, ...)
{
    char text[sizeof e->text];
    va_list ap;
    va_start(ap, format);
    if (vsnprintf(text, sizeof text, format, ap) < 0)
        text[0] = '\0';
    va_end(ap);
    bool level = part >= PART_BLUE && part <= PART_RED;
    const struct indicator_place *at = level ? &i->threshold_place[part - PART_BLUE] : &i->place;
    (void)p;
    return sheet_error(at->sheet, at->row, at->columns[part], e, "%s", text);
}

bool pack_says(const struct pack *p, struct buffer *out)
{
    for (size_t i = 0; i < p->layer_count; i++)
        buffer_printf(out, "%s%s@%s", i > 0 ? "+" : "", p->layers[i].name, p->layers[i].version);
    return buffer_printf(out, ":%s", p->digest);
}

void *pack_more(struct pack *p, const void *array, size_t n, size_t more, size_t width)
{
    char *all = arena_zero(&p->arena, (n + more) * width + 1);
    if (all != NULL && n > 0)
        memcpy(all, array, n * width);
    return all;
}

void pack_free(struct pack *p)
{
    if (p == NULL)
        return;
    calendar_free(p->calendar);
    for (size_t i = 0; i < p->param_count; i++)
        keytab_free(&p->params[i].keys);
    if (p->tree != NULL)
        regions_free(p->tree);
    free(p->tree);
    arena_free(&p->arena);
    free(p);
}
