/* The reader of xlsx. The first byte chooses what the rest is: a whole zip archive, or the part
 * (sheet, shared texts, styles, workbook, relationships) that a workbook without faults gets instead
 * of its own. What is read is read twice and must be the same; each text must be within reach, each
 * number one that num_parse or an exponent explains, each row in its order. */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "grid.h"
#include "num.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

#ifndef HAVE_WORKBOOKS
int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    (void)p;
    (void)n;
    return 0;
}
#else
#include "../unit/zipmake.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATIONSHIP(id, type, target) \
    "<Relationship Id='" id "' Type='" OFFICE type "' Target='" target "'/>"

static const struct {
    const char *name, *content;
} parts[] = {
    {"xl/worksheets/sheet1.xml",
     "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>45356.5</v>"
     "</c><c r='D1' s='2'><v>0.1</v></c></row><row><c t='inlineStr'><is><r><t>x</t></r></is></c>"
     "<c><f>A1</f></c></row></sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells>"
     "</worksheet>"},
    {"xl/sharedStrings.xml", "<sst><si><t>one</t></si><si><r><t>two</t></r></si></sst>"},
    {"xl/styles.xml",
     "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy-mm-dd'/></numFmts><cellXfs>"
     "<xf/><xf numFmtId='170'/><xf numFmtId='10'/></cellXfs></styleSheet>"},
    {"xl/workbook.xml",
     "<workbook xmlns:r='r'><sheets><sheet name='S' r:id='1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships>" RELATIONSHIP("1", "worksheet", "worksheets/sheet1.xml")
         RELATIONSHIP("2", "sharedStrings", "sharedStrings.xml")
             RELATIONSHIP("3", "styles", "styles.xml") "</Relationships>"},
};
enum { PARTS = sizeof parts / sizeof *parts };

static char path[] = "/tmp/probity-fuzz-XXXXXX";

static void remove_file(void)
{
    unlink(path);
}

static void fail(const char *what)
{
    fprintf(stderr, "xlsx fuzz: %s\n", what);
    abort();
}

static void check_cell(const struct cell *c)
{
    struct num v;
    if (c->kind == CELL_NUMBER && memchr(c->text.p, 'E', c->text.n) == NULL &&
        memchr(c->text.p, 'e', c->text.n) == NULL && c->text.n <= 15 &&
        num_parse(c->text, &v) != NUM_OK)
        fail("a number that is none");
    if ((c->kind == CELL_BLANK) != (c->text.n == 0))
        fail("a text that is blank, or the other way round");
}

static void take_row(const struct grid_row *row, struct buffer *out)
{
    buffer_printf(out, "\n%" PRIu64 ":", row->line);
    for (size_t i = 0; i < row->n; i++) {
        const struct cell *c = &row->cells[i];
        check_cell(c);
        buffer_printf(out, " %d%d%d%d%zu:", c->kind, c->cover, c->percent, c->uncomputed,
                      c->text.n);
        buffer_slice(out, c->text);
    }
}

/* All of sheet I. */
static enum status read_sheet(struct grid *g, size_t i, struct buffer *out, struct error *e)
{
    struct grid_row row;
    bool got = true;
    uint64_t line = 0;
    enum status st = grid_select(g, i, e);
    while (st == ST_OK && got) {
        st = grid_next(g, &row, &got, e);
        if (st != ST_OK || !got)
            break;
        if (row.line <= line || row.line > 1048576 || row.n > 16384)
            fail("a row out of its place");
        line = row.line;
        take_row(&row, out);
    }
    return st;
}

static void warn(void *context, const char *text)
{
    *(size_t *)context += strlen(text);
}

static void read_file(void)
{
    size_t told = 0;
    struct grid_options o = {.warn = warn, .context = &told};
    struct grid *g;
    struct error e = {0};
    enum status st = grid_open(path, &o, &g, &e);
    if (st == ST_SYSTEM || st == ST_USAGE)
        fail("an error that is not the data's");
    if (st != ST_OK)
        return;
    for (size_t i = 0; i < grid_sheet_count(g) && i < 3; i++) {
        struct buffer first = {0}, second = {0};
        st = read_sheet(g, i, &first, &e);
        if (st == ST_SYSTEM || st == ST_USAGE)
            fail("an error that is not the data's");
        if (read_sheet(g, i, &second, &e) != st ||
            !slice_eq(buffer_view(&first), buffer_view(&second)))
            fail("read again, it is another");
        buffer_free(&first);
        buffer_free(&second);
    }
    grid_close(g);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    static int fd = -1;
    if (fd < 0 && ((fd = mkstemp(path)) < 0 || atexit(remove_file) != 0))
        abort();
    if (n == 0 || n > 1 << 18)
        return 0;
    struct slice in = {(const char *)p + 1, n - 1};
    unsigned own = p[0] % (PARTS + 1);
    struct zipmake m = {0};
    for (unsigned i = 0; own < PARTS && i < PARTS; i++)
        zip_store(&m, parts[i].name, i == own ? in : slice_of(parts[i].content));
    struct slice bytes = own < PARTS ? zip_made(&m) : in;
    if (bytes.n < 4 || memcmp(bytes.p, "PK\3\4", 4) != 0)
        return 0;
    if (ftruncate(fd, 0) != 0 || pwrite(fd, bytes.p, bytes.n, 0) != (ssize_t)bytes.n)
        abort();
    read_file();
    zip_free(&m);
    return 0;
}
#endif

#include "standalone.h"
