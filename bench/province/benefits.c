/* Benefits, and neighbours who get none: the background. */
#include "benefits.h"

static const char *const programme[] = {"低保", "特困", "残疾人补贴", "高龄津贴"};

/* Officials approve what comes from their own office. */
struct benefit benefit_of(int64_t citizen, int month)
{
    int64_t approver = 1 + citizen % (plan.officials / 4);
    return (struct benefit){.who = person(CITIZEN, citizen),
                            .household = citizen,
                            .account = person_account(person(CITIZEN, citizen)),
                            .holder = person(CITIZEN, citizen),
                            .approver = approver,
                            .unit = 1 + approver % plan.units,
                            .programme = programme[citizen % 4],
                            .region = region_county(approver),
                            .month = month,
                            .paid = workday(month_start(month) + 9),
                            .approved = workday(month_start(12 + (int)(citizen % 10)) + 5),
                            .amount = YUAN(560 + citizen % 4 * 90),
                            .declared = 0};
}

void benefit_write(const struct benefit *b)
{
    row(BENEFICIARIES, b->paid);
    idno(b->who);
    name("测试人员", b->who % PERSON_SPAN);
    id('J', b->household);
    text(b->region);
    text(b->programme);
    month_cell(b->month);
    cents(b->amount);
    date(b->paid);
    account(b->account);
    idno(b->holder);
    id('K', b->approver);
    date(b->approved);
    id('D', b->unit);
    flag(b->declared);
    end();
}

void benefit_of_year(struct benefit b)
{
    for (int m = 24; m < MONTHS; m++) {
        b.month = m;
        b.paid = workday(month_start(m) + 9);
        benefit_write(&b);
    }
}

void background_welfare(void)
{
    for (int m = 24; m < MONTHS; m++)
        for (int64_t c = 1; c <= plan.citizens; c++) {
            struct benefit b = benefit_of(c, m);
            benefit_write(&b);
        }
    for (int64_t c = 1; c <= plan.citizens; c++) { /* neighbours who are not helped */
        int64_t other = person(CITIZEN, 5000000 + c);
        int died = month_start(20) + (int)choose(501, c, 0, 0, 450);
        if (c % 3 == 0) {
            row(DEATHS, died);
            idno(other);
            name("测试人员", other % PERSON_SPAN);
            text(region_county(c));
            date(died);
            date(workday(died + 12));
            end();
        }
        row(PROPERTY, 0);
        idno(other);
        id('O', c);
        text(region_county(c));
        text("住宅");
        number(choose(502, c, 0, 60, 140));
        cents(YUAN(choose(503, c, 0, 60, 300) * 10000));
        date(day_of(2015, 1, 1) + (int)choose(504, c, 0, 0, 2000));
        blank();
        end();
        row(VEHICLES, 0);
        idno(other);
        id('V', c);
        text(region_county(c));
        text("小型轿车");
        cents(YUAN(choose(505, c, 0, 60, 300) * 1000));
        date(day_of(2016, 1, 1) + (int)choose(506, c, 0, 0, 2000));
        blank();
        end();
    }
}
