/* First digits of one group's values against Benford's law. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "num_int.h"
#include "stats.h"

static unsigned first_number(unsigned digits)
{
    return digits == 1 ? 1 : 10;
}

/* The first digits of a value that is not 0, from the first other than 0. */
static unsigned leading(const struct num *v, unsigned digits)
{
    unsigned first = first_number(digits);
    if (v->kind == NUM_REAL) {
        char text[64];
        int length = snprintf(text, sizeof text, "%.40e", fabs(v->u.x)); /* d.ddd...e+dd */
        if (length < 3)
            return first;
        unsigned one = (unsigned)(text[0] - '0');
        return digits == 1 ? one : one * 10 + (unsigned)(text[2] - '0');
    }
    struct parts p = num_parts(v);
    uint128 whole = p.n / p.d;
    if (whole < first) {
        struct wide n = wide_of(p.n), d = wide_of(p.d), q = wide_of(0);
        wide_mul64(&d, first);
        while (wide_cmp(&n, &d) < 0)
            wide_mul64(&n, 10);
        d = wide_of(p.d);
        wide_divide(&n, &d, &q);
        whole = wide_low(&q);
    }
    while (whole >= (uint128)first * 10)
        whole /= whole >> 64 != 0 ? num_pow10(18) : 10;
    return (unsigned)whole;
}

size_t stats_leading(const struct num *v, size_t n, unsigned digits, size_t seen[STATS_LEADING])
{
    size_t counted = 0;
    for (size_t d = 0; d < STATS_LEADING; d++)
        seen[d] = 0;
    for (size_t i = 0; i < n; i++) {
        if (num_is_zero(&v[i]))
            continue;
        seen[leading(&v[i], digits)]++;
        counted++;
    }
    return counted;
}

/* Both add something up over all digits: how far SHARE, the law's, is from what was SEEN of N. */
typedef double distance_fn(double share, double seen, double n);

static double deviation(double share, double seen, double n)
{
    return fabs(seen / n - share);
}

static double chi_part(double share, double seen, double n)
{
    double more = seen - n * share;
    return more * more / (n * share);
}

static int against_law(const struct num *v, size_t n, unsigned digits, distance_fn *distance,
                       double *out)
{
    size_t seen[STATS_LEADING], counted = stats_leading(v, n, digits, seen);
    unsigned first = first_number(digits);
    *out = 0;
    for (unsigned d = first; counted > 0 && d < first * 10; d++)
        *out += distance(log10(1 + 1.0 / d), (double)seen[d], (double)counted);
    return counted == 0 ? STATS_TOO_FEW : NUM_OK;
}

int stats_benford_mad(const struct num *v, size_t n, unsigned digits, struct num *out)
{
    double sum;
    int result = against_law(v, n, digits, deviation, &sum);
    *out = num_real(sum / (first_number(digits) * 9));
    return result;
}

int stats_benford_chi(const struct num *v, size_t n, unsigned digits, struct num *out)
{
    double sum;
    int result = against_law(v, n, digits, chi_part, &sum);
    *out = num_real(sum);
    return result;
}
