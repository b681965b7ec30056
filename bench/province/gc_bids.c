/* GC01: bids that were agreed upon, and bids that were not. */
#include "tender.h"

#include <stdio.h>

static int some_month(int64_t i)
{
    return (int)choose(201, plan.next_tender, i, 0, 30);
}

static struct tender priced(int64_t i, int offers, const int *part)
{
    struct tender t = tender_like_others(some_month(i), offers);
    tender_prices(&t, part);
    return t;
}

static void write_as_subject(struct tender *t)
{
    tender_write(t);
    tender_is_subject(t);
}

static void identical(int64_t i)
{
    static const int part[] = {73000, 76500, 86400, 86400, 92000};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void near(int64_t i)
{
    static const int part[] = {91000, 91040, 91150, 91180, 91270};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void arithmetic(int64_t i)
{
    static const int part[] = {73000, 77000, 81000, 85000, 89000};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void geometric(int64_t i)
{
    static const int part[] = {73000, 77380, 82023, 86944, 92161};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void uniform_discount(int64_t i)
{
    static const int part[] = {95000, 95015, 95042, 95060};
    struct tender t = priced(i, 4, part);
    write_as_subject(&t);
}

static void multiple(int64_t i)
{
    static const int part[] = {48000, 50100, 61000, 72500, 96050};
    struct tender t = priced(i, 5, part);
    t.estimate = t.control * 60 / 100;
    write_as_subject(&t);
}

static void cover_bids(int64_t i)
{
    static const int part[] = {88000, 93500, 94300, 94700, 96100};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void close_second(int64_t i)
{
    static const int part[] = {74000, 74050, 84500, 87000, 93000};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void heavy_discount(int64_t i)
{
    static const int part[] = {72000, 93000, 96500, 97100, 99000};
    struct tender t = priced(i, 5, part);
    write_as_subject(&t);
}

static void single(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 1);
    t.offer[0].amount = t.control / 1000 * 810;
    write_as_subject(&t);
}

/* Two bids of one hand. BIND makes the second the first's. */
static void two_of_one(int64_t i, void (*bind)(struct offer *second, int64_t first))
{
    struct tender t = tender_like_others(some_month(i), 5);
    int64_t first = fresh_company();
    t.offer[1].company = first;
    t.offer[3].company = fresh_company();
    bind(&t.offer[3], first);
    write_as_subject(&t);
}

static void bind_phone(struct offer *o, int64_t first)
{
    o->phone_of = first;
    o->style = (int)(first % 3);
}
static void bind_address(struct offer *o, int64_t first)
{
    o->address_of = first;
    o->style = (int)(first % 2);
}
static void bind_legal(struct offer *o, int64_t first)
{
    o->legal_of = first;
}
static void bind_manager(struct offer *o, int64_t first)
{
    o->manager_of = first;
}
static void bind_account(struct offer *o, int64_t first)
{
    o->account_of = first;
}
static void bind_machine(struct offer *o, int64_t first)
{
    o->machine_of = first;
}
static void bind_ip(struct offer *o, int64_t first)
{
    o->ip_of = first;
}
static void same_phone(int64_t i)
{
    two_of_one(i, bind_phone);
}
static void same_address(int64_t i)
{
    two_of_one(i, bind_address);
}
static void same_legal(int64_t i)
{
    two_of_one(i, bind_legal);
}
static void same_manager(int64_t i)
{
    two_of_one(i, bind_manager);
}
static void same_account(int64_t i)
{
    two_of_one(i, bind_account);
}
static void same_machine(int64_t i)
{
    two_of_one(i, bind_machine);
}
static void same_ip(int64_t i)
{
    two_of_one(i, bind_ip);
}

static void pair_is_subject(int64_t a, int64_t b)
{
    subject("bidder_id bidder_id", joined(uscc_text(a), uscc_text(b)), "");
    subject("bidder_id", uscc_text(a), "");
    subject("bidder_id", uscc_text(b), "");
}

/* The first wins all six tenders in which both bid. */
static void partner(int64_t i)
{
    int64_t a = fresh_company(), b = fresh_company();
    pair_is_subject(a, b);
    for (int k = 0; k < 6; k++) {
        struct tender t = tender_like_others((int)(i + k * 5) % 31, 5);
        t.offer[0].company = a;
        t.offer[2 + k % 2].company = b;
        tender_write(&t);
        tender_is_subject(&t);
    }
}

/* Three take turns: nine tenders, three for each. */
static void rotation(int64_t i)
{
    int64_t ring[3] = {fresh_company(), fresh_company(), fresh_company()};
    pair_is_subject(ring[0], ring[1]);
    pair_is_subject(ring[0], ring[2]);
    pair_is_subject(ring[1], ring[2]);
    for (int k = 0; k < 9; k++) {
        struct tender t = tender_like_others((int)(i + k * 3) % 31, 5);
        for (int j = 0; j < 3; j++)
            t.offer[j == 0 ? 0 : j + 1].company = ring[(k + j) % 3];
        tender_write(&t);
        tender_is_subject(&t);
    }
}

/* It bids and bids and never wins. */
static void loser(int64_t i)
{
    int64_t a = fresh_company();
    subject("bidder_id", uscc_text(a), "");
    for (int k = 0; k < 60; k++) {
        struct tender t = tender_like_others((int)(i + k) % 31, 5);
        t.offer[1 + k % 4].company = a;
        tender_write(&t);
    }
}

/* One company wins what belongs to ten trades. */
static void many_trades(int64_t i)
{
    int64_t a = fresh_company();
    subject("bidder_id", uscc_text(a), "");
    for (int k = 0; k < 30; k++) {
        struct tender t = tender_like_others((int)(i + k) % 31, 5);
        t.offer[k % 3 == 0 ? 0 : 1 + k % 4].company = a;
        t.category = k % 3 == 0 ? (k / 3 + (int)i) % CATEGORIES : t.category;
        t.price = price_level(t.category);
        tender_write(&t);
    }
}

static const struct planter cases[] = {
    {"GC01", "identical_prices", "", "bids", "两家报价完全相同", identical},
    {"GC01", "near_prices", "", "bids", "五家报价相差不到千分之五", near},
    {"GC01", "arithmetic_steps", "", "bids", "报价呈等差", arithmetic},
    {"GC01", "geometric_steps", "", "bids", "报价呈等比", geometric},
    {"GC01", "uniform_discount", "", "bids|tenders", "各家下浮率几乎一致", uniform_discount},
    {"GC01", "fixed_multiple", "GC02", "bids", "最高价恰为最低价的两倍", multiple},
    {"GC01", "cover_bids", "", "bids", "陪标：变异系数小，中标价与其余报价拉开", cover_bids},
    {"GC01", "close_second", "", "bids|awards", "次低价紧贴中标价", close_second},
    {"GC01", "heavy_discount", "GC02", "bids|awards", "中标价远低于次低价", heavy_discount},
    {"GC01", "single_bid", "GC04|GC05", "bids|tenders", "公开招标只有一家投标", single},
    {"GC01", "same_phone", "", "bids", "两家电话相同，写法不一", same_phone},
    {"GC01", "same_address", "", "bids", "两家地址相同，写法不一", same_address},
    {"GC01", "same_legal_rep", "", "bids", "两家法定代表人为同一人", same_legal},
    {"GC01", "same_manager", "", "bids", "两家项目经理为同一人", same_manager},
    {"GC01", "same_account", "", "bids", "两家保证金出自同一账户", same_account},
    {"GC01", "same_machine", "", "bids", "两家投标文件出自同一台机器", same_machine},
    {"GC01", "same_ip", "", "bids", "两家从同一网络地址上传", same_ip},
    {"GC01", "same_winner_in_pair", "GC05", "bids|awards", "两家同投六次，总是同一家中标", partner},
    {"GC01", "rotation", "GC05", "bids|awards", "三家轮流中标", rotation},
    {"GC01", "always_loses", "", "bids|awards", "投标六十次从未中标", loser},
    {"GC01", "many_trades", "GC05", "bids|awards|tenders", "一家中标十个不同大类", many_trades},
};

/* --- innocent */

static void no_phone(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[1].unnamed = t.offer[3].unnamed = true;
    write_as_subject(&t);
}

static void cancelled(int64_t i)
{
    static const int part[] = {81000, 81000, 81000};
    struct tender t = priced(i, 3, part);
    t.status = "终止";
    t.offer[0].won = false;
    write_as_subject(&t);
}

static void withdrawn(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 6);
    t.offer[4].amount = t.offer[3].amount; /* sent again by another in a hurry, then taken back */
    t.offer[4].status = "撤回";
    t.offer[5].amount = BLANK;
    t.offer[5].status = "受邀";
    t.method = "邀请招标";
    write_as_subject(&t);
}

static void state_price(int64_t i)
{
    static const int part[] = {90000, 90000, 90000, 90000};
    struct tender t = priced(i, 4, part);
    t.category = 7;
    t.price = price_level(7);
    t.clauses = "执行政府定价，按服务方案评分；具有独立承担民事责任的能力";
    write_as_subject(&t);
}

static void commodity(int64_t i)
{
    static const int part[] = {92000, 92900, 94100, 94300, 95600};
    struct tender t = priced(i, 5, part);
    t.clauses = "标的为柴油，价格随政府信息价浮动；具有独立承担民事责任的能力";
    write_as_subject(&t);
}

static void incubator(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[1].company = fresh_company();
    t.offer[3].company = fresh_company();
    t.offer[3].address_of = t.offer[1].company;
    write_as_subject(&t);
}

static void decimal_slip(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[0].amount /= 10;
    write_as_subject(&t);
}

static void resubmitted(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[4] = t.offer[2]; /* the same bidder sent the same bid twice */
    t.offer[4].minutes_late -= 60;
    write_as_subject(&t);
}

static void other_currency(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[3].amount = t.offer[2].amount;
    t.offer[3].currency = "USD";
    write_as_subject(&t);
}

static const struct planter lookalikes[] = {
    {"GC01", "two_without_phone", "", "bids", "两家未填电话和地址，空白不等于相同", no_phone},
    {"GC01", "cancelled", "", "bids|tenders", "已终止的招标，三家报价相同", cancelled},
    {"GC01", "withdrawn_bid", "", "bids", "报价相同的一家已撤回，另有受邀未投", withdrawn},
    {"GC01", "government_price", "GC02", "bids", "政府定价，报价必然相同", state_price},
    {"GC01", "commodity", "GC02", "bids", "大宗商品价格透明，报价自然接近", commodity},
    {"GC01", "shared_incubator", "", "bids", "同一集中登记地址的两家小企业", incubator},
    {"GC01", "decimal_slip", "GC02|GC04|GC05", "bids", "小数点录错一位，多条规则会同时命中",
     decimal_slip},
    {"GC01", "bid_sent_twice", "", "bids", "同一投标人重复上传同一份报价", resubmitted},
    {"GC01", "other_currency", "", "bids", "数字相同而币种不同", other_currency},
};

const struct planters gc_bids = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
