/* The time of a check: its day, when it is in force, windows and the period before. */
#include "check_int.h"
#include "i18n.h"

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
enum status making_validity(struct check_making *m)
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
    return failed ? error_memory(m->e) : making_truth(m, PART_WHERE, text, false, &c->where);
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

static enum status settle_part(struct check_making *m, enum indicator_part part, struct expr *x,
                               struct slice text, enum furthest furthest, struct in_time *t)
{
    const struct check *c = m->check;
    enum type period = c->period == NULL ? T_DATE : c->period->type;
    *t = (struct in_time){.window = NULL};
    if (x == NULL)
        return ST_OK;
    expr_walk(x, note_time, t);
    if ((t->window != NULL || t->earlier != NULL) && c->by_n == 0)
        return making_fault(
            m, part,
            _("within, prev, growth and monthly look at several rows of a subject: 'by' "
              "must say which"));
    if (t->earlier != NULL && period == T_DATE)
        return making_fault(
            m, part, _("prev, growth and monthly need a period that is a month, quarter or year"));
    if (t->monthly != NULL && period != T_MONTH)
        return making_fault(m, part, _("monthly needs a period that is a month, not a %s"),
                            type_name(period));
    if (t->window != NULL && part == PART_VALUE && (c->op == OP_OUTSIDE || c->op == OP_INSIDE))
        return making_fault(m, PART_OP,
                            _("which window counts follows from > >= < or <=, not from '%s'"),
                            op_text(c->op));
    return making_placed(m, part, expr_direct(x, furthest, text, m->e));
}

enum status making_time(struct check_making *m)
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
