/* CZ02 and CZ03: figures made up, vouchers missing, one hand in all, the rush of December. */
#include "province.h"

static void one_hand(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    p.approver = p.payer = p.applicant;
    pay_is_subject(payment_write(&p));
    subject("unit_id", id_text('D', p.unit), "");
}

/* A unit that makes up its figures: few begin with 1, 2 or 3. */
static void made_up(int64_t i)
{
    int64_t unit = fresh_unit();
    subject("unit_id", id_text('D', unit), "");
    for (int k = 0; k < 360; k++) {
        struct payment p = payment_of(unit, (unit * 31 + k * 5) % plan.companies + 1,
                                      a_workday(327 + (unsigned)k % 30, unit, 24 + k / 30),
                                      YUAN(40000) + choose(357, unit, k, 0, 5999999));
        payment_write(&p);
    }
    (void)i;
}

static void round_amounts(int64_t i)
{
    enum { SUPPLIERS_OF_IT = 8 };
    int64_t unit = fresh_unit(), company[SUPPLIERS_OF_IT];
    subject("unit_id", id_text('D', unit), "");
    for (int k = 0; k < SUPPLIERS_OF_IT; k++)
        company[k] = fresh_company();
    for (int m = 0; m < MONTHS; m++)
        for (int k = 0; k < 3; k++) {
            int64_t turn = m * 3 + k;
            struct payment p =
                payment_of(unit, company[turn % SUPPLIERS_OF_IT], a_workday(358, unit * 4 + k, m),
                           benford_amount(unit, turn));
            if (turn % 3 != 0)
                p.amount = p.amount / YUAN(1000) * YUAN(1000);
            payment_write(&p);
        }
    (void)i;
}

static void days_off(int64_t i)
{
    int64_t unit = some_unit();
    subject("unit_id", id_text('D', unit), "");
    for (int k = 0; k < 3; k++) {
        struct payment p = payment_of(unit, fresh_company(),
                                      a_workday(359, i, some_quiet_month(i + k)), some_amount());
        while (is_workday(p.day))
            p.day++;
        pay_is_subject(payment_write(&p));
    }
}

static void books_of(int64_t unit, int month, const int *numbers, int count, int64_t checker)
{
    for (int m = month - 2; m <= month + 2; m++)
        for (int k = 0; k < count; k++)
            voucher_write(unit, m, m == month ? numbers[k] : k + 1, month_start(m) + 3 + k * 5,
                          m == month ? checker : unit * 10 + 4);
}

static void book_is_subject(int64_t unit, int month)
{
    subject("book", id_text('Y', unit), month_text(month));
    subject("unit_id", id_text('D', unit), month_text(month));
}

static void hole(int64_t i)
{
    static const int numbers[] = {1, 2, 5, 6};
    int64_t unit = fresh_unit();
    books_of(unit, 14 + (int)i % 18, numbers, 4, unit * 10 + 4);
    book_is_subject(unit, 14 + (int)i % 18);
}

static void same_number(int64_t i)
{
    static const int numbers[] = {1, 2, 2, 3};
    int64_t unit = fresh_unit();
    books_of(unit, 14 + (int)i % 18, numbers, 4, unit * 10 + 4);
    book_is_subject(unit, 14 + (int)i % 18);
}

static void own_checker(int64_t i)
{
    static const int numbers[] = {1, 2, 3, 4};
    int64_t unit = fresh_unit();
    books_of(unit, 14 + (int)i % 18, numbers, 4, unit * 10 + 1);
    book_is_subject(unit, 14 + (int)i % 18);
}

static void unapproved(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    p.amount = YUAN(1260000) + i;
    payee_is_subject(&p);
    pay_is_subject(payment_write(&p));
    subject("unit_id", id_text('D', p.unit), "");
}

/* --- CZ03 */

static void december(int64_t i)
{
    int64_t unit = fresh_unit();
    subject("unit_id", id_text('D', unit), year_text(1));
    for (int m = 0; m < MONTHS; m++)
        payments_of_month(unit, m, m == 23 ? 24 : 3);
    (void)i;
}

static void last_days(int64_t i)
{
    int64_t unit = fresh_unit();
    int day = day_of(2024, 12, 30);
    subject("unit_id", id_text('D', unit), year_text(1));
    for (int m = 0; m < MONTHS; m++)
        payments_of_month(unit, m, 3);
    for (int k = 0; k < 18; k++) {
        struct payment p = payment_of(unit, fresh_company(), day + k % 2, some_amount());
        p.purpose = "预付款";
        pay_is_subject(payment_write(&p));
    }
    (void)i;
}

static const struct planter cases[] = {
    {"CZ02", "one_hand", "CZ04", "payments", "申请、审批、支付为同一人", one_hand},
    {"CZ02", "benford", "CZ04", "payments", "金额首位数字不合常规", made_up},
    {"CZ02", "round_amounts", "CZ04", "payments", "三分之二的付款是整千元", round_amounts},
    {"CZ02", "days_off", "CZ03|CZ04", "payments", "休息日付款", days_off},
    {"CZ02", "voucher_hole", "CZ04", "vouchers", "凭证断号", hole},
    {"CZ02", "voucher_repeated", "CZ04", "vouchers", "凭证重号", same_number},
    {"CZ02", "own_checker", "CZ04", "vouchers", "制单与审核为同一人", own_checker},
    {"CZ02", "unapproved_payment", "CZ04", "payments", "大额付款没有审批文号", unapproved},
    {"CZ03", "december_rush", "CZ02", "payments", "十二月付款占全年四成以上", december},
    {"CZ03", "last_days", "CZ02|CZ04", "payments", "年末最后两天集中预付", last_days},
};

/* --- innocent */

static void heating(int64_t i)
{
    struct payment p = payment_of(some_unit(), fresh_company(), NO_DAY, 0);
    p.category = "取暖费";
    p.purpose = "取暖费";
    payee_is_subject(&p);
    for (int year = 0; year < YEARS; year++) {
        subject("unit_id", id_text('D', p.unit), year_text(year));
        for (int k = 0; k < 2; k++) {
            p.day = a_workday(361, i + k, year * 12 + 11);
            p.amount = YUAN(38000 + year * 700 + k * 90) + 13;
            p.invoice = ++plan.next_invoice;
            pay_is_subject(payment_write(&p));
        }
    }
}

static void yearly_settlement(int64_t i)
{
    int64_t unit = fresh_unit();
    for (int m = 0; m < MONTHS; m++)
        payments_of_month(unit, m, m % 12 == 11 ? 9 : 3);
    for (int year = 0; year < YEARS; year++)
        subject("unit_id", id_text('D', unit), year_text(year));
    (void)i;
}

static void moved_workday(int64_t i)
{
    static const short day[][2] = {{4, 28}, {5, 11}, {9, 14}, {9, 29}, {10, 12}};
    struct payment p = some_payment(i, fresh_company());
    p.day = day_of(2024, day[i % 5][0], day[i % 5][1]);
    pay_is_subject(payment_write(&p));
    subject("unit_id", id_text('D', p.unit), "");
}

static void direct_debit(int64_t i)
{
    struct payment p = some_payment(i, fresh_company());
    p.purpose = "电费委托扣款";
    while (is_workday(p.day))
        p.day++;
    pay_is_subject(payment_write(&p));
    subject("unit_id", id_text('D', p.unit), "");
}

/* Grants whose amounts are set by a rule, to many persons: no law of digits holds for them. */
static void grants(int64_t i)
{
    static const int tier[] = {6600, 8800, 9900};
    int64_t unit = fresh_unit();
    subject("unit_id", id_text('D', unit), "");
    for (int k = 0; k < 330; k++) {
        struct payment p = payment_of(unit, 0, a_workday(364, unit * 32 + k % 28, 24 + k / 28),
                                      YUAN(tier[choose(365, unit, k, 0, 2)]));
        p.who = person(CITIZEN, 10000000 + unit * 400 + k);
        p.invoice = 0;
        p.category = "助学金";
        p.purpose = "助学金";
        payment_write(&p);
    }
    (void)i;
}

static void voided_voucher(int64_t i)
{
    static const int numbers[] = {1, 2, 3, 4};
    int64_t unit = fresh_unit();
    int month = 12 + (int)i % 18;
    books_of(unit, month, numbers, 4, unit * 10 + 4);
    voucher_write(unit, month, 5, month_start(month) + 25, unit * 10 + 4);
    book_is_subject(unit, month); /* more vouchers than in other months, none missing */
}

static const struct planter lookalikes[] = {
    {"CZ02", "moved_workday", "CZ04|CZ03", "payments", "调休的周末是工作日", moved_workday},
    {"CZ02", "direct_debit", "CZ04|CZ03", "payments", "电费委托扣款，银行逢休息日也扣",
     direct_debit},
    {"CZ02", "grants_by_rule", "CZ04|CZ03", "payments", "按标准发放的助学金，金额只有三档", grants},
    {"CZ02", "busy_month", "CZ04", "vouchers", "凭证多于其他月份，号码连续", voided_voucher},
    {"CZ03", "heating", "CZ02|CZ04", "payments", "年底取暖费，年年如此", heating},
    {"CZ03", "yearly_settlement", "CZ02", "payments", "年度合同每年十二月结算", yearly_settlement},
};

const struct planters cz_books = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
