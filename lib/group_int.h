/* The parts of group. */
#ifndef RISK_GROUP_INT_H
#define RISK_GROUP_INT_H

#include "group.h"
#include "spill.h"

/* The subject's group of that period, made if there is none; GROUP_NONE when memory is out. */
uint32_t group_of(struct grouping *g, uint32_t subject, int32_t period);
/* The older groups of a subject are to be closed after the batch. */
bool group_leave_older(struct grouping *g, struct subject *s);
/* Drops all open groups of a subject. */
void group_drop_open(struct grouping *g, struct subject *s);
uint32_t group_new(struct grouping *g, uint32_t subject, int32_t period);
/* Clears a group for another period of its subject. */
void group_reuse(struct grouping *g, uint32_t id, int32_t period);
/* Clears a group and makes its place free. The caller takes it off its subject. */
void group_drop(struct grouping *g, uint32_t id);

#endif
