/* CZ02: what goes through an account. */
#include "province.h"

struct flow {
    int64_t unit;
    int day;
    bool in;
    money amount;
    int64_t account, approval;
    const char *kind, *summary;
};

static void flow_write(const struct flow *f)
{
    row(BANK_FLOWS, f->day);
    id('L', ++plan.next_number);
    account(900000000000 + f->unit);
    id('D', f->unit);
    name("测试单位", f->unit);
    text(region_of(f->unit));
    date(f->day);
    text(f->in ? "收" : "支");
    cents(f->amount);
    account(f->account);
    name("测试户名", f->account % 1000000);
    text(f->kind);
    text(f->summary);
    approval(f->approval);
    end();
}

static money usual_flow(int64_t unit)
{
    return YUAN(choose(411, unit, 0, 40, 120) * 1000);
}

static void flows_of_month(int64_t unit, int month)
{
    struct flow f = {.unit = unit, .account = company_account(1 + unit % 97), .kind = "对公"};
    money usual = usual_flow(unit), out = usual / 500 * evenly(unit, month, 900, 1100);
    money first = out / 100 * choose(413, unit, month + MONTHS, 46, 54);
    for (int k = 0; k < 2; k++) {
        f.day = a_workday(412, unit * 2 + k, month);
        f.amount = k == 0 ? first : out - first + 1;
        f.summary = "货款";
        f.account = company_account(1 + choose(414, unit * 2 + k, month, 0, plan.companies - 1));
        flow_write(&f);
    }
    f.in = true;
    f.kind = "财政";
    f.account = 700000000000;
    f.day = a_workday(415, unit, month);
    f.amount = usual * 2 / 1000 * choose(416, unit, month, 970, 1030) + 7;
    f.summary = "零余额额度";
    flow_write(&f);
}

static int64_t account_of_three_years(void)
{
    int64_t unit = fresh_unit();
    for (int m = 0; m < MONTHS; m++)
        flows_of_month(unit, m);
    subject("unit_id", id_text('D', unit), "");
    subject("account_id", account_text(900000000000 + unit), "");
    return unit;
}

static struct flow outflow(int64_t unit, int day, money amount)
{
    struct flow f = {.unit = unit,
                     .day = day,
                     .amount = amount,
                     .kind = "对公",
                     .account = company_account(fresh_company()),
                     .summary = "往来款"};
    subject("flow_id", id_text('L', plan.next_number + 1), "");
    return f;
}

static void surge(int64_t i)
{
    int64_t unit = account_of_three_years();
    int day = a_workday(417, i, 20 + (int)i % 12);
    struct flow f = outflow(unit, day, usual_flow(unit) * 18 + 3);
    f.approval = unit;
    flow_write(&f);
}

static void to_a_person(int64_t i)
{
    int64_t unit = account_of_three_years();
    for (int k = 0; k < 2; k++) {
        struct flow f =
            outflow(unit, a_workday(418 + (unsigned)k, i, 24 + (int)i % 10), YUAN(88000) + 31 * k);
        f.kind = "个人";
        f.account = person_account(person(KIN, 9000000 + unit));
        f.summary = "借款";
        flow_write(&f);
    }
}

static void through(int64_t i)
{
    int64_t unit = account_of_three_years();
    money amount = YUAN(2600000) + i * 100;
    struct flow f = outflow(unit, a_workday(420, i, 26 + (int)i % 8), amount);
    f.in = true;
    f.approval = unit;
    flow_write(&f);
    f = outflow(unit, add_workdays(f.day, 1), amount);
    f.approval = unit;
    flow_write(&f);
}

static void unapproved(int64_t i)
{
    int64_t unit = account_of_three_years();
    struct flow f = outflow(unit, a_workday(421, i, 22 + (int)i % 12), YUAN(1850000) + i);
    flow_write(&f);
}

static void to_the_treasury(int64_t i)
{
    int64_t unit = account_of_three_years();
    for (int m = 2; m < MONTHS; m += 3) {
        struct flow f = outflow(unit, a_workday(422, i, m), YUAN(5200000) + m * 700);
        f.kind = "财政";
        f.account = 700000000001;
        f.summary = "非税收入上缴国库";
        f.approval = unit * 100 + m;
        flow_write(&f);
    }
}

static void corrected(int64_t i)
{
    int64_t unit = account_of_three_years();
    struct flow f = outflow(unit, a_workday(423, i, 25), YUAN(980000));
    f.summary = "误付";
    f.approval = unit;
    flow_write(&f);
    f.day = add_workdays(f.day, 1);
    f.amount = -f.amount;
    f.summary = "冲正";
    subject("flow_id", id_text('L', plan.next_number + 1), "");
    flow_write(&f);
}

static void milestone(int64_t i)
{
    int64_t unit = account_of_three_years();
    struct flow f = outflow(unit, a_workday(424, i, 27), YUAN(3300000));
    f.summary = "工程进度款，合同约定节点";
    f.approval = unit;
    flow_write(&f);
}

static void bid_bond(int64_t i)
{
    int64_t unit = account_of_three_years();
    struct flow f = outflow(unit, a_workday(425, i, 28), YUAN(80000));
    int64_t bidder = f.account;
    f.in = true;
    f.summary = "投标保证金";
    flow_write(&f);
    f = outflow(unit, add_workdays(f.day, 5), YUAN(80000));
    f.account = bidder;
    f.summary = "退投标保证金";
    flow_write(&f);
}

static const struct planter cases[] = {
    {"CZ02", "surge", "", "bank_flows", "单笔支出为本账户平时的十几倍", surge},
    {"CZ02", "to_a_person", "CZ04", "bank_flows", "对个人账户大额转账", to_a_person},
    {"CZ02", "through", "", "bank_flows", "大额资金次日等额转出", through},
    {"CZ02", "unapproved_flow", "", "bank_flows", "大额支出没有审批文号", unapproved},
};
static const struct planter lookalikes[] = {
    {"CZ02", "to_the_treasury", "", "bank_flows", "按季上缴国库", to_the_treasury},
    {"CZ02", "corrected", "CZ04", "bank_flows", "误付后次日冲正", corrected},
    {"CZ02", "milestone", "", "bank_flows", "经批准的工程节点款", milestone},
    {"CZ02", "bid_bond", "", "bank_flows", "收到后如数退还的投标保证金", bid_bond},
};

const struct planters cz_flows = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};

void background_flows(void)
{
    for (int m = 0; m < MONTHS; m++)
        for (int64_t unit = 1; unit <= plan.units; unit++)
            flows_of_month(unit, m);
}
