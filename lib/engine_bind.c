/* Which file is which table, and where its columns stand. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "columns.h"
#include "engine_int.h"
#include "i18n.h"

void engine_warn(struct engine *x, const char *format, ...)
{
    char text[1024];
    if (x->options.warn == NULL || x->quiet)
        return;
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    x->options.warn(x->options.context, text);
}

static int header_index(const struct reader *r, struct slice name)
{
    for (size_t i = 0; i < reader_columns(r); i++)
        if (slice_eq(reader_column(r, i), name))
            return (int)i;
    return -1;
}

/* Index in the file of a dictionary column, by its name or one of its aliases; -2 if two of them
 * are there. */
static int find_column(const struct reader *r, const struct column *c, const char **second)
{
    int at = header_index(r, slice_of(c->name));
    for (size_t i = 0; i < c->alias_count; i++) {
        int alias = header_index(r, slice_of(c->aliases[i]));
        if (alias >= 0 && at >= 0) {
            *second = c->aliases[i];
            return -2;
        }
        at = alias >= 0 ? alias : at;
    }
    return at;
}

static bool fits(const struct reader *r, const struct table *t)
{
    const char *second;
    size_t found = 0, required = 0;
    for (size_t i = 0; i < t->column_count; i++) {
        int at = find_column(r, &t->columns[i], &second);
        if (at < 0 && t->columns[i].required)
            return false;
        required += t->columns[i].required;
        found += at >= 0;
    }
    return required > 0 || found == t->column_count;
}

/* The file's name without folder and without .csv, .tsv, .gz. */
static struct slice stem(const char *path)
{
    const char *base = strrchr(path, '/');
    struct slice s = slice_of(base == NULL ? path : base + 1);
    static const char *const endings[] = {".gz", ".csv", ".tsv", ".txt"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t n = strlen(endings[i]);
        if (s.n > n && memcmp(s.p + s.n - n, endings[i], n) == 0)
            s.n -= n;
    }
    return s;
}

static enum status no_table(const struct reader *r, const struct pack *pack,
                            const struct table *one, const struct table *two, struct error *e)
{
    if (two != NULL)
        return error_at(e, ST_DATA, reader_name(r), 1, 0,
                        _("its header fits both tables %s and %s: say which with %s=%s"), one->name,
                        two->name, one->name, reader_name(r));
    struct buffer names = {0};
    for (size_t i = 0; i < pack->table_count; i++)
        buffer_printf(&names, "%s%s", i > 0 ? ", " : "", pack->tables[i].name);
    enum status s =
        error_at(e, ST_DATA, reader_name(r), 1, 0,
                 _("its header fits no table of the pack: say which with NAME=%s (there are %.*s)"),
                 reader_name(r), (int)names.n, names.n > 0 ? names.p : "");
    buffer_free(&names);
    return s;
}

static enum status choose_table(struct engine *x, const struct input *in, const struct reader *r,
                                size_t *out, struct error *e)
{
    struct pack files = *x->plan->pack; /* without views: they come from no file */
    files.table_count -= x->plan->derived_n;
    const struct pack *pack = &files;
    const struct table *t = pack_table(pack,
                                       in->table != NULL ? slice_of(in->table) : stem(in->path)),
                       *two = NULL;
    if (t == NULL) {
        for (size_t i = 0; i < pack->table_count; i++) {
            if (!fits(r, &pack->tables[i]))
                continue;
            if (t != NULL)
                two = &pack->tables[i];
            else
                t = &pack->tables[i];
        }
        if (t == NULL || two != NULL)
            return no_table(r, pack, t, two, e);
    }
    *out = (size_t)(t - pack->tables);
    return ST_OK;
}

static enum status bind_columns(struct engine *x, struct feed *f, struct error *e)
{
    const struct table *t = &x->plan->pack->tables[f->table];
    f->column = arena_alloc(&x->arena, (t->column_count + 1) * sizeof *f->column);
    if (f->column == NULL)
        return error_memory(e);
    for (size_t i = 0; i < t->column_count; i++) {
        const char *second = NULL;
        f->column[i] = find_column(f->reader, &t->columns[i], &second);
        if (f->column[i] == -2)
            return error_at(e, ST_DATA, reader_name(f->reader), 1, 0,
                            _("column '%s' is there twice: also as '%s'"), t->columns[i].name,
                            second);
        if (f->column[i] < 0 && t->columns[i].required)
            return columns_missing(f->reader, t->columns[i].name, e);
    }
    f->source_column = header_index(f->reader, SLICE("_source"));
    return ST_OK;
}

enum status engine_reopen(struct engine *x, struct feed *f, struct error *e)
{
    struct source *source;
    enum status s = source_open(f->path, &source, e);
    if (s == ST_OK)
        s = reader_open(source, &x->options.reader, &f->reader, e);
    if (s != ST_OK)
        f->reader = NULL;
    return s;
}

enum status engine_bind(struct engine *x, const struct input *inputs, size_t n, struct error *e)
{
    x->feeds = calloc(n + 1, sizeof *x->feeds);
    x->sources = calloc(n + 1, sizeof *x->sources);
    if (x->feeds == NULL || x->sources == NULL)
        return error_memory(e);
    if (n >= SOURCE_TEXT)
        return error_set(e, ST_USAGE, _("too many files: at most %d at a time"), SOURCE_TEXT - 1);
    for (size_t i = 0; i < n; i++) {
        struct feed *f = &x->feeds[x->feed_n++];
        f->path = x->sources[i] = inputs[i].path;
        f->source = (uint32_t)i;
        enum status s = engine_reopen(x, f, e);
        if (s == ST_OK)
            s = choose_table(x, &inputs[i], f->reader, &f->table, e);
        if (s == ST_OK)
            s = bind_columns(x, f, e);
        if (s != ST_OK)
            return s;
    }
    return ST_OK;
}
