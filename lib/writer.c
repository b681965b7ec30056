/* Rows of CSV and TSV, quoted only where a reader would otherwise see another cell or another
 * row. */
#include "writer.h"

#include <inttypes.h>
#include <stdio.h>

void writer_init(struct writer *w, struct sink *sink, enum reader_format format)
{
    *w = (struct writer){.sink = sink, .format = format};
}

/* Whether a byte below '-' is among eight (Mycroft 1987): all that asks for quotes is, and little
 * else that stands in tables. */
static bool has_low(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    return ((word - ones * '-') & ~word & ones * 0x80) != 0;
}

/* Most cells, without a look at each byte. */
static bool is_plain(struct slice v)
{
    size_t i = 0;
    if (v.n < sizeof(uint64_t)) {
        while (i < v.n && (unsigned char)v.p[i] >= '-')
            i++;
        return i == v.n;
    }
    while (i + sizeof(uint64_t) <= v.n && !has_low(bytes_word(v.p + i)))
        i += sizeof(uint64_t);
    return i + sizeof(uint64_t) > v.n && !has_low(bytes_word(v.p + v.n - sizeof(uint64_t)));
}

static bool needs_quotes(struct slice v, char delimiter)
{
    if (is_plain(v))
        return false;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (c == delimiter || c == '"' || c == '\n' || c == '\r')
            return true;
    }
    return false;
}

static void write_quoted(struct sink *s, struct slice v)
{
    sink_char(s, '"');
    size_t from = 0;
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '"') {
            sink_write(s, v.p + from, i + 1 - from);
            from = i; /* so that the quote is written twice */
        }
    }
    sink_write(s, v.p + from, v.n - from);
    sink_char(s, '"');
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
        sink_char(w->sink, delimiter);
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
    sink_char(w->sink, '\n');
    w->begun = w->first_empty = false;
}
