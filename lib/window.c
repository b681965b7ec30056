#include "window.h"

#include <stdlib.h>

static int by_day(const void *a, const void *b)
{
    const struct window_row *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static void put_in_order(struct window_state *w)
{
    size_t i = 1;
    while (i < w->n && by_day(&w->rows[i - 1], &w->rows[i]) <= 0)
        i++;
    if (i < w->n)
        qsort(w->rows, w->n, sizeof *w->rows, by_day);
}

struct sliding {
    struct reasons *reasons;
    const struct slot *slot;
    const struct expr *x;
    const struct window_row *rows;
    size_t n;
    struct num *values; /* [n]; NULL for counts, which have none */
    bool exact;         /* all are decimals: what leaves a sum can be taken off it */
    struct num_sum sum; /* of the window at hand, if it is asked for */
    size_t from, end;   /* of what is in it */
    struct num *spare;  /* [n] */
    struct error *e;
};

static bool adds_up(const struct expr *x)
{
    return x->aggregate == AGG_SUM || x->aggregate == AGG_MEAN || x->aggregate == AGG_SHARE;
}

/* Texts count by their numbers, dates and truths as whole numbers: what is asked is at most how
 * many of them differ. */
static enum status take_values(struct sliding *s)
{
    if (s->x->arg_count == 0)
        return ST_OK;
    s->values = malloc((s->n + 1) * sizeof *s->values);
    s->spare = malloc((s->n + 1) * sizeof *s->spare);
    if (s->values == NULL || s->spare == NULL)
        return error_memory(s->e);
    s->exact = true;
    for (size_t i = 0; i < s->n; i++) {
        const struct value_state *v = &s->rows[i].value;
        if (s->slot->type != T_NUMBER || !slot_number(s->slot, v, &s->values[i]))
            s->values[i] = num_decimal(v->low, 0);
        s->exact = s->exact && s->values[i].kind == NUM_DECIMAL && !s->values[i].approximate;
    }
    return ST_OK;
}

static bool shift_sum(struct sliding *s, size_t from, size_t end)
{
    bool good = true;
    if (!s->exact || s->end <= from) {
        s->sum = (struct num_sum){.lost = false};
        s->from = s->end = from;
    }
    for (; good && s->end < end; s->end++)
        good = num_sum_add(&s->sum, &s->values[s->end]) == NUM_OK;
    for (; good && s->from < from; s->from++) {
        struct num minus;
        num_neg(&s->values[s->from], &minus);
        good = num_sum_add(&s->sum, &minus) == NUM_OK;
    }
    return good;
}

/* The result over rows FROM to END, which are not none. */
static enum status measure(struct sliding *s, size_t from, size_t end, struct num *out, why_t *why)
{
    struct num n = num_decimal((int128)(end - from), 0);
    *out = n;
    *why = 0;
    if (s->x->aggregate == AGG_COUNT)
        return ST_OK;
    if (!adds_up(s->x)) {
        memcpy(s->spare, s->values + from, (end - from) * sizeof *s->spare);
        return aggregate_statistic(s->reasons, s->x, s->spare, end - from, out, why, s->e);
    }
    bool good = shift_sum(s, from, end) && num_sum_total(&s->sum, out) == NUM_OK &&
                (s->x->aggregate == AGG_SUM || num_div(out, &n, out) == NUM_OK);
    if (good)
        return ST_OK;
    *out = num_decimal(0, 0);
    *why = reason_make(s->reasons, REASON_TOO_LARGE, SLICE(""));
    return *why == 0 ? error_memory(s->e) : ST_OK;
}

static bool further(const struct sliding *s, const struct num *a, const struct num *b)
{
    int c = num_cmp(a, b);
    return s->x->furthest == FURTHEST_LARGEST ? c > 0 : c < 0;
}

/* The window has too few rows for the statistic, or none that differ: there is nothing to measure.
 */
static bool has_none(const struct reasons *reasons, why_t why)
{
    enum reason_kind kind = reasons->list[why].kind;
    return kind == REASON_TOO_FEW || kind == REASON_SPREAD;
}

/* Such windows are passed over; what is unknown of any other makes the whole unknown, for that
 * window may be the one. */
static enum status slide(struct sliding *s, struct window *out)
{
    size_t end = 0;
    why_t none = 0;
    enum status st = ST_OK;
    for (size_t from = 0; st == ST_OK && from < s->n; from++) {
        if (from > 0 && s->rows[from].day == s->rows[from - 1].day)
            continue;
        while (end < s->n && s->rows[end].day - s->rows[from].day <= s->x->days)
            end++;
        struct num result;
        why_t why;
        st = measure(s, from, end, &result, &why);
        if (st != ST_OK)
            return st;
        if (why != 0 && has_none(s->reasons, why)) {
            none = why_min(none, why);
        } else if (why != 0) {
            out->why = why_min(out->why, why);
        } else if (out->n == 0 || further(s, &result, &out->result)) {
            out->rows = s->rows + from;
            out->n = end - from;
            out->result = result;
        }
    }
    if (out->n == 0 && out->why == 0)
        out->why = none;
    return st;
}

/* Over no rows. */
static enum status nothing(struct grouping *g, const struct expr *x, struct window *out,
                           struct error *e)
{
    if (x->aggregate == AGG_COUNT || x->aggregate == AGG_SUM || x->aggregate == AGG_DISTINCT ||
        x->aggregate == AGG_REPEATS)
        return ST_OK;
    out->why = reason_make(g->reasons, REASON_NO_ROWS, SLICE(""));
    return out->why == 0 ? error_memory(e) : ST_OK;
}

enum status window_find(struct grouping *g, const struct expr *x, char *row, struct window *out,
                        struct error *e)
{
    const struct slot *slot = &g->slots[x->slot];
    struct window_state *w = (void *)(row + slot->offset);
    *out = (struct window){.result = num_decimal(0, 0), .why = w->why};
    if (w->why != 0)
        return ST_OK;
    if (w->n == 0)
        return nothing(g, x, out, e);
    put_in_order(w);
    struct sliding s = {
        .reasons = g->reasons, .slot = slot, .x = x, .rows = w->rows, .n = w->n, .e = e};
    enum status st = take_values(&s);
    if (st == ST_OK)
        st = slide(&s, out);
    if (out->why != 0)
        *out = (struct window){.result = num_decimal(0, 0), .why = out->why};
    free(s.values);
    free(s.spare);
    return st;
}
