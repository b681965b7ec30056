/* Sums: a decimal of 64 bits as long as it fits, beyond that or with fractions an exact sum of any
 * order. */
#include "slot_int.h"

/* The state's number goes over into a wide sum. */
static bool widen(struct slot *s, struct value_state *v)
{
    if (v->wide != 0)
        return true;
    if (!wide_take(s, v))
        return false;
    struct num_sum *sum = &s->sums[v->wide - 1];
    *sum = (struct num_sum){.lost = false};
    struct num x = num_decimal(v->low, v->scale);
    return v->set == 0 || num_sum_add(sum, &x) == NUM_OK;
}

static bool add_number(struct slot *s, struct value_state *v, const struct num *x,
                       struct reasons *reasons)
{
    if (!widen(s, v))
        return false;
    v->set = 1;
    if (num_sum_add(&s->sums[v->wide - 1], x) == NUM_OK)
        return true;
    why_t large = reason_make(reasons, REASON_TOO_LARGE, SLICE(""));
    v->why = why_min(v->why, large);
    return large != 0;
}

/* Both at the larger scale; false if one does not fit there. */
static bool add_scaled(struct value_state *v, int64_t x, uint8_t scale)
{
    uint8_t to = v->scale > scale ? v->scale : scale;
    int64_t a, b, sum;
    if (__builtin_mul_overflow(v->low, (int64_t)num_pow10((unsigned)(to - v->scale)), &a) ||
        __builtin_mul_overflow(x, (int64_t)num_pow10((unsigned)(to - scale)), &b) ||
        __builtin_add_overflow(a, b, &sum))
        return false;
    v->low = sum;
    v->scale = to;
    return true;
}

static inline bool add_whole(struct slot *s, struct value_state *v, int64_t x, uint8_t scale,
                             struct reasons *reasons)
{
    if (v->wide == 0) {
        if (v->set == 0) {
            v->set = 1;
            v->scale = scale;
            v->low = x;
            return true;
        }
        int64_t sum;
        if (v->scale == scale && !__builtin_add_overflow(v->low, x, &sum)) {
            v->low = sum;
            return true;
        }
        if (v->scale != scale && add_scaled(v, x, scale))
            return true;
    }
    struct num y = num_decimal(x, scale);
    return add_number(s, v, &y, reasons);
}

/* Whole numbers, known for every row. PICK stands for R's: that there is none costs nothing. */
RISK_INLINE bool add_wholes(struct slot *s, const struct slot_rows *r, const struct vec *arg,
                              const uint32_t *pick, struct reasons *reasons)
{
    const int64_t *whole = arg->whole;
    char **group = r->group;
    size_t picks = r->picks;
    uint8_t scale = arg->scale;
    for (size_t i = 0; i < picks; i++) {
        size_t k = picked(pick, i);
        struct value_state *v = state_at(s, group[k]);
        if (!add_whole(s, v, whole[k], scale, reasons))
            return false;
        if (v->wide != 0)
            group_head(group[k])->owns = 1;
    }
    return true;
}

static bool add_any(struct slot *s, const struct slot_rows *r, const struct vec *arg,
                    struct reasons *reasons)
{
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r->pick, i);
        struct value_state *v = state_at(s, r->group[k]);
        if (vec_why(arg, k) != 0) {
            v->why = why_min(v->why, vec_why(arg, k));
            continue;
        }
        struct num x = vec_num(arg, k);
        if (arg->form == VEC_WHOLE
                ? !add_whole(s, v, arg->whole[vec_at(arg, k)], arg->scale, reasons)
                : !add_number(s, v, &x, reasons))
            return false;
        if (v->wide != 0)
            group_head(r->group[k])->owns = 1;
    }
    return true;
}

bool sum_add(struct slot *s, const struct slot_rows *r, const struct vec *arg,
             struct reasons *reasons)
{
    if (arg->form != VEC_WHOLE || arg->why != NULL || arg->constant)
        return add_any(s, r, arg, reasons);
    return r->pick == NULL ? add_wholes(s, r, arg, NULL, reasons)
                           : add_wholes(s, r, arg, r->pick, reasons);
}

bool sum_merge(struct slot *s, struct value_state *v, const struct value_state *from,
               struct reasons *reasons)
{
    v->why = why_min(v->why, from->why);
    if (from->set == 0)
        return true;
    if (from->wide == 0)
        return add_whole(s, v, from->low, from->scale, reasons);
    struct num_sum sum = s->sums[from->wide - 1];
    if (!widen(s, v))
        return false;
    v->set = 1;
    num_sum_merge(&s->sums[v->wide - 1], &sum);
    return true;
}

bool sum_load(struct slot *s, struct value_state *v, const struct num_sum *sum)
{
    if (!widen(s, v))
        return false;
    v->set = 1;
    num_sum_merge(&s->sums[v->wide - 1], sum);
    return true;
}

enum num_result slot_total(const struct slot *s, const struct value_state *v, struct num *out)
{
    *out = num_decimal(v->low, v->scale);
    return v->wide == 0 ? NUM_OK : num_sum_total(&s->sums[v->wide - 1], out);
}

bool sum_without(struct slot *s, struct value_state *to, const struct value_state *from,
                 const struct value_state *own, struct reasons *reasons)
{
    struct value_state rest = {.low = -own->low, .scale = own->scale, .set = own->set};
    return sum_merge(s, to, from, reasons) && sum_merge(s, to, &rest, reasons);
}

/* A known sum of 64 bits can be taken off again. */
bool sum_small(const struct value_state *v)
{
    return v->why == 0 && v->wide == 0 && v->low != INT64_MIN;
}
