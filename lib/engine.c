#include "engine_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "i18n.h"


/* Groupings */

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
    for (size_t i = 0; i < p->check_n; i++)
        if (p->checks[i].grouping == run->grouping)
            judge_restart(&run->engine->judge, &p->checks[i]);
}

/* Each row a subject named by its digest. */
static enum status record_keys(struct rows *r, struct vec *out, struct error *e)
{
    if (!vec_new(out, &r->scratch, T_TEXT, VEC_TEXT, r->batch.n, false))
        return error_memory(e);
    for (size_t k = 0; k < r->batch.n; k++) {
        char digest[ALERT_ID_SIZE];
        enum status s = rows_digest(r, k, digest, e);
        if (s != ST_OK)
            return s;
        out->text[k] = arena_copy(&r->scratch, slice_of(digest));
        if (out->text[k].p == NULL)
            return error_memory(e);
    }
    return ST_OK;
}

static enum status row_keys(struct rows *r, const struct grouping *g, struct vec *by, struct error *e)
{
    if (g->by_n == 0)
        return record_keys(r, by, e);
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
    struct slot_rows rows;
};

static enum status choose_rows(struct rows *r, const struct slot *slot, char *const *group, struct slot_rows *rows,
                               struct error *e)
{
    size_t n = r->batch.n;
    struct vec *where = NULL;
    if (slot->where != NULL && rows_value(r, slot->where, slot->where_text, &where, e) != ST_OK)
        return e->status;
    uint32_t *pick = arena_alloc(&r->scratch, n * sizeof *pick), *doubt = NULL;
    why_t *doubt_why = NULL;
    if (where != NULL && where->why != NULL) {
        doubt = arena_alloc(&r->scratch, n * sizeof *doubt);
        doubt_why = arena_alloc(&r->scratch, n * sizeof *doubt_why);
    }
    if (pick == NULL || (where != NULL && where->why != NULL && (doubt == NULL || doubt_why == NULL)))
        return error_memory(e);
    size_t picks = 0, doubts = 0;
    for (size_t k = 0; k < n; k++) {
        if (group[k] == NULL)
            continue;
        why_t why = where == NULL ? 0 : vec_why(where, k);
        if (why != 0) {
            doubt[doubts] = (uint32_t)k;
            doubt_why[doubts++] = why;
        } else if (where == NULL || where->whole[vec_at(where, k)] != 0) {
            pick[picks++] = (uint32_t)k;
        }
    }
    rows->pick = picks == n ? NULL : pick;
    rows->picks = picks;
    rows->doubt = doubt;
    rows->doubt_why = doubt_why;
    rows->doubts = doubts;
    return ST_OK;
}

/* Chosen once for all slots of one `where`. */
static enum status chosen_rows(struct rows *r, const struct slot *slot, const struct slot_rows *all,
                               struct choice *choices, size_t *n, struct slot_rows **out, struct error *e)
{
    for (size_t i = 0; i < *n; i++)
        if (slice_eq(choices[i].text, slot->where_text)) {
            *out = &choices[i].rows;
            return ST_OK;
        }
    choices[*n] = (struct choice){slot->where_text, *all};
    *out = &choices[*n].rows;
    (*n)++;
    return choose_rows(r, slot, all->group, *out, e);
}

static enum status add_slots(struct rows *r, struct grouping *g, char **group, const uint32_t *subject,
                             struct error *e)
{
    struct slot_rows all = {.n = r->batch.n, .group = group, .subject = subject, .subject_n = g->keys.n,
                            .line = r->batch.line, .source = r->feed->source, .source_text = rows_source(r)};
    size_t choice_n = 0;
    struct choice *choices = arena_alloc(&r->scratch, (g->slot_n + 1) * sizeof *choices);
    if (choices == NULL)
        return error_memory(e);
    for (size_t i = 0; i < g->slot_n; i++) {
        struct slot *slot = &g->slots[i];
        struct slot_rows *rows;
        /* Copies: a later value may move those that are kept. */
        struct vec arg, order, *v;
        enum status s = chosen_rows(r, slot, &all, choices, &choice_n, &rows, e);
        if (s == ST_OK && slot->arg != NULL && (s = rows_value(r, slot->arg, slot->arg_text, &v, e)) == ST_OK)
            arg = *v;
        if (s == ST_OK && slot->order != NULL && (s = rows_value(r, slot->order, slot->order_text, &v, e)) == ST_OK)
            order = *v;
        if (s != ST_OK)
            return s;
        if (!slot_add(slot, rows, slot->arg == NULL ? NULL : &arg, slot->order == NULL ? NULL : &order,
                      g->reasons))
            return error_memory(e);
    }
    return ST_OK;
}

/* Rejected rows whose subject no grouping of the table could tell. */
static void count_unreadable(struct rows *r, const uint32_t *subject)
{
    for (size_t k = 0; r->bad_n > 0 && k < r->batch.n; k++)
        if (r->bad[k] == 1 && subject[k] == KEYTAB_NONE && !r->engine->rehearsal) {
            r->engine->unreadable++;
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

/* A row without a key is a subject of its own that cannot be judged, unless `where` leaves it out. */
static enum status count_keyless(struct rows *r, const struct grouping *g, const uint32_t *subject, struct error *e)
{
    struct plan *p = r->engine->plan;
    why_t why = reason_make(&p->reasons, REASON_KEY, SLICE("by"));
    for (size_t i = 0; i < p->check_n; i++) {
        struct check *c = &p->checks[i];
        if (c->grouping != g || !c->loaded)
            continue;
        struct vec *where = NULL;
        struct slice text = c->grouping->slots[c->count_slot].where_text;
        if (c->where != NULL && rows_value(r, c->where, text, &where, e) != ST_OK)
            return e->status;
        for (size_t k = 0; k < r->batch.n; k++) {
            if (subject[k] != KEYTAB_NONE || (r->bad_n > 0 && r->bad[k]))
                continue;
            bool left_out = where != NULL && vec_why(where, k) == 0 && where->whole[vec_at(where, k)] == 0;
            enum outcome o = left_out ? OUTCOME_NOT_APPLICABLE : OUTCOME_INSUFFICIENT;
            c->counts.subjects[o]++;
            c->counts.periods[o]++;
            if (!left_out && !outcomes_missing(&c->counts, why))
                return error_memory(e);
        }
    }
    return ST_OK;
}

static enum status tell_placed(struct rows *r, const struct grouping *g, char *const *group, struct error *e)
{
    struct engine *x = r->engine;
    for (size_t i = 0; i < x->plan->check_n; i++) {
        struct check *c = &x->plan->checks[i];
        if (c->grouping != g)
            continue;
        struct vec where = {0}, *v;
        struct slice text = g->slots[c->count_slot].where_text;
        if (c->where != NULL && rows_value(r, c->where, text, &v, e) != ST_OK)
            return e->status;
        if (c->where != NULL)
            where = *v;
        for (size_t k = 0; k < r->batch.n; k++) {
            if (group[k] == NULL)
                continue;
            const struct group_head *h = group_head(group[k]);
            enum status s = x->options.hooks->placed(x->options.context, c, g->keys.keys[h->subject], h->period,
                                                     r->feed->path, r->batch.line[k], r->batch.raw[k],
                                                     c->where == NULL || vec_true(&where, k), e);
            if (s != ST_OK)
                return s;
        }
    }
    return ST_OK;
}

static enum status add_to_grouping(struct rows *r, struct grouping *g, struct error *e)
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
        s = group_place(g, by, period, n, r->bad_n > 0 ? r->bad : NULL, rejected, group, subject, e);
    if (s == ST_OK)
        s = add_slots(r, g, group, subject, e);
    if (s == ST_OK && has_keyless(subject, n)) {
        count_unreadable(r, subject);
        s = count_keyless(r, g, subject, e);
    }
    const struct judge_hooks *h = r->engine->options.hooks;
    if (s == ST_OK && h != NULL && h->placed != NULL)
        s = tell_placed(r, g, group, e);
    if (s != ST_OK)
        return s;
    struct grouping_run run = {r->engine, g};
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
    for (size_t i = 0; s == ST_OK && i < p->check_n; i++)
        if (p->checks[i].grouping == g && p->checks[i].loaded)
            s = judge_survey(&x->judge, &p->checks[i], list, n, e);
    struct grouping_run run = {x, g};
    enum { AT_ONCE = 4096 };
    for (size_t i = 0; s == ST_OK && i < n; i += AT_ONCE)
        s = judge_all(&run, list + i, n - i < AT_ONCE ? n - i : AT_ONCE, e);
    free(list);
    return s;
}

static enum status finish_grouping(struct engine *x, struct grouping *g, struct error *e)
{
    struct grouping_run run = {x, g};
    enum status s = g->closes ? group_finish(g, judge_all, restart_all, &run, e) : finish_everybody(x, g, e);
    for (size_t i = 0; s == ST_OK && i < x->plan->check_n; i++)
        if (x->plan->checks[i].grouping == g && x->plan->checks[i].loaded)
            s = judge_end(&x->judge, &x->plan->checks[i], e);
    return s;
}

/* Tables */

static enum status add_to_others(struct rows *r, struct error *e)
{
    struct plan *p = r->engine->plan;
    for (size_t i = 0; i < p->other_n; i++) {
        struct other *o = &p->others[i];
        if (o->table != r->table_index)
            continue;
        struct vec *keys = arena_alloc(&r->scratch, (o->column_n + 1) * sizeof *keys);
        struct vec *values = arena_alloc(&r->scratch, (o->value_n + 1) * sizeof *values);
        if (keys == NULL || values == NULL)
            return error_memory(e);
        for (size_t k = 0; k < o->column_n; k++)
            keys[k] = r->values[o->columns[k]];
        for (size_t k = 0; k < o->value_n; k++)
            values[k] = r->values[o->values[k]];
        enum status s = other_add(o, keys, values, r->batch.n, r->bad_n > 0 ? r->bad : NULL, e);
        if (s != ST_OK)
            return s;
    }
    return ST_OK;
}

static enum status judge_batch(struct rows *r, struct error *e)
{
    struct engine *x = r->engine;
    struct plan *p = x->plan;
    struct judged_rows rows = {.n = r->batch.n, .bad = r->bad_n > 0 ? r->bad : NULL, .line = r->batch.line,
                               .raw = r->batch.raw, .source = r->feed->source, .source_text = rows_source(r), .eval = &r->eval,
                               .digest = rows_digest, .context = r};
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->check_n; i++)
        if (p->checks[i].table == r->table && p->checks[i].rows && p->checks[i].loaded)
            s = judge_rows(&x->judge, &p->checks[i], &rows, e);
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++)
        if (p->grouping_table[i] == r->table_index)
            s = add_to_grouping(r, p->groupings[i], e);
    return s;
}

static bool has_checks(const struct plan *p, size_t table)
{
    for (size_t i = 0; i < p->check_n; i++)
        if (p->checks[i].table == &p->pack->tables[table])
            return true;
    return false;
}

/* Whether a table can be read a second time and gives the same. What was handed to the rejects would be there twice. */
static bool can_reread(const struct engine *x, size_t table)
{
    if (x->options.reject != NULL)
        return false;
    for (size_t i = 0; i < x->feed_n; i++) {
        struct stat st;
        if (x->feeds[i].table == table && (stat(x->feeds[i].path, &st) != 0 || !S_ISREG(st.st_mode)))
            return false;
    }
    return true;
}

/* A row came late for a period that was closed and has not been put away. */
static bool must_reread(const struct engine *x, size_t table)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; i < p->grouping_n; i++)
        if (p->grouping_table[i] == table && p->groupings[i]->late && !p->groupings[i]->put_away)
            return true;
    return false;
}

static void forget_table(struct engine *x, size_t table)
{
    struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_n; i++)
        if (p->checks[i].table == &p->pack->tables[table])
            judge_restart(&x->judge, &p->checks[i]);
    for (size_t i = 0; i < p->grouping_n; i++)
        if (p->grouping_table[i] == table) {
            group_reset(p->groupings[i]);
            p->groupings[i]->put_away = true;
        }
}

enum { FOR_OTHERS = 1, FOR_CHECKS = 2 };

/* *AGAIN tells that it must be read again. For others all rows are needed even then. */
static enum status read_feeds(struct engine *x, size_t table, int purpose, bool *again, struct error *e)
{
    struct rows r;
    enum status s = rows_begin(&r, x, table, e);
    *again = false;
    for (size_t i = 0; s == ST_OK && !*again && i < x->feed_n; i++) {
        struct feed *f = &x->feeds[i];
        if (f->table != table)
            continue;
        s = rows_feed(&r, f, e);
        while (s == ST_OK && !*again && (s = rows_next(&r, e)) == ST_OK && r.batch.n > 0) {
            if (purpose & FOR_OTHERS)
                s = add_to_others(&r, e);
            if (s == ST_OK && (purpose & FOR_CHECKS))
                s = judge_batch(&r, e);
            *again = s == ST_OK && purpose == FOR_CHECKS && must_reread(x, table);
        }
        reader_close(f->reader);
        f->reader = NULL;
    }
    rows_end(&r);
    *again = s == ST_OK && (purpose & FOR_CHECKS) && must_reread(x, table);
    return s;
}

static enum status read_table(struct engine *x, size_t table, int purpose, struct error *e)
{
    struct plan *p = x->plan;
    bool again, reread = can_reread(x, table);
    for (size_t i = 0; i < p->grouping_n; i++)
        if (p->grouping_table[i] == table)
            p->groupings[i]->put_away = !reread;
    uint64_t rows = x->rows;
    x->rehearsal = purpose == FOR_OTHERS && has_checks(p, table);
    enum status s = read_feeds(x, table, purpose, &again, e);
    if (s == ST_OK && again) {
        forget_table(x, table);
        x->rows = rows;
        x->quiet = true;
        s = read_feeds(x, table, FOR_CHECKS, &again, e);
        x->quiet = false;
    }
    for (size_t i = 0; s == ST_OK && (purpose & FOR_CHECKS) && i < p->grouping_n; i++)
        if (p->grouping_table[i] == table)
            s = finish_grouping(x, p->groupings[i], e);
    return s;
}

struct asking {
    const struct plan *plan;
    bool found;
};

static void ask(struct expr *x, void *context)
{
    struct asking *a = context;
    a->found = a->found || x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP;
}

static bool uses_others(const struct plan *p, size_t table)
{
    struct asking a = {p, false};
    for (size_t i = 0; i < p->check_n; i++)
        if (p->checks[i].table == &p->pack->tables[table])
            check_walk(&p->checks[i], ask, &a);
    return a.found;
}

static bool is_other(const struct plan *p, size_t table)
{
    for (size_t i = 0; i < p->other_n; i++)
        if (p->others[i].table == table)
            return true;
    return false;
}

static bool is_there(const struct engine *x, size_t table)
{
    for (size_t i = 0; i < x->feed_n; i++)
        if (x->feeds[i].table == table)
            return true;
    return false;
}

struct lacking {
    const struct engine *engine;
    const struct check *check;
    struct buffer *out;
};

static void lack(struct lacking *l, const char *table, const char *column)
{
    char name[512];
    snprintf(name, sizeof name, column == NULL ? "%s" : "%s.%s", table, column);
    struct slice rest = buffer_view(l->out), word;
    for (; rest.p != NULL; ) {
        word = slice_split(&rest, ' ');
        if (slice_eq(word, slice_of(name)))
            return;
    }
    buffer_printf(l->out, "%s%s", l->out->n > 0 ? " " : "", name);
}

static void lack_column(struct lacking *l, size_t table, size_t column)
{
    const struct table *t = &l->engine->plan->pack->tables[table];
    for (size_t i = 0; i < l->engine->feed_n; i++)
        if (l->engine->feeds[i].table == table && l->engine->feeds[i].column[column] < 0) {
            lack(l, t->name, t->columns[column].name);
            return;
        }
}

static void look_for(struct expr *x, void *context)
{
    struct lacking *l = context;
    const struct pack *pack = l->engine->plan->pack;
    if (x->kind == EXPR_COLUMN)
        lack_column(l, (size_t)(l->check->table - pack->tables), x->column);
    if (x->kind != EXPR_EXISTS && x->kind != EXPR_LOOKUP)
        return;
    if (!is_there(l->engine, x->other_table))
        lack(l, pack->tables[x->other_table].name, NULL);
    for (size_t i = 0; i < x->arg_count; i++)
        lack_column(l, x->other_table, x->key_columns[i]);
    if (x->kind == EXPR_LOOKUP)
        lack_column(l, x->other_table, x->lookup_column);
}

bool engine_lacks(const struct engine *x, const struct check *c, struct buffer *out)
{
    struct lacking l = {x, c, out};
    if (!is_there(x, (size_t)(c->table - x->plan->pack->tables)))
        lack(&l, c->table->name, NULL);
    check_walk(c, look_for, &l);
    return !out->failed;
}

static void whole_tables(struct expr *x, void *context)
{
    struct lacking *l = context;
    if ((x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP) && !is_there(l->engine, x->other_table))
        lack(l, l->engine->plan->pack->tables[x->other_table].name, NULL);
}

static void find_loaded(struct engine *x)
{
    for (size_t i = 0; i < x->plan->check_n; i++) {
        struct check *c = &x->plan->checks[i];
        struct buffer missing = {0};
        struct lacking l = {x, c, &missing};
        check_walk(c, whole_tables, &l);
        c->loaded = missing.n == 0 && is_there(x, (size_t)(c->table - x->plan->pack->tables));
        buffer_free(&missing);
    }
}

/* A table that looks itself up is read twice; standard input can only be so from a copy. */
static enum status copy_stdin(const struct plan *p, const struct input *inputs, size_t n, struct error *e)
{
    bool twice = false, reads_stdin = false;
    for (size_t i = 0; i < p->pack->table_count; i++)
        twice = twice || (is_other(p, i) && uses_others(p, i));
    for (size_t i = 0; i < n; i++)
        reads_stdin = reads_stdin || strcmp(inputs[i].path, "-") == 0;
    return twice && reads_stdin ? source_spool_stdin(e) : ST_OK;
}

enum status engine_open(struct plan *plan, const struct engine_options *options, const struct input *inputs,
                        size_t n, struct engine **out, struct error *e)
{
    struct engine *x = calloc(1, sizeof *x);
    if (x == NULL)
        return error_memory(e);
    x->plan = plan;
    x->options = *options;
    enum status s = copy_stdin(plan, inputs, n, e);
    if (s == ST_OK)
        s = engine_bind(x, inputs, n, e);
    if (s != ST_OK) {
        engine_close(x);
        return s;
    }
    find_loaded(x);
    /* An alert that has been told cannot be taken back if a row comes late. */
    for (size_t i = 0; options->hooks != NULL && options->hooks->found != NULL && i < plan->grouping_n; i++)
        plan->groupings[i]->closes = false;
    x->judge = (struct judge){.plan = plan, .sources = x->sources,
                              .alerts = &x->alerts, .hooks = options->hooks,
                              .context = options->context};
    *out = x;
    return ST_OK;
}

enum status engine_run(struct engine *x, struct error *e)
{
    const struct plan *p = x->plan;
    enum status s = ST_OK;
    for (size_t t = 0; s == ST_OK && t < p->pack->table_count; t++)
        if (is_other(p, t) && is_there(x, t))
            s = read_table(x, t, uses_others(p, t) || !has_checks(p, t) ? FOR_OTHERS : FOR_OTHERS | FOR_CHECKS, e);
    for (size_t t = 0; s == ST_OK && t < p->pack->table_count; t++) {
        bool done = is_other(p, t) && !uses_others(p, t);
        if (is_there(x, t) && !done)
            s = read_table(x, t, FOR_CHECKS, e);
    }
    if (s == ST_OK && !alerts_sort(&x->alerts))
        s = error_memory(e);
    return s;
}

void engine_close(struct engine *x)
{
    if (x == NULL)
        return;
    for (size_t i = 0; i < x->feed_n; i++)
        if (x->feeds[i].reader != NULL)
            reader_close(x->feeds[i].reader);
    free(x->feeds);
    free(x->sources);
    alerts_free(&x->alerts);
    judge_free(&x->judge);
    arena_free(&x->arena);
    free(x);
}
