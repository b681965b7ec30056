/* The parts of slot. */
#ifndef RISK_SLOT_INT_H
#define RISK_SLOT_INT_H

#include "slot.h"

bool state_set_number(struct slot *s, struct value_state *v, const struct num *x);
/* Merges a value and then lets go of it. */
bool merge_loaded(struct slot *s, char *group, struct ordered_state *o, struct reasons *reasons);
void merge_text(const struct slot *s, struct text_state *t, const struct text_state *from);
int state_compare(const struct slot *s, const struct value_state *a, const struct value_state *b);

bool list_add(struct list_state *l, const struct vec *v, size_t k);
bool list_merge(struct list_state *l, const struct list_state *from);
bool set_add(struct slot *s, struct list_state *l, const struct vec *v, size_t k);
bool set_merge(struct list_state *l, const struct list_state *from);

bool evidence_add(struct slot *s, struct evidence_state *x, const struct slot_rows *rows, size_t k);

#endif
