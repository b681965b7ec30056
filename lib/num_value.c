/* One number alone: its parts, sign, rounding, lowest terms, comparison and conversion. */
#include <math.h>

#include "num.h"
#include "num_int.h"

struct num num_real(double x)
{
    struct num r = {.kind = NUM_REAL, .approximate = true};
    r.u.x = x == 0 ? 0 : x; /* no negative zero */
    return r;
}

static struct parts real_parts(double x)
{
    int exponent;
    double fraction = frexp(fabs(x), &exponent); /* |x| = fraction * 2^exponent */
    struct parts p = {.negative = x < 0, .d = 1};
    if (x == 0)
        return p;
    p.n = (uint128)ldexp(fraction, 53);
    exponent -= 53;
    while (exponent < 0 && (p.n & 1) == 0) {
        p.n >>= 1;
        exponent++;
    }
    if (exponent >= 0) {
        p.n = exponent <= 127 - 53 ? p.n << exponent : INT128_LIMIT;
    } else if (exponent >= -126) {
        p.d = (uint128)1 << -exponent;
    } else {
        p.n = (uint128)nearbyint(ldexp(fabs(x), 126));
        p.d = (uint128)1 << 126;
    }
    return p;
}

struct parts num_parts(const struct num *a)
{
    if (a->kind == NUM_REAL)
        return real_parts(a->u.x);
    struct parts p = {.negative = a->n < 0, .n = magnitude(a->n)};
    p.d = a->kind == NUM_FRACTION ? (uint128)a->u.d : num_pow10(a->scale);
    return p;
}

/* ---- rounding, sign, lowest terms ---- */

static enum num_result round_real(double x, int places, struct num *out)
{
    double unit = pow(10, places < 0 ? -places : places);
    double scaled = places < 0 ? x / unit : x * unit;
    if (!isfinite(scaled) || fabs(scaled) >= 4503599627370496.0) /* 2^52: no fraction left */
        return num_real_result(x, out);
    scaled = round(scaled);
    return num_real_result(places < 0 ? scaled * unit : scaled / unit, out);
}

enum num_result num_round(const struct num *a, int places, struct num *out)
{
    if (places > NUM_SCALE_MAX)
        places = NUM_SCALE_MAX;
    if (places < -NUM_DIGITS_MAX - 1) /* no value reaches half of such a unit */
        places = -NUM_DIGITS_MAX - 1;
    if (a->kind == NUM_REAL)
        return round_real(a->u.x, places, out);
    if (a->kind == NUM_DECIMAL && places >= a->scale) {
        *out = *a;
        return NUM_OK;
    }
    bool approximate = a->approximate;
    struct parts p = num_parts(a);
    struct wide rest = wide_of(p.n), by = wide_of(p.d), q;
    const struct wide one = wide_of(1);
    wide_mul_pow10(places >= 0 ? &rest : &by, (unsigned)(places >= 0 ? places : -places));
    wide_divide(&rest, &by, &q);
    wide_shift_left(&rest, 1);
    if (wide_cmp(&rest, &by) >= 0)
        wide_add(&q, &one);
    if (places < 0)
        wide_mul_pow10(&q, (unsigned)-places);
    enum num_result result =
        num_decimal_wide(p.negative, q, places > 0 ? (unsigned)places : 0, out);
    if (result == NUM_OK)
        out->approximate = approximate;
    return result;
}

void num_neg(const struct num *a, struct num *out)
{
    *out = *a;
    if (a->kind == NUM_REAL)
        out->u.x = a->u.x == 0 ? 0 : -a->u.x;
    else
        out->n = -a->n;
}

void num_abs(const struct num *a, struct num *out)
{
    if (a->kind == NUM_REAL ? a->u.x < 0 : a->n < 0)
        num_neg(a, out);
    else
        *out = *a;
}

/* How often 2 and 5 divide D, if nothing else does and 18 places are enough. */
static bool decimal_places(uint128 d, unsigned *places)
{
    unsigned twos = 0, fives = 0;
    while ((d & 1) == 0 && twos <= NUM_SCALE_MAX) {
        d >>= 1;
        twos++;
    }
    while (d > 1 && d % 5 == 0 && fives <= NUM_SCALE_MAX) {
        d /= 5;
        fives++;
    }
    *places = twos > fives ? twos : fives;
    return d == 1 && *places <= NUM_SCALE_MAX;
}

void num_reduce(struct num *a)
{
    if (a->kind == NUM_REAL)
        return;
    bool negative = a->n < 0, approximate = a->approximate;
    uint128 n = magnitude(a->n), mantissa;
    unsigned places = a->scale;
    if (a->kind == NUM_FRACTION) {
        uint128 d = (uint128)a->u.d;
        cancel128(&n, &d);
        a->n = with_sign(negative, n);
        a->u.d = (int128)d;
        if (!decimal_places(d, &places) || !mul_fits(n, num_pow10(places) / d, &mantissa) ||
            mantissa >= NUM_LIMIT)
            return;
        n = mantissa;
    }
    for (; places > 0 && n >> 64 != 0 && n % 10 == 0; places--)
        n /= 10;
    if (n >> 64 == 0) { /* native division */
        uint64_t small = (uint64_t)n;
        for (; places > 0 && small % 10 == 0; places--)
            small /= 10;
        n = small;
    }
    *a = num_decimal(with_sign(negative, n), (uint8_t)places);
    a->approximate = approximate;
}

/* ---- comparison and conversion ---- */

static int cmp_magnitudes(uint128 an, uint128 ad, uint128 bn, uint128 bd)
{
    uint128 x, y;
    if (mul_fits(an, bd, &x) && mul_fits(bn, ad, &y))
        return (x > y) - (x < y);
    struct wide left = wide_product(an, bd), right = wide_product(bn, ad);
    return wide_cmp(&left, &right);
}

int num_cmp(const struct num *a, const struct num *b)
{
    if (a->kind == NUM_REAL || b->kind == NUM_REAL) {
        double x = num_double(a), y = num_double(b);
        return (x > y) - (x < y);
    }
    if (a->kind == NUM_DECIMAL && b->kind == NUM_DECIMAL && a->scale == b->scale)
        return (a->n > b->n) - (a->n < b->n);
    int a_sign = (a->n > 0) - (a->n < 0), b_sign = (b->n > 0) - (b->n < 0);
    if (a_sign != b_sign || a_sign == 0)
        return (a_sign > b_sign) - (a_sign < b_sign);
    struct parts p = num_parts(a), q = num_parts(b);
    if (a->kind == NUM_DECIMAL && b->kind == NUM_DECIMAL) {
        unsigned common = a->scale < b->scale ? a->scale : b->scale;
        p.d = num_pow10(a->scale - common);
        q.d = num_pow10(b->scale - common);
    }
    return a_sign * cmp_magnitudes(p.n, p.d, q.n, q.d);
}

bool num_is_zero(const struct num *a)
{
    return a->kind == NUM_REAL ? a->u.x == 0 : a->n == 0;
}

double num_double(const struct num *a)
{
    if (a->kind == NUM_REAL)
        return a->u.x;
    const uint128 whole = (uint128)1 << 53; /* up to here a double holds every integer */
    struct parts p = num_parts(a);
    double x;
    if (p.n <= whole && p.d <= whole) {
        x = (double)p.n / (double)p.d;
    } else {
        struct wide n = wide_of(p.n), d = wide_of(p.d);
        x = wide_ratio(&n, &d);
    }
    return p.negative ? -x : x;
}

bool num_int(const struct num *a, int64_t *out)
{
    if (a->kind == NUM_REAL) {
        /* 2^63 itself does not fit; both bounds are doubles */
        if (!(a->u.x >= -9223372036854775808.0 && a->u.x < 9223372036854775808.0) ||
            a->u.x != trunc(a->u.x))
            return false;
        *out = (int64_t)a->u.x;
        return true;
    }
    struct parts p = num_parts(a);
    uint128 whole = p.n / p.d;
    if (p.n % p.d != 0 || whole > (uint128)INT64_MAX + (p.negative ? 1 : 0))
        return false;
    *out = p.negative ? (int64_t)-(int128)whole : (int64_t)whole;
    return true;
}
