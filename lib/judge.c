#include "judge_int.h"

#include <stdlib.h>

/* Periods may lie outside those in which it is in force. */
static inline bool limited(const struct check *c)
{
    const struct indicator *i = c->indicator;
    return c->period != NULL && (i->valid_from != INT64_MIN || i->valid_to != INT64_MAX);
}

static inline bool in_force(const struct check *c, int32_t period)
{
    const struct indicator *i = c->indicator;
    if (!limited(c))
        return true;
    int64_t last = date_last(period, type_span(c->period->type));
    return last >= i->valid_from && last <= i->valid_to;
}

/* What is known of the group's rows comes before what they measure. */
static inline struct judgement verdict(const struct check *c, const char *row,
                                       struct judgement measured)
{
    const struct group_head *head = (const void *)row;
    why_t why;
    bool counts = group_counts(c->grouping, &c->counting, row, &why);
    if (!in_force(c, head->period))
        return (struct judgement){VERDICT_EXCLUDED, LEVEL_NONE, 0};
    if ((head->why | why) != 0)
        return (struct judgement){VERDICT_UNKNOWN, LEVEL_NONE, why_min(head->why, why)};
    return judgement_choose(counts, measured, (struct judgement){VERDICT_EXCLUDED, LEVEL_NONE, 0});
}

/* Names and regions are asked for alerts only. A name that is unknown stays blank. */
static enum status name_alerts(struct judge *j, struct check *c, const uint32_t *groups, size_t n,
                               size_t first, struct error *e)
{
    struct expr *parts[2] = {c->label, c->region};
    for (int i = 0; i < 2; i++) {
        if (parts[i] == NULL || n == 0)
            continue;
        struct vec text;
        enum status s = judge_part(j, c, groups, n, parts[i], &text, e);
        for (size_t k = 0; s == ST_OK && k < n; k++) {
            if (reason_fatal(&j->plan->reasons, vec_why(&text, k)))
                return judge_refuse(j, c, groups[k], vec_why(&text, k), e);
            struct buffer b = {0};
            bool good = (vec_why(&text, k) != 0 || vec_text(&text, k, &b)) && !b.failed;
            struct slice copy = arena_copy(&j->alerts->arena, buffer_view(&b));
            buffer_free(&b);
            if (!good || copy.p == NULL)
                return error_memory(e);
            struct alert *a = &j->alerts->list[first + k];
            *(i == 0 ? &a->name : &a->region) = copy;
        }
        if (s != ST_OK)
            return s;
    }
    return ST_OK;
}

/* A check before this one has found that the same rows give no verdict of any group. */
static bool all_open(const struct judged_groups *all, const struct check *c)
{
    return all->open != NULL && all->open->rows == c->counting.rows &&
           all->open->lines == c->counting.lines && !limited(c);
}

/* Where every group has rows and nothing is odd about any, as it mostly is. */
static bool none_is_odd(const struct check *c, char *const *own, size_t n)
{
    const size_t lines = c->grouping->slots[c->counting.lines].offset;
    unsigned odd = 0;
    if (c->counting.rows != NO_SLOT || limited(c))
        return false;
    for (size_t k = 0; k < n; k++) {
        const struct group_head *head = (const void *)own[k];
        const struct evidence_state *x = (const void *)(own[k] + lines);
        odd |= head->why | (x->total == 0);
    }
    return odd == 0;
}

/* Verdicts that the rows of a group give by themselves; VERDICT_NOT where it has to be measured. */
static size_t verdicts_of_rows(struct judging *x)
{
    const struct judgement open = {VERDICT_NOT, LEVEL_NONE, 0};
    size_t n = 0;
    if (all_open(x->all, x->c))
        return x->all->n;
    if (none_is_odd(x->c, x->all->own, x->all->n)) {
        x->all->open = &x->c->counting;
        return x->all->n;
    }
    for (size_t k = 0; k < x->all->n; k++) {
        x->verdicts[k] = verdict(x->c, x->all->own[k], open);
        n += x->verdicts[k].verdict == VERDICT_NOT;
    }
    return n;
}

/* If most groups have a verdict already, only the others are measured. */
static enum status choose_measured(struct judge *j, struct judging *x, size_t open,
                                   struct judged_groups *some, struct error *e)
{
    size_t n = x->all->n;
    x->measured = x->all;
    if (open * 2 > n || n == 0)
        return ST_OK;
    uint32_t *groups = arena_alloc(&j->scratch, (open + 1) * sizeof *groups);
    uint32_t *at = arena_alloc(&j->scratch, n * sizeof *at);
    if (groups == NULL || at == NULL)
        return error_memory(e);
    uint32_t next = 0;
    for (size_t k = 0; k < n; k++) {
        at[k] = next;
        groups[next] = x->all->groups[k];
        next += x->verdicts[k].verdict == VERDICT_NOT;
    }
    x->at = at;
    x->measured = some;
    return judge_gather(some, j, x->c->grouping, groups, open, e);
}

static enum status keep_value(struct judge *j, const struct judging *x, struct error *e)
{
    struct worked_value *w = arena_alloc(&j->scratch, sizeof *w);
    if (w == NULL)
        return error_memory(e);
    *w = (struct worked_value){x->c->measure, x->m.value, x->measured->values};
    x->measured->values = w;
    return ST_OK;
}

static enum status measure_groups(struct judge *j, struct judging *x, size_t open,
                                  struct seen_groups *g, struct error *e)
{
    struct eval v;
    size_t n = x->measured->n;
    bool every = open == x->all->n;
    struct judgement *measured =
        every ? x->verdicts : arena_alloc(&j->scratch, (n + 1) * sizeof *measured);
    enum status s =
        measured == NULL ? error_memory(e) : judge_look_at(g, j, x->c, x->measured, &v, e);
    struct worked_value *known = x->measured->values;
    while (known != NULL && !slice_eq(known->measure, x->c->measure))
        known = known->next;
    if (s == ST_OK)
        s = measure(&v, x->c, known == NULL ? NULL : &known->v, &x->m, e);
    if (s == ST_OK && known == NULL && x->c->measure.n > 0)
        s = keep_value(j, x, e);
    if (s != ST_OK)
        return s;
    measured_verdicts(x->c, &x->m, n, measured);
    for (size_t k = 0; !every && k < x->all->n; k++)
        x->verdicts[k] = judgement_choose(x->verdicts[k].verdict == VERDICT_NOT,
                                          measured[x->at == NULL ? k : x->at[k]], x->verdicts[k]);
    return ST_OK;
}

static enum status tell_hooks(struct judge *j, const struct judging *x, size_t first,
                              struct error *e)
{
    const struct judge_hooks *h = plan_asked(j->plan, x->c) ? j->hooks : NULL;
    enum status s = ST_OK;
    for (size_t i = first; s == ST_OK && h != NULL && h->found != NULL && i < j->alerts->n; i++)
        s = h->found(j->context, &j->alerts->list[i], e);
    if (s == ST_OK && h != NULL && h->groups != NULL)
        s = h->groups(j->context, j, x->c, x->all->groups, x->all->n, x->verdicts, e);
    return s;
}

static enum status look_back(struct judge *j, struct check *c, struct judged_groups *all,
                             struct error *e)
{
    struct seen_groups g = {.c = c};
    struct eval v;
    enum status s = judge_look_at(&g, j, c, all, &v, e);
    if (s == ST_OK)
        s = judge_look_back(j, c, all, &v, e);
    judge_look_away(&g);
    return s;
}

static enum status judge_check(struct judge *j, struct check *c, struct judged_groups *all,
                               struct error *e)
{
    struct seen_groups g = {.c = c};
    struct judged_groups some;
    struct judging x = {.c = c, .all = all};
    size_t first = j->alerts->n, due_n = 0;
    uint32_t *due = arena_alloc(&j->scratch, (all->n + 1) * sizeof *due);
    x.verdicts = arena_alloc(&j->scratch, (all->n + 1) * sizeof *x.verdicts);
    if (due == NULL || x.verdicts == NULL || !judge_grow_streaks(c))
        return error_memory(e);
    size_t open = verdicts_of_rows(&x);
    enum status s = c->lookback_n == 0 ? ST_OK : look_back(j, c, all, e);
    if (s == ST_OK)
        s = choose_measured(j, &x, open, &some, e);
    if (s == ST_OK && open > 0)
        s = measure_groups(j, &x, open, &g, e);
    if (s == ST_OK)
        s = judge_follow_all(j, &x, due, &due_n, e);
    judge_look_away(&g);
    if (s == ST_OK)
        s = name_alerts(j, c, due, due_n, first, e);
    return s == ST_OK ? tell_hooks(j, &x, first, e) : s;
}

enum status judge_groups(struct judge *j, struct grouping *grouping, const uint32_t *groups,
                         size_t n, struct error *e)
{
    arena_reset(&j->scratch);
    struct judged_groups all;
    struct plan *p = j->plan;
    enum status s = judge_gather(&all, j, grouping, groups, n, e);
    for (size_t i = 0; s == ST_OK && i < p->check_all; i++)
        if (p->checks[i].grouping == grouping && p->checks[i].loaded)
            s = judge_check(j, &p->checks[i], &all, e);
    return s;
}

enum { SURVEY_AT_ONCE = 4096 };

/* The measures of all judged subjects, for thresholds over `value`. */
static enum status take_measures(struct judge *j, struct check *c, const uint32_t *groups, size_t n,
                                 struct error *e)
{
    arena_reset(&j->scratch);
    struct judged_groups all;
    struct seen_groups g;
    struct measured m;
    struct eval v;
    struct check bare = *c;
    memset(bare.threshold, 0, sizeof bare.threshold);
    struct judgement *judged = arena_alloc(&j->scratch, (n + 1) * sizeof *judged);
    enum status s =
        judged == NULL ? error_memory(e) : judge_gather(&all, j, c->grouping, groups, n, e);
    if (s == ST_OK)
        s = judge_look_at(&g, j, c, &all, &v, e);
    if (s != ST_OK)
        return s;
    s = judge_look_back(j, c, &all, &v, e);
    if (s == ST_OK)
        s = measure(&v, &bare, NULL, &m, e);
    if (s == ST_OK)
        measured_verdicts(&bare, &m, n, judged);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        struct judgement x = verdict(&bare, g.own[k], judged[k]);
        if (x.verdict != VERDICT_NOT)
            continue;
        struct num value = vec_num(&m.value, k);
        if (!measures_add(c, c->grouping->hold, g.periods[k], &value))
            s = error_memory(e);
    }
    judge_look_away(&g);
    return s;
}

enum status judge_survey(struct judge *j, struct check *c, const uint32_t *groups, size_t n,
                         struct error *e)
{
    enum status s = ST_OK;
    for (size_t r = 0; s == ST_OK && r < c->range_n; r++)
        s = range_build(&c->ranges[r], c->grouping, groups, n, e);
    for (size_t i = 0; s == ST_OK && c->measured && i < n; i += SURVEY_AT_ONCE)
        s = take_measures(j, c, groups + i, n - i < SURVEY_AT_ONCE ? n - i : SURVEY_AT_ONCE, e);
    judge_forget_earlier(c);
    return s;
}

enum status judge_end(struct judge *j, struct check *c, judge_outcome_fn *told, void *context,
                      struct error *e)
{
    (void)j;
    struct grouping *g = c->grouping;
    if (!judge_grow_streaks(c))
        return error_memory(e);
    for (uint32_t i = 0; i < g->keys.n; i++) {
        if (!judge_end_subject(c, i))
            return error_memory(e);
        enum status s = told == NULL ? ST_OK : told(context, c, i, e);
        if (s != ST_OK)
            return s;
    }
    excepted_settle(&c->excepted, &c->counts);
    return ST_OK;
}

bool judge_keyless(struct judge *j, struct check *c)
{
    uint64_t n = c->keyless.counting, dropped = c->keyless.dropped;
    why_t why = reason_make(&j->plan->reasons, REASON_KEY, SLICE("by"));
    c->counts.subjects[OUTCOME_INSUFFICIENT] += n;
    c->counts.periods[OUTCOME_INSUFFICIENT] += n;
    c->counts.subjects[OUTCOME_NOT_APPLICABLE] += dropped;
    c->counts.periods[OUTCOME_NOT_APPLICABLE] += dropped;
    if (n == 0)
        return true;
    if (why == 0 || !outcomes_missing(&c->counts, why))
        return false;
    c->counts.missing[why] += n - 1;
    return true;
}

static void forget_alerts(struct alerts *all, const struct check *c)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->list[i].check != c)
            all->list[n++] = all->list[i];
    all->n = n;
}

void judge_restart(struct judge *j, struct check *c)
{
    forget_alerts(j->alerts, c);
    forget_alerts(j->held, c);
    c->excepted.counts = (struct outcomes){.missing = NULL};
    for (size_t i = 0; c->grouping != NULL && i < c->followed_size; i++)
        judge_forget_run(c, &c->followed[i]);
    if (c->streaks != NULL)
        memset(c->streaks, 0, c->streak_size * sizeof *c->streaks);
    if (c->followed != NULL)
        memset(c->followed, 0, c->followed_size * sizeof *c->followed);
    judge_forget_earlier(c);
    memset(c->counts.subjects, 0, sizeof c->counts.subjects);
    memset(c->counts.periods, 0, sizeof c->counts.periods);
    if (c->counts.missing != NULL)
        memset(c->counts.missing, 0, c->counts.missing_size * sizeof *c->counts.missing);
}

void judge_free(struct judge *j)
{
    arena_free(&j->scratch);
}
