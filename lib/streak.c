#include "streak.h"

#include "buffer.h"

const char *outcome_name(enum outcome o)
{
    static const char *const names[] = {"triggered", "insufficient", "clear", "not applicable"};
    return names[o];
}

static inline void count_up(uint16_t *n)
{
    *n = (uint16_t)(*n + (*n < UINT16_MAX));
}

/* What is unknown is not so because the subject has only begun. */
static bool warmed_up(const struct streak_run *r, const struct streak_rule *rule)
{
    return r->seen >= (uint64_t)rule->periods + rule->before;
}

/* Something in the window is unknown. */
static bool unknown(const struct streak_run *r, const struct streak_rule *rule)
{
    return r->known < rule->periods && r->known < r->seen;
}

static void end_run(struct streak_run *r)
{
    r->run = 0;
    memset(r->held, 0, sizeof r->held);
}

/* N periods without a row. */
static void pass_missing(struct streak *s, struct streak_run *r, const struct streak_rule *rule,
                         int64_t n, struct outcomes *counts)
{
    if (n <= 0 || rule->gap == GAP_SKIP || !rule->timed)
        return;
    end_run(r);
    for (int64_t i = 0; i < n; i++) {
        count_up(&r->seen);
        if (rule->gap == GAP_BREAK) {
            count_up(&r->known);
        } else {
            r->known = 0;
            r->why = why_min(r->why, rule->missing);
        }
        bool open = warmed_up(r, rule) && unknown(r, rule);
        counts->periods[open ? OUTCOME_INSUFFICIENT : OUTCOME_NOT_APPLICABLE]++;
        if (open)
            s->outcomes |= 1 << OUTCOME_INSUFFICIENT;
    }
}

static void hold(const struct streak *s, struct streak_run *r, const struct streak_rule *rule,
                 int32_t period, enum level level)
{
    if (r->run == 0 || (!rule->timed && period != s->last)) {
        r->run = 0;
        r->since = period;
    }
    r->run++;
    for (int l = 0; l < LEVELS; l++) {
        if ((int)level > l)
            count_up(&r->held[l]);
        else
            r->held[l] = 0;
    }
}

enum level streak_step(struct streak *s, struct streak_run *r, const struct streak_rule *rule,
                       int32_t period, enum verdict verdict, enum level level, why_t why,
                       struct outcomes *counts)
{
    if (r->seen > 0)
        pass_missing(s, r, rule, (int64_t)period - s->last - 1, counts);
    count_up(&r->seen);
    if (verdict == VERDICT_HOLDS)
        hold(s, r, rule, period, level);
    else
        end_run(r);
    if (verdict == VERDICT_UNKNOWN) {
        r->known = 0;
    } else {
        count_up(&r->known);
        count_up(&r->judgeable);
    }
    s->last = period;
    if (verdict != VERDICT_EXCLUDED)
        s->outcomes |= 1 << OUTCOMES; /* something was there to judge */
    if (verdict == VERDICT_UNKNOWN)
        r->why = why_min(r->why, why);
    enum level due = LEVEL_NONE;
    for (int l = 0; l < LEVELS; l++)
        if (r->held[l] >= rule->periods)
            due = (enum level)(l + 1);
    enum outcome o = OUTCOME_CLEAR;
    if (due != LEVEL_NONE)
        o = OUTCOME_TRIGGERED;
    else if (r->seen < rule->periods)
        o = OUTCOME_NOT_APPLICABLE;
    else if (warmed_up(r, rule) && unknown(r, rule))
        o = OUTCOME_INSUFFICIENT;
    else if (verdict == VERDICT_EXCLUDED || unknown(r, rule))
        o = OUTCOME_NOT_APPLICABLE;
    counts->periods[o]++;
    if (r->seen >= rule->periods)
        s->outcomes |= (uint8_t)(1 << o);
    s->calm = r->run == 0 && r->known >= rule->periods && r->judgeable >= rule->periods &&
              warmed_up(r, rule);
    return due;
}

bool outcomes_missing(struct outcomes *counts, why_t why)
{
    size_t old = counts->missing_size;
    if (!grow(&counts->missing, &counts->missing_size, (size_t)why + 1, sizeof *counts->missing))
        return false;
    if (counts->missing_size > old)
        memset(counts->missing + old, 0, (counts->missing_size - old) * sizeof *counts->missing);
    counts->missing[why]++;
    return true;
}

enum outcome streak_end(struct streak *s, struct streak_run *r, const struct streak_rule *rule,
                        int32_t last, why_t unreadable, struct outcomes *counts)
{
    if (r->seen > 0)
        pass_missing(s, r, rule, (int64_t)last - s->last, counts);
    bool judged = (s->outcomes & 1 << OUTCOMES) != 0;
    if (unreadable != 0) {
        s->outcomes |= 1 << OUTCOME_INSUFFICIENT;
        r->why = why_min(r->why, unreadable);
    }
    enum outcome o = OUTCOME_NOT_APPLICABLE;
    if (s->outcomes & 1 << OUTCOME_TRIGGERED)
        o = OUTCOME_TRIGGERED;
    else if ((judged || unreadable != 0) && (s->outcomes & 1 << OUTCOME_INSUFFICIENT))
        o = OUTCOME_INSUFFICIENT;
    else if (judged && r->judgeable < rule->periods)
        o = OUTCOME_INSUFFICIENT;
    else if (s->outcomes & 1 << OUTCOME_CLEAR)
        o = OUTCOME_CLEAR;
    if (o == OUTCOME_INSUFFICIENT && r->why == 0)
        r->why = rule->too_few;
    counts->subjects[o]++;
    s->outcome = (uint8_t)o;
    return o;
}
