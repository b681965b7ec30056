#include "engine_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "i18n.h"

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

static bool is_read(const struct engine *x, size_t grouping)
{
    return x->plan->grouping_read[grouping] == x->read;
}

/* A row came late for a period that was closed and has not been put away. */
static bool must_reread(const struct engine *x)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; i < p->grouping_n; i++)
        if (is_read(x, i) && p->groupings[i]->late && !p->groupings[i]->put_away)
            return true;
    return false;
}

static void forget_reading(struct engine *x)
{
    struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_all; i++)
        if (p->checks[i].read == x->read) {
            judge_restart(&x->judge, &p->checks[i]);
            p->checks[i].keyless = (struct keyless){0};
        }
    for (size_t i = 0; i < p->grouping_n; i++)
        if (is_read(x, i)) {
            group_reset(p->groupings[i]);
            p->groupings[i]->put_away = true;
        }
}

/* Whether something takes part in the reading that needs its rows to the last, and only once. */
static bool fills(const struct engine *x)
{
    for (size_t i = 0; i < x->plan->other_n; i++)
        if (engine_fills(x, &x->plan->others[i]))
            return true;
    for (size_t i = 0; i < x->plan->derived_n; i++)
        if (x->views[i].active)
            return true;
    return false;
}

static enum status read_feeds(struct engine *x, size_t table, struct error *e)
{
    struct rows r;
    enum status s = rows_begin(&r, x, table, e);
    bool stop = false, stops = !x->again && !fills(x);
    for (size_t i = 0; s == ST_OK && !stop && i < x->feed_n; i++) {
        struct feed *f = &x->feeds[i];
        if (f->table != table)
            continue;
        s = rows_feed(&r, f, e);
        while (s == ST_OK && !stop && (s = rows_next(&r, e)) == ST_OK && r.batch.n > 0) {
            s = engine_take(&r, e);
            stop = s == ST_OK && stops && must_reread(x);
        }
        reader_close(f->reader);
        f->reader = NULL;
    }
    rows_end(&r);
    return s;
}

/* Each reading of a table decodes all that any of them asks for: what is refused is refused in all
 * of them. */
static enum status find_all(struct engine *x, struct error *e)
{
    struct plan *p = x->plan;
    enum status s = need_begin(p, &x->arena, &x->all, e);
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++)
        if (p->checks[i].loaded)
            need_check(p, &p->checks[i], &x->all);
    for (size_t i = 0; s == ST_OK && i < p->other_n; i++)
        if (p->others[i].wanted)
            need_other_rows(p, &p->others[i], &x->all);
    return s;
}

/* What takes part in the reading; false where that is nothing. */
static enum status find_need(struct engine *x, bool *any, struct error *e)
{
    struct plan *p = x->plan;
    arena_reset(&x->reading);
    enum status s = need_begin(p, &x->reading, &x->need, e);
    *any = false;
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++)
        if (p->checks[i].read == x->read && p->checks[i].loaded) {
            need_check(p, &p->checks[i], &x->need);
            *any = true;
        }
    for (size_t i = 0; s == ST_OK && i < p->other_n; i++)
        if (engine_fills(x, &p->others[i])) {
            need_other_rows(p, &p->others[i], &x->need);
            *any = true;
        }
    if (s != ST_OK)
        return s;
    kept_need(x, &x->need);
    x->feeds_grouping = arena_zero(&x->reading, p->grouping_n + 1);
    if (x->feeds_grouping == NULL)
        return error_memory(e);
    size_t table = p->reads[x->read].table;
    x->need.columns[table] = x->all.columns[table];
    for (size_t i = 0; s == ST_OK && i < p->grouping_n; i++) {
        x->feeds_grouping[i] = engine_feeds(x, i);
        if (x->feeds_grouping[i])
            engine_find_idle(x, p->groupings[i], p->grouping_table[i]);
    }
    return s;
}

/* What no one will look at again. */
static void let_go(struct engine *x)
{
    struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_all; i++)
        if (p->checks[i].read == x->read)
            check_forget(&p->checks[i]);
    for (size_t i = 0; i < p->grouping_n; i++)
        if (is_read(x, i))
            group_let_go(p->groupings[i]);
}

enum status engine_read(struct engine *x, struct error *e)
{
    struct plan *p = x->plan;
    size_t table = p->reads[x->read].table;
    bool reread = can_reread(x, table);
    for (size_t i = 0; i < p->grouping_n; i++)
        if (is_read(x, i))
            p->groupings[i]->put_away = !reread;
    /* Rejects are told of by the last, which sees all that can tell whose they are. */
    x->rehearsal = x->options.reject == NULL ? x->told[table] : !p->reads[x->read].last;
    x->lost = false;
    x->quiet = x->told[table];
    uint64_t rows = x->rows;
    bool any;
    enum status s = find_need(x, &any, e);
    if (s != ST_OK || (!any && !p->reads[x->read].last))
        return s;
    s = views_open(x, e);
    if (s == ST_OK && kept_reads(x))
        s = read_feeds(x, table, e);
    x->told[table] = true;
    if (s == ST_OK && must_reread(x)) {
        forget_reading(x);
        x->rows = rows;
        x->quiet = x->again = true;
        s = read_feeds(x, table, e);
        x->again = false;
    }
    x->quiet = false;
    if (s == ST_OK)
        s = engine_take_last(x, table, e);
    if (s == ST_OK)
        s = engine_take_kept(x, e);
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++) {
        struct check *c = &p->checks[i];
        if (c->read == x->read && c->loaded && c->looked_at)
            s = subjects_take(x, c, e);
        if (s == ST_OK && c->read == x->read && !judge_keyless(&x->judge, c))
            s = error_memory(e);
    }
    views_close(x);
    if (x->options.hooks == NULL)
        let_go(x);
    const struct hold *hold = plan_hold(p, table);
    return s == ST_SYSTEM && hold->refused != NULL ? engine_refuse_to_hold(x, hold, e) : s;
}

/* A pipe can only be read twice from a copy; which of them must be is not known yet. */
static enum status copy_pipes(const struct plan *p, const struct input *inputs, size_t n,
                              struct error *e)
{
    bool twice = false;
    for (size_t i = 0; i < p->read_n; i++)
        twice = twice || !p->reads[i].last;
    enum status s = ST_OK;
    for (size_t i = 0; twice && s == ST_OK && i < n; i++)
        s = source_spool(inputs[i].path, e);
    return s;
}

enum status engine_open(struct plan *plan, const struct engine_options *options,
                        const struct input *inputs, size_t n, struct engine **out, struct error *e)
{
    struct engine *x = calloc(1, sizeof *x);
    if (x == NULL)
        return error_memory(e);
    x->plan = plan;
    x->options = *options;
    x->views = calloc(plan->derived_n + 1, sizeof *x->views);
    if (x->views == NULL) {
        free(x);
        return error_memory(e);
    }
    enum status s = copy_pipes(plan, inputs, n, e);
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
                              .held = &x->held,
                              .hooks = options->hooks,
                              .context = options->context};
    *out = x;
    return ST_OK;
}

/* Alerts of indicators that were only looked at are not asked for. */
static void drop_unasked(const struct plan *p, struct alerts *all)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (plan_asked(p, all->list[i].check))
            all->list[n++] = all->list[i];
    all->n = n;
}

static void warn_of_expired(struct engine *x)
{
    const struct plan *p = x->plan;
    for (size_t i = 0; i < p->check_n; i++)
        for (size_t k = 0; k < p->pack->exception_count; k++) {
            const struct exception *one = &p->pack->exceptions[k];
            char day[DATE_TEXT_MAX], subject[QUOTE_SIZE];
            if (one->expires >= p->today || strcmp(one->indicator, p->checks[i].indicator->id) != 0)
                continue;
            engine_warn(x,
                        _("%s:%llu: the exception of '%s' from %s has expired (%.*s) and no longer "
                          "holds"),
                        one->sheet->file, (unsigned long long)one->sheet->rows[one->row].line,
                        quote(subject, slice_of(one->subject)), one->indicator,
                        (int)date_text(one->expires, SPAN_DAY, day), day);
        }
}

static enum status read_in_turn(struct engine *x, struct error *e)
{
    enum status s = ST_OK;
    for (x->read = 0; s == ST_OK && x->read < x->plan->read_n; x->read++)
        if (engine_has(x, x->plan->reads[x->read].table))
            s = engine_read(x, e);
    return s;
}

enum status engine_run(struct engine *x, struct error *e)
{
    /* Who is told of each row or reject is told in their order. */
    bool together =
        x->options.threads > 1 && x->options.hooks == NULL && x->options.reject == NULL;
    enum status s = find_all(x, e);
    if (s == ST_OK)
        s = kept_find(x, e);
    warn_of_expired(x);
    if (s == ST_OK)
        s = together ? engine_read_together(x, e) : read_in_turn(x, e);
    drop_unasked(x->plan, &x->alerts);
    drop_unasked(x->plan, &x->held);
    if (s == ST_OK && !(alerts_sort(&x->alerts) && alerts_sort(&x->held)))
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
    views_close(x);
    free(x->views);
    free(x->feeds);
    free(x->sources);
    alerts_free(&x->alerts);
    alerts_free(&x->held);
    judge_free(&x->judge);
    arena_free(&x->arena);
    arena_free(&x->reading);
    free(x);
}
