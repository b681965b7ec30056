/* What the parts of ingest share. */
#ifndef RISK_INGEST_INT_H
#define RISK_INGEST_INT_H

#include "ingest.h"
#include "held.h"
#include "keytab.h"

/* What is being read now. */
struct ingest_work {
    struct grid *grid;
    size_t input; /* whose it is */
    bool fresh;   /* no sheet of it has been selected yet */
    struct laying *laying;
    const struct layout *layout;
    size_t laid;             /* the sheet that LAYING is of, */
    bool begun;              /* of which rows have been taken */
    bool cover;              /* nothing in it is like a header */
    bool unknown;            /* there are columns that the dictionary does not know */
    bool running;            /* ingest_run */
    bool *pseudonyms_seen;   /* [pseudonym_n] a column of that name is there */
    struct keytab told;      /* warnings of grids, which may be opened twice */
    struct held held; /* records that the reader refused before their turn */
    struct fingerprint fingerprint;
    /* From the sheet's columns to the table's: */
    struct tidy_rules rules;
    size_t *from; /* [column_n] column of the layout, or INGEST_NONE */
    size_t from_size;
    size_t source_cell; /* that holds _source already, or INGEST_NONE */
    bool *known;        /* [known_n] cells that are some column's */
    size_t known_n, known_size;
    /* A record: */
    struct buffer values;
    size_t *ends; /* [column_n] of the values */
    size_t ends_size;
    unsigned *notes; /* [column_n] */
    size_t notes_size;
    struct buffer source, safe, raw;
    const struct ingest_sheet *source_of; /* whose name SOURCE begins with, */
    size_t source_n;                      /* so many bytes of it */
};

/* Opens input I anew; what was open is closed. */
enum status ingest_open_input(struct ingest *x, size_t i, struct error *e);
void ingest_close_input(struct ingest *x);
/* Lays out sheet S from its beginning. Opens its input where that is needed. */
enum status ingest_lay(struct ingest *x, size_t s, struct error *e);
/* The dictionary's table that the name of a text stands for, or NULL: spending.csv. */
const char *ingest_stem_table(const struct ingest *x, const char *path);

/* ingest_columns.c */
/* The table that the columns of the layout go into, with these columns in it. */
enum status ingest_bind(struct ingest *x, struct ingest_sheet *s, struct error *e);
/* Puts them into the order in which they are written. */
enum status ingest_settle(struct ingest *x, struct error *e);
/* Finds for each column of the table its place in the layout. ST_DATA where the columns are not
 * those that were seen before. */
enum status ingest_map(struct ingest *x, const struct ingest_sheet *s, struct error *e);

/* ingest_row.c */
enum status ingest_write_header(struct ingest *x, struct ingest_table *t, struct error *e);
enum status ingest_record(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                          struct error *e);
/* Takes what E quotes out of it, where there are pseudonyms: it may be of any column. */
void ingest_hide(const struct ingest *x, struct error *e);
/* A row that layout.h refuses, for the reason in E. */
enum status ingest_reject(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                          struct error *e);
/* Appends the value of the cell of column K, nothing where it is blank. */
enum status ingest_value(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                         size_t k, struct buffer *out, unsigned *notes, struct error *e);

/* ingest_total.c */
enum status ingest_take_total(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                              enum total_kind kind, struct error *e);
/* Holds what did not agree to the rows below it and to the whole, and warns. */
void ingest_end_totals(struct ingest *x, struct ingest_sheet *s);
bool ingest_sum_now(const struct ingest_sum *sum, struct num *out);

/* ingest_note.c */
void ingest_note(struct ingest *x, const struct ingest_sheet *s, struct ingest_column *c,
                 unsigned notes, const struct grid_row *row, size_t cell);
void ingest_warn(struct ingest *x, const char *format, ...) RISK_PRINTF(2, 3);
void ingest_tell(struct ingest *x, const char *format, ...) RISK_PRINTF(2, 3);

#endif
