/* What the parts of num share. */
#ifndef RISK_NUM_INT_H
#define RISK_NUM_INT_H

#include "wide.h"

#define NUM_DIGITS_MAX 38
#define NUM_LIMIT (num_pow10(NUM_DIGITS_MAX)) /* one above the largest mantissa */

struct parts {
    uint128 n, d; /* at most INT128_LIMIT */
    bool negative;
};

/* Exact for decimals and fractions, and for doubles from 2^-74 to below 2^127; a smaller double
 * moves to the nearest multiple of 2^-126, a larger one is cut to INT128_LIMIT. */
struct parts num_parts(const struct num *a);
/* A double as a result: NUM_TOO_LARGE unless it is finite and below 10^38. */
enum num_result num_real_result(double x, struct num *out);
/* n * 10^places / d, rounded half-even; *EXACT tells if nothing was cut. */
struct wide num_quotient(const struct wide *n, const struct wide *d, unsigned places, bool *exact);
/* n / d, d > 0: a fraction if it fits in lowest terms, else rounded half-even to a decimal that
 * is approximate. */
enum num_result num_settle(bool negative, struct wide n, struct wide d, struct num *out);
/* n / d rounded half-even to 18 fractional digits, or as many as 38 digits leave room for;
 * approximate where that was not exact. */
enum num_result num_round_ratio(bool negative, const struct wide *n, const struct wide *d,
                                struct num *out);
/* n * 10^-scale without rounding: NUM_TOO_LARGE beyond 38 digits or if more than 18 of them are
 * fractional. */
enum num_result num_decimal_wide(bool negative, struct wide n, unsigned scale, struct num *out);

#endif
