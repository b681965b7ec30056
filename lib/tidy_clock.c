/* Times of a day as people and programs write them. */
#include "tidy_int.h"

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

static bool take_two_digits(struct slice *s, size_t least, int *out)
{
    size_t n = tidy_digits(*s);
    if (n < least || n > 2)
        return false;
    *out = n == 1 ? s->p[0] - '0' : (s->p[0] - '0') * 10 + (s->p[1] - '0');
    *s = slice_from(*s, n);
    return true;
}

/* Six digits are kept; others only where they are zeros. */
static bool take_fraction(struct slice *s, int64_t *us)
{
    size_t n = tidy_digits(*s);
    int64_t unit = SECOND;
    for (size_t i = 0; i < n; i++) {
        int digit = s->p[i] - '0';
        unit /= 10;
        if (unit == 0 && digit != 0)
            return false;
        *us += unit * digit;
    }
    *s = slice_from(*s, n);
    return n > 0;
}

/* 10:30, 10:30:15.5 */
static bool take_colons(struct slice *s, int *hour, int64_t *us)
{
    int minute, second = 0;
    if (!take_two_digits(s, 1, hour) || !take_char(s, ':') || !take_two_digits(s, 2, &minute) ||
        minute > 59)
        return false;
    *us = minute * MINUTE;
    if (!take_char(s, ':'))
        return true;
    if (!take_two_digits(s, 2, &second) || second > 59)
        return false;
    *us += second * SECOND;
    return !take_char(s, '.') || take_fraction(s, us);
}

/* 10时, 10点30分, 10时30分15秒 */
static bool take_named(struct slice *s, int *hour, int64_t *us)
{
    int minute = 0, second = 0;
    *us = 0;
    if (!take_two_digits(s, 1, hour) || !(tidy_take(s, "时") || tidy_take(s, "点")))
        return false;
    if (tidy_take(s, "整") || !next_digit(*s))
        return true;
    if (!take_two_digits(s, 1, &minute) || minute > 59 || !tidy_take(s, "分"))
        return false;
    if (next_digit(*s) &&
        (!take_two_digits(s, 1, &second) || second > 59 || !tidy_take(s, "秒")))
        return false;
    *us = minute * MINUTE + second * SECOND;
    return true;
}

enum half { NO_HALF, FORENOON, AFTERNOON };

static enum half take_half(struct slice *s)
{
    static const char *const halves[] = {"上午", "AM", "下午", "PM"};
    int i = tidy_take_any(s, halves, 4);
    return i < 0 ? NO_HALF : i < 2 ? FORENOON : AFTERNOON;
}

static bool half_hour(enum half half, int *hour)
{
    if (half == NO_HALF)
        return true;
    if (half == FORENOON && *hour > 12)
        return false;
    if (half == AFTERNOON && *hour == 0)
        return false;
    if (*hour <= 12)
        *hour = *hour % 12 + (half == AFTERNOON ? 12 : 0);
    return true;
}

static bool take_zone(struct slice *s, struct moment *m)
{
    struct slice at = *s;
    take_blanks(&at);
    m->zoned = true;
    if (take_char(&at, 'Z')) {
        *s = at;
        return true;
    }
    int hours, minutes = 0, sign = take_char(&at, '+') ? 1 : take_char(&at, '-') ? -1 : 0;
    if (sign == 0) {
        m->zoned = false;
        return true;
    }
    if (at.n >= 4 && tidy_digits(at) == 4) {
        hours = (at.p[0] - '0') * 10 + (at.p[1] - '0');
        minutes = (at.p[2] - '0') * 10 + (at.p[3] - '0');
        at = slice_from(at, 4);
    } else if (!take_two_digits(&at, 2, &hours) ||
               (take_char(&at, ':') && !take_two_digits(&at, 2, &minutes))) {
        return false;
    }
    m->zone = sign * (hours * 60 + minutes);
    *s = at;
    return hours <= 14 && minutes <= 59;
}

enum fault tidy_clock(struct slice *s, struct moment *m)
{
    int hour;
    int64_t us = 0;
    enum half half = take_half(s);
    take_blanks(s);
    struct slice at = *s;
    if (!take_colons(&at, &hour, &us)) {
        at = *s;
        if (!take_named(&at, &hour, &us))
            return FAULT_NO_SUCH_TIME;
    }
    *s = at;
    take_blanks(&at);
    enum half behind = half == NO_HALF ? take_half(&at) : NO_HALF;
    if (behind != NO_HALF) {
        *s = at;
        half = behind;
    }
    if (hour > 24 || (hour == 24 && us > 0) || !half_hour(half, &hour) || !take_zone(s, m))
        return FAULT_NO_SUCH_TIME;
    m->clock = true;
    m->us = hour * HOUR + us;
    return FAULT_NONE;
}
