/* Days, months and years as spreadsheet programs and people write them where it can mean only one
 * thing: the year first, in four digits. More, by rules, is read by tidy.h. */
#ifndef RISK_WRITTEN_H
#define RISK_WRITTEN_H

#include "slice.h"

struct written_date {
    int year, month, day; /* 0 where it has none */
};

/* 2024-3-5, 2024/03/05, 2024年3月5日, 2024/3, 2024年3月, 2024年, 2024; a day also with a time of 0:00
 * behind. Whether there is such a day is for date.h. */
bool written_date(struct slice s, struct written_date *d);
/* The form that date_parse reads; its length. */
enum { WRITTEN_DATE_MAX = 10 };
size_t written_date_text(const struct written_date *d, char out[WRITTEN_DATE_MAX]);

#endif
