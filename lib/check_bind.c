/* Finds the states that a check's aggregates need in its grouping. */
#include <stdlib.h>

#include "check_int.h"
#include "i18n.h"

struct binder {
    struct plan *plan;
    struct check *check;
    const struct expr *order;
    enum status status;
    struct error *e;
};

size_t check_order_column(const struct table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].type == TYPE_DATE || t->columns[i].type == TYPE_TIME)
            return i;
    return SIZE_MAX;
}

/* A date or time column to order rows by; else the period. */
static const struct expr *row_order(struct plan *p, const struct check *c)
{
    size_t column = check_order_column(c->table);
    return column == SIZE_MAX ? c->period : expr_column(c->table, column, &p->arena);
}

static bool same_range(const struct range *r, const struct expr *x)
{
    if (r->over != x->over || r->column_n != x->over_count)
        return false;
    for (size_t i = 0; i < r->column_n; i++)
        if (r->columns[i]->args[0]->column != x->over_columns[i])
            return false;
    return true;
}

/* An AGG_SAME of a column, bound: of all rows that may count, since a subject of which it is not
 * known whether they do makes unknown what it may be part of. */
static struct expr *same_column(struct binder *b, size_t column)
{
    struct arena *a = &b->plan->arena;
    struct check *c = b->check;
    struct expr *x = expr_column(c->table, column, a), *same;
    struct expr *where = c->where == NULL ? NULL : expr_not_false(a, c->where);
    if (x == NULL || (c->where != NULL && where == NULL)) {
        b->status = error_memory(b->e);
        return NULL;
    }
    b->status = expr_plain(x, &c->row, NULL, 0, a, &same, b->e);
    if (b->status == ST_OK)
        b->status = aggregate_bind(same, where, b->order, c->grouping, &c->row, a, b->e);
    return b->status == ST_OK ? same : NULL;
}

static size_t add_range(struct binder *b, const struct expr *x)
{
    struct check *c = b->check;
    for (size_t i = 0; i < c->range_n; i++)
        if (same_range(&c->ranges[i], x))
            return i;
    if (!grow(&c->ranges, &c->range_size, c->range_n + 1, sizeof *c->ranges)) {
        b->status = error_memory(b->e);
        return 0;
    }
    struct range r = {.over = x->over,
                      .column_n = x->over_count,
                      .counting = c->counting,
                      .min_peers = b->plan->pack->min_peers};
    r.too_few = reason_make(&b->plan->reasons, REASON_PEERS, SLICE(""));
    r.columns = arena_alloc(&b->plan->arena, (r.column_n + 1) * sizeof(struct expr *));
    if (r.columns == NULL || r.too_few == 0) {
        b->status = error_memory(b->e);
        return 0;
    }
    for (size_t i = 0; b->status == ST_OK && i < r.column_n; i++)
        r.columns[i] = same_column(b, x->over_columns[i]);
    c->ranges[c->range_n] = r;
    return c->range_n++;
}

/* What is in `by` is the same in all rows of a group, also in those that do not count; so is
 * everything where each row is a group. */
static enum status same_by_key(struct binder *b, const struct expr *x, bool *same)
{
    struct check *c = b->check;
    struct slice text, by;
    *same = false;
    if (x->aggregate != AGG_SAME)
        return ST_OK;
    *same = c->grouping->by_place;
    enum status s = expr_key(x->args[0], &c->row, &b->plan->arena, &text, b->e);
    for (size_t i = 0; s == ST_OK && !*same && i < c->by_n; i++) {
        s = expr_key(c->by[i], &c->row, &b->plan->arena, &by, b->e);
        *same = s == ST_OK && slice_eq(text, by);
    }
    return s;
}

static void bind_one(struct expr *x, void *context)
{
    struct binder *b = context;
    struct check *c = b->check;
    if (b->status != ST_OK || x->kind != EXPR_AGGREGATE)
        return;
    if (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE)
        return;
    bool by;
    b->status = same_by_key(b, x, &by);
    if (b->status == ST_OK)
        b->status = aggregate_bind(x, by ? NULL : c->where, b->order, c->grouping, &c->row,
                                   &b->plan->arena, b->e);
    if (b->status == ST_OK && by && c->grouping->is_view)
        c->grouping->slots[x->slot].of_key = true;
    if (b->status == ST_OK && x->over != OVER_NONE)
        x->range = add_range(b, x);
}

/* A plain column, the period and what stands in `by` are the same in all rows of a group. */
static enum status make_plain(struct binder *b, struct expr **x)
{
    struct check *c = b->check;
    struct arena *a = &b->plan->arena;
    struct expr **whole = arena_alloc(a, (c->by_n + 1) * sizeof *whole);
    if (whole == NULL)
        return error_memory(b->e);
    size_t n = 0;
    for (; n < c->by_n; n++)
        whole[n] = c->by[n];
    if (c->period != NULL)
        whole[n++] = c->period;
    return expr_plain(*x, &c->row, whole, n, a, x, b->e);
}

static enum status bind_part(struct binder *b, struct expr **x, enum indicator_part part)
{
    if (*x == NULL || b->status != ST_OK)
        return b->status;
    b->status = make_plain(b, x);
    if (b->status == ST_OK)
        expr_walk(*x, bind_one, b);
    if (b->status == ST_USAGE && b->e != NULL && b->e->file[0] == '\0') {
        char text[sizeof b->e->text];
        memcpy(text, b->e->text, sizeof text);
        b->status = pack_error(b->plan->pack, b->check->indicator, part, b->e, "%s", text);
    }
    return b->status;
}

/* Slots that a range must merge. Done when all slots of the grouping are known. */
static void want(struct expr *x, void *context)
{
    struct check *c = context;
    if (x->kind != EXPR_AGGREGATE || x->over == OVER_NONE ||
        (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE))
        return;
    c->ranges[x->range].wanted[x->slot] = true;
    if (x->second_slot != NO_SLOT)
        c->ranges[x->range].wanted[x->second_slot] = true;
    if (x->lines != NO_SLOT)
        c->ranges[x->range].wanted[x->lines] = true;
}

enum status check_want(struct check *c, struct expr **x, size_t n, struct error *e)
{
    for (size_t i = 0; i < c->range_n; i++) {
        c->ranges[i].wanted = calloc(c->grouping->slot_n + 1, sizeof(bool));
        if (c->ranges[i].wanted == NULL)
            return error_memory(e);
    }
    check_walk(c, want, c);
    for (size_t i = 0; i < n; i++)
        expr_walk(x[i], want, c);
    return ST_OK;
}

enum status check_bind(struct plan *plan, struct check *c, struct error *e)
{
    struct binder b = {.plan = plan, .check = c, .order = row_order(plan, c), .e = e};
    b.status = aggregate_bind_rows(c->where, c->grouping, &c->row, &plan->arena, &c->counting, e);
    bind_part(&b, &c->having, PART_HAVING);
    bind_part(&b, &c->value, PART_VALUE);
    for (int l = 0; l < LEVELS; l++) {
        bind_part(&b, &c->threshold[l], (enum indicator_part)(PART_BLUE + l));
        bind_part(&b, &c->high[l], (enum indicator_part)(PART_BLUE + l));
    }
    bind_part(&b, &c->region, PART_REGION);
    bind_part(&b, &c->label, PART_LABEL);
    return b.status == ST_OK ? check_remember(c, e) : b.status;
}

enum status check_bind_columns(struct plan *plan, struct check *c, struct expr **x, size_t n,
                               struct error *e)
{
    struct binder b = {plan, c, row_order(plan, c), ST_OK, e};
    b.status = aggregate_bind_rows(c->where, c->grouping, &c->row, &plan->arena, &c->counting, e);
    for (size_t i = 0; i < n && b.status == ST_OK; i++)
        expr_walk(x[i], bind_one, &b);
    return b.status;
}
