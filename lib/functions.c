#include "functions.h"

#include <stdint.h>

#include "i18n.h"

#define SCALAR(code, takes, gives, ...) {{__VA_ARGS__}, FUNCTION_SCALAR, code, takes, gives}
#define OVER_ROWS(code, takes, gives, ...) {{__VA_ARGS__}, FUNCTION_AGGREGATE, code, takes, gives}

static const struct function_entry table[] = {
    SCALAR(FN_IF, "bx=", '=', "if", "如果", "若"),
    SCALAR(FN_COALESCE, "x=+", '=', "coalesce", "首个非空"),
    SCALAR(FN_LEAST, "o=+", '=', "least", "较小者", "取小"),
    SCALAR(FN_GREATEST, "o=+", '=', "greatest", "较大者", "取大"),
    SCALAR(FN_BLANK, "x", 'b', "blank", "为空", "空白"),
    SCALAR(FN_ABS, "n", 'n', "abs", "绝对值"),
    SCALAR(FN_ROUND, "n[R", 'n', "round", "四舍五入"),
    SCALAR(FN_MOD, "nn", 'n', "mod", "余数", "求余"),
    SCALAR(FN_LENGTH, "t", 'n', "length", "长度"),
    SCALAR(FN_LEFT, "tL", 't', "left", "左", "左取"),
    SCALAR(FN_RIGHT, "tL", 't', "right", "右", "右取"),
    SCALAR(FN_NORMAL, "t", 't', "normal", "规范化"),
    SCALAR(FN_DIGITS, "t", 't', "digits", "取数字"),
    SCALAR(FN_NUMBER, "t", 'n', "number", "转数值", "数值"),
    SCALAR(FN_DISTANCE, "tt", 'n', "distance", "编辑距离"),
    SCALAR(FN_MONTH, "p", 'M', "month", "月份", "年月", "月"),
    SCALAR(FN_QUARTER, "p", 'Q', "quarter", "季度"),
    SCALAR(FN_YEAR, "p", 'Y', "year", "年份", "年度", "年"),
    SCALAR(FN_MONTH_NUMBER, "c", 'n', "month_number", "月序", "第几月"),
    SCALAR(FN_DAYS, "s=", 'n', "days", "天数", "相差天数"),
    SCALAR(FN_WORKDAYS, "dd", 'n', "workdays", "工作日数", "工作日天数"),
    SCALAR(FN_WEEKDAY, "d", 'n', "weekday", "星期", "星期几"),
    SCALAR(FN_IS_WORKDAY, "d", 'b', "is_workday", "是工作日", "是否工作日"),
    OVER_ROWS(AGG_COUNT, "", 'n', "count", "计数", "个数"),
    OVER_ROWS(AGG_SUM, "n", 'n', "sum", "求和", "合计"),
    OVER_ROWS(AGG_MEAN, "n", 'n', "mean", "平均", "平均值", "均值"),
    OVER_ROWS(AGG_MEDIAN, "n", 'n', "median", "中位数"),
    OVER_ROWS(AGG_MIN, "o", '=', "min", "最小", "最小值"),
    OVER_ROWS(AGG_MAX, "o", '=', "max", "最大", "最大值"),
    OVER_ROWS(AGG_QUANTILE, "nP", 'n', "quantile", "分位数"),
    OVER_ROWS(AGG_IQR, "n", 'n', "iqr", "四分位距"),
    OVER_ROWS(AGG_STDDEV, "n", 'n', "stddev", "标准差", "样本标准差"),
    OVER_ROWS(AGG_PSTDEV, "n", 'n', "pstdev", "总体标准差"),
    OVER_ROWS(AGG_CV, "n", 'n', "cv", "变异系数"),
    OVER_ROWS(AGG_SHARE, "b", 'n', "share", "占比", "比例"),
    OVER_ROWS(AGG_ANY, "b", 'b', "any", "任一", "任意"),
    OVER_ROWS(AGG_ALL, "b", 'b', "all", "全部", "全都"),
    OVER_ROWS(AGG_NONE, "b", 'b', "none", "全无", "无一"),
    OVER_ROWS(AGG_DISTINCT, "x", 'n', "distinct", "去重计数", "不同值数"),
    OVER_ROWS(AGG_FIRST, "x", '=', "first", "首值"),
    OVER_ROWS(AGG_LAST, "x", '=', "last", "末值"),
    OVER_ROWS(AGG_NTH_SMALLEST, "mN", '=', "nth_smallest", "第几小"),
    OVER_ROWS(AGG_FENCE_LOW, "n", 'n', "fence_low", "异常下限"),
    OVER_ROWS(AGG_FENCE_HIGH, "n", 'n', "fence_high", "异常上限"),
    OVER_ROWS(AGG_BENFORD_MAD, "n", 'n', "benford_mad", "本福特偏差"),
    OVER_ROWS(AGG_BENFORD_MAD2, "n", 'n', "benford_mad2", "本福特二位偏差"),
    OVER_ROWS(AGG_BENFORD_CHI, "n", 'n', "benford_chi", "本福特卡方"),
    OVER_ROWS(AGG_BENFORD_CHI2, "n", 'n', "benford_chi2", "本福特二位卡方"),
    OVER_ROWS(AGG_SKEW, "n", 'n', "skew", "偏度"),
    OVER_ROWS(AGG_KURT, "n", 'n', "kurt", "峰度"),
    OVER_ROWS(AGG_KS_UNIFORM, "n", 'n', "ks_uniform", "均匀偏离"),
    OVER_ROWS(AGG_GAPS, "n", 'n', "gaps", "断号数", "缺号数"),
    OVER_ROWS(AGG_REPEATS, "x", 'n', "repeats", "重号数", "重复数"),
    {{"steps", "逐差"}, FUNCTION_SERIES, SERIES_STEPS, "n", 'n'},
    {{"ratios", "逐比"}, FUNCTION_SERIES, SERIES_RATIOS, "n", 'n'},
    {{"prev", "上期"}, FUNCTION_EARLIER, EARLIER_PREV, "x", '='},
    {{"growth", "增长率"}, FUNCTION_EARLIER, EARLIER_GROWTH, "n", 'n'},
    {{"monthly", "当月数"}, FUNCTION_EARLIER, EARLIER_MONTHLY, "n", 'n'},
    {{"exists", "存在"}, FUNCTION_EXISTS, 0, "", 'b'},
    {{"lookup", "查找"}, FUNCTION_LOOKUP, 0, "", '='},
};
enum { ENTRIES = sizeof table / sizeof table[0] };

/* Names that spreadsheets and databases use, for the error that tells the one used here. */
static const char *const elsewhere[][2] = {
    {"average", "mean"},         {"avg", "mean"},
    {"stdev", "stddev"},         {"stdevp", "pstdev"},
    {"len", "length"},           {"isblank", "blank"},
    {"isnull", "blank"},         {"ifnull", "coalesce"},
    {"nvl", "coalesce"},         {"iferror", "coalesce"},
    {"substr", "left"},          {"mid", "left"},
    {"trim", "normal"},          {"lower", "normal"},
    {"upper", "normal"},         {"countif", "count"},
    {"countifs", "count"},       {"sumif", "sum"},
    {"sumifs", "sum"},           {"averageif", "mean"},
    {"vlookup", "lookup"},       {"xlookup", "lookup"},
    {"percentile", "quantile"},  {"small", "nth_smallest"},
    {"networkdays", "workdays"}, {"datedif", "days"},
    {"skewness", "skew"},        {"kurtosis", "kurt"},
    {"levenshtein", "distance"}, {"val", "number"},
    {"lag", "prev"},             {"previous", "prev"},
    {"环比", "growth"},          {"本月数", "monthly"},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool same_word(struct slice a, const char *b)
{
    for (size_t i = 0; i < a.n; i++)
        if (b[i] == '\0' || lower(a.p[i]) != lower(b[i]))
            return false;
    return b[a.n] == '\0';
}

const struct function_entry *function_find(struct slice name)
{
    for (size_t i = 0; i < ENTRIES; i++)
        for (const char *const *s = table[i].spelling; *s != NULL; s++)
            if (same_word(name, *s))
                return &table[i];
    return NULL;
}

const struct function_entry *function_entry(enum function_kind kind, int code)
{
    for (size_t i = 0; i < ENTRIES; i++)
        if (table[i].kind == kind && table[i].code == code)
            return &table[i];
    return NULL;
}

const char *function_nearest(struct slice name)
{
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
        if (same_word(name, elsewhere[i][0]))
            return elsewhere[i][1];
    const char *all[ENTRIES * FUNCTION_SPELLINGS];
    size_t n = 0;
    for (size_t i = 0; i < ENTRIES; i++)
        for (const char *const *s = table[i].spelling; *s != NULL; s++)
            all[n++] = *s;
    return slice_nearest(name, all, n);
}

bool function_list(struct buffer *out)
{
    bool good = true;
    for (size_t i = 0; i < ENTRIES; i++)
        good =
            good && buffer_text(out, i == 0 ? "" : ", ") && buffer_text(out, table[i].spelling[0]);
    return good;
}

char function_argument(const struct function_entry *f, size_t i)
{
    char last = '\0';
    for (const char *s = f->arguments; *s != '\0'; s++) {
        if (*s == '[')
            continue;
        if (*s == '+')
            return last;
        last = *s;
        if (i-- == 0)
            return last;
    }
    return '\0';
}

void function_counts(const struct function_entry *f, size_t *least, size_t *most)
{
    bool optional = false;
    *least = *most = 0;
    for (const char *s = f->arguments; *s != '\0'; s++) {
        if (*s == '+') {
            *most = SIZE_MAX;
            return;
        }
        optional = optional || *s == '[';
        *most += *s != '[';
        *least += !optional;
    }
}

enum type function_result(const struct function_entry *f, enum type same)
{
    switch (f->result) {
    case 'n': return T_NUMBER;
    case 't': return T_TEXT;
    case 'b': return T_BOOL;
    case 'M': return T_MONTH;
    case 'Q': return T_QUARTER;
    case 'Y': return T_YEAR;
    default: return same;
    }
}

const char *function_wants(const struct function_entry *f, size_t i, const struct expr *x)
{
    enum type t = x->type;
    char result = f->result;
    switch (function_argument(f, i)) {
    case 'n':
    case 'L':
    case 'R':
    case 'P':
    case 'N': return t == T_NUMBER ? NULL : _("a number");
    case 't': return t == T_TEXT ? NULL : _("text");
    case 'b': return t == T_BOOL ? NULL : _("a condition");
    case 'd': return t == T_DATE ? NULL : _("a date");
    case 's': return t == T_DATE || t == T_TIME ? NULL : _("a date or time");
    case 'p':
        if (t == T_DATE || t == T_TIME || t == function_result(f, t))
            return NULL;
        if ((t == T_MONTH && result != 'M') || (t == T_QUARTER && result == 'Y'))
            return NULL;
        return _("a date, a time or a shorter period");
    case 'c':
        return t == T_DATE || t == T_TIME || t == T_MONTH ? NULL : _("a date, a time or a month");
    case 'o': return t != T_BOOL ? NULL : _("a number, text or date");
    case 'm': return t != T_BOOL && t != T_TEXT ? NULL : _("a number or date");
    default: return NULL;
    }
}

const char *function_bounds(const struct function_entry *f, size_t i, const struct expr *x)
{
    int64_t whole;
    struct num zero = num_decimal(0, 0), one = num_decimal(1, 0);
    bool fixed = x->kind == EXPR_CONST, is_whole = fixed && num_int(&x->number, &whole);
    switch (function_argument(f, i)) {
    case 'L': return !fixed || (is_whole && whole >= 0) ? NULL : _("a whole number from 0");
    case 'R':
        return is_whole && whole >= -18 && whole <= 18 ? NULL : _("a whole number from -18 to 18");
    case 'N': return is_whole && whole >= 1 ? NULL : _("a whole number from 1, such as 2");
    case 'P':
        return fixed && num_cmp(&x->number, &zero) >= 0 && num_cmp(&x->number, &one) <= 0
                   ? NULL
                   : _("a number from 0 to 1, such as 75%");
    default: return NULL;
    }
}
