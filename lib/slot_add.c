/* Rows into states. */
#include "slot_int.h"

/* The value of row K of V as a state of its own. */
static bool state_of(struct slot *s, const struct vec *v, size_t k, struct value_state *out)
{
    *out = (struct value_state){.set = 1};
    size_t at = vec_at(v, k);
    if (v->type == T_TEXT) {
        uint32_t id = keytab_add(&s->texts, v->text[at]);
        out->low = id;
        return id != KEYTAB_NONE;
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
    for (size_t i = 0; i < r->picks; i++) {
        struct count_state *c = state_at(s, r->group[picked(r, i)]);
        c->low++;
        c->high = (uint16_t)(c->high + (c->low == 0));
    }
}

static bool add_lines(struct slot *s, const struct slot_rows *r)
{
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r, i);
        struct evidence_state *x = state_at(s, r->group[k]);
        if (x->total == 0 && r->source_text == NULL) {
            evidence_put(x, (struct line_range){.first = r->line[k], .n = 1, .source = r->source});
            x->total = 1;
            continue;
        }
        if (!evidence_add(s, x, r, k))
            return false;
        group_head(r->group[k])->owns |= x->older != 0;
    }
    return true;
}

/* Most rows repeat the text that their subject had last: it is found without looking it up. */
static inline bool add_text(struct slot *s, struct text_state *t, uint32_t subject,
                            struct slice text)
{
    uint32_t *recent = &s->recent[subject];
    if (*recent == 0 || !slice_eq(s->texts.keys[*recent - 1], text)) {
        uint32_t id = keytab_add(&s->texts, text);
        if (id == KEYTAB_NONE)
            return false;
        *recent = id + 1;
    }
    if (t->text != 0 && t->text != *recent)
        t->why = why_min(t->why, s->differs);
    t->text = *recent;
    return true;
}

enum { AHEAD = 12 }; /* rows by which memory is asked for before it is needed */

static bool add_texts(struct slot *s, const struct slot_rows *r, const struct vec *arg)
{
    size_t old = s->recent_size;
    if (!grow(&s->recent, &s->recent_size, r->subject_n, sizeof *s->recent))
        return false;
    memset(s->recent + old, 0, (s->recent_size - old) * sizeof *s->recent);
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r, i);
        if (i + 2 * AHEAD < r->picks) {
            uint32_t recent = s->recent[r->subject[picked(r, i + AHEAD)]];
            if (recent != 0)
                __builtin_prefetch(s->texts.keys[recent - 1].p);
            recent = s->recent[r->subject[picked(r, i + 2 * AHEAD)]];
            if (recent != 0)
                __builtin_prefetch(&s->texts.keys[recent - 1]);
        }
        struct text_state *t = state_at(s, r->group[k]);
        why_t why = vec_why(arg, k);
        if (why != 0)
            t->why = why_min(t->why, why);
        else if (!add_text(s, t, r->subject[k], arg->text[vec_at(arg, k)]))
            return false;
    }
    return true;
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

static bool add_value(struct slot *s, char *group, const struct vec *arg, const struct vec *order,
                      size_t k)
{
    struct value_state one;
    void *p = state_at(s, group);
    switch (s->kind) {
    case SLOT_EXTREME:
        if (extreme_whole(s, p, arg, k))
            return true;
        if (!state_of(s, arg, k, &one))
            return false;
        take_extreme(s, p, &one);
        return true;
    case SLOT_SAME:
        if (!state_of(s, arg, k, &one))
            return false;
        take_same(s, p, &one);
        return true;
    case SLOT_ORDERED:
        if (vec_why(order, k) != 0) {
            *slot_why(s, group) = why_min(*slot_why(s, group), vec_why(order, k));
            return true;
        }
        if (!state_of(s, arg, k, &one))
            return false;
        take_ordered(s, p, &one, order->whole[vec_at(order, k)], 0);
        return true;
    case SLOT_LIST:
        return list_add(p, arg, k);
    case SLOT_SET:
        return set_add(s, p, arg, k);
    default:
        return true;
    }
}

static bool add_values(struct slot *s, const struct slot_rows *r, const struct vec *arg,
                       const struct vec *order)
{
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r, i);
        group_head(r->group[k])->owns = 1;
        why_t why = vec_why(arg, k);
        if (why == 0 && s->kind == SLOT_SET && arg->type == T_TEXT &&
            arg->text[vec_at(arg, k)].n == 0)
            why = s->blank;
        if (why != 0)
            *slot_why(s, r->group[k]) = why_min(*slot_why(s, r->group[k]), why);
        else if (!add_value(s, r->group[k], arg, order, k))
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
    default:
        return add_values(s, r, arg, order);
    }
}
