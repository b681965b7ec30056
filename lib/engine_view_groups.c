/* Rows of views that are groups, or rows seen among others. */
#include <stdlib.h>

#include "engine_int.h"
#include "judge_int.h"

/* A group's values, whether it counts, its lines and its name, as a row. */
struct group_rows {
    struct engine *engine;
    struct derived *d;
    struct rows *to;
    struct judge judge; /* with a scratch of its own: what stands on the view judges meanwhile */
    struct expr **x;    /* [column] those that are needed */
    struct places *places;
    const uint32_t *groups; /* of the batch */
    struct made made;
};

static struct slice key_of(const struct group_rows *g, size_t k)
{
    const struct grouping *grouping = g->d->check.grouping;
    return grouping->keys.keys[group_head(group_at(grouping, g->groups[k]))->subject];
}

/* A row seen among others has its record's digest, which its key begins with; a group that of its
 * key. */
static void name_group(const void *named, size_t k, char out[ALERT_ID_SIZE])
{
    const struct group_rows *g = named;
    const struct grouping *grouping = g->d->check.grouping;
    struct slice key = key_of(g, k);
    if (grouping->by_place)
        memcpy(out, key.p, ALERT_ID_SIZE);
    else
        record_digest(&key, 1, SIZE_MAX, out);
}

static uint64_t mark_group(const void *named, size_t k)
{
    const struct group_rows *g = named;
    struct slice key = key_of(g, k);
    bool record = g->d->check.grouping->by_place;
    return slice_mark(record ? (struct slice){key.p, ALERT_ID_SIZE - 1} : key);
}

static enum status begin_group_rows(struct group_rows *g, struct error *e)
{
    struct rows *to = g->to;
    size_t n = to->table->column_count;
    g->judge = g->engine->judge;
    g->judge.scratch = (struct arena){0};
    g->x = arena_zero(&to->memory, (n + 1) * sizeof *g->x);
    g->places = arena_alloc(&to->memory, BATCH_ROWS * sizeof *g->places);
    if (g->x == NULL || g->places == NULL)
        return error_memory(e);
    for (size_t i = 0; i < n; i++)
        g->x[i] = to->needed[i] ? g->d->of_groups[i] : NULL;
    enum status s = view_begin(to, e);
    to->places = g->places;
    to->name = name_group;
    to->mark = mark_group;
    to->named = g;
    g->made = (struct made){.view = g->d, .judge = &g->judge};
    to->made = &g->made;
    to->under = NULL;
    to->source_text = NULL;
    to->bad_n = 0;
    to->batch.n = to->made_before = 0;
    return s;
}

/* Groups of which it is not known whether they count, and those that do not. */
static enum status keep_groups(struct group_rows *g, size_t n, struct error *e)
{
    const struct check *c = &g->d->check;
    struct vec *kept = &g->to->values[kept_column(g->to->table)];
    if (!vec_new(kept, &g->to->scratch, T_BOOL, VEC_WHOLE, n, false) ||
        !vec_need_why(kept, &g->to->scratch))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        char *row = group_at(c->grouping, g->groups[k]);
        kept->whole[k] = group_counts(c->grouping, &c->counting, row, &kept->why[k]);
        if (group_head(row)->why != 0)
            kept->why[k] = group_head(row)->why;
        if (kept->why[k] != 0)
            kept->whole[k] = 0;
    }
    return ST_OK;
}

/* Reasons that are errors end the run where the row counts. */
static enum status check_values(struct group_rows *g, size_t n, struct error *e)
{
    const struct vec *kept = &g->to->values[kept_column(g->to->table)];
    for (size_t i = 0; i < g->to->table->column_count; i++)
        for (size_t k = 0; g->x[i] != NULL && g->to->values[i].why != NULL && k < n; k++) {
            why_t why = vec_why(&g->to->values[i], k);
            if (vec_true(kept, k) && reason_fatal(&g->engine->plan->reasons, why))
                return judge_refuse(&g->judge, &g->d->check, g->groups[k], why, e);
        }
    return ST_OK;
}

static enum status place_groups(struct group_rows *g, size_t n, struct error *e)
{
    const struct check *c = &g->d->check;
    const struct slot *lines = &c->grouping->slots[c->counting.lines];
    for (size_t k = 0; k < n; k++) {
        const char *row = group_at(c->grouping, g->groups[k]);
        if (!evidence_places(lines, (const void *)(row + lines->offset), &g->to->scratch,
                             &g->places[k]))
            return error_memory(e);
    }
    return ST_OK;
}

static enum status take_groups(struct group_rows *g, const uint32_t *groups, size_t n,
                               struct error *e)
{
    struct rows *to = g->to;
    g->groups = g->made.groups = groups;
    view_batch(to, n);
    arena_reset(&g->judge.scratch);
    enum status s = judge_columns(&g->judge, &g->d->check, groups, n, g->x, to->table->column_count,
                                  to->values, e);
    if (s == ST_OK)
        s = keep_groups(g, n, e);
    if (s == ST_OK)
        s = check_values(g, n, e);
    if (s == ST_OK)
        s = place_groups(g, n, e);
    return s == ST_OK ? engine_take(to, e) : s;
}

enum status view_groups_last(struct engine *x, struct derived *d, struct error *e)
{
    struct group_rows g = {.engine = x, .d = d, .to = &view_run_of(x, d)->rows};
    struct grouping *grouping = d->check.grouping;
    size_t n;
    uint32_t *list = group_list(grouping, 0, grouping->keys.n, &n);
    enum status s = list == NULL ? error_memory(e) : begin_group_rows(&g, e);
    if (s == ST_OK)
        s = judge_survey(&g.judge, &d->check, list, n, e);
    for (size_t i = 0; s == ST_OK && i < n; i += BATCH_ROWS)
        s = take_groups(&g, list + i, n - i < BATCH_ROWS ? n - i : BATCH_ROWS, e);
    free(list);
    judge_free(&g.judge);
    return s;
}
