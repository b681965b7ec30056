/* Verdicts into runs, runs into alerts. */
#include <stdlib.h>

#include "i18n.h"
#include "judge_int.h"
#include "window.h"

/* Reasons that are errors: they name the indicator, the subject and where its rows stand. */
enum status judge_refuse(struct judge *j, const struct check *c, uint32_t group, why_t why,
                         struct error *e)
{
    struct grouping *g = c->grouping;
    char *row = group_at(g, group);
    struct slot *s = &g->slots[c->counting.lines];
    const struct evidence_state *lines = (const void *)(row + s->offset);
    char reason[256], q[QUOTE_SIZE];
    reason_text(&j->plan->reasons, why, reason, sizeof reason);
    const struct reason *of = &j->plan->reasons.list[why];
    struct slice detail = of->kind == REASON_DIFFERS ? of->detail : SLICE("");
    const char *file =
        lines->n > 0 && lines->source != SOURCE_TEXT ? j->sources[lines->source] : NULL;
    return error_at(
        e, ST_DATA, file, file == NULL ? 0 : evidence_newest(lines).first, 0,
        _("%s: subject '%s': %s%s%.*s%s"), c->indicator->id,
        quote(q, g->keys.keys[group_head(row)->subject]), reason, detail.n > 0 ? ": " : "",
        (int)detail.n, detail.p,
        of->kind == REASON_DIFFERS ? _(" (take one of them: min(), max(), first(), last())") : "");
}

bool judge_grow_streaks(struct check *c)
{
    size_t old = c->streak_size, old_followed = c->followed_size, n = c->grouping->keys.n;
    size_t followed = c->period == NULL ? 0 : n;
    if (!grow(&c->followed, &c->followed_size, followed, sizeof *c->followed) ||
        !grow(&c->streaks, &c->streak_size, n, sizeof *c->streaks) || !judge_grow_earlier(c))
        return false;
    if (c->streak_size > old)
        memset(c->streaks + old, 0, (c->streak_size - old) * sizeof *c->streaks);
    if (c->followed_size > old_followed)
        memset(c->followed + old_followed, 0,
               (c->followed_size - old_followed) * sizeof *c->followed);
    return true;
}

void judge_forget_run(struct check *c, struct followed *f)
{
    if (f->lines.total > 0)
        evidence_clear(&c->grouping->slots[c->counting.lines], &f->lines);
}

struct taking {
    struct check *check;
    char *row;
    struct spots spots;
    enum status status;
    struct error *e;
};

static void take_window(struct expr *x, void *context)
{
    struct taking *t = context;
    struct grouping *g = t->check->grouping;
    struct window w;
    if (t->status != ST_OK || x->kind != EXPR_AGGREGATE || x->day == NULL)
        return;
    t->status = window_find(g, x, t->row, &w, t->e);
    if (t->status == ST_OK &&
        !spots_add(&g->slots[t->check->counting.lines], &t->spots, &g->slots[x->slot], w.rows, w.n))
        t->status = error_memory(t->e);
}

enum status judge_take_lines(struct check *c, struct evidence_state *to, char *row, struct error *e)
{
    struct slot *slot = &c->grouping->slots[c->counting.lines];
    struct taking t = {.check = c, .row = row, .e = e};
    if (c->windows)
        expr_walk(c->value, take_window, &t);
    bool good = t.spots.n > 0 ? evidence_add_spots(slot, to, &t.spots)
                              : evidence_merge(slot, to, (const void *)(row + slot->offset));
    free(t.spots.list);
    return t.status == ST_OK && !good ? error_memory(e) : t.status;
}

/* The lines of a run are those of all its periods, and of those before it on which it rests. */
static enum status follow_run(struct check *c, struct followed *f, char *row, struct error *e)
{
    const struct group_head *head = group_head(row);
    if (f->run.run <= 1)
        judge_forget_run(c, f);
    if (f->run.run == 0)
        return ST_OK;
    if (f->run.run == 1 && !judge_take_earlier_lines(c, &f->lines, head->subject, head->period))
        return error_memory(e);
    return judge_take_lines(c, &f->lines, row, e);
}

static bool keep_places(const struct check *c, const struct followed *f, struct arena *a,
                        struct alert *x)
{
    struct places here, *copy = arena_alloc(a, sizeof *copy);
    x->places = copy;
    return copy != NULL &&
           evidence_places(&c->grouping->slots[c->counting.lines], &f->lines, a, &here) &&
           places_copy(&here, a, copy);
}

/* Group K, of the subject that F is. */
static enum status make_alert(struct judge *j, const struct judging *of, size_t k,
                              const struct followed *f, enum level level,
                              const struct exception *exception, struct error *e)
{
    struct check *c = of->c;
    const struct group_head *head = group_head(of->all->own[k]);
    size_t at = of->at == NULL ? k : of->at[k]; /* among what was measured */
    struct alerts *to = exception == NULL ? j->alerts : j->held;
    struct arena *a = &to->arena;
    struct alert x = {.check = c,
                      .level = level,
                      .run = f->run.run,
                      .name = SLICE(""),
                      .region = SLICE(""),
                      .exception = exception};
    if (c->period != NULL) {
        x.period = head->period;
        x.since = f->run.since;
    }
    struct buffer lines = {0};
    bool good =
        evidence_text(&c->grouping->slots[c->counting.lines], &f->lines, j->sources, &lines);
    x.evidence = arena_copy(a, buffer_view(&lines));
    buffer_free(&lines);
    x.subject = arena_copy(a, c->grouping->keys.keys[head->subject]);
    good = good && x.evidence.p != NULL && x.subject.p != NULL &&
           (!j->plan->shown || keep_places(c, f, a, &x)) &&
           measured_texts(c, &of->m, at, level, a, &x.value, &x.threshold) && alerts_add(to, &x);
    return good ? ST_OK : error_memory(e);
}

static bool end_subject(struct check *c, uint32_t subject, struct streak_run *run, bool excepted)
{
    struct streak *s = &c->streaks[subject];
    struct grouping *g = c->grouping;
    enum outcome o = streak_end(s, run, &c->rule, g->last_period, g->subjects[subject].why,
                                excepted ? &c->excepted.counts : &c->counts);
    if (excepted)
        s->outcome = OUTCOME_NOT_APPLICABLE;
    return excepted || o != OUTCOME_INSUFFICIENT || outcomes_missing(&c->counts, run->why);
}

bool judge_end_subject(struct check *c, uint32_t subject)
{
    struct streak_run none = {.run = 0};
    bool excepted = excepted_of(&c->excepted, c->grouping->keys.keys[subject]) != NULL;
    bool ended = c->period == NULL && c->streaks[subject].outcomes != 0;
    struct streak_run *run = c->period == NULL ? &none : &c->followed[subject].run;
    return ended || end_subject(c, subject, run, excepted);
}

/* One group's verdict goes into its subject's streak; an alert may be due. */
static enum status follow(struct judge *j, const struct judging *x, size_t k,
                          const struct exception *exception, bool *due, struct error *e)
{
    struct check *c = x->c;
    struct judgement v = x->verdicts[k];
    if (v.verdict == VERDICT_UNKNOWN && reason_fatal(&j->plan->reasons, v.why))
        return judge_refuse(j, c, x->all->groups[k], v.why, e);
    uint32_t subject = x->all->subjects[k];
    struct followed moment = {.lines = {0}}, *f = c->period == NULL ? &moment
                                                                    : &c->followed[subject];
    enum level level = streak_step(&c->streaks[subject], &f->run, &c->rule, x->all->periods[k],
                                   (enum verdict)v.verdict, (enum level)v.level, v.why,
                                   exception == NULL ? &c->counts : &c->excepted.counts);
    if ((f->run.run | f->lines.total) != 0 && follow_run(c, f, x->all->own[k], e) != ST_OK)
        return e->status;
    if (c->reach > 0 && judge_keep_lines(c, x->all, k, e) != ST_OK)
        return e->status;
    *due = level != LEVEL_NONE && exception == NULL;
    enum status s = level == LEVEL_NONE ? ST_OK : make_alert(j, x, k, f, level, exception, e);
    if (f != &moment)
        return s;
    judge_forget_run(c, f);
    return s != ST_OK || end_subject(c, subject, &f->run, exception != NULL) ? s : error_memory(e);
}

/* Subjects that are excepted do not pass: they are counted by themselves. */
static inline const struct exception *exception_of(const struct check *c, uint32_t subject)
{
    if (c->excepted.subjects.n == 0)
        return NULL;
    return excepted_of(&c->excepted, c->grouping->keys.keys[subject]);
}

/* Puts those that their streaks do not let pass, in order, into REST: with one of them all later
 * periods of its subject, since the streak's last period stands still. */
static size_t pass_calm(struct check *c, const struct judging *x, uint32_t *rest)
{
    const struct judgement *verdicts = x->verdicts;
    const uint32_t *subjects = x->all->subjects;
    const int32_t *periods = x->all->periods;
    struct streak *streaks = c->streaks;
    size_t n = x->all->n, rest_n = 0, excluded = 0;
    const bool exceptions = c->excepted.subjects.n > 0;
    /* Even a calm subject's lines are kept then. */
    for (size_t k = 0; c->reach > 0 && k < n; k++)
        rest[k] = (uint32_t)k;
    if (c->reach > 0)
        return n;
    for (size_t k = 0; k < n; k++) {
        __builtin_prefetch(&streaks[subjects[k + JUDGED_AHEAD]]);
        enum verdict v = (enum verdict)verdicts[k].verdict;
        if (exceptions && exception_of(c, subjects[k]) != NULL)
            v = VERDICT_HOLDS;
        bool passes = streak_passes(&streaks[subjects[k]], periods[k], v);
        rest[rest_n] = (uint32_t)k;
        rest_n += !passes;
        excluded += passes & (v == VERDICT_EXCLUDED);
    }
    c->counts.periods[OUTCOME_CLEAR] += n - rest_n - excluded;
    c->counts.periods[OUTCOME_NOT_APPLICABLE] += excluded;
    return rest_n;
}

static void ask_for_run(const struct check *c, uint32_t subject)
{
    if (c->period == NULL)
        return;
    const char *f = (const char *)&c->followed[subject];
    __builtin_prefetch(f);
    __builtin_prefetch(f + sizeof(struct followed) - 1);
}

enum status judge_follow_all(struct judge *j, const struct judging *x, uint32_t *due, size_t *due_n,
                             struct error *e)
{
    uint32_t *rest = arena_alloc(&j->scratch, (x->all->n + 1) * sizeof *rest);
    if (rest == NULL)
        return error_memory(e);
    size_t n = pass_calm(x->c, x, rest);
    enum status s = ST_OK;
    *due_n = 0;
    for (size_t i = 0; s == ST_OK && i < n + JUDGED_AHEAD; i++) {
        if (i < n)
            ask_for_run(x->c, x->all->subjects[rest[i]]);
        if (i < JUDGED_AHEAD)
            continue;
        size_t k = rest[i - JUDGED_AHEAD];
        const struct exception *exception = exception_of(x->c, x->all->subjects[k]);
        bool is_due = false;
        s = follow(j, x, k, exception, &is_due, e);
        if (is_due)
            due[(*due_n)++] = x->all->groups[k];
    }
    return s;
}
