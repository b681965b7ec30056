/* From a row of indicators.csv to a check. */
#include "check_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "regex.h"
#include "view.h"

struct making {
    struct plan *plan;
    struct check *check;
    struct error *e;
};

static enum status fault(struct making *m, enum indicator_part part, const char *format, ...)
    RISK_PRINTF(3, 4);

static enum status fault(struct making *m, enum indicator_part part, const char *format, ...)
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

static enum status placed(struct making *m, enum indicator_part part, enum status s)
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

static enum status keep(struct making *m, struct expr *x)
{
    return check_keep(m->check, x, m->e);
}

static enum status parse(struct making *m, enum indicator_part part, struct slice text,
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
    return s == ST_OK ? keep(m, *out) : placed(m, part, s);
}

static enum status parse_truth(struct making *m, enum indicator_part part, struct slice text,
                               bool aggregates, struct expr **out)
{
    enum status s = parse(m, part, text, aggregates, out);
    if (s == ST_OK && *out != NULL && (*out)->type != T_BOOL)
        return fault(m, part, _("this is a %s, where a condition is needed"),
                     type_name((*out)->type));
    return s;
}

static enum status parse_by(struct making *m)
{
    struct check *c = m->check;
    const struct indicator *i = c->indicator;
    if (i->by.n == 0)
        return ST_OK;
    enum status s = expr_check_cell(i->by, m->e);
    if (s == ST_OK)
        s = expr_parse_list(i->by, &c->row, &m->plan->arena, &c->by, &c->by_n, m->e);
    if (s != ST_OK)
        return placed(m, PART_BY, s);
    struct buffer names = {0};
    for (size_t k = 0; s == ST_OK && k < c->by_n; k++) {
        struct slice text;
        s = keep(m, c->by[k]);
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

static enum status parse_period(struct making *m)
{
    struct check *c = m->check;
    enum status s = parse(m, PART_PERIOD, c->indicator->period, false, &c->period);
    if (s != ST_OK)
        return s;
    bool timed = false;
    if (c->period != NULL) {
        enum type t = c->period->type;
        if (t != T_DATE && t != T_MONTH && t != T_QUARTER && t != T_YEAR)
            return fault(m, PART_PERIOD,
                         _("a period is a date, month, quarter or year, not a %s (month(x), "
                           "quarter(x) and year(x) make one of a date)"),
                         type_name(t));
        timed = t != T_DATE;
    }
    c->rule = (struct streak_rule){
        .periods = c->indicator->periods, .gap = c->indicator->gap, .timed = timed};
    if (c->rule.periods > 1 && !timed)
        return fault(m, PART_FOR,
                     _("'for' above 1 needs a period that is a month, quarter or year"));
    c->rule.missing = reason_make(&m->plan->reasons, REASON_MISSING, SLICE(""));
    c->rule.too_few = reason_make(&m->plan->reasons, REASON_PERIODS, SLICE(""));
    return c->rule.missing == 0 || c->rule.too_few == 0 ? error_memory(m->e) : ST_OK;
}

const char *op_text(enum op op)
{
    static const char *const texts[] = {"", ">", ">=", "<", "<=", "outside", "inside"};
    return texts[op];
}

static enum status parse_op(struct making *m)
{
    struct slice text = m->check->indicator->op;
    enum type type = m->check->value->type;
    for (int op = OP_CONDITION; op <= OP_INSIDE; op++) {
        if (!slice_eq(text, slice_of(op_text((enum op)op))))
            continue;
        m->check->op = (enum op)op;
        if (op == OP_CONDITION && type != T_BOOL)
            return fault(
                m, PART_OP,
                _("the value is a %s: give the sign by which it is compared (> >= < <= outside "
                  "inside)"),
                type_name(type));
        if (op != OP_CONDITION && type != T_NUMBER)
            return fault(
                m, PART_VALUE,
                _("the value is a %s: '%s' compares numbers (a condition has a blank op, and "
                  "yes in the cell of its level)"),
                type_name(type), op_text((enum op)op));
        return ST_OK;
    }
    char q[QUOTE_SIZE];
    return fault(
        m, PART_OP,
        _("unknown sign '%s' (there are > >= < <= outside inside, and blank for a condition)"),
        quote(q, text));
}

static enum status parse_threshold(struct making *m, int level)
{
    struct check *c = m->check;
    struct slice text = c->indicator->threshold[level];
    enum indicator_part part = (enum indicator_part)(PART_BLUE + level);
    char q[QUOTE_SIZE];
    if (text.n == 0)
        return ST_OK;
    if (c->op == OP_CONDITION) {
        if (!slice_eq(text, SLICE("yes")) && !slice_eq(text, SLICE("是")))
            return fault(m, part, _("a condition has yes in the cell of its level, not '%s'"),
                         quote(q, text));
        return parse(m, part, SLICE("true"), false, &c->threshold[level]);
    }
    struct expr_scope scope = c->row;
    scope.aggregates = scope.value = true;
    enum status s = expr_parse_range(text, &scope, &m->plan->arena, &c->threshold[level],
                                     &c->high[level], m->e);
    if (s != ST_OK)
        return placed(m, part, s);
    s = keep(m, c->threshold[level]);
    if (s == ST_OK && c->high[level] != NULL)
        s = keep(m, c->high[level]);
    if (s != ST_OK)
        return s;
    bool range = c->op == OP_OUTSIDE || c->op == OP_INSIDE;
    if (range != (c->high[level] != NULL))
        return fault(m, part,
                     range ? _("'%s' is no range like 3..120")
                           : _("'%s' is a range: its op is outside or "
                               "inside"),
                     quote(q, text));
    for (int end = 0; end <= range; end++) {
        const struct expr *x = end == 0 ? c->threshold[level] : c->high[level];
        struct buffer why = {0};
        if (x->type == T_NUMBER)
            continue;
        s = param_why_text(x->param, &why)
                ? fault(m, part, _("a threshold is a number, not '%s'%.*s"), quote(q, text),
                        (int)why.n, why.n > 0 ? why.p : "")
                : error_memory(m->e);
        buffer_free(&why);
        return s;
    }
    const struct expr *x = c->threshold[level];
    c->fence[level] = x->kind == EXPR_AGGREGATE &&
                      (x->aggregate == AGG_FENCE_LOW || x->aggregate == AGG_FENCE_HIGH);
    return ST_OK;
}

static bool number_of(const struct expr *x, struct num *out)
{
    if (x == NULL)
        return false;
    if (x->kind == EXPR_CALL && x->function == FN_NEG && number_of(x->args[0], out)) {
        num_neg(out, out);
        return true;
    }
    *out = x->number;
    return x->kind == EXPR_CONST && x->type == T_NUMBER;
}

/* Of two levels in the wrong order the one to tell of: what a lower layer set, else the later. */
static enum indicator_part out_of_order(const struct indicator *i, int last, int l)
{
    const struct sheet *own = i->place.sheet;
    bool earlier = i->threshold_place[last].sheet != own && i->threshold_place[l].sheet == own;
    return (enum indicator_part)(PART_BLUE + (earlier ? last : l));
}

/* What is worse must not be easier to reach: of ranges, the worse one holds the other if its op is
 * outside, and lies within it if its op is inside. */
static enum status order_of_ranges(struct making *m)
{
    struct check *c = m->check;
    struct num low, high, low_before = {0}, high_before = {0};
    int last = -1;
    for (int l = 0; l < LEVELS; l++) {
        enum indicator_part part = (enum indicator_part)(PART_BLUE + l);
        if (c->high[l] == NULL || !number_of(c->threshold[l], &low) ||
            !number_of(c->high[l], &high))
            continue;
        if (num_cmp(&low, &high) > 0)
            return fault(m, part, _("the range begins above its end"));
        bool outside = c->op == OP_OUTSIDE;
        const struct num *wide_low = outside ? &low : &low_before,
                         *wide_high = outside ? &high : &high_before;
        const struct num *in_low = outside ? &low_before : &low,
                         *in_high = outside ? &high_before : &high;
        if (last >= 0 && (num_cmp(wide_low, in_low) > 0 || num_cmp(wide_high, in_high) < 0))
            return fault(
                m, out_of_order(c->indicator, last, l),
                outside
                    ? _("ranges in the wrong order: with 'outside' that of %s must hold that of %s")
                    : _("ranges in the wrong order: with 'inside' that of %s must lie within that "
                        "of %s"),
                level_name((enum level)(l + 1)), level_name((enum level)(last + 1)));
        low_before = low;
        high_before = high;
        last = l;
    }
    return ST_OK;
}

static enum status order_of_thresholds(struct making *m)
{
    struct check *c = m->check;
    struct num before = num_decimal(0, 0), x;
    int last = -1;
    if (c->op == OP_OUTSIDE || c->op == OP_INSIDE)
        return order_of_ranges(m);
    for (int l = 0; l < LEVELS; l++) {
        if (c->op == OP_CONDITION || !number_of(c->threshold[l], &x))
            continue;
        int sign = last < 0 ? 0 : num_cmp(&x, &before);
        bool rising = c->op == OP_MORE || c->op == OP_AT_LEAST;
        if (rising ? sign < 0 : sign > 0)
            return fault(m, out_of_order(c->indicator, last, l),
                         _("thresholds in the wrong order: with '%s' %s must not be %s than %s"),
                         op_text(c->op), level_name((enum level)(l + 1)),
                         rising ? _("lower") : _("higher"), level_name((enum level)(last + 1)));
        before = x;
        last = l;
    }
    return ST_OK;
}

static enum status parse_thresholds(struct making *m)
{
    enum status s = parse_op(m);
    bool any = false;
    for (int l = 0; s == ST_OK && l < LEVELS; l++) {
        s = parse_threshold(m, l);
        any = any || m->check->threshold[l] != NULL;
    }
    if (s == ST_OK && !any)
        return fault(m, PART_YELLOW, _("no threshold: give at least one of blue, yellow, red"));
    return s == ST_OK ? order_of_thresholds(m) : s;
}

size_t check_date_column(const struct table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].type == TYPE_DATE)
            return i;
    return SIZE_MAX;
}

enum status check_day(struct plan *p, const struct table *t, struct expr **out, struct error *e)
{
    struct expr_scope scope = {.pack = p->pack, .table = t};
    size_t column = check_date_column(t);
    char day[DATE_TEXT_MAX];
    if (column == SIZE_MAX)
        return expr_parse((struct slice){day, date_text(p->today, SPAN_DAY, day)}, &scope,
                          &p->arena, out, e);
    *out = expr_column(t, column, &p->arena);
    return *out == NULL ? error_memory(e) : ST_OK;
}

static bool add_bound(struct buffer *b, const char *column, const char *sign, int64_t day)
{
    char text[DATE_TEXT_MAX];
    return buffer_printf(b, "%s`%s` %s %.*s", b->n > 0 ? " and " : "", column, sign,
                         (int)date_text(day, SPAN_DAY, text), text);
}

/* Without a period, rows count from valid_from to valid_to by their date. */
static enum status add_validity(struct making *m)
{
    struct check *c = m->check;
    const struct indicator *i = c->indicator;
    size_t column = check_date_column(c->table);
    if (c->period != NULL || column == SIZE_MAX ||
        (i->valid_from == INT64_MIN && i->valid_to == INT64_MAX))
        return ST_OK;
    struct buffer b = {0};
    if (i->where.n > 0) {
        buffer_char(&b, '(');
        buffer_slice(&b, i->where);
        buffer_char(&b, ')');
    }
    if (i->valid_from != INT64_MIN)
        add_bound(&b, c->table->columns[column].name, ">=", i->valid_from);
    if (i->valid_to != INT64_MAX)
        add_bound(&b, c->table->columns[column].name, "<=", i->valid_to);
    struct slice text = arena_copy(&m->plan->arena, buffer_view(&b));
    bool failed = b.failed || text.p == NULL;
    buffer_free(&b);
    return failed ? error_memory(m->e) : parse_truth(m, PART_WHERE, text, false, &c->where);
}

static void note_over(struct expr *x, void *context)
{
    bool *over = context;
    *over = *over || x->over != OVER_NONE;
}

static enum status name_measure(struct making *m)
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

/* Windows, and what looks at the period before. */
struct in_time {
    const struct expr *window, *earlier, *monthly;
};

static void note_time(struct expr *x, void *context)
{
    struct in_time *t = context;
    if (x->kind == EXPR_AGGREGATE && x->day != NULL)
        t->window = x;
    if (x->kind == EXPR_EARLIER)
        t->earlier = x;
    if (x->kind == EXPR_EARLIER && x->earlier == EARLIER_MONTHLY)
        t->monthly = x;
}

static enum status settle_part(struct making *m, enum indicator_part part, struct expr *x,
                               struct slice text, enum furthest furthest, struct in_time *t)
{
    const struct check *c = m->check;
    enum type period = c->period == NULL ? T_DATE : c->period->type;
    *t = (struct in_time){.window = NULL};
    if (x == NULL)
        return ST_OK;
    expr_walk(x, note_time, t);
    if ((t->window != NULL || t->earlier != NULL) && c->by_n == 0)
        return fault(m, part,
                     _("within, prev, growth and monthly look at several rows of a subject: 'by' "
                       "must say which"));
    if (t->earlier != NULL && period == T_DATE)
        return fault(m, part,
                     _("prev, growth and monthly need a period that is a month, quarter or year"));
    if (t->monthly != NULL && period != T_MONTH)
        return fault(m, part, _("monthly needs a period that is a month, not a %s"),
                     type_name(period));
    if (t->window != NULL && part == PART_VALUE && (c->op == OP_OUTSIDE || c->op == OP_INSIDE))
        return fault(m, PART_OP, _("which window counts follows from > >= < or <=, not from '%s'"),
                     op_text(c->op));
    return placed(m, part, expr_direct(x, furthest, text, m->e));
}

static enum status settle_time(struct making *m)
{
    struct check *c = m->check;
    struct in_time having, value;
    enum furthest furthest = c->op == OP_MORE || c->op == OP_AT_LEAST  ? FURTHEST_LARGEST
                             : c->op == OP_LESS || c->op == OP_AT_MOST ? FURTHEST_SMALLEST
                                                                       : FURTHEST_UNKNOWN;
    enum status s =
        settle_part(m, PART_HAVING, c->having, c->indicator->having, FURTHEST_UNKNOWN, &having);
    if (s == ST_OK)
        s = settle_part(m, PART_VALUE, c->value, c->indicator->value, furthest, &value);
    if (s != ST_OK)
        return s;
    c->windows = value.window != NULL;
    if (value.window != NULL || value.earlier != NULL)
        c->measure = SLICE("");
    return ST_OK;
}

enum status check_parse(struct plan *plan, struct check *c, struct error *e)
{
    struct making m = {plan, c, e};
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
        s = parse(&m, PART_REGION, i->region, true, &c->region);
    c->row.region = c->region;
    c->subject = c->row;
    c->subject.aggregates = true;
    if (s == ST_OK)
        s = parse_truth(&m, PART_WHERE, i->where, false, &c->where);
    if (s == ST_OK)
        s = parse_by(&m);
    if (s == ST_OK)
        s = add_validity(&m);
    if (s == ST_OK)
        s = parse_truth(&m, PART_HAVING, i->having, true, &c->having);
    if (s == ST_OK)
        s = parse(&m, PART_VALUE, i->value, true, &c->value);
    if (s == ST_OK)
        s = name_measure(&m);
    if (s == ST_OK)
        s = parse_thresholds(&m);
    if (s == ST_OK)
        s = settle_time(&m);
    if (s == ST_OK)
        s = parse(&m, PART_LABEL, i->label, true, &c->label);
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
