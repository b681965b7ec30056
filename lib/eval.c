#include "eval_int.h"

#include "i18n.h"

bool eval_shape(struct eval *v, enum type type, enum vec_form form, const struct vec *a,
                const struct vec *b, struct vec *out)
{
    bool constant = a->constant && (b == NULL || b->constant);
    if (!vec_new(out, v->scratch, type, form, v->n, constant))
        return false;
    bool unknown = a->why != NULL || (b != NULL && b->why != NULL);
    if (!unknown)
        return true;
    if (!vec_need_why(out, v->scratch))
        return false;
    for (size_t k = 0; k < out->n; k++)
        out->why[k] = why_min(vec_why(a, k), b == NULL ? 0 : vec_why(b, k));
    return true;
}

static enum status constant(struct eval *v, const struct expr *x, struct vec *out, struct error *e)
{
    if (x->type == T_NUMBER) {
        int64_t small = (int64_t)x->number.n;
        bool fits = x->number.kind == NUM_DECIMAL && small == x->number.n;
        if (!vec_new(out, v->scratch, T_NUMBER, fits ? VEC_WHOLE : VEC_NUM, 1, true))
            return error_memory(e);
        if (fits) {
            out->whole[0] = small;
            out->scale = x->number.scale;
        } else {
            out->num[0] = x->number;
        }
        return ST_OK;
    }
    if (!vec_new(out, v->scratch, x->type, x->type == T_TEXT ? VEC_TEXT : VEC_WHOLE, 1, true))
        return error_memory(e);
    if (x->type == T_TEXT)
        out->text[0] = x->text;
    else
        out->whole[0] = x->whole;
    return ST_OK;
}

/* Kleene: false and unknown is false, true or unknown is true; else unknown if either is. */
enum status eval_connective(struct eval *v, bool is_and, const struct vec *a, const struct vec *b,
                            struct vec *out, struct error *e)
{
    if (!vec_new(out, v->scratch, T_BOOL, VEC_WHOLE, v->n, a->constant && b->constant))
        return error_memory(e);
    if ((a->why != NULL || b->why != NULL) && !vec_need_why(out, v->scratch))
        return error_memory(e);
    int64_t decisive = is_and ? 0 : 1;
    for (size_t k = 0; k < out->n; k++) {
        int64_t x = a->whole[vec_at(a, k)], y = b->whole[vec_at(b, k)];
        if (out->why == NULL) {
            out->whole[k] = is_and ? x & y : x | y;
            continue;
        }
        why_t wx = vec_why(a, k), wy = vec_why(b, k);
        if ((wx == 0 && x == decisive) || (wy == 0 && y == decisive)) {
            out->whole[k] = decisive;
        } else if (wx != 0 || wy != 0) {
            out->whole[k] = 0;
            out->why[k] = why_min(wx, wy);
        } else {
            out->whole[k] = !decisive;
        }
    }
    return ST_OK;
}

static enum status negate(struct eval *v, const struct vec *a, struct vec *out, struct error *e)
{
    if (!eval_shape(v, T_BOOL, VEC_WHOLE, a, NULL, out))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++)
        out->whole[k] = vec_why(a, k) == 0 ? a->whole[vec_at(a, k)] == 0 : 0;
    return ST_OK;
}

/* `x in (a, b)` is x = a or x = b. */
static enum status in_list(struct eval *v, const struct vec *args, size_t n, struct vec *out,
                           struct error *e)
{
    enum status s = eval_compare(v, FN_EQ, &args[0], &args[1], out, e);
    for (size_t i = 2; s == ST_OK && i < n; i++) {
        struct vec so_far = *out, one;
        s = eval_compare(v, FN_EQ, &args[0], &args[i], &one, e);
        if (s == ST_OK)
            s = eval_connective(v, false, &so_far, &one, out, e);
    }
    return s;
}

static bool blank_at(const struct vec *a, size_t k)
{
    return vec_why(a, k) != 0 || (a->form == VEC_TEXT && a->text[vec_at(a, k)].n == 0);
}

static enum status blank(struct eval *v, const struct vec *a, struct vec *out, struct error *e)
{
    if (!vec_new(out, v->scratch, T_BOOL, VEC_WHOLE, v->n, a->constant))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++)
        out->whole[k] = blank_at(a, k);
    return ST_OK;
}

/* The vectors that a row may be taken from, made alike: ratios and scales give way to the general
 * form. */
static bool make_alike(struct eval *v, struct vec *args, size_t n, const struct vec **of)
{
    bool alike = true;
    for (size_t i = 1; i < n; i++)
        alike = alike && of[i]->form == of[0]->form && of[i]->scale == of[0]->scale;
    for (size_t i = 0; i < n; i++) {
        args[i] = *of[i];
        if (!alike && !vec_to_num(of[i], v->scratch, &args[i]))
            return false;
    }
    return true;
}

static void take(struct vec *out, size_t k, const struct vec *from)
{
    size_t at = vec_at(from, k);
    switch (out->form) {
    case VEC_WHOLE:
        out->whole[k] = from->whole[at];
        break;
    case VEC_RATIO:
        out->whole[k] = from->whole[at];
        out->divisor[k] = from->divisor[at];
        break;
    case VEC_NUM:
        out->num[k] = from->num[at];
        break;
    case VEC_TEXT:
        out->text[k] = from->text[at];
        break;
    }
    if (out->why != NULL)
        out->why[k] = vec_why(from, k);
}

static enum status choose(struct eval *v, const struct vec *condition, struct vec *args, size_t n,
                          struct vec *out, struct error *e)
{
    struct vec from[8], *pick = from;
    const struct vec *of[8], **ptr = of;
    if (n > 8) {
        pick = arena_alloc(v->scratch, n * sizeof *pick);
        ptr = arena_alloc(v->scratch, n * sizeof *ptr);
        if (pick == NULL || ptr == NULL)
            return error_memory(e);
    }
    for (size_t i = 0; i < n; i++)
        ptr[i] = &args[i];
    if (!make_alike(v, pick, n, ptr) ||
        !vec_new(out, v->scratch, args[0].type, pick[0].form, v->n, false) ||
        !vec_need_why(out, v->scratch))
        return error_memory(e);
    out->scale = pick[0].scale;
    for (size_t k = 0; k < v->n; k++) {
        if (condition != NULL) {
            bool yes = condition->whole[vec_at(condition, k)] != 0;
            why_t why = vec_why(condition, k);
            take(out, k, &pick[yes && why == 0 ? 0 : 1]);
            if (why != 0)
                out->why[k] = why;
            continue;
        }
        size_t i = 0;
        while (i + 1 < n && blank_at(&pick[i], k))
            i++;
        take(out, k, &pick[i]);
    }
    return ST_OK;
}

/* least, greatest: args[0], then whatever of the following stands before it. */
static enum status farthest(struct eval *v, bool least, const struct vec *args, size_t n,
                            struct vec *out, struct error *e)
{
    enum status s = ST_OK;
    *out = args[0];
    for (size_t i = 1; s == ST_OK && i < n; i++) {
        struct vec pair[2] = {*out, args[i]}, first;
        s = eval_compare(v, least ? FN_LE : FN_GE, &pair[0], &pair[1], &first, e);
        if (s == ST_OK)
            s = choose(v, &first, pair, 2, out, e);
    }
    return s;
}

static enum status call(struct eval *v, const struct expr *x, struct vec *a, struct vec *out,
                        struct error *e)
{
    switch (x->function) {
    case FN_ADD:
    case FN_SUB:
    case FN_MUL:
    case FN_DIV:
    case FN_MOD:
        return eval_arithmetic(v, x->function, &a[0], &a[1], out, e);
    case FN_NEG:
    case FN_ABS:
        return eval_unary_number(v, x->function, &a[0], out, e);
    case FN_ROUND:
        return eval_round(v, &a[0], x->arg_count > 1 ? &a[1] : NULL, out, e);
    case FN_EQ:
    case FN_NE:
    case FN_LT:
    case FN_LE:
    case FN_GT:
    case FN_GE:
        return eval_compare(v, x->function, &a[0], &a[1], out, e);
    case FN_AND:
    case FN_OR:
        return eval_connective(v, x->function == FN_AND, &a[0], &a[1], out, e);
    case FN_NOT:
        return negate(v, &a[0], out, e);
    case FN_IN:
        return in_list(v, a, x->arg_count, out, e);
    case FN_IF:
        return choose(v, &a[0], a + 1, 2, out, e);
    case FN_COALESCE:
        return choose(v, NULL, a, x->arg_count, out, e);
    case FN_LEAST:
    case FN_GREATEST:
        return farthest(v, x->function == FN_LEAST, a, x->arg_count, out, e);
    case FN_BLANK:
        return blank(v, &a[0], out, e);
    case FN_MATCH:
    case FN_LENGTH:
    case FN_LEFT:
    case FN_RIGHT:
    case FN_NORMAL:
    case FN_DIGITS:
    case FN_NUMBER:
    case FN_DISTANCE:
        return eval_text(v, x, a, out, e);
    case FN_MONTH:
    case FN_QUARTER:
    case FN_YEAR:
    case FN_MONTH_NUMBER:
    case FN_DAYS:
    case FN_WORKDAYS:
    case FN_WEEKDAY:
    case FN_IS_WORKDAY:
        return eval_date(v, x->function, a, out, e);
    case FN_COUNT:
        break;
    }
    return error_set(e, ST_USAGE, _("an expression cannot be run here"));
}

static enum status arguments(struct eval *v, const struct expr *x, struct vec **out,
                             struct error *e)
{
    struct vec *a = arena_alloc(v->scratch, (x->arg_count + 1) * sizeof *a);
    if (a == NULL)
        return error_memory(e);
    for (size_t i = 0; i < x->arg_count; i++) {
        enum status s = eval(v, x->args[i], &a[i], e);
        if (s != ST_OK)
            return s;
    }
    *out = a;
    return ST_OK;
}

/* What it was before; x / prev(x) - 1; x - prev(x). */
static enum status earlier(struct eval *v, const struct expr *x, struct vec *out, struct error *e)
{
    static const struct expr one = {
        .kind = EXPR_CONST, .type = T_NUMBER, .number = {.n = 1, .kind = NUM_DECIMAL}};
    struct vec now, before, ratio, less;
    if (v->before == NULL)
        return error_set(e, ST_USAGE, _("an expression cannot be run here"));
    enum status s = v->before(v->context, x, &before, e);
    if (s != ST_OK || x->earlier == EARLIER_PREV) {
        *out = before;
        return s;
    }
    s = eval(v, x->args[0], &now, e);
    if (s == ST_OK && x->earlier == EARLIER_MONTHLY)
        return eval_arithmetic(v, FN_SUB, &now, &before, out, e);
    if (s == ST_OK)
        s = eval_arithmetic(v, FN_DIV, &now, &before, &ratio, e);
    if (s == ST_OK)
        s = constant(v, &one, &less, e);
    return s == ST_OK ? eval_arithmetic(v, FN_SUB, &ratio, &less, out, e) : s;
}

enum status eval(struct eval *v, const struct expr *x, struct vec *out, struct error *e)
{
    struct vec *a = NULL;
    enum status s;
    switch (x->kind) {
    case EXPR_CONST:
        return constant(v, x, out, e);
    case EXPR_COLUMN:
        return v->column(v->context, x->column, out, e);
    case EXPR_AGGREGATE:
    case EXPR_VALUE:
        return v->aggregate(v->context, x, out, e);
    case EXPR_CALL:
        s = arguments(v, x, &a, e);
        return s != ST_OK ? s : call(v, x, a, out, e);
    case EXPR_EXISTS:
    case EXPR_LOOKUP:
        s = arguments(v, x, &a, e);
        return s != ST_OK ? s : v->other(v->context, x, a, out, e);
    case EXPR_EARLIER:
        return earlier(v, x, out, e);
    case EXPR_PARAM:
        s = arguments(v, x, &a, e);
        return s != ST_OK ? s : eval_param(v, x, a, out, e);
    case EXPR_MEMBER:
        s = arguments(v, x, &a, e);
        return s != ST_OK ? s : eval_member(v, x, a, out, e);
    case EXPR_PARAM_ROW:
        s = arguments(v, x, &a, e);
        return s != ST_OK ? s : eval_param_row(v, x, a, out, e);
    }
    return error_set(e, ST_USAGE, _("an expression cannot be run here"));
}
