/* The shape of one group's values: lopsided, peaked, evenly spread. */
#include <math.h>
#include <stdlib.h>

#include "stats.h"

/* A sum of doubles with a carried remainder (Kahan). One operation a statement, so that no compiler
 * fuses two into one rounding. */
struct careful {
    double total, remainder;
};

static void careful_add(struct careful *s, double x)
{
    double term = x - s->remainder;
    double next = s->total + term;
    s->remainder = next - s->total;
    s->remainder -= term;
    s->total = next;
}

struct moments {
    double n, second, third, fourth; /* sums of powers of distances to the mean */
};

/* The doubles nearest to the distances of V to its mean, divided by the largest of them, so that no
 * power of one is too large or too small. */
static int distances(const struct num *v, size_t n, double *out)
{
    struct num mean, distance;
    int result = stats_mean(v, n, &mean);
    for (size_t i = 0; i < n && result == NUM_OK; i++) {
        result = (int)num_sub(&v[i], &mean, &distance);
        if (result == NUM_OK)
            out[i] = num_double(&distance);
    }
    if (result != NUM_OK)
        return result;
    double most = fmax(fabs(out[0]), fabs(out[n - 1]));
    if (most == 0) /* lost where fractions had to be rounded */
        return STATS_NO_SPREAD;
    for (size_t i = 0; i < n; i++)
        out[i] /= most;
    return NUM_OK;
}

static int central_moments(const struct num *v, size_t n, struct moments *m)
{
    if (num_cmp(&v[0], &v[n - 1]) == 0)
        return STATS_NO_SPREAD;
    double *d = malloc(n * sizeof *d);
    if (d == NULL)
        return STATS_MEMORY;
    int result = distances(v, n, d);
    struct careful second = {0, 0}, third = {0, 0}, fourth = {0, 0};
    /* From both ends, so that cubes of what lies as far on either side cancel to nothing. */
    for (size_t low = 0, high = n - 1; result == NUM_OK && low <= high; low++, high--) {
        double a = d[low], b = low < high ? d[high] : 0;
        double a2 = a * a, b2 = b * b;
        double a3 = a2 * a, b3 = b2 * b;
        double a4 = a2 * a2, b4 = b2 * b2;
        careful_add(&second, a2 + b2);
        careful_add(&third, a3 + b3);
        careful_add(&fourth, a4 + b4);
        if (high == 0)
            break;
    }
    free(d);
    *m = (struct moments){(double)n, second.total, third.total, fourth.total};
    return result;
}

int stats_skew(const struct num *v, size_t n, struct num *out)
{
    struct moments m;
    if (n < 3)
        return STATS_TOO_FEW;
    int result = central_moments(v, n, &m);
    if (result != NUM_OK)
        return result;
    double factor = m.n * sqrt(m.n - 1) / (m.n - 2);
    *out = num_real(factor * m.third / (m.second * sqrt(m.second)));
    return NUM_OK;
}

int stats_kurt(const struct num *v, size_t n, struct num *out)
{
    struct moments m;
    if (n < 4)
        return STATS_TOO_FEW;
    int result = central_moments(v, n, &m);
    if (result != NUM_OK)
        return result;
    double peak = (m.n + 1) * m.n * m.fourth / (m.second * m.second);
    double normal = 3 * (m.n - 1);
    *out = num_real((m.n - 1) / ((m.n - 2) * (m.n - 3)) * (peak - normal));
    return NUM_OK;
}

/* PART / OF - F, or F - PART / OF if BELOW. */
static enum num_result departure(size_t part, size_t of, const struct num *f, bool below,
                                 struct num *out)
{
    const struct num p = num_decimal((int128)part, 0), whole = num_decimal((int128)of, 0);
    struct num share;
    enum num_result result = num_div(&p, &whole, &share);
    if (result != NUM_OK)
        return result;
    return below ? num_sub(f, &share, out) : num_sub(&share, f, out);
}

int stats_ks_uniform(const struct num *v, size_t n, struct num *out)
{
    struct num range, f, d, most = num_decimal(0, 0);
    if (n == 0)
        return STATS_TOO_FEW;
    if (num_cmp(&v[0], &v[n - 1]) == 0)
        return STATS_NO_SPREAD;
    enum num_result result = num_sub(&v[n - 1], &v[0], &range);
    for (size_t i = 0; i < n && result == NUM_OK; i++) {
        if ((result = num_sub(&v[i], &v[0], &f)) == NUM_OK)
            result = num_div(&f, &range, &f);
        for (int below = 0; below < 2 && result == NUM_OK; below++) {
            result = departure(below ? i : i + 1, n, &f, below, &d);
            if (result == NUM_OK && num_cmp(&d, &most) > 0)
                most = d;
        }
    }
    if (result != NUM_OK)
        return (int)result;
    num_reduce(&most);
    *out = most;
    return NUM_OK;
}
