/* A number as spreadsheet programs show it: 15 decimal digits and a power of ten. */
#ifndef RISK_FIGURE_H
#define RISK_FIGURE_H

#include "slice.h"

enum { FIGURE_DIGITS = 15, FIGURE_POINT_MAX = 400 };

/* 0.DIGITS * 10^POINT; no digit first or last is 0, and none at all stands for zero. */
struct figure {
    bool negative;
    unsigned n;
    int point;
    char digits[FIGURE_DIGITS];
};

/* A number as stored_parse reads it, rounded half-even to the digits kept. False for anything else,
 * and from 10^400. */
bool figure_parse(struct slice s, struct figure *out);
struct figure figure_of(uint64_t v); /* below 10^15 */
/* Half away from zero; negative PLACES round to tens, hundreds ... */
void figure_round(struct figure *f, int places);
int figure_cmp(const struct figure *a, const struct figure *b);
/* The digit that counts 10^PLACE, as a character. */
static inline char figure_digit(const struct figure *f, int place)
{
    int i = f->point - 1 - place;
    return i >= 0 && i < (int)f->n ? f->digits[i] : '0';
}
/* The least place that has a digit other than 0; 0 for zero. */
static inline int figure_lowest(const struct figure *f)
{
    return f->n == 0 ? 0 : f->point - (int)f->n;
}

#endif
