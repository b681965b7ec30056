/* From the rows of views.csv to a view. */
#include <stdio.h>

#include "functions.h"
#include "i18n.h"
#include "view_int.h"

struct making {
    struct plan *plan;
    struct derived *d;
    const struct view *view;
    struct table *source, *own;
    struct expr_scope scope; /* of `where` and `by`, and of columns of groups */
    struct named_expr *named;
    struct error *e;
};

/* Gives an error that has no place yet the one of a cell. */
static enum status placed(struct making *m, size_t row, enum view_part part, enum status s)
{
    if (s != ST_USAGE || m->e == NULL || m->e->file[0] != '\0')
        return s;
    char text[sizeof m->e->text];
    snprintf(text, sizeof text, "%s", m->e->text);
    return sheet_error(m->view->sheet, row, m->view->part_column[part], m->e, "%s", text);
}

static enum status fault(struct making *m, size_t row, enum view_part part, const char *text)
{
    return sheet_error(m->view->sheet, row, m->view->part_column[part], m->e, "%s", text);
}

static enum status parse_where(struct making *m)
{
    struct check *c = &m->d->check;
    if (m->view->where.n == 0)
        return ST_OK;
    enum status s = expr_check_cell(m->view->where, m->e);
    if (s == ST_OK)
        s = expr_parse(m->view->where, &m->scope, &m->plan->arena, &c->where, m->e);
    if (s == ST_OK)
        s = check_keep(c, c->where, m->e);
    if (s != ST_OK)
        return placed(m, m->view->where_row, VIEW_WHERE, s);
    return c->where->type == T_BOOL ? ST_OK
                                    : fault(m, m->view->where_row, VIEW_WHERE,
                                            _("where is a condition: compare something"));
}

/* `pairs of tender_id`, 两两 tender_id: takes what stands before the key off BY. */
static bool take_pairs(struct slice *by)
{
    static const char *const words[] = {"pairs", "of"};
    struct slice rest = *by, chinese = SLICE("两两");
    if (rest.n >= chinese.n && memcmp(rest.p, chinese.p, chinese.n) == 0) {
        *by = slice_trim((struct slice){rest.p + chinese.n, rest.n - chinese.n});
        return true;
    }
    for (size_t i = 0; i < 2; i++) {
        struct slice word = slice_split(&rest, ' ');
        if (!same_word(word, words[i]))
            return false;
        rest = rest.p == NULL ? SLICE("") : slice_trim(rest);
    }
    *by = rest;
    return true;
}

/* PART, the end of CELL, with a blank for each character before it, so that errors count from the
 * cell's first. */
static struct slice behind_blanks(struct making *m, struct slice cell, struct slice part)
{
    size_t before = 0;
    for (size_t i = 0; i < cell.n - part.n; i++)
        before += ((unsigned char)cell.p[i] & 0xc0) != 0x80;
    const char *text =
        arena_printf(&m->plan->arena, "%*s%.*s", (int)before, "", (int)part.n, part.p);
    return text == NULL ? (struct slice){NULL, 0} : slice_of(text);
}

static enum status parse_by(struct making *m)
{
    struct check *c = &m->d->check;
    struct slice by = m->view->by;
    if (by.n == 0) {
        m->d->kind = VIEW_ROWS;
        return ST_OK;
    }
    m->d->kind = take_pairs(&by) ? VIEW_PAIRS : VIEW_GROUPS;
    if (by.n == 0)
        return fault(m, m->view->by_row, VIEW_BY,
                     _("pairs of what? Name the columns in which the two rows are equal: pairs of "
                       "tender_id"));
    c->by_names = by;
    struct slice key = behind_blanks(m, m->view->by, by);
    if (key.p == NULL)
        return error_memory(m->e);
    enum status s = expr_check_cell(by, m->e);
    if (s == ST_OK)
        s = expr_parse_list(key, &m->scope, &m->plan->arena, &c->by, &c->by_n, m->e);
    for (size_t i = 0; s == ST_OK && i < c->by_n; i++)
        s = check_keep(c, c->by[i], m->e);
    return placed(m, m->view->by_row, VIEW_BY, s);
}

/* Room for all columns that there can be, and the one that says which rows count. */
static enum status make_room(struct making *m)
{
    struct derived *d = m->d;
    size_t n = 2 * m->source->column_count + d->check.by_n + m->view->column_count + 1;
    struct arena *a = &m->plan->arena;
    m->own->columns = arena_zero(a, n * sizeof *m->own->columns);
    d->of_rows = arena_zero(a, n * sizeof(struct expr *));
    d->of_groups = arena_zero(a, n * sizeof(struct expr *));
    d->from = arena_zero(a, n * sizeof *d->from);
    d->second = arena_zero(a, n * sizeof *d->second);
    m->named = arena_zero(a, n * sizeof *m->named);
    return m->own->columns == NULL || d->of_rows == NULL || d->of_groups == NULL ||
                   d->from == NULL || d->second == NULL || m->named == NULL
               ? error_memory(m->e)
               : ST_OK;
}

static bool add_paired(struct making *m, size_t column, bool second)
{
    const struct column *c = &m->source->columns[column];
    struct column *own = &m->own->columns[m->own->column_count];
    *own = *c;
    own->name = arena_printf(&m->plan->arena, "%s.%s", second ? "b" : "a", c->name);
    own->alias_count = 0;
    m->d->from[m->own->column_count] = column;
    m->d->second[m->own->column_count++] = second;
    return own->name != NULL;
}

/* The plain columns in `by`, each once, under their names. */
static enum status take_key(struct making *m)
{
    struct derived *d = m->d;
    struct table *own = m->own;
    for (size_t i = 0; i < d->check.by_n; i++) {
        struct expr *by = d->check.by[i];
        if (by->kind != EXPR_COLUMN ||
            table_column(own, slice_of(m->source->columns[by->column].name)) != NULL)
            continue;
        d->from[own->column_count] = by->column;
        if (d->kind == VIEW_GROUPS) {
            enum status s = expr_plain(by, &m->scope, NULL, 0, &m->plan->arena,
                                       &d->of_groups[own->column_count], m->e);
            if (s != ST_OK)
                return s;
        }
        own->columns[own->column_count++] = m->source->columns[by->column];
    }
    return ST_OK;
}

/* A pair of pairs may have a.x as part of its key, and x of its first row. */
static enum status take_two(struct making *m)
{
    char shown[QUOTE_SIZE];
    for (size_t i = 0; i < 2 * m->source->column_count; i++) {
        if (!add_paired(m, i / 2, i % 2 == 1))
            return error_memory(m->e);
        struct slice name = slice_of(m->own->columns[m->own->column_count - 1].name);
        if (table_column(m->own, name) != &m->own->columns[m->own->column_count - 1])
            return sheet_error(m->view->sheet, m->view->by_row, m->view->part_column[VIEW_BY], m->e,
                               _("column '%s' would be there twice, in the key and of one of the "
                                 "two rows: give it another name in a view between"),
                               quote(shown, name));
    }
    return ST_OK;
}

/* The columns that a view has of its source. */
static enum status take_source(struct making *m)
{
    struct table *own = m->own;
    enum status s = ST_OK;
    if (m->d->kind == VIEW_ROWS)
        for (size_t i = 0; i < m->source->column_count; i++)
            own->columns[own->column_count++] = m->source->columns[i];
    else
        s = take_key(m);
    if (s == ST_OK && m->d->kind == VIEW_PAIRS)
        s = take_two(m);
    m->d->first = own->column_count;
    return s;
}

struct looking {
    const struct derived *d;
    bool own, others, grouped;
};

static void look(struct expr *x, void *context)
{
    struct looking *l = context;
    if (x->kind == EXPR_AGGREGATE)
        *(x->over == OVER_NONE ? &l->own : &l->others) = true;
    if (x->kind == EXPR_COLUMN && l->d->of_groups[x->column] != NULL)
        l->grouped = true;
}

/* Of a view that keeps its rows: of a row, or of the row among others. */
static enum status take_of_row(struct making *m, struct expr *x, size_t at, size_t row)
{
    struct looking l = {m->d, false, false, false};
    expr_walk(x, look, &l);
    if (l.grouped)
        return fault(
            m, row, VIEW_EXPR,
            _("it uses a column that looks at other rows: do that in a view that stands on "
              "this one"));
    if (m->d->kind == VIEW_PAIRS && (l.own || l.others))
        return fault(m, row, VIEW_EXPR,
                     _("a pair is two rows: aggregates belong in a view that stands on this one"));
    if (l.own)
        return fault(m, row, VIEW_EXPR,
                     _("the view keeps its rows, so an aggregate must say over which rows: "
                       "mean(x) over column, or over all"));
    m->d->grouped = m->d->grouped || l.others;
    *(l.others ? &m->d->of_groups[at] : &m->d->of_rows[at]) = x;
    return ST_OK;
}

static enum status take_column(struct making *m, const struct view_column *v)
{
    struct derived *d = m->d;
    struct expr_scope scope = m->scope;
    size_t at = m->own->column_count;
    char shown[QUOTE_SIZE];
    if (table_column(m->own, slice_of(v->name)) != NULL)
        return sheet_error(m->view->sheet, v->row, m->view->part_column[VIEW_COLUMN], m->e,
                           _("column '%s' is one of the view's already: give it another name"),
                           quote(shown, slice_of(v->name)));
    if (d->kind != VIEW_GROUPS)
        scope.table = m->own;
    if (d->kind == VIEW_PAIRS) /* two rows may have two days */
        scope.date = NULL;
    scope.aggregates = true;
    scope.named = m->named;
    scope.named_n = d->kind == VIEW_GROUPS ? at - d->first : 0;
    struct expr *x;
    enum status s = expr_check_cell(v->expr, m->e);
    if (s == ST_OK)
        s = expr_parse(v->expr, &scope, &m->plan->arena, &x, m->e);
    if (s == ST_OK)
        s = check_keep(&d->check, x, m->e);
    if (s == ST_OK && d->kind == VIEW_GROUPS) {
        const struct expr *first = x;
        s = expr_plain(x, &scope, d->check.by, d->check.by_n, &m->plan->arena, &x, m->e);
        view_add_column(m->own, v->name, first, m->source);
        d->of_groups[at] = x;
        m->named[at - d->first] = (struct named_expr){v->name, x};
    } else if (s == ST_OK) {
        view_add_column(m->own, v->name, x, m->own);
        s = take_of_row(m, x, at, v->row);
    }
    return placed(m, v->row, VIEW_EXPR, s);
}

/* Columns of rows that are kept among others are the same in the one row that each group is. */
static enum status group_rows(struct making *m)
{
    struct derived *d = m->d;
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < m->own->column_count; i++) {
        struct expr *x = d->of_groups[i];
        if (x == NULL) {
            x = expr_column(m->own, i, &m->plan->arena);
            if (x == NULL)
                return error_memory(m->e);
        }
        s = expr_plain(x, &d->check.row, NULL, 0, &m->plan->arena, &d->of_groups[i], m->e);
    }
    return s;
}

enum status view_make(struct plan *p, struct derived *d, struct error *e)
{
    struct making m = {.plan = p, .d = d, .view = d->view, .e = e};
    const struct table *source = pack_table(p->pack, d->view->table);
    d->source = (size_t)(source - p->pack->tables);
    enum status s = placed(&m, d->view->table_row, VIEW_TABLE, view_ready(p, d->source, e));
    /* By which errors in its rows call it. */
    struct indicator *name = arena_zero(&p->arena, sizeof *name);
    if (name == NULL)
        return error_memory(e);
    *name = (struct indicator){.id = d->view->name, .valid_from = INT64_MIN, .valid_to = INT64_MAX};
    d->check.indicator = name;
    if (s != ST_OK)
        return s;
    m.source = &p->all.tables[d->source];
    m.own = &p->all.tables[d->table];
    m.scope =
        (struct expr_scope){.pack = p->pack, .table = m.source, .ready = view_ready, .context = p};
    s = check_day(p, m.source, &m.scope.date, e);
    if (s == ST_OK)
        s = parse_where(&m);
    if (s == ST_OK)
        s = parse_by(&m);
    if (s == ST_OK)
        s = make_room(&m);
    if (s == ST_OK)
        s = take_source(&m);
    for (size_t i = 0; s == ST_OK && i < d->view->column_count; i++)
        s = take_column(&m, &d->view->columns[i]);
    if (s != ST_OK)
        return s;
    struct check *c = &d->check;
    d->keep = c->where;
    s = view_where(p, m.source, &d->keep, e);
    if (s != ST_OK)
        return s;
    c->table = d->kind == VIEW_GROUPS ? m.source : m.own;
    c->row = (struct expr_scope){.pack = p->pack, .table = c->table};
    c->subject = c->row;
    c->subject.aggregates = true;
    if (d->kind != VIEW_ROWS || d->grouped || d->keep != NULL)
        view_keep_column(m.own);
    c->where = d->keep;
    if (d->kind == VIEW_ROWS && d->grouped) {
        c->where = NULL;
        s = view_where(p, m.own, &c->where, e);
    }
    if (s != ST_OK)
        return s;
    if (d->kind == VIEW_ROWS && d->grouped)
        s = group_rows(&m);
    return s;
}
