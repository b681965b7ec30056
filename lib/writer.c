/* Rows of CSV and TSV, quoted only where a reader would otherwise see another cell or another
 * row. */
#include "writer.h"

#include <inttypes.h>
#include <stdio.h>

void writer_init(struct writer *w, struct sink *sink, enum reader_format format)
{
    *w = (struct writer){.sink = sink, .format = format};
}

static bool needs_quotes(struct slice v, char delimiter)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (c == delimiter || c == '"' || c == '\n' || c == '\r')
            return true;
    }
    return false;
}

static void write_quoted(struct sink *s, struct slice v)
{
    sink_write(s, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '"') {
            sink_write(s, v.p + from, i + 1 - from);
            from = i; /* so that the quote is written twice */
        }
    }
    sink_write(s, v.p + from, v.n - from);
    sink_write(s, "\"", 1);
}

static void write_escaped(struct sink *s, struct slice v)
{
    size_t from = 0;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        const char *escape = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : "\\\\";
        if (c != '\n' && c != '\t' && c != '\r' && c != '\\')
            continue;
        sink_write(s, v.p + from, i - from);
        sink_write(s, escape, 2);
        from = i + 1;
    }
    sink_write(s, v.p + from, v.n - from);
}

void writer_cell(struct writer *w, struct slice v)
{
    char delimiter = w->format == READER_CSV ? ',' : '\t';
    if (w->begun)
        sink_write(w->sink, &delimiter, 1);
    w->first_empty = !w->begun && v.n == 0;
    w->begun = true;
    if (v.n == 0)
        return;
    if (w->format == READER_TSV_ESCAPED)
        write_escaped(w->sink, v);
    else if (needs_quotes(v, delimiter))
        write_quoted(w->sink, v);
    else
        sink_slice(w->sink, v);
}

void writer_text(struct writer *w, const char *c_string)
{
    writer_cell(w, slice_of(c_string));
}

void writer_int(struct writer *w, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%" PRId64, v);
    writer_cell(w, (struct slice){text, n > 0 ? (size_t)n : 0});
}

void writer_end(struct writer *w)
{
    if (w->first_empty && w->format != READER_TSV_ESCAPED)
        sink_write(w->sink, "\"\"", 2);
    sink_write(w->sink, "\n", 1);
    w->begun = w->first_empty = false;
}
