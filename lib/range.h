/* `over`: the states of all groups of one period that share the values of some columns, merged. */
#ifndef RISK_RANGE_H
#define RISK_RANGE_H

#include "aggregate.h"

struct range {
    enum over over;
    struct expr *
        *columns; /* each an aggregate AGG_SAME of the grouping, bound; none for OVER_ALL */
    size_t column_n;
    struct counting counting; /* which of a group's rows count */
    bool *wanted;             /* [slot]: is to be merged */
    int64_t min_peers;
    why_t too_few;
    /* Made by range_build: */
    struct keytab keys;
    struct range_group *groups; /* [keys.n] */
    size_t group_size;
    struct range_memo *memos; /* what has been worked out of them */
};

/* Merges the N groups of LIST. */
enum status range_build(struct range *r, struct grouping *g, const uint32_t *list, size_t n,
                        struct error *e);
/* For each group the row of merged states that it looks at; where there is none ROWS[k] is NULL and
 * WHY[k] says why. Rows of OVER_OTHERS are made for the call: range_let_go gives them back.
 * PEERS[k] (PEERS may be NULL) is how many subjects there are. */
enum status range_rows(struct range *r, struct grouping *g, const uint32_t *list, size_t n,
                       struct arena *scratch, char **rows, why_t *why, int64_t *peers,
                       struct error *e);
void range_let_go(const struct range *r, struct grouping *g, char **rows, size_t n);
/* X, an aggregate, over the rows that range_rows gave: one of which all values must be looked at is
 * worked out once for all groups that look at the same. */
enum status range_result(struct range *r, struct grouping *g, const struct expr *x,
                         char *const *rows, const why_t *why, size_t n, struct arena *scratch,
                         struct vec *out, struct error *e);
/* Forgets what range_build made. */
void range_free(struct range *r, struct grouping *g);

#endif
