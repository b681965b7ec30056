/* A table that is read by the names of its columns: alerts, past cases, verdicts, events. Columns
 * that nobody asked for pass by. */
#ifndef RISK_COLUMNS_H
#define RISK_COLUMNS_H

#include "reader.h"

struct wanted_column {
    const char *name;
    bool required;
};

struct columns {
    struct reader *reader;
    const struct wanted_column *wanted; /* the caller's */
    size_t n;
    int *selected; /* [wanted] index among the columns of the batch, -1 where it is not there */
    size_t *field; /* [wanted] its number in the header, from 0 */
    struct batch batch;
};

/* Opens PATH ("-" is standard input). A required column that is missing is ST_DATA; the error names
 * the nearest and lists the rest. WANTED must outlive C. On failure nothing is left to close. */
enum status columns_open(const char *path, const struct reader_options *options,
                         const struct wanted_column *wanted, size_t n, struct columns *c,
                         struct error *e);
/* The next batch; c->batch.n is 0 only at the end. */
enum status columns_next(struct columns *c, struct error *e);
static inline bool columns_has(const struct columns *c, size_t wanted)
{
    return c->selected[wanted] >= 0;
}
/* The cell of ROW in the batch, empty where the table has no such column. */
static inline struct slice columns_cell(const struct columns *c, size_t wanted, size_t row)
{
    return columns_has(c, wanted) ? c->batch.cells[c->selected[wanted]][row] : SLICE("");
}
/* An ST_DATA error at that cell. */
enum status columns_error(const struct columns *c, size_t wanted, size_t row, struct error *e,
                          const char *format, ...) RISK_PRINTF(5, 6);
/* The error of a table without column NAME: says which is nearest and which there are. */
enum status columns_missing(const struct reader *r, const char *name, struct error *e);
void columns_close(struct columns *c);

#endif
