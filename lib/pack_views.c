/* views.csv: a row a computed column. Blank cells inherit from the row above within one view. */
#include "i18n.h"
#include "pack_int.h"

/* Those that may not be missing come first. */
static const char *const parts[VIEW_PARTS] = {"view",  "table", "column",     "expr",
                                              "where", "by",    "description"};
enum { NEEDED = 4 };

/* A layer's views.csv. */
struct reading {
    struct pack *pack;
    const struct sheet *sheet;
    const int *columns; /* [VIEW_PARTS] */
    size_t before;      /* views of higher layers */
};

static struct slice cell(const struct reading *t, size_t row, enum view_part part)
{
    return sheet_cell(t->sheet, row, t->columns[part]);
}

enum status pack_no_table(struct pack *p, const struct sheet *s, size_t row, int column,
                          struct error *e)
{
    size_t n = p->table_count + p->view_count;
    const char **names = arena_alloc(&p->arena, (n + 1) * sizeof *names);
    if (names == NULL)
        return error_memory(e);
    for (size_t k = 0; k < p->table_count; k++)
        names[k] = p->tables[k].name;
    for (size_t k = 0; k < p->view_count; k++)
        names[p->table_count + k] = p->views[k].name;
    return sheet_unknown(s, row, column, _("table"), names, n, e);
}

static enum status check_name(const struct reading *t, size_t row, struct error *e)
{
    const struct sheet *s = t->sheet;
    struct slice name = cell(t, row, VIEW_NAME);
    int column = t->columns[VIEW_NAME];
    const struct table *table = pack_table(t->pack, name);
    const struct view *same = pack_view(t->pack, name);
    char shown[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    quote(shown, name);
    if (table != NULL)
        return sheet_error(s, row, column, e, _("view '%s' has the name of a table (%s)"), shown,
                           sheet_place(where, s, table->columns[0].sheet, table->columns[0].row));
    if (same == NULL)
        return ST_OK;
    sheet_place(where, s, same->sheet, same->table_row);
    return sheet_error(s, row, column, e,
                       same->sheet == s
                           ? _("view '%s' begins again here; its rows stand together, from %s")
                           : _("view '%s' is set in %s: a lower layer cannot change it"),
                       shown, where);
}

static enum status new_view(const struct reading *t, size_t row, struct error *e)
{
    struct pack *p = t->pack;
    enum status r = check_name(t, row, e);
    if (r != ST_OK)
        return r;
    struct view *v = &p->views[p->view_count++];
    v->name = cell(t, row, VIEW_NAME).p;
    v->sheet = t->sheet;
    v->part_column = t->columns;
    v->table = cell(t, row, VIEW_TABLE);
    v->where = cell(t, row, VIEW_WHERE);
    v->by = cell(t, row, VIEW_BY);
    v->table_row = v->where_row = v->by_row = row;
    v->columns = arena_alloc(&p->arena, (t->sheet->n - row) * sizeof *v->columns);
    if (v->columns == NULL)
        return error_memory(e);
    return pack_filled(t->sheet, row, t->columns[VIEW_TABLE], _("table"), e);
}

/* A cell that is filled again must say the same. */
static enum status same_again(const struct reading *t, const struct view *v, size_t row,
                              struct error *e)
{
    static const enum view_part common[] = {VIEW_TABLE, VIEW_WHERE, VIEW_BY};
    const struct slice set[] = {v->table, v->where, v->by};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        struct slice again = cell(t, row, common[i]);
        char shown[QUOTE_SIZE], first[QUOTE_SIZE];
        if (again.n > 0 && !slice_eq(again, set[i]))
            return sheet_error(t->sheet, row, t->columns[common[i]], e,
                               _("'%s' differs from the view's first row, which has '%s': a view "
                                 "has one %s"),
                               quote(shown, again), quote(first, set[i]), parts[common[i]]);
    }
    return ST_OK;
}

static enum status take_column(const struct reading *t, struct view *v, size_t row, struct error *e)
{
    const struct sheet *s = t->sheet;
    struct slice name = cell(t, row, VIEW_COLUMN), expr = cell(t, row, VIEW_EXPR);
    char shown[QUOTE_SIZE];
    if (name.n == 0 && expr.n == 0 && v->column_count == 0)
        return ST_OK; /* a view may do with the columns of its source */
    enum status r = pack_filled(s, row, t->columns[VIEW_COLUMN], _("column"), e);
    if (r == ST_OK)
        r = pack_filled(s, row, t->columns[VIEW_EXPR], _("expr"), e);
    if (r != ST_OK)
        return r;
    for (size_t i = 0; i < v->column_count; i++)
        if (slice_eq(slice_of(v->columns[i].name), name))
            return sheet_error(s, row, t->columns[VIEW_COLUMN], e,
                               _("column '%s' stands twice, here and in line %llu"),
                               quote(shown, name),
                               (unsigned long long)s->rows[v->columns[i].row].line);
    v->columns[v->column_count++] = (struct view_column){name.p, expr, row};
    return ST_OK;
}

static enum status take_row(const struct reading *t, size_t row, struct error *e)
{
    struct pack *p = t->pack;
    struct slice name = cell(t, row, VIEW_NAME);
    struct view *v = p->view_count == t->before ? NULL : &p->views[p->view_count - 1];
    if (name.n == 0 && v == NULL)
        return pack_filled(t->sheet, row, t->columns[VIEW_NAME], _("view"), e);
    bool begins = v == NULL || (name.n > 0 && !slice_eq(name, slice_of(v->name)));
    enum status r = begins ? new_view(t, row, e) : same_again(t, v, row, e);
    if (r == ST_OK && begins)
        v = &p->views[p->view_count - 1];
    return r == ST_OK ? take_column(t, v, row, e) : r;
}

enum status pack_read_views(struct pack *p, const struct sheet *s, struct error *e)
{
    int *columns = arena_alloc(&p->arena, VIEW_PARTS * sizeof *columns);
    if (columns == NULL)
        return error_memory(e);
    struct reading t = {p, s, columns, p->view_count};
    enum status r = sheet_map(s, parts, VIEW_PARTS, NEEDED, columns, e);
    if (r != ST_OK)
        return r;
    p->views = pack_more(p, p->views, p->view_count, s->n, sizeof *p->views);
    if (p->views == NULL)
        return error_memory(e);
    for (size_t row = 0; row < s->n && r == ST_OK; row++)
        r = take_row(&t, row, e);
    for (size_t i = t.before; i < p->view_count && r == ST_OK; i++) {
        const struct view *v = &p->views[i];
        if (pack_table(p, v->table) == NULL && pack_view(p, v->table) == NULL)
            r = pack_no_table(p, s, v->table_row, columns[VIEW_TABLE], e);
    }
    return r;
}
