/* What the rules for rows need to know of the header. */
#include "layout_int.h"

static bool is_number(enum column_type t)
{
    return t == TYPE_DECIMAL || t == TYPE_PERCENT;
}

static bool is_name(enum column_type t)
{
    return t == TYPE_TEXT || t == TYPE_ID || t == TYPE_USCC || t == TYPE_IDNO;
}

/* A small number is no value of it. */
static bool is_long(enum column_type t)
{
    return t == TYPE_DATE || t == TYPE_TIME || t == TYPE_MONTH || t == TYPE_YEAR ||
           t == TYPE_QUARTER || t == TYPE_IDNO || t == TYPE_USCC;
}

static bool make_lists(struct laying *y)
{
    size_t n = y->layout.column_count + 1, cells = y->head.n + 1;
    y->required = arena_alloc(&y->arena, n * sizeof *y->required);
    y->ids = arena_alloc(&y->arena, n * sizeof *y->ids);
    y->names = arena_alloc(&y->arena, n * sizeof *y->names);
    y->single = arena_zero(&y->arena, cells * sizeof *y->single);
    y->typed = arena_zero(&y->arena, cells * sizeof *y->typed);
    y->dated = arena_zero(&y->arena, cells * sizeof *y->dated);
    y->blanks = arena_alloc(&y->arena, cells * sizeof *y->blanks);
    return y->required != NULL && y->ids != NULL && y->names != NULL && y->single != NULL &&
           y->typed != NULL && y->dated != NULL && y->blanks != NULL;
}

/* A header of figures is hardly one: the dictionary would know, else they may come again below. */
static bool has_figures(const struct laying *y)
{
    const struct grid_row *row = &y->kept[y->header_at].row;
    for (size_t k = 0; k < row->n; k++) {
        const struct cell *c = &row->cells[k];
        if (cell_own(c) && (c->kind != CELL_TEXT || (c->text.p[0] >= '0' && c->text.p[0] <= '9')))
            return true;
    }
    return false;
}

/* Rows that a printed report says again on each page. */
static bool keep_repeats(struct laying *y)
{
    bool certain = y->layout.table != NULL || !has_figures(y);
    size_t n = certain ? y->header_at + y->header_rows : 0;
    y->repeats = arena_zero(&y->arena, (n + 1) * sizeof *y->repeats);
    if (y->repeats == NULL)
        return false;
    for (y->repeat_n = 0; y->repeat_n < n; y->repeat_n++) {
        struct slice *s = &y->repeats[y->repeat_n];
        if (!layout_row_text(y, &y->kept[y->repeat_n].row))
            return false;
        *s = arena_copy(&y->arena, buffer_view(&y->line));
        if (s->p == NULL)
            return false;
    }
    return true;
}

static void sort(size_t *cells, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && cells[k - 1] > cells[k]; k--) {
            size_t c = cells[k];
            cells[k] = cells[k - 1];
            cells[k - 1] = c;
        }
}

enum status layout_prepare(struct laying *y, struct error *e)
{
    if (!make_lists(y) || !keep_repeats(y))
        return error_memory(e);
    for (size_t i = 0; i < y->layout.column_count; i++) {
        const struct layout_column *c = &y->layout.columns[i];
        if (c->column == NULL)
            continue;
        bool number = is_number(c->column->type);
        y->typed[c->cell] = true;
        y->single[c->cell] = number;
        y->dated[c->cell] = is_long(c->column->type);
        if (c->column->required)
            y->required[y->required_n++] = c->cell;
        if (c->column->required && !number)
            y->ids[y->id_n++] = c->cell;
        if (is_name(c->column->type))
            y->names[y->name_n++] = c->cell;
    }
    sort(y->ids, y->id_n);
    for (size_t k = 0; k < y->head.n; k++)
        if (y->unnamed[k])
            y->blanks[y->blank_n++] = k;
    for (size_t i = 0; i < 2; i++) {
        size_t at = y->header_at + (i < y->header_rows ? i : 0), k = y->id_n > 0 ? y->ids[0] : 0;
        const struct grid_row *row = &y->kept[at].row;
        y->first_text[i] = k < row->n ? row->cells[k].text : SLICE("");
    }
    y->untold = true;
    return ST_OK;
}
