/* The parts of plan. */
#ifndef RISK_PLAN_INT_H
#define RISK_PLAN_INT_H

#include "check_int.h"
#include "view.h"

/* plan_need.c: which columns of which tables are asked for, and other tables that are looked at. */
enum status plan_need(struct plan *p, struct error *e);
/* plan_reads.c: when each is read. */
enum status plan_reads(struct plan *p, struct error *e);
/* The check of an indicator, made if there is none yet; NULL where it is not in force. */
enum status plan_check(struct plan *p, const struct indicator *i, struct check **out,
                       struct error *e);

#endif
