/* Rows out: what is quoted, what is escaped; and what is written reads back the same. */
#include "writer.h"

#include <csv.h>

#include "buffer.h"
#include "tap.h"

static struct error error;

/* Writes cells up to a NULL, then the row's end. */
static void is_row(enum reader_format format, const char *const *cells, const char *want,
                   const char *name)
{
    struct sink *s;
    struct writer w;
    if (sink_memory(&s, &error) != ST_OK)
        return;
    writer_init(&w, s, format);
    for (size_t i = 0; cells[i] != NULL; i++)
        writer_text(&w, cells[i]);
    writer_end(&w);
    is_text(sink_bytes(s).p, sink_bytes(s).n, want, name);
    sink_discard(s);
}
#define ROW(format, want, name, ...) \
    is_row(format, (const char *const[]){__VA_ARGS__, NULL}, want, name)

static void test_csv(void)
{
    ROW(READER_CSV, "a,b\n", "plain", "a", "b");
    ROW(READER_CSV, " a ,b\tc\n", "blanks and tabs need no quotes", " a ", "b\tc");
    ROW(READER_CSV, "\"a,b\"\n", "a comma", "a,b");
    ROW(READER_CSV, "\"a\"\"b\"\n", "a quote", "a\"b");
    ROW(READER_CSV, "\"\"\"\",\"\"\"\"\"\"\n", "quotes only", "\"", "\"\"");
    ROW(READER_CSV, "\"a\nb\",\"c\rd\"\n", "line ends", "a\nb", "c\rd");
    ROW(READER_CSV, "\"\"\n", "one empty cell", "");
    ROW(READER_CSV, ",\n", "two empty cells", "", "");
    ROW(READER_CSV, ",a\n", "an empty cell before another", "", "a");
    ROW(READER_CSV, "a,\n", "an empty cell after another", "a", "");
    ROW(READER_CSV, "=1+2,'x,中\n", "cells pass byte for byte", "=1+2", "'x", "中");
}

static void test_tsv(void)
{
    ROW(READER_TSV, "a\tb,c\n", "a comma needs no quotes", "a", "b,c");
    ROW(READER_TSV, "\"a\tb\"\t\"\"\"\"\n", "a tab and a quote do", "a\tb", "\"");
    ROW(READER_TSV, "\"\"\n", "one empty cell", "");
    ROW(READER_TSV_ESCAPED, "a\\tb\\nc\\rd\\\\e\t\"f\"\n", "escapes", "a\tb\nc\rd\\e", "\"f\"");
    ROW(READER_TSV_ESCAPED, "\n", "one empty cell is an empty line", "");
    ROW(READER_TSV_ESCAPED, "\\\\\\\\n\n", "a backslash before an n", "\\\\n");
}

static void test_rows(void)
{
    struct sink *s;
    struct writer w;
    sink_memory(&s, &error);
    writer_init(&w, s, READER_CSV);
    writer_cell(&w, (struct slice){"a\0b", 3});
    writer_int(&w, INT64_MIN);
    writer_end(&w);
    writer_cell(&w, (struct slice){NULL, 0});
    writer_end(&w);
    writer_int(&w, 0);
    writer_end(&w);
    static const char want[] = "a\0b,-9223372036854775808\n\"\"\n0\n";
    ok(slice_eq(sink_bytes(s), (struct slice){want, sizeof want - 1}),
       "rows of any bytes, numbers, an empty cell");
    sink_discard(s);
}

static void collect_cell(void *p, size_t n, void *context)
{
    struct buffer *b = context;
    buffer_append(b, p, n);
    buffer_char(b, '\1');
}

static void collect_row(int c, void *context)
{
    (void)c;
    buffer_char(context, '\2');
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Random cells of the bytes that matter, read back by libcsv. */
static void test_round_trip(void)
{
    static const char bytes[] = ",\"\n\r\t a";
    uint32_t seed = 7;
    size_t bad = 0;
    for (int round = 0; round < 3000; round++) {
        struct sink *s;
        struct writer w;
        struct buffer want = {0}, got = {0};
        enum reader_format format = round % 2 == 0 ? READER_CSV : READER_TSV;
        sink_memory(&s, &error);
        writer_init(&w, s, format);
        for (int cell = 0, cells = 1 + round % 4; cell < cells; cell++) {
            char text[8];
            size_t n = 0;
            seed = seed * 1664525u + 1013904223u;
            for (uint32_t left = (seed >> 10) % 6; left > 0; left--) {
                seed = seed * 1664525u + 1013904223u;
                text[n++] = bytes[(seed >> 16) % (sizeof bytes - 1)];
            }
            writer_cell(&w, (struct slice){text, n});
            buffer_append(&want, text, n);
            buffer_char(&want, '\1');
        }
        writer_end(&w);
        buffer_char(&want, '\2');
        struct csv_parser csv;
        csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_space_func(&csv, no_space);
        csv_set_delim(&csv, format == READER_CSV ? CSV_COMMA : CSV_TAB);
        struct slice written = sink_bytes(s);
        bad += csv_parse(&csv, written.p, written.n, collect_cell, collect_row, &got) != written.n;
        bad += !slice_eq(buffer_view(&want), buffer_view(&got));
        csv_free(&csv);
        buffer_free(&want);
        buffer_free(&got);
        sink_discard(s);
    }
    is_int((int64_t)bad, 0, "3000 random rows read back the same");
}

int main(void)
{
    test_csv();
    test_tsv();
    test_rows();
    test_round_trip();
    return done_testing();
}
