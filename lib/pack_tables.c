/* tables.csv: the data dictionary, a row for each column of each table. */
#include "i18n.h"
#include "pack_int.h"

enum {
    COL_TABLE, COL_COLUMN, COL_TYPE, /* these may not be missing */
    COL_DEPARTMENT, COL_REQUIRED, COL_ALIASES, COL_DESCRIPTION,
    COLS
};

static const char *const columns[COLS] = {"table", "column", "type", "department", "required",
                                          "aliases", "description"};
enum { NEEDED = COL_TYPE + 1 };

static const char *const types[] = {"text",  "id",   "decimal", "percent", "date", "time",
                                    "month", "year", "flag",    "uscc",    "idno", "quarter"};
enum { TYPES = sizeof types / sizeof types[0] };

const char *column_type_name(enum column_type t)
{
    return (unsigned)t < TYPES ? types[t] : "";
}

static struct table *find_table(struct pack *p, const char *name)
{
    for (size_t i = p->table_count; i-- > 0;)
        if (strcmp(p->tables[i].name, name) == 0)
            return &p->tables[i];
    return NULL;
}

/* A table's rows may stand apart; a later one may give the department that the first left blank. */
static enum status take_department(struct table *t, const struct sheet *s, size_t row, int column,
                                   struct error *e)
{
    const char *department = pack_string(s, row, column);
    char here[QUOTE_SIZE], before[QUOTE_SIZE], name[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    if (department[0] == '\0' || strcmp(t->department, department) == 0)
        return ST_OK;
    if (t->department[0] != '\0' && t->column_count > 0) /* of a higher layer */
        return sheet_error(s, row, column, e,
                           _("table '%s' is of department '%s' in %s and '%s' here"),
                           quote(name, slice_of(t->name)), quote(before, slice_of(t->department)),
                           sheet_place(where, s, t->columns[0].sheet, t->columns[0].row),
                           quote(here, slice_of(department)));
    if (t->department[0] != '\0')
        return sheet_error(s, row, column, e,
                           _("table '%s' is of department '%s' above and '%s' here"),
                           quote(name, slice_of(t->name)),
                           quote(before, slice_of(t->department)),
                           quote(here, slice_of(department)));
    t->department = department;
    return ST_OK;
}

/* The column of T whose name or alias NAME is, or NULL. */
static struct column *claimed(const struct table *t, struct slice name)
{
    for (size_t i = 0; i < t->column_count; i++) {
        struct column *c = &t->columns[i];
        if (slice_eq(slice_of(c->name), name))
            return c;
        for (size_t k = 0; k < c->alias_count; k++)
            if (slice_eq(slice_of(c->aliases[k]), name))
                return c;
    }
    return NULL;
}

static enum status refuse_claimed(const struct table *t, const struct column *other,
                                  struct slice name, const struct sheet *s, size_t row,
                                  int column, struct error *e)
{
    char shown[QUOTE_SIZE], owner[QUOTE_SIZE], in[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    return sheet_error(s, row, column, e, _("'%s' already names column '%s' of table '%s' (%s)"),
                       quote(shown, name), quote(owner, slice_of(other->name)),
                       quote(in, slice_of(t->name)),
                       sheet_place(where, s, other->sheet, other->row));
}

static enum status take_aliases(struct pack *p, const struct table *t, struct column *c,
                                const struct sheet *s, size_t row, int column, struct error *e)
{
    struct slice rest = sheet_cell(s, row, column);
    size_t most = 1;
    for (size_t i = 0; i < rest.n; i++)
        most += rest.p[i] == '|';
    c->aliases = pack_more(p, c->aliases, c->alias_count, most, sizeof *c->aliases);
    if (c->aliases == NULL)
        return error_memory(e);
    while (rest.p != NULL) {
        struct slice alias = slice_trim(slice_split(&rest, '|'));
        const struct column *other = claimed(t, alias);
        if (other != NULL && other != c)
            return refuse_claimed(t, other, alias, s, row, column, e);
        if (alias.n == 0 || other == c)
            continue;
        c->aliases[c->alias_count] = arena_string(&p->arena, alias);
        if (c->aliases[c->alias_count++] == NULL)
            return error_memory(e);
    }
    return ST_OK;
}

static const char *const yes_no[] = {"no", "yes"};

/* A lower layer may tell of more headers that C bears; what it says of it besides must be so. */
static enum status add_aliases(struct pack *p, const struct table *t, struct column *c,
                               const struct sheet *s, size_t row, const int *map, struct error *e)
{
    int type, required;
    char where[SHEET_PLACE_SIZE], name[QUOTE_SIZE];
    enum status r =
        pack_choose(s, row, map[COL_TYPE], _("type"), types, TYPES, (int)c->type, &type, e);
    if (r == ST_OK)
        r = pack_choose(s, row, map[COL_REQUIRED], _("answer"), yes_no, 2, c->required, &required,
                        e);
    if (r != ST_OK)
        return r;
    quote(name, slice_of(c->name));
    sheet_place(where, s, c->sheet, c->row);
    if (type != (int)c->type)
        return sheet_error(s, row, map[COL_TYPE], e,
                           _("column '%s' is of type %s in %s: a lower layer cannot make it %s"),
                           name, types[c->type], where, types[type]);
    if (required != (int)c->required)
        return sheet_error(s, row, map[COL_REQUIRED], e,
                           _("column '%s' is %s in %s: a lower layer cannot change that"), name,
                           c->required ? _("required") : _("not required"), where);
    return take_aliases(p, t, c, s, row, map[COL_ALIASES], e);
}

/* Of a table that a higher layer has, whose files must still be taken. */
static enum status check_optional(const struct table *t, const struct sheet *s, size_t row,
                                  const int *map, struct error *e)
{
    const struct column *first = &t->columns[0];
    char where[SHEET_PLACE_SIZE], name[QUOTE_SIZE];
    if (t->column_count == 0 || first->sheet == s)
        return ST_OK;
    return sheet_error(s, row, map[COL_REQUIRED], e,
                       _("table '%s' is of %s: a column that a lower layer adds to it cannot be "
                         "required"),
                       quote(name, slice_of(t->name)),
                       sheet_place(where, s, first->sheet, first->row));
}

static enum status take_column(struct pack *p, struct table *t, const struct sheet *s, size_t row,
                               const int *map, struct error *e)
{
    struct slice name = sheet_cell(s, row, map[COL_COLUMN]);
    struct column *other = claimed(t, name);
    if (other != NULL && other->sheet != s && slice_eq(slice_of(other->name), name))
        return add_aliases(p, t, other, s, row, map, e);
    if (other != NULL)
        return refuse_claimed(t, other, name, s, row, map[COL_COLUMN], e);
    int type, required;
    enum status r = pack_choose(s, row, map[COL_TYPE], _("type"), types, TYPES, -1, &type, e);
    if (r == ST_OK)
        r = pack_choose(s, row, map[COL_REQUIRED], _("answer"), yes_no, 2, 0, &required, e);
    if (r == ST_OK && required != 0)
        r = check_optional(t, s, row, map, e);
    if (r != ST_OK)
        return r;
    struct column *c = &t->columns[t->column_count++];
    *c = (struct column){
        .name = name.p,
        .type = (enum column_type)type,
        .required = required != 0,
        .description = pack_string(s, row, map[COL_DESCRIPTION]),
        .sheet = s,
        .row = row,
    };
    return take_aliases(p, t, c, s, row, map[COL_ALIASES], e);
}

/* The tables of the rows of S, new ones added; ADDED counts the rows of each. */
static enum status find_tables(struct pack *p, const struct sheet *s, const int *map, size_t *added,
                               struct error *e)
{
    for (size_t i = 0; i < s->n; i++) {
        enum status r = pack_filled(s, i, map[COL_TABLE], _("table"), e);
        if (r == ST_OK)
            r = pack_filled(s, i, map[COL_COLUMN], _("column"), e);
        if (r != ST_OK)
            return r;
        const char *name = pack_string(s, i, map[COL_TABLE]);
        struct table *t = find_table(p, name);
        if (t == NULL) {
            t = &p->tables[p->table_count++];
            *t = (struct table){.name = name, .department = ""};
        }
        added[t - p->tables]++;
        r = take_department(t, s, i, map[COL_DEPARTMENT], e);
        if (r != ST_OK)
            return r;
    }
    return ST_OK;
}

enum status pack_read_tables(struct pack *p, const struct sheet *s, struct error *e)
{
    int map[COLS];
    enum status r = sheet_map(s, columns, COLS, NEEDED, map, e);
    if (r != ST_OK)
        return r;
    if (s->n == 0 && p->table_count == 0)
        return error_at(e, ST_USAGE, s->file, s->header_line, 0, "%s",
                        _("no table is described here"));
    size_t *added = arena_zero(&p->arena, (p->table_count + s->n) * sizeof *added + 1);
    p->tables = pack_more(p, p->tables, p->table_count, s->n, sizeof *p->tables);
    if (p->tables == NULL || added == NULL)
        return error_memory(e);
    r = find_tables(p, s, map, added, e);
    for (size_t i = 0; i < p->table_count && r == ST_OK; i++) {
        struct table *t = &p->tables[i];
        t->columns = pack_more(p, t->columns, t->column_count, added[i], sizeof *t->columns);
        if (t->columns == NULL)
            return error_memory(e);
    }
    for (size_t i = 0; i < s->n && r == ST_OK; i++)
        r = take_column(p, find_table(p, pack_string(s, i, map[COL_TABLE])), s, i, map, e);
    return r;
}
