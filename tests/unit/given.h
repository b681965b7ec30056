/* What a reader gave, held to what was wanted: rows as text, or "!WHAT" where it is to be refused
 * with that in its message. */
#ifndef TESTS_GIVEN_H
#define TESTS_GIVEN_H

#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "error.h"
#include "tap.h"

static void is_given(enum status st, const struct error *e, struct buffer *out, const char *want,
                     const char *name)
{
    char text[3000];
    if (st != ST_OK) {
        error_render(e, text, sizeof text);
        out->n = 0;
        buffer_text(out, text);
    }
    struct slice got = buffer_view(out);
    if (want[0] != '!') {
        is_text(got.p, got.n, want, name);
        return;
    }
    bool good = st == ST_DATA && strstr(text, want + 1) != NULL;
    ok(good, "%s", name);
    if (!good)
        printf("# status %d: %.*s\n", st, got.n < 300 ? (int)got.n : 300, got.p);
}

#endif
