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
    case SLOT_WINDOW:
        return sizeof(struct window_state);
    case SLOT_EVIDENCE:
        return sizeof(struct evidence_state);
    }
    return 0;
}

bool hold_change(struct hold *h, size_t from, size_t to, const void *who)
{
    if (h == NULL)
        return true;
    if (to > from && h->limit != 0 && (h->bytes >= h->limit || to - from > h->limit - h->bytes)) {
        h->refused = who;
        return false;
    }
    h->bytes = h->bytes - from + to;
    return true;
}

void slot_free(struct slot *s)
{
    keytab_free(&s->texts);
    free(s->recent);
    free(s->wide);
    free(s->sums);
    free(s->wide_free);
    free(s->ranges);
    free(s->places);
    arena_free(&s->places_arena);
    s->recent = NULL;
    s->wide = NULL;
    s->sums = NULL;
    s->wide_free = NULL;
    s->ranges = NULL;
    s->places = NULL;
    s->recent_size = s->wide_n = s->wide_size = s->free_n = s->free_size = 0;
    s->places_n = s->places_size = s->ranges_n = s->ranges_size = 0;
    s->ranges_free = 0;
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

static struct num number_of(const struct slot *s, const struct value_state *v)
{
    return v->wide != 0 ? s->wide[v->wide - 1] : num_decimal(v->low, v->scale);
}

int state_compare(const struct slot *s, const struct value_state *a, const struct value_state *b)
{
    if (s->type == T_NUMBER) {
        struct num x = number_of(s, a), y = number_of(s, b);
        return num_cmp(&x, &y);
    }
    if (s->type == T_TEXT)
        return a->low == b->low ? 0 : slice_cmp(text_of(s, a), text_of(s, b));
    return (a->low > b->low) - (a->low < b->low);
}

static void replace(struct slot *s, struct value_state *v, struct value_state *by)
{
    wide_drop(s, v);
    why_t why = v->why;
    *v = *by;
    v->why = why;
}

/* V takes BY in, which is used up. */
void take_extreme(struct slot *s, struct value_state *v, struct value_state *by)
{
    int c = v->set == 0 ? 0 : state_compare(s, by, v);
    /* Of equal ones the rounded one stays, whichever comes first. */
    bool rounded = c == 0 && v->set != 0 && v->wide == 0 && by->wide != 0;
    if (v->set == 0 || rounded || (s->last ? c > 0 : c < 0))
        replace(s, v, by);
    else
        wide_drop(s, by);
}

void take_same(struct slot *s, struct value_state *v, struct value_state *by)
{
    if (v->set == 0) {
        replace(s, v, by);
        return;
    }
    if (state_compare(s, v, by) != 0)
        v->why = why_min(v->why, s->differs);
    wide_drop(s, by);
}

void take_ordered(struct slot *s, struct ordered_state *o, struct value_state *by, int64_t order,
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

why_t *slot_why(const struct slot *s, char *group)
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
    case SLOT_WINDOW:
        return &((struct window_state *)p)->why;
    default:
        return &((struct value_state *)p)->why;
    }
}

/* Merging */

void count_add(struct count_state *c, uint64_t rows)
{
    rows += count_rows(c);
    c->low = (uint32_t)rows;
    c->high = (uint16_t)(rows >> 32);
}

bool copy_value(struct slot *s, const struct value_state *from, struct value_state *to)
{
    *to = *from;
    if (from->wide == 0)
        return true;
    struct num x = s->wide[from->wide - 1];
    to->wide = 0;
    return state_set_number(s, to, &x);
}

static bool merge_value(struct slot *s, char *group, const struct value_state *from, int64_t order,
                        uint8_t tie)
{
    why_t *why = slot_why(s, group);
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
        return list_merge(s, to, from);
    case SLOT_SET:
        return set_merge(s, to, from);
    case SLOT_WINDOW:
        return window_merge(s, to, from);
    case SLOT_EVIDENCE:
        return evidence_merge(s, to, from);
    }
    return false;
}

bool slot_can_be_without(const struct slot *s, const char *group)
{
    const void *p = group + s->offset;
    if (s->kind == SLOT_COUNT)
        return ((const struct count_state *)p)->why == 0;
    return s->kind == SLOT_SUM && sum_small(p);
}

bool slot_without(struct slot *s, const char *from_group, const char *group, char *to_group,
                  struct reasons *reasons)
{
    group_head(to_group)->owns = 1;
    if (s->kind == SLOT_SUM)
        return sum_without(s, state_at(s, to_group), (const void *)(from_group + s->offset),
                           (const void *)(group + s->offset), reasons);
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
        list_let_go(s, p);
        break;
    case SLOT_WINDOW:
        window_let_go(s, p);
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
