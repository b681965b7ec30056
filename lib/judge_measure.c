/* Value against thresholds. */
#include "eval_int.h"
#include "judge_int.h"

static enum status holds(struct eval *v, const struct check *c, struct measured *m, int l,
                         struct error *e)
{
    static const enum function sign[] = {
        [OP_MORE] = FN_GT, [OP_AT_LEAST] = FN_GE, [OP_LESS] = FN_LT, [OP_AT_MOST] = FN_LE};
    if (c->op == OP_CONDITION) {
        m->holds[l] = m->value;
        return ST_OK;
    }
    if (c->op != OP_OUTSIDE && c->op != OP_INSIDE)
        return eval_compare(v, sign[c->op], &m->value, &m->threshold[l], &m->holds[l], e);
    struct vec below, above;
    enum status s =
        eval_compare(v, c->op == OP_INSIDE ? FN_GE : FN_LT, &m->value, &m->threshold[l], &below, e);
    if (s == ST_OK)
        s = eval_compare(v, c->op == OP_INSIDE ? FN_LE : FN_GT, &m->value, &m->high[l], &above, e);
    return s != ST_OK ? s : eval_connective(v, c->op == OP_INSIDE, &below, &above, &m->holds[l], e);
}

enum status measure(struct eval *v, const struct check *c, const struct vec *value,
                    struct measured *m, struct error *e)
{
    enum status s = c->having == NULL ? ST_OK : eval(v, c->having, &m->having, e);
    if (value != NULL)
        m->value = *value;
    else if (s == ST_OK)
        s = eval(v, c->value, &m->value, e);
    for (int l = 0; s == ST_OK && l < LEVELS; l++) {
        if (c->threshold[l] == NULL)
            continue;
        s = eval(v, c->threshold[l], &m->threshold[l], e);
        if (s == ST_OK && c->high[l] != NULL)
            s = eval(v, c->high[l], &m->high[l], e);
        if (s == ST_OK)
            s = holds(v, c, m, l, e);
    }
    return s;
}

/* A fence of 0 or below sets no level. */
static bool no_level(const struct check *c, const struct measured *m, int l, size_t k)
{
    if (!c->fence[l] || vec_why(&m->threshold[l], k) != 0)
        return false;
    struct num x = vec_num(&m->threshold[l], k), zero = num_decimal(0, 0);
    return num_cmp(&x, &zero) <= 0;
}

/* The levels that are reached; a level of which nothing is known makes what reaches none unknown.
 */
static void reach(const struct check *c, const struct measured *m, int l, size_t n,
                  struct judgement *out)
{
    const struct vec *holds = &m->holds[l];
    bool plain = holds->why == NULL && !c->fence[l];
    for (size_t k = 0; k < n; k++) {
        if (!plain && no_level(c, m, l, k))
            continue;
        why_t why = plain ? 0 : vec_why(holds, k);
        if (why != 0)
            out[k].why = why_min(out[k].why, why);
        else if (holds->whole[vec_at(holds, k)] != 0)
            out[k].level = (uint8_t)(l + 1);
    }
}

/* Nothing unknown and no fence: then the levels say it all, and the condition on the subject. */
static bool plain(const struct check *c, const struct measured *m)
{
    bool yes = (c->having == NULL || (m->having.why == NULL && !m->having.constant)) &&
               m->value.why == NULL;
    for (int l = 0; l < LEVELS; l++)
        yes = yes && (c->threshold[l] == NULL || (m->holds[l].why == NULL && !c->fence[l]));
    return yes;
}

static void plain_verdicts(const struct check *c, const struct measured *m, size_t n,
                           struct judgement *out)
{
    for (size_t k = 0; k < n; k++)
        out[k] = (struct judgement){VERDICT_NOT, LEVEL_NONE, 0};
    for (int l = 0; l < LEVELS; l++) {
        if (c->threshold[l] == NULL)
            continue;
        const struct vec *holds = &m->holds[l];
        const struct judgement reached = {VERDICT_HOLDS, (uint8_t)(l + 1), 0};
        const int64_t *whole = holds->whole;
        for (size_t k = 0; !holds->constant && k < n; k++)
            out[k] = judgement_choose(whole[k] != 0, reached, out[k]);
        for (size_t k = 0; holds->constant && holds->whole[0] != 0 && k < n; k++)
            out[k] = reached;
    }
    const struct judgement excluded = {VERDICT_EXCLUDED, LEVEL_NONE, 0};
    const int64_t *having = m->having.whole;
    for (size_t k = 0; c->having != NULL && k < n; k++)
        out[k] = judgement_choose(having[k] != 0, out[k], excluded);
}

/* The first that applies: `having` unknown or false, value unknown, a level reached, a level
 * unknown, none reached. */
void measured_verdicts(const struct check *c, const struct measured *m, size_t n,
                       struct judgement *out)
{
    if (plain(c, m)) {
        plain_verdicts(c, m, n, out);
        return;
    }
    for (size_t k = 0; k < n; k++)
        out[k] = (struct judgement){VERDICT_NOT, LEVEL_NONE, 0};
    for (int l = 0; l < LEVELS; l++)
        if (c->threshold[l] != NULL)
            reach(c, m, l, n, out);
    for (size_t k = 0; k < n; k++) {
        if (out[k].level != LEVEL_NONE)
            out[k] = (struct judgement){VERDICT_HOLDS, out[k].level, 0};
        else if (out[k].why != 0)
            out[k].verdict = VERDICT_UNKNOWN;
    }
    for (size_t k = 0; m->value.why != NULL && k < n; k++)
        if (vec_why(&m->value, k) != 0)
            out[k] = (struct judgement){VERDICT_UNKNOWN, LEVEL_NONE, vec_why(&m->value, k)};
    for (size_t k = 0; c->having != NULL && k < n; k++) {
        why_t why = vec_why(&m->having, k);
        if (why != 0)
            out[k] = (struct judgement){VERDICT_UNKNOWN, LEVEL_NONE, why};
        else if (m->having.whole[vec_at(&m->having, k)] == 0)
            out[k] = (struct judgement){VERDICT_EXCLUDED, LEVEL_NONE, 0};
    }
}

static struct slice number(const struct vec *v, size_t k, const struct num *against, size_t n,
                           struct arena *a)
{
    char text[NUM_TEXT_MAX];
    struct num x = vec_num(v, k);
    return arena_copy(a, (struct slice){text, num_text(&x, against, n, text)});
}

bool measured_texts(const struct check *c, const struct measured *m, size_t k, enum level level,
                    struct arena *a, struct slice *value, struct slice *threshold)
{
    int l = (int)level - 1;
    if (c->op == OP_CONDITION) {
        *value = *threshold = SLICE("yes");
        return true;
    }
    struct num against[2 * LEVELS];
    size_t n = 0;
    for (int i = 0; i < LEVELS; i++) {
        if (c->threshold[i] != NULL && vec_why(&m->threshold[i], k) == 0)
            against[n++] = vec_num(&m->threshold[i], k);
        if (c->high[i] != NULL && vec_why(&m->high[i], k) == 0)
            against[n++] = vec_num(&m->high[i], k);
    }
    *value = number(&m->value, k, against, n, a);
    *threshold = number(&m->threshold[l], k, NULL, 0, a);
    if (c->high[l] != NULL) {
        struct slice high = number(&m->high[l], k, NULL, 0, a);
        char *range = threshold->p == NULL || high.p == NULL
                          ? NULL
                          : arena_printf(a, "%s..%s", threshold->p, high.p);
        *threshold = (struct slice){range, range == NULL ? 0 : strlen(range)};
    }
    return value->p != NULL && threshold->p != NULL;
}

bool measures_add(struct check *c, struct hold *hold, int32_t period, const struct num *value)
{
    struct measures *m = &c->measures;
    uint32_t id = keytab_add(&m->periods, (struct slice){(const char *)&period, sizeof period});
    size_t old = m->lists_size;
    if (id == KEYTAB_NONE || !grow(&m->lists, &m->lists_size, (size_t)id + 1, sizeof *m->lists))
        return false;
    if (m->lists_size > old)
        memset(m->lists + old, 0, (m->lists_size - old) * sizeof *m->lists);
    struct measure_list *l = &m->lists[id];
    size_t held = l->size * sizeof *l->v, more = held == 0 ? 16 * sizeof *l->v : held;
    if (l->n == l->size && !hold_change(hold, held, held + more, c))
        return false;
    if (!grow(&l->v, &l->size, l->n + 1, sizeof *l->v))
        return false;
    l->v[l->n++] = *value;
    return true;
}

static enum status work_out(struct check *c, struct plan *plan, const struct expr *x,
                            uint32_t period, struct measure_result *out, struct error *e)
{
    struct measures *m = &c->measures;
    for (size_t i = 0; i < m->result_n; i++)
        if (m->results[i].x == x && m->results[i].period == period) {
            *out = m->results[i];
            return ST_OK;
        }
    struct measure_result r = {.x = x, .period = period, .number = num_decimal(0, 0)};
    struct measure_list none = {0}, *l = period == KEYTAB_NONE ? &none : &m->lists[period];
    /* Steps and ratios are made in place, so each statistic gets a list of its own. */
    struct num *v = arena_alloc(&m->arena, (l->n + 1) * sizeof *v);
    if (v == NULL || !grow(&m->results, &m->result_size, m->result_n + 1, sizeof *m->results))
        return error_memory(e);
    if (l->n > 0)
        memcpy(v, l->v, l->n * sizeof *v);
    enum status s = ST_OK;
    if ((int64_t)l->n < plan->pack->min_peers)
        r.why = reason_make(&plan->reasons, REASON_PEERS, SLICE(""));
    else
        s = aggregate_statistic(&plan->reasons, x, v, l->n, &r.number, &r.why, e);
    m->results[m->result_n++] = r;
    *out = r;
    return s;
}

enum status measures_result(struct check *c, struct plan *plan, const struct expr *x,
                            const int32_t *periods, size_t n, struct arena *scratch,
                            struct vec *out, struct error *e)
{
    if (!vec_new(out, scratch, T_NUMBER, VEC_NUM, n, false) || !vec_need_why(out, scratch))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        struct slice key = {(const char *)&periods[k], sizeof periods[k]};
        struct measure_result r = {.why = 0};
        enum status s = work_out(c, plan, x, keytab_find(&c->measures.periods, key), &r, e);
        if (s != ST_OK)
            return s;
        out->num[k] = r.number;
        out->why[k] = r.why;
    }
    return ST_OK;
}
