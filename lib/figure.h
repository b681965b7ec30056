/* A decimal as its digits and a place for the point: moving the point is exact, and the zeros that
 * were written stay. */
#ifndef RISK_FIGURE_H
#define RISK_FIGURE_H

#include "slice.h"

enum figure_result {
    FIGURE_OK,
    FIGURE_NONE,      /* no digits */
    FIGURE_COMMA,     /* one comma, which may be a decimal point: 1,50 */
    FIGURE_GROUPS,    /* commas between other than three digits */
    FIGURE_POINTS,    /* a point or comma behind the point */
    FIGURE_TOO_LARGE, /* more digits than num.h takes */
    FIGURE_TOO_FINE
};

enum { FIGURE_DIGITS = 160, FIGURE_TEXT_MAX = 64 };
struct figure {
    char digits[FIGURE_DIGITS];
    size_t n;
    int scale; /* how many of them stand behind the point; negative: zeros before it */
    bool negative;
};

/* Digits with at most one point from the front of S, in groups of three or not; the sign is the
 * caller's. */
enum figure_result figure_take(struct slice *s, struct figure *f);
/* Leaves out zeros that change nothing and do not fit; if ROUND, rounds half-even to PLACES, which
 * *ROUNDED tells. OK means that num_parse reads the text. */
enum figure_result figure_fit(struct figure *f, int places, bool round, bool *rounded);
/* Of one that fits; its length. A zero has no sign. */
size_t figure_text(const struct figure *f, char out[FIGURE_TEXT_MAX]);

#endif
