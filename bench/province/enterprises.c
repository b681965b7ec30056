/* State enterprises: the background. */
#include "enterprises.h"

static money level(int category)
{
    return YUAN(300 + 170 * category);
}

struct deal deal_of(int64_t enterprise, int64_t party, int day)
{
    int64_t key = enterprise * 7919 + day;
    int category = (int)choose(601, key, party, 0, CATEGORIES - 1);
    return (struct deal){.enterprise = enterprise,
                         .party = party,
                         .direction = "采购",
                         .method = "询价",
                         .category = category,
                         .day = day,
                         .price = level(category) / 1000 * choose(602, key, party, 940, 1060) +
                                  choose(603, key, party, 0, 99),
                         .quantity = (int)choose(604, key, party, 120, 240),
                         .appraised = BLANK,
                         .approver = enterprise * 10 + 1,
                         .disclosed = 0};
}

int64_t deal_write(struct deal *d)
{
    if (d->number == 0)
        d->number = ++plan.next_number;
    row(SOE_DEALS, d->day);
    id('Q', d->number);
    uscc(SOE + d->enterprise);
    name("测试国企", d->enterprise);
    text(region_of(d->enterprise));
    uscc(d->party);
    name("测试公司", d->party);
    text(d->direction);
    text(category_name[d->category]);
    text(d->method);
    date(d->day);
    cents(d->price * d->quantity);
    cents(d->price);
    cents(d->appraised);
    id('K', 900000 + d->approver);
    flag(d->disclosed);
    approval(d->approval);
    end();
    return d->number;
}

void staff_write(int64_t enterprise, int64_t n, const char *role, int from, int left)
{
    row(SOE_STAFF, from);
    uscc(SOE + enterprise);
    id('K', 900000 + n);
    idno(person(SOE_PERSON, n));
    text(region_of(enterprise));
    text(role);
    date(from);
    date(left);
    end();
}

void related_write(int64_t enterprise, int64_t party, const char *relation)
{
    row(RELATED_PARTIES, 0);
    uscc(SOE + enterprise);
    uscc(party);
    text(region_of(enterprise));
    text(relation);
    date(day_of(2020, 6, 1));
    end();
}

struct deal sale_of(int64_t enterprise, int64_t party, int day)
{
    struct deal d = deal_of(enterprise, party, day);
    d.direction = choose(605, enterprise, day, 0, 1) ? "出租" : "资产转让";
    d.method = "公开竞价";
    d.appraised = d.price * d.quantity / 1000 * choose(606, enterprise, day, 930, 1000);
    return d;
}

/* Its parent's own subsidiary, told of and approved, at the usual price. */
static int64_t subsidiary(int64_t enterprise)
{
    return SOE + 5000000 + enterprise;
}

void enterprise_month(int64_t e, int m)
{
    for (int k = 0; k < 2; k++) {
        int64_t party = (e * 13 + (m * 2 + k) * 5) % plan.companies + 1;
        struct deal d = deal_of(e, party, a_workday(607 + (unsigned)k, e, m));
        deal_write(&d);
    }
    if (m % 6 == e % 6) {
        struct deal d = sale_of(e, (e * 17 + m * 5) % plan.companies + 1, a_workday(609, e, m));
        deal_write(&d);
    }
    if (m % 12 == e % 12) {
        struct deal d = deal_of(e, subsidiary(e), a_workday(610, e, m));
        d.disclosed = 1;
        d.approval = e * 100 + m;
        deal_write(&d);
    }
}

void enterprise_people(int64_t e)
{
    static const char *const role[] = {"领导人员", "领导人员", "中层", "职工"};
    for (int k = 0; k < 4; k++)
        staff_write(e, e * 10 + k + 1, role[k], day_of(2016, 1, 4) + (int)e % 900, NO_DAY);
    related_write(e, subsidiary(e), "子企业");
}

void investment_write(int64_t e, int64_t n, const int day[6], money planned, money amount,
                      money loss, int audited)
{
    static const char *const country[] = {"甲国", "乙国", "丙国"};
    row(OVERSEAS_INVESTMENTS, day[5] == NO_DAY ? 0 : day[5]);
    id('V', n);
    name("测试境外项目", n);
    uscc(SOE + e);
    name("测试国企", e);
    text(region_of(e));
    text(country[n % 3]);
    cents(amount);
    cents(planned);
    for (int k = 0; k < 6; k++)
        date(day[k]);
    cents(loss);
    date(audited);
    end();
}

void investment_steps(int64_t n, int day[6])
{
    day[0] = a_workday(611, n, (int)(n * 7 % 20) - 6);
    for (int k = 1; k < 6; k++)
        day[k] = workday(day[k - 1] + (int)choose(612, n, k, 12, 45));
}

void background_enterprises(void)
{
    for (int64_t e = 1; e <= plan.enterprises; e++)
        enterprise_people(e);
    for (int m = 0; m < MONTHS; m++)
        for (int64_t e = 1; e <= plan.enterprises; e++)
            enterprise_month(e, m);
    for (int64_t n = 1; n <= 40 * plan.scale; n++) {
        int day[6];
        investment_steps(n, day);
        money planned = YUAN(choose(613, n, 0, 20, 90) * 1000000);
        investment_write(1 + n % plan.enterprises, n, day, planned,
                         planned / 100 * choose(614, n, 0, 90, 100), 0, day[5] + 300);
    }
}
