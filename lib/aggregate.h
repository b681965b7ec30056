/* From what groups keep (slot.h) to the value of an aggregate. */
#ifndef RISK_AGGREGATE_H
#define RISK_AGGREGATE_H

#include "group.h"

/* Finds or makes in G the slots that X needs, over the rows that WHERE (may be NULL) keeps, and
 * notes them in X. ORDER is what first and last order by (NULL if there is nothing). */
enum status aggregate_bind(struct expr *x, struct expr *where, const struct expr *order,
                           struct grouping *g, const struct expr_scope *scope, struct arena *a,
                           struct error *e);
/* Finds or makes the slots that tell which rows count. */
enum status aggregate_bind_rows(struct expr *where, struct grouping *g,
                                const struct expr_scope *scope, struct arena *a,
                                struct counting *out, struct error *e);

/* X over the states in ROWS[k] (group rows, or rows of merged states); where ROWS[k] is NULL the
 * result is unknown for WHY[k]. */
enum status aggregate_result(struct grouping *g, const struct expr *x, char *const *rows,
                             const why_t *why, size_t n, struct arena *scratch, struct vec *out,
                             struct error *e);
/* A statistic over numbers (which are sorted in place), as for a list. *WHY is set where there is
 * none. */
enum status aggregate_statistic(struct reasons *reasons, const struct expr *x, struct num *v,
                                size_t n, struct num *out, why_t *why, struct error *e);
const char *aggregate_name(enum aggregate a);

#endif
