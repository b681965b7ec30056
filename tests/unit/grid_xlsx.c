#include <config.h>

#include "grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

#ifndef HAVE_WORKBOOKS
int main(void)
{
    puts("1..0 # SKIP built without libzip and expat");
    return 0;
}
#else
#include "zipmake.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONSHIPS(body) "<Relationships xmlns='urn:r'>" body "</Relationships>"
#define RELATIONSHIP(id, type, target) \
    "<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"
#define WORKBOOK(body) "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'>" body "</workbook>"
#define SHEET(body) "<worksheet xmlns='" MAIN "'>" body "</worksheet>"
#define DATA(body) SHEET("<sheetData>" body "</sheetData>")

static struct error e;
static struct buffer warned;
static char path[] = "/tmp/probity-xlsx-XXXXXX";

/* Parts of a workbook; what is NULL is as usual. */
struct book {
    const char *root, *workbook, *relationships, *sheet, *strings, *styles;
};

static void add(struct zipmake *m, const char *name, const char *own, const char *usual)
{
    zip_add(m, name, slice_of(own != NULL ? own : usual));
}

static void make(const struct book *b)
{
    struct zipmake m = {0};
    add(&m, "_rels/.rels", b->root,
        RELATIONSHIPS(RELATIONSHIP("r1", "officeDocument", "xl/workbook.xml")));
    add(&m, "xl/workbook.xml", b->workbook,
        WORKBOOK("<sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets>"));
    add(&m, "xl/_rels/workbook.xml.rels", b->relationships,
        RELATIONSHIPS(RELATIONSHIP("r1", "worksheet", "worksheets/sheet1.xml")
                          RELATIONSHIP("r2", "sharedStrings", "sharedStrings.xml")
                              RELATIONSHIP("r3", "styles", "styles.xml")));
    add(&m, "xl/worksheets/sheet1.xml", b->sheet, DATA(""));
    add(&m, "xl/sharedStrings.xml", b->strings, "<sst/>");
    add(&m, "xl/styles.xml", b->styles, "<styleSheet/>");
    struct slice bytes = zip_made(&m);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        abort();
    zip_free(&m);
}

static void warn(void *context, const char *text)
{
    (void)context;
    buffer_text(&warned, text);
    buffer_char(&warned, '\n');
}

static enum status open_book(struct grid **g)
{
    static const struct grid_options o = {.warn = warn};
    warned.n = 0;
    memset(&e, 0, sizeof e);
    return grid_open(path, &o, g, &e);
}

/* A cell as a letter of its kind (t n d f e, nothing for a blank) and its text; % ~ ? are percent,
 * rounded, uncomputed, > and v what a merged cell to the left or above repeats. */
static void show_cell(struct buffer *out, const struct cell *c)
{
    static const char kinds[] = " tndfe";
    if (c->kind != CELL_BLANK)
        buffer_char(out, kinds[c->kind]);
    buffer_text(out, c->percent ? "%" : "");
    buffer_text(out, c->rounded ? "~" : "");
    buffer_text(out, c->uncomputed ? "?" : "");
    buffer_text(out, c->cover == COVER_ACROSS ? ">" : c->cover == COVER_DOWN ? "v" : "");
    buffer_char(out, ' ');
    buffer_slice(out, c->text);
}

/* "2: tA| |n1\n", a line a row. */
static enum status show(struct grid *g, struct buffer *out)
{
    struct grid_row row;
    bool got = true;
    enum status st = ST_OK;
    out->n = 0;
    while (st == ST_OK && got) {
        st = grid_next(g, &row, &got, &e);
        if (st != ST_OK || !got)
            break;
        buffer_printf(out, "%" PRIu64 ":", row.line);
        for (size_t i = 0; i < row.n; i++) {
            buffer_char(out, i == 0 ? ' ' : '|');
            show_cell(out, &row.cells[i]);
        }
        buffer_char(out, '\n');
    }
    if (st == ST_OK)
        st = grid_next(g, &row, &got, &e);
    return st == ST_OK && got ? ST_FAILED : st;
}

static enum status show_book(struct book *b, struct buffer *out)
{
    struct grid *g;
    make(b);
    enum status st = open_book(&g);
    if (st == ST_OK) {
        st = show(g, out);
        grid_close(g);
    }
    return st;
}

static void reads(struct book b, const char *want, const char *name)
{
    struct buffer out = {0};
    enum status st = show_book(&b, &out);
    if (!ok(st == ST_OK, "%s", name))
        printf("# %s\n", e.text);
    is_text(buffer_view(&out).p, out.n, want, name);
    buffer_free(&out);
}

/* ST_DATA with WHAT, at row LINE and column COLUMN. */
static void refused(struct book b, uint64_t line, uint64_t column, const char *what,
                    const char *name)
{
    struct buffer out = {0};
    enum status st = show_book(&b, &out);
    bool good = st == ST_DATA && strstr(e.text, what) != NULL && e.line == line &&
                e.column == column && strncmp(e.file, path, strlen(path)) == 0;
    if (!ok(good, "%s: refused", name))
        printf("# %d %s:%" PRIu64 ":%" PRIu64 ": %s\n", (int)st, e.file, e.line, e.column, e.text);
    buffer_free(&out);
}

static void warns(const char *what)
{
    if (!ok(warned.n > 0 && buffer_char(&warned, '\0') && strstr(warned.p, what) != NULL,
            "told: %s", what))
        printf("# %s\n", warned.n > 0 ? warned.p : "nothing");
}

static void is_quiet(void)
{
    ok(warned.n == 0, "nothing is told");
}

static void test_cells(void)
{
    reads((struct book){.sheet =
                            DATA("<row r='2'><c r='A2'><v>1.5</v></c><c r='C2' t='n'><v>1E3</v></c>"
                                 "<c r='D2' t='b'><v>1</v></c><c r='E2' t='b'><v>0</v></c><c "
                                 "r='F2' t='e'><v>#N/A</v>"
                                 "</c>"
                                 "<c r='G2' t='str'><f>A1</f><v>x_x000D_y</v></c></row>")},
          "2: n 1.5| |n 1000|f true|f false|e #N/A|t x\ry\n", "kinds of cells");
    reads((struct book){.sheet = DATA("<row><c><v>1</v></c><c r='C1'><v>2</v></c><c><v>3</v></c>"
                                      "</row>"
                                      "<row><c><v>4</v></c></row><row r='9'/><row><c/><c><v>5</v>"
                                      "</c></row>")},
          "1: n 1| |n 2|n 3\n2: n 4\n10:  |n 5\n", "places that follow from those before");
    reads(
        (struct book){
            .sheet = DATA(
                "<row r='1'><c r='A1'><f>B1</f></c><c r='B1'><f>A1</f><v></v></c>"
                "<c r='C1' t='str'><f>A1</f><v></v></c><c r='D1' t='s'/><c r='E1' t='str'><f>A1</f>"
                "</c>"
                "</row><row r='2'><c r='A2' t='str'><v></v></c></row><row r='3'><c r='B3' s='0'/>"
                "</row>")},
        "1: ? |? | | |? \n", "formulas without a result, cells and rows without anything");
    reads((struct book){.sheet = DATA("<row><c><v>12345678901234567</v></c><c>"
                                      "<v>1.2345678901234567E+16</v></c>"
                                      "<c><v>123456789012345</v></c><c><v>0.30000000000000004</v>"
                                      "</c>"
                                      "<c><v>1.0</v></c><c><v>1E-25</v></c><c><v>NaN</v></c>"
                                      "</row>")},
          "1: n~ 12345678901234567|n~ 12345678901234600|n 123456789012345|n 0.3|"
          "n 1|n 1E-25|t NaN\n",
          "numbers");
    reads((struct book){.sheet = DATA("<row><c t='inlineStr'><is><t> a &amp; b </t></is></c>"
                                      "<c t='inlineStr'><is><r><rPr><b/></rPr><t>x</t></r>"
                                      "<rPh sb='0' eb='1'><t>no</t></rPh>"
                                      "<r><t xml:space='preserve'> y</t></r><phoneticPr/></is></c>"
                                      "<c t='inlineStr'><is><t><![CDATA[<z>]]></t></is><v>no</v>"
                                      "</c>"
                                      "<c><is><t>12</t></is></c><c t='inlineStr'><v>7.</v></c>"
                                      "</row>")},
          "1: t  a & b |t x y|t <z>|t 12|t 7.\n", "texts in cells");
    is_quiet();
}

static void test_strings(void)
{
    reads((struct book){.strings = "<sst><si><t>one</t></si><si/><si><r><t>\xe5\x85\x83</t></r><r>"
                                   "<t>two</t></r>"
                                   "<rPh><t>no</t></rPh></si><si>"
                                   "<t>_x0041__x005F_x0042__x0000__xD83D__xDE00__xD83D_z"
                                   "_x00e9__x5143__xZZZZ__x00</t></si></sst>",
                        .sheet = DATA("<row><c t='s'><v>2</v></c><c t='s'><v>1</v></c><c t='s'>"
                                      "<v>0</v></c>"
                                      "<c t='s'><v>3</v></c></row>")},
          "1: t \xe5\x85\x83two| |t one|t A_x0042__x0000_\xf0\x9f\x98\x80_xD83D_z"
          "\xc3\xa9\xe5\x85\x83_xZZZZ__x00\n",
          "shared texts");
    refused((struct book){.strings = "<sst><si><t>one</t></si></sst>",
                          .sheet = DATA("<row r='7'><c r='C7' t='s'><v>1</v></c></row>")},
            7, 3, "shared text '1' is not there (there are 1)", "a shared text that is not there");
    refused((struct book){.sheet = DATA("<row><c t='s'><v>99999999999999999999999999</v></c>"
                                        "</row>")},
            1, 1, "is not there", "a number of no shared text");
    refused((struct book){.sheet = DATA("<row><c t='s'><v>-1</v></c></row>")}, 1, 1, "is not there",
            "a number below 0");
}

static void test_styles(void)
{
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy-mm-dd;@'/>"
        "<numFmt numFmtId='165' formatCode='[h]:mm'/><numFmt numFmtId='9' formatCode='0.0'/>"
        "</numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='165'/><xf numFmtId='10'/>"
        "<xf numFmtId='9'/><xf numFmtId='31'/><xf/><xf numFmtId='999'/></cellXfs></styleSheet>";
#define STYLED(value)                                                                      \
    "<row><c s='0'><v>" value "</v></c><c s='1'><v>" value "</v></c><c s='2'><v>" value    \
    "</v></c><c s='3'><v>" value "</v></c><c s='4'><v>" value "</v></c><c s='5'><v>" value \
    "</v></c><c s='6'><v>" value "</v></c><c s='7'><v>" value "</v></c></row>"
    reads((struct book){.styles = styles, .sheet = DATA(STYLED("45356.5") STYLED("-1"))},
          "1: n 45356.5|d 2024-03-05T12:00:00|d 1088556:00:00|n% 45356.5|n 45356.5|d "
          "2024-03-05T12:00:00|n 45356.5|n 45356.5\n2: n -1|n -1|n -1|n% -1|n -1|n -1|n -1|n -1\n",
          "formats of styles");
    is_quiet();
    reads((struct book){.styles = styles,
                        .workbook = WORKBOOK("<workbookPr date1904='true'/><sheets>"
                                             "<sheet name='S' r:id='r1'/></sheets>"),
                        .sheet = DATA("<row><c s='1'><v>43894</v></c></row>")},
          "1: d 2024-03-05\n", "days from 1904");
    reads((struct book){.sheet = DATA("<row><c s='1'><v>45356</v></c><c s='x'><v>1</v></c></row>")},
          "1: n 45356|n 1\n", "styles that are not defined");
    warns("2 cells have a style that the workbook does not define");
    reads((struct book){.styles = styles,
                        .sheet = DATA("<row><c t='d'><v>2024-03-05</v></c><c t='d' s='1'>"
                                      "<v>2024-03-05T00:00:00</v></c>"
                                      "<c t='d'><v>2024-03-05T10:30:00.5</v></c><c t='d' s='2'>"
                                      "<v>2024-03-05T00:00</v></c>"
                                      "<c t='d'><v>10:30:00</v></c><c t='d'><v>2024-02-30</v></c>"
                                      "<c t='d'><v>2024-03-05T10:30:00Z</v></c></row>")},
          "1: d 2024-03-05|d 2024-03-05|d 2024-03-05T10:30:00.5|d 2024-03-05T00:00:00|d 10:30:00|t "
          "2024-02-30|t 2024-03-05T10:30:00Z\n",
          "dates of ISO 8601");
}

static void test_merges(void)
{
    reads((struct book){.sheet = SHEET("<sheetData><row><c t='str'><v>title</v></c></row>"
                                       "<row><c t='str'><v>unit</v></c><c><v>1</v></c></row>"
                                       "<row><c s='0'/><c><v>2</v></c></row><row><c/></row>"
                                       "<row><c t='str'><v>next</v></c><c t='str'><v>own</v></c>"
                                       "</row></sheetData>"
                                       "<mergeCells count='3'><mergeCell ref='A1:C1'/>"
                                       "<mergeCell ref='A2:A4'/>"
                                       "<mergeCell ref='A5:B5'/></mergeCells>")},
          "1: t title|t> title|t> title\n2: t unit|n 1\n3: tv unit|n 2\n5: t next|t own\n",
          "merged cells repeat what they hold");
    warns("1 cells that a merged one covers hold something of their own");
    reads((struct book){.sheet = SHEET("<sheetData><row><c t='str'><v>block</v></c></row><row>"
                                       "<c r='D2'><v>1</v></c></row>"
                                       "<row r='5'><c r='C5'><v>1</v></c></row></sheetData>"
                                       "<mergeCells>"
                                       "<mergeCell ref='A1:B5'/><mergeCell ref='A2:C3'/>"
                                       "<mergeCell ref='D2:D2'/></mergeCells>")},
          "1: t block|t> block\n2: tv block|tv block| |n 1\n5: tv block|tv block|n 1\n",
          "a block, and one that lies upon it and holds nothing");
    reads((struct book){.sheet = DATA("<row><c t='str'><v>mergeCells</v></c></row>")},
          "1: t mergeCells\n", "a word that is only a word");
    reads((struct book){.sheet = SHEET("<sheetData><row><c t='str'><v>&lt;mergeCell/></v></c>"
                                       "<c t='str'><v>"
                                       "<![CDATA[<mergeCells><mergeCell ref='A1:C1'/>"
                                       "</mergeCells>]]></v></c></row></sheetData>")},
          "1: t <mergeCell/>|t <mergeCells><mergeCell ref='A1:C1'/></mergeCells>\n",
          "markup that is only text");
    refused((struct book){.sheet = SHEET("<sheetData/><mergeCells><mergeCell ref='A1:XFE1'/>"
                                         "</mergeCells>")},
            0, 0, "merged cell 'A1:XFE1'", "a merged cell beyond the sheet");
    refused((struct book){.sheet = SHEET("<sheetData/><mergeCells><mergeCell ref='B1:A1'/>"
                                         "</mergeCells>")},
            0, 0, "merged cell 'B1:A1'", "one that ends before it begins");
}

static void test_places(void)
{
#define REFUSED(body, line, column, what) \
    refused((struct book){.sheet = DATA(body)}, line, column, what, body)
    REFUSED("<row r='3'><c><v>1</v></c></row><row r='3'/>", 3, 0, "row '3' stands behind this one");
    REFUSED("<row r='3'><c><v>1</v></c></row><row r='2'/>", 3, 0, "row '2' stands behind this one");
    REFUSED("<row r='0'/>", 0, 0, "row number '0'");
    REFUSED("<row r='1048577'/>", 0, 0, "row number '1048577'");
    REFUSED("<row r='x'/>", 0, 0, "row number 'x'");
    REFUSED("<row r='1048576'/><row/>", 1048576, 0, "rows beyond 1048576");
    REFUSED("<row><c r='B1'/><c r='B1'/></row>", 1, 2, "cell 'B1' stands behind this one");
    REFUSED("<row><c r='B1'/><c r='A1'/></row>", 1, 2, "cell 'A1' stands behind this one");
    REFUSED("<row><c r='B2'/></row>", 1, 0, "cell 'B2' in this row");
    REFUSED("<row><c r='XFE1'/></row>", 1, 0, "cell 'XFE1' in this row");
    REFUSED("<row><c r='XFD1'/><c/></row>", 1, 16384, "beyond column XFD");
    REFUSED("<row><c r='1'/></row>", 1, 0, "cell '1' in this row");
    REFUSED("<row><c r='A'/></row>", 1, 0, "cell 'A' in this row");
    REFUSED("<row><c r='A1A'/></row>", 1, 0, "cell 'A1A' in this row");
    REFUSED("<row><c t='b'><v>2</v></c></row>", 1, 1, "neither true nor false");
    REFUSED("<row><c t='z'><v>2</v></c></row>", 1, 1, "unknown type 'z'");
    reads((struct book){.sheet = DATA("<row r='1048576'><c r='b1048576'><v>1</v></c></row>")},
          "1048576:  |n 1\n", "the last row, a place in small letters");
}

static void test_sheets(void)
{
    struct grid *g;
    struct buffer out = {0};
    make(&(struct book){
        .workbook = WORKBOOK("<bookViews/><sheets><sheet name='&#x5143;' sheetId='4' r:id='a'/>"
                             "<sheet name='chart' state='visible' r:id='c'/>"
                             "<sheet name='h' state='hidden' r:id='b'/>"
                             "<sheet name='v' state='veryHidden' r:id='gone'/></sheets>"),
        .relationships = RELATIONSHIPS(
            RELATIONSHIP("b", "worksheet", "/xl/./worksheets/../worksheets/Sheet1.XML")
                RELATIONSHIP("c", "chartsheet", "x.xml")
                    RELATIONSHIP("a", "worksheet", "..\\xl\\worksheets\\sheet1.xml")),
        .sheet = DATA("<row r='1' hidden='1'><c><v>1</v></c></row><row hidden='true'/>"
                      "<row hidden='0'/>")});
    is_int(open_book(&g), ST_OK, "a workbook of several sheets");
    warns("sheet 'chart' is a chart");
    is_int(grid_kind(g), GRID_XLSX, "its kind");
    is_int((int64_t)grid_sheet_count(g), 3, "its sheets");
    const struct grid_sheet *s = grid_sheet(g, 0);
    is_text(s->name.p, s->name.n, "\xe5\x85\x83", "the first");
    ok(!s->hidden && grid_sheet(g, 1)->hidden && grid_sheet(g, 2)->hidden, "some are hidden");
    ok(grid_again(g) && !grid_from_1904(g), "it can be read again");
    for (size_t turn = 0; turn < 3; turn++) {
        warned.n = 0;
        ok(grid_select(g, turn % 2, &e) == ST_OK && show(g, &out) == ST_OK, "turn %zu", turn);
        is_text(out.p, out.n, "1: n 1\n", "is read");
        warns("2 rows are hidden");
    }
    ok(strcmp(grid_name(g) + strlen(path), "!\xe5\x85\x83") == 0, "what it is called");
    ok(grid_progress(g) == 1, "it has been read");
    ok(grid_select(g, 2, &e) == ST_DATA &&
           strstr(e.text, "the part with sheet 'v' is missing") != NULL,
       "a sheet without its part");
    is_int(grid_select(g, 3, &e), ST_USAGE, "no such sheet");
    ok(grid_select(g, 0, &e) == ST_OK, "left in the middle");
    grid_close(g);
    buffer_free(&out);
    reads((struct book){.root = "<Relationships/>", .sheet = DATA("<row><c><v>1</v></c></row>")},
          "1: n 1\n", "without a word where the workbook is");
    reads((struct book){.sheet = "<x:worksheet xmlns:x='" MAIN "'><x:sheetData><x:row>"
                                 "<x:c t='inlineStr'><x:is><x:t>a</x:t>"
                                 "</x:is></x:c></x:row></x:sheetData></x:worksheet>"},
          "1: t a\n", "names with a prefix");
}

static void test_documents(void)
{
    refused((struct book){.workbook = WORKBOOK("<sheets/>")}, 0, 0, "no sheet with a table",
            "no sheets");
    refused((struct book){.workbook = "<document/>"}, 0, 0, "no workbook", "a document");
    refused(
        (struct book){.root = RELATIONSHIPS(RELATIONSHIP("1", "officeDocument", "xl/workbook.bin")),
                      .workbook = "x"},
        0, 0, "not XML", "no part where it ought to be");
    refused((struct book){.workbook = "<!DOCTYPE a>" WORKBOOK("")}, 0, 0, "(DTD)",
            "a document type");
    refused((struct book){.sheet = "<!DOCTYPE a [<!ENTITY b 'c'>]>" DATA("<row><c><v>&b;</v></c>"
                                                                         "</row>")},
            0, 0, "(DTD)", "entities");
    refused((struct book){.sheet = "<worksheet><sheetData><row>"}, 0, 0,
            "part 'xl/worksheets/sheet1.xml', line 1", "a sheet that ends early");
    refused((struct book){.sheet = "<worksheet/>"}, 0, 0, "holds no sheet", "a sheet without data");
    refused((struct book){.styles = "<a>"}, 0, 0, "part 'xl/styles.xml'", "styles that end early");
    refused((struct book){.strings = "<a>"}, 0, 0, "part 'xl/sharedStrings.xml'",
            "shared texts that end early");
}

static void refuses_zip(struct zipmake *m, const char *what)
{
    struct slice bytes = zip_made(m);
    FILE *f = fopen(path, "wb");
    struct grid *g;
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        abort();
    zip_free(m);
    if (!ok(open_book(&g) == ST_DATA && strstr(e.text, what) != NULL, "told: %s", what))
        printf("# %s\n", e.text);
}

static void test_others(void)
{
    struct zipmake m = {0};
    zip_add(&m, "_rels/.rels", SLICE("<a/>"));
    zip_add(&m, "word/document.xml", SLICE("<a/>"));
    refuses_zip(&m, "text document or a presentation");
    zip_add(&m, "_rels/.rels",
            SLICE(RELATIONSHIPS(RELATIONSHIP("1", "officeDocument", "xl/workbook.bin"))));
    zip_add(&m, "xl/workbook.bin", SLICE("\x83\x01"));
    refuses_zip(&m, "(xlsb): save it as xlsx");
    zip_add(&m, "spending.csv", SLICE("a,b\n"));
    zip_add(&m, "more.csv", SLICE("a,b\n"));
    refuses_zip(&m, "'spending.csv', one of 2");
    refuses_zip(&m, "is empty");
    zip_add(&m, "_rels/.rels", SLICE("<a/>"));
    refuses_zip(&m, "says nowhere which part");
}

int main(void)
{
    int fd = mkstemp(path);
    if (fd < 0 || close(fd) != 0)
        abort();
    test_cells();
    test_strings();
    test_styles();
    test_merges();
    test_places();
    test_sheets();
    test_documents();
    test_others();
    buffer_free(&warned);
    unlink(path);
    return done_testing();
}
#endif
