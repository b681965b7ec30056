/* GC04: conditions that fit one bidder, and conditions that only sound like it. */
#include "tender.h"

static int some_month(int64_t i)
{
    return (int)choose(221, plan.next_tender, i, 0, 30);
}

static void with_clause(int64_t i, const char *clause)
{
    struct tender t = tender_like_others(some_month(i), 4);
    t.clauses = clause;
    tender_write(&t);
    tender_is_subject(&t);
}

static void local_only(int64_t i)
{
    with_clause(i, i % 2 ? "投标人须在本市注册并依法纳税；具有独立承担民事责任的能力"
                         : "投标人注册地须在本区行政区域内；具有独立承担民事责任的能力");
}
static void named_brand(int64_t i)
{
    with_clause(i, i % 2 ? "所投产品须为甲牌或乙牌；具有独立承担民事责任的能力"
                         : "指定品牌：甲牌，不接受其他品牌；具有独立承担民事责任的能力");
}
static void local_prize(int64_t i)
{
    with_clause(i, i % 2 ? "获得本市优质工程奖的加5分；近三年在本市承担过同类项目的加5分"
                         : "近三年在本区有同类项目业绩的，每个加3分；具有独立承担民事责任的能力");
}
static void large_capital(int64_t i)
{
    with_clause(i, i % 2 ? "注册资本不低于5000万元；具有独立承担民事责任的能力"
                         : "投标人成立满十年且年营业收入不低于2亿元；具有独立承担民事责任的能力");
}
static void ownership(int64_t i)
{
    with_clause(i, i % 2 ? "仅限国有企业参加；具有独立承担民事责任的能力"
                         : "投标人须为本市名录库内企业；具有独立承担民事责任的能力");
}
static void exclusive_letter(int64_t i)
{
    with_clause(i, "投标时须提供制造商针对本项目的唯一授权书原件；具有独立承担民事责任的能力");
}

static void short_time(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 4);
    t.deadline = workday(t.opened + 6);
    tender_write(&t);
    tender_is_subject(&t);
}

/* Three of five are turned down for the papers that were asked for. */
static void most_down(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    for (int k = 2; k < 5; k++) {
        t.offer[k].company = fresh_company();
        t.offer[k].status = "否决";
        t.offer[k].reason = "资格条件不满足";
    }
    tender_write(&t);
    tender_is_subject(&t);
    subject("buyer_id", id_text('D', t.buyer), "");
}

static const struct planter cases[] = {
    {"GC04", "local_registration", "", "tenders", "要求在本地注册", local_only},
    {"GC04", "named_brand", "", "tenders", "限定品牌", named_brand},
    {"GC04", "local_record", "", "tenders", "以本地业绩、本地奖项加分", local_prize},
    {"GC04", "size_of_bidder", "", "tenders", "以注册资本、成立年限、营业收入设门槛",
     large_capital},
    {"GC04", "ownership", "", "tenders", "限定所有制或名录库", ownership},
    {"GC04", "exclusive_letter", "", "tenders", "要求唯一授权", exclusive_letter},
    {"GC04", "short_submission", "GC05", "tenders", "公开招标从发出文件到截止不足十日", short_time},
    {"GC04", "most_disqualified", "GC05|GC01", "bids|tenders", "五家中三家因资格被否决", most_down},
};

static void no_local_limit(int64_t i)
{
    with_clause(i, "不得以注册地、所有制形式限制投标人；具有独立承担民事责任的能力");
}
static void service_point(int64_t i)
{
    with_clause(i, "中标后须在本市设立服务网点；具有独立承担民事责任的能力");
}
static void any_brand(int64_t i)
{
    with_clause(i, "参考品牌仅用于说明档次，投标品牌不限；注册资本不作为资格条件");
}
static void law_licence(int64_t i)
{
    with_clause(i, "具有建筑工程施工总承包叁级及以上资质；具有有效的安全生产许可证");
}

static void emergency(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 3);
    t.method = "竞争性谈判";
    t.reason = "应急：防汛抢险";
    t.approval = ++plan.next_number;
    t.deadline = workday(t.opened + 3);
    t.awarded = workday(t.deadline + 1);
    t.signed_on = workday(t.awarded + 3);
    tender_write(&t);
    tender_is_subject(&t);
}

static void negotiated(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 3);
    t.method = "竞争性磋商";
    t.deadline = workday(t.opened + 12);
    tender_write(&t);
    tender_is_subject(&t);
}

static void only_source(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 1);
    t.method = "单一来源";
    t.reason = "唯一供应商：自来水管网由其专营";
    t.approval = ++plan.next_number;
    t.deadline = workday(t.opened + 6);
    tender_write(&t);
    tender_is_subject(&t);
}

static const struct planter lookalikes[] = {
    {"GC04", "no_local_limit", "", "tenders", "条款恰是禁止以注册地限制", no_local_limit},
    {"GC04", "service_point", "", "tenders", "中标后设服务网点，不是投标门槛", service_point},
    {"GC04", "any_brand", "", "tenders", "品牌不限，注册资本不作条件", any_brand},
    {"GC04", "licence_by_law", "", "tenders", "法定施工资质", law_licence},
    {"GC04", "emergency", "GC01|GC05|GC03", "tenders", "应急采购，已批准", emergency},
    {"GC04", "negotiated", "GC05", "tenders", "竞争性磋商依法不少于十日", negotiated},
    {"GC04", "single_source", "GC01|GC05", "tenders|bids", "依法单一来源，已批准", only_source},
};

const struct planters gc_tenders = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
