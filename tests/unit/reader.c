/* Records, whatever the size of a read and whichever the routines. */
#include "reader.h"

#include <stdlib.h>

#include "buffer.h"
#include "tap.h"

static const size_t chunks[] = {1, 7, 64, 65536, 1 << 20};
enum { CHUNKS = sizeof chunks / sizeof *chunks };

/* What a read gave is shown as text: a record as `line[-line_end]:cell|cell`, a refusal as
 * `[record]!message`. */
static void show_error(struct buffer *out, const struct error *e)
{
    char text[2100];
    error_render(e, text, sizeof text);
    buffer_printf(out, "!%s\n", text);
}

static void show_raw(struct buffer *out, struct slice raw)
{
    buffer_text(out, "[");
    buffer_slice(out, raw);
    buffer_text(out, "]");
}

static enum status rejected(void *context, struct slice raw, const struct error *why,
                            struct error *e)
{
    (void)e;
    show_raw(context, raw);
    show_error(context, why);
    return ST_OK;
}

static void show_batch(struct buffer *out, const struct batch *b, size_t columns)
{
    for (size_t i = 0; i < b->n; i++) {
        buffer_printf(out, "%d", (int)b->line[i]);
        if (batch_line_end(b, i) != b->line[i])
            buffer_printf(out, "-%d", (int)batch_line_end(b, i));
        for (size_t k = 0; k < columns; k++) {
            buffer_char(out, k == 0 ? ':' : '|');
            buffer_slice(out, b->cells[k][i]);
        }
        buffer_char(out, '\n');
    }
}

/* All columns of INPUT. Rejections come before the records of their batch, so batches are told
 * apart in no way. */
static enum status read_all(struct slice input, const struct reader_options *o, bool reject,
                            struct buffer *out)
{
    struct source *s;
    struct reader *r;
    struct error e = {0};
    enum status st = source_memory(input, "t", &s, &e);
    if (st == ST_OK)
        st = reader_open(s, o, &r, &e);
    if (st != ST_OK) {
        show_error(out, &e);
        return st;
    }
    if (reject)
        reader_reject(r, rejected, out);
    struct batch b;
    do {
        st = reader_next(r, &b, &e);
        show_batch(out, &b, reader_columns(r));
    } while (st == ST_OK && b.n > 0);
    if (st != ST_OK)
        show_error(out, &e);
    reader_close(r);
    return st;
}

struct example {
    const char *name;
    struct slice input;
    const char *want;
    enum reader_format format;
};

#define IN(text) {text, sizeof(text) - 1}

static const struct example examples[] = {
    {"plain", IN("a,b\n1,2\n,\n3, 4 \n"), "2:1|2\n3:|\n4:3| 4 \n", READER_CSV},
    {"last line without its end", IN("a,b\n1,2\n3,4"), "2:1|2\n3:3|4\n", READER_CSV},
    {"header only", IN("a,b\n"), "", READER_CSV},
    {"header only, without its end", IN("a,b"), "", READER_CSV},
    {"byte order mark",
     IN("\xef\xbb\xbf"
        "a,b\n1,2\n"),
     "2:1|2\n", READER_CSV},
    {"CRLF", IN("a,b\r\n1,2\r\n3,\r\n"), "2:1|2\n3:3|\n", READER_CSV},
    {"CRLF and LF", IN("a,b\n1,2\r\n3,4\n"), "2:1|2\n3:3|4\n", READER_CSV},
    {"Chinese", IN("单位,金额\n财政局,1.00\n"), "2:财政局|1.00\n", READER_CSV},
    {"quotes", IN("a,b\n\"1\",\"2,3\"\n\"\",\"x\"\"y\"\n4,5\n"), "2:1|2,3\n3:|x\"y\n4:4|5\n",
     READER_CSV},
    {"quotes at the end", IN("a,b\n1,\"2\""), "2:1|2\n", READER_CSV},
    {"quotes before CRLF", IN("a,b\r\n1,\"2\"\r\n3,4\r\n"), "2:1|2\n3:3|4\n", READER_CSV},
    {"quoted header", IN("\"a,b\",\"c\n d\"\n1,2\n"), "3:1|2\n", READER_CSV},
    {"line ends in a cell", IN("a,b\n\"1\n\n2\",3\n4,5\n"), "2-4:1\n\n2|3\n5:4|5\n", READER_CSV},
    {"CRLF in a cell", IN("a,b\r\n\"1\r\n2\",\"3\r4\"\r\n4,5\r\n"), "2-3:1\r\n2|3\r4\n4:4|5\n",
     READER_CSV},
    {"blanks around quotes belong to nobody", IN("a,b\n \"1\",2\n"),
     "!t:2:1: quote inside a cell that does not begin with one: ' \"1\"' (put quotes around the "
     "whole cell and "
     "double those inside)\n",
     READER_CSV},
    {"one column", IN("a\n1\n\n\"\"\n2\n"), "2:1\n3:\n4:\n5:2\n", READER_CSV},
    {"one column, CRLF", IN("a\r\n1\r\n\r\n2"), "2:1\n3:\n4:2\n", READER_CSV},
    {"too few", IN("a,b,c\n1,2,3\n1,2\n4,5,6\n"),
     "2:1|2|3\n!t:3:2: 2 fields where the header has 3 (is the row cut, or does a cell hold a line "
     "end without "
     "quotes?)\n",
     READER_CSV},
    {"too few, one", IN("a,b\n1\n"),
     "!t:2:1: 1 field where the header has 2 (is the row cut, or does a cell hold a line end "
     "without quotes?)\n",
     READER_CSV},
    {"too many", IN("a,b\n1,2,3\n"),
     "!t:2:3: 3 fields where the header has 2 (a cell that holds a separator needs quotes around "
     "it)\n",
     READER_CSV},
    {"too many over lines", IN("a,b\n1,\"2\n\",3\n"),
     "!t:2-3:3: 3 fields where the header has 2 (a cell that holds a separator needs quotes around "
     "it)\n",
     READER_CSV},
    {"too few then too many, evenly", IN("a,b\n1\n2,3,4\n"),
     "!t:2:1: 1 field where the header has 2 (is the row cut, or does a cell hold a line end "
     "without quotes?)\n",
     READER_CSV},
    {"blank line", IN("a,b\n1,2\n\n3,4\n"),
     "2:1|2\n!t:3: blank line in a table of 2 columns (delete it; an empty row still has its "
     "separators)\n",
     READER_CSV},
    {"blank line, CRLF", IN("a,b\r\n\r\n3,4\r\n"),
     "!t:2: blank line in a table of 2 columns (delete it; an empty row still has its "
     "separators)\n",
     READER_CSV},
    {"stray quote", IN("a,b\n1,2\n3,4\"5\n"),
     "2:1|2\n!t:3:2: quote inside a cell that does not begin with one: '4\"5' (put quotes around "
     "the whole cell "
     "and double those inside)\n",
     READER_CSV},
    {"text behind a quote", IN("a,b\n1,\"2\"3\n"),
     "!t:2:2: text behind a closing quote: '\"2\"3' (double a quote that belongs to the cell)\n",
     READER_CSV},
    {"unclosed quote", IN("a,b\n1,2\n\"3\n4\",\"x,4\n5,6\n"),
     "2:1|2\n!t:4:2: quote opened here is never closed: '\"x'\n", READER_CSV},
    {"NUL", IN("a,b\n1,2\n3,\0x\n"),
     "2:1|2\n!t:3:2: NUL byte: '\\x00x' (a damaged or binary file?)\n", READER_CSV},
    {"NUL in quotes", IN("a,b\n1,\"\n\0\"\n"),
     "!t:3:2: NUL byte: '\"\\x0a\\x00\"' (a damaged or binary file?)\n", READER_CSV},
    {"UTF-16 without a mark", IN("a\0,\0b\0\n\0"),
     "!t:1:1: NUL byte: 'a\\x00' (this looks like UTF-16: convert it with iconv -f utf-16 -t "
     "utf-8)\n",
     READER_CSV},
    {"UTF-16",
     IN("\xff\xfe"
        "a\0,\0"),
     "!t:1: this is UTF-16: convert it with iconv -f utf-16 -t utf-8\n", READER_CSV},
    {"UTF-16, big end first", IN("\xfe\xff\0a\0,"),
     "!t:1: this is UTF-16: convert it with iconv -f utf-16 -t utf-8\n", READER_CSV},
    {"GBK header", IN("a,\xb5\xa5\xce\xbb\n1,2\n"),
     "!t:1:2: byte 0xb5 is not UTF-8: '\\xb5\\xa5λ' (GBK perhaps: convert it with iconv -f "
     "gb18030 -t utf-8)\n",
     READER_CSV},
    {"invalid UTF-8", IN("a,b\n1,2\n财,x\xe8\xb4\n3,4\n"),
     "2:1|2\n!t:3:2: byte 0xe8 is not UTF-8: 'x\\xe8\\xb4' (convert it with iconv -f gb18030 -t "
     "utf-8)\n",
     READER_CSV},
    {"invalid UTF-8 in a last line without its end", IN("a,b\n1,\"2\xe8\""),
     "!t:2:2: byte 0xe8 is not UTF-8: '\"2\\xe8\"' (convert it with iconv -f gb18030 -t "
     "utf-8)\n",
     READER_CSV},
    {"invalid UTF-8 in quotes", IN("a,b\n1,\"x\n\xff\"\n"),
     "!t:3:2: byte 0xff is not UTF-8: '\"x\\x0a\\xff\"' (convert it with iconv -f gb18030 -t "
     "utf-8)\n",
     READER_CSV},
    {"old Macintosh", IN("a,b\r1,2\r3,4\r"),
     "!t:1:2: carriage return without a line feed: 'b\\x0d1' (convert old Macintosh line ends, for "
     "example with tr "
     "'\\r' '\\n'; inside a cell it needs quotes)\n",
     READER_CSV},
    {"carriage return in a cell", IN("a,b\n1,2\n\r3,4\n"),
     "2:1|2\n!t:3:1: carriage return without a line feed: '\\x0d3' (convert old Macintosh line "
     "ends, for example "
     "with tr '\\r' '\\n'; inside a cell it needs quotes)\n",
     READER_CSV},
    {"carriage return at the end", IN("a,b\n1,2\r"),
     "!t:2:2: carriage return without a line feed: '2\\x0d' (convert old Macintosh line ends, for "
     "example with tr "
     "'\\r' '\\n'; inside a cell it needs quotes)\n",
     READER_CSV},
    {"two carriage returns", IN("a,b\n1,\"2\"\r\r\n"),
     "!t:2:2: carriage return without a line feed: '\"2\"\\x0d' (convert old Macintosh line ends, "
     "for example "
     "with tr '\\r' '\\n'; inside a cell it needs quotes)\n",
     READER_CSV},
    {"a name twice", IN("a,b,c,b,a\n"),
     "!t:1:4: column name stands twice, in fields 2 and 4: 'b'\n", READER_CSV},
    {"no name", IN("a, ,c\n"), "!t:1:2: column 2 has no name\n", READER_CSV},
    {"blank header", IN("\na,b\n"), "!t:1:1: column 1 has no name\n", READER_CSV},
    {"only a mark", IN("\xef\xbb\xbf"),
     "!t: file holds a byte order mark and nothing else: not even a header\n", READER_CSV},
    {"nothing", IN(""), "!t: file is empty: not even a header; did the command before it fail?\n",
     READER_CSV},
    {"TSV", IN("a\tb\n1,5\t\"2\t\"\"\n\"\n"), "2-3:1,5|2\t\"\n\n", READER_TSV},
    {"escaped", IN("a\tb\n1\\t2\t\\\\\\n\n\"x\"\t\\r\n,\t\n"), "2:1\t2|\\\n\n3:\"x\"|\r\n4:,|\n",
     READER_TSV_ESCAPED},
    {"escaped names", IN("a\\tb\tc\n1\t2\n"), "2:1|2\n", READER_TSV_ESCAPED},
    {"bad escape", IN("a\tb\n1\t2\\x\n"),
     "!t:2:2: backslash that is no escape: '2\\x' (write \\t, \\n, \\r or \\\\)\n",
     READER_TSV_ESCAPED},
    {"half an escape", IN("a\tb\n1\\\t2\n"),
     "!t:2:1: backslash that is no escape: '1\\' (write \\t, \\n, \\r or \\\\)\n",
     READER_TSV_ESCAPED},
};

static void check_examples(void)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *x = &examples[i];
        for (size_t k = 0; k < 2 * CHUNKS; k++) {
            struct reader_options o = {.format = x->format,
                                       .chunk = chunks[k / 2],
                                       .plain = k % 2 != 0};
            struct buffer got = {0};
            enum status st = read_all(x->input, &o, false, &got);
            enum status want = strchr(x->want, '!') == NULL ? ST_OK : ST_DATA;
            bool good = st == want && slice_eq(buffer_view(&got), slice_of(x->want));
            if (k == 0 || !good)
                ok(good, "%s (chunk %zu, %s)", x->name, o.chunk, o.plain ? "plain" : "best");
            if (!good)
                printf("#  got: %.*s# want: %s", (int)got.n, got.p != NULL ? got.p : "", x->want);
            buffer_free(&got);
        }
    }
}

static void check_rejects(void)
{
    static const char input[] =
        "a,b\n1,2\n3\n4,\"5\"x\n\"6\n7\",8\n9,\xff\n10,11\n\n12,\"13\n14,15\n";
    static const char want[] =
        "2:1|2\n"
        "[3]!t:3:1: 1 field where the header has 2 (is the row cut, or does a cell hold a line end "
        "without quotes?)\n"
        "[4,\"5\"x]!t:4:2: text behind a closing quote: '\"5\"x' (double a quote that belongs to "
        "the cell)\n"
        "5-6:6\n7|8\n"
        "[9,\xff]!t:7:2: byte 0xff is not UTF-8: '\\xff' (convert it with iconv -f gb18030 -t "
        "utf-8)\n"
        "8:10|11\n"
        "[]!t:9: blank line in a table of 2 columns (delete it; an empty row still has its "
        "separators)\n"
        "[12,\"13\n14,15\n]!t:10:2: quote opened here is never closed: '\"13'\n";
    struct reader_options o = {.chunk = 1};
    struct buffer got = {0};
    is_int(read_all(SLICE(""), &o, true, &got), ST_DATA, "rejecting does not make nothing a table");
    got.n = 0;
    is_int(read_all((struct slice){input, sizeof input - 1}, &o, true, &got), ST_OK,
           "rejects: goes on");
    is_text(got.p, got.n, want, "rejects: each bad record as it stood, with its reason");
    buffer_free(&got);
}

/* Where the input stands that a record or a refusal took. */
struct span {
    uint64_t line;
    struct slice raw;
};

struct ledger {
    struct span *spans;
    size_t n, size;
};

static void enter(struct ledger *l, uint64_t line, struct slice raw)
{
    char *copy = malloc(raw.n + 1);
    if (copy == NULL || !grow(&l->spans, &l->size, l->n + 1, sizeof *l->spans))
        abort();
    memcpy(copy, raw.p, raw.n);
    l->spans[l->n++] = (struct span){line, {copy, raw.n}};
}

/* The line of a refusal may be that of its fault, so the record's own is found by order: refusals
 * of a batch come before its records, and each is entered with the line at which the fault can be
 * at the earliest. */
static enum status enter_reject(void *context, struct slice raw, const struct error *why,
                                struct error *e)
{
    (void)e;
    enter(context, why->line, raw);
    return ST_OK;
}

static uint64_t lines_in(struct slice s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

/* Takes from L the span that stands at AT and begins on LINE (or, refused, is at fault a few lines
 * on). */
static bool take_span(struct ledger *l, struct slice input, size_t at, uint64_t line,
                      size_t *length)
{
    for (size_t i = 0; i < l->n; i++) {
        struct slice raw = l->spans[i].raw;
        if (l->spans[i].line < line || l->spans[i].line > line + lines_in(raw) ||
            raw.n > input.n - at || !slice_eq(raw, (struct slice){input.p + at, raw.n}))
            continue;
        *length = raw.n;
        free((char *)(uintptr_t)raw.p);
        l->spans[i] = l->spans[--l->n];
        return true;
    }
    return false;
}

static bool accounts(struct slice input, size_t at, struct ledger *l)
{
    uint64_t line = 1;
    while (at < input.n) {
        size_t n = 0;
        if (line > 1 && !take_span(l, input, at, line, &n))
            return false;
        if (line == 1)
            n = (size_t)((const char *)memchr(input.p, '\n', input.n) - input.p);
        line += lines_in((struct slice){input.p + at, n});
        at += n;
        if (at + 1 < input.n && input.p[at] == '\r' && input.p[at + 1] == '\n')
            at++;
        if (at < input.n && input.p[at++] != '\n')
            return false;
        line++;
    }
    return l->n == 0;
}

static struct slice random_table(char *text, size_t size)
{
    static uint64_t state = 7;
    static const char bytes[] = "aaaa,,,,\n\n\n\"\"\r\0\xe4\xb8\xff\\\t";
    size_t n = 4;
    memcpy(text, "a,b\n", n);
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    size_t want = n + (state >> 33) % (size - n),
           kinds = (state >> 40) % 2 == 0 ? 12 : sizeof bytes - 1;
    while (n < want) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        if ((state >> 33) % 3 != 0) { /* mostly good records, so that there is something to lose */
            const char *record = (state >> 50) % 4 == 0 ? "1,\"2\n\"\"\"\r\n" : "1,2\n";
            for (; *record != '\0' && n < want; record++)
                text[n++] = *record;
        } else {
            text[n++] = bytes[(state >> 50) % kinds];
        }
    }
    return (struct slice){text, n};
}

/* Every byte is in exactly one record or one refusal, and each chunk size gives the same. */
static void check_random(void)
{
    size_t lost = 0, differ = 0;
    for (int round = 0; round < 500; round++) {
        char text[400];
        struct slice input = random_table(text, sizeof text);
        struct buffer first = {0};
        for (size_t k = 0; k < 2 * CHUNKS; k++) {
            struct reader_options o = {.chunk = chunks[k / 2], .plain = k % 2 != 0};
            struct buffer got = {0};
            read_all(input, &o, false, k == 0 ? &first : &got);
            differ += k > 0 && !slice_eq(buffer_view(&first), buffer_view(&got));
            buffer_free(&got);
        }
        buffer_free(&first);
        struct source *s;
        struct reader *r;
        struct batch b;
        struct error e;
        struct ledger l = {0};
        struct reader_options o = {.chunk = chunks[round % CHUNKS], .plain = round % 2 != 0};
        if (source_memory(input, "t", &s, &e) != ST_OK || reader_open(s, &o, &r, &e) != ST_OK)
            abort();
        reader_reject(r, enter_reject, &l);
        do {
            lost += reader_next(r, &b, &e) != ST_OK;
            for (size_t i = 0; i < b.n; i++) {
                enter(&l, b.line[i], b.raw[i]);
                lost += batch_line_end(&b, i) != b.line[i] + lines_in(b.raw[i]);
            }
        } while (b.n > 0);
        reader_close(r);
        lost += !accounts(input, 0, &l);
        for (size_t i = 0; i < l.n; i++)
            free((char *)(uintptr_t)l.spans[i].raw.p);
        free(l.spans);
    }
    is_int((int64_t)differ, 0, "random tables: the same whatever the chunk and the routines");
    is_int((int64_t)lost, 0, "random tables: every byte in one record or one refusal");
}

static void add_lines(struct buffer *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buffer_printf(b,
                      i % 97 == 0 ? "\"%zu\",\"x\n%zu\",z,财政局" : "%zu,%zu,y,财政局预算处", i,
                      i * 7);
        buffer_text(b, i % 5000 > 2500 && i % 3 != 0 ? "\r\n" : "\n");
    }
}

/* Many rows: buffers move, batches end, selected columns only. */
static void check_large(void)
{
    struct buffer text = {0};
    buffer_text(&text, "a,b,c,d\n");
    add_lines(&text, 50000);
    for (size_t k = 0; k < 6; k++) {
        static const size_t sizes[] = {97, 5000, 0};
        struct reader_options o = {.chunk = sizes[k / 2], .plain = k % 2 != 0};
        struct source *s;
        struct reader *r;
        struct batch b;
        struct error e;
        if (source_memory(buffer_view(&text), "t", &s, &e) != ST_OK ||
            reader_open(s, &o, &r, &e) != ST_OK)
            abort();
        size_t columns[] = {3, 0, 3}, row = 0, wrong = 0;
        uint64_t line = 2;
        is_int(reader_select(r, columns, 3, &e), ST_OK, "select");
        while (reader_next(r, &b, &e) == ST_OK && b.n > 0) {
            wrong += b.n > BATCH_ROWS;
            for (size_t i = 0; i < b.n; i++, row++) {
                char want[32];
                struct slice raw = b.raw[i];
                snprintf(want, sizeof want, "%zu", row);
                struct slice office = row % 97 == 0 ? SLICE("财政局") : SLICE("财政局预算处");
                wrong += !slice_eq(b.cells[1][i], slice_of(want)) ||
                         !slice_eq(b.cells[0][i], office) || !slice_eq(b.cells[2][i], office) ||
                         b.line[i] != line || raw.n < 3 ||
                         memcmp(raw.p + raw.n - 3, office.p + office.n - 3, 3) != 0;
                line = batch_line_end(&b, i) + 1;
            }
        }
        ok(row == 50000 && wrong == 0, "50,000 records, chunk %zu: %zu wrong", o.chunk, wrong);
        size_t none = 4;
        is_int(reader_select(r, &none, 1, &e), ST_USAGE, "a column that is not there");
        reader_close(r);
    }
    buffer_free(&text);
}

static void check_names(void)
{
    struct buffer got = {0};
    struct reader_options o = {.no_header = true, .names = SLICE("a,\"b,c\"")};
    is_int(read_all(SLICE("1,2\n3,4\n"), &o, false, &got), ST_OK, "no header");
    is_text(got.p, got.n, "1:1|2\n2:3|4\n", "no header: the first record is data");
    got.n = 0;
    is_int(read_all(SLICE("\xef\xbb\xbf"
                          "1,2\n"),
                    &o, false, &got),
           ST_OK, "no header, but a mark");
    is_text(got.p, got.n, "1:1|2\n", "no header: the mark is no part of a cell");
    got.n = 0;
    is_int(read_all(SLICE("1,2,3\n"), &o, false, &got), ST_DATA, "no header: shape is checked");
    o.names = (struct slice){NULL, 0};
    is_int(read_all(SLICE("1,2\n"), &o, false, &got), ST_USAGE, "no header and no names");
    o = (struct reader_options){.names = SLICE("x,y")};
    got.n = 0;
    is_int(read_all(SLICE("a,b\n1,2\n"), &o, false, &got), ST_OK, "names in place of the header");
    is_text(got.p, got.n, "2:1|2\n", "names in place of the header: it is no record");
    o.names = SLICE("x,y,z");
    is_int(read_all(SLICE("a,b\n1,2\n"), &o, false, &got), ST_DATA,
           "names that do not fit the header");
    o.names = SLICE("x,x");
    is_int(read_all(SLICE("a,b\n1,2\n"), &o, false, &got), ST_USAGE, "names twice");
    o.names = SLICE("x,\"y");
    is_int(read_all(SLICE("a,b\n1,2\n"), &o, false, &got), ST_USAGE,
           "names with an unclosed quote");
    buffer_free(&got);
}

static void check_split(void)
{
    struct source *s;
    struct reader *r;
    struct batch b;
    struct error e;
    struct reader_options o = {0};
    struct slice *cells;
    if (source_memory(SLICE("a,b\n\"1\"\"\",2\n3,4\n"), "t", &s, &e) != ST_OK ||
        reader_open(s, &o, &r, &e) != ST_OK)
        abort();
    size_t second = 1;
    ok(reader_select(r, &second, 1, &e) == ST_OK && reader_next(r, &b, &e) == ST_OK && b.n == 2,
       "two records");
    is_text(b.raw[0].p, b.raw[0].n, "\"1\"\"\",2", "raw");
    is_int(reader_split(r, b.raw[0], &cells, &e), ST_OK, "split");
    is_text(cells[0].p, cells[0].n, "1\"", "split: a column that was not selected");
    is_int(reader_split(r, b.raw[1], &cells, &e), ST_OK, "split again");
    is_text(cells[0].p, cells[0].n, "3", "split again: its cell");
    is_text(b.cells[0][0].p, b.cells[0][0].n, "2", "the batch still holds");
    is_int(reader_split(r, SLICE("1,2,3"), &cells, &e), ST_DATA,
           "split of what is no record of the table");
    reader_close(r);
}

/* A record at the limit, one beyond it, and a quote that is never closed before so much text. */
static void check_limit(void)
{
    struct buffer text = {0}, got = {0};
    buffer_text(&text, "a,b\r\n");
    for (int k = 0; k < 2; k++) {
        buffer_text(&text, "1,");
        for (size_t i = 0; i < (size_t)READER_CELL_MAX - 2 + (size_t)k; i++)
            buffer_char(&text, 'x');
        buffer_text(&text, "\r\n");
    }
    buffer_text(&text, "3,4\n");
    for (size_t k = 0; k < 4; k++) {
        struct reader_options o = {.chunk = k % 2 == 0 ? 4096 : 1 << 24, .plain = k > 1};
        got.n = 0;
        enum status st = read_all(buffer_view(&text), &o, false, &got);
        const char *end = "\n!t:3:1: record of more than 16 MiB: is this a table with line ends?\n";
        ok(st == ST_DATA && got.n == READER_CELL_MAX + 2 + strlen(end) &&
               memcmp(got.p + got.n - strlen(end), end, strlen(end)) == 0,
           "one record at the limit, one beyond it");
        got.n = 0;
        st = read_all(buffer_view(&text), &o, true, &got);
        const char *rest = "[x]!t:3: goes on the record of more than 16 MiB that began on line 3\n";
        struct slice tail = {got.p + got.n - 6 - strlen(rest), strlen(rest) + 6};
        if (!ok(st == ST_OK && tail.n < got.n && memcmp(tail.p, rest, strlen(rest)) == 0 &&
                    memcmp(tail.p + strlen(rest), "4:3|4\n", 6) == 0,
                "beyond the limit in parts, and on"))
            printf("# %.*s\n", (int)tail.n, tail.p);
    }
    text.p[7] = '"'; /* the first cell of 16 MiB becomes a quoted one without an end */
    struct reader_options o = {0};
    got.n = 0;
    is_int(read_all(buffer_view(&text), &o, false, &got), ST_DATA, "unclosed quote before 16 MiB");
    is_text(got.p, got.n,
            "!t:2:2: record of more than 16 MiB: is the quote that opens here ever closed?\n",
            "unclosed quote before 16 MiB: told where it opened");
    buffer_free(&text);
    buffer_free(&got);
}

/* A wide table has shorter batches, not more memory. */
static void check_wide(void)
{
    struct buffer text = {0};
    for (int row = 0; row < 60; row++)
        for (int i = 0; i < 100000; i++)
            buffer_printf(&text, "%s%d", i == 0 ? "" : ",", i);
    struct buffer table = {0};
    for (int row = 0; row < 60; row++) {
        buffer_append(&table, text.p, text.n / 60);
        buffer_char(&table, '\n');
    }
    struct source *s;
    struct reader *r;
    struct batch b;
    struct error e;
    struct reader_options o = {0};
    size_t rows = 0, wrong = 0;
    if (source_memory(buffer_view(&table), "t", &s, &e) != ST_OK ||
        reader_open(s, &o, &r, &e) != ST_OK)
        abort();
    is_int((int64_t)reader_columns(r), 100000, "100,000 columns");
    while (reader_next(r, &b, &e) == ST_OK && b.n > 0) {
        rows += b.n;
        for (size_t i = 0; i < b.n; i++)
            wrong += !slice_eq(b.cells[99999][i], SLICE("99999"));
    }
    ok(rows == 59 && wrong == 0, "100,000 columns: all records");
    reader_close(r);
    buffer_free(&text);
    buffer_free(&table);
}

int main(void)
{
    check_examples();
    check_rejects();
    check_random();
    check_large();
    check_names();
    check_split();
    check_limit();
    check_wide();
    return done_testing();
}
