/* Two rules that hold for the same case: where the hit policy forbids it, and where one of them can
 * never count. */
#include <stdlib.h>

#include "decision_int.h"
#include "i18n.h"

/* Leaves in SET the rules that may hold together with RULE. Inputs do not depend on each other, so
 * each by itself decides. */
static void meet(const struct decision *d, const struct case_class *c, size_t rule, uint64_t *set,
                 uint64_t *spare)
{
    memcpy(set, c->alive, d->words * 8);
    for (size_t i = 0; i < d->input_n; i++) {
        const struct atoms *t = &d->atoms[i];
        if (!c->open[i] || rule_in(t->blank, rule))
            continue;
        memset(spare, 0, d->words * 8);
        for (size_t atom = 0; atom < t->can_come; atom++)
            if (c->comes[i][atom] && rule_in(atoms_holds(t, atom, d->words), rule))
                rules_or(spare, atoms_holds(t, atom, d->words), d->words);
        rules_and(set, spare, d->words);
    }
}

/* What a case is like for which both hold, in inputs that its kind leaves open. */
static enum status tell_both(const struct decision *d, const struct case_class *c, size_t a,
                             size_t b, struct buffer *out, struct error *e)
{
    for (size_t i = 0; i < d->input_n; i++) {
        const struct atoms *t = &d->atoms[i];
        if (!c->open[i] || (rule_in(t->blank, a) && rule_in(t->blank, b)))
            continue;
        bool *both = malloc(t->can_come);
        if (both == NULL)
            return error_memory(e);
        for (size_t atom = 0; atom < t->can_come; atom++) {
            const uint64_t *holds = atoms_holds(t, atom, d->words);
            both[atom] = c->comes[i][atom] && rule_in(holds, a) && rule_in(holds, b);
        }
        buffer_printf(out, "%s%s ", out->n > 0 ? ", " : "", d->inputs[i].name);
        atoms_text(&d->inputs[i], t, both, out);
        free(both);
    }
    return ST_OK;
}

static enum status refuse(const struct decision *d, const struct cases *cases,
                          const struct case_class *c, size_t a, size_t b, struct error *e)
{
    struct buffer what = {0}, text = {0};
    char first[QUOTE_SIZE], second[QUOTE_SIZE];
    quote(first, slice_of(d->rules[a].name));
    quote(second, slice_of(d->rules[b].name));
    unsigned long long line = d->sheet->rows[d->rules[a].row].line;
    size_t row = d->rules[b].row;
    enum status r = tell_both(d, c, a, b, &what, e);
    cases_text(cases, c->kinds, buffer_view(&what), &text);
    buffer_char(&text, '\0');
    if (r == ST_OK && (what.failed || text.failed))
        r = error_memory(e);
    if (r == ST_OK && d->policy == HIT_UNIQUE)
        r = sheet_error(d->sheet, row, 0, e,
                        _("rules '%s' and '%s' (line %llu) both hold for %s; with hit policy "
                          "unique only one may: narrow one of them"),
                        second, first, line, text.p);
    else if (r == ST_OK)
        r = sheet_error(d->sheet, row, 0, e,
                        _("rules '%s' and '%s' (line %llu) both hold for %s, but not the same "
                          "follows from them; with hit policy any it must: narrow one of them"),
                        second, first, line, text.p);
    buffer_free(&what);
    buffer_free(&text);
    return r;
}

static enum status check_class(const struct decision *d, const struct cases *cases,
                               const struct case_class *c, uint64_t *sets,
                               bool (*same)(const void *context, size_t a, size_t b),
                               const void *context, struct error *e)
{
    for (size_t a = 0; a < d->rule_n; a++) {
        if (!rule_in(c->alive, a))
            continue;
        meet(d, c, a, sets, sets + d->words);
        for (size_t b = a + 1; b < d->rule_n; b++)
            if (rule_in(sets, b) && (d->policy == HIT_UNIQUE || !same(context, a, b)))
                return refuse(d, cases, c, a, b, e);
    }
    return ST_OK;
}

enum status decision_overlap(const struct decision *d, const struct decision_kind *kinds, size_t n,
                             bool (*same)(const void *context, size_t a, size_t b),
                             const void *context, struct error *e)
{
    if (d->policy == HIT_FIRST || d->policy == HIT_PRIORITY)
        return ST_OK;
    struct cases cases;
    enum status r = cases_make(d, kinds, n, &cases, e);
    if (r != ST_OK)
        return r;
    uint64_t *sets = calloc(2 * d->words, 8);
    if (sets == NULL)
        r = error_memory(e);
    for (size_t k = 0; k < cases.n && r == ST_OK; k++)
        r = check_class(d, &cases, &cases.classes[k], sets, same, context, e);
    free(sets);
    cases_free(&cases);
    return r;
}

/* Whether A holds whenever B does. */
static bool covers(const struct decision *d, size_t a, size_t b)
{
    for (size_t i = 0; i < d->input_n; i++) {
        const struct atoms *t = &d->atoms[i];
        if (rule_in(t->blank, a))
            continue;
        if (rule_in(t->blank, b))
            return false;
        for (size_t atom = 0; atom < t->can_come; atom++) {
            const uint64_t *holds = atoms_holds(t, atom, d->words);
            if (rule_in(holds, b) && !rule_in(holds, a))
                return false;
        }
    }
    return true;
}

int decision_hidden(const struct decision *d, size_t rule)
{
    int found = -1;
    for (size_t i = 0; i < d->rule_n && d->policy >= HIT_FIRST; i++)
        if (rule_before(d, (int)i, (int)rule) && covers(d, i, rule) &&
            (found < 0 || rule_before(d, (int)i, found)))
            found = (int)i;
    return found;
}
