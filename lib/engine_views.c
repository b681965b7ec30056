/* Rows of views: of a row each, of groups, of pairs. */
#include <stdlib.h>

#include "engine_int.h"
#include "i18n.h"
#include "judge_int.h"

static struct view_run *run_of(struct engine *x, const struct derived *d)
{
    return &x->views[d - x->plan->derived];
}

/* Whether a table is the view's, or made of it. */
static bool stands_on(const struct plan *p, size_t table, const struct derived *d)
{
    const struct derived *t;
    for (; (t = plan_derived(p, table)) != NULL; table = t->source)
        if (t == d)
            return true;
    return false;
}

static bool is_active(const struct engine *x, const struct derived *d)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; d->view != NULL && i < p->check_all; i++)
        if (p->checks[i].read == x->read &&
            stands_on(p, (size_t)(p->checks[i].table - p->pack->tables), d))
            return true;
    for (size_t i = 0; d->view != NULL && i < p->other_n; i++)
        if (p->others[i].of == SIZE_MAX && p->others[i].read == x->read &&
            stands_on(p, p->others[i].table, d))
            return true;
    return false;
}

/* Pairs hold the columns of their source that are needed. */
static enum status begin_pairs(struct engine *x, const struct derived *d, struct paired *p,
                               struct error *e)
{
    const struct table *source = &x->plan->pack->tables[d->source];
    struct view_run *v = run_of(x, d);
    p->types = arena_alloc(&v->rows.memory, (source->column_count + 1) * sizeof *p->types);
    p->held = arena_zero(&v->rows.memory, source->column_count + 1);
    if (p->types == NULL || p->held == NULL)
        return error_memory(e);
    p->column_n = source->column_count;
    for (size_t i = 0; i < source->column_count; i++)
        p->types[i] = column_expr_type(source->columns[i].type);
    p->id = view_id_column(x->plan, d);
    for (size_t i = 0; i < d->first; i++)
        p->held[d->from[i]] = p->held[d->from[i]] || v->rows.needed[i];
    if (p->id != SIZE_MAX)
        p->held[p->id] = true;
    return paired_begin(p, e);
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
        s = rows_begin_made(&x->views[i].rows, x, d->table, e);
        if (s == ST_OK && d->kind == VIEW_PAIRS)
            s = begin_pairs(x, d, &x->views[i].paired, e);
    }
    return s;
}

void views_close(struct engine *x)
{
    for (size_t i = 0; x->views != NULL && i < x->plan->derived_n; i++) {
        if (!x->views[i].active)
            continue;
        rows_end(&x->views[i].rows);
        if (x->plan->derived[i].kind == VIEW_PAIRS)
            paired_free(&x->views[i].paired);
        if (x->plan->derived[i].check.grouping != NULL)
            group_reset(x->plan->derived[i].check.grouping);
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

static enum status keep_rows(const struct derived *d, struct rows *from, struct rows *to,
                             struct vec *kept, struct error *e)
{
    return d->keep == NULL ? all_kept(to, kept, e) : eval(&from->eval, d->keep, kept, e);
}

/* Begins a batch of N rows that are made. */
static void begin_batch(struct rows *r, size_t n)
{
    arena_reset(&r->scratch);
    r->known_n = 0;
    r->batch = (struct batch){.n = n};
    r->eval.n = n;
}

/* What is worked out of a row's own columns, those above first. */
static enum status work_out(const struct derived *d, struct rows *r, struct error *e)
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
    struct view_run *v = run_of(x, d);
    struct rows *to = &v->rows;
    begin_batch(to, from->batch.n);
    to->batch = from->batch;
    to->under = from;
    to->path = from->path;
    to->source = from->source;
    to->source_text = from->source_text;
    to->places = from->places;
    to->bad = from->bad;
    to->bad_n = from->bad_n;
    for (size_t i = 0; i < d->first; i++)
        to->values[i] = from->values[i];
    enum status s = ST_OK;
    if (to->table->keeps)
        s = keep_rows(d, from, to, &to->values[kept_column(to->table)], e);
    if (s == ST_OK)
        s = work_out(d, to, e);
    if (s == ST_OK && d->grouped)
        s = engine_add(to, d->check.grouping, d, &v->keyless, e);
    else if (s == ST_OK)
        s = engine_take(to, e);
    return s;
}

static bool hold_row(struct paired *p, struct rows *from, struct slice key, const struct vec *kept,
                     size_t k, why_t rejected)
{
    struct line_range line = {from->batch.line == NULL ? 0 : from->batch.line[k], 1, from->source,
                              0};
    struct slice text = SLICE("");
    struct places one = {&line, 1, 1, &text};
    if (from->source_text != NULL && from->source_text[k].n > 0) {
        line = (struct line_range){0, 1, SOURCE_TEXT, 0};
        text = from->source_text[k];
    }
    why_t why = from->bad_n > 0 && from->bad[k] ? rejected : vec_why(kept, k);
    return paired_add(p, key, from->values, k, why, from->places == NULL ? &one : &from->places[k]);
}

static enum status take_pairs(struct engine *x, struct derived *d, struct rows *from,
                              struct error *e)
{
    struct view_run *v = run_of(x, d);
    const struct check *c = &d->check;
    begin_batch(&v->rows, 0);
    struct vec kept, *by = arena_alloc(&v->rows.scratch, (c->by_n + 1) * sizeof *by);
    enum status s = by == NULL ? error_memory(e) : keep_rows(d, from, &v->rows, &kept, e);
    for (size_t i = 0; s == ST_OK && i < c->by_n; i++)
        s = eval(&from->eval, c->by[i], &by[i], e);
    why_t rejected = reason_make(&x->plan->reasons, REASON_REJECTED, SLICE(""));
    struct buffer spare = {0};
    for (size_t k = 0; s == ST_OK && k < from->batch.n; k++) {
        struct slice key;
        bool bad = from->bad_n > 0 && from->bad[k];
        if (!bad && vec_why(&kept, k) == 0 && !vec_true(&kept, k))
            continue;
        if (!vec_key(by, c->by_n, k, &spare, &key)) {
            /* Nobody knows with whom it would have been paired. */
            x->unreadable += bad && from->bad[k] == 1 && !x->rehearsal;
            continue;
        }
        if (spare.failed || !hold_row(&v->paired, from, key, &kept, k, rejected))
            s = error_memory(e);
    }
    buffer_free(&spare);
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
        return take_pairs(x, d, r, e);
    return engine_add(r, d->check.grouping, d, &run_of(x, d)->keyless, e);
}

/* A group's values, whether it counts, its lines and its name, as a row. */
struct group_rows {
    struct engine *engine;
    struct derived *d;
    struct rows *to;
    struct judge judge; /* with a scratch of its own: what stands on the view judges meanwhile */
    struct expr **x;    /* [column] those that are needed */
    struct places *places;
    struct slice *names;
};

static enum status begin_group_rows(struct group_rows *g, struct error *e)
{
    struct rows *to = g->to;
    size_t n = to->table->column_count;
    g->judge = g->engine->judge;
    g->judge.scratch = (struct arena){0};
    g->x = arena_zero(&to->memory, (n + 1) * sizeof *g->x);
    g->places = arena_alloc(&to->memory, BATCH_ROWS * sizeof *g->places);
    g->names = arena_alloc(&to->memory, BATCH_ROWS * sizeof *g->names);
    uint64_t *line = arena_zero(&to->memory, BATCH_ROWS * sizeof *line);
    struct slice *raw = arena_zero(&to->memory, BATCH_ROWS * sizeof *raw);
    if (g->x == NULL || g->places == NULL || g->names == NULL || line == NULL || raw == NULL)
        return error_memory(e);
    for (size_t i = 0; i < n; i++)
        g->x[i] = to->needed[i] ? g->d->of_groups[i] : NULL;
    to->batch.line = line;
    to->batch.raw = raw;
    to->places = g->places;
    to->names = g->names;
    to->digests = g->d->kind == VIEW_ROWS;
    to->under = NULL;
    to->path = "";
    to->source_text = NULL;
    to->bad_n = 0;
    return ST_OK;
}

/* Groups of which it is not known whether they count, and those that do not. */
static enum status keep_groups(struct group_rows *g, const uint32_t *groups, size_t n,
                               struct error *e)
{
    const struct check *c = &g->d->check;
    struct vec *kept = &g->to->values[kept_column(g->to->table)];
    if (!vec_new(kept, &g->to->scratch, T_BOOL, VEC_WHOLE, n, false) ||
        !vec_need_why(kept, &g->to->scratch))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        char *row = group_at(c->grouping, groups[k]);
        kept->whole[k] = group_counts(c->grouping, &c->counting, row, &kept->why[k]);
        if (group_head(row)->why != 0)
            kept->why[k] = group_head(row)->why;
        if (kept->why[k] != 0)
            kept->whole[k] = 0;
    }
    return ST_OK;
}

/* Reasons that are errors end the run where the row counts. */
static enum status check_values(struct group_rows *g, const uint32_t *groups, size_t n,
                                struct error *e)
{
    const struct vec *kept = &g->to->values[kept_column(g->to->table)];
    for (size_t i = 0; i < g->to->table->column_count; i++)
        for (size_t k = 0; g->x[i] != NULL && g->to->values[i].why != NULL && k < n; k++) {
            why_t why = vec_why(&g->to->values[i], k);
            if (vec_true(kept, k) && reason_fatal(&g->engine->plan->reasons, why))
                return judge_refuse(&g->judge, &g->d->check, groups[k], why, e);
        }
    return ST_OK;
}

static enum status name_groups(struct group_rows *g, const uint32_t *groups, size_t n,
                               struct error *e)
{
    const struct check *c = &g->d->check;
    const struct slot *lines = &c->grouping->slots[c->counting.lines];
    for (size_t k = 0; k < n; k++) {
        char *row = group_at(c->grouping, groups[k]);
        g->names[k] = c->grouping->keys.keys[group_head(row)->subject];
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
    struct batch batch = to->batch;
    begin_batch(to, n);
    to->batch.line = batch.line;
    to->batch.raw = batch.raw;
    arena_reset(&g->judge.scratch);
    enum status s = judge_columns(&g->judge, &g->d->check, groups, n, g->x, to->table->column_count,
                                  to->values, e);
    if (s == ST_OK)
        s = keep_groups(g, groups, n, e);
    if (s == ST_OK)
        s = check_values(g, groups, n, e);
    if (s == ST_OK)
        s = name_groups(g, groups, n, e);
    return s == ST_OK ? engine_take(to, e) : s;
}

static enum status groups_last(struct engine *x, struct derived *d, struct error *e)
{
    struct group_rows g = {.engine = x, .d = d, .to = &run_of(x, d)->rows};
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

/* Pairs. */

static enum status refuse_many(struct engine *x, const struct derived *d, size_t row, size_t n,
                               struct error *e)
{
    const struct paired *p = &run_of(x, d)->paired;
    const struct places *at = &p->rows[row].places;
    char q[QUOTE_SIZE];
    bool known = at->n > 0 && at->list[0].source != SOURCE_TEXT;
    return error_at(e, ST_DATA, known ? x->sources[at->list[0].source] : NULL,
                    known ? at->list[0].first : 0, 0,
                    _("view %s: %zu rows share the key '%s': pairs are made of at most %d; give "
                      "more columns behind 'pairs of', or keep fewer rows by where"),
                    d->view->name, n, quote(q, p->keys.keys[p->rows[row].key]), PAIRED_MAX);
}

static enum status pair_columns(struct engine *x, struct derived *d, const uint32_t *first,
                                const uint32_t *second, size_t n, struct error *e)
{
    struct view_run *v = run_of(x, d);
    struct rows *to = &v->rows;
    struct vec *kept = &to->values[kept_column(to->table)];
    for (size_t i = 0; i < d->first; i++)
        if (to->needed[i] && !paired_column(&v->paired, d->from[i], d->second[i] ? second : first,
                                            n, &to->scratch, &to->values[i]))
            return error_memory(e);
    if (!vec_new(kept, &to->scratch, T_BOOL, VEC_WHOLE, n, false) ||
        !vec_need_why(kept, &to->scratch))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        const struct paired_row *a = &v->paired.rows[first[k]], *b = &v->paired.rows[second[k]];
        kept->why[k] = a->kept != 0 ? a->kept : b->kept;
        kept->whole[k] = kept->why[k] == 0;
    }
    return work_out(d, to, e);
}

/* A pair is named by its key and its places in the order of both; equal pairs are two. */
static enum status name_pairs(struct engine *x, struct derived *d, const uint32_t *first,
                              const uint32_t *second, size_t n, struct places *places,
                              struct slice *names, struct error *e)
{
    struct view_run *v = run_of(x, d);
    struct paired *p = &v->paired;
    struct arena *a = &v->rows.scratch;
    for (size_t k = 0; k < n; k++) {
        struct buffer b = {0};
        const uint32_t rows[2] = {first[k], second[k]};
        buffer_slice(&b, p->keys.keys[p->rows[first[k]].key]);
        for (int side = 0; side < 2; side++) {
            struct vec id;
            if (p->id != SIZE_MAX && !paired_column(p, p->id, &rows[side], 1, a, &id))
                return error_memory(e);
            buffer_char(&b, '\0');
            if (p->id != SIZE_MAX && id.why[0] == 0)
                vec_text(&id, 0, &b);
        }
        names[k] = arena_copy(a, buffer_view(&b));
        bool good =
            !b.failed && names[k].p != NULL &&
            places_join(&p->rows[first[k]].places, &p->rows[second[k]].places, a, &places[k]);
        buffer_free(&b);
        if (!good)
            return error_memory(e);
    }
    return ST_OK;
}

static enum status pairs_last(struct engine *x, struct derived *d, struct error *e)
{
    struct view_run *v = run_of(x, d);
    struct rows *to = &v->rows;
    size_t many, how_many;
    uint32_t first[BATCH_ROWS], second[BATCH_ROWS];
    struct places *places = arena_alloc(&to->memory, BATCH_ROWS * sizeof *places);
    struct slice *names = arena_alloc(&to->memory, BATCH_ROWS * sizeof *names);
    uint64_t *line = arena_zero(&to->memory, BATCH_ROWS * sizeof *line);
    struct slice *raw = arena_zero(&to->memory, BATCH_ROWS * sizeof *raw);
    if (places == NULL || names == NULL || line == NULL || raw == NULL ||
        !paired_sort(&v->paired, &many, &how_many))
        return error_memory(e);
    if (many != SIZE_MAX)
        return refuse_many(x, d, many, how_many, e);
    to->places = places;
    to->names = names;
    size_t n;
    enum status s = ST_OK;
    while (s == ST_OK && (n = paired_next(&v->paired, first, second, BATCH_ROWS)) > 0) {
        begin_batch(to, n);
        to->batch.line = line;
        to->batch.raw = raw;
        s = pair_columns(x, d, first, second, n, e);
        if (s == ST_OK)
            s = name_pairs(x, d, first, second, n, places, names, e);
        if (s == ST_OK)
            s = engine_take(to, e);
    }
    return s;
}

/* Rows without a key, of whatever stands on the view. */
static enum status count_ungrouped(struct engine *x, const struct derived *d, struct error *e)
{
    struct plan *p = x->plan;
    uint64_t n = run_of(x, d)->keyless;
    why_t why = reason_make(&p->reasons, REASON_KEY, SLICE("by"));
    for (size_t i = 0; n > 0 && i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        if (c->read != x->read || !c->loaded ||
            !stands_on(p, (size_t)(c->table - p->pack->tables), d))
            continue;
        c->counts.subjects[OUTCOME_INSUFFICIENT] += n;
        c->counts.periods[OUTCOME_INSUFFICIENT] += n;
        if (!outcomes_missing(&c->counts, why))
            return error_memory(e);
        c->counts.missing[why] += n - 1;
    }
    return ST_OK;
}

enum status view_take_last(struct engine *x, struct derived *d, struct error *e)
{
    enum status s = ST_OK;
    if (d->kind == VIEW_PAIRS)
        s = pairs_last(x, d, e);
    else if (d->kind == VIEW_GROUPS || d->grouped)
        s = groups_last(x, d, e);
    if (s == ST_OK)
        s = count_ungrouped(x, d, e);
    return s == ST_OK ? engine_take_last(x, d->table, e) : s;
}
