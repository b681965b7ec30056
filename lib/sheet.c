/* A small table held whole. libcsv is the authority on quotes; lines are counted from what it
 * reports. */
#include "sheet.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "sheet_int.h"

/* Short rows are filled up to the header's length, so that a wide header over many rows could ask
 * for more memory than the file is long. */
enum { SHEET_COLUMNS_MAX = 4096, SHEET_CELLS_MAX = 16 << 20, PARSE_CHUNK = 64 * 1024 };

struct parse {
    const char *file;
    struct arena *arena;
    struct sheet *out;
    struct error *e;
    enum status status;
    const uint64_t *lines; /* what they are called; NULL: as they are counted */
    uint64_t line;         /* being read */
    uint64_t row_line;     /* where the record began */
    bool after_cr;         /* the last byte told was a CR that ended a record */
    struct slice *cells;
    size_t n, cells_size;
    size_t rows_size; /* of out->rows while it grows, outside the arena */
};

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Bytes of the blank at the beginning (or end) of S: space, tab, NBSP, U+3000. */
static size_t blank_at(struct slice s, bool end)
{
    static const struct slice blanks[] = {
        {" ", 1}, {"\t", 1}, {"\xc2\xa0", 2}, {"\xe3\x80\x80", 3}};
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        size_t n = blanks[i].n;
        if (s.n >= n && memcmp(end ? s.p + s.n - n : s.p, blanks[i].p, n) == 0)
            return n;
    }
    return 0;
}

static struct slice trim(struct slice s)
{
    for (size_t n; (n = blank_at(s, false)) > 0; s.n -= n)
        s.p += n;
    for (size_t n; (n = blank_at(s, true)) > 0;)
        s.n -= n;
    return s;
}

static uint64_t count_lines(struct slice s)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < s.n; i++)
        lines += s.p[i] == '\n' || (s.p[i] == '\r' && !(i + 1 < s.n && s.p[i + 1] == '\n'));
    return lines;
}

static void take_cell(void *bytes, size_t n, void *context)
{
    struct parse *p = context;
    if (p->status != ST_OK)
        return;
    p->after_cr = false;
    if (p->n == 0)
        p->row_line = p->lines == NULL ? p->line : p->lines[p->line - 1];
    struct slice whole = {n == 0 ? "" : bytes, n};
    p->line += count_lines(whole);
    struct slice copy = arena_copy(p->arena, trim(whole));
    if (copy.p == NULL || !grow(&p->cells, &p->cells_size, p->n + 1, sizeof *p->cells)) {
        p->status = error_memory(p->e);
        return;
    }
    p->cells[p->n++] = copy;
}

static size_t filled(const struct slice *cells, size_t n)
{
    while (n > 0 && cells[n - 1].n == 0)
        n--;
    return n;
}

static enum status take_header(struct parse *p, size_t n)
{
    struct sheet *s = p->out;
    s->header_line = p->row_line;
    if (n > SHEET_COLUMNS_MAX)
        return error_at(p->e, ST_USAGE, p->file, p->row_line, 0,
                        _("%zu columns: at most %d can be read"), n, SHEET_COLUMNS_MAX);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i && p->cells[i].n > 0; k++) {
            char shown[QUOTE_SIZE];
            if (slice_eq(p->cells[i], p->cells[k]))
                return error_at(p->e, ST_USAGE, p->file, p->row_line, i + 1,
                                _("column '%s' stands twice, here and as column %zu"),
                                quote(shown, p->cells[i]), k + 1);
        }
    }
    s->names = arena_alloc(p->arena, n * sizeof *s->names);
    if (s->names == NULL)
        return error_memory(p->e);
    memcpy(s->names, p->cells, n * sizeof *s->names);
    s->columns = n;
    return ST_OK;
}

static enum status take_row(struct parse *p, size_t n)
{
    struct sheet *s = p->out;
    char shown[QUOTE_SIZE];
    for (size_t i = 0; i < n; i++) {
        if (p->cells[i].n == 0 || (i < s->columns && s->names[i].n > 0))
            continue;
        if (i < s->columns)
            return error_at(p->e, ST_USAGE, p->file, p->row_line, i + 1,
                            _("'%s' stands in a column without a name; name it in line %llu"),
                            quote(shown, p->cells[i]), (unsigned long long)s->header_line);
        return error_at(p->e, ST_USAGE, p->file, p->row_line, i + 1,
                        _("'%s' is beyond the last of %zu columns; quote a cell with a comma"),
                        quote(shown, p->cells[i]), s->columns);
    }
    if ((s->n + 1) * s->columns > SHEET_CELLS_MAX)
        return error_at(p->e, ST_USAGE, p->file, p->row_line, 0,
                        _("more than %d cells: too large for a table of a pack"), SHEET_CELLS_MAX);
    struct slice *cells = arena_alloc(p->arena, s->columns * sizeof *cells);
    if (cells == NULL || !grow(&s->rows, &p->rows_size, s->n + 1, sizeof *s->rows))
        return error_memory(p->e);
    for (size_t i = 0; i < s->columns; i++)
        cells[i] = i < n ? p->cells[i] : SLICE("");
    s->rows[s->n++] = (struct sheet_row){p->row_line, cells};
    return ST_OK;
}

/* C is the byte that ended the record, -1 at the end of the file. */
static void take_record(int c, void *context)
{
    struct parse *p = context;
    if (p->status != ST_OK)
        return;
    bool second_half = c == '\n' && p->after_cr && p->n == 0;
    size_t n = filled(p->cells, p->n);
    if (n > 0 && p->cells[0].n > 0 && p->cells[0].p[0] == '#')
        n = 0;
    if (n > 0)
        p->status = p->out->names == NULL ? take_header(p, n) : take_row(p, n);
    p->n = 0;
    p->line += c >= 0 && !second_half;
    p->after_cr = c == '\r';
}

static enum status refuse_quote(struct parse *p, uint64_t line, const char *message)
{
    return error_at(p->e, ST_USAGE, p->file, line, p->n + 1, "%s", message);
}

static enum status feed(struct csv_parser *csv, struct parse *p, struct slice text)
{
    uint64_t ended = 0; /* lines in what was consumed */
    for (size_t at = 0; at < text.n;) {
        size_t n = text.n - at < PARSE_CHUNK ? text.n - at : PARSE_CHUNK;
        size_t done = csv_parse(csv, text.p + at, n, take_cell, take_record, p);
        if (p->status != ST_OK)
            return p->status;
        if (done != n && csv_error(csv) != CSV_EPARSE)
            return error_memory(p->e);
        if (done != n) {
            ended = 1 + count_lines((struct slice){text.p, at + done});
            return refuse_quote(p, ended,
                                _("stray quote: a cell that holds quotes is quoted whole, and each "
                                  "quote in it is doubled"));
        }
        at += n;
    }
    if (csv_fini(csv, take_cell, take_record, p) != 0 && p->status == ST_OK)
        return csv_error(csv) == CSV_EPARSE
                   ? refuse_quote(p, p->line, _("unclosed quote: it opens here and never ends"))
                   : error_memory(p->e);
    return p->status;
}

/* Moves the rows from the heap into the arena. */
static enum status settle(struct parse *p)
{
    struct sheet *s = p->out;
    if (s->names == NULL)
        return error_at(p->e, ST_USAGE, p->file, 0, 0, "%s", _("empty: a header row is needed"));
    size_t size = s->n * sizeof *s->rows;
    struct sheet_row *rows = arena_alloc(p->arena, size);
    if (rows == NULL)
        return error_memory(p->e);
    if (s->n > 0)
        memcpy(rows, s->rows, size);
    free(s->rows);
    s->rows = rows;
    return ST_OK;
}

enum status sheet_parse(const char *path, struct slice raw, const uint64_t *lines, struct arena *a,
                        struct sheet *out, struct error *e)
{
    *out = (struct sheet){.file = arena_string(a, slice_of(path))};
    if (out->file == NULL)
        return error_memory(e);
    struct buffer converted = {0};
    struct slice text;
    enum status r = sheet_decode(out->file, raw, &converted, &text, e);
    struct csv_parser csv;
    struct parse p = {.file = out->file, .arena = a, .out = out, .e = e, .line = 1, .lines = lines};
    if (r == ST_OK && csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        r = error_memory(e);
    else if (r == ST_OK) {
        csv_set_space_func(&csv, no_space);
        csv_set_blk_size(&csv, PARSE_CHUNK);
        r = feed(&csv, &p, text);
        csv_free(&csv);
    }
    if (r == ST_OK)
        r = settle(&p);
    if (r != ST_OK) {
        free(out->rows);
        *out = (struct sheet){.file = out->file};
    }
    free(p.cells);
    buffer_free(&converted);
    return r;
}

enum status sheet_load(const char *path, struct arena *a, struct sheet *out, struct error *e)
{
    struct buffer raw = {0};
    *out = (struct sheet){0};
    enum status r = sheet_read(path, &raw, NULL, e);
    if (r == ST_OK)
        r = sheet_parse(path, buffer_view(&raw), NULL, a, out, e);
    buffer_free(&raw);
    return r;
}
