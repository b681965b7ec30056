/* Finds what names stand for; an unknown one is told with the nearest known and the rest. */
#include "expr.h"

#include <stdio.h>
#include <stdlib.h>

#include "expr_int.h"
#include "i18n.h"

enum { LIST_MAX = 700 }; /* bytes of names in a message */

static bool list_names(struct buffer *b, const char *const *names, size_t n)
{
    char shown[QUOTE_SIZE];
    for (size_t i = 0; i < n; i++) {
        if (b->n > LIST_MAX)
            return buffer_printf(b, _(", ... (%zu in all)"), n);
        if (!buffer_text(b, i == 0 ? "" : ", ") ||
            !buffer_text(b, quote(shown, slice_of(names[i]))))
            return false;
    }
    return buffer_char(b, '\0');
}

/* WHAT is `unknown column` or the like, REST `this table has`. */
static bool unknown(struct parser *p, size_t at, const char *what, struct slice name,
                    const char *nearest, const char *rest, const char *list)
{
    char shown[QUOTE_SIZE], near[QUOTE_SIZE];
    quote(shown, name);
    if (nearest == NULL)
        return lex_fail(&p->lexer, at, _("%s '%s' (%s %s)"), what, shown, rest, list);
    return lex_fail(&p->lexer, at, _("%s '%s' (nearest: '%s'; %s %s)"), what, shown,
                    quote(near, slice_of(nearest)), rest, list);
}

static bool unknown_among(struct parser *p, size_t at, const char *what, struct slice name,
                          const char *nearest, const char *rest, const char *const *names, size_t n)
{
    struct buffer b = {0};
    if (nearest == NULL)
        nearest = slice_nearest(name, names, n);
    if (list_names(&b, names, n))
        unknown(p, at, what, name, nearest, rest, b.p);
    else
        lex_memory(&p->lexer);
    buffer_free(&b);
    return false;
}

/* A column whose name stands here but goes on with what cannot stand in a bare name, such as
 * `金额（元）`. */
static const char *longer_column(const struct parser *p, const struct table *t,
                                 const struct token *word)
{
    const char *longest = NULL;
    size_t at = word->at, length = word->end - at;
    for (size_t i = 0; i < t->column_count; i++) {
        struct slice name = slice_of(t->columns[i].name);
        if (name.n > length && name.n <= p->lexer.text.n - at &&
            memcmp(name.p, p->lexer.text.p + at, name.n) == 0) {
            longest = t->columns[i].name;
            length = name.n;
        }
    }
    return longest;
}

static bool backquotes(struct parser *p, const char *column, size_t at)
{
    char shown[QUOTE_SIZE];
    quote(shown, slice_of(column));
    return lex_fail(&p->lexer, at, _("column '%s' must stand in backquotes: `%s`"), shown, shown);
}

/* The column one of whose aliases (headers in exports) is NAME. */
static const char *by_alias(const struct table *t, struct slice name)
{
    for (size_t i = 0; i < t->column_count; i++)
        for (size_t k = 0; k < t->columns[i].alias_count; k++)
            if (slice_eq(name, slice_of(t->columns[i].aliases[k])))
                return t->columns[i].name;
    return NULL;
}

bool find_column(struct parser *p, const struct table *t, const struct token *name, size_t *out)
{
    const struct column *c = table_column(t, name->text);
    if (c != NULL) {
        *out = (size_t)(c - t->columns);
        return true;
    }
    const char *longer = t == p->scope->table ? longer_column(p, t, name) : NULL;
    if (longer != NULL)
        return backquotes(p, longer, name->at);
    if (name->kind == TOKEN_NAME && word_is_value(name->text))
        return lex_fail(&p->lexer, name->at,
                        _("the word value belongs in a threshold, inside an aggregate; this table "
                          "has no such column"));
    const char **names = malloc((t->column_count + 1) * sizeof *names);
    if (names == NULL)
        return lex_memory(&p->lexer);
    for (size_t i = 0; i < t->column_count; i++)
        names[i] = t->columns[i].name;
    char quoted[QUOTE_SIZE], rest[QUOTE_SIZE + 64];
    snprintf(rest, sizeof rest, _("table %s has"), quote(quoted, slice_of(t->name)));
    unknown_among(p, name->at, _("unknown column"), name->text, by_alias(t, name->text),
                  t == p->scope->table ? _("this table has") : rest, names, t->column_count);
    free(names);
    return false;
}

struct expr *find_named(const struct parser *p, struct slice name)
{
    for (size_t i = 0; i < p->scope->named_n; i++)
        if (slice_eq(slice_of(p->scope->named[i].name), name))
            return p->scope->named[i].x;
    return NULL;
}

/* An indicator's id may hold signs that no bare name has: GC-02. */
void take_table_name(struct parser *p)
{
    const struct pack *pack = p->scope->pack;
    struct slice rest = {p->lexer.text.p + p->token.at, p->lexer.text.n - p->token.at};
    const struct table *longest = NULL;
    size_t n = 0;
    for (size_t i = 0; p->token.kind == TOKEN_NAME && i < pack->table_count; i++) {
        struct slice name = slice_of(pack->tables[i].name);
        if (name.n > n && name.n < rest.n && !lex_bare(name) &&
            memcmp(name.p, rest.p, name.n) == 0 && lex_ends_name(rest, name.n)) {
            longest = &pack->tables[i];
            n = name.n;
        }
    }
    if (longest == NULL)
        return;
    p->token.kind = TOKEN_BACKQUOTED;
    p->token.text = slice_of(longest->name);
    p->token.end = p->lexer.at = p->token.at + n;
    p->peeked = false;
}

bool find_table(struct parser *p, struct slice name, size_t at, size_t *out)
{
    const struct pack *pack = p->scope->pack;
    const struct table *t = pack_table(pack, name);
    if (t != NULL) {
        *out = (size_t)(t - pack->tables);
        if (p->scope->ready == NULL)
            return true;
        enum status s = p->scope->ready(p->scope->context, *out, p->lexer.error);
        if (s == ST_USAGE && p->lexer.error != NULL && p->lexer.error->file[0] == '\0') {
            char text[sizeof p->lexer.error->text];
            memcpy(text, p->lexer.error->text, sizeof text);
            return lex_fail(&p->lexer, at, "%s", text);
        }
        p->lexer.status = s;
        return s == ST_OK;
    }
    const char **names = malloc((pack->table_count + 1) * sizeof *names);
    if (names == NULL)
        return lex_memory(&p->lexer);
    for (size_t i = 0; i < pack->table_count; i++)
        names[i] = pack->tables[i].name;
    unknown_among(p, at, _("unknown table"), name, NULL, _("the pack has"), names,
                  pack->table_count);
    free(names);
    return false;
}

const struct param *find_param(struct parser *p, const struct token *name)
{
    const struct pack *pack = p->scope->pack;
    struct slice spelt = {p->lexer.text.p + name->at, name->end - name->at};
    char shown[QUOTE_SIZE];
    for (size_t i = 0; i < pack->param_count; i++)
        if (slice_eq(slice_of(pack->params[i].name + 1), name->text))
            return &pack->params[i];
    if (pack->param_count == 0) {
        lex_fail(&p->lexer, name->at, _("unknown parameter '%s' (the pack's params.csv has none)"),
                 quote(shown, spelt));
        return NULL;
    }
    const char **names = malloc(pack->param_count * sizeof *names);
    if (names == NULL) {
        lex_memory(&p->lexer);
        return NULL;
    }
    for (size_t i = 0; i < pack->param_count; i++)
        names[i] = pack->params[i].name;
    unknown_among(p, name->at, _("unknown parameter"), spelt, NULL, _("the pack has"), names,
                  pack->param_count);
    free(names);
    return NULL;
}

bool unknown_key(struct parser *p, const struct param *param, const struct expr *key)
{
    char shown[QUOTE_SIZE], what[QUOTE_SIZE + 64];
    const char **names = malloc(param->keys.n * sizeof *names);
    if (names == NULL)
        return lex_memory(&p->lexer);
    for (size_t i = 0; i < param->keys.n; i++)
        names[i] = param->rows[param->first[i]].key;
    snprintf(what, sizeof what, _("'%s' has"), quote(shown, slice_of(param->name)));
    unknown_among(p, key->at, _("unknown key"), key->text, NULL, what, names, param->keys.n);
    free(names);
    return false;
}

const struct function_entry *find_function(struct parser *p, const struct token *name)
{
    const struct function_entry *f = function_find(name->text);
    if (f != NULL)
        return f;
    const char *longer = longer_column(p, p->scope->table, name);
    struct buffer b = {0};
    if (longer != NULL)
        backquotes(p, longer, name->at);
    else if (function_list(&b) && buffer_char(&b, '\0'))
        unknown(p, name->at, _("unknown function"), name->text, function_nearest(name->text),
                _("functions are"), b.p);
    else
        lex_memory(&p->lexer);
    buffer_free(&b);
    return NULL;
}
