/* The parts of judge. */
#ifndef RISK_JUDGE_INT_H
#define RISK_JUDGE_INT_H

#include "judge.h"

/* The parts of a check, computed over rows or groups. */
struct measured {
    struct vec having, value, threshold[LEVELS], high[LEVELS];
    struct vec holds[LEVELS]; /* truth: the value reaches the level */
};

enum status measure(struct eval *v, const struct check *c, struct measured *m, struct error *e);
/* Of N rows or groups, into OUT. */
void measured_verdicts(const struct check *c, const struct measured *m, size_t n,
                       struct judgement *out);
/* Value and threshold of row K as texts in the arena of the alerts. */
bool measured_texts(const struct check *c, const struct measured *m, size_t k, enum level level,
                    struct arena *a, struct slice *value, struct slice *threshold);
/* `value`'s statistics (judge_measures.c). */
bool measures_add(struct measures *m, int32_t period, const struct num *value);
enum status measures_result(struct check *c, struct plan *plan, const struct expr *x,
                            const int32_t *periods, size_t n, struct arena *scratch,
                            struct vec *out, struct error *e);

#endif
