/* Cells to values, by the dictionary's types. */
#ifndef RISK_DECODE_H
#define RISK_DECODE_H

#include "money.h"
#include "vec.h"

/* Decodes N cells of column C into OUT (memory from A; texts stay views of the cells). A blank cell
 * of other than text is unknown for reason BLANK. BAD[k] is set for a cell that is not of its type
 * (the element is then unknown); *BAD_COUNT tells how many were. *BARE counts percentages above 1
 * without a % sign. A pseudonym (pseudonym.h) may stand for an identity number or a credit
 * code. MONEY does the fast part of columns of numbers. False when memory is out. */
bool decode_column(money_fn *money, const struct column *c, const struct slice *cells, size_t n,
                   why_t blank, struct arena *a, struct vec *out, uint8_t *bad, size_t *bad_count,
                   size_t *bare);
/* What is wrong with a bad cell, into e->text, without place. */
void decode_explain(const struct column *c, struct slice cell, struct error *e);

#endif
