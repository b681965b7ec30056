/* All checks of a pack together: the groupings that they share, the tables that they look into or
 * that are made for them (view.h), and in which order tables are read. */
#ifndef RISK_PLAN_H
#define RISK_PLAN_H

#include "check.h"

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
    struct hold *holds; /* [table of the dictionary]: of what stands on it */
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
                      int64_t today, size_t memory, bool shown, struct plan **out, struct error *e);
/* Without exceptions. */
void plan_warn_anyway(struct plan *p);
void plan_free(struct plan *p);
/* What all that hold every value may take together while a table is read; 0: no limit. */
void plan_limit_hold(struct plan *p, size_t limit);
/* That of T's rows, or of what T is made of in the end. */
struct hold *plan_hold(const struct plan *p, size_t table);
struct other *plan_other(const struct plan *p, const struct expr *x);

/* Nothing yet, in A; when all others are known. */
enum status need_begin(const struct plan *p, struct arena *a, struct need *out, struct error *e);
/* In OUT as well: all that C, or that the rows of O, rest on down to the dictionary's tables; not
 * what lies behind others. */
void need_check(struct plan *p, const struct check *c, struct need *out);
void need_other_rows(struct plan *p, const struct other *o, struct need *out);
/* The same for those columns of D that ALL has. */
void need_derived(struct plan *p, const struct derived *d, const struct need *all,
                  struct need *out);
/* The reading that makes O whole. */
static inline size_t plan_filled_by(const struct plan *p, const struct other *o)
{
    return o->of == SIZE_MAX ? o->read : p->checks[o->of].read;
}
/* Others are only looked at: nobody hears of their alerts. */
static inline bool plan_asked(const struct plan *p, const struct check *c)
{
    return c < p->checks + p->check_n;
}

#endif
