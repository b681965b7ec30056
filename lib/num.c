/* Arithmetic on exact numbers. Every operation first tries 64-bit parts, then 128, and only
 * then the slow exact path through 512 bits. */
#include "num.h"

#include <math.h>

#include "num_int.h"

uint128 num_pow10(unsigned k)
{
    static const uint64_t power[20] = {
        UINT64_C(1), UINT64_C(10), UINT64_C(100), UINT64_C(1000), UINT64_C(10000),
        UINT64_C(100000), UINT64_C(1000000), UINT64_C(10000000), UINT64_C(100000000),
        UINT64_C(1000000000), UINT64_C(10000000000), UINT64_C(100000000000),
        UINT64_C(1000000000000), UINT64_C(10000000000000), UINT64_C(100000000000000),
        UINT64_C(1000000000000000), UINT64_C(10000000000000000), UINT64_C(100000000000000000),
        UINT64_C(1000000000000000000), UINT64_C(10000000000000000000)
    };
    return k < 20 ? power[k] : (uint128)power[19] * power[k - 19];
}

enum num_result num_real_result(double x, struct num *out)
{
    if (!isfinite(x) || fabs(x) >= 1e38)
        return NUM_TOO_LARGE;
    *out = num_real(x);
    return NUM_OK;
}

static void set_decimal(bool negative, uint128 mantissa, unsigned scale, bool approximate,
                        struct num *out)
{
    *out = num_decimal(with_sign(negative, mantissa), (uint8_t)scale);
    out->approximate = approximate;
}

/* n and d are at most INT128_LIMIT. */
static enum num_result set_fraction(bool negative, uint128 n, uint128 d, struct num *out)
{
    if (n == 0 || d == 1) {
        if (n >= NUM_LIMIT)
            return NUM_TOO_LARGE;
        set_decimal(negative, n, 0, false, out);
        return NUM_OK;
    }
    struct num r = {.n = with_sign(negative, n), .kind = NUM_FRACTION};
    r.u.d = (int128)d;
    *out = r;
    return NUM_OK;
}

enum num_result num_decimal_wide(bool negative, struct wide n, unsigned scale, struct num *out)
{
    const struct wide limit = wide_of(NUM_LIMIT), ten = wide_of(10);
    while (scale > NUM_SCALE_MAX || wide_cmp(&n, &limit) >= 0) {
        struct wide rest = n, q;
        wide_divide(&rest, &ten, &q);
        if (wide_bits(&rest) != 0 || scale == 0)
            return NUM_TOO_LARGE;
        n = q;
        scale--;
    }
    set_decimal(negative, wide_low(&n), scale, false, out);
    return NUM_OK;
}

struct wide num_quotient(const struct wide *n, const struct wide *d, unsigned places, bool *exact)
{
    struct wide rest = *n, q;
    const struct wide one = wide_of(1);
    wide_mul_pow10(&rest, places);
    wide_divide(&rest, d, &q);
    *exact = wide_bits(&rest) == 0;
    wide_shift_left(&rest, 1);
    int half = wide_cmp(&rest, d);
    if (half > 0 || (half == 0 && (q.w[0] & 1) != 0))
        wide_add(&q, &one);
    return q;
}

enum num_result num_round_ratio(bool negative, const struct wide *n, const struct wide *d,
                                struct num *out)
{
    const struct wide limit = wide_of(NUM_LIMIT);
    for (unsigned places = NUM_SCALE_MAX + 1; places-- > 0;) {
        bool exact;
        struct wide q = num_quotient(n, d, places, &exact);
        if (wide_cmp(&q, &limit) < 0) {
            set_decimal(negative, wide_low(&q), places, !exact, out);
            return NUM_OK;
        }
    }
    return NUM_TOO_LARGE;
}

enum num_result num_settle(bool negative, struct wide n, struct wide d, struct num *out)
{
    if (wide_bits(&n) > 127 || wide_bits(&d) > 127) {
        const struct wide g = wide_gcd(n, d);
        struct wide q;
        wide_divide(&n, &g, &q);
        n = q;
        wide_divide(&d, &g, &q);
        d = q;
    }
    if (wide_bits(&n) > 127 || wide_bits(&d) > 127)
        return num_round_ratio(negative, &n, &d, out);
    return set_fraction(negative, wide_low(&n), wide_low(&d), out);
}

/* n * 10^-scale, which must be exact unless the operands were APPROXIMATE already. */
static enum num_result fit_decimal(bool negative, const struct wide *n, unsigned scale,
                                   bool approximate, struct num *out)
{
    enum num_result result = num_decimal_wide(negative, *n, scale, out);
    if (result == NUM_TOO_LARGE && approximate) {
        struct wide d = wide_of(num_pow10(scale));
        result = num_round_ratio(negative, n, &d, out);
    }
    return result;
}

/* ---- addition ---- */

static enum num_result add_decimals(const struct num *a, const struct num *b, struct num *out)
{
    const int128 limit = (int128)NUM_LIMIT - 1;
    if (a->scale == b->scale) {
        if (b->n >= 0 ? a->n <= limit - b->n : a->n >= -limit - b->n) {
            *out = num_decimal(a->n + b->n, a->scale);
            return NUM_OK;
        }
    }
    uint8_t scale = a->scale > b->scale ? a->scale : b->scale;
    uint128 m1, m2, p1 = num_pow10(scale - a->scale), p2 = num_pow10(scale - b->scale);
    if (mul_fits(magnitude(a->n), p1, &m1) && mul_fits(magnitude(b->n), p2, &m2) &&
        m1 < NUM_LIMIT && m2 < NUM_LIMIT) {
        int128 x = with_sign(a->n < 0, m1), y = with_sign(b->n < 0, m2);
        if (y >= 0 ? x <= limit - y : x >= -limit - y) {
            *out = num_decimal(x + y, scale);
            return NUM_OK;
        }
    }
    struct wide x = wide_product(magnitude(a->n), p1), y = wide_product(magnitude(b->n), p2);
    bool negative = a->n < 0;
    if ((a->n < 0) == (b->n < 0)) {
        wide_add(&x, &y);
    } else if (wide_cmp(&x, &y) >= 0) {
        wide_sub(&x, &y);
    } else {
        wide_sub(&y, &x);
        x = y;
        negative = b->n < 0;
    }
    return fit_decimal(negative, &x, scale, a->approximate || b->approximate, out);
}

/* x1 / d + x2 / d, each with its sign; x1, x2 and d below 2^255. */
static enum num_result add_over(bool neg1, struct wide x1, bool neg2, struct wide x2,
                                const struct wide *d, struct num *out)
{
    if (neg1 == neg2) {
        wide_add(&x1, &x2);
        return num_settle(neg1, x1, *d, out);
    }
    if (wide_cmp(&x1, &x2) >= 0) {
        wide_sub(&x1, &x2);
        return num_settle(neg1, x1, *d, out);
    }
    wide_sub(&x2, &x1);
    return num_settle(neg2, x2, *d, out);
}

/* The same in 128 bits; false if it does not fit. */
static bool add_narrow(const struct parts *a, uint128 a_factor, const struct parts *b,
                       uint128 b_factor, uint128 d, struct num *out, enum num_result *result)
{
    uint128 x, y, sum;
    if (!mul_fits(a->n, a_factor, &x) || !mul_fits(b->n, b_factor, &y) || x > INT128_LIMIT ||
        y > INT128_LIMIT || d > INT128_LIMIT)
        return false;
    bool negative = a->negative;
    if (a->negative == b->negative) {
        sum = x + y;
    } else if (x >= y) {
        sum = x - y;
    } else {
        sum = y - x;
        negative = b->negative;
    }
    if (sum > INT128_LIMIT)
        return false;
    *result = set_fraction(negative, sum, d, out);
    return true;
}

static enum num_result add_parts(struct parts a, struct parts b, struct num *out)
{
    enum num_result result;
    uint128 d;
    if (a.d == b.d && add_narrow(&a, 1, &b, 1, a.d, out, &result))
        return result;
    if (mul_fits(a.d, b.d, &d) && add_narrow(&a, b.d, &b, a.d, d, out, &result))
        return result;
    cancel128(&a.n, &a.d);
    cancel128(&b.n, &b.d);
    uint128 g = gcd128(a.d, b.d), a_factor = b.d / g, b_factor = a.d / g;
    if (mul_fits(a.d, a_factor, &d) && add_narrow(&a, a_factor, &b, b_factor, d, out, &result))
        return result;
    struct wide common = wide_product(a.d, a_factor);
    return add_over(a.negative, wide_product(a.n, a_factor), b.negative,
                    wide_product(b.n, b_factor), &common, out);
}

enum num_result num_add(const struct num *a, const struct num *b, struct num *out)
{
    bool approximate = a->approximate || b->approximate;
    enum num_result result;
    if (a->kind == NUM_DECIMAL && b->kind == NUM_DECIMAL)
        result = add_decimals(a, b, out);
    else if (a->kind == NUM_REAL || b->kind == NUM_REAL)
        return num_real_result(num_double(a) + num_double(b), out);
    else
        result = add_parts(num_parts(a), num_parts(b), out);
    if (result == NUM_OK)
        out->approximate = out->approximate || approximate;
    return result;
}

enum num_result num_sub(const struct num *a, const struct num *b, struct num *out)
{
    struct num minus;
    num_neg(b, &minus);
    return num_add(a, &minus, out);
}

/* ---- multiplication and division ---- */

static enum num_result mul_decimals(const struct num *a, const struct num *b, struct num *out)
{
    bool negative = (a->n < 0) != (b->n < 0);
    unsigned scale = (unsigned)a->scale + b->scale;
    uint128 product;
    if (scale <= NUM_SCALE_MAX && mul_fits(magnitude(a->n), magnitude(b->n), &product) &&
        product < NUM_LIMIT) {
        set_decimal(negative, product, scale, false, out);
        return NUM_OK;
    }
    struct wide n = wide_product(magnitude(a->n), magnitude(b->n));
    struct wide d = wide_of(num_pow10(scale));
    return num_round_ratio(negative, &n, &d, out);
}

/* (n1 / d1) * (n2 / d2) */
static enum num_result mul_parts(bool negative, uint128 n1, uint128 d1, uint128 n2, uint128 d2,
                                 struct num *out)
{
    for (int reduced = 0; reduced < 2; reduced++) {
        uint128 n, d;
        if (mul_fits(n1, n2, &n) && mul_fits(d1, d2, &d) && n <= INT128_LIMIT &&
            d <= INT128_LIMIT)
            return set_fraction(negative, n, d, out);
        if (reduced == 0) {
            cancel128(&n1, &d1);
            cancel128(&n2, &d2);
            cancel128(&n1, &d2);
            cancel128(&n2, &d1);
        }
    }
    struct wide n = wide_product(n1, n2), d = wide_product(d1, d2);
    return num_round_ratio(negative, &n, &d, out);
}

enum num_result num_mul(const struct num *a, const struct num *b, struct num *out)
{
    bool approximate = a->approximate || b->approximate;
    enum num_result result;
    if (a->kind == NUM_DECIMAL && b->kind == NUM_DECIMAL) {
        result = mul_decimals(a, b, out);
    } else if (a->kind == NUM_REAL || b->kind == NUM_REAL) {
        return num_real_result(num_double(a) * num_double(b), out);
    } else {
        struct parts x = num_parts(a), y = num_parts(b);
        result = mul_parts(x.negative != y.negative, x.n, x.d, y.n, y.d, out);
    }
    if (result == NUM_OK)
        out->approximate = out->approximate || approximate;
    return result;
}

enum num_result num_div(const struct num *a, const struct num *b, struct num *out)
{
    bool approximate = a->approximate || b->approximate;
    if (num_is_zero(b))
        return NUM_ZERO_DIVISOR;
    if (a->kind == NUM_REAL || b->kind == NUM_REAL)
        return num_real_result(num_double(a) / num_double(b), out);
    struct parts x = num_parts(a), y = num_parts(b);
    if (a->kind == NUM_DECIMAL && b->kind == NUM_DECIMAL) {
        unsigned common = a->scale < b->scale ? a->scale : b->scale;
        x.d = num_pow10(a->scale - common);
        y.d = num_pow10(b->scale - common);
    }
    enum num_result result = mul_parts(x.negative != y.negative, x.n, x.d, y.d, y.n, out);
    if (result == NUM_OK)
        out->approximate = out->approximate || approximate;
    return result;
}

enum num_result num_mod(const struct num *a, const struct num *b, struct num *out)
{
    bool approximate = a->approximate || b->approximate;
    if (num_is_zero(b))
        return NUM_ZERO_DIVISOR;
    if (a->kind == NUM_REAL || b->kind == NUM_REAL)
        return num_real_result(fmod(num_double(a), num_double(b)), out);
    struct parts x = num_parts(a), y = num_parts(b);
    bool decimals = a->kind == NUM_DECIMAL && b->kind == NUM_DECIMAL;
    unsigned scale = a->scale > b->scale ? a->scale : b->scale;
    enum num_result result;
    struct wide rest, by, q;
    if (decimals) {
        rest = wide_product(x.n, num_pow10(scale - a->scale));
        by = wide_product(y.n, num_pow10(scale - b->scale));
    } else {
        rest = wide_product(x.n, y.d);
        by = wide_product(y.n, x.d);
    }
    wide_divide(&rest, &by, &q);
    if (decimals)
        result = fit_decimal(x.negative, &rest, scale, approximate, out);
    else
        result = num_settle(x.negative, rest, wide_product(x.d, y.d), out);
    if (result == NUM_OK)
        out->approximate = out->approximate || approximate;
    return result;
}
