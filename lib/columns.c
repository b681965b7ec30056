#include "columns.h"

#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "buffer.h"
#include "i18n.h"

/* "a, b, c and 7 more": a message has no room for a wide header. */
static void list_header(const struct reader *r, struct buffer *out)
{
    enum { NAMES_MAX = 40, BYTES_MAX = 800 };
    size_t n = reader_columns(r), i = 0;
    for (; i < n && i < NAMES_MAX && out->n < BYTES_MAX; i++) {
        char q[QUOTE_SIZE];
        buffer_printf(out, "%s%s", i > 0 ? ", " : "", quote(q, reader_column(r, i)));
    }
    if (i < n)
        buffer_printf(out, _(" and %zu more"), n - i);
}

enum status columns_missing(const struct reader *r, const char *name, struct error *e)
{
    struct arena a = {0};
    struct buffer all = {0};
    size_t n = reader_columns(r);
    const char **names = arena_alloc(&a, (n + 1) * sizeof *names);
    bool whole = names != NULL;
    for (size_t i = 0; i < n && whole; i++) {
        names[i] = arena_string(&a, reader_column(r, i));
        whole = names[i] != NULL;
    }
    list_header(r, &all);
    whole = whole && !all.failed;
    const char *near = whole ? slice_nearest(slice_of(name), names, n) : NULL;
    char hint[256] = "", shown[QUOTE_SIZE];
    if (near != NULL)
        snprintf(hint, sizeof hint, _("nearest: '%s'; "), quote(shown, slice_of(near)));
    enum status s = error_memory(e);
    if (whole)
        s = error_at(e, ST_DATA, reader_name(r), 1, 0,
                     _("missing column '%s' (%sthe header has %.*s)"), name, hint, (int)all.n,
                     buffer_view(&all).p);
    arena_free(&a);
    buffer_free(&all);
    return s;
}

static size_t find(const struct reader *r, const char *name)
{
    for (size_t i = 0; i < reader_columns(r); i++)
        if (slice_eq(reader_column(r, i), slice_of(name)))
            return i;
    return SIZE_MAX;
}

static enum status select_wanted(struct columns *c, struct error *e)
{
    size_t *list = calloc(c->n + 1, sizeof *list), n = 0;
    c->selected = calloc(c->n + 1, sizeof *c->selected);
    c->field = calloc(c->n + 1, sizeof *c->field);
    enum status s =
        list == NULL || c->selected == NULL || c->field == NULL ? error_memory(e) : ST_OK;
    for (size_t i = 0; s == ST_OK && i < c->n; i++) {
        size_t at = find(c->reader, c->wanted[i].name);
        c->selected[i] = at == SIZE_MAX ? -1 : (int)n;
        if (at == SIZE_MAX && c->wanted[i].required)
            s = columns_missing(c->reader, c->wanted[i].name, e);
        if (at == SIZE_MAX)
            continue;
        c->field[i] = at;
        list[n++] = at;
    }
    if (s == ST_OK)
        s = reader_select(c->reader, list, n, e);
    free(list);
    return s;
}

enum status columns_open(const char *path, const struct reader_options *options,
                         const struct wanted_column *wanted, size_t n, struct columns *c,
                         struct error *e)
{
    struct source *source;
    *c = (struct columns){.wanted = wanted, .n = n};
    enum status s = source_open(path, &source, e);
    if (s == ST_OK)
        s = reader_open(source, options, &c->reader, e);
    if (s != ST_OK) {
        c->reader = NULL;
        return s;
    }
    s = select_wanted(c, e);
    if (s != ST_OK)
        columns_close(c);
    return s;
}

enum status columns_next(struct columns *c, struct error *e)
{
    return reader_next(c->reader, &c->batch, e);
}

enum status columns_error(const struct columns *c, size_t wanted, size_t row, struct error *e,
                          const char *format, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return error_at(e, ST_DATA, reader_name(c->reader), c->batch.line[row], c->field[wanted] + 1,
                    "%s: %s", c->wanted[wanted].name, text);
}

void columns_close(struct columns *c)
{
    if (c->reader != NULL)
        reader_close(c->reader);
    free(c->selected);
    free(c->field);
    *c = (struct columns){0};
}
