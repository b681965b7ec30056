/* Cells from arbitrary bytes. What is taken is of its type, as decode.h reads it, and stays as it
 * is when it is tidied again; what is refused says why and leaves nothing behind. The first byte
 * says how. */
#include "tidy.h"

#include <stdio.h>
#include <stdlib.h>

#include "date.h"
#include "identity.h"
#include "num.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : abort())

static bool is_flag(struct slice s)
{
    static const char *const flags[] = {"yes", "no", "1", "0", "true", "false", "是", "否"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (slice_eq(s, slice_of(flags[i])))
            return true;
    return false;
}

static bool is_of(enum column_type type, struct slice s, unsigned notes)
{
    static const enum span spans[] = {[TYPE_DATE] = SPAN_DAY,     [TYPE_TIME] = SPAN_TIME,
                                      [TYPE_MONTH] = SPAN_MONTH,  [TYPE_YEAR] = SPAN_YEAR,
                                      [TYPE_QUARTER] = SPAN_QUARTER};
    int64_t v;
    struct num x;
    switch (type) {
    case TYPE_DECIMAL:
        return num_parse(s, &x) == NUM_OK;
    case TYPE_PERCENT:
        return num_parse_percent(s, &x) == NUM_OK;
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_MONTH:
    case TYPE_YEAR:
    case TYPE_QUARTER:
        return date_parse(s, spans[type], &v, NULL);
    case TYPE_FLAG:
        return is_flag(s);
    case TYPE_USCC:
        return identity_uscc(s) == ((notes & TIDY_CHECK_DIGIT) == 0);
    case TYPE_IDNO:
        return identity_idno(s) == ((notes & (TIDY_CHECK_DIGIT | TIDY_OLD_NUMBER)) == 0);
    case TYPE_TEXT:
    case TYPE_ID:
        break;
    }
    return true;
}

static void again(const struct tidy_rules *rules, enum column_type type, struct slice value,
                  unsigned notes)
{
    const struct cell cell = {.kind = CELL_TEXT, .text = value};
    struct buffer out = {0};
    struct error e;
    unsigned more;
    enum status r = tidy_cell(rules, type, 0, &cell, &out, &more, &e);
    /* a number may be written as a dash is, or as what exports wrap, only in what is kept anyway */
    if (type != TYPE_TEXT && type != TYPE_ID) {
        MUST(r == ST_OK && slice_eq(buffer_view(&out), value));
        MUST((more & ~notes) == 0);
    }
    buffer_free(&out);
}

static void tidy(const struct tidy_rules *rules, enum column_type type, unsigned unit,
                 const struct cell *cell)
{
    struct buffer out = {0};
    struct error e = {0};
    unsigned notes;
    buffer_text(&out, "before,");
    const size_t before = out.n;
    enum status r = tidy_cell(rules, type, unit, cell, &out, &notes, &e);
    MUST(r == ST_OK || r == ST_DATA);
    MUST(memcmp(out.p, "before,", before) == 0 && out.n >= before);
    if (r == ST_DATA)
        MUST(out.n == before && e.text[0] != '\0');
    struct slice value = {out.p + before, out.n - before};
    if (value.n > 0) {
        MUST(is_of(type, value, notes));
        again(rules, type, value, notes);
    }
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned units[] = {0, 4, 8, TIDY_PERCENT};
    if (size == 0)
        return 0;
    uint8_t how = data[0];
    const struct slice text = {(const char *)data + 1, size - 1};
    const struct tidy_rules rules = {(enum tidy_dash)(how % 3), (enum tidy_order)(how >> 2 & 3),
                                     (how & 16) != 0};
    struct cell cell = {.kind = CELL_TEXT, .text = text};
    for (int type = TYPE_TEXT; type <= TYPE_QUARTER; type++)
        for (int kind = CELL_TEXT; kind <= CELL_ERROR; kind++) {
            cell.kind = (uint8_t)kind;
            cell.percent = kind == CELL_NUMBER && (how & 32) != 0;
            cell.rounded = kind == CELL_NUMBER && (how & 64) != 0;
            tidy(&rules, (enum column_type)type, units[how >> 6], &cell);
        }
    (void)tidy_unit(text);
    return 0;
}

#include "standalone.h"
