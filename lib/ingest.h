/* Exports to clean tables: the rows of every sheet of every file, by the dictionary's names and
 * types, each row written, rejected or skipped with a reason, and none unaccounted for.
 *
 *     ingest_look      which sheet is which table; the columns of each table to come
 *     ingest_check     refuses what cannot be one run
 *     tables[].writer  is the caller's to set
 *     ingest_run       the rows
 */
#ifndef RISK_INGEST_H
#define RISK_INGEST_H

#include "arena.h"
#include "fingerprint.h"
#include "keytab.h"
#include "layout.h"
#include "pseudonym.h"
#include "tidy.h"
#include "writer.h"

/* An operand. */
struct ingest_input {
    const char *path;
    const char *table; /* that it must be, or NULL */
};

enum ingest_unknown { UNKNOWN_KEEP, UNKNOWN_DROP };

struct ingest_options {
    const struct pack *pack; /* NULL: no dictionary; cells pass as they are stored */
    /* How files are read. Its hooks are set here. */
    struct grid_options grid;
    const char *const *sheets; /* names, or numbers from 1; none: all that fit a table */
    size_t sheet_n;
    bool hidden;       /* read hidden sheets too */
    const char *table; /* that all must be, or NULL; sheets of others are left aside */
    uint64_t header_row;
    enum ingest_unknown unknown;
    bool no_source; /* no column _source */
    bool safe;      /* safe_cell */
    bool verbose;   /* tell of each row that is skipped, each cell with a note */
    bool list;      /* only ingest_look: look at all sheets, and refuse none */
    struct tidy_rules rules;
    enum fingerprint_kind digest;
    struct pseudonymiser *pseudonymiser; /* of the columns PSEUDONYMS, or NULL */
    const char *const *pseudonyms;
    size_t pseudonym_n;
    /* Hooks; each may be NULL. REJECT gets records that are refused; NULL: they end the run. */
    void (*warn)(void *context, const char *text);
    void (*tell)(void *context, const char *text);
    void (*progress)(void *context, double share, uint64_t rows);
    reader_reject_fn *reject;
    void *context;
};

enum { INGEST_PLACES = 5 };

/* A column of a table that is written. */
struct ingest_column {
    const struct column *column; /* of the dictionary, or NULL */
    struct slice name;
    enum column_type type;
    bool pseudonym;
    size_t seen; /* its place in order of appearance */
    uint64_t noted[TIDY_NOTES];       /* cells, by bit of tidy.h */
    struct buffer places[TIDY_NOTES]; /* of the first of them; */
    const char *place_of[TIDY_NOTES]; /* the last of these is of */
};

struct ingest_table {
    const struct table *table; /* NULL without a dictionary */
    struct ingest_column *columns;
    size_t column_n, columns_size;
    struct keytab names;  /* of the columns, */
    size_t *at;           /* [names.n] and where each of them is now */
    size_t at_size;
    struct writer writer; /* the caller's */
    struct fingerprint fingerprint; /* of what was written; the caller's too */
    uint64_t written;
};

/* What a column of numbers adds up to in one sheet. */
struct ingest_sum {
    uint64_t values; /* in rows that were written */
    struct num_sum written, rejected;
    struct num at_total, at_grand; /* of both, at the last row of totals, of totals of all */
};

/* A total that the sheet itself gives. */
struct ingest_total {
    uint64_t line;
    size_t column;        /* of the table */
    struct num stated;    /* by the sheet */
    struct num found;     /* in the rows that it is held to */
    struct num before;    /* in all rows above it */
    bool agrees;
};
enum { INGEST_TOTALS_MOST = 10000 }; /* of a sheet; more are counted */

struct ingest_sheet {
    size_t input, index; /* in the file, from 0 */
    struct slice name;
    bool hidden;
    size_t table;       /* that it goes into; INGEST_NONE: it is not read */
    const char *unread;      /* why it is not: hidden, unasked, unfit; "" where it is */
    const char *unread_text; /* the same for people */
    const char *called; /* grid_name */
    uint64_t header_line;
    size_t columns; /* it has */
    /* read = written + rejected + the sum of skipped */
    uint64_t read, written, rejected, skipped[ROW_KINDS];
    struct ingest_sum *sums; /* [column_n of the table] */
    struct ingest_total *totals;
    size_t total_n, totals_size;
    uint64_t total_line; /* of the last row of totals */
    uint64_t totals_more, totals_off; /* not listed; that do not agree */
};
#define INGEST_NONE SIZE_MAX

struct ingest_file {
    enum grid_kind kind;
    const char *encoding;
    uint64_t bytes;
    char digest[FINGERPRINT_SIZE]; /* of the bytes as they stand on disk */
};

struct ingest {
    struct ingest_options options;
    const struct ingest_input *inputs; /* the caller's */
    size_t input_n;
    struct ingest_file *files; /* [input_n] */
    struct ingest_sheet *sheets;
    size_t sheet_n, sheets_size;
    struct ingest_table *tables;
    size_t table_n, tables_size;
    uint64_t rows; /* read so far */
    struct arena memory;
    struct ingest_work *work;
};

/* Looks at the headers. OPTIONS is copied, what it points to and INPUTS stay the caller's. On
 * failure *OUT is there all the same, for ingest_close. */
enum status ingest_look(const struct ingest_options *options, const struct ingest_input *inputs,
                        size_t n, struct ingest **out, struct error *e);
/* ST_USAGE where there is more than one table and SEVERAL is false, or a column of PSEUDONYMS is in
 * none; ST_DATA where sheets without a dictionary do not have the same columns. */
enum status ingest_check(struct ingest *x, bool several, struct error *e);
/* Writes headers and rows. */
enum status ingest_run(struct ingest *x, struct error *e);
/* Tells, and warns, of what was read and what was found on the way. */
void ingest_say(struct ingest *x);
/* All sheets: file,sheet,name,hidden,table,header_row. */
void ingest_write_list(const struct ingest *x, struct writer *w);
uint64_t ingest_skipped(const struct ingest_sheet *s);
/* A word for a note of tidy.h, in receipts; BIT counts from 0. */
const char *ingest_note_name(unsigned bit);
/* "record", "blank", "title" ..., for people. */
const char *ingest_kind_name(enum row_kind kind);
void ingest_close(struct ingest *x);

#endif
