/* The canonical spelling of a tree: what is read back is the same tree. */
#include "expr.h"

#include "expr_int.h"
#include "i18n.h"
#include "regex.h"

/* How tightly each binds; a part that binds less than its place asks for stands in parentheses. */
enum binding { OR = 1, AND, NOT, COMPARISON, SUM, PRODUCT, UNARY, PRIMARY };

struct printer {
    struct buffer b;
    const struct expr_scope *scope;
    bool hidden; /* what tells a parameter's region and date is written too */
};

static void print(struct printer *p, const struct expr *x, enum binding least);

static void quoted(struct printer *p, struct slice s, char q)
{
    buffer_char(&p->b, q);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == q)
            buffer_char(&p->b, q);
        buffer_char(&p->b, s.p[i]);
    }
    buffer_char(&p->b, q);
}

static void name(struct printer *p, const char *c_string)
{
    struct slice s = slice_of(c_string);
    if (lex_bare(s))
        buffer_slice(&p->b, s);
    else
        quoted(p, s, '`');
}

static void column(struct printer *p, size_t i)
{
    name(p, p->scope->table->columns[i].name);
}

/* `$name` or `$name(key)`, of what finds its row, or knows it. */
static void parameter(struct printer *p, const struct expr *x)
{
    const struct expr *row = x->kind == EXPR_PARAM_ROW ? x : expr_param_row(x);
    buffer_text(&p->b, x->param->name);
    if (row == NULL && x->param->keyed) {
        buffer_char(&p->b, '(');
        quoted(p, slice_of(x->param_row->key), '\'');
        buffer_char(&p->b, ')');
    }
    if (row == NULL)
        return;
    for (size_t i = 0; i < (p->hidden ? row->arg_count : row->keyed); i++) {
        buffer_text(&p->b, i > 0 || !row->keyed ? "@(" : "(");
        print(p, row->args[i], OR);
        buffer_char(&p->b, ')');
    }
}

static void constant(struct printer *p, const struct expr *x)
{
    char number[NUM_TEXT_MAX], date[DATE_TEXT_MAX];
    if (x->param != NULL) {
        parameter(p, x);
        return;
    }
    switch (x->type) {
    case T_NUMBER: buffer_append(&p->b, number, num_text(&x->number, NULL, 0, number)); break;
    case T_BOOL: buffer_text(&p->b, x->whole != 0 ? "true" : "false"); break;
    case T_TEXT: quoted(p, x->text, '\''); break;
    default: buffer_append(&p->b, date, date_text(x->whole, type_span(x->type), date)); break;
    }
}

static void list(struct printer *p, struct expr *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buffer_text(&p->b, i == 0 ? "" : ", ");
        print(p, v[i], OR);
    }
}

static bool is_call(const struct expr *x, enum function f)
{
    return x->kind == EXPR_CALL && x->function == f;
}

/* The parser makes `x between a and b` of two comparisons that share x. */
static bool is_between(const struct expr *x)
{
    return is_call(x, FN_AND) && is_call(x->args[0], FN_GE) && is_call(x->args[1], FN_LE) &&
           x->args[0]->args[0] == x->args[1]->args[0];
}

static bool is_test(const struct expr *x)
{
    return is_call(x, FN_IN) || is_call(x, FN_MATCH) || x->kind == EXPR_MEMBER || is_between(x);
}

/* in, between, ~, with `not` where NEGATED. */
static void test(struct printer *p, const struct expr *x, bool negated)
{
    print(p, is_between(x) ? x->args[0]->args[0] : x->args[0], SUM);
    if (is_call(x, FN_MATCH)) {
        buffer_text(&p->b, negated ? " !~ " : " ~ ");
        quoted(p, regex_pattern(x->regex), '\'');
        return;
    }
    buffer_text(&p->b, negated ? " not " : " ");
    if (x->kind == EXPR_MEMBER) {
        buffer_text(&p->b, "in ");
        parameter(p, x);
        return;
    }
    if (is_call(x, FN_IN)) {
        buffer_text(&p->b, "in (");
        list(p, x->args + 1, x->arg_count - 1);
        buffer_char(&p->b, ')');
        return;
    }
    buffer_text(&p->b, "between ");
    print(p, x->args[0]->args[1], SUM);
    buffer_text(&p->b, " and ");
    print(p, x->args[1]->args[1], SUM);
}

static enum binding binding_of(const struct expr *x)
{
    if (x->kind != EXPR_CALL)
        return x->kind == EXPR_MEMBER ? COMPARISON : PRIMARY;
    switch (x->function) {
    case FN_OR: return OR;
    case FN_AND: return is_between(x) ? COMPARISON : AND;
    case FN_NOT: return is_test(x->args[0]) ? COMPARISON : NOT;
    case FN_EQ: case FN_NE: case FN_LT: case FN_LE: case FN_GT: case FN_GE:
    case FN_IN: case FN_MATCH: return COMPARISON;
    case FN_ADD: case FN_SUB: return SUM;
    case FN_MUL: case FN_DIV: return PRODUCT;
    case FN_NEG: return UNARY;
    default: return PRIMARY;
    }
}

static void call(struct printer *p, const struct expr *x)
{
    enum binding own = binding_of(x);
    if (x->function == FN_NOT && own == COMPARISON) {
        test(p, x->args[0], true);
    } else if (is_test(x)) {
        test(p, x, false);
    } else if (x->function == FN_NOT || x->function == FN_NEG) {
        buffer_text(&p->b, operator_sign(x->function));
        buffer_text(&p->b, x->function == FN_NOT ? " " : "");
        print(p, x->args[0], own);
    } else if (own != PRIMARY) {
        print(p, x->args[0], own == COMPARISON ? SUM : own);
        buffer_char(&p->b, ' ');
        buffer_text(&p->b, operator_sign(x->function));
        buffer_char(&p->b, ' ');
        print(p, x->args[1], own + 1);
    } else {
        buffer_text(&p->b, function_entry(FUNCTION_SCALAR, (int)x->function)->spelling[0]);
        buffer_char(&p->b, '(');
        list(p, x->args, x->arg_count);
        buffer_char(&p->b, ')');
    }
}

static void over(struct printer *p, const struct expr *x)
{
    static const char *const before[] = {[OVER_NONE] = "",
                                         [OVER_BY] = " over ",
                                         [OVER_OTHERS] = " over others(",
                                         [OVER_ALL] = " over all"};
    buffer_text(&p->b, before[x->over]);
    for (size_t i = 0; i < x->over_count; i++) {
        buffer_text(&p->b, i == 0 ? "" : " ");
        column(p, x->over_columns[i]);
    }
    buffer_text(&p->b, x->over == OVER_OTHERS ? ")" : "");
}

static void within(struct printer *p, const struct expr *x)
{
    if (x->day == NULL)
        return;
    buffer_text(&p->b, " within ");
    if (x->days_from != NULL)
        print(p, x->days_from, PRIMARY);
    else
        buffer_printf(&p->b, "%lld", (long long)x->days);
    buffer_text(&p->b, " days");
    if (x->day->kind == EXPR_COLUMN && x->day->column == expr_day_column(p->scope->table))
        return;
    buffer_text(&p->b, " of ");
    print(p, x->day, PRIMARY);
}

static void earlier(struct printer *p, const struct expr *x)
{
    buffer_text(&p->b, function_entry(FUNCTION_EARLIER, (int)x->earlier)->spelling[0]);
    buffer_char(&p->b, '(');
    print(p, x->args[0], OR);
    buffer_char(&p->b, ')');
}

static void aggregate(struct printer *p, const struct expr *x)
{
    char number[NUM_TEXT_MAX];
    if (x->aggregate == AGG_SAME) {
        print(p, x->args[0], PRIMARY);
        return;
    }
    buffer_text(&p->b, function_entry(FUNCTION_AGGREGATE, (int)x->aggregate)->spelling[0]);
    buffer_char(&p->b, '(');
    if (x->series != SERIES_NONE) {
        buffer_text(&p->b, function_entry(FUNCTION_SERIES, (int)x->series)->spelling[0]);
        buffer_char(&p->b, '(');
    }
    list(p, x->args, x->arg_count);
    buffer_text(&p->b, x->series != SERIES_NONE ? ")" : "");
    if (x->aggregate == AGG_QUANTILE || x->aggregate == AGG_NTH_SMALLEST) {
        buffer_text(&p->b, ", ");
        buffer_append(&p->b, number, num_text(&x->parameter, NULL, 0, number));
    }
    if (x->where != NULL) {
        buffer_text(&p->b, x->arg_count > 0 ? " where " : "where ");
        print(p, x->where, OR);
    }
    buffer_char(&p->b, ')');
    over(p, x);
    within(p, x);
}

static void other_table(struct printer *p, const struct expr *x)
{
    const struct table *t = &p->scope->pack->tables[x->other_table];
    bool lookup = x->kind == EXPR_LOOKUP;
    buffer_text(&p->b, lookup ? "lookup(" : "exists(");
    /* A bare table.column is cut at its first point, so a table with a point in its name needs
     * quotes. */
    if (lookup && memchr(t->name, '.', slice_of(t->name).n) != NULL)
        quoted(p, slice_of(t->name), '`');
    else
        name(p, t->name);
    if (lookup) {
        buffer_char(&p->b, '.');
        name(p, t->columns[x->lookup_column].name);
    }
    for (size_t i = 0; i < x->arg_count; i++) {
        const struct expr *arg = x->args[i], *own = arg;
        const char *key = t->columns[x->key_columns[i]].name;
        buffer_text(&p->b, ", ");
        name(p, key);
        if (arg->kind == EXPR_AGGREGATE && arg->aggregate == AGG_SAME)
            own = arg->args[0];
        if (own->kind == EXPR_COLUMN &&
            strcmp(p->scope->table->columns[own->column].name, key) == 0)
            continue;
        buffer_text(&p->b, " = ");
        print(p, arg, SUM);
    }
    buffer_char(&p->b, ')');
}

static void print(struct printer *p, const struct expr *x, enum binding least)
{
    bool enclosed = binding_of(x) < least;
    buffer_text(&p->b, enclosed ? "(" : "");
    switch (x->kind) {
    case EXPR_CONST: constant(p, x); break;
    case EXPR_COLUMN: column(p, x->column); break;
    case EXPR_CALL: call(p, x); break;
    case EXPR_AGGREGATE: aggregate(p, x); break;
    case EXPR_EXISTS:
    case EXPR_LOOKUP: other_table(p, x); break;
    case EXPR_VALUE: buffer_text(&p->b, "value"); break;
    case EXPR_EARLIER: earlier(p, x); break;
    case EXPR_PARAM:
    case EXPR_PARAM_ROW:
        parameter(p, x);
        break;
    case EXPR_MEMBER:
        test(p, x, false);
        break;
    }
    buffer_text(&p->b, enclosed ? ")" : "");
}

static enum status write_text(const struct expr *x, const struct expr_scope *scope, bool hidden,
                              struct arena *a, struct slice *out, struct error *e)
{
    struct printer p = {.scope = scope, .hidden = hidden};
    print(&p, x, OR);
    *out = arena_copy(a, buffer_view(&p.b));
    bool good = !p.b.failed && out->p != NULL;
    buffer_free(&p.b);
    return good ? ST_OK : error_memory(e);
}

enum status expr_text(const struct expr *x, const struct expr_scope *scope, struct arena *a,
                      struct slice *out, struct error *e)
{
    return write_text(x, scope, false, a, out, e);
}

enum status expr_key(const struct expr *x, const struct expr_scope *scope, struct arena *a,
                     struct slice *out, struct error *e)
{
    return write_text(x, scope, true, a, out, e);
}
