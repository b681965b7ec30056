/* The texts that a workbook's cells share, and text made of runs. */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "i18n.h"

void rich_start(struct rich *r, unsigned level, const char *name)
{
    if (level == 1) {
        r->run = named(name, "r");
        r->text = named(name, "t");
    } else if (level == 2 && r->run) {
        r->text = named(name, "t");
    }
}

void rich_end(struct rich *r, unsigned level)
{
    if (level == 1)
        r->run = r->text = false;
    else if (level == 2 && r->run)
        r->text = false;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The unit that _xHHHH_ at P stands for; 0: none. */
static uint32_t escaped(const char *p, const char *end)
{
    if (end - p < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return 0;
    uint32_t unit = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex(p[i]);
        if (digit < 0)
            return 0;
        unit = unit << 4 | (uint32_t)digit;
    }
    return unit;
}

static size_t put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)((0xf00u >> n & 0xf0u) | c);
    return n;
}

/* The character that one escape, or two that are the halves of one, stand for at P: *WIDTH bytes of
 * text. 0: none. */
static uint32_t escaped_character(const char *p, const char *end, size_t *width)
{
    uint32_t unit = escaped(p, end);
    *width = 7;
    if (unit < 0xd800 || unit > 0xdfff)
        return unit;
    uint32_t low = unit < 0xdc00 && end - p > 7 ? escaped(p + 7, end) : 0;
    *width = 14;
    return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : 0;
}

void rich_unescape(struct buffer *b, size_t from)
{
    if (b->n == from)
        return;
    const char *end = b->p + b->n, *p = memchr(b->p + from, '_', b->n - from);
    if (p == NULL)
        return;
    char *to = b->p + (p - b->p);
    while (p < end) {
        size_t width;
        uint32_t c = *p == '_' ? escaped_character(p, end, &width) : 0;
        if (c != 0) {
            to += put_utf8(to, c);
            p += width;
        } else {
            *to++ = *p++;
        }
    }
    b->n = (size_t)(to - b->p);
}

struct strings {
    struct xlsx *x;
    struct xml *xml;
    struct error *e;
    struct rich rich;
};

static void strings_start(void *context, unsigned depth, const char *name,
                          const char **attributes)
{
    (void)attributes;
    struct strings *s = context;
    if (depth > 2)
        rich_start(&s->rich, depth - 2, name);
}

static void strings_end(void *context, unsigned depth, const char *name)
{
    struct strings *s = context;
    struct xlsx *x = s->x;
    if (depth > 2) {
        rich_end(&s->rich, depth - 2);
        return;
    }
    if (depth != 2 || !named(name, "si"))
        return;
    rich_unescape(&x->strings, (size_t)x->string_at[x->string_n]);
    if (!grow(&x->string_at, &x->string_size, x->string_n + 2, sizeof *x->string_at)) {
        xml_fail(s->xml, error_memory(s->e));
        return;
    }
    x->string_at[++x->string_n] = x->strings.n;
}

static void strings_text(void *context, const char *p, size_t n)
{
    struct strings *s = context;
    struct xlsx *x = s->x;
    if (!s->rich.text)
        return;
    if (n > STRINGS_MAX - x->strings.n)
        xml_fail(s->xml, error_at(s->e, ST_DATA, xlsx_file(x), 0, 0,
                                  _("the workbook's shared texts take more than %zu MiB: save the "
                                    "sheets as CSV"),
                                  STRINGS_MAX >> 20));
    else if (!buffer_append(&x->strings, p, n))
        xml_fail(s->xml, error_memory(s->e));
}

enum status strings_read(struct xlsx *x, struct error *e)
{
    if (!grow(&x->string_at, &x->string_size, 1, sizeof *x->string_at))
        return error_memory(e);
    x->string_at[0] = 0;
    x->string_n = x->strings.n = 0; /* a read that failed may have left some */
    if (x->strings_part == SIZE_MAX)
        return ST_OK;
    struct strings s = {.x = x, .e = e};
    struct xml_options o = {
        .start = strings_start, .end = strings_end, .text = strings_text, .context = &s};
    return xlsx_parse(x, x->strings_part, &o, &s.xml, e);
}

#endif
