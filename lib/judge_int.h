/* The parts of judge. */
#ifndef RISK_JUDGE_INT_H
#define RISK_JUDGE_INT_H

#include "judge.h"

/* The parts of a check, computed over rows or groups. */
struct measured {
    struct vec having, value, threshold[LEVELS], high[LEVELS];
    struct vec holds[LEVELS]; /* truth: the value reaches the level */
};

/* VALUE is what is known of the value already, or NULL. */
enum status measure(struct eval *v, const struct check *c, const struct vec *value,
                    struct measured *m, struct error *e);
/* A or else B. Which it is cannot be predicted of a group: masks cost less than a wrong guess. */
static inline struct judgement judgement_choose(bool first, struct judgement a, struct judgement b)
{
    uint32_t x, y, mask = 0u - first;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    x = (x & mask) | (y & ~mask);
    memcpy(&a, &x, sizeof a);
    return a;
}
/* Of N rows or groups, into OUT. */
void measured_verdicts(const struct check *c, const struct measured *m, size_t n,
                       struct judgement *out);
/* Value and threshold of row K as texts in the arena of the alerts. */
bool measured_texts(const struct check *c, const struct measured *m, size_t k, enum level level,
                    struct arena *a, struct slice *value, struct slice *threshold);
/* An aggregate over the groups' own rows, worked out once for all checks of a grouping. */
struct worked {
    const struct expr *x;
    struct vec v;
    struct worked *next;
};

enum { JUDGED_AHEAD = 20 }; /* groups by which memory is asked for before it is needed */

/* A check's value, for other checks of the same measure. */
struct worked_value {
    struct slice measure;
    struct vec v;
    struct worked_value *next;
};

/* What group expressions look at: the same for all checks of a grouping ... */
struct judged_groups {
    struct grouping *grouping;
    const uint32_t *groups;
    size_t n;
    char **own;
    int32_t *periods;
    uint32_t *subjects; /* [n + JUDGED_AHEAD]: the last one stands behind the end as well */
    struct worked *worked;
    struct worked_value *values;
    const struct counting *open; /* of these rows is known that they leave all groups open */
};

/* ... but for the ranges: under one check. */
struct seen_groups {
    struct judge *j;
    struct check *c;
    const uint32_t *groups;
    size_t n;
    char **own;
    int32_t *periods;
    struct judged_groups *all;
    char ***range_rows; /* [range], made when first asked for */
    why_t **range_why;
};

/* judge_look.c: ALL gets the groups; G and V look at them for C, until judge_look_away. */
enum status judge_gather(struct judged_groups *all, struct judge *j, struct grouping *g,
                         const uint32_t *groups, size_t n, struct error *e);
enum status judge_look_at(struct seen_groups *g, struct judge *j, struct check *c,
                          struct judged_groups *all, struct eval *v, struct error *e);
void judge_look_away(struct seen_groups *g);

/* A batch of groups under one check. */
struct judging {
    struct check *c;
    struct judged_groups *all, *measured; /* those that had to be measured: all, or some */
    const uint32_t *at; /* [all] which of the measured a group is; NULL: the same */
    struct measured m;
    struct judgement *verdicts; /* [all] */
};

/* judge_follow.c: a streak for each subject; a reason that is an error, told with subject and
 * place. */
bool judge_grow_streaks(struct check *c);
enum status judge_refuse(struct judge *j, const struct check *c, uint32_t group, why_t why,
                         struct error *e);
/* After the subject's last group: its outcome is known and counted. False when memory is out. */
bool judge_end_subject(struct check *c, uint32_t subject);
/* The run of F is over, and its lines are let go. */
void judge_forget_run(struct check *c, struct followed *f);
/* All verdicts into their streaks; DUE gets the groups whose alerts were added. */
enum status judge_follow_all(struct judge *j, const struct judging *x, uint32_t *due, size_t *due_n,
                             struct error *e);

/* The lines of a group's rows, or of the windows that its value found, in TO as well. */
enum status judge_take_lines(struct check *c, struct evidence_state *to, char *row,
                             struct error *e);

/* judge_earlier.c: before groups are measured, all of them are looked at in their order, so that
 * each is told what was before; V looks at ALL for C. */
enum status judge_look_back(struct judge *j, struct check *c, struct judged_groups *all,
                            struct eval *v, struct error *e);
/* For struct eval: of any of those groups. CONTEXT is a struct seen_groups. */
enum status judge_before(void *context, const struct expr *x, struct vec *out, struct error *e);
bool judge_grow_earlier(struct check *c);
/* The lines of the periods before PERIOD on which what holds there rests, in TO as well. */
bool judge_take_earlier_lines(struct check *c, struct evidence_state *to, uint32_t subject,
                              int32_t period);
/* Keeps the lines of group K of ALL for what comes. */
enum status judge_keep_lines(struct check *c, const struct judged_groups *all, size_t k,
                             struct error *e);
void judge_forget_earlier(struct check *c);

/* `value`'s statistics (judge_measure.c). */
/* False when memory is out, or HOLD allows no more. */
bool measures_add(struct check *c, struct hold *hold, int32_t period, const struct num *value);
enum status measures_result(struct check *c, struct plan *plan, const struct expr *x,
                            const int32_t *periods, size_t n, struct arena *scratch,
                            struct vec *out, struct error *e);

#endif
