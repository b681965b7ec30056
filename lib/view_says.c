/* What a view is, for a person. */
#include "i18n.h"
#include "view.h"

void view_says(const struct derived *d, struct buffer *out)
{
    const struct view *v = d->view;
    struct slice by = d->check.by_names;
    buffer_printf(out, _("of %.*s"), (int)v->table.n, v->table.p);
    if (d->kind == VIEW_GROUPS)
        buffer_printf(out, _(", by %.*s"), (int)by.n, by.p);
    if (d->kind == VIEW_PAIRS)
        buffer_printf(out, _(", pairs of %.*s"), (int)by.n, by.p);
    if (v->where.n > 0)
        buffer_printf(out, _(", where %.*s"), (int)v->where.n, v->where.p);
}

struct using
{
    const struct derived *d;
    size_t n; /* columns */
    bool *used;
};

/* Whatever a column in use is made of is in use as well. */
static void use(struct expr *x, void *context)
{
    struct using *u = context;
    const struct derived *d = u->d;
    if (d->kind == VIEW_GROUPS) {
        for (size_t i = d->first; i < u->n; i++)
            u->used[i] = u->used[i] || d->of_groups[i] == x;
        return;
    }
    if (x->kind == EXPR_COLUMN && x->column < u->n)
        u->used[x->column] = true;
    for (size_t i = 0; x->kind == EXPR_AGGREGATE && i < x->over_count; i++)
        u->used[x->over_columns[i]] = true;
}

void view_used(const struct plan *p, const struct derived *d, const bool *needed, bool *used)
{
    struct using u = {d, p->pack->tables[d->table].column_count, used};
    size_t keys = 0;
    for (size_t i = 0; d->kind != VIEW_ROWS && i < d->check.by_n; i++)
        keys += d->check.by[i]->kind == EXPR_COLUMN;
    for (size_t i = 0; i < u.n; i++)
        used[i] = needed[i] && (i >= d->first || d->kind == VIEW_PAIRS);
    /* A column is made of those before it. */
    for (size_t i = u.n; i-- > d->first;)
        if (used[i])
            expr_walk(d->of_rows[i] != NULL ? d->of_rows[i] : d->of_groups[i], use, &u);
    for (size_t i = 0; i < keys; i++)
        used[i] = false;
}

struct expr *view_own_where(const struct table *t, struct expr *where)
{
    if (where == NULL || !t->keeps)
        return where;
    return where->kind == EXPR_COLUMN ? NULL : where->args[1];
}
