/* Recursive descent over the grammar of probity-pack(5), lowest precedence first. */
#include "expr.h"

#include "expr_int.h"
#include "i18n.h"
#include "regex.h"
#include "text.h"

static struct slice spelt(const struct parser *p, const struct token *t)
{
    return (struct slice){p->lexer.text.p + t->at, t->end - t->at};
}

bool advance(struct parser *p)
{
    if (!p->peeked)
        return lex_next(&p->lexer, &p->token);
    p->token = p->next;
    p->peeked = false;
    return true;
}

bool peek(struct parser *p, enum token_kind *kind)
{
    if (!p->peeked && !lex_next(&p->lexer, &p->next))
        return false;
    p->peeked = true;
    *kind = p->next.kind;
    return true;
}

/* Without the blanks `within 30 days` is one name in Chinese. */
static bool begins_window(struct slice name)
{
    struct slice word = SLICE("滚动");
    return name.n > word.n && memcmp(name.p, word.p, word.n) == 0;
}

/* What may help with a token that has no business where it stands. */
static const char *advice(const struct parser *p, const struct token *t)
{
    struct slice before = {p->lexer.text.p, t->at};
    switch (t->kind) {
    case TOKEN_WHERE: return _("; where stands last inside an aggregate: sum(x where condition)");
    case TOKEN_OVER: return _("; over follows an aggregate directly: mean(x) over column");
    case TOKEN_RANGE: return _("; a range belongs in a threshold of outside or inside");
    case TOKEN_COMMA: return _("; numbers are written without thousands separators");
    case TOKEN_AND:
    case TOKEN_OR: return _("; and, or stand between two conditions");
    case TOKEN_NAME:
        return begins_window(t->text) ? _("; blanks stand around the number: within 30 days") : "";
    case TOKEN_EQ:
        return slice_trim(before).n > 0
                   ? ""
                   : _("; a spreadsheet takes a cell that begins with = for a formula");
    default: return "";
    }
}

/* NULL, so that a caller may return it. */
struct expr *unexpected(struct parser *p, const char *wanted)
{
    const struct token *t = &p->token;
    char shown[QUOTE_SIZE];
    if (t->kind == TOKEN_END)
        lex_fail(&p->lexer, t->at, _("%s expected, but the expression ends here"), wanted);
    else
        lex_fail(&p->lexer, t->at, _("%s expected, but '%s' stands here%s"), wanted,
                 quote(shown, spelt(p, t)), advice(p, t));
    return NULL;
}

bool expect(struct parser *p, enum token_kind kind, const char *wanted)
{
    if (p->token.kind != kind) {
        unexpected(p, wanted);
        return false;
    }
    return advance(p);
}

bool deeper(struct parser *p)
{
    if (++p->depth <= HEIGHT_MAX)
        return true;
    return lex_fail(&p->lexer, p->token.at, _("nested more than %d deep; split the expression"),
                    (int)HEIGHT_MAX);
}

struct expr *parse_primary(struct parser *p)
{
    struct expr *x;
    switch (p->token.kind) {
    case TOKEN_NUMBER:
    case TOKEN_TEXT:
    case TOKEN_PERIOD: x = make_const(p, &p->token); break;
    case TOKEN_TRUE:
    case TOKEN_FALSE: x = make_truth(p, p->token.at, p->token.kind == TOKEN_TRUE); break;
    case TOKEN_NAME:
    case TOKEN_BACKQUOTED:
        if (!deeper(p))
            return NULL;
        x = parse_name(p);
        p->depth--;
        return x;
    case TOKEN_PARAMETER:
        if (!deeper(p))
            return NULL;
        x = parse_parameter(p);
        p->depth--;
        return x;
    case TOKEN_OPEN:
        if (!deeper(p) || !advance(p) || (x = parse_condition(p)) == NULL)
            return NULL;
        p->depth--;
        return expect(p, TOKEN_CLOSE, _("')'")) ? x : NULL;
    default: return unexpected(p, _("a value"));
    }
    return x != NULL && advance(p) ? x : NULL;
}

static struct expr *parse_unary(struct parser *p)
{
    size_t at = p->token.at;
    if (p->token.kind != TOKEN_SUB)
        return parse_primary(p);
    if (!deeper(p) || !advance(p))
        return NULL;
    struct expr *x = parse_unary(p);
    p->depth--;
    return x == NULL ? NULL : make_operator(p, FN_NEG, at, x, NULL);
}

static struct expr *parse_product(struct parser *p)
{
    struct expr *x = parse_unary(p);
    while (x != NULL && (p->token.kind == TOKEN_MUL || p->token.kind == TOKEN_DIV)) {
        enum function f = p->token.kind == TOKEN_MUL ? FN_MUL : FN_DIV;
        size_t at = p->token.at;
        struct expr *right = advance(p) ? parse_unary(p) : NULL;
        x = right == NULL ? NULL : make_operator(p, f, at, x, right);
    }
    return x;
}

struct expr *parse_sum(struct parser *p)
{
    struct expr *x = parse_product(p);
    while (x != NULL && (p->token.kind == TOKEN_ADD || p->token.kind == TOKEN_SUB)) {
        enum function f = p->token.kind == TOKEN_ADD ? FN_ADD : FN_SUB;
        size_t at = p->token.at;
        struct expr *right = advance(p) ? parse_product(p) : NULL;
        x = right == NULL ? NULL : make_operator(p, f, at, x, right);
    }
    return x;
}

static struct expr *parse_in(struct parser *p, struct expr *x, size_t at)
{
    struct arguments a = {0};
    if (p->token.kind == TOKEN_PARAMETER)
        return parse_member(p, x, at);
    if (!deeper(p) || !arguments_add(p, &a, x) ||
        !expect(p, TOKEN_OPEN, _("'(' and a list, or a parameter")) || !parse_arguments(p, &a) ||
        !expect(p, TOKEN_CLOSE, _("',' or ')'")))
        return NULL;
    p->depth--;
    return make_in(p, at, &a);
}

/* Two comparisons that share X. */
static struct expr *parse_between(struct parser *p, struct expr *x, size_t at)
{
    struct expr *low = parse_sum(p), *high;
    if (low == NULL || !expect(p, TOKEN_AND, _("'and' and the upper end of between")) ||
        (high = parse_sum(p)) == NULL)
        return NULL;
    struct expr *from = make_operator(p, FN_GE, at, x, low);
    struct expr *to = from == NULL ? NULL : make_operator(p, FN_LE, at, x, high);
    return to == NULL ? NULL : make_operator(p, FN_AND, at, from, to);
}

static struct expr *parse_match(struct parser *p, struct expr *x, size_t at)
{
    if (p->token.kind != TOKEN_TEXT)
        return unexpected(p, _("a pattern in single quotes"));
    struct token pattern = p->token;
    return advance(p) ? make_match(p, at, x, &pattern) : NULL;
}

static bool compares(enum token_kind k, enum function *f)
{
    static const struct {
        enum token_kind kind;
        enum function f;
    } signs[] = {{TOKEN_EQ, FN_EQ}, {TOKEN_NE, FN_NE}, {TOKEN_LT, FN_LT},
                 {TOKEN_LE, FN_LE}, {TOKEN_GT, FN_GT}, {TOKEN_GE, FN_GE}};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (signs[i].kind == k) {
            *f = signs[i].f;
            return true;
        }
    return false;
}

static bool starts_test(enum token_kind k)
{
    return k == TOKEN_IN || k == TOKEN_NOT_IN || k == TOKEN_BETWEEN || k == TOKEN_MATCH ||
           k == TOKEN_NOT_MATCH;
}

/* X with the comparison that follows it, if one does. */
static struct expr *parse_test(struct parser *p, struct expr *x)
{
    enum function f;
    enum token_kind kind = p->token.kind, next;
    size_t at = p->token.at;
    bool negated = kind == TOKEN_NOT_IN || kind == TOKEN_NOT_MATCH;
    if (compares(kind, &f)) {
        struct expr *right = advance(p) ? parse_sum(p) : NULL;
        return right == NULL ? NULL : make_operator(p, f, at, x, right);
    }
    if (kind == TOKEN_NOT) {
        if (!peek(p, &next))
            return NULL;
        if (next != TOKEN_IN && next != TOKEN_BETWEEN && next != TOKEN_MATCH)
            return x;
        if (!advance(p))
            return NULL;
        kind = next;
        negated = true;
    }
    if (!starts_test(kind))
        return x;
    if (!advance(p))
        return NULL;
    if (kind == TOKEN_BETWEEN)
        x = parse_between(p, x, at);
    else if (kind == TOKEN_IN || kind == TOKEN_NOT_IN)
        x = parse_in(p, x, at);
    else
        x = parse_match(p, x, at);
    return x != NULL && negated ? make_operator(p, FN_NOT, at, x, NULL) : x;
}

static struct expr *parse_comparison(struct parser *p)
{
    enum function f;
    struct expr *left = parse_sum(p), *x = left == NULL ? NULL : parse_test(p, left);
    if (x != NULL && x != left && (compares(p->token.kind, &f) || starts_test(p->token.kind))) {
        lex_fail(&p->lexer, p->token.at, _("comparisons do not chain; write a < b and b < c"));
        return NULL;
    }
    return x;
}

static struct expr *parse_not(struct parser *p)
{
    size_t at = p->token.at;
    if (p->token.kind != TOKEN_NOT)
        return parse_comparison(p);
    if (!deeper(p) || !advance(p))
        return NULL;
    struct expr *x = parse_not(p);
    p->depth--;
    return x == NULL ? NULL : make_operator(p, FN_NOT, at, x, NULL);
}

static struct expr *parse_and(struct parser *p)
{
    struct expr *x = parse_not(p);
    while (x != NULL && p->token.kind == TOKEN_AND) {
        size_t at = p->token.at;
        struct expr *right = advance(p) ? parse_not(p) : NULL;
        x = right == NULL ? NULL : make_operator(p, FN_AND, at, x, right);
    }
    return x;
}

struct expr *parse_condition(struct parser *p)
{
    struct expr *x = parse_and(p);
    while (x != NULL && p->token.kind == TOKEN_OR) {
        size_t at = p->token.at;
        struct expr *right = advance(p) ? parse_and(p) : NULL;
        x = right == NULL ? NULL : make_operator(p, FN_OR, at, x, right);
    }
    return x;
}

static bool begin(struct parser *p, struct slice text, const struct expr_scope *scope,
                  struct arena *a, struct error *e)
{
    *p = (struct parser){.lexer = {.text = text, .arena = a, .error = e}, .scope = scope};
    size_t good = utf8_check(text);
    if (good < text.n) {
        p->lexer.text.n = good;
        return lex_fail(&p->lexer, good, _("invalid UTF-8"));
    }
    return advance(p);
}

/* The patterns of what was built before a failure belong to nobody. */
static enum status failed(struct parser *p)
{
    for (struct node *m = p->matches; m != NULL; m = m->next_match) {
        regex_free(m->x.regex);
        m->x.regex = NULL;
    }
    return p->lexer.status;
}

static bool at_end(struct parser *p)
{
    return p->token.kind == TOKEN_END || unexpected(p, _("the end or an operator")) != NULL;
}

enum status expr_parse(struct slice text, const struct expr_scope *scope, struct arena *a,
                       struct expr **out, struct error *e)
{
    struct parser p;
    *out = NULL;
    if (!begin(&p, text, scope, a, e))
        return p.lexer.status;
    struct expr *x = parse_condition(&p);
    if (x == NULL || !at_end(&p))
        return failed(&p);
    *out = x;
    return ST_OK;
}

enum status expr_parse_range(struct slice text, const struct expr_scope *scope, struct arena *a,
                             struct expr **low, struct expr **high, struct error *e)
{
    struct parser p;
    *low = *high = NULL;
    if (!begin(&p, text, scope, a, e))
        return p.lexer.status;
    struct expr *from = parse_condition(&p), *to = NULL;
    if (from == NULL)
        return failed(&p);
    size_t at = p.token.at;
    if (p.token.kind == TOKEN_RANGE) {
        if (!advance(&p) || (to = parse_condition(&p)) == NULL)
            return failed(&p);
        if (to->type != from->type) {
            lex_fail(&p.lexer, at,
                     _("a range runs between two values of one type, not from %s to %s"),
                     type_name(from->type), type_name(to->type));
            return failed(&p);
        }
    }
    if (!at_end(&p))
        return failed(&p);
    *low = from;
    *high = to;
    return ST_OK;
}

enum status expr_parse_list(struct slice text, const struct expr_scope *scope, struct arena *a,
                            struct expr ***out, size_t *n, struct error *e)
{
    struct parser p;
    struct arguments list = {0};
    *out = NULL;
    *n = 0;
    if (!begin(&p, text, scope, a, e))
        return p.lexer.status;
    while (p.token.kind != TOKEN_END) {
        struct expr *x = parse_condition(&p);
        if (x == NULL || !arguments_add(&p, &list, x))
            return failed(&p);
        if (p.token.kind == TOKEN_COMMA) {
            lex_fail(&p.lexer, p.token.at, _("the list is separated by blanks, not by commas"));
            return failed(&p);
        }
    }
    *out = list.v;
    *n = list.n;
    return ST_OK;
}
