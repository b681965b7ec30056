/* Units of money and of what is counted, as headers and cells name them. */
#include "tidy_int.h"

struct scale {
    const char *word;
    int power;
};

static bool take_scale(struct slice *s, int *power)
{
    static const struct scale scales[] = {
        {"万亿", 12}, {"千亿", 11}, {"百亿", 10}, {"十亿", 9}, {"亿", 8}, {"千万", 7},
        {"百万", 6},  {"十万", 5},  {"万", 4},    {"千", 3},   {"百", 2}, {"十", 1},
    };
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (tidy_take(s, scales[i].word)) {
            *power = scales[i].power;
            return true;
        }
    return false;
}

bool tidy_take_unit(struct slice *s, int *power)
{
    *power = 0;
    bool scale = take_scale(s, power);
    take_blanks(s);
    if (tidy_take(s, "元"))
        return true;
    if (!scale && tidy_take(s, "角"))
        *power = -1;
    else if (!scale && tidy_take(s, "分"))
        *power = -2;
    else
        return scale;
    return true;
}

bool tidy_take_currency(struct slice *s)
{
    static const char *const words[] = {"(人民币)", "人民币", "RMB", "CNY", "\u00a5"};
    return tidy_take_any(s, words, sizeof words / sizeof *words) >= 0;
}

bool tidy_foreign(struct slice s)
{
    static const char *const words[] = {"$",    "USD",  "HKD",  "EUR",  "JPY",  "GBP",
                                        "\u20ac", "\u00a3", "美元", "美金", "港元", "港币",
                                        "欧元", "日元", "英镑", "澳元", "台币", "卢布"};
    for (; s.n > 0; s = slice_from(s, 1)) {
        struct slice rest = s;
        if (tidy_take_any(&rest, words, sizeof words / sizeof *words) >= 0)
            return true;
    }
    return false;
}

/* What is counted. Not what has a 千 of its own: 千克, 千米, 千瓦. */
static bool take_counted(struct slice *s)
{
    static const char *const words[] = {
        "人次", "人", "户", "家", "个", "次", "件", "笔", "套", "辆", "台", "项",
        "平方米", "立方米", "㎡", "亩", "公顷", "吨", "股", "份", "天",
    };
    return tidy_take_any(s, words, sizeof words / sizeof *words) >= 0;
}

/* 元/月. Alone they are dates: 2024年. */
static bool take_each(struct slice *s)
{
    static const char *const words[] = {"日", "月", "年"};
    return take_counted(s) || tidy_take_any(s, words, sizeof words / sizeof *words) >= 0;
}

static int unit_power(struct slice s)
{
    int power = 0;
    while (tidy_take_currency(&s))
        take_blanks(&s);
    bool named = s.n == 0; /* ￥ alone */
    bool scale = take_scale(&s, &power), money = tidy_take(&s, "元");
    if (!money && !(scale && s.n == 0 && power >= 3))
        named = named || take_counted(&s);
    else
        named = true;
    while (tidy_take_currency(&s))
        continue;
    if (take_char(&s, '/') && !take_each(&s))
        return -1;
    return named && s.n == 0 ? power : -1;
}

int tidy_unit(struct slice unit)
{
    static const char *const before[] = {"单位:", "金额单位:", "货币单位:", "计量单位:"};
    struct folded folded;
    if (!tidy_fold(unit, &folded))
        return -1;
    struct slice s = folded_view(&folded);
    take_blanks(&s);
    tidy_take_any(&s, before, sizeof before / sizeof *before);
    take_blanks(&s);
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    if (s.n == 0)
        return -1;
    return tidy_take(&s, "%") && s.n == 0 ? TIDY_PERCENT : unit_power(s);
}
