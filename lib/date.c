/* Dates and times on the proleptic Gregorian calendar, read strictly and written canonically. */
#include "date.h"

#include <stddef.h>

#define DAY_US INT64_C(86400000000)
#define YEAR_MAX 9999

/* A reader of fixed-width fields; good turns false at the first that does not fit and stays so. */
struct cursor {
    struct slice rest;
    bool good;
};

static int take_digits(struct cursor *c, size_t width)
{
    int v = 0;
    if (!c->good || c->rest.n < width) {
        c->good = false;
        return 0;
    }
    for (size_t i = 0; i < width; i++) {
        if (c->rest.p[i] < '0' || c->rest.p[i] > '9') {
            c->good = false;
            return 0;
        }
        v = v * 10 + (c->rest.p[i] - '0');
    }
    c->rest.p += width;
    c->rest.n -= width;
    return v;
}

static int take_range(struct cursor *c, size_t width, int least, int most)
{
    int v = take_digits(c, width);
    if (v < least || v > most)
        c->good = false;
    return v;
}

static bool next_is(const struct cursor *c, char mark)
{
    return c->good && c->rest.n > 0 && *c->rest.p == mark;
}

static bool take_if(struct cursor *c, char mark)
{
    if (!next_is(c, mark))
        return false;
    c->rest.p++;
    c->rest.n--;
    return true;
}

static void take(struct cursor *c, char mark)
{
    if (!take_if(c, mark))
        c->good = false;
}

/* ---- the calendar ---- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t floor_div(int64_t a, int64_t b) /* b > 0 */
{
    return a / b - (a % b < 0);
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a % b + (a % b < 0 ? b : 0);
}

/* Years are counted from March, so that the leap day is a year's last; an era has 400 years,
 * 146097 days. */
int64_t date_of(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400), year_of_era = floor_mod(y, 400);
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_split(int64_t day, int *year, int *month, int *day_of_month)
{
    int64_t z = day + 719468, era = floor_div(z, 146097), day_of_era = floor_mod(z, 146097);
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153; /* 0 is March */
    *day_of_month = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int64_t date_month(int64_t day)
{
    int y, m, d;
    date_split(day, &y, &m, &d);
    return (int64_t)y * 12 + m - 1;
}

int64_t date_quarter(int64_t day)
{
    return floor_div(date_month(day), 3);
}

int64_t date_year(int64_t day)
{
    return floor_div(date_month(day), 12);
}

int date_weekday(int64_t day)
{
    return (int)floor_mod(day + 3, 7) + 1; /* 1970-01-01 was a Thursday */
}

int64_t date_first(int64_t v, enum span span)
{
    switch (span) {
    case SPAN_MONTH:
        return date_of((int)floor_div(v, 12), (int)floor_mod(v, 12) + 1, 1);
    case SPAN_QUARTER:
        return date_of((int)floor_div(v, 4), (int)floor_mod(v, 4) * 3 + 1, 1);
    case SPAN_YEAR:
        return date_of((int)v, 1, 1);
    case SPAN_TIME:
        return floor_div(v, DAY_US);
    case SPAN_DAY:
        break;
    }
    return v;
}

int64_t date_last(int64_t v, enum span span)
{
    return span == SPAN_DAY || span == SPAN_TIME ? date_first(v, span)
                                                 : date_first(v + 1, span) - 1;
}

/* ---- reading ---- */

static int64_t read_day(struct cursor *c)
{
    int year = take_range(c, 4, 1, YEAR_MAX);
    take(c, '-');
    int month = take_range(c, 2, 1, 12);
    take(c, '-');
    int day = take_range(c, 2, 1, 31);
    if (!c->good || day > days_in_month(year, month)) {
        c->good = false;
        return 0;
    }
    return date_of(year, month, day);
}

/* Up to six digits behind the point, in microseconds. */
static int64_t read_fraction(struct cursor *c)
{
    int64_t v = take_digits(c, 1), unit = 100000;
    v *= unit;
    while (c->good && unit > 1 && c->rest.n > 0 && *c->rest.p >= '0' && *c->rest.p <= '9') {
        unit /= 10;
        v += unit * take_digits(c, 1);
    }
    return v;
}

/* The zone's minutes east of UTC; clocks on earth stay within 15 hours of it. */
static int64_t read_zone(struct cursor *c, bool *zoned)
{
    *zoned = true;
    if (take_if(c, 'Z'))
        return 0;
    int sign = take_if(c, '+') ? 1 : take_if(c, '-') ? -1 : 0;
    if (sign == 0) {
        *zoned = false;
        return 0;
    }
    int hours = take_range(c, 2, 0, 14);
    take(c, ':');
    return sign * (hours * 60 + take_range(c, 2, 0, 59));
}

static int64_t read_time(struct cursor *c, bool *zoned)
{
    int64_t day = read_day(c), us = 0;
    if (!take_if(c, ' '))
        take(c, 'T');
    us += take_range(c, 2, 0, 23) * INT64_C(3600000000);
    take(c, ':');
    us += take_range(c, 2, 0, 59) * INT64_C(60000000);
    if (take_if(c, ':')) {
        us += take_range(c, 2, 0, 59) * INT64_C(1000000);
        if (take_if(c, '.'))
            us += read_fraction(c);
    }
    us += day * DAY_US - read_zone(c, zoned) * INT64_C(60000000);
    /* a zone may carry the first or last day out of the years that can be written */
    if (us < date_of(1, 1, 1) * DAY_US || us >= date_of(YEAR_MAX + 1, 1, 1) * DAY_US)
        c->good = false;
    return us;
}

bool date_parse(struct slice s, enum span span, int64_t *out, bool *zoned)
{
    struct cursor c = {s, true};
    bool has_zone = false;
    int64_t v = 0;
    switch (span) {
    case SPAN_DAY:
        v = read_day(&c);
        break;
    case SPAN_MONTH:
        v = (int64_t)take_range(&c, 4, 1, YEAR_MAX) * 12;
        take(&c, '-');
        v += take_range(&c, 2, 1, 12) - 1;
        break;
    case SPAN_QUARTER:
        v = (int64_t)take_range(&c, 4, 1, YEAR_MAX) * 4;
        take(&c, 'Q');
        v += take_range(&c, 1, 1, 4) - 1;
        break;
    case SPAN_YEAR:
        v = take_range(&c, 4, 1, YEAR_MAX);
        break;
    case SPAN_TIME:
        v = read_time(&c, &has_zone);
        break;
    }
    if (!c.good || c.rest.n != 0)
        return false;
    *out = v;
    if (zoned != NULL)
        *zoned = has_zone;
    return true;
}

/* ---- writing ---- */

struct text {
    char *p;
    size_t n;
};

static void put_digits(struct text *t, int64_t v, size_t width)
{
    for (size_t i = width; i-- > 0; v /= 10)
        t->p[t->n + i] = (char)('0' + v % 10);
    t->n += width;
}

static void put(struct text *t, char c)
{
    t->p[t->n++] = c;
}

static void put_day(struct text *t, int64_t day)
{
    int year, month, day_of_month;
    date_split(day, &year, &month, &day_of_month);
    put_digits(t, year, 4);
    put(t, '-');
    put_digits(t, month, 2);
    put(t, '-');
    put_digits(t, day_of_month, 2);
}

static void put_clock(struct text *t, int64_t us)
{
    int64_t fraction = us % 1000000;
    put(t, 'T');
    put_digits(t, us / INT64_C(3600000000), 2);
    put(t, ':');
    put_digits(t, us / 60000000 % 60, 2);
    put(t, ':');
    put_digits(t, us / 1000000 % 60, 2);
    if (fraction == 0)
        return;
    put(t, '.');
    put_digits(t, fraction, 6);
    while (t->p[t->n - 1] == '0')
        t->n--;
}

static bool in_range(int64_t v, enum span span)
{
    static const int64_t per_year[] = {[SPAN_MONTH] = 12, [SPAN_QUARTER] = 4, [SPAN_YEAR] = 1};
    int64_t day = span == SPAN_TIME ? floor_div(v, DAY_US) : v;
    if (span == SPAN_DAY || span == SPAN_TIME)
        return day >= date_of(1, 1, 1) && day < date_of(YEAR_MAX + 1, 1, 1);
    return v >= per_year[span] && v < (YEAR_MAX + 1) * per_year[span];
}

size_t date_text(int64_t v, enum span span, char out[DATE_TEXT_MAX])
{
    struct text t = {out, 0};
    if (!in_range(v, span))
        return 0;
    switch (span) {
    case SPAN_DAY:
        put_day(&t, v);
        break;
    case SPAN_MONTH:
        put_digits(&t, v / 12, 4);
        put(&t, '-');
        put_digits(&t, v % 12 + 1, 2);
        break;
    case SPAN_QUARTER:
        put_digits(&t, v / 4, 4);
        put(&t, 'Q');
        put_digits(&t, v % 4 + 1, 1);
        break;
    case SPAN_YEAR:
        put_digits(&t, v, 4);
        break;
    case SPAN_TIME:
        put_day(&t, floor_div(v, DAY_US));
        put_clock(&t, floor_mod(v, DAY_US));
        break;
    }
    return t.n;
}
