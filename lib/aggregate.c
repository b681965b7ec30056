#include "aggregate.h"

#include <stdlib.h>

#include "functions.h"
#include "i18n.h"
#include "window.h"

const char *aggregate_name(enum aggregate a)
{
    const struct function_entry *f = function_entry(FUNCTION_AGGREGATE, (int)a);
    return f == NULL ? "a plain column" : f->spelling[0];
}

struct result {
    struct grouping *g;
    const struct expr *x;
    struct slot *slot, *second;
    struct vec *out;
    why_t no_rows, too_few, order, zero, large;
};

static const void *state(const struct slot *s, const char *row)
{
    return row + s->offset;
}

static void set_number(struct vec *out, size_t k, const struct num *x)
{
    out->num[k] = *x;
}

static why_t value_result(struct result *r, const struct value_state *v, size_t k)
{
    if (v->why != 0)
        return v->why;
    if (v->set == 0)
        return r->no_rows;
    if (r->out->form == VEC_TEXT)
        r->out->text[k] = r->slot->texts.keys[v->low];
    else if (r->out->form == VEC_NUM)
        slot_number(r->slot, v, &r->out->num[k]);
    else
        r->out->whole[k] = v->low;
    return 0;
}

/* Counts of rows for which a condition holds, as truth. */
static why_t truth_result(struct result *r, const struct count_state *c, size_t k)
{
    bool some = count_rows(c) > 0;
    if (!some && c->why != 0)
        return c->why;
    r->out->whole[k] = r->x->aggregate == AGG_ANY ? some : !some;
    return 0;
}

static why_t quotient(struct result *r, const struct num *a, uint64_t n, size_t k)
{
    if (n == 0)
        return r->no_rows;
    struct num d = num_decimal((int128)n, 0), q;
    if (num_div(a, &d, &q) != NUM_OK)
        return r->large;
    set_number(r->out, k, &q);
    return 0;
}

static why_t sum_result(struct result *r, const char *row, size_t k)
{
    const struct value_state *v = state(r->slot, row);
    if (v->why != 0)
        return v->why;
    struct num sum;
    if (slot_total(r->slot, v, &sum) != NUM_OK)
        return r->large;
    if (r->x->aggregate == AGG_MEAN)
        return quotient(r, &sum, count_rows(state(r->second, row)), k);
    set_number(r->out, k, &sum);
    return 0;
}

static why_t share_result(struct result *r, const char *row, size_t k)
{
    const struct count_state *some = state(r->slot, row), *all = state(r->second, row);
    why_t why = why_min(some->why, all->why);
    if (why != 0)
        return why;
    struct num n = num_decimal((int128)count_rows(some), 0);
    return quotient(r, &n, count_rows(all), k);
}

static why_t set_result(struct result *r, const char *row, size_t k)
{
    union {
        const void *from;
        struct list_state *to;
    } l = {state(r->slot, row)};
    if (l.to->why != 0)
        return l.to->why;
    uint64_t distinct = set_count(l.to), n = distinct;
    if (r->x->aggregate == AGG_REPEATS) {
        const struct count_state *rows = state(r->second, row);
        if (rows->why != 0)
            return rows->why;
        n = count_rows(rows) - distinct;
    }
    struct num number = num_decimal((int128)n, 0);
    set_number(r->out, k, &number);
    return 0;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* nth_smallest of dates and the like. */
static why_t whole_result(struct result *r, const struct list_state *l, size_t k)
{
    int64_t n = 0;
    num_int(&r->x->parameter, &n);
    if (n < 1 || (uint64_t)n > l->n)
        return r->too_few;
    qsort(l->values, l->n, sizeof(int64_t), compare);
    r->out->whole[k] = ((const int64_t *)l->values)[n - 1];
    return 0;
}

static enum status list_result(struct result *r, const char *row, size_t k, struct arena *scratch,
                               why_t *why, struct error *e)
{
    const struct list_state *l = state(r->slot, row);
    *why = l->why;
    if (l->why != 0)
        return ST_OK;
    if (r->out->form == VEC_WHOLE) {
        *why = whole_result(r, l, k);
        return ST_OK;
    }
    struct num *v = malloc(((size_t)l->n + 1) * sizeof *v);
    if (v == NULL)
        return error_memory(e);
    (void)scratch;
    for (size_t i = 0; i < l->n; i++)
        v[i] = list_number(l, i);
    enum status s = aggregate_statistic(r->g->reasons, r->x, v, l->n, &r->out->num[k], why, e);
    free(v);
    return s;
}

static enum status window_result(struct result *r, char *row, size_t k, why_t *why, struct error *e)
{
    struct window w;
    enum status s = window_find(r->g, r->x, row, &w, e);
    *why = w.why;
    set_number(r->out, k, &w.result);
    return s;
}

static enum status one(struct result *r, char *row, size_t k, struct arena *scratch, why_t *why,
                       struct error *e)
{
    switch (r->slot->kind) {
    case SLOT_COUNT:
        if (r->x->aggregate == AGG_SHARE) {
            *why = share_result(r, row, k);
        } else if (r->x->aggregate == AGG_COUNT) {
            const struct count_state *c = state(r->slot, row);
            *why = c->why;
            r->out->num[k] = num_decimal((int128)count_rows(c), 0);
        } else {
            *why = truth_result(r, state(r->slot, row), k);
        }
        return ST_OK;
    case SLOT_SUM:
        *why = sum_result(r, row, k);
        return ST_OK;
    case SLOT_EXTREME:
    case SLOT_SAME:
        *why = value_result(r, state(r->slot, row), k);
        return ST_OK;
    case SLOT_SAME_TEXT: {
        const struct text_state *t = state(r->slot, row);
        *why = t->why != 0 ? t->why : t->text == 0 ? r->no_rows : 0;
        if (*why == 0)
            r->out->text[k] = slot_text(r->slot, t->text);
        return ST_OK;
    }
    case SLOT_ORDERED: {
        const struct ordered_state *o = state(r->slot, row);
        *why = o->value.why == 0 && o->tie ? r->order : value_result(r, &o->value, k);
        return ST_OK;
    }
    case SLOT_LIST:
        return list_result(r, row, k, scratch, why, e);
    case SLOT_SET:
        *why = set_result(r, row, k);
        return ST_OK;
    case SLOT_WINDOW:
        return window_result(r, row, k, why, e);
    case SLOT_EVIDENCE:
        break;
    }
    return ST_OK;
}

static void clear_element(struct vec *out, size_t k)
{
    if (out->form == VEC_NUM)
        out->num[k] = num_decimal(0, 0);
    else if (out->form == VEC_TEXT)
        out->text[k] = SLICE("");
    else
        out->whole[k] = 0;
}

/* A number of 64 bits at the vector's scale, which is the largest of all; false if it does not fit
 * there. */
static inline bool fast_value(const struct value_state *v, uint8_t scale, int64_t *out)
{
    *out = v->low;
    if (v->wide != 0)
        return false;
    return v->scale == scale || v->set == 0 ||
           !__builtin_mul_overflow(v->low, (int64_t)num_pow10((unsigned)(scale - v->scale)), out);
}

/* One row's number as whole / divisor at the vector's scale, or why it is unknown; false if it does
 * not fit that form. */
RISK_INLINE bool fast_one(const struct result *r, enum aggregate a, const char *row, size_t k,
                          why_t *why)
{
    const struct value_state *v = state(r->slot, row);
    const struct count_state *c = state(r->slot, row);
    const struct count_state *all = state(r->second, row);
    struct vec *out = r->out;
    switch (a) {
    case AGG_COUNT:
        *why = c->why;
        out->whole[k] = (int64_t)count_rows(c);
        return true;
    case AGG_SHARE:
        *why = why_min(c->why, all->why);
        out->whole[k] = (int64_t)count_rows(c);
        out->divisor[k] = (int64_t)count_rows(all);
        if (*why == 0 && out->divisor[k] == 0)
            *why = r->no_rows;
        return true;
    case AGG_SUM: /* over no rows it is 0, at any scale */
        *why = v->why;
        return fast_value(v, out->scale, &out->whole[k]);
    case AGG_MEAN:
        *why = v->why != 0 ? v->why : count_rows(all) == 0 ? r->no_rows : 0;
        out->whole[k] = v->low;
        return v->wide == 0 &&
               !__builtin_mul_overflow((int64_t)count_rows(all), (int64_t)num_pow10(v->scale),
                                       &out->divisor[k]);
    default: /* AGG_MIN, AGG_MAX, AGG_SAME */
        *why = v->why != 0 ? v->why : v->set == 0 ? r->no_rows : 0;
        return fast_value(v, out->scale, &out->whole[k]);
    }
}

/* A is a parameter of its own: that it is a sum costs nothing. */
RISK_INLINE bool fast_all(const struct result *r, char *const *rows, const why_t *why, size_t n,
                          struct arena *scratch, enum aggregate a)
{
    struct vec *out = r->out;
    for (size_t k = 0; k < n; k++) {
        why_t unknown = 0;
        if (rows[k] == NULL)
            unknown = why[k];
        else if (!fast_one(r, a, rows[k], k, &unknown))
            return false;
        if (unknown == 0)
            continue;
        if (out->why == NULL && !vec_need_why(out, scratch))
            return false;
        out->why[k] = unknown;
        out->whole[k] = 0;
        if (out->form == VEC_RATIO)
            out->divisor[k] = 1;
    }
    return true;
}

static uint8_t largest_scale(const struct result *r, char *const *rows, size_t n)
{
    uint8_t scale = 0;
    for (size_t k = 0; k < n; k++) {
        const struct value_state *v = rows[k] == NULL ? NULL : state(r->slot, rows[k]);
        if (v != NULL && v->set != 0 && v->scale > scale)
            scale = v->scale;
    }
    return scale;
}

/* What mostly comes, numbers of 64 bits, stays fast further on. */
static bool fast_numbers(struct result *r, char *const *rows, const why_t *why, size_t n,
                         struct arena *scratch, bool *done)
{
    enum aggregate a = r->x->aggregate;
    bool ratio = a == AGG_SHARE || a == AGG_MEAN;
    bool value = a == AGG_SUM || a == AGG_MIN || a == AGG_MAX || a == AGG_SAME;
    *done = false;
    if ((!ratio && !value && a != AGG_COUNT) || r->x->type != T_NUMBER ||
        r->slot->kind == SLOT_LIST || r->slot->kind == SLOT_WINDOW || n == 0)
        return true;
    if (!vec_new(r->out, scratch, T_NUMBER, ratio ? VEC_RATIO : VEC_WHOLE, n, false))
        return false;
    r->out->scale = value ? largest_scale(r, rows, n) : 0;
    *done = a == AGG_SUM ? fast_all(r, rows, why, n, scratch, AGG_SUM)
                         : fast_all(r, rows, why, n, scratch, a);
    return true;
}

enum status aggregate_result(struct grouping *g, const struct expr *x, char *const *rows,
                             const why_t *why, size_t n, struct arena *scratch, struct vec *out,
                             struct error *e)
{
    struct result r = {.g = g,
                       .x = x,
                       .slot = &g->slots[x->slot],
                       .second = &g->slots[x->second_slot == NO_SLOT ? x->slot : x->second_slot],
                       .out = out};
    bool done;
    r.no_rows = reason_make(g->reasons, REASON_NO_ROWS, SLICE(""));
    if (r.no_rows == 0 || !fast_numbers(&r, rows, why, n, scratch, &done))
        return error_memory(e);
    if (done)
        return ST_OK;
    r.order = reason_make(g->reasons, REASON_ORDER, SLICE(""));
    r.large = reason_make(g->reasons, REASON_TOO_LARGE, SLICE(""));
    r.too_few = reason_make(g->reasons, REASON_TOO_FEW, slice_of(aggregate_name(x->aggregate)));
    enum vec_form form = x->type == T_NUMBER ? VEC_NUM : x->type == T_TEXT ? VEC_TEXT : VEC_WHOLE;
    if (r.order == 0 || r.large == 0 || r.too_few == 0 ||
        !vec_new(out, scratch, x->type, form, n, false) || !vec_need_why(out, scratch))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        clear_element(out, k);
        if (rows[k] == NULL) {
            out->why[k] = why[k];
            continue;
        }
        enum status s = one(&r, rows[k], k, scratch, &out->why[k], e);
        if (s != ST_OK)
            return s;
        if (out->why[k] != 0)
            clear_element(out, k);
    }
    return ST_OK;
}
