/* An indicator made ready to run: its expressions compiled, its states bound to a grouping of its
 * table. */
#ifndef RISK_CHECK_H
#define RISK_CHECK_H

#include "aggregate.h"
#include "excepted.h"
#include "other.h"
#include "range.h"
#include "streak.h"

enum op { OP_CONDITION, OP_MORE, OP_AT_LEAST, OP_LESS, OP_AT_MOST, OP_OUTSIDE, OP_INSIDE };
const char *op_text(enum op op);

/* `value` in a threshold: the measures of all judged subjects of one period. */
struct measures {
    struct keytab periods;
    struct measure_list {
        struct num *v;
        size_t n, size;
    } * lists; /* [periods.n] */
    size_t lists_size;
    struct measure_result { /* a statistic of one period's, worked out once */
        const struct expr *x;
        uint32_t period;
        why_t why;
        struct num number;
    } * results;
    size_t result_n, result_size;
    struct arena arena;
};

/* What prev, growth or monthly X remembers: X's argument in the last period of each subject. */
struct lookback {
    struct expr *x;
    struct keytab texts;
    struct earlier_value *last; /* [subject] */
    size_t last_size;
    /* What it was before, of the groups at hand: */
    const uint32_t *groups;
    size_t n;
    struct vec before;
};

/* The lines of a subject's group in a period, for alerts that rest on the next. */
struct period_lines {
    int32_t period;
    struct evidence_state lines;
};

/* What is needed of a subject while it is not calm: its run, and the lines of the run's rows. Without
 * time a subject has one group, and this is needed for a moment only. */
struct followed {
    struct streak_run run;
    struct evidence_state lines;
};

/* Rows without a key, each a subject of its own. */
struct keyless {
    uint64_t counting; /* or it is not known whether they count */
    uint64_t dropped;
};

struct check {
    const struct indicator *indicator;
    const struct table *table;
    struct expr_scope row, subject; /* scopes of its expressions */
    struct expr *where, *having, *value, *region, *label, *period;
    struct slice measure; /* the same where `value` and the rows that count are the same; empty
                             where not its own groups alone take part */
    struct expr **by;
    size_t by_n;
    struct slice by_names; /* `subject_kind` */
    enum op op;
    struct expr *threshold[LEVELS], *high[LEVELS]; /* NULL: no such level; HIGH of a range */
    bool fence[LEVELS];   /* the threshold is a fence: at or below 0 it sets no level */
    struct expr **parsed; /* all that expr_parse gave, to be released */
    size_t parsed_n, parsed_size;
    bool rows;                 /* each row is a subject and is judged where it stands */
    bool everybody;            /* needs all groups before it can judge one */
    bool measured;             /* a threshold asks for `value` */
    struct grouping *grouping; /* NULL if rows */
    struct counting counting;
    struct range *ranges;
    size_t range_n, range_size;
    struct measures measures;
    bool windows;              /* `value` looks for windows: their rows are the evidence */
    struct lookback *lookback; /* parents before what stands in them */
    size_t lookback_n, lookback_size;
    uint32_t reach;                    /* how many periods before its own a value may look at */
    struct period_lines *period_lines; /* [subject * reach + period % reach] */
    size_t period_lines_size;
    /* Results: */
    struct streak_rule rule;
    struct streak *streaks;    /* [subject] */
    struct followed *followed; /* [subject]; none where there is no time */
    size_t streak_size, followed_size;
    struct outcomes counts;
    struct excepted excepted;
    struct keyless keyless; /* counted when its table is over */
    bool loaded;            /* its table was among the inputs */
    bool looked_at;         /* others look at its subjects */
    size_t read;            /* which reading of its table it takes part in (plan.reads) */
    const bool *looks; /* [plan.others]: those that it, or a view that it stands on, looks into */
};

/* What the groups of a reading gave it to know; they are about to be let go. */
void check_forget(struct check *c);
/* Every expression of a check, with what it is for. */
void check_walk(const struct check *c, void (*fn)(struct expr *, void *), void *context);

#endif
