/* Which columns of which tables are asked for, from checks down through views to the tables of the
 * dictionary; and on the way the tables that expressions look into. */
#include "plan_int.h"
#include "i18n.h"

struct needing {
    struct plan *plan;
    struct need *need;
    bool all;     /* of everybody: what is looked into is made, and asked for as well */
    size_t table; /* whose columns the expression at hand names */
    bool changed;
    enum status status;
    struct error *e;
};

static void need(struct needing *n, size_t table, size_t column)
{
    n->changed = n->changed || !n->need->columns[table][column];
    n->need->columns[table][column] = true;
}

static void need_table(struct needing *n, size_t table)
{
    n->changed = n->changed || !n->need->tables[table];
    n->need->tables[table] = true;
}

static void need_order(struct needing *n, const struct expr *x)
{
    size_t column = check_order_column(&n->plan->pack->tables[n->table]);
    if ((x->aggregate == AGG_FIRST || x->aggregate == AGG_LAST) && column != SIZE_MAX)
        need(n, n->table, column);
}

static enum status new_other(struct plan *p, const struct expr *x, struct other **out,
                             struct error *e)
{
    const struct derived *d = plan_derived(p, x->other_table);
    struct check *of = NULL;
    if (d != NULL && d->view == NULL) {
        enum status s = plan_check(p, d->indicator, &of, e);
        if (s != ST_OK)
            return s;
        if (of != NULL)
            of->looked_at = true;
    }
    if (!grow(&p->others, &p->other_size, p->other_n + 1, sizeof *p->others))
        return error_memory(e);
    struct other *o = &p->others[p->other_n++];
    *out = o;
    *o = (struct other){.table = x->other_table,
                        .of = of == NULL ? SIZE_MAX : (size_t)(of - p->checks),
                        .columns = x->key_columns,
                        .column_n = x->arg_count,
                        .name = slice_of(p->pack->tables[x->other_table].name)};
    /* Of a group, or subject, that nobody could tell more of, what stands in `by` is known. */
    if (d != NULL && (d->view == NULL || d->kind == VIEW_GROUPS)) {
        o->refused_by = arena_zero(&p->arena, x->arg_count + 1);
        for (size_t i = 0; o->refused_by != NULL && i < x->arg_count; i++)
            o->refused_by[i] = x->key_columns[i] < (d->view == NULL ? d->check.by_n : d->first);
        if (o->refused_by == NULL)
            return error_memory(e);
    }
    o->two_matches = reason_make(&p->reasons, REASON_TWO_MATCHES, o->name);
    o->rejected = reason_make(&p->reasons, of == NULL ? REASON_REJECTED : REASON_UNJUDGED,
                              of == NULL ? SLICE("") : o->name);
    o->no_match = reason_make(&p->reasons, REASON_NO_MATCH, o->name);
    return o->two_matches == 0 || o->rejected == 0 || o->no_match == 0 ? error_memory(e) : ST_OK;
}

static enum status add_value(struct plan *p, struct other *o, size_t column, struct error *e)
{
    for (size_t i = 0; i < o->value_n; i++)
        if (o->values[i] == column)
            return ST_OK;
    size_t *values = arena_alloc(&p->arena, (o->value_n + 1) * sizeof *values);
    if (values == NULL)
        return error_memory(e);
    if (o->value_n > 0)
        memcpy(values, o->values, o->value_n * sizeof *values);
    values[o->value_n++] = column;
    o->values = values;
    return ST_OK;
}

/* The rows of another table, by its keys and what is looked up of them. */
static void need_rows(struct needing *n, const struct other *o)
{
    const struct table *t = &n->plan->pack->tables[o->table];
    need_table(n, o->table);
    for (size_t i = 0; i < o->column_n; i++)
        need(n, o->table, o->columns[i]);
    for (size_t i = 0; i < o->value_n; i++)
        need(n, o->table, o->values[i]);
    if (t->keeps)
        need(n, o->table, kept_column(t));
}

static void need_other(struct needing *n, const struct expr *x)
{
    struct other *o = plan_other(n->plan, x);
    if (o == NULL && n->all) {
        n->changed = true;
        n->status = new_other(n->plan, x, &o, n->e);
    }
    if (n->status == ST_OK && n->all && x->kind == EXPR_LOOKUP)
        n->status = add_value(n->plan, o, x->lookup_column, n->e);
    if (n->status != ST_OK)
        return;
    if (n->all)
        need_rows(n, o);
    else
        n->need->looks[o - n->plan->others] = true;
}

static void need_node(struct expr *x, void *context)
{
    struct needing *n = context;
    if (n->status != ST_OK)
        return;
    if (x->kind == EXPR_COLUMN)
        need(n, n->table, x->column);
    for (size_t i = 0; x->kind == EXPR_AGGREGATE && i < x->over_count; i++)
        need(n, n->table, x->over_columns[i]);
    if (x->kind == EXPR_AGGREGATE)
        need_order(n, x);
    if (x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP)
        need_other(n, x);
}

/* Later columns may use earlier ones. Those of rows name the view's own columns, of which the
 * first are the source's; those of groups the columns of what is grouped. */
static void need_columns(struct needing *n, struct derived *d)
{
    const struct plan *p = n->plan;
    const struct table *t = &p->pack->tables[d->table];
    const bool *needed = n->need->columns[d->table];
    n->table = d->kind == VIEW_GROUPS ? d->source : d->table;
    for (size_t i = t->column_count; d->kind != VIEW_PAIRS && i-- > 0;)
        if (needed[i])
            expr_walk(d->of_groups[i], need_node, n);
    n->table = d->table;
    for (size_t i = t->column_count; i-- > 0;) {
        if (!needed[i])
            continue;
        expr_walk(d->of_rows[i], need_node, n);
        if (d->kind == VIEW_ROWS && i < d->first)
            need(n, d->source, i);
        if (d->kind == VIEW_PAIRS && i < d->first)
            need(n, d->source, d->from[i]);
    }
}

static void need_view(struct needing *n, struct derived *d)
{
    if (d->view == NULL || !n->need->tables[d->table])
        return;
    need_table(n, d->source);
    need_columns(n, d);
    n->table = d->source;
    expr_walk(d->keep, need_node, n);
    for (size_t i = 0; i < d->check.by_n; i++)
        expr_walk(d->check.by[i], need_node, n);
    size_t id = d->kind == VIEW_PAIRS ? view_id_column(n->plan, d) : SIZE_MAX;
    if (id != SIZE_MAX)
        need(n, d->source, id);
}

/* Views stand on those that were ready before them. */
static void need_views(struct needing *n)
{
    for (size_t i = n->plan->ready_n; n->status == ST_OK && i-- > 0;)
        need_view(n, plan_derived(n->plan, n->plan->ready[i]));
}

static void start_check(struct needing *n, const struct check *c)
{
    n->table = (size_t)(c->table - n->plan->pack->tables);
    need_table(n, n->table);
    check_walk(c, need_node, n);
}

void need_check(struct plan *p, const struct check *c, struct need *out)
{
    struct needing n = {.plan = p, .need = out};
    start_check(&n, c);
    need_views(&n);
}

void need_other_rows(struct plan *p, const struct other *o, struct need *out)
{
    struct needing n = {.plan = p, .need = out};
    need_rows(&n, o);
    need_views(&n);
}

void need_derived(struct plan *p, const struct derived *d, const struct need *all, struct need *out)
{
    struct needing n = {.plan = p, .need = out};
    const struct table *t = &p->pack->tables[d->table];
    need_table(&n, d->table);
    for (size_t i = 0; i < t->column_count + (t->keeps ? 1 : 0); i++)
        if (all->columns[d->table][i])
            need(&n, d->table, i);
    need_views(&n);
}

enum status need_begin(const struct plan *p, struct arena *a, struct need *out, struct error *e)
{
    size_t n = p->all.table_count;
    out->columns = arena_zero(a, (n + 1) * sizeof *out->columns);
    out->tables = arena_zero(a, n + 1);
    out->looks = arena_zero(a, p->other_n + 1);
    for (size_t i = 0; out->columns != NULL && i < n; i++)
        if ((out->columns[i] = arena_zero(a, p->all.tables[i].column_count + 2)) == NULL)
            return error_memory(e);
    return out->columns == NULL || out->tables == NULL || out->looks == NULL ? error_memory(e)
                                                                             : ST_OK;
}

enum status plan_need(struct plan *p, struct error *e)
{
    struct need all;
    enum status s = need_begin(p, &p->arena, &all, e);
    if (s != ST_OK)
        return s;
    struct needing n = {.plan = p, .need = &all, .all = true, .e = e};
    /* What is looked into may itself look into others. */
    do {
        n.changed = false;
        for (size_t i = 0; n.status == ST_OK && i < p->check_all; i++)
            start_check(&n, &p->checks[i]);
        need_views(&n);
    } while (n.status == ST_OK && n.changed);
    p->needed = all.columns;
    for (size_t i = 0; i < p->derived_n; i++)
        p->derived[i].wanted = all.tables[p->derived[i].table];
    return n.status;
}
