/* What the rows of a sheet are. Sheets stand here as text: a row a line, cells by |; `#` before a
 * workbook's number, `@` before its date; `<` is covered by a cell to the left, `^` by one
 * above. */
#include "layout_int.h"

#include <stdlib.h>
#include <unistd.h>

#include "pack_int.h"
#include "tap.h"

static const char tables[] =
    "table,department,column,type,required,aliases,description\n"
    "spending,财政,unit_id,id,yes,单位代码|预算单位代码,代码\n"
    "spending,,unit_name,text,,单位名称,名称\n"
    "spending,,month,month,yes,月份|期间,月份\n"
    "spending,,budget,decimal,yes,预算数|本月预算数|预算金额（元）,预算（元）\n"
    "spending,,spent,decimal,yes,支出数|本月支出数,支出（元）\n"
    "spending,,rate,percent,,执行率,执行率\n"
    "spending,,people,decimal,,人数,在职人数\n"
    "spending,,explanation,text,,超支说明|备注,说明\n"
    "suppliers,采购,supplier_id,id,yes,供应商代码,代码\n"
    "suppliers,,supplier_name,text,,供应商名称,名称\n"
    "suppliers,,capital,decimal,,注册资本,注册资本\n"
    "lots,采购,lot_id,id,yes,标段（包）编号,编号\n"
    "lots,,price,decimal,yes,中标价|金额（含税）,价\n"
    "lots,,net,decimal,,金额（不含税）,价\n"
    "lots,,score,decimal,,得分,得分\n"
    "bids,采购,lot_id,id,yes,标段（包）编号,编号\n"
    "bids,,price,decimal,yes,报价,价\n"
    "bids,,bidder_id,id,yes,投标人代码,代码\n"
    "bids,,score,decimal,,得分,得分\n"
    "twins,甲,twin_id,id,yes,孪生编号,\n"
    "twins,,x,decimal,yes,孪生数（元）,\n"
    "twins,,y,decimal,,孪生数（万元）,\n"
    "same1,甲,key1,id,yes,同一编号,\n"
    "same2,甲,key2,id,yes,同一编号,\n";
static const char indicators[] = "id,name,table,value,yellow\nA,a,spending,spent > 1,yes\n";

static struct pack *pack;

static void load_pack(void)
{
    struct error e = {0};
    struct pack_files files = {.directory = "kit/demo/"};
    static const struct {
        enum pack_file file;
        const char *text;
    } texts[] = {{FILE_TABLES, tables}, {FILE_INDICATORS, indicators}};
    for (size_t i = 0; i < 2; i++) {
        files.present[texts[i].file] = true;
        files.raw[texts[i].file] = slice_of(texts[i].text);
    }
    if (pack_build(&files, 1, &pack, &e) != ST_OK) {
        printf("Bail out! %s\n", e.text);
        exit(99);
    }
}

/* --- a sheet of text as a feed of rows */

enum { CELLS_MAX = 64 };
struct sheet_text {
    struct slice rest;
    bool workbook;
    uint64_t line;
    struct slice above[CELLS_MAX];
    uint8_t above_kind[CELLS_MAX];
    struct cell cells[CELLS_MAX];
};

static void take_cell(struct sheet_text *t, size_t k, struct slice s)
{
    struct cell *c = &t->cells[k];
    *c = (struct cell){.kind = s.n > 0 ? CELL_TEXT : CELL_BLANK, .text = s};
    if (s.n > 0 && (s.p[0] == '#' || s.p[0] == '@')) {
        c->kind = s.p[0] == '#' ? CELL_NUMBER : CELL_DAY;
        c->text = (struct slice){s.p + 1, s.n - 1};
    } else if (slice_eq(s, SLICE("<"))) {
        *c = t->cells[k - 1];
        c->cover = COVER_ACROSS;
    } else if (slice_eq(s, SLICE("^"))) {
        *c = (struct cell){
            .kind = t->above_kind[k], .cover = COVER_DOWN, .text = t->above[k]};
    }
    t->above[k] = c->text;
    t->above_kind[k] = c->kind;
}

static enum status next_row(void *context, struct grid_row *row, bool *got, struct error *e)
{
    struct sheet_text *t = context;
    (void)e;
    *got = t->rest.p != NULL && t->rest.n > 0;
    if (!*got)
        return ST_OK;
    struct slice line = slice_split(&t->rest, '\n');
    *row = (struct grid_row){.cells = t->cells, .raw = line};
    row->line = row->line_end = ++t->line;
    if (t->workbook)
        row->raw = (struct slice){NULL, 0};
    for (struct slice rest = line; rest.p != NULL && row->n < CELLS_MAX; row->n++)
        take_cell(t, row->n, slice_split(&rest, '|'));
    return ST_OK;
}

/* --- what layout makes of it, as text */

static struct buffer warnings, shown;
static struct error error;
static bool is_cover;

static void warn(void *context, const char *text)
{
    (void)context;
    buffer_printf(&warnings, "%s\n", text);
}

static void show_header(const struct layout *l)
{
    buffer_printf(&shown, "%s @%d:", l->table != NULL ? l->table->name : "-", (int)l->header_line);
    for (size_t i = 0; i < l->column_count; i++) {
        const struct layout_column *c = &l->columns[i];
        buffer_printf(&shown, " %.*s=%d", (int)c->name.n, c->name.p, (int)c->cell + 1);
        if (c->unit != 0)
            buffer_printf(&shown, "*%u", c->unit);
    }
    buffer_char(&shown, '\n');
}

static void show_record(const struct layout *l, const struct grid_row *row)
{
    for (size_t i = 0; i < l->column_count; i++) {
        size_t at = l->columns[i].cell;
        bool there = at < row->n && row->cells[at].kind != CELL_BLANK;
        struct slice s = there ? row->cells[at].text : SLICE("");
        buffer_printf(&shown, "%s%.*s", i > 0 ? "|" : " ", (int)s.n, s.p);
    }
}

static void show_row(struct laying *y, const struct layout *l, const struct grid_row *row,
                     enum row_kind kind, const char *why)
{
    static const char *const kinds[ROW_KINDS] = {"", "blank", "title", "unit",
                                                 "header", "total", "note"};
    static const char *const totals[] = {"", "part ", "whole ", "either "};
    buffer_printf(&shown, "%d", (int)row->line);
    if (kind == ROW_RECORD)
        show_record(l, row);
    else
        buffer_printf(&shown, " %s %s[%s]", kinds[kind], totals[layout_total(y)], why);
    buffer_char(&shown, '\n');
}

static struct layout_counts counts;

static enum status read_sheet(const char *text, struct layout_options options, bool workbook)
{
    struct sheet_text t = {.rest = slice_of(text), .workbook = workbook};
    struct row_feed feed = {next_row, &t, "f"};
    struct laying *y;
    const struct layout *l;
    warnings.n = shown.n = 0;
    error = (struct error){0};
    options.warn = warn;
    options.cover = &is_cover;
    enum status s = laying_open(feed, &options, &y, &l, &error);
    if (s != ST_OK)
        return s;
    show_header(l);
    for (bool got = true; got;) {
        struct grid_row row;
        enum row_kind kind;
        const char *why;
        struct error e = {0};
        enum status r = layout_next(y, &row, &kind, &why, &got, &e);
        if (r != ST_OK) {
            char message[2400];
            error_render(&e, message, sizeof message);
            buffer_printf(&shown, "! %s\n", message);
            s = r;
        } else if (got) {
            show_row(y, l, &row, kind, why);
        }
    }
    counts = *layout_counts(y);
    layout_close(y);
    return s;
}

static void gives_with(const char *text, struct layout_options options, bool workbook,
                       const char *want, const char *name)
{
    read_sheet(text, options, workbook);
    if (error.text[0] != '\0')
        printf("# %s\n", error.text);
    is_text(buffer_view(&shown).p, shown.n, want, name);
}

/* A text file with the dictionary; a workbook; a text file without one. */
static void gives(const char *text, const char *want, const char *name)
{
    gives_with(text, (struct layout_options){.pack = pack, .names = true}, false, want, name);
}
static void book_gives(const char *text, const char *want, const char *name)
{
    gives_with(text, (struct layout_options){.pack = pack, .names = true}, true, want, name);
}
static void plain_gives(const char *text, const char *want, const char *name)
{
    gives_with(text, (struct layout_options){.names = true}, false, want, name);
}

static void tells(const char *want, const char *name)
{
    is_text(buffer_view(&warnings).p, warnings.n, want, name);
}

static void refuses_with(const char *text, struct layout_options options, const char *want,
                         const char *name)
{
    char message[2400];
    enum status s = read_sheet(text, options, false);
    error_render(&error, message, sizeof message);
    if (!ok(s == ST_DATA && strcmp(message, want) == 0, "%s", name))
        printf("#  got: %d %s\n# want: %s\n", (int)s, message, want);
}
static void refuses(const char *text, const char *want, const char *name)
{
    refuses_with(text, (struct layout_options){.pack = pack, .names = true}, want, name);
}

#define HEAD "单位代码|月份|预算数|支出数\n"
#define HEAD_SHOWN "unit_id=1 month=2 budget=3 spent=4"

#define HEAD "单位代码|月份|预算数|支出数\n"
#define SHOWN " unit_id=1 month=2 budget=3 spent=4\n"
#define TAKEN "1 header [the header]\n"

static void test_headers(void)
{
    gives(HEAD "1001|2024-01|10|20\n", "spending @1:" SHOWN TAKEN "2 1001|2024-01|10|20\n",
          "a header and a record");
    tells("", "nothing to tell");
    gives("2024年三公经费支出表|||\n编制单位：某局|||\n\n" HEAD "1001|2024-01|10|20\n",
          "spending @4:" SHOWN "1 title [above the header]\n2 title [above the header]\n"
          "3 blank [blank]\n4 header [the header]\n5 1001|2024-01|10|20\n",
          "titles above");
    gives("*单 位 代 码：|期　间|预算数/万元|支出数 （元）|执行率(%)|人数【月】\n1|2024-1|3|4|5|6\n",
          "spending @1: unit_id=1 month=2 budget=3*4 spent=4 rate=5*100 people=6\n" TAKEN
          "2 1|2024-1|3|4|5|6\n",
          "marks, blanks, units in headers");
    tells("", "of which nothing need be told");
    gives("支出数|Unit_ID|预算金额（万元）|ＭＯＮＴＨ\n20|1001|10|2024-01\n",
          "spending @1: unit_id=2 month=4 budget=3*4 spent=1\n" TAKEN "2 1001|2024-01|10|20\n",
          "in another order, by name, an alias but for its unit");
    gives("标段（包）编号|投标人代码|报价|得分\nA|B|1|2\n",
          "bids @1: lot_id=1 price=3 bidder_id=2 score=4\n" TAKEN "2 A|1|B|2\n",
          "brackets within a name");
    gives("标段（包）编号|金额(不含税)|金额(含税)\nA|1|2\n",
          "lots @1: lot_id=1 price=3 net=2\n" TAKEN "2 A|2|1\n", "notes that the dictionary knows");
    gives("单位代码|月份|预算数（调整后）|支出数\n1|2024-01|3|4\n",
          "spending @1:" SHOWN TAKEN "2 1|2024-01|3|4\n", "a note that it does not");
    tells("f:1:3: '预算数（调整后）' is taken as 'budget': its note in brackets is not compared\n",
          "is told");
    gives("单位代码|月份|预算数|支出数|支出数（其中接待费）\n1|2024-01|3|4|1\n",
          "spending @1: unit_id=1 month=2 budget=3 spent=4 支出数（其中接待费）=5\n" TAKEN
          "2 1|2024-01|3|4|1\n",
          "the header without a note comes first");
    gives("单位代码|序 号|月份|预算数|Bank  Name|支出数|备 注\n1|9|2024-01|3|x|4|y\n",
          "spending @1: unit_id=1 month=3 budget=4 spent=6 explanation=7 序号=2 Bank Name=5\n" TAKEN
          "2 1|2024-01|3|4|y|9|x\n",
          "unknown columns come last, blanks folded");
    tells("f:1: columns that the dictionary does not know: '序号', 'Bank Name'\n", "and are told");
    gives(HEAD, "spending @1:" SHOWN TAKEN, "a header only");
    gives_with(HEAD "1|2024-01|3|4\n", (struct layout_options){.pack = pack}, false,
               "spending @1: 单位代码=1 月份=2 预算数=3 支出数=4\n" TAKEN "2 1|2024-01|3|4\n",
               "the file's own names");
    gives("单位代码|月份||预算数|支出数|\n1|2024-01||3|4|\n",
          "spending @1: unit_id=1 month=2 budget=4 spent=5\n" TAKEN "2 1|2024-01|3|4\n",
          "empty columns without a name");
    tells("f:1: columns without a name are passed over while they are empty: 3\n", "are told");
    gives("单位代码|月份|预算数|支处数|支出数\n1|2024-01|3|4|5\n",
          "spending @1: unit_id=1 month=2 budget=3 spent=5 支处数=4\n" TAKEN
          "2 1|2024-01|3|5|4\n",
          "an unknown column near one that is there");
    gives("单位代码|月份|预算数|支出数|超出说明\n1|2024-01|3|4|5\n",
          "spending @1: unit_id=1 month=2 budget=3 spent=4 超出说明=5\n" TAKEN
          "2 1|2024-01|3|4|5\n",
          "an unknown column near one that is not");
    tells("f:1:5: unknown column '超出说明' (nearest: '超支说明' of spending.explanation)\n",
          "is told with it");
}

static void test_stacked(void)
{
    book_gives("三公经费表|<|<|<|<\n单位代码|月份|金额|<|备注\n^|^|预算数|支出数|^\n"
               "1001|@2024-01-01|#3|#4|x\n",
               "spending @2: unit_id=1 month=2 budget=3 spent=4 explanation=5\n"
               "1 title [above the header]\n2 header [the header]\n3 header [the header]\n"
               "4 1001|2024-01-01|3|4|x\n",
               "two rows, merged");
    tells("f:2:3: '金额_预算数' is taken as 'budget' by the lower row of the header\n"
          "f:2:4: '金额_支出数' is taken as 'spent' by the lower row of the header\n",
          "the lower row is told");
    gives("单位代码|月份|本月||本年累计||备注\n||预算数|支出数|预算数|支出数|\n1|2024-01|1|2|3|4|x\n",
          "spending @1: unit_id=1 month=2 budget=3 spent=4 explanation=7 本年累计_预算数=5 "
          "本年累计_支出数=6\n1 header [the header]\n2 header [the header]\n"
          "3 1|2024-01|1|2|x|3|4\n",
          "text: blank cells are what was merged; the whole name comes before the lower");
    gives("单位代码|月份|金额（万元）||人数\n||预算数|支出数|\n1|2024-01|1|2|3\n",
          "spending @1: unit_id=1 month=2 budget=3*4 spent=4*4 people=5\n1 header [the header]\n"
          "2 header [the header]\n3 1|2024-01|1|2|3\n",
          "the upper's unit holds below it");
    gives("单位代码|月份|预算数|支出数\n||（万元）|(元)\n1|2024-01|1|2\n",
          "spending @1: unit_id=1 month=2 budget=3*4 spent=4\n1 header [the header]\n"
          "2 unit [the units of the columns]\n3 1|2024-01|1|2\n",
          "a row of units below the header");
    refuses("单位代码|月份|金额（万元）|\n||预算数（元）|支出数\n1|2024-01|1|2\n",
            "f:1:3: '金额（万元）_预算数（元）' names two units: leave the wrong one out",
            "units that contradict");
    gives("名单|||\n" HEAD "1|2024-01|3|4\n",
          "spending @2:" SHOWN "1 title [above the header]\n2 header [the header]\n"
          "3 1|2024-01|3|4\n",
          "a title is no upper row");
    book_gives("名单|<|<|<\n" HEAD "1|2024-01|3|4\n",
               "spending @2:" SHOWN "1 title [above the header]\n2 header [the header]\n"
               "3 1|2024-01|3|4\n",
               "nor one that is merged");
    book_gives("单位代码|月份|预算数|支出数\n^|^|^|^\n1|2024-01|3|4\n",
               "spending @1:" SHOWN TAKEN
               "2 blank [nothing but what merged cells of the rows above cover]\n"
               "3 1|2024-01|3|4\n",
               "a header of merged cells");
}

static void test_refused(void)
{
    refuses("单位代码|月分|预算数|支处数\n1|2|3|4\n",
            "f:1: no header: this row comes nearest, of table 'spending', but lacks month (月份, "
            "期间); spent (支出数, 本月支出数; nearest here: '支处数'). Name the row with "
            "--header-row, or write its headers into the aliases of tables.csv",
            "what is missing, and what is near");
    ok(!is_cover, "it is no cover sheet");
    refuses("单位代码|月份|人数|备注\n单位代码|月份|预算数|备注\n",
            "f:2: no header: this row comes nearest, of table 'spending', but lacks spent (支出数, "
            "本月支出数). Name the row with --header-row, or write its headers into the aliases of "
            "tables.csv",
            "of two that lack something the one that lacks less");
    refuses("说明|得分\n备注|无\n",
            "f:1: no header: this row comes nearest, of table 'lots', but lacks lot_id "
            "(标段（包）编号); price (中标价, 金额（含税）). Name the row with --header-row, or "
            "write its headers into the aliases of tables.csv",
            "one word in common");
    ok(is_cover, "makes no table");
    refuses("填报须知\n一、本表由单位填报\n二、金额取两位小数\n",
            "f: none of its first 3 rows is a header of a table of the pack (spending, suppliers, "
            "lots, bids, twins, same1, same2): write its headers into the aliases of tables.csv, "
            "or leave it out",
            "a cover sheet");
    ok(is_cover, "is told from a table");
    refuses("", "f: none of its first 0 rows is a header of a table of the pack (spending, "
                "suppliers, lots, bids, twins, same1, same2): write its headers into the aliases "
                "of tables.csv, or leave it out",
            "an empty sheet");
    refuses("同一编号\n1\n",
            "f:1: its header fits both tables 'same1' and 'same2': say which with --table",
            "two tables");
    gives_with("同一编号\n1\n",
               (struct layout_options){.pack = pack, .names = true, .table = "same2"}, false,
               "same2 @1: key2=1\n" TAKEN "2 1\n", "one is asked for");
    refuses_with(HEAD, (struct layout_options){.pack = pack, .table = "lots"},
                 "f: none of its first 1 rows has a column of table 'lots': write its headers "
                 "into the aliases of tables.csv",
                 "not the table that is asked for");
    struct layout_options unknown = {.pack = pack, .table = "lot"};
    ok(read_sheet(HEAD, unknown, false) == ST_USAGE &&
           strcmp(error.text, "unknown table 'lot' (the pack has spending, suppliers, lots, bids, "
                              "twins, same1, same2)") == 0,
       "no such table");
    refuses("单位代码|月份|预算数|支出数|本月支出数\n",
            "f:1:5: column 'spent' is there twice: as '支出数' in column 4, and as '本月支出数': "
            "take one out, or give it another header",
            "a column twice");
    refuses("单位代码|月份|预算数|支出数|支出数（万元）\n",
            "f:1:5: column 'spent' is there twice: as '支出数' in column 4, and as "
            "'支出数（万元）': take one out, or give it another header",
            "twice but for its unit");
    refuses("孪生编号|孪生数\n",
            "f:1:2: '孪生数' may be 'x' or 'y' of table 'twins': take it out of the aliases of "
            "one, or give it another header",
            "a header for two columns");
    gives("孪生编号|孪生数（元）|孪生数(万元)\n1|2|3\n",
          "twins @1: twin_id=1 x=2 y=3*4\n" TAKEN "2 1|2|3\n", "written out, for each its own");
    refuses("单位代码|月份|预算数|支出数|经办人|经办人\n",
            "f:1:6: column 5 is called '经办人' as well: give one another header; if this is not "
            "the header, say --header-row",
            "two unknown ones with one name");
    refuses(HEAD "1|2024-01|3|4\n单位代码|月份|预算数|支出数|人数\n1|2024-01|3|4|5\n",
            "f:3: a header of table 'spending', and row 1 above fits 'spending': say with "
            "--header-row or --table which it is",
            "a better header below must not make titles of records");
    gives("a|b|c\n1|2|3\n4|5|6\n" HEAD "1|2024-01|3|4\n",
          "spending @4:" SHOWN "1 title [above the header]\n2 title [above the header]\n"
          "3 title [above the header]\n4 header [the header]\n5 1|2024-01|3|4\n",
          "another table above");
    tells("f:1: above the header (row 4) 3 rows are filled like records, this is the first: if "
          "they are a table, read it with --header-row\n",
          "is told");
    gives("单位代码|月份||支出数|预算数\n1|2024-01||4|3\n2|2024-01|x|4|3\n3|2024-01||4|3|y\n",
          "spending @1: unit_id=1 month=2 budget=5 spent=4\n" TAKEN "2 1|2024-01|3|4\n"
          "! f:3:3: 'x' stands in a column without a name: name it in the header (row 1), or say "
          "--header-row if that is not the header\n"
          "! f:4:6: 'y' stands in a column without a name: name it in the header (row 1), or say "
          "--header-row if that is not the header\n",
          "a cell in a column without a name");
    is_int((int64_t)counts.rows[ROW_RECORD], 3, "such rows are counted");
}

static void test_header_row(void)
{
    struct layout_options third = {.pack = pack, .names = true, .header_row = 3};
    gives_with("单位代码|月份|预算数|支出数\n备注|||\n" HEAD "1|2024-01|3|4\n", third, false,
               "spending @3:" SHOWN "1 title [above the header]\n2 title [above the header]\n"
               "3 header [the header]\n4 1|2024-01|3|4\n",
               "the row that is asked for");
    refuses_with("a|b\nc|d\n", third, "f: there is no row 3 to be its header", "it is not there");
    refuses_with("a|b\nc|d\ne|f\n" HEAD, third,
                 "f: none of its first 4 rows is a header of a table of the pack (spending, "
                 "suppliers, lots, bids, twins, same1, same2): write its headers into the "
                 "aliases of tables.csv, or leave it out",
                 "it fits nothing");
    third.pack = NULL;
    gives_with("x|y\n1|2\na|b\n3|4\n", third, false,
               "- @3: a=1 b=2\n1 title [above the header]\n2 title [above the header]\n"
               "3 header [the header]\n4 3|4\n",
               "without a dictionary");
    refuses_with("x|y\n1|2\n", third, "f: there is no row 3 to be its header", "it is not there");
}

static void test_units(void)
{
#define UNITS(line) line HEAD "1|2024-01|3|4\n"
#define WITH(unit, power)                                                                          \
    "spending @2: unit_id=1 month=2 budget=3*" power " spent=4*" power "\n1 " unit                 \
    "\n2 header [the header]\n3 1|2024-01|3|4\n"
#define WITHOUT(unit) "spending @2:" SHOWN "1 " unit "\n2 header [the header]\n3 1|2024-01|3|4\n"
    gives(UNITS("|||单位：万元\n"), WITH("unit [names the unit]", "4"), "a row of its own");
    tells("f:1: amounts are in units of 10000 yuan: budget, spent\n", "is told");
    gives(UNITS("|||金额单位:人民币亿元\n"), WITH("unit [names the unit]", "8"), "RMB");
    gives(UNITS("（单位：千元）|||\n"), WITH("unit [names the unit]", "3"), "in brackets");
    gives(UNITS("|||单位：万元、%\n"), WITH("unit [names the unit]", "4"), "beside another");
    gives(UNITS("||金额单位：|万元\n"), WITH("unit [names the unit]", "4"), "in two cells");
    gives(UNITS("编制单位：某局|||单位：万元  币种：人民币\n"), WITH("title [above the header]", "4"),
          "with a currency, beside an office");
    gives(UNITS("2024年支出表（单位：万元）|||\n"), WITH("title [above the header]", "4"),
          "at the end of a title");
    gives(UNITS("2024年支出表（万元）|||\n"), WITH("title [above the header]", "4"),
          "there without the word");
    gives(UNITS("|||单位：元\n"), WITHOUT("unit [names the unit]"), "yuan");
    tells("", "changes nothing and is not told");
    gives(UNITS("单位：元坝区财政局|||\n"), WITHOUT("title [above the header]"),
          "an office that begins like a unit");
    gives(UNITS("填报单位：人事局|||\n"), WITHOUT("title [above the header]"), "and another");
    gives(UNITS("单位：万元村|||\n"), WITHOUT("title [above the header]"), "a village");
    gives(UNITS("|||单位：户\n"), WITHOUT("unit [names the unit]"), "what is counted");
    tells("f:1:4: '单位：户' is no unit of money: it changes nothing\n", "is told");
    gives("|||单位：万元\n单位代码|月份|预算数（元）|支出数|人数\n1|2024-01|3|4|5\n",
          "spending @2: unit_id=1 month=2 budget=3 spent=4*4 people=5\n1 unit [names the unit]\n"
          "2 header [the header]\n3 1|2024-01|3|4|5\n",
          "a header's own unit comes first, what is no money is left alone");
    tells("f:1: amounts are in units of 10000 yuan: spent\n"
          "f:1: the unit is not taken for what the dictionary does not describe as money (元): "
          "people\n",
          "both are told");
    gives("单位：万元|\n标段（包）编号|金额（含税）\nA|1\n",
          "lots @2: lot_id=1 price=2*4\n1 unit [names the unit]\n2 header [the header]\n3 A|1\n",
          "a dictionary that says of nothing that it is money");
    gives("标段（包）编号|中标价（含税，万元）\nA|1\n",
          "lots @1: lot_id=1 price=2*4\n" TAKEN "2 A|1\n", "beside a note in a header");
    refuses("单位：万元|\n（单位：元）|\n" HEAD,
            "f:2:1: '（单位：元）' is not the unit that row 1 names: write the right one behind "
            "each header, as in 金额（元）",
            "two units");
    gives("单位：万元\n支出表（单位：万元）\n" HEAD,
          "spending @3: unit_id=1 month=2 budget=3*4 spent=4*4\n1 unit [names the unit]\n"
          "2 title [above the header]\n3 header [the header]\n",
          "the same twice");
    gives("单位：万元\n" HEAD "1|2024-01|3|4\n|||单位：万元\n|||单位：元\n2|2024-01|3|4\n",
          "spending @2: unit_id=1 month=2 budget=3*4 spent=4*4\n1 unit [names the unit]\n"
          "2 header [the header]\n3 1|2024-01|3|4\n4 unit [row 1 again]\n"
          "! f:5:4: '单位：元' is not the unit of the rows above it: write the right one behind "
          "each header, as in 金额（元）\n6 2|2024-01|3|4\n",
          "on the next page");
}

static void test_totals(void)
{
#define ROWS(rows) HEAD "1|2024-01|3|4\n" rows
#define GIVES(rows) "spending @1:" SHOWN TAKEN "2 1|2024-01|3|4\n" rows
    gives(ROWS("合计||3|4\n"), GIVES("3 total either [a total: '合计']\n"), "in the id's column");
    gives(ROWS("|合 计：|3|4\n"), GIVES("3 total either [a total: '合 计：']\n"), "in another");
    gives(ROWS("小 计||3|4\n2|2024-01|3|4\n总计||6|8\n"),
          GIVES("3 total part [a total: '小 计']\n4 2|2024-01|3|4\n5 total whole [a total: "
                "'总计']\n"),
          "parts and the whole");
    gives(ROWS("本页小计||3|4\n累计||3|4\n本月合计||1|1\n共计（大写）||3|4\nTOTAL||3|4\n"
               "Sub-total||3|4\n"),
          GIVES("3 total part [a total: '本页小计']\n4 total whole [a total: '累计']\n"
                "5 total part [a total: '本月合计']\n6 total either [a total: '共计（大写）']\n"
                "7 total either [a total: 'TOTAL']\n8 total part [a total: 'Sub-total']\n"),
          "other words");
    gives(ROWS("财政局小计||3|4\n合计：2笔||3|4\n"),
          GIVES("3 total part [a total: '财政局小计']\n4 total either [a total: '合计：2笔']\n"),
          "of one office; with what follows");
    gives(ROWS("合计|2024-01|3|4\n合计|2024-02|3|4\n"),
          GIVES("3 合计|2024-01|3|4\n4 合计|2024-02|3|4\n"), "a month makes it a record");
    tells("f:3:1: '合计' looks like a total but the row has what a record has, and is taken as "
          "one; later ones are not told of\n",
          "which is told once");
    gives(ROWS("1002|2024-02|5|4\nTotal|2024-02|3|4\n"),
          GIVES("3 1002|2024-02|5|4\n4 Total|2024-02|3|4\n"), "in English too");
    tells("f:4:1: 'Total' looks like a total but the row has what a record has, and is taken as "
          "one; later ones are not told of\n",
          "and is told");
    gives(ROWS("1002|2024-02|5|4\n合计：|2024-02|3|4\n"),
          GIVES("3 1002|2024-02|5|4\n4 合计：|2024-02|3|4\n"), "with a colon");
    ok(warnings.n > 0, "is told as well");
    gives(ROWS("1002|2024-02|合计|4\n设计院|2024-02|1|4\n"),
          GIVES("3 1002|2024-02|合计|4\n4 设计院|2024-02|1|4\n"), "so does an id");
    tells("", "an amount is tidy's to refuse");
    gives("供应商代码|供应商名称|注册资本\n1|某公司|5\n|合计|5\n合计||5\n合计|某公司|5\n",
          "suppliers @1: supplier_id=1 supplier_name=2 capital=3\n" TAKEN "2 1|某公司|5\n"
          "3 total either [a total: '合计']\n4 total either [a total: '合计']\n5 合计|某公司|5\n",
          "one id: the word in its place needs amounts only beside it");
    tells("f:5:1: '合计' looks like a total but the row has what a record has, and is taken as "
          "one; later ones are not told of\n",
          "and is told otherwise");
    book_gives(ROWS("合计|<|#3|#4\n"), GIVES("3 total either [a total: '合计']\n"), "merged");
    book_gives("单位代码|单位名称|月份|预算数|支出数\n1|甲|2024-01|#3|#4\n^|乙|2024-02|#3|#4\n"
               "^|小计||#6|#8\n2|丙|2024-01|#1|#1\n",
               "spending @1: unit_id=1 unit_name=2 month=3 budget=4 spent=5\n" TAKEN
               "2 1|甲|2024-01|3|4\n3 1|乙|2024-02|3|4\n4 total part [a total: '小计']\n"
               "5 2|丙|2024-01|1|1\n",
               "beside an id that hangs down");
}

static void test_notes(void)
{
    gives(ROWS("制表人：某甲||审核：某乙|\n"), GIVES("3 note [a note: '制表人：某甲']\n"), "signatures");
    gives(ROWS("单位负责人（签章）：|某甲|填表人：|某乙\n"),
          GIVES("3 note [a note: '单位负责人（签章）：']\n"), "what a label asks for in the next cell");
    gives(ROWS("注：1、本表不含税\n2、数据截至年底\n说明\n打印时间：2024-03-05 10:30\n"
               "第 1 页，共 3 页\n||第1页/共3页|\n数据来源：预算系统\n"),
          GIVES("3 note [a note: '注：1、本表不含税']\n4 note [a note: '2、数据截至年底']\n"
                "5 note [a note: '说明']\n6 note [a note: '打印时间：2024-03-05 10:30']\n"
                "7 note [a note: '第 1 页，共 3 页']\n8 note [a note: '第1页/共3页']\n"
                "9 note [a note: '数据来源：预算系统']\n"),
          "notes, times, pages");
    gives("单位代码|月份|预算数|支出数\n--------|-------|----|----\n1|2024-01|3|4\n\n(1 行受影响)\n",
          "spending @1:" SHOWN TAKEN "2 note [a note: '--------']\n3 1|2024-01|3|4\n"
          "4 blank [blank]\n5 note [a note: '(1 行受影响)']\n",
          "what a database's client prints");
    gives(ROWS("制表人：某甲|2024-02|3|4\n注册地|||\n1003||5|6\n备用金|||7\n"),
          GIVES("3 制表人：某甲|2024-02|3|4\n4 注册地|||\n5 1003||5|6\n6 备用金|||7\n"),
          "what is in doubt is a record");
    gives("单位代码|单位名称|月份|预算数|支出数\n1|甲|2024-01|3|4\n|资金审核中心||5|\n|预算编制处|||\n"
          "|审核||12万元|\n单位：元|||5|\n|审核人|某甲||\n",
          "spending @1: unit_id=1 unit_name=2 month=3 budget=4 spent=5\n" TAKEN
          "2 1|甲|2024-01|3|4\n3 |资金审核中心||5|\n4 |预算编制处|||\n5 |审核||12万元|\n"
          "6 单位：元|||5|\n7 note [a note: '审核人']\n",
          "no row with an amount is a note, no office a label");
    book_gives(ROWS("一、县级单位|<|<|<\n1|2024-02|#3|#4\n"),
               GIVES("3 note [a note: '一、县级单位']\n4 1|2024-02|3|4\n"), "one text across");
    gives("栏次|单位代码|月份|预算数|支出数\n甲|乙|1|2|3=1-2\n1|1|2024-01|3|4\n",
          "spending @1: unit_id=2 month=3 budget=4 spent=5 栏次=1\n" TAKEN
          "2 note [the numbers of the columns]\n3 1|2024-01|3|4|1\n",
          "numbers of columns behind words");
    gives(HEAD "1|2|3|4\n1|2024-01|3|4\n",
          "spending @1:" SHOWN TAKEN "2 note [the numbers of the columns]\n3 1|2024-01|3|4\n",
          "where a month should stand");
    gives("供应商代码|供应商名称|注册资本\n1|2|3\n1|2|3\n",
          "suppliers @1: supplier_id=1 supplier_name=2 capital=3\n" TAKEN "2 1|2|3\n3 1|2|3\n",
          "it may be a record");
    gives("表一|||\n单位：元|||\n" HEAD "1|2024-01|3|4\n表一|||\n单位：元\n单位代码 |月份|预算数|支出数\n"
          "1|2|3|4\n2|2024-01|3|4\n\n　| ||\n",
          "spending @3:" SHOWN "1 title [above the header]\n2 unit [names the unit]\n"
          "3 header [the header]\n4 1|2024-01|3|4\n5 title [row 1 again]\n6 unit [row 2 again]\n"
          "7 header [row 3 again]\n8 note [the numbers of the columns]\n9 2|2024-01|3|4\n"
          "10 blank [blank]\n11 blank [blank]\n",
          "the next page of a printed report");
    is_int((int64_t)counts.rows[ROW_RECORD], 2, "two records");
    is_int((int64_t)counts.rows[ROW_HEADER], 2, "two headers");
    is_int((int64_t)counts.rows[ROW_BLANK], 2, "two blank rows");
}

static void test_merged(void)
{
    book_gives("单位代码|单位名称|月份|预算数|支出数|执行率|经办人|处数\n"
               "1|甲局|@2024-01-01|#3|#4|#5|某甲|#7\n^|^|^|^|#6|^|^|^\n2|乙局|@2024-02-01|#3|#4|||\n",
               "spending @1: unit_id=1 unit_name=2 month=3 budget=4 spent=5 rate=6 经办人=7 处数=8\n"
               TAKEN "2 1|甲局|2024-01-01|3|4|5|某甲|7\n3 1|甲局|2024-01-01||6||某甲|\n"
               "4 2|乙局|2024-02-01|3|4|||\n",
               "names hang down, numbers stand once");
    is_int((int64_t)counts.merged, 3, "which are counted");
    book_gives("单位代码|单位名称|月份|预算数|支出数\n1|<|2024-01|#3|#4\n^|^|2024-02|#5|#6\n"
               "2|甲|2024-01|#1|<\n",
               "spending @1: unit_id=1 unit_name=2 month=3 budget=4 spent=5\n" TAKEN
               "2 1||2024-01|3|4\n3 1||2024-02|5|6\n4 2|甲|2024-01|1|\n",
               "what is merged across says nothing of the next column, nor below");
    is_int((int64_t)counts.merged, 0, "and is no number left out");
    book_gives("单位代码|月份|预算数|支出数\n1|2024-01|#3|<\n2|2024-02|^|^\n",
               "spending @1:" SHOWN TAKEN "2 1|2024-01|3|\n3 2|2024-02||\n",
               "an amount merged over rows and columns stands once");
    is_int((int64_t)counts.merged, 1, "and is left out once below");
    book_gives("单位代码|月份|预算数|支出数\n合计|<|#3|<\n",
               "spending @1:" SHOWN TAKEN "2 total either [a total: '合计']\n", "in a total too");
    gives_with("a|b|c\nx|#1|@2024-01-01\n^|^|^\n^|#2|^\n", (struct layout_options){.names = true},
               true,
               "- @1: a=1 b=2 c=3\n" TAKEN "2 x|1|2024-01-01\n"
               "3 blank [nothing but what merged cells of the rows above cover]\n"
               "4 x|2|2024-01-01\n",
               "without a dictionary");
    book_gives("单位代码|月份|预算数|支出数|经办|<\n1|2024-01|#3|#4|x|\n",
               "spending @1: unit_id=1 month=2 budget=3 spent=4 经办=5\n" TAKEN
               "2 1|2024-01|3|4|x\n",
               "a header over two columns names the first");
}

static void test_without(void)
{
    plain_gives("名单||\n\n|单位：元|\n姓名|数|x\n甲|1|2\n合计|1|2\n乙|2|\n",
                "- @4: 姓名=1 数=2 x=3\n1 title [above the header]\n2 blank [blank]\n"
                "3 unit [names the unit]\n4 header [the header]\n5 甲|1|2\n"
                "6 total either [a total: '合计']\n7 乙|2|\n",
                "the first row of two cells");
    plain_gives("编制单位：某局|单位：元\n姓名|数\n甲|1\n",
                "- @2: 姓名=1 数=2\n1 unit [names the unit]\n2 header [the header]\n3 甲|1\n",
                "a row with the unit is no header, though it has two cells");
    plain_gives("n\n1\n2\nn\n合计\n", "- @1: n=1\n1 header [the header]\n2 1\n3 2\n4 n\n5 合计\n",
                "one column: nothing is taken for anything else");
    plain_gives("a|b\n1|2\na|b\n", "- @1: a=1 b=2\n" TAKEN "2 1|2\n3 header [row 1 again]\n",
                "the header again");
    plain_gives("a|1\na|1\na|1\n", "- @1: a=1 1=2\n" TAKEN "2 a|1\n3 a|1\n",
                "a header of figures does not come again");
    plain_gives("a|b|c\n1|2|3\n", "- @1: a=1 b=2 c=3\n" TAKEN "2 1|2|3\n",
                "1, 2, 3 is a record");
    plain_gives("键|值\n说明|x\n备注：无|\n合计|甲\n总计|￥1,234.50元\n日期：|2024\n制表：某甲|\n",
                "- @1: 键=1 值=2\n" TAKEN "2 说明|x\n3 备注：无|\n4 合计|甲\n"
                "5 total whole [a total: '总计']\n6 日期：|2024\n7 note [a note: '制表：某甲']\n",
                "what is in doubt is a record");
    plain_gives("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12|x\n",
                "- @1: 1=1\n" TAKEN "2 2\n3 3\n4 4\n5 5\n6 6\n7 7\n8 8\n9 9\n10 10\n11 11\n"
                "! f:12:2: 'x' stands in a column without a name: name it in the header (row 1), "
                "or say --header-row if that is not the header\n",
                "not so many titles");
    refuses_with("a|b|a\n", (struct layout_options){.names = true},
                 "f:1:3: column 1 is called 'a' as well: give one another header; if this is not "
                 "the header, say --header-row",
                 "a name twice");
    refuses_with("|\n\n", (struct layout_options){.names = true},
                 "f: no header: there is no row that is filled", "nothing");
    ok(is_cover, "is no table");
    plain_gives("|a|b\n0|1|2\n",
                "- @1: a=2 b=3\n" TAKEN
                "! f:2:1: '0' stands in a column without a name: name it in the header (row 1), "
                "or say --header-row if that is not the header\n",
                "an index without a name");
}

/* Through grid.h, from a file. */
static void test_grid(void)
{
    char path[] = "/tmp/layout-XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");
    if (f == NULL || fputs("支出表,,,\n单位代码,月份,预算数,支出数\n\"1\n0\",2024-01,3,4\n合计,,3,4\n", f) < 0 ||
        fclose(f) != 0)
        exit(99);
    struct grid_options options = {.context = NULL};
    struct layout_options how = {.pack = pack, .names = true};
    struct grid *g;
    struct laying *y;
    const struct layout *l;
    enum row_kind kinds[4], kind = ROW_RECORD;
    struct grid_row row;
    const char *why;
    size_t n = 0;
    if (grid_open(path, &options, &g, &error) != ST_OK || grid_select(g, 0, &error) != ST_OK)
        exit(99);
    ok(layout_open(g, &how, &y, &l, &error) == ST_OK, "a file: opened");
    for (bool got = true; got && n < 4; n += got) {
        if (layout_next(y, &row, &kind, &why, &got, &error) != ST_OK)
            break;
        if (got)
            kinds[n] = kind;
        if (n == 2)
            ok(row.line == 3 && row.line_end == 4, "lines are the file's");
    }
    ok(n == 4 && kinds[0] == ROW_TITLE && kinds[1] == ROW_HEADER && kinds[2] == ROW_RECORD &&
           kinds[3] == ROW_TOTAL,
       "a file: its rows");
    layout_close(y);
    grid_close(g);
    unlink(path);
}

/* Random rows: no crash, each told of once and in order, and what is there in full is a record. */
static uint32_t seed = 7;
static uint32_t draw(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void make_random(struct buffer *out, size_t *records)
{
    static const char *const cells[] = {
        "", "合计", "小计", "单位代码", "月份", "预算数", "支出数", "1", "2", "制表人：", "单位：万元",
        "#1", "@2024-01-01", "^", "x", "　", "注：", "第1页", "(", ")", "（万元）", "*", ":", "栏次"};
    out->n = 0;
    *records = 0;
    buffer_text(out, HEAD);
    for (uint32_t i = draw(12); i > 0; i--) {
        bool record = draw(3) == 0;
        *records += record;
        if (record)
            buffer_text(out, "1001|2024-01|5|6");
        for (uint32_t k = record ? 0 : draw(6); k > 0; k--)
            buffer_printf(out, "%s%s", cells[draw(sizeof cells / sizeof cells[0])],
                          k > 1 ? "|" : "");
        buffer_char(out, '\n');
    }
    buffer_char(out, '\0');
}

static void test_random(void)
{
    struct buffer text = {0};
    bool rows = true, kept = true;
    for (int i = 0; i < 20000 && rows && kept; i++) {
        size_t records, seen = 0, line = 0;
        make_random(&text, &records);
        read_sheet(text.p, (struct layout_options){.pack = pack, .names = i % 2 == 0}, i % 3 == 0);
        if (shown.n == 0)
            continue;
        for (size_t k = 0; k < text.n; k++)
            line += text.p[k] == '\n';
        size_t all = 0;
        for (int k = 0; k < ROW_KINDS; k++)
            all += counts.rows[k];
        rows = all == line;
        struct slice rest = buffer_view(&shown);
        while (rest.p != NULL) {
            struct slice one = slice_split(&rest, '\n');
            seen += slice_has(one, SLICE("1001|2024-01|5|6"));
        }
        kept = seen >= records;
        if (!rows || !kept)
            printf("# %s\n# %.*s\n", text.p, (int)shown.n, shown.p);
    }
    ok(rows, "random rows: each is given");
    ok(kept, "random rows: no record is lost");
    buffer_free(&text);
}

int main(void)
{
    load_pack();
    test_headers();
    test_stacked();
    test_refused();
    test_header_row();
    test_units();
    test_totals();
    test_notes();
    test_merged();
    test_without();
    test_grid();
    test_random();
    pack_free(pack);
    buffer_free(&warnings);
    buffer_free(&shown);
    return done_testing();
}
