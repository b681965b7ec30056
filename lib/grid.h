/* Rows of cells out of whatever file an office exports: CSV and its kin in any encoding, xlsx, ods,
 * xls, tables of HTML; gzip is unpacked wherever it comes from. What the rows mean (titles, header,
 * totals) is for layout.h, what the cells mean for tidy.h. */
#ifndef RISK_GRID_H
#define RISK_GRID_H

#include "cell.h"
#include "reader.h"

enum grid_kind { GRID_TEXT, GRID_XLSX, GRID_ODS, GRID_XLS, GRID_HTML };

struct grid_options {
    const char *encoding; /* of text; NULL: decided (encoding.h) */
    char separator;       /* of text: ',' '\t' ';'; 0: decided by the first lines */
    bool escaped;         /* READER_TSV_ESCAPED */
    bool display;         /* fill cell.shown */
    /* Hooks; each may be NULL. WARN: something that is no error and yet to be told, in one line.
     * WATCH: the input's bytes as they stand on disk, in order, all of them by the time that the
     * last row was read. */
    void (*warn)(void *context, const char *text);
    void (*watch)(void *context, struct slice bytes);
    /* Records of text that cannot be read (reader_reject). NULL: they end the read. */
    reader_reject_fn *reject;
    void *context;
};

struct grid_sheet {
    struct slice name; /* "" for text */
    bool hidden;
};

struct grid_row {
    uint64_t line, line_end; /* physical lines, or the sheet's row twice; from 1 */
    size_t n;                /* up to the last cell that is there; may be 0 */
    struct cell *cells;
    struct slice raw; /* text: the record as it stood, without its line end; else {NULL, 0} */
};

struct grid;

/* PATH "-" is standard input. ST_DATA for what is no table: its kind is told (a PDF, an encrypted
 * workbook, a picture), and what to do instead. */
enum status grid_open(const char *path, const struct grid_options *options, struct grid **out,
                      struct error *e);
/* The same of xlsx, ods and xls alone. */
enum status grid_open_book(const char *path, const struct grid_options *options, struct grid **out,
                           struct error *e);
enum grid_kind grid_kind(const struct grid *g);
/* "UTF-8", "GB18030", ...: how text was read. "" for workbooks. */
const char *grid_encoding(const struct grid *g);
size_t grid_sheet_count(const struct grid *g); /* 1 for text; at least 1 */
const struct grid_sheet *grid_sheet(const struct grid *g, size_t i);
/* Begins with the first row of sheet I. Again, and with another one, only where grid_again says
 * so. */
enum status grid_select(struct grid *g, size_t i, struct error *e);
bool grid_again(const struct grid *g);
/* The next row that is there; rows without cells may be left out (their numbers are missing then),
 * however many times a sheet repeats them. False in *GOT only at the end. The row holds until the
 * next call. */
enum status grid_next(struct grid *g, struct grid_row *row, bool *got, struct error *e);
/* What messages, evidence and receipts call what is being read: "spending.csv",
 * "book.xlsx!Sheet1". */
const char *grid_name(const struct grid *g);
/* Whether days are counted from 1904: a bare number in a date column is such a count. */
bool grid_from_1904(const struct grid *g);
double grid_progress(const struct grid *g); /* share read, -1 unknown */
void grid_close(struct grid *g);

#endif
