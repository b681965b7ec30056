/* Who is in the data of a pack's tests: subjects by their keys; rows by where they stand, since a
 * person who writes cases knows no digests. */
#include <stdlib.h>

#include "engine_int.h"
#include "packtest_int.h"

static struct tested *note(struct packtest *t, struct slice name, struct slice subject)
{
    uint32_t id = keytab_add(&t->subjects, name);
    if (id == KEYTAB_NONE || !grow(&t->tested, &t->tested_size, (size_t)id + 1, sizeof *t->tested))
        return NULL;
    struct tested *x = &t->tested[id];
    *x = (struct tested){.subject = arena_copy(&t->arena, subject)};
    return x->subject.p == NULL ? NULL : x;
}

static bool is_tested(const struct packtest *t, const struct check *c)
{
    return c == &t->plan->checks[0];
}

/* `bids.csv:3`, of rows made of others `bids.csv:3,7`. */
static bool name_row(struct packtest *t, const struct rows *r, size_t k, struct buffer *name)
{
    const struct engine *x = t->engine;
    struct one_place one;
    const char **files = arena_alloc(&t->arena, (x->feed_n + 1) * sizeof *files);
    for (size_t i = 0; files != NULL && i < x->feed_n; i++) {
        const char *base = strrchr(x->sources[i], '/');
        files[i] = base == NULL ? x->sources[i] : base + 1;
    }
    return files != NULL && places_text(rows_place(r, k, &one), files, name);
}

static struct tested *note_row(struct packtest *t, const struct rows *r, size_t k,
                               struct slice subject)
{
    struct buffer name = {0};
    struct tested *x = name_row(t, r, k, &name) ? note(t, buffer_view(&name), subject) : NULL;
    buffer_free(&name);
    return x;
}

static enum status see_row(void *context, struct judge *j, struct check *c,
                           const struct judged_rows *rows, size_t k,
                           const struct judgement *judgement, struct error *e)
{
    struct packtest *t = context;
    char digest[ALERT_ID_SIZE];
    (void)j;
    if (!is_tested(t, c))
        return ST_OK;
    enum status s = rows->digest(rows->context, k, digest, e);
    if (s != ST_OK)
        return s;
    struct tested *x = note_row(t, rows->context, k, slice_of(digest));
    if (x == NULL)
        return error_memory(e);
    x->outcome = judgement_outcome(judgement);
    return ST_OK;
}

/* Rows that are subjects and look at each other. */
static enum status see_placed(void *context, const struct placed *p, struct error *e)
{
    struct packtest *t = context;
    if (!is_tested(t, p->check) || p->check->by_n > 0)
        return ST_OK;
    return note_row(t, p->rows, p->k, p->subject) != NULL ? ST_OK : error_memory(e);
}

const struct judge_hooks packtest_hooks = {.row = see_row, .placed = see_placed};

static void end_subject(struct packtest *t, struct slice subject, enum outcome outcome)
{
    for (uint32_t i = 0; i < t->subjects.n; i++)
        if (slice_eq(t->tested[i].subject, subject))
            t->tested[i].outcome = outcome;
}

bool packtest_end(struct packtest *t)
{
    const struct check *c = &t->plan->checks[0];
    t->matched = calloc(t->engine->alerts.n + 1, sizeof *t->matched);
    for (uint32_t i = 0; c->grouping != NULL && i < c->grouping->keys.n; i++) {
        struct slice key = c->grouping->keys.keys[i];
        enum outcome outcome = (enum outcome)c->streaks[i].outcome;
        if (c->by_n == 0) {
            end_subject(t, key, outcome);
            continue;
        }
        struct tested *x = note(t, key, key);
        if (x == NULL)
            return false;
        x->outcome = outcome;
    }
    return t->matched != NULL;
}

const struct alert *packtest_alert(struct packtest *t, uint32_t subject, struct slice period)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < t->engine->alerts.n; i++) {
        const struct alert *a = &t->engine->alerts.list[i];
        char text[DATE_TEXT_MAX];
        if (!slice_eq(a->subject, t->tested[subject].subject) ||
            (period.n > 0 && !slice_eq(alert_period(a, a->period, text), period)))
            continue;
        if (found == SIZE_MAX || (t->matched[found] && !t->matched[i]))
            found = i;
    }
    if (found == SIZE_MAX)
        return NULL;
    t->matched[found] = true;
    return &t->engine->alerts.list[found];
}
