/* Counts of days, as spreadsheet programs keep dates: 1 is 1900-01-01, or 0 is 1904-01-01. Only
 * those of the years 1954 to 2119 are taken for one. */
#include "tidy_int.h"

enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107 }; /* 1970-01-01 */
enum { SERIAL_LEAST = 20000, SERIAL_MOST = 80000 };

#define DAY_MS INT64_C(86400000)

/* Milliseconds of a fraction of a day, half-even; more than that programs do not keep. */
static int64_t fraction_ms(struct slice s)
{
    int128 numerator = 0, denominator = 1;
    for (size_t i = 0; i < s.n && i < NUM_SCALE_MAX; i++) {
        numerator = numerator * 10 + (s.p[i] - '0');
        denominator *= 10;
    }
    numerator *= DAY_MS;
    int64_t ms = (int64_t)(numerator / denominator);
    int128 twice = numerator % denominator * 2;
    return ms + (twice > denominator || (twice == denominator && ms % 2 == 1));
}

/* 20243 is rather a month than 1955-06-03, where months are wanted. */
static bool may_be_month(int64_t serial, enum column_type wanted)
{
    int64_t century = serial / 1000;
    return wanted != TYPE_DATE && wanted != TYPE_TIME && century >= 19 && century <= 21;
}

enum fault tidy_serial(struct slice s, enum column_type wanted, const struct tidy_rules *rules,
                       struct moment *m)
{
    int64_t serial = 0, ms = 0;
    for (int i = 0; i < 5; i++)
        serial = serial * 10 + (s.p[i] - '0');
    s = slice_from(s, 5);
    if (take_char(&s, '.')) {
        if (s.n == 0 || tidy_digits(s) != s.n)
            return FAULT_NOT_DATE;
        ms = fraction_ms(s);
        m->clock = true;
    }
    if (serial < SERIAL_LEAST || serial > SERIAL_MOST || may_be_month(serial, wanted))
        return FAULT_SERIAL;
    serial += ms / DAY_MS;
    m->us = ms % DAY_MS * 1000;
    m->notes = TIDY_SERIAL;
    date_split(serial - (rules->from_1904 ? EPOCH_1904 : EPOCH_1900), &m->year, &m->month,
               &m->day);
    return FAULT_NONE;
}

bool tidy_year_as_day(int64_t day, const struct tidy_rules *rules)
{
    int64_t serial = day + (rules->from_1904 ? EPOCH_1904 : EPOCH_1900);
    bool month = serial >= 190001 && serial <= 209912 && serial % 100 >= 1 && serial % 100 <= 12;
    return month || (serial >= 1900 && serial <= 2099);
}
