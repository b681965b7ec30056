/* What is said of a record that is refused. */
#include <inttypes.h>

#include "encoding.h"
#include "i18n.h"
#include "reader_int.h"

/* The cell that W stands in, whole where it has no quotes. */
static struct slice cell_of(const struct walk *w, const struct shape *s, struct slice raw)
{
    struct slice rest = {raw.p + w->cell, raw.n - w->cell};
    for (size_t i = w->at - w->cell; i < rest.n; i++)
        if (rest.p[i] == s->separator || rest.p[i] == '\n')
            rest.n = i;
    return rest;
}

static enum status fields_error(struct slice raw, const struct place *place, struct error *e)
{
    size_t have = place->fields, want = place->columns;
    size_t column = have < want ? have : want + 1;
    if (raw.n == 0)
        return error_at(e, ST_DATA, place->file, place->line, 0,
                        _("blank line in a table of %zu columns (delete it; an empty row still has "
                          "its separators)"),
                        want);
    const char *remedy = have > want
                             ? _("a cell that holds a separator needs quotes around it")
                             : _("is the row cut, or does a cell hold a line end without quotes?");
    error_at(e, ST_DATA, place->file, place->line, column,
             ngettext_("%zu field where the header has %zu (%s)",
                       "%zu fields where the header has %zu (%s)", (unsigned long)have),
             have, want, remedy);
    return ST_DATA;
}

static enum status bytes_error(const struct fault *f, struct slice raw, const char *value,
                               const struct place *place, uint64_t line, size_t column,
                               struct error *e)
{
    unsigned char byte = (unsigned char)raw.p[f->at];
    struct slice rest = {raw.p + f->at, raw.n - f->at};
    if (f->kind == FAULT_UTF8 && place->encoding != NULL && encoding_mark(rest, &byte))
        return error_at(e, ST_DATA, place->file, line, column,
                        _("byte 0x%02x is not %s: '%s' (is it damaged, or is the whole of it in "
                          "another encoding? --from says which)"),
                        byte, place->encoding, value);
    if (f->kind == FAULT_UTF8 && place->loose)
        return error_at(e, ST_DATA, place->file, line, column,
                        _("byte 0x%02x is not UTF-8, which the text before it is: '%s' (is it "
                          "damaged, or is the whole of it in another encoding? --from says which)"),
                        byte, value);
    if (f->kind == FAULT_NUL)
        return error_at(
            e, ST_DATA, place->file, line, column,
            place->header
                ? _("NUL byte: '%s' (this looks like UTF-16: convert it with iconv -f utf-16 "
                    "-t utf-8)")
                : _("NUL byte: '%s' (a damaged or binary file?)"),
            value);
    return error_at(
        e, ST_DATA, place->file, line, column,
        place->header ? _("byte 0x%02x is not UTF-8: '%s' (GBK perhaps: convert it with iconv "
                          "-f gb18030 -t utf-8)")
                      : _("byte 0x%02x is not UTF-8: '%s' (convert it with iconv -f gb18030 "
                          "-t utf-8)"),
        byte, value);
}

static enum status long_error(const struct fault *f, const struct place *place, bool quoted,
                              uint64_t line, size_t column, struct error *e)
{
    enum { MIB = READER_CELL_MAX >> 20 };
    if (f->kind == FAULT_REST)
        return error_at(e, ST_DATA, place->file, place->line, 0,
                        _("goes on the record of more than %d MiB that began on line %" PRIu64),
                        MIB, place->began);
    if (quoted)
        return error_at(e, ST_DATA, place->file, line, column,
                        _("record of more than %d MiB: is the quote that opens here ever closed?"),
                        MIB);
    return error_at(e, ST_DATA, place->file, line, column,
                    _("record of more than %d MiB: is this a table with line ends?"), MIB);
}

/* Those whose message holds the cell and nothing else. */
static const char *message(enum fault_kind kind, bool returns)
{
    switch (kind) {
    case FAULT_STRAY:
        return _("quote inside a cell that does not begin with one: '%s' (put quotes around the "
                 "whole cell and double those inside)");
    case FAULT_BEHIND:
        return _("text behind a closing quote: '%s' (double a quote that belongs to the cell)");
    case FAULT_UNCLOSED:
        return _("quote opened here is never closed: '%s'");
    case FAULT_RETURN:
        if (returns)
            return _("line feed in a file whose lines end in carriage returns: '%s' (give all "
                     "lines the same end; inside a cell it needs quotes)");
        return _("carriage return without a line feed: '%s' (convert old Macintosh line ends, for "
                 "example with tr '\\r' '\\n'; inside a cell it needs quotes)");
    case FAULT_ESCAPE:
        return _("backslash that is no escape: '%s' (write \\t, \\n, \\r or \\\\)");
    default:
        return _("quotes do not pair up: '%s'");
    }
}

/* CELL, or as much of it as is ever shown, with the bytes that could not be decoded. */
enum { SHOWN_BYTES = 512 };
static struct slice restore(struct slice cell, char to[SHOWN_BYTES])
{
    if (cell.n > SHOWN_BYTES)
        cell.n = SHOWN_BYTES;
    return (struct slice){to, encoding_restore(cell, to)};
}

enum status fault_error(const struct fault *f, const struct shape *s, struct slice raw,
                        const struct place *place, struct error *e)
{
    if (f->kind == FAULT_FIELDS || f->kind == FAULT_REST) {
        if (f->kind == FAULT_FIELDS)
            fields_error(raw, place, e);
        else
            long_error(f, place, false, 0, 0, e);
        if (e != NULL && place->line_end > place->line)
            e->line_end = place->line_end;
        return ST_DATA;
    }
    struct walk w = {0};
    walk_on(&w, s, raw.p, f->at);
    uint64_t line = place->line + w.lines;
    size_t column = w.field + 1;
    char shown[QUOTE_SIZE];
    if (f->kind == FAULT_LONG)
        return long_error(f, place, s->quote >= 0 && raw.p[f->at] == (char)s->quote, line, column,
                          e);
    struct slice cell = cell_of(&w, s, raw);
    char restored[SHOWN_BYTES];
    if (place->encoding != NULL)
        cell = restore(cell, restored);
    quote(shown, cell);
    if (f->kind == FAULT_NUL || f->kind == FAULT_UTF8)
        return bytes_error(f, raw, shown, place, line, column, e);
    return error_at(e, ST_DATA, place->file, line, column, message(f->kind, place->returns), shown);
}
