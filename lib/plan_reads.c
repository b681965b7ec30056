/* In which order tables are read, and what takes part in each reading: whatever looks into another
 * table, or at the outcome of an indicator, needs that whole before. */
#include <stdlib.h>

#include "plan_int.h"
#include "i18n.h"

/* What is filled by reading a table of the dictionary: a check, or rows that others look into. */
struct node {
    size_t base;
    const bool *needs; /* [other] */
    bool done;
};

struct scheduling {
    struct plan *plan;
    struct node *nodes; /* checks, then others */
    size_t n;
    bool *have; /* [other]: is whole */
};

/* C or, if that is NULL, the rows of O. */
static enum status make_node(struct scheduling *s, size_t table, const struct check *c,
                             const struct other *o, const bool **looks, struct error *e)
{
    struct node *n = &s->nodes[s->n++];
    struct need need;
    enum status st = need_begin(s->plan, &s->plan->arena, &need, e);
    if (st != ST_OK)
        return st;
    n->base = plan_base(s->plan, table);
    n->needs = need.looks;
    *looks = need.looks;
    if (c != NULL)
        need_check(s->plan, c, &need);
    else
        need_other_rows(s->plan, o, &need);
    return ST_OK;
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
static enum status make_nodes(struct scheduling *s, struct error *e)
{
    struct plan *p = s->plan;
    enum status st = ST_OK;
    for (size_t i = 0; st == ST_OK && i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        st = make_node(s, (size_t)(c->table - p->pack->tables), c, NULL, &c->looks, e);
    }
    for (size_t i = 0; st == ST_OK && i < p->other_n; i++) {
        struct other *o = &p->others[i];
        st = make_node(s, o->table, NULL, o, &o->looks, e);
        s->nodes[s->n - 1].done = o->of != SIZE_MAX;
    }
    return st;
}

static bool is_among(const struct plan *p, size_t table)
{
    for (size_t i = 0; i < p->read_n; i++)
        if (p->reads[i].table == table)
            return true;
    return false;
}

enum status plan_reads(struct plan *p, struct error *e)
{
    struct scheduling s = {.plan = p};
    size_t n = p->check_all + p->other_n;
    s.nodes = arena_zero(&p->arena, (n + 1) * sizeof *s.nodes);
    s.have = arena_zero(&p->arena, p->other_n + 1);
    size_t tables = p->all.table_count - p->derived_n;
    p->reads = arena_zero(&p->arena, (n + tables + 1) * sizeof *p->reads);
    if (s.nodes == NULL || s.have == NULL || p->reads == NULL)
        return error_memory(e);
    enum status st = make_nodes(&s, e);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < p->other_n; i++)
        s.have[i] = p->others[i].of == SIZE_MAX && s.nodes[p->check_all + i].done;
    while (!all_done(&s)) {
        size_t table = choose(&s);
        if (table == SIZE_MAX)
            return refuse_circle(&s, e);
        read_table(&s, table);
    }
    /* A table of which nothing is asked is still to be sound. */
    for (size_t t = 0; t < tables; t++)
        if (!is_among(p, t))
            p->reads[p->read_n++].table = t;
    for (size_t i = 0; i < p->read_n; i++) {
        p->reads[i].last = true;
        for (size_t k = i + 1; k < p->read_n; k++)
            p->reads[i].last = p->reads[i].last && p->reads[k].table != p->reads[i].table;
    }
    return ST_OK;
}
