/* The functions of the expression language: one table says how each is spelt, what it takes and
 * gives. */
#ifndef RISK_FUNCTIONS_H
#define RISK_FUNCTIONS_H

#include "buffer.h"
#include "expr.h"

enum function_kind {
    FUNCTION_SCALAR,
    FUNCTION_AGGREGATE,
    FUNCTION_SERIES,
    FUNCTION_EXISTS,
    FUNCTION_LOOKUP,
    FUNCTION_EARLIER
};

enum { FUNCTION_SPELLINGS = 4 };

/* ARGUMENTS has a letter for each argument:
 *   n number   t text   b condition   d date   s date or time   x anything
 *   p a date, a time, or a period that is not longer than the one that the function gives
 *   c a date, a time or a month (it has one calendar month)
 *   o whatever has an order: number, text, date, month, quarter, year, time; m the same without
 * text = of the same type as the argument before L number, if constant a whole one from 0      R
 * constant whole number from -18 to 18 P constant from 0 to 1                        N constant
 * whole number from 1
 * `[` makes the rest optional, `+` repeats the letter before it.
 * RESULT is n, t, b, M month, Q quarter, Y year, or `=`: the type of a scalar function's last
 * argument, of an aggregate's first. */
struct function_entry {
    const char *spelling[FUNCTION_SPELLINGS + 1]; /* the canonical one first; NULL ends them */
    enum function_kind kind;
    int code; /* an enum function, aggregate, series or earlier, by kind */
    const char *arguments;
    char result;
};

/* The letter of argument I; '\0' if there is none. */
char function_argument(const struct function_entry *f, size_t i);
/* How many arguments it takes; MOST is SIZE_MAX where they may go on. */
void function_counts(const struct function_entry *f, size_t *least, size_t *most);
enum type function_result(const struct function_entry *f, enum type same);
/* What argument I should be, in words; NULL if X is that. Bounds are asked after the type. */
const char *function_wants(const struct function_entry *f, size_t i, const struct expr *x);
const char *function_bounds(const struct function_entry *f, size_t i, const struct expr *x);
/* ASCII letters in either case; NULL if there is none of that name. */
const struct function_entry *function_find(struct slice name);
const struct function_entry *function_entry(enum function_kind kind, int code);
/* The spelling nearest to NAME, or what other programs' function NAME is called here; NULL if
 * nothing is near. */
const char *function_nearest(struct slice name);
/* Appends the canonical names, separated by commas. */
bool function_list(struct buffer *out);
/* Whether A and B are equal but for the case of ASCII letters. */
bool same_word(struct slice a, const char *b);

#endif
