/* `agg(x) within 30 days`: of all windows that begin on a row's day and hold the rows up to so many
 * days later, both ends in, the one that goes furthest. */
#ifndef RISK_WINDOW_H
#define RISK_WINDOW_H

#include "aggregate.h"

struct window {
    const struct window_row *rows; /* by day; valid as long as the state */
    size_t n;                      /* 0: no row counts */
    struct num result;             /* 0 where WHY is not 0 */
    why_t why;
};

/* X's window over the state in ROW, a group's row, which is put in order. Of several that go as
 * far, the earliest. */
enum status window_find(struct grouping *g, const struct expr *x, char *row, struct window *out,
                        struct error *e);

#endif
