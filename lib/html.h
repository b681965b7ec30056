/* Tables of an HTML page, one event after another (libxml2). Pages are forgiven what browsers
 * forgive them. */
#ifndef RISK_HTML_H
#define RISK_HTML_H

#include "buffer.h"
#include "error.h"
#include "source.h"

enum html_what {
    HTML_TABLE,
    HTML_TABLE_END,
    HTML_CAPTION,
    HTML_CAPTION_END,
    HTML_ROW,
    HTML_ROW_END,
    HTML_CELL,
    HTML_CELL_END,
    HTML_TEXT, /* of a cell, a caption, or outside of tables; in pieces, as it stands */
    HTML_BREAK /* a new line, or a new paragraph, in the same */
};

enum { HTML_NESTED_MAX = 64, HTML_SPAN_MAX = 65534 };

/* Texts hold during the call. */
struct html_event {
    enum html_what what;
    size_t table;   /* from 0, in the order in which they begin; HTML_OUTSIDE */
    bool hidden;    /* TABLE, ROW: it is not displayed */
    const char *id; /* TABLE; or NULL */
    size_t columns; /* CELL: over how many columns, rows */
    uint64_t rows;
    bool has_number;     /* CELL: it has the attribute x:num, by which Excel keeps a number; */
    struct slice number; /* its value, empty if it is the text */
    bool as_text;        /* CELL: its number format is Text */
    struct slice text;   /* TEXT */
};
#define HTML_OUTSIDE SIZE_MAX

/* Returns other than ST_OK to stop. */
typedef enum status html_event_fn(void *context, const struct html_event *event, struct error *e);

/* Reads SOURCE, UTF-8, to its end; NAME is for messages. ST_DATA where the page ends within a
 * table, a tag or a comment: it was cut short. */
enum status html_read(struct source *source, const char *name, html_event_fn *fn, void *context,
                      struct error *e);

/* What a browser makes of the pieces of a text: blanks and line ends become one blank, breaks a
 * line end; none at either end. Zero-initialise, text.n = 0 to begin again. */
struct html_text {
    struct buffer text;
    bool blank, line; /* seen, and not yet written */
};

bool html_text_add(struct html_text *t, struct slice piece);
void html_text_break(struct html_text *t);
/* Whether all of it is blanks: also those that do not break (&nbsp;), which stand in cells that
 * are to look empty. */
bool html_text_empty(const struct html_text *t);
void html_text_begin(struct html_text *t);
void html_text_free(struct html_text *t);

#endif
