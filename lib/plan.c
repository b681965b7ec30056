/* All checks of a pack together: which groupings they share, what they need of other tables. */
#include <stdlib.h>

#include "check_int.h"
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

/* In a threshold an aggregate ranges over everybody, unless it says which others. */
static void over_all(struct expr *x, void *context)
{
    (void)context;
    if (x->kind == EXPR_AGGREGATE && x->over == OVER_NONE)
        x->over = OVER_ALL;
}

static void classify(struct check *c)
{
    for (int l = 0; l < LEVELS; l++) {
        if (c->threshold[l] != NULL)
            expr_walk(c->threshold[l], over_all, NULL);
        if (c->high[l] != NULL)
            expr_walk(c->high[l], over_all, NULL);
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
    enum status s = x == NULL ? ST_OK : expr_text(x, scope, a, &text, e);
    buffer_slice(b, text);
    buffer_char(b, '\n');
    return s;
}

/* Checks of one table, subject and period share one grouping. */
static enum status find_grouping(struct plan *p, struct check *c, struct error *e)
{
    struct buffer b = {0};
    buffer_text(&b, c->table->name);
    buffer_char(&b, '\n');
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
        !grow(&p->grouping_key, &p->grouping_key_size, n + 1, sizeof *p->grouping_key)) {
        free(g);
        return error_memory(e);
    }
    g->by = c->by;
    g->by_n = c->by_n;
    g->period = c->period;
    g->closes = c->period != NULL;
    g->memory = p->memory;
    g->reasons = &p->reasons;
    p->groupings[n] = c->grouping = g;
    p->grouping_table[n] = table_index(p, c->table);
    p->grouping_key[n] = key;
    p->grouping_n++;
    return ST_OK;
}

/* Other tables */

struct other *plan_other(const struct plan *p, const struct expr *x)
{
    for (size_t i = 0; i < p->other_n; i++)
        if (other_same(&p->others[i], x))
            return &p->others[i];
    return NULL;
}

struct needing {
    struct plan *plan;
    bool failed;
};

static void need_other(struct expr *x, void *context)
{
    struct needing *n = context;
    struct plan *p = n->plan;
    if (x->kind != EXPR_EXISTS && x->kind != EXPR_LOOKUP)
        return;
    struct other *o = plan_other(p, x);
    if (o == NULL) {
        if (!grow(&p->others, &p->other_size, p->other_n + 1, sizeof *p->others)) {
            n->failed = true;
            return;
        }
        o = &p->others[p->other_n++];
        *o = (struct other){.table = x->other_table,
                            .columns = x->key_columns,
                            .column_n = x->arg_count,
                            .name = slice_of(p->pack->tables[x->other_table].name)};
        o->two_matches = reason_make(&p->reasons, REASON_TWO_MATCHES, o->name);
        o->rejected = reason_make(&p->reasons, REASON_REJECTED, SLICE(""));
        o->no_match = reason_make(&p->reasons, REASON_NO_MATCH, o->name);
        n->failed = n->failed || o->two_matches == 0 || o->rejected == 0 || o->no_match == 0;
    }
    if (x->kind == EXPR_EXISTS)
        return;
    for (size_t i = 0; i < o->value_n; i++)
        if (o->values[i] == x->lookup_column)
            return;
    size_t *values = arena_alloc(&p->arena, (o->value_n + 1) * sizeof *values);
    if (values == NULL) {
        n->failed = true;
        return;
    }
    if (o->value_n > 0)
        memcpy(values, o->values, o->value_n * sizeof *values);
    values[o->value_n++] = x->lookup_column;
    o->values = values;
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

static void free_check(struct check *c)
{
    for (size_t i = 0; i < c->parsed_n; i++)
        expr_release(c->parsed[i]);
    free(c->parsed);
    for (size_t i = 0; i < c->range_n; i++) {
        range_free(&c->ranges[i], c->grouping);
        free(c->ranges[i].wanted);
    }
    free(c->ranges);
    for (size_t i = 0; i < c->measures.lists_size; i++)
        free(c->measures.lists[i].v);
    free(c->measures.lists);
    free(c->measures.results);
    keytab_free(&c->measures.periods);
    free(c->streaks);
    free(c->followed);
    free(c->counts.missing);
}

static enum status make_check(struct plan *p, struct check *c, struct error *e)
{
    enum status s = check_parse(p, c, e);
    if (s != ST_OK)
        return s;
    classify(c);
    if (!c->rows && (s = find_grouping(p, c, e)) != ST_OK)
        return s;
    return c->rows ? ST_OK : check_bind(p, c, e);
}

static enum status begin_groupings(struct plan *p, struct error *e)
{
    for (size_t i = 0; i < p->check_n; i++)
        if (p->checks[i].everybody && p->checks[i].grouping != NULL)
            p->checks[i].grouping->closes = false;
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++)
        s = group_begin(p->groupings[i], e);
    for (size_t i = 0; s == ST_OK && i < p->check_n; i++)
        s = check_want(&p->checks[i], e);
    if (s != ST_OK)
        return s;
    struct needing n = {p, false};
    for (size_t i = 0; i < p->check_n; i++)
        check_walk(&p->checks[i], need_other, &n);
    for (size_t i = 0; !n.failed && i < p->other_n; i++)
        n.failed = other_begin(&p->others[i], e) != ST_OK;
    return n.failed ? error_memory(e) : ST_OK;
}

enum status plan_make(const struct pack *pack, const char *const *only, size_t only_n,
                      int64_t today, size_t memory, struct plan **out, struct error *e)
{
    struct plan *p = calloc(1, sizeof *p);
    if (p == NULL)
        return error_memory(e);
    *p = (struct plan){.pack = pack, .today = today, .memory = memory};
    enum status s = reasons_init(&p->reasons, e);
    p->checks = calloc(pack->indicator_count + 1, sizeof *p->checks);
    if (s == ST_OK && p->checks == NULL)
        s = error_memory(e);
    for (size_t i = 0; s == ST_OK && i < pack->indicator_count; i++) {
        if (!chosen(&pack->indicators[i], only, only_n))
            continue;
        struct check *c = &p->checks[p->check_n++];
        c->indicator = &pack->indicators[i];
        s = make_check(p, c, e);
        if (s == ST_OK && !in_force(p, c)) {
            free_check(c);
            *c = (struct check){.indicator = NULL};
            p->check_n--;
        }
    }
    if (s == ST_OK)
        s = begin_groupings(p, e);
    if (s != ST_OK) {
        plan_free(p);
        return s;
    }
    *out = p;
    return ST_OK;
}

void plan_free(struct plan *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; p->checks != NULL && i < p->check_n; i++)
        free_check(&p->checks[i]);
    for (size_t i = 0; i < p->grouping_n; i++) {
        group_free(p->groupings[i]);
        free(p->groupings[i]);
    }
    for (size_t i = 0; i < p->other_n; i++)
        other_free(&p->others[i]);
    free(p->checks);
    free(p->groupings);
    free(p->grouping_table);
    free(p->grouping_key);
    free(p->others);
    reasons_free(&p->reasons);
    arena_free(&p->arena);
    free(p);
}
