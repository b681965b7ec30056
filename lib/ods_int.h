#ifndef RISK_ODS_INT_H
#define RISK_ODS_INT_H

#include "ods.h"
#include "xml.h"

enum {
    SHEET_DEPTH = 4,       /* document-content, body, spreadsheet, table */
    ODS_TEXT_MAX = 16 << 20, /* bytes of one cell */
    ODS_SHEETS_MAX = 10000
};

/* The text of a cell: paragraphs joined by line ends, blanks as ODF 6.1.2 has them: a run of them
 * is one, none at a paragraph's ends. */
struct ods_text {
    struct buffer text;
    size_t paragraphs;
    bool blank, begun; /* a blank is due; the paragraph has a character */
};

struct ods_cell {
    size_t repeated, columns;
    uint64_t rows;
    bool covered, formula, error;
    bool has_string; /* office:string-value */
    char type;       /* first letter of office:value-type; 'p' percentage, 'c' currency, ... */
    struct buffer value;
};

struct ods {
    struct zipped *z;
    const char *name;
    size_t part; /* content.xml */
    struct ods_sheet *sheets;
    size_t n, size;
    bool from_1904, display;
    struct zipped_part *open;
    struct xml *xml;
    struct merging row;
    struct ods_told told;
    /* Where the reading stands. */
    size_t wanted, seen; /* sheets */
    bool here, ended;    /* in the wanted one; past it */
    unsigned row_depth, cell_depth, text_depth, left_out;
    uint64_t line, repeat; /* of the row being read */
    uint64_t again;        /* times that it is still to be given */
    uint64_t repeated_cells;
    size_t column;
    bool hidden; /* the row */
    struct ods_cell cell;
    struct ods_text text;
    struct buffer number;
    struct error *e; /* of the call */
    enum status status;
};

/* Fills sheets and from_1904. */
enum status ods_list(struct ods *o, struct error *e);
/* Whether the root element binds the prefixes that the elements are known by. */
enum status ods_check_root(const struct ods *o, const char *name, const char **attributes,
                           struct error *e);
enum status ods_open_content(struct ods *o, void (*start)(void *, unsigned, const char *,
                                                          const char **),
                             void (*end)(void *, unsigned, const char *),
                             void (*text)(void *, const char *, size_t), void *context,
                             struct error *e);
void ods_close_content(struct ods *o);

void ods_start(void *context, unsigned depth, const char *name, const char **attributes);
void ods_end(void *context, unsigned depth, const char *name);
void ods_characters(void *context, const char *p, size_t n);

void ods_text_begin(struct ods_text *t);
void ods_text_paragraph(struct ods_text *t);
bool ods_text_add(struct ods_text *t, const char *p, size_t n);
bool ods_text_put(struct ods_text *t, char c, size_t times);
/* Puts the cell that was read into the row. */
enum status ods_put(struct ods *o, struct error *e);

#endif
