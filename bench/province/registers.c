/* Registers: companies and who stands behind them, suppliers, tax, staff. They come last, when it
 * is known which companies there are. */
#include "tender.h"

#include <stdio.h>
#include <stdlib.h>

static struct closed {
    int64_t company;
    int day;
} * closed;
static size_t closed_count, closed_room;

void company_closed(int64_t company, int day)
{
    if (closed_count == closed_room) {
        closed_room = closed_room * 2 + 16;
        closed = realloc(closed, closed_room * sizeof *closed);
        if (closed == NULL) {
            fputs("make-province: out of memory\n", stderr);
            exit(4);
        }
    }
    closed[closed_count++] = (struct closed){company, day};
}

void role_write(int64_t company, int64_t who, const char *role, int64_t part, int from, int to)
{
    row(COMPANY_ROLES, from);
    uscc(company);
    idno(who);
    name("测试人员", who % PERSON_SPAN);
    text(region_of(company));
    text(role);
    share(part);
    date(from);
    date(to);
    end();
}

/* Companies of the list of those closed come in the order of their numbers. */
static int closed_on(int64_t company, size_t *next)
{
    while (*next < closed_count && closed[*next].company < company)
        (*next)++;
    return *next < closed_count && closed[*next].company == company ? closed[*next].day : NO_DAY;
}

static int by_company(const void *a, const void *b)
{
    int64_t x = ((const struct closed *)a)->company, y = ((const struct closed *)b)->company;
    return (x > y) - (x < y);
}

static int founded(int64_t company)
{
    return day_of(2010, 1, 4) + (int)choose(951, company, 0, 0, 3200);
}

static void company_row(int64_t c, int closed_day)
{
    static const char *const domain[] = {"工程建设", "食品药品", "教育培训", "医疗卫生",
                                         "农业农村", "生态环保", "交通运输", "文化旅游",
                                         "信息技术", "商贸流通"};
    row(COMPANIES, 0);
    uscc(c);
    name("测试公司", c);
    text(region_of(c));
    idno(person(LEGAL, c));
    name("测试人员", c);
    phone(c, 0);
    address(c, 0);
    date(founded(c));
    date(closed_day);
    cents(YUAN(choose(952, c, 0, 2, 60) * 1000000));
    number(choose(953, c, 0, 8, 120));
    text(domain[choose(954, c, 0, 0, 9)]);
    text(closed_day == NO_DAY ? "存续" : "注销");
    end();
}

static void supplier_row(int64_t c)
{
    row(SUPPLIERS, 0);
    uscc(c);
    name("测试公司", c);
    text(region_of(c));
    account(company_account(c));
    phone(c, 0);
    address(c, 0);
    idno(person(LEGAL, c));
    date(founded(c) + 200);
    end();
}

static void tax_row(int64_t c, int month)
{
    money revenue = YUAN(choose(955, c, month, 200, 3000) * 1000);
    row(TAX_RETURNS, month_start(month));
    uscc(c);
    name("测试公司", c);
    text(region_of(c));
    month_cell(month);
    cents(revenue);
    cents(revenue / 1000 * choose(956, c, month, 11, 30));
    number(choose(953, c, 0, 8, 120));
    end();
}

static void staff_month(int64_t i, int month)
{
    int64_t who = person(STAFF, i), unit = 1 + i % plan.units;
    payroll_write(who, unit, month, i % 4 ? "在编" : "聘用");
    row(SOCIAL_INSURANCE, month_start(month));
    idno(who);
    name("测试人员", i);
    text(region_of(unit));
    id('D', unit);
    name("测试单位", unit);
    month_cell(month);
    text("在职");
    cents(YUAN(7200) + who % 977 * 100);
    end();
}

static void debarred(int64_t i)
{
    row(DEBARMENTS, 0);
    uscc(OUTSIDE + 5000000 + i);
    text(region_of(i));
    date(day_of(2022, 1, 5) + (int)choose(957, i, 0, 0, 900));
    date(day_of(2025, 1, 5) + (int)choose(958, i, 0, 0, 700));
    text("提供虚假材料谋取中标");
    end();
}

void background_registers(void)
{
    size_t next = 0;
    if (closed_count > 0)
        qsort(closed, closed_count, sizeof *closed, by_company);
    for (int64_t c = 1; c <= plan.next_company; c++) {
        int day = closed_on(c, &next);
        company_row(c, day);
        if (day == NO_DAY) {
            role_write(c, person(LEGAL, c), "法定代表人", BLANK, founded(c), NO_DAY);
            role_write(c, person(LEGAL, c), "股东", 6000, founded(c), NO_DAY);
        }
        supplier_row(c);
    }
    for (int m = 30; m < MONTHS; m++)
        for (int64_t c = 1; c <= plan.next_company; c++)
            tax_row(c, m);
    for (int m = 24; m < MONTHS; m++)
        for (int64_t i = 1; i <= 60 * plan.scale; i++)
            staff_month(i, m);
    for (int64_t i = 1; i <= 20 * plan.scale; i++)
        debarred(i);
    free(closed);
}
