/* Decision tables: each row a rule, with conditions on some inputs and what follows from them. The
 * header of the first column states the hit policy, after DMN 1.3 (OMG 2020, 8.2.10):
 *   unique    at most one rule may hold for any case
 *   any       several may, if the same follows from them
 *   first     the first one that holds, in the order of rows
 *   priority  of those that hold the one whose outcome ranks highest (the first one of these)
 * (Chinese: 唯一 任意 首个 优先). Its cells name the rules.
 *
 * A condition is blank or - (any value, an unknown one too); for texts a|b, or !a|b for none of
 * them; for numbers 3, >=3, >3, <3, <=3, 2..5 (both ends in), several joined by |. */
#ifndef RISK_DECISION_H
#define RISK_DECISION_H

#include "num.h"
#include "sheet.h"

enum hit_policy { HIT_UNIQUE, HIT_ANY, HIT_FIRST, HIT_PRIORITY };

enum { DECISION_INPUTS_MAX = 32 };

struct decision_input {
    const char *name;          /* column */
    bool number;               /* else a text */
    const char *const *values; /* texts: all that rules may name; NULL: any */
    const char *const *also;   /* [value_n] other spellings of VALUES in rules; NULL: none */
    size_t value_n;
    bool open;    /* texts: cases may bear others than VALUES */
    bool whole;   /* numbers: only whole ones come, */
    bool bounded; /* none below LEAST */
    int64_t least;
};
/* What a case has in one input. */
struct decision_value {
    bool known;
    struct slice text;
    struct num number;
};

struct decision_rule {
    const char *name;
    size_t row; /* of the sheet */
    int rank;   /* for HIT_PRIORITY: higher goes first; the owner's to set, right after reading */
};
struct decision {
    enum hit_policy policy;
    const struct sheet *sheet;
    const struct decision_input *inputs;
    size_t input_n;
    struct decision_rule *rules;
    size_t rule_n, words; /* 64 rules a word */
    struct atoms *atoms;  /* [input] */
    int *output;          /* [output] column of the sheet, or -1 */
};

/* S, INPUTS (at most DECISION_INPUTS_MAX) and A must outlive OUT. Columns are the policy's, those
 * of INPUTS (one that is absent sets no condition) and OUTPUTS; of the latter the first REQUIRED
 * must be there. ST_USAGE with place: an unknown policy, a rule without a name or with another's,
 * a condition that is none or can never hold, a value that there cannot be (nearest told), a range
 * that begins above its end. */
enum status decision_read(const struct sheet *s, const struct decision_input *inputs,
                          size_t input_n, const char *const *outputs, size_t output_n,
                          size_t required, struct arena *a, struct decision *out, struct error *e);
/* The Nth of the texts that rules name in an input, in the order of their bytes, and the first rule
 * that does; false if there are not so many. */
bool decision_text(const struct decision *d, size_t input, size_t n, struct slice *out,
                   size_t *rule);

/* Kinds of case that come: of each some inputs are known, some never are, the others can be
 * anything within limits. They keep the checks from finding fault with what cannot be (a scenario
 * in another field's row, a level that an indicator has not got). LACKS, NEVER, LEAST may be NULL.
 */
struct decision_kind {
    const struct decision_value *values; /* [input] */
    const bool *lacks;                   /* [input] never known */
    const uint64_t *never;               /* [input] a bit for each of VALUES, if closed */
    const int64_t *least;                /* [input] numbers: none below */
    const char *name;                    /* for messages: "CZ-01" */
};
/* Overlaps that the policy forbids are ST_USAGE: two rules that may both hold for a case of some
 * kind (unique), and from which not the same follows (any; SAME says whether). Places are those of
 * both. */
enum status decision_overlap(const struct decision *d, const struct decision_kind *kinds, size_t n,
                             bool (*same)(const void *context, size_t a, size_t b),
                             const void *context, struct error *e);
/* Cases of these kinds for which no rule holds, each told to GAP in words ("CZ-01, CZ-02: level
 * red, run 1..2"), at most MOST of them; kinds are joined where the rest is the same, and not named
 * where it is so for all. *WHOLE is false if there are more, or the table is too large to look at
 * all of it. */
enum status decision_gaps(const struct decision *d, const struct decision_kind *kinds, size_t n,
                          size_t most, void (*gap)(void *context, const char *text), void *context,
                          bool *whole, struct error *e);

/* Under `first` and `priority`: the first rule that goes before RULE and holds whenever it does, so
 * that RULE never counts; -1 if there is none. */
int decision_hidden(const struct decision *d, size_t rule);
/* Sets MET of each rule that may hold for a case of some kind. */
enum status decision_met(const struct decision *d, const struct decision_kind *kinds, size_t n,
                         bool *met, struct error *e);

/* The rule that holds for a case, -1 if none is known to. A condition on an unknown value is
 * unknown, unless another of the same rule is false. *DOUBT gets the rule that would take its place
 * if what is unknown were so (the first such), or -1; *INPUT the first input that is unknown there.
 * Under `unique` and `any` there is a doubt only where no rule is known to hold. Under `unique`,
 * where kinds did not tell all, two rules may hold all the same: *SECOND gets the other, else
 * -1. */
int decision_match(const struct decision *d, const struct decision_value *values, int *doubt,
                   size_t *input, int *second);

#endif
