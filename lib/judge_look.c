/* What expressions over groups look at: the groups' own rows, ranges of others, other tables. */
#include "i18n.h"
#include "judge_int.h"

static bool same_work(const struct expr *a, const struct expr *b)
{
    return a->aggregate == b->aggregate && a->slot == b->slot && a->second_slot == b->second_slot &&
           a->series == b->series && a->type == b->type && (a->day == NULL) == (b->day == NULL) &&
           a->days == b->days && a->furthest == b->furthest &&
           (a->aggregate == AGG_QUANTILE || a->aggregate == AGG_NTH_SMALLEST ? a == b : true);
}

static enum status own_aggregate(struct seen_groups *g, const struct expr *x, struct vec *out,
                                 struct error *e)
{
    for (struct worked *w = g->all->worked; w != NULL; w = w->next)
        if (same_work(w->x, x)) {
            *out = w->v;
            return ST_OK;
        }
    struct arena *scratch = &g->j->scratch;
    enum status s = aggregate_result(g->c->grouping, x, g->own, NULL, g->n, scratch, out, e);
    struct worked *w = s == ST_OK ? arena_alloc(scratch, sizeof *w) : NULL;
    if (s == ST_OK && w == NULL)
        return error_memory(e);
    if (s == ST_OK) {
        *w = (struct worked){x, *out, g->all->worked};
        g->all->worked = w;
    }
    return s;
}

static enum status group_aggregate(void *context, const struct expr *x, struct vec *out,
                                   struct error *e)
{
    struct seen_groups *g = context;
    struct arena *scratch = &g->j->scratch;
    if (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE)
        return measures_result(g->c, g->j->plan, x, g->periods, g->n, scratch, out, e);
    if (x->over == OVER_NONE)
        return own_aggregate(g, x, out, e);
    size_t r = x->range;
    if (g->range_rows[r] == NULL) {
        char **rows = arena_alloc(scratch, (g->n + 1) * sizeof *rows);
        g->range_why[r] = arena_alloc(scratch, (g->n + 1) * sizeof(why_t));
        if (rows == NULL || g->range_why[r] == NULL)
            return error_memory(e);
        enum status s = range_rows(&g->c->ranges[r], g->c->grouping, g->groups, g->n, scratch, rows,
                                   g->range_why[r], NULL, e);
        if (s != ST_OK)
            return s;
        g->range_rows[r] = rows;
    }
    return range_result(&g->c->ranges[r], g->c->grouping, x, g->range_rows[r], g->range_why[r],
                        g->n, scratch, out, e);
}

static enum status no_column(void *context, size_t column, struct vec *out, struct error *e)
{
    (void)context;
    (void)column;
    (void)out;
    return error_set(e, ST_USAGE, "%s", _("a column stands outside an aggregate"));
}

static enum status group_other(void *context, const struct expr *x, struct vec *args,
                               struct vec *out, struct error *e)
{
    struct seen_groups *g = context;
    const struct other *o = plan_other(g->j->plan, x);
    return other_value(o, x, args, g->n, &g->j->scratch, out, e);
}

enum status judge_gather(struct judged_groups *all, struct judge *j, struct grouping *g,
                         const uint32_t *groups, size_t n, struct error *e)
{
    struct arena *scratch = &j->scratch;
    *all = (struct judged_groups){.grouping = g, .groups = groups, .n = n};
    all->own = arena_alloc(scratch, (n + 1) * sizeof *all->own);
    all->periods = arena_alloc(scratch, (n + 1) * sizeof *all->periods);
    all->subjects = arena_alloc(scratch, (n + JUDGED_AHEAD) * sizeof *all->subjects);
    if (all->own == NULL || all->periods == NULL || all->subjects == NULL)
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        if (k + JUDGED_AHEAD < n)
            group_ask(g, groups[k + JUDGED_AHEAD]);
        char *own = group_at(g, groups[k]);
        all->own[k] = own;
        all->periods[k] = group_head(own)->period;
        all->subjects[k] = group_head(own)->subject;
    }
    for (size_t k = n; k < n + JUDGED_AHEAD; k++)
        all->subjects[k] = n == 0 ? 0 : all->subjects[n - 1];
    return ST_OK;
}

enum status judge_look_at(struct seen_groups *g, struct judge *j, struct check *c,
                          struct judged_groups *all, struct eval *v, struct error *e)
{
    struct arena *scratch = &j->scratch;
    *g = (struct seen_groups){.j = j,
                              .c = c,
                              .groups = all->groups,
                              .n = all->n,
                              .own = all->own,
                              .periods = all->periods,
                              .all = all};
    g->range_rows = arena_zero(scratch, (c->range_n + 1) * sizeof *g->range_rows);
    g->range_why = arena_zero(scratch, (c->range_n + 1) * sizeof *g->range_why);
    if (g->range_rows == NULL || g->range_why == NULL)
        return error_memory(e);
    *v = (struct eval){.n = g->n,
                       .scratch = scratch,
                       .reasons = &j->plan->reasons,
                       .pack = j->plan->pack,
                       .calendar = j->plan->pack->calendar,
                       .context = g,
                       .column = no_column,
                       .aggregate = group_aggregate,
                       .other = group_other,
                       .before = judge_before};
    return ST_OK;
}

void judge_look_away(struct seen_groups *g)
{
    for (size_t r = 0; r < g->c->range_n; r++)
        if (g->range_rows != NULL && g->range_rows[r] != NULL)
            range_let_go(&g->c->ranges[r], g->c->grouping, g->range_rows[r], g->n);
}

enum status judge_columns(struct judge *j, struct check *c, const uint32_t *groups, size_t groups_n,
                          struct expr *const *x, size_t n, struct vec *out, struct error *e)
{
    struct judged_groups all;
    struct seen_groups g;
    struct eval v;
    enum status s = judge_gather(&all, j, c->grouping, groups, groups_n, e);
    if (s == ST_OK)
        s = judge_look_at(&g, j, c, &all, &v, e);
    if (s != ST_OK)
        return s;
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (x[i] != NULL)
            s = eval(&v, x[i], &out[i], e);
    judge_look_away(&g);
    return s;
}

enum status judge_part(struct judge *j, struct check *c, const uint32_t *groups, size_t n,
                       const struct expr *x, struct vec *out, struct error *e)
{
    union {
        const struct expr *from;
        struct expr *to;
    } part = {x};
    return judge_columns(j, c, groups, n, &part.to, 1, out, e);
}
