/* The columns that a header makes: which the dictionary knows, which it does not, how they are
 * called from here on. */
#include <stdio.h>

#include "i18n.h"
#include "layout_int.h"

static enum status refuse_twice(const struct laying *y, const struct column *c, size_t one,
                                size_t two, struct error *e)
{
    char a[QUOTE_SIZE], b[QUOTE_SIZE];
    return error_at(e, ST_DATA, y->feed.name, y->head.line, two + 1,
                    _("column '%s' is there twice: as '%s' in column %zu, and as '%s': take one "
                      "out, or give it another header"),
                    c->name, quote(a, y->head.cells[one].shown), one + 1,
                    quote(b, y->head.cells[two].shown));
}

static enum status refuse_shared(const struct laying *y, const struct column *c,
                                 const struct column *other, size_t at, struct error *e)
{
    char a[QUOTE_SIZE];
    return error_at(e, ST_DATA, y->feed.name, y->head.line, at + 1,
                    _("'%s' may be '%s' or '%s' of table '%s': take it out of the aliases of one, "
                      "or give it another header"),
                    quote(a, y->head.cells[at].shown), other->name, c->name, y->layout.table->name);
}

static struct layout_column *add_column(struct laying *y, size_t at, const struct column *c)
{
    struct layout_column *out = &y->layout.columns[y->layout.column_count++];
    struct slice shown = y->head.cells[at].shown;
    *out = (struct layout_column){.column = c, .name = shown, .header = shown, .cell = at};
    if (c != NULL && y->options.names)
        out->name = slice_of(c->name);
    return out;
}

/* What was taken for a column though it is not written as the dictionary has it. */
static void tell_weak(struct laying *y, const struct column *c, const struct place *p)
{
    char a[QUOTE_SIZE];
    if (p->match == MATCH_NOTE)
        laying_warn(y, y->head.line, p->at + 1,
                    _("'%s' is taken as '%s': its note in brackets is not compared"),
                    quote(a, y->head.cells[p->at].shown), c->name);
    if (p->match == MATCH_LOWER)
        laying_warn(y, y->head.line, p->at + 1,
                    _("'%s' is taken as '%s' by the lower row of the header"),
                    quote(a, y->head.cells[p->at].shown), c->name);
}

static enum status add_known(struct laying *y, const struct place *places, bool *used,
                             struct error *e)
{
    const struct table *t = y->layout.table;
    for (size_t c = 0; c < t->column_count; c++) {
        const struct place *p = &places[c];
        const struct column *column = &t->columns[c];
        if (p->match == MATCH_NONE)
            continue;
        if (p->second != SIZE_MAX)
            return refuse_twice(y, column, p->at, p->second, e);
        if (p->other != UINT32_MAX)
            return refuse_shared(y, column, &t->columns[p->other], p->at, e);
        used[p->at] = true;
        add_column(y, p->at, column);
        tell_weak(y, column, p);
    }
    return ST_OK;
}

/* A list for a message, which has no room for all of a wide header. */
struct list {
    struct buffer text;
    size_t more;
};
enum { LIST_BYTES = 800, NEAR_MAX = 20 };

static void list_add(struct list *l, const char *quotes, const char *one)
{
    if (l->text.n >= LIST_BYTES) {
        l->more++;
        return;
    }
    buffer_printf(&l->text, "%s%s%s%s", l->text.n > 0 ? ", " : "", quotes, one, quotes);
}

static void list_tell(struct laying *y, struct list *l, const char *what)
{
    if (l->more > 0)
        buffer_printf(&l->text, _(" and %zu more"), l->more);
    if (l->text.n > 0)
        laying_warn(y, y->head.line, 0, "%s: %.*s", what, (int)l->text.n, l->text.p);
    buffer_free(&l->text);
}

/* *NEAR counts those that were told with what they may have been meant to be. */
static bool tell_unknown(struct laying *y, const struct place *places, size_t at, size_t *near,
                         struct list *others)
{
    char a[QUOTE_SIZE];
    const struct table *t = y->layout.table;
    const struct column *column = NULL;
    const char *name = NULL;
    if (*near < NEAR_MAX &&
        !layout_nearest(t, places, y->head.cells[at].whole.bare, &name, &column))
        return false;
    quote(a, y->head.cells[at].shown);
    if (name == NULL) {
        list_add(others, "'", a);
        return !others->text.failed;
    }
    ++*near;
    laying_warn(y, y->head.line, at + 1, _("unknown column '%s' (nearest: '%s' of %s.%s)"), a, name,
                t->name, column->name);
    return true;
}

/* What the dictionary does not know, after what it does; where there is no name, nothing may stand
 * below. */
static bool add_unknown(struct laying *y, const struct place *places, const bool *used)
{
    struct list others = {.more = 0}, blank = {.more = 0};
    size_t last = 0, near = 0;
    bool good = true;
    for (size_t k = 0; k < y->head.n; k++)
        last = y->head.cells[k].shown.n > 0 ? k : last;
    for (size_t k = 0; k < y->head.n && good; k++) {
        char number[24];
        if (used[k])
            continue;
        y->unnamed[k] = y->head.cells[k].shown.n == 0;
        if (!y->unnamed[k])
            add_column(y, k, NULL);
        if (!y->unnamed[k] && places != NULL)
            good = tell_unknown(y, places, k, &near, &others);
        snprintf(number, sizeof number, "%zu", k + 1);
        if (k < last && y->unnamed[k])
            list_add(&blank, "", number);
    }
    good = good && !others.text.failed && !blank.text.failed;
    list_tell(y, &others, _("columns that the dictionary does not know"));
    list_tell(y, &blank, _("columns without a name are passed over while they are empty"));
    return good;
}

/* No two may be called the same. */
static enum status check_names(const struct laying *y, struct error *e)
{
    struct keytab names = {0};
    enum status s = ST_OK;
    for (size_t i = 0; i < y->layout.column_count && s == ST_OK; i++) {
        const struct layout_column *c = &y->layout.columns[i];
        uint32_t id = keytab_add(&names, c->name);
        if (id == KEYTAB_NONE) {
            s = error_memory(e);
        } else if (id < i) {
            char a[QUOTE_SIZE];
            const struct layout_column *other = &y->layout.columns[id];
            size_t one = other->cell < c->cell ? other->cell : c->cell;
            size_t two = other->cell < c->cell ? c->cell : other->cell;
            s = error_at(e, ST_DATA, y->feed.name, y->head.line, two + 1,
                         _("column %zu is called '%s' as well: give one another header; if this "
                           "is not the header, say --header-row"),
                         one + 1, quote(a, c->name));
        }
    }
    keytab_free(&names);
    return s;
}

static bool make_room(struct laying *y, bool **used)
{
    size_t n = y->head.n + 1;
    y->layout.columns = arena_zero(&y->arena, n * sizeof *y->layout.columns);
    y->unnamed = arena_zero(&y->arena, n * sizeof *y->unnamed);
    *used = arena_zero(&y->arena, n * sizeof **used);
    return y->layout.columns != NULL && y->unnamed != NULL && *used != NULL;
}

enum status layout_columns(struct laying *y, const struct names *n, const struct fitting *f,
                           struct error *e)
{
    bool *used;
    enum status s = ST_OK;
    const struct table *t = y->layout.table;
    const struct place *places =
        t == NULL ? NULL : f->places + n->base[t - y->options.pack->tables];
    if (!make_room(y, &used))
        return error_memory(e);
    if (t != NULL)
        s = add_known(y, places, used, e);
    if (s == ST_OK && !add_unknown(y, places, used))
        s = error_memory(e);
    return s == ST_OK ? check_names(y, e) : s;
}
