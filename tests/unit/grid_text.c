/* Rows of CSV and its kin, and what is refused because it is no table. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "buffer.h"
#include "grid.h"
#include "tap.h"

static char directory[] = "/tmp/probity-grid-XXXXXX";
static char path[64];

static void put(struct slice bytes)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        abort();
}

/* What a grid told, and its rows: 1:a|b, then 2-3:"c"... */
struct told {
    struct buffer rows, warnings, rejects, watched;
    struct error e;
    enum status st;
    char encoding[32];
};

static void take_warning(void *context, const char *text)
{
    struct told *t = context;
    buffer_text(&t->warnings, text);
    buffer_char(&t->warnings, '\n');
}

static void watch(void *context, struct slice bytes)
{
    buffer_slice(&((struct told *)context)->watched, bytes);
}

static enum status take_reject(void *context, struct slice raw, const struct error *why,
                               struct error *e)
{
    struct told *t = context;
    (void)e;
    buffer_printf(&t->rejects, "%u:", (unsigned)why->line);
    buffer_slice(&t->rejects, raw);
    buffer_char(&t->rejects, ';');
    return ST_OK;
}

static void add_row(struct told *t, const struct grid_row *row, bool raw)
{
    buffer_printf(&t->rows, "%u", (unsigned)row->line);
    if (row->line_end > row->line)
        buffer_printf(&t->rows, "-%u", (unsigned)row->line_end);
    for (size_t i = 0; i < row->n && !raw; i++) {
        const struct cell *c = &row->cells[i];
        buffer_char(&t->rows, i == 0 ? ':' : '|');
        buffer_slice(&t->rows, c->text);
        if ((c->kind == CELL_BLANK) != (c->text.n == 0) || c->kind > CELL_TEXT)
            buffer_text(&t->rows, "(kind?)");
        if (c->shown.p != NULL && !slice_eq(c->shown, c->text))
            buffer_text(&t->rows, "(shown?)");
    }
    if (raw) {
        buffer_char(&t->rows, ':');
        buffer_slice(&t->rows, row->raw);
    }
    buffer_char(&t->rows, ';');
}

static struct told read_grid(struct grid_options o, bool raw)
{
    struct told t = {.encoding = ""};
    struct grid *g;
    struct grid_row row;
    bool got = true;
    o.context = &t;
    t.st = grid_open(path, &o, &g, &t.e);
    if (t.st != ST_OK)
        return t;
    while ((t.st = grid_next(g, &row, &got, &t.e)) == ST_OK && got)
        add_row(&t, &row, raw);
    snprintf(t.encoding, sizeof t.encoding, "%s", grid_encoding(g));
    grid_close(g);
    return t;
}

static void forget(struct told *t)
{
    buffer_free(&t->rows);
    buffer_free(&t->warnings);
    buffer_free(&t->rejects);
    buffer_free(&t->watched);
}

static void shows(struct slice bytes, struct grid_options o, const char *rows, const char *name)
{
    put(bytes);
    o.display = true;
    struct told t = read_grid(o, false);
    struct slice got = buffer_view(&t.rows);
    is_text(got.p, got.n, rows, name);
    if (t.st != ST_OK)
        printf("# refused: %s\n", t.e.text);
    forget(&t);
}
#define PLAIN ((struct grid_options){0})
#define SHOWS(bytes, rows, name) shows(SLICE(bytes), PLAIN, rows, name)

static bool holds(struct slice s, const char *text)
{
    size_t n = strlen(text);
    for (; s.n >= n; s.p++, s.n--)
        if (memcmp(s.p, text, n) == 0)
            return true;
    return false;
}

static void warns(struct slice bytes, const char *text, const char *name)
{
    put(bytes);
    struct told t = read_grid((struct grid_options){.warn = take_warning}, false);
    struct slice got = buffer_view(&t.warnings);
    bool good = text == NULL ? got.n == 0 : holds(got, text);
    ok(good, "%s", name);
    if (!good)
        printf("# got: %.*s\n", (int)got.n, got.p);
    forget(&t);
}

static void refused_with(struct slice bytes, struct grid_options o, const char *text,
                         const char *name)
{
    char all[2500];
    put(bytes);
    struct told t = read_grid(o, false);
    error_render(&t.e, all, sizeof all);
    bool good = t.st == ST_DATA && holds(slice_of(all), text) &&
                strncmp(all, path, strlen(path)) == 0;
    ok(good, "%s", name);
    if (!good)
        printf("#  got: %d %s\n# want: %s\n", (int)t.st, all, text);
    forget(&t);
}
#define REFUSED(bytes, text, name) refused_with(SLICE(bytes), PLAIN, text, name)

static void test_rows(void)
{
    SHOWS("a,b\n1,2\n", "1:a|b;2:1|2;", "two rows");
    SHOWS("a,b\r\n1,2", "1:a|b;2:1|2;", "CR LF, and no line end at last");
    SHOWS("title\n\nx,y,z\n1\n,\n1,2,3,4\n\n", "1:title;2;3:x|y|z;4:1;5:|;6:1|2|3|4;7;",
          "any number of cells, blank lines without");
    SHOWS("\xef\xbb\xbf"
          "a,b\n",
          "1:a|b;", "a byte order mark is no text");
    SHOWS("a,\"b\nc\",d\n\"\"\ne\n", "1-2:a|b\nc|d;3:;4:e;", "lines within quotes count");
    SHOWS("a,\"x \"\"y\"\" z\"\n", "1:a|x \"y\" z;", "quotes within quotes");
    SHOWS(" a , b\n", "1: a | b;", "blanks stay");
    shows(SLICE("a\\tb\tc\\\\\n\nd\n"), (struct grid_options){.escaped = true},
          "1:a\tb|c\\;2;3:d;", "the escaped format");
    shows(SLICE("a;b,c\n"), (struct grid_options){.separator = ';'}, "1:a|b,c;",
          "the separator that is asked for");
}

static void test_separators(void)
{
    SHOWS("a\tb\n1,5\t2,5\n", "1:a|b;2:1,5|2,5;", "tabs");
    SHOWS("a;b\n1,5;2,5\n3;4\n", "1:a|b;2:1,5|2,5;3:3|4;", "semicolons");
    SHOWS("a|b,c\n1|2\n", "1:a|b,c;2:1|2;", "vertical bars");
    SHOWS("a title, with a comma\nx;y\n1;2\n3;4\n", "1:a title, with a comma;2:x|y;3:1|2;4:3|4;",
          "what most lines agree on");
    SHOWS("\"a;b;c\",d\n\"e;f;g\",h\n", "1:a;b;c|d;2:e;f;g|h;",
          "what stands within quotes does not count");
    SHOWS("a\nb\n", "1:a;2:b;", "one column");
    SHOWS("sep=;\r\na;b,c\r\n", "2:a|b,c;", "a line that names the separator");
    SHOWS("\xef\xbb\xbfSEP=|\na|b\n", "2:a|b;", "behind a byte order mark, in capitals");
    SHOWS("sep=\t\na\tb\n", "2:a|b;", "a tab");
    SHOWS("sep=ab\n1,2\n", "1:sep=ab;2:1|2;", "a line that only looks so");
    SHOWS("sep=a\n1,2\n", "1:sep=a;2:1|2;", "letters separate nothing");
    warns(SLICE("a,b\n1,2\n"), NULL, "commas are not told of");
    warns(SLICE("a;b\n1;2\n"), "semicolons", "semicolons are");
    warns(SLICE("a\tb\n"), "tabs", "and tabs");
    warns(SLICE("sep=;\na;b\n"), ":1: this line, 'sep=;'", "and a line that is no row");
}

static void test_tricks(void)
{
    SHOWS("=\"00123\",x\n", "1:00123|x;", "=\"00123\"");
    SHOWS("x,=\"00123\"\r\n=\"\",=\"1\"", "1:x|00123;2:|1;", "at a line's end, empty");
    SHOWS("\"=\"\"00123\"\"\",x\n", "1:00123|x;", "the same in quotes");
    SHOWS("=\"1\",\"a\nb\",c\nd\n", "1-2:1|a\nb|c;3:d;", "lines within quotes behind it");
    SHOWS("=1+2,=a\n", "1:=1+2|=a;", "other formulas stay");
    SHOWS("\"=\"\"a\"\"&\"\"b\"\"\"\n", "1:=\"a\"&\"b\";", "also of texts");
    warns(SLICE("a\n=\"1\"\n=\"2\"\n"), ":2: cells such as", "it is told");
    put(SLICE("=\"1\"\n=\"2\"\n"));
    struct told t = read_grid((struct grid_options){.warn = take_warning}, false);
    size_t lines = 0;
    for (size_t i = 0; i < t.warnings.n; i++)
        lines += t.warnings.p[i] == '\n';
    is_int((int64_t)lines, 1, "once");
    forget(&t);
    put(SLICE("=\"1\",b\n"));
    t = read_grid(PLAIN, true);
    is_text(t.rows.p, t.rows.n, "1:=\"1\",b;", "the record stands as it stood");
    forget(&t);
    REFUSED("=\"a,b\"\n", ":1:1: quote inside a cell", "a separator within");
    REFUSED("x\n=\"a\nb\"\n", ":2:1: quote inside a cell", "a line end within");
    REFUSED("=\"a", ":1:1: quote inside a cell", "never closed");
    REFUSED("=\"a\"b\n", ":1:1: quote inside a cell", "text behind it");
    REFUSED("=\"a\"\"b\"\n", ":1:1: quote inside a cell", "a quote within");
}

static void test_returns(void)
{
    SHOWS("a,b\r1,2\r", "1:a|b;2:1|2;", "lines that end in CR");
    SHOWS("a,b\r\"x\ry\nz\",2", "1:a|b;2-3:x\ry\nz|2;", "their cells stay as they are");
    SHOWS("sep=;\ra;b\r", "2:a|b;", "with a line that names the separator");
    SHOWS("\"a\rb\",c\n1,2\n", "1:a\rb|c;2:1|2;", "a CR within quotes does not decide");
    put(SLICE("a\r\"x\ry\"\r"));
    struct told t = read_grid(PLAIN, true);
    is_text(t.rows.p, t.rows.n, "1:a;2-3:\"x\ry\";", "the record stands as it stood");
    forget(&t);
    REFUSED("a,b\n1\r2,3\n", ":2:1: carriage return without a line feed", "a CR among LF");
    put(SLICE("a\r\"b\rc\"c\rd\r"));
    t = read_grid((struct grid_options){.reject = take_reject}, false);
    is_text(t.rejects.p, t.rejects.n, "3:\"b\rc\"c;", "what is refused is given as it stood");
    is_text(t.rows.p, t.rows.n, "1:a;4:d;", "and what follows is read");
    forget(&t);
    /* A line feed behind the lines that are looked at. */
    struct buffer b = {0};
    while (b.n < 100000)
        buffer_text(&b, "a,b\r");
    buffer_text(&b, "x\ny\r");
    refused_with(buffer_view(&b), PLAIN, ":25001:1: line feed in a file whose lines end in",
                 "an LF among CR");
    buffer_free(&b);
}

static void test_strict(void)
{
    REFUSED("a,b\"c\n", ":1:2: quote inside a cell", "a stray quote");
    REFUSED("a,\"b\"c\n", ":1:2: text behind a closing quote", "text behind a quote");
    REFUSED("a\nb,\"c\nd", ":2:2: quote opened here is never closed", "an unclosed quote");
    REFUSED("a\nb\0c\n", ":2:1: NUL byte", "a NUL");
    REFUSED("张三李四王五赵六孙七\n\xff\n", ":2:1: byte 0xff is not UTF-8", "damaged UTF-8");
    refused_with(SLICE("\xd5\xc5\nx,\xff\n"), (struct grid_options){.encoding = "GBK"},
                 ":2:2: byte 0xff is not GB18030: '\\xff'", "damaged GB18030");
    refused_with(SLICE("\xd5\xc5\nx,\xb0"), (struct grid_options){.encoding = "GBK"},
                 ":2:2: byte 0xb0 is not GB18030", "half a character at the end");
    put(SLICE("a,b\nc\"d\ne,\xff\nf,g\n"));
    struct told t = read_grid((struct grid_options){.reject = take_reject, .encoding = "gbk"},
                              false);
    is_text(t.rejects.p, t.rejects.n, "2:c\"d;3:e,\xff;", "rejects are given as they stood");
    is_text(t.rows.p, t.rows.n, "1:a|b;4:f|g;", "and the others are read");
    forget(&t);
    REFUSED("", "file is empty", "no bytes at all");
}

/* Gives back what it packs in OUT. */
static struct slice pack(struct slice text, struct buffer *out)
{
    z_stream z = {0};
    char *room = malloc(text.n + 1000);
    union {
        const char *p;
        unsigned char *zlib;
    } in = {.p = text.p};
    if (room == NULL ||
        deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_in = in.zlib;
    z.avail_in = (unsigned)text.n;
    z.next_out = (unsigned char *)room;
    z.avail_out = (unsigned)(text.n + 1000);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    buffer_append(out, room, text.n + 1000 - z.avail_out);
    deflateEnd(&z);
    free(room);
    return buffer_view(out);
}

static void test_watch(void)
{
    struct buffer text = {0}, packed = {0};
    for (unsigned i = 0; text.n < 700000; i++)
        buffer_printf(&text, "%u,\xd5\xc5\xc8\xfd,%u\n", i, i * 2654435761u);
    struct slice gzip = pack(buffer_view(&text), &packed), plain = buffer_view(&text);
    put(plain);
    struct told t = read_grid((struct grid_options){.watch = watch}, false);
    ok(t.st == ST_OK && slice_eq(buffer_view(&t.watched), plain),
       "all bytes are seen as they stand on disk");
    is_text(t.encoding, strlen(t.encoding), "GB18030", "and not as they are read");
    struct told u = (put(gzip), read_grid((struct grid_options){.watch = watch}, false));
    ok(u.st == ST_OK && slice_eq(buffer_view(&u.watched), gzip), "gzip is seen packed");
    ok(slice_eq(buffer_view(&u.rows), buffer_view(&t.rows)), "and read unpacked");
    forget(&t);
    forget(&u);
    refused_with((struct slice){gzip.p, gzip.n - 100}, PLAIN, "gzip data ends early",
                 "gzip that is cut short");
    buffer_free(&text);
    buffer_free(&packed);
}

static void test_kinds(void)
{
    REFUSED("%PDF-1.4\n", "this is a PDF and no table (export the table itself", "a PDF");
    REFUSED("\x89PNG\r\n\x1a\n", "this is a picture (PNG)", "a PNG");
    REFUSED("\xff\xd8\xff\xe0", "this is a picture (JPEG)", "a JPEG");
    REFUSED("{\\rtf1 a}", "this is a text document (RTF)", "RTF");
    REFUSED("Rar!\x1a\x07\x01", "this is an archive (RAR)", "RAR");
    REFUSED("7z\xbc\xaf\x27\x1c", "this is an archive (7z)", "7z");
    REFUSED("\x7f"
            "ELF\2",
            "this is a program", "ELF");
    REFUSED("MIME-Version: 1.0\n", "this is a web archive", "MHTML");
    REFUSED("<?xml version='1.0'?><a/>", "this is an XML document", "XML");
    SHOWS("<a>,b\n", "1:<a>|b;", "text that begins with < is text");
    struct buffer packed = {0};
    pack(SLICE("%PDF-1.4\n"), &packed);
    refused_with(buffer_view(&packed), PLAIN, "this is a PDF", "a PDF in gzip");
    buffer_free(&packed);
}

static void test_calls(void)
{
    struct grid_options o = {0};
    struct grid *g;
    struct error e;
    put(SLICE("a,b\n"));
    if (grid_open(path, &o, &g, &e) != ST_OK)
        abort();
    ok(grid_kind(g) == GRID_TEXT && grid_sheet_count(g) == 1 && grid_sheet(g, 0)->name.n == 0 &&
           !grid_sheet(g, 0)->hidden && !grid_again(g) && !grid_from_1904(g),
       "text is one sheet without a name");
    is_text(grid_name(g), strlen(grid_name(g)), path, "its name is the file's");
    is_int(grid_select(g, 1, &e), ST_USAGE, "there is no second one");
    is_int(grid_select(g, 0, &e), ST_OK, "the first one is there");
    is_int(grid_select(g, 0, &e), ST_USAGE, "once");
    struct grid_row row;
    bool got;
    ok(grid_next(g, &row, &got, &e) == ST_OK && got && row.n == 2, "its row");
    ok(grid_next(g, &row, &got, &e) == ST_OK && !got, "its end");
    ok(grid_next(g, &row, &got, &e) == ST_OK && !got, "which stays");
    ok(grid_progress(g) > 0.99, "all is read");
    grid_close(g);
    is_int(grid_open("/nonexistent/x.csv", &o, &g, &e), ST_SYSTEM, "a file that is not there");
    is_int(grid_open(directory, &o, &g, &e), ST_SYSTEM, "a directory");
}

/* A line beyond what a record may have is refused, and what follows it is read. */
static void test_long(void)
{
    struct buffer b = {0};
    buffer_text(&b, "a,b\n");
    for (size_t i = 0; i < READER_CELL_MAX + 100; i++)
        buffer_char(&b, i % 10 == 0 ? ',' : 'x');
    buffer_text(&b, "\nc,d\n");
    refused_with(buffer_view(&b), PLAIN, ":2:1: record of more than 16 MiB", "a line of 16 MiB");
    struct told t = read_grid((struct grid_options){.reject = take_reject}, false);
    ok(t.st == ST_OK && t.rejects.n > READER_CELL_MAX, "it can be rejected, all of it");
    is_text(t.rows.p, t.rows.n, "1:a|b;3:c|d;", "and the others be read");
    forget(&t);
    buffer_free(&b);
}

int main(void)
{
    if (mkdtemp(directory) == NULL)
        abort();
    snprintf(path, sizeof path, "%s/t.csv", directory);
    test_rows();
    test_separators();
    test_tricks();
    test_returns();
    test_strict();
    test_watch();
    test_kinds();
    test_calls();
    test_long();
    unlink(path);
    rmdir(directory);
    return done_testing();
}
