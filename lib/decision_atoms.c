/* The values of one input that no rule tells apart, and which rules hold for them. */
#include <stdlib.h>

#include "decision_int.h"
#include "i18n.h"

/* ---- texts ---- */

static int compare_texts(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* Those that rules name, once each; of a closed set all, in its order. */
static bool list_texts(const struct decision_input *in, const struct condition *c, size_t rule_n,
                       struct arena *a, struct atoms *out)
{
    bool closed = in->values != NULL && !in->open;
    size_t most = closed ? in->value_n : 0, n = 0;
    for (size_t i = 0; i < rule_n && !closed; i++)
        most += c[i].n;
    out->texts = arena_alloc(a, (most + 1) * sizeof *out->texts);
    if (out->texts == NULL)
        return false;
    for (size_t i = 0; i < most && closed; i++)
        out->texts[n++] = slice_of(in->values[i]);
    for (size_t i = 0; i < rule_n && !closed; i++)
        for (size_t k = 0; k < c[i].n; k++)
            out->texts[n++] = c[i].texts[k];
    if (!closed && n > 0) {
        qsort(out->texts, n, sizeof *out->texts, compare_texts);
        size_t kept = 1;
        for (size_t i = 1; i < n; i++)
            if (!slice_eq(out->texts[i], out->texts[kept - 1]))
                out->texts[kept++] = out->texts[i];
        n = kept;
    }
    out->n = n + 1;
    out->can_come = n + !closed;
    return true;
}

static bool sort_texts(struct arena *a, struct atoms *t)
{
    t->sorted = arena_alloc(a, t->n * sizeof *t->sorted);
    if (t->sorted == NULL)
        return false;
    for (size_t i = 0; i + 1 < t->n; i++) {
        size_t at = i;
        for (; at > 0 && slice_cmp(t->texts[t->sorted[at - 1]], t->texts[i]) > 0; at--)
            t->sorted[at] = t->sorted[at - 1];
        t->sorted[at] = (uint32_t)i;
    }
    return true;
}

static size_t find_text(const struct atoms *t, struct slice v)
{
    size_t low = 0, high = t->n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int c = slice_cmp(t->texts[t->sorted[middle]], v);
        if (c == 0)
            return t->sorted[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return t->n - 1;
}

/* ---- numbers ---- */

static int compare_cuts(const void *a, const void *b)
{
    return cut_cmp(a, b);
}

static bool list_cuts(const struct condition *c, size_t rule_n, struct arena *a, struct atoms *out)
{
    size_t n = 0;
    for (size_t i = 0; i < rule_n; i++)
        n += 2 * c[i].n;
    out->cuts = arena_alloc(a, (n + 1) * sizeof *out->cuts);
    if (out->cuts == NULL)
        return false;
    n = 0;
    for (size_t i = 0; i < rule_n; i++) {
        for (size_t k = 0; k < c[i].n; k++) {
            const struct stretch *s = &c[i].stretches[k];
            if (s->from_set)
                out->cuts[n++] = s->from;
            if (s->to_set)
                out->cuts[n++] = s->to;
        }
    }
    if (n > 0)
        qsort(out->cuts, n, sizeof *out->cuts, compare_cuts);
    size_t kept = n > 0;
    for (size_t i = 1; i < n; i++)
        if (cut_cmp(&out->cuts[i], &out->cuts[kept - 1]) != 0)
            out->cuts[kept++] = out->cuts[i];
    out->n = out->can_come = kept + 1;
    return true;
}

/* How many cuts a number is behind. */
static size_t find_number(const struct atoms *t, const struct num *v)
{
    size_t low = 0, high = t->n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int c = num_cmp(v, &t->cuts[middle].at);
        if (c > 0 || (c == 0 && !t->cuts[middle].after))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t find_cut(const struct atoms *t, const struct cut *c)
{
    size_t low = 0, high = t->n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cut_cmp(&t->cuts[middle], c) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- both ---- */

size_t atoms_find(const struct atoms *t, bool number, const struct decision_value *v)
{
    return number ? find_number(t, &v->number) : find_text(t, v->text);
}

static void mark(struct atoms *t, size_t atom, size_t rule, size_t words)
{
    rule_add(t->holds + atom * words, rule);
}

static void mark_rule(struct atoms *t, bool number, const struct condition *c, size_t rule,
                      size_t words)
{
    if (c->any)
        rule_add(t->blank, rule);
    for (size_t atom = 0; atom < t->n && (c->any || c->none); atom++)
        mark(t, atom, rule, words);
    for (size_t k = 0; k < c->n; k++) {
        if (number) {
            const struct stretch *s = &c->stretches[k];
            size_t from = s->from_set ? find_cut(t, &s->from) + 1 : 0;
            size_t to = s->to_set ? find_cut(t, &s->to) + 1 : t->n;
            for (size_t atom = from; atom < to; atom++)
                mark(t, atom, rule, words);
        } else {
            size_t atom = find_text(t, c->texts[k]);
            uint64_t *at = t->holds + atom * words + rule / 64, bit = UINT64_C(1) << (rule % 64);
            *at = c->none ? *at & ~bit : *at | bit;
        }
    }
}

enum status atoms_make(const struct decision_input *input, const struct condition *conditions,
                       size_t rule_n, size_t words, struct arena *a, struct atoms *out,
                       struct error *e)
{
    *out = (struct atoms){0};
    bool good = input->number ? list_cuts(conditions, rule_n, a, out)
                              : list_texts(input, conditions, rule_n, a, out) && sort_texts(a, out);
    if (!good || out->n > SIZE_MAX / 8 / (words + 1))
        return error_memory(e);
    out->holds = arena_zero(a, out->n * words * 8);
    out->blank = arena_zero(a, words * 8);
    if (out->holds == NULL || out->blank == NULL)
        return error_memory(e);
    for (size_t rule = 0; rule < rule_n; rule++)
        mark_rule(out, input->number, &conditions[rule], rule, words);
    return ST_OK;
}

/* ---- in words ---- */

static void put_number(const struct num *v, struct buffer *out)
{
    char text[NUM_TEXT_MAX];
    buffer_append(out, text, num_text(v, NULL, 0, text));
}

/* All from one cut to another (NULL: no end), as a person writes it. */
static void put_stretch(const struct decision_input *in, const struct cut *from,
                        const struct cut *to, struct buffer *out)
{
    struct cut least = {num_decimal(in->least, 0), false};
    if (from == NULL && in->bounded && (in->whole || to == NULL))
        from = &least;
    struct num last = to == NULL ? num_decimal(0, 0) : to->at;
    if (to != NULL && in->whole)
        last.n--;
    bool last_in = in->whole || (to != NULL && to->after);
    bool both = from != NULL && to != NULL && !from->after && last_in;
    if (both) {
        put_number(&from->at, out);
        if (num_cmp(&from->at, &last) != 0) {
            buffer_text(out, "..");
            put_number(&last, out);
        }
        return;
    }
    if (from != NULL) {
        buffer_text(out, from->after ? ">" : ">=");
        put_number(&from->at, out);
    }
    if (from != NULL && to != NULL)
        buffer_text(out, _(" and "));
    if (to != NULL) {
        buffer_text(out, last_in ? "<=" : "<");
        put_number(&last, out);
    }
}

static void put_numbers(const struct decision_input *in, const struct atoms *t, const bool *set,
                        struct buffer *out)
{
    bool some = false;
    for (size_t first = 0; first < t->n; first++) {
        if (!set[first])
            continue;
        size_t end = first;
        while (end < t->n && set[end])
            end++;
        buffer_text(out, some ? "|" : "");
        put_stretch(in, first == 0 ? NULL : &t->cuts[first - 1],
                    end == t->n ? NULL : &t->cuts[end - 1], out);
        some = true;
        first = end;
    }
}

static void put_texts(const struct atoms *t, const bool *set, struct buffer *out)
{
    bool none = t->can_come == t->n && set[t->n - 1], some = false;
    buffer_text(out, none ? "!" : "");
    for (size_t i = 0; i + 1 < t->n; i++) {
        char shown[QUOTE_SIZE];
        if (set[i] == none)
            continue;
        buffer_text(out, some ? "|" : "");
        buffer_text(out, quote(shown, t->texts[i]));
        some = true;
    }
}

void atoms_text(const struct decision_input *input, const struct atoms *t, const bool *set,
                struct buffer *out)
{
    if (input->number)
        put_numbers(input, t, set, out);
    else
        put_texts(t, set, out);
}
