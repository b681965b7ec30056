/* Numbers whose units stand among their digits: 1.2亿, 3万5千元, 12元5角. */
#include "tidy_int.h"

static bool add_figure(struct num *total, struct figure f)
{
    char text[FIGURE_TEXT_MAX];
    struct num v;
    bool rounded;
    return tidy_fit(&f, NUM_SCALE_MAX, false, &rounded) == FAULT_NONE &&
           num_parse((struct slice){text, figure_text(&f, text)}, &v) == NUM_OK &&
           num_add(total, &v, total) == NUM_OK;
}

/* A figure and its unit, which must stay below ten to the power of the one before. */
static enum fault take_part(struct slice *s, int *power, struct figure *f)
{
    int own;
    bool zero = tidy_take(s, "零");
    *f = (struct figure){0};
    enum fault fault = tidy_figure(s, f);
    if (fault != FAULT_NONE)
        return fault;
    take_blanks(s);
    if (!tidy_take_unit(s, &own))
        return FAULT_LAST_UNIT;
    take_blanks(s);
    if (own >= *power || (int)f->n - f->scale + own > *power)
        return FAULT_PARTS;
    /* 3万5元: said, it is 35000 */
    if (own == 0 && *power > 1 && f->n == 1 && !zero)
        return FAULT_LAST_UNIT;
    *power = own;
    return FAULT_NONE;
}

static bool next_part(struct slice s)
{
    return next_digit(s) || tidy_take(&s, "零");
}

static enum fault take_more(struct slice *s, struct written *w, int power)
{
    struct num total = num_decimal(0, 0);
    struct figure part = w->figure;
    while (next_part(*s)) {
        if (part.scale > 0)
            return FAULT_PARTS;
        part.scale -= power;
        if (!add_figure(&total, part))
            return FAULT_TOO_LARGE;
        enum fault fault = take_part(s, &power, &part);
        if (fault != FAULT_NONE)
            return fault;
    }
    part.scale -= power;
    return add_figure(&total, part) && tidy_figure_of(&total, &w->figure) ? FAULT_NONE
                                                                     : FAULT_TOO_LARGE;
}

enum fault tidy_parts(struct slice *s, struct written *w)
{
    int power;
    w->unit = tidy_take_unit(s, &power);
    if (!w->unit)
        return FAULT_NONE;
    take_blanks(s);
    if (next_part(*s))
        return take_more(s, w, power);
    w->figure.scale -= power;
    return FAULT_NONE;
}
