/* Dates and times from arbitrary bytes: whatever is accepted has one canonical text, which is read
 * back as the same value. */
#include "date.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : abort())

static void canonical(int64_t v, enum span span)
{
    char text[DATE_TEXT_MAX];
    int64_t back;
    bool zoned;
    size_t n = date_text(v, span, text);
    MUST(n > 0 && n <= DATE_TEXT_MAX);
    MUST(date_parse((struct slice){text, n}, span, &back, &zoned) && back == v && !zoned);
    int64_t first = date_first(v, span), last = date_last(v, span);
    MUST(first <= last);
    if (span == SPAN_MONTH)
        MUST(date_month(first) == v && date_month(last) == v && date_month(last + 1) == v + 1);
    if (span == SPAN_QUARTER)
        MUST(date_quarter(first) == v && date_quarter(last) == v);
    if (span == SPAN_YEAR)
        MUST(date_year(first) == v && date_year(last) == v);
    int weekday = date_weekday(first);
    MUST(weekday >= 1 && weekday <= 7 && date_weekday(first + 7) == weekday);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum span spans[] = {SPAN_DAY, SPAN_MONTH, SPAN_QUARTER, SPAN_YEAR, SPAN_TIME};
    struct slice s = {size > 0 ? (const char *)data : "", size};
    char text[DATE_TEXT_MAX];
    int64_t any = 0;
    for (size_t i = 0; i < size && i < 8; i++)
        any = (int64_t)((uint64_t)any << 8 | data[i]);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        int64_t v;
        bool zoned;
        if (date_parse(s, spans[i], &v, &zoned)) {
            MUST(!zoned || spans[i] == SPAN_TIME);
            canonical(v, spans[i]);
        }
        if (date_text(any, spans[i], text) > 0)
            canonical(any, spans[i]);
    }
    return 0;
}

#include "standalone.h"
