#include "group.h"

#include <stdlib.h>

#include "group_int.h"
#include "i18n.h"

size_t group_slot(struct grouping *g, const struct slot *like)
{
    for (size_t i = 0; i < g->slot_n; i++)
        if (slice_eq(g->slots[i].key, like->key))
            return i;
    if (!grow(&g->slots, &g->slot_size, g->slot_n + 1, sizeof *g->slots))
        return SIZE_MAX;
    g->slots[g->slot_n] = *like;
    return g->slot_n++;
}

enum status group_begin(struct grouping *g, struct error *e)
{
    (void)e;
    size_t offset = (sizeof(struct group_head) + 7) / 8 * 8; /* states are aligned to 8 */
    for (size_t i = 0; i < g->slot_n; i++) {
        g->slots[i].offset = offset;
        offset += slot_size(g->slots[i].kind);
    }
    g->stride = (offset + 15) / 16 * 16;
    g->first_period = INT32_MAX;
    g->last_period = INT32_MIN;
    return ST_OK;
}

static bool new_chunk(struct grouping *g)
{
    if (!grow(&g->chunks, &g->chunk_size, g->chunk_n + 1, sizeof *g->chunks) ||
        !grow(&g->unused, &g->unused_size, (size_t)g->group_n + CHUNK_GROUPS, sizeof *g->unused))
        return false;
    /* A row of up to 128 bytes then stands in two lines of the cache at most. */
    g->chunks[g->chunk_n] = aligned_alloc(64, CHUNK_GROUPS * g->stride);
    if (g->chunks[g->chunk_n] == NULL)
        return false;
    g->chunk_n++;
    return true;
}

uint32_t group_new(struct grouping *g, uint32_t subject, int32_t period)
{
    uint32_t id;
    if (g->unused_n > 0) {
        id = g->unused[--g->unused_n];
    } else {
        if (g->group_n == GROUP_NONE - 1 || (g->group_n % CHUNK_GROUPS == 0 && !new_chunk(g)))
            return GROUP_NONE;
        id = g->group_n++;
    }
    char *p = group_at(g, id);
    memset(p, 0, g->stride);
    *group_head(p) = (struct group_head){.subject = subject, .period = period};
    g->in_use++;
    return id;
}

void group_drop(struct grouping *g, uint32_t id)
{
    char *p = group_at(g, id);
    for (size_t i = 0; group_head(p)->owns && i < g->slot_n; i++)
        slot_release(&g->slots[i], p);
    g->unused[g->unused_n++] = id;
    g->in_use--;
}

void group_drop_open(struct grouping *g, struct subject *s)
{
    for (uint32_t j = 0; j < older_n(s); j++)
        group_drop(g, s->older->list[j].group);
    if (s->newest.group != GROUP_NONE)
        group_drop(g, s->newest.group);
    free(s->older);
    s->older = NULL;
    s->newest.group = GROUP_NONE;
}

static bool insert_older(struct subject *s, size_t at, struct open_group x)
{
    struct older *o = s->older;
    if (o == NULL || o->n == o->size) {
        uint32_t size = o == NULL ? 2 : o->size * 2;
        o = realloc(o, sizeof *o + size * sizeof o->list[0]);
        if (o == NULL)
            return false;
        o->n = s->older == NULL ? 0 : o->n;
        o->size = size;
        s->older = o;
    }
    memmove(o->list + at + 1, o->list + at, (o->n - at) * sizeof o->list[0]);
    o->list[at] = x;
    o->n++;
    return true;
}

/* A copy of the row at FROM to TO; FROM is cleared. Both are aligned, their size a multiple of 16.
 */
static inline void move_row(char *to, char *from, size_t size)
{
    for (size_t i = 0; i < size; i += 16) {
        uint64_t a, b, zero = 0;
        memcpy(&a, from + i, 8);
        memcpy(&b, from + i + 8, 8);
        memcpy(to + i, &a, 8);
        memcpy(to + i + 8, &b, 8);
        memcpy(from + i, &zero, 8);
        memcpy(from + i + 8, &zero, 8);
    }
}

/* In eager closing: the subject goes on to a later period. Its row stays where it is, so that rows
 * keep the order of subjects, and what it holds is moved away to be judged; but not if rows of the
 * batch at hand are still to be added there. */
static inline uint32_t go_on(struct grouping *g, struct subject *s, uint32_t subject,
                             int32_t period)
{
    if (s->older != NULL || s->batch == g->batch || g->unused_n == 0 ||
        g->closing_n == g->closing_size)
        return group_of(g, subject, period);
    uint32_t id = g->unused[--g->unused_n];
    char *row = group_at(g, s->newest.group);
    move_row(group_at(g, id), row, g->stride);
    g->closing[g->closing_n++] = id;
    g->in_use++;
    s->closed = s->newest.period;
    s->newest.period = period;
    group_head(row)->subject = subject;
    group_head(row)->period = period;
    return s->newest.group;
}

static uint32_t open_older(struct grouping *g, uint32_t subject, int32_t period)
{
    struct subject *s = &g->subjects[subject];
    size_t low = 0, high = older_n(s);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->older->list[middle].period < period)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < older_n(s) && s->older->list[low].period == period)
        return s->older->list[low].group;
    g->went_back = true;
    g->late = g->late || period <= s->closed;
    struct open_group x = {period, group_new(g, subject, period)};
    return x.group == GROUP_NONE || !insert_older(s, low, x) ? GROUP_NONE : x.group;
}

bool group_leave_older(struct grouping *g, struct subject *s)
{
    uint32_t n = older_n(s);
    if (!grow(&g->closing, &g->closing_size, g->closing_n + n, sizeof *g->closing))
        return false;
    for (uint32_t j = 0; j < n; j++) {
        g->closing[g->closing_n++] = s->older->list[j].group;
        s->closed = s->older->list[j].period > s->closed ? s->older->list[j].period : s->closed;
    }
    free(s->older);
    s->older = NULL;
    return true;
}

static bool leave(struct grouping *g, struct subject *s)
{
    if (!group_leave_older(g, s) ||
        !grow(&g->closing, &g->closing_size, g->closing_n + 1, sizeof *g->closing))
        return false;
    g->closing[g->closing_n++] = s->newest.group;
    s->closed = s->newest.period;
    return true;
}

uint32_t group_of(struct grouping *g, uint32_t subject, int32_t period)
{
    struct subject *s = &g->subjects[subject];
    bool first = s->newest.group == GROUP_NONE;
    if (!first && s->newest.period == period)
        return s->newest.group;
    if (!first && period < s->newest.period)
        return open_older(g, subject, period);
    if (!first && !(g->eager ? leave(g, s) : insert_older(s, older_n(s), s->newest)))
        return GROUP_NONE;
    g->late = g->late || period <= s->closed;
    s->newest = (struct open_group){period, group_new(g, subject, period)};
    return s->newest.group;
}

/* The number of the key's subject, begun if it is new; KEYTAB_NONE when memory is out. */
static uint32_t subject_of(struct grouping *g, struct slice key)
{
    uint32_t before = g->keys.n;
    if (!grow(&g->subjects, &g->subject_size, (size_t)before + 1, sizeof *g->subjects))
        return KEYTAB_NONE;
    uint32_t id = keytab_add(&g->keys, key);
    if (id == before)
        g->subjects[id] =
            (struct subject){.newest = {0, GROUP_NONE}, .closed = INT32_MIN, .next = id};
    return id;
}

/* The group of that period, found or made without much ado; NULL when memory is out. */
static inline char *place(struct grouping *g, uint32_t subject, int32_t period)
{
    struct subject *s = &g->subjects[subject];
    uint32_t id = s->newest.group;
    if (s->newest.period != period || id == GROUP_NONE)
        id = g->eager && id != GROUP_NONE && period > s->newest.period
                 ? go_on(g, s, subject, period)
                 : group_of(g, subject, period);
    g->subjects[subject].batch = g->batch;
    return id == GROUP_NONE ? NULL : group_at(g, id);
}

enum { AHEAD = 20 }; /* rows by which memory is asked for before it is needed */

static inline void ask_for_row(const struct grouping *g, uint32_t subject)
{
    uint32_t id = g->subjects[subject].newest.group;
    if (id == GROUP_NONE)
        return;
    __builtin_prefetch(group_at(g, id));
    __builtin_prefetch(group_at(g, id) + 64);
}

static enum status note_periods(struct grouping *g, int64_t first, int64_t last, struct error *e)
{
    if (first < INT32_MIN + 1 || last > INT32_MAX)
        return error_set(e, ST_DATA, "%s", _("a period lies too far from today"));
    g->first_period = first < g->first_period ? (int32_t)first : g->first_period;
    g->last_period = last > g->last_period ? (int32_t)last : g->last_period;
    return ST_OK;
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
    enum status s = note_periods(g, first, last, e);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        if (k + AHEAD < n)
            ask_for_row(g, subject[k + AHEAD]);
        group[k] = place(g, subject[k], (int32_t)period[k]);
        if (group[k] == NULL)
            s = error_memory(e);
    }
    return s;
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
    char *at = place(g, subject, (int32_t)p);
    if (at == NULL)
        return error_memory(e);
    if (bad)
        group_head(at)->why = why_min(group_head(at)->why, rejected);
    else
        *group = at;
    return ST_OK;
}

static uint32_t find_subject(struct grouping *g, struct slice key)
{
    if (g->keys.n > 0 && slice_eq(g->keys.keys[g->last_subject], key))
        return g->last_subject;
    uint32_t subject = subject_of(g, key);
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

static enum status find_subjects(struct grouping *g, const struct vec *by, size_t n,
                                 uint32_t *subject, bool *all, struct error *e)
{
    bool simple = g->by_n == 1 && by->type == T_TEXT && by->why == NULL && !by->constant;
    size_t by_n = g->by_n == 0 ? 1 : g->by_n;
    *all = true;
    for (size_t k = 0; k < n; k++) {
        struct slice key;
        if (simple && !g->written_keys && g->keys.n > 0 &&
            (k = guess(g, by->text, k, n, subject)) == n)
            break;
        subject[k] = KEYTAB_NONE;
        if (!vec_key(by, by_n, k, &g->spare, &key)) {
            *all = false;
            continue;
        }
        g->written_keys = g->written_keys || key.p == g->spare.p;
        subject[k] = g->spare.failed ? KEYTAB_NONE : find_subject(g, key);
        if (subject[k] == KEYTAB_NONE)
            return error_memory(e);
    }
    return ST_OK;
}

enum status group_place(struct grouping *g, const struct vec *by, const struct vec *period,
                        size_t n, const uint8_t *bad, why_t rejected, char **group,
                        uint32_t *subject, struct error *e)
{
    bool all;
    g->batch++;
    enum status s = find_subjects(g, by, n, subject, &all, e);
    if (s == ST_OK && g->eager &&
        !grow(&g->closing, &g->closing_size, g->closing_n + n, sizeof *g->closing))
        s = error_memory(e);
    if (s == ST_OK && all && bad == NULL && period != NULL && period->why == NULL &&
        !period->constant)
        return place_known(g, period->whole, n, group, subject, e);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        group[k] = NULL;
        if (subject[k] != KEYTAB_NONE)
            s = place_row(g, subject[k], period, k, bad != NULL && bad[k], rejected, &group[k], e);
    }
    return s;
}

/* At the end what lies in the slots' pools goes with them; only lists are the groups' own. */
static bool own_lists(const struct grouping *g)
{
    for (size_t i = 0; i < g->slot_n; i++)
        if (g->slots[i].kind == SLOT_LIST || g->slots[i].kind == SLOT_SET)
            return true;
    return false;
}

static void drop_all(struct grouping *g, bool release)
{
    for (uint32_t i = 0; i < g->keys.n; i++) {
        if (release)
            group_drop_open(g, &g->subjects[i]);
        free(g->subjects[i].older);
    }
    for (size_t i = 0; release && i < g->closing_n; i++)
        group_drop(g, g->closing[i]);
    g->closing_n = 0;
}

void group_reset(struct grouping *g)
{
    drop_all(g, true);
    for (size_t i = 0; i < g->slot_n; i++) {
        free(g->slots[i].recent);
        g->slots[i].recent = NULL;
        g->slots[i].recent_size = 0;
    }
    keytab_free(&g->keys);
    g->last_subject = 0;
    g->first_period = INT32_MAX;
    g->last_period = INT32_MIN;
    g->late = g->went_back = g->eager = false;
    g->closed_groups = 0;
}

void group_free(struct grouping *g)
{
    drop_all(g, own_lists(g));
    keytab_free(&g->keys);
    for (size_t i = 0; i < g->chunk_n; i++)
        free(g->chunks[i]);
    for (size_t i = 0; i < g->slot_n; i++)
        slot_free(&g->slots[i]);
    free(g->chunks);
    free(g->slots);
    free(g->subjects);
    free(g->closing);
    free(g->unused);
    buffer_free(&g->spare);
    spill_close(g->spill);
}
