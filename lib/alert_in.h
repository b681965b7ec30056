/* Alerts as other commands take them in again (probity-alerts(5)), with or without what riskgrade
 * appended. */
#ifndef RISK_ALERT_IN_H
#define RISK_ALERT_IN_H

#include "columns.h"
#include "pack.h"

/* In the order in which they are written; alert_columns has the names of the first. */
enum alert_column {
    ALERT_ID,
    ALERT_INDICATOR,
    ALERT_INDICATOR_NAME,
    ALERT_STATUS,
    ALERT_DEPARTMENT,
    ALERT_FIELD,
    ALERT_SCENARIO,
    ALERT_LEVEL,
    ALERT_SUBJECT_KIND,
    ALERT_SUBJECT,
    ALERT_SUBJECT_NAME,
    ALERT_REGION,
    ALERT_PERIOD,
    ALERT_SINCE,
    ALERT_VALUE,
    ALERT_THRESHOLD,
    ALERT_RUN,
    ALERT_EVIDENCE,
    ALERT_PACK,
    ALERT_MESSAGE,
    ALERT_WRITTEN, /* so many does riskscan write */
    ALERT_GRADE = ALERT_WRITTEN,
    ALERT_SCORE,
    ALERT_REASONS,
    ALERT_ACTION,
    ALERT_HANDLER,
    ALERT_COPIES,
    ALERT_CASE_ID,
    ALERT_PLAN_DUE,
    ALERT_COLUMNS
};
const char *alert_column_name(enum alert_column c);

struct alert_in {
    struct columns columns;
    struct wanted_column wanted[ALERT_COLUMNS];
    size_t row; /* next one of the batch */
    bool graded;
};

/* One alert; slices hold until the next alert_in_next. */
struct alert_row {
    struct slice cell[ALERT_COLUMNS];
    enum level level, grade; /* grade: LEVEL_NONE where the table has none */
    bool trial;
    uint64_t run; /* at least 1 */
    uint64_t line;
    struct slice raw; /* the record as it stood */
};

/* GRADED: the columns of riskgrade are needed too (else they are read if they are there). */
enum status alert_in_open(const char *path, const struct reader_options *options, bool graded,
                          struct alert_in *in, struct error *e);
/* The next alert, *MORE false at the end. ST_DATA with place: a level, grade, status or run that is
 * none, a blank indicator, subject_kind or subject, and an alert_id that is not the digest of these
 * and the period: such an alert was changed by hand, and points to another fact than its id. */
enum status alert_in_next(struct alert_in *in, struct alert_row *row, bool *more, struct error *e);
/* An ST_DATA error at that cell of the alert that alert_in_next gave last. */
enum status alert_in_error(const struct alert_in *in, enum alert_column c, struct error *e,
                           const char *format, ...) RISK_PRINTF(4, 5);
void alert_in_close(struct alert_in *in);

/* One part of a subject_kind or subject: parts are separated by '|' in SUBJECT ('\' before a '|' or
 * '\' that is part of one) and by a blank in SUBJECT_KIND, where an expression (`days(a, b)`, `a +
 * 1`) is one name, blanks and all. */
struct subject_part {
    struct slice name, value; /* VALUE without its escapes, in BUFFER if it had any */
};
/* Part I (from 0); false if there are not so many. */
bool subject_part(struct slice kind, struct slice subject, size_t i, struct buffer *buffer,
                  struct subject_part *out);
/* How many there are; 0 if there are not as many names as values. */
size_t subject_parts(struct slice kind, struct slice subject);
/* The value of the part called NAME. */
bool subject_value(struct slice kind, struct slice subject, struct slice name,
                   struct buffer *buffer, struct slice *out);

#endif
