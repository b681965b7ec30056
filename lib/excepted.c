#include "excepted.h"

#include <stdlib.h>

#include "buffer.h"

static bool add(struct excepted *x, const struct exception *one)
{
    uint32_t before = x->subjects.n, id = keytab_add(&x->subjects, slice_of(one->subject));
    if (id == KEYTAB_NONE || !grow(&x->of, &x->size, (size_t)id + 1, sizeof *x->of))
        return false;
    if (id == before || one->expires > x->of[id]->expires)
        x->of[id] = one;
    return true;
}

bool excepted_find(struct excepted *x, const struct pack *p, const char *indicator, int64_t today)
{
    bool good = true;
    for (size_t i = 0; good && i < p->exception_count; i++) {
        const struct exception *one = &p->exceptions[i];
        if (one->expires >= today && strcmp(one->indicator, indicator) == 0)
            good = add(x, one);
    }
    return good;
}

void excepted_settle(struct excepted *x, struct outcomes *all)
{
    for (int o = 0; o < OUTCOMES; o++) {
        all->subjects[OUTCOME_NOT_APPLICABLE] += x->counts.subjects[o];
        all->periods[OUTCOME_NOT_APPLICABLE] += x->counts.periods[o];
    }
    x->counts = (struct outcomes){.missing = NULL};
}

void excepted_free(struct excepted *x)
{
    keytab_free(&x->subjects);
    free(x->of);
    *x = (struct excepted){.of = NULL};
}
