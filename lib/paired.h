/* Rows held until all of their key have come, and then given two by two. */
#ifndef RISK_PAIRED_H
#define RISK_PAIRED_H

#include "digest.h"
#include "slot.h"

enum { PAIRED_MAX = 10000 }; /* rows of one key: beyond, the pairs are too many to be meant */

/* What a held row has in one column: millions of rows may be held, so it is small. */
struct paired_cell {
    int64_t low;   /* a decimal of 64 bits at `scale`; days, months, truth */
    uint32_t wide; /* index + 1 of a number that does not fit so */
    why_t why;
    uint8_t scale;
};
struct paired_text {
    uint32_t text; /* its number */
    why_t why;
};

struct paired_row {
    uint64_t mark; /* equal in equal rows, and hardly ever in others */
    uint64_t line; /* where it stands; or, with SOURCE_PLACES, its number among the places */
    uint32_t source;
    uint32_t key;
    why_t kept; /* 0, or why it is not known whether the row counts */
};
typedef char paired_name[DIGEST_SIZE];

struct paired {
    /* Set by the owner: */
    enum type *types; /* [column_n] */
    bool *held;       /* [column_n]: whether its cells are wanted */
    size_t column_n;
    size_t id;  /* the column by which the first of two is told, or SIZE_MAX */
    bool named; /* NAMES are asked for: digests cost much */
    bool shown; /* SHOWN_AS is kept of each row */
    /* What has come: */
    struct keytab keys, texts;
    struct paired_row *rows;
    struct paired_cell **cells; /* [column][row], or in TEXT_CELLS */
    struct paired_text **text_cells;
    size_t n, size, *cell_size;
    paired_name *names; /* [row] or NULL */
    size_t names_size;
    struct places *places; /* of rows that stand on no one line of a file */
    size_t places_n, places_size;
    struct slice *shown_as; /* [row] or NULL */
    size_t shown_as_size;
    struct num *wide;
    size_t wide_n, wide_size;
    struct arena arena;
    uint32_t *order; /* rows by key, and within it first to last */
    /* Where paired_next stands: */
    size_t from, to, i, k;
};

enum status paired_begin(struct paired *p, struct error *e);
/* Rows of a batch that are to be held, [n] each. */
struct paired_batch {
    size_t n;
    uint32_t *at;              /* where they stand in COLUMNS */
    struct slice *keys;        /* the texts of their keys */
    struct paired_row *rows;   /* all but their keys' numbers */
    struct places *places;     /* of those of SOURCE_PLACES */
    paired_name *names;        /* their digests, where these are kept */
    struct slice *shown_as;    /* their names for who shows them, where these are kept */
    const struct vec *columns; /* [column] */
    struct arena *scratch;
};
/* Everything is copied. False when memory is out. */
bool paired_add(struct paired *p, const struct paired_batch *b);
/* When all have come. *MANY gets a row whose key has more than PAIRED_MAX of them, else SIZE_MAX;
 * *HOW_MANY how many. False when memory is out. */
bool paired_sort(struct paired *p, size_t *many, size_t *how_many);
/* Up to N pairs of rows, by their number: FIRST[i] and SECOND[i]; 0 at the end. */
size_t paired_next(struct paired *p, uint32_t *first, uint32_t *second, size_t n);
/* The lines that a row rests on. */
const struct places *paired_places(const struct paired *p, uint32_t row, struct one_place *one);
/* Column COLUMN of N rows. */
bool paired_column(const struct paired *p, size_t column, const uint32_t *rows, size_t n,
                   struct arena *a, struct vec *out);
void paired_free(struct paired *p);

#endif
