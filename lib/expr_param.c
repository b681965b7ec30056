/* Parameters in expressions: which row of params.csv holds, as far as that is known before data is
 * read. */
#include "expr_int.h"
#include "i18n.h"

/* The key in parentheses, or none. */
static bool parse_key(struct parser *p, const struct param *param, struct expr **key)
{
    char name[QUOTE_SIZE];
    size_t at = p->token.at;
    bool given = p->token.kind == TOKEN_OPEN;
    *key = NULL;
    quote(name, slice_of(param->name));
    if (given != param->keyed)
        return lex_fail(&p->lexer, at,
                        given ? _("'%s' has no keys in params.csv: it stands without parentheses")
                              : _("'%s' has a value for each key: say which, %s(expression)"),
                        name, name);
    if (!given)
        return true;
    if (!advance(p) || (*key = parse_condition(p)) == NULL)
        return false;
    if ((*key)->type != T_TEXT)
        return lex_fail(&p->lexer, (*key)->at,
                        _("the key of '%s' is text, not a %s; codes stand in quotes: '1001'"), name,
                        type_name((*key)->type));
    return expect(p, TOKEN_CLOSE, _("')'"));
}

/* What tells the region or date must be there, and of a row where rows are looked at. */
static bool check_given(struct parser *p, size_t at, const struct param *param,
                        const struct expr *given, bool region)
{
    char name[QUOTE_SIZE];
    quote(name, slice_of(param->name));
    if (given == NULL)
        return lex_fail(&p->lexer, at,
                        region ? _("'%s' differs by region, and nothing says the region here: fill "
                                   "region with an expression")
                               : _("'%s' differs by date, and nothing says the date here"),
                        name);
    if (region && given->type != T_TEXT)
        return lex_fail(&p->lexer, at,
                        _("'%s' differs by region, and the region here is a %s, not a code of "
                          "regions.csv"),
                        name, type_name(given->type));
    if (given->grouped && (p->inside != NULL || !p->scope->aggregates))
        return lex_fail(&p->lexer, at,
                        _("'%s' differs by region, and each row needs one here: the region must be "
                          "an expression without aggregates"),
                        name);
    return true;
}

/* The one row that can hold, if that is known already. */
static const struct param_row *known_row(struct parser *p, const struct expr *x, uint32_t key)
{
    const struct expr *date = p->scope->date;
    enum param_lack lack;
    if (key == KEYTAB_NONE || x->regional || (x->dated && date->kind != EXPR_CONST))
        return NULL;
    int64_t day = x->dated ? date_last(date->whole, type_span(date->type)) : 0;
    int row = param_find(x->param, p->scope->pack->tree, key, -1, day, &lack);
    return row < 0 ? NULL : &x->param->rows[row];
}

/* What finds the row; *ROW where it is known, and nothing needs to find it. */
static struct expr *make_row(struct parser *p, const struct param *param, struct expr *key,
                             size_t at, const struct param_row **row)
{
    struct arguments args = {0};
    uint32_t id = key == NULL ? 0 : KEYTAB_NONE;
    struct expr *x = node_new(p, EXPR_PARAM_ROW, T_NUMBER, at);
    if (x == NULL)
        return NULL;
    if (key != NULL && key->kind == EXPR_CONST) {
        id = keytab_find(&param->keys, key->text);
        if (id == KEYTAB_NONE && !unknown_key(p, param, key))
            return NULL;
    }
    x->param = param;
    x->keyed = key != NULL;
    param_depends(param, id, &x->regional, &x->dated);
    if ((x->regional && !check_given(p, at, param, p->scope->region, true)) ||
        (x->dated && !check_given(p, at, param, p->scope->date, false)))
        return NULL;
    *row = known_row(p, x, id);
    if ((x->keyed && !arguments_add(p, &args, key)) ||
        (x->regional && !arguments_add(p, &args, p->scope->region)) ||
        (x->dated && !arguments_add(p, &args, p->scope->date)))
        return NULL;
    return node_seal(p, x, &args);
}

static enum type value_type(const struct param *param)
{
    return param->type == PARAM_NUMBER ? T_NUMBER : param->type == PARAM_DATE ? T_DATE : T_TEXT;
}

/* What it does to a threshold is clear, what it does elsewhere is not. */
static bool check_changed(struct parser *p, const struct param *param, size_t at)
{
    const struct param_row *low = param->changed, *high = param->changes;
    char name[QUOTE_SIZE], here[SHEET_PLACE_SIZE], there[SHEET_PLACE_SIZE];
    if (low == NULL || p->scope->value)
        return true;
    return lex_fail(&p->lexer, at,
                    _("%s sets '%s' in the stead of %s, which a lower layer may do to a parameter "
                      "that stands in thresholds alone"),
                    sheet_place(here, NULL, low->sheet, low->row),
                    quote(name, slice_of(param->name)),
                    sheet_place(there, NULL, high->sheet, high->row));
}

/* The parameter, whether its rows are lists or not. */
static struct expr *parse_any(struct parser *p)
{
    struct token name = p->token;
    const struct param *param = find_param(p, &name);
    const struct param_row *row = NULL;
    struct arguments args = {0};
    struct expr *key;
    if (param == NULL || !check_changed(p, param, name.at) || !advance(p) ||
        !parse_key(p, param, &key))
        return NULL;
    struct expr *finds = make_row(p, param, key, name.at, &row);
    struct expr *x = finds == NULL ? NULL
                                   : node_new(p, row == NULL ? EXPR_PARAM : EXPR_CONST,
                                              value_type(param), name.at);
    if (x == NULL || (row == NULL && !arguments_add(p, &args, finds)))
        return NULL;
    x->param = param;
    x->param_row = row;
    if (row != NULL) {
        x->number = row->values[0].number;
        x->text = row->values[0].text;
        x->whole = row->values[0].whole;
    }
    return node_seal(p, x, &args);
}

struct expr *parse_parameter(struct parser *p)
{
    size_t at = p->token.at;
    struct expr *x = parse_any(p);
    char name[QUOTE_SIZE];
    if (x == NULL || !x->param->list)
        return x;
    quote(name, slice_of(x->param->name));
    lex_fail(&p->lexer, at, _("'%s' is a list; it stands behind in: x in %s"), name, name);
    return NULL;
}

struct expr *parse_member(struct parser *p, struct expr *member, size_t at)
{
    struct expr *list = parse_any(p);
    return list == NULL ? NULL : make_member(p, at, member, list);
}
