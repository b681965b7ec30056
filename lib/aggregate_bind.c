/* Which states an aggregate needs. */
#include "aggregate.h"
#include "i18n.h"

struct binding {
    struct grouping *g;
    const struct expr_scope *scope;
    struct arena *arena;
    struct error *e;
};

/* A column that differs is a mistake of the pack. Which row of params.csv holds depends on the
 * data: there the subject is unknown. */
static why_t differs(struct binding *b, const struct expr *arg)
{
    struct slice text;
    if (arg->kind == EXPR_PARAM_ROW)
        return reason_make(b->g->reasons, REASON_PARAM_DIFFERS, slice_of(arg->param->name));
    if (expr_text(arg, b->scope, b->arena, &text, b->e) != ST_OK)
        return 0;
    return reason_make(b->g->reasons, REASON_DIFFERS, text);
}

/* Completes LIKE by its key and gives its index. */
static enum status find_slot(struct binding *b, struct slot *like, const char *kind, size_t *out)
{
    struct slice arg = SLICE(""), where = SLICE(""), order = SLICE("");
    if (like->arg != NULL && expr_key(like->arg, b->scope, b->arena, &arg, b->e) != ST_OK)
        return b->e->status;
    if (like->where != NULL && expr_key(like->where, b->scope, b->arena, &where, b->e) != ST_OK)
        return b->e->status;
    if (like->order != NULL && expr_key(like->order, b->scope, b->arena, &order, b->e) != ST_OK)
        return b->e->status;
    char *key = arena_printf(b->arena, "%s(%.*s where %.*s by %.*s)", kind, (int)arg.n, arg.p,
                             (int)where.n, where.p, (int)order.n, order.p);
    if (key == NULL)
        return error_memory(b->e);
    like->key = slice_of(key);
    like->arg_text = arg;
    like->where_text = where;
    like->order_text = order;
    like->hold = b->g->hold;
    like->type = like->arg == NULL ? T_NUMBER : like->arg->type;
    if ((like->kind == SLOT_SAME || like->kind == SLOT_SAME_TEXT) &&
        (like->differs = differs(b, like->arg)) == 0)
        return error_memory(b->e);
    if ((like->kind == SLOT_SET || like->kind == SLOT_WINDOW) && like->arg != NULL &&
        (like->blank = reason_make(b->g->reasons, REASON_BLANK, arg)) == 0)
        return error_memory(b->e);
    *out = group_slot(b->g, like);
    return *out == SIZE_MAX ? error_memory(b->e) : ST_OK;
}

static enum status count_slot(struct binding *b, struct expr *where, size_t *out)
{
    struct slot like = {.kind = SLOT_COUNT, .where = where};
    return find_slot(b, &like, "count", out);
}

static enum status line_slot(struct binding *b, const struct expr *where, size_t *out)
{
    struct slot like = {.kind = SLOT_EVIDENCE, .where = where};
    return find_slot(b, &like, "lines", out);
}

enum status aggregate_bind_rows(struct expr *where, struct grouping *g,
                                const struct expr_scope *scope, struct arena *a,
                                struct counting *out, struct error *e)
{
    struct binding b = {g, scope, a, e};
    out->rows = NO_SLOT;
    enum status s = where == NULL ? ST_OK : count_slot(&b, where, &out->rows);
    return s == ST_OK ? line_slot(&b, where, &out->lines) : s;
}

static enum status bind_truth(struct binding *b, struct expr *x, struct expr *where)
{
    struct expr *truth = x->args[0];
    if (x->aggregate == AGG_ALL)
        truth = expr_condition(b->arena, FN_NOT, truth, NULL);
    struct expr *true_rows = truth == NULL ? NULL : expr_both(b->arena, where, truth);
    if (true_rows == NULL)
        return error_memory(b->e);
    enum status s = count_slot(b, true_rows, &x->slot);
    if (s == ST_OK && x->aggregate == AGG_SHARE)
        s = count_slot(b, where, &x->second_slot);
    return s == ST_OK && b->g->shown ? line_slot(b, true_rows, &x->lines) : s;
}

enum status aggregate_bind(struct expr *x, struct expr *where, const struct expr *order,
                           struct grouping *g, const struct expr_scope *scope, struct arena *a,
                           struct error *e)
{
    struct binding b = {g, scope, a, e};
    if (x->where != NULL && (where = expr_both(a, where, x->where)) == NULL)
        return error_memory(e);
    x->lines = NO_SLOT;
    if (g->shown && x->aggregate != AGG_SAME && line_slot(&b, where, &x->lines) != ST_OK)
        return e->status;
    struct slot like = {.where = where, .arg = x->arg_count > 0 ? x->args[0] : NULL};
    if (x->day != NULL) {
        like.kind = SLOT_WINDOW;
        like.order = x->day;
        return find_slot(&b, &like, "window", &x->slot);
    }
    if (x->series != SERIES_NONE) {
        like.kind = SLOT_LIST;
        return find_slot(&b, &like, "list", &x->slot);
    }
    switch (x->aggregate) {
    case AGG_COUNT:
        return count_slot(&b, where, &x->slot);
    case AGG_SHARE:
    case AGG_ANY:
    case AGG_ALL:
    case AGG_NONE:
        return bind_truth(&b, x, where);
    case AGG_SUM:
        like.kind = SLOT_SUM;
        x->second_slot = NO_SLOT;
        return find_slot(&b, &like, "sum", &x->slot);
    case AGG_MEAN: {
        like.kind = SLOT_SUM;
        enum status s = find_slot(&b, &like, "sum", &x->slot);
        return s == ST_OK ? count_slot(&b, where, &x->second_slot) : s;
    }
    case AGG_MIN:
    case AGG_MAX:
        like.kind = SLOT_EXTREME;
        like.last = x->aggregate == AGG_MAX;
        return find_slot(&b, &like, like.last ? "max" : "min", &x->slot);
    case AGG_SAME:
        like.kind = x->type == T_TEXT ? SLOT_SAME_TEXT : SLOT_SAME;
        return find_slot(&b, &like, "same", &x->slot);
    case AGG_FIRST:
    case AGG_LAST:
        if (order == NULL)
            return error_set(e, ST_USAGE,
                             _("%s() needs a period or a column of type date to order the rows by"),
                             aggregate_name(x->aggregate));
        like.kind = SLOT_ORDERED;
        like.last = x->aggregate == AGG_LAST;
        like.order = order;
        return find_slot(&b, &like, like.last ? "last" : "first", &x->slot);
    case AGG_DISTINCT:
        like.kind = SLOT_SET;
        return find_slot(&b, &like, "set", &x->slot);
    case AGG_REPEATS: {
        like.kind = SLOT_SET;
        enum status s = find_slot(&b, &like, "set", &x->slot);
        return s == ST_OK ? count_slot(&b, where, &x->second_slot) : s;
    }
    default:
        like.kind = SLOT_LIST;
        return find_slot(&b, &like, "list", &x->slot);
    }
}
