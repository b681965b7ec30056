/* Before a row is written: which sheet is which table. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "i18n.h"
#include "ingest_int.h"

static bool is_number(const char *text, size_t n)
{
    size_t v = 0;
    for (; *text >= '0' && *text <= '9' && v <= n; text++)
        v = v * 10 + (size_t)(*text - '0');
    return *text == '\0' && v == n;
}

static bool names_sheet(const struct ingest *x, const char *wanted)
{
    size_t n = grid_sheet_count(x->work->grid);
    for (size_t i = 0; i < n; i++)
        if (slice_eq(grid_sheet(x->work->grid, i)->name, slice_of(wanted)))
            return true;
    return false;
}

/* Whether --sheet asks for sheet I. A name goes before a number. */
static bool is_wanted(const struct ingest *x, size_t i)
{
    for (size_t k = 0; k < x->options.sheet_n; k++) {
        const char *wanted = x->options.sheets[k];
        if (slice_eq(grid_sheet(x->work->grid, i)->name, slice_of(wanted)) ||
            (is_number(wanted, i + 1) && !names_sheet(x, wanted)))
            return true;
    }
    return false;
}

/* Every sheet that was asked for is there. */
static enum status check_wanted(const struct ingest *x, struct error *e)
{
    const struct grid *g = x->work->grid;
    for (size_t k = 0; k < x->options.sheet_n; k++) {
        const char *wanted = x->options.sheets[k];
        bool found = names_sheet(x, wanted);
        for (size_t i = 0; !found && i < grid_sheet_count(g); i++)
            found = is_number(wanted, i + 1);
        if (found)
            continue;
        char q[QUOTE_SIZE];
        struct buffer all = {0};
        for (size_t i = 0; i < grid_sheet_count(g); i++)
            buffer_printf(&all, "%s%zu '%s'", i > 0 ? ", " : "", i + 1,
                          quote(q, grid_sheet(g, i)->name));
        enum status s = error_at(e, ST_USAGE, x->inputs[x->work->input].path, 0, 0,
                                 _("no sheet '%s' (there are %.*s)"),
                                 quote(q, slice_of(wanted)), (int)all.n, all.n > 0 ? all.p : "");
        buffer_free(&all);
        return s;
    }
    return ST_OK;
}

static struct ingest_sheet *add_sheet(struct ingest *x, size_t i)
{
    if (!grow(&x->sheets, &x->sheets_size, x->sheet_n + 1, sizeof *x->sheets))
        return NULL;
    const struct grid_sheet *from = grid_sheet(x->work->grid, i);
    struct ingest_sheet *s = &x->sheets[x->sheet_n];
    *s = (struct ingest_sheet){.input = x->work->input,
                               .index = i,
                               .name = arena_copy(&x->memory, from->name),
                               .hidden = from->hidden,
                               .table = INGEST_NONE,
                               .unread = "",
                               .unread_text = "",
                               .called = x->inputs[x->work->input].path};
    if (s->name.p == NULL)
        return NULL;
    x->sheet_n++;
    return s;
}

static enum status leave(struct ingest *x, struct ingest_sheet *s, const char *code,
                         const char *why, struct error *e)
{
    s->unread = code;
    s->unread_text = arena_string(&x->memory, slice_of(why));
    return s->unread_text == NULL ? error_memory(e) : ST_OK;
}

/* A hidden sheet that fits is told of with what it holds. */
static enum status leave_hidden(struct ingest *x, struct ingest_sheet *s, struct error *e)
{
    struct ingest_work *w = x->work;
    struct grid_row row;
    enum row_kind kind;
    const char *why;
    bool got = true;
    uint64_t records = 0;
    while (got) {
        enum status st = layout_next(x->work->laying, &row, &kind, &why, &got, e);
        if (st != ST_OK)
            return st;
        records += got && kind == ROW_RECORD;
    }
    const struct table *t = w->layout->table;
    ingest_warn(x,
                ngettext_("%s: hidden, and not read: %llu record%s%s (add --hidden, or name it "
                          "with --sheet)",
                          "%s: hidden, and not read: %llu records%s%s (add --hidden, or name it "
                          "with --sheet)",
                          records),
                s->called, (unsigned long long)records, t != NULL ? _(" of table ") : "",
                t != NULL ? t->name : "");
    return leave(x, s, "hidden", _("it is hidden"), e);
}

const char *ingest_stem_table(const struct ingest *x, const char *path)
{
    static const char *const endings[] = {".gz", ".csv", ".tsv", ".txt"};
    const char *base = strrchr(path, '/');
    struct slice s = slice_of(base == NULL ? path : base + 1);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (s.n > n && memcmp(s.p + s.n - n, endings[i], n) == 0)
            s.n -= n;
    }
    const struct table *t = x->options.pack == NULL ? NULL : pack_table(x->options.pack, s);
    return t == NULL ? NULL : t->name;
}

static enum status look_at_sheet(struct ingest *x, size_t i, struct error *e)
{
    struct ingest_work *w = x->work;
    const struct ingest_options *o = &x->options;
    bool named = is_wanted(x, i), only = grid_sheet_count(w->grid) == 1;
    struct ingest_sheet *s = add_sheet(x, i);
    if (s == NULL)
        return error_memory(e);
    if (o->sheet_n > 0 && !named)
        return leave(x, s, "unasked", _("--sheet does not name it"), e);
    enum status st = ingest_lay(x, x->sheet_n - 1, e);
    if (st == ST_DATA && (o->list || (w->cover && !named && !only))) {
        st = leave(x, s, "unfit", e->text, e);
        if (st == ST_OK && !(o->list && w->cover))
            ingest_warn(x, _("%s: not read: %s"), s->called, s->unread_text);
        return st;
    }
    if (st != ST_OK)
        return st;
    s->header_line = w->layout->header_line;
    if (s->hidden && !named && !o->hidden && !o->list)
        return leave_hidden(x, s, e);
    return ingest_bind(x, s, e);
}

/* A pipe that is to be read again is copied first. */
static enum status keep_for_again(const char *path, struct error *e)
{
    struct stat st;
    if (strcmp(path, "-") != 0 && (stat(path, &st) != 0 || S_ISREG(st.st_mode) ||
                                   S_ISDIR(st.st_mode)))
        return ST_OK; /* what is wrong with it is told when it is opened */
    return source_spool(path, e);
}

static enum status look_at_input(struct ingest *x, size_t i, struct error *e)
{
    enum status s = x->input_n > 1 ? keep_for_again(x->inputs[i].path, e) : ST_OK;
    if (s == ST_OK)
        s = ingest_open_input(x, i, e);
    if (s == ST_OK && !x->options.list)
        s = check_wanted(x, e);
    size_t before = x->sheet_n, n = s == ST_OK ? grid_sheet_count(x->work->grid) : 0;
    for (size_t k = 0; s == ST_OK && k < n; k++)
        s = look_at_sheet(x, k, e);
    if (s != ST_OK || x->options.list)
        return s;
    size_t read = 0;
    for (size_t k = before; k < x->sheet_n; k++)
        read += x->sheets[k].table != INGEST_NONE;
    if (read > 0)
        return ST_OK;
    return error_at(e, ST_DATA, x->inputs[i].path, 0, 0,
                    _("none of its %zu sheets is read; the first: %s"), x->sheet_n - before,
                    x->sheets[before].unread_text);
}

enum status ingest_look(const struct ingest_options *options, const struct ingest_input *inputs,
                        size_t n, struct ingest **out, struct error *e)
{
    struct ingest *x = calloc(1, sizeof *x);
    *out = x;
    if (x == NULL)
        return error_memory(e);
    x->options = *options;
    x->inputs = inputs;
    x->input_n = n;
    x->work = calloc(1, sizeof *x->work);
    x->files = calloc(n, sizeof *x->files);
    if (x->work == NULL || x->files == NULL)
        return error_memory(e);
    x->work->pseudonyms_seen = calloc(options->pseudonym_n + 1, sizeof *x->work->pseudonyms_seen);
    if (x->work->pseudonyms_seen == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < n; i++)
        s = look_at_input(x, i, e);
    return s == ST_OK ? ingest_settle(x, e) : s;
}
