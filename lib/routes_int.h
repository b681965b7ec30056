/* What the parts of routes.h share. */
#ifndef RISK_ROUTES_INT_H
#define RISK_ROUTES_INT_H

#include "routes.h"

/* Conditions that are lists of codes; grade is a set of bits. */
enum route_condition { ROUTE_REGION, ROUTE_FIELD, ROUTE_SCENARIO, ROUTE_RANK, ROUTE_CONDITIONS };

/* A code's number is what route_code gives; an alert has one of these too. */
enum {
    CODE_UNKNOWN = -1, /* it may be any */
    CODE_OTHER = -2    /* none that a row names */
};

struct code_set {
    int32_t *codes; /* sorted, none twice */
    size_t n;       /* 0: any */
};

enum official_column { OFFICIAL_ID, OFFICIAL_UNIT, OFFICIAL_RANK, OFFICIAL_COLUMNS };

struct route {
    struct code_set set[ROUTE_CONDITIONS];
    unsigned grades; /* a bit for each level, 0: any */
    uint32_t handler;
    uint32_t *copies; /* none twice, nor HANDLER */
    size_t copy_n;
};

struct handler {
    const char *code, *name, *unit; /* NAME: its code where the table gives none */
    size_t name_row, unit_row;      /* where they were said */
};

struct routes {
    const struct pack *pack;
    const struct regions *regions;
    bool chinese, missing; /* MISSING: the pack has no routes.csv */
    struct arena arena;
    struct sheet sheet;
    struct route *list;                    /* [sheet.n] */
    struct keytab codes[ROUTE_CONDITIONS]; /* of regions only where the pack has no regions.csv */
    struct keytab handler_codes;
    struct handler *handlers; /* [handler_codes.n] */
    struct sheet officials, recusals;
    struct slice official; /* what subjects call one: official_id */
    bool has_officials;
    int official_map[OFFICIAL_COLUMNS], recusal_reason; /* columns */
    struct keytab official_ids;                         /* a row of officials each */
    struct keytab recusal_keys;                         /* a row of recusals each */
    struct routes_work *work;
};

/* A row that fits an alert as far as is known. */
struct candidate {
    uint32_t row;
    bool region, rank; /* whether it fits depends on these, which are not known */
};
struct candidates {
    const struct candidate *list;
    size_t n;
};

/* What one call after the other uses again. */
struct routes_work {
    struct buffer part, key, ground, id;        /* texts */
    struct buffer rows, region_rows, rank_rows; /* candidates; rows passed over */
    uint64_t call, *told;                       /* [handler] the last call that told of it */
    struct keytab cases;                        /* combinations of codes that have come */
    struct candidates *of;                      /* [case] the rows for it */
    size_t of_size;
    struct arena arena; /* their memory */
};

/* The official that a subject is or has. */
struct official {
    bool is;
    struct slice id;
    uint32_t row;            /* KEYTAB_NONE: not on the list */
    struct slice unit, rank; /* blank: not known */
};

enum route_column {
    ROUTE_COL_HANDLER,
    ROUTE_COL_REGION,
    ROUTE_COL_FIELD,
    ROUTE_COL_SCENARIO,
    ROUTE_COL_RANK,
    ROUTE_COL_GRADE,
    ROUTE_COL_NAME,
    ROUTE_COL_UNIT,
    ROUTE_COL_COPIES,
    ROUTE_COLS
};
struct routes_reading {
    struct routes *r;
    int map[ROUTE_COLS];
    struct keytab rows; /* what makes two of them equal */
    struct error *e;
};
/* Each fills its part of a row, when all handlers are known. */
enum status routes_read_conditions(struct routes_reading *x, size_t row);
enum status routes_read_copies(struct routes_reading *x, size_t row);

enum status routes_read(struct routes *r, struct error *e);
enum status routes_read_officials(struct routes *r, const char *path, struct error *e);
enum status routes_read_recusals(struct routes *r, const char *path, struct error *e);

/* The number of a code in an alert. */
int32_t routes_code(const struct routes *r, enum route_condition c, struct slice code);
/* The rows for a case, from top to bottom, until the next call. False when memory is out. */
bool routes_candidates(const struct routes *r, const int32_t codes[ROUTE_CONDITIONS],
                       enum level grade, struct candidates *out);

/* OUT->id may lie in PART. False when memory is out. */
bool routes_official(const struct routes *r, struct slice kind, struct slice subject,
                     struct buffer *part, struct official *out);
/* Whether HANDLER must step aside; the ground is added to WHY. *FAILED when memory is out. */
bool routes_aside(const struct routes *r, uint32_t handler, struct slice kind, struct slice subject,
                  struct buffer *why, bool *failed);
/* The sentence with that ground. COPY: it only gets no copy. */
void routes_say_aside(const struct routes *r, uint32_t handler, bool copy, struct slice ground,
                      struct buffer *out);

#endif
