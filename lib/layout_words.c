/* Words by which offices mark rows that are no records: totals, signatures, notes, pages. */
#include "layout_int.h"
#include "text.h"

#define WORD(literal) {"" literal, sizeof(literal) - 1}

static const struct {
    struct slice text;
    enum total_kind kind;
} totals[] = {
    {WORD("合计"), TOTAL_EITHER},
    {WORD("合计数"), TOTAL_EITHER},
    {WORD("合计金额"), TOTAL_EITHER},
    {WORD("金额合计"), TOTAL_EITHER},
    {WORD("共计"), TOTAL_EITHER},
    {WORD("计"), TOTAL_EITHER},
    {WORD("小计"), TOTAL_PART},
    {WORD("小计数"), TOTAL_PART},
    {WORD("本页小计"), TOTAL_PART},
    {WORD("本页合计"), TOTAL_PART},
    {WORD("本页计"), TOTAL_PART},
    {WORD("页小计"), TOTAL_PART},
    {WORD("过次页"), TOTAL_PART},
    {WORD("本日合计"), TOTAL_PART},
    {WORD("本日小计"), TOTAL_PART},
    {WORD("本月合计"), TOTAL_PART},
    {WORD("本月小计"), TOTAL_PART},
    {WORD("本期合计"), TOTAL_PART},
    {WORD("本季合计"), TOTAL_PART},
    {WORD("本年合计"), TOTAL_EITHER},
    {WORD("分计"), TOTAL_PART},
    {WORD("总计"), TOTAL_WHOLE},
    {WORD("总计数"), TOTAL_WHOLE},
    {WORD("总合计"), TOTAL_WHOLE},
    {WORD("总计金额"), TOTAL_WHOLE},
    {WORD("累计"), TOTAL_WHOLE},
    {WORD("本年累计"), TOTAL_WHOLE},
    {WORD("本月累计"), TOTAL_EITHER},
    {WORD("累计数"), TOTAL_WHOLE},
    {WORD("total"), TOTAL_EITHER},
    {WORD("totals"), TOTAL_EITHER},
    {WORD("sum"), TOTAL_EITHER},
    {WORD("subtotal"), TOTAL_PART},
    {WORD("sub-total"), TOTAL_PART},
    {WORD("grandtotal"), TOTAL_WHOLE},
};

static enum total_kind find_total(struct slice s)
{
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++)
        if (slice_eq(s, totals[i].text))
            return totals[i].kind;
    return TOTAL_NONE;
}

/* `合计:`, `合计(大写)`: the word before the first bracket or colon. */
static struct slice before_mark(struct slice s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != ':' && s.p[n] != '(')
        n++;
    return (struct slice){s.p, n};
}

enum total_kind total_word(struct slice text, bool loose)
{
    struct slice word = before_mark(text), rest = {text.p + word.n, text.n - word.n};
    bool only = rest.n == 0 || slice_eq(rest, SLICE(":")) || slice_begins(rest, SLICE("(大写)"));
    if (only || loose) {
        enum total_kind k = find_total(word);
        if (k != TOTAL_NONE)
            return k;
    }
    if (!loose || !only || text_length(word) > 20)
        return TOTAL_NONE;
    if (slice_ends(word, SLICE("小计")))
        return TOTAL_PART;
    return slice_ends(word, SLICE("合计"))   ? TOTAL_EITHER
           : slice_ends(word, SLICE("总计")) ? TOTAL_WHOLE
                                             : TOTAL_NONE;
}

bool total_ends(struct slice s)
{
    static const struct slice ends[] = {WORD("计"), WORD("："), WORD("）"), WORD("　")};
    if (s.n == 0 || (unsigned char)s.p[s.n - 1] < 0x80)
        return s.n > 0;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends(s, ends[i]))
            return true;
    return false;
}

/* A label that holds one of these asks for a signature, a date, a source. */
static const char *const within[] = {
    "制表", "填表",   "填报", "编制", "审核", "复核", "审批", "负责人",   "经办",      "记账", "出纳",
    "主管", "打印",   "制单", "报送", "签章", "盖章", "公章", "签字",     "联系人",    "电话", "来源",
    "领导", "preparedby", "checkedby", "approvedby", "printed", "source"};
static const char *const labels[] = {"注",   "备注", "附注", "说明", "日期",  "时间",   "页码", "会计",
                                     "附件", "note", "notes", "remark", "remarks", "page", "date"};

static bool is_label(struct slice s, bool *signature)
{
    *signature = false;
    while (s.n > 0 && s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '9') /* 注1: */
        s.n--;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (slice_eq(s, slice_of(labels[i])))
            return true;
    if (text_length(s) > 16)
        return false;
    for (size_t i = 0; i < sizeof within / sizeof within[0] && !*signature; i++)
        *signature = slice_has(s, slice_of(within[i]));
    return *signature;
}

/* `第1页共3页`, `第 1 页`, `page1of3`: nothing but numbers and words of counting pages. */
static bool is_page(struct slice s)
{
    static const char *const parts[] = {"第", "共", "页", "page", "of", "/", ",", "-", "、"};
    bool page = false, digit = false;
    while (s.n > 0) {
        size_t n = s.p[0] >= '0' && s.p[0] <= '9';
        digit = digit || n == 1;
        for (size_t i = 0; n == 0 && i < sizeof parts / sizeof parts[0]; i++)
            if (slice_begins(s, slice_of(parts[i]))) {
                n = strlen(parts[i]);
                page = page || i == 2 || i == 3;
            }
        if (n == 0)
            return false;
        s = (struct slice){s.p + n, s.n - n};
    }
    return page && digit;
}

/* What database programs print: `-----` under the header, `(665行受影响)`, `(3 rows)` below. */
static bool is_printed(struct slice s)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] == '-' || s.p[n] == '=' || s.p[n] == '+'))
        n++;
    if (n == s.n && n >= 3)
        return true;
    if (s.n < 4 || s.p[0] != '(' || s.p[s.n - 1] != ')')
        return false;
    for (n = 1; n < s.n && s.p[n] >= '0' && s.p[n] <= '9'; n++)
        ;
    struct slice rest = {s.p + n, s.n - n - 1};
    return n > 1 && (slice_begins(rest, SLICE("行")) || slice_begins(rest, SLICE("row")));
}

/* Without a colon only what can hardly be a name: 审核人 and not 审核中心. */
static bool is_bare_label(struct slice s)
{
    static const char *const ends[] = {"人", "章", "字", "日期", "时间"};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (slice_eq(s, slice_of(labels[i])))
            return true;
    for (size_t i = 0; i < sizeof within / sizeof within[0]; i++)
        if (slice_eq(s, slice_of(within[i])))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends(s, slice_of(ends[i])))
            return true;
    return false;
}

enum note_kind note_word(struct slice text, enum note_kind least)
{
    size_t at = 0;
    bool signature;
    while (at < text.n && text.p[at] != ':')
        at++;
    struct slice label = {text.p, at};
    if (is_page(text) || is_printed(text))
        return NOTE_SURE;
    if (at == text.n && least > NOTE_MAYBE)
        return NOTE_NONE;
    size_t n = before_mark(label).n; /* 单位负责人(签章) */
    if (n > 0)
        label.n = n;
    if (label.n == 0 || !is_label(label, &signature))
        return NOTE_NONE;
    if (at == text.n)
        return is_bare_label(label) ? NOTE_MAYBE : NOTE_NONE;
    return signature ? NOTE_SURE : NOTE_LIKELY;
}
