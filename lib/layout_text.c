/* Texts of a sheet, folded so that they can be compared. */
#include "layout_int.h"
#include "text.h"

bool slice_has(struct slice s, struct slice what)
{
    for (size_t i = 0; i + what.n <= s.n; i++)
        if (memcmp(s.p + i, what.p, what.n) == 0)
            return true;
    return false;
}

/* Brackets that text_normal leaves as they are: all three bytes of UTF-8. */
static const char round_of[][2][4] = {{"【", "("}, {"】", ")"}, {"〔", "("}, {"〕", ")"},
                                      {"〖", "("}, {"〗", ")"}, {"「", "("}, {"」", ")"}};

static void round_brackets(struct buffer *b, size_t from)
{
    enum { ALL = sizeof round_of / sizeof round_of[0] };
    size_t to = from;
    for (size_t i = from; i < b->n;) {
        size_t k = 0;
        if ((unsigned char)b->p[i] == 0xe3 && i + 3 <= b->n)
            while (k < ALL && memcmp(b->p + i, round_of[k][0], 3) != 0)
                k++;
        else
            k = ALL;
        char c = b->p[i];
        i += k < ALL ? 3 : 1;
        b->p[to++] = k < ALL ? round_of[k][1][0] : c == '[' ? '(' : c == ']' ? ')' : c;
    }
    b->n = to;
}

bool layout_fold(struct slice text, struct buffer *out)
{
    size_t from = out->n;
    if (!text_normal(text, out))
        return false;
    round_brackets(out, from);
    return true;
}

/* The blanks of text_normal: what it drops. */
static bool is_blank_character(struct slice c)
{
    char room[8];
    struct buffer b = {.p = room, .size = sizeof room};
    return text_normal(c, &b) && b.n == 0;
}

bool layout_blank_text(struct slice s)
{
    while (s.n > 0) {
        struct slice c = s;
        uint32_t u = text_take(&s);
        c.n -= s.n;
        if ((u > 0x20 && u < 0x7f) || (u > 0x3000 && u < 0xfe00) || !is_blank_character(c))
            return false;
    }
    return true;
}

static bool has_no_width(uint32_t u)
{
    return (u >= 0x200b && u <= 0x200f) || u == 0x2060 || u == 0xfeff;
}

bool layout_tidy_name(struct slice s, struct buffer *out)
{
    bool gap = false;
    uint32_t last = 0;
    while (s.n > 0) {
        struct slice c = s;
        uint32_t u = text_take(&s);
        c.n -= s.n;
        if (u <= 0x20 || (u >= 0x7f && (u <= 0x3000 || u >= 0xfe00) && is_blank_character(c))) {
            gap = gap || !has_no_width(u);
            continue;
        }
        if (gap && last != 0 && (last < 0x2e80 || u < 0x2e80) && !buffer_char(out, ' '))
            return false;
        if (!buffer_slice(out, c))
            return false;
        gap = false;
        last = u;
    }
    return !out->failed;
}
