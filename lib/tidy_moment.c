/* A date, a time or a period as people and programs write it, from its text to its members. */
#include "tidy_int.h"

static int digits_value(struct slice s, size_t from, size_t n)
{
    int v = 0;
    for (size_t i = from; i < from + n; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

static bool take_number(struct slice *s, size_t least, size_t most, int *out)
{
    size_t n = tidy_digits(*s);
    if (n < least || n > most)
        return false;
    *out = digits_value(*s, 0, n);
    *s = slice_from(*s, n);
    return true;
}

/* A run of figures: 二零二四, 十, 十二, 二十五. The number of characters taken, 0 where they make no
 * number. */
enum { FIGURES = 4 };
static size_t take_numeral(struct slice *s, char out[FIGURES])
{
    static const char *const figures[] = {"零", "一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十", "○"};
    int v[FIGURES] = {0}, figure;
    size_t n = 0;
    bool ten = false;
    while (n < FIGURES && (figure = tidy_take_any(s, figures, 12)) >= 0) {
        ten = ten || figure == 10;
        v[n++] = figure == 11 ? 0 : figure;
    }
    if (!ten) {
        for (size_t i = 0; i < n; i++)
            out[i] = (char)('0' + v[i]);
        return n;
    }
    size_t at = v[0] == 10 ? 0 : 1; /* of the 十 */
    bool good = v[at] == 10 && n <= at + 2 && (at == 0 || v[0] > 0) &&
                (n == at + 1 || (v[at + 1] > 0 && v[at + 1] < 10));
    if (!good)
        return 0;
    out[0] = (char)('0' + (at == 0 ? 1 : v[0]));
    out[1] = (char)('0' + (n == at + 1 ? 0 : v[at + 1]));
    return 2;
}

bool tidy_numerals_to_digits(struct slice s, struct folded *out)
{
    out->n = 0;
    while (s.n > 0) {
        struct slice at = s;
        char digits[FIGURES];
        bool ascii = (unsigned char)s.p[0] < 0x80;
        size_t n = ascii ? 0 : take_numeral(&s, digits);
        if (n == 0 && s.n < at.n)
            return false;
        if (n == 0) {
            digits[n++] = s.p[0];
            s = slice_from(s, 1);
        }
        if (n > sizeof out->p - out->n)
            return false;
        memcpy(out->p + out->n, digits, n);
        out->n += n;
    }
    return true;
}

/* 20240305, 202403, 2024, 20240305103000 */
static enum fault take_compact(struct slice *s, struct moment *m)
{
    size_t n = tidy_digits(*s);
    m->year = digits_value(*s, 0, 4);
    m->month = n >= 6 ? digits_value(*s, 4, 2) : 0;
    m->day = n >= 8 ? digits_value(*s, 6, 2) : 0;
    m->clock = n >= 12;
    int64_t seconds = 0;
    if (m->clock)
        seconds = digits_value(*s, 8, 2) * 3600 + digits_value(*s, 10, 2) * 60;
    if (n == 14)
        seconds += digits_value(*s, 12, 2);
    bool right = !m->clock || (digits_value(*s, 8, 2) < 24 && digits_value(*s, 10, 2) < 60 &&
                               (n == 12 || digits_value(*s, 12, 2) < 60));
    m->us = seconds * 1000000;
    *s = slice_from(*s, n);
    if (!right)
        return FAULT_NO_SUCH_TIME;
    return (n < 6 || m->month > 0) && (n < 8 || m->day > 0) ? FAULT_NONE : FAULT_NO_SUCH;
}

/* 240305 is no month of the year 2403. */
static bool may_be_compact(struct slice s)
{
    size_t n = tidy_digits(s);
    int year = n < 4 ? 0 : digits_value(s, 0, 4);
    return n == 8 || (n == s.n && (n == 4 || n == 12 || n == 14 ||
                                   (n == 6 && year >= 1950 && year <= 2099)));
}

/* 2024Q1, 2024-Q1, 2024年第1季度, Q1 2024, 1Q2024 */
static bool take_quarter(struct slice *s, struct moment *m)
{
    struct slice at = *s;
    bool year_first = take_number(&at, 4, 4, &m->year);
    if (year_first) {
        take_blanks(&at);
        if (!tidy_take(&at, "年") && !take_char(&at, '-'))
            take_char(&at, '/');
        take_blanks(&at);
    }
    bool q = take_char(&at, 'Q') || take_char(&at, 'q');
    if (!q)
        tidy_take(&at, "第");
    if (!take_number(&at, 1, 1, &m->quarter))
        return false;
    if (!q && !year_first)
        q = take_char(&at, 'Q') || take_char(&at, 'q');
    else if (!q && tidy_take(&at, "季"))
        q = tidy_take(&at, "度") || at.n == 0;
    if (q && !year_first) {
        take_blanks(&at);
        if (take_char(&at, '-') || take_char(&at, '/'))
            take_blanks(&at);
        q = take_number(&at, 4, 4, &m->year);
    }
    if (!q || at.n > 0)
        return false;
    *s = at;
    return true;
}

/* 2024年3月5日, 24年3月, 2024年度 */
static enum fault take_chinese(struct slice *s, bool short_year, struct moment *m)
{
    size_t n = tidy_digits(*s);
    if (!take_number(s, 2, 4, &m->year) || n == 3)
        return FAULT_NOT_DATE;
    if (n == 2 && !short_year)
        return FAULT_SHORT_YEAR;
    m->year = n == 2 ? tidy_short_year(m->year) : m->year;
    take_blanks(s);
    tidy_take(s, "年");
    take_blanks(s);
    if (tidy_take(s, "度") || s->n == 0)
        return s->n == 0 ? FAULT_NONE : FAULT_NOT_DATE;
    if (!take_number(s, 1, 2, &m->month))
        return FAULT_NOT_DATE;
    take_blanks(s);
    if (!tidy_take(s, "月"))
        return FAULT_NOT_DATE;
    tidy_take(s, "份");
    take_blanks(s);
    if (s->n == 0 || !next_digit(*s))
        return m->month == 0 ? FAULT_NO_SUCH : FAULT_NONE;
    if (!take_number(s, 1, 2, &m->day))
        return FAULT_NOT_DATE;
    take_blanks(s);
    if (!tidy_take(s, "日"))
        tidy_take(s, "号");
    return m->month == 0 || m->day == 0 ? FAULT_NO_SUCH : FAULT_NONE;
}

static bool year_is_named(struct slice s)
{
    s = slice_from(s, tidy_digits(s));
    take_blanks(&s);
    return tidy_take(&s, "年");
}

static enum fault take_day(struct slice *s, enum column_type wanted,
                           const struct tidy_rules *rules, struct moment *m)
{
    const struct moment none = *m;
    size_t n = tidy_digits(*s);
    if (take_quarter(s, m))
        return m->quarter >= 1 && m->quarter <= 4 ? FAULT_NONE : FAULT_NOT_DATE;
    *m = none;
    if (may_be_compact(*s))
        return take_compact(s, m);
    if (n > 0 && year_is_named(*s)) {
        bool period = wanted != TYPE_DATE && wanted != TYPE_TIME;
        return take_chinese(s, period || rules->order != ORDER_NONE, m);
    }
    if (n > 0 && n < 4 && s->n > n && s->p[n] == ':')
        return FAULT_NO_DAY;
    struct slice behind = slice_from(*s, n);
    if (n == 1 || n == 2)
        if (tidy_take(&behind, "月") || (wanted == TYPE_MONTH && behind.n == 0))
            return FAULT_NO_YEAR;
    return tidy_fields(s, rules, m);
}

/* 星期二, checked. */
static enum fault take_weekday(struct slice *s, const struct moment *m)
{
    int n;
    struct slice at = *s;
    take_blanks(&at);
    if (!tidy_take(&at, "星期") && !tidy_take(&at, "周"))
        return FAULT_NONE;
    if (tidy_take(&at, "日") || tidy_take(&at, "天"))
        n = 7;
    else if (!take_number(&at, 1, 1, &n))
        return FAULT_NOT_DATE;
    *s = at;
    return date_weekday(date_of(m->year, m->month, m->day)) == n ? FAULT_NONE : FAULT_WEEKDAY;
}

static bool is_real(const struct moment *m)
{
    int year, month, day;
    if (m->year < 1 || m->month > 12 || m->day > 31)
        return false;
    if (m->day == 0)
        return true;
    date_split(date_of(m->year, m->month, m->day), &year, &month, &day);
    return day == m->day && month == m->month;
}

enum fault tidy_moment(struct slice s, enum column_type wanted, const struct tidy_rules *rules,
                       struct moment *m)
{
    struct folded digits;
    *m = (struct moment){0};
    tidy_take(&s, "'");
    if (!tidy_numerals_to_digits(s, &digits))
        return FAULT_NOT_DATE;
    s = folded_view(&digits);
    if (tidy_digits(s) == 5 && (s.n == 5 || s.p[5] == '.'))
        return tidy_serial(s, wanted, rules, m);
    size_t n = tidy_digits(s);
    if ((n == 4 || n == 6 || n == 8) && slice_eq(slice_from(s, n), SLICE(".0")))
        s.n = n; /* an integer that went through a program as a float */
    enum fault fault = take_day(&s, wanted, rules, m);
    if (fault != FAULT_NONE)
        return fault;
    if (!is_real(m))
        return FAULT_NO_SUCH;
    if (m->day == 0 || m->clock)
        return s.n == 0 ? FAULT_NONE : FAULT_NOT_DATE;
    fault = take_weekday(&s, m);
    if (fault != FAULT_NONE)
        return fault;
    if (!take_blanks(&s))
        take_char(&s, 'T');
    if (s.n > 0)
        fault = tidy_clock(&s, m);
    if (fault == FAULT_NONE && s.n > 0)
        fault = take_weekday(&s, m);
    return fault != FAULT_NONE ? fault : s.n > 0 ? FAULT_NOT_DATE : FAULT_NONE;
}
