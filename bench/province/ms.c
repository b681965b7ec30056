/* MS01 and MS03: who is helped, by whom, and whether still alive. */
#include "benefits.h"

static void person_is_subject(int64_t who)
{
    subject("idno", idno_text(who), "");
}

/* --- kin */

static void related(int64_t citizen, int64_t approver, int64_t n, const char *relation,
                    int declared)
{
    struct benefit b = benefit_of(citizen, 24);
    b.approver = approver;
    b.declared = declared;
    b.who = b.holder = person(KIN, n);
    b.account = person_account(b.who);
    b.household = citizen;
    kin_write(approver, n, relation);
    benefit_of_year(b);
    person_is_subject(b.who);
}

static void kin_of_approver(int64_t i)
{
    int64_t approver = 1 + i % (plan.officials / 4);
    related(fresh_citizen(), approver, ++plan.next_kin, i % 2 ? "兄弟姐妹" : "父母", 0);
    subject("approver_id", id_text('K', approver), "");
}

static void many_kin(int64_t i)
{
    int64_t approver = fresh_official();
    official_write(approver, 1 + i % plan.units, month_start(-24), NO_DAY);
    subject("approver_id", id_text('K', approver), "");
    for (int k = 0; k < 3; k++)
        related(fresh_citizen(), approver, ++plan.next_kin, "兄弟姐妹", 0);
}

static int64_t helped(int64_t i, const char *by)
{
    struct benefit b = benefit_of(fresh_citizen(), 24);
    if (by != NULL)
        b.programme = by;
    benefit_of_year(b);
    person_is_subject(b.who);
    (void)i;
    return b.who;
}

static void owns_homes(int64_t i)
{
    int64_t who = helped(i, "低保");
    for (int k = 0; k < 3; k++) {
        row(PROPERTY, 0);
        idno(who);
        id('O', 1000000 + ++plan.next_number);
        text(region_county(i));
        text(k == 2 ? "商业" : "住宅");
        number(120 + k * 11);
        cents(YUAN(2300000));
        date(day_of(2019, 4, 2));
        blank();
        end();
    }
}

static void vehicle(int64_t who, const char *kind, money value)
{
    row(VEHICLES, 0);
    idno(who);
    id('V', 1000000 + ++plan.next_number);
    text(region_county(who));
    text(kind);
    cents(value);
    date(day_of(2022, 7, 1));
    blank();
    end();
}

static void drives(int64_t i)
{
    vehicle(helped(i, "低保"), "小型轿车", YUAN(480000));
}

static void owns_company(int64_t i)
{
    int64_t who = helped(i, "低保"), company = fresh_company();
    role_write(company, who, "股东", 8000, day_of(2018, 3, 1), NO_DAY);
}

void payroll_write(int64_t who, int64_t unit, int month, const char *kind)
{
    row(PAYROLL, month_start(month));
    idno(who);
    id('R', 8000000 + who % PERSON_SPAN % 1000000);
    name("测试人员", who % PERSON_SPAN);
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    month_cell(month);
    text(kind);
    cents(YUAN(7200) + who % 977 * 100);
    account(person_account(who));
    phone(50000000 + who % PERSON_SPAN, 0);
    address(500000 + who % PERSON_SPAN, 0);
    end();
}

static void on_payroll(int64_t i)
{
    int64_t who = helped(i, "低保");
    for (int m = 24; m < MONTHS; m++)
        payroll_write(who, 1 + i % plan.units, m, "在编");
}

static void insure(int64_t who, int64_t company, int from, int to, const char *kind)
{
    for (int m = from; m <= to; m++) {
        row(SOCIAL_INSURANCE, month_start(m));
        idno(who);
        name("测试人员", who % PERSON_SPAN);
        text(region_of(company));
        uscc(company);
        name("测试公司", company);
        month_cell(m);
        text(kind);
        cents(YUAN(9800));
        end();
    }
}

static void insured(int64_t i)
{
    insure(helped(i, "失业金"), some_company(), 24, 35, "在职");
}

/* --- the dead, and twice */

static void died(int64_t who, int day)
{
    row(DEATHS, day);
    idno(who);
    name("测试人员", who % PERSON_SPAN);
    text(region_county(who));
    date(day);
    date(workday(day + 20));
    end();
}

static void dead(int64_t i)
{
    died(helped(i, NULL), day_of(2024, 11, 3 + (int)i % 20));
}

static void dead_pensioner(int64_t i)
{
    died(helped(i, "养老金"), day_of(2025, 3, 3 + (int)i % 20));
}

static void two_programmes(int64_t i)
{
    int64_t citizen = fresh_citizen();
    struct benefit b = benefit_of(citizen, 24);
    b.programme = "低保";
    benefit_of_year(b);
    b.programme = "特困";
    b.amount = YUAN(910);
    benefit_of_year(b);
    person_is_subject(b.who);
    (void)i;
}

static void two_regions(int64_t i)
{
    struct benefit b = benefit_of(fresh_citizen(), 24);
    b.programme = "低保";
    benefit_of_year(b);
    b.approver = 1 + (b.approver + 3) % (plan.officials / 4);
    b.region = region_county(b.approver);
    b.unit = 1 + b.approver % plan.units;
    b.account += 1000000;
    benefit_of_year(b);
    person_is_subject(b.who);
    (void)i;
}

static void one_account(int64_t i)
{
    struct benefit first = benefit_of(fresh_citizen(), 24);
    subject("account", account_text(first.account), "");
    for (int k = 0; k < 6; k++) {
        struct benefit b = benefit_of(fresh_citizen(), 24);
        b.account = first.account;
        b.holder = first.who;
        benefit_of_year(b);
        person_is_subject(b.who);
    }
    benefit_of_year(first);
    person_is_subject(first.who);
    (void)i;
}

static const struct planter cases[] = {
    {"MS01", "kin_of_approver", "LZ01", "beneficiaries|kin", "审批人的近亲属享受待遇，未申报",
     kin_of_approver},
    {"MS01", "many_kin", "LZ01", "beneficiaries|kin", "一名审批人的三名近亲属均享受待遇", many_kin},
    {"MS01", "owns_homes", "MS03", "beneficiaries|property", "低保对象有三处房产", owns_homes},
    {"MS01", "drives", "MS03", "beneficiaries|vehicles", "低保对象有高价轿车", drives},
    {"MS01", "owns_company", "MS03", "beneficiaries|company_roles", "低保对象是企业大股东",
     owns_company},
    {"MS01", "on_payroll", "MS03", "beneficiaries|payroll", "低保对象在财政供养名单中", on_payroll},
    {"MS03", "insured_at_work", "MS01", "beneficiaries|social_insurance", "在职参保期间领取失业金",
     insured},
    {"MS03", "dead", "", "beneficiaries|deaths", "死亡后仍领取", dead},
    {"MS03", "dead_pensioner", "", "beneficiaries|deaths", "死亡后仍领取养老金", dead_pensioner},
    {"MS03", "two_programmes", "", "beneficiaries", "低保与特困同月重复领取", two_programmes},
    {"MS03", "two_regions", "", "beneficiaries", "两地同时领取同一待遇", two_regions},
    {"MS03", "one_account", "MS01", "beneficiaries", "七人的补助进入同一账户", one_account},
};

/* --- innocent */

static void declared_kin(int64_t i)
{
    int64_t approver = 1 + (i + 5) % (plan.officials / 4);
    related(fresh_citizen(), approver, ++plan.next_kin, "兄弟姐妹", 1);
    subject("approver_id", id_text('K', approver), "");
}

static void kin_of_another(int64_t i)
{
    int64_t approver = 1 + (i + 7) % (plan.officials / 4), n = ++plan.next_kin;
    struct benefit b = benefit_of(fresh_citizen(), 24);
    b.who = b.holder = person(KIN, n);
    b.account = person_account(b.who);
    b.approver = approver;
    kin_write(1 + approver % (plan.officials / 4), n, "兄弟姐妹");
    benefit_of_year(b);
    person_is_subject(b.who);
}

static void died_that_month(int64_t i)
{
    struct benefit b = benefit_of(fresh_citizen(), 24);
    for (int m = 24; m <= 30; m++) {
        b.month = m;
        b.paid = workday(month_start(m) + 9);
        benefit_write(&b);
    }
    died(b.who, month_start(30) + 22 + (int)i % 6);
    person_is_subject(b.who);
}

static void paid_back(int64_t i)
{
    struct benefit b = benefit_of(fresh_citizen(), 24);
    for (int m = 24; m <= 29; m++) {
        b.month = m;
        b.paid = workday(month_start(m) + 9);
        benefit_write(&b);
    }
    died(b.who, month_start(28) + 26);
    b.amount = -b.amount; /* of the month after */
    b.paid = add_workdays(b.paid, 12);
    benefit_write(&b);
    person_is_subject(b.who);
    (void)i;
}

static void listed_twice(int64_t i)
{
    struct benefit b = benefit_of(fresh_citizen(), 30);
    benefit_write(&b);
    benefit_write(&b);
    person_is_subject(b.who);
    (void)i;
}

static void both_allowed(int64_t i)
{
    struct benefit b = benefit_of(fresh_citizen(), 24);
    b.programme = "低保";
    benefit_of_year(b);
    b.programme = i % 2 ? "高龄津贴" : "残疾人补贴";
    b.amount = YUAN(100);
    benefit_of_year(b);
    person_is_subject(b.who);
}

static void guardian(int64_t i)
{
    struct benefit parent = benefit_of(fresh_citizen(), 24),
                   child = benefit_of(fresh_citizen(), 24);
    child.programme = "残疾人补贴";
    child.account = parent.account;
    child.holder = parent.who;
    child.household = parent.household;
    benefit_of_year(parent);
    benefit_of_year(child);
    subject("account", account_text(parent.account), "");
    person_is_subject(child.who);
    person_is_subject(parent.who);
    (void)i;
}

static void farmhouse(int64_t i)
{
    int64_t who = helped(i, "低保");
    row(PROPERTY, 0);
    idno(who);
    id('O', 1000000 + ++plan.next_number);
    text(region_county(i));
    text("农村宅基地");
    number(96);
    blank();
    date(day_of(2012, 5, 6));
    blank();
    end();
}

static void wheelchair(int64_t i)
{
    vehicle(helped(i, "残疾人补贴"), "残疾人机动轮椅车", YUAN(9000));
}

static void sold_home(int64_t i)
{
    int64_t who = helped(i, "低保");
    row(PROPERTY, 0);
    idno(who);
    id('O', 1000000 + ++plan.next_number);
    text(region_county(i));
    text("住宅");
    number(88);
    cents(YUAN(800000));
    date(day_of(2014, 5, 6));
    date(day_of(2022, 5, 6));
    end();
}

static void left_service(int64_t i)
{
    int64_t who = helped(i, "低保");
    for (int m = 12; m < 18; m++)
        payroll_write(who, 1 + i % plan.units, m, "聘用");
}

static void closed_company(int64_t i)
{
    int64_t who = helped(i, "低保"), company = fresh_company();
    company_closed(company, day_of(2021, 9, 1));
    role_write(company, who, "法定代表人", BLANK, day_of(2016, 3, 1), day_of(2021, 9, 1));
}

static void retired(int64_t i)
{
    int64_t who = helped(i, "养老金");
    for (int m = 12; m < 24; m++)
        payroll_write(who, 1 + i % plan.units, m, "在编");
    died(who, day_of(2025, 12, 28));
}

static const struct planter lookalikes[] = {
    {"MS01", "declared_kin", "LZ01", "beneficiaries|kin", "近亲属已申报并回避", declared_kin},
    {"MS01", "kin_of_another", "LZ01", "beneficiaries|kin", "亲属在别处任职，不经手审批",
     kin_of_another},
    {"MS01", "farmhouse", "MS03", "beneficiaries|property", "自住的农村宅基地", farmhouse},
    {"MS01", "wheelchair", "MS03", "beneficiaries|vehicles", "残疾人机动轮椅车", wheelchair},
    {"MS01", "sold_home", "MS03", "beneficiaries|property", "房产早已转移", sold_home},
    {"MS01", "left_service", "MS03", "beneficiaries|payroll", "已离职半年以上", left_service},
    {"MS01", "closed_company", "MS03", "beneficiaries|company_roles", "企业多年前已注销",
     closed_company},
    {"MS03", "died_that_month", "", "beneficiaries|deaths", "当月发放之后才去世", died_that_month},
    {"MS03", "paid_back", "", "beneficiaries|deaths", "去世后多发的一月已追回", paid_back},
    {"MS03", "listed_twice", "", "beneficiaries", "同一笔重复导出", listed_twice},
    {"MS03", "both_allowed", "", "beneficiaries", "政策允许并享的两项待遇", both_allowed},
    {"MS03", "guardian", "MS01", "beneficiaries", "残疾子女的补助进监护人账户", guardian},
    {"MS03", "retired", "MS01", "beneficiaries|payroll|deaths", "退休领养老金，工资是退休前的",
     retired},
};

const struct planters ms = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
