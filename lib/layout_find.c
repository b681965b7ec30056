/* Which rows are the header, and of which table of the dictionary. */
#include "i18n.h"
#include "layout_int.h"

bool choice_head(struct laying *y, const struct choice *c, struct arena *a, struct head *out)
{
    const struct grid_row *row = &y->kept[c->row].row;
    return c->rows == 2 ? head_stacked(row, &y->kept[c->row + 1].row, a, out)
                        : head_single(row, a, out);
}

static bool is_better(const struct choice *a, const struct choice *b)
{
    if (a->fits != b->fits)
        return a->fits;
    if (a->fit.found != b->fit.found)
        return a->fit.found > b->fit.found;
    if (!a->fits && a->fit.missing != b->fit.missing)
        return a->fit.missing < b->fit.missing;
    return a->fit.exact > b->fit.exact;
}

/* The table that H fits best. */
static void choose_table(const struct laying *y, const struct names *n, struct fitting *f,
                         const struct head *h, struct choice *c)
{
    const struct pack *p = y->options.pack;
    fitting_do(p, n, h, f);
    for (size_t t = 0; t < p->table_count; t++) {
        struct choice one = *c;
        one.fit = f->fits[t];
        one.table = t;
        one.tie = SIZE_MAX;
        /* Without required columns a table is known by having all of its own, or by name. */
        bool known = one.fit.required > 0 || y->options.table != NULL ||
                     one.fit.found == p->tables[t].column_count;
        one.fits = one.fit.found > 0 && one.fit.missing == 0 && known;
        if (one.fit.found == 0)
            continue;
        if (c->fit.found == 0 || is_better(&one, c))
            *c = one;
        else if (!is_better(c, &one))
            c->tie = t;
    }
}

/* What the row AT is as a header, of ROWS rows. */
static bool try_rows(struct laying *y, const struct names *n, struct fitting *f, size_t at,
                     size_t rows, struct choice *out)
{
    struct arena a = {0};
    struct head h;
    *out = (struct choice){.row = at, .rows = rows, .tie = SIZE_MAX};
    if (at + rows > y->kept_n) {
        out->rows = 0;
        return true;
    }
    bool good = choice_head(y, out, &a, &h);
    if (good && h.rows == rows)
        choose_table(y, n, f, &h, out);
    if (good && h.rows == 0)
        out->rows = 0;
    arena_free(&a);
    return good;
}

/* Two rows are a header where they say more together than either alone. */
static bool try_both(struct laying *y, const struct names *n, struct fitting *f, size_t at,
                     struct choice *out)
{
    struct choice both, below;
    if (!try_rows(y, n, f, at, 1, out) || !try_rows(y, n, f, at, 2, &both) ||
        !try_rows(y, n, f, at + 1, 1, &below))
        return false;
    if (both.rows == 2 && is_better(&both, out) && both.fit.found > out->fit.found &&
        !(below.fits && below.fit.found >= both.fit.found))
        *out = both;
    return true;
}

static enum status refuse_rival(const struct laying *y, const struct choice *a,
                                const struct choice *b, struct error *e)
{
    const struct table *tables = y->options.pack->tables;
    return error_at(e, ST_DATA, y->feed.name, y->kept[b->row].row.line, 0,
                    _("a header of table '%s', and row %ju above fits '%s': say with --header-row "
                      "or --table which it is"),
                    tables[b->table].name, (uintmax_t)y->kept[a->row].row.line,
                    tables[a->table].name);
}

static enum status refuse_tie(const struct laying *y, const struct choice *c, struct error *e)
{
    const struct table *tables = y->options.pack->tables;
    return error_at(e, ST_DATA, y->feed.name, y->kept[c->row].row.line, 0,
                    _("its header fits both tables '%s' and '%s': say which with --table"),
                    tables[c->table].name, tables[c->tie].name);
}

static bool wanted(const struct laying *y, size_t at)
{
    const struct grid_row *r = &y->kept[at].row;
    uint64_t line = y->options.header_row;
    return line == 0 || (r->line <= line && line <= r->line_end);
}

/* How far to look: to the row that is asked for, or among the first ones. */
static bool is_far(const struct laying *y, size_t at)
{
    if (y->kept_bytes > LOOK_BYTES)
        return true;
    if (y->options.header_row == 0)
        return at >= LOOK_ROWS;
    return at > 0 && y->kept[at - 1].row.line >= y->options.header_row;
}

enum status layout_find(struct laying *y, const struct names *n, struct fitting *f,
                        struct choice *first, struct error *e)
{
    struct choice near = {.rows = 0}, rival = {.rows = 0};
    *first = (struct choice){.rows = 0};
    for (size_t i = 0; !is_far(y, i); i++) {
        struct choice here;
        while (y->kept_n < i + 2 && !y->ended) {
            enum status s = laying_keep(y, e);
            if (s != ST_OK)
                return s;
        }
        if (i >= y->kept_n)
            break;
        if (!wanted(y, i))
            continue;
        if (!try_both(y, n, f, i, &here))
            return error_memory(e);
        if (!here.fits && here.fit.found > 0 && (near.rows == 0 || is_better(&here, &near)))
            near = here;
        if (here.fits && first->rows == 0)
            *first = here;
        else if (here.fits && i >= first->row + first->rows && is_better(&here, first) &&
                 here.fit.found > first->fit.found)
            rival = here;
    }
    if (first->rows == 0)
        return layout_lacks(y, n, f, &near, e);
    if (rival.rows != 0)
        return refuse_rival(y, first, &rival, e);
    return first->tie != SIZE_MAX ? refuse_tie(y, first, e) : ST_OK;
}
