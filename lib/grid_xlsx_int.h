/* What the parts of the reader of xlsx share (ECMA-376 part 1, SpreadsheetML; the strict and the
 * transitional form differ only in namespaces, which are not asked for). */
#ifndef RISK_GRID_XLSX_INT_H
#define RISK_GRID_XLSX_INT_H

#include "grid_int.h"
#include "numfmt.h"
#include "stored.h"
#include "xml.h"
#include "zipped.h"

enum {
    SHEET_ROWS = 1048576,
    SHEET_COLUMNS = 16384,
    SHEETS_MAX = 10000,
    STYLES_MAX = 1000000,
    MERGES_MAX = 4000000,
    MERGE_REACH = 256 /* columns that a merged cell fills beyond the last one of its row */
};
/* Shared strings are held, all of them, and nothing else grows with the rows but merged cells. */
#define STRINGS_MAX ((size_t)1 << 30)

/* Text that is made of runs: the `si` of the shared strings, the `is` of a cell. Phonetic runs
 * (rPh) are left out. */
struct rich {
    bool run, text; /* inside an `r`, a `t` */
};
/* An element LEVEL below the `si` begins, or ends. */
void rich_start(struct rich *r, unsigned level, const char *name);
void rich_end(struct rich *r, unsigned level);
/* Replaces _xHHHH_, which stands for a UTF-16 unit that XML cannot hold, from FROM on; but not by
 * NUL or half a character. */
void rich_unescape(struct buffer *b, size_t from);

/* A merged cell. */
struct merge {
    uint32_t top, bottom;
    uint16_t left, right;
    struct cell held; /* what it holds, while rows that it covers are read */
    char *kept;       /* the bytes of held's texts */
};
struct merges {
    struct merge *all; /* by top, then left */
    size_t n, size;
    size_t next;    /* the first that has not begun */
    size_t *active; /* those that cover the row */
    size_t active_n, active_size;
    uint64_t own; /* covered cells that held something of their own */
};

/* How cells are displayed; empty unless options.display. */
struct display {
    struct numfmt *general;
    struct numfmt **formats; /* of cellXfs; in the grid's arena */
    size_t n, size;
    struct buffer text;  /* of the last cell */
    uint64_t inexact;    /* cells of the sheet that a program shows otherwise */
    struct slice example; /* a format of theirs */
};

struct sheet_read; /* grid_xlsx_sheet.c */

struct xlsx {
    struct grid g;
    struct zipped *zip;
    size_t book, strings_part, styles_part; /* SIZE_MAX: none */
    size_t *sheet_parts;                    /* [g.sheet_count] */
    size_t sheet_parts_size;
    bool loaded; /* strings and styles */
    struct buffer strings;
    uint64_t *string_at; /* [string_n + 1]: where each begins in `strings` */
    size_t string_n, string_size;
    struct format *formats; /* of cellXfs */
    size_t format_n, format_size;
    struct display display;
    bool column_styles;     /* grid_xlsx_column_styles */
    uint64_t *column_style; /* [SHEET_COLUMNS], of the sheet being read; NULL: none is asked for */
    struct merges merges;
    struct sheet_read *sheet; /* NULL: none is being read */
};

static inline const char *xlsx_file(const struct xlsx *x)
{
    return source_name(x->g.source);
}
/* Events of part PART go to the handlers of O, whose other members are filled here; they find the
 * parser in *XML. */
enum status xlsx_parse(struct xlsx *x, size_t part, struct xml_options *o, struct xml **xml,
                       struct error *e);
static inline bool named(const char *name, const char *local)
{
    return strcmp(xml_local(name), local) == 0;
}
bool is_true(const char *value); /* xsd:boolean; NULL: false */
/* Digits only, at most MAX. */
bool parse_count(const char *s, uint64_t max, uint64_t *out);
/* A1: row and column from 1, within a sheet. Ends at END, or where the digits do if it is not
 * NULL. */
bool parse_place(const char *s, const char **end, uint32_t *row, uint32_t *column);

/* The book's parts and sheets. */
enum status book_read(struct xlsx *x, struct error *e);
enum status strings_read(struct xlsx *x, struct error *e);
enum status styles_read(struct xlsx *x, struct error *e);
/* Makes M hold the merged cells of the sheet whose part is PART, which stand behind its rows. */
enum status merges_read(struct xlsx *x, size_t part, struct error *e);
/* Row ROW has N cells, which grow to what they repeat of merged ones; *CELLS has room for all
 * columns. */
enum status merges_fill(struct merges *m, uint32_t row, struct cell *cells, size_t *n,
                        struct error *e);
void merges_clear(struct merges *m);
void merges_free(struct merges *m);

/* An element `col` says that columns have a style; a sheet begins. */
void columns_note(struct xlsx *x, const char **attributes);
enum status columns_begin(struct xlsx *x, struct error *e);

enum status sheet_open(struct xlsx *x, size_t part, struct error *e);
enum status sheet_next(struct xlsx *x, struct grid_row *row, bool *got, struct error *e);
double sheet_progress(const struct xlsx *x);
void sheet_close(struct xlsx *x);

/* What stands in a `c`. */
struct raw_cell {
    const char *type; /* its t, or "" */
    uint64_t style;
    bool formula, value;  /* has an f; has a v or an is */
    struct slice content; /* of v or is */
};
/* Makes *OUT of it, its texts in TEXTS or the shared strings. WHY, where it is refused, is what is
 * wrong. */
enum status cell_make(struct xlsx *x, const struct raw_cell *raw, struct arena *texts,
                      struct cell *out, struct error *e);
/* Fills OUT's `shown`. */
enum status cell_show(struct xlsx *x, const struct raw_cell *raw, struct arena *texts,
                      struct cell *out, struct error *e);

#endif
