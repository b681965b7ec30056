/* A workbook's number as a cell's text. */
#ifndef RISK_STORED_CELL_H
#define RISK_STORED_CELL_H

#include "buffer.h"

/* Appends to OUT what S, 1234.5 or 1.2345E+3, is as the text of a CELL_NUMBER (cell.h). An integer
 * of 16 digits or more that is written out stays: *ROUNDED tells of it. False, with nothing
 * appended, where S is no number (a failed append shows in OUT). */
bool stored_cell(struct slice s, struct buffer *out, bool *rounded);

#endif
