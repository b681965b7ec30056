/* Statistics over the values of one group. Exact where the result is rational; what needs a
 * square root or a logarithm is a double. */
#ifndef RISK_STATS_H
#define RISK_STATS_H

#include <stddef.h>

#include "num.h"

/* All take V sorted ascending (stats_sort) and N > 0 unless told otherwise. Results that do not
 * exist return STATS_TOO_FEW; num_result errors pass through. */
enum { STATS_TOO_FEW = 100, STATS_MEMORY = 101 };

void stats_sort(struct num *v, size_t n);
/* Hyndman and Fan (1996) type 8: position (N + 1/3) p + 1/3, linear between neighbours, clamped
 * to the ends. */
int stats_quantile(const struct num *v, size_t n, const struct num *p, struct num *out);
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
/* Mean absolute deviation of the first-digit shares from log10(1 + 1/d) (Nigrini). Only values
 * other than 0 count, by their absolute value; too few if there are none. */
int stats_benford_mad(const struct num *v, size_t n, struct num *out);
/* Differences (or ratios, later / earlier) of sorted neighbours into OUT [n - 1], sorted again;
 * returns 0 or a num_result. */
int stats_steps(const struct num *v, size_t n, struct num *out);
int stats_ratios(const struct num *v, size_t n, struct num *out);

#endif
