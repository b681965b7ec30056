/* Arithmetic and comparisons. Whole numbers of one scale run on int64; a batch that does not fit
 * goes over to the general form. */
#include <stdint.h>

#include "eval_int.h"

#ifndef __GNUC__
#error "overflow-checked arithmetic needs gcc or clang"
#endif

static int64_t power(unsigned k)
{
    return (int64_t)num_pow10(k);
}

static why_t too_large(const struct eval *v)
{
    return reason_make(v->reasons, REASON_TOO_LARGE, SLICE(""));
}

static why_t zero_divisor(const struct eval *v)
{
    return reason_make(v->reasons, REASON_ZERO_DIVISOR, SLICE(""));
}

/* whole (op) whole, both brought to the larger scale. False if a row does not fit. */
static bool add_whole(enum function f, const struct vec *a, const struct vec *b, struct vec *out)
{
    out->scale = a->scale > b->scale ? a->scale : b->scale;
    int64_t fa = power((unsigned)(out->scale - a->scale)),
            fb = power((unsigned)(out->scale - b->scale));
    bool bad = false;
    for (size_t k = 0; k < out->n; k++) {
        int64_t x, y;
        bad |= __builtin_mul_overflow(a->whole[vec_at(a, k)], fa, &x);
        bad |= __builtin_mul_overflow(b->whole[vec_at(b, k)], fb, &y);
        bad |= f == FN_ADD ? __builtin_add_overflow(x, y, &out->whole[k])
                           : __builtin_sub_overflow(x, y, &out->whole[k]);
    }
    return !bad;
}

static bool mul_whole(const struct vec *a, const struct vec *b, struct vec *out)
{
    if (a->scale + b->scale > NUM_SCALE_MAX)
        return false;
    out->scale = (uint8_t)(a->scale + b->scale);
    bool bad = false;
    for (size_t k = 0; k < out->n; k++)
        bad |=
            __builtin_mul_overflow(a->whole[vec_at(a, k)], b->whole[vec_at(b, k)], &out->whole[k]);
    return !bad;
}

/* The rows of A seen as fractions. */
struct fraction {
    int64_t n, d;
};

static void fraction_at(const struct vec *a, size_t k, struct fraction *f)
{
    k = vec_at(a, k);
    f->n = a->whole[k];
    f->d = a->form == VEC_RATIO ? a->divisor[k] : power(a->scale);
}

static bool add_ratio(enum function f, const struct vec *a, const struct vec *b, struct vec *out)
{
    bool bad = false;
    for (size_t k = 0; k < out->n; k++) {
        struct fraction x, y;
        int64_t p, q;
        fraction_at(a, k, &x);
        fraction_at(b, k, &y);
        bad |= __builtin_mul_overflow(x.n, y.d, &p);
        bad |= __builtin_mul_overflow(y.n, x.d, &q);
        bad |= __builtin_mul_overflow(x.d, y.d, &out->divisor[k]);
        bad |= f == FN_ADD ? __builtin_add_overflow(p, q, &out->whole[k])
                           : __builtin_sub_overflow(p, q, &out->whole[k]);
    }
    return !bad;
}

/* ratio (op) a whole constant without decimals: the divisors stay as they are. */
static bool shift_ratio(enum function f, const struct vec *a, int64_t m, struct vec *out)
{
    bool bad = false;
    for (size_t k = 0; k < out->n; k++) {
        int64_t d = a->divisor[k], q;
        bad |= __builtin_mul_overflow(m, d, &q);
        bad |= f == FN_ADD ? __builtin_add_overflow(a->whole[k], q, &out->whole[k])
                           : __builtin_sub_overflow(a->whole[k], q, &out->whole[k]);
        out->divisor[k] = d;
    }
    return !bad;
}

static bool mul_ratio(const struct vec *a, const struct vec *b, struct vec *out)
{
    bool bad = false;
    for (size_t k = 0; k < out->n; k++) {
        struct fraction x, y;
        fraction_at(a, k, &x);
        fraction_at(b, k, &y);
        bad |= __builtin_mul_overflow(x.n, y.n, &out->whole[k]);
        bad |= __builtin_mul_overflow(x.d, y.d, &out->divisor[k]);
    }
    return !bad;
}

static void unknown(struct vec *out, size_t k, why_t why)
{
    out->why[k] = why_min(out->why[k], why);
    if (out->form == VEC_NUM)
        out->num[k] = num_decimal(0, 0);
    else
        out->whole[k] = 0;
    if (out->form == VEC_RATIO)
        out->divisor[k] = 1;
}

/* whole / whole of one scale: all there is to work out is the sign. False if that does not fit, or
 * without memory. */
static bool div_wholes(struct eval *v, const struct vec *a, const struct vec *b, struct vec *out)
{
    why_t zero = zero_divisor(v);
    bool bad = zero == 0;
    for (size_t k = 0; k < out->n; k++) {
        int64_t x = a->whole[vec_at(a, k)], y = b->whole[vec_at(b, k)];
        if (y <= 0) {
            if (y == 0 && !vec_need_why(out, v->scratch))
                return false;
            if (y == 0 && out->why[k] == 0)
                out->why[k] = zero;
            bad |= y == INT64_MIN || x == INT64_MIN;
            x = y == 0 || bad ? 0 : -x;
            y = y == 0 || bad ? 1 : -y;
        }
        out->whole[k] = x;
        out->divisor[k] = y;
    }
    return !bad;
}

static bool div_fractions(struct eval *v, const struct vec *a, const struct vec *b, struct vec *out)
{
    bool bad = false;
    why_t why = 0;
    for (size_t k = 0; k < out->n; k++) {
        struct fraction x, y;
        fraction_at(a, k, &x);
        fraction_at(b, k, &y);
        if (y.n == 0 || vec_why(b, k) != 0) {
            if (why == 0 && ((why = zero_divisor(v)) == 0 || !vec_need_why(out, v->scratch)))
                return false;
            unknown(out, k, vec_why(b, k) != 0 ? vec_why(b, k) : why);
            continue;
        }
        bad |= __builtin_mul_overflow(x.n, y.d, &out->whole[k]);
        bad |= __builtin_mul_overflow(x.d, y.n, &out->divisor[k]);
        if (out->divisor[k] < 0) {
            bad |= __builtin_sub_overflow(0, out->whole[k], &out->whole[k]);
            bad |= __builtin_sub_overflow(0, out->divisor[k], &out->divisor[k]);
        }
    }
    return !bad;
}

static enum num_result apply(enum function f, const struct num *x, const struct num *y,
                             struct num *out)
{
    switch (f) {
    case FN_ADD:
        return num_add(x, y, out);
    case FN_SUB:
        return num_sub(x, y, out);
    case FN_MUL:
        return num_mul(x, y, out);
    case FN_DIV:
        return num_div(x, y, out);
    default:
        return num_mod(x, y, out);
    }
}

static enum status general(struct eval *v, enum function f, const struct vec *a,
                           const struct vec *b, struct vec *out, struct error *e)
{
    why_t large = too_large(v), zero = zero_divisor(v);
    if (!eval_shape(v, T_NUMBER, VEC_NUM, a, b, out) || !vec_need_why(out, v->scratch) ||
        large == 0 || zero == 0)
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        if (out->why[k] != 0) {
            out->num[k] = num_decimal(0, 0);
            continue;
        }
        struct num x = vec_num(a, k), y = vec_num(b, k);
        enum num_result r = apply(f, &x, &y, &out->num[k]);
        if (r != NUM_OK)
            unknown(out, k, r == NUM_ZERO_DIVISOR ? zero : large);
    }
    return ST_OK;
}

/* The general form also serves where a fast form runs out of memory: it says so. */
enum status eval_arithmetic(struct eval *v, enum function f, const struct vec *a,
                            const struct vec *b, struct vec *out, struct error *e)
{
    if (a->form == VEC_NUM || b->form == VEC_NUM || f == FN_MOD)
        return general(v, f, a, b, out, e);
    bool ratio = a->form == VEC_RATIO || b->form == VEC_RATIO || f == FN_DIV;
    if (!eval_shape(v, T_NUMBER, ratio ? VEC_RATIO : VEC_WHOLE, a, b, out))
        return error_memory(e);
    bool fits;
    if (f == FN_DIV)
        fits = a->form == VEC_WHOLE && b->form == VEC_WHOLE && a->scale == b->scale
                   ? div_wholes(v, a, b, out)
                   : div_fractions(v, a, b, out);
    else if (f == FN_MUL)
        fits = ratio ? mul_ratio(a, b, out) : mul_whole(a, b, out);
    else if (ratio && a->form == VEC_RATIO && !a->constant && b->constant && b->form == VEC_WHOLE &&
             b->scale == 0)
        fits = shift_ratio(f, a, b->whole[0], out);
    else
        fits = ratio ? add_ratio(f, a, b, out) : add_whole(f, a, b, out);
    if (!fits)
        return general(v, f, a, b, out, e);
    for (size_t k = 0; out->why != NULL && k < out->n; k++)
        if (out->why[k] != 0)
            unknown(out, k, out->why[k]);
    return ST_OK;
}

enum status eval_unary_number(struct eval *v, enum function f, const struct vec *a, struct vec *out,
                              struct error *e)
{
    if (!eval_shape(v, T_NUMBER, a->form, a, NULL, out))
        return error_memory(e);
    out->scale = a->scale;
    for (size_t k = 0; k < out->n; k++) {
        if (a->form == VEC_NUM) {
            if (f == FN_NEG)
                num_neg(&a->num[k], &out->num[k]);
            else
                num_abs(&a->num[k], &out->num[k]);
            continue;
        }
        if (a->form == VEC_RATIO)
            out->divisor[k] = a->divisor[k];
        int64_t x = a->whole[k];
        if (x == INT64_MIN) {
            struct vec wide;
            if (!vec_to_num(a, v->scratch, &wide))
                return error_memory(e);
            return eval_unary_number(v, f, &wide, out, e);
        }
        out->whole[k] = f == FN_NEG || x < 0 ? -x : x;
    }
    return ST_OK;
}

enum status eval_round(struct eval *v, const struct vec *a, const struct vec *places,
                       struct vec *out, struct error *e)
{
    why_t large = too_large(v);
    if (!eval_shape(v, T_NUMBER, VEC_NUM, a, places, out) || !vec_need_why(out, v->scratch) ||
        large == 0)
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        out->num[k] = num_decimal(0, 0);
        if (out->why[k] != 0)
            continue;
        int64_t p = 0;
        struct num x = vec_num(a, k);
        if (places != NULL) {
            struct num y = vec_num(places, k);
            if (!num_int(&y, &p) || p < -38 || p > NUM_SCALE_MAX) {
                unknown(out, k, large);
                continue;
            }
        }
        if (num_round(&x, (int)p, &out->num[k]) != NUM_OK)
            unknown(out, k, large);
    }
    return ST_OK;
}

static int compare_numbers(const struct vec *a, const struct vec *b, size_t k)
{
    if (a->form == VEC_NUM || b->form == VEC_NUM) {
        struct num x = vec_num(a, k), y = vec_num(b, k);
        return num_cmp(&x, &y);
    }
    struct fraction x, y;
    fraction_at(a, k, &x);
    fraction_at(b, k, &y);
    int128 p = (int128)x.n * y.d, q = (int128)y.n * x.d;
    return (p > q) - (p < q);
}

struct outcome_of_sign {
    bool less, equal, more;
};

RISK_INLINE bool is_so(enum function f, int64_t p, int64_t q)
{
    switch (f) {
    case FN_LT:
        return p < q;
    case FN_LE:
        return p <= q;
    case FN_GT:
        return p > q;
    case FN_GE:
        return p >= q;
    case FN_EQ:
        return p == q;
    default:
        return p != q;
    }
}

/* Numbers against one decimal, a threshold mostly: whole * by against m * divisor (or against M
 * itself, where there is none). False if a product does not fit. F is a constant where this is
 * called. */
RISK_INLINE bool compare_small(enum function f, const struct vec *a, const int64_t *divisor,
                                 int64_t by, int64_t m, int64_t *out)
{
    bool bad = false;
    for (size_t k = 0; k < a->n; k++) {
        int64_t p, q = m;
        bad |= __builtin_mul_overflow(a->whole[k], by, &p);
        if (divisor != NULL)
            bad |= __builtin_mul_overflow(m, divisor[k], &q);
        out[k] = is_so(f, p, q);
    }
    return !bad;
}

static bool compare_one(enum function f, const struct vec *a, const int64_t *divisor, int64_t by,
                        int64_t m, int64_t *out)
{
    switch (f) {
    case FN_LT:
        return compare_small(FN_LT, a, divisor, by, m, out);
    case FN_LE:
        return compare_small(FN_LE, a, divisor, by, m, out);
    case FN_GT:
        return compare_small(FN_GT, a, divisor, by, m, out);
    case FN_GE:
        return compare_small(FN_GE, a, divisor, by, m, out);
    case FN_EQ:
        return compare_small(FN_EQ, a, divisor, by, m, out);
    default:
        return compare_small(FN_NE, a, divisor, by, m, out);
    }
}

static void compare_with(enum function f, const struct vec *a, const struct vec *b, struct vec *out)
{
    int64_t scale_a = power(a->scale), scale_b = power(b->scale), m = b->whole[0], all;
    bool good = a->form == VEC_RATIO ? compare_one(f, a, a->divisor, scale_b, m, out->whole)
                                     : !__builtin_mul_overflow(m, scale_a, &all) &&
                                           compare_one(f, a, NULL, scale_b, all, out->whole);
    for (size_t k = 0; !good && k < out->n; k++) {
        int128 p = (int128)a->whole[k] * scale_b;
        int128 q = (int128)m * (a->form == VEC_RATIO ? a->divisor[k] : scale_a);
        out->whole[k] = is_so(f, (p > q) - (p < q), 0);
    }
}

/* What is held as whole numbers of one scale, or days, months ... */
static void compare_wholes(const struct vec *a, const struct vec *b, struct outcome_of_sign is,
                           struct vec *out)
{
    for (size_t k = 0; k < out->n; k++) {
        int64_t x = a->whole[k], y = b->whole[k];
        out->whole[k] = (is.less & (x < y)) | (is.equal & (x == y)) | (is.more & (x > y));
    }
}

/* Texts against one text, equal or not. */
static void equal_text(const struct vec *a, struct slice text, struct outcome_of_sign is,
                       struct vec *out)
{
    for (size_t k = 0; text.n == 0 && k < out->n; k++)
        out->whole[k] = a->text[k].n == 0 ? is.equal : is.more;
    for (size_t k = 0; text.n > 0 && k < out->n; k++)
        out->whole[k] = slice_eq(a->text[k], text) ? is.equal : is.more;
}

static void compare_any(const struct vec *a, const struct vec *b, struct outcome_of_sign is,
                        struct vec *out)
{
    bool only_equal = a->type == T_TEXT && is.less == is.more;
    for (size_t k = 0; k < out->n; k++) {
        int c;
        if (a->type == T_NUMBER) {
            c = out->why != NULL && out->why[k] != 0 ? 0 : compare_numbers(a, b, k);
        } else if (only_equal) {
            c = !slice_eq(a->text[vec_at(a, k)], b->text[vec_at(b, k)]);
        } else if (a->type == T_TEXT) {
            c = slice_cmp(a->text[vec_at(a, k)], b->text[vec_at(b, k)]);
        } else {
            int64_t x = a->whole[vec_at(a, k)], y = b->whole[vec_at(b, k)];
            c = (x > y) - (x < y);
        }
        out->whole[k] = c < 0 ? is.less : c > 0 ? is.more : is.equal;
    }
}

enum status eval_compare(struct eval *v, enum function f, const struct vec *a, const struct vec *b,
                         struct vec *out, struct error *e)
{
    if (!eval_shape(v, T_BOOL, VEC_WHOLE, a, b, out))
        return error_memory(e);
    struct outcome_of_sign is = {.less = f == FN_LT || f == FN_LE || f == FN_NE,
                                 .equal = f == FN_EQ || f == FN_LE || f == FN_GE,
                                 .more = f == FN_GT || f == FN_GE || f == FN_NE};
    /* Elements of unknown rows are whole numbers too; they are cleared below. */
    if (a->type == T_NUMBER && a->form != VEC_NUM && !a->constant && b->constant &&
        b->form == VEC_WHOLE)
        compare_with(f, a, b, out);
    else if (a->form == VEC_WHOLE && b->form == VEC_WHOLE && a->scale == b->scale && !a->constant &&
             !b->constant)
        compare_wholes(a, b, is, out);
    else if (a->type == T_TEXT && is.less == is.more && !a->constant && b->constant)
        equal_text(a, b->text[0], is, out);
    else
        compare_any(a, b, is, out);
    for (size_t k = 0; out->why != NULL && k < out->n; k++)
        if (out->why[k] != 0)
            out->whole[k] = 0;
    return ST_OK;
}
