/* GC03: orders without tender, whole and cut to pieces. */
#include "tender.h"

struct purchase purchase_of(int64_t buyer, int64_t company, int day, money amount)
{
    return (struct purchase){.buyer = buyer,
                             .company = company,
                             .kind = "货物",
                             .category = category_name[3],
                             .method = "直接发包",
                             .status = "正常",
                             .day = day,
                             .invoiced = NO_DAY,
                             .amount = amount};
}

int64_t purchase_write(struct purchase *p)
{
    if (p->number == 0)
        p->number = ++plan.next_purchase;
    if (p->invoiced == NO_DAY)
        p->invoiced = workday(p->day + (int)choose(241, p->number, 0, 3, 12));
    row(PURCHASES, p->day);
    id('C', p->number);
    id('D', p->buyer);
    name("测试单位", p->buyer);
    text(region_of(p->buyer));
    uscc(p->company);
    name("测试公司", p->company);
    text(p->kind);
    text(p->category);
    text(p->method);
    date(p->day);
    cents(p->amount);
    cents(p->amount);
    number(20000000 + p->number);
    date(p->invoiced);
    id('G', p->framework);
    text(p->reason);
    approval(p->approval);
    text(p->status);
    id('C', p->original);
    end();
    return p->number;
}

/* Two small orders a month and buyer; a supplier comes once in years. */
void background_purchases(void)
{
    static const char *const method[] = {"网上商城", "询价", "直接发包"};
    plan.next_purchase = (plan.next_purchase / 10000 + 1) * 10000;
    for (int m = 0; m < MONTHS; m++)
        for (int64_t unit = 1; unit <= plan.units; unit++)
            for (int k = 0; k < 2; k++) {
                int64_t turn = m * 2 + k, company = (unit * 31 + turn * 5) % plan.companies + 1;
                struct purchase p = purchase_of(
                    unit, company, a_workday(242 + (unsigned)k, unit, m),
                    YUAN(choose(244, unit, turn, 3000, 40000)) + choose(245, unit, turn, 0, 99));
                int category = (int)choose(246, unit, turn, 0, CATEGORIES - 1);
                p.category = category_name[category];
                p.kind = category_kind(category);
                p.method = method[choose(247, unit, turn, 0, 2)];
                if (m == MONTHS - 1)
                    p.invoiced = p.day;
                purchase_write(&p);
            }
}

static struct purchase works(int64_t buyer, int64_t company, int day, money amount)
{
    struct purchase p = purchase_of(buyer, company, day, amount);
    p.kind = "工程";
    p.category = category_name[1];
    return p;
}

static void order_is_subject(int64_t number)
{
    subject("purchase_id", id_text('C', number), "");
}

static void buyer_is_subject(int64_t buyer, int64_t company)
{
    subject("buyer_id supplier_id", joined(id_text('D', buyer), uscc_text(company)), "");
    subject("buyer_id", id_text('D', buyer), "");
    subject("supplier_id", uscc_text(company), "");
}

/* Works at 480,000 to 499,000 yuan: the lot rule and more begin at 500,000. */
static void below_lot(int64_t i)
{
    struct purchase p = works(fresh_unit(), some_company(), a_workday(251, i, (int)i % 30),
                              YUAN(480000 + i % 20 * 1000) - 3);
    order_is_subject(purchase_write(&p));
    subject("buyer_id", id_text('D', p.buyer), "");
}

/* Four orders of 310,000 yuan to one contractor in three weeks. */
static void within_a_month(int64_t i)
{
    int64_t buyer = fresh_unit(), company = fresh_company();
    int start = a_workday(252, i, (int)i % 30);
    buyer_is_subject(buyer, company);
    for (int k = 0; k < 4; k++) {
        struct purchase p =
            works(buyer, company, workday(start + k * 6), YUAN(310000 + k * 7000 + i) + 51 * k);
        order_is_subject(purchase_write(&p));
    }
}

/* Nine orders of 560,000 yuan for one kind of works in a year, to nine contractors. */
static void within_a_year(int64_t i)
{
    int64_t buyer = fresh_unit();
    const char *of = id_text('D', buyer), *year = year_text(1);
    subject("buyer_id category", joined(of, category_name[1]), year);
    subject("buyer_id", of, year);
    for (int k = 0; k < 9; k++) {
        struct purchase p = works(buyer, some_company(), a_workday(253, i, 13 + k),
                                  YUAN(560000 + k * 9000) + 37 * k);
        order_is_subject(purchase_write(&p));
    }
}

/* Three lots of one road just below the limit of 4,000,000 yuan, negotiated. */
static void lots_below_tender(int64_t i)
{
    int64_t buyer = fresh_unit();
    subject("buyer_id", id_text('D', buyer), "");
    for (int k = 0; k < 3; k++) {
        struct tender t = tender_like_others(6 + (int)i % 20, 4);
        t.buyer = buyer;
        t.category = 0;
        t.price = price_level(0);
        t.method = "竞争性谈判";
        t.opened = a_workday(254, buyer, 6 + (int)i % 20) + k;
        t.opened = workday(t.opened);
        t.control = YUAN(3960000 - k * 10000);
        t.estimate = t.control;
        static const int part[] = {94000, 97000, 99200, 99900};
        tender_prices(&t, part);
        tender_write(&t);
        tender_is_subject(&t);
    }
}

/* The same day, the same supplier, three orders of goods of 95,000 yuan each. */
static void same_day(int64_t i)
{
    int64_t buyer = fresh_unit(), company = fresh_company();
    int day = a_workday(255, i, (int)i % 30);
    buyer_is_subject(buyer, company);
    for (int k = 0; k < 6; k++) {
        struct purchase p = purchase_of(buyer, company, day, YUAN(195000 - k * 300) + k);
        p.method = "询价";
        order_is_subject(purchase_write(&p));
    }
}

static const struct planter cases[] = {
    {"GC03", "just_below_lot", "", "purchases", "直接发包额紧贴50万元限额", below_lot},
    {"GC03", "split_in_30_days", "", "purchases", "三周内向同一承包人发包四次，合计超过限额",
     within_a_month},
    {"GC03", "split_in_a_year", "", "purchases", "一年内同类工程九次直接发包，合计超过招标限额",
     within_a_year},
    {"GC03", "lots_below_tender", "GC01|GC04", "tenders", "同一工程拆成三段，每段略低于400万元",
     lots_below_tender},
    {"GC03", "same_day_orders", "", "purchases", "同日向同一供应商下六单", same_day},
};

/* --- innocent */

static void framework(int64_t i)
{
    int64_t buyer = fresh_unit(), company = fresh_company(), number = ++plan.next_number;
    int start = a_workday(256, i, 14);
    buyer_is_subject(buyer, company);
    for (int k = 0; k < 24; k++) {
        struct purchase p =
            purchase_of(buyer, company, workday(start + k), YUAN(52000 + k * 130) + k);
        p.method = "框架协议";
        p.framework = number;
        order_is_subject(purchase_write(&p));
    }
}

static void monopoly(int64_t i)
{
    int64_t buyer = fresh_unit(), company = fresh_company();
    buyer_is_subject(buyer, company);
    for (int m = 12; m < 24; m++) {
        struct purchase p = purchase_of(buyer, company, a_workday(257, i, m),
                                        YUAN(96000 + m * 211) + choose(258, i, m, 0, 99));
        p.kind = "服务";
        p.category = i % 2 ? "供电" : "供水";
        p.method = "单一来源";
        p.reason = "唯一供应商：管网专营";
        p.approval = buyer;
        order_is_subject(purchase_write(&p));
    }
}

static void emergency(int64_t i)
{
    struct purchase p = works(fresh_unit(), fresh_company(), a_workday(259, i, 18), YUAN(860000));
    p.reason = "应急：堤防抢险";
    p.approval = ++plan.next_number;
    order_is_subject(purchase_write(&p));
    buyer_is_subject(p.buyer, p.company);
}

/* Ordered, cancelled, ordered again; and an order that red ink takes back. */
static void undone(int64_t i)
{
    int64_t buyer = fresh_unit(), company = fresh_company();
    int day = a_workday(260, i, 15);
    struct purchase p = works(buyer, company, day, YUAN(330000) + 17);
    buyer_is_subject(buyer, company);
    p.status = "取消";
    order_is_subject(purchase_write(&p));
    p = works(buyer, company, workday(day + 2), YUAN(330000) + 17);
    int64_t first = purchase_write(&p);
    order_is_subject(first);
    p = works(buyer, company, workday(day + 5), -(YUAN(330000) + 17));
    p.status = "红冲";
    p.original = first;
    order_is_subject(purchase_write(&p));
    p = works(buyer, company, workday(day + 6), YUAN(310000) + 17);
    order_is_subject(purchase_write(&p));
}

static void exported_twice(int64_t i)
{
    struct purchase p =
        works(fresh_unit(), fresh_company(), a_workday(261, i, 20), YUAN(290000) + 29);
    order_is_subject(purchase_write(&p));
    buyer_is_subject(p.buyer, p.company);
    purchase_write(&p);
}

static void small_and_open(int64_t i)
{
    int64_t buyer = fresh_unit(), company = fresh_company();
    int start = a_workday(262, i, 10);
    buyer_is_subject(buyer, company);
    for (int k = 0; k < 3; k++) {
        struct purchase p = works(buyer, company, workday(start + k * 5), YUAN(420000 + k) + 11);
        p.method = "公开招标";
        order_is_subject(purchase_write(&p));
    }
}

static const struct planter lookalikes[] = {
    {"GC03", "framework", "GC05", "purchases", "框架协议下的小额订单", framework},
    {"GC03", "monopoly", "GC05", "purchases", "水电管网专营，单一来源已批准", monopoly},
    {"GC03", "emergency", "", "purchases", "抢险直接发包，已批准", emergency},
    {"GC03", "cancelled_and_reversed", "", "purchases", "取消重下、红冲更正，实际只有一单", undone},
    {"GC03", "exported_twice", "", "purchases", "同一订单重复导出", exported_twice},
    {"GC03", "open_tender", "", "purchases", "均经公开招标", small_and_open},
};

const struct planters gc_split = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
