/* Judges groups and rows by a check: verdict, run, alert. */
#ifndef RISK_JUDGE_H
#define RISK_JUDGE_H

#include "alert.h"
#include "eval.h"
#include "plan.h"

/* What a row or group said, for those who want to show the arithmetic. */
struct judgement {
    uint8_t verdict, level; /* enum verdict, enum level */
    why_t why;
};

struct judge;
struct judged_rows;
struct rows; /* engine_int.h */
struct derived;

/* A row that has found its group. */
struct placed {
    struct rows *rows;
    size_t k;
    const struct check *check;  /* of an indicator, or of a view: */
    const struct derived *view; /* or NULL */
    struct slice subject;       /* the group's key */
    int32_t period;
    bool counts; /* `where` keeps the row */
};

/* For those who want to see more than alerts; each may be NULL. */
struct judge_hooks {
    /* An alert, when it is found. */
    enum status (*found)(void *context, const struct alert *a, struct error *e);
    /* A judged row of a check whose subjects are rows. */
    enum status (*row)(void *context, struct judge *j, struct check *c,
                       const struct judged_rows *rows, size_t k, const struct judgement *judgement,
                       struct error *e);
    enum status (*placed)(void *context, const struct placed *p, struct error *e);
    /* Judged groups. */
    enum status (*groups)(void *context, struct judge *j, struct check *c, const uint32_t *groups,
                          size_t n, const struct judgement *all, struct error *e);
    /* A batch of a table's rows, before anything is done with it. */
    enum status (*taken)(void *context, struct rows *rows, struct error *e);
    /* A batch of rows that others will look for in O by KEYS; those that are not KEPT (NULL: all
     * are) are not among them. */
    enum status (*offered)(void *context, const struct other *o, struct rows *rows,
                           const struct vec *keys, const struct vec *kept, struct error *e);
    /* The same of an indicator's alerts. */
    enum status (*offered_alerts)(void *context, const struct other *o, struct alert *const *alerts,
                                  size_t n, const struct vec *keys, struct error *e);
};

struct judge {
    struct plan *plan;
    const char *const *sources; /* names by number, for evidence */
    struct alerts *alerts;
    struct alerts *held; /* those that exceptions keep back */
    struct arena scratch;
    const struct judge_hooks *hooks;
    void *context; /* theirs */
};

/* Groups in order of subject and period, by all checks of their grouping. */
enum status judge_groups(struct judge *j, struct grouping *grouping, const uint32_t *groups,
                         size_t n, struct error *e);
/* Before judging, for checks that need everybody: all groups. */
enum status judge_survey(struct judge *j, struct check *c, const uint32_t *groups, size_t n,
                         struct error *e);
/* X, a part of C, over groups of C's grouping; in J's scratch. */
enum status judge_part(struct judge *j, struct check *c, const uint32_t *groups, size_t n,
                       const struct expr *x, struct vec *out, struct error *e);
/* N parts of C (those that are NULL are passed over); in J's scratch. */
enum status judge_columns(struct judge *j, struct check *c, const uint32_t *groups, size_t groups_n,
                          struct expr *const *x, size_t n, struct vec *out, struct error *e);
/* Told of each subject (its number), when its outcome is known; may be NULL. */
typedef enum status judge_outcome_fn(void *context, struct check *c, uint32_t subject,
                                     struct error *e);
/* After the last group: the outcome of each subject. */
enum status judge_end(struct judge *j, struct check *c, judge_outcome_fn *told, void *context,
                      struct error *e);
/* How many periods before PERIOD a value of it may rest on. */
uint32_t judge_reach(const struct check *c, int32_t period);
/* Whether X, an EXPR_EARLIER, needs the period before PERIOD: monthly in January does not. */
bool judge_looks_back(const struct expr *x, int32_t period);
/* Counts rows that have no key; false when memory is out. */
bool judge_keyless(struct judge *j, struct check *c);
/* Forgets all results of C; but its rows without a key are known to be such. */
void judge_restart(struct judge *j, struct check *c);

/* Rows of a batch, for a check that judges rows. COLUMN and OTHER as in struct eval; DIGEST names
 * row K. */
struct judged_rows {
    size_t n;
    const uint8_t *bad; /* rejected rows, or NULL */
    const uint64_t *line;
    const struct slice *raw;
    uint32_t source;
    const struct slice *source_text;
    const struct places *places; /* instead of lines, for rows made of others; or NULL */
    struct eval *eval;
    enum status (*digest)(void *context, size_t k, char out[ALERT_ID_SIZE], struct error *e);
    void *context;
};
enum outcome judgement_outcome(const struct judgement *j);
enum status judge_rows(struct judge *j, struct check *c, const struct judged_rows *rows,
                       struct error *e);
void judge_free(struct judge *j);

#endif
