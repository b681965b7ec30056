/* Runs expressions over columns. Unknown is carried along by Kleene's logic; an error is only what
 * cannot be carried: memory, a regular expression's limit. */
#ifndef RISK_EVAL_H
#define RISK_EVAL_H

#include "calendar.h"
#include "vec.h"

/* What an expression is run on: rows of a table, or groups of them. */
struct eval {
    size_t n;              /* rows */
    struct arena *scratch; /* results live here */
    struct reasons *reasons;
    const struct pack *pack; /* names for reasons */
    const struct calendar *calendar;
    void *context; /* of the following */
    /* A table's column. */
    enum status (*column)(void *context, size_t column, struct vec *out, struct error *e);
    /* An aggregate, an exists or a lookup; NULL where there can be none. */
    enum status (*aggregate)(void *context, const struct expr *x, struct vec *out, struct error *e);
    enum status (*other)(void *context, const struct expr *x, struct vec *args, struct vec *out,
                         struct error *e);
    /* Puts the place of row K into an error; NULL where rows have none. */
    void (*place)(void *context, size_t k, struct error *e);
    /* What the argument of X, an EXPR_EARLIER, was in the period before (0 where monthly begins
     * anew); NULL where there can be none. */
    enum status (*before)(void *context, const struct expr *x, struct vec *out, struct error *e);
};

enum status eval(struct eval *v, const struct expr *x, struct vec *out, struct error *e);

/* Why no row of P holds; 0 when memory is out. */
why_t param_reason(struct reasons *r, const struct param *p, enum param_lack lack);

#endif
