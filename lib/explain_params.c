/* The parameters of an indicator: what they are set to, where that stands, where it comes from. */
#include "check_int.h"
#include "i18n.h"
#include "report.h"
#include "view.h"

enum { ROWS_SHOWN = 20 };

struct listing {
    const struct check *check;
    const struct pack *pack;
    bool view; /* of a view, whose columns are not the check's */
    const char *indent;
    struct arena arena;
    struct buffer *out;
    struct buffer seen; /* the texts of those listed, a line each */
};

static bool add_day(struct buffer *b, const char *word, int64_t day)
{
    char text[DATE_TEXT_MAX];
    if (day == INT64_MIN || day == INT64_MAX)
        return true;
    return buffer_printf(b, ", %s %.*s", word, (int)date_text(day, SPAN_DAY, text), text);
}

static void add_row(struct listing *l, const struct param *p, const struct param_row *r,
                    struct slice text, bool key)
{
    struct buffer *b = l->out;
    buffer_text(b, l->indent);
    buffer_slice(b, text);
    if (key)
        buffer_printf(b, _(", key '%s'"), r->key);
    if (r->region >= 0)
        buffer_printf(b, _(", region %s"), l->pack->regions[r->region].code);
    add_day(b, _("from"), r->valid_from);
    add_day(b, _("to"), r->valid_to);
    buffer_text(b, " = ");
    param_row_says(p, r, b);
    if (r->source[0] != '\0')
        buffer_printf(b, _(", source: %s"), r->source);
    buffer_char(b, '\n');
}

static bool is_new(struct listing *l, struct slice text)
{
    struct slice rest = buffer_view(&l->seen);
    while (rest.p != NULL && rest.n > 0)
        if (slice_eq(slice_split(&rest, '\n'), text))
            return false;
    return buffer_slice(&l->seen, text) && buffer_char(&l->seen, '\n');
}

/* The parameter as it stands in the expression, without what `in` compares with it. */
static bool spell(struct listing *l, const struct expr *x, bool any, struct slice *out)
{
    struct error e = {0};
    struct expr named = *x;
    if (l->view && any) {
        const char *text = arena_printf(&l->arena, "%s(...)", x->param->name);
        *out = text == NULL ? SLICE("") : slice_of(text);
        return text != NULL;
    }
    if (x->kind == EXPR_MEMBER) {
        named.kind = x->param_row == NULL ? EXPR_PARAM : EXPR_CONST;
        named.args = x->args + 1;
        named.arg_count = x->arg_count - 1;
    }
    return expr_text(&named, &l->check->subject, &l->arena, out, &e) == ST_OK;
}

/* Of `$limit(kind)`, where the key comes from the data, any row may hold. */
static void list_param(struct expr *x, void *context)
{
    struct listing *l = context;
    const struct param *p = x->param;
    struct slice text;
    if (p == NULL || x->kind == EXPR_PARAM_ROW)
        return;
    const struct expr *row = expr_param_row(x);
    const struct expr *key = row != NULL && row->keyed ? row->args[0] : NULL;
    bool any = key != NULL && key->kind != EXPR_CONST;
    if (!spell(l, x, any, &text)) {
        l->out->failed = true;
        return;
    }
    if (!is_new(l, text))
        return;
    size_t shown = 0, left = 0;
    for (size_t i = 0; i < p->row_n; i++) {
        const struct param_row *r = &p->rows[i];
        if (row == NULL ? r != x->param_row
                        : key != NULL && !any && !slice_eq(key->text, slice_of(r->key)))
            continue;
        if (shown < ROWS_SHOWN)
            add_row(l, p, r, text, any);
        shown++;
        left += shown > ROWS_SHOWN;
    }
    if (left > 0)
        buffer_printf(l->out,
                      ngettext_("%s%.*s has %zu more row\n", "%s%.*s has %zu more rows\n", left),
                      l->indent, (int)text.n, text.p, left);
}

bool report_params(const struct plan *p, const struct check *c, const char *indent,
                   struct buffer *out)
{
    struct listing l = {.check = c, .pack = p->pack, .indent = indent, .out = out};
    check_walk(c, list_param, &l);
    l.view = true;
    size_t table = (size_t)(c->table - p->pack->tables);
    for (const struct derived *d; (d = plan_derived(p, table)) != NULL; table = d->source)
        view_walk(p, d, list_param, &l);
    bool good = !out->failed && !l.seen.failed;
    buffer_free(&l.seen);
    arena_free(&l.arena);
    return good;
}
