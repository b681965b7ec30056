/* Numbers in Chinese figures, those of documents among them (folded to the common ones): 十二万,
 * 一万零五, 叁佰元伍角整. Every figure but the last bears its unit, so that they are exact. A last
 * figure without a unit is one of ones only behind 十 or 零: 一万三 is 13000 where it is said. */
#include "tidy_int.h"

/* 两 only before a unit that cannot be a weight: 十两 is a weight. */
static bool take_two(struct slice *s)
{
    static const char *const units[] = {"百", "千", "万", "亿", "元"};
    struct slice rest = *s;
    if (!tidy_take(&rest, "两"))
        return false;
    struct slice behind = rest;
    if (tidy_take_any(&behind, units, sizeof units / sizeof *units) < 0)
        return false;
    *s = rest;
    return true;
}

static bool take_figure(struct slice *s, int *out)
{
    static const char *const figures[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
    int i = tidy_take_any(s, figures, sizeof figures / sizeof *figures);
    *out = i < 0 ? 2 : i + 1;
    return i >= 0 || take_two(s);
}

bool tidy_begins_numeral(struct slice s)
{
    int figure;
    return take_figure(&s, &figure) || tidy_take(&s, "十") || tidy_take(&s, "零");
}

static int take_weight(struct slice *s)
{
    return tidy_take(s, "千") ? 1000 : tidy_take(s, "百") ? 100 : tidy_take(s, "十") ? 10 : 1;
}

/* Up to 9999, 0 where none stands there. FIRST: nothing stands before it. */
static enum fault take_section(struct slice *s, bool first, int64_t *out)
{
    int last = 10000, figure;
    *out = 0;
    while (last > 1) {
        struct slice at = *s;
        bool zero = !(first && *out == 0) && tidy_take(s, "零");
        bool ten = (*out == 0 || zero) && tidy_take(&(struct slice){s->p, s->n}, "十");
        if (!ten && !take_figure(s, &figure)) {
            *s = at;
            break;
        }
        figure = ten ? 1 : figure;
        int weight = take_weight(s);
        if (weight >= last)
            return FAULT_PARTS;
        if (weight == 1 && last > 10 && !zero && !(first && *out == 0))
            return FAULT_LAST_UNIT;
        *out += figure * weight;
        last = weight;
    }
    return FAULT_NONE;
}

/* Up to 99999999. */
static enum fault take_sections(struct slice *s, bool first, int64_t *out, bool *unit)
{
    int64_t low = 0;
    enum fault fault = take_section(s, first, out);
    if (fault != FAULT_NONE || *out == 0 || !tidy_take(s, "万"))
        return fault;
    *unit = true;
    fault = take_section(s, false, &low);
    *out = *out * 10000 + low;
    return fault;
}

static enum fault take_whole(struct slice *s, int64_t *out, bool *unit)
{
    int64_t low = 0;
    enum fault fault = take_sections(s, true, out, unit);
    if (fault != FAULT_NONE || *out == 0 || !tidy_take(s, "亿"))
        return fault;
    *unit = true;
    fault = take_sections(s, false, &low, unit);
    *out = *out * 100000000 + low;
    return fault;
}

/* 五角三分, 零三分, behind 元. */
static enum fault take_cents(struct slice *s, int *cents)
{
    int figure;
    *cents = 0;
    for (int worth = 10; worth > 0; worth /= 10) {
        struct slice at = *s;
        tidy_take(s, "零");
        if (!take_figure(s, &figure)) {
            *s = at;
            break;
        }
        if (worth == 10 && tidy_take(s, "角"))
            *cents += figure * 10;
        else if (tidy_take(s, "分")) {
            *cents += figure;
            break;
        } else
            return FAULT_LAST_UNIT;
    }
    return FAULT_NONE;
}

static bool cents_next(struct slice s)
{
    return tidy_take(&s, "角") || tidy_take(&s, "分");
}

/* *MONEY: 元 stood behind it, or only 角 and 分 follow. */
static enum fault take_yuan(struct slice *s, int64_t *yuan, bool *unit, bool *money)
{
    struct slice start = *s;
    enum fault fault = FAULT_NONE;
    *yuan = 0;
    if (!tidy_take(s, "零"))
        fault = take_whole(s, yuan, unit);
    *money = cents_next(*s) || tidy_take(s, "元");
    if (cents_next(*s)) {
        *yuan = 0;
        *s = start;
    }
    *unit = *unit || *money;
    return fault;
}

enum fault tidy_numeral(struct slice *s, struct written *w)
{
    int64_t yuan;
    int cents = 0;
    bool money;
    enum fault fault = take_yuan(s, &yuan, &w->unit, &money);
    if (fault == FAULT_NONE && money)
        fault = take_cents(s, &cents);
    if (fault != FAULT_NONE)
        return fault;
    const struct num v = num_decimal((int128)yuan * 100 + cents, 2);
    return tidy_figure_of(&v, &w->figure) ? FAULT_NONE : FAULT_TOO_LARGE;
}
