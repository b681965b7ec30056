/* Unsigned 512-bit integers for the steps between 128-bit numbers: cross products, exact
 * quotients, sums of squares. Nothing here can fail; each caller says in its own words why its
 * value stays below 2^512. */
#ifndef RISK_WIDE_H
#define RISK_WIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "num.h"

#define WIDE_LIMBS 8
#define INT128_LIMIT (((uint128)1 << 127) - 1) /* the largest int128 */

struct wide {
    uint64_t w[WIDE_LIMBS]; /* least significant first */
};

static inline uint128 magnitude(int128 n)
{
    return n < 0 ? -(uint128)n : (uint128)n;
}

static inline int128 with_sign(bool negative, uint128 n)
{
    return negative ? -(int128)n : (int128)n;
}

/* False if the product does not fit 128 bits; unsigned, since clang's checked signed product
 * wants a runtime library that is not everywhere. */
static inline bool mul_fits(uint128 a, uint128 b, uint128 *out)
{
    uint64_t ah = (uint64_t)(a >> 64), bh = (uint64_t)(b >> 64);
    if ((ah | bh) == 0) {
        *out = a * b;
        return true;
    }
    if (ah != 0 && bh != 0)
        return false;
    uint128 cross = ah != 0 ? (uint128)ah * (uint64_t)b : (uint128)bh * (uint64_t)a;
    uint128 low = (uint128)(uint64_t)a * (uint64_t)b;
    if (cross >> 64 != 0)
        return false;
    cross <<= 64;
    *out = cross + low;
    return *out >= cross;
}

static inline struct wide wide_of(uint128 a)
{
    struct wide r = {{(uint64_t)a, (uint64_t)(a >> 64), 0}};
    return r;
}

static inline uint128 wide_low(const struct wide *a)
{
    return (uint128)a->w[1] << 64 | a->w[0];
}

/* Number of significant bits; 0 for 0. */
unsigned wide_bits(const struct wide *a);
int wide_cmp(const struct wide *a, const struct wide *b);
void wide_add(struct wide *a, const struct wide *b);
void wide_sub(struct wide *a, const struct wide *b); /* a >= b */
void wide_shift_left(struct wide *a, unsigned bits);
void wide_shift_right(struct wide *a, unsigned bits);
void wide_mul64(struct wide *a, uint64_t m);
void wide_mul_pow10(struct wide *a, unsigned k);
struct wide wide_product(uint128 a, uint128 b);
struct wide wide_multiply(const struct wide *a, const struct wide *b);
/* *A becomes the remainder; d is not 0. */
void wide_divide(struct wide *a, const struct wide *d, struct wide *quotient);
struct wide wide_gcd(struct wide a, struct wide b);
uint128 gcd128(uint128 a, uint128 b);
/* Takes the common factors out of *A and *B. */
void cancel128(uint128 *a, uint128 *b);
/* The double nearest to n / d (ties to even); n < 2^440, d < 2^440, d is not 0. */
double wide_ratio(const struct wide *n, const struct wide *d);

#endif
