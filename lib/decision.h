/* Decision tables: each row a rule, with conditions on some inputs and what follows from them. The
 * header of the first column states the hit policy, after DMN 1.3 (OMG 2020, 8.2.10):
 *   unique    at most one rule may hold for any case
 *   any       several may, if the same follows from them
 *   first     the first one that holds, in the order of rows
 *   priority  of those that hold the one whose outcome ranks highest
 * (Chinese: 唯一 任意 首个 优先). Its cells name the rules.
 *
 * A condition is blank or - (any value, an unknown one too); for texts a|b, or !a|b for none of
 * them; for numbers 3, >=3, >3, <3, <=3, 2..5 (both ends in), several joined by |. */
#ifndef RISK_DECISION_H
#define RISK_DECISION_H

#include "num.h"
#include "sheet.h"

enum hit_policy { HIT_UNIQUE, HIT_ANY, HIT_FIRST, HIT_PRIORITY };
const char *hit_policy_name(enum hit_policy p);

struct decision_input {
    const char *name;          /* column */
    bool number;               /* else a text */
    const char *const *values; /* texts: all that there can be; NULL: any */
    size_t value_n;
};
/* What a case has in one input. */
struct decision_value {
    bool known;
    struct slice text;
    struct num number;
};

struct decision_rule {
    const char *name;
    size_t row;                   /* of the sheet */
    struct condition *conditions; /* [input] */
    int rank; /* for HIT_PRIORITY: higher goes first; the owner's to set, before any match */
};
struct decision {
    enum hit_policy policy;
    const struct sheet *sheet;
    const struct decision_input *inputs;
    size_t input_n;
    struct decision_rule *rules;
    size_t rule_n;
    int *output; /* [output] column of the sheet, or -1 */
};

/* S, INPUTS and A must outlive OUT. Columns are the policy's, those of INPUTS (one that is absent
 * sets no condition) and OUTPUTS; of the latter the first REQUIRED must be there. ST_USAGE with
 * place: an unknown policy, a rule without a name or with another's, a condition that is none, a
 * value that there cannot be (nearest told), a range that begins above its end. */
enum status decision_read(const struct sheet *s, const struct decision_input *inputs,
                          size_t input_n, const char *const *outputs, size_t output_n,
                          size_t required, struct arena *a, struct decision *out, struct error *e);

/* Kinds of case that come: of each some inputs are known, the others can be anything. They keep the
 * checks from finding fault with what cannot be (a scenario in another field's row). */
struct decision_kind {
    const struct decision_value *values; /* [input] */
    const char *name;                    /* for messages: "CZ-01" */
};
/* Overlaps that the policy forbids are ST_USAGE: two rules that may both hold for a case of some
 * kind (unique), and from which not the same follows (any; SAME says whether). Places are those of
 * both. */
enum status decision_overlap(const struct decision *d, const struct decision_kind *kinds, size_t n,
                             bool (*same)(const struct decision *d, size_t a, size_t b),
                             struct error *e);
/* Cases of these kinds for which no rule holds, each told to GAP in words ("CZ-01, CZ-02: level
 * red, run 1..2"), at most MOST of them; what they are called is joined where the rest is the same.
 * *WHOLE is false if the table is too large to look at all of it. */
enum status decision_gaps(const struct decision *d, const struct decision_kind *kinds, size_t n,
                          size_t most, void (*gap)(void *context, const char *text), void *context,
                          bool *whole, struct error *e);

/* The rule that holds for a case, -1 if none is known to. A condition on an unknown value is
 * unknown, unless another of the same rule is false. *DOUBT gets the first rule that would come
 * before it if what is unknown were so, or -1; *INPUT the input that is unknown there. Under
 * `unique`, where kinds did not tell all, two rules may hold all the same: *SECOND gets the other,
 * else -1. */
int decision_match(const struct decision *d, const struct decision_value *values, int *doubt,
                   size_t *input, int *second);

#endif
