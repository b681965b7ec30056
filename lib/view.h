/* The tables that a plan makes: views (views.csv), and for each indicator that others look at the
 * subjects that it triggered. They stand behind the dictionary's in the plan's tables, and
 * expressions see no difference. */
#ifndef RISK_VIEW_H
#define RISK_VIEW_H

#include "plan.h"

enum view_kind {
    VIEW_ROWS, /* keeps its source's rows */
    VIEW_GROUPS,
    VIEW_PAIRS
};

struct derived {
    const struct view *view;           /* NULL: an indicator's */
    const struct indicator *indicator; /* NULL: a view */
    size_t table, source;              /* in the plan's tables */
    enum view_kind kind;
    enum { DERIVED_NEW, DERIVED_BEGUN, DERIVED_READY } state;
    /* [the table's columns]: what each is worked out from: of rows (VIEW_ROWS and VIEW_PAIRS; NULL
     * where it is the source's as it stands), of groups (VIEW_GROUPS, and in VIEW_ROWS what looks
     * at other rows). */
    struct expr **of_rows, **of_groups;
    size_t first; /* computed columns begin here */
    /* VIEW_PAIRS: column I < first is column from[I] of the first or (SECOND[I]) the second row;
     * those of `by` are the same in both. */
    size_t *from;
    bool *second;
    struct expr *keep;  /* which rows of the source count; NULL: all */
    bool grouped;       /* a column looks at other rows */
    bool wanted;        /* someone asks for its rows */
    struct check check; /* where, by, the grouping and its ranges; its table is that whose rows are
                           grouped: the source, or for VIEW_ROWS its own */
};

/* The pack's tables with all others behind them; nothing of these is looked at yet. */
enum status views_begin(struct plan *p, const struct pack *pack, struct error *e);
/* For struct expr_scope: a table's columns are known from here on. CONTEXT is the plan. */
enum status view_ready(void *context, size_t table, struct error *e);
/* The table's maker, or NULL for one of the dictionary. */
struct derived *plan_derived(const struct plan *p, size_t table);
/* The table of the dictionary that T comes from in the end. */
size_t plan_base(const struct plan *p, size_t table);
/* Whether each line of a file stands in at most one row of T: a pair's lines are its rows'. */
bool plan_apart(const struct plan *p, size_t table);
/* The source's column by which a pair view tells the first of two rows, or SIZE_MAX. */
size_t view_id_column(const struct plan *p, const struct derived *d);
/* Binds the columns that are needed to states; when plan_need has run. */
enum status view_bind(struct plan *p, struct derived *d, struct error *e);
/* Calls FN with each expression of a view that is needed. */
void view_walk(const struct plan *p, const struct derived *d, void (*fn)(struct expr *, void *),
               void *context);
void views_free(struct plan *p);
/* view_says.c: "of bids, by tender_id, where valid = 'yes'", as the pack says it. */
void view_says(const struct derived *d, struct buffer *out);
/* USED [the table's columns]: those that are worked out and NEEDED, all that these are made of, and
 * of pairs all that is needed; but for those of the key. */
void view_used(const struct plan *p, const struct derived *d, const bool *needed, bool *used);
/* What an indicator on T says itself, without `kept`. */
struct expr *view_own_where(const struct table *t, struct expr *where);

/* The column behind a table's last: whether the row counts (false: dropped by a view's `where`;
 * unknown where that is). */
static inline size_t kept_column(const struct table *t)
{
    return t->column_count;
}
/* WHERE, with `kept` before it where the table has that. */
enum status view_where(struct plan *p, const struct table *t, struct expr **where, struct error *e);

#endif
