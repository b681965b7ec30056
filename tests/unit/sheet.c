/* Small tables as spreadsheet programs save them. */
#include "sheet.h"

#include <stdlib.h>
#include <unistd.h>

#include "date.h"
#include "tap.h"

static struct arena arena;
static struct sheet sheet;
static struct error error;

static enum status parse(const char *bytes, size_t n)
{
    arena_reset(&arena);
    error = (struct error){0};
    return sheet_parse("t.csv", (struct slice){bytes, n}, NULL, &arena, &sheet, &error);
}
#define PARSE(literal) parse("" literal, sizeof(literal) - 1)

/* The whole table as `line:a|b` rows, names first. */
static void is_table(const char *want, const char *name)
{
    struct buffer b = {0};
    for (size_t i = 0; i < sheet.columns; i++) {
        buffer_text(&b, i > 0 ? "|" : "");
        buffer_slice(&b, sheet.names[i]);
    }
    for (size_t row = 0; row < sheet.n; row++) {
        buffer_printf(&b, "\n%d:", (int)sheet.rows[row].line);
        for (size_t i = 0; i < sheet.columns; i++) {
            buffer_text(&b, i > 0 ? "|" : "");
            buffer_slice(&b, sheet_cell(&sheet, row, (int)i));
        }
    }
    is_text(b.p == NULL ? "" : b.p, b.n, want, name);
    buffer_free(&b);
}

static void is_error(enum status got, const char *want, const char *name)
{
    char text[2048];
    error_render(&error, text, sizeof text);
    size_t n = strlen(want);
    bool good = got == ST_USAGE && strncmp(text, want, n) == 0;
    if (!ok(good, "%s", name))
        printf("#  got: %d %s\n# want: %s\n", (int)got, text, want);
}

static void test_shapes(void)
{
    PARSE("a,b\n1,2\n");
    is_table("a|b\n2:1|2", "a plain table");
    PARSE("\xef\xbb\xbf" "a,b\r\n1,2\r\n3,4");
    is_table("a|b\n2:1|2\n3:3|4", "BOM, CRLF, no end to the last line");
    PARSE("a,b\r1,2\r\r3,4\r");
    is_table("a|b\n2:1|2\n4:3|4", "CR alone ends lines, and an empty one is skipped");
    PARSE("# note, with a comma\n\n,,\na,b,,\n1,2,,\n,,\n  # \n#3,\n5\n");
    is_table("a|b\n5:1|2\n9:5|",
             "comments, empty rows and trailing columns dropped, short rows filled");
    PARSE("a,b\n\"x\ny\",\"q\"\"q\"\r\n\"1\r\n2\",3\n4,5\n");
    is_table("a|b\n2:x\ny|q\"q\n4:1\r\n2|3\n6:4|5", "lines are counted through quoted cells");
    PARSE("a,b\n\t \xc2\xa0x y\xe3\x80\x80 ,\" z \"\n");
    is_table("a|b\n2:x y|z", "blanks at the ends go, NBSP and U+3000 too");
    PARSE("a,b\n");
    is_table("a|b", "header only");
    PARSE("a,,b\n1,,2\n");
    is_table("a||b\n2:1||2", "a column without a name may stay empty");
    PARSE("\xe5\x90\x8d,b\n\xe4\xb8\xad,2\n");
    is_table("名|b\n2:中|2", "UTF-8");
    PARSE("\xc3\xfb,b\n\xd6\xd0\xb9\xfa,2\n");
    is_table("名|b\n2:中国|2", "GB18030");
    PARSE("a\n\x84\x31\xa4\x37\xd6\xd0\n");
    ok(sheet.n == 1, "four-byte GB18030");
    struct slice c = sheet_cell(&sheet, 0, 0);
    ok(sheet.n == 1 && c.p[c.n] == '\0', "a NUL stands behind a cell");
    is_int((int64_t)sheet_cell(&sheet, 0, -1).n, 0, "an absent column is blank");
}

static void test_refused(void)
{
    is_error(PARSE(""), "t.csv: empty", "empty");
    is_error(PARSE("\n,,\n# x\n"), "t.csv: empty", "nothing but blank rows");
    is_error(PARSE("a,b,a\n"), "t.csv:1:3: column 'a' stands twice", "a column twice");
    is_error(PARSE("\na,b\n1,2\n1,2,,x\n"), "t.csv:4:4: 'x' is beyond the last of 2 columns",
             "a row beyond the header");
    is_error(PARSE("a,,b\n1,z,2\n"), "t.csv:2:2: 'z' stands in a column without a name",
             "a column without a name");
    is_error(PARSE("a,b\n1,2\n3,x\"y\n"), "t.csv:3:2: stray quote", "a stray quote");
    is_error(PARSE("a,b\r\n\"1\r\n2\",\"x\"y\r\n"), "t.csv:3:2: stray quote",
             "a stray quote behind one that ends");
    is_error(PARSE("a,b\n1,2\n\"3\n4\",\"x\n5,6\n"), "t.csv:4:2: unclosed quote",
             "an unclosed quote, where it opens");
    is_error(PARSE("a,b\n1,\0x\n"), "t.csv:2: a NUL byte", "NUL");
    is_error(PARSE("a,b\n1,\xff\xff\n"), "t.csv:2: neither UTF-8 nor GB18030", "neither encoding");
    is_error(PARSE("\xef\xbb\xbf" "a,b\n\xd6\xd0,1\n"), "t.csv:2: invalid UTF-8",
             "a BOM promises UTF-8");
    is_error(PARSE("a\n中华人民共和国统计局\n\xd6\xd0\n"), "t.csv:3: invalid UTF-8",
             "one damaged byte in UTF-8 does not make it GB18030");
    is_error(PARSE("\xff\xfe" "a\0,\0"), "t.csv:1: a NUL byte", "UTF-16");
    ok(sheet_load("/nonexistent/x.csv", &arena, &sheet, &error) == ST_SYSTEM, "a missing file");
    ok(sheet_load("/", &arena, &sheet, &error) == ST_SYSTEM, "a directory");
}

static void test_columns(void)
{
    static const char *const known[] = {"table", "column", "type", "aliases"};
    int map[4];
    PARSE("type,table,column\nx,y,z\n");
    ok(sheet_map(&sheet, known, 4, 3, map,
                 &error) == ST_OK && map[0] == 1 && map[1] == 2 && map[2] == 0 &&
           map[3] == -1,
       "columns are found by name");
    is_int(sheet_column(&sheet, "Type"), -1, "case matters");
    PARSE("# c\ntable,colunm,type\n");
    is_error(sheet_map(&sheet, known, 4, 3, map, &error),
             "t.csv:2:2: unknown column 'colunm' (nearest: 'column'; known: table, column, "
             "type, aliases)",
             "an unknown column tells the nearest");
    PARSE("table,column\n");
    is_error(sheet_map(&sheet, known, 4, 3, map, &error), "t.csv:1: column 'type' is missing",
             "the last of those needed is missing");
    PARSE("table,type\n");
    is_error(sheet_map(&sheet, known, 4, 3, map, &error),
             "t.csv:1: column 'column' is missing (needed: table, column, type)",
             "a missing column");
}

static void is_day(const char *cell, enum sheet_day how, const char *want)
{
    char bytes[128], text[DATE_TEXT_MAX] = "refused";
    int n = snprintf(bytes, sizeof bytes, "a\n%s\n", cell);
    size_t length = strlen(text);
    int64_t v;
    parse(bytes, (size_t)n);
    if (sheet_day(&sheet, 0, 0, how, &v, &error) == ST_OK)
        length = date_text(v, SPAN_DAY, text);
    snprintf(bytes, sizeof bytes, "day '%s' (%d)", cell, (int)how);
    is_text(text, length, want, bytes);
}

static void is_plain(const char *cell, const char *want)
{
    char name[128];
    snprintf(name, sizeof name, "plain '%s'", cell);
    struct slice got = sheet_plain(slice_of(cell), &arena);
    is_text(got.p, got.n, want, name);
}

static void is_count(const char *cell, int64_t want)
{
    char bytes[128];
    int n = snprintf(bytes, sizeof bytes, "a\n\"%s\"\n", cell);
    int64_t v = -1;
    parse(bytes, (size_t)n);
    if (sheet_count(&sheet, 0, 0, 1000, &v, &error) != ST_OK)
        v = -1;
    snprintf(bytes, sizeof bytes, "count '%s'", cell);
    is_int(v, want, bytes);
}

static void test_cells(void)
{
    is_day("2024-03-05", DAY_EXACT, "2024-03-05");
    is_day("2024/3/5", DAY_EXACT, "2024-03-05");
    is_day("2024年3月5日", DAY_EXACT, "2024-03-05");
    is_day("2024/12/31 0:00", DAY_EXACT, "2024-12-31");
    is_day("2024-02-30", DAY_EXACT, "refused");
    is_day("2024/3", DAY_EXACT, "refused");
    is_day("2024/2", DAY_LAST, "2024-02-29");
    is_day("2024年2月", DAY_FIRST, "2024-02-01");
    is_day("2024", DAY_LAST, "2024-12-31");
    is_day("2024年", DAY_FIRST, "2024-01-01");
    is_day("2024-", DAY_FIRST, "refused");
    is_day("2024-3-", DAY_FIRST, "refused");
    is_day("2024-0", DAY_FIRST, "refused");
    is_day("24-3-5", DAY_EXACT, "refused");
    is_day("2024-3-5x", DAY_EXACT, "refused");
    is_day("45356", DAY_FIRST, "refused");
    is_plain("500,000", "500000");
    is_plain("-1,234,567.50", "-1234567.50");
    is_plain("15.00%", "15.00%");
    is_plain("15％", "15%");
    is_plain("1,500％", "1500%");
    is_plain("12,345678", "12,345678");
    is_plain("1234,567", "1234,567");
    is_plain("1,23", "1,23");
    is_plain("0,123", "0,123"); /* rather a decimal comma */
    is_plain("+5", "+5");
    is_plain("+1,500", "+1500");
    is_plain("007", "007");
    is_plain("1,500.00", "1500.00");
    is_plain(".5", ".5");
    is_plain("1.2.3", "1.2.3");
    is_plain("15%%", "15%%");
    is_plain("%", "%");
    is_plain("f(1,234)", "f(1,234)");
    is_plain("1,000..2,000", "1,000..2,000");
    is_plain("2024/3/5", "2024-03-05");
    is_plain("$limit", "$limit");
    is_plain("", "");
    is_count("3", 3);
    is_count("3.00", 3);
    is_count("1,000", 1000);
    is_count("1,001", -1);
    is_count("0", -1);
    is_count("2.5", -1);
    is_count("-1", -1);
    is_count("x", -1);
}

/* Every cut of a table gives a table or an error with a status, and never less than was there
 * before. */
static void test_cuts(void)
{
    static const char whole[] = "\xef\xbb\xbf# x\r\na,\"b\nc\"\r\n1,\"2\"\"\"\r\n\xe4\xb8\xad\n";
    size_t bad = 0, before = 0;
    for (size_t n = 0; n < sizeof whole; n++) {
        enum status r = parse(whole, n);
        bad += r != ST_OK && (r != ST_USAGE || error.text[0] == '\0');
        bad += r == ST_OK && sheet.n < before;
        before = r == ST_OK ? sheet.n : before;
    }
    is_int((int64_t)bad, 0, "a table cut anywhere");
    is_int((int64_t)before, 2, "and whole at the end");
}

static void test_file(void)
{
    char path[] = "/tmp/sheet-XXXXXX";
    int fd = mkstemp(path);
    struct buffer b = {0};
    buffer_text(&b, "a,b\n");
    for (int i = 0; i < 50000; i++)
        buffer_printf(&b, "%d,\"x\"\"y\nz\"\n", i);
    ok(fd >= 0 && write(fd, b.p, b.n) == (ssize_t)b.n, "a larger file");
    arena_reset(&arena);
    ok(sheet_load(path, &arena, &sheet, &error) == ST_OK && sheet.n == 50000, "is read whole");
    ok(sheet.n == 50000 && sheet.rows[49999].line == 100000 &&
           slice_eq(sheet_cell(&sheet, 49999, 1), SLICE("x\"y\nz")),
       "cells across chunks are whole");
    buffer_free(&b);
    close(fd);
    unlink(path);
}

int main(void)
{
    test_shapes();
    test_refused();
    test_columns();
    test_cells();
    test_cuts();
    test_file();
    arena_free(&arena);
    return done_testing();
}
