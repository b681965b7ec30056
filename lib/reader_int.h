/* What only the parts of the reader share: one record, where it ends, what is wrong with it, its
 * cells. */
#ifndef RISK_READER_INT_H
#define RISK_READER_INT_H

#include <csv.h>

#include "arena.h"
#include "reader.h"
#include "scan.h"

/* The bytes that shape a format. QUOTE is -1 and ESCAPE true for READER_TSV_ESCAPED. TRICK: cells
 * ="..." are taken. */
struct shape {
    char separator;
    int quote;
    bool escape, trick;
};
struct shape shape_of(enum reader_format format);

enum fault_kind {
    FAULT_NONE,
    FAULT_STRAY,    /* quote inside a cell that does not begin with one */
    FAULT_BEHIND,   /* text behind a closing quote */
    FAULT_UNCLOSED, /* place: the opening quote */
    FAULT_RETURN,   /* carriage return that is no part of a line end, outside quotes */
    FAULT_NUL,
    FAULT_UTF8,
    FAULT_ESCAPE, /* backslash with something else than t n r \ behind it */
    FAULT_LIBCSV, /* libcsv reads the record in another way than the walk did */
    FAULT_LONG,   /* beyond READER_CELL_MAX; place: the quote that may be unclosed, if any */
    FAULT_REST,   /* a further part of such a record */
    FAULT_FIELDS  /* number of cells */
};

struct fault {
    enum fault_kind kind;
    size_t at; /* offset in the record */
};

/* A walk over a record byte by byte, which may go on as more bytes come. Zero-initialise. */
enum walk_state {
    WALK_CELL,   /* at a cell's first byte */
    WALK_PLAIN,  /* in a cell without quotes */
    WALK_QUOTED, /* between quotes */
    WALK_CLOSED, /* behind a quote that closes the cell, unless another one follows */
    WALK_RETURN, /* behind a carriage return outside quotes */
    /* From here on the rare ones. */
    WALK_EQUALS,  /* behind an = that begins a cell */
    WALK_TRICK,   /* between the quotes of ="..." */
    WALK_TRICKED, /* behind them */
    WALK_LOST     /* behind a quote out of place: on to the line's end */
};

struct walk {
    enum walk_state state;
    size_t at;          /* next byte */
    size_t cell;        /* where the present cell begins */
    size_t field;       /* cells before it */
    size_t lines;       /* line feeds passed */
    bool quoted;        /* a quote opened somewhere */
    size_t tricks;      /* cells ="..." */
    struct fault fault; /* the first one */
};

/* Goes on over the record that begins at P, of which N bytes are there. True when it ends, at the
 * line feed p[w->at]. */
bool walk_on(struct walk *w, const struct shape *s, const char *p, size_t n);
/* The input ends here: finds what is left open. */
void walk_end(struct walk *w);

/* Cells of one record. Zero-initialise by splitter_init; the format's libcsv parser lives on
 * between records. */
struct splitter {
    struct shape shape;
    struct csv_parser csv;
    struct slice *cells;
    size_t n, size;
    /* of the split that is going on */
    struct arena *arena;
    const bool *wanted;
    size_t wanted_count, rows;
    bool failed; /* memory */
};

void splitter_init(struct splitter *s, struct shape shape);
void splitter_free(struct splitter *s);
/* RAW is a record that a walk found no fault in (QUOTED as it says). Cells that had to be rewritten
 * are in A; they are kept only for columns with WANTED (all if it is NULL). ST_DATA with FAULT set,
 * ST_SYSTEM without. */
enum status splitter_split(struct splitter *s, struct slice raw, bool quoted, const bool *wanted,
                           size_t wanted_count, struct arena *a, struct fault *fault);

/* Where a record stands, for messages. */
struct place {
    const char *file;
    uint64_t line, line_end; /* of the record */
    bool header;             /* it is the header */
    size_t fields, columns;  /* cells it has, and the header */
    uint64_t began;          /* FAULT_REST: line on which the record began */
    bool loose, returns;     /* as reader_options says, */
    const char *encoding;    /* and this */
};

/* Says what is wrong with RAW, where, and what helps. Returns ST_DATA. */
enum status fault_error(const struct fault *f, const struct shape *s, struct slice raw,
                        const struct place *place, struct error *e);

enum {
    READER_FRONT = 64 /* the buffer's first bytes stay unused, so that no record's offset is 0 */
};

struct reader {
    struct source *source;
    struct reader_options options;
    size_t chunk;
    const struct scan_routines *routines;
    struct splitter splitter;
    struct arena header; /* the names */
    struct slice *names;
    size_t columns;
    reader_reject_fn *reject;
    void *reject_context;

    char *text; /* the buffer; text[start..end) is not yet read as records */
    size_t size, start, end;
    bool ended;
    size_t valid_to;    /* UTF-8 has been looked at up to here, always a line's first byte */
    size_t suspect_to;  /* lines that begin before this are to be looked at one by one */
    struct marks marks; /* marks.at[0] stands for the byte before the first record */
    size_t mark, mark_line, mark_odd; /* the first of each kind at or behind START */
    uint64_t line;                    /* of text[start] */
    bool walking;                     /* the record at START is walked over */
    struct walk walk;
    uint64_t long_line; /* where the record began of which START is a further part; 0: none */

    size_t *selected; /* [selected_count] */
    size_t selected_count;
    bool *wanted;   /* [columns] */
    size_t n, rows; /* records in the batch, and room for them */
    struct slice **cells, *cell_memory, *raw;
    uint64_t *lines;
    struct arena arena, split_arena;
};

/* One record as it was found. */
struct record {
    struct slice raw;
    size_t next; /* where the next one begins */
    bool quoted;
    size_t tricks;
    bool part; /* more of it follows: it is beyond READER_CELL_MAX */
    struct fault fault;
};

enum found { FOUND, NEED_MORE, NOTHING };

enum status reader_select_all(struct reader *r, struct error *e);
/* Reads on and marks what came. Call it only when no whole record is left: the buffer moves. */
enum status reader_fill(struct reader *r, struct error *e);
/* Finds the end of the record at START, the long way that suits any record. */
enum found reader_find(struct reader *r, struct record *rec);
/* Looks into REC for all that a walk does not see, and splits it into r->splitter.cells. ST_DATA:
 * see its fault. */
enum status reader_check(struct reader *r, struct record *rec);
/* Says what is wrong with REC, which begins on LINE. */
enum status reader_refuse(const struct reader *r, const struct record *rec, uint64_t line,
                          struct error *e);
/* Gives REC, which is refused, to whom takes such records (r->reject), and goes behind it. */
enum status reader_pass(struct reader *r, const struct record *rec, struct error *e);
uint64_t reader_lines(const char *p, size_t n); /* line feeds in it */
/* Goes behind REC. */
void reader_consume(struct reader *r, const struct record *rec);

#endif
