/* The lines that a state rests on: ranges, newest first, the newest one in the state itself. */
#include "slot_int.h"

static bool push(struct slot *s, struct evidence_state *x)
{
    uint32_t at;
    if (s->ranges_free != 0) {
        at = s->ranges_free - 1;
        s->ranges_free = s->ranges[at].older;
    } else {
        if (s->ranges_n >= UINT32_MAX - 1 ||
            !grow(&s->ranges, &s->ranges_size, s->ranges_n + 1, sizeof *s->ranges))
            return false;
        at = (uint32_t)s->ranges_n++;
    }
    s->ranges[at] = evidence_newest(x);
    x->older = at + 1;
    return true;
}

/* The lines of R that still fit, after those in X. */
static bool append(struct slot *s, struct evidence_state *x, struct line_range r, uint32_t held)
{
    if (held >= EVIDENCE_MAX)
        return true;
    if (r.n > EVIDENCE_MAX - held)
        r.n = EVIDENCE_MAX - held;
    struct line_range newest = evidence_newest(x);
    if (x->n > 0 && r.source != SOURCE_TEXT && newest.source == r.source &&
        newest.first + newest.n == r.first) {
        x->n = (uint8_t)(x->n + r.n);
        return true;
    }
    if (x->n > 0 && !push(s, x))
        return false;
    evidence_put(x, r);
    return true;
}

bool evidence_add(struct slot *s, struct evidence_state *x, const struct slot_rows *rows, size_t k)
{
    struct line_range r = {rows->line[k], 1, rows->source, 0};
    if (rows->source_text != NULL && rows->source_text[k].n > 0) {
        uint32_t id = keytab_add(&s->texts, rows->source_text[k]);
        if (id == KEYTAB_NONE)
            return false;
        r = (struct line_range){id, 1, SOURCE_TEXT, 0};
    }
    if (!append(s, x, r, x->total))
        return false;
    x->total += x->total < UINT32_MAX;
    return true;
}

bool evidence_merge(struct slot *s, struct evidence_state *x, const struct evidence_state *from)
{
    struct line_range r = evidence_newest(from);
    uint32_t held = x->total;
    while (r.n > 0) {
        uint32_t older = r.older, n = r.n;
        if (!append(s, x, r, held))
            return false;
        held += n;
        if (older == 0)
            break;
        r = s->ranges[older - 1];
    }
    x->total = x->total > UINT32_MAX - from->total ? UINT32_MAX : x->total + from->total;
    return true;
}

void evidence_clear(struct slot *s, struct evidence_state *x)
{
    for (uint32_t at = x->older; at != 0;) {
        uint32_t next = s->ranges[at - 1].older;
        s->ranges[at - 1].older = s->ranges_free;
        s->ranges_free = at;
        at = next;
    }
    *x = (struct evidence_state){0};
}
