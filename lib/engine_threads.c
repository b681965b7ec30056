/* Several tables read at a time. A reading begins when those are over that fill what it looks into,
 * or that read the same table; what they find is put together in their order, as if they had been
 * read one after the other. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "engine_int.h"

enum state { READING_WAITS, READING_RUNS, READING_OVER };

struct reading {
    struct crew *crew;
    struct engine x; /* with alerts of its own */
    enum state state;
    bool *after; /* [reading]: those that must be over before */
    double weight; /* bytes of its table, and of those that wait for it */
    enum status status;
    struct error e;
    struct buffer warnings; /* each ends with a NUL */
};

struct crew {
    struct engine *engine;
    struct reading *all; /* [n] by plan.reads */
    size_t n;
    size_t failed; /* the first that has failed; those behind it are not asked for */
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

static void look_after(const struct plan *p, const bool *looks, struct reading *r)
{
    for (size_t i = 0; looks != NULL && i < p->other_n; i++)
        if (looks[i])
            r->after[plan_filled_by(p, &p->others[i])] = true;
}

static void find_order(struct crew *c)
{
    const struct plan *p = c->engine->plan;
    for (size_t i = 0; i < p->check_all; i++)
        look_after(p, p->checks[i].looks, &c->all[p->checks[i].read]);
    for (size_t i = 0; i < p->other_n; i++)
        if (p->others[i].of == SIZE_MAX)
            look_after(p, p->others[i].looks, &c->all[p->others[i].read]);
    const struct kept *kept = c->engine->kept;
    for (size_t i = 0; i < p->derived_n; i++)
        if (kept[i].on)
            look_after(p, kept[i].looks, &c->all[kept[i].first]);
    for (size_t k = 0; k < c->n; k++)
        for (size_t i = 0; i < k; i++)
            if (p->reads[i].table == p->reads[k].table)
                c->all[k].after[i] = true;
}

/* The way to the end is the shorter the sooner those begin for which much waits. */
static void weigh(struct crew *c)
{
    const struct engine *x = c->engine;
    for (size_t k = c->n; k-- > 0;) {
        double behind = 0, own = 0;
        for (size_t i = k + 1; i < c->n; i++)
            if (c->all[i].after[k] && c->all[i].weight > behind)
                behind = c->all[i].weight;
        for (size_t i = 0; i < x->feed_n; i++) {
            struct stat st;
            if (x->feeds[i].table == x->plan->reads[k].table && stat(x->feeds[i].path, &st) == 0)
                own += (double)st.st_size;
        }
        c->all[k].weight = own + behind;
    }
}

static void keep_warning(void *context, const char *text)
{
    struct reading *r = context;
    buffer_append(&r->warnings, text, strlen(text) + 1);
}

/* The first of those at work is told of. */
static void tell_progress(void *context, double share, uint64_t rows)
{
    struct reading *r = context;
    struct crew *c = r->crew;
    const struct engine_options *o = &c->engine->options;
    pthread_mutex_lock(&c->lock);
    bool first = true;
    for (const struct reading *i = c->all; i < r; i++)
        first = first && i->state != READING_RUNS;
    if (first)
        o->progress(o->context, share, rows);
    pthread_mutex_unlock(&c->lock);
}

/* A copy of the engine for one reading. */
static enum status begin_reading(struct crew *c, size_t read, struct error *e)
{
    const struct engine *x = c->engine;
    struct reading *r = &c->all[read];
    *r = (struct reading){.crew = c, .after = calloc(c->n, sizeof *r->after)};
    r->x = (struct engine){.plan = x->plan,
                           .options = x->options,
                           .feeds = x->feeds,
                           .feed_n = x->feed_n,
                           .sources = x->sources,
                           .read = read,
                           .all = x->all,
                           .kept = x->kept,
                           .told = x->told,
                           .judge = x->judge,
                           .views = calloc(x->plan->derived_n + 1, sizeof *x->views)};
    r->x.options.warn = x->options.warn == NULL ? NULL : keep_warning;
    r->x.options.progress = x->options.progress == NULL ? NULL : tell_progress;
    r->x.options.context = r;
    r->x.judge.alerts = &r->x.alerts;
    r->x.judge.held = &r->x.held;
    r->x.judge.context = r;
    if (!engine_has(x, x->plan->reads[read].table))
        r->state = READING_OVER;
    return r->after == NULL || r->x.views == NULL ? error_memory(e) : ST_OK;
}

static bool may_begin(const struct crew *c, size_t k)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->all[k].after[i] && c->all[i].state != READING_OVER)
            return false;
    return k < c->failed && c->all[k].state == READING_WAITS;
}

static struct reading *choose(struct crew *c)
{
    struct reading *best = NULL;
    for (size_t k = 0; k < c->n; k++)
        if (may_begin(c, k) && (best == NULL || c->all[k].weight > best->weight))
            best = &c->all[k];
    return best;
}

static bool any_runs(const struct crew *c)
{
    for (size_t k = 0; k < c->n; k++)
        if (c->all[k].state == READING_RUNS)
            return true;
    return false;
}

static void *work(void *crew)
{
    struct crew *c = crew;
    pthread_mutex_lock(&c->lock);
    for (;;) {
        struct reading *r = choose(c);
        if (r == NULL && !any_runs(c))
            break;
        if (r == NULL) {
            pthread_cond_wait(&c->changed, &c->lock);
            continue;
        }
        r->state = READING_RUNS;
        pthread_mutex_unlock(&c->lock);
        enum status s = engine_read(&r->x, &r->e);
        pthread_mutex_lock(&c->lock);
        r->status = s;
        r->state = READING_OVER;
        if (s != ST_OK && (size_t)(r - c->all) < c->failed)
            c->failed = (size_t)(r - c->all);
        pthread_cond_broadcast(&c->changed);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* Where a thread cannot be had there is one less. */
static void work_together(struct crew *c, unsigned threads)
{
    enum { STACK = 8 << 20, MOST = 64 };
    pthread_t others[MOST];
    pthread_attr_t attributes;
    unsigned n = 0;
    bool good = pthread_attr_init(&attributes) == 0;
    if (good && pthread_attr_setstacksize(&attributes, STACK) == 0)
        while (n < MOST && n + 1 < threads &&
               pthread_create(&others[n], &attributes, work, c) == 0)
            n++;
    if (good)
        pthread_attr_destroy(&attributes);
    work(c);
    for (unsigned i = 0; i < n; i++)
        pthread_join(others[i], NULL);
}

static bool take_alerts(struct alerts *to, struct alerts *from)
{
    if (from->n > 0 && !grow(&to->list, &to->size, to->n + from->n, sizeof *to->list))
        return false;
    if (from->n > 0)
        memcpy(to->list + to->n, from->list, from->n * sizeof *to->list);
    to->n += from->n;
    arena_join(&to->arena, &from->arena);
    return true;
}

/* What a reading found and warned of, as if it had been the engine's own. */
static enum status take_reading(struct engine *x, struct reading *r, struct error *e)
{
    struct slice rest = buffer_view(&r->warnings);
    if (r->warnings.failed)
        return error_memory(e);
    for (size_t at = 0; at < rest.n; at += strlen(rest.p + at) + 1)
        x->options.warn(x->options.context, rest.p + at);
    if (r->status != ST_OK) {
        *e = r->e;
        return r->status;
    }
    x->rows += r->x.rows;
    x->unreadable += r->x.unreadable;
    bool good = take_alerts(&x->alerts, &r->x.alerts) && take_alerts(&x->held, &r->x.held);
    return good ? ST_OK : error_memory(e);
}

static void end_reading(struct reading *r)
{
    alerts_free(&r->x.alerts);
    alerts_free(&r->x.held);
    judge_free(&r->x.judge);
    arena_free(&r->x.arena);
    arena_free(&r->x.reading);
    buffer_free(&r->warnings);
    free(r->x.views);
    free(r->after);
}

enum status engine_read_together(struct engine *x, struct error *e)
{
    struct crew c = {.engine = x, .n = x->plan->read_n, .failed = SIZE_MAX};
    c.all = calloc(c.n + 1, sizeof *c.all);
    if (c.all == NULL)
        return error_memory(e);
    keytab_begin();
    enum status s = reasons_settle(&x->plan->reasons, e);
    for (size_t k = 0; s == ST_OK && k < c.n; k++)
        s = begin_reading(&c, k, e);
    bool locks = s == ST_OK && pthread_mutex_init(&c.lock, NULL) == 0;
    if (s == ST_OK && locks && pthread_cond_init(&c.changed, NULL) == 0) {
        find_order(&c);
        weigh(&c);
        work_together(&c, x->options.threads);
        pthread_cond_destroy(&c.changed);
    } else if (s == ST_OK) {
        s = error_memory(e);
    }
    if (locks)
        pthread_mutex_destroy(&c.lock);
    for (size_t k = 0; s == ST_OK && k < c.n; k++)
        s = take_reading(x, &c.all[k], e);
    for (size_t k = 0; k < c.n; k++)
        end_reading(&c.all[k]);
    free(c.all);
    return s;
}
