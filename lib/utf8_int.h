/* UTF-8 validation after J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction
 * per byte", Software: Practice and Experience 51 (2021). Whether two neighbouring bytes may follow
 * one another depends on three nibbles: both of the first byte and the high one of the second. Each
 * nibble is looked up as the set of faults that it allows; a fault that all three allow is one.
 * Third and fourth bytes of a character are told by the lead two or three bytes before. */
#ifndef RISK_UTF8_INT_H
#define RISK_UTF8_INT_H

enum {
    TOO_SHORT = 1,   /* lead without its continuation */
    TOO_LONG = 2,    /* ASCII, then a continuation */
    OVERLONG_3 = 4,  /* e0 80..9f */
    TOO_LARGE = 8,   /* f4 90..bf, f5.. 90..bf */
    SURROGATE = 16,  /* ed a0..bf */
    OVERLONG_2 = 32, /* c0, c1 */
    EDGE_4 = 64,     /* f0 80..8f (overlong), f5.. 80..8f (too large) */
    TWO_MORE = 128,  /* two continuations: right only after a lead of three or four bytes */
    /* Faults that do not depend on the first byte's low nibble, and on a continuation's. */
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_MORE,
    ABOVE_4 = ANY_LOW | TOO_LARGE | EDGE_4,
    MORE = TOO_LONG | OVERLONG_2 | TWO_MORE
};

struct utf8_faults {
    unsigned char by_first_high[16], by_first_low[16], by_second_high[16];
};

static const struct utf8_faults utf8_faults = {
    {TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TWO_MORE,
     TWO_MORE, TWO_MORE, TWO_MORE, TOO_SHORT | OVERLONG_2, TOO_SHORT,
     TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | EDGE_4},
    {ANY_LOW | OVERLONG_3 | OVERLONG_2 | EDGE_4, ANY_LOW | OVERLONG_2, ANY_LOW, ANY_LOW,
     ANY_LOW | TOO_LARGE, ABOVE_4, ABOVE_4, ABOVE_4, ABOVE_4, ABOVE_4, ABOVE_4, ABOVE_4, ABOVE_4,
     ABOVE_4 | SURROGATE, ABOVE_4, ABOVE_4},
    {TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
     MORE | OVERLONG_3 | EDGE_4, MORE | OVERLONG_3 | TOO_LARGE, MORE | SURROGATE | TOO_LARGE,
     MORE | SURROGATE | TOO_LARGE, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT},
};

#endif
