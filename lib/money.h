/* Amounts as they mostly stand in a column: 1 to 8 digits, a point and two more. The vector routine
 * and its scalar twin agree on every input. */
#ifndef RISK_MONEY_H
#define RISK_MONEY_H

#include "slice.h"
#include "utf8.h"

/* In hundredths. False if S is not written so. */
bool money_one(struct slice s, int64_t *value);

/* All N cells; false if one of them is not written so (then OUT holds nothing of use). */
typedef bool money_fn(const struct slice *cells, size_t n, int64_t *out);
/* The routine of SET, which this machine runs. */
money_fn *money_routine(enum vector_set set);

money_fn money_plain;
#ifdef RISK_X86_VECTORS
money_fn money_avx2;
#endif

#endif
