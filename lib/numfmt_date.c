#include "numfmt_int.h"

#include "date.h"
#include "num.h"

enum { DAY_SECONDS = 86400, DAY_MAX = 2958465 /* 9999-12-31 */, FROM_1904 = 1462, LEAP_DAY = 60 };

/* A number of days taken apart. */
struct moment {
    int64_t day; /* 1 is 1900-01-01 */
    int year, month, date;
    unsigned weekday;  /* 0 Sunday */
    uint64_t seconds;  /* of the day */
    uint64_t lasting;  /* all of them */
    uint64_t fraction; /* of a second */
    unsigned digits;   /* of it */
};

/* F days in units of 10^-DIGITS seconds, rounded half up; false beyond what a date can be. */
static bool ticks(const struct shown *f, unsigned digits, int128 *out)
{
    enum { POINT_MAX = 7, LOWEST = -30 };
    int128 n = 0;
    int lowest = shown_lowest(f);
    if (f->point > POINT_MAX)
        return false;
    if (lowest < LOWEST) {
        *out = 0;
        return true;
    }
    for (unsigned i = 0; i < f->n; i++)
        n = n * 10 + (f->digits[i] - '0');
    n *= DAY_SECONDS * (int128)num_pow10(digits);
    int128 unit = (int128)num_pow10(lowest < 0 ? (unsigned)-lowest : 0);
    *out = lowest >= 0 ? n * (int128)num_pow10((unsigned)lowest) : (n + unit / 2) / unit;
    return true;
}

/* 1900 has a 29th of February there, and a day before its first. */
static void split_day(struct moment *m)
{
    const int64_t first = date_of(1899, 12, 31);
    m->weekday = (unsigned)((m->day + 6) % 7);
    if (m->day > 0 && m->day != LEAP_DAY) {
        date_split(first + m->day - (m->day > LEAP_DAY), &m->year, &m->month, &m->date);
        return;
    }
    m->year = 1900;
    m->month = m->day == 0 ? 1 : 2;
    m->date = m->day == 0 ? 0 : 29;
}

static bool take_moment(const struct section *s, const struct shown *f, bool from_1904,
                        struct moment *m)
{
    int128 all;
    m->digits = s->subsecond;
    if (!ticks(f, m->digits, &all))
        return false;
    int128 second = (int128)num_pow10(m->digits);
    m->fraction = (uint64_t)(all % second);
    m->lasting = (uint64_t)(all / second);
    m->seconds = m->lasting % DAY_SECONDS;
    m->day = (int64_t)(m->lasting / DAY_SECONDS) + (from_1904 ? FROM_1904 : 0);
    if (m->day > DAY_MAX)
        return false;
    split_day(m);
    return true;
}

/* V with zeros before it up to WIDTH digits. */
static bool put_number(uint64_t v, unsigned width, struct buffer *out)
{
    char text[24];
    size_t at = sizeof text;
    bool good = true;
    for (; v > 0 || at == sizeof text; v /= 10)
        text[--at] = (char)('0' + v % 10);
    for (size_t n = sizeof text - at; good && n < width; n++)
        good = buffer_char(out, '0');
    return good && buffer_append(out, text + at, sizeof text - at);
}

static bool put_month(const struct section *s, const struct piece *p, const struct moment *m,
                      struct buffer *out)
{
    static const char *const english[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
    static const char *const chinese[] = {"一", "二", "三", "四", "五",   "六",
                                          "七", "八", "九", "十", "十一", "十二"};
    const char *name = (s->chinese ? chinese : english)[(unsigned)(m->month - 1) % 12];
    if (p->width <= 2)
        return put_number((unsigned)m->month, p->width, out);
    if (s->chinese && p->width == 3)
        return put_number((unsigned)m->month, 1, out) && buffer_text(out, "月");
    if (s->chinese)
        return buffer_text(out, name) && (p->width == 5 || buffer_text(out, "月"));
    if (p->width == 3 || p->width == 5)
        return buffer_append(out, name, p->width == 3 ? 3 : 1);
    return buffer_text(out, name);
}

static bool put_day(const struct section *s, const struct piece *p, const struct moment *m,
                    struct buffer *out)
{
    static const char *const english[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};
    static const char *const chinese[] = {"日", "一", "二", "三", "四", "五", "六"};
    if (p->width <= 2)
        return put_number((unsigned)m->date, p->width, out);
    if (s->chinese)
        return buffer_text(out, p->width == 3 ? "周" : "星期") &&
               buffer_text(out, chinese[m->weekday]);
    const char *name = english[m->weekday];
    return buffer_append(out, name, p->width == 3 ? 3 : strlen(name));
}

static bool put_year(const struct piece *p, const struct moment *m, struct buffer *out)
{
    enum { BUDDHIST = 543 };
    unsigned year = (unsigned)m->year + (p->kind == PIECE_BUDDHIST ? BUDDHIST : 0);
    return p->width <= 2 ? put_number(year % 100, 2, out) : put_number(year, 4, out);
}

static bool put_half(const struct section *s, const struct piece *p, const struct moment *m,
                     struct buffer *out)
{
    bool after = m->seconds >= DAY_SECONDS / 2;
    if (p->text.n == 3) /* a/p, in the case that it has */
        return buffer_char(out, p->text.p[after ? 2 : 0]);
    if (s->chinese || p->text.n > 5)
        return buffer_text(out, after ? "下午" : "上午");
    return buffer_text(out, after ? "PM" : "AM");
}

static bool put_hour(const struct section *s, const struct piece *p, const struct moment *m,
                     struct buffer *out)
{
    uint64_t hour = m->seconds / 3600;
    if (s->half)
        hour = (hour + 11) % 12 + 1;
    return put_number(hour, p->width < 2 ? 1 : 2, out);
}

/* The first digits of the fraction; it was rounded to the most that are shown. */
static bool put_subsecond(const struct piece *p, const struct moment *m, struct buffer *out)
{
    uint64_t v = m->fraction / (uint64_t)num_pow10(m->digits - p->width);
    return buffer_char(out, '.') && put_number(v, p->width, out);
}

static bool put_piece(const struct section *s, const struct piece *p, const struct moment *m,
                      struct buffer *out)
{
    unsigned two = p->width < 2 ? 1 : 2;
    switch (p->kind) {
    case PIECE_YEAR:
    case PIECE_BUDDHIST:
        return put_year(p, m, out);
    case PIECE_ERA:
        return true;
    case PIECE_MONTH:
        return put_month(s, p, m, out);
    case PIECE_DAY:
        return put_day(s, p, m, out);
    case PIECE_HOUR:
        return put_hour(s, p, m, out);
    case PIECE_MINUTE:
        return put_number(m->seconds / 60 % 60, two, out);
    case PIECE_SECOND:
        return put_number(m->seconds % 60, two, out);
    case PIECE_SUBSECOND:
        return put_subsecond(p, m, out);
    case PIECE_HALF:
        return put_half(s, p, m, out);
    case PIECE_HOURS:
        return put_number(m->lasting / 3600, p->width, out);
    case PIECE_MINUTES:
        return put_number(m->lasting / 60, p->width, out);
    case PIECE_SECONDS:
        return put_number(m->lasting, p->width, out);
    default:
        return buffer_slice(out, p->text);
    }
}

bool show_date(const struct section *s, const struct shown *f, bool from_1904, struct buffer *out)
{
    struct moment m;
    if ((f->negative && !s->lasting && !from_1904) || !take_moment(s, f, from_1904, &m))
        return show_hashes(out);
    bool good = !f->negative || buffer_char(out, '-');
    for (size_t i = 0; good && i < s->n; i++)
        good = put_piece(s, &s->pieces[i], &m, out);
    return good;
}

bool shown_of_date(struct slice s, bool from_1904, struct shown *out)
{
    const int64_t day = (int64_t)DAY_SECONDS * 1000000;
    int64_t time, days;
    if (date_parse(s, SPAN_DAY, &days, NULL))
        time = days * day;
    else if (!date_parse(s, SPAN_TIME, &time, NULL))
        return false;
    time -= date_of(from_1904 ? 1904 : 1899, from_1904 ? 1 : 12, from_1904 ? 1 : 31) * day;
    if (!from_1904 && time >= LEAP_DAY * day)
        time += day;
    if (time < 0)
        return false;
    unsigned places = time / day < 100000 ? 10 : 8; /* 15 digits in all */
    *out = shown_of((uint64_t)(((int128)time * (int128)num_pow10(places) + day / 2) / day));
    if (out->n > 0)
        out->point -= (int)places;
    return true;
}
