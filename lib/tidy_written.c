/* Numbers as people write them: signs, currency, groups, units, percentages. */
#include "tidy_int.h"

static enum fault figure_fault(enum figure_result r)
{
    static const enum fault faults[] = {
        [FIGURE_OK] = FAULT_NONE,           [FIGURE_NONE] = FAULT_NOT_NUMBER,
        [FIGURE_COMMA] = FAULT_COMMA,       [FIGURE_GROUPS] = FAULT_GROUPS,
        [FIGURE_POINTS] = FAULT_POINTS,     [FIGURE_TOO_LARGE] = FAULT_TOO_LARGE,
        [FIGURE_TOO_FINE] = FAULT_TOO_FINE,
    };
    return faults[r];
}

enum fault tidy_figure(struct slice *s, struct figure *f)
{
    return figure_fault(figure_take(s, f));
}

enum fault tidy_fit(struct figure *f, int places, bool round, bool *rounded)
{
    return figure_fault(figure_fit(f, places, round, rounded));
}

bool tidy_figure_of(const struct num *v, struct figure *f)
{
    char text[NUM_TEXT_MAX];
    struct slice s = {text, num_text(v, NULL, 0, text)};
    f->negative = take_char(&s, '-');
    return figure_take(&s, f) == FIGURE_OK && s.n == 0;
}

/* The sign, the currency and an open parenthesis, in whatever order. */
struct before {
    bool sign, negative, open, currency;
};

static enum fault take_before(struct slice *s, struct before *b)
{
    *b = (struct before){0};
    tidy_take(s, "'"); /* what makes a text of a number in a spreadsheet */
    for (;;) {
        take_blanks(s);
        if (tidy_take_currency(s)) {
            b->currency = true;
            take_char(s, ':');
        } else if (take_char(s, '(')) {
            if (b->open)
                return FAULT_NOT_NUMBER;
            b->open = true;
        } else if (s->n > 0 && (s->p[0] == '-' || s->p[0] == '+')) {
            if (b->sign)
                return FAULT_SIGNS;
            b->sign = true;
            b->negative = s->p[0] == '-';
            *s = slice_from(*s, 1);
        } else {
            return b->open && b->sign ? FAULT_SIGNS : FAULT_NONE;
        }
    }
}

/* 1.2345678E7, as some programs write all that they keep of a number. 1.23457E+11 is what a
 * spreadsheet shows in place of one. */
static enum fault take_exponent(struct slice *s, struct figure *f)
{
    struct slice rest = *s;
    if (!tidy_take(&rest, "E") || rest.n == 0 ||
        (!next_digit(rest) && rest.p[0] != '-' && rest.p[0] != '+'))
        return FAULT_NONE;
    bool down = take_char(&rest, '-');
    size_t n = tidy_digits(rest);
    bool full = s->p[0] == 'E' && f->scale > 0 && n > 0 && n <= 2 && rest.p[0] != '0';
    if (!full)
        return FAULT_EXPONENT;
    int exponent = 0;
    for (size_t i = 0; i < n; i++)
        exponent = exponent * 10 + (rest.p[i] - '0');
    f->scale += down ? exponent : -exponent;
    *s = slice_from(rest, n);
    return FAULT_NONE;
}

static int take_percent(struct slice *s)
{
    static const char *const signs[] = {"%", "‰", "‱"};
    return tidy_take_any(s, signs, 3) + 2;
}

static enum fault take_body(struct slice *s, struct written *w)
{
    if (tidy_begins_numeral(*s))
        return tidy_numeral(s, w);
    if (!next_digit(*s) && (s->n == 0 || s->p[0] != '.'))
        return FAULT_NOT_NUMBER;
    enum fault fault = tidy_figure(s, &w->figure);
    if (fault == FAULT_NONE)
        fault = take_exponent(s, &w->figure);
    if (fault != FAULT_NONE)
        return fault;
    take_blanks(s);
    w->percent = take_percent(s);
    if (w->percent > 1)
        return FAULT_NONE;
    w->percent = 0;
    return tidy_parts(s, w);
}

/* 整, a currency, a parenthesis, with a unit behind it, a minus sign. */
static enum fault take_behind(struct slice *s, struct written *w, struct before *b)
{
    if (w->unit && !tidy_take(s, "整"))
        tidy_take(s, "正");
    take_blanks(s);
    if (w->percent == 0 && tidy_take_currency(s) && tidy_take(s, "元"))
        w->unit = true;
    take_blanks(s);
    if (b->open) {
        int power;
        if (!take_char(s, ')'))
            return FAULT_NOT_NUMBER;
        take_blanks(s);
        if (w->percent == 0 && !w->unit && tidy_take_unit(s, &power)) {
            w->figure.scale -= power;
            w->unit = true;
        } else if (w->percent == 0 && !w->unit) {
            int percent = take_percent(s);
            w->percent = percent > 1 ? percent : 0;
        }
        b->negative = true;
        take_blanks(s);
    }
    if (take_char(s, '-')) {
        if (b->sign || b->open)
            return FAULT_SIGNS;
        b->negative = true;
        take_blanks(s);
    }
    return s->n == 0 ? FAULT_NONE : FAULT_NOT_NUMBER;
}

enum fault tidy_written(struct slice s, struct written *w)
{
    struct slice whole = s;
    struct before b;
    *w = (struct written){0};
    enum fault fault = take_before(&s, &b);
    if (fault == FAULT_NONE)
        fault = take_body(&s, w);
    if (fault == FAULT_NONE)
        fault = take_behind(&s, w, &b);
    if (fault == FAULT_NONE && b.currency && w->percent > 0)
        fault = FAULT_NOT_NUMBER;
    w->figure.negative = b.negative;
    if (fault == FAULT_NOT_NUMBER && tidy_foreign(whole))
        fault = FAULT_CURRENCY;
    return fault;
}
