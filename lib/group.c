#include "group.h"

#include <stdlib.h>

#include "group_int.h"
#include "i18n.h"

enum { CHUNK_GROUPS = 1024 };

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
    size_t offset = sizeof(struct group_head);
    for (size_t i = 0; i < g->slot_n; i++) {
        g->slots[i].offset = offset;
        offset += slot_size(g->slots[i].kind);
    }
    g->stride = (offset + 15) / 16 * 16;
    g->group_free = GROUP_NONE;
    g->first_period = INT32_MAX;
    g->last_period = INT32_MIN;
    return ST_OK;
}

char *group_at(const struct grouping *g, uint32_t group)
{
    return g->chunks[group / CHUNK_GROUPS] + (size_t)(group % CHUNK_GROUPS) * g->stride;
}

static bool new_chunk(struct grouping *g)
{
    if (!grow(&g->chunks, &g->chunk_size, g->chunk_n + 1, sizeof *g->chunks))
        return false;
    g->chunks[g->chunk_n] = malloc(CHUNK_GROUPS * g->stride);
    if (g->chunks[g->chunk_n] == NULL)
        return false;
    g->chunk_n++;
    return true;
}

uint32_t group_new(struct grouping *g, uint32_t subject, int32_t period)
{
    uint32_t id = g->group_free;
    if (id != GROUP_NONE) {
        g->group_free = group_head(group_at(g, id))->subject;
    } else {
        if (g->group_n == GROUP_NONE - 1 || (g->group_n % CHUNK_GROUPS == 0 && !new_chunk(g)))
            return GROUP_NONE;
        id = g->group_n++;
    }
    char *p = group_at(g, id);
    memset(p, 0, g->stride);
    *group_head(p) = (struct group_head){subject, period, 0, 0};
    g->in_use++;
    return id;
}

void group_drop(struct grouping *g, uint32_t id)
{
    char *p = group_at(g, id);
    for (size_t i = 0; i < g->slot_n; i++)
        slot_clear(&g->slots[i], p);
    group_head(p)->subject = g->group_free;
    g->group_free = id;
    g->in_use--;
}

static bool insert_older(struct subject *s, size_t at, struct open_group x)
{
    if (s->older_n == s->older_size) {
        uint32_t size = s->older_size == 0 ? 2 : s->older_size * 2;
        struct open_group *p = realloc(s->older, size * sizeof *p);
        if (p == NULL)
            return false;
        s->older = p;
        s->older_size = size;
    }
    memmove(s->older + at + 1, s->older + at, (s->older_n - at) * sizeof *s->older);
    s->older[at] = x;
    s->older_n++;
    return true;
}

uint32_t group_of(struct grouping *g, uint32_t subject, int32_t period)
{
    struct subject *s = &g->subjects[subject];
    if (s->newest.group != GROUP_NONE && s->newest.period == period)
        return s->newest.group;
    bool first = s->newest.group == GROUP_NONE;
    if (first || period > s->newest.period) {
        if (!first && !insert_older(s, s->older_n, s->newest))
            return GROUP_NONE;
        if (period <= s->closed)
            g->late = true;
        s->newest = (struct open_group){period, group_new(g, subject, period)};
        return s->newest.group;
    }
    size_t low = 0, high = s->older_n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->older[middle].period < period)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < s->older_n && s->older[low].period == period)
        return s->older[low].group;
    if (period <= s->closed)
        g->late = true;
    struct open_group x = {period, group_new(g, subject, period)};
    if (x.group == GROUP_NONE || !insert_older(s, low, x))
        return GROUP_NONE;
    return x.group;
}

/* The number of the key's subject; KEYTAB_NONE when memory is out. */
static uint32_t subject_of(struct grouping *g, struct slice key, uint64_t hash)
{
    uint32_t id = keytab_add_hashed(&g->keys, key, hash);
    if (id == KEYTAB_NONE || !grow(&g->subjects, &g->subject_size, (size_t)id + 1, sizeof *g->subjects))
        return KEYTAB_NONE;
    return id;
}

static void begin_subject(struct grouping *g, uint32_t id)
{
    g->subjects[id] = (struct subject){.newest = {0, GROUP_NONE}, .closed = INT32_MIN};
}

static bool note_period(struct grouping *g, int64_t period)
{
    if (period < INT32_MIN + 1 || period > INT32_MAX)
        return false;
    if (period < g->first_period)
        g->first_period = (int32_t)period;
    if (period > g->last_period)
        g->last_period = (int32_t)period;
    return true;
}

static enum status place_row(struct grouping *g, uint32_t subject, const struct vec *period, size_t k, bool bad,
                             why_t rejected, char **group, struct error *e)
{
    why_t why = period == NULL ? 0 : vec_why(period, k);
    int64_t p = period == NULL || why != 0 ? 0 : period->whole[vec_at(period, k)];
    *group = NULL;
    if (why != 0) {
        why = bad ? rejected : why;
        g->subjects[subject].why = why_min(g->subjects[subject].why, why);
        return ST_OK;
    }
    if (!note_period(g, p))
        return error_set(e, ST_DATA, "%s", _("a period lies too far from today"));
    uint32_t id = group_of(g, subject, (int32_t)p);
    if (id == GROUP_NONE)
        return error_memory(e);
    char *at = group_at(g, id);
    struct group_head *head = group_head(at);
    head->rows += head->rows < UINT32_MAX;
    if (bad)
        head->why = why_min(head->why, rejected);
    else
        *group = at;
    return ST_OK;
}

enum { AHEAD = 16 };

/* Keys that need no writing are hashed some rows ahead, so that the table is in cache when they are sought; the
 * others are left NULL. */
static void hash_ahead(struct grouping *g, const struct vec *by, size_t k, size_t n, struct slice key[AHEAD],
                       uint64_t hash[AHEAD])
{
    for (size_t j = 0; j < AHEAD && k + j < n; j++) {
        if (!vec_key(by, 1, k + j, &g->spare, &key[j]) || key[j].p == g->spare.p) {
            key[j].p = NULL;
            continue;
        }
        hash[j] = keytab_hash(key[j]);
        keytab_prefetch(&g->keys, hash[j]);
    }
}

enum status group_place(struct grouping *g, const struct vec *by, const struct vec *period, size_t n,
                        const uint8_t *bad, why_t rejected, char **group, uint8_t *keyless, struct error *e)
{
    struct slice key[AHEAD];
    uint64_t hash[AHEAD];
    bool simple = g->by_n == 1 && by->type == T_TEXT;
    for (size_t k = 0; k < n; k++) {
        if (simple && k % AHEAD == 0)
            hash_ahead(g, by, k, n, key, hash);
        size_t at = k % AHEAD;
        group[k] = NULL;
        keyless[k] = 0;
        if (!simple || key[at].p == NULL) {
            if (!vec_key(by, g->by_n, k, &g->spare, &key[at])) {
                keyless[k] = 1;
                continue;
            }
            if (g->spare.failed)
                return error_memory(e);
            hash[at] = keytab_hash(key[at]);
        }
        uint32_t before = g->keys.n, subject = subject_of(g, key[at], hash[at]);
        if (subject == KEYTAB_NONE)
            return error_memory(e);
        if (subject == before)
            begin_subject(g, subject);
        enum status s = place_row(g, subject, period, k, bad != NULL && bad[k], rejected, &group[k], e);
        if (s != ST_OK)
            return s;
    }
    return ST_OK;
}

void group_free(struct grouping *g)
{
    for (uint32_t i = 0; i < g->keys.n; i++) {
        struct subject *s = &g->subjects[i];
        for (uint32_t j = 0; j < s->older_n; j++)
            group_drop(g, s->older[j].group);
        if (s->newest.group != GROUP_NONE)
            group_drop(g, s->newest.group);
        free(s->older);
    }
    for (size_t i = 0; i < g->chunk_n; i++)
        free(g->chunks[i]);
    for (size_t i = 0; i < g->slot_n; i++)
        slot_free(&g->slots[i]);
    free(g->chunks);
    free(g->slots);
    free(g->subjects);
    keytab_free(&g->keys);
    buffer_free(&g->spare);
    spill_close(g->spill);
}
