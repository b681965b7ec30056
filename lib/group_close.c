/* Closing groups early, putting them away, and replaying them if a row came late. */
#include <stdlib.h>

#include "group_int.h"
#include "varint.h"

enum { JUDGE_AT_ONCE = 512 };

/* A record: its length, the subject, the period, what the head holds, the states. */
static enum status put_away(struct grouping *g, uint32_t id, struct buffer *b, struct error *e)
{
    const char *p = group_at(g, id);
    struct group_head h = *group_head(group_at(g, id));
    b->n = 0;
    if (!buffer_reserve(b, 4 + 4 * VARINT_MAX))
        return error_memory(e);
    char *q = varint_put(b->p + 4, h.subject);
    q = varint_put(q, zigzag(h.period));
    q = varint_put(q, h.why);
    b->n = (size_t)(q - b->p);
    for (size_t i = 0; i < g->slot_n; i++)
        if (!slot_save(&g->slots[i], p, b))
            return error_memory(e);
    if (b->failed || b->n > UINT32_MAX)
        return error_memory(e);
    uint32_t length = (uint32_t)(b->n - 4);
    memcpy(b->p, &length, 4);
    g->closed_groups++;
    return spill_write(g->spill, buffer_view(b), e);
}

/* Judges groups, in the order in which their subjects left them. Once a row came late that is for
 * later: see group_finish. */
static enum status judge_closed(struct grouping *g, const uint32_t *groups, size_t count,
                                group_judge_fn *judge, void *context, struct error *e)
{
    struct buffer record = {0};
    enum status s = ST_OK;
    if (g->put_away && g->spill == NULL)
        s = spill_open(&g->spill, e);
    for (size_t at = 0; s == ST_OK && at < count; at += JUDGE_AT_ONCE) {
        size_t n = count - at < JUDGE_AT_ONCE ? count - at : JUDGE_AT_ONCE;
        if (!g->late)
            s = judge(context, groups + at, n, e);
        for (size_t i = 0; s == ST_OK && g->put_away && i < n; i++)
            s = put_away(g, groups[at + i], &record, e);
    }
    buffer_free(&record);
    return s;
}

/* Closes the first N of those that are to be closed. */
static enum status close_groups(struct grouping *g, size_t n, group_judge_fn *judge, void *context,
                                struct error *e)
{
    enum status s = n == 0 ? ST_OK : judge_closed(g, g->closing, n, judge, context, e);
    for (size_t i = 0; i < n; i++)
        group_drop(g, g->closing[i]);
    g->closing_n -= n;
    if (g->closing_n > 0)
        memmove(g->closing, g->closing + n, g->closing_n * sizeof *g->closing);
    return s;
}

enum status group_leave(struct grouping *g, group_judge_fn *judge, void *context, struct error *e)
{
    if (g->leaving_n == 0)
        return ST_OK;
    /* What subjects left before this batch comes first. */
    enum status s = close_groups(g, g->closing_whole, judge, context, e);
    g->closing_whole = 0;
    if (s == ST_OK)
        s = judge_closed(g, g->leaving, g->leaving_n, judge, context, e);
    for (size_t i = 0; i < g->leaving_n; i++)
        group_reuse(g, g->leaving[i], g->leaving_for[i]);
    g->leaving_n = 0;
    return s;
}

/* Closes what every subject has left. */
static bool leave_older(struct grouping *g)
{
    for (uint32_t i = 0; i < g->keys.n; i++)
        if (!group_leave_older(g, &g->subjects[i]))
            return false;
    return true;
}

enum status group_relieve(struct grouping *g, group_judge_fn *judge, void *context, struct error *e)
{
    if (!g->closes)
        return ST_OK;
    bool full = (size_t)g->in_use * g->stride >= g->memory;
    if (!full && g->closing_n < JUDGE_AT_ONCE)
        return ST_OK;
    if (full && !g->eager && !leave_older(g))
        return error_memory(e);
    enum status s = close_groups(g, g->closing_n, judge, context, e);
    if (full && !g->eager) {
        g->eager = !g->went_back;
        /* One open period a subject may be more than was asked for: then sweep no oftener than it
         * doubles. */
        if ((size_t)g->in_use * g->stride * 2 > g->memory)
            g->memory = (size_t)g->in_use * g->stride * 2;
    }
    return s;
}

uint32_t *group_list(const struct grouping *g, uint32_t first, uint32_t end, size_t *n)
{
    size_t count = 0;
    for (uint32_t i = first; i < end; i++)
        count += older_n(&g->subjects[i]) + (g->subjects[i].newest.group != GROUP_NONE);
    uint32_t *list = malloc((count == 0 ? 1 : count) * sizeof *list);
    *n = 0;
    for (uint32_t i = first; list != NULL && i < end; i++) {
        const struct subject *s = &g->subjects[i];
        for (uint32_t j = 0; j < older_n(s); j++)
            list[(*n)++] = s->older->list[j].group;
        if (s->newest.group != GROUP_NONE)
            list[(*n)++] = s->newest.group;
    }
    return list;
}

static enum status judge_range(struct grouping *g, uint32_t first, uint32_t end,
                               group_judge_fn *judge, void *context, struct error *e)
{
    size_t n;
    uint32_t *list = group_list(g, first, end, &n);
    if (list == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < n; i += JUDGE_AT_ONCE)
        s = judge(context, list + i, n - i < JUDGE_AT_ONCE ? n - i : JUDGE_AT_ONCE, e);
    free(list);
    return s;
}

static enum status take_back(struct grouping *g, const char *at, uint32_t first, uint32_t end,
                             struct error *e)
{
    uint32_t subject = (uint32_t)varint_get(&at);
    if (subject < first || subject >= end)
        return ST_OK;
    int32_t period = (int32_t)unzigzag(varint_get(&at));
    uint32_t id = group_of(g, subject, period);
    if (id == GROUP_NONE)
        return error_memory(e);
    char *p = group_at(g, id);
    group_head(p)->why = why_min(group_head(p)->why, (why_t)varint_get(&at));
    for (size_t i = 0; i < g->slot_n; i++)
        if (!slot_load(&g->slots[i], p, &at, g->reasons))
            return error_memory(e);
    return ST_OK;
}

static enum status replay_range(struct grouping *g, uint32_t first, uint32_t end, struct error *e)
{
    enum status s = spill_rewind(g->spill, e);
    struct buffer record = {0};
    while (s == ST_OK) {
        uint32_t length = 0;
        size_t got;
        s = spill_read(g->spill, &length, sizeof length, &got, e);
        if (s != ST_OK || got == 0)
            break;
        record.n = 0;
        if (!buffer_reserve(&record, length)) {
            s = error_memory(e);
            break;
        }
        s = spill_read(g->spill, record.p, length, &got, e);
        if (s == ST_OK)
            s = take_back(g, record.p, first, end, e);
    }
    buffer_free(&record);
    return s;
}

static void drop_range(struct grouping *g, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        group_drop_open(g, &g->subjects[i]);
}

/* The subjects are taken in so many parts that the groups of one fit the memory asked for. */
static enum status replay(struct grouping *g, group_judge_fn *judge, void *context, struct error *e)
{
    uint64_t bytes = (g->closed_groups + g->in_use) * g->stride;
    uint64_t parts = bytes / (g->memory == 0 ? 1 : g->memory) + 1;
    g->eager = false;
    uint32_t each = (uint32_t)(g->keys.n / parts + 1);
    for (uint32_t first = 0; first < g->keys.n;) {
        uint32_t end = g->keys.n - first > each ? first + each : g->keys.n;
        enum status s = replay_range(g, first, end, e);
        if (s == ST_OK)
            s = judge_range(g, first, end, judge, context, e);
        if (s != ST_OK)
            return s;
        drop_range(g, first, end);
        first = end;
    }
    return ST_OK;
}

enum status group_finish(struct grouping *g, group_judge_fn *judge, void (*restart)(void *),
                         void *context, struct error *e)
{
    enum status s = close_groups(g, g->closing_n, judge, context, e);
    if (s != ST_OK || !g->late)
        return s != ST_OK ? s : judge_range(g, 0, g->keys.n, judge, context, e);
    restart(context);
    return replay(g, judge, context, e);
}
