#include "safe_cell.h"

#include "num.h"
#include "text.h"

static bool begins_a_formula(struct slice v)
{
    switch (v.p[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
        return true;
    case '\xef': { /* U+FF0B + U+FF0D - U+FF1D = U+FF20 @ */
        uint32_t c = text_take(&v);
        return c == 0xff0b || c == 0xff0d || c == 0xff1d || c == 0xff20;
    }
    default:
        return false;
    }
}

struct slice safe_cell(struct slice v, struct buffer *out)
{
    struct num x;
    if (v.n == 0 || !begins_a_formula(v) || num_parse(v, &x) == NUM_OK ||
        num_parse_percent(v, &x) == NUM_OK)
        return v;
    out->n = 0;
    buffer_char(out, '\'');
    buffer_slice(out, v);
    return out->failed ? (struct slice){NULL, 0} : buffer_view(out);
}
