/* CSV and its kin. */
#include <stdlib.h>

#include "encoding.h"
#include "grid_int.h"
#include "grid_text_int.h"
#include "i18n.h"

struct grid_text {
    struct grid grid;
    struct encoding *encoding;
    struct reader *reader;
    bool returns; /* the reader's line feeds are carriage returns, and its carriage returns feeds */
    bool told_euro, told_trick;
    struct cell *cells;
    size_t size;
    struct arena row; /* texts of the row that had to be rewritten */
};

/* The source below a reader of lines that end in carriage returns. */
static enum status read_swapped(void *state, void *to, size_t size, size_t *got, struct error *e)
{
    enum status st = source_read(state, to, size, got, e);
    if (st == ST_OK)
        text_swap(to, *got);
    return st;
}

static double swapped_progress(const void *state)
{
    return source_progress(state);
}

static void close_swapped(void *state)
{
    source_close(state);
}

static enum status swap(struct source **s, struct error *e)
{
    static const struct source_maker maker = {read_swapped, swapped_progress, close_swapped};
    struct source *below = *s;
    return source_make(&maker, below, source_name(below), s, e);
}

/* S as it stood in the file; {NULL, 0} when memory is out. */
static struct slice as_it_stood(struct grid_text *t, struct slice s)
{
    if (!t->returns || s.n == 0 ||
        (memchr(s.p, '\n', s.n) == NULL && memchr(s.p, '\r', s.n) == NULL))
        return s;
    struct slice copy = arena_copy(&t->row, s);
    if (copy.p != NULL) {
        char *p = arena_alloc(&t->row, s.n);
        if (p == NULL)
            return (struct slice){NULL, 0};
        memcpy(p, s.p, s.n);
        text_swap(p, s.n);
        copy.p = p;
    }
    return copy;
}

static enum status pass_reject(void *context, struct slice raw, const struct error *why,
                               struct error *e)
{
    struct grid_text *t = context;
    const struct grid_options *o = &t->grid.options;
    arena_reset(&t->row);
    char *p = arena_alloc(&t->row, raw.n + 1);
    if (p == NULL)
        return error_memory(e);
    memcpy(p, raw.p, raw.n);
    if (t->returns)
        text_swap(p, raw.n);
    if (*encoding_from(t->encoding) != NULL)
        raw.n = encoding_restore((struct slice){p, raw.n}, p);
    return o->reject(o->context, (struct slice){p, raw.n}, why, e);
}

static enum status skip_bytes(struct source *s, size_t n, struct error *e)
{
    char byte;
    size_t got = 1;
    enum status st = ST_OK;
    for (; st == ST_OK && n > 0 && got > 0; n--)
        st = source_read(s, &byte, 1, &got, e);
    return st;
}

static const char *separator_name(char c)
{
    switch (c) {
    case '\t':
        return _("tabs");
    case ';':
        return _("semicolons");
    case '|':
        return _("vertical bars");
    default:
        return NULL;
    }
}

static void tell_separator(const struct grid_text *t, const struct text_look *look)
{
    const char *name = separator_name(look->separator);
    char shown[QUOTE_SIZE];
    quote(shown, (struct slice){&look->separator, 1});
    if (look->skip > 0)
        grid_warn(&t->grid, 1, _("this line, 'sep=%s', says what separates cells; it is no row"),
                  shown);
    else if (t->grid.options.separator == 0 && name != NULL)
        grid_warn(&t->grid, 0, _("cells are separated by %s, as the first lines have it"), name);
}

static enum status open_reader(struct grid_text *t, struct source *text, struct error *e)
{
    const struct grid_options *o = &t->grid.options;
    struct text_look look = {0};
    enum status st = text_look(text, o->separator, &look, e);
    if (o->escaped)
        look = (struct text_look){.returns = look.returns};
    if (st == ST_OK)
        st = skip_bytes(text, look.skip, e);
    t->returns = look.returns;
    if (st == ST_OK && t->returns && (st = swap(&text, e)) != ST_OK)
        return st; /* and TEXT is closed */
    if (st != ST_OK) {
        source_close(text);
        return st;
    }
    struct reader_options options = {.format = o->escaped ? READER_TSV_ESCAPED : READER_CSV,
                                     .loose = true,
                                     .separator = look.separator,
                                     .line = look.skip > 0 ? 2 : 1,
                                     .encoding = encoding_from(t->encoding),
                                     .returns = t->returns};
    st = reader_open(text, &options, &t->reader, e);
    if (st != ST_OK)
        return st;
    if (o->reject != NULL)
        reader_reject(t->reader, pass_reject, t);
    tell_separator(t, &look);
    return ST_OK;
}

static enum status begin(struct grid *g, struct error *e)
{
    (void)g;
    (void)e;
    return ST_OK;
}

/* ="00123", as a quoted cell holds it. */
static bool is_trick(struct slice s)
{
    return s.n >= 3 && s.p[0] == '=' && s.p[1] == '"' && s.p[s.n - 1] == '"' &&
           memchr(s.p + 2, '"', s.n - 3) == NULL;
}

/* What only a record with quotes needs. */
static enum status settle(struct grid_text *t, struct reader_row *from, struct error *e)
{
    arena_reset(&t->row);
    for (size_t i = 0; i < from->n; i++) {
        struct slice *cell = &from->cells[i];
        if (!t->grid.options.escaped && is_trick(*cell)) {
            *cell = (struct slice){cell->p + 2, cell->n - 3};
            from->tricks++;
        }
        *cell = as_it_stood(t, *cell);
        if (cell->p == NULL)
            return error_memory(e);
    }
    from->raw = as_it_stood(t, from->raw);
    return from->raw.p == NULL ? error_memory(e) : ST_OK;
}

/* What is told once. */
static void tell(struct grid_text *t, const struct reader_row *row)
{
    if (row->tricks > 0 && !t->told_trick) {
        t->told_trick = true;
        grid_warn(&t->grid, row->line, "%s",
                  _("cells such as =\"00123\", here and below, are read as the text between the "
                    "quotes"));
    }
    if (encoding_euro(t->encoding) && !t->told_euro) {
        t->told_euro = true;
        grid_warn(&t->grid, 0, "%s",
                  _("the byte 0x80 is read as the euro sign, as code page 936 has it"));
    }
}

static enum status next(struct grid *g, struct grid_row *row, bool *got, struct error *e)
{
    struct grid_text *t = (struct grid_text *)g;
    struct reader_row from;
    enum status st = reader_row(t->reader, &from, got, e);
    g->encoding = encoding_name(t->encoding);
    if (st == ST_OK && *got && (from.quoted || from.tricks > 0))
        st = settle(t, &from, e);
    if (st != ST_OK || !*got)
        return st;
    tell(t, &from);
    if (!grow(&t->cells, &t->size, from.n, sizeof *t->cells))
        return error_memory(e);
    bool display = g->options.display;
    for (size_t i = 0; i < from.n; i++) {
        struct slice s = from.cells[i];
        t->cells[i] = (struct cell){.kind = s.n > 0 ? CELL_TEXT : CELL_BLANK,
                                    .text = s,
                                    .shown = display ? s : (struct slice){NULL, 0}};
    }
    *row = (struct grid_row){from.line, from.line_end, from.n, t->cells, from.raw};
    return ST_OK;
}

static void close_text(struct grid *g)
{
    struct grid_text *t = (struct grid_text *)g;
    reader_close(t->reader);
    encoding_close(t->encoding);
    free(t->cells);
    arena_free(&t->row);
}

enum status grid_text_open(struct source *source, const struct grid_options *options,
                           struct grid **out, struct error *e)
{
    static const struct grid_methods methods = {begin, next, NULL, close_text};
    struct grid_text *t = grid_new(sizeof *t, &methods, GRID_TEXT, source, options, e);
    if (t == NULL)
        return ST_SYSTEM;
    struct source *text;
    enum status st = grid_add_sheet(&t->grid, SLICE(""), false, e);
    if (st == ST_OK)
        st = encoding_open(source, options->encoding, &t->encoding, &text, e);
    if (st == ST_OK)
        st = open_reader(t, text, e);
    t->grid.encoding = t->encoding != NULL ? encoding_name(t->encoding) : "";
    return grid_opened(&t->grid, st, out);
}
