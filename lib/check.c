/* From a row of indicators.csv to a check. */
#include "check_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "regex.h"
#include "view.h"

enum status making_fault(struct check_making *m, enum indicator_part part, const char *format, ...)
{
    char text[sizeof m->e->text];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return pack_error(m->plan->pack, m->check->indicator, part, m->e, "%s", text);
}

enum status check_placed(const struct pack *p, const struct indicator *i, enum indicator_part part,
                         enum status s, struct error *e)
{
    if (s != ST_USAGE || e == NULL || e->file[0] != '\0')
        return s;
    char text[sizeof e->text];
    snprintf(text, sizeof text, "%s", e->text);
    return pack_error(p, i, part, e, "%s", text);
}

enum status making_placed(struct check_making *m, enum indicator_part part, enum status s)
{
    return check_placed(m->plan->pack, m->check->indicator, part, s, m->e);
}

static void belong(struct expr *x, void *context)
{
    const struct check *c = context;
    if (x->regex != NULL)
        regex_belongs(x->regex, c->indicator->id);
}

enum status check_keep(struct check *c, struct expr *x, struct error *e)
{
    expr_walk(x, belong, c);
    if (!grow(&c->parsed, &c->parsed_size, c->parsed_n + 1, sizeof(struct expr *))) {
        expr_release(x);
        return error_memory(e);
    }
    c->parsed[c->parsed_n++] = x;
    return ST_OK;
}

enum status making_keep(struct check_making *m, struct expr *x)
{
    return check_keep(m->check, x, m->e);
}

enum status making_parse(struct check_making *m, enum indicator_part part, struct slice text,
                         bool aggregates, struct expr **out)
{
    *out = NULL;
    if (text.n == 0)
        return ST_OK;
    struct expr_scope scope = m->check->row;
    scope.aggregates = aggregates;
    scope.judged = part == PART_HAVING || part == PART_VALUE;
    enum status s = expr_check_cell(text, m->e);
    if (s == ST_OK)
        s = expr_parse(text, &scope, &m->plan->arena, out, m->e);
    return s == ST_OK ? making_keep(m, *out) : making_placed(m, part, s);
}

enum status making_truth(struct check_making *m, enum indicator_part part, struct slice text,
                         bool aggregates, struct expr **out)
{
    enum status s = making_parse(m, part, text, aggregates, out);
    if (s == ST_OK && *out != NULL && (*out)->type != T_BOOL)
        return making_fault(m, part, _("this is a %s, where a condition is needed"),
                            type_name((*out)->type));
    return s;
}

static enum status parse_by(struct check_making *m)
{
    struct check *c = m->check;
    const struct indicator *i = c->indicator;
    if (i->by.n == 0)
        return ST_OK;
    enum status s = expr_check_cell(i->by, m->e);
    if (s == ST_OK)
        s = expr_parse_list(i->by, &c->row, &m->plan->arena, &c->by, &c->by_n, m->e);
    if (s != ST_OK)
        return making_placed(m, PART_BY, s);
    struct buffer names = {0};
    for (size_t k = 0; s == ST_OK && k < c->by_n; k++) {
        struct slice text;
        s = making_keep(m, c->by[k]);
        if (s == ST_OK)
            s = expr_text(c->by[k], &c->row, &m->plan->arena, &text, m->e);
        if (s == ST_OK) {
            buffer_text(&names, k > 0 ? " " : "");
            buffer_slice(&names, text);
        }
    }
    c->by_names = arena_copy(&m->plan->arena, buffer_view(&names));
    bool whole = !names.failed && c->by_names.p != NULL;
    buffer_free(&names);
    return s == ST_OK && !whole ? error_memory(m->e) : s;
}

static enum status parse_period(struct check_making *m)
{
    struct check *c = m->check;
    enum status s = making_parse(m, PART_PERIOD, c->indicator->period, false, &c->period);
    if (s != ST_OK)
        return s;
    bool timed = false;
    if (c->period != NULL) {
        enum type t = c->period->type;
        if (t != T_DATE && t != T_MONTH && t != T_QUARTER && t != T_YEAR)
            return making_fault(m, PART_PERIOD,
                                _("a period is a date, month, quarter or year, not a %s (month(x), "
                                  "quarter(x) and year(x) make one of a date)"),
                                type_name(t));
        timed = t != T_DATE;
    }
    c->rule = (struct streak_rule){
        .periods = c->indicator->periods, .gap = c->indicator->gap, .timed = timed};
    if (c->rule.periods > 1 && !timed)
        return making_fault(m, PART_FOR,
                            _("'for' above 1 needs a period that is a month, quarter or year"));
    c->rule.missing = reason_make(&m->plan->reasons, REASON_MISSING, SLICE(""));
    c->rule.too_few = reason_make(&m->plan->reasons, REASON_PERIODS, SLICE(""));
    return c->rule.missing == 0 || c->rule.too_few == 0 ? error_memory(m->e) : ST_OK;
}

static void note_over(struct expr *x, void *context)
{
    bool *over = context;
    *over = *over || x->over != OVER_NONE;
}

static enum status name_measure(struct check_making *m)
{
    struct check *c = m->check;
    struct arena *a = &m->plan->arena;
    struct slice value, where = SLICE("");
    bool over = false;
    expr_walk(c->value, note_over, &over);
    if (over)
        return ST_OK;
    enum status s = expr_key(c->value, &c->row, a, &value, m->e);
    if (s == ST_OK && c->where != NULL)
        s = expr_key(c->where, &c->row, a, &where, m->e);
    if (s != ST_OK)
        return s;
    char *text = arena_printf(a, "%.*s where %.*s", (int)value.n, value.p, (int)where.n, where.p);
    if (text == NULL)
        return error_memory(m->e);
    c->measure = slice_of(text);
    return ST_OK;
}

enum status check_parse(struct plan *plan, struct check *c, struct error *e)
{
    struct check_making m = {plan, c, e};
    const struct indicator *i = c->indicator;
    c->table = pack_table(plan->pack, i->table);
    enum status s = view_ready(plan, (size_t)(c->table - plan->pack->tables), e);
    if (s != ST_OK)
        return s;
    c->row = (struct expr_scope){
        .pack = plan->pack, .table = c->table, .ready = view_ready, .context = plan};
    s = parse_period(&m);
    c->row.date = c->period;
    if (s == ST_OK && c->period == NULL)
        s = check_day(plan, c->table, &c->row.date, e);
    if (s == ST_OK)
        s = making_parse(&m, PART_REGION, i->region, true, &c->region);
    c->row.region = c->region;
    c->subject = c->row;
    c->subject.aggregates = true;
    if (s == ST_OK)
        s = making_truth(&m, PART_WHERE, i->where, false, &c->where);
    if (s == ST_OK)
        s = parse_by(&m);
    if (s == ST_OK)
        s = making_validity(&m);
    if (s == ST_OK)
        s = making_truth(&m, PART_HAVING, i->having, true, &c->having);
    if (s == ST_OK)
        s = making_parse(&m, PART_VALUE, i->value, true, &c->value);
    if (s == ST_OK)
        s = name_measure(&m);
    if (s == ST_OK)
        s = making_thresholds(&m);
    if (s == ST_OK)
        s = making_time(&m);
    if (s == ST_OK)
        s = making_parse(&m, PART_LABEL, i->label, true, &c->label);
    return s == ST_OK ? view_where(plan, c->table, &c->where, e) : s;
}

void check_walk(const struct check *c, void (*fn)(struct expr *, void *), void *context)
{
    struct expr *parts[] = {c->where,        c->period,  c->having,       c->value,
                            c->region,       c->label,   c->threshold[0], c->threshold[1],
                            c->threshold[2], c->high[0], c->high[1],      c->high[2]};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i] != NULL)
            expr_walk(parts[i], fn, context);
    for (size_t i = 0; i < c->by_n; i++)
        expr_walk(c->by[i], fn, context);
}
