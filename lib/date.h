/* Days, months, quarters, years and times, proleptic Gregorian, years 0001 to 9999. */
#ifndef RISK_DATE_H
#define RISK_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "slice.h"

/* How each is held in an int64_t. Consecutive periods differ by 1. */
enum span {
    SPAN_DAY,     /* days since 1970-01-01 */
    SPAN_MONTH,   /* year * 12 + month - 1 */
    SPAN_QUARTER, /* year * 4 + quarter - 1 */
    SPAN_YEAR,    /* year */
    SPAN_TIME     /* microseconds since 1970-01-01T00:00, in UTC if it bore a zone, else local */
};

/* Strict forms:
 *   2024-03-05; 2024-03; 2024Q1; 2024;
 *   times 2024-03-05T10:30, 2024-03-05T10:30:00, a blank for the T, up to 6 fractional digits of
 *   a second, an optional zone Z or +08:00, at most 14:59 (*ZONED tells; it may be NULL).
 * False for anything else, among it 24:00, a 60th second, and a time that its zone carries out of
 * the years 0001 to 9999; then OUT and ZONED are untouched. */
bool date_parse(struct slice s, enum span span, int64_t *out, bool *zoned);
/* Writes the canonical form, a time with T, seconds, and a fraction only if it has one; returns
 * its length, at most 26, or 0 outside the years 0001 to 9999. */
enum { DATE_TEXT_MAX = 40 };
size_t date_text(int64_t v, enum span span, char out[DATE_TEXT_MAX]);

/* Year, month and day must be a real date. */
int64_t date_of(int year, int month, int day);
void date_split(int64_t day, int *year, int *month, int *day_of_month);
int64_t date_month(int64_t day);
int64_t date_quarter(int64_t day);
int64_t date_year(int64_t day);
int date_weekday(int64_t day); /* 1 Monday .. 7 Sunday */
/* First and last day of a period (a day: itself; a time: its day). */
int64_t date_first(int64_t v, enum span span);
int64_t date_last(int64_t v, enum span span);

#endif
