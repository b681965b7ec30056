/* Workdays: weekends, moved by a calendar of adjusted days. Beyond the years that the calendar
 * covers a date is unknown. */
#ifndef RISK_CALENDAR_H
#define RISK_CALENDAR_H

#include "arena.h"
#include "error.h"
#include "sheet.h"

struct calendar;

/* calendar.csv, one or several that add to one another: date,name,day with day `off` or `work`.
 * Covers whole years, from the first to the last that names a day off: a workday moved to December
 * for the next year's holiday does not make its own year known. A year between them that names none
 * is an error, as is anything malformed (ST_USAGE with place). */
enum status calendar_read(const struct sheet *const *sheets, size_t n, struct calendar **out,
                          struct error *e);
enum status calendar_load(const char *path, struct calendar **out, struct error *e);
void calendar_free(struct calendar *c);
/* 1 workday, 0 not, -1 unknown (beyond the calendar, or C is NULL). */
int calendar_is_workday(const struct calendar *c, int64_t day);
/* Workdays d with from < d <= to (negative where to < from); false if any of them is unknown. */
bool calendar_workdays(const struct calendar *c, int64_t from, int64_t to, int64_t *out);

#endif
