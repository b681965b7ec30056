/* Exact numbers. Money and thresholds are decimals; a quotient stays a fraction until it no
 * longer fits; only what is irrational by nature is a double. */
#ifndef RISK_NUM_H
#define RISK_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "slice.h"

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

enum num_kind {
    NUM_DECIMAL,  /* n * 10^-scale, |n| < 10^38, scale <= 18 */
    NUM_FRACTION, /* n / d, d > 0; not always reduced (see num_reduce) */
    NUM_REAL      /* x; finite */
};

struct num {
    int128 n;
    union {
        int128 d;
        double x;
    } u;
    uint8_t kind;
    uint8_t scale;
    bool approximate; /* was rounded on the way, or is a double: written with ~ */
};

enum num_result {
    NUM_OK,
    NUM_NOT_A_NUMBER, /* text that is no number */
    NUM_TOO_LARGE,    /* the integer part does not fit 38 digits */
    NUM_TOO_FINE,     /* text with more than 18 fractional digits */
    NUM_ZERO_DIVISOR
};

#define NUM_SCALE_MAX 18

static inline struct num num_decimal(int128 mantissa, uint8_t scale)
{
    struct num r = {.n = mantissa, .kind = NUM_DECIMAL, .scale = scale};
    return r;
}
struct num num_real(double x); /* x must be finite */
/* 10^k for 0 <= k <= 38. */
uint128 num_pow10(unsigned k);

/* Grammar of a cell: optional sign, digits with at most one point and at least one digit;
 * nothing else. At most 18 fractional digits (more are accepted when they are zeros) and 38
 * digits in all. */
enum num_result num_parse(struct slice s, struct num *out);
/* The same with a percent sign behind, or none: 15% is 0.15. */
enum num_result num_parse_percent(struct slice s, struct num *out);
/* A decimal's hundredth; false where that has more than 18 fractional digits. */
bool num_percent(struct num *a);

/* OUT may be an operand; it is untouched unless the result is NUM_OK.
 * - Decimals: a sum, difference or remainder beyond 38 digits is NUM_TOO_LARGE, unless an operand
 *   is approximate already. A product with more than 18 fractional digits or 38 in all rounds
 *   half-even to what fits and is approximate; NUM_TOO_LARGE if its integer part does not fit.
 * - Fractions: exact while numerator and denominator in lowest terms fit 127 bits; else rounded
 *   half-even to 18 fractional digits (fewer where 38 in all leave no room) and approximate.
 * - A double on either side makes a double; NUM_TOO_LARGE from 10^38. */
enum num_result num_add(const struct num *a, const struct num *b, struct num *out);
enum num_result num_sub(const struct num *a, const struct num *b, struct num *out);
enum num_result num_mul(const struct num *a, const struct num *b, struct num *out);
enum num_result num_div(const struct num *a, const struct num *b, struct num *out);
/* a - b * trunc(a / b): the sign of a. */
enum num_result num_mod(const struct num *a, const struct num *b, struct num *out);
/* Half away from zero; negative PLACES round to tens, hundreds ... */
enum num_result num_round(const struct num *a, int places, struct num *out);
void num_abs(const struct num *a, struct num *out);
void num_neg(const struct num *a, struct num *out);
/* Lowest terms; a fraction whose value is a decimal becomes one. */
void num_reduce(struct num *a);

/* -1, 0, 1. Exact among decimals and fractions (256-bit cross product); with a double on either
 * side, by the double nearest to the other. */
int num_cmp(const struct num *a, const struct num *b);
bool num_is_zero(const struct num *a);
double num_double(const struct num *a);
/* True and *OUT if it is an integer that fits. */
bool num_int(const struct num *a, int64_t *out);

/* A sum that is the same whatever the order of its terms, which num_add cannot promise once a
 * fraction has to be rounded. Exact as long as the least common denominator of the fractions
 * fits 127 bits; beyond that each fraction counts rounded half-even to 18 fractional digits and
 * the total is approximate. Doubles count on the same grid of 10^-18 and make the total a
 * double. Zero-initialise before first use; up to 2^40 terms. */
struct num_sum {
    uint64_t decimals[4]; /* in units of 10^-18, two's complement */
    uint64_t rounded[4];  /* the terms that are no decimals, in the same units */
    uint64_t numerators[6];
    uint128 denominator; /* of the numerators; 0 before the first fraction */
    bool lost;           /* no common denominator fits */
    bool real, approximate;
};
/* NUM_TOO_LARGE for a double of 10^38 or more. */
enum num_result num_sum_add(struct num_sum *s, const struct num *v);
void num_sum_merge(struct num_sum *s, const struct num_sum *other);
enum num_result num_sum_total(const struct num_sum *s, struct num *out);

/* Writes the shortest exact decimal of up to 18 fractional digits; else, or if A is approximate,
 * a ~ and 6 places rounded half-even, with more places if needed so that the text stands to each
 * of the N numbers AGAINST as the value itself does: above or below it, never at it or across. A
 * value that equals one of them is written as that one, after a ~ if it is approximate. Returns
 * the length; OUT is not terminated. */
enum { NUM_TEXT_MAX = 96 };
size_t num_text(const struct num *a, const struct num *against, size_t n, char out[NUM_TEXT_MAX]);

#endif
