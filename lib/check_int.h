/* The parts of check. */
#ifndef RISK_CHECK_INT_H
#define RISK_CHECK_INT_H

#include "plan.h"

/* A check that is being made of its row. */
struct check_making {
    struct plan *plan;
    struct check *check;
    struct error *e;
};

/* An error at PART of the row; one that has no place yet gets it; X is the check's from now on. */
enum status making_fault(struct check_making *m, enum indicator_part part, const char *format, ...)
    RISK_PRINTF(3, 4);
enum status making_placed(struct check_making *m, enum indicator_part part, enum status s);
enum status making_keep(struct check_making *m, struct expr *x);
/* An expression, a condition; *OUT is NULL where TEXT is blank. */
enum status making_parse(struct check_making *m, enum indicator_part part, struct slice text,
                         bool aggregates, struct expr **out);
enum status making_truth(struct check_making *m, enum indicator_part part, struct slice text,
                         bool aggregates, struct expr **out);
/* check_threshold.c */
enum status making_thresholds(struct check_making *m);
/* check_time.c: without a period rows count while the indicator is in force, by their date; and
 * what windows and the period before ask of a check. */
enum status making_validity(struct check_making *m);
enum status making_time(struct check_making *m);

enum status check_parse(struct plan *plan, struct check *c, struct error *e);
/* X is released with the check. */
enum status check_keep(struct check *c, struct expr *x, struct error *e);
/* S; an error of expr_parse gets the place of PART. */
enum status check_placed(const struct pack *p, const struct indicator *i, enum indicator_part part,
                         enum status s, struct error *e);
void check_free(struct check *c);
/* The column that first() and last() order by, or SIZE_MAX. */
size_t check_order_column(const struct table *t);
/* The first column of T that is a date, or SIZE_MAX. */
size_t check_date_column(const struct table *t);
/* Makes room for what the check's prev, growth and monthly remember. */
enum status check_remember(struct check *c, struct error *e);
void judge_free_earlier(struct check *c);
/* By which day parameters hold where there is no period: a row's of that column, else that of the
 * run. */
enum status check_day(struct plan *p, const struct table *t, struct expr **out, struct error *e);
enum status check_bind(struct plan *plan, struct check *c, struct error *e);
/* The same of a view's: N expressions over its groups (those that are NULL are passed over). */
enum status check_bind_columns(struct plan *plan, struct check *c, struct expr **x, size_t n,
                               struct error *e);
/* Notes in the check's ranges which slots they merge; when all checks are bound. X as above. */
enum status check_want(struct check *c, struct expr **x, size_t n, struct error *e);

#endif
