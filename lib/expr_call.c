/* Names: columns, functions, aggregates with `where` and `over`, and rows of other tables. */
#include "expr.h"

#include "expr_int.h"
#include "i18n.h"

static bool is_name(const struct token *t)
{
    return t->kind == TOKEN_NAME || t->kind == TOKEN_BACKQUOTED;
}

/* Arguments separated by commas, up to but not including what ends them. */
bool parse_arguments(struct parser *p, struct arguments *a)
{
    for (;;) {
        struct expr *x = parse_condition(p);
        if (x == NULL || !arguments_add(p, a, x))
            return false;
        if (p->token.kind != TOKEN_COMMA)
            return true;
        if (!advance(p))
            return false;
    }
}

/* `col = expr, ...`; a bare `col` is `col = col`. The token is what follows the opening's first
 * word. */
static struct expr *parse_keys(struct parser *p, struct expr *x)
{
    const struct table *other = &p->scope->pack->tables[x->other_table];
    struct arguments a = {0};
    size_t *keys = NULL, size = 0;
    while (p->token.kind == TOKEN_COMMA) {
        if (!advance(p))
            return NULL;
        struct token name = p->token;
        if (!is_name(&name))
            return unexpected(p, _("a column of the other table"));
        if (a.n == size) {
            size_t *more = arena_alloc(p->lexer.arena, (size = size * 2 + 4) * sizeof *more);
            if (more == NULL) {
                lex_memory(&p->lexer);
                return NULL;
            }
            if (a.n > 0)
                memcpy(more, keys, a.n * sizeof *more);
            keys = more;
        }
        if (!find_column(p, other, &name, &keys[a.n]) || !advance(p))
            return NULL;
        struct expr *arg;
        if (p->token.kind == TOKEN_EQ)
            arg = advance(p) ? parse_sum(p) : NULL;
        else
            arg = make_column(p, &name);
        if (arg == NULL || !check_key(p, name.at, &other->columns[keys[a.n]], arg) ||
            !arguments_add(p, &a, arg))
            return NULL;
    }
    if (p->token.kind != TOKEN_CLOSE)
        return unexpected(p, _("',' or ')'"));
    if (a.n == 0) {
        lex_fail(&p->lexer, p->token.at, _("at least one column must tell the row: %s"),
                 x->kind == EXPR_EXISTS ? "exists(table, column = expression)"
                                        : "lookup(table.column, key = expression)");
        return NULL;
    }
    x->key_columns = keys;
    return advance(p) ? node_seal(p, x, &a) : NULL;
}

static struct expr *parse_exists(struct parser *p, size_t at)
{
    struct expr *x = node_new(p, EXPR_EXISTS, T_BOOL, at);
    if (x == NULL)
        return NULL;
    take_table_name(p);
    if (!is_name(&p->token))
        return unexpected(p, _("a table"));
    if (!find_table(p, p->token.text, p->token.at, &x->other_table) || !advance(p))
        return NULL;
    return parse_keys(p, x);
}

/* `table.column` is one bare name, or two parts of which one is backquoted. */
static bool lookup_target(struct parser *p, struct expr *x)
{
    take_table_name(p);
    struct token column = p->token;
    struct slice table = p->token.text;
    const char *point =
        column.kind == TOKEN_NAME ? memchr(column.text.p, '.', column.text.n) : NULL;
    if (!is_name(&column))
        return unexpected(p, "table.column") != NULL;
    if (point != NULL) {
        table.n = (size_t)(point - table.p);
        column.text = (struct slice){point + 1, column.text.n - table.n - 1};
        column.at += table.n + 1;
    } else {
        if (!advance(p))
            return false;
        if (p->token.kind != TOKEN_POINT)
            return unexpected(p, _("'.' and a column of the table")) != NULL;
        if (!advance(p))
            return false;
        if (!is_name(&p->token))
            return unexpected(p, _("a column of the table")) != NULL;
    }
    if (point == NULL)
        column = p->token;
    size_t at = point != NULL ? p->token.at : column.at;
    return find_table(p, table, at, &x->other_table) &&
           find_column(p, &p->scope->pack->tables[x->other_table], &column, &x->lookup_column) &&
           advance(p);
}

static struct expr *parse_lookup(struct parser *p, size_t at)
{
    struct expr *x = node_new(p, EXPR_LOOKUP, T_TEXT, at);
    if (x == NULL || !lookup_target(p, x))
        return NULL;
    x->type =
        column_expr_type(p->scope->pack->tables[x->other_table].columns[x->lookup_column].type);
    return parse_keys(p, x);
}

/* Column names up to what is none, or up to `)` inside others(...). */
static bool over_columns(struct parser *p, struct expr *x)
{
    size_t size = 0;
    while (is_name(&p->token)) {
        enum token_kind next = TOKEN_END;
        if (x->over_count > 0 && word_is_within(p->token.text) && !peek(p, &next))
            return false;
        if (next == TOKEN_NUMBER || next == TOKEN_PARAMETER)
            break;
        if (x->over_count == size) {
            size_t *more = arena_alloc(p->lexer.arena, (size = size * 2 + 4) * sizeof *more);
            if (more == NULL)
                return lex_memory(&p->lexer);
            if (x->over_count > 0)
                memcpy(more, x->over_columns, x->over_count * sizeof *more);
            x->over_columns = more;
        }
        if (!find_column(p, p->scope->table, &p->token, &x->over_columns[x->over_count]) ||
            !advance(p))
            return false;
        x->over_count++;
        if (x->over == OVER_OTHERS && p->token.kind == TOKEN_COMMA && !advance(p))
            return false;
    }
    if (x->over_count == 0)
        return unexpected(p, _("a column, all, or others(column)")) != NULL;
    return true;
}

static bool parse_over(struct parser *p, struct expr *x)
{
    enum token_kind next;
    if (p->token.kind != TOKEN_OVER)
        return true;
    if (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE)
        return lex_fail(&p->lexer, p->token.at,
                        _("value stands for all measures already; over has no place here"));
    if (!advance(p))
        return false;
    if (p->token.kind == TOKEN_NAME && word_is_all(p->token.text)) {
        x->over = OVER_ALL;
        return advance(p);
    }
    if (p->token.kind == TOKEN_NAME && word_is_others(p->token.text)) {
        if (!peek(p, &next))
            return false;
        if (next == TOKEN_OPEN) {
            x->over = OVER_OTHERS;
            return advance(p) && advance(p) && over_columns(p, x) &&
                   expect(p, TOKEN_CLOSE, _("')'"));
        }
    }
    x->over = OVER_BY;
    return over_columns(p, x);
}

/* The date by which windows slide where `of` does not say it. */
static struct expr *day_column(struct parser *p, size_t at)
{
    const struct table *t = p->scope->table;
    size_t column = expr_day_column(t);
    char shown[QUOTE_SIZE];
    if (column == SIZE_MAX) {
        lex_fail(&p->lexer, at,
                 _("within slides over the rows by date, and table '%s' has no column of type date "
                   "or time; name one by of: within 30 days of column"),
                 quote(shown, slice_of(t->name)));
        return NULL;
    }
    struct token name = {.kind = TOKEN_BACKQUOTED, .at = at};
    name.text = slice_of(t->columns[column].name);
    return make_column(p, &name);
}

enum { DAYS_MAX = 36600 };

static bool are_days(const struct num *n, int64_t *days)
{
    return num_int(n, days) && *days >= 0 && *days <= DAYS_MAX;
}

/* How many: a number, or a parameter that has but one. */
static bool parse_days(struct parser *p, struct expr *x)
{
    struct token first = p->token;
    if (first.kind == TOKEN_NUMBER && are_days(&first.number, &x->days))
        return advance(p);
    if (first.kind != TOKEN_PARAMETER)
        return unexpected(p, _("a whole number of days from 0 to 36600")) != NULL;
    struct expr *days = parse_parameter(p);
    x->days_from = days;
    if (days == NULL)
        return false;
    if (days->kind != EXPR_CONST || days->type != T_NUMBER || !are_days(&days->number, &x->days))
        return lex_fail(&p->lexer, first.at,
                        _("a window has a whole number of days from 0 to 36600; '%s' must be that, "
                          "without key, region and dates"),
                        days->param->name);
    return true;
}

/* `within 30 days of column`, behind an aggregate. */
static struct expr *parse_within(struct parser *p, struct expr *x)
{
    size_t at = p->token.at;
    if (p->token.kind != TOKEN_NAME || !word_is_within(p->token.text))
        return x;
    if (!advance(p))
        return NULL;
    if (!parse_days(p, x))
        return NULL;
    if (p->token.kind != TOKEN_NAME || !word_is_days(p->token.text))
        return unexpected(p, _("days"));
    if (!advance(p))
        return NULL;
    if (p->token.kind == TOKEN_NAME && word_is_of(p->token.text)) {
        p->inside = "within";
        x->day = advance(p) ? parse_primary(p) : NULL;
        p->inside = NULL;
    } else {
        x->day = day_column(p, at);
    }
    return x->day == NULL ? NULL : make_window(p, at, x);
}

/* The first argument of an aggregate: `value`, steps(x), ratios(x) or an expression. */
static struct expr *parse_measured(struct parser *p, struct expr *aggregate)
{
    enum token_kind next;
    if (p->token.kind != TOKEN_NAME)
        return parse_condition(p);
    if (!peek(p, &next))
        return NULL;
    if (p->scope->value && word_is_value(p->token.text) &&
        (next == TOKEN_CLOSE || next == TOKEN_COMMA)) {
        struct expr *x = node_new(p, EXPR_VALUE, T_NUMBER, p->token.at);
        struct arguments none = {0};
        return x != NULL && advance(p) ? node_seal(p, x, &none) : NULL;
    }
    const struct function_entry *f = next == TOKEN_OPEN ? function_find(p->token.text) : NULL;
    if (f == NULL || f->kind != FUNCTION_SERIES)
        return parse_condition(p);
    aggregate->series = (enum series)f->code;
    if (!advance(p) || !advance(p))
        return NULL;
    struct expr *x = parse_condition(p);
    return x != NULL && expect(p, TOKEN_CLOSE, _("')'")) ? x : NULL;
}

static bool aggregate_body(struct parser *p, struct expr *x, struct arguments *a)
{
    if (p->token.kind != TOKEN_CLOSE && p->token.kind != TOKEN_WHERE) {
        struct expr *first = parse_measured(p, x);
        if (first == NULL || !arguments_add(p, a, first))
            return false;
        if (p->token.kind == TOKEN_COMMA && (!advance(p) || !parse_arguments(p, a)))
            return false;
    }
    if (p->token.kind == TOKEN_WHERE) {
        if (!advance(p) || (x->where = parse_condition(p)) == NULL)
            return false;
        if (p->token.kind == TOKEN_COMMA)
            return lex_fail(&p->lexer, p->token.at,
                            _("where stands last, behind all other arguments"));
    }
    return expect(p, TOKEN_CLOSE, _("')'"));
}

static struct expr *parse_aggregate(struct parser *p, const struct function_entry *f, size_t at)
{
    const char *name = f->spelling[0];
    if (p->inside != NULL) {
        lex_fail(&p->lexer, at, _("%s stands inside %s; an aggregate cannot stand inside another"),
                 name, p->inside);
        return NULL;
    }
    if (!p->scope->aggregates) {
        lex_fail(&p->lexer, at, _("%s is an aggregate; aggregates belong in having or value"),
                 name);
        return NULL;
    }
    struct expr *x = node_new(p, EXPR_AGGREGATE, T_NUMBER, at);
    struct arguments a = {0};
    if (x == NULL)
        return NULL;
    p->inside = name;
    bool good = aggregate_body(p, x, &a);
    p->inside = NULL;
    if (!good)
        return NULL;
    x = make_aggregate(p, f, x, &a);
    return x != NULL && parse_over(p, x) ? parse_within(p, x) : NULL;
}

/* The token is the function's name, `(` follows. */
static struct expr *parse_call(struct parser *p)
{
    size_t at = p->token.at;
    struct arguments a = {0};
    const struct function_entry *f = find_function(p, &p->token);
    if (f == NULL || !advance(p) || !advance(p))
        return NULL;
    switch (f->kind) {
    case FUNCTION_AGGREGATE: return parse_aggregate(p, f, at);
    case FUNCTION_EXISTS: return parse_exists(p, at);
    case FUNCTION_LOOKUP: return parse_lookup(p, at);
    case FUNCTION_SERIES:
        lex_fail(&p->lexer, at, _("%s stands directly inside an aggregate: mean(%s(x))"),
                 f->spelling[0], f->spelling[0]);
        return NULL;
    case FUNCTION_EARLIER:
    case FUNCTION_SCALAR: break;
    }
    if (p->token.kind != TOKEN_CLOSE && !parse_arguments(p, &a))
        return NULL;
    if (!expect(p, TOKEN_CLOSE, _("',' or ')'")))
        return NULL;
    return f->kind == FUNCTION_EARLIER ? make_earlier(p, f, at, &a) : make_call(p, f, at, &a);
}

struct expr *parse_name(struct parser *p)
{
    enum token_kind next = TOKEN_END;
    if (p->token.kind == TOKEN_NAME) {
        if (!peek(p, &next))
            return NULL;
        if (next == TOKEN_OPEN)
            return parse_call(p);
        if (p->scope->value && word_is_value(p->token.text)) {
            lex_fail(&p->lexer, p->token.at,
                     _("value stands alone as an aggregate's argument: fence_high(value); a column "
                       "of that name "
                       "stands in backquotes"));
            return NULL;
        }
    }
    struct expr *x = make_column(p, &p->token);
    return x != NULL && advance(p) ? x : NULL;
}
