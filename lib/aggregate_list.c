/* Aggregates of numbers that are all at hand: a list, the measures of all subjects. */
#include "aggregate.h"
#include "stats.h"

static int total(const struct expr *x, const struct num *v, size_t n, struct num *out)
{
    struct num sum = num_decimal(0, 0), count = num_decimal((int128)n, 0);
    int result = NUM_OK;
    for (size_t i = 0; i < n && result == NUM_OK; i++)
        result = (int)num_add(&sum, &v[i], &sum);
    *out = sum;
    if (result != NUM_OK || x->aggregate == AGG_SUM)
        return result;
    return n == 0 ? STATS_TOO_FEW : (int)num_div(&sum, &count, out);
}

static int nth_smallest(const struct expr *x, const struct num *v, size_t n, struct num *out)
{
    int64_t nth = 0;
    num_int(&x->parameter, &nth);
    if (nth < 1 || (uint64_t)nth > n)
        return STATS_TOO_FEW;
    *out = v[nth - 1];
    return NUM_OK;
}

/* Of sorted values. */
static int statistic(const struct expr *x, const struct num *v, size_t n, struct num *out)
{
    struct num half = num_decimal(5, 1), count = num_decimal((int128)n, 0);
    if (x->aggregate == AGG_SUM || x->aggregate == AGG_MEAN)
        return total(x, v, n, out);
    *out = count;
    if (x->aggregate == AGG_COUNT)
        return NUM_OK;
    if (n == 0)
        return STATS_TOO_FEW;
    switch (x->aggregate) {
    case AGG_MEDIAN:
        return stats_quantile(v, n, &half, out);
    case AGG_MIN:
        *out = v[0];
        return NUM_OK;
    case AGG_MAX:
        *out = v[n - 1];
        return NUM_OK;
    case AGG_QUANTILE:
        return stats_quantile(v, n, &x->parameter, out);
    case AGG_IQR:
        return stats_iqr(v, n, out);
    case AGG_STDDEV:
        return stats_stddev(v, n, out);
    case AGG_PSTDEV:
        return stats_pstdev(v, n, out);
    case AGG_CV:
        return stats_cv(v, n, out);
    case AGG_NTH_SMALLEST:
        return nth_smallest(x, v, n, out);
    case AGG_FENCE_LOW:
    case AGG_FENCE_HIGH:
        return stats_fence(v, n, x->aggregate == AGG_FENCE_HIGH, out);
    case AGG_BENFORD_MAD:
    case AGG_BENFORD_MAD2:
        return stats_benford_mad(v, n, x->aggregate == AGG_BENFORD_MAD ? 1 : 2, out);
    case AGG_BENFORD_CHI:
    case AGG_BENFORD_CHI2:
        return stats_benford_chi(v, n, x->aggregate == AGG_BENFORD_CHI ? 1 : 2, out);
    case AGG_SKEW:
        return stats_skew(v, n, out);
    case AGG_KURT:
        return stats_kurt(v, n, out);
    case AGG_KS_UNIFORM:
        return stats_ks_uniform(v, n, out);
    case AGG_GAPS:
        return stats_gaps(v, n, out);
    case AGG_DISTINCT:
        return stats_distinct(v, n, out);
    case AGG_REPEATS:
        stats_distinct(v, n, out);
        return (int)num_sub(&count, out, out);
    default:
        return STATS_TOO_FEW;
    }
}

enum status aggregate_statistic(struct reasons *reasons, const struct expr *x, struct num *v,
                                size_t n, struct num *out, why_t *why, struct error *e)
{
    int result = NUM_OK;
    stats_sort(v, n);
    if (x->series != SERIES_NONE && n > 0) {
        result = x->series == SERIES_STEPS ? stats_steps(v, n, v) : stats_ratios(v, n, v);
        n--;
    }
    if (result == NUM_OK)
        result = statistic(x, v, n, out);
    *why = 0;
    if (result == NUM_OK)
        return ST_OK;
    *out = num_decimal(0, 0);
    if (result == STATS_MEMORY)
        return error_memory(e);
    enum reason_kind kind = result == STATS_TOO_FEW      ? REASON_TOO_FEW
                            : result == STATS_NO_SPREAD  ? REASON_SPREAD
                            : result == STATS_NOT_WHOLE  ? REASON_WHOLE
                            : result == NUM_ZERO_DIVISOR ? REASON_ZERO_DIVISOR
                                                         : REASON_TOO_LARGE;
    struct slice detail =
        kind == REASON_TOO_FEW ? slice_of(aggregate_name(x->aggregate)) : SLICE("");
    if (kind == REASON_TOO_FEW && n == 0 && x->series == SERIES_NONE)
        kind = REASON_NO_ROWS, detail = SLICE("");
    *why = reason_make(reasons, kind, detail);
    return *why == 0 ? error_memory(e) : ST_OK;
}
