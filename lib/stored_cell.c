#include "stored_cell.h"

#include "stored.h"

static bool is_integer(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < '0' || s.p[i] > '9') && !(i == 0 && s.p[i] == '-'))
            return false;
    return true;
}

bool stored_cell(struct slice s, struct buffer *out, bool *rounded)
{
    struct stored v;
    char text[STORED_TEXT_MAX];
    size_t n;
    *rounded = false;
    if (!stored_parse(s, &v))
        return false;
    *rounded = v.n > 0 && v.point > STORED_PROGRAMS_KEEP;
    if (stored_plain(s) || (*rounded && is_integer(s)) || !stored_decimal(&v, text, &n))
        buffer_slice(out, s);
    else
        buffer_append(out, text, n);
    return true;
}
