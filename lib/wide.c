/* Schoolbook arithmetic on 512-bit unsigned integers. */
#include "wide.h"

#include <math.h>

static unsigned bits64(uint64_t v)
{
#if defined(__GNUC__)
    return v == 0 ? 0 : 64 - (unsigned)__builtin_clzll(v);
#else
    unsigned n = 0;
    for (; v != 0; v >>= 1)
        n++;
    return n;
#endif
}

static unsigned zeros64(uint64_t v) /* v is not 0 */
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(v);
#else
    unsigned n = 0;
    for (; (v & 1) == 0; v >>= 1)
        n++;
    return n;
#endif
}

unsigned wide_bits(const struct wide *a)
{
    for (unsigned i = WIDE_LIMBS; i-- > 0;)
        if (a->w[i] != 0)
            return i * 64 + bits64(a->w[i]);
    return 0;
}

int wide_cmp(const struct wide *a, const struct wide *b)
{
    for (unsigned i = WIDE_LIMBS; i-- > 0;)
        if (a->w[i] != b->w[i])
            return a->w[i] < b->w[i] ? -1 : 1;
    return 0;
}

void wide_add(struct wide *a, const struct wide *b)
{
    uint128 carry = 0;
    for (unsigned i = 0; i < WIDE_LIMBS; i++) {
        carry += (uint128)a->w[i] + b->w[i];
        a->w[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

void wide_sub(struct wide *a, const struct wide *b)
{
    uint64_t borrow = 0;
    for (unsigned i = 0; i < WIDE_LIMBS; i++) {
        uint128 t = (uint128)a->w[i] - b->w[i] - borrow;
        a->w[i] = (uint64_t)t;
        borrow = (uint64_t)(t >> 64) & 1;
    }
}

void wide_shift_left(struct wide *a, unsigned bits)
{
    unsigned limbs = bits / 64, rest = bits % 64;
    for (unsigned i = WIDE_LIMBS; i-- > 0;) {
        uint64_t high = i >= limbs ? a->w[i - limbs] : 0;
        uint64_t low = i >= limbs + 1 ? a->w[i - limbs - 1] : 0;
        a->w[i] = rest == 0 ? high : high << rest | low >> (64 - rest);
    }
}

void wide_shift_right(struct wide *a, unsigned bits)
{
    unsigned limbs = bits / 64, rest = bits % 64;
    for (unsigned i = 0; i < WIDE_LIMBS; i++) {
        uint64_t low = i + limbs < WIDE_LIMBS ? a->w[i + limbs] : 0;
        uint64_t high = i + limbs + 1 < WIDE_LIMBS ? a->w[i + limbs + 1] : 0;
        a->w[i] = rest == 0 ? low : low >> rest | high << (64 - rest);
    }
}

void wide_mul64(struct wide *a, uint64_t m)
{
    uint128 carry = 0;
    for (unsigned i = 0; i < WIDE_LIMBS; i++) {
        carry += (uint128)a->w[i] * m;
        a->w[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

void wide_mul_pow10(struct wide *a, unsigned k)
{
    for (; k >= 19; k -= 19)
        wide_mul64(a, (uint64_t)num_pow10(19));
    wide_mul64(a, (uint64_t)num_pow10(k));
}

struct wide wide_product(uint128 a, uint128 b)
{
    struct wide high = wide_of(a), low = high;
    wide_mul64(&low, (uint64_t)b);
    if (b >> 64 != 0) {
        wide_mul64(&high, (uint64_t)(b >> 64));
        wide_shift_left(&high, 64);
        wide_add(&low, &high);
    }
    return low;
}

struct wide wide_multiply(const struct wide *a, const struct wide *b)
{
    struct wide r = {{0}};
    for (unsigned i = 0; i < WIDE_LIMBS; i++) {
        if (b->w[i] == 0)
            continue;
        struct wide t = *a;
        wide_mul64(&t, b->w[i]);
        wide_shift_left(&t, 64 * i);
        wide_add(&r, &t);
    }
    return r;
}

static void divide_by_limb(struct wide *a, uint64_t d, struct wide *quotient)
{
    uint64_t rest = 0;
    for (unsigned i = WIDE_LIMBS; i-- > 0;) {
        if (rest == 0) {
            quotient->w[i] = a->w[i] / d;
            rest = a->w[i] % d;
        } else {
            uint128 t = (uint128)rest << 64 | a->w[i];
            quotient->w[i] = (uint64_t)(t / d);
            rest = (uint64_t)(t % d);
        }
    }
    *a = wide_of(rest);
}

void wide_divide(struct wide *a, const struct wide *d, struct wide *quotient)
{
    unsigned a_bits = wide_bits(a), d_bits = wide_bits(d);
    if (d_bits <= 64) {
        divide_by_limb(a, d->w[0], quotient);
        return;
    }
    *quotient = wide_of(0);
    if (a_bits < d_bits)
        return;
    if (a_bits <= 128) {
        uint128 n = wide_low(a), by = wide_low(d);
        *quotient = wide_of(n / by);
        *a = wide_of(n % by);
        return;
    }
    struct wide step = *d;
    wide_shift_left(&step, a_bits - d_bits);
    for (unsigned i = a_bits - d_bits + 1; i-- > 0;) {
        if (wide_cmp(a, &step) >= 0) {
            wide_sub(a, &step);
            quotient->w[i / 64] |= (uint64_t)1 << i % 64;
        }
        wide_shift_right(&step, 1);
    }
}

static unsigned trailing_zeros(const struct wide *a) /* a is not 0 */
{
    unsigned i = 0;
    while (a->w[i] == 0)
        i++;
    return i * 64 + zeros64(a->w[i]);
}

/* Stein's algorithm: shifts and subtractions. */
struct wide wide_gcd(struct wide a, struct wide b)
{
    if (wide_bits(&a) == 0)
        return b;
    if (wide_bits(&b) == 0)
        return a;
    unsigned a_zeros = trailing_zeros(&a), b_zeros = trailing_zeros(&b);
    wide_shift_right(&a, a_zeros);
    while (wide_bits(&b) != 0) {
        wide_shift_right(&b, trailing_zeros(&b));
        if (wide_bits(&a) <= 128 && wide_bits(&b) <= 128) {
            a = wide_of(gcd128(wide_low(&a), wide_low(&b)));
            break;
        }
        if (wide_cmp(&a, &b) > 0) {
            struct wide t = a;
            a = b;
            b = t;
        }
        wide_sub(&b, &a);
    }
    wide_shift_left(&a, a_zeros < b_zeros ? a_zeros : b_zeros);
    return a;
}

uint128 gcd128(uint128 a, uint128 b)
{
    while (b >> 64 != 0) {
        uint128 t = a % b;
        a = b;
        b = t;
    }
    if (b == 0)
        return a;
    uint64_t x = (uint64_t)b, y = (uint64_t)(a % b);
    while (y != 0) {
        uint64_t t = x % y;
        x = y;
        y = t;
    }
    return x;
}

void cancel128(uint128 *a, uint128 *b)
{
    uint128 g = gcd128(*a, *b);
    if (g > 1) {
        *a /= g;
        *b /= g;
    }
}

double wide_ratio(const struct wide *n, const struct wide *d)
{
    struct wide rest = *n, by = *d, q;
    if (wide_bits(n) == 0)
        return 0;
    /* 66 or 67 bits of quotient: more than a double's 53, so one sticky bit settles the
     * rounding. */
    int shift = 66 - (int)wide_bits(n) + (int)wide_bits(d);
    if (shift > 0)
        wide_shift_left(&rest, (unsigned)shift);
    else
        wide_shift_left(&by, (unsigned)-shift);
    wide_divide(&rest, &by, &q);
    uint128 bits = wide_low(&q) | (wide_bits(&rest) != 0);
    return ldexp((double)bits, -shift);
}
