/* Tables of HTML as systems export them: tags left out, merged cells, numbers that Excel keeps in
 * attributes, tables in tables, text around them, encodings, and what is refused. */
#include "grid.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "given.h"

#ifdef HAVE_HTML

static char path[] = "/tmp/probity-html-XXXXXX";

static void tell(void *context, const char *text)
{
    struct buffer *told = context;
    buffer_text(told, text + strlen(path));
    buffer_char(told, '\n');
}

static enum status open_page(struct slice page, const char *encoding, struct buffer *told,
                             struct grid **g, struct error *e)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(page.p, 1, page.n, f) != page.n || fclose(f) != 0)
        abort();
    struct grid_options options = {.encoding = encoding, .display = true, .context = told};
    options.warn = told != NULL ? tell : NULL;
    return grid_open(path, &options, g, e);
}

/* A row as its number and, for each cell, a letter for its kind and its text. */
static void show_row(const struct grid_row *row, struct buffer *out)
{
    buffer_printf(out, "%" PRIu64, row->line);
    for (size_t i = 0; i < row->n; i++) {
        const struct cell *c = &row->cells[i];
        buffer_printf(out, " %c%s%s%s", "BTNDFE"[c->kind],
                      c -> cover == COVER_ACROSS    ? ">"
                           : c->cover == COVER_DOWN ? "v"
                                                    : "",
                      c->percent ? "%" : "", c->rounded ? "~" : "");
        buffer_slice(out, c->text);
        if (!slice_eq(c->shown, c->text))
            buffer_printf(out, "[%.*s]", (int)c->shown.n, c->shown.p);
    }
    buffer_char(out, '|');
}

static enum status show_sheets(struct grid *g, struct buffer *out, struct error *e)
{
    enum status st = ST_OK;
    for (size_t i = 0; st == ST_OK && i < grid_sheet_count(g); i++) {
        const struct grid_sheet *sheet = grid_sheet(g, i);
        buffer_printf(out, "<%.*s%s>", (int)sheet->name.n, sheet->name.p,
                      sheet->hidden ? " hidden" : "");
        st = grid_select(g, i, e);
        struct grid_row row;
        bool got = true;
        while (st == ST_OK && (st = grid_next(g, &row, &got, e)) == ST_OK && got)
            show_row(&row, out);
    }
    return st;
}

static void gives_in(struct slice page, const char *encoding, const char *want, const char *name)
{
    struct buffer out = {0};
    struct error e = {0};
    struct grid *g = NULL;
    enum status st = open_page(page, encoding, NULL, &g, &e);
    if (st == ST_OK)
        st = show_sheets(g, &out, &e);
    is_given(st, &e, &out, want, name);
    grid_close(g);
    buffer_free(&out);
}

static void gives(const char *page, const char *want, const char *name)
{
    gives_in(slice_of(page), NULL, want, name);
}

static void tells(const char *page, const char *want, const char *name)
{
    struct buffer told = {0}, out = {0};
    struct error e = {0};
    struct grid *g = NULL;
    enum status st = open_page(slice_of(page), NULL, &told, &g, &e);
    if (st == ST_OK)
        st = show_sheets(g, &out, &e);
    buffer_char(&told, '\0');
    bool good = st == ST_OK && strstr(told.p, want) != NULL;
    ok(good, "%s", name);
    if (!good)
        printf("# status %d: %s\n", st, told.p);
    grid_close(g);
    buffer_free(&told);
    buffer_free(&out);
}

static void test_rows(void)
{
    gives("<table><tr><td>a</td><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
          "<table 1>1 Ta Tb|2 T1 T2|", "rows and cells");
    gives("<TABLE><THEAD><TR><TH>a<TH>b<TBODY><TR><TD>1<TD>2<TR><TD>3</TABLE>",
          "<table 1>1 Ta Tb|2 T1 T2|3 T3|", "tags that are left out");
    gives("<table><td>a<td>b<tr><td>c</table>", "<table 1>1 Ta Tb|2 Tc|", "a row without a tag");
    gives("<table><tr><td> a \n b<br>c<p>d</p><div>e</div></td><td>&nbsp;</td><td></td>"
          "<td>\xc2\xa0x</td></tr></table>",
          "<table 1>1 Ta b\nc\nd\ne B B T\xc2\xa0x|", "blanks, line ends, cells that look empty");
    gives("<table><tr><td>&lt;&amp;&#20803;&yen;&#x3000;&quot;</td><td>a<b>c</b><!-- x -->d</td>"
          "<td>1 < 2</td><td>a <</td></tr></table>",
          "<table 1>1 T<&元¥　\" Tacd T1 < 2 Ta <|", "references, tags within, bare angles");
    gives("<table><tr><td>a<script>var x = '<td>';</script><style>td{}</style>b</table>",
          "<table 1>1 Tab|", "scripts and styles");
    gives("<table><tr><td>a<![if !x]>b<![endif]>c</td><![if x]><td>d</td><![endif]></table>",
          "<table 1>1 Tabc Td|", "conditions of Office");
    gives("<table><tr></tr><tr><td></td></tr><tr><td>a</td></tr></table>", "<table 1>1|2|3 Ta|",
          "rows without text count");
}

static void test_merged(void)
{
    gives("<table><tr><td colspan=2>a<td rowspan=2>b<tr><td>c<td>d<tr><td>e</table>",
          "<table 1>1 Ta T>a Tb|2 Tc Td Tvb|3 Te|", "merged cells");
    gives("<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d</table>",
          "<table 1>1 Ta T>a Tb|2 Tva Tva Tc|3 Td|", "both ways");
    gives("<table><tr><td rowspan=2>&nbsp;<td>b<tr><td>c</table>", "<table 1>1 B Tb|2 B Tc|",
          "an empty one takes its place");
    gives("<table><tr><td>a<td rowspan=3>b<tr><td colspan=9>c</table>",
          "<table 1>1 Ta Tb|2 Tc Tvb|", "one ends where another is");
    gives("<table><tr><td colspan=x>a<td colspan=-1>b<td rowspan=''>c</table>",
          "<table 1>1 Ta Tb Tc|", "spans that are no numbers");
    gives("<table><tr><td colspan=99999999999>a<td>b</table>",
          "!1: the row has more than 16384 cells", "a row without end");
}

static void test_numbers(void)
{
    gives("<table><tr><td x:num=\"1234.5\">1,234.50<td x:num>7<td x:num='0.15'>15%"
          "<td X:NUM=\"1.5E-3\">0.00<td x:num='-2'>(2)<td x:num='3'></table>",
          "<table 1>1 N1234.5[1,234.50] N7 N%0.15[15%] N0.0015[0.00] N-2[(2)] N3[]|",
          "numbers that Excel keeps");
    gives("<table><tr><td x:num='38412'>2005/3/1<td x:num='0.5'>12:00"
          "<td x:num='5' style='mso-number-format:\"\\@\"'>005<td x:num='x'>6<td x:num>1,5</table>",
          "<table 1>1 T2005/3/1 T12:00 T005 T6 T1,5|", "days, times and texts stay as shown");
    gives("<table><tr><td x:num='320102199001011234'>3.20102E+17<td>320102199001011234</table>",
          "<table 1>1 N~320102199001011234[3.20102E+17] T320102199001011234|", "long numbers");
}

static void test_sheets(void)
{
    gives("<table id=x><caption>支出</caption><tr><td>a</table><table id=y><tr><td>b</table>"
          "<table style='Display: None'><tr><td>c</table><table><tr><td> </table>",
          "<支出>1 Ta|<y>1 Tb|<table 3 hidden>1 Tc|", "names, hidden tables, empty ones");
    gives("<table><tr><td><table><tr><td>a</table></td></tr></table>", "<table 1>1 Ta|",
          "a table that only places another");
    gives("<table><tr><td>a<table><tr><td>b</table>c</td><td>d</table>",
          "<table 1>1 Ta\nc Td|<table 2>1 Tb|", "a table within a cell");
    tells("<table><tr><td>a<table><tr><td>b</table>c</td><td>d</table>", "sheet 2 is a table that",
          "and it is told");
    gives("<p>县财政局</p><p>单位：万元</p><table><tr><td>a</table><p>制表人：某</p>"
          "<p>金额单位：元</p><table><tr><td>b</table>",
          "<table 1>1 T单位：万元|2 Ta|<table 2>1 T金额单位：元|2 Tb|", "units outside of tables");
    tells("<p>县财政局</p><p>单位：万元</p><table><tr><td>a</table><p>制表人</p>",
          "2 lines of text outside of tables are not read, the first: '县财政局'",
          "other text is told");
    tells("<table><tr style='display:none'><td>a<tr><td>b</table>", "1 row is hidden",
          "hidden rows are told");
}

static void test_encodings(void)
{
    gives_in(SLICE("\xef\xbb\xbf<table><tr><td>中</table>"), NULL, "<table 1>1 T中|",
             "UTF-8 with a mark");
    gives_in(SLICE("<meta charset=gb2312><table><tr><td>中</table>"), NULL, "<table 1>1 T中|",
             "UTF-8 that says it is GBK");
    gives_in(SLICE("<table><tr><td>\xd6\xd0\xce\xc4</table>"), NULL, "<table 1>1 T中文|", "GBK");
    gives_in(SLICE("<meta charset='GBK'><table><tr><td>\xd6\xd0</table>"), NULL, "<table 1>1 T中|",
             "GBK that says so");
    gives_in(SLICE("<meta charset=utf-8><table><tr><td>\xd6\xd0</table>"), NULL, "<table 1>1 T中|",
             "GBK that says it is UTF-8");
    gives_in(SLICE("<meta http-equiv=Content-Type content='text/html; charset=Big5'>"
                   "<table><tr><td>\xa4\xa4</table>"),
             NULL, "<table 1>1 T中|", "Big5 that says so");
    gives_in(SLICE("<table><tr><td>\xa4\xa4</table>"), "BIG5", "<table 1>1 T中|",
             "Big5 that is asked for");
    gives_in(SLICE("\xff\xfe<\0t\0a\0b\0l\0e\0>\0<\0t\0d\0>\0\x2d\x4e<\0/\0t\0a\0b\0l\0e\0>\0"),
             NULL, "<table 1>1 T中|", "UTF-16");
    gives_in(SLICE("<table><tr><td>a\xff</table>"), "UTF-8", "!byte 0xff",
             "bytes that are no UTF-8");
    gives_in(SLICE("<table><tr><td>a\xe4\xb8</table>"), "UTF-8", "!byte 0xe4", "half a character");
    gives_in(SLICE("<table><tr><td>a\0b</table>"), NULL, "!", "a NUL");
}

static void test_refused(void)
{
    gives("<html><body><p>Please log in", "!no table with text in it (it begins 'Please log in')",
          "a page without a table");
    gives("<table><tr><td>a</td></tr><tr><td>b", "!cut short", "a page that ends within a table");
    gives("<table><tr><td>a</td></tr></table><table><tr><td title='b", "!cut short",
          "within a tag");
    gives("<table><tr><td>a</td></tr></table><!-- b", "!cut short", "within a comment");
    gives("<table><tr><td>a</td></tr></body></html>", "<table 1>1 Ta|",
          "a page that is whole ends its table");
}

/* N times A, then B. */
static void test_many(size_t n, const char *a, const char *b, const char *want, const char *name)
{
    struct buffer page = {0};
    buffer_text(&page, "<html>");
    for (size_t i = 0; i < n; i++)
        buffer_text(&page, a);
    buffer_text(&page, b);
    gives_in(buffer_view(&page), NULL, want, name);
    buffer_free(&page);
}

static void test_bounds(void)
{
    test_many(100, "<table><tr><td>", "a", "!more than 64 tables stand within each other",
              "tables in tables");
    test_many(100000, "<div>", "<table><tr><td>a</table>", "!more than 4096 elements",
              "elements in elements");
    test_many(20000, "<table></table>", "<table><tr><td>a</table>", "!more than 10000 tables",
              "too many tables");
    struct buffer page = {0};
    buffer_text(&page, "<table><tr><td>");
    for (size_t i = 0; i < 17 << 20; i += 16)
        buffer_text(&page, "0123456789abcdef");
    buffer_text(&page, "</table>");
    gives_in(buffer_view(&page), NULL, "!more than 16777216 bytes", "a cell of 17 MiB");
    page.n = 0;
    buffer_text(&page, "<table><tr><td title='");
    for (size_t i = 0; i < 40 << 20; i += 16)
        buffer_text(&page, "0123456789abcdef");
    buffer_text(&page, "'>a</table>");
    gives_in(buffer_view(&page), NULL, "!", "an attribute of 40 MiB");
    buffer_free(&page);
}

int main(void)
{
    int fd = mkstemp(path);
    if (fd < 0)
        abort();
    close(fd);
    test_rows();
    test_merged();
    test_numbers();
    test_sheets();
    test_encodings();
    test_refused();
    test_bounds();
    unlink(path);
    return done_testing();
}

#else

int main(void)
{
    puts("1..0 # SKIP built without libxml2");
    return 0;
}

#endif
