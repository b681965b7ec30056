#include "stored.h"

#include <stdio.h>

#include "date.h"
#include "num.h"

enum {
    EXPONENT_MAX = 400,
    PLACES_MAX = NUM_SCALE_MAX,
    DIGITS_MAX = 38,
    DAY_DIGITS = 7, /* 2958465 is 9999-12-31 */
    SECONDS = 86400
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool parse_exponent(struct slice s, int *out)
{
    bool negative = s.n > 0 && *s.p == '-';
    if (s.n > 0 && (*s.p == '-' || *s.p == '+'))
        s.p++, s.n--;
    int value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]))
            return false;
        value = value * 10 + (s.p[i] - '0');
        if (value > EXPONENT_MAX)
            return false;
    }
    *out = negative ? -value : value;
    return s.n > 0;
}

static void take_digit(struct stored *out, char c)
{
    if (out->n < STORED_KEPT)
        out->digit[out->n++] = (char)(c - '0');
    else if (c != '0')
        out->more = true;
}

bool stored_parse(struct slice s, struct stored *out)
{
    *out = (struct stored){.negative = s.n > 0 && *s.p == '-'};
    size_t i = s.n > 0 && (*s.p == '-' || *s.p == '+');
    bool any = false, point = false;
    int64_t before = 0; /* digits before the point, or less the zeros behind it */
    for (; i < s.n && (is_digit(s.p[i]) || (s.p[i] == '.' && !point)); i++) {
        if (s.p[i] == '.') {
            point = true;
            continue;
        }
        any = true;
        bool leading = out->n == 0 && s.p[i] == '0';
        if (!leading)
            take_digit(out, s.p[i]);
        if (point == leading)
            before += point ? -1 : 1;
    }
    int exponent = 0;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        if (!parse_exponent((struct slice){s.p + i + 1, s.n - i - 1}, &exponent))
            return false;
        i = s.n;
    }
    if (!any || i < s.n || before > EXPONENT_MAX || before < -EXPONENT_MAX)
        return false;
    out->point = (int)before + exponent;
    return true;
}

/* Half-even, to the digits that programs keep; without zeros at the end of the digits. */
static struct stored rounded(const struct stored *s)
{
    struct stored r = *s;
    if (r.n > STORED_PROGRAMS_KEEP) {
        unsigned n = STORED_PROGRAMS_KEEP;
        bool beyond = r.more;
        for (unsigned i = n + 1; i < r.n; i++)
            beyond = beyond || r.digit[i] != 0;
        char next = r.digit[n];
        bool up = next > 5 || (next == 5 && (beyond || r.digit[n - 1] % 2 != 0));
        r.n = n;
        while (up && n > 0) {
            up = r.digit[n - 1] == 9;
            r.digit[n - 1] = up ? 0 : (char)(r.digit[n - 1] + 1);
            n--;
        }
        if (up) {
            r.digit[0] = 1;
            r.point++;
        }
    }
    while (r.n > 0 && r.digit[r.n - 1] == 0)
        r.n--;
    return r;
}

bool stored_decimal(const struct stored *s, char out[STORED_TEXT_MAX], size_t *n)
{
    struct stored r = rounded(s);
    *n = 0;
    if (r.n == 0) {
        out[(*n)++] = '0';
        return true;
    }
    int places = (int)r.n - r.point;
    if (places > PLACES_MAX || r.point > DIGITS_MAX)
        return false;
    if (r.negative)
        out[(*n)++] = '-';
    int at = r.point > 0 ? 0 : r.point - 1;
    for (; at < r.point || at < (int)r.n; at++) {
        if (at == r.point)
            out[(*n)++] = '.';
        out[(*n)++] = at >= 0 && at < (int)r.n ? (char)('0' + r.digit[at]) : '0';
    }
    return true;
}

bool stored_plain(struct slice s)
{
    size_t i = s.n > 0 && *s.p == '-', first = i, point = 0;
    if (s.n - i > STORED_PROGRAMS_KEEP || (i == 1 && s.n > 1 && s.p[1] == '0'))
        return false;
    for (; i < s.n; i++) {
        if (is_digit(s.p[i]))
            continue;
        if (s.p[i] != '.' || point > 0 || i == first || i + 1 == s.n)
            return false;
        point = i;
    }
    return s.n > first && (point == 0 || s.p[s.n - 1] != '0');
}

/* Whole days, and what is left of a day in parts of 10^18. */
static bool split_day(const struct stored *s, uint64_t *days, uint64_t *part)
{
    if (s->point > DAY_DIGITS)
        return false;
    *days = *part = 0;
    for (int i = 0; i < s->point; i++)
        *days = *days * 10 + (i < (int)s->n ? (uint64_t)s->digit[i] : 0);
    for (int place = 0; place < NUM_SCALE_MAX; place++) {
        int i = s->point + place;
        *part = *part * 10 + (i >= 0 && i < (int)s->n ? (uint64_t)s->digit[i] : 0);
    }
    return true;
}

static size_t write_time(char *out, uint64_t time, unsigned places)
{
    static const uint64_t units[] = {1, 10, 100, 1000};
    uint64_t second = time / units[places];
    int n = snprintf(out, STORED_TEXT_MAX / 2, "%02llu:%02llu:%02llu",
                     (unsigned long long)(second / 3600), (unsigned long long)(second / 60 % 60),
                     (unsigned long long)(second % 60));
    if (places > 0)
        n += snprintf(out + n, STORED_TEXT_MAX / 2, ".%0*llu", (int)places,
                      (unsigned long long)(time % units[places]));
    return (size_t)n;
}

/* Day COUNT of the calendar; 0 where there is none. */
static size_t write_day(char *out, uint64_t count, bool from_1904)
{
    if (!from_1904 && count == 60) {
        memcpy(out, "1900-02-29", 10);
        return 10;
    }
    int64_t first = from_1904    ? date_of(1904, 1, 1)
                    : count < 60 ? date_of(1899, 12, 31)
                                 : date_of(1899, 12, 30);
    char text[DATE_TEXT_MAX];
    size_t n = date_text(first + (int64_t)count, SPAN_DAY, text);
    memcpy(out, text, n);
    return n;
}

bool stored_day(const struct stored *s, const struct format *f, bool from_1904,
                char out[STORED_TEXT_MAX], size_t *n)
{
    static const uint64_t units[] = {1, 10, 100, 1000};
    uint64_t days, part, full = SECONDS * units[f->places];
    if ((s->negative && s->n > 0) || !split_day(s, &days, &part))
        return false;
    uint128 scale = num_pow10(NUM_SCALE_MAX);
    uint64_t time = (uint64_t)(((uint128)part * full + scale / 2) / scale);
    if (f->lasting || (days == 0 && !(from_1904 && f->calendar))) {
        *n = write_time(out, days * full + time, f->places);
        return true;
    }
    days += time / full;
    time %= full;
    *n = write_day(out, days, from_1904);
    if (*n > 0 && (f->clock || time > 0)) {
        out[(*n)++] = 'T';
        *n += write_time(out + *n, time, f->places);
    }
    return *n > 0;
}
