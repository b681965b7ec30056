/* Cells that a spreadsheet program would run. */
#ifndef RISK_SAFE_CELL_H
#define RISK_SAFE_CELL_H

#include "buffer.h"

/* V, or V behind an apostrophe where a spreadsheet program that opens the file would take it for a
 * formula: it begins with = + - @, in full width too, or with a tab or a line end, and is neither a
 * number nor a percentage. OUT holds what is made; p is NULL when memory is out. */
struct slice safe_cell(struct slice v, struct buffer *out);

#endif
