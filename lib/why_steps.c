/* From an indicator's parts to its value, and from that to its level. */
#include "i18n.h"
#include "why_int.h"

/* The thresholds' values, so that the value is not written as if it stood across one. */
static size_t take_thresholds(struct look *l, const struct check *c, struct num out[2 * LEVELS])
{
    size_t n = 0, k = 0;
    struct vec v;
    for (int i = 0; c->op != OP_CONDITION && i < 2 * LEVELS; i++) {
        const struct expr *x = i < LEVELS ? c->threshold[i] : c->high[i - LEVELS];
        if (x != NULL && look_value(l, x, &v, &k) && vec_why(&v, k) == 0)
            out[n++] = vec_num(&v, k);
    }
    return n;
}

static void show_value(struct look *l, const struct check *c)
{
    struct num against[2 * LEVELS];
    const char *indent = l->indent;
    look_inside(l, c->value);
    l->against_n = take_thresholds(l, c, against);
    l->against = against;
    l->indent = "  ";
    look_whole(l, c->value);
    l->against_n = 0;
    l->indent = indent;
}

static void show_threshold(struct look *l, const struct check *c, int level)
{
    struct vec low, high;
    size_t k;
    buffer_printf(l->out, "%s ", op_text(c->op));
    if (!look_value(l, c->threshold[level], &low, &k))
        return;
    why_value(l, &low, k, NULL, 0, l->out);
    if (c->high[level] != NULL && look_value(l, c->high[level], &high, &k)) {
        buffer_text(l->out, "..");
        why_value(l, &high, k, NULL, 0, l->out);
    }
    struct num zero = num_decimal(0, 0), x = num_decimal(1, 0);
    if (c->fence[level] && vec_why(&low, k) == 0)
        x = vec_num(&low, k);
    if (num_cmp(&x, &zero) <= 0)
        buffer_text(l->out, _(" (a fence at or below 0 sets no level)"));
}

static void show_level(struct look *l, const struct check *c, const struct judgement *judgement,
                       int level)
{
    buffer_printf(l->out, "  %s: ", level_name((enum level)(level + 1)));
    if (c->op == OP_CONDITION)
        buffer_text(l->out, _("if the condition holds"));
    else
        show_threshold(l, c, level);
    bool reached = judgement->verdict == VERDICT_HOLDS && (int)judgement->level > level;
    buffer_printf(l->out, "  %s\n", reached ? _("reached") : _("not reached"));
}

static void parts_of(struct look *l, const struct expr *x)
{
    if (x == NULL || (x->kind == EXPR_CONST && x->param == NULL))
        return;
    look_inside(l, x);
    look_line(l, x);
}

static void show_steps(struct look *l, const struct check *c, const struct judgement *judgement)
{
    if (l->rows != NULL)
        look_parts(l, c->where);
    parts_of(l, c->having);
    look_inside(l, c->value);
    for (int i = 0; c->op != OP_CONDITION && i < LEVELS; i++) {
        parts_of(l, c->threshold[i]);
        parts_of(l, c->high[i]);
    }
    show_value(l, c);
    for (int i = 0; i < LEVELS && l->status == ST_OK; i++)
        if (c->threshold[i] != NULL)
            show_level(l, c, judgement, i);
    look_end(l);
}

/* In a period before the run: only what is looked back at. */
static void show_looked_at(struct expr *x, void *context)
{
    if (x->kind == EXPR_EARLIER)
        look_parts(context, x->args[0]);
}

static void show_before(struct look *l, const struct check *c)
{
    expr_walk(c->having, show_looked_at, l);
    expr_walk(c->value, show_looked_at, l);
    look_end(l);
}

enum status why_groups(void *context, struct judge *j, struct check *c, const uint32_t *groups,
                       size_t n, const struct judgement *all, struct error *e)
{
    struct why *w = context;
    struct buffer *b = &w->steps;
    for (size_t k = 0; !w->seeking && c == w->check && k < n; k++) {
        const struct group_head *h = group_head(group_at(c->grouping, groups[k]));
        if (!slice_eq(c->grouping->keys.keys[h->subject], w->subject) || h->period < w->from ||
            h->period > w->period)
            continue;
        char period[DATE_TEXT_MAX] = "";
        if (c->period != NULL)
            buffer_printf(b, "%.*s\n",
                          (int)date_text(h->period, type_span(c->period->type), period), period);
        struct look l = {.w = w,
                         .scope = &c->subject,
                         .judge = j,
                         .check = c,
                         .group = groups[k],
                         .out = b,
                         .indent = "    ",
                         .columns = true,
                         .e = e};
        if (h->period < w->since)
            show_before(&l, c);
        else
            show_steps(&l, c, &all[k]);
        if (l.status != ST_OK)
            return l.status;
    }
    return ST_OK;
}

enum status why_judged_row(void *context, struct judge *j, struct check *c,
                           const struct judged_rows *rows, size_t k,
                           const struct judgement *judgement, struct error *e)
{
    struct why *w = context;
    struct why_row *row;
    char digest[ALERT_ID_SIZE];
    (void)j;
    if (w->seeking || c != w->check || judgement->verdict != VERDICT_HOLDS)
        return ST_OK;
    enum status s = rows->digest(rows->context, k, digest, e);
    if (s != ST_OK || !slice_eq(slice_of(digest), w->subject))
        return s;
    s = why_take(w, rows->context, k, WHY_OWN, &row, e);
    if (s != ST_OK || w->steps.n > 0) /* equal records have equal steps */
        return s;
    struct look l = {.w = w,
                     .scope = &c->row,
                     .rows = rows->context,
                     .k = k,
                     .out = &w->steps,
                     .indent = "    ",
                     .columns = true,
                     .e = e};
    show_steps(&l, c, judgement);
    return l.status;
}
