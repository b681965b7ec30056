/* Statistics of small groups against values worked out by hand or from their definitions. */
#include "stats.h"

#include <math.h>
#include <stdlib.h>

#include "tap.h"

enum { MOST = 40 };

static struct num number(const char *text)
{
    struct num r = {0};
    if (num_parse(slice_of(text), &r) != NUM_OK)
        ok(false, "'%s' is a number", text);
    return r;
}

/* "3 1/2 0.25": sorted into V; returns how many. */
static size_t values(const char *text, struct num v[MOST])
{
    struct slice rest = slice_of(text);
    size_t n = 0;
    while (rest.n > 0) {
        size_t length = 0, bar = 0;
        for (; length < rest.n && rest.p[length] != ' '; length++)
            if (rest.p[length] == '/')
                bar = length;
        struct num d;
        bool good = num_parse((struct slice){rest.p, bar > 0 ? bar : length}, &v[n]) == NUM_OK;
        if (bar > 0)
            good = num_parse((struct slice){rest.p + bar + 1, length - bar - 1}, &d) == NUM_OK &&
                   num_div(&v[n], &d, &v[n]) == NUM_OK && good;
        if (!good)
            ok(false, "'%s' are numbers", text);
        n++;
        length += length < rest.n;
        rest.p += length;
        rest.n -= length;
    }
    stats_sort(v, n);
    return n;
}

static void is_exactly(const struct num *got, const char *want, const char *name)
{
    struct num w[MOST];
    values(want, w);
    ok(got->kind != NUM_REAL && !got->approximate && num_cmp(got, &w[0]) == 0, "%s is %s", name,
       want);
}

static void is_within(const struct num *got, double want, double relative, const char *name)
{
    bool good =
        got->kind == NUM_REAL && got->approximate && fabs(got->u.x - want) <= relative * fabs(want);
    ok(good, "%s is near %.17g", name, want);
    if (!good)
        printf("#  got: %.17g\n", num_double(got));
}

static void is_near(const struct num *got, double want, const char *name)
{
    is_within(got, want, 4e-16, name);
}

static void test_sort(void)
{
    struct num v[MOST];
    char text[NUM_TEXT_MAX];
    size_t n = values("3 -1 2.5 1/3 0.333 0.3334 -100", v);
    static const char *const want[] = {"-100", "-1", "0.333", "~0.333333", "0.3334", "2.5", "3"};
    for (size_t i = 0; i < n; i++)
        is_text(text, num_text(&v[i], NULL, 0, text), want[i], "mixed kinds in order");
    n = values("5 3 9 1 7", v);
    bool sorted = true;
    for (size_t i = 0; i < n; i++)
        sorted = sorted && v[i].n == (int128)(2 * i + 1);
    ok(sorted, "integers in order");
    /* both decimals are nearest to the double 0.1, yet differ */
    struct num close[3] = {number("0.100000000000000002"), num_real(0.1),
                           number("0.100000000000000001")};
    stats_sort(close, 3);
    ok(close[0].kind == NUM_REAL && num_cmp(&close[1], &close[2]) < 0,
       "exact order survives a double beside it");
    stats_sort(NULL, 0);
}

static void test_quantiles(void)
{
    static const struct {
        const char *values, *p, *want;
    } v[] = {
        {"7", "0.5", "7"},
        {"1 2", "0.5", "1.5"},
        {"1 2 3", "0.25", "7/6"},
        {"1 2 3 4", "0.25", "17/12"},
        {"1 2 3 4", "0.5", "2.5"},
        {"1 2 3 4", "0.75", "43/12"},
        {"1 2 3 4 5", "0.25", "5/3"},
        {"1 2 3 4 5 6 7 8 9 10", "0.9", "289/30"},
        {"1 2 3 4 5", "0", "1"},
        {"1 2 3 4 5", "1", "5"},
        {"1 2 3 4 5", "-3", "1"},
        {"1 2 3 4 5", "3", "5"},
        {"1 2", "0.05", "1"},
        {"1/3 2/3", "0.5", "0.5"},
        {"0 1 1 1 9", "1/3", "1"},
    };
    struct num a[MOST], p[MOST], r;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        char name[80];
        size_t n = values(v[i].values, a);
        values(v[i].p, p);
        snprintf(name, sizeof name, "quantile %s of %s", v[i].p, v[i].values);
        if (ok(stats_quantile(a, n, &p[0], &r) == NUM_OK, "%s", name))
            is_exactly(&r, v[i].want, name);
    }
    ok(stats_quantile(a, 0, &p[0], &r) == STATS_TOO_FEW, "nothing has no quantile");
}

static void test_fences(void)
{
    struct num v[MOST], r, eighty = number("0.8");
    size_t n = values("0 0.2 0.8 0.2 0.2", v);
    /* Q1 = 2/15, Q3 = 0.4; 0.4 + 1.5 * 4/15 = 0.8 */
    ok(stats_fence(v, n, true, &r) == NUM_OK && num_cmp(&r, &eighty) == 0,
       "five buyers: the upper fence is exactly 0.8");
    ok(stats_fence(v, n, false, &r) == NUM_OK, "the lower fence");
    is_exactly(&r, "-4/15", "the lower fence");
    ok(stats_iqr(v, n, &r) == NUM_OK, "the interquartile range");
    is_exactly(&r, "4/15", "the interquartile range");
    n = values("0/5 1/5 4/5 2/10 3/15", v);
    ok(stats_fence(v, n, true, &r) == NUM_OK && num_cmp(&r, &eighty) == 0,
       "and so it is for quotients");
    ok(stats_fence(v, 0, true, &r) == STATS_TOO_FEW, "nothing has no fence");
}

static void test_means(void)
{
    static const struct {
        const char *values, *want;
    } v[] = {
        {"1 2 4", "7/3"},
        {"0.1 0.2", "0.15"},
        {"1/3 1/6 0.5", "1/3"},
        {"-1 1", "0"},
        {"99999999999999999999999999999999999999 99999999999999999999999999999999999999 "
         "99999999999999999999999999999999999996",
         "99999999999999999999999999999999999998"},
    };
    struct num a[MOST], r;
    for (size_t i = 0; i < 4; i++) {
        size_t n = values(v[i].values, a);
        if (ok(stats_mean(a, n, &r) == NUM_OK, "mean of %s", v[i].values))
            is_exactly(&r, v[i].want, v[i].values);
    }
    ok(stats_mean(a, values(v[4].values, a), &r) == NUM_TOO_LARGE, "a sum beyond 38 digits");
    ok(stats_mean(a, 0, &r) == STATS_TOO_FEW, "nothing has no mean");
}

static void test_spread(void)
{
    struct num v[MOST], r;
    size_t n = values("2 4 4 4 5 5 7 9", v);
    ok(stats_pstdev(v, n, &r) == NUM_OK, "pstdev");
    is_near(&r, 2, "pstdev of 2 4 4 4 5 5 7 9");
    ok(stats_stddev(v, n, &r) == NUM_OK, "stddev");
    is_near(&r, sqrt(32.0 / 7), "stddev of 2 4 4 4 5 5 7 9");
    n = values("1000000000000000.01 1000000000000000.02 1000000000000000.03", v);
    ok(stats_stddev(v, n, &r) == NUM_OK, "stddev of near values");
    is_near(&r, 0.01, "nothing is lost beside a large mean");
    n = values("0 1000000000000000000000000000000000000.5 0.000000000000000001", v);
    ok(stats_stddev(v, n, &r) == NUM_OK, "stddev of the widest range");
    is_near(&r, 1e36 / sqrt(3), "squares beyond 128 bits");
    n = values("-99999999999999999999999999999999999999 99999999999999999999999999999999999999", v);
    ok(stats_pstdev(v, n, &r) == NUM_OK, "pstdev of the extremes");
    is_near(&r, 1e38, "the extremes");
    n = values("-5.5 -3 -1.25", v);
    ok(stats_stddev(v, n, &r) == NUM_OK, "negative values of several scales");
    is_near(&r, sqrt(13.6875 / 3), "negative values of several scales");
    n = values("1/3 2/3 1", v);
    ok(stats_stddev(v, n, &r) == NUM_OK, "stddev of fractions");
    is_near(&r, 1.0 / 3, "stddev of fractions");
    n = values("0.10 0.1 1/10", v);
    ok(stats_stddev(v, n, &r) == NUM_OK && r.kind == NUM_DECIMAL && num_is_zero(&r) &&
           !r.approximate,
       "equal values have exactly no spread");
    ok(stats_stddev(v, 1, &r) == STATS_TOO_FEW, "one value has no stddev");
    ok(stats_pstdev(v, 1, &r) == NUM_OK && num_is_zero(&r), "but a pstdev of 0");
    ok(stats_pstdev(v, 0, &r) == STATS_TOO_FEW, "nothing has none");
}

static void test_cv(void)
{
    struct num v[MOST], r, six = number("0.06");
    size_t n = values("94 100 106", v);
    ok(stats_cv(v, n, &r) == NUM_OK, "cv");
    is_near(&r, 0.06, "cv of 94 100 106");
    ok(num_cmp(&r, &six) == 0, "cv of exactly 0.06 is not below 0.06");
    ok(stats_cv(v, 1, &r) == STATS_TOO_FEW, "one value has no cv");
    n = values("-1 1", v);
    ok(stats_cv(v, n, &r) == NUM_ZERO_DIVISOR, "no cv about a mean of 0");
    n = values("0 0", v);
    ok(stats_cv(v, n, &r) == NUM_ZERO_DIVISOR, "nor of zeros");
    n = values("3 3.0", v);
    ok(stats_cv(v, n, &r) == NUM_OK && num_is_zero(&r) && !r.approximate, "equal values: 0");
}

static void test_benford(void)
{
    struct num v[MOST], r;
    double want = 0;
    size_t n = values("1 -20 300 0.004 0.5 6/1 7000000 80.25 -9 0 0.00", v);
    for (int d = 1; d <= 9; d++)
        want += fabs(1.0 / 9 - log10(1 + 1.0 / d)) / 9;
    ok(stats_benford_mad(v, n, 1, &r) == NUM_OK, "each first digit once");
    is_near(&r, want, "each first digit once");
    n = values("2/3 1/15 0.6 69999999999999999999999999999999999999 2/30000000000000", v);
    v[n++] = num_real(6.5e-30);
    want = (1 - log10(7.0 / 6)) / 9;
    for (int d = 1; d <= 9; d++)
        want += d == 6 ? 0 : log10(1 + 1.0 / d) / 9;
    ok(stats_benford_mad(v, n, 1, &r) == NUM_OK, "all first digits 6");
    is_near(&r, want, "all first digits 6");
    n = values("0 0.00 -0", v);
    ok(stats_benford_mad(v, n, 1, &r) == STATS_TOO_FEW, "zeros have no first digit");
}

static void test_two_digits(void)
{
    struct num v[MOST], r;
    size_t n = values("5 -0.5 50 5/1000 0.0509 509999999999999999999999999999999999 1/2", v);
    double want = 1 - log10(51.0 / 50);
    v[n++] = num_real(5.05e-30);
    for (int d = 10; d < 100; d++)
        want += d == 50 ? 0 : log10(1 + 1.0 / d);
    ok(stats_benford_mad(v, n, 2, &r) == NUM_OK, "all begin with 50");
    is_near(&r, want / 90, "all begin with 50, a lone 5 as well");
    /* expected 8 log10(51/50) of 50, and all else missing: (8 - e)^2 / e + 8 (1 - e / 8) */
    want = 8 / log10(51.0 / 50) - 8;
    ok(stats_benford_chi(v, n, 2, &r) == NUM_OK, "chi of two digits");
    is_within(&r, want, 1e-14, "chi of two digits");
    n = values("10 99 9.9 0.99 0 10.9 1 -1 0.00", v);
    want = 7 * (16 / (49 * log10(1.1)) + 9 / (49 * log10(100.0 / 99)) - 1);
    ok(stats_benford_chi(v, n, 2, &r) == NUM_OK, "chi of 10 and 99");
    is_within(&r, want, 1e-13, "four begin with 10, three with 99, zeros do not count");
    n = values("1 -2 0.3 0", v);
    want = 3 * ((1 / log10(2.0) + 1 / log10(1.5) + 1 / log10(4.0 / 3)) / 9 - 1);
    ok(stats_benford_chi(v, n, 1, &r) == NUM_OK, "chi of one digit");
    is_within(&r, want, 1e-14, "chi of one digit");
    n = values("0 0.00", v);
    ok(stats_benford_mad(v, n, 2, &r) == STATS_TOO_FEW &&
           stats_benford_chi(v, n, 1, &r) == STATS_TOO_FEW,
       "zeros have no digits");
}

/* Want: from the definitions, in exact fractions. */
static void test_shape(void)
{
    static const struct {
        const char *values;
        double skew, kurt;
    } v[] = {
        {"3 4 5 2 3 4 5 6 4 7", 0.3595430714067972, -4770.0 / 31423},
        {"1 2 4 8", 1.1376243669576889, 2004.0 / 2645},
        {"1 2 3 10", 1.763632614803888, 3.228},
        {"0.5 0.7 -3 100.25 8", 2.191398456941154, 4.833524530486725},
        {"1000000000000000.01 1000000000000000.02 1000000000000000.04 1000000000000000.09",
         1.3309377322476703, 1.5},
        {"1/3 2/3 1 5", 1.907340939734352, 195924.0 / 53045},
        {"10000000000000000000000000000000000001 20000000000000000000000000000000000002 "
         "40000000000000000000000000000000000004 0",
         0.7528371991317256, 0.34285714285714286},
    };
    struct num a[MOST], r;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        size_t n = values(v[i].values, a);
        if (ok(stats_skew(a, n, &r) == NUM_OK, "skew of %s", v[i].values))
            is_within(&r, v[i].skew, 1e-13, "skew");
        if (ok(stats_kurt(a, n, &r) == NUM_OK, "kurt of %s", v[i].values))
            is_within(&r, v[i].kurt, 1e-13, "kurt");
    }
    size_t n = values("1 2 4", a);
    ok(stats_skew(a, n, &r) == NUM_OK && stats_kurt(a, n, &r) == STATS_TOO_FEW,
       "three values have a skew and no kurt");
    ok(stats_skew(a, 2, &r) == STATS_TOO_FEW && stats_skew(a, 0, &r) == STATS_TOO_FEW,
       "two have none");
    n = values("0.1 0.3 0.35 0.4 0.600000000001", a);
    ok(stats_skew(a, n, &r) == NUM_OK && num_double(&r) != 0, "nearly symmetric: not 0");
    n = values("0.1 0.3 0.34 0.35 0.36 0.4 0.6", a);
    ok(stats_skew(a, n, &r) == NUM_OK && num_is_zero(&r), "symmetric: exactly 0");
    n = values("0.1 0.3 1/3 0.35 11/30 0.4 0.6", a);
    ok(stats_skew(a, n, &r) == NUM_OK && num_is_zero(&r), "symmetric fractions as well");
    n = values("2.5 2.50 5/2 2.5", a);
    ok(stats_skew(a, n, &r) == STATS_NO_SPREAD && stats_kurt(a, n, &r) == STATS_NO_SPREAD,
       "equal values have no shape");
}

static void test_uniform(void)
{
    static const struct {
        const char *values, *want;
    } v[] = {
        {"1 2", "1/2"},           {"0 1 2 3 4", "1/5"},
        {"1 2 4", "1/3"},         {"1 2 4 8", "5/14"},
        {"1 2 3 10", "19/36"},    {"1 8 9 10", "19/36"},
        {"1 1 1 2", "3/4"},       {"1 2 2 2", "3/4"},
        {"0 5 5 5 10", "3/10"},   {"-3 0.5 0.7 8 100.25", "1432/2065"},
        {"1/3 2/3 1 5", "17/28"}, {"3 4 5 2 3 4 5 6 4 7", "1/5"},
    };
    struct num a[MOST], r;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        size_t n = values(v[i].values, a);
        if (ok(stats_ks_uniform(a, n, &r) == NUM_OK, "ks_uniform of %s", v[i].values))
            is_exactly(&r, v[i].want, v[i].values);
    }
    ok(stats_ks_uniform(a, values("5 5.0", a), &r) == STATS_NO_SPREAD, "equal values");
    ok(stats_ks_uniform(a, 0, &r) == STATS_TOO_FEW, "nothing");
    size_t n = values("-99999999999999999999999999999999999999 0 1", a);
    ok(stats_ks_uniform(a, n, &r) == NUM_TOO_LARGE, "a range beyond 38 digits");
}

static void test_numbering(void)
{
    struct num v[MOST], r;
    size_t n = values("7 3 4 4 9", v);
    ok(stats_gaps(v, n, &r) == NUM_OK, "gaps");
    is_exactly(&r, "3", "gaps of 3 4 4 7 9");
    ok(stats_distinct(v, n, &r) == NUM_OK, "distinct");
    is_exactly(&r, "4", "distinct of 3 4 4 7 9");
    n = values("-2 2.00 4/2", v);
    ok(stats_gaps(v, n, &r) == NUM_OK, "gaps below 0");
    is_exactly(&r, "3", "gaps of -2 2.00 4/2");
    n = values("12345678901234567890123456789012345670 12345678901234567890123456789012345678", v);
    ok(stats_gaps(v, n, &r) == NUM_OK, "gaps of long numbers");
    is_exactly(&r, "7", "gaps of numbers of 38 digits");
    ok(stats_gaps(v, 1, &r) == NUM_OK && num_is_zero(&r), "one number has no gap");
    ok(stats_gaps(v, 0, &r) == STATS_TOO_FEW, "nothing");
    n = values("1 2.5 4", v);
    ok(stats_gaps(v, n, &r) == STATS_NOT_WHOLE, "a number that is not whole");
    n = values("1 7/3", v);
    ok(stats_gaps(v, n, &r) == STATS_NOT_WHOLE, "a fraction");
    ok(stats_distinct(v, 0, &r) == NUM_OK && num_is_zero(&r), "nothing is not distinct");
}

static void is_list(const struct num *got, size_t n, const char *want, const char *name)
{
    struct num w[MOST];
    bool good = values(want, w) == n;
    for (size_t i = 0; i < n && good; i++)
        good = num_cmp(&got[i], &w[i]) == 0 && !got[i].approximate;
    ok(good, "%s: %s", name, want);
}

static void test_neighbours(void)
{
    struct num v[MOST], out[MOST];
    size_t n = values("100 130 110 150", v);
    ok(stats_steps(v, n, out) == NUM_OK, "steps");
    is_list(out, 3, "10 20 20", "steps");
    ok(stats_ratios(v, n, out) == NUM_OK, "ratios");
    is_list(out, 3, "1.1 13/11 15/13", "ratios");
    ok(stats_steps(v, 1, out) == NUM_OK && stats_ratios(v, 1, out) == NUM_OK,
       "one value has no neighbour");
    n = values("0 1", v);
    ok(stats_ratios(v, n, out) == NUM_ZERO_DIVISOR, "no ratio to 0");
    n = values("-99999999999999999999999999999999999999 1", v);
    ok(stats_steps(v, n, out) == NUM_TOO_LARGE, "a step beyond 38 digits");
}

/* Moving all values by one distance moves mean and fences as far and leaves the spread. */
static void test_shift(void)
{
    unsigned wrong = 0;
    uint32_t seed = 12345;
    for (int round = 0; round < 500; round++) {
        struct num a[MOST], b[MOST], r, s, d;
        const struct num shift = number("1234567.89");
        size_t n = 2 + (size_t)round % (MOST - 2);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            a[i] = num_decimal((int128)(seed >> 8) - 4000000, (uint8_t)(seed >> 4 & 3));
            wrong += num_add(&a[i], &shift, &b[i]) != NUM_OK;
        }
        stats_sort(a, n);
        stats_sort(b, n);
        wrong += stats_stddev(a, n, &r) != NUM_OK || stats_stddev(b, n, &s) != NUM_OK ||
                 r.kind != NUM_REAL || r.u.x != s.u.x;
        wrong += stats_mean(a, n, &r) != NUM_OK || stats_mean(b, n, &s) != NUM_OK ||
                 num_sub(&s, &r, &d) != NUM_OK || num_cmp(&d, &shift) != 0;
        wrong += stats_fence(a, n, true, &r) != NUM_OK || stats_fence(b, n, true, &s) != NUM_OK ||
                 num_sub(&s, &r, &d) != NUM_OK || num_cmp(&d, &shift) != 0;
    }
    is_int(wrong, 0, "a shift moves mean and fence by itself and leaves the spread, bit for bit");
}

int main(void)
{
    test_sort();
    test_quantiles();
    test_fences();
    test_means();
    test_spread();
    test_cv();
    test_benford();
    test_two_digits();
    test_shape();
    test_uniform();
    test_numbering();
    test_neighbours();
    test_shift();
    return done_testing();
}
