/* Officials, their relatives' business, their other posts. */
#include "tender.h"

#include <stdio.h>

static const char *const domain[] = {"工程建设", "食品药品", "教育培训", "医疗卫生", "农业农村",
                                     "生态环保", "交通运输", "文化旅游", "信息技术", "商贸流通"};
enum { DOMAINS = COUNT(domain) };

void official_write(int64_t official, int64_t unit, int since, int left)
{
    static const char *const rank[] = {"县管", "县管", "县管", "市管", "市管", "省管"};
    row(OFFICIALS, 0);
    id('K', official);
    idno(person(OFFICIAL, official));
    name("测试人员", official);
    text(region_of(unit));
    id('D', unit);
    name("测试单位", unit);
    text(rank[official % 6]);
    text("测试职务");
    text(left == NO_DAY ? "在职" : "退休");
    date(since);
    date(left);
    end();
}

void kin_write(int64_t official, int64_t kin, const char *relation)
{
    row(KIN_TABLE, 0);
    id('K', official);
    idno(person(OFFICIAL, official));
    idno(person(KIN, kin));
    name("测试人员", kin);
    text(region_of(official));
    text(relation);
    end();
}

static void remit(int64_t official, int of)
{
    row(REMIT, 0);
    id('K', official);
    text(domain[of % DOMAINS]);
    end();
}

static void business(int64_t official, int64_t company, int of, const char *relation)
{
    row(KIN_BUSINESS, 0);
    id('K', official);
    name("测试人员", official);
    text(region_of(official));
    text(relation);
    name("测试公司", company);
    uscc(company);
    text(domain[of % DOMAINS]);
    end();
}

static void income(int64_t who, int64_t payer, bool office, int month, const char *kind, money n)
{
    row(INCOMES, month_start(month));
    idno(who);
    name("测试人员", who % PERSON_SPAN);
    text(region_of(payer));
    if (office) {
        id('D', payer);
        name("测试单位", payer);
    } else {
        uscc(payer);
        name("测试公司", payer);
    }
    month_cell(month);
    text(kind);
    cents(n);
    end();
}

static void wages(int64_t official, int64_t unit, int month)
{
    int64_t who = person(OFFICIAL, official);
    money pay = YUAN(8000) + official % 37 * 10000;
    income(who, unit, true, month, "工资薪金", pay);
    row(PAYROLL, month_start(month));
    idno(who);
    id('K', official);
    name("测试人员", official);
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    month_cell(month);
    text("在编");
    cents(pay);
    account(person_account(who));
    phone(30000000 + official, 0);
    address(300000 + official, 0);
    end();
}

static int64_t unit_of(int64_t official)
{
    return 1 + official % plan.units;
}

static void position(int64_t official, int64_t org, const char *kind, const char *post, int from,
                     int to, int64_t approved, money pay)
{
    row(POSITIONS, from);
    id('K', official);
    idno(person(OFFICIAL, official));
    text(region_of(official));
    uscc(org);
    name("测试组织", org % 1000000);
    text(kind);
    text(post);
    date(from);
    date(to);
    approval(approved);
    cents(pay);
    end();
}

/* Each has a remit of two domains, two relatives and, every other, a business elsewhere; some hold
 * a post in an association, with leave and without pay. */
void background_integrity(void)
{
    for (int64_t k = 1; k <= plan.officials; k++) {
        int own = (int)(k * 3 % DOMAINS);
        official_write(k, unit_of(k), day_of(2019, 1, 7) + (int)choose(901, k, 0, 0, 1000), NO_DAY);
        remit(k, own);
        remit(k, own + 4);
        for (int j = 0; j < 2; j++)
            kin_write(k, 5000000 + k * 2 + j, j == 0 ? "配偶" : "子女");
        for (int j = 0; k % 2 == 0 && j < 3; j++) /* in registers.c its roles */
            business(k, OUTSIDE + 1000000 + k * 4 + j, own + (j == 0 && k % 4 == 0 ? 4 : 5 + j * 3),
                     "配偶");
        if (k % 5 == 0)
            position(k, OUTSIDE + 2000000 + k, "社会团体", "理事",
                     day_of(2022, 3, 1) + (int)choose(902, k, 0, 0, 500), NO_DAY, k, 0);
    }
    for (int m = 24; m < MONTHS; m++)
        for (int64_t k = 1; k <= plan.officials; k++)
            wages(k, unit_of(k), m);
}

static int64_t an_official(void)
{
    int64_t k = fresh_official();
    official_write(k, unit_of(k), day_of(2020, 3, 2), NO_DAY);
    subject("official_id", id_text('K', k), "");
    return k;
}

/* --- LZ01 */

static void in_the_remit(int64_t i)
{
    int64_t k = an_official();
    int own = (int)(i % DOMAINS);
    remit(k, own);
    for (int j = 0; j < 4; j++)
        business(k, fresh_company(), own + (j == 3 && i % 2 ? 2 : 0), "配偶");
}

static int64_t kin_company(int64_t k, int64_t i, const char *role, int64_t part)
{
    int64_t kin = ++plan.next_kin, company = fresh_company();
    kin_write(k, kin, i % 2 ? "子女" : "配偶");
    role_write(company, person(KIN, kin), role, part, day_of(2019, 5, 6), NO_DAY);
    return company;
}

/* The office buys from the relative's company. */
static void wins_contracts(int64_t i)
{
    int64_t k = an_official(), company = kin_company(k, i, "股东", 7000);
    subject("official_id supplier_id", joined(id_text('K', k), uscc_text(company)), "");
    subject("supplier_id", uscc_text(company), "");
    subject("buyer_id", id_text('D', unit_of(k)), "");
    for (int j = 0; j < 2; j++) {
        struct tender t = tender_like_others(14 + (int)i % 10 + j * 3, 5);
        t.buyer = unit_of(k);
        t.offer[0].company = company;
        tender_write(&t);
        tender_is_subject(&t);
        subject("contract_id", id_text('H', t.contract_id), "");
    }
}

static void is_paid(int64_t i)
{
    int64_t k = an_official(), company = kin_company(k, i, "法定代表人", BLANK);
    subject("official_id payee_id", joined(id_text('K', k), uscc_text(company)), "");
    subject("payee_id", uscc_text(company), "");
    for (int j = 0; j < 3; j++) {
        struct payment p =
            payment_of(unit_of(k), company, a_workday(911, k, 13 + j * 3), benford_amount(k, j));
        subject("payment_id", id_text('F', payment_write(&p)), "");
    }
}

/* --- LZ02 */

static void paid_post(int64_t i)
{
    int64_t k = an_official(), org = fresh_company();
    position(k, org, "企业", "独立董事", day_of(2023, 5, 4) + (int)i, NO_DAY, 0, YUAN(96000));
    for (int m = 24; m < MONTHS; m++)
        income(person(OFFICIAL, k), org, false, m, "工资薪金", YUAN(8000));
}

static void unreported_income(int64_t i)
{
    int64_t k = an_official(), payer = fresh_company();
    for (int m = 26; m < 34; m++)
        income(person(OFFICIAL, k), payer, false, m, "劳务报酬", YUAN(6000 + i % 9 * 100));
}

static void silent_director(int64_t i)
{
    int64_t k = an_official(), company = fresh_company();
    role_write(company, person(OFFICIAL, k), i % 2 ? "董事" : "股东", i % 2 ? BLANK : 4000,
               day_of(2022, 2, 8), NO_DAY);
}

static void insured_elsewhere(int64_t i)
{
    int64_t k = an_official(), company = fresh_company();
    for (int m = 25; m < MONTHS; m++) {
        row(SOCIAL_INSURANCE, month_start(m));
        idno(person(OFFICIAL, k));
        name("测试人员", k);
        text(region_of(k));
        uscc(company);
        name("测试公司", company);
        month_cell(m);
        text("在职");
        cents(YUAN(10500));
        end();
    }
    (void)i;
}

static void too_many_posts(int64_t i)
{
    int64_t k = an_official();
    for (int j = 0; j < 4; j++)
        position(k, OUTSIDE + 3000000 + k * 5 + j, "社会团体", "副会长",
                 day_of(2022, 3, 1) + j * 40, NO_DAY, 0, 0);
    (void)i;
}

static void retired_to_industry(int64_t i)
{
    int64_t k = fresh_official(), org = fresh_company();
    official_write(k, unit_of(k), day_of(2015, 3, 2), day_of(2024, 4, 30));
    subject("official_id", id_text('K', k), "");
    position(k, org, "企业", "顾问", day_of(2024, 9, 2) + (int)i, NO_DAY, 0, YUAN(180000));
}

static const struct planter cases[] = {
    {"LZ01", "in_the_remit", "", "kin_business|remit", "亲属企业七成以上在分管领域", in_the_remit},
    {"LZ01", "wins_contracts", "GC05|GQ01", "contracts|kin|company_roles|officials",
     "本单位合同给了近亲属的企业", wins_contracts},
    {"LZ01", "is_paid", "CZ04|CZ02", "payments|kin|company_roles|officials",
     "本单位向近亲属的企业付款", is_paid},
    {"LZ02", "paid_post", "", "positions|incomes", "未经批准在企业兼职取酬", paid_post},
    {"LZ02", "unreported_income", "", "incomes|officials", "多月从企业取得劳务报酬",
     unreported_income},
    {"LZ02", "silent_director", "LZ01", "company_roles|officials", "登记为企业董事或股东",
     silent_director},
    {"LZ02", "insured_elsewhere", "", "social_insurance|officials", "在企业参保",
     insured_elsewhere},
    {"LZ02", "too_many_posts", "", "positions", "兼任四个社团职务，均无批准", too_many_posts},
    {"LZ02", "retired_to_industry", "", "positions|officials", "退休四个月到企业取酬",
     retired_to_industry},
};

/* --- innocent */

static void unrelated_trade(int64_t i)
{
    int64_t k = an_official();
    int own = (int)(i % DOMAINS);
    remit(k, own);
    for (int j = 0; j < 3; j++)
        business(k, fresh_company(), own + 2 + j, "子女");
}

static void no_business_with_office(int64_t i)
{
    int64_t k = an_official(), company = kin_company(k, i, "股东", 6000);
    struct tender t = tender_like_others(18, 5);
    t.offer[0].company = company; /* of an office that is not the official's */
    t.buyer = plan.units + 1 + (unit_of(k) + 3) % plan.buyers;
    tender_write(&t);
    subject("supplier_id", uscc_text(company), "");
    subject("contract_id", id_text('H', t.contract_id), "");
    tender_is_subject(&t);
}

static void before_office(int64_t i)
{
    int64_t k = fresh_official(), company;
    official_write(k, unit_of(k), day_of(2025, 3, 3), NO_DAY);
    subject("official_id", id_text('K', k), "");
    company = kin_company(k, i, "股东", 6000);
    struct tender t = tender_like_others(4, 5);
    t.offer[0].company = company;
    t.buyer = unit_of(k);
    t.completed = t.signed_on + 150;
    tender_write(&t);
    subject("buyer_id", id_text('D', t.buyer), "");
    subject("supplier_id", uscc_text(company), "");
    subject("official_id supplier_id", joined(id_text('K', k), uscc_text(company)), "");
    subject("contract_id", id_text('H', t.contract_id), "");
    tender_is_subject(&t);
}

static void closed_business(int64_t i)
{
    int64_t k = an_official(), company = kin_company(k, i, "法定代表人", BLANK);
    company_closed(company, day_of(2020, 8, 1));
}

static void one_lecture(int64_t i)
{
    income(person(OFFICIAL, an_official()), fresh_company(), false, 28 + (int)i % 5, "稿酬",
           YUAN(800));
}

static void association(int64_t i)
{
    int64_t k = an_official();
    position(k, OUTSIDE + 4000000 + k, "社会团体", "会长", day_of(2023, 6, 1), NO_DAY, 8000 + i, 0);
}

static void long_retired(int64_t i)
{
    int64_t k = fresh_official(), org = fresh_company();
    official_write(k, unit_of(k), day_of(2010, 3, 2), day_of(2019, 4, 30));
    subject("official_id", id_text('K', k), "");
    position(k, org, "企业", "顾问", day_of(2024, 9, 2), NO_DAY, 9000 + i, YUAN(60000));
}

static void post_ended(int64_t i)
{
    int64_t k = an_official(), company = fresh_company();
    role_write(company, person(OFFICIAL, k), "监事", BLANK, day_of(2015, 2, 8),
               day_of(2019, 12, 31));
    (void)i;
}

static const struct planter lookalikes[] = {
    {"LZ01", "unrelated_trade", "", "kin_business|remit", "亲属经营与分管领域无关",
     unrelated_trade},
    {"LZ01", "no_business_with_office", "GC05", "contracts|company_roles|kin",
     "亲属企业只与别的单位往来", no_business_with_office},
    {"LZ01", "before_office", "GC05", "contracts|officials|kin", "任职之前签订的合同",
     before_office},
    {"LZ01", "closed_business", "", "company_roles|companies", "亲属企业早已注销", closed_business},
    {"LZ02", "one_lecture", "", "incomes", "一次性稿酬", one_lecture},
    {"LZ02", "association", "", "positions", "经批准、不取酬的社团兼职", association},
    {"LZ02", "long_retired", "", "positions|officials", "退休五年后经批准任职", long_retired},
    {"LZ02", "post_ended", "LZ01", "company_roles", "任公职前的监事职务早已终止", post_ended},
};

const struct planters lz = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
