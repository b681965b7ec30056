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
    ROW_NOTE    /* 制表人：...; column numbers under the header; one text across the sheet */
};
enum { ROW_KINDS = ROW_NOTE + 1 };

/* Of what a total is the sum. */
enum total_kind {
    TOTAL_NONE,
    TOTAL_PART,   /* 小计, 本页合计, 本月合计: of the records since the last total */
    TOTAL_WHOLE,  /* 总计, 累计: of all records before it */
    TOTAL_EITHER  /* 合计, 共计: of one or the other */
};

struct layout_options {
    const struct pack
        *pack;           /* NULL: no dictionary; the first row that is not blank is the header */
    const char *table;   /* that it must be, or NULL */
    uint64_t header_row; /* physical line or sheet row; 0: found */
    bool names;          /* canonical names where the dictionary knows them */
    bool *cover;         /* may be NULL; set where layout_open found nothing like a header of any
                            table: a cover sheet, and not one that lacks a column */
    /* Something that is no error and yet to be told, in one line with its place. May be NULL. */
    void (*warn)(void *context, const char *text);
    void *context;
};

struct layout_column {
    const struct column *column; /* of the dictionary, or NULL */
    struct slice name;           /* what it is called from here on: canonical, or as it stands */
    struct slice header;         /* as it stands, blanks folded */
    size_t cell;                 /* its place in a row */
    unsigned unit;               /* power of ten of its amounts, or TIDY_PERCENT (tidy_cell) */
};

struct layout {
    const struct table *table; /* NULL without a dictionary */
    struct layout_column *columns;
    size_t column_count;
    uint64_t header_line;
};

struct layout_counts {
    uint64_t rows[ROW_KINDS];
    uint64_t merged; /* numbers left blank in rows that a merged cell covers */
};

/* Reads GRID from its selected sheet's beginning to the end of the header. Rows on the way are
 * kept for layout_next, so that every row is told of. ST_DATA where no header, or more than one
 * table, fits: says how near the nearest came and which headers it lacks. L is the layout's and
 * lives until layout_close. Columns that the dictionary knows come first, in its order. */
struct laying;
enum status layout_open(struct grid *g, const struct layout_options *options, struct laying **out,
                        const struct layout **l, struct error *e);
/* The next row, from the sheet's first on, and what it is. In a record, what merged cells cover is
 * settled: what one holds is repeated in the rows below it, never in another column; numbers (of
 * columns that the dictionary does not know: cells that are numbers) stand once. WHY, one line for
 * people, holds for all but records. ST_DATA with *GOT true: a cell stands in a column without
 * a name, or units contradict; ROW and *KIND are set, the row may be put aside, the next call goes
 * on. */
enum status layout_next(struct laying *y, struct grid_row *row, enum row_kind *kind,
                        const char **why, bool *got, struct error *e);
/* Of the ROW_TOTAL that layout_next just gave. */
enum total_kind layout_total(const struct laying *y);
/* Whether rows have been read, to find the header, that layout_next has not given yet. */
bool layout_ahead(const struct laying *y);
const struct layout_counts *layout_counts(const struct laying *y);
void layout_close(struct laying *y);

#endif
