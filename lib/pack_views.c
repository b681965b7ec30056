/* views.csv: a row a computed column. Blank cells inherit from the row above within one view. */
#include "i18n.h"
#include "pack_int.h"

/* Those that may not be missing come first. */
static const char *const parts[VIEW_PARTS] = {"view",  "table", "column",     "expr",
                                              "where", "by",    "description"};
enum { NEEDED = 4 };

static struct slice cell(const struct pack *p, const struct sheet *s, size_t row,
                         enum view_part part)
{
    return sheet_cell(s, row, p->view_part_column[part]);
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

static enum status new_view(struct pack *p, const struct sheet *s, size_t row, struct error *e)
{
    struct slice name = cell(p, s, row, VIEW_NAME);
    int column = p->view_part_column[VIEW_NAME];
    char shown[QUOTE_SIZE];
    if (pack_table(p, name) != NULL)
        return sheet_error(s, row, column, e, _("view '%s' has the name of a table"),
                           quote(shown, name));
    const struct view *same = pack_view(p, name);
    if (same != NULL)
        return sheet_error(
            s, row, column, e,
            _("view '%s' begins again here; its rows stand together, from line %llu"),
            quote(shown, name), (unsigned long long)s->rows[same->table_row].line);
    struct view *v = &p->views[p->view_count++];
    v->name = name.p;
    v->sheet = s;
    v->table = cell(p, s, row, VIEW_TABLE);
    v->where = cell(p, s, row, VIEW_WHERE);
    v->by = cell(p, s, row, VIEW_BY);
    v->table_row = v->where_row = v->by_row = row;
    v->columns = arena_alloc(&p->arena, (s->n - row) * sizeof *v->columns);
    if (v->columns == NULL)
        return error_memory(e);
    return pack_filled(s, row, p->view_part_column[VIEW_TABLE], _("table"), e);
}

/* A cell that is filled again must say the same. */
static enum status same_again(struct pack *p, const struct view *v, size_t row, struct error *e)
{
    static const enum view_part common[] = {VIEW_TABLE, VIEW_WHERE, VIEW_BY};
    const struct slice set[] = {v->table, v->where, v->by};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        struct slice again = cell(p, v->sheet, row, common[i]);
        char shown[QUOTE_SIZE], first[QUOTE_SIZE];
        if (again.n > 0 && !slice_eq(again, set[i]))
            return sheet_error(v->sheet, row, p->view_part_column[common[i]], e,
                               _("'%s' differs from the view's first row, which has '%s': a view "
                                 "has one %s"),
                               quote(shown, again), quote(first, set[i]), parts[common[i]]);
    }
    return ST_OK;
}

static enum status take_column(struct pack *p, struct view *v, size_t row, struct error *e)
{
    const struct sheet *s = v->sheet;
    struct slice name = cell(p, s, row, VIEW_COLUMN), expr = cell(p, s, row, VIEW_EXPR);
    char shown[QUOTE_SIZE];
    if (name.n == 0 && expr.n == 0 && v->column_count == 0)
        return ST_OK; /* a view may do with the columns of its source */
    enum status r = pack_filled(s, row, p->view_part_column[VIEW_COLUMN], _("column"), e);
    if (r == ST_OK)
        r = pack_filled(s, row, p->view_part_column[VIEW_EXPR], _("expr"), e);
    if (r != ST_OK)
        return r;
    for (size_t i = 0; i < v->column_count; i++)
        if (slice_eq(slice_of(v->columns[i].name), name))
            return sheet_error(s, row, p->view_part_column[VIEW_COLUMN], e,
                               _("column '%s' stands twice, here and in line %llu"),
                               quote(shown, name),
                               (unsigned long long)s->rows[v->columns[i].row].line);
    v->columns[v->column_count++] = (struct view_column){name.p, expr, row};
    return ST_OK;
}

enum status pack_read_views(struct pack *p, const struct sheet *s, struct error *e)
{
    enum status r = sheet_map(s, parts, VIEW_PARTS, NEEDED, p->view_part_column, e);
    if (r != ST_OK)
        return r;
    p->views = arena_zero(&p->arena, (s->n + 1) * sizeof *p->views);
    if (p->views == NULL)
        return error_memory(e);
    for (size_t row = 0; row < s->n && r == ST_OK; row++) {
        struct slice name = cell(p, s, row, VIEW_NAME);
        struct view *v = p->view_count == 0 ? NULL : &p->views[p->view_count - 1];
        if (name.n == 0 && v == NULL)
            return pack_filled(s, row, p->view_part_column[VIEW_NAME], _("view"), e);
        if (v == NULL || (name.n > 0 && !slice_eq(name, slice_of(v->name)))) {
            r = new_view(p, s, row, e);
            v = &p->views[p->view_count - 1];
        } else {
            r = same_again(p, v, row, e);
        }
        if (r == ST_OK)
            r = take_column(p, v, row, e);
    }
    for (size_t i = 0; i < p->view_count && r == ST_OK; i++) {
        const struct view *v = &p->views[i];
        if (pack_table(p, v->table) == NULL && pack_view(p, v->table) == NULL)
            r = pack_no_table(p, s, v->table_row, p->view_part_column[VIEW_TABLE], e);
    }
    return r;
}
