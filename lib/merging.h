/* A row of cells in the making, with the merged cells that reach into it from the left and from
 * above. */
#ifndef RISK_MERGING_H
#define RISK_MERGING_H

#include "buffer.h"
#include "cell.h"
#include "error.h"

enum {
    MERGING_COLUMNS_MAX = 16384,   /* of a spreadsheet program */
    MERGING_BYTES_MAX = 16 << 20, /* texts of one row, and of merged cells at one time */
};

struct merged;

/* Zero-initialise; merging_free gives everything back. */
struct merging {
    struct cell *cells;
    size_t n, size; /* cells so far; those between that were not put are blank */
    struct place {
        size_t text, shown; /* where they begin in `texts` */
    } *places;
    size_t place_size;
    struct buffer texts;
    struct merged *merged; /* they do not overlap */
    size_t merged_n, merged_size, merged_bytes;
    uint32_t *owner; /* [column] the place in `merged`, plus 1, of what covers it; 0: nothing */
    size_t owner_n, owner_size;
};

void merging_begin(struct merging *m);
/* The merged cell from above that COLUMN (from 0) belongs to, or NULL. */
const struct cell *merging_above(const struct merging *m, size_t column);
/* Puts CELL, whose texts are copied, at COLUMN, and over COLUMNS and ROWS (1: it is not merged)
 * from there, as far as no other merged cell is met. ST_DATA where it is too much, without a
 * place. */
enum status merging_put(struct merging *m, size_t column, const struct cell *cell, size_t columns,
                        uint64_t rows, struct error *e);
/* Makes m->cells whole: texts stand where cells point, what is covered repeats what covers it, and
 * blank cells at the end are taken off. They hold until merging_begin. */
enum status merging_finish(struct merging *m, struct error *e);
/* ROWS rows, of which the one that was made is the first, are over. */
void merging_next(struct merging *m, uint64_t rows);
void merging_free(struct merging *m);

#endif
