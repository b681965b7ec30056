/* What the parts of heat_in share. */
#ifndef RISK_HEAT_IN_INT_H
#define RISK_HEAT_IN_INT_H

#include "heat_in.h"
#include "held.h"

/* Behind the columns of alerts: those that only past cases have. */
enum { CASE_CLOSED = ALERT_COLUMNS, CASE_COUNT, WANTED };

/* One file being read. */
struct reading {
    struct heat_in *in;
    struct wanted_column wanted[WANTED];
    struct alert_in alerts; /* holds the columns, of cases too */
    size_t row;             /* in the batch */
    struct held held;
};

/* heat_fact.c: an alert into its run. */
enum status heat_take_fact(struct heat_in *in, const struct alert_row *a,
                           const struct heat_finding *finding, struct error *e);
/* heat_row.c: into the table. */
enum status heat_count_finding(struct heat_in *in, const struct heat_finding *f, struct error *e);
/* heat_row.c: an alert, or the case in r->row, into the table. ST_DATA with place where it cannot
 * be taken; nothing has changed then. */
enum status heat_take_alert(struct reading *r, const struct alert_row *a, struct error *e);
enum status heat_take_case(struct reading *r, struct error *e);

#endif
