/* What the inputs lack for a check: tables, columns. */
#include "engine_int.h"

bool engine_has(const struct engine *x, size_t table)
{
    size_t base = plan_base(x->plan, table);
    for (size_t i = 0; i < x->feed_n; i++)
        if (x->feeds[i].table == base)
            return true;
    return false;
}

static void lack(struct buffer *out, const char *table, const char *column)
{
    bool first = out->n == 0 || out->p[out->n - 1] == ' ';
    buffer_printf(out, "%s%s%s%s", first ? "" : " ", table, column == NULL ? "" : ".",
                  column == NULL ? "" : column);
}

/* Whether a file of the table lacks the column. */
static bool lacks_column(const struct engine *x, size_t table, size_t column)
{
    for (size_t i = 0; i < x->feed_n; i++)
        if (x->feeds[i].table == table && x->feeds[i].column[column] < 0)
            return true;
    return false;
}

/* What C asks for, and what it looks into: whose checks and rows ask for more. */
static enum status find_need(const struct engine *x, const struct check *c, struct arena *a,
                             struct need *need, struct error *e)
{
    struct plan *p = x->plan;
    enum status s = need_begin(p, a, need, e);
    bool *done = arena_zero(a, p->other_n + 1);
    if (s != ST_OK || done == NULL)
        return error_memory(e);
    need_check(p, c, need);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < p->other_n; i++) {
            if (!need->looks[i] || done[i])
                continue;
            done[i] = more = true;
            if (p->others[i].of != SIZE_MAX)
                need_check(p, &p->checks[p->others[i].of], need);
            else
                need_other_rows(p, &p->others[i], need);
        }
    }
    return ST_OK;
}

bool engine_lacks(const struct engine *x, const struct check *c, bool columns, struct buffer *out)
{
    const struct plan *p = x->plan;
    struct arena a = {0};
    struct need need;
    struct error e = {0};
    bool good = find_need(x, c, &a, &need, &e) == ST_OK;
    for (size_t t = 0; good && t < p->all.table_count - p->derived_n; t++) {
        const struct table *table = &p->pack->tables[t];
        if (need.tables[t] && !engine_has(x, t))
            lack(out, table->name, NULL);
        for (size_t i = 0; columns && i < table->column_count; i++)
            if (need.columns[t][i] && lacks_column(x, t, i))
                lack(out, table->name, table->columns[i].name);
    }
    arena_free(&a);
    return good && !out->failed;
}

/* What looks into a table is known if that is: by way of views and of other indicators. */
static bool is_known(const struct engine *x, size_t other)
{
    const struct plan *p = x->plan;
    const struct other *o = &p->others[other];
    if (!engine_has(x, o->table) || (o->of != SIZE_MAX && !p->checks[o->of].loaded))
        return false;
    for (size_t k = 0; k < p->other_n; k++)
        if (o->looks[k] && !is_known(x, k))
            return false;
    return true;
}

static bool can_run(const struct engine *x, const struct check *c)
{
    if (!engine_has(x, (size_t)(c->table - x->plan->pack->tables)))
        return false;
    for (size_t i = 0; i < x->plan->other_n; i++)
        if (c->looks[i] && !is_known(x, i))
            return false;
    return true;
}

static void want(struct engine *x, const bool *looks)
{
    for (size_t i = 0; i < x->plan->other_n; i++)
        if (looks[i] && !x->plan->others[i].wanted) {
            x->plan->others[i].wanted = true;
            want(x, x->plan->others[i].looks);
        }
}

void engine_find_loaded(struct engine *x)
{
    struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_all; i++)
        p->checks[i].loaded = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->check_all; i++)
            if (p->checks[i].loaded && !can_run(x, &p->checks[i])) {
                p->checks[i].loaded = false;
                changed = true;
            }
    }
    for (size_t i = 0; i < p->check_all; i++)
        if (p->checks[i].loaded)
            want(x, p->checks[i].looks);
}

bool engine_fills(const struct engine *x, const struct other *o)
{
    return o->wanted && o->of == SIZE_MAX && o->read == x->read;
}
