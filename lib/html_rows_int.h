#ifndef RISK_HTML_ROWS_INT_H
#define RISK_HTML_ROWS_INT_H

#include "html_rows.h"
#include "spill.h"

enum {
    HTML_TABLES_MAX = 10000,
    HTML_ROW_MAX = 16 << 20, /* bytes of one row */
    UNIT_LINE_MAX = 200,     /* bytes of a line that names a unit */
    UNIT_LINES_MAX = 8
};

/* What stands before each row in the file. */
struct row_head {
    uint64_t table, cells, bytes;
};

/* What stands before each cell's text and number. */
struct cell_head {
    uint64_t text, number, columns, rows;
    uint8_t has_number, as_text;
};

struct html_rows {
    const char *name; /* while the page is read */
    struct spill *file;
    struct html_table *tables;
    size_t n, size;
    /* Of a table that is open: its row, its cell. */
    struct keeping {
        size_t table;
        struct buffer row;
        uint64_t cells;
        bool hidden, text, in_row;
        struct cell_head cell;
        struct buffer number;
        struct html_text words; /* of the cell, or the caption */
    } keeping[HTML_NESTED_MAX];
    size_t open;
    struct html_text line; /* outside of tables */
    struct buffer units;   /* lines that name a unit, each with a line end */
    size_t unit_lines;
    uint64_t outside;
    struct buffer first_outside;
    /* For reading. */
    size_t reading;
    struct buffer bytes;
    struct html_cell *cells;
    size_t cell_size;
};

enum status html_rows_event(void *context, const struct html_event *event, struct error *e);
/* A line outside of tables is over. */
enum status html_rows_line(struct html_rows *h, struct error *e);

#endif
