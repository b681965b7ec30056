/* Heat tables: how much was found in each field, or scenario, of each region.
 *
 * A cell's weight is the sum over what was found there of its grade's weight times, where old
 * findings fade, 2^-(months / half-life). With exposures (budget, people), what a cell would hold
 * if its row's weight were spread like them is `expected`, and
 *
 *     heat = (weight + k) / (expected + k)
 *
 * the mean of a relative risk after the count is known, where before it is Gamma distributed with
 * shape and rate k, hence mean 1, and the count Poisson: Clayton & Kaldor (1987), Empirical Bayes
 * estimates of age-standardized relative risks for use in disease mapping, Biometrics 43, 671-681.
 * That holds of counts; of weights it is the same shrinkage towards 1. Without exposures heat is
 * the weight. */
#ifndef RISK_HEAT_H
#define RISK_HEAT_H

#include "region.h"

enum heat_by { HEAT_BY_FIELD, HEAT_BY_SCENARIO };

enum heat_state {
    HEAT_NONE,    /* nothing was found, and nothing says that anyone looked */
    HEAT_FEW,     /* too little to tell */
    HEAT_UNKNOWN, /* there are exposures, but this region's is not known, or is 0 */
    HEAT_KNOWN,
    HEAT_STATES
};
const char *heat_state_name(enum heat_state s); /* "none", "few", "unknown", "known" */

enum heat_fading { HEAT_FADING_USUAL, HEAT_FADING_NONE, HEAT_FADING_GIVEN };

enum {
    HEAT_FINE = 6, /* fractional digits of weights and of the half-life, and digits before them */
    HEAT_FEW_COUNT = 3,
    HEAT_HALF_LIFE = 24, /* months, of past cases */
    HEAT_FACTOR_PLACES = 12
};
#define HEAT_COUNT_MAX INT64_C(1000000000000) /* of all findings */

struct heat_options {
    enum heat_by by;
    int level;                 /* depth that regions are rolled up to (region.h) */
    struct num weight[LEVELS]; /* blue, yellow, red */
    enum heat_fading fading;   /* usual: HEAT_HALF_LIFE for past cases, none for alerts */
    struct num half_life;      /* months, if given */
    int64_t today;
    struct num smooth; /* k, at least 0 */
    struct num least;  /* so many findings, or so many expected ones, tell enough */
    bool least_given;  /* else HEAT_FEW_COUNT */
};

/* A field, a scenario, or what is of none that is known: `field` or `scenario` is then "?". */
struct heat_row {
    const char *field, *field_name, *scenario, *scenario_name; /* "" where there is none */
    int field_number;                                          /* -1: unknown */
    bool optional; /* shown only if something was found there */
    bool seen;
};
struct heat_column {
    const char *code, *name; /* "?" and "" for an unknown region */
    int region;              /* index in pack->regions, or -1 */
    bool optional, seen;
};

struct heat_cell {
    uint64_t count[LEVELS];
    int128 aged[LEVELS]; /* sums of fading factors, in units of 10^-12 */
    bool rounded;        /* a factor was */
    bool seen;
    /* Known after heat_settle: */
    struct num weight, exposure, expected_count, expected, heat;
    bool has_exposure; /* known, may be 0 */
    bool has_expected; /* else blank */
    bool has_heat;
    enum heat_state state;
};

/* Zero-initialise; heat_free gives everything back. The pack must outlive it. */
struct heat {
    struct heat_options options;
    const struct pack *pack;
    struct regions regions;
    struct keytab fields, scenarios; /* numbers: of the field, of pack->scenarios */
    uint32_t *first_scenario;        /* [fields.n] a scenario of it, for the field's name */
    struct heat_row *rows;
    struct heat_column *columns;
    size_t row_n, column_n;
    uint32_t *scenario_row, *field_row; /* [scenario_count], [fields.n] */
    uint32_t *region_column;            /* [region_count] */
    struct heat_cell *cells;            /* [row_n * column_n] */
    uint64_t total;                     /* of all counts */
    struct heat_exposure *exposure;     /* NULL: none */
    /* Known after heat_settle: */
    uint64_t states[HEAT_STATES]; /* of the cells that are shown */
    struct num hottest;           /* of the known cells; 0 without any */
    struct num least;
};

/* Fields in the order of the taxonomy, scenarios in that of their field, regions in that of
 * regions.csv; what is of no known one last. ST_USAGE if the pack has no taxonomy or regions. */
enum status heat_init(struct heat *h, const struct pack *pack, const struct heat_options *options,
                      struct error *e);
void heat_free(struct heat *h);

enum heat_place {
    HEAT_PLACED,
    HEAT_NO_SCENARIO, /* the taxonomy has no such code */
    HEAT_NO_FIELD,
    HEAT_OTHER_FIELD /* the scenario is of another field */
};
/* Which row; codes may be empty. */
enum heat_place heat_find_row(const struct heat *h, struct slice field, struct slice scenario,
                              size_t *row);
/* The column of a region: the last one if it is not known. */
size_t heat_find_column(const struct heat *h, struct slice region);
/* MONTHS: how old the findings are. ST_DATA without place beyond HEAT_COUNT_MAX in all. */
enum status heat_add(struct heat *h, size_t row, size_t column, enum level grade, uint64_t count,
                     int64_t months, struct error *e);
/* 2^-(months / half_life) in units of 10^-12, rounded half-even; *EXACT if nothing was rounded.
 * Computed in integers of 64 binary places, so that it is the same on every machine. HALF_LIFE is
 * positive, with at most HEAT_FINE digits on either side of its point. */
int64_t heat_factor(int64_t months, const struct num *half_life, bool *exact);

/* Reads a sheet `region,exposure` with optional `field`, `unit`, `name`, `source`. A field that has
 * rows of its own uses these alone. A region without a row has the sum of its parts, if each of
 * them is known. ST_USAGE with place for anything wrong. */
enum status heat_load_exposure(struct heat *h, const char *path, struct error *e);
void heat_exposure_free(struct heat_exposure *x);
/* Of a row's field in a column: false if it is not known. */
bool heat_exposure_of(const struct heat *h, size_t row, size_t column, struct num *out);
const char *heat_exposure_unit(const struct heat *h, size_t row);

/* What follows from all that was added. */
enum status heat_settle(struct heat *h, struct error *e);
static inline struct heat_cell *heat_cell(const struct heat *h, size_t row, size_t column)
{
    return &h->cells[row * h->column_n + column];
}
static inline bool heat_shows_row(const struct heat *h, size_t row)
{
    return !h->rows[row].optional || h->rows[row].seen;
}
static inline bool heat_shows_column(const struct heat *h, size_t column)
{
    return !h->columns[column].optional || h->columns[column].seen;
}
static inline uint64_t heat_count(const struct heat_cell *c)
{
    return c->count[0] + c->count[1] + c->count[2];
}

/* Known cells in five shades, 1 to 5; others 0. With exposures by the ratio: above 0.5, 0.8, 1.25,
 * 2; without by how often half of the hottest: above 1/16, 1/8, 1/4, 1/2 of it. */
enum { HEAT_SHADES = 5 };
int heat_shade(const struct heat *h, const struct heat_cell *c);
/* What a heat must be above to have SHADE, 2 to 5. */
struct num heat_shade_bound(const struct heat *h, int shade);

#endif
