/* The parts of view. */
#ifndef RISK_VIEW_INT_H
#define RISK_VIEW_INT_H

#include "check_int.h"
#include "view.h"

/* view_make.c: reads the expressions of a view; its table's columns are then known. */
enum status view_make(struct plan *p, struct derived *d, struct error *e);
/* T gets a column for the values of X, an expression over the rows or groups of OF. There must be
 * room. */
void view_add_column(struct table *t, const char *name, const struct expr *x,
                     const struct table *of);
bool view_keep_column(struct table *t);

#endif
