/* State enterprises: those who live off them, related parties, investments abroad. */
#include "enterprises.h"

/* --- GQ01 */

/* A fresh enterprise with its people and the usual deals. */
static int64_t enterprise(void)
{
    int64_t e = ++plan.next_enterprise;
    enterprise_people(e);
    for (int m = 0; m < MONTHS; m++)
        enterprise_month(e, m);
    return e;
}

static void deals_are_subject(int64_t e, int64_t party, const int64_t *number, int count)
{
    for (int k = 0; k < count; k++)
        subject("deal_id", id_text('Q', number[k]), "");
    subject("enterprise_id party_id", joined(uscc_text(SOE + e), uscc_text(party)), "");
    subject("enterprise_id", uscc_text(SOE + e), "");
    subject("party_id", uscc_text(party), "");
}

static void three_deals(int64_t e, int64_t party, struct deal *model)
{
    int64_t number[3];
    for (int k = 0; k < 3; k++) {
        struct deal d = deal_of(e, party, a_workday(621, e, 20 + k * 4));
        if (model != NULL && model->price > 0) {
            d.price = d.price / 100 * model->price;
        }
        if (model != NULL) {
            d.disclosed = model->disclosed;
            d.approval = model->approval;
        }
        number[k] = deal_write(&d);
    }
    deals_are_subject(e, party, number, 3);
}

static void own_firm(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    role_write(party, person(SOE_PERSON, e * 10 + 1 + i % 2), i % 2 ? "股东" : "监事",
               i % 2 ? 6000 : BLANK, day_of(2021, 4, 1), NO_DAY);
    three_deals(e, party, NULL);
    subject("person_id", id_text('K', 900000 + e * 10 + 1 + i % 2), "");
}

static void kin_firm(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company(), n = ++plan.next_kin;
    int64_t official = 900000 + e * 10 + 1;
    row(KIN_TABLE, 0);
    id('K', official);
    idno(person(SOE_PERSON, e * 10 + 1));
    idno(person(KIN, n));
    name("测试人员", n);
    text(region_of(e));
    text(i % 2 ? "配偶" : "子女");
    end();
    role_write(party, person(KIN, n), "股东", 9000, day_of(2020, 2, 1), NO_DAY);
    three_deals(e, party, NULL);
    subject("person_id", id_text('K', official), "");
}

static void left_for_supplier(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    staff_write(e, e * 10 + 7, "领导人员", day_of(2012, 3, 5), day_of(2024, 2, 1));
    role_write(party, person(SOE_PERSON, e * 10 + 7), "经理", BLANK, day_of(2024, 3, 1), NO_DAY);
    three_deals(e, party, NULL);
    subject("person_id", id_text('K', 900000 + e * 10 + 7), "");
    (void)i;
}

static void cheap_sale(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    struct deal d = sale_of(e, party, a_workday(622, e, 20 + (int)i % 12));
    d.method = "直接协议";
    d.appraised = d.price * d.quantity / 60 * 100;
    deal_write(&d);
    deals_are_subject(e, party, &d.number, 1);
}

static void dear_purchase(int64_t i)
{
    struct deal model = {.price = 145 + i % 20};
    int64_t e = enterprise();
    three_deals(e, fresh_company(), &model);
}

static void one_supplier(int64_t i)
{
    int64_t e = ++plan.next_enterprise, party = fresh_company(), number[30];
    enterprise_people(e);
    for (int m = 0; m < 30; m++) {
        struct deal d = deal_of(e, m % 5 == 4 ? some_company() : party, a_workday(623, e, m));
        number[m] = deal_write(&d);
    }
    deals_are_subject(e, party, number, 1);
    (void)i;
}

/* --- GQ02 */

static void undisclosed(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    related_write(e, party, i % 2 ? "参股企业" : "领导人员亲属企业");
    three_deals(e, party, NULL);
}

static void favoured_price(int64_t i)
{
    struct deal model = {.price = 138 + i % 10, .disclosed = 1, .approval = 77 + i};
    int64_t e = enterprise(), party = fresh_company();
    related_write(e, party, "参股企业");
    three_deals(e, party, &model);
}

static void related_loan(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    related_write(e, party, "领导人员持股企业");
    struct deal d = deal_of(e, party, a_workday(624, e, 22 + (int)i % 10));
    d.direction = "借款";
    d.method = "直接协议";
    d.quantity = 1;
    d.price = YUAN(3000000);
    deal_write(&d);
    deals_are_subject(e, party, &d.number, 1);
}

static void related_share(int64_t i)
{
    int64_t e = ++plan.next_enterprise, party = fresh_company(), number[30];
    enterprise_people(e);
    related_write(e, party, "参股企业");
    for (int m = 0; m < 30; m++) {
        struct deal d = deal_of(e, m % 4 == 3 ? some_company() : party, a_workday(625, e, m));
        d.disclosed = 1;
        d.approval = e;
        number[m] = deal_write(&d);
    }
    deals_are_subject(e, party, number, 1);
    (void)i;
}

/* --- GQ03 */

static void abroad(int64_t i, int without, int swap_from, int swap_to, int over, money loss)
{
    int64_t n = 40 * plan.scale + ++plan.next_number;
    int day[6];
    investment_steps(n, day);
    if (swap_to > 0) {
        int later = day[swap_to];
        day[swap_to] = day[swap_from];
        day[swap_from] = later;
    }
    if (without >= 0)
        day[without] = NO_DAY;
    money planned = YUAN(30000000);
    investment_write(1 + i % plan.enterprises, n, day, planned, planned / 100 * over, loss,
                     loss > 0 ? NO_DAY : day[5] + 300);
    subject("investment_id", id_text('V', n), "");
}
static void no_study(int64_t i)
{
    abroad(i, 0, 0, 0, 95, 0);
}
static void no_review(int64_t i)
{
    abroad(i, 1, 0, 0, 95, 0);
}
static void no_party(int64_t i)
{
    abroad(i, 2, 0, 0, 95, 0);
}
static void no_board(int64_t i)
{
    abroad(i, 3, 0, 0, 95, 0);
}
static void no_filing(int64_t i)
{
    abroad(i, 4, 0, 0, 95, 0);
}
static void paid_first(int64_t i)
{
    abroad(i, -1, 4, 5, 95, 0);
}
static void board_before_party(int64_t i)
{
    abroad(i, -1, 2, 3, 95, 0);
}
static void over_plan(int64_t i)
{
    abroad(i, -1, 0, 0, 135, 0);
}
static void lost(int64_t i)
{
    abroad(i, -1, 0, 0, 98, YUAN(21000000));
}

static const struct planter cases[] = {
    {"GQ01", "own_firm", "GQ02", "soe_deals|soe_staff|company_roles",
     "国企领导人员在供应商持股任职", own_firm},
    {"GQ01", "kin_firm", "GQ02|LZ01", "soe_deals|kin|company_roles",
     "国企领导人员配偶子女的企业供货", kin_firm},
    {"GQ01", "left_for_supplier", "GQ02|LZ02", "soe_deals|soe_staff|company_roles",
     "离任一月即到供应商任职", left_for_supplier},
    {"GQ01", "cheap_sale", "GQ02", "soe_deals", "协议转让或出租，价格只及评估值六成", cheap_sale},
    {"GQ01", "dear_purchase", "GQ02|GC02", "soe_deals", "采购单价高出同类四成以上", dear_purchase},
    {"GQ01", "one_supplier", "GQ02", "soe_deals", "八成采购来自一家非关联供应商", one_supplier},
    {"GQ02", "undisclosed", "GQ01", "soe_deals|related_parties", "与关联方交易未申报也无批准",
     undisclosed},
    {"GQ02", "favoured_price", "GQ01", "soe_deals|related_parties", "关联方供货单价高出同类近四成",
     favoured_price},
    {"GQ02", "related_loan", "GQ01", "soe_deals|related_parties", "向关联方出借资金，无批准",
     related_loan},
    {"GQ02", "related_share", "GQ01", "soe_deals|related_parties", "四分之三采购来自关联方",
     related_share},
    {"GQ03", "no_study", "", "overseas_investments", "没有可行性研究", no_study},
    {"GQ03", "no_review", "", "overseas_investments", "没有尽职调查", no_review},
    {"GQ03", "no_party_study", "", "overseas_investments", "没有党委前置研究", no_party},
    {"GQ03", "no_board", "", "overseas_investments", "没有董事会决策", no_board},
    {"GQ03", "no_filing", "", "overseas_investments", "未经核准备案即出资", no_filing},
    {"GQ03", "paid_before_filing", "", "overseas_investments", "先出资后备案", paid_first},
    {"GQ03", "board_before_party", "", "overseas_investments", "董事会在前，党委研究在后",
     board_before_party},
    {"GQ03", "over_plan", "", "overseas_investments", "实际投资超过批准额三成以上", over_plan},
    {"GQ03", "lost_unaudited", "", "overseas_investments", "损失七成，没有专项审计", lost},
};

/* --- innocent */

static void listed_shares(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    role_write(party, person(SOE_PERSON, e * 10 + 4), "股东", 1, day_of(2021, 4, 1), NO_DAY);
    three_deals(e, party, NULL);
    subject("person_id", id_text('K', 900000 + e * 10 + 4), "");
    (void)i;
}

static void no_deals(int64_t i)
{
    int64_t e = enterprise(), firm = fresh_company();
    role_write(firm, person(SOE_PERSON, e * 10 + 4), "股东", 3000, day_of(2021, 4, 1), NO_DAY);
    subject("enterprise_id", uscc_text(SOE + e), "");
    subject("party_id", uscc_text(firm), "");
    subject("person_id", id_text('K', 900000 + e * 10 + 4), "");
    (void)i;
}

static void rent_relief(int64_t i)
{
    int64_t e = enterprise(), party = fresh_company();
    struct deal d = sale_of(e, party, a_workday(626, e, 4));
    d.direction = "出租";
    d.appraised = d.price * d.quantity / 70 * 100;
    d.approval = 300 + i;
    deal_write(&d);
    deals_are_subject(e, party, &d.number, 1);
}

static void water_subsidiary(int64_t i)
{
    struct deal model = {.disclosed = 1, .approval = 500 + i};
    int64_t e = enterprise(), party = fresh_company();
    related_write(e, party, "子企业");
    three_deals(e, party, &model);
}

static void same_day_steps(int64_t i)
{
    int64_t n = 40 * plan.scale + ++plan.next_number;
    int day[6];
    investment_steps(n, day);
    day[3] = day[2];
    day[5] = day[4];
    investment_write(1 + i % plan.enterprises, n, day, YUAN(30000000), YUAN(30000000), 0,
                     day[5] + 300);
    subject("investment_id", id_text('V', n), "");
}

static void not_yet_paid(int64_t i)
{
    int64_t n = 40 * plan.scale + ++plan.next_number;
    int day[6];
    investment_steps(n, day);
    day[4] = day[5] = NO_DAY;
    investment_write(1 + i % plan.enterprises, n, day, YUAN(30000000), 0, 0, NO_DAY);
    subject("investment_id", id_text('V', n), "");
}

static void audited_loss(int64_t i)
{
    int64_t n = 40 * plan.scale + ++plan.next_number;
    int day[6];
    investment_steps(n, day);
    investment_write(1 + i % plan.enterprises, n, day, YUAN(30000000), YUAN(29000000), YUAN(900000),
                     day[5] + 200);
    subject("investment_id", id_text('V', n), "");
}

static const struct planter lookalikes[] = {
    {"GQ01", "listed_shares", "GQ02", "soe_deals|soe_staff|company_roles",
     "职工持有上市公司万分之一股份", listed_shares},
    {"GQ01", "no_deals", "GQ02", "company_roles|soe_staff", "职工持股的企业与本企业没有往来",
     no_deals},
    {"GQ01", "rent_relief", "GQ02", "soe_deals", "经批准的租金减免", rent_relief},
    {"GQ02", "water_subsidiary", "GQ01", "soe_deals|related_parties",
     "子企业供水，已申报批准，价格公允", water_subsidiary},
    {"GQ03", "same_day_steps", "", "overseas_investments", "同日先党委会后董事会，备案当日出资",
     same_day_steps},
    {"GQ03", "not_yet_paid", "", "overseas_investments", "尚未备案，也未出资", not_yet_paid},
    {"GQ03", "audited_loss", "", "overseas_investments", "小额亏损，已专项审计", audited_loss},
};

const struct planters gq = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
