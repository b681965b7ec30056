/* The lines that a state rests on: ranges, newest first, the newest one in the state itself. */
#include <stdlib.h>

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

static bool number_text(struct slot *s, struct slice text, struct line_range *out)
{
    uint32_t id = keytab_add(&s->texts, text);
    *out = (struct line_range){id, 1, SOURCE_TEXT, 0};
    return id != KEYTAB_NONE;
}

static bool holds(const struct slot *s, const struct evidence_state *x, uint32_t source,
                  uint64_t line)
{
    struct line_range r = evidence_newest(x);
    while (r.n > 0) {
        if (r.source == source && line >= r.first && line - r.first < r.n)
            return true;
        if (r.older == 0)
            return false;
        r = s->ranges[r.older - 1];
    }
    return false;
}

/* Lines that may be there already, unless they are NEW: each is counted once, and where it is not
 * known which those are, no number is told (EVIDENCE_MORE). */
static bool join_lines(struct slot *s, struct evidence_state *x, struct line_range r, bool new)
{
    for (uint32_t k = 0; k < r.n && x->total != EVIDENCE_MORE; k++) {
        struct line_range one = {r.first + k, 1, r.source, 0};
        if (!new && x->total > 0 && holds(s, x, one.source, one.first))
            continue;
        if (x->total >= EVIDENCE_MAX) {
            x->total = EVIDENCE_MORE;
            return true;
        }
        if (!append(s, x, one, x->total))
            return false;
        x->total++;
    }
    return true;
}

static uint32_t listed_lines(const struct places *p)
{
    uint32_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->list[i].n;
    return n;
}

/* Nobody knows how many rows X and TOTAL others are, of which LISTED lines are known. */
static bool is_more(const struct evidence_state *x, uint32_t total, uint32_t listed)
{
    return x->total == EVIDENCE_MORE ||
           (x->total > 0 && (total > listed || x->total > EVIDENCE_MAX));
}

bool evidence_add_places(struct slot *s, struct evidence_state *x, const struct places *p)
{
    uint32_t held = 0;
    bool first = x->total == 0;
    s->made = true;
    if (is_more(x, p->total, listed_lines(p))) {
        x->total = EVIDENCE_MORE;
        return true;
    }
    for (size_t i = 0; i < p->n; i++) {
        struct line_range r = p->list[i];
        if (r.source == SOURCE_TEXT && !number_text(s, p->texts[r.first], &r))
            return false;
        bool new = s->apart && r.source != SOURCE_TEXT;
        if (!(first ? append(s, x, r, held) : join_lines(s, x, r, new)))
            return false;
        held += r.n;
    }
    if (first)
        x->total = p->total;
    return true;
}

bool evidence_add(struct slot *s, struct evidence_state *x, const struct slot_rows *rows, size_t k)
{
    struct line_range r = {rows->line[k], 1, rows->source, 0};
    if (rows->source_text != NULL && rows->source_text[k].n > 0) {
        if (!number_text(s, rows->source_text[k], &r))
            return false;
    }
    if (!append(s, x, r, x->total))
        return false;
    x->total += x->total < UINT32_MAX;
    return true;
}

static int by_line(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

bool evidence_add_spots(struct slot *s, struct evidence_state *x, struct spots *p)
{
    if (p->n > 1)
        qsort(p->list, p->n, sizeof *p->list, by_line);
    for (size_t i = 0; x->total != EVIDENCE_MORE && i < p->n; i++) {
        const struct spot *at = &p->list[i];
        if ((i > 0 && by_line(at, at - 1) == 0) || (p->shared && holds(s, x, at->source, at->line)))
            continue;
        /* Beyond what is listed nobody knows whether it is there already. */
        if (p->shared && x->total > EVIDENCE_MAX)
            x->total = EVIDENCE_MORE;
        else if (append(s, x, (struct line_range){at->line, 1, at->source, 0}, x->total))
            x->total++;
        else
            return false;
    }
    if (p->more)
        x->total = EVIDENCE_MORE;
    return true;
}

/* Of rows made of others, which may rest on the same lines. */
static bool merge_made(struct slot *s, struct evidence_state *x, const struct evidence_state *from)
{
    struct line_range r = evidence_newest(from);
    uint32_t listed = 0;
    for (uint32_t n = r.n, at = from->older;; at = s->ranges[at - 1].older) {
        listed += n;
        if (at == 0)
            break;
        n = s->ranges[at - 1].n;
    }
    if (is_more(x, from->total, listed)) {
        x->total = EVIDENCE_MORE;
        return true;
    }
    bool first = x->total == 0;
    while (r.n > 0) {
        uint32_t older = r.older;
        if (!join_lines(s, x, r, false))
            return false;
        if (older == 0)
            break;
        r = s->ranges[older - 1];
    }
    if (first)
        x->total = from->total;
    return true;
}

bool evidence_merge(struct slot *s, struct evidence_state *x, const struct evidence_state *from)
{
    if (s->made)
        return merge_made(s, x, from);
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
    x->total = x->total > EVIDENCE_MORE - from->total ? EVIDENCE_MORE : x->total + from->total;
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

bool evidence_places(const struct slot *s, const struct evidence_state *x, struct arena *a,
                     struct places *out)
{
    size_t n = 0;
    struct line_range r = evidence_newest(x), *list;
    for (uint32_t at = x->older; at != 0; at = s->ranges[at - 1].older)
        n++;
    list = arena_alloc(a, (n + 1) * sizeof *list);
    if (list == NULL)
        return false;
    *out = (struct places){list, r.n > 0 ? n + 1 : 0, x->total, s->texts.keys};
    /* Oldest first, so that neighbours join again. */
    for (size_t i = out->n; i-- > 0;) {
        list[i] = r;
        if (r.older != 0)
            r = s->ranges[r.older - 1];
    }
    return true;
}

/* Whether line K of R, a range of P, is among the N lines of LIST. */
static bool is_listed(const struct line_range *list, size_t n, const struct slice *texts,
                      const struct places *p, struct line_range r, uint32_t k)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].source != r.source)
            continue;
        if (r.source == SOURCE_TEXT ? slice_eq(texts[list[i].first], p->texts[r.first])
                                    : r.first + k - list[i].first < list[i].n)
            return true;
    }
    return false;
}

/* P's lines behind those listed; *N and *TEXT_N grow. */
static void list_places(const struct places *p, struct line_range *list, struct slice *texts,
                        size_t *n, size_t *text_n)
{
    size_t before = *n;
    for (size_t i = 0; i < p->n; i++) {
        struct line_range r = p->list[i];
        for (uint32_t k = 0; k < r.n; k++) {
            if (is_listed(list, before, texts, p, r, k))
                continue;
            list[*n] = (struct line_range){r.first + k, 1, r.source, 0};
            if (r.source == SOURCE_TEXT) {
                texts[*text_n] = p->texts[r.first];
                list[*n].first = (*text_n)++;
            }
            (*n)++;
        }
    }
}

bool places_join(const struct places *x, const struct places *y, struct arena *a,
                 struct places *out)
{
    uint32_t lines[2] = {listed_lines(x), listed_lines(y)};
    size_t most = lines[0] + lines[1] + 1, n = 0, text_n = 0;
    struct line_range *list = arena_alloc(a, most * sizeof *list);
    struct slice *texts = arena_alloc(a, most * sizeof *texts);
    if (list == NULL || texts == NULL)
        return false;
    list_places(x, list, texts, &n, &text_n);
    list_places(y, list, texts, &n, &text_n);
    bool whole = x->total == lines[0] && y->total == lines[1];
    *out = (struct places){list, n, whole ? (uint32_t)n : EVIDENCE_MORE, texts};
    return true;
}

bool places_copy(const struct places *p, struct arena *a, struct places *out)
{
    size_t text_n = 0;
    for (size_t i = 0; i < p->n; i++)
        text_n += p->list[i].source == SOURCE_TEXT;
    struct line_range *list = arena_alloc(a, (p->n + 1) * sizeof *list);
    struct slice *texts = text_n == 0 ? NULL : arena_alloc(a, text_n * sizeof *texts);
    if (list == NULL || (text_n > 0 && texts == NULL))
        return false;
    *out = (struct places){list, p->n, p->total, texts};
    text_n = 0;
    for (size_t i = 0; i < p->n; i++) {
        list[i] = p->list[i];
        if (list[i].source != SOURCE_TEXT)
            continue;
        if ((texts[text_n] = arena_copy(a, p->texts[p->list[i].first])).p == NULL)
            return false;
        list[i].first = text_n++;
    }
    return true;
}
