/* Makes nodes out of what the parser read, and refuses what has not the right type. */
#include "expr.h"

#include <stdio.h>

#include "expr_int.h"
#include "i18n.h"
#include "regex.h"

bool arguments_add(struct parser *p, struct arguments *a, struct expr *x)
{
    if (a->n == a->size) {
        size_t size = a->size * 2 + 4;
        struct expr **v = arena_alloc(p->lexer.arena, size * sizeof(*v));
        if (v == NULL)
            return lex_memory(&p->lexer);
        if (a->n > 0)
            memcpy(v, a->v, a->n * sizeof(*v));
        a->v = v;
        a->size = size;
    }
    a->v[a->n++] = x;
    return true;
}

struct expr *node_new(struct parser *p, enum expr_kind kind, enum type type, size_t at)
{
    struct node *n = arena_zero(p->lexer.arena, sizeof *n);
    if (n == NULL) {
        lex_memory(&p->lexer);
        return NULL;
    }
    n->x.kind = kind;
    n->x.type = type;
    n->x.at = at;
    n->x.grouped = kind == EXPR_AGGREGATE || kind == EXPR_EARLIER;
    return &n->x;
}

static void carry(struct node *n, const struct expr *child)
{
    const struct node *c = (const struct node *)child;
    n->height = c->height + 1 > n->height ? c->height + 1 : n->height;
    n->size += c->size;
}

struct expr *node_seal(struct parser *p, struct expr *x, const struct arguments *a)
{
    struct node *n = (struct node *)x;
    x->args = a->v;
    x->arg_count = a->n;
    n->height = n->size = 1;
    for (size_t i = 0; i < a->n; i++) {
        carry(n, a->v[i]);
        x->grouped = x->grouped || a->v[i]->grouped;
    }
    if (x->where != NULL)
        carry(n, x->where);
    if (x->day != NULL)
        carry(n, x->day);
    if (n->height > HEIGHT_MAX) {
        lex_fail(&p->lexer, x->at,
                 _("more than %d operations hang on one another; split the expression, or write "
                   "x in (a, b, c) for a chain of or"),
                 (int)HEIGHT_MAX);
        return NULL;
    }
    if (n->size > NODES_MAX) {
        lex_fail(&p->lexer, x->at,
                 _("an expression of more than %d parts is too large; put long lists in a table "
                   "and use exists"),
                 (int)NODES_MAX);
        return NULL;
    }
    return x;
}

static struct expr *leaf(struct parser *p, struct expr *x)
{
    struct arguments none = {0};
    return x == NULL ? NULL : node_seal(p, x, &none);
}

struct expr *make_const(struct parser *p, const struct token *t)
{
    enum type type = t->kind == TOKEN_NUMBER ? T_NUMBER : t->kind == TOKEN_TEXT ? T_TEXT : t->type;
    struct expr *x = node_new(p, EXPR_CONST, type, t->at);
    if (x == NULL)
        return NULL;
    x->number = t->number;
    x->text = t->text;
    x->whole = t->whole;
    return leaf(p, x);
}

struct expr *make_truth(struct parser *p, size_t at, bool truth)
{
    struct expr *x = node_new(p, EXPR_CONST, T_BOOL, at);
    if (x != NULL)
        x->whole = truth;
    return leaf(p, x);
}

struct expr *make_column(struct parser *p, const struct token *name)
{
    size_t column;
    struct expr *named =
        table_column(p->scope->table, name->text) == NULL ? find_named(p, name->text) : NULL;
    if (named != NULL && p->inside == NULL)
        return named;
    if (named != NULL) {
        char shown[QUOTE_SIZE];
        lex_fail(&p->lexer, name->at,
                 _("'%s' is worked out for the group; inside %s stand columns of its rows"),
                 quote(shown, name->text), p->inside);
        return NULL;
    }
    if (!find_column(p, p->scope->table, name, &column))
        return NULL;
    struct expr *x =
        node_new(p, EXPR_COLUMN, column_expr_type(p->scope->table->columns[column].type), name->at);
    if (x != NULL)
        x->column = column;
    return leaf(p, x);
}

/* How a message calls a value of each type. */
static const char *phrase(enum type t)
{
    switch (t) {
    case T_NUMBER: return _("a number");
    case T_BOOL: return _("a condition");
    case T_TEXT: return _("text");
    case T_DATE: return _("a date");
    case T_MONTH: return _("a month");
    case T_QUARTER: return _("a quarter");
    case T_YEAR: return _("a year");
    case T_TIME: return _("a time");
    }
    return "";
}

static bool constant(const struct expr *x, enum type t)
{
    return x->kind == EXPR_CONST && x->type == t && x->param == NULL;
}

/* What may help where A and B are of two types; "" if nothing is known. */
static const char *remedy(const struct expr *a, const struct expr *b)
{
    const struct expr *text = constant(a, T_TEXT) ? a : b, *other = text == a ? b : a;
    struct num number;
    int64_t whole;
    bool zoned;
    if (constant(text, T_TEXT)) {
        bool bare = other->type == T_NUMBER
                        ? num_parse(text->text, &number) == NUM_OK
                        : other->type >= T_DATE &&
                              date_parse(text->text, type_span(other->type), &whole, &zoned);
        if (bare && other->type != T_TIME)
            return _("; drop the quotes");
    }
    if ((constant(a, T_NUMBER) && b->type == T_TEXT) ||
        (constant(b, T_NUMBER) && a->type == T_TEXT))
        return _("; codes are text and stand in quotes: '1001'");
    if (a->type == T_BOOL || b->type == T_BOOL)
        return _("; a flag is a condition by itself, or is compared with true or false");
    if (a->type >= T_DATE && b->type >= T_DATE && a->type != T_TIME && b->type != T_TIME)
        return _("; month(x), quarter(x), year(x) make the longer period of the shorter");
    if (constant(a, T_NUMBER) || constant(b, T_NUMBER))
        return _("; write a date 2024-03-05, a month 2024-03, a quarter 2024Q1");
    return "";
}

static bool is_year(const struct num *n, int64_t *year)
{
    return num_int(n, year) && *year >= 1 && *year <= 9999;
}

/* A plain number beside a year is a year; so are a parameter's, if all its values can be. */
static void become_year(struct expr *x)
{
    int64_t year = 1;
    bool years = x->param != NULL && x->type == T_NUMBER;
    for (size_t i = 0; years && i < x->param->row_n; i++)
        for (size_t k = 0; years && k < x->param->rows[i].value_n; k++)
            years = is_year(&x->param->rows[i].values[k].number, &year);
    if (years && x->kind == EXPR_CONST)
        is_year(&x->number, &year);
    if (!years && !(constant(x, T_NUMBER) && is_year(&x->number, &year)))
        return;
    x->type = T_YEAR;
    x->whole = year;
}

/* Codes of digits in a parameter look like numbers; beside texts they are what stands in the cell.
 */
static void become_text(struct expr *x)
{
    if (x->param != NULL && x->type == T_NUMBER && (x->kind == EXPR_CONST || x->kind == EXPR_PARAM))
        x->type = T_TEXT;
}

static bool two_types(struct parser *p, size_t at, const struct expr *a, const struct expr *b,
                      const char *what)
{
    const char *first = phrase(a->type), *second = phrase(b->type);
    struct buffer more = {0};
    buffer_text(&more, remedy(a, b));
    if (!param_why_text(a->type == T_TEXT ? a->param : b->param, &more) ||
        !buffer_char(&more, '\0'))
        lex_memory(&p->lexer);
    else if (what == NULL)
        lex_fail(&p->lexer, at, _("cannot compare %s with %s%s"), first, second, more.p);
    else
        lex_fail(&p->lexer, at, _("%s needs values of one type, not %s and %s%s"), what, first,
                 second, more.p);
    buffer_free(&more);
    return false;
}

/* All must be of one type: the arguments of WHAT, or what is compared where that is NULL. */
static bool unify(struct parser *p, size_t at, struct expr **v, size_t n, const char *what)
{
    bool years = false, texts = false;
    for (size_t i = 0; i < n; i++) {
        years = years || v[i]->type == T_YEAR;
        texts = texts || v[i]->type == T_TEXT;
    }
    for (size_t i = 0; years && i < n; i++)
        become_year(v[i]);
    for (size_t i = 0; texts && i < n; i++)
        become_text(v[i]);
    for (size_t i = 1; i < n; i++)
        if (v[i]->type != v[0]->type)
            return two_types(p, at, v[0], v[i], what);
    return true;
}

static bool of_type(struct parser *p, enum function f, size_t at, const struct expr *x,
                    enum type want)
{
    if (x->type == want)
        return true;
    const char *more = "";
    if (want == T_NUMBER && constant(x, T_TEXT))
        more = _("; a number stands without quotes");
    else if (want == T_NUMBER && x->type >= T_DATE)
        more = _("; days(a, b) counts the days between two dates");
    else if (want == T_BOOL)
        more = _("; compare it: x = ..., x > ..., blank(x)");
    struct buffer text = {0};
    if (buffer_text(&text, more) && param_why_text(x->param, &text) && buffer_char(&text, '\0'))
        lex_fail(&p->lexer, at, _("'%s' takes %s, not %s%s"), operator_sign(f), phrase(want),
                 phrase(x->type), text.p);
    else
        lex_memory(&p->lexer);
    buffer_free(&text);
    return false;
}

static bool operands(struct parser *p, enum function f, size_t at, struct expr **v, size_t n,
                     enum type *type)
{
    switch (f) {
    case FN_EQ: case FN_NE: case FN_LT: case FN_LE: case FN_GT: case FN_GE:
        *type = T_BOOL;
        if (!unify(p, at, v, n, NULL))
            return false;
        if (f != FN_EQ && f != FN_NE && v[0]->type == T_BOOL)
            return lex_fail(&p->lexer, at,
                            _("conditions have no order; '%s' takes numbers, texts or dates"),
                            operator_sign(f));
        return true;
    case FN_AND: case FN_OR: case FN_NOT: *type = T_BOOL; break;
    default: *type = T_NUMBER; break;
    }
    for (size_t i = 0; i < n; i++)
        if (!of_type(p, f, at, v[i], *type))
            return false;
    return true;
}

struct expr *make_operator(struct parser *p, enum function f, size_t at, struct expr *a,
                           struct expr *b)
{
    struct arguments args = {0};
    enum type type;
    if (!arguments_add(p, &args, a) || (b != NULL && !arguments_add(p, &args, b)) ||
        !operands(p, f, at, args.v, args.n, &type))
        return NULL;
    if (f == FN_NEG && a->kind == EXPR_CONST && a->param == NULL) {
        num_neg(&a->number, &a->number);
        a->at = at;
        return a;
    }
    struct expr *x = node_new(p, EXPR_CALL, type, at);
    if (x == NULL)
        return NULL;
    x->function = f;
    return node_seal(p, x, &args);
}

struct expr *make_in(struct parser *p, size_t at, const struct arguments *a)
{
    if (!unify(p, at, a->v, a->n, NULL))
        return NULL;
    struct expr *x = node_new(p, EXPR_CALL, T_BOOL, at);
    if (x == NULL)
        return NULL;
    x->function = FN_IN;
    return node_seal(p, x, a);
}

struct expr *make_member(struct parser *p, size_t at, struct expr *member, struct expr *list)
{
    struct expr *pair[] = {member, list};
    struct arguments args = {0};
    struct expr *x = node_new(p, EXPR_MEMBER, T_BOOL, at);
    if (x == NULL || !unify(p, at, pair, 2, NULL) || !arguments_add(p, &args, member) ||
        (list->arg_count > 0 && !arguments_add(p, &args, list->args[0])))
        return NULL;
    x->param = list->param;
    x->param_row = list->param_row;
    return node_seal(p, x, &args);
}

struct expr *make_match(struct parser *p, size_t at, struct expr *a, const struct token *pattern)
{
    struct arguments args = {0};
    struct error why = {0};
    struct expr *x = node_new(p, EXPR_CALL, T_BOOL, at);
    if (x == NULL || !of_type(p, FN_MATCH, at, a, T_TEXT) || !arguments_add(p, &args, a))
        return NULL;
    x->function = FN_MATCH;
    enum status s = regex_compile(pattern->text, &x->regex, &why);
    if (s == ST_USAGE)
        lex_fail(&p->lexer, pattern->at, "%s", why.text);
    else if (s != ST_OK)
        lex_memory(&p->lexer);
    if (s != ST_OK)
        return NULL;
    struct node *n = (struct node *)x;
    n->next_match = p->matches;
    p->matches = n;
    return node_seal(p, x, &args);
}

static bool check_count(struct parser *p, const struct function_entry *f, size_t at, size_t n)
{
    size_t least, most;
    const char *name = f->spelling[0];
    function_counts(f, &least, &most);
    if (n >= least && n <= most)
        return true;
    if (most == 0)
        return lex_fail(&p->lexer, at,
                        _("%s takes no argument; %s(where condition) takes part of the rows"), name,
                        name);
    if (most == SIZE_MAX)
        return lex_fail(&p->lexer, at, _("%s takes at least %zu arguments, not %zu"), name, least,
                        n);
    if (least < most)
        return lex_fail(&p->lexer, at, _("%s takes %zu to %zu arguments, not %zu"), name, least,
                        most, n);
    return lex_fail(&p->lexer, at,
                    ngettext_("%s takes %zu argument, not %zu", "%s takes %zu arguments, not %zu",
                              least),
                    name, least, n);
}

static bool check_arguments(struct parser *p, const struct function_entry *f, size_t at,
                            const struct arguments *a)
{
    if (!check_count(p, f, at, a->n))
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const struct expr *x = a->v[i];
        const char *want = function_wants(f, i, x);
        if (want != NULL)
            return lex_fail(&p->lexer, x->at, _("%s takes %s here, not %s"), f->spelling[0], want,
                            phrase(x->type));
        if ((want = function_bounds(f, i, x)) != NULL)
            return lex_fail(&p->lexer, x->at, _("%s takes %s here"), f->spelling[0], want);
    }
    for (size_t i = 1; i < a->n; i++)
        if (function_argument(f, i) == '=')
            return unify(p, at, a->v + i - 1, a->n - i + 1, f->spelling[0]);
    return true;
}

struct expr *make_call(struct parser *p, const struct function_entry *f, size_t at,
                       const struct arguments *a)
{
    if (!check_arguments(p, f, at, a))
        return NULL;
    struct expr *x = node_new(p, EXPR_CALL, function_result(f, a->v[a->n - 1]->type), at);
    if (x == NULL)
        return NULL;
    x->function = (enum function)f->code;
    return node_seal(p, x, a);
}

struct expr *make_aggregate(struct parser *p, const struct function_entry *f, struct expr *x,
                            const struct arguments *a)
{
    const char *name = f->spelling[0];
    const struct expr *first = a->n > 0 ? a->v[0] : NULL;
    x->aggregate = (enum aggregate)f->code;
    if (!check_arguments(p, f, x->at, a))
        return NULL;
    if (x->where != NULL && x->where->type != T_BOOL) {
        lex_fail(&p->lexer, x->where->at, _("where takes a condition, not %s"),
                 phrase(x->where->type));
        return NULL;
    }
    if (x->where != NULL && first != NULL && first->kind == EXPR_VALUE) {
        lex_fail(&p->lexer, x->where->at,
                 _("value stands for measures and not for rows; where has no place beside it"));
        return NULL;
    }
    if (x->series != SERIES_NONE &&
        (x->aggregate == AGG_FIRST || x->aggregate == AGG_LAST || first->type != T_NUMBER)) {
        lex_fail(&p->lexer, x->at,
                 _("%s takes no steps or ratios: they are sorted by size and made of numbers"),
                 name);
        return NULL;
    }
    if (a->n > 1)
        x->parameter = a->v[1]->number;
    if (first != NULL)
        x->type = function_result(f, first->type);
    struct arguments measured = {a->v, a->n > 0 ? 1 : 0, 0};
    return node_seal(p, x, &measured);
}

/* Windows are compared by size, so they give numbers; first and last look at single rows. */
static bool measures_windows(const struct expr *x)
{
    return x->type == T_NUMBER && x->series == SERIES_NONE && x->aggregate != AGG_FIRST &&
           x->aggregate != AGG_LAST;
}

struct expr *make_window(struct parser *p, size_t at, struct expr *x)
{
    const char *name = function_entry(FUNCTION_AGGREGATE, (int)x->aggregate)->spelling[0];
    struct arguments args = {x->args, x->arg_count, 0};
    if (x->over != OVER_NONE)
        lex_fail(&p->lexer, at,
                 _("within slides over the subject's own rows; it does not go with over"));
    else if (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE)
        lex_fail(&p->lexer, at,
                 _("value stands for measures and not for rows; within has no place beside it"));
    else if (!measures_windows(x))
        lex_fail(&p->lexer, at,
                 _("within takes an aggregate that gives a number for some rows, such as sum or "
                   "count, and no steps, ratios, first or last"));
    else if (!p->scope->judged)
        lex_fail(
            &p->lexer, at,
            _("within finds the window that goes furthest; it belongs in having or value of an "
              "indicator"));
    else if (x->day->type != T_DATE && x->day->type != T_TIME)
        lex_fail(&p->lexer, x->day->at, _("%s within ... of takes a date or time here, not %s"),
                 name, phrase(x->day->type));
    else
        return node_seal(p, x, &args);
    return NULL;
}

struct expr *make_earlier(struct parser *p, const struct function_entry *f, size_t at,
                          const struct arguments *a)
{
    if (p->inside != NULL || !p->scope->judged) {
        lex_fail(&p->lexer, at,
                 _("%s looks at the subject's period before; it belongs in having or value of an "
                   "indicator, and not inside an aggregate"),
                 f->spelling[0]);
        return NULL;
    }
    if (!check_arguments(p, f, at, a))
        return NULL;
    struct expr *x = node_new(p, EXPR_EARLIER, function_result(f, a->v[0]->type), at);
    if (x == NULL)
        return NULL;
    x->earlier = (enum earlier)f->code;
    return node_seal(p, x, a);
}

bool check_key(struct parser *p, size_t at, const struct column *column, struct expr *arg)
{
    struct expr key = {.kind = EXPR_COLUMN, .type = column_expr_type(column->type)};
    struct expr *pair[] = {&key, arg};
    char name[QUOTE_SIZE], what[QUOTE_SIZE + 64];
    snprintf(what, sizeof what, _("key '%s'"), quote(name, slice_of(column->name)));
    return unify(p, at, pair, 2, what);
}
