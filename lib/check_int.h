/* The parts of check. */
#ifndef RISK_CHECK_INT_H
#define RISK_CHECK_INT_H

#include "check.h"

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

/* plan_need.c: which columns of which tables are asked for, and other tables that are looked at. */
enum status plan_need(struct plan *p, struct error *e);
/* plan_reads.c: when each is read. */
enum status plan_reads(struct plan *p, struct error *e);
/* The check of an indicator, made if there is none yet; NULL where it is not in force. */
enum status plan_check(struct plan *p, const struct indicator *i, struct check **out,
                       struct error *e);
/* Calls FN with each expression of a view that is needed. */
void view_walk(const struct plan *p, const struct derived *d, void (*fn)(struct expr *, void *),
               void *context);

#endif
