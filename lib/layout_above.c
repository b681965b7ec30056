/* What stands above the header, and the units that hold for the columns. */
#include "i18n.h"
#include "layout_int.h"
#include "tidy.h"

/* A unit of money is said once for a sheet; again only the same. */
static enum status take_unit(struct laying *y, const struct grid_row *row, size_t at, struct unit u,
                             struct error *e)
{
    char a[QUOTE_SIZE];
    if (u.measure != MEASURE_MONEY) {
        laying_warn(y, row->line, at + 1, _("'%s' is no unit of money: it changes nothing"),
                    quote(a, row->cells[at].text));
        return ST_OK;
    }
    if (y->unit.measure == MEASURE_MONEY && y->unit.power != u.power)
        return error_at(e, ST_DATA, y->feed.name, row->line, at + 1,
                        _("'%s' is not the unit that row %ju names: write the right one behind "
                          "each header, as in 金额（元）"),
                        quote(a, row->cells[at].text), (uintmax_t)y->unit_line);
    if (y->unit.measure != MEASURE_MONEY)
        y->unit_line = row->line;
    y->unit = u;
    return ST_OK;
}

/* The unit that cell K names, alone or for the next one that is filled. */
static bool find_unit(struct laying *y, const struct grid_row *row, size_t k, struct unit *u,
                      bool *whole)
{
    struct slice text;
    y->fold.n = 0;
    if (!layout_fold(row->cells[k].text, &y->fold))
        return false;
    text = buffer_view(&y->fold);
    *u = unit_said(text, whole);
    if (u->measure != MEASURE_NONE || !unit_asked(text))
        return true;
    do
        k++;
    while (k < row->n && !cell_own(&row->cells[k]));
    y->fold.n = 0;
    if (k >= row->n || !layout_fold(row->cells[k].text, &y->fold))
        return k >= row->n;
    *u = unit_of(buffer_view(&y->fold), false);
    *whole = u->measure != MEASURE_NONE;
    return true;
}

bool layout_unit_in(struct laying *y, const struct grid_row *row, size_t from, size_t *at,
                    struct unit *u, bool *whole)
{
    for (*at = from; *at < row->n; ++*at) {
        if (row->cells[*at].kind != CELL_TEXT || !cell_own(&row->cells[*at]))
            continue;
        if (!find_unit(y, row, *at, u, whole))
            return false;
        if (u->measure == MEASURE_MONEY || (u->measure != MEASURE_NONE && *whole))
            return true;
    }
    return true;
}

/* A row above the header. */
static enum status judge_above(struct laying *y, struct kept_row *r, struct error *e)
{
    bool own = false, said = false;
    for (size_t k = 0; k < r->row.n && !own; k++)
        own = cell_own(&r->row.cells[k]);
    for (size_t k = 0; k < r->row.n; k++) {
        struct unit u;
        bool whole = false;
        if (!layout_unit_in(y, &r->row, k, &k, &u, &whole))
            return error_memory(e);
        enum status s = k < r->row.n ? take_unit(y, &r->row, k, u, e) : ST_OK;
        if (s != ST_OK)
            return s;
        said = said || (k < r->row.n && whole);
    }
    r->kind = !own ? ROW_BLANK : said ? ROW_UNIT : ROW_TITLE;
    r->why = !own ? _("blank") : said ? _("names the unit") : _("above the header");
    return ST_OK;
}

/* Right below the header, `元 | 万元`: the units of columns that name none. */
static bool take_units_below(struct laying *y, const struct grid_row *row, bool *taken)
{
    size_t found = 0;
    *taken = false;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < row->n; k++) {
            struct header_text h;
            if (!cell_own(&row->cells[k]))
                continue;
            if (!header_read(row->cells[k].text, &y->arena, &h))
                return false;
            struct unit u = h.full.n == 0 || h.full.p[0] == '(' ? h.unit : unit_of(h.full, false);
            if (row->cells[k].kind != CELL_TEXT || k >= y->head.n || u.measure == MEASURE_NONE)
                return true;
            found++;
            if (pass == 1 && y->head.cells[k].whole.unit.measure == MEASURE_NONE)
                y->head.cells[k].whole.unit = u;
        }
    *taken = found > 0;
    return true;
}

/* Titles have few cells. Rows that are filled like records may be those of another table. */
static void tell_filled(struct laying *y)
{
    size_t filled = 0;
    uint64_t first = 0;
    for (size_t i = 0; i < y->header_at; i++) {
        const struct grid_row *row = &y->kept[i].row;
        size_t own = 0;
        for (size_t k = 0; k < row->n; k++)
            own += cell_own(&row->cells[k]);
        if (own < 3 || own * 2 < y->layout.column_count)
            continue;
        first = filled++ == 0 ? row->line : first;
    }
    if (filled >= 2)
        laying_warn(y, first, 0,
                    _("above the header (row %ju) %zu rows are filled like records, this is the "
                      "first: if they are a table, read it with --header-row"),
                    (uintmax_t)y->head.line, filled);
}

enum status layout_above(struct laying *y, struct error *e)
{
    tell_filled(y);
    for (size_t i = 0; i < y->header_at; i++) {
        enum status s = judge_above(y, &y->kept[i], e);
        if (s != ST_OK)
            return s;
    }
    for (size_t i = 0; i < y->header_rows; i++) {
        y->kept[y->header_at + i].kind = ROW_HEADER;
        y->kept[y->header_at + i].why = _("the header");
    }
    size_t below = y->header_at + y->header_rows;
    bool taken = false;
    if (below < y->kept_n && !take_units_below(y, &y->kept[below].row, &taken))
        return error_memory(e);
    if (taken) {
        y->kept[below].kind = ROW_UNIT;
        y->kept[below].why = _("the units of the columns");
        y->header_rows++;
    }
    return ST_OK;
}

/* Whether the dictionary says of C that it is money. */
static bool is_money(const struct column *c)
{
    bool says = slice_has(slice_of(c->description), SLICE("元"));
    for (size_t i = 0; i < c->alias_count && !says; i++)
        says = slice_has(slice_of(c->aliases[i]), SLICE("元"));
    return says || slice_has(slice_of(c->name), SLICE("元"));
}

/* A sheet's unit holds for amounts and not for areas and scores: where the dictionary says of any
 * column that it is money, only for those of which it does. */
static bool tells_money(const struct table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].type == TYPE_DECIMAL && is_money(&t->columns[i]))
            return true;
    return false;
}

static void tell_sheet_unit(struct laying *y, const struct buffer *with,
                            const struct buffer *without)
{
    if (y->unit.power == 0)
        return;
    static const char zeros[] = "000000000000";
    if (with->n > 0)
        laying_warn(y, y->unit_line, 0, _("amounts are in units of 1%.*s yuan: %.*s"),
                    (int)y->unit.power, zeros, (int)with->n, with->p);
    if (without->n > 0)
        laying_warn(y, y->unit_line, 0,
                    _("the unit is not taken for what the dictionary does not describe as money "
                      "(元): %.*s"),
                    (int)without->n, without->p);
    if (with->n == 0)
        laying_warn(y, y->unit_line, 0, "%s",
                    _("the unit changes nothing: no column of amounts is without one"));
}

/* What C's own header says of its unit, or else the sheet. */
static enum status unit_of_column(struct laying *y, struct layout_column *c, bool told,
                                  struct buffer *with, struct buffer *without, struct error *e)
{
    const struct head_cell *h = &y->head.cells[c->cell];
    const struct unit u = h->whole.unit;
    char a[QUOTE_SIZE];
    if (c->column == NULL)
        return ST_OK;
    if (c->column->type == TYPE_PERCENT && u.measure == MEASURE_PERCENT)
        c->unit = TIDY_PERCENT;
    if (c->column->type != TYPE_DECIMAL)
        return ST_OK;
    if (h->contradicts)
        return error_at(e, ST_DATA, y->feed.name, y->head.line, c->cell + 1,
                        _("'%s' names two units: leave the wrong one out"), quote(a, c->header));
    if (u.measure == MEASURE_PERCENT)
        laying_warn(y, y->head.line, c->cell + 1,
                    _("'%s' is in percent, but '%s' is a decimal in the dictionary: its numbers "
                      "stay as they are"),
                    quote(a, c->header), c->column->name);
    c->unit = u.power;
    if (u.measure != MEASURE_NONE || y->unit.measure != MEASURE_MONEY)
        return ST_OK;
    bool takes = !told || is_money(c->column);
    struct buffer *b = takes ? with : without;
    c->unit = takes ? y->unit.power : 0;
    buffer_printf(b, "%s%s", b->n > 0 ? ", " : "", c->column->name);
    return ST_OK;
}

enum status layout_units(struct laying *y, struct error *e)
{
    const struct table *t = y->layout.table;
    struct buffer with = {0}, without = {0};
    bool told = t != NULL && tells_money(t);
    enum status s = ST_OK;
    for (size_t i = 0; i < y->layout.column_count && s == ST_OK; i++)
        s = unit_of_column(y, &y->layout.columns[i], told, &with, &without, e);
    if (s == ST_OK && (with.failed || without.failed))
        s = error_memory(e);
    if (s == ST_OK && y->unit.measure == MEASURE_MONEY && t != NULL)
        tell_sheet_unit(y, &with, &without);
    buffer_free(&with);
    buffer_free(&without);
    return s;
}
