#include "expr.h"

#include "expr_int.h"
#include "i18n.h"
#include "regex.h"

const char *type_name(enum type t)
{
    switch (t) {
    case T_NUMBER: return "number";
    case T_BOOL: return "truth";
    case T_TEXT: return "text";
    case T_DATE: return "date";
    case T_MONTH: return "month";
    case T_QUARTER: return "quarter";
    case T_YEAR: return "year";
    case T_TIME: return "time";
    }
    return "";
}

enum span type_span(enum type t)
{
    switch (t) {
    case T_MONTH: return SPAN_MONTH;
    case T_QUARTER: return SPAN_QUARTER;
    case T_YEAR: return SPAN_YEAR;
    case T_TIME: return SPAN_TIME;
    default: return SPAN_DAY;
    }
}

enum type column_expr_type(enum column_type t)
{
    switch (t) {
    case TYPE_DECIMAL:
    case TYPE_PERCENT: return T_NUMBER;
    case TYPE_FLAG: return T_BOOL;
    case TYPE_DATE: return T_DATE;
    case TYPE_TIME: return T_TIME;
    case TYPE_MONTH: return T_MONTH;
    case TYPE_YEAR: return T_YEAR;
    case TYPE_TEXT:
    case TYPE_ID:
    case TYPE_USCC:
    case TYPE_IDNO: return T_TEXT;
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

static bool plain(struct expr **x, struct arena *a)
{
    struct expr *old = *x;
    if (old->kind == EXPR_COLUMN) {
        struct node *n = arena_zero(a, sizeof *n);
        struct expr **args = arena_alloc(a, sizeof *args);
        if (n == NULL || args == NULL)
            return false;
        args[0] = old;
        n->x = (struct expr){.kind = EXPR_AGGREGATE,
                             .type = old->type,
                             .at = old->at,
                             .grouped = true,
                             .args = args,
                             .arg_count = 1,
                             .aggregate = AGG_SAME};
        *x = &n->x;
        return true;
    }
    if (old->kind == EXPR_AGGREGATE)
        return true;
    for (size_t i = 0; i < old->arg_count; i++) {
        if (!plain(&old->args[i], a))
            return false;
        old->grouped = old->grouped || old->args[i]->grouped;
    }
    return true;
}

enum status expr_plain(struct expr *x, struct arena *a, struct expr **out, struct error *e)
{
    *out = x;
    return plain(out, a) ? ST_OK : error_memory(e);
}
/* As the sign of each stands in messages and in canonical text. */
const char *operator_sign(enum function f)
{
    switch (f) {
    case FN_ADD: return "+";
    case FN_SUB:
    case FN_NEG: return "-";
    case FN_MUL: return "*";
    case FN_DIV: return "/";
    case FN_EQ: return "=";
    case FN_NE: return "<>";
    case FN_LT: return "<";
    case FN_LE: return "<=";
    case FN_GT: return ">";
    case FN_GE: return ">=";
    case FN_AND: return "and";
    case FN_OR: return "or";
    case FN_NOT: return "not";
    case FN_IN: return "in";
    case FN_MATCH: return "~";
    default: return "";
    }
}

