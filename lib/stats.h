/* Statistics over the values of one group. Exact where the result is rational; what needs a
 * square root or a logarithm, and kurtosis, is a double. */
#ifndef RISK_STATS_H
#define RISK_STATS_H

#include <stddef.h>

#include "num.h"

/* All take V sorted ascending (stats_sort) and N > 0 unless told otherwise. Results that do not
 * exist return STATS_TOO_FEW; num_result errors pass through. */
enum {
    STATS_TOO_FEW = 100,
    STATS_MEMORY,
    STATS_NO_SPREAD, /* all values are equal */
    STATS_NOT_WHOLE  /* a value is no whole number */
};

void stats_sort(struct num *v, size_t n);
/* Hyndman and Fan (1996) type 8: position (N + 1/3) p + 1/3, linear between neighbours, clamped
 * to the ends. */
int stats_quantile(const struct num *v, size_t n, const struct num *p, struct num *out);
int stats_position(size_t n, const struct num *p, struct num *out);
int stats_quartiles(const struct num *v, size_t n, struct num *q1, struct num *q3, struct num *iqr);
int stats_iqr(const struct num *v, size_t n, struct num *out);
/* Q1 - 1.5 IQR and Q3 + 1.5 IQR. */
int stats_fence(const struct num *v, size_t n, bool high, struct num *out);
/* Of fractions with too many denominators: rounded as num_sum does, whatever their order. */
int stats_mean(const struct num *v, size_t n, struct num *out);
/* Square root of the variance, divided by n (pstdev) or n - 1 (stddev; too few below 2): a double,
 * but a decimal 0 where all values are equal. The variance of decimals is exact whatever their
 * size and rounded once, to the nearest double; that of fractions and doubles is added up in
 * doubles from distances to the exact mean, to within a few units in the last place. */
int stats_pstdev(const struct num *v, size_t n, struct num *out);
int stats_stddev(const struct num *v, size_t n, struct num *out);
/* stddev / mean; NUM_ZERO_DIVISOR where the mean is 0. */
int stats_cv(const struct num *v, size_t n, struct num *out);
/* How far first digits (DIGITS 1: 1 to 9) or first two digits (DIGITS 2: 10 to 99; 5 counts as 50,
 * 0.0123 as 12) are from Benford's shares log10(1 + 1/d). Only values other than 0 count, by their
 * absolute value; too few if there are none. Doubles.
 * - mad: the mean over all d of |share seen - share expected| (Nigrini);
 * - chi: the sum over all d of (seen - expected)^2 / expected, in numbers of values. */
enum { STATS_LEADING = 100 }; /* two digits: up to 99 */
int stats_benford_mad(const struct num *v, size_t n, unsigned digits, struct num *out);
int stats_benford_chi(const struct num *v, size_t n, unsigned digits, struct num *out);
/* How often each leading number stands in V, in any order; returns how many values count. */
size_t stats_leading(const struct num *v, size_t n, unsigned digits, size_t seen[STATS_LEADING]);
/* Skewness and excess kurtosis of a sample, corrected for bias (Joanes and Gill (1998), G1 and G2,
 * what spreadsheets call SKEW and KURT); too few below 3 and 4 values; no spread where all are
 * equal. Doubles, from exact distances to the exact mean; values that are symmetric about it have
 * a skewness of exactly 0. */
int stats_skew(const struct num *v, size_t n, struct num *out);
int stats_kurt(const struct num *v, size_t n, struct num *out);
/* Kolmogorov and Smirnov's distance to the uniform distribution on [v[0], v[n - 1]]: with
 * F(i) = (v[i] - v[0]) / (v[n - 1] - v[0]) the largest of (i + 1) / n - F(i) and F(i) - i / n over
 * all i from 0, equal values each at its own i. Exact as fractions are. No spread where all values
 * are equal: such a distribution does not exist. */
int stats_ks_uniform(const struct num *v, size_t n, struct num *out);
/* How many different values. */
int stats_distinct(const struct num *v, size_t n, struct num *out);
/* How many whole numbers from v[0] to v[n - 1] are not among V. */
int stats_gaps(const struct num *v, size_t n, struct num *out);
/* Differences (or ratios, later / earlier) of sorted neighbours into OUT [n - 1], sorted again;
 * returns 0 or a num_result. */
int stats_steps(const struct num *v, size_t n, struct num *out);
int stats_ratios(const struct num *v, size_t n, struct num *out);

#endif
