/* Cases for which no rule holds. What is uncovered is a reduced decision diagram (Bryant 1986, with
 * as many branches as an input has atoms): inputs are asked in their order, the same rules left
 * mean the same answer, and the same answer for all atoms means that the input does not matter. So
 * the work follows the number of different sets of rules that can be left, not that of the cases.
 */
#include <stdlib.h>

#include "decision_int.h"
#include "i18n.h"
#include "keytab.h"

enum { COVERED, OPEN, NEVER, FIRST_NODE };
/* Steps of the search: a table beyond is not looked at whole. */
enum { STEPS_MAX = 5000000 };

struct gap {
    struct slice what;
    bool *kinds; /* [kind] */
};

struct search {
    const struct decision *d;
    const struct case_class *c;
    struct cases cases;
    size_t steps;
    bool whole, failed;
    struct keytab seen;  /* input and rules left: */
    uint32_t *seen_node; /* node */
    size_t seen_size;
    struct keytab nodes; /* input, then a node for each atom */
    uint64_t *sets;      /* [input + 1][1 + words]: depth and rules left */
    uint64_t *rest;      /* [input + 1][words]: rules that ask nothing from this input on */
    uint32_t *branch[DECISION_INPUTS_MAX]; /* [1 + atoms], being made */
    bool *box[DECISION_INPUTS_MAX];        /* [atoms], of the way from the root; */
    bool asked[DECISION_INPUTS_MAX];       /* inputs on it */
    struct gap *gaps;
    size_t gap_n, most;
    struct keytab texts;
};

static size_t next_input(const struct search *f, size_t input)
{
    while (input < f->d->input_n && !f->c->open[input])
        input++;
    return input;
}

static uint64_t *set_at(struct search *f, size_t depth)
{
    return f->sets + depth * (1 + f->d->words);
}

/* The node for a full branch[input]. */
static uint32_t make_node(struct search *f, size_t input)
{
    uint32_t *b = f->branch[input];
    size_t n = f->d->atoms[input].can_come, first = 1;
    while (b[first] == NEVER)
        first++;
    size_t same = first;
    while (same <= n && (b[same] == b[first] || b[same] == NEVER))
        same++;
    if (same > n)
        return b[first];
    b[0] = (uint32_t)input;
    uint32_t k = keytab_add(&f->nodes, (struct slice){(const char *)b, (1 + n) * sizeof *b});
    f->failed |= k == KEYTAB_NONE;
    return f->failed ? COVERED : FIRST_NODE + k;
}

static bool remember(struct search *f, uint32_t key, uint32_t node)
{
    if (!grow(&f->seen_node, &f->seen_size, (size_t)key + 1, sizeof *f->seen_node))
        return false;
    f->seen_node[key] = node;
    return true;
}

/* What of the cases with the rules in set_at(DEPTH) left is uncovered. DEPTH counts the inputs that
 * were asked; INPUT is the next that may be. Where the search breaks off, nothing is. */
static uint32_t uncovered(struct search *f, size_t depth, size_t input)
{
    size_t words = f->d->words;
    uint64_t *set = set_at(f, depth), *rules = set + 1;
    input = next_input(f, input);
    if (rules_meet(rules, f->rest + input * words, words))
        return COVERED;
    if (!rules_meet(rules, rules, words))
        return OPEN;
    set[0] = input;
    struct slice key = {(const char *)set, (1 + words) * sizeof *set};
    uint32_t k = keytab_find(&f->seen, key);
    if (k != KEYTAB_NONE)
        return f->seen_node[k];
    const struct atoms *t = &f->d->atoms[input];
    f->steps += t->can_come * (1 + words / 8);
    f->whole &= f->steps <= STEPS_MAX;
    if (!f->whole || f->failed)
        return COVERED;
    uint64_t *next = set_at(f, depth + 1) + 1;
    for (size_t atom = 0; atom < t->can_come; atom++) {
        memcpy(next, rules, words * sizeof *next);
        rules_and(next, atoms_holds(t, atom, words), words);
        f->branch[input][1 + atom] =
            f->c->comes[input][atom] ? uncovered(f, depth + 1, input + 1) : NEVER;
    }
    uint32_t node = make_node(f, input);
    k = keytab_add(&f->seen, key);
    f->failed |= k == KEYTAB_NONE || !remember(f, k, node);
    return node;
}

/* ---- in words ---- */

/* Whether some rule would hold for a case in the box if INPUT, which such a case never has, were
 * known: then that is the reason. */
static bool lack_matters(const struct search *f, size_t input, uint64_t *rules, uint64_t *spare)
{
    const struct decision *d = f->d;
    for (size_t w = 0; w < d->words; w++)
        rules[w] = ~d->atoms[input].blank[w];
    for (size_t i = 0; i < d->input_n; i++) {
        const struct atoms *t = &d->atoms[i];
        if (f->c->unknown[i])
            continue;
        memset(spare, 0, d->words * sizeof *spare);
        for (size_t atom = 0; atom < t->can_come; atom++)
            if (f->asked[i] ? f->box[i][atom] : f->c->comes[i][atom])
                rules_or(spare, atoms_holds(t, atom, d->words), d->words);
        rules_and(rules, spare, d->words);
    }
    for (size_t rule = 0; rule < d->rule_n; rule++)
        if (rule_in(rules, rule))
            return true;
    return false;
}

static void put_box(struct search *f, struct buffer *out)
{
    for (size_t i = 0; i < f->d->input_n; i++) {
        const struct decision_input *in = &f->d->inputs[i];
        bool lacks = f->c->unknown[i] && lack_matters(f, i, set_at(f, 0) + 1, set_at(f, 1) + 1);
        if (!lacks && !f->asked[i])
            continue;
        buffer_printf(out, "%s%s ", out->n > 0 ? ", " : "", in->name);
        if (lacks)
            buffer_text(out, _("unknown"));
        else
            atoms_text(in, &f->d->atoms[i], f->box[i], out);
    }
}

/* Notes the box that the way from the root makes; false if there is no room for another. */
static bool note_box(struct search *f)
{
    struct buffer what = {0};
    put_box(f, &what);
    uint32_t k = what.failed ? KEYTAB_NONE : keytab_find(&f->texts, buffer_view(&what));
    bool room = k != KEYTAB_NONE || f->gap_n < f->most;
    if (room && k == KEYTAB_NONE) {
        struct gap *g = &f->gaps[f->gap_n];
        g->kinds = arena_zero(&f->cases.arena, f->cases.kind_n);
        k = what.failed ? KEYTAB_NONE : keytab_add(&f->texts, buffer_view(&what));
        f->failed |= g->kinds == NULL || k == KEYTAB_NONE;
        if (!f->failed)
            g->what = f->texts.keys[f->gap_n++];
    }
    for (size_t i = 0; i < f->cases.kind_n && room && !f->failed; i++)
        f->gaps[k].kinds[i] |= f->c->kinds[i];
    buffer_free(&what);
    return room && !f->failed;
}

static uint32_t branch_of(const struct search *f, uint32_t node, size_t at)
{
    uint32_t v;
    memcpy(&v, f->nodes.keys[node - FIRST_NODE].p + at * sizeof v, sizeof v);
    return v;
}

/* Every way to what is uncovered; false when enough was told. */
static bool walk(struct search *f, uint32_t node)
{
    if (node == COVERED)
        return true;
    if (node == OPEN)
        return note_box(f);
    size_t input = branch_of(f, node, 0), n = f->d->atoms[input].can_come;
    bool more = true;
    f->asked[input] = true;
    for (size_t atom = 0; atom < n && more; atom++) {
        uint32_t to = branch_of(f, node, 1 + atom);
        size_t first = 0;
        while (branch_of(f, node, 1 + first) != to)
            first++;
        if (to == NEVER || first < atom)
            continue;
        for (size_t i = 0; i < n; i++)
            f->box[input][i] = branch_of(f, node, 1 + i) == to;
        more = walk(f, to);
    }
    f->asked[input] = false;
    return more;
}

/* ---- the whole ---- */

static bool prepare(struct search *f)
{
    const struct decision *d = f->d;
    struct arena *a = &f->cases.arena;
    f->sets = arena_zero(a, (d->input_n + 2) * (1 + d->words) * sizeof *f->sets);
    f->rest = arena_zero(a, (d->input_n + 1) * d->words * sizeof *f->rest);
    f->gaps = arena_zero(a, (f->most + 1) * sizeof *f->gaps);
    bool good = f->sets != NULL && f->rest != NULL && f->gaps != NULL;
    for (size_t i = 0; i < d->input_n; i++) {
        size_t n = d->atoms[i].can_come;
        f->branch[i] = arena_alloc(a, (1 + n) * sizeof *f->branch[i]);
        f->box[i] = arena_alloc(a, n);
        good = good && f->branch[i] != NULL && f->box[i] != NULL;
    }
    return good;
}

static bool same_open(const struct decision *d, const struct case_class *a,
                      const struct case_class *b)
{
    for (size_t i = 0; i < d->input_n; i++)
        if (a->open[i] != b->open[i] ||
            (a->open[i] && memcmp(a->comes[i], b->comes[i], d->atoms[i].can_come) != 0))
            return false;
    return true;
}

/* What was seen of another class goes for this one too if the same is open in both. */
static void begin_class(struct search *f, const struct case_class *before)
{
    const struct decision *d = f->d;
    if (before == NULL || !same_open(d, before, f->c)) {
        keytab_free(&f->seen);
        memset(f->rest + d->input_n * d->words, 0xff, d->words * sizeof *f->rest);
        for (size_t i = d->input_n; i-- > 0;) {
            uint64_t *at = f->rest + i * d->words;
            memcpy(at, at + d->words, d->words * sizeof *at);
            if (f->c->open[i])
                rules_and(at, d->atoms[i].blank, d->words);
        }
    }
    memcpy(set_at(f, 0) + 1, f->c->alive, d->words * sizeof *f->sets);
}

static void tell(struct search *f, void (*gap)(void *context, const char *text), void *context)
{
    for (size_t i = 0; i < f->gap_n && !f->failed; i++) {
        struct buffer text = {0};
        cases_text(&f->cases, f->gaps[i].kinds, f->gaps[i].what, &text);
        f->failed |= !buffer_char(&text, '\0');
        if (!f->failed)
            gap(context, text.p);
        buffer_free(&text);
    }
}

enum status decision_gaps(const struct decision *d, const struct decision_kind *kinds, size_t n,
                          size_t most, void (*gap)(void *context, const char *text), void *context,
                          bool *whole, struct error *e)
{
    struct search f = {.d = d, .whole = true, .most = most};
    enum status r = cases_make(d, kinds, n, &f.cases, e);
    if (r != ST_OK)
        return r;
    f.failed = !prepare(&f);
    bool room = true;
    for (size_t k = 0; k < f.cases.n && !f.failed; k++) {
        f.c = &f.cases.classes[k];
        begin_class(&f, k > 0 ? f.c - 1 : NULL);
        room &= walk(&f, uncovered(&f, 0, 0));
    }
    tell(&f, gap, context);
    *whole = f.whole && room;
    keytab_free(&f.seen);
    keytab_free(&f.nodes);
    keytab_free(&f.texts);
    free(f.seen_node);
    cases_free(&f.cases);
    return f.failed ? error_memory(e) : ST_OK;
}
