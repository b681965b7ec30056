/* A view's row: its columns in use and how each was worked out. */
#include "view.h"

#include <stdlib.h>

#include "i18n.h"
#include "why_int.h"

struct viewing {
    struct why *w;
    const struct derived *d;
    const struct table *table;
    struct rows *rows;
    size_t k;
    struct why_row *row;
    bool *shown; /* [the table's columns] */
    struct look of_row, of_group;
};

static void column_value(struct viewing *v, size_t column)
{
    struct buffer *b = &v->row->text;
    struct vec of_group, *values = &v->rows->values[column];
    size_t k = v->k;
    if (v->d->kind == VIEW_GROUPS) {
        values = &of_group;
        if (!look_value(&v->of_group, v->d->of_groups[column], &of_group, &k))
            return;
    }
    buffer_text(b, v->row->any ? "; " : ": ");
    v->row->any = true;
    buffer_text(b, v->table->columns[column].name);
    if (column >= v->d->first) {
        struct slice text = v->d->view->columns[column - v->d->first].expr;
        buffer_printf(b, " = %.*s", (int)text.n, text.p);
    }
    buffer_text(b, " = ");
    why_value(&v->of_row, values, k, NULL, 0, b);
}

/* Below the line, what the line does not say: of parts, and how a whole came about. */
static void column_parts(struct viewing *v, size_t column)
{
    if (v->d->of_rows[column] != NULL)
        look_notes(&v->of_row, v->d->of_rows[column]);
    else if (v->d->of_groups[column] != NULL)
        look_notes(&v->of_group, v->d->of_groups[column]);
}

/* `tender_id = T1 (bids.csv:2-4)`, or the place alone. */
static bool name_row(struct viewing *v)
{
    const struct rows *r = v->rows;
    struct buffer *b = &v->row->text;
    struct one_place one;
    const struct places *at = rows_place(r, v->k, &one);
    const char *const *sources = v->w->engine->sources;
    buffer_text(b, "  ");
    if (v->d->kind == VIEW_ROWS)
        return places_text(at, sources, b);
    const struct paired *p = r->made->paired;
    struct slice by = v->d->check.by_names;
    struct slice key =
        p == NULL ? rows_group(r, v->k) : p->keys.keys[p->rows[r->made->first[v->k]].key];
    buffer_printf(b, "%.*s = ", (int)by.n, by.p);
    buffer_slice(b, key);
    buffer_text(b, " (");
    return places_text(at, sources, b) && buffer_char(b, ')');
}

static bool want(struct why *w, size_t table, struct slice row)
{
    struct buffer name = {0};
    bool good =
        why_name(table, row, &name) && keytab_add(&w->wanted, buffer_view(&name)) != KEYTAB_NONE;
    buffer_free(&name);
    return good;
}

/* Those of its group, by the group's name, or both of a pair. */
bool why_want_sources(struct why *w, const struct rows *r, size_t k)
{
    const struct made *m = r->made;
    struct buffer name = {0};
    if (m == NULL)
        return true;
    if (m->paired != NULL)
        return want(w, m->view->source, m->paired->shown_as[m->first[k]]) &&
               want(w, m->view->source, m->paired->shown_as[m->second[k]]);
    bool good = rows_name(r, k, &name) && want(w, r->table_index, buffer_view(&name));
    buffer_free(&name);
    return good;
}

/* Those that no reading before this one has told. */
static void show_columns(struct viewing *v)
{
    size_t n = v->table->column_count;
    view_used(v->w->plan, v->d, v->rows->needed, v->shown);
    for (size_t i = 0; i < n; i++) {
        v->shown[i] = v->shown[i] && !v->row->told[i];
        if (v->shown[i])
            column_value(v, i);
        v->row->told[i] = v->row->told[i] || v->shown[i];
    }
    for (size_t i = v->d->first; i < n; i++)
        if (v->shown[i])
            column_parts(v, i);
}

static bool begin_row(struct viewing *v)
{
    if (v->row->told != NULL)
        return true;
    v->row->told = arena_zero(&v->w->arena, v->table->column_count + 1);
    return v->row->told != NULL && name_row(v);
}

enum status why_view_row(struct why *w, struct rows *r, size_t k, struct why_row *row,
                         struct error *e)
{
    const struct derived *d = plan_derived(w->plan, r->table_index);
    struct viewing v = {.w = w, .d = d, .table = r->table, .rows = r, .k = k, .row = row};
    v.shown = calloc(r->table->column_count + 2, sizeof *v.shown);
    if (v.shown == NULL || !begin_row(&v)) {
        free(v.shown);
        return error_memory(e);
    }
    struct expr_scope own = {.pack = w->plan->pack, .table = r->table};
    v.of_row = (struct look){
        .w = w, .scope = &own, .rows = r, .k = k, .out = &row->parts, .indent = "      ", .e = e};
    v.of_group = v.of_row;
    v.of_group.rows = NULL;
    v.of_group.columns = d->kind == VIEW_GROUPS;
    v.of_group.scope = &d->check.subject;
    if (r->made != NULL && r->made->groups != NULL) {
        v.of_group.judge = r->made->judge;
        v.of_group.check = (struct check *)&d->check;
        v.of_group.group = r->made->groups[k];
    }
    show_columns(&v);
    free(v.shown);
    look_end(&v.of_row);
    look_end(&v.of_group);
    if (v.of_row.status != ST_OK)
        return v.of_row.status;
    if (v.of_group.status != ST_OK)
        return v.of_group.status;
    return row->text.failed ? error_memory(e) : ST_OK;
}
