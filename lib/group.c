#include "group.h"

#include <stdlib.h>

#include "group_int.h"

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

static struct slot *wider(struct grouping *g, const struct slot *s)
{
    for (struct slot *w = g->slots; s->kind == SLOT_SAME_TEXT && s->where != NULL && w < s; w++)
        if (w->kind == SLOT_SAME_TEXT && w->where == NULL && slice_eq(w->arg_text, s->arg_text))
            return w;
    return NULL;
}

enum status group_begin(struct grouping *g, struct error *e)
{
    (void)e;
    size_t offset = (sizeof(struct group_head) + 7) / 8 * 8; /* states are aligned to 8 */
    for (size_t i = 0; i < g->slot_n; i++) {
        g->slots[i].offset = offset;
        g->slots[i].apart = g->apart;
        g->slots[i].wider = wider(g, &g->slots[i]);
        offset += slot_size(g->slots[i].kind);
    }
    g->stride = (offset + 15) / 16 * 16;
    g->first_period = INT32_MAX;
    g->last_period = INT32_MIN;
    return ST_OK;
}

/* The more chunks there are, the more are taken at once. */
static bool new_slab(struct grouping *g)
{
    enum { SLAB_MAX = 64 };
    size_t n = g->chunk_n / 4 < 1 ? 1 : g->chunk_n / 4 < SLAB_MAX ? g->chunk_n / 4 : SLAB_MAX;
    /* A row of up to 128 bytes then stands in two lines of the cache at most. */
    char *slab = aligned_alloc(64, n * CHUNK_GROUPS * g->stride);
    if (!grow(&g->chunks, &g->chunk_size, g->chunk_n + n, sizeof *g->chunks) ||
        !grow(&g->slabs, &g->slab_size, g->slab_n + 1, sizeof *g->slabs) || slab == NULL) {
        free(slab);
        return false;
    }
    g->slabs[g->slab_n++] = slab;
    for (size_t i = 0; i < n; i++)
        g->chunks[g->chunk_n++] = slab + i * CHUNK_GROUPS * g->stride;
    return true;
}

static bool new_chunk(struct grouping *g)
{
    return grow(&g->unused, &g->unused_size, (size_t)g->group_n + CHUNK_GROUPS,
                sizeof *g->unused) &&
           (g->group_n / CHUNK_GROUPS < g->chunk_n || new_slab(g));
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

static void release(struct grouping *g, char *group)
{
    for (size_t i = 0; group_head(group)->owns && i < g->slot_n; i++)
        slot_release(&g->slots[i], group);
}

void group_reuse(struct grouping *g, uint32_t id, int32_t period)
{
    char *p = group_at(g, id);
    const uint32_t subject = group_head(p)->subject;
    release(g, p);
    memset(p, 0, g->stride);
    *group_head(p) = (struct group_head){.subject = subject, .period = period};
}

void group_drop(struct grouping *g, uint32_t id)
{
    release(g, group_at(g, id));
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

/* At the end what lies in the slots' pools goes with them; only lists are the groups' own. */
static bool own_lists(const struct grouping *g)
{
    for (size_t i = 0; i < g->slot_n; i++)
        if (g->slots[i].kind == SLOT_LIST || g->slots[i].kind == SLOT_SET ||
            g->slots[i].kind == SLOT_WINDOW)
            return true;
    return false;
}

static void drop_all(struct grouping *g, bool owned)
{
    for (uint32_t i = 0; i < g->keys.n; i++) {
        if (owned)
            group_drop_open(g, &g->subjects[i]);
        free(g->subjects[i].older);
    }
    for (size_t i = 0; owned && i < g->closing_n; i++)
        group_drop(g, g->closing[i]);
    g->closing_n = g->closing_whole = g->leaving_n = 0;
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

void group_let_go(struct grouping *g)
{
    drop_all(g, own_lists(g));
    keytab_free(&g->keys);
    for (size_t i = 0; i < g->slab_n; i++)
        free(g->slabs[i]);
    for (size_t i = 0; i < g->slot_n; i++)
        slot_free(&g->slots[i]);
    free(g->subjects);
    g->subjects = NULL;
    g->slab_n = g->chunk_n = g->subject_size = 0;
    g->group_n = g->in_use = 0;
    g->unused_n = 0;
    group_reset(g);
}

void group_free(struct grouping *g)
{
    group_let_go(g);
    free(g->slabs);
    free(g->chunks);
    free(g->slots);
    free(g->closing);
    free(g->leaving);
    free(g->leaving_for);
    free(g->unused);
    free(g->row_keys);
    buffer_free(&g->spare);
    spill_close(g->spill);
}
