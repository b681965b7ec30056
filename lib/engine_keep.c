/* Views that several readings of a table need: their groups are made in the first of these and stay
 * until the last. */
#include "engine_int.h"

/* Whether a table is the view's, or made of it. */
static bool stands_on(const struct plan *p, size_t table, const struct derived *d)
{
    const struct derived *t;
    for (; (t = plan_derived(p, table)) != NULL; table = t->source)
        if (t == d)
            return true;
    return false;
}

bool view_bears(const struct plan *p, const struct check *c, const struct derived *d)
{
    return stands_on(p, (size_t)(c->table - p->pack->tables), d);
}

bool kept_is_there(const struct engine *x, const struct derived *d)
{
    const struct kept *k = &x->kept[d - x->plan->derived];
    return k->on && x->read > k->first;
}

bool kept_stays(const struct engine *x, const struct derived *d)
{
    const struct kept *k = &x->kept[d - x->plan->derived];
    return k->on && x->read < k->last;
}

bool kept_stands_on(const struct engine *x, size_t table, const struct derived *d)
{
    const struct derived *t;
    for (; (t = plan_derived(x->plan, table)) != NULL; table = t->source) {
        if (t == d)
            return true;
        if (kept_is_there(x, t))
            return false;
    }
    return false;
}

void kept_need(const struct engine *x, struct need *need)
{
    struct plan *p = x->plan;
    for (size_t i = 0; i < p->derived_n; i++)
        if (x->kept[i].on && x->kept[i].first == x->read)
            need_derived(p, &p->derived[i], &x->all, need);
}

/* Whether the rows of a table come to TABLE's without a view between that is there. */
static bool comes_from_file(const struct engine *x, size_t table)
{
    const struct derived *t;
    for (; (t = plan_derived(x->plan, table)) != NULL; table = t->source)
        if (kept_is_there(x, t))
            return false;
    return true;
}

bool kept_reads(const struct engine *x)
{
    const struct plan *p = x->plan;
    bool reads = !x->told[p->reads[x->read].table];
    for (size_t i = 0; !reads && i < p->check_all; i++)
        reads = p->checks[i].read == x->read && p->checks[i].loaded &&
                comes_from_file(x, (size_t)(p->checks[i].table - p->pack->tables));
    for (size_t i = 0; !reads && i < p->other_n; i++)
        reads = engine_fills(x, &p->others[i]) && comes_from_file(x, p->others[i].table);
    return reads;
}

static void note(struct kept *k, size_t read)
{
    k->first = !k->on || read < k->first ? read : k->first;
    k->last = !k->on || read > k->last ? read : k->last;
    k->on = true;
}

/* The readings that need D. */
static void find_readings(const struct engine *x, const struct derived *d, struct kept *k)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_all; i++)
        if (p->checks[i].loaded && view_bears(p, &p->checks[i], d))
            note(k, p->checks[i].read);
    for (size_t i = 0; i < p->other_n; i++)
        if (p->others[i].wanted && p->others[i].of == SIZE_MAX &&
            stands_on(p, p->others[i].table, d))
            note(k, p->others[i].read);
}

/* What it looks into, for whichever reading, must be whole when it is made. */
static enum status find_looks(struct engine *x, const struct derived *d, struct kept *k,
                              struct error *e)
{
    struct plan *p = x->plan;
    struct need need;
    enum status s = need_begin(p, &x->arena, &need, e);
    if (s != ST_OK)
        return s;
    need_derived(p, d, &x->all, &need);
    k->looks = need.looks;
    for (size_t i = 0; i < p->other_n; i++)
        k->on = k->on && (!need.looks[i] || plan_filled_by(p, &p->others[i]) < k->first);
    return ST_OK;
}

enum status kept_find(struct engine *x, struct error *e)
{
    struct plan *p = x->plan;
    x->kept = arena_zero(&x->arena, (p->derived_n + 1) * sizeof *x->kept);
    x->told = arena_zero(&x->arena, p->all.table_count + 1);
    if (x->kept == NULL || x->told == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    /* Who is told of each row is told of it in each reading. */
    if (x->options.hooks != NULL || x->options.reject != NULL)
        return s;
    for (size_t i = 0; s == ST_OK && i < p->derived_n; i++) {
        const struct derived *d = &p->derived[i];
        struct kept *k = &x->kept[i];
        if (d->view == NULL || d->check.grouping == NULL)
            continue;
        find_readings(x, d, k);
        k->on = k->on && k->first < k->last;
        if (k->on)
            s = find_looks(x, d, k, e);
    }
    return s;
}
