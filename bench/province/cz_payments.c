/* CZ04: payments made twice, in pieces, to the wrong account. */
#include "province.h"

static void exact(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
    p.day = add_workdays(p.day, 4 + (int)i % 9);
    p.bare = true;
    pay_is_subject(payment_write(&p));
}

static const char *written_otherwise(int64_t invoice)
{
    const char *digits = id_text('#', invoice);
    return joined("No", digits + 1);
}

/* The number of the invoice is written in another way and the amount is a cent off. */
static void nearly(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
    p.day = add_workdays(p.day, 9);
    p.amount += 1;
    p.invoice_as = written_otherwise(p.invoice);
    p.bare = true;
    pay_is_subject(payment_write(&p));
}

static void two_units(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
    p.unit = p.unit % plan.units + 1;
    p.day = add_workdays(p.day, 6);
    p.bare = true;
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
}

static void months_later(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
    p.day = workday(p.day + 97);
    p.bare = true;
    pay_is_subject(payment_write(&p));
}

/* Four payments of 49,000-odd yuan to one payee on one day, each below 50,000. */
static void pieces(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    for (int k = 0; k < 4; k++) {
        p.amount = YUAN(49900 - 130 * k) - k * 7;
        p.invoice = ++plan.next_invoice;
        pay_is_subject(payment_write(&p));
    }
}

static void void_invoice(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    p.day = a_workday(320, i, 24 + (int)i % 9);
    p.tax_status = i % 2 ? "作废" : "红冲";
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
    subject("invoice_no", id_text('#', p.invoice) + 1, "");
}

/* A supplier whose money goes to the account of someone on the payroll. */
static void employee(int64_t i)
{
    int64_t who = person(STAFF, 1 + choose(324, i, 0, 0, 60 * plan.scale - 1));
    struct payment p = some_payment(i, fresh_company());
    p.account_of = who;
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
}

static void after_invoice(int64_t i)
{
    struct purchase p = purchase_of(some_unit(), fresh_company(),
                                    a_workday(325, i, some_quiet_month(i)), YUAN(21000) + i);
    p.invoiced = p.day - 40;
    int64_t number = purchase_write(&p);
    subject("purchase_id", id_text('C', number), "");
    subject("buyer_id supplier_id", joined(id_text('D', p.buyer), uscc_text(p.company)), "");
}

static void three_charges(int64_t i)
{
    int64_t card = 30 * plan.scale + ++plan.next_number, merchant = 500000 + plan.next_number;
    int day = a_workday(326, i, some_quiet_month(i));
    const char *card_text = id_text('I', card);
    subject("card_id merchant_id", joined(card_text, id_text('Q', merchant)), "");
    subject("card_id merchant_id charged_on", joined(card_text, id_text('Q', merchant)), "");
    subject("card_id", card_text, "");
    for (int k = 0; k < 4; k++) {
        struct charge c = {.card = card, .merchant = merchant, .day = day, .category = "公务接待"};
        c.amount = YUAN(990) - k * 137;
        charge_write(&c);
        subject("charge_id", id_text('X', c.number), "");
    }
}

static const struct planter cases[] = {
    {"CZ04", "exact_duplicate", "", "payments", "同一收款人、金额、发票，两周内付两次", exact},
    {"CZ04", "near_duplicate", "", "payments", "发票号写法不同、金额差一分", nearly},
    {"CZ04", "paid_by_two_units", "", "payments", "同一发票在两个单位报销", two_units},
    {"CZ04", "paid_again_later", "", "payments", "同一发票三个月后再付", months_later},
    {"CZ04", "split_payment", "", "payments", "同日向同一收款人付四笔，每笔略低于5万元", pieces},
    {"CZ04", "void_invoice", "CZ02", "payments|invoices", "凭作废或已红冲的发票付款", void_invoice},
    {"CZ04", "vendor_is_employee", "LZ01|LZ02|GQ01", "payments|payroll",
     "供应商的收款账户是职工工资账户", employee},
    {"CZ04", "order_after_invoice", "GC03", "purchases", "先开票后下单", after_invoice},
    {"CZ04", "card_split", "CZ01", "card_charges", "同卡同商户同日四笔，每笔略低于限额",
     three_charges},
};

/* --- innocent */

static void reversed(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    money amount = p.amount;
    int64_t first = payment_write(&p);
    pay_is_subject(first);
    p.kind = "红字冲销";
    p.original = first;
    p.amount = -amount;
    p.day = add_workdays(p.day, 2);
    pay_is_subject(payment_write(&p));
    p.kind = "付款";
    p.original = 0;
    p.amount = amount;
    p.day = add_workdays(p.day, 1);
    p.bare = true;
    pay_is_subject(payment_write(&p));
}

static void refunded(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    int64_t first = payment_write(&p);
    pay_is_subject(first);
    p.day = add_workdays(p.day, 3);
    p.bare = true;
    int64_t second = payment_write(&p); /* by mistake, and given back by the payee */
    pay_is_subject(second);
    p.kind = "退款";
    p.original = second;
    p.amount = -p.amount;
    p.day = add_workdays(p.day, 4);
    pay_is_subject(payment_write(&p));
}

static void exported_twice(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    payee_is_subject(&p);
    p.number = ++plan.next_payment;
    pay_is_subject(payment_write(&p));
    p.bare = true;
    payment_write(&p);
}

static void rent(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    p.purpose = "办公用房租金";
    p.amount = p.amount / 100 * 100 + 50;
    payee_is_subject(&p);
    for (int m = 0; m < 12; m++) {
        p.day = a_workday(360, i, 12 + m);
        p.invoice = ++plan.next_invoice;
        pay_is_subject(payment_write(&p));
    }
}

static void travel(int64_t i)
{
    struct payment p = some_payment(i, 0);
    p.who = person(STAFF, 1 + choose(362, i, 0, 0, 60 * plan.scale - 1));
    p.amount = YUAN(2300) + choose(363, i, 0, 0, 90000);
    p.invoice = 0;
    p.purpose = "差旅费报销";
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
}

static void charge_back(int64_t i)
{
    struct charge c = {.card = 30 * plan.scale + ++plan.next_number,
                       .merchant = 500000 + plan.next_number,
                       .day = a_workday(366, i, some_quiet_month(i)),
                       .amount = YUAN(960),
                       .category = "差旅住宿"};
    subject("card_id merchant_id", joined(id_text('I', c.card), id_text('Q', c.merchant)), "");
    subject("card_id", id_text('I', c.card), "");
    charge_write(&c);
    subject("charge_id", id_text('X', c.number), "");
    c.original = c.number;
    for (int k = 0; k < 2; k++) {
        c.number = 0;
        c.amount = k == 0 ? -YUAN(960) : YUAN(880);
        charge_write(&c);
        subject("charge_id", id_text('X', c.number), "");
        c.original = 0;
    }
}

static const struct planter lookalikes[] = {
    {"CZ04", "reversed", "CZ02", "payments", "付款、红字冲销、重付，净额一笔", reversed},
    {"CZ04", "refunded", "CZ02", "payments", "误付后收款人已退回", refunded},
    {"CZ04", "exported_twice", "", "payments", "同一支付编号重复导出", exported_twice},
    {"CZ04", "monthly_rent", "", "payments", "每月等额租金，发票各不相同", rent},
    {"CZ04", "travel_claim", "", "payments|payroll", "职工本人报销差旅费", travel},
    {"CZ04", "charge_refunded", "CZ01", "card_charges", "刷卡后退款，再刷一次", charge_back},
};

const struct planters cz_payments = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
