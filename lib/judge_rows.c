/* Checks whose every row is a subject of its own. */
#include <stdlib.h>

#include "i18n.h"
#include "judge_int.h"

/* What `where` and the period say comes before what the row measures. */
static struct judgement row_verdict(const struct check *c, const struct vec *where,
                                    const struct vec *period, size_t k, struct judgement measured)
{
    if (c->where != NULL) {
        why_t why = vec_why(where, k);
        if (why != 0)
            return (struct judgement){VERDICT_UNKNOWN, LEVEL_NONE, why};
        if (where->whole[vec_at(where, k)] == 0)
            return (struct judgement){VERDICT_EXCLUDED, LEVEL_NONE, 0};
    }
    if (c->period != NULL) {
        why_t why = vec_why(period, k);
        if (why != 0)
            return (struct judgement){VERDICT_UNKNOWN, LEVEL_NONE, why};
        int64_t last = date_last(period->whole[vec_at(period, k)], type_span(c->period->type));
        if (last < c->indicator->valid_from || last > c->indicator->valid_to)
            return (struct judgement){VERDICT_EXCLUDED, LEVEL_NONE, 0};
    }
    return measured;
}

static bool row_text(struct arena *a, const struct vec *v, size_t k, struct slice *out)
{
    struct buffer b = {0};
    bool good = (vec_why(v, k) != 0 || vec_text(v, k, &b)) && !b.failed;
    *out = arena_copy(a, buffer_view(&b));
    buffer_free(&b);
    return good && out->p != NULL;
}

static struct slice row_evidence(const struct judge *j, const struct judged_rows *rows, size_t k,
                                 struct arena *a)
{
    if (rows->places != NULL) {
        struct buffer b = {0};
        bool good = places_text(&rows->places[k], j->sources, &b);
        struct slice text = arena_copy(a, buffer_view(&b));
        buffer_free(&b);
        return good ? text : (struct slice){NULL, 0};
    }
    if (rows->source_text != NULL && rows->source_text[k].n > 0)
        return arena_copy(a, rows->source_text[k]);
    char *text =
        arena_printf(a, "%s:%llu", j->sources[rows->source], (unsigned long long)rows->line[k]);
    return text == NULL ? (struct slice){NULL, 0} : slice_of(text);
}

static bool keep_places(const struct judged_rows *rows, size_t k, struct arena *a,
                        struct alert *x)
{
    struct places *copy = arena_alloc(a, sizeof *copy);
    struct one_place one;
    struct slice text = rows->source_text == NULL ? SLICE("") : rows->source_text[k];
    x->places = copy;
    return copy != NULL &&
           places_copy(rows->places != NULL ? &rows->places[k]
                                            : place_one(&one, rows->line[k], rows->source, text),
                       a, copy);
}

static enum status row_alert(struct judge *j, struct check *c, const struct judged_rows *rows,
                             const struct measured *m, const struct vec *period,
                             const struct vec *names[2], size_t k, enum level level,
                             const struct exception *exception, struct error *e)
{
    struct alerts *to = exception == NULL ? j->alerts : j->held;
    struct arena *a = &to->arena;
    struct alert x = {.check = c,
                      .level = level,
                      .run = 1,
                      .name = SLICE(""),
                      .region = SLICE(""),
                      .exception = exception};
    char digest[ALERT_ID_SIZE];
    enum status s = rows->digest(rows->context, k, digest, e);
    if (s != ST_OK)
        return s;
    if (c->period != NULL)
        x.period = x.since = (int32_t)period->whole[vec_at(period, k)];
    x.subject = arena_copy(a, slice_of(digest));
    x.evidence = row_evidence(j, rows, k, a);
    bool good = x.subject.p != NULL && x.evidence.p != NULL &&
                (!j->plan->shown || keep_places(rows, k, a, &x)) &&
                measured_texts(c, m, k, level, a, &x.value, &x.threshold);
    good = good && (names[0] == NULL || row_text(a, names[0], k, &x.name)) &&
           (names[1] == NULL || row_text(a, names[1], k, &x.region)) && alerts_add(to, &x);
    if (!good)
        return error_memory(e);
    if (exception != NULL || j->hooks == NULL || j->hooks->found == NULL ||
        !plan_asked(j->plan, c))
        return ST_OK;
    return j->hooks->found(j->context, &to->list[to->n - 1], e);
}

static enum status find_exception(const struct check *c, const struct judged_rows *rows, size_t k,
                                  const struct exception **out, struct error *e)
{
    char digest[ALERT_ID_SIZE];
    *out = NULL;
    if (c->excepted.subjects.n == 0)
        return ST_OK;
    enum status s = rows->digest(rows->context, k, digest, e);
    if (s == ST_OK)
        *out = excepted_of(&c->excepted, slice_of(digest));
    return s;
}

static enum status refuse_row(struct judge *j, const struct check *c,
                              const struct judged_rows *rows, size_t k, why_t why, struct error *e)
{
    char reason[256];
    reason_text(&j->plan->reasons, why, reason, sizeof reason);
    const struct places *p = rows->places == NULL ? NULL : &rows->places[k];
    uint32_t source = p == NULL ? rows->source : p->n > 0 ? p->list[0].source : SOURCE_TEXT;
    uint64_t line = p == NULL ? rows->line[k] : p->n > 0 ? p->list[0].first : 0;
    return error_at(e, ST_DATA, source == SOURCE_TEXT ? NULL : j->sources[source],
                    source == SOURCE_TEXT ? 0 : line, 0, "%s: %s", c->indicator->id, reason);
}

enum outcome judgement_outcome(const struct judgement *j)
{
    static const enum outcome outcomes[] = {OUTCOME_TRIGGERED, OUTCOME_CLEAR,
                                            OUTCOME_NOT_APPLICABLE, OUTCOME_INSUFFICIENT};
    return outcomes[j->verdict];
}

enum status judge_rows(struct judge *j, struct check *c, const struct judged_rows *rows,
                       struct error *e)
{
    struct vec where, period, name[2];
    const struct vec *names[2] = {NULL, NULL};
    struct measured m;
    struct eval *v = rows->eval;
    enum status s = c->where == NULL ? ST_OK : eval(v, c->where, &where, e);
    if (s == ST_OK && c->period != NULL)
        s = eval(v, c->period, &period, e);
    if (s == ST_OK)
        s = measure(v, c, NULL, &m, e);
    const struct expr *parts[2] = {c->label, c->region};
    for (int i = 0; i < 2 && s == ST_OK; i++)
        if (parts[i] != NULL) {
            s = eval(v, parts[i], &name[i], e);
            names[i] = &name[i];
        }
    struct judgement *all = arena_alloc(v->scratch, (rows->n + 1) * sizeof *all);
    if (s == ST_OK && all == NULL)
        s = error_memory(e);
    if (s == ST_OK)
        measured_verdicts(c, &m, rows->n, all);
    why_t rejected = reason_make(&j->plan->reasons, REASON_REJECTED, SLICE(""));
    for (size_t k = 0; s == ST_OK && k < rows->n; k++) {
        struct judgement x = {VERDICT_UNKNOWN, LEVEL_NONE, rejected};
        if (rows->bad == NULL || !rows->bad[k])
            x = row_verdict(c, &where, &period, k, all[k]);
        if (x.verdict == VERDICT_UNKNOWN && reason_fatal(&j->plan->reasons, x.why))
            return refuse_row(j, c, rows, k, x.why, e);
        const struct exception *exception;
        s = find_exception(c, rows, k, &exception, e);
        if (s == ST_OK && x.verdict == VERDICT_HOLDS)
            s = row_alert(j, c, rows, &m, &period, names, k, x.level, exception, e);
        if (exception != NULL)
            x = (struct judgement){VERDICT_EXCLUDED, LEVEL_NONE, 0};
        c->counts.subjects[judgement_outcome(&x)]++;
        c->counts.periods[judgement_outcome(&x)]++;
        if (x.verdict == VERDICT_UNKNOWN && !outcomes_missing(&c->counts, x.why))
            return error_memory(e);
        if (s == ST_OK && j->hooks != NULL && j->hooks->row != NULL && plan_asked(j->plan, c))
            s = j->hooks->row(j->context, j, c, rows, k, &x, e);
    }
    return s;
}
