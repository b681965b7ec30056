/* Rows to their subjects and groups. */
#include "group_int.h"
#include "i18n.h"

/* The number of the key's subject, begun if it is new; KEYTAB_NONE when memory is out. */
static uint32_t subject_of(struct grouping *g, struct slice key, uint64_t hash)
{
    uint32_t before = g->keys.n;
    if (!grow(&g->subjects, &g->subject_size, (size_t)before + 1, sizeof *g->subjects))
        return KEYTAB_NONE;
    uint32_t id = keytab_add_hashed(&g->keys, key, hash);
    if (id == before)
        g->subjects[id] =
            (struct subject){.newest = {0, GROUP_NONE}, .closed = INT32_MIN, .next = id};
    return id;
}

/* In eager closing: the subject goes on to a later period, its group is judged and used again where
 * it is, so that groups keep the order of subjects. Not if rows of this batch belong there. */
static inline uint32_t go_on(struct grouping *g, struct subject *s, int32_t period)
{
    g->leaving[g->leaving_n] = s->newest.group;
    g->leaving_for[g->leaving_n++] = period;
    s->closed = s->newest.period;
    s->newest.period = period;
    return s->newest.group;
}

/* The group of that period, found or made without much ado; GROUP_NONE when memory is out. */
static inline uint32_t place(struct grouping *g, struct subject *s, uint32_t subject,
                             int32_t period)
{
    if (s->newest.group == GROUP_NONE || period < s->newest.period)
        return group_of(g, subject, period);
    if (period == s->newest.period)
        return s->newest.group;
    g->went_on++;
    return g->in_place && s->older == NULL && s->batch != g->batch ? go_on(g, s, period)
                                                                   : group_of(g, subject, period);
}

enum { AHEAD = 20 }; /* rows by which memory is asked for before it is needed */

static enum status note_periods(struct grouping *g, int64_t first, int64_t last, struct error *e)
{
    if (first < INT32_MIN + 1 || last > INT32_MAX)
        return error_set(e, ST_DATA, "%s", _("a period lies too far from today"));
    g->first_period = first < g->first_period ? (int32_t)first : g->first_period;
    g->last_period = last > g->last_period ? (int32_t)last : g->last_period;
    return ST_OK;
}

/* Asks for what row K's subject keeps, twice AHEAD, and for its newest group. */
static inline void ask_ahead(const struct grouping *g, const uint32_t *subject, size_t k, size_t n)
{
    if (k + 2 * AHEAD < n && subject[k + 2 * AHEAD] != KEYTAB_NONE)
        __builtin_prefetch(&g->subjects[subject[k + 2 * AHEAD]]);
    if (k + AHEAD < n && subject[k + AHEAD] != KEYTAB_NONE) {
        uint32_t group = g->subjects[subject[k + AHEAD]].newest.group;
        if (group != GROUP_NONE)
            group_ask(g, group);
    }
}

/* Rows of which all is known. */
static enum status place_known(struct grouping *g, const int64_t *period, size_t n, char **group,
                               const uint32_t *subject, struct error *e)
{
    int64_t first = INT32_MAX, last = INT32_MIN;
    for (size_t k = 0; k < n; k++) {
        first = period[k] < first ? period[k] : first;
        last = period[k] > last ? period[k] : last;
    }
    enum status st = note_periods(g, first, last, e);
    struct subject *subjects = g->subjects;
    const uint32_t batch = g->batch;
    for (size_t k = 0; st == ST_OK && k < n; k++) {
        ask_ahead(g, subject, k, n);
        struct subject *s = &subjects[subject[k]];
        uint32_t id = place(g, s, subject[k], (int32_t)period[k]);
        s->batch = batch;
        if (id == GROUP_NONE)
            st = error_memory(e);
        else
            group[k] = group_at(g, id);
    }
    return st;
}

static enum status place_row(struct grouping *g, uint32_t subject, const struct vec *period,
                             size_t k, bool bad, why_t rejected, char **group, struct error *e)
{
    why_t why = period == NULL ? 0 : vec_why(period, k);
    int64_t p = period == NULL || why != 0 ? 0 : period->whole[vec_at(period, k)];
    if (why != 0) {
        why = bad ? rejected : why;
        g->subjects[subject].why = why_min(g->subjects[subject].why, why);
        return ST_OK;
    }
    if (note_periods(g, p, p, e) != ST_OK)
        return ST_DATA;
    struct subject *own = &g->subjects[subject];
    uint32_t id = place(g, own, subject, (int32_t)p);
    own->batch = g->batch;
    if (id == GROUP_NONE)
        return error_memory(e);
    char *at = group_at(g, id);
    if (bad)
        group_head(at)->why = why_min(group_head(at)->why, rejected);
    if (!bad || g->is_view)
        *group = at;
    return ST_OK;
}

static uint32_t find_subject(struct grouping *g, struct slice key, uint64_t hash)
{
    uint32_t subject = subject_of(g, key, hash);
    if (subject == KEYTAB_NONE)
        return subject;
    g->subjects[g->last_subject].next = subject;
    g->last_subject = subject;
    return subject;
}

/* Rows from K on whose cell is the key of the subject that is likely to come, as it stands (which
 * it can only be while no key had to be written otherwise): the one that came next when both were
 * new, or that followed last time. Returns the first row that is not so. */
static size_t guess(struct grouping *g, const struct slice *cell, size_t k, size_t n,
                    uint32_t *subject)
{
    const struct slice *keys = g->keys.keys;
    const struct subject *subjects = g->subjects;
    uint32_t last = g->last_subject, n_keys = g->keys.n;
    for (; k < n; k++) {
        uint32_t next = last + 1 < n_keys ? last + 1 : 0;
        if (next + AHEAD < n_keys)
            __builtin_prefetch(keys[next + AHEAD].p);
        if (!slice_eq(keys[next], cell[k])) {
            next = subjects[last].next;
            if (!slice_eq(keys[next], cell[k]))
                break;
        }
        subject[k] = last = next;
    }
    g->last_subject = last;
    return k;
}

/* In rows that follow no order nothing is guessed: subjects from row K on are found together. */
static enum status find_all(struct grouping *g, const struct vec *by, size_t by_n, size_t k,
                            size_t n, uint32_t *subject, bool *all, struct error *e)
{
    uint32_t before = g->keys.n;
    if (!grow(&g->row_keys, &g->row_size, n, sizeof *g->row_keys) ||
        !grow(&g->subjects, &g->subject_size, before + n, sizeof *g->subjects) ||
        !vec_keys(by, by_n, n, &g->spare, g->row_keys))
        return error_memory(e);
    g->written_keys = g->written_keys || g->spare.n > 0;
    bool good = keytab_add_all(&g->keys, g->row_keys + k, n - k, subject + k);
    for (uint32_t id = before; id < g->keys.n; id++)
        g->subjects[id] =
            (struct subject){.newest = {0, GROUP_NONE}, .closed = INT32_MIN, .next = id};
    if (!good)
        return error_memory(e);
    for (; k < n; k++) {
        *all = *all && subject[k] != KEYTAB_NONE;
        g->last_subject = subject[k] != KEYTAB_NONE ? subject[k] : g->last_subject;
    }
    return ST_OK;
}

enum {
    MISSES = 32,     /* of guesses in a batch, after which the rest is found together */
    NO_GUESSES = 31, /* and that many batches after it */
};

static enum status find_subjects(struct grouping *g, const struct vec *by, size_t n,
                                 uint32_t *subject, bool *all, struct error *e)
{
    bool simple = g->by_n == 1 && by->type == T_TEXT && by->why == NULL && !by->constant;
    size_t by_n = g->by_n == 0 ? 1 : g->by_n, misses = 0;
    *all = true;
    if (g->no_guesses > 0) {
        g->no_guesses--;
        return find_all(g, by, by_n, 0, n, subject, all, e);
    }
    for (size_t k = 0; k < n; k++) {
        struct slice key;
        if (simple && !g->written_keys && g->keys.n > 0 &&
            (k = guess(g, by->text, k, n, subject)) == n)
            break;
        if (misses++ == MISSES) {
            g->no_guesses = NO_GUESSES;
            return find_all(g, by, by_n, k, n, subject, all, e);
        }
        subject[k] = KEYTAB_NONE;
        if (!vec_key(by, by_n, k, &g->spare, &key)) {
            *all = false;
            continue;
        }
        g->written_keys = g->written_keys || key.p == g->spare.p;
        if (g->keys.n > 0 && slice_eq(g->keys.keys[g->last_subject], key))
            subject[k] = g->last_subject;
        else if (!g->spare.failed)
            subject[k] = find_subject(g, key, keytab_hash(key));
        if (subject[k] == KEYTAB_NONE)
            return error_memory(e);
    }
    return ST_OK;
}

/* If many subjects went on in the batch before, they are likely to do so again. */
static bool begin_batch(struct grouping *g, size_t n, bool bad)
{
    g->batch++;
    g->in_place = g->eager && !bad && g->went_on >= n / 8 + 1;
    g->went_on = 0;
    g->closing_whole = g->closing_n;
    if (!g->in_place || n <= g->leaving_size)
        return true;
    size_t size = g->leaving_size;
    return grow(&g->leaving_for, &size, n, sizeof *g->leaving_for) &&
           grow(&g->leaving, &g->leaving_size, n, sizeof *g->leaving);
}

enum status group_place(struct grouping *g, const struct vec *by, const struct vec *period,
                        size_t n, const uint8_t *bad, why_t rejected, char **group,
                        uint32_t *subject, struct error *e)
{
    bool all;
    if (!begin_batch(g, n, bad != NULL))
        return error_memory(e);
    enum status s = find_subjects(g, by, n, subject, &all, e);
    if (s == ST_OK && all && bad == NULL && period != NULL && period->why == NULL &&
        !period->constant)
        return place_known(g, period->whole, n, group, subject, e);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        group[k] = NULL;
        ask_ahead(g, subject, k, n);
        if (subject[k] != KEYTAB_NONE)
            s = place_row(g, subject[k], period, k, bad != NULL && bad[k], rejected, &group[k], e);
    }
    return s;
}
