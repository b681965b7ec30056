/* Numbers as workbooks store them: the decimal text of a double, of which programs show 15 digits.
 * No binary floating point comes near them. */
#ifndef RISK_STORED_H
#define RISK_STORED_H

#include "slice.h"

enum { STORED_KEPT = 40, STORED_PROGRAMS_KEEP = 15, STORED_TEXT_MAX = 64 };

struct stored {
    bool negative;
    bool more; /* there were digits other than 0 behind those kept */
    char digit[STORED_KEPT]; /* 0 to 9, not '0' to '9'; the first is not 0 */
    unsigned n;              /* of them; 0: zero */
    int point; /* how many stand before the decimal point; may be 0, less, or above n */
};

/* Optional sign, digits with at most one point, optional exponent. False for anything else, and for
 * exponents that no double has. */
bool stored_parse(struct slice s, struct stored *out);
/* As num_parse reads it, rounded half-even to 15 digits. False where it has more than 18 places or
 * 38 digits. */
bool stored_decimal(const struct stored *s, char out[STORED_TEXT_MAX], size_t *n);
/* Whether S is what stored_decimal would make of it, but for zeros before it; quick. */
bool stored_plain(struct slice s);

/* What a number format says of the numbers it shows. */
struct format {
    bool percent;
    bool day;      /* it shows a date or a time: */
    bool calendar; /* years, months or days */
    bool clock;    /* hours, minutes or seconds */
    bool lasting;  /* elapsed time, [h]:mm, which has no day */
    uint8_t places; /* of a second, at most 3 */
};

/* ECMA-376 part 1, 18.8.31. The first section that shows a number decides. */
struct format format_of(struct slice code);
/* The same of a built-in id (18.8.30), those of East Asia as in China. */
struct format format_builtin(unsigned id);

/* S, a count of days, as cell.h has it for CELL_DAY; to the nearest second, or to the places of a
 * second that F shows. The system of 1900 has a 29 February 1900, day 60, which stays one
 * (1900-02-29), so that whoever reads it as a date refuses it. False where it is negative or behind
 * the year 9999. */
bool stored_day(const struct stored *s, const struct format *f, bool from_1904,
                char out[STORED_TEXT_MAX], size_t *n);

#endif
