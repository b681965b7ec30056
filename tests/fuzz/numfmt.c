/* Number formats from arbitrary bytes. Input: a code, a line end, a value. Whatever they are
 * something is shown, and it is text if they are; rounding agrees with exact numbers. */
#include "numfmt.h"

#include <stdlib.h>

#include "num.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : abort())

/* A digit of a code is up to 400 of a number. */
enum { LONGEST_SHOWN = 1 << 20 };

static struct buffer show(const struct numfmt *f, enum cell_kind kind, struct slice value,
                          bool from_1904)
{
    struct buffer out = {0};
    MUST(numfmt_show(f, kind, value, from_1904, &out) && !out.failed);
    MUST(kind == CELL_TEXT || out.n <= LONGEST_SHOWN + value.n);
    return out;
}

static void rounds(struct arena *arena, struct slice value)
{
    struct num v, rounded, shown;
    if (value.n > 15 || num_parse(value, &v) != NUM_OK)
        return;
    struct buffer out = show(numfmt_compile(arena, SLICE("0.00;-0.00")), CELL_NUMBER, value, false);
    MUST(num_round(&v, 2, &rounded) == NUM_OK);
    MUST(num_parse(buffer_view(&out), &shown) == NUM_OK && num_cmp(&shown, &rounded) == 0);
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum cell_kind kinds[] = {CELL_NUMBER, CELL_DAY, CELL_TEXT, CELL_FLAG, CELL_ERROR};
    struct slice rest = {size > 0 ? (const char *)data : "", size};
    struct slice code = slice_split(&rest, '\n');
    struct slice value = rest.p != NULL ? rest : SLICE("12345.6789");
    struct arena arena = {0};
    const struct numfmt *f = numfmt_compile(&arena, code);
    MUST(f != NULL);
    (void)numfmt_exact(f);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct buffer out = show(f, kinds[i], value, i % 2 == 1);
        if (utf8_valid(code.p, code.n) && utf8_valid(value.p, value.n))
            MUST(out.n == 0 || utf8_valid(out.p, out.n));
        buffer_free(&out);
    }
    rounds(&arena, value);
    arena_free(&arena);
    return 0;
}

#include "standalone.h"
