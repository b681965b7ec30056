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

/* What is needed of a subject while it is not calm: its run, and the lines of the run's rows. */
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
    struct followed *followed; /* [subject] */
    size_t streak_size, followed_size;
    struct outcomes counts;
    struct excepted excepted;
    struct keyless keyless; /* counted when its table is over */
    bool loaded;       /* its table was among the inputs */
    size_t read;       /* which reading of its table it takes part in (plan.reads) */
    const bool *looks; /* [plan.others]: those that it, or a view that it stands on, looks into */
};

/* What somebody asks for. */
struct need {
    bool **columns; /* [table][column] */
    bool *tables;   /* [table] */
    bool *looks;    /* [plan.others]: what its expressions look into */
};

/* Tables are read one after the other; one that is looked at by its own rows, or by the outcome of
 * an indicator on it, more than once. */
struct table_read {
    size_t table;
    bool last; /* of this table */
};

struct derived;

/* The groupings of all tables, and other tables that expressions look at. */
struct plan {
    const struct pack *pack; /* with the tables of views and indicators (view.h) behind its own */
    struct pack all;         /* that one */
    struct derived *derived; /* by table */
    size_t derived_n;
    size_t *ready; /* those that are, sources before what stands on them */
    size_t ready_n;
    bool **needed; /* [table][column]: someone asks for its values */
    struct table_read *reads;
    size_t read_n;
    struct arena arena;
    struct reasons reasons;
    int64_t today;
    size_t memory;
    struct hold hold; /* the owner may set its limit */
    bool shown; /* what values rest on will be shown: states and alerts keep the lines for it */
    struct check *checks;
    size_t check_n;              /* those that were asked for */
    size_t check_all;            /* and those that they look at */
    struct grouping **groupings; /* groupings[i] belongs to table grouping_table[i] */
    size_t *grouping_table;      /* index in the plan's tables */
    size_t *grouping_read;
    struct slice *grouping_key;
    size_t grouping_n, grouping_size, grouping_table_size, grouping_read_size, grouping_key_size;
    struct other *others;
    size_t other_n, other_size;
};

/* Compiles all indicators that are not off (or only those whose id is in ONLY, n of them). SHOWN as
 * in struct plan. Errors are ST_USAGE with the place in the pack. */
enum status plan_make(const struct pack *pack, const char *const *only, size_t only_n,
                      int64_t today, size_t memory, bool shown, struct plan **out,
                      struct error *e);
/* Without exceptions. */
void plan_warn_anyway(struct plan *p);
void plan_free(struct plan *p);
/* What the groups of a reading gave it to know; they are about to be let go. */
void check_forget(struct check *c);
/* Every expression of a check, with what it is for. */
void check_walk(const struct check *c, void (*fn)(struct expr *, void *), void *context);
struct other *plan_other(const struct plan *p, const struct expr *x);

/* Nothing yet, in A; when all others are known. */
enum status need_begin(const struct plan *p, struct arena *a, struct need *out, struct error *e);
/* In OUT as well: all that C, or that the rows of O, rest on down to the dictionary's tables; not
 * what lies behind others. */
void need_check(struct plan *p, const struct check *c, struct need *out);
void need_other_rows(struct plan *p, const struct other *o, struct need *out);
/* Others are only looked at: nobody hears of their alerts. */
static inline bool plan_asked(const struct plan *p, const struct check *c)
{
    return c < p->checks + p->check_n;
}

#endif
