/* What goes into a heat table: alerts, graded or not (probity-alerts(5)), or past cases, a table
 * with `closed_on` and `grade`, `scenario` or `field`, `region`, optional `count`. */
#ifndef RISK_HEAT_IN_H
#define RISK_HEAT_IN_H

#include "alert_in.h"
#include "heat.h"

enum heat_kind { HEAT_ANY, HEAT_ALERTS, HEAT_CASES };

/* What was found, and where it belongs in the table. */
struct heat_finding {
    size_t row, column;
    enum level grade;
    uint64_t count;
    int64_t months;
    bool trial, undated;
    bool no_field, no_scenario, no_region, unknown_region;
};
struct heat_fact {
    struct heat_finding finding;
    struct slice period;
};

/* Zero-initialise but for the first part; heat_in_free gives the rest back. */
struct heat_in {
    struct heat *heat;
    struct reader_options reader;
    reader_reject_fn *reject; /* NULL: refuse; else bad rows go there */
    void (*progress)(void *context, double share, uint64_t rows);
    void *context;
    /* Of all files read: */
    enum heat_kind kind;     /* HEAT_ANY before the first */
    uint64_t rows;           /* records taken */
    uint64_t trial, undated; /* findings on trial, and without a period */
    uint64_t no_field, no_scenario, no_region, unknown_region; /* in findings */
    char first_unknown[QUOTE_SIZE]; /* the first region that is not known, quoted */
    char first_file[512];
    uint64_t first_line;
    struct keytab facts, periods; /* runs of alerts, by their issue's id (issue.h) */
    struct heat_fact *fact;       /* [facts.n] */
    size_t fact_size;
};

/* Reads PATH, adding to IN. KIND: what it must be; else its header decides (alerts have
 * `alert_id`, cases `closed_on`). ST_DATA with place for a scenario, field or grade that is none, a
 * date that is none or after today, both kinds in one run. A region that is blank or not known is
 * no error: it goes to the last column, and is counted here.
 *
 * Alerts of one run are one finding, as the latest of them says; memory grows with runs. An alert
 * without a grade counts by its level, one on trial as blue. What fades is as old as the
 * calendar months from the last day of its period (a case: of closing) to today; an alert without
 * period is of today. */
enum status heat_read(struct heat_in *in, const char *path, enum heat_kind kind, struct error *e);
/* After the last file, before heat_settle: what alerts say goes into the table. */
enum status heat_in_finish(struct heat_in *in, struct error *e);
void heat_in_free(struct heat_in *in);

#endif
