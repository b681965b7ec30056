#include "expr.h"

#include <stdint.h>

#include "expr_int.h"
#include "i18n.h"
#include "regex.h"

const char *type_name(enum type t)
{
    switch (t) {
    case T_NUMBER:
        return "number";
    case T_BOOL:
        return "truth";
    case T_TEXT:
        return "text";
    case T_DATE:
        return "date";
    case T_MONTH:
        return "month";
    case T_QUARTER:
        return "quarter";
    case T_YEAR:
        return "year";
    case T_TIME:
        return "time";
    }
    return "";
}

enum span type_span(enum type t)
{
    switch (t) {
    case T_MONTH:
        return SPAN_MONTH;
    case T_QUARTER:
        return SPAN_QUARTER;
    case T_YEAR:
        return SPAN_YEAR;
    case T_TIME:
        return SPAN_TIME;
    default:
        return SPAN_DAY;
    }
}

enum type column_expr_type(enum column_type t)
{
    switch (t) {
    case TYPE_DECIMAL:
    case TYPE_PERCENT:
        return T_NUMBER;
    case TYPE_FLAG:
        return T_BOOL;
    case TYPE_DATE:
        return T_DATE;
    case TYPE_TIME:
        return T_TIME;
    case TYPE_MONTH:
        return T_MONTH;
    case TYPE_YEAR:
        return T_YEAR;
    case TYPE_QUARTER:
        return T_QUARTER;
    case TYPE_TEXT:
    case TYPE_ID:
    case TYPE_USCC:
    case TYPE_IDNO:
        return T_TEXT;
    }
    return T_TEXT;
}

void expr_walk(struct expr *x, void (*fn)(struct expr *, void *), void *context)
{
    if (x == NULL)
        return;
    fn(x, context);
    for (size_t i = 0; i < x->arg_count; i++)
        expr_walk(x->args[i], fn, context);
    expr_walk(x->where, fn, context);
    expr_walk(x->day, fn, context);
    expr_walk(x->days_from, fn, context);
}

size_t expr_day_column(const struct table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].type == TYPE_DATE)
            return i;
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].type == TYPE_TIME)
            return i;
    return SIZE_MAX;
}

/* `between` shares a part between two comparisons, so a pattern may be met twice. */
static void release(struct expr *x, void *context)
{
    (void)context;
    regex_free(x->regex);
    x->regex = NULL;
}

void expr_release(struct expr *x)
{
    expr_walk(x, release, NULL);
}

struct expr *expr_column(const struct table *t, size_t column, struct arena *a)
{
    struct node *n = arena_zero(a, sizeof *n);
    if (n == NULL)
        return NULL;
    n->height = n->size = 1;
    n->x = (struct expr){
        .kind = EXPR_COLUMN, .type = column_expr_type(t->columns[column].type), .column = column};
    return &n->x;
}

struct expr *expr_condition(struct arena *a, enum function f, struct expr *x, struct expr *y)
{
    struct node *n = arena_zero(a, sizeof *n);
    struct expr **args = arena_alloc(a, 2 * sizeof(struct expr *));
    if (n == NULL || args == NULL)
        return NULL;
    n->x = (struct expr){.kind = EXPR_CALL,
                         .type = T_BOOL,
                         .function = f,
                         .args = args,
                         .arg_count = y == NULL ? 1 : 2};
    args[0] = x;
    args[1] = y;
    return &n->x;
}

struct expr *expr_both(struct arena *a, struct expr *x, struct expr *y)
{
    return x == NULL ? y : y == NULL ? x : expr_condition(a, FN_AND, x, y);
}

struct expr *expr_not_false(struct arena *a, struct expr *x)
{
    struct node *truth = arena_zero(a, sizeof *truth);
    if (truth == NULL || x == NULL)
        return NULL;
    truth->height = truth->size = 1;
    truth->x = (struct expr){.kind = EXPR_CONST, .type = T_BOOL, .whole = 1};
    return expr_condition(a, FN_COALESCE, x, &truth->x);
}

const struct expr *expr_param_row(const struct expr *x)
{
    size_t at = x->kind == EXPR_MEMBER;
    const struct expr *row = at < x->arg_count ? x->args[at] : NULL;
    return row != NULL && row->kind == EXPR_AGGREGATE ? row->args[0] : row;
}

/* As the sign of each stands in messages and in canonical text. */
const char *operator_sign(enum function f)
{
    switch (f) {
    case FN_ADD:
        return "+";
    case FN_SUB:
    case FN_NEG:
        return "-";
    case FN_MUL:
        return "*";
    case FN_DIV:
        return "/";
    case FN_EQ:
        return "=";
    case FN_NE:
        return "<>";
    case FN_LT:
        return "<";
    case FN_LE:
        return "<=";
    case FN_GT:
        return ">";
    case FN_GE:
        return ">=";
    case FN_AND:
        return "and";
    case FN_OR:
        return "or";
    case FN_NOT:
        return "not";
    case FN_IN:
        return "in";
    case FN_MATCH:
        return "~";
    default:
        return "";
    }
}
