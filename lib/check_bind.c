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

/* A date or time column to order rows by; else the period. */
static const struct expr *row_order(struct plan *p, const struct check *c)
{
    for (size_t i = 0; i < c->table->column_count; i++) {
        enum column_type t = c->table->columns[i].type;
        if (t != TYPE_DATE && t != TYPE_TIME)
            continue;
        struct expr *x = arena_zero(&p->arena, sizeof *x);
        if (x != NULL)
            *x = (struct expr){.kind = EXPR_COLUMN, .type = column_expr_type(t), .column = i};
        return x;
    }
    return c->period;
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

/* An AGG_SAME of a column, bound. */
static struct expr *same_column(struct binder *b, size_t column)
{
    struct arena *a = &b->plan->arena;
    struct check *c = b->check;
    struct expr *x = arena_zero(a, sizeof *x);
    if (x == NULL) {
        b->status = error_memory(b->e);
        return NULL;
    }
    *x = (struct expr){.kind = EXPR_COLUMN,
                       .type = column_expr_type(c->table->columns[column].type),
                       .column = column};
    struct expr *same;
    b->status = expr_plain(x, a, &same, b->e);
    if (b->status == ST_OK)
        b->status = aggregate_bind(same, c->where, b->order, c->grouping, &c->row, a, b->e);
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

static void bind_one(struct expr *x, void *context)
{
    struct binder *b = context;
    struct check *c = b->check;
    if (b->status != ST_OK || x->kind != EXPR_AGGREGATE)
        return;
    if (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE)
        return;
    b->status = aggregate_bind(x, c->where, b->order, c->grouping, &c->row, &b->plan->arena, b->e);
    if (b->status == ST_OK && x->over != OVER_NONE)
        x->range = add_range(b, x);
}

static enum status bind_part(struct binder *b, struct expr **x, enum indicator_part part)
{
    if (*x == NULL || b->status != ST_OK)
        return b->status;
    b->status = expr_plain(*x, &b->plan->arena, x, b->e);
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
}

enum status check_want(struct check *c, struct error *e)
{
    for (size_t i = 0; i < c->range_n; i++) {
        c->ranges[i].wanted = calloc(c->grouping->slot_n + 1, sizeof(bool));
        if (c->ranges[i].wanted == NULL)
            return error_memory(e);
    }
    check_walk(c, want, c);
    return ST_OK;
}

enum status check_bind(struct plan *plan, struct check *c, struct error *e)
{
    struct binder b = {plan, c, row_order(plan, c), ST_OK, e};
    b.status = aggregate_bind_rows(c->where, c->grouping, &c->row, &plan->arena, &c->counting, e);
    bind_part(&b, &c->having, PART_HAVING);
    bind_part(&b, &c->value, PART_VALUE);
    for (int l = 0; l < LEVELS; l++) {
        bind_part(&b, &c->threshold[l], (enum indicator_part)(PART_BLUE + l));
        bind_part(&b, &c->high[l], (enum indicator_part)(PART_BLUE + l));
    }
    bind_part(&b, &c->region, PART_REGION);
    bind_part(&b, &c->label, PART_LABEL);
    return b.status;
}
