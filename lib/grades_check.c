/* What alerts there can be, and whether grades.csv says one thing of each. */
#include <stdio.h>
#include <stdlib.h>

#include "grades_int.h"
#include "i18n.h"

/* ---- what alerts there can be ---- */

struct kinds {
    struct decision_kind *list;
    size_t n, size;
};

/* What the pack tells of an indicator's alerts: levels without a threshold do not come, nor runs
 * shorter than `for`; without time a run is 1. */
static void limit(const struct indicator *i, struct decision_value *v, uint64_t *never,
                  int64_t *least)
{
    v[GRADE_STATUS] = (struct decision_value){
        .known = true, .text = i->status == INDICATOR_TRIAL ? SLICE("trial") : SLICE("on")};
    for (int level = 0; level < LEVELS; level++)
        if (i->threshold[level].n == 0)
            never[GRADE_LEVEL] |= UINT64_C(1) << level;
    least[GRADE_RUN] = i->periods;
    if (i->period.n == 0)
        v[GRADE_RUN] = (struct decision_value){.known = true, .number = num_decimal(1, 0)};
}

/* A kind whose alerts bear these (NULL: any). Without an indicator that the pack knows, nothing
 * tells that there is an amount. */
static bool add_kind(struct grades *g, struct kinds *to, const char *name,
                     const char *const codes[GRADE_STATUS], const struct indicator *i)
{
    struct decision_value *v = arena_zero(&g->arena, GRADE_INPUTS * sizeof *v);
    bool *lacks = arena_zero(&g->arena, GRADE_INPUTS * sizeof *lacks);
    uint64_t *never = arena_zero(&g->arena, GRADE_INPUTS * sizeof *never);
    int64_t *least = arena_zero(&g->arena, GRADE_INPUTS * sizeof *least);
    if (name == NULL || v == NULL || lacks == NULL || never == NULL || least == NULL ||
        !grow(&to->list, &to->size, to->n + 1, sizeof *to->list))
        return false;
    for (int k = GRADE_FIELD; k < GRADE_STATUS; k++)
        if (codes[k] != NULL)
            v[k] = (struct decision_value){.known = true, .text = slice_of(codes[k])};
    if (i != NULL)
        limit(i, v, never, least);
    lacks[GRADE_AMOUNT] = i == NULL || !grades_money(i);
    to->list[to->n++] = (struct decision_kind){
        .values = v, .lacks = lacks, .never = never, .least = least, .name = name};
    return true;
}

static bool add_other(struct grades *g, struct kinds *to, const char *field, const char *scenario)
{
    const char *const codes[GRADE_STATUS] = {field, scenario, ""};
    const char *code = scenario[0] != '\0' ? scenario : field;
    return add_kind(g, to,
                    code[0] == '\0' ? _("other indicators")
                                    : arena_printf(&g->arena, _("other indicators of %s"), code),
                    codes, NULL);
}

static bool is_named(const struct grades *g, enum grade_input input, const char *code)
{
    struct slice text;
    size_t rule, k = 0;
    while (decision_text(&g->decision, input, k, &text, &rule) && !slice_eq(text, slice_of(code)))
        k++;
    return decision_text(&g->decision, input, k, &text, &rule);
}

/* Indicators that neither the pack nor a rule names. Where there is a taxonomy, each scenario comes
 * with its own field; those that no rule names need no kind of their own. */
static bool add_others(const struct pack *p, struct grades *g, struct kinds *to)
{
    static const char *const any[GRADE_STATUS] = {NULL, NULL, ""};
    if (p->scenario_count == 0)
        return add_kind(g, to, _("other indicators"), any, NULL);
    bool good = true;
    for (size_t i = 0; i < p->scenario_count && good; i++) {
        const struct scenario *s = &p->scenarios[i];
        size_t first = 0;
        while (strcmp(p->scenarios[first].field, s->field) != 0)
            first++;
        if (first == i && is_named(g, GRADE_FIELD, s->field))
            good = add_other(g, to, s->field, "");
        if (good && is_named(g, GRADE_SCENARIO, s->code))
            good = add_other(g, to, s->field, s->code);
    }
    return good && add_other(g, to, "", "");
}

static const struct indicator *find_indicator(const struct pack *p, struct slice id)
{
    for (size_t i = 0; i < p->indicator_count; i++)
        if (slice_eq(slice_of(p->indicators[i].id), id))
            return &p->indicators[i];
    return NULL;
}

static bool add_kinds(const struct pack *p, struct grades *g, struct kinds *to)
{
    bool good = true;
    struct slice id;
    size_t rule;
    for (size_t i = 0; i < p->indicator_count && good; i++) {
        const struct indicator *in = &p->indicators[i];
        const char *const codes[GRADE_STATUS] = {in->field, in->scenario, in->id};
        if (in->status != INDICATOR_OFF)
            good = add_kind(g, to, in->id, codes, in);
    }
    for (size_t k = 0; good && decision_text(&g->decision, GRADE_INDICATOR, k, &id, &rule); k++) {
        const char *name = find_indicator(p, id) != NULL ? NULL : arena_string(&g->arena, id);
        const char *const codes[GRADE_STATUS] = {NULL, NULL, name};
        good = find_indicator(p, id) != NULL || add_kind(g, to, name, codes, NULL);
    }
    return good && add_others(p, g, to);
}

/* ---- what is told of the table ---- */

static bool same_outcome(const void *context, size_t a, size_t b)
{
    const struct grade_rule *rules = context;
    return grade_compare(&rules[a], &rules[b]) == 0 &&
           strcmp(rules[a].action, rules[b].action) == 0;
}

struct teller {
    const struct grades *g;
    void (*warn)(void *context, const char *text);
    void *context;
};

static void tell(struct teller *t, uint64_t line, const char *text)
{
    struct error e;
    char whole[2048];
    error_at(&e, ST_USAGE, t->g->sheet.file, line, 0, "%s", text);
    error_render(&e, whole, sizeof whole);
    t->warn(t->context, whole);
}

static void tell_gap(void *context, const char *text)
{
    struct teller *t = context;
    char whole[1024];
    snprintf(whole, sizeof whole, _("no rule holds for %s"), text);
    tell(t, 0, whole);
}

static uint64_t line_of(const struct grades *g, size_t rule)
{
    return g->sheet.rows[g->decision.rules[rule].row].line;
}

static enum status tell_strangers(const struct pack *p, struct teller *t, struct error *e)
{
    const char **ids = calloc(p->indicator_count + 1, sizeof *ids);
    if (ids == NULL)
        return error_memory(e);
    for (size_t i = 0; i < p->indicator_count; i++)
        ids[i] = p->indicators[i].id;
    struct slice id;
    size_t rule;
    for (size_t k = 0; decision_text(&t->g->decision, GRADE_INDICATOR, k, &id, &rule); k++) {
        char shown[QUOTE_SIZE], text[2 * QUOTE_SIZE];
        if (find_indicator(p, id) != NULL)
            continue;
        const char *near = slice_nearest(id, ids, p->indicator_count);
        if (near == NULL)
            snprintf(text, sizeof text,
                     _("indicator '%s' is not in the pack: only another command's alerts bear it"),
                     quote(shown, id));
        else
            snprintf(text, sizeof text,
                     _("indicator '%s' is not in the pack (nearest: '%s'): only another command's "
                       "alerts bear it"),
                     quote(shown, id), near);
        tell(t, line_of(t->g, rule), text);
    }
    free(ids);
    return ST_OK;
}

static enum status tell_unmet(struct teller *t, const struct kinds *kinds, struct error *e)
{
    const struct decision *d = &t->g->decision;
    bool *met = calloc(d->rule_n + 1, sizeof *met);
    enum status r = met == NULL ? error_memory(e) : ST_OK;
    if (r == ST_OK)
        r = decision_met(d, kinds->list, kinds->n, met, e);
    for (size_t i = 0; i < d->rule_n && r == ST_OK; i++) {
        char shown[QUOTE_SIZE], text[2 * QUOTE_SIZE];
        if (met[i])
            continue;
        snprintf(text, sizeof text,
                 _("no alert can meet rule '%s': no indicator that is not off has what it asks for "
                   "(field, scenario, status, level, run, amount) together"),
                 quote(shown, slice_of(d->rules[i].name)));
        tell(t, line_of(t->g, i), text);
    }
    free(met);
    return r;
}

static void tell_hidden(struct teller *t)
{
    const struct decision *d = &t->g->decision;
    for (size_t i = 0; i < d->rule_n; i++) {
        char shown[QUOTE_SIZE], other[QUOTE_SIZE], text[3 * QUOTE_SIZE];
        int by = decision_hidden(d, i);
        if (by < 0)
            continue;
        snprintf(text, sizeof text,
                 _("rule '%s' never counts: '%s' (line %llu) goes before it and holds whenever it "
                   "does"),
                 quote(shown, slice_of(d->rules[i].name)),
                 quote(other, slice_of(d->rules[by].name)),
                 (unsigned long long)line_of(t->g, (size_t)by));
        tell(t, line_of(t->g, i), text);
    }
}

/* Where nothing holds for most alerts, a few lines say so as well as many. */
enum { GAPS_TOLD = 10 };

enum status grades_check(const struct pack *p, struct grades *g,
                         void (*warn)(void *context, const char *text), void *context,
                         struct error *e)
{
    struct teller t = {.g = g, .warn = warn, .context = context};
    struct kinds kinds = {0};
    bool whole = true;
    enum status r = add_kinds(p, g, &kinds) ? ST_OK : error_memory(e);
    if (r == ST_OK)
        r = decision_overlap(&g->decision, kinds.list, kinds.n, same_outcome, g->rules, e);
    if (r == ST_OK)
        r = tell_strangers(p, &t, e);
    if (r == ST_OK)
        r = tell_unmet(&t, &kinds, e);
    if (r == ST_OK)
        tell_hidden(&t);
    if (r == ST_OK)
        r = decision_gaps(&g->decision, kinds.list, kinds.n, GAPS_TOLD, tell_gap, &t, &whole, e);
    if (r == ST_OK && !whole)
        tell(&t, 0, _("there may be more cases for which no rule holds than are told here"));
    free(kinds.list);
    return r;
}
