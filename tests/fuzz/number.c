/* Numbers from arbitrary bytes: what is read must be written and read back the same, and arithmetic
 * on it must keep its promises. Input: numbers separated by blanks. */
#include "num.h"

#include <stdio.h>
#include <stdlib.h>

#include "stats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : abort())
enum { MOST = 32 };

static void round_trip(const struct num *a)
{
    char text[NUM_TEXT_MAX];
    struct num b;
    size_t n = num_text(a, NULL, 0, text);
    MUST(n > 0 && n <= NUM_TEXT_MAX && text[0] != '~');
    MUST(num_parse((struct slice){text, n}, &b) == NUM_OK && num_cmp(a, &b) == 0);
    MUST(num_double(a) == num_double(&b));
}

static int sign(const struct num *a)
{
    const struct num zero = num_decimal(0, 0);
    return num_cmp(a, &zero);
}

static void pair(const struct num *a, const struct num *b)
{
    struct num r, q;
    char text[NUM_TEXT_MAX];
    MUST(num_cmp(a, b) == -num_cmp(b, a));
    if (num_sub(a, b, &r) == NUM_OK && !r.approximate) {
        MUST(sign(&r) == num_cmp(a, b));
        MUST(num_add(&r, b, &q) != NUM_OK || q.approximate || num_cmp(&q, a) == 0);
    }
    if (num_mul(a, b, &r) == NUM_OK && !r.approximate)
        MUST(sign(&r) == sign(a) * sign(b));
    if (num_mod(a, b, &r) == NUM_OK && !num_is_zero(&r))
        MUST(sign(&r) == sign(a));
    enum num_result result = num_div(a, b, &q);
    MUST((result == NUM_ZERO_DIVISOR) == num_is_zero(b));
    if (result != NUM_OK)
        return;
    const struct num against[2] = {*a, *b};
    size_t n = num_text(&q, against, 2, text);
    MUST(n > 0 && n <= NUM_TEXT_MAX);
    struct num shown; /* more digits than a number can have are not read back */
    size_t mark = text[0] == '~';
    if (num_parse((struct slice){text + mark, n - mark}, &shown) == NUM_OK)
        for (int i = 0; i < 2; i++)
            MUST(num_cmp(&q, &against[i]) == 0 ||
                 num_cmp(&q, &against[i]) == num_cmp(&shown, &against[i]));
    for (int places = -3; places < 20; places += 5)
        (void)num_round(&q, places, &r);
}

static void group(struct num *v, size_t n)
{
    struct num r, steps[MOST];
    const struct num p = num_decimal(25, 2);
    stats_sort(v, n);
    for (size_t i = 1; i < n; i++)
        MUST(num_cmp(&v[i - 1], &v[i]) <= 0);
    if (stats_quantile(v, n, &p, &r) == NUM_OK && !r.approximate)
        MUST(num_cmp(&v[0], &r) <= 0 && num_cmp(&r, &v[n - 1]) <= 0);
    if (stats_stddev(v, n, &r) == NUM_OK)
        MUST(num_cmp(&v[0], &v[n - 1]) != 0 || num_is_zero(&r));
    (void)stats_cv(v, n, &r);
    (void)stats_fence(v, n, true, &r);
    (void)stats_benford_mad(v, n, 1, &r);
    (void)stats_benford_chi(v, n, 2, &r);
    (void)stats_skew(v, n, &r);
    (void)stats_kurt(v, n, &r);
    if (stats_ks_uniform(v, n, &r) == NUM_OK) {
        const struct num zero = num_decimal(0, 0), one = num_decimal(1, 0);
        MUST(num_cmp(&r, &zero) > 0 && num_cmp(&r, &one) < 0);
    }
    (void)stats_gaps(v, n, &r);
    (void)stats_steps(v, n, steps);
    (void)stats_ratios(v, n, steps);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice rest = {size > 0 ? (const char *)data : "", size};
    struct num v[MOST], r;
    size_t n = 0;
    for (size_t start = 0, i = 0; i <= rest.n && n < MOST; i++) {
        if (i < rest.n && rest.p[i] != ' ')
            continue;
        if (num_parse((struct slice){rest.p + start, i - start}, &v[n]) == NUM_OK)
            round_trip(&v[n++]);
        start = i + 1;
    }
    for (size_t i = 1; i < n; i++)
        pair(&v[i - 1], &v[i]);
    if (n > 2 && num_div(&v[1], &v[2], &r) == NUM_OK) {
        pair(&r, &v[0]);
        pair(&v[0], &r);
        v[0] = r;
    }
    if (n > 0)
        group(v, n);
    return 0;
}

#include "standalone.h"
