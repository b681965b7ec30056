/* What the parts of sheet.h share: from the bytes of a file to UTF-8 text. */
#ifndef RISK_SHEET_INT_H
#define RISK_SHEET_INT_H

#include "sheet.h"

/* *TEXT is what RAW says in UTF-8, without BOM: in RAW itself or, where it was GB18030, in
 * CONVERTED. No NUL stands in it. ST_USAGE with the line where RAW is neither. */
enum status sheet_decode(const char *path, struct slice raw, struct buffer *converted,
                         struct slice *text, struct error *e);

#endif
