/* Writing one tender and what follows from it. */
#include "tender.h"

const char *const category_name[CATEGORIES] = {"道路养护", "房屋修缮", "绿化养护", "办公设备",
                                               "医疗设备", "软件开发", "物业服务", "食材配送",
                                               "印刷服务", "工程监理", "勘察设计", "车辆租赁"};
const char ordinary_clause[] =
    "具有独立承担民事责任的能力；具有履行合同所必需的设备和专业技术能力；"
    "有依法缴纳税收和社会保障资金的良好记录";

const char *category_kind(int category)
{
    return category < 3 ? "工程" : category < 6 || category == 7 ? "货物" : "服务";
}

static void class_code(int category)
{
    number((10 + category) * 10000 + 100);
}

money price_level(int category)
{
    return YUAN(8000 + 1700 * category);
}

/* Gaps between neighbours that are neither even nor narrow: no screen for collusion sees anything
 * in them. Hundredths of a per mille of the control price. */
static void ordinary_prices(struct tender *t)
{
    int at = (int)choose(101, t->id, 0, 72000, 75500), low = at;
    static const short gap[MAX_OFFERS][2] = {{0, 0},   {25, 60}, {100, 140},
                                             {20, 40}, {50, 80}, {30, 55}};
    for (int i = 0; i < t->offers; i++) {
        if (i > 0)
            at +=
                (int)((int64_t)low * choose(102, t->id, i, gap[i][0] * 10, gap[i][1] * 10) / 10000);
        t->offer[i].amount = t->control / 100000 * at + choose(103, t->id, i, 0, 9999);
    }
}

void tender_prices(struct tender *t, const int *part)
{
    for (int i = 0; i < t->offers; i++)
        t->offer[i].amount = t->control / 100000 * part[i];
}

/* A company's trades are one to five. */
static int trade(int64_t company, int64_t number)
{
    static const int others[5] = {0, 0, 1, 3, 4};
    return (int)((company * 5 + choose(104, number, 0, 0, others[company % 5])) % CATEGORIES);
}

struct tender tender_of(int64_t number, int64_t buyer, int month, const int64_t *company,
                        int offers)
{
    struct tender t = {.id = number,
                       .buyer = buyer,
                       .category = trade(company[0], number),
                       .method = "公开招标",
                       .status = "已定标",
                       .clauses = ordinary_clause,
                       .offers = offers};
    t.opened = a_workday(105, number, month);
    t.deadline = workday(t.opened + (int)choose(106, number, 0, 21, 28));
    t.awarded = workday(t.deadline + (int)choose(107, number, 0, 4, 18));
    t.signed_on = workday(t.awarded + (int)choose(108, number, 0, 3, 18));
    t.completed = t.signed_on + (int)choose(109, number, 0, 100, 330);
    t.control = YUAN(choose(110, number, 0, 1600, 2400) * 1000);
    t.estimate = t.control;
    t.price = price_level(t.category) / 1000 * choose(111, number, 0, 920, 1080) +
              choose(112, number, 0, 0, 99);
    t.final = 0;
    for (int i = 0; i < offers; i++) {
        t.offer[i] = (struct offer){.company = company[i], .status = "有效", .won = i == 0};
        t.offer[i].minutes_late = -(int)choose(113, number, i, 20, 4000);
    }
    ordinary_prices(&t);
    return t;
}

struct tender tender_like_others(int month, int offers)
{
    int64_t company[MAX_OFFERS];
    for (int i = 0; i < offers; i++)
        company[i] = some_company();
    return tender_of(++plan.next_tender, some_buyer(), month, company, offers);
}

int64_t tender_winner(const struct tender *t)
{
    for (int i = 0; i < t->offers; i++)
        if (t->offer[i].won)
            return t->offer[i].company;
    return 0;
}

static money winning_amount(const struct tender *t)
{
    for (int i = 0; i < t->offers; i++)
        if (t->offer[i].won)
            return t->offer[i].amount;
    return BLANK;
}

static void tender_row(const struct tender *t, bool awarded)
{
    row(TENDERS, t->opened);
    id('T', t->id);
    name("测试项目", t->id);
    text(region_of(t->buyer));
    id('D', t->buyer);
    name("测试单位", t->buyer);
    uscc(OUTSIDE + 1 + t->id % 20);
    text(category_kind(t->category));
    text(category_name[t->category]);
    class_code(t->category);
    text(t->method);
    date(t->opened);
    date(t->deadline);
    at(t->deadline, 9 * 60 + 30);
    date(awarded ? t->awarded : NO_DAY);
    cents(t->estimate);
    cents(t->control);
    text(t->awarded < month_start(MONTHS) ? t->status : "进行中");
    text(t->clauses);
    text(t->reason);
    approval(t->approval);
    end();
}

static void bid_row(const struct tender *t, int i, bool awarded)
{
    const struct offer *o = &t->offer[i];
    int64_t c = o->company;
    row(BIDS, t->deadline);
    id('T', t->id);
    id('E', t->id * MAX_OFFERS + i);
    uscc(c);
    name("测试公司", c);
    text(region_of(t->buyer));
    cents(o->amount);
    text(o->currency);
    at(t->deadline, 9 * 60 + 30 + o->minutes_late);
    text(o->status);
    text(o->reason);
    flag(awarded ? o->won : -1);
    if (o->unnamed) {
        blank();
        blank();
    } else {
        phone(o->phone_of ? o->phone_of : c, o->style);
        address(o->address_of ? o->address_of : c, o->style);
    }
    idno(person(LEGAL, o->legal_of ? o->legal_of : c));
    idno(person(MANAGER, o->manager_of ? o->manager_of : c));
    account(company_account(o->account_of ? o->account_of : c));
    int64_t machine = o->machine_of ? o->machine_of : c, ip = o->ip_of ? o->ip_of : c;
    char address_text[32] = "10.";
    size_t n = 3;
    for (int shift = 16; shift >= 0; shift -= 8) {
        int64_t part = ip >> shift & 255;
        if (part >= 100)
            address_text[n++] = (char)('0' + part / 100);
        if (part >= 10)
            address_text[n++] = (char)('0' + part / 10 % 10);
        address_text[n++] = (char)('0' + part % 10);
        address_text[n++] = shift > 0 ? '.' : '\0';
    }
    text(address_text);
    id('N', machine);
    end();
}

static void award_row(const struct tender *t)
{
    int64_t winner = tender_winner(t);
    row(AWARDS, t->awarded);
    id('T', t->id);
    name("测试项目", t->id);
    text(region_of(t->buyer));
    text(category_name[t->category]);
    cents(t->price);
    date(t->awarded);
    uscc(winner);
    name("测试公司", winner);
    id('T', t->id);
    id('D', t->buyer);
    cents(winning_amount(t));
    text(t->award_pending ? "待定" : "有效");
    end();
}

static void contract_row(struct tender *t)
{
    int64_t winner = tender_winner(t);
    money award = winning_amount(t), amount = t->contract ? t->contract : award;
    t->contract_id = ++plan.next_contract;
    bool done = t->completed < month_start(MONTHS);
    money final = t->final ? t->final
                  : !done  ? BLANK
                           : amount / 1000 * choose(114, t->id, 0, 990, 1050);
    row(CONTRACTS, t->signed_on);
    id('H', t->contract_id);
    id('T', t->id);
    name("测试合同", t->contract_id);
    text(region_of(t->buyer));
    id('D', t->buyer);
    name("测试单位", t->buyer);
    uscc(winner);
    name("测试公司", winner);
    text(category_kind(t->category));
    text(category_name[t->category]);
    class_code(t->category);
    date(t->signed_on);
    date(t->awarded);
    date(t->completed);
    cents(award);
    cents(amount);
    cents(final);
    text(done ? "已完成" : "履行中");
    end();
}

void tender_write(struct tender *t)
{
    bool awarded = tender_winner(t) != 0 && t->awarded < month_start(MONTHS);
    tender_row(t, awarded);
    for (int i = 0; i < t->offers && t->deadline < month_start(MONTHS); i++)
        bid_row(t, i, awarded);
    if (!awarded)
        return;
    award_row(t);
    if (t->contract != BLANK && !t->award_pending && t->signed_on < month_start(MONTHS))
        contract_row(t);
}

void tender_is_subject(const struct tender *t)
{
    subject("tender_id", id_text('T', t->id), "");
}
