/* What the parts of decision.h share. The checks go over classes of values and not over values:
 * the atoms of an input are the largest sets of values that no rule tells apart. */
#ifndef RISK_DECISION_INT_H
#define RISK_DECISION_INT_H

#include "buffer.h"
#include "decision.h"

/* ---- what stands in a cell ---- */

/* A place between two numbers: just before AT, or just after it. Where only whole numbers come, AT
 * is whole and the cut before it. */
struct cut {
    struct num at;
    bool after;
};
int cut_cmp(const struct cut *a, const struct cut *b);

/* From one cut to another; an end that is not set is open. Never empty. */
struct stretch {
    bool from_set, to_set;
    struct cut from, to;
};
struct condition {
    bool any;  /* nothing is asked */
    bool none; /* texts: none of them */
    size_t n;
    struct slice *texts;
    struct stretch *stretches;
};
enum status condition_read(const struct sheet *s, size_t row, int column,
                           const struct decision_input *input, struct arena *a,
                           struct condition *out, struct error *e);

/* ---- atoms ---- */

/* Of texts one for each that is named and one for all others; of numbers what lies between
 * neighbouring cuts. */
struct atoms {
    size_t n, can_come;  /* the first CAN_COME of the N may come */
    struct slice *texts; /* [n - 1], the last atom being the others */
    uint32_t *sorted;    /* [n - 1] texts by their bytes */
    struct cut *cuts;    /* [n - 1] */
    uint64_t *holds;     /* [n][words] rules whose condition holds there */
    uint64_t *blank;     /* [words] rules without a condition */
};
enum status atoms_make(const struct decision_input *input, const struct condition *conditions,
                       size_t rule_n, size_t words, struct arena *a, struct atoms *out,
                       struct error *e);
size_t atoms_find(const struct atoms *t, bool number, const struct decision_value *v);
static inline const uint64_t *atoms_holds(const struct atoms *t, size_t atom, size_t words)
{
    return t->holds + atom * words;
}
/* Appends what is in SET [can_come], in the form of a condition. */
void atoms_text(const struct decision_input *input, const struct atoms *t, const bool *set,
                struct buffer *out);

/* ---- sets of rules ---- */

static inline bool rule_in(const uint64_t *set, size_t rule)
{
    return (set[rule / 64] >> (rule % 64) & 1) != 0;
}
static inline void rule_add(uint64_t *set, size_t rule)
{
    set[rule / 64] |= UINT64_C(1) << (rule % 64);
}
static inline void rules_and(uint64_t *to, const uint64_t *other, size_t words)
{
    for (size_t w = 0; w < words; w++)
        to[w] &= other[w];
}
static inline void rules_or(uint64_t *to, const uint64_t *other, size_t words)
{
    for (size_t w = 0; w < words; w++)
        to[w] |= other[w];
}
static inline bool rules_meet(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if ((a[w] & b[w]) != 0)
            return true;
    return false;
}

/* Whether rule A goes before B, by rank under `priority`, else by row. */
bool rule_before(const struct decision *d, int a, int b);

/* ---- kinds of case, those joined that no rule tells apart ---- */

struct case_class {
    bool unknown[DECISION_INPUTS_MAX]; /* never known */
    bool open[DECISION_INPUTS_MAX];    /* more than one atom comes */
    bool *comes[DECISION_INPUTS_MAX];  /* [atoms that can come at all] */
    uint64_t *alive;                   /* [words] rules that may hold */
    bool *kinds;                       /* [kind] those of this class */
};
struct cases {
    const struct decision_kind *kinds;
    size_t kind_n, n;
    struct case_class *classes;
    struct arena arena;
};
enum status cases_make(const struct decision *d, const struct decision_kind *kinds, size_t n,
                       struct cases *out, struct error *e);
void cases_free(struct cases *c);
/* Appends the names of the kinds IN [kind] and what else is known of such a case, WHAT. */
void cases_text(const struct cases *c, const bool *in, struct slice what, struct buffer *out);

#endif
