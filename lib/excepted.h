/* The subjects that exceptions.csv takes out of one indicator. */
#ifndef RISK_EXCEPTED_H
#define RISK_EXCEPTED_H

#include "keytab.h"
#include "streak.h"

/* Zero-initialise; excepted_free gives it back. */
struct excepted {
    struct keytab subjects;
    const struct exception **of; /* [subjects.n] */
    size_t size;
    struct outcomes counts; /* of these subjects, as they would have ended */
};

/* Those of P for INDICATOR that hold on TODAY; of two for one subject, the one that holds longer.
 * False when memory is out. */
bool excepted_find(struct excepted *x, const struct pack *p, const char *indicator, int64_t today);
/* The exception of SUBJECT, or NULL. */
static inline const struct exception *excepted_of(const struct excepted *x, struct slice subject)
{
    uint32_t id = x->subjects.n == 0 ? KEYTAB_NONE : keytab_find(&x->subjects, subject);
    return id == KEYTAB_NONE ? NULL : x->of[id];
}
/* Adds its subjects and their periods to ALL as not applicable, and forgets them. */
void excepted_settle(struct excepted *x, struct outcomes *all);
void excepted_free(struct excepted *x);

#endif
