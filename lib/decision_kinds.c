/* Kinds of case, joined where no rule tells them apart, and their names. */
#include "decision_int.h"
#include "i18n.h"

static bool comes(const struct decision *d, const struct decision_kind *kind, size_t input,
                  size_t atom)
{
    const struct decision_input *in = &d->inputs[input];
    const struct decision_value *v = &kind->values[input];
    const struct atoms *t = &d->atoms[input];
    if (v->known)
        return atom == atoms_find(t, in->number, v);
    if (!in->number)
        return kind->never == NULL || atom >= 64 || (kind->never[input] >> atom & 1) == 0;
    struct cut least = {.after = false};
    if (kind->least != NULL)
        least.at = num_decimal(kind->least[input], 0);
    return kind->least == NULL || atom + 1 == t->n || cut_cmp(&t->cuts[atom], &least) > 0;
}

static bool fill_class(const struct decision *d, const struct decision_kind *kind, struct arena *a,
                       struct case_class *out)
{
    *out = (struct case_class){0};
    for (size_t i = 0; i < d->input_n; i++) {
        size_t n = d->atoms[i].can_come, some = 0;
        out->unknown[i] = kind->lacks != NULL && kind->lacks[i];
        out->comes[i] = arena_zero(a, n);
        if (out->comes[i] == NULL)
            return false;
        for (size_t atom = 0; atom < n && !out->unknown[i]; atom++) {
            out->comes[i][atom] = comes(d, kind, i, atom);
            some += out->comes[i][atom];
        }
        out->open[i] = some > 1;
    }
    return true;
}

static bool same_class(const struct decision *d, const struct case_class *a,
                       const struct case_class *b)
{
    for (size_t i = 0; i < d->input_n; i++)
        if (a->unknown[i] != b->unknown[i] ||
            memcmp(a->comes[i], b->comes[i], d->atoms[i].can_come) != 0)
            return false;
    return true;
}

static void find_alive(const struct decision *d, struct case_class *c, uint64_t *spare)
{
    for (size_t rule = 0; rule < d->rule_n; rule++)
        rule_add(c->alive, rule);
    for (size_t i = 0; i < d->input_n; i++) {
        memcpy(spare, d->atoms[i].blank, d->words * 8);
        for (size_t atom = 0; atom < d->atoms[i].can_come; atom++)
            if (c->comes[i][atom])
                rules_or(spare, atoms_holds(&d->atoms[i], atom, d->words), d->words);
        rules_and(c->alive, spare, d->words);
    }
}

static enum status add_kind(const struct decision *d, size_t kind, struct cases *out,
                            struct error *e)
{
    struct case_class *c = &out->classes[out->n];
    if (!fill_class(d, &out->kinds[kind], &out->arena, c))
        return error_memory(e);
    size_t k = 0;
    while (k < out->n && !same_class(d, &out->classes[k], c))
        k++;
    if (k == out->n) {
        uint64_t *spare = arena_alloc(&out->arena, d->words * 8);
        c->alive = arena_zero(&out->arena, d->words * 8);
        c->kinds = arena_zero(&out->arena, out->kind_n);
        if (spare == NULL || c->alive == NULL || c->kinds == NULL)
            return error_memory(e);
        find_alive(d, c, spare);
        out->n++;
    }
    out->classes[k].kinds[kind] = true;
    return ST_OK;
}

enum status cases_make(const struct decision *d, const struct decision_kind *kinds, size_t n,
                       struct cases *out, struct error *e)
{
    *out = (struct cases){.kinds = kinds, .kind_n = n};
    out->classes = arena_alloc(&out->arena, (n + 1) * sizeof *out->classes);
    enum status r = out->classes == NULL ? error_memory(e) : ST_OK;
    for (size_t i = 0; i < n && r == ST_OK; i++)
        r = add_kind(d, i, out, e);
    if (r != ST_OK)
        cases_free(out);
    return r;
}

void cases_free(struct cases *c)
{
    arena_free(&c->arena);
}

/* Beyond so many names those that are left out are told, if they are fewer. */
enum { NAMES = 8, LEFT_OUT = 3 };

static void put_names(const struct cases *c, const bool *in, bool wanted, struct buffer *out)
{
    size_t told = 0, more = 0;
    for (size_t i = 0; i < c->kind_n; i++) {
        char shown[QUOTE_SIZE];
        if (in[i] != wanted)
            continue;
        if (told == NAMES) {
            more++;
            continue;
        }
        buffer_text(out, told++ > 0 ? ", " : "");
        buffer_text(out, quote(shown, slice_of(c->kinds[i].name)));
    }
    if (more > 0)
        buffer_printf(out, _(" and %zu more"), more);
}

void cases_text(const struct cases *c, const bool *in, struct slice what, struct buffer *out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->kind_n; i++)
        n += in[i];
    size_t left = c->kind_n - n;
    if (left > 0 && left <= LEFT_OUT && n > NAMES) {
        buffer_text(out, _("all but "));
        put_names(c, in, false, out);
    } else if (left > 0) {
        put_names(c, in, true, out);
    } else if (what.n == 0) {
        buffer_text(out, _("any case"));
    }
    if (left > 0 && what.n > 0)
        buffer_text(out, ": ");
    buffer_slice(out, what);
}

enum status decision_met(const struct decision *d, const struct decision_kind *kinds, size_t n,
                         bool *met, struct error *e)
{
    struct cases cases;
    enum status r = cases_make(d, kinds, n, &cases, e);
    if (r != ST_OK)
        return r;
    for (size_t rule = 0; rule < d->rule_n; rule++)
        met[rule] = false;
    for (size_t k = 0; k < cases.n; k++)
        for (size_t rule = 0; rule < d->rule_n; rule++)
            met[rule] |= rule_in(cases.classes[k].alive, rule);
    cases_free(&cases);
    return ST_OK;
}
