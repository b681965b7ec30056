/* How many of what there is, and whose turn it is. */
#include "province.h"

struct plan plan;

/* 36 months of one tender a month and builder; 5 bids a tender and 30 a company. */
void plan_make(int64_t scale)
{
    plan = (struct plan){.scale = scale,
                         .units = 24 * scale,
                         .builders = 21 * scale,
                         .busy = 3 * scale,
                         .buyers = 21 * scale,
                         .companies = 126 * scale,
                         .tenders = 756 * scale,
                         .officials = 60 * scale,
                         .citizens = 150 * scale,
                         .enterprises = 12 * scale};
    plan.next_unit = plan.units + plan.builders + plan.busy;
    plan.next_company = plan.companies;
    plan.next_tender = plan.tenders;
    plan.next_official = plan.officials;
    plan.next_citizen = plan.citizens;
    plan.next_enterprise = plan.enterprises;
    plan.next_invoice = 10000000;
}

int64_t coprime_step(int64_t n, int64_t at_least)
{
    for (int64_t step = at_least | 1;; step += 2) {
        int64_t a = step, b = n;
        while (b != 0) {
            int64_t r = a % b;
            a = b;
            b = r;
        }
        if (a == 1)
            return step;
    }
}

/* All come once before one comes again, each time in another order, so that those who meet in one
 * tender hardly meet again. */
int64_t some_company(void)
{
    static int64_t turn, step;
    int64_t round = turn / plan.companies, at = turn % plan.companies;
    if (at == 0)
        step = coprime_step(plan.companies, choose(10, round, 0, 3, plan.companies - 3));
    turn++;
    return (at * step + round * 31) % plan.companies + 1;
}

int64_t some_buyer(void)
{
    static int64_t turn;
    return plan.units + turn++ % plan.buyers + 1;
}

int64_t fresh_company(void)
{
    return ++plan.next_company;
}

int64_t fresh_unit(void)
{
    return ++plan.next_unit;
}

int64_t fresh_official(void)
{
    return ++plan.next_official;
}

int64_t fresh_citizen(void)
{
    return ++plan.next_citizen;
}
