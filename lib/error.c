#include "error.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "text.h"

static void set_text(struct error *e, enum status s, const char *format, va_list ap)
{
    e->status = s;
    if (vsnprintf(e->text, sizeof e->text, format, ap) < 0)
        e->text[0] = '\0';
    /* A cut must not leave half a character behind. */
    e->text[utf8_check(slice_of(e->text))] = '\0';
}

static void set_place(struct error *e, const char *file, uint64_t line, uint64_t column)
{
    e->file[0] = '\0';
    if (file != NULL)
        snprintf(e->file, sizeof e->file, "%s", file);
    e->line = line;
    e->line_end = 0;
    e->column = column;
}

enum status error_set(struct error *e, enum status s, const char *format, ...)
{
    if (e == NULL)
        return s;
    va_list ap;
    va_start(ap, format);
    set_text(e, s, format, ap);
    va_end(ap);
    set_place(e, NULL, 0, 0);
    return s;
}

enum status error_at(struct error *e, enum status s, const char *file, uint64_t line,
                     uint64_t column, const char *format, ...)
{
    if (e == NULL)
        return s;
    va_list ap;
    va_start(ap, format);
    set_text(e, s, format, ap);
    va_end(ap);
    set_place(e, file, line, column);
    return s;
}

enum status error_place(struct error *e, const char *file, uint64_t line, uint64_t column)
{
    if (e == NULL)
        return ST_SYSTEM;
    if (e->file[0] == '\0')
        set_place(e, file, line, column);
    return e->status;
}

enum status error_system(struct error *e, int errnum, const char *file, const char *what)
{
    return error_at(e, ST_SYSTEM, file, 0, 0, _("cannot %s: %s"), what, strerror(errnum));
}

enum status error_memory(struct error *e)
{
    return error_set(e, ST_SYSTEM, "%s", _("out of memory"));
}

/* Length of the UTF-8 character at P, 0 if there is no valid one. */
static size_t character(struct slice s)
{
    size_t n = s.n < 4 ? s.n : 4;
    for (size_t k = 1; k <= n; k++)
        if (utf8_check((struct slice){s.p, k}) == k)
            return k;
    return 0;
}

const char *quote(char out[QUOTE_SIZE], struct slice v)
{
    enum { SHOWN = 60 };
    size_t n = 0;
    for (int shown = 0; v.n > 0; shown++) {
        if (shown == SHOWN) {
            memcpy(out + n, "...", 3);
            n += 3;
            break;
        }
        size_t k = character(v);
        unsigned char c = (unsigned char)v.p[0];
        /* C1 controls and the directional marks could change what a terminal shows. */
        bool hidden = k == 0 || c < 0x20 || c == 0x7f ||
                      (k == 2 && c == 0xc2 && (unsigned char)v.p[1] < 0xa0) ||
                      (k == 3 && c == 0xe2 && (unsigned char)v.p[1] == 0x80 &&
                       (unsigned char)v.p[2] >= 0xa8 && (unsigned char)v.p[2] <= 0xae);
        size_t take = k == 0 ? 1 : k;
        for (size_t i = 0; i < take; i++) {
            if (hidden) {
                static const char hex[] = "0123456789abcdef";
                unsigned char b = (unsigned char)v.p[i];
                out[n++] = '\\';
                out[n++] = 'x';
                out[n++] = hex[b >> 4];
                out[n++] = hex[b & 15];
            } else {
                out[n++] = v.p[i];
            }
        }
        v.p += take;
        v.n -= take;
    }
    out[n] = '\0';
    return out;
}

void error_render(const struct error *e, char *out, size_t size)
{
    size_t n = 0;
    out[0] = '\0';
#define ADD(...)                                                          \
    do {                                                                  \
        int w = n < size ? snprintf(out + n, size - n, __VA_ARGS__) : -1; \
        if (w > 0)                                                        \
            n += (size_t)w;                                               \
    } while (0)
    if (e->file[0] != '\0') {
        char name[QUOTE_SIZE];
        ADD("%s:", quote(name, slice_of(e->file)));
        if (e->line > 0) {
            ADD("%" PRIu64, e->line);
            if (e->line_end > e->line)
                ADD("-%" PRIu64, e->line_end);
            ADD(":");
            if (e->column > 0)
                ADD("%" PRIu64 ":", e->column);
        }
        ADD(" ");
    }
    ADD("%s", e->text);
#undef ADD
}
