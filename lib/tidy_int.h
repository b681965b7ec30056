/* What the parts of tidy.h share. Each reads a cell's text after folding, from the front. */
#ifndef RISK_TIDY_INT_H
#define RISK_TIDY_INT_H

#include "date.h"
#include "figure.h"
#include "num.h"
#include "tidy.h"

/* Why a cell is refused; tidy_fault.c has the words. */
enum fault {
    FAULT_NONE,
    FAULT_NOT_NUMBER,
    FAULT_COMMA,
    FAULT_GROUPS,
    FAULT_POINTS,
    FAULT_EXPONENT,
    FAULT_SIGNS,
    FAULT_PARTS,
    FAULT_LAST_UNIT,
    FAULT_CURRENCY,
    FAULT_TOO_LARGE,
    FAULT_TOO_FINE,
    FAULT_DASH,
    FAULT_ONE,
    FAULT_NOTHING,
    FAULT_NOT_DATE,
    FAULT_NOT_TIME,
    FAULT_NOT_MONTH,
    FAULT_NOT_QUARTER,
    FAULT_NOT_YEAR,
    FAULT_NO_DAY_OF_MONTH,
    FAULT_NO_MONTH,
    FAULT_NO_YEAR,
    FAULT_NO_QUARTER,
    FAULT_NO_DAY,
    FAULT_NO_TIME,
    FAULT_NO_SUCH,
    FAULT_NO_SUCH_TIME,
    FAULT_ORDER,
    FAULT_SHORT_YEAR,
    FAULT_LOST_ZERO,
    FAULT_WEEKDAY,
    FAULT_ZONE,
    FAULT_MIDNIGHT,
    FAULT_SERIAL,
    FAULT_YEAR_AS_DAY,
    FAULT_NOT_FLAG,
    FAULT_FORMULA,
    FAULT_UNCOMPUTED,
    FAULT_DAY_IN_NUMBER,
    FAULT_DAY_IN_ID,
    FAULT_FLAG_IN_NUMBER,
    FAULT_ID_ROUNDED,
    FAULT_MASKED,
    FAULT_NOT_USCC,
    FAULT_NOT_IDNO,
    FAULTS
};
enum status tidy_refuse(enum fault fault, struct slice value, struct error *e);

/* Text with widths and variants folded: full-width ASCII, minus signs, the yen signs, and Chinese
 * figures of documents (壹 to 一, 萬 to 万); zero-width characters left out, blanks one of ASCII
 * each, and commas where narrow ones stand between digits. */
enum { FOLD_MAX = FIGURE_DIGITS };
struct folded {
    char p[FOLD_MAX];
    size_t n;
};
bool tidy_fold(struct slice s, struct folded *out); /* false: longer than that */

static inline struct slice folded_view(const struct folded *f)
{
    return (struct slice){f->p, f->n};
}
static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool next_digit(struct slice s)
{
    return s.n > 0 && is_digit(s.p[0]);
}
static inline struct slice slice_from(struct slice s, size_t n)
{
    return (struct slice){s.p + n, s.n - n};
}
static inline bool take_char(struct slice *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = slice_from(*s, 1);
    return true;
}
static inline bool take_blanks(struct slice *s)
{
    size_t n = s->n;
    while (take_char(s, ' '))
        continue;
    return s->n < n;
}
/* ASCII letters in either case. */
bool tidy_take(struct slice *s, const char *word);
/* The index of the first of N words that S begins with, or -1. */
int tidy_take_any(struct slice *s, const char *const *words, size_t n);
size_t tidy_digits(struct slice s); /* how many it begins with */
bool tidy_is_any(struct slice s, const char *const *words, size_t n);

/* A number as people write it. */
struct written {
    struct figure figure;
    bool unit;   /* bears its own: 12万元 */
    int percent; /* how far its sign moves the point: % 2, ‰ 3, ‱ 4; 0: none */
};
/* figure.h, with a fault for a result. */
enum fault tidy_figure(struct slice *s, struct figure *f);
enum fault tidy_fit(struct figure *f, int places, bool round, bool *rounded);
bool tidy_figure_of(const struct num *v, struct figure *f);

/* The whole of S, which is folded. */
enum fault tidy_written(struct slice s, struct written *w);
/* After the first digits: 万, 亿元, 元5角, and what follows them. */
enum fault tidy_parts(struct slice *s, struct written *w);
/* A number in Chinese figures from the front of S: 十二万, 三百元五角整. */
enum fault tidy_numeral(struct slice *s, struct written *w);
bool tidy_begins_numeral(struct slice s);
/* A unit from the front of S: its power of ten. */
bool tidy_take_unit(struct slice *s, int *power);
bool tidy_take_currency(struct slice *s);
bool tidy_foreign(struct slice s); /* names another currency anywhere */

enum placeholder { NO_PLACEHOLDER, A_DASH, A_SLASH, A_WORD };
enum placeholder tidy_placeholder(struct slice s);
/* Whether it makes a cell of other than numbers and texts blank. */
static inline bool tidy_blanks(const struct tidy_rules *rules, enum placeholder p)
{
    return rules->dash == DASH_BLANK || (p != A_WORD && rules->dash == DASH_ZERO);
}
bool tidy_formula_error(struct slice s); /* #N/A and its like */
bool tidy_is_exponent(struct slice s);   /* 3.20102E+17, as spreadsheets show a long number */

/* A date, time or period as people write it. Members are 0 where it has none. */
struct moment {
    int year, month, day, quarter;
    bool clock; /* has a time of day */
    int64_t us; /* of the day; a whole day for 24:00 */
    bool zoned;
    int zone; /* minutes east of UTC */
    unsigned notes;
};
/* S is folded. WANTED decides where a text could be two things. */
enum fault tidy_moment(struct slice s, enum column_type wanted, const struct tidy_rules *rules,
                       struct moment *m);
/* 10:30, 下午3:05, 10时30分15秒, with a zone; from the front of S. */
enum fault tidy_clock(struct slice *s, struct moment *m);
/* 2024-3-5, 2024/3, 5-Mar-2024, 3/5/24. */
enum fault tidy_fields(struct slice *s, const struct tidy_rules *rules, struct moment *m);
/* 45356 and 45356.4375, whole. */
enum fault tidy_serial(struct slice s, enum column_type wanted, const struct tidy_rules *rules,
                       struct moment *m);
/* Whether DAY is what the number of a year or of a month (2024, 202403) looks like as a date. */
bool tidy_year_as_day(int64_t day, const struct tidy_rules *rules);
/* Chinese figures to digits: 二〇二四 to 2024, 二十五 to 25. False where they make no number. */
bool tidy_numerals_to_digits(struct slice s, struct folded *out);
int tidy_short_year(int two_digits);

/* Of a type each; VALUE is the cell's text, trimmed. They append to OUT. */
struct tidying {
    const struct tidy_rules *rules;
    enum column_type type;
    unsigned unit;
    const struct cell *cell;
    struct slice value; /* not empty */
    struct buffer *out;
    unsigned *notes;
};
/* Digits with at most one point, so few that num_parse takes them whatever they are. */
bool tidy_is_plain(struct slice s);
enum fault tidy_number(const struct tidying *t);
enum fault tidy_span(const struct tidying *t);
enum fault tidy_id(const struct tidying *t);
enum fault tidy_flag(const struct tidying *t);

#endif
