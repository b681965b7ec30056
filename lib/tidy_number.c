/* Numbers and percentages to the form of their column. */
#include "tidy_int.h"

bool tidy_is_plain(struct slice s)
{
    enum { FEW = 18 };
    const char *p = s.p, *end = p + s.n;
    int points = 0;
    p += s.n > 0 && (*p == '-' || *p == '+');
    if (p == end || end - p > FEW || (*p == '.' && end - p == 1))
        return false;
    for (; p < end; p++)
        if (!is_digit(*p) && (*p != '.' || points++ > 0))
            return false;
    return true;
}

static bool above_one(struct slice s)
{
    struct num v;
    return num_parse(s, &v) == NUM_OK && num_cmp(&v, &(struct num){.n = 1}) > 0;
}

/* A workbook's number: a decimal, or one with an exponent where it has too many places. */
static enum fault read_stored(struct slice s, struct written *w)
{
    *w = (struct written){0};
    w->figure.negative = take_char(&s, '-');
    enum fault fault = tidy_figure(&s, &w->figure);
    if (fault != FAULT_NONE || s.n == 0)
        return fault;
    if (!tidy_take(&s, "E"))
        return FAULT_NOT_NUMBER;
    bool down = take_char(&s, '-');
    if (!down)
        take_char(&s, '+');
    int exponent = 0;
    size_t n = tidy_digits(s);
    if (n == 0 || n > 4 || n < s.n)
        return FAULT_NOT_NUMBER;
    for (size_t i = 0; i < n; i++)
        exponent = exponent * 10 + (s.p[i] - '0');
    w->figure.scale += down ? exponent : -exponent;
    return FAULT_NONE;
}

/* How the column, the header and the cell's own sign move the point; whether a % stands behind. */
static bool settle(const struct tidying *t, struct written *w)
{
    bool header = t->unit == TIDY_PERCENT, column = t->type == TYPE_PERCENT;
    if (w->percent > 0 && column) {
        w->figure.scale += w->percent - 2;
        return true;
    }
    if (w->percent > 0)
        w->figure.scale += w->percent;
    else if (!w->unit && header && column)
        return true;
    else if (!w->unit && header)
        w->figure.scale += 2;
    else if (!w->unit && !column)
        w->figure.scale -= (int)t->unit;
    return false;
}

static enum fault put_number(const struct tidying *t, struct written *w, bool round)
{
    char text[FIGURE_TEXT_MAX + 1];
    bool rounded, sign = settle(t, w);
    enum fault fault = tidy_fit(&w->figure, sign ? NUM_SCALE_MAX - 2 : NUM_SCALE_MAX, round,
                                  &rounded);
    if (fault != FAULT_NONE)
        return fault;
    size_t n = figure_text(&w->figure, text);
    if (t->type == TYPE_PERCENT && !sign && above_one((struct slice){text, n}))
        *t->notes |= TIDY_BARE;
    if (sign)
        text[n++] = '%';
    *t->notes |= rounded ? TIDY_ROUNDED : 0;
    buffer_append(t->out, text, n);
    return FAULT_NONE;
}

static enum fault stored_number(const struct tidying *t)
{
    struct written w;
    bool bare = !t->cell->percent && (t->type == TYPE_PERCENT || t->unit == 0);
    if (bare && t->unit != TIDY_PERCENT && tidy_is_plain(t->value)) {
        *t->notes |= t->type == TYPE_PERCENT && above_one(t->value) ? TIDY_BARE : 0;
        buffer_slice(t->out, t->value);
        return FAULT_NONE;
    }
    enum fault fault = read_stored(t->value, &w);
    if (fault != FAULT_NONE)
        return fault;
    if (t->cell->percent) { /* as if it were written so: 0.15 is 15% */
        w.percent = 2;
        w.figure.scale -= 2;
    }
    return put_number(t, &w, true);
}

/* Digits, in groups or not, without anything that has to be folded: most cells of an export that
 * displays amounts, or has them in 万元. */
static bool grouped_text(struct slice s, struct written *w)
{
    w->unit = false;
    w->percent = 0;
    w->figure.negative = take_char(&s, '-');
    return figure_take(&s, &w->figure) == FIGURE_OK && s.n == 0;
}

static enum fault text_number(const struct tidying *t)
{
    struct folded folded;
    struct written w;
    if (grouped_text(t->value, &w))
        return put_number(t, &w, false);
    if (!tidy_fold(t->value, &folded))
        return FAULT_NOT_NUMBER;
    struct slice s = folded_view(&folded), nothing = s;
    while (tidy_take_currency(&nothing)) /* ¥ -, as accounting formats show a zero */
        take_blanks(&nothing);
    switch (tidy_placeholder(nothing)) {
    case A_DASH:
        if (t->rules->dash == DASH_ZERO)
            buffer_char(t->out, '0');
        return t->rules->dash == DASH_REFUSE ? FAULT_DASH : FAULT_NONE;
    case A_SLASH:
    case A_WORD:
        return t->rules->dash == DASH_BLANK ? FAULT_NONE : FAULT_NOTHING;
    case NO_PLACEHOLDER:
        break;
    }
    if (tidy_formula_error(s))
        return FAULT_FORMULA;
    if (slice_eq(s, SLICE("一")))
        return FAULT_ONE;
    enum fault fault = tidy_written(s, &w);
    if (fault == FAULT_NONE && t->type == TYPE_PERCENT && w.unit)
        fault = FAULT_NOT_NUMBER;
    return fault == FAULT_NONE ? put_number(t, &w, false) : fault;
}

/* A text that stays as it is. */
static bool plain_text(const struct tidying *t)
{
    struct slice s = t->value;
    if (t->unit != 0 && (t->type == TYPE_DECIMAL || t->unit == TIDY_PERCENT))
        return false;
    if (t->type == TYPE_PERCENT && s.p[s.n - 1] == '%')
        s.n--;
    struct num v;
    if (!tidy_is_plain(s) && num_parse_percent(t->value, &v) != NUM_OK)
        return false;
    bool sign = t->value.p[t->value.n - 1] == '%';
    if (sign && t->type == TYPE_DECIMAL)
        return false;
    *t->notes |= t->type == TYPE_PERCENT && !sign && above_one(s) ? TIDY_BARE : 0;
    return true;
}

enum fault tidy_number(const struct tidying *t)
{
    if (t->cell->rounded)
        *t->notes |= TIDY_DAMAGED;
    if (t->cell->kind == CELL_NUMBER)
        return stored_number(t);
    if (!plain_text(t))
        return text_number(t);
    buffer_slice(t->out, t->value);
    return FAULT_NONE;
}
