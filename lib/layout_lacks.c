/* What to say of a sheet none of whose rows is a header of a table. */
#include <stdio.h>

#include "i18n.h"
#include "layout_int.h"
#include "text.h"

/* Edits that may lie between a header and what it was to be: one, or a third of it. Of two
 * characters one edit says nothing. */
static bool is_near(struct slice a, struct slice b, size_t *distance)
{
    size_t n = text_length(a), limit = n / 3;
    return n >= 3 && text_distance(a, b, distance) && *distance <= limit;
}

/* Takes NAME if it is nearer to TEXT than *BEST. */
static bool try_name(const char *name, struct slice text, struct arena *a, size_t *best,
                     bool *nearer)
{
    struct header_text h;
    size_t distance;
    *nearer = false;
    if (!header_read(slice_of(name), a, &h))
        return false;
    *nearer = is_near(text, h.bare, &distance) && distance < *best;
    if (*nearer)
        *best = distance;
    return true;
}

bool layout_nearest(const struct table *t, const struct place *places, struct slice text,
                    const char **name, const struct column **column)
{
    struct arena a = {0};
    size_t best = SIZE_MAX;
    bool good = true, nearer;
    *name = NULL;
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *col = &t->columns[c];
        if (places[c].match != MATCH_NONE)
            continue;
        for (size_t i = 0; i <= col->alias_count && good; i++) {
            const char *one = i == 0 ? col->name : col->aliases[i - 1];
            good = try_name(one, text, &a, &best, &nearer);
            if (!good || !nearer)
                continue;
            *name = one;
            *column = col;
        }
    }
    arena_free(&a);
    return good;
}

/* A header of H that no column claims and that is near to column C of T. */
static bool find_near(const struct table *t, const struct place *places, size_t c,
                      const struct head *h, struct slice *out)
{
    *out = SLICE("");
    for (size_t k = 0; k < h->n && out->n == 0; k++) {
        bool claimed = h->cells[k].whole.bare.n == 0;
        for (size_t i = 0; i < t->column_count && !claimed; i++)
            claimed = places[i].match != MATCH_NONE && places[i].at == k;
        const char *name;
        const struct column *column = NULL;
        if (claimed)
            continue;
        if (!layout_nearest(t, places, h->cells[k].whole.bare, &name, &column))
            return false;
        if (name != NULL && column == &t->columns[c])
            *out = h->cells[k].shown;
    }
    return true;
}

/* `month (月份, 会计期间; nearest here: '月分')` of each required column that is not there. */
static bool list_missing(const struct table *t, const struct place *places, const struct head *h,
                         struct buffer *out)
{
    enum { MISSING_MAX = 5, ALIASES_MAX = 3 };
    size_t n = 0;
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *col = &t->columns[c];
        if (!col->required || places[c].match != MATCH_NONE || n++ >= MISSING_MAX)
            continue;
        buffer_printf(out, "%s%s", n > 1 ? "; " : "", col->name);
        for (size_t i = 0; i < col->alias_count && i < ALIASES_MAX; i++)
            buffer_printf(out, "%s%s", i > 0 ? ", " : " (", col->aliases[i]);
        char shown[QUOTE_SIZE];
        struct slice near;
        if (!find_near(t, places, c, h, &near))
            return false;
        if (near.n > 0)
            buffer_printf(out, _("%snearest here: '%s'"), col->alias_count > 0 ? "; " : " (",
                          quote(shown, near));
        if (col->alias_count > 0 || near.n > 0)
            buffer_text(out, ")");
    }
    if (n > MISSING_MAX)
        buffer_printf(out, _("; and %zu more"), n - MISSING_MAX);
    return !out->failed;
}

static enum status refuse_all(const struct laying *y, struct error *e)
{
    const struct pack *p = y->options.pack;
    struct buffer names = {0};
    enum { NAMES_MAX = 8 };
    if (y->options.table != NULL)
        return error_at(e, ST_DATA, y->feed.name, 0, 0,
                        _("none of its first %zu rows has a column of table '%s': write its "
                          "headers into the aliases of tables.csv"),
                        y->kept_n, y->options.table);
    for (size_t i = 0; i < p->table_count && i < NAMES_MAX; i++)
        buffer_printf(&names, "%s%s", i > 0 ? ", " : "", p->tables[i].name);
    if (p->table_count > NAMES_MAX)
        buffer_printf(&names, _("; and %zu more"), p->table_count - NAMES_MAX);
    enum status s = error_memory(e);
    if (!names.failed)
        s = error_at(e, ST_DATA, y->feed.name, 0, 0,
                     _("none of its first %zu rows is a header of a table of the pack (%.*s): "
                       "write its headers into the aliases of tables.csv, or leave it out"),
                     y->kept_n, (int)names.n, buffer_view(&names).p);
    buffer_free(&names);
    return s;
}

enum status layout_lacks(struct laying *y, const struct names *n, struct fitting *f,
                         const struct choice *near, struct error *e)
{
    const struct pack *p = y->options.pack;
    uint64_t row = y->options.header_row;
    if (near->rows == 0 && row != 0 && (y->kept_n == 0 || y->kept[y->kept_n - 1].row.line < row))
        return error_at(e, ST_DATA, y->feed.name, 0, 0, _("there is no row %ju to be its header"),
                        (uintmax_t)row);
    /* One word that a text has in common with a table makes no header of it. */
    bool is_cover = near->rows == 0 || near->fit.found < 2 ||
                    (near->fit.required - near->fit.missing) * 2 < near->fit.required;
    if (y->options.cover != NULL)
        *y->options.cover = is_cover && row == 0;
    if (near->rows == 0)
        return refuse_all(y, e);
    struct arena a = {0};
    struct buffer missing = {0};
    struct head h;
    bool good = choice_head(y, near, &a, &h);
    if (good) {
        fitting_do(p, n, &h, f);
        good = list_missing(&p->tables[near->table], f->places + n->base[near->table], &h,
                            &missing);
    }
    enum status s = error_memory(e);
    if (good)
        s = error_at(e, ST_DATA, y->feed.name, y->kept[near->row].row.line, 0,
                     _("no header: this row comes nearest, of table '%s', but lacks %.*s. Name "
                       "the row with --header-row, or write its headers into the aliases of "
                       "tables.csv"),
                     p->tables[near->table].name, (int)missing.n, buffer_view(&missing).p);
    buffer_free(&missing);
    arena_free(&a);
    return s;
}
