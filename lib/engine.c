#include "engine_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "i18n.h"

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
    struct judged_rows rows = {.n = r->batch.n,
                               .bad = r->bad_n > 0 ? r->bad : NULL,
                               .line = r->batch.line,
                               .raw = r->batch.raw,
                               .source = r->feed->source,
                               .source_text = rows_source(r),
                               .eval = &r->eval,
                               .digest = rows_digest,
                               .context = r};
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < p->check_n; i++)
        if (p->checks[i].table == r->table && p->checks[i].rows && p->checks[i].loaded)
            s = judge_rows(&x->judge, &p->checks[i], &rows, e);
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++)
        if (p->grouping_table[i] == r->table_index)
            s = engine_add(r, p->groupings[i], e);
    return s;
}

static bool has_checks(const struct plan *p, size_t table)
{
    for (size_t i = 0; i < p->check_n; i++)
        if (p->checks[i].table == &p->pack->tables[table])
            return true;
    return false;
}

/* Whether a table can be read a second time and gives the same. What was handed to the rejects
 * would be there twice. */
static bool can_reread(const struct engine *x, size_t table)
{
    if (x->options.reject != NULL)
        return false;
    for (size_t i = 0; i < x->feed_n; i++) {
        struct stat st;
        if (x->feeds[i].table == table &&
            (stat(x->feeds[i].path, &st) != 0 || !S_ISREG(st.st_mode)))
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
static enum status read_feeds(struct engine *x, size_t table, int purpose, bool *again,
                              struct error *e)
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
            s = engine_finish(x, p->groupings[i], e);
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

/* A table that looks itself up is read twice; standard input can only be so from a copy. */
static enum status copy_stdin(const struct plan *p, const struct input *inputs, size_t n,
                              struct error *e)
{
    bool twice = false, reads_stdin = false;
    for (size_t i = 0; i < p->pack->table_count; i++)
        twice = twice || (is_other(p, i) && uses_others(p, i));
    for (size_t i = 0; i < n; i++)
        reads_stdin = reads_stdin || strcmp(inputs[i].path, "-") == 0;
    return twice && reads_stdin ? source_spool_stdin(e) : ST_OK;
}

enum status engine_open(struct plan *plan, const struct engine_options *options,
                        const struct input *inputs, size_t n, struct engine **out, struct error *e)
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
    engine_find_loaded(x);
    /* An alert that has been told cannot be taken back if a row comes late. */
    for (size_t i = 0;
         options->hooks != NULL && options->hooks->found != NULL && i < plan->grouping_n; i++)
        plan->groupings[i]->closes = false;
    x->judge = (struct judge){.plan = plan,
                              .sources = x->sources,
                              .alerts = &x->alerts,
                              .hooks = options->hooks,
                              .context = options->context};
    *out = x;
    return ST_OK;
}

enum status engine_run(struct engine *x, struct error *e)
{
    const struct plan *p = x->plan;
    enum status s = ST_OK;
    for (size_t t = 0; s == ST_OK && t < p->pack->table_count; t++)
        if (is_other(p, t) && engine_has(x, t))
            s = read_table(
                x, t, uses_others(p, t) || !has_checks(p, t) ? FOR_OTHERS : FOR_OTHERS | FOR_CHECKS,
                e);
    for (size_t t = 0; s == ST_OK && t < p->pack->table_count; t++) {
        bool done = is_other(p, t) && !uses_others(p, t);
        if (engine_has(x, t) && !done)
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
