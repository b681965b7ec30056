/* Views while their source is read: of a row each (here), of groups and of pairs. */
#include "engine_int.h"

static bool is_active(const struct engine *x, const struct derived *d)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; d->view != NULL && i < p->check_all; i++)
        if (p->checks[i].read == x->read && p->checks[i].loaded &&
            kept_stands_on(x, (size_t)(p->checks[i].table - p->pack->tables), d))
            return true;
    for (size_t i = 0; d->view != NULL && i < p->other_n; i++)
        if (engine_fills(x, &p->others[i]) && kept_stands_on(x, p->others[i].table, d))
            return true;
    return false;
}

enum status views_open(struct engine *x, struct error *e)
{
    struct plan *p = x->plan;
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->derived_n; i++) {
        struct derived *d = &p->derived[i];
        x->views[i] = (struct view_run){.active = is_active(x, d)};
        if (!x->views[i].active)
            continue;
        if (d->check.grouping != NULL)
            engine_find_idle(x, d->check.grouping, d->kind == VIEW_GROUPS ? d->source : d->table);
        s = rows_begin_made(&x->views[i].rows, x, d->table, e);
        if (s == ST_OK && d->kind == VIEW_PAIRS)
            s = pairs_begin(x, d, e);
    }
    return s;
}

void views_close(struct engine *x)
{
    for (size_t i = 0; x->views != NULL && i < x->plan->derived_n; i++) {
        if (!x->views[i].active)
            continue;
        rows_end(&x->views[i].rows);
        paired_free(&x->views[i].paired);
        struct check *c = &x->plan->derived[i].check;
        check_forget(c);
        if (c->grouping != NULL && !kept_stays(x, &x->plan->derived[i]))
            group_let_go(c->grouping);
        x->views[i].active = false;
    }
}

static enum status all_kept(struct rows *r, struct vec *kept, struct error *e)
{
    if (!vec_new(kept, &r->scratch, T_BOOL, VEC_WHOLE, 1, true))
        return error_memory(e);
    kept->whole[0] = 1;
    return ST_OK;
}

enum status view_keep(const struct derived *d, struct rows *from, struct rows *to, struct vec *kept,
                      struct error *e)
{
    return d->keep == NULL ? all_kept(to, kept, e) : eval(&from->eval, d->keep, kept, e);
}

enum status view_begin(struct rows *r, struct error *e)
{
    r->places = NULL;
    r->path = "";
    r->lines = arena_zero(&r->memory, BATCH_ROWS * sizeof *r->lines);
    r->records = arena_zero(&r->memory, BATCH_ROWS * sizeof *r->records);
    return r->lines == NULL || r->records == NULL ? error_memory(e) : ST_OK;
}

void view_batch(struct rows *r, size_t n)
{
    arena_reset(&r->scratch);
    r->known_n = 0;
    r->made_before += r->batch.n;
    r->batch = (struct batch){.n = n, .line = r->lines, .raw = r->records};
    r->eval.n = n;
}

enum status view_work_out(const struct derived *d, struct rows *r, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = d->first; s == ST_OK && i < r->table->column_count; i++)
        if (r->needed[i] && d->of_rows[i] != NULL)
            s = eval(&r->eval, d->of_rows[i], &r->values[i], e);
    return s;
}

static enum status take_row_by_row(struct engine *x, struct derived *d, struct rows *from,
                                   struct error *e)
{
    struct view_run *v = view_run_of(x, d);
    struct rows *to = &v->rows;
    view_batch(to, from->batch.n);
    to->batch = from->batch;
    to->under = from;
    to->path = from->path;
    to->source = from->source;
    to->source_text = from->source_text;
    to->places = from->places;
    to->made_before = from->made_before;
    to->bad = from->bad;
    to->bad_n = from->bad_n;
    for (size_t i = 0; i < d->first; i++)
        to->values[i] = from->values[i];
    enum status s = ST_OK;
    if (to->table->keeps)
        s = view_keep(d, from, to, &to->values[kept_column(to->table)], e);
    if (s == ST_OK)
        s = view_work_out(d, to, e);
    if (s == ST_OK && d->grouped)
        s = engine_add(to, d->check.grouping, d, &v->keyless, e);
    else if (s == ST_OK)
        s = engine_take(to, e);
    return s;
}

enum status view_take(struct engine *x, struct derived *d, struct rows *r, struct error *e)
{
    if (d->kind == VIEW_ROWS && !d->grouped)
        return take_row_by_row(x, d, r, e);
    if (x->again)
        return ST_OK;
    if (d->kind == VIEW_ROWS)
        return take_row_by_row(x, d, r, e);
    if (d->kind == VIEW_PAIRS)
        return pairs_take(x, d, r, e);
    return engine_add(r, d->check.grouping, d, &view_run_of(x, d)->keyless, e);
}

/* Rows of OF, which D is or stands on, without a key are so for whatever stands on D. */
static void count_keyless(struct engine *x, const struct derived *d, const struct keyless *keyless)
{
    struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        if (c->read != x->read || !c->loaded || !view_bears(p, c, d))
            continue;
        c->keyless.counting += keyless->counting;
        c->keyless.dropped += keyless->dropped;
    }
}

/* Of a view that is there all that was counted when it was made counts again, down to the first
 * that is made anew. */
static void count_all_keyless(struct engine *x, const struct derived *d)
{
    struct kept *k = &x->kept[d - x->plan->derived];
    if (!kept_is_there(x, d)) {
        k->keyless = view_run_of(x, d)->keyless;
        count_keyless(x, d, &k->keyless);
        return;
    }
    const struct derived *t = d;
    do {
        count_keyless(x, d, &x->kept[t - x->plan->derived].keyless);
        t = plan_derived(x->plan, t->source);
    } while (t != NULL && !view_run_of(x, t)->active);
}

enum status view_take_last(struct engine *x, struct derived *d, struct error *e)
{
    enum status s = ST_OK;
    if (d->kind == VIEW_PAIRS)
        s = pairs_last(x, d, e);
    else if (d->kind == VIEW_GROUPS || d->grouped)
        s = view_groups_last(x, d, e);
    count_all_keyless(x, d);
    return s == ST_OK ? engine_take_last(x, d->table, e) : s;
}
