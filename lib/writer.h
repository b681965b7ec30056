/* Rows of CSV or TSV out, quoted only where needed. */
#ifndef RISK_WRITER_H
#define RISK_WRITER_H

#include "reader.h"
#include "sink.h"

/* Lives in its owner; keeps SINK, which stays the caller's. */
struct writer {
    struct sink *sink;
    enum reader_format format;
    bool begun;       /* a cell has been written in this row */
    bool first_empty; /* the row's first cell was empty: a one-column row of it needs quotes */
};

void writer_init(struct writer *w, struct sink *sink, enum reader_format format);
void writer_cell(struct writer *w, struct slice v);
void writer_text(struct writer *w, const char *c_string);
void writer_int(struct writer *w, int64_t v);
void writer_end(struct writer *w); /* of the row */

#endif
