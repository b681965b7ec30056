#include "decode.h"

#include "date.h"
#include "i18n.h"
#include "identity.h"
#include "num.h"
#include "pseudonym.h"

struct decoding {
    money_fn *money;
    const struct column *column;
    const struct slice *cells;
    size_t n;
    why_t blank;
    struct arena *arena;
    struct vec *out;
    uint8_t *bad;
    size_t bad_count, bare;
};

static bool set_unknown(struct decoding *d, size_t k, bool bad)
{
    if (!vec_need_why(d->out, d->arena))
        return false;
    d->out->why[k] = d->blank;
    if (bad) {
        d->bad[k] = 1;
        d->bad_count++;
    }
    return true;
}

/* A decimal of at most 18 digits; false leaves it to num_parse. */
static inline bool small_decimal(struct slice s, int64_t *value, uint8_t *scale)
{
    const char *p = s.p, *end = s.p + s.n;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (end - p > 19 || p == end)
        return false;
    uint64_t v = 0;
    const char *point = NULL, *start = p;
    for (; p < end; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit < 10)
            v = v * 10 + digit;
        else if (*p == '.' && point == NULL)
            point = p;
        else
            return false;
    }
    size_t digits = (size_t)(end - start) - (point != NULL);
    if (digits == 0 || digits > 18)
        return false;
    *scale = point == NULL ? 0 : (uint8_t)(end - point - 1);
    *value = negative ? -(int64_t)v : (int64_t)v;
    return true;
}

/* The whole column in the general form. */
static bool wide_numbers(struct decoding *d, bool percent)
{
    if (!vec_new(d->out, d->arena, T_NUMBER, VEC_NUM, d->n, false))
        return false;
    d->bad_count = d->bare = 0;
    memset(d->bad, 0, d->n);
    for (size_t k = 0; k < d->n; k++) {
        struct slice s = d->cells[k];
        d->out->num[k] = num_decimal(0, 0);
        if (s.n == 0) {
            if (!set_unknown(d, k, false))
                return false;
            continue;
        }
        bool sign = percent && s.p[s.n - 1] == '%';
        s.n -= sign;
        struct num x, hundred = num_decimal(100, 0);
        bool good = num_parse(s, &x) == NUM_OK;
        if (good && sign)
            good = num_div(&x, &hundred, &x) == NUM_OK;
        if (!good && !set_unknown(d, k, true))
            return false;
        d->bare += good && percent && !sign && num_cmp(&x, &(struct num){.n = 1}) > 0;
        if (good)
            d->out->num[k] = x;
    }
    return true;
}

/* Brings mantissas of mixed scales to the largest; false if one does not fit. */
static bool one_scale(struct decoding *d, const uint8_t *scale, uint8_t largest)
{
    for (size_t k = 0; k < d->n; k++) {
        int64_t factor = (int64_t)num_pow10((unsigned)(largest - scale[k]));
        if (factor != 1 && __builtin_mul_overflow(d->out->whole[k], factor, &d->out->whole[k]))
            return false;
    }
    d->out->scale = largest;
    return true;
}

static bool numbers(struct decoding *d, bool percent)
{
    uint8_t scale[d->n + 1], least = UINT8_MAX, largest = 0;
    if (!vec_new(d->out, d->arena, T_NUMBER, VEC_WHOLE, d->n, false))
        return false;
    if (!percent && d->money(d->cells, d->n, d->out->whole)) {
        d->out->scale = 2;
        return true;
    }
    size_t blanks = 0, bare = 0;
    for (size_t k = 0; k < d->n; k++) {
        struct slice s = d->cells[k];
        if (money_one(s, &d->out->whole[k])) {
            scale[k] = 2;
            least = least < 2 ? least : 2;
            largest = largest > 2 ? largest : 2;
            bare += percent && d->out->whole[k] > 100;
            continue;
        }
        scale[k] = 0;
        if (s.n == 0) {
            d->out->whole[k] = 0;
            blanks++;
            if (!set_unknown(d, k, false))
                return false;
            scale[k] = UINT8_MAX;
            continue;
        }
        bool sign = percent && s.p[s.n - 1] == '%';
        s.n -= sign;
        if (s.n == 0 || !small_decimal(s, &d->out->whole[k], &scale[k]))
            return wide_numbers(d, percent);
        scale[k] = (uint8_t)(scale[k] + 2 * sign);
        if (scale[k] > NUM_SCALE_MAX)
            return wide_numbers(d, percent);
        if (scale[k] > largest)
            largest = scale[k];
        if (scale[k] < least)
            least = scale[k];
        if (percent && !sign && d->out->whole[k] > (int64_t)num_pow10(scale[k]))
            bare++;
    }
    d->bare += bare;
    d->out->scale = largest;
    if (least >= largest)
        return true;
    for (size_t k = 0; blanks > 0 && k < d->n; k++)
        if (scale[k] == UINT8_MAX)
            scale[k] = largest;
    return one_scale(d, scale, largest) || wide_numbers(d, percent);
}

/* How many of the N cells, from the first on, are equal: rows often come by period, of 4 to 8
 * bytes.
 */
static size_t repeats(const struct slice *cells, size_t n)
{
    const struct slice first = cells[0];
    size_t k = 1;
    if (first.n < 4 || first.n > 8)
        return k;
    const uint32_t a = bytes_half(first.p), b = bytes_half(first.p + first.n - 4);
    while (k < n && cells[k].n == first.n && bytes_half(cells[k].p) == a &&
           bytes_half(cells[k].p + first.n - 4) == b)
        k++;
    return k;
}

static bool spans(struct decoding *d, enum type type)
{
    if (!vec_new(d->out, d->arena, type, VEC_WHOLE, d->n, false))
        return false;
    enum span span = type_span(type);
    for (size_t k = 0; k < d->n;) {
        int64_t v = 0;
        bool zoned, good = date_parse(d->cells[k], span, &v, &zoned);
        if (!good && !set_unknown(d, k, d->cells[k].n > 0))
            return false;
        for (size_t end = good ? k + repeats(d->cells + k, d->n - k) : k + 1; k < end; k++)
            d->out->whole[k] = good ? v : 0;
    }
    return true;
}

static int flag_value(struct slice s)
{
    static const char *const yes[] = {"yes", "1", "true", "是"}, *const no[] = {"no", "0", "false",
                                                                                "否"};
    for (size_t i = 0; i < 4; i++) {
        if (slice_eq(s, slice_of(yes[i])))
            return 1;
        if (slice_eq(s, slice_of(no[i])))
            return 0;
    }
    return -1;
}

static bool flags(struct decoding *d)
{
    if (!vec_new(d->out, d->arena, T_BOOL, VEC_WHOLE, d->n, false))
        return false;
    for (size_t k = 0; k < d->n; k++) {
        int v = d->cells[k].n == 0 ? -1 : flag_value(d->cells[k]);
        d->out->whole[k] = v > 0;
        if (v < 0 && !set_unknown(d, k, d->cells[k].n > 0))
            return false;
    }
    return true;
}

static bool texts(struct decoding *d, bool (*valid)(struct slice))
{
    *d->out = (struct vec){.type = T_TEXT, .form = VEC_TEXT, .n = d->n};
    union {
        const struct slice *from;
        struct slice *to;
    } cells = {d->cells};
    d->out->text = cells.to;
    for (size_t k = 0; valid != NULL && k < d->n; k++)
        if (d->cells[k].n > 0 && !valid(d->cells[k]) && !pseudonym_is(d->cells[k]) &&
            !set_unknown(d, k, true))
            return false;
    return true;
}

bool decode_column(money_fn *money, const struct column *c, const struct slice *cells, size_t n,
                   why_t blank, struct arena *a, struct vec *out, uint8_t *bad, size_t *bad_count,
                   size_t *bare)
{
    struct decoding d = {money, c, cells, n, blank, a, out, bad, 0, 0};
    memset(bad, 0, n);
    bool good = false;
    switch (c->type) {
    case TYPE_TEXT:
    case TYPE_ID:
        good = texts(&d, NULL);
        break;
    case TYPE_USCC:
        good = texts(&d, identity_uscc);
        break;
    case TYPE_IDNO:
        good = texts(&d, identity_idno);
        break;
    case TYPE_DECIMAL:
        good = numbers(&d, false);
        break;
    case TYPE_PERCENT:
        good = numbers(&d, true);
        break;
    case TYPE_DATE:
        good = spans(&d, T_DATE);
        break;
    case TYPE_TIME:
        good = spans(&d, T_TIME);
        break;
    case TYPE_MONTH:
        good = spans(&d, T_MONTH);
        break;
    case TYPE_YEAR:
        good = spans(&d, T_YEAR);
        break;
    case TYPE_QUARTER:
        good = spans(&d, T_QUARTER);
        break;
    case TYPE_FLAG:
        good = flags(&d);
        break;
    }
    *bad_count = d.bad_count;
    *bare += d.bare;
    return good;
}

static const char *number_fault(struct slice cell)
{
    struct num x;
    switch (num_parse(cell, &x)) {
    case NUM_TOO_LARGE:
        return N_("%s: a number of more than 38 digits: '%s'");
    case NUM_TOO_FINE:
        return N_("%s: more than 18 digits after the point: '%s'");
    default:
        return N_("%s: not a number: '%s' (a number is written 1234.50, without thousands "
                  "separators or units)");
    }
}

void decode_explain(const struct column *c, struct slice cell, struct error *e)
{
    char q[QUOTE_SIZE];
    const char *format = "";
    switch (c->type) {
    case TYPE_TEXT:
    case TYPE_ID:
        format = N_("%s: not a text: '%s'");
        break;
    case TYPE_DECIMAL:
    case TYPE_PERCENT:
        if (c->type == TYPE_PERCENT && cell.n > 0 && cell.p[cell.n - 1] == '%')
            format = number_fault((struct slice){cell.p, cell.n - 1});
        else
            format = number_fault(cell);
        break;
    case TYPE_DATE:
        format = N_("%s: not a date: '%s' (a date is written 2024-03-05)");
        break;
    case TYPE_TIME:
        format = N_("%s: not a time: '%s' (a time is written 2024-03-05T09:30:00)");
        break;
    case TYPE_MONTH:
        format = N_("%s: not a month: '%s' (a month is written 2024-03)");
        break;
    case TYPE_YEAR:
        format = N_("%s: not a year: '%s' (a year is written 2024)");
        break;
    case TYPE_QUARTER:
        format = N_("%s: not a quarter: '%s' (a quarter is written 2024Q1)");
        break;
    case TYPE_FLAG:
        format = N_("%s: not a flag: '%s' (a flag is yes or no, 1 or 0, 是 or 否)");
        break;
    case TYPE_USCC:
        format = N_("%s: not a unified social credit code: '%s' (18 characters, the last is a "
                    "check character)");
        break;
    case TYPE_IDNO:
        format =
            N_("%s: not an identity number: '%s' (18 characters, the last is a check character)");
        break;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    error_set(e, ST_DATA, _(format), c->name, quote(q, cell));
#pragma GCC diagnostic pop
}
