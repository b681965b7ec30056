/* Workbooks out, through libxlsxwriter: sheets of texts, and what helps who fills them in. */
#ifndef RISK_BOOK_H
#define RISK_BOOK_H

#include "sink.h"

struct book;

/* DAY (date.h) is what the workbook says of when it was made: the same content is the same bytes.
 * ST_USAGE where this build has no libxlsxwriter. Its parts wait in a private folder under TMPDIR.
 */
enum status book_open(int64_t day, struct book **out, struct error *e);
/* The sheet that what follows goes to. ST_USAGE for a name that no program takes: over 31
 * characters, with one of []:*?/\, or given before, whatever its case. */
enum status book_sheet(struct book *w, const char *name, bool hidden, struct error *e);
/* Rows and columns count from 0. TEXT stays text, whatever it looks like. */
enum book_style { BOOK_PLAIN, BOOK_HEADER, BOOK_COMMENT };
enum status book_text(struct book *w, size_t row, size_t column, struct slice text,
                      enum book_style style, struct error *e);
/* Columns so wide (in characters), and all that is typed into them later stays text. */
enum status book_width(struct book *w, size_t column, double width, struct error *e);
/* A note that shows when the pointer rests on the cell. */
enum status book_note(struct book *w, size_t row, size_t column, const char *text, struct error *e);
/* Offers a list for the cells below HEADER in COLUMN: WORDS separated by '|', or, where they are
 * too many, RANGE (`'sheet'!$A$1:$A$9`). OPEN: something else is asked about and not refused. */
enum status book_choices(struct book *w, size_t header, size_t column, const char *words,
                         const char *range, bool open, struct error *e);
/* Keeps the rows down to HEADER in sight. */
void book_freeze(struct book *w, size_t header);
/* Writes it to OUT and ends; book_discard ends it unwritten. W may be NULL there. */
enum status book_close(struct book *w, struct sink *out, struct error *e);
void book_discard(struct book *w);

#endif
