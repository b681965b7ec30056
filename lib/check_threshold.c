/* How a value is compared, and with what: op, and the thresholds of each level in their order. */
#include "check_int.h"
#include "i18n.h"

const char *op_text(enum op op)
{
    static const char *const texts[] = {"", ">", ">=", "<", "<=", "outside", "inside"};
    return texts[op];
}

static enum status parse_op(struct check_making *m)
{
    struct slice text = m->check->indicator->op;
    enum type type = m->check->value->type;
    for (int op = OP_CONDITION; op <= OP_INSIDE; op++) {
        if (!slice_eq(text, slice_of(op_text((enum op)op))))
            continue;
        m->check->op = (enum op)op;
        if (op == OP_CONDITION && type != T_BOOL)
            return making_fault(
                m, PART_OP,
                _("the value is a %s: give the sign by which it is compared (> >= < <= outside "
                  "inside)"),
                type_name(type));
        if (op != OP_CONDITION && type != T_NUMBER)
            return making_fault(
                m, PART_VALUE,
                _("the value is a %s: '%s' compares numbers (a condition has a blank op, and "
                  "yes in the cell of its level)"),
                type_name(type), op_text((enum op)op));
        return ST_OK;
    }
    char q[QUOTE_SIZE];
    return making_fault(
        m, PART_OP,
        _("unknown sign '%s' (there are > >= < <= outside inside, and blank for a condition)"),
        quote(q, text));
}

static enum status parse_threshold(struct check_making *m, int level)
{
    struct check *c = m->check;
    struct slice text = c->indicator->threshold[level];
    enum indicator_part part = (enum indicator_part)(PART_BLUE + level);
    char q[QUOTE_SIZE];
    if (text.n == 0)
        return ST_OK;
    if (c->op == OP_CONDITION) {
        if (!slice_eq(text, SLICE("yes")) && !slice_eq(text, SLICE("是")))
            return making_fault(m, part,
                                _("a condition has yes in the cell of its level, not '%s'"),
                                quote(q, text));
        return making_parse(m, part, SLICE("true"), false, &c->threshold[level]);
    }
    struct expr_scope scope = c->row;
    scope.aggregates = scope.value = true;
    enum status s = expr_parse_range(text, &scope, &m->plan->arena, &c->threshold[level],
                                     &c->high[level], m->e);
    if (s != ST_OK)
        return making_placed(m, part, s);
    s = making_keep(m, c->threshold[level]);
    if (s == ST_OK && c->high[level] != NULL)
        s = making_keep(m, c->high[level]);
    if (s != ST_OK)
        return s;
    bool range = c->op == OP_OUTSIDE || c->op == OP_INSIDE;
    if (range != (c->high[level] != NULL))
        return making_fault(m, part,
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
                ? making_fault(m, part, _("a threshold is a number, not '%s'%.*s"), quote(q, text),
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
static enum status order_of_ranges(struct check_making *m)
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
            return making_fault(m, part, _("the range begins above its end"));
        bool outside = c->op == OP_OUTSIDE;
        const struct num *wide_low = outside ? &low : &low_before,
                         *wide_high = outside ? &high : &high_before;
        const struct num *in_low = outside ? &low_before : &low,
                         *in_high = outside ? &high_before : &high;
        if (last >= 0 && (num_cmp(wide_low, in_low) > 0 || num_cmp(wide_high, in_high) < 0))
            return making_fault(
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

static enum status order_of_thresholds(struct check_making *m)
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
            return making_fault(
                m, out_of_order(c->indicator, last, l),
                _("thresholds in the wrong order: with '%s' %s must not be %s than %s"),
                op_text(c->op), level_name((enum level)(l + 1)), rising ? _("lower") : _("higher"),
                level_name((enum level)(last + 1)));
        before = x;
        last = l;
    }
    return ST_OK;
}

enum status making_thresholds(struct check_making *m)
{
    enum status s = parse_op(m);
    bool any = false;
    for (int l = 0; s == ST_OK && l < LEVELS; l++) {
        s = parse_threshold(m, l);
        any = any || m->check->threshold[l] != NULL;
    }
    if (s == ST_OK && !any)
        return making_fault(m, PART_YELLOW,
                            _("no threshold: give at least one of blue, yellow, red"));
    return s == ST_OK ? order_of_thresholds(m) : s;
}
