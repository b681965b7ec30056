#include "view_int.h"

#include <stdlib.h>

#include "i18n.h"

struct derived *plan_derived(const struct plan *p, size_t table)
{
    size_t dictionary = p->all.table_count - p->derived_n;
    return table < dictionary ? NULL : &p->derived[table - dictionary];
}

size_t plan_base(const struct plan *p, size_t table)
{
    const struct derived *d;
    while ((d = plan_derived(p, table)) != NULL)
        table = d->source;
    return table;
}

bool plan_apart(const struct plan *p, size_t table)
{
    const struct derived *d;
    for (; (d = plan_derived(p, table)) != NULL; table = d->source)
        if (d->kind == VIEW_PAIRS)
            return false;
    return true;
}

size_t view_id_column(const struct plan *p, const struct derived *d)
{
    const struct table *t = &p->pack->tables[d->source];
    for (size_t i = 0; i < t->column_count; i++) {
        enum column_type type = t->columns[i].type;
        bool grouped = type != TYPE_ID && type != TYPE_USCC && type != TYPE_IDNO;
        for (size_t k = 0; k < d->check.by_n; k++)
            grouped =
                grouped || (d->check.by[k]->kind == EXPR_COLUMN && d->check.by[k]->column == i);
        if (!grouped)
            return i;
    }
    return SIZE_MAX;
}

void view_walk(const struct plan *p, const struct derived *d, void (*fn)(struct expr *, void *),
               void *context)
{
    const struct table *t = &p->pack->tables[d->table];
    for (size_t i = 0; d->view != NULL && i < t->column_count; i++)
        if (p->needed[d->table][i]) {
            expr_walk(d->of_rows[i], fn, context);
            expr_walk(d->of_groups[i], fn, context);
        }
    expr_walk(d->keep, fn, context);
    for (size_t i = 0; i < d->check.by_n; i++)
        expr_walk(d->check.by[i], fn, context);
}

enum status views_begin(struct plan *p, const struct pack *pack, struct error *e)
{
    size_t n = pack->table_count + pack->view_count + pack->indicator_count;
    struct table *tables = arena_zero(&p->arena, (n + 1) * sizeof *tables);
    p->derived = calloc(pack->view_count + pack->indicator_count + 1, sizeof *p->derived);
    p->ready = arena_alloc(&p->arena, (n + 1) * sizeof *p->ready);
    p->holds = arena_zero(&p->arena, (pack->table_count + 1) * sizeof *p->holds);
    if (tables == NULL || p->derived == NULL || p->ready == NULL || p->holds == NULL)
        return error_memory(e);
    if (pack->table_count > 0)
        memcpy(tables, pack->tables, pack->table_count * sizeof *tables);
    p->all = *pack;
    p->pack = &p->all;
    p->all.tables = tables;
    for (size_t i = 0; i < pack->view_count + pack->indicator_count; i++) {
        struct derived *d = &p->derived[p->derived_n];
        bool is_view = i < pack->view_count;
        d->view = is_view ? &pack->views[i] : NULL;
        d->indicator = is_view ? NULL : &pack->indicators[i - pack->view_count];
        d->table = pack->table_count + p->derived_n++;
        tables[d->table].name = is_view ? d->view->name : d->indicator->id;
        tables[d->table].department = "";
    }
    p->all.table_count = pack->table_count + p->derived_n;
    return ST_OK;
}

/* The column that says which rows count; it has no name that an expression could write. */
bool view_keep_column(struct table *t)
{
    t->columns[t->column_count] = (struct column){.name = "(kept)", .type = TYPE_FLAG};
    t->keeps = true;
    return true;
}

enum status view_where(struct plan *p, const struct table *t, struct expr **where, struct error *e)
{
    if (!t->keeps)
        return ST_OK;
    struct expr *kept = expr_column(t, kept_column(t), &p->arena);
    if (kept == NULL)
        return error_memory(e);
    *where = expr_both(&p->arena, kept, *where);
    return *where == NULL ? error_memory(e) : ST_OK;
}

/* Ids that are handed on stay ids: max(payee_id), coalesce(original_id, payment_id). */
static bool hands_on(const struct expr *x, size_t *from)
{
    *from = 0;
    if (x->kind == EXPR_AGGREGATE)
        return x->arg_count > 0 &&
               (x->aggregate == AGG_SAME || x->aggregate == AGG_MIN || x->aggregate == AGG_MAX ||
                x->aggregate == AGG_FIRST || x->aggregate == AGG_LAST);
    *from = x->kind == EXPR_CALL && x->function == FN_IF ? 1 : 0;
    return x->kind == EXPR_CALL && (x->function == FN_IF || x->function == FN_COALESCE);
}

static enum column_type type_of(const struct expr *x, const struct table *t)
{
    size_t from;
    if (x->kind == EXPR_COLUMN)
        return t->columns[x->column].type;
    if (hands_on(x, &from)) {
        enum column_type type = type_of(x->args[from], t);
        for (size_t i = from + 1; i < x->arg_count; i++)
            if (type_of(x->args[i], t) != type)
                type = TYPE_TEXT;
        if (type != TYPE_TEXT)
            return type;
    }
    switch (x->type) {
    case T_NUMBER:
        return TYPE_DECIMAL;
    case T_BOOL:
        return TYPE_FLAG;
    case T_DATE:
        return TYPE_DATE;
    case T_MONTH:
        return TYPE_MONTH;
    case T_QUARTER:
        return TYPE_QUARTER;
    case T_YEAR:
        return TYPE_YEAR;
    case T_TIME:
        return TYPE_TIME;
    case T_TEXT:
        break;
    }
    return TYPE_TEXT;
}

void view_add_column(struct table *t, const char *name, const struct expr *x,
                     const struct table *of)
{
    t->columns[t->column_count++] =
        (struct column){.name = name, .type = type_of(x, of), .description = ""};
}

/* The subjects that an indicator triggered: its `by` columns, the period and the level. */
static enum status make_subjects(struct plan *p, struct derived *d, struct error *e)
{
    const struct indicator *i = d->indicator;
    struct table *t = &p->all.tables[d->table];
    char shown[QUOTE_SIZE];
    quote(shown, slice_of(i->id));
    if (i->status == INDICATOR_OFF)
        return error_set(e, ST_USAGE,
                         _("indicator '%s' is off, so nobody is known to be among its "
                           "subjects"),
                         shown);
    if (i->by.n == 0)
        return error_set(e, ST_USAGE,
                         _("indicator '%s' has no by: its subjects are rows, for which no other "
                           "table has a name"),
                         shown);
    d->source = (size_t)(pack_table(p->pack, i->table) - p->pack->tables);
    enum status s = check_placed(p->pack, i, PART_TABLE, view_ready(p, d->source, e), e);
    if (s != ST_OK)
        return s;
    const struct table *source = &p->all.tables[d->source];
    struct expr_scope scope = {.pack = p->pack, .table = source, .ready = view_ready, .context = p};
    struct expr **by;
    size_t n = 0;
    d->check.indicator = i;
    s = check_day(p, source, &scope.date, e);
    if (s == ST_OK && i->region.n > 0) {
        struct expr_scope subject = scope;
        subject.aggregates = true;
        s = expr_parse(i->region, &subject, &p->arena, &scope.region, e);
        if (s == ST_OK)
            s = check_keep(&d->check, scope.region, e);
    }
    if (s == ST_OK)
        s = expr_parse_list(i->by, &scope, &p->arena, &by, &n, e);
    for (size_t k = 0; s == ST_OK && k < n; k++)
        s = check_keep(&d->check, by[k], e);
    struct expr *period = NULL;
    if (s == ST_OK && i->period.n > 0)
        s = expr_parse(i->period, &scope, &p->arena, &period, e);
    if (s == ST_OK && period != NULL)
        s = check_keep(&d->check, period, e);
    if (s != ST_OK)
        return check_placed(p->pack, i, PART_BY, s, e);
    d->check.by = by;
    d->check.by_n = n;
    d->check.period = period;
    t->columns = arena_zero(&p->arena, (n + 3) * sizeof *t->columns);
    if (t->columns == NULL)
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        bool plain = by[k]->kind == EXPR_COLUMN;
        view_add_column(t, plain ? source->columns[by[k]->column].name : "", by[k], source);
    }
    if (period != NULL)
        view_add_column(t, "period", period, source);
    t->columns[t->column_count++] =
        (struct column){.name = "level", .type = TYPE_TEXT, .description = ""};
    return ST_OK;
}

/* The place is that of what closes the circle. */
static enum status refers_to_itself(const struct derived *d, struct error *e)
{
    char shown[QUOTE_SIZE];
    const char *name = d->view != NULL ? d->view->name : d->indicator->id;
    return error_set(e, ST_USAGE,
                     _("'%s' refers to itself, directly or by way of other views and indicators"),
                     quote(shown, slice_of(name)));
}

enum status view_ready(void *context, size_t table, struct error *e)
{
    struct plan *p = context;
    struct derived *d = plan_derived(p, table);
    if (d == NULL || d->state == DERIVED_READY)
        return ST_OK;
    if (d->state == DERIVED_BEGUN)
        return refers_to_itself(d, e);
    d->state = DERIVED_BEGUN;
    enum status s = d->view == NULL ? make_subjects(p, d, e) : view_make(p, d, e);
    if (s != ST_OK)
        return s;
    d->state = DERIVED_READY;
    p->ready[p->ready_n++] = table;
    p->all.tables[table].department = p->all.tables[d->source].department;
    return ST_OK;
}

enum status view_bind(struct plan *p, struct derived *d, struct error *e)
{
    struct check *c = &d->check;
    const struct table *t = &p->pack->tables[d->table];
    if (!d->wanted || d->kind == VIEW_PAIRS || (d->kind == VIEW_ROWS && !d->grouped))
        return ST_OK;
    c->grouping = calloc(1, sizeof *c->grouping);
    if (c->grouping == NULL)
        return error_memory(e);
    c->grouping->by = c->by;
    c->grouping->by_n = c->by_n;
    c->grouping->by_place = d->kind == VIEW_ROWS;
    c->grouping->is_view = true;
    c->grouping->apart = plan_apart(p, d->source);
    c->grouping->memory = p->memory;
    c->grouping->shown = p->shown;
    c->grouping->reasons = &p->reasons;
    c->grouping->hold = plan_hold(p, d->source);
    struct expr **needed = arena_zero(&p->arena, (t->column_count + 1) * sizeof *needed);
    if (needed == NULL)
        return error_memory(e);
    for (size_t i = 0; i < t->column_count; i++)
        needed[i] = p->needed[d->table][i] ? d->of_groups[i] : NULL;
    enum status s = check_bind_columns(p, c, needed, t->column_count, e);
    if (s == ST_USAGE && e != NULL && e->file[0] == '\0') {
        char text[sizeof e->text];
        memcpy(text, e->text, sizeof text);
        return sheet_error(d->view->sheet, d->view->table_row, d->view->part_column[VIEW_NAME], e,
                           "%s: %s", d->view->name, text);
    }
    if (s == ST_OK)
        s = group_begin(c->grouping, e);
    return s == ST_OK ? check_want(c, needed, t->column_count, e) : s;
}

void views_free(struct plan *p)
{
    for (size_t i = 0; p->derived != NULL && i < p->derived_n; i++) {
        struct check *c = &p->derived[i].check;
        check_free(c);
        if (c->grouping != NULL)
            group_free(c->grouping);
        free(c->grouping);
    }
    free(p->derived);
}
