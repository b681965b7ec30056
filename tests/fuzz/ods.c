/* Any bytes as content.xml of an OpenDocument workbook, or, beginning with PK, as the archive.
 * What is read is what the rest of the program takes for granted, and the same when it is read
 * again. */
#include "ods.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#ifdef HAVE_WORKBOOKS

#include "../unit/zipmake.h"
#include "num.h"
#include "text.h"

enum { ROWS_MAX = 5000 };

static void need(bool good)
{
    if (!good)
        abort();
}

static uint64_t mix(uint64_t sum, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        sum = (sum ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return sum * 31 + s.n;
}

static uint64_t check_row(const struct merging *m, uint64_t sum)
{
    need(m->n > 0 && m->n <= MERGING_COLUMNS_MAX);
    need(m->cells[m->n - 1].kind != CELL_BLANK || m->cells[m->n - 1].uncomputed);
    for (size_t i = 0; i < m->n; i++) {
        const struct cell *c = &m->cells[i];
        need(c->kind <= CELL_ERROR && c->cover <= COVER_DOWN);
        need((c->kind == CELL_BLANK) == (c->text.n == 0));
        need(utf8_check(c->text) == c->text.n && utf8_check(c->shown) == c->shown.n);
        sum = mix(mix(sum + c->kind + c->cover, c->text), c->shown);
    }
    return sum;
}

static uint64_t read_all(struct ods *o)
{
    size_t n;
    uint64_t sum = 0, rows = 0;
    const struct ods_sheet *sheets = ods_sheets(o, &n);
    need(n > 0);
    for (size_t i = 0; i < n; i++) {
        const struct merging *row;
        uint64_t line = 0, last = 0;
        bool got = true;
        struct error e = {0};
        enum status st = ods_begin(o, i, &e);
        sum = mix(sum, slice_of(sheets[i].name));
        while (st == ST_OK && rows++ < ROWS_MAX &&
               (st = ods_next(o, &row, &line, &got, &e)) == ST_OK && got) {
            need(line > last && line <= ODS_ROWS_MAX);
            last = line;
            sum = check_row(row, sum + line);
        }
        need(st == ST_OK || (st == ST_DATA && e.text[0] != '\0'));
        sum += st;
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = {(const char *)bytes, n};
    struct zipmake zip = {0};
    struct zipped *z = NULL;
    struct ods *o = NULL;
    struct error e = {0};
    if (n < 2 || memcmp(bytes, "PK", 2) != 0) {
        zip_store(&zip, "content.xml", input);
        input = zip_made(&zip);
    }
    enum status st = zipped_memory(input, "f.ods", &z, &e);
    if (st == ST_OK)
        st = ods_open(z, "f.ods", n % 2 == 0, &o, &e);
    need(st == ST_OK || st == ST_DATA);
    if (st == ST_OK)
        need(read_all(o) == read_all(o));
    ods_close(o);
    zipped_close(z);
    zip_free(&zip);
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
