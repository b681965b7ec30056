/* Records of CSV and TSV, in batches, column by column. A record without a quote is split where it
 * stands; a record with one is handed to libcsv, whose strict reading is the authority. */
#ifndef RISK_READER_H
#define RISK_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "source.h"

enum reader_format { READER_CSV, READER_TSV, READER_TSV_ESCAPED };

enum {
    READER_CELL_MAX = 16 << 20, /* bytes of one record; more is refused */
    BATCH_ROWS = 512
};

struct reader_options {
    enum reader_format format;
    size_t chunk;       /* bytes a read asks for; 0: 256 KiB. Any size gives the same records */
    bool no_header;     /* the first record is data; then NAMES must be given */
    struct slice names; /* header to use instead of the file's (comma-separated), or {NULL, 0} */
    bool plain;         /* use the scalar twins of the vector routines */
    char separator;     /* instead of the format's; 0: that */
    uint64_t line;      /* the first line's number; 0: 1 */
    /* Rows of any number of cells, none of them a header: reader_row takes the place of
     * reader_next, and there are no columns. A cell ="..." that holds no quote, separator or line
     * end between its quotes, which is how spreadsheet programs keep 00123 a text, is taken as
     * "...". */
    bool loose;
    const char *const *encoding; /* of a loose source: encoding_from, or NULL */
    bool returns; /* of a loose source: line feeds and carriage returns have been swapped in it */
};

/* One batch. Cells point into the reader's memory and hold until the next reader_next. */
struct batch {
    size_t n;                 /* records, at most BATCH_ROWS */
    struct slice **cells;     /* cells[k][row]: k counts the columns selected */
    const uint64_t *line;     /* [row] first physical line of the record, from 1 */
    const struct slice *raw;  /* [row] the record as it stood, without its line end */
};

/* The last physical line of a record. */
uint64_t batch_line_end(const struct batch *b, size_t row);

/* Called with each record that is refused when the reader goes on (see reader_reject): the record
 * as it stood and why, with the place in E. Returns other than ST_OK to stop. */
typedef enum status reader_reject_fn(void *context, struct slice raw, const struct error *why,
                                     struct error *e);

struct reader;

/* Takes SOURCE (closed by reader_close, also when this fails) and reads the header: UTF-8 with or
 * without BOM, no name twice, none blank. */
enum status reader_open(struct source *source, const struct reader_options *options,
                        struct reader **out, struct error *e);
size_t reader_columns(const struct reader *r);
struct slice reader_column(const struct reader *r, size_t i); /* name */
const char *reader_name(const struct reader *r);
/* Which columns batches hold, by index; unselected ones are checked for shape and UTF-8 only. */
enum status reader_select(struct reader *r, const size_t *columns, size_t n, struct error *e);
/* Malformed records (ragged, stray or unclosed quote, invalid UTF-8, NUL, bare CR, too long) go to
 * FN instead of ending the read. An unclosed quote takes the rest of the file with it and is told
 * once. */
void reader_reject(struct reader *r, reader_reject_fn *fn, void *context);
/* The next batch; n is 0 only at the end. */
enum status reader_next(struct reader *r, struct batch *b, struct error *e);
/* All cells of one record that a batch held as raw: *CELLS, [reader_columns]; until the next call.
 */
enum status reader_split(struct reader *r, struct slice raw, struct slice **cells, struct error *e);
/* A record of a loose reader; it holds until the next call. */
struct reader_row {
    uint64_t line, line_end;
    struct slice raw;    /* as it stood, without its line end */
    struct slice *cells; /* [n]; a blank line has none */
    size_t n;
    bool quoted;
    size_t tricks; /* cells ="..." */
};
/* The next row; false in *GOT only at the end. */
enum status reader_row(struct reader *r, struct reader_row *row, bool *got, struct error *e);
/* Whether RAW, a record that a batch held, is its cells with commas between them. */
bool reader_plain(const struct reader *r, struct slice raw);
double reader_progress(const struct reader *r);
void reader_close(struct reader *r);

#endif
