/* Numbers as text: the strict grammar of a cell, and a writer that never rounds across a
 * threshold. */
#include <math.h>
#include <stdio.h>

#include "num.h"
#include "num_int.h"

/* ---- reading ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where the digits stand; false if S is no number. */
struct layout {
    const char *whole, *fraction;
    size_t whole_n, fraction_n;
    bool negative;
};

static bool lay_out(struct slice s, struct layout *l)
{
    size_t i = 0;
    l->negative = s.n > 0 && s.p[0] == '-';
    if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
        i++;
    l->whole = s.p + i;
    while (i < s.n && is_digit(s.p[i]))
        i++;
    l->whole_n = (size_t)(s.p + i - l->whole);
    if (i < s.n && s.p[i] == '.')
        i++;
    l->fraction = s.p + i;
    while (i < s.n && is_digit(s.p[i]))
        i++;
    l->fraction_n = (size_t)(s.p + i - l->fraction);
    return i == s.n && l->whole_n + l->fraction_n > 0;
}

static uint128 add_digits(uint128 v, const char *p, size_t n)
{
    uint64_t chunk = 0;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        chunk = chunk * 10 + (uint64_t)(p[i] - '0');
        if (++used == 18) {
            v = v * num_pow10(18) + chunk;
            chunk = 0;
            used = 0;
        }
    }
    return used == 0 ? v : v * num_pow10((unsigned)used) + chunk;
}

enum num_result num_parse(struct slice s, struct num *out)
{
    struct layout l;
    if (s.n == 0 || !lay_out(s, &l))
        return NUM_NOT_A_NUMBER;
    while (l.whole_n > 0 && *l.whole == '0') {
        l.whole++;
        l.whole_n--;
    }
    while (l.fraction_n > 0 && l.fraction[l.fraction_n - 1] == '0' &&
           (l.fraction_n > NUM_SCALE_MAX || l.whole_n + l.fraction_n > NUM_DIGITS_MAX))
        l.fraction_n--;
    if (l.fraction_n > NUM_SCALE_MAX)
        return l.whole_n > NUM_DIGITS_MAX ? NUM_TOO_LARGE : NUM_TOO_FINE;
    if (l.whole_n + l.fraction_n > NUM_DIGITS_MAX)
        return NUM_TOO_LARGE;
    uint128 v = add_digits(add_digits(0, l.whole, l.whole_n), l.fraction, l.fraction_n);
    *out = num_decimal(with_sign(l.negative, v), (uint8_t)l.fraction_n);
    return NUM_OK;
}

bool num_percent(struct num *a)
{
    unsigned scale = a->scale + 2U;
    while (scale > NUM_SCALE_MAX && a->n % 10 == 0) {
        a->n /= 10;
        scale--;
    }
    a->scale = (uint8_t)scale;
    return scale <= NUM_SCALE_MAX;
}

enum num_result num_parse_percent(struct slice s, struct num *out)
{
    bool percent = s.n > 0 && s.p[s.n - 1] == '%';
    enum num_result r = num_parse((struct slice){s.p, s.n - percent}, out);
    return r == NUM_OK && percent && !num_percent(out) ? NUM_TOO_FINE : r;
}

/* ---- writing ---- */

/* Sign, a whole part of up to 39 digits, the point and PLACES_MAX more must fit NUM_TEXT_MAX
 * with the ~. */
enum { PLACES = 6, PLACES_MAX = 48, DIGIT_BUFFER = 160 };

/* Q * 10^-PLACES without a ~; returns the length. */
static size_t put_decimal(bool negative, struct wide q, unsigned places, char *out)
{
    char digits[DIGIT_BUFFER]; /* least significant first */
    const struct wide unit = wide_of(num_pow10(19));
    size_t n = 0, length = 0;
    bool zero = wide_bits(&q) == 0;
    while (wide_bits(&q) != 0) {
        struct wide next;
        wide_divide(&q, &unit, &next);
        uint64_t chunk = q.w[0];
        for (int i = 0; i < 19; i++, chunk /= 10)
            digits[n++] = (char)('0' + chunk % 10);
        q = next;
    }
    while (n > 0 && digits[n - 1] == '0')
        n--;
    while (n <= places)
        digits[n++] = '0';
    if (negative && !zero)
        out[length++] = '-';
    while (n > 0) {
        out[length++] = digits[--n];
        if (n == places && n > 0)
            out[length++] = '.';
    }
    return length;
}

/* The same of what fits 64 bits, as most numbers do. */
static size_t put_small(bool negative, uint64_t n, unsigned places, char *out)
{
    char digits[20 + NUM_SCALE_MAX]; /* from the last */
    size_t count = 0, length = 0;
    for (; places > 0 && n % 10 == 0; places--)
        n /= 10;
    bool zero = n == 0;
    do {
        digits[count++] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0 || count <= places);
    if (negative && !zero)
        out[length++] = '-';
    while (count > 0) {
        out[length++] = digits[--count];
        if (count == places && count > 0)
            out[length++] = '.';
    }
    return length;
}

/* Writes the value in the fewest digits; 0 if 18 fractional ones are not enough. A is reduced. */
static size_t put_exact(const struct num *a, char *out)
{
    bool exact;
    const struct parts p = num_parts(a);
    if (a->kind == NUM_DECIMAL && p.n <= UINT64_MAX)
        return put_small(p.negative, (uint64_t)p.n, a->scale, out);
    const struct wide n = wide_of(p.n), d = wide_of(p.d), ten = wide_of(10);
    if (a->kind == NUM_DECIMAL)
        return put_decimal(p.negative, n, a->scale, out);
    /* more than 38 digits in all, or none that are exact */
    struct wide q = num_quotient(&n, &d, NUM_SCALE_MAX, &exact);
    unsigned places = NUM_SCALE_MAX;
    if (!exact)
        return 0;
    for (; places > 0; places--) {
        struct wide rest = q, shorter;
        wide_divide(&rest, &ten, &shorter);
        if (wide_bits(&rest) != 0)
            break;
        q = shorter;
    }
    return put_decimal(p.negative, q, places, out);
}

/* Compares the text Q * 10^-PLACES (with V's sign) with T; Q < 2^290 and 10^PLACES < 2^160, so
 * that both products stay below 2^420. */
static int cmp_text(bool negative, const struct wide *q, unsigned places, const struct num *t)
{
    struct parts p = num_parts(t);
    struct wide n = wide_of(p.n), d = wide_of(p.d);
    bool q_zero = wide_bits(q) == 0;
    int q_sign = q_zero ? 0 : negative ? -1 : 1;
    int t_sign = p.n == 0 ? 0 : p.negative ? -1 : 1;
    if (q_sign != t_sign || q_sign == 0)
        return (q_sign > t_sign) - (q_sign < t_sign);
    struct wide left = wide_multiply(q, &d);
    wide_mul_pow10(&n, places);
    return q_sign * wide_cmp(&left, &n);
}

/* Does the text stand to every threshold as the value itself does? A threshold it equals does
 * not count. Otherwise *MOVE is the direction in which the text went too short or too far. */
static bool keeps_its_side(const struct num *a, bool negative, const struct wide *q,
                           unsigned places, const struct num *against, size_t n, int *move)
{
    for (size_t i = 0; i < n; i++) {
        int side = num_cmp(a, &against[i]);
        if (side != 0 && cmp_text(negative, q, places, &against[i]) != side) {
            *move = side;
            return false;
        }
    }
    return true;
}

static size_t put_rounded(const struct num *a, const struct num *against, size_t n, char *out)
{
    const struct wide one = wide_of(1);
    const struct parts p = num_parts(a);
    const struct wide numerator = wide_of(p.n), d = wide_of(p.d);
    unsigned places = PLACES;
    bool exact;
    struct wide q = num_quotient(&numerator, &d, places, &exact);
    int move = 0;
    while (!keeps_its_side(a, p.negative, &q, places, against, n, &move)) {
        if (places == PLACES_MAX) { /* nearer than any place can tell: one unit to its own side */
            if ((move > 0) != p.negative)
                wide_add(&q, &one);
            else if (wide_bits(&q) != 0)
                wide_sub(&q, &one);
            break;
        }
        places++;
        q = num_quotient(&numerator, &d, places, &exact);
    }
    return put_decimal(p.negative, q, places, out);
}

size_t num_text(const struct num *a, const struct num *against, size_t n, char out[NUM_TEXT_MAX])
{
    struct num shown = *a;
    size_t mark = 0, length = 0;
    for (size_t i = 0; i < n; i++) {
        if (num_cmp(a, &against[i]) == 0) {
            shown = against[i];
            break;
        }
    }
    if (a->approximate || shown.approximate)
        out[mark++] = '~';
    if (shown.kind == NUM_REAL && fabs(shown.u.x) >= 1e38) { /* no result is so large */
        int printed = snprintf(out, NUM_TEXT_MAX, "~%.6e", shown.u.x);
        return printed < 0 ? 0 : (size_t)printed;
    }
    num_reduce(&shown);
    if (!shown.approximate)
        length = put_exact(&shown, out + mark);
    if (length > 0)
        return mark + length;
    out[0] = '~';
    return 1 + put_rounded(&shown, against, n, out + 1);
}
