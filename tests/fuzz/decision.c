/* Any bytes as a decision table. One that is read is held against its conditions one by one, for a
 * case of each combination of values that they can tell apart: which rule holds, whether two do,
 * whether none does. */
#include "decision.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "decision_int.h"
#include "text.h"

enum { INPUTS = 4, GRID_MAX = 4000, RULES_MAX = 40 };
static const char *const levels[] = {"blue", "yellow", "red", "蓝", "黄", "红"};
static const struct decision_input inputs[INPUTS] = {
    {.name = "f"},
    {.name = "l", .values = levels, .also = levels + 3, .value_n = 3},
    {.name = "r", .number = true, .whole = true, .bounded = true, .least = 1},
    {.name = "a", .number = true},
};
static const char *const outputs[] = {"g"};

static void need(bool good)
{
    if (!good)
        abort();
}

struct table {
    struct arena arena;
    struct sheet sheet;
    struct decision decision;
    struct condition *conditions[INPUTS];  /* [rule] */
    struct decision_value *values[INPUTS]; /* the first is unknown */
    size_t n[INPUTS];
    /* What was seen: two rules that hold for a case, from which not the same follows; none that
     * does for a case of which all is known. */
    bool two, different, none;
};

static bool is_so(const struct decision_input *in, const struct condition *c,
                  const struct decision_value *v)
{
    bool some = c->any;
    for (size_t i = 0; i < c->n && !in->number; i++)
        some |= slice_eq(c->texts[i], v->text);
    for (size_t i = 0; i < c->n && in->number; i++) {
        const struct stretch *s = &c->stretches[i];
        int from = s->from_set ? num_cmp(&v->number, &s->from.at) : 1;
        int to = s->to_set ? num_cmp(&v->number, &s->to.at) : -1;
        some |= (from > 0 || (from == 0 && !s->from.after)) && (to < 0 || (to == 0 && s->to.after));
    }
    return some != c->none;
}

/* ---- values that conditions can tell apart ---- */

static void add_text(struct table *t, size_t input, struct slice text)
{
    t->values[input][t->n[input]++] = (struct decision_value){.known = true, .text = text};
}

static bool add_number(struct table *t, size_t input, enum num_result r, const struct num *v)
{
    const struct num least = num_decimal(inputs[input].least, 0);
    if (r == NUM_OK && (!inputs[input].bounded || num_cmp(v, &least) >= 0))
        t->values[input][t->n[input]++] = (struct decision_value){.known = true, .number = *v};
    return r == NUM_OK;
}

/* Each bound and what is next to it; between two that are dense also the middle. */
static bool add_numbers(struct table *t, size_t input)
{
    const struct atoms *a = &t->decision.atoms[input];
    const struct num one = num_decimal(1, 0), two = num_decimal(2, 0);
    bool good = add_number(t, input, NUM_OK, &one);
    for (size_t i = 0; i + 1 < a->n && good; i++) {
        const struct num *at = &a->cuts[i].at;
        struct num v;
        good = add_number(t, input, NUM_OK, at) && !at->approximate;
        good = good && add_number(t, input, num_sub(at, &one, &v), &v);
        good = good && add_number(t, input, num_add(at, &one, &v), &v);
        if (!good || i == 0 || inputs[input].whole)
            continue;
        good = num_add(at, &a->cuts[i - 1].at, &v) == NUM_OK &&
               add_number(t, input, num_div(&v, &two, &v), &v) && !v.approximate;
    }
    return good;
}

/* False where the table is too large, or its numbers are, to try all. */
static bool list_values(struct table *t)
{
    size_t all = 1;
    for (size_t i = 0; i < INPUTS; i++) {
        const struct atoms *a = &t->decision.atoms[i];
        t->values[i] = arena_zero(&t->arena, (4 * a->n + 2) * sizeof *t->values[i]);
        need(t->values[i] != NULL);
        t->n[i] = 1;
        if (inputs[i].number && !add_numbers(t, i))
            return false;
        for (size_t k = 0; k + 1 < a->n && !inputs[i].number; k++)
            add_text(t, i, a->texts[k]);
        if (!inputs[i].number && inputs[i].values == NULL)
            add_text(t, i, SLICE("no rule has this"));
        if (t->n[i] > GRID_MAX / all)
            return false;
        all *= t->n[i];
    }
    return t->decision.rule_n <= RULES_MAX;
}

/* ---- one case ---- */

/* Kleene: 1, 0, -1 for unknown. */
static int rule_is(const struct table *t, size_t rule, const struct decision_value *v)
{
    int all = 1;
    for (size_t i = 0; i < INPUTS; i++) {
        const struct condition *c = &t->conditions[i][rule];
        if (v[i].known && !is_so(&inputs[i], c, &v[i]))
            return 0;
        if (!v[i].known && !c->any)
            all = -1;
    }
    return all;
}

static bool same(const void *context, size_t a, size_t b)
{
    const struct table *t = context;
    int column = t->decision.output[0];
    return slice_eq(sheet_cell(&t->sheet, a, column), sheet_cell(&t->sheet, b, column));
}

static void try_case(struct table *t, const struct decision_value *v)
{
    const struct decision *d = &t->decision;
    int first = -1, next = -1, unknown = -1, doubt, second;
    size_t input;
    bool known = true;
    for (size_t r = 0; r < d->rule_n; r++) {
        int is = rule_is(t, r, v);
        if (is == 1 && first >= 0 && next < 0)
            next = (int)r;
        t->different |= is == 1 && first >= 0 && !same(t, (size_t)first, r);
        first = is == 1 && first < 0 ? (int)r : first;
        unknown = is == -1 && unknown < 0 ? (int)r : unknown;
    }
    for (size_t i = 0; i < INPUTS; i++)
        known &= v[i].known;
    int got = decision_match(d, v, &doubt, &input, &second);
    need(got == first && second == (d->policy == HIT_UNIQUE ? next : -1));
    bool ordered = d->policy == HIT_FIRST || d->policy == HIT_PRIORITY;
    need(doubt == (first < 0 || (ordered && unknown < first) ? unknown : -1));
    need(doubt < 0 || (!v[input].known && !t->conditions[input][doubt].any));
    t->two |= next >= 0;
    t->none |= known && first < 0;
}

static void try_cases(struct table *t)
{
    size_t at[INPUTS] = {0}, i = 0;
    while (i < INPUTS) {
        struct decision_value v[INPUTS];
        for (i = 0; i < INPUTS; i++)
            v[i] = t->values[i][at[i]];
        try_case(t, v);
        for (i = 0; i < INPUTS && ++at[i] == t->n[i]; i++)
            at[i] = 0;
    }
}

/* ---- a table ---- */

static void take_gap(void *context, const char *text)
{
    size_t *n = context;
    need(text[0] != '\0' && utf8_check(slice_of(text)) == strlen(text));
    ++*n;
}

static void check(struct table *t)
{
    static const struct decision_value any[INPUTS] = {{0}};
    const struct decision_kind kind = {.values = any, .name = "k"};
    struct error e = {0};
    bool whole, *met = arena_zero(&t->arena, t->decision.rule_n + 1);
    size_t gaps = 0;
    enum status r = decision_overlap(&t->decision, &kind, 1, same, t, &e);
    need(r == ST_OK || (r == ST_USAGE && e.text[0] != '\0' && e.line > 0));
    need(decision_gaps(&t->decision, &kind, 1, 50, take_gap, &gaps, &whole, &e) == ST_OK);
    need(met != NULL && decision_met(&t->decision, &kind, 1, met, &e) == ST_OK);
    for (size_t i = 0; i < t->decision.rule_n; i++)
        need(met[i]);
    for (size_t i = 0; i < INPUTS; i++) {
        int column = sheet_column(&t->sheet, inputs[i].name);
        t->conditions[i] =
            arena_zero(&t->arena, (t->decision.rule_n + 1) * sizeof *t->conditions[i]);
        need(t->conditions[i] != NULL);
        for (size_t k = 0; k < t->decision.rule_n; k++)
            need(condition_read(&t->sheet, k, column, &inputs[i], &t->arena, &t->conditions[i][k],
                                &e) == ST_OK);
    }
    if (!list_values(t))
        return;
    try_cases(t);
    bool refused = (t->decision.policy == HIT_UNIQUE && t->two) ||
                   (t->decision.policy == HIT_ANY && t->different);
    need(refused == (r == ST_USAGE));
    need(!whole || t->none == (gaps > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice csv = {n == 0 ? "" : (const char *)bytes, n};
    struct table t = {0};
    struct error e = {0};
    enum status r = sheet_parse("fuzz", csv, NULL, &t.arena, &t.sheet, &e);
    if (r == ST_OK) {
        r = decision_read(&t.sheet, inputs, INPUTS, outputs, 1, 1, &t.arena, &t.decision, &e);
        need(r == ST_OK || (r == ST_USAGE && e.text[0] != '\0' && e.line > 0));
    }
    if (r == ST_OK)
        check(&t);
    arena_free(&t.arena);
    return 0;
}

#include "standalone.h"
