/* Why a value is unknown. A vector holds one small number a row; 0 is known. */
#ifndef RISK_REASON_H
#define RISK_REASON_H

#include <pthread.h>

#include "arena.h"
#include "error.h"

typedef uint16_t why_t;

enum reason_kind {
    REASON_TOO_LARGE, /* a result does not fit: an error when it reaches a result, as are those
                         above BLANK */
    REASON_DIFFERS,   /* a plain column differs within its subject */
    REASON_TWO_MATCHES,
    REASON_REJECTED, /* a row was refused */
    REASON_BLANK,    /* a blank cell; detail: the column */
    REASON_ZERO_DIVISOR,
    REASON_NO_ROWS,  /* an aggregate over no rows */
    REASON_TOO_FEW,  /* values for this statistic; detail: the aggregate */
    REASON_PEERS,    /* fewer than min_peers subjects */
    REASON_NO_MATCH, /* lookup; detail: the table */
    REASON_ORDER,    /* first or last: two rows stand first */
    REASON_CALENDAR, /* a date beyond the calendar */
    REASON_PERIODS,  /* fewer judgeable periods than `for` */
    REASON_MISSING,  /* a missing period in the window */
    REASON_NO_LEVEL, /* a fence at or below 0 sets no level */
    REASON_KEY,      /* blank key; detail: the column */
    REASON_SPREAD,   /* a statistic of values that are all equal */
    REASON_WHOLE,    /* gaps between numbers that are not whole */
    REASON_NUMBER,   /* number() of a text that is none */
    REASON_LENGTH,   /* distance() of a long text */
    REASON_UNJUDGED, /* an indicator could not judge the subject; detail: the indicator */
    REASON_BEFORE,   /* prev, growth, monthly: the period before is missing */
    /* Of a parameter, which is the detail: no row of it is for the key, the region, the date, or
     * several are for the rows of a subject. */
    REASON_PARAM_KEY,
    REASON_PARAM_REGION,
    REASON_PARAM_DATE,
    REASON_PARAM_DIFFERS
};

struct reasons {
    struct arena arena;
    struct reason {
        enum reason_kind kind;
        struct slice detail;
    } * list; /* [0] is unused */
    size_t n, size;
    size_t settled; /* those before it were made before threads run; 0: none do */
    pthread_mutex_t lock;
};

/* The number of a reason, the same for the same kind and detail. Reasons of lower kind that are to
 * prevail should be made first: of two reasons the smaller number is kept. Returns 0 when memory is
 * out. */
why_t reason_make(struct reasons *r, enum reason_kind kind, struct slice detail);
/* Makes the fatal ones, so that they have the smallest numbers. */
enum status reasons_init(struct reasons *r, struct error *e);
/* From here on several threads may make reasons at a time. What they make anew is numbered as it
 * comes: all that a run can need is to be made before. */
enum status reasons_settle(struct reasons *r, struct error *e);
bool reason_fatal(const struct reasons *r, why_t why);
/* "blank spent", "zero divisor", in the reader's language. */
void reason_text(const struct reasons *r, why_t why, char *out, size_t size);
void reasons_free(struct reasons *r);

static inline why_t why_min(why_t a, why_t b)
{
    return a == 0 ? b : b == 0 ? a : a < b ? a : b;
}

#endif
