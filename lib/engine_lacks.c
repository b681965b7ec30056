/* What the inputs lack for a check: tables, columns. */
#include <stdio.h>

#include "engine_int.h"

bool engine_has(const struct engine *x, size_t table)
{
    size_t base = plan_base(x->plan, table);
    for (size_t i = 0; i < x->feed_n; i++)
        if (x->feeds[i].table == base)
            return true;
    return false;
}

struct lacking {
    const struct engine *engine;
    size_t table; /* whose columns the expression at hand names */
    struct buffer *out;
};

static void lack(struct lacking *l, const char *table, const char *column)
{
    char name[512];
    snprintf(name, sizeof name, column == NULL ? "%s" : "%s.%s", table, column);
    struct slice rest = buffer_view(l->out), word;
    for (; rest.p != NULL;) {
        word = slice_split(&rest, ' ');
        if (slice_eq(word, slice_of(name)))
            return;
    }
    buffer_printf(l->out, "%s%s", l->out->n > 0 ? " " : "", name);
}

static void lack_column(struct lacking *l, size_t table, size_t column)
{
    const struct table *t = &l->engine->plan->pack->tables[table];
    for (size_t i = 0; i < l->engine->feed_n; i++)
        if (l->engine->feeds[i].table == table && l->engine->feeds[i].column[column] < 0) {
            lack(l, t->name, t->columns[column].name);
            return;
        }
}

static void look_for(struct expr *x, void *context);

static void look_in(struct lacking *l, size_t table, struct expr *x)
{
    struct lacking inner = {l->engine, table, l->out};
    expr_walk(x, look_for, &inner);
}

/* A column of a view is what it is worked out from. */
static void look_for_column(struct lacking *l, size_t table, size_t column)
{
    const struct plan *p = l->engine->plan;
    const struct derived *d = plan_derived(p, table);
    if (d == NULL) {
        lack_column(l, table, column);
        return;
    }
    if (d->view == NULL)
        return;
    look_in(l, d->source, d->keep);
    for (size_t i = 0; i < d->check.by_n; i++)
        look_in(l, d->source, d->check.by[i]);
    if (column >= p->pack->tables[table].column_count)
        return;
    if (d->of_rows[column] != NULL)
        look_in(l, table, d->of_rows[column]);
    else if (d->kind == VIEW_GROUPS || column >= d->first)
        look_in(l, d->kind == VIEW_GROUPS ? d->source : table, d->of_groups[column]);
    else
        look_for_column(l, d->source, d->kind == VIEW_ROWS ? column : d->from[column]);
}

static void look_for_table(struct lacking *l, size_t table)
{
    const struct plan *p = l->engine->plan;
    if (!engine_has(l->engine, table))
        lack(l, p->pack->tables[plan_base(p, table)].name, NULL);
}

static void look_for(struct expr *x, void *context)
{
    struct lacking *l = context;
    if (x->kind == EXPR_COLUMN)
        look_for_column(l, l->table, x->column);
    if (x->kind != EXPR_EXISTS && x->kind != EXPR_LOOKUP)
        return;
    look_for_table(l, x->other_table);
    for (size_t i = 0; i < x->arg_count; i++)
        look_for_column(l, x->other_table, x->key_columns[i]);
    if (x->kind == EXPR_LOOKUP)
        look_for_column(l, x->other_table, x->lookup_column);
    const struct derived *d = plan_derived(l->engine->plan, x->other_table);
    for (size_t i = 0; d != NULL && d->view == NULL && i < l->engine->plan->check_all; i++)
        if (l->engine->plan->checks[i].indicator == d->indicator)
            engine_lacks(l->engine, &l->engine->plan->checks[i], l->out);
}

bool engine_lacks(const struct engine *x, const struct check *c, struct buffer *out)
{
    struct lacking l = {x, (size_t)(c->table - x->plan->pack->tables), out};
    look_for_table(&l, l.table);
    check_walk(c, look_for, &l);
    return !out->failed;
}

/* What looks into a table is loaded if that is: by way of views and of other indicators. */
static bool can_run(const struct engine *x, const struct check *c)
{
    const struct plan *p = x->plan;
    if (!engine_has(x, (size_t)(c->table - p->pack->tables)))
        return false;
    for (size_t i = 0; i < p->other_n; i++) {
        const struct other *o = &p->others[i];
        if (!c->looks[i])
            continue;
        if (!engine_has(x, o->table) || (o->of != SIZE_MAX && !p->checks[o->of].loaded))
            return false;
        for (size_t k = 0; k < p->other_n; k++)
            if (o->looks[k] && !engine_has(x, p->others[k].table))
                return false;
    }
    return true;
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
}
