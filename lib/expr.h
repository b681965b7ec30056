/* Expressions of a pack: text in, a checked and typed tree out. Nothing here touches data; eval.h
 * runs the tree. probity-pack(5) gives the grammar. */
#ifndef RISK_EXPR_H
#define RISK_EXPR_H

#include "arena.h"
#include "error.h"
#include "num.h"
#include "pack.h"

enum type { T_NUMBER, T_BOOL, T_TEXT, T_DATE, T_MONTH, T_QUARTER, T_YEAR, T_TIME };
const char *type_name(enum type t);
/* The period's length of a T_DATE..T_TIME. */
enum span type_span(enum type t);
enum type column_expr_type(
    enum column_type t); /* decimal and percent are numbers, id uscc idno are texts, ... */

enum expr_kind {
    EXPR_CONST,     /* number, text, truth, or a date etc. in `whole` */
    EXPR_COLUMN,    /* of the scope's table */
    EXPR_CALL,      /* operator or scalar function over args */
    EXPR_AGGREGATE, /* over the subject's counting rows */
    EXPR_EXISTS,    /* has another table a row whose columns equal the args */
    EXPR_LOOKUP,    /* a column of that row */
    EXPR_VALUE,     /* the measures of all judged subjects; only as an aggregate's argument in a
                       threshold */
    EXPR_EARLIER, /* what args[0] was in the subject's period before, or how far it is from that */
    EXPR_PARAM,   /* a parameter's value in the row that args[0] finds. One that has but one row to
                     find is an EXPR_CONST, with `param` and `param_row` */
    EXPR_MEMBER, /* args[0] is one of the values of the row that args[1] finds, or of `param_row` */
    EXPR_PARAM_ROW /* the index of a parameter's row: args are the key if `keyed`, the region if
                      `regional`, the date if `dated`. The last two are the scope's and not written
                    */
};

enum function {
    FN_ADD,
    FN_SUB,
    FN_MUL,
    FN_DIV,
    FN_NEG,
    FN_EQ,
    FN_NE,
    FN_LT,
    FN_LE,
    FN_GT,
    FN_GE,
    FN_AND,
    FN_OR,
    FN_NOT,
    FN_IN, /* args[0] in args[1..] ; `not in` is FN_NOT around it; `between` is two comparisons */
    FN_MATCH, /* args[0] ~ pattern (regex below) */
    FN_IF,
    FN_COALESCE,
    FN_LEAST,
    FN_GREATEST,
    FN_BLANK,
    FN_ABS,
    FN_ROUND,
    FN_MOD,
    FN_LENGTH,
    FN_LEFT,
    FN_RIGHT,
    FN_NORMAL,
    FN_DIGITS,
    FN_NUMBER,
    FN_DISTANCE,
    FN_MONTH,
    FN_QUARTER,
    FN_YEAR,
    FN_MONTH_NUMBER,
    FN_DAYS,
    FN_WORKDAYS,
    FN_WEEKDAY,
    FN_IS_WORKDAY,
    FN_COUNT /* how many there are */
};

enum aggregate {
    AGG_COUNT,
    AGG_SUM,
    AGG_MEAN,
    AGG_MEDIAN,
    AGG_MIN,
    AGG_MAX,
    AGG_QUANTILE,
    AGG_IQR,
    AGG_STDDEV,
    AGG_PSTDEV,
    AGG_CV,
    AGG_SHARE,
    AGG_ANY,
    AGG_ALL,
    AGG_NONE,
    AGG_DISTINCT,
    AGG_FIRST,
    AGG_LAST,
    AGG_NTH_SMALLEST,
    AGG_FENCE_LOW,
    AGG_FENCE_HIGH,
    AGG_BENFORD_MAD,
    AGG_BENFORD_MAD2,
    AGG_BENFORD_CHI,
    AGG_BENFORD_CHI2,
    AGG_SKEW,
    AGG_KURT,
    AGG_KS_UNIFORM,
    AGG_GAPS,
    AGG_REPEATS,
    AGG_SAME, /* a plain column among aggregates: the same in all counting rows; made by expr_plain
               */
    AGGREGATES
};

enum over { OVER_NONE, OVER_BY, OVER_OTHERS, OVER_ALL };
enum earlier { EARLIER_PREV, EARLIER_GROWTH, EARLIER_MONTHLY };
/* Which of the windows of an aggregate with `within` is meant: the one whose result is this. */
enum furthest { FURTHEST_UNKNOWN, FURTHEST_LARGEST, FURTHEST_SMALLEST };
enum series {
    SERIES_NONE,
    SERIES_STEPS,
    SERIES_RATIOS
}; /* steps(x), ratios(x) as an aggregate's argument */

struct regex;

struct expr {
    enum expr_kind kind;
    enum type type;
    size_t at;    /* byte offset in the text it came from */
    bool grouped; /* an aggregate stands in it (so it has one value a subject, not one a row) */
    struct expr **args;
    size_t arg_count;
    /* EXPR_CONST */
    struct num number;
    struct slice text;
    int64_t whole; /* truth (0, 1), date, month, ... */
    /* EXPR_COLUMN */
    size_t column; /* index in the table's columns */
    /* EXPR_CALL */
    enum function function;
    struct regex *regex; /* FN_MATCH, owned by the arena's owner: see expr_release */
    /* EXPR_AGGREGATE: args[0] is its argument (none for count()); */
    enum aggregate aggregate;
    struct expr *where;   /* rows that count for this one, or NULL */
    struct num parameter; /* quantile's p, nth_smallest's n */
    enum series series;
    enum over over;
    size_t *over_columns; /* OVER_BY, OVER_OTHERS */
    size_t over_count;
    struct expr *day;       /* within: the date of each row; NULL: no window */
    int64_t days;           /* from a window's first day to its last */
    struct expr *days_from; /* the parameter that says so, or NULL */
    enum furthest furthest; /* set by expr_direct */
    enum earlier earlier;   /* EXPR_EARLIER */
    /* EXPR_EXISTS, EXPR_LOOKUP: args[i] must equal key_columns[i] of the other table */
    size_t other_table; /* index in the pack's tables */
    size_t *key_columns;
    size_t lookup_column;
    /* EXPR_PARAM, EXPR_MEMBER, EXPR_PARAM_ROW, EXPR_CONST that was written as a parameter */
    const struct param *param;
    const struct param_row *param_row;
    bool keyed, regional, dated;
    /* Set by the engine, where an aggregate finds its states (group.h), and EXPR_EARLIER what it
     * remembers (judge_earlier.c); LINES: those of its rows, NO_SLOT where nobody will show them.
     */
    size_t slot, second_slot, range, lines;
};

/* Where an expression stands. */
struct expr_scope {
    const struct pack *pack;
    const struct table *table;
    bool aggregates; /* allowed */
    bool value;      /* `value` allowed (a threshold cell) */
    /* What is worked out from others may be named as well, outside aggregates; NULL: none. */
    const struct named_expr {
        const char *name;
        struct expr *x;
    } * named;
    size_t named_n;
    /* Asked before a table's columns are looked at; NULL: all are known. */
    enum status (*ready)(void *context, size_t table, struct error *e);
    void *context;
    bool judged; /* `within` and prev, growth, monthly allowed (having and value) */
    /* What tells a parameter's region (text) and date (or period); NULL: nothing does. They become
     * part of the tree, and must outlive it. */
    struct expr *region, *date;
};

/* Whether a cell holds an expression still, or the date that a spreadsheet took it for. */
enum status expr_check_cell(struct slice text, struct error *e);
/* All memory is from A, but for compiled patterns: expr_release gives those back. Errors are
 * ST_USAGE and say the character of TEXT where (from 1), what, the nearest known name and the rest;
 * their place is for the caller. */
enum status expr_parse(struct slice text, const struct expr_scope *scope, struct arena *a,
                       struct expr **out, struct error *e);
/* Expressions separated by blanks, as in `by`: `buyer_id month(paid_on)`. */
enum status expr_parse_list(struct slice text, const struct expr_scope *scope, struct arena *a,
                            struct expr ***out, size_t *n, struct error *e);
void expr_release(struct expr *x);
/* A threshold like 3..120 (two expressions around `..`): *HIGH is NULL if there is no `..`. */
enum status expr_parse_range(struct slice text, const struct expr_scope *scope, struct arena *a,
                             struct expr **low, struct expr **high, struct error *e);
/* X with every plain column outside an aggregate turned into AGG_SAME of it (X itself where there
 * is none); so is, whole, a part that equals one of the N in WHOLE, which are the same in all rows
 * of a group: `month(paid_on)` in `by`; and what finds a parameter's row. X is not changed, and
 * parts of it stand in *OUT. */
enum status expr_plain(struct expr *x, const struct expr_scope *scope, struct expr *const *whole,
                       size_t n, struct arena *a, struct expr **out, struct error *e);
/* A column of T; NULL when memory is out. */
struct expr *expr_column(const struct table *t, size_t column, struct arena *a);
/* A condition put together of others, for which nothing is checked; NULL when memory is out. */
struct expr *expr_condition(struct arena *a, enum function f, struct expr *x, struct expr *y);
/* X and Y; the other one where one of them is NULL. */
struct expr *expr_both(struct arena *a, struct expr *x, struct expr *y);
/* Where X is true or unknown. */
struct expr *expr_not_false(struct arena *a, struct expr *x);
/* The canonical text, with table column names: for messages, and read back as the same tree. */
enum status expr_text(const struct expr *x, const struct expr_scope *scope, struct arena *a,
                      struct slice *out, struct error *e);
/* Same meaning, same key: the text with what tells a parameter's region and date. */
enum status expr_key(const struct expr *x, const struct expr_scope *scope, struct arena *a,
                     struct slice *out, struct error *e);
/* What finds the row of an EXPR_PARAM or EXPR_MEMBER; NULL where that is known. */
const struct expr *expr_param_row(const struct expr *x);
/* Calls FN with each node, parents first, aggregates' `where` and the dates of windows included. */
void expr_walk(struct expr *x, void (*fn)(struct expr *, void *), void *context);
/* The first column of T that is a date, else the first that is a time; SIZE_MAX if there is none:
 * by what windows slide where they do not say it. */
size_t expr_day_column(const struct table *t);
/* Settles which window each `within` in X means, if what goes furthest of X itself is FURTHEST; in
 * a comparison it follows from the sign. ST_USAGE where it follows from nothing. */
enum status expr_direct(struct expr *x, enum furthest furthest, struct slice text, struct error *e);

#endif
