#include "slot.h"

#include <stdlib.h>

#include "slot_int.h"

size_t slot_size(enum slot_kind kind)
{
    switch (kind) {
    case SLOT_COUNT:
        return sizeof(struct count_state);
    case SLOT_SUM:
    case SLOT_EXTREME:
    case SLOT_SAME:
        return sizeof(struct value_state);
    case SLOT_SAME_TEXT:
        return (sizeof(struct text_state) + 7) / 8 * 8;
    case SLOT_ORDERED:
        return sizeof(struct ordered_state);
    case SLOT_LIST:
    case SLOT_SET:
        return sizeof(struct list_state);
    case SLOT_EVIDENCE:
        return sizeof(struct evidence_state);
    }
    return 0;
}

void slot_free(struct slot *s)
{
    keytab_free(&s->texts);
    free(s->recent);
    free(s->wide);
    free(s->sums);
    free(s->wide_free);
    free(s->ranges);
}

/* Numbers that need a place of their own */

void wide_drop(struct slot *s, struct value_state *v)
{
    if (v->wide == 0)
        return;
    /* Room for it was made when the place was. */
    s->wide_free[s->free_n++] = v->wide;
    v->wide = 0;
}

bool wide_take(struct slot *s, struct value_state *v)
{
    if (s->free_n > 0) {
        v->wide = s->wide_free[--s->free_n];
        return true;
    }
    size_t n = s->wide_n + 1, size = s->wide_size;
    bool good = s->kind == SLOT_SUM ? grow(&s->sums, &size, n, sizeof *s->sums)
                                    : grow(&s->wide, &size, n, sizeof *s->wide);
    s->wide_size = size;
    if (!good || n > UINT32_MAX || !grow(&s->wide_free, &s->free_size, n, sizeof *s->wide_free))
        return false;
    s->wide_n = n;
    v->wide = (uint32_t)n;
    return true;
}

bool slot_number(const struct slot *s, const struct value_state *v, struct num *out)
{
    if (v->set == 0 || v->why != 0)
        return false;
    *out = v->wide != 0 ? s->wide[v->wide - 1] : num_decimal(v->low, v->scale);
    return true;
}

bool state_set_number(struct slot *s, struct value_state *v, const struct num *x)
{
    v->set = 1;
    if (x->kind == NUM_DECIMAL && !x->approximate && (int64_t)x->n == x->n) {
        wide_drop(s, v);
        v->low = (int64_t)x->n;
        v->scale = x->scale;
        return true;
    }
    if (v->wide == 0 && !wide_take(s, v))
        return false;
    s->wide[v->wide - 1] = *x;
    return true;
}

/* Values of any type */

static struct slice text_of(const struct slot *s, const struct value_state *v)
{
    return s->texts.keys[v->low];
}

int state_compare(const struct slot *s, const struct value_state *a, const struct value_state *b)
{
    if (s->type == T_NUMBER) {
        struct num x, y;
        return slot_number(s, a, &x) && slot_number(s, b, &y) ? num_cmp(&x, &y) : 0;
    }
    if (s->type == T_TEXT)
        return a->low == b->low ? 0 : slice_cmp(text_of(s, a), text_of(s, b));
    return (a->low > b->low) - (a->low < b->low);
}

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

static void replace(struct slot *s, struct value_state *v, struct value_state *by)
{
    wide_drop(s, v);
    why_t why = v->why;
    *v = *by;
    v->why = why;
}

/* V takes BY in, which is used up. */
static void take_extreme(struct slot *s, struct value_state *v, struct value_state *by)
{
    int c = v->set == 0 ? 0 : state_compare(s, by, v);
    if (v->set == 0 || (s->last ? c > 0 : c < 0))
        replace(s, v, by);
    else
        wide_drop(s, by);
}

static void take_same(struct slot *s, struct value_state *v, struct value_state *by)
{
    if (v->set == 0) {
        replace(s, v, by);
        return;
    }
    if (state_compare(s, v, by) != 0)
        v->why = why_min(v->why, s->differs);
    wide_drop(s, by);
}

static void take_ordered(struct slot *s, struct ordered_state *o, struct value_state *by, int64_t order,
                         uint8_t tie)
{
    if (o->value.set == 0 || (s->last ? order > o->order : order < o->order)) {
        replace(s, &o->value, by);
        o->order = order;
        o->tie = tie;
        return;
    }
    if (order == o->order && (tie || state_compare(s, &o->value, by) != 0))
        o->tie = 1;
    wide_drop(s, by);
}

/* Rows */

static inline void *state_at(const struct slot *s, char *group)
{
    return group + s->offset;
}

static inline void count_one(struct count_state *c)
{
    c->low++;
    c->high = (uint16_t)(c->high + (c->low == 0));
}

static void add_counts(struct slot *s, const struct slot_rows *r, const struct vec *where)
{
    for (size_t k = 0; k < r->n; k++) {
        if (r->group[k] == NULL)
            continue;
        struct count_state *c = state_at(s, r->group[k]);
        why_t why = where == NULL ? 0 : vec_why(where, k);
        if (why != 0)
            c->why = why_min(c->why, why);
        else if (where == NULL || where->whole[vec_at(where, k)] != 0)
            count_one(c);
    }
}

static why_t *why_of(const struct slot *s, char *group)
{
    void *p = state_at(s, group);
    switch (s->kind) {
    case SLOT_COUNT:
        return &((struct count_state *)p)->why;
    case SLOT_SAME_TEXT:
        return &((struct text_state *)p)->why;
    case SLOT_ORDERED:
        return &((struct ordered_state *)p)->value.why;
    case SLOT_LIST:
    case SLOT_SET:
        return &((struct list_state *)p)->why;
    default:
        return &((struct value_state *)p)->why;
    }
}

/* The extreme so far and what comes are whole numbers of one scale: most numbers are. */
static inline bool extreme_whole(const struct slot *s, struct value_state *v, const struct vec *arg, size_t k)
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

static bool add_value(struct slot *s, char *group, const struct vec *arg, const struct vec *order, size_t k,
                      struct reasons *reasons)
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
            *why_of(s, group) = why_min(*why_of(s, group), vec_why(order, k));
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
        (void)reasons;
        return true;
    }
}

static bool add_lines(struct slot *s, const struct slot_rows *r, const struct vec *where)
{
    for (size_t k = 0; k < r->n; k++) {
        if (r->group[k] == NULL || (where != NULL && !vec_true(where, k)))
            continue;
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
static inline bool add_text(struct slot *s, struct text_state *t, uint32_t subject, struct slice text)
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

static bool add_texts(struct slot *s, const struct slot_rows *r, const struct vec *arg, const struct vec *where)
{
    size_t old = s->recent_size;
    if (!grow(&s->recent, &s->recent_size, r->subject_n, sizeof *s->recent))
        return false;
    memset(s->recent + old, 0, (s->recent_size - old) * sizeof *s->recent);
    bool plain = where == NULL && arg->why == NULL && !arg->constant;
    for (size_t k = 0; k < r->n; k++) {
        if (k + AHEAD < r->n && r->group[k + AHEAD] != NULL && s->recent[r->subject[k + AHEAD]] != 0)
            __builtin_prefetch(s->texts.keys[s->recent[r->subject[k + AHEAD]] - 1].p);
        if (r->group[k] == NULL)
            continue;
        struct text_state *t = state_at(s, r->group[k]);
        if (!plain) {
            why_t why = where == NULL ? 0 : vec_why(where, k);
            if (why == 0 && where != NULL && where->whole[vec_at(where, k)] == 0)
                continue;
            why = why_min(why, vec_why(arg, k));
            if (why != 0) {
                t->why = why_min(t->why, why);
                continue;
            }
        }
        if (!add_text(s, t, r->subject[k], arg->text[vec_at(arg, k)]))
            return false;
    }
    return true;
}

bool slot_add(struct slot *s, const struct slot_rows *r, const struct vec *arg, const struct vec *where,
              const struct vec *order, struct reasons *reasons)
{
    if (s->kind == SLOT_SUM)
        return sum_add(s, r, arg, where, reasons);
    if (s->kind == SLOT_COUNT) {
        add_counts(s, r, where);
        return true;
    }
    if (s->kind == SLOT_SAME_TEXT)
        return add_texts(s, r, arg, where);
    if (s->kind == SLOT_EVIDENCE)
        return add_lines(s, r, where);
    for (size_t k = 0; k < r->n; k++) {
        if (r->group[k] == NULL)
            continue;
        why_t why = where == NULL ? 0 : vec_why(where, k);
        if (why == 0 && where != NULL && where->whole[vec_at(where, k)] == 0)
            continue;
        group_head(r->group[k])->owns = 1;
        why = why_min(why, vec_why(arg, k));
        if (why == 0 && s->kind == SLOT_SET && arg->type == T_TEXT && arg->text[vec_at(arg, k)].n == 0)
            why = s->blank;
        if (why != 0)
            *why_of(s, r->group[k]) = why_min(*why_of(s, r->group[k]), why);
        else if (!add_value(s, r->group[k], arg, order, k, reasons))
            return false;
    }
    return true;
}

/* Merging */

void count_add(struct count_state *c, uint64_t rows)
{
    rows += count_rows(c);
    c->low = (uint32_t)rows;
    c->high = (uint16_t)(rows >> 32);
}

/* A copy of FROM that owns its own wide number. */
static bool copy_value(struct slot *s, const struct value_state *from, struct value_state *to)
{
    *to = *from;
    if (from->wide == 0)
        return true;
    struct num x = s->wide[from->wide - 1];
    to->wide = 0;
    return state_set_number(s, to, &x);
}

static bool merge_value(struct slot *s, char *group, const struct value_state *from, int64_t order, uint8_t tie)
{
    why_t *why = why_of(s, group);
    *why = why_min(*why, from->why);
    if (from->set == 0)
        return true;
    struct value_state one;
    if (!copy_value(s, from, &one))
        return false;
    one.why = 0;
    if (s->kind == SLOT_EXTREME)
        take_extreme(s, state_at(s, group), &one);
    else if (s->kind == SLOT_SAME)
        take_same(s, state_at(s, group), &one);
    else
        take_ordered(s, state_at(s, group), &one, order, tie);
    return true;
}

bool merge_loaded(struct slot *s, char *group, struct ordered_state *o)
{
    bool good = merge_value(s, group, &o->value, o->order, o->tie);
    wide_drop(s, &o->value);
    return good;
}

void merge_text(const struct slot *s, struct text_state *t, const struct text_state *from)
{
    t->why = why_min(t->why, from->why);
    if (t->text != 0 && from->text != 0 && t->text != from->text)
        t->why = why_min(t->why, s->differs);
    if (t->text == 0)
        t->text = from->text;
}

bool slot_merge(struct slot *s, char *group, const char *from_group, struct reasons *reasons)
{
    group_head(group)->owns = 1;
    const void *from = from_group + s->offset;
    void *to = state_at(s, group);
    switch (s->kind) {
    case SLOT_COUNT: {
        struct count_state *c = to;
        const struct count_state *f = from;
        count_add(c, count_rows(f));
        c->why = why_min(c->why, f->why);
        return true;
    }
    case SLOT_SAME_TEXT:
        merge_text(s, to, from);
        return true;
    case SLOT_SUM:
        return sum_merge(s, to, from, reasons);
    case SLOT_EXTREME:
    case SLOT_SAME:
        return merge_value(s, group, from, 0, 0);
    case SLOT_ORDERED: {
        const struct ordered_state *f = from;
        return merge_value(s, group, &f->value, f->order, f->tie);
    }
    case SLOT_LIST:
        return list_merge(to, from);
    case SLOT_SET:
        return set_merge(to, from);
    case SLOT_EVIDENCE:
        return evidence_merge(s, to, from);
    }
    return false;
}

bool slot_without(struct slot *s, const char *from_group, const char *group, char *to_group)
{
    group_head(to_group)->owns = 1;
    if (s->kind == SLOT_SUM)
        return sum_without(s, state_at(s, to_group), (const void *)(from_group + s->offset),
                           (const void *)(group + s->offset));
    const struct count_state *f = (const void *)(from_group + s->offset);
    struct count_state *t = state_at(s, to_group);
    *t = (struct count_state){.why = f->why};
    count_add(t, count_rows(f) - count_rows((const void *)(group + s->offset)));
    return true;
}

void slot_release(struct slot *s, char *group)
{
    void *p = state_at(s, group);
    switch (s->kind) {
    case SLOT_COUNT:
    case SLOT_SAME_TEXT:
        break;
    case SLOT_SUM:
    case SLOT_EXTREME:
    case SLOT_SAME:
    case SLOT_ORDERED: /* begins with its value */
        wide_drop(s, p);
        break;
    case SLOT_LIST:
    case SLOT_SET:
        free(((struct list_state *)p)->values);
        break;
    case SLOT_EVIDENCE:
        if (((struct evidence_state *)p)->older != 0)
            evidence_clear(s, p);
        break;
    }
}

void slot_clear(struct slot *s, char *group)
{
    slot_release(s, group);
    memset(state_at(s, group), 0, slot_size(s->kind));
}
