/* What the rows of a sheet are: titles, the header, records, totals, notes. The header is found by
 * the dictionary. */
#ifndef RISK_LAYOUT_H
#define RISK_LAYOUT_H

#include "grid.h"
#include "pack.h"

enum row_kind {
    ROW_RECORD,
    ROW_BLANK,
    ROW_TITLE,  /* above the header */
    ROW_UNIT,   /* 单位：万元 */
    ROW_HEADER, /* the header; again where a printed report repeats it */
    ROW_TOTAL,  /* 合计 */
    ROW_NOTE    /* 制表人：... */
};

struct layout_options {
    const struct pack
        *pack;           /* NULL: no dictionary; the first row that is not blank is the header */
    const char *table;   /* that it must be, or NULL */
    uint64_t header_row; /* physical line or sheet row; 0: found */
    bool names;          /* canonical names where the dictionary knows them */
};

struct layout_column {
    const struct column *column; /* of the dictionary, or NULL */
    struct slice name;           /* what it is called from here on: canonical, or as it stands */
    struct slice header;         /* as it stands, blanks folded */
    size_t cell;                 /* its place in a row */
    unsigned unit;               /* power of ten of its amounts (tidy_cell) */
};

struct layout {
    const struct table *table; /* NULL without a dictionary */
    struct layout_column *columns;
    size_t column_count;
    uint64_t header_line;
};

/* Reads GRID from its selected sheet's beginning to the end of the header. Rows on the way are
 * kept for layout_next, so that every row is told of. ST_DATA where no header, or more than one
 * table, fits: says how near the nearest came and which headers it lacks. L is the layout's and
 * lives until layout_close. */
struct laying;
enum status layout_open(struct grid *g, const struct layout_options *options, struct laying **out,
                        const struct layout **l, struct error *e);
/* The next row, from the sheet's first on, and what it is. In a record, what merged cells cover is
 * settled: texts, ids and dates are repeated, numbers stand once. WHY, one line for people, holds
 * for all but records. */
enum status layout_next(struct laying *y, struct grid_row *row, enum row_kind *kind,
                        const char **why, bool *got, struct error *e);
void layout_close(struct laying *y);

#endif
