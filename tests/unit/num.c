/* Exact numbers: fixed vectors, and properties over pseudo-random values. */
#include "num.h"

#include <float.h>
#include <math.h>

#include "tap.h"

#define NINES "99999999999999999999999999999999999999" /* 38 */

static struct num number(const char *text)
{
    struct num r = {0};
    if (num_parse(slice_of(text), &r) != NUM_OK)
        ok(false, "'%s' is a number", text);
    return r;
}

/* "a/b" as a quotient, else a decimal. */
static struct num value(const char *text)
{
    const char *bar = strchr(text, '/');
    struct num n = {0}, d = {0};
    if (bar == NULL)
        return number(text);
    if (num_parse((struct slice){text, (size_t)(bar - text)}, &n) != NUM_OK ||
        num_parse(slice_of(bar + 1), &d) != NUM_OK || num_div(&n, &d, &n) != NUM_OK)
        ok(false, "'%s' is a quotient", text);
    return n;
}

static void is_num(const struct num *got, const char *want, const char *name)
{
    char text[NUM_TEXT_MAX];
    is_text(text, num_text(got, NULL, 0, text), want, name);
}

static enum num_result compute(char op, const struct num *a, const struct num *b, struct num *out)
{
    switch (op) {
    case '+': return num_add(a, b, out);
    case '-': return num_sub(a, b, out);
    case '*': return num_mul(a, b, out);
    case '/': return num_div(a, b, out);
    default: return num_mod(a, b, out);
    }
}

static void test_parse(void)
{
    static const struct {
        const char *text;
        enum num_result result;
        const char *canonical;
    } v[] = {
        {"0", NUM_OK, "0"},
        {"-0.00", NUM_OK, "0"},
        {"+7", NUM_OK, "7"},
        {"007.50", NUM_OK, "7.5"},
        {".5", NUM_OK, "0.5"},
        {"5.", NUM_OK, "5"},
        {"-.25", NUM_OK, "-0.25"},
        {NINES, NUM_OK, NINES},
        {"0000" NINES, NUM_OK, NINES},
        {NINES ".000", NUM_OK, NINES},
        {"12345678901234567890.123456789012345678", NUM_OK,
         "12345678901234567890.123456789012345678"},
        {"0.000000000000000001", NUM_OK, "0.000000000000000001"},
        {"0.0000000000000000010000", NUM_OK, "0.000000000000000001"},
        {"0.0000000000000000001", NUM_TOO_FINE, NULL},
        {"100000000000000000000000000000000000000", NUM_TOO_LARGE, NULL},
        {"123456789012345678901.123456789012345678", NUM_TOO_LARGE, NULL},
        {"", NUM_NOT_A_NUMBER, NULL},
        {".", NUM_NOT_A_NUMBER, NULL},
        {"-", NUM_NOT_A_NUMBER, NULL},
        {"+-1", NUM_NOT_A_NUMBER, NULL},
        {"1 ", NUM_NOT_A_NUMBER, NULL},
        {" 1", NUM_NOT_A_NUMBER, NULL},
        {"1.2.3", NUM_NOT_A_NUMBER, NULL},
        {"1e5", NUM_NOT_A_NUMBER, NULL},
        {"0x10", NUM_NOT_A_NUMBER, NULL},
        {"nan", NUM_NOT_A_NUMBER, NULL},
        {"inf", NUM_NOT_A_NUMBER, NULL},
        {"1,234", NUM_NOT_A_NUMBER, NULL},
        {"15%", NUM_NOT_A_NUMBER, NULL},
        {"\357\274\221", NUM_NOT_A_NUMBER, NULL}, /* full-width 1 */
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct num x = {0};
        enum num_result result = num_parse(slice_of(v[i].text), &x);
        ok(result == v[i].result, "parse '%s' gives %d", v[i].text, (int)v[i].result);
        if (result == NUM_OK && v[i].canonical != NULL)
            is_num(&x, v[i].canonical, v[i].text);
    }
    struct num x;
    ok(num_parse((struct slice){"1\0002", 3}, &x) == NUM_NOT_A_NUMBER, "a NUL is no digit");
    ok(num_parse((struct slice){NULL, 0}, &x) == NUM_NOT_A_NUMBER, "nothing is no number");
}

static void test_arithmetic(void)
{
    static const struct {
        const char *a;
        char op;
        const char *b;
        enum num_result result;
        const char *want;
    } v[] = {
        {"0.1", '+', "0.2", NUM_OK, "0.3"},
        {"100.00", '*', "1.15", NUM_OK, "115"},
        {"-1.50", '-', "-1.5", NUM_OK, "0"},
        {"1/3", '+', "1/6", NUM_OK, "0.5"},
        {"1/3", '-', "1/3", NUM_OK, "0"},
        {"1/3", '*', "3", NUM_OK, "1"},
        {"2/3", '/', "-4/3", NUM_OK, "-0.5"},
        {"1", '/', "3", NUM_OK, "~0.333333"},
        {"2", '/', "3", NUM_OK, "~0.666667"},
        {"1", '/', "8", NUM_OK, "0.125"},
        {"1", '/', "262144", NUM_OK, "0.000003814697265625"},
        {"1", '/', "524288", NUM_OK, "~0.000002"},
        {"5", '/', "0.00", NUM_ZERO_DIVISOR, NULL},
        {"5", '%', "0", NUM_ZERO_DIVISOR, NULL},
        {"7.5", '%', "2", NUM_OK, "1.5"},
        {"-7.5", '%', "2", NUM_OK, "-1.5"},
        {"7.5", '%', "-2", NUM_OK, "1.5"},
        {"1000", '%', "0.3", NUM_OK, "0.1"},
        {"7/3", '%', "1/2", NUM_OK, "~0.333333"},
        {NINES, '%', "0.000000000000000007", NUM_OK, "0.000000000000000001"},
        {NINES, '+', "1", NUM_TOO_LARGE, NULL},
        {"-" NINES, '-', "1", NUM_TOO_LARGE, NULL},
        {NINES, '-', NINES, NUM_OK, "0"},
        {NINES, '+', "0.5", NUM_TOO_LARGE, NULL},
        {"12345678901234567890", '+', "0.000000000000000001", NUM_OK,
         "12345678901234567890.000000000000000001"},
        {"123456789012345678901", '+', "0.000000000000000001", NUM_TOO_LARGE, NULL},
        {"123456789012345678901", '+', "1.000000000000000000", NUM_OK, "123456789012345678902"},
        {NINES, '*', "10", NUM_TOO_LARGE, NULL},
        {NINES, '*', "0.1", NUM_OK, "9999999999999999999999999999999999999.9"},
        {"0.0000000001", '*', "0.0000000001", NUM_OK, "~0.000000"},
        {"0.5000000000", '*', "0.500000000000000000", NUM_OK, "0.25"},
        {NINES, '/', "0.1", NUM_TOO_LARGE, NULL},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct num a = value(v[i].a), b = value(v[i].b), r;
        char name[120];
        snprintf(name, sizeof name, "%s %c %s", v[i].a, v[i].op, v[i].b);
        enum num_result result = compute(v[i].op, &a, &b, &r);
        ok(result == v[i].result, "%s gives %d", name, (int)v[i].result);
        if (result == NUM_OK && v[i].want != NULL)
            is_num(&r, v[i].want, name);
    }
}

/* Products round half-even behind 18 places and say so. */
static void test_rounded_products(void)
{
    static const struct {
        const char *a, *b, *want;
        bool approximate;
    } v[] = {
        {"0.000000000000000001", "0.5", "0", true},
        {"0.000000000000000003", "0.5", "0.000000000000000002", true},
        {"0.000000000000000005", "0.5", "0.000000000000000002", true},
        {"-0.000000000000000007", "0.5", "-0.000000000000000004", true},
        {"0.000000000000000002", "0.5", "0.000000000000000001", false},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct num a = number(v[i].a), b = number(v[i].b), want = number(v[i].want), r;
        ok(num_mul(&a, &b, &r) == NUM_OK && num_cmp(&r, &want) == 0 &&
               r.approximate == v[i].approximate,
           "%s * %s is %s%s", v[i].a, v[i].b, v[i].approximate ? "~" : "", v[i].want);
    }
}

static void test_compare(void)
{
    static const struct {
        const char *a, *b;
        int want;
    } v[] = {
        {"1", "1.000", 0},
        {"-1", "1", -1},
        {"0", "-0.01", 1},
        {NINES, "0.000000000000000001", 1},
        {"-" NINES, "-" NINES, 0},
        {"1/3", "2/6", 0},
        {"1/3", "0.333333333333333333", 1},
        {"2/3", "0.666666666666666667", -1},
        {"-1/3", "-0.333333333333333333", -1},
        {"1/7", "1/8", 1},
        {"3/2", "1.5", 0},
        {"99999999999999999999999999999999999998/" NINES,
         "99999999999999999999999999999999999997/99999999999999999999999999999999999998", 1},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct num a = value(v[i].a), b = value(v[i].b);
        ok(num_cmp(&a, &b) == v[i].want && num_cmp(&b, &a) == -v[i].want, "compare %s with %s",
           v[i].a, v[i].b);
    }
    struct num limit = number("100.00"), by = number("1.15"), at = number("115.00"),
               above = number("115.01");
    num_mul(&limit, &by, &limit);
    ok(num_cmp(&at, &limit) == 0, "115.00 is not above 100.00 * 1.15");
    ok(num_cmp(&above, &limit) > 0, "115.01 is above 100 * 1.15");
    struct num third = value("1/3"), real = num_real(1.0 / 3);
    ok(num_cmp(&third, &real) == 0, "a double compares by the nearest double");
}

static void test_round(void)
{
    static const struct {
        const char *a;
        int places;
        const char *want;
    } v[] = {
        {"2.5", 0, "3"},         {"-2.5", 0, "-3"},   {"2.4999", 0, "2"},   {"1.005", 2, "1.01"},
        {"1.5", 5, "1.5"},       {"1250", -2, "1300"}, {"-1249.99", -2, "-1200"},
        {"1/3", 2, "0.33"},      {"2/3", 0, "1"},     {"1/8", 2, "0.13"},   {"499", -3, "0"},
        {"500", -3, "1000"},     {NINES, -60, "0"},   {"0.04", 1, "0"},     {"-0.04", 1, "0"},
        {"1/3", 99, "0.333333333333333333"},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct num a = value(v[i].a), r = {0};
        char name[100];
        snprintf(name, sizeof name, "round(%s, %d)", v[i].a, v[i].places);
        ok(num_round(&a, v[i].places, &r) == NUM_OK, "%s", name);
        is_num(&r, v[i].want, name);
    }
    struct num a = number(NINES), r;
    ok(num_round(&a, -38, &r) == NUM_TOO_LARGE, "rounding up to 10^38 does not fit");
    a = num_real(2.5);
    ok(num_round(&a, 0, &r) == NUM_OK && r.kind == NUM_REAL && r.u.x == 3, "a double rounds too");
}

static void test_conversion(void)
{
    int64_t i;
    struct num a = number("9223372036854775807.00");
    ok(num_int(&a, &i) && i == INT64_MAX, "the largest int64");
    a = number("-9223372036854775808");
    ok(num_int(&a, &i) && i == INT64_MIN, "the smallest int64");
    a = number("9223372036854775808");
    ok(!num_int(&a, &i), "one more does not fit");
    a = number("1.5");
    ok(!num_int(&a, &i), "1.5 is no integer");
    a = value("6/3");
    ok(num_int(&a, &i) && i == 2, "6/3 is an integer");
    a = num_real(-3);
    ok(num_int(&a, &i) && i == -3, "-3 as a double is an integer");
    a = num_real(9223372036854775808.0);
    ok(!num_int(&a, &i), "2^63 as a double does not fit");
    a = number("0.1");
    ok(num_double(&a) == 0.1, "0.1 is the nearest double");
    a = number("9007199254740993"); /* 2^53 + 1, a tie */
    ok(num_double(&a) == 9007199254740992.0, "a tie goes to even");
    a = number("9007199254740993.000000000000000001");
    ok(num_double(&a) == 9007199254740994.0, "just above a tie goes up");
    a = value("-1/3");
    ok(num_double(&a) == -1.0 / 3, "-1/3 is the nearest double");
    a = value("6/4");
    num_reduce(&a);
    ok(a.kind == NUM_DECIMAL && a.n == 15 && a.scale == 1, "6/4 in lowest terms is 1.5");
    a = value("6/9");
    num_reduce(&a);
    ok(a.kind == NUM_FRACTION && a.n == 2 && a.u.d == 3, "6/9 in lowest terms is 2/3");
    a = value("1/262144");
    num_reduce(&a);
    ok(a.kind == NUM_DECIMAL && a.scale == 18, "1/2^18 just fits 18 places");
    a = number("-1.500");
    num_reduce(&a);
    ok(a.n == -15 && a.scale == 1, "-1.500 in lowest terms is -1.5");
    num_abs(&a, &a);
    is_num(&a, "1.5", "the absolute value");
}

static void test_doubles(void)
{
    struct num big = num_real(1e37), ten = number("10"), hundred = number("100"), r, x;
    ok(num_mul(&big, &hundred, &r) == NUM_TOO_LARGE, "a double of 10^38 or more is too large");
    ok(num_mul(&big, &ten, &r) == NUM_TOO_LARGE, "and 10^38 itself");
    x = num_real(DBL_MAX);
    ok(num_mul(&x, &x, &r) == NUM_TOO_LARGE, "infinity is no result");
    x = num_real(-0.0);
    is_num(&x, "~0.000000", "no negative zero");
    ok(num_div(&ten, &x, &r) == NUM_ZERO_DIVISOR, "a double of 0 divides nothing");
    x = num_real(0.5);
    ok(num_add(&x, &ten, &r) == NUM_OK && r.kind == NUM_REAL && r.approximate, "doubles stay so");
    is_num(&r, "~10.500000", "a double bears ~");
    x = num_real(1e-300);
    is_num(&x, "~0.000000", "a tiny double");
    char text[NUM_TEXT_MAX];
    const struct num zero = number("0");
    is_text(text, num_text(&x, &zero, 1, text),
            "~0.000000000000000000000000000000000000000000000001",
            "a tiny double does not touch 0");
    x = num_real(DBL_MAX);
    ok(num_text(&x, NULL, 0, text) < NUM_TEXT_MAX, "a huge double fits the buffer");
    x = num_real(-7.5);
    ok(num_mod(&x, &ten, &r) == NUM_OK && r.u.x == -7.5, "the remainder of a double");
}

/* Once a fraction does not fit it is a rounded decimal, and what comes of it bears the mark. */
static void test_overflow_of_fractions(void)
{
    struct num total = number("0"), exact_third = value("1/3"), r;
    static const char *const primes[] = {"1/1000000007", "1/1000000009", "1/1000000021",
                                         "1/1000000033", "1/1000000087", "1/1000000093"};
    for (size_t i = 0; i < sizeof primes / sizeof *primes; i++) {
        struct num p = value(primes[i]);
        if (num_add(&total, &p, &total) != NUM_OK)
            ok(false, "1/p is added");
        ok(total.approximate == (i > 3), "after %d terms %s", (int)i + 1,
           i > 3 ? "rounded" : "exact");
    }
    ok(num_mul(&total, &exact_third, &r) == NUM_OK && r.approximate, "the mark stays");
    struct num big = number("12345678901234567890123456789012345678"), one = value("1/" NINES);
    ok(num_add(&big, &one, &r) == NUM_OK && r.approximate && r.scale == 0 && r.n == big.n,
       "no room for fractional digits");
    struct num a = value(NINES "/7"), b = value("3/1000000007");
    ok(num_mul(&a, &b, &r) == NUM_OK && num_div(&r, &b, &r) == NUM_OK, "out and back");
    ok(fabs(num_double(&r) / num_double(&a) - 1) < 1e-15, "and near what it was");
}

/* (7 / 2^70) mod (4 / 2^70): the common factor must go before the result fits. */
static void test_remainder_of_fractions(void)
{
    struct num a = value("7/1180591620717411303424"), b = value("4/1180591620717411303424"),
               want = value("3/1180591620717411303424"), r;
    ok(num_mod(&a, &b, &r) == NUM_OK && !r.approximate && num_cmp(&r, &want) == 0,
       "an exact remainder of fractions with large parts");
}

static void is_shown(const char *a, const char *t1, const char *t2, const char *want)
{
    struct num x = value(a), against[2] = {value(t1), value(t2)};
    char text[NUM_TEXT_MAX], name[120];
    snprintf(name, sizeof name, "%s shown against %s and %s", a, t1, t2);
    is_text(text, num_text(&x, against, 2, text), want, name);
}

static void test_text_against_thresholds(void)
{
    is_shown("1/3", "0.3", "0.5", "~0.333333");
    is_shown("1/3", "0.333333", "0.5", "~0.3333333");
    is_shown("1/3", "0.3333333333", "1", "~0.33333333333");
    is_shown("2/3", "0.666667", "1", "~0.6666667");
    is_shown("2/3", "0.6666669", "0.6666667", "~0.66666667");
    is_shown("-2/3", "-0.666667", "-1", "~-0.6666667");
    is_shown("1/30000000", "0", "1", "~0.00000003");
    is_shown("-1/30000000", "0", "1", "~-0.00000003");
    is_shown("-1/30000000", "1", "2", "~0.000000");
    is_shown("4/6", "2/3", "1", "~0.666667");
    is_shown("0.1234567", "0.123457", "1", "0.1234567");
    is_shown("3000000000000000000000000000000000001/3000000000000000000000000000000000000", "1",
             "2", "~1.0000000000000000000000000000000000003");
    /* nearer to its threshold than 48 places can tell: one unit to its own side */
    is_shown("99999999999999999999999999999999999997/99999999999999999999999999999999999998",
             "99999999999999999999999999999999999998/" NINES, "2",
             "~0.999999999999999999999999999999999999989999999999");
    struct num sd = num_real(0.06), limit = number("0.06"), above = num_real(nextafter(0.06, 1));
    char text[NUM_TEXT_MAX];
    is_text(text, num_text(&sd, &limit, 1, text), "~0.06", "a double at its threshold");
    is_text(text, num_text(&above, &limit, 1, text), "~0.060000000000000005",
            "a double just above its threshold");
    struct num third = num_real(1.0 / 3), exact = value("1/3");
    is_text(text, num_text(&third, &exact, 1, text), "~0.333333", "a double that equals 1/3");
}

/* ---- properties ---- */

static uint64_t state = 20240305;

static uint64_t any(void) /* SplitMix64 */
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static struct num any_decimal(unsigned digits)
{
    uint128 n = ((uint128)any() << 64 | any()) % num_pow10(1 + (unsigned)(any() % digits));
    struct num r = num_decimal((int128)n, (uint8_t)(any() % (NUM_SCALE_MAX + 1)));
    if (any() % 2 == 0)
        num_neg(&r, &r);
    return r;
}

static struct num any_exact(unsigned digits)
{
    struct num a = any_decimal(digits), b = any_decimal(digits / 2), r = a;
    if (any() % 2 == 0 && !num_is_zero(&b) && num_div(&a, &b, &r) == NUM_OK && !r.approximate)
        return r;
    return a;
}

/* Counts how often each property was really tried, so that none holds for want of cases. */
static void test_properties(void)
{
    enum { SUM, PRODUCT, ORDER, TEXT, REMAINDER, LOWEST, KINDS };
    static const char *const names[KINDS] = {"a + b - b = a", "a * b / b = a",
                                             "the order is antisymmetric and fits a - b",
                                             "parse(text(a)) = a",
                                             "a mod b < b, and b divides the rest",
                                             "lowest terms keep the value"};
    unsigned tried[KINDS] = {0}, failed[KINDS] = {0};
    for (int i = 0; i < 20000; i++) {
        unsigned digits = 2 + (unsigned)(any() % 37);
        struct num a = any_exact(digits), b = any_exact(digits), r, q;
        const struct num zero = num_decimal(0, 0);
        char text[NUM_TEXT_MAX];
        if (num_add(&a, &b, &r) == NUM_OK && !r.approximate && num_sub(&r, &b, &r) == NUM_OK &&
            !r.approximate) {
            tried[SUM]++;
            failed[SUM] += num_cmp(&r, &a) != 0;
        }
        if (num_mul(&a, &b, &r) == NUM_OK && !r.approximate && num_div(&r, &b, &r) == NUM_OK &&
            !r.approximate) {
            tried[PRODUCT]++;
            failed[PRODUCT] += num_cmp(&r, &a) != 0;
        }
        if (num_sub(&a, &b, &r) == NUM_OK && !r.approximate) {
            tried[ORDER]++;
            failed[ORDER] += num_cmp(&a, &b) != -num_cmp(&b, &a) ||
                             num_cmp(&a, &b) != num_cmp(&r, &zero);
        }
        size_t n = num_text(&a, NULL, 0, text);
        if (text[0] != '~' && num_parse((struct slice){text, n}, &r) == NUM_OK) {
            tried[TEXT]++;
            failed[TEXT] += num_cmp(&r, &a) != 0;
        }
        if (num_mod(&a, &b, &r) == NUM_OK && !r.approximate && num_sub(&a, &r, &q) == NUM_OK &&
            num_div(&q, &b, &q) == NUM_OK && !q.approximate) {
            struct num rest, by;
            num_abs(&r, &rest);
            num_abs(&b, &by);
            num_reduce(&q);
            tried[REMAINDER]++;
            failed[REMAINDER] += num_cmp(&rest, &by) >= 0 || q.kind != NUM_DECIMAL || q.scale != 0;
        }
        r = a;
        num_reduce(&r);
        tried[LOWEST]++;
        failed[LOWEST] += num_cmp(&r, &a) != 0 || num_double(&r) != num_double(&a);
    }
    for (int k = 0; k < KINDS; k++)
        ok(failed[k] == 0 && tried[k] > 1000, "%s (%u failed of %u)", names[k], failed[k],
           tried[k]);
}

/* ---- sums in any order ---- */

static bool same(const struct num *a, const struct num *b)
{
    return a->kind == b->kind && a->approximate == b->approximate &&
           (a->kind == NUM_REAL ? a->u.x == b->u.x : num_cmp(a, b) == 0);
}

/* Adds V forwards, backwards, and as two merged halves; all three must agree to the last digit. */
static bool sums_agree(const struct num *v, size_t n, struct num *total)
{
    struct num_sum forward = {.lost = false}, backward = forward, half = forward, rest = forward;
    struct num b, m;
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        good = num_sum_add(&forward, &v[i]) == NUM_OK && good;
        good = num_sum_add(&backward, &v[n - 1 - i]) == NUM_OK && good;
        good = num_sum_add(i < n / 2 ? &half : &rest, &v[i]) == NUM_OK && good;
    }
    num_sum_merge(&rest, &half);
    return good && num_sum_total(&forward, total) == NUM_OK &&
           num_sum_total(&backward, &b) == NUM_OK && num_sum_total(&rest, &m) == NUM_OK &&
           same(total, &b) && same(total, &m);
}

static void test_sums(void)
{
    struct num total, few[4] = {value("1/3"), number("-0.5"), value("1/6"), number("2.25")};
    ok(sums_agree(few, 4, &total), "a sum of fractions and decimals");
    is_num(&total, "2.25", "1/3 - 0.5 + 1/6 + 2.25");
    struct num huge[3] = {number(NINES), number(NINES), number("-" NINES)};
    ok(sums_agree(huge, 3, &total), "a sum may pass beyond 38 digits");
    is_num(&total, NINES, "if it comes back");
    struct num_sum over = {.lost = false};
    num_sum_add(&over, &huge[0]);
    num_sum_add(&over, &huge[1]);
    ok(num_sum_total(&over, &total) == NUM_TOO_LARGE, "otherwise it is too large");
    struct num outweighed[2] = {number("1"), value("-7/3")};
    ok(sums_agree(outweighed, 2, &total), "a fraction outweighs a decimal");
    is_num(&total, "~-1.333333", "1 - 7/3");
    struct num_sum lost = {.lost = false}, plain = lost;
    static const char *const terms[] = {"1/10000000000000000003", "1/10000000000000000007",
                                        "1/10000000000000000009"};
    for (size_t i = 0; i < 3; i++) {
        struct num term = value(terms[i]);
        num_sum_add(&lost, &term);
    }
    num_sum_merge(&plain, &lost);
    ok(num_sum_total(&plain, &total) == NUM_OK && total.approximate,
       "a merged sum knows what the other had to round");
    struct num_sum none = {.lost = false};
    ok(num_sum_total(&none, &total) == NUM_OK && num_is_zero(&total), "a sum over nothing is 0");
    unsigned agree = 0, exact = 0, rounded = 0;
    for (int i = 0; i < 300; i++) {
        struct num v[12];
        for (int k = 0; k < 12; k++)
            v[k] = any_exact(2 + (unsigned)(i % 12));
        agree += sums_agree(v, 12, &total);
        exact += !total.approximate;
        rounded += total.approximate;
    }
    ok(agree == 300 && exact > 20 && rounded > 20, "300 sums agree (%u), %u exact, %u rounded",
       agree, exact, rounded);
    struct num mixed[3] = {num_real(0.5), value("1/3"), number("1.25")};
    ok(sums_agree(mixed, 3, &total) && total.kind == NUM_REAL, "a double makes a double");
    ok(fabs(total.u.x - (1.75 + 1.0 / 3)) < 1e-15, "of the right value");
}

int main(void)
{
    test_parse();
    test_arithmetic();
    test_rounded_products();
    test_compare();
    test_round();
    test_conversion();
    test_doubles();
    test_overflow_of_fractions();
    test_remainder_of_fractions();
    test_text_against_thresholds();
    test_properties();
    test_sums();
    return done_testing();
}
