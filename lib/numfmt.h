/* Number formats of spreadsheet programs: what a desktop Excel (en-US) shows of a cell. Codes after
 * ECMA-376 part 1, 18.8.30 and 18.8.31; where Excel departs from that, after [MS-OI29500] 2.1.712
 * and files that it saved as CSV. */
#ifndef RISK_NUMFMT_H
#define RISK_NUMFMT_H

#include "arena.h"
#include "buffer.h"
#include "cell.h"

struct numfmt;

/* The code behind a built-in id: 0 to 49, and 27 to 36 and 50 to 58 as in China. NULL: none. */
const char *numfmt_builtin(unsigned id);
/* CODE ready for numfmt_show; lives in ARENA, keeps nothing of CODE. NULL when memory is out. */
struct numfmt *numfmt_compile(struct arena *arena, struct slice code);
/* False where a program shows something else: for a code that none would take (numbers are shown
 * as General), for names of months and days that are neither English nor Chinese, for calendars
 * and numerals that are not Gregorian and Arabic (shown in English, Gregorian, Arabic). */
bool numfmt_exact(const struct numfmt *f);
struct slice numfmt_code(const struct numfmt *f);

/* Appends what is shown of VALUE: of NUMBER and DAY the number as it is stored, exponent and all,
 * of which 15 digits count; of DAY a date and time as XML has them, too (2014-02-14T08:27:48.765Z).
 * What is no number at all is shown as it stands. FROM_1904: days are counted from 1904. Fill
 * characters (`*x`) are left out, as in files that are saved as CSV; a date that cannot be is 255
 * #, as there. False when memory is out. */
bool numfmt_show(const struct numfmt *f, enum cell_kind kind, struct slice value, bool from_1904,
                 struct buffer *out);

#endif
