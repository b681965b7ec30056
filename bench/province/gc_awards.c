/* GC02: awards and contracts that cost too much; GC05: someone had a hand in the evaluation. */
#include "tender.h"

static int some_month(int64_t i)
{
    return (int)choose(211, plan.next_tender, i, 0, 26);
}

static void contract_is_subject(const struct tender *t)
{
    subject("contract_id", id_text('H', t->contract_id), "");
    tender_is_subject(t);
}

static void over_market(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.price = price_level(t.category) / 100 * (135 + i % 30);
    tender_write(&t);
    tender_is_subject(&t);
}

static void growth(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.completed = month_start(34);
    t.final = t.offer[0].amount / 100 * (132 + i % 20);
    tender_write(&t);
    contract_is_subject(&t);
}

static void above_award(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.contract = t.offer[0].amount / 100 * 118;
    t.completed = month_start(MONTHS + 3);
    tender_write(&t);
    contract_is_subject(&t);
}

static void pay_contract(const struct tender *t, int turn, int month, int percent)
{
    month += month % 12 == 11; /* December has its own cases */
    struct payment p = payment_of(t->buyer, tender_winner(t), a_workday(212, t->id, month),
                                  t->offer[0].amount / 100 * percent);
    p.contract = t->contract_id;
    p.approval = t->contract_id * 10 + turn;
    p.category = "资本性支出";
    p.purpose = "合同进度款";
    payment_write(&p);
}

static void overpaid(int64_t i)
{
    struct tender t = tender_like_others(some_month(i) % 24, 5);
    t.completed = month_start(MONTHS + 3);
    tender_write(&t);
    int month = month_of(t.signed_on);
    pay_contract(&t, 0, month + 1, 60);
    pay_contract(&t, 1, month + 3, 58);
    contract_is_subject(&t);
}

static void addendum(const struct tender *t, int k, money amount, int64_t approved,
                     const char *status)
{
    row(ADDENDA, t->signed_on + 20 * (k + 1));
    id('U', ++plan.next_number);
    id('H', t->contract_id);
    text(region_of(t->buyer));
    date(workday(t->signed_on + 20 * (k + 1)));
    cents(amount);
    text("设计变更");
    approval(approved);
    text(status);
    end();
}

static void many_addenda(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    tender_write(&t);
    for (int k = 0; k < 4; k++)
        addendum(&t, k, YUAN(8000 + k * 1500), 0, "有效");
    contract_is_subject(&t);
}

static void overestimated(int64_t i)
{
    static const int part[] = {55000, 57200, 63500, 65300, 69800};
    struct tender t = tender_like_others(some_month(i), 5);
    tender_prices(&t, part);
    tender_write(&t);
    tender_is_subject(&t);
}

static void short_works(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.category = 0;
    t.price = price_level(0);
    t.completed = t.signed_on + 25;
    tender_write(&t);
    contract_is_subject(&t);
}

/* --- interference */

static void late_won(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[0].minutes_late = 26 * 60;
    tender_write(&t);
    tender_is_subject(&t);
    subject("bidder_id", uscc_text(tender_winner(&t)), "");
}

static void turn_down(struct tender *t, int k, const char *reason)
{
    t->offer[k].company = fresh_company();
    t->offer[k].status = "否决";
    t->offer[k].reason = reason;
}

static void others_down(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    for (int k = 1; k < 5; k++)
        turn_down(&t, k, "未实质性响应招标文件");
    tender_write(&t);
    tender_is_subject(&t);
    subject("buyer_id", id_text('D', t.buyer), "");
}

static void lowest_down(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    turn_down(&t, 0, "技术参数不满足");
    t.offer[0].won = false;
    t.offer[1].won = true;
    tender_write(&t);
    tender_is_subject(&t);
}

static void hasty(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.awarded = t.deadline + 1;
    t.signed_on = workday(t.awarded + 9);
    tender_write(&t);
    tender_is_subject(&t);
}

static void slow(int64_t i)
{
    struct tender t = tender_like_others(some_month(i) % 20, 5);
    t.awarded = workday(t.deadline + 160);
    t.signed_on = workday(t.awarded + 10);
    t.completed = t.signed_on + 200;
    tender_write(&t);
    tender_is_subject(&t);
}

static void late_signature(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.signed_on = workday(t.awarded + 75);
    t.completed = t.signed_on + 200;
    tender_write(&t);
    contract_is_subject(&t);
}

static void experts(int64_t expert[5])
{
    for (int e = 0; e < 5; e++)
        expert[e] = 60 * plan.scale + ++plan.next_expert;
}

/* The buyer's own expert lifts the winner by twelve points. */
static void outlying_mark(int64_t i)
{
    static const int more[5] = {-900, -900, -900, -900, 1150};
    struct tender t = tender_like_others(some_month(i), 5);
    int64_t expert[5];
    experts(expert);
    tender_write(&t);
    evaluations_write(&t, expert, tender_winner(&t), more);
    tender_is_subject(&t);
    subject("expert_id", id_text('Z', expert[4]), "");
    subject("tender_id expert_id", joined(id_text('T', t.id), id_text('Z', expert[4])), "");
}

static void employ(int64_t expert, int64_t company, int from, int to)
{
    for (int m = from; m <= to; m++) {
        row(SOCIAL_INSURANCE, month_start(m));
        idno(person(EXPERT, expert));
        name("测试人员", expert);
        text(region_of(company));
        uscc(company);
        name("测试公司", company);
        month_cell(m);
        text("在职");
        cents(YUAN(9000));
        end();
    }
}

static void tied_expert(int64_t i)
{
    static const int none[5];
    struct tender t = tender_like_others(some_month(i), 5);
    int64_t expert[5];
    experts(expert);
    tender_write(&t);
    evaluations_write(&t, expert, 0, none);
    employ(expert[2], tender_winner(&t), month_of(t.deadline) - 3, month_of(t.deadline) + 3);
    tender_is_subject(&t);
    subject("expert_id", id_text('Z', expert[2]), "");
    subject("tender_id expert_id", joined(id_text('T', t.id), id_text('Z', expert[2])), "");
}

/* A buyer who turns down two bids in five, tender after tender. */
static void turns_many_down(int64_t i)
{
    int64_t buyer = fresh_unit();
    subject("buyer_id", id_text('D', buyer), "");
    for (int k = 0; k < 12; k++) {
        struct tender t = tender_like_others((int)(i + k * 2) % 31, 5);
        t.buyer = buyer;
        turn_down(&t, 2, "资格证明文件不齐");
        turn_down(&t, 4, "资格证明文件不齐");
        tender_write(&t);
    }
}

/* Of twelve contracts of a buyer in a year, nine go to one supplier. */
static void concentration(int64_t i)
{
    int64_t buyer = fresh_unit(), a = fresh_company();
    subject("buyer_id", id_text('D', buyer), "");
    subject("buyer_id supplier_id", joined(id_text('D', buyer), uscc_text(a)), "");
    subject("supplier_id", uscc_text(a), "");
    for (int k = 0; k < 12; k++) {
        struct tender t = tender_like_others(12 + (int)(i + k) % 8, 5);
        t.buyer = buyer;
        if (k % 4 != 3) {
            t.offer[0].company = a;
            t.category = (int)i % CATEGORIES;
            t.price = price_level(t.category);
        }
        tender_write(&t);
        tender_is_subject(&t);
    }
}

/* One buyer takes one supplier for five kinds of things in a year, among seven others. */
static void repeat_supplier(int64_t i)
{
    int64_t buyer = fresh_unit(), a = fresh_company();
    subject("buyer_id supplier_id", joined(id_text('D', buyer), uscc_text(a)), "");
    subject("buyer_id", id_text('D', buyer), "");
    subject("supplier_id", uscc_text(a), "");
    for (int k = 0; k < 12; k++) {
        struct tender t = tender_like_others(12 + (int)(i + k) % 8, 5);
        t.buyer = buyer;
        if (k < 5) {
            t.offer[0].company = a;
            t.category = (int)(i + k) % CATEGORIES;
            t.price = price_level(t.category);
        }
        tender_write(&t);
    }
}

static const struct planter cases[] = {
    {"GC02", "over_market", "", "awards|market_prices", "中标单价高出同品目均价三成以上",
     over_market},
    {"GC02", "growth_after_award", "", "contracts", "结算比合同增加三成以上", growth},
    {"GC02", "contract_above_award", "", "contracts", "合同价高于中标价18%", above_award},
    {"GC02", "paid_above_contract", "CZ04", "payments|contracts", "累计支付超过合同金额", overpaid},
    {"GC02", "many_addenda", "", "addenda|contracts", "四份补充协议，均无审批", many_addenda},
    {"GC02", "overestimated_need", "GC01", "tenders|awards", "预算比成交高出四成", overestimated},
    {"GC02", "short_works", "GC05", "contracts", "工程合同工期25天", short_works},
    {"GC05", "late_bid_won", "", "bids|tenders", "截止后递交的投标中标", late_won},
    {"GC05", "others_disqualified", "GC01|GC04", "bids|tenders", "除中标人外全部被否决",
     others_down},
    {"GC05", "lowest_disqualified", "GC01|GC04", "bids", "最低报价被否决", lowest_down},
    {"GC05", "hasty_decision", "GC04", "tenders", "开标次日定标", hasty},
    {"GC05", "slow_decision", "GC04", "tenders", "开标160天后才定标", slow},
    {"GC05", "late_signature", "GC02", "contracts", "中标75天后才签合同", late_signature},
    {"GC05", "outlying_mark", "", "evaluations", "招标人代表给中标人的分远高于其他专家",
     outlying_mark},
    {"GC05", "tied_expert", "", "evaluations|social_insurance", "评标专家在中标人处参保",
     tied_expert},
    {"GC05", "turns_many_down", "GC04", "bids|tenders", "招标人的项目否决率畸高", turns_many_down},
    {"GC05", "concentration", "GC01|GC02", "contracts|awards|tenders",
     "一家供应商拿走一单位四分之三的合同", concentration},
    {"GC05", "repeat_supplier", "GC01|GC02|GC03", "contracts|awards|tenders",
     "同一单位一年内让同一家承接五类项目", repeat_supplier},
};

/* --- innocent */

static void better_grade(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.price = price_level(t.category) / 100 * 130;
    t.clauses = "本项目为加强型规格，含五年质保；具有独立承担民事责任的能力";
    tender_write(&t);
    tender_is_subject(&t);
}

static void approved_growth(int64_t i)
{
    struct tender t = tender_like_others(some_month(i) % 20, 5);
    t.completed = month_start(34);
    money more = t.offer[0].amount / 100 * 8;
    t.final = t.offer[0].amount + more;
    tender_write(&t);
    addendum(&t, 1, more, ++plan.next_number, "有效");
    contract_is_subject(&t);
}

static void void_addenda(int64_t i)
{
    struct tender t = tender_like_others(some_month(i) % 20, 5);
    tender_write(&t);
    for (int k = 0; k < 4; k++)
        addendum(&t, k, YUAN(9000), ++plan.next_number, k == 0 ? "有效" : "作废");
    contract_is_subject(&t);
}

static void late_lost(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    t.offer[3].minutes_late = 4;
    t.offer[3].company = fresh_company();
    t.offer[3].status = "否决";
    t.offer[3].reason = "逾期递交";
    tender_write(&t);
    tender_is_subject(&t);
}

static void no_deposit(int64_t i)
{
    struct tender t = tender_like_others(some_month(i), 5);
    turn_down(&t, 0, "未按规定提交投标保证金");
    t.offer[0].won = false;
    t.offer[1].won = true;
    tender_write(&t);
    tender_is_subject(&t);
}

static void former_expert(int64_t i)
{
    static const int none[5];
    struct tender t = tender_like_others(24 + some_month(i) % 6, 5);
    int64_t expert[5];
    experts(expert);
    tender_write(&t);
    evaluations_write(&t, expert, 0, none);
    employ(expert[1], tender_winner(&t), -6, -1);
    tender_is_subject(&t);
    subject("expert_id", id_text('Z', expert[1]), "");
    subject("tender_id expert_id", joined(id_text('T', t.id), id_text('Z', expert[1])), "");
}

static const struct planter lookalikes[] = {
    {"GC02", "better_grade", "", "awards", "规格和质保要求高于同品目其他项目", better_grade},
    {"GC02", "approved_growth", "", "contracts|addenda", "经批准的变更，增加8%", approved_growth},
    {"GC02", "void_addenda", "", "addenda|contracts", "四份补充协议中三份已作废", void_addenda},
    {"GC05", "late_and_rejected", "GC01", "bids", "迟到四分钟的投标依法拒收", late_lost},
    {"GC05", "no_deposit", "GC01|GC04", "bids", "最低报价未交保证金，依法否决", no_deposit},
    {"GC05", "former_employee", "", "evaluations|social_insurance", "专家一年多前已离开中标人",
     former_expert},
};

const struct planters gc_awards = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
