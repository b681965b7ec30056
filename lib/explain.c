/* An indicator in sentences. */
#include <stdarg.h>
#include <stdio.h>

#include "explain_int.h"
#include "i18n.h"
#include "view.h"

void tell(struct telling *t, const char *head, const char *format, ...)
{
    char text[4096];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    sink_slice(t->out, slice_of(head));
    sink_slice(t->out, SLICE(": "));
    sink_slice(t->out, slice_of(text));
    sink_slice(t->out, SLICE("\n"));
}

static void tell_expr(struct telling *t, const char *head, const struct expr *x)
{
    struct slice text;
    if (x == NULL || t->status != ST_OK)
        return;
    t->status = expr_text(x, &t->check->subject, t->arena, &text, t->e);
    if (t->status == ST_OK)
        tell(t, head, "%.*s", (int)text.n, text.p);
}

static void tell_word(struct telling *t, const char *head, const char *word)
{
    if (word != NULL && word[0] != '\0')
        tell(t, head, "%s", word);
}

static void tell_levels(struct telling *t)
{
    const struct check *c = t->check;
    for (int l = 0; l < LEVELS; l++) {
        struct slice cell = c->indicator->threshold[l];
        const struct indicator_place *at = &c->indicator->threshold_place[l];
        const char *name = level_name((enum level)(l + 1));
        if (c->threshold[l] == NULL)
            continue;
        char says[1024], lower[SHEET_PLACE_SIZE + 4] = "";
        if (at->sheet != c->indicator->place.sheet)
            snprintf(lower, sizeof lower, " (%s:%llu)", at->sheet->file,
                     (unsigned long long)at->sheet->rows[at->row].line);
        if (c->op == OP_CONDITION)
            snprintf(says, sizeof says, "%s", _("if the condition holds"));
        else
            snprintf(says, sizeof says, _("if the value is %s %.*s"), op_text(c->op), (int)cell.n,
                     cell.p);
        tell(t, name, "%s%s", says, lower);
    }
}

static void tell_periods(struct telling *t)
{
    const struct check *c = t->check;
    static const char *const gaps[] = {
        N_("a window with a missing period is insufficient"),
        N_("a missing period ends a run"),
        N_("missing periods are passed over"),
    };
    if (c->period == NULL)
        return;
    tell_expr(t, _("period"), c->period);
    if (c->rule.timed) {
        tell(t, _("for"), ngettext_("%u period", "%u periods in a row", c->rule.periods),
             c->rule.periods);
        tell(t, _("gaps"), "%s", _(gaps[c->rule.gap]));
    }
}

static void tell_window(struct expr *x, void *context)
{
    struct telling *t = context;
    struct slice text, day;
    if (t->status != ST_OK || x->kind != EXPR_AGGREGATE || x->day == NULL)
        return;
    t->status = expr_text(x, &t->check->subject, t->arena, &text, t->e);
    if (t->status == ST_OK)
        t->status = expr_text(x->day, &t->check->row, t->arena, &day, t->e);
    if (t->status == ST_OK)
        tell(
            t, _("window"),
            x->furthest == FURTHEST_LARGEST
                ? _("%.*s: the largest of all windows that begin on the %.*s of a row; if several "
                    "are, the earliest")
                : _("%.*s: the smallest of all windows that begin on the %.*s of a row; if several "
                    "are, the earliest"),
            (int)text.n, text.p, (int)day.n, day.p);
}

static void tell_evidence(struct telling *t)
{
    const struct check *c = t->check;
    if (c->having != NULL)
        expr_walk(c->having, tell_window, t);
    expr_walk(c->value, tell_window, t);
    if (c->windows)
        tell(t, _("evidence"), "%s", _("the rows in the windows of the value"));
    if (c->reach > 0)
        tell(t, _("looks back"),
             ngettext_("%u period; its rows are evidence too",
                       "%u periods; their rows are evidence too", c->reach),
             c->reach);
}

static void tell_params(struct telling *t, const struct plan *p)
{
    struct buffer all = {0};
    if (!report_params(p, t->check, "", &all))
        t->status = error_memory(t->e);
    struct slice rest = buffer_view(&all);
    while (rest.p != NULL && t->status == ST_OK) {
        struct slice line = slice_split(&rest, '\n');
        if (line.n > 0)
            tell(t, _("parameter"), "%.*s", (int)line.n, line.p);
    }
    buffer_free(&all);
}

static void tell_validity(struct telling *t)
{
    const struct indicator *i = t->check->indicator;
    char text[DATE_TEXT_MAX];
    if (i->valid_from != INT64_MIN)
        tell(t, _("in force from"), "%.*s", (int)date_text(i->valid_from, SPAN_DAY, text), text);
    if (i->valid_to != INT64_MAX)
        tell(t, _("in force to"), "%.*s", (int)date_text(i->valid_to, SPAN_DAY, text), text);
}

enum status report_explain(const struct plan *p, const struct check *c, struct sink *out,
                           struct error *e)
{
    struct arena arena = {0};
    struct telling t = {.plan = p, .out = out, .arena = &arena, .check = c, .e = e};
    const struct indicator *i = c->indicator;
    tell(&t, _("indicator"), "%s %s", i->id, i->name);
    tell(&t, _("status"), "%s",
         i->status == INDICATOR_TRIAL ? _("on trial: reported, never graded above blue") : _("on"));
    if (i->scenario[0] != '\0' || i->field[0] != '\0')
        tell(&t, _("scenario"), "%s %s", i->field, i->scenario);
    tell(&t, _("table"), "%s (%s)", c->table->name, c->table->department);
    explain_views(&t);
    const struct expr *where = view_own_where(c->table, c->where);
    tell_expr(&t, _("rows that count"), where);
    if (where == NULL)
        tell(&t, _("rows that count"), "%s", _("all"));
    if (c->by_n == 0)
        tell(&t, _("subject"), "%s", _("each row"));
    else
        tell(&t, _("subject"), "%.*s", (int)c->by_names.n, c->by_names.p);
    tell_periods(&t);
    tell_expr(&t, _("only if"), c->having);
    tell_expr(&t, _("value"), c->value);
    tell_levels(&t);
    tell_evidence(&t);
    tell_params(&t, p);
    if (c->everybody)
        tell(&t, _("peers"), _("needs everybody; below %lld subjects it is insufficient"),
             (long long)p->pack->min_peers);
    tell_validity(&t);
    tell_word(&t, _("legal basis"), i->basis);
    tell_word(&t, _("source of the thresholds"), i->source);
    tell_word(&t, _("first rule out"), i->benign);
    tell_word(&t, _("what to check"), i->advice);
    arena_free(&arena);
    return t.status;
}
