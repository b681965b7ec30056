/* MS02: subsidies for dilapidated houses, received and released. */
#include "province.h"

struct repair {
    int64_t citizen, unit, holder, approver;
    int year, approved, finished, paid;
    money entitled, received;
    const char *danger;
};

static struct repair repair_of(int64_t citizen, int64_t unit, int year)
{
    struct repair r = {.citizen = citizen,
                       .unit = unit,
                       .holder = citizen,
                       .approver = 1 + unit % (plan.officials / 4),
                       .year = year,
                       .danger = citizen % 3 ? "D" : "C"};
    r.entitled = r.danger[0] == 'D' ? YUAN(32000) : YUAN(18000);
    r.received = r.entitled;
    r.approved = a_workday(521, citizen, year * 12 + 2);
    r.finished = workday(r.approved + (int)choose(522, citizen, 0, 90, 160));
    r.paid = workday(r.finished + (int)choose(523, citizen, 0, 10, 45));
    return r;
}

static int64_t repair_write(const struct repair *r)
{
    int64_t n = ++plan.next_number;
    row(HOUSING_REPAIRS, r->approved);
    id('W', n);
    idno(person(CITIZEN, r->citizen));
    name("测试人员", r->citizen);
    text(region_county(r->unit));
    id('D', r->unit);
    name("测试单位", r->unit);
    year_cell(r->year);
    text(r->danger);
    cents(r->entitled);
    cents(r->received);
    account(person_account(person(CITIZEN, r->holder)));
    idno(person(CITIZEN, r->holder));
    date(r->approved);
    date(r->finished);
    date(r->paid);
    id('K', r->approver);
    end();
    return n;
}

static void fund(int64_t unit, int year, money received, money released, money diverted,
                 int released_on, int64_t approved)
{
    row(SUBSIDY_FUNDS, month_start(year * 12));
    id('D', unit);
    name("测试单位", unit);
    text(region_county(unit));
    text("危房改造");
    year_cell(year);
    cents(received);
    cents(released);
    cents(diverted);
    date(workday(month_start(year * 12 + 3) + 10));
    date(released_on);
    approval(approved);
    end();
}

enum { HOUSES = 5 };

/* A township's year: its houses, and the money for them. */
static void township(int64_t unit, int year)
{
    money sum = 0;
    for (int k = 0; k < HOUSES; k++) {
        struct repair r = repair_of(6000000 + unit * 40 + year * 10 + k, unit, year);
        repair_write(&r);
        sum += r.received;
    }
    fund(unit, year, sum, sum, 0, workday(month_start(year * 12 + 10) + 5), 0);
}

void background_repairs(void)
{
    for (int year = 0; year < YEARS; year++)
        for (int64_t unit = 1; unit <= plan.units; unit++)
            township(unit, year);
}

/* --- cases */

static void house_is_subject(int64_t n, const struct repair *r)
{
    subject("repair_id", id_text('W', n), "");
    subject("idno", idno_text(person(CITIZEN, r->citizen)), "");
}

static struct repair a_house(int64_t i)
{
    return repair_of(fresh_citizen(), 1 + i * 5 % plan.units, 1 + (int)i % 2);
}

static void short_paid(int64_t i)
{
    struct repair r = a_house(i);
    r.received = r.entitled / 100 * 55;
    house_is_subject(repair_write(&r), &r);
    subject("unit_id", id_text('D', r.unit), "");
}

static void year_is_subject(int64_t unit, int year)
{
    subject("unit_id", id_text('D', unit), year_text(year));
    subject("unit_id programme", joined(id_text('D', unit), "危房改造"), year_text(year));
}

static void withheld(int64_t i)
{
    int64_t unit = fresh_unit();
    for (int year = 0; year < YEARS; year++) {
        bool bad = year >= 1;
        fund(unit, year, YUAN(148000), bad ? YUAN(61000) : YUAN(148000), 0,
             bad ? NO_DAY : workday(month_start(year * 12 + 10) + 5), 0);
        if (bad)
            year_is_subject(unit, year);
    }
    (void)i;
}

static void diverted(int64_t i)
{
    int64_t unit = fresh_unit();
    for (int year = 0; year < YEARS; year++) {
        bool bad = year == 1;
        fund(unit, year, YUAN(152000), bad ? YUAN(98000) : YUAN(152000), bad ? YUAN(54000) : 0,
             workday(month_start(year * 12 + 10) + 5), 0);
    }
    year_is_subject(unit, 1);
    (void)i;
}

static void other_account(int64_t i)
{
    int64_t unit = fresh_unit(), holder = fresh_citizen();
    subject("account", account_text(person_account(person(CITIZEN, holder))), "");
    subject("unit_id", id_text('D', unit), "");
    for (int k = 0; k < 3; k++) {
        struct repair r = repair_of(fresh_citizen(), unit, 1);
        r.holder = holder;
        house_is_subject(repair_write(&r), &r);
    }
    (void)i;
}

static void sound_house(int64_t i)
{
    struct repair r = a_house(i);
    r.danger = "A";
    house_is_subject(repair_write(&r), &r);
}

static void long_unpaid(int64_t i)
{
    struct repair r = a_house(i);
    r.paid = workday(r.finished + 260);
    house_is_subject(repair_write(&r), &r);
}

static void twice(int64_t i)
{
    struct repair r = a_house(i);
    r.year = 1;
    house_is_subject(repair_write(&r), &r);
    r.year = 2;
    r.approved = workday(r.approved + 300);
    r.finished = workday(r.approved + 120);
    r.paid = workday(r.finished + 20);
    house_is_subject(repair_write(&r), &r);
}

static const struct planter cases[] = {
    {"MS02", "short_paid", "", "housing_repairs", "农户实收不到应补的六成", short_paid},
    {"MS02", "withheld", "", "subsidy_funds", "资金到位后两年发放不到一半", withheld},
    {"MS02", "diverted", "", "subsidy_funds", "三分之一资金用于项目以外，无批准", diverted},
    {"MS02", "other_account", "MS03", "housing_repairs", "三户补助进入一个非户主账户",
     other_account},
    {"MS02", "sound_house", "MS01", "housing_repairs", "鉴定为A级的房屋享受危房补助", sound_house},
    {"MS02", "long_unpaid", "", "housing_repairs", "验收后两百多天才到户", long_unpaid},
    {"MS02", "repaired_twice", "MS03|MS01", "housing_repairs", "同一户两年重复享受", twice},
};

static void carried_over(int64_t i)
{
    int64_t unit = fresh_unit();
    fund(unit, 1, YUAN(150000), YUAN(68000), 0, NO_DAY, ++plan.next_number);
    fund(unit, 2, YUAN(60000), YUAN(142000), 0, workday(month_start(33)), 0);
    year_is_subject(unit, 1);
    year_is_subject(unit, 2);
    (void)i;
}

static void unfinished(int64_t i)
{
    struct repair r = repair_of(fresh_citizen(), 1 + i * 5 % plan.units, 2);
    r.finished = r.paid = NO_DAY;
    r.received = r.entitled / 2;
    house_is_subject(repair_write(&r), &r);
    subject("unit_id", id_text('D', r.unit), "");
}

static void spouse(int64_t i)
{
    struct repair r = a_house(i);
    r.holder = fresh_citizen();
    house_is_subject(repair_write(&r), &r);
    subject("account", account_text(person_account(person(CITIZEN, r.holder))), "");
    subject("unit_id", id_text('D', r.unit), "");
}

static const struct planter lookalikes[] = {
    {"MS02", "carried_over", "", "subsidy_funds", "经批准结转，次年发完", carried_over},
    {"MS02", "unfinished", "", "housing_repairs", "尚未验收，先付一半", unfinished},
    {"MS02", "spouse_account", "MS03", "housing_repairs", "补助进入配偶账户", spouse},
};

const struct planters repairs = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
