/* The rows of all tables of an HTML page, kept in a temporary file, so that they can be read table
 * by table. */
#ifndef RISK_HTML_ROWS_H
#define RISK_HTML_ROWS_H

#include "html.h"

struct html_table {
    char *name; /* its caption, else its id; NULL: it has none */
    bool hidden;
    bool filled;   /* some cell of its own holds a text */
    size_t parent; /* the table in a cell of which it stands, or HTML_OUTSIDE */
    uint64_t rows, hidden_rows;
};

/* Texts point into the reader's memory. */
struct html_cell {
    struct slice text, number;
    size_t columns;
    uint64_t rows;
    bool has_number, as_text;
};

struct html_rows;

/* Reads all of SOURCE, UTF-8. Lines outside of tables that name a unit of money (单位：万元), and
 * captions that do, become first rows of the next table, one cell each. */
enum status html_rows_read(struct source *source, const char *name, struct html_rows **out,
                           struct error *e);
const struct html_table *html_rows_tables(const struct html_rows *h, size_t *n);
/* Other lines of text outside of tables, which are not kept: how many, and the first. */
uint64_t html_rows_outside(const struct html_rows *h, struct slice *first);
/* Begins with the first row of TABLE. */
enum status html_rows_begin(struct html_rows *h, size_t table, struct error *e);
/* False in *GOT at the table's end. CELLS hold until the next call. */
enum status html_rows_next(struct html_rows *h, const struct html_cell **cells, size_t *n,
                           bool *got, struct error *e);
void html_rows_close(struct html_rows *h);

#endif
