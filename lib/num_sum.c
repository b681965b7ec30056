/* Sums that do not depend on the order of their terms. */
#include <math.h>
#include <string.h>

#include "num.h"
#include "num_int.h"

enum { GRID = 4, NUMERATORS = 6 }; /* limbs */

/* ACCUMULATOR +- V in two's complement. */
static void accumulate(uint64_t *accumulator, unsigned limbs, bool negative, const struct wide *v)
{
    uint64_t carry = negative ? 1 : 0;
    for (unsigned i = 0; i < limbs; i++) {
        uint128 t = (uint128)accumulator[i] + (negative ? ~v->w[i] : v->w[i]) + carry;
        accumulator[i] = (uint64_t)t;
        carry = (uint64_t)(t >> 64);
    }
}

/* The magnitude of ACCUMULATOR; *NEGATIVE its sign. */
static struct wide take_magnitude(const uint64_t *accumulator, unsigned limbs, bool *negative)
{
    struct wide r = {{0}};
    *negative = accumulator[limbs - 1] >> 63 != 0;
    if (*negative) {
        struct wide v = {{0}};
        memcpy(v.w, accumulator, limbs * sizeof *accumulator);
        accumulate(r.w, limbs, true, &v);
    } else {
        memcpy(r.w, accumulator, limbs * sizeof *accumulator);
    }
    return r;
}

/* numerators *= factor */
static void scale_numerators(struct num_sum *s, uint128 factor)
{
    bool negative;
    struct wide by = wide_of(factor), v = take_magnitude(s->numerators, NUMERATORS, &negative);
    v = wide_multiply(&v, &by);
    memset(s->numerators, 0, sizeof s->numerators);
    accumulate(s->numerators, NUMERATORS, negative, &v);
}

/* Brings the numerators over a multiple of D, too; false if that does not fit. The denominator
 * only grows, up to the least common one of all terms, so whether it fits does not depend on
 * their order. */
static bool share_denominator(struct num_sum *s, uint128 d)
{
    uint128 common;
    if (s->denominator == 0)
        s->denominator = 1;
    uint128 factor = d / gcd128(s->denominator, d);
    if (!mul_fits(s->denominator, factor, &common) || common > INT128_LIMIT)
        return false;
    if (factor > 1)
        scale_numerators(s, factor);
    s->denominator = common;
    return true;
}

static void add_fraction(struct num_sum *s, struct parts p)
{
    uint128 g = gcd128(p.n, p.d);
    p.n /= g;
    p.d /= g;
    s->lost = s->lost || !share_denominator(s, p.d);
    if (s->lost)
        return;
    struct wide n = wide_product(p.n, s->denominator / p.d);
    accumulate(s->numerators, NUMERATORS, p.negative, &n);
}

enum num_result num_sum_add(struct num_sum *s, const struct num *v)
{
    if (v->kind == NUM_REAL && !(fabs(v->u.x) < 1e38))
        return NUM_TOO_LARGE;
    s->approximate = s->approximate || v->approximate;
    if (v->kind == NUM_DECIMAL) {
        struct wide n = wide_product(magnitude(v->n), num_pow10(NUM_SCALE_MAX - v->scale));
        accumulate(s->decimals, GRID, v->n < 0, &n);
        return NUM_OK;
    }
    bool exact;
    struct parts p = num_parts(v);
    struct wide n = wide_of(p.n), d = wide_of(p.d);
    n = num_quotient(&n, &d, NUM_SCALE_MAX, &exact);
    accumulate(s->rounded, GRID, p.negative, &n);
    if (v->kind == NUM_REAL)
        s->real = true;
    else if (!s->lost)
        add_fraction(s, p);
    return NUM_OK;
}

void num_sum_merge(struct num_sum *s, const struct num_sum *other)
{
    struct wide v = {{0}};
    memcpy(v.w, other->decimals, sizeof other->decimals);
    accumulate(s->decimals, GRID, false, &v);
    memcpy(v.w, other->rounded, sizeof other->rounded);
    accumulate(s->rounded, GRID, false, &v);
    s->real = s->real || other->real;
    s->approximate = s->approximate || other->approximate;
    s->lost = s->lost || other->lost ||
              (other->denominator != 0 && !share_denominator(s, other->denominator));
    if (s->lost || other->denominator == 0)
        return;
    bool negative;
    struct wide by = wide_of(s->denominator / other->denominator);
    v = take_magnitude(other->numerators, NUMERATORS, &negative);
    v = wide_multiply(&v, &by);
    accumulate(s->numerators, NUMERATORS, negative, &v);
}

/* What the grid holds in all, where fractions could not be kept. */
static enum num_result grid_total(const struct num_sum *s, struct num *out)
{
    bool negative;
    struct wide v = {{0}};
    const struct wide unit = wide_of(num_pow10(NUM_SCALE_MAX));
    uint64_t sum[GRID];
    memcpy(sum, s->decimals, sizeof sum);
    memcpy(v.w, s->rounded, sizeof s->rounded);
    accumulate(sum, GRID, false, &v);
    v = take_magnitude(sum, GRID, &negative);
    enum num_result result = num_round_ratio(negative, &v, &unit, out);
    if (result == NUM_OK && s->real)
        *out = num_real(negative ? -wide_ratio(&v, &unit) : wide_ratio(&v, &unit));
    return result;
}

enum num_result num_sum_total(const struct num_sum *s, struct num *out)
{
    enum num_result result;
    bool negative, n_negative;
    struct wide v = take_magnitude(s->decimals, GRID, &negative);
    if (s->real || s->lost) {
        result = grid_total(s, out);
        if (result == NUM_OK)
            out->approximate = true;
        return result;
    }
    if (s->denominator == 0) {
        result = num_decimal_wide(negative, v, NUM_SCALE_MAX, out);
    } else {
        struct wide n = take_magnitude(s->numerators, NUMERATORS, &n_negative);
        struct wide d = wide_of(s->denominator);
        v = wide_multiply(&v, &d);
        wide_mul_pow10(&n, NUM_SCALE_MAX);
        wide_mul_pow10(&d, NUM_SCALE_MAX);
        if (negative == n_negative) {
            wide_add(&v, &n);
        } else if (wide_cmp(&v, &n) >= 0) {
            wide_sub(&v, &n);
        } else {
            wide_sub(&n, &v);
            v = n;
            negative = n_negative;
        }
        result = num_settle(negative, v, d, out);
    }
    if (result == NUM_OK) {
        out->approximate = out->approximate || s->approximate;
        num_reduce(out);
    }
    return result;
}
