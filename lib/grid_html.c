/* Tables of HTML. Many systems export one and call it .xls. Each table is a sheet of its own, also
 * one that stands within a cell of another; its text is then no part of that cell. */
#include "encoding.h"
#include "grid_html_int.h"
#include "html_rows.h"
#include "i18n.h"
#include "merging.h"
#include "stored_cell.h"

#ifdef HAVE_HTML

#include <inttypes.h>
#include <stdlib.h>

struct grid_html {
    struct grid grid;
    struct html_rows *rows;
    size_t *tables; /* [sheet] */
    size_t table_size;
    struct merging row;
    uint64_t line;
    struct buffer number;
};

static enum status read_page(struct grid_html *h, struct error *e)
{
    struct grid *g = &h->grid;
    struct encoding *encoding;
    struct source *text;
    char charset[HTML_CHARSET_MAX];
    enum status st = html_charset(g, charset, e);
    if (st != ST_OK)
        return st;
    st = encoding_open(g->source, charset[0] != '\0' ? charset : g->options.encoding, &encoding,
                       &text, e);
    if (st != ST_OK)
        return st;
    st = html_rows_read(text, source_name(g->source), &h->rows, e);
    if (st == ST_OK) {
        g->encoding = arena_string(&g->arena, slice_of(encoding_name(encoding)));
        if (g->encoding == NULL)
            st = error_memory(e);
    }
    if (st == ST_OK && encoding_euro(encoding))
        grid_warn(g, 0, "%s",
                  _("the byte 0x80 is read as the euro sign, as code page 936 has it"));
    source_close(text);
    encoding_close(encoding);
    return st;
}

/* --- sheets */

static enum status add_table(struct grid_html *h, const struct html_table *t, size_t table,
                             struct error *e)
{
    struct grid *g = &h->grid;
    /* Not translated: _source and what reads it name the sheet by this, whatever the locale. */
    char *name = t->name != NULL ? arena_string(&g->arena, slice_of(t->name))
                                 : arena_printf(&g->arena, "table %zu", g->sheet_count + 1);
    if (name == NULL || !grow(&h->tables, &h->table_size, g->sheet_count + 1, sizeof *h->tables))
        return error_memory(e);
    h->tables[g->sheet_count] = table;
    return grid_add_sheet(g, slice_of(name), t->hidden, e);
}

static void tell_nested(const struct grid_html *h, const struct html_table *tables)
{
    for (size_t i = 0; i < h->grid.sheet_count; i++) {
        size_t parent = tables[h->tables[i]].parent;
        if (parent == HTML_OUTSIDE || !tables[parent].filled)
            continue;
        grid_warn(&h->grid, 0,
                  _("sheet %zu is a table that stands within a cell of another; it is no part of "
                    "that cell"),
                  i + 1);
        return;
    }
}

static enum status list(struct grid_html *h, struct error *e)
{
    size_t n;
    char q[QUOTE_SIZE];
    struct slice first;
    enum status st = ST_OK;
    const struct html_table *tables = html_rows_tables(h->rows, &n);
    uint64_t outside = html_rows_outside(h->rows, &first);
    for (size_t i = 0; st == ST_OK && i < n; i++)
        if (tables[i].filled)
            st = add_table(h, &tables[i], i, e);
    if (st == ST_OK && h->grid.sheet_count == 0)
        return error_at(e, ST_DATA, source_name(h->grid.source), 0, 0,
                        _("the HTML page has no table with text in it (it begins '%s'); did the "
                          "program that exported it ask for a password?"),
                        quote(q, first));
    if (st == ST_OK && outside > 0)
        grid_warn(&h->grid, 0,
                  ngettext_("%" PRIu64 " line of text outside of tables is not read: '%s'",
                            "%" PRIu64 " lines of text outside of tables are not read, the "
                            "first: '%s'",
                            (unsigned long)outside),
                  outside, quote(q, first));
    if (st == ST_OK)
        tell_nested(h, tables);
    return st;
}

/* --- rows */

/* Whether what is shown is a number, with whatever stands around it in one: Excel keeps days as
 * numbers too, and only what they look like tells. */
static bool shows_number(struct slice s, bool *percent)
{
    static const char *const around[] = {"¥", "￥", "€", "$", "\xc2\xa0", " ", ",", "(", ")"};
    bool digit = false, sign = false;
    *percent = false;
    while (s.n > 0) {
        size_t n = 0;
        for (size_t i = 0; n == 0 && i < sizeof around / sizeof around[0]; i++) {
            size_t k = strlen(around[i]);
            if (s.n >= k && memcmp(s.p, around[i], k) == 0)
                n = k;
        }
        if (n == 0) {
            n = 1;
            bool exponent = digit && (*s.p == 'E' || *s.p == 'e') && s.n >= 2;
            if (*s.p >= '0' && *s.p <= '9')
                digit = true;
            else if (*s.p == '%' && digit)
                *percent = true;
            else if ((*s.p == '-' || *s.p == '+') && !digit && !sign)
                sign = true;
            else if (exponent)
                n = s.p[1] == '+' || s.p[1] == '-' ? 2 : 1;
            else if (*s.p != '.')
                return false;
        }
        s.p += n;
        s.n -= n;
    }
    return digit;
}

static void make(struct grid_html *h, const struct html_cell *from, struct cell *to)
{
    bool percent = false;
    struct slice number = from->number.n > 0 ? from->number : from->text;
    *to = (struct cell){.kind = from->text.n > 0 ? CELL_TEXT : CELL_BLANK,
                        .text = from->text,
                        .shown = h->grid.options.display ? from->text : SLICE("")};
    h->number.n = 0;
    if (!from->has_number || from->as_text ||
        (from->text.n > 0 && !shows_number(from->text, &percent)) ||
        !stored_cell(slice_trim(number), &h->number, &to->rounded))
        return;
    to->kind = CELL_NUMBER;
    to->percent = percent;
    to->text = buffer_view(&h->number);
}

static enum status fill(struct grid_html *h, const struct html_cell *cells, size_t n,
                        struct error *e)
{
    size_t column = 0;
    enum status st = ST_OK;
    merging_begin(&h->row);
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct cell cell;
        make(h, &cells[i], &cell);
        if (h->number.failed)
            return error_memory(e);
        while (merging_above(&h->row, column) != NULL)
            column++;
        st = merging_put(&h->row, column, &cell, cells[i].columns, cells[i].rows, e);
        column += cells[i].columns;
    }
    return st == ST_OK ? merging_finish(&h->row, e) : st;
}

static enum status begin(struct grid *g, struct error *e)
{
    struct grid_html *h = (struct grid_html *)g;
    size_t n, table = h->tables[g->sheet];
    uint64_t hidden = html_rows_tables(h->rows, &n)[table].hidden_rows;
    merging_begin(&h->row);
    merging_next(&h->row, UINT64_MAX);
    h->line = 0;
    if (hidden > 0)
        grid_warn(g, 0,
                  ngettext_("%" PRIu64 " row is hidden, and was read like the others",
                            "%" PRIu64 " rows are hidden, and were read like the others",
                            (unsigned long)hidden),
                  hidden);
    return html_rows_begin(h->rows, table, e);
}

static enum status next(struct grid *g, struct grid_row *row, bool *got, struct error *e)
{
    struct grid_html *h = (struct grid_html *)g;
    const struct html_cell *cells;
    size_t n;
    if (h->line > 0)
        merging_next(&h->row, 1);
    enum status st = html_rows_next(h->rows, &cells, &n, got, e);
    if (st != ST_OK || !*got)
        return st;
    h->line++;
    st = fill(h, cells, n, e);
    if (st == ST_DATA)
        error_place(e, grid_name(g), h->line, 0);
    *row = (struct grid_row){h->line, h->line, h->row.n, h->row.cells, {NULL, 0}};
    return st;
}

static void close_html(struct grid *g)
{
    struct grid_html *h = (struct grid_html *)g;
    html_rows_close(h->rows);
    merging_free(&h->row);
    buffer_free(&h->number);
    free(h->tables);
}

enum status grid_html_open(struct source *source, const struct grid_options *options,
                           struct grid **out, struct error *e)
{
    static const struct grid_methods methods = {begin, next, NULL, close_html};
    struct grid_html *h = grid_new(sizeof *h, &methods, GRID_HTML, source, options, e);
    if (h == NULL)
        return ST_SYSTEM;
    enum status st = read_page(h, e);
    if (st == ST_OK)
        st = list(h, e);
    h->grid.again = true;
    return grid_opened(&h->grid, st, out);
}

#endif
