/* OpenDocument workbooks: values of every type, repeats, merged cells, what is no text of a cell,
 * hidden sheets and rows, what is refused. */
#include "ods.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "given.h"

#ifdef HAVE_WORKBOOKS

#include "zipmake.h"

#define ROOT(more, body)                                                                        \
    "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' " \
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "                            \
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "                              \
    "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' "                            \
    "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "                           \
    "xmlns:gnm='g' xmlns:dc='d' "                                                               \
    "xmlns:calcext='c'>" more "<office:body><office:spreadsheet>" body                          \
    "</office:spreadsheet></office:body></office:document-content>"
#define SHEET(rows) "<table:table table:name='S'>" rows "</table:table>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define CELL(attributes, inside) "<table:table-cell " attributes ">" inside "</table:table-cell>"
#define TEXT(text) CELL("office:value-type='string'", "<text:p>" text "</text:p>")
#define COVERED "<table:covered-table-cell/>"
#define DOCUMENT "application/vnd.oasis.opendocument."

/* A row as its line number and, for each cell, a letter for its kind and its text. */
static void show_row(const struct merging *m, uint64_t line, struct buffer *out)
{
    buffer_printf(out, "%" PRIu64, line);
    for (size_t i = 0; i < m->n; i++) {
        const struct cell *c = &m->cells[i];
        buffer_printf(out, " %c%s%s%s%s", "BTNDFE"[c->kind],
                      c -> cover == COVER_ACROSS    ? ">"
                           : c->cover == COVER_DOWN ? "v"
                                                    : "",
                      c->percent ? "%" : "", c->rounded ? "~" : "", c->uncomputed ? "?" : "");
        buffer_slice(out, c->text);
        if (c->shown.n > 0 && !slice_eq(c->shown, c->text))
            buffer_printf(out, "[%.*s]", (int)c->shown.n, c->shown.p);
    }
    buffer_char(out, '|');
}

static enum status show_sheet(struct ods *o, size_t i, struct buffer *out, struct error *e)
{
    const struct merging *row;
    uint64_t line;
    bool got = true;
    enum status st = ods_begin(o, i, e);
    while (st == ST_OK && (st = ods_next(o, &row, &line, &got, e)) == ST_OK && got)
        show_row(row, line, out);
    return st;
}

static void show_told(const struct ods_told *t, struct buffer *out)
{
    if (t->hidden_rows > 0)
        buffer_printf(out, " hidden %" PRIu64, t->hidden_rows);
    if (t->covered > 0)
        buffer_printf(out, " covered %" PRIu64, t->covered);
}

static enum status show(struct zipmake *zip, struct buffer *out, struct error *e)
{
    struct zipped *z = NULL;
    struct ods *o = NULL;
    size_t n = 0;
    enum status st = zipped_memory(zip_made(zip), "t.ods", &z, e);
    if (st == ST_OK)
        st = ods_open(z, "t.ods", true, &o, e);
    const struct ods_sheet *sheets = st == ST_OK ? ods_sheets(o, &n) : NULL;
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        if (n > 1 || sheets[i].hidden)
            buffer_printf(out, "<%s%s>", sheets[i].name, sheets[i].hidden ? " hidden" : "");
        st = show_sheet(o, i, out, e);
        if (st == ST_OK)
            show_told(ods_told(o), out);
    }
    if (st == ST_OK && ods_from_1904(o))
        buffer_text(out, " 1904");
    ods_close(o);
    zipped_close(z);
    return st;
}

static void gives_all(struct zipmake *zip, const char *want, const char *name)
{
    struct buffer out = {0};
    struct error e = {0};
    enum status st = show(zip, &out, &e);
    is_given(st, &e, &out, want, name);
    buffer_free(&out);
    zip_free(zip);
}

static void gives(const char *content, const char *want, const char *name)
{
    struct zipmake zip = {0};
    zip_store(&zip, "mimetype", slice_of(DOCUMENT "spreadsheet"));
    zip_add(&zip, "content.xml", slice_of(content));
    gives_all(&zip, want, name);
}

#define FLOAT(value, text) CELL("office:value-type='float' office:value='" value "'", text)
#define PERCENT(value, text) CELL("office:value-type='percentage' office:value='" value "'", text)
#define MONEY(value, text) CELL("office:value-type='currency' office:value='" value "'", text)
#define DAY(value) CELL("office:value-type='date' office:date-value='" value "'", "")
#define TIME(value) CELL("office:value-type='time' office:time-value='" value "'", "")
#define FLAG(value, text) CELL("office:value-type='boolean' office:boolean-value='" value "'", text)
#define P(text) "<text:p>" text "</text:p>"

static void test_values(void)
{
    gives(ROOT("", SHEET(ROW(FLOAT("1234.5", P("1,234.50")) PERCENT("0.15", P("15%"))
                                 MONEY("-2", P("(2)"))))),
          "1 N1234.5[1,234.50] N%0.15[15%] N-2[(2)]|", "numbers, percentages, amounts");
    gives(ROOT("", SHEET(ROW(FLOAT("0.30000000000000004", "") FLOAT("1.2E+3", "")
                                 FLOAT("320102199001011234", "")))),
          "1 N0.3 N1200 N~320102199001011234|", "15 digits; exponents; an id that is damaged");
    gives(ROOT("", SHEET(ROW(DAY("2024-03-05") DAY("2024-03-05T10:30:00.7") TIME("PT36H05M00S")
                                 FLAG("true", P("TRUE"))))),
          "1 D2024-03-05 D2024-03-05T10:30:01 D36:05:00 Ftrue[TRUE]|", "days, times, flags");
    gives(ROOT("", SHEET(ROW(FLOAT("12,5", P("12,5")) DAY("2024-02-30")))), "1 T12,5 T2024-02-30|",
          "values that are none stay texts");
    gives(ROOT("", SHEET(ROW(CELL("table:formula='of:=1/0' office:value-type='float' "
                                  "office:value='0'",
                                  P("#DIV/0!"))
                                 CELL("office:value-type='string' calcext:value-type='error'",
                                      P("#N/A")) TEXT("#N/A") CELL("table:formula='of:=[.A1]'", "")
                                     CELL("table:formula='of:=\"\"' office:value-type='string' "
                                          "office:string-value=''",
                                          "") TEXT("x")))),
          "1 E#DIV/0! E#N/A T#N/A B? B Tx|", "errors, formulas without a result");
}

static void test_texts(void)
{
    gives(ROOT("", SHEET(ROW(CELL("office:value-type='string'",
                                  "<text:p>a  b\n c<text:s text:c='2'/>d<text:tab/>"
                                  "<text:span>e</text:span> <text:a>f</text:a></text:p>"
                                  "<text:p> g<text:line-break/>h </text:p>")))),
          "1 Ta b c  d\te f\ng\nh|", "blanks, tabs, line ends, paragraphs");
    gives(ROOT("", SHEET(ROW(CELL("office:value-type='string'",
                                  "<office:annotation><dc:creator>x</dc:creator>"
                                  "<text:p>note</text:p></office:annotation>"
                                  "<text:p>a<draw:frame><text:p>b</text:p></draw:frame>c</text:p>"
                                  "<draw:frame><draw:text-box><text:p>d</text:p>"
                                  "</draw:text-box></draw:frame>"
                                  "<table:detective/>")))),
          "1 Tac|", "notes and drawings are no text");
    gives(ROOT("", SHEET(ROW(CELL("office:value-type='string' office:string-value='stored'",
                                  "<text:p>shown</text:p>")))),
          "1 Tstored[shown]|", "a stored text is another than the shown one");
    gives(
        ROOT("",
             SHEET(
                 "<table:shapes><draw:frame><table:table><table:table-row>" TEXT("no") "</"
                                                                                       "table:"
                                                                                       "table-row><"
                                                                                       "/table:"
                                                                                       "table></"
                                                                                       "draw:frame>"
                                                                                       "</"
                                                                                       "table:"
                                                                                       "shapes"
                                                                                       ">" ROW(TEXT(
                                                                                           "ye"
                                                                                           "s")))),
        "1 Tyes|", "shapes are no rows");
    gives(ROOT("", SHEET(ROW(TEXT("中文&lt;&#20803;")))), "1 T中文<元|", "UTF-8, references");
}

static void test_repeats(void)
{
#define AGAIN(n, cells) \
    "<table:table-row table:number-rows-repeated='" n "'>" cells "</table:table-row>"
    gives(ROOT("", SHEET(ROW(CELL("table:number-columns-repeated='2'", "")
                                 CELL("table:number-columns-repeated='2' office:value-type='float' "
                                      "office:value='7'",
                                      "") CELL("table:number-columns-repeated='16380'", ""))
                             AGAIN("3", CELL("table:number-columns-repeated='16384'", ""))
                                 AGAIN("2", TEXT("x")) AGAIN("1048570", "<table:table-cell/>"))),
          "1 B B N7 N7|5 Tx|6 Tx|", "repeated cells and rows; blank ones are left out");
    gives(ROOT("", SHEET(AGAIN("16777216", TEXT("x") TEXT("x") TEXT("x") TEXT("x") TEXT("x")))),
          "!repeated 16777216 times", "a row that repeats without end");
    gives(ROOT("", SHEET(AGAIN("16777215", "<table:table-cell/>") ROW(TEXT("x")) ROW(TEXT("y")))),
          "!more than 16777216 rows", "a row beyond the last");
    gives(ROOT("", SHEET(ROW(CELL("table:number-columns-repeated='16384' "
                                  "office:value-type='float' office:value='1'",
                                  "") TEXT("x")))),
          "!more than 16384 cells", "a cell beyond the last");
}

static void test_merged(void)
{
    gives(ROOT("", SHEET(ROW(CELL("office:value-type='string' table:number-columns-spanned='2' "
                                  "table:number-rows-spanned='3'",
                                  "<text:p>m</text:p>") COVERED TEXT("a"))
                             ROW(COVERED COVERED TEXT("b")) ROW(COVERED COVERED) ROW(TEXT("c")))),
          "1 Tm T>m Ta|2 Tvm Tvm Tb|3 Tvm Tvm|4 Tc|", "merged cells");
    gives(ROOT("", SHEET(ROW(CELL("office:value-type='float' office:value='1' "
                                  "table:number-rows-spanned='4'",
                                  "")) AGAIN("2", COVERED TEXT("a")) ROW(COVERED))),
          "1 N1|2 Nv1 Ta|3 Nv1 Ta|4 Nv1|", "over rows that repeat");
    gives(ROOT("", SHEET(ROW(CELL("office:value-type='string' table:number-columns-spanned='2'",
                                  "<text:p>m</text:p>") "<table:covered-table-cell "
                                                        "office:value-type='float' "
                                                        "office:value='5'/>"))),
          "1 Tm N5| covered 1", "what lies under a merged cell is told");
}

static void test_sheets(void)
{
    gives(
        ROOT(
            "<office:automatic-styles><style:style style:name='h' style:family='table'>"
            "<style:table-properties table:display='false'/></style:style></"
            "office:automatic-styles>",
            "<table:calculation-settings><table:null-date "
            "table:date-value='1904-01-01'/></table:calculation-settings>"
            "<table:table table:name='one'>" ROW(TEXT(
                "1")) "</table:table>"
                      "<table:table table:name='two' table:style-name='h'>"
                      "<table:table-header-rows>" ROW(TEXT(
                          "2")) "</table:table-header-rows><table:table-row-group><table:table-row "
                                "table:visibility='filter'>" TEXT(
                                    "3") "</table:table-row></table:table-row-group>"
                                         "</table:table>"),
        "<one>1 T1|<two hidden>1 T2|2 T3| hidden 1 1904", "sheets, hidden ones, hidden rows");
    gives(ROOT("", SHEET("")), "", "a sheet without rows");
    gives(ROOT("", ""), "!no sheet", "no sheet");
}

static void test_refused(void)
{
    struct zipmake zip = {0};
    zip_store(&zip, "mimetype", slice_of(DOCUMENT "text"));
    zip_add(&zip, "content.xml", slice_of(ROOT("", "")));
    gives_all(&zip, "!its type is 'application/vnd.oasis.opendocument.text'", "a text document");
    zip = (struct zipmake){0};
    zip_store(&zip, "mimetype", slice_of(DOCUMENT "spreadsheet"));
    zip_add(&zip, "content.xml", slice_of("\1\2\3"));
    zip_add(&zip, "META-INF/manifest.xml",
            slice_of("<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry>"
                     "</m:manifest>"));
    gives_all(&zip, "!encrypted", "a password");
    zip = (struct zipmake){0};
    zip_store(&zip, "mimetype", slice_of(DOCUMENT "spreadsheet"));
    gives_all(&zip, "!no content.xml", "nothing in it");
    gives("<document-content/>", "!not written as OpenDocument", "another root");
    gives("<!DOCTYPE a>" ROOT("", SHEET("")), "!document type", "a DTD");
    gives(ROOT("", SHEET(ROW(TEXT("x"))) "<table:table>"), "!content.xml", "XML that is broken");
}

int main(void)
{
    test_values();
    test_texts();
    test_repeats();
    test_merged();
    test_sheets();
    test_refused();
    return done_testing();
}

#else

int main(void)
{
    puts("1..0 # SKIP built without libzip and expat");
    return 0;
}

#endif
