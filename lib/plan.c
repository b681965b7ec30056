/* All checks of a pack together: which groupings they share, what they need of other tables. */
#include <stdlib.h>

#include "plan_int.h"
#include "eval.h"
#include "i18n.h"

struct marks {
    bool grouped, over, value;
};

static void mark(struct expr *x, void *context)
{
    struct marks *m = context;
    if (x->kind != EXPR_AGGREGATE)
        return;
    m->grouped = true;
    m->over = m->over || x->over != OVER_NONE;
    m->value = m->value || (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE);
}

/* In a threshold an aggregate ranges over everybody, unless it says which others. What tells a
 * parameter's region stays the subject's; what `value` does is its meaning. */
static void over_all(struct expr *x)
{
    if (x == NULL)
        return;
    bool of_value = x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE;
    if (x->kind == EXPR_AGGREGATE && x->over == OVER_NONE && !of_value)
        x->over = OVER_ALL;
    for (size_t i = 0; i < (x->kind == EXPR_PARAM_ROW ? x->keyed : x->arg_count); i++)
        over_all(x->args[i]);
}

static void classify(struct check *c)
{
    for (int l = 0; l < LEVELS; l++) {
        over_all(c->threshold[l]);
        over_all(c->high[l]);
    }
    struct marks m = {0};
    check_walk(c, mark, &m);
    c->rows = c->by_n == 0 && !m.grouped;
    c->everybody = m.over || m.value;
    c->measured = m.value;
}

static size_t table_index(const struct plan *p, const struct table *t)
{
    return (size_t)(t - p->pack->tables);
}

static enum status key_part(struct buffer *b, const struct expr *x, const struct expr_scope *scope,
                            struct arena *a, struct error *e)
{
    struct slice text = SLICE("");
    enum status s = x == NULL ? ST_OK : expr_key(x, scope, a, &text, e);
    buffer_slice(b, text);
    buffer_char(b, '\n');
    return s;
}

/* Whether the rows of its table come as they stand in a file. */
static bool keeps_order(const struct plan *p, const struct check *c)
{
    const struct derived *d;
    for (size_t t = table_index(p, c->table); (d = plan_derived(p, t)) != NULL; t = d->source)
        if (d->kind != VIEW_ROWS || d->grouped)
            return false;
    return true;
}

/* Checks of one table, subject and period share one grouping, if they are read at once. */
static enum status find_grouping(struct plan *p, struct check *c, struct error *e)
{
    struct buffer b = {0};
    buffer_printf(&b, "%s %zu\n", c->table->name, c->read);
    enum status s = key_part(&b, c->period, &c->row, &p->arena, e);
    for (size_t i = 0; s == ST_OK && i < c->by_n; i++)
        s = key_part(&b, c->by[i], &c->row, &p->arena, e);
    struct slice key = arena_copy(&p->arena, buffer_view(&b));
    bool failed = b.failed || key.p == NULL;
    buffer_free(&b);
    if (s != ST_OK)
        return s;
    if (failed)
        return error_memory(e);
    for (size_t i = 0; i < p->grouping_n; i++)
        if (slice_eq(p->grouping_key[i], key)) {
            c->grouping = p->groupings[i];
            return ST_OK;
        }
    size_t n = p->grouping_n;
    struct grouping *g = calloc(1, sizeof *g);
    if (g == NULL || !grow(&p->groupings, &p->grouping_size, n + 1, sizeof(struct grouping *)) ||
        !grow(&p->grouping_table, &p->grouping_table_size, n + 1, sizeof *p->grouping_table) ||
        !grow(&p->grouping_read, &p->grouping_read_size, n + 1, sizeof *p->grouping_read) ||
        !grow(&p->grouping_key, &p->grouping_key_size, n + 1, sizeof *p->grouping_key)) {
        free(g);
        return error_memory(e);
    }
    g->by = c->by;
    g->by_n = c->by_n;
    g->period = c->period;
    g->closes = c->period != NULL && keeps_order(p, c);
    g->apart = plan_apart(p, table_index(p, c->table));
    g->memory = p->memory;
    g->shown = p->shown;
    g->reasons = &p->reasons;
    g->hold = plan_hold(p, table_index(p, c->table));
    p->groupings[n] = c->grouping = g;
    p->grouping_table[n] = table_index(p, c->table);
    p->grouping_read[n] = c->read;
    p->grouping_key[n] = key;
    p->grouping_n++;
    return ST_OK;
}

void plan_limit_hold(struct plan *p, size_t limit)
{
    for (size_t t = 0; t < p->all.table_count - p->derived_n; t++)
        p->holds[t].limit = limit;
}

struct hold *plan_hold(const struct plan *p, size_t table)
{
    return &p->holds[plan_base(p, table)];
}

struct other *plan_other(const struct plan *p, const struct expr *x)
{
    for (size_t i = 0; i < p->other_n; i++)
        if (other_same(&p->others[i], x))
            return &p->others[i];
    return NULL;
}

/* Where there is a period its last day is asked, where there is none the row's date (check_parse),
 * and where rows have no date the day of the run. */
static bool in_force(const struct plan *p, const struct check *c)
{
    if (c->period != NULL || check_date_column(c->table) != SIZE_MAX)
        return true;
    return p->today >= c->indicator->valid_from && p->today <= c->indicator->valid_to;
}

static bool chosen(const struct indicator *i, const char *const *only, size_t n)
{
    if (i->status == INDICATOR_OFF)
        return false;
    for (size_t k = 0; k < n; k++)
        if (strcmp(only[k], i->id) == 0)
            return true;
    return n == 0;
}

void check_forget(struct check *c)
{
    for (size_t i = 0; i < c->range_n; i++)
        range_free(&c->ranges[i], c->grouping);
    free(c->streaks);
    free(c->followed);
    c->streaks = NULL;
    c->followed = NULL;
    c->streak_size = c->followed_size = 0;
}

void check_free(struct check *c)
{
    for (size_t i = 0; i < c->parsed_n; i++)
        expr_release(c->parsed[i]);
    free(c->parsed);
    check_forget(c);
    for (size_t i = 0; i < c->range_n; i++)
        free(c->ranges[i].wanted);
    free(c->ranges);
    for (size_t i = 0; i < c->measures.lists_size; i++)
        free(c->measures.lists[i].v);
    free(c->measures.lists);
    free(c->measures.results);
    keytab_free(&c->measures.periods);
    arena_free(&c->measures.arena);
    judge_free_earlier(c);
    free(c->counts.missing);
    excepted_free(&c->excepted);
}

/* Dropped again where it is not in force. */
static enum status make_check(struct plan *p, const struct indicator *i, struct check **out,
                              struct error *e)
{
    struct check *c = &p->checks[p->check_all++];
    c->indicator = i;
    enum status s = check_parse(p, c, e);
    if (s != ST_OK)
        return s;
    classify(c);
    if (!excepted_find(&c->excepted, p->pack, i->id, p->today))
        return error_memory(e);
    *out = c;
    if (!in_force(p, c)) {
        check_free(c);
        *c = (struct check){.indicator = NULL};
        p->check_all--;
        *out = NULL;
    }
    return ST_OK;
}

enum status plan_check(struct plan *p, const struct indicator *i, struct check **out,
                       struct error *e)
{
    *out = NULL;
    for (size_t k = 0; k < p->check_all; k++)
        if (p->checks[k].indicator->place.row == i->place.row &&
            p->checks[k].indicator->place.sheet == i->place.sheet) {
            *out = &p->checks[k];
            return ST_OK;
        }
    return make_check(p, i, out, e);
}

static enum status begin_groupings(struct plan *p, struct error *e)
{
    for (size_t i = 0; i < p->check_all; i++)
        if (p->checks[i].everybody && p->checks[i].grouping != NULL)
            p->checks[i].grouping->closes = false;
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++)
        s = group_begin(p->groupings[i], e);
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++)
        s = check_want(&p->checks[i], NULL, 0, e);
    for (size_t i = 0; s == ST_OK && i < p->other_n; i++)
        s = other_begin(&p->others[i], e);
    return s;
}

/* All views are read, so that what is wrong in one is found even if nothing stands on it. */
static enum status make_views(struct plan *p, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->derived_n; i++)
        if (p->derived[i].view != NULL)
            s = view_ready(p, p->derived[i].table, e);
    return s;
}

static enum status bind_all(struct plan *p, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        if (c->rows)
            continue;
        s = find_grouping(p, c, e);
        if (s == ST_OK)
            s = check_bind(p, c, e);
    }
    for (size_t i = 0; s == ST_OK && i < p->derived_n; i++)
        if (p->derived[i].view != NULL)
            s = view_bind(p, &p->derived[i], e);
    return s == ST_OK ? begin_groupings(p, e) : s;
}

struct reasoning {
    struct plan *plan;
    bool failed;
};

/* Reasons are made here, so that their order does not hang on that of rows. */
static void need_reasons(struct expr *x, void *context)
{
    struct reasoning *n = context;
    struct reasons *r = &n->plan->reasons;
    for (int lack = PARAM_NO_KEY; x->kind == EXPR_PARAM_ROW && lack <= PARAM_NO_DATE; lack++)
        n->failed = n->failed || param_reason(r, x->param, (enum param_lack)lack) == 0;
    if (x->kind == EXPR_AGGREGATE)
        n->failed = n->failed || reason_make(r, REASON_TOO_FEW,
                                             slice_of(aggregate_name(x->aggregate))) == 0;
}

/* Those that rows and groups may give: after what is bound, which tells more. */
static bool make_others(struct plan *p)
{
    static const enum reason_kind kinds[] = {
        REASON_ZERO_DIVISOR, REASON_NO_ROWS, REASON_PEERS,  REASON_ORDER,  REASON_CALENDAR,
        REASON_SPREAD,       REASON_WHOLE,   REASON_NUMBER, REASON_LENGTH, REASON_BEFORE};
    struct reasons *r = &p->reasons;
    bool good = true;
    for (size_t t = 0; t < p->all.table_count - p->derived_n; t++)
        for (size_t i = 0; good && i < p->all.tables[t].column_count; i++)
            good = !p->needed[t][i] ||
                   reason_make(r, REASON_BLANK, slice_of(p->all.tables[t].columns[i].name)) != 0;
    for (size_t i = 0; good && i < sizeof kinds / sizeof kinds[0]; i++)
        good = reason_make(r, kinds[i], SLICE("")) != 0;
    return good && reason_make(r, REASON_KEY, SLICE("by")) != 0 &&
           reason_make(r, REASON_KEY, SLICE("over")) != 0;
}

static enum status make_reasons(struct plan *p, struct error *e)
{
    struct reasoning n = {p, false};
    for (size_t i = 0; i < p->check_all; i++)
        check_walk(&p->checks[i], need_reasons, &n);
    for (size_t i = 0; i < p->derived_n; i++)
        view_walk(p, &p->derived[i], need_reasons, &n);
    return n.failed ? error_memory(e) : ST_OK;
}

enum status plan_make(const struct pack *pack, const char *const *only, size_t only_n,
                      int64_t today, size_t memory, bool shown, struct plan **out, struct error *e)
{
    struct plan *p = calloc(1, sizeof *p);
    if (p == NULL)
        return error_memory(e);
    *p = (struct plan){.today = today, .memory = memory, .shown = shown};
    enum status s = reasons_init(&p->reasons, e);
    p->checks = calloc(pack->indicator_count + 1, sizeof *p->checks);
    if (s == ST_OK && p->checks == NULL)
        s = error_memory(e);
    if (s == ST_OK)
        s = views_begin(p, pack, e);
    if (s == ST_OK)
        s = make_views(p, e);
    struct check *made;
    for (size_t i = 0; s == ST_OK && i < pack->indicator_count; i++)
        if (chosen(&pack->indicators[i], only, only_n))
            s = make_check(p, &pack->indicators[i], &made, e);
    p->check_n = p->check_all;
    if (s == ST_OK)
        s = plan_need(p, e);
    if (s == ST_OK)
        s = make_reasons(p, e);
    if (s == ST_OK)
        s = plan_reads(p, e);
    if (s == ST_OK)
        s = bind_all(p, e);
    if (s == ST_OK && !make_others(p))
        s = error_memory(e);
    if (s != ST_OK) {
        plan_free(p);
        return s;
    }
    *out = p;
    return ST_OK;
}

void plan_warn_anyway(struct plan *p)
{
    for (size_t i = 0; i < p->check_all; i++)
        excepted_free(&p->checks[i].excepted);
}

void plan_free(struct plan *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; p->checks != NULL && i < p->check_all; i++)
        check_free(&p->checks[i]);
    views_free(p);
    for (size_t i = 0; i < p->grouping_n; i++) {
        group_free(p->groupings[i]);
        free(p->groupings[i]);
    }
    for (size_t i = 0; i < p->other_n; i++)
        other_free(&p->others[i]);
    free(p->checks);
    free(p->groupings);
    free(p->grouping_table);
    free(p->grouping_read);
    free(p->grouping_key);
    free(p->others);
    reasons_free(&p->reasons);
    arena_free(&p->arena);
    free(p);
}
