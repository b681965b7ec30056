/* A number as spreadsheet programs show it: 15 decimal digits and a power of ten. */
#ifndef RISK_SHOWN_H
#define RISK_SHOWN_H

#include "slice.h"

enum { SHOWN_DIGITS = 15, SHOWN_POINT_MAX = 400 };

/* 0.DIGITS * 10^POINT; no digit first or last is 0, and none at all stands for zero. */
struct shown {
    bool negative;
    unsigned n;
    int point;
    char digits[SHOWN_DIGITS];
};

/* A number as stored_parse reads it, rounded half-even to the digits kept. False for anything else,
 * and from 10^400. */
bool shown_parse(struct slice s, struct shown *out);
struct shown shown_of(uint64_t v); /* below 10^15 */
/* Half away from zero; negative PLACES round to tens, hundreds ... */
void shown_round(struct shown *f, int places);
int shown_cmp(const struct shown *a, const struct shown *b);
/* The digit that counts 10^PLACE, as a character. */
static inline char shown_digit(const struct shown *f, int place)
{
    int i = f->point - 1 - place;
    return i >= 0 && i < (int)f->n ? f->digits[i] : '0';
}
/* The least place that has a digit other than 0; 0 for zero. */
static inline int shown_lowest(const struct shown *f)
{
    return f->n == 0 ? 0 : f->point - (int)f->n;
}

#endif
