/* Runs over periods: how long a condition has held for a subject, and which of the four outcomes
 * follows. */
#ifndef RISK_STREAK_H
#define RISK_STREAK_H

#include "pack.h"
#include "reason.h"

enum verdict {
    VERDICT_HOLDS,
    VERDICT_NOT,
    VERDICT_EXCLUDED, /* no row counted, or `having` is false */
    VERDICT_UNKNOWN
};

enum outcome {
    OUTCOME_TRIGGERED,
    OUTCOME_INSUFFICIENT,
    OUTCOME_CLEAR,
    OUTCOME_NOT_APPLICABLE,
    OUTCOMES
};
const char *outcome_name(enum outcome o);

/* Numbers of subjects and of subject-periods; each adds up to all. */
struct outcomes {
    uint64_t subjects[OUTCOMES], periods[OUTCOMES];
    uint64_t *missing; /* [why] insufficient subjects by what is missing */
    size_t missing_size;
};

struct streak_rule {
    uint32_t periods; /* `for`, at least 1 */
    uint32_t before;  /* how many earlier periods one needs to be judged */
    enum gap gap;
    bool timed; /* there are periods that follow each other (not: none, or dates) */
    why_t missing, too_few;
};

/* One subject under one indicator; zero-initialise. It stands apart from its run, of which calm
 * subjects, nearly all, need nothing: at a million subjects it is memory that costs time. */
struct streak {
    int32_t last;     /* last period seen */
    uint8_t outcomes; /* bits of enum outcome that windows gave, and one more if there was something
                         to judge */
    uint8_t outcome;  /* the subject's, after streak_end */
    bool calm;        /* no run, and so many periods are known that more of them change nothing */
};
/* Numbers of periods saturate, far above any `for`. */
struct streak_run {
    int32_t since; /* first period of the run */
    uint32_t run;
    uint16_t held[LEVELS]; /* consecutive periods at or above each level */
    uint16_t seen;         /* periods, missing ones (but for GAP_SKIP) included */
    uint16_t judgeable;
    uint16_t known; /* consecutive periods that were not unknown */
    why_t why;
};

/* What happens most: S is calm, V (clear or excluded) changes nothing and no period is missing.
 * Then that is all there is to do (the owner counts the period), and it is done here. Without
 * branches: who passes cannot be predicted. */
static inline bool streak_passes(struct streak *s, int32_t period, enum verdict v)
{
    static const uint8_t gives[] = {[VERDICT_NOT] = 1 << OUTCOMES | 1 << OUTCOME_CLEAR,
                                    [VERDICT_EXCLUDED] = 1 << OUTCOME_NOT_APPLICABLE,
                                    [VERDICT_UNKNOWN] = 0};
    unsigned passes = s->calm & (period - 1 == s->last) & (gives[v] != 0);
    s->last += (int32_t)passes;
    s->outcomes |= (uint8_t)(gives[v] & (0u - passes));
    return passes;
}

/* The next period of the subject (ascending). Returns the level of the alert that is due, or
 * LEVEL_NONE. */
enum level streak_step(struct streak *s, struct streak_run *r, const struct streak_rule *rule,
                       int32_t period, enum verdict verdict, enum level level, why_t why,
                       struct outcomes *counts);
/* After the last: LAST is the table's last period, UNREADABLE why a row of the subject had no
 * period (or 0). */
enum outcome streak_end(struct streak *s, struct streak_run *r, const struct streak_rule *rule,
                        int32_t last, why_t unreadable, struct outcomes *counts);
/* Counts one insufficient subject; false when memory is out. */
bool outcomes_missing(struct outcomes *counts, why_t why);

#endif
