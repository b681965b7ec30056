/* Cells to values, by the dictionary's types: what people and programs write to what the toolkit
 * reads (1,234.50 -> 1234.50; 2024年3月5日 -> 2024-03-05; 1.2亿 -> 120000000). Nothing is guessed:
 * what could be two things is refused. What is read and what is refused: tests/unit/tidy.c. */
#ifndef RISK_TIDY_H
#define RISK_TIDY_H

#include "buffer.h"
#include "cell.h"
#include "error.h"
#include "pack.h"

/* A cell that is only `-` or `—`: DASH_ZERO makes it a zero in a column of numbers, blank in
 * others; DASH_BLANK makes it blank in all. `/` is the same but never a zero; words (无, N/A, NULL)
 * are blank with DASH_BLANK only. In a text words stay, and with less than DASH_BLANK dashes. */
enum tidy_dash { DASH_REFUSE, DASH_ZERO, DASH_BLANK };
/* Of 3/5/24 and 05.03.2024; and any of them admits a year of two digits, which 00 to 29 are 2000 to
 * 2029, the others 1930 to 1999, as spreadsheet programs have it. ORDER_NONE refuses, unless a year
 * of four digits stands first. */
enum tidy_order { ORDER_NONE, ORDER_YMD, ORDER_DMY, ORDER_MDY };

struct tidy_rules {
    enum tidy_dash dash;
    enum tidy_order order;
    bool from_1904; /* bare numbers in date columns (grid_from_1904) */
};

/* What is to be told of a cell though it was taken. Bits. */
enum tidy_note {
    TIDY_DAMAGED = 1,      /* 16 digits or more, rounded to 15 by a spreadsheet program */
    TIDY_LEADING = 2,      /* an id that was stored as a number: zeros before it are lost, if any */
    TIDY_CHECK_DIGIT = 4,  /* an idno or uscc whose check digit, or date of birth, is wrong */
    TIDY_BARE = 8,         /* a percentage above 1 without a % */
    TIDY_SERIAL = 16,      /* a date given as a count of days */
    TIDY_ROUNDED = 32,     /* a number that was rounded to 18 places */
    TIDY_FINER = 64,       /* a date with a time, a month with a day: what was left out is lost */
    TIDY_OLD_NUMBER = 128, /* an identity number of 15 digits, as before 1999; as it stands */
    TIDY_DASH = 256,       /* a text that is only a dash; as it stands */
    TIDY_FORMULA = 512     /* a text that is the error of a formula; as it stands */
};
enum { TIDY_NOTES = 10 };
/* The same for people, without the cell: "...". ONE is one bit. */
const char *tidy_says(enum tidy_note one);

/* Appends to OUT what CELL is as a value of TYPE, in the form that decode.h reads; nothing where it
 * is blank, or blanks only. UNIT is the power of ten of the unit that the header (or a line above
 * it) names: 4 where amounts are in 万元, 0 elsewhere, or TIDY_PERCENT; a unit or percent sign in
 * the cell itself wins. It is for decimals; TIDY_PERCENT for percentages too. *NOTES is set.
 * ST_DATA with what is wrong and what helps, without a place; ST_SYSTEM when memory is out; OUT
 * then stays as it was. Texts lose blanks at their ends (of every width, zero-width ones, line
 * ends) and keep those within. */
enum status tidy_cell(const struct tidy_rules *rules, enum column_type type, unsigned unit,
                      const struct cell *cell, struct buffer *out, unsigned *notes,
                      struct error *e);
/* The power of ten of a unit as a header, a unit row or a cell names it (元 0, 千元 3, 万元 4,
 * 百万元 6, 亿元 8; of what is counted too: 万人 4, 户 0), TIDY_PERCENT of %; -1 if UNIT is none,
 * or of another currency. */
enum { TIDY_PERCENT = 100 };
int tidy_unit(struct slice unit);

#endif
