/* What a refused cell teaches: what was found, why it is refused, what helps. */
#include "i18n.h"
#include "tidy_int.h"

static const char *const says[FAULTS] = {
    [FAULT_NONE] = "'%s'",
    [FAULT_NOT_NUMBER] = N_("not a number: '%s' (1234.50, 1,234.50, (1,234.50), ￥1234.50 and "
                            "12万元 are read)"),
    [FAULT_COMMA] = N_("'%s': the comma may be a decimal point or a separator of thousands; write "
                       "1234.50 or 1,234.50"),
    [FAULT_GROUPS] = N_("'%s': digits between commas are not in groups of three, so some may be "
                        "missing; write 1,234,567 or 1234567"),
    [FAULT_POINTS] = N_("'%s': more than one decimal point, or a comma behind it; write "
                        "1,234,567.50 or 1234567.50"),
    [FAULT_EXPONENT] = N_("'%s': a spreadsheet program writes long numbers so and leaves out "
                          "digits; format the column as a number with two decimals and export "
                          "again, or give the workbook itself"),
    [FAULT_SIGNS] = N_("'%s': more than one sign (parentheses mean minus too); write it with one"),
    [FAULT_PARTS] = N_("'%s': the parts of this number do not go from large to small units; write "
                       "it in digits"),
    [FAULT_LAST_UNIT] = N_("'%s': the last figure has no unit (3万5 may be 35000 or 30005); write "
                           "it in digits"),
    [FAULT_CURRENCY] = N_("'%s': an amount that is not in yuan; convert it first"),
    [FAULT_TOO_LARGE] = N_("'%s': a number of more than 38 digits"),
    [FAULT_TOO_FINE] = N_("'%s': more than 18 digits after the point"),
    [FAULT_DASH] = N_("'%s' may be a zero or nothing known; say which with --dash zero or --dash "
                      "blank"),
    [FAULT_ONE] = N_("'%s' may be the figure one or a dash; write 1, or leave the cell blank"),
    [FAULT_NOTHING] = N_("'%s' stands for nothing; leave the cell blank, or read it so with --dash "
                         "blank"),
    [FAULT_NOT_DATE] = N_("not a date: '%s' (2024-03-05, 2024/3/5, 2024年3月5日 and 20240305 are "
                          "read)"),
    [FAULT_NOT_TIME] = N_("not a time: '%s' (2024-03-05 09:30:00, 2024/3/5 9:30 and 2024年3月5日 "
                          "下午3:05 are read)"),
    [FAULT_NOT_MONTH] = N_("not a month: '%s' (2024-03, 2024/3, 2024年3月 and 202403 are read)"),
    [FAULT_NOT_QUARTER] = N_("not a quarter: '%s' (2024Q1 and 2024年第一季度 are read)"),
    [FAULT_NOT_YEAR] = N_("not a year: '%s' (2024 and 2024年 are read)"),
    [FAULT_NO_DAY_OF_MONTH] = N_("'%s' has no day; a date is written 2024-03-05"),
    [FAULT_NO_MONTH] = N_("'%s' has no month; a month is written 2024-03"),
    [FAULT_NO_YEAR] = N_("'%s' has no year; write it like 2024-03 or 2024年3月"),
    [FAULT_NO_QUARTER] = N_("'%s' has no quarter; a quarter is written 2024Q1"),
    [FAULT_NO_DAY] = N_("'%s' is a time without its day; write 2024-03-05 09:30:00"),
    [FAULT_NO_TIME] = N_("'%s' is a day without a time; write 2024-03-05 09:30:00 (0:00 is not "
                         "supposed)"),
    [FAULT_NO_SUCH] = N_("'%s': the calendar has no such day"),
    [FAULT_NO_SUCH_TIME] = N_("'%s': there is no such time of day (0:00 to 23:59:59; six digits "
                              "behind a second's point)"),
    [FAULT_ORDER] = N_("'%s': which is the day and which the month is not said; give --date-order "
                       "(ymd, dmy or mdy), or write 2024-03-05"),
    [FAULT_SHORT_YEAR] = N_("'%s': a year of two digits; write all four, or give --date-order "
                            "(ymd, dmy or mdy): then 00 to 29 are 2000 to 2029, 30 to 99 are "
                            "1930 to 1999"),
    [FAULT_LOST_ZERO] = N_("'%s' may be January, or October that lost its zero as a number; write "
                           "2024-01 or 2024-10"),
    [FAULT_WEEKDAY] = N_("'%s': that day is another day of the week; correct the one or the other"),
    [FAULT_ZONE] = N_("'%s': a time of another zone, where it may be another day; export local "
                      "times (+08:00)"),
    [FAULT_MIDNIGHT] = N_("'%s': 24:00 is the end of this day and the beginning of the next; write "
                          "the day alone"),
    [FAULT_SERIAL] = N_("'%s': a bare number that may be a count of days or a year and month; "
                        "format the cell as a date"),
    [FAULT_YEAR_AS_DAY] = N_("'%s' is the number of a year or month in a cell that is formatted as "
                             "a date; format the column as a number or as text"),
    [FAULT_NOT_FLAG] = N_("not a flag: '%s' (yes or no, 1 or 0, 是 or 否, 有 or 无, √ or × are "
                          "read)"),
    [FAULT_FORMULA] = N_("'%s' is the error of a formula; correct the formula, or clear the cell"),
    [FAULT_UNCOMPUTED] = N_("a formula whose result was never stored; open the workbook in a "
                            "spreadsheet program, save it, and give it again"),
    [FAULT_DAY_IN_NUMBER] = N_("'%s': a date where a number is wanted; if it is a number, format "
                               "the column as such"),
    [FAULT_DAY_IN_ID] = N_("'%s': a spreadsheet program made a date of what may have been another "
                           "text; format the column as text and enter it again"),
    [FAULT_FLAG_IN_NUMBER] = N_("'%s': true or false where another value is wanted"),
    [FAULT_ID_ROUNDED] = N_("'%s': a spreadsheet program made a number of a code and left out its "
                            "last digits; format the column as text and export the source "
                            "again"),
    [FAULT_MASKED] = N_("'%s': some characters are masked, so that persons or companies cannot be "
                        "told apart; ask for the whole code"),
    [FAULT_NOT_USCC] = N_("not a unified social credit code: '%s' (18 digits and capitals, never "
                          "I, O, S, V, Z; leave the cell blank where there is none)"),
    [FAULT_NOT_IDNO] = N_("not an identity number: '%s' (17 digits and a digit or X; leave "
                          "the cell blank where there is none)"),
};

/* All formats take one string, and fault picks among constants. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
enum status tidy_refuse(enum fault fault, struct slice value, struct error *e)
{
    char shown[QUOTE_SIZE];
    return error_set(e, ST_DATA, _(says[fault]), quote(shown, value));
}
#pragma GCC diagnostic pop

const char *tidy_says(enum tidy_note one)
{
    static const char *const notes[TIDY_NOTES] = {
        N_("a number of 16 digits or more: a spreadsheet program keeps 15, the others are lost"),
        N_("a code that was stored as a number: zeros before it are lost, if there were any"),
        N_("the check digit or the date of birth is wrong"),
        N_("a percentage above 1 without a percent sign"),
        N_("a date that was given as a count of days"),
        N_("a number that was rounded to 18 decimal places"),
        N_("finer than its column: a time, a day or a month was left out"),
        N_("an identity number of 15 digits, as before 1999; it is kept, and matches none of 18"),
        N_("only a dash; it is kept (--dash blank makes it blank)"),
        N_("the error of a formula; it is kept as text"),
    };
    for (unsigned i = 0; i < TIDY_NOTES; i++)
        if (one == 1U << i)
            return _(notes[i]);
    return "";
}
