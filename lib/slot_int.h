/* The parts of slot. */
#ifndef RISK_SLOT_INT_H
#define RISK_SLOT_INT_H

#include "slot.h"

/* A place of its own for V's number, and back. */
bool wide_take(struct slot *s, struct value_state *v);
void wide_drop(struct slot *s, struct value_state *v);
void count_add(struct count_state *c, uint64_t rows);
static inline void *state_at(const struct slot *s, char *group)
{
    return group + s->offset;
}
/* Row I of those picked; loops hold `pick` themselves, lest it be read anew each time. */
static inline size_t picked(const uint32_t *pick, size_t i)
{
    return pick == NULL ? i : pick[i];
}
/* Where the state keeps why it is unknown; not of evidence. */
why_t *slot_why(const struct slot *s, char *group);
/* Each takes BY in, which is used up. */
void take_extreme(struct slot *s, struct value_state *v, struct value_state *by);
void take_same(struct slot *s, struct value_state *v, struct value_state *by);
void take_ordered(struct slot *s, struct ordered_state *o, struct value_state *by, int64_t order,
                  uint8_t tie);
/* slot_sum.c */
bool sum_add(struct slot *s, const struct slot_rows *rows, const struct vec *arg,
             struct reasons *reasons);
bool sum_merge(struct slot *s, struct value_state *v, const struct value_state *from,
               struct reasons *reasons);
bool sum_load(struct slot *s, struct value_state *v, const struct num_sum *sum);
bool sum_without(struct slot *s, struct value_state *to, const struct value_state *from,
                 const struct value_state *own, struct reasons *reasons);
bool sum_small(const struct value_state *v);

bool state_set_number(struct slot *s, struct value_state *v, const struct num *x);
/* Merges a value and then lets go of it. */
bool merge_loaded(struct slot *s, char *group, struct ordered_state *o);
void merge_text(const struct slot *s, struct text_state *t, const struct text_state *from);
int state_compare(const struct slot *s, const struct value_state *a, const struct value_state *b);

/* A copy of FROM that owns its own wide number. */
bool copy_value(struct slot *s, const struct value_state *from, struct value_state *to);
/* Numbers in slot.texts of the texts of the rows picked: by row, in R's scratch. */
bool slot_texts(struct slot *s, const struct slot_rows *r, const struct vec *arg, uint32_t **ids);
/* The value of row K of V as a state of its own; a text by its number TEXT. */
bool state_of(struct slot *s, const struct vec *v, size_t k, uint32_t text,
              struct value_state *out);

bool list_make_room(struct slot *s, struct list_state *l, size_t more);
bool list_add(struct slot *s, struct list_state *l, const struct vec *v, size_t k);
bool list_merge(struct slot *s, struct list_state *l, const struct list_state *from);
void list_let_go(struct slot *s, struct list_state *l);
/* slot_set.c: the numbers of the values of the rows picked, by row, in R's scratch. */
bool set_numbers(struct slot *s, const struct slot_rows *r, const struct vec *arg, int64_t **out);
bool set_put(struct slot *s, struct list_state *l, int64_t number);
bool set_merge(struct slot *s, struct list_state *l, const struct list_state *from);

/* slot_window.c */
bool window_add(struct slot *s, const struct slot_rows *rows, const struct vec *arg,
                const struct vec *day);
bool window_append(struct slot *s, struct window_state *w, const struct window_row *row);
bool window_merge(struct slot *s, struct window_state *w, const struct window_state *from);
void window_let_go(struct slot *s, struct window_state *w);

bool evidence_add(struct slot *s, struct evidence_state *x, const struct slot_rows *rows, size_t k);

#endif
