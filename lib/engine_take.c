/* A batch of a table's rows into all that stands on the table: those who look it up, checks, views
 * and what stands on these. */
#include "engine_int.h"

struct feeding {
    const struct engine *x;
    size_t table; /* whose columns the expression at hand names */
    bool lacks;
};

static void note_lack(struct expr *x, void *context)
{
    struct feeding *f = context;
    const struct need *need = &f->x->need;
    if (x->kind == EXPR_COLUMN)
        f->lacks = f->lacks || !need->columns[f->table][x->column];
    else if (x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP)
        f->lacks = f->lacks || !need->looks[plan_other(f->x->plan, x) - f->x->plan->others];
}

void engine_find_idle(const struct engine *x, struct grouping *g, size_t table)
{
    for (size_t i = 0; i < g->slot_n; i++) {
        struct slot *slot = &g->slots[i];
        struct feeding f = {.x = x, .table = table};
        expr_walk((struct expr *)slot->arg, note_lack, &f);
        expr_walk((struct expr *)slot->where, note_lack, &f);
        expr_walk((struct expr *)slot->order, note_lack, &f);
        slot->idle = f.lacks;
    }
}

bool engine_feeds(const struct engine *x, size_t grouping)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_all && p->grouping_read[grouping] == x->read; i++)
        if (p->checks[i].grouping == p->groupings[grouping] && p->checks[i].loaded)
            return true;
    return false;
}

static enum status add_to_others(struct rows *r, struct error *e)
{
    struct engine *x = r->engine;
    struct plan *p = x->plan;
    const struct vec *kept = r->table->keeps ? &r->values[kept_column(r->table)] : NULL;
    for (size_t i = 0; i < p->other_n; i++) {
        struct other *o = &p->others[i];
        if (o->table != r->table_index || !engine_fills(x, o))
            continue;
        struct vec *keys = arena_alloc(&r->scratch, (o->column_n + 1) * sizeof *keys);
        struct vec *values = arena_alloc(&r->scratch, (o->value_n + 1) * sizeof *values);
        if (keys == NULL || values == NULL)
            return error_memory(e);
        for (size_t k = 0; k < o->column_n; k++)
            keys[k] = r->values[o->columns[k]];
        for (size_t k = 0; k < o->value_n; k++)
            values[k] = r->values[o->values[k]];
        const struct judge_hooks *h = x->options.hooks;
        enum status s = h == NULL || h->offered == NULL
                            ? ST_OK
                            : h->offered(x->options.context, o, r, keys, kept, e);
        if (s == ST_OK)
            s = other_add(o, keys, values, r->batch.n, r->bad_n > 0 ? r->bad : NULL, kept, e);
        if (s != ST_OK)
            return s;
    }
    return ST_OK;
}

static enum status judge_batch(struct rows *r, struct error *e)
{
    struct engine *x = r->engine;
    struct plan *p = x->plan;
    struct judged_rows rows = {.n = r->batch.n,
                               .bad = r->bad_n > 0 ? r->bad : NULL,
                               .line = r->batch.line,
                               .raw = r->batch.raw,
                               .source = r->source,
                               .source_text = r->source_text,
                               .places = r->places,
                               .eval = &r->eval,
                               .digest = rows_digest,
                               .context = r};
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        if (c->table == r->table && c->read == x->read && c->rows && c->loaded)
            s = judge_rows(&x->judge, c, &rows, e);
    }
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++)
        if (p->grouping_table[i] == r->table_index && x->feeds_grouping[i])
            s = engine_add(r, p->groupings[i], NULL, NULL, e);
    return s;
}

enum status engine_take(struct rows *r, struct error *e)
{
    struct engine *x = r->engine;
    struct plan *p = x->plan;
    const struct judge_hooks *h = x->options.hooks;
    enum status s = h == NULL || h->taken == NULL ? ST_OK : h->taken(x->options.context, r, e);
    if (s == ST_OK && !x->again)
        s = add_to_others(r, e);
    if (s == ST_OK)
        s = judge_batch(r, e);
    for (size_t i = 0; s == ST_OK && i < p->derived_n; i++)
        if (x->views[i].active && p->derived[i].source == r->table_index &&
            !kept_is_there(x, &p->derived[i]))
            s = view_take(x, &p->derived[i], r, e);
    return s;
}

enum status engine_take_last(struct engine *x, size_t table, struct error *e)
{
    struct plan *p = x->plan;
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++)
        if (p->grouping_table[i] == table && x->feeds_grouping[i])
            s = engine_finish(x, p->groupings[i], e);
    for (size_t i = 0; s == ST_OK && i < p->derived_n; i++)
        if (x->views[i].active && p->derived[i].source == table &&
            !kept_is_there(x, &p->derived[i]))
            s = view_take_last(x, &p->derived[i], e);
    return s;
}

enum status engine_take_kept(struct engine *x, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < x->plan->derived_n; i++)
        if (x->views[i].active && kept_is_there(x, &x->plan->derived[i]))
            s = view_take_last(x, &x->plan->derived[i], e);
    return s;
}
