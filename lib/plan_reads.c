/* In which order tables are read, and what takes part in each reading: whatever looks into another
 * table, or at the outcome of an indicator, needs that whole before. */
#include <stdlib.h>

#include "check_int.h"
#include "i18n.h"
#include "view.h"

/* What is filled by reading a table of the dictionary: a check, or rows that others look into. */
struct node {
    size_t base;
    bool *needs; /* [other] */
    bool done;
};

struct scheduling {
    struct plan *plan;
    struct node *nodes; /* checks, then others */
    size_t n;
    bool *have; /* [other]: is whole */
    bool *at;   /* the node's at hand */
};

static void note(struct expr *x, void *context)
{
    struct scheduling *s = context;
    if (x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP)
        s->at[plan_other(s->plan, x) - s->plan->others] = true;
}

static bool make_node(struct scheduling *s, size_t table, const struct check *c)
{
    struct node *n = &s->nodes[s->n++];
    n->base = plan_base(s->plan, table);
    n->needs = s->at = arena_zero(&s->plan->arena, s->plan->other_n + 1);
    if (n->needs == NULL)
        return false;
    if (c != NULL)
        check_walk(c, note, s);
    for (const struct derived *d; (d = plan_derived(s->plan, table)) != NULL; table = d->source)
        view_walk(s->plan, d, note, s);
    return true;
}

static bool is_ready(const struct scheduling *s, const struct node *n)
{
    for (size_t i = 0; i < s->plan->other_n; i++)
        if (n->needs[i] && !s->have[i])
            return false;
    return !n->done;
}

/* Whether anything can be done with the table, and whether that is all there is. */
static bool can_read(const struct scheduling *s, size_t table, bool *whole)
{
    bool any = false;
    *whole = true;
    for (size_t i = 0; i < s->n; i++) {
        if (s->nodes[i].base != table || s->nodes[i].done)
            continue;
        bool ready = is_ready(s, &s->nodes[i]);
        any = any || ready;
        *whole = *whole && ready;
    }
    return any;
}

/* A table of which all can be done is read before one that must be read again. */
static size_t choose(const struct scheduling *s)
{
    size_t tables = s->plan->all.table_count - s->plan->derived_n, some = SIZE_MAX;
    bool whole;
    for (size_t t = 0; t < tables; t++) {
        if (!can_read(s, t, &whole))
            continue;
        if (whole)
            return t;
        some = some == SIZE_MAX ? t : some;
    }
    return some;
}

static void read_table(struct scheduling *s, size_t table)
{
    struct plan *p = s->plan;
    size_t read = p->read_n++;
    p->reads[read].table = table;
    for (size_t i = 0; i < s->n; i++)
        if (s->nodes[i].base == table && is_ready(s, &s->nodes[i])) {
            *(i < p->check_all ? &p->checks[i].read : &p->others[i - p->check_all].read) = read;
            s->nodes[i].done = true;
        }
    for (size_t i = 0; i < p->other_n; i++)
        s->have[i] =
            s->nodes[p->others[i].of != SIZE_MAX ? p->others[i].of : p->check_all + i].done;
}

static bool all_done(const struct scheduling *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (!s->nodes[i].done)
            return false;
    return true;
}

static enum status refuse_circle(const struct scheduling *s, struct error *e)
{
    for (size_t i = 0; i < s->plan->check_all; i++)
        if (!s->nodes[i].done) {
            const struct indicator *x = s->plan->checks[i].indicator;
            return pack_error(s->plan->pack, x, PART_ID, e,
                              _("indicator '%s' looks, by way of others, at its own outcome"),
                              x->id);
        }
    return error_set(e, ST_USAGE, "%s", _("tables look into each other in a circle"));
}

/* What an indicator's subjects are known by is whole when its check is; it is no reading itself. */
static bool make_nodes(struct scheduling *s)
{
    struct plan *p = s->plan;
    bool good = true;
    for (size_t i = 0; good && i < p->check_all; i++) {
        good = make_node(s, (size_t)(p->checks[i].table - p->pack->tables), &p->checks[i]);
        p->checks[i].looks = s->at;
    }
    for (size_t i = 0; good && i < p->other_n; i++) {
        good = make_node(s, p->others[i].table, NULL);
        p->others[i].looks = s->at;
        s->nodes[s->n - 1].done = p->others[i].of != SIZE_MAX;
    }
    return good;
}

enum status plan_reads(struct plan *p, struct error *e)
{
    struct scheduling s = {.plan = p};
    size_t n = p->check_all + p->other_n;
    s.nodes = arena_zero(&p->arena, (n + 1) * sizeof *s.nodes);
    s.have = arena_zero(&p->arena, p->other_n + 1);
    p->reads = arena_zero(&p->arena, (n + 1) * sizeof *p->reads);
    if (s.nodes == NULL || s.have == NULL || p->reads == NULL || !make_nodes(&s))
        return error_memory(e);
    for (size_t i = 0; i < p->other_n; i++)
        s.have[i] = p->others[i].of == SIZE_MAX && s.nodes[p->check_all + i].done;
    while (!all_done(&s)) {
        size_t table = choose(&s);
        if (table == SIZE_MAX)
            return refuse_circle(&s, e);
        read_table(&s, table);
    }
    for (size_t i = 0; i < p->read_n; i++) {
        p->reads[i].last = true;
        for (size_t k = i + 1; k < p->read_n; k++)
            p->reads[i].last = p->reads[i].last && p->reads[k].table != p->reads[i].table;
    }
    return ST_OK;
}
