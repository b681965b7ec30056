/* CZ01 and part of CZ03: budgets. */
#include "province.h"

/* --- the three public expenses: spending by month, budgets with the figure to date */

static money budget_of(int64_t unit, int month)
{
    money base = choose(401, unit, 0, 200, 2000) * 10000;
    return base / 100 * choose(402, unit, month, 96, 104);
}

/* OVER: per cent of the month's budget; 0: an ordinary month. */
static money spent_of(int64_t unit, int month, int over)
{
    money budget = budget_of(unit, month);
    if (over != 0)
        return budget / 100 * over;
    return budget / 1000 * choose(403, unit, month, 820, 960) + choose(404, unit, month, 0, 99);
}

struct series {
    int over[MONTHS];
    const char *why[MONTHS];
    int more[MONTHS]; /* the month's budget, raised to so many per cent; 0: as it was */
};
static const struct series ordinary;

static money raised(int64_t unit, int month, const struct series *s)
{
    return budget_of(unit, month) / 100 * (s->more[month] ? s->more[month] : 100);
}

static void expenses_of_month(int64_t unit, int month, const struct series *s)
{
    row(SPENDING, month_start(month));
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    month_cell(month);
    text("公务接待费");
    cents(raised(unit, month, s));
    cents(spent_of(unit, month, s->over[month]));
    text(s->why[month]);
    end();
    money year = 0, to_date = 0;
    for (int m = month / 12 * 12; m < month / 12 * 12 + 12; m++) {
        year += raised(unit, m, s);
        to_date += m <= month ? spent_of(unit, m, s->over[m]) : 0;
    }
    row(BUDGETS, month_start(month));
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    month_cell(month);
    text("三公经费");
    cents(year);
    cents(to_date);
    end();
}

static int64_t expenses(const struct series *s)
{
    int64_t unit = fresh_unit();
    for (int m = 0; m < MONTHS; m++)
        expenses_of_month(unit, m, s);
    subject("unit_id", id_text('D', unit), "");
    return unit;
}

static void finding(int64_t unit, int found, int due, int rectified, const char *category)
{
    row(AUDIT_FINDINGS, found);
    id('O', ++plan.next_number);
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    date(found);
    text(category);
    cents(choose(405, unit, found, 20, 400) * 100000);
    date(due);
    date(rectified);
    text("预算执行审计");
    end();
}

static void streak(int64_t i)
{
    struct series s = ordinary;
    int from = 3 + (int)i % 28;
    for (int k = 0; k < 4; k++) {
        s.over[from + k] = 118 + (int)(i + k) % 25;
        s.why[from + k] = "集中结算";
    }
    int64_t unit = expenses(&s);
    finding(unit, month_start(from + 4) + 10, month_start(from + 4) + 70, NO_DAY, "三公经费超支");
}

static void unexplained(int64_t i)
{
    struct series s = ordinary;
    int from = 3 + (int)i % 30;
    s.over[from] = 106;
    s.over[from + 1] = 104;
    expenses(&s);
}

static void beyond_the_year(int64_t i)
{
    struct series s = ordinary;
    for (int m = 24; m < 36; m++) {
        s.over[m] = 110 + m % 4;
        s.why[m] = "已报备";
    }
    expenses(&s);
    (void)i;
}

static void growing(int64_t i)
{
    struct series s = ordinary;
    for (int m = 12; m < 24; m++)
        s.over[m] = 50 + m % 5;
    for (int m = 24; m < 36; m++)
        s.over[m] = 94 + m % 4;
    expenses(&s);
    (void)i;
}

static void found_again(int64_t i)
{
    int64_t unit = expenses(&ordinary);
    for (int year = 0; year < YEARS; year++) {
        int day = day_of(FIRST_YEAR + year, 5, 8 + (int)i % 10);
        finding(unit, day, day + 60, NO_DAY, "三公经费超支");
    }
}

static void exactly(int64_t i)
{
    struct series s = ordinary;
    for (int k = 0; k < 4; k++) {
        s.over[8 + k] = 115;
        s.why[8 + k] = "会议增加";
    }
    expenses(&s);
    (void)i;
}

static void two_months(int64_t i)
{
    struct series s = ordinary;
    for (int k = 0; k < 2; k++) {
        s.over[18 + k] = 140;
        s.why[18 + k] = "出国团组结算，有批件";
    }
    expenses(&s);
    (void)i;
}

static void raised_budget(int64_t i)
{
    struct series s = ordinary;
    for (int k = 0; k < 4; k++) {
        s.more[20 + k] = 160;
        s.over[20 + k] = 150;
        s.why[20 + k] = "追加预算已批复";
    }
    expenses(&s);
    (void)i;
}

static void quarter_bill(int64_t i)
{
    struct series s = ordinary;
    for (int m = 2; m < MONTHS; m += 3) {
        s.over[m - 2] = s.over[m - 1] = 40;
        s.over[m] = 190;
        s.why[m] = "按季结算";
    }
    expenses(&s);
    (void)i;
}

/* --- the year's end in the budget */

static const int even_year[12] = {8, 8, 8, 8, 8, 9, 8, 9, 8, 9, 8, 7};

static void budget_item(int64_t unit, int month, const int *part)
{
    int to_date = 0;
    for (int m = 0; m <= month % 12; m++)
        to_date += part[m];
    row(BUDGETS, month_start(month));
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    month_cell(month);
    text("项目支出");
    money year = YUAN(choose(431, unit, 0, 800, 3000) * 1000);
    cents(year);
    cents(year / 10000 * (to_date * 100 + choose(432, unit, month, -20, 20)));
    end();
}

static void rush(int64_t i)
{
    static const int late[12] = {3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 56};
    int64_t unit = fresh_unit();
    for (int m = 0; m < MONTHS; m++)
        budget_item(unit, m, m / 12 == 1 ? late : even_year);
    subject("unit_id", id_text('D', unit), year_text(1));
    subject("unit_id item", joined(id_text('D', unit), "项目支出"), year_text(1));
    (void)i;
}

static void wages(int64_t i)
{
    static const int thirteenth[12] = {8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 7, 13};
    int64_t unit = fresh_unit();
    for (int m = 0; m < MONTHS; m++)
        budget_item(unit, m, thirteenth);
    subject("unit_id", id_text('D', unit), "");
    subject("unit_id item", joined(id_text('D', unit), "项目支出"), "");
    (void)i;
}

static const struct planter cases[] = {
    {"CZ01", "over_budget", "CZ02|CZ03", "spending|budgets|audit_findings",
     "连续四个月超预算15%以上", streak},
    {"CZ01", "unexplained", "CZ02|CZ03", "spending", "连续两个月超支且无说明", unexplained},
    {"CZ01", "beyond_the_year", "CZ02|CZ03", "budgets|spending", "年底前累计支出超过全年预算",
     beyond_the_year},
    {"CZ01", "growing", "CZ02", "budgets|spending", "三公经费同比增长八成", growing},
    {"CZ01", "found_again", "", "audit_findings", "三年审计均查出同一问题，逾期未改", found_again},
    {"CZ03", "budget_rush", "CZ02|CZ01", "budgets", "十二月一个月支出过半", rush},
};
static const struct planter lookalikes[] = {
    {"CZ01", "exactly_15", "CZ02|CZ03", "spending", "超支恰为15%，连续四个月，有说明", exactly},
    {"CZ01", "two_months", "CZ02|CZ03", "spending", "两个月集中结算，有批件", two_months},
    {"CZ01", "raised_budget", "CZ02|CZ03", "spending", "已追加预算，支出随之增加", raised_budget},
    {"CZ01", "quarterly_bill", "CZ02|CZ03", "spending", "按季结算，季末高、平时低", quarter_bill},
    {"CZ03", "thirteenth_wage", "CZ02", "budgets", "年年十二月发年终绩效", wages},
};

const struct planters cz = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};

void background_budgets(void)
{
    for (int m = 0; m < MONTHS; m++)
        for (int64_t unit = 1; unit <= plan.units; unit++) {
            expenses_of_month(unit, m, &ordinary);
            budget_item(unit, m, even_year);
        }
    for (int64_t i = 0; i < 40 * plan.scale; i++) {
        static const char *const category[] = {"会计核算不规范", "资产登记不及时", "合同要素不全"};
        int day = a_workday(441, i, (int)(i * MONTHS / (40 * plan.scale)));
        finding(1 + i % plan.units, day, day + 60, day + (int)choose(442, i, 0, 20, 55),
                category[choose(443, i, 0, 0, 2)]);
    }
}
