/* The parts of check. */
#ifndef RISK_CHECK_INT_H
#define RISK_CHECK_INT_H

#include "check.h"

enum status check_parse(struct plan *plan, struct check *c, struct error *e);
/* The first column of T that is a date, or SIZE_MAX. */
size_t check_date_column(const struct table *t);
enum status check_bind(struct plan *plan, struct check *c, struct error *e);
/* Notes in the check's ranges which slots they merge; when all checks are bound. */
enum status check_want(struct check *c, struct error *e);

#endif
