/* The parts of explain. */
#ifndef RISK_EXPLAIN_INT_H
#define RISK_EXPLAIN_INT_H

#include "report.h"

struct telling {
    const struct plan *plan;
    const struct check *check;
    struct sink *out;
    struct arena *arena;
    enum status status;
    struct error *e;
};

/* A line `head: text`. */
void tell(struct telling *t, const char *head, const char *format, ...) RISK_PRINTF(3, 4);
/* explain_views.c: the views that the indicator stands on or looks into, and what else it looks
 * into. */
void explain_views(struct telling *t);

#endif
