/* Any bytes as an HTML page: its tables are read or refused, and the same when they are read from
 * the file in which they are kept again. */
#include "html_rows.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#ifdef HAVE_HTML

#include "merging.h"
#include "text.h"

enum { ROWS_MAX = 5000 };

static void need(bool good)
{
    if (!good)
        abort();
}

static uint64_t mix(uint64_t sum, struct slice s)
{
    need(utf8_check(s) == s.n);
    for (size_t i = 0; i < s.n; i++)
        sum = (sum ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return sum * 31 + s.n;
}

/* As the reader of tables does. False where the row is refused. */
static bool place(struct merging *m, const struct html_cell *cells, size_t n)
{
    struct error e = {0};
    size_t column = 0;
    enum status st = ST_OK;
    merging_begin(m);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct cell c = {.kind = cells[i].text.n > 0 ? CELL_TEXT : CELL_BLANK,
                         .text = cells[i].text,
                         .shown = {"", 0}};
        while (merging_above(m, column) != NULL)
            column++;
        st = merging_put(m, column, &c, cells[i].columns, cells[i].rows, &e);
        column += cells[i].columns;
    }
    if (st == ST_OK)
        st = merging_finish(m, &e);
    need(st == ST_OK || st == ST_DATA);
    need(m->n <= MERGING_COLUMNS_MAX);
    return st == ST_OK;
}

static uint64_t read_table(struct html_rows *h, size_t table, uint64_t *rows)
{
    struct merging m = {0};
    const struct html_cell *cells;
    size_t n;
    bool got = true, good = true;
    uint64_t sum = 0, read = 0;
    struct error e;
    need(html_rows_begin(h, table, &e) == ST_OK);
    while (good && read < ROWS_MAX) {
        need(html_rows_next(h, &cells, &n, &got, &e) == ST_OK);
        if (!got)
            break;
        for (size_t i = 0; i < n; i++) {
            need(cells[i].columns >= 1 && cells[i].rows >= 1);
            sum = mix(mix(sum, cells[i].text), cells[i].number);
        }
        good = place(&m, cells, n);
        for (size_t i = 0; good && i < m.n; i++)
            sum = mix(sum, m.cells[i].text);
        merging_next(&m, 1);
        read++;
    }
    merging_free(&m);
    *rows = read;
    return good ? sum : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct source *s;
    struct html_rows *h = NULL;
    struct error e = {0};
    if (source_memory((struct slice){(const char *)bytes, n}, "f.html", &s, &e) != ST_OK)
        return 0;
    enum status st = html_rows_read(s, "f.html", &h, &e);
    source_close(s);
    need(st == ST_OK || (st == ST_DATA && e.text[0] != '\0'));
    size_t count = 0;
    const struct html_table *tables = st == ST_OK ? html_rows_tables(h, &count) : NULL;
    for (size_t i = 0; i < count && i < 50; i++) {
        uint64_t rows, again;
        need(read_table(h, i, &rows) == read_table(h, i, &again) && rows == again);
        need(rows <= tables[i].rows && tables[i].hidden_rows <= tables[i].rows);
        need(tables[i].parent == HTML_OUTSIDE || tables[i].parent < i);
    }
    html_rows_close(h);
    return 0;
}

#else

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    return 0;
}

#endif

#include "standalone.h"
