/* The parts of why. */
#ifndef RISK_WHY_INT_H
#define RISK_WHY_INT_H

#include "engine_int.h"
#include "why.h"

enum { WHY_SHOWN = 100 }; /* rows of a table, values of a statistic */
/* Rows of a table that were only looked up, so that they do not crowd out what was counted. */
enum { WHY_LOOKED_UP_SHOWN = 20 };

/* What part a row has in the alert: it was counted, or `where` left it out, or it was looked up. */
enum why_part { WHY_OWN, WHY_LEFT_OUT, WHY_LOOKED_UP };

/* Rows of a table: all of them, and those shown of each kind. */
struct why_count {
    uint64_t rows;
    uint32_t own, looked_up;
};

/* A row that is shown. */
struct why_row {
    size_t table;
    uint32_t source; /* where it stands, of rows that were read */
    uint64_t line;
    bool left_out;       /* `where` does not keep it */
    size_t read;         /* in which reading it was seen last: each may need other columns */
    bool *told;          /* [the table's columns] of a view's row */
    bool any;            /* of these */
    struct buffer text;  /* a line without its end */
    struct buffer parts; /* the lines below it */
};

struct why {
    const struct why_question *question;
    struct arena arena;
    bool seeking; /* the alert is not found yet */
    /* The alert: */
    const char *indicator;
    char id[ALERT_ID_SIZE];
    struct slice subject;
    const struct exception *exception; /* that holds it back, or NULL */
    int32_t from, since, period;       /* FROM: of what is shown */
    /* What is to be shown, by table and rows_name; it grows from run to run: */
    struct keytab evidence; /* rows that the alert names: always, */
    struct keytab texts;    /* or what their _source says */
    struct keytab wanted;   /* rows that others were made of */
    struct keytab asked;    /* keys that others were looked up by */
    /* The run at hand: */
    struct plan *plan;
    struct engine *engine;
    struct check *check;
    struct keytab seen; /* rows, by their table and rows_name, shown or only counted */
    uint32_t *row_of;   /* [seen.n]: index in ROWS + 1; 0: counted only */
    size_t row_of_size;
    struct why_row *rows;
    size_t row_n, row_size;
    struct why_count *counts; /* [the plan's tables] */
    const char **headers;     /* [inputs] */
    struct why_found {        /* [asked.n] where */
        struct evidence_state lines;
        struct buffer alerts;
        size_t alert_n;
    } * found;
    size_t found_size;
    struct slot lines; /* of these */
    struct buffer steps;
};

/* why_rows.c: row K of R and those that it is of are shown; *OUT gets R's, NULL where it is only
 * counted. */
enum status why_take(struct why *w, struct rows *r, size_t k, enum why_part part,
                     struct why_row **out, struct error *e);
/* A row's name in struct why, of its table and its rows_name. */
bool why_name(size_t table, struct slice name, struct buffer *out);
extern const struct judge_hooks why_hooks;
bool why_write_rows(struct why *w, struct sink *out);

/* One row, or one group, at which expressions are looked. */
struct look {
    struct why *w;
    const struct expr_scope *scope; /* of their texts */
    struct rows *rows;              /* row K of these; NULL: a group: */
    size_t k;
    struct judge *judge;
    struct check *check;
    uint32_t group;
    struct buffer *out; /* lines */
    const char *indent;
    bool columns;              /* plain columns are shown as well */
    const struct num *against; /* numbers are not written as if they stood across one of these */
    size_t against_n;
    struct keytab seen; /* texts that have been shown */
    enum status status;
    struct error *e;
};

/* why_look.c. Nothing is done where L's status is not ST_OK. */
void look_end(struct look *l);
/* X there: element *K of *OUT. */
bool look_value(struct look *l, const struct expr *x, struct vec *out, size_t *k);
bool look_text(struct look *l, const struct expr *x, struct slice *out);
bool look_failed(struct look *l); /* memory is out; returns false */
/* A line `text = value` for each part of X that has to be known to work X out: of X too if it is
 * one. Each text once. */
void look_parts(struct look *l, const struct expr *x);
void look_inside(struct look *l, const struct expr *x); /* of X's parts only */
/* A line for X alone. */
void look_line(struct look *l, const struct expr *x);
/* Lines for its parts; and for X where more can be said than what it is. */
void look_notes(struct look *l, const struct expr *x);
/* Lines for its parts; and for X in any case. */
void look_whole(struct look *l, const struct expr *x);
bool why_value(const struct look *l, const struct vec *v, size_t k, const struct num *against,
               size_t n, struct buffer *out);

/* why_values.c: what an aggregate was worked out of: a NOTE behind its value, LINES below it. */
void look_aggregate(struct look *l, const struct expr *x, struct buffer *note,
                    struct buffer *lines);
/* why_other.c: which key was asked for and where it was found. */
void look_other(struct look *l, const struct expr *x, struct buffer *note);
enum status why_offered(void *context, const struct other *o, struct rows *rows,
                        const struct vec *keys, const struct vec *kept, struct error *e);
enum status why_offered_alerts(void *context, const struct other *o, struct alert *const *alerts,
                               size_t n, const struct vec *keys, struct error *e);
/* why_view.c: the rows that a row was made of are wanted. */
bool why_want_sources(struct why *w, const struct rows *r, size_t k);
/* A view's row as a line, to which later readings add columns. */
enum status why_view_row(struct why *w, struct rows *r, size_t k, struct why_row *row,
                         struct error *e);
/* why_steps.c: from parts to value, from value to level. */
enum status why_groups(void *context, struct judge *j, struct check *c, const uint32_t *groups,
                       size_t n, const struct judgement *all, struct error *e);
enum status why_judged_row(void *context, struct judge *j, struct check *c,
                           const struct judged_rows *rows, size_t k,
                           const struct judgement *judgement, struct error *e);

#endif
