/* Lines as text. */
#include <stdlib.h>

#include "alert.h"
#include "i18n.h"

struct lines {
    struct line_range r[EVIDENCE_MAX];
    size_t n;
};

static int by_place(const void *a, const void *b)
{
    const struct line_range *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static void collect(const struct slot *s, const struct evidence_state *x, struct lines *out)
{
    struct line_range r = evidence_newest(x);
    while (r.n > 0 && out->n < EVIDENCE_MAX) {
        out->r[out->n++] = r;
        if (r.older == 0)
            break;
        r = s->ranges[r.older - 1];
    }
    qsort(out->r, out->n, sizeof out->r[0], by_place);
}

static void range_text(struct buffer *out, uint64_t first, uint64_t last)
{
    buffer_printf(out, "%llu", (unsigned long long)first);
    if (last > first)
        buffer_printf(out, "-%llu", (unsigned long long)last);
}

bool evidence_text(const struct slot *s, const struct evidence_state *x, const char *const *names,
                   struct buffer *out)
{
    struct lines l;
    l.n = 0;
    collect(s, x, &l);
    uint32_t shown = 0;
    for (size_t i = 0; i < l.n;) {
        const struct line_range *r = &l.r[i];
        shown += r->n;
        if (r->source == SOURCE_TEXT) {
            buffer_text(out, i > 0 ? ";" : "");
            buffer_slice(out, s->texts.keys[r->first]);
            i++;
            continue;
        }
        bool same_file = i > 0 && l.r[i - 1].source == r->source;
        buffer_text(out, i == 0 ? "" : same_file ? "," : ";");
        if (!same_file) {
            buffer_text(out, names[r->source]);
            buffer_char(out, ':');
        }
        uint64_t last = r->first + r->n - 1;
        for (i++; i < l.n && l.r[i].source == r->source && l.r[i].first <= last + 1; i++) {
            uint64_t end = l.r[i].first + l.r[i].n - 1;
            shown += l.r[i].n;
            last = end > last ? end : last;
        }
        range_text(out, r->first, last);
    }
    if (x->total == EVIDENCE_MORE)
        buffer_text(out, " (more)");
    else if (x->total > shown)
        buffer_printf(out, " (%u)", x->total);
    return !out->failed;
}

bool places_text(const struct places *p, const char *const *names, struct buffer *out)
{
    struct slot s = {.kind = SLOT_EVIDENCE};
    struct evidence_state x = {0};
    bool good = evidence_add_places(&s, &x, p) && evidence_text(&s, &x, names, out);
    slot_free(&s);
    return good;
}
