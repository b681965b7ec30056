/* Finding columns and cells of a small table, and telling what is wrong with them. */
#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"

enum { LISTED_MAX = 40, TEXT_MAX = sizeof(((struct error *)0)->text) };

int sheet_column(const struct sheet *s, const char *name)
{
    struct slice wanted = slice_of(name);
    for (size_t i = 0; i < s->columns; i++)
        if (slice_eq(s->names[i], wanted))
            return (int)i;
    return -1;
}

struct slice sheet_cell(const struct sheet *s, size_t row, int column)
{
    return column < 0 ? SLICE("") : s->rows[row].cells[column];
}

static enum status error_va(const struct sheet *s, uint64_t line, int column, struct error *e,
                            const char *format, va_list ap)
{
    char text[TEXT_MAX];
    if (vsnprintf(text, sizeof text, format, ap) < 0)
        text[0] = '\0';
    return error_at(e, ST_USAGE, s->file, line, column < 0 ? 0 : (uint64_t)column + 1, "%s", text);
}

enum status sheet_error(const struct sheet *s, size_t row, int column, struct error *e,
                        const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    enum status r = error_va(s, s->rows[row].line, column, e, format, ap);
    va_end(ap);
    return r;
}

const char *sheet_place(char out[SHEET_PLACE_SIZE], const struct sheet *here, const struct sheet *s,
                        size_t row)
{
    unsigned long long line = s->rows[row].line;
    int n = here == s ? snprintf(out, SHEET_PLACE_SIZE, _("line %llu"), line)
                      : snprintf(out, SHEET_PLACE_SIZE, "%s:%llu", s->file, line);
    return n < 0 ? "" : out;
}

/* "a, b, c" into OUT, with the number of those left out. */
static void list_names(const char *const *names, size_t n, struct buffer *out)
{
    for (size_t i = 0; i < n && i < LISTED_MAX; i++) {
        char shown[QUOTE_SIZE];
        buffer_printf(out, "%s%s", i > 0 ? ", " : "", quote(shown, slice_of(names[i])));
    }
    if (n > LISTED_MAX)
        buffer_printf(out, _(" and %zu more"), n - LISTED_MAX);
    buffer_char(out, '\0');
}

static enum status unknown_at(const struct sheet *s, uint64_t line, int column, const char *what,
                              struct slice name, const char *const *known, size_t n,
                              struct error *e)
{
    struct buffer list = {0};
    list_names(known, n, &list);
    if (list.failed) {
        buffer_free(&list);
        return error_memory(e);
    }
    char shown[QUOTE_SIZE];
    quote(shown, name);
    uint64_t at = (uint64_t)column + 1;
    const char *nearest = slice_nearest(name, known, n), *file = s->file;
    enum status r;
    if (n == 0)
        r = error_at(e, ST_USAGE, file, line, at, _("unknown %s '%s' (none is known)"), what,
                     shown);
    else if (nearest == NULL)
        r = error_at(e, ST_USAGE, file, line, at, _("unknown %s '%s' (known: %s)"), what, shown,
                     list.p);
    else
        r = error_at(e, ST_USAGE, file, line, at, _("unknown %s '%s' (nearest: '%s'; known: %s)"),
                     what, shown, nearest, list.p);
    buffer_free(&list);
    return r;
}

enum status sheet_unknown(const struct sheet *s, size_t row, int column, const char *what,
                          const char *const *known, size_t n, struct error *e)
{
    return unknown_at(s, s->rows[row].line, column, what, sheet_cell(s, row, column), known, n, e);
}

enum status sheet_map(const struct sheet *s, const char *const *known, size_t n, size_t required,
                      int *map, struct error *e)
{
    for (size_t i = 0; i < n; i++)
        map[i] = sheet_column(s, known[i]);
    for (size_t k = 0; k < s->columns; k++) {
        size_t i = 0;
        while (i < n && map[i] != (int)k)
            i++;
        if (i == n && s->names[k].n > 0)
            return unknown_at(s, s->header_line, (int)k, _("column"), s->names[k], known, n, e);
    }
    for (size_t i = 0; i < required; i++) {
        if (map[i] >= 0)
            continue;
        struct buffer list = {0};
        list_names(known, required, &list);
        enum status r = error_memory(e);
        if (!list.failed)
            r = error_at(e, ST_USAGE, s->file, s->header_line, 0,
                         _("column '%s' is missing (needed: %s)"), known[i], list.p);
        buffer_free(&list);
        return r;
    }
    return ST_OK;
}
