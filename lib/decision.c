/* A sheet of rules read, and the rule that holds for a case. */
#include "decision.h"

#include "decision_int.h"
#include "i18n.h"
#include "keytab.h"

static const char *const policies[] = {"unique", "any", "first", "priority"};
static const char *const policies_zh[] = {"唯一", "任意", "首个", "优先"};
enum { POLICIES = sizeof policies / sizeof *policies };

/* Spreadsheet programs like to write the first letter large. */
static bool is_word(struct slice s, struct slice lower)
{
    if (s.n != lower.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != lower.p[i] && (s.p[i] < 'A' || s.p[i] > 'Z' || s.p[i] + 32 != lower.p[i]))
            return false;
    return true;
}

static enum status read_policy(const struct sheet *s, enum hit_policy *out, struct error *e)
{
    struct slice name = s->names[0];
    for (int i = 0; i < POLICIES; i++) {
        if (is_word(name, slice_of(policies[i])) || slice_eq(name, slice_of(policies_zh[i]))) {
            *out = (enum hit_policy)i;
            return ST_OK;
        }
    }
    char shown[QUOTE_SIZE];
    quote(shown, name);
    const char *near = slice_nearest(name, policies, POLICIES);
    if (near != NULL)
        return error_at(e, ST_USAGE, s->file, s->header_line, 1,
                        _("'%s' is no hit policy (nearest: '%s'; the first column is headed by "
                          "unique, any, first or priority, its cells name the rules)"),
                        shown, near);
    return error_at(e, ST_USAGE, s->file, s->header_line, 1,
                    _("'%s' is no hit policy (the first column is headed by unique, any, first or "
                      "priority, its cells name the rules)"),
                    shown);
}

/* The policy's column, those of outputs and those of inputs, in this order. */
static enum status map_columns(const struct sheet *s, const struct decision *d,
                               const char *const *outputs, size_t output_n, size_t required,
                               struct arena *a, int *map, struct error *e)
{
    size_t n = 1 + output_n + d->input_n;
    const char **names = arena_alloc(a, n * sizeof *names);
    if (names == NULL)
        return error_memory(e);
    names[0] = arena_string(a, s->names[0]);
    for (size_t i = 0; i < output_n; i++)
        names[1 + i] = outputs[i];
    for (size_t i = 0; i < d->input_n; i++)
        names[1 + output_n + i] = d->inputs[i].name;
    return names[0] == NULL ? error_memory(e) : sheet_map(s, names, n, 1 + required, map, e);
}

static enum status read_names(const struct sheet *s, struct decision *d, struct error *e)
{
    struct keytab seen = {0};
    enum status r = ST_OK;
    for (size_t i = 0; i < d->rule_n && r == ST_OK; i++) {
        struct slice name = sheet_cell(s, i, 0);
        char shown[QUOTE_SIZE];
        d->rules[i] = (struct decision_rule){.name = name.p, .row = i};
        uint32_t k = name.n == 0 ? 0 : keytab_add(&seen, name);
        if (name.n == 0)
            r = sheet_error(s, i, 0, e, "%s", _("a rule without a name: fill it"));
        else if (k == KEYTAB_NONE)
            r = error_memory(e);
        else if (k < i)
            r = sheet_error(s, i, 0, e, _("rule '%s' stands twice, here and in line %llu"),
                            quote(shown, name), (unsigned long long)s->rows[k].line);
    }
    keytab_free(&seen);
    return r;
}

static enum status read_input(const struct sheet *s, struct decision *d, size_t input, int column,
                              struct arena *a, struct error *e)
{
    struct condition *c = arena_alloc(a, (d->rule_n + 1) * sizeof *c);
    if (c == NULL)
        return error_memory(e);
    for (size_t i = 0; i < d->rule_n; i++) {
        enum status r = condition_read(s, i, column, &d->inputs[input], a, &c[i], e);
        if (r != ST_OK)
            return r;
    }
    struct atoms *t = &d->atoms[input];
    enum status r = atoms_make(&d->inputs[input], c, d->rule_n, d->words, a, t, e);
    for (size_t i = 0; i < d->rule_n && r == ST_OK; i++) {
        size_t atom = 0;
        while (atom < t->can_come && !rule_in(atoms_holds(t, atom, d->words), i))
            atom++;
        char shown[QUOTE_SIZE];
        if (atom == t->can_come)
            r = sheet_error(s, i, column, e,
                            _("'%s' can never hold: it leaves no %s that there can be"),
                            quote(shown, sheet_cell(s, i, column)), d->inputs[input].name);
    }
    return r;
}

enum status decision_read(const struct sheet *s, const struct decision_input *inputs,
                          size_t input_n, const char *const *outputs, size_t output_n,
                          size_t required, struct arena *a, struct decision *out, struct error *e)
{
    *out = (struct decision){.sheet = s, .inputs = inputs, .input_n = input_n, .rule_n = s->n};
    out->words = s->n / 64 + 1;
    enum status r = read_policy(s, &out->policy, e);
    if (r != ST_OK)
        return r;
    int *map = arena_alloc(a, (1 + output_n + input_n) * sizeof *map);
    out->rules = arena_alloc(a, (s->n + 1) * sizeof *out->rules);
    out->atoms = arena_alloc(a, (input_n + 1) * sizeof *out->atoms);
    if (map == NULL || out->rules == NULL || out->atoms == NULL)
        return error_memory(e);
    r = map_columns(s, out, outputs, output_n, required, a, map, e);
    if (r == ST_OK)
        r = read_names(s, out, e);
    for (size_t i = 0; i < input_n && r == ST_OK; i++)
        r = read_input(s, out, i, map[1 + output_n + i], a, e);
    out->output = map + 1;
    return r;
}

bool decision_text(const struct decision *d, size_t input, size_t n, struct slice *out,
                   size_t *rule)
{
    const struct atoms *t = &d->atoms[input];
    if (n + 1 >= t->n)
        return false;
    *out = t->texts[t->sorted[n]];
    /* A rule that names it tells it from all others. */
    const uint64_t *here = atoms_holds(t, t->sorted[n], d->words);
    const uint64_t *others = atoms_holds(t, t->n - 1, d->words);
    *rule = 0;
    while (*rule < d->rule_n && rule_in(here, *rule) == rule_in(others, *rule))
        ++*rule;
    return true;
}

/* ---- which rule holds ---- */

/* For each input the rules that hold there for sure, and those that may. */
struct lookup {
    const uint64_t *sure[DECISION_INPUTS_MAX], *may[DECISION_INPUTS_MAX];
};

static void look_up(const struct decision *d, const struct decision_value *values,
                    struct lookup *out)
{
    for (size_t i = 0; i < d->input_n; i++) {
        const struct atoms *t = &d->atoms[i];
        if (!values[i].known) {
            out->sure[i] = t->blank;
            out->may[i] = NULL;
            continue;
        }
        size_t atom = atoms_find(t, d->inputs[i].number, &values[i]);
        out->sure[i] = out->may[i] = atoms_holds(t, atom, d->words);
    }
}

static uint64_t holding(const struct decision *d, const struct lookup *l, size_t word, bool may)
{
    uint64_t set = word + 1 < d->words ? UINT64_MAX : (UINT64_C(1) << (d->rule_n % 64)) - 1;
    for (size_t i = 0; i < d->input_n; i++)
        if (!may || l->may[i] != NULL)
            set &= (may ? l->may[i] : l->sure[i])[word];
    return set;
}

static int lowest(uint64_t set, size_t word)
{
    int bit = 0;
    while ((set >> bit & 1) == 0)
        bit++;
    return (int)(word * 64) + bit;
}

bool rule_before(const struct decision *d, int a, int b)
{
    int x = d->rules[a].rank, y = d->rules[b].rank;
    return d->policy == HIT_PRIORITY && x != y ? x > y : a < b;
}

/* The first of those that hold for sure (MAY: that may, unless they hold for sure); under `unique`
 * the next one too. */
static int first_rule(const struct decision *d, const struct lookup *l, bool may, int *next)
{
    int first = -1;
    *next = -1;
    for (size_t word = 0; word < d->words; word++) {
        uint64_t set = holding(d, l, word, may);
        if (may)
            set &= ~holding(d, l, word, false);
        for (; set != 0; set &= set - 1) {
            int rule = lowest(set, word);
            if (first >= 0 && *next < 0)
                *next = rule;
            if (first < 0 || rule_before(d, rule, first))
                first = rule;
            if (d->policy == HIT_UNIQUE ? *next >= 0 : d->policy != HIT_PRIORITY)
                return first;
        }
    }
    return first;
}

static size_t unknown_input(const struct decision *d, const struct decision_value *values, int rule)
{
    size_t i = 0;
    while (values[i].known || rule_in(d->atoms[i].blank, (size_t)rule))
        i++;
    return i;
}

int decision_match(const struct decision *d, const struct decision_value *values, int *doubt,
                   size_t *input, int *second)
{
    struct lookup l;
    int next, rule;
    look_up(d, values, &l);
    rule = first_rule(d, &l, false, &next);
    *second = d->policy == HIT_UNIQUE ? next : -1;
    *input = 0;
    *doubt = first_rule(d, &l, true, &next);
    bool ordered = d->policy == HIT_FIRST || d->policy == HIT_PRIORITY;
    if (*doubt >= 0 && rule >= 0 && (!ordered || !rule_before(d, *doubt, rule)))
        *doubt = -1;
    if (*doubt >= 0)
        *input = unknown_input(d, values, *doubt);
    return rule;
}
