/* Order statistics, spread and neighbours of one group's values. */
#include "stats.h"

#include <math.h>
#include <stdlib.h>

#include "num_int.h"

/* ---- sorting ---- */

static int cmp_mantissas(const void *a, const void *b)
{
    const struct num *x = a, *y = b;
    return (x->n > y->n) - (x->n < y->n);
}

static int cmp_exact(const void *a, const void *b)
{
    const struct num *x = a, *y = b;
    int c = num_cmp(x, y);
    return c != 0 ? c : x->approximate - y->approximate;
}

/* A double equals every exact value that it is nearest to, so equality with doubles is not
 * transitive. A total order: by nearest double, doubles first, then exactly. */
static int cmp_any(const void *a, const void *b)
{
    const struct num *x = a, *y = b;
    double p = num_double(x), q = num_double(y);
    if (p < q || p > q)
        return p < q ? -1 : 1;
    bool x_real = x->kind == NUM_REAL, y_real = y->kind == NUM_REAL;
    if (x_real || y_real)
        return y_real - x_real;
    return cmp_exact(a, b);
}

/* All decimals of one scale, none approximate: mantissas tell the order. */
static bool one_scale(const struct num *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].kind != NUM_DECIMAL || v[i].scale != v[0].scale || v[i].approximate)
            return false;
    return true;
}

void stats_sort(struct num *v, size_t n)
{
    if (n < 2)
        return;
    if (one_scale(v, n)) {
        qsort(v, n, sizeof *v, cmp_mantissas);
        return;
    }
    bool any_real = false;
    for (size_t i = 0; i < n && !any_real; i++)
        any_real = v[i].kind == NUM_REAL;
    qsort(v, n, sizeof *v, any_real ? cmp_any : cmp_exact);
}

/* ---- quantiles ---- */

/* ((3N + 1) p + 1) / 3 */
int stats_position(size_t n, const struct num *p, struct num *out)
{
    const struct num one = num_decimal(1, 0), three = num_decimal(3, 0);
    struct num t = num_decimal((int128)n * 3 + 1, 0);
    enum num_result result = num_mul(&t, p, &t);
    if (result == NUM_OK)
        result = num_add(&t, &one, &t);
    if (result == NUM_OK)
        result = num_div(&t, &three, out);
    return (int)result;
}

int stats_quantile(const struct num *v, size_t n, const struct num *p, struct num *out)
{
    struct num position, part, step;
    if (n == 0)
        return STATS_TOO_FEW;
    int result = stats_position(n, p, &position);
    if (result != NUM_OK)
        return result;
    struct parts h = num_parts(&position);
    uint128 below = h.n / h.d;
    if (h.negative || below < 1) {
        *out = v[0];
        return NUM_OK;
    }
    if (below >= n) {
        *out = v[n - 1];
        return NUM_OK;
    }
    const struct num whole = num_decimal((int128)below, 0);
    const struct num *low = &v[below - 1], *high = &v[below];
    if ((result = (int)num_sub(&position, &whole, &part)) != NUM_OK ||
        (result = (int)num_sub(high, low, &step)) != NUM_OK)
        return result;
    if (num_is_zero(&part) || num_is_zero(&step)) {
        *out = *low;
        return NUM_OK;
    }
    if ((result = (int)num_mul(&part, &step, &step)) != NUM_OK ||
        (result = (int)num_add(low, &step, out)) != NUM_OK)
        return result;
    num_reduce(out);
    return NUM_OK;
}

int stats_quartiles(const struct num *v, size_t n, struct num *q1, struct num *q3,
                    struct num *iqr)
{
    const struct num first = num_decimal(25, 2), third = num_decimal(75, 2);
    int result = stats_quantile(v, n, &first, q1);
    if (result == NUM_OK)
        result = stats_quantile(v, n, &third, q3);
    if (result == NUM_OK)
        result = (int)num_sub(q3, q1, iqr);
    if (result == NUM_OK)
        num_reduce(iqr);
    return result;
}

int stats_iqr(const struct num *v, size_t n, struct num *out)
{
    struct num q1, q3;
    return stats_quartiles(v, n, &q1, &q3, out);
}

int stats_fence(const struct num *v, size_t n, bool high, struct num *out)
{
    const struct num reach = num_decimal(15, 1);
    struct num q1, q3, iqr;
    int result = stats_quartiles(v, n, &q1, &q3, &iqr);
    if (result == NUM_OK)
        result = (int)num_mul(&iqr, &reach, &iqr);
    if (result == NUM_OK)
        result = (int)(high ? num_add(&q3, &iqr, out) : num_sub(&q1, &iqr, out));
    if (result == NUM_OK)
        num_reduce(out);
    return result;
}

/* ---- mean and spread ---- */

static enum num_result sum(const struct num *v, size_t n, struct num *out)
{
    enum num_result result;
    struct num total = num_decimal(0, 0);
    struct num_sum any = {.lost = false};
    size_t i = 0;
    while (i < n && v[i].kind == NUM_DECIMAL && num_add(&total, &v[i], &total) == NUM_OK)
        i++;
    if (i == n) {
        *out = total;
        return NUM_OK;
    }
    for (i = 0; i < n; i++)
        if ((result = num_sum_add(&any, &v[i])) != NUM_OK)
            return result;
    return num_sum_total(&any, out);
}

int stats_mean(const struct num *v, size_t n, struct num *out)
{
    if (n == 0)
        return STATS_TOO_FEW;
    const struct num count = num_decimal((int128)n, 0);
    enum num_result result = sum(v, n, out);
    if (result == NUM_OK)
        result = num_div(out, &count, out);
    if (result == NUM_OK)
        num_reduce(out);
    return (int)result;
}

/* v[i] - v[0] in units of 10^-scale; not negative, since V is sorted. */
static struct wide above_least(const struct num *v, size_t i, unsigned scale)
{
    if (v[i].scale == v[0].scale) {
        struct wide d = wide_of((uint128)v[i].n - (uint128)v[0].n);
        wide_mul_pow10(&d, scale - v[0].scale);
        return d;
    }
    struct wide x = wide_product(magnitude(v[i].n), num_pow10(scale - v[i].scale));
    struct wide least = wide_product(magnitude(v[0].n), num_pow10(scale - v[0].scale));
    if ((v[i].n < 0) != (v[0].n < 0))
        wide_add(&x, &least);
    else if (v[0].n >= 0)
        wide_sub(&x, &least);
    else {
        wide_sub(&least, &x);
        x = least;
    }
    return x;
}

/* For decimals: (n sum d^2 - (sum d)^2) / (n * divisor) with d the distances from the least
 * value, exact up to the one division. A distance is below 2^188, so all stays below 2^440 for
 * up to 2^32 values. */
static double decimal_variance(const struct num *v, size_t n, size_t divisor)
{
    struct wide total = {{0}}, squares = {{0}};
    unsigned scale = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].scale > scale)
            scale = v[i].scale;
    for (size_t i = 1; i < n; i++) {
        struct wide d = above_least(v, i, scale);
        struct wide square = wide_bits(&d) <= 128 ? wide_product(wide_low(&d), wide_low(&d))
                                                  : wide_multiply(&d, &d);
        wide_add(&total, &d);
        wide_add(&squares, &square);
    }
    total = wide_multiply(&total, &total);
    wide_mul64(&squares, n);
    wide_sub(&squares, &total);
    struct wide by = wide_product(n, divisor);
    wide_mul_pow10(&by, 2 * scale);
    return wide_ratio(&squares, &by);
}

/* For any values: squares of the doubles nearest to the distances from the mean, added with a
 * carried remainder (Kahan). */
static int any_variance(const struct num *v, size_t n, size_t divisor, double *out)
{
    struct num mean, distance;
    double total = 0, remainder = 0;
    int result = stats_mean(v, n, &mean);
    for (size_t i = 0; i < n && result == NUM_OK; i++) {
        result = (int)num_sub(&v[i], &mean, &distance);
        if (result == NUM_OK) {
            /* one operation a statement, so that no compiler fuses two into one rounding */
            double d = num_double(&distance), square = d * d;
            double term = square - remainder;
            double next = total + term;
            remainder = next - total;
            remainder -= term;
            total = next;
        }
    }
    *out = total / (double)divisor;
    return result;
}

static int deviation(const struct num *v, size_t n, size_t divisor, struct num *out)
{
    double variance;
    bool decimals = true;
    if (num_cmp(&v[0], &v[n - 1]) == 0) {
        *out = num_decimal(0, 0);
        out->approximate = v[0].approximate || v[n - 1].approximate;
        return NUM_OK;
    }
    for (size_t i = 0; i < n && decimals; i++)
        decimals = v[i].kind == NUM_DECIMAL;
    if (decimals) {
        variance = decimal_variance(v, n, divisor);
    } else {
        int result = any_variance(v, n, divisor, &variance);
        if (result != NUM_OK)
            return result;
    }
    if (!isfinite(variance))
        return NUM_TOO_LARGE;
    *out = num_real(sqrt(variance));
    return NUM_OK;
}

int stats_pstdev(const struct num *v, size_t n, struct num *out)
{
    return n == 0 ? STATS_TOO_FEW : deviation(v, n, n, out);
}

int stats_stddev(const struct num *v, size_t n, struct num *out)
{
    return n < 2 ? STATS_TOO_FEW : deviation(v, n, n - 1, out);
}

int stats_cv(const struct num *v, size_t n, struct num *out)
{
    struct num mean, spread;
    int result = stats_stddev(v, n, &spread);
    if (result == NUM_OK)
        result = stats_mean(v, n, &mean);
    if (result == NUM_OK)
        result = (int)num_div(&spread, &mean, out);
    return result;
}

/* ---- neighbours ---- */

int stats_steps(const struct num *v, size_t n, struct num *out)
{
    enum num_result result;
    for (size_t i = 1; i < n; i++)
        if ((result = num_sub(&v[i], &v[i - 1], &out[i - 1])) != NUM_OK)
            return (int)result;
    stats_sort(out, n == 0 ? 0 : n - 1);
    return NUM_OK;
}

int stats_ratios(const struct num *v, size_t n, struct num *out)
{
    enum num_result result;
    for (size_t i = 1; i < n; i++) {
        if ((result = num_div(&v[i], &v[i - 1], &out[i - 1])) != NUM_OK)
            return (int)result;
        num_reduce(&out[i - 1]);
    }
    stats_sort(out, n == 0 ? 0 : n - 1);
    return NUM_OK;
}

int stats_distinct(const struct num *v, size_t n, struct num *out)
{
    size_t count = n > 0;
    for (size_t i = 1; i < n; i++)
        count += num_cmp(&v[i], &v[i - 1]) != 0;
    *out = num_decimal((int128)count, 0);
    return NUM_OK;
}

int stats_gaps(const struct num *v, size_t n, struct num *out)
{
    const struct num one = num_decimal(1, 0);
    struct num rest, distinct, span;
    enum num_result result;
    if (n == 0)
        return STATS_TOO_FEW;
    for (size_t i = 0; i < n; i++) {
        if ((result = num_mod(&v[i], &one, &rest)) != NUM_OK)
            return (int)result;
        if (!num_is_zero(&rest))
            return STATS_NOT_WHOLE;
    }
    stats_distinct(v, n, &distinct);
    if ((result = num_sub(&v[n - 1], &v[0], &span)) != NUM_OK ||
        (result = num_add(&span, &one, &span)) != NUM_OK)
        return (int)result;
    return (int)num_sub(&span, &distinct, out);
}
