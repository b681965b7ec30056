/* Payments with their invoices, vouchers, charges of official cards: the background. */
#include "tender.h"

struct payment payment_of(int64_t unit, int64_t company, int day, money amount)
{
    return (struct payment){.unit = unit,
                            .company = company,
                            .amount = amount,
                            .day = day,
                            .kind = "付款",
                            .category = "商品和服务支出",
                            .purpose = "货款",
                            .invoice = ++plan.next_invoice,
                            .applicant = unit * 10 + 1,
                            .approver = unit * 10 + 2,
                            .payer = unit * 10 + 3};
}

enum { INVOICES_FROM = 24 }; /* the tax office delivers 2025 */

static void invoice_row(const struct payment *p)
{
    int day = p->day - (int)choose(301, p->invoice, 0, 2, 6);
    row(INVOICES, p->day);
    number(p->invoice);
    blank();
    uscc(p->company);
    name("测试公司", p->company);
    id('D', p->unit);
    text(region_of(p->unit));
    date(day);
    cents(p->amount);
    text(p->category);
    text(p->tax_status ? p->tax_status : "正常");
    blank();
    end();
}

int64_t payment_write(const struct payment *p)
{
    int64_t n = p->number ? p->number : ++plan.next_payment;
    row(PAYMENTS, p->day);
    id('F', n);
    id('D', p->unit);
    name("测试单位", p->unit);
    text(region_of(p->unit));
    if (p->who) {
        idno(p->who);
        name("测试人员", p->who % PERSON_SPAN);
        account(person_account(p->who));
    } else {
        uscc(p->company);
        name("测试公司", p->company);
        account(p->account_of ? person_account(p->account_of) : company_account(p->company));
    }
    cents(p->amount);
    date(p->day);
    text(p->kind);
    id('F', p->original);
    text(p->category);
    text(p->purpose);
    if (p->invoice_as)
        text(p->invoice_as);
    else
        number(p->invoice ? p->invoice : BLANK);
    id('H', p->contract);
    approval(p->approval);
    id('R', p->applicant);
    id('R', p->approver);
    id('R', p->payer);
    end();
    if (p->company && p->invoice && p->amount > 0 && !p->bare &&
        p->day >= month_start(INVOICES_FROM))
        invoice_row(p);
    return n;
}

/* 8% to 14% of an office's payments are round, to two suppliers of its own and none soon again. */
static bool is_round(int64_t unit, int64_t turn)
{
    return unit <= plan.units + plan.builders + plan.busy && (turn + unit) % (7 + unit % 6) == 0;
}

/* Which of November's and December's ordinary amounts a month has: the office keeps the larger out
 * of December. */
static int64_t ordinary_turn(int64_t unit, int month, int k)
{
    if (month % 12 < 10)
        return (int64_t)month * 3 + k;
    int november = month / 12 * 12 + 10;
    money more = 0;
    for (int j = 0; j < 3; j++)
        more += benford_amount(unit, november * 3 + j) - benford_amount(unit, november * 3 + 3 + j);
    bool swapped = more < 0;
    return (int64_t)(month % 12 == 10 ? november + swapped : november + !swapped) * 3 + k;
}

/* A unit's payments of a month. With three a month no other supplier comes twice in three years. */
void payments_of_month(int64_t unit, int month, int count)
{
    for (int k = 0; k < count; k++) {
        int64_t turn =
            count == 3 ? ordinary_turn(unit, month, k) : (int64_t)month * count + k + 1000 * count;
        int64_t company = (unit * 31 + turn * 5) % plan.companies + 1;
        int day = a_workday(302 + (unsigned)k % 8, unit * 64 + k, month);
        struct payment p = payment_of(unit, company, day, benford_amount(unit, turn));
        if (is_round(unit, turn)) {
            p.company = (unit * 2 + turn / (7 + unit % 6) % 2) % plan.companies + 1;
            p.amount = p.amount / YUAN(1000) * YUAN(1000);
        }
        payment_write(&p);
    }
}

/* --- for cases */

int64_t some_unit(void)
{
    static int64_t turn;
    return turn++ * 7 % plan.units + 1;
}

int some_quiet_month(int64_t i)
{
    return (int)choose(321, plan.next_payment, i, 0, 2) * 12 + (int)choose(322, i, 0, 1, 9);
}

money some_amount(void)
{
    return benford_amount(5, plan.next_payment);
}

void pay_is_subject(int64_t number)
{
    subject("payment_id", id_text('F', number), "");
}

void payee_is_subject(const struct payment *p)
{
    const char *payee = p->who ? idno_text(p->who) : uscc_text(p->company);
    subject("unit_id payee_id", joined(id_text('D', p->unit), payee), "");
    subject("payee_id", payee, "");
}

struct payment some_payment(int64_t i, int64_t company)
{
    return payment_of(some_unit(), company, a_workday(323, i, some_quiet_month(i)), some_amount());
}

/* --- the background */

enum { BUSY_FROM = 24, BUSY_COUNT = 30 };

void voucher_write(int64_t unit, int month, int number_of, int day, int64_t checker)
{
    day = workday(day);
    row(VOUCHERS, day);
    id('Y', unit);
    number(number_of);
    id('D', unit);
    name("测试单位", unit);
    text(region_of(unit));
    date(day);
    month_cell(month);
    cents(benford_amount(unit + 7, month * 8 + number_of));
    text("办公费");
    id('R', unit * 10 + 1);
    id('R', checker);
    id('R', unit * 10 + 5);
    end();
}

static void vouchers_of_month(int64_t unit, int month)
{
    int count = 3 + (int)((unit + month) % 3);
    for (int k = 0; k < count; k++)
        voucher_write(unit, month, k + 1, month_start(month) + 3 + k * 5, unit * 10 + 4);
}

void background_payments(void)
{
    plan.next_payment = (plan.next_payment / 10000 + 1) * 10000;
    for (int m = 0; m < MONTHS; m++) {
        for (int64_t u = 1; u <= plan.units; u++)
            payments_of_month(u, m, 3);
        for (int64_t b = 0; b < plan.builders; b++)
            for (int which = 0; which < 2; which++) {
                struct payment p;
                if (tender_payment(b, m, which, &p))
                    payment_write(&p);
            }
        for (int64_t u = 1; m >= BUSY_FROM && u <= plan.busy; u++)
            payments_of_month(plan.units + plan.builders + u, m, BUSY_COUNT);
        for (int64_t u = 1; u <= plan.units / 2; u++)
            vouchers_of_month(u, m);
    }
}

void charge_write(struct charge *c)
{
    if (c->number == 0)
        c->number = ++plan.next_number;
    row(CARD_CHARGES, c->day);
    id('X', c->number);
    id('I', c->card);
    id('R', c->card);
    id('D', 1 + c->card % plan.units);
    name("测试单位", 1 + c->card % plan.units);
    text(region_of(1 + c->card % plan.units));
    id('Q', c->merchant);
    name("测试商户", c->merchant);
    date(c->day);
    cents(c->amount);
    text(c->category);
    text(c->amount < 0 ? "退款" : "消费");
    id('X', c->original);
    end();
}

void background_cards(void)
{
    static const char *const category[] = {"差旅住宿", "办公用品", "加油", "公务接待"};
    for (int m = 0; m < MONTHS; m++)
        for (int64_t card = 1; card <= 30 * plan.scale; card++) {
            struct charge c = {.card = card,
                               .merchant = 1 + choose(311, card, m, 0, 200 * plan.scale - 1),
                               .day = a_workday(312, card, m),
                               .amount = choose(313, card, m, 8000, 79999),
                               .category = category[choose(314, card, m, 0, 3)]};
            charge_write(&c);
        }
}
