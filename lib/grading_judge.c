/* From what is kept of the alerts: rules, grades, scores. */
#include <inttypes.h>
#include <stdlib.h>

#include "grading_int.h"
#include "i18n.h"

/* Of the families of one subject. */
struct judging {
    struct grading *g;
    uint32_t *seen;   /* [family] subject + 1 that it was seen of last */
    struct num *best; /* [family] most points of an alert */
    uint32_t *rank;   /* [family] its place in the order of their names */
    uint32_t *family; /* [rank] */
    uint32_t *ranks;  /* [n] those of the subject */
    size_t n;
    struct buffer text;
};

/* As rules without a score have it (grades.h). */
static struct num default_points(enum level grade)
{
    static const int points[] = {0, 1, 3, 9};
    return num_decimal(points[grade], 0);
}

struct num grading_points(const struct grading *g, const struct graded *a)
{
    return a->rule < 0 ? default_points((enum level)a->grade) : g->grades->rules[a->rule].score;
}

enum level grading_given(const struct grading *g, const struct graded *a)
{
    return a->rule < 0 ? (enum level)a->level : g->grades->rules[a->rule].grade;
}

uint32_t grading_families(const struct grading *g, const struct graded *a)
{
    return g->subjects[a->subject].families + a->own_family;
}

uint64_t grading_rule_line(const struct grading *g, int rule)
{
    const struct decision *d = &g->grades->decision;
    return d->sheet->rows[d->rules[rule].row].line;
}

static struct decision_value text_value(struct slice s)
{
    return (struct decision_value){.known = true, .text = s};
}

static struct decision_value number_value(uint32_t n)
{
    return (struct decision_value){.known = true, .number = num_decimal(n, 0)};
}

static void find_values(const struct grading *g, const struct graded *a,
                        struct decision_value v[GRADE_INPUTS])
{
    const struct origin *o = &g->origins[a->origin];
    v[GRADE_FIELD] = text_value(o->field);
    v[GRADE_SCENARIO] = text_value(o->scenario);
    v[GRADE_INDICATOR] = text_value(o->indicator);
    v[GRADE_STATUS] = text_value(a->trial ? SLICE("trial") : SLICE("on"));
    v[GRADE_LEVEL] = text_value(slice_of(level_name((enum level)a->level)));
    v[GRADE_RUN] = number_value(a->run);
    v[GRADE_FAMILIES] = number_value(grading_families(g, a));
    v[GRADE_REPEAT] = number_value(a->repeat);
    v[GRADE_AMOUNT] = (struct decision_value){.known = a->amount != NO_NUMBER};
    if (a->amount != NO_NUMBER)
        v[GRADE_AMOUNT].number = grading_amount(g, a);
}

static enum status two_rules(const struct grading *g, const struct graded *a, int second,
                             struct error *e)
{
    const struct decision *d = &g->grades->decision;
    return error_at(e, ST_USAGE, d->sheet->file, grading_rule_line(g, a->rule), 0,
                    _("rules '%s' and '%s' (line %" PRIu64
                      ") both hold for the alert of %s:%" PRIu64
                      ": with hit policy unique only one may"),
                    d->rules[a->rule].name, d->rules[second].name, grading_rule_line(g, second),
                    g->options.files[a->file], a->line);
}

static uint8_t no_higher(const struct graded *a, enum level grade)
{
    return (uint8_t)(a->trial && grade > LEVEL_BLUE ? LEVEL_BLUE : grade);
}

static enum status grade(struct grading *g, struct graded *a, struct error *e)
{
    struct decision_value values[GRADE_INPUTS];
    size_t input = 0;
    int second = -1, doubt = -1;
    find_values(g, a, values);
    a->rule = decision_match(&g->grades->decision, values, &doubt, &input, &second);
    a->doubt = doubt;
    a->doubt_input = (uint8_t)input;
    if (second >= 0)
        return two_rules(g, a, second, e);
    a->grade = no_higher(a, grading_given(g, a));
    g->counts.grade[a->grade]++;
    g->counts.unruled += a->rule < 0;
    if (doubt >= 0)
        g->counts.doubtful += no_higher(a, g->grades->rules[doubt].grade) != a->grade;
    return ST_OK;
}

/* What is on trial does not add to what others are graded by. */
static void count_families(struct judging *j, uint32_t subject)
{
    struct grading *g = j->g;
    struct warned *s = &g->subjects[subject];
    j->n = 0;
    for (uint32_t i = s->first; i != NO_NUMBER; i = g->alerts[i].next) {
        uint32_t family = g->origins[g->alerts[i].origin].family;
        if (g->alerts[i].trial || j->seen[family] == subject + 1)
            continue;
        j->seen[family] = subject + 1;
        j->best[family] = num_decimal(0, 0);
        j->ranks[j->n++] = j->rank[family];
    }
    s->families = (uint32_t)j->n;
    for (uint32_t i = s->first; i != NO_NUMBER; i = g->alerts[i].next) {
        struct graded *a = &g->alerts[i];
        a->own_family = a->trial && j->seen[g->origins[a->origin].family] != subject + 1;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void add_number(struct buffer *b, const struct num *v)
{
    char text[NUM_TEXT_MAX];
    buffer_append(b, text, num_text(v, NULL, 0, text));
}

/* The score, a NUL, and how it is made up; few subjects have one of their own. */
static enum status account(struct judging *j, struct warned *s, struct error *e)
{
    struct grading *g = j->g;
    struct num total = num_decimal(0, 0);
    if (j->n > 1)
        qsort(j->ranks, j->n, sizeof *j->ranks, by_number);
    for (size_t i = 0; i < j->n; i++)
        if (num_add(&total, &j->best[j->family[j->ranks[i]]], &total) != NUM_OK)
            return error_set(e, ST_USAGE, "%s",
                             _("a score does not fit 38 digits: lower the scores in grades.csv"));
    j->text.n = 0;
    add_number(&j->text, &total);
    buffer_char(&j->text, '\0');
    for (size_t i = 0; i < j->n; i++) {
        if (i > 0)
            buffer_text(&j->text, " + ");
        buffer_slice(&j->text, g->families.keys[j->family[j->ranks[i]]]);
        buffer_char(&j->text, ' ');
        add_number(&j->text, &j->best[j->family[j->ranks[i]]]);
    }
    s->account = j->text.failed ? KEYTAB_NONE : keytab_add(&g->accounts, buffer_view(&j->text));
    return s->account == KEYTAB_NONE ? error_memory(e) : ST_OK;
}

static enum status judge_subject(struct judging *j, uint32_t subject, struct error *e)
{
    struct grading *g = j->g;
    enum status s = ST_OK;
    count_families(j, subject);
    for (uint32_t i = g->subjects[subject].first; i != NO_NUMBER; i = g->alerts[i].next) {
        struct graded *a = &g->alerts[i];
        s = grade(g, a, e);
        if (s != ST_OK)
            return s;
        struct num points = grading_points(g, a), *best = &j->best[g->origins[a->origin].family];
        if (!a->trial && num_cmp(&points, best) > 0)
            *best = points;
    }
    s = account(j, &g->subjects[subject], e);
    return s == ST_OK ? grading_join(g, subject, e) : s;
}

struct named {
    struct slice name;
    uint32_t family;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return slice_cmp(x->name, y->name);
}

static bool rank_families(struct judging *j)
{
    size_t n = j->g->families.n;
    struct named *all = calloc(n + 1, sizeof *all);
    if (all == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        all[i] = (struct named){j->g->families.keys[i], (uint32_t)i};
    qsort(all, n, sizeof *all, by_name);
    for (size_t i = 0; i < n; i++) {
        j->family[i] = all[i].family;
        j->rank[all[i].family] = (uint32_t)i;
    }
    free(all);
    return true;
}

enum status grading_judge(struct grading *g, struct error *e)
{
    size_t n = (size_t)g->families.n + 1;
    struct judging j = {.g = g,
                        .seen = calloc(n, sizeof *j.seen),
                        .best = calloc(n, sizeof *j.best),
                        .rank = calloc(n, sizeof *j.rank),
                        .family = calloc(n, sizeof *j.family),
                        .ranks = calloc(n, sizeof *j.ranks)};
    enum status s = ST_OK;
    if (j.seen == NULL || j.best == NULL || j.rank == NULL || j.family == NULL || j.ranks == NULL ||
        !rank_families(&j))
        s = error_memory(e);
    for (uint32_t i = 0; s == ST_OK && i < g->subject_keys.n; i++)
        s = judge_subject(&j, i, e);
    free(j.seen);
    free(j.best);
    free(j.rank);
    free(j.family);
    free(j.ranks);
    buffer_free(&j.text);
    return s;
}
