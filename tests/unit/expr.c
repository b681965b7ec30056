/* Expressions: what is read, what is refused and how it is told, and that the canonical text is
 * read back as the same tree. */
#include "expr.h"

#include "tap.h"

static struct column spending_columns[] = {
    {.name = "unit_id", .type = TYPE_ID},
    {.name = "month", .type = TYPE_MONTH},
    {.name = "budget", .type = TYPE_DECIMAL},
    {.name = "spent", .type = TYPE_DECIMAL, .aliases = (const char *[]){"实际支出"}, .alias_count = 1},
    {.name = "paid_on", .type = TYPE_DATE},
    {.name = "booked_at", .type = TYPE_TIME},
    {.name = "year", .type = TYPE_YEAR},
    {.name = "open", .type = TYPE_FLAG},
    {.name = "rate", .type = TYPE_PERCENT},
    {.name = "explanation", .type = TYPE_TEXT},
    {.name = "金额", .type = TYPE_DECIMAL},
    {.name = "数量（吨）", .type = TYPE_DECIMAL},
    {.name = "where", .type = TYPE_TEXT},
    {.name = "value", .type = TYPE_DECIMAL},
    {.name = "all", .type = TYPE_TEXT},
    {.name = "a`b", .type = TYPE_DECIMAL},
    {.name = "a.x", .type = TYPE_DECIMAL},
    {.name = "2024", .type = TYPE_DECIMAL},
    {.name = "sum", .type = TYPE_DECIMAL},
};
static struct column remit_columns[] = {
    {.name = "official_id", .type = TYPE_ID},
    {.name = "unit_id", .type = TYPE_ID},
    {.name = "year", .type = TYPE_YEAR},
    {.name = "rank", .type = TYPE_DECIMAL},
    {.name = "单位 名", .type = TYPE_TEXT},
};
#define COUNT(a) (sizeof(a) / sizeof(a)[0])
static struct table tables[] = {
    {.name = "spending", .columns = spending_columns, .column_count = COUNT(spending_columns)},
    {.name = "remit", .columns = remit_columns, .column_count = COUNT(remit_columns)},
    {.name = "old.remit", .columns = remit_columns, .column_count = COUNT(remit_columns)},
};
static struct pack pack = {.tables = tables, .table_count = COUNT(tables)};
static const struct expr_scope rows = {.pack = &pack, .table = &tables[0]};
static const struct expr_scope groups = {.pack = &pack, .table = &tables[0], .aggregates = true};
static const struct expr_scope judged = {
    .pack = &pack, .table = &tables[0], .aggregates = true, .judged = true};
static const struct expr_scope undated = {
    .pack = &pack, .table = &tables[1], .aggregates = true, .judged = true};
static const struct expr_scope threshold = {
    .pack = &pack, .table = &tables[0], .aggregates = true, .value = true};

static struct arena arena;

/* TEXT is read; its canonical text is WANT; that is read back with the same canonical text. */
static void reads(const struct expr_scope *scope, const char *text, enum type type,
                  const char *want)
{
    struct expr *x, *again;
    struct slice s = {"", 0}, t = {"", 0};
    struct error e = {0};
    if (expr_parse(slice_of(text), scope, &arena, &x, &e) != ST_OK) {
        ok(false, "%s", text);
        printf("#  got error: %s\n", e.text);
        return;
    }
    bool same = expr_text(x, scope, &arena, &s, &e) == ST_OK;
    is_text(s.p, s.n, want, text);
    if (x->type != type)
        ok(false, "%s is a %s, not a %s", text, type_name(x->type), type_name(type));
    same = same && expr_parse(s, scope, &arena, &again, &e) == ST_OK;
    if (same) {
        same = expr_text(again, scope, &arena, &t, &e) == ST_OK && slice_eq(s, t) &&
               again->type == type;
        expr_release(again);
    }
    if (!same)
        ok(false, "read back: %s gives %.*s, %s", want, (int)t.n, t.p, e.text);
    expr_release(x);
}

static void refuses(const struct expr_scope *scope, const char *text, const char *want)
{
    struct expr *x;
    struct error e = {0};
    enum status s = expr_parse(slice_of(text), scope, &arena, &x, &e);
    if (s == ST_OK) {
        ok(false, "refused: %s", text);
        expr_release(x);
        return;
    }
    if (!ok(s == ST_USAGE && x == NULL && strncmp(e.text, want, strlen(want)) == 0,
            "refused: %.100s", text))
        printf("#  got: %s\n# want: %s\n", e.text, want);
}

static void precedence(void)
{
    reads(&rows, "spent+budget*2", T_NUMBER, "spent + budget * 2");
    reads(&rows, "(spent+budget)*2", T_NUMBER, "(spent + budget) * 2");
    reads(&rows, "spent-(budget-1)", T_NUMBER, "spent - (budget - 1)");
    reads(&rows, "(spent-budget)-1", T_NUMBER, "spent - budget - 1");
    reads(&rows, "spent/(budget/2)/3", T_NUMBER, "spent / (budget / 2) / 3");
    reads(&rows, "-spent*-budget", T_NUMBER, "-spent * -budget");
    reads(&rows, "-(spent*budget)", T_NUMBER, "-(spent * budget)");
    reads(&rows, "- -spent", T_NUMBER, "--spent");
    reads(&rows, "spent - -5", T_NUMBER, "spent - -5");
    reads(&rows, "open or open and not open", T_BOOL, "open or open and not open");
    reads(&rows, "(open or open) and open", T_BOOL, "(open or open) and open");
    reads(&rows, "open or (open or open)", T_BOOL, "open or (open or open)");
    reads(&rows, "not (open and open)", T_BOOL, "not (open and open)");
    reads(&rows, "not spent > 1", T_BOOL, "not spent > 1");
    reads(&rows, "(not open) = true", T_BOOL, "(not open) = true");
    reads(&rows, "(spent > 1) = open", T_BOOL, "(spent > 1) = open");
    reads(&rows, "NOT not open AND open", T_BOOL, "not not open and open");
}

static void literals(void)
{
    reads(&rows, "15%", T_NUMBER, "0.15");
    reads(&rows, "0.0000000000000100%", T_NUMBER, "0.0000000000000001");
    reads(&rows, ".5", T_NUMBER, "0.5");
    reads(&rows, "12345678901234567890123456789012345678", T_NUMBER,
          "12345678901234567890123456789012345678");
    reads(&rows, "2024-03", T_MONTH, "2024-03");
    reads(&rows, "2024-03-05", T_DATE, "2024-03-05");
    reads(&rows, "2024 - 03", T_NUMBER, "2024 - 3");
    reads(&rows, "100-03", T_NUMBER, "100 - 3");
    reads(&rows, "2024Q3", T_QUARTER, "2024Q3");
    reads(&rows, "'it''s'", T_TEXT, "'it''s'");
    reads(&rows, "''", T_TEXT, "''");
    reads(&rows, "true", T_BOOL, "true");
    refuses(&rows, "2024-13", "at character 1: '2024-13' is neither a date");
    refuses(&rows, "spent > 2024-3-5", "at character 9: '2024-3-5' is neither a date");
    refuses(&rows, "2023-02-29", "at character 1: '2023-02-29' is neither a date");
    refuses(&rows, "2024-03-05T10:30", "at character 1: '2024-03-05T10' is neither a date");
    refuses(&rows, "12万元", "at character 1: '12万元' is no number (numbers bear no unit)");
    refuses(&rows, "spent > 1,234.50",
            "at character 10: the end or an operator expected, but ',' stands here; numbers");
    refuses(&rows, "1e5", "at character 1: '1e5' is no number");
    refuses(&rows, "0.0000000000000000001",
            "at character 1: number too fine: '0.0000000000000000001'");
    refuses(&rows, "0.00000000000000001%", "at character 1: number too fine");
    refuses(&rows, "123456789012345678901234567890123456789", "at character 1: number too large");
    refuses(&rows, "'open", "at character 1: the quote that opens here is not closed");
    refuses(&rows, "spent > `budget", "at character 9: the quote that opens here is not closed");
    refuses(&rows, "金额 > \"x\"", "at character 6: text stands in single quotes");
    refuses(&rows, "金额 > １", "at character 6: full-width digit '１'");
    refuses(&rows, "金额 > \xff", "at character 6: invalid UTF-8");
    refuses(&rows, "1 % 2", "at character 3: % follows a number directly");
    refuses(&rows, "open && open", "at character 6: '&' cannot stand here; write and, or, not");
    refuses(&rows, "spent > $limit", "at character 9: unknown parameter '$limit'");
    refuses(&rows, "#NAME?", "at character 1: '#' cannot stand here; a spreadsheet");
    refuses(&rows, "=sum(spent)",
            "at character 1: a value expected, but '=' stands here; a spreadsheet takes a cell");
    refuses(&rows, "", "at character 1: a value expected, but the expression ends here");
}

static void names(void)
{
    reads(&rows, "金额", T_NUMBER, "金额");
    reads(&rows, "`金额`", T_NUMBER, "金额");
    reads(&rows, "`数量（吨）`", T_NUMBER, "`数量（吨）`");
    reads(&rows, "`where`", T_TEXT, "`where`");
    reads(&rows, "value", T_NUMBER, "`value`");
    reads(&rows, "all", T_TEXT, "`all`");
    reads(&rows, "`a``b`", T_NUMBER, "`a``b`");
    reads(&rows, "a.x", T_NUMBER, "a.x");
    reads(&rows, "`2024`", T_NUMBER, "`2024`");
    reads(&rows, "sum + 1", T_NUMBER, "sum + 1");
    reads(&groups, "sum(sum)", T_NUMBER, "sum(sum)");
    reads(&rows, "year", T_YEAR, "year");
    refuses(&rows, "spend > 1",
            "at character 1: unknown column 'spend' (nearest: 'spent'; this table has unit_id, "
            "month, budget, spent,");
    refuses(&rows, "zzzzzzzz",
            "at character 1: unknown column 'zzzzzzzz' (this table has unit_id, ");
    refuses(&rows, "实际支出", "at character 1: unknown column '实际支出' (nearest: 'spent'; ");
    refuses(&rows, "数量（吨） > 1", "at character 1: column '数量（吨）' must stand in backquotes: `数量（吨）`");
    refuses(&rows, "rund(spent)",
            "at character 1: unknown function 'rund' (nearest: 'round'; functions are if, ");
    refuses(&groups, "average(spent)",
            "at character 1: unknown function 'average' (nearest: 'mean'; ");
    refuses(&rows, "where = 'x'", "at character 1: a value expected, but 'where' stands here");
}

static void chinese(void)
{
    reads(&groups, "求和（金额）／合计（budget）", T_NUMBER, "sum(金额) / sum(budget)");
    reads(&groups, "计数（其中 explanation ＜＞ ‘’）＝0", T_BOOL, "count(where explanation <> '') = 0");
    reads(&groups, "平均(金额) 按 unit_id", T_NUMBER, "mean(金额) over unit_id");
    reads(&rows, "如果（金额≥15％ 且 open，‘是’’是’，'否'）", T_TEXT, "if(金额 >= 0.15 and open, '是’是', '否')");
    reads(&rows, "open = 是 或 非 open", T_BOOL, "open = true or not open");
    reads(&rows, "unit_id 不属于 ('1', '2')", T_BOOL, "unit_id not in ('1', '2')");
    reads(&rows, "spent 介于 1 且 2", T_BOOL, "spent between 1 and 2");
    reads(&rows, "spent×2÷3　≠　1", T_BOOL, "spent * 2 / 3 <> 1");
    reads(&rows, "年份(paid_on) = 2024", T_BOOL, "year(paid_on) = 2024");
}

static void comparisons(void)
{
    reads(&rows, "spent!=1", T_BOOL, "spent <> 1");
    reads(&rows, "unit_id in ('1','2')", T_BOOL, "unit_id in ('1', '2')");
    reads(&rows, "not unit_id in ('1')", T_BOOL, "unit_id not in ('1')");
    reads(&rows, "spent between 1 and 2 and open", T_BOOL, "spent between 1 and 2 and open");
    reads(&rows, "spent not between 1+1 and 2", T_BOOL, "spent not between 1 + 1 and 2");
    reads(&rows, "(spent between 1 and 2) = open", T_BOOL, "(spent between 1 and 2) = open");
    reads(&rows, "spent >= 1 and spent <= 2", T_BOOL, "spent >= 1 and spent <= 2");
    reads(&rows, "explanation ~ '^a''\\d'", T_BOOL, "explanation ~ '^a''\\d'");
    reads(&rows, "explanation not ~ 'x'", T_BOOL, "explanation !~ 'x'");
    reads(&rows, "explanation !~ '说明'", T_BOOL, "explanation !~ '说明'");
    reads(&rows, "not (not explanation ~ 'x')", T_BOOL, "not explanation !~ 'x'");
    reads(&rows, "if(explanation ~ 'x', 1, 2) between 1 and 2", T_BOOL,
          "if(explanation ~ 'x', 1, 2) between 1 and 2");
    reads(&rows, "year = 2024", T_BOOL, "year = 2024");
    reads(&rows, "2024 <= year(paid_on)", T_BOOL, "2024 <= year(paid_on)");
    reads(&rows, "year in (2023, 2024)", T_BOOL, "year in (2023, 2024)");
    reads(&rows, "year between 2023 and 2024", T_BOOL, "year between 2023 and 2024");
    reads(&rows, "coalesce(2024, 2023, year)", T_YEAR, "coalesce(2024, 2023, year)");
    reads(&rows, "paid_on > 2024-03-05", T_BOOL, "paid_on > 2024-03-05");
    reads(&rows, "unit_id < 'x'", T_BOOL, "unit_id < 'x'");
    refuses(&rows, "1 < spent < 2", "at character 11: comparisons do not chain");
    refuses(&rows, "spent = 1 in (1)", "at character 11: comparisons do not chain");
    refuses(&rows, "spent > '5'",
            "at character 7: cannot compare a number with text; drop the quotes");
    refuses(&rows, "paid_on >= '2024-03-05'",
            "at character 9: cannot compare a date with text; drop the quotes");
    refuses(&rows, "paid_on >= 'x'", "at character 9: cannot compare a date with text");
    refuses(&rows, "unit_id = 1001",
            "at character 9: cannot compare text with a number; codes are text");
    refuses(&rows, "paid_on = month",
            "at character 9: cannot compare a date with a month; month(x)");
    refuses(&rows, "paid_on > 2024/3/5",
            "at character 9: cannot compare a date with a number");
    refuses(&rows, "open = 'yes'", "at character 6: cannot compare a condition with text; a flag");
    refuses(&rows, "open > true", "at character 6: conditions have no order");
    refuses(&rows, "booked_at > paid_on", "at character 11: cannot compare a time with a date");
    refuses(&rows, "year = 0", "at character 6: cannot compare a year with a number");
    refuses(&rows, "spent in (1, 'x')", "at character 7: cannot compare a number with text");
    refuses(&rows, "spent == 1", "at character 7: write = once to compare");
    refuses(&rows, "spent ~ '1'", "at character 7: '~' takes text, not a number");
    refuses(&rows, "explanation ~ explanation",
            "at character 15: a pattern in single quotes expected");
    refuses(&rows, "explanation ~ '(a'",
            "at character 15: pattern '(a': missing closing parenthesis");
    refuses(&rows, "spent between 1 or 2",
            "at character 17: 'and' and the upper end of between expected");
}

static void functions(void)
{
    reads(&rows, "IF(spent > 1, 'a', explanation)", T_TEXT, "if(spent > 1, 'a', explanation)");
    reads(&rows, "coalesce(spent, budget, 0)", T_NUMBER, "coalesce(spent, budget, 0)");
    reads(&rows, "blank(paid_on)", T_BOOL, "blank(paid_on)");
    reads(&rows, "round(spent)", T_NUMBER, "round(spent)");
    reads(&rows, "round(spent, -3)", T_NUMBER, "round(spent, -3)");
    reads(&rows, "mod(abs(spent), 1000) = 0", T_BOOL, "mod(abs(spent), 1000) = 0");
    reads(&rows, "left(unit_id, 2)", T_TEXT, "left(unit_id, 2)");
    reads(&rows, "length(normal(explanation))", T_NUMBER, "length(normal(explanation))");
    reads(&rows, "digits(explanation)", T_TEXT, "digits(explanation)");
    reads(&rows, "month(paid_on)", T_MONTH, "month(paid_on)");
    reads(&rows, "month(booked_at)", T_MONTH, "month(booked_at)");
    reads(&rows, "quarter(month)", T_QUARTER, "quarter(month)");
    reads(&rows, "year(quarter(month))", T_YEAR, "year(quarter(month))");
    reads(&rows, "days(paid_on, 2024-03-05)", T_NUMBER, "days(paid_on, 2024-03-05)");
    reads(&rows, "days(booked_at, booked_at)", T_NUMBER, "days(booked_at, booked_at)");
    reads(&rows, "workdays(paid_on, paid_on) + weekday(paid_on)", T_NUMBER,
          "workdays(paid_on, paid_on) + weekday(paid_on)");
    reads(&rows, "is_workday(paid_on)", T_BOOL, "is_workday(paid_on)");
    reads(&rows, "number(explanation) + 1", T_NUMBER, "number(explanation) + 1");
    reads(&rows, "编辑距离(explanation, unit_id)", T_NUMBER, "distance(explanation, unit_id)");
    reads(&rows, "month_number(paid_on) = month_number(month)", T_BOOL,
          "month_number(paid_on) = month_number(month)");
    reads(&rows, "month_number(booked_at)", T_NUMBER, "month_number(booked_at)");
    reads(&rows, "least(spent, budget, 0)", T_NUMBER, "least(spent, budget, 0)");
    reads(&rows, "greatest(paid_on, 2024-03-05)", T_DATE, "greatest(paid_on, 2024-03-05)");
    reads(&rows, "least(year, 2024)", T_YEAR, "least(year, 2024)");
    reads(&rows, "取大(explanation, 'x')", T_TEXT, "greatest(explanation, 'x')");
    refuses(&rows, "number(spent)", "at character 8: number takes text here, not a number");
    refuses(&rows, "distance(explanation)", "at character 1: distance takes 2 arguments, not 1");
    refuses(&rows, "distance(explanation, 1)",
            "at character 23: distance takes text here, not a number");
    refuses(&rows, "month_number(spent)",
            "at character 14: month_number takes a date, a time or a month here, not a number");
    refuses(&rows, "month_number(year)",
            "at character 14: month_number takes a date, a time or a month here, not a year");
    refuses(&rows, "least(spent)", "at character 1: least takes at least 2 arguments, not 1");
    refuses(&rows, "least(spent, '1')",
            "at character 1: least needs values of one type, not a number and text");
    refuses(&rows, "greatest(paid_on, month)",
            "at character 1: greatest needs values of one type, not a date and a month");
    refuses(&rows, "greatest(open, open)",
            "at character 10: greatest takes a number, text or date here, not a condition");
    refuses(&rows, "levenshtein(explanation, unit_id)",
            "at character 1: unknown function 'levenshtein' (nearest: 'distance'");
    refuses(&rows, "if(spent, 1, 2)", "at character 4: if takes a condition here, not a number");
    refuses(&rows, "if(open, 1, 'x')",
            "at character 1: if needs values of one type, not a number and text");
    refuses(&rows, "if(open, 1)", "at character 1: if takes 3 arguments, not 2");
    refuses(&rows, "coalesce()", "at character 1: coalesce takes at least 2 arguments, not 0");
    refuses(&rows, "round(1, 2, 3)", "at character 1: round takes 1 to 2 arguments, not 3");
    refuses(&rows, "round(1, spent)",
            "at character 10: round takes a whole number from -18 to 18 here");
    refuses(&rows, "round(1,234.50)",
            "at character 9: round takes a whole number from -18 to 18 here");
    refuses(&rows, "left(unit_id, -1)", "at character 15: left takes a whole number from 0 here");
    refuses(&rows, "length(spent)", "at character 8: length takes text here, not a number");
    refuses(&rows, "month(spent)",
            "at character 7: month takes a date, a time or a shorter period here, not a number");
    refuses(&rows, "month(year)",
            "at character 7: month takes a date, a time or a shorter period here, not a year");
    refuses(&rows, "days(paid_on, booked_at)",
            "at character 1: days needs values of one type, not a date and a time");
    refuses(&rows, "workdays(booked_at, paid_on)",
            "at character 10: workdays takes a date here, not a time");
    refuses(&rows, "paid_on - paid_on",
            "at character 9: '-' takes a number, not a date; days(a, b)");
    refuses(&rows, "spent + '5'",
            "at character 7: '+' takes a number, not text; a number stands without quotes");
    refuses(&rows, "spent and open",
            "at character 7: 'and' takes a condition, not a number; compare it");
    refuses(&rows, "and(open, open)",
            "at character 1: a value expected, but 'and' stands here; and, or stand between");
    refuses(&rows, "abs(spent",
            "at character 10: ',' or ')' expected, but the expression ends here");
    refuses(&rows, "spent budget",
            "at character 7: the end or an operator expected, but 'budget' stands here");
}

static void aggregates(void)
{
    reads(&groups, "sum(spent)/sum(budget)-1", T_NUMBER, "sum(spent) / sum(budget) - 1");
    reads(&groups, "count()>=3", T_BOOL, "count() >= 3");
    reads(&groups, "sum(spent where open and not blank(explanation))", T_NUMBER,
          "sum(spent where open and not blank(explanation))");
    reads(&groups, "spent/(mean(spent) over unit_id)-1", T_NUMBER,
          "spent / mean(spent) over unit_id - 1");
    reads(&groups, "mean(spent) over unit_id month > 1 and open", T_BOOL,
          "mean(spent) over unit_id month > 1 and open");
    reads(&groups, "mean(spent) over all", T_NUMBER, "mean(spent) over all");
    reads(&groups, "mean(spent) over `all`", T_NUMBER, "mean(spent) over `all`");
    reads(&groups, "mean(spent) over others(unit_id, month)", T_NUMBER,
          "mean(spent) over others(unit_id month)");
    reads(&groups, "quantile(spent, 75% where open)", T_NUMBER, "quantile(spent, 0.75 where open)");
    reads(&groups, "nth_smallest(paid_on, 2)", T_DATE, "nth_smallest(paid_on, 2)");
    reads(&groups, "pstdev(steps(spent))/mean(steps(spent))", T_NUMBER,
          "pstdev(steps(spent)) / mean(steps(spent))");
    reads(&groups, "max(ratios(spent) where open) <= 2%", T_BOOL,
          "max(ratios(spent) where open) <= 0.02");
    reads(&groups, "min(explanation)", T_TEXT, "min(explanation)");
    reads(&groups, "first(open)", T_BOOL, "first(open)");
    reads(&groups, "distinct(unit_id)", T_NUMBER, "distinct(unit_id)");
    reads(&groups, "本福特二位偏差(spent) + benford_chi(spent)/benford_chi2(spent)", T_NUMBER,
          "benford_mad2(spent) + benford_chi(spent) / benford_chi2(spent)");
    reads(&groups, "偏度(spent) - 峰度(spent where open)", T_NUMBER,
          "skew(spent) - kurt(spent where open)");
    reads(&groups, "ks_uniform(steps(spent)) over month", T_NUMBER,
          "ks_uniform(steps(spent)) over month");
    reads(&groups, "断号数(number(unit_id)) + 重号数(paid_on)", T_NUMBER,
          "gaps(number(unit_id)) + repeats(paid_on)");
    reads(&threshold, "kurt(value)", T_NUMBER, "kurt(value)");
    refuses(&groups, "gaps(unit_id)", "at character 6: gaps takes a number here, not text");
    refuses(&groups, "skew(paid_on)", "at character 6: skew takes a number here, not a date");
    refuses(&groups, "repeats()", "at character 1: repeats takes 1 argument, not 0");
    reads(&groups, "share(exists(remit, unit_id, year))", T_NUMBER,
          "share(exists(remit, unit_id, year))");
    reads(&groups, "max(year) = 2024", T_BOOL, "max(year) = 2024");
    reads(&threshold, "fence_high(value)", T_NUMBER, "fence_high(value)");
    reads(&threshold, "quantile(value, 0.9) * 2", T_NUMBER, "quantile(value, 0.9) * 2");
    reads(&threshold, "sum(`value`)", T_NUMBER, "sum(`value`)");
    refuses(&rows, "sum(spent) > 1",
            "at character 1: sum is an aggregate; aggregates belong in having or value");
    refuses(&groups, "sum(max(spent))",
            "at character 5: max stands inside sum; an aggregate cannot stand");
    refuses(&groups, "sum(spent where max(spent) > 1)", "at character 17: max stands inside sum");
    refuses(&groups, "steps(spent)", "at character 1: steps stands directly inside an aggregate");
    refuses(&groups, "mean(steps(spent) + 1)",
            "at character 19: ')' expected, but '+' stands here");
    refuses(&groups, "first(steps(spent))", "at character 1: first takes no steps or ratios");
    refuses(&groups, "any(steps(open))", "at character 1: any takes no steps or ratios");
    refuses(&groups, "sum(explanation)", "at character 5: sum takes a number here, not text");
    refuses(&groups, "share(spent)", "at character 7: share takes a condition here, not a number");
    refuses(&groups, "max(open)",
            "at character 5: max takes a number, text or date here, not a condition");
    refuses(&groups, "nth_smallest(explanation, 1)",
            "at character 14: nth_smallest takes a number or date here, not text");
    refuses(&groups, "nth_smallest(spent, 0)",
            "at character 21: nth_smallest takes a whole number from 1");
    refuses(&groups, "quantile(spent, 75)", "at character 17: quantile takes a number from 0 to 1");
    refuses(&groups, "quantile(spent, rate)",
            "at character 17: quantile takes a number from 0 to 1");
    refuses(&groups, "count(open)",
            "at character 1: count takes no argument; count(where condition)");
    refuses(&groups, "sum()", "at character 1: sum takes 1 argument, not 0");
    refuses(&groups, "sum(spent where budget)",
            "at character 17: where takes a condition, not a number");
    refuses(&groups, "quantile(spent where open, 0.5)", "at character 26: where stands last");
    refuses(&groups, "(mean(spent)) over unit_id",
            "at character 15: the end or an operator expected, but 'over'");
    refuses(&groups, "mean(spent) over",
            "at character 17: a column, all, or others(column) expected");
    refuses(&groups, "mean(spent) over others()",
            "at character 25: a column, all, or others(column) expected");
    refuses(&groups, "mean(spent) over unit", "at character 18: unknown column 'unit'");
    refuses(&threshold, "value * 2",
            "at character 1: value stands alone as an aggregate's argument");
    refuses(&threshold, "mean(value * 2)",
            "at character 6: value stands alone as an aggregate's argument");
    refuses(&threshold, "mean(value where open)", "at character 6: value stands alone");
    refuses(&threshold, "quantile(value, 0.5 where open)",
            "at character 27: value stands for measures");
    refuses(&threshold, "mean(value) over all",
            "at character 13: value stands for all measures already");
    refuses(&threshold, "count(value)", "at character 1: count takes no argument");
}

static void windows(void)
{
    reads(&judged, "sum(spent) within 30 days", T_NUMBER, "sum(spent) within 30 days");
    reads(&judged, "求和(spent)滚动 30 天 依 paid_on>1", T_BOOL, "sum(spent) within 30 days > 1");
    reads(&judged, "count() WITHIN 0 day of booked_at", T_NUMBER,
          "count() within 0 days of booked_at");
    reads(&judged, "share(open where spent > 1) within 7 days of if(open, paid_on, 2024-01-01) * 2",
          T_NUMBER,
          "share(open where spent > 1) within 7 days of if(open, paid_on, 2024-01-01) * 2");
    reads(&judged, "distinct(unit_id) within 36600 days / (sum(spent) within 1 days of (paid_on))",
          T_NUMBER, "distinct(unit_id) within 36600 days / sum(spent) within 1 days");
    reads(&judged, "prev(sum(spent))", T_NUMBER, "prev(sum(spent))");
    reads(&judged, "上期(上期(last(explanation))) = '' and 增长率(spent) > 当月数(max(budget))", T_BOOL,
          "prev(prev(last(explanation))) = '' and growth(spent) > monthly(max(budget))");
    reads(&judged, "prev(sum(spent) within 30 days)", T_NUMBER, "prev(sum(spent) within 30 days)");
    refuses(&groups, "sum(spent) within 30 days",
            "at character 12: within finds the window that goes furthest; it belongs in having");
    refuses(&threshold, "fence_high(value) within 30 days",
            "at character 19: value stands for measures and not for rows; within has no place");
    refuses(&judged, "sum(spent) over unit_id within 30 days",
            "at character 25: within slides over the subject's own rows");
    refuses(&judged, "sum(spent) over all within 30 days", "at character 21: within slides over");
    refuses(&judged, "sum(spent) over others(unit_id) within 30 days",
            "at character 33: within slides over");
    refuses(&judged, "sum(spent) over unit_id within",
            "at character 25: unknown column 'within'");
    refuses(&judged, "first(spent) within 30 days", "at character 14: within takes an aggregate");
    refuses(&judged, "any(open) within 30 days", "at character 11: within takes an aggregate");
    refuses(&judged, "max(paid_on) within 30 days", "at character 14: within takes an aggregate");
    refuses(&judged, "mean(steps(spent)) within 30 days",
            "at character 20: within takes an aggregate");
    refuses(&judged, "sum(spent) within days",
            "at character 19: a whole number of days from 0 to 36600 expected");
    refuses(&judged, "sum(spent) within 36601 days",
            "at character 19: a whole number of days from 0 to 36600 expected, but '36601'");
    refuses(&judged, "sum(spent) within 1.5 days", "at character 19: a whole number of days");
    refuses(&judged, "sum(spent) within 30", "at character 21: days expected");
    refuses(&judged, "sum(spent) within 30 weeks",
            "at character 22: days expected, but 'weeks' stands here");
    refuses(&judged, "求和(spent) 滚动30 天",
            "at character 11: the end or an operator expected, but '滚动30' stands here; blanks stand "
            "around the number: within 30 days");
    refuses(&judged, "sum(spent) within 30 days of month",
            "at character 30: sum within ... of takes a date or time here, not a month");
    refuses(&judged, "sum(spent) within 30 days of max(paid_on)",
            "at character 30: max stands inside within");
    refuses(&undated, "count() within 30 days",
            "at character 9: within slides over the rows by date, and table 'remit' has no column");
    refuses(&judged, "within(30)", "at character 1: unknown function 'within'");
    refuses(&groups, "prev(sum(spent))",
            "at character 1: prev looks at the subject's period before; it belongs in having or");
    refuses(&threshold, "growth(sum(spent))", "at character 1: growth looks at");
    refuses(&judged, "sum(prev(spent))", "at character 5: prev looks at");
    refuses(&judged, "growth(last(explanation))",
            "at character 8: growth takes a number here, not text");
    refuses(&judged, "monthly(sum(spent), 2)", "at character 1: monthly takes 1 argument, not 2");
    refuses(&judged, "lag(sum(spent))",
            "at character 1: unknown function 'lag' (nearest: 'prev'");
}

static void note_furthest(struct expr *x, void *context)
{
    char *at = context;
    if (x->kind == EXPR_AGGREGATE && x->day != NULL)
        at[strlen(at)] = x->furthest == FURTHEST_LARGEST ? 'L' : 'S';
}

/* Which windows TEXT asks for, in order, where FURTHEST is asked of it itself: L, S; or an error. */
static void directs(const char *text, enum furthest furthest, const char *want)
{
    struct expr *x;
    struct error e = {0};
    char got[64] = "";
    enum status s = expr_parse(slice_of(text), &judged, &arena, &x, &e);
    if (s == ST_OK)
        s = expr_direct(x, furthest, slice_of(text), &e);
    if (s == ST_OK)
        expr_walk(x, note_furthest, got);
    else
        snprintf(got, sizeof got, "%.40s", e.text);
    is_text(got, strlen(got), want, text);
    if (x != NULL)
        expr_release(x);
}

static void directions(void)
{
    const enum furthest L = FURTHEST_LARGEST, S = FURTHEST_SMALLEST, U = FURTHEST_UNKNOWN;
    directs("sum(spent) within 1 days", L, "L");
    directs("sum(spent) within 1 days", S, "S");
    directs("2 - sum(spent) within 1 days + count() within 2 days", L, "SL");
    directs("-(sum(spent) within 1 days)", L, "S");
    directs("sum(spent) within 1 days / count() within 2 days", S, "SL");
    directs("-2 * sum(spent) within 1 days", L, "S");
    directs("sum(spent) within 1 days / -2", L, "S");
    directs("sum(spent) within 1 days * 2 * count() within 2 days", S, "SS");
    directs("round(sum(spent) within 1 days, 2)", L, "L");
    directs("if(count() within 1 days > 2, sum(spent) within 1 days, 0)", S, "LS");
    directs("coalesce(mean(spent) within 1 days, sum(spent) within 1 days)", L, "LL");
    directs("prev(sum(spent) within 1 days)", L, "L");
    directs("sum(spent) within 1 days > 5 and not count() within 1 days <= 2", U, "LS");
    directs("5 < sum(spent) within 1 days or 5 >= count() within 1 days", U, "LS");
    directs("sum(spent) within 1 days >= count() within 1 days", U, "LS");
    directs("sum(spent) within 1 days = 5", U, "at character 1: which window counts foll");
    directs("sum(spent) within 1 days in (5, 6)", U, "at character 1: which window counts foll");
    directs("5 <= abs(sum(spent) within 1 days)", U, "at character 10: which window counts fol");
    directs("growth(sum(spent) within 1 days) > 1", U, "at character 8: which window counts foll");
    directs("sum(spent) within 1 days between 1 and 2", U,
            "at character 1: the window cannot be the");
    directs("if(open, sum(spent), 0) > 1", U, "");
}


static void other_tables(void)
{
    reads(&rows, "exists(remit, unit_id)", T_BOOL, "exists(remit, unit_id)");
    reads(&rows, "exists(remit, unit_id = unit_id, year = year(paid_on))", T_BOOL,
          "exists(remit, unit_id, year = year(paid_on))");
    reads(&rows, "exists(remit, year = 2024, rank = spent + 1)", T_BOOL,
          "exists(remit, year = 2024, rank = spent + 1)");
    reads(&rows, "lookup(remit.rank, official_id = unit_id)", T_NUMBER,
          "lookup(remit.rank, official_id = unit_id)");
    reads(&rows, "lookup(remit.`单位 名`, unit_id)", T_TEXT, "lookup(remit.`单位 名`, unit_id)");
    reads(&rows, "lookup(`old.remit`.rank, unit_id)", T_NUMBER,
          "lookup(`old.remit`.rank, unit_id)");
    reads(&rows, "exists(`old.remit`, `单位 名` = '局')", T_BOOL, "exists(old.remit, `单位 名` = '局')");
    reads(&groups, "exists(remit, rank = sum(spent))", T_BOOL, "exists(remit, rank = sum(spent))");
    refuses(&rows, "exists(remits, unit_id)",
            "at character 8: unknown table 'remits' (nearest: 'remit'; the pack has");
    refuses(&rows, "exists(remit, unit)",
            "at character 15: unknown column 'unit' (table remit has official_id,");
    refuses(&rows, "exists(remit, official_id)", "at character 15: unknown column 'official_id' (");
    refuses(&rows, "exists(remit)",
            "at character 13: at least one column must tell the row: exists(table");
    refuses(&rows, "exists(remit, unit_id = spent)",
            "at character 15: key 'unit_id' needs values of one type, not text");
    refuses(&rows, "exists(remit, rank = spent > 1)", "at character 28: ',' or ')' expected");
    refuses(&rows, "lookup(remit, unit_id)",
            "at character 13: '.' and a column of the table expected");
    refuses(&rows, "lookup(remit.rang, unit_id)",
            "at character 14: unknown column 'rang' (nearest: 'rank'; table remit");
    refuses(&rows, "lookup(remit.rank, )", "at character 20: a column of the other table expected");
}

static void repeat(char *out, size_t size, const char *head, const char *what, size_t n,
                   const char *tail, const char *then, size_t m)
{
    size_t used = (size_t)snprintf(out, size, "%s", head);
    for (size_t i = 0; i < n; i++)
        used += (size_t)snprintf(out + used, size - used, "%s", what);
    used += (size_t)snprintf(out + used, size - used, "%s", tail);
    for (size_t i = 0; i < m; i++)
        used += (size_t)snprintf(out + used, size - used, "%s", then);
}

static void limits(void)
{
    static char text[200000];
    struct expr *x;
    struct error e = {0};
    repeat(text, sizeof text, "", "(", 150, "spent", ")", 150);
    is_int(expr_parse(slice_of(text), &rows, &arena, &x, &e), ST_OK, "150 parentheses");
    repeat(text, sizeof text, "", "(", 50000, "spent", ")", 50000);
    refuses(&rows, text, "at character 201: nested more than 200 deep");
    repeat(text, sizeof text, "", "- ", 50000, "spent", "", 0);
    refuses(&rows, text, "at character 401: nested more than 200 deep");
    repeat(text, sizeof text, "", "not ", 40000, "open", "", 0);
    refuses(&rows, text, "at character 801: nested more than 200 deep");
    repeat(text, sizeof text, "open", " in (open", 20000, "", "", 0);
    refuses(&rows, text, "at character 1801: nested more than 200 deep");
    repeat(text, sizeof text, "", "exists(remit, rank = lookup(remit.rank, rank = ", 4000, "spent",
           "", 0);
    refuses(&rows, text, "at character ");
    repeat(text, sizeof text, "", "abs(", 40000, "spent", "", 0);
    refuses(&rows, text, "at character 801: nested more than 200 deep");
    repeat(text, sizeof text, "1", "+1", 20000, "", "", 0);
    refuses(&rows, text, "at character 400: more than 200 operations hang on one another");
    repeat(text, sizeof text, "spent in (1", ",1", 15000, ")", "", 0);
    is_int(expr_parse(slice_of(text), &rows, &arena, &x, &e), ST_OK, "a list of 15,001");
    is_int((int64_t)x->arg_count, 15002, "all of it");
    repeat(text, sizeof text, "unit_id in ('a'", ",'a''b'", 15000, ")", "", 0);
    is_int(expr_parse(slice_of(text), &rows, &arena, &x, &e), ST_OK, "a list of quoted texts");
    ok(arena.total < 60 << 20, "takes %zu KiB", arena.total >> 10);
    repeat(text, sizeof text, "spent in (1", ",1", 20000, ")", "", 0);
    refuses(&rows, text, "at character 7: an expression of more than 20000 parts is too large");
    repeat(text, sizeof text, "", "if(", 60, "spent", " between 1 and 2, 1, 2)", 60);
    refuses(&rows, text, "at character ");
}

/* Trees that canonical text alone does not tell apart. */
static void trees(void)
{
    struct expr *x, *low, *high, **list;
    struct error e = {0};
    size_t n;
    expr_parse(SLICE("  spent / (mean(budget) over unit_id)"), &groups, &arena, &x, &e);
    is_int((int64_t)x->at, 8, "an operator's place");
    ok(x->grouped && !x->args[0]->grouped && x->args[1]->grouped, "grouped");
    is_int((int64_t)x->args[0]->column, 3, "column index");
    is_int(x->args[1]->over, OVER_BY, "over columns");
    struct expr *plain;
    is_int(expr_plain(x, &groups, NULL, 0, &arena, &plain, &e), ST_OK, "plain");
    is_int(plain->args[0]->aggregate, AGG_SAME, "a plain column becomes same()");
    is_int(plain->args[1]->args[0]->kind, EXPR_COLUMN, "a column inside an aggregate stays");
    expr_parse(SLICE("spent"), &groups, &arena, &x, &e);
    is_int(expr_plain(x, &groups, NULL, 0, &arena, &plain, &e), ST_OK, "plain column alone");
    ok(plain->kind == EXPR_AGGREGATE && plain->args[0] == x && plain->grouped, "is wrapped");
    expr_parse(SLICE("exists(remit, unit_id) and sum(spent) > 1"), &groups, &arena, &x, &e);
    ok(!x->args[0]->grouped && x->grouped, "exists of a row's columns has one value a row");
    expr_plain(x, &groups, NULL, 0, &arena, &plain, &e);
    ok(plain->args[0]->grouped && plain->args[1] == x->args[1],
       "and one a subject when its columns are plain");
    ok(!x->args[0]->grouped && x->args[0]->args[0]->kind == EXPR_COLUMN, "which x does not become");
    expr_parse(SLICE("not spent between 1 and 2"), &rows, &arena, &x, &e);
    is_int(x->function, FN_NOT, "not between");
    ok(x->args[0]->args[0]->args[0] == x->args[0]->args[1]->args[0],
       "between shares what it tests");
    is_int(expr_parse_range(SLICE("3..120"), &rows, &arena, &low, &high, &e), ST_OK, "range");
    ok(high != NULL && (int)low->number.n == 3 && (int)high->number.n == 120, "3 to 120");
    is_int(expr_parse_range(SLICE("1.5 .. .5"), &rows, &arena, &low, &high, &e), ST_OK,
           "range of decimals");
    is_int(expr_parse_range(SLICE("20%"), &rows, &arena, &low, &high, &e), ST_OK, "no range");
    ok(low != NULL && high == NULL, "one end");
    is_int(expr_parse_range(SLICE("3..'x'"), &rows, &arena, &low, &high, &e), ST_USAGE,
           "range of two types");
    is_text(e.text, strlen(e.text),
            "at character 2: a range runs between two values of one type, not from number to text",
            "told");
    refuses(
        &rows, "3..120",
        "at character 2: the end or an operator expected, but '..' stands here; a range belongs");
    is_int(expr_parse_list(SLICE("unit_id month(paid_on) `all`"), &rows, &arena, &list, &n, &e),
           ST_OK, "list");
    is_int((int64_t)n, 3, "of three");
    is_int(list[1]->function, FN_MONTH, "with a function");
    is_int(expr_parse_list(SLICE("  "), &rows, &arena, &list, &n, &e), ST_OK, "empty list");
    is_int((int64_t)n, 0, "of none");
    is_int(expr_parse_list(SLICE("unit_id, month"), &rows, &arena, &list, &n, &e), ST_USAGE,
           "list with a comma");
    is_text(e.text, strlen(e.text),
            "at character 8: the list is separated by blanks, not by commas", "told");
    is_int(expr_parse_list(SLICE("unit_id explanation ~ 'x' sum(spent)"), &rows, &arena, &list, &n,
                           &e),
           ST_USAGE, "an aggregate in by");
    ok(list == NULL && n == 0, "nothing is given out");
}

int main(void)
{
    precedence();
    literals();
    names();
    chinese();
    comparisons();
    functions();
    aggregates();
    windows();
    directions();
    other_tables();
    limits();
    trees();
    arena_free(&arena);
    return done_testing();
}
