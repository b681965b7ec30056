/* Batches into groupings, and groupings to judgement. */
#include <stdlib.h>

#include "engine_int.h"

struct grouping_run {
    struct engine *engine;
    struct grouping *grouping;
};

static enum status judge_all(void *context, const uint32_t *groups, size_t n, struct error *e)
{
    struct grouping_run *run = context;
    return judge_groups(&run->engine->judge, run->grouping, groups, n, e);
}

static void restart_all(void *context)
{
    struct grouping_run *run = context;
    struct plan *p = run->engine->plan;
    for (size_t i = 0; i < p->check_all; i++)
        if (p->checks[i].grouping == run->grouping)
            judge_restart(&run->engine->judge, &p->checks[i]);
}

/* Each row a subject named by its digest; with BY_PLACE equal rows are told apart. */
static enum status record_keys(struct rows *r, bool by_place, struct vec *out, struct error *e)
{
    if (!vec_new(out, &r->scratch, T_TEXT, VEC_TEXT, r->batch.n, false))
        return error_memory(e);
    for (size_t k = 0; k < r->batch.n; k++) {
        char digest[ALERT_ID_SIZE];
        enum status s = rows_digest(r, k, digest, e);
        if (s != ST_OK)
            return s;
        uint64_t at = r->places == NULL ? r->batch.line[k] : r->made_before + k;
        const char *key = by_place ? arena_printf(&r->scratch, "%s%c%u:%llu", digest, 0, r->source,
                                                  (unsigned long long)at)
                                   : arena_printf(&r->scratch, "%s", digest);
        if (key == NULL)
            return error_memory(e);
        size_t n = strlen(key);
        out->text[k] = (struct slice){key, by_place ? n + 1 + strlen(key + n + 1) : n};
    }
    return ST_OK;
}

static enum status row_keys(struct rows *r, const struct grouping *g, struct vec *by,
                            struct error *e)
{
    if (g->by_n == 0)
        return record_keys(r, g->by_place, by, e);
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < g->by_n; i++) {
        struct slice name = {(const char *)&g->by[i], sizeof g->by[i]};
        struct vec *v;
        s = rows_value(r, g->by[i], name, &v, e);
        if (s == ST_OK)
            by[i] = *v;
    }
    return s;
}

/* The rows that a `where` keeps, and those of which it does not know. */
struct choice {
    struct slice text;
    bool of_key;
    struct slot_rows rows;
};

static bool has_none(char *const *group, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (group[k] == NULL)
            return true;
    return false;
}

/* The rows, all placed, that a condition known for each of them keeps. */
static size_t pick_known(const struct vec *where, size_t n, uint32_t *pick)
{
    const int64_t *keep = where->whole;
    size_t picks = 0;
    /* Written in any case: which rows are kept cannot be predicted. */
    for (size_t k = 0; k < n; k++) {
        pick[picks] = (uint32_t)k;
        picks += keep[k] != 0;
    }
    return picks;
}

/* Any condition (or none), any rows. */
static void pick_any(const struct vec *where, char *const *group, uint32_t *pick, uint32_t *doubt,
                     why_t *doubt_why, struct slot_rows *rows)
{
    rows->picks = rows->doubts = 0;
    for (size_t k = 0; k < rows->n; k++) {
        why_t why = where == NULL ? 0 : vec_why(where, k);
        if (group[k] == NULL)
            continue;
        if (why != 0) {
            doubt[rows->doubts] = (uint32_t)k;
            doubt_why[rows->doubts++] = why;
        } else if (where == NULL || where->whole[vec_at(where, k)] != 0) {
            pick[rows->picks++] = (uint32_t)k;
        }
    }
}

/* NONE: some row has no group. */
static enum status choose_rows(struct rows *r, const struct slot *slot, bool none,
                               struct slot_rows *rows, struct error *e)
{
    size_t n = r->batch.n;
    struct vec *where = NULL;
    if (slot->where != NULL && rows_value(r, slot->where, slot->where_text, &where, e) != ST_OK)
        return e->status;
    if (where == NULL && !none) {
        rows->picks = n;
        return ST_OK;
    }
    uint32_t *pick = arena_alloc(&r->scratch, 2 * n * sizeof *pick), *doubt = pick + n;
    why_t *doubt_why = arena_alloc(&r->scratch, n * sizeof *doubt_why);
    if (pick == NULL || doubt_why == NULL)
        return error_memory(e);
    if (!none && where->why == NULL && !where->constant)
        rows->picks = pick_known(where, n, pick);
    else
        pick_any(where, rows->group, pick, doubt, doubt_why, rows);
    rows->pick = rows->picks == n ? NULL : pick;
    rows->doubt = doubt;
    rows->doubt_why = doubt_why;
    return ST_OK;
}

/* Chosen once for all slots of one `where`. */
static enum status chosen_rows(struct rows *r, const struct slot *slot, const struct slot_rows *all,
                               bool none, struct choice *choices, size_t *n, struct slot_rows **out,
                               struct error *e)
{
    for (size_t i = 0; i < *n; i++)
        if (slice_eq(choices[i].text, slot->where_text) && choices[i].of_key == slot->of_key) {
            *out = &choices[i].rows;
            return ST_OK;
        }
    choices[*n] = (struct choice){slot->where_text, slot->of_key, *all};
    *out = &choices[*n].rows;
    (*n)++;
    return choose_rows(r, slot, none, *out, e);
}

/* Rejected rows have a group where it is a view's, but there they only tell the key. */
static char **without_rejected(struct rows *r, char **group)
{
    char **out = arena_alloc(&r->scratch, r->batch.n * sizeof *out);
    for (size_t k = 0; out != NULL && k < r->batch.n; k++)
        out[k] = r->bad[k] ? NULL : group[k];
    return out;
}

static enum status add_slots(struct rows *r, struct grouping *g, char **group,
                             const uint32_t *subject, struct error *e)
{
    struct slot_rows all = {.n = r->batch.n,
                            .group = group,
                            .subject = subject,
                            .subject_n = g->keys.n,
                            .line = r->batch.line,
                            .source = r->source,
                            .source_text = r->source_text,
                            .places = r->places,
                            .scratch = &r->scratch};
    size_t choice_n = 0;
    struct choice *choices = arena_alloc(&r->scratch, (g->slot_n + 1) * sizeof *choices);
    char **good = g->is_view && r->bad_n > 0 ? without_rejected(r, group) : group;
    if (choices == NULL || good == NULL)
        return error_memory(e);
    bool none = has_none(good, r->batch.n);
    for (size_t i = 0; i < g->slot_n; i++) {
        struct slot *slot = &g->slots[i];
        if (slot->idle)
            continue;
        struct slot_rows *rows;
        /* Copies: a later value may move those that are kept. */
        struct vec arg, order, *v;
        all.group = slot->of_key ? group : good;
        enum status s = chosen_rows(r, slot, &all, none, choices, &choice_n, &rows, e);
        if (s == ST_OK && slot->arg != NULL &&
            (s = rows_value(r, slot->arg, slot->arg_text, &v, e)) == ST_OK)
            arg = *v;
        if (s == ST_OK && slot->order != NULL &&
            (s = rows_value(r, slot->order, slot->order_text, &v, e)) == ST_OK)
            order = *v;
        if (s != ST_OK)
            return s;
        if (!slot_add(slot, rows, slot->arg == NULL ? NULL : &arg,
                      slot->order == NULL ? NULL : &order, g->reasons))
            return error_memory(e);
    }
    return ST_OK;
}

/* Rejected rows whose subject no grouping of the table could tell. */
static void count_unreadable(struct rows *r, const uint32_t *subject)
{
    for (size_t k = 0; r->bad_n > 0 && k < r->batch.n; k++)
        if (r->bad[k] == 1 && subject[k] == KEYTAB_NONE) {
            engine_lose(r->engine);
            r->bad[k] = 2; /* counted */
        }
}

static bool has_keyless(const uint32_t *subject, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (subject[k] == KEYTAB_NONE)
            return true;
    return false;
}

/* Rows without a key cannot be judged, unless `where` leaves them out. */
static enum status count_keyless(struct rows *r, const struct check *c, const uint32_t *subject,
                                 struct keyless *keyless, struct error *e)
{
    struct vec *where = NULL;
    struct slice text = c->grouping->slots[c->counting.lines].where_text;
    if (c->where != NULL && rows_value(r, c->where, text, &where, e) != ST_OK)
        return e->status;
    for (size_t k = 0; k < r->batch.n; k++) {
        if (subject[k] != KEYTAB_NONE || (r->bad_n > 0 && r->bad[k]))
            continue;
        bool dropped = where != NULL && vec_why(where, k) == 0 && !vec_true(where, k);
        *(dropped ? &keyless->dropped : &keyless->counting) += 1;
    }
    return ST_OK;
}

static enum status count_all_keyless(struct rows *r, const struct grouping *g,
                                     const uint32_t *subject, struct error *e)
{
    struct plan *p = r->engine->plan;
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        if (c->grouping == g && c->loaded)
            s = count_keyless(r, c, subject, &c->keyless, e);
    }
    return s;
}

static enum status tell_placed(struct rows *r, const struct grouping *g, const struct check *c,
                               const struct derived *view, char *const *group, struct error *e)
{
    struct engine *x = r->engine;
    struct vec where = {0}, *v;
    struct slice text = g->slots[c->counting.lines].where_text;
    if (c->where != NULL && rows_value(r, c->where, text, &v, e) != ST_OK)
        return e->status;
    if (c->where != NULL)
        where = *v;
    enum status s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < r->batch.n; k++) {
        if (group[k] == NULL)
            continue;
        const struct group_head *h = group_head(group[k]);
        struct placed p = {.rows = r,
                           .k = k,
                           .check = c,
                           .view = view,
                           .subject = g->keys.keys[h->subject],
                           .period = h->period,
                           .counts = c->where == NULL || vec_true(&where, k)};
        s = x->options.hooks->placed(x->options.context, &p, e);
    }
    return s;
}

static enum status tell_all_placed(struct rows *r, const struct grouping *g,
                                   const struct derived *view, char *const *group, struct error *e)
{
    const struct judge_hooks *h = r->engine->options.hooks;
    struct plan *p = r->engine->plan;
    if (h == NULL || h->placed == NULL)
        return ST_OK;
    if (view != NULL)
        return tell_placed(r, g, &view->check, view, group, e);
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++)
        if (p->checks[i].grouping == g && p->checks[i].loaded)
            s = tell_placed(r, g, &p->checks[i], NULL, group, e);
    return s;
}

enum status engine_add(struct rows *r, struct grouping *g, const struct derived *view,
                       struct keyless *keyless, struct error *e)
{
    size_t n = r->batch.n;
    struct vec *by = arena_alloc(&r->scratch, (g->by_n + 1) * sizeof *by), *period = NULL, at;
    char **group = arena_alloc(&r->scratch, n * sizeof *group);
    uint32_t *subject = arena_alloc(&r->scratch, n * sizeof *subject);
    if (by == NULL || group == NULL || subject == NULL)
        return error_memory(e);
    enum status s = row_keys(r, g, by, e);
    if (s == ST_OK && g->period != NULL) {
        struct slice name = {(const char *)&g->period, sizeof g->period};
        struct vec *v;
        s = rows_value(r, g->period, name, &v, e);
        if (s == ST_OK) {
            at = *v;
            period = &at;
        }
    }
    why_t rejected = reason_make(g->reasons, REASON_REJECTED, SLICE(""));
    if (s == ST_OK)
        s = group_place(g, by, period, n, r->bad_n > 0 ? r->bad : NULL, rejected, group, subject,
                        e);
    struct grouping_run run = {r->engine, g};
    if (s == ST_OK)
        s = group_leave(g, judge_all, &run, e);
    if (s == ST_OK)
        s = add_slots(r, g, group, subject, e);
    if (s == ST_OK && has_keyless(subject, n)) {
        count_unreadable(r, subject);
        s = view != NULL ? count_keyless(r, &view->check, subject, keyless, e)
                         : count_all_keyless(r, g, subject, e);
    }
    if (s == ST_OK)
        s = tell_all_placed(r, g, view, group, e);
    if (s != ST_OK)
        return s;
    return group_relieve(g, judge_all, &run, e);
}

static enum status finish_everybody(struct engine *x, struct grouping *g, struct error *e)
{
    size_t n;
    uint32_t *list = group_list(g, 0, g->keys.n, &n);
    if (list == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    struct plan *p = x->plan;
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++)
        if (p->checks[i].grouping == g && p->checks[i].loaded)
            s = judge_survey(&x->judge, &p->checks[i], list, n, e);
    struct grouping_run run = {x, g};
    enum { AT_ONCE = 4096 };
    for (size_t i = 0; s == ST_OK && i < n; i += AT_ONCE)
        s = judge_all(&run, list + i, n - i < AT_ONCE ? n - i : AT_ONCE, e);
    free(list);
    return s;
}

enum status engine_finish(struct engine *x, struct grouping *g, struct error *e)
{
    struct grouping_run run = {x, g};
    enum status s =
        g->closes ? group_finish(g, judge_all, restart_all, &run, e) : finish_everybody(x, g, e);
    for (size_t i = 0; s == ST_OK && i < x->plan->check_all; i++)
        if (x->plan->checks[i].grouping == g && x->plan->checks[i].loaded)
            s = judge_end(&x->judge, &x->plan->checks[i],
                          x->plan->checks[i].looked_at ? subjects_refuse : NULL, x, e);
    return s;
}
