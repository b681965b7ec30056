/* Strict dates and times, their canonical text, and the calendar. */
#include "date.h"

#include "tap.h"

#define DAY_US INT64_C(86400000000)

static void test_strict(void)
{
    static const struct {
        const char *text;
        enum span span;
    } bad[] = {
        {"", SPAN_DAY},
        {"2024-3-5", SPAN_DAY},
        {"2024-03-5", SPAN_DAY},
        {"2024-03-055", SPAN_DAY},
        {"2024/03/05", SPAN_DAY},
        {"20240305", SPAN_DAY},
        {"2024-03", SPAN_DAY},
        {" 2024-03-05", SPAN_DAY},
        {"2024-03-05 ", SPAN_DAY},
        {"2024-03-05T00:00", SPAN_DAY},
        {"2024-00-05", SPAN_DAY},
        {"2024-13-05", SPAN_DAY},
        {"2024-03-00", SPAN_DAY},
        {"2024-03-32", SPAN_DAY},
        {"2024-04-31", SPAN_DAY},
        {"2023-02-29", SPAN_DAY},
        {"1900-02-29", SPAN_DAY},
        {"2100-02-29", SPAN_DAY},
        {"0000-01-01", SPAN_DAY},
        {"-024-03-05", SPAN_DAY},
        {"+2024-03-05", SPAN_DAY},
        {"10000-01-01", SPAN_DAY},
        {"2024-03-05", SPAN_MONTH},
        {"2024-0", SPAN_MONTH},
        {"2024-00", SPAN_MONTH},
        {"2024-13", SPAN_MONTH},
        {"0000-12", SPAN_MONTH},
        {"2024Q0", SPAN_QUARTER},
        {"2024Q5", SPAN_QUARTER},
        {"2024q1", SPAN_QUARTER},
        {"2024-Q1", SPAN_QUARTER},
        {"2024Q", SPAN_QUARTER},
        {"0000", SPAN_YEAR},
        {"24", SPAN_YEAR},
        {"20245", SPAN_YEAR},
        {"2024-03-05", SPAN_TIME},
        {"2024-03-05T10", SPAN_TIME},
        {"2024-03-05T10:3", SPAN_TIME},
        {"2024-03-05t10:30", SPAN_TIME},
        {"2024-03-05  10:30", SPAN_TIME},
        {"2024-03-05T24:00", SPAN_TIME},
        {"2024-03-05T10:60", SPAN_TIME},
        {"2024-03-05T10:30:60", SPAN_TIME},
        {"2024-03-05T10:30:", SPAN_TIME},
        {"2024-03-05T10:30:00.", SPAN_TIME},
        {"2024-03-05T10:30:00,5", SPAN_TIME},
        {"2024-03-05T10:30:00.1234567", SPAN_TIME},
        {"2024-03-05T10:30.5", SPAN_TIME},
        {"2024-03-05T10:30z", SPAN_TIME},
        {"2024-03-05T10:30Z ", SPAN_TIME},
        {"2024-03-05T10:30 Z", SPAN_TIME},
        {"2024-03-05T10:30+8:00", SPAN_TIME},
        {"2024-03-05T10:30+0800", SPAN_TIME},
        {"2024-03-05T10:30+08", SPAN_TIME},
        {"2024-03-05T10:30+15:00", SPAN_TIME},
        {"2024-03-05T10:30+08:60", SPAN_TIME},
        {"2023-02-29T10:30", SPAN_TIME},
        {"0001-01-01T00:00+08:00", SPAN_TIME},
        {"9999-12-31T23:59-00:01", SPAN_TIME},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t v = 42;
        bool zoned = true;
        ok(!date_parse(slice_of(bad[i].text), bad[i].span, &v, &zoned) && v == 42 && zoned,
           "'%s' is refused and leaves no trace", bad[i].text);
    }
    int64_t v;
    ok(!date_parse((struct slice){"2024-03-05\0", 11}, SPAN_DAY, &v, NULL), "a NUL is refused");
    ok(!date_parse((struct slice){NULL, 0}, SPAN_TIME, &v, NULL), "nothing is refused");
    /* the slice ends before the text does */
    ok(!date_parse((struct slice){"2024-03-05", 9}, SPAN_DAY, &v, NULL),
       "a slice's end is its end");
}

static void test_values(void)
{
    static const struct {
        const char *text;
        enum span span;
        int64_t value;
        bool zoned;
        const char *canonical;
    } good[] = {
        {"1970-01-01", SPAN_DAY, 0, false, "1970-01-01"},
        {"1969-12-31", SPAN_DAY, -1, false, "1969-12-31"},
        {"2000-02-29", SPAN_DAY, 11016, false, "2000-02-29"},
        {"2024-03-05", SPAN_DAY, 19787, false, "2024-03-05"},
        {"0001-01-01", SPAN_DAY, -719162, false, "0001-01-01"},
        {"9999-12-31", SPAN_DAY, 2932896, false, "9999-12-31"},
        {"2024-03", SPAN_MONTH, 24290, false, "2024-03"},
        {"0001-01", SPAN_MONTH, 12, false, "0001-01"},
        {"9999-12", SPAN_MONTH, 119999, false, "9999-12"},
        {"2024Q1", SPAN_QUARTER, 8096, false, "2024Q1"},
        {"2024Q4", SPAN_QUARTER, 8099, false, "2024Q4"},
        {"0001", SPAN_YEAR, 1, false, "0001"},
        {"2024", SPAN_YEAR, 2024, false, "2024"},
        {"1970-01-01T00:00", SPAN_TIME, 0, false, "1970-01-01T00:00:00"},
        {"1970-01-01 00:00:01", SPAN_TIME, 1000000, false, "1970-01-01T00:00:01"},
        {"1969-12-31T23:59:59.999999", SPAN_TIME, -1, false, "1969-12-31T23:59:59.999999"},
        {"1970-01-01T00:00:00.5Z", SPAN_TIME, 500000, true, "1970-01-01T00:00:00.5"},
        {"1970-01-01T00:00:00.000120", SPAN_TIME, 120, false, "1970-01-01T00:00:00.00012"},
        {"2024-03-05T10:30:00+08:00", SPAN_TIME, INT64_C(1709605800000000), true,
         "2024-03-05T02:30:00"},
        {"2024-03-05T10:30-03:30", SPAN_TIME, INT64_C(1709647200000000), true,
         "2024-03-05T14:00:00"},
        {"0001-01-01T08:00+08:00", SPAN_TIME, -719162 * DAY_US, true, "0001-01-01T00:00:00"},
        {"9999-12-31T23:59:59.999999", SPAN_TIME, 2932897 * DAY_US - 1, false,
         "9999-12-31T23:59:59.999999"},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t v = 42;
        bool zoned = !good[i].zoned;
        char text[DATE_TEXT_MAX];
        ok(date_parse(slice_of(good[i].text), good[i].span, &v, &zoned) &&
               zoned == good[i].zoned,
           "'%s' is read%s", good[i].text, good[i].zoned ? " with its zone" : "");
        is_int(v, good[i].value, good[i].text);
        is_text(text, date_text(v, good[i].span, text), good[i].canonical, good[i].text);
    }
}

static void test_out_of_range(void)
{
    static const struct {
        int64_t value;
        enum span span;
    } bad[] = {
        {-719163, SPAN_DAY},          {2932897, SPAN_DAY},       {11, SPAN_MONTH},
        {120000, SPAN_MONTH},         {3, SPAN_QUARTER},         {40000, SPAN_QUARTER},
        {0, SPAN_YEAR},               {10000, SPAN_YEAR},        {2932897 * DAY_US, SPAN_TIME},
        {-719162 * DAY_US - 1, SPAN_TIME}, {INT64_MAX, SPAN_DAY}, {INT64_MIN, SPAN_DAY},
        {INT64_MAX, SPAN_TIME},       {INT64_MIN, SPAN_TIME},    {INT64_MIN, SPAN_MONTH},
        {INT64_MAX, SPAN_QUARTER},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[DATE_TEXT_MAX];
        is_int((int64_t)date_text(bad[i].value, bad[i].span, text), 0, "no text out of range");
    }
}

/* Walks all days of the calendar beside an independent count of days, months and weekdays. */
static void test_every_day(void)
{
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = -719162;
    int weekday = 1; /* 0001-01-01 was a Monday */
    unsigned wrong = 0, walked = 0;
    for (int year = 1; year <= 9999; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap);
            int64_t m = (int64_t)year * 12 + month - 1;
            wrong += date_first(m, SPAN_MONTH) != day ||
                     date_last(m, SPAN_MONTH) != day + length - 1;
            for (int d = 1; d <= length; d++, day++, walked++) {
                int y, mm, dd;
                date_split(day, &y, &mm, &dd);
                wrong += y != year || mm != month || dd != d || date_of(year, month, d) != day ||
                         date_weekday(day) != weekday || date_month(day) != m ||
                         date_quarter(day) != (int64_t)year * 4 + (month - 1) / 3 ||
                         date_year(day) != year;
                weekday = weekday % 7 + 1;
            }
        }
    }
    is_int(walked, 3652059, "every day from 0001-01-01 to 9999-12-31 was walked");
    is_int(wrong, 0, "and none was wrong");
}

static void test_periods(void)
{
    is_int(date_first(8097, SPAN_QUARTER), date_of(2024, 4, 1), "first day of 2024Q2");
    is_int(date_last(8097, SPAN_QUARTER), date_of(2024, 6, 30), "last day of 2024Q2");
    is_int(date_last(8099, SPAN_QUARTER), date_of(2024, 12, 31), "last day of 2024Q4");
    is_int(date_first(2024, SPAN_YEAR), date_of(2024, 1, 1), "first day of 2024");
    is_int(date_last(2024, SPAN_YEAR), date_of(2024, 12, 31), "last day of 2024");
    is_int(date_first(-5, SPAN_DAY), -5, "a day is its own first");
    is_int(date_last(-5, SPAN_DAY), -5, "and last");
    is_int(date_first(-1, SPAN_TIME), -1, "the day of a time before 1970");
    is_int(date_last(DAY_US, SPAN_TIME), 1, "the day of a time");
    is_int(date_weekday(date_of(2024, 3, 5)), 2, "2024-03-05 was a Tuesday");
}

int main(void)
{
    test_strict();
    test_values();
    test_out_of_range();
    test_every_day();
    test_periods();
    return done_testing();
}
