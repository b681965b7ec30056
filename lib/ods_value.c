#include "ods_value.h"

#include <inttypes.h>

#include "date.h"

enum { SECONDS_A_DAY = 86400, DAY_LENGTH = 10, TIME_LENGTH = 8, HOURS_MAX = 1000000000 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* .5 and above rounds up. What follows the digits must be S's end. */
static bool fraction(struct slice s, bool *up)
{
    *up = false;
    if (s.n == 0)
        return true;
    if ((s.p[0] != '.' && s.p[0] != ',') || s.n == 1)
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (!is_digit(s.p[i]))
            return false;
    *up = s.p[1] >= '5';
    return true;
}

bool ods_day(struct slice s, struct buffer *out)
{
    struct slice day = {s.p, s.n < DAY_LENGTH ? s.n : DAY_LENGTH};
    int64_t v, time;
    char text[DATE_TEXT_MAX];
    bool up = false;
    if (!date_parse(day, SPAN_DAY, &v, NULL))
        return false;
    time = v * SECONDS_A_DAY;
    if (s.n > DAY_LENGTH) {
        size_t whole = DAY_LENGTH + 1 + TIME_LENGTH;
        if (s.n < whole || s.p[DAY_LENGTH] != 'T' ||
            !date_parse((struct slice){s.p, whole}, SPAN_TIME, &time, NULL) ||
            !fraction((struct slice){s.p + whole, s.n - whole}, &up))
            return false;
        time = time / 1000000 + up;
    }
    size_t n = time % SECONDS_A_DAY == 0 ? date_text(time / SECONDS_A_DAY, SPAN_DAY, text)
                                         : date_text(time * 1000000, SPAN_TIME, text);
    if (n == 0)
        return false;
    buffer_append(out, text, n);
    return true;
}

/* Digits, and then UNIT, which is one of UNITS in their order. */
static bool take(const char **p, const char *end, const char **units, uint64_t *value, char *unit,
                 bool *up)
{
    const char *at = *p;
    *value = 0;
    for (; at < end && is_digit(*at) && *value <= HOURS_MAX; at++)
        *value = *value * 10 + (uint64_t)(*at - '0');
    const char *digits = at;
    while (at < end && (is_digit(*at) || *at == '.' || *at == ','))
        at++;
    if (digits == *p || at == end || *value > HOURS_MAX ||
        !fraction((struct slice){digits, (size_t)(at - digits)}, up))
        return false;
    while (**units != '\0' && **units != *at)
        ++*units;
    *unit = **units;
    if (*unit == '\0' || (at > digits && *unit != 'S'))
        return false;
    ++*units;
    *p = at + 1;
    return true;
}

bool ods_time(struct slice s, struct buffer *out)
{
    const char *p = s.p, *end = p + s.n, *units = "D";
    bool negative = p < end && *p == '-', up = false, any = false;
    uint64_t seconds = 0;
    if (negative)
        p++;
    if (p == end || *p++ != 'P')
        return false;
    for (; p < end; any = true) {
        uint64_t value;
        char unit;
        if (*p == 'T' && units[0] != 'H' && units[0] != 'M' && units[0] != 'S' && p + 1 < end) {
            units = "HMS";
            p++;
        }
        if (!take(&p, end, &units, &value, &unit, &up))
            return false;
        seconds += value * (unit == 'D'   ? SECONDS_A_DAY
                            : unit == 'H' ? 3600
                            : unit == 'M' ? 60
                                          : 1);
        if (*units == '\0' && unit != 'D' && p < end)
            return false;
    }
    if (!any)
        return false;
    seconds += up;
    buffer_printf(out, "%s%02" PRIu64 ":%02u:%02u", negative ? "-" : "", seconds / 3600,
                  (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
    return true;
}
