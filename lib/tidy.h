/* Cells to values, by the dictionary's types: what people and programs write to what the toolkit
 * reads (1,234.50 -> 1234.50; 2024年3月5日 -> 2024-03-05; 1.2亿 -> 120000000). Nothing is guessed:
 * what could be two things is refused. */
#ifndef RISK_TIDY_H
#define RISK_TIDY_H

#include "buffer.h"
#include "cell.h"
#include "error.h"
#include "pack.h"

enum tidy_dash { DASH_REFUSE, DASH_ZERO, DASH_BLANK }; /* a cell that is only `-` or `—` */
enum tidy_order { ORDER_NONE, ORDER_YMD, ORDER_DMY, ORDER_MDY }; /* of 3/5/24 and 05.03.2024 */

struct tidy_rules {
    enum tidy_dash dash;   /* of a number, in a text cell */
    enum tidy_order order; /* ORDER_NONE: refused, unless the year stands first */
    bool from_1904;        /* bare numbers in date columns (grid_from_1904) */
};

/* What is to be told of a cell though it was taken. Bits. */
enum tidy_note {
    TIDY_DAMAGED = 1,     /* an id of 16 digits or more that a program has rounded to 15 */
    TIDY_LEADING = 2,     /* an id that was stored as a number: zeros before it are lost, if any */
    TIDY_CHECK_DIGIT = 4, /* an idno or uscc whose check digit is wrong */
    TIDY_BARE = 8,        /* a percentage above 1 without a % */
    TIDY_SERIAL = 16,     /* a date given as a count of days */
    TIDY_ROUNDED = 32     /* a number that was rounded to 18 places */
};

/* Appends to OUT what CELL is as a value of TYPE, in the form that decode.h reads; nothing where it
 * is blank, or blanks only. UNIT is the power of ten of the unit that the header (or a line above
 * it) names: 4 where amounts are in 万元, 0 elsewhere; a unit in the cell itself wins. *NOTES gets
 * bits. ST_DATA with what is wrong and what helps, without a place; ST_SYSTEM when memory is
 * out. Texts lose blanks at their ends (of every width, zero-width ones, line ends) and keep those
 * within. */
enum status tidy_cell(const struct tidy_rules *rules, enum column_type type, unsigned unit,
                      const struct cell *cell, struct buffer *out, unsigned *notes,
                      struct error *e);
/* The power of ten of a unit of money as a header, a unit row or a cell names it (元 0, 千元 3,
 * 万元 4, 百万元 6, 亿元 8); -1 if UNIT is none. */
int tidy_unit(struct slice unit);

#endif
