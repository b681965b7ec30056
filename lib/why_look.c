/* Expressions at one row or group: text = value, and what the value was worked out of. */
#include "i18n.h"
#include "view.h"
#include "why_int.h"

bool look_failed(struct look *l)
{
    if (l->status == ST_OK)
        l->status = error_memory(l->e);
    return false;
}

void look_end(struct look *l)
{
    keytab_free(&l->seen);
    if (l->out->failed)
        look_failed(l);
}

bool look_value(struct look *l, const struct expr *x, struct vec *out, size_t *k)
{
    if (l->status != ST_OK)
        return false;
    *k = l->rows != NULL ? l->k : 0;
    l->status = l->rows != NULL ? eval(&l->rows->eval, x, out, l->e)
                                : judge_part(l->judge, l->check, &l->group, 1, x, out, l->e);
    return l->status == ST_OK;
}

bool look_text(struct look *l, const struct expr *x, struct slice *out)
{
    if (l->status == ST_OK)
        l->status = expr_text(x, l->scope, &l->w->arena, out, l->e);
    return l->status == ST_OK;
}

bool why_value(const struct look *l, const struct vec *v, size_t k, const struct num *against,
               size_t n, struct buffer *out)
{
    char text[256];
    why_t why = vec_why(v, k);
    if (why != 0) {
        reason_text(&l->w->plan->reasons, why, text, sizeof text);
        return buffer_printf(out, _("unknown (%s)"), text);
    }
    if (v->type != T_NUMBER)
        return vec_text(v, k, out);
    char number[NUM_TEXT_MAX];
    struct num x = vec_num(v, k);
    return buffer_append(out, number, num_text(&x, against, n, number));
}

/* Whether X, which is TEXT, has been shown; from now on it has. The windows of one text may be two.
 */
static bool was_seen(struct look *l, const struct expr *x, struct slice text)
{
    char *name = arena_printf(&l->w->arena, "%d %.*s", (int)x->furthest, (int)text.n, text.p);
    uint32_t n = l->seen.n;
    uint32_t id = name == NULL ? KEYTAB_NONE : keytab_add(&l->seen, slice_of(name));
    if (id == KEYTAB_NONE)
        look_failed(l);
    return id != n;
}

/* Of growth and monthly: `1600 / 1050 - 1`; of prev the period that it is of. */
static void look_earlier(struct look *l, const struct expr *x, struct buffer *note)
{
    struct expr before = *x;
    struct vec now, then;
    size_t k;
    char text[DATE_TEXT_MAX];
    int32_t period = group_head(group_at(l->check->grouping, l->group))->period;
    if (!judge_looks_back(x, period))
        return;
    if (x->earlier == EARLIER_PREV) {
        buffer_append(note, text, date_text(period - 1, type_span(l->check->period->type), text));
        return;
    }
    before.earlier = EARLIER_PREV;
    before.type = x->args[0]->type;
    if (!look_value(l, x->args[0], &now, &k) || !look_value(l, &before, &then, &k))
        return;
    why_value(l, &now, k, NULL, 0, note);
    buffer_text(note, x->earlier == EARLIER_GROWTH ? " / " : " - ");
    why_value(l, &then, k, NULL, 0, note);
    buffer_text(note, x->earlier == EARLIER_GROWTH ? " - 1" : "");
}

/* Which row of the pack's table of parameters holds, and where it stands. */
static void look_param(struct look *l, const struct expr *x, struct buffer *note)
{
    const struct param_row *r = x->param_row;
    struct vec row;
    size_t k;
    if (r == NULL) {
        if (!look_value(l, x->args[x->kind == EXPR_MEMBER], &row, &k) || vec_why(&row, k) != 0)
            return;
        struct num n = vec_num(&row, k);
        int64_t at = 0;
        num_int(&n, &at);
        r = &x->param->rows[at];
    }
    if (x->param->keyed)
        buffer_printf(note, _("key '%s', "), r->key);
    buffer_printf(note, "%s:%llu", r->sheet->file, (unsigned long long)r->sheet->rows[r->row].line);
}

static void take_notes(struct look *l, const struct expr *x, struct buffer *note,
                       struct buffer *lines)
{
    if (x->kind == EXPR_AGGREGATE)
        look_aggregate(l, x, note, lines);
    if (x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP)
        look_other(l, x, note);
    if (x->kind == EXPR_EARLIER)
        look_earlier(l, x, note);
    if (x->param != NULL)
        look_param(l, x, note);
}

static void put(struct look *l, struct slice text, const struct vec *v, size_t k,
                const struct buffer *note, const struct buffer *lines)
{
    buffer_text(l->out, l->indent);
    buffer_slice(l->out, text);
    buffer_text(l->out, " = ");
    why_value(l, v, k, l->against, l->against_n, l->out);
    if (note->n > 0)
        buffer_printf(l->out, " (%.*s)", (int)note->n, note->p);
    buffer_char(l->out, '\n');
    buffer_slice(l->out, buffer_view(lines));
}

/* In what case is there a line? */
enum when { IF_NEW, IF_NOTED, ANYWAY };

static void line(struct look *l, const struct expr *x, enum when when)
{
    struct slice text;
    struct vec v;
    size_t k;
    struct buffer note = {0}, lines = {0};
    if (!look_text(l, x, &text))
        return;
    bool seen = was_seen(l, x, text);
    if ((seen && when != ANYWAY) || !look_value(l, x, &v, &k))
        return;
    if (!seen)
        take_notes(l, x, &note, &lines);
    if (when != IF_NOTED || note.n + lines.n > 0)
        put(l, text, &v, k, &note, &lines);
    if (note.failed || lines.failed)
        look_failed(l);
    buffer_free(&note);
    buffer_free(&lines);
}

void look_line(struct look *l, const struct expr *x)
{
    line(l, x, IF_NEW);
}

void look_notes(struct look *l, const struct expr *x)
{
    look_inside(l, x);
    line(l, x, IF_NOTED);
}

void look_whole(struct look *l, const struct expr *x)
{
    look_inside(l, x);
    line(l, x, ANYWAY);
}

static bool is_column(const struct expr *x)
{
    return x->kind == EXPR_COLUMN || (x->kind == EXPR_AGGREGATE && x->aggregate == AGG_SAME &&
                                      x->args[0]->kind == EXPR_COLUMN);
}

static bool is_part(const struct look *l, const struct expr *x)
{
    if (x->kind == EXPR_COLUMN && x->column == kept_column(l->scope->table))
        return false;
    if (is_column(x))
        return l->columns;
    /* What finds a parameter's row is told with the parameter. */
    if (x->kind == EXPR_PARAM_ROW || (x->kind == EXPR_AGGREGATE && x->aggregate == AGG_SAME &&
                                      x->args[0]->kind == EXPR_PARAM_ROW))
        return false;
    return x->param != NULL || x->kind == EXPR_AGGREGATE || x->kind == EXPR_EXISTS ||
           x->kind == EXPR_LOOKUP || x->kind == EXPR_EARLIER;
}

void look_inside(struct look *l, const struct expr *x)
{
    /* What stands inside an aggregate has no one value; that of the period before is told there. */
    bool closed =
        x->kind == EXPR_AGGREGATE || (x->kind == EXPR_EARLIER && x->earlier == EARLIER_PREV);
    for (size_t i = 0; !closed && i < x->arg_count; i++)
        look_parts(l, x->args[i]);
    look_parts(l, x->days_from);
}

void look_parts(struct look *l, const struct expr *x)
{
    if (x == NULL || l->status != ST_OK)
        return;
    look_inside(l, x);
    if (is_part(l, x))
        look_line(l, x);
}
