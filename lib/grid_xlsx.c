#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "i18n.h"

static enum status read_part(void *from, void *to, size_t size, size_t *got, struct error *e)
{
    return zipped_read(from, to, size, got, e);
}

enum status xlsx_parse(struct xlsx *x, size_t part, struct xml_options *o, struct xml **xml,
                       struct error *e)
{
    struct zipped_part *p;
    bool ended;
    enum status st = zipped_part_open(x->zip, part, &p, e);
    if (st != ST_OK)
        return st;
    o->read = read_part;
    o->from = p;
    o->file = xlsx_file(x);
    o->part = zipped_part_name(p);
    st = xml_open(o, xml, e);
    if (st == ST_OK) {
        st = xml_run(*xml, &ended, e);
        xml_close(*xml);
    }
    zipped_part_close(p);
    return st;
}

bool is_true(const char *value)
{
    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

bool parse_count(const char *s, uint64_t max, uint64_t *out)
{
    uint64_t n = 0;
    if (*s == '\0')
        return false;
    for (; *s != '\0'; s++) {
        if (*s < '0' || *s > '9')
            return false;
        n = n * 10 + (uint64_t)(*s - '0');
        if (n > max)
            return false;
    }
    *out = n;
    return true;
}

bool parse_place(const char *s, const char **end, uint32_t *row, uint32_t *column)
{
    uint32_t c = 0, r = 0;
    for (; (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z'); s++) {
        c = c * 26 + (uint32_t)((*s & 0x1f));
        if (c > SHEET_COLUMNS)
            return false;
    }
    for (; *s >= '0' && *s <= '9'; s++) {
        r = r * 10 + (uint32_t)(*s - '0');
        if (r > SHEET_ROWS)
            return false;
    }
    *row = r;
    *column = c;
    if (end != NULL)
        *end = s;
    return r > 0 && c > 0 && (end != NULL || *s == '\0');
}

static struct xlsx *of(struct grid *g)
{
    return (struct xlsx *)g;
}

static enum status begin(struct grid *g, struct error *e)
{
    struct xlsx *x = of(g);
    sheet_close(x);
    size_t part = x->sheet_parts[g->sheet];
    char shown[QUOTE_SIZE];
    if (part == SIZE_MAX)
        return error_at(e, ST_DATA, xlsx_file(x), 0, 0,
                        _("the part with sheet '%s' is missing: open the file in a spreadsheet "
                          "program and save it again"),
                        quote(shown, g->sheets[g->sheet].name));
    enum status st = ST_OK;
    if (!x->loaded)
        st = strings_read(x, e);
    if (st == ST_OK && !x->loaded)
        st = styles_read(x, e);
    if (st != ST_OK)
        return st;
    x->loaded = true;
    st = merges_read(x, part, e);
    if (st == ST_OK)
        st = columns_begin(x, e);
    return st == ST_OK ? sheet_open(x, part, e) : st;
}

static enum status next(struct grid *g, struct grid_row *row, bool *got, struct error *e)
{
    return sheet_next(of(g), row, got, e);
}

static double progress(const struct grid *g)
{
    return sheet_progress((const struct xlsx *)g);
}

static void close_all(struct grid *g)
{
    struct xlsx *x = of(g);
    sheet_close(x);
    merges_free(&x->merges);
    zipped_close(x->zip);
    buffer_free(&x->strings);
    free(x->string_at);
    free(x->formats);
    free(x->display.formats);
    buffer_free(&x->display.text);
    free(x->sheet_parts);
    free(x->column_style);
}

enum status grid_xlsx_open(struct source *source, const struct grid_options *options,
                           struct grid **out, struct error *e)
{
    static const struct grid_methods methods = {begin, next, progress, close_all};
    int fd;
    uint64_t size;
    *out = NULL;
    struct xlsx *x = grid_new(sizeof *x, &methods, GRID_XLSX, source, options, e);
    if (x == NULL)
        return ST_SYSTEM;
    x->g.again = true;
    x->book = x->strings_part = x->styles_part = SIZE_MAX;
    enum status st = source_place(source, &fd, &size, e);
    if (st == ST_OK)
        st = zipped_open(fd, size, source_name(source), &x->zip, e);
    if (st == ST_OK)
        st = book_read(x, e);
    return grid_opened(&x->g, st, out);
}

#endif
