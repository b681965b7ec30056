/* What the readers of the kinds of file share, and what each of them gives. */
#ifndef RISK_GRID_INT_H
#define RISK_GRID_INT_H

#include "arena.h"
#include "buffer.h"
#include "grid.h"

/* What a file is by its first bytes; who reads it may find more in it. */
enum container {
    CONTAINER_TEXT,
    CONTAINER_ZIP,   /* xlsx, ods; another one is refused by who opens it */
    CONTAINER_OLE2,  /* xls; what else it may be is refused by who opens it */
    CONTAINER_HTML,
    CONTAINER_SPREADSHEETML, /* the XML of Excel 2003 */
    CONTAINERS
};
/* ST_DATA, with what it is and what helps, for what no reader takes. */
enum status container_of(struct source *s, enum container *out, struct error *e);

struct grid_methods {
    /* Goes to the beginning of sheet g->sheet. */
    enum status (*begin)(struct grid *g, struct error *e);
    enum status (*next)(struct grid *g, struct grid_row *row, bool *got, struct error *e);
    double (*progress)(const struct grid *g); /* NULL: source_progress */
    void (*close)(struct grid *g);            /* gives back what the reader added to struct grid */
};

/* The first member of what a reader has. */
struct grid {
    const struct grid_methods *methods;
    enum grid_kind kind;
    struct grid_options options;
    struct source *source;      /* source_read, or source_place for who reads by place */
    struct grid_sheet *sheets;  /* names in ARENA */
    size_t sheet_count, sheet_size;
    size_t sheet; /* selected */
    bool begun;
    bool again, from_1904;
    const char *encoding; /* of text */
    struct buffer name;   /* "book.xlsx!Sheet1", with a NUL behind it */
    struct arena arena;   /* lives as long as the grid */
};

/* Takes SOURCE, which is closed with the grid, also when this fails; nothing of it has been read.
 * All sheets are known afterwards. */
typedef enum status grid_opener(struct source *source, const struct grid_options *options,
                                struct grid **out, struct error *e);
/* grid_zip_open looks which of the two it is. */
grid_opener grid_text_open, grid_zip_open, grid_xlsx_open, grid_ods_open, grid_html_open,
    grid_xls_open;

/* Of what grid_xlsx_open gave: from the next sheet on, a cell without a style has its column's. */
void grid_xlsx_column_styles(struct grid *g);

/* Opens PATH by the one of OPENERS [CONTAINERS] that is for its kind; NULL: refused. */
enum status grid_open_by(grid_opener *const *openers, const char *path,
                         const struct grid_options *options, struct grid **out, struct error *e);
/* SIZE bytes, cleared, that begin with a struct grid. On failure SOURCE is closed. */
void *grid_new(size_t size, const struct grid_methods *methods, enum grid_kind kind,
               struct source *source, const struct grid_options *options, struct error *e);
enum status grid_add_sheet(struct grid *g, struct slice name, bool hidden, struct error *e);
/* Gives G to *OUT, or closes it when ST is not ST_OK. Returns ST. */
enum status grid_opened(struct grid *g, enum status st, struct grid **out);
/* Tells options.warn, with the place before it; LINE 0: of the whole file. */
void grid_warn(const struct grid *g, uint64_t line, const char *format, ...) RISK_PRINTF(3, 4);

#endif
