/* Other tables, as exists and lookup see them: their rows found by the values of some columns. */
#ifndef RISK_OTHER_H
#define RISK_OTHER_H

#include "keytab.h"
#include "vec.h"

/* One per table and choice of key columns. */
struct other {
    size_t table;      /* index in the plan's tables */
    size_t read;       /* the reading that fills it */
    bool wanted;  /* by a check whose tables are there */
    const bool *looks; /* [plan.others]: those that a view looks into whose rows these are */
    size_t of;         /* index of the check whose subjects it holds; SIZE_MAX: rows of a table */
    struct slice name;
    size_t *columns, column_n;
    size_t *values, value_n;     /* columns that lookups ask for */
    struct keytab keys, refused; /* of rows that cannot be told: rejected, or not known to count */
    why_t *refused_why;          /* [refused.n] */
    size_t refused_size;
    bool *refused_by; /* [column]: those of REFUSED; NULL: all */
    bool unreadable; /* a rejected row's key could not be read: what has no match may have one */
    why_t rejected, two_matches, no_match;
    struct value_table *found; /* [value]: by the key's number */
    struct arena arena;
};

bool other_same(const struct other *o, const struct expr *x);
enum status other_begin(struct other *o, struct error *e);
/* Adds the rows of a batch; KEYS and VALUES are the columns' values. Rows with a blank key are
 * passed over: they equal nothing. BAD[k] (may be NULL) says that a row was rejected: whether its
 * key is there is then unknown; so it is where KEPT (a view's; may be NULL) is unknown, and where
 * it is false there is no such row. */
enum status other_add(struct other *o, const struct vec *keys, const struct vec *values, size_t n,
                      const uint8_t *bad, const struct vec *kept, struct error *e);
/* Whether KEY is there is unknown, for WHY. */
bool other_refuse(struct other *o, struct slice key, why_t why);
/* X, an exists or lookup, for N rows of its arguments. No match is unknown for a lookup; different
 * matches are for the reason REASON_TWO_MATCHES, an error. */
enum status other_value(const struct other *o, const struct expr *x, const struct vec *args,
                        size_t n, struct arena *scratch, struct vec *out, struct error *e);
void other_free(struct other *o);

#endif
