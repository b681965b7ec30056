/* Units of measure, as headers and the lines above them name them. */
#include "layout_int.h"
#include "tidy.h"

/* What is counted or measured and is no money, besides what tidy_unit knows. */
static const char *const others[] = {
    "天", "日", "月", "年", "人数", "户次", "批", "名", "小时", "分", "工作日", "张", "栋", "间", "条", "宗", "千克",
    "公斤", "克", "米", "千米", "公里", "平米", "m2", "m²", "头", "只", "株", "处", "座", "片", "千瓦", "度", "升",
    "平方公里", "‰"};

static bool is_other(struct slice s)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (slice_eq(s, slice_of(others[i])))
            return true;
    return false;
}

/* 万元, 亿, 元: and not 万人. */
static bool is_money(struct slice s)
{
    static const char *const ends[] = {"元", "千", "万", "亿"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends(s, slice_of(ends[i])))
            return true;
    return false;
}

static struct unit unit_one(struct slice s)
{
    if (slice_eq(s, SLICE("%")))
        return (struct unit){MEASURE_PERCENT, 0};
    if (slice_begins(s, SLICE("人民币")))
        s = (struct slice){s.p + 9, s.n - 9};
    int power = s.n == 0 ? -1 : tidy_unit(s);
    if (power >= 0)
        return (struct unit){is_money(s) ? MEASURE_MONEY : MEASURE_OTHER, (unsigned)power};
    return (struct unit){is_other(s) ? MEASURE_OTHER : MEASURE_NONE, 0};
}

/* Takes what stands before the next comma, stroke or 和 off *REST; *STROKE: a stroke ended it. */
static struct slice take_part(struct slice *rest, bool *stroke)
{
    static const char *const ends[] = {",", ";", "/", "、", "和", "及"};
    *stroke = false;
    for (size_t i = 0; i < rest->n; i++)
        for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++) {
            struct slice end = slice_of(ends[k]), from = {rest->p + i, rest->n - i};
            if (!slice_begins(from, end))
                continue;
            struct slice part = {rest->p, i};
            *rest = (struct slice){from.p + end.n, from.n - end.n};
            *stroke = end.p[0] == '/';
            return part;
        }
    struct slice part = *rest;
    *rest = (struct slice){NULL, 0};
    return part;
}

struct unit unit_of(struct slice list, bool loose)
{
    struct unit u = {MEASURE_NONE, 0};
    while (list.p != NULL) {
        bool stroke;
        struct unit one = unit_one(take_part(&list, &stroke));
        if (one.measure == MEASURE_MONEY) {
            if (u.measure == MEASURE_MONEY && u.power != one.power)
                return (struct unit){MEASURE_NONE, 0};
            u = one;
            if (stroke) /* 元/吨 */
                return u;
        } else if (one.measure == MEASURE_NONE && !loose) {
            return (struct unit){MEASURE_NONE, 0};
        } else if (one.measure != MEASURE_NONE && u.measure != MEASURE_MONEY) {
            u = one;
        }
    }
    return u;
}

/* What may stand behind the unit on its line. */
static bool may_follow(struct slice s)
{
    static const char *const follow[] = {")",    ",",    "币种", "日期", "时间", "编制",
                                         "填报", "制表", "报表", "20"};
    for (size_t i = 0; i < sizeof follow / sizeof follow[0]; i++)
        if (slice_begins(s, slice_of(follow[i])))
            return true;
    return s.n == 0;
}

/* The longest beginning of S that is a list of units. An office may begin with what is one. */
static struct unit unit_begins(struct slice s, size_t *length)
{
    struct unit u = {MEASURE_NONE, 0};
    for (size_t n = s.n < 64 ? s.n : 64; n > 0 && u.measure == MEASURE_NONE; n--) {
        if (!may_follow((struct slice){s.p + n, s.n - n}))
            continue;
        u = unit_of((struct slice){s.p, n}, false);
        *length = n;
    }
    return u;
}

/* The unit at the end of a title: `...（万元）`. */
static struct unit unit_ends(struct slice text)
{
    struct unit none = {MEASURE_NONE, 0};
    size_t at = text.n;
    if (!slice_ends(text, SLICE(")")))
        return none;
    while (at > 0 && text.p[at - 1] != '(')
        at--;
    struct unit u = at == 0 ? none : unit_of((struct slice){text.p + at, text.n - at - 1}, false);
    return u.measure == MEASURE_MONEY ? u : none;
}

struct unit unit_said(struct slice text, bool *whole)
{
    static const char *const marks[] = {"单位:", "单位", "金额:"};
    *whole = false;
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        struct slice mark = slice_of(marks[m]);
        for (size_t i = 0; i + mark.n < text.n; i++) {
            size_t length = 0, before = i;
            if (memcmp(text.p + i, mark.p, mark.n) != 0)
                continue;
            struct slice rest = {text.p + i + mark.n, text.n - i - mark.n};
            struct unit u = unit_begins(rest, &length);
            if (u.measure == MEASURE_NONE || (m == 1 && u.measure != MEASURE_MONEY))
                continue;
            before -= before > 0 && text.p[0] == '(';
            *whole = (before == 0 || before == 6) && rest.n - length <= 1;
            return u;
        }
    }
    return unit_ends(text);
}

bool unit_asked(struct slice text)
{
    return slice_ends(text, SLICE("单位:"));
}
