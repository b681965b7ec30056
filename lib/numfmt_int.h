/* What the parts of numfmt share. */
#ifndef RISK_NUMFMT_INT_H
#define RISK_NUMFMT_INT_H

#include "shown.h"
#include "numfmt.h"

enum piece_kind {
    PIECE_LITERAL,
    PIECE_NUMERAL, /* 1 to 9: a literal, but for a denominator */
    PIECE_DIGIT,   /* c: 0 # ? */
    PIECE_POINT,
    PIECE_COMMA, /* until it is known what it does */
    PIECE_PERCENT,
    PIECE_EXPONENT,
    PIECE_BAR,
    PIECE_GENERAL,
    PIECE_TEXT,
    PIECE_YEAR,
    PIECE_BUDDHIST,
    PIECE_ERA, /* nothing, in a calendar that has but one */
    PIECE_MONTH,
    PIECE_DAY,
    PIECE_HOUR,
    PIECE_MINUTE,
    PIECE_SECOND,
    PIECE_SUBSECOND,
    PIECE_HALF, /* text: AM/PM, a/p, 上午/下午 */
    PIECE_HOURS, /* elapsed */
    PIECE_MINUTES,
    PIECE_SECONDS
};

struct piece {
    enum piece_kind kind;
    char c;
    unsigned width; /* how often the letter stands */
    struct slice text;
};

enum section_kind { SECTION_NUMBER, SECTION_GENERAL, SECTION_FRACTION, SECTION_DATE, SECTION_TEXT };
enum comparison { ALWAYS, LESS, LESS_EQUAL, EQUAL, UNEQUAL, GREATER_EQUAL, GREATER };

/* Of the pieces between the semicolons. */
struct section {
    enum section_kind kind;
    enum comparison when;
    struct shown limit; /* of `when` */
    struct piece *pieces;
    size_t n;
    bool chinese; /* names of months and days */
    bool marked;   /* bears a colour, a condition or numerals */
    bool foreign;  /* a calendar or numerals that are not done */
    bool language; /* names that are not done */
    /* NUMBER */
    int whole, places, exponent; /* digits before the point, behind it, of the exponent */
    int shift;                   /* powers of ten, of percent signs and commas */
    bool grouped, plus; /* commas between thousands; a plus before the exponent */
    /* FRACTION: which pieces are numerator and denominator */
    size_t numerator, numerator_end, denominator, denominator_end;
    unsigned fixed; /* the denominator; 0: sought */
    /* DATE */
    unsigned subsecond; /* digits, the most that are shown */
    bool half;          /* hours of a half day */
    bool named;         /* names of months or days are shown */
    bool lasting;       /* elapsed time alone, which may be negative */
};

struct numfmt {
    struct section sections[4];
    unsigned n;                 /* of them for numbers, from the first */
    const struct section *text; /* or NULL */
    bool single;                /* has no semicolon */
    struct piece general;       /* of the section that is not written behind a condition */
    bool exact;
    struct slice code;
};

/* Takes a section off *CODE, up to a semicolon: its pieces as they stand, for which S has room, one
 * a byte. False where no program would take it. */
bool section_lex(struct slice *code, struct section *s);
/* What the pieces do together. */
bool section_settle(struct section *s);

/* Each appends what is shown of F without its sign. */
bool show_general(const struct shown *f, struct buffer *out);
bool show_number(const struct section *s, struct shown f, struct buffer *out);
bool show_fraction(const struct section *s, const struct shown *f, struct buffer *out);
/* With its sign, where it may have one. */
bool show_date(const struct section *s, const struct shown *f, bool from_1904, struct buffer *out);
bool show_hashes(struct buffer *out);
/* The digits of a number before the point that stand at PLACEHOLDER, the last of which has PLACE 0;
 * FIRST: those before it, too. */
bool show_whole(const struct shown *f, char placeholder, int place, bool first, bool grouped,
                struct buffer *out);
/* A date and time of XML as a count of days; false for anything else. */
bool shown_of_date(struct slice s, bool from_1904, struct shown *out);

#endif
