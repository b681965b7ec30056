/* Rows into states. */
#include "slot_int.h"

bool state_of(struct slot *s, const struct vec *v, size_t k, uint32_t text, struct value_state *out)
{
    *out = (struct value_state){.set = 1};
    size_t at = vec_at(v, k);
    if (v->type == T_TEXT) {
        out->low = text;
        return true;
    }
    if (v->type != T_NUMBER) {
        out->low = v->whole[at];
        return true;
    }
    struct num x = vec_num(v, k);
    return state_set_number(s, out, &x);
}

static void add_counts(struct slot *s, const struct slot_rows *r)
{
    const uint32_t *pick = r->pick;
    char **group = r->group;
    size_t picks = r->picks;
    for (size_t i = 0; i < picks; i++) {
        struct count_state *c = state_at(s, group[picked(pick, i)]);
        c->low++;
        c->high = (uint16_t)(c->high + (c->low == 0));
    }
}

static bool add_places(struct slot *s, const struct slot_rows *r)
{
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r->pick, i);
        struct evidence_state *x = state_at(s, r->group[k]);
        if (!evidence_add_places(s, x, &r->places[k]))
            return false;
        group_head(r->group[k])->owns |= x->older != 0;
    }
    return true;
}

static bool add_lines(struct slot *s, const struct slot_rows *r)
{
    if (r->places != NULL)
        return add_places(s, r);
    const uint32_t *pick = r->pick;
    char **group = r->group;
    const uint64_t *line = r->line;
    size_t picks = r->picks;
    bool named = r->source_text != NULL;
    const struct evidence_state one = {.n = 1, .source = (uint16_t)r->source, .total = 1};
    for (size_t i = 0; i < picks; i++) {
        size_t k = picked(pick, i);
        struct evidence_state *x = state_at(s, group[k]);
        if (x->total == 0 && !named) {
            *x = one;
            x->first_low = (uint32_t)line[k];
            x->first_high = (uint8_t)(line[k] >> 32);
            continue;
        }
        if (x->total >= EVIDENCE_MAX) {
            x->total += x->total < UINT32_MAX;
            continue;
        }
        if (!evidence_add(s, x, r, k))
            return false;
        group_head(group[k])->owns |= x->older != 0;
    }
    return true;
}

/* Most rows repeat the text that their subject had last: it is found without looking it up. */
static inline bool is_recent(const struct recent_text *recent, struct slice text)
{
    return recent->text != 0 && recent->n == text.n && bytes_eq(recent->p, text.p, text.n);
}

enum { AHEAD = 12 }; /* rows by which memory is asked for before it is needed */

/* A group whose rows all have one text has it for those picked, too. False where that is not known
 * of all. */
static bool add_wider_texts(struct slot *s, const struct slot_rows *r)
{
    char **group = r->group;
    size_t picks = r->picks;
    for (size_t i = 0; i < picks; i++) {
        size_t k = picked(r->pick, i);
        const struct text_state *all = state_at(s->wider, group[k]);
        struct text_state *t = state_at(s, group[k]);
        if (all->why != 0)
            return false;
        t->text = all->text;
    }
    return true;
}

static inline void add_text(const struct slot *s, struct text_state *t, uint32_t text)
{
    if (t->text != 0 && t->text != text)
        t->why = why_min(t->why, s->differs);
    t->text = text;
}

static inline void ask_recent(const struct recent_text *recent, const struct slot_rows *r,
                              const uint32_t *pick, size_t i)
{
    if (i + 2 * AHEAD < r->picks)
        __builtin_prefetch(&recent[r->subject[picked(pick, i + 2 * AHEAD)]]);
    if (i + AHEAD < r->picks)
        __builtin_prefetch(recent[r->subject[picked(pick, i + AHEAD)]].p);
}

/* Texts that their subjects did not have last: ROW and TEXT, N of them. */
static bool look_up(const struct slot *s, struct slot *known, const struct slot_rows *r,
                    const uint32_t *row, const struct slice *text, size_t n)
{
    uint32_t *id = arena_alloc(r->scratch, (n + 1) * sizeof *id);
    if (id == NULL || !keytab_add_all(&known->texts, text, n, id))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (text[i].n > UINT32_MAX)
            return false;
        known->recent[r->subject[row[i]]] =
            (struct recent_text){known->texts.keys[id[i]].p, (uint32_t)text[i].n, id[i] + 1};
        add_text(s, state_at(s, r->group[row[i]]), id[i] + 1);
    }
    return true;
}

/* KNOWN has the texts seen so far. PICK, WHY and CONSTANT stand for those of R and ARG: what is
 * known of them when it is compiled costs nothing. */
RISK_INLINE bool add_these_texts(const struct slot *s, struct slot *known,
                                 const struct slot_rows *r, const struct vec *arg,
                                 const uint32_t *pick, const why_t *why, bool constant)
{
    const struct recent_text *recent = known->recent;
    const struct slice *text = arg->text;
    char **group = r->group;
    size_t picks = r->picks, n = 0;
    uint32_t *row = arena_alloc(r->scratch, (picks + 1) * sizeof *row);
    struct slice *other = arena_alloc(r->scratch, (picks + 1) * sizeof *other);
    if (row == NULL || other == NULL)
        return false;
    for (size_t i = 0; i < picks; i++) {
        size_t k = picked(pick, i), at = constant ? 0 : k;
        ask_recent(recent, r, pick, i);
        struct text_state *t = state_at(s, group[k]);
        const struct recent_text *last = &recent[r->subject[k]];
        if (why != NULL && why[at] != 0) {
            t->why = why_min(t->why, why[at]);
        } else if (is_recent(last, text[at])) {
            add_text(s, t, last->text);
        } else {
            row[n] = (uint32_t)k;
            other[n++] = text[at];
        }
    }
    return n == 0 || look_up(s, known, r, row, other, n);
}

static bool add_texts(struct slot *s, const struct slot_rows *r, const struct vec *arg)
{
    if (s->wider != NULL && add_wider_texts(s, r))
        return true;
    struct slot *known = s->wider == NULL ? s : s->wider;
    size_t old = known->recent_size;
    if (!grow(&known->recent, &known->recent_size, r->subject_n, sizeof *known->recent))
        return false;
    if (known->recent_size > old)
        memset(known->recent + old, 0, (known->recent_size - old) * sizeof *known->recent);
    if (r->pick == NULL && arg->why == NULL && !arg->constant)
        return add_these_texts(s, known, r, arg, NULL, NULL, false);
    return add_these_texts(s, known, r, arg, r->pick, arg->why, arg->constant);
}

/* The extreme so far and what comes are whole numbers of one scale: most numbers are. */
static inline bool extreme_whole(const struct slot *s, struct value_state *v, const struct vec *arg,
                                 size_t k)
{
    if (arg->form != VEC_WHOLE || v->wide != 0 || (v->set && v->scale != arg->scale))
        return false;
    int64_t x = arg->whole[vec_at(arg, k)];
    if (!v->set || (s->last ? x > v->low : x < v->low)) {
        v->low = x;
        v->scale = arg->scale;
        v->set = 1;
    }
    return true;
}

/* TEXT is the number of the row's text. */
static bool add_value(struct slot *s, char *group, const struct vec *arg, const struct vec *order,
                      size_t k, uint32_t text)
{
    struct value_state one;
    void *p = state_at(s, group);
    switch (s->kind) {
    case SLOT_EXTREME:
        if (extreme_whole(s, p, arg, k))
            return true;
        if (!state_of(s, arg, k, text, &one))
            return false;
        take_extreme(s, p, &one);
        return true;
    case SLOT_SAME:
        if (!state_of(s, arg, k, text, &one))
            return false;
        take_same(s, p, &one);
        return true;
    case SLOT_ORDERED:
        if (vec_why(order, k) != 0) {
            *slot_why(s, group) = why_min(*slot_why(s, group), vec_why(order, k));
            return true;
        }
        if (!state_of(s, arg, k, text, &one))
            return false;
        take_ordered(s, p, &one, order->whole[vec_at(order, k)], 0);
        return true;
    case SLOT_LIST:
        return list_add(s, p, arg, k);
    default:
        return true;
    }
}

bool slot_texts(struct slot *s, const struct slot_rows *r, const struct vec *arg, uint32_t **ids)
{
    struct slice *some = arena_alloc(r->scratch, (r->n + 1) * sizeof *some);
    *ids = arena_alloc(r->scratch, (r->n + 1) * sizeof **ids);
    if (some == NULL || *ids == NULL)
        return false;
    for (size_t k = 0; k < r->n; k++)
        some[k] = (struct slice){NULL, 0};
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r->pick, i);
        if (vec_why(arg, k) != 0)
            continue;
        some[k] = arg->text[vec_at(arg, k)];
        if (some[k].n == 0)
            some[k] = SLICE("");
    }
    return keytab_add_all(&s->texts, some, r->n, *ids);
}

static bool add_values(struct slot *s, const struct slot_rows *r, const struct vec *arg,
                       const struct vec *order)
{
    uint32_t *ids = NULL;
    if (arg->type == T_TEXT && !slot_texts(s, r, arg, &ids))
        return false;
    const uint32_t *pick = r->pick;
    char **group = r->group;
    size_t picks = r->picks;
    for (size_t i = 0; i < picks; i++) {
        size_t k = picked(pick, i);
        group_head(group[k])->owns = 1;
        why_t why = vec_why(arg, k);
        if (why != 0)
            *slot_why(s, group[k]) = why_min(*slot_why(s, group[k]), why);
        else if (!add_value(s, group[k], arg, order, k, ids == NULL ? 0 : ids[k]))
            return false;
    }
    return true;
}

static bool add_different(struct slot *s, const struct slot_rows *r, const struct vec *arg)
{
    int64_t *numbers;
    if (!set_numbers(s, r, arg, &numbers))
        return false;
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r->pick, i);
        struct list_state *l = state_at(s, r->group[k]);
        group_head(r->group[k])->owns = 1;
        why_t why = vec_why(arg, k);
        if (why == 0 && arg->type == T_TEXT && arg->text[vec_at(arg, k)].n == 0)
            why = s->blank;
        if (why != 0)
            l->why = why_min(l->why, why);
        else if (!set_put(s, l, numbers[k]))
            return false;
    }
    return true;
}

bool slot_add(struct slot *s, const struct slot_rows *r, const struct vec *arg,
              const struct vec *order, struct reasons *reasons)
{
    for (size_t i = 0; s->kind != SLOT_EVIDENCE && i < r->doubts; i++) {
        why_t *why = slot_why(s, r->group[r->doubt[i]]);
        *why = why_min(*why, r->doubt_why[i]);
    }
    switch (s->kind) {
    case SLOT_COUNT:
        add_counts(s, r);
        return true;
    case SLOT_SUM:
        return sum_add(s, r, arg, reasons);
    case SLOT_SAME_TEXT:
        return add_texts(s, r, arg);
    case SLOT_EVIDENCE:
        return add_lines(s, r);
    case SLOT_WINDOW:
        return window_add(s, r, arg, order);
    case SLOT_SET:
        return add_different(s, r, arg);
    default:
        return add_values(s, r, arg, order);
    }
}
