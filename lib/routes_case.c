/* Which rows go for which alerts, remembered: alerts come in far fewer combinations of region,
 * field, scenario, rank and grade than there are alerts. */
#include "routes_int.h"

/* Where this is reached, all is forgotten and begun again. */
enum { MOST_MEMORY = 64 << 20 };

int32_t routes_code(const struct routes *r, enum route_condition c, struct slice code)
{
    if (code.n == 0 && (c == ROUTE_REGION || c == ROUTE_RANK))
        return CODE_UNKNOWN;
    if (c == ROUTE_REGION && r->pack->region_count > 0) {
        int at = region_find(r->regions, code);
        return at < 0 ? CODE_UNKNOWN : at;
    }
    uint32_t id = keytab_find(&r->codes[c], code);
    return id == KEYTAB_NONE ? CODE_OTHER : (int32_t)id;
}

static bool holds(const struct routes *r, enum route_condition c, const struct code_set *set,
                  int32_t code)
{
    bool within = c == ROUTE_REGION && r->pack->region_count > 0;
    for (size_t i = 0; i < set->n; i++)
        if (set->codes[i] == code || (within && region_within(r->regions, code, set->codes[i])))
            return true;
    return set->n == 0 || code == CODE_UNKNOWN;
}

static bool fits(const struct routes *r, const struct route *t,
                 const int32_t codes[ROUTE_CONDITIONS], enum level grade)
{
    for (int c = 0; c < ROUTE_CONDITIONS; c++)
        if (!holds(r, (enum route_condition)c, &t->set[c], codes[c]))
            return false;
    return t->grades == 0 || (t->grades & 1U << grade) != 0;
}

static bool find_rows(const struct routes *r, const int32_t codes[ROUTE_CONDITIONS],
                      enum level grade, struct candidates *out)
{
    struct routes_work *w = r->work;
    w->rows.n = 0;
    w->rows.failed = false;
    for (size_t row = 0; row < r->sheet.n; row++) {
        const struct route *t = &r->list[row];
        struct candidate c = {
            .row = (uint32_t)row,
            .region = codes[ROUTE_REGION] == CODE_UNKNOWN && t->set[ROUTE_REGION].n > 0,
            .rank = codes[ROUTE_RANK] == CODE_UNKNOWN && t->set[ROUTE_RANK].n > 0,
        };
        if (fits(r, t, codes, grade))
            buffer_append(&w->rows, &c, sizeof c);
    }
    struct slice rows = arena_copy(&w->arena, buffer_view(&w->rows));
    *out = (struct candidates){(const void *)rows.p, rows.n / sizeof(struct candidate)};
    return !w->rows.failed && rows.p != NULL;
}

static void forget(struct routes_work *w)
{
    keytab_free(&w->cases);
    arena_free(&w->arena);
}

bool routes_candidates(const struct routes *r, const int32_t codes[ROUTE_CONDITIONS],
                       enum level grade, struct candidates *out)
{
    struct routes_work *w = r->work;
    int32_t key[ROUTE_CONDITIONS + 1];
    memcpy(key, codes, ROUTE_CONDITIONS * sizeof *key);
    key[ROUTE_CONDITIONS] = (int32_t)grade;
    struct slice k = {(const char *)key, sizeof key};
    uint32_t id = keytab_find(&w->cases, k);
    if (id != KEYTAB_NONE) {
        *out = w->of[id];
        return true;
    }
    if (w->arena.total + w->cases.arena.total > MOST_MEMORY)
        forget(w);
    if (!grow(&w->of, &w->of_size, (size_t)w->cases.n + 1, sizeof *w->of) ||
        !find_rows(r, codes, grade, out))
        return false;
    id = keytab_add(&w->cases, k);
    if (id != KEYTAB_NONE)
        w->of[id] = *out;
    return id != KEYTAB_NONE;
}
