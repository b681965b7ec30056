/* The reader against libcsv fed byte by byte, and against itself with another chunk size and the
 * plain routines. The input's first byte chooses chunk size, separator and routines; the rest is
 * the table. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "reader.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

/* Rows as text: each cell after its length, so that no two tables look alike. */
static void show_cell(struct buffer *out, struct slice cell)
{
    buffer_printf(out, "%zu:", cell.n);
    buffer_slice(out, cell);
}

static void oracle_cell(void *p, size_t n, void *out)
{
    show_cell(out, (struct slice){p, n});
}

static void oracle_row(int c, void *out)
{
    (void)c;
    buffer_char(out, '\n');
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int line_feed(unsigned char c)
{
    return c == '\n';
}

/* A cell is under way, or the row, or neither: libcsv's parser state is 0 only at a row's first
 * byte. */
static bool between_quotes(const struct csv_parser *c)
{
    return c->pstate == 2 && c->quoted;
}

/* What libcsv makes of it; false if it refuses. Line ends CR LF are brought to LF first, and a
 * blank line, which it drops, is one empty cell. */
static bool oracle(struct slice in, char separator, struct buffer *out)
{
    struct csv_parser c;
    csv_init(&c, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&c, (unsigned char)separator);
    csv_set_space_func(&c, no_space);
    csv_set_term_func(&c, line_feed);
    size_t i = in.n >= 3 && memcmp(in.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    bool good = true;
    for (; good && i < in.n; i++) {
        bool before_feed = i + 1 < in.n && in.p[i + 1] == '\n';
        if (in.p[i] == '\r' && before_feed && !between_quotes(&c))
            continue;
        if (in.p[i] == '\n' && c.pstate == 0)
            buffer_text(out, "0:\n");
        good = csv_parse(&c, in.p + i, 1, oracle_cell, oracle_row, out) == 1;
    }
    good = good && csv_fini(&c, oracle_cell, oracle_row, out) == 0;
    csv_free(&c);
    return good;
}

static enum status count_reject(void *context, struct slice raw, const struct error *why,
                                struct error *e)
{
    (void)why;
    (void)e;
    *(size_t *)context += raw.n;
    return ST_OK;
}

static void fail(const char *what)
{
    fprintf(stderr, "csv fuzz: %s\n", what);
    abort();
}

static void show_batch(struct buffer *out, struct reader *r, const struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        for (size_t k = 0; k < reader_columns(r); k++)
            show_cell(out, b->cells[k][i]);
        buffer_char(out, '\n');
        struct slice *cells;
        if (reader_split(r, b->raw[i], &cells, NULL) != ST_OK)
            fail("reader_split refuses a record of a batch");
        for (size_t k = 0; k < reader_columns(r); k++)
            if (!slice_eq(cells[k], b->cells[k][i]))
                fail("reader_split differs from the batch");
    }
}

static enum status read_all(struct slice in, const struct reader_options *o, struct buffer *out,
                            struct error *e)
{
    struct source *s;
    struct reader *r;
    enum status st = source_memory(in, "x", &s, e);
    if (st == ST_OK)
        st = reader_open(s, o, &r, e);
    if (st != ST_OK)
        return st;
    for (size_t k = 0; k < reader_columns(r); k++)
        show_cell(out, reader_column(r, k));
    buffer_char(out, '\n');
    struct batch b = {0};
    do {
        st = reader_next(r, &b, e);
        show_batch(out, r, &b);
    } while (st == ST_OK && b.n > 0);
    reader_close(r);
    return st;
}

/* Goes on after what is refused: the bytes of records and refusals and their line ends are all
 * there are. */
static void account(struct slice in, const struct reader_options *o)
{
    struct source *s;
    struct reader *r;
    struct error e;
    if (source_memory(in, "x", &s, &e) != ST_OK || reader_open(s, o, &r, &e) != ST_OK)
        return;
    size_t bytes = 0;
    reader_reject(r, count_reject, &bytes);
    struct batch b = {0};
    do {
        if (reader_next(r, &b, &e) != ST_OK)
            fail("a reader that rejects stops");
        for (size_t i = 0; i < b.n; i++)
            bytes += b.raw[i].n;
    } while (b.n > 0);
    reader_close(r);
    if (bytes > in.n)
        fail("a byte is in two records");
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    static const size_t sizes[] = {1, 2, 3, 7, 31, 64, 65, 4096};
    if (n == 0 || n > 1 << 16)
        return 0;
    struct slice in = {(const char *)p + 1, n - 1};
    bool tab = (p[0] & 8) != 0, escaped = (p[0] & 32) != 0;
    enum reader_format format = escaped ? READER_TSV_ESCAPED : tab ? READER_TSV : READER_CSV;
    struct reader_options o = {.format = format,
                               .chunk = sizes[p[0] & 7],
                               .plain = (p[0] & 16) != 0};
    struct buffer first = {0}, second = {0}, theirs = {0};
    struct error e = {0}, other = {0};
    enum status st = read_all(in, &o, &first, &e);
    bool gzip = in.n >= 2 && memcmp(in.p, "\x1f\x8b", 2) == 0;
    bool judged = !gzip && !escaped;
    bool accepted = !judged || oracle(in, tab ? '\t' : ',', &theirs);
    if (st == ST_OK && !accepted)
        fail("libcsv refuses what the reader accepts");
    if (st == ST_OK && judged && !slice_eq(buffer_view(&first), buffer_view(&theirs)))
        fail("other cells than libcsv's");
    if (st == ST_SYSTEM || st == ST_USAGE)
        fail("an error that is not the data's");
    struct reader_options plain = {.format = o.format, .chunk = 50, .plain = !o.plain};
    if (read_all(in, &plain, &second, &other) != st ||
        !slice_eq(buffer_view(&first), buffer_view(&second)) || strcmp(e.text, other.text) != 0 ||
        e.line != other.line || e.column != other.column)
        fail("other records with another chunk size");
    if (!gzip)
        account(in, &o);
    buffer_free(&first);
    buffer_free(&second);
    buffer_free(&theirs);
    return 0;
}

#include "standalone.h"
