/* Runs over periods, held against a plain model: a list of all periods in which every window is
 * looked at anew. */
#include "streak.h"

#include <stdlib.h>

#include "tap.h"

enum { MOST = 16, FIRST = 2024 * 12, MISSING_WHY = 7, TOO_FEW_WHY = 8 };

static uint64_t state = 20240305;
static uint32_t random32(void)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

/* What a subject may have in a period. */
struct seen {
    bool present;
    enum verdict verdict;
    enum level level;
    why_t why;
};
static const struct seen choices[] = {
    {false, VERDICT_NOT, LEVEL_NONE, 0},     {true, VERDICT_NOT, LEVEL_NONE, 0},
    {true, VERDICT_EXCLUDED, LEVEL_NONE, 0}, {true, VERDICT_UNKNOWN, LEVEL_NONE, 6},
    {true, VERDICT_UNKNOWN, LEVEL_NONE, 9},  {true, VERDICT_HOLDS, LEVEL_BLUE, 0},
    {true, VERDICT_HOLDS, LEVEL_YELLOW, 0},  {true, VERDICT_HOLDS, LEVEL_RED, 0},
};
enum { CHOICES = sizeof choices / sizeof *choices };

/* One way to go through N periods from FIRST: those with a row, up to the table's last. */
struct course {
    struct seen at[MOST];
    int n;
    why_t unreadable;
};

/* What comes of it. */
struct result {
    enum level due[MOST];
    uint32_t run[MOST];
    int32_t since[MOST];
    uint64_t periods[OUTCOMES];
    enum outcome outcome;
    why_t why, or_why; /* the second if a period that is missing before any window is full may be
                          told too */
};

/* The model: periods in the order in which they follow each other. */
struct timeline {
    struct seen at[MOST];
    int period[MOST], n;
};

static struct timeline timeline_of(const struct course *c, const struct streak_rule *rule)
{
    struct timeline t = {.n = 0};
    for (int i = 0; i < c->n; i++) {
        bool follows = rule->timed && rule->gap != GAP_SKIP && t.n > 0;
        if (!c->at[i].present && !follows)
            continue;
        t.at[t.n] = c->at[i];
        t.period[t.n++] = i;
    }
    return t;
}

static bool is_unknown(const struct seen *x, const struct streak_rule *rule)
{
    return x->present ? x->verdict == VERDICT_UNKNOWN : rule->gap == GAP_UNKNOWN;
}

static enum level reached(const struct seen *x)
{
    return x->present && x->verdict == VERDICT_HOLDS ? x->level : LEVEL_NONE;
}

static enum outcome window(const struct timeline *t, int i, const struct streak_rule *rule,
                           enum level *due, why_t *why)
{
    int n = (int)rule->periods;
    *due = LEVEL_NONE;
    if (i + 1 < n)
        return OUTCOME_NOT_APPLICABLE;
    enum level least = LEVEL_RED;
    bool unknown = false;
    why_t missing = 0;
    for (int j = i + 1 - n; j <= i; j++) {
        least = reached(&t->at[j]) < least ? reached(&t->at[j]) : least;
        unknown = unknown || is_unknown(&t->at[j], rule);
        if (is_unknown(&t->at[j], rule) && !t->at[j].present)
            missing = rule->missing;
    }
    *due = least;
    if (least != LEVEL_NONE)
        return OUTCOME_TRIGGERED;
    if (unknown && i + 1 < n + (int)rule->before)
        return OUTCOME_NOT_APPLICABLE;
    if (unknown) {
        *why = why_min(*why, missing);
        return OUTCOME_INSUFFICIENT;
    }
    return !t->at[i].present || t->at[i].verdict == VERDICT_EXCLUDED ? OUTCOME_NOT_APPLICABLE
                                                                     : OUTCOME_CLEAR;
}

static enum outcome subject_outcome(const struct timeline *t, const uint64_t windows[OUTCOMES],
                                    const struct streak_rule *rule, why_t unreadable)
{
    uint32_t judgeable = 0, something = 0;
    for (int i = 0; i < t->n; i++) {
        judgeable += t->at[i].present && t->at[i].verdict != VERDICT_UNKNOWN;
        something += t->at[i].present && t->at[i].verdict != VERDICT_EXCLUDED;
    }
    if (windows[OUTCOME_TRIGGERED] > 0)
        return OUTCOME_TRIGGERED;
    if (unreadable != 0)
        return OUTCOME_INSUFFICIENT;
    if (something == 0)
        return OUTCOME_NOT_APPLICABLE;
    if (windows[OUTCOME_INSUFFICIENT] > 0 || judgeable < rule->periods)
        return OUTCOME_INSUFFICIENT;
    return windows[OUTCOME_CLEAR] > 0 ? OUTCOME_CLEAR : OUTCOME_NOT_APPLICABLE;
}

static struct result model(const struct course *c, const struct streak_rule *rule)
{
    struct timeline t = timeline_of(c, rule);
    struct result r = {.why = c->unreadable};
    uint32_t run = 0;
    why_t early = 0;
    int32_t since = 0;
    for (int i = 0; i < t.n; i++) {
        int p = t.period[i];
        r.periods[window(&t, i, rule, &r.due[p], &r.why)]++;
        if (t.at[i].present && t.at[i].verdict == VERDICT_UNKNOWN)
            r.why = why_min(r.why, t.at[i].why);
        if (!t.at[i].present && rule->gap == GAP_UNKNOWN)
            early = rule->missing;
        bool holds = reached(&t.at[i]) != LEVEL_NONE;
        since = run == 0 || !rule->timed ? FIRST + p : since;
        run = !holds ? 0 : rule->timed ? run + 1 : 1;
        r.run[p] = run;
        r.since[p] = run > 0 ? since : 0;
    }
    r.outcome = subject_outcome(&t, r.periods, rule, c->unreadable);
    r.or_why = why_min(r.why, early);
    if (r.outcome != OUTCOME_INSUFFICIENT)
        r.why = r.or_why = 0;
    else if (r.why == 0)
        r.why = rule->too_few;
    return r;
}

/* What the streak makes of it; SHORT_CUT: as its owner does, who first asks streak_passes. */
static struct result follow(const struct course *c, const struct streak_rule *rule, bool short_cut)
{
    struct result r = {.why = 0};
    struct streak s = {0};
    struct streak_run run = {0};
    struct outcomes counts = {.missing = NULL};
    for (int p = 0; p < c->n; p++) {
        const struct seen *x = &c->at[p];
        if (!x->present)
            continue;
        bool excluded = x->verdict == VERDICT_EXCLUDED;
        if (short_cut && streak_passes(&s, FIRST + p, x->verdict))
            counts.periods[excluded ? OUTCOME_NOT_APPLICABLE : OUTCOME_CLEAR]++;
        else
            r.due[p] =
                streak_step(&s, &run, rule, FIRST + p, x->verdict, x->level, x->why, &counts);
        r.run[p] = run.run;
        r.since[p] = run.run > 0 ? run.since : 0;
    }
    r.outcome = streak_end(&s, &run, rule, FIRST + c->n - 1, c->unreadable, &counts);
    r.why = r.outcome == OUTCOME_INSUFFICIENT ? run.why : 0;
    memcpy(r.periods, counts.periods, sizeof r.periods);
    uint64_t all = 0;
    for (int o = 0; o < OUTCOMES; o++)
        all += counts.subjects[o];
    if (all != 1 || counts.subjects[r.outcome] != 1 || s.outcome != r.outcome)
        r.outcome = OUTCOMES; /* nothing that a model says */
    return r;
}

static void tell(const struct course *c, const struct streak_rule *rule, const struct result *got,
                 const struct result *want)
{
    static const char *const gaps[] = {"unknown", "break", "skip"};
    printf("#  for %u, gap %s%s%s:", rule->periods, gaps[rule->gap],
           rule->timed ? "" : ", not timed", c->unreadable ? ", a row without a period" : "");
    for (int p = 0; p < c->n; p++) {
        const struct seen *x = &c->at[p];
        printf(" %s", !x->present                      ? "-"
                      : x->verdict == VERDICT_NOT      ? "not"
                      : x->verdict == VERDICT_EXCLUDED ? "excluded"
                      : x->verdict == VERDICT_UNKNOWN  ? "unknown"
                                                       : level_name(x->level));
    }
    const struct result *r[] = {got, want};
    for (int i = 0; i < 2; i++) {
        printf("\n#  %s: outcome %d, why %u, periods", i == 0 ? " got" : "want", (int)r[i]->outcome,
               r[i]->why);
        for (int o = 0; o < OUTCOMES; o++)
            printf(" %" PRIu64, r[i]->periods[o]);
        printf("; due, run, since:");
        for (int p = 0; p < c->n; p++)
            printf(" %d %u %d,", (int)r[i]->due[p], r[i]->run[p],
                   r[i]->since[p] == 0 ? -1 : r[i]->since[p] - FIRST);
    }
    printf("\n");
}

static bool same(const struct result *got, const struct result *want)
{
    return memcmp(got->due, want->due, sizeof got->due) == 0 &&
           memcmp(got->run, want->run, sizeof got->run) == 0 &&
           memcmp(got->since, want->since, sizeof got->since) == 0 &&
           memcmp(got->periods, want->periods, sizeof got->periods) == 0 &&
           got->outcome == want->outcome && (got->why == want->why || got->why == want->or_why);
}

struct tally {
    unsigned stepped, passed; /* courses in which each differs from the model */
};

static void hold_against(const struct course *c, const struct streak_rule *rule, struct tally *t)
{
    struct result want = model(c, rule), a = follow(c, rule, false), b = follow(c, rule, true);
    if (!same(&a, &want) && t->stepped++ == 0)
        tell(c, rule, &a, &want);
    if (!same(&b, &want) && t->passed++ == 0)
        tell(c, rule, &b, &want);
}

/* Every course of up to LENGTH periods. */
static void all_courses(const struct streak_rule *rule, int length, struct tally *t)
{
    static const why_t unreadable[] = {0, 5, 10};
    for (int n = 1; n <= length; n++) {
        unsigned long count = 1;
        for (int i = 0; i < n; i++)
            count *= CHOICES;
        for (unsigned long k = 0; k < count; k++) {
            struct course c = {.n = n, .unreadable = unreadable[k % 7 == 0 ? k % 3 : 0]};
            unsigned long rest = k;
            for (int i = 0; i < n; i++, rest /= CHOICES)
                c.at[i] = choices[rest % CHOICES];
            hold_against(&c, rule, t);
        }
    }
}

/* Long courses of few kinds, so that runs and gaps are long too. */
static void random_courses(const struct streak_rule *rule, struct tally *t)
{
    for (int round = 0; round < 5000; round++) {
        struct course c = {.n = 6 + (int)(random32() % (MOST - 5)),
                           .unreadable = random32() % 9 == 0 ? 5 : 0};
        uint32_t a = random32() % CHOICES, b = random32() % CHOICES, rare = random32() % 8;
        for (int i = 0; i < c.n; i++) {
            uint32_t k = random32() % 10;
            c.at[i] = choices[k < 5 ? a : k < 9 ? b : random32() % CHOICES];
            if (rare == 0)
                c.at[i] = choices[random32() % CHOICES];
        }
        hold_against(&c, rule, t);
    }
}

static void test_model(void)
{
    static const char *const gaps[] = {"unknown", "break", "skip"};
    for (uint32_t i = 0; i < 12; i++) {
        const uint32_t periods = 1 + i % 4, before = i / 4;
        for (int gap = GAP_UNKNOWN; gap <= GAP_SKIP; gap++) {
            struct streak_rule rule = {periods, before,      (enum gap)gap,
                                       true,    MISSING_WHY, TOO_FEW_WHY};
            struct tally t = {0, 0};
            all_courses(&rule, before == 0 ? 5 : 4, &t);
            random_courses(&rule, &t);
            ok(t.stepped == 0, "for %u, %u before, gap %s: as the model says", periods, before,
               gaps[gap]);
            ok(t.passed == 0, "for %u, %u before, gap %s: so with the short cut", periods, before,
               gaps[gap]);
        }
    }
    struct streak_rule dates = {1, 0, GAP_UNKNOWN, false, MISSING_WHY, TOO_FEW_WHY};
    struct tally t = {0, 0};
    all_courses(&dates, 5, &t);
    ok(t.stepped == 0 && t.passed == 0,
       "dates do not follow each other: none is missing, no run above 1");
}

/* The short cut is one: it is taken where it can be, and not where something would be lost. */
static void test_short_cut(void)
{
    struct streak_rule rule = {2, 0, GAP_UNKNOWN, true, MISSING_WHY, TOO_FEW_WHY};
    struct streak s = {0};
    struct streak_run run = {0};
    struct outcomes counts = {.missing = NULL};
    ok(!streak_passes(&s, FIRST, VERDICT_NOT), "a first period does not pass");
    streak_step(&s, &run, &rule, FIRST, VERDICT_NOT, LEVEL_NONE, 0, &counts);
    ok(!streak_passes(&s, FIRST + 1, VERDICT_NOT), "nor one without a full window");
    streak_step(&s, &run, &rule, FIRST + 1, VERDICT_NOT, LEVEL_NONE, 0, &counts);
    ok(streak_passes(&s, FIRST + 2, VERDICT_NOT), "the next in a calm row does");
    ok(!streak_passes(&s, FIRST + 4, VERDICT_NOT), "not one after a missing period");
    streak_step(&s, &run, &rule, FIRST + 3, VERDICT_HOLDS, LEVEL_BLUE, 0, &counts);
    ok(!streak_passes(&s, FIRST + 4, VERDICT_NOT), "nor one that ends a run");
}

static void test_long(void)
{
    struct streak_rule rule = {10000, 0, GAP_UNKNOWN, true, MISSING_WHY, TOO_FEW_WHY};
    struct streak s = {0};
    struct streak_run run = {0};
    struct outcomes counts = {.missing = NULL};
    streak_step(&s, &run, &rule, 0, VERDICT_NOT, LEVEL_NONE, 0, &counts);
    int32_t first = 70001, p = first, due = 0;
    for (; p < first + 80000; p++)
        if (streak_step(&s, &run, &rule, p, VERDICT_HOLDS, p == first ? LEVEL_BLUE : LEVEL_RED, 0,
                        &counts) != (p < first + 9999    ? LEVEL_NONE
                                     : p == first + 9999 ? LEVEL_BLUE
                                                         : LEVEL_RED))
            due++;
    is_int(due, 0, "a run beyond 65535 periods alerts from the one in which it is long enough");
    is_int(run.run, 80000, "and its length is told");
    is_int(run.since, first, "and its beginning");
    streak_end(&s, &run, &rule, p - 1, 0, &counts);
    is_int((int64_t)counts.periods[OUTCOME_NOT_APPLICABLE], 9999,
           "before a first window: not applicable");
    is_int((int64_t)counts.periods[OUTCOME_INSUFFICIENT], 70001 - 9999 + 9999,
           "windows with a missing period");
    is_int((int64_t)counts.periods[OUTCOME_TRIGGERED], 80000 - 9999, "periods that alert");
    is_int((int64_t)counts.periods[OUTCOME_CLEAR], 0, "and none is clear");
}

static void test_none(void)
{
    struct streak_rule rule = {1, 0, GAP_UNKNOWN, true, MISSING_WHY, TOO_FEW_WHY};
    struct streak s = {0};
    struct streak_run run = {0};
    struct outcomes counts = {.missing = NULL};
    is_int(streak_end(&s, &run, &rule, FIRST, 0, &counts), OUTCOME_NOT_APPLICABLE,
           "no period: not applicable");
    s = (struct streak){0};
    is_int(streak_end(&s, &run, &rule, FIRST, 5, &counts), OUTCOME_INSUFFICIENT,
           "no period that can be read: insufficient");
    is_int(run.why, 5, "for that reason");
    uint64_t periods = 0;
    for (int o = 0; o < OUTCOMES; o++)
        periods += counts.periods[o];
    is_int((int64_t)periods, 0, "and no period is counted");
}

static void test_missing(void)
{
    struct outcomes counts = {.missing = NULL};
    uint64_t want[300] = {0};
    for (int i = 0; i < 1000; i++) {
        why_t why = (why_t)(1 + random32() % 299);
        want[why]++;
        if (!outcomes_missing(&counts, why))
            abort();
    }
    bool good = counts.missing_size >= 300 && memcmp(counts.missing, want, sizeof want) == 0;
    for (size_t i = 300; good && i < counts.missing_size; i++)
        good = counts.missing[i] == 0;
    ok(good, "insufficient subjects by what is missing");
    free(counts.missing);
}

static void test_names(void)
{
    static const char *const names[OUTCOMES] = {"triggered", "insufficient", "clear",
                                                "not applicable"};
    for (int o = 0; o < OUTCOMES; o++)
        is_text(outcome_name((enum outcome)o), strlen(outcome_name((enum outcome)o)), names[o],
                names[o]);
}

int main(void)
{
    test_model();
    test_short_cut();
    test_long();
    test_none();
    test_missing();
    test_names();
    return done_testing();
}
