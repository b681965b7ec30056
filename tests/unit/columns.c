/* Tables read by the names of their columns. */
#include "columns.h"

#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "tap.h"

/* One that may be missing stands between the others. */
enum { A, C, B, WANTED };
static const struct wanted_column wanted[WANTED] = {{"a", true}, {"c", false}, {"b", true}};
static char path[] = "/tmp/columns-XXXXXX";
static struct columns columns;
static struct error error;

static void put(struct slice bytes)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        exit(99);
}

static enum status open_bytes(struct slice bytes, const struct reader_options *options)
{
    put(bytes);
    error = (struct error){0};
    return columns_open(path, options, wanted, WANTED, &columns, &error);
}
#define OPEN(literal) open_bytes(SLICE(literal), &(struct reader_options){0})

/* All that is left, as `line:a|c|b` each. */
static void gives(const char *want, const char *name)
{
    struct buffer b = {0};
    enum status s;
    while ((s = columns_next(&columns, &error)) == ST_OK && columns.batch.n > 0) {
        for (size_t i = 0; i < columns.batch.n; i++) {
            buffer_printf(&b, "%d:", (int)columns.batch.line[i]);
            for (size_t k = 0; k < WANTED; k++) {
                buffer_text(&b, k > 0 ? "|" : "");
                buffer_slice(&b, columns_cell(&columns, k, i));
            }
            buffer_char(&b, '\n');
        }
    }
    is_int(s, ST_OK, "read to the end");
    is_text(buffer_view(&b).p, b.n, want, name);
    buffer_free(&b);
    columns_close(&columns);
}

/* The message without the file's name. */
static void is_error(enum status got, enum status want, const char *text, const char *name)
{
    char shown[2048];
    error_render(&error, shown, sizeof shown);
    const char *rest = strncmp(shown, path, sizeof path - 1) == 0 ? shown + sizeof path - 1 : shown;
    if (!ok(got == want && strcmp(rest, text) == 0, "%s", name))
        printf("#  got: %d %s\n# want: %d %s\n", (int)got, rest, (int)want, text);
}

static void test_read(void)
{
    ok(OPEN("a,b,c\n1,2,3\n4,5,6\n") == ST_OK, "a table");
    gives("2:1|3|2\n3:4|6|5\n", "all columns in order");
    ok(OPEN("c,x,b,a\n3,x,2,1\n") == ST_OK, "in another order");
    ok(columns_has(&columns, C) && columns.field[C] == 0 && columns.field[A] == 3,
       "each knows its place");
    gives("2:1|3|2\n", "cells by name, others pass by");
    ok(OPEN("b,a\n2,1\n\"2\n2\",\"1\"\n3,1\n") == ST_OK, "without one that is not required");
    ok(!columns_has(&columns, C), "it is not there");
    gives("2:1||2\n3:1||2\n2\n5:1||3\n", "its cells are blank");
    ok(OPEN("a,b\n") == ST_OK, "a header only");
    gives("", "has no rows");
    struct reader_options tabs = {.format = READER_TSV};
    ok(open_bytes(SLICE("b\ta\n2\t1\n"), &tabs) == ST_OK, "separated by tabs");
    gives("2:1||2\n", "likewise");
    struct reader_options bare = {.no_header = true, .names = SLICE("b,a")};
    ok(open_bytes(SLICE("2,1\n"), &bare) == ST_OK, "with a header given");
    gives("1:1||2\n", "from the first line");
}

static void test_batches(void)
{
    struct buffer b = {0};
    size_t rows = 0, wrong = 0;
    buffer_text(&b, "b,a\n");
    for (int i = 0; i < 3 * BATCH_ROWS + 7; i++)
        buffer_printf(&b, "%d,x\n", i);
    ok(open_bytes(buffer_view(&b), &(struct reader_options){.chunk = 100}) == ST_OK,
       "a longer one");
    while (columns_next(&columns, &error) == ST_OK && columns.batch.n > 0)
        for (size_t i = 0; i < columns.batch.n; i++, rows++) {
            char want[16];
            snprintf(want, sizeof want, "%d", (int)rows);
            wrong += !slice_eq(columns_cell(&columns, B, i), slice_of(want));
        }
    is_int((int64_t)rows, 3 * BATCH_ROWS + 7, "every row");
    is_int((int64_t)wrong, 0, "with its own cells");
    columns_close(&columns);
    buffer_free(&b);
}

static void test_missing(void)
{
    is_error(OPEN("bb,a\n1,2\n"), ST_DATA,
             ":1: missing column 'b' (nearest: 'bb'; the header has bb, a)", "a missing column");
    is_error(OPEN("amount,total\n1,2\n"), ST_DATA,
             ":1: missing column 'a' (the header has amount, total)", "that is near to none");
    is_error(OPEN("a,B\n1,2\n"), ST_DATA,
             ":1: missing column 'b' (nearest: 'a'; the header has a, B)", "case matters");
    ok(columns.reader == NULL && columns.selected == NULL, "nothing is left to close");
    struct buffer wide = {0};
    buffer_text(&wide, "a");
    for (int i = 0; i < 5000; i++)
        buffer_printf(&wide, ",column%d", i);
    buffer_char(&wide, '\n');
    enum status s = open_bytes(buffer_view(&wide), &(struct reader_options){0});
    ok(s == ST_DATA && strstr(error.text, "column38 and 4961 more)") != NULL,
       "of many columns not all are listed, and that is said");
    buffer_free(&wide);
}

static void test_refused(void)
{
    is_error(OPEN(""), ST_DATA,
             ": file is empty: not even a header; did the command before it fail?", "empty");
    is_error(OPEN("a,b,a\n"), ST_DATA, ":1:3: column name stands twice, in fields 1 and 3: 'a'",
             "a column twice");
    ok(columns_open("/nonexistent/t.csv", &(struct reader_options){0}, wanted, WANTED, &columns,
                    &error) == ST_SYSTEM &&
           columns.reader == NULL,
       "a missing file");
    ok(OPEN("a,b\n1,2\n3\n") == ST_OK, "a ragged row");
    enum status s;
    while ((s = columns_next(&columns, &error)) == ST_OK && columns.batch.n > 0)
        continue;
    is_error(s, ST_DATA,
             ":3:1: 1 field where the header has 2 (is the row cut, or does a cell hold a line end "
             "without quotes?)",
             "is refused with its place");
    columns_close(&columns);
    ok(OPEN("x,b,a\n0,2,1\n0,5,4\n") == ST_OK && columns_next(&columns, &error) == ST_OK,
       "a good row");
    s = columns_error(&columns, B, 1, &error, "not so: '%d'", 5);
    is_error(s, ST_DATA, ":3:2: b: not so: '5'", "an error at its cell");
    columns_close(&columns);
    columns_close(&columns);
    ok(columns.reader == NULL, "closed twice");
}

int main(void)
{
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    test_read();
    test_batches();
    test_missing();
    test_refused();
    unlink(path);
    return done_testing();
}
