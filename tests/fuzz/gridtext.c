/* Rows of text: the same in pieces of any size, each as libcsv splits it, none lost. The input's
 * first byte chooses the separator, the size of pieces and whether rows may be refused; the rest is
 * the table. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/dribble.h"
#include "buffer.h"
#include "grid_int.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void fail(const char *what)
{
    fprintf(stderr, "gridtext fuzz: %s\n", what);
    abort();
}

/* What a grid gave: each cell after its length, each row after its lines. */
struct result {
    struct buffer rows;
    size_t raw;    /* bytes of records, refused ones among them */
    bool trick;    /* something was read otherwise than it stands */
    uint64_t line; /* the last one that was told of */
};

static void note_warning(void *context, const char *text)
{
    struct result *r = context;
    r->trick |= strstr(text, "=\"00123\"") != NULL;
}

static enum status note_reject(void *context, struct slice raw, const struct error *why,
                               struct error *e)
{
    struct result *r = context;
    (void)e;
    r->raw += raw.n;
    buffer_printf(&r->rows, "refused %u: %s: ", (unsigned)why->line, why->text);
    buffer_slice(&r->rows, raw);
    buffer_char(&r->rows, '\n');
    return ST_OK;
}

static void show(void *p, size_t n, void *out)
{
    buffer_printf(out, "%zu:", n);
    buffer_slice(out, (struct slice){p, n});
}

static void end_of_row(int c, void *out)
{
    (void)c;
    (void)out;
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

/* RAW as libcsv splits it. */
static void oracle(struct slice raw, char separator, struct buffer *out)
{
    struct csv_parser c;
    csv_init(&c, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&c, (unsigned char)separator);
    csv_set_space_func(&c, no_space);
    csv_set_term_func(&c, line_feed);
    if (csv_parse(&c, raw.p, raw.n, show, end_of_row, out) != raw.n ||
        csv_fini(&c, show, end_of_row, out) != 0)
        fail("libcsv refuses a record");
    csv_free(&c);
}

static void take(struct result *r, const struct grid_row *row, char separator)
{
    struct buffer ours = {0}, theirs = {0};
    for (size_t i = 0; i < row->n; i++) {
        struct slice s = row->cells[i].text;
        buffer_printf(&ours, "%zu:", s.n);
        buffer_slice(&ours, s);
    }
    if (separator != 0 && row->raw.n > 0)
        oracle(row->raw, separator, &theirs);
    if (separator != 0 && !r->trick && !slice_eq(buffer_view(&ours), buffer_view(&theirs)))
        fail("other cells than libcsv's");
    if (row->line <= r->line || row->line_end < row->line)
        fail("a line twice");
    r->line = row->line_end;
    r->raw += row->raw.n;
    buffer_printf(&r->rows, "%u-%u ", (unsigned)row->line, (unsigned)row->line_end);
    buffer_slice(&r->rows, buffer_view(&ours));
    buffer_char(&r->rows, '\n');
    buffer_free(&ours);
    buffer_free(&theirs);
}

static enum status read_all(struct slice in, struct grid_options o, size_t piece, char judged,
                            struct result *r, struct error *e)
{
    struct dribble d = {in, piece};
    struct source *s;
    struct grid *g;
    struct grid_row row;
    bool got = true;
    o.context = r;
    o.warn = note_warning;
    if (source_make(&dribble_maker, &d, "x", &s, e) != ST_OK)
        fail("out of memory");
    enum status st = grid_text_open(s, &o, &g, e);
    if (st != ST_OK)
        return st;
    while ((st = grid_next(g, &row, &got, e)) == ST_OK && got)
        take(r, &row, judged);
    grid_close(g);
    return st;
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    static const char separators[] = {0, ',', ';', '\t'};
    static const size_t pieces[] = {1, 3, 17, 4096};
    if (n < 1 || n > 1 << 14)
        return 0;
    struct slice in = {(const char *)p + 1, n - 1};
    struct grid_options o = {.separator = separators[p[0] & 3],
                             .reject = (p[0] & 16) != 0 ? note_reject : NULL,
                             .escaped = (p[0] & 32) != 0,
                             .encoding = (p[0] & 64) != 0 ? "GB18030" : NULL};
    bool plain = !o.escaped && (in.n == 0 || memchr(in.p, '=', in.n) == NULL);
    struct result whole = {{0}, 0, false, 0}, parts = whole;
    struct error e = {0}, other = {0};
    enum status st = read_all(in, o, in.n + 1, plain ? o.separator : 0, &whole, &e);
    if (st != ST_OK && st != ST_DATA)
        fail(e.text);
    if (read_all(in, o, pieces[p[0] >> 2 & 3], 0, &parts, &other) != st ||
        !slice_eq(buffer_view(&whole.rows), buffer_view(&parts.rows)) ||
        strcmp(e.text, other.text) != 0 || e.line != other.line || e.column != other.column)
        fail("other rows in pieces");
    if (o.encoding == NULL && whole.raw > in.n * 3)
        fail("a byte is in two records");
    buffer_free(&whole.rows);
    buffer_free(&parts.rows);
    return 0;
}

#include "standalone.h"
